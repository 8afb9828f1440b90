package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// TestMigrate brings a file over two steps to a schema of the future, keeps a copy, and leaves it alone where a step fails or is missing.
func TestMigrate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	st, err := Open(path, Options{})
	if err == nil {
		err = st.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	good := func(tx *bolt.Tx) error {
		done++
		return tx.Bucket([]byte(bCount)).Put([]byte("migrated"), numberKey(uint64(done)))
	}
	refusal := errors.New("no")
	bad := func(tx *bolt.Tx) error { good(tx); return refusal }
	if from, to, err := migrate(path, schema, nil); from != schema || to != schema || err != nil {
		t.Errorf("nothing to do: %d, %d, %v", from, to, err)
	}
	if _, _, err := migrate(path, schema+2, map[int]func(*bolt.Tx) error{schema: good}); !errors.Is(err, ErrSchema) || done != 0 {
		t.Errorf("a step is missing: %v, %d done", err, done)
	}
	if _, _, err := migrate(path, schema+1, map[int]func(*bolt.Tx) error{schema: bad}); !errors.Is(err, refusal) {
		t.Errorf("a step fails: %v", err)
	}
	if st, err = Open(path, Options{}); err != nil {
		t.Fatalf("after a step that failed: %v", err)
	}
	if counts, _ := st.CountsNamed(); len(counts) != 0 {
		t.Errorf("a step that failed left %v", counts)
	}
	st.Close()
	if err := os.Remove(path + ".schema-1"); err != nil {
		t.Errorf("no copy was kept: %v", err)
	}
	done = 0
	if from, to, err := migrate(path, schema+2, map[int]func(*bolt.Tx) error{schema: good, schema + 1: good}); from != schema || to != schema+2 || err != nil || done != 2 {
		t.Errorf("two steps: %d, %d, %v, %d done", from, to, err, done)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, ErrSchema) {
		t.Errorf("opening a file of the future: %v", err)
	}
	if _, _, err := Migrate(path); !errors.Is(err, ErrSchema) {
		t.Errorf("migrating a file of the future: %v", err)
	}
	if st, err = Open(path+".schema-1", Options{}); err != nil {
		t.Errorf("the copy does not open: %v", err)
	} else {
		st.Close()
	}
}

// TestCheckSees takes an index entry away, adds one, and alters a record: Check names each.
func TestCheckSees(t *testing.T) {
	for name, spoil := range map[string]func(*tx) error{
		"an index entry is missing": func(t *tx) error { k, _ := t.bucket(bItemIndex).Cursor().First(); return t.delete(bItemIndex, k) },
		"one too many":              func(t *tx) error { return t.bucket(bDue).Put(append(timeKey(time.Time{}), "x"...), nil) },
		"a record under another key": func(t *tx) error {
			return t.bucket(bItem).Put(numberKey(1), append([]byte{}, t.bucket(bItem).Get(numberKey(2))...))
		},
		"a line of the log is gone": func(t *tx) error { return t.delete(bAudit, numberKey(1)) },
	} {
		st, err := Open(filepath.Join(t.TempDir(), "store.db"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"a", "b"} {
			if _, err := st.AddItem(Item{Text: text, Creator: "U1"}, time.Date(2019, 11, 5, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
		}
		if err := st.Check(); err != nil {
			t.Errorf("before: %v", err)
		}
		if err := st.update(spoil); err != nil {
			t.Fatal(err)
		}
		if err := st.Check(); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: Check says %v", name, err)
		}
		st.Close()
	}
}
