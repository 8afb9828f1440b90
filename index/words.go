package index

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// words are the words of the papers that everyone may see, with how often each occurs. Words of other papers are not among them, so a guess at
// what a member meant tells nothing they may not know. They are counted when first asked for.
type words struct {
	mu     sync.Mutex
	of     *view            // what was counted
	counts map[string]int   // folded word -> occurrences
	bases  map[string]bool  // them without endings of grammar
	byLen  map[int][]string // words by their number of characters
}

// everyone is the class of papers whose words are offered.
const everyone = "everyone"

// load counts the words of a view if that was not done. The caller holds mu, and no other lock: ix.mu is never taken under it.
func (w *words) load(v *view) {
	if w.of == v {
		return
	}
	w.of, w.counts, w.bases, w.byLen = v, make(map[string]int), make(map[string]bool), make(map[int][]string)
	docs := slices.DeleteFunc(slices.Clone(v.list), func(d *Document) bool { return !(Audience{everyone}).Sees(d.Audience) })
	a := newAnalyzer()
	note := func(t term) {
		if w.counts[t.word] == 0 {
			w.bases[baseForm(t.word)] = true
			n := utf8.RuneCountInString(t.word)
			w.byLen[n] = append(w.byLen[n], t.word)
		}
		w.counts[t.word]++
	}
	for _, d := range docs {
		a.terms(d.Title, note)
		a.terms(d.Text, note)
	}
}

// Known reports whether all words typed occur in papers that everyone may see, in any form of grammar. Stop words are known.
func (ix *Index) Known(word string) bool {
	v := ix.current()
	ix.words.mu.Lock()
	defer ix.words.mu.Unlock()
	ix.words.load(v)
	known := true
	newAnalyzer().terms(cut(word, maxText), func(t term) { known = known && ix.words.bases[baseForm(t.word)] })
	return known
}

// baseForm takes off an ending of grammar. Stems will not do: "ordinence" has the stem of "ordinance", and is a misprint.
func baseForm(w string) string {
	for {
		shorter := withoutEnding(w)
		if shorter == w {
			return w
		}
		w = shorter
	}
}

func withoutEnding(w string) string {
	if rest, ok := strings.CutSuffix(w, "ies"); ok && len(rest) >= 3 {
		return rest + "y"
	}
	for _, ending := range []string{"ing", "ed", "es", "s", "e"} {
		rest, ok := strings.CutSuffix(w, ending)
		if ok && len(rest) >= 3 && !(ending == "s" && strings.HasSuffix(rest, "s")) {
			return rest
		}
	}
	return w
}

// A Suggestion is a word of the papers that a member may have meant.
type Suggestion struct {
	Word      string
	Edits     int     // letters that differ
	Count     int     // how often the papers have it
	Certainty float64 // 0 to 1
}

const (
	// shortestSuggested is the length in characters below which a word is as likely an abbreviation as a misprint.
	shortestSuggested = 4
	// offered is the least certainty of what Suggest offers.
	offered = .5
)

// Suggest returns the word of the papers most like the one typed, and whether it is near enough to be offered. Words that are known suggest nothing.
func (ix *Index) Suggest(word string) (string, bool) {
	list := ix.Suggestions(word)
	if len(list) == 0 || list[0].Certainty < offered {
		return "", false
	}
	return list[0].Word, true
}

// Suggestions are up to five words of the papers like the one typed, the most certain first. The certainty falls with the letters that differ, and with
// how nearly as likely the next word is.
func (ix *Index) Suggestions(word string) []Suggestion {
	var typed []string
	newAnalyzer().terms(cut(word, maxText), func(t term) { typed = append(typed, t.word) })
	if len(typed) != 1 || utf8.RuneCountInString(typed[0]) < shortestSuggested || digitsOnly(typed[0]) {
		return nil
	}
	w := typed[0]
	n := utf8.RuneCountInString(w)
	v := ix.current()
	ix.words.mu.Lock()
	defer ix.words.mu.Unlock()
	ix.words.load(v)
	if ix.words.bases[baseForm(w)] {
		return nil
	}
	edits := 1
	if n >= 6 {
		edits = 2
	}
	var out []Suggestion
	for l := n - edits; l <= n+edits; l++ {
		for _, have := range ix.words.byLen[l] {
			if utf8.RuneCountInString(have) < shortestSuggested || digitsOnly(have) {
				continue
			}
			if d := lettersApart(w, have); d <= edits {
				out = append(out, Suggestion{Word: have, Edits: d, Count: ix.words.counts[have]})
			}
		}
	}
	slices.SortFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Edits, b.Edits), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word))
	})
	out = first(out, 5)
	for i := range out {
		rivals := 0
		for j := range out {
			if out[j].Edits == out[i].Edits {
				rivals += out[j].Count
			}
		}
		near := 1 - float64(out[i].Edits)/float64(n)
		out[i].Certainty = near * (.5 + .5*float64(out[i].Count)/float64(rivals))
	}
	return out
}

// lettersApart counts the letters that differ; two neighbouring letters exchanged count once.
func lettersApart(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d != 2 || len(a) != len(b) {
		return d
	}
	for i := 0; i+1 < len(a); i++ {
		if a[i] != b[i] {
			if a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
				return 1
			}
			break
		}
	}
	return d
}
