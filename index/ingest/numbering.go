package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
)

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

// A unit is the part of a paper that locators count in: "item 5", "annex A", "s. 18".
type unit struct {
	name  string
	level int
	annex bool
	who   bool // a delegation's part
	n     int  // unnumbered paragraphs so far
	rows  int  // unnumbered rows so far
}

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
