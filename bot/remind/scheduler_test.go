package remind

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rabita/store"
)

// TestOneDay: what is due at one moment comes as one message per channel, on time; a finished item is struck out where it was shown.
func TestOneDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		planner := NewPlanner(testPolicy(time.UTC))
		st, w := openStore(t, planner), newWorld(1)
		now := time.Now() // Sat 2000-01-01 00:00 UTC
		for i, body := range []string{"B1", "B2", "B1"} {
			_, err := st.AddItem(store.Item{Text: "matter " + string(rune('a'+i)), Creator: "U1", Body: body, Shares: []store.Share{{Body: body}}, Channel: "CALL",
				Due: store.Due{Date: "2000-01-12"}}, now)
			if err != nil {
				t.Fatal(err)
			}
		}
		s := New(quiet, planner, st, w, Options{})
		stop := running(s)
		time.Sleep(4*24*time.Hour + 9*time.Hour + 5*time.Second) // Wed 5 Jan, a week before
		if got := []int{len(w.in("CB1")), len(w.in("CB2")), len(w.in("CALL"))}; got[0] != 1 || got[1] != 1 || got[2] != 1 {
			t.Fatalf("messages: %v, want one in each channel", got)
		}
		if m := w.in("CB1")[0]; len(m.lines) != 2 || !strings.HasPrefix(m.lines[0].Text, "B1: A-0001 “matter a”: due Wed 12 Jan 2000, in 7 days") {
			t.Errorf("the message says %+v", m.lines)
		}
		if m := w.in("CALL")[0]; !strings.Contains(m.lines[0].Text, "0 of 1 received") || strings.Contains(m.lines[0].Text, "B1") {
			t.Errorf("the common channel's message says %+v", m.lines)
		}
		_, err := st.ChangeItem("A-0001", "U1", time.Now(), "received", func(it *store.Item) error { it.Shares[0].Received = time.Now(); return nil })
		if err != nil {
			t.Fatal(err)
		}
		s.Kick()
		time.Sleep(5 * time.Second)
		if m := w.in("CB1"); len(m) != 1 || !m[0].lines[0].Done || m[0].lines[1].Done {
			t.Errorf("after the share came: %+v", m[0].lines)
		}
		if m := w.in("CALL"); len(m) != 1 || !strings.Contains(m[0].lines[0].Text, "1 of 1 received") {
			t.Errorf("after the share came the common channel says %+v", m[0].lines)
		}
		time.Sleep(6 * 24 * time.Hour) // the day before, for the one that is open in B1
		if m := w.in("CB1"); len(m) != 2 || len(m[1].lines) != 1 {
			t.Errorf("B1's channel has %d messages", len(m))
		}
		if err := stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// TestBlockedTold: what cannot be shown is told to its owner, kept, and shown when the cause is gone.
func TestBlockedTold(t *testing.T) {
	for _, reason := range []string{"is_archived", "not_in_channel", "channel_not_found", "missing_scope", "restricted_action", "msg_too_long", "invalid_blocks"} {
		synctest.Test(t, func(t *testing.T) {
			planner := NewPlanner(testPolicy(time.UTC))
			st, w := openStore(t, planner), newWorld(1)
			w.refuse["C1"] = reason
			addReminder(t, st, "the hall", "C1", time.Now().Add(time.Hour))
			s := New(quiet, planner, st, w, Options{})
			stop := running(s)
			time.Sleep(2 * time.Hour)
			told := w.in("U1")
			if len(told) != 1 || !strings.Contains(told[0].lines[0].Text, reason) || told[0].lines[0].Room != "C1" {
				t.Errorf("%s: the owner was told %+v", reason, told)
			}
			if list, _ := st.Occurrences(store.OccurrenceFilter{Blocked: true}); len(list) != 1 || list[0].Reason != reason {
				t.Errorf("%s: blocked: %+v", reason, list)
			}
			w.mu.Lock()
			delete(w.refuse, "C1")
			w.mu.Unlock()
			if err := s.Retry("C1"); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute)
			if m := w.in("C1"); len(m) != 1 || !strings.Contains(m[0].lines[0].Text, "(was due Sat 1 Jan 2000 01:00)") {
				t.Errorf("%s: after the cause was gone: %+v", reason, m)
			}
			stop()
		})
	}
}

// TestOwnerBlocked: where the owner's own direct message is refused, the secretariat is told; where that is refused too, nothing goes round
// in circles.
func TestOwnerBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		planner := NewPlanner(testPolicy(time.UTC))
		st, w := openStore(t, planner), newWorld(1)
		w.refuse["U1"], w.refuse["C1"] = "user_disabled", "is_archived"
		addReminder(t, st, "direct", "", time.Now().Add(time.Hour))
		addReminder(t, st, "in the channel", "C1", time.Now().Add(time.Hour))
		stop := running(New(quiet, planner, st, w, Options{}))
		time.Sleep(2 * time.Hour)
		lines := 0
		for _, m := range w.in("USEC") {
			lines += len(m.lines)
		}
		if lines != 2 {
			t.Errorf("the secretariat was told %d things, want 2", lines)
		}
		w.mu.Lock()
		w.refuse["USEC"] = "user_disabled"
		w.mu.Unlock()
		addReminder(t, st, "another", "C1", time.Now().Add(time.Hour))
		time.Sleep(100 * time.Hour)
		if n := w.count(); n > 3 {
			t.Errorf("%d messages were shown", n)
		}
		stop()
	})
}

// revoked refuses everything, as Slack does once the app was removed.
type revoked struct{ *world }

func (revoked) Post(context.Context, store.Delivery) (string, error) {
	return "", &Refused{Reason: "token_revoked", Everywhere: true}
}

// TestRevoked: a revoked token ends Run with ErrPaused, and consumes nothing.
func TestRevoked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		planner := NewPlanner(testPolicy(time.UTC))
		st, w := openStore(t, planner), newWorld(1)
		addReminder(t, st, "a", "C1", time.Now().Add(time.Minute))
		if err := New(quiet, planner, st, revoked{w}, Options{}).Run(context.Background()); !errors.Is(err, ErrPaused) {
			t.Errorf("Run: %v", err)
		}
		stop := running(New(quiet, planner, st, w, Options{}))
		time.Sleep(5 * time.Minute)
		if m := w.in("C1"); len(m) != 1 {
			t.Errorf("with a new token %d messages came", len(m))
		}
		stop()
	})
}

// TestTact: quiet hours, one unasked message a day for a member, what is late says so, what is very late goes to its owner.
func TestTact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testPolicy(time.UTC)
		p.QuietFrom.Hour, p.QuietUntil.Hour = 20, 8
		planner := NewPlanner(p)
		st, w := openStore(t, planner), newWorld(1)
		for _, c := range []struct{ text, channel, due string }{{"mine", "", "2000-01-10"}, {"late", "C1", "2000-01-05"}} {
			if _, err := st.AddItem(store.Item{Text: c.text, Creator: "U1", Owner: "U1", Channel: c.channel, Due: store.Due{Date: c.due}}, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		addReminder(t, st, "asked for", "C1", time.Now().Add(4*24*time.Hour+23*time.Hour))
		time.Sleep(4*24*time.Hour + 21*time.Hour) // the bot was off; it is 21:00 on the 5th
		stop := running(New(quiet, planner, st, w, Options{}))
		time.Sleep(time.Hour)
		if n := w.count(); n != 0 {
			t.Errorf("%d unasked messages in the quiet hours", n)
		}
		time.Sleep(2 * time.Hour) // 00:00: the one asked for came, and what is due in its channel with it
		if m := w.in("C1"); len(m) != 1 || len(m[0].lines) != 1 {
			t.Errorf("in the quiet hours came %+v", m)
		}
		time.Sleep(9 * time.Hour)
		if m := w.in("C1"); len(m) != 2 || !strings.Contains(m[1].lines[0].Text, "awaited since Wed 5 Jan 2000, 1 day") {
			t.Errorf("after the quiet hours came %+v", m)
		}
		stop()
	})
}
