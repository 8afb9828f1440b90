package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/store"
)

// own are the speaker's reminders that are alive: those they set, and those set for them.
func (d *desk) own(watches bool) ([]store.Reminder, error) {
	list, err := d.st.Reminders(store.ReminderFilter{Who: d.who})
	if err != nil {
		return nil, err
	}
	more, err := d.st.Reminders(store.ReminderFilter{For: d.who})
	if err != nil {
		return nil, err
	}
	for _, r := range more {
		if r.Who != d.who {
			list = append(list, r)
		}
	}
	return slices.DeleteFunc(list, func(r store.Reminder) bool { return (r.Watch != nil) != watches }), nil
}

// listReminders lists the speaker's own reminders, and nobody else's.
func (d *desk) listReminders(ctx context.Context) (Reply, error) { return d.listOwn(false) }

func (d *desk) listWatches(ctx context.Context) (Reply, error) { return d.listOwn(true) }

func (d *desk) listOwn(watches bool) (Reply, error) {
	list, err := d.own(watches)
	if err != nil {
		return Reply{}, err
	}
	zone := d.m.At.In(d.zone).Format("MST") + ", " + d.zone.String()
	r := d.reply("")
	if len(list) == 0 {
		r.Parts[0] = Say(Finding, d.say("no reminders", zone))
		r.Suggestions = []string{"remind me tomorrow 9am to call the focal person"}
		r.Actions = []Action{{Kind: "list", Owner: nobody}}
		if watches {
			r.Parts[0] = Say(Finding, d.say("no watches"))
			r.Suggestions = []string{"watch KP harassment weekly"}
		}
		return r, nil
	}
	key, name := "reminders", plural(len(list), "reminder")
	if watches {
		if key, name = "watches", "1 watch"; len(list) > 1 {
			name = fmt.Sprintf("%d watches", len(list))
		}
	}
	r.Parts[0] = Say(Finding, d.say(key, name, zone, len(list)))
	t := &Table{Header: d.columns("Id", "What", "When")}
	for i, rem := range list {
		if i == 40 {
			r.Parts = append(r.Parts, Say(Small, d.say("and more", len(list)-40)))
			break
		}
		what := shorten(rem.Text, 80)
		if rem.Channel != "" {
			what += " (" + d.channelName(rem.Channel) + ")"
		} else if rem.Body != "" {
			what += " (" + rem.Body + ")"
		} else if rem.For != "" && rem.For != d.who {
			what += " (" + d.name(rem.For) + ")"
		}
		t.Rows = append(t.Rows, []string{shownID(rem), what, d.timesOf(rem)})
		r.Actions = append(r.Actions, d.reminderAction("list", rem))
	}
	r.Parts = append(r.Parts, Part{Table: t})
	return r, nil
}

// showReminder shows one with what can be done to it.
func (d *desk) showReminder(ctx context.Context) (Reply, error) {
	rem, err := d.reminderByID()
	if err != nil {
		return Reply{}, err
	}
	if !d.mayTouch(rem) {
		return Reply{}, d.refuse("not your reminder", shownID(rem))
	}
	r := d.reply(shownID(rem) + " · " + rem.Text + " · " + d.timesOf(rem))
	r.Parts = append(r.Parts, Say(Bullet, d.recipientLine([]store.Reminder{rem})))
	for _, c := range rem.History {
		r.Parts = append(r.Parts, Say(Small, d.historyLine(c)))
	}
	for _, s := range []string{"reminder move " + rem.ID + " friday 15:00", "reminder snooze " + rem.ID + " 1 week", "reminder cancel " + rem.ID} {
		r.Parts = append(r.Parts, Say(Bullet, d.say("send")+" "+d.line(s)))
	}
	r.Parts = append(r.Parts, Part{Buttons: d.reminderButtons(rem)})
	r.Actions = []Action{d.reminderAction("show", rem)}
	return r, nil
}

func (d *desk) reminderButtons(rem store.Reminder) []Button {
	o := func(v intent.Verb) intent.Order {
		return intent.Order{Object: intent.Reminder, Verb: v, IDs: []string{rem.ID}}
	}
	snooze := o(intent.Snooze)
	snooze.Shift = intent.Shift{Days: 7}
	if !rem.Alive() {
		return nil
	}
	out := []Button{order(d.say("snooze"), snooze)}
	if !rem.Repeat.Zero() {
		out = append(out, order(d.say("skip next"), o(intent.Skip)))
		if rem.Paused {
			out = append(out, order(d.say("resume"), o(intent.Resume)))
		} else {
			out = append(out, order(d.say("pause"), o(intent.Pause)))
		}
	}
	return append(out, order(d.say("cancel it"), o(intent.Cancel)))
}

// changeReminder changes a reminder the speaker may change.
func (d *desk) changeReminder(rem store.Reminder, what string, change func(*store.Reminder) error) (store.Reminder, error) {
	return d.st.ChangeReminder(rem.ID, d.who, d.m.At, what, func(r *store.Reminder) error {
		if !d.mayTouch(*r) {
			return d.refuse("not your reminder", shownID(*r))
		}
		if !r.Alive() {
			return d.refuse("over", shownID(*r)).send("reminder list")
		}
		if d.o.Reason != "" {
			r.Because(d.o.Reason)
		}
		return change(r)
	})
}

// cancelReminder ends a reminder. One named by its id is cancelled at once and can be undone; one named in other words is shown first.
func (d *desk) cancelReminder(ctx context.Context) (Reply, error) {
	rem, ask, err := d.meant(intent.Cancel)
	if err != nil || ask != nil {
		return orReply(ask), err
	}
	if len(d.o.IDs) == 0 && !d.o.Yes {
		yes := intent.Order{Object: intent.Reminder, Verb: intent.Cancel, IDs: []string{rem.ID}, Yes: true}
		r := d.reply(d.ask("cancel?", shownID(rem), d.timesOf(rem), rem.Text))
		r.Parts = append(r.Parts, Say(Bullet, d.recipientLine([]store.Reminder{rem})),
			Part{Buttons: []Button{{Action: "order", Value: yes.String(), Label: d.say("cancel it"), Style: "danger"}, {Action: "keep", Value: rem.ID, Label: d.say("keep")}}},
			Say(Small, d.say("send")+" "+d.line(yes.String())))
		a := d.reminderAction("cancel", rem)
		a.Confirm = true
		r.Actions, r.AskBack, r.Suggestions = []Action{a}, []string{r.Parts[0].text()}, []string{yes.String()}
		return r, nil
	}
	return d.end(rem, "cancelled", "cancel")
}

func orReply(r *Reply) Reply {
	if r == nil {
		return Reply{}
	}
	return *r
}

func (d *desk) end(rem store.Reminder, what, kind string) (Reply, error) {
	rem, err := d.changeReminder(rem, what, func(r *store.Reminder) error { r.Ended = d.m.At; return nil })
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("cancelled", shownID(rem), rem.Text))
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.undoButton(rem.Change())}})
	r.Actions = []Action{d.reminderAction(kind, rem)}
	if rem.Who != d.who && rem.Who != nobody {
		r.Notify = []Notice{{Channel: rem.Who, Reply: told(d.to(rem.Who).say("by", rem.ID+" "+rem.Text, d.to(rem.Who).say("told "+what), d.called(d.who)))}}
	}
	return r, nil
}

// changedReminder confirms a change to a reminder in a sentence about promises, which the speaker reads in their language, and who set it in the
// one they chose.
func (d *desk) changedReminder(kind string, rem store.Reminder, key string, args ...any) Reply {
	r := d.reply(d.say(key, args...))
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.undoButton(rem.Change())}})
	r.Actions = []Action{d.reminderAction(kind, rem)}
	if rem.Who != d.who && rem.Who != nobody {
		r.Notify = []Notice{{Channel: rem.Who, Reply: told(d.to(rem.Who).say("done by", d.to(rem.Who).say(key, args...), d.called(d.who)))}}
	}
	return r
}

// snoozeReminder puts one off: of a repetition only the time that is next, or was just shown.
func (d *desk) snoozeReminder(ctx context.Context) (Reply, error) {
	rem, ask, err := d.meant(intent.Snooze)
	if err != nil || ask != nil {
		return orReply(ask), err
	}
	if r, asked := d.whichDate("snooze"); asked {
		return r, nil
	}
	at, err := d.until(rem)
	if err != nil {
		return Reply{}, err
	}
	if rem, err = d.changeReminder(rem, "snoozed", func(r *store.Reminder) error { r.Snoozed = at; return nil }); err != nil {
		return Reply{}, err
	}
	key := "comes again"
	if !rem.Repeat.Zero() {
		key = "comes again once"
	}
	return d.changedReminder("snooze", rem, key, shownID(rem), d.shownTime(at), rem.Text), nil
}

// until is the moment a snoozed reminder comes again, at its own hour unless another was said.
func (d *desk) until(rem store.Reminder) (time.Time, error) {
	if d.o.Shift.Minutes != 0 && d.o.When == "" {
		if at := d.putOffFrom(rem).Add(time.Duration(d.o.Shift.Minutes) * time.Minute); at.After(d.m.At) {
			return at, nil
		}
		return time.Time{}, d.refuse("to come").send("reminder snooze " + rem.ID + " 1 hour")
	}
	due := store.Due{Date: dateOf(d.m.At, d.zone).String(), Time: orWord(rem.Due.Time, rem.Repeat.Time), Zone: d.zone.String()}
	if d.o.When != "" {
		said := d.kept(d.o.Due)
		due.Date, due.Time = said.Date, orWord(said.Time, due.Time)
	} else {
		s := d.o.Shift
		if s.Zero() {
			s = intent.Shift{Days: 7}
		}
		if due.Date < rem.Due.Date { // one that is still to come goes on from its own day
			due.Date = rem.Due.Date
		}
		moved, err := d.shifted(due, s)
		if err != nil {
			return time.Time{}, err
		}
		due = moved
	}
	at, ok := d.moment(due, d.calendar("").NoticeAt())
	if !ok || !at.After(d.m.At) {
		return time.Time{}, d.refuse("to come").send("reminder snooze " + rem.ID + " 1 week")
	}
	return at, nil
}

// shownFor is how long after it came a reminder is put off from the moment that is said, and not from its next time.
const shownFor = 12 * time.Hour

// putOffFrom is the moment from which a reminder is put off by hours: now where it came a while ago, else when it comes next.
func (d *desk) putOffFrom(rem store.Reminder) time.Time {
	if rem.Snoozed.After(d.m.At) {
		return rem.Snoozed
	}
	if rem.Repeat.Zero() {
		if at := d.comes(rem); at.After(d.m.At) {
			return at
		}
		return d.m.At
	}
	if last, ok, err := d.calendar("").Next(rem.Repeat, d.m.At.Add(-shownFor)); err == nil && ok && !last.At.After(d.m.At) {
		return d.m.At
	}
	return d.comes(rem)
}

// skipReminder leaves out the next time of a repetition.
func (d *desk) skipReminder(ctx context.Context) (Reply, error) {
	rem, ask, err := d.meant(intent.Skip)
	if err != nil || ask != nil {
		return orReply(ask), err
	}
	if rem.Repeat.Zero() {
		return Reply{}, d.refuse("only once", rem.ID).send("reminder cancel " + rem.ID)
	}
	next, ok := d.nextOf(rem)
	if !ok {
		return Reply{}, d.refuse("over", rem.ID).send("reminder list")
	}
	left := []calendar.Occurrence{next}
	if day, err := calendar.ParseDate(d.kept(d.o.Due).Date); err == nil && d.o.When != "" {
		left, ok = d.timesUntil(rem, day.AddDays(1))
		left = slices.DeleteFunc(left, func(o calendar.Occurrence) bool { return o.Nominal != day })
		if !ok || len(left) == 0 {
			return Reply{}, d.refuse("not that day", rem.ID, day.Words(), d.timesOf(rem)).send("reminder skip " + rem.ID)
		}
	} else if d.o.Shift.Days > 0 { // the week that begins so many days from now
		today := dateOf(d.m.At, d.zone)
		monday := today.AddDays(d.o.Shift.Days - (int(today.Weekday())+6)%7)
		left, ok = d.timesUntil(rem, monday.AddDays(7))
		left = slices.DeleteFunc(left, func(o calendar.Occurrence) bool { return o.Nominal.Before(monday) })
		if !ok || len(left) == 0 {
			return Reply{}, d.refuse("not that week", rem.ID, monday.Words(), d.timesOf(rem)).send("reminder skip " + rem.ID)
		}
	}
	if rem, err = d.leaveOut(rem, "skipped", left); err != nil {
		return Reply{}, err
	}
	days := left[0].At.Format("Mon 2 Jan 2006")
	if len(left) > 1 {
		days += " to " + left[len(left)-1].At.Format("Mon 2 Jan 2006")
	}
	return d.changedReminder("skip", rem, "skips", rem.ID, days, rem.Text, d.timesOf(rem)), nil
}

// leaveOut takes times out of a repetition.
func (d *desk) leaveOut(rem store.Reminder, what string, times []calendar.Occurrence) (store.Reminder, error) {
	return d.changeReminder(rem, what, func(r *store.Reminder) error {
		for _, o := range times {
			r.Skip = append(r.Skip, o.Nominal.String())
		}
		return nil
	})
}

// mostLeftOut is how many times of a repetition may be left out at once.
const mostLeftOut = 400

// timesUntil are the times of a repetition before a day, in order; false if they are too many to be left out one by one.
func (d *desk) timesUntil(rem store.Reminder, day calendar.Date) (times []calendar.Occurrence, ok bool) {
	cal, after := d.calendar(""), d.m.At
	for len(times) <= mostLeftOut {
		occ, ok, err := cal.Next(rem.Repeat, after)
		if err != nil || !ok || !occ.Nominal.Before(day) {
			return times, err == nil
		}
		if !slices.Contains(rem.Skip, occ.Nominal.String()) {
			times = append(times, occ)
		}
		after = occ.At
	}
	return nil, false
}

// pauseUntil leaves out the times of a repetition before a day, from which on it comes again by itself.
func (d *desk) pauseUntil(ctx context.Context, rem store.Reminder) (Reply, error) {
	if r, asked := d.whichDate("pause"); asked {
		return r, nil
	}
	if rem.Repeat.Zero() {
		d.o.Verb, d.o.IDs = intent.Snooze, []string{rem.ID}
		return d.snoozeReminder(ctx)
	}
	at, err := d.until(rem)
	if err != nil {
		return Reply{}, err
	}
	day := dateOf(at, d.zone)
	times, ok := d.timesUntil(rem, day)
	switch {
	case !ok:
		return Reply{}, d.refuse("pause too far").send("reminder pause " + rem.ID)
	case len(times) == 0:
		return Reply{}, d.refuse("silent anyway", rem.ID, day.Words(), d.timesOf(rem)).send("reminder pause " + rem.ID)
	}
	if rem, err = d.leaveOut(rem, "paused until "+day.Words(), times); err != nil {
		return Reply{}, err
	}
	return d.changedReminder("pause", rem, "silent", rem.ID, day.Words(), rem.Text, d.timesOf(rem)), nil
}

func (d *desk) pauseReminder(ctx context.Context) (Reply, error)  { return d.pause(ctx, true) }
func (d *desk) resumeReminder(ctx context.Context) (Reply, error) { return d.pause(ctx, false) }

func (d *desk) pause(ctx context.Context, stop bool) (Reply, error) {
	verb, what := intent.Resume, "resumed"
	if stop {
		verb, what = intent.Pause, "paused"
	}
	rem, ask, err := d.meant(verb)
	if err != nil || ask != nil {
		return orReply(ask), err
	}
	if stop && (d.o.When != "" || !d.o.Shift.Zero()) && rem.Accepted && !rem.Paused {
		return d.pauseUntil(ctx, rem)
	}
	switch {
	case !rem.Accepted:
		return Reply{}, d.refuse("not accepted", rem.ID).send("reminder show " + rem.ID)
	case rem.Paused && stop:
		return Reply{}, d.refuse("paused already", rem.ID).send("reminder resume " + rem.ID)
	case !rem.Paused && !stop:
		return Reply{}, d.refuse("not paused", rem.ID).send("reminder pause " + rem.ID)
	}
	if rem, err = d.changeReminder(rem, what, func(r *store.Reminder) error { r.Paused = stop; return nil }); err != nil {
		return Reply{}, err
	}
	return d.changedReminder(string(verb), rem, what, rem.ID, rem.Text, d.timesOf(rem)), nil
}

// moveReminder gives a reminder another time. Of a repetition, a single day moves only the next time; another rule replaces it.
func (d *desk) moveReminder(ctx context.Context) (Reply, error) {
	rem, ask, err := d.meant(intent.Move)
	if err != nil || ask != nil {
		return orReply(ask), err
	}
	if r, asked := d.whichDate("move"); asked {
		return r, nil
	}
	if d.o.When == "" && d.o.Shift.Zero() {
		return Reply{}, d.refuse("new time").send("reminder move " + rem.ID + " friday 15:00")
	}
	moved, err := d.movedReminder(rem)
	if err != nil {
		return Reply{}, err
	}
	if rem, err = d.changeReminder(rem, "moved", func(r *store.Reminder) error {
		r.Due, r.Repeat, r.Skip, r.Snoozed = moved.Due, moved.Repeat, moved.Skip, moved.Snoozed
		return nil
	}); err != nil {
		return Reply{}, err
	}
	r := d.changedReminder("move", rem, "reminder moved", rem.ID, d.timesOf(rem), rem.Text)
	notes, _ := d.notes(rem.Due, d.o.When, nil)
	r.Parts = append(r.Parts, notes...)
	return r, nil
}

func (d *desk) movedReminder(rem store.Reminder) (store.Reminder, error) {
	switch {
	case !d.o.Due.Repeat.Zero():
		hour := rem.Repeat.Time
		rem.Repeat, rem.Due, rem.Skip, rem.Snoozed = d.o.Due.Repeat, store.Due{}, nil, time.Time{}
		rem.Repeat.Time = orWord(rem.Repeat.Time, hour)
		rem.Repeat.Zone = orWord(rem.Repeat.Zone, d.zone.String())
		return rem, nil
	case rem.Repeat.Zero() && d.o.Shift.Minutes != 0 && d.o.When == "":
		at, err := d.until(rem)
		rem.Due = store.Due{Date: at.In(d.zone).Format(time.DateOnly), Time: at.In(d.zone).Format("15:04"), Zone: d.zone.String()}
		rem.Snoozed = time.Time{}
		return rem, err
	case rem.Repeat.Zero():
		due, err := d.newDue(rem.Due)
		if err == nil && d.o.When != "" && due.Time == "" {
			due.Time = rem.Due.Time
		}
		rem.Due, rem.Snoozed = due, time.Time{}
		return rem, err
	}
	if d.o.When != "" && d.hourOnly(d.o.When) { // another hour, and the same days
		rem.Repeat.Time, rem.Snoozed = d.kept(d.o.Due).Time, time.Time{}
		return rem, nil
	}
	next, ok := d.nextOf(rem)
	if !ok {
		return rem, d.refuse("over", rem.ID).send("reminder list")
	}
	at, err := d.until(rem)
	if err != nil {
		return rem, err
	}
	rem.Skip, rem.Snoozed = append(rem.Skip, next.Nominal.String()), at
	return rem, nil
}

// acceptReminder lets one set by somebody else come.
func (d *desk) acceptReminder(ctx context.Context) (Reply, error) {
	rem, err := d.reminderByID()
	if err != nil {
		return Reply{}, err
	}
	if rem.For != d.who && (d.body == "" || rem.Body != d.body) {
		return Reply{}, d.refuse("not for you", rem.ID)
	}
	if rem.Accepted {
		return Reply{}, d.refuse("accepted already", rem.ID).send("reminder show " + rem.ID)
	}
	if rem, err = d.changeReminder(rem, "accepted", func(r *store.Reminder) error { r.Accepted, r.Paused = true, false; return nil }); err != nil {
		return Reply{}, err
	}
	return d.changedReminder("accept", rem, "accepted", rem.ID, rem.Text, d.timesOf(rem)), nil
}

// declineReminder ends one set by somebody else, and tells them.
func (d *desk) declineReminder(ctx context.Context) (Reply, error) {
	rem, err := d.reminderByID()
	if err != nil {
		return Reply{}, err
	}
	if rem.For != d.who && (d.body == "" || rem.Body != d.body) {
		return Reply{}, d.refuse("not for you", rem.ID)
	}
	return d.end(rem, "declined", "decline")
}
