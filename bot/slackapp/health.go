package slackapp

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Health is how the connection to Slack stands. It holds no tokens and nothing that people said.
type Health struct {
	Connected  int       // sockets over which Slack has said hello; in HTTP mode 1 while it listens
	Since      time.Time // when the oldest of them was opened; zero: none
	LastEvent  time.Time // when something last came from Slack; zero: never
	Waiting    int       // things being worked on or waiting for it
	Dropped    int64     // turned away because too much was waiting
	Repeated   int64     // recognised as a repeat
	Unreadable int64     // of a form nobody knows
	Panics     int64
	Handled    int64
	LastError  string // what last went wrong: the method and Slack's word
	ErrorAt    time.Time
	Stalled    time.Time // since when no call was answered; zero: the last one was
	Refused    string    // why Slack refuses the app; empty: it does not
}

// Ready says whether members reach the bot.
func (h Health) Ready() bool { return h.Connected > 0 && h.Refused == "" }

// Sentences is the health as the secretariat reads it, a bot.Check.
func (h Health) Sentences(now time.Time, shown func(time.Time) string) []string {
	var out []string
	say := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	if h.Refused != "" {
		say("%s.", h.Refused)
	}
	if !h.Stalled.IsZero() {
		say("Slack has not answered the bot since %s (%s). What members say is kept, and worked on when Slack answers again.", shown(h.Stalled), h.LastError)
	}
	switch {
	case h.Connected == 0:
		say("Slack does not reach the bot: no connection is open.")
	case h.LastEvent.IsZero():
		say("Connections to Slack: %d, the oldest since %s; nothing came over them yet.", h.Connected, shown(h.Since))
	default:
		say("Connections to Slack: %d, the oldest since %s; something last came %s.", h.Connected, shown(h.Since), shown(h.LastEvent))
	}
	say("Being worked on or waiting: %d; done: %d; turned away because too much was waiting: %d; recognised as repeats: %d; unreadable: %d; faults of the program: %d.",
		h.Waiting, h.Handled, h.Dropped, h.Repeated, h.Unreadable, h.Panics)
	if h.LastError != "" && h.Stalled.IsZero() && now.Sub(h.ErrorAt) < 24*time.Hour {
		say("Last trouble with Slack: %s, %s.", h.LastError, shown(h.ErrorAt))
	}
	return out
}

// Health is how the connection stands now.
func (a *App) Health() Health {
	h := Health{Waiting: a.lanes.busy() + int(a.admitting.Load()), Dropped: a.counts.dropped.Load(), Repeated: a.counts.repeated.Load(),
		Unreadable: a.counts.unreadable.Load(), Panics: a.counts.panics.Load(), Handled: a.counts.handled.Load()}
	a.mu.Lock()
	if a.dead != nil {
		h.Refused = a.dead.Error()
	}
	a.mu.Unlock()
	c := &a.counts
	c.mu.Lock()
	defer c.mu.Unlock()
	h.LastEvent, h.LastError, h.ErrorAt, h.Stalled, h.Connected = c.last, c.err, c.errAt, c.mute, len(c.open)
	for _, at := range c.open {
		if h.Since.IsZero() || at.Before(h.Since) {
			h.Since = at
		}
	}
	return h
}

// counts is what Health is made of.
type counts struct {
	dropped, repeated, unreadable, panics, handled atomic.Int64

	mu    sync.Mutex
	open  map[int]time.Time // sockets by number
	last  time.Time
	err   string
	errAt time.Time
	mute  time.Time // since when no call was answered

	warned time.Time // of a full queue, real time
}

func (c *counts) arrived(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = at
}

// lastArrival is when something last came.
func (c *counts) lastArrival() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// seldom says whether a warning that may come in swarms was not given in the last ten seconds.
func (c *counts) seldom() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.warned) < 10*time.Second {
		return false
	}
	c.warned = time.Now()
	return true
}

func (c *counts) opened(n int, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = map[int]time.Time{}
	}
	c.open[n] = at
}

func (c *counts) closed(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, n)
}

// heard notes whether a call was answered: what broke off, came too late or was an error of Slack's servers was not.
func (c *counts) heard(at time.Time, answered bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if answered {
		c.mute = time.Time{}
	} else if c.mute.IsZero() {
		c.mute = at
	}
}

// trouble notes what went wrong where, in words without content.
func (c *counts) trouble(at time.Time, where string, err error) {
	_, reason, _ := verdict(err, true)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err, c.errAt = where+": "+reason, at
}
