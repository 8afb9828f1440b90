package bot

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/store"
)

// Which reminder is meant: by its id, or in other words.

func (d *desk) reminderByID() (store.Reminder, error) {
	if len(d.o.IDs) == 0 {
		return store.Reminder{}, d.refuse("which reminder").send("reminder list")
	}
	id := d.o.IDs[0]
	if id[0] == 'A' {
		if _, err := d.st.Item(id); err != nil {
			return store.Reminder{}, err
		}
		return store.Reminder{}, d.refuse("is an item", id).send("action show " + id)
	}
	return d.st.Reminder(reminderKey(id))
}

// mayTouch reports whether the speaker may change a reminder.
func (d *desk) mayTouch(rem store.Reminder) bool {
	return rem.Who == d.who || rem.For == d.who || d.isSecretariat() || d.body != "" && rem.Body == d.body
}

// meant is the reminder an order means: by its id, else the one of the speaker's own that fits the words. Where several fit, or where it
// was named in other words, the reply asks; sure is false then.
func (d *desk) meant(verb intent.Verb) (rem store.Reminder, ask *Reply, err error) {
	if len(d.o.IDs) > 0 {
		rem, err = d.reminderByID()
		return rem, nil, err
	}
	list, err := d.own(d.o.Object == intent.Watch)
	if err != nil {
		return rem, nil, err
	}
	if verb == intent.Pause || verb == intent.Resume || verb == intent.Skip {
		list = slices.DeleteFunc(list, func(r store.Reminder) bool {
			return r.Repeat.Zero() && !d.untilADay() || verb != intent.Skip && r.Paused == (verb == intent.Pause)
		})
	}
	if verb == intent.Cancel && len(list) > 1 && (d.o.Which == "all" || d.o.Which == "sab") {
		return rem, d.sureOfAll(list), nil
	}
	fits := d.fitting(list, d.o.Which)
	switch {
	case len(list) == 0 && verb != intent.Pause && verb != intent.Resume && verb != intent.Skip:
		if d.o.Object == intent.Watch {
			return rem, nil, d.refuse("no watch").send("watch KP harassment weekly")
		}
		return rem, nil, d.refuse("none at all").send("remind me tomorrow 9am to call the focal person")
	case len(fits) == 0 && d.o.Which == "":
		return rem, nil, d.refuse("none to " + string(verb)).send("reminder list")
	case len(fits) == 0:
		return rem, nil, d.refuse("none fits", d.o.Which).send("reminder list")
	case len(fits) > 1:
		question := d.ask("which of yours", len(fits))
		if d.o.Which != "" {
			question = d.ask("which one", len(fits), d.o.Which)
		}
		r := Reply{Outcome: Clarify, Parts: []Part{Say(Finding, question)}}
		var buttons []Button
		for _, f := range fits[:min(len(fits), 5)] {
			o := d.o
			o.IDs, o.Which, o.Yes = []string{f.ID}, "", true
			r.Parts = append(r.Parts, Say(Bullet, f.ID+" · "+d.timesOf(f)+" · "+f.Text))
			r.AskBack = append(r.AskBack, f.ID+" "+f.Text)
			r.Suggestions = append(r.Suggestions, o.String())
			buttons = append(buttons, order(f.ID, o))
			a := d.reminderAction(kindOf(verb), f)
			a.Confirm = true
			r.Actions = append(r.Actions, a)
		}
		r.Parts = append(r.Parts, Part{Buttons: buttons})
		return rem, &r, nil
	}
	return fits[0], nil, nil
}

// allOfThem are the orders that an order about all of the speaker's reminders stands for; nil where it is about one. To cancel them all is
// asked about first, in meant.
func (d *desk) allOfThem(o intent.Order) []intent.Order {
	if o.Object != intent.Reminder || len(o.IDs) > 0 || !everyOne.MatchString(o.Which) || !slices.Contains([]intent.Verb{intent.Pause, intent.Resume, intent.Skip, intent.Snooze}, o.Verb) {
		return nil
	}
	list, err := d.own(false)
	if err != nil {
		return nil
	}
	var out []intent.Order
	for _, rem := range list {
		if o.Verb == intent.Skip && rem.Repeat.Zero() || (o.Verb == intent.Resume) != rem.Paused || o.Verb == intent.Pause && rem.Repeat.Zero() && o.When == "" && o.Shift.Zero() {
			continue
		}
		one := o
		one.IDs, one.Which = []string{rem.ID}, ""
		out = append(out, one)
	}
	return out
}

var everyOne = regexp.MustCompile(`^(?i:all|every|everything|sab|saray|tamam|سب|تمام)$`)

// untilADay reports whether a pause ends by itself: that fits what comes only once as well.
func (d *desk) untilADay() bool {
	return d.o.Verb == intent.Pause && (d.o.When != "" || !d.o.Shift.Zero())
}

func kindOf(v intent.Verb) string { return string(v) }

// fitting are the reminders that the words fit: days of the week, times, words of the text, "last", "second". No words: the only one, or all.
func (d *desk) fitting(list []store.Reminder, words string) []store.Reminder {
	fields := strings.Fields(strings.NewReplacer("'s", "", "’s", "").Replace(strings.ToLower(words)))
	if len(fields) == 1 && fields[0] == "next" && len(list) > 0 {
		return []store.Reminder{slices.MinFunc(list, func(a, b store.Reminder) int { return d.comes(a).Compare(d.comes(b)) })}
	}
	fields = slices.DeleteFunc(fields, func(w string) bool { return w == "next" || w == "this" })
	if len(fields) == 1 {
		switch n := slices.Index([]string{"first", "second", "third", "fourth", "fifth"}, fields[0]); {
		case fields[0] == "last" || fields[0] == "latest" || fields[0] == "newest":
			if len(list) > 0 {
				return list[len(list)-1:]
			}
		case n >= 0 && n < len(list):
			return list[n : n+1]
		case fields[0] == "all" || fields[0] == "sab":
			return list
		}
	}
	var out []store.Reminder
	for _, r := range list {
		about := d.aboutReminder(r)
		if !slices.ContainsFunc(fields, func(w string) bool { return !strings.Contains(about, dayWord(w)) }) {
			out = append(out, r)
		}
	}
	return out
}

// comes is when a reminder comes next; one without a day comes last.
func (d *desk) comes(r store.Reminder) time.Time {
	if next, ok := d.nextOf(r); ok && !r.Repeat.Zero() {
		return next.At
	}
	if at, ok := d.moment(r.Due, d.calendar("").NoticeAt()); ok && r.Repeat.Zero() {
		return at
	}
	return d.m.At.AddDate(1000, 0, 0)
}

// sureOfAll asks before all of the speaker's reminders are cancelled.
func (d *desk) sureOfAll(list []store.Reminder) *Reply {
	yes := intent.Order{Object: intent.Reminder, Verb: intent.Cancel, Yes: true}
	r := d.reply(d.ask("cancel all?", len(list)))
	for _, rem := range list {
		yes.IDs = append(yes.IDs, rem.ID)
		a := d.reminderAction("cancel", rem)
		a.Confirm = true
		r.Actions = append(r.Actions, a)
		r.Parts = append(r.Parts, Say(Bullet, rem.ID+" · "+d.timesOf(rem)+" · "+rem.Text))
	}
	r.AskBack, r.Suggestions = []string{r.Parts[0].text()}, []string{yes.String()}
	r.Parts = append(r.Parts, Part{Buttons: []Button{{Action: "order", Value: yes.String(), Label: d.say("cancel it"), Style: "danger"}, {Action: "keep", Value: d.say("everything"), Label: d.say("keep")}}})
	return &r
}

// aboutReminder is everything that can be said of a reminder to point at it.
func (d *desk) aboutReminder(r store.Reminder) string {
	s := []string{r.Text, r.ID, r.Body, d.channelName(r.Channel), d.english().timesOf(r), d.timesOf(r), r.Due.Event}
	if !r.Repeat.Zero() {
		s = append(s, calendar.Describe(r.Repeat), "repeated recurring weekly daily monthly")
	} else if day, err := calendar.ParseDate(r.Due.Date); err == nil {
		s = append(s, day.Weekday().String(), day.Month.String())
		if day == dateOf(d.m.At, d.zone).AddDays(1) {
			s = append(s, "tomorrow kal")
		}
	}
	return strings.ToLower(strings.Join(s, " "))
}

// dayWord is a weekday's English name for its other names.
func dayWord(w string) string {
	if e, ok := map[string]string{"mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thur": "thursday", "thurs": "thursday", "fri": "friday",
		"sat": "saturday", "sun": "sunday", "peer": "monday", "pir": "monday", "somwar": "monday", "mangal": "tuesday", "budh": "wednesday", "jumeraat": "thursday", "jumerat": "thursday",
		"jumma": "friday", "juma": "friday", "jumay": "friday", "hafta": "saturday", "hafte": "saturday", "itwar": "sunday", "itwaar": "sunday", "پیر": "monday", "منگل": "tuesday",
		"بدھ": "wednesday", "جمعرات": "thursday", "جمعہ": "friday", "ہفتہ": "saturday", "اتوار": "sunday", "mondays": "monday", "fridays": "friday"}[w]; ok {
		return e
	}
	return w
}
