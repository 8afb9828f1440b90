package intent

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rabita/index"
)

// span is a piece of the text that a facet was read from, so that the search does not look for its words again.
type span struct{ start, end int }

var (
	monthNames = map[string]int{"jan": 1, "january": 1, "janvari": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5,
		"jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10,
		"nov": 11, "november": 11, "dec": 12, "december": 12,
		"جنوری": 1, "فروری": 2, "مارچ": 3, "اپریل": 4, "مئی": 5, "جون": 6, "جولائی": 7, "اگست": 8, "ستمبر": 9, "اکتوبر": 10, "نومبر": 11, "دسمبر": 12}

	month  = `(?:jan(?:uary|vari)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر)`
	year   = `(?:19[4-9]\d|20[0-4]\d)`
	moment = `(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?` + month + `\.?,?\s+` + year + `|` + month + `\s+\d{1,2}(?:st|nd|rd|th)?,?\s+` + year + `|` + year + `-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]` + year + `|` + year + `)`

	between    = regexp.MustCompile(`(?:between|b/w|from|btw)\s+(` + moment + `)\s*(?:and|to|till|until|upto|up to|n|&|-|–)\s*(` + moment + `|now|today|date|abhi)`)
	dashed     = regexp.MustCompile(`\b(` + year + `)\s*[-–]\s*(\d{2}|` + year + `)\b`)
	seRange    = regexp.MustCompile(`(` + moment + `)\s+(?:se|say|سے)\s+(` + moment + `)\s*(?:tak|تک)?`)
	since      = regexp.MustCompile(`(?:since|from|after|onwards from)\s+(?:the\s+)?(` + moment + `)|(` + moment + `)\s+(?:se ab tak|se abhi tak|se lekar|ke baad|onwards?|onward|till now|to date|سے اب تک|کے بعد)`)
	before     = regexp.MustCompile(`(?:before|until|till|up to|upto|by)\s+(?:the\s+)?(?:end of\s+)?(` + moment + `)|(` + moment + `)\s+(?:tak|se pehle|se pehlay|تک|سے پہلے)`)
	onDay      = regexp.MustCompile(`\bon\s+(?:the\s+)?(\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?` + month + `\.?,?\s+` + year + `|` + month + `\s+\d{1,2}(?:st|nd|rd|th)?,?\s+` + year + `|` + year + `-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]` + year + `)`)
	strictly   = regexp.MustCompile(`^before|se pehl|سے پہلے`) // "before 2018" ends with 2017, "until 2018" with it
	during     = regexp.MustCompile(`(?:in|during|for|of|year|as of)\s+(?:the\s+year\s+)?(` + moment + `)|(` + moment + `)\s+(?:mein|main|mai|ke dauran|only|میں)`)
	atTheEnd   = regexp.MustCompile(`\s(` + month + `\.?,?\s+` + year + `)[\s?.!؟]*$`)
	papersFrom = regexp.MustCompile(`\b(?:papers|documents|docs|minutes|acts|laws|bills|policies|plans|reports|files|records|trackers) (?:of|from) (` + year + `)\s*[?.!]*$`)
	relative   = regexp.MustCompile(`\b(last|past|previous|this|current|pichle|pichlay|guzishta|is|iss)\s+(year|saal|month|mahine|quarter)\b|\b(last|past|previous|pichle|pichlay)\s+(\d+)\s+(years?|saal|months?|mahine)\b|گزشتہ سال|پچھلے سال|اس سال`)
)

// lawYear reports whether the year at the match belongs to a law's name ("Act 2016", "Act of 2016", "2019 bill"), which is no date to filter by.
var lawYear = regexp.MustCompile(`(?:act|bill|law|ordinance|policy|plan|code|rules|package|beijing\s*\+?|vision|agenda|priorities for|ایکٹ|بل)\s*,?\s*(?:(?:no\.?\s*)?(?:\d{1,3}|[ivxlc]{1,7})\s+)?(?:of\s+)?$`)

var yearLaw = regexp.MustCompile(`^\s*(?:act|bill|law|ordinance|policy|plan|package|budget|ka act|wala act|ka qanoon|ایکٹ)\b`)

// dateRange reads the first range or day a question limits its papers to, and returns what was used of the (lower-case) text. Both days are
// inclusive; an open end is empty. Years that belong to the names of laws are left alone.
func dateRange(text string, now time.Time) (from, to index.Date, used []span) {
	if m := between.FindStringSubmatchIndex(text); m != nil {
		a, _ := bounds(text[m[2]:m[3]])
		second := text[m[4]:m[5]]
		_, b := bounds(second)
		if b == "" {
			b = day(now)
		}
		return a, b, []span{{m[0], m[1]}}
	}
	if m := seRange.FindStringSubmatchIndex(text); m != nil {
		a, _ := bounds(text[m[2]:m[3]])
		_, b := bounds(text[m[4]:m[5]])
		return a, b, []span{{m[0], m[1]}}
	}
	if m := dashed.FindStringSubmatchIndex(text); m != nil && !named(text, m[0], m[1]) {
		last := text[m[4]:m[5]]
		if len(last) == 2 {
			last = text[m[2]:m[2]+2] + last
		}
		if last >= text[m[2]:m[3]] {
			return index.Date(text[m[2]:m[3]] + "-01-01"), index.Date(last + "-12-31"), []span{{m[0], m[1]}}
		}
	}
	if m := papersFrom.FindStringSubmatchIndex(text); m != nil {
		from, to = bounds(text[m[2]:m[3]])
		return from, to, []span{{m[2], m[3]}}
	}
	if m := relative.FindStringSubmatchIndex(text); m != nil {
		from, to = relativeRange(text[m[0]:m[1]], now)
		return from, to, []span{{m[0], m[1]}}
	}
	type rule struct {
		re   *regexp.Regexp
		open int // -1: from then on; 1: up to then; 0: within
	}
	for _, r := range []rule{{since, -1}, {before, 1}, {during, 0}, {onDay, 0}, {atTheEnd, 0}} {
		for _, m := range r.re.FindAllStringSubmatchIndex(text, 4) {
			a, b := m[2], m[3]
			if a < 0 {
				a, b = m[4], m[5]
			}
			if named(text, a, b) || r.re == atTheEnd && dayBeforeMonth.MatchString(text[:a]) {
				continue
			}
			first, last := bounds(text[a:b])
			switch r.open {
			case -1:
				return first, "", []span{{m[0], m[1]}}
			case 1:
				if strictly.MatchString(text[m[0]:m[1]]) {
					last = dayBefore(first)
				}
				return "", last, []span{{m[0], m[1]}}
			}
			return first, last, []span{{m[0], m[1]}}
		}
	}
	return "", "", nil
}

// A Time is a stretch of days that a question names beside others: "in Nov 2022 and June 2023" are two.
type Time struct {
	From, To index.Date
}

// alsoThen is one more moment behind another.
var alsoThen = regexp.MustCompile(`^\s*(?:,|and|n|&|aur|then|vs\.?|versus|or|اور)\s*(?:in|for|by|at the end of|of)?\s*(` + moment + `)(?:\s+(?:mein|main|mai|میں))?`)

// momentsNamed reads several moments in a row, if there are at least two, and the piece of the (lower-case) text they stand in. A stretch
// between two days and a list of one are no such thing.
func momentsNamed(text string) (all []Time, used span) {
	if between.MatchString(text) || seRange.MatchString(text) {
		return nil, span{}
	}
	for _, m := range during.FindAllStringSubmatchIndex(text, 4) {
		a, b := m[2], m[3]
		if a < 0 {
			a, b = m[4], m[5]
		}
		if named(text, a, b) {
			continue
		}
		all, used = nil, span{m[0], m[1]}
		for {
			from, to := bounds(text[a:b])
			if from == "" {
				return nil, span{}
			}
			all = append(all, Time{From: from, To: to})
			next := alsoThen.FindStringSubmatchIndex(text[used.end:])
			if next == nil || named(text, used.end+next[2], used.end+next[3]) {
				break
			}
			a, b = used.end+next[2], used.end+next[3]
			used.end += next[1]
		}
		if len(all) > 1 {
			return all, used
		}
	}
	return nil, span{}
}

// dayBeforeMonth is the day of a month: then the day is spoken of, and no stretch of time.
var dayBeforeMonth = regexp.MustCompile(`\d(?:st|nd|rd|th)?\s+(?:of\s+)?$`)

// named reports whether the moment at [a,b) is part of a law's name.
func named(text string, a, b int) bool {
	head := text[:a]
	return lawYear.MatchString(strings.TrimRight(head, " ")+" ") || lawYear.MatchString(head) || yearLaw.MatchString(text[b:])
}

func day(t time.Time) index.Date { return index.Date(t.Format("2006-01-02")) }

// bounds gives the first and last day of a moment: a year, a month or a day. An unreadable one gives two empty days.
func bounds(s string) (first, last index.Date) {
	s = strings.NewReplacer(",", " ", ".", " ", "/", " ", "-", " ").Replace(s)
	var y, m, d int
	var nums []int
	for _, f := range strings.Fields(s) {
		if n := monthNames[f]; n > 0 {
			m = n
			continue
		}
		f = strings.TrimRight(f, "stndrh")
		n, err := strconv.Atoi(f)
		if err != nil {
			return "", ""
		}
		if n >= 1900 {
			y = n
		} else {
			nums = append(nums, n)
		}
	}
	switch {
	case y == 0:
		return "", ""
	case m == 0 && len(nums) == 2: // day first; after an ISO year, month first
		if strings.HasPrefix(s, strconv.Itoa(y)) {
			m, d = nums[0], nums[1]
		} else {
			d, m = nums[0], nums[1]
		}
	case len(nums) == 1:
		d = nums[0]
	}
	switch {
	case m == 0:
		return index.Date(fmt.Sprintf("%d-01-01", y)), index.Date(fmt.Sprintf("%d-12-31", y))
	case m > 12:
		return "", ""
	case d == 0:
		end := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
		return index.Date(fmt.Sprintf("%d-%02d-01", y, m)), day(end)
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return "", ""
	}
	return day(t), day(t)
}

// relativeRange reads "last year", "this year", "last 3 years", in the calendar's years and months.
func relativeRange(s string, now time.Time) (from, to index.Date) {
	n := 1
	for _, f := range strings.Fields(s) {
		if k, err := strconv.Atoi(f); err == nil && k > 0 && k < 100 {
			n = k
		}
	}
	this := strings.HasPrefix(s, "this") || strings.HasPrefix(s, "current") || strings.HasPrefix(s, "is") || strings.HasPrefix(s, "اس")
	several := strings.ContainsAny(s, "0123456789")
	switch {
	case strings.Contains(s, "month") || strings.Contains(s, "mahin"):
		start := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
		switch {
		case this:
			return day(start), day(start.AddDate(0, 1, -1))
		case several:
			return day(now.AddDate(0, -n, 0)), day(now)
		}
		return day(start.AddDate(0, -1, 0)), day(start.AddDate(0, 0, -1))
	case strings.Contains(s, "quarter"):
		start := time.Date(now.Year(), (now.Month()-1)/3*3+1, 1, 0, 0, 0, 0, now.Location())
		if this {
			return day(start), day(start.AddDate(0, 3, -1))
		}
		return day(start.AddDate(0, -3, 0)), day(start.AddDate(0, 0, -1))
	case several:
		return day(now.AddDate(-n, 0, 0)), day(now)
	case this:
		return index.Date(fmt.Sprintf("%d-01-01", now.Year())), index.Date(fmt.Sprintf("%d-12-31", now.Year()))
	}
	return index.Date(fmt.Sprintf("%d-01-01", now.Year()-1)), index.Date(fmt.Sprintf("%d-12-31", now.Year()-1))
}
