package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// columns are what the columns of a table hold, as far as its header says so; -1: there is none.
type columns struct {
	number, action, responsible, support, deadline, status, who int

	participants bool // a list of people: nobody speaks in it
	tasks        bool // the actions are called so: an action matrix or a tracker, not a list of decisions
}

var (
	numberColumn  = regexp.MustCompile(`(?i)^(?:s\.?\s*/?\s*(?:no\.?|#)|sr\.?\s*(?:no\.?|#)?|sl\.?\s*no\.?|no\.?|#|(?:item|ref|rec|decision|action|bill|recommendation|para(?:graph)?|clause)\.?\s*(?:no\.?|#|number)|item|ref\.?|number|para(?:graph)?|section|نمبر شمار|نمبر)$`)
	actionColumn  = regexp.MustCompile(`(?i)\b(?:action|task|decision|step|activity)|^what$|فیصلہ`)
	respColumn    = regexp.MustCompile(`(?i)\b(?:responsib|lead\b|owner|by whom|action by|to be taken by|implementing|lead ministry|focal)|^(?:who|by|action on part of|concerned)$|ذمہ دار`)
	supportColumn = regexp.MustCompile(`(?i)\b(?:support|assist|with$)`)
	dueColumn     = regexp.MustCompile(`(?i)\b(?:deadline|due|by when|time\s?-?(?:line|frame|limit)|target date|completion)|^(?:when|by date)$|آخری تاریخ|مدت`)
	statusColumn  = regexp.MustCompile(`(?i)\b(?:status|progress|position)\b`)
	whoColumn     = regexp.MustCompile(`(?i)^(?:body|delegation|province|department|organi[sz]ation|unit|place|region|province\s*/.*|name of province)$`)
	peopleColumn  = regexp.MustCompile(`(?i)^(?:designation|attendance|name of (?:the )?(?:officer|participant))`)
	rowNumber     = regexp.MustCompile(`^\(?D?(\d{1,3}(?:\.\d{1,3}|-[A-Z])?(?:\s?\([a-z0-9]{1,2}\))*|[a-z]\))[.)]?(?:\s|$)`)
)

var taskWords = regexp.MustCompile(`(?i)\b(?:action|task|what|activity)\b`)

func readColumns(header []string) columns {
	c := columns{number: -1, action: -1, responsible: -1, support: -1, deadline: -1, status: -1, who: -1}
	set := func(i *int, n int) {
		if *i < 0 {
			*i = n
		}
	}
	for n, h := range header {
		h = strings.TrimSpace(h)
		c.participants = c.participants || peopleColumn.MatchString(h)
		switch {
		case numberColumn.MatchString(h):
			set(&c.number, n)
		case respColumn.MatchString(h):
			set(&c.responsible, n)
		case supportColumn.MatchString(h):
			set(&c.support, n)
		case dueColumn.MatchString(h):
			set(&c.deadline, n)
		case statusColumn.MatchString(h):
			set(&c.status, n)
		case whoColumn.MatchString(h):
			set(&c.who, n)
		case actionColumn.MatchString(h):
			set(&c.action, n)
			c.tasks = c.tasks || taskWords.MatchString(h)
		}
	}
	if c.deadline < 0 && c.responsible >= 0 { // a target may be a figure as well
		c.deadline = slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), "target") })
	}
	return c
}

// table writes a table, one line a row, and makes each row a passage that carries its header.
func (s *structure) table(b *block) {
	s.close()
	s.flushHead()
	if len(b.rows) == 0 {
		return
	}
	header := b.rows[0].cells
	if len(header) > maxColumns {
		s.err = refuse(b.line, "the table has %d columns; at most %d are read. Set it up with one row for each entry", len(header), maxColumns)
		return
	}
	s.write(strings.Join(header, " | "), "\n\n")
	c := readColumns(header)
	unnumbered := 0
	for i, r := range b.rows[1:] {
		if len(r.cells) > maxColumns {
			s.err = refuse(b.line+i+2, "the table has %d columns; at most %d are read. Set it up with one row for each entry", len(r.cells), maxColumns)
			return
		}
		if strings.TrimSpace(strings.Join(r.cells, "")) == "" {
			continue
		}
		start, end := s.write(strings.Join(r.cells, " | "), "\n")
		p := index.Passage{Kind: "row", Start: start, End: end, Page: r.page}
		for n, text := range r.cells {
			h := ""
			if n < len(header) {
				h = header[n]
			}
			p.Cells = append(p.Cells, index.Cell{Header: h, Text: text})
		}
		s.readRow(&p, c)
		locator := "row " + p.Number
		switch {
		case s.unit.annex, s.law && s.law1.section != "":
			s.unit.rows++
			locator = fmt.Sprintf("%s, row %d", s.unit.name, s.unit.rows)
			p.Section = s.law1.section
		case p.Number == "":
			if unnumbered++; unnumbered == 1 {
				s.tables++
			}
			locator = fmt.Sprintf("row %d", unnumbered)
			if s.tables > 1 {
				locator = fmt.Sprintf("table %d, row %d", s.tables, unnumbered)
			}
		}
		s.add(p, locator)
	}
}

// readRow reads what the columns say of an action, a decision or a body.
func (s *structure) readRow(p *index.Passage, c columns) {
	cell := func(i int) string {
		if i < 0 || i >= len(p.Cells) {
			return ""
		}
		return p.Cells[i].Text
	}
	if m := rowNumber.FindStringSubmatch(cell(c.number)); m != nil {
		p.Number = strings.TrimRight(strings.ReplaceAll(m[1], " ", ""), ")")
		if strings.Contains(m[1], "(") {
			p.Number = strings.ReplaceAll(m[1], " ", "")
		}
	}
	p.Responsible, p.Support = s.l.shares(cell(c.responsible), s.under.place)
	if c.support >= 0 {
		p.Support = s.l.bodies(cell(c.support), s.under.place)
	}
	if c.responsible >= 0 || c.action >= 0 && c.deadline >= 0 {
		p.Deadline, p.Event = readDeadline(cell(c.deadline))
	}
	if c.tasks && c.responsible >= 0 {
		p.Kind = "action"
	}
	switch {
	case s.unit.annex && c.participants:
	case c.who >= 0:
		p.Body, p.Place = s.l.delegation(cell(c.who))
	case len(p.Responsible) > 0:
		p.Place = s.l.onePlace(p.Responsible)
	default:
		p.Place = s.under.place
	}
}

// delegation reads a cell that says whose row it is: "Sindh (Sindh WDD)", "GB".
func (l *lexicon) delegation(text string) (body, place string) {
	if b, p, ok := l.who(text); ok {
		return b, p
	}
	bodies := l.bodies(text, "")
	if len(bodies) != 1 {
		return "", l.onePlaceOf(text)
	}
	e, _ := l.v.Lookup(vocab.Body, bodies[0])
	return bodies[0], e.Place
}

// onePlaceOf is the place a text speaks of, if it is one.
func (l *lexicon) onePlaceOf(text string) string {
	place := ""
	for _, n := range l.find(text, "") {
		if n.place == "" || n.kind == vocab.Set || place != "" && n.place != place {
			return ""
		}
		place = n.place
	}
	return place
}
