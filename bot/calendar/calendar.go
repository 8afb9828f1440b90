// Package calendar knows working days and wall clocks: which days a group works, which instant a wall time is, and when something that
// repeats comes next.
//
// What you must know to change it: dates and times of day are kept as people say them ([Date], [Clock], store.Repeat) and become
// instants only in [Resolve], so that a government changing its clocks moves the reminder and not the promise. Rules of repetition are
// expanded on a clock without zones and mapped to instants afterwards, because the library that expands them would fire before the
// wanted time where a clock skips an hour. The zone database is linked in, so the program needs none on the machine.
package calendar

import (
	"time"
	_ "time/tzdata" // zones on machines that have none
)

// A Holiday is a day on which a place does not work.
type Holiday struct {
	Date     Date
	Name     string
	Expected bool     // depends on the moon and may move by a day
	Places   []string // keys of the places it is kept in; empty: all
}

// A Calendar is a group's zone, working week and holidays. The zero value is UTC, Monday to Friday, no holidays, notices at 09:00.
// It is a value: copies share the holidays, which nobody changes.
type Calendar struct {
	Zone     *time.Location // nil: UTC
	Week     []time.Weekday // working days; empty: Monday to Friday
	Holidays []Holiday
	Place    string // the place whose own holidays count too; empty: only the holidays of all places
	Notice   *Clock // when a repetition without a time comes; nil: 09:00
}

// In is the calendar as it holds in a place.
func (c Calendar) In(place string) Calendar {
	c.Place = place
	return c
}

// Location is the zone, never nil.
func (c Calendar) Location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// NoticeAt is the hour of notices.
func (c Calendar) NoticeAt() Clock {
	if c.Notice == nil {
		return Clock{Hour: 9}
	}
	return *c.Notice
}

// WorksOn reports whether a weekday is in the working week.
func (c Calendar) WorksOn(w time.Weekday) bool {
	if len(c.Week) == 0 {
		return w != time.Saturday && w != time.Sunday
	}
	for _, have := range c.Week {
		if have == w {
			return true
		}
	}
	return false
}

// Holiday is the holiday that falls on d in the calendar's place, if one does.
func (c Calendar) Holiday(d Date) (Holiday, bool) {
	for _, h := range c.Holidays {
		if h.Date == d && c.keeps(h) {
			return h, true
		}
	}
	return Holiday{}, false
}

func (c Calendar) keeps(h Holiday) bool {
	if len(h.Places) == 0 {
		return true
	}
	for _, p := range h.Places {
		if p == c.Place {
			return true
		}
	}
	return false
}

// IsWorkingDay reports whether d is a day of the working week and no holiday.
func (c Calendar) IsWorkingDay(d Date) bool {
	if !c.WorksOn(d.Weekday()) {
		return false
	}
	_, off := c.Holiday(d)
	return !off
}

// farthest is how many days without work in a row are believed; it bounds the searches below for a calendar that never works.
const farthest = 400

// AddWorkingDays counts n working days on from d, which itself is not counted; back if n is negative. With n = 0 it is d.
func (c Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0; n-- {
		d = c.seek(d.AddDays(step), step)
	}
	return d
}

// WorkingDayBefore is d if it is a working day, else the last one before it.
func (c Calendar) WorkingDayBefore(d Date) Date { return c.seek(d, -1) }

// WorkingDayAfter is d if it is a working day, else the first one after it.
func (c Calendar) WorkingDayAfter(d Date) Date { return c.seek(d, 1) }

func (c Calendar) seek(d Date, step int) Date {
	for at, i := d, 0; i < farthest; at, i = at.AddDays(step), i+1 {
		if c.IsWorkingDay(at) {
			return at
		}
	}
	return d
}

// WorkingDaysUntil counts the working days after from, up to and with to; 0 if to is not later.
func (c Calendar) WorkingDaysUntil(from, to Date) int {
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n
}
