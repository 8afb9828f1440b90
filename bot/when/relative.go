package when

import (
	"time"

	"rabita/bot/calendar"
)

// This file reads days by their distance: from now, "in 3 working days", or from another day, "a week before 15 Dec".

// fromNow reads a distance from now: "in two days", "3 days from now", "within 5 working days", "do din mein", "next 2 weeks", "+2 months".
func (p *parser) fromNow(i int) (day, int) {
	lead, past := "", false
	k := i
	switch {
	case p.is(i, "in", "within", "after", "+", "next", "coming", "following", "under"):
		lead = p.tok(i).word
		k = p.skip(i+1, "the", "next", "no", "more", "than", "over", "just", "only", "a", "maximum", "max")
		if p.is(k-1, "a") && !p.is(k, "period") {
			k--
		}
		k = p.skip(k, "period", "of")
	case p.is(i, "last", "past", "-"):
		lead, past, k = p.tok(i).word, true, i+1
		if lead == "-" && p.tok(i-1).kind == number {
			return day{}, 0
		}
	case p.is(i, "for") && p.is(i-1, "wait", "timer"):
		lead, k = "for", i+1
	}
	if p.is(k, "week", "month", "quarter", "year") && lead == "next" && !p.tok(k).urdu {
		return day{}, 0
	}
	if d, e := p.guess(k); e > 0 && !past {
		tail := p.skip(p.skip(e, "ke"), "mein", "andar", "baad", "tak")
		if lead != "" || tail > e && !p.is(tail-1, "ke") {
			return d, tail
		}
	}
	if n, _, e := p.amount(k); e > 0 && lead == "" && n >= 1 && n < 100 && n == float64(int(n)) { // two Fridays from now
		if w, ok := weekdays[p.tok(e).word]; ok && p.is(e+1, "from") && p.is(e+2, "now", "today") {
			return only(upcoming(p.today, w).AddDays(7 * (int(n) - 1))), e + 3
		}
	}
	s, j := p.duration(k)
	if j == 0 && (lead == "" && p.is(k, "week", "fortnight", "month", "year") && p.is(k+1, "from") && p.is(k+2, "now", "today") || // "fortnight from now"
		p.is(k, "fortnight") && lead != "" && !past) { // "in the next fortnight"
		s.add(1, p.unit(k), false)
		j = k + 1
	}
	if j == 0 {
		if lead == "next" && p.is(k, "hour") {
			return day{exact: p.ref.Add(time.Hour)}, k + 1
		}
		return day{}, 0
	}
	tail := 0
	switch {
	case p.is(j, "ago", "earlier", "back") || p.is(j, "pehle") && past:
		past, tail = true, j+1
	case p.is(j, "from", "after", "of") && p.is(j+1, "now", "today"):
		tail = j + 2
	case p.seq(j, "from", "this", "moment") > 0:
		tail = j + 3
	case p.is(j, "of", "old") && (p.is(j, "old") || p.is(j+1, "age")):
		return day{}, 0 // "under 18 years of age"
	case p.is(j, "later", "hence", "out", "after") && (lead == "" || lead == "after") && !p.anchorAfter(j+1) && (!p.is(j, "after") || p.closed(j+1)):
		tail = j + 1
	case p.is(j, "time") && lead == "in" || p.is(j, "'") && p.is(j+1, "time"):
		tail = j + 1
	case p.is(j, "ke") && p.is(j+1, "andar", "baad", "mein"):
		tail = j + 2
	case p.is(j, "mein", "baad", "andar") && (p.tok(j).raw != "me" && p.tok(j).raw != "mai" || lead == ""):
		tail = j + 1
	case p.tok(j).raw == "bad" && p.tok(j-1).urdu: // "10 din bad"
		tail = j + 1
	case p.is(j, "tak") && s.days+s.months+s.working > 0:
		tail = j + 1
	}
	if tail == 0 && lead == "" && i == 0 && j == len(p.toks) && s.working > 0 {
		tail = j // "3 working days" and nothing else
	}
	if tail == 0 {
		if lead == "" || lead == "-" && !past {
			return day{}, 0
		}
		if lead == "within" && p.is(j, "of") {
			return day{}, 0
		}
		tail = j
	}
	if lead == "-" && !(p.closed(tail)) {
		return day{}, 0
	}
	if lead == "next" && s.working == 1 {
		return only(p.cal.AddWorkingDays(p.today, 1)), tail
	}
	return p.away(s, past), tail
}

// guess reads a distance between two numbers, "2-3 days", "10 to 15 minutes": days are asked about, of hours it is the first.
func (p *parser) guess(i int) (day, int) {
	n, _, k := p.amount(i)
	if u := p.unit(k); k > 0 && n == 1 && (u == "day" || u == "week" || u == "month") && p.is(k+1, "or") && p.is(k+2, "two", "so") { // "a day or two"
		first, last := span{}, span{}
		first.add(1, u, false)
		last.add(2, u, false)
		d := p.away(first, false)
		if p.is(k+2, "two") {
			d.dates = append(d.dates, p.away(last, false).dates...)
		}
		return d, k + 3
	}
	if a, b := p.count(i), p.count(i+1); a > 0 && b > a && !p.tok(i+1).glued { // "do teen din", "2 3 days"
		n, k = float64(a), i
	} else if k == 0 || !p.is(k, "-", "to", "or", "/", "ya", "se") {
		return day{}, 0
	}
	s, e := p.duration(k + 1)
	if e == 0 || n < 1 || n > tooMany {
		return day{}, 0
	}
	u := e - 1
	first := span{}
	if p.unit(u) == "" || !first.add(n, p.unit(u), s.working > 0) {
		return day{}, 0
	}
	d, last := p.away(first, false), p.away(s, false)
	if d.exact.IsZero() && d.bad == nil && last.bad == nil {
		d.dates = append(d.dates, last.dates...)
	}
	return d, e
}

// count is the whole number below 100 that stands at i, in figures or in Urdu, or 0.
func (p *parser) count(i int) int {
	if t := p.tok(i); t.kind == number && !t.ordinal && t.digits <= 2 {
		return t.n
	} else if t.kind == word {
		return urduNumbers[t.raw]
	}
	return 0
}

// anchorAfter reports whether a date stands at j, for the duration before it to count from.
func (p *parser) anchorAfter(j int) bool {
	_, e := p.anchor(j)
	_, _, e2 := p.event(j)
	return e > 0 || e2 > 0
}

// away is the day (or the moment) s from now.
func (p *parser) away(s span, past bool) day {
	sign := 1
	if past {
		sign = -1
	}
	if s.working > 5000 || s.days > 400000 || s.months > 12000 {
		return p.tooFar()
	}
	d := s.from(p.cal, p.today, sign)
	if !d.Valid() || s.short >= 400000*time.Hour {
		return p.tooFar()
	}
	r := only(d)
	if s.timed {
		at := calendar.Resolve(d, calendar.Clock{Hour: p.ref.Hour(), Minute: p.ref.Minute()}, p.ref.Location())
		if d == p.today {
			at = p.ref
		}
		r.exact = at.Add(time.Duration(sign) * s.short)
		r.dates = []calendar.Date{calendar.DateOf(r.exact)}
		if s.vague {
			r.hint = "read as " + r.exact.Format("15:04") + "; give a number if you meant another time"
		}
	} else if s.vague && !past {
		more := s
		more.days, more.months, more.working = s.days*5/3, s.months*5/3, s.working*5/3
		r.dates = append(r.dates, more.from(p.cal, p.today, sign))
	}
	r.past = past
	return r
}

// anchor is a day that another one is counted from.
func (p *parser) anchor(i int) (day, int) {
	if p.depth > 2 {
		return day{}, 0
	}
	p.depth++
	defer func() { p.depth-- }()
	return p.boundDay(p.skip(i, "the", "of", "deadline"))
}

// offsetFrom reads days counted from another one: "3 working days before 15 Dec", "a week from Monday", "the day after Friday",
// "15 December se do din pehle", "15 December ke 3 din baad".
func (p *parser) offsetFrom(i int) (day, int) {
	s, j, sign := p.lead(i)
	if j > 0 {
		if a, e := p.anchor(j); e > 0 && a.bad == nil && len(a.dates) > 0 {
			return p.shifted(a, s, sign), e
		} else if e > 0 && a.bad != nil {
			return a, e
		}
		return day{}, 0
	}
	if s, j := p.duration(i); j > 0 && !s.timed && p.is(j, "pehle", "baad") && p.depth == 0 { // do din pehle 3 december se
		if a, e := p.anchor(j + 1); e > 0 && a.bad == nil && len(a.dates) > 0 && p.is(e, "se", "ke") {
			sign = -1
			if p.is(j, "baad") {
				sign = 1
			}
			return p.shifted(a, s, sign), e + 1
		}
	}
	if d, e := p.weeksOn(i); e > 0 {
		return d, e
	}
	if d, e := p.weekdayBeside(i); e > 0 {
		return d, e
	}
	if k := p.skip(i+1, "the", "this", "next"); p.is(i, "after") && p.is(k, "weekend") && p.tok(k).raw != "weekends" {
		if r, e := p.period(p.skip(i+1, "the"), false); e > 0 {
			return only(p.cal.AddWorkingDays(r.to, 1)), e
		}
	}
	if p.depth > 0 || p.tok(i).kind == word && p.unit(i) != "" {
		return day{}, 0
	}
	a, e := p.anchor(i)
	if e == 0 || a.bad != nil || len(a.dates) == 0 || !a.exact.IsZero() {
		return day{}, 0
	}
	k := p.skip(e, "se", "ke", "-", "+")
	if k == e {
		return day{}, 0
	}
	sign = 1
	if p.is(k-1, "-") {
		sign = -1
	}
	if s, j := p.duration(k); j > 0 && !s.timed {
		if k == e+1 && p.is(e, "+", "-") && p.tok(k).glued {
			return p.shifted(a, s, sign), j
		}
		if k == e+1 && p.is(e, "+") {
			return p.shifted(a, s, 1), j
		}
		switch {
		case p.is(j, "pehle"):
			return p.shifted(a, s, -1), j + 1
		case p.is(j, "baad"):
			return p.shifted(a, s, 1), j + 1
		}
	}
	return day{}, 0
}

// weekdayBeside reads a weekday on one side of a date: "the Friday before 8 March", "the first Monday after 15 Dec".
func (p *parser) weekdayBeside(i int) (day, int) {
	k := p.skip(i, "the")
	if n, ok := p.nth(k); ok && (n == 1 || n == -1 && p.is(k+2, "before")) { // the first Monday after it, the last Friday before it
		k++
	}
	w, ok := weekdays[p.tok(k).word]
	if !ok || p.tok(k).kind != word || !p.is(k+1, "before", "after", "following") || p.depth > 0 {
		return day{}, 0
	}
	d, e := p.anchor(k + 2)
	if e == 0 || d.bad != nil || len(d.dates) != 1 || !d.exact.IsZero() || d.order == 1 {
		return day{}, 0
	}
	if p.is(k+1, "before") {
		return p.weekdayOf(upcoming(d.dates[0].AddDays(-8), w)), e
	}
	return p.weekdayOf(upcoming(d.dates[0], w)), e
}

// weekNamed reads a week by a day of it: "week ending 13 December", "week of 9 Dec", "w/c 9 Dec".
func (p *parser) weekNamed(i int) (day, int) {
	k := p.skip(i, "the")
	switch {
	case p.is(k, "week") && !p.tok(k).urdu && (p.is(k+1, "beginning", "commencing", "of") || p.tok(k+1).raw == "ending" || p.tok(k+1).raw == "starting"):
		k += 2
	case p.tok(k).raw == "w" && p.is(k+1, "/") && (p.tok(k+2).raw == "c" || p.tok(k+2).raw == "e" || p.tok(k+2).raw == "b"):
		k += 3
	default:
		return day{}, 0
	}
	if d, e := p.anchor(p.skip(k, "on")); e > 0 && len(d.dates) == 1 && d.exact.IsZero() {
		return d, e
	}
	return day{}, 0
}

// weeksOn reads whole weeks, or months, counted from a day: "two weeks on Monday", "week on Monday", "a month today".
func (p *parser) weeksOn(i int) (day, int) {
	s, j := p.duration(i)
	if p.is(i, "week", "fortnight") {
		s, j = span{days: 7}, i+1
		if p.is(i, "fortnight") {
			s.days = 14
		}
	}
	if j == 0 || s != (span{days: s.days, months: s.months}) || !p.is(j-1, "week", "fortnight", "month", "year") {
		return day{}, 0
	}
	if d, e := p.weekday(j + 1); p.is(j, "on") && e > 0 && len(d.dates) == 1 {
		return p.shifted(d, s, 1), e
	}
	if d, e := p.namedDay(j); e > 0 && !p.tok(j).urdu {
		return p.shifted(only(d), s, 1), e
	}
	return day{}, 0
}

// lead reads the part of an offset in front of its anchor; sign says on which side of the anchor it lies.
func (p *parser) lead(i int) (s span, j, sign int) {
	i = p.skip(i, "the", "at", "least", "no", "later", "than", "not", "exactly")
	if p.is(i, "next", "first", "following") && (p.is(i+1, "weekday", "day") || p.is(i+1, "working") && p.is(i+2, "day")) {
		i++
	}
	if s, j = p.duration(i); j == 0 {
		switch {
		case p.is(i, "working") && p.is(i+1, "day"):
			s, j = span{working: 1}, i+2
		case p.is(i, "weekday"):
			s, j = span{working: 1}, i+1
		case p.is(i, "day"):
			s, j = span{days: 1}, i+1
		case p.is(i, "week"):
			s, j = span{days: 7}, i+1
		case p.is(i, "month"):
			s, j = span{months: 1}, i+1
		case p.is(i, "evening", "night") && p.is(i+1, "before"):
			s, j = span{days: 1}, i+1
		case p.tok(i).raw == "eve" && p.is(i+1, "of"):
			return span{days: 1}, i + 2, -1
		default:
			return s, 0, 0
		}
	}
	if s = s.wholeDays(); s.timed {
		return s, 0, 0
	}
	j = p.skip(j, "in")
	switch {
	case p.is(i-1, "within") && p.is(j, "of"):
		return s, j + 1, 1
	case p.is(j, "before", "preceding"):
		return s, j + 1, -1
	case p.is(j, "prior", "ahead", "previous") || p.is(j, "last") && p.tok(j).raw == "prior":
		return s, p.skip(j+1, "to", "of"), -1
	case p.is(j, "advance"):
		return s, p.skip(j+1, "of"), -1
	case p.is(j, "after", "from", "following", "past") && p.tok(j).raw != "starting":
		return s, j + 1, 1
	case p.seq(j, "counting", "from") > 0:
		return s, j + 2, 1
	}
	return s, 0, 0
}

func (p *parser) shifted(a day, s span, sign int) day {
	r := day{hint: a.hint}
	if s.working > 5000 || s.days > 400000 || s.months > 12000 {
		return p.tooFar()
	}
	for _, d := range a.dates {
		to := s.from(p.cal, d, sign)
		if !to.Valid() {
			return p.tooFar()
		}
		r.dates = append(r.dates, to)
	}
	r.past = r.dates[0].Before(p.today)
	return r
}
