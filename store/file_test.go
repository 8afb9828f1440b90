package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"rabita/store"
	"rabita/store/storetest"
)

// With this variable set the test program is a child that checks a file, and then reads all of it.
const childVariable = "RABITA_TEST_CHECK"

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		if err := store.CheckFile(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// sample makes a store with a bit of everything and returns its path.
func sample(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	st, err := store.Open(path, store.Options{Plan: daily})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		must(st.AddItem(store.Item{Text: fmt.Sprint("item ", i), Creator: "U1", Owner: fmt.Sprint("U", i%3), Channel: "C1", Meeting: 14,
			Shares: []store.Share{{Body: "KPCSW"}}, Due: store.Due{Date: "2019-11-08"}}, start))(t)
		must(st.AddReminder(store.Reminder{Text: fmt.Sprint("reminder ", i), Who: "U1", Channel: "C2", Due: store.Due{Date: "2019-11-09"}}, start))(t)
	}
	if d, ok, err := st.TakeDue("C1", start.AddDate(0, 0, 4), all); !ok || err != nil {
		t.Fatal(ok, err)
	} else if err := st.Commit(d.Marker, "1.1", start.AddDate(0, 0, 4)); err != nil {
		t.Fatal(err)
	}
	must(st.SetEntry(store.Entry{Register: store.Aliases, Key: "dpc", Value: []byte(`"DPC"`), By: "USEC", At: start}))(t)
	must(st.AcceptEvent(store.Event{ID: "E1", Data: []byte("x"), At: start}))(t)
	if err := errors.Join(st.SetThread("C1 1", []byte("{}"), start), st.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestGuard opens files that are no stores: each is refused with its name and what to do, and left as it is.
func TestGuard(t *testing.T) {
	good, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bolt.Open(foreign, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	db.Update(func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("theirs")); return err })
	db.Close()
	other, _ := os.ReadFile(foreign)
	wreck := func(from, to int) []byte {
		b := bytes.Clone(good)
		for i := from; i < to; i++ {
			b[i] ^= 0xff
		}
		return b
	}
	for name, data := range map[string][]byte{"empty": {}, "text": []byte(strings.Repeat("not a store\n", 3000)), "one page": good[:4096], "half": good[:len(good)/2],
		"both metas": append(wreck(0, 8192)[:8192], good[8192:]...), "foreign": other, "cut by a page": good[:len(good)-4096*4]} {
		path := filepath.Join(t.TempDir(), "store.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		st, err := store.Open(path, store.Options{})
		if err == nil {
			if e := st.Check(); e != nil {
				t.Errorf("%s: opened, and Check says %v", name, e)
			}
			st.Close()
			if name != "cut by a page" { // the last pages may have been free
				t.Errorf("%s: opened", name)
			}
			continue
		}
		if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadFile(path); !bytes.Equal(left, data) {
			t.Errorf("%s: the file was changed", name)
		}
	}

	// A file that is gone, though a bot had it open when it ended.
	path := filepath.Join(t.TempDir(), "store.db")
	note, _ := json.Marshal(store.Holder{PID: 1, Host: "h", Started: start})
	if err := os.WriteFile(path+".holder", note, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(path, store.Options{}); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a store that is gone: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a store that was gone was replaced by an empty one")
	}
}

// TestHeld: a second one is refused, naming the holder; a file that was not closed is verified before it is opened.
func TestHeld(t *testing.T) {
	path := sample(t)
	st := storetest.OpenAt(t, path, store.Options{})
	began := time.Now()
	_, err := store.Open(path, store.Options{})
	if !errors.Is(err, store.ErrHeld) || !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid())) {
		t.Errorf("a second Open: %v", err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the refusal took %v", took)
	}
	if _, ok := store.ReadHolder(path); !ok {
		t.Error("the refused one took the holder's note away")
	}
	crashed := filepath.Join(t.TempDir(), "store.db")
	must(st.Backup(crashed))(t)
	note, _ := json.Marshal(store.Holder{PID: 1, Host: "h", Started: start})
	if err := os.WriteFile(crashed+".holder", note, 0o600); err != nil {
		t.Fatal(err)
	}
	verified := 0
	refusal := errors.New("no")
	if _, err := store.Open(crashed, store.Options{Verify: func(string) error { verified++; return refusal }}); !errors.Is(err, refusal) || verified != 1 {
		t.Errorf("Verify was called %d times, and Open said %v", verified, err)
	}
	storetest.OpenAt(t, crashed, store.Options{})
}

// inChild checks a file in a child process, as the program does: a child that dies is a no.
func inChild(path string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+path)
	if err := child.Run(); err != nil {
		return fmt.Errorf("%w: %s (%v): restore a backup with: rabita restore", store.ErrCorrupt, path, err)
	}
	return nil
}

// TestDamage flips bits, cuts the file, clears pages and swaps them, in a file that was closed properly: it is refused, named and left as
// it is, or every record is as it was.
func TestDamage(t *testing.T) {
	good, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	flips, cuts := 60, 15
	if os.Getenv("RABITA_LONG") != "" {
		flips, cuts = 2000, 200
	}
	rng := rand.New(rand.NewPCG(1, 2))
	refused, same := 0, 0
	try := func(what string, data []byte) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "store.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		st, err := store.Open(path, store.Options{Verify: inChild})
		if err != nil {
			if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "rabita restore") {
				t.Errorf("%s: %v", what, err)
			}
			if left, _ := os.ReadFile(path); !bytes.Equal(left, data) {
				t.Errorf("%s: the refused file was changed", what)
			}
			refused++
			return
		}
		defer st.Close()
		same++
		if err := st.Check(); err != nil {
			t.Errorf("%s: opened, and Check says %v", what, err)
		}
		page := must(st.Items(store.ItemFilter{Class: store.AnyItems}, store.Page{Limit: 100}))(t)
		if len(page.Items) != 40 {
			t.Errorf("%s: %d items of 40 are left, and nobody noticed", what, len(page.Items))
		}
		for i, it := range page.Items {
			if it.Text != fmt.Sprint("item ", i) || it.Due.Date != "2019-11-08" {
				t.Errorf("%s: %s is %q now", what, it.ID, it.Text)
			}
		}
		if list := must(st.Reminders(store.ReminderFilter{}))(t); len(list) != 40 {
			t.Errorf("%s: %d reminders of 40 are left", what, len(list))
		}
	}
	for range flips {
		b := bytes.Clone(good)
		at := rng.IntN(len(b))
		b[at] ^= 1 << rng.IntN(8)
		try(fmt.Sprint("a bit flipped at ", at), b)
	}
	for range cuts {
		n := rng.IntN(len(good))
		try(fmt.Sprint("cut at ", n), good[:n])
		b := bytes.Clone(good)
		page := rng.IntN(len(b)/4096) * 4096
		clear(b[page : page+4096])
		try(fmt.Sprint("a page cleared at ", page), b)
		b = bytes.Clone(good)
		other := rng.IntN(len(b)/4096) * 4096
		copy(b[page:page+4096], good[other:])
		copy(b[other:other+4096], good[page:])
		try(fmt.Sprintf("the pages at %d and %d swapped", page, other), b)
	}
	t.Logf("%d refused, %d with every record as it was", refused, same)
	if refused == 0 || same == 0 {
		t.Errorf("%d refused, %d accepted: one kind was not seen", refused, same)
	}
}

// TestBackup takes snapshots while others write, and opens them.
func TestBackup(t *testing.T) {
	st := storetest.OpenAt(t, sample(t), store.Options{Plan: daily})
	stop, done := make(chan bool), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				done <- n
				return
			default:
				st.AddItem(store.Item{Text: fmt.Sprint("more ", n), Creator: "U7", Channel: "C7", Due: store.Due{Date: "2019-12-01"}}, start)
				n++
			}
		}
	}()
	path := filepath.Join(t.TempDir(), "backup.db")
	for range 5 {
		saved := must(st.Backup(path))(t)
		if info, err := os.Stat(path); err != nil || info.Size() != saved.Bytes || len(saved.SHA256) != 64 {
			t.Errorf("Backup: %+v, %v", saved, err)
		}
	}
	close(stop)
	n := <-done
	copied := storetest.OpenAt(t, path, store.Options{Plan: daily})
	if have := must(copied.CountItems(store.ItemFilter{}))(t); have < 40 || have > 40+n {
		t.Errorf("the backup has %d items, and %d to %d were written", have, 40, 40+n)
	}
	if left, _ := filepath.Glob(path + ".*.part"); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

// TestRelease opens a store as the first release wrote it. UPDATE=1 writes the file if there is none; it is never written again.
func TestRelease(t *testing.T) {
	const kept = "testdata/release-1.db"
	if _, err := os.Stat(kept); err != nil && os.Getenv("UPDATE") != "" {
		data, err := os.ReadFile(sample(t))
		if err == nil {
			err = os.WriteFile(kept, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Migrate(path); err != nil {
		t.Fatal(err)
	}
	st := storetest.OpenAt(t, path, store.Options{Plan: daily})
	it := must(st.Item("A-0007"))(t)
	if it.Text != "item 6" || it.Owner != "U0" || it.Shares[0].Body != "KPCSW" || it.Due.Date != "2019-11-08" || !it.Created.Equal(start) || len(it.History) != 1 {
		t.Errorf("A-0007 is %+v", it)
	}
	if r := must(st.Reminder("R-0040"))(t); r.Text != "reminder 39" || !r.Alive() {
		t.Errorf("R-0040 is %+v", r)
	}
	if list := must(st.Deliveries(store.DeliveryFilter{Channel: "C1"}))(t); len(list) != 1 || list[0].TS != "1.1" || len(list[0].Keys) != 40 {
		t.Errorf("deliveries: %+v", list)
	}
	if next, ok, _ := st.NextDue(time.Time{}); !ok || next.Format(time.DateOnly) != "2019-11-09" {
		t.Errorf("NextDue = %v", next)
	}
	must(st.Entry(store.Aliases, "dpc"))(t)
}
