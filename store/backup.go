package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// Saved is what Backup wrote.
type Saved struct {
	Path   string
	Bytes  int64
	SHA256 string
}

// WriteTo writes a snapshot of the store, as it is at one moment, while others read and write it.
func (s *Store) WriteTo(w io.Writer) (n int64, err error) {
	err = s.guarded(func() error {
		return s.db.View(func(b *bolt.Tx) error {
			n, err = b.WriteTo(w)
			return err
		})
	})
	return n, err
}

// Backup writes a snapshot to path, checks it, and only then puts it where an earlier one may be, so that a backup that fails leaves the
// earlier one. The sum is of the file.
func (s *Store) Backup(path string) (saved Saved, err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, filepath.Base(path)+".*.part")
	if err != nil {
		return saved, fmt.Errorf("writing a backup: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	sum := sha256.New()
	n, err := s.WriteTo(io.MultiWriter(f, sum))
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		err = CheckFile(f.Name())
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		return saved, fmt.Errorf("writing the backup %s: %w", path, err)
	}
	return Saved{Path: path, Bytes: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// syncDir makes a rename in a folder durable, where the system can do that.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	d.Sync() // not every system can sync a folder, and then it needs no sync
	return nil
}
