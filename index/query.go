package index

import (
	"fmt"
	"slices"
	"strings"
)

// A Query is what a member wants found, typed. The zero Query finds nothing, because its audience is empty.
type Query struct {
	Text    string   // free words; analysed like the documents; never a query language
	Phrases []Phrase // alias expansions and quoted words: evidence, unless Must

	// Filters. Within one filter any value fits; the filters must all fit. An empty filter lets everything through.
	Documents []string // ids
	Bodies    []string // keys of the speaking body, or of a responsible body
	Places    []string // keys of the speaking place or of the law's jurisdiction
	Types     []string
	Meetings  []int
	Sections  []string // as in Passage.Section; "18" also fits "18(1)"
	Kinds     []string // of Passage.Kind
	From, To  Date     // Document.Date, both inclusive
	AsOf      Date     // nothing issued after this day; empty: no bound

	Audience Audience // who is asking; the zero value sees nothing
	Limit    int      // at most this many results; 0: 10; capped at 100. Exhaustive questions use Index.Each instead
	// PerDocument is how many results of one document there may be; 0: any number. With it Limit is 5000 at most, and 5000 when it is 0: the best
	// of every document, for what compares or lists documents.
	PerDocument int
	Lent        bool // also passages that hold no word of the query, found for their neighbours' sake: their Own is 0
}

// A Phrase is a group of forms of one idea: "VAW", "violence against women". The first form is the one the member typed, or the key's own
// name; it weighs most.
type Phrase struct {
	Forms []string
	Must  bool // a passage without any of the forms is left out
}

// An Audience is the set of classes a reader may see: "everyone", "partners", "secretariat", or a body's key. Nil sees nothing.
type Audience []string

// Everything is the audience of the operator's own commands: it sees all papers. No member ever has it.
var Everything = Audience{everything}

const everything = "*"

// Sees reports whether a reader may see a paper of that class. A paper without a class is seen by nobody but operators.
func (a Audience) Sees(class string) bool {
	return slices.Contains(a, everything) || class != "" && class != everything && slices.Contains(a, class)
}

// A Result is one passage found.
type Result struct {
	Doc     *Document
	Passage *Passage
	Score   float64
	Own     float64 // the part of the score that is the passage's own words; 0 when it was lent by neighbours
}

// The most a query may cost. Whatever a member types, what goes beyond is left out, so that no text costs more than 100 ms or 50 MB.
const (
	maxText     = 4096 // bytes of Query.Text that are read
	maxTerms    = 32   // different words of the text, the first
	maxPhrases  = 24
	maxForms    = 24 // of one phrase
	maxAllForms = 128
	maxFormLen  = 12      // words of one form
	maxResults  = 100     // results
	maxEach     = 5000    // results with Query.PerDocument
	maxPostings = 250_000 // postings read, each about 200 ns with all that is done with it; what is commonest is left out
)

// String prints the query for people and logs of debugging: free words first, then what restricts it.
func (q Query) String() string {
	var parts []string
	add := func(name string, values ...string) {
		values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
		if len(values) > 0 {
			parts = append(parts, name+" "+strings.Join(values, " or "))
		}
	}
	if q.Text != "" {
		parts = append(parts, fmt.Sprintf("%q", q.Text))
	}
	for _, p := range q.Phrases {
		forms := make([]string, len(p.Forms))
		for i, f := range p.Forms {
			forms[i] = fmt.Sprintf("%q", f)
		}
		name := "about"
		if p.Must {
			name = "must hold"
		}
		add(name, forms...)
	}
	add("in", q.Documents...)
	add("body", q.Bodies...)
	add("place", q.Places...)
	add("type", q.Types...)
	meetings := make([]string, len(q.Meetings))
	for i, m := range q.Meetings {
		meetings[i] = fmt.Sprint(m)
	}
	add("meeting", meetings...)
	add("section", q.Sections...)
	add("kind", q.Kinds...)
	add("from", string(q.From))
	add("to", string(q.To))
	add("as of", string(q.AsOf))
	if len(q.Audience) == 0 {
		parts = append(parts, "seen by nobody")
	} else {
		parts = append(parts, "seen by "+strings.Join(q.Audience, " and "))
	}
	if q.Limit > 0 {
		parts = append(parts, fmt.Sprintf("first %d", q.Limit))
	}
	if q.PerDocument > 0 {
		parts = append(parts, fmt.Sprintf("first %d of each document", q.PerDocument))
	}
	if q.Lent {
		parts = append(parts, "also neighbours")
	}
	return strings.Join(parts, "; ")
}
