package calendar

import "time"

// Hours are when somebody is written to without having asked for it.
type Hours struct {
	Zone       *time.Location // never nil
	Notice     Clock          // the hour of what comes by the day
	Weekly     bool           // all that may wait comes on Day alone
	Day        time.Weekday   // counts where Weekly is set
	Never      bool           // nothing that may be left out comes at all
	QuietFrom  Clock          // from here nothing comes ...
	QuietUntil Clock          // ... until here; the same as QuietFrom: at any time
}

// Quiet reports whether t is in the quiet hours, and when they end.
func (h Hours) Quiet(t time.Time) (time.Time, bool) {
	if h.QuietFrom == h.QuietUntil {
		return t, false
	}
	day := DateOf(t.In(h.Zone))
	for _, d := range []Date{day.AddDays(-1), day} {
		until := d
		if !before(h.QuietFrom, h.QuietUntil) {
			until = d.AddDays(1)
		}
		from, end := Resolve(d, h.QuietFrom, h.Zone), Resolve(until, h.QuietUntil, h.Zone)
		if !t.Before(from) && t.Before(end) {
			return end, true
		}
	}
	return t, false
}

// Waits reports whether t is not on the chosen day of the week, or before its hour, and when that comes.
func (h Hours) Waits(t time.Time) (time.Time, bool) {
	day := DateOf(t.In(h.Zone))
	for n := 0; h.Weekly && n <= 7; n++ {
		d := day.AddDays(n)
		if d.Weekday() != h.Day {
			continue
		}
		at := Resolve(d, h.Notice, h.Zone)
		return at, t.Before(at)
	}
	return t, false
}

func before(a, b Clock) bool { return a.Hour*60+a.Minute < b.Hour*60+b.Minute }
