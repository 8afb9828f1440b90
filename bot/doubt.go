package bot

import (
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
)

// sameDoc reports whether all readings of a word are one paper that the question names: then nothing is in doubt.
func (b *Bot) sameDoc(ids, readings []string) bool {
	if len(ids) != 1 {
		return false
	}
	d := b.ix.Document(ids[0])
	if d == nil {
		return false
	}
	title := index.TermsOf(d.Title)
	return !slices.ContainsFunc(readings, func(s string) bool {
		return slices.ContainsFunc(index.TermsOf(s), func(t string) bool { return !slices.Contains(title, t) })
	})
}

// cannotBe asks back where a question names a date that is in no calendar, or nothing but a time or stray signs: searching for it would find what nobody asked.
func (b *Bot) cannotBe(a asker) (Reply, bool) {
	if intent.Stray(a.in.Text) && !a.in.FollowsUp() {
		return Reply{Outcome: Clarify, Parts: []Part{Say(Finding, b.say(a, "no subject", b.grp.Short)), b.reading(a)}}, true
	}
	d, ok := intent.Impossible(a.in.Text)
	if !ok {
		if !intent.TimeAlone(a.in.Text) {
			return Reply{}, false
		}
		return Reply{Outcome: Clarify, Parts: []Part{Say(Finding, b.say(a, "time alone", strings.TrimSpace(a.in.Text), b.grp.Short)), b.reading(a)}}, true
	}
	if d.Near == "" {
		return Reply{Outcome: Clarify, Parts: []Part{Say(Finding, b.say(a, "no such date", d.Text)), b.reading(a)}}, true
	}
	r := Reply{Outcome: Clarify, AskBack: []string{d.Near}}
	meant := strings.Replace(a.in.Text, d.Text, d.Near, 1)
	r.Parts = []Part{Say(Finding, b.say(a, "wrong date", d.Text, b.say(a, "near date", d.Near))),
		{Buttons: []Button{{Action: "ask.meant", Value: shorten(meant, 1000), Label: shorten(meant, 70)}}}, b.reading(a)}
	return r, true
}

// doubtful asks back where an abbreviation has several readings and the question hangs on it.
func (b *Bot) doubtful(a asker) (Reply, bool) {
	var ask []intent.Doubt
	for _, d := range a.in.Doubts {
		if !d.Guess && !b.sameDoc(a.in.Docs, d.Readings) {
			ask = append(ask, d)
		}
	}
	if len(ask) == 0 || len(a.in.Places) > 0 && a.in.Kind != intent.Definition {
		return Reply{}, false
	}
	d := ask[0]
	r := Reply{Outcome: Clarify, AskBack: d.Readings}
	r.Parts = append(r.Parts, Say(Finding, b.say(a, "which", d.Word, b.list(a, d.Readings))))
	var buttons []Button
	for _, o := range d.Readings {
		r.Parts = append(r.Parts, Say(Bullet, o))
		buttons = append(buttons, Button{Action: "ask.meant", Value: shorten(strings.Replace(a.in.Text, d.Word, o, 1), 1000), Label: shorten(o, 70)})
	}
	r.Parts = append(r.Parts, Part{Buttons: buttons}, b.reading(a))
	return r, true
}
