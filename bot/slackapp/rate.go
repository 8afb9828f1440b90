package slackapp

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// perMinute are Slack's tiers for the methods used, with a burst that it tolerates. What is not listed is tier 3.
var perMinute = map[string]struct{ rate, burst int }{
	"chat.postMessage":      {300, 30}, // beside one a second in each channel
	"chat.postEphemeral":    {100, 30},
	"chat.update":           {50, 20},
	"chat.delete":           {50, 20},
	"chat.getPermalink":     {100, 30},
	"users.info":            {100, 50},
	"users.list":            {20, 5},
	"conversations.info":    {50, 30},
	"conversations.open":    {50, 30},
	"conversations.members": {100, 30},
	"views.open":            {100, 50},
	"views.update":          {100, 50},
	"views.publish":         {100, 50},
	"files.info":            {100, 30},
}

// errPaused: the wait for a rate would outlast the caller's patience.
var errPaused = errors.New("the rate that Slack allows is used up")

// rates are the token buckets: one for each method, one for each channel that is posted to. Waits are real time.
type rates struct {
	pace time.Duration // between two posts in one channel

	mu       sync.Mutex
	methods  map[string]*rate.Limiter
	channels map[string]*rate.Limiter
	until    map[string]time.Time // a method Slack asked to leave alone until then
}

func newRates(pace time.Duration) *rates {
	return &rates{pace: pace, methods: map[string]*rate.Limiter{}, channels: map[string]*rate.Limiter{}, until: map[string]time.Time{}}
}

// wait blocks until the method may be called for the channel; channel is empty where it does not matter.
func (r *rates) wait(ctx context.Context, method, channel string) error {
	r.mu.Lock()
	var buckets []*rate.Limiter
	if r.pace > 0 {
		m := r.methods[method]
		if m == nil {
			tier, ok := perMinute[method]
			if !ok {
				tier.rate, tier.burst = 50, 20
			}
			m = rate.NewLimiter(rate.Limit(float64(tier.rate)/60), tier.burst)
			r.methods[method] = m
		}
		buckets = append(buckets, m)
		if method == "chat.postMessage" && channel != "" {
			if len(r.channels) > 4096 {
				clear(r.channels) // whoever posts in so many at once is limited by the method's bucket
			}
			c := r.channels[channel]
			if c == nil {
				c = rate.NewLimiter(rate.Every(r.pace), 1)
				r.channels[channel] = c
			}
			buckets = append(buckets, c)
		}
	}
	pause := time.Until(r.until[method])
	r.mu.Unlock()
	if pause > 0 {
		if at, ok := ctx.Deadline(); ok && time.Until(at) < pause {
			return errPaused
		}
		if !sleep(ctx, pause) {
			return ctx.Err()
		}
	}
	for _, b := range buckets {
		if err := b.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return errPaused
		}
	}
	return nil
}

// hold leaves a method alone for as long as Slack asked.
func (r *rates) hold(method string, d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at := time.Now().Add(d); at.After(r.until[method]) {
		r.until[method] = at
	}
}

// sleep waits d of real time; false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
