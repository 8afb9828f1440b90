package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"rabita/index"
)

// longPassage is the length in bytes up to which a paragraph stays one passage; a longer one is cut between sentences. A quote of this
// length still fits a reply on a telephone.
const longPassage = 1200

// A heading on the path to a passage.
type headed struct {
	level int
	text  string
}

// structure turns blocks into the stored text and its passages.
type structure struct {
	d    *index.Document
	l    *lexicon
	text strings.Builder

	law       bool // read by sections
	numbered  bool // the paper numbers its paragraphs through: "12."
	bracketed bool // as "(12)"
	dotted    bool // by part and paragraph: "3.2"
	lastPara  int
	at        int // number of the block that is read
	titleAt   int // number of the heading that is the title; -1: none is
	above     int // blocks taken for the letterhead
	path      []headed
	unit      unit
	units     map[string]int // unit name -> unnumbered paragraphs so far, where a unit is opened again
	under     voice
	voiceAt   int // heading level of the delegation
	tables    int // tables with unnumbered rows
	body      bool
	closing   bool // the vote of thanks is over: what follows is signatures and distribution

	open    *index.Passage
	breaks  []int // offsets in the text at which the open passage is cut first if it is too long
	attach  bool  // set-in blocks belong to the open passage
	law1    lawState
	used    map[string]bool // slugs of locators
	twins   map[string]int  // locator -> how often it was wanted
	err     error
	paged   bool
	running map[string]bool
}

// build reads the structure of a paper into d.Text and d.Passages.
func build(d *index.Document, blocks []block, l *lexicon) error {
	mendHyphens(blocks)
	l.know(d)
	s := &structure{d: d, l: l, law: d.Type == "act" || d.Type == "bill", used: map[string]bool{}, twins: map[string]int{}, units: map[string]int{}, running: runningHeads(blocks)}
	for i := range blocks {
		s.paged = s.paged || blocks[i].page > 0
	}
	if !s.law {
		s.numbered, s.bracketed = numbersThrough(blocks, d.Type)
	}
	s.dotted = !s.law && numbersByPart(blocks, d)
	s.under = s.home()
	s.titleAt = slices.IndexFunc(blocks, func(b block) bool { return b.kind == headingBlock && b.first() == d.Title })
	for i := range blocks {
		if s.err != nil {
			break
		}
		s.at = i
		switch b := &blocks[i]; {
		case b.kind == headingBlock:
			s.heading(b)
		case b.kind == tableBlock:
			s.table(b)
		case s.running[headKey(b)] && b.onTop:
			s.close()
			s.write(b.first(), "\n\n")
		default:
			s.paragraph(b)
		}
		if len(d.Passages) > maxPassages {
			return refuse(blocks[i].line, "the paper has more than %d paragraphs; split it", maxPassages)
		}
	}
	s.close()
	s.flushHead()
	d.Text = s.text.String()
	for i := range d.Passages {
		p := &d.Passages[i]
		sum := sha256.Sum256([]byte(d.Quote(p)))
		p.Hash = hex.EncodeToString(sum[:])
	}
	return s.err
}

// headKey is a line as running headers repeat it: their numbers and dates may change.
func headKey(b *block) string {
	if b.kind != paraBlock || len(b.lines) != 1 || len(b.lines[0]) > 120 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, strings.ToLower(b.lines[0]))
}

// runningHeads finds the lines that stand first on two pages or more.
func runningHeads(blocks []block) map[string]bool {
	count := map[string]int{}
	for i := range blocks {
		if k := headKey(&blocks[i]); k != "" && blocks[i].onTop {
			count[k]++
		}
	}
	heads := map[string]bool{}
	for k, n := range count {
		heads[k] = n > 1
	}
	return heads
}

// write appends text behind a separator and returns its range.
func (s *structure) write(text, sep string) (start, end int) {
	text = norm.NFC.String(text)
	if s.text.Len() > 0 {
		s.text.WriteString(sep)
	}
	start = s.text.Len()
	s.text.WriteString(text)
	return start, s.text.Len()
}

// home is whose voice a paper speaks with where no heading says so: a law and the paper of one place are that place's, a record of the whole
// group nobody's.
func (s *structure) home() voice {
	if s.law || s.l.isPlace(s.d.Jurisdiction) && (s.d.Type != "minutes" || s.d.Meeting == 0) {
		return voice{place: s.d.Jurisdiction}
	}
	return voice{}
}

func (s *structure) heading(b *block) {
	s.close()
	s.flushHead()
	text := b.first()
	level := b.level
	start, end := s.write(text, "\n\n")
	switch {
	case s.titleAt > s.at: // what stands above the title belongs to the letterhead
		return
	case s.titleAt == s.at:
		return
	case !s.body && level == 1 && len(s.path) == 0 && !s.isUnit(text): // another wording of the title
		if _, _, who := s.l.who(text); !who {
			return
		}
	}
	s.closing = s.closing && !annexHeading.MatchString(text)
	body, place, who := "", "", false
	if !s.law && len(text) < 120 {
		body, place, who = s.l.who(text)
	}
	if who && s.unit.name != "" && !s.unit.who && level <= s.unit.level { // a delegation printed as large as the item it belongs to
		level = s.unit.level + 1
	}
	for len(s.path) > 0 && s.path[len(s.path)-1].level >= level {
		s.path = s.path[:len(s.path)-1]
	}
	s.path = append(s.path, headed{level, text})
	s.body = true
	if s.voiceAt >= level || s.voiceAt == 0 {
		s.under, s.voiceAt = s.home(), 0
	}
	if who {
		if s.d.Type != "minutes" {
			body = "" // a note about a delegation is not the delegation speaking
		}
		s.under, s.voiceAt = voice{body: body, place: place}, level
		if name, annex := s.unitOf(text); name != "" && (s.unit.name == "" || s.unit.who) {
			s.setUnit(strings.TrimPrefix(name, "~"), level, annex)
			s.unit.who = true
		}
		return
	}
	if s.law && s.lawHeading(text, level, start, end, b.page) {
		return
	}
	if s.law && s.law1.section == "" && !s.law1.schedule && !annexHeading.MatchString(text) {
		return // a subtitle above the first section
	}
	if name, annex := s.unitOf(text); name != "" && (s.unit.name == "" || level <= s.unit.level || annex || s.unit.annex == annex && name[0] != '~') {
		s.setUnit(strings.TrimPrefix(name, "~"), level, annex)
	}
}

// paragraph reads a paragraph block line by line: a line may begin a passage of its own.
func (s *structure) paragraph(b *block) {
	if b.label != "" {
		s.close()
		s.flushHead()
		start, end := s.write(strings.Join(b.lines, "\n"), "\n\n")
		s.add(index.Passage{Kind: "footnote", Start: start, End: end, Page: b.page}, "footnote "+b.label)
		return
	}
	if s.law && len(b.first()) < 100 && !strings.HasSuffix(b.first(), ".") && len(b.lines) < 4 && (chapterHead.MatchString(b.first()) || lawTail.MatchString(b.first())) {
		s.heading(&block{kind: headingBlock, level: 1, lines: []string{strings.Join(b.lines, " ")}, page: b.page, line: b.line})
		return
	}
	if s.standsAlone(b) {
		s.heading(&block{kind: headingBlock, level: max(s.unit.level+1, 3), lines: b.lines, page: b.page, line: b.line})
		return
	}
	if s.skipped(b) {
		s.close()
		s.write(strings.Join(b.lines, "\n"), "\n\n")
		return
	}
	if s.signature(b) {
		s.close()
		s.flushHead()
		start, end := s.write(strings.Join(b.lines, "\n"), "\n\n")
		s.add(index.Passage{Kind: "signature", Start: start, End: end, Page: b.page}, "signature")
		return
	}
	for i, line := range b.lines {
		sep := "\n"
		if i == 0 {
			sep = "\n\n"
		}
		if s.law && i+1 < len(b.lines) && s.marginal(line, b.lines[i+1], sep) {
			continue
		}
		switch {
		case s.law && s.lawLine(line, sep, i == 0, b):
		case !s.law && s.startsPassage(line, sep, b):
		case s.open != nil && (i > 0 || s.continues(line, b)):
			s.extend(line, sep)
		default:
			s.plain(line, sep, b)
		}
		s.closing = s.closing || thanks.MatchString(line)
	}
	if b.italic && !s.body {
		s.close()
	}
}

// standsAlone says that a line is the heading of a delegation's part, though nothing marks it as a heading: "Khyber Pakhtunkhwa".
func (s *structure) standsAlone(b *block) bool {
	if s.law || s.d.Type != "minutes" || !s.body && s.open == nil && len(s.d.Passages) == 0 || s.closing || s.unit.annex || b.indent || len(b.lines) != 1 || len(b.first()) > 80 {
		return false
	}
	_, _, who := s.l.who(b.first())
	return who
}

// letterhead is how many blocks of short lines are taken for the letterhead; a paper of nothing else is a list.
const letterhead = 3

// skipped says that a block is no passage: the record keeper's remark and the letterhead above the paper.
func (s *structure) skipped(b *block) bool {
	if s.body || s.open != nil || s.above >= letterhead {
		return false
	}
	if b.italic {
		return true
	}
	for _, l := range b.lines {
		if len(l) > 90 || strings.HasSuffix(l, ".") || strings.HasSuffix(l, "۔") || labelled.MatchString(l) || bulletMark.MatchString(l) || paraNumber.MatchString(l) || len(findDates(l)) > 0 {
			return false
		}
	}
	s.above++
	return !s.law && s.d.Type != "press"
}

var signer = regexp.MustCompile(`^(?:\(?(?:Not signed|Sd/?-?|Signed)\)?|SECRETARY|MINISTER|(?:Acting |Joint |Deputy |Additional |Section |Assistant )?(?:Secretary|Chairperson|Director|Minister|Officer|Registrar)\b|For the\b|.{0,40}\bSecretariat\b|Distribution:|Copy (?:to|for)\b)`)

// signature says that a block is what stands under a paper: office titles on short lines, the distribution.
func (s *structure) signature(b *block) bool {
	if !s.body && len(s.d.Passages) == 0 || s.law && s.law1.section != "" && chapterHead.MatchString(b.first()) || s.unit.annex || b.indent || len(b.lines) > 8 || !signer.MatchString(b.first()) {
		return false
	}
	for _, l := range b.lines {
		if distributed.MatchString(l) { // whatever follows are names
			return true
		}
		if len(l) > 90 || strings.HasSuffix(l, ".") || strings.HasSuffix(l, ";") {
			return false
		}
	}
	return true
}

var distributed = regexp.MustCompile(`^(?:Distribution|Copy (?:to|for))\b`)

// continues says that a block which begins no passage of its own goes on with the open one.
func (s *structure) continues(line string, b *block) bool {
	return s.attach && (b.indent || clauseMark.MatchString(line) || bulletMark.MatchString(line))
}

// startsPassage opens a numbered paragraph or a numbered decision.
func (s *structure) startsPassage(line, sep string, b *block) bool {
	if b.indent {
		return false
	}
	open := func(p index.Passage, locator string) bool {
		s.close()
		p.Start, p.End = s.write(line, sep)
		p.Page = b.page
		s.start(p, locator)
		return true
	}
	marked := latinDigits(bulletMark.ReplaceAllString(line, "")) // decisions may stand as a list
	if m := decisionNumber.FindStringSubmatch(marked); m != nil && s.takesDecision(m[1], marked) {
		return open(index.Passage{Kind: "decision", Number: m[1]}, "decision "+m[1])
	}
	if m := namedDecision.FindStringSubmatch(marked); m != nil && s.d.Type == "minutes" {
		return open(index.Passage{Kind: "decision", Number: m[2]}, strings.ToLower(m[1])+" "+m[2])
	}
	n := wholeNumber(line)
	if m := bracketNumber.FindStringSubmatch(line); s.bracketed {
		if n = ""; m != nil {
			n = m[1]
		}
	}
	if n != "" && s.numbered && !s.unit.annex && (sep == "\n\n" || ordinal(n) == s.lastPara+1) {
		s.lastPara = ordinal(n)
		return open(index.Passage{Kind: "para"}, s.locate("para "+n))
	}
	if m := dottedNumber.FindStringSubmatch(marked); m != nil && s.dotted && !s.law {
		return open(index.Passage{Kind: "para"}, s.locate("para "+m[1]))
	}
	// Each point of a list of decisions is one, and so is what each delegation is noted to have said.
	if listMark.MatchString(line) && s.deciding() && (s.obliges(line) || s.open != nil && markOf(line) == markOf(s.text.String()[s.open.Start:])) || s.l.says(line) || marked != latinDigits(line) && decidedWords.MatchString(marked) {
		s.close()
		s.plain(line, sep, b)
		return true
	}
	if m := coNumber.FindStringSubmatch(line); m != nil && s.d.Type == "matrix" {
		n := strings.ReplaceAll(m[1], " ", "")
		return open(index.Passage{Kind: "para", Number: n}, s.locate("para "+n))
	}
	return false
}

// plain opens a passage for an unnumbered paragraph.
func (s *structure) plain(line, sep string, b *block) {
	s.close()
	start, end := s.write(line, sep)
	s.unit.n++
	what := "para"
	if (s.numbered || s.dotted) && !s.unit.annex {
		what = "unnumbered para"
	}
	s.start(index.Passage{Kind: "para", Start: start, End: end, Page: b.page}, s.locate(fmt.Sprintf("%s %d", what, s.unit.n)))
}

func (s *structure) start(p index.Passage, locator string) {
	p.Locator = locator
	s.open, s.attach, s.breaks = &p, true, s.breaks[:0]
}

func (s *structure) extend(line, sep string) {
	start, end := s.write(line, sep)
	s.breaks = append(s.breaks, start)
	s.open.End = end
}

// close finishes the open passage: who speaks, what is decided, and the cuts if it is long.
func (s *structure) close() {
	p := s.open
	if p == nil {
		return
	}
	s.open, s.attach = nil, false
	locator := p.Locator
	text := s.text.String()[p.Start:p.End]
	if p.Kind == "para" && (decidedWords.MatchString(text) || s.deciding() && s.obliges(text)) {
		p.Kind = "decision"
	}
	switch {
	case p.Kind == "decision":
		s.decide(p, text)
	case p.Kind == "para" && !s.law:
		s.labelledAction(p, text)
	}
	for i, cut := range s.cuts(p, text) {
		part := *p
		part.Start, part.End = cut[0], cut[1]
		l := locator
		if i > 0 {
			l = fmt.Sprintf("%s (part %d)", locator, i+1)
		}
		s.add(part, l)
	}
}

// add names a passage and keeps it.
func (s *structure) add(p index.Passage, locator string) {
	text := s.text.String()[p.Start:p.End]
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return
	}
	p.Start += strings.Index(text, trimmed)
	p.End = p.Start + len(trimmed)
	if p.Heading == nil {
		for _, h := range s.path {
			p.Heading = append(p.Heading, h.text)
		}
	}
	switch {
	case p.Body != "" || p.Place != "" && p.Kind == "row" || p.Kind == "action":
	case s.law || p.Kind == "signature" || p.Kind == "footnote" || s.d.Type == "minutes" && listState(p.Heading) != "":
		p.Place = s.under.place
	case p.Kind == "decision" && p.Number != "":
		if p.Place == "" {
			p.Place = s.under.place
		}
	default:
		if p.Kind == "row" && s.d.Type == "minutes" && !s.unit.annex { // minutes may be kept as a table
			for _, c := range p.Cells {
				if len(c.Text) > len(trimmed)/2 {
					trimmed = c.Text
				}
			}
		}
		v := s.l.speaks(trimmed, s.under)
		p.Body, p.Place, p.Speaker = v.body, v.place, v.speaker
	}
	if !s.paged {
		p.Page = 0
	}
	p.Locator = s.unique(locator, p.Page)
	p.ID = "#" + index.Slug(p.Locator)
	s.d.Passages = append(s.d.Passages, p)
}
