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
}

// openingLines are the lines above the first heading that is not the title, 60 at most.
func openingLines(blocks []block) []string {
	var out []string
	headings := 0
	for i := range blocks {
		b := &blocks[i]
		if b.kind == headingBlock {
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

var titleWords = regexp.MustCompile(`(?i)\b(?:minutes|proceedings|record note|corrigendum|act,? (?:of )?\d{4}|bill,? (?:of )?\d{4}|policy|plan|tracker|press release|report|package|matrix|note for|working paper)\b`)

func (a *about) title(blocks []block) {
	if a.d.Title != "" {
		return
	}
	for i := range blocks {
		if b := &blocks[i]; b.kind == headingBlock && b.level == 1 {
			a.set("title", &a.d.Title, b.first(), "its heading")
			return
		}
	}
	for _, line := range a.opening {
		if len(line) < 200 && titleWords.MatchString(line) {
			a.set("title", &a.d.Title, line, "its first lines")
			return
		}
	}
	a.d.Title = a.d.Source
	a.d.TakenFrom["title"] = "file name"
	a.doubt("title", "the paper has no title line")
}

// kindWords tell the type of a paper by its title, the most telling first.
var kindWords = []struct {
	kind string
	re   *regexp.Regexp
}{
	{"corrigendum", regexp.MustCompile(`(?i)\b(?:corrigend|errat)`)},
	{"press", regexp.MustCompile(`(?i)\b(?:press (?:release|note|report)|newspaper|daily)\b`)},
	{"minutes", regexp.MustCompile(`(?i)\b(?:minutes|proceedings|record note)\b`)},
	{"tracker", regexp.MustCompile(`(?i)\btracker\b`)},
	{"matrix", regexp.MustCompile(`(?i)\bmatrix\b`)},
	{"bill", regexp.MustCompile(`(?i)\bbill\b`)},
	{"act", regexp.MustCompile(`(?i)\b(?:act|ordinance)\b`)},
	{"package", regexp.MustCompile(`(?i)\bpackage\b`)},
	{"policy", regexp.MustCompile(`(?i)\bpolicy\b`)},
	{"plan", regexp.MustCompile(`(?i)\bplan\b`)},
	{"note", regexp.MustCompile(`(?i)\b(?:note|working paper|agenda)\b`)},
	{"report", regexp.MustCompile(`(?i)\breport\b`)},
	{"letter", regexp.MustCompile(`(?i)\b(?:letter|office memorandum)\b`)},
}

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
		if strings.HasPrefix(line, "AN ACT") || strings.HasPrefix(line, "A BILL") {
			a.set("type", &a.d.Type, strings.ToLower(strings.Fields(line)[1]), "its long title")
			return
		}
		if dateline.MatchString(line) {
			a.set("type", &a.d.Type, "press", "its dateline")
			return
		}
	}
	a.d.Type = "other"
	a.doubt("type", "the title does not say what kind of paper it is", index.Types...)
}

var dateline = regexp.MustCompile(`^(?:ISLAMABAD|LAHORE|KARACHI|PESHAWAR|QUETTA|MUZAFFARABAD|GILGIT)(?:\s*\([^)]*\))?\s*:\s`)

const ordinalWords = `first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth`

// meetingNumber finds "14th meeting", "XIVth (14th) Meeting", "14th/XIV IPMG", "the Fourteenth Meeting".
var meetingNumber = regexp.MustCompile(`(?i)\b(\d{1,3}\s?(?:st|nd|rd|th)|[IVXL]{1,7}(?:st|nd|rd|th)?|` + ordinalWords + `)(?:\s?[/(]\s?(\d{1,3}\s?(?:st|nd|rd|th)?|[IVXL]{1,7}(?:st|nd|rd|th)?)\)?)?\s+(?:[\w()-]+\s+){0,2}?(?:meeting|IPMG|inter-provincial)\b`)

func meetingNumbers(text string) []int {
	var out []int
	for _, m := range meetingNumber.FindAllStringSubmatch(text, 8) {
		for _, g := range m[1:] {
			if n := numberOf(g); n > 0 && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func numberOf(s string) int {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := slices.Index(strings.Split(ordinalWords, "|"), s); i >= 0 {
		return i + 1
	}
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, suffix))
	}
	return ordinal(s)
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
	case len(found) == 1:
		a.d.Meeting = found[0]
		a.d.TakenFrom["meeting"] = "text: its title"
	case len(found) > 1:
		a.doubt("meeting", "the title gives more than one number", numbers(found)...)
	default:
		// Only the opening words of a record say which meeting it is of; later ones are named in passing.
		if n := meetingNumbers(strings.Join(a.opening, "\n")); len(n) == 1 {
			a.d.Meeting = n[0]
			a.d.TakenFrom["meeting"] = "text: its first lines"
		} else if len(n) > 1 && a.d.Type == "minutes" {
			a.doubt("meeting", "the first lines speak of more than one meeting", numbers(n)...)
		}
	}
	return nil
}

func numbers(list []int) []string {
	var out []string
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

var referencePatterns = []*regexp.Regexp{
	regexp.MustCompile(`\b(?:No\.\s?F\.?|F\.\s?No\.|F\.)\s?\d[\w()/.&-]*(?:\s\([A-Z][a-z]+\))?`),
	regexp.MustCompile(`\b(?:[A-Z][\pL&]+\s+){0,3}Act\s+(?:No\.\s?)?[IVXLC]{1,8}\s+of\s+\d{4}`),
	regexp.MustCompile(`\bBill\s+No\.?\s?\d+\s+of\s+\d{4}`),
	regexp.MustCompile(`\bNo\.\s?[A-Z][\w()/.&-]*\d[\w()/.&-]*`),
}

func (a *about) reference() {
	for _, re := range referencePatterns {
		for _, line := range a.opening {
			if m := re.FindString(line); m != "" && len(line) < 300 {
				a.set("reference", &a.d.Reference, strings.TrimRight(m, ".,"), "its first lines")
				return
			}
		}
	}
}

var label = regexp.MustCompile(`(?i)^(date(?: (?:and|&) time)?|venue|place|chair(?:person|ed by)?|in the chair)\s*:\s*(.+)$`)

func (a *about) labels() {
	for _, line := range a.opening {
		m := label.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		value := strings.TrimSpace(m[2])
		switch key := strings.ToLower(m[1]); {
		case strings.HasPrefix(key, "date"):
			date := firstDate(value)
			if a.d.Date != "" && date != "" && a.isMeeting() && date != a.d.Date {
				a.doubt("date", fmt.Sprintf("the %s says %s, the line %q in the text another day", a.d.TakenFrom["date"], a.d.Date, line), string(a.d.Date), string(date))
			}
			for _, f := range findDates(value) {
				if f.bad {
					a.doubt("date", fmt.Sprintf("%q is no day of the calendar", value[f.start:f.end]))
				}
			}
			a.setDate("date", &a.d.Date, date, "its date line")
		case key == "venue" || key == "place":
			a.set("venue", &a.d.Venue, value, "its venue line")
		default:
			a.set("chair", &a.d.Chair, value, "its chair line")
		}
	}
}

// isMeeting says that the paper's date is the day of the meeting it records.
func (a *about) isMeeting() bool { return a.d.Type == "minutes" }

var (
	datedLine  = regexp.MustCompile(`(?i)\b(?:dated|date of issue|issued on|issued)\b[^0-9\n]{0,40}`)
	heldOn     = regexp.MustCompile(`(?i)\b(?:held|convened|took place)\b[^.\n]{0,120}?\bon\s+(?:[A-Z][a-z]+day,?\s+)?(?:the\s+)?`)
	gazetted   = regexp.MustCompile(`(?i)\b(?:published in (?:the )?gazette|gazetted?|notified|notification)\b`)
	assented   = regexp.MustCompile(`(?i)\bassent(?:ed)?\b`)
	passed     = regexp.MustCompile(`(?i)\b(?:passed|introduced|tabled|cleared|approved|launched|adopted)\b`)
	chairedBy  = regexp.MustCompile(`\b(?:under the chairmanship of|chaired by|presided over by)\s+(?:the\s+)?((?:Dr\.|Ms\.|Mrs\.|Mr\.)?\s?[A-Z][^,.;\n]{2,80})`)
	heldAt     = regexp.MustCompile(`\b(?:held|convened|took place)\s+(?:at|in)\s+(?:the\s+)?([A-Z][^,.;\n]{2,60}?)\s+(?:on|under)\b`)
	cornerDate = regexp.MustCompile(`^[A-Z][a-z]+,\s+(?:the\s+)?\d`)
)

// after returns the first possible date that stands within 40 bytes behind a match of re in the lines.
func after(re *regexp.Regexp, lines []string) index.Date {
	for _, line := range lines {
		for _, m := range re.FindAllStringIndex(line, 8) {
			for _, f := range findDates(line[m[0]:min(len(line), m[1]+120)]) {
				if !f.bad {
					return f.date
				}
			}
		}
	}
	return ""
}

func (a *about) dates(blocks []block) {
	d, lines := a.d, a.opening
	for i := range blocks { // the first numbered paragraph often opens "The 14th meeting was held at ... on ..."
		if b := &blocks[i]; b.kind == paraBlock && paraNumber.MatchString(b.first()) {
			lines = append(slices.Clone(lines), b.first())
			break
		}
	}
	switch d.Type {
	case "act", "bill":
		passedOn, assent, gazette := after(passed, lines), after(assented, lines), after(gazetted, lines)
		a.setDate("date", &d.Date, cmp3(passedOn, assent, gazette), "its gazette line")
		a.setDate("issued", &d.Issued, cmp3(gazette, assent, passedOn), "its gazette line")
	default:
		a.setDate("date", &d.Date, after(heldOn, lines), "the words \"held on\"")
		issued := after(datedLine, lines)
		if issued == "" {
			for _, line := range a.opening {
				if cornerDate.MatchString(line) && len(line) < 60 {
					issued = firstDate(line)
					break
				}
			}
		}
		a.setDate("issued", &d.Issued, issued, "its dated line")
		if !a.isMeeting() {
			a.setDate("date", &d.Date, d.Issued, "its dated line")
		}
	}
	for _, line := range lines {
		if m := chairedBy.FindStringSubmatch(line); m != nil {
			a.set("chair", &d.Chair, strings.TrimSpace(m[1]), "its opening words")
		}
		if m := heldAt.FindStringSubmatch(line); m != nil && a.isMeeting() {
			a.set("venue", &d.Venue, strings.TrimSpace(m[1]), "its opening words")
		}
	}
	a.onlyDates(lines)
	a.runningDates(blocks)
	if d.Date != "" && d.Issued != "" && len(d.Issued) == 10 && len(d.Date) == 10 && d.Issued < d.Date && a.isMeeting() {
		a.doubt("issued", "the paper would have been issued before its meeting", string(d.Issued), string(d.Date))
	}
}

func cmp3(dates ...index.Date) index.Date {
	for _, d := range dates {
		if d != "" {
			return d
		}
	}
	return ""
}

// onlyDates is the last look for a date: the one date of the first lines, or a doubt between several.
func (a *about) onlyDates(lines []string) {
	if a.d.Date != "" {
		return
	}
	var found []string
	for _, line := range lines[:min(len(lines), 30)] {
		for _, f := range findDates(line) {
			if !f.bad && !slices.Contains(found, string(f.date)) {
				found = append(found, string(f.date))
			}
		}
	}
	switch len(found) {
	case 0:
		a.doubt("date", "no date stands in its first lines")
	case 1:
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
		for _, line := range a.opening {
			if len(line) > 90 || line == d.Title || label.MatchString(line) || bulletMark.MatchString(line) {
				continue
			}
			for _, n := range l.find(line, "") {
				if n.kind == vocab.Body {
					a.set("body", &d.Body, n.key, "its letterhead")
					break
				}
			}
		}
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
