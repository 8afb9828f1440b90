package when

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rabita/bot/calendar"
)

func TestJSON(t *testing.T) {
	opts := Options{Calendar: sampleCalendar(t, "Asia/Karachi")}
	ref := time.Date(2019, 11, 5, 10, 30, 0, 0, opts.Calendar.Zone)
	for _, c := range []struct{ phrase, want string }{
		{"by friday", `{"phrase":"by friday","kind":"once","at":"2019-11-08T17:00:00+05:00","date_only":true,"rule":"","shift":"","event":"","readings":[],"echo":"Fri 8 Nov 2019 (PKT)","hint":""}`},
		{"friday 5pm", `{"phrase":"friday 5pm","kind":"once","at":"2019-11-08T17:00:00+05:00","date_only":false,"rule":"","shift":"","event":"","readings":[],"echo":"Fri 8 Nov 2019 17:00 PKT, in 3 working days","hint":""}`},
		{"before the 15th IPMG", `{"phrase":"before the 15th IPMG","kind":"event","at":"","date_only":false,"rule":"","shift":"","event":"15th IPMG","readings":[],"echo":"before the 15th IPMG","hint":"the date of the 15th IPMG is not known here; the deadline waits for it, or give a date"}`},
		{"every Monday until 2 Dec", `{"phrase":"every Monday until 2 Dec","kind":"repeat","at":"2019-11-11T17:00:00+05:00","date_only":true,"rule":"FREQ=WEEKLY;BYDAY=MO;UNTIL=20191202","shift":"","event":"","readings":[],"echo":"every Monday (Asia/Karachi) until Mon 2 Dec 2019; first Mon 11 Nov 2019 (PKT)","hint":""}`},
	} {
		got, err := json.Marshal(Parse(c.phrase, ref, opts))
		if err != nil || string(got) != c.want {
			t.Errorf("%q:\n got %s (%v)\nwant %s", c.phrase, got, err, c.want)
		}
	}
}

func TestLead(t *testing.T) {
	opts := Options{Calendar: sampleCalendar(t, "Asia/Karachi")}
	ref := time.Date(2019, 11, 5, 10, 30, 0, 0, opts.Calendar.Zone)
	day := calendar.Date{Year: 2020, Month: 2, Day: 6}
	for phrase, want := range map[string]string{
		"before the 15th IPMG":                         "2020-02-06",
		"two weeks before the 15th IPMG":               "2020-01-23",
		"3 working days before the 15th IPMG":          "2020-01-31", // 5 February is a holiday
		"within three working days of the 15th IPMG":   "2020-02-11",
		"one week after the 15th IPMG":                 "2020-02-13",
		"15th IPMG se teen din pehle":                  "2020-02-03",
		"remind KP to report before the 15th IPMG pls": "2020-02-06",
	} {
		r := Parse(phrase, ref, opts)
		if r.Kind != Event || r.Event != "15th IPMG" || r.Lead.Date(day, opts.Calendar).String() != want {
			t.Errorf("Parse(%q) = %s %q, due %s, want %s", phrase, r.Kind, r.Event, r.Lead.Date(day, opts.Calendar), want)
		}
	}
}

// TestLongTexts gives texts that are built to make a reader slow: what lies beyond the farthest byte read changes nothing.
func TestLongTexts(t *testing.T) {
	for _, piece := range []string{"x ", "2 days before ", "every ", "1/1/", "by ", "mon,", "tomorrow ", "1", "the ", "کل ", "first Monday of ", "in 2 days and ", "\xff\xfe", "a\u0301", "next ", "10 - "} {
		text := strings.Repeat(piece, 40000/len(piece))
		near := strings.Repeat(piece, 2*farthest/len(piece))
		ref := time.Unix(1572931800, 0)
		if got, want := Parse(text, ref, Options{}), Parse(near, ref, Options{}); got.Kind != want.Kind || !got.At.Equal(want.At) {
			t.Errorf("%q repeated 40,000 bytes long is %s %s; twice the farthest byte, %s %s", piece, got.Kind, got.At, want.Kind, want.At)
		}
		Find(text, ref, Options{})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"by friday 3pm", "every 2 weeks from Monday", "3 working days before 15 Dec at 10", "کل صبح ۹ بجے", "31/12/2019", "before the 15th IPMG", "\xff 5/6", "15 or 16 Nov", "9am-5pm", "by 5"} {
		f.Add(s)
	}
	ref := time.Date(2019, 11, 5, 10, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range []Result{Parse(text, ref, Options{}), Find(text, ref, Options{})} {
			switch r.Kind {
			case Once, Repeats:
				if r.At.IsZero() || r.Echo == "" {
					t.Errorf("%q: %s without a time or an echo", text, r.Kind)
				}
			case Ambiguous:
				if len(r.Readings) < 2 || !r.At.IsZero() {
					t.Errorf("%q: ambiguous with %d readings", text, len(r.Readings))
				}
			case Event:
				if r.Event == "" {
					t.Errorf("%q: event without a name", text)
				}
			case None, Error:
				if !r.At.IsZero() || r.Hint == "" {
					t.Errorf("%q: %s at %s, hint %q", text, r.Kind, r.At, r.Hint)
				}
			default:
				t.Errorf("%q: kind %q", text, r.Kind)
			}
			for _, s := range r.Spans {
				if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
					t.Errorf("%q: span %v", text, s)
				}
			}
			if utf8.ValidString(text) && !utf8.ValidString(r.Text) {
				t.Errorf("%q: text %q is cut inside a letter", text, r.Text)
			}
			if _, err := json.Marshal(r); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
