package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// doc makes a document of passages given as "kind|body|heading|text"; parts from the left may be missing.
func doc(id, audience string, passages ...string) *Document {
	d := &Document{ID: id, Title: "Paper " + id, Type: "minutes", Date: "2019-10-29", Issued: "2019-11-04", Audience: audience, Jurisdiction: "PK"}
	var text strings.Builder
	for i, p := range passages {
		parts := strings.Split(p, "|")
		for len(parts) < 4 {
			parts = append([]string{""}, parts...)
		}
		start := text.Len()
		text.WriteString(parts[3])
		psg := Passage{ID: fmt.Sprintf("%s#para-%d", id, i+1), Locator: fmt.Sprintf("para %d", i+1), Kind: parts[0], Body: parts[1], Start: start, End: text.Len()}
		if parts[2] != "" {
			psg.Heading = strings.Split(parts[2], "/")
		}
		d.Passages = append(d.Passages, psg)
		text.WriteString("\n\n")
	}
	d.Text = text.String()
	return d
}

func open(t testing.TB, dir string) *Index {
	t.Helper()
	ix, err := Open(dir, Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

func put(t testing.TB, ix *Index, docs ...*Document) {
	t.Helper()
	if err := ix.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, ix *Index, q Query) []string {
	t.Helper()
	res, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return ids(res)
}

func ids(res []Result) []string {
	out := []string{}
	for _, r := range res {
		out = append(out, r.Passage.ID)
	}
	return out
}

// papers are a few documents that differ in all that queries tell apart.
func papers() []*Document {
	a := doc("A1", everyone, "para|SWDWE-KP|Item 5/Khyber Pakhtunkhwa|The domestic violence bill was tabled in February 2019 and sent to a select committee.",
		"para|WDD-Sindh|Item 5/Sindh|The Sindh delegation reported that rules under the domestic violence act were notified.",
		"action||Matrix|Share the rules of business with all departments.")
	a.Meeting = 14
	a.Passages[0].Place, a.Passages[1].Place = "KP", "SD"
	a.Passages[2].Responsible = []string{"WDD-Punjab", "WDD-Sindh"}
	b := doc("B1", everyone, "section|||Whoever commits domestic violence shall be punished with imprisonment of one year.", "section|||A committee is constituted in each district.")
	b.Type, b.Date, b.Issued, b.Jurisdiction, b.Title = "act", "2021", "2021-01-15", "KP", "The Domestic Violence Act, 2021"
	b.Passages[0].Section, b.Passages[1].Section = "498-A", "18(1)"
	c := doc("C1", "secretariat", "para|||The secretariat noted in confidence the domestic violence figures of xylophone.")
	return []*Document{a, b, c}
}

func TestFilters(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, papers()...)
	all := Query{Text: "domestic violence", Audience: Everything}
	tests := []struct {
		name string
		q    Query
		want []string
	}{
		{"all", all, []string{"A1#para-1", "A1#para-2", "B1#para-1", "C1#para-1"}},
		{"body", with(all, func(q *Query) { q.Bodies = []string{"SWDWE-KP", "NCSW"} }), []string{"A1#para-1"}},
		{"responsible body", Query{Text: "rules", Bodies: []string{"WDD-Punjab"}, Audience: Everything}, []string{"A1#para-3"}},
		{"place of the speaker or of the law", with(all, func(q *Query) { q.Places = []string{"KP"} }), []string{"A1#para-1", "B1#para-1"}},
		{"type", with(all, func(q *Query) { q.Types = []string{"act"} }), []string{"B1#para-1"}},
		{"document", with(all, func(q *Query) { q.Documents = []string{"C1"} }), []string{"C1#para-1"}},
		{"meeting", with(all, func(q *Query) { q.Meetings = []int{14} }), []string{"A1#para-1", "A1#para-2"}},
		{"section as typed", with(all, func(q *Query) { q.Sections = []string{"s. 498 a"} }), []string{"B1#para-1"}},
		{"section with its sub-sections", Query{Text: "committee", Sections: []string{"18"}, Audience: Everything}, []string{"B1#para-2"}},
		{"section is no prefix of digits", Query{Text: "committee", Sections: []string{"1"}, Audience: Everything}, []string{}},
		{"kind", with(all, func(q *Query) { q.Kinds = []string{"section"} }), []string{"B1#para-1"}},
		{"from a day within a year known alone", with(all, func(q *Query) { q.From = "2021-06-01" }), []string{"B1#para-1"}},
		{"to a year", with(all, func(q *Query) { q.To = "2020" }), []string{"A1#para-1", "A1#para-2", "C1#para-1"}},
		{"as of", with(all, func(q *Query) { q.AsOf = "2021-01-14" }), []string{"A1#para-1", "A1#para-2", "C1#para-1"}},
		{"as of the day of issue", with(all, func(q *Query) { q.AsOf = "2019-11-04" }), []string{"A1#para-1", "A1#para-2", "C1#para-1"}},
		{"a word that must occur", with(all, func(q *Query) { q.Phrases = mustHold("tabling") }), []string{"A1#para-1"}},
		{"a phrase that must occur", with(all, func(q *Query) { q.Phrases = []Phrase{{Forms: []string{"select committee", "one year"}, Must: true}} }), []string{"A1#para-1", "B1#para-1"}},
		{"a phrase's words apart are no phrase", with(all, func(q *Query) { q.Phrases = []Phrase{{Forms: []string{"violence figures of domestic"}, Must: true}} }), []string{}},
		{"no words", Query{Audience: Everything}, []string{}},
		{"stop words alone", Query{Text: "what is it", Audience: Everything}, []string{}},
		{"nobody", Query{Text: "domestic violence"}, []string{}},
		{"everyone", with(all, func(q *Query) { q.Audience = Audience{everyone} }), []string{"A1#para-1", "A1#para-2", "B1#para-1"}},
	}
	for _, tt := range tests {
		got := find(t, ix, tt.q)
		slices.Sort(got)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: Search(%v) (-want +got):\n%s", tt.name, tt.q, diff)
		}
	}
}

func with(q Query, change func(*Query)) Query {
	change(&q)
	return q
}

func TestEachAndMatching(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, papers()...)
	collect := func(walk func(Query, func(Result) bool) error, q Query) []string {
		t.Helper()
		var out []Result
		if err := walk(q, func(r Result) bool { out = append(out, r); return true }); err != nil {
			t.Fatal(err)
		}
		return ids(out)
	}
	q := Query{Text: "bill", Phrases: []Phrase{{Forms: []string{"imprisonment"}}}, Audience: Audience{everyone}}
	if diff := cmp.Diff([]string{"A1#para-1", "A1#para-2", "A1#para-3", "B1#para-1", "B1#para-2"}, collect(ix.Each, q)); diff != "" {
		t.Errorf("Each(%v) (-want +got):\n%s", q, diff)
	}
	if diff := cmp.Diff([]string{"A1#para-1", "B1#para-1"}, collect(ix.Matching, q)); diff != "" {
		t.Errorf("Matching(%v) (-want +got):\n%s", q, diff)
	}
	q.Phrases = append(q.Phrases, mustHold("rules")...)
	if diff := cmp.Diff([]string{"A1#para-2", "A1#para-3"}, collect(ix.Each, q)); diff != "" {
		t.Errorf("Each(%v) (-want +got):\n%s", q, diff)
	}
	if got := collect(ix.Each, Query{}); len(got) > 0 {
		t.Errorf("Each without an audience gives %v", got)
	}
	n := 0
	if err := ix.Each(Query{Audience: Everything}, func(Result) bool { n++; return false }); err != nil || n != 1 {
		t.Errorf("Each went on after false: %d passages, %v", n, err)
	}
}

func TestLending(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, doc("L1", everyone,
		"para|SWDWE-KP|Item 5|Shelters were opened in Peshawar.",
		"para|SWDWE-KP|Item 5|Thirty beds are there, and one more shelter is planned.",
		"para|SWDWE-KP|Item 5|The cost was not told.",
		"para|WDD-Sindh|Item 5|Nothing else was said.",
		"para|SWDWE-KP|Item 6|Vote of thanks."))
	if got := find(t, ix, Query{Text: "shelters in Peshawar", Audience: Everything}); !slices.Equal(got, []string{"L1#para-1", "L1#para-2"}) {
		t.Errorf("passages without a word of the question were found: %v", got)
	}
	res, err := ix.Search(t.Context(), Query{Text: "shelters in Peshawar", Audience: Everything, Lent: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(res); !slices.Equal(got, []string{"L1#para-1", "L1#para-2", "L1#para-3"}) {
		t.Errorf("with Lent: %v, want the three paragraphs of one body under one heading", got)
	}
	for _, r := range res {
		if lent := r.Passage.ID == "L1#para-3"; lent != (r.Own == 0) || r.Score <= r.Own {
			t.Errorf("%s: score %v, own %v", r.Passage.ID, r.Score, r.Own)
		}
	}
	q := Query{Text: "shelters in Peshawar", Documents: []string{"L1"}, Kinds: []string{"section"}, Audience: Everything, Lent: true}
	if got := find(t, ix, q); len(got) > 0 {
		t.Errorf("score was lent across a filter: %v", got)
	}
}

// words and numbers are found as people write them.
func TestSpellings(t *testing.T) {
	ix := open(t, t.TempDir())
	texts := map[string]string{
		"penal": "Section 498-A of the Penal Code applies.", "sub": "See s.18 and s. 19(2).", "row": "Row 14.5 was closed.", "money": "A fine of Rs 30,000 or Rs. 1,00,000.",
		"women": "Women's rights and the N.C.S.W. report.", "hyphen": "A sub-committee on gender-based violence.", "urdu": "گھریلو تشدّد کے خلاف قانون ١٤ مارچ کو", "who": "The WHO guidelines.",
		"nfkc": "The eﬃcient café in İstanbul.",
	}
	for id, text := range texts {
		put(t, ix, doc(id, everyone, text))
	}
	for q, want := range map[string]string{
		"498-A": "penal", "498A": "penal", "498 a penal": "penal", "s 18": "sub", "s.18": "sub", "19(2)": "sub", "14.5": "row", "30000": "money", "30,000": "money",
		"100000": "money", "woman's women": "women", "NCSW": "women", "ncsw": "women", "gender based": "hyphen", "sub committee gender": "hyphen", "گهریلو تشدد": "urdu", "قانون 14": "urdu",
		"WHO": "who", "efficient": "nfkc", "CAFE": "nfkc", "istanbul": "nfkc",
	} {
		got := find(t, ix, Query{Text: q, Audience: Everything})
		if len(got) == 0 || len(got) > 2 || !strings.HasPrefix(got[0], want+"#") {
			t.Errorf("%q finds %v, want %s", q, got, want)
		}
	}
}

func TestPhrases(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, doc("P1", everyone, "Violence against women must end.", "VAW is down.", "Women against violence marched.", "Nothing of the kind."))
	q := Query{Phrases: []Phrase{{Forms: []string{"VAW", "violence against women"}}}, Audience: Everything}
	if got := find(t, ix, q); !slices.Equal(got, []string{"P1#para-2", "P1#para-1"}) {
		t.Errorf("%v finds %v", q, got)
	}
}

func TestSurvivesReopening(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, papers()...)
	q := Query{Text: "domestic violence committee", Audience: Everything}
	want, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ix.Search(t.Context(), q); !errors.Is(err, ErrClosed) {
		t.Errorf("Search of a closed index: %v", err)
	}
	ix = open(t, dir)
	if st := ix.Status(); st.Rebuilding || st.Recent != 0 || st.Documents != 3 || st.Passages != 6 {
		t.Errorf("after opening again: %+v", st)
	}
	same(t, ix, q, want)

	changed := doc("A1", everyone, "Nothing is left of it.")
	put(t, ix, changed)
	if err := ix.Delete(t.Context(), "C1"); err != nil {
		t.Fatal(err)
	}
	if got := find(t, ix, q); !slices.Equal(got, []string{"B1#para-2", "B1#para-1"}) {
		t.Errorf("after a change: %v", got)
	}
	put(t, ix, papers()...)
	same(t, ix, q, want) // base and memory together score as one
	if err := ix.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, ix, q, want)
}

// same checks that a query finds the same with the very same scores.
func same(t testing.TB, ix *Index, q Query, want []Result) {
	t.Helper()
	got, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids(got), ids(want)) {
		t.Fatalf("Search(%v) = %v, want %v", q, ids(got), ids(want))
	}
	for i := range got {
		if got[i].Score != want[i].Score || got[i].Own != want[i].Own {
			t.Errorf("%s: score %v, own %v; want %v, %v", got[i].Passage.ID, got[i].Score, got[i].Own, want[i].Score, want[i].Own)
		}
	}
}

// Whatever happens to a file of the index, it is noticed, and the answers stay the same.
func TestDamagedIndexIsRebuilt(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, papers()...)
	q := Query{Text: "domestic violence committee", Audience: Everything}
	want, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	names := indexFiles(t, dir)
	if len(names) < 5 {
		t.Fatalf("the index has the files %v", names)
	}
	damages := map[string]func(path string) error{
		"deleted": os.Remove,
		"emptied": func(p string) error { return os.Truncate(p, 0) },
		"halved": func(p string) error {
			info, err := os.Stat(p)
			if err != nil {
				return err
			}
			return os.Truncate(p, info.Size()/2)
		},
		"zeroed": func(p string) error {
			data, err := os.ReadFile(p)
			if err == nil {
				err = os.WriteFile(p, make([]byte, len(data)), 0o600)
			}
			return err
		},
		"flipped": func(p string) error {
			data, err := os.ReadFile(p)
			if err == nil {
				data[len(data)/2] ^= 4
				err = os.WriteFile(p, data, 0o600)
			}
			return err
		},
	}
	for _, name := range names {
		for damage, do := range damages {
			base := baseDir(t, dir)
			if err := do(filepath.Join(base, name)); err != nil {
				t.Fatal(err)
			}
			ix := open(t, dir)
			if st := ix.Status(); !st.Replacing && st.Recent > 0 {
				t.Errorf("%s %s: the index is gone and nobody is told: %+v", name, damage, st)
			}
			same(t, ix, q, want)
			if err := ix.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			if now := baseDir(t, dir); now == base {
				t.Errorf("%s %s: was not noticed", name, damage)
			}
			if st := ix.Status(); st.Rebuilding || st.Recent > 0 {
				t.Errorf("%s %s: %+v", name, damage, st)
			}
			same(t, ix, q, want)
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A file of the index that is cut while it is in use ends no process: it is noticed by the question that meets it, which is answered.
func TestIndexDamagedInUse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody cut a file that is mapped into memory")
	}
	for _, part := range []float64{0, .5} { // that is left of the file
		dir := t.TempDir()
		ix := open(t, dir)
		docs := papers()
		for i := range 250 { // several pages of file
			docs = append(docs, doc(fmt.Sprintf("Z%03d", i), everyone, fmt.Sprintf("domestic violence number%d and word%d of many: %s", i, i*7, manyWords(40))))
		}
		put(t, ix, docs...)
		if err := ix.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		q := Query{Text: "domestic violence committee number7", Audience: Everything, Limit: 50}
		want, err := ix.Search(t.Context(), q)
		if err != nil || len(want) != 50 {
			t.Fatalf("Search = %d results, %v", len(want), err)
		}
		was := baseDir(t, dir)
		for _, name := range indexFiles(t, dir) {
			path := filepath.Join(was, name)
			info, err := os.Stat(path)
			if err == nil && strings.HasSuffix(name, ".zap") {
				err = os.Truncate(path, int64(part*float64(info.Size())))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		same(t, ix, q, want)
		if err := ix.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now := baseDir(t, dir); now == was {
			t.Error("no new index was built")
		}
		same(t, ix, q, want)
		if st := ix.Status(); st.Replacing || st.Recent != 0 {
			t.Errorf("after it was built: %+v", st)
		}
	}
}

func baseDir(t testing.TB, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "base-*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the folders of indexes are %v, %v", found, err)
	}
	return found[0]
}

func indexFiles(t testing.TB, dir string) []string {
	t.Helper()
	base := baseDir(t, dir)
	files, err := hashFiles(base)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{manifestName}
	for _, f := range files {
		names = append(names, f.Name)
	}
	return names
}

func TestOtherRulesRebuild(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, papers()...)
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := openBase(baseDir(t, dir), "another vocabulary"); !errors.As(err, new(errUnusable)) {
		t.Errorf("openBase with another vocabulary: %v", err)
	}
}

func TestCorrectionsAreLinked(t *testing.T) {
	ix := open(t, t.TempDir())
	minutes := papers()[0]
	put(t, ix, minutes)
	fix := doc("X1", everyone, "For 15 districts read 11 districts.")
	fix.Relations = []Relation{{Kind: "corrects", To: "A1", Passage: "X1#para-1", Target: "A1#para-2"}, {Kind: "corrects", To: "A1", Target: "A1#gone"}, {Kind: "amends", To: "A1", Target: "A1#para-1"}}
	put(t, ix, fix)
	for n, want := range [][]string{nil, {"X1#para-1"}, nil} {
		if got := ix.Document("A1").Passages[n].CorrectedBy; !slices.Equal(got, want) {
			t.Errorf("passage %d is corrected by %v, want %v", n+1, got, want)
		}
	}
	if len(minutes.Passages[1].CorrectedBy) > 0 {
		t.Error("the document that was put was changed")
	}
	if err := ix.Delete(t.Context(), "X1"); err != nil {
		t.Fatal(err)
	}
	if got := ix.Document("A1").Passages[1].CorrectedBy; len(got) > 0 {
		t.Errorf("the correction is gone, but the passage says %v", got)
	}
}

func TestContextEnds(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, papers()...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Search(ctx, Query{Text: "violence", Audience: Everything}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search with an ended context: %v", err)
	}
	if err := ix.Put(ctx, doc("N1", everyone, "text")); !errors.Is(err, context.Canceled) || ix.Document("N1") != nil {
		t.Errorf("Put with an ended context: %v", err)
	}
}

// A library too large for memory alone says that it is being rebuilt, and answers when it is.
// TestBuildIsGivenUp closes an index while its base is being built: bleve's builder would panic when it is closed with nothing in it.
func TestBuildIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := doc("A", "everyone", "One.", "Two.")
	if err := buildBase(ctx, filepath.Join(t.TempDir(), "base"), []paper{{doc: d}}, "v"); !errors.Is(err, context.Canceled) {
		t.Errorf("buildBase = %v, want canceled", err)
	}
}

func TestLargeLibraryWithoutAnIndex(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, papers()...)
	q := Query{Text: "domestic violence committee", Audience: Everything}
	want, err := ix.Search(t.Context(), q)
	if err := errors.Join(err, ix.Close(), os.RemoveAll(baseDir(t, dir))); err != nil {
		t.Fatal(err)
	}
	ix, err = openWith(dir, Options{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	ix.mu.Lock() // what the moment after opening looks like, however fast the build is
	opened := newView(ix.lib.list(), nil, newRecent())
	built := ix.view
	ix.view = opened
	ix.mu.Unlock()
	if _, err := ix.Search(t.Context(), q); !errors.Is(err, ErrRebuilding) {
		t.Errorf("Search before there is an index: %v", err)
	}
	if err := ix.Each(q, func(Result) bool { return true }); !errors.Is(err, ErrRebuilding) {
		t.Errorf("Each before there is an index: %v", err)
	}
	if ix.Status().Answerable {
		t.Error("Status says that questions can be answered")
	}
	ix.mu.Lock()
	if ix.view == opened {
		ix.view = built
	}
	ix.mu.Unlock()
	if err := ix.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, ix, q, want)
	if st := ix.Status(); !st.Answerable || st.Rebuilding || st.Recent != 0 {
		t.Errorf("after the build: %+v", st)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
}

// Questions are answered while papers come and go and the index is built.
func TestSearchWhileItChanges(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, papers()...)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				res, err := ix.Search(t.Context(), Query{Text: "domestic violence imprisonment", Audience: Audience{everyone}})
				if err != nil || !slices.Contains(ids(res), "B1#para-1") {
					t.Errorf("Search = %v, %v", ids(res), err)
					return
				}
				ix.Suggest("violance")
				ix.Status()
			}
		})
	}
	for i := range 20 {
		put(t, ix, doc(fmt.Sprintf("N%d", i%3), everyone, fmt.Sprintf("number %d and domestic bliss", i)))
		if i%5 == 4 {
			if err := errors.Join(ix.Delete(t.Context(), "N1"), ix.Rebuild(t.Context())); err != nil {
				t.Error(err)
			}
		}
	}
	stop()
	wg.Wait()
}
