//go:build unix

package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"rabita/store"
)

// With this variable set the test program is a child whose store shrinks under it.
const shrunkVariable = "RABITA_TEST_SHRUNK"

// TestShrunk cuts a file that is open, in a child process: whatever touches the missing part is refused as ErrCorrupt, and the process lives to
// say so, also where several write at once.
func TestShrunk(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), shrunkVariable+"="+filepath.Join(t.TempDir(), "store.db"))
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %.2000s", err, out)
	}
}

func shrink(path string) error {
	st, err := store.Open(path, store.Options{Plan: daily})
	if err != nil {
		return err
	}
	for i := range 50 {
		if _, err := st.AddItem(store.Item{Text: fmt.Sprint("item ", i), Creator: "U1", Channel: "C1", Due: store.Due{Date: "2019-11-08"}}, start); err != nil {
			return err
		}
	}
	if err := os.Truncate(path, 2*4096); err != nil { // the two pages that say where the others are
		return err
	}
	var all sync.WaitGroup
	errs := make([]error, 40)
	for i := range errs {
		all.Go(func() {
			switch i % 4 {
			case 0:
				_, errs[i] = st.AcceptEvent(store.Event{ID: fmt.Sprint("E", i), At: start})
			case 1:
				_, errs[i] = st.AddItem(store.Item{Text: fmt.Sprint("more ", i), Creator: "U1"}, start)
			case 2:
				_, errs[i] = st.Item("A-0001")
			case 3:
				_, errs[i] = st.AddCount("asked", 1)
			}
		})
	}
	all.Wait()
	for i, err := range errs {
		if !errors.Is(err, store.ErrCorrupt) {
			return fmt.Errorf("call %d after the file was cut: %v", i, err)
		}
	}
	return nil
}

func init() {
	if path := os.Getenv(shrunkVariable); path != "" {
		if err := shrink(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
}
