// Package vocab is the group's vocabulary: bodies, places and topics with their aliases, found in text and expanded for search.
//
// A Vocabulary is immutable. bot/group builds one from group.yaml, bot merges what the secretariat said in Slack into another (With), and
// both the index and the reader of questions swap to it.
//
// How a name is found, in the order of the files: fold.go cuts text into folded tokens that remember where they stood; build.go files the
// aliases in a trie of tokens; match.go walks it and keeps the longest name; phonetic.go and misspelt.go are second looks at what the
// trie did not know; resolve.go chooses between the readings of a word that several entries claim. Nothing here knows the words of one
// group: every rule is data, in Entry (which aliases are weak, and near what) and in Ambiguous.
package vocab

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kinds of entry.
const (
	Body  = "body"
	Place = "place"
	Set   = "set" // several bodies under one name: "WDDs"
	Topic = "topic"
	Hook  = "hook" // a paragraph or goal of an international text: "CEDAW 32(a)"
	Term  = "term" // any other phrase the secretariat gave an alias; its key is the phrase itself
)

// kinds in the order in which they win a word that several of them claim: "IPMG" is a body before it is the topic of coordination.
var kinds = []string{Place, Body, Set, Hook, Topic, Term}

// version changes when the same entries are read differently, so that whatever was derived from a Hash is derived again.
const version = "2"

// An Entry is one name: a body, a place, a topic, or one of the other kinds.
type Entry struct {
	Kind    string   // Body, Place, Set, Hook, Topic or Term
	Key     string   // "KPCSW", "KP", "vaw"; unique within its kind
	Name    string   // the official or canonical name; found like an alias
	Aliases []string // other names, in English and Urdu script; no notes in brackets
	Place   string   // for a body: the key of its place; "PK" for federal ones
	Parent  string   // for a topic or a place: the key of the wider one, or empty
	Reports bool     // for a body: its delegation reports to the group for its place (SWDWE-KP and KPCSW for KP)
	Groups  []string // for a body: keys of the sets it belongs to: "WDDs", "commissions"

	Roman    []string // aliases found by their sound too: Roman Urdu, and proper names people spell as they hear them
	Capitals []string // aliases found in capitals only ("CM", "TIP"); in other letters they need a Near word, as Weak ones do
	Weak     []string // aliases that are ordinary words or numbers ("15", "noted"): found only with a Near word close by
	Near     []string // single words that give a weak alias its meaning
}

// forms are all aliases of e, the name first, in the order in which search should try them.
func (e *Entry) forms() []string {
	out := make([]string, 0, 1+len(e.Aliases)+len(e.Roman))
	out = append(out, e.Name)
	out = append(out, e.Aliases...)
	return append(out, e.Roman...)
}

// A Vocabulary finds and expands names. It is immutable and safe for use by many goroutines. Make one with New.
type Vocabulary struct {
	entries   []Entry
	ambiguous []Ambiguous
	plain     []string
	byKey     map[ref]int // index into entries
	matcher
}

type ref struct{ kind, key string }

// A Clash is an alias that two entries of one kind claim, without a rule that chooses between them.
type Clash struct {
	Kind, Alias string
	Keys        []string // the entries, in the order given
}

func (c *Clash) Error() string {
	return fmt.Sprintf("%q names more than one %s (%s): drop it from all but one, or list it under ambiguous with a rule", c.Alias, c.Kind,
		strings.Join(c.Keys, ", "))
}

// New builds a vocabulary. The plain words are ordinary ones that are never read as a misspelt name ("power" is no "dower"). The error
// joins every problem: a *Clash for an alias given twice within a kind and not listed as ambiguous, and plain errors for what else
// cannot be.
func New(entries []Entry, ambiguous []Ambiguous, plain ...string) (*Vocabulary, error) {
	v := &Vocabulary{entries: slices.Clone(entries), ambiguous: slices.Clone(ambiguous), plain: slices.Clone(plain), byKey: map[ref]int{}}
	var errs []error
	for i, e := range v.entries {
		r := ref{e.Kind, e.Key}
		if _, twice := v.byKey[r]; twice {
			errs = append(errs, fmt.Errorf("the %s %q is given twice: give each its own key", e.Kind, e.Key))
		}
		if !slices.Contains(kinds, e.Kind) || e.Key == "" || e.Name == "" {
			errs = append(errs, fmt.Errorf("an entry needs a kind of %s, a key and a name: got kind %q, key %q, name %q",
				strings.Join(kinds, ", "), e.Kind, e.Key, e.Name))
		}
		v.byKey[r] = i
	}
	errs = append(errs, v.build()...)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return v, nil
}

// Lookup returns the entry of that kind and key.
func (v *Vocabulary) Lookup(kind, key string) (Entry, bool) {
	i, ok := v.byKey[ref{kind, key}]
	if !ok {
		return Entry{}, false
	}
	return v.entries[i], true
}

// Entries returns all entries in the order given. The caller must not change what they hold.
func (v *Vocabulary) Entries() []Entry { return slices.Clone(v.entries) }

// Expand returns the forms under which a search should look for an entry, as phrases: its name first, then its aliases. Aliases that are
// weak or need capitals are left out, because in a document they mostly mean something else. An unknown key has no forms.
func (v *Vocabulary) Expand(kind, key string) []string {
	i, ok := v.byKey[ref{kind, key}]
	if !ok {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	add := func(form string) {
		if k := Fold(form); !seen[k] {
			seen[k] = true
			out = append(out, form)
		}
	}
	for _, form := range v.entries[i].forms() {
		if _, amb := v.ambiguousWord(form); !amb {
			add(form)
		}
	}
	for _, a := range v.ambiguous {
		for _, o := range a.Options {
			if o.Kind == kind && o.Key == key && (o.Default || a.Else == All) {
				for _, w := range a.Words {
					add(w)
				}
			}
		}
	}
	return out
}

// Narrower returns key and the keys of everything below it: "vaw" gives vaw, dv, honour, custom, ghag ...
func (v *Vocabulary) Narrower(kind, key string) []string {
	if _, ok := v.byKey[ref{kind, key}]; !ok {
		return nil
	}
	out := []string{key}
	for i := 0; i < len(out); i++ {
		for _, e := range v.entries {
			if e.Kind == kind && e.Parent == out[i] && !slices.Contains(out, e.Key) {
				out = append(out, e.Key)
			}
		}
	}
	return out
}

// ExpandWide is Expand for key and everything below it, its own forms first.
func (v *Vocabulary) ExpandWide(kind, key string) []string {
	var out []string
	for _, k := range v.Narrower(kind, key) {
		out = append(out, v.Expand(kind, k)...)
	}
	return out
}

// Members returns the keys of the bodies in a set.
func (v *Vocabulary) Members(set string) []string {
	var out []string
	for _, e := range v.entries {
		if e.Kind == Body && slices.Contains(e.Groups, set) {
			out = append(out, e.Key)
		}
	}
	return out
}

// A Change is one alias given to an entry, or taken from it. For a Term the key is the phrase meant, and the entry is made if need be.
type Change struct {
	Kind, Key string
	Alias     string
	Remove    bool
}

// With returns a new vocabulary with the changes applied in order; v stays as it is. It fails on an unknown entry, on an alias that is
// not there to be removed, and with a *Clash when another entry of the kind has the alias already.
func (v *Vocabulary) With(changes ...Change) (*Vocabulary, error) {
	entries := slices.Clone(v.entries)
	for _, c := range changes {
		if len(tokens(c.Alias)) == 0 {
			return nil, fmt.Errorf("an alias needs a word: got %q", c.Alias)
		}
		i := slices.IndexFunc(entries, func(e Entry) bool { return e.Kind == c.Kind && e.Key == c.Key })
		if i < 0 && c.Kind == Term && !c.Remove && c.Key != "" {
			entries = append(entries, Entry{Kind: Term, Key: c.Key, Name: c.Key})
			i = len(entries) - 1
		}
		if i < 0 {
			return nil, fmt.Errorf("there is no %s %q", c.Kind, c.Key)
		}
		e := &entries[i]
		if !c.Remove {
			e.Aliases = append(slices.Clone(e.Aliases), c.Alias)
			continue
		}
		found := false
		drop := func(list []string) []string {
			return slices.DeleteFunc(slices.Clone(list), func(a string) bool {
				same := spell(a) == spell(c.Alias)
				found = found || same
				return same
			})
		}
		e.Aliases, e.Roman, e.Capitals, e.Weak = drop(e.Aliases), drop(e.Roman), drop(e.Capitals), drop(e.Weak)
		if !found {
			return nil, fmt.Errorf("%q is no alias of %s", c.Alias, e.Name)
		}
	}
	return New(entries, v.ambiguous, v.plain...)
}

// Hash names the vocabulary by its contents: two with the same hash find and expand alike. It is a SHA-256 in hex.
func (v *Vocabulary) Hash() string {
	h := sha256.New()
	h.Write([]byte(version))
	// Encoding plain structs of strings cannot fail.
	_ = json.NewEncoder(h).Encode(struct {
		Entries   []Entry
		Ambiguous []Ambiguous
		Plain     []string
	}{v.entries, v.ambiguous, v.plain})
	return hex.EncodeToString(h.Sum(nil))
}
