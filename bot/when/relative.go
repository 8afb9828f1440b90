package when

import (
	"time"

	"rabita/bot/calendar"
)

// monday is the first day of d's week.
func monday(d calendar.Date) calendar.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// upcoming is the next such weekday after d, never d itself.
func upcoming(d calendar.Date, w int) calendar.Date {
	n := (w - int(d.Weekday()) + 7) % 7
	if n == 0 {
		n = 7
	}
	return d.AddDays(n)
}

// inWeek is the weekday of the week that begins on a Monday.
func inWeek(mon calendar.Date, w int) calendar.Date { return mon.AddDays((w + 6) % 7) }

// near reads today, tomorrow and their kin.
func (p *parser) near(i int) (day, int) {
	if d, j := p.namedDay(i); j > 0 && !p.nameAfter(j) {
		// "tomorrow week", "today fortnight"
		if p.is(j, "week", "fortnight") && !p.tok(j).urdu {
			n := 7
			if p.is(j, "fortnight") {
				n = 14
			}
			return only(d.AddDays(n)), j + 1
		}
		return only(d), j
	}
	switch {
	case p.is(i, "tonight"):
		return day{dates: []calendar.Date{p.today}, clock: &clock{at: calendar.Clock{Hour: 20}, part: true}}, i + 1
	case p.is(i, "yesterday"):
		return day{dates: []calendar.Date{p.today.AddDays(-1)}, past: true}, i + 1
	case p.seq(i, "day", "before", "yesterday") > 0:
		return day{dates: []calendar.Date{p.today.AddDays(-2)}, past: true}, i + 3
	case p.is(i, "now") && (p.is(i+1, "tak") || i > 0 && !p.closed(i+1) && !p.is(i+1, "please", "pls")):
		return day{}, 0 // "an Act that is now in force"
	case p.is(i, "now") && !p.is(i-1, "from", "as", "until", "by", "right", "for"):
		if p.is(i+1, "+") {
			if s, j := p.duration(i + 2); j > 0 {
				return p.away(s, false), j
			}
		}
		return day{exact: p.ref}, i + 1
	case p.seq(i, "right", "now") > 0:
		return day{exact: p.ref}, i + 2
	case p.is(i, "last") && p.is(i+1, "night"):
		return day{dates: []calendar.Date{p.today.AddDays(-1)}, past: true}, i + 2
	case p.is(i, "this"):
		if h, ok := parts[p.tok(i+1).word]; ok && !p.is(i+1, "noon") {
			d := only(p.today)
			c, j := p.clock(i + 1)
			if j == 0 {
				c, j = clock{at: calendar.Clock{Hour: h}, part: true}, i+2
			}
			d.clock = &c
			return d, j
		}
	}
	return day{}, 0
}

func (p *parser) namedDay(i int) (calendar.Date, int) {
	t := p.today
	switch {
	case p.is(i, "today") && p.is(i+1, "tomorrow") && p.tok(i).urdu:
		return t, 0 // "aaj kal": nowadays
	case p.is(i, "tomorrow") && p.is(i-1, "today") && p.tok(i).urdu:
		return t, 0
	case p.is(i, "today"):
		return t, i + 1
	case p.is(i, "tomorrow"):
		if p.tok(i).raw == "tom" && !p.closed(i+1) && p.tok(i+1).kind != number && !p.is(i+1, "at", "by", "morning", "evening", "afternoon") {
			return t, 0
		}
		if p.tok(i).raw == "kall" && p.tok(i).upper > 0 {
			return t, 0
		}
		return t.AddDays(1), i + 1
	case p.is(i, "overmorrow"):
		return t.AddDays(2), i + 1
	case p.is(i, "thirdday"):
		return t.AddDays(3), i + 1
	}
	k := p.skip(i, "the")
	for _, words := range [][]string{{"day", "after", "tomorrow"}, {"day", "aftr", "tomorrow"}, {"day", "after", "tmw"}} {
		if e := p.seq(k, words...); e > 0 {
			return t.AddDays(2), e
		}
	}
	if p.tok(k).raw == "dat" || p.tok(k).raw == "overmorrow" {
		return t.AddDays(2), 0
	}
	if p.is(k, "next", "following") && p.is(k+1, "day") && !p.tok(k).urdu {
		return t.AddDays(1), k + 2
	}
	if p.is(k, "next") && p.is(k+1, "weekday") || p.is(k, "next") && p.is(k+1, "working") && p.is(k+2, "day") {
		e := k + 2
		if p.is(k+1, "working") {
			e++
		}
		return p.cal.AddWorkingDays(t, 1), e
	}
	return t, 0
}

// named reports whether the word at j makes a name of the day before it: "Friday Times", "Jumma Khan", "Aaj TV".
func (p *parser) nameAfter(j int) bool {
	switch p.tok(j).raw {
	case "times", "mail", "tv", "news", "khan", "singh", "bazaar", "bazar", "bibi", "market", "mubarak", "gul", "shah", "prayers", "ahmed", "ali", "muhammad":
		return true
	}
	return false
}

// weekday reads a day of the week with what qualifies it.
func (p *parser) weekday(i int) (day, int) {
	k := p.skip(i, "the")
	mode := ""
	switch {
	case p.is(k, "next", "this", "coming", "last", "past", "following"):
		mode = p.tok(k).word
		if mode == "past" && !p.tok(k+1).urdu && p.tok(k).kind != word {
			return day{}, 0
		}
		if mode != "next" && mode != "coming" && mode != "last" && mode != "past" && mode != "following" {
			mode = "this"
		}
		k++
		if mode == "this" && p.is(k, "coming") {
			mode = "coming"
			k++
		} else if mode == "this" && p.is(k, "next") || mode == "coming" && p.is(k, "next") {
			k++
		}
		k = p.skip(k, "wala")
		if e := p.nextToNext(k - 1); e > 0 {
			if w, ok := weekdays[p.tok(e).word]; ok {
				return only(inWeek(monday(p.today).AddDays(14), w)), e + 1
			}
		}
		// "next week friday", "is hafte jumme ko"
		if p.is(k, "week") && (mode == "next" || mode == "this" || mode == "coming" || mode == "following") {
			e := p.skip(k+1, "ke", "on", ",", "'", "s", "mein")
			if w, ok := weekdays[p.tok(e).word]; ok {
				mon := monday(p.today)
				if mode != "this" {
					mon = mon.AddDays(7)
				}
				return p.weekdayOf(inWeek(mon, w)), e + 1
			}
		}
	}
	t := p.tok(k)
	w, ok := weekdays[t.word]
	if t.kind != word || !ok {
		if p.is(k, "week") && t.urdu && mode == "" && (p.is(k+1, "ko", "tak") || p.is(k+1, "ke") && p.dayWord(k+2) || len(p.toks) == 1) && !p.tok(i-1).urdu && p.tok(i-1).kind != number {
			w = 6 // "hafte ko": on Saturday
			if p.is(k+1, "ke") {
				k += 2
			}
		} else {
			return day{}, 0
		}
	}
	j := k + 1
	if p.is(j, ".") && p.tok(j).glued && len(t.raw) <= 4 {
		j++
	}
	if soft[t.raw] && mode == "" && !p.softWeekday(k, j) {
		return day{}, 0
	}
	if p.is(j, "'") && p.tok(j+1).raw == "s" || p.nameAfter(j) {
		return day{}, 0 // "Friday's minutes"
	}
	if p.is(j, "ke", "wala") && p.dayWord(j+1) { // "peer ke roz", "mangal wale din"
		j += 2
	}
	mon := monday(p.today)
	switch mode {
	case "last", "past":
		d := upcoming(p.today, w).AddDays(-7)
		if d == p.today {
			d = d.AddDays(-7)
		}
		return day{dates: []calendar.Date{d}, past: true}, j
	case "this":
		if int(p.today.Weekday()) == w {
			return only(p.today), j
		}
		return only(upcoming(p.today, w)), j
	case "next":
		if e := p.qualifier(j); e == 0 {
			later := inWeek(mon.AddDays(7), w)
			if sooner := inWeek(mon, w); sooner.After(p.today) {
				return day{dates: []calendar.Date{sooner, later}}, j
			}
			return only(later), j
		}
	case "coming", "following":
		return only(upcoming(p.today, w)), j
	}
	if p.is(j, "week", "fortnight") && !p.tok(j).urdu { // Monday week
		n := 7
		if p.is(j, "fortnight") {
			n = 14
		}
		return only(upcoming(p.today, w).AddDays(n)), j + 1
	}
	if p.is(j, "next") && !p.tok(j).urdu && p.unit(j+1) == "" && !hasWeekday(p.tok(j+1).word) { // "Monday next", as offices write
		later := inWeek(mon.AddDays(7), w)
		if sooner := inWeek(mon, w); sooner.After(p.today) {
			return day{dates: []calendar.Date{sooner, later}}, j + 1
		}
		return only(later), j + 1
	}
	if e := p.seq(j, "after", "next"); e > 0 {
		return only(inWeek(mon.AddDays(14), w)), e
	}
	q := p.skip(j, ",", "of", "in", "ke", "the")
	switch {
	case p.is(q, "next", "following", "coming") && p.is(q+1, "week"):
		return only(inWeek(mon.AddDays(7), w)), q + 2
	case p.is(q, "this") && p.is(q+1, "week"):
		return p.weekdayOf(inWeek(mon, w)), q + 2
	case p.is(q, "last", "past") && p.is(q+1, "week"):
		return day{dates: []calendar.Date{inWeek(mon.AddDays(-7), w)}, past: true}, q + 2
	case p.seq(q, "week", "after", "next") > 0:
		return only(inWeek(mon.AddDays(14), w)), q + 3
	}
	d := only(upcoming(p.today, w))
	d.order = 1
	return d, j
}

// dayWord reports whether "day" stands at i, in Urdu "din" or "roz".
func (p *parser) dayWord(i int) bool {
	return p.is(i, "day") || p.tok(i).raw == "roz" || p.tok(i).raw == "روز"
}

// nextToNext passes over "next to next" and "next-to-next".
func (p *parser) nextToNext(i int) int {
	if k := p.skip(i+1, "-", "to"); p.is(i, "next") && k > i+1 && p.is(k, "next") {
		return k + 1
	}
	return 0
}

// weekdayOf is a day of a week that was named; one that has gone by is past.
func (p *parser) weekdayOf(d calendar.Date) day {
	r := only(d)
	r.past = d.Before(p.today)
	return r
}

func (p *parser) qualifier(j int) int {
	q := p.skip(j, ",", "of", "in")
	if p.is(q, "next", "this") && p.is(q+1, "week") {
		return q + 2
	}
	return 0
}

// softWeekday reports whether "sat", "sun", "peer" and such stand where only a day can stand.
func (p *parser) softWeekday(k, j int) bool {
	prev, t, next := p.tok(k-1), p.tok(k), p.tok(j)
	if p.is(k-1, "by", "before", "until", "on", "every", "due", "next", "this", "coming", "-", "from", "last", "tak", "first", "second", "third", "fourth", "alternate", "other", "before", "after", ",", "or", "and", "eod", "cob", "cop", "noon", "midnight", "working", "day", "am", "pm") && !(k == 0) && !(prev.word == "and" && k == 1) {
		return p.closed(j) || t.urdu || next.kind == number || p.is(j, "at", "by", "morning", "afternoon", "evening", "noon", "tak", "ko", "and", "or", "to", "before", "week", "of", "on", "next", "the", "every") || p.is(k-1, "on", "by", "every", "next", "this", "until")
	}
	if next.kind == number && (p.timeAt(j) || p.monthAfter(j)) || p.is(j, "tak", "ko", "subah", "shaam", "dopahar", "raat", "morning", "afternoon", "evening", "noon") {
		return true
	}
	if p.is(j, "ke", "wala") && (p.dayWord(j+1) || parts[p.tok(j+1).word] > 0) && t.urdu || p.is(j, "se") && p.is(j+1, "pehle") {
		return true
	}
	if p.is(j, ",") && p.monthAfter(j+1) || p.is(k-1, "(") && p.is(j, ")") && k > 1 {
		return true
	}
	return len(p.toks) == j-k && (t.urdu || t.upper > 0 || t.raw == "wed" || t.raw == "mon")
}

func (p *parser) monthAfter(j int) bool {
	_, _, e := p.month(j)
	if e == 0 {
		_, _, e = p.month(j + 1)
	}
	if e == 0 {
		_, e = p.numeric(j)
	}
	return e > 0
}

// duration phrases: "in two days", "3 days from now", "within 5 working days", "do din mein", "next 2 weeks", "+2 months".
func (p *parser) fromNow(i int) (day, int) {
	lead, past := "", false
	k := i
	switch {
	case p.is(i, "in", "within", "after", "+", "next", "coming", "following", "under"):
		lead = p.tok(i).word
		k = p.skip(i+1, "the", "next", "no", "more", "than", "over", "just", "only", "a", "maximum", "max")
		if p.is(k-1, "a") {
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
	if d, e := p.guess(k); e > 0 && lead != "" && !past {
		return d, e
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
	if k == 0 || !p.is(k, "-", "to", "or") {
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
	if d.exact.IsZero() && d.bad == "" && last.bad == "" {
		d.dates = append(d.dates, last.dates...)
	}
	return d, e
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
	k := p.skip(i, "the", "of", "deadline")
	return p.day(k)
}

// offset reads days counted from another one: "3 working days before 15 Dec", "a week from Monday", "the day after Friday",
// "15 December se do din pehle", "15 December ke 3 din baad".
func (p *parser) offsetFrom(i int) (day, int) {
	s, j, sign := p.lead(i)
	if j > 0 {
		if a, e := p.anchor(j); e > 0 && a.bad == "" && len(a.dates) > 0 {
			return p.shifted(a, s, sign), e
		} else if e > 0 && a.bad != "" {
			return a, e
		}
		return day{}, 0
	}
	if d, e := p.weeksOn(i); e > 0 {
		return d, e
	}
	if d, e := p.weekdayBeside(i); e > 0 {
		return d, e
	}
	if p.depth > 0 || p.tok(i).kind == word && p.unit(i) != "" {
		return day{}, 0
	}
	a, e := p.anchor(i)
	if e == 0 || a.bad != "" || len(a.dates) == 0 || !a.exact.IsZero() {
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
	if n, ok := p.nth(k); ok && n == 1 {
		k++
	}
	w, ok := weekdays[p.tok(k).word]
	if !ok || p.tok(k).kind != word || !p.is(k+1, "before", "after", "following") || p.depth > 0 {
		return day{}, 0
	}
	d, e := p.anchor(k + 2)
	if e == 0 || d.bad != "" || len(d.dates) != 1 || !d.exact.IsZero() || d.order == 1 {
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
	if s.timed {
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
	case p.is(j, "after", "from", "following", "past"):
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
