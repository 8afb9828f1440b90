package ingest

import (
	"regexp"
	"strings"

	"rabita/index"
)

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
