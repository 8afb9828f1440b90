package intent

import (
	_ "embed"
	"slices"
	"strings"

	"rabita/index/vocab"
)

// The glossary gives English words for the Urdu ones, in Roman letters and in script, that members use about laws and meetings. The papers
// are mostly English: without it an Urdu question would find what its names and topics find, and nothing by its other words. Names belong
// into group.yaml, not here.
//
//go:embed glossary.txt
var glossaryText string

var glossary = readGlossary(glossaryText)

func readGlossary(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		urdu, english, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(urdu) {
			out[vocab.Fold(w)] = strings.Fields(english)
		}
	}
	return out
}

// Translate gives the English words for one Urdu word, in Roman letters or in script; none: it is not in the glossary.
func Translate(word string) []string { return glossary[strings.TrimSpace(vocab.Fold(word))] }

// translate gives the English words for those that the glossary knows.
func translate(words []string) []string {
	var out []string
	for _, w := range words {
		for _, e := range glossary[strings.TrimSpace(vocab.Fold(w))] {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
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
