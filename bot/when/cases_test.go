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

// TestCases runs testdata/*.txt: a phrase, "->", how Parse reads it; in find*.txt also "|" and the text that Find leaves. With UPDATE=1
// the answers are written instead of checked.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var ref time.Time
			var opts Options
			var out []string
			for n, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
				if m := clockLine.FindStringSubmatch(line); m != nil {
					opts.Calendar = sampleCalendar(t, m[2])
					if ref, err = time.ParseInLocation("2006-01-02 15:04", m[1], opts.Calendar.Location()); err != nil {
						t.Fatal(err)
					}
				}
				phrase, want, ok := strings.Cut(line, " ->")
				if strings.HasPrefix(line, "#") || !ok {
					out = append(out, line)
					continue
				}
				phrase, want = strings.TrimSpace(phrase), strings.TrimSpace(want)
				got := ""
				if strings.HasPrefix(filepath.Base(name), "find") {
					r := Find(phrase, ref, opts)
					got = fmt.Sprintf("%s | %s", brief(r), r.Text)
				} else {
					got = brief(Parse(phrase, ref, opts))
				}
				out = append(out, phrase+" -> "+got)
				if got != want && os.Getenv("UPDATE") == "" {
					t.Errorf("%s:%d: %q = %s, want %s", name, n+1, phrase, got, want)
				}
			}
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
