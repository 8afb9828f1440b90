package index

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// words are the words of the papers that everyone may see, with how often each occurs. Words of other papers are not among them, so a guess at
// what a member meant tells nothing they may not know. They are counted when first asked for, and then kept in step paper by paper.
type words struct {
	mu      sync.Mutex
	of      *view                // what was counted
	counted map[string]*Document // by id, what of
	counts  map[string]int       // folded word -> occurrences
	bases   map[string]int       // word without endings of grammar -> occurrences in any form
	byLen   map[int][]string     // words by their number of characters
}

// everyone is the class of papers whose words are offered.
const everyone = "everyone"

// load brings the counts in step with a view. The caller holds mu, and no other lock: ix.mu is never taken under it.
func (w *words) load(v *view) {
	if w.of == v {
		return
	}
	w.of = v
	if w.counted == nil {
		w.counted, w.counts, w.bases, w.byLen = make(map[string]*Document), make(map[string]int), make(map[string]int), make(map[int][]string)
	}
	open := Audience{everyone}
	var come, gone []*Document
	for _, d := range v.list {
		old := w.counted[d.ID]
		if !open.Sees(d.Audience) || old != nil && old.Title == d.Title && old.Text == d.Text {
			continue
		}
		if old != nil {
			gone = append(gone, old)
		}
		come = append(come, d)
	}
	for id, old := range w.counted {
		if d := v.docs[id]; d == nil || !open.Sees(d.Audience) {
			gone = append(gone, old)
			delete(w.counted, id)
		}
	}
	for _, d := range come {
		w.counted[d.ID] = d
	}
	w.add(tally(come), 1)
	w.add(tally(gone), -1)
}

// add adds counts, or takes them away with the sign -1.
func (w *words) add(counts map[string]int, sign int) {
	for word, n := range counts {
		was := w.counts[word]
		now := was + sign*n
		if base := baseForm(word); w.bases[base]+sign*n > 0 {
			w.bases[strings.Clone(base)] += sign * n
		} else {
			delete(w.bases, base)
		}
		switch {
		case was == 0 && now > 0:
			word = strings.Clone(word) // else it keeps its paper in memory
			l := utf8.RuneCountInString(word)
			w.byLen[l] = append(w.byLen[l], word)
		case was > 0 && now == 0:
			l := utf8.RuneCountInString(word)
			w.byLen[l] = slices.DeleteFunc(w.byLen[l], func(o string) bool { return o == word })
			delete(w.counts, word)
			continue
		}
		w.counts[word] = now
	}
}

// tally counts the words of papers, as many papers at a time as there are processors.
func tally(docs []*Document) map[string]int {
	workers := min(runtime.GOMAXPROCS(0), len(docs))
	parts := make([]map[string]int, workers)
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() { parts[i] = tallyEach(docs, i, workers) })
	}
	wg.Wait()
	all := make(map[string]int)
	for _, part := range parts {
		for word, n := range part {
			all[word] += n
		}
	}
	return all
}

// tallyEach counts the words of every step-th paper from one on.
func tallyEach(docs []*Document, from, step int) map[string]int {
	type raw struct {
		word string // "" when it is none that is indexed
		n    int
	}
	raws := make(map[string]*raw)
	for i := from; i < len(docs); i += step {
		for _, text := range []string{docs[i].Title, docs[i].Text} {
			s := wordScanner{text: text}
			for s.next() {
				for _, w := range s.parts() {
					r := raws[w]
					if r == nil {
						r = new(raw)
						if word, stop := readWord(w); !stop {
							r.word = word
						}
						raws[w] = r
					}
					r.n++
				}
			}
		}
	}
	out := make(map[string]int, len(raws))
	for _, r := range raws {
		if r.word != "" {
			out[r.word] += r.n
		}
	}
	return out
}

// Occurrences is how often a word occurs in papers that everyone may see, in any form of grammar; of several words, how often the rarest.
func (ix *Index) Occurrences(word string) int {
	v := ix.current()
	ix.words.mu.Lock()
	defer ix.words.mu.Unlock()
	ix.words.load(v)
	least := -1
	newAnalyzer().terms(cut(word), func(t term) {
		if n := ix.words.bases[baseForm(t.word)]; least < 0 || n < least {
			least = n
		}
	})
	return max(least, 0)
}

// Known reports whether all words typed occur in papers that everyone may see, in any form of grammar. Stop words are known.
func (ix *Index) Known(word string) bool {
	v := ix.current()
	ix.words.mu.Lock()
	defer ix.words.mu.Unlock()
	ix.words.load(v)
	known := true
	newAnalyzer().terms(cut(word), func(t term) { known = known && ix.words.bases[baseForm(t.word)] > 0 })
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
	newAnalyzer().terms(cut(word), func(t term) { typed = append(typed, t.word) })
	if len(typed) != 1 || utf8.RuneCountInString(typed[0]) < shortestSuggested || digitsOnly(typed[0]) {
		return nil
	}
	w := typed[0]
	n := utf8.RuneCountInString(w)
	v := ix.current()
	ix.words.mu.Lock()
	defer ix.words.mu.Unlock()
	ix.words.load(v)
	if ix.words.bases[baseForm(w)] > 0 {
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
