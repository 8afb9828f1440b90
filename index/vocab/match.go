package vocab

// How a name was found.
type How string

// The ways of finding, from the surest.
const (
	Exact    How = "exact"    // as the alias is written
	Folded   How = "fold"     // but for case, plural, accents, punctuation
	Sounded  How = "phonetic" // by its sound, Roman Urdu
	Misspelt How = "misspelt" // a letter or two off
)

// A Mention is a name found in a text.
type Mention struct {
	Start, End int    // bytes of the text; without a possessive s
	Text       string // as written
	Alias      string // the alias it was read as
	How        How
	Certain    bool      // false: a guess to be offered and not applied; only misspellings guess
	Plural     bool      // in the plural where the alias is not: "WDDs"
	Readings   []Reading // what it stands for; one, or several of one word: see Ask
	Ask        bool      // the readings exclude each other and the text does not choose: ask back
	Also       []Reading // what else the same word names, in another kind: "IPMG" is a body, and the topic of coordination
}

// One returns the reading if there is exactly one and it is certain.
func (m *Mention) One() (Reading, bool) {
	if len(m.Readings) != 1 || !m.Certain {
		return Reading{}, false
	}
	return m.Readings[0], true
}

// reader is one text being searched.
type reader struct {
	v        *Vocabulary
	text     string
	toks     []token
	ids      []int32 // words; -1: nobody knows it
	skeleton []int32 // sounds; -1: none, -2: not asked yet
	whole    []string
	fixes    map[string][]fix
	spoken   int  // see year; 0: not looked for yet
	asked    int  // words looked up by the speller
	shouting bool // all in capitals, so that capitals say nothing
	ctx      Context
}

// A hit is a span of tokens that ends somewhere.
type hit struct {
	from, to int // tokens
	ending   int32
	target   int // of the ending; -1: ambiguous
	alias    string
	how      How
	certain  bool
}

// Find returns the names in a text from left to right; they do not overlap, and of two that could stand in a place the longer one does.
// What an ambiguous word means is taken from the text around it.
func (v *Vocabulary) Find(text string) []Mention { return v.FindIn(text, Context{}) }

// FindIn is Find for a text within a conversation: what it does not say itself is taken from the context.
func (v *Vocabulary) FindIn(text string, c Context) []Mention {
	r := v.reader(text, c)
	var hits []hit
	for i := 0; i < len(r.toks); {
		h, ok := r.at(i)
		if !ok {
			i++
			continue
		}
		hits = append(hits, h)
		i = h.to
	}
	return r.mentions(hits)
}

func (v *Vocabulary) reader(text string, c Context) *reader {
	r := &reader{v: v, text: text, toks: tokens(text), ctx: c}
	n := len(r.toks)
	r.ids, r.skeleton, r.whole = make([]int32, n), make([]int32, n), make([]string, n)
	words, caps := 0, 0
	for i := range r.toks {
		t := &r.toks[i]
		id, ok := v.words[t.word]
		if !ok && t.singular != "" {
			t.word, t.plural = t.singular, true
			id, ok = v.words[t.word]
		}
		if !ok {
			id = -1
		}
		r.ids[i], r.skeleton[i] = id, -2
		if t.kind == wordToken {
			words++
			if t.capital {
				caps++
			}
		}
	}
	r.shouting = words >= 4 && caps == words
	return r
}

// at returns the best name that starts at token i.
func (r *reader) at(i int) (hit, bool) {
	if r.toks[i].glued {
		return hit{}, false
	}
	exact, ok := r.exactAt(i)
	if heard, ok2 := r.heardAt(i); ok2 && (!ok || heard.to > exact.to) {
		return heard, true
	}
	if ok {
		return exact, true
	}
	return r.misspeltAt(i)
}

// exactAt walks the trie as far as it goes and takes the longest ending that is believed.
func (r *reader) exactAt(i int) (best hit, found bool) {
	node := int32(0)
	for j := i; j < len(r.toks) && r.ids[j] >= 0 && (j == i || !r.toks[j].parted); j++ {
		n, ok := r.v.trie.next(node, r.ids[j])
		if !ok {
			break
		}
		node = n
		if e := r.v.trie.ends[node]; e >= 0 {
			if h, ok := r.believe(i, j+1, e); ok {
				best, found = h, true
			}
		}
	}
	return best, found
}

// believe says whether tokens i to j may stand for an ending.
func (r *reader) believe(i, j int, e int32) (hit, bool) {
	end := &r.v.endings[e]
	glued := j < len(r.toks) && r.toks[j].glued
	if end.ambiguous >= 0 {
		return hit{i, j, e, -1, end.alias, "", true}, !glued || r.toks[j].kind == numberToken
	}
	if glued {
		return hit{}, false
	}
	for n, t := range end.targets {
		if r.strongEnough(t, i, j) {
			return hit{i, j, e, n, t.alias, "", true}, true
		}
	}
	return hit{}, false
}

func (r *reader) strongEnough(t target, i, j int) bool {
	switch t.strength {
	case strong:
		return true
	case capitals:
		if !r.shouting && r.capital(i, j) {
			return true
		}
	}
	return r.nearby(r.v.near[t.entry], i, j)
}

func (r *reader) capital(i, j int) bool {
	for ; i < j; i++ {
		if r.toks[i].kind == wordToken && !r.toks[i].capital {
			return false
		}
	}
	return true
}

// window is how many words away context is still context.
const window = 8

// nearby says whether one of the words stands within the window around tokens i to j.
func (r *reader) nearby(words map[int32]bool, i, j int) bool {
	for k := max(0, i-window); k < min(len(r.toks), j+window); k++ {
		if (k < i || k >= j) && words[r.ids[k]] {
			return true
		}
	}
	return false
}

// heardAt walks the trie of sounds.
func (r *reader) heardAt(i int) (best hit, found bool) {
	node := int32(0)
	for j := i; j < len(r.toks) && (j == i || !r.toks[j].parted); j++ {
		id := r.listen(j)
		if id < 0 {
			break
		}
		n, ok := r.v.byEar.next(node, id)
		if !ok {
			break
		}
		node = n
		e := r.v.byEar.ends[node]
		if e < 0 || j+1 < len(r.toks) && r.toks[j+1].glued || i == j && r.ids[i] >= 0 {
			continue // a word that is known is no other's misspelling
		}
		for _, s := range r.v.heard[e] {
			if soundsLike(s.skeletons, r.whole[i:j+1], s.wholes) {
				h, ok := r.believe(i, j+1, s.ending)
				if ok {
					h.how, h.alias = Sounded, s.alias
					best, found = h, true
					break
				}
			}
		}
	}
	return best, found
}

func (r *reader) listen(j int) int32 {
	if r.skeleton[j] != -2 {
		return r.skeleton[j]
	}
	t, id, ok := &r.toks[j], int32(-1), false
	switch {
	case t.kind == signToken:
	case !audible(t):
		if id, ok = r.v.sounds[t.word]; ok {
			r.whole[j] = t.word
		}
	default:
		var h heardWord
		h.hear(t.full)
		if id, ok = r.v.sounds[string(h.skeleton[:h.n])]; ok {
			r.whole[j] = string(h.whole[:h.m])
		}
	}
	if !ok {
		id = -1
	}
	r.skeleton[j] = id
	return id
}

// misspeltAt walks the trie with one or two words read as near ones.
func (r *reader) misspeltAt(i int) (hit, bool) {
	var best hit
	bestEdits, rival := 0, false
	var walk func(j int, node int32, edits, exact, wrong int)
	walk = func(j int, node int32, edits, exact, wrong int) {
		if e := r.v.trie.ends[node]; e >= 0 && edits > 0 && (j >= len(r.toks) || !r.toks[j].glued) {
			h, ok := r.believe(i, j, e)
			if ok && exact+wrong > minFuzzy && (h.target < 0 || r.v.endings[e].targets[h.target].strength == strong) {
				h.how, h.certain = Misspelt, certain(edits, exact, wrong)
				switch {
				case best.to == 0 || j > best.to || j == best.to && edits < bestEdits:
					best, bestEdits, rival = h, edits, false
				case j == best.to && edits == bestEdits && h.ending != best.ending:
					rival = true
				}
			}
		}
		if j >= len(r.toks) || j > i && r.toks[j].parted {
			return
		}
		if id := r.ids[j]; id >= 0 {
			if n, ok := r.v.trie.next(node, id); ok {
				walk(j+1, n, edits, exact+len(r.toks[j].full), wrong)
			}
			return
		}
		if edits > 2 {
			return
		}
		for _, f := range r.near(j) {
			if n, ok := r.v.trie.next(node, f.word); ok {
				walk(j+1, n, edits+f.edits, exact, wrong+len(r.v.speller.words[f.word]))
			}
		}
	}
	walk(i, 0, 0, 0, 0)
	if best.to == 0 {
		return hit{}, false
	}
	best.certain = best.certain && !rival
	return best, true
}

// certain says whether a misspelling is read as meant without asking: the letters that are right must outweigh the slips. exact counts the
// letters of the words of the name that are right, wrong those of the words that are not.
func certain(edits, exact, wrong int) bool {
	if exact >= 4 {
		return edits == 1 && wrong >= 5 || edits == 2 && wrong >= 8
	}
	return edits == 1 && wrong >= 8
}

// near returns what an unknown word may have meant.
func (r *reader) near(j int) []fix {
	t := &r.toks[j]
	if t.kind != wordToken || t.glued || r.asked >= maxFixes || r.ctx.Known != nil && (r.ctx.Known(t.full) || r.ctx.Known(t.word)) {
		return nil
	}
	f, ok := r.fixes[t.word]
	if !ok {
		if r.fixes == nil {
			r.fixes = map[string][]fix{}
		}
		r.asked++
		f = r.v.speller.near(t.word)
		r.fixes[t.word] = f
	}
	return f
}
