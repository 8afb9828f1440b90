package store

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// A tx is one transaction with the envelope around its records.
type tx struct {
	*bolt.Tx
	s *Store
}

func (s *Store) view(do func(*tx) error) error {
	return s.guarded(func() error { return s.db.View(func(b *bolt.Tx) error { return do(&tx{b, s}) }) })
}

// update is a transaction that writes. It takes along the readings of threads that wait for one.
func (s *Store) update(do func(*tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.write(do)
}

// write is update for the one that holds s.writing. When bbolt does not come back from a fault, it still holds its own lock: whoever wrote
// after that would wait for ever, and so is told instead.
func (s *Store) write(do func(*tx) error) error {
	if s.broken != nil {
		return s.broken
	}
	back := false
	var threads map[string]*storedThread
	err := noRoom(s.guarded(func() error {
		err := s.db.Update(func(b *bolt.Tx) (err error) {
			t := &tx{b, s}
			if err = do(t); err == nil {
				threads, err = t.saveThreads()
			}
			return err
		})
		back = true
		return err
	}))
	if !back {
		s.broken = err
	}
	if err == nil {
		s.threadsSaved(threads)
	}
	return err
}

// A burst is the changes that wait to be written together.
type burst struct {
	sync.Mutex
	waiting []change
}

type change struct {
	do   func(*tx) error
	done chan error
}

// errAlone tells the caller of batch to make its change in a transaction of its own, and to see there what is wrong with it.
var errAlone = errors.New("the change did not go with the others")

// batch is update for what comes in bursts: changes that come while another transaction is written become one, written by the first of them. It is not
// bbolt's own Batch, which works in a goroutine where a fault in the mapped file ends the process. do may run more than once.
func (s *Store) batch(do func(*tx) error) error {
	c := change{do, make(chan error, 1)}
	s.burst.Lock()
	s.burst.waiting = append(s.burst.waiting, c)
	first := len(s.burst.waiting) == 1
	s.burst.Unlock()
	if first {
		s.writeBurst()
	}
	if err := <-c.done; err != errAlone {
		return err
	}
	return s.update(do)
}

// writeBurst writes all changes that wait once it is their turn, but for those that fail.
func (s *Store) writeBurst() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.burst.Lock()
	left := s.burst.waiting
	s.burst.waiting = nil
	s.burst.Unlock()
	tell := func(err error) {
		for _, c := range left {
			c.done <- err
		}
		left = nil
	}
	defer func() { tell(errAlone) }() // none are left, unless bbolt panicked
	for len(left) > 0 {
		failed := -1
		err := s.write(func(t *tx) error {
			failed = slices.IndexFunc(left, func(c change) bool { return !fits(c, t) })
			if failed >= 0 {
				return errAlone
			}
			return nil
		})
		if failed < 0 {
			tell(err)
			return
		}
		left[failed].done <- errAlone
		left = slices.Delete(left, failed, failed+1)
	}
}

// fits makes a change among others and reports whether it went without an error or a panic.
func fits(c change, t *tx) (ok bool) {
	defer func() { ok = recover() == nil && ok }()
	return c.do(t) == nil
}

// noRoom names the errors of a disk, or a quota, that is full. bbolt passes some of them on as words only.
func noRoom(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if err != nil && (errors.Is(err, full) || strings.Contains(err.Error(), full.Error())) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}

// guarded turns a fault in the mapped file, which a file that shrank under the bot causes, into an error.
func (s *Store) guarded(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(interface {
				error
				Addr() uintptr
			}); ok {
				err = fmt.Errorf("%w: reading %s failed (%v): stop the bot and restore a backup with: rabita restore", ErrCorrupt, s.path, e)
				return
			}
			panic(r)
		}
	}()
	return do()
}

// get reads the record under key; ErrNotFound if there is none.
func (t *tx) get(bucket string, key []byte, v any) error {
	data := t.bucket(bucket).Get(key)
	if data == nil {
		return ErrNotFound
	}
	return open(bucket, key, data, v)
}

// put writes the record under key.
func (t *tx) put(bucket string, key []byte, v any) error {
	data, err := seal(bucket, key, v)
	if err != nil {
		return err
	}
	return t.bucket(bucket).Put(key, data)
}

func (t *tx) bucket(name string) *bolt.Bucket { return t.Bucket([]byte(name)) }

func (t *tx) delete(bucket string, key []byte) error { return t.bucket(bucket).Delete(key) }

// scan calls do for every pair whose key begins with prefix, in key order, until do returns false.
func (t *tx) scan(bucket string, prefix []byte, do func(key, value []byte) (bool, error)) error {
	c := t.bucket(bucket).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		more, err := do(k, v)
		if err != nil || !more {
			return err
		}
	}
	return nil
}
