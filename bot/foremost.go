package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// What stands first is read in a notification, often alone: it must be the sentence that answers, and not the one that leads to it.

// A weighing tells how well a passage or a sentence answers by its own words.
type weighing struct {
	needs   []need
	sort    intent.Sort
	counted counter
	penal   bool   // a penalty is asked for
	staged  bool   // it is asked where something stands
	legal   bool   // it is asked what was said of laws
	year    string // the one year asked about

	above func(index.Result) index.Terms // what the headings and the title above a passage hold
}

func (b *Bot) weigh(a asker) weighing {
	l := weighing{needs: append(b.needs(a.in), b.placesOfLaw(a.in)...), sort: a.in.Wants(), penal: a.in.Punishes && !yesNo.MatchString(a.in.Text), staged: a.in.Kind == intent.Status, legal: a.in.Said && anyLaw.MatchString(a.in.Words+" "+a.in.Context), year: oneYear(a.in),
		above: func(r index.Result) index.Terms { return b.read(r).above }}
	if a.in.Counts {
		l.counted = countOf(a.in.Words + " " + strings.Join(a.in.English, " "))
	}
	return l
}

// placesOfLaw are the places that a question about federal papers names: what these say of the places is asked, and no filter tells.
func (b *Bot) placesOfLaw(in intent.Intent) []need {
	if len(in.Docs) == 0 || !b.ofTheWhole(in.Docs) {
		return nil
	}
	var out []need
	for _, p := range in.Places {
		out = append(out, wanting(append([]string{p}, b.voc.Load().Expand(vocab.Place, p)...), topicWeight))
	}
	return out
}

// oneYear is the year a question asks about, if it is a single one.
func oneYear(in intent.Intent) string {
	if len(in.From) >= 4 && len(in.To) >= 4 && in.From[:4] == in.To[:4] {
		return string(in.From[:4])
	}
	return ""
}

// aPenalty is how a law tells what the punishment is.
var aPenalty = regexp.MustCompile(`(?i)\bimprisonment\b|\bfine (?:of|up to|to be|as)\b|\bpunish(?:ed|ment)\b[^.;]*\b(?:years?|months?|same|fine)\b|\bsame punishment\b`)

// yesNo begins a question that asks whether, and not what.
var yesNo = regexp.MustCompile(`(?i)^(?:can|could|may|must|is|are|was|were|do|does|did|will|kya)\b`)

// aLaw is a law or a bill, spoken of.
var aLaw = regexp.MustCompile(`\b(?:Acts?|Bills?|Ordinance|[Ll]aws?|bills?|legislation)\b`)

// titleYear is the year in the name of a paper, which answers no "when" and no "how many".
var titleYear = regexp.MustCompile(`\b(Acts?|Bills?|Policy|Plan|Ordinance|Package|Initiatives|Framework)(?:,? (?:of )?(?:19|20)\d\d(?:[-–]\d{2,4})?)+`)

// signGain is what a text gains for each sign that it is what was asked for, beside the share of the question that it holds.
const signGain = 0.3

// sectionShare is what counts of a need that only the rest of the section of a law holds.
const sectionShare = 0.5

// of is how much of the question a text holds, with what it gains for looking like the answer. What its title holds is held by all that stands
// under it, and what its section holds in part.
func (l weighing) of(text string, title, section index.Terms) float64 {
	score := l.share(text, title, section)
	for _, sign := range []bool{
		l.sort.Looks != nil && l.sort.Looks.MatchString(titleYear.ReplaceAllString(text, "$1")),
		l.counted.in(text),
		l.penal && aPenalty.MatchString(text),
		l.penal && aPenalty.MatchString(text), // whoever asks for it wants nothing else
		l.legal && aLaw.MatchString(text),
		l.staged && stage.MatchString(strings.ToLower(text)),
		l.counted.re != nil && unsaid.MatchString(text),
		l.counted.re != nil && unsaid.MatchString(text), // a figure that is not known is told by this sentence alone
		l.year != "" && strings.Contains(text, l.year),
	} {
		if sign {
			score += signGain
		}
	}
	return score
}

// share is how much of the question a text holds.
func (l weighing) share(text string, title, section index.Terms) float64 {
	terms := index.TermsOf(text)
	held, all := 0.0, 0.0
	for _, n := range l.needs {
		if n.body != "" {
			continue // whose word it is stands beside the text
		}
		weight := n.weight + n.rare
		all += weight
		switch {
		case terms.Held(n.forms) > 0 || title.Held(n.forms) > 0 || n.looks != nil && n.looks.MatchString(text):
			held += weight
		case n.loose && n.apart(terms):
			held += looseShare * weight
		case section.Held(n.forms) > 0:
			held += sectionShare * weight
		}
	}
	if all == 0 {
		return 0
	}
	return held / all
}

// best is the sentence of a text that answers best, the first of equals.
func (l weighing) best(text string, title, section index.Terms, sentences []index.Span) (at int, score float64) {
	score = -1
	for i, s := range sentences {
		if x := l.of(text[s.Start:s.End], title, section); x > score {
			at, score = i, x
		}
	}
	return at, score
}

// result is how well a passage answers: as a whole, by its best sentence, and by whose word it is.
func (l weighing) result(a asker, r index.Result) float64 {
	title, text := l.above(r), r.Doc.Quote(r.Passage)
	if len(r.Passage.Cells) > 0 { // a row tells by its headings what its figures are
		text = ""
		for _, c := range r.Passage.Cells {
			text += c.Header + ": " + c.Text + "; "
		}
	}
	section := sectionTerms(r)
	if l.penal && aPenalty.MatchString(text) {
		title = append(slices.Clone(title), section...) // whose penalty it is the other sub-sections tell
	}
	_, one := l.best(text, title, section, index.Sentences(text))
	score := (l.of(text, title, section) + one) / 2
	switch k := r.Passage.Kind; {
	case strings.HasPrefix(r.Passage.Locator, "opening"): // a letterhead: the record says it in a sentence
		score -= signGain
	case (k == "row" || k == "decision" || k == "action") && (a.in.Kind == intent.Report || a.in.Kind == intent.Plan && r.Passage.Number != ""): // what is said in a sentence goes before a table and an order
		score -= signGain / 2
	}
	if a.in.Said && len(a.in.Places) == 1 && r.Passage.Place == a.in.Places[0] {
		score += signGain // its own word
	}
	return score
}

// tells reports whether one sentence of a passage both looks like what is asked for and holds the better part of the question.
func (l weighing) tells(r index.Result) bool {
	text := r.Doc.Quote(r.Passage)
	return slices.ContainsFunc(index.Sentences(text), func(s index.Span) bool {
		sentence := titleYear.ReplaceAllString(text[s.Start:s.End], "$1")
		return l.sort.Looks.MatchString(sentence) && l.share(sentence, nil, nil) >= betterPart
	})
}

// betterPart is the share of a question that a sentence must hold to answer it by itself.
const betterPart = 0.65

// sectionTerms are the terms of the whole section of a law that a sub-section belongs to; none for other passages.
func sectionTerms(r index.Result) index.Terms {
	top, _, sub := strings.Cut(r.Passage.Section, "(")
	if !sub {
		return nil
	}
	var out index.Terms
	for i := range r.Doc.Passages {
		if at, _, _ := strings.Cut(r.Doc.Passages[i].Section, "("); at == top {
			out = append(out, index.TermsOf(r.Doc.Quote(&r.Doc.Passages[i]))...)
		}
	}
	return out
}

// leading puts the result that answers best by its own words before the others: within the paper of the first by little, of another paper only
// where it is clear and the order is not that of time.
func (b *Bot) leading(a asker, res []index.Result) []index.Result {
	if len(res) < 2 {
		return res
	}
	l := b.weigh(a)
	if a.in.Kind == intent.Decisions && res[0].Passage.Kind == "decision" {
		return res
	}
	if begins := opening(res[0].Doc); strings.HasPrefix(res[0].Passage.Locator, "opening") && len(begins) > 0 && l.result(a, begins[0]) >= l.result(a, res[0])-nearMargin {
		res = distinct(append(begins, res...))
	}
	inTime := a.in.Kind == intent.Status || a.in.Counts || a.in.Latest || timeless(a.in)
	told := func(r index.Result) bool { return l.sort.Looks != nil && l.tells(r) }
	at, most := 0, l.result(a, res[0])
	for i, r := range res[1:] {
		margin := nearMargin
		switch other := r.Doc.ID != res[0].Doc.ID; {
		case other && !inTime && told(r) && !told(res[0]) && r.Score >= goodShare*res[0].Score:
		case other && (inTime || r.Score < equalShare*res[0].Score):
			continue
		case other:
			margin = farMargin
		}
		if x := l.result(a, r); x > most+margin {
			at, most = i+1, x-margin
		}
	}
	if at == 0 {
		return res
	}
	out := append([]index.Result{res[at]}, res[:at]...)
	return append(out, res[at+1:]...)
}

// By how much a passage must answer better to go before the first: one of the same paper, and one of another.
const (
	nearMargin = 0.05
	farMargin  = 0.25
)

// finding is the piece of a quote that stands in the first line: the sentence that answers best, with those behind it that fit, and the one
// before where it leans on it.
func (l weighing) finding(quote string, limit int) string {
	sentences := index.Sentences(quote)
	if len(sentences) == 0 {
		return quote
	}
	i, _ := l.best(quote, nil, nil, sentences)
	j := i
	fits := func(from, to int) bool {
		return utf8.RuneCountInString(quote[sentences[from].Start:sentences[to].End]) <= limit
	}
	if chosen := quote[sentences[i].Start:sentences[i].End]; i > 0 && index.RefersBack(chosen) && !impersonal.MatchString(chosen) && fits(i-1, j) {
		i--
	}
	for j+1 < len(sentences) && fits(i, j+1) {
		j++
	}
	return quote[sentences[i].Start:sentences[j].End]
}

// impersonal is how minutes begin a sentence that leans on none before.
var impersonal = regexp.MustCompile(`^It (?:was|is|has been) (?:also |further |then )?(?:added|stated|said|noted|recalled|explained|pointed|observed|recorded|clarified|felt|suggested|agreed|hoped|decided|requested|proposed)\b`)
