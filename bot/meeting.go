package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/index"
	"rabita/index/vocab"
)

// minutesOf gives the records of the meetings asked for, or of the newest meeting on record, as the asker may see them at the moment.
func (b *Bot) minutesOf(a asker) []*index.Document {
	var out []*index.Document
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type == "minutes" && d.IssuedBy(a.asOf) && (len(a.in.Meetings) == 0 || slices.Contains(a.in.Meetings, d.Meeting)) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(x, y *index.Document) int { return strings.Compare(string(y.Date), string(x.Date)) })
	if len(a.in.Meetings) == 0 && len(out) > 1 {
		out = out[:1]
	}
	return out
}

// meeting answers who attended, when and where a meeting was held, and what happened there.
func (b *Bot) meeting(ctx context.Context, a asker) (Reply, error) {
	docs := b.minutesOf(a)
	if len(docs) == 0 {
		return b.unheld(ctx, a)
	}
	text := strings.ToLower(a.in.Text)
	switch {
	case attendance.MatchString(text):
		if len(a.in.Places) > 0 {
			return b.attendanceGaps(ctx, a)
		}
	case len(a.in.Asked) > 0 && a.in.Who:
		if res := b.rowsOf(docs, a.in.Asked); len(res) > 0 {
			return b.answer(a, res, maxQuotes), nil
		}
	case heldWhen.MatchString(text), chair.MatchString(text):
	case !bare(b.needs(a.in)):
		q := b.query(a)
		if res, err := b.prefer(ctx, a, q, [][]string{{"minutes"}, records}); err != nil || len(res) > 0 {
			return b.answer(a, newestAmongEquals(res), 3), err
		}
	}
	r := Reply{Outcome: Answer}
	for _, d := range docs {
		head := fmt.Sprintf("%s %s: %s", b.nth(a, d.Meeting), b.grp.Short, dayWords(d.Date))
		if d.Venue != "" {
			head += ", " + d.Venue
		}
		if d.Chair != "" {
			head += b.say(a, "semicolon") + b.say(a, "chair", d.Chair)
		}
		res, limit := opening(d), 1
		var t *Table
		switch {
		case attendance.MatchString(text):
			named, names := b.namedRows(d)
			if len(names) > 0 {
				head += "; " + b.say(a, "named", strings.Join(names, ", "))
			}
			res, limit, t = append(res, named...), 10, b.attendance(a, d)
		case !heldWhen.MatchString(text) && !chair.MatchString(text):
			more, err := b.happened(ctx, a, d)
			if err != nil {
				return Reply{}, err
			}
			res, limit = append(res, more...), 5
		}
		r.Parts = append(r.Parts, Say(Finding, head+" ("+b.label(d)+")"))
		for _, x := range first(distinct(res), limit) {
			c := b.cite(x, b.words(a.in))
			r.Passages = append(r.Passages, c)
			r.Parts = append(r.Parts, Part{Quote: &c})
		}
		if t != nil {
			r.Parts = append(r.Parts, Part{Table: t})
		}
	}
	r.Passages = b.withCorrections(a, r.Passages)
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// rowsOf are the rows of lists of participants that are of some bodies.
func (b *Bot) rowsOf(docs []*index.Document, bodies []string) []index.Result {
	var out []index.Result
	for _, d := range docs {
		for _, at := range d.Attendance {
			if p := d.Passage(at.Passage); p != nil && slices.Contains(bodies, at.Body) {
				out = append(out, index.Result{Doc: d, Passage: p, Score: 1, Own: 1})
			}
		}
	}
	return out
}

// namedRows are the rows of a record's lists of participants that name a person, and the names.
func (b *Bot) namedRows(d *index.Document) (rows []index.Result, names []string) {
	for i := range d.Passages {
		p := &d.Passages[i]
		for _, c := range p.Cells {
			if strings.EqualFold(strings.TrimSpace(c.Header), "name") && aName.MatchString(c.Text) && !slices.Contains(names, c.Text) {
				rows, names = append(rows, index.Result{Doc: d, Passage: p, Score: 1, Own: 1}), append(names, c.Text)
			}
		}
	}
	return rows, names
}

// unheld answers for a meeting without minutes at the moment: that there is no record of it, and what other papers say of it.
func (b *Bot) unheld(ctx context.Context, a asker) (Reply, error) {
	var forms []string
	for _, n := range a.in.Meetings {
		forms = append(forms, calendar.Ordinal(n)+" "+b.grp.Short, calendar.Ordinal(n)+" meeting")
	}
	if len(forms) == 0 {
		return b.nothing(ctx, a)
	}
	res, err := b.ix.Search(ctx, index.Query{Phrases: []index.Phrase{{Forms: forms, Must: true}}, Types: records, Audience: a.aud, AsOf: a.asOf, Limit: 5})
	if err != nil || len(res) == 0 {
		r, nerr := b.nothing(ctx, a)
		return r, cmp.Or(err, nerr)
	}
	slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	r, err := b.nothing(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	r.Parts = slices.DeleteFunc(r.Parts, func(p Part) bool {
		return p.Style == Plain && len(p.Spans) > 0 && strings.HasPrefix(p.Spans[0].Text, b.say(a, "no meeting", b.nths(a, a.in.Meetings), b.grp.Short, dayWords(a.asOf)))
	})
	r.Parts[0] = Say(Finding, b.say(a, "no meeting", b.nths(a, a.in.Meetings), b.grp.Short, dayWords(a.asOf)))
	var parts []Part
	for _, x := range first(res, 2) {
		c := b.cite(x, forms)
		r.Passages = append(r.Passages, c)
		parts = append(parts, Part{Quote: &c})
	}
	r.Parts = slices.Insert(r.Parts, 1, parts...)
	return r, nil
}

var (
	attendance = regexp.MustCompile(`attend|\b(?:come|show up|turn up)\b|present|particip|take part|who (?:all )?(?:came|joined)|shirkat|\bkaun\b|شرکت`)
	chair      = regexp.MustCompile(`\b(?:chaired|chair(?:person|ed by)?|presided|sadarat)\b|صدارت`)
	heldWhen   = regexp.MustCompile(`\b(?:when|where|date|venue|held|took place|kab|kahan)\b|کب|کہاں`)

	// aboutMeeting are the words of a claim about a meeting itself: where and when it was, under whom, who came.
	aboutMeeting = regexp.MustCompile(`(?i)` + attendance.String() + `|` + chair.String() + `|` + heldWhen.String() + `|\bhost`)
	aName        = regexp.MustCompile(`\p{L}{3}`)
)

// opening is the paragraph with which the record begins: who met, when, where and under whom.
func opening(d *index.Document) []index.Result {
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.Kind == "para" && firstPara.MatchString(p.Locator) {
			return []index.Result{{Doc: d, Passage: p, Score: 1, Own: 1}}
		}
	}
	return nil
}

var firstPara = regexp.MustCompile(`^item \d+, para 1\b|^para 1\b|^section \d+, para 1\b`)

// happened picks what a newcomer should know of a meeting: the opening, the main reports and the decisions.
func (b *Bot) happened(ctx context.Context, a asker, d *index.Document) ([]index.Result, error) {
	var res []index.Result
	q := index.Query{Text: "convened vacant did not report decided agreed priorities resolution passed deadline revised launch", Documents: []string{d.ID}, Audience: a.aud, AsOf: a.asOf, Limit: 12}
	more, err := b.ix.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range more {
		if r.Own > 0 && r.Passage.Kind != "heading" {
			res = append(res, r)
		}
	}
	return res, nil
}

func distinct(res []index.Result) []index.Result {
	seen := map[string]bool{}
	return slices.DeleteFunc(res, func(r index.Result) bool {
		was := seen[r.Passage.ID]
		seen[r.Passage.ID] = true
		return was
	})
}

func (b *Bot) attendance(a asker, d *index.Document) *Table {
	if len(d.Attendance) == 0 {
		return nil
	}
	t := &Table{Caption: b.say(a, "Attendance as recorded"), Header: b.heads(a, "Body", "State")}
	for _, at := range d.Attendance {
		t.Rows = append(t.Rows, []string{b.named(a, vocab.Body, at.Body), b.say(a, stateWords[at.State])})
	}
	return t
}

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
	return b.answer(a, newestAmongEquals(res), maxQuotes), nil
}

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
	var parts []string
	for _, r := range res {
		n := r.Passage.Number
		if n == "" {
			continue
		}
		switch due := b.deadline(a, r); {
		case due != "":
			parts = append(parts, b.say(a, "by", n, dayWords(due)))
		case r.Passage.Event != "":
			parts = append(parts, b.say(a, "before the", n, r.Passage.Event))
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

// actionPoint is one action of a meeting as it stands at a moment.
type actionPoint struct {
	r       index.Result
	text    string // what is to be done; the words of the action matrix, which has no date in them that may have been corrected since
	due     index.Date
	event   string
	status  string       // the newest tracker's words
	tracker index.Result // where they stand
	place   map[string]bool
}

// actionPoints answers which action points are open or overdue, of a meeting, a body, or with a number.
func (b *Bot) actionPoints(ctx context.Context, a asker) (Reply, error) {
	points := b.pointsOf(a)
	if len(points) == 0 {
		return b.report(ctx, a)
	}
	text := strings.ToLower(a.in.Text)
	yetToCome := notDueWords.MatchString(text)
	overdueOnly := len(a.in.Numbers) == 0 && !yetToCome && lateWords.MatchString(text) && !askedIf.MatchString(text) // of one number it is asked how it stands
	openOnly := len(a.in.Numbers) == 0 && (overdueOnly || openWords.MatchString(text))
	r := Reply{Outcome: Answer}
	t := &Table{Header: b.heads(a, "No.", "Action", "Due", "State")}
	var lines []string
	for _, p := range points {
		done := finished.MatchString(strings.ToLower(p.status))
		overdue := !done && p.due != "" && p.due < a.asOf
		if overdueOnly && !overdue || yetToCome && (overdue || done) || openOnly && done {
			continue
		}
		due := dayWords(p.due)
		switch {
		case p.event != "" && p.due == "":
			due = b.say(a, "due before the", p.event)
		case p.due == "":
			due = b.say(a, "no date")
		}
		state := b.say(a, "not yet due")
		got := b.receipts(a, p.r, p.due)
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
		if whoseWords.MatchString(text) {
			var names []string
			for _, k := range p.r.Passage.Responsible {
				names = append(names, b.named(a, vocab.Body, k))
			}
			state += b.say(a, "semicolon") + b.say(a, "responsible", b.list(a, names))
		}
		lines = append(lines, b.say(a, "point", p.r.Passage.Number, shorten(p.text, 90), due, state))
		t.Rows = append(t.Rows, []string{p.r.Passage.Number, shorten(p.text, 90), due, state})
		r.Passages = append(r.Passages, b.cite(p.r, nil))
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

var finished = regexp.MustCompile(`^(?:done|complete|submitted by all|closed|implemented)`)

// pointText is what an action point asks for, without its number and its other cells.
func pointText(r index.Result) string {
	for i := range r.Doc.Passages { // the matrix says it in fewer words, and its date is told apart
		if p := &r.Doc.Passages[i]; p.Number == r.Passage.Number && len(p.Cells) > 0 && len(r.Passage.Cells) == 0 {
			return pointText(index.Result{Doc: r.Doc, Passage: p})
		}
	}
	for _, c := range r.Passage.Cells {
		h := strings.ToLower(c.Header)
		if strings.Contains(h, "action") || strings.Contains(h, "decision") {
			return c.Text
		}
	}
	return strings.TrimRight(strings.TrimSpace(strings.TrimPrefix(oneLine(r.Doc.Quote(r.Passage)), r.Passage.Number)), ".")
}

// pointsOf gathers the action points a question means, each from the record that made it, with its corrected deadline and the newest
// tracker's word on it.
func (b *Bot) pointsOf(a asker) []actionPoint {
	voc := b.voc.Load()
	a.in.Words = actionWords.ReplaceAllString(a.in.Words, " ")
	if len(a.in.Places) > 0 {
		a.in.Asked = nil
	}
	needs := b.needs(a.in)
	dueThen := dueWords.MatchString(a.in.Text)
	byNumber := map[string]*actionPoint{}
	var order []string
	most := 0.0
	b.each(index.Query{Audience: a.aud, AsOf: a.asOf, Meetings: a.in.Meetings, Types: []string{"minutes"}}, func(r index.Result) {
		p := r.Passage
		if p.Number == "" || len(p.Responsible) == 0 || !strings.HasPrefix(p.Number, fmt.Sprintf("%d.", r.Doc.Meeting)) {
			return
		}
		if len(a.in.Numbers) > 0 && !slices.Contains(a.in.Numbers, p.Number) {
			return
		}
		places := map[string]bool{}
		for _, k := range append(slices.Clone(p.Responsible), p.Support...) {
			if e, ok := voc.Lookup(vocab.Body, k); ok {
				places[e.Place] = true
			}
		}
		if due := b.deadline(a, r); dueThen && (due == "" && a.in.From != "" && a.in.To != "" || due != "" && (a.in.From != "" && due < a.in.From || a.in.To != "" && due > a.in.To)) {
			return // due on other days than are asked for
		}
		if len(a.in.Places) > 0 && !slices.ContainsFunc(a.in.Places, func(k string) bool { return places[k] }) {
			return
		}
		if len(a.in.Places) == 0 && len(a.in.Asked) > 0 && !slices.ContainsFunc(b.opened(p.Responsible), func(k string) bool { return slices.Contains(a.in.Asked, k) }) {
			return
		}
		if len(a.in.Numbers) == 0 && !bare(needs) {
			share := b.covers(r, needs)
			if share < enough {
				return
			}
			most = max(most, share)
		}
		if was := byNumber[p.Number]; was == nil || was.r.Passage.Deadline == "" && p.Deadline != "" {
			if was == nil {
				order = append(order, p.Number)
			}
			byNumber[p.Number] = &actionPoint{r: r, text: pointText(r), due: b.deadline(a, r), event: p.Event, place: places}
		} else if len(was.r.Passage.Cells) == 0 && len(p.Cells) > 0 && was.r.Doc == r.Doc {
			was.text = pointText(r)
		}
	})
	if len(a.in.Meetings) == 0 && len(a.in.Numbers) == 0 && len(a.in.Places) == 0 && len(a.in.Asked) == 0 && a.in.From == "" && a.in.To == "" && bare(needs) && !pending.MatchString(a.in.Text) {
		return nil
	}
	b.each(index.Query{Audience: a.aud, AsOf: a.asOf}, func(r index.Result) {
		pt := byNumber[r.Passage.Number]
		if pt == nil || r.Doc.ID == pt.r.Doc.ID || pt.tracker.Doc != nil && pt.tracker.Doc.Issued >= r.Doc.Issued || len(r.Passage.Cells) == 0 {
			return
		}
		for _, c := range r.Passage.Cells {
			if strings.Contains(strings.ToLower(c.Header), "status") {
				pt.status, pt.tracker = c.Text, r
			}
		}
	})
	var out []actionPoint
	for _, n := range order {
		if pt := byNumber[n]; most == 0 || b.covers(pt.r, needs) >= most-2*asMuch { // what was asked for, and not what is near it
			out = append(out, *pt)
		}
	}
	return out
}

// dueWords ask for what falls due on some days, and not how things stood then.
var dueWords = regexp.MustCompile(`(?i)\b(?:due|deadlines?|falls?|expires?|must|need to|has to|have to|by|before|after|since|until|tak|pehl[aei]y?|baad)\b|تک|پہلے|بعد`)

// deadline is the day an action point is due, as a corrigendum issued by the moment has it.
func (b *Bot) deadline(a asker, r index.Result) index.Date {
	due := r.Passage.Deadline
	var ids []string
	for i := range r.Doc.Passages {
		if p := &r.Doc.Passages[i]; p.Number == r.Passage.Number {
			ids = append(ids, p.CorrectedBy...)
			if due == "" {
				due = p.Deadline
			}
		}
	}
	for _, id := range ids {
		if x, ok := b.passage(a, id); ok {
			if d := readInstead(x.Doc.Quote(x.Passage)); d != "" {
				due = d
			}
		}
	}
	return due
}

func (b *Bot) newestTracker(a asker) index.Date {
	var newest index.Date
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type == "tracker" && d.IssuedBy(a.asOf) && (len(a.in.Meetings) == 0 || slices.Contains(a.in.Meetings, d.Meeting)) {
			newest = max(newest, d.Date)
		}
	}
	return newest
}

var (
	longDay = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)? (jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?(?:,? (\d{4}))?\b`)
	instead = regexp.MustCompile(`(?i)\bread\b(.*)$`)
)

// readInstead is the day after "read" in a correction: for "29 February 2020" read "31 March 2020".
func readInstead(text string) index.Date {
	if m := instead.FindStringSubmatch(oneLine(text)); m != nil {
		return dateIn(m[1], "")
	}
	return ""
}

// dateIn is the first day written in a text, "28 Nov" taking its year from near.
func dateIn(text string, near index.Date) index.Date {
	m := longDay.FindStringSubmatch(strings.ToLower(text))
	if m == nil {
		return ""
	}
	y := m[3]
	if y == "" && len(near) >= 4 {
		y = string(near[:4])
	}
	t, err := time.Parse("2 Jan 2006", m[1]+" "+strings.ToUpper(m[2][:1])+m[2][1:3]+" "+y)
	if err != nil {
		return ""
	}
	return index.Date(t.Format("2006-01-02"))
}
