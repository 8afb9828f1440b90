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

// Values is what a member fills in: by block id, or by "block_id/action_id" where
// a block has several elements, or by action id. A value is the text, the value of
// an option, a date, a time, an id; for multi selects and checkboxes use Many.
type Values map[string]string

// Many joins several chosen values into one of Values.
func Many(values ...string) string { return strings.Join(values, "\x1f") }

func split(v string) []string {
	if v == "" {
		return nil
	}
	return strings.Split(v, "\x1f")
}

// FieldErrors are the sentences a form shows beside its fields: block id, words.
type FieldErrors map[string]string

func (e FieldErrors) Error() string {
	var parts []string
	for _, b := range slices.Sorted(maps.Keys(e)) {
		parts = append(parts, b+": "+e[b])
	}
	return "the form cannot be sent: " + strings.Join(parts, "; ")
}

// modal finds an open modal of a member.
func (s *Server) modal(user, viewID string) (*Member, *View, error) {
	who := s.member(user)
	if who == nil {
		return nil, nil, fmt.Errorf("%w: %q", errNoMember, user)
	}
	v := s.views[viewID]
	if v == nil || v.User != who.ID {
		return nil, nil, fmt.Errorf("%w: %s for %s", errNoView, viewID, who.Name)
	}
	return who, v, nil
}

// FillView puts values into a modal's or home tab's fields without sending it.
// Elements that dispatch their actions tell the app.
func (s *Server) FillView(user, viewID string, values Values) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, v, err := s.modal(user, viewID)
	if err != nil {
		return err
	}
	return s.fill(v, values)
}

func (s *Server) fill(v *View, values Values) error {
	state := make(map[string]map[string]json.RawMessage, len(v.State)) // a copy: an answer with the old one may still be on its way out
	for id, fields := range v.State {
		state[id] = maps.Clone(fields)
	}
	v.State = state
	for _, key := range slices.Sorted(maps.Keys(values)) {
		b, el, err := findField(v, key)
		if err != nil {
			return err
		}
		field, val, err := valueOf(el, split(values[key]))
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		bid, aid := str(b, "block_id"), str(el, "action_id")
		raw := mustJSON(obj{"type": str(el, "type"), field: val})
		if v.State[bid] == nil {
			v.State[bid] = map[string]json.RawMessage{}
		}
		v.State[bid][aid] = raw
		if d, _ := b["dispatch_action"].(bool); d {
			act := obj{"type": str(el, "type"), "action_id": aid, "block_id": bid, "action_ts": s.now(), field: val}
			s.viewAction(v, act)
		}
	}
	s.tellView("view", v)
	return nil
}

func findField(v *View, key string) (block, el obj, err error) {
	for _, b := range viewList(v.Blocks) {
		els := elementsOf(b)
		if str(b, "block_id") == key && len(els) > 0 {
			return b, els[0], nil
		}
	}
	return findElement(v.Blocks, key)
}

// ClickView uses an element of a modal or home tab, as Click does in messages.
func (s *Server) ClickView(user, viewID, actionID string, values ...string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, v, err := s.modal(user, viewID)
	if err != nil {
		return nil, err
	}
	block, el, err := findElement(v.Blocks, actionID)
	if err != nil {
		return nil, err
	}
	act, err := s.action(block, el, values)
	if err != nil {
		return nil, err
	}
	if st := v.State[str(block, "block_id")]; st[str(el, "action_id")] != nil {
		st[str(el, "action_id")] = stateOf(act)
	}
	return s.viewAction(v, act), nil
}

func (s *Server) viewAction(v *View, act obj) *Request {
	from := ""
	if v.Type == "modal" {
		from = v.ID
	}
	q := &Request{TriggerID: s.newTrigger(v.User, from)}
	o := s.payload("block_actions", s.members[v.User], q.TriggerID)
	o["container"] = obj{"type": "view", "view_id": v.ID}
	o["view"], o["actions"] = s.wireView(v), []obj{act}
	q.d = s.newDelivery("interactive", "block_actions", mustJSON(o))
	s.dispatch(q.d)
	return q
}

// SubmitView fills a modal in and presses its submit button. What Slack itself
// finds missing or too long comes back as FieldErrors, and the app hears nothing.
// Otherwise Wait returns once the app's answer took effect: the modal closed, or
// was updated, or shows View.Errors.
func (s *Server) SubmitView(user, viewID string, values Values) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, v, err := s.modal(user, viewID)
	if err != nil {
		return nil, err
	}
	if stack := s.stacks[who.ID]; len(stack) == 0 || stack[len(stack)-1] != v.ID {
		return nil, fmt.Errorf("%w: %s is not the topmost modal of %s", errNoView, viewID, who.Name)
	}
	if v.Submit == nil {
		return nil, fmt.Errorf("modal %s has no submit button", viewID)
	}
	if err := s.fill(v, values); err != nil {
		return nil, err
	}
	if bad := formErrors(v); len(bad) > 0 {
		return nil, bad
	}
	return s.submit(who, v, mustJSON(v.State)), nil
}

// SubmitRaw sends a submission with a state of the caller's making, unchecked, as
// a forged or damaged client would.
func (s *Server) SubmitRaw(user, viewID string, state json.RawMessage) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, v, err := s.modal(user, viewID)
	if err != nil {
		return nil, err
	}
	return s.submit(who, v, state), nil
}

func (s *Server) submit(who *Member, v *View, state json.RawMessage) *Request {
	q := &Request{TriggerID: s.newTrigger(who.ID, v.ID)}
	o := s.payload("view_submission", who, q.TriggerID)
	w := s.wireView(v)
	w["state"] = obj{"values": state}
	o["view"], o["response_urls"] = w, []any{}
	q.d = s.newDelivery("interactive", "view_submission", mustJSON(o))
	id := v.ID
	q.d.onAck = func(ack json.RawMessage) { s.submitted(id, ack) }
	s.dispatch(q.d)
	return q
}

// submitted carries out how the app answered a submission.
func (s *Server) submitted(viewID string, ack json.RawMessage) {
	v := s.views[viewID]
	if v == nil {
		return // closed meanwhile
	}
	var a struct {
		Action string            `json:"response_action"`
		View   map[string]any    `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if len(ack) > 0 {
		if err := json.Unmarshal(ack, &a); err != nil {
			a.Action = "unreadable"
		}
	}
	trouble := func(why string, details ...string) {
		s.opt.Log.Info("answer to a submission is unusable", "view", v.CallbackID, "why", why, "details", details)
		v.Errors = FieldErrors{"": "We had some trouble connecting. Try again?"}
		s.tellView("view", v)
	}
	switch a.Action {
	case "":
		s.popView(v)
	case "clear":
		s.clearStack(v.User)
	case "errors":
		inputs := map[string]bool{}
		for _, b := range viewList(v.Blocks) {
			inputs[str(b, "block_id")] = str(b, "type") == "input"
		}
		for b := range a.Errors {
			if !inputs[b] {
				trouble("errors name a block that is no input", b)
				return
			}
		}
		v.Errors = a.Errors
		s.tellView("view", v)
	case "update", "push":
		if bad := s.viewProblems(a.View, false); len(bad) > 0 {
			trouble("the view is invalid", bad...)
			return
		}
		if a.Action == "push" {
			if len(s.stacks[v.User]) >= 3 {
				trouble("three modals are open already")
				return
			}
			s.pushView(v.User, a.View)
			return
		}
		s.load(v, a.View)
		s.tellView("view", v)
	default:
		trouble("unknown response_action")
	}
}

// formErrors is what Slack checks before a submission leaves the member's client.
func formErrors(v *View) FieldErrors {
	bad := FieldErrors{}
	for _, b := range viewList(v.Blocks) {
		if str(b, "type") != "input" {
			continue
		}
		bid := str(b, "block_id")
		optional, _ := b["optional"].(bool)
		for _, el := range elementsOf(b) {
			val := chosen(v.State[bid][str(el, "action_id")])
			if len(val) == 0 {
				if !optional {
					bad[bid] = "Please complete this required field."
				}
				continue
			}
			limit := func(f string, def int) int {
				if n, ok := el[f].(float64); ok {
					return int(n)
				}
				return def
			}
			n := utf8.RuneCountInString(val[0])
			switch str(el, "type") {
			case "plain_text_input":
				if most := limit("max_length", 3000); n > most {
					bad[bid] = "Please enter no more than " + strconv.Itoa(most) + " characters."
				}
				if least := limit("min_length", 0); n < least {
					bad[bid] = "Please enter at least " + strconv.Itoa(least) + " characters."
				}
			case "number_input":
				if _, err := strconv.ParseFloat(val[0], 64); err != nil {
					bad[bid] = "Please enter a number."
				}
			case "email_text_input":
				if !strings.Contains(val[0], "@") {
					bad[bid] = "Please enter an email address."
				}
			case "url_text_input":
				if !strings.Contains(val[0], "://") {
					bad[bid] = "Please enter a URL."
				}
			}
			if most := limit("max_selected_items", 0); most > 0 && len(val) > most {
				bad[bid] = "Please choose no more than " + strconv.Itoa(most) + "."
			}
		}
	}
	return bad
}

// chosen lists what a state value holds; empty if nothing.
func chosen(raw json.RawMessage) []string {
	var o obj
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	delete(o, "type")
	for _, v := range o {
		switch v := v.(type) {
		case nil:
		case string:
			if v != "" {
				return []string{v}
			}
		case []any:
			var out []string
			for _, e := range v {
				out = append(out, fmt.Sprint(e))
			}
			return out
		default:
			return []string{fmt.Sprint(v)}
		}
	}
	return nil
}

// CloseView closes a modal with its close button or Escape: it, and those above
// it, go; all of the stack if the view asked for clear_on_close. The app hears of
// it where notify_on_close was set.
func (s *Server) CloseView(user, viewID string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, v, err := s.modal(user, viewID)
	if err != nil {
		return nil, err
	}
	q := &Request{}
	if v.NotifyOnClose {
		o := s.payload("view_closed", who, "")
		delete(o, "trigger_id")
		o["view"], o["is_cleared"] = s.wireView(v), v.ClearOnClose
		q.d = s.newDelivery("interactive", "view_closed", mustJSON(o))
	}
	if v.ClearOnClose {
		s.clearStack(who.ID)
	} else {
		s.popView(v)
	}
	if q.d != nil {
		s.dispatch(q.d)
	}
	return q, nil
}

// Suggest types into a select whose options come from the app and returns the
// acknowledgement to wait for: its payload has options or option_groups.
func (s *Server) Suggest(user, viewID, actionID, typed string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, v, err := s.modal(user, viewID)
	if err != nil {
		return nil, err
	}
	block, el, err := findElement(v.Blocks, actionID)
	if err != nil {
		return nil, err
	}
	o := s.payload("block_suggestion", who, "")
	delete(o, "trigger_id")
	maps.Copy(o, obj{"action_id": str(el, "action_id"), "block_id": str(block, "block_id"), "value": typed,
		"view": s.wireView(v), "container": obj{"type": "view", "view_id": v.ID}})
	q := &Request{d: s.newDelivery("interactive", "block_suggestion", mustJSON(o))}
	s.dispatch(q.d)
	return q, nil
}
