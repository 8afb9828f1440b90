package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rabita/index"
)

// Dates in papers are days, day first: "29-10-2019", "29.10.2019", "29 October 2019", "the 4th November, 2019", "October 29, 2019",
// "31 Dec 2019"; and months alone, "February 2019". Phrases such as "next Friday" do not occur in records; members' phrases are read by
// bot/when.
const monthNames = `Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?`

var datePattern = regexp.MustCompile(`(?i)\b(?:` +
	`(\d{4})-(\d{2})-(\d{2})` + // 1 2 3
	`|(\d{1,2})([-./])(\d{1,2})[-./](\d{4})` + // 4 5 6 7
	`|(\d{1,2})(?:st|nd|rd|th)?(?:\s+day\s+of)?[\s-]+(` + monthNames + `)\b\.?,?[\s-]+(\d{4})` + // 8 9 10
	`|(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})` + // 11 12 13
	`|(` + monthNames + `)\b\.?,?\s+(\d{4})` + // 14 15
	`)\b`)

// A foundDate is a date in a text; end is the offset behind it.
type foundDate struct {
	date       index.Date
	start, end int
	bad        bool // a day that is not in the calendar
}

// findDates finds every date in s, in order.
func findDates(s string) []foundDate {
	if !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	var out []foundDate
	for _, m := range datePattern.FindAllStringSubmatchIndex(s, 64) {
		g := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		f := foundDate{start: m[0], end: m[1]}
		switch {
		case g(1) != "":
			f.date, f.bad = civil(g(1), g(2), g(3))
		case g(4) != "":
			f.date, f.bad = civil(g(7), g(6), g(4))
		case g(8) != "":
			f.date, f.bad = civil(g(10), month(g(9)), g(8))
		case g(11) != "":
			f.date, f.bad = civil(g(13), month(g(11)), g(12))
		default:
			f.date = index.Date(g(15) + "-" + month(g(14)))
		}
		out = append(out, f)
	}
	return out
}

// firstDate is the first possible date in s, or empty.
func firstDate(s string) index.Date {
	for _, f := range findDates(s) {
		if !f.bad {
			return f.date
		}
	}
	return ""
}

func month(name string) string {
	const names = "jan feb mar apr may jun jul aug sep oct nov dec"
	return fmt.Sprintf("%02d", strings.Index(names, strings.ToLower(name[:3]))/4+1)
}

// civil builds a date from its parts; bad says that there is no such day.
func civil(y, m, d string) (date index.Date, bad bool) {
	yy, _ := strconv.Atoi(y)
	mm, _ := strconv.Atoi(m)
	dd, _ := strconv.Atoi(d)
	t := time.Date(yy, time.Month(mm), dd, 0, 0, 0, 0, time.UTC)
	date = index.Date(fmt.Sprintf("%04d-%02d-%02d", yy, mm, dd))
	return date, mm < 1 || mm > 12 || dd < 1 || t.Day() != dd || t.Month() != time.Month(mm)
}

// isoDate reads a date of a header: a day, a month or a year.
func isoDate(s string) (index.Date, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil && s >= "1800" {
			return index.Date(s), true
		}
	}
	return "", false
}

// A deadline is a day or an event, as a cell or a sentence gives it.
var eventPattern = regexp.MustCompile(`(?i)\b(?:before|by|at|until|till|prior to)\s+(?:the\s+)?((?:\d{1,3}(?:st|nd|rd|th)|next|following)\s+(?:meeting(?:\s+of\s+(?:the\s+)?[A-Z]{3,8})?|[A-Z]{3,8}(?:\s+meeting)?))`)

var monthEnd = regexp.MustCompile(`(?i)\bend\s+(?:of\s+)?(` + monthNames + `)\b,?\s+(\d{4})`)

// readDeadline reads the deadline in a cell, or in the part of a sentence that begins with "by" or "before".
func readDeadline(s string) (index.Date, string) {
	if m := eventPattern.FindStringSubmatch(s); m != nil {
		if d := findDates(s); len(d) == 0 || strings.Index(s, m[0]) < d[0].start {
			return "", m[1]
		}
	}
	if m := monthEnd.FindStringSubmatch(s); m != nil {
		y, _ := strconv.Atoi(m[2])
		mm, _ := strconv.Atoi(month(m[1]))
		return index.Date(time.Date(y, time.Month(mm)+1, 0, 0, 0, 0, 0, time.UTC).Format("2006-01-02")), ""
	}
	return firstDate(s), ""
}

var byDate = regexp.MustCompile(`(?i)\b(?:by|before|not later than|no later than|latest by|on or before|within|until|till)\s+(?:the\s+)?(?:(?:new|revised|fresh|extended)\s+date\s+of\s+)?(?:end\s+(?:of\s+)?)?`)

// sentenceDeadline reads the deadline of a decision: the last "by DATE" in it, else the later
// meeting it names: "before the 15th IPMG".
func sentenceDeadline(s string, meeting int) (date index.Date, event string) {
	for _, m := range eventPattern.FindAllStringSubmatch(s, 8) {
		if n := numberOf(strings.Fields(m[1])[0]); n > meeting || n == 0 {
			event = m[1]
		}
	}
	for _, m := range byDate.FindAllStringIndex(s, 32) {
		rest := s[m[0]:min(len(s), m[1]+40)]
		d, _ := readDeadline(rest)
		if ds := findDates(s[m[1]:min(len(s), m[1]+40)]); d != "" && len(ds) > 0 && ds[0].start == 0 {
			date, event = d, ""
		}
	}
	return date, event
}

var romanOrArabic = regexp.MustCompile(`(?i)^(?:\d{1,3}|[ivxl]{1,7})$`)

// ordinal reads "5", "V" or "five"; 0 is no number.
func ordinal(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if !romanOrArabic.MatchString(s) {
		return 0
	}
	value := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50}
	s = strings.ToLower(s)
	n := 0
	for i := range len(s) {
		if i+1 < len(s) && value[s[i]] < value[s[i+1]] {
			n -= value[s[i]]
		} else {
			n += value[s[i]]
		}
	}
	return n
}
