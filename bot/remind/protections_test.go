package remind

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"rabita/store"
)

// A script is a channel whose first post goes wrong in a given way.
type script struct {
	*world
	first func(w *world, d store.Delivery) (string, error)
	posts int
}

func (s *script) Post(ctx context.Context, d store.Delivery) (string, error) {
	s.mu.Lock()
	s.posts++
	first := s.posts == 1
	s.mu.Unlock()
	if first {
		return s.first(s.world, d)
	}
	return s.world.Post(ctx, d)
}

func answerLost(w *world, d store.Delivery) (string, error) {
	w.apply(d)
	return "", errLost
}

func appliedAfter(late time.Duration) func(*world, store.Delivery) (string, error) {
	return func(w *world, d store.Delivery) (string, error) {
		time.AfterFunc(late, func() { w.apply(d) })
		return "", context.DeadlineExceeded
	}
}

// TestProtections takes each protection away in turn, and must see the double that it prevents; with all of them there is none. Audit is
// what is left against a message applied after everybody stopped waiting: there the double shows for a while, and goes.
func TestProtections(t *testing.T) {
	for _, c := range []struct {
		name      string
		without   protections
		first     func(*world, store.Delivery) (string, error)
		ever, now [2]int // messages ever shown and left at the end: with the protection, without it
	}{
		{"intent", protections{intent: true, audit: true}, answerLost, [2]int{1, 2}, [2]int{1, 2}},
		{"marker", protections{marker: true}, answerLost, [2]int{1, 2}, [2]int{1, 2}},
		{"settle", protections{settle: true}, appliedAfter(20 * time.Second), [2]int{1, 2}, [2]int{1, 1}},
		{"audit", protections{audit: true}, appliedAfter(4 * time.Minute), [2]int{2, 2}, [2]int{1, 2}},
	} {
		for i, without := range []protections{{}, c.without} {
			synctest.Test(t, func(t *testing.T) {
				planner := NewPlanner(testPolicy(time.UTC))
				st, w := openStore(t, planner), newWorld(1)
				addReminder(t, st, "a", "C1", time.Now().Add(time.Minute))
				stop := running(New(quiet, planner, st, &script{world: w, first: c.first}, Options{without: without}))
				time.Sleep(time.Hour)
				stop()
				if ever, now := w.count(), len(w.in("C1")); ever != c.ever[i] || now != c.now[i] {
					t.Errorf("%s, taken away: %v: %d messages were shown and %d are left, want %d and %d", c.name, i == 1, ever, now, c.ever[i], c.now[i])
				}
			})
		}
	}
	// Dedupe belongs to the store: without it an event that Slack repeats is done twice.
	for i, forget := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			planner := NewPlanner(testPolicy(time.UTC))
			st, err := store.Open(t.TempDir()+"/store.db", store.Options{Plan: planner.Plan, ForgetSeen: forget})
			if err != nil {
				t.Fatal(err)
			}
			defer st.Close()
			for range 3 { // Slack repeats at once, after one minute and after five
				if _, err := st.AcceptEvent(store.Event{ID: "Ev1", Kind: "command", Data: []byte("remind me"), At: time.Now()}); err != nil {
					t.Fatal(err)
				}
				events, err := st.TakeEvents(10, 0)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range events {
					addReminder(t, st, string(e.Data), "C1", time.Now().Add(time.Hour))
					if err := st.EventDone(e.Seq); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(2 * time.Minute)
			}
			if list, _ := st.Reminders(store.ReminderFilter{}); len(list) != []int{1, 3}[i] {
				t.Errorf("dedupe, taken away: %v: %d reminders", forget, len(list))
			}
		})
	}
}
