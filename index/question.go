package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A question is the words of a query after analysis and within the bounds.
type question struct {
	terms    []asked    // of the text, each once, in the order they were typed
	sequence []string   // of the text, as they follow each other
	phrases  []synonyms //
}

// asked is a term with how often it was typed.
type asked struct {
	text    string
	times   int
	content bool // it says what is asked, and does not only ask
}

// synonyms are the forms of a phrase, each a sequence of terms.
type synonyms struct {
	forms [][]string
	must  bool
}

// readQuestion analyses the words of a query.
func readQuestion(q *Query) question {
	a := newAnalyzer()
	var out question
	asking := make(map[string]bool)
	a.terms(cut(q.Text), func(t term) {
		out.sequence = append(out.sequence, t.text)
		asking[t.text] = askingWords[t.word]
	})
	out.terms = count(out.sequence)
	content := func(t asked) bool { return !asking[t.text] }
	for i, t := range out.terms {
		out.terms[i].content = content(t) || !slices.ContainsFunc(out.terms, content)
	}
	all := 0
	for _, p := range first(q.Phrases, maxPhrases) {
		var syn synonyms
		syn.must = p.Must
		for _, f := range first(p.Forms, maxForms) {
			var form []string
			a.terms(cut(f), func(t term) {
				if len(form) < maxFormLen {
					form = append(form, t.text)
				}
			})
			if len(form) > 0 && all < maxAllForms {
				syn.forms = append(syn.forms, form)
				all++
			}
		}
		if len(syn.forms) > 0 {
			out.phrases = append(out.phrases, syn)
		}
	}
	return out
}

// empty reports that there is nothing to look for.
func (q *question) empty() bool { return len(q.terms)+len(q.phrases) == 0 }

func count(sequence []string) []asked {
	var out []asked
	at := make(map[string]int)
	for _, t := range sequence {
		i, ok := at[t]
		if !ok {
			i = len(out)
			at[t] = i
			out = append(out, asked{text: t})
		}
		out[i].times++
	}
	return out
}

// cut is the first maxText bytes of s at most, at a character's end.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.Clone(s[:n])
}

func first[T any](s []T, n int) []T { return s[:min(len(s), n)] }
