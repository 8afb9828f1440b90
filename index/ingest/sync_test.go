package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rabita/index"
)

// shelf is a library in memory.
type shelf struct {
	docs map[string]*index.Document
	puts int
	fail error
}

func newShelf() *shelf { return &shelf{docs: map[string]*index.Document{}} }

func (s *shelf) Put(_ context.Context, docs ...*index.Document) error {
	if s.fail != nil {
		return s.fail
	}
	for _, d := range docs {
		s.docs[d.ID] = d
		s.puts++
	}
	return nil
}

func (s *shelf) Delete(_ context.Context, ids ...string) error {
	for _, id := range ids {
		delete(s.docs, id)
	}
	return nil
}

func (s *shelf) Documents() []*index.Document {
	var out []*index.Document
	for _, d := range s.docs {
		out = append(out, d)
	}
	return out
}

func (s *shelf) ids() string { return strings.Join(slices.Sorted(keys(s.docs)), " ") }

func run(t *testing.T, s *shelf, opt Options, sources ...Source) []string {
	t.Helper()
	r, err := Sync(t.Context(), s, sources, opt)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range r.Outcomes {
		out = append(out, strings.Join(strings.Fields(strings.Join([]string{o.What, o.File, o.ID, o.Reason}, " ")), " "))
	}
	return out
}

func equal(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const note = "# Note on data\n\nIslamabad, 5 May 2019\n\nThe figures of %s came late.\n"

func TestSync(t *testing.T) {
	s := newShelf()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder := func() Source {
		t.Helper()
		src, err := Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	write("a.md", "---\nid: A1\ntitle: A\n---\n"+fmt.Sprintf(note, "Punjab"))
	write("b.md", fmt.Sprintf(note, "Sindh"))
	write("sub/c.txt", "SOME NOTE\n\nText of 3 May 2019.\n")
	write("README.md", "# not a paper\n\nx\n")
	write(".hidden.md", "x")
	write("table.xlsx", "x")
	write("bad.md", "---\nfoo: bar\n---\nx\n")
	equal(t, "first", run(t, s, Options{}, folder()), "added a.md A1", "added b.md D-1",
		"refused bad.md line 2: \"foo\" is no field; the fields are "+strings.Join(fieldOrder, ", "), "added sub/c.txt D-2")
	if d := s.docs["D-1"]; d.Passages[0].ID != "D-1#para-1" || d.Audience != "secretariat" || check(d) != nil {
		t.Errorf("D-1 is %+v, %v", d, check(d))
	}
	if s.puts != 3 {
		t.Errorf("%d documents were put, want each once", s.puts)
	}
	equal(t, "nothing changed", run(t, s, Options{}, folder()), "unchanged a.md A1", "unchanged b.md D-1",
		"refused bad.md line 2: \"foo\" is no field; the fields are "+strings.Join(fieldOrder, ", "), "unchanged sub/c.txt D-2")
	if s.puts != 3 {
		t.Errorf("%d documents were put when nothing changed", s.puts-3)
	}

	// A sidecar changes a document; a mended field outlives a change of the file.
	mended, err := Mend(s.docs["D-1"], "date", "2019-05-06", "mended by the secretariat")
	if err != nil {
		t.Fatal(err)
	}
	s.docs["D-1"] = mended
	write("b.md", fmt.Sprintf(note, "Sindh and Balochistan"))
	write("b.md.meta.yaml", "title: Another title\n")
	if err := os.Remove(filepath.Join(dir, "bad.md")); err != nil {
		t.Fatal(err)
	}
	equal(t, "a change", run(t, s, Options{}, folder()), "unchanged a.md A1", "changed b.md D-1", "unchanged sub/c.txt D-2")
	if d := s.docs["D-1"]; d.Title != "Another title" || d.Date != "2019-05-06" || d.TakenFrom["date"] != "mended by the secretariat" {
		t.Errorf("D-1 is %q of %s (%s)", d.Title, d.Date, d.TakenFrom["date"])
	}

	// What is gone stays until it is told to go, and a file that has become unreadable is not gone.
	if err := os.Remove(filepath.Join(dir, "sub/c.txt")); err != nil {
		t.Fatal(err)
	}
	write("a.md", "---\nid: A1\ndate: 2019-02-30\n---\nx\n")
	refusal := "refused a.md line 3: date \"2019-02-30\" cannot be: there is no such date; write year-month-day, such as 2019-10-29"
	equal(t, "without prune", run(t, s, Options{}, folder()), refusal, "unchanged b.md D-1")
	if s.ids() != "A1 D-1 D-2" {
		t.Errorf("the library holds %s", s.ids())
	}
	equal(t, "with prune", run(t, s, Options{Prune: true}, folder()), refusal, "unchanged b.md D-1", "removed c.txt D-2")
	if s.ids() != "A1 D-1" {
		t.Errorf("the library holds %s", s.ids())
	}
	// An upload removes nothing, and neither does an empty folder.
	run(t, s, Options{Prune: true}, Bytes("up.txt", []byte("SOME LETTER\n\nIts text.\n")))
	empty, err := Read(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "an empty folder", run(t, s, Options{Prune: true}, empty))
	if s.ids() != "A1 D-1 D-2" {
		t.Errorf("the library holds %s", s.ids())
	}
}

// TestSyncReadsAgain shows that a paper is read again when another vocabulary, or a newer reader, would find other things in it.
func TestSyncReadsAgain(t *testing.T) {
	s := newShelf()
	source := func() Source {
		return Bytes("a.md", []byte("# Minutes of the 3rd meeting\n\n1. The Sindh delegation reported that rules are in draft.\n"))
	}
	equal(t, "first", run(t, s, Options{}, source()), "added a.md D-1")
	if body := s.docs["D-1"].Passage("D-1#para-1").Body; body != "" {
		t.Errorf("without a vocabulary %q speaks", body)
	}
	v := sampleVocabulary(t)
	equal(t, "another vocabulary", run(t, s, Options{Vocabulary: v}, source()), "unchanged a.md D-1")
	if body := s.docs["D-1"].Passage("D-1#para-1").Body; body != "WDD-Sindh" {
		t.Errorf("with the vocabulary %q speaks, want WDD-Sindh", body)
	}
	puts := s.puts
	equal(t, "the same again", run(t, s, Options{Vocabulary: v}, source()), "unchanged a.md D-1")
	if s.puts != puts {
		t.Error("the same paper was put again by the same reader")
	}
}

func TestSyncRefusesTwins(t *testing.T) {
	fsys := fstest.MapFS{
		"a.md":      {Data: []byte("---\nid: A1\n---\n# T\n\nOne.\n")},
		"b.md":      {Data: []byte("---\nid: A1\n---\n# T\n\nTwo.\n")},
		"copy/a.md": {Data: []byte("---\nid: A1\n---\n# T\n\nOne.\n")},
		"again.txt": {Data: []byte("Title\n=====\n\nOne.\n")},
	}
	s := newShelf()
	equal(t, "twins", run(t, s, Options{}, FS(fsys)), "added a.md A1", "added again.txt D-1",
		"refused b.md its id A1 is already that of a.md; give one of them another id", "unchanged copy/a.md A1 it is a copy of a.md")
	want := []index.Relation{{Kind: "duplicate_of", To: "A1"}}
	if diff := cmp.Diff(want, s.docs["D-1"].Relations); diff != "" {
		t.Errorf("the same words in another format (-want +got):\n%s", diff)
	}
}

// TestSyncGoesOnAfterATakenID shows that a paper with another's id is refused alone.
func TestSyncGoesOnAfterATakenID(t *testing.T) {
	s := newShelf()
	run(t, s, Options{}, FS(fstest.MapFS{"m.md": {Data: []byte("---\nid: A1\ntype: minutes\nmeeting: 3\n---\n# T\n\nOne.\n")}}))
	equal(t, "a taken id", run(t, s, Options{}, FS(fstest.MapFS{
		"act.md": {Data: []byte("---\nid: A1\ntype: act\n---\n# T\n\nTwo.\n")},
		"b.md":   {Data: []byte("---\nid: B1\n---\n# T\n\nThree.\n")},
	})), "refused act.md its id A1 belongs to another paper, “T” (minutes, from m.md): give this one an id of its own, or forget the other first", "added b.md B1")
	if s.docs["A1"].Type != "minutes" {
		t.Errorf("A1 has become %s", s.docs["A1"].Type)
	}
}

func TestSyncStops(t *testing.T) {
	s := newShelf()
	s.fail = errors.New("the disk is full")
	if _, err := Sync(t.Context(), s, []Source{Bytes("a.txt", []byte("TITLE\n\nText."))}, Options{}); !errors.Is(err, s.fail) {
		t.Errorf("Sync = %v, want the library's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Sync(ctx, newShelf(), []Source{FS(os.DirFS(sampleDir))}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Sync = %v, want canceled", err)
	}
}

func TestLinks(t *testing.T) {
	dir := t.TempDir()
	for _, err := range []error{
		os.Mkdir(filepath.Join(dir, "in"), 0o755),
		os.WriteFile(filepath.Join(dir, "in/a.txt"), []byte("TITLE\n\nText."), 0o644),
		os.Symlink("..", filepath.Join(dir, "in/up")),
		os.Symlink("loop.md", filepath.Join(dir, "loop.md")),
		os.Symlink("nowhere.md", filepath.Join(dir, "dead.md")),
		os.Symlink("in/a.txt", filepath.Join(dir, "z.txt")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	src, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "links", run(t, newShelf(), Options{}, src),
		"refused dead.md it is not there any more, or its link leads nowhere",
		"added in/a.txt D-1",
		"refused in/up the folder was read already; a link leads back to it",
		"refused loop.md it is a link that leads to itself",
		"unchanged z.txt D-1 it is a copy of in/a.txt")
	if _, err := Read(filepath.Join(dir, "gone")); err == nil || !strings.Contains(err.Error(), "not there") {
		t.Errorf("Read of nothing = %v", err)
	}
}

// moving is a file that is another one each time it is looked at.
type moving struct {
	fstest.MapFS
	looks int
}

func (m *moving) Open(name string) (fs.File, error) {
	if f, ok := m.MapFS[name]; ok {
		m.looks++
		m.MapFS[name] = &fstest.MapFile{Data: f.Data, ModTime: time.Unix(int64(m.looks), 0)}
	}
	return m.MapFS.Open(name)
}

func TestChangingFile(t *testing.T) {
	m := &moving{MapFS: fstest.MapFS{"a.md": {Data: []byte("# T\n\nText.\n")}}}
	equal(t, "a changing file", run(t, newShelf(), Options{}, FS(m)),
		"refused a.md the file is being changed by another program; offer it again when it has been saved")
}

// TestHugePapers shows that each ends in a sentence, soon and without taking the machine with it.
func TestHugePapers(t *testing.T) {
	wide := func(n int) string {
		return "# T\n\n" + strings.Repeat("|c", n) + "|\n" + strings.Repeat("|-", n) + "|\n" + strings.Repeat("|x", n) + "|\n"
	}
	for name, c := range map[string]struct{ file, text, want string }{
		"50 MB":           {"a.txt", strings.Repeat("word and word and word.\n\n", 52<<20/25), "at most 50 MB are read"},
		"40 MB":           {"a.txt", strings.Repeat("word and word and word.\n\n", 40<<20/25), "more than 3,000 pages"},
		"headings":        {"a.md", strings.Repeat("#\n", 1e6), "no paragraph in it"},
		"named headings":  {"a.md", strings.Repeat("# x\n", 1e5), "no paragraph in it"},
		"columns":         {"a.md", wide(10000), "the table has 10000 columns; at most 200 are read"},
		"text columns":    {"a.txt", strings.Repeat("col   ", 10000) + "\n" + strings.Repeat("x     ", 10000) + "\n" + strings.Repeat("x     ", 10000) + "\n", "10000 columns"},
		"paragraphs":      {"a.txt", strings.Repeat("some words\n\n", 60000), "more than 40000 paragraphs"},
		"one line":        {"a.txt", strings.Repeat("x", 2<<20), ""},
		"one sentence":    {"a.md", strings.Repeat("word ", 1<<17), ""},
		"one paragraph":   {"a.md", strings.Repeat("A sentence. ", 1<<16), ""},
		"feeds in a line": {"a.txt", "Some words stand here.\n\none  two\f\fthree  \f four\nx\n", ""},
		"stars":           {"a.md", strings.Repeat("*a **b ", 1<<16), ""},
		"brackets":        {"a.md", strings.Repeat("[", 1<<20) + "x", ""},
		"deep header":     {"a.md", "---\nid: " + strings.Repeat("[", 30000) + "\n---\nx\n", "too long or too deep"},
		"numbered lines":  {"a.md", "---\ntype: minutes\n---\n" + strings.Repeat("1. x\n\n", 30000), ""},
		"bodies":          {"a.md", "---\ntype: minutes\n---\n" + strings.Repeat("The Sindh delegation reported that the WDD and KPCSW met. ", 1<<12), ""},
		"quoted sections": {"a.md", "---\ntype: act\n---\n" + strings.Repeat("\"498-A. x.— y\n\n", 20000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, err := Parse(c.file, []byte(c.text), nil, sampleVocabulary(t))
			switch {
			case c.want == "" && err != nil:
				t.Errorf("Parse = %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("Parse = %v, want %q", err, c.want)
			}
			if err == nil {
				if err := check(d); err != nil {
					t.Error(err)
				}
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %v", took)
			} else {
				t.Logf("%v", took)
			}
		})
	}
}

func TestResolveFollowsTheLibrary(t *testing.T) {
	docs := sample(t)
	var without []*index.Document
	for id, d := range docs {
		if id != "F06" {
			without = append(without, d)
		}
	}
	changed := Resolve(without)
	if len(changed) != 1 || changed[0].ID != "F04" || changed[0].Passage("F04#item-5-para-11").CorrectedBy != nil {
		t.Errorf("without the corrigendum %d documents change, want F04 alone and free of corrections", len(changed))
	}
	if docs["F04"].Passage("F04#item-5-para-11").CorrectedBy == nil {
		t.Error("Resolve changed a document it was given")
	}
	var all []*index.Document
	for _, d := range docs {
		all = append(all, d)
	}
	if changed := Resolve(all); len(changed) != 0 {
		t.Errorf("resolving twice changes %d documents", len(changed))
	}
}

// TestRelationsFromText drops what the headers say about other papers: the texts say most of it themselves.
func TestRelationsFromText(t *testing.T) {
	var all []*index.Document
	for _, d := range sample(t) {
		c := WithID(d, d.ID)
		c.TakenFrom = map[string]string{}
		c.Relations = nil
		all = append(all, c)
	}
	got := map[string]string{}
	for _, d := range Resolve(all) {
		for _, r := range d.Relations {
			got[d.ID+" "+r.Kind] = r.To
		}
	}
	for from, to := range map[string]string{"F05 press_about": "F04", "F06 corrects": "F04", "F14 bill_of": "F15", "F22 bill_of": "F23", "F21 amends": "F20", "F25 amends": "F24"} {
		if got[from] != to {
			t.Errorf("%s %s, want %s; all: %v", from, got[from], to, got)
		}
	}
}
