package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// A lexicon is the vocabulary as the reader of papers asks it. Without a vocabulary it finds nothing.
type lexicon struct {
	v    *vocab.Vocabulary
	lead map[string]string // place -> body that leads its delegation
	all  []string          // those bodies, without those of the whole: "all provinces"
	year int               // of the paper; 0: unknown

	group       []string // the group itself, as the title of a paper about its meeting names it: when it speaks, nobody in particular does
	secretariat string   // the body that issues the group's papers
}

// isPlace says that a key is that of one place, not of the whole that the group spans.
func (l *lexicon) isPlace(key string) bool {
	if l.v == nil {
		return false
	}
	_, ok := l.v.Lookup(vocab.Place, key)
	return ok
}

// know tells the lexicon which paper is being read.
func (l *lexicon) know(d *index.Document) {
	if len(d.Date) >= 4 {
		l.year, _ = strconv.Atoi(string(d.Date[:4]))
	}
	if d.Meeting == 0 {
		return
	}
	for _, n := range l.find(d.Title, "") {
		if n.kind == vocab.Body && !slices.Contains(l.group, n.key) && n.key != d.Body {
			l.group = append(l.group, n.key)
		}
	}
	l.secretariat = d.Body
}

func newLexicon(v *vocab.Vocabulary) *lexicon {
	l := &lexicon{v: v, lead: map[string]string{}}
	if v == nil {
		return l
	}
	set := leadingSet(v)
	for _, leads := range []bool{true, false} {
		for _, e := range v.Entries() {
			if e.Kind != vocab.Body || !e.Reports || l.lead[e.Place] != "" || slices.Contains(e.Groups, set) != leads {
				continue
			}
			if l.lead[e.Place] = e.Key; l.isPlace(e.Place) {
				l.all = append(l.all, e.Key)
			}
		}
	}
	return l
}

// leadingSet is the set whose bodies stand first in the most places: the departments lead the delegations, the commissions speak beside
// them. A group without sets has none.
func leadingSet(v *vocab.Vocabulary) string {
	first := map[string]bool{}
	count := map[string]int{}
	best := ""
	for _, e := range v.Entries() {
		if e.Kind != vocab.Body || !e.Reports || first[e.Place] {
			continue
		}
		first[e.Place] = true
		for _, set := range e.Groups {
			if count[set]++; count[set] > count[best] {
				best = set
			}
		}
	}
	return best
}

// A name is a body, place or set found in a text.
type name struct {
	kind, key  string
	place      string // of a body, or the place itself
	start, end int
}

// find finds the names in text that are certain. The place, if any, is the one that is spoken of: it decides which WDD "WDD" is.
func (l *lexicon) find(text, place string) []name {
	if l.v == nil || text == "" {
		return nil
	}
	var out []name
	for _, m := range l.v.FindIn(text, vocab.Context{Place: place, Year: l.year, Known: known}) {
		r, ok := m.One()
		if !ok || m.How == vocab.Misspelt || m.How == vocab.Sounded {
			continue
		}
		switch r.Kind {
		case vocab.Place:
			out = append(out, name{r.Kind, r.Key, r.Key, m.Start, m.End})
		case vocab.Body, vocab.Set:
			if slices.Contains(l.group, r.Key) {
				continue
			}
			out = append(out, name{r.Kind, r.Key, r.Place, m.Start, m.End})
		}
	}
	return out
}

// known says that papers are not searched for misspelt names: what they print is not mended.
func known(string) bool { return true }

// bodies reads the bodies of a list such as "KP SWD&WE and KPCSW", "All WDDs" or "Punjab": a set is each of its members, a place whose
// body is not named is its leading body.
func (l *lexicon) bodies(text, place string) []string {
	names := l.find(text, place)
	var out []string
	if allProvinces(text) && !slices.ContainsFunc(names, func(n name) bool { return n.kind != vocab.Place }) {
		out = slices.Clone(l.all)
	}
	add := func(key string) {
		if key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for _, n := range names {
		switch n.kind {
		case vocab.Body:
			add(n.key)
		case vocab.Set:
			for _, k := range l.v.Members(n.key) {
				add(k)
			}
		case vocab.Place:
			if !allProvinces(text) && !slices.ContainsFunc(names, func(o name) bool { return o.kind != vocab.Place && (o.place == n.key || o.kind == vocab.Set) }) {
				add(l.lead[n.key])
			}
		}
	}
	if allProvinces(text) {
		for _, k := range l.namedSets(text, names) {
			add(k)
		}
	}
	if len(out) == 0 && strings.Contains(text, "Secretariat") {
		add(l.secretariat)
	}
	return out
}

// helpedBy comes between those who do a thing and those who help them with it.
var helpedBy = regexp.MustCompile(`(?i)[,(]?\s*\b(?:supported by|assisted by|helped by|with (?:the |technical |financial )*(?:support|assistance|help) (?:of|from)|in (?:collaboration|consultation|coordination|co-ordination|cooperation) with)\s+`)

// shares reads who does a thing, and who helps: "MoHR, supported by UN Women".
func (l *lexicon) shares(text, place string) (responsible, support []string) {
	m := helpedBy.FindStringIndex(text)
	if m == nil {
		return l.bodies(text, place), nil
	}
	responsible = l.bodies(text[:m[0]], place)
	for _, b := range l.bodies(text[m[1]:], place) {
		if !slices.Contains(responsible, b) {
			support = append(support, b)
		}
	}
	return responsible, support
}

// namedSets are the members of the sets that a text names in the singular, where the vocabulary knows the plural: "every department and
// commission".
func (l *lexicon) namedSets(text string, names []name) (members []string) {
	if l.v == nil {
		return nil
	}
	for _, e := range l.v.Entries() {
		if e.Kind != vocab.Set || slices.ContainsFunc(names, func(n name) bool { return n.key == e.Key }) {
			continue
		}
		for _, m := range eachOf.FindAllStringSubmatch(text, 8) {
			if strings.EqualFold(strings.TrimSuffix(m[1], "s"), strings.TrimSuffix(e.Key, "s")) {
				members = append(members, l.v.Members(e.Key)...)
				break
			}
		}
	}
	return members
}

var eachOf = regexp.MustCompile(`(?i)\b(?:and|or|all|each|every) (?:\w+ )??(\w{3,})\b`)

// provincesAlone is a cell that names the provinces as such.
var provincesAlone = regexp.MustCompile(`(?i)^\s*(?:the )?(?:provinces|provincial (?:governments|departments)|delegations)(?:,? (?:and|&) (?:regions|territories|AJK|GB|areas).*)?\s*$`)

func allProvinces(text string) bool {
	t := strings.ToLower(text)
	return provincesAlone.MatchString(text) || (strings.Contains(t, "all ") || strings.Contains(t, "each ") || strings.Contains(t, "every ")) &&
		(strings.Contains(t, "province") || strings.Contains(t, "delegation") || strings.Contains(t, "department"))
}

// who reads a heading or a cell that names one delegation and nothing else: "Khyber Pakhtunkhwa", "Sindh delegation", "KPCSW (chair
// vacant)", "Ministry of Human Rights".
func (l *lexicon) who(text string) (body, place string, ok bool) {
	text = partNumber.ReplaceAllString(text, "")
	if i := strings.Index(text, " ("); i > 0 && strings.HasSuffix(text, ")") {
		if b, p, ok := l.who(text[:i]); ok {
			if b == l.lead[p] { // "Punjab (PCSW)" is the body in brackets
				if inner, at, ok := l.who(text[i+2 : len(text)-1]); ok && at == p && inner != "" {
					return inner, p, true
				}
			}
			return b, p, true
		}
	}
	names := l.find(text, "")
	if len(names) == 0 || rest(text, names) != "" {
		return "", "", false
	}
	for _, n := range names {
		switch n.kind {
		case vocab.Body:
			if body != "" && body != n.key {
				return "", "", false
			}
			body, place = n.key, n.place
		case vocab.Place:
			if body == "" && place == "" {
				place = n.key
			}
		default:
			return "", "", false
		}
	}
	if body == "" {
		body = l.lead[place]
	}
	return body, place, true
}

// partNumber is the number of a heading.
var partNumber = regexp.MustCompile(`^\(?(?:\d{1,2}|[A-Z]|[ivxIVX]{1,5})(?:\.\d{1,2})*[.):]\s*|^(?:\d{1,2}|[A-Z])(?:\.\d{1,2})+\s+`)

// rest is what is left of a heading without names and the words that go with them.
func rest(text string, names []name) string {
	var b strings.Builder
	at := 0
	for _, n := range names {
		b.WriteString(text[at:n.start])
		b.WriteByte(' ')
		at = n.end
	}
	b.WriteString(text[at:])
	var left []string
	for _, w := range strings.FieldsFunc(strings.ToLower(b.String()), func(r rune) bool { return !wordRune(r) }) {
		switch w {
		case "the", "of", "and", "delegation", "delegations", "government", "govt", "province", "provincial", "update", "updates", "report", "from",
			"state", "department", "pakistan", "s", "a", "b", "c", "d", "e", "f", "i", "ii", "iii", "iv", "v", "vi":
		default:
			left = append(left, w)
		}
	}
	return strings.Join(left, " ")
}
