package bot

import (
	"cmp"
	"context"
	"slices"

	"rabita/index"
)

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
	l, most := b.weigh(a), 0.0
	for _, x := range res {
		most = max(most, l.result(a, x))
	}
	for _, x := range res { // the newest that answers about as well as any
		if l.result(a, x) >= most-signGain {
			if i := slices.IndexFunc(cites, func(c Cited) bool { return c.Passage == x.Passage.ID }); i >= 0 {
				last = cites[i]
			}
		}
	}
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
	return d.Date.Within(q.From, q.To) && d.IssuedBy(asOf) &&
		(len(q.Meetings) == 0 || slices.Contains(q.Meetings, d.Meeting))
}
