package sandbox

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rabita/bot/slackapp/fakeslack"
)

// args are what an operation may name; each uses a few of them.
type args struct {
	Channel   string              `json:"channel"`
	Thread    string              `json:"thread"`
	TS        string              `json:"ts"`
	Ephemeral bool                `json:"ephemeral"` // the message named by TS is one
	Text      string              `json:"text"`
	Command   string              `json:"command"`
	Action    string              `json:"action"` // action id, or block id/action id
	Values    []string            `json:"values"`
	View      string              `json:"view"`
	Fields    map[string][]string `json:"fields"` // by block id/action id
	Callback  string              `json:"callback"`
	Before    string              `json:"before"`
	Name      string              `json:"name"`
	On        bool                `json:"on"`
	To        time.Time           `json:"to"`
	By        string              `json:"by"` // "24h"; "next": to the next reminder
}

// sentence is an error that is shown to the member as it is.
type sentence string

func (s sentence) Error() string { return string(s) }

// ops is everything a page can do. The error is for the member's eyes.
var ops = map[string]func(*tab, context.Context, args) (any, error){
	// Reading. open: the newest messages of a conversation, or those before a ts. thread: a thread.
	"open":   (*tab).open,
	"thread": (*tab).thread,
	// Talking.
	"say": func(t *tab, _ context.Context, a args) (any, error) {
		if strings.TrimSpace(a.Text) == "" {
			return nil, sentence("Write something first.")
		}
		return t.b.opt.Fake.Say(t.who.ID, a.Channel, t.b.opt.Fake.Compose(a.Text), a.Thread)
	},
	"edit": func(t *tab, _ context.Context, a args) (any, error) {
		return t.b.opt.Fake.Edit(t.who.ID, fakeslack.Message{Channel: a.Channel, TS: a.TS}, t.b.opt.Fake.Compose(a.Text))
	},
	"delete": func(t *tab, _ context.Context, a args) (any, error) {
		return nil, t.b.opt.Fake.Delete(t.who.ID, fakeslack.Message{Channel: a.Channel, TS: a.TS})
	},
	"react": func(t *tab, _ context.Context, a args) (any, error) {
		return nil, t.b.opt.Fake.React(t.who.ID, fakeslack.Message{Channel: a.Channel, TS: a.TS}, a.Name)
	},
	"join": func(t *tab, _ context.Context, a args) (any, error) {
		return nil, t.b.opt.Fake.Join(t.who.ID, a.Channel, "")
	},
	"leave": func(t *tab, _ context.Context, a args) (any, error) {
		return nil, t.b.opt.Fake.Leave(t.who.ID, a.Channel)
	},
	// Acting: what the app must acknowledge.
	"command": (*tab).command,
	"click": func(t *tab, ctx context.Context, a args) (any, error) {
		m := fakeslack.Message{Channel: a.Channel, TS: a.TS}
		if a.Ephemeral {
			m.To = t.who.ID
		}
		return acknowledged(ctx)(t.b.opt.Fake.ClickMany(t.who.ID, m, a.Action, a.Values...))
	},
	"shortcut": func(t *tab, ctx context.Context, a args) (any, error) {
		return acknowledged(ctx)(t.b.opt.Fake.Shortcut(t.who.ID, fakeslack.Message{Channel: a.Channel, TS: a.TS}, a.Callback))
	},
	"global_shortcut": func(t *tab, ctx context.Context, a args) (any, error) {
		return acknowledged(ctx)(t.b.opt.Fake.GlobalShortcut(t.who.ID, a.Callback))
	},
	"open_home":     func(t *tab, _ context.Context, _ args) (any, error) { return nil, t.b.opt.Fake.OpenHome(t.who.ID) },
	"open_messages": func(t *tab, _ context.Context, _ args) (any, error) { return nil, t.b.opt.Fake.OpenMessages(t.who.ID) },
	// Forms: modals and the home tab.
	"fill": func(t *tab, _ context.Context, a args) (any, error) {
		return nil, t.b.opt.Fake.FillView(t.who.ID, a.View, a.values())
	},
	"click_view": func(t *tab, ctx context.Context, a args) (any, error) {
		return acknowledged(ctx)(t.b.opt.Fake.ClickView(t.who.ID, a.View, a.Action, a.Values...))
	},
	"submit": func(t *tab, ctx context.Context, a args) (any, error) {
		return acknowledged(ctx)(t.b.opt.Fake.SubmitView(t.who.ID, a.View, a.values()))
	},
	"close": func(t *tab, _ context.Context, a args) (any, error) { // nobody waits for the app to hear of it
		_, err := t.b.opt.Fake.CloseView(t.who.ID, a.View)
		return nil, err
	},
	"suggest": (*tab).suggest,
	// The workspace's own controls.
	"jump":  (*tab).jump,
	"wire":  (*tab).showWire,
	"fault": (*tab).fault,
}

func (t *tab) do(ctx context.Context, o operation) reply {
	rp := reply{Type: "reply", Re: o.N}
	op := ops[o.Op]
	if op == nil {
		rp.Error = fmt.Sprintf("The page asked for %q, which does not exist. Load it again.", o.Op)
		return rp
	}
	var a args
	if len(o.Args) > 0 {
		if err := json.Unmarshal(o.Args, &a); err != nil {
			rp.Error = "The page sent something unreadable: " + err.Error()
			return rp
		}
	}
	data, err := op(t, ctx, a)
	var fields fakeslack.FieldErrors
	switch {
	case errors.As(err, &fields):
		rp.Error, rp.Fields = "Some fields need another look.", fields
	case err != nil:
		rp.Error = t.words(err, a)
	default:
		rp.Data = data
	}
	return rp
}

// words says an error to a member.
func (t *tab) words(err error, a args) string {
	bot := t.b.opt.Fake.Bot().RealName
	what := cmp.Or(a.Command, bot)
	var e *fakeslack.Error
	var s sentence
	switch {
	case errors.As(err, &s):
		return string(s)
	case errors.Is(err, fakeslack.ErrTimeout):
		return what + " did not answer within 3 seconds (operation_timeout)."
	case errors.Is(err, fakeslack.ErrDispatch):
		return what + " could not be reached: the app is not connected (dispatch_failed)."
	case errors.Is(err, fakeslack.ErrCommandInThread):
		return a.Command + " is not supported in threads. Use it in the channel, or write @" + t.b.opt.Fake.Bot().Name + " here."
	case errors.Is(err, fakeslack.ErrNoCommand) && a.Command != "":
		return a.Command + " is not a valid command."
	case errors.As(err, &e) && e.Code == "not_in_channel":
		return "You are not in this channel. Join it first."
	case errors.As(err, &e) && e.Code == "is_archived":
		return "This channel is archived."
	case errors.As(err, &e) && e.Code == "cant_update_message":
		return "This message is not yours."
	}
	return "That did not work: " + err.Error()
}

// acknowledged waits until the app has answered what a member did.
func acknowledged(ctx context.Context) func(*fakeslack.Request, error) (any, error) {
	return func(q *fakeslack.Request, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		_, err = q.Wait(ctx)
		return nil, err
	}
}

func (a args) values() fakeslack.Values {
	v := fakeslack.Values{}
	for k, list := range a.Fields {
		v[k] = fakeslack.Many(list...)
	}
	return v
}

// conversation is what open answers with.
type conversation struct {
	Channel  string    `json:"channel"`
	Messages []message `json:"messages"`
	More     bool      `json:"more"` // there are older ones
}

func (t *tab) open(_ context.Context, a args) (any, error) {
	id, ok := t.visible(a.Channel)
	if !ok {
		return nil, sentence("You cannot see this conversation.")
	}
	c := conversation{Channel: id}
	c.Messages, c.More = t.b.page(id, a.Before)
	return c, nil
}

// visible finds a conversation the member may read. A member's id stands for the direct conversation, which is made by the first message in
// it and is empty until then.
func (t *tab) visible(name string) (id string, ok bool) {
	for _, c := range t.b.channels(t.who.ID) {
		if c.ID == name || c.With == name {
			return c.ID, true
		}
	}
	m, ok := t.b.opt.Fake.Member(name)
	return m.ID, ok && !m.Bot
}

func (t *tab) thread(_ context.Context, a args) (any, error) {
	id, ok := t.visible(a.Channel)
	if !ok {
		return nil, sentence("You cannot see this conversation.")
	}
	k := t.b.opt.Fake.Assistant(id, a.TS)
	return map[string]any{"messages": t.b.messages(t.b.opt.Fake.Thread(id, a.TS)), "assistant": k}, nil
}

func (t *tab) command(ctx context.Context, a args) (any, error) {
	f := t.b.opt.Fake
	if len(t.b.opt.Commands) > 0 && !slices.ContainsFunc(t.b.opt.Commands, func(c Command) bool { return c.Name == a.Command }) {
		return nil, fakeslack.ErrNoCommand
	}
	if a.Thread != "" {
		return nil, f.CommandInThread(t.who.ID, a.Channel, a.Thread, a.Command, a.Text)
	}
	return acknowledged(ctx)(f.Command(t.who.ID, a.Channel, a.Command, f.Compose(a.Text)))
}

func (t *tab) suggest(ctx context.Context, a args) (any, error) {
	q, err := t.b.opt.Fake.Suggest(t.who.ID, a.View, a.Action, a.Text)
	if err != nil {
		return nil, err
	}
	ack, err := q.Wait(ctx)
	return ack.Payload, err
}

// jump moves the clock forward: to a moment, by a time, or to the next reminder.
func (t *tab) jump(_ context.Context, a args) (any, error) {
	o := t.b.opt
	to := a.To
	switch {
	case a.By == "next":
		if o.NextReminder == nil {
			return nil, sentence("No reminder is planned.")
		}
		at, ok := o.NextReminder()
		if !ok {
			return nil, sentence("No reminder is planned. Log an action item with a deadline first.")
		}
		if !at.After(o.Clock.Now()) {
			return nil, sentence("The next reminder is due already; it appears in a moment.")
		}
		to = at
	case a.By != "":
		d, err := time.ParseDuration(a.By)
		if err != nil {
			return nil, sentence("That is no length of time.")
		}
		to = o.Clock.Now().Add(d)
	}
	if to.Sub(o.Clock.Now()) > 20*365*24*time.Hour {
		return nil, sentence("That is more than twenty years ahead.")
	}
	if !o.Clock.Advance(to) {
		return nil, sentence("The clock only moves forward; choose a later moment.")
	}
	if o.Jumped != nil {
		o.Jumped()
	}
	t.b.tellAll(t.b.clockState())
	return nil, nil
}
