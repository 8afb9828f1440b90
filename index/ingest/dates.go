package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rabita/index"
)

// Dates in papers are days, day first: "29-10-2019", "29.10.19", "29 October 2019", "the 4th November, 2019", "October 29, 2019", "31 Dec 2019",
// "۲۹ اکتوبر ۲۰۱۹"; and months alone, "February 2019". Phrases such as "next Friday" do not occur in records; members' phrases are read by
// bot/when.
const monthNames = `Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?`

var datePattern = regexp.MustCompile(`(?i)\b(?:` +
	`(\d{4})([-/.])(\d{2})([-/.])(\d{2})` + // 1 2 3 4 5
	`|(\d{1,2})([-./])(\d{1,2})([-./])(\d{4}|\d{2})` + // 6 7 8 9 10
	`|(\d{1,2})(?:st|nd|rd|th)?(?:\s+(?:day\s+)?of)?[\s-]+(` + monthNames + `)\b\.?,?[\s-]+(\d{4})` + // 11 12 13
	`|(\d{1,2})-(` + monthNames + `)-(\d{2})` + // 14 15 16
	`|(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})` + // 17 18 19
	`|(` + monthNames + `)\b\.?,?\s+(\d{4})` + // 20 21
	`)\b`)

// urduMonths are the months in Urdu, January first, each with its spellings.
var urduMonths = []string{"جنوری", "فروری", "مارچ", "اپریل", "مئی|مئ", "جون", "جولائی|جولائ", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"}

var urduDate = regexp.MustCompile(`([0-9٠-٩۰-۹]{1,2})(?:\s*(` + strings.Join(urduMonths, "|") + `)[،,]?\s*([0-9٠-٩۰-۹]{4})|([-/.])([٠-٩۰-۹]{1,2})([-/.])([٠-٩۰-۹]{4}))`)

// A foundDate is a date in a text; end is the offset behind it.
type foundDate struct {
	date       index.Date
	start, end int
	bad        bool // a day that is not in the calendar
}

// findDates finds every date in s, in order.
func findDates(s string) []foundDate {
	if !strings.ContainsAny(s, "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹") {
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
			f.date, f.bad = civil(g(1), g(3), g(5))
		case g(6) != "":
			// "5-2/2025" is the number of a file; a year of two figures needs two figures before it as well: "3.2.11" is a paragraph.
			if g(7) != g(9) || len(g(10)) == 2 && (len(g(6)) != 2 || len(g(8)) != 2) || partOfNumber(s, m[0], m[1]) {
				continue
			}
			f.date, f.bad = civil(fullYear(g(10)), g(8), g(6))
		case g(11) != "":
			f.date, f.bad = civil(g(13), month(g(12)), g(11))
		case g(14) != "":
			f.date, f.bad = civil(fullYear(g(16)), month(g(15)), g(14))
		case g(17) != "":
			f.date, f.bad = civil(g(19), month(g(17)), g(18))
		default:
			f.date = index.Date(g(21) + "-" + month(g(20)))
		}
		out = append(out, f)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		out = append(out, urduDates(s)...)
		slices.SortStableFunc(out, func(a, b foundDate) int { return a.start - b.start })
	}
	return out
}

// partOfNumber says that what looks like a date is a piece of something longer, such as "3/12-10-2019".
func partOfNumber(s string, start, end int) bool {
	return start > 0 && strings.IndexByte("-./", s[start-1]) >= 0 || end+1 < len(s) && strings.IndexByte("-./", s[end]) >= 0 && wordByte(s[end+1])
}

// fullYear completes a year of two figures.
func fullYear(y string) string {
	switch {
	case len(y) != 2:
		return y
	case y < "70":
		return "20" + y
	}
	return "19" + y
}

func urduDates(s string) (out []foundDate) {
	for _, m := range urduDate.FindAllStringSubmatchIndex(s, 64) {
		g := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return latinDigits(s[m[2*i]:m[2*i+1]])
		}
		f := foundDate{start: m[0], end: m[1]}
		switch {
		case g(2) != "":
			f.date, f.bad = civil(g(3), urduMonth(g(2)), g(1))
		case g(4) == g(6):
			f.date, f.bad = civil(g(7), g(5), g(1))
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}

func urduMonth(name string) string {
	return strconv.Itoa(1 + slices.IndexFunc(urduMonths, func(m string) bool { return slices.Contains(strings.Split(m, "|"), name) }))
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

// dayRange is the first day of "14th & 15th December, 2023", before the date itself.
var dayRange = regexp.MustCompile(`(?i)(\d{1,2})(?:st|nd|rd|th)?\s*(?:&|and|to|-|–)\s*(?:the\s+)?$`)

// firstDay is the first possible date in s, of several days in a row the first.
func firstDay(s string) index.Date {
	for _, f := range findDates(s) {
		if !f.bad {
			return startDay(s, f)
		}
	}
	return ""
}

// startDay is a date of s, or the first of the days in a row that it ends.
func startDay(s string, f foundDate) index.Date {
	if m := dayRange.FindStringSubmatch(s[max(0, f.start-16):f.start]); m != nil && len(f.date) == 10 {
		if d, bad := civil(string(f.date[:4]), string(f.date[5:7]), m[1]); !bad && d < f.date {
			return d
		}
	}
	return f.date
}

// A deadline is a day or an event, as a cell or a sentence gives it.
var eventPattern = regexp.MustCompile(`(?i)\b(?:before|by|at|until|till|prior to)\s+(?:the\s+)?((?:\d{1,3}(?:st|nd|rd|th)|next|following)\s+(?:meeting(?:\s+of\s+(?:the\s+)?[A-Z]{3,8})?|[A-Z]{3,8}(?:\s+meeting)?))`)

var monthEnd = regexp.MustCompile(`(?i)\bend\s+(?:of\s+)?(` + monthNames + `)\b,?\s+(\d{4})`)

// bareEvent is a cell that holds an event and nothing else: "22nd IPMG", "next meeting".
var bareEvent = regexp.MustCompile(`^(?:[Tt]he\s+)?((?:\d{1,3}(?:st|nd|rd|th)|[Nn]ext|[Ff]ollowing)\s+(?:(?i:meeting)(?:\s+of\s+(?:the\s+)?[A-Z]{3,8})?|[A-Z]{3,8}(?:\s+(?i:meeting))?))\.?$`)

// readDeadline reads the deadline in a cell, or in the part of a sentence that begins with "by" or "before".
func readDeadline(s string) (index.Date, string) {
	if m := bareEvent.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return "", m[1]
	}
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

var byDate = regexp.MustCompile(`(?i)\b(?:by|before|not later than|no later than|latest by|on or before|within|until|till|deadline(?:\s+is)?\s*:?|due(?:\s+on|\s+date)?\s*:?|target\s+date\s*:?)\s+(?:the\s+)?(?:(?:new|revised|fresh|extended)\s+date\s+of\s+)?(?:end\s+(?:of\s+)?)?`)

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
	for _, f := range findDates(s) {
		before, behind := strings.TrimRight(s[:f.start], " "), strings.TrimSpace(s[f.end:])
		switch {
		case f.bad:
		case strings.HasPrefix(behind, "تک"), // "until", behind its date
			date == "" && strings.Trim(behind, ".)") == "" && (strings.HasSuffix(before, " -") || strings.HasSuffix(before, "–") || strings.HasSuffix(before, "—")):
			date, event = f.date, ""
		}
	}
	return date, event
}
