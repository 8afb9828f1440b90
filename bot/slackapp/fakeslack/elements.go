package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// elementsOf lists a block's interactive elements.
func elementsOf(b obj) []obj {
	var list []obj
	add := func(v any) {
		if e, ok := v.(obj); ok && str(e, "action_id") != "" {
			list = append(list, e)
		}
	}
	add(b["accessory"])
	add(b["element"])
	els, _ := b["elements"].([]any)
	for _, e := range els {
		add(e)
	}
	return list
}

// findElement finds an element by its action id, or by "block_id/action_id".
func findElement(blocks json.RawMessage, actionID string) (block, el obj, err error) {
	var known []string
	for _, b := range viewList(blocks) {
		for _, e := range elementsOf(b) {
			id := str(e, "action_id")
			if id == actionID || str(b, "block_id")+"/"+id == actionID {
				return b, e, nil
			}
			known = append(known, id)
		}
	}
	return nil, nil, fmt.Errorf("no element with the action id %q; there are %q", actionID, known)
}

// offered lists a menu's options, groups included.
func offered(el obj) []obj {
	var list []obj
	add := func(v any) {
		opts, _ := v.([]any)
		for _, o := range opts {
			if p, ok := o.(obj); ok {
				list = append(list, p)
			}
		}
	}
	add(el["options"])
	groups, _ := el["option_groups"].([]any)
	for _, g := range groups {
		if p, ok := g.(obj); ok {
			add(p["options"])
		}
	}
	return list
}

func pick(el obj, values []string) ([]obj, error) {
	var out []obj
	for _, v := range values {
		i := slices.IndexFunc(offered(el), func(o obj) bool { return str(o, "value") == v })
		if i < 0 {
			return nil, fmt.Errorf("%s offers no option %q", str(el, "action_id"), v)
		}
		out = append(out, offered(el)[i])
	}
	return out, nil
}

// action is what a payload says about an element that was used.
func (s *Server) action(block, el obj, values []string) (obj, error) {
	kind := str(el, "type")
	a := obj{"type": kind, "action_id": str(el, "action_id"), "block_id": str(block, "block_id"), "action_ts": s.now()}
	one := ""
	if len(values) > 0 {
		one = values[0]
	}
	switch kind {
	case "button", "icon_button", "workflow_button":
		a["text"] = el["text"]
		if v := str(el, "value"); v != "" {
			a["value"] = v
		}
		return a, nil
	case "feedback_buttons":
		b, ok := el[one+"_button"].(obj)
		if !ok {
			return nil, fmt.Errorf(`feedback buttons are clicked with "positive" or "negative", not %q`, one)
		}
		a["text"], a["value"] = b["text"], str(b, "value")
		return a, nil
	}
	field, v, err := valueOf(el, values)
	if err != nil {
		return nil, err
	}
	a[field] = v
	if kind == "datepicker" && el["initial_date"] != nil {
		a["initial_date"] = el["initial_date"]
	}
	return a, nil
}

// valueOf says how an element of this type carries what was chosen: the name of
// the field and its value. No values mean that nothing is chosen.
func valueOf(el obj, values []string) (field string, v any, err error) {
	one := ""
	if len(values) > 0 {
		one = values[0]
	}
	orNil := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	kind := str(el, "type")
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return "value", orNil(one), nil
	case "static_select", "overflow", "radio_buttons":
		if one == "" {
			return "selected_option", nil, nil
		}
		o, err := pick(el, values[:1])
		if err != nil {
			return "", nil, err
		}
		return "selected_option", o[0], nil
	case "multi_static_select", "checkboxes":
		o, err := pick(el, values)
		return "selected_options", append([]obj{}, o...), err
	case "external_select":
		if one == "" {
			return "selected_option", nil, nil
		}
		return "selected_option", obj{"text": obj{"type": "plain_text", "text": one}, "value": one}, nil
	case "multi_external_select":
		out := []obj{}
		for _, v := range values {
			out = append(out, obj{"text": obj{"type": "plain_text", "text": v}, "value": v})
		}
		return "selected_options", out, nil
	case "users_select":
		return "selected_user", orNil(one), nil
	case "channels_select":
		return "selected_channel", orNil(one), nil
	case "conversations_select":
		return "selected_conversation", orNil(one), nil
	case "multi_users_select":
		return "selected_users", append([]string{}, values...), nil
	case "multi_channels_select":
		return "selected_channels", append([]string{}, values...), nil
	case "multi_conversations_select":
		return "selected_conversations", append([]string{}, values...), nil
	case "datepicker":
		if one != "" && !validDate(one) {
			return "", nil, fmt.Errorf("a date is chosen as 2006-01-02, not %q", one)
		}
		return "selected_date", orNil(one), nil
	case "timepicker":
		if one != "" && !validTime(one) {
			return "", nil, fmt.Errorf("a time is chosen as 15:04, not %q", one)
		}
		return "selected_time", orNil(one), nil
	case "datetimepicker":
		n, err := strconv.ParseInt(one, 10, 64)
		if one == "" {
			return "selected_date_time", nil, nil
		}
		return "selected_date_time", n, err
	case "rich_text_input":
		if one == "" {
			return "rich_text_value", nil, nil
		}
		return "rich_text_value", obj{"type": "rich_text", "elements": []obj{{"type": "rich_text_section", "elements": []obj{{"type": "text", "text": one}}}}}, nil
	case "file_input":
		return "files", values, nil
	}
	return "", nil, fmt.Errorf("an element of type %q holds no value", kind)
}

// stateOf reduces an action to what state.values holds of it.
func stateOf(act obj) json.RawMessage {
	o := obj{}
	for k, v := range act {
		switch k {
		case "action_id", "block_id", "action_ts", "text", "initial_date":
		default:
			o[k] = v
		}
	}
	return mustJSON(o)
}

// initialOf is what an element holds before anyone touched it.
func initialOf(el obj) json.RawMessage {
	kind := str(el, "type")
	o := obj{"type": kind}
	for _, f := range []struct{ initial, selected string }{
		{"initial_value", "value"}, {"initial_option", "selected_option"}, {"initial_options", "selected_options"},
		{"initial_user", "selected_user"}, {"initial_users", "selected_users"}, {"initial_channel", "selected_channel"},
		{"initial_channels", "selected_channels"}, {"initial_conversation", "selected_conversation"},
		{"initial_conversations", "selected_conversations"}, {"initial_date", "selected_date"}, {"initial_time", "selected_time"},
		{"initial_date_time", "selected_date_time"}} {
		if v := el[f.initial]; v != nil {
			o[f.selected] = v
			if kind == "rich_text_input" {
				o = obj{"type": kind, "rich_text_value": v}
			}
		}
	}
	if len(o) == 1 {
		if field, v, err := valueOf(el, nil); err == nil {
			o[field] = v
		}
	}
	return mustJSON(o)
}

// carryState makes the state of new blocks: what was filled in stays where block
// id, action id and type stay, the rest begins with its initial values.
func carryState(blocks []obj, old State) State {
	st := State{}
	for _, b := range blocks {
		for _, el := range elementsOf(b) {
			bid, aid, kind := str(b, "block_id"), str(el, "action_id"), str(el, "type")
			if kind == "button" || kind == "overflow" || strings.HasSuffix(kind, "_buttons") && kind != "radio_buttons" || kind == "icon_button" || kind == "workflow_button" {
				continue
			}
			if st[bid] == nil {
				st[bid] = map[string]json.RawMessage{}
			}
			was := old[bid][aid]
			var had struct{ Type string }
			if was != nil && json.Unmarshal(was, &had) == nil && had.Type == kind {
				st[bid][aid] = was
			} else {
				st[bid][aid] = initialOf(el)
			}
		}
	}
	return st
}
