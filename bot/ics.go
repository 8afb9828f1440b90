package bot

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"rabita/bot/calendar"
	"rabita/store"
)

// Calendars are made through one library, of which only what follows is used: it writes bare line feeds unless told otherwise, and puts a
// Z behind times that carry a zone, so starts are written by hand. A time that comes once is in UTC; one that repeats needs its zone's
// rules, which are spelled out for the years to come.

// zoneYears is for how many years the changes of a zone's clocks are spelled out.
const zoneYears = 5

// shiftedTimes is how many times of a repetition that no rule can say (the last working day) are written one by one.
const shiftedTimes = 12

// calendarFile is what a person or a body owes, as a calendar, and how many of the items are in it. Each entry keeps its UID for good; a change
// raises SEQUENCE, and what was dropped, was cancelled or has lost its day says so.
func (d *desk) calendarFile(items []store.Item, rems []store.Reminder) (file []byte, shown int, err error) {
	cal := ics.NewCalendarFor("Rabita")
	cal.SetProductId("-//Rabita//Action items//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(d.grp.Short + " action items")
	zones := map[string]bool{}
	for _, it := range items {
		if d.itemEvent(cal, it) {
			shown++
		}
	}
	for _, rem := range rems {
		if err := d.reminderEvents(cal, rem, zones); err != nil {
			return nil, 0, err
		}
	}
	for _, zone := range slices.Sorted(maps.Keys(zones)) {
		if err := addZone(cal, zone, d.m.At); err != nil {
			return nil, 0, err
		}
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows)), shown, nil
}

// uid is the name of an entry for ever.
func (d *desk) uid(id string) string {
	return strings.ToLower(id) + "@rabita." + strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, d.grp.Short))
}

// itemEvent adds an item; false: it never had a day. One that lost its day is cancelled on the last it had, so that it leaves calendars that
// have it.
func (d *desk) itemEvent(cal *ics.Calendar, it store.Item) bool {
	due := it.Due
	at, dated := d.moment(due, d.grp.DueClock())
	if !dated {
		day := lastDay(it)
		if day == "" {
			return false
		}
		due = store.Due{Date: day, Zone: d.zone.String()}
		if at, dated = d.moment(due, d.grp.DueClock()); !dated {
			return false
		}
		dated = false
	}
	e := ics.NewEvent(d.uid(it.ID))
	e.SetDtStampTime(d.m.At)
	e.SetSequence(len(it.History) - 1)
	summary := it.ID + " " + it.Text
	switch {
	case it.Dropped || it.Draft || !dated:
		e.SetStatus(ics.ObjectStatusCancelled)
	case !it.Open():
		summary = "Done: " + summary
		e.SetStatus(ics.ObjectStatusConfirmed)
	default:
		e.SetStatus(ics.ObjectStatusConfirmed)
	}
	e.SetSummary(oneLine(summary))
	lines := []string{"Owner: " + d.called(it.Owner)}
	if bodies := shareBodies(it); len(bodies) > 0 {
		lines = append(lines, "Owed by: "+strings.Join(bodies, ", "))
	}
	lines = append(lines, "State: "+d.english().stateOf(it))
	if s := d.source(it); s != "" {
		lines = append(lines, "Source: "+s)
	}
	e.SetDescription(strings.Join(lines, "\n"))
	start(e, at, due.Time == "")
	cal.AddVEvent(e)
	return true
}

// lastDay is the day an item was due before it lost it, from its history; empty: it had none.
func lastDay(it store.Item) string {
	for _, c := range slices.Backward(it.History) {
		if m := dayBefore.FindStringSubmatch(c.From); m != nil {
			return m[1]
		}
	}
	return ""
}

// dayBefore is a day as a history tells the deadline before a change: first, or after the state alone.
var dayBefore = regexp.MustCompile(`^(?:(?:open|done|dropped|proposed); )?(\d{4}-\d\d-\d\d)\b`)

// start writes a start: a whole day, or an instant in UTC.
func start(e *ics.VEvent, at time.Time, wholeDay bool) {
	if wholeDay {
		e.SetProperty(ics.ComponentPropertyDtStart, at.Format("20060102"), ics.WithValue("DATE"))
		e.SetProperty(ics.ComponentPropertyDtEnd, at.AddDate(0, 0, 1).Format("20060102"), ics.WithValue("DATE"))
		return
	}
	e.SetProperty(ics.ComponentPropertyDtStart, at.UTC().Format("20060102T150405Z"))
}

func (d *desk) reminderEvents(cal *ics.Calendar, rem store.Reminder, zones map[string]bool) error {
	event := func(id string) *ics.VEvent {
		e := ics.NewEvent(d.uid(id))
		e.SetDtStampTime(d.m.At)
		e.SetSequence(len(rem.History) - 1)
		e.SetSummary(oneLine(rem.ID + " " + rem.Text))
		e.SetStatus(ics.ObjectStatusConfirmed)
		if !rem.Alive() {
			e.SetStatus(ics.ObjectStatusCancelled)
		}
		return e
	}
	if rem.Repeat.Zero() {
		if at, ok := d.moment(rem.Due, d.calendar("").NoticeAt()); ok {
			e := event(rem.ID)
			start(e, at, false)
			cal.AddVEvent(e)
		}
		return nil
	}
	first, ok := d.nextOf(rem)
	if !ok {
		return nil
	}
	if rem.Repeat.Shift == store.ShiftNone {
		e := event(rem.ID)
		zone := first.At.Location().String()
		zones[zone] = true
		e.SetProperty(ics.ComponentPropertyDtStart, first.At.Format("20060102T150405"), ics.WithTZID(zone))
		rule := rem.Repeat.Rule
		if until, err := calendar.ParseDate(rem.Repeat.Until); err == nil {
			end := calendar.Resolve(until, calendar.Clock{Hour: 23, Minute: 59}, first.At.Location())
			rule += ";UNTIL=" + end.UTC().Format("20060102T150405Z")
		}
		e.AddRrule(rule)
		cal.AddVEvent(e)
		return nil
	}
	after := d.m.At
	for range shiftedTimes {
		occ, ok, err := d.calendar("").Next(rem.Repeat, after)
		if err != nil {
			return fmt.Errorf("the times of %s: %w", rem.ID, err)
		}
		if !ok {
			break
		}
		e := event(rem.ID + "-" + occ.Nominal.String())
		start(e, occ.At, false)
		cal.AddVEvent(e)
		after = occ.At
	}
	return nil
}

// addZone spells out a zone: its offset now, and each change to come.
func addZone(cal *ics.Calendar, name string, from time.Time) error {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return fmt.Errorf("the zone %s: %w", name, err)
	}
	tz := ics.NewTimezone(name)
	begin, _ := from.In(loc).ZoneBounds()
	if begin.IsZero() {
		begin = time.Date(1970, 1, 1, 0, 0, 0, 0, loc)
	}
	for t := begin; t.Before(from.AddDate(zoneYears, 0, 0)); {
		abbreviation, after := t.In(loc).Zone()
		_, before := t.Add(-time.Second).In(loc).Zone()
		s := tz.AddStandard()
		s.AddProperty(ics.ComponentPropertyDtStart, t.In(time.FixedZone("", before)).Format("20060102T150405"))
		s.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), offset(before))
		s.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), offset(after))
		s.AddProperty(ics.ComponentProperty(ics.PropertyTzname), abbreviation)
		_, end := t.In(loc).ZoneBounds()
		if end.IsZero() {
			break
		}
		t = end
	}
	cal.AddVTimezone(tz)
	return nil
}

// offset is seconds east as "+0500".
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
