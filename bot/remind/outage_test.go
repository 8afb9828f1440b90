package remind

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// TestOutage: 24 hours without Slack, 500 notices due in 20 channels. Once it is back each is shown once, in digests, at most one message a
// second in a channel, all within a minute; also when the bot was started anew in between.
func TestOutage(t *testing.T) {
	for _, restart := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			planner := NewPlanner(testPolicy(time.UTC))
			st, w := openStore(t, planner), newWorld(1)
			h := &history{t: t, st: st, planner: planner, w: w, reminders: map[string]bool{}}
			for i := range 500 {
				at := time.Now().Add(time.Hour + time.Duration(i%24)*time.Hour)
				h.reminders[addReminder(t, st, fmt.Sprint("matter ", i), fmt.Sprint("C", i%20), at).ID] = true
			}
			h.set(func(w *world) { w.down = true })
			h.start()
			time.Sleep(12 * time.Hour)
			if restart {
				h.crash()
			}
			time.Sleep(12*time.Hour + 30*time.Minute)
			h.set(func(w *world) { w.down = false })
			back := time.Now()
			time.Sleep(time.Hour)
			h.stop()
			h.verify()
			last := map[string]time.Time{}
			drained := time.Duration(0)
			for _, m := range w.all() {
				if before, ok := last[m.channel]; ok && m.at.Sub(before) < time.Second {
					t.Errorf("two messages in %s within %v", m.channel, m.at.Sub(before))
				}
				last[m.channel] = m.at
				drained = max(drained, m.at.Sub(back))
			}
			if n := w.count(); n > 40 {
				t.Errorf("%d messages for 20 channels", n)
			}
			if drained > time.Minute {
				t.Errorf("the last message came %v after Slack was back", drained)
			}
			t.Logf("restarted %v: %d messages, the last %v after Slack was back", restart, w.count(), drained)
		})
	}
}
