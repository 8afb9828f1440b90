package store

import (
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// TestBurst makes changes while another transaction is written: they become one transaction, but for those that fail or panic, whose callers alone
// learn of it; and after a caller panicked, others go on.
func TestBurst(t *testing.T) {
	st, err := Open(filepath.Join(t.TempDir(), "store.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	count := func() (n uint64) {
		t.Helper()
		if err := st.view(func(t *tx) error { n = t.bucket(bCount).Sequence(); return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	last := func() (n int) {
		t.Helper()
		if err := st.db.View(func(b *bolt.Tx) error { n = b.ID(); return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	no := errors.New("no")
	for round := range 20 {
		before, tx0 := count(), last()
		st.writing.Lock() // another transaction is under way
		const n = 30
		var all sync.WaitGroup
		errs, panics := make([]error, n), make([]any, n)
		for i := range n {
			all.Go(func() {
				defer func() { panics[i] = recover() }()
				errs[i] = st.batch(func(t *tx) error {
					switch i {
					case 3, 17:
						return no
					case 11:
						panic("a bug")
					}
					_, err := t.bucket(bCount).NextSequence()
					return err
				})
			})
		}
		for waiting := 0; waiting < n; runtime.Gosched() {
			st.burst.Lock()
			waiting = len(st.burst.waiting)
			st.burst.Unlock()
		}
		st.writing.Unlock()
		all.Wait()
		for i := range n {
			switch {
			case i == 3 || i == 17:
				if errs[i] != no {
					t.Errorf("round %d: change %d failed, and its caller was told %v", round, i, errs[i])
				}
			case i == 11:
				if panics[i] == nil {
					t.Errorf("round %d: a panic was lost", round)
				}
			case errs[i] != nil || panics[i] != nil:
				t.Errorf("round %d: change %d: %v, %v", round, i, errs[i], panics[i])
			}
		}
		if got := count() - before; got != n-3 {
			t.Errorf("round %d: %d changes of %d are there", round, got, n-3)
		}
		if got := last() - tx0; got != 1 {
			t.Errorf("round %d: %d transactions were written", round, got)
		}
	}
}

// TestReadingMeanwhile gives a thread another reading while the one before is being committed: the newer waits on.
func TestReadingMeanwhile(t *testing.T) {
	st, err := Open(filepath.Join(t.TempDir(), "store.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	at := time.Date(2019, 11, 5, 10, 0, 0, 0, time.UTC)
	set := func(reading string) {
		t.Helper()
		if err := st.SetThread("C1 1", []byte(reading), at); err != nil {
			t.Fatal(err)
		}
	}
	set(`"older"`)
	newer := func() { set(`"newer"`) }
	if err := st.update(func(t *tx) error {
		t.OnCommit(newer) // after it was written, before anybody knows
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if got, err := st.Thread("C1 1", at); string(got) != `"newer"` || err != nil {
		t.Errorf("the reading is %s, %v", got, err)
	}
	if err := st.flush(); err != nil {
		t.Fatal(err)
	}
	if got, err := st.Thread("C1 1", at); string(got) != `"newer"` || err != nil || len(st.threads.unsaved) != 0 {
		t.Errorf("what is kept is %s, %v, and %d wait", got, err, len(st.threads.unsaved))
	}
	for _, key := range []string{"", strings.Repeat("k", maxThreadKey+1)} {
		if err := st.SetThread(key, []byte("1"), at); err == nil {
			t.Errorf("a reading under a key of %d bytes was taken", len(key))
		}
	}
	if _, err := st.AddCount("asked", 1); err != nil {
		t.Errorf("a reading that was refused keeps others from being written: %v", err)
	}
}
