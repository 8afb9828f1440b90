package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
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

// A unit is the part of a paper that locators count in: "item 5", "annex A", "s. 18".
type unit struct {
	name  string
	level int
	annex bool
	who   bool // a delegation's part
	n     int  // unnumbered paragraphs so far
	rows  int  // unnumbered rows so far
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

var (
	itemHeading    = regexp.MustCompile(`(?i)^(?:(\d{1,2})\.\s*)?(?:agenda\s+)?item\s*(?:no\.?\s*)?[-–:]?\s*(\d{1,3}|[ivxl]{1,6})\b\s*[:.)–—-]*\s*(.*)$`)
	numberHeading  = regexp.MustCompile(`^(\d{1,2}(?:\.\d{1,2}){0,2})[.):۔]?\s+(\S.*)$`)
	namedHeading   = regexp.MustCompile(`(?i)^(decision|resolution|action(?:\s+point)?|outcome(?:\s+area)?|chapter|part|component|pillar|goal|objective|thematic area|priority area|strategic area|area|section|recommendation)\s+(?:no\.?\s*)?(\d{1,2}(?:\.\d{1,2})?|[ivxl]{1,6}|[A-H])\b`)
	annexHeading   = regexp.MustCompile(`(?i)^(?:the\s+)?(annex(?:ure)?|appendix|attachment)\b\s*[-–:]?\s*([A-Z]|\d{1,2}|[IVX]{1,5})?\b`)
	paraNumber     = regexp.MustCompile(`^(\d{1,3})[.)]\s+\S`)
	dottedNumber   = regexp.MustCompile(`^((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){1,3})[.):]?\s+\S`)
	letterHeading  = regexp.MustCompile(`^([A-Z])[.)]\s+\S`)
	decisionNumber = regexp.MustCompile(`^(?:DECISION\s+|Decision\s+(?:No\.?\s+)?|D\s?)?(\d{1,3}\.\d{1,2})[.:)]?\s+\S`)
	paraWord       = regexp.MustCompile(`^(?:Para(?:graph)?\.?|PARA(?:GRAPH)?)\s*(?:[Nn]o\.?\s*)?(\d{1,3})\s*[.:)–-]+\s*\S`)
	urduNumber     = regexp.MustCompile(`^(\d{1,3})\s?۔\s*\S`)
	bracketNumber  = regexp.MustCompile(`^\((\d{1,3})\)\s+\S`)
	namedDecision  = regexp.MustCompile(`^(DECISION|Decision|RESOLUTION|Resolution)\s+(?:[Nn]o\.?\s*)?(\d{1,3})\s*[.:)–-]+\s*\S`)
	coNumber       = regexp.MustCompile(`^(?:Para(?:graph)?\.?\s+)?(\d{1,3}\s?\([a-z]\))\s+\S`)
	decidedWords   = regexp.MustCompile(`(?i)^(?:\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)]?\s+|para(?:graph)?\s+\d{1,3}[.:]\s+|[۰-۹٠-٩]{1,3}[.)۔]\s*)?(?:(?:after (?:detailed |due |thorough )?(?:discussion|deliberations?),?\s+)?(?:it was (?:also |further |unanimously )?(?:decided|resolved|agreed that\b.{0,120}\b(?:shall|will)\b)|the (?:house|meeting|forum|group|chair|committee) (?:unanimously |also |further )?(?:decided|resolved)|decided that)\b|(?:decisions?|decided|resolved|action(?: points?)?|فیصلہ|فیصلے)\s*[:–-])`)
	thanks         = regexp.MustCompile(`(?i)\bvote of thanks\b`)
	labelled       = regexp.MustCompile(`^[A-Z][\pL ./]{1,30}:\s*\S`)
)

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
			s.paragraph(b, i+1 == len(blocks))
		}
		if len(d.Passages) > maxPassages {
			return refuse(b0(blocks, i), "the paper has more than %d paragraphs; split it", maxPassages)
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

func b0(blocks []block, i int) int { return blocks[i].line }

// numbersThrough says whether the numbers before paragraphs are the paper's own, which people cite, and not those of lists in it: records
// number their paragraphs; of other papers those do that count on from 1 to 5 without starting again. A record that numbers them "(12)"
// does so throughout and more often than any other way.
func numbersThrough(blocks []block, kind string) (numbered, bracketed bool) {
	plain, inBrackets := counting{}, counting{}
	for i := range blocks {
		b := &blocks[i]
		if b.kind != paraBlock || b.indent {
			continue
		}
		if num := wholeNumber(b.first()); num != "" {
			plain.count(ordinal(num))
		} else if m := bracketNumber.FindStringSubmatch(b.first()); m != nil {
			inBrackets.count(ordinal(m[1]))
		}
	}
	record := slices.Contains([]string{"minutes", "corrigendum", "letter"}, kind)
	if record && inBrackets.n > 2 && inBrackets.n > plain.n && !inBrackets.again {
		return true, true
	}
	return plain.n > 0 && (record || plain.n >= 5 && !plain.again), false
}

// counting follows the numbers of paragraphs.
type counting struct {
	last, n int
	again   bool // a number was not higher than the one before
}

func (c *counting) count(k int) {
	c.again = c.again || k <= c.last
	c.last = k
	c.n++
}

// wholeNumber is the number that begins a paragraph: "12.", "Para 12.", "۱۲۔"; or "".
func wholeNumber(line string) string {
	line = latinDigits(line[:min(len(line), 40)])
	for _, re := range []*regexp.Regexp{paraNumber, paraWord, urduNumber} {
		if m := re.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	return ""
}

// numbersByPart says whether numbers such as "3.2" are those of paragraphs: three parts are, and two where the first counts the parts of
// the paper. A record whose only such numbers begin with that of the meeting numbers its decisions so.
func numbersByPart(blocks []block, d *index.Document) bool {
	parts := map[int]bool{}
	for i := range blocks {
		b := &blocks[i]
		if b.kind != paraBlock || b.indent {
			continue
		}
		for _, l := range b.lines {
			if m := dottedNumber.FindStringSubmatch(l); m != nil {
				if strings.Count(m[1], ".") > 1 || m[1][0] >= 'A' {
					return true
				}
				first, _, _ := strings.Cut(m[1], ".")
				parts[ordinal(first)] = true
			}
		}
	}
	delete(parts, d.Meeting)
	return parts[1] || parts[2] && len(parts) > 1
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

func (s *structure) setUnit(name string, level int, annex bool) {
	s.units[s.unit.name] = s.unit.n
	s.unit = unit{name: name, level: level, annex: annex, n: s.units[name]}
}

func (s *structure) isUnit(text string) bool {
	name, _ := s.unitOf(text)
	return name != "" && name[0] != '~'
}

// unitOf reads which part of the paper a heading opens. A "~" marks a name made from the heading's own words, which only holds for
// headings that are not below a counted part.
func (s *structure) unitOf(text string) (name string, annex bool) {
	text = latinDigits(text)
	if m := annexHeading.FindStringSubmatch(text); m != nil {
		if m[2] == "" {
			return strings.ToLower(m[1]), true
		}
		return "annex " + strings.ToUpper(m[2]), true
	}
	if m := itemHeading.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("item %d", ordinal(m[2])), false
	}
	if m := namedHeading.FindStringSubmatch(text); m != nil {
		kind := strings.Join(strings.Fields(strings.ToLower(m[1])), " ")
		if kind == "outcome area" {
			kind = "outcome"
		}
		if n := ordinal(m[2]); n > 0 {
			return fmt.Sprintf("%s %d", kind, n), false
		}
		return kind + " " + m[2], false
	}
	if m := letterHeading.FindStringSubmatch(text); m != nil {
		return "part " + m[1], false
	}
	if m := numberHeading.FindStringSubmatch(text); m != nil {
		if s.d.Type == "minutes" && !strings.Contains(m[1], ".") {
			return "item " + m[1], false
		}
		if k := namedHeading.FindStringSubmatch(m[2]); k != nil {
			return s.unitOf(m[2])
		}
		return "section " + m[1], false
	}
	if s.d.Type == "press" {
		return "", false
	}
	words := strings.Fields(strings.ToLower(strings.Map(func(r rune) rune {
		if wordRune(r) || r == '-' {
			return r
		}
		return ' '
	}, text)))
	if len(words) == 0 {
		return "", false
	}
	words = words[:min(4, len(words))]
	for len(words) > 1 && slices.Contains([]string{"and", "of", "the", "for", "to", "in", "on", "a", "with", "by"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return "~" + strings.Join(words, " "), false
}

// paragraph reads a paragraph block line by line: a line may begin a passage of its own.
func (s *structure) paragraph(b *block, last bool) {
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
	if s.law || s.d.Type != "minutes" || !s.body || s.closing || s.unit.annex || b.indent || len(b.lines) != 1 || len(b.first()) > 80 {
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

// takesDecision keeps "3.1 Objectives" of a plan from being a decision.
func (s *structure) takesDecision(number, line string) bool {
	if s.d.Type != "minutes" {
		return false // others speak of decisions: "Decision 14.4 is not changed"
	}
	if line[0] == 'D' {
		return true
	}
	if s.dotted {
		return false
	}
	meeting, _, _ := strings.Cut(number, ".")
	if n, _ := strconv.Atoi(meeting); s.d.Meeting != 0 && n == s.d.Meeting {
		return true
	}
	return slices.ContainsFunc(s.path, func(h headed) bool { return decisionHeading.MatchString(h.text) })
}

// deciding says that the nearest heading is that of the decisions.
func (s *structure) deciding() bool {
	return s.d.Type == "minutes" && len(s.path) > 0 && decisionHeading.MatchString(s.path[len(s.path)-1].text)
}

// listMark begins a point of a list.
var listMark = regexp.MustCompile(`^(?:[-*•]\s+|\[[ xX]?\]\s+|\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})[.)]\s+)\S`)

// markOf is the kind of sign that begins a point of a list: 'a', '1', 'i', '-'; 0: none does.
func markOf(line string) byte {
	m := listMark.FindString(line)
	switch m = strings.TrimLeft(m, "("); {
	case m == "":
		return 0
	case m[0] == '[':
		return '['
	case m[0] >= '0' && m[0] <= '9':
		return '1'
	case strings.Trim(m[:strings.IndexAny(m+")", ".) ")], "ivx") == "" && m[0] != '-':
		return 'i'
	case m[0] >= 'a' && m[0] <= 'z':
		return 'a'
	}
	return '-'
}

// mustDo is what stands behind those who are to do a thing.
var mustDo = regexp.MustCompile(`^\s*(?:\([^)]{1,40}\)\s*)?(?:,[^,.;]{3,80},)?\s*(?:jointly\s+)?(?:shall|will|to|must|should|may|is to|are to|:|[-–—])(?:\s|$)`)

// obliges says that a sentence makes bodies do something: "WDD Punjab shall ...", "All provinces to nominate ...".
func (s *structure) obliges(text string) bool {
	text = leadingDecision.ReplaceAllString(text, "")
	text = leadingNumber.ReplaceAllString(text[:min(len(text), 400)], "")
	if everybody.MatchString(text) {
		return true
	}
	names := s.l.find(text, s.under.place)
	for i := len(names) - 1; i >= 0; i-- {
		if mustDo.MatchString(text[names[i].end:]) && names[0].start < 40 {
			return true
		}
	}
	return false
}

var everybody = regexp.MustCompile(`(?i)^(?:all|each|every)\s+(?:the\s+)?(?:provinces?|departments?|delegations?|commissions?|members?|units?)\b[^.;]{0,60}?\s(?:shall|will|to|must|should)\s`)

var decisionHeading = regexp.MustCompile(`(?i)\b(?:decision|action (?:point|item|matrix)|resolution|way forward)|فیصل`)

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

// locate puts the part of the paper before a locator.
func (s *structure) locate(what string) string {
	switch {
	case s.unit.name != "":
		return s.unit.name + ", " + what
	case !s.body && s.d.Type == "minutes" && strings.HasPrefix(what, "unnumbered "):
		return "opening, " + strings.TrimPrefix(what, "unnumbered ")
	}
	return what
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

// unique makes a locator the only one of its name in the paper: mis-numbered papers use a number twice.
func (s *structure) unique(locator string, page int) string {
	for n := s.twins[locator] + 1; ; n++ {
		l := locator
		s.twins[locator] = n
		if n > 1 {
			l = fmt.Sprintf("%s (%d)", locator, n)
		}
		if slug := index.Slug(l); !s.used[slug] {
			s.used[slug] = true
			if page > 0 {
				l = fmt.Sprintf("%s, p. %d", l, page)
			}
			return l
		}
	}
}
