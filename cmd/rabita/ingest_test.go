package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rabita/fixtures"
)

// TestIngestKilled kills `rabita ingest` on six papers at fifty moments of its run. Each time the library opens, and the next run ends in the
// state of one that nobody disturbed.
func TestIngestKilled(t *testing.T) {
	program := built(t)
	papers := t.TempDir()
	for _, id := range []string{"F04", "F06", "F15", "F16", "F33", "F40"} {
		name, data, ok := fixtures.Document(id)
		if !ok {
			t.Fatalf("the sample lacks %s", id)
		}
		if err := os.WriteFile(filepath.Join(papers, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := func(dir string) string {
		out, err := exec.CommandContext(t.Context(), program, "documents", "-json", "-data", dir).Output()
		if err != nil {
			t.Fatalf("the library does not open: %v", err)
		}
		var docs struct {
			Documents []documentJSON `json:"documents"`
		}
		if err := json.Unmarshal(out, &docs); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(docs)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	fresh := func() string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, groupName), fixtures.Group(), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	ingest := func(dir string) *exec.Cmd {
		return exec.CommandContext(t.Context(), program, "ingest", "-data", dir, papers)
	}

	calm := fresh()
	began := time.Now()
	if out, err := ingest(calm).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(began)
	want := list(calm)
	if n := strings.Count(want, `"passages"`); n != 6 {
		t.Fatalf("%d documents: %s", n, want)
	}
	dir := ""
	for try := range 50 {
		if try%5 == 0 { // the first of five meets an empty folder, the others what the kills before left
			dir = fresh()
		}
		cmd := ingest(dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		killed := time.AfterFunc(whole*time.Duration(try)/50, func() { _ = cmd.Process.Kill() }) // it may have ended already
		_ = cmd.Wait()                                                                           // killed or not
		killed.Stop()
		if try%5 < 4 {
			continue
		}
		list(dir) // it opens as it was left
		if out, err := ingest(dir).CombinedOutput(); err != nil {
			t.Fatalf("try %d: the next run: %v: %s", try, err, out)
		}
		if got := list(dir); got != want {
			t.Errorf("try %d: the next run ended in\n%s\nwant\n%s", try, got, want)
		}
	}
}
