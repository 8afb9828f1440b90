package remind

import (
	"context"
	"fmt"
	"time"
)

const (
	apart    = 5 * time.Minute      // how far two clocks may be apart
	askEvery = 10 * time.Minute     // how often the witness is asked
	leap     = 400 * 24 * time.Hour // how far ahead of what was seen before a clock is believed without a witness
	back     = 24 * time.Hour       // and how far behind
	keepHigh = 10 * time.Minute     // how often the high-water mark is written while nothing is sent
)

// clockState is what is known of the clock.
type clockState struct {
	asked   time.Time // real time of the last answer of the witness
	checked time.Time // real time of the last look ...
	showed  time.Time // ... and what the clock showed then
	ok      bool      // the last verdict
	high    time.Time // the highest moment written
	reason  string
}

// believes reports whether the clock can be right. While it is not believed nothing is planned and nothing is sent, and Health says why.
// It is called by the loop alone.
func (s *Scheduler) believes(ctx context.Context, now time.Time) bool {
	c := &s.clock
	real := time.Now()
	jumped := !c.checked.IsZero() && abs(now.Sub(c.showed)-real.Sub(c.checked)) > apart
	c.checked, c.showed = real, now
	if s.o.Witness != nil {
		if jumped || !c.ok || real.Sub(c.asked) >= askEvery {
			s.askWitness(ctx, now, jumped)
		}
	} else {
		s.compareHigh(now)
	}
	s.mu.Lock()
	if c.ok {
		s.health.Clock = ""
	} else {
		s.health.Clock = c.reason
	}
	s.mu.Unlock()
	if c.ok && now.Sub(c.high) > keepHigh {
		if err := s.st.RaiseHighWater(now); err != nil {
			s.note("writing the time", err)
		} else {
			c.high = now
		}
	}
	return c.ok
}

// askWitness compares the clock with the witness's. A witness that does not answer changes the verdict only if the clock just jumped.
func (s *Scheduler) askWitness(ctx context.Context, now time.Time, jumped bool) {
	c := &s.clock
	call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
	defer cancel()
	there, err := s.o.Witness(call)
	switch {
	case err != nil && jumped:
		s.distrust("the clock jumped, and there is nobody to ask what time it is")
	case err != nil && c.asked.IsZero() && !c.ok:
		s.compareHigh(now) // the best there is, until there is an answer
	case err == nil:
		c.asked = time.Now()
		if d := abs(s.o.Clock().Sub(there)); d > apart {
			s.distrust(fmt.Sprintf("this machine's clock is %v apart from Slack's: set it right", d.Round(time.Second)))
		} else {
			c.ok = true
		}
	}
}

// compareHigh judges the clock by the latest moment at which the scheduler worked.
func (s *Scheduler) compareHigh(now time.Time) {
	c := &s.clock
	high, err := s.st.HighWater()
	if err != nil {
		s.note("reading the time", err)
		return
	}
	switch {
	case high.IsZero():
		c.ok = true
	case now.Sub(high) > leap:
		s.distrust(fmt.Sprintf("the clock shows %s, and the bot last worked on %s: set the clock right; if it is, the reminders go on when Slack answers and says so", now.Format(time.DateTime), high.Format(time.DateTime)))
	case high.Sub(now) > back:
		s.distrust(fmt.Sprintf("the clock shows %s, before the bot last worked, %s: set the clock right; if it is, the reminders go on when Slack answers and says so", now.Format(time.DateTime), high.Format(time.DateTime)))
	default:
		c.ok = true
	}
}

func (s *Scheduler) distrust(reason string) {
	if c := &s.clock; c.ok || c.reason != reason {
		s.log.Error("reminders wait: the clock is not believed", "reason", reason)
		c.reason = reason
	}
	s.clock.ok = false
}

func abs(d time.Duration) time.Duration { return max(d, -d) }
