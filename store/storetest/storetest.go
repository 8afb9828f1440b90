// Package storetest opens stores for tests. Each is checked when its test ends.
package storetest

import (
	"path/filepath"
	"testing"

	"rabita/store"
)

// Open opens a new store in a folder of the test. When the test ends, it is checked and closed.
func Open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	return OpenAt(t, filepath.Join(t.TempDir(), "store.db"), o)
}

// OpenAt opens the store of that path, or makes it. When the test ends, it is checked and closed; a test that closes it itself gets it
// checked by opening it again.
func OpenAt(t testing.TB, path string, o store.Options) *store.Store {
	t.Helper()
	st, err := store.Open(path, o)
	if err != nil {
		t.Fatalf("opening the store: %v", err)
	}
	t.Cleanup(func() {
		if err := st.Check(); err != nil {
			t.Errorf("the store at the end of the test: %v", err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}
