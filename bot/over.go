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

// compare puts two to seven bodies, places or papers side by side: at most two newest passages each, "no record" where there is none.
func (b *Bot) compare(ctx context.Context, a asker) (Reply, error) {
	sides := b.sidesOf(a)
	types := [][]string{notPress}
	switch {
	case len(a.in.Meetings) > 0 || a.in.Said:
		types = [][]string{records}
	case slices.Contains(a.in.Types, "act") && slices.Contains(a.in.Types, "bill"): // laws: an act goes before the bill it was made from
		types = [][]string{{"act"}, a.in.Types}
	case len(a.in.Types) > 0:
		types = [][]string{a.in.Types}
	}
	each := 2
	if len(sides) == 2 {
		each = 5
	}
	r := Reply{Outcome: Answer}
	var lines []string
	for _, s := range sides {
		tries := types
		if s.q.Types != nil {
			tries = [][]string{s.q.Types}
		}
		res, err := b.prefer(ctx, a, s.q, tries)
		if err != nil {
			return Reply{}, err
		}
		s.q.Types = types[len(types)-1]
		if len(res) == 0 && s.q.Text == "" && len(s.q.Phrases) == 0 {
			s.q.Kinds = []string{"para"}
			if res, err = b.all(s.q); err != nil {
				return Reply{}, err
			}
		}
		if outline := b.outline(a, s.q, res); outline != nil {
			res = outline
		}
		if len(res) == 0 && len(a.in.Types) > 0 {
			s.q.Types = notPress
			if res, err = b.search(ctx, a, s.q); err != nil {
				return Reply{}, err
			}
		}
		r.Parts = append(r.Parts, Say(Head, s.name))
		if len(res) == 0 {
			lines = append(lines, s.name+": "+b.say(a, "no record"))
			r.Parts = append(r.Parts, Say(Bullet, b.say(a, "no record")))
			continue
		}
		res = first(oneOfEach(res), max(each, len(b.outline(a, s.q, res))))
		var cites []Cited
		for _, x := range newestAmongEquals(res) {
			cites = append(cites, b.citeUpTo(x, b.words(a.in), 600))
		}
		cites = b.withCorrections(a, cites)
		for i := range cites {
			r.Parts = append(r.Parts, Part{Quote: &cites[i]})
		}
		r.Passages = append(r.Passages, cites...)
		lead := index.Excerpt(b.weigh(a).finding(cites[0].Quote, 240), b.words(a.in), 240)
		lines = append(lines, b.say(a, "line", s.name, oneLine(lead), b.source(a, cites[0])))
	}
	if len(r.Passages) == 0 {
		return b.nothing(ctx, a)
	}
	r.Parts = slices.Insert(r.Parts, 0, Say(Finding, strings.Join(lines, "\n")))
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// A side is one of the things compared, with the search for what is said of it.
type side struct {
	name string
	q    index.Query
}

// maxSides is how many are compared at once.
const maxSides = 7

// sidesOf are the papers, places, kinds of paper or bodies that a question compares.
func (b *Bot) sidesOf(a asker) []side {
	var sides []side
	base := b.query(a)
	add := func(name string, narrow func(*index.Query)) {
		q := base
		narrow(&q)
		if len(sides) < maxSides {
			sides = append(sides, side{name, q})
		}
	}
	paper := func(id string) {
		if d := b.ix.Document(id); d != nil {
			add(b.label(d), func(q *index.Query) { q.Documents, q.Places = []string{id}, nil })
		}
	}
	switch {
	case len(a.in.Docs) > 1:
		for _, id := range a.in.Docs {
			paper(id)
		}
	case len(a.in.Places) > 1 || len(a.in.Docs) > 0: // "in Sindh, Punjab and the 1929 law"
		for _, p := range a.in.Places {
			add(b.named(a, vocab.Place, p), func(q *index.Query) { q.Places, q.Documents = []string{p}, nil })
		}
		for _, id := range a.in.Docs {
			if d := b.ix.Document(id); d != nil && !slices.Contains(a.in.Places, d.Jurisdiction) {
				paper(id)
			}
		}
	case len(a.in.Asked) < 2 && len(a.in.Types) > 1: // "in the bill and the act"
		for _, t := range a.in.Types {
			add(facetWords[t][tongue(a.in.Lang)], func(q *index.Query) { q.Types = []string{t} })
		}
	default:
		for _, k := range a.in.Bodies {
			add(b.named(a, vocab.Body, k), func(q *index.Query) { q.Bodies = []string{k} })
		}
	}
	return sides
}

// timeline lists a subject over the meetings and papers, the oldest first, and names the meetings that do not mention it.
func (b *Bot) timeline(ctx context.Context, a asker) (Reply, error) {
	res, silent, err := b.overMeetings(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	if len(res) > maxLines {
		slices.SortStableFunc(res, func(x, y index.Result) int { return cmp.Compare(y.Score, x.Score) })
		res = first(onePerMeeting(res), maxLines)
	}
	byDate(res)
	return b.lined(a, res, silent), nil
}

// maxLines is how many entries a timeline shows.
const maxLines = 16

// lined shows results as dated lines, each with its quote.
func (b *Bot) lined(a asker, res []index.Result, silent []int) Reply {
	r := Reply{Outcome: Answer}
	var cites []Cited
	for _, x := range res {
		cites = append(cites, b.citeUpTo(x, b.words(a.in), 640))
	}
	cites = b.withCorrections(a, cites)
	last := cites[len(cites)-1]
	r.Parts = append(r.Parts, Say(Finding, b.findingOf(a, last)))
	for i := range cites {
		r.Parts = append(r.Parts, Part{Quote: &cites[i]})
	}
	if len(silent) > 0 {
		r.Parts = append(r.Parts, Say(Small, b.say(a, "silent", b.nths(a, silent))))
	}
	r.Passages = cites
	r.Parts = append(r.Parts, b.reading(a))
	return r
}

// overMeetings finds the best passage on a subject in each meeting's records and in each other paper, and the meetings without one.
func (b *Bot) overMeetings(ctx context.Context, a asker) (found []index.Result, silent []int, err error) {
	base := b.query(a)
	base.Limit = 100
	base.Text = lawWords.ReplaceAllString(base.Text, " ")
	pool, err := b.searchIn(ctx, a, base, "act", "bill", "policy", "plan", "package", "tracker", "corrigendum")
	if err != nil {
		return nil, nil, err
	}
	spoken, err := b.searchIn(ctx, a, base, "minutes")
	if err != nil || len(spoken)+len(pool) == 0 {
		return nil, nil, err
	}
	best := 0.0
	if len(spoken) > 0 {
		best = spoken[0].Score
	}
	each := base
	each.Types, each.Limit, each.PerDocument = []string{"minutes"}, 0, 4
	res, err := b.ix.Search(ctx, each)
	if err != nil {
		return nil, nil, err
	}
	ofDocument := map[string][]index.Result{}
	for _, r := range res {
		ofDocument[r.Doc.ID] = append(ofDocument[r.Doc.ID], r)
	}
	byMeeting := map[int]bool{}
	held := map[int]bool{}
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type == "minutes" && d.Meeting > 0 && inRange(base, d, a.asOf) {
			held[d.Meeting] = true
			n := 0
			for _, r := range b.about(a, each, ofDocument[d.ID]) {
				if r.Own > 0 && r.Score >= 0.3*best && r.Passage.Kind == "para" && n < 2 {
					found = append(found, r)
					byMeeting[d.Meeting] = true
					n++
				}
			}
		}
	}
	papers := map[string]bool{}
	for _, r := range b.staged(a, pool) {
		if !papers[r.Doc.ID] && r.Score >= 0.5*pool[0].Score && len(papers) < 3 {
			papers[r.Doc.ID] = true
			found = append(found, r)
		}
	}
	for n := range held {
		if !byMeeting[n] {
			silent = append(silent, n)
		}
	}
	slices.Sort(silent)
	return found, silent, nil
}

func inRange(q index.Query, d *index.Document, asOf index.Date) bool {
	return (q.From == "" || d.Date >= q.From) && (q.To == "" || d.Date <= q.To) && (asOf == "" || d.Issued <= asOf) &&
		(len(q.Meetings) == 0 || slices.Contains(q.Meetings, d.Meeting))
}

// figure answers how many: the newest figure first, and the older ones under it, each cited.
func (b *Bot) figure(ctx context.Context, a asker) (Reply, error) {
	q := b.query(a)
	q.Types = notPress
	res, err := b.search(ctx, a, q)
	if err != nil {
		return Reply{}, err
	}
	res = slices.DeleteFunc(res, func(r index.Result) bool {
		e := index.Excerpt(r.Doc.Quote(r.Passage), b.words(a.in), 400)
		if len(r.Passage.Cells) > 0 { // costs and times of a row count nothing
			e = ""
			for _, c := range r.Passage.Cells {
				if !beside.MatchString(c.Header) {
					e += c.Text + " "
				}
			}
		}
		return !number.MatchString(notFigures.ReplaceAllString(e, " ")) && !unsaid.MatchString(e)
	})
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	things := countOf(a.in.Words + " " + strings.Join(a.in.English, " "))
	if counted := slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool { return !things.in(r.Doc.Quote(r.Passage)) }); len(counted) > 0 {
		res = counted
	}
	best := res[0].Score
	res = slices.DeleteFunc(res, func(r index.Result) bool { return r.Score < 0.55*best })
	slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	return b.answer(a, res, maxQuotes), nil
}

// beside are the columns of a table whose figures are not what it counts.
var beside = regexp.MustCompile(`(?i)budget|cost|timeline|deadline|date|^no\.?$|updated|source|received`)

// A counter knows numbers of the things a question counts: "15 districts", "31 of the 35 districts", "no DPC". The zero counter knows none.
type counter struct{ re *regexp.Regexp }

// countOf makes the counter of the words of a question.
func countOf(words string) counter {
	var stems []string
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if len(w) >= 3 && !uncounted[w] && !strings.ContainsAny(w, "0123456789") {
			stems = append(stems, regexp.QuoteMeta(strings.TrimSuffix(strings.TrimSuffix(w, "s"), "ie")))
		}
	}
	if len(stems) == 0 {
		return counter{}
	}
	re, err := regexp.Compile(`(?i)\b(?:\d{1,3}(?:,\d{3})*|no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety)(?: of (?:the )?\d+)?(?: [a-z-]+){0,2} (?:` + strings.Join(stems, "|") + `)\w{0,3}\b|\b\d{1,3} of (?:the |its )?\d{1,3}\b`)
	if err != nil {
		return counter{}
	}
	return counter{re}
}

// uncounted are words that stand near figures of anything.
var uncounted = wordSet("act acts law laws bill bills women woman policy plan number numbers total have has")

// in reports whether a text gives such a number.
func (c counter) in(text string) bool { return c.re != nil && c.re.MatchString(text) }

// notFigures are numbers that count nothing: of decisions, paragraphs, meetings, sections, and dates.
var notFigures = regexp.MustCompile(`\b\d{1,2}\.\d{1,2}\b|^\s*\(?\d{1,3}[.)]|\b\d{1,2}(?:st|nd|rd|th)\b|(?i)\b(?:section|paragraph|row|decision)s? \d+\b|\b(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}\b|\b(?:19|20)\d\d\b`)

var number = regexp.MustCompile(`(?i)\d|\b(?:no|none|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|every)\b`)

// digest gives a summary in at most N cited lines, each a sentence of a record with its meeting or date.
func (b *Bot) digest(ctx context.Context, a asker) (Reply, error) {
	n := a.in.Limit
	if n <= 0 || n > 10 {
		n = 5
	}
	res, _, err := b.overMeetings(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	if len(res) == 0 && bare(b.needs(a.in)) {
		if res, err = b.gist(a); err != nil {
			return Reply{}, err
		}
	}
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	if told := slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool { return r.Doc.Type != "minutes" }); len(told) > 0 {
		res = told
	}
	res = spreadOut(res, n)
	r := Reply{Outcome: Answer}
	var lines []string
	for _, x := range res {
		c := b.citeUpTo(x, b.words(a.in), 260)
		r.Passages = append(r.Passages, c)
		lines = append(lines, fmt.Sprintf("• %s: %s", b.source(a, c), oneLine(c.Quote)))
	}
	r.Parts = append(r.Parts, Say(Finding, strings.Join(lines, "\n")), b.reading(a))
	return r, nil
}

// gist gives what a digest of no particular subject is made of: the decisions of the meetings asked for, or what the places reported, the
// paragraphs with figures and steps of laws before others.
func (b *Bot) gist(a asker) ([]index.Result, error) {
	q := b.query(a)
	q.Types, q.Kinds = []string{"minutes"}, []string{"decision"}
	if len(a.in.Meetings) == 0 {
		q.Kinds = []string{"para"}
	}
	res, err := b.all(q)
	for i, r := range res {
		text := r.Doc.Quote(r.Passage)
		res[i].Score = 1 + float64(len(aStep.FindAllString(text, 6)))
		if p := r.Passage; p.Kind == "para" && !slices.Contains(a.in.Places, p.Place) {
			res[i].Score = 0.5
		}
	}
	return res, err
}

var aStep = regexp.MustCompile(`(?i)\b(?:passed|launched|notified|approved|enacted|opened|started|appointed|endorsed|tabled|formed|introduced|\d+ (?:of|districts?|cells?|centres?)|act)\b`)

// outline gives the substance of a law where the question names the law and nothing in it: the first sub-section of each section, and those
// with figures. It is nil where something in particular is asked.
func (b *Bot) outline(a asker, q index.Query, res []index.Result) []index.Result {
	if len(res) == 0 || res[0].Doc.Type != "act" || len(a.in.Sections) > 0 || len(parts(a)) > 0 {
		return nil
	}
	d := res[0].Doc
	asked := slices.DeleteFunc(strings.Fields(a.in.Words), func(w string) bool { return commonWords[strings.ToLower(w)] })
	if want := index.Wanted(asked); index.TermsOf(strings.NewReplacer("Protection", "", "Prevention", "").Replace(d.Title)).Held(want) < len(want) {
		return nil
	}
	var out []index.Result
	seen := map[string]bool{}
	for i := range d.Passages {
		p := &d.Passages[i]
		top, _, _ := strings.Cut(p.Section, "(")
		if top == "" || p.Kind == "heading" || formal.MatchString(strings.Join(p.Heading, " ")) {
			continue
		}
		if !seen[top] || amount.MatchString(d.Quote(p)) {
			seen[top] = true
			out = append(out, index.Result{Doc: d, Passage: p, Score: 1, Own: 1})
		}
	}
	return first(out, 8)
}

var amount = regexp.MustCompile(`(?i)\b(?:\d+|one|two|three|six|seven|ten|fifteen|thirty|sixty|ninety) (?:days?|months?|years?|members?)\b|\bRs\.? ?\d`)

// oneOfEach keeps one passage for each decision or action point: the minutes, their matrix and the tracker all repeat it.
func oneOfEach(res []index.Result) []index.Result {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool {
		n := r.Passage.Number
		was := n != "" && seen[n]
		seen[n] = true
		return was
	})
}

// spreadOut picks n results over the whole time: where things began, where they stand, and the best in each run of papers between.
func spreadOut(res []index.Result, n int) []index.Result {
	slices.SortStableFunc(res, func(x, y index.Result) int { return cmp.Compare(y.Score, x.Score) })
	res = onePerMeeting(res)
	if len(res) <= n {
		byDate(res)
		return res
	}
	best := res[0].Score
	res = slices.DeleteFunc(res, func(r index.Result) bool { return r.Score < 0.45*best && len(res) > n })
	byDate(res)
	if len(res) <= n {
		return res
	}
	out := []index.Result{res[0]}
	for i, inner := 0, res[1:len(res)-1]; i < n-2; i++ {
		if run := inner[i*len(inner)/(n-2) : (i+1)*len(inner)/(n-2)]; len(run) > 0 {
			out = append(out, slices.MaxFunc(run, func(x, y index.Result) int { return cmp.Compare(x.Score, y.Score) }))
		}
	}
	if n > 1 {
		out = append(out, res[len(res)-1])
	}
	return out
}

func onePerMeeting(res []index.Result) []index.Result {
	seen := map[string]bool{}
	return slices.DeleteFunc(res, func(r index.Result) bool {
		was := seen[r.Doc.ID]
		seen[r.Doc.ID] = true
		return was
	})
}

// definition answers what a term means, or how several differ: what the papers say of each, and the names the vocabulary has for it. A word
// with several readings is asked back.
func (b *Bot) definition(ctx context.Context, a asker) (Reply, error) {
	voc := b.voc.Load()
	r := Reply{Outcome: Partial}
	var lines []string
	for _, term := range terms(a.in) {
		forms := []string{term}
		for _, f := range a.in.Forms {
			if f.Text == term {
				forms = append(forms, topicForms(voc, a.in, f.Key)...)
			}
		}
		for _, f := range a.in.Called {
			if f.Text == term {
				forms = append(forms, voc.Expand(vocab.Body, f.Key)...)
			}
		}
		one := a
		one.in.Words, one.in.Topics, one.in.Context, one.in.Named = "", nil, "", nil
		q := index.Query{Text: term + " means definition is a person who", Phrases: []index.Phrase{{Forms: forms, Must: true}}, Types: notPress, Audience: a.aud, AsOf: a.asOf, Places: a.in.Places, Limit: 20}
		res, err := b.search(ctx, one, q)
		if err != nil {
			return Reply{}, err
		}
		res = first(definitionsFirst(res, forms), 2)
		more, err := b.byParts(ctx, a, q)
		if err != nil {
			return Reply{}, err
		}
		for _, part := range more {
			res = append(res, first(part, 2)...)
		}
		res = distinct(res)
		line := term
		for _, m := range voc.Find(term) {
			if rd, ok := m.One(); ok && !strings.EqualFold(rd.Name, term) {
				line += " = " + name(voc, rd.Kind, rd.Key)
				break
			}
		}
		if len(res) == 0 {
			lines = append(lines, line+": "+b.say(a, "no record"))
			continue
		}
		r.Parts = append(r.Parts, Say(Head, line))
		for i, x := range res {
			c := b.citeUpTo(x, append(forms, b.words(a.in)...), 500)
			r.Passages = append(r.Passages, c)
			r.Parts = append(r.Parts, Part{Quote: &c})
			if i == 0 {
				lines = append(lines, b.say(a, "line", line, oneLine(index.Excerpt(c.Quote, forms, 240)), b.source(a, c)))
			}
		}
	}
	if len(r.Passages) == 0 {
		in := a.in
		in.Kind = intent.Report
		a.in = in
		return b.report(ctx, a)
	}
	r.Parts = slices.Insert(r.Parts, 0, Say(Finding, strings.Join(lines, "\n")))
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// definitionsFirst puts the passages that say what a term means before those that only use it.
func definitionsFirst(res []index.Result, forms []string) []index.Result {
	rank := func(r index.Result) int {
		text := r.Doc.Quote(r.Passage)
		if index.TermsOf(text).Held(index.Wanted(forms)) == 0 {
			return 4
		}
		switch {
		case defines(text, forms):
			return 0
		case meansWord.MatchString(text):
			return 1
		case formal.MatchString(strings.Join(r.Passage.Heading, " ")), strings.Contains(strings.ToLower(text), " is a "):
			return 2
		}
		return 3
	}
	res = slices.Clone(res)
	slices.SortStableFunc(res, func(x, y index.Result) int { return rank(x) - rank(y) })
	return res
}

// defines reports whether a text says what one of the forms is, and not another thing by it.
func defines(text string, forms []string) bool {
	head, _, found := strings.Cut(strings.ToLower(oneLine(text)), " means ")
	if !found {
		return false
	}
	head = strings.NewReplacer("-", " ", "“", " ", "”", " ", "\"", " ").Replace(head)
	return slices.ContainsFunc(forms, func(f string) bool {
		f = strings.ReplaceAll(strings.ToLower(f), "-", " ")
		return len(f) > 2 && strings.Contains(head, strings.TrimSuffix(f, "s"))
	})
}

var meansWord = regexp.MustCompile(`(?i)\b(?:means|is called|stands for|is not an? |includes|also known as)\b`)

// terms are what a definition is asked of: the names as the member wrote them, else the words left.
func terms(in intent.Intent) []string {
	var out []string
	for _, f := range in.Forms {
		if !slices.Contains(out, f.Text) {
			out = append(out, f.Text)
		}
	}
	for _, f := range in.Called {
		if !slices.Contains(out, f.Text) {
			out = append(out, f.Text)
		}
	}
	if len(out) == 0 && in.Words != "" {
		out = append(out, in.Words)
	}
	if len(out) > 3 {
		out = out[:3]
	}
	return out
}
