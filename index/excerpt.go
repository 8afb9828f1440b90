package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Span is a piece of a text by byte offsets.
type Span struct{ Start, End int }

// Excerpt cuts a passage to the sentences that answer: the run of whole sentences, at most maxRunes characters long, that holds most of the words.
// What it returns is a piece of text, byte for byte; all of it, without space around, when it fits. A run that would start with "It" or "This" takes
// the sentence before along if there is room. One sentence that is too long is cut between words. Words may be phrases, and are analysed like questions.
func Excerpt(text string, words []string, maxRunes int) string {
	sentences := Sentences(text)
	if len(sentences) == 0 || maxRunes <= 0 {
		return ""
	}
	whole := text[sentences[0].Start:sentences[len(sentences)-1].End]
	if utf8.RuneCountInString(whole) <= maxRunes {
		return whole
	}
	holds := termsIn(text, sentences, wanted(words))
	best, bestScore := Span{}, -1.0 // by number of the first and last sentence
	for i := range sentences {
		held := make(map[int]float64)
		score := 0.0
		for j := i; j < len(sentences); j++ {
			run := Span{sentences[i].Start, sentences[j].End}
			if j > i && utf8.RuneCountInString(text[run.Start:run.End]) > maxRunes {
				break
			}
			for t, w := range holds[j] {
				if held[t] == 0 {
					score += w
				} else {
					score += w * again
				}
				held[t] = w
			}
			if score > bestScore || score == bestScore && j-i < best.End-best.Start {
				best, bestScore = Span{i, j}, score
			}
			if len(sentences) > mostSentences {
				break // a text without end is searched sentence by sentence
			}
		}
	}
	i, j := best.Start, best.End
	if i > 0 && RefersBack(text[sentences[i].Start:sentences[i].End]) &&
		utf8.RuneCountInString(text[sentences[i-1].Start:sentences[j].End]) <= maxRunes {
		i--
	}
	run := text[sentences[i].Start:sentences[j].End]
	if utf8.RuneCountInString(run) <= maxRunes {
		return run
	}
	return window(run, wanted(words), maxRunes)
}

const (
	again         = .2 // what a word counts that the run holds already
	mostSentences = 400
)

// wanted are the terms looked for, without those of asking, and pairs of terms for phrases.
func wanted(words []string) map[uint32]int {
	a := newAnalyzer()
	out := make(map[uint32]int)
	for _, w := range first(words, maxAllForms) {
		a.terms(cut(w), func(t term) {
			if _, ok := out[t.hash]; !ok && !askingWords[t.word] {
				out[t.hash] = len(out)
			}
		})
	}
	return out
}

// termsIn gives for each sentence the wanted terms it holds, with their weight: what stands in few sentences says more.
func termsIn(text string, sentences []Span, want map[uint32]int) []map[int]float64 {
	a := newAnalyzer()
	out := make([]map[int]float64, len(sentences))
	in := make(map[int]int)
	for i, s := range sentences {
		out[i] = make(map[int]float64)
		a.terms(text[s.Start:s.End], func(t term) {
			if n, ok := want[t.hash]; ok {
				if out[i][n] == 0 {
					in[n]++
				}
				out[i][n] = 1
			}
		})
	}
	for _, held := range out {
		for n := range held {
			held[n] = idf(len(sentences)+1, in[n])
		}
	}
	return out
}

// window is the piece of a sentence, cut between words, with the most wanted terms.
func window(s string, want map[uint32]int, maxRunes int) string {
	var words []Span
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		start := i
		for i < len(s) {
			if r, n = utf8.DecodeRuneInString(s[i:]); unicode.IsSpace(r) {
				break
			}
			i += n
		}
		words = append(words, Span{start, i})
	}
	hits := make([]bool, len(words))
	at := 0
	newAnalyzer().terms(s, func(t term) {
		for at < len(words)-1 && words[at].End <= t.start {
			at++
		}
		if _, ok := want[t.hash]; ok {
			hits[at] = true
		}
	})
	lengths := make([]int, len(words))
	for i, w := range words {
		lengths[i] = utf8.RuneCountInString(s[w.Start:w.End])
	}
	best, most := Span{0, 0}, -1
	end, runes, held := 0, 0, 0
	for i := range words {
		for end < len(words) {
			more := lengths[end]
			if end > i {
				more += utf8.RuneCountInString(s[words[end-1].End:words[end].Start])
			}
			if runes+more > maxRunes {
				break
			}
			runes += more
			if hits[end] {
				held++
			}
			end++
		}
		if held > most && end > i {
			best, most = Span{words[i].Start, words[end-1].End}, held
		}
		if end == i {
			end, runes, held = i+1, 0, 0
			continue
		}
		runes -= lengths[i]
		if i+1 < end {
			runes -= utf8.RuneCountInString(s[words[i].End:words[i+1].Start])
		}
		if hits[i] {
			held--
		}
	}
	if most < 0 { // one word longer than all there is room for
		n := 0
		for i := range s {
			if n == maxRunes {
				return s[:i]
			}
			n++
		}
	}
	return s[best.Start:best.End]
}

// backward are first words that speak of the sentence before.
var backward = wordSet("it its this that these those they their he she his her however moreover furthermore similarly likewise such also thus therefore hence")

// RefersBack reports whether a sentence begins with a word that leans on the one before: "It", "She", "However".
func RefersBack(sentence string) bool {
	s := wordScanner{text: sentence}
	return s.next() && backward[foldWord(sentence[s.start:s.end])]
}

// Sentences cuts a text into sentences without the space around them. They end at ".", "?", "!", "۔" and "؟" with what closes a quotation or bracket
// behind, and at an empty line. The dots of abbreviations ("No. 5", "Rs. 200", "s. 4", "Dr."), initials, decimals and numbers in front of a paragraph end none.
func Sentences(text string) []Span {
	var out []Span
	start := 0
	end := func(at int) {
		piece := text[start:at]
		trimmed := strings.TrimSpace(piece)
		if trimmed != "" {
			from := start + strings.Index(piece, trimmed)
			out = append(out, Span{from, from + len(trimmed)})
		}
		start = at
	}
	for i, r := range text {
		switch r {
		case '.':
			if at := closing(text, i+1); !insideSentence(text, start, i, at) {
				end(at)
			}
		case '?', '!', '۔', '؟':
			at := closing(text, i+utf8.RuneLen(r))
			if next, n := utf8.DecodeRuneInString(text[at:]); n == 0 || unicode.IsSpace(next) || r == '۔' {
				if at >= start {
					end(at)
				}
			}
		case '\n':
			if rest := strings.TrimLeft(text[i+1:], " \t\r"); strings.HasPrefix(rest, "\n") && i >= start {
				end(i)
			}
		}
	}
	end(len(text))
	return out
}

// closing moves behind quotation marks and brackets that close, and further marks of the same end.
func closing(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !slices.Contains([]rune(`.?!"')]”’»*_`), r) {
			break
		}
		i += n
	}
	return i
}

// before a number these are abbreviations; elsewhere they may end a sentence.
var beforeNumber = wordSet("no nos s ss sec secs art arts cl cls para paras p pp rs fig vol ch ref sr sl item col reg sch r rr pkr op")

// before a name these are abbreviations.
var beforeName = wordSet(`dr mr mrs ms st prof gen lt col capt brig maj hon rev sen rep gov pres ch mohd muhd syed addl asstt asst dy distt adv engr justice
vs v viz cf eg ie al govt dept min jan feb mar apr jun jul aug sep sept oct nov dec approx w.e.f wef ltd`)

// insideSentence reports that the dot at i ends no sentence. at is where the next one would start.
func insideSentence(text string, start, i, at int) bool {
	if i < start {
		return true // within marks that closed the sentence before
	}
	next, n := utf8.DecodeRuneInString(text[at:])
	if n > 0 && !unicode.IsSpace(next) {
		return true
	}
	rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
	next, n = utf8.DecodeRuneInString(rest)
	if n == 0 {
		return false
	}
	if unicode.IsLower(next) {
		return true
	}
	from := i
	for from > start {
		r, size := utf8.DecodeLastRuneInString(text[start:from])
		if unicode.IsSpace(r) || r == '(' || r == '[' || r == '"' || r == '“' || r == '*' {
			break
		}
		from -= size
	}
	last := text[from:i]
	word := strings.ToLower(last)
	first := strings.TrimLeft(text[start:from], " \t\r\n*_(") == ""
	switch {
	case last == "":
		return false
	case first && marker(last):
		return true // "12. Text"
	case utf8.RuneCountInString(last) == 1 && unicode.IsUpper([]rune(last)[0]):
		return true // "M. Khan"
	case strings.Contains(last, ".") && len(last) <= 5:
		return unicode.IsDigit(next) || unicode.IsUpper(next) && initials(last) // "F.No. 3", "N.W.F.P. Government"
	case beforeNumber[word] && (unicode.IsDigit(next) || next == '(' || next == '[' || next == '_'):
		return true
	}
	return beforeName[word]
}

// marker reports that a word before a dot numbers a paragraph: "12", "14.1", "iv", "a".
func marker(w string) bool {
	if strings.Trim(w, "0123456789.") == "" {
		return true
	}
	return len(w) <= 4 && strings.Trim(strings.ToLower(w), "ivx") == "" || len(w) == 1
}

// initials reports letters with dots between: "M.A".
func initials(w string) bool {
	for _, part := range strings.Split(w, ".") {
		if utf8.RuneCountInString(part) > 1 {
			return false
		}
	}
	return true
}
