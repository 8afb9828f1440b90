package fakeslack

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// messageEvents tells the app about a new message: one message event, and an
// app_mention beside it, with its own event id, when the bot is named in a
// channel it is in. In a direct conversation there is no app_mention.
func (s *Server) messageEvents(r *room, m *Message) {
	if m.BotID != "" {
		s.clearStatus(m)
	}
	e := s.wire(m, m.Metadata != nil)
	delete(e, "reply_count")
	e["channel"], e["channel_type"], e["event_ts"] = r.ID, r.channelType(), m.TS
	if r.ExtShared {
		e["user_team"], e["source_team"] = s.teamOf(m.User), s.teamOf(m.User)
	}
	s.emitIn(r, "message", e)
	mention := "<@" + s.botUser
	i := strings.Index(m.Text, mention)
	named := i >= 0 && strings.HasPrefix(m.Text[i+len(mention):], ">") || strings.Contains(m.Text, mention+"|")
	if named && r.Kind != IM && m.User != s.botUser && m.BotID != s.botID {
		a := obj{}
		for k, v := range e {
			if k != "channel_type" {
				a[k] = v
			}
		}
		a["type"] = "app_mention"
		delete(a, "subtype")
		s.emitIn(r, "app_mention", a)
	}
}

// emitIn sends an event about a conversation, if the bot is in it.
func (s *Server) emitIn(r *room, kind string, inner obj) {
	if r == nil || !r.has(s.botUser) {
		return
	}
	name := kind
	if kind == "message" {
		name = "message." + map[Kind]string{Public: "channels", Private: "groups", IM: "im", MPIM: "mpim"}[r.Kind]
	}
	if s.subscribed(name) {
		s.emit(kind, inner, r.ExtShared)
	}
}

func (s *Server) subscribed(name string) bool {
	return s.opt.Events == nil || slices.Contains(s.opt.Events, name)
}

// emit wraps an event and delivers it as the switched-on event faults say.
func (s *Server) emit(kind string, inner any, shared bool) {
	if !s.subscribed(kind) && kind != "message" {
		return
	}
	id := "Ev" + strings.ToUpper(secret()[:9])
	payload := s.envelope(id, inner, shared)
	d := s.newDelivery("events_api", kind, payload)
	f := s.takeEventFault(kind)
	if f == nil {
		s.dispatch(d)
		return
	}
	switch f.Do {
	case Lose:
		d.finish(Ack{}, errLost)
	case Duplicate:
		s.dispatch(d)
		s.dispatch(s.newDelivery("events_api", kind, payload))
	case RetryOnly:
		d.attempt, d.reason = 1, "timeout"
		s.dispatch(d)
	case Delay:
		s.after(f.By, func() { s.dispatch(d) })
	}
}

// envelope is the outer part every event comes in.
func (s *Server) envelope(id string, inner any, shared bool) json.RawMessage {
	return mustJSON(obj{"type": "event_callback", "token": "", "team_id": s.team.ID, "api_app_id": s.appID, "event": inner,
		"event_id": id, "event_time": s.clock().Unix(), "event_context": "4-" + strings.ToLower(id), "is_ext_shared_channel": shared,
		"authorizations": []obj{{"enterprise_id": nil, "team_id": s.team.ID, "user_id": s.botUser, "is_bot": true, "is_enterprise_install": false}}})
}

// roomChanged tells watchers that a conversation is new or other than before.
func (s *Server) roomChanged(r *room) {
	s.savedRoom(r)
	s.tell(Event{Kind: "channel", Channel: r.ID})
}

// direct is the conversation between two members, made if there was none.
func (s *Server) direct(a, b string) (r *room, made bool) {
	if r, made = s.dm(a, b); made {
		s.roomChanged(r)
	}
	return r, made
}

func (s *Server) groupChanged(g *UserGroup) {
	s.savedGroup(g)
	s.tell(Event{Kind: "group"})
	s.emit("subteam_updated", obj{"type": "subteam_updated", "subteam": s.wireGroup(g, true), "event_ts": formatTS(s.clock().UnixMicro())}, false)
}

func (s *Server) memberChanged(m *Member) {
	s.savedMember(m)
	s.tell(Event{Kind: "member", User: m.ID})
	s.emit("user_change", obj{"type": "user_change", "user": s.wireMember(m), "cache_ts": s.clock().Unix(), "event_ts": formatTS(s.clock().UnixMicro())}, false)
}

func (s *Server) now() string { return formatTS(s.clock().UnixMicro()) }

// join brings a member into a conversation; by is who invited, "" for themselves.
func (s *Server) join(r *room, user, by string) {
	if r.has(user) {
		return
	}
	r.Members = append(slices.Clip(r.Members), user)
	s.roomChanged(r)
	m := &Message{Channel: r.ID, User: user, SubType: "channel_join", Text: "<@" + user + "> has joined the channel"}
	s.note(r, m)
	e := obj{"type": "member_joined_channel", "user": user, "channel": r.ID, "channel_type": roomLetter(r), "team": s.teamOf(user), "event_ts": s.now()}
	if by != "" {
		e["inviter"] = by
	}
	s.emitIn(r, "member_joined_channel", e)
}

// leave takes a member out of a conversation.
func (s *Server) leave(r *room, user string) {
	if !r.has(user) {
		return
	}
	e := obj{"type": "member_left_channel", "user": user, "channel": r.ID, "channel_type": roomLetter(r), "team": s.teamOf(user), "event_ts": s.now()}
	s.note(r, &Message{Channel: r.ID, User: user, SubType: "channel_leave", Text: "<@" + user + "> has left the channel"})
	s.emitIn(r, "member_left_channel", e) // while the bot is still in, so that it learns of its own leaving
	if user == s.botUser {
		s.emitIn(r, "channel_left", obj{"type": "channel_left", "channel": r.ID, "event_ts": s.now()})
	}
	r.Members = slices.DeleteFunc(slices.Clone(r.Members), func(u string) bool { return u == user })
	s.roomChanged(r)
}

// note puts Slack's own line about a conversation into it.
func (s *Server) note(r *room, m *Message) {
	m.TS = s.newTS()
	m.visible = time.Now().Add(s.lag)
	s.insert(r, m)
	s.saved(m)
	s.tellMessage("message", m)
	e := s.wire(m, false)
	e["channel"], e["channel_type"], e["event_ts"] = r.ID, r.channelType(), m.TS
	s.emitIn(r, "message", e)
}

func roomLetter(r *room) string {
	return map[Kind]string{Public: "C", Private: "G", IM: "D", MPIM: "G"}[r.Kind]
}
