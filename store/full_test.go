//go:build unix

package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rabita/store"
)

// With this variable set the test program is a child that fills a disk.
const fullVariable = "RABITA_TEST_FULL"

// TestFullDisk fills the room a store has, in a child process whose files may not grow further: what does not fit is refused as ErrFull, at
// once and without harm; what was kept stays; and when there is room again the same open store goes on.
func TestFullDisk(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fullVariable+"="+filepath.Join(t.TempDir(), "store.db"))
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func fillDisk(path string) error {
	signal.Ignore(syscall.SIGXFSZ) // so that a write past the limit is an error, as on a full disk
	var room syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		return err
	}
	st, err := store.Open(path, store.Options{Plan: daily})
	if err != nil {
		return err
	}
	less := room
	less.Cur = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &less); err != nil {
		return err
	}
	kept, refusals := 0, 0
	add := func(i int) error {
		_, err := st.AddItem(store.Item{Text: fmt.Sprint("item ", i, strings.Repeat(" and more", 200)), Creator: "U1", Channel: "C1", Due: store.Due{Date: "2019-11-08"}}, start)
		return err
	}
	for i := 0; refusals < 20; i++ {
		switch err := add(i); {
		case err == nil:
			kept++
		case errors.Is(err, store.ErrFull):
			refusals++
		default:
			return fmt.Errorf("item %d: %w", i, err)
		}
		if i > 5000 {
			return errors.New("the disk never filled")
		}
	}
	if kept == 0 {
		return errors.New("nothing was kept before the disk was full")
	}
	look := func() error {
		if n, err := st.CountItems(store.ItemFilter{}); err != nil || n != kept {
			return fmt.Errorf("%d items of %d are there (%v)", n, kept, err)
		}
		return st.Check()
	}
	if err := look(); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		return err
	}
	if err := add(9999); err != nil {
		return fmt.Errorf("after there was room again: %w", err)
	}
	kept++
	if err := errors.Join(look(), st.Close()); err != nil {
		return err
	}
	if st, err = store.Open(path, store.Options{Plan: daily}); err != nil {
		return err
	}
	return errors.Join(look(), st.Close())
}

func init() {
	if path := os.Getenv(fullVariable); path != "" {
		if err := fillDisk(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
}
