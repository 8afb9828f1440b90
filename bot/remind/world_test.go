package remind

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"rabita/bot/calendar"
	"rabita/store"
)

// A world is an in-memory Slack for deliveries, with its faults. It is written to from several goroutines.
type world struct {
	mu       sync.Mutex
	rng      *rand.Rand
	faults   float64       // how often a call goes wrong
	latest   time.Duration // how long after it was given up a request may still be applied
	lag      time.Duration // how long a message is missing from the history
	down     bool          // every call fails, and nothing is applied
	refuse   map[string]string
	messages []*message
	edits    int
	clock    func() time.Time
}

// A message is what members see.
type message struct {
	channel, ts, marker string
	lines               []store.Line
	keys                []string
	at, visible         time.Time // applied; to be found in the history (real time)
	clock               time.Time // what the clock showed when it was applied
	deleted             bool
}

func newWorld(seed uint64) *world {
	return &world{rng: rand.New(rand.NewPCG(seed, 1)), refuse: map[string]string{}, clock: time.Now}
}

func (w *world) apply(d store.Delivery) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := &message{channel: d.Channel, marker: d.Marker, lines: d.Lines, keys: d.Keys, at: time.Now(), clock: w.clock(), ts: fmt.Sprintf("%d.%06d", time.Now().Unix(), len(w.messages))}
	m.visible = m.at.Add(w.lag)
	if w.lag > 0 {
		m.visible = m.at.Add(time.Duration(w.rng.Int64N(int64(w.lag) + 1)))
	}
	w.messages = append(w.messages, m)
	return m.ts
}

func (w *world) chance(p float64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rng.Float64() < p
}

func (w *world) below(n int64) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rng.Int64N(n + 1)
}

func (w *world) isDown() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.down
}

func (w *world) refusal(channel string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.refuse[channel]
}

var errLost = errors.New("connection reset")

func (w *world) Post(ctx context.Context, d store.Delivery) (string, error) {
	time.Sleep(time.Duration(50+w.below(200)) * time.Millisecond)
	if w.isDown() {
		return "", errors.New("503 service unavailable")
	}
	if r := w.refusal(d.Channel); r != "" {
		return "", &Refused{Reason: r}
	}
	if !w.chance(w.faults) {
		return w.apply(d), nil
	}
	switch w.below(5) {
	case 0: // applied, and the answer lost
		w.apply(d)
		return "", errLost
	case 1: // lost on the way
		return "", errLost
	case 2: // given up, and applied later
		time.Sleep(5 * time.Second)
		if w.latest > 0 {
			late := time.Duration(w.below(int64(w.latest)))
			time.AfterFunc(late, func() { w.apply(d) })
		}
		return "", context.DeadlineExceeded
	case 3:
		return "", &Later{After: time.Duration(w.below(20)) * time.Second, Reason: "ratelimited"}
	case 4: // an answer without a ts
		w.apply(d)
		return "", nil
	}
	return "", errors.New("500 internal error") // and not applied
}

func (w *world) Find(ctx context.Context, d store.Delivery) ([]string, error) {
	time.Sleep(20 * time.Millisecond)
	if w.isDown() || w.chance(w.faults/2) {
		return nil, errors.New("503 service unavailable")
	}
	if r := w.refusal(d.Channel); r != "" {
		return nil, &Refused{Reason: r}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, m := range w.messages {
		if m.channel == d.Channel && m.marker == d.Marker && !m.deleted && !m.visible.After(time.Now()) {
			out = append(out, m.ts)
		}
	}
	return out, nil
}

func (w *world) Shown(ctx context.Context, channel string, since time.Time) (out []store.Shown, err error) {
	if w.isDown() || w.chance(w.faults/2) {
		return nil, errors.New("503 service unavailable")
	}
	for _, m := range w.in(channel) {
		if !m.at.Before(since) {
			out = append(out, store.Shown{Marker: m.marker, TS: m.ts, Posted: m.at, Keys: store.Delivery{Keys: m.keys}.Mark()})
		}
	}
	return out, nil
}

func (w *world) Edit(ctx context.Context, d store.Delivery, ts string) error {
	if w.isDown() || w.chance(w.faults) {
		return errLost
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.messages {
		if m.ts == ts {
			m.lines = d.Lines
			w.edits++
			return nil
		}
	}
	return &Refused{Reason: "message_not_found", Gone: true}
}

func (w *world) Delete(ctx context.Context, d store.Delivery, ts string) error {
	if w.chance(w.faults) {
		return errLost
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.messages {
		if m.ts == ts {
			m.deleted = true
		}
	}
	return nil
}

// shown counts, for each occurrence key, the messages that show it; ever counts the deleted ones as well.
func (w *world) shown(ever bool) map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for _, m := range w.messages {
		if m.deleted && !ever {
			continue
		}
		for _, k := range m.keys {
			out[k]++
		}
	}
	return out
}

// all is a copy of every message, the deleted ones too.
func (w *world) all() (out []message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.messages {
		out = append(out, *m)
	}
	return out
}

func (w *world) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.messages)
}

func (w *world) in(channel string) []*message {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Collect(func(yield func(*message) bool) {
		for _, m := range w.messages {
			if m.channel == channel && !m.deleted && !yield(m) {
				return
			}
		}
	})
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// testPolicy is that of a group in one zone, with three bodies that have a channel each, and the fourth with two people.
func testPolicy(zone *time.Location) Policy {
	return Policy{Before: []int{7, 1}, OnDay: true, Every: 7, Due: calendar.Clock{Hour: 17}, Calendar: calendar.Calendar{Zone: zone}, Common: "CALL",
		Secretariat: []string{"USEC"}, Body: func(key string) (string, string, []string) {
			if key == "B4" {
				return "", "", []string{"UP1", "UP2"}
			}
			return "", "C" + key, nil
		}}
}

// openStore opens a store for a bubble: without disk syncs, which the simulated crashes do not need, and checked at the end.
func openStore(t testing.TB, planner *Planner) *store.Store {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "store.db"), store.Options{Plan: planner.Plan, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Check(); err != nil {
			t.Error(err)
		}
		st.Close()
	})
	return st
}

// running runs a scheduler until the function it returns is called.
func running(s *Scheduler) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}

func addReminder(t testing.TB, st *store.Store, text, channel string, at time.Time) store.Reminder {
	t.Helper()
	r, err := st.AddReminder(store.Reminder{Text: text, Who: "U1", Channel: channel,
		Due: store.Due{Date: at.UTC().Format(time.DateOnly), Time: at.UTC().Format("15:04"), Zone: "UTC"}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
