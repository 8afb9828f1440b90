package vocab

import (
	"fmt"
	"slices"
	"sort"
)

// trie is a tree of words: edges join a node and a word to the next node; 0 is the root.
type trie struct {
	edges map[uint64]int32
	ends  []int32 // by node: index of what ends there, or -1
}

func newTrie() trie { return trie{edges: map[uint64]int32{}, ends: []int32{-1}} }

func (t *trie) next(node, word int32) (int32, bool) {
	n, ok := t.edges[uint64(node)<<32|uint64(uint32(word))]
	return n, ok
}

// grow returns the node at the end of a path, making what is missing.
func (t *trie) grow(path []int32) int32 {
	node := int32(0)
	for _, w := range path {
		n, ok := t.next(node, w)
		if !ok {
			n = int32(len(t.ends))
			t.ends = append(t.ends, -1)
			t.edges[uint64(node)<<32|uint64(uint32(w))] = n
		}
		node = n
	}
	return node
}

// strength is what an alias needs to be believed.
type strength byte

const (
	strong   strength = iota
	capitals          // capitals, or a Near word
	weak              // a Near word
)

// A target is one entry that an alias names.
type target struct {
	entry    int32
	strength strength
	alias    string
}

// An ending is what a path of words names: entries, or a word of an Ambiguous, which then decides alone.
type ending struct {
	targets   []target // in the order of kinds
	ambiguous int32    // index, or -1
	alias     string   // of the ambiguous word
}

// A soundEnding is one alias among those whose consonants are alike.
type soundEnding struct {
	skeletons, wholes []string // by word
	ending            int32
	alias             string
}

// matcher is the compiled vocabulary.
type matcher struct {
	words    map[string]int32
	trie     trie
	endings  []ending
	sounds   map[string]int32
	byEar    trie
	heard    [][]soundEnding
	speller  speller
	near     []map[int32]bool // by entry
	rules    []rules          // by ambiguous
	ambWords map[string]int   // spelling -> index of its Ambiguous
	places   map[string]bool  // keys
}

func (m *matcher) word(w string) int32 {
	id, ok := m.words[w]
	if !ok {
		id = int32(len(m.words))
		m.words[w] = id
	}
	return id
}

func (v *Vocabulary) ambiguousWord(form string) (int, bool) {
	i, ok := v.ambWords[spell(form)]
	return i, ok
}

// build compiles the entries and returns what is wrong with them.
func (v *Vocabulary) build() []error {
	v.matcher = matcher{words: map[string]int32{}, trie: newTrie(), sounds: map[string]int32{}, byEar: newTrie(), speller: newSpeller(),
		near: make([]map[int32]bool, len(v.entries)), ambWords: map[string]int{}, places: map[string]bool{}}
	var errs []error
	for i, e := range v.entries {
		if e.Kind == Place {
			v.places[e.Key] = true
		}
		v.near[i] = map[int32]bool{}
		for _, w := range e.Near {
			toks := tokens(w)
			if len(toks) != 1 {
				errs = append(errs, fmt.Errorf("%s %s: the near word %q must be one word", e.Kind, e.Key, w))
				continue
			}
			v.near[i][v.word(toks[0].word)] = true
		}
		if len(e.Near) == 0 && len(e.Weak) > 0 {
			errs = append(errs, fmt.Errorf("%s %s has weak aliases (%q) but no near words, so they would never be found: give it near words", e.Kind,
				e.Key, e.Weak[0]))
		}
	}
	for i := range v.ambiguous {
		errs = append(errs, v.addAmbiguous(i)...)
	}
	errs = append(errs, v.addAliases()...)
	for _, w := range v.plain {
		for _, t := range tokens(w) {
			v.word(t.word)
			v.word(t.full)
		}
	}
	return errs
}

// addAliases files every alias of every entry.
func (v *Vocabulary) addAliases() []error {
	var errs []error
	clashes := map[ref]*Clash{}
	owner := map[ref]int{} // kind and spelling -> entry
	for i := range v.entries {
		e := &v.entries[i]
		for _, list := range []struct {
			aliases []string
			s       strength
			ear     bool
		}{{[]string{e.Name}, strong, false}, {e.Aliases, strong, false}, {e.Roman, strong, true}, {e.Capitals, capitals, false}, {e.Weak, weak, false}} {
			for _, alias := range list.aliases {
				toks := tokens(alias)
				if len(toks) == 0 {
					errs = append(errs, fmt.Errorf("%s %s: the alias %q has no word in it", e.Kind, e.Key, alias))
					continue
				}
				s := spell(alias)
				_, amb := v.ambWords[s]
				if other, taken := owner[ref{e.Kind, s}]; taken && other != i && !amb {
					c := clashes[ref{e.Kind, s}]
					if c == nil {
						c = &Clash{Kind: e.Kind, Alias: alias, Keys: []string{v.entries[other].Key}}
						clashes[ref{e.Kind, s}] = c
						errs = append(errs, c)
					}
					if !slices.Contains(c.Keys, e.Key) {
						c.Keys = append(c.Keys, e.Key)
					}
					continue
				} else if !taken {
					owner[ref{e.Kind, s}] = i
				}
				end := v.file(toks, alias, list.s == strong)
				v.endings[end].targets = append(v.endings[end].targets, target{int32(i), list.s, alias})
				if list.ear {
					v.hear(toks, alias, end)
				}
			}
		}
	}
	for _, e := range v.endings {
		sort.SliceStable(e.targets, func(a, b int) bool {
			return slices.Index(kinds, v.entries[e.targets[a].entry].Kind) < slices.Index(kinds, v.entries[e.targets[b].entry].Kind)
		})
	}
	return errs
}

// file puts an alias into the trie and returns the index of its ending. The words of strong ones are corrected to.
func (v *Vocabulary) file(toks []token, alias string, correct bool) int32 {
	path := make([]int32, len(toks))
	for i, t := range toks {
		path[i] = v.word(t.word)
		if correct && t.kind == wordToken {
			v.speller.add(t.word, path[i])
		}
	}
	node := v.trie.grow(path)
	if v.trie.ends[node] < 0 {
		v.trie.ends[node] = int32(len(v.endings))
		v.endings = append(v.endings, ending{ambiguous: -1, alias: alias})
	}
	return v.trie.ends[node]
}

// hear files an alias under its sound.
func (v *Vocabulary) hear(toks []token, alias string, end int32) {
	path := make([]int32, len(toks))
	var s soundEnding
	for i, t := range toks {
		skeleton, whole := sound(t)
		s.skeletons, s.wholes = append(s.skeletons, skeleton), append(s.wholes, whole)
		id, ok := v.sounds[skeleton]
		if !ok {
			id = int32(len(v.sounds))
			v.sounds[skeleton] = id
		}
		path[i] = id
	}
	s.ending, s.alias = end, alias
	node := v.byEar.grow(path)
	if v.byEar.ends[node] < 0 {
		v.byEar.ends[node] = int32(len(v.heard))
		v.heard = append(v.heard, nil)
	}
	h := v.byEar.ends[node]
	v.heard[h] = append(v.heard[h], s)
}
