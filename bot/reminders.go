package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/store"
)

// addReminder sets a reminder: for the speaker, a member, bodies or a channel; once, repeated, or bound to a meeting.
func (d *desk) addReminder(ctx context.Context) (Reply, error) {
	if r, asked := d.whichDate("add_reminder"); asked {
		return r, nil
	}
	if d.o.Channel == intent.Here && d.o.Owner == "" && d.homeChannel() == "" {
		return Reply{}, d.noRoom()
	}
	if d.o.Text == "" {
		if r, asked, err := d.awaitedText(); asked || err != nil {
			return r, err
		}
	}
	if slices.Contains(d.o.Bodies, intent.Awaited) {
		it, ok := d.thingOf(itemID.FindString(d.o.Text), itemNumber.FindString(d.o.Text))
		waiting := awaited(it)
		switch {
		case !ok:
			return Reply{}, d.refuse("awaited of what").send("remind all WDDs tomorrow about 14.2")
		case len(waiting) == 0:
			return Reply{}, d.refuse("nothing awaited", orWord(it.ID, it.Number)).send("action show " + orWord(it.ID, it.Number))
		}
		d.o.Bodies = waiting
	}
	if due, text, ok := d.fromDeadline(d.o.Text); ok {
		return d.setReminder(store.Reminder{Text: d.aboutThing(text), Until: d.o.Until, Due: due})
	}
	if d.o.When == "" || beforeDeadline.MatchString(d.o.Text) { // "the Monday before the 14.4 deadline" is no Monday of this week
		return d.askWhen(), nil
	}
	rem := store.Reminder{Text: d.aboutThing(d.o.Text), Until: d.o.Until}
	if d.o.Due.Kind == when.Repeats {
		rem.Repeat = d.o.Due.Repeat
		rem.Repeat.Zone = orWord(rem.Repeat.Zone, d.zone.String())
	} else {
		rem.Due = d.kept(d.o.Due)
		if r, asked := d.passedToday(rem.Due); asked {
			return r, nil
		}
	}
	return d.setReminder(rem)
}

// noRoom refuses what is meant for a channel where there is none: in a private talk.
func (d *desk) noRoom() error {
	o, lines := d.o, []string(nil)
	if c, ok := d.grp.Common(); ok {
		o.Channel = c.ID
		lines = append(lines, o.String())
	}
	return d.refuse("private talk").send(lines...)
}

// awaitedText finds what a reminder "until they send it" is about: the one item whose share the bodies owe. It asks where several are open,
// and where none is.
func (d *desk) awaitedText() (Reply, bool, error) {
	if d.o.Until != "share" {
		it, err := d.st.Item(d.o.Until)
		d.o.Text = it.Text
		return Reply{}, false, err
	}
	var items []store.Item
	for _, body := range d.opened(d.o.Bodies) {
		list, err := d.everyItem(store.ItemFilter{Awaited: body}, 200)
		if err != nil {
			return Reply{}, false, err
		}
		for _, it := range list {
			if !slices.ContainsFunc(items, func(i store.Item) bool { return i.ID == it.ID }) {
				items = append(items, it)
			}
		}
	}
	if len(items) == 1 {
		d.o.Text, d.o.Until = items[0].Text, items[0].ID
		return Reply{}, false, nil
	}
	who := d.bodyNames(d.o.Bodies)
	o := d.o
	r := Reply{Outcome: Clarify}
	if len(items) == 0 {
		o.Text = "send the committee list"
		r.Parts = []Part{Say(Finding, d.ask("of what", who)), Say(Bullet, d.say("send")+" "+d.line(o.String()))}
		r.AskBack, r.Suggestions = []string{r.Parts[0].text()}, []string{o.String()}
	} else {
		r.Parts = []Part{Say(Finding, d.ask("of which", who, len(items)))}
		var buttons []Button
		for _, it := range items[:min(len(items), 5)] {
			o.Text, o.Until = it.Text, it.ID
			r.Parts = append(r.Parts, Say(Bullet, it.ID+" · "+it.Text))
			r.AskBack, r.Suggestions = append(r.AskBack, it.ID+" "+it.Text), append(r.Suggestions, o.String())
			buttons = append(buttons, order(it.ID, o))
		}
		r.Parts = append(r.Parts, Part{Buttons: buttons})
	}
	a := Action{Kind: "add_reminder", Owner: nobody, Confirm: true, Body: strings.Join(d.opened(d.o.Bodies), ","), Rule: d.o.Due.Repeat.Rule}
	r.Actions = []Action{a}
	return r, true, nil
}

// askWhen asks for the day; each offer is a button with the whole order.
func (d *desk) askWhen() Reply {
	r := Reply{Outcome: Clarify, Parts: []Part{Say(Finding, d.ask("when", d.o.Text))}}
	var buttons []Button
	for _, s := range []string{"tomorrow 9am", "friday", "monday 9am"} {
		o := d.o
		o.When = s
		o.Due = when.Parse(s, d.m.At, d.orders().When)
		if o.Due.Kind != when.Once {
			continue
		}
		o.When = o.Due.At.In(d.zone).Format(time2)
		if o.Due.DateOnly {
			o.When = o.Due.At.In(d.zone).Format(time.DateOnly)
		}
		buttons = append(buttons, order(o.Due.Echo, o))
		r.AskBack = append(r.AskBack, o.Due.Echo)
		r.Suggestions = append(r.Suggestions, o.String())
	}
	r.Parts = append(r.Parts, Part{Buttons: buttons})
	a := Action{Kind: "add_reminder", Text: d.o.Text, Owner: nobody, Confirm: true, Channel: d.channelKey(d.o.Channel), Body: strings.Join(d.opened(d.o.Bodies), ",")}
	r.Actions = []Action{a}
	return r
}

// passedToday asks for a time where today was said and the hour of notices has passed.
func (d *desk) passedToday(due store.Due) (Reply, bool) {
	at, ok := d.moment(due, d.calendar("").NoticeAt())
	if !ok || due.Time != "" || !at.Before(d.m.At) || due.Event != "" {
		return Reply{}, false
	}
	r := Reply{Outcome: Clarify, Parts: []Part{Say(Finding, d.ask("passed", at.Format("15:04")))}}
	var buttons []Button
	for _, h := range []int{1, 3} {
		t := d.m.At.Add(time.Duration(h) * time.Hour).Truncate(30 * time.Minute)
		if dateOf(t, d.zone).String() != due.Date {
			continue
		}
		o := d.o
		o.When = t.In(d.zone).Format(time2)
		buttons = append(buttons, order(t.In(d.zone).Format("15:04"), o))
		r.AskBack = append(r.AskBack, "today at "+t.In(d.zone).Format("15:04"))
	}
	o := d.o
	o.When = dateOf(d.m.At, d.zone).AddDays(1).String()
	buttons = append(buttons, order(d.say("tomorrow"), o))
	r.Parts = append(r.Parts, Part{Buttons: buttons})
	r.AskBack = append(r.AskBack, "tomorrow")
	r.Actions = []Action{d.dueAction(Action{Kind: "add_reminder", Text: d.o.Text, Owner: nobody, Confirm: true}, due)}
	return r, true
}

// recipients says who is reminded: one reminder for each body, else one.
func (d *desk) recipients(rem store.Reminder) []store.Reminder {
	rem.Who, rem.Accepted = d.who, true
	o := d.o
	if len(o.Bodies) == 0 {
		if o.Channel != "" {
			rem.Channel = d.where(o.Channel)
		}
		if o.Owner != "" && o.Owner != intent.Me && o.Owner != d.who {
			rem.For, rem.Accepted = o.Owner, d.isSecretariat() || d.body != "" && d.member(o.Owner, d.m.At).Body == d.body
		}
		if rem.Until == "share" { // nobody's share in particular: until the whole of what it is about is done
			rem.Until = d.namedItem("", rem.Text)
		}
		return []store.Reminder{rem}
	}
	var out []store.Reminder
	bodies := d.opened(o.Bodies)
	if it, ok := d.thingOf(itemID.FindString(rem.Text), itemNumber.FindString(rem.Text)); ok {
		bodies = d.owingFor(it, bodies)
	}
	for _, body := range bodies {
		one := rem
		one.Body = body
		if !d.isSecretariat() && body != d.body {
			one.Accepted, one.Paused = false, true // nothing is sent to others before they accept
		}
		if one.Until == "share" {
			one.Until = orWord(d.namedItem(body, o.Text), d.openItemOf(body, o.Text))
		}
		out = append(out, one)
	}
	return out
}

// namedItem is the item that a text names, where a body owes a part of it, if one is given; a decision that the secretariat names becomes a
// proposed item, so that its parts can be received.
func (d *desk) namedItem(body, text string) string {
	it, _ := d.thingOf(itemID.FindString(text), itemNumber.FindString(text))
	if dec, ok := d.decided(it.Number); ok && it.ID == "" && d.isSecretariat() {
		made, _, err := d.proposed(dec)
		if err != nil {
			d.log.Error("a decision was not proposed", "error", err)
		}
		it = made
	}
	if body != "" && it.Share(body) == nil {
		return ""
	}
	return it.ID
}

// openItemOf is the open item a repetition waits for: "until they send it" means the newest one the body owes, best one with a word of
// the text.
func (d *desk) openItemOf(body, text string) string {
	list, err := d.everyItem(store.ItemFilter{Awaited: body}, 200)
	if err != nil || len(list) == 0 {
		return ""
	}
	words := strings.Fields(strings.ToLower(text))
	best, score := "", -1
	for _, it := range list {
		n := 0
		for _, w := range words {
			if len(w) > 3 && strings.Contains(strings.ToLower(it.Text), w) {
				n++
			}
		}
		if n >= score {
			best, score = it.ID, n
		}
	}
	return best
}

// setReminder keeps a reminder, one for each recipient, and confirms it.
func (d *desk) setReminder(rem store.Reminder) (Reply, error) {
	var set []store.Reminder
	var notify []Notice
	twice := false
	for _, one := range d.recipients(rem) {
		kept, err := d.st.AddReminder(one, d.m.At)
		if errors.Is(err, store.ErrDuplicate) {
			twice = true
		} else if err != nil {
			return Reply{}, fmt.Errorf("setting a reminder: %w", err)
		} else {
			notify = append(notify, d.askToAccept(kept)...)
		}
		set = append(set, kept)
	}
	first := set[0]
	ids := first.ID
	if len(set) > 1 {
		ids += "–" + set[len(set)-1].ID
	}
	finding := d.say("set", ids, d.timesOf(first), first.Text)
	if first.Due.Event != "" && first.Due.Date == "" {
		finding = d.say("bound", ids, d.eventWords(first.Due), first.Text, first.Due.Event)
	}
	if twice {
		finding = d.say("twice reminder", ids) + " " + d.timesOf(first) + " · " + first.Text
	}
	r := d.reply(finding)
	r.Notify = notify
	r.Parts = append(r.Parts, Say(Bullet, d.recipientLine(set)))
	if d.o.Until != "" {
		r.Parts = append(r.Parts, d.untilLines(set)...)
	}
	d.afterSetting(&r, set)
	for _, one := range set {
		r.Actions = append(r.Actions, d.reminderAction("add_reminder", one))
	}
	return r, nil
}

// untilLines say with which item a reminder ends, and of whom none is on record.
func (d *desk) untilLines(set []store.Reminder) (parts []Part) {
	var until, never []string
	for _, one := range set {
		switch {
		case one.Until == "":
			never = append(never, orWord(one.Body, one.ID))
		case !slices.Contains(until, one.Until):
			until = append(until, one.Until)
		}
	}
	if len(until) > 0 {
		parts = append(parts, Say(Bullet, d.say("until received", strings.Join(until, ", "))))
	}
	if len(never) > 0 {
		parts = append(parts, Say(Small, d.say("until cancelled", d.bodyNames(never))))
	}
	return parts
}

// afterSetting adds what should be known about the time, and the buttons.
func (d *desk) afterSetting(r *Reply, set []store.Reminder) {
	first := set[0]
	var ids []string
	for _, one := range set {
		ids = append(ids, one.ID)
	}
	move := func(date string) intent.Order {
		return intent.Order{Object: intent.Reminder, Verb: intent.Move, IDs: ids, When: date}
	}
	notes, buttons := d.notes(first.Due, d.o.When, move)
	r.Parts = append(r.Parts, notes...)
	switch {
	case first.Due.Event != "" && first.Due.Date == "":
		r.Outcome = Clarify
		ask := d.ask("fallback", first.Due.Event)
		r.AskBack = append(r.AskBack, ask)
		r.Suggestions = append(r.Suggestions, "reminder move "+strings.Join(ids, " ")+" 15 January 2020")
		r.Parts = append(r.Parts, Say(Bullet, ask), Say(Bullet, d.say("send")+" "+d.line("reminder move "+strings.Join(ids, " ")+" <date>")))
	case first.Due.Date != "" && first.Due.Time == "" && first.Watch == nil:
		ask := d.ask("no time", d.calendar("").NoticeAt().String())
		r.AskBack = append(r.AskBack, ask)
		r.Parts = append(r.Parts, Say(Small, ask))
		for _, h := range []string{"11:00", "15:00"} {
			buttons = append(buttons, order(h, move(first.Due.Date+" "+h)))
		}
	}
	var waiting []string
	for _, one := range set {
		if !one.Accepted {
			waiting = append(waiting, orWord(one.Body, d.name(one.For)))
		}
	}
	if len(waiting) > 0 {
		r.Parts = append(r.Parts, Say(Small, d.say("accept", d.bodyNames(waiting))))
	}
	cancel := order(d.say("cancel it"), intent.Order{Object: intent.Reminder, Verb: intent.Cancel, IDs: ids})
	if len(set) == 1 {
		cancel = d.undoButton(first.Change())
	}
	edit := order(d.say("edit"), intent.Order{Object: intent.Reminder, Verb: intent.Show, IDs: ids[:1]})
	r.Parts = append(r.Parts, Part{Buttons: append([]Button{edit, cancel}, buttons...)})
}

// recipientLine says who is reminded and where.
func (d *desk) recipientLine(set []store.Reminder) string {
	first := set[0]
	var who string
	switch {
	case first.Body != "":
		var bodies []string
		for _, one := range set {
			bodies = append(bodies, one.Body)
		}
		who = strings.Join(bodies, ", ")
	case first.For != "":
		who = d.name(first.For)
	case first.Channel != "":
		return d.say("appears", d.channelName(first.Channel)) + " · " + d.say("owner", d.name(first.Who))
	default:
		who = d.name(first.Who)
	}
	return d.say("for", who)
}

// askToAccept asks those who are reminded by somebody from outside whether they want it.
func (d *desk) askToAccept(rem store.Reminder) []Notice {
	if rem.Accepted {
		if rem.For != "" && rem.For != d.who {
			return []Notice{{Channel: rem.For, Reply: Reply{Outcome: Done, Parts: []Part{Say(Finding, d.to(rem.For).say("set for you", d.called(d.who), rem.ID, rem.Text, d.timesOf(rem))),
				{Buttons: []Button{order(d.to(rem.For).say("decline"), intent.Order{Object: intent.Reminder, Verb: intent.Decline, IDs: []string{rem.ID}})}}}}}}
		}
		return nil
	}
	asked := rem
	asked.Accepted, asked.Paused = true, false
	to := []string{rem.For}
	if rem.Body != "" {
		to = d.people(rem.Body, d.m.At)
		if e, ok := d.grp.Body(rem.Body); ok && len(to) == 0 && e.Channel != "" {
			to = []string{e.Channel}
		}
	}
	var out []Notice
	for _, id := range to {
		if id == "" {
			continue
		}
		out = append(out, Notice{Channel: id, Reply: Reply{Outcome: Done, Parts: []Part{Say(Finding, d.to(id).say("would remind", d.called(d.who), rem.ID, rem.Text, d.timesOf(asked))),
			{Buttons: []Button{order(d.to(id).say("accept button"), intent.Order{Object: intent.Reminder, Verb: intent.Accept, IDs: []string{rem.ID}}),
				order(d.to(id).say("decline"), intent.Order{Object: intent.Reminder, Verb: intent.Decline, IDs: []string{rem.ID}})}}}}})
	}
	return out
}

// timesOf says when a reminder comes: "Wed 6 Nov 2019 10:00 PKT, tomorrow", "every Monday at 09:00 (Asia/Karachi); first Mon 11 Nov 2019 09:00 PKT".
func (d *desk) timesOf(rem store.Reminder) string {
	if !rem.Repeat.Zero() {
		s := calendar.Describe(rem.Repeat)
		if next, ok := d.nextOf(rem); ok {
			s += "; next " + next.At.Format("Mon 2 Jan 2006 15:04 MST")
		}
		return s + d.stateWord(rem)
	}
	at, ok := d.moment(rem.Due, d.calendar("").NoticeAt())
	if !ok {
		return d.eventWords(rem.Due) + d.stateWord(rem)
	}
	if !rem.Snoozed.IsZero() {
		at = rem.Snoozed.In(at.Location())
	}
	return at.Format("Mon 2 Jan 2006 15:04 MST") + d.distance(calendar.DateOf(at)) + d.stateWord(rem)
}

func (d *desk) stateWord(rem store.Reminder) string {
	switch {
	case !rem.Alive():
		return d.say("is over")
	case !rem.Accepted:
		return d.say("is not accepted")
	case rem.Paused:
		return d.say("is paused")
	case !rem.Snoozed.IsZero() && !rem.Repeat.Zero() && rem.Snoozed.After(d.m.At):
		return d.say("is once more", rem.Snoozed.In(d.zone).Format("Mon 2 Jan 15:04"))
	}
	return ""
}

// nextOf is the next time of a repetition, without those that are skipped.
func (d *desk) nextOf(rem store.Reminder) (calendar.Occurrence, bool) {
	cal, after := d.calendar(""), d.m.At
	for range 50 {
		occ, ok, err := cal.Next(rem.Repeat, after)
		if err != nil || !ok {
			return occ, false
		}
		if !slices.Contains(rem.Skip, occ.Nominal.String()) {
			return occ, true
		}
		after = occ.At
	}
	return calendar.Occurrence{}, false
}

// reminderAction is a change to a reminder for machines.
func (d *desk) reminderAction(kind string, rem store.Reminder) Action {
	a := Action{Kind: kind, ID: shownID(rem), Text: rem.Text, Owner: d.owner(orWord(rem.For, rem.Who)), Body: rem.Body, Channel: d.channelKey(rem.Channel), Rule: rem.Repeat.Rule}
	if a.Body == "" {
		if about := d.orders().Concerned(rem.Text); len(about) == 1 {
			a.Body = about[0]
		}
	}
	if m := itemNumber.FindStringSubmatch(rem.Text); m != nil {
		a.Item = m[1]
	} else if rem.Due.Event != "" {
		a.Item = d.decisionBefore(rem)
	}
	if !rem.Repeat.Zero() {
		if next, ok := d.nextOf(rem); ok {
			a.At, a.DateOnly = next.At.Format(time.RFC3339), rem.Repeat.Time == ""
		}
		return a
	}
	return d.dueAction(a, rem.Due)
}

var itemNumber = regexp.MustCompile(`\b(\d{1,2}\.\d{1,2})\b`)

// decisionBefore is the action point with the same meeting as its deadline and the same body, if there is just one: "the DV bill report
// before the 15th IPMG" is action 14.3.
func (d *desk) decisionBefore(rem store.Reminder) string {
	found := ""
	for _, h := range d.meetings(d.m.AsOf) {
		if h.Number != leadingNumber(rem.Due.Event)-1 {
			continue
		}
		for _, dec := range d.decisionsOf(h.Number) {
			if rem.Body != "" && leadingNumber(dec.Event) == leadingNumber(rem.Due.Event) && dec.Event != "" && slices.Contains(dec.Bodies, rem.Body) {
				if found != "" {
					return ""
				}
				found = dec.Number
			}
		}
	}
	return found
}

// shownID is the id as members see it: a watch has a W.
func shownID(rem store.Reminder) string {
	if rem.Watch != nil {
		return "W" + strings.TrimPrefix(rem.ID, "R")
	}
	return rem.ID
}

// reminderKey is the store's id of one that members see.
func reminderKey(id string) string {
	if strings.HasPrefix(id, "W") {
		return "R" + id[1:]
	}
	return id
}
