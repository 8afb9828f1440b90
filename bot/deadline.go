package bot

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/store"
)

// What a deadline means, as it is kept and as it is said. A deadline is kept as a nominal day, a wall time if one was given, and a zone;
// one bound to a meeting keeps the meeting too, and Date is the day worked out from it once the meeting's day is on record.

// dateOf is the civil day of a moment in a zone.
func dateOf(t time.Time, loc *time.Location) calendar.Date { return calendar.DateOf(t.In(loc)) }

// speakersZone is the zone in which a message was said: its own if that has a name, else the member's, else the group's.
func (b *Bot) speakersZone(m Message) *time.Location {
	if s := b.settings(m.Who).Zone; s != "" {
		if loc, err := time.LoadLocation(s); err == nil {
			return loc
		}
	}
	if name := m.At.Location().String(); name != "Local" && name != "UTC" && name != "" {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	if who, ok := b.grp.Member(m.Who); ok && who.Zone != "" {
		if loc, err := time.LoadLocation(who.Zone); err == nil {
			return loc
		}
	}
	return b.grp.Location()
}

// kept turns what was read into what is kept. A meeting whose day is on record as of the message gives its day at once.
func (d *desk) kept(r when.Result) store.Due {
	due := store.Due{Zone: d.zone.String()}
	switch r.Kind {
	case when.Once:
		due.Date = r.At.In(d.zone).Format(time.DateOnly)
		if !r.DateOnly {
			due.Time = r.At.In(d.zone).Format("15:04")
		} else {
			due.Zone = d.grp.Location().String()
		}
	case when.Event:
		due.Zone = d.grp.Location().String()
		due.Event = d.meetingName(r.Event)
		due.Days, due.Work = lead(r.Lead)
		if day, ok := d.meetingDay(due.Event); ok {
			due.Date = r.Lead.Date(day, d.calendar("")).String()
		}
	}
	return due
}

// lead is a distance from a meeting in days, before it negative; a month is kept as thirty days.
func lead(l when.Lead) (days int, work bool) {
	days = l.Days + 30*l.Months
	if l.WorkingDays > 0 {
		days, work = l.WorkingDays, true
	}
	if !l.After {
		days = -days
	}
	return days, work
}

// meetingName turns "next IPMG" into the meeting that is meant: the next one on record, or the one after the last.
func (d *desk) meetingName(event string) string {
	if !strings.HasPrefix(event, "next ") {
		return event
	}
	today, last := dateOf(d.m.AsOf, d.grp.Location()), 0
	for _, h := range d.meetings(d.m.AsOf) {
		if h.Date.After(today) {
			return calendar.Ordinal(h.Number) + " " + d.grp.Short
		}
		last = max(last, h.Number)
	}
	if last == 0 {
		return event
	}
	return calendar.Ordinal(last+1) + " " + d.grp.Short
}

// meetingDay is the day of a meeting, if it is on record as of the message.
func (d *desk) meetingDay(event string) (calendar.Date, bool) {
	n := leadingNumber(event)
	for _, h := range d.meetings(d.m.AsOf) {
		if h.Number == n && n > 0 {
			return h.Date, true
		}
	}
	return calendar.Date{}, false
}

func leadingNumber(s string) int {
	n, err := strconv.Atoi(digitsFirst.FindString(s))
	if err != nil {
		return 0
	}
	return n
}

var digitsFirst = regexp.MustCompile(`^\d{1,3}`)

// moment is when something falls due; clock is the hour of one without a time. False: it has no day.
func (b *Bot) moment(due store.Due, clock calendar.Clock) (time.Time, bool) {
	day, err := calendar.ParseDate(due.Date)
	if err != nil {
		return time.Time{}, false
	}
	loc, err := time.LoadLocation(due.Zone)
	if err != nil || due.Zone == "" {
		loc = b.grp.Location()
	}
	if due.Time != "" {
		if c, err := calendar.ParseClock(due.Time); err == nil {
			clock = c
		}
	}
	return calendar.Resolve(day, clock, loc), true
}

// late reports whether a deadline has passed: a day without a time is awaited from the next one on.
func (b *Bot) late(due store.Due, now time.Time) bool {
	at, ok := b.moment(due, b.grp.DueClock())
	if !ok {
		return false
	}
	if due.Time == "" {
		return dateOf(now, b.grp.Location()).After(calendar.DateOf(at.In(b.grp.Location())))
	}
	return now.After(at)
}

// daysLate is by how many days a deadline has passed.
func (b *Bot) daysLate(due store.Due, now time.Time) int {
	day, err := calendar.ParseDate(due.Date)
	if err != nil {
		return 0
	}
	return day.DaysUntil(dateOf(now, b.grp.Location()))
}

// words says a deadline in absolute words: "Fri 8 Nov 2019 17:00 PKT, in 3 working days".
func (d *desk) words(due store.Due) string {
	at, ok := d.moment(due, d.grp.DueClock())
	switch {
	case !ok && due.Event != "":
		return d.eventWords(due)
	case !ok:
		return d.say("undated")
	}
	s := at.Format("Mon 2 Jan 2006 15:04 MST") + d.distance(calendar.DateOf(at))
	if due.Event != "" {
		s += " (" + d.eventWords(due) + ")"
	}
	return s
}

// short says a deadline in a few words, for lists.
func (d *desk) short(due store.Due) string {
	at, ok := d.moment(due, d.grp.DueClock())
	switch {
	case !ok && due.Event != "":
		return d.eventWords(due)
	case !ok:
		return d.say("undated")
	case due.Time != "":
		return at.Format("Mon 2 Jan 2006 15:04 MST")
	}
	return at.Format("Mon 2 Jan 2006 (MST)")
}

func (d *desk) distance(day calendar.Date) string {
	today := dateOf(d.m.At, d.zone)
	switch n := today.DaysUntil(day); {
	case n < 0:
		return ""
	case n == 0:
		return ", today"
	case n == 1:
		return ", tomorrow"
	case n > 400:
		return ""
	}
	cal := d.calendar("")
	if !cal.IsWorkingDay(day) {
		return ", in " + plural(today.DaysUntil(day), "day")
	}
	return ", in " + plural(cal.WorkingDaysUntil(today, day), "working day")
}

// eventWords says a deadline bound to a meeting: "3 working days before the 15th IPMG".
func (d *desk) eventWords(due store.Due) string {
	unit := "day"
	if due.Work {
		unit = "working day"
	}
	switch {
	case due.Days < 0:
		return plural(-due.Days, unit) + " before the " + due.Event
	case due.Days > 0:
		return plural(due.Days, unit) + " after the " + due.Event
	}
	return "before the " + due.Event
}

// action is a deadline for machines.
func (d *desk) dueAction(a Action, due store.Due) Action {
	if at, ok := d.moment(due, d.grp.DueClock()); ok {
		a.At, a.DateOnly = at.Format(time.RFC3339), due.Time == ""
	}
	a.Event = due.Event
	return a
}

// shifted moves a deadline by a span, from the day it is due. What is bound to a meeting without a day cannot be moved so.
func (d *desk) shifted(due store.Due, s intent.Shift) (store.Due, error) {
	day, err := calendar.ParseDate(due.Date)
	if err != nil {
		if due.Event != "" {
			return due, d.refuse("no day of event", due.Event)
		}
		return due, d.refuse("no day to move")
	}
	if s.Minutes != 0 {
		at, _ := d.moment(due, d.grp.DueClock())
		at = at.Add(time.Duration(s.Minutes) * time.Minute)
		due.Date, due.Time, due.Event, due.Days, due.Work = at.Format(time.DateOnly), at.Format("15:04"), "", 0, false
		return due, nil
	}
	switch {
	case s.Months != 0:
		day = day.AddMonths(s.Months)
	case s.Work:
		day = d.calendar("").AddWorkingDays(day, s.Days)
	default:
		day = day.AddDays(s.Days)
	}
	if day.Year > 2200 || day.Year < 1900 {
		return due, d.refuse("too far")
	}
	due.Date, due.Event, due.Days, due.Work = day.String(), "", 0, false
	return due, nil
}

// notes are the small lines under a deadline: the weekend or holiday it falls on with the working day before, and how working days
// were counted. The buttons offer what they name; order is what is kept, with another date.
func (d *desk) notes(due store.Due, said string, change func(date string) intent.Order) (parts []Part, buttons []Button) {
	day, err := calendar.ParseDate(due.Date)
	if err != nil {
		return nil, nil
	}
	cal := d.calendar("")
	if !cal.IsWorkingDay(day) {
		why := "a " + day.Weekday().String()
		if h, ok := cal.Holiday(day); ok {
			why = h.Name
			if h.Expected {
				why += " (expected)"
			}
		}
		before := cal.WorkingDayBefore(day)
		parts = append(parts, Say(Small, d.say("weekend", day.Words(), why, before.Words())))
		if change != nil {
			buttons = append(buttons, order(d.say("use", before.Words()), change(before.String())))
		}
	}
	if m := figures.FindString(said); m != "" {
		parts = append(parts, Say(Small, d.say("day first", m)))
	}
	if workingDays.MatchString(said) {
		parts = append(parts, Say(Small, d.counted(day)))
	}
	if kalWord.MatchString(said) {
		parts = append(parts, Say(Small, d.say("kal")))
	}
	if clock, err := calendar.ParseClock(due.Time); err == nil && bareHour.MatchString(said) && clock.Hour > 0 && clock.Hour < 12 && !partOfDay.MatchString(said) {
		evening := fmt.Sprintf("%02d:%02d", clock.Hour+12, clock.Minute)
		parts = append(parts, Say(Small, d.say("morning", due.Time, evening)))
		if change != nil {
			buttons = append(buttons, order(evening, change(due.Date+" "+evening)))
		}
	}
	return parts, buttons
}

var (
	figures     = regexp.MustCompile(`\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}/\d{1,2}\b`)
	workingDays = regexp.MustCompile(`(?i)(?:working|business) days?`)
	kalWord     = regexp.MustCompile(`(?i)(?:^|\s)(?:kal|کل)(?:\s|$)`)
	partOfDay   = regexp.MustCompile(`(?i)subah|sawere|morning|raat|\bam\b|صبح|رات`)
	bareHour    = regexp.MustCompile(`(?i)(?:^|\s)\d{1,2}(?::\d\d)? ?(?:bajay|baje|bjay|بجے)`)
)

// counted says which days were counted: "2 working days: Fri 8 Nov, Mon 11 Nov; Sat 9, Sun 10 Nov not counted".
func (d *desk) counted(end calendar.Date) string {
	cal, today := d.calendar(""), dateOf(d.m.At, d.zone)
	var on, off []string
	for day := today.AddDays(1); !day.After(end) && len(on)+len(off) < 15; day = day.AddDays(1) {
		if cal.IsWorkingDay(day) {
			on = append(on, day.Words()[:len(day.Words())-5])
		} else {
			off = append(off, day.Words()[:len(day.Words())-5])
		}
	}
	s := plural(len(on), "working day") + ": " + strings.Join(on, ", ")
	if len(off) > 0 {
		s += "; not counted: " + strings.Join(off, ", ")
	}
	return s + "."
}
