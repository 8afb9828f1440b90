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
