package intent

import (
	"slices"

	"rabita/index"
	"rabita/index/vocab"
)

// Members say in a sentence what a topic's name says in two words: "a husband who beats his wife" is wife beating, "pay equal to men's" equal pay.
// Where a question names no topic as it is called, the words of the names are looked for in any order and form, close together.

// A LooseName is a name of a topic, by its terms.
type LooseName struct {
	Topic string
	Terms index.Terms
}

// LooseNames are the names of several words of the topics of a vocabulary.
func LooseNames(voc *vocab.Vocabulary) []LooseName {
	var out []LooseName
	for _, e := range voc.Entries() {
		if e.Kind != vocab.Topic {
			continue
		}
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			if terms := index.TermsOf(name); len(terms) == 2 && terms[0] != terms[1] && !slices.ContainsFunc(terms, func(t string) bool { return len(t) < 3 }) {
				out = append(out, LooseName{e.Key, terms})
			}
		}
	}
	return out
}

// near is how many words may lie between the first and the last word of a name that is said loosely.
const near = 4

// loosely reads the topics whose names are said in other words' order or form.
func (r *Reader) loosely(in *Intent, used []span) {
	if len(r.Loose) == 0 {
		return
	}
	words := slices.DeleteFunc(split(in.Text), func(w word) bool { return overlaps(used, w.start, w.end) || overlaps(in.spoken, w.start, w.end) })
	at := map[string]int{} // term -> number of its first word
	for i, w := range words {
		for _, t := range index.TermsOf(w.text) {
			if _, ok := at[t]; !ok {
				at[t] = i
			}
		}
	}
	for _, l := range r.Loose {
		a, okA := at[l.Terms[0]]
		b, okB := at[l.Terms[1]]
		if a > b {
			a, b = b, a
		}
		if okA && okB && b-a <= near && !slices.Contains(in.Topics, l.Topic) {
			in.Topics = append(in.Topics, l.Topic)
			in.Forms = append(in.Forms, Form{Key: l.Topic, Text: in.Text[words[a].start:words[b].end]})
		}
	}
}
