package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// stageWords are what the records and the papers themselves say of where a law stands; they are evidence, not conditions.
var stageWords = []string{"passed", "tabled", "assent", "notified", "gazette", "enacted", "select committee", "draft", "pending", "lapsed", "referred",
	"cleared by cabinet", "approved", "launched", "endorsed", "bill", "act", "law"}

// status answers where a bill, an act, a plan or a promise stands: the newest paper that speaks of it first, and what older ones said under it.
// Two papers that disagree are both shown.
func (b *Bot) status(ctx context.Context, a asker) (Reply, error) {
	claim := a.in.Kind == intent.FactCheck // what is claimed of a law is what it is checked for
	if !claim && lawNoun.MatchString(a.in.Text) {
		a.in.Words = lawWords.ReplaceAllString(a.in.Words, " ")
	}
	q := b.query(a)
	if claim {
		q.Text = lawWords.ReplaceAllString(q.Text, " ")
	}
	q.Phrases = append(q.Phrases, index.Phrase{Forms: stageWords})
	told, err := b.searchIn(ctx, a, q, "minutes", "corrigendum", "tracker", "note", "report", "matrix")
	if err != nil {
		return Reply{}, err
	}
	papers, err := b.searchIn(ctx, a, q, "act", "bill", "policy", "plan", "package")
	if err != nil {
		return Reply{}, err
	}
	ordered := func(r index.Result) bool {
		return dutyOnly(r) || r.Passage.Kind == "row" && len(r.Passage.Responsible) > 0
	}
	if spoken := slices.DeleteFunc(slices.Clone(told), ordered); len(spoken) > 0 && heldWhen.MatchString(strings.ToLower(a.in.Text)) {
		told = spoken // when something was done is no matter of who was to do it
		if looks := a.in.Wants().Looks; looks != nil && !lawNoun.MatchString(a.in.Text) {
			dated := slices.DeleteFunc(slices.Clone(told), func(r index.Result) bool {
				return !looks.MatchString(titleYear.ReplaceAllString(r.Doc.Quote(r.Passage), "$1"))
			})
			if len(dated) > 0 {
				told = dated
			}
		}
	}
	ofLaw, asksWhen := slices.Clone(papers), whenDone.MatchString(a.in.Text) && lawNoun.MatchString(a.in.Text)
	needs := b.needs(a.in)
	if own := slices.DeleteFunc(slices.Clone(papers), func(r index.Result) bool { return b.covers(opensWith(r), needs) < enough }); len(own) > 0 {
		papers = own // what speaks of the subject in passing has another stage
	}
	for i, r := range papers { // a law tells at its head where it stands; a claim is checked against what fits it best
		if head := opensWith(r); stage.MatchString(strings.ToLower(head.Doc.Quote(head.Passage))) || (asksWhen || !claim && head.Doc.Type == "act") && aMonth.MatchString(head.Doc.Quote(head.Passage)) {
			if claim {
				papers = append(papers, head)
				continue
			}
			papers[i] = head
		}
	}
	papers = distinct(papers)
	told, papers = onePerPaper(paragraphsFirst(b.staged(a, told))), first(onePerPaper(b.staged(a, papers)), 3*(1+a.in.More))
	if !claim {
		told = b.newestFull(a, told)
	}
	told = first(told, 5*(1+a.in.More))
	if len(told)+len(papers) == 0 {
		return b.nothing(ctx, a)
	}
	res := append(first(papers, 2*(1+a.in.More)), told...)
	slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	if i := becameAct(papers); asksWhen && i >= 0 {
		res = distinct(append(papers[i:i+1:i+1], res...))
	} else if l := b.weigh(a); asksWhen && l.sort.Looks != nil { // what gives the day goes first
		slices.SortStableFunc(res, func(x, y index.Result) int { return boolInt(l.tells(y)) - boolInt(l.tells(x)) })
	} else if looks := a.in.Wants().Looks; looks != nil && !whenDone.MatchString(a.in.Text) { // where the law itself says it, it goes first
		itself := slices.DeleteFunc(ofLaw, func(r index.Result) bool {
			return !slices.Contains(a.in.Meant, r.Doc.ID) && !slices.Contains(a.in.Docs, r.Doc.ID) || !looks.MatchString(r.Doc.Quote(r.Passage))
		})
		res = distinct(append(first(itself, 3), res...))
	}
	return b.answer(a, res, maxQuotes+1), nil
}

// whenDone asks for the day of something.
var whenDone = regexp.MustCompile(`(?i)\b(?:when|dates?|since|kab|tareekh)\b|کب|تاریخ`)

// becameAct is the place of the first head of a law among papers if it is of an Act, or of the Act that it became if it is of a bill; -1: there is
// none.
func becameAct(papers []index.Result) int {
	at := slices.IndexFunc(papers, func(r index.Result) bool { return strings.HasPrefix(r.Passage.Locator, "preamble") })
	if at < 0 || papers[at].Doc.Type == "act" {
		return at
	}
	return slices.IndexFunc(papers, func(r index.Result) bool {
		return r.Doc.Type == "act" && slices.ContainsFunc(papers[at].Doc.Relations, func(rel index.Relation) bool {
			return rel.Kind == "bill_of" && rel.To == r.Doc.ID
		})
	})
}

// dutyOnly reports whether a passage orders something and does not tell where it stands.
func dutyOnly(r index.Result) bool {
	switch r.Passage.Kind {
	case "decision", "action":
		return true
	case "row":
		return len(r.Passage.Responsible) > 0 && !slices.ContainsFunc(r.Passage.Cells, func(c index.Cell) bool { return strings.Contains(strings.ToLower(c.Header), "status") })
	}
	return false
}

// newestFull puts the newest first among the results that hold as much of the question as any, and the others behind them.
func (b *Bot) newestFull(a asker, res []index.Result) []index.Result {
	needs, most := b.needs(a.in), 0.0
	for _, r := range res {
		most = max(most, b.covers(r, needs))
	}
	full := func(r index.Result) int { return boolInt(b.covers(r, needs) >= most-asMuch) }
	slices.SortStableFunc(res, func(x, y index.Result) int {
		if c := cmp.Compare(full(y), full(x)); c != 0 || full(x) == 0 {
			return c
		}
		return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued))
	})
	return res
}

// founding answers how the group itself began: what the records say of it being established.
func (b *Bot) founding(ctx context.Context, a asker) (Reply, error) {
	q := index.Query{Text: "established founded", Phrases: []index.Phrase{{Forms: []string{b.grp.Short, b.grp.Name, "the Group"}, Must: true},
		{Forms: []string{"established in", "set up in", "founded in", "formed in", "established"}, Must: true}}, Audience: a.aud, AsOf: a.asOf, Limit: 20}
	res, err := b.searchIn(ctx, a, q, records...)
	if err != nil {
		return Reply{}, err
	}
	group := regexp.MustCompile(`(?:\bGroup\b|` + regexp.QuoteMeta(b.grp.Short) + `)[^.;]{0,80}\b(?:established|set up|founded|formed)\b[^.;]*\d{4}`)
	exact := func(r index.Result) int { return boolInt(aMonth.MatchString(group.FindString(r.Doc.Quote(r.Passage)))) }
	res = slices.DeleteFunc(res, func(r index.Result) bool { return !group.MatchString(r.Doc.Quote(r.Passage)) })
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	slices.SortStableFunc(res, func(x, y index.Result) int { return exact(y) - exact(x) })
	a.in.Words = "established set up founded " + b.grp.Short
	return b.answer(a, first(res, 3), 3), nil
}

var aMonth = regexp.MustCompile(`(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}`)

// began are the words that ask how an institution began.
var began = regexp.MustCompile(`(?i)\b(?:set up|established?|founded|formed|created|started|began|qaim|bani|bana)\b|قائم|قیام`)

// lawNoun names a paper whose stage is asked for.
var lawNoun = regexp.MustCompile(`(?i)\b(?:bills?|acts?|laws?|legislation|ordinance|policy|plan|package|qanoon|kanoon)\b|قانون|ایکٹ|بل|پالیسی`)

// lawWords name the kind of paper, which its stage changes: a question about a bill is answered by the act it became.
var lawWords = regexp.MustCompile(`(?i)\b(?:bills?|acts?|laws?|legislation|qanoon|kanoon|status|enacted|pass|passed|passage|kab|bana|bani)\b|قانون|ایکٹ|بل`)

// searchIn searches papers of some types.
func (b *Bot) searchIn(ctx context.Context, a asker, q index.Query, types ...string) ([]index.Result, error) {
	q.Types = types
	return b.search(ctx, a, q)
}

func first(res []index.Result, n int) []index.Result {
	if len(res) > n {
		return slices.Clone(res[:n])
	}
	return slices.Clone(res)
}

// paragraphsFirst puts what was said before the rows and decisions that only order it, within the same paper.
func paragraphsFirst(res []index.Result) []index.Result {
	best := map[string]float64{} // of the paragraphs of a paper
	for _, r := range res {
		if r.Passage.Kind == "para" {
			best[r.Doc.ID] = max(best[r.Doc.ID], r.Score)
		}
	}
	res = slices.Clone(res)
	for i, r := range res {
		if most := best[r.Doc.ID]; (r.Passage.Kind == "decision" || r.Passage.Kind == "action") && most >= 0.5*r.Score {
			res[i].Score = min(r.Score, 0.99*most)
		}
	}
	slices.SortStableFunc(res, func(x, y index.Result) int { return cmp.Compare(y.Score, x.Score) })
	return res
}

// staged keeps the passages that say where something stands, and those that hold more of the question than any of them.
func (b *Bot) staged(a asker, res []index.Result) []index.Result {
	if a.in.Kind == intent.FactCheck && !lawNoun.MatchString(a.in.Text) {
		return slices.Clone(res) // what is claimed is no stage of a law
	}
	needs, most := b.needs(a.in), -1.0
	says := func(r index.Result) bool { return stage.MatchString(strings.ToLower(r.Doc.Quote(r.Passage))) }
	for _, r := range res {
		if says(r) {
			most = max(most, b.says(r, needs))
		}
	}
	return slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool { return !says(r) && b.says(r, needs) <= most })
}

var stage = regexp.MustCompile(`\b(?:pass(?:ed|age)|tabled|assent\w*|notif\w+|gazett\w+|enact\w+|select committee|draft\w*|pending|laps\w+|referred|cleared|approved|launched|endorsed|introduced|vetted|in force|still a bill|has no|no law|there is no|not an act|not a law|with a committee|under consideration|sanctioned|in progress|commence\w*|deadline|missed|settled?|not yet)\b`)

// onePerPaper keeps the best passage of each paper, two of the first.
func onePerPaper(res []index.Result) []index.Result {
	n := map[string]int{}
	var out []index.Result
	for _, r := range res {
		n[r.Doc.ID]++
		if n[r.Doc.ID] <= 1 || n[r.Doc.ID] == 2 && len(out) < 3 {
			out = append(out, r)
		}
	}
	return out
}

// section answers what a law says: the sections named, of the laws named or meant, else the sections that answer best. Acts go before bills,
// and the record of meetings is asked only when no law holds it.
func (b *Bot) section(ctx context.Context, a asker) (Reply, error) {
	in := a.in
	kinds := []string{"act"}
	if slices.Contains(in.Types, "bill") && !slices.Contains(in.Types, "act") {
		kinds = []string{"bill"}
	}
	if r, ok, err := b.sameLaw(ctx, a); ok || err != nil {
		return r, err
	}
	withBills := append(slices.Clone(kinds), "bill")
	if len(in.Sections) > 0 {
		for _, types := range [][]string{kinds, withBills} {
			q := b.query(a)
			q.Types, q.Sections = types, in.Sections
			if len(in.Docs) == 0 && len(in.Meant) == 1 {
				q.Documents = in.Meant
			}
			res, err := b.search(ctx, a, q)
			if err == nil && len(res) == 0 {
				res, err = b.whole(q)
			}
			if err != nil {
				return Reply{}, err
			}
			if len(res) > 0 {
				res = first(inReadingOrder(res), maxQuotes)
				said, err := b.saidOf(ctx, a, res[0])
				return b.answer(a, append(res, said...), maxQuotes+1), err
			}
		}
		if told, err := b.paragraph(ctx, a); len(in.Docs)+len(in.Places) == 0 && len(told) > 0 { // of an international text
			return b.answer(a, told, maxQuotes), err
		}
		if len(in.Docs) > 0 || len(in.Meant) == 1 { // the law is known and has no such section
			return b.nothing(ctx, a)
		}
	}
	q := b.query(a)
	if beforeAfter.MatchString(in.Text) { // the act, and the bill or the law it came from
		var res []index.Result
		for _, t := range []string{"act", "bill"} {
			found, err := b.searchIn(ctx, a, q, t)
			if err != nil {
				return Reply{}, err
			}
			res = append(res, first(found, 2)...)
		}
		if len(res) > 0 {
			return b.answer(a, res, maxQuotes), nil
		}
	}
	res, err := b.prefer(ctx, a, q, [][]string{kinds, withBills, notPress})
	if err != nil || len(res) == 0 {
		r, none := b.nothing(ctx, a)
		return r, cmp.Or(err, none)
	}
	q.Types = notPress
	parts, err := b.byParts(ctx, a, q)
	if err != nil {
		return Reply{}, err
	}
	if in.Punishes {
		res = withPenalty(res)
	}
	res = mixed(withSection(first(b.leading(a, first(res, 2*maxQuotes)), maxQuotes)), parts, maxQuotes)
	if res[0].Doc.Type == "bill" { // a bill changes; what was last said of it matters as much
		told, err := b.searchIn(ctx, a, q, records...)
		if err != nil {
			return Reply{}, err
		}
		res = append(first(res, maxQuotes), first(b.newestFull(a, told), 1)...)
	}
	return b.answer(a, res, maxQuotes+1), nil
}

// withPenalty puts, behind a sub-section of a law that answers best and tells no penalty, the one of its section that does.
func withPenalty(res []index.Result) []index.Result {
	lead := res[0]
	top, _, sub := strings.Cut(lead.Passage.Section, "(")
	if !sub || aPenalty.MatchString(lead.Doc.Quote(lead.Passage)) {
		return res
	}
	for i := range lead.Doc.Passages {
		p := &lead.Doc.Passages[i]
		if at, _, _ := strings.Cut(p.Section, "("); at == top && p.Kind != "heading" && aPenalty.MatchString(lead.Doc.Quote(p)) {
			return distinct(append([]index.Result{lead, {Doc: lead.Doc, Passage: p, Score: lead.Score, Own: lead.Own}}, res[1:]...))
		}
	}
	return res
}

// beforeAfter asks for a law as it was and as it became.
var beforeAfter = regexp.MustCompile(`(?i)\b(?:before and (?:after|now)|old and new|then and now|earlier and (?:now|later)|from the bill to the act|pehle aur (?:ab|baad))\b`)

// saidOf finds the newest record that speaks of a section of a law, such as a court's ruling on it: whoever asks what it says wants to know.
func (b *Bot) saidOf(ctx context.Context, a asker, law index.Result) ([]index.Result, error) {
	if len(a.in.Sections) == 0 || len(a.in.Places) == 0 {
		return nil, nil
	}
	q := b.query(a)
	var forms []string
	for _, s := range a.in.Sections {
		forms = append(forms, "section "+s, "sections "+s, "s."+s, "s. "+s, "section "+s+"(a)", "section "+s+"(d)", "section "+s+"(1)")
	}
	q.Phrases = append(q.Phrases, index.Phrase{Forms: forms, Must: true})
	q.Documents = nil
	res, err := b.searchIn(ctx, a, q, records...)
	res = slices.DeleteFunc(res, func(r index.Result) bool { return r.Doc.Issued < law.Doc.Issued })
	slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	return first(res, 1), err
}

// whole gives every passage of the named sections where the question has no other words, if they are of few enough laws to be meant.
func (b *Bot) whole(q index.Query) ([]index.Result, error) {
	if len(q.Documents) == 0 && len(q.Places) == 0 && len(q.Sections) == 0 {
		return nil, nil
	}
	laws := map[string]bool{}
	var res []index.Result
	err := b.ix.Each(q, func(r index.Result) bool {
		if r.Passage.Kind != "heading" {
			laws[r.Doc.ID] = true
			res = append(res, r)
		}
		return len(laws) <= 3
	})
	if len(laws) > 3 {
		return nil, err
	}
	return res, err
}

// inReadingOrder keeps the sub-sections of one section together, in the order of the law, starting with the law of the best result.
func inReadingOrder(res []index.Result) []index.Result {
	best := res[0].Doc.ID
	slices.SortStableFunc(res, func(x, y index.Result) int {
		switch {
		case (x.Doc.ID == best) != (y.Doc.ID == best):
			if x.Doc.ID == best {
				return -1
			}
			return 1
		case x.Doc.ID != y.Doc.ID:
			return 0
		}
		return x.Passage.Start - y.Passage.Start
	})
	return res
}

// knownTitles are the names of papers under one vocabulary.
type knownTitles struct {
	of *vocab.Vocabulary
	by sync.Map // id and checksum -> intent.Law
}

// laws lists the papers that questions name: by title, by its initials, and with the key of a body in place of its name ("NCSW Act").
func (b *Bot) laws(docs []*index.Document) []intent.Law {
	voc := b.voc.Load()
	known := b.titles.Load()
	if known == nil || known.of != voc {
		known = &knownTitles{of: voc}
		b.titles.Store(known)
	}
	var out []intent.Law
	for _, d := range docs {
		switch d.Type {
		case "act", "bill", "policy", "plan", "package", "press":
			law, ok := known.by.Load(d.ID + d.Checksum)
			if !ok {
				law = namesOf(voc, d)
				known.by.Store(d.ID+d.Checksum, law)
			}
			out = append(out, law.(intent.Law))
		}
	}
	return out
}

var ownInitials = regexp.MustCompile(`\(([A-Z]{3,8})\)`)

func namesOf(voc *vocab.Vocabulary, d *index.Document) intent.Law {
	if d.Type == "press" { // a newspaper is asked for by its name
		paper, _, _ := strings.Cut(strings.Trim(d.Title, `"“”`), ",")
		return intent.Law{ID: d.ID, Type: d.Type, Place: d.Jurisdiction, Names: intent.TitleNames(paper)}
	}
	names := intent.TitleNames(d.Title)
	if e, ok := voc.Lookup(vocab.Place, d.Jurisdiction); ok { // whoever names the place leaves it out of the initials: "the Sindh CMRA"
		if rest, ok := strings.CutPrefix(d.Title, e.Name+" "); ok {
			names = append(names, intent.TitleNames(rest)...)
		}
	}
	for _, e := range voc.Entries() {
		if e.Kind == vocab.Body && strings.Contains(strings.ToLower(d.Title), strings.ToLower(e.Name)) {
			names = append(names, intent.TitleNames(strings.Replace(strings.ToLower(d.Title), strings.ToLower(e.Name), e.Key, 1))...)
		}
	}
	if part, _, ok := strings.Cut(d.Title, ","); ok {
		names = append(names, intent.TitleNames(part)...)
	}
	for _, m := range ownInitials.FindAllStringSubmatch(d.Title, 3) { // "(APHR)", unless it is the name of a body
		if len(voc.Find(m[1])) == 0 {
			names = append(names, strings.ToLower(m[1]))
		}
	}
	years, about := intent.TitleParts(d.Title)
	return intent.Law{ID: d.ID, Names: names, Type: d.Type, Place: d.Jurisdiction, Years: years, Words: about}
}
