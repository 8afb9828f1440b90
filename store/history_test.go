package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rabita/store"
)

// A plain is the store as a plain map: what the histories below compare with.
type plain struct {
	items   map[string]store.Item
	entries map[string]string
	undo    []step // what can be undone, the latest last
}

// A step is one change and what it replaced.
type step struct {
	id, change string
	before     *store.Item // nil: it was added
	entry      bool
	value      string // of the entry before; empty: there was none
	at         time.Time
}

// TestHistories runs random histories of commands against the store and a plain map: equal at the end, undo brings back what was, and the
// indexes fit. 10,000 with RABITA_LONG=1, 300 otherwise.
func TestHistories(t *testing.T) {
	runs := 300
	if os.Getenv("RABITA_LONG") != "" {
		runs = 10000
	}
	for seed := range runs {
		if runHistory(t, uint64(seed)); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func runHistory(t *testing.T, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 3))
	path := filepath.Join(t.TempDir(), "store.db")
	open := func() *store.Store { return must(store.Open(path, store.Options{Plan: daily, NoSync: true}))(t) }
	st := open()
	defer func() { st.Close() }()
	p := plain{items: map[string]store.Item{}, entries: map[string]string{}}
	now := start
	for n := range 60 {
		now = now.Add(time.Duration(rng.IntN(180)) * time.Second)
		switch k := rng.IntN(20); {
		case k < 6:
			it := must(st.AddItem(store.Item{Text: fmt.Sprint("matter ", n), Creator: "U1", Owner: fmt.Sprint("U", rng.IntN(3)), Body: fmt.Sprint("B", rng.IntN(2)),
				Channel: fmt.Sprint("C", rng.IntN(2)), Due: store.Due{Date: now.AddDate(0, 0, rng.IntN(4)).Format(time.DateOnly)}}, now))(t)
			p.items[it.ID] = it
			p.undo = append(p.undo, step{id: it.ID, change: it.Change(), at: now})
		case k < 12 && len(p.items) > 0:
			p.change(t, st, rng, now)
		case k < 14:
			key, value := fmt.Sprint(rng.IntN(3)), fmt.Sprint(n)
			e := must(st.SetEntry(store.Entry{Register: store.Aliases, Key: key, Value: []byte(value), By: "U1", At: now}))(t)
			p.undo = append(p.undo, step{id: key, change: e.Change, entry: true, value: p.entries[key], at: now})
			p.entries[key] = value
		case k < 16 && len(p.undo) > 0:
			p.takeBack(t, st, rng, now)
		case k < 18:
			for _, channel := range must(st.DueChannels(now))(t) {
				d, ok, err := st.TakeDue(channel, now, all)
				if err == nil && ok {
					err = []func() error{func() error { return st.Commit(d.Marker, "1.1", now) }, func() error { return st.Refused(d.Marker, "later", now, now) },
						func() error { return st.Block(d.Marker, "gone", nil, now) }, func() error { return st.Ambiguous(d.Marker, "?", now) }}[rng.IntN(4)]()
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		case k < 19:
			must(st.Unblock("", now))(t)
			for _, d := range must(st.Intents())(t) {
				if again, ok, err := st.Resend(d.Marker, now); err != nil {
					t.Fatal(err)
				} else if ok {
					if err := st.Commit(again.Marker, "2.2", now); err != nil {
						t.Fatal(err)
					}
				}
			}
		default:
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			st = open()
		}
	}
	p.compare(t, st)
	if err := st.Check(); err != nil {
		t.Error(err)
	}
}

// change alters an item in one of several ways, or tries to.
func (p *plain) change(t *testing.T, st *store.Store, rng *rand.Rand, now time.Time) {
	ids := make([]string, 0, len(p.items))
	for id := range p.items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	id := ids[rng.IntN(len(ids))]
	before := p.items[id]
	how := rng.IntN(6)
	no := errors.New("no")
	it, err := st.ChangeItem(id, "U2", now, "changed", func(it *store.Item) error {
		switch how {
		case 0:
			it.Due = store.Due{Date: now.AddDate(0, 0, rng.IntN(3)).Format(time.DateOnly)}
		case 1:
			it.Closed, it.Status = now, store.Reported
		case 2:
			it.Closed, it.Status = time.Time{}, store.NotStarted
		case 3:
			it.Owner, it.Channel = fmt.Sprint("U", rng.IntN(3)), fmt.Sprint("C", rng.IntN(2))
		case 4:
			it.Shares = append(it.Shares, store.Share{Body: fmt.Sprint("B", rng.IntN(4)), Evidence: []store.Evidence{{Text: "x"}}})
		case 5:
			it.Text = "spoiled"
			return no
		}
		return nil
	})
	if how == 5 {
		if err != no {
			t.Errorf("a refused change: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(it.History) > len(before.History) {
		p.undo = append(p.undo, step{id: id, change: it.Change(), before: &before, at: now})
	}
	p.items[id] = it
}

// takeBack undoes one of the last changes and expects what a plain map says.
func (p *plain) takeBack(t *testing.T, st *store.Store, rng *rand.Rand, now time.Time) {
	i := len(p.undo) - 1 - rng.IntN(min(2, len(p.undo)))
	s := p.undo[i]
	overtaken := false
	for _, later := range p.undo[i+1:] {
		overtaken = overtaken || later.id == s.id && later.entry == s.entry
	}
	current := p.items[s.id]
	u, err := st.Undo(s.change, "U3", now)
	switch {
	case now.Sub(s.at) > 10*time.Minute:
		if !errors.Is(err, store.ErrTooLate) {
			t.Errorf("undoing %s after %v: %v", s.change, now.Sub(s.at), err)
		}
		return
	case overtaken || !s.entry && current.Change() != s.change:
		if err == nil {
			t.Errorf("undoing the overtaken %s was no error", s.change)
		}
		return
	case err != nil:
		t.Fatalf("undoing %s: %v", s.change, err)
	}
	p.undo = slices.Delete(p.undo, i, i+1)
	switch {
	case s.entry && s.value == "":
		delete(p.entries, s.id)
	case s.entry:
		p.entries[s.id] = s.value
	case s.before == nil:
		delete(p.items, s.id)
	default:
		want := *s.before
		want.History = u.Item.History
		p.items[s.id] = want
		if n := len(u.Item.History); n < 2 || u.Item.History[n-1].What != "undo" {
			t.Errorf("after Undo the history is %+v", u.Item.History)
		}
	}
}

func (p *plain) compare(t *testing.T, st *store.Store) {
	page := must(st.Items(store.ItemFilter{Class: store.AnyItems}, store.Page{Limit: 1000}))(t)
	got := map[string]store.Item{}
	for _, it := range page.Items {
		got[it.ID] = it
	}
	ignore := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".why" }, cmp.Ignore())
	if diff := cmp.Diff(p.items, got, ignore); diff != "" {
		t.Errorf("items (-plain +store):\n%s", diff)
	}
	for _, owner := range []string{"U0", "U1", "U2"} {
		want := 0
		for _, it := range p.items {
			if it.Owner == owner && it.Open() {
				want++
			}
		}
		if n := must(st.CountItems(store.ItemFilter{Owner: owner}))(t); n != want {
			t.Errorf("%s has %d open items, want %d", owner, n, want)
		}
	}
	entries := map[string]string{}
	for _, e := range must(st.Entries(store.Aliases))(t) {
		entries[e.Key] = string(e.Value)
	}
	if diff := cmp.Diff(p.entries, entries); diff != "" {
		t.Errorf("entries (-plain +store):\n%s", diff)
	}
}
