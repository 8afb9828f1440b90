package index

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// classes of papers and of readers.
var testClasses = []string{everyone, "partners", "secretariat", "NCSW", "", everything}

func TestAudienceMatrix(t *testing.T) {
	ix := open(t, t.TempDir())
	for i, class := range testClasses {
		put(t, ix, doc(fmt.Sprintf("M%d", i), class, fmt.Sprintf("The canary%d sings of violence.", i)))
	}
	readers := []Audience{nil, {}, {""}, {everyone}, {everyone, "partners"}, {everyone, "partners", "secretariat"}, {"NCSW"}, {"nobody"}, Everything}
	for _, who := range readers {
		sees := make(map[string]bool)
		for _, class := range who {
			sees[class] = class != "" && class != everything
		}
		for i, class := range testClasses {
			want := sees[class] || slices.Equal(who, Everything)
			id := fmt.Sprintf("M%d#para-1", i)
			canary := fmt.Sprintf("canary%d", i)
			all := find(t, ix, Query{Text: "violence canaries", Audience: who, Limit: 100, Lent: true})
			own := find(t, ix, Query{Text: canary, Audience: who})
			must := find(t, ix, Query{Phrases: []Phrase{{Forms: []string{canary + " sings"}, Must: true}}, Audience: who})
			for what, got := range map[string][]string{"all": all, "own": own, "must": must} {
				if slices.Contains(got, id) != want {
					t.Errorf("%s: reader %q, paper %q: found %v, want it seen: %v", what, who, class, got, want)
				}
			}
			each := false
			for _, walk := range []func(Query, func(Result) bool) error{ix.Each, ix.Matching} {
				err := walk(Query{Text: canary, Phrases: mustHold(canary), Audience: who}, func(r Result) bool { each = each || r.Passage.ID == id; return true })
				if err != nil || each != want {
					t.Errorf("Each or Matching: reader %q, paper %q: %v, %v", who, class, each, err)
				}
			}
			listed := slices.ContainsFunc(ix.Documents(who), func(d *Document) bool { return d.ID == id[:2] })
			if listed != want {
				t.Errorf("Documents: reader %q, paper %q: %v", who, class, listed)
			}
		}
	}
	for i, class := range testClasses {
		if got, want := ix.Known(fmt.Sprintf("canary%d", i)), class == everyone; got != want {
			t.Errorf("Known says %v for a word of a paper of %q", got, class)
		}
	}
	if s, ok := ix.Suggest("canarry2"); ok && s != "canary0" {
		t.Errorf("Suggest tells of a word that not everyone may see: %q", s)
	}
}

// Papers that a reader may not see are to their ranking as if they were not there: same results, same scores, to the last digit.
func TestHiddenPapersLeaveNoTrace(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, papers()...)
	readers := []Audience{{everyone}, {everyone, "partners"}}
	queries := []Query{{Text: "domestic violence committee"}, {Text: "what did Sindh say about the rules of the committee", Lent: true}, {Phrases: []Phrase{{Forms: []string{"violence", "select committee"}}}}}
	var want [][]Result
	for _, who := range readers {
		for _, q := range queries {
			q.Audience = who
			res, err := ix.Search(t.Context(), q)
			if err != nil || len(res) == 0 {
				t.Fatalf("Search(%v) = %v, %v", q, res, err)
			}
			want = append(want, res)
		}
	}
	for i := range 20 { // many, long, full of the words asked for, and with the first id of all
		put(t, ix, doc(fmt.Sprintf("A0%d", i), "secretariat", strings.Repeat("domestic violence committee rules select ", 30), "rules"), doc(fmt.Sprintf("0%d", i), "NCSW", "committee committee"))
	}
	for _, rebuilt := range []bool{false, true} {
		if rebuilt {
			if err := ix.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for _, who := range readers {
			for _, q := range queries {
				q.Audience = who
				same(t, ix, q, want[n])
				n++
			}
		}
	}
}

// A passage is quoted for what is asked, not for words that only ask.
func TestAskingWordsFindNothing(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, doc("S1", everyone, "The Secretary said that discussions would go on.", "Two shelters were opened.", "The stagnation points of the matter."))
	for text, want := range map[string][]string{
		"what did they say about shelters in the discussion": {"S1#para-2"},
		"main points":              {"S1#para-3"}, // nothing else is asked
		"what was said of shelter": {"S1#para-2"},
	} {
		if got := find(t, ix, Query{Text: text, Audience: Everything}); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

// Whatever the query, what comes back has passed its filters and audience; with memory and base and dead versions together.
func TestResultsNeverLeaveTheFilters(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	some := func(of ...string) []string {
		if rnd.IntN(3) > 0 {
			return nil
		}
		return []string{pick(of...), pick(of...)}
	}
	words := strings.Fields("violence women bill act committee shelter budget district report survey helpline rules court fund")
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(pick(words...) + " ")
		}
		return b.String()
	}
	randomDoc := func(id int) *Document {
		d := &Document{ID: fmt.Sprintf("R%d", id), Title: text(2), Type: pick(Types...), Meeting: rnd.IntN(4), Audience: pick(testClasses...), Jurisdiction: pick("PK", "KP", "SD"),
			Date: Date(pick("2019-10-29", "2020", "2021-02", "")), Issued: Date(pick("2019-11-04", "2020-06-01", "2021", ""))}
		for i := range rnd.IntN(6) {
			start := len(d.Text)
			d.Text += text(1 + rnd.IntN(12))
			d.Passages = append(d.Passages, Passage{ID: fmt.Sprintf("%s#%d", d.ID, i), Start: start, End: len(d.Text), Kind: pick("para", "section", "row"), Body: pick("", "A", "B"),
				Place: pick("", "KP", "SD"), Section: pick("", "18", "18(1)", "498-A"), Responsible: some("A", "B"), Heading: some("Item 1", "Item 2")})
		}
		return d
	}
	ix := open(t, t.TempDir())
	for i := range 60 {
		put(t, ix, randomDoc(i))
	}
	if err := ix.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	rounds := 600
	for round := range rounds {
		switch round % 50 {
		case 10:
			put(t, ix, randomDoc(rnd.IntN(70)))
		case 20:
			if err := ix.Delete(t.Context(), fmt.Sprintf("R%d", rnd.IntN(60))); err != nil {
				t.Fatal(err)
			}
		}
		q := Query{Text: text(rnd.IntN(4)), Phrases: mustHold(first(some(words...), 1)...), Documents: some("R1", "R2", "R3"), Bodies: some("A", "B"), Places: some("KP", "SD"), Types: some(Types...),
			Sections: some("18", "498A"), Kinds: some("para", "row"), From: Date(pick("", "", "2020-02-01", "2021")), To: Date(pick("", "", "2020-12-31")),
			AsOf: Date(pick("", "2020-01-01", "2021-06-30")), Audience: Audience{pick(testClasses[:5]...), pick(testClasses[:5]...)}, Limit: rnd.IntN(120), PerDocument: max(0, rnd.IntN(5)-2), Lent: rnd.IntN(2) == 0}
		if rnd.IntN(4) == 0 {
			q.Meetings = []int{1, 2}
		}
		res, err := ix.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		f := newFilter(&q, nil)
		seen := make(map[string]bool)
		of := make(map[*Document]int)
		for i, r := range res {
			of[r.Doc]++
			switch {
			case q.PerDocument > 0 && of[r.Doc] > q.PerDocument:
				t.Fatalf("Search(%v) gives %d results of %s", q, of[r.Doc], r.Doc.ID)
			case !q.Audience.Sees(r.Doc.Audience), !f.document(r.Doc), !f.passage(r.Doc, r.Passage):
				t.Fatalf("Search(%v) gives %s of audience %q: it does not fit", q, r.Passage.ID, r.Doc.Audience)
			case ix.Document(r.Doc.ID) != r.Doc || r.Doc.Passage(r.Passage.ID) != r.Passage:
				t.Fatalf("Search(%v) gives %s, which is no passage of the library", q, r.Passage.ID)
			case seen[r.Passage.ID], i > 0 && r.Score > res[i-1].Score, r.Own == 0 && !q.Lent, r.Score < r.Own:
				t.Fatalf("Search(%v): result %d, %s, twice, out of order or lent: score %v, own %v", q, i+1, r.Passage.ID, r.Score, r.Own)
			}
			seen[r.Passage.ID] = true
		}
		limit := min(q.Limit, maxResults)
		if limit == 0 {
			limit = 10
		}
		if q.PerDocument > 0 && q.Limit == 0 {
			limit = maxEach
		}
		if len(res) > max(limit, q.Limit*min(q.PerDocument, 1)) {
			t.Fatalf("Search(%v) gives %d results", q, len(res))
		}
		matching := 0
		if err := ix.Matching(q, func(Result) bool { matching++; return true }); err != nil {
			t.Fatal(err)
		}
		if own := slices.DeleteFunc(res, func(r Result) bool { return r.Own == 0 }); matching < len(own) || !q.Lent && q.PerDocument == 0 && matching > len(own) && len(own) < limit {
			t.Fatalf("Search(%v) finds %d with words of their own, Matching %d", q, len(own), matching)
		}
	}
}

// hostile are texts that cost other engines seconds and gigabytes.
func hostile() map[string]string {
	return map[string]string{
		"wildcards":       strings.Repeat("doc* ", 200),
		"patterns":        `/(.*)*x/ /(a{1000}){10}/ a~2 a^1e309 :::: _id:* >1 \ "(((( nosuch:*`,
		"one long word":   strings.Repeat("a", 262_144),
		"many words":      manyWords(10_000),
		"a long phrase":   `"` + manyWords(10_000) + `"`,
		"40,000 letters":  strings.Repeat("violence against women ", 1800),
		"marks":           "a" + strings.Repeat("\u0301", 5000),
		"no UTF-8":        "\xff\xfe violence \xc3\x28",
		"joiners":         strings.Repeat("\u200d\u200c", 4000),
		"dots":            strings.Repeat("a.", 20_000),
		"numbers":         strings.Repeat("1,000", 20_000),
		"hyphens":         strings.Repeat("498-A-", 10_000),
		"null":            "violence\x00women",
		"right to left":   "\u202e violence",
		"emoji":           strings.Repeat("👩‍👩‍👧 ", 1000),
		"common words":    strings.Repeat("the a of ", 2000),
		"mention of all":  "<!channel> <@U0> violence",
		"the same word":   strings.Repeat("women ", 10_000),
		"full width text": "ｖｉｏｌｅｎｃｅ",
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "word%d ", i)
	}
	return b.String()
}

func TestHostileQueriesAreCheap(t *testing.T) {
	ix, remove, err := temporary(t.Context(), Synthetic(4000))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := remove(); err != nil {
			t.Error(err)
		}
	})
	texts := hostile()
	common := newLanguage().words
	texts["the commonest words"] = strings.Join(common[:400], " ")
	texts["the commonest word"] = strings.Repeat(common[0]+" ", 1000)
	texts["common phrases"] = strings.Repeat(strings.Join(common[:24], " ")+" . ", 40)
	for name, text := range texts {
		forms := strings.SplitAfterN(text, " ", 300)
		q := Query{Text: text, Phrases: append([]Phrase{{Forms: forms}, {Forms: []string{text}}}, mustHold(forms[:min(3, len(forms))]...)...), Audience: Everything, Limit: 1 << 30}
		for _, q := range []Query{q, {Text: text, Audience: Everything}} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			if _, err := ix.Search(t.Context(), q); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 50 || took > 500*time.Millisecond { // 100 ms on an idle machine
				t.Errorf("%s: took %v and %d MB", name, took, mb)
			}
		}
		if e := Excerpt(text, []string{text}, 300); !strings.Contains(text, e) {
			t.Errorf("%s: the excerpt is no piece of the text", name)
		}
	}
}

func TestQueryString(t *testing.T) {
	q := Query{Text: "shelters", Phrases: []Phrase{{Forms: []string{"VAW", "violence against women"}}, {Forms: []string{"one"}, Must: true}, {Forms: []string{"x"}, Must: true}}, Documents: []string{"F04"},
		Bodies: []string{"NCSW"}, Places: []string{"KP", "SD"}, Types: []string{"act"}, Meetings: []int{14}, Sections: []string{"18"}, Kinds: []string{"row"}, From: "2019", To: "2020",
		AsOf: "2021-01-01", Audience: Audience{everyone}, Limit: 5, PerDocument: 2, Lent: true}
	want := `"shelters"; about "VAW" or "violence against women"; must hold "one"; must hold "x"; in F04; body NCSW; place KP or SD; type act; meeting 14; section 18; kind row; from 2019; to 2020; as of 2021-01-01; seen by everyone; first 5; first 2 of each document; also neighbours`
	if got := q.String(); got != want {
		t.Errorf("String() = %s\nwant %s", got, want)
	}
	if got := (Query{}).String(); got != "seen by nobody" {
		t.Errorf("the zero Query prints as %q", got)
	}
}

func FuzzSearch(f *testing.F) {
	for _, text := range hostile() {
		if len(text) < 5000 {
			f.Add(text, "shelter", "18")
		}
	}
	ix, err := Open(f.TempDir(), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := ix.Close(); err != nil {
			f.Error(err)
		}
	})
	if err := errors.Join(ix.Put(f.Context(), papers()...), ix.Rebuild(f.Context())); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, phrase, section string) {
		q := Query{Text: text, Phrases: []Phrase{{Forms: []string{phrase, text}}}, Audience: Audience{everyone}, Lent: true}
		for _, q := range []Query{q, with(q, func(q *Query) { q.Sections = []string{section}; q.Phrases = append(q.Phrases, mustHold(phrase)...) })} {
			res, err := ix.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range res {
				if r.Doc.Audience != everyone || r.Score <= 0 {
					t.Errorf("Search(%v) gives %s, score %v", q, r.Passage.ID, r.Score)
				}
			}
		}
		if s, ok := ix.Suggest(text); ok && ix.Known(text) {
			t.Errorf("%q is known, and %q is suggested for it", text, s)
		}
	})
}

// mustHold are words each of which must occur.
func mustHold(words ...string) (out []Phrase) {
	for _, w := range words {
		out = append(out, Phrase{Forms: []string{w}, Must: true})
	}
	return out
}
