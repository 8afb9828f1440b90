package fakeslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Command runs a slash command in a conversation ("/action", "add ..."). The
// text is as typed. What the app sends with its acknowledgement is shown.
func (s *Server) Command(user, channel, command, text string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, r, err := s.reads(user, channel)
	if err != nil {
		return nil, err
	}
	if s.commands != nil && !slices.Contains(s.commands, command) {
		return nil, fmt.Errorf("%s: %w", command, ErrNoCommand)
	}
	name := r.Name
	switch r.Kind {
	case IM:
		name = "directmessage"
	case Private:
		name = "privategroup"
	}
	q := &Request{TriggerID: s.newTrigger(m.ID, ""), ResponseURL: s.newResponseURL(responseURL{user: m.ID, channel: r.ID})}
	q.d = s.newDelivery("slash_commands", command, mustJSON(map[string]string{"token": "", "team_id": s.team.ID, "team_domain": s.team.Domain,
		"channel_id": r.ID, "channel_name": name, "user_id": m.ID, "user_name": m.Name, "command": command, "text": text,
		"api_app_id": s.appID, "is_enterprise_install": "false", "response_url": q.ResponseURL, "trigger_id": q.TriggerID}))
	q.d.onAck = func(ack json.RawMessage) { s.replyTo(m.ID, r.ID, "", ack) }
	s.dispatch(q.d)
	return q, nil
}

// CommandInThread is what happens to a command typed in a thread: Slack refuses
// it, and the app never hears of it.
func (s *Server) CommandInThread(user, channel, thread, command, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, _, err := s.reads(user, channel); err != nil {
		return err
	}
	return fmt.Errorf("%s: %w", command, ErrCommandInThread)
}

// person is how payloads show who acts.
func (s *Server) person(m *Member) obj {
	return obj{"id": m.ID, "username": m.Name, "name": m.Name, "team_id": m.home(s.team.ID)}
}

func (s *Server) payload(kind string, m *Member, trigger string) obj {
	return obj{"type": kind, "token": "", "api_app_id": s.appID, "team": obj{"id": s.team.ID, "domain": s.team.Domain},
		"user": s.person(m), "trigger_id": trigger, "enterprise": nil, "is_enterprise_install": false}
}

// Click uses an interactive element of a message: a button (value is ignored
// unless the element is a feedback button: "positive" or "negative"), a select or
// overflow menu or radio button (value is the option's), a picker (a date, a time,
// a user's or channel's id). For elements with several values see ClickMany.
func (s *Server) Click(user string, m Message, actionID, value string) (*Request, error) {
	return s.ClickMany(user, m, actionID, value)
}

// ClickMany is Click for checkboxes and multi selects: all values now chosen.
func (s *Server) ClickMany(user string, m Message, actionID string, values ...string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := s.member(user)
	if who == nil {
		return nil, fmt.Errorf("%w: %q", errNoMember, user)
	}
	var p *Message
	r := s.room(m.Channel)
	if m.To != "" {
		if p = s.ephemeral(who.ID, m.TS); p == nil {
			return nil, fmt.Errorf("%w: ephemeral %s for %s", errNoMessage, m.TS, who.Name)
		}
	} else {
		var err error
		if who, r, err = s.reads(user, m.Channel); err != nil {
			return nil, err
		}
		if p = r.byTS[m.TS]; p == nil {
			return nil, fmt.Errorf("%w: %s in %s", errNoMessage, m.TS, r.ID)
		}
	}
	block, el, err := findElement(p.Blocks, actionID)
	if err != nil {
		return nil, err
	}
	act, err := s.action(block, el, values)
	if err != nil {
		return nil, err
	}
	q := &Request{TriggerID: s.newTrigger(who.ID, "")}
	u := responseURL{user: who.ID, channel: r.ID, msg: p.TS, ephem: p.To != ""}
	if p.ThreadTS != "" {
		u.thread = p.ThreadTS
	}
	q.ResponseURL = s.newResponseURL(u)
	o := s.payload("block_actions", who, q.TriggerID)
	o["container"] = obj{"type": "message", "message_ts": p.TS, "channel_id": r.ID, "is_ephemeral": p.To != ""}
	if p.ThreadTS != "" {
		o["container"].(obj)["thread_ts"] = p.ThreadTS
	}
	o["channel"] = obj{"id": r.ID, "name": cmpOr(r.Name, "directmessage")}
	if p.To == "" { // Slack does not repeat an ephemeral message
		o["message"] = s.wire(p, false)
	}
	o["response_url"], o["actions"] = q.ResponseURL, []obj{act}
	o["state"] = obj{"values": State{str(block, "block_id"): {actionID: stateOf(act)}}}
	q.d = s.newDelivery("interactive", "block_actions", mustJSON(o))
	s.dispatch(q.d)
	return q, nil
}

// Shortcut uses a message shortcut ("Log as action item") on a message.
func (s *Server) Shortcut(user string, m Message, callbackID string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, r, err := s.reads(user, m.Channel)
	if err != nil {
		return nil, err
	}
	if s.shorts != nil && !slices.Contains(s.shorts, callbackID) {
		return nil, fmt.Errorf("%s: %w", callbackID, ErrNoCommand)
	}
	p := r.byTS[m.TS]
	if p == nil {
		return nil, fmt.Errorf("%w: %s in %s", errNoMessage, m.TS, r.ID)
	}
	q := &Request{TriggerID: s.newTrigger(who.ID, "")}
	q.ResponseURL = s.newResponseURL(responseURL{user: who.ID, channel: r.ID, thread: p.ThreadTS})
	o := s.payload("message_action", who, q.TriggerID)
	maps.Copy(o, obj{"callback_id": callbackID, "action_ts": s.now(), "message_ts": p.TS, "message": s.wire(p, false),
		"channel": obj{"id": r.ID, "name": cmpOr(r.Name, "directmessage")}, "response_url": q.ResponseURL})
	q.d = s.newDelivery("interactive", "message_action", mustJSON(o))
	s.dispatch(q.d)
	return q, nil
}

// GlobalShortcut uses a shortcut that belongs to no message.
func (s *Server) GlobalShortcut(user, callbackID string) (*Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := s.member(user)
	if who == nil {
		return nil, fmt.Errorf("%w: %q", errNoMember, user)
	}
	if s.shorts != nil && !slices.Contains(s.shorts, callbackID) {
		return nil, fmt.Errorf("%s: %w", callbackID, ErrNoCommand)
	}
	q := &Request{TriggerID: s.newTrigger(who.ID, "")}
	o := s.payload("shortcut", who, q.TriggerID)
	o["callback_id"], o["action_ts"] = callbackID, s.now()
	q.d = s.newDelivery("interactive", "shortcut", mustJSON(o))
	s.dispatch(q.d)
	return q, nil
}

// OpenHome opens the app's home tab for a member, OpenMessages its messages tab
// (the agent pane). The app learns of it by app_home_opened.
func (s *Server) OpenHome(user string) error     { return s.openTab(user, "home") }
func (s *Server) OpenMessages(user string) error { return s.openTab(user, "messages") }

func (s *Server) openTab(user, tab string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	if m == nil {
		return fmt.Errorf("%w: %q", errNoMember, user)
	}
	r, _ := s.direct(m.ID, s.botUser)
	e := obj{"type": "app_home_opened", "user": m.ID, "channel": r.ID, "tab": tab, "event_ts": s.now()}
	if v := s.views[s.homes[m.ID]]; v != nil && tab == "home" {
		e["view"] = s.wireView(v)
	}
	s.emit("app_home_opened", e, false)
	return nil
}
