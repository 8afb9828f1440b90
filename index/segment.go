package index

import (
	"context"
	"slices"
	"strings"
)

// The two fields that are searched.
type field int

const (
	inText  field = iota // titles and words
	inTitle              // titles alone
	fields  = iota
)

// A posting says that a passage holds a term, and how often.
type posting struct {
	passage uint32 // its number in the segment
	count   uint32
}

// A segment holds what search needs of a number of documents, by numbers: passages are counted through, documents one after the other, so
// neighbours in a document are neighbours in number. The library's documents themselves are joined to it in a view.
type segment struct {
	docs   []segmentDoc
	doc    []uint32 // passage -> place in docs
	starts []uint32 // passage -> where its terms start in tokens; one more than there are passages
	titles []uint32 // passage -> how many of its terms are titles; they come first
	units  []uint32 // passage -> first passage of its unit: one document, heading and speaking body
	tokens []uint32 // hashes of the terms of all passages, in order

	postings interface {
		// read appends the postings of a term in ascending or any other order, each passage once.
		read(ctx context.Context, f field, term string, into []posting) ([]posting, error)
		// count is about how many postings read would give.
		count(ctx context.Context, f field, term string) (int, error)
		close() error
	}
}

// A segmentDoc is a document of a segment.
type segmentDoc struct {
	ID       string `json:"id"`
	Sum      string `json:"sum"` // of the library's file: which version of the document this is
	First    uint32 `json:"first"`
	Passages uint32 `json:"passages"`
	Title    uint32 `json:"title"` // how many terms the document's own title has; they come first in each passage
}

func (s *segment) passages() int { return len(s.doc) }

// terms are the hashes of a passage's terms, titles first.
func (s *segment) terms(passage uint32) []uint32 {
	return s.tokens[s.starts[passage]:s.starts[passage+1]]
}

// ownTerms are the hashes of a passage's terms without its paper's title: headings, speaker, words.
func (s *segment) ownTerms(passage uint32) []uint32 {
	all := s.terms(passage)
	return all[min(int(s.docs[s.doc[passage]].Title), len(all)):]
}

// length is the number of a passage's terms in a field.
func (s *segment) length(f field, passage uint32) uint32 {
	if f == inTitle {
		return s.titles[passage]
	}
	return s.starts[passage+1] - s.starts[passage]
}

// titlesOf is what counts as a passage's titles: what its paper and the headings above it are called, and who speaks. Beneath a heading that
// tells bodies apart the heading is what a reader looks for; in a verbatim record the speaker is.
func titlesOf(d *Document, p *Passage) string {
	parts := make([]string, 0, 6)
	if d.Title != "" {
		parts = append(parts, d.Title)
	}
	for _, h := range p.Heading {
		if h != d.Title {
			parts = append(parts, h)
		}
	}
	if p.Speaker != "" {
		parts = append(parts, p.Speaker)
	}
	return strings.Join(parts, "\n")
}

// add appends a document to the arrays and calls visit with each term of each passage; title says whether it is of the titles.
func (s *segment) add(a *analyzer, p paper, visit func(passage uint32, t term, title bool)) {
	d := p.doc
	at := uint32(len(s.docs))
	title := uint32(0)
	a.terms(d.Title, func(term) { title++ })
	s.docs = append(s.docs, segmentDoc{d.ID, p.sum, uint32(len(s.doc)), uint32(len(d.Passages)), title})
	if len(s.starts) == 0 {
		s.starts = append(s.starts, 0)
	}
	units := make(map[string]uint32)
	for i := range d.Passages {
		n := uint32(len(s.doc))
		unit := strings.Join(append(slices.Clip(d.Passages[i].Heading), d.Passages[i].Body), "\n")
		if _, ok := units[unit]; !ok {
			units[unit] = n
		}
		s.units = append(s.units, units[unit])
		first := len(s.tokens)
		a.terms(titlesOf(d, &d.Passages[i]), func(t term) {
			s.tokens = append(s.tokens, t.hash)
			if visit != nil {
				visit(n, t, true)
			}
		})
		s.titles = append(s.titles, uint32(len(s.tokens)-first))
		a.terms(d.Quote(&d.Passages[i]), func(t term) {
			s.tokens = append(s.tokens, t.hash)
			if visit != nil {
				visit(n, t, false)
			}
		})
		s.doc = append(s.doc, at)
		s.starts = append(s.starts, uint32(len(s.tokens)))
	}
}

// A recent segment is kept in memory only: the documents that came after the index on disk was built.
type recent struct {
	fields   [fields]map[string][]posting
	analyzer *analyzer
}

func newRecent() *segment {
	r := &recent{analyzer: newAnalyzer()}
	for f := range r.fields {
		r.fields[f] = make(map[string][]posting)
	}
	return &segment{starts: []uint32{0}, postings: r}
}

// addRecent puts a document into a segment made by newRecent.
func (s *segment) addRecent(p paper) {
	r := s.postings.(*recent)
	s.add(r.analyzer, p, func(passage uint32, t term, title bool) {
		r.note(inText, passage, t.text)
		if title {
			r.note(inTitle, passage, t.text)
		}
	})
}

func (r *recent) note(f field, passage uint32, text string) {
	list := r.fields[f][text]
	if n := len(list); n > 0 && list[n-1].passage == passage {
		list[n-1].count++
		return
	}
	r.fields[f][text] = append(list, posting{passage, 1})
}

func (r *recent) read(_ context.Context, f field, term string, into []posting) ([]posting, error) {
	return append(into, r.fields[f][term]...), nil
}

func (r *recent) count(_ context.Context, f field, term string) (int, error) {
	return len(r.fields[f][term]), nil
}

func (r *recent) close() error { return nil }
