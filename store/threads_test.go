package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rabita/store"
	"rabita/store/storetest"
)

func TestThreads(t *testing.T) {
	st := storetest.Open(t, store.Options{})
	if err := st.SetThread("C1 1.1", []byte(`{"kind":"ask"}`), start); err != nil {
		t.Fatal(err)
	}
	if err := st.SetThread("C1 1.1", []byte(`{"kind":"gaps"}`), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := must(st.Thread("C1 1.1", start))(t); string(got) != `{"kind":"gaps"}` {
		t.Errorf("the thread's reading is %s", got)
	}
	if got, err := st.Thread("C1 1.1", start.Add(2*time.Hour)); got != nil || err != nil {
		t.Errorf("an older reading: %s, %v", got, err)
	}
	if err := st.SetThread("C1 2.2", []byte(`1`), start.Add(31*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	must(st.AddCount("asked", 1))(t)
	if got, err := st.Thread("C1 1.1", start); got != nil || err != nil {
		t.Errorf("a reading after 31 days: %s, %v", got, err)
	}
}

// TestThreadsGoAlong closes and kills stores with readings that wait: they go with the next transaction that succeeds, with Close, and when there are
// many of them.
func TestThreadsGoAlong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	open := func() *store.Store { return must(store.Open(path, store.Options{}))(t) }
	killed := func(st *store.Store) *store.Store { // what another process finds now
		t.Helper()
		copied := filepath.Join(t.TempDir(), "store.db")
		must(st.Backup(copied))(t)
		return must(store.Open(copied, store.Options{}))(t)
	}
	has := func(st *store.Store, key string) bool {
		t.Helper()
		got := must(st.Thread(key, start))(t)
		return got != nil
	}
	set := func(st *store.Store, key string) {
		t.Helper()
		if err := st.SetThread(key, []byte(`{"kind":"ask"}`), start); err != nil {
			t.Fatal(err)
		}
	}

	st := open()
	it := must(st.AddItem(store.Item{Text: "send the list", Creator: "U1"}, start))(t)
	set(st, "C1 1")
	if other := killed(st); !has(st, "C1 1") || has(other, "C1 1") {
		t.Error("a reading did not wait")
	} else {
		other.Close()
	}
	no := errors.New("no")
	if _, err := st.ChangeItem(it.ID, "U1", start, "text", func(it *store.Item) error { return no }); err != no || !has(st, "C1 1") {
		t.Errorf("after a transaction that failed (%v) the reading is there: %v", err, has(st, "C1 1"))
	}
	must(st.AddCount("asked", 1))(t)
	if other := killed(st); !has(other, "C1 1") {
		t.Error("a reading did not go with a transaction")
	} else {
		other.Close()
	}

	set(st, "C1 2")
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = open()
	if !has(st, "C1 1") || !has(st, "C1 2") {
		t.Error("a reading was lost in closing")
	}
	for i := range 1000 {
		set(st, fmt.Sprint("C2 ", i))
	}
	if other := killed(st); !has(other, "C2 0") || !has(other, "C2 900") {
		t.Error("a thousand readings wait in memory")
	} else {
		other.Close()
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}
