package slackapp

import (
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
	Refused    string // why Slack refuses the app; empty: it does not
}

// Ready says whether members reach the bot.
func (h Health) Ready() bool { return h.Connected > 0 && h.Refused == "" }

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
	h.LastEvent, h.LastError, h.ErrorAt, h.Connected = c.last, c.err, c.errAt, len(c.open)
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

	warned time.Time // of a full queue, real time
}

func (c *counts) arrived(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = at
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

// trouble notes what went wrong where, in words without content.
func (c *counts) trouble(at time.Time, where string, err error) {
	_, reason, _ := verdict(err, true)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err, c.errAt = where+": "+reason, at
}
