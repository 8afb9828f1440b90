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
	lang := map[string]int{"roman_ur": 1, "ur": 2}[in.Lang]
	r := Reply{Outcome: Crisis, Where: Ephemeral}
	lead := crisisFrames["call"][lang]
	for _, l := range append(first, near...) {
		lead += " " + l.Number + " (" + l.Who + ")"
		lead += ","
	}
	r.Parts = append(r.Parts, Say(Finding, strings.TrimSuffix(lead, ",")+"."), Say(Plain, crisisFrames["steps"][lang]))
	if place == "" {
		near, rest = rest, nil
	}
	for _, l := range append(near, wide...) {
		r.Parts = append(r.Parts, Say(Bullet, line(l)))
	}
	return r
}

var crisisFrames = map[string][3]string{
	"call": {"Call now:", "Abhi call karein:", "ابھی فون کریں:"},
	"steps": {"If you can, get to a safe place with other people, and take the children and the phone. You need to tell nobody here who you are.",
		"Agar ho sakay to kisi mehfooz jagah, logon ke paas chalay jayein; bachay aur phone saath lein. Yahan kisi ko naam batane ki zaroorat nahi.",
		"ہو سکے تو کسی محفوظ جگہ، لوگوں کے پاس چلے جائیں؛ بچے اور فون ساتھ لیں۔ یہاں کسی کو نام بتانے کی ضرورت نہیں۔"},
}

func line(l group.Line) string {
	s := l.Number + " · " + l.Who
	if l.Hours != "" {
		s += " · " + l.Hours
	}
	return s + " · checked " + dayWords(index.Date(l.Checked))
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
	text := [3]string{
		"I do not share anything that could identify a survivor: no name, number or address. I can give figures, the procedure, the office to complain to, or the helplines.",
		"Main kisi mutasira ki pehchan (naam, number, pata) nahi bata sakta. Aadad-o-shumar, tareeqa-e-kaar, shikayat ka daftar ya helpline bata sakta hoon.",
		"میں کسی متاثرہ کی شناخت (نام، نمبر، پتہ) نہیں بتا سکتا۔ اعداد و شمار، طریقہ کار، شکایت کا دفتر یا ہیلپ لائن بتا سکتا ہوں۔"}[map[string]int{"roman_ur": 1, "ur": 2}[in.Lang]]
	return Reply{Outcome: Refused, Where: Ephemeral, Parts: []Part{Say(Finding, text)}}
}

// smallTalk answers a greeting or thanks said to the bot itself in a word, and stays quiet when people talk to each other.
func (b *Bot) smallTalk(m Message, in intent.Intent) Reply {
	if m.Kind == Overhear || strings.HasPrefix(strings.TrimSpace(m.Text), "<@") {
		return Reply{}
	}
	text := [3]string{"At your service. Ask me what was reported or decided, or write “help”.", "Hazir hoon. Poochein ke kya report ya faisla hua, ya “help” likhein.",
		"حاضر ہوں۔ پوچھیں کہ کیا رپورٹ یا فیصلہ ہوا، یا “مدد” لکھیں۔"}[map[string]int{"roman_ur": 1, "ur": 2}[in.Lang]]
	return Reply{Outcome: Done, Where: Ephemeral, Parts: []Part{Say(Plain, text)}}
}

// help shows what can be asked and said, with lines ready to send.
func (b *Bot) help(m Message) Reply {
	r := Reply{Outcome: Done, Where: Ephemeral, Parts: []Part{
		Say(Finding, "Ask about the papers, keep promises, set reminders: write it after @rabita, here or in a thread."),
		Say(Head, "Ask"),
		Say(Bullet, "what did KP report on VAW legislation?"),
		Say(Bullet, "who has not submitted the Beijing+25 matrix"),
		Say(Bullet, "PPWVA s.18 punishment?"),
		Say(Bullet, "which 14th IPMG actions are overdue"),
		Say(Head, "Promise"),
		Say(Bullet, "action add send the committee list | due friday"),
		Say(Bullet, "action mine"),
		Say(Bullet, "action done A-0001 notification SO(WDD)/7-2"),
		Say(Head, "Be reminded"),
		Say(Bullet, "remind me in 2 working days to call the focal person"),
		Say(Bullet, "every Monday 9am ping #ipmg-secretariat for pending inputs"),
		Say(Small, "Every answer is a verbatim quote with its source. Roman Urdu and Urdu work too: “KP ne kya report kiya?”"),
	}}
	r.Suggestions = []string{"what did KP report on VAW legislation?", "action mine", "remind me by friday to send the report"}
	return r
}
