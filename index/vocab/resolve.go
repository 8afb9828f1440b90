package vocab

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// What becomes of an ambiguous word that no rule decides.
const (
	Ask     = "ask"     // every reading is offered and the member is asked
	All     = "all"     // the word means all of them at once: C177 is home work, and an ILO convention
	Nothing = "nothing" // it is an ordinary word
)

// An Ambiguous is a word, or several that are used alike, with its readings and the rules that choose between them. It decides alone:
// what entries say of the same word does not count.
type Ambiguous struct {
	Words   []string
	Options []Option
	Else    string // Ask (also when empty), All or Nothing
}

// A Reading is one thing a word can stand for: an entry, or, with an empty Kind, something the vocabulary has no entry for.
type Reading struct {
	Kind, Key string
	Name      string // for people: "Domestic Violence (Prevention and Protection) Act 2013 (Sindh)"
	Place     string // key of the place it belongs to, or empty
}

// An Option is a reading with the rules that speak for it. Words around the one in question count before places, places before years, and
// years before the default. A reading with neither entry nor name means that the word is nothing of ours here: "2 GB".
type Option struct {
	Reading
	Near         []string // single words within eight words
	Before       []string // single words directly before
	After        []string // single words directly after
	NumberBefore bool     // a number directly before: "2 GB"
	NumberAfter  bool     // a number directly after: "CSW61"
	Plural       bool     // the word is in the plural: "CSWs"
	From, Until  int      // years the text or the context speaks of, inclusive; 0: no bound. Both 0: no rule
	Default      bool     // when nothing else speaks
	Unasked      bool     // not offered when the member is asked: only its rules choose it
}

// A Context is what is known beside a text. The zero Context knows nothing.
type Context struct {
	Near  []Mention              // found in earlier messages of the thread, the latest last
	Place string                 // key of the place that is spoken of: the channel's, the asker's
	Year  int                    // that is spoken of: of the as-of moment, of the document; 0: unknown
	Text  string                 // for Resolve: the words around
	Known func(word string) bool // words that are no misspellings, because the documents hold them; nil: none
}

// rules are the compiled words of an Ambiguous, by option.
type rules struct{ near, before, after []map[int32]bool }

// addAmbiguous files the words of v.ambiguous[i].
func (v *Vocabulary) addAmbiguous(i int) []error {
	a := &v.ambiguous[i]
	var errs []error
	fail := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("the ambiguous word %q: "+format, append([]any{first(a.Words)}, args...)...))
	}
	if !slices.Contains([]string{"", Ask, All, Nothing}, a.Else) {
		fail("else is %q: write ask, all or nothing", a.Else)
	}
	if len(a.Words) == 0 || len(a.Options) == 0 {
		fail("it needs words and readings")
	}
	set := func(words []string) map[int32]bool {
		m := map[int32]bool{}
		for _, w := range words {
			toks := tokens(w)
			if len(toks) != 1 {
				fail("the context word %q must be one word", w)
				continue
			}
			m[v.word(toks[0].word)] = true
		}
		return m
	}
	a.Options = slices.Clone(a.Options)
	var rs rules
	for n := range a.Options {
		o := &a.Options[n]
		if o.Kind != "" {
			j, ok := v.byKey[ref{o.Kind, o.Key}]
			if !ok {
				fail("there is no %s %q", o.Kind, o.Key)
				continue
			}
			if o.Name == "" {
				o.Name = v.entries[j].Name
			}
			if o.Place == "" {
				o.Place = v.entries[j].Place
			}
		}
		rs.near, rs.before, rs.after = append(rs.near, set(o.Near)), append(rs.before, set(o.Before)), append(rs.after, set(o.After))
	}
	for _, w := range a.Words {
		toks := tokens(w)
		if len(toks) == 0 {
			fail("%q has no word in it", w)
			continue
		}
		if other, taken := v.ambWords[spell(w)]; taken && other != i {
			fail("%q is listed twice, also with %q", w, first(v.ambiguous[other].Words))
		}
		v.ambWords[spell(w)] = i
		e := v.file(toks, w, true)
		if v.endings[e].ambiguous < 0 {
			v.endings[e].ambiguous, v.endings[e].alias = int32(i), w
		}
	}
	v.rules = append(v.rules, rs)
	return errs
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// mentions turns hits into mentions, ambiguous ones last, because they look at the places that were found.
func (r *reader) mentions(hits []hit) []Mention {
	out := make([]Mention, 0, len(hits))
	var sites []site
	for _, h := range hits {
		if h.target >= 0 {
			if e := &r.v.entries[r.v.endings[h.ending].targets[h.target].entry]; e.Kind == Place && h.certain {
				sites = append(sites, site{e.Key, h.from, h.to})
			}
			continue
		}
		// A word that is a place in one reading is one for its neighbours too, unless a rule says otherwise: "GB commission".
		if rs, ask := r.choose(h, nil); !ask && len(rs) == 1 && rs[0].Kind == Place {
			sites = append(sites, site{rs[0].Key, h.from, h.to})
		}
	}
	for _, h := range hits {
		m := Mention{Start: r.toks[h.from].start, End: r.toks[h.to-1].end, Alias: h.alias, How: h.how, Certain: h.certain, Plural: r.plural(h)}
		if open := strings.Count(r.text[m.Start:m.End], "("); open > strings.Count(r.text[m.Start:m.End], ")") && strings.HasPrefix(r.text[m.End:], ")") {
			m.End++ // CEDAW 32(a)
		}
		m.Text = r.text[m.Start:m.End]
		if m.How == "" {
			m.How = Folded
			if m.Text == m.Alias {
				m.How = Exact
			}
		}
		end := &r.v.endings[h.ending]
		if h.target < 0 {
			if m.Readings, m.Ask = r.choose(h, sites); len(m.Readings) == 0 {
				continue
			}
			out = append(out, m)
			continue
		}
		for n := h.target; n < len(end.targets); n++ {
			t := end.targets[n]
			if e := &r.v.entries[t.entry]; n == h.target {
				m.Readings = []Reading{reading(e)}
			} else if r.strongEnough(t, h.from, h.to) && e.Kind != m.Readings[0].Kind {
				m.Also = append(m.Also, reading(e))
			}
		}
		out = append(out, m)
	}
	return out
}

// plural reports whether a word of the hit is in the plural that is not so in the alias.
func (r *reader) plural(h hit) bool {
	var alias []token
	for i := h.from; i < h.to; i++ {
		if !r.toks[i].plural {
			continue
		}
		if alias == nil {
			alias = tokens(h.alias)
		}
		if i-h.from >= len(alias) || !alias[i-h.from].plural {
			return true
		}
	}
	return false
}

func reading(e *Entry) Reading {
	return Reading{Kind: e.Kind, Key: e.Key, Name: e.Name, Place: e.Place}
}

// A site is a place named in the text.
type site struct {
	key      string
	from, to int // tokens
}

// choose applies the rules of an ambiguous word.
func (r *reader) choose(h hit, sites []site) (readings []Reading, ask bool) {
	i := int(r.v.endings[h.ending].ambiguous)
	a := &r.v.ambiguous[i]
	if picked := r.byWords(h, i); len(picked) > 0 {
		return some(a, picked)
	}
	if picked := r.byPlace(h, a, sites); len(picked) > 0 {
		return some(a, picked)
	}
	if picked := r.byYear(a); len(picked) == 1 {
		return some(a, picked)
	}
	var all []int
	for n, o := range a.Options {
		if o.Default {
			return some(a, []int{n})
		}
		if (o.Kind != "" || o.Name != "") && !o.Unasked {
			all = append(all, n)
		}
	}
	if a.Else == Nothing {
		return nil, false
	}
	return some(a, all)
}

// some are the readings of the options picked.
func some(a *Ambiguous, picked []int) ([]Reading, bool) {
	var out []Reading
	for _, n := range picked {
		if rd := a.Options[n].Reading; (rd.Kind != "" || rd.Name != "") && !slices.Contains(out, rd) {
			out = append(out, rd)
		}
	}
	return out, len(out) > 1 && a.Else != All
}

// byWords picks the options that the words around speak for.
func (r *reader) byWords(h hit, i int) (picked []int) {
	rs := &r.v.rules[i]
	plural := r.plural(h)
	before, after := int32(-1), int32(-1)
	numberBefore, numberAfter := false, false
	if h.from > 0 {
		before, numberBefore = r.ids[h.from-1], r.toks[h.from-1].kind == numberToken
	}
	if h.to < len(r.toks) {
		after, numberAfter = r.ids[h.to], r.toks[h.to].kind == numberToken && !year(r.toks[h.to].full)
	}
	for n, o := range r.v.ambiguous[i].Options {
		if o.NumberBefore && numberBefore || o.NumberAfter && numberAfter || o.Plural && plural ||
			rs.before[n][before] || rs.after[n][after] || r.nearby(rs.near[n], h.from, h.to) {
			picked = append(picked, n)
		}
	}
	return picked
}

// year reports whether a number is a year of this century or the last.
func year(number string) bool {
	return len(number) == 4 && (number[:2] == "19" || number[:2] == "20") && isDigit(number[2]) && isDigit(number[3])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// maxSites is how many places on each side of a word may be its place; it bounds the work on a text that is full of them.
const maxSites = 16

// byPlace picks the options of the place nearest to the word, else of the context's.
func (r *reader) byPlace(h hit, a *Ambiguous, sites []site) []int {
	of := func(place string) (picked []int) {
		for n, o := range a.Options {
			if place != "" && (o.Place == place || o.Kind == Place && o.Key == place) {
				picked = append(picked, n)
			}
		}
		return picked
	}
	best, far := []int(nil), 0
	next := sort.Search(len(sites), func(i int) bool { return sites[i].from >= h.from })
	for _, s := range sites[max(0, next-maxSites):min(len(sites), next+maxSites)] {
		// A place before the word is nearer than one as far behind it: "the Sindh commission and KP".
		d := 2 * (h.from - s.to)
		if s.from >= h.to {
			d = 2*(s.from-h.to) + 1
		}
		if picked := of(s.key); len(picked) > 0 && (best == nil || d < far) {
			best, far = picked, d
		}
	}
	if best != nil {
		return best
	}
	for i := len(r.ctx.Near) - 1; i >= 0 && len(sites) == 0; i-- {
		m := &r.ctx.Near[i]
		rd, ok := m.One()
		if !ok {
			continue
		}
		place := rd.Place
		if rd.Kind == Place {
			place = rd.Key
		}
		if picked := of(place); len(picked) > 0 {
			return picked
		}
	}
	if len(sites) == 0 {
		return of(r.ctx.Place)
	}
	return nil
}

// byYear picks the options whose years hold the one that is spoken of: in the text, else in the context.
func (r *reader) byYear(a *Ambiguous) (picked []int) {
	y := r.year()
	for n, o := range a.Options {
		if y != 0 && (o.From != 0 || o.Until != 0) && y >= o.From && (o.Until == 0 || y <= o.Until) {
			picked = append(picked, n)
		}
	}
	return picked
}

// year is the year that is spoken of, the last that the text names, else the context's; 0: none.
func (r *reader) year() int {
	if r.spoken == 0 {
		r.spoken = -1
		if r.ctx.Year != 0 {
			r.spoken = r.ctx.Year
		}
		for _, t := range r.toks {
			if t.kind == numberToken && year(t.full) {
				r.spoken = int(t.full[0]-'0')*1000 + int(t.full[1]-'0')*100 + int(t.full[2]-'0')*10 + int(t.full[3]-'0')
			}
		}
	}
	return max(r.spoken, 0)
}
