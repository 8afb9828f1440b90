package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/go-porterstemmer"

	"rabita/index/vocab"
)

// A term is one indexed form of a word: folded, without stop words, stemmed.
type term struct {
	text       string
	word       string // folded, not stemmed
	hash       uint32 // of text; what the token arrays hold
	start, end int    // bytes of the word in the analysed text
}

// An analyzer turns text into terms, the same for papers and questions. It remembers the words it has met, so it is not safe for
// concurrent use; a new one costs nothing.
type analyzer struct {
	known map[string]form
	runes []rune
}

// A form is what becomes of one raw word.
type form struct {
	word string // folded, not stemmed
	stem string
	hash uint32
	stop bool
}

// maxKnown bounds the words an analyzer remembers; text in the wild has no end of numbers and misprints.
const maxKnown = 200_000

// maxWord is how many bytes of a word count; what is longer is no word of a language and is cut.
const maxWord = 64

func newAnalyzer() *analyzer { return &analyzer{known: make(map[string]form)} }

// terms calls visit for every term of the text in order. Compound words give their parts first, then the whole: "498-A" gives 498 and 498a.
func (a *analyzer) terms(text string, visit func(t term)) {
	s := wordScanner{text: text}
	for s.next() {
		for _, raw := range s.parts() {
			f := a.form(raw)
			if f.stop || f.stem == "" {
				continue
			}
			visit(term{f.stem, f.word, f.hash, s.start, s.end})
		}
	}
}

// form folds and stems a raw word.
func (a *analyzer) form(raw string) form {
	if f, ok := a.known[raw]; ok {
		return f
	}
	var f form
	f.word, f.stop = readWord(raw)
	f.stem = a.stem(f.word)
	f.hash = hashOf(f.stem)
	if len(a.known) >= maxKnown {
		clear(a.known)
	}
	a.known[strings.Clone(raw)] = f
	return f
}

// readWord folds a raw word and says whether it is a stop word.
func readWord(raw string) (word string, stop bool) {
	word = foldWord(raw)
	return word, stopWords[word] && !acronym(raw)
}

// foldWord folds a raw word and takes off what its grammar added: a possessive, apostrophes, the dots of initials, commas of thousands.
func foldWord(raw string) string {
	w := vocab.Fold(raw)
	if len(w) > maxWord {
		w = w[:maxWord]
		for len(w) > 0 && !utf8.ValidString(w) {
			w = w[:len(w)-1]
		}
	}
	w = strings.TrimSuffix(w, "'s")
	if strings.ContainsAny(w, "',") {
		w = strings.NewReplacer("'", "", ",", "").Replace(w)
	}
	if strings.Contains(w, ".") && (w[0] < '0' || w[0] > '9') {
		w = strings.ReplaceAll(w, ".", "")
	}
	return w
}

// acronym tells WHO and IT from who and it.
func acronym(raw string) bool {
	if len(raw) < 2 || len(raw) > 6 {
		return false
	}
	for i := range len(raw) {
		if raw[i] < 'A' || raw[i] > 'Z' {
			return false
		}
	}
	return true
}

// stem is Porter's stem of an English word; words in other letters and words with digits stay as they are.
func (a *analyzer) stem(w string) string {
	if len(w) < 3 {
		return w
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return w
		}
	}
	a.runes = append(a.runes[:0], []rune(w)...)
	return string(porterstemmer.StemWithoutLowerCasing(a.runes))
}

// hashOf is FNV-1a.
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// A wordScanner finds the raw words of a text. A word is a run of letters, marks and digits, with
//   - an apostrophe between letters ("women's"),
//   - the dots of initials ("N.C.S.W."),
//   - the dot of a decimal or a numbered row ("14.5"), the commas of thousands ("30,000", "1,00,000"),
//   - a hyphen between a number and one or two letters ("498-A").
type wordScanner struct {
	text       string
	pos        int
	start, end int
	split      int // bytes of the word in front of the hyphen of "498-A"; 0: none
	out        [2]string
}

func (s *wordScanner) next() bool {
	for s.pos < len(s.text) {
		r, size := s.rune(s.pos)
		if wordRune(r) && !unicode.Is(unicode.Mn, r) {
			s.word()
			return true
		}
		s.pos += size
	}
	return false
}

func (s *wordScanner) rune(i int) (rune, int) {
	if i >= len(s.text) {
		return utf8.RuneError, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[i:])
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || inner(r))
}

// inner are the characters inside a word that are no letters: joiners and the soft hyphen.
func inner(r rune) bool { return r == 0x200C || r == 0x200D || r == 0x00AD }

func (s *wordScanner) word() {
	s.start, s.split = s.pos, 0
	digits, letters, only := 0, 0, true // only: nothing but digits so far
	for {
		r, size := s.rune(s.pos)
		switch {
		case size > 0 && wordRune(r):
			if unicode.IsDigit(r) {
				digits++
			} else {
				letters++
				only = false
			}
			s.pos += size
			continue
		case (r == '\'' || r == '’') && letters > 0 && s.letterAt(s.pos+size):
			s.pos += size
			continue
		case r == '.' && letters > 0 && digits == 0 && s.initial():
			s.pos++
			continue
		case r == '.' && only && digits > 0 && s.digitAt(s.pos+1):
			s.pos++
			continue
		case r == ',' && only && digits > 0 && digits <= 3:
			if n := thousands(s.text[s.pos:]); n > 0 {
				s.pos += n
				digits += n
				continue
			}
		case (r == '-' || r == '‑' || r == '–') && only && digits > 0 && s.split == 0:
			if n := s.lettersAfter(s.pos + size); n > 0 {
				s.split = s.pos - s.start
				s.pos += size + n
			}
		}
		break
	}
	s.end = s.pos
}

// parts are the raw forms of the word just found.
func (s *wordScanner) parts() []string {
	w := s.text[s.start:s.end]
	if s.split > 0 {
		s.out[0] = w[:s.split]
		s.out[1] = s.out[0] + w[len(w)-trailingLetters(w):]
		return s.out[:2]
	}
	if n := trailingLetters(w); n > 0 && n <= 2 && n < len(w) && digitsOnly(w[:len(w)-n]) && !ordinal(w[len(w)-n:]) {
		s.out[0], s.out[1] = w[:len(w)-n], w
		return s.out[:2]
	}
	s.out[0] = w
	return s.out[:1]
}

func trailingLetters(w string) int {
	n := 0
	for n < len(w) && w[len(w)-1-n]|0x20 >= 'a' && w[len(w)-1-n]|0x20 <= 'z' {
		n++
	}
	return n
}

func digitsOnly(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
}

func ordinal(suffix string) bool {
	switch strings.ToLower(suffix) {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

func (s *wordScanner) letterAt(i int) bool {
	r, n := s.rune(i)
	return n > 0 && r != utf8.RuneError && unicode.IsLetter(r)
}

func (s *wordScanner) digitAt(i int) bool {
	return i < len(s.text) && s.text[i] >= '0' && s.text[i] <= '9'
}

// initial reports that the dot at pos stands inside initials: one letter before it, one letter after it, then no letter.
func (s *wordScanner) initial() bool {
	i := s.pos
	before := i-1 == s.start || i-2 >= s.start && s.text[i-2] == '.'
	if !before || i+1 >= len(s.text) || s.text[i+1] >= utf8.RuneSelf || !s.letterAt(i+1) {
		return false
	}
	r, n := s.rune(i + 2)
	return n == 0 || !wordRune(r)
}

// lettersAfter counts one or two ASCII letters at i that end the word there.
func (s *wordScanner) lettersAfter(i int) int {
	n := 0
	for n < 3 && i+n < len(s.text) && s.text[i+n]|0x20 >= 'a' && s.text[i+n]|0x20 <= 'z' {
		n++
	}
	r, size := s.rune(i + n)
	if n == 0 || n > 2 || size > 0 && wordRune(r) {
		return 0
	}
	return n
}

// thousands measures ",000" or ",00,000" at the start of text, groups of two or three digits of which the last has three; 0: none.
func thousands(text string) int {
	i, last := 0, 0
	for i < len(text) && text[i] == ',' {
		n := 0
		for i+1+n < len(text) && text[i+1+n] >= '0' && text[i+1+n] <= '9' {
			n++
		}
		if n != 2 && n != 3 {
			break
		}
		i += 1 + n
		last = n
	}
	if last != 3 {
		return 0
	}
	return i
}
