package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// migrations[n] brings a file of schema n to n+1. There has been one schema so far; the first change of a stored type that old files do
// not bear adds a line here, and a file of the release before it to testdata.
var migrations = map[int]func(*bolt.Tx) error{}

// Migrate brings a file that nobody has open to the schema of this program, in one transaction, and returns both versions. If there is
// something to do, it first keeps a copy beside it, named with the old version. ErrSchema: the file is newer than this program, or of a
// version it no longer knows.
func Migrate(path string) (from, to int, err error) { return migrate(path, schema, migrations) }

func migrate(path string, to int, steps map[int]func(*bolt.Tx) error) (int, int, error) {
	if err := guard(path, nil); err != nil {
		return 0, 0, err
	}
	if _, err := os.Stat(path); err != nil {
		return 0, 0, fmt.Errorf("migrating: %w", err)
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: openTimeout, NoStatistics: true})
	if err != nil {
		return 0, 0, held(path, err)
	}
	defer db.Close()
	s := &Store{db: db, path: path}
	from := 0
	err = s.view(func(t *tx) error {
		if t.Bucket([]byte(bMeta)) == nil {
			return fmt.Errorf("%w: %s is another program's file", ErrCorrupt, path)
		}
		return t.get(bMeta, []byte(metaSchema), &from)
	})
	if err != nil || from == to {
		return from, to, err
	}
	for v := from; v < to; v++ {
		if steps[v] == nil {
			return from, to, fmt.Errorf("%w: %s has version %d and this program migrates none such: use a rabita between the two first", ErrSchema, path, from)
		}
	}
	if from > to {
		return from, to, fmt.Errorf("%w: %s has version %d and this program knows %d: use the newer rabita", ErrSchema, path, from, to)
	}
	if err := keepCopy(s, fmt.Sprintf("%s.schema-%d", path, from)); err != nil {
		return from, to, err
	}
	err = s.update(func(t *tx) error {
		for v := from; v < to; v++ {
			if err := steps[v](t.Tx); err != nil {
				return fmt.Errorf("migrating %s from schema %d: %w; nothing was changed", path, v, err)
			}
		}
		return t.put(bMeta, []byte(metaSchema), to)
	})
	return from, to, err
}

// keepCopy writes a snapshot to a file that must not be there yet.
func keepCopy(s *Store, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keeping a copy before migrating: %w", err)
	}
	_, err = s.WriteTo(io.Writer(f))
	return errors.Join(err, f.Sync(), f.Close(), syncDir(filepath.Dir(path)))
}
