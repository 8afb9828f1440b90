package index

import (
	"slices"
	"strings"
)

// A filter is what of a query restricts: rights first, then what the member asked for.
type filter struct {
	q        *Query
	sections []string          // normalised
	places   map[string]string // body -> place
}

func newFilter(q *Query, places map[string]string) *filter {
	f := &filter{q: q, places: places}
	for _, s := range q.Sections {
		f.sections = append(f.sections, plainSection(s))
	}
	return f
}

// document reports whether passages of d may be shown and fit as far as the document alone decides it.
func (f *filter) document(d *Document) bool {
	q := f.q
	switch {
	case !q.Audience.Sees(d.Audience):
	case len(q.Documents) > 0 && !slices.Contains(q.Documents, d.ID):
	case len(q.Types) > 0 && !slices.Contains(q.Types, d.Type):
	case len(q.Meetings) > 0 && !slices.Contains(q.Meetings, d.Meeting):
	case !d.Date.Within(q.From, q.To):
	case !d.IssuedBy(q.AsOf):
	default:
		return true
	}
	return false
}

// IssuedBy reports whether the document was out by a day, its own date standing in for an unknown day of issue. Where only a month or a year
// is known it was out by the end of that. An empty day asks for nothing.
func (d *Document) IssuedBy(day Date) bool {
	issued := d.Issued
	if issued == "" {
		issued = d.Date
	}
	return day == "" || lastDay(issued) <= lastDay(day)
}

// Within reports whether a day, as far as it is known, may lie between two days, both included; an empty one leaves that side open. An unknown
// day lies within nothing but what is open on both sides.
func (d Date) Within(from, to Date) bool {
	return (from == "" || d != "" && lastDay(d) >= firstDay(from)) && (to == "" || d != "" && firstDay(d) <= lastDay(to))
}

// firstDay and lastDay fill in a date that is known to the month or year only.
func firstDay(d Date) Date { return fillDate(d, "0000-01-01") }
func lastDay(d Date) Date  { return fillDate(d, "9999-12-31") }

func fillDate(d, with Date) Date {
	if d == "" || len(d) >= len(with) {
		return d
	}
	return d + with[len(d):]
}

// passage reports whether p, of a document that passed, fits.
func (f *filter) passage(d *Document, p *Passage) bool {
	q := f.q
	if len(q.Bodies) > 0 && !slices.Contains(q.Bodies, p.Body) && !slices.ContainsFunc(p.Responsible, func(b string) bool { return slices.Contains(q.Bodies, b) }) {
		return false
	}
	if len(q.Places) > 0 && !f.place(d, p) {
		return false
	}
	if len(q.Kinds) > 0 && !slices.Contains(q.Kinds, p.Kind) {
		return false
	}
	return len(f.sections) == 0 || p.Section != "" && f.section(plainSection(p.Section))
}

// restrictsPassages says whether passage can ever refuse.
func (f *filter) restrictsPassages() bool {
	return len(f.q.Bodies)+len(f.q.Places)+len(f.q.Kinds)+len(f.sections) > 0
}

// federal is the place of federal bodies and papers: see vocab.Entry.
const federal = "PK"

func (f *filter) place(d *Document, p *Passage) bool {
	place := p.Place
	if place == "" {
		place = d.Jurisdiction
	}
	if slices.Contains(f.q.Places, place) {
		return true
	}
	if d.Jurisdiction != "" && d.Jurisdiction != federal {
		return false // "all departments" of a province's own paper are that province's
	}
	return slices.ContainsFunc(p.Responsible, func(b string) bool { return f.places[b] != "" && slices.Contains(f.q.Places, f.places[b]) })
}

func (f *filter) section(have string) bool {
	return slices.ContainsFunc(f.sections, func(want string) bool {
		rest, ok := strings.CutPrefix(have, want)
		return ok && want != "" && (rest == "" || rest[0] == '(')
	})
}

// plainSection brings "s. 498-A", "498 a" and "498A" to one: small letters, digits and brackets.
func plainSection(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, word := range []string{"sections", "section", "sec.", "ss.", "s."} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			s = rest
			break
		}
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '‑' || r == '–' || r == '.' {
			return -1
		}
		return r
	}, s)
}
