package calendar

import (
	"testing"
	"time"
)

// TestHours: when a moment lies in the quiet hours, and which day of the week what may wait comes on. 5 November 2019 is a Tuesday.
func TestHours(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Karachi")
	if err != nil {
		t.Fatal(err)
	}
	night := Hours{Zone: zone, Notice: Clock{Hour: 9}, QuietFrom: Clock{Hour: 20}, QuietUntil: Clock{Hour: 8}}
	noon := Hours{Zone: zone, QuietFrom: Clock{Hour: 12, Minute: 30}, QuietUntil: Clock{Hour: 14}}
	tuesdays := Hours{Zone: zone, Notice: Clock{Hour: 9}, Weekly: true, Day: time.Tuesday}
	mondays := Hours{Zone: zone, Notice: Clock{Hour: 9}, Weekly: true, Day: time.Monday}
	for _, c := range []struct {
		name string
		find func(time.Time) (time.Time, bool)
		at   string
		want string // empty: it does not wait
	}{
		{"night", night.Quiet, "2019-11-05 19:59", ""},
		{"night", night.Quiet, "2019-11-05 20:00", "2019-11-06 08:00"},
		{"night", night.Quiet, "2019-11-06 07:59", "2019-11-06 08:00"},
		{"night", night.Quiet, "2019-11-06 08:00", ""},
		{"noon", noon.Quiet, "2019-11-05 13:00", "2019-11-05 14:00"},
		{"noon", noon.Quiet, "2019-11-05 23:00", ""},
		{"never quiet", tuesdays.Quiet, "2019-11-05 00:00", ""},
		{"daily", night.Waits, "2019-11-05 00:00", ""},
		{"tuesdays", tuesdays.Waits, "2019-11-05 08:59", "2019-11-05 09:00"},
		{"tuesdays", tuesdays.Waits, "2019-11-05 09:00", ""},
		{"tuesdays", tuesdays.Waits, "2019-11-06 00:00", "2019-11-12 09:00"},
		{"mondays", mondays.Waits, "2019-11-05 12:00", "2019-11-11 09:00"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		until, waits := c.find(at)
		got := ""
		if waits {
			got = until.In(zone).Format("2006-01-02 15:04")
		}
		if got != c.want {
			t.Errorf("%s at %s waits until %q, want %q", c.name, c.at, got, c.want)
		}
	}
}
