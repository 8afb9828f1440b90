package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// Which places have a law on a subject is told of all of them: the Acts among the papers by their titles, and of each place without one the
// newest word of its delegation.

// whoHasLaw answers which places have a law on the subjects of the question; it is not meant for one that asks something of the laws besides.
func (b *Bot) whoHasLaw(ctx context.Context, a asker) (Reply, bool, error) {
	if len(a.in.Topics) == 0 || !b.wholly(a.in, nil) || a.in.Said {
		return Reply{}, false, nil
	}
	only := a
	only.in.Words = ""
	acts := b.actsOn(a, a.in.Topics)
	if len(acts) == 0 {
		return Reply{}, false, nil
	}
	var with, without []string
	r := Reply{Outcome: Answer}
	for _, p := range append([]string{b.grp.Whole.Key}, b.places(a)...) {
		var years []string
		for _, d := range acts {
			if d.Jurisdiction != p {
				continue
			}
			y, _ := intent.TitleParts(d.Title)
			years = append(years, y...)
			r.Passages = append(r.Passages, b.citeUpTo(opensWith(index.Result{Doc: d, Passage: &d.Passages[0]}), nil, 400))
		}
		where := b.named(a, vocab.Place, p)
		if p == b.grp.Whole.Key {
			where = b.grp.Whole.Name
		}
		if len(years) > 0 {
			with = append(with, where+" ("+strings.Join(years, ", ")+")")
			continue
		}
		if p == b.grp.Whole.Key {
			continue
		}
		side := only
		side.in.Places = []string{p}
		told, err := b.searchIn(ctx, side, b.query(side), "minutes")
		if err != nil {
			return Reply{}, false, err
		}
		told = newestFirst(told)
		if i := slices.IndexFunc(told, func(r index.Result) bool { return b.actNamed(r, a.in.Topics) != "" }); i >= 0 {
			with = append(with, b.say(a, "act told", where, b.actNamed(told[i], a.in.Topics)))
			told = told[i:]
		} else {
			told = b.staged(side, told)
			without = append(without, where)
		}
		if len(told) > 0 {
			r.Passages = append(r.Passages, b.citeUpTo(told[0], b.words(side.in), 400))
		}
	}
	found := b.say(a, "acts held", b.subject(only), strings.Join(with, b.say(a, "semicolon")))
	if len(without) > 0 {
		found += " " + b.say(a, "no act held", b.list(a, without))
	}
	r.Parts = append(r.Parts, Say(Finding, found))
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r, true, nil
}

// actNamed is the year of an Act on one of the topics that a passage names; empty: it names none.
func (b *Bot) actNamed(r index.Result, topics []string) string {
	voc := b.voc.Load()
	for _, m := range anAct.FindAllStringSubmatch(r.Doc.Quote(r.Passage), 8) {
		called := m[1]
		if title := titleRun.FindString(called); strings.TrimSpace(title) != "" {
			called = title // "complaints to the Ombudsperson under the Property Rights Act": what stands before the name is not in it
		}
		for _, found := range voc.Find(called) {
			if slices.ContainsFunc(found.Readings, func(rd vocab.Reading) bool { return rd.Kind == vocab.Topic && slices.Contains(topics, rd.Key) }) {
				return m[2]
			}
		}
	}
	return ""
}

// anAct is an Act with its year, and the words before it, among which its name stands.
var anAct = regexp.MustCompile(`([^.;]{3,120}?)\bAct,? (?:[IVXLC]{1,6} of )?((?:19|20)\d\d)\b`)

// titleRun are the words of a title before "Act".
var titleRun = regexp.MustCompile(`(?:(?:[A-Z][\w'’()-]*|of|against|at|the|and|on|in|to|for)\s+)+$`)

// wholly reports whether laws are asked about as a whole: beside their subjects, which the title of a law tells where one is given, the question has
// no words of its own.
func (b *Bot) wholly(in intent.Intent, law *index.Document) bool {
	voc := b.voc.Load()
	if law != nil && slices.ContainsFunc(in.Topics, func(t string) bool {
		return !slices.ContainsFunc(voc.Find(law.Title), func(m vocab.Mention) bool {
			return slices.ContainsFunc(m.Readings, func(rd vocab.Reading) bool { return rd.Kind == vocab.Topic && rd.Key == t })
		})
	}) {
		return false // something in the law is asked about: maternity leave, in an Act on farm workers
	}
	if in.Punishes || in.Wants().Looks != nil && !in.Counts {
		return false
	}
	of := wordSet("")
	for _, f := range in.Forms {
		for _, w := range strings.Fields(strings.ToLower(f.Text)) {
			of[w] = true
		}
	}
	return !slices.ContainsFunc(strings.Fields(besidesLaw.ReplaceAllString(lawWords.ReplaceAllString(in.Words, " "), " ")), func(w string) bool {
		return !of[strings.ToLower(w)] && numberForms(w) == nil
	})
}

// besidesLaw are the words that ask whether there is a law, and nothing of it.
var besidesLaw = wordsPattern(`pass(?:ed)?|enacted?|made|adopted|without|with|lacks?|exists?|place|force|separate|own|specific|provinces?|regions?|units?|jurisdictions?|number|total|covered|don'?t|doesn'?t|not|kin|kis|konsay?|soob\w*|sub[ao]\w*`)

// actsOn are the Acts the speaker may see at the moment whose titles name one of the topics, in the order of their dates.
func (b *Bot) actsOn(a asker, topics []string) []*index.Document {
	voc := b.voc.Load()
	var out []*index.Document
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type != "act" || !b.mayShow(a, d) || len(d.Passages) == 0 {
			continue
		}
		named := slices.ContainsFunc(voc.Find(d.Title), func(m vocab.Mention) bool {
			return slices.ContainsFunc(m.Readings, func(rd vocab.Reading) bool { return rd.Kind == vocab.Topic && slices.Contains(topics, rd.Key) })
		})
		if named {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(x, y *index.Document) int { return strings.Compare(string(x.Date), string(y.Date)) })
	return out
}
