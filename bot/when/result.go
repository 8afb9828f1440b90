package when

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/store"
)

// A Kind says what a phrase turned out to be.
type Kind string

// The kinds of result.
const (
	Once      Kind = "once"      // one time: At
	Repeats   Kind = "repeat"    // a repetition: Repeat, and At for its first time
	Event     Kind = "event"     // bound to a meeting whose date is not known here: Event
	Ambiguous Kind = "ambiguous" // more than one reading, to be asked: Readings
	None      Kind = "none"      // no date in the text
	Error     Kind = "error"     // a date that cannot be or is refused: Why and Hint say why and what would do
)

// A Reading is one way to read an ambiguous phrase.
type Reading struct {
	At       time.Time `json:"at"`
	DateOnly bool      `json:"date_only"`
	Echo     string    `json:"echo"`
}

// A Span is a piece of the text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// A Result is how a phrase was read.
type Result struct {
	Phrase   string
	Kind     Kind
	At       time.Time // when it is due, in the speaker's zone; zero for Event, Ambiguous, None and Error
	DateOnly bool      // no time of day was given: At is the usual hour of that day
	Repeat   store.Repeat
	Event    string // "15th IPMG", "next meeting"
	Lead     Lead   // how far from the event; the zero value: before it
	Readings []Reading
	Echo     string // the reading in absolute words, for people
	Hint     string // what they should know: why not, or what else it could mean
	Why      *Why   // why there is no time, in every language; nil where there is one
	Spans    []Span // where the expression stands in the text, with the words that belong to it
	Text     string // the text without the spans
}

// A Lead is a distance from an event. After is false for "before the 15th IPMG", which has neither days nor months.
type Lead struct {
	Months, Days, WorkingDays int
	After                     bool
}

// Date is the day a deadline with this lead falls on once the event's day is known. Without a distance it is the event's own day, when
// the thing has to be there.
func (l Lead) Date(event calendar.Date, cal calendar.Calendar) calendar.Date {
	sign := -1
	if l.After {
		sign = 1
	}
	return span{months: l.Months, days: l.Days, working: l.WorkingDays}.from(cal, event, sign)
}

// MarshalJSON writes the object that "rabita when -json" prints.
func (r Result) MarshalJSON() ([]byte, error) {
	at := ""
	if !r.At.IsZero() {
		at = r.At.Format(time.RFC3339)
	}
	rule := r.Repeat.Rule
	if r.Repeat.Until != "" && rule != "" {
		rule += ";UNTIL=" + strings.ReplaceAll(r.Repeat.Until, "-", "")
	}
	readings := []map[string]any{}
	for _, x := range r.Readings {
		readings = append(readings, map[string]any{"at": x.At.Format(time.RFC3339), "date_only": x.DateOnly, "echo": x.Echo})
	}
	return json.Marshal(struct {
		Phrase   string           `json:"phrase"`
		Kind     Kind             `json:"kind"`
		At       string           `json:"at"`
		DateOnly bool             `json:"date_only"`
		Rule     string           `json:"rule"`
		Shift    store.Shift      `json:"shift"`
		Event    string           `json:"event"`
		Readings []map[string]any `json:"readings"`
		Echo     string           `json:"echo"`
		Hint     string           `json:"hint"`
	}{strings.ToValidUTF8(r.Phrase, "\uFFFD"), r.Kind, at, r.DateOnly, rule, r.Repeat.Shift, r.Event, readings, r.Echo, r.Hint})
}

// Options are what a reading depends on besides the moment. The zero value is UTC, Monday to Friday, no holidays, due at 17:00.
type Options struct {
	Calendar calendar.Calendar
	Zone     *time.Location  // the speaker's; nil: the calendar's
	Due      *calendar.Clock // when a date without a time is due, and what EOD means; nil: 17:00
	Meetings []string        // names of the group's series of meetings; nil: "IPMG"
}

func (o Options) due() calendar.Clock {
	if o.Due == nil {
		return calendar.Clock{Hour: 17}
	}
	return *o.Due
}

func (o Options) meetings() []string {
	if o.Meetings == nil {
		return []string{"IPMG"}
	}
	return o.Meetings
}

func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return o.Calendar.Location()
	}
	return o.Zone
}

// echo is the moment in words: "Fri 8 Nov 2019 (PKT)", "Fri 8 Nov 2019 17:00 PKT, in 3 working days".
func (p *parser) echo(at time.Time, dateOnly bool) string {
	if dateOnly {
		return at.Format("Mon 2 Jan 2006 (MST)")
	}
	s := at.Format("Mon 2 Jan 2006 15:04 MST")
	d := calendar.DateOf(at)
	switch n := p.today.DaysUntil(d); {
	case n < 0 || n > 400:
	case n == 0:
		s += ", today"
	case n == 1:
		s += ", tomorrow"
	case !p.cal.IsWorkingDay(d):
		s += fmt.Sprintf(", in %d days", n)
	default:
		if w := p.cal.WorkingDaysUntil(p.today, d); w == 1 {
			s += ", the next working day"
		} else {
			s += fmt.Sprintf(", in %d working days", w)
		}
	}
	return s
}

// dayOff is a hint for a deadline on a day without work.
func (p *parser) dayOff(d calendar.Date) string {
	if p.cal.IsWorkingDay(d) {
		return ""
	}
	why := "a " + d.Weekday().String()
	if h, ok := p.cal.Holiday(d); ok {
		why = h.Name
		if h.Expected {
			why += " (expected)"
		}
	}
	return fmt.Sprintf("%s is %s; the working day before is %s", d.Words(), why, p.cal.WorkingDayBefore(d).Words())
}
