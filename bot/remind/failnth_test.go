package remind

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rabita/store"
)

// A fault is what happens at the Nth call.
type fault string

const (
	fails     fault = "error, not done"
	failsDone fault = "done, and an error" // a time-out after it was applied
	dies      fault = "crash before"
	diesDone  fault = "crash after"
	lateDone  fault = "error, and done half a minute later" // of the calls that change the channel; of all others: error, not done
)

// A saboteur stands before the store and the channel and counts their calls.
type saboteur struct {
	*store.Store
	ch Channel

	mu   sync.Mutex
	n    int // calls so far
	nth  int // the one that goes wrong
	how  fault
	hit  bool
	dead bool
	died chan struct{}
}

var errFault = errors.New("the test's fault")

// call counts one call and does it, or not, as the fault says.
func (b *saboteur) call(late bool, do func() error) error {
	b.mu.Lock()
	b.n++
	now := b.n == b.nth
	b.hit = b.hit || now
	dead := b.dead
	if now && (b.how == dies || b.how == diesDone) {
		b.dead = true
		close(b.died)
	}
	b.mu.Unlock()
	switch {
	case dead:
		return errDead
	case !now:
		return do()
	case b.how == failsDone || b.how == diesDone:
		do()
	case b.how == lateDone && late:
		time.AfterFunc(30*time.Second, func() { do() })
	}
	return errFault
}

func (b *saboteur) store(do func() error) error { return b.call(false, do) }

func (b *saboteur) Unreconciled(channel string) (since time.Time, ok bool, err error) {
	err = b.store(func() error { since, ok, err = b.Store.Unreconciled(channel); return err })
	return since, ok, err
}
func (b *saboteur) Reconcile(channel string, found []store.Shown, at time.Time) (n int, err error) {
	err = b.store(func() error { n, err = b.Store.Reconcile(channel, found, at); return err })
	return n, err
}
func (b *saboteur) NextDue(after time.Time) (at time.Time, ok bool, err error) {
	err = b.store(func() error { at, ok, err = b.Store.NextDue(after); return err })
	return at, ok, err
}
func (b *saboteur) DueChannels(now time.Time) (out []string, err error) {
	err = b.store(func() error { out, err = b.Store.DueChannels(now); return err })
	return out, err
}
func (b *saboteur) Occurrences(f store.OccurrenceFilter) (out []store.Occurrence, err error) {
	err = b.store(func() error { out, err = b.Store.Occurrences(f); return err })
	return out, err
}
func (b *saboteur) TakeDue(channel string, now time.Time, build func(store.Taking) (store.Draft, error)) (d store.Delivery, ok bool, err error) {
	err = b.store(func() error { d, ok, err = b.Store.TakeDue(channel, now, build); return err })
	return d, ok, err
}
func (b *saboteur) Commit(marker, ts string, at time.Time) error {
	return b.store(func() error { return b.Store.Commit(marker, ts, at) })
}
func (b *saboteur) Refused(marker, reason string, again, at time.Time) error {
	return b.store(func() error { return b.Store.Refused(marker, reason, again, at) })
}
func (b *saboteur) Block(marker, reason string, tell []store.Occurrence, at time.Time) error {
	return b.store(func() error { return b.Store.Block(marker, reason, tell, at) })
}
func (b *saboteur) Ambiguous(marker, reason string, at time.Time) error {
	return b.store(func() error { return b.Store.Ambiguous(marker, reason, at) })
}
func (b *saboteur) Unseen(marker string, at time.Time) error {
	return b.store(func() error { return b.Store.Unseen(marker, at) })
}
func (b *saboteur) Resend(marker string, at time.Time) (d store.Delivery, ok bool, err error) {
	err = b.store(func() error { d, ok, err = b.Store.Resend(marker, at); return err })
	return d, ok, err
}
func (b *saboteur) Intents() (out []store.Delivery, err error) {
	err = b.store(func() error { out, err = b.Store.Intents(); return err })
	return out, err
}
func (b *saboteur) ToAudit(before time.Time) (out []store.Delivery, err error) {
	err = b.store(func() error { out, err = b.Store.ToAudit(before); return err })
	return out, err
}
func (b *saboteur) Audited(marker, ts string) error {
	return b.store(func() error { return b.Store.Audited(marker, ts) })
}
func (b *saboteur) ToEdit() (out map[string]string, err error) {
	err = b.store(func() error { out, err = b.Store.ToEdit(); return err })
	return out, err
}
func (b *saboteur) Edits(channel string) (out []store.Edit, err error) {
	err = b.store(func() error { out, err = b.Store.Edits(channel); return err })
	return out, err
}
func (b *saboteur) Edited(marker string, version int, lines []store.Line, text string) error {
	return b.store(func() error { return b.Store.Edited(marker, version, lines, text) })
}
func (b *saboteur) Replan(now time.Time) (n int, err error) {
	err = b.store(func() error { n, err = b.Store.Replan(now); return err })
	return n, err
}
func (b *saboteur) Unblock(channel string, at time.Time) (n int, err error) {
	err = b.store(func() error { n, err = b.Store.Unblock(channel, at); return err })
	return n, err
}

func (b *saboteur) Post(ctx context.Context, d store.Delivery) (ts string, err error) {
	posted := make(chan string, 1) // and no variable: a late post comes when this has long returned
	err = b.call(true, func() error {
		ts, err := b.ch.Post(ctx, d)
		posted <- ts
		return err
	})
	if err != nil {
		return "", err
	}
	return <-posted, nil
}
func (b *saboteur) Find(ctx context.Context, d store.Delivery) (out []string, err error) {
	err = b.call(false, func() error { out, err = b.ch.Find(ctx, d); return err })
	return out, err
}
func (b *saboteur) Shown(ctx context.Context, channel string, since time.Time) (out []store.Shown, err error) {
	err = b.call(false, func() error { out, err = b.ch.Shown(ctx, channel, since); return err })
	return out, err
}

func (b *saboteur) Edit(ctx context.Context, d store.Delivery, ts string) error {
	return b.call(true, func() error { return b.ch.Edit(ctx, d, ts) })
}
func (b *saboteur) Delete(ctx context.Context, d store.Delivery, ts string) error {
	return b.call(true, func() error { return b.ch.Delete(ctx, d, ts) })
}

// TestFailNth makes each call to the store and to the channel go wrong in turn, in five ways: in the end everything was shown exactly once,
// and the finished item struck out.
func TestFailNth(t *testing.T) {
	for _, how := range []fault{fails, failsDone, dies, diesDone, lateDone} {
		fired := 0
		for nth := 1; ; nth++ {
			hit := false
			synctest.Test(t, func(t *testing.T) { hit = failNth(t, nth, how) })
			if !hit {
				break
			}
			fired++
		}
		t.Logf("%s: %d calls", how, fired)
		if fired < 60 {
			t.Errorf("%s: only %d calls were made", how, fired)
		}
	}
}

func failNth(t *testing.T, nth int, how fault) bool {
	planner := NewPlanner(testPolicy(time.UTC))
	st, w := openStore(t, planner), newWorld(1)
	at := time.Now().Add(9 * time.Hour)
	time.Sleep(9*time.Hour - time.Minute)
	r1, r2 := addReminder(t, st, "one", "C1", at), addReminder(t, st, "two", "C2", at)
	it, err := st.AddItem(store.Item{Text: "three", Creator: "U1", Channel: "C1", Due: store.Due{Date: "2000-01-01"}}, time.Now().AddDate(0, 0, -1))
	if err != nil {
		t.Fatal(err)
	}
	w.refuse["C3"] = "is_archived"
	r3 := addReminder(t, st, "four", "C3", at)

	if err := st.Restored(time.Now()); err != nil { // so that each channel is looked through first
		t.Fatal(err)
	}
	b := &saboteur{Store: st, ch: w, nth: nth, how: how, died: make(chan struct{})}
	o := Options{Audit: 3 * time.Minute}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- New(quiet, planner, b, b, o).Run(ctx) }()
	finish := time.AfterFunc(90*time.Second, func() {
		st.ChangeItem(it.ID, "U1", time.Now(), "done", func(it *store.Item) error { it.Closed = time.Now(); return nil })
	})
	defer finish.Stop()
	select {
	case <-b.died: // the process is no more: another takes over
		cancel()
		<-done
		ctx, cancel = context.WithCancel(context.Background())
		go func() { done <- New(quiet, planner, st, w, o).Run(ctx) }()
	case <-time.After(6 * time.Minute):
	}
	time.Sleep(20 * time.Minute)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	defer func() {
		if t.Failed() {
			t.Logf("call %d: %s", nth, how)
		}
	}()
	ever, struckWant := w.shown(true), 0
	for _, id := range []string{r1.ID, r2.ID, it.ID, r3.ID} {
		list, err := st.Occurrences(store.OccurrenceFilter{Subject: id})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			if id == it.ID && o.State == store.Posted {
				struckWant = 1 // it was shown before it was finished
			}
			want := 1
			if id == r3.ID && !o.Tells() || o.State == store.Cancelled || o.At.After(time.Now()) {
				want = 0
			}
			if ever[o.Key] != want {
				t.Errorf("%s %s of %s (%s) was shown %d times, want %d", o.Rule, o.Nominal, id, o.State, ever[o.Key], want)
			}
		}
	}
	struck := 0
	for _, m := range w.all() {
		for _, l := range m.lines {
			if l.Done {
				struck++
			}
		}
	}
	if struck != struckWant {
		t.Errorf("%d lines are struck out, want %d", struck, struckWant)
	}
	return b.hit
}
