package store

// A Repeat says when something comes again. It is data only: bot/calendar expands it. The zero value means "once".
//
// Wall times and dates are kept as people said them, with the zone's name, and resolved to an instant when they are needed, so that a
// government changing its clocks moves the reminder and not the promise.
type Repeat struct {
	Rule  string `json:"rule,omitempty"`  // RFC 5545: FREQ of DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, COUNT, BYDAY, BYMONTHDAY, BYSETPOS, BYMONTH; no DTSTART
	Start string `json:"start,omitempty"` // first nominal date, 2006-01-02, in Zone
	Time  string `json:"time,omitempty"`  // wall time, 15:04; empty: the group's notice hour
	Zone  string `json:"zone,omitempty"`  // IANA name
	Shift Shift  `json:"shift,omitempty"` // what to do with a day that is not a working day
	Until string `json:"until,omitempty"` // last nominal date, inclusive; empty: none
}

// A Shift moves a nominal day that is not a working day. The zero value leaves it where it is.
type Shift string

// The shifts.
const (
	ShiftNone   Shift = ""
	ShiftBefore Shift = "working-day-before"
	ShiftAfter  Shift = "working-day-after"
)

// Zero reports whether r means "once".
func (r Repeat) Zero() bool { return r.Rule == "" }
