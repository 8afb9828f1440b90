package fakeslack

import (
	"encoding/json"
	"slices"
	"time"
)

// Message is something said in a conversation, or shown to one member only.
// Texts are as on the wire: & < > escaped, mentions as <@U...>.
type Message struct {
	Channel  string `json:"channel"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts,omitempty"` // the thread's first message; empty outside threads
	SubType  string `json:"subtype,omitempty"`
	User     string `json:"user,omitempty"`
	BotID    string `json:"bot_id,omitempty"`
	Username string `json:"username,omitempty"` // display name the app chose for one message
	Text     string `json:"text"`

	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Attachments json.RawMessage `json:"attachments,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
	Files       []string        `json:"files,omitempty"` // file ids; see Server.File
	Reactions   []Reaction      `json:"reactions,omitempty"`

	EditedTS    string `json:"edited_ts,omitempty"` // empty: never edited
	EditedBy    string `json:"edited_by,omitempty"`
	Broadcast   bool   `json:"broadcast,omitempty"`     // a reply shown in the channel too
	ClientMsgID string `json:"client_msg_id,omitempty"` // set for what members typed

	// To is the one member who sees an ephemeral message; empty otherwise.
	To string `json:"to,omitempty"`

	// Of the first message of a thread.
	ReplyCount  int      `json:"reply_count,omitempty"`
	ReplyUsers  []string `json:"reply_users,omitempty"`
	LatestReply string   `json:"latest_reply,omitempty"`

	visible time.Time // history shows it from this real moment on
}

// Reaction is an emoji under a message and who put it there.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
}

// Root is the ts a reply to this message goes under.
func (m Message) Root() string {
	if m.ThreadTS != "" {
		return m.ThreadTS
	}
	return m.TS
}

// InThread says whether the message is a reply, not the first of a thread.
func (m Message) InThread() bool { return m.ThreadTS != "" && m.ThreadTS != m.TS }

// obj is a JSON object being put together.
type obj = map[string]any

// wire is the message as Web API answers and events show it.
func (w *world) wire(m *Message, metadata bool) obj {
	o := obj{"type": "message", "ts": m.TS, "text": m.Text}
	put := func(k, v string) {
		if v != "" {
			o[k] = v
		}
	}
	raw := func(k string, v json.RawMessage) {
		if len(v) > 0 {
			o[k] = v
		}
	}
	put("user", m.User)
	put("subtype", m.SubType)
	put("thread_ts", m.ThreadTS)
	put("username", m.Username)
	put("client_msg_id", m.ClientMsgID)
	raw("blocks", m.Blocks)
	raw("attachments", m.Attachments)
	if metadata {
		raw("metadata", m.Metadata)
	}
	o["team"] = w.teamOf(m.User)
	if m.BotID != "" {
		o["bot_id"], o["app_id"] = m.BotID, w.appID
		o["bot_profile"] = obj{"id": m.BotID, "app_id": w.appID, "name": w.members[w.botUser].Name, "team_id": w.team.ID, "deleted": false}
	}
	if m.EditedTS != "" {
		o["edited"] = obj{"user": m.EditedBy, "ts": m.EditedTS}
	}
	if len(m.Files) > 0 {
		fs := make([]obj, 0, len(m.Files))
		for _, id := range m.Files {
			fs = append(fs, w.wireFile(id, m))
		}
		o["files"], o["upload"], o["display_as_bot"] = fs, true, false
	}
	if len(m.Reactions) > 0 {
		rs := make([]obj, 0, len(m.Reactions))
		for _, r := range m.Reactions {
			rs = append(rs, obj{"name": r.Name, "users": r.Users, "count": len(r.Users)})
		}
		o["reactions"] = rs
	}
	if m.ReplyCount > 0 {
		o["reply_count"], o["reply_users"], o["reply_users_count"] = m.ReplyCount, m.ReplyUsers, len(m.ReplyUsers)
		o["latest_reply"], o["subscribed"], o["is_locked"] = m.LatestReply, false, false
	}
	if m.InThread() {
		if r := w.rooms[m.Channel]; r != nil && r.byTS[m.ThreadTS] != nil {
			o["parent_user_id"] = r.byTS[m.ThreadTS].User
			if m.Broadcast {
				root := *r.byTS[m.ThreadTS]
				root.Broadcast = false
				o["root"] = w.wire(&root, false)
			}
		}
	}
	return o
}

func (w *world) teamOf(user string) string {
	if m := w.members[user]; m != nil {
		return m.home(w.team.ID)
	}
	return w.team.ID
}

// insert puts a message into its conversation and keeps the thread's counts.
func (w *world) insert(r *room, m *Message) {
	i, _ := slices.BinarySearchFunc(r.msgs, m.TS, func(a *Message, ts string) int { return compareTS(a.TS, ts) })
	r.msgs = slices.Insert(r.msgs, i, m)
	r.byTS[m.TS] = m
	w.recount(r, m.ThreadTS)
}

// remove takes a message out. A thread's first message with replies leaves a
// tombstone, as in Slack; the tombstone is returned.
func (w *world) remove(r *room, m *Message) (tombstone *Message) {
	if m.ReplyCount > 0 {
		t := &Message{Channel: m.Channel, TS: m.TS, ThreadTS: m.TS, SubType: "tombstone", User: "USLACKBOT",
			Text: "This message was deleted.", ReplyCount: m.ReplyCount, ReplyUsers: m.ReplyUsers, LatestReply: m.LatestReply, visible: m.visible}
		r.msgs[r.index(m.TS)] = t
		r.byTS[m.TS] = t
		return t
	}
	if i := r.index(m.TS); i >= 0 {
		r.msgs = slices.Delete(r.msgs, i, i+1)
	}
	delete(r.byTS, m.TS)
	w.recount(r, m.ThreadTS)
	return nil
}

func (r *room) index(ts string) int {
	i, ok := slices.BinarySearchFunc(r.msgs, ts, func(a *Message, ts string) int { return compareTS(a.TS, ts) })
	if !ok {
		return -1
	}
	return i
}

// recount refreshes what the first message of a thread says about its replies.
func (w *world) recount(r *room, root string) {
	p := r.byTS[root]
	if p == nil {
		return
	}
	var users []string
	n, latest := 0, ""
	for _, m := range r.msgs[max(0, r.index(root)):] {
		if m.ThreadTS == root && m.TS != root {
			n, latest = n+1, m.TS
			if !slices.Contains(users, m.User) {
				users = append(users, m.User)
			}
		}
	}
	p.ReplyCount, p.ReplyUsers, p.LatestReply = n, users, latest
	p.ThreadTS = root
	if n == 0 {
		p.ThreadTS = ""
	}
}

func compareTS(a, b string) int {
	x, _ := parseTS(a)
	y, _ := parseTS(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
