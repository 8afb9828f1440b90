package store

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The errors that callers act on.
var (
	ErrNotFound  = errors.New("there is no such record")                   // the id or key was never given, or was undone
	ErrDuplicate = errors.New("the same was added less than a minute ago") // AddItem, AddReminder: the earlier one is returned with it
	ErrTooLate   = errors.New("a change can be undone for ten minutes")    // Undo
	ErrOvertaken = errors.New("it was changed again since")                // Undo: the later change must be undone first
	ErrHeld      = errors.New("the store is in use")                       // Open: another process holds it; the message names it
	ErrFull      = errors.New("the disk is full")                          // nothing of the change was kept; it can be made again when there is room
	ErrSchema    = errors.New("the store has another schema version")      // Open: newer, or older and to be migrated
)

// A Planner works out the notices of an item or a reminder, as they should be from now on: all that are still to come and those of
// s.Pending that still matter. What it returns under a key that was shown before is ignored; what it leaves out is cancelled. It must be
// a plain function of its arguments and quick, for it runs inside transactions.
type Planner func(s Subject, now time.Time) []Occurrence

// A Subject is what notices are about: exactly one of Item and Reminder is set.
type Subject struct {
	Item     *Item
	Reminder *Reminder
	Pending  []Occurrence // planned and neither shown nor cancelled: due, intent or blocked
}

// ID is the id of the item or reminder.
func (s Subject) ID() string {
	if s.Item != nil {
		return s.Item.ID
	}
	return s.Reminder.ID
}

// Options say how a store is opened. The zero value plans no notices.
type Options struct {
	Plan Planner
	// Verify checks a file before it is opened; it should run CheckFile in a child process, because a damaged file can end the process
	// that maps it; where that says ErrHeld, so should Verify. Nil: CheckFile in this process.
	Verify func(path string) error
	// NoSync leaves out the disk syncs: for tests and bulk loads that can be run again.
	NoSync bool
	// ForgetSeen is a test-only option that switches off the memory for events.
	ForgetSeen bool
}

// A Store is what people promised. It is safe for use by many goroutines.
type Store struct {
	db     *bolt.DB
	path   string
	plan   Planner
	key    []byte
	forget bool

	threads threads
	burst   burst

	writing sync.Mutex // held by the one that writes
	broken  error      // why no one can write any more; guarded by writing

	mu    sync.Mutex
	taken map[uint64]bool // events of the inbox that this process works on
}

// buckets are all buckets; the package comment says what is in them.
var buckets = []string{bMeta, bItem, bItemIndex, bReminder, bReminderIndex, bOccurrence, bSubject, bDue, bDueIn, bBlockedIn, bDelivery, bIntent,
	bToAudit, bEdit, bDeliveryIn, bChannel, bSeen, bSeenAt, bInbox, bSaid, bSaidAt, bUndo, bRegister, bCount, bThread, bThreadAt, bQuestion, bQuestionKey, bFeedback,
	bAudit}

const (
	bMeta = "meta"

	metaSchema = "schema"
	metaKey    = "key"
	metaHigh   = "high"
)

// Open opens the store in the file path, or makes it if there is none; its folder must exist. An error names the file and what to do: it
// is ErrHeld if another process has it open, ErrCorrupt if it is damaged or no store, ErrSchema if it is of another version. A damaged
// file is never replaced by an empty one.
func Open(path string, o Options) (*Store, error) {
	if err := guard(path, o.Verify); err != nil {
		return nil, err
	}
	if err := create(path, o.NoSync); err != nil {
		return nil, err
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: openTimeout, NoSync: o.NoSync, NoStatistics: true})
	if err != nil {
		return nil, held(path, err)
	}
	s := &Store{db: db, path: path, plan: o.Plan, forget: o.ForgetSeen, taken: map[uint64]bool{}, threads: threads{unsaved: map[string]*storedThread{}}}
	if err = s.known(); err == nil {
		err = hold(path)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// create makes a store where there is none: beside its place first, so that a start that is cut short leaves no half of one.
func create(path string, noSync bool) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return nil // Open says what is wrong with it, if anything is
	}
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("making the store: %w", err)
	}
	db, err := bolt.Open(fresh, 0o600, &bolt.Options{Timeout: openTimeout, NoSync: noSync, NoStatistics: true})
	if err != nil {
		return fmt.Errorf("making the store %s: %w; its folder must exist and be writable", path, err)
	}
	s := &Store{db: db, path: fresh}
	err = s.fill()
	if e := db.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(fresh, path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("making the store %s: %w", path, err)
	}
	return nil
}

// openTimeout is how long Open waits for another process to let go of the file.
const openTimeout = time.Second

// known checks that a file is a store of this schema, and reads its key.
func (s *Store) known() error {
	var version int
	err := s.view(func(t *tx) error {
		if t.Bucket([]byte(bMeta)) == nil {
			return fmt.Errorf("%w: %s is another program's file: name the folder of this bot's data", ErrCorrupt, s.path)
		}
		if err := t.get(bMeta, []byte(metaSchema), &version); err != nil {
			return err
		}
		return t.get(bMeta, []byte(metaKey), &s.key)
	})
	switch {
	case err != nil:
		return err
	case version > schema:
		return fmt.Errorf("%w: %s has version %d and this program knows %d: use the newer rabita", ErrSchema, s.path, version, schema)
	case version < schema:
		return fmt.Errorf("%w: %s has version %d, this program needs %d: run rabita migrate, which keeps a copy", ErrSchema, s.path, version, schema)
	}
	return nil
}

// fill makes the buckets of a new store.
func (s *Store) fill() error {
	return s.update(func(t *tx) error {
		for _, name := range buckets {
			if _, err := t.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		s.key = make([]byte, 32)
		rand.Read(s.key) // never fails
		if err := t.put(bMeta, []byte(metaKey), s.key); err != nil {
			return err
		}
		return t.put(bMeta, []byte(metaSchema), schema)
	})
}

// Close closes the file. It waits for transactions that are under way. After a fault in the mapped file it says so, and leaves the file and the
// holder's note as they are: the process holds them until it ends.
func (s *Store) Close() error {
	err := s.flush()
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken != nil {
		return fmt.Errorf("closing %s: %w", s.path, s.broken)
	}
	if e := s.db.Close(); e != nil {
		return fmt.Errorf("closing %s: %w", s.path, errors.Join(err, e))
	}
	return errors.Join(err, letGo(s.path))
}

// Path is the file's name.
func (s *Store) Path() string { return s.path }

// InstallKey is the secret of this installation, 32 bytes made with the file; markers are made with it.
func (s *Store) InstallKey() []byte { return bytes.Clone(s.key) }

// An entry is one pair of an index bucket, which follows from a record.
type entry struct {
	bucket     string
	key, value []byte
}

// reindex replaces the index entries of a record's old state with those of its new one.
func (t *tx) reindex(old, now []entry) error {
	keep := make(map[string]bool, len(now))
	for _, e := range now {
		keep[e.bucket+"\x00"+string(e.key)] = true
	}
	for _, e := range old {
		if keep[e.bucket+"\x00"+string(e.key)] {
			continue
		}
		if err := t.delete(e.bucket, e.key); err != nil {
			return err
		}
	}
	for _, e := range now {
		b := t.bucket(e.bucket)
		if have := b.Get(e.key); have != nil && bytes.Equal(have, e.value) {
			continue
		}
		if err := b.Put(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// purge deletes from an index by time what is older than before, at most some at a time, and calls do with what follows the time.
func (t *tx) purge(bucket string, before time.Time, do func(rest []byte) error) error {
	c, limit := t.bucket(bucket).Cursor(), timeKey(before)
	for n := 0; n < 100; n++ {
		k, _ := c.First()
		if k == nil || bytes.Compare(k[:timeKeySize], limit) >= 0 {
			return nil
		}
		if err := do(bytes.Clone(k[timeKeySize:])); err != nil {
			return err
		}
		if err := t.delete(bucket, bytes.Clone(k)); err != nil {
			return err
		}
	}
	return nil
}

// same reports whether two values are stored alike.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// plainWords is text as it is compared: lower case, single spaces.
func plainWords(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// utc is a time as it is stored: without a zone and without the process's own clock reading.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Round(0)
}
