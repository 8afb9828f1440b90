package bot

import (
	"strings"

	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// crisis gives the lines to call before anything else: the police first, then those of the place that was named, then those for everywhere.
// It asks for nothing and keeps nothing.
func (b *Bot) crisis(in intent.Intent) Reply {
	place := ""
	for _, m := range b.voc.Load().Find(in.Text) {
		if rd, ok := m.One(); ok && rd.Kind == vocab.Place {
			place = rd.Key
			break
		}
	}
	if place == "" {
		place = b.placeOfTown(in.Text)
	}
	var first, near, wide, rest []group.Line
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
	a := asker{in: in}
	r := Reply{Outcome: Crisis, Where: Ephemeral}
	var lead []string
	for _, l := range append(first, near...) {
		lead = append(lead, l.Number+" ("+l.Who+")")
	}
	r.Parts = append(r.Parts, Say(Finding, b.say(a, "call now", strings.Join(lead, ", "))), Say(Plain, b.say(a, "to safety")))
	if place == "" {
		near, rest = rest, nil
	}
	for _, l := range append(near, wide...) {
		r.Parts = append(r.Parts, Say(Bullet, b.line(a, l)))
	}
	return r
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

// smallTalk answers a greeting or thanks said to the bot itself in a word, and stays quiet when people talk to each other.
func (b *Bot) smallTalk(m Message, in intent.Intent) Reply {
	if m.Kind == Overhear || strings.HasPrefix(strings.TrimSpace(m.Text), "<@") {
		return Reply{}
	}
	return Reply{Outcome: Done, Where: Ephemeral, Parts: []Part{Say(Plain, b.say(asker{in: in}, "at your service"))}}
}

// help shows what can be asked and said, with lines ready to send.
func (b *Bot) help(in intent.Intent) Reply {
	a := asker{in: in}
	ask := []string{"what did KP report on VAW legislation?", "who has not submitted the Beijing+25 matrix", "PPWVA s.18 punishment?", "which 14th IPMG actions are overdue"}
	switch a.in.Lang {
	case "roman_ur":
		ask = []string{"KP ne 14wen ijlas mein gharelu tashaddud par kya report kiya?", "Beijing+25 matrix kis ne nahi diya?", "498-A ki saza kya hai?", "14wen ijlas ke kaun se action overdue hain?"}
	case "ur":
		ask = []string{"چودھویں اجلاس میں خیبر پختونخوا نے گھریلو تشدد پر کیا بتایا؟", "بیجنگ پلس 25 میٹرکس کس نے نہیں دیا؟", "دفعہ 498-A کی سزا کیا ہے؟", "سندھ کے کتنے اضلاع میں کمیٹیاں ہیں؟"}
	}
	r := Reply{Outcome: Done, Where: Ephemeral, Parts: []Part{Say(Finding, b.say(a, "help")), Say(Head, b.say(a, "help ask"))}}
	for _, line := range ask {
		r.Parts = append(r.Parts, Say(Bullet, line))
	}
	r.Parts = append(r.Parts, Say(Head, b.say(a, "help promise")))
	for _, line := range []string{"action add send the committee list | due friday", "action mine", "action done A-0001 notification SO(WDD)/7-2"} {
		r.Parts = append(r.Parts, Say(Bullet, line))
	}
	r.Parts = append(r.Parts, Say(Head, b.say(a, "help remind")), Say(Bullet, "remind me in 2 working days to call the focal person"),
		Say(Bullet, "kal 10 bajay yaad dilana NCSW ko call karni hai"), Say(Bullet, "every Monday 9am ping #ipmg-secretariat for pending inputs"), Say(Small, b.say(a, "help quotes")))
	r.Suggestions = []string{ask[0], "action mine", "remind me by friday to send the report"}
	return r
}
