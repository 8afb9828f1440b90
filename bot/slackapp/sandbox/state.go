package sandbox

import (
	"cmp"
	"slices"
	"time"

	"rabita/bot/slackapp/fakeslack"
)

// state is what a tab starts with: all that the member sees but the messages, which are asked for by conversation.
type state struct {
	Type      string                     `json:"type"` // "state"
	Run       string                     `json:"run"`  // of the program
	Team      fakeslack.Team             `json:"team"`
	Me        fakeslack.Member           `json:"me"`
	Bot       fakeslack.Member           `json:"bot"`
	Members   []fakeslack.Member         `json:"members"`
	Groups    []fakeslack.UserGroup      `json:"groups"`
	Channels  []channel                  `json:"channels"`
	Ephemeral []message                  `json:"ephemerals"`
	Modals    []fakeslack.View           `json:"modals"`
	Home      *fakeslack.View            `json:"home"`
	Prompts   *fakeslack.AssistantThread `json:"prompts"` // of the agent pane, before there is a thread
	Documents []paper                    `json:"documents"`
	Commands  []Command                  `json:"commands"`
	Shortcuts []Shortcut                 `json:"shortcuts"`
	Start     string                     `json:"start"` // channel to begin with
	Questions []string                   `json:"questions"`
	Action    string                     `json:"action_item"`
	Faults    []faultState               `json:"faults"`
	API       access                     `json:"api"`
	Clock     clockState                 `json:"clock"`
}

// access is how another Slack client joins as this member.
type access struct {
	Base  string `json:"base"`
	Token string `json:"token"`
}

type clockState struct {
	Type string    `json:"type"` // "clock"
	Now  time.Time `json:"now"`
	Zone string    `json:"zone"` // IANA name
	Abbr string    `json:"abbr"` // "PKT"
	Next time.Time `json:"next"` // the next reminder; zero: none
}

// channel is a conversation in a member's list.
type channel struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Kind     fakeslack.Kind `json:"kind"`
	Topic    string         `json:"topic,omitempty"`
	Members  []string       `json:"members"`
	Mine     bool           `json:"mine"` // the member is in it
	With     string         `json:"with,omitempty"`
	Shared   bool           `json:"shared,omitempty"`
	Archived bool           `json:"archived,omitempty"`
}

// message is a message with what the page needs to show its files.
type message struct {
	fakeslack.Message
	Shared []sharedFile `json:"shared,omitempty"`
}

type sharedFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
	Gone bool   `json:"gone,omitempty"`
}

// paper is a document in the list.
type paper struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Type  string `json:"type"`
	Date  string `json:"date"`
}

func (b *Sandbox) state(who fakeslack.Member) state {
	f := b.opt.Fake
	bot := f.Bot()
	s := state{Type: "state", Run: b.run, Team: f.Team(), Me: who, Bot: bot, Members: f.Members(), Groups: f.Groups(), Modals: f.Modals(who.ID),
		Commands: b.opt.Commands, Shortcuts: b.opt.Shortcuts, Questions: b.opt.Questions, Action: b.opt.ActionItem, Start: b.opt.Channel,
		Faults: b.faultStates(), API: access{f.APIURL(), f.MemberToken(who.ID)}, Clock: b.clockState()}
	dm := f.DM(who.ID) // opens it, if need be, before the list is made
	s.Channels = b.channels(who.ID)
	for _, m := range f.Ephemerals(who.ID) {
		s.Ephemeral = append(s.Ephemeral, b.message(m))
	}
	if v, ok := f.Home(who.ID); ok {
		s.Home = &v
	}
	p := f.Assistant(dm, "")
	s.Prompts = &p
	if b.opt.Documents != nil {
		for _, d := range b.opt.Documents(who.ID) {
			s.Documents = append(s.Documents, paper{d.ID, d.Title, d.Type, string(d.Date)})
		}
	}
	return s
}

func (b *Sandbox) channels(user string) []channel {
	var out []channel
	for _, c := range b.opt.Fake.Channels(user) {
		k := channel{ID: c.ID, Name: c.Name, Kind: c.Kind, Topic: cmp.Or(c.Topic, c.Purpose), Members: c.Members,
			Mine: slices.Contains(c.Members, user), Shared: c.ExtShared, Archived: c.Archived}
		if c.Kind == fakeslack.IM {
			k.With = user
			for _, m := range c.Members {
				if m != user {
					k.With = m
				}
			}
		}
		out = append(out, k)
	}
	return out
}

func (b *Sandbox) clockState() clockState {
	now := b.opt.Clock.Now().In(b.opt.Zone)
	c := clockState{Type: "clock", Now: now, Zone: b.opt.Zone.String(), Abbr: now.Format("MST")}
	if b.opt.NextReminder != nil {
		if at, ok := b.opt.NextReminder(); ok {
			c.Next = at
		}
	}
	return c
}

func (b *Sandbox) message(m fakeslack.Message) message {
	k := message{Message: m}
	k.Metadata = nil
	for _, id := range m.Files {
		f, ok := b.opt.Fake.File(id)
		k.Shared = append(k.Shared, sharedFile{ID: id, Name: f.Name, Type: f.Mimetype, Size: f.Size, Gone: !ok || f.Mode == "tombstone"})
	}
	return k
}

func (b *Sandbox) messages(list []fakeslack.Message) []message {
	out := make([]message, len(list))
	for i, m := range list {
		out[i] = b.message(m)
	}
	return out
}

// pageSize is how many messages, replies aside, are sent at once.
const pageSize = 60

// page is the newest messages of a conversation before the ts given ("" for the newest of all), replies left out; more says that there are older ones.
func (b *Sandbox) page(channel, before string) (list []message, more bool) {
	list = []message{}
	all := b.opt.Fake.Messages(channel)
	for i := len(all) - 1; i >= 0; i-- {
		m := all[i]
		if before != "" && m.TS >= before || m.InThread() && !m.Broadcast {
			continue
		}
		if len(list) == pageSize {
			more = true
			break
		}
		list = append(list, b.message(m))
	}
	slices.Reverse(list)
	return list, more
}
