package ingest

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// Markdown is read by lines here and not through goldmark: a list of CommonMark renumbers its items ("12." under "1." becomes 2), takes
// "(1)" and "(a)" for text but "1)" for a list, makes code of clauses set in by four spaces, and hands out neither the printed number nor
// one source range for a paragraph. An office's numbers are what people cite, so they have to come out as they were printed. What office
// papers use of Markdown is headings, paragraphs, emphasis, links, pipe tables, lists, quotes, comments and footnotes.

var (
	pageMark     = regexp.MustCompile(`^<!--\s*page\s+(\d{1,5})\s*-->$`)
	atxHeading   = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	tableRule    = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	bulletMark   = regexp.MustCompile(`^\s*[-*+•]\s+`)
	footnoteMark = regexp.MustCompile(`^\[\^([^\]]{1,20})\]:\s*`)
	breakRule    = regexp.MustCompile(`^ {0,3}([-*_])(?:[ \t]*[-*_]){2,}[ \t]*$`)
)

type markdownReader struct {
	out     []block
	cur     *block
	raw     []rawLine
	page    int
	pages   bool
	freshly bool // nothing but the page mark stands on this page yet
}

// rawLine is a line of a paragraph before wrapped lines are joined.
type rawLine struct {
	text string
	hard bool // the line ends here, whatever follows
}

func readMarkdown(text string) ([]block, error) {
	r := &markdownReader{page: 1}
	lines := strings.Split(text, "\n")
	r.pages = hasPages(lines)
	fenced, comment := false, false
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		for strings.HasPrefix(line, "\f") {
			r.turn(r.page + 1)
			line = line[1:]
		}
		trimmed := strings.TrimSpace(line)
		switch {
		case comment:
			comment = !strings.Contains(line, "-->")
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			r.end()
			fenced = !fenced
		case fenced:
			r.add(rawLine{line, true}, i)
		case trimmed == "":
			r.end()
		case pageMark.MatchString(trimmed):
			n, _ := strconv.Atoi(pageMark.FindStringSubmatch(trimmed)[1])
			r.turn(n)
		case strings.HasPrefix(trimmed, "<!--"):
			r.end()
			comment = !strings.Contains(trimmed, "-->")
		case atxHeading.MatchString(line):
			r.end()
			m := atxHeading.FindStringSubmatch(line)
			r.heading(len(m[1]), m[2], i)
		case len(r.raw) == 1 && !strings.Contains(r.raw[0].text, "|") && (isRun(trimmed, '=') || isRun(trimmed, '-') && len(trimmed) > 1):
			title := r.raw[0].text
			r.cur, r.raw = nil, nil
			r.heading(map[byte]int{'=': 1, '-': 2}[trimmed[0]], title, i-1)
		case breakRule.MatchString(line):
			r.end()
		case strings.Contains(line, "|") && i+1 < len(lines) && strings.Contains(lines[i+1], "-") && tableRule.MatchString(lines[i+1]):
			r.end()
			n, err := r.table(lines[i:], i)
			if err != nil {
				return nil, err
			}
			i += n - 1
		default:
			r.paragraphLine(line, i)
		}
		if strings.HasSuffix(line, "\f") {
			r.turn(r.page + 1)
		}
	}
	r.end()
	return r.out, nil
}

// boldLine is a paragraph of one line that is wholly bold, as programs write headings that were no more than bold in their source. What
// marks a draft belongs to the letterhead.
func boldLine(raw []rawLine) (string, bool) {
	if len(raw) != 1 {
		return "", false
	}
	t := strings.TrimSpace(raw[0].text)
	inner := strings.TrimSuffix(strings.TrimSpace(strings.Trim(t, "*_")), ":")
	ok := len(t) > 4 && (strings.HasPrefix(t, "**") && strings.HasSuffix(t, "**") || strings.HasPrefix(t, "__") && strings.HasSuffix(t, "__")) && !strings.Contains(t[2:len(t)-2], t[:2])
	return inner, ok && len(inner) > 2 && len(inner) < 160 && !strings.ContainsAny(inner[len(inner)-1:], ".;,?!") && !draftWords.MatchString(inner) && !labelled.MatchString(inner) && (len(findDates(inner)) == 0 || titleWords.MatchString(inner))
}

// hasPages says whether the paper marks its pages.
func hasPages(lines []string) bool {
	for _, l := range lines {
		if strings.Contains(l, "\f") || pageMark.MatchString(strings.TrimSpace(l)) {
			return true
		}
	}
	return false
}

func isRun(s string, c byte) bool { return strings.Trim(s, string(c)) == "" }

func (r *markdownReader) turn(page int) {
	r.end()
	r.page, r.freshly = page, true
}

func (r *markdownReader) number() int {
	if r.pages {
		return r.page
	}
	return 0
}

func (r *markdownReader) heading(level int, text string, i int) {
	if text = plainInline(strings.TrimSpace(text)); text != "" {
		r.out = append(r.out, block{kind: headingBlock, level: level, lines: []string{text}, page: r.number(), line: i + 1, onTop: r.freshly})
		r.freshly = false
	}
}

func (r *markdownReader) paragraphLine(line string, i int) {
	line = strings.TrimLeft(line, ">")
	if m := footnoteMark.FindStringSubmatch(line); m != nil {
		r.end()
		r.add(rawLine{line[len(m[0]):], false}, i)
		r.cur.label = m[1]
		return
	}
	hard := strings.HasSuffix(line, "  ") || strings.HasSuffix(line, "\\")
	line = strings.TrimSuffix(line, "\\")
	if m := bulletMark.FindString(line); m != "" {
		if len(r.raw) > 0 {
			r.raw[len(r.raw)-1].hard = true
		}
		indent := len(m) - len(strings.TrimLeft(m, " \t"))
		line = strings.Repeat(" ", indent) + "- " + line[len(m):]
	}
	r.add(rawLine{line, hard}, i)
}

func (r *markdownReader) add(l rawLine, i int) {
	if r.cur == nil {
		indent := strings.HasPrefix(l.text, "  ") || strings.HasPrefix(l.text, "\t")
		r.cur = &block{kind: paraBlock, page: r.number(), line: i + 1, indent: indent, onTop: r.freshly}
		r.freshly = false
	}
	r.raw = append(r.raw, l)
}

func (r *markdownReader) end() {
	if r.cur == nil {
		return
	}
	if text, ok := boldLine(r.raw); ok && r.cur.label == "" && !r.cur.indent {
		b := *r.cur
		r.cur, r.raw = nil, nil
		level := boldLevel
		if chapterHead.MatchString(text) { // parts and chapters hold what is marked as a heading below them
			level = 1
		}
		r.out = append(r.out, block{kind: headingBlock, level: level, lines: []string{plainInline(text)}, page: b.page, line: b.line, onTop: b.onTop})
		return
	}
	all := strings.TrimSpace(r.raw[0].text)
	r.cur.italic = len(r.raw) == 1 && len(all) > 2 && wrappedIn(all, '*') || len(r.raw) > 1 && italicOver(r.raw)
	for _, l := range joinLines(r.raw, 50) {
		if l = plainInline(strings.TrimSpace(l)); l != "" {
			r.cur.lines = append(r.cur.lines, l)
		}
	}
	if len(r.cur.lines) > 0 {
		r.out = append(r.out, *r.cur)
	}
	r.cur, r.raw = nil, nil
}

// wrappedIn says that s is emphasised as a whole, once: "*so*" but not "**so**" or "*a* and *b*".
func wrappedIn(s string, c byte) bool {
	if s[0] == '_' {
		c = '_'
	}
	inner := strings.Trim(s, string(c))
	return s[0] == c && s[len(s)-1] == c && len(inner) == len(s)-2 && strings.IndexByte(inner, c) < 0
}

func italicOver(raw []rawLine) bool {
	var all []string
	for _, l := range raw {
		all = append(all, strings.TrimSpace(l.text))
	}
	s := strings.Join(all, " ")
	return len(s) > 2 && wrappedIn(s, '*')
}

// table reads the rows of a pipe table that begins at lines[0] and returns how many lines it took.
func (r *markdownReader) table(lines []string, at int) (int, error) {
	b := block{kind: tableBlock, page: r.number(), line: at + 1, onTop: r.freshly}
	r.freshly = false
	n := 0
	for ; n < len(lines); n++ {
		line := strings.TrimSpace(lines[n])
		if m := pageMark.FindStringSubmatch(line); m != nil && n+1 < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[n+1]), "|") {
			r.page, _ = strconv.Atoi(m[1]) // a table that goes on over the page
			continue
		}
		if line == "" || !strings.Contains(line, "|") || n > 1 && strings.HasPrefix(line, "#") {
			break
		}
		if n == 1 {
			continue // the rule under the header
		}
		cells, err := splitRow(line, at+n+1)
		if err != nil {
			return 0, err
		}
		b.rows = append(b.rows, row{cells, r.number()})
	}
	r.out = append(r.out, b)
	return n, nil
}

// splitRow cuts "| a | b \| c |" into its cells.
func splitRow(line string, at int) ([]string, error) {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	if n := strings.Count(line, "|") + 1; n > maxColumns {
		return nil, refuse(at, "the table has %d columns; at most %d are read. Set it up with one row for each entry", n, maxColumns)
	}
	var cells []string
	for i, start := 0, 0; i <= len(line); i++ {
		if i == len(line) || line[i] == '|' && (i == 0 || line[i-1] != '\\') {
			cells = append(cells, plainInline(strings.TrimSpace(strings.ReplaceAll(line[start:i], "\\|", "|"))))
			start = i + 1
		}
	}
	return cells, nil
}

var (
	imageOrLink = regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)`)
	refMark     = regexp.MustCompile(`\[\^([^\]]{1,20})\]`)
	htmlTag     = regexp.MustCompile(`</?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>]{0,200})?/?>`)
	entity      = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});`)
	autoLink    = regexp.MustCompile(`<((?:https?://|mailto:)[^<>\s]{1,500})>`)
	lineBreak   = regexp.MustCompile(`(?i)<br\s*/?>`)
)

// plainInline takes Markdown's signs out of one line.
func plainInline(s string) string {
	if strings.ContainsAny(s, "[<&") {
		s = imageOrLink.ReplaceAllString(s, "$1")
		s = refMark.ReplaceAllString(s, "[$1]")
		s = autoLink.ReplaceAllString(s, "$1")
		s = lineBreak.ReplaceAllString(s, " ")
		s = htmlTag.ReplaceAllString(s, "")
		s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	}
	if strings.ContainsAny(s, "*_`\\") {
		s = dropEmphasis(s)
	}
	return strings.TrimSpace(s)
}

// dropEmphasis takes away pairs of *, **, _ and ` and the backslash before a sign. A star that stands alone stays.
func dropEmphasis(s string) string {
	type run struct{ at, n int }
	drop := make([]bool, len(s))
	var open []run
	for i := 0; i < len(s); {
		c := s[i]
		if c == '\\' && i+1 < len(s) && strings.IndexByte("\\`*_{}[]()#+-.!|<>~", s[i+1]) >= 0 {
			drop[i] = true
			i += 2
			continue
		}
		if c != '*' && c != '_' && c != '`' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] == c {
			j++
		}
		spaceBefore, spaceAfter := i == 0 || s[i-1] == ' ', j == len(s) || s[j] == ' '
		inWord := c == '_' && i > 0 && j < len(s) && wordByte(s[i-1]) && wordByte(s[j])
		closed := false
		if !spaceBefore && !inWord {
			for k := len(open) - 1; k >= max(0, len(open)-8); k-- {
				if o := open[k]; s[o.at] == c && o.n == j-i {
					for x := range o.n {
						drop[o.at+x], drop[i+x] = true, true
					}
					open, closed = open[:k], true
					break
				}
			}
		}
		if !closed && !spaceAfter && !inWord {
			open = append(open, run{i, j - i})
		}
		i = j
	}
	var b strings.Builder
	for i := range len(s) {
		if !drop[i] {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}
