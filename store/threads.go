package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	bThread   = "thread"
	bThreadAt = "thread-at"
)

const (
	threadsFor   = 30 * 24 * time.Hour // how long a thread's reading is kept
	maxUnsaved   = 64                  // when so many readings wait for a transaction to go with, they get one
	maxThreadKey = 512
)

type storedThread struct {
	Reading json.RawMessage `json:"reading"`
	At      time.Time       `json:"at"`
}

// threads are the readings that wait for a transaction to go with, by the thread's key.
type threads struct {
	sync.Mutex
	unsaved map[string]*storedThread
}

// SetThread keeps how a thread's last question was read, as JSON, for 30 days. It is written with the next transaction, at the latest the one that
// takes the message out of the inbox: so a reading costs no sync of its own, and if the process ends before, the message is read again.
// What could not be written is refused here, since it would keep others from being written.
func (s *Store) SetThread(key string, reading []byte, at time.Time) error {
	if key == "" || len(key) > maxThreadKey {
		return fmt.Errorf("a thread's key has 1 to %d bytes, not %d", maxThreadKey, len(key))
	}
	if !json.Valid(reading) {
		return fmt.Errorf("the reading of thread %s is no JSON", key)
	}
	s.threads.Lock()
	s.threads.unsaved[key] = &storedThread{bytes.Clone(reading), utc(at)}
	full := len(s.threads.unsaved) >= maxUnsaved
	s.threads.Unlock()
	if full {
		return s.flush()
	}
	return nil
}

// Thread returns a thread's last reading; nil if there is none, or none since that moment.
func (s *Store) Thread(key string, since time.Time) ([]byte, error) {
	if key == "" {
		return nil, nil
	}
	s.threads.Lock()
	th := s.threads.unsaved[key]
	s.threads.Unlock()
	if th == nil {
		th = new(storedThread)
		err := s.view(func(t *tx) error { return t.get(bThread, []byte(key), th) })
		if isNotFound(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
	if th.At.Before(since) {
		return nil, nil
	}
	return bytes.Clone(th.Reading), nil
}

// flush writes the readings that wait, if any do.
func (s *Store) flush() error {
	s.threads.Lock()
	n := len(s.threads.unsaved)
	s.threads.Unlock()
	if n == 0 {
		return nil
	}
	return s.batch(func(*tx) error { return nil })
}

// saveThreads writes the readings that wait, within a transaction, and gives those that it wrote: they wait on until it is committed.
func (t *tx) saveThreads() (map[string]*storedThread, error) {
	t.s.threads.Lock()
	wrote := maps.Clone(t.s.threads.unsaved)
	t.s.threads.Unlock()
	// The oldest first: what a newer one finds too old is there to be taken out.
	older := func(a, b string) int { return cmp.Or(wrote[a].At.Compare(wrote[b].At), cmp.Compare(a, b)) }
	for _, key := range slices.SortedFunc(maps.Keys(wrote), older) {
		th := wrote[key]
		if err := t.setThread([]byte(key), th); err != nil {
			return nil, err
		}
	}
	return wrote, nil
}

// threadsSaved forgets readings that are committed, but for those that changed meanwhile.
func (s *Store) threadsSaved(wrote map[string]*storedThread) {
	if len(wrote) == 0 {
		return
	}
	s.threads.Lock()
	defer s.threads.Unlock()
	maps.DeleteFunc(s.threads.unsaved, func(key string, th *storedThread) bool { return wrote[key] == th })
}

// setThread writes a reading. One that stood there and is damaged is written over: it must not keep a promise from being stored.
func (t *tx) setThread(key []byte, th *storedThread) error {
	var old storedThread
	if t.get(bThread, key, &old) == nil {
		if err := t.delete(bThreadAt, append(timeKey(old.At), key...)); err != nil {
			return err
		}
	}
	if err := t.put(bThread, key, th); err != nil {
		return err
	}
	if err := t.bucket(bThreadAt).Put(append(timeKey(th.At), key...), nil); err != nil {
		return err
	}
	return t.purge(bThreadAt, th.At.Add(-threadsFor), func(key []byte) error { return t.delete(bThread, key) })
}
