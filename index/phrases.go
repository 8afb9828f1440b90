package index

import (
	"cmp"
	"slices"
)

// A weighted posting counts occurrences in parts: a form the member did not type counts less.
type weighted struct {
	passage uint32
	count   float64
}

// addPhrase adds the BM25 score of a phrase in any of its forms.
func (s *search) addPhrase(l []weighted) {
	if len(l) == 0 {
		return
	}
	s.column()
	weight := phraseWeight * idf(s.alive, len(l))
	mean := s.mean(inText)
	for _, post := range l {
		if s.allowed(post.passage) {
			p, n := s.v.numberIn(post.passage)
			s.gain(post.passage, weight*saturation(post.count, float64(p.length(inText, n))/mean, textK1, textB))
		}
	}
}

// holdingAll are the passages that hold all terms.
func (s *search) holdingAll(terms []string) ([]uint32, error) {
	var lists [][]posting
	for i, t := range terms {
		if slices.Contains(terms[:i], t) {
			continue
		}
		l, err := s.list(inText, t)
		if err != nil || len(l) == 0 {
			return nil, err
		}
		lists = append(lists, l)
	}
	slices.SortStableFunc(lists, func(a, b []posting) int { return cmp.Compare(len(a), len(b)) })
	out := make([]uint32, 0, len(lists[0]))
	for _, post := range lists[0] {
		out = append(out, post.passage)
	}
	for _, l := range lists[1:] {
		in := s.newStamp()
		for _, post := range l {
			s.mark[post.passage] = in
		}
		out = slices.DeleteFunc(out, func(n uint32) bool { return s.mark[n] != in })
	}
	return out, nil
}

// occurrences counts where terms have others one after the other.
func occurrences(have, sequence []uint32) int {
	count := 0
	for at := 0; at+len(sequence) <= len(have); at++ {
		if have[at] == sequence[0] && slices.Equal(have[at+1:at+len(sequence)], sequence[1:]) {
			count++
		}
	}
	return count
}

// termsOf are the terms of a passage of the view.
func (v *view) termsOf(n uint32) []uint32 {
	p, i := v.numberIn(n)
	return p.terms(i)
}

func hashes(terms []string) []uint32 {
	out := make([]uint32, len(terms))
	for i, t := range terms {
		out[i] = hashOf(t)
	}
	return out
}

// pairs scores neighbouring words of the question that are neighbours in a passage too.
func (s *search) pairs() error {
	done := make(map[[2]string]bool)
	for i := range min(len(s.ask.sequence), maxTerms+1) - 1 {
		pair := s.ask.sequence[i : i+2]
		key := [2]string{pair[0], pair[1]}
		if pair[0] == pair[1] || done[key] {
			continue
		}
		done[key] = true
		both, err := s.holdingAll(pair)
		if err != nil {
			return err
		}
		h := hashes(pair)
		var l []posting
		for _, n := range both {
			if c := occurrences(s.v.termsOf(n), h); c > 0 {
				l = append(l, posting{n, uint32(c)})
			}
		}
		s.add(l, pairWeight, pairB)
	}
	return nil
}

// synonymList finds the passages with any form of a phrase.
func (s *search) synonymList(syn synonyms) ([]weighted, error) {
	counts := make(map[uint32]float64)
	var order []uint32
	for i, form := range syn.forms {
		if slices.ContainsFunc(syn.forms[:i], func(other []string) bool { return slices.Equal(other, form) }) {
			continue
		}
		weight := 1.0
		if i > 0 {
			weight = otherForm
		}
		both, err := s.holdingAll(form)
		if err != nil {
			return nil, err
		}
		h := hashes(form)
		for _, n := range both {
			c := occurrences(s.v.termsOf(n), h)
			if c == 0 {
				continue
			}
			if counts[n] == 0 {
				order = append(order, n)
			}
			counts[n] += weight * float64(c)
		}
	}
	out := make([]weighted, len(order))
	for i, n := range order {
		out[i] = weighted{n, counts[n]}
	}
	return out, nil
}
