package fakeslack

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxText is where Slack cuts a message's text, and says so in a warning.
const maxText = 40_000

// content is what a message shows, read from a call's arguments and checked.
type content struct {
	text                          string
	blocks, attachments, metadata json.RawMessage
	hasText, hasBlocks            bool
	noMetadata                    bool // an update is to take the metadata away
}

// readContent checks text, blocks, attachments and metadata as Slack does.
func (c *call) readContent() (content, *Error) {
	var k content
	k.text, k.hasText = c.args["text"]
	if md := c.args["markdown_text"]; md != "" {
		if c.args.has("text") || c.args.has("blocks") {
			return k, c.refuse("markdown_text_conflict")
		}
		if utf8.RuneCountInString(md) > maxMarkdown {
			return k, c.refuse("msg_too_long")
		}
		// Slack shows such a text as one markdown block.
		k.text, k.hasText, k.hasBlocks = md, true, true
		k.blocks = mustJSON([]obj{{"type": "markdown", "text": md, "block_id": c.s.blockID()}})
	}
	if !utf8.ValidString(k.text) {
		k.text = strings.ToValidUTF8(k.text, "\uFFFD")
	}
	if utf8.RuneCountInString(k.text) > maxText {
		k.text = string([]rune(k.text)[:maxText])
		c.warning = strings.Trim(c.warning+",message_truncated", ",")
	}
	if v, _, err := c.args.json("blocks"); err != nil {
		return k, c.refuse("invalid_blocks_format")
	} else if v != nil {
		list, ok := v.([]any)
		if !ok {
			return k, c.refuse("invalid_blocks_format")
		}
		ck := c.s.checkBlocks(list, "/blocks", onMessage)
		if len(ck.problems) > 0 {
			return k, c.refuse("invalid_blocks", ck.problems...)
		}
		if ck.text+len(list)*blockCounts > maxBlockText {
			return k, c.refuse("msg_blocks_too_long")
		}
		k.hasBlocks = true
		if len(list) > 0 {
			k.blocks = mustJSON(list)
		}
	}
	if v, raw, err := c.args.json("attachments"); err != nil {
		return k, c.refuse("invalid_attachments")
	} else if v != nil {
		list, ok := v.([]any)
		if !ok {
			return k, c.refuse("invalid_attachments")
		}
		if len(list) > 100 {
			return k, c.refuse("too_many_attachments")
		}
		if len(list) > 0 {
			k.attachments = raw
		}
	}
	return k, c.readMetadata(&k)
}

func (c *call) readMetadata(k *content) *Error {
	v, raw, err := c.args.json("metadata")
	if err != nil {
		return c.refuse("invalid_metadata_format")
	}
	if v == nil {
		return nil
	}
	m, ok := v.(map[string]any)
	if !ok {
		return c.refuse("invalid_metadata_format")
	}
	if name, _ := m["event_type"].(string); name == "" {
		if p, _ := m["event_payload"].(map[string]any); len(p) == 0 && len(m) <= 2 {
			k.noMetadata = len(m) == 0 // an empty object takes it away; slack-go's zero metadata names two empty fields
			return nil
		}
		return c.refuse("invalid_metadata_schema")
	}
	if _, ok := m["event_payload"].(map[string]any); !ok {
		return c.refuse("invalid_metadata_schema")
	}
	if len(raw) > 16_000 {
		return c.refuse("metadata_too_large")
	}
	k.metadata = bytes.Clone(raw)
	return nil
}

func (k content) empty() bool {
	return strings.TrimSpace(k.text) == "" && len(k.blocks) == 0 && len(k.attachments) == 0
}

// target finds the conversation a call writes to, opening a direct one when a
// member is named, and checks that the caller may write there.
func (c *call) target(channel string) (*room, *Error) {
	s := c.s
	if m := s.members[channel]; m != nil {
		switch {
		case m.Deleted, m.Stranger:
			return nil, c.refuse("user_not_found")
		case m.ID == c.user || m.Bot:
			return nil, c.refuse("channel_not_found")
		}
		r, _ := s.direct(m.ID, c.user)
		return r, nil
	}
	r := s.room(channel)
	if r == nil || (r.Kind != Public && !r.has(c.user)) {
		return nil, c.refuse("channel_not_found")
	}
	if r.Archived {
		if c.method == "chat.update" {
			return nil, c.refuse("is_inactive")
		}
		return nil, c.refuse("is_archived")
	}
	if r.Kind == IM {
		if m := s.members[r.other(c.user)]; m != nil && m.Deleted {
			return nil, c.refuse("user_not_found")
		}
	}
	if r.Kind == Public && !r.has(c.user) && !(c.bot && slices.Contains(s.opt.Scopes, "chat:write.public")) {
		return nil, c.refuse("not_in_channel")
	}
	return r, nil
}

// asUser refuses an argument that is for classic apps only.
func (c *call) asUser() *Error {
	if c.bot && c.args.bool("as_user") {
		return c.refuse("invalid_arguments").with("deprecated_argument", "as_user")
	}
	return nil
}

func chatPostMessage(c *call) (obj, *Error) {
	s := c.s
	if e := c.asUser(); e != nil {
		return nil, e
	}
	r, e := c.target(c.args["channel"])
	if e != nil {
		return nil, e
	}
	k, e := c.readContent()
	if e != nil {
		return nil, e
	}
	if k.empty() {
		return nil, c.refuse("no_text")
	}
	m := &Message{Channel: r.ID, User: c.user, Text: k.text, Blocks: k.blocks, Attachments: k.attachments, Metadata: k.metadata}
	if c.bot {
		m.BotID = s.botID
		if m.Username = c.args["username"]; m.Username != "" {
			m.SubType, m.User = "bot_message", ""
		}
	} else {
		m.ClientMsgID = uuid()
	}
	if e := c.thread(r, m); e != nil {
		return nil, e
	}
	s.post(r, m)
	c.ts = m.TS
	return obj{"channel": r.ID, "ts": m.TS, "message": s.wire(m, true)}, nil
}

// thread puts a message under the thread the call names.
func (c *call) thread(r *room, m *Message) *Error {
	root := c.args["thread_ts"]
	if root == "" {
		return nil
	}
	if _, ok := parseTS(root); !ok {
		return c.refuse("invalid_arguments", "[ERROR] thread_ts is no timestamp [json-pointer:/thread_ts]")
	}
	p := r.byTS[root]
	if p == nil {
		// Slack posts a reply to a deleted message un-threaded.
		return nil
	}
	if p.SubType == "tombstone" || strings.HasPrefix(p.SubType, "channel_") {
		return c.refuse("cannot_reply_to_message")
	}
	m.ThreadTS = p.Root() // a reply's ts leads to its thread
	if m.Broadcast = c.args.bool("reply_broadcast"); m.Broadcast {
		m.SubType = "thread_broadcast"
	}
	return nil
}

// post gives a message its ts, stores it, and tells the app and the watchers.
func (s *Server) post(r *room, m *Message) {
	m.TS = s.newTS()
	m.visible = time.Now().Add(s.lag)
	s.insert(r, m)
	s.saved(m)
	s.tellMessage("message", m)
	s.messageEvents(r, m)
}

func chatPostEphemeral(c *call) (obj, *Error) {
	s := c.s
	r := s.room(c.args["channel"])
	if r == nil || (r.Kind != Public && !r.has(c.user)) {
		return nil, c.refuse("channel_not_found")
	}
	if r.Archived {
		return nil, c.refuse("is_archived")
	}
	if !r.has(c.user) && r.Kind == Public && !slices.Contains(s.opt.Scopes, "chat:write.public") {
		return nil, c.refuse("not_in_channel")
	}
	to := s.members[c.args["user"]]
	if to == nil || to.Deleted || !r.has(to.ID) { // the page knows no other word for it
		return nil, c.refuse("user_not_in_channel")
	}
	k, e := c.readContent()
	if e != nil {
		return nil, e
	}
	if k.empty() {
		return nil, c.refuse("no_text")
	}
	m := &Message{Channel: r.ID, User: c.user, BotID: s.botID, Text: k.text, Blocks: k.blocks, Attachments: k.attachments, To: to.ID}
	if e := c.thread(r, m); e != nil {
		return nil, e
	}
	s.whisper(m)
	c.ts = m.TS
	return obj{"message_ts": m.TS}, nil
}

// whisper shows a message to one member. It is in no history.
func (s *Server) whisper(m *Message) {
	m.TS = s.newTS()
	s.ephem[m.To] = append(slices.Clip(s.ephem[m.To]), m)
	s.tellMessage("ephemeral", m)
}

func chatUpdate(c *call) (obj, *Error) {
	s := c.s
	if e := c.asUser(); e != nil {
		return nil, e
	}
	r, e := c.target(c.args["channel"])
	if s.members[c.args["channel"]] != nil {
		// An update wants the conversation itself, not the member in it.
		return nil, c.refuse("channel_not_found")
	}
	if e != nil {
		return nil, e
	}
	m := r.byTS[c.args["ts"]]
	if m == nil {
		return nil, c.refuse("message_not_found")
	}
	if m.User != c.user && !(c.bot && m.BotID == s.botID) || m.SubType == "tombstone" {
		return nil, c.refuse("cant_update_message")
	}
	k, e := c.readContent()
	if e != nil {
		return nil, e
	}
	if !k.hasBlocks && len(k.attachments) == 0 && strings.TrimSpace(k.text) == "" {
		return nil, c.refuse("no_text")
	}
	was := *m
	if k.hasText {
		m.Text = k.text
	}
	// A text without blocks takes the old blocks away (an older copy of the method
	// page said they stay); an update that gives blocks shows no "(edited)".
	if k.hasBlocks || k.hasText {
		m.Blocks = k.blocks
	}
	if k.attachments != nil {
		m.Attachments = k.attachments
	}
	if k.metadata != nil || k.noMetadata {
		m.Metadata = k.metadata
	}
	s.changed(r, &was, m, c.user, !k.hasBlocks)
	c.ts = m.TS
	return obj{"channel": r.ID, "ts": m.TS, "text": m.Text, "message": s.wire(m, true)}, nil
}

// changed tells about an edit; marked says whether it shows as "(edited)".
func (s *Server) changed(r *room, was, m *Message, by string, marked bool) {
	if marked {
		m.EditedTS, m.EditedBy = s.now(), by
	}
	s.saved(m)
	s.tellMessage("message_changed", m)
	s.emitIn(r, "message", obj{"type": "message", "subtype": "message_changed", "hidden": true, "channel": r.ID,
		"channel_type": r.channelType(), "ts": s.newTS(), "message": s.wire(m, false), "previous_message": s.wire(was, false)})
}

func chatDelete(c *call) (obj, *Error) {
	s := c.s
	r := s.room(c.args["channel"])
	if r == nil || (r.Kind != Public && !r.has(c.user)) {
		return nil, c.refuse("channel_not_found")
	}
	m := r.byTS[c.args["ts"]]
	if m == nil || m.SubType == "tombstone" {
		return nil, c.refuse("message_not_found")
	}
	if m.User != c.user && !(c.bot && m.BotID == s.botID) {
		return nil, c.refuse("cant_delete_message")
	}
	s.deleteMessage(r, m)
	c.ts = m.TS
	return obj{"channel": r.ID, "ts": m.TS}, nil
}

func (s *Server) deleteMessage(r *room, m *Message) {
	was := s.wire(m, false)
	if t := s.remove(r, m); t != nil {
		s.saved(t)
		s.tellMessage("message_changed", t)
	} else {
		s.unsaved(m)
		s.tellMessage("message_deleted", m)
	}
	s.emitIn(r, "message", obj{"type": "message", "subtype": "message_deleted", "hidden": true, "channel": r.ID,
		"channel_type": r.channelType(), "ts": s.newTS(), "deleted_ts": m.TS, "previous_message": was})
}

func chatGetPermalink(c *call) (obj, *Error) {
	r := c.s.room(c.args["channel"])
	if r == nil || !c.s.sees(r, c.user) {
		return nil, c.refuse("channel_not_found")
	}
	m := r.byTS[c.args["message_ts"]]
	if m == nil {
		return nil, c.refuse("message_not_found")
	}
	return obj{"channel": r.ID, "permalink": c.s.permalink(m)}, nil
}

func (s *Server) permalink(m *Message) string {
	p := s.webURL() + "archives/" + m.Channel + "/p" + strings.Replace(m.TS, ".", "", 1)
	if m.InThread() {
		p += "?thread_ts=" + m.ThreadTS + "&cid=" + m.Channel
	}
	return p
}
