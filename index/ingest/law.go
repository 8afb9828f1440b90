package ingest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rabita/index"
)

// lawState is where in an Act the reader is.
type lawState struct {
	contents    bool   // in the list of sections that stands above an Act
	section     string // "18"; empty before the first section and behind the last
	sub         string // "2"
	clause      string
	definitions bool // clauses are passages of their own
	paras       int  // unnumbered paragraphs of this section
	provisos    int  // of this section or sub-section
	explained   int
	head        [2]int // range of the marginal heading while nothing of the section has been read
	page        int
	margin      string // heading that stands above the line of its section
	schedule    bool
}

var (
	sectionHeading = regexp.MustCompile(`(?i)^(?:section\s+|s\.\s*)?(\d{1,3}(?:-?[A-Z]{1,2})?)[.:)–—-]*\s+(\S.*)$`)
	sectionLine    = regexp.MustCompile(`^["“']?(?:\d{0,2}\[)?(?:(?:Section|SECTION|Sec\.|S\.)\s*)?(\d{1,3}(?:-?[A-Z]{1,2})?)\.\s*(?:[-–—]\s*)?(\S.*)$`)
	insertedLine   = regexp.MustCompile(`^["“']\s?(\d{1,3}(?:-?[A-Z]{1,2})?)\.\s*(?:[-–—]\s*)?(\S.*)$`)
	contentsHead   = regexp.MustCompile(`(?i)^(?:(?:table of )?contents|arrangement of sections|sections?)\s*:?$`)
	enacting       = regexp.MustCompile(`^(?:AN ACT|A BILL|An Act|A Bill|AN$|A$|Preamble|PREAMBLE\s*[.:–-]|WHEREAS|Whereas|\[|It is hereby|to provide\b|to amend\b|\(?(?:Assented|Passed|Published|First published))`)
	subsection     = regexp.MustCompile(`^["“']?\((\d{1,2}(?:-?[A-Z])?)\)\s*\S`)
	clauseMark     = regexp.MustCompile(`^["“']?\(([a-z]{1,4})\)\s*\S`)
	provisoLine    = regexp.MustCompile(`^["“']?Provided\b`)
	explanation    = regexp.MustCompile(`^["“']?(?:Explanation|Illustration|Exception)s?\b`)
	scheduleHead   = regexp.MustCompile(`(?i)^(?:the\s+)?(?:(first|second|third|fourth|fifth)\s+)?(schedule|form)\b\s*[-–:]?\s*([A-Z]|\d{1,2}|[IVX]{1,5})?\b`)
	chapterHead    = regexp.MustCompile(`(?i)^(?:chapter|part)\s+(?:\d{1,2}|[ivxl]{1,6})\b`)
	lawTail        = regexp.MustCompile(`^(?:THE\s+)?(?:(?:FIRST|SECOND|THIRD|FOURTH|FIFTH)\s+)?(?:SCHEDULE|STATEMENT OF OBJECTS)\b|(?i)^(?:the )?schedule\s*(?:[A-Z]|[IVX]+|\d)?$|^statement of objects and reasons$`)
	tailHead       = regexp.MustCompile(`(?i)\b(?:statement of objects|objects and reasons|notes?\b|annex|appendix)`)
	shortHeading   = regexp.MustCompile(`^([A-Z][^.;:]{3,60})\.\s+((?:\(|[A-Z]).*)$`)
	sentenceWords  = regexp.MustCompile(`(?i)\b(?:shall|may|is|are|was|were|has|have|means|extends|be|comes)\b`)
	runIn          = regexp.MustCompile(`^(.{3,120}?)(?:\.\s*[-–—]{1,3}|\s*[–—]{1,2}|\.-)\s*(\S.*)$`)
)

// runInLevel is the level of a heading that stands on the line of its section, below all others.
const runInLevel = 9

// lawHeading reads a heading of an Act. It is false for one that opens no section: chapters stay in the path, and a tail ("Statement of
// objects and reasons") is a part like any other.
func (s *structure) lawHeading(text string, level, start, end, page int) bool {
	st := &s.law1
	if contentsHead.MatchString(text) {
		*st = lawState{contents: true}
		return true
	}
	if chapterHead.MatchString(text) {
		return true
	}
	st.contents = false
	if m := scheduleHead.FindStringSubmatch(text); m != nil {
		name := strings.ToLower(m[2])
		switch {
		case m[1] != "":
			name = strings.ToLower(m[1]) + " " + name
		case m[3] != "":
			name += " " + m[3]
		}
		*st = lawState{schedule: true}
		s.setUnit(name, level, true)
		return true
	}
	if m := sectionHeading.FindStringSubmatch(text); m != nil && !s.unit.annex && !strings.HasPrefix(strings.ToLower(m[2]), "of ") {
		*st = lawState{section: m[1], definitions: defines(m[2]), head: [2]int{start, end}, page: page}
		s.unit = unit{name: "s. " + m[1], level: level}
		return true
	}
	if tailHead.MatchString(text) || level <= 2 && st.section != "" {
		*st = lawState{schedule: true}
	}
	return false
}

func defines(heading string) bool {
	h := strings.ToLower(heading)
	return strings.HasPrefix(h, "definition") || strings.HasPrefix(h, "interpretation") || strings.HasPrefix(h, "meaning of words")
}

// flushHead makes a passage of a marginal heading whose section begins with a sub-section, so that "s. 7" is there to be found.
func (s *structure) flushHead() {
	st := &s.law1
	if st.head[1] == 0 {
		return
	}
	p := index.Passage{Kind: "heading", Section: st.section, Start: st.head[0], End: st.head[1], Page: st.page}
	st.head = [2]int{}
	s.add(p, "s. "+st.section)
}

// marginal reads a heading that was printed beside its section and now stands above it: "Penalty", then "4. Whoever ...".
func (s *structure) marginal(line, next, sep string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	m := sectionLine.FindStringSubmatch(next)
	if m == nil || !unicode.IsUpper(first) || len(line) > 90 || strings.ContainsAny(line[len(line)-1:], ".,;:)") || strings.ContainsAny(line, "0123456789") || provisoLine.MatchString(line) || !s.takesSection(m[1], next) {
		return false
	}
	s.close()
	s.flushHead()
	s.write(line, sep)
	s.law1.margin = line
	return true
}

// lawLine reads one line of an Act and says whether it did.
func (s *structure) lawLine(line, sep string, first bool, b *block) bool {
	st := &s.law1
	if contentsHead.MatchString(line) && st.section == "" {
		st.contents = true
	} else if st.contents && enacting.MatchString(line) {
		st.contents = false
	}
	if m := sectionLine.FindStringSubmatch(line); m != nil && !st.contents && !b.indent && s.takesSection(m[1], line) {
		s.close()
		s.flushHead()
		heading, text := "", m[2]
		if r := runIn.FindStringSubmatch(m[2]); r != nil {
			heading, text = r[1], r[2]
		} else if r := shortHeading.FindStringSubmatch(m[2]); r != nil && !sentenceWords.MatchString(r[1]) {
			heading, text = r[1], r[2]
		} else if st.margin != "" {
			heading = st.margin
		}
		*st = lawState{section: m[1], definitions: defines(heading)}
		s.unit = unit{name: "s. " + m[1], level: runInLevel}
		s.body = true
		for len(s.path) > 0 && s.path[len(s.path)-1].level >= runInLevel {
			s.path = s.path[:len(s.path)-1]
		}
		if heading != "" {
			s.path = append(s.path, headed{runInLevel, m[1] + ". " + heading})
		}
		start, end := s.write(line, sep)
		p := index.Passage{Kind: "section", Section: m[1], Start: start, End: end, Page: b.page}
		if sub := subsection.FindStringSubmatch(text); sub != nil {
			st.sub = sub[1]
			p.Section += "(" + sub[1] + ")"
		}
		s.start(p, "s. "+p.Section)
		return true
	}
	if st.section == "" {
		return s.outside(line, sep, first, b)
	}
	at := st.section
	if st.sub != "" {
		at += "(" + st.sub + ")"
	}
	open := func(kind, section, locator string) bool {
		s.close()
		s.flushHead()
		start, end := s.write(line, sep)
		s.start(index.Passage{Kind: kind, Section: section, Start: start, End: end, Page: b.page}, locator)
		return true
	}
	if m := subsection.FindStringSubmatch(line); m != nil {
		st.sub, st.clause, st.provisos, st.explained = m[1], "", 0, 0
		at = st.section + "(" + m[1] + ")"
		return open("section", at, "s. "+at)
	}
	if m := clauseMark.FindStringSubmatch(line); m != nil {
		if !st.definitions || st.clause != "" && isSubClause(m[1], st.clause) {
			if s.open != nil {
				s.extend(line, sep)
				return true
			}
		}
		st.clause = m[1]
		return open("clause", at+"("+m[1]+")", "s. "+at+"("+m[1]+")")
	}
	if provisoLine.MatchString(line) {
		st.provisos++
		return open("proviso", at, counted("s. "+at+", proviso", st.provisos))
	}
	if explanation.MatchString(line) {
		st.explained++
		return open("clause", at, counted("s. "+at+", explanation", st.explained))
	}
	if st.head[1] != 0 { // the section's own words, without sub-sections
		st.head = [2]int{}
		st.paras = 1
		return open("section", st.section, "s. "+st.section)
	}
	if !first && s.open != nil || b.indent && s.open != nil {
		s.extend(line, sep)
		return true
	}
	st.paras++
	if st.paras == 1 {
		st.paras = 2
	}
	return open("section", st.section, fmt.Sprintf("s. %s, para %d", st.section, st.paras))
}

func counted(locator string, n int) string {
	if n > 1 {
		return fmt.Sprintf("%s %d", locator, n)
	}
	return locator
}

// isSubClause tells the "(i)" below a clause from the clause behind "(h)".
func isSubClause(mark, clause string) bool {
	if strings.Trim(mark, "ivx") != "" {
		return false
	}
	return len(mark) > 1 || !(len(clause) == 1 && mark[0] == clause[0]+1)
}

// takesSection says whether a line that begins with a number begins a section: the next in order, or one that the Act quotes in order to
// insert it elsewhere ("498-A. ...").
func (s *structure) takesSection(number, line string) bool {
	if s.unit.annex || s.law1.schedule {
		return false
	}
	if insertedLine.MatchString(line) || strings.ContainsAny(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return true
	}
	if s.law1.head[1] != 0 || s.used[index.Slug("s. "+number)] {
		return false
	}
	if s.law1.section == "" {
		return number == "1"
	}
	return ordinal(number) == ordinal(strings.TrimRight(s.law1.section, "-ABCDEFGHIJKLMNOPQRSTUVWXYZ"))+1
}

// outside reads what stands before the first section and behind the last: gazette line, long title, preamble, schedules, statements.
func (s *structure) outside(line, sep string, first bool, b *block) bool {
	if !first && s.open != nil {
		s.extend(line, sep)
		return true
	}
	s.close()
	start, end := s.write(line, sep)
	if s.law1.contents {
		return true // a list of what stands below
	}
	name := s.unit.name
	if name == "" {
		name = "preamble"
	}
	s.unit.n++
	s.start(index.Passage{Kind: "para", Start: start, End: end, Page: b.page}, fmt.Sprintf("%s, para %d", name, s.unit.n))
	return true
}
