package intent

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A WrongDate is a date in a question that no calendar has: "30 February 2020".
type WrongDate struct {
	Text string // as the member wrote it
	Near string // the last day of that month: "29 February 2020"; empty if there is no such month
}

var (
	dayMonth = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(` + month + `)(?:[^\pL\d]+(` + year + `)\b|[^\pL]|$)`)
	monthDay = regexp.MustCompile(`(?i)\b(` + month + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(` + year + `)\b)?`)
	isoDate  = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	numbered = regexp.MustCompile(`\b(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})\b`)
	dayAlone = regexp.MustCompile(`^\W*(\d{1,2})[/-](\d{1,2})\W*$`)
	// timeAlone is a text that names an hour or a length of time and nothing else.
	timeAlone = regexp.MustCompile(`(?i)^\W*(?:in\s+|at\s+)?[+-]?(?:\d{1,2}:\d{2}(?:\s*[ap]m)?|\d+\s+(?:minutes?|mins?|hours?|days?|weeks?|months?|years?))\W*$`)
)

// TimeAlone reports whether a text is an hour or a length of time and asks for nothing.
func TimeAlone(text string) bool { return timeAlone.MatchString(text) }

// Stray reports whether a text is signs, figures and single letters that name nothing: "a~9", ">1", "meeting -1".
func Stray(text string) bool {
	return strayMeeting.MatchString(text) || stray.MatchString(text) && strangeSign.MatchString(text)
}

var (
	stray        = regexp.MustCompile(`^(?:[\p{P}\p{S}\s\d]|\d(?i:st|nd|rd|th)\b|\b\pL\b)+$`)
	strangeSign  = regexp.MustCompile(`[^\pL\d\s.,?!:;/()'"؟۔،؛-]|^\W*[-–—]\s*\d|-\W*$`)
	strayMeeting = regexp.MustCompile(`(?i)^\W*(?:the )?(?:meeting|mtg|ipmg|ijlas|action|item|decision)s?\s*(?:no\.?\s*)?[^\pL\d\s?.,#:()]+\s*\d+\W*$`)
)

// Impossible finds the first date in a text that cannot be. Numbers alone may be written day or month first.
func Impossible(text string) (WrongDate, bool) {
	for _, m := range dayMonth.FindAllStringSubmatch(text, 4) {
		if d, ok := inMonth(m[0], m[1], m[2], m[3]); ok {
			return d, true
		}
	}
	for _, m := range monthDay.FindAllStringSubmatch(text, 4) {
		if d, ok := inMonth(m[0], m[2], m[1], m[3]); ok {
			return d, true
		}
	}
	for _, m := range isoDate.FindAllStringSubmatch(text, 4) {
		if y, mon, d := number(m[1]), number(m[2]), number(m[3]); !isDay(y, mon, d) {
			return WrongDate{m[0], lastDay(y, mon)}, true
		}
	}
	for _, m := range numbered.FindAllStringSubmatch(text, 4) {
		if y, d, mon := number(m[4]), number(m[1]), number(m[3]); !isDay(y, mon, d) && !isDay(y, d, mon) {
			return WrongDate{m[0], lastDay(y, mon)}, true
		}
	}
	if m := dayAlone.FindStringSubmatch(text); m != nil {
		const leap = 2020 // without a year the 29th of February may be
		if d, mon := number(m[1]), number(m[2]); !isDay(leap, mon, d) && !isDay(leap, d, mon) {
			return WrongDate{strings.TrimSpace(m[0]), ""}, true
		}
	}
	return WrongDate{}, false
}

// inMonth reports a day that its named month does not have. "May" without a year is mostly no month.
func inMonth(text, day, month, year string) (WrongDate, bool) {
	mon := monthNames[strings.ToLower(month)]
	if year == "" && mon == 5 {
		return WrongDate{}, false
	}
	y := 2020 // a leap year
	if year != "" {
		y = number(year)
	}
	if isDay(y, mon, number(day)) {
		return WrongDate{}, false
	}
	near := lastDay(y, mon)
	if year == "" {
		near = strings.TrimSuffix(near, " 2020")
	}
	return WrongDate{strings.TrimRight(text, " .,?!)”"), near}, true
}

func isDay(y, m, d int) bool {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return y > 0 && m > 0 && d > 0 && t.Day() == d && int(t.Month()) == m
}

// lastDay is the last day of a month in words, empty if there is no such month.
func lastDay(y, m int) string {
	if y < 1900 || m < 1 || m > 12 {
		return ""
	}
	t := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
	return fmt.Sprintf("%d %s %d", t.Day(), t.Month(), y)
}
