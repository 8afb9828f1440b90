package fakeslack

import (
	"encoding/json"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// The rules of single blocks and elements that no table row can say.

func checkSection(k *checker, o obj, at string) {
	fields, _ := o["fields"].([]any)
	if o["text"] == nil && len(fields) == 0 {
		k.bad(at, "missing required field: text")
	}
	for i, f := range fields {
		k.text += k.textAt(f, at+"/fields/"+strconv.Itoa(i), textRule{max: 2000})
	}
}

func checkMarkdown(k *checker, o obj, _ string) {
	t, _ := o["text"].(string)
	k.markdown += utf8.RuneCountInString(t)
}

func checkTable(k *checker, o obj, at string) {
	k.tables++
	rows, _ := o["rows"].([]any)
	for i, r := range rows {
		at := at + "/rows/" + strconv.Itoa(i)
		cells, ok := r.([]any)
		if !ok {
			k.bad(at, "must be an array")
			continue
		}
		if len(cells) > 20 {
			k.bad(at, "no more than 20 items allowed")
		}
		for j, c := range cells {
			cell, _ := c.(obj)
			switch kind, _ := cell["type"].(string); kind {
			case "raw_text":
				t, _ := cell["text"].(string)
				k.text += utf8.RuneCountInString(t)
				if t == "" {
					k.bad(at+"/"+strconv.Itoa(j)+"/text", "must be more than 0 characters")
				}
			case "rich_text":
				k.text += richText(cell)
			case "raw_number":
			default:
				k.bad(at+"/"+strconv.Itoa(j)+"/type", "unsupported type: %s", kind)
			}
		}
	}
}

// richText counts the characters of a rich text tree.
func richText(o obj) int {
	n := 0
	if t, ok := o["text"].(string); ok {
		n = utf8.RuneCountInString(t)
	}
	list, _ := o["elements"].([]any)
	for _, e := range list {
		if c, ok := e.(obj); ok {
			n += richText(c)
		}
	}
	return n
}

func checkOptions(k *checker, o obj, at string) {
	groups, _ := o["option_groups"].([]any)
	options, _ := o["options"].([]any)
	if o["options"] == nil && o["option_groups"] == nil {
		k.bad(at, "missing required field: options")
	}
	k.options(options, at+"/options")
	for i, g := range groups {
		at := at + "/option_groups/" + strconv.Itoa(i)
		og, ok := g.(obj)
		if !ok {
			k.bad(at, "must provide an object")
			continue
		}
		k.field(og, "label", at, textRule{max: 75, plain: true, needed: true})
		list, _ := og["options"].([]any)
		if len(list) > 100 {
			k.bad(at+"/options", "no more than 100 items allowed")
		}
		k.options(list, at+"/options")
	}
}

func (k *checker) options(list []any, at string) {
	for i, v := range list {
		at := at + "/" + strconv.Itoa(i)
		o, ok := v.(obj)
		if !ok {
			k.bad(at, "must provide an object")
			continue
		}
		k.field(o, "text", at, textRule{max: 75, needed: true})
		k.field(o, "value", at, textRule{max: 150, str: true, needed: true})
		k.field(o, "description", at, textRule{max: 75})
	}
}

func checkFeedback(k *checker, o obj, at string) {
	for _, side := range []string{"positive_button", "negative_button"} {
		b, ok := o[side].(obj)
		if !ok {
			continue // its absence was told before
		}
		k.field(b, "text", at+"/"+side, textRule{max: 75, plain: true, needed: true})
		k.field(b, "value", at+"/"+side, textRule{max: 2000, str: true, needed: true})
	}
}

func initial(field string, valid func(string) bool) func(*checker, obj, string) {
	return func(k *checker, o obj, at string) {
		if v, ok := o[field]; ok {
			if s, _ := v.(string); !valid(s) {
				k.bad(at+"/"+field, "failed to match all allowed schemas")
			}
		}
	}
}

var (
	dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	timeForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

func validDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil && dateForm.MatchString(s)
}

func validTime(s string) bool { return timeForm.MatchString(s) }

// checkView checks a modal or home tab as views.* do and returns it decoded.
func (c *call) checkView() (obj, *Error) {
	v, raw, err := c.args.json("view")
	o, ok := v.(obj)
	if err != nil || !ok {
		return nil, c.refuse("invalid_arguments", "[ERROR] must provide an object [json-pointer:/view]")
	}
	if len(raw) > maxViewBytes {
		return nil, c.refuse("view_too_large")
	}
	problems := c.s.viewProblems(o, c.method == "views.publish")
	if len(problems) > 0 {
		return nil, c.refuse("invalid_arguments", problems...)
	}
	return o, nil
}

// viewProblems says what Slack would say about a view. It gives ids to blocks.
func (s *Server) viewProblems(o obj, home bool) []string {
	list, ok := o["blocks"].([]any)
	k := &checker{s: s, on: onView}
	if !ok {
		k.bad("/view", "missing required field: blocks")
		return k.problems
	}
	k = s.checkBlocks(list, "/view/blocks", onView)
	kind, _ := o["type"].(string)
	want := "modal"
	if home {
		want = "home"
	}
	if kind != want {
		k.bad("/view/type", "must be a valid enum value")
	}
	k.field(o, "private_metadata", "/view", textRule{max: 3000, str: true})
	k.field(o, "callback_id", "/view", textRule{max: 255, str: true})
	k.field(o, "external_id", "/view", textRule{max: 255, str: true})
	if home {
		for _, f := range []string{"title", "submit", "close"} {
			if o[f] != nil {
				k.bad("/view/"+f, "invalid additional property: %s", f)
			}
		}
		return k.problems
	}
	k.field(o, "title", "/view", textRule{max: 24, plain: true, needed: true})
	k.field(o, "submit", "/view", textRule{max: 24, plain: true})
	k.field(o, "close", "/view", textRule{max: 24, plain: true})
	if k.inputs > 0 && o["submit"] == nil {
		k.bad("/view", "missing required field: submit")
	}
	return k.problems
}

// str reads a string out of a decoded object; anything else is empty.
func str(o obj, key string) string {
	s, _ := o[key].(string)
	return s
}

// sub encodes one field of a decoded object; nil if it is absent.
func sub(o obj, key string) json.RawMessage {
	if o[key] == nil {
		return nil
	}
	return mustJSON(o[key])
}
