package index

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync"
)

// Search finds the passages that answer a query best, best first; equals in the order of documents. It returns nothing for a query without words
// and for one without an audience. ErrRebuilding: nothing can be found yet.
func (ix *Index) Search(ctx context.Context, q Query) ([]Result, error) {
	return ix.searched(ctx, &q, func(s *search) ([]Result, error) {
		if err := s.rank(); err != nil {
			return nil, err
		}
		return s.best(), nil
	})
}

// Each calls visit with every passage that passes the filters, the audience, Terms and the phrases that Must occur, in the order of documents and
// passages, until visit returns false. Text and other phrases do not count. Nothing is ranked and nothing left out.
func (ix *Index) Each(q Query, visit func(Result) bool) error {
	q.Text = ""
	q.Phrases = slices.DeleteFunc(slices.Clone(q.Phrases), func(p Phrase) bool { return !p.Must })
	return ix.walk(&q, false, visit)
}

// Matching is Each for passages that hold a word of the text or any form of a phrase.
func (ix *Index) Matching(q Query, visit func(Result) bool) error { return ix.walk(&q, true, visit) }

func (ix *Index) walk(q *Query, matching bool, visit func(Result) bool) error {
	found, err := ix.walked(q, matching)
	if err != nil {
		return err
	}
	for _, r := range found { // without the lock: visit may take long, or search
		if !visit(r) {
			break
		}
	}
	return nil
}

func (ix *Index) walked(q *Query, matching bool) ([]Result, error) {
	return ix.searched(context.Background(), q, func(s *search) ([]Result, error) {
		if !s.ask.empty() {
			s.budget = math.MaxInt // exhaustive
			if err := s.rank(); err != nil {
				return nil, err
			}
		} else if matching {
			return nil, nil
		}
		return s.everything(matching), nil
	})
}

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

// searched does the work of a search. When the index on disk breaks under it, the index is thrown away, and the work done once more.
func (ix *Index) searched(ctx context.Context, q *Query, work func(*search) ([]Result, error)) ([]Result, error) {
	broken, res, err := ix.tried(ctx, q, work)
	if broken == nil {
		return res, err
	}
	ix.giveUp(broken, err)
	_, res, err = ix.tried(ctx, q, work)
	return res, err
}

// tried does the work of a search; broken is the base if that is what failed.
func (ix *Index) tried(ctx context.Context, q *Query, work func(*search) ([]Result, error)) (broken *segment, res []Result, err error) {
	s, err := ix.start(ctx, q)
	if s == nil {
		return nil, nil, err
	}
	defer ix.mu.RUnlock()
	defer s.release()
	if res, err = work(s); errors.As(err, new(errUnusable)) {
		return ix.base, nil, err
	}
	return nil, res, err
}

// start begins a search and holds ix.mu for reading, unless it returns nil: then there is nothing to find, or an error.
func (ix *Index) start(ctx context.Context, q *Query) (*search, error) {
	if len(q.Audience) == 0 {
		return nil, nil
	}
	ix.mu.RLock()
	var err error
	switch {
	case ix.closed:
		err = ErrClosed
	case ix.view.missing > 0:
		err = ErrRebuilding
	case ix.view.size > 0:
		return newSearch(ctx, ix.view, q, ix.places, ix.use), nil
	}
	ix.mu.RUnlock()
	return nil, err
}

// A search is one query at work on one view.
type search struct {
	ctx    context.Context
	v      *view
	q      *Query
	filter *filter
	ask    question
	lists  map[string][]posting // what was read, by term; passages numbered through the view, living ones the asker sees only
	budget int                  // postings that may still be read
	need   uint8                // how many things are required of a passage

	use choices

	seen  []bool      // by class of audience: whether the asker sees it; the rest is as if it were not there
	alive int         // passages the asker sees
	sum   [fields]int // their terms

	wanted    map[uint32]bool // hashes of what holds looks for
	sequences [][]uint32

	*scratch
}

// scratch is memory by passage number, kept between searches. All of it is zero when it is not in use.
type scratch struct {
	score   []float64 // own score
	state   []uint8   // whether the passage may be found: see allowed
	docs    []uint8   // the same by document: see part.docOffset
	checked []uint32  // passages whose state is known
	has     []uint8   // how many of the required things it holds
	mark    []uint32  // the last set the passage was put in: see stamped
	touched []uint32  // passages with a score
	stamp   uint32
	lent    []float64 // score with what neighbours lend
	near    []uint32  // passages with lent
	power   []float64 // score squared
	slot    []uint32  // place of a passage in cells
	columns [][]gain  // for each term, pair or phrase of the question what it gave to whom
	titled  []float64 // what the term at hand gives for standing in the titles
	heads   []uint32  // first passages of the units that a term gave anything
	most    []float32 // by them: the most it gave
	all     []float32 // by them: the sum of that over the terms
}

// A gain is what one term gave to a passage.
type gain struct {
	passage uint32
	score   float32
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

const (
	unchecked uint8 = iota
	fits
	unfit
)

func newSearch(ctx context.Context, v *view, q *Query, places map[string]string, use choices) *search {
	s := &search{ctx: ctx, v: v, q: q, filter: newFilter(q, places), ask: readQuestion(q), use: use, lists: make(map[string][]posting), budget: maxPostings,
		seen: make([]bool, len(v.classes)), scratch: scratches.Get().(*scratch)}
	for i, c := range v.classes {
		if q.Audience.Sees(c.name) {
			s.seen[i] = true
			s.alive += c.alive
			for f := range s.sum {
				s.sum[f] += c.sum[f]
			}
		}
	}
	if n := v.size; len(s.score) < n {
		*s.scratch = scratch{score: make([]float64, n), titled: make([]float64, n), state: make([]uint8, n), has: make([]uint8, n), mark: make([]uint32, n),
			lent: make([]float64, n), power: make([]float64, n), slot: make([]uint32, n), most: make([]float32, n), all: make([]float32, n)}
	}
	if len(s.docs) < v.segmentDocs {
		s.docs = make([]uint8, v.segmentDocs)
	}
	return s
}

// mean is the mean number of terms in a field of the passages the asker sees.
func (s *search) mean(f field) float64 {
	if s.sum[f] == 0 {
		return 1
	}
	return float64(s.sum[f]) / float64(s.alive)
}

func (s *search) release() {
	for _, n := range s.touched {
		s.score[n], s.power[n] = 0, 0
	}
	for _, n := range s.checked {
		s.state[n] = unchecked
	}
	for _, n := range s.near {
		s.lent[n] = 0
	}
	clear(s.docs)
	if s.need > 0 {
		clear(s.has)
	}
	if s.stamp > math.MaxUint32/2 {
		clear(s.mark)
		s.stamp = 0
	}
	s.touched, s.checked, s.near, s.columns = s.touched[:0], s.checked[:0], s.near[:0], s.columns[:0]
	scratches.Put(s.scratch)
}

// allowed reports whether a passage may be found: it lives, the audience may see it, the filters let it through, it holds what is required.
func (s *search) allowed(n uint32) bool {
	if s.state[n] == unchecked {
		s.state[n] = s.check(n)
		s.checked = append(s.checked, n)
	}
	return s.state[n] == fits
}

func (s *search) check(n uint32) uint8 {
	if s.has[n] != s.need {
		return unfit
	}
	p, i := s.v.numberIn(n)
	at := p.doc[i]
	d := p.living[at]
	state := &s.docs[p.docOffset+at]
	if *state == unchecked {
		*state = unfit
		if d != nil && s.filter.document(d) {
			*state = fits
		}
	}
	if *state == fits && s.filter.restrictsPassages() && !s.filter.passage(d, &d.Passages[i-p.docs[at].First]) {
		return unfit
	}
	return *state
}

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

// terms are the terms looked up: the first of the text, and the required ones that it lacks. The rarest come first, so that when the budget does not do
// for all of them it is the commonest that do not count.
func (s *search) terms() ([]asked, error) {
	terms := first(slices.Clone(s.ask.terms), maxTerms)
	for _, r := range s.ask.required {
		if !slices.ContainsFunc(terms, func(t asked) bool { return t.text == r }) {
			terms = append(terms, asked{r, 1, true})
		}
	}
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

// require notes for each passage how many of the required things it holds.
func (s *search) require() error {
	for _, t := range s.ask.required {
		l, err := s.list(inText, t)
		if err != nil {
			return err
		}
		s.need++
		for _, post := range l {
			s.has[post.passage]++
		}
	}
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
		for _, t := range s.ask.required {
			s.wanted[hashOf(t)] = true
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
