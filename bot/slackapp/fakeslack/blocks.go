package fakeslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of Block Kit that are not in the tables below.
const (
	maxMarkdown  = 12_000
	maxBlockText = 13_200 // of all texts in a message's blocks and what each block counts beside; found by its users, not documented
	blockCounts  = 45     // what each block counts beside its text, so that both figures users report come out right
	maxMessage   = 50     // blocks in a message
	maxView      = 100    // blocks in a modal or home tab
	maxViewBytes = 250_000
)

// surface says where blocks are to be shown.
type surface int

const (
	onMessage surface = iota
	onView
)

// checker collects what Slack would say about blocks, in its words, and gives
// every block and element that lacks an id one.
type checker struct {
	s         *Server
	on        surface
	problems  []string
	text      int // characters of all texts
	markdown  int
	tables    int
	inputs    int
	blockIDs  map[string]bool
	actionIDs map[string]bool // within one block
}

func (k *checker) bad(at, format string, a ...any) {
	k.problems = append(k.problems, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(a, at)...))
}

// textRule limits one text field. Runes are counted, not bytes.
type textRule struct {
	max    int
	plain  bool // plain_text only
	needed bool
	str    bool // a bare string, not a text object
}

// part describes a block or an element: its fields with limits, what may be
// nested in it, and which fields it cannot do without.
type part struct {
	texts    map[string]textRule
	needs    []string
	lists    map[string]int      // field -> most items
	children map[string][]string // field -> types allowed in it; nil allows any known element
	limited  bool                // only counts
	refused  bool                // known, but not on any surface the Web API writes to
	extra    func(k *checker, o obj, at string)
}

var buttonTexts = map[string]textRule{"text": {max: 75, plain: true, needed: true}, "value": {max: 2000, str: true},
	"url": {max: 3000, str: true}, "action_id": {max: 255, str: true}, "accessibility_label": {max: 75, str: true}}

var pickTexts = map[string]textRule{"action_id": {max: 255, str: true}, "placeholder": {max: 150, plain: true}}

// interactive are the elements that can stand in an actions block.
var interactive = []string{"button", "static_select", "external_select", "users_select", "conversations_select", "channels_select",
	"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
	"overflow", "datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons", "workflow_button", "rich_text_input"}

var inputs = append([]string{"plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input"}, interactive...)

// blockParts are the blocks, elementParts the elements inside them, after the
// pages under https://docs.slack.dev/reference/block-kit/.
var blockParts = map[string]part{
	"section": {texts: map[string]textRule{"text": {max: 3000}}, lists: map[string]int{"fields": 10},
		children: map[string][]string{"accessory": append([]string{"image"}, interactive...)}, extra: checkSection},
	"divider":         {},
	"header":          {texts: map[string]textRule{"text": {max: 150, plain: true, needed: true}}},
	"image":           {texts: map[string]textRule{"alt_text": {max: 2000, str: true, needed: true}, "title": {max: 2000, plain: true}, "image_url": {max: 3000, str: true}}},
	"context":         {needs: []string{"elements"}, lists: map[string]int{"elements": 10}, children: map[string][]string{"elements": {"image", "mrkdwn", "plain_text"}}},
	"actions":         {needs: []string{"elements"}, lists: map[string]int{"elements": 25}, children: map[string][]string{"elements": interactive}},
	"context_actions": {needs: []string{"elements"}, lists: map[string]int{"elements": 5}, children: map[string][]string{"elements": {"feedback_buttons", "icon_button"}}, limited: true},
	"input": {texts: map[string]textRule{"label": {max: 2000, plain: true, needed: true}, "hint": {max: 2000, plain: true}},
		needs: []string{"element"}, children: map[string][]string{"element": inputs}, extra: func(k *checker, _ obj, _ string) { k.inputs++ }},
	"rich_text":          {needs: []string{"elements"}, extra: func(k *checker, o obj, _ string) { k.text += richText(o) }},
	"markdown":           {texts: map[string]textRule{"text": {max: maxMarkdown, str: true, needed: true}}, limited: true, extra: checkMarkdown},
	"table":              {needs: []string{"rows"}, lists: map[string]int{"rows": 100}, limited: true, extra: checkTable},
	"data_table":         {needs: []string{"rows", "caption"}, lists: map[string]int{"rows": 101}, limited: true},
	"data_visualization": {limited: true},
	"task_card":          {limited: true},
	"plan":               {limited: true},
	"container":          {},
	"layout":             {},
	"call":               {limited: true},
	"file":               {limited: true},
	"video":              {texts: map[string]textRule{"title": {max: 200, plain: true, needed: true}, "alt_text": {max: 2000, str: true, needed: true}}},
	"alert":              {refused: true},
	"card":               {refused: true},
	"carousel":           {refused: true},
}

var elementParts = map[string]part{
	"mrkdwn":                     {texts: map[string]textRule{"text": {max: 3000, str: true, needed: true}}},
	"plain_text":                 {texts: map[string]textRule{"text": {max: 3000, str: true, needed: true}}},
	"image":                      {texts: map[string]textRule{"alt_text": {max: 2000, str: true, needed: true}}},
	"button":                     {texts: buttonTexts},
	"workflow_button":            {texts: buttonTexts, needs: []string{"workflow"}},
	"static_select":              {texts: pickTexts, lists: map[string]int{"options": 100, "option_groups": 100}, extra: checkOptions},
	"multi_static_select":        {texts: pickTexts, lists: map[string]int{"options": 100, "option_groups": 100}, extra: checkOptions},
	"external_select":            {texts: pickTexts},
	"multi_external_select":      {texts: pickTexts},
	"users_select":               {texts: pickTexts},
	"multi_users_select":         {texts: pickTexts},
	"conversations_select":       {texts: pickTexts},
	"multi_conversations_select": {texts: pickTexts},
	"channels_select":            {texts: pickTexts},
	"multi_channels_select":      {texts: pickTexts},
	"overflow":                   {texts: pickTexts, needs: []string{"options"}, lists: map[string]int{"options": 5}, extra: checkOptions},
	"checkboxes":                 {texts: pickTexts, needs: []string{"options"}, lists: map[string]int{"options": 10}, extra: checkOptions},
	"radio_buttons":              {texts: pickTexts, needs: []string{"options"}, lists: map[string]int{"options": 10}, extra: checkOptions},
	"datepicker":                 {texts: pickTexts, extra: initial("initial_date", validDate)},
	"timepicker":                 {texts: pickTexts, extra: initial("initial_time", validTime)},
	"datetimepicker":             {texts: pickTexts},
	"plain_text_input":           {texts: map[string]textRule{"action_id": {max: 255, str: true}, "placeholder": {max: 150, plain: true}, "initial_value": {max: 3000, str: true}}},
	"email_text_input":           {texts: pickTexts},
	"url_text_input":             {texts: pickTexts},
	"number_input":               {texts: pickTexts, needs: []string{"is_decimal_allowed"}},
	"file_input":                 {texts: pickTexts},
	"rich_text_input":            {texts: pickTexts},
	"feedback_buttons":           {texts: pickTexts, needs: []string{"positive_button", "negative_button"}, extra: checkFeedback},
	"icon_button":                {texts: map[string]textRule{"text": {max: 75, plain: true, needed: true}, "value": {max: 2000, str: true}, "action_id": {max: 255, str: true}}, needs: []string{"icon"}},
}

// checkBlocks checks a list of blocks found at the JSON pointer at, in place.
func (s *Server) checkBlocks(list []any, at string, on surface) *checker {
	k := &checker{s: s, on: on, blockIDs: map[string]bool{}}
	most := maxMessage
	if on == onView {
		most = maxView
	}
	if len(list) > most {
		k.bad(at, "no more than %d items allowed", most)
		return k
	}
	for i, b := range list {
		k.block(b, at+"/"+strconv.Itoa(i))
	}
	if k.markdown > maxMarkdown {
		k.bad(at, "markdown blocks must be less than %d characters together", maxMarkdown+1)
	}
	if k.tables > 1 {
		k.bad(at, "only one table allowed")
	}
	return k
}

func (k *checker) block(v any, at string) {
	o, ok := v.(obj)
	if !ok {
		k.bad(at, "must provide an object")
		return
	}
	kind, _ := o["type"].(string)
	p, known := blockParts[kind]
	switch {
	case !known, p.refused:
		k.bad(at+"/type", "unsupported type: %s", kind)
		return
	case p.limited && k.on == onView:
		k.bad(at+"/type", "unsupported type: %s", kind)
		return
	}
	id, _ := o["block_id"].(string)
	switch {
	case id == "":
		id = k.s.blockID()
		o["block_id"] = id
	case utf8.RuneCountInString(id) > 255:
		k.bad(at+"/block_id", "must be less than 256 characters")
	case k.blockIDs[id]:
		k.bad(at+"/block_id", "`block_id` \"%s\" already exists", id)
	}
	k.blockIDs[id] = true
	k.actionIDs = map[string]bool{}
	k.part(p, o, at)
}

func (k *checker) element(v any, at string, allowed []string) {
	o, ok := v.(obj)
	if !ok {
		k.bad(at, "must provide an object")
		return
	}
	kind, _ := o["type"].(string)
	p, known := elementParts[kind]
	if !known || allowed != nil && !slices.Contains(allowed, kind) {
		k.bad(at+"/type", "unsupported type: %s", kind)
		return
	}
	if _, acts := p.texts["action_id"]; acts {
		id, _ := o["action_id"].(string)
		if id == "" {
			id = k.s.blockID()
			o["action_id"] = id
		}
		if k.actionIDs[id] {
			k.bad(at+"/action_id", "`action_id` \"%s\" already exists", id)
		}
		k.actionIDs[id] = true
	}
	k.part(p, o, at)
	if c, ok := o["confirm"]; ok {
		k.confirm(c, at+"/confirm")
	}
}

func (k *checker) part(p part, o obj, at string) {
	for _, f := range p.needs {
		if o[f] == nil {
			k.bad(at, "missing required field: %s", f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(p.texts)) {
		k.field(o, f, at, p.texts[f])
	}
	for _, f := range slices.Sorted(maps.Keys(p.lists)) {
		most := p.lists[f]
		if o[f] == nil {
			continue
		}
		list, ok := o[f].([]any)
		switch {
		case !ok:
			k.bad(at+"/"+f, "must be an array")
		case len(list) > most:
			k.bad(at+"/"+f, "no more than %d items allowed", most)
		case len(list) == 0:
			k.bad(at+"/"+f, "no less than 1 items allowed")
		}
	}
	for f, allowed := range p.children {
		switch v := o[f].(type) {
		case []any:
			for i, e := range v {
				k.element(e, at+"/"+f+"/"+strconv.Itoa(i), allowed)
			}
		case nil:
		default:
			k.element(v, at+"/"+f, allowed)
		}
	}
	if p.extra != nil {
		p.extra(k, o, at)
	}
}

// field checks one text, be it a bare string or a text object.
func (k *checker) field(o obj, f, at string, rule textRule) {
	v := o[f]
	at += "/" + f
	if v == nil {
		if rule.needed {
			k.bad(strings.TrimSuffix(at, "/"+f), "missing required field: %s", f)
		}
		return
	}
	if f == "text" || f == "label" || f == "title" {
		k.text += k.textAt(v, at, rule)
	} else {
		k.textAt(v, at, rule)
	}
}

// textAt checks a text and returns its length in characters.
func (k *checker) textAt(v any, at string, rule textRule) int {
	if !rule.str {
		t, ok := v.(obj)
		if !ok {
			k.bad(at, "must provide an object")
			return 0
		}
		kind, _ := t["type"].(string)
		if kind != "plain_text" && (rule.plain || kind != "mrkdwn") {
			k.bad(at+"/type", "must be a valid enum value")
		}
		v, at = t["text"], at+"/text"
	}
	text, ok := v.(string)
	if !ok {
		k.bad(at, "must be a string")
		return 0
	}
	n := utf8.RuneCountInString(text)
	switch {
	case n > rule.max:
		k.bad(at, "must be less than %d characters", rule.max+1)
	case n == 0 && (rule.needed || !rule.str):
		k.bad(at, "must be more than 0 characters")
	}
	return n
}

func (k *checker) confirm(v any, at string) {
	o, ok := v.(obj)
	if !ok {
		k.bad(at, "must provide an object")
		return
	}
	k.field(o, "title", at, textRule{max: 100, plain: true, needed: true})
	k.field(o, "text", at, textRule{max: 300, needed: true})
	k.field(o, "confirm", at, textRule{max: 30, plain: true, needed: true})
	k.field(o, "deny", at, textRule{max: 30, plain: true, needed: true})
}

// blockID makes a short id for a block or element that came without.
func (s *Server) blockID() string { return "b" + strings.TrimLeft(s.newID("")[1:], "0") }

// viewList decodes stored blocks for reading.
func viewList(raw json.RawMessage) []obj {
	var list []obj
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}
