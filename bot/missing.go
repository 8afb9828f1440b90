package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// missing answers who has not reported. It is exhaustive: it counts over all passages and never over the best ten, and it tells apart who was
// absent, who sent a written report only, what is awaited, and where there is no record.
func (b *Bot) missing(ctx context.Context, a asker) (Reply, error) {
	if len(a.in.Topics) == 0 && len(a.in.Meetings) > 0 && len(a.in.Numbers) == 0 && !sentOfWhat(a) {
		return b.attendanceGaps(ctx, a)
	}
	if dec, ok := b.actionAsked(ctx, a); ok {
		return b.submissions(ctx, a, dec)
	}
	return b.gapMatrix(ctx, a)
}

// sentOfWhat reports whether the question says what was to come, and not only that something was: "who sent nothing", "kaun ghair hazir tha". An
// Urdu word that nobody knows is more often grammar than a thing.
func sentOfWhat(a asker) bool {
	return slices.ContainsFunc(strings.Fields(a.in.Words), func(w string) bool {
		english := a.in.Gloss(w)
		if len(english) == 0 {
			return !sending.MatchString(w) && !(a.in.Lang != "en" && slices.Contains(a.in.Unknown, w))
		}
		return !slices.ContainsFunc(english, sending.MatchString)
	})
}

// sending are the words that say that something was to come, and not what.
var sending = regexp.MustCompile(`(?i)\b(?:sent|send|sending|submit\w*|never|report\w*|participa\w*|present|represented|attendance|written|nothing|anything|inputs?|miss(?:ed|es)?|skip(?:ped|s)?|fail(?:ed|s)?|writing|written|paper|respond\w*|attend\w*|units?|regions?|members?|provinces?|bod(?:y|ies)|departments?|delegations?|commissions?|absent|missing|silent|held|convened|hosted|came|come|show(?:ed|s)?|turn(?:ed)?|up|didnt|hasnt|havent|hasn't|haven't|didn't|all|yet)\b|صوب\S*|رپورٹ|غیر|حاضر`)

// places are the keys of the places whose delegations report, in the order of the group's file, narrowed to those asked for.
func (b *Bot) places(a asker) []string {
	var out []string
	for _, p := range b.grp.Places {
		if len(b.grp.BodiesOf(p.Key)) > 0 && (len(a.in.Places) == 0 || slices.Contains(a.in.Places, p.Key)) {
			out = append(out, p.Key)
		}
	}
	return out
}

// A unit is one of those whose presence at a meeting is asked about: the delegation of a place, or a body by itself.
type unit struct {
	name   string
	bodies []string // the first that the record knows counts
	own    bool     // a body by itself
}

// attending are the units that a question about presence means: the delegations of the places, or the commissions where these are named.
func (b *Bot) attending(a asker) []unit {
	var out []unit
	if commissionsOnly.MatchString(a.in.Text) {
		for _, k := range b.opened([]string{"commissions"}) {
			e, _ := b.voc.Load().Lookup(vocab.Body, k)
			if len(a.in.Places) == 0 || slices.Contains(a.in.Places, e.Place) {
				out = append(out, unit{b.named(a, vocab.Body, k), []string{k}, true})
			}
		}
		return out
	}
	for _, p := range b.places(a) {
		out = append(out, unit{b.named(a, vocab.Place, p), b.grp.BodiesOf(p), false})
	}
	return out
}

// commissionsOnly asks about the commissions and not the delegations.
var commissionsOnly = regexp.MustCompile(`(?i)\bcommissions\b|کمیشنوں`)

// attendanceGaps answers for whole meetings: who was absent, who sent a written report only, who did not report.
func (b *Bot) attendanceGaps(ctx context.Context, a asker) (Reply, error) {
	r := Reply{Outcome: Answer}
	var lines []string
	t := &Table{Caption: b.say(a, "Who reported"), Header: b.heads(a, "Place", "Meeting", "State", "Source")}
	each := len(a.in.Places) == 1 && len(a.in.Meetings) > 1 // which of the meetings, and not who
	docs := b.ix.Documents(a.aud)
	slices.SortStableFunc(docs, func(x, y *index.Document) int { return x.Meeting - y.Meeting })
	for _, d := range docs {
		if d.Type != "minutes" || !slices.Contains(a.in.Meetings, d.Meeting) || !d.IssuedBy(a.asOf) {
			continue
		}
		byBody := map[string]index.Attendance{}
		for _, at := range d.Attendance {
			byBody[at.Body] = at
		}
		var gaps, present []string
		for _, u := range b.attending(a) {
			at, known := index.Attendance{}, false
			for _, body := range u.bodies { // the department, which leads the delegation, else the commission
				if at, known = byBody[body]; known {
					break
				}
			}
			if !known && u.own || each && known && (at.State == "present") != a.in.Positive {
				continue
			}
			s, where := b.say(a, "no record"), u.name
			if known {
				s = b.say(a, stateWords[at.State])
			}
			x, seen := b.passage(a, at.Passage)
			t.Rows = append(t.Rows, []string{where, b.nth(a, d.Meeting), s, place(x)})
			if known && at.State == "present" && (len(a.in.Places) == 0 || u.own) {
				present = append(present, where)
				if a.in.Positive && len(present) == 1 && seen {
					r.Passages = append(r.Passages, b.citeUpTo(x, []string{"attended", "present", "report"}, 600))
				}
				continue
			}
			gaps = append(gaps, where+": "+s)
			if seen && !slices.ContainsFunc(r.Passages, func(c Cited) bool { return c.Passage == at.Passage }) {
				r.Passages = append(r.Passages, b.citeUpTo(x, []string{u.name, "absent", "report", "written"}, 600))
			}
		}
		if a.in.Positive && len(present) > 0 && len(gaps) > 0 { // who was there is asked, and the others follow
			gaps = append([]string{b.list(a, present) + ": " + b.say(a, stateWords["present"])}, gaps...)
		}
		if len(gaps) == 0 && each {
			continue
		}
		if len(gaps) == 0 {
			gaps = []string{b.say(a, "all delegations reported")}
		}
		lines = append(lines, fmt.Sprintf("%s (%s)", strings.Join(gaps, b.say(a, "semicolon")), b.label(d)))
	}
	if len(lines) == 0 {
		return b.nothing(ctx, a)
	}
	r.Parts = append(r.Parts, Say(Finding, strings.Join(lines, "\n")))
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	r.Parts = append(r.Parts, Part{Table: t}, b.reading(a))
	return r, nil
}

// away reports whether a question asks what a place said at a meeting at which, by its record, the place did not speak.
func (b *Bot) away(a asker) bool {
	if len(a.in.Meetings) != 1 || len(a.in.Places) != 1 {
		return false
	}
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type != "minutes" || d.Meeting != a.in.Meetings[0] || !b.mayShow(a, d) {
			continue
		}
		if bodies := b.grp.BodiesOf(a.in.Places[0]); len(bodies) > 0 {
			return slices.ContainsFunc(d.Attendance, func(at index.Attendance) bool { return at.Body == bodies[0] && at.State != "present" })
		}
	}
	return false
}

// stateWords lead from the states of index.Attendance to the frames that name them.
var stateWords = map[string]string{"present": "present, reported", "absent": "absent, no written report", "written": "written report only", "silent": "did not report"}

// place is where a result stands, short enough for a table: "item 5, para 12, p. 5 [F04]". It is empty for no result.
func place(r index.Result) string {
	if r.Doc == nil || r.Passage == nil {
		return ""
	}
	return r.Passage.Locator + " [" + r.Doc.ID + "]"
}

// gapMatrix counts, for every place, the passages on a subject, and names the places without any.
func (b *Bot) gapMatrix(ctx context.Context, a asker) (Reply, error) {
	voc := b.voc.Load()
	q := b.query(a)
	q.Places, q.Types = nil, records
	if len(a.in.Topics) > 0 { // a word beside the subject, such as "legislation", is no report on it
		q.Text, q.Phrases = "", nil
		for _, t := range a.in.Topics {
			for _, k := range voc.Narrower(vocab.Topic, t) { // one by one: together they would be cut short
				q.Phrases = append(q.Phrases, index.Phrase{Forms: voc.Expand(vocab.Topic, k)})
			}
		}
	}
	if q.Text == "" && len(q.Phrases) == 0 {
		return b.nothing(ctx, a)
	}
	docs, passages := b.searched(q)
	t := &Table{Caption: b.say(a, "Passages on", b.subject(a)), Header: b.heads(a, "Place", "Passages", "Last", "Source")}
	var none, with []string
	r := Reply{Outcome: Answer}
	for _, p := range b.places(a) {
		pq := q
		pq.Places, pq.Limit = []string{p}, 100
		n, last := 0, index.Result{}
		err := b.ix.Matching(pq, func(x index.Result) bool {
			if k := x.Passage.Kind; k == "heading" || k == "signature" {
				return true
			}
			n++
			if last.Doc == nil || x.Doc.Issued > last.Doc.Issued {
				last = x
			}
			return true
		})
		if err != nil {
			return Reply{}, err
		}
		where := b.named(a, vocab.Place, p)
		if n == 0 {
			none = append(none, where)
			t.Rows = append(t.Rows, []string{where, "0", "", b.say(a, "no record")})
			continue
		}
		with = append(with, where)
		t.Rows = append(t.Rows, []string{where, fmt.Sprint(n), dayWords(last.Doc.Date), place(last)})
		r.Passages = append(r.Passages, b.citeUpTo(last, b.words(a.in), 320))
	}
	finding := b.say(a, "no record from", b.list(a, none), b.subject(a))
	switch {
	case a.in.Positive && len(none) == 0:
		finding = b.say(a, "all reported", b.subject(a), b.list(a, with))
	case a.in.Positive && len(with) == 0:
		finding = b.say(a, "none reported", b.subject(a))
	case a.in.Positive:
		finding = b.say(a, "reported, no record from", b.list(a, with), b.subject(a), b.list(a, none))
	case len(none) == 0:
		finding = b.say(a, "every record", b.subject(a))
	}
	r.Parts = append(r.Parts, Say(Finding, finding), Part{Table: t})
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	r.Parts = append(r.Parts, Say(Small, b.say(a, "searched all", b.count(a, passages, "passage"), b.count(a, docs, "document"))), b.reading(a))
	return r, nil
}

// actionAsked finds the decision a question is about: by its number, else by its subject when the question says that something is to be sent
// or submitted.
func (b *Bot) actionAsked(ctx context.Context, a asker) (decision, bool) {
	if len(a.in.Numbers) > 0 {
		return withNumber(b.decisionsIn(a.aud, a.asOf, a.in.Meetings...), a.in.Numbers[0])
	}
	if a.in.Sheet || !submitted.MatchString(strings.ToLower(a.in.Text)) {
		return decision{}, false
	}
	q := b.query(a)
	q.Places, q.Kinds, q.Types = nil, []string{"decision", "action", "row"}, []string{"minutes"}
	res, err := b.ix.Search(ctx, q)
	if err != nil {
		return decision{}, false
	}
	for _, r := range res {
		if r.Own > 0 && r.Passage.Number != "" && len(r.Passage.Responsible) > 1 {
			return withNumber(b.decisionsIn(a.aud, a.asOf, r.Doc.Meeting), r.Passage.Number)
		}
	}
	return decision{}, false
}

var submitted = regexp.MustCompile(`submi\w+|sen[dt]\b|send|received|given|share[d]?\b|provided|furnish\w*|matrix|inputs?|nominat\w+|bhej\w*|jama|diya|diye|di\b|دیا|بھیج|جمع|میٹرکس`)

func (b *Bot) each(q index.Query, visit func(index.Result)) {
	if err := b.ix.Each(q, func(r index.Result) bool { visit(r); return true }); err != nil {
		b.log.Error("reading through the index", "error", err)
	}
}

// submissions answers who has sent what an action point asks of several bodies: each owing body's row in the newest tracker, received, late
// or awaited.
func (b *Bot) submissions(ctx context.Context, a asker, dec decision) (Reply, error) {
	due := dec.Deadline
	rows := map[string]receipt{}
	for _, g := range b.receipts(a, dec) {
		rows[g.place] = g
	}
	owing := b.owing(dec)
	r := Reply{Outcome: Answer}
	t := &Table{Caption: b.say(a, "due", dec.Number, dayWords(due)), Header: b.heads(a, "Place", "State", "Source")}
	var awaited, late, intime, unknown []string
	for _, pl := range b.grp.Places {
		if !owing[pl.Key] {
			continue
		}
		g, ok := rows[pl.Key]
		state, where := b.say(a, "no record"), b.named(a, vocab.Place, pl.Key)
		switch {
		case !ok:
			unknown = append(unknown, where)
		case g.date == "":
			state = b.say(a, "awaited")
			awaited = append(awaited, where)
		case g.late:
			state = b.say(a, "received late", dayWords(g.date))
			late = append(late, b.say(a, "late", where, dayWords(g.date), dayWords(due)))
		default:
			state = b.say(a, "received", dayWords(g.date))
			intime = append(intime, where+" "+dayWords(g.date))
		}
		src := ""
		if ok {
			src = place(g.r)
			c := b.cite(g.r, nil)
			r.Passages = append(r.Passages, c)
		}
		t.Rows = append(t.Rows, []string{where, state, src})
	}
	if len(rows) == 0 { // no table tells who sent it; the newest word on the decision does
		a.in.Numbers = []string{dec.Number}
		return b.actionPoints(ctx, a)
	}
	found := []string{b.say(a, "all received")}
	if len(awaited) > 0 {
		found = []string{b.say(a, "not submitted", b.list(a, awaited))}
	}
	if len(late) > 0 {
		found = append(found, b.list(a, late))
	}
	if len(unknown) > 0 {
		found = append(found, b.say(a, "no record of", b.list(a, unknown)))
	}
	r.Passages = append([]Cited{b.cite(dec.dated(), nil)}, r.Passages...)
	r.Parts = append(r.Parts, Say(Finding, dec.Number+": "+strings.Join(found, b.say(a, "semicolon"))+"."))
	if len(intime) > 0 {
		r.Parts = append(r.Parts, Say(Plain, b.say(a, "on time", b.list(a, intime))))
	}
	r.Parts = append(r.Parts, Part{Table: t})
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// A receipt is one body's row in the newest table that says what was received of an action point.
type receipt struct {
	place string
	r     index.Result
	date  index.Date // empty: awaited
	late  bool
}

// owing are the places whose bodies owe an action point.
func (b *Bot) owing(dec decision) map[string]bool {
	out := map[string]bool{}
	for _, k := range dec.Bodies {
		if e, ok := b.voc.Load().Lookup(vocab.Body, k); ok {
			out[e.Place] = true
		}
	}
	return out
}

// receipts gives the receipts on record for an action point that several bodies owe, in the order of the group's places; none if no table
// tells.
func (b *Bot) receipts(a asker, dec decision) []receipt {
	owing := b.owing(dec)
	if len(owing) < 2 {
		return nil
	}
	voc, rows := b.voc.Load(), map[string]receipt{}
	b.each(index.Query{Audience: a.aud, AsOf: a.asOf, Types: []string{"tracker", "minutes"}}, func(r index.Result) {
		place := b.rowPlace(voc, r.Passage)
		if place == "" || !owing[place] || r.Doc.Meeting != dec.Meeting && r.Doc.Type == "tracker" || r.Doc.Issued < dec.Doc.Issued || !aboutSubmission(r.Passage, dec.Number) {
			return
		}
		if was, ok := rows[place]; ok && was.r.Doc.Issued > r.Doc.Issued {
			return
		}
		g := receipt{place: place, r: r}
		for _, c := range r.Passage.Cells {
			if receivedHead.MatchString(strings.ToLower(c.Header)) && !notReceived.MatchString(strings.ToLower(c.Text)) {
				g.date = dateIn(c.Text, r.Doc.Date)
			}
		}
		g.late = dec.Deadline != "" && g.date > dec.Deadline
		rows[place] = g
	})
	var out []receipt
	for _, p := range b.grp.Places {
		if g, ok := rows[p.Key]; ok {
			out = append(out, g)
		}
	}
	return out
}

var notReceived = regexp.MustCompile(`\b(?:not|nil|none|awaited|pending|nothing)\b|^[-–—]?$`)

// receiptWords sums receipts up: those of the places asked for, else all; what is awaited, then what came.
func (b *Bot) receiptWords(a asker, got []receipt) string {
	var awaited, came, words []string
	for _, g := range got {
		switch where := b.named(a, vocab.Place, g.place); {
		case len(a.in.Places) > 0 && !slices.Contains(a.in.Places, g.place):
		case g.date == "":
			awaited = append(awaited, where)
		default:
			came = append(came, where+" "+dayWords(g.date))
		}
	}
	if len(awaited) > 0 {
		words = append(words, b.say(a, "outstanding from", b.list(a, awaited)))
	}
	if len(came) > 0 {
		words = append(words, b.say(a, "received from", b.list(a, came)))
	}
	return strings.Join(words, b.say(a, "semicolon"))
}

// rowPlace is the place a table row is about: of its first cell, else of its one responsible body.
func (b *Bot) rowPlace(voc *vocab.Vocabulary, p *index.Passage) string {
	if len(p.Cells) == 0 {
		return ""
	}
	for _, m := range voc.Find(p.Cells[0].Text) {
		if rd, ok := m.One(); ok {
			switch rd.Kind {
			case vocab.Place:
				return rd.Key
			case vocab.Body:
				if e, ok := voc.Lookup(vocab.Body, rd.Key); ok {
					return e.Place
				}
			}
		}
	}
	return ""
}

// aboutSubmission reports whether a row tells of something received, under the number if its headings name one.
func aboutSubmission(p *index.Passage, number string) bool {
	head := strings.ToLower(strings.Join(p.Heading, " "))
	for _, c := range p.Cells {
		head += " " + strings.ToLower(c.Header)
	}
	return receivedHead.MatchString(head) && (number == "" || !anyNumber.MatchString(head) || strings.Contains(head, number))
}

var (
	receivedHead = regexp.MustCompile(`receiv|submi|date of receipt|sent`)
	anyNumber    = regexp.MustCompile(`\b\d{1,2}\.\d{1,2}\b`)
)
