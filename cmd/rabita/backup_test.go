package main

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rabita/store"
)

// TestRestoreDrill takes backups while items are written without pause, and restores each: everything that was kept before the backup began
// is in it, and it is whole.
func TestRestoreDrill(t *testing.T) {
	dir := t.TempDir()
	if _, stderr, code := rabita(t, "init", "-data", dir); code != 0 {
		t.Fatal(stderr)
	}
	e := &env{stderr: t.Output(), getenv: func(string) string { return "" }, now: time.Now}
	a, err := openApp(e, options{dir: dir, papers: true, now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	ctx, end := context.WithCancel(t.Context())
	kept, written := make(chan string, 1), make(chan error, 1)
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			it, err := a.st.AddItem(store.Item{Text: fmt.Sprint("part ", i), Owner: "U0000COORD", Creator: "U0000COORD"}, time.Now())
			if err != nil {
				written <- err
				return
			}
			select { // the latest id
			case <-kept:
			default:
			}
			kept <- it.ID
		}
		written <- nil
	}()
	for i := range 3 {
		last := <-kept
		out, err := writeBackup(ctx, a, filepath.Join(dir, "backups"), time.Date(2026, 3, 1, 10, i, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(t.TempDir(), "restored")
		if _, stderr, code := rabita(t, "restore", "-data", to, out.Path); code != 0 {
			t.Fatal(stderr)
		}
		st, err := store.Open(filepath.Join(to, storeName), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := st.Check(); err != nil {
			t.Error(err)
		}
		if _, err := st.Item(last); err != nil {
			t.Errorf("%s, kept before backup %d began: %v", last, i, err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
	end()
	if err := <-written; err != nil {
		t.Error(err)
	}
}
