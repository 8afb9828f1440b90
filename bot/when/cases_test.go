package when

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rabita/bot/calendar"
)

var clockLine = regexp.MustCompile(`the clock reads \w+ (\S+ \S+) (\S+)`)

// sampleCalendar has the working week and the holidays the case files count on.
func sampleCalendar(t testing.TB, zone string) calendar.Calendar {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return calendar.Calendar{Zone: loc, Holidays: []calendar.Holiday{
		{Date: calendar.Date{Year: 2019, Month: 12, Day: 25}, Name: "Quaid-e-Azam Day"},
		{Date: calendar.Date{Year: 2020, Month: 2, Day: 5}, Name: "Kashmir Day"},
		{Date: calendar.Date{Year: 2020, Month: 5, Day: 25}, Name: "Eid-ul-Fitr", Expected: true},
		{Date: calendar.Date{Year: 2021, Month: 3, Day: 23}, Name: "Pakistan Day"},
		{Date: calendar.Date{Year: 2021, Month: 5, Day: 13}, Name: "Eid-ul-Fitr", Expected: true},
		{Date: calendar.Date{Year: 2023, Month: 4, Day: 24}, Name: "Eid-ul-Fitr", Expected: true},
		{Date: calendar.Date{Year: 2023, Month: 5, Day: 1}, Name: "Labour Day"},
		{Date: calendar.Date{Year: 2023, Month: 6, Day: 29}, Name: "Eid-ul-Azha", Expected: true},
		{Date: calendar.Date{Year: 2023, Month: 6, Day: 30}, Name: "Eid-ul-Azha", Expected: true},
	}}
}

// brief is a result as the case files write it.
func brief(r Result) string {
	moment := func(at time.Time, dateOnly bool) string {
		if dateOnly {
			return at.Format("Mon 2006-01-02") + ", date only"
		}
		return at.Format("Mon 2006-01-02 15:04")
	}
	switch r.Kind {
	case Once:
		return moment(r.At, r.DateOnly)
	case Ambiguous:
		var list []string
		for _, x := range r.Readings {
			list = append(list, moment(x.At, x.DateOnly))
		}
		return "ask: " + strings.Join(list, " | ")
	case Repeats:
		s := r.Repeat.Rule
		if r.Repeat.Shift != "" {
			s += " " + string(r.Repeat.Shift)
		}
		s += ", first " + moment(r.At, r.DateOnly)
		if r.Repeat.Until != "" {
			s += ", until " + r.Repeat.Until
		}
		return s
	case Event:
		return "event: " + r.Echo
	case Error:
		return "error: " + r.Hint
	}
	return string(r.Kind)
}

// A caseLine is a line of a case file with the clock that stands over it. phrase is empty for a comment.
type caseLine struct {
	text, phrase, want string
	ref                time.Time
	opts               Options
}

// caseFiles reads testdata/*.txt.
func caseFiles(t *testing.T) map[string][]caseLine {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no case files", err)
	}
	files := map[string][]caseLine{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var at caseLine
		for _, text := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
			if m := clockLine.FindStringSubmatch(text); m != nil {
				at.opts.Calendar = sampleCalendar(t, m[2])
				if at.ref, err = time.ParseInLocation("2006-01-02 15:04", m[1], at.opts.Calendar.Location()); err != nil {
					t.Fatal(err)
				}
			}
			c := at
			c.text = text
			if phrase, want, ok := strings.Cut(text, " ->"); ok && !strings.HasPrefix(text, "#") {
				c.phrase, c.want = strings.TrimSpace(phrase), strings.TrimSpace(want)
			}
			files[name] = append(files[name], c)
		}
	}
	return files
}

// TestCases runs testdata/*.txt: a phrase, "->", how Parse reads it; in find*.txt also "|" and the text that Find leaves. With UPDATE=1
// the answers are written instead of checked.
func TestCases(t *testing.T) {
	for name, lines := range caseFiles(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			var out strings.Builder
			for n, c := range lines {
				if c.phrase == "" {
					fmt.Fprintln(&out, c.text)
					continue
				}
				got := ""
				if strings.HasPrefix(filepath.Base(name), "find") {
					r := Find(c.phrase, c.ref, c.opts)
					got = fmt.Sprintf("%s | %s", brief(r), r.Text)
				} else {
					got = brief(Parse(c.phrase, c.ref, c.opts))
				}
				fmt.Fprintln(&out, c.phrase, "->", got)
				if got != c.want && os.Getenv("UPDATE") == "" {
					t.Errorf("%s:%d: %q = %s, want %s", name, n+1, c.phrase, got, c.want)
				}
			}
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

var offered = regexp.MustCompile(`"([^"]+)"|did you mean ([^?"]+)\?`)

// TestHints reads, for every case that is refused, what its hint offers instead: that must work at the same moment.
func TestHints(t *testing.T) {
	for name, lines := range caseFiles(t) {
		for n, c := range lines {
			r := Parse(c.phrase, c.ref, c.opts)
			if r.Kind != Error {
				continue
			}
			works := 0
			for _, m := range offered.FindAllStringSubmatch(r.Hint, -1) {
				offer := m[1] + m[2]
				if strings.Contains(c.phrase, offer) {
					continue // the words it complains about
				}
				if got := Parse(offer, c.ref, c.opts); got.Kind != Once && got.Kind != Repeats {
					t.Errorf("%s:%d: %q is refused with %q, but %q is %s: %s", name, n+1, c.phrase, r.Hint, offer, got.Kind, got.Hint)
				}
				works++
			}
			if works == 0 {
				t.Errorf("%s:%d: %q is refused with %q, which offers nothing", name, n+1, c.phrase, r.Hint)
			}
		}
	}
}

// TestEchoes reads what the cases are answered with: a moment in words is that moment again, a repetition that repetition.
func TestEchoes(t *testing.T) {
	for name, lines := range caseFiles(t) {
		for n, c := range lines {
			r := Parse(c.phrase, c.ref, c.opts)
			switch r.Kind {
			case Once:
				r.Readings = []Reading{{r.At, r.DateOnly, r.Echo}}
			case Repeats:
				// A repetition without days of its own is told by the day it falls on, and one that begins later by its first time.
				echo, _, _ := strings.Cut(r.Echo, "; first ")
				if got := Parse(echo, c.ref, c.opts); got.Kind != Repeats || strings.Contains(r.Repeat.Rule, "BY") && (got.Repeat.Rule != r.Repeat.Rule || got.Repeat.Time != r.Repeat.Time || got.Repeat.Until != r.Repeat.Until) {
					t.Errorf("%s:%d: %q is %q, which reads as %s %+v, not %+v", name, n+1, c.phrase, echo, got.Kind, got.Repeat, r.Repeat)
				}
			}
			for _, x := range r.Readings {
				if got := Parse(x.Echo, c.ref, c.opts); got.Kind != Once || got.DateOnly != x.DateOnly || !got.At.Truncate(time.Minute).Equal(x.At.Truncate(time.Minute)) {
					t.Errorf("%s:%d: %q is %q, which reads as %s", name, n+1, c.phrase, x.Echo, brief(got))
				}
			}
		}
	}
}
