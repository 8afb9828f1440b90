package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rabita/index"
	"rabita/index/vocab"
)

// describe fills what the header left open from the paper itself and notes where each field was taken from. What can be read in two ways
// becomes a doubt. A header whose meeting contradicts the title is refused, because everything quoted from it would be cited wrongly.
func describe(d *index.Document, blocks []block, l *lexicon) error {
	a := &about{d: d, l: l, opening: openingLines(blocks)}
	a.head = letterheadOf(a.opening)
	a.title(blocks)
	a.kind()
	if err := a.meeting(blocks); err != nil {
		return err
	}
	a.reference()
	a.labels()
	a.dates(blocks)
	a.place()
	a.status()
	a.language(blocks)
	return nil
}

type about struct {
	d       *index.Document
	l       *lexicon
	opening []string // the lines above the first part of the paper
	head    []string // those of them before the first sentence: the letterhead
}

// openingLines are the lines above the first heading that is not the title, 60 at most. A law's list of contents is passed over.
func openingLines(blocks []block) []string {
	var out []string
	headings := 0
	for i := range blocks {
		b := &blocks[i]
		if b.kind == headingBlock && !noTitle.MatchString(b.first()) && !billNumber.MatchString(b.first()) && !actNumber.MatchString(b.first()) {
			if headings++; headings > 2 || headings == 2 && b.level > 1 {
				break
			}
		}
		out = append(out, b.lines...)
		if len(out) > 60 {
			break
		}
	}
	return out
}

// letterheadOf are the lines of an opening before the first that is a sentence, a numbered paragraph or a list, 12 at most.
func letterheadOf(opening []string) []string {
	for i, l := range opening {
		if i == 12 || len(l) > 200 || sentenceEnd.MatchString(l) || paraNumber.MatchString(l) || dottedNumber.MatchString(l) || bulletMark.MatchString(l) {
			return opening[:i]
		}
	}
	return opening
}

// sentenceEnd tells a sentence from a line that ends with a short form: "Govt. of the Punjab."
var sentenceEnd = regexp.MustCompile(`.{40,}(?:\pL{4,}|\d{2,})[.۔:]$`)

func (a *about) set(field string, to *string, value, how string) {
	if *to == "" && value != "" {
		*to = value
		a.d.TakenFrom[field] = "text: " + how
	}
}

func (a *about) setDate(field string, to *index.Date, value index.Date, how string) {
	if *to == "" && value != "" {
		*to = value
		a.d.TakenFrom[field] = "text: " + how
	}
}

func (a *about) doubt(field, why string, choices ...string) {
	a.d.Doubts = append(a.d.Doubts, index.Doubt{Field: field, Choices: choices, Why: why})
}

// titleWords are what titles of papers say.
var titleWords = regexp.MustCompile(`(?i)\b(?:minutes|proceedings|record (?:note|of (?:the )?(?:discussions?|proceedings|meeting))|corrigend\w*|errat\w*|addend\w*|act,? (?:of )?\d{4}|ordinance,? (?:of )?\d{4}|bill,? (?:of )?\d{4}|rules,? (?:of )?\d{4}|policy|plan|tracker|press (?:release|note)|report|package|matrix|note (?:for|on)|working paper|framework|strategy|office memorandum|circular)\b|روداد|کارروائی|پالیسی|رپورٹ`)

// noTitle are headings that stand above the title or in its place.
var noTitle = regexp.MustCompile(`(?i)^(?:minutes|proceedings|(?:part|chapter)\s+(?:\d{1,2}|[ivxl]{1,6})\b.*|(?:table of )?contents|index|arrangement of sections|agenda|notification|(?:most )?(?:urgent|immediate|confidential)|draft|annex(?:ure)?\b.{0,8}|appendix\b.{0,8}|subject)$`)

// title takes the first heading that reads like a title, else the first that is neither an office's name nor a label, else a line.
func (a *about) title(blocks []block) {
	if a.d.Title != "" {
		return
	}
	first, rest, headings := "", "", 0
	for i := range blocks {
		b := &blocks[i]
		if b.kind != headingBlock {
			continue
		}
		if headings++; headings > 4 {
			break
		}
		text := b.first()
		_, _, office := a.l.who(text)
		switch {
		case titleWords.MatchString(text) && first == "" && !noTitle.MatchString(text):
			a.set("title", &a.d.Title, text, "its heading")
			return
		case b.level > 1:
		case first == "" && !office && !noTitle.MatchString(text):
			first = text
		case rest == "":
			rest = text
		}
	}
	a.set("title", &a.d.Title, first, "its heading")
	for _, line := range a.opening {
		if m := subjectLine.FindStringSubmatch(line); m != nil {
			a.set("title", &a.d.Title, m[1], "its subject line")
		}
	}
	for _, line := range a.opening {
		if len(line) < 200 && titleWords.MatchString(line) && !labelled.MatchString(line) && (!strings.HasSuffix(line, ".") || strings.Count(line, " ") < 5) {
			a.set("title", &a.d.Title, line, "its first lines")
		}
	}
	a.set("title", &a.d.Title, rest, "its heading")
	if a.d.Title == "" {
		a.d.Title = a.d.Source
		a.d.TakenFrom["title"] = "file name"
		a.doubt("title", "the paper has no title line")
	}
}

var subjectLine = regexp.MustCompile(`(?i)^sub(?:ject)?\s*[:.–-]+\s*(\S.{3,190})$`)

// kindWords tell the type of a paper by its title, the most telling first.
var kindWords = []struct {
	kind string
	re   *regexp.Regexp
}{
	{"corrigendum", regexp.MustCompile(`(?i)\b(?:corrigend|errat|addend)|تصحیح`)},
	{"press", regexp.MustCompile(`(?i)\b(?:press (?:release|note|report|statement)|clippings?|newspaper|daily)\b|پریس`)},
	{"minutes", regexp.MustCompile(`(?i)\b(?:minutes|proceedings|record (?:note|of (?:the )?(?:discussions?|meeting)))\b|روداد|کارروائی`)},
	{"tracker", regexp.MustCompile(`(?i)\b(?:tracker|action points?|action items?|status of (?:implementation|decisions))\b`)},
	{"matrix", regexp.MustCompile(`(?i)\bmatrix\b`)},
	{"bill", regexp.MustCompile(`(?i)\bbill\b|مسودہ قانون`)},
	{"act", regexp.MustCompile(`(?i)\b(?:act|ordinance)\b|\brules,? \d{4}|ایکٹ`)},
	{"package", regexp.MustCompile(`(?i)\bpackage\b`)},
	{"policy", regexp.MustCompile(`(?i)\bpolicy\b|پالیسی`)},
	{"plan", regexp.MustCompile(`(?i)\b(?:plan|strategy)\b`)},
	{"note", regexp.MustCompile(`(?i)\b(?:note|working paper|agenda|brief|briefing)\b`)},
	{"report", regexp.MustCompile(`(?i)\breport\b|رپورٹ`)},
	{"letter", regexp.MustCompile(`(?i)\b(?:letter|office memorandum|circular|notification|office order|reminder)\b|مراسلہ|نوٹیفکیشن`)},
}

// officeSigns are lines that make a paper one of an office to others.
var officeSigns = regexp.MustCompile(`(?i)^(?:(?:notification|office memorandum|office order|circular)[.:]?|dear (?:sir|madam|secretary|colleague)s?\b.{0,40})$`)

func (a *about) kind() {
	if a.d.Type != "" {
		return
	}
	for _, k := range kindWords {
		if k.re.MatchString(a.d.Title) {
			a.set("type", &a.d.Type, k.kind, "its title")
			return
		}
	}
	for _, line := range a.opening {
		switch {
		case strings.HasPrefix(line, "AN ACT") || strings.HasPrefix(line, "A BILL"):
			a.set("type", &a.d.Type, strings.ToLower(strings.Fields(line)[1]), "its long title")
		case dateline.MatchString(line):
			a.set("type", &a.d.Type, "press", "its dateline")
		case officeSigns.MatchString(line):
			a.set("type", &a.d.Type, "letter", "the line \""+line+"\"")
		default:
			continue
		}
		return
	}
	a.d.Type = "other"
	a.doubt("type", "the title does not say what kind of paper it is", index.Types...)
}

// dateline is how a news item begins: a town in capitals, perhaps the agency or the day, a colon or a dash, and a sentence.
var dateline = regexp.MustCompile(`^[A-Z]{4,}(?: [A-Z]{3,}){0,2}(?:\s*\([^)]{1,30}\)|,\s+[A-Z][a-z]{2,8}\.? \d{1,2}(?:\s*\([^)]{1,30}\))?)?\s*(?::|[–—]|--|\s-)\s+[A-Z].{60,}`)

func (a *about) meeting(blocks []block) error {
	if slices.Contains([]string{"act", "bill", "policy", "plan", "package"}, a.d.Type) {
		return nil
	}
	titles := []string{a.d.Title}
	for i := range blocks {
		if blocks[i].kind == headingBlock && blocks[i].level == 1 {
			titles = append(titles, blocks[i].first())
			break
		}
	}
	var found []int
	for _, t := range titles {
		for _, n := range meetingNumbers(t) {
			if !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
	}
	slices.Sort(found)
	switch {
	case a.d.Meeting != 0:
		if len(found) > 0 && !slices.Contains(found, a.d.Meeting) {
			return refuse(0, "its %s says meeting %d, but its title speaks of meeting %d; mend whichever is wrong and offer it again", a.d.TakenFrom["meeting"],
				a.d.Meeting, found[0])
		}
	case len(found) > 0 && a.otherForum():
		a.doubt("meeting", "the title numbers the meetings of another forum; give the number if it is one of the group's", numbers(found)...)
	case len(found) == 1:
		a.d.Meeting = found[0]
		a.d.TakenFrom["meeting"] = "text: its title"
	case len(found) > 1:
		a.doubt("meeting", "the title gives more than one number", numbers(found)...)
	default:
		// Only the opening words of a record say which meeting it is of; later ones are named in passing.
		var n []int
		for _, line := range a.opening {
			for _, k := range meetingNumbers(line) {
				if !slices.Contains(n, k) {
					n = append(n, k)
				}
			}
		}
		if len(n) == 1 {
			a.d.Meeting = n[0]
			a.d.TakenFrom["meeting"] = "text: its first lines"
		} else if len(n) > 1 && a.d.Type == "minutes" {
			a.doubt("meeting", "the first lines speak of more than one meeting", numbers(n)...)
		}
	}
	return nil
}

// forumWords are what other forums than a group of ministers are called.
var forumWords = regexp.MustCompile(`(?i)\b(?:committees?|sub-?committees?|working (?:group|party)|task force|council|board|cabinet|caucus|panel|cell)\b|کمیٹی|بورڈ|کونسل|کابینہ`)

// otherForum says that the title numbers the meetings of a body of the group, or of a committee that the group does not know: their
// meetings are not the group's.
func (a *about) otherForum() bool {
	if a.l.v == nil {
		return false
	}
	forum := forumWords.FindStringIndex(a.d.Title)
	for _, n := range a.l.find(a.d.Title, "") {
		if n.kind == vocab.Body && (forum == nil || n.start < forum[0]) {
			e, _ := a.l.v.Lookup(vocab.Body, n.key)
			return e.Reports
		}
	}
	return forum != nil
}

func numbers(list []int) []string {
	var out []string
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

var (
	billNumber  = regexp.MustCompile(`(?i)\b(?:[A-Z]\pL+\s+){0,2}Bill\s+No\.?\s?\d+\s+of\s+\d{4}`)
	actNumber   = regexp.MustCompile(`\b(?:[A-Z][\pL&]+\s+){0,3}(?:Act|ACT|Ordinance|ORDINANCE)\s+(?:(?:No|NO)\.?\s?)?[IVXLC]{1,8}\s+(?:of|OF)\s+\d{4}`)
	fileNumbers = []*regexp.Regexp{
		regexp.MustCompile(`\b(?:No\.\s?F\.?|F\.\s?No\.|F\.)\s?\d[\w()/.&-]*(?:\s\([A-Z][a-z]+\))?`),
		regexp.MustCompile(`\bNo\.\s?[A-Z][\w()/.&-]*\d[\w()/.&-]*`),
		regexp.MustCompile(`\bNo\.\s?\d+[\w().&-]*/[\w()/.&-]+`),
	}
	citesOther = regexp.MustCompile(`(?i)^(?:whereas|and whereas)|\bfurther to amend\b`)
)

// reference reads the paper's own number off its first lines: a law's, else the office's.
func (a *about) reference() {
	patterns := fileNumbers
	switch a.d.Type {
	case "bill":
		patterns = append([]*regexp.Regexp{billNumber}, fileNumbers...)
	case "act":
		patterns = append([]*regexp.Regexp{actNumber}, fileNumbers...)
	}
	for _, re := range patterns {
		for _, line := range append([]string{a.d.Title}, a.unnumbered()...) {
			if m := re.FindString(line); m != "" && len(line) < 300 && !citesOther.MatchString(line) {
				a.set("reference", &a.d.Reference, strings.TrimRight(m, ".,"), "its first lines")
				return
			}
		}
	}
}

// label is a line of the form "Date: 29 October 2019".
var label = regexp.MustCompile(`(?i)^(ref(?:erence)?(?: no\.?)?|date(?: (?:and|&) time| of (?:the )?meeting)?|meeting date|held on|تاریخ|venue|place|location|مقام|بمقام|chair(?:person|man|woman|ed by)?|in (?:the )?chair|presided (?:over )?by|presiding|زیر صدارت|صدارت)\s*:\s*(.+)$`)

func (a *about) labels() {
	for _, line := range slices.Concat(splitLabels(a.opening)...) {
		m := label.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		value := strings.TrimSpace(m[2])
		switch key := strings.ToLower(m[1]); {
		case strings.HasPrefix(key, "ref"):
			a.set("reference", &a.d.Reference, value, "its reference line")
		case slices.Contains([]string{"held on", "meeting date", "تاریخ"}, key) || strings.HasPrefix(key, "date"):
			date := firstDay(value)
			if a.d.Date != "" && date != "" && a.isMeeting() && date != a.d.Date {
				a.doubt("date", fmt.Sprintf("the %s says %s, the line %q in the text another day", a.d.TakenFrom["date"], a.d.Date, line), string(a.d.Date), string(date))
			}
			for _, f := range findDates(value) {
				if f.bad {
					a.doubt("date", fmt.Sprintf("%q is no day of the calendar", value[f.start:f.end]))
				}
			}
			a.setDate("date", &a.d.Date, date, "its date line")
		case slices.Contains([]string{"venue", "place", "location", "مقام", "بمقام"}, key):
			a.set("venue", &a.d.Venue, value, "its venue line")
		default:
			a.set("chair", &a.d.Chair, value, "its chair line")
		}
	}
}

// splitLabels cuts lines with several labels: "Date: 5 May 2019   Venue: Lahore".
func splitLabels(lines []string) [][]string {
	var out [][]string
	for _, line := range lines {
		var parts []string
		at := 0
		for _, m := range innerLabel.FindAllStringIndex(line, 6) {
			if m[0] > at {
				parts = append(parts, strings.TrimSpace(line[at:m[0]]))
				at = m[0]
			}
		}
		out = append(out, append(parts, strings.TrimSpace(line[at:])))
	}
	return out
}

var innerLabel = regexp.MustCompile(`\b(?:Date|Time|Venue|Place|Chair(?:person|ed by)?|In (?:the )?[Cc]hair)\s*:`)

// isMeeting says that the paper's date is the day of the meeting it records.
func (a *about) isMeeting() bool { return a.d.Type == "minutes" }

var (
	datedLine  = regexp.MustCompile(`(?i)\b(?:dated|date of issue|issued on|issued|updated(?: on)?|as (?:on|of)|position on|circulated on)\b[^0-9\n]{0,40}`)
	heldOn     = regexp.MustCompile(`(?i)\b(?:held|convened|took place|met)\b[^.\n]{0,120}?\bon\s+(?:[A-Z][a-z]+day,?\s+)?(?:the\s+)?`)
	gazetted   = regexp.MustCompile(`(?i)\b(?:published in (?:the )?gazette|gazetted?|notified|notification)\b`)
	assented   = regexp.MustCompile(`(?i)\bassent(?:ed)?\b`)
	passed     = regexp.MustCompile(`(?i)\b(?:passed|introduced|tabled|cleared|approved|launched|adopted)\b`)
	chairedBy  = regexp.MustCompile(`\b(?:under the chair(?:person|man|woman)?ship of|chaired by|presided over by)\s+(?:the\s+)?((?:Dr\.|Ms\.|Mrs\.|Mr\.)?\s?[A-Z][^,.;\n]{2,80}(?:,\s(?:the\s)?(?:(?:Dr|Ms|Mrs|Mr)\.\s)?[A-Z][^,.;\n]{2,60})?)`)
	hasChaired = regexp.MustCompile(`(?:^|[.!]\s+)(?:The\s+)?((?:(?:Dr|Ms|Mrs|Mr)\.\s)?[A-Z][^.;\n]{2,80}?),?\s+(?:chaired|presided over)\s+(?:the|this)\b`)
	heldAt     = regexp.MustCompile(`\b(?i:held|convened|took place)\s+(?i:on\s+[^;\n]{6,60}?\s)?(?i:at|in)\s+(?i:the\s+)?([A-Z][^.;\n]{2,90}?)(?:\s+(?i:on|under|with)\b|[.;]|$)`)
	cornerDate = regexp.MustCompile(`(?:^|[·|,]\s)[A-Z][a-z]+,\s+(?:the\s+)?(?:\d|[A-Z][a-z]{2,8}\.?,?\s\d)`)
)

// after returns the first possible date that stands within 40 bytes behind a match of re in the lines.
func after(re *regexp.Regexp, lines []string) index.Date {
	for _, line := range lines {
		for _, m := range re.FindAllStringIndex(line, 8) {
			if d := firstDay(line[m[0]:min(len(line), m[1]+120)]); d != "" {
				return d
			}
		}
	}
	return ""
}

func (a *about) dates(blocks []block) {
	d, lines := a.d, a.opening
	for i := range blocks { // the first numbered paragraph often opens "The 14th meeting was held at ... on ..."
		if b := &blocks[i]; b.kind == paraBlock && (paraNumber.MatchString(b.first()) || dottedNumber.MatchString(b.first())) {
			lines = append(slices.Clone(lines), b.first())
			break
		}
	}
	switch d.Type {
	case "act", "bill":
		passedOn, assent, gazette := after(passed, lines), after(assented, lines), after(gazetted, lines)
		if gazette == "" && d.Type == "act" {
			gazette = after(datedLine, a.head) // of the notification that publishes it
		}
		a.setDate("date", &d.Date, cmp3(passedOn, assent, gazette), "its gazette line")
		a.setDate("issued", &d.Issued, cmp3(gazette, assent, passedOn), "its gazette line")
	default:
		if a.isMeeting() {
			a.setDate("date", &d.Date, after(heldOn, lines), "the words \"held on\"")
			a.setDate("date", &d.Date, firstDay(d.Title), "its title")
		}
		issued := after(datedLine, a.unnumbered())
		if issued == "" && a.isMeeting() { // a day alone, under a covering letter
			for _, line := range a.opening {
				if f := findDates(line); len(f) == 1 && !f[0].bad && f[0].date != d.Date && strings.Trim(line[:f[0].start]+line[f[0].end:], " .,()") == "" {
					issued = f[0].date
				}
			}
		}
		if issued == "" {
			for _, line := range a.opening {
				if m := cornerDate.FindStringIndex(line); m != nil && len(line) < 100 {
					issued = firstDate(line[m[0]:])
					break
				}
			}
		}
		a.setDate("issued", &d.Issued, issued, "its dated line")
		if !a.isMeeting() {
			a.setDate("date", &d.Date, d.Issued, "its dated line")
			a.setDate("date", &d.Date, after(passed, lines), "its first lines")
			a.setDate("date", &d.Date, after(heldOn, lines), "the words \"held on\"")
		}
	}
	for _, line := range append([]string{d.Title}, lines...) {
		if m := chairedBy.FindStringSubmatch(line); m != nil {
			a.set("chair", &d.Chair, strings.TrimSpace(cutAtTime(m[1])), "its opening words")
		}
		if m := hasChaired.FindStringSubmatch(line); m != nil && a.isMeeting() {
			a.set("chair", &d.Chair, strings.TrimSpace(m[1]), "its opening words")
		}
		if m := heldAt.FindStringSubmatch(line); m != nil && a.isMeeting() {
			a.set("venue", &d.Venue, strings.TrimSpace(m[1]), "its opening words")
		}
	}
	a.onlyDates()
	if !a.isMeeting() { // acts count from the gazette, other papers from their own date
		a.setDate("issued", &d.Issued, d.Date, "its date")
	}
	a.runningDates(blocks)
	if d.Date != "" && d.Issued != "" && len(d.Issued) == 10 && len(d.Date) == 10 && d.Issued < d.Date && a.isMeeting() {
		a.doubt("issued", "the paper would have been issued before its meeting", string(d.Issued), string(d.Date))
	}
}

// unnumbered are the lines of the opening that are no numbered paragraphs: those speak of other things.
func (a *about) unnumbered() []string {
	return slices.DeleteFunc(slices.Clone(a.opening), func(l string) bool { return wholeNumber(l) != "" || dottedNumber.MatchString(l) })
}

// cutAtTime ends a name where the sentence goes on with the day or the place.
func cutAtTime(s string) string {
	for _, word := range []string{" on ", " at ", " in the ", " and "} {
		s, _, _ = strings.Cut(s, word)
	}
	return s
}

func cmp3(dates ...index.Date) index.Date {
	for _, d := range dates {
		if d != "" {
			return d
		}
	}
	return ""
}

// onlyDates is the last look for a date: the one date of the letterhead or of the first lines, or a doubt. What numbered paragraphs say is of
// other days.
func (a *about) onlyDates() {
	if a.d.Date != "" {
		return
	}
	var found []string
	wrong := ""
	for _, lines := range [][]string{a.head, a.unnumbered()} {
		for _, line := range lines {
			for _, f := range findDates(line) {
				switch {
				case f.bad:
					wrong = line[f.start:f.end]
				case !slices.Contains(found, string(f.date)):
					found = append(found, string(f.date))
				}
			}
		}
		if len(found) > 0 || wrong != "" {
			break
		}
	}
	switch {
	case wrong != "":
		a.doubt("date", fmt.Sprintf("%q is no day of the calendar", wrong), found...)
	case len(found) == 0:
		a.doubt("date", "no date stands in its first lines")
	case len(found) == 1:
		a.setDate("date", &a.d.Date, index.Date(found[0]), "the one date of its first lines")
	default:
		a.doubt("date", "its first lines hold several dates", found...)
	}
}

// runningDates compares the dates of running headers with the paper's: a page from another paper, or a slip of the typist.
func (a *about) runningDates(blocks []block) {
	heads := runningHeads(blocks)
	for i := range blocks {
		b := &blocks[i]
		if !b.onTop || !heads[headKey(b)] || !a.isMeeting() || a.d.Date == "" {
			continue
		}
		if date := firstDate(b.first()); date != "" && date != a.d.Date && date != a.d.Issued {
			a.doubt("date", fmt.Sprintf("the header of page %d reads %q", b.page, b.first()), string(a.d.Date), string(date))
		}
	}
}

// place reads the issuing body off the letterhead and the jurisdiction off the title.
func (a *about) place() {
	d, l := a.d, a.l
	if d.Body == "" && d.Type != "act" && d.Type != "bill" && d.Type != "press" {
		a.set("body", &d.Body, a.office(), "its letterhead")
	}
	if d.Jurisdiction != "" {
		return
	}
	a.set("jurisdiction", &d.Jurisdiction, l.onePlaceOf(d.Title), "its title")
	if d.Jurisdiction == "" && (d.Type == "act" || d.Type == "bill") {
		for _, line := range a.opening {
			if i := strings.Index(line, "Provincial Assembly of"); i >= 0 {
				a.set("jurisdiction", &d.Jurisdiction, l.onePlaceOf(line[i:min(len(line), i+80)]), "its enacting words")
			}
		}
	}
	if d.Jurisdiction == "" && l.v != nil {
		if e, ok := l.v.Lookup(vocab.Body, d.Body); ok {
			a.set("jurisdiction", &d.Jurisdiction, e.Place, "the place of its body")
		}
	}
}

// office is the body whose letterhead the paper has. Its place may stand on a line of its own: "Government of the Punjab", below it "Women
// Development Department".
func (a *about) office() string {
	place := ""
	for _, line := range a.head {
		if len(line) > 120 || line == a.d.Title || labelled.MatchString(line) || label.MatchString(line) {
			continue
		}
		names := a.l.find(line, place)
		if len(strings.Fields(rest(line, names))) > 6 {
			continue // a line that mentions an office
		}
		for _, n := range names {
			switch {
			case n.kind == vocab.Body && !a.isGroup(n.key) && !strings.HasPrefix(line[n.end:], " Secretariat"):
				return n.key
			case n.kind == vocab.Place && place == "":
				place = n.place
			}
		}
	}
	return ""
}

// isGroup says that a body is the group itself, named in the title as the one that met, or one that does not report to the group: the papers
// of its meetings go out from a member.
func (a *about) isGroup(key string) bool {
	if a.d.Meeting == 0 {
		return false
	}
	e, _ := a.l.v.Lookup(vocab.Body, key)
	return !e.Reports || slices.ContainsFunc(a.l.find(a.d.Title, ""), func(n name) bool { return n.kind == vocab.Body && n.key == key })
}

var (
	draftWords    = regexp.MustCompile(`(?i)^(?:\W*)(?:draft\b|not signed|unsigned)|\((?:draft|unsigned draft|unsigned)\)`)
	lapsedWords   = regexp.MustCompile(`(?i)\b(?:bill|it) (?:has )?lapsed\b`)
	syntheticMark = regexp.MustCompile(`(?i)\bsynthetic\b[^.]{0,40}\bfor testing\b`)
)

func (a *about) status() {
	d := a.d
	status, how := "", ""
	switch d.Type {
	case "act", "bill":
		status, how = d.Type, "its title"
	}
	for _, line := range append([]string{d.Title}, a.opening...) {
		switch {
		case d.Type != "act" && d.Type != "bill" && draftWords.MatchString(line):
			status, how = "draft", "the line \""+line+"\""
		case d.Type == "bill" && lapsedWords.MatchString(line):
			status, how = "lapsed", "its first lines"
		}
		if syntheticMark.MatchString(line) {
			a.set("provenance", &d.Provenance, "synthetic", "the remark above it")
		}
	}
	a.set("status", &d.Status, status, how)
}

// language is the script most letters are in; mixed from one letter in twenty of the other.
func (a *about) language(blocks []block) {
	latin, arabic := 0, 0
	each(blocks, func(s *string) {
		for _, r := range *s {
			switch {
			case r < 0x80 && unicode.IsLetter(r):
				latin++
			case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
				arabic++
			}
		}
	})
	lang := "mixed"
	switch {
	case arabic*20 < latin:
		lang = "en"
	case latin*20 < arabic:
		lang = "ur"
	}
	a.set("language", &a.d.Language, lang, "its letters")
}
