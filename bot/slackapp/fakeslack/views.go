package fakeslack

import (
	"encoding/json"
	"slices"
	"time"
)

// View is a modal or a member's home tab.
type View struct {
	ID              string          `json:"id"`
	User            string          `json:"user"` // who sees it
	Type            string          `json:"type"` // modal or home
	CallbackID      string          `json:"callback_id,omitempty"`
	ExternalID      string          `json:"external_id,omitempty"`
	PrivateMetadata string          `json:"private_metadata,omitempty"`
	Hash            string          `json:"hash"`
	Title           json.RawMessage `json:"title,omitempty"`
	Submit          json.RawMessage `json:"submit,omitempty"`
	Close           json.RawMessage `json:"close,omitempty"`
	Blocks          json.RawMessage `json:"blocks"`
	RootID          string          `json:"root_view_id,omitempty"`
	PreviousID      string          `json:"previous_view_id,omitempty"`
	ClearOnClose    bool            `json:"clear_on_close,omitempty"`
	NotifyOnClose   bool            `json:"notify_on_close,omitempty"`

	// State is what the member has filled in: block id, action id, value object.
	State State `json:"state,omitempty"`
	// Errors are what the app said about a submission: block id, sentence.
	Errors map[string]string `json:"errors,omitempty"`
}

// State is the state.values of a view or message.
type State map[string]map[string]json.RawMessage

// trigger is a trigger_id: it opens one view within a short time.
type trigger struct {
	user    string
	view    string // the modal it came from; empty otherwise
	expires time.Time
	used    bool
}

// newTrigger makes a trigger_id for something a member did just now.
func (s *Server) newTrigger(user, view string) string {
	for id, t := range s.triggers {
		if time.Since(t.expires) > time.Minute {
			delete(s.triggers, id)
		}
	}
	id := formatTS(s.clock().UnixMicro()) + "." + secret()[:12]
	s.triggers[id] = &trigger{user: user, view: view, expires: time.Now().Add(s.opt.TriggerTTL)}
	return id
}

// exchange uses a trigger_id up.
func (c *call) exchange() (*trigger, *Error) {
	t := c.s.triggers[c.args["trigger_id"]]
	switch {
	case t == nil:
		return nil, c.refuse("invalid_trigger_id")
	case t.used:
		return nil, c.refuse("exchanged_trigger_id")
	case !time.Now().Before(t.expires):
		return nil, c.refuse("expired_trigger_id")
	}
	return t, nil
}

// wireView is a view as answers and payloads show it.
func (w *world) wireView(v *View) obj {
	o := obj{"id": v.ID, "team_id": w.team.ID, "type": v.Type, "blocks": v.Blocks, "private_metadata": v.PrivateMetadata,
		"callback_id": v.CallbackID, "external_id": v.ExternalID, "hash": v.Hash, "clear_on_close": v.ClearOnClose,
		"notify_on_close": v.NotifyOnClose, "root_view_id": v.RootID, "previous_view_id": nil, "app_id": w.appID,
		"app_installed_team_id": w.team.ID, "bot_id": w.botID, "state": obj{"values": State{}}}
	if v.State != nil {
		o["state"] = obj{"values": v.State}
	}
	if v.PreviousID != "" {
		o["previous_view_id"] = v.PreviousID
	}
	for k, raw := range map[string]json.RawMessage{"title": v.Title, "submit": v.Submit, "close": v.Close} {
		o[k] = nil
		if raw != nil {
			o[k] = raw
		}
	}
	return o
}

// load puts the app's description of a view into it.
func (s *Server) load(v *View, o obj) {
	v.Type = str(o, "type")
	v.CallbackID, v.ExternalID, v.PrivateMetadata = str(o, "callback_id"), str(o, "external_id"), str(o, "private_metadata")
	v.Title, v.Submit, v.Close, v.Blocks = sub(o, "title"), sub(o, "submit"), sub(o, "close"), sub(o, "blocks")
	v.ClearOnClose, _ = o["clear_on_close"].(bool)
	v.NotifyOnClose, _ = o["notify_on_close"].(bool)
	v.Hash = formatTS(s.clock().UnixMicro())[:10] + "." + secret()[:8]
	v.Errors = nil
	v.State = carryState(viewList(v.Blocks), v.State)
}

// external says whether another view carries the external id already.
func (s *Server) external(id, except string) bool {
	for vid, v := range s.views {
		if id != "" && vid != except && v.ExternalID == id {
			return true
		}
	}
	return false
}

func viewsOpen(c *call) (obj, *Error) { return c.openView(false) }
func viewsPush(c *call) (obj, *Error) { return c.openView(true) }

func (c *call) openView(push bool) (obj, *Error) {
	s := c.s
	o, e := c.checkView()
	if e != nil {
		return nil, e
	}
	t, e := c.exchange()
	if e != nil {
		return nil, e
	}
	if s.external(str(o, "external_id"), "") {
		return nil, c.refuse("duplicate_external_id")
	}
	stack := s.stacks[t.user]
	if push {
		if len(stack) == 0 || t.view == "" || !slices.Contains(stack, t.view) {
			return nil, c.refuse("not_found")
		}
		if len(stack) >= 3 {
			return nil, c.refuse("push_limit_reached")
		}
	}
	t.used = true
	if !push {
		s.clearStack(t.user)
	}
	v := s.pushView(t.user, o)
	return obj{"view": s.wireView(v)}, nil
}

// pushView puts a new modal on top of a member's stack.
func (s *Server) pushView(user string, o obj) *View {
	v := &View{ID: s.newID("V"), User: user}
	stack := s.stacks[user]
	v.RootID = v.ID
	if n := len(stack); n > 0 {
		v.RootID, v.PreviousID = s.views[stack[0]].RootID, stack[n-1]
	}
	s.load(v, o)
	s.views[v.ID] = v
	s.stacks[user] = append(slices.Clip(stack), v.ID)
	s.tellView("view", v)
	return v
}

// clearStack closes all modals of a member without telling the app.
func (s *Server) clearStack(user string) {
	for _, id := range s.stacks[user] {
		delete(s.views, id)
	}
	if len(s.stacks[user]) > 0 {
		delete(s.stacks, user)
		s.tell(Event{Kind: "view_closed", User: user})
	}
}

// popView closes the topmost modals down to and including the given one.
func (s *Server) popView(v *View) {
	stack := s.stacks[v.User]
	i := slices.Index(stack, v.ID)
	if i < 0 {
		return
	}
	for _, id := range stack[i:] {
		delete(s.views, id)
	}
	s.stacks[v.User] = slices.Clone(stack[:i])
	if i == 0 {
		delete(s.stacks, v.User)
	}
	s.tell(Event{Kind: "view_closed", User: v.User})
}

func viewsUpdate(c *call) (obj, *Error) {
	s := c.s
	o, e := c.checkView()
	if e != nil {
		return nil, e
	}
	v := s.views[c.args["view_id"]]
	if ext := c.args["external_id"]; v == nil && ext != "" && c.args["view_id"] == "" {
		for _, x := range s.views {
			if x.ExternalID == ext {
				v = x
			}
		}
	}
	if v == nil || v.Type != "modal" {
		return nil, c.refuse("not_found")
	}
	if h := c.args["hash"]; h != "" && h != v.Hash {
		return nil, c.refuse("hash_conflict")
	}
	if s.external(str(o, "external_id"), v.ID) {
		return nil, c.refuse("duplicate_external_id")
	}
	s.load(v, o)
	s.tellView("view", v)
	return obj{"view": s.wireView(v)}, nil
}

func viewsPublish(c *call) (obj, *Error) {
	s := c.s
	m := s.members[c.args["user_id"]]
	if m == nil || m.Deleted {
		return nil, c.refuse("user_not_found")
	}
	o, e := c.checkView()
	if e != nil {
		return nil, e
	}
	v := s.views[s.homes[m.ID]]
	if h := c.args["hash"]; h != "" && v != nil && h != v.Hash {
		return nil, c.refuse("hash_conflict")
	}
	if v == nil {
		v = &View{ID: s.newID("V"), User: m.ID}
	}
	if s.external(str(o, "external_id"), v.ID) {
		return nil, c.refuse("duplicate_external_id")
	}
	s.load(v, o)
	v.RootID = v.ID
	s.views[v.ID], s.homes[m.ID] = v, v.ID
	s.tellView("home", v)
	s.savedView(v)
	return obj{"view": s.wireView(v)}, nil
}

// copyView is a view that may leave the lock.
func copyView(v *View) View {
	c := *v
	c.State = State{}
	for b, as := range v.State {
		c.State[b] = map[string]json.RawMessage{}
		for a, raw := range as {
			c.State[b][a] = raw
		}
	}
	return c
}
