package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/intent"
)

// Help is lines ready to send, each under the words by which members ask for it.

type helpLine struct {
	topics string // words; the first is the line's verb
	line   string
}

var itemHelp = []helpLine{
	{"add log new task action item kaam", "action add send the committee list | due friday | body WDD-Sindh"},
	{"mine my list kaam", "action mine"},
	{"list filter late search find", "action list body:KP is:late due:<30d #14th"},
	{"show history status view", "action show A-0042"},
	{"done finish complete close report reported evidence", "action done A-0042 notification SO(WDD)/7-2 dated 6 January"},
	{"done decision number roman urdu", "14.5 ho gaya, notification SO(WDD)/7-2"},
	{"due deadline date push move", "action due A-0042 next month"},
	{"push due postpone extend deadline", "push A-0042 by two weeks because the PC-1 is late"},
	{"snooze later remind", "action snooze A-0042 1 week"},
	{"evidence proof link file", "action evidence A-0042 https://…"},
	{"claim take assign", "action claim 14.5"},
	{"assign give owner member", "assign A-0042 to @name"},
	{"edit change text rename owner", "action edit A-0042 | text … | owner @name"},
	{"drop delete cancel remove", "action drop A-0042 superseded"},
	{"reopen open again", "action reopen A-0042"},
	{"undo wapas back", "undo"},
	{"export csv excel file", "action export csv body:KP"},
	{"export ics calendar", "action export ics mine"},
	{"confirm validate verify secretariat", "action confirm A-0042 (secretariat)"},
	{"propose minutes decisions from", "action propose 14th"},
	{"received share request", "action received A-0042 KP"},
	{"name awaited", "action name A-0042 (secretariat)"},
	{"request ask matrix secretariat", `request "Beijing+30 matrix" from all WDDs by 30 Nov (secretariat)`},
	{"request awaited who", "who has not sent A-0042"},
	{"brief docx word", "brief 15th docx"},
	{"page one minister", "one page KP"},
}

var reminderHelp = []helpLine{
	{"remind reminder me add", "remind me by friday 3pm to send the report"},
	{"remind reminder roman urdu yaad", "kal 10 bajay yaad dilana NCSW ko call karni hai"},
	{"remind reminder every weekly channel ping", "every Monday 9am ping #ipmg-secretariat for pending inputs"},
	{"remind reminder all body", "remind all WDDs end of the month about focal persons"},
	{"remind reminder working days before", "remind me 3 working days before 15 Dec at 10 to send the input"},
	{"remind reminder add until weekly", "reminder add weekly note every friday 4pm until they send it"},
	{"reminder list", "reminder list"},
	{"reminder cancel stop delete", "reminder cancel R-0007"},
	{"reminder cancel", "cancel the monday one"},
	{"reminder snooze later", "reminder snooze R-0007 1 week"},
	{"reminder skip", "reminder skip R-0007"},
	{"reminder pause", "reminder pause R-0007"},
	{"reminder resume", "reminder resume R-0007"},
	{"reminder move reschedule", "reminder move R-0007 friday 15:00"},
	{"watch alert", "watch KP harassment weekly"},
	{"watch watches list", "watches"},
	{"undo", "undo"},
}

var registerHelp = []helpLine{
	{"meeting date set next register", "23rd IPMG is 11 March 2027 in Quetta"},
	{"meeting next date kab", "next meeting kab hai?"},
	{"holiday eid chutti add calendar", "holiday add 20 March 2027 Eid-ul-Fitr expected"},
	{"holiday holidays list", "holidays"},
	{"member members focal person body", "focal person WDD-Balochistan is @name from 1 Dec"},
	{"member focal who", "who is the focal person of KP?"},
	{"member body", "I am from WDD-GB"},
	{"alias aliases abbreviation name add", `alias add "DV Act" = "Domestic Violence (Prevention and Protection) Act 2013"`},
	{"setting settings zone language quiet digest", "settings zone Asia/Karachi"},
}

// help shows what can be asked and said, or, behind "help", the lines about one thing.
func (b *Bot) help(in intent.Intent) Reply {
	if topic := strings.TrimSpace(helpWord.ReplaceAllString(strings.TrimLeft(in.Text, "/"), "")); topic != "" {
		if lines := helpOn(slices.Concat(itemHelp, reminderHelp, registerHelp), topic); len(lines) > 0 {
			return helpReply(b.say(asker{in: in}, "help on", shorten(topic, 40)), lines)
		}
	}
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
		Say(Bullet, "kal 10 bajay yaad dilana NCSW ko call karni hai"), Say(Bullet, "every Monday 9am ping #ipmg-secretariat for pending inputs"), Say(Small, b.say(a, "help more")), Say(Small, b.say(a, "help quotes")))
	r.Suggestions = []string{ask[0], "action mine", "remind me by friday to send the report"}
	r.Actions = []Action{{Kind: "help"}}
	return r
}

var helpWord = regexp.MustCompile(`(?i)^(?:help|madad|مدد|\?)(?: me)?(?: with| on| about| for)?\b|[?!.]+$`)

// helpItems shows the commands for items with lines ready to send, those about one thing where it is named.
func (d *desk) helpItems(context.Context) (Reply, error) {
	return d.helpFor("help items", itemHelp)
}

// helpReminders shows those for reminders.
func (d *desk) helpReminders(context.Context) (Reply, error) {
	return d.helpFor("help reminders", reminderHelp)
}

func (d *desk) helpFor(key string, all []helpLine) (Reply, error) {
	lines := helpOn(all, d.o.Text)
	if len(lines) == 0 {
		lines = helpOn(all, "")
	}
	return helpReply(d.say(key), lines), nil
}

// helpOn are the lines about a topic; about the empty one, all of them.
func helpOn(all []helpLine, topic string) []string {
	var out []string
	words := strings.Fields(strings.ToLower(topic))
	for _, h := range all {
		topics := strings.Fields(h.topics)
		if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains(topics, w) || slices.Contains(topics, strings.TrimSuffix(w, "s"))
		}) {
			out = append(out, h.line)
		}
	}
	return out
}

func helpReply(head string, lines []string) Reply {
	r := Reply{Outcome: Done, Where: Ephemeral, Parts: []Part{Say(Finding, head)}, Suggestions: lines, Actions: []Action{{Kind: "help"}}}
	for _, s := range lines {
		r.Parts = append(r.Parts, Say(Bullet, s))
	}
	return r
}
