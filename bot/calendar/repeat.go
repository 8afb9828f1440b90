package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"rabita/store"
)

// ErrRepeat says that a store.Repeat cannot be expanded; the message names the part and what is allowed.
var ErrRepeat = errors.New("repetition")

// An Occurrence is one time of something that repeats. Nominal is the day the rule names and identifies the occurrence; Day is where
// the shift to a working day put it; At is when a clock in the repetition's zone shows its time on that day.
type Occurrence struct {
	Nominal Date
	Day     Date
	At      time.Time
}

// Next is the first occurrence of r later than after; false if there is none. Without a time of its own r comes at the hour of notices,
// without a zone in the calendar's. The error wraps ErrRepeat.
func (c Calendar) Next(r store.Repeat, after time.Time) (Occurrence, bool, error) {
	option, err := Rule(r.Rule)
	if err != nil {
		return Occurrence{}, false, err
	}
	loc, at, until := c.Location(), c.NoticeAt(), Date{Year: 9999, Month: 12, Day: 31}
	if r.Zone != "" {
		if loc, err = time.LoadLocation(r.Zone); err != nil {
			return Occurrence{}, false, fmt.Errorf("%w: the zone %q is not known", ErrRepeat, r.Zone)
		}
	}
	start := DateOf(after.In(loc))
	if r.Start != "" {
		if start, err = ParseDate(r.Start); err != nil {
			return Occurrence{}, false, fmt.Errorf("%w: start: %v", ErrRepeat, err)
		}
	}
	if r.Time != "" {
		if at, err = ParseClock(r.Time); err != nil {
			return Occurrence{}, false, fmt.Errorf("%w: %v", ErrRepeat, err)
		}
	}
	if r.Until != "" {
		if until, err = ParseDate(r.Until); err != nil {
			return Occurrence{}, false, fmt.Errorf("%w: until: %v", ErrRepeat, err)
		}
	}
	switch r.Shift {
	case store.ShiftNone, store.ShiftBefore, store.ShiftAfter:
	default:
		return Occurrence{}, false, fmt.Errorf("%w: the shift %q is not known", ErrRepeat, r.Shift)
	}
	option.Dtstart = start.floating()
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return Occurrence{}, false, fmt.Errorf("%w: %v", ErrRepeat, err)
	}
	for next := rule.Iterator(); ; {
		wall, ok := next()
		nominal := DateOf(wall)
		if !ok || nominal.After(until) {
			return Occurrence{}, false, nil
		}
		day := c.shift(nominal, r.Shift)
		if t := Resolve(day, at, loc); t.After(after) {
			return Occurrence{Nominal: nominal, Day: day, At: t}, true, nil
		}
	}
}

func (c Calendar) shift(d Date, s store.Shift) Date {
	switch s {
	case store.ShiftBefore:
		return c.WorkingDayBefore(d)
	case store.ShiftAfter:
		return c.WorkingDayAfter(d)
	}
	return d
}

// Rule checks and reads the text of a rule: FREQ of DAILY, WEEKLY, MONTHLY or YEARLY, with INTERVAL 1 to 999, COUNT from 1, BYDAY,
// BYMONTHDAY, BYSETPOS and BYMONTH, and nothing else. The library below would take every second, and an interval of nought.
func Rule(text string) (rrule.ROption, error) {
	var zero rrule.ROption
	bad := func(format string, a ...any) (rrule.ROption, error) {
		return zero, fmt.Errorf("%w: "+format, append([]any{ErrRepeat}, a...)...)
	}
	seen := map[string]bool{}
	for _, part := range strings.Split(text, ";") {
		key, value, ok := strings.Cut(part, "=")
		if !ok || seen[key] {
			return bad("%q: a rule is KEY=VALUE;KEY=VALUE, each key once", text)
		}
		seen[key] = true
		switch key {
		case "FREQ":
			if !slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}, value) {
				return bad("FREQ=%s: it can be DAILY, WEEKLY, MONTHLY or YEARLY", value)
			}
		case "INTERVAL":
			if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 999 {
				return bad("INTERVAL=%s: it can be 1 to 999", value)
			}
		case "COUNT":
			if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 99999 {
				return bad("COUNT=%s: it can be 1 to 99999", value)
			}
		case "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH":
		default:
			return bad("%s is not used here", key)
		}
	}
	if !seen["FREQ"] {
		return bad("%q has no FREQ", text)
	}
	option, err := rrule.StrToROption(text)
	if err != nil {
		return bad("%q: %v", text, err)
	}
	return *option, nil
}
