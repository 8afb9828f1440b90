package index

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func openLib(t testing.TB, dir string) (*library, []string) {
	t.Helper()
	l, damaged, err := openLibrary(dir, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	return l, damaged
}

func TestLibraryKeepsDocuments(t *testing.T) {
	dir := t.TempDir()
	l, _ := openLib(t, dir)
	for _, id := range []string{"F04", "f04", "D-0007", "odd/../id *", "اردو"} {
		if _, err := l.put(doc(id, everyone, "text of "+id)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.delete("F04"); err != nil {
		t.Fatal(err)
	}
	l, damaged := openLib(t, dir)
	var got []string
	for _, p := range l.list() {
		got = append(got, p.doc.ID)
		if p.doc.Text != "text of "+p.doc.ID+"\n\n" {
			t.Errorf("%s: text %q", p.doc.ID, p.doc.Text)
		}
	}
	if want := []string{"D-0007", "f04", "odd/../id *", "اردو"}; !slices.Equal(got, want) || len(damaged) > 0 {
		t.Errorf("the library holds %q, damaged %q; want %q", got, damaged, want)
	}
	if id, err := l.nextID(); id != "D-0008" || err != nil {
		t.Errorf("nextID = %q, %v", id, err)
	}
}

func TestNumbersAreNeverUsedAgain(t *testing.T) {
	dir := t.TempDir()
	seen := make(map[string]bool)
	for range 4 {
		l, _ := openLib(t, dir)
		for range 3 {
			id, err := l.nextID()
			if err != nil || seen[id] {
				t.Fatalf("nextID = %q, %v: given before", id, err)
			}
			seen[id] = true
			if _, err := l.put(doc(id, everyone, "text")); err != nil {
				t.Fatal(err)
			}
			if err := l.delete(id); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestFileNamesDiffer(t *testing.T) {
	seen := make(map[string]string)
	for _, id := range []string{"a", "A", "aB", "Ab", "AB", "ab", "a/b", "a~2fb", "..", ".", "a^0", "A^0", "CON", "ü", "F04", "f04"} {
		name := strings.ToLower(fileName(id))
		if other, ok := seen[name]; ok && !strings.EqualFold(other, id) || strings.ContainsAny(name, `/\:*?`) || strings.HasPrefix(name, ".") {
			t.Errorf("fileName(%q) = %q, like that of %q or no file's name", id, name, other)
		}
		seen[name] = id
	}
}

func TestDamagedPapersAreSetAside(t *testing.T) {
	damages := map[string]func([]byte) []byte{
		"flipped":     func(b []byte) []byte { b[len(b)-9] ^= 1; return b },
		"cut":         func(b []byte) []byte { return b[:len(b)/2] },
		"empty":       func([]byte) []byte { return nil },
		"no envelope": func([]byte) []byte { return []byte("{}") },
		"newer":       func(b []byte) []byte { return []byte(strings.Replace(string(b), `"rabita":1`, `"rabita":2`, 1)) },
	}
	for name, damage := range damages {
		dir := t.TempDir()
		l, _ := openLib(t, dir)
		for _, id := range []string{"F01", "F02"} {
			if _, err := l.put(doc(id, everyone, "text")); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(dir, "F01.json")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, damage(data), 0o600); err != nil {
			t.Fatal(err)
		}
		l, damaged := openLib(t, dir)
		if papers := l.list(); len(papers) != 1 || papers[0].doc.ID != "F02" || !slices.Equal(damaged, []string{"F01.json"}) {
			t.Errorf("%s: %d papers, damaged %v", name, len(papers), damaged)
		}
		if _, err := os.Stat(filepath.Join(dir, "damaged", "F01.json")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file of one document under the name of another is no document.
func TestSwappedPapersAreSetAside(t *testing.T) {
	dir := t.TempDir()
	l, _ := openLib(t, dir)
	if _, err := l.put(doc("F01", everyone, "text")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "F01.json"), filepath.Join(dir, "F02.json")); err != nil {
		t.Fatal(err)
	}
	if l, damaged := openLib(t, dir); len(l.papers) != 0 || len(damaged) != 1 {
		t.Errorf("%d papers, damaged %v", len(l.papers), damaged)
	}
}

func TestCheck(t *testing.T) {
	good := doc("F01", everyone, "one", "two")
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, break_ := range map[string]func(*Document){
		"no id":           func(d *Document) { d.ID = "" },
		"hash in the id":  func(d *Document) { d.ID = "F#1" },
		"odd type":        func(d *Document) { d.Type = "poem" },
		"same passage":    func(d *Document) { d.Passages[1].ID = d.Passages[0].ID },
		"over each other": func(d *Document) { d.Passages[1].Start = 1 },
		"outside":         func(d *Document) { d.Passages[1].End = 1000 },
		"backwards":       func(d *Document) { d.Passages[0].Start, d.Passages[0].End = 2, 1 },
	} {
		d := doc("F01", everyone, "one", "two")
		break_(d)
		if d.Check() == nil {
			t.Errorf("%s: Check finds nothing wrong", name)
		}
	}
}

// TestKilled starts itself as a writer, kills it at different moments, and looks at what is left.
func TestKilled(t *testing.T) {
	tries := 12
	if os.Getenv("RABITA_LONG") != "" {
		tries = 100
	}
	dir := t.TempDir()
	for try := range tries {
		cmd := exec.Command(os.Args[0], "-test.run=^TestWriterToBeKilled$", "-test.v")
		cmd.Env = append(os.Environ(), "RABITA_TEST_WRITER="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := make(map[string]int)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); {
			var id string
			var round int
			if _, err := fmt.Sscanf(lines.Text(), "put %s word%d", &id, &round); err == nil {
				acknowledged[id] = round
				n++
			}
			if n == 1+try*3%17 {
				time.Sleep(time.Duration(try%5) * 300 * time.Microsecond) // kill between two lines as well as at one
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				n = -1000
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended by itself")
		}
		ix := open(t, dir)
		if st := ix.Status(); len(st.Damaged) > 0 {
			t.Fatalf("try %d: damaged files: %v", try, st.Damaged)
		}
		for id, round := range acknowledged {
			d := ix.Document(id)
			if d == nil {
				t.Errorf("try %d: %s was acknowledged and is lost", try, id)
				continue
			}
			word := strings.TrimSpace(d.Text)
			have, err := strconv.Atoi(strings.TrimPrefix(word, "word"))
			if err != nil || have < round || have > round+1 { // one write more may have been done than was told of
				t.Errorf("try %d: %s holds %q, acknowledged was round %d", try, id, word, round)
			}
			if found := find(t, ix, Query{Text: word, Audience: Everything, Documents: []string{id}}); len(found) != 1 {
				t.Errorf("try %d: %s is there and not found", try, id)
			}
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWriterToBeKilled is the process that TestKilled kills; by itself it does nothing.
func TestWriterToBeKilled(t *testing.T) {
	dir := os.Getenv("RABITA_TEST_WRITER")
	if dir == "" {
		return
	}
	ix, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for round := 0; ; round++ {
		for n := range 6 {
			id := fmt.Sprintf("W%d", n)
			text := fmt.Sprintf("word%d", round)
			if err := ix.Put(t.Context(), doc(id, everyone, text)); err != nil {
				t.Fatal(err)
			}
			fmt.Println("put", id, text)
			if round%4 == 3 && n == 5 {
				if err := ix.Rebuild(t.Context()); err != nil && !errors.Is(err, ErrClosed) {
					t.Fatal(err)
				}
			}
		}
	}
}
