package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// Limits of an answer.
const (
	maxQuotes  = 5    // passages quoted in a plain answer
	maxQuote   = 900  // runes of one quote
	goodShare  = 0.40 // of the best score: what lies below is another subject
	fullShare  = 0.25 // of the best score, for what holds as much of the question as the best: the same fact in another place, perhaps told otherwise
	equalShare = 0.85 // of the best score: what lies above counts as equal, and the newest goes first
)

// asker is one message with what it may see and the moment it speaks for.
type asker struct {
	m    Message
	in   intent.Intent
	aud  index.Audience
	asOf index.Date

	rehearsal bool // the answer is only compared and never shown, so that nothing is kept of it
}

func (b *Bot) asker(m Message, in intent.Intent) asker {
	return asker{m: m, in: in, aud: b.audience(m), asOf: index.Date(m.AsOf.In(b.grp.Location()).Format("2006-01-02"))}
}

// query is the search for what was asked: its words, its topics with all their names, and its filters. A body stands for its place where
// it reports for it, since records mostly name the delegation and not the office.
func (b *Bot) query(a asker) index.Query {
	in, voc := a.in, b.voc.Load()
	q := index.Query{Text: strings.TrimSpace(in.Words + " " + in.Context + " " + strings.Join(in.English, " ")), Audience: a.aud, AsOf: a.asOf, Places: in.Places,
		Meetings: in.Meetings, From: in.From, To: in.To, Documents: in.Docs, Limit: 30}
	if len(in.Docs) > 0 && b.allPress(in.Docs) {
		q.Places = nil // a newspaper has no delegations
	}
	ofWhole := len(in.Docs) > 0 && !slices.ContainsFunc(in.Docs, func(id string) bool {
		d := b.ix.Document(id)
		return d == nil || d.Jurisdiction != b.grp.Whole.Key
	})
	for _, p := range in.Places {
		if ofWhole { // what a federal law says of a place is not said by the place
			q.Places = nil
			q.Phrases = append(q.Phrases, index.Phrase{Forms: append([]string{p}, voc.Expand(vocab.Place, p)...)})
			continue
		}
		if len(b.grp.BodiesOf(p)) > 0 {
			continue
		}
		// Nobody reports for Islamabad or the merged districts: those who speak of them do.
		e, _ := voc.Lookup(vocab.Place, p)
		wider := e.Parent
		if wider == "" {
			wider = b.grp.Whole.Key
		}
		q.Places = append(slices.Clone(q.Places), wider)
		q.Phrases = append(q.Phrases, index.Phrase{Forms: append([]string{p}, voc.Expand(vocab.Place, p)...)})
	}
	if len(in.Places) > 0 && (in.Own || slices.ContainsFunc(in.Asked, b.federal)) {
		q.Places = append(slices.Clone(q.Places), b.grp.Whole.Key) // federal laws protect her too; a federal body speaks of a place
	}
	if in.Punishes {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: []string{"imprisonment", "fine", "years", "months", "punishable", "penalty"}})
	}
	if in.Itself {
		alone := len(in.Places) == 0 && len(in.Asked) == 0 && (in.Kind == intent.FactCheck || in.Kind == intent.Definition)
		q.Phrases = append(q.Phrases, index.Phrase{Forms: []string{"the Group", b.grp.Short, b.grp.Name}, Must: alone})
	}
	if anyLaw.MatchString(in.Words) {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: []string{"legislation", "act", "bill", "law", "ordinance"}})
	}
	for _, w := range strings.Fields(in.Words) {
		if forms := numberForms(w); forms != nil {
			q.Phrases = append(q.Phrases, index.Phrase{Forms: forms})
		}
	}
	for _, s := range in.Named {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: namedForms(s)})
	}
	if kin := kinOf(in.Words); len(kin) > 0 {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: kin})
	}
	if words := in.Wants().Words; len(words) > 0 {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: words})
	}
	if in.Year != "" {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: []string{in.Year}, Must: true})
	}
	if len(in.Papers) > 0 {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: in.Papers})
	}
	for _, t := range in.Topics {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: topicForms(voc, in, t)})
	}
	for _, s := range in.Quoted {
		q.Phrases = append(q.Phrases, index.Phrase{Forms: []string{s}, Must: true})
	}
	for _, k := range in.Asked {
		if e, ok := voc.Lookup(vocab.Body, k); ok {
			forms := append([]string{k}, voc.Expand(vocab.Body, k)...)
			q.Phrases = append(q.Phrases, index.Phrase{Forms: forms})
			if e.Place == "" || e.Place == "PK" {
				continue
			}
		}
	}
	return q
}

func (b *Bot) allPress(ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		d := b.ix.Document(id)
		return d == nil || d.Type != "press"
	})
}

// anyLaw are the words that ask for laws of whatever kind.
var anyLaw = regexp.MustCompile(`(?i)\b(?:legislations?|laws?|legal|qanoon|qawaneen|kanoon)\b|قانون|قوانین`)

// topicForms are the names under which a topic is looked for: the member's own first, then the topic's, then those of narrower topics.
func topicForms(voc *vocab.Vocabulary, in intent.Intent, topic string) []string {
	var forms []string
	for _, f := range in.Forms {
		if f.Key != topic {
			continue
		}
		if english := in.InEnglish(f.Text); english != "" {
			forms = append(forms, english) // "zabardasti shadi": of all names of the topic, forced marriage is meant
		}
		forms = append(forms, f.Text)
	}
	return append(forms, voc.ExpandWide(vocab.Topic, topic)...)
}

// search runs a query and keeps what is about the question: passages that hold words of the question themselves, and not only in the titles
// above them, not far below the best. A paragraph that covers the question goes before a short line under a fitting title.
func (b *Bot) search(ctx context.Context, a asker, q index.Query) ([]index.Result, error) {
	if year := yearOfLaw(a.in); year != nil { // a law of another year is another law, as long as some paper knows the one that is meant
		exact := q
		exact.Phrases = append(slices.Clone(q.Phrases), index.Phrase{Forms: year, Must: true})
		res, err := b.ix.Search(ctx, exact)
		if err != nil {
			return nil, err
		}
		if res = b.about(a, exact, res); len(res) > 0 {
			return res, nil
		}
	}
	res, err := b.ix.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	told, err := b.toldByOthers(ctx, q)
	if err != nil {
		return nil, err
	}
	return b.about(a, q, append(res, told...)), nil
}

// yearOfLaw is the year behind a word for a law, where no paper of that name is known, in the forms it is looked for; else nil.
func yearOfLaw(in intent.Intent) []string {
	words := strings.Fields(in.Words)
	for i, w := range words {
		if i > 0 && len(w) == 4 && len(in.Docs) == 0 && lawNoun.MatchString(words[i-1]) {
			if forms := numberForms(w); forms != nil {
				return forms
			}
		}
	}
	return nil
}

// about keeps of results what is about the question; see search.
func (b *Bot) about(a asker, q index.Query, res []index.Result) []index.Result {
	if len(res) == 0 {
		return nil
	}
	words := index.Wanted(strings.Fields(q.Text))
	phrases := make([][]index.Terms, len(q.Phrases))
	for i, p := range q.Phrases {
		phrases[i] = index.Wanted(p.Forms)
	}
	needs := b.needs(a.in)
	var counted counter
	if a.in.Counts {
		counted = countOf(a.in.Words + " " + strings.Join(a.in.English, " "))
	}
	defines, sort, old := formal.MatchString(q.Text), a.in.Wants(), b.superseded(a)
	kept := res[:0]
	for _, r := range res {
		if k := r.Passage.Kind; r.Own == 0 || k == "heading" || k == "signature" {
			continue
		}
		own := b.read(r).own
		held, of, length := own.Held(words), len(words), len(own)
		for _, p := range phrases {
			of++
			if own.Held(p) > 0 {
				held++
			}
		}
		if held == 0 {
			continue
		}
		share := float64(held) / float64(of)
		if !bare(needs) {
			share = (share + b.says(r, needs)) / 2
		}
		r.Score *= 0.4 + 0.6*share
		text := r.Doc.Quote(r.Passage)
		looks := sort.Looks != nil && b.looksLike(r, sort, needs)
		if length < shortPassage || !defines && !looks && formal.MatchString(strings.Join(r.Passage.Heading, " ")) || recital.MatchString(text) {
			r.Score *= 0.6
		}
		if looks {
			r.Score *= sort.Gain
		}
		if r.Passage.Kind == "row" && strings.HasPrefix(r.Passage.Locator, "annex") {
			r.Score *= 0.7 // a list of participants: what it says is better told in the record
		}
		if strings.HasPrefix(r.Passage.Locator, "opening") { // a letterhead: what it says is said again in the record
			r.Score *= 0.5
		}
		if counted.in(text) {
			r.Score *= countedGain
		}
		if slices.Contains(a.in.Meant, r.Doc.ID) {
			r.Score *= meantLaw
		}
		if old[r.Doc.ID] != nil && !slices.Contains(a.in.Docs, r.Doc.ID) {
			r.Score *= 0.6
		}
		kept = append(kept, r)
	}
	kept = b.relevant(a, kept, needs)
	if sort.Must && len(q.Sections) == 0 {
		kept = slices.DeleteFunc(kept, func(r index.Result) bool {
			return !b.looksLike(r, sort, needs) && b.says(r, needs) < nearlyAll
		})
	}
	slices.SortStableFunc(kept, func(x, y index.Result) int { return cmp.Compare(y.Score, x.Score) })
	if len(kept) == 0 {
		return nil
	}
	best, full := kept[0].Score/max(sort.Gain, 1), b.covers(kept[0], needs)
	return slices.DeleteFunc(kept, func(r index.Result) bool {
		return r.Score < goodShare*best && !(!bare(needs) && r.Score >= fullShare*best && full > 0 && b.covers(r, needs) >= full && b.read(r).own.Held(words) > 0)
	})
}

// nearlyAll is the share of the question that a passage must say itself to be quoted where it does not look like what is asked for: it may say
// that the figure is not known.
const nearlyAll = 0.8

// unsaid is how a paper tells that it does not tell.
var unsaid = regexp.MustCompile(`(?i)\b(?:do|does|did) not (?:say|give|state|tell|show)|\b(?:not|never) (?:stated|given|known|available|restated)\b|no figure`)

// looksLike reports whether a sentence of a passage looks like what is asked for and holds something of the question besides.
func (b *Bot) looksLike(r index.Result, sort intent.Sort, needs []need) bool {
	text, above := r.Doc.Quote(r.Passage), b.read(r).above
	for _, c := range r.Passage.Cells { // a row tells by its headings what its figures are
		if sort.Looks.MatchString(c.Header + ": " + c.Text) {
			return true
		}
	}
	if !sort.Looks.MatchString(text) && !unsaid.MatchString(text) {
		return false
	}
	for _, s := range index.Sentences(text) {
		sentence := text[s.Start:s.End]
		untold := unsaid.MatchString(sentence)
		if !untold && !sort.Looks.MatchString(sentence) {
			continue
		}
		terms, subject := index.TermsOf(sentence), false
		for _, n := range needs {
			if n.looks != nil || n.weight < 1 {
				continue // it only asks
			}
			if terms.Held(n.forms) > 0 || n.loose && n.apart(terms) {
				return true
			}
			subject = subject || !titled(r.Doc.Type) || above.Held(n.forms) == 0 // else the whole paper is about it
		}
		if !untold && (!subject || r.Passage.Kind == "row") {
			return true
		}
	}
	return false
}

// federal reports whether a body is of the whole and not of one place.
func (b *Bot) federal(body string) bool {
	e, ok := b.voc.Load().Lookup(vocab.Body, body)
	return ok && e.Place == b.grp.Whole.Key
}

// countedGain is what a passage gains that gives a number of the thing that is counted.
const countedGain = 1.6

// meantLaw is what the law gains that a question describes.
const meantLaw = 1.3

// prefer runs a query over several sets of types, the preferred first, and keeps the first set that holds as much of the question as any does.
func (b *Bot) prefer(ctx context.Context, a asker, q index.Query, tries [][]string) ([]index.Result, error) {
	needs := b.needs(a.in)
	var found [][]index.Result
	var held []float64
	most := 0.0
	for _, types := range tries {
		q.Types = types
		res, err := b.search(ctx, a, q)
		if err != nil {
			return nil, err
		}
		share := 0.0
		for _, r := range first(res, 3) {
			share = max(share, b.covers(r, needs))
		}
		found, held, most = append(found, res), append(held, share), max(most, share)
	}
	for i, res := range found {
		if len(res) > 0 && held[i] >= most-asMuch {
			return res, nil
		}
	}
	return nil, nil
}

// asMuch is by how much less of the question the preferred papers may hold.
const asMuch = 0.1

// toldByOthers finds what federal bodies and the group itself said about a place whose own reports are asked for: "the Secretary informed the
// house that KP ...". It counts less than the place's own word, and its citation says whose it is.
func (b *Bot) toldByOthers(ctx context.Context, q index.Query) ([]index.Result, error) {
	whole := b.grp.Whole.Key
	if len(q.Places) != 1 || q.Places[0] == whole || len(q.Documents) > 0 || q.Text == "" && len(q.Phrases) == 0 {
		return nil, nil
	}
	voc := b.voc.Load()
	forms := append([]string{name(voc, vocab.Place, q.Places[0])}, voc.Expand(vocab.Place, q.Places[0])...)
	q.Places, q.Limit = []string{whole}, 10
	q.Phrases = append(slices.Clone(q.Phrases), index.Phrase{Forms: forms, Must: true})
	res, err := b.ix.Search(ctx, q)
	res = slices.DeleteFunc(res, func(r index.Result) bool {
		return r.Passage.Kind != "para" || r.Passage.Body == "" && r.Passage.Speaker == ""
	})
	for i := range res {
		res[i].Score *= othersWord
	}
	return res, err
}

// othersWord is what others' word about a place weighs beside its own.
const othersWord = 0.75

// formal are the parts of a paper that say little unless they are asked for.
var formal = regexp.MustCompile(`(?i)\b(?:definitions?|short title|commencement|acronyms?|abbreviations?|power to make rules|removal of difficulties|statement of objects|repeal|savings?|distribution)\b`)

// recital is a passage of a law that tells why it was made.
var recital = regexp.MustCompile(`^(?:AND )?WHEREAS\b`)

// shortPassage is how many terms a passage needs to say something: a line of a list of acronyms has fewer.
const shortPassage = 9

// cite quotes a passage: whole if it is short enough, else the run of sentences that answers best.
func (b *Bot) cite(r index.Result, words []string) Cited { return b.citeUpTo(r, words, maxQuote) }

func (b *Bot) citeUpTo(r index.Result, words []string, limit int) Cited {
	d, p := r.Doc, r.Passage
	quote := d.Quote(p)
	if e := index.Excerpt(quote, words, limit); e != "" {
		quote = e
	}
	c := Cited{Document: d.ID, Title: d.Title, Type: d.Type, Date: d.Date, Issued: d.Issued, Body: p.Body, Locator: p.Locator, Passage: p.ID,
		Quote: quote, Meeting: d.Meeting, Place: p.Place, Label: b.label(d), Provenance: d.Provenance}
	if c.Body == "" {
		c.Body = d.Body
	}
	c.Note = note(d)
	return c
}

// superseded are the papers that a later one replaces, as far as the asker may see it at the moment, each with the one that does.
func (b *Bot) superseded(a asker) map[string]*index.Document {
	var out map[string]*index.Document
	for _, d := range b.ix.Documents(a.aud) {
		for _, r := range d.Relations {
			if r.Kind == "supersedes" && b.mayShow(a, d) {
				if out == nil {
					out = map[string]*index.Document{}
				}
				out[r.To] = d
			}
		}
	}
	return out
}

// note says what a reader must know of the paper besides its date.
func note(d *index.Document) string {
	switch {
	case d.Status == "draft":
		return "unconfirmed draft"
	case d.Type == "bill" && d.Status == "lapsed":
		return "a bill that lapsed, not law"
	case d.Type == "bill":
		return "a bill, not an Act"
	case d.Type == "press":
		return "press item, not a record of the meeting"
	}
	return ""
}

// label names a paper as a citation does: "14th IPMG minutes, 29 Oct 2019".
func (b *Bot) label(d *index.Document) string {
	date := dayWords(d.Date)
	switch {
	case d.Meeting > 0 && d.Type == "minutes":
		return calendar.Ordinal(d.Meeting) + " " + b.grp.Short + " minutes, " + date
	case d.Type == "corrigendum" && d.Meeting > 0:
		return "Corrigendum to the " + calendar.Ordinal(d.Meeting) + " " + b.grp.Short + " minutes, " + date
	case d.Type == "tracker" && d.Meeting > 0:
		return "Action tracker of the " + calendar.Ordinal(d.Meeting) + " " + b.grp.Short + ", " + date
	case d.Type == "press":
		return shorten(d.Title, 90) + ", " + date
	}
	return shorten(d.Title, 110) + ", " + date
}

// words are what an excerpt should hold: the question's own words and every name of its topics.
func (b *Bot) words(in intent.Intent) []string {
	out := strings.Fields(in.Words + " " + in.Context)
	for _, t := range in.Topics {
		out = append(out, topicForms(b.voc.Load(), in, t)...)
	}
	for _, s := range in.Named {
		out = append(out, namedForms(s)...)
	}
	out = append(out, in.Wants().Words...)
	return append(out, in.Quoted...)
}

// withCorrections puts, before each passage that a later paper corrects, the correcting passage, as far as the moment and the asker's rights
// allow; the corrected one says so.
func (b *Bot) withCorrections(a asker, cites []Cited) []Cited {
	var out []Cited
	for _, c := range cites {
		d := b.ix.Document(c.Document)
		p := d.Passage(c.Passage)
		if p == nil {
			out = append(out, c)
			continue
		}
		for _, id := range p.CorrectedBy {
			r, ok := b.passage(a, id)
			if !ok || slices.ContainsFunc(out, func(o Cited) bool { return o.Passage == id }) {
				continue
			}
			out = append(out, b.cite(r, b.words(a.in)))
			if c.Note != "" {
				c.Note += "; "
			}
			c.Note += "corrected on " + dayWords(r.Doc.Issued) + " [" + r.Doc.ID + "]"
		}
		if !slices.ContainsFunc(out, func(o Cited) bool { return o.Passage == c.Passage }) {
			out = append(out, c)
		}
	}
	return out
}

// passage loads one passage by id, if the asker may see it at the moment.
func (b *Bot) passage(a asker, id string) (index.Result, bool) {
	doc, _, _ := strings.Cut(id, "#")
	d := b.ix.Document(doc)
	if d == nil || !b.mayShow(a, d) {
		return index.Result{}, false
	}
	p := d.Passage(id)
	return index.Result{Doc: d, Passage: p}, p != nil
}
