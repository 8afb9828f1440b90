package remind

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rabita/store"
)

// A mortal is a store that a crash cuts off: from then on every call fails and does nothing, as for a process that is no more.
type mortal struct {
	*store.Store
	mu    sync.Mutex
	dead  bool
	under sync.WaitGroup // calls under way
}

var errDead = errors.New("the process is no more")

// kill ends the process once no transaction is under way, as its file does.
func (m *mortal) kill() {
	m.mu.Lock()
	m.dead = true
	m.mu.Unlock()
	m.under.Wait()
}

// alive runs do unless the process is no more.
func (m *mortal) alive(do func() error) error {
	m.mu.Lock()
	if m.dead {
		m.mu.Unlock()
		return errDead
	}
	m.under.Add(1)
	m.mu.Unlock()
	defer m.under.Done()
	return do()
}

func (m *mortal) TakeDue(channel string, now time.Time, build func(store.Taking) (store.Draft, error)) (d store.Delivery, ok bool, err error) {
	err = m.alive(func() error { d, ok, err = m.Store.TakeDue(channel, now, build); return err })
	return d, ok, err
}
func (m *mortal) Commit(marker, ts string, at time.Time) error {
	return m.alive(func() error { return m.Store.Commit(marker, ts, at) })
}
func (m *mortal) Refused(marker, reason string, again, at time.Time) error {
	return m.alive(func() error { return m.Store.Refused(marker, reason, again, at) })
}
func (m *mortal) Block(marker, reason string, tell []store.Occurrence, at time.Time) error {
	return m.alive(func() error { return m.Store.Block(marker, reason, tell, at) })
}
func (m *mortal) Ambiguous(marker, reason string, at time.Time) error {
	return m.alive(func() error { return m.Store.Ambiguous(marker, reason, at) })
}
func (m *mortal) Unseen(marker string, at time.Time) error {
	return m.alive(func() error { return m.Store.Unseen(marker, at) })
}
func (m *mortal) Resend(marker string, at time.Time) (d store.Delivery, ok bool, err error) {
	err = m.alive(func() error { d, ok, err = m.Store.Resend(marker, at); return err })
	return d, ok, err
}

// A history is one simulated stretch of a group's life.
type history struct {
	t         testing.TB
	rng       *rand.Rand
	st        *store.Store
	planner   *Planner
	w         *world
	calm      bool
	reminders map[string]bool // id -> to be shown
	items     []string
	m         *mortal
	stop      func() error
}

func (h *history) start() {
	h.m = &mortal{Store: h.st}
	h.stop = running(New(quiet, h.planner, h.m, h.w, Options{}))
}

func (h *history) crash() {
	h.m.kill()
	h.stop()
	h.start()
}

// step does one random thing.
func (h *history) step() {
	channel := fmt.Sprint("C", h.rng.IntN(3))
	soon := time.Now().Add(time.Duration(h.rng.IntN(90)+1) * time.Minute)
	kinds := 12
	if h.calm {
		kinds = 6
	}
	switch h.rng.IntN(kinds) {
	case 0, 1, 2:
		if h.rng.IntN(3) == 0 {
			channel = ""
		}
		r := addReminder(h.t, h.st, fmt.Sprint("matter ", len(h.reminders)), channel, soon)
		h.reminders[r.ID] = true
	case 3, 4:
		it, err := h.st.AddItem(store.Item{Text: fmt.Sprint("item ", len(h.items)), Creator: "U1", Owner: "U2", Channel: channel,
			Shares: []store.Share{{Body: "B1"}, {Body: "B4"}}, Due: store.Due{Date: soon.AddDate(0, 0, h.rng.IntN(3)-1).Format(time.DateOnly), Zone: "UTC"}}, time.Now())
		if err != nil {
			h.t.Fatal(err)
		}
		h.items = append(h.items, it.ID)
	case 5:
		if len(h.items) > 0 {
			h.change(h.items[h.rng.IntN(len(h.items))])
		}
	case 6, 7:
		h.crash()
	case 8:
		h.set(func(w *world) { w.down = !w.down })
	case 9:
		h.set(func(w *world) { w.refuse[channel] = "is_archived" })
	case 10:
		h.set(func(w *world) { clear(w.refuse) })
		h.retry()
	case 11:
		for id, alive := range h.reminders {
			// Cancelled well before it is due, or it may be under way.
			if r, _ := h.st.Reminder(id); alive && r.Alive() {
				if due, err := time.Parse("2006-01-02 15:04", r.Due.String()); err != nil || time.Until(due) < time.Minute {
					continue
				}
				_, err := h.st.ChangeReminder(id, "U1", time.Now(), "cancelled", func(r *store.Reminder) error { r.Ended = time.Now(); return nil })
				if err != nil {
					h.t.Fatal(err)
				}
				h.reminders[id] = false
				return
			}
		}
	}
}

func (h *history) change(id string) {
	_, err := h.st.ChangeItem(id, "U1", time.Now(), "changed", func(it *store.Item) error {
		switch h.rng.IntN(3) {
		case 0:
			it.Closed = time.Now()
		case 1:
			it.Shares[h.rng.IntN(2)].Received = time.Now()
		case 2:
			it.Due.Date = time.Now().AddDate(0, 0, h.rng.IntN(10)).Format(time.DateOnly)
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) set(do func(*world)) {
	h.w.mu.Lock()
	do(h.w)
	h.w.mu.Unlock()
}

func (h *history) retry() {
	if _, err := h.st.Unblock("", time.Now()); err != nil {
		h.t.Fatal(err)
	}
}

// TestSimulation runs seeded histories against a channel that delays, applies late, loses answers, lags, limits, archives and is down,
// with crashes in between. In the end each occurrence was shown exactly once, or cancelled, and none early. In the calm histories, where
// nothing goes wrong, 99 of 100 are shown within five seconds.
func TestSimulation(t *testing.T) {
	runs := 300
	if os.Getenv("RABITA_LONG") != "" {
		runs = 10000
	}
	var late []time.Duration
	for seed := range runs {
		synctest.Test(t, func(t *testing.T) { late = append(late, simulate(t, uint64(seed), seed%5 == 0)...) })
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	slices.Sort(late)
	if p99 := late[len(late)*99/100]; p99 > 5*time.Second || len(late) < runs {
		t.Errorf("%d notices in calm weather: 99 of 100 within %v, want 5 s", len(late), p99)
	}
	t.Logf("%d histories; in calm weather %d notices, p50 %v, p99 %v, worst %v", runs, len(late), late[len(late)/2], late[len(late)*99/100], late[len(late)-1])
}

func simulate(t *testing.T, seed uint64, calm bool) (late []time.Duration) {
	h := &history{t: t, rng: rand.New(rand.NewPCG(seed, 2)), planner: NewPlanner(testPolicy(time.UTC)), w: newWorld(seed), calm: calm, reminders: map[string]bool{}}
	h.st = openStore(t, h.planner)
	if !calm {
		h.w.faults, h.w.latest, h.w.lag = 0.05+0.3*h.rng.Float64(), 40*time.Second, 30*time.Second
	}
	time.Sleep(time.Duration(h.rng.IntN(36*60)) * time.Minute)
	h.start()
	for range 20 + h.rng.IntN(20) {
		h.step()
		time.Sleep(time.Duration(h.rng.IntN(600)) * time.Second)
	}
	h.set(func(w *world) { w.faults, w.down = 0, false; clear(w.refuse) })
	h.retry()
	time.Sleep(4 * time.Hour)
	if err := h.stop(); err != nil {
		t.Errorf("Run: %v", err)
	}
	h.verify()
	if calm {
		late = h.lateness()
	}
	return late
}

// verify compares what members saw with what was promised.
func (h *history) verify() {
	t := h.t
	ever := h.w.shown(true)
	now := time.Now()
	for id, wanted := range h.reminders {
		shown := 0
		list, err := h.st.Occurrences(store.OccurrenceFilter{Subject: id})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			if !o.Tells() {
				shown += ever[o.Key]
			}
		}
		if want := map[bool]int{true: 1}[wanted]; shown != want {
			t.Errorf("%s was shown %d times, want %d", id, shown, want)
		}
	}
	for _, id := range append(slices.Clone(h.items), keys(h.reminders)...) {
		list, err := h.st.Occurrences(store.OccurrenceFilter{Subject: id})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			n := ever[o.Key]
			delete(ever, o.Key)
			switch {
			case o.State == store.Posted && n != 1:
				t.Errorf("%s %s of %s was shown %d times", o.Rule, o.Nominal, id, n)
			case o.State != store.Posted && n != 0:
				t.Errorf("%s %s of %s is %s and was shown %d times", o.Rule, o.Nominal, id, o.State, n)
			case o.State == store.Intent || o.State == store.Blocked || o.State == store.IsDue && !o.Due().After(now):
				t.Errorf("%s %s of %s, due %v, is still %s (%s) at %v", o.Rule, o.Nominal, id, o.At, o.State, o.Reason, now)
			}
		}
	}
	for key := range ever {
		t.Errorf("%s was shown and nobody planned it", key)
	}
	h.early()
}

// early finds notices that were shown before their instant.
func (h *history) early() {
	for _, m := range h.w.all() {
		for _, key := range m.keys {
			if o, err := h.st.Occurrence(key); err != nil || m.clock.Before(o.At) {
				h.t.Errorf("%s %s was shown at %v, due %v (%v)", o.Rule, o.Nominal, m.clock, o.At, err)
			}
		}
	}
}

func (h *history) lateness() (late []time.Duration) {
	for _, m := range h.w.all() {
		for _, key := range m.keys {
			if o, err := h.st.Occurrence(key); err == nil && o.Hold.IsZero() {
				late = append(late, m.at.Sub(o.At))
			}
		}
	}
	return late
}

func keys[V any](m map[string]V) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}
