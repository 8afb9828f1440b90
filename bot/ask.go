package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// ask answers a question from the papers.
func (b *Bot) ask(ctx context.Context, a asker) (Reply, error) {
	if r, ok := b.cannotBe(a); ok {
		return r, nil
	}
	if r, ok := b.doubtful(a); ok {
		return r, nil
	}
	a = b.ofChangers(a)
	r, err := b.answerKind(ctx, a)
	if err == nil && r.Outcome == None {
		r, err = b.ofThatYear(ctx, a, r)
	}
	if err == nil && r.Outcome == None && a.in.FollowsUp() && a.in.More == 0 {
		r, err = b.wider(ctx, a, r)
	}
	if err != nil {
		return Reply{}, err
	}
	if r, err = b.everyClause(ctx, a, b.holding(a, r)); err != nil {
		return Reply{}, err
	}
	if a.in.Own {
		r = b.withAdvice(a, r)
	}
	if a.in.Sheet {
		r.Files = append(r.Files, asCSV(r))
	}
	r.Parts = append(r.Parts, b.offers(a, r.Passages))
	return b.checked(a, r), nil
}

// ofChangers turns to the laws that amend the one that was spoken of, where it is asked whether that was changed.
func (b *Bot) ofChangers(a asker) asker {
	if !a.in.Changed {
		return a
	}
	of := a.in.Docs
	if len(of) == 0 {
		of = []string{a.in.Led}
	}
	var by []string
	for _, d := range b.ix.Documents(a.aud) {
		if b.mayShow(a, d) && slices.ContainsFunc(d.Relations, func(r index.Relation) bool { return r.Kind == "amends" && slices.Contains(of, r.To) }) {
			by = append(by, d.ID)
		}
	}
	if len(by) > 0 {
		a.in.Docs = by
	}
	return a
}

// wider tries a follow-up anew that found nothing with what it kept from the questions before: a kept meeting, time or kind of paper was perhaps
// not meant any more. What the member said now is never dropped.
func (b *Bot) wider(ctx context.Context, a asker, none Reply) (Reply, error) {
	drop := map[string]func(in *intent.Intent){
		"meetings": func(in *intent.Intent) { in.Meetings, in.Numbers = nil, nil },
		"dates":    func(in *intent.Intent) { in.From, in.To = "", "" },
		"papers":   func(in *intent.Intent) { in.Docs = nil },
		"types":    func(in *intent.Intent) { in.Types = nil },
	}
	switch a.in.Kind {
	case intent.Decisions, intent.Meeting, intent.Missing, intent.Actions, intent.Timeline: // these are asked of the meeting
		return none, nil
	}
	less := a
	less.rehearsal = true
	for _, facet := range []string{"meetings", "dates", "papers", "types"} {
		i := slices.Index(less.in.Kept, facet)
		if i < 0 {
			continue
		}
		drop[facet](&less.in)
		less.in.Kept = slices.Delete(slices.Clone(less.in.Kept), i, i+1)
		r, err := b.answerKind(ctx, less)
		if err != nil || r.Outcome != None {
			return r, err
		}
	}
	return none, nil
}

// ofThatYear tries a question anew that found nothing among the papers of a year: the year may be one that a later paper speaks of. Such an
// answer must name the year.
func (b *Bot) ofThatYear(ctx context.Context, a asker, none Reply) (Reply, error) {
	y := cmp.Or(a.in.From, a.in.To)
	if len(y) < 4 || a.in.From != "" && a.in.To != "" && a.in.From[:4] != a.in.To[:4] {
		return none, nil
	}
	later := a
	later.in.From, later.in.To = "", ""
	later.in.Year = string(y[:4])
	later.rehearsal = true
	r, err := b.answerKind(ctx, later)
	if err != nil || r.Outcome == None {
		return none, err
	}
	return r, nil
}

// withAdvice says under an answer to somebody's own case what it is not, and where to find help.
func (b *Bot) withAdvice(a asker, r Reply) Reply {
	var where []string
	for _, l := range b.grp.Crisis {
		if strings.Contains(strings.ToLower(l.Who), "legal") {
			where = append(where, l.Number+" ("+l.Who+")")
		}
	}
	where = append(where, b.say(a, "legal aid"))
	at := max(0, len(r.Parts)-1)
	r.Parts = slices.Insert(r.Parts, at, Say(Plain, b.say(a, "advice", strings.Join(where, "; "))))
	if a.in.Hurt {
		place := ""
		if len(a.in.Places) == 1 {
			place = a.in.Places[0]
		}
		first, near, _, _ := b.crisisLines(place)
		r.Parts = slices.Insert(r.Parts, at, Say(Plain, b.say(a, "in danger", numbers(append(first, near...)))))
	}
	return r
}

func (b *Bot) answerKind(ctx context.Context, a asker) (Reply, error) {
	if a.in.Own {
		if r, ok, err := b.ownCase(ctx, a); ok || err != nil {
			return r, err
		}
	}
	if a.in.Itself && began.MatchString(a.in.Text) {
		return b.founding(ctx, a)
	}
	if len(a.in.Times) > 1 {
		if r, ok, err := b.atTimes(ctx, a); ok || err != nil {
			return r, err
		}
	}
	if a.in.Having {
		if r, ok, err := b.whoHasLaw(ctx, a); ok || err != nil {
			return r, err
		}
	}
	switch a.in.Kind {
	case intent.FactCheck:
		if len(a.in.Meetings) > 0 && aboutMeeting.MatchString(a.in.Text) {
			return b.meeting(ctx, a)
		}
		return b.status(ctx, a)
	case intent.Missing:
		return b.missing(ctx, a)
	case intent.Meeting:
		return b.meeting(ctx, a)
	case intent.Decisions:
		return b.decisions(ctx, a)
	case intent.Actions:
		return b.actionPoints(ctx, a)
	case intent.Documents:
		return b.documents(ctx, a)
	case intent.Compare:
		return b.compare(ctx, a)
	case intent.Timeline:
		return b.timeline(ctx, a)
	case intent.Digest:
		return b.digest(ctx, a)
	case intent.Definition:
		return b.definition(ctx, a)
	case intent.Status:
		return b.status(ctx, a)
	case intent.Section:
		return b.section(ctx, a)
	case intent.Commitment:
		return b.commitment(ctx, a)
	}
	if len(a.in.Places) > 1 && !bare(b.needs(a.in)) {
		return b.compare(ctx, a) // one after the other: the best of one place must not hide the others
	}
	return b.report(ctx, a)
}

// records are the papers in which bodies report; a press item is never one of them.
var records = []string{"minutes", "corrigendum", "tracker", "note", "report", "letter"}

// plans are the papers that set targets.
var plans = []string{"policy", "plan", "package", "matrix"}

// notPress are all types but press items, which may be quoted only where they are asked for.
var notPress = slices.DeleteFunc(slices.Clone(index.Types), func(t string) bool { return t == "press" })

// report answers what was said about a topic: the best passages, newest first among equals. A question about what was reported looks into
// the records first, one about a plan into the plans, and both into everything else if that holds nothing.
func (b *Bot) report(ctx context.Context, a asker) (Reply, error) {
	in := a.in
	tries := [][]string{notPress}
	switch {
	case len(in.Docs) > 0:
		tries = [][]string{nil}
	case slices.Contains(in.Types, "press"):
		tries = [][]string{{"press"}, notPress}
	case in.All:
		tries = [][]string{records, notPress}
	case in.Kind == intent.Plan:
		tries = [][]string{plans, notPress}
	case len(in.Types) > 0 && !in.Said:
		tries = [][]string{in.Types, notPress}
	case in.Said && len(in.Meetings) > 0:
		tries = [][]string{{"minutes"}, records, notPress}
	case in.Said || len(in.Meetings) > 0:
		tries = [][]string{records, notPress}
	}
	if in.Counts && in.Kind == intent.Report && len(in.Docs) == 0 && len(in.Meetings) == 0 {
		return b.figure(ctx, a)
	}
	if r, ok, err := b.sameLaw(ctx, a); ok || err != nil {
		return r, err
	}
	q := b.query(a)
	var res []index.Result
	var err error
	if slices.Contains(in.Types, "corrigendum") {
		plain := in
		plain.Words = correcting.ReplaceAllString(in.Words, " ")
		if bare(b.needs(plain)) {
			return b.corrections(ctx, a)
		}
	}
	if in.Said && len(in.Meetings) > 0 && len(b.unrecorded(a)) == len(in.Meetings) {
		return b.unheld(ctx, a)
	}
	if nothing := bare(b.needs(in)); nothing || in.Said || slices.Contains(in.Types, "press") {
		for _, q.Types = range tries {
			if res, err = b.search(ctx, a, q); err == nil && len(res) == 0 && nothing {
				res, err = b.all(q)
			}
			if err != nil || len(res) > 0 {
				break
			}
		}
	} else {
		res, err = b.prefer(ctx, a, q, tries)
	}
	if err != nil {
		return Reply{}, err
	}
	if len(res) == 0 {
		if b.away(a) {
			return b.attendanceGaps(ctx, a)
		}
		return b.nothing(ctx, a)
	}
	res = newestAmongEquals(oneOfEach(spokenFirst(a, res)))
	if !timeless(in) && !in.Latest {
		res = append(b.leading(a, first(res, 2*maxQuotes)), res[min(len(res), 2*maxQuotes):]...)
	}
	switch {
	case in.Latest:
		res = newestFirst(res)
	case timeless(in):
		res = b.newestOfBest(a, res)
	}
	q.Types = notPress
	parts, err := b.byParts(ctx, a, q)
	if err != nil {
		return Reply{}, err
	}
	return b.unreported(a, b.answer(a, mixed(res, parts, maxQuotes), maxQuotes)), nil
}

// unreported says so where it was asked what a place reported and only other papers speak of it: a law of that place is no word of its delegation.
func (b *Bot) unreported(a asker, r Reply) Reply {
	own := func(c Cited) bool { return slices.Contains(records, c.Type) }
	if !a.in.Said || len(a.in.Places) == 0 || len(a.in.Types) > 0 || slices.ContainsFunc(r.Passages, own) {
		return r
	}
	r.Outcome = Partial
	r.Parts[0] = Say(Finding, b.say(a, "not reported", b.subject(a), r.Parts[0].text()))
	return r
}

// correcting are the words that ask what a corrigendum does.
var correcting = wordsPattern(`corrigend\w+|errat\w+|chang\w+|correct\w*|amend\w*|alter\w*|fix\w*|minutes|badla|tabdeel\w*`)

// timeless reports that a question asks what was reported, at no time in particular: then the newest word goes first, lest a bill of years ago
// be taken for where things stand.
func timeless(in intent.Intent) bool {
	return in.Said && len(in.Meetings) == 0 && len(in.Docs) == 0 && in.From == "" && in.To == ""
}

// corrections answers what was corrected: the numbered corrections of the papers asked for.
func (b *Bot) corrections(ctx context.Context, a asker) (Reply, error) {
	q := b.query(a)
	q.Types, q.Kinds = []string{"corrigendum"}, []string{"para"}
	var res []index.Result
	b.each(q, func(r index.Result) {
		if printed.MatchString(r.Doc.Quote(r.Passage)) {
			res = append(res, r)
		}
	})
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	return b.answer(a, res, maxQuotes), nil
}

// ofTheWhole reports whether papers are those of the federation and of no single place.
func (b *Bot) ofTheWhole(ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		d := b.ix.Document(id)
		return d == nil || d.Jurisdiction != b.grp.Whole.Key
	})
}

// sameLaw answers a follow-up from the law or plan that the answer before quoted, where that holds what is asked now: "does it give equal
// pay?", then "working hours?".
func (b *Bot) sameLaw(ctx context.Context, a asker) (Reply, bool, error) {
	in := a.in
	if len(in.Last) == 0 || len(in.Docs) > 0 || len(in.Meetings) > 0 || len(in.Sections) > 0 || in.Said {
		return Reply{}, false, nil
	}
	if len(in.Places) == 1 && !slices.Contains(in.Kept, "places") && b.ofTheWhole(in.Last) {
		in.Words = strings.TrimSpace(in.Words + " " + name(b.voc.Load(), vocab.Place, in.Places[0])) // what the federal law says of the place
	}
	in.Docs, in.Places, in.Context = in.Last, nil, ""
	if slices.Contains(in.Kept, "topics") {
		in.Topics, in.Forms = nil, nil
	}
	narrow := a
	narrow.in = in
	needs := b.needs(in)
	if bare(needs) || slices.Contains(in.Kept, "words") {
		return Reply{}, false, nil
	}
	res, err := b.search(ctx, narrow, b.query(narrow))
	res = slices.DeleteFunc(res, func(r index.Result) bool { return b.read(r).own.Held(needs[0].forms) == 0 && b.covers(r, needs) < 0.6 })
	if err != nil || len(res) == 0 {
		return Reply{}, false, err
	}
	return b.answer(a, first(res, maxQuotes), maxQuotes), true, nil
}

// all gives every passage a query's filters let through, newest paper first and each in reading order: for questions that name a body or a
// meeting and no subject. Of what places reported, their own paragraphs count, and not the tables that mention them.
func (b *Bot) all(q index.Query) ([]index.Result, error) {
	if len(q.Places) == 0 && len(q.Meetings) == 0 && len(q.Documents) == 0 && len(q.Bodies) == 0 {
		return nil, nil
	}
	var res []index.Result
	err := b.ix.Each(q, func(r index.Result) bool {
		k := r.Passage.Kind
		if k == "heading" || k == "signature" || len(q.Places) > 0 && q.Kinds == nil && r.Doc.Type == "minutes" && (k != "para" || !slices.Contains(q.Places, r.Passage.Place)) {
			return true
		}
		res = append(res, r)
		return true
	})
	slices.SortStableFunc(res, func(x, y index.Result) int {
		return cmp.Or(cmp.Compare(y.Doc.Date, x.Doc.Date), cmp.Compare(x.Doc.ID, y.Doc.ID), cmp.Compare(x.Passage.Start, y.Passage.Start))
	})
	return res, err
}

// answer quotes results, at most n of them, with the finding first and the reading last.
func (b *Bot) answer(a asker, res []index.Result, n int) Reply {
	if a.in.Why {
		res = b.withReasons(res)
	}
	if shown := n * a.in.More; shown > 0 {
		if shown >= len(res) {
			r := Reply{Outcome: None, Parts: []Part{Say(Finding, b.say(a, "no more", b.count(a, len(res), "passage"))), b.reading(a)}}
			return r
		}
		res = res[shown:]
	}
	if res = withFirst(res); len(res) > n {
		res = res[:n]
	}
	res = withReferred(withFollowing(b.leading(a, res)))
	n = max(n, len(res))
	var cites []Cited
	old := b.superseded(a)
	for _, r := range res {
		c := b.cite(r, b.words(a.in))
		if by := old[r.Doc.ID]; by != nil {
			c.Note = strings.TrimPrefix(c.Note+"; "+b.say(a, "superseded", b.label(by), by.ID), "; ")
		}
		if where := b.toldAbout(a, r); where != "" {
			c.Note = strings.TrimPrefix(c.Note+"; "+b.say(a, "told by others", where), "; ")
		}
		cites = append(cites, c)
	}
	cites = b.withCorrections(a, cites)
	if len(cites) > n {
		cites = cites[:n]
	}
	return b.answerWith(a, b.findingOf(a, cites[0]), cites)
}

// toldAbout is the name of the one place asked about, where a paragraph of a record is not that delegation's own word; else empty.
func (b *Bot) toldAbout(a asker, r index.Result) string {
	p := r.Passage
	if len(a.in.Places) != 1 || r.Doc.Type != "minutes" || p.Kind != "para" || p.Place == a.in.Places[0] || p.Body == "" && p.Speaker == "" || len(b.grp.BodiesOf(a.in.Places[0])) == 0 {
		return ""
	}
	return b.named(a, vocab.Place, a.in.Places[0])
}

// answerWith puts a reply together: the finding, the quotes, the age of the newest source, the reading.
func (b *Bot) answerWith(a asker, finding string, cites []Cited) Reply {
	r := Reply{Outcome: Answer, Passages: cites}
	r.Parts = append(r.Parts, Say(Finding, finding))
	for i := range cites {
		r.Parts = append(r.Parts, Part{Quote: &cites[i]})
	}
	if old := b.age(a, cites); old != "" {
		r.Parts = append(r.Parts, Say(Small, old))
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r
}

// longestFinding is how many characters of a sentence the first line of an answer takes: the titles of laws are long.
const longestFinding = 320

// findingOf is the first line of an answer: the sentence that answers best, with its source. Where a sentence had to be cut, that is to be seen.
func (b *Bot) findingOf(a asker, c Cited) string {
	sentence := b.weigh(a).finding(c.Quote, longestFinding)
	if whole := index.Excerpt(sentence, b.words(a.in), longestFinding); whole != "" && whole != sentence {
		begins, ends := strings.HasPrefix(sentence, whole), strings.HasSuffix(sentence, whole)
		sentence = whole
		if !begins {
			sentence = "…" + sentence
		}
		if !ends {
			sentence += "…"
		}
	}
	return b.say(a, "finding", printed.ReplaceAllString(oneLine(sentence), ""), b.source(c))
}

// printed is the number a paragraph or a sub-section begins with; it stands in the locator too.
var printed = regexp.MustCompile(`^(?:\d{1,3}\.|\(\w{1,3}\)) `)

// source is where a finding stands: "14th IPMG minutes, 29 Oct 2019, item 5, para 12, p. 5".
func (b *Bot) source(c Cited) string {
	s := c.Label + ", " + c.Locator
	if c.Note != "" {
		s += "; " + c.Note
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// age says how old the newest source is, where that is more than two years.
func (b *Bot) age(a asker, cites []Cited) string {
	newest := index.Date("")
	law := false
	for _, c := range cites {
		newest = max(newest, c.Issued)
		law = law || c.Type == "act"
	}
	if law || newest == "" || len(newest) < 4 || len(a.asOf) < 4 {
		return ""
	}
	was, now := year(newest), year(a.asOf)
	if now-was < 2 {
		return ""
	}
	return b.say(a, "old", dayWords(newest))
}

func year(d index.Date) int {
	n := 0
	if len(d) >= 4 {
		fmt.Sscanf(string(d[:4]), "%d", &n)
	}
	return n
}

func name(voc *vocab.Vocabulary, kind, key string) string {
	if e, ok := voc.Lookup(kind, key); ok {
		return e.Name
	}
	return key
}

// reading is the last, small line: how the question was read, and what was not known in it.
func (b *Bot) reading(a asker) Part {
	in := a.in
	parts := []string{b.facet(a, string(in.Kind))}
	facet := func(label string, names []string) {
		if len(names) > 0 {
			parts = append(parts, b.facet(a, label)+"="+strings.Join(names, ", "))
		}
	}
	var topics, meetings []string
	for _, t := range in.Topics {
		topics = append(topics, b.named(a, vocab.Topic, t))
	}
	for _, n := range in.Meetings {
		meetings = append(meetings, b.nth(a, n))
	}
	facet("place", in.Places)
	facet("body", in.Asked)
	facet("topic", topics)
	facet("paper", append(slices.Clone(in.Types), in.Docs...))
	facet("meeting", meetings)
	facet("section", in.Sections)
	if in.From != "" || in.To != "" {
		facet("dates", []string{string(in.From) + "…" + string(in.To)})
	}
	s := b.say(a, "read as", strings.Join(parts, " · "), dayWords(a.asOf))
	if len(in.Kept) > 0 {
		var kept []string
		for _, k := range in.Kept {
			kept = append(kept, b.facet(a, k))
		}
		s += " " + b.say(a, "kept", strings.Join(kept, ", "))
	}
	for _, f := range in.Fixed {
		s += " " + b.say(a, "fixed", f.Word, f.As)
	}
	if len(in.Unknown) > 0 {
		s += " " + b.say(a, "unknown", strings.Join(in.Unknown, ", "))
	}
	return Say(Small, s)
}
