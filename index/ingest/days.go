package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
)

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
		if issued == "" && (d.Date != "" || !a.isMeeting()) {
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
			a.setDate("date", &d.Date, after(passed, a.unnumbered()), "its first lines")
			a.setDate("date", &d.Date, after(heldOn, a.unnumbered()), "the words \"held on\"")
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
				case !slices.Contains(found, string(startDay(line, f))):
					found = append(found, string(startDay(line, f)))
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
