package sandbox

import (
	"sync"
	"time"
)

// A Clock runs as fast as the real one and can be moved forward. Give its Now to everything that asks for the time.
type Clock struct {
	mu     sync.Mutex
	offset time.Duration
}

// NewClock returns a clock that reads start now.
func NewClock(start time.Time) *Clock { return &Clock{offset: time.Until(start)} }

// Now is the moment it reads.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// Advance moves it forward to the moment t. It reports false, and does nothing, if t is not after what it reads.
func (c *Clock) Advance(t time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	by := t.Sub(time.Now().Add(c.offset))
	if by <= 0 {
		return false
	}
	c.offset += by
	return true
}
