package remind

import (
	"context"
	"sync"
	"time"
)

// A bucket lets so many things pass at once, and then one each interval. It waits in real time.
type bucket struct {
	mu    sync.Mutex
	each  time.Duration
	burst int
	next  time.Time // when the bucket will be full again
	hold  time.Time
}

// newBucket makes a full bucket; a negative interval is none.
func newBucket(each time.Duration, burst int) *bucket {
	return &bucket{each: max(each, 0), burst: burst}
}

// take books a place, and returns how long to wait for it.
func (b *bucket) take() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.next.Before(now) {
		b.next = now
	}
	b.next = b.next.Add(b.each)
	wait := b.next.Sub(now) - time.Duration(b.burst)*b.each
	return max(wait, b.hold.Sub(now), 0)
}

// holdFor lets nothing pass for a while.
func (b *bucket) holdFor(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := time.Now().Add(d); until.After(b.hold) {
		b.hold = until
	}
}

// pace waits until a message may be sent to a channel. False: the scheduler ends.
func (s *Scheduler) pace(ctx context.Context, l *line) bool {
	s.mu.Lock()
	wait := max(time.Until(l.last.Add(max(s.o.PerChannel, 0))), 0)
	s.mu.Unlock()
	if !sleep(ctx, wait) || !sleep(ctx, s.overall.take()) {
		return false
	}
	s.mu.Lock()
	l.last = time.Now()
	s.mu.Unlock()
	return true
}

// sleep waits; false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
