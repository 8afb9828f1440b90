package group_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rabita/bot/group"
)

func small(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestBad reads the cases of testdata/bad.txt: changes to a good file, and every line of the error they lead to.
func TestBad(t *testing.T) {
	if _, err := group.Load("group.yaml", []byte(small(t))); err != nil {
		t.Fatalf("the unchanged file: %v", err)
	}
	data, err := os.ReadFile("testdata/bad.txt")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(data), "\n-- ")[1:]
	if len(blocks) < 30 {
		t.Errorf("only %d cases were read", len(blocks))
	}
	escapes := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\xff`, "\xff")
	for _, block := range blocks {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		text, want := small(t), []string(nil)
		for _, line := range lines[1:] {
			if w, ok := strings.CutPrefix(line, "> "); ok {
				want = append(want, w)
			} else if from, to, ok := strings.Cut(line, " => "); ok {
				if !strings.Contains(text, from) {
					t.Errorf("%s: %q is not in small.yaml", lines[0], from)
				}
				text = strings.Replace(text, from, escapes.Replace(to), 1)
			}
		}
		_, err := group.Load("group.yaml", []byte(text))
		if err == nil {
			t.Errorf("%s: the file was taken, want %s", lines[0], strings.Join(want, "\n"))
		} else if got := err.Error(); got != strings.Join(want, "\n") {
			t.Errorf("%s:\n got %s\nwant %s", lines[0], got, strings.Join(want, "\n"))
		}
	}
}

func TestLoadFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if _, err := group.LoadFile(write("bom.yaml", "\uFEFF"+small(t))); err != nil {
		t.Errorf("a byte order mark: %v", err)
	}
	if _, err := group.LoadFile(write("crlf.yaml", strings.ReplaceAll(small(t), "\n", "\r\n"))); err != nil {
		t.Errorf("lines of Windows: %v", err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.yaml"):   "copy the sample's group.yaml there",
		dir:                               "is a folder",
		write("empty.yaml", ""):           "empty.yaml: the file is empty",
		write("note.yaml", "# nothing\n"): "note.yaml: the file is empty",
		write("list.yaml", "- a\n"):       "list.yaml:1: the file must be keys with values",
		write("big.yaml", strings.Repeat("# long\n", 1e6)): "more than the",
	} {
		if _, err := group.LoadFile(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LoadFile(%s) = %v, want an error with %q", filepath.Base(path), err, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(small(f)))
	f.Add([]byte("name: [x\n"))
	f.Add([]byte("? a\n: b\n"))
	f.Add([]byte("<<: *x\nbodies: [{key: !!str a}]"))
	f.Add([]byte("policy: {before: [99999999999999999999]}\nzone: 1e9"))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := group.Load("group.yaml", data)
		if (g == nil) == (err == nil) {
			t.Errorf("Load = %v, %v: want one of them", g, err)
		}
	})
}
