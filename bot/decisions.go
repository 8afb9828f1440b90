package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
	"rabita/store"
)

// decisions answers what was decided: the decisions of the meetings asked for, or those on the subject.
func (b *Bot) decisions(ctx context.Context, a asker) (Reply, error) {
	if slices.Contains(a.in.Types, "press") {
		return b.report(ctx, a)
	}
	a.in.Words = strings.Join(strings.Fields(decisionWords.ReplaceAllString(a.in.Words, " ")), " ")
	q := b.query(a)
	q.Types = []string{"minutes", "corrigendum"}
	q.Phrases = append(q.Phrases, index.Phrase{Forms: []string{"decided", "agreed", "resolved", "priorities", "resolution", "shall", "pledge"}})
	var res []index.Result
	var err error
	if len(a.in.Topics) == 0 && a.in.Words == "" && len(a.in.Meetings) > 0 {
		q.Text, q.Phrases, q.Kinds = "", nil, []string{"decision"}
		q.Places, q.Bodies = nil, nil // decisions are nobody's words; they bind bodies
		if len(a.in.Places) == 0 {
			q.Bodies = a.in.Bodies
		}
		if res, err = b.all(q); err != nil {
			return Reply{}, err
		}
		if len(a.in.Places) > 0 {
			res = slices.DeleteFunc(res, func(r index.Result) bool { return !b.binds(r.Passage, a.in.Places) })
			own := slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool { return !slices.Contains(a.in.Places, r.Passage.Place) })
			if len(own) > 0 && theOne.MatchString(a.in.Text) {
				res = own // what the place alone owes
			}
		}
		if len(res) > 0 {
			return b.answerList(a, res, b.say(a, "decisions of", b.nths(a, a.in.Meetings), b.grp.Short, b.count(a, len(res), "decision"), b.dueLine(a, res))), nil
		}
		q = b.query(a)
	}
	if res, err = b.search(ctx, a, q); err != nil {
		return Reply{}, err
	}
	if len(res) == 0 {
		return b.report(ctx, a)
	}
	res = newestAmongEquals(res)
	if len(a.in.Meetings) > 0 { // what a meeting decided on a subject stands in its decisions
		needs := b.needs(a.in)
		decided := func(r index.Result) int {
			return boolInt(r.Passage.Kind == "decision" && (bare(needs) || b.covers(r, needs) >= enough))
		}
		slices.SortStableFunc(res, func(x, y index.Result) int { return decided(y) - decided(x) })
	}
	return b.answer(a, res, maxQuotes), nil
}

// theOne asks for a single one of several.
var theOne = regexp.MustCompile(`(?i)\b(?:the|which|that) one\b|\b(?:wala|wali)\b|والا|والی`)

// binds reports whether a decision is owed or supported by a body of one of the places.
func (b *Bot) binds(p *index.Passage, places []string) bool {
	voc := b.voc.Load()
	return slices.ContainsFunc(append(slices.Clone(p.Responsible), p.Support...), func(k string) bool {
		e, ok := voc.Lookup(vocab.Body, k)
		return ok && slices.Contains(places, e.Place)
	})
}

var decisionWords = regexp.MustCompile(`(?i)\b(?:decisions?|decided?|resolved|agreed?|faisl\w+|tay|takes?|took|taken|made|reach(?:ed)?|adopt(?:ed)?|outcomes?|conclusions?|list|key|main|deadlines?|due|dates?|responsible|please|all|who|action|ones?|points?|items?|batao|do|tareekh\w*|muddat|zimmedar\w*)\b|[+&]|فیصل\S*|تاریخ\S*|ذمہ\S*|مدت`)

// dueLine lists the deadlines of decisions, as corrected by the moment: "13.1 by 31 Jan 2019; 13.2 without a date".
func (b *Bot) dueLine(a asker, res []index.Result) string {
	all := b.decisionsIn(a.aud, a.asOf, a.in.Meetings...)
	var parts []string
	for _, r := range res {
		n := r.Passage.Number
		if n == "" {
			continue
		}
		dec, ok := withNumber(all, n)
		if !ok {
			dec.Deadline, dec.Event = r.Passage.Deadline, r.Passage.Event
		}
		switch {
		case dec.Deadline != "":
			parts = append(parts, b.say(a, "by", n, dayWords(dec.Deadline)))
		case dec.Event != "":
			parts = append(parts, b.say(a, "before the", n, dec.Event))
		default:
			parts = append(parts, b.say(a, "undated", n))
		}
	}
	return strings.Join(parts, b.say(a, "semicolon"))
}

// answerList quotes every result, whatever their number, each in full.
func (b *Bot) answerList(a asker, res []index.Result, finding string) Reply {
	r := Reply{Outcome: Answer}
	var cites []Cited
	for _, x := range res {
		cites = append(cites, b.citeUpTo(x, nil, 500))
	}
	cites = b.withCorrections(a, cites)
	r.Passages = cites
	r.Parts = append(r.Parts, Say(Finding, finding))
	for i := range cites {
		r.Parts = append(r.Parts, Part{Quote: &cites[i]})
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r
}

// actionPoint is one decision of a meeting as it stands at a moment.
type actionPoint struct {
	decision
	status  string       // the newest tracker's words
	tracker index.Result // where they stand
}

// actionPoints answers which action points are open or overdue, of a meeting, a body, or with a number.
func (b *Bot) actionPoints(ctx context.Context, a asker) (Reply, error) {
	points := b.pointsOf(a)
	if len(points) == 0 {
		return b.report(ctx, a)
	}
	asked := strings.ToLower(a.in.Text)
	yetToCome := notDueWords.MatchString(asked)
	overdueOnly := len(a.in.Numbers) == 0 && !yetToCome && lateWords.MatchString(asked) && !askedIf.MatchString(asked) // of one number it is asked how it stands
	openOnly := len(a.in.Numbers) == 0 && (overdueOnly || openWords.MatchString(asked))
	r := Reply{Outcome: Answer}
	t := &Table{Header: b.heads(a, "No.", "Action", "Due", "State")}
	var lines, numbers []string
	for _, p := range points {
		done := finished.MatchString(strings.ToLower(p.status))
		overdue := !done && p.Deadline != "" && p.Deadline < a.asOf
		if overdueOnly && !overdue || yetToCome && (overdue || done) || openOnly && done {
			continue
		}
		due := dayWords(p.Deadline)
		switch {
		case p.Event != "" && p.Deadline == "":
			due = b.say(a, "due before the", p.Event)
		case p.Deadline == "":
			due = b.say(a, "no date")
		}
		state := b.say(a, "not yet due")
		got := b.receipts(a, p.decision)
		switch {
		case done:
			state = b.say(a, "done")
		case overdue:
			state = b.say(a, "overdue")
		}
		if p.status != "" {
			state += b.say(a, "semicolon") + b.say(a, "last tracker", dayWords(p.tracker.Doc.Date), p.status)
		}
		if words := b.receiptWords(a, got); words != "" {
			state = words
		}
		if whoseWords.MatchString(asked) {
			var names []string
			for _, k := range p.Bodies {
				names = append(names, b.named(a, vocab.Body, k))
			}
			state += b.say(a, "semicolon") + b.say(a, "responsible", b.list(a, names))
		}
		numbers = append(numbers, p.Number)
		text := shorten(strings.TrimRight(p.Text, "."), 90)
		lines = append(lines, b.say(a, "point", p.Number, text, due, state))
		t.Rows = append(t.Rows, []string{p.Number, text, due, state})
		r.Passages = append(r.Passages, b.cite(p.dated(), nil))
		if p.tracker.Doc != nil {
			r.Passages = append(r.Passages, b.cite(p.tracker, nil))
		}
		for _, g := range got {
			if len(a.in.Places) == 0 && g.date == "" || slices.Contains(a.in.Places, g.place) {
				r.Passages = append(r.Passages, b.cite(g.r, nil))
			}
		}
	}
	if len(lines) == 0 {
		lines = []string{b.say(a, "no point", dayWords(a.asOf))}
	}
	r.Passages = b.withCorrections(a, r.Passages)
	r.Parts = append(r.Parts, Say(Finding, strings.Join(lines, "\n")))
	kept, err := b.keptOf(a, numbers)
	if err != nil {
		return Reply{}, err
	}
	r.Parts = append(r.Parts, kept...)
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	if newest := b.newestTracker(a); newest != "" {
		r.Parts = append(r.Parts, Say(Small, b.say(a, "latest tracker", dayWords(newest))))
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

var (
	lateWords   = regexp.MustCompile(`overdue|\blate\b|missed|guzar (?:chuk|ga)|تاریخ گزر|تاخیر`)
	notDueWords = regexp.MustCompile(`not (?:yet )?(?:over)?due|yet to fall due|abhi waqt|ابھی وقت`)
	whoseWords  = regexp.MustCompile(`responsib|\bwho\b|whose|zimm[ae]d|kis (?:ka|ki|ne|ko)|ذمہ|کس (?:کا|کی|نے|کو)`)
	openWords   = regexp.MustCompile(`\bopen|pending|outstanding|(?:poor[aei]y?|mukammal|amal|khatam) (?:\S+ ){0,2}(?:nahi|nhi)|\b(?:baqi|adhoor\w+|reh gaye)\b|زیر التوا|باقی|(?:پورے|مکمل|عمل).{0,20}نہیں`)
)

// askedIf asks whether something known is overdue, not which things are.
var askedIf = regexp.MustCompile(`overdue (?:to|tou) |(?:is|are|was|were) (?:it|that|this|they|these|those|any of (?:it|them)) (?:\w+ )?(?:overdue|late|missed)|overdue (?:hai|hain|nahi|kya)`)

// actionWords ask for action points and are no subject of theirs.
var actionWords = regexp.MustCompile(`(?i)\b(?:actions?|points?|items?|decisions?|overdue|pending|open|due|dates?|deadlines?|status|owners?|owns?|responsible|done|late|missed|outstanding|awaited|anything|everything|against|commitments?|tasks?|submit\w*|sent|send|sends|achieved|completed?|implemented|follow\S*|need\w*|must|zimmedar\w*|waiting|left|today)\b|ذمہ\S*|زیر التوا|\b(?i:kaam|kamon|faisl\w*|nuk?aat|pooray?|poora|mukammal|amal|baqi|huay?|hue|abhi|tak)\b|کام\S*|فیصل\S*|نکات|مکمل|پور[اےی]|عمل|باقی|ابھی|تک`)

// pending asks for what is open wherever it was decided.
var pending = regexp.MustCompile(`(?i)\b(?:overdue|pending|outstanding|open (?:actions?|points?|items?))\b|زیر التوا`)

var finished = regexp.MustCompile(`^(?:done|complete|submitted by all|closed|implemented|received (?:late|on time|in full)|received$)`)

// pointsOf are the action points a question means, each with the newest tracker's word on it.
func (b *Bot) pointsOf(a asker) []actionPoint {
	a.in.Words = actionWords.ReplaceAllString(a.in.Words, " ")
	if len(a.in.Places) > 0 {
		a.in.Asked = nil
	}
	needs := b.needs(a.in)
	dueThen := dueWords.MatchString(a.in.Text)
	if len(a.in.Meetings) == 0 && len(a.in.Numbers) == 0 && len(a.in.Places) == 0 && len(a.in.Asked) == 0 && a.in.From == "" && a.in.To == "" && bare(needs) && !pending.MatchString(a.in.Text) {
		return nil
	}
	var out []actionPoint
	var shares []float64 // of what is asked for, that the sentence of each holds
	most := 0.0
	for _, dec := range b.decisionsIn(a.aud, a.asOf, a.in.Meetings...) {
		switch due := dec.Deadline; {
		case len(dec.Bodies) == 0:
			continue
		case len(a.in.Numbers) > 0 && !slices.Contains(a.in.Numbers, dec.Number):
			continue
		case dueThen && (due == "" && a.in.From != "" && a.in.To != "" || due != "" && (a.in.From != "" && due < a.in.From || a.in.To != "" && due > a.in.To)):
			continue // due on other days than are asked for
		case len(a.in.Places) > 0 && !b.binds(dec.Passage, a.in.Places):
			continue
		case len(a.in.Places) == 0 && len(a.in.Asked) > 0 && !slices.ContainsFunc(b.opened(dec.Bodies), func(k string) bool { return slices.Contains(a.in.Asked, k) }):
			continue
		}
		share := 0.0
		if len(a.in.Numbers) == 0 && !bare(needs) {
			holds := func(p *index.Passage) float64 { return b.covers(index.Result{Doc: dec.Doc, Passage: p}, needs) }
			if !slices.ContainsFunc(dec.passages, func(p *index.Passage) bool { return holds(p) >= enough }) {
				continue
			}
			share = holds(dec.Passage)
			most = max(most, share)
		}
		out, shares = append(out, actionPoint{decision: dec}), append(shares, share)
	}
	kept := out[:0]
	for i, p := range out {
		if shares[i] < most-2*asMuch { // what was asked for, and not what is near it
			continue
		}
		if told := b.tracked(a.aud, a.asOf, p.Number); len(told) > 0 {
			p.tracker = told[len(told)-1]
			p.status = statusCell(p.tracker.Passage)
		}
		kept = append(kept, p)
	}
	return kept
}

// dueWords ask for what falls due on some days, and not how things stood then.
var dueWords = regexp.MustCompile(`(?i)\b(?:due|deadlines?|falls?|expires?|must|need to|has to|have to|by|before|after|since|until|tak|pehl[aei]y?|baad)\b|تک|پہلے|بعد`)

func (b *Bot) newestTracker(a asker) index.Date {
	var newest index.Date
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type == "tracker" && d.IssuedBy(a.asOf) && (len(a.in.Meetings) == 0 || slices.Contains(a.in.Meetings, d.Meeting)) {
			newest = max(newest, d.Date)
		}
	}
	return newest
}

// keptOf tells what members keep of decisions and how far it has come, each body's part with the day it was received; nothing for a day that has
// passed, which only the records speak for.
func (b *Bot) keptOf(a asker, numbers []string) ([]Part, error) {
	if a.in.From != "" || a.in.To != "" || a.asOf < index.Date(dateOf(a.m.At, b.grp.Location()).String()) {
		return nil, nil
	}
	d := b.desk(a.m, a.in.Lang)
	var out []Part
	for _, number := range numbers[:min(len(numbers), maxQuotes)] {
		items, err := d.everyItem(store.ItemFilter{Number: number, Class: store.AnyItems, Also: func(it *store.Item) bool { return !it.Draft && !it.Dropped }}, maxQuotes)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			how := d.stateOf(it)
			if len(it.Shares) > 1 {
				var got []string
				for _, s := range it.Shares {
					if !s.Received.IsZero() {
						got = append(got, s.Body+" "+d.receivedWord(it, s))
					}
				}
				for _, part := range [][2]string{{"got from", strings.Join(got, ", ")}, {"waits for", strings.Join(awaited(it), ", ")}} {
					if part[1] != "" {
						how += " · " + d.say(part[0], part[1])
					}
				}
			}
			out = append(out, Say(Bullet, d.say("kept here", number, it.ID, how)))
		}
	}
	return out, nil
}
