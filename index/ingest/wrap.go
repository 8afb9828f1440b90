package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ownLine matches what begins a line of its own and is never the rest of the line before: numbers, clauses, bullets, provisos, labels.
var ownLine = regexp.MustCompile(`^\s*(?:\*\*|[-•*]\s|\(?\d{1,3}[.)]\s|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s|Para(?:graph)?\.?\s+\d{1,3}[.:]|\([a-zA-Z0-9]{1,5}\)\s|[a-z][.)]\s|\[[ xX]?\]\s|[A-Z]\.\d{1,2}(?:\.\d{1,2}){0,2}\s|Provided\s+(?:further\s+|also\s+)?that\b|Explanation\b|Illustration\b|[A-Z][A-Za-z /]{1,25}:(?:\s|\*|$))`)

// joinLines joins the wrapped lines of a paragraph. A line shorter than full bytes ends where its writer ended it, unless the next goes on
// in small letters.
func joinLines(raw []rawLine, full int) []string {
	var out []string
	var b strings.Builder
	for i, l := range raw {
		text := strings.TrimRight(l.text, " \t")
		if b.Len() == 0 {
			b.WriteString(text)
		} else {
			b.WriteString(strings.TrimSpace(text))
		}
		if i+1 < len(raw) && !l.hard {
			next := strings.TrimSpace(raw[i+1].text)
			if joint, ok := joins(text, next, full); ok {
				if joint == "-" { // a word cut at the line's end; mendHyphens decides about the sign
					joint = cutMark
				}
				b.WriteString(joint)
				continue
			}
		}
		out = append(out, b.String())
		b.Reset()
	}
	return out
}

// cutMark stands behind a hyphen at the end of a line until mendHyphens has looked at the whole text.
const cutMark = "\x02"

// joins says whether next continues line, and what comes between them.
func joins(line, next string, full int) (string, bool) {
	if next == "" || ownLine.MatchString(next) {
		return "", false
	}
	r, _ := utf8.DecodeRuneInString(next)
	last, size := utf8.DecodeLastRuneInString(line)
	if last == '-' || last == '\u00ad' || last == '\u2010' || last == '\x02' {
		before, _ := utf8.DecodeLastRuneInString(line[:len(line)-size])
		if unicode.IsLetter(before) && unicode.IsLetter(r) {
			return "-", true
		}
	}
	return " ", len(strings.TrimSpace(line)) >= full || unicode.IsLower(r)
}

var cutWord = regexp.MustCompile(`([\pL\pM]+)[-\x{2010}\x{ad}]?\x02+[-\x{2010}\x{ad}]?([\pL\pM]+)`)

// mendHyphens rejoins the words that were cut at the end of a line: "imple-" "mentation". The hyphen stays where it belongs to the word:
// before a capital ("Inter-Provincial"), and where the paper elsewhere writes the word with it or both halves as words ("home-based").
func mendHyphens(blocks []block) {
	cut := false
	each(blocks, func(s *string) { cut = cut || strings.Contains(*s, cutMark) })
	if !cut {
		return
	}
	words := map[string]bool{}
	each(blocks, func(s *string) {
		for _, w := range strings.FieldsFunc(strings.ToLower(*s), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\x02' }) {
			words[w] = true
			if !strings.Contains(w, cutMark) {
				for _, part := range strings.Split(w, "-") {
					words[part] = true
				}
			}
		}
	})
	each(blocks, func(s *string) {
		if !strings.Contains(*s, cutMark) {
			return
		}
		*s = cutWord.ReplaceAllStringFunc(*s, func(w string) string {
			m := cutWord.FindStringSubmatch(w)
			a, z := strings.ToLower(m[1]), strings.ToLower(m[2])
			first, _ := utf8.DecodeRuneInString(m[2])
			plain := strings.ContainsRune(w, '-')
			switch {
			case !plain, words[a+z]: // a soft hyphen, or the word stands elsewhere in one piece
				return m[1] + m[2]
			case unicode.IsUpper(first), words[a+"-"+z], words[a] && words[z]:
				return m[1] + "-" + m[2]
			}
			return m[1] + m[2]
		})
		*s = strings.ReplaceAll(*s, cutMark, "")
	})
}

// each calls f with every line and cell.
func each(blocks []block, f func(*string)) {
	for i := range blocks {
		for j := range blocks[i].lines {
			f(&blocks[i].lines[j])
		}
		for j := range blocks[i].rows {
			for k := range blocks[i].rows[j].cells {
				f(&blocks[i].rows[j].cells[k])
			}
		}
	}
}
