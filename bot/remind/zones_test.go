package remind

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rabita/store"
)

var fortyZones = []string{"Asia/Karachi", "Asia/Kabul", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Tehran", "Asia/Dubai", "Asia/Beirut",
	"Asia/Gaza", "Asia/Jerusalem", "Asia/Tokyo", "Asia/Manila", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos",
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago",
	"America/Sao_Paulo", "America/Asuncion", "America/Scoresbysund", "America/Nuuk", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe",
	"Australia/Sydney", "Europe/Dublin", "Europe/Istanbul", "Europe/London", "Europe/Moscow", "Europe/Paris", "Pacific/Apia", "Pacific/Auckland",
	"Pacific/Chatham", "Pacific/Kiritimati"}

// TestZones lets two years pass in forty zones, with repetitions at hours that clocks skip and repeat: each is shown once a day it comes,
// none early, none later than five seconds. RABITA_LONG=1 has them every day, otherwise every ninth, which no week divides.
func TestZones(t *testing.T) {
	every := 9
	if os.Getenv("RABITA_LONG") != "" {
		every = 1
	}
	clocks := []string{"00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "23:59"}
	synctest.Test(t, func(t *testing.T) {
		planner := NewPlanner(testPolicy(time.UTC))
		st, w := openStore(t, planner), newWorld(1)
		time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
		began := time.Now()
		for i, zone := range fortyZones {
			r := store.Reminder{Text: zone, Who: "U1", Channel: fmt.Sprint("C", i), Repeat: store.Repeat{Rule: fmt.Sprintf("FREQ=DAILY;INTERVAL=%d", every),
				Start: "2026-01-02", Time: clocks[i%len(clocks)], Zone: zone}}
			if _, err := st.AddReminder(r, began); err != nil {
				t.Fatal(err)
			}
		}
		stop := running(New(quiet, planner, st, w, Options{longest: 48 * time.Hour, Overall: -1}))
		time.Sleep(731 * 24 * time.Hour)
		stop()
		days := map[string]bool{}
		worst := time.Duration(0)
		for _, m := range w.all() {
			for _, key := range m.keys {
				o, err := st.Occurrence(key)
				if err != nil {
					t.Fatal(err)
				}
				day := m.channel + " " + o.Nominal
				if days[day] {
					t.Errorf("%s was shown twice", day)
				}
				days[day] = true
				late := m.at.Sub(o.At)
				if worst = max(worst, late); late < 0 || late > 5*time.Second {
					t.Errorf("%s was shown %v after it was due", day, late)
				}
				loc, _ := time.LoadLocation(o.Zone)
				if shown := o.At.In(loc).Format("15:04"); shown < clockOf(t, st, o) {
					t.Errorf("%s: the clock showed %s, want no earlier than %s", day, shown, clockOf(t, st, o))
				}
			}
		}
		if want := 40 * 730 / every; len(days) < want-40 || len(days) > want+40 {
			t.Errorf("%d were shown, want about %d", len(days), want)
		}
		t.Logf("%d notices in 40 zones over two years, the latest %v after it was due", len(days), worst)
	})
	t.Run("steps", testSteps)
}

func clockOf(t *testing.T, st *store.Store, o store.Occurrence) string {
	r, err := st.Reminder(o.Reminder)
	if err != nil {
		t.Fatal(err)
	}
	return r.Repeat.Time
}

// testSteps makes the clock jump, by a second to ten years, forward and back, and right again an hour later. With another machine to ask,
// nothing is shown early by the true time but for what the two may be apart, and with the clock right again each is shown once.
func testSteps(t *testing.T) {
	for _, step := range []time.Duration{time.Second, time.Hour, 24 * time.Hour, 10 * 365 * 24 * time.Hour} {
		for _, by := range []time.Duration{step, -step} {
			synctest.Test(t, func(t *testing.T) {
				planner := NewPlanner(testPolicy(time.UTC))
				st, w := openStore(t, planner), newWorld(1)
				h := &history{t: t, st: st, planner: planner, w: w, reminders: map[string]bool{}}
				for i := range 12 {
					h.reminders[addReminder(t, st, fmt.Sprint("matter ", i), "C1", time.Now().Add(time.Duration(20*(i+1))*time.Minute)).ID] = true
				}
				daily, err := st.AddReminder(store.Reminder{Text: "daily", Who: "U1", Channel: "C2", Repeat: store.Repeat{Rule: "FREQ=DAILY", Time: "03:00", Zone: "UTC"}}, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				h.reminders[daily.ID] = true
				var off atomic.Int64
				clock := func() time.Time { return time.Now().Add(time.Duration(off.Load())) }
				w.clock = clock
				s := New(quiet, planner, st, w, Options{Clock: clock, Witness: func(context.Context) (time.Time, error) { return time.Now(), nil }})
				stop := running(s)
				time.Sleep(50 * time.Minute)
				off.Store(int64(by))
				time.Sleep(time.Hour)
				if said := s.Health().Clock; (said != "") != (step > apart) {
					t.Errorf("a step of %v: health says %q", by, said)
				}
				off.Store(0)
				time.Sleep(6 * time.Hour)
				stop()
				h.verify()
				for _, m := range w.all() {
					for _, key := range m.keys {
						o, err := st.Occurrence(key)
						if err != nil {
							t.Fatal(err)
						}
						if early := o.At.Sub(m.at); early > min(step, apart) {
							t.Errorf("a step of %v: %s was shown %v early", by, o.Nominal, early)
						}
					}
				}
				if n := len(w.in("C2")); n != 1 {
					t.Errorf("a step of %v: the daily one was shown %d times", by, n)
				}
			})
		}
	}
}
