package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// Whether a passage is about a question is decided by how much of what was asked it holds. The search ranks; it does not know that "how many
// women are killed for honour" is not answered by a passage that holds only "women". A passage that covers too little is not quoted, and
// where none is left the answer is that the papers do not say.

// enough is the share of what was asked that a passage must hold. At .42 questions without an answer in the papers were still answered from passages
// near the subject; at .45 none of testdata/questions and testdata/answers.txt is, and no right answer is lost.
const enough = 0.45

// enoughOfClaim is the share where something is claimed: the part that is wrong stands in no paper.
const enoughOfClaim = 0.35

// enoughOfYear is the share where a year was asked for that no paper is of: another paper that speaks of it must be about the rest as well.
const enoughOfYear = 0.6

// A need is one thing that was asked for, in any of several words.
type need struct {
	forms  []index.Terms
	weight float64
	rare   float64        // what it weighs more where passages are told apart that are all about the question
	body   string         // key of a body that was named: its own words are about it, whether or not they name it
	place  string         // of that body, whose delegation calls it by
	head   []index.Terms  // the last word of its name: "the commission"
	loose  bool           // the words of a form may also stand apart
	must   bool           // a passage without it is no answer
	looks  *regexp.Regexp // a word that only asks for a sort of thing is held by what looks like it
}

func wanting(forms []string, weight float64) need {
	return need{forms: index.Wanted(forms), weight: weight}
}

// needs are what a question asks for beyond its filters: its topics, its own words, its numbers and names.
func (b *Bot) needs(in intent.Intent) []need {
	voc := b.voc.Load()
	var out []need
	inTopics := map[string]bool{}
	for _, t := range in.Topics {
		if namesOnly(in, t) {
			for _, w := range strings.Fields(in.Title) {
				inTopics[w] = true
			}
			continue // the paper that is named is about it, whatever its sections say
		}
		weight := topicWeight
		if slices.Contains(in.LawTopics, t) {
			weight *= lawOfTopic
		}
		out = append(out, wanting(topicForms(voc, in, t), weight))
		for _, f := range in.Forms {
			if f.Key == t && calledNumber.MatchString(f.Text) && strings.Contains(in.Text, f.Text) { // what is said of another number is no answer
				n := wanting([]string{f.Text}, ownWeight)
				n.must = true
				out = append(out, n)
			}
		}
		if own := ownForms(voc, in, t); own != nil {
			n := wanting(own, ownWeight)
			n.loose = true
			out = append(out, n)
		}
		for _, f := range in.Forms {
			for _, w := range strings.Fields(f.Text) {
				inTopics[strings.ToLower(w)] = true
			}
		}
	}
	if in.Own && len(out) > 0 {
		return out // the rest is the story of one's own case
	}
	for _, s := range in.Quoted {
		out = append(out, wanting([]string{s}, topicWeight))
	}
	for _, s := range in.Named {
		out = append(out, wanting(namedForms(s), 2*topicWeight))
	}
	for _, k := range in.Asked {
		n := wanting(append([]string{k}, voc.Expand(vocab.Body, k)...), topicWeight)
		if b.leads(k) {
			n.weight = leaderWeight // what the delegation says is its word
		}
		n.body = k
		if e, ok := voc.Lookup(vocab.Body, k); ok && b.grp.Whole.Key != e.Place {
			n.place, n.head = e.Place, index.Wanted(institution.FindAllString(strings.ToLower(e.Name), 1))
		}
		out = append(out, n)
	}
	for _, p := range in.Places {
		if len(b.grp.BodiesOf(p)) == 0 { // nobody reports for it, so that no filter tells what is of it
			out = append(out, wanting(append([]string{p}, voc.Expand(vocab.Place, p)...), topicWeight))
		}
	}
	if in.Year != "" {
		n := wanting([]string{in.Year}, 1)
		n.must = true
		out = append(out, n)
	}
	if len(in.Papers) > 0 {
		out = append(out, wanting(in.Papers, paperWeight))
	}
	words, sort := strings.Fields(in.Words), in.Wants()
	if in.Punishes {
		out = append(out, penalty(in.Text))
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		if in.Punishes && penalWord.MatchString(w) {
			continue
		}
		if inTopics[strings.ToLower(w)] || b.namesAsked(in, w) {
			continue
		}
		if n := numberForms(w); n != nil {
			if i+1 < len(words) && intent.Unit(words[i+1]) {
				n = []string{w + " " + words[i+1], numberWord(w) + " " + words[i+1]}
				i++
				out = append(out, wanting(n, unitWeight))
				continue
			}
			weight := 1.0
			if slices.Equal(n, yearOfLaw(in)) {
				weight = unitWeight
			}
			out = append(out, wanting(n, weight))
			continue
		}
		if strings.EqualFold(w, b.grp.Whole.Name) {
			out = append(out, wanting([]string{w}, commonWeight)) // nearly all of it is about the whole
			continue
		}
		english := in.Gloss(w)
		if n := wanting(append(append([]string{w}, kin(w)...), english...), wordWeight(in, w, english)); len(n.forms) > 0 {
			if n.weight == 1 && in.Lang == "en" {
				n.rare = rarity(b.ix.Occurrences(w))
			}
			if sort.Asks(w) {
				n.looks = sort.Looks
			}
			out = append(out, n)
		}
	}
	return out
}

// penalty is the need of a question that asks for a penalty: of prison, of a fine, or of whatever it is.
func penalty(text string) need {
	prison, fine := prisonWord.MatchString(text), fineWord.MatchString(text)
	var forms []string
	if prison || !fine {
		forms = append(forms, "imprisonment", "prison", "jail", "imprisoned")
	}
	if fine || !prison {
		forms = append(forms, "fine")
	}
	n := wanting(forms, 1)
	if !prison && !fine {
		n = wanting(append(forms, "punished", "punishment", "penalty", "sentence"), 1)
		n.looks = aPenalty
	}
	return n
}

var (
	prisonWord = wordsPattern(`jail(?:ed)?|prison|imprison\w*|qaid|قید`)
	fineWord   = wordsPattern(`fined?|fines|jurmana|جرمانہ`)
)

// penalWord is a word that asks for a penalty.
var penalWord = wordsPattern(`jail(?:ed)?|prison|imprison\w*|punish\w*|punishmnt|penalt\w+|fined?|fines|sentence[ds]?|saza\w*|jurmana|qaid|سزا\S*|جرمانہ|قید`)

// namesOnly reports whether a topic is named by nothing but the short name of a paper: "PPWVA".
func namesOnly(in intent.Intent, topic string) bool {
	named := false
	for _, f := range in.Forms {
		if f.Key != topic {
			continue
		}
		if !slices.Contains(strings.Fields(in.Title), strings.ToLower(f.Text)) {
			return false
		}
		named = true
	}
	return named
}

// kinds of words that a question and a paper change between: "notified" and "notification", "vacant" and "vacancy".
var kinds = [][2]string{{"ified", "ification"}, {"ed", "ment"}, {"ed", "ation"}, {"ed", "ion"}, {"ed", "al"}, {"ded", "sion"}, {"de", "sion"}, {"ant", "ancy"}, {"ent", "ence"}, {"ain", "aint"}}

// kin are the words of the same root as a word, as far as its ending tells; some are none.
func kin(w string) []string {
	var out []string
	w = strings.ToLower(w)
	for _, p := range [...][2]string{{"child", "children"}, {"man", "men"}, {"woman", "women"}, {"wife", "wives"}, {"person", "people"}} { // no ending tells these
		for i, form := range p {
			if w == form {
				out = append(out, p[1-i])
			}
		}
	}
	for _, k := range kinds {
		for i, end := range k {
			if root, ok := strings.CutSuffix(w, end); ok && len(root) >= 3 {
				out = append(out, root+k[1-i])
			}
		}
	}
	return out
}

func kinOf(words string) []string {
	var out []string
	for _, w := range strings.Fields(words) {
		out = append(out, kin(w)...)
	}
	return out
}

// namesAsked reports whether a word only names the papers that were asked for: the year in "the 1929 act", the name of a newspaper.
func (b *Bot) namesAsked(in intent.Intent, w string) bool {
	want := index.Wanted([]string{w})
	return slices.ContainsFunc(in.Docs, func(id string) bool {
		d := b.ix.Document(id)
		return d != nil && (d.Type == "press" || numberForms(w) != nil) && index.TermsOf(d.Title).Held(want) > 0
	})
}

// namedForms are the forms of the name of something outside the group: with and without what stands behind a comma or in brackets.
func namedForms(s string) []string {
	if i := strings.IndexAny(s, ",("); i > 0 {
		return []string{s, strings.TrimSpace(s[:i])}
	}
	return []string{s}
}

// Weights of what is asked: a topic is the subject, a word that is in every other passage says little, and an unknown word in an Urdu sentence
// is more often grammar than a thing.
const (
	topicWeight   = 1.6
	commonWeight  = 0.3
	unknownWeight = 2   // a word of no paper, in an English question: most likely what it is about
	unitWeight    = 2.5 // an amount: what is said of another amount is another matter
	strayWeight   = 0.15
	ownWeight     = 1 // the topic in the member's own word: literacy is not any schooling
	leaderWeight  = 0.6
	paperWeight   = 1   // the name of a law or a plan that is none of the papers: what others say of it
	lawOfTopic    = 2.5 // times a topic that names a law: "the Hindu marriage act" is not answered by another law on marriage
)

// ownForms are the member's own words for a topic, where they are no abbreviation, no name of it and no words of another language.
func ownForms(voc *vocab.Vocabulary, in intent.Intent, topic string) []string {
	e, ok := voc.Lookup(vocab.Topic, topic)
	if !ok || in.Lang != "en" || in.Own {
		return nil
	}
	var out []string
	for _, f := range in.Forms {
		if f.Key != topic || strings.EqualFold(f.Text, e.Name) || slices.ContainsFunc(in.Fixed, func(x intent.Fix) bool { return x.Word == f.Text || strings.Contains(f.Text, x.As) }) {
			continue
		}
		if i := slices.IndexFunc(e.Aliases, func(al string) bool { return strings.EqualFold(al, f.Text) }); i >= 0 && !abbreviated.MatchString(e.Aliases[i]) {
			out = append(out, f.Text)
		}
	}
	return out
}

var abbreviated = regexp.MustCompile(`[A-Z]{2}|\d`)

// calledNumber is a number that one calls: a helpline.
var calledNumber = regexp.MustCompile(`^\d{4,}$`)

// leads reports whether a body leads the delegation of its place, which the filter on the place stands for.
func (b *Bot) leads(body string) bool {
	e, ok := b.voc.Load().Lookup(vocab.Body, body)
	if !ok || e.Place == b.grp.Whole.Key {
		return false
	}
	delegation := b.grp.BodiesOf(e.Place)
	return len(delegation) > 0 && delegation[0] == body
}

// institution is what a delegation calls its own body by.
var institution = regexp.MustCompile(`commission|authority|committee`)

// rarity is what a word weighs more by how seldom it occurs in the papers: among passages near the subject, the one that speaks of what few speak
// of is most likely the answer.
func rarity(occurrences int) float64 {
	switch {
	case occurrences == 0:
		return 0
	case occurrences <= 10:
		return 0.4
	case occurrences <= 40:
		return 0.2
	}
	return 0
}

func wordWeight(in intent.Intent, w string, english []string) float64 {
	first, _ := utf8.DecodeRuneInString(w)
	switch {
	case commonWords[strings.ToLower(w)], len(english) > 0 && !slices.ContainsFunc(english, func(e string) bool { return !commonWords[e] }):
		return commonWeight
	case slices.Contains(in.Unknown, w) && len(english) == 0 && in.Lang != "en" && !unicode.IsUpper(first):
		return strayWeight
	case slices.Contains(in.Unknown, w) && len(english) == 0 && len(in.Docs) == 0:
		return unknownWeight
	}
	return 1
}

// commonWords say little about what a passage is about, in the papers of any group.
var commonWords = wordSet(`item items split breakdown breakup division article clipping correction corrections corrigendum corrigenda errata women woman women's act acts bill bills law laws legislation policy plan section sections province provinces provincial government day days date dates number
	new total main first national working work start started use used take taken under total main key role current status figure figures number numbers person persons people official officially
	case cases place made hold held group member country pakistan full name names word words text copy short long part different same kind type period press news newspaper amendment amendments case rs pkr package framework`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// numberForms are the ways in which papers write a number; nil: it is none.
func numberForms(w string) []string {
	n, percent := strings.CutSuffix(w, "%")
	if n == "" || strings.Trim(n, "0123456789") != "" || len(n) > 9 {
		return nil
	}
	forms := []string{n, n + "th", numberWord(n)}
	if percent {
		forms = []string{n + " per cent", n + " percent", numberWord(n) + " per cent", n + "%"}
	}
	if len(n) > 3 {
		forms = append(forms, thousands(n))
	}
	return forms
}

// thousands is 500000 as papers write it: 500,000.
func thousands(n string) string {
	for i := len(n) - 3; i > 0; i -= 3 {
		n = n[:i] + "," + n[i:]
	}
	return n
}

// apart reports whether a text holds all words of one of the forms, in whatever order.
func (n need) apart(text index.Terms) bool {
	return slices.ContainsFunc(n.forms, func(form index.Terms) bool {
		return !slices.ContainsFunc(form, func(t string) bool { return !slices.Contains(text, t) })
	})
}

// looseShare is what words count that stand apart where the question had them together.
const looseShare = 0.7

// covers is the share of the needs that a passage holds, itself or in the headings and the title it stands under.
func (b *Bot) covers(r index.Result, needs []need) float64 { return b.held(r, needs, 1) }

// says is the same where what stands above a passage counts half: it stands above its neighbours too.
func (b *Bot) says(r index.Result, needs []need) float64 { return b.held(r, needs, 0.5) }

func (b *Bot) held(r index.Result, needs []need, above float64) float64 {
	read := b.read(r)
	held, all := 0.0, 0.0
	for _, n := range needs {
		all += n.weight
		switch {
		case n.heldBy(r, read):
			held += n.weight
		case n.loose && n.apart(read.own):
			held += looseShare * n.weight
		case read.above.Held(n.forms) > 0:
			held += above * n.weight
		}
	}
	if all == 0 {
		return 1
	}
	return held / all
}

// heldBy reports whether a passage holds a need in its own words.
func (n need) heldBy(r index.Result, read readPassage) bool {
	return read.own.Held(n.forms) > 0 || n.looks != nil && n.looks.MatchString(r.Doc.Quote(r.Passage)) || n.body != "" && (n.body == r.Passage.Body || n.place == r.Passage.Place && read.own.Held(n.head) > 0)
}

// bare reports whether a question asks for nothing beyond its filters: "what did GB report at the 16th?".
func bare(needs []need) bool {
	total := 0.0
	for _, n := range needs {
		if n.body == "" || n.weight != leaderWeight {
			total += n.weight
		}
	}
	return total < 0.8
}

// titled reports whether every passage of such a paper is about what its title names.
func titled(kind string) bool {
	switch kind {
	case "act", "bill", "policy", "plan", "package", "matrix":
		return true
	}
	return false
}

// relevant keeps the results that hold enough of what was asked.
func (b *Bot) relevant(a asker, res []index.Result, needs []need) []index.Result {
	least := enough
	switch {
	case a.in.Year != "":
		least = enoughOfYear
	case a.in.Kind == intent.FactCheck:
		least = enoughOfClaim
	}
	if bare(needs) {
		return res
	}
	return slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool {
		return b.covers(r, needs) < least || slices.ContainsFunc(needs, func(n need) bool {
			read := b.read(r)
			return n.must && read.own.Held(n.forms) == 0 && read.above.Held(n.forms) == 0
		})
	})
}

// readPassage are the terms of a passage, and of the headings and the title above it.
type readPassage struct {
	hash       string
	own, above index.Terms
}

// read gives the terms of a passage. They are kept: the same passages are looked at by question after question.
func (b *Bot) read(r index.Result) readPassage {
	if have, ok := b.terms.Load(r.Passage.ID); ok && have.(readPassage).hash == r.Passage.Hash {
		return have.(readPassage)
	}
	above := numbering.ReplaceAllString(strings.Join(r.Passage.Heading, "\n"), " ")
	if titled(r.Doc.Type) {
		above += "\n" + r.Doc.Title
	}
	now := readPassage{r.Passage.Hash, index.TermsOf(r.Doc.Quote(r.Passage)), index.TermsOf(above)}
	if b.kept.Add(1) > maxKept {
		b.terms.Clear()
		b.kept.Store(0)
	}
	b.terms.Store(r.Passage.ID, now)
	return now
}

// numbering is what a heading counts by, which says nothing of its subject.
var numbering = regexp.MustCompile(`(?i)\b(?:chapter|part|section|article|annex|item|component|area|outcome)s? (?:[ivxlc]+|\d+|[a-z])\b`)

// maxKept bounds the passages whose terms are kept, at about 2 KB each.
const maxKept = 20_000
