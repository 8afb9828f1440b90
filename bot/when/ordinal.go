package when

import "rabita/bot/calendar"

// This file reads days by their number: the second Tuesday of January, the 15th, the first of next month.

// nthWeekday reads "last Friday of the month", "first Monday in January", "second Tuesday of next month", "agle mahine ka pehla peer".
func (p *parser) nthWeekday(i int) (day, int) {
	i = p.skip(i, "the")
	if n, ok := p.nth(i); ok {
		if w, ok := weekdays[p.tok(i+1).word]; ok && (n == -1 || n <= 5) {
			q := p.skip(i+2, "of", "in", "the", "ke")
			if r, e := p.period(q, true); e > 0 && q > i+2 && !p.every(q) {
				return p.nthIn(r, n, w), e
			}
			if n > 0 && (p.closed(i+2) || p.is(i+2, "at", "@", "tak", "ko") || p.tok(i+2).kind == number && p.timeAt(i+2)) { // "third Tuesday"
				r := monthOf(p.today)
				r.bare = true
				return p.nthIn(r, n, w), i + 2
			}
		}
		return day{}, 0
	}
	r, e := p.period(i, false)
	if k := p.skip(e, "ke"); e > 0 && k > e {
		if n, ok := p.nth(k); ok {
			if w, ok := weekdays[p.tok(k+1).word]; ok && p.tok(k).urdu {
				return p.nthIn(r, n, w), k + 2
			}
			if p.is(k+1, "working") && p.is(k+2, "day") && n > 0 {
				return only(p.cal.AddWorkingDays(r.from.AddDays(-1), n)), k + 3
			}
		}
	}
	return day{}, 0
}

// fromEnd counts from the end: 2 for "second last", "penultimate" and "last but one". It is 0 for anything else.
func (p *parser) fromEnd(i int) (n, j int) {
	if p.tok(i).raw == "penultimate" {
		return 2, i + 1
	}
	if p.seq(i, "last", "but", "one") > 0 {
		return 2, i + 3
	}
	if n, ok := p.nth(i); ok && n > 1 {
		if k := p.skip(i+1, "-", "to"); p.is(k, "last") && p.tok(k).raw == "last" {
			return n, k + 1
		}
	}
	return 0, 0
}

// nthFromEnd reads "second last working day of June", "penultimate Friday of the month".
func (p *parser) nthFromEnd(i int) (day, int) {
	n, k := p.fromEnd(p.skip(i, "the"))
	if k == 0 {
		return day{}, 0
	}
	w, weekday := weekdays[p.tok(k).word]
	working := p.is(k, "working") && p.is(k+1, "day")
	if !weekday && !working && !p.is(k, "day") {
		return day{}, 0
	}
	if working {
		k++
	}
	q := p.skip(k+1, "of", "in", "the")
	r, e := p.period(q, false)
	if e == 0 || q == k+1 || p.every(q) {
		return day{}, 0
	}
	d := r.to.AddDays(1 - n)
	switch {
	case weekday:
		d = p.nthIn(r, -1, w).dates[0].AddDays(-7 * (n - 1))
	case working:
		d = p.cal.AddWorkingDays(r.to.AddDays(1), -n)
	}
	return p.weekdayOf(d), e
}

func (p *parser) nthIn(r period, n, w int) day {
	at := func(r period) (calendar.Date, bool) {
		if n < 0 {
			d := r.to
			for int(d.Weekday()) != w {
				d = d.AddDays(-1)
			}
			return d, true
		}
		d := upcoming(r.from.AddDays(-1), w).AddDays(7 * (n - 1))
		return d, !d.After(r.to)
	}
	d, ok := at(r)
	if r.bare && d.Before(p.today) {
		switch r.unit {
		case "month":
			d, ok = at(monthOf(p.today.AddMonths(1)))
		case "quarter":
			d, ok = at(quarterOf(p.today.AddMonths(3)))
		case "year":
			d, ok = at(yearOf(p.today.Year + 1))
		}
	}
	if !ok {
		return day{bad: why("weekday")}
	}
	return p.weekdayOf(d)
}

// theNth reads a day of the month without its month: "the 15th", "1st of next month", "15 tareekh", "15th inst.".
func (p *parser) theNth(i int) (day, int) {
	k := p.skip(i, "the")
	n, ord, j := p.dayNumber(k)
	if j > 0 && !ord && p.is(j, "date") {
		ord, j = true, j+1
	} else if j > 0 && ord && p.is(j, "date") {
		j++
	}
	if j > 0 && n <= 31 && ord {
		q := p.skip(j, "of", "the", "-", "in")
		switch p.tok(q).raw {
		case "inst", "instant", "instt":
			return p.ofMonth(n, monthOf(p.today)), p.skip(q+1, ".")
		case "prox", "proximo":
			return p.ofMonth(n, monthOf(p.today.AddMonths(1))), p.skip(q+1, ".")
		case "ult", "ultimo":
			d := p.ofMonth(n, monthOf(p.today.AddMonths(-1)))
			return d, p.skip(q+1, ".")
		}
		if r, e := p.period(q, false); e > 0 && r.unit == "month" && (q > j || !r.bare) && !p.every(q) {
			if _, _, m := p.month(q); m == 0 {
				if r.bare {
					return p.nextNth(n), e
				}
				return p.ofMonth(n, r), e
			}
		}
		if p.is(j-1, "date") || p.ordinalAlone(i, j) {
			return p.nextNth(n), j
		}
		return day{}, 0
	}
	if j > 0 && n <= 31 && !ord && p.tok(k).kind == number && (p.is(j, "ko") && p.tok(j).urdu && (p.closed(j+1) || p.tok(j+1).kind == number && p.timeAt(j+1) || parts[p.tok(j+1).word] > 0) || k == 1 && p.is(0, "on") && j == len(p.toks)) {
		return p.nextNth(n), j // "17 ko 11 baje", "on 17"
	}
	// mahine ki 5 tareekh, agle mahine ki 15
	r, e := p.period(i, false)
	if e > 0 && r.unit == "month" {
		if q := p.skip(e, "ke", "on", "the"); q > e || !r.bare {
			if n, ok := p.nth(q); ok && n > 0 && p.is(q-1, "ke") && p.tok(q).urdu && (p.is(q+1, "ko", "tak", "se") || p.closed(q+1)) { // july ki pehli ko
				if r.bare && r.from.Before(p.today) {
					return p.nextNth(n), q + 1
				}
				return p.ofMonth(n, r), q + 1
			}
			if n, ord, j := p.dayNumber(q); j > 0 && n <= 31 && (ord || p.is(j, "date", "ko", "tak") || p.is(q-1, "ke") && p.closed(j)) && (p.is(q-1, "ke", "the", "on") || ord || p.is(j, "date")) {
				if p.is(j, "date") {
					j++
				}
				if _, _, m := p.month(i); r.bare && m == 0 {
					return p.nextNth(n), j
				}
				return p.ofMonth(n, r), j
			}
		}
	}
	return day{}, 0
}

// counted are things that ordinals count; "the 2nd meeting" is no date.
var counted = map[string]bool{"draft": true, "floor": true, "item": true, "para": true, "paragraph": true, "page": true, "schedule": true, "amendment": true, "meeting": true, "session": true,
	"round": true, "phase": true, "half": true, "edition": true, "reading": true, "time": true, "column": true, "row": true, "reminder": true, "commission": true, "chapter": true, "section": true,
	"version": true, "week": true, "year": true, "day": true, "report": true, "quarter": true, "batch": true, "part": true, "point": true, "option": true, "copy": true, "cycle": true, "review": true, "working": true}

// ordinalAlone reports whether the ordinal at i..j stands where only a day of the month can.
func (p *parser) ordinalAlone(i, j int) bool {
	t := p.tok(j)
	if p.is(j, dayEnds...) {
		return true // "28th EOD"
	}
	if counted[t.word] || t.upper >= 2 || p.unit(j) != "" || p.meetingAt(j) || p.is(j, "(") && !(hasWeekday(p.tok(j+1).word) && p.is(j+2, ")")) || p.is(i-1, "(") && p.is(j, ")") { // "the 16th (XVIth) Meeting"
		return false
	}
	if _, ok := weekdays[t.word]; ok {
		return false
	}
	if k := p.skip(j, "and", "or", "to", "-", "the", "&"); k > j && p.tok(k).ordinal && (p.meetingAt(k+1) || counted[p.tok(k+1).word]) {
		return false // "the 22nd and 23rd IPMG"
	} else if k > j && p.is(j, "-") && p.tok(k).ordinal && p.closed(k+1) {
		return true // "25th-28th"
	}
	if p.closed(j) || p.is(j, "at", "by", "tak", "ko", "se", "and", "or", "morning", "afternoon", "evening", "noon", "subah", "shaam", "before", "to") || t.kind == number && p.timeAt(j) {
		return p.tok(i).kind == number || i != j-1 || p.closed(j) && (p.is(i, "the") || p.is(i-1, "by", "on"))
	}
	k := i
	if p.is(k, "the") {
		k--
	} else {
		k = i - 1
	}
	return p.is(k, "on", "by", "until", "before") && p.tok(j-1).kind == number && (p.is(k, "on") || p.is(i, "the"))
}

// nextNth is the next n-th of a month, in the first month that has one; the zero day where none has.
func (p *parser) nextNth(n int) day {
	for m := monthOf(p.today); ; m = monthOf(m.from.AddMonths(1)) {
		d := m.from
		d.Day = n
		if d.Valid() && !d.Before(p.today) {
			return only(d)
		}
		if d.Year > p.today.Year+1 {
			return day{}
		}
	}
}

// ofMonth is the n-th of a month that was named.
func (p *parser) ofMonth(n int, r period) day {
	d := p.dated(r.from.Year, int(r.from.Month), n)
	d.past = d.bad == nil && d.dates[0].Before(p.today)
	return d
}
