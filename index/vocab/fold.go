package vocab

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings spellings that a reader takes for the same to one: compatibility forms, letter case and Latin accents, Arabic and Urdu
// forms of a letter (ي ى ئ -> ی, ك -> ک, ة ه ھ ۂ -> ہ, أ إ آ -> ا, ؤ -> و), Arabic-Indic digits, curly quotes and the many hyphens.
// Vowel marks, tatweel, zero-width characters and direction marks are dropped. What is left is in NFC. Bytes that are no UTF-8 become
// U+FFFD.
func Fold(s string) string {
	if plainASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		if r = foldRune(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldRune folds one rune of decomposed text; -1 drops it.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	switch {
	case r >= 0x0300 && r <= 0x036F, // Latin accents
		r >= 0x0610 && r <= 0x061A, r >= 0x064B && r <= 0x065F, r == 0x0670, r >= 0x06D6 && r <= 0x06DC, // harakat
		r >= 0x06DF && r <= 0x06E8, r >= 0x06EA && r <= 0x06ED, r >= 0x08D3 && r <= 0x08FF,
		r == 0x0640,                                                         // tatweel
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r == 0x2060, // zero-width and direction marks
		r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r == 0x00AD, r == 0x061C:
		return -1
	case r >= 0x0660 && r <= 0x0669:
		return r - 0x0660 + '0'
	case r >= 0x06F0 && r <= 0x06F9:
		return r - 0x06F0 + '0'
	}
	switch r {
	case 'ي', 'ى', 'ې', 'ۍ':
		return 'ی'
	case 'ك', 'ڪ':
		return 'ک'
	case 'ة', 'ه', 'ھ', 'ە':
		return 'ہ'
	case 'ٱ':
		return 'ا'
	case '‘', '’', 'ʼ', '′', '‛', 'ʻ':
		return '\''
	case '“', '”', '„', '″':
		return '"'
	case '‐', '‑', '‒', '–', '—', '−', '﹣':
		return '-'
	}
	return unicode.ToLower(r)
}

// A token is a folded word, number or one of the signs % + & with the bytes it stood in. Words and numbers split where letters meet
// digits, so that "SDG5" is "SDG 5" and "CSW61" a CSW with its number; glued says that no character stood between.
type token struct {
	word       string // folded, without plural or possessive s: see stem
	full       string // folded
	singular   string // of short words all in capitals, whose S may be a letter: "WDDS"; word is then full
	start, end int    // bytes of the original text
	glued      bool   // nothing stands between it and the token before
	parted     bool   // a full stop, a table's bar or the like stands between it and the token before: no name runs across
	plural     bool   // a plural s was taken off
	capital    bool   // written in capitals; a plural s may be small
	kind       tokenKind
}

type tokenKind byte

const (
	wordToken tokenKind = iota
	numberToken
	signToken
)

// tokens cuts text into tokens. Bytes that are no UTF-8 separate words. The names of people and channels ("<@U1>", "#ipmg-punjab",
// "@ayesha") and addresses of pages and mail are left out: a channel called after a body does not speak of it.
func tokens(text string) []token {
	out := make([]token, 0, len(text)/5+2)
	s := scanner{text: text}
	for s.next() {
		out = append(out, s.tok)
	}
	return out
}

// A scanner yields the tokens of a text.
type scanner struct {
	text   string
	pos    int
	end    int // of the token before
	parted bool
	buf    []byte
	tok    token
}

func (s *scanner) next() bool {
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		switch {
		case c == '%' || c == '+' || c == '&':
			s.tok = token{word: s.text[s.pos : s.pos+1], start: s.pos, end: s.pos + 1, kind: signToken}
			s.tok.full = s.tok.word
			s.pos++
			return true
		case c == '<' && s.pos+1 < len(s.text) && strings.IndexByte("@#!", s.text[s.pos+1]) >= 0:
			s.skipPast('>')
		case (c == '#' || c == '@') && s.pos+1 < len(s.text) && isLetter(s.text[s.pos+1]):
			s.skipSpace()
		case c == 'h' && (strings.HasPrefix(s.text[s.pos:], "http://") || strings.HasPrefix(s.text[s.pos:], "https://")):
			s.skipSpace()
		default:
			if s.read() {
				return true
			}
		}
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// skipPast moves behind the next c of the next 200 bytes, else over one byte: "<@" alone starts nothing.
func (s *scanner) skipPast(c byte) {
	window := s.text[s.pos:min(len(s.text), s.pos+200)]
	if i := strings.IndexByte(window, c); i >= 0 {
		s.pos += i + 1
		return
	}
	s.pos++
}

func (s *scanner) skipSpace() {
	if i := strings.IndexAny(s.text[s.pos:], " \t\r\n>"); i >= 0 {
		s.pos += i
		return
	}
	s.pos = len(s.text)
}

// class is what a folded rune is to a token.
func class(r rune) tokenKind {
	switch {
	case r >= '0' && r <= '9':
		return numberToken
	case r >= 'a' && r <= 'z':
		return wordToken
	case r < utf8.RuneSelf:
		return signToken
	case unicode.IsLetter(r) || unicode.Is(unicode.M, r):
		return wordToken
	case unicode.IsDigit(r):
		return numberToken
	}
	return signToken // here: a separator
}

// read reads a word or number at pos, or skips one separator and returns false.
func (s *scanner) read() bool {
	start, kind, upper, lower := s.pos, signToken, 0, 0
	s.buf = s.buf[:0]
	for s.pos < len(s.text) {
		r, size := rune(s.text[s.pos]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s.text[s.pos:])
			if r == utf8.RuneError && size <= 1 {
				break
			}
		}
		n, k, ok := s.fold(r, kind)
		if !ok {
			break
		}
		if kind == signToken {
			kind = k
		}
		if n > 0 && k == wordToken {
			if unicode.IsUpper(r) {
				upper++
			} else {
				lower++
			}
		}
		s.pos += size
	}
	if len(s.buf) == 0 {
		if s.pos == start {
			s.separator()
		}
		return false
	}
	end := s.pos
	full := string(s.buf)
	s.tok = token{word: full, full: full, start: start, end: end, glued: start == s.end && start > 0, parted: s.parted, kind: kind}
	s.end, s.parted = end, false
	if kind == wordToken {
		s.possessive()
		if s.tok.word = s.tok.full; plainASCII(s.tok.full) {
			s.tok.word, s.tok.plural = stem(s.tok.full)
		}
		if n := len(s.tok.full); n == 3 && upper == 2 && strings.HasSuffix(s.text[start:end], "s") {
			s.tok.word, s.tok.plural = s.tok.full[:2], true // WOs
		}
		if s.tok.plural && lower == 0 && upper <= maxInitials {
			s.tok.word, s.tok.singular, s.tok.plural = s.tok.full, s.tok.word, false
		}
		s.tok.capital = upper > 0 && (lower == 0 || lower == 1 && s.tok.plural || upper > 1 && lower == 1 && strings.HasSuffix(full, "s"))
	}
	return true
}

// separator skips what belongs to no token and notes whether it ends a sentence, a cell or a paragraph.
func (s *scanner) separator() {
	r, size := utf8.DecodeRuneInString(s.text[s.pos:])
	s.pos += max(size, 1)
	switch r {
	case '|', ';', '!', '?', '۔', '؟', '؛':
		s.parted = true
	case '.', '\n':
		if s.pos < len(s.text) && strings.IndexByte(" \n\r", s.text[s.pos]) >= 0 && (r == '\n') == (s.text[s.pos] != ' ') {
			s.parted = true
		}
	}
}

// fold appends the folding of r to the token if it belongs there: n bytes were added, k is what they are.
func (s *scanner) fold(r rune, kind tokenKind) (n int, k tokenKind, ok bool) {
	if r < utf8.RuneSelf {
		r = foldRune(r)
		k = class(r)
		switch {
		case r == '\'' && kind == wordToken && s.letterAfter(1):
			return 0, wordToken, true // ma'ashi, women's
		case r == '.' && kind == numberToken && s.digitAfter():
			s.buf = append(s.buf, '.')
			return 1, numberToken, true // 5.2.1
		case k == signToken || kind != signToken && k != kind:
			return 0, k, false
		}
		s.buf = append(s.buf, byte(r))
		return 1, k, true
	}
	if f := foldRune(r); f == '\'' {
		return 0, wordToken, kind == wordToken && s.letterAfter(utf8.RuneLen(r))
	}
	before := len(s.buf)
	k = kind
	for _, d := range decomposed(r) {
		f := foldRune(d)
		if f < 0 {
			continue
		}
		c := class(f)
		if c == signToken || k != signToken && c != k {
			s.buf = s.buf[:before]
			return 0, c, false
		}
		k = c
		s.buf = utf8.AppendRune(s.buf, f)
	}
	if len(s.buf) == before && kind == signToken {
		return 0, signToken, false // a dropped character does not start a token
	}
	return len(s.buf) - before, k, true
}

// decomposed is the NFKD of one rune. Marks that follow their letter need no reordering here: those that fold away are dropped anyway.
func decomposed(r rune) []rune {
	var b [utf8.UTFMax]byte
	p := norm.NFKD.Properties(b[:utf8.EncodeRune(b[:], r)]).Decomposition()
	if p == nil {
		return []rune{r}
	}
	return []rune(string(p))
}

func (s *scanner) letterAfter(size int) bool {
	r, n := utf8.DecodeRuneInString(s.text[min(s.pos+size, len(s.text)):])
	return n > 0 && r != utf8.RuneError && unicode.IsLetter(r)
}

func (s *scanner) digitAfter() bool {
	return s.pos+1 < len(s.text) && s.text[s.pos+1] >= '0' && s.text[s.pos+1] <= '9'
}

// possessive takes "'s" off the token: "KP's", "women’s".
func (s *scanner) possessive() {
	full := s.tok.full
	if len(full) < 2 || full[len(full)-1] != 's' {
		return
	}
	for _, mark := range []string{"'s", "'S", "’s", "’S"} {
		if raw := s.text[s.tok.start:s.tok.end]; strings.HasSuffix(raw, mark) {
			s.tok.full = full[:len(full)-1]
			s.tok.end -= len(mark)
			return
		}
	}
}

// maxInitials is how many letters an abbreviation may have that ends in a capital S of its own.
const maxInitials = 5

// twins are spellings of one word that no rule of folding covers.
var twins = map[string]string{"center": "centre", "honor": "honour", "labor": "labour", "dept": "department", "deptt": "department", "govt": "government"}

// stem takes a plural s off an English word of four letters or more ("districts", "WDDs", "policies"), and the endings of Urdu plurals. It says
// whether it did.
func stem(w string) (string, bool) {
	out, plural := w, false
	if base, ok := urduPlural(w); ok {
		return base, true
	}
	switch n := len(w); {
	case n < 4 || w[n-1] != 's' || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is"):
	case n > 4 && strings.HasSuffix(w, "ies"):
		out, plural = w[:n-3]+"y", true
	case n > 5 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "xes")):
		out, plural = w[:n-2], true
	default:
		out, plural = w[:n-1], true
	}
	if t, ok := twins[out]; ok {
		out = t
	}
	return out, plural
}

// urduPlural takes the ending of an oblique or plain plural off a word in Urdu script, where enough is left: گاہوں and گاہیں are گاہ.
func urduPlural(w string) (string, bool) {
	for _, ending := range []string{"وں", "یں", "اں"} {
		if base, ok := strings.CutSuffix(w, ending); ok && len(base) >= 6 && base[0] >= 0xD8 { // three letters, each of two bytes
			return base, true
		}
	}
	return w, false
}

// spell is the spelling under which aliases are compared: tokens with a space between.
func spell(s string) string {
	var b strings.Builder
	for i, t := range tokens(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.word)
	}
	return b.String()
}

// Spelling is what of an alias counts when it is found: two aliases with one spelling differ in case, plural, accents or punctuation at most.
func Spelling(alias string) string { return spell(alias) }

// Words counts the words, numbers and signs of an alias: 0 if there is nothing in it that could be found.
func Words(alias string) int { return len(tokens(alias)) }
