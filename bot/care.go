package bot

import (
	"strings"

	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/index"
)

// crisis gives the lines to call before anything else: the police first, then those of the place that was named, then those for everywhere.
// It asks for nothing and keeps nothing.
func (b *Bot) crisis(in intent.Intent) Reply {
	place := b.somewhere(in.Text)
	first, near, wide, rest := b.crisisLines(place)
	a := asker{in: in}
	r := Reply{Outcome: Crisis, Where: Ephemeral}
	r.Parts = append(r.Parts, Say(Finding, b.say(a, "call now", numbers(append(first, near...)))), Say(Plain, b.say(a, "to safety")))
	if place == "" {
		near, rest = rest, nil
	}
	for _, l := range append(near, wide...) {
		r.Parts = append(r.Parts, Say(Bullet, b.line(a, l)))
	}
	return r
}

// crisisLines are the lines to call, by how near they are: the one to call first, those of the place, those for everywhere, and the others.
func (b *Bot) crisisLines(place string) (first, near, wide, rest []group.Line) {
	for _, l := range b.grp.Crisis {
		switch {
		case l.First:
			first = append(first, l)
		case l.Place == place && place != "":
			near = append(near, l)
		case l.Place == b.grp.Whole.Key:
			wide = append(wide, l)
		default:
			rest = append(rest, l)
		}
	}
	return first, near, wide, rest
}

// numbers are lines in a row: "15 (Police), 1043 (Punjab Women's Helpline)".
func numbers(lines []group.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Number+" ("+l.Who+")")
	}
	return strings.Join(out, ", ")
}

// line is a number to call, who answers, when, and the day on which that was checked.
func (b *Bot) line(a asker, l group.Line) string {
	s := l.Number + " · " + l.Who
	if l.Hours != "" {
		s += " · " + l.Hours
	}
	return s + " · " + b.say(a, "checked", dayWords(index.Date(l.Checked)))
}

// placeOfTown is the place of the first town named in a text.
func (b *Bot) placeOfTown(text string) string {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,.?!;:()\n\t،؟۔", r) }) {
		if p := b.grp.PlaceOfTown(w); p != "" {
			return p
		}
	}
	return ""
}

// refuse declines to help find out who a survivor is, and offers what can be had.
func (b *Bot) refuse(in intent.Intent) Reply {
	return Reply{Outcome: Refused, Where: Ephemeral, Parts: []Part{Say(Finding, b.say(asker{in: in}, "not identified"))}}
}

// smallTalk answers a greeting said to the bot itself in a word, and stays quiet at thanks and when people talk to each other.
func (b *Bot) smallTalk(m Message, in intent.Intent) Reply {
	if m.Kind == Overhear || !intent.Greets(m.Text) {
		return Reply{}
	}
	return Reply{Outcome: Done, Where: Ephemeral, Parts: []Part{Say(Plain, b.say(asker{in: in}, "at your service"))}}
}
