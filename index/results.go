package index

import (
	"cmp"
	"slices"
)

// everything are the passages that may be found, in the order of documents; with matching those alone that hold a word of the question.
func (s *search) everything(matching bool) []Result {
	var found []Result
	for _, d := range s.v.list {
		at, ok := s.v.place[d.ID]
		if !ok || !s.filter.document(d) {
			continue
		}
		for i := range d.Passages {
			n := at + uint32(i)
			if s.allowed(n) && (!matching || s.holds(n)) {
				found = append(found, Result{Doc: d, Passage: &d.Passages[i], Score: s.score[n], Own: s.score[n]})
			}
		}
	}
	return found
}

// best are the results, best first.
func (s *search) best() []Result {
	s.lend()
	if s.q.PerDocument > 0 {
		return s.bestOfEach()
	}
	limit := s.limit()
	for try := limit; ; try *= 4 {
		out := make([]Result, 0, min(limit, len(s.near)))
		for _, n := range best(s.near, try, s.order) {
			if r, ok := s.result(n); ok && len(out) < limit {
				out = append(out, r)
			}
		}
		if len(out) == limit || try >= len(s.near) {
			return out
		}
	}
}

// bestOfEach are the best results of each document, best first.
func (s *search) bestOfEach() []Result {
	most := s.q.PerDocument
	of := make(map[*Document][]uint32)
	for _, n := range s.near {
		d, _ := s.v.passage(n)
		kept := of[d]
		at, _ := slices.BinarySearchFunc(kept, n, s.order)
		if at == most {
			continue
		}
		if _, ok := s.result(n); ok {
			of[d] = first(slices.Insert(kept, at, n), most)
		}
	}
	var all []uint32
	for _, kept := range of {
		all = append(all, kept...)
	}
	slices.SortFunc(all, s.order)
	var out []Result
	for _, n := range first(all, s.limit()) {
		if r, ok := s.result(n); ok {
			out = append(out, r)
		}
	}
	return out
}

// limit is how many results there may be.
func (s *search) limit() int {
	usual, most := 10, maxResults
	if s.q.PerDocument > 0 {
		usual, most = maxEach, maxEach
	}
	if s.q.Limit <= 0 {
		return usual
	}
	return min(s.q.Limit, most)
}

// order compares passages: the better first, of equals the earlier.
func (s *search) order(a, b uint32) int {
	if c := cmp.Compare(s.lent[b], s.lent[a]); c != 0 {
		return c
	}
	return cmp.Compare(s.v.rank(a), s.v.rank(b))
}

// result makes a result of a passage, if it may stand among them.
func (s *search) result(n uint32) (Result, bool) {
	own := s.score[n]
	if own > 0 && !s.holds(n) {
		own = 0
	}
	d, p := s.v.passage(n)
	if own == 0 && !s.q.Lent || d == nil || !s.q.Audience.Sees(d.Audience) || !s.filter.document(d) || !s.filter.passage(d, p) {
		return Result{}, false // for the rights this is the second look: allowed has seen to them
	}
	return Result{Doc: d, Passage: p, Score: s.lent[n], Own: own}, true
}

// holds reports that a passage itself has a word of the question: not the title of its paper alone.
func (s *search) holds(n uint32) bool {
	if s.score[n] == 0 {
		return false
	}
	if s.wanted == nil {
		s.wanted = make(map[uint32]bool)
		for _, t := range s.ask.terms {
			if t.content {
				s.wanted[hashOf(t.text)] = true
			}
		}
		for _, syn := range s.ask.phrases {
			for _, form := range syn.forms {
				if len(form) == 1 {
					s.wanted[hashOf(form[0])] = true
				} else {
					s.sequences = append(s.sequences, hashes(form))
				}
			}
		}
	}
	p, i := s.v.numberIn(n)
	own := p.ownTerms(i)
	if slices.ContainsFunc(own, func(h uint32) bool { return s.wanted[h] }) {
		return true
	}
	return slices.ContainsFunc(s.sequences, func(h []uint32) bool { return occurrences(own, h) > 0 })
}

// best returns the first k of s in order; s may be sorted by it.
func best(s []uint32, k int, order func(a, b uint32) int) []uint32 {
	if len(s) <= 4*k {
		slices.SortFunc(s, order)
		return first(s, k)
	}
	kept := make([]uint32, 0, 2*k) // what was among the first k when it came; sorted and cut when full
	full := false                  // kept[k-1] is the last that counts
	for _, n := range s {
		if full && order(n, kept[k-1]) > 0 {
			continue
		}
		kept = append(kept, n)
		if len(kept) == 2*k {
			slices.SortFunc(kept, order)
			kept, full = kept[:k], true
		}
	}
	slices.SortFunc(kept, order)
	return first(kept, k)
}
