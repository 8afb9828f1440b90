package calendar

import (
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"rabita/store"
)

// Describe says a repetition in plain words: "every Monday at 09:00 (Asia/Karachi) until Tue 31 Dec 2019". A rule that cannot be read
// is given as it stands; the zero value is "once".
func Describe(r store.Repeat) string {
	if r.Zero() {
		return "once"
	}
	o, err := Rule(r.Rule)
	if err != nil {
		return r.Rule
	}
	s := days(o, r)
	if r.Time != "" {
		s += " at " + r.Time
	}
	if r.Zone != "" {
		s += " (" + r.Zone + ")"
	}
	if o.Count == 1 {
		s += ", once"
	} else if o.Count > 1 {
		s += fmt.Sprintf(", %d times", o.Count)
	}
	if d, err := ParseDate(r.Until); err == nil {
		s += " until " + d.Words()
	}
	switch {
	case r.Shift == store.ShiftBefore && !edge(o, -1):
		s += "; on a day off, the working day before"
	case r.Shift == store.ShiftAfter && !edge(o, 1):
		s += "; on a day off, the working day after"
	}
	return s
}

// Words is the date as replies show it: "Fri 8 Nov 2019".
func (d Date) Words() string { return d.floating().Format("Mon 2 Jan 2006") }

func days(o rrule.ROption, r store.Repeat) string {
	start, _ := ParseDate(r.Start)
	switch o.Freq {
	case rrule.DAILY:
		return every(o.Interval, "day")
	case rrule.WEEKLY:
		names := weekdays(o.Byweekday)
		switch {
		case names == "" && !start.IsZero():
			names = start.Weekday().String()
		case names == "":
			return every(o.Interval, "week")
		}
		switch {
		case o.Interval > 2:
			return every(o.Interval, "week") + " on " + names
		case o.Interval == 2:
			return "every other " + names
		case names == "Monday, Tuesday, Wednesday, Thursday and Friday":
			return "every weekday"
		}
		return "every " + names
	case rrule.MONTHLY:
		return within(o, r, start) + " of " + every(o.Interval, "month")
	}
	s := within(o, r, start)
	if months := months(o.Bymonth); months != "" {
		return s + " of " + months + ", " + every(o.Interval, "year")
	}
	if len(o.Bymonthday) == 0 && len(o.Byweekday) == 0 && !start.IsZero() {
		return s + " of " + start.Month.String() + ", " + every(o.Interval, "year")
	}
	return every(o.Interval, "year") + " on " + s
}

// within says which day of a month a rule names.
func within(o rrule.ROption, r store.Repeat, start Date) string {
	days := o.Bymonthday
	switch {
	case edge(o, -1) && r.Shift == store.ShiftBefore:
		return "the last working day"
	case edge(o, 1) && r.Shift == store.ShiftAfter:
		return "the first working day"
	case len(days) > 1 && len(o.Bysetpos) == 1 && o.Bysetpos[0] == -1:
		return "the " + Ordinal(days[len(days)-1]) + " (or the last day)"
	case len(days) > 0:
		var names []string
		for _, d := range days {
			names = append(names, Ordinal(d)+map[bool]string{true: " day"}[d < 0])
		}
		return "the " + list(names)
	case len(o.Byweekday) > 0:
		return "the " + weekdays(o.Byweekday)
	case !start.IsZero():
		return "the " + Ordinal(start.Day)
	}
	return "a day"
}

// edge reports whether the rule names just the first (1) or the last (-1) day of the month.
func edge(o rrule.ROption, day int) bool { return len(o.Bymonthday) == 1 && o.Bymonthday[0] == day }

func every(n int, unit string) string {
	switch {
	case n <= 1:
		return "every " + unit
	case n == 2:
		return "every other " + unit
	}
	return fmt.Sprintf("every %d %ss", n, unit)
}

func weekdays(days []rrule.Weekday) string {
	var names []string
	for _, d := range days {
		name := time.Weekday((d.Day() + 1) % 7).String()
		if d.N() != 0 {
			name = Ordinal(d.N()) + " " + name
		}
		names = append(names, name)
	}
	return list(names)
}

func months(nums []int) string {
	var names []string
	for _, m := range nums {
		names = append(names, time.Month(m).String())
	}
	return list(names)
}

// Ordinal is a number in order as people write it: "1st", "2nd", "11th"; -1 is "last", -2 "2nd last".
func Ordinal(n int) string {
	suffix := "th"
	switch {
	case n == -1:
		return "last"
	case n < 0:
		return Ordinal(-n) + " last"
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		suffix = "st"
	case n%10 == 2:
		suffix = "nd"
	case n%10 == 3:
		suffix = "rd"
	}
	return fmt.Sprint(n, suffix)
}

func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
