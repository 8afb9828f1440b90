package intent

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"rabita/index/vocab"
)

// The glossary gives English words for the Urdu ones, in Roman letters and in script, that members use about laws and meetings. The papers
// are mostly English: without it an Urdu question would find what its names and topics find, and nothing by its other words. Names belong
// into group.yaml, not here.
//
//go:embed glossary.txt
var glossaryText string

var glossary, terms = readGlossary(glossaryText)

// A term is several words that mean together what none of them means alone: they are looked for as one phrase.
type term struct{ folded, phrase string }

func readGlossary(text string) (map[string][]string, []term) {
	out := map[string][]string{}
	var terms []term
	for line := range strings.Lines(text) {
		urdu, english, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(urdu) {
			if strings.Contains(w, "_") {
				terms = append(terms, term{strings.TrimSpace(vocab.Fold(strings.ReplaceAll(w, "_", " "))), strings.TrimSpace(english)})
				continue
			}
			out[vocab.Fold(w)] = strings.Fields(english)
		}
	}
	return out, terms
}

// Translate gives the English words for one Urdu word, in Roman letters or in script, also where it is inflected; none: it is not in the glossary.
func Translate(word string) []string {
	w := strings.TrimSpace(vocab.Fold(word))
	if e, ok := glossary[w]; ok {
		return e
	}
	for _, i := range inflections {
		stem, ok := strings.CutSuffix(w, i.ending)
		if !ok || utf8.RuneCountInString(stem) < 3 {
			continue
		}
		for _, end := range i.was {
			if e, ok := glossary[stem+end]; ok {
				return e
			}
		}
	}
	return nil
}

// inflections are the endings of plurals and oblique cases, and what stood there before.
var inflections = []struct {
	ending string
	was    []string
}{
	{"یوں", []string{"ی", "یہ"}}, {"یاں", []string{"ی"}}, {"ؤں", []string{"و", "ا", ""}}, {"وں", []string{"", "ہ", "ا"}}, {"یں", []string{"", "ہ"}}, {"ات", []string{"", "ہ"}}, {"ے", []string{"ہ", "ا"}},
	{"iyon", []string{"i"}}, {"iyan", []string{"i"}}, {"on", []string{"", "a", "ah"}}, {"ein", []string{"", "a"}}, {"en", []string{""}}, {"aat", []string{"", "a"}}, {"at", []string{"", "a"}}, {"ay", []string{"a", "ah"}}, {"ey", []string{"a", "ah"}}, {"e", []string{"a", "ah"}},
}

// bySound leads from the sound of a word in Roman letters to the word, where that is one idea's alone. Few people spell Roman Urdu alike.
var bySound = func() map[string]string {
	out := map[string]string{}
	for w := range glossary {
		if c := w[0]; c < 'a' || c > 'z' {
			continue
		}
		k := vocab.Phonetic(w)
		if was, ok := out[k]; ok && !slices.Equal(glossary[was], glossary[w]) {
			out[k] = ""
			continue
		}
		out[k] = w
	}
	return out
}()

// heard is the word of the glossary that sounds like an unknown one; empty: none, or too short to tell.
func heard(word string) string {
	k := vocab.Phonetic(word)
	if len(k) < 3 {
		return ""
	}
	return bySound[k]
}

// Gloss gives the English words for one word of the question.
func (in *Intent) Gloss(word string) []string {
	if e := Translate(word); e != nil {
		return e
	}
	return glossary[in.Heard[word]]
}

// InEnglish is a name in Urdu in English, word by word; empty where the glossary lacks one of its words, or it is English already.
func (in *Intent) InEnglish(name string) string {
	var out []string
	for _, w := range split(name) {
		english := in.Gloss(w.raw)
		switch {
		case questionWords[w.text], asksOnly(w.raw):
		case len(english) == 0:
			return ""
		default:
			out = append(out, english[0])
		}
	}
	if s := strings.Join(out, " "); s != strings.ToLower(name) {
		return s
	}
	return ""
}

// gloss gives the English words for those of the question that have some.
func (in *Intent) gloss(words []string) []string {
	var out []string
	for _, w := range words {
		for _, e := range in.Gloss(w) {
			out = add(out, e)
		}
	}
	return out
}

// Unit reports whether a word behind a number is its unit, so that both together are one thing: "2 GB", "120 million".
func Unit(word string) bool { return units[strings.ToLower(word)] }

var units = set(`gb mb kb tb km kg m million billion lac lakh crore per percent hours hour mm cm`)

// asksOnly reports whether the English of an Urdu word is nothing but words of asking.
func asksOnly(w string) bool {
	english := Translate(w)
	return len(english) > 0 && !slices.ContainsFunc(english, func(e string) bool { return !questionWords[strings.ToLower(e)] })
}
