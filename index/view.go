package index

import (
	"cmp"
	"slices"
)

// A view is one state of the library joined with the segments. It does not change.
type view struct {
	list        []*Document // by id, corrections linked
	docs        map[string]*Document
	parts       []part
	size        int // passage numbers in all parts, dead ones too
	segmentDocs int // documents in all parts, dead ones too
	recent      int // living passages of the recent segment
	missing     int // documents no segment holds

	place map[string]uint32 // document -> number of its first passage
	order [][]int           // part, place in its documents -> place in list

	classes []class // of audience, in the order they were met
}

// A class is what is known of the papers of one class of audience. Statistics are kept by class, so that nobody's ranking depends on papers they may not see.
type class struct {
	name  string
	alive int         // living passages
	sum   [fields]int // their terms
}

// A part is a segment in a view: its passages are numbered from offset.
type part struct {
	*segment
	offset    uint32
	docOffset uint32      // the same for documents
	living    []*Document // by place in segment.docs; nil: replaced or deleted
	class     []int       // by place in segment.docs: place in view.classes, of the living
}

func newView(papers []paper, segments ...*segment) *view {
	v := &view{docs: make(map[string]*Document, len(papers)), place: make(map[string]uint32, len(papers))}
	sums := make(map[string]string, len(papers))
	for _, p := range papers {
		v.list = append(v.list, p.doc)
		sums[p.doc.ID] = p.sum
	}
	linkCorrections(v.list)
	at := make(map[string]int, len(papers))
	for i, d := range v.list {
		v.docs[d.ID] = d
		at[d.ID] = i
	}
	held := make(map[string]bool)
	for _, s := range segments {
		if s == nil {
			continue
		}
		p := part{segment: s, offset: uint32(v.size), docOffset: uint32(v.segmentDocs), living: make([]*Document, len(s.docs)), class: make([]int, len(s.docs))}
		order := make([]int, len(s.docs))
		for i := len(s.docs) - 1; i >= 0; i-- { // the last of a segment's versions lives
			d := s.docs[i]
			if sums[d.ID] != d.Sum || held[d.ID] {
				continue
			}
			held[d.ID] = true
			p.living[i] = v.docs[d.ID]
			order[i] = at[d.ID]
			v.place[d.ID] = p.offset + d.First
			p.class[i] = v.class(p.living[i].Audience)
			c := &v.classes[p.class[i]]
			c.alive += int(d.Passages)
			if _, ok := s.postings.(*recent); ok {
				v.recent += int(d.Passages)
			}
			for n := d.First; n < d.First+d.Passages; n++ {
				c.sum[inTitle] += int(s.titles[n])
			}
			c.sum[inText] += int(s.starts[d.First+d.Passages] - s.starts[d.First])
		}
		v.parts = append(v.parts, p)
		v.order = append(v.order, order)
		v.size += s.passages()
		v.segmentDocs += len(s.docs)
	}
	v.missing = len(v.list) - len(held)
	return v
}

// class is the place of a class of audience in classes, added if need be. There are as many as audiences: a handful.
func (v *view) class(name string) int {
	i := slices.IndexFunc(v.classes, func(c class) bool { return c.name == name })
	if i < 0 {
		i = len(v.classes)
		v.classes = append(v.classes, class{name: name})
	}
	return i
}

// linkCorrections replaces documents that others correct with copies whose passages say so.
func linkCorrections(docs []*Document) {
	at := make(map[string]int, len(docs))
	for i, d := range docs {
		at[d.ID] = i
	}
	copied := make(map[string]bool)
	for _, by := range slices.SortedFunc(slices.Values(docs), func(a, b *Document) int { return cmp.Compare(a.Issued, b.Issued) }) {
		for _, r := range by.Relations {
			i, ok := at[r.To]
			if r.Kind != "corrects" || r.Target == "" || !ok {
				continue
			}
			n := docs[i].number(r.Target)
			if n < 0 {
				continue
			}
			if !copied[r.To] {
				d := *docs[i]
				d.Passages = slices.Clone(d.Passages)
				docs[i], copied[r.To] = &d, true
			}
			p := &docs[i].Passages[n]
			id := cmp.Or(r.Passage, by.ID)
			if !slices.Contains(p.CorrectedBy, id) {
				p.CorrectedBy = append(slices.Clip(p.CorrectedBy), id)
			}
		}
	}
}

// numberIn returns the part and the number within it of a passage of the view.
func (v *view) numberIn(n uint32) (*part, uint32) {
	for i := len(v.parts) - 1; i > 0; i-- {
		if n >= v.parts[i].offset {
			return &v.parts[i], n - v.parts[i].offset
		}
	}
	return &v.parts[0], n
}

// passage returns a living passage of the view, or nil.
func (v *view) passage(n uint32) (*Document, *Passage) {
	p, i := v.numberIn(n)
	at := p.doc[i]
	d := p.living[at]
	if d == nil {
		return nil, nil
	}
	return d, &d.Passages[i-p.docs[at].First]
}

// rank is where a passage stands among all, by document and then in reading order.
func (v *view) rank(n uint32) uint64 {
	at := 0
	for i := len(v.parts) - 1; i > 0; i-- {
		if n >= v.parts[i].offset {
			at = i
			break
		}
	}
	p := &v.parts[at]
	n -= p.offset
	doc := p.doc[n]
	return uint64(v.order[at][doc])<<32 | uint64(n-p.docs[doc].First)
}
