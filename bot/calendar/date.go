package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// A Date is a day of the civil calendar, without a zone. The zero value is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the date that the wall calendar shows at t, in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2006-01-02". The error says which text was no date.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is no date; write it as 2019-12-31", s)
	}
	return DateOf(t), nil
}

// Valid reports whether the day exists in its month and the year has at most four digits.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= DaysIn(d.Year, d.Month)
}

// IsZero reports whether d is the zero value.
func (d Date) IsZero() bool { return d == Date{} }

// String is "2006-01-02".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.floating().Weekday() }

// AddDays is the date n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.floating().AddDate(0, 0, n)) }

// AddMonths is the same day n months later. A day that month does not have becomes its last one: 31 January and a month is 28 or 29
// February, where time.AddDate would say 3 March.
func (d Date) AddMonths(n int) Date {
	first := DateOf(time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	first.Day = min(d.Day, DaysIn(first.Year, first.Month))
	return first
}

// MonthEnd is the last day of d's month.
func (d Date) MonthEnd() Date { return Date{d.Year, d.Month, DaysIn(d.Year, d.Month)} }

// Compare is -1, 0 or +1 as d is before, on or after o.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// DaysUntil is the number of days from d to o, negative if o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.floating().Sub(d.floating()) / (24 * time.Hour))
}

// floating is midnight of d on a clock without zones, for arithmetic.
func (d Date) floating() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// DaysIn is the number of days of a month.
func DaysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// A Clock is a time of day on the wall, to the minute. The zero value is midnight.
type Clock struct{ Hour, Minute int }

// ParseClock reads "15:04". The error says which text was no time.
func ParseClock(s string) (Clock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return Clock{}, fmt.Errorf("%q is no time of day; write it as 09:00", s)
	}
	return Clock{t.Hour(), t.Minute()}, nil
}

// String is "15:04".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// Resolve is the instant at which a clock in loc shows c on day d. Where that never happens or happens twice, it is the first instant
// at which the clock shows c or later: the end of a gap, the first of two passes. A day that a zone left out (30 December 2011 in Apia)
// becomes the next one that exists, at the same time of day. The result is never earlier than what was asked for. A nil loc is UTC.
func Resolve(d Date, c Clock, loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	if there := DateOf(firstShowing(d.floating(), loc)); there.After(d) {
		d = there
	}
	return firstShowing(time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, 0, 0, time.UTC), loc)
}

// firstShowing walks the zone's periods of constant offset, from one that is surely too early, to the first in which the wall clock
// reaches wall (which is labelled UTC and means no zone).
func firstShowing(wall time.Time, loc *time.Location) time.Time {
	for t := wall.Add(-36 * time.Hour).In(loc); ; {
		start, end := t.ZoneBounds()
		if !end.IsZero() && !end.After(t) { // package time gives an empty period on the last day of some leap years
			start, end = t, t.Add(time.Hour)
		}
		_, offset := t.Zone()
		at := wall.Add(-time.Duration(offset) * time.Second)
		if end.IsZero() || at.Before(end) {
			if !start.IsZero() && at.Before(start) {
				at = start
			}
			return at.In(loc)
		}
		t = end.In(loc)
	}
}
