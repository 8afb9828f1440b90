package fakeslack

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Say posts what a member says: in a channel, in a direct conversation (see DM),
// or under thread, the ts of a message there ("" for none). The text is as on the
// wire; what a person types goes through Compose first.
func (s *Server) Say(user, channel, text, thread string) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, r, err := s.speaks(user, channel)
	if err != nil {
		return Message{}, err
	}
	msg := &Message{Channel: r.ID, User: m.ID, Text: text, Blocks: typed(text), ClientMsgID: uuid()}
	if thread != "" {
		p := r.byTS[thread]
		if p == nil {
			return Message{}, fmt.Errorf("%w: thread %s of channel %s", errNoMessage, thread, r.ID)
		}
		msg.ThreadTS = p.Root()
	}
	s.post(r, msg)
	return *msg, nil
}

// Errors of the member-side API, beside *Error.
var (
	errNoMember  = errors.New("no such member")
	errNoChannel = errors.New("no such channel")
	errNoMessage = errors.New("no such message")
	errNoView    = errors.New("no such view")
	// ErrCommandInThread is what a member is told who types a command in a thread.
	ErrCommandInThread = errors.New("slash commands are not supported in threads")
	// ErrNoCommand: the app has not registered this command or shortcut.
	ErrNoCommand = errors.New("not registered by the app")
)

// speaks finds a member and a conversation that member may write in.
func (s *Server) speaks(user, channel string) (*Member, *room, error) {
	m, r, err := s.reads(user, channel)
	switch {
	case err != nil:
		return nil, nil, err
	case r.Archived:
		return nil, nil, &Error{Code: "is_archived"}
	case !r.has(m.ID):
		return nil, nil, &Error{Code: "not_in_channel"}
	}
	return m, r, nil
}

// reads finds a member and a conversation that member can see.
func (s *Server) reads(user, channel string) (*Member, *room, error) {
	m := s.member(user)
	if m == nil {
		return nil, nil, fmt.Errorf("%w: %q", errNoMember, user)
	}
	if m.Deleted {
		return nil, nil, &Error{Code: "account_inactive"}
	}
	r := s.room(channel)
	if to := s.members[channel]; r == nil && to != nil { // a member stands for the direct conversation
		r, _ = s.direct(m.ID, to.ID)
	}
	if r == nil || !s.sees(r, m.ID) {
		return nil, nil, fmt.Errorf("%w: %q for %s", errNoChannel, channel, m.Name)
	}
	return m, r, nil
}

// DM is the id of the direct conversation between a member and the bot.
func (s *Server) DM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.member(user)
	if m == nil {
		return ""
	}
	r, _ := s.direct(m.ID, s.botUser)
	return r.ID
}

// Mention is how a member or the bot is named on the wire: "<@U0BOT>".
func (s *Server) Mention(who string) string { return "<@" + s.memberID(who) + ">" }

func (s *Server) memberID(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.member(who); m != nil {
		return m.ID
	}
	return who
}

var typedName = regexp.MustCompile(`(^|[\s(])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)`)

// Compose turns what a person types into what Slack sends: & < > are escaped, and
// @name, #channel, @handle of a user group, @here, @channel and @everyone become
// mentions. Names nobody bears stay as they are.
func (s *Server) Compose(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	return typedName.ReplaceAllStringFunc(text, func(hit string) string {
		p := typedName.FindStringSubmatch(hit)
		name := strings.TrimRight(p[3], ".-_")
		if to := s.mention(p[2], name); to != "" {
			return p[1] + to + p[3][len(name):]
		}
		return hit
	})
}

func (s *Server) mention(sign, name string) string {
	if sign == "#" {
		if r := s.roomByName(name); r != nil {
			return "<#" + r.ID + "|" + r.Name + ">"
		}
		return ""
	}
	if m := s.memberByName(name); m != nil {
		return "<@" + m.ID + ">"
	}
	for _, g := range s.groups {
		if g.Handle == name {
			return "<!subteam^" + g.ID + ">"
		}
	}
	if slices.Contains([]string{"here", "channel", "everyone"}, name) {
		return "<!" + name + ">"
	}
	return ""
}

var wireMention = regexp.MustCompile(`<(@|#|!subteam\^)([A-Z0-9]+)(?:\|[^>]*)?>`)

// typed is the rich text block Slack makes of what a member typed.
func typed(text string) []byte {
	unescape := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
	var els []obj
	plain := func(t string) {
		if t != "" {
			els = append(els, obj{"type": "text", "text": unescape.Replace(t)})
		}
	}
	at := 0
	for _, ix := range wireMention.FindAllStringSubmatchIndex(text, -1) {
		plain(text[at:ix[0]])
		id := text[ix[4]:ix[5]]
		switch text[ix[2]:ix[3]] {
		case "@":
			els = append(els, obj{"type": "user", "user_id": id})
		case "#":
			els = append(els, obj{"type": "channel", "channel_id": id})
		default:
			els = append(els, obj{"type": "usergroup", "usergroup_id": id})
		}
		at = ix[1]
	}
	plain(text[at:])
	if els == nil {
		return nil
	}
	return mustJSON([]obj{{"type": "rich_text", "block_id": "typed", "elements": []obj{{"type": "rich_text_section", "elements": els}}}})
}

// Edit changes a member's own message.
func (s *Server) Edit(user string, m Message, text string) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, r, err := s.own(user, m)
	if err != nil {
		return Message{}, err
	}
	was := *p
	p.Text, p.Blocks = text, typed(text)
	s.changed(r, &was, p, p.User, true)
	return *p, nil
}

// Delete takes a member's own message away.
func (s *Server) Delete(user string, m Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, r, err := s.own(user, m)
	if err == nil {
		s.deleteMessage(r, p)
	}
	return err
}

func (s *Server) own(user string, m Message) (*Message, *room, error) {
	who, r, err := s.speaks(user, m.Channel)
	if err != nil {
		return nil, nil, err
	}
	p := r.byTS[m.TS]
	if p == nil {
		return nil, nil, fmt.Errorf("%w: %s in %s", errNoMessage, m.TS, r.ID)
	}
	if p.User != who.ID {
		return nil, nil, &Error{Code: "cant_update_message"}
	}
	return p, r, nil
}

// React puts a member's emoji under a message; a second time takes it away.
func (s *Server) React(user string, m Message, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, r, err := s.speaks(user, m.Channel)
	if err != nil {
		return err
	}
	p := r.byTS[m.TS]
	if p == nil {
		return fmt.Errorf("%w: %s in %s", errNoMessage, m.TS, r.ID)
	}
	if !s.react(p, who.ID, name) {
		s.unreact(p, who.ID, name)
	}
	return nil
}

// Upload shares a file in a conversation, without a word.
func (s *Server) Upload(user, channel, name string, content []byte) (Message, error) {
	return s.UploadWith(user, channel, "", "", NewFile{Name: name, Content: content})
}

// NewFile is a file to be uploaded.
type NewFile struct {
	Name    string
	Content []byte
}

// UploadWith shares files with a text, maybe in a thread.
func (s *Server) UploadWith(user, channel, text, thread string, files ...NewFile) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, r, err := s.speaks(user, channel)
	if err != nil {
		return Message{}, err
	}
	msg := &Message{Channel: r.ID, User: m.ID, Text: text, Blocks: typed(text), SubType: "file_share", ClientMsgID: uuid()}
	if thread != "" {
		p := r.byTS[thread]
		if p == nil {
			return Message{}, fmt.Errorf("%w: thread %s of channel %s", errNoMessage, thread, r.ID)
		}
		msg.ThreadTS = p.Root()
	}
	var ids []string
	for _, nf := range files {
		f := s.newFile(m.ID, nf.Name, slices.Clone(nf.Content))
		s.files[f.ID] = f
		ids = append(ids, f.ID)
	}
	s.share(r, msg, ids)
	for _, id := range ids {
		s.savedFile(s.files[id])
	}
	return *msg, nil
}

// AlterFile changes what is known of a file, to make it lie, vanish or point
// elsewhere (see File). It reports false for an unknown id.
func (s *Server) AlterFile(id string, change func(*File)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[id]
	if f != nil {
		change(f)
		s.savedFile(f)
		s.tell(Event{Kind: "file", User: f.User})
	}
	return f != nil
}
