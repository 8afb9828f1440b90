package fakeslack

import "slices"

// Messages are all of a conversation, oldest first, replies included. It needs no
// membership and knows no lag: this is what is really there.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.room(channel)
	if r == nil {
		return nil
	}
	out := make([]Message, len(r.msgs))
	for i, m := range r.msgs {
		out[i] = *m
	}
	return out
}

// Thread is a thread's first message and its replies, oldest first.
func (s *Server) Thread(channel, ts string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.room(channel)
	if r == nil || r.byTS[ts] == nil {
		return nil
	}
	root := r.byTS[ts].Root()
	var out []Message
	for _, m := range r.msgs {
		if m.TS == root || m.ThreadTS == root {
			out = append(out, *m)
		}
	}
	return out
}

// Message is one message; ok is false if it is not there.
func (s *Server) Message(channel, ts string) (m Message, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.room(channel); r != nil && r.byTS[ts] != nil {
		return *r.byTS[ts], true
	}
	return Message{}, false
}

// Ephemerals are what only this member sees, oldest first.
func (s *Server) Ephemerals(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	if m == nil {
		return nil
	}
	var out []Message
	for _, e := range s.ephem[m.ID] {
		out = append(out, *e)
	}
	return out
}

// Reload is what a member's client does when it starts again: ephemeral messages
// and modals are gone.
func (s *Server) Reload(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	if m == nil {
		return
	}
	for _, e := range slices.Clone(s.ephem[m.ID]) {
		s.dropEphemeral(e)
	}
	s.clearStack(m.ID)
}

// Modals is a member's stack of open modals, the topmost last.
func (s *Server) Modals(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	if m == nil {
		return nil
	}
	var out []View
	for _, id := range s.stacks[m.ID] {
		out = append(out, copyView(s.views[id]))
	}
	return out
}

// Home is what the app published for a member; ok is false if nothing yet.
func (s *Server) Home(user string) (v View, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.member(user); m != nil {
		if p := s.views[s.homes[m.ID]]; p != nil {
			return copyView(p), true
		}
	}
	return View{}, false
}

// Calls is the log of Web API calls, oldest first; the newest 100,000 are kept.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// File is something uploaded, content included; ok is false for an unknown id.
func (s *Server) File(id string) (f File, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.files[id]; p != nil {
		return *p, true
	}
	return File{}, false
}

// Member finds someone by id or name; ok is false if unknown.
func (s *Server) Member(who string) (m Member, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.member(who); p != nil {
		return *p, true
	}
	return Member{}, false
}

// Members are everyone, the app's bot first.
func (s *Server) Members() []Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Member
	for _, id := range s.memOrder {
		out = append(out, *s.members[id])
	}
	return out
}

// Bot is the app's own user.
func (s *Server) Bot() Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.members[s.botUser]
}

// Channel finds a conversation by id or name; ok is false if unknown.
func (s *Server) Channel(which string) (c Channel, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.room(which); r != nil {
		return r.Channel, true
	}
	return Channel{}, false
}

// Channels are the conversations a member can see ("" for all), in the order they
// were made.
func (s *Server) Channels(user string) []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	var out []Channel
	for _, id := range s.roomList {
		if r := s.rooms[id]; user == "" || m != nil && s.sees(r, m.ID) {
			out = append(out, r.Channel)
		}
	}
	return out
}

// Groups are the user groups, in the order of their ids.
func (s *Server) Groups() []UserGroup {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []UserGroup
	for _, id := range s.groupIDs() {
		out = append(out, *s.groups[id])
	}
	return out
}

// Permalink is a message's address; empty if it is not there.
func (s *Server) Permalink(channel, ts string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.room(channel); r != nil && r.byTS[ts] != nil {
		return s.permalink(r.byTS[ts])
	}
	return ""
}

// Team is the workspace.
func (s *Server) Team() Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.team
}
