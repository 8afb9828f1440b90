package ingest

import (
	"slices"
	"strings"

	"rabita/index"
)

// cuts divides a long passage: at the lines it was printed in, then between sentences.
func (s *structure) cuts(p *index.Passage, text string) [][2]int {
	bounds := []int{}
	if s.d.Type == "minutes" && s.under.body == "" && len(s.path) > 1 {
		bounds = s.turns(text)
	}
	var out [][2]int
	from := 0
	for _, to := range append(bounds, len(text)) {
		for to-from > longPassage {
			at := s.cutAt(text[from:to], from, p.Start)
			if at <= 0 || at >= to-from {
				break
			}
			out = append(out, [2]int{p.Start + from, p.Start + from + at})
			from += at
		}
		out = append(out, [2]int{p.Start + from, p.Start + to})
		from = to
	}
	return out
}

// cutAt chooses where to end the first part of text, which begins at offset from of a passage that begins at base.
func (s *structure) cutAt(text string, from, base int) int {
	best := 0
	// The last break within reach. The breaks ascend, and only what is near is looked at: a paragraph may have megabytes.
	if i, _ := slices.BinarySearch(s.breaks, base+from+longPassage+1); i > 0 {
		if at := s.breaks[i-1] - base - from; at > longPassage/3 {
			return at
		}
	}
	starts := sentences(text[:min(len(text), 4*longPassage)])
	for _, at := range starts {
		if at > 0 && at <= longPassage {
			best = at
		}
	}
	if best > longPassage/4 {
		return best
	}
	for _, at := range starts { // one very long sentence: up to its end, or at a space if it has none
		if at > longPassage && at < 4*longPassage {
			return at
		}
	}
	if len(text) < 4*longPassage {
		return 0
	}
	if at := strings.LastIndexByte(text[:2*longPassage], ' '); at > 0 {
		return at + 1
	}
	for at := 2 * longPassage; at < len(text); at++ {
		if text[at] < 0x80 || text[at] >= 0xC0 {
			return at
		}
	}
	return 0
}

// turns finds the sentences of a paragraph at which another body begins to speak: "The Punjab Commission said ... The KP Commission said
// ...". What each said becomes its own passage, so that no body is quoted with another's words.
func (s *structure) turns(text string) []int {
	var bounds []int
	starts := append(sentences(text), len(text))
	speaking := ""
	for i := 0; i+1 < len(starts); i++ {
		v := s.l.speaks(strings.TrimSpace(text[starts[i]:starts[i+1]]), voice{})
		if v.body == "" {
			continue
		}
		if speaking != "" && v.body != speaking {
			bounds = append(bounds, starts[i])
		}
		speaking = v.body
	}
	return bounds
}

// onePlace is the place of all the bodies, if they share one that is not the whole group's.
func (l *lexicon) onePlace(bodies []string) string {
	place := ""
	for i, b := range bodies {
		e, ok := l.v.Lookup("body", b)
		if !ok || i > 0 && e.Place != place {
			return ""
		}
		place = e.Place
	}
	if !l.isPlace(place) {
		return ""
	}
	return place
}
