package index

import (
	"cmp"
	"slices"
)

// key of a list: the field and the term.
func listKey(f field, term string) string { return string('0'+rune(f)) + term }

// list reads the postings of a term. What would go beyond the budget is not read, and the term does not count.
func (s *search) list(f field, term string) ([]posting, error) {
	key := listKey(f, term)
	if l, ok := s.lists[key]; ok {
		return l, nil
	}
	total, err := s.count(f, term)
	if err != nil {
		return nil, err
	}
	if total > s.budget {
		s.lists[key] = nil
		return nil, nil
	}
	s.budget -= total
	out := make([]posting, 0, total)
	for _, p := range s.v.parts {
		if err := s.ctx.Err(); err != nil {
			return nil, err
		}
		from := len(out)
		if out, err = p.postings.read(s.ctx, f, term, out); err != nil {
			return nil, err
		}
		keep := out[:from]
		for _, post := range out[from:] {
			if d := p.doc[post.passage]; p.living[d] != nil && s.seen[p.class[d]] {
				keep = append(keep, posting{post.passage + p.offset, post.count})
			}
		}
		out = keep
	}
	s.lists[key] = out
	return out, nil
}

// rank computes the own score of all allowed passages that hold anything of the question.
func (s *search) rank() error {
	if err := s.require(); err != nil {
		return err
	}
	for _, syn := range s.ask.phrases {
		l, err := s.synonymList(syn)
		if err != nil {
			return err
		}
		s.addPhrase(l)
	}
	terms, err := s.terms()
	if err != nil {
		return err
	}
	for _, t := range terms {
		if err := s.addTerm(t); err != nil {
			return err
		}
	}
	if s.use.pairs {
		return s.pairs()
	}
	return nil
}

// terms are the terms looked up, the first of the text. The rarest come first, so that when the budget does not do for all of them it is the
// commonest that do not count.
func (s *search) terms() ([]asked, error) {
	terms := first(slices.Clone(s.ask.terms), maxTerms)
	held := make(map[string]int, len(terms))
	for _, t := range terms {
		n, err := s.count(inText, t.text)
		if err != nil {
			return nil, err
		}
		held[t.text] = n
	}
	slices.SortStableFunc(terms, func(a, b asked) int { return cmp.Compare(held[a.text], held[b.text]) })
	return terms, nil
}

// count is about how many passages hold a term.
func (s *search) count(f field, term string) (total int, err error) {
	for _, p := range s.v.parts {
		n, err := p.postings.count(s.ctx, f, term)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// addTerm adds the BM25 score of a term in text and titles.
func (s *search) addTerm(t asked) error {
	text, err := s.list(inText, t.text)
	if err != nil || len(text) == 0 {
		return err
	}
	var titles []posting
	if s.use.titles {
		if titles, err = s.list(inTitle, t.text); err != nil {
			return err
		}
	}
	times := float64(t.times)
	if !t.content {
		times *= askingWeight
	}
	weight, mean := times*titleWeight*idf(s.alive, len(titles)), s.mean(inTitle)
	for _, post := range titles {
		p, n := s.v.numberIn(post.passage)
		s.titled[post.passage] = weight * saturation(float64(post.count), float64(p.length(inTitle, n))/mean, titleK1, titleB)
	}
	s.add(text, times, textB)
	for _, post := range titles {
		s.titled[post.passage] = 0
	}
	return nil
}

// add adds the BM25 score of a term or pair by its postings in the text, and what s.titled holds for the same passages.
func (s *search) add(l []posting, weight, b float64) {
	if len(l) == 0 {
		return
	}
	s.column()
	weight *= idf(s.alive, len(l))
	mean := s.mean(inText)
	for _, post := range l {
		if s.allowed(post.passage) {
			p, n := s.v.numberIn(post.passage)
			s.gain(post.passage, weight*saturation(float64(post.count), float64(p.length(inText, n))/mean, textK1, b)+s.titled[post.passage])
		}
	}
}

// gain gives a passage score, in the column of the term at hand.
func (s *search) gain(n uint32, score float64) {
	if s.score[n] == 0 {
		s.touched = append(s.touched, n)
	}
	s.score[n] += score
	at := len(s.columns) - 1
	s.columns[at] = append(s.columns[at], gain{n, float32(score)})
}

// column begins the column of the next term.
func (s *search) column() {
	if n := len(s.columns); n < cap(s.columns) {
		s.columns = s.columns[:n+1]
		s.columns[n] = s.columns[n][:0]
		return
	}
	s.columns = append(s.columns, nil)
}

// newStamp starts a set of passages: a passage is in it when its mark is the stamp.
func (s *search) newStamp() uint32 {
	s.stamp++
	return s.stamp
}

// require notes for each passage how many of the phrases that must occur it holds.
func (s *search) require() error {
	for _, syn := range s.ask.phrases {
		if !syn.must {
			continue
		}
		l, err := s.synonymList(syn)
		if err != nil {
			return err
		}
		s.need++
		for _, post := range l {
			s.has[post.passage]++
		}
	}
	return nil
}
