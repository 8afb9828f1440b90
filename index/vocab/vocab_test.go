package vocab

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// Cases over the words of a whole group are in bot/group/testdata; here is what holds for any words.

func library(t testing.TB) *Vocabulary {
	t.Helper()
	v, err := New([]Entry{
		{Kind: Place, Key: "N", Name: "Northland", Aliases: []string{"NL", "North"}},
		{Kind: Place, Key: "S", Name: "Southland", Roman: []string{"Dakkhan"}},
		{Kind: Body, Key: "WO-N", Name: "Water Office of Northland", Place: "N", Groups: []string{"offices"}},
		{Kind: Body, Key: "WO-S", Name: "Water Office of Southland", Place: "S", Groups: []string{"offices"}},
		{Kind: Set, Key: "offices", Name: "water offices of the land"},
		{Kind: Topic, Key: "water", Name: "water", Aliases: []string{"drinking water", "پانی"}},
		{Kind: Topic, Key: "wells", Name: "wells", Parent: "water", Aliases: []string{"boreholes", "irrigation"}, Capitals: []string{"TIP"},
			Weak: []string{"7"}, Near: []string{"pump"}},
	}, []Ambiguous{
		{Words: []string{"WO"}, Options: []Option{{Reading: Reading{Kind: Body, Key: "WO-N"}}, {Reading: Reading{Kind: Body, Key: "WO-S"}},
			{Reading: Reading{Kind: Set, Key: "offices"}, Plural: true}}},
	}, "welts")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func keys(ms []Mention) string {
	var out []string
	for _, m := range ms {
		for _, r := range m.Readings {
			out = append(out, r.Key)
		}
	}
	return strings.Join(out, " ")
}

func TestFold(t *testing.T) {
	data, err := os.ReadFile("testdata/fold.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(data), "\n") {
		in, want, ok := strings.Cut(line, " -> ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		unescape := strings.NewReplacer(`\u200c`, "\u200c", `\u200d`, "\u200d", `\u202e`, "\u202e", `\xff`, "\xff", `\ufffd`, "\ufffd")
		if got := Fold(unescape.Replace(in)); got != unescape.Replace(want) {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	if n < 12 {
		t.Errorf("only %d cases were read", n)
	}
}

func TestFind(t *testing.T) {
	v := library(t)
	for text, want := range map[string]string{
		"the North":                              "N",
		"Northland's wells":                      "N wells",
		"NORTH-LAND":                             "N",
		"northern":                               "",
		"water office of northland":              "WO-N",
		"Water Office. Of Northland":             "water N",
		"WO Southland":                           "WO-S S",
		"WO":                                     "WO-N WO-S offices",
		"WOs in Northland":                       "offices N",
		"WO between Northland and Southland":     "WO-N N S",
		"tip the TIP":                            "wells",
		"tip of a pump":                          "wells",
		"pump 7":                                 "wells",
		"7 men":                                  "",
		"drinking   water":                       "water",
		"irigation":                              "wells",
		"welts":                                  "",
		"پاني":                                   "water",
		"Dakhan, dakkhaan":                       "S S",
		"":                                       "",
		"\xff\xfe North\xff":                     "N",
		"<@U1|North> #north @north http://north": "",
	} {
		if got := keys(v.Find(text)); got != want {
			t.Errorf("Find(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestContext(t *testing.T) {
	v := library(t)
	near := v.Find("how is Southland?")
	for _, c := range []struct {
		text string
		ctx  Context
		want string
		ask  bool
	}{
		{"WO", Context{}, "WO-N WO-S offices", true},
		{"WO", Context{Place: "N"}, "WO-N", false},
		{"WO", Context{Near: near}, "WO-S", false},
		{"WO", Context{Near: near, Text: "the WO of Northland"}, "WO-N", false},
	} {
		rs, ask := resolve(v, c.text, c.ctx)
		if got := keys([]Mention{{Readings: rs}}); got != c.want || ask != c.ask {
			t.Errorf("resolve(%q, %+v) = %q, %v, want %q, %v", c.text, c.ctx, got, ask, c.want, c.ask)
		}
	}
	known := func(w string) bool { return w == "irigation" }
	if got := v.FindIn("irigation", Context{Known: known}); len(got) > 0 {
		t.Errorf("a word of the documents was corrected: %+v", got)
	}
}

// resolve is how one word is read in a context.
func resolve(v *Vocabulary, word string, c Context) (readings []Reading, ask bool) {
	text := word
	if c.Text != "" {
		text = c.Text
	}
	for _, m := range v.FindIn(text, c) {
		if spell(m.Text) == spell(word) {
			return m.Readings, m.Ask
		}
	}
	return nil, false
}

func TestNew(t *testing.T) {
	_, err := New([]Entry{
		{Kind: Body, Key: "A", Name: "Alpha", Aliases: []string{"the firsts"}},
		{Kind: Body, Key: "B", Name: "Beta", Aliases: []string{"The First"}},
		{Kind: Topic, Key: "t", Name: "the first", Weak: []string{"x"}},
		{Kind: Topic, Key: "t", Name: "again"},
	}, []Ambiguous{{Words: []string{"AB"}, Options: []Option{{Reading: Reading{Kind: Body, Key: "C"}}}}})
	var clash *Clash
	if !errors.As(err, &clash) || !slices.Equal(clash.Keys, []string{"A", "B"}) {
		t.Fatalf("New = %v: want a clash of A and B", err)
	}
	for _, want := range []string{`the topic "t" is given twice`, "weak aliases", `there is no body "C"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("New = %v: want %q in it", err, want)
		}
	}
}

func TestWith(t *testing.T) {
	v := library(t)
	hash := v.Hash()
	w, err := v.With(Change{Kind: Topic, Key: "wells", Alias: "Kuan"}, Change{Kind: Term, Key: "Water Act 1999", Alias: "WA"},
		Change{Kind: Topic, Key: "wells", Alias: "borehole", Remove: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(w.Find("kuan under the WA, boreholes")); got != "wells Water Act 1999" {
		t.Errorf("after the changes %q is found", got)
	}
	if got := keys(v.Find("kuan under the WA, boreholes")); got != "wells" || v.Hash() != hash {
		t.Errorf("the old vocabulary changed: it finds %q", got)
	}
	if w.Hash() == hash || library(t).Hash() != hash {
		t.Error("a hash must name the contents: it did not change, or is not repeated")
	}
	if got := w.Expand(Term, "Water Act 1999"); !cmp.Equal(got, []string{"Water Act 1999", "WA"}) {
		t.Errorf("Expand of the term = %q", got)
	}
	for _, c := range []Change{{Kind: Body, Key: "X", Alias: "x"}, {Kind: Body, Key: "WO-N", Alias: "?"}, {Kind: Body, Key: "WO-N", Alias: "none", Remove: true},
		{Kind: Topic, Key: "water", Alias: "irrigations"}} {
		if _, err := v.With(c); err == nil {
			t.Errorf("With(%+v) was taken", c)
		}
	}
}

// TestBounded reads the worst that a message can hold: 40,000 characters in every shape that could be slow.
func TestBounded(t *testing.T) {
	v := library(t)
	for _, unit := range []string{"a", "doc* ", "irigaton ", "water office of ", "WO ", "WO NL ", "WO 2012 ", "\xff", "́", "<@", "<http", "#a", "((((", "ﷺ", "پ", "1.", "x1",
		"wellls", "'", "drinking ", "dakhan "} {
		text := strings.Repeat(unit, 40000/len(unit)+1)[:40000]
		began := time.Now()
		check(t, text, v.Find(text))
		Fold(text)
		Phonetic(text)
		if took := time.Since(began); took > time.Second {
			t.Errorf("%q 40,000 characters long took %v", unit, took)
		}
	}
}

// check holds what is true of all mentions: pieces of the text, in order, apart, with readings.
func check(t *testing.T, text string, ms []Mention) {
	t.Helper()
	end := 0
	for _, m := range ms {
		if m.Start < end || m.End <= m.Start || m.End > len(text) || text[m.Start:m.End] != m.Text || len(m.Readings) == 0 || m.How == "" {
			t.Fatalf("Find(%q) gives %+v behind byte %d", text, m, end)
		}
		end = m.End
	}
}

func FuzzFind(f *testing.F) {
	v := library(f)
	for _, s := range []string{"WO Southland", "irigation 7 pump", "CEDAW 32(a)", "پاني\u200cکا", "\xff<@U1", "İstanbul ß Ǆ ﬁ", "한글 각 क्षि", "a’s'S"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		check(t, text, v.Find(text))
		once := Fold(text)
		if !utf8.ValidString(once) {
			t.Errorf("Fold(%q) = %q is no UTF-8", text, once)
		}
		if again := Fold(once); again != once {
			t.Errorf("Fold(%q) = %q, and again %q", text, once, again)
		}
		Phonetic(text)
		for _, tok := range tokens(text) {
			if tok.word == "" || tok.start >= tok.end {
				t.Errorf("tokens(%q) holds %+v", text, tok)
			}
		}
	})
}
