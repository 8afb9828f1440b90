package bot

import (
	"context"
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// commitment answers what an international text asks for and what there is to show for it: the paragraph of the text first, then, where the
// provinces or the evidence are asked about, for each province the law or the report on the topics that the crosswalk files it under.
func (b *Bot) commitment(ctx context.Context, a asker) (Reply, error) {
	if len(a.in.Meetings) > 0 {
		return b.report(ctx, a)
	}
	asked, err := b.paragraph(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	if !a.in.All && !evidence.MatchString(strings.ToLower(a.in.Text)) && len(a.in.Places) == 0 {
		if len(asked) > 0 {
			return b.answer(a, asked, maxQuotes), nil
		}
		in := a.in
		in.Kind = intent.Report
		a.in = in
		return b.report(ctx, a)
	}
	r := Reply{Outcome: Answer}
	for _, x := range first(asked, 2) {
		r.Passages = append(r.Passages, b.cite(x, b.words(a.in)))
	}
	topics := slices.DeleteFunc(slices.Clone(a.in.Topics), func(t string) bool { return slices.Contains(b.instruments(), t) })
	var lines []string
	for _, p := range b.places(a) {
		side := a
		side.in.Places, side.in.Topics, side.in.Sections, side.in.Bodies, side.in.Asked, side.in.Words, side.in.Context = []string{p}, topics, nil, nil, nil, "", ""
		side.in.English, side.in.Forms = nil, nil
		where := b.named(a, vocab.Place, p)
		best, err := b.bestEvidence(ctx, side)
		if err != nil {
			return Reply{}, err
		}
		if best.Doc == nil {
			lines = append(lines, where+": "+b.say(a, "no record"))
			continue
		}
		c := b.citeUpTo(best, b.words(side.in), 420)
		r.Passages = append(r.Passages, c)
		lines = append(lines, b.say(a, "line", where, oneLine(index.Excerpt(c.Quote, b.words(side.in), 160)), b.source(c)))
	}
	if len(r.Passages) == 0 {
		return b.nothing(ctx, a)
	}
	r.Passages = b.withCorrections(a, r.Passages)
	r.Parts = append(r.Parts, Say(Finding, strings.Join(lines, "\n")))
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// evidence are the words that ask what there is to show for a commitment.
var evidence = wordsPattern(`evidence|proof|progress|implement\w*|done|action taken|compliance|report (?:on|under)|saboot|amal ?dara?mad|ثبوت|عمل`)

// paragraph finds what the text itself says: the paragraphs named, else the best passages of the papers that restate it.
func (b *Bot) paragraph(ctx context.Context, a asker) ([]index.Result, error) {
	if len(a.in.Sections) > 0 {
		var res []index.Result
		b.each(index.Query{Types: []string{"matrix"}, Audience: a.aud, AsOf: a.asOf}, func(r index.Result) {
			at := strings.ReplaceAll(r.Passage.Locator, " ", "")
			if r.Passage.Kind != "heading" && slices.ContainsFunc(a.in.Sections, func(s string) bool { return strings.Contains(at, s) }) {
				res = append(res, r)
			}
		})
		if len(res) > 0 {
			slices.SortStableFunc(res, func(x, y index.Result) int {
				return boolInt(x.Passage.Kind == "row") - boolInt(y.Passage.Kind == "row")
			})
			return res, nil
		}
		if a.in.Kind == intent.Section {
			return nil, nil
		}
	}
	return b.searchIn(ctx, a, b.query(a), "matrix")
}

// instruments are the topics that are international texts themselves.
func (b *Bot) instruments() []string {
	var out []string
	for _, h := range b.grp.Crosswalk {
		if !slices.Contains(out, h.Text) {
			out = append(out, h.Text)
		}
	}
	return out
}

// bestEvidence is what a place has to show on a topic: its Act, else its newest report.
func (b *Bot) bestEvidence(ctx context.Context, a asker) (index.Result, error) {
	for _, types := range [][]string{{"act"}, records, {"bill", "policy", "plan", "package"}} {
		q := b.query(a)
		q.Types = types
		res, err := b.search(ctx, a, q)
		if err != nil {
			return index.Result{}, err
		}
		res = slices.DeleteFunc(res, func(r index.Result) bool {
			return r.Passage.Place != a.in.Places[0] && r.Doc.Jurisdiction != a.in.Places[0]
		})
		if len(res) == 0 {
			continue
		}
		if types[0] == "act" {
			return opensWith(res[0]), nil
		}
		slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
		return res[0], nil
	}
	return index.Result{}, nil
}

// opensWith is the passage that tells of a law as a whole, if it has one: the first of its preamble.
func opensWith(r index.Result) index.Result {
	for i := range r.Doc.Passages {
		if p := &r.Doc.Passages[i]; p.Kind != "heading" && strings.HasPrefix(p.Locator, "preamble") {
			return index.Result{Doc: r.Doc, Passage: p, Score: r.Score, Own: r.Own}
		}
	}
	return r
}
