package index

import (
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

// Each calls visit with every passage that passes the filters, the audience and the phrases that Must occur, in the order of documents and
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
