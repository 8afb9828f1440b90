package when

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is one word, number or sign of the text, folded so that a rule needs to know one spelling only.
type token struct {
	kind       kind
	word       string // canonical spelling of a word, or the sign
	raw        string // folded, before spelling
	upper      int    // capital letters in the source
	n          int    // value of a number, or of an ordinal
	digits     int    // how many digits wrote it
	ordinal    bool   // "15th", "15ویں"; a word: "paanchwen", "بائیسویں"
	glued      bool   // no space before it
	urdu       bool   // the word is Urdu, in either script
	start, end int    // bytes in the source
}

type kind byte

const (
	word kind = iota
	number
	sign
)

// arabic maps letters and signs that keyboards and editors vary to the ones the lexicon is written in.
var arabic = map[rune]rune{
	'ي': 'ی', 'ى': 'ی', 'ئ': 'ئ', 'ك': 'ک', 'ه': 'ہ', 'ة': 'ہ', 'ۃ': 'ہ', 'ھ': 'ھ', 'أ': 'ا', 'إ': 'ا', 'ٱ': 'ا',
	'،': ',', '۔': '.', '؟': '?', '؛': ';', '–': '-', '—': '-', '‐': '-', '‑': '-', '−': '-', '’': '\'', '‘': '\'', '“': '"', '”': '"',
}

// fold is the rune a rule sees, or -1 for one that is only decoration.
func fold(r rune) rune {
	switch {
	case r >= '０' && r <= 'ｚ' && r != '＿':
		r -= 0xFEE0
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == 'ـ':
		return -1
	}
	if to, ok := arabic[r]; ok {
		return to
	}
	return unicode.ToLower(r)
}

// farthest is how many bytes of a text are read, which bounds the time a text can cost.
const farthest = 1500

// tokenize splits text; offsets are bytes of the text as given, valid UTF-8 or not.
func tokenize(text string) []token {
	var toks []token
	glued := false
	for i := 0; i < len(text) && i < farthest; {
		r, size := utf8.DecodeRuneInString(text[i:])
		f := fold(r)
		switch {
		case unicode.IsSpace(r):
			glued, i = false, i+size
			continue
		case f == -1:
			i += size
			continue
		case f >= '0' && f <= '9':
			toks = append(toks, readNumber(text, i))
		case unicode.IsLetter(f):
			toks = append(toks, readWord(text, i))
		default:
			toks = append(toks, token{kind: sign, word: string(f), start: i, end: i + size})
		}
		last := &toks[len(toks)-1]
		last.glued, glued, i = glued, true, last.end
		if n := len(toks); n > 1 && last.kind == number && last.glued && toks[n-2].kind == word && english[toks[n-2].raw+text[last.start:last.end]] != "" { // "b4"
			toks[n-2].raw += text[last.start:last.end]
			toks[n-2].word, toks[n-2].end = english[toks[n-2].raw], last.end
			toks = toks[:n-1]
		} else if n > 1 && last.kind == word && (last.glued || last.raw == "ویں" || last.raw == "واں") && toks[n-2].kind == number && ordinalEnd[last.raw] {
			toks[n-2].ordinal, toks[n-2].end = true, last.end
			toks = toks[:n-1]
		} else if n > 1 && last.kind == word && last.glued && toks[n-2].kind == number && toks[n-2].n == 2 && english["2"+last.raw] != "" {
			if n < 3 || toks[n-3].kind != word || toks[n-3].raw != "in" && toks[n-3].raw != "within" { // "2moro"
				last.raw = "2" + last.raw
				last.word, last.start, last.glued = english[last.raw], toks[n-2].start, toks[n-2].glued
				toks = append(toks[:n-2], *last)
			}
		}
	}
	return toks
}

// urduOrdinal is the number in "paanchwen" or "بائیسویں", or 0.
func urduOrdinal(raw string) int {
	for suffix := range ordinalEnd {
		if stem, ok := strings.CutSuffix(raw, suffix); ok && len(suffix) > 2 && len(stem) > 2 && urduNumbers[stem] > 4 {
			return urduNumbers[stem]
		}
	}
	return 0
}

var ordinalEnd = map[string]bool{"st": true, "nd": true, "rd": true, "th": true, "ویں": true, "واں": true, "وں": true, "wein": true, "ween": true, "wen": true, "win": true, "wi": true, "wan": true, "waan": true, "vein": true, "veen": true, "ven": true, "vin": true, "vi": true}

func readNumber(text string, i int) token {
	t := token{kind: number, start: i}
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		f := fold(r)
		if f < '0' || f > '9' {
			break
		}
		if t.digits++; t.digits <= 8 {
			t.n = t.n*10 + int(f-'0')
		}
		i += size
	}
	t.end = i
	return t
}

func readWord(text string, i int) token {
	t := token{kind: word, start: i}
	var b strings.Builder
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		f := fold(r)
		if f != -1 && !unicode.IsLetter(f) {
			break
		}
		if unicode.IsUpper(r) {
			t.upper++
		}
		if f != -1 && b.Len() < 64 {
			b.WriteRune(f)
		}
		i += size
	}
	t.end, t.raw = i, b.String()
	t.word, t.urdu = spell(t.raw)
	if n := urduOrdinal(t.raw); n > 0 {
		t.n, t.ordinal = n, true
	}
	return t
}
