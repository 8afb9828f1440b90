package slackapp

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// A write names a call of Slack's API for its rates; reads are named too.
type write struct {
	method   string
	channel  string        // where it posts, if it does
	tries    int           // 429 and no connection are tried again up to so often; 0: 5
	patience time.Duration // for all tries together; 0: 90 s
}

// callTime is how long one answer of Slack is waited for.
const callTime = 10 * time.Second

// A callError says which call failed and what that means.
type callError struct {
	Method string
	Kind   failure
	Reason string
	After  time.Duration // for later
	err    error
}

func (e *callError) Error() string {
	s := e.Method + ": " + e.Reason
	if se, ok := errors.AsType[slack.SlackErrorResponse](e.err); ok { // where in the blocks it is wrong
		for _, m := range se.ResponseMetadata.Messages[:min(3, len(se.ResponseMetadata.Messages))] {
			s += "; " + word(m)
		}
	}
	return s
}
func (e *callError) Unwrap() error { return e.err }

// call makes one call: when its rate allows, again only where Slack certainly did nothing because of its rates or for want of a connection.
// Its error is a *callError, or ctx's.
func (a *App) call(ctx context.Context, w write, do func(context.Context) error) error {
	if w.tries == 0 {
		w.tries = 5
	}
	if w.patience == 0 {
		w.patience = 90 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, w.patience)
	defer cancel()
	for try := 1; ; try++ {
		sent := false
		err := a.rates.wait(ctx, w.method, w.channel)
		if err == nil {
			began := a.now()
			one, stop := context.WithTimeout(ctx, callTime)
			one, got := traced(one)
			err = do(one)
			stop()
			sent = got.Load()
			if ctx.Err() == nil { // else nobody waited for the answer
				a.counts.heard(began, answered(err))
			}
		}
		kind, reason, after := verdict(err, sent)
		if kind == none {
			return nil
		}
		a.counts.trouble(a.now(), w.method, err)
		if reason == "ratelimited" {
			a.rates.hold(w.method, after)
		}
		if e := authError(err, "bot token"); e != nil && !e.local() {
			a.refusedBy(e)
		}
		if at, ok := ctx.Deadline(); kind != later || try >= w.tries || !ok || time.Until(at) < after || !sleep(ctx, after) {
			return &callError{Method: w.method, Kind: kind, Reason: reason, After: after, err: err}
		}
	}
}

// meaning is what a call's error means; ambiguous if it is none of callError.
func meaning(err error) (failure, string) {
	if err == nil {
		return none, ""
	}
	if e, ok := errors.AsType[*callError](err); ok {
		return e.Kind, e.Reason
	}
	return ambiguous, "broken off"
}

// errNoTS: Slack said yes and not what it did.
var errNoTS = errors.New("the answer of Slack lacks the message's ts")

func options(m message, thread string) []slack.MsgOption {
	blocks := m.Blocks
	if blocks == nil {
		blocks = []slack.Block{} // an update without blocks would keep the old ones
	}
	opts := []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(blocks...), slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl()}
	if thread != "" {
		opts = append(opts, slack.MsgOptionTS(thread))
	}
	return opts
}

// plainly shows a message, and where Slack refuses how it looks, its text alone: what a member is to read is not lost over its shape.
func (a *App) plainly(m message, show func(message) error) error {
	err := show(m)
	kind, reason := meaning(err)
	if kind != refused || !unshowable[reason] || len(m.Blocks) == 0 {
		return err
	}
	a.log.Error("Slack refuses how a message looks; its text is shown alone", "error", err)
	return show(message{Text: m.Text})
}

// post posts a message and returns its ts.
func (a *App) post(ctx context.Context, channel, thread string, m message) (ts string, err error) {
	room := channel
	err = a.plainly(m, func(m message) error {
		return a.call(ctx, write{method: "chat.postMessage", channel: channel}, func(ctx context.Context) (err error) {
			if room, ts, err = a.api.PostMessageContext(ctx, channel, options(m, thread)...); err == nil && ts == "" {
				err = errNoTS
			}
			return err
		})
	})
	if err == nil && thread != "" {
		a.talks.set(room+" "+thread, true)
	} else if err == nil {
		a.talks.set(room+" "+ts, true)
	}
	return ts, err
}

// whisper shows a message to one member only.
func (a *App) whisper(ctx context.Context, channel, user, thread string, m message) error {
	return a.plainly(m, func(m message) error {
		return a.call(ctx, write{method: "chat.postEphemeral", channel: channel}, func(ctx context.Context) error {
			_, err := a.api.PostEphemeralContext(ctx, channel, user, options(m, thread)...)
			return err
		})
	})
}

// update changes a message. Of several changes of the same message that wait for their turn, only the newest is made.
func (a *App) update(ctx context.Context, channel, ts string, m message) error {
	mine := a.edits.begin(channel + " " + ts)
	defer mine.end()
	if !mine.turn(ctx) {
		return ctx.Err() // a newer one is made instead, or nothing any more
	}
	return a.plainly(m, func(m message) error {
		return a.call(ctx, write{method: "chat.update", channel: channel}, func(ctx context.Context) error {
			_, _, _, err := a.api.UpdateMessageContext(ctx, channel, ts, options(m, "")...)
			return err
		})
	})
}

// Of a command's or a click's response_url.
const (
	responses    = 5
	responsesFor = 29 * time.Minute
)

// respond answers a command or a click at its response_url, for its member's eyes; replace changes the message clicked on instead.
func (a *App) respond(ctx context.Context, to string, replace bool, m message) error {
	if !a.trusted(to) {
		return &callError{Method: "response_url", Kind: refused, Reason: "an address that is not Slack's"}
	}
	opt := slack.MsgOptionResponseURL(to, slack.ResponseTypeEphemeral)
	if replace {
		opt = slack.MsgOptionReplaceOriginal(to)
	}
	return a.plainly(m, func(m message) error {
		return a.call(ctx, write{method: "response_url"}, func(ctx context.Context) error {
			_, _, _, err := a.api.SendMessageContext(ctx, "", opt, slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...))
			return err
		})
	})
}

// trusted says whether an address that came with an event is Slack's own, so that something may be sent there.
func (a *App) trusted(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Host == "" {
		return false
	}
	api, err := url.Parse(a.cfg.APIURL)
	if err == nil && u.Scheme == api.Scheme && strings.EqualFold(u.Host, api.Host) {
		return true
	}
	host := strings.ToLower(u.Hostname())
	if u.Scheme != "https" || u.Port() != "" && u.Port() != "443" {
		return false
	}
	for _, domain := range []string{"slack.com", "slack-gov.com"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// direct is the conversation between a member and the bot.
func (a *App) direct(ctx context.Context, member string) (string, error) {
	if id, ok := a.dms.get(member); ok {
		return id, nil
	}
	var c *slack.Channel
	err := a.call(ctx, write{method: "conversations.open"}, func(ctx context.Context) (err error) {
		c, _, _, err = a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{member}, ReturnIM: true})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("opening a direct conversation with %s: %w", member, err)
	}
	a.dms.set(member, c.ID)
	return c.ID, nil
}

func (a *App) getPermalink(ctx context.Context, channel, ts string) (link string, err error) {
	err = a.call(ctx, write{method: "chat.getPermalink", tries: 1}, func(ctx context.Context) (err error) {
		link, err = a.api.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
		return err
	})
	return link, err
}

// edits lets changes of one message go one after the other, and leaves out those a newer one has overtaken while they waited.
type edits struct {
	mu sync.Mutex
	m  map[string]*editing
}

type editing struct {
	users  int
	newest int
	turn   chan struct{} // holds a token while nobody makes a change
}

type edit struct {
	e   *edits
	key string
	n   int
	on  *editing
	has bool
}

func newEdits() *edits { return &edits{m: map[string]*editing{}} }

func (e *edits) begin(key string) *edit {
	e.mu.Lock()
	defer e.mu.Unlock()
	on := e.m[key]
	if on == nil {
		on = &editing{turn: make(chan struct{}, 1)}
		on.turn <- struct{}{}
		e.m[key] = on
	}
	on.users++
	on.newest++
	return &edit{e: e, key: key, n: on.newest, on: on}
}

// turn waits until the change may be made; false if it need not be.
func (d *edit) turn(ctx context.Context) bool {
	select {
	case <-d.on.turn:
		d.has = true
	case <-ctx.Done():
		return false
	}
	d.e.mu.Lock()
	defer d.e.mu.Unlock()
	return d.n == d.on.newest
}

func (d *edit) end() {
	d.e.mu.Lock()
	defer d.e.mu.Unlock()
	if d.has {
		d.on.turn <- struct{}{}
	}
	if d.on.users--; d.on.users == 0 {
		delete(d.e.m, d.key)
	}
}
