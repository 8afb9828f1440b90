package bot

import (
	"context"
	"slices"
	"strings"

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
		a.in.Topics = s.topics
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
		if outline := b.outline(a, res); outline != nil {
			res = outline
		}
		if len(res) == 0 && len(a.in.Types) > 0 {
			s.q.Types = notPress
			if res, err = b.search(ctx, a, s.q); err != nil {
				return Reply{}, err
			}
		}
		if len(res) > 0 && res[0].Doc.Type == "act" && wholly(a.in) {
			res = distinct(append([]index.Result{opensWith(res[0])}, res...))
		}
		r.Parts = append(r.Parts, Say(Head, s.name))
		if len(res) == 0 {
			lines = append(lines, s.name+": "+b.say(a, "no record"))
			r.Parts = append(r.Parts, Say(Bullet, b.say(a, "no record")))
			continue
		}
		res = first(oneOfEach(res), max(each, len(b.outline(a, res))))
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
		lines = append(lines, b.say(a, "line", s.name, oneLine(lead), b.source(cites[0])))
	}
	if len(r.Passages) == 0 {
		return b.nothing(ctx, a)
	}
	r.Parts = slices.Insert(r.Parts, 0, Say(Finding, strings.Join(lines, "\n")))
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// A side is one of the things compared, with the search for what is said of it and the topics it is about.
type side struct {
	name   string
	q      index.Query
	topics []string
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
			sides = append(sides, side{name, q, a.in.Topics})
		}
	}
	paper := func(id string) {
		if d := b.ix.Document(id); d != nil {
			add(b.label(d), func(q *index.Query) { q.Documents, q.Places = []string{id}, nil })
		}
	}
	switch {
	case len(a.in.Docs)+len(a.in.Places)+len(a.in.Asked) == 0 && len(a.in.Topics) == 1 && len(a.in.Types) > 0: // all the laws of a subject
		for _, d := range b.actsOn(a, a.in.Topics) {
			paper(d.ID)
		}
	case len(a.in.Docs)+len(a.in.Places)+len(a.in.Asked) == 0 && len(a.in.Topics) > 1: // the laws of several subjects
		for _, t := range a.in.Topics {
			one := a
			one.in.Topics = []string{t}
			if len(sides) < maxSides {
				sides = append(sides, side{b.named(a, vocab.Topic, t), b.query(one), one.in.Topics})
			}
		}
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
