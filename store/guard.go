package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// A Holder is the process that has a store open. It is written beside the file (name + ".holder") and removed on Close; one that is found
// after the lock was free says that its process ended without closing.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Started time.Time `json:"started"`
}

func holderPath(path string) string { return path + ".holder" }

// ReadHolder returns who has the store open, or had it open and never closed it; false if nobody.
func ReadHolder(path string) (Holder, bool) {
	var h Holder
	data, err := os.ReadFile(holderPath(path))
	return h, err == nil && json.Unmarshal(data, &h) == nil && h.PID != 0
}

// hold notes that this process has the store open.
func hold(path string) error {
	host, _ := os.Hostname()
	data, err := json.Marshal(Holder{PID: os.Getpid(), Host: host, Started: time.Now().Round(time.Second)})
	if err == nil {
		err = os.WriteFile(holderPath(path), data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("noting who holds %s: %w", path, err)
	}
	return nil
}

// letGo removes the note.
func letGo(path string) error {
	if err := os.Remove(holderPath(path)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("closing %s: %w", path, err)
	}
	return nil
}

// held says in words why the file could not be opened.
func held(path string, err error) error {
	if !errors.Is(err, berrors.ErrTimeout) {
		return fmt.Errorf("opening %s: %w", path, err)
	}
	if h, ok := ReadHolder(path); ok {
		return fmt.Errorf("%w: %s is held by process %d on %s since %s: stop that one first, or use its commands", ErrHeld, path, h.PID, h.Host,
			h.Started.Format("2 Jan 2006 15:04:05"))
	}
	return fmt.Errorf("%w: another process has %s open: stop that one first", ErrHeld, path)
}

// guard looks at a file before bbolt maps it: bbolt takes an empty file for a new store, and the process dies if the file is shorter than
// its own pages say. Then the file is verified, because bbolt has no sums on its pages and would leave out what it cannot find; that takes
// a few milliseconds for each megabyte. No file at all is a new store, unless the holder's note says that there was one.
func guard(path string, verify func(string) error) error {
	info, err := os.Stat(path)
	_, unclean := ReadHolder(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && unclean:
		return fmt.Errorf("%w: %s is gone, and was there when the bot last ran: put it back, or restore a backup with: rabita restore. "+
			"To begin with nothing, remove %s", ErrCorrupt, path, holderPath(path))
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("opening the store: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is no ordinary file", ErrCorrupt, path)
	case info.Size() == 0:
		return unfit(path, "it is empty, though it was made once")
	}
	if err := checkPages(path, info.Size()); err != nil {
		return err
	}
	if verify == nil {
		verify = CheckFile
	}
	// Who holds the file may be alive: then there is nothing to verify, and bbolt's lock will say so.
	if err := verify(path); err != nil && !errors.Is(err, ErrHeld) {
		return err
	}
	return nil
}

func unfit(path, why string) error {
	return fmt.Errorf("%w: %s: %s. It is left as it is; restore a backup with: rabita restore", ErrCorrupt, path, why)
}

// A bbolt file begins with two pages that describe it. Their layout is fixed by bbolt's file version 2.
const (
	metaMagic   = 0xED0CDAED
	metaVersion = 2
	metaHead    = 16 // the page's own header
	metaSize    = 64
)

// checkPages reads the two describing pages: at least one must be right, and the file must be as long as the newer says.
func checkPages(path string, size int64) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	defer f.Close()
	var newest, pages uint64
	var pageSize int64
	good := 0
	look := func(at int64) bool {
		b := make([]byte, metaHead+metaSize)
		if _, err := io.ReadFull(io.NewSectionReader(f, at, int64(len(b))), b); err != nil {
			return false
		}
		m := b[metaHead:]
		le := binary.LittleEndian
		sum := fnv.New64a()
		sum.Write(m[:metaSize-8])
		if le.Uint32(m) != metaMagic || le.Uint32(m[4:]) != metaVersion || le.Uint64(m[metaSize-8:]) != sum.Sum64() {
			return false
		}
		good++
		if tx := le.Uint64(m[48:]); tx >= newest {
			newest, pages, pageSize = tx, le.Uint64(m[40:]), int64(le.Uint32(m[8:]))
		}
		return true
	}
	if look(0) {
		look(pageSize)
	} else {
		for at := int64(1024); at <= 65536 && !look(at); at *= 2 {
		}
	}
	switch {
	case good == 0:
		return unfit(path, "it is no store, or its first pages are damaged")
	case pageSize < 512 || size < 4*pageSize || size < int64(pages)*pageSize:
		return unfit(path, fmt.Sprintf("it has %d bytes and should have at least %d", size, int64(pages)*pageSize))
	}
	return nil
}

// CheckFile opens a file that no process has open and checks everything in it: pages, envelopes, indexes. A damaged file can end the
// process that does so (a fault no program can catch, or a stack without end): run it in a child process and take its death for a no.
func CheckFile(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("checking the store: %w", err)
	}
	if info.Size() == 0 {
		return unfit(path, "it is empty")
	}
	if err := checkPages(path, info.Size()); err != nil {
		return err
	}
	s := &Store{path: path}
	return s.guarded(func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = unfit(path, fmt.Sprint("its pages make no sense: ", r))
			}
		}()
		if s.db, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: openTimeout, ReadOnly: true, NoStatistics: true}); err != nil {
			return held(path, err)
		}
		defer s.db.Close()
		if err := s.known(); errors.Is(err, ErrSchema) {
			return nil // Open and Migrate say so: its records and indexes are another version's
		} else if err != nil {
			return err
		}
		return s.Check()
	})
}
