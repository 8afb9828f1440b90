package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain text is office papers as they come out of a typist's or a scanner's program: no markup, but habits. Headings are in capitals,
// underlined, or begin "Item No. 5:"; lines are wrapped at one width; the letterhead is centred; tables are columns set apart by spaces
// or pipes; pages end in a form feed or say "Page 3 of 9".

var (
	pageLine  = regexp.MustCompile(`(?i)^\s*(?:-\s*(\d{1,4})\s*-|\[?page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?\]?)\s*$`)
	plainItem = regexp.MustCompile(`(?i)^\s*(?:\d{1,2}\.\s*)?(?:agenda\s+)?item\s*(?:no\.?\s*)?[-–:]?\s*(?:\d{1,3}|[ivxl]{1,6})\s*[:.)–—-]+\s*\S.*$`)
	bareItem  = regexp.MustCompile(`(?i)^\s*(?:agenda\s+)?item\s*(?:no\.?\s*)?[-–:]?\s*(?:\d{1,3}|[ivxl]{1,6})\s*[:.)–—-]*$`)
	signRule  = regexp.MustCompile(`^\s*(?:[-=_]{5,}|(?:\*\s?){3,}|#{3,})\s*$`)
	caption   = regexp.MustCompile(`(?i)^\s*table\s*\d`)
	// usualHeading are the headings of records that stand in small letters without any mark.
	usualHeading = regexp.MustCompile(`(?i)^(?:agenda|attendance|(?:list of )?participants|apologies|discussions?|proceedings|decisions?(?: (?:taken|made|and action points))?|action points?|action matrix|way forward|any other business|recommendations|فیصلے|فیصلہ جات|شرکا|شرکاء|ایجنڈا|کارروائی|سفارشات)$`)
	columnGap    = regexp.MustCompile(`\s{2,}|\t+`)
	plainRule    = regexp.MustCompile(`^\s*[-=+_| ]{3,}\s*$`)
	annexLine    = regexp.MustCompile(`(?i)^\s*(?:annex(?:ure)?|appendix)[\s-]*(?:[A-Z]|\d{1,2}|[IVX]{1,5})?\s*(?:[:.–—-].*)?$`)
	lawHeading   = regexp.MustCompile(`^\s*(?:CHAPTER|PART|SCHEDULE|THE SCHEDULE)\b`)
)

type plainReader struct {
	lines   []string
	out     []block
	raw     []rawLine
	start   int // of the paragraph, an index into lines
	page    int
	pages   bool // the paper shows its pages
	feeds   bool // by form feeds
	footers bool // "Page 1 of 9" stands at the end of its page
	freshly bool
	headed  bool // a heading was read that may be the title
	width   int  // of a full line
}

func readPlain(text string) ([]block, error) {
	r := &plainReader{lines: strings.Split(text, "\n"), page: 1}
	r.survey()
	for i := 0; i < len(r.lines); i++ {
		line := strings.TrimRight(r.lines[i], " \t")
		for strings.HasPrefix(line, "\f") {
			r.turn(r.page + 1)
			line = line[1:]
		}
		feed := strings.HasSuffix(line, "\f")
		line = strings.TrimSuffix(line, "\f")
		trimmed := strings.TrimSpace(line)
		switch n := r.pageNumber(trimmed); {
		case n > 0:
			r.numbered(n)
		case trimmed == "":
			r.end()
		case pageMark.MatchString(trimmed):
			n, _ := strconv.Atoi(pageMark.FindStringSubmatch(trimmed)[1])
			r.turn(n)
		case signRule.MatchString(line): // a line drawn across the page
			r.end()
		case r.banner(i) > 0:
			n := r.banner(i)
			r.emit(1, r.lines[i:i+n], i)
			i += n - 1
		case len(r.raw) == 0 && r.pair(i):
			r.emit(2, r.lines[i:i+2], i)
			i++
		case (len(r.raw) == 0 || lawTail.MatchString(trimmed)) && r.heading(line, i):
			if i+1 < len(r.lines) && isUnderline(r.lines[i+1]) {
				i++
			}
		case len(r.raw) == 0 || !wrapped(r.raw, r.width) || caption.MatchString(r.raw[len(r.raw)-1].text):
			n, err := r.table(i)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				i += n - 1
				break
			}
			r.add(line, i)
		default:
			r.add(line, i)
		}
		if feed {
			r.turn(r.page + 1)
		}
	}
	r.end()
	return joinPages(r.out), nil
}

// survey looks the paper over: how wide it is set and how it numbers its pages.
func (r *plainReader) survey() {
	var widths [201]int
	n, seen, text := 0, false, 0
	for _, l := range r.lines {
		if strings.Contains(l, "\f") {
			r.pages, r.feeds = true, true
		}
		t := strings.TrimSpace(l)
		if m := pageLine.FindStringSubmatch(t); m != nil || pageMark.MatchString(t) {
			r.pages = true
			if !seen && m != nil {
				seen, r.footers = true, text > 3 && (m[1] == "1" || m[2] == "1")
			}
		}
		if t != "" {
			text++
			widths[min(utf8.RuneCountInString(t), 200)]++
			n++
		}
	}
	// The width is what one line in ten exceeds: paragraphs end in short lines, headings are short.
	for w, above := 200, 0; w > 0; w-- {
		if above += widths[w]; above*10 >= n {
			r.width = w
			break
		}
	}
}

func (r *plainReader) pageNumber(line string) int {
	m := pageLine.FindStringSubmatch(line)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1] + m[2])
	return n
}

// numbered reads a page's printed number, above or below its text.
func (r *plainReader) numbered(n int) {
	switch {
	case r.feeds: // the form feed has counted or will count
	case r.footers:
		r.turn(n + 1)
	default:
		r.turn(n)
	}
}

func (r *plainReader) turn(page int) {
	r.end()
	r.page, r.freshly = page, true
}

func (r *plainReader) number() int {
	if r.pages {
		return r.page
	}
	return 0
}

func (r *plainReader) add(line string, i int) {
	if len(r.raw) == 0 {
		r.start = i
	}
	r.raw = append(r.raw, rawLine{text: line})
}

func (r *plainReader) end() {
	if len(r.raw) == 0 {
		return
	}
	b := block{kind: paraBlock, page: r.number(), line: r.start + 1, onTop: r.freshly}
	first := r.raw[0].text
	margin := len(first) - len(strings.TrimLeft(first, " \t"))
	centred := true
	for i := range r.raw {
		text := strings.TrimLeft(r.raw[i].text, " \t")
		in := len(r.raw[i].text) - len(text)
		centred = centred && in >= 8
	}
	for i := range r.raw {
		text := strings.TrimLeft(r.raw[i].text, " \t")
		r.raw[i] = rawLine{text: text, hard: centred}
	}
	b.indent = !centred && margin >= 3 && margin < 8 && !paraNumber.MatchString(r.raw[0].text)
	for _, l := range joinLines(r.raw, r.full()) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			b.lines = append(b.lines, l)
		}
	}
	r.raw = nil
	if len(b.lines) > 0 {
		r.freshly = false
		r.out = append(r.out, b)
	}
}

// full is the length from which a line may have been broken for want of room.
func (r *plainReader) full() int { return max(24, r.width*3/4) }

func wrapped(raw []rawLine, width int) bool {
	return len(strings.TrimSpace(raw[len(raw)-1].text)) >= width*3/4
}

// banner counts the lines of a title in capitals that begins at line i and may go on over several: "MINUTES OF THE 3RD MEETING OF THE
// COMMITTEE / HELD ON 09.03.2022". 0: there is none. Capitals that do not say what a paper is are a letterhead, or a heading.
func (r *plainReader) banner(i int) int {
	if r.headed || slices.ContainsFunc(r.raw, func(l rawLine) bool { return !capitals(strings.TrimSpace(l.text)) }) {
		return 0
	}
	n, all := 0, ""
lines:
	for ; n < 5 && i+n < len(r.lines); n++ {
		t := strings.TrimSpace(r.lines[i+n])
		switch {
		case len(t) > 160, !capitals(strings.TrimSuffix(t, ",")), strings.Contains(t, "|"), label.MatchString(t), isUnderline(t):
		case n == 0 && !titleWords.MatchString(t) && !strings.HasPrefix(t, "THE "):
		case n > 0 && strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")"), n > 0 && noTitle.MatchString(t):
		default:
			all += " " + t
			continue lines
		}
		break lines
	}
	if !titleWords.MatchString(all) || i+n < len(r.lines) && isUnderline(r.lines[i+n]) {
		return 0
	}
	return n
}

// pair says that a heading in capitals takes the lines i and i+1: "CHAPTER 2", below it "SHELTERS".
func (r *plainReader) pair(i int) bool {
	if i+2 >= len(r.lines) || strings.TrimSpace(r.lines[i+2]) != "" || !r.headed {
		return false
	}
	for _, l := range r.lines[i : i+2] {
		t := strings.TrimSpace(l)
		if !capitals(t) || len(t) > 100 || signer.MatchString(t) || columnGap.MatchString(t) || len(l)-len(strings.TrimLeft(l, " \t")) > 30 {
			return false
		}
	}
	return true
}

// emit ends what stands before and adds a heading of the lines from i.
func (r *plainReader) emit(level int, lines []string, i int) {
	r.end()
	text := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
	r.out = append(r.out, block{kind: headingBlock, level: level, lines: []string{text}, page: r.number(), line: i + 1, onTop: r.freshly})
	r.freshly = false
	r.headed = r.headed || !noTitle.MatchString(text)
}

func isUnderline(line string) bool {
	t := strings.TrimSpace(line)
	return len(t) >= 3 && (isRun(t, '-') || isRun(t, '=') || isRun(t, '_'))
}

// heading reads a line that stands as a heading.
func (r *plainReader) heading(line string, i int) bool {
	t := strings.TrimSpace(line)
	next := ""
	if i+1 < len(r.lines) {
		next = strings.TrimSpace(strings.Trim(r.lines[i+1], "\f"))
	}
	alone := next == "" || bulletMark.MatchString(next) || paraNumber.MatchString(next) || dottedNumber.MatchString(next) // a list may follow closely
	level := 0
	switch {
	case len(t) > 160 || strings.Contains(t, "|"):
		return false
	case isUnderline(next) && !columnGap.MatchString(t):
		level = 1
		if strings.Trim(next, "-_") == "" {
			level = 2
		}
	case plainItem.MatchString(t), bareItem.MatchString(t), annexLine.MatchString(t) && (alone || capitals(t)):
		level = 2
	case lawHeading.MatchString(t) && alone, lawTail.MatchString(t) && capitals(t), alone && usualHeading.MatchString(t):
		level = 2
	case alone && capitals(t) && !columnGap.MatchString(t) && !(signer.MatchString(t) && len(line)-len(strings.TrimLeft(line, " \t")) > 20):
		level = 2
		if !r.headed {
			level = 1
		}
	case alone && strings.HasSuffix(t, ":") && len(t) < 60 && len(line)-len(strings.TrimLeft(line, " \t")) < 3 && !label.MatchString(t+" x") && !paraNumber.MatchString(t) &&
		!dottedNumber.MatchString(t) && !leadsIn.MatchString(t):
		t, level = strings.TrimSuffix(t, ":"), 3
	default:
		return false
	}
	r.emit(level, []string{t}, i)
	return true
}

// leadsIn tells the beginning of a sentence or list from a heading with a colon.
var leadsIn = regexp.MustCompile(`(?i)\b(?:follow(?:s|ing)|namely|under|that|shall|will|is|are|was|were|means|to|copy)\s*:$|\b(?:is|are|was|were|shall)\b|^copy\b|^distribution\b`)

// smallEndings are the small letters of "14th" in a line of capitals.
var smallEndings = regexp.MustCompile(`(\d)(?:st|nd|rd|th)\b`)

// capitals says that all letters are capitals, four of them or more, and that the line is no number, label or sentence.
func capitals(s string) bool {
	n := 0
	for _, c := range smallEndings.ReplaceAllString(s, "$1") {
		switch {
		case unicode.IsLower(c) || unicode.IsLetter(c) && !unicode.IsUpper(c):
			return false
		case unicode.IsUpper(c):
			n++
		}
	}
	return n >= 4 && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ";") && !strings.HasSuffix(s, ",")
}

// joinPages puts together paragraphs that go on over a page: the first part ends in no stop, the second goes on in small letters.
func joinPages(blocks []block) []block {
	out := blocks[:0]
	for _, b := range blocks {
		if len(out) > 0 && b.kind == paraBlock && b.onTop {
			last := &out[len(out)-1]
			if last.kind == paraBlock && last.page != b.page {
				end := &last.lines[len(last.lines)-1]
				next, _ := utf8.DecodeRuneInString(b.lines[0])
				if unicode.IsLower(next) && !strings.ContainsAny((*end)[len(*end)-1:], ".:;?!") {
					joint := " "
					if strings.HasSuffix(*end, "-") {
						joint = cutMark
					}
					*end += joint + b.lines[0]
					last.lines = append(last.lines, b.lines[1:]...)
					continue
				}
			}
		}
		out = append(out, b)
	}
	return out
}
