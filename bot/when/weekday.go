package when

import "rabita/bot/calendar"

// This file reads days by their place in the week: "tomorrow", "next Friday", "Monday week", "agle jumme".

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
	if p.is(i, "tomorrow") && p.is(i+1, "overmorrow") && p.tok(i).urdu { // "kal parson": in a day or two
		return day{dates: []calendar.Date{p.today.AddDays(1), p.today.AddDays(2)}}, i + 2
	}
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
	case p.is(i, "now") && (p.is(i+1, "tak") || !p.closed(i+1) && !p.is(i+1, "please", "pls", "+")):
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
	case p.is(i, "last") && p.is(i+1, "weekday"):
		return day{dates: []calendar.Date{p.cal.AddWorkingDays(p.today, -1)}, past: true}, i + 2
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
	case p.is(i, "overmorrow") && p.is(i-1, "tomorrow") && p.tok(i-1).urdu:
		return t, 0 // "kal parson": see near
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
	if e := p.seq(k, "day", "after", "tomorrow"); e > 0 {
		return t.AddDays(2), e
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

// nameAfter reports whether the word at j makes a name of the day before it: "Friday Times", "Jumma Khan", "Aaj TV".
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
	if t.kind == word && p.titled(k) {
		return day{}, 0
	}
	if t.kind != word || !ok {
		if p.is(k, "week") && t.urdu && mode == "" && (p.is(k+1, "ko", "tak") || p.is(k+1, "ke") && p.dayWord(k+2) || len(p.toks) == 1) && (!p.tok(i-1).urdu || p.is(i-1, "ya", "aur")) && p.tok(i-1).kind != number {
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
	if p.tok(j).raw == "last" && p.closed(j+1) { // "on Friday last"
		return day{dates: []calendar.Date{upcoming(p.today, w).AddDays(-7)}, past: true}, j + 1
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
	case q > j && p.is(q, "week"):
		if d, e := p.weekNamed(q); e > 0 { // Wednesday of the week of 16 Dec
			return p.weekdayOf(inWeek(monday(d.dates[0]), w)), e
		}
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
	if p.is(k-1, "by", "before", "until", "on", "every", "due", "next", "this", "coming", "-", "/", "from", "last", "tak", "first", "second", "third", "fourth", "alternate", "other", "before", "after", ",", "or", "and", "eod", "cob", "cop", "eob", "noon", "midnight", "working", "day", "am", "pm") && !(k == 0) && !(prev.word == "and" && k == 1) {
		return p.closed(j) || t.urdu || next.kind == number || p.is(j, "at", "by", "morning", "afternoon", "evening", "noon", "tak", "ko", "and", "or", "to", "before", "week", "of", "on", "next", "the", "every") || p.is(k-1, "on", "by", "every", "next", "this", "until")
	}
	if p.is(j, "next", "this", "coming") && p.is(j+1, "week") { // "wed next week"
		return true
	}
	if q := p.skip(j, "of", "the"); q > j && (p.is(q, "week") || p.is(q+1, "week")) {
		return true
	}
	switch prev.raw {
	case "i", "we", "he", "she", "they", "it", "who", "the", "members", "and":
	default:
		if at := p.tok(j + 1); p.is(j, "at", "@") && (at.kind == number && (p.closed(j+2) || p.timeAt(j+1)) || p.is(j+1, "noon")) {
			return true // "call KP mon at 4", but not "she sat at 4"
		}
		if (t.raw == "mon" || t.raw == "wed") && (p.closed(j) || p.is(j, "please", "pls") || p.tok(j).raw == "plz") {
			return true
		}
	}
	if (p.is(j, "-", "/") && next.glued || p.is(j, "or", "and", "ya", "aur")) && hasWeekday(p.tok(j+1).word) {
		return true // "Mon-Wed", "peer ya mangal"
	}
	if next.kind == number && (p.timeAt(j) || p.monthAfter(j)) || p.is(j, "tak", "ko", "subah", "shaam", "dopahar", "raat", "morning", "afternoon", "evening", "noon") {
		return true
	}
	if p.is(j, "ke", "wala") && (p.dayWord(j+1) || parts[p.tok(j+1).word] > 0) && t.urdu || p.is(j, "se") && p.is(j+1, "pehle", "every", "daily") {
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
