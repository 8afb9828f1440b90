package bot

import (
	"context"
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
	case len(a.in.Types)+len(a.in.Docs) == 0 && len(a.in.Places) > 1 && !anyLaw.MatchString(a.in.Text) && !a.in.Punishes && a.in.Wants().Looks == nil: // how things stand there
		types = [][]string{records, notPress}
	case a.in.Punishes && len(a.in.Types) == 0:
		types = [][]string{{"act"}, notPress}
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
		a.in = s.in
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
		for i := 0; len(res) == 0 && len(s.in.Topics) > 1 && i < len(s.in.Topics); i++ { // each side may have its own: one law on violence, one on property
			one, q := a, s.q
			one.in.Topics = s.in.Topics[i : i+1]
			q.Phrases = b.query(one).Phrases
			if res, err = b.prefer(ctx, one, q, tries); err != nil {
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
		if len(res) > 0 && res[0].Doc.Type == "act" && b.wholly(a.in, res[0].Doc) {
			res = distinct(append([]index.Result{opensWith(res[0])}, res...))
		}
		r.Parts = append(r.Parts, Say(Head, s.name))
		if len(res) == 0 {
			lines = append(lines, s.name+": "+b.say(a, "no record"))
			r.Parts = append(r.Parts, Say(Bullet, b.say(a, "no record")))
			continue
		}
		if punishing := slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool { return !aPenalty.MatchString(r.Doc.Quote(r.Passage)) }); a.in.Punishes && len(punishing) > 0 {
			res = punishing
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

// A side is one of the things compared, with the search for what is said of it and what of the question is asked of it.
type side struct {
	name string
	q    index.Query
	in   intent.Intent
}

// counterparts are the bodies a question names as they are of one of the places compared: a body of another of them stands for the one that is to
// this place what it is to its own.
func (b *Bot) counterparts(in intent.Intent, place string) []string {
	voc := b.voc.Load()
	var out []string
	for _, k := range in.Asked {
		was, _ := voc.Lookup(vocab.Body, k)
		if was.Place == place || !slices.Contains(in.Places, was.Place) {
			out = append(out, k)
			continue
		}
		for _, e := range voc.Entries() {
			if e.Kind == vocab.Body && e.Place == place && slices.ContainsFunc(e.Groups, func(g string) bool { return slices.Contains(was.Groups, g) }) && !slices.Contains(out, e.Key) {
				out = append(out, e.Key)
			}
		}
	}
	return out
}

// maxSides is how many are compared at once.
const maxSides = 7

// sidesOf are the papers, places, kinds of paper or bodies that a question compares.
func (b *Bot) sidesOf(a asker) []side {
	var sides []side
	add := func(name string, of asker, narrow func(*index.Query)) {
		q := b.query(of)
		narrow(&q)
		if len(sides) < maxSides {
			sides = append(sides, side{name, q, of.in})
		}
	}
	paper := func(id string) {
		if d := b.ix.Document(id); d != nil {
			add(b.label(d), a, func(q *index.Query) { q.Documents, q.Places = []string{id}, nil })
		}
	}
	subjects := len(a.in.Docs)+len(a.in.Places)+len(a.in.Asked) == 0 // nothing but subjects is named
	switch {
	case subjects && len(a.in.Topics) == 1 && len(a.in.Types) > 0: // all the laws of a subject
		for _, d := range b.actsOn(a, a.in.Topics) {
			paper(d.ID)
		}
	case subjects && len(a.in.Topics) > 1: // the laws of several subjects
		for _, t := range a.in.Topics {
			one := a
			one.in.Topics = []string{t}
			add(b.named(a, vocab.Topic, t), one, func(*index.Query) {})
		}
	case len(a.in.Docs) > 1:
		for _, id := range a.in.Docs {
			paper(id)
		}
	case len(a.in.Places) > 1 || len(a.in.Docs) > 0: // "in Sindh, Punjab and the 1929 law"
		for _, p := range a.in.Places {
			one := a
			one.in.Asked = b.counterparts(a.in, p)
			add(b.named(a, vocab.Place, p), one, func(q *index.Query) { q.Places, q.Documents = []string{p}, nil })
		}
		for _, id := range a.in.Docs {
			if d := b.ix.Document(id); d != nil && !slices.Contains(a.in.Places, d.Jurisdiction) {
				paper(id)
			}
		}
	case len(a.in.Asked) < 2 && len(a.in.Types) > 1: // "in the bill and the act"
		for _, t := range a.in.Types {
			add(facetWords[t][tongue(a.in.Lang)], a, func(q *index.Query) { q.Types = []string{t} })
		}
	default:
		for _, k := range a.in.Bodies {
			add(b.named(a, vocab.Body, k), a, func(q *index.Query) { q.Bodies = []string{k} })
		}
	}
	return sides
}
