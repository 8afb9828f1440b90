package fakeslack

import "fmt"

// What the people who run a workspace do. Each tells the app what Slack tells it.

func (s *Server) withRoom(channel string, f func(*room)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.room(channel)
	if r == nil {
		return fmt.Errorf("%w: %q", errNoChannel, channel)
	}
	f(r)
	return nil
}

func (s *Server) withMember(user string, f func(*Member)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	if m == nil {
		return fmt.Errorf("%w: %q", errNoMember, user)
	}
	f(m)
	return nil
}

// AddMember lets someone join the workspace and returns them with their id.
func (s *Server) AddMember(m Member) (Member, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.addMember(m)
	if err != nil {
		return Member{}, err
	}
	s.savedMember(p)
	s.tell(Event{Kind: "member", User: p.ID})
	s.emit("team_join", obj{"type": "team_join", "user": s.wireMember(p), "event_ts": s.now()}, false)
	return *p, nil
}

// AddChannel opens a conversation and returns it with its id.
func (s *Server) AddChannel(c Channel) (Channel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.addRoom(c)
	if err != nil {
		return Channel{}, err
	}
	s.roomChanged(r)
	if r.Kind == Public {
		s.emit("channel_created", obj{"type": "channel_created", "event_ts": s.now(),
			"channel": obj{"id": r.ID, "name": r.Name, "created": r.created, "creator": r.Creator, "is_channel": true}}, false)
	}
	return r.Channel, nil
}

// Join brings a member (or the bot) into a conversation; by is who invited them,
// "" for themselves.
func (s *Server) Join(user, channel, by string) error {
	id, inviter := s.memberID(user), ""
	if by != "" {
		inviter = s.memberID(by)
	}
	return s.withRoom(channel, func(r *room) {
		if s.members[id] != nil {
			s.join(r, id, inviter)
		}
	})
}

// Leave takes a member (or the bot) out of a conversation.
func (s *Server) Leave(user, channel string) error {
	id := s.memberID(user)
	return s.withRoom(channel, func(r *room) { s.leave(r, id) })
}

// Archive closes a conversation for new messages; Unarchive opens it again.
func (s *Server) Archive(channel string) error   { return s.archive(channel, true) }
func (s *Server) Unarchive(channel string) error { return s.archive(channel, false) }

func (s *Server) archive(channel string, on bool) error {
	return s.withRoom(channel, func(r *room) {
		if r.Archived == on {
			return
		}
		r.Archived = on
		s.roomChanged(r)
		kind := "channel"
		if r.Kind == Private {
			kind = "group"
		}
		kind += map[bool]string{true: "_archive", false: "_unarchive"}[on]
		s.emitIn(r, kind, obj{"type": kind, "channel": r.ID, "user": r.Creator, "event_ts": s.now()})
	})
}

// Rename gives a channel another name.
func (s *Server) Rename(channel, name string) error {
	return s.withRoom(channel, func(r *room) {
		r.Name = name
		s.roomChanged(r)
		s.emitIn(r, "channel_rename", obj{"type": "channel_rename", "event_ts": s.now(),
			"channel": obj{"id": r.ID, "name": name, "created": r.created}})
	})
}

// MakePrivate turns a public channel into a private one; its id stays.
func (s *Server) MakePrivate(channel string) error {
	return s.withRoom(channel, func(r *room) {
		r.Kind = Private
		s.roomChanged(r)
		s.note(r, &Message{Channel: r.ID, User: r.Creator, SubType: "channel_convert_to_private", Text: "made this channel private"})
	})
}

// Share connects a channel with another organisation (Slack Connect), or ends it.
func (s *Server) Share(channel string, on bool) error {
	return s.withRoom(channel, func(r *room) {
		r.ExtShared = on
		s.roomChanged(r)
		if on {
			s.emitIn(r, "channel_shared", obj{"type": "channel_shared", "channel": r.ID, "connected_team_id": "T0OTHER", "event_ts": s.now()})
		} else {
			s.emitIn(r, "channel_unshared", obj{"type": "channel_unshared", "channel": r.ID, "previously_connected_team_id": "T0OTHER", "is_ext_shared": false, "event_ts": s.now()})
		}
	})
}

// Deactivate ends a member's account.
func (s *Server) Deactivate(user string) error {
	return s.withMember(user, func(m *Member) {
		if m.Deleted {
			return
		}
		m.Deleted = true
		s.memberChanged(m)
	})
}

// Uninstall removes the app: its tokens stop working and it is told so by
// tokens_revoked and app_uninstalled. Install undoes it.
func (s *Server) Uninstall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emit("tokens_revoked", obj{"type": "tokens_revoked", "tokens": obj{"oauth": []string{}, "bot": []string{s.botUser}}, "event_ts": s.now()}, false)
	s.emit("app_uninstalled", obj{"type": "app_uninstalled", "event_ts": s.now()}, false)
	s.revoked = "token_revoked"
}

// Install lets the app's tokens work again.
func (s *Server) Install() { s.RevokeTokens("") }

// RevokeTokens makes every call of the app fail with an authentication error
// (token_revoked, account_inactive, invalid_auth, token_expired ...) until it is
// called again with "". Open sockets stay open.
func (s *Server) RevokeTokens(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = code
}
