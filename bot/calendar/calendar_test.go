package calendar

import (
	"archive/zip"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rabita/store"
)

func at(t *testing.T, zone, wall string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", wall, loc)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWorkingDays counts on a calendar with two holidays, one of them kept in Sindh only.
func TestWorkingDays(t *testing.T) {
	all := Calendar{Holidays: []Holiday{
		{Date: date(t, "2019-12-25"), Name: "Quaid-e-Azam Day"},
		{Date: date(t, "2019-12-27"), Name: "Benazir Bhutto day", Places: []string{"Sindh"}},
	}}
	for _, c := range []struct {
		place, from string
		n           int
		want        string
	}{
		{"", "2019-11-07", 2, "2019-11-11"},
		{"", "2019-11-08", 1, "2019-11-11"},
		{"", "2019-11-09", 1, "2019-11-11"},
		{"", "2019-12-24", 1, "2019-12-26"},
		{"", "2019-12-26", 1, "2019-12-27"},
		{"Sindh", "2019-12-26", 1, "2019-12-30"},
		{"KP", "2019-12-26", 1, "2019-12-27"},
		{"", "2026-12-15", -3, "2026-12-10"},
		{"", "2019-12-26", -1, "2019-12-24"},
		{"", "2019-11-09", 0, "2019-11-09"},
	} {
		if got := all.In(c.place).AddWorkingDays(date(t, c.from), c.n); got.String() != c.want {
			t.Errorf("in %q %s and %d working days = %s, want %s", c.place, c.from, c.n, got, c.want)
		}
	}
	if got := all.WorkingDayBefore(date(t, "2019-12-25")); got != date(t, "2019-12-24") {
		t.Errorf("WorkingDayBefore(25 Dec) = %s", got)
	}
	if got := all.WorkingDayAfter(date(t, "2019-12-28")); got != date(t, "2019-12-30") {
		t.Errorf("WorkingDayAfter(28 Dec) = %s", got)
	}
	if got := all.WorkingDaysUntil(date(t, "2019-12-20"), date(t, "2019-12-31")); got != 6 {
		t.Errorf("WorkingDaysUntil = %d, want 6", got)
	}
	never := Calendar{Week: []time.Weekday{time.Monday}}
	for d := date(t, "2019-01-01"); d.Year < 2022; d = d.AddDays(1) {
		never.Holidays = append(never.Holidays, Holiday{Date: d})
	}
	if got := never.WorkingDayAfter(date(t, "2019-06-01")); got != date(t, "2019-06-01") {
		t.Errorf("a calendar that never works moved the day to %s", got)
	}
}

func TestDates(t *testing.T) {
	if got := date(t, "2019-01-31").AddMonths(1).String(); got != "2019-02-28" {
		t.Errorf("31 January and a month = %s", got)
	}
	if got := date(t, "2020-02-29").AddMonths(-12).String(); got != "2019-02-28" {
		t.Errorf("29 February less a year = %s", got)
	}
	if got := date(t, "2019-12-31").AddDays(1).String(); got != "2020-01-01" {
		t.Errorf("the day after 31 December = %s", got)
	}
	for _, s := range []string{"2019-02-30", "2019-13-01", "", "31/12/2019", "+999999-01-01"} {
		if _, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) gave no error", s)
		}
	}
	for _, s := range []string{"24:00", "9am", "12:60", ""} {
		if _, err := ParseClock(s); err == nil {
			t.Errorf("ParseClock(%q) gave no error", s)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ zone, date, clock, want, why string }{
		{"Asia/Karachi", "2019-11-08", "17:00", "2019-11-08T17:00:00+05:00", "no change of clocks"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T03:00:00-04:00", "gap: its end"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00", "overlap: the first"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00", "half an hour's gap"},
		{"Asia/Beirut", "2022-03-27", "00:00", "2022-03-27T01:00:00+03:00", "a day without midnight"},
		{"Pacific/Apia", "2011-12-30", "17:00", "2011-12-31T17:00:00+14:00", "a day left out: the next"},
		{"Asia/Karachi", "2008-06-01", "00:30", "2008-06-01T01:00:00+06:00", "Pakistan's summer time of 2008"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		clock, err := ParseClock(c.clock)
		if err != nil {
			t.Fatal(err)
		}
		if got := Resolve(date(t, c.date), clock, loc).Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s in %s = %s, want %s (%s)", c.date, c.clock, c.zone, got, c.want, c.why)
		}
	}
}

// zoneNames are all zones of the database that comes with Go.
func zoneNames(t *testing.T) []string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	return names
}

// TestEveryTransition goes through the changes of clocks from 2000 to 2040 in all zones and asks for wall times around each: there is
// one instant, it never shows less than was wanted, and no earlier instant would do. RABITA_LONG=1 asks for each minute, otherwise for
// each quarter of an hour.
func TestEveryTransition(t *testing.T) {
	zones, step := zoneNames(t), 15
	if os.Getenv("RABITA_LONG") != "" {
		step = 1
	}
	end := time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)
	transitions, asked := 0, 0
	for _, name := range zones {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).In(loc); ; {
			_, change := at.ZoneBounds()
			if change.IsZero() || change.After(end) {
				break
			}
			if !change.After(at) { // package time on the last day of some leap years
				at = at.Add(24 * time.Hour)
				continue
			}
			transitions++
			_, before := change.Add(-time.Second).Zone()
			_, after := change.Zone()
			for _, offset := range []int{before, after} {
				for m := -90; m <= 90; m += step {
					wall := change.UTC().Add(time.Duration(offset)*time.Second + time.Duration(m)*time.Minute)
					d, c := DateOf(wall), Clock{wall.Hour(), wall.Minute()}
					checkResolved(t, name, d, c, Resolve(d, c, loc))
					asked++
				}
			}
			at = change.In(loc)
		}
	}
	if transitions < 10000 {
		t.Errorf("only %d transitions were seen", transitions)
	}
	t.Logf("%d zones, %d transitions, %d wall times", len(zones), transitions, asked)
}

func checkResolved(t *testing.T, zone string, d Date, c Clock, got time.Time) {
	t.Helper()
	shown := func(t time.Time) int64 {
		_, offset := t.Zone()
		return t.Unix() + int64(offset)
	}
	want := time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, 0, 0, time.UTC).Unix()
	if shown(got) < want {
		t.Errorf("%s %s in %s = %s, which is earlier", d, c, zone, got)
	}
	if shown(got) == want {
		for _, h := range []int{-24 * 60, -180, -120, -60, -30} { // the same wall time must not have been shown before
			if e := got.Add(time.Duration(h) * time.Minute); shown(e) == want {
				t.Errorf("%s %s in %s = %s, but %s shows it too", d, c, zone, got, e)
			}
		}
		return
	}
	if _, change := got.Add(-36 * time.Hour).ZoneBounds(); shown(got)-want >= 20*3600 && DateOf(got).AddDays(-1) == d && DateOf(change.Add(-time.Second)).Before(d) && DateOf(change).After(d) {
		return // a day left out: the clock went from the one before to the one after
	}
	if just := got.Add(-time.Second); shown(just) >= want {
		t.Errorf("%s %s in %s = %s, but %s is late enough", d, c, zone, got, just)
	}
}

func TestNext(t *testing.T) {
	cal := Calendar{Holidays: []Holiday{{Date: date(t, "2019-12-31"), Name: "closed"}}}
	for _, c := range []struct {
		r     store.Repeat
		after string
		want  string
	}{
		{store.Repeat{Rule: "FREQ=WEEKLY;BYDAY=MO", Start: "2019-11-04", Time: "09:00", Zone: "Asia/Karachi"}, "2019-11-05 10:30", "2019-11-11T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=WEEKLY;BYDAY=MO", Start: "2019-11-04", Zone: "Asia/Karachi"}, "2019-11-11 09:00", "2019-11-18T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", Start: "2019-11-06", Zone: "Asia/Karachi"}, "2019-11-06 09:00", "2019-11-20T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=-1", Start: "2019-11-30", Zone: "Asia/Karachi", Shift: store.ShiftBefore}, "2019-11-05 10:30", "2019-11-29T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=-1", Start: "2019-11-30", Zone: "Asia/Karachi", Shift: store.ShiftBefore}, "2019-11-29 10:00", "2019-12-30T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=1", Start: "2019-11-01", Zone: "Asia/Karachi", Shift: store.ShiftAfter}, "2019-11-05 10:30", "2019-12-02T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=DAILY", Start: "2026-03-07", Time: "02:30", Zone: "America/New_York"}, "2026-03-08 00:00", "2026-03-08T03:00:00-04:00"},
		{store.Repeat{Rule: "FREQ=DAILY;COUNT=2", Start: "2019-11-05", Zone: "Asia/Karachi"}, "2019-11-06 10:00", ""},
		{store.Repeat{Rule: "FREQ=DAILY", Start: "2019-11-05", Until: "2019-11-06", Zone: "Asia/Karachi"}, "2019-11-06 08:00", "2019-11-06T09:00:00+05:00"},
		{store.Repeat{Rule: "FREQ=DAILY", Start: "2019-11-05", Until: "2019-11-06", Zone: "Asia/Karachi"}, "2019-11-06 10:00", ""},
		{store.Repeat{Rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Start: "2019-11-05", Zone: "Asia/Karachi"}, "2019-11-06 10:00", ""},
	} {
		zone := c.r.Zone
		got, ok, err := cal.Next(c.r, at(t, zone, c.after))
		if err != nil {
			t.Errorf("%+v: %v", c.r, err)
		} else if ok != (c.want != "") || ok && got.At.Format(time.RFC3339) != c.want {
			t.Errorf("%+v after %s = %s, want %s", c.r, c.after, got.At, c.want)
		}
	}
}

func TestRuleRefused(t *testing.T) {
	for _, rule := range []string{"", "FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;COUNT=-5", "FREQ=DAILY;COUNT=0",
		"INTERVAL=2", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;UNTIL=20191231", "FREQ=DAILY;DTSTART=20191231", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;BYHOUR=3", "FREQ=MONTHLY;BYMONTHDAY=x", "freq=daily"} {
		if _, _, err := (Calendar{}).Next(store.Repeat{Rule: rule}, time.Unix(0, 0)); !errors.Is(err, ErrRepeat) {
			t.Errorf("Next with rule %q: %v, want ErrRepeat", rule, err)
		}
	}
	for _, r := range []store.Repeat{{Zone: "Mars/Base"}, {Start: "x"}, {Time: "9am"}, {Until: "never"}, {Shift: "sideways"}} {
		r.Rule = "FREQ=DAILY"
		if _, _, err := (Calendar{}).Next(r, time.Unix(0, 0)); !errors.Is(err, ErrRepeat) {
			t.Errorf("Next(%+v): %v, want ErrRepeat", r, err)
		}
	}
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		r    store.Repeat
		want string
	}{
		{store.Repeat{}, "once"},
		{store.Repeat{Rule: "FREQ=WEEKLY;BYDAY=MO", Time: "09:00", Zone: "Asia/Karachi"}, "every Monday at 09:00 (Asia/Karachi)"},
		{store.Repeat{Rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"}, "every other Wednesday"},
		{store.Repeat{Rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}, "every weekday"},
		{store.Repeat{Rule: "FREQ=DAILY;INTERVAL=3"}, "every 3 days"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=15", Until: "2020-06-30"}, "the 15th of every month until Tue 30 Jun 2020"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYDAY=1MO"}, "the 1st Monday of every month"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=-1", Shift: store.ShiftBefore}, "the last working day of every month"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=-1"}, "the last day of every month"},
		{store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"}, "the 30th (or the last day) of every month"},
		{store.Repeat{Rule: "FREQ=MONTHLY;INTERVAL=3", Start: "2019-11-05"}, "the 5th of every 3 months"},
		{store.Repeat{Rule: "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8"}, "the 8th of March, every year"},
		{store.Repeat{Rule: "FREQ=WEEKLY;COUNT=5;BYDAY=FR"}, "every Friday, 5 times"},
		{store.Repeat{Rule: "FREQ=DAILY", Shift: store.ShiftBefore}, "every day; on a day off, the working day before"},
		{store.Repeat{Rule: "nonsense"}, "nonsense"},
	} {
		if got := Describe(c.r); got != c.want {
			t.Errorf("Describe(%+v) = %q, want %q", c.r, got, c.want)
		}
	}
}
