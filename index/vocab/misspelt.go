package vocab

import (
	"slices"
	"unicode/utf8"
)

// Misspelt words are found by what is left of them when a letter or two are struck out: every word of an alias is filed under all its
// remains, and a word nobody knows is looked up by its own. Remains in common are then measured.

const (
	maxWord  = 32 // letters; longer words are not corrected
	minFuzzy = 4  // letters below which a word is not corrected
	minTwo   = 9  // letters from which two slips are looked for
	maxFixes = 64 // words of one text that are looked up; a text with more unknown words is no question
)

// A fix is a word of the aliases that an unknown word may have meant.
type fix struct {
	word  int32
	edits int
}

// speller finds alias words near an unknown one.
type speller struct {
	words   [][]rune           // by id; nil for words that are not corrected to
	remains map[string][]int32 // remains -> ids
}

func newSpeller() speller { return speller{remains: map[string][]int32{}} }

// add files a word under its id.
func (s *speller) add(word string, id int32) {
	r := []rune(word)
	if len(r) < minFuzzy || len(r) > maxWord || int(id) < len(s.words) && s.words[id] != nil {
		return
	}
	for len(s.words) <= int(id) {
		s.words = append(s.words, nil)
	}
	s.words[id] = r
	s.file(string(r), id)
	strike(r, func(one []rune) {
		s.file(string(one), id)
		if len(r) >= minTwo {
			strike(one, func(two []rune) { s.file(string(two), id) })
		}
	})
}

func (s *speller) file(key string, id int32) {
	ids := s.remains[key]
	if len(ids) == 0 || ids[len(ids)-1] != id {
		s.remains[key] = append(ids, id)
	}
}

// strike calls f with r less each of its runes. f must not keep what it is given.
func strike(r []rune, f func([]rune)) {
	var b [maxWord]rune
	for i := range r {
		f(append(append(b[:0], r[:i]...), r[i+1:]...))
	}
}

// near returns the alias words that word may have meant, the nearest only, at most four. The first letter must be right: people seldom
// miss it, and other words often differ there.
func (s *speller) near(word string) []fix {
	r := []rune(word)
	if len(r) < minFuzzy || len(r) > maxWord {
		return nil
	}
	limit := 1
	if len(r) >= minTwo {
		limit = 2
	}
	var out []fix
	look := func(key []rune) {
		var b [4 * maxWord]byte
		k := b[:0]
		for _, c := range key {
			k = utf8.AppendRune(k, c)
		}
		for _, id := range s.remains[string(k)] {
			w := s.words[id]
			if w[0] != r[0] || slices.ContainsFunc(out, func(f fix) bool { return f.word == id }) {
				continue
			}
			d := distance(r, w, limit)
			if d > limit || d == 2 && len(w) < minTwo || d == 0 {
				continue
			}
			out = keepNearest(out, fix{id, d})
		}
	}
	look(r)
	strike(r, func(one []rune) {
		look(one)
		if limit == 2 {
			strike(one, look)
		}
	})
	return out
}

func keepNearest(fixes []fix, f fix) []fix {
	for _, g := range fixes {
		if g.word == f.word || g.edits < f.edits {
			return fixes
		}
	}
	if len(fixes) > 0 && fixes[0].edits > f.edits {
		fixes = fixes[:0]
	}
	if len(fixes) == 4 {
		return fixes
	}
	return append(fixes, f)
}

// distance counts the letters to change, add, drop or swap with their neighbour to come from a to b; limit+1 stands for any more.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || max(len(a), len(b)) > 4*maxWord {
		return limit + 1
	}
	var rows [3][4*maxWord + 1]uint8 // small, for it is cleared at every call; no distance here is above 128
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		last[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		now[0] = uint8(i)
		best := now[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j] = d
			best = min(best, d)
		}
		if int(best) > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return int(last[len(b)])
}
