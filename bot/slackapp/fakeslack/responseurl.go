package fakeslack

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// responseURL lets the app answer a command or interaction: five times, half an hour.
type responseURL struct {
	user    string
	channel string
	thread  string
	msg     string // ts of the message it came from; empty for commands
	ephem   bool   // that message was ephemeral
	uses    int
	expires time.Time
}

const maxResponses = 5

func (s *Server) newResponseURL(u responseURL) string {
	for id, old := range s.respURLs {
		if time.Since(old.expires) > time.Hour {
			delete(s.respURLs, id)
		}
	}
	u.expires = time.Now().Add(s.opt.ResponseURLTTL)
	id := secret()
	s.respURLs[id] = &u
	return s.base + "/response/" + id
}

func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	a, _, _, problem := readArgs(r)
	if p := a["payload"]; p != "" {
		problem = a.addJSON([]byte(p))
	}
	if a == nil {
		a = args{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{s: s, method: "response_url", args: a, bot: true, user: s.botUser}
	u := s.respURLs[r.PathValue("id")]
	status := http.StatusNotFound
	switch {
	case problem != nil:
		status = http.StatusBadRequest
	case u == nil:
		problem = &Error{Code: "invalid_url"}
	case time.Now().After(u.expires):
		problem = &Error{Code: "expired_url"}
	case u.uses >= maxResponses:
		problem = &Error{Code: "used_url"}
	default:
		status = http.StatusOK
		c.args["channel"] = u.channel
		if problem = s.respond(c, u); problem == nil {
			u.uses++
		}
	}
	s.logCall(c, nil, problem, problem == nil, "")
	if problem != nil {
		writeJSON(w, status, problem.body())
		return
	}
	writeJSON(w, status, obj{"ok": true})
}

// respond carries an answer out: a new message, ephemeral unless in_channel, or a
// change of the one it came from.
func (s *Server) respond(c *call, u *responseURL) *Error {
	r := s.rooms[u.channel]
	if r == nil {
		return &Error{Code: "channel_not_found"}
	}
	if c.args.bool("delete_original") {
		return s.respondDelete(c, u, r)
	}
	delete(c.args, "markdown_text") // response URLs do not know it
	c.method = "chat.postEphemeral" // whose errors these are
	k, e := c.readContent()
	c.method = "response_url"
	if e != nil {
		return e
	}
	if k.empty() {
		return &Error{Code: "no_text"}
	}
	if c.args.bool("replace_original") && u.msg != "" {
		m := r.byTS[u.msg]
		if u.ephem {
			m = s.ephemeral(u.user, u.msg)
		}
		if m == nil {
			return &Error{Code: "message_not_found"}
		}
		was := *m
		m.Text, m.Blocks, m.Attachments = k.text, k.blocks, k.attachments
		c.ts = m.TS
		if u.ephem {
			s.tellMessage("ephemeral", m)
		} else {
			s.changed(r, &was, m, s.botUser, !k.hasBlocks)
		}
		return nil
	}
	m := &Message{Channel: r.ID, User: s.botUser, BotID: s.botID, Text: k.text, Blocks: k.blocks, Attachments: k.attachments, Metadata: k.metadata}
	if p := r.byTS[cmpOr(c.args["thread_ts"], u.thread)]; p != nil {
		m.ThreadTS = p.Root()
	}
	if c.args["response_type"] == "in_channel" {
		if r.Archived {
			return &Error{Code: "is_archived"}
		}
		s.post(r, m)
	} else {
		m.To, m.Metadata = u.user, nil
		s.whisper(m)
	}
	c.ts = m.TS
	return nil
}

func (s *Server) respondDelete(c *call, u *responseURL, r *room) *Error {
	if u.ephem {
		m := s.ephemeral(u.user, u.msg)
		if m == nil {
			return &Error{Code: "message_not_found"}
		}
		s.dropEphemeral(m)
		c.ts = m.TS
		return nil
	}
	m := r.byTS[u.msg]
	if m == nil {
		return &Error{Code: "message_not_found"}
	}
	s.deleteMessage(r, m)
	c.ts = m.TS
	return nil
}

// ephemeral finds one of a member's ephemeral messages.
func (s *Server) ephemeral(user, ts string) *Message {
	for _, m := range s.ephem[user] {
		if m.TS == ts {
			return m
		}
	}
	return nil
}

func (s *Server) dropEphemeral(m *Message) {
	s.ephem[m.To] = slices.DeleteFunc(slices.Clone(s.ephem[m.To]), func(x *Message) bool { return x == m })
	s.tellMessage("ephemeral_deleted", m)
}

// replyTo shows what came with the acknowledgement of a command.
func (s *Server) replyTo(user, channel, thread string, ack []byte) {
	a := args{}
	if len(ack) == 0 || a.addJSON(ack) != nil || len(a) == 0 {
		return
	}
	a["channel"] = channel
	c := &call{s: s, method: "response_url", args: a, bot: true, user: s.botUser}
	if e := s.respond(c, &responseURL{user: user, channel: channel, thread: thread}); e != nil && !strings.Contains(e.Code, "no_text") {
		s.opt.Log.Info("acknowledgement with an unusable reply", "error", e.Code)
	}
}
