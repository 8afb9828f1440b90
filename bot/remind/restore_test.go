package remind

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rabita/store"
)

// TestRestored: a backup is put back after days in which 500 items and reminders in 20 channels were told of. Nothing is told a second time,
// what is new is told once, and an id that is given a second time is not taken for what had it first.
func TestRestored(t *testing.T) {
	for _, marked := range []bool{true, false} { // without the mark the storm must come
		synctest.Test(t, func(t *testing.T) {
			planner := NewPlanner(testPolicy(time.UTC))
			st, w := openStore(t, planner), newWorld(1)
			channel := func(i int) string { return fmt.Sprint("C", i%20) }
			for i := range 250 {
				addReminder(t, st, fmt.Sprint("matter ", i), channel(i), time.Now().Add(time.Hour*time.Duration(1+i%96)))
				if _, err := st.AddItem(store.Item{Text: fmt.Sprint("promise ", i), Creator: "U1", Channel: channel(i), Due: store.Due{Date: "2000-01-10"}}, time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			stop := running(New(quiet, planner, st, w, Options{}))
			time.Sleep(30*time.Hour + time.Minute)
			path := filepath.Join(t.TempDir(), "store.db")
			if _, err := st.Backup(path); err != nil {
				t.Fatal(err)
			}
			lost := addReminder(t, st, "not in the backup", "C0", time.Now().Add(time.Hour))
			time.Sleep(8 * 24 * time.Hour)
			if err := stop(); err != nil {
				t.Fatal(err)
			}
			before := w.count()

			old, err := store.Open(path, store.Options{Plan: planner.Plan, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			defer old.Close()
			if marked {
				if err := old.Restored(time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(time.Minute)
			again := addReminder(t, old, "promised anew", "C0", time.Now().Add(-8*24*time.Hour)) // due at once
			if again.ID != lost.ID {
				t.Fatalf("%s was made where %s was lost", again.ID, lost.ID)
			}
			w.faults = 0.2
			w.latest = time.Second
			stop = running(New(quiet, planner, old, w, Options{}))
			time.Sleep(2 * time.Hour)
			if err := stop(); err != nil {
				t.Fatal(err)
			}
			if err := old.Check(); err != nil {
				t.Error(err)
			}
			doubled := 0
			for _, n := range w.shown(false) {
				if n > 1 {
					doubled++
				}
			}
			if marked && doubled > 0 || !marked && doubled < 200 {
				t.Errorf("marked %v: %d notices were shown twice", marked, doubled)
			}
			anew := 0
			for _, m := range w.in("C0") {
				for _, l := range m.lines {
					if strings.Contains(l.Text, "promised anew") {
						anew++
					}
				}
			}
			if anew != 1 {
				t.Errorf("marked %v: what was promised after the backup was put back was shown %d times", marked, anew)
			}
			t.Logf("marked %v: %d messages before, %d after, %d notices doubled", marked, before, w.count()-before, doubled)
		})
	}
}
