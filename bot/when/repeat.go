package when

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/store"
)

// A repeats is a repetition while it is being read.
type repeats struct {
	freq     string
	interval int
	byDay    []string // RFC 5545: MO, 1MO, -1FR
	byDate   []int
	byMonth  []int
	shift    store.Shift
	count    int
	start    calendar.Date
	until    calendar.Date
	clock    *clock
	bad      *Why
	hint     string
}

var dayCodes = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// rule is the text of the rule. The 29th to the 31st mean the last day where a month is shorter.
func (r repeats) rule() string {
	s := "FREQ=" + r.freq
	if r.interval > 1 {
		s += fmt.Sprintf(";INTERVAL=%d", r.interval)
	}
	if r.count > 0 {
		s += fmt.Sprintf(";COUNT=%d", r.count)
	}
	if len(r.byMonth) > 0 {
		s += ";BYMONTH=" + ints(r.byMonth)
	}
	switch dates := r.byDate; {
	case len(dates) == 1 && dates[0] == 31:
		s += ";BYMONTHDAY=-1"
	case len(dates) == 1 && dates[0] > 28 && !(len(r.byMonth) == 1 && r.byMonth[0] != 2): // not every month has it
		run := []int{28}
		for d := 29; d <= dates[0]; d++ {
			run = append(run, d)
		}
		s += ";BYMONTHDAY=" + ints(run) + ";BYSETPOS=-1"
	case len(dates) > 0:
		s += ";BYMONTHDAY=" + ints(dates)
	}
	if len(r.byDay) > 0 {
		s += ";BYDAY=" + strings.Join(r.byDay, ",")
	}
	return s
}

// ofQuarters makes the first or the last day of three months, or their first or last such weekday, that of the calendar's quarters.
func (r *repeats) ofQuarters() {
	last := len(r.byDay) == 1 && strings.HasPrefix(r.byDay[0], "-")
	switch {
	case r.freq != "MONTHLY" || r.interval != 3:
	case slices.Equal(r.byDate, []int{-1}), last:
		r.freq, r.interval, r.byMonth = "YEARLY", 1, []int{3, 6, 9, 12}
	case slices.Equal(r.byDate, []int{1}), len(r.byDay) == 1 && len(r.byDay[0]) == 3:
		r.freq, r.interval, r.byMonth = "YEARLY", 1, []int{1, 4, 7, 10}
	}
}

func ints(list []int) string {
	var s []string
	for _, n := range list {
		s = append(s, fmt.Sprint(n))
	}
	return strings.Join(s, ",")
}

// repeat reads a repetition at i, without its time, beginning and end.
func (p *parser) repeat(i int) (repeats, int) {
	if i > 0 && p.tok(i).glued && p.tok(i-1).kind == word {
		return repeats{}, 0
	}
	r := repeats{interval: 1}
	if _, k := p.fromEnd(p.skip(i, "the")); k > 0 {
		for e := k; e < k+6; e++ {
			if p.is(e, "every", "monthly", "quarterly") {
				return repeats{bad: why("nth working day")}, p.skip(e+1, "month", "quarter", "year")
			}
		}
	}
	switch t := p.tok(i); {
	case p.is(i, "every") || p.is(i, "other") && t.raw != "other" && t.raw != "alternative":
		return p.everyX(i)
	case p.is(i, "on") && p.is(i+1, "other") && p.tok(i+1).raw == "alternate":
		return p.everyX(i + 1)
	case p.adjective(i), p.is(i-1, "ke") && p.dayWord(i):
		return repeats{}, 0
	case p.is(i, "daily") && !(t.urdu && (p.tok(i-1).kind == number || p.tok(i+1).raw == "marra" || p.tok(i+1).raw == "مرہ")):
		r.freq = "DAILY"
		return r, p.skip(i+1, "basis")
	case p.is(i, "weekly"):
		r.freq = "WEEKLY"
		return p.onDays(r, i+1)
	case p.is(i, "week") && (p.tok(i+1).raw == "وار" || p.tok(i+1).raw == "war" || p.tok(i+1).raw == "waar"):
		r.freq = "WEEKLY"
		return p.onDays(r, i+2)
	case p.is(i, "fortnightly"), p.is(i, "bi") && p.is(p.skip(i+1, "-"), "weekly"):
		r.freq, r.interval = "WEEKLY", 2
		return p.onDays(r, p.skip(i+1, "-", "weekly"))
	case p.is(i, "monthly"):
		r.freq = "MONTHLY"
		return p.onDates(r, i+1)
	case p.is(i, "bimonthly"), p.is(i, "bi") && p.is(p.skip(i+1, "-"), "monthly"):
		r.freq, r.interval = "MONTHLY", 2
		return p.onDates(r, p.skip(i+1, "-", "monthly"))
	case p.is(i, "quarterly"):
		r.freq, r.interval = "MONTHLY", 3
		return p.onDates(r, i+1)
	case p.is(i, "half", "six", "semi", "bi") && p.is(p.skip(i+1, "-"), "yearly", "monthly") && !p.adjective(p.skip(i+1, "-")) || p.is(i, "biannually", "biannual"):
		r.freq, r.interval = "MONTHLY", 6
		return p.onDates(r, p.skip(i+1, "-", "yearly", "monthly"))
	case p.is(i, "yearly"):
		r.freq = "YEARLY"
		return p.onDates(r, i+1)
	case p.is(i, "once") && p.is(i+1, "a", "every", "in") && p.unit(i+2) != "":
		return p.everyUnit(r, i+2)
	case p.is(i, "once") && p.is(i+1, "in"):
		if n, vague, e := p.amount(i + 2); e > 0 && !vague && n == float64(int(n)) && n >= 1 && n < 1000 && p.unit(e) != "" {
			r.interval = int(n)
			return p.everyUnit(r, e)
		}
		return repeats{}, 0
	case p.is(i, "twice", "thrice") && p.is(i+1, "a", "every", "daily", "weekly", "monthly"):
		r, e := repeats{bad: why("which days")}, i+2
		if p.is(i+1, "a", "every") {
			e = i + 3
		}
		r.freq, r.interval = "MONTHLY", 1
		on, end := p.onDates(r, e)
		if p.is(e-1, "week", "weekly") {
			r.freq = "WEEKLY"
			on, end = p.onDays(r, e)
		}
		if end > e && len(on.byDay)+len(on.byDate) > 1 { // twice a month on the 1st and 15th
			on.bad = nil
			return on, end
		}
		return repeats{bad: why("which days")}, e
	case t.kind == word && t.raw == t.word+"s" && (p.is(i, "weekday") || hasWeekday(t.word)):
		if p.is(i, "weekday") {
			r.freq, r.byDay = "WEEKLY", p.workweek()
			return r, i + 1
		}
		list, j := p.dayList(i)
		r.freq, r.byDay = "WEEKLY", list
		return r, j
	case (hasWeekday(t.word) || p.is(i, "weekday")) && parts[p.tok(i+1).word] > 0 && p.tok(i+1).raw == p.tok(i+1).word+"s": // Monday mornings
		if r.freq, r.byDay = "WEEKLY", p.workweek(); !p.is(i, "weekday") {
			r.byDay = []string{dayCodes[weekdays[t.word]]}
		}
		if c, e := p.clock(i + 1); e > 0 {
			r.clock = &c
			return r, e
		}
		return r, i + 2
	case t.raw == "weekends":
		r.freq, r.byDay = "WEEKLY", []string{"SA", "SU"}
		return r, i + 1
	case p.is(i, "working") && p.is(i+1, "ke") && p.is(i+2, "day") && p.is(i+3, "mein", "ko", "par") && p.tok(i-1).kind != number && urduNumbers[p.tok(i-1).raw] == 0: // kaam ke dinon mein
		r.freq, r.byDay = "WEEKLY", p.workweek()
		return r, i + 4
	case p.is(i, "working") && p.is(i+1, "day") && p.tok(i+1).raw == "days" && p.tok(i-1).kind != number && (p.is(i-1, "on") || i == 0 && p.is(i+2, "at", "@", "by")):
		r.freq, r.byDay = "WEEKLY", p.workweek()
		return r, i + 2
	}
	if _, e := p.dayList(i); e > 0 && p.besides(e) > 0 { // itwar ke ilawa har roz
		if base, end := p.repeat(p.besides(e)); end > 0 && base.interval == 1 && (base.freq == "DAILY" || base.freq == "WEEKLY") && p.exceptDays(&base, i, 0) > 0 {
			return base, end
		}
	}
	// "first Monday of every month", "15th of each month", "Monday to Friday every week"
	var lead repeats
	k := p.skip(i, "the")
	j := p.dateList(k, &lead)
	if j == 0 {
		if list, e := p.dayList(k); e > 0 {
			lead.byDay, j = list, e
		} else if p.tok(k).kind == number {
			if n, _, e := p.dayNumber(k); e > 0 && n <= 31 && p.is(e, "of") && p.is(e+1, "every") {
				lead.byDate, j = []int{n}, e
			} else if m, _, e2 := p.month(e); e > 0 && e2 > 0 && p.is(e2, "every") && p.is(e2+1, "year") {
				return repeats{freq: "YEARLY", interval: 1, byMonth: []int{m}, byDate: []int{n}}, e2 + 2
			}
		}
	}
	if j == 0 {
		if m, _, e := p.month(k); e > 0 {
			if n, _, e2 := p.dayNumber(e); e2 > 0 && p.is(e2, "every") && p.is(e2+1, "year") {
				return repeats{freq: "YEARLY", interval: 1, byMonth: []int{m}, byDate: []int{n}}, e2 + 2
			}
		}
		return repeats{}, 0
	}
	q := p.skip(j, "of", "in", "the", ",", "ke", "on")
	if months, e := p.monthList(q); e > 0 && p.is(e, "every") && p.is(e+1, "year") { // the last day of March and September, every year
		lead.freq, lead.interval, lead.byMonth = "YEARLY", 1, months
		return lead, e + 2
	}
	var base repeats
	var e int
	if p.is(q, "month", "year", "week") && p.is(p.skip(q+1, ","), "every") { // the first Tuesday of the month, every month
		q = p.skip(q+1, ",")
	}
	switch {
	case p.is(q, "every"):
		base, e = p.everyX(q)
	case p.is(q, "monthly", "weekly", "yearly", "quarterly", "fortnightly"):
		base, e = p.repeat(q)
	}
	if _, c := p.clock(p.skip(q, "at", "@", "from")); e == 0 && c > 0 && p.is(k+1, "to", "-", "through", "thru") && slices.Equal(lead.byDay, p.workweek()) {
		return repeats{freq: "WEEKLY", interval: 1, byDay: lead.byDay}, j // Mon-Fri at 9am
	}
	if e == 0 && len(lead.byDay) > 2 && len(lead.byDay[0]) == 2 && !p.is(k+1, "to", "-", "through", "thru", "se") && p.tok(q).kind != number {
		return repeats{freq: "WEEKLY", interval: 1, byDay: lead.byDay}, j // Mon, Wed and Fri
	}
	if e == 0 && len(lead.byDay) == 2 && len(lead.byDay[0]) == 3 && p.is(q, "month") { // first and third Monday of the month
		base, e = repeats{freq: "MONTHLY", interval: 1}, q+1
	}
	if e == 0 || base.bad != nil || len(base.byDay)+len(base.byDate) > 0 {
		return repeats{}, 0
	}
	base.byDay, base.byDate, base.shift, base.bad = lead.byDay, lead.byDate, lead.shift, lead.bad
	if p.is(e-1, "quarter", "quarterly") {
		base.ofQuarters()
	}
	plain := len(base.byDay) > 0 && len(base.byDay[0]) == 2
	if base.freq == "DAILY" && plain && len(base.byDay) > 1 { // peer se jumme tak har roz
		base.freq = "WEEKLY"
	}
	if base.freq == "WEEKLY" && !plain || base.freq == "MONTHLY" && plain || base.freq == "DAILY" {
		return repeats{}, 0
	}
	return base, e
}

// adjective reports whether the word at i only describes what follows: "the weekly report", "annual plan".
func (p *parser) adjective(i int) bool {
	t := p.tok(i)
	if !p.is(i, "daily", "weekly", "fortnightly", "monthly", "bimonthly", "quarterly", "yearly", "biannual", "biannually") || t.urdu && t.word == "daily" {
		return false
	}
	j := i + 1
	next := p.tok(j)
	if p.closed(j) || next.kind == number || next.urdu && next.word != "meeting" || hasWeekday(next.word) || parts[next.word] > 0 {
		return false
	}
	if _, c := p.clock(j); c > 0 {
		return false
	}
	switch next.raw {
	case "remind", "send", "ping", "post", "ask", "tell", "call", "share", "check", "collect", "please", "pls", "basis", "and", "reminder", "reminders":
		return false
	}
	return !p.is(j, "on", "at", "by", "from", "until", "for", "in", "before", "the", "every", "to", "except", "excluding", "first", "last", "end", "after", "during", "@", "beginning", "starting")
}

// everyX reads what follows "every", "har" or "alternate".
func (p *parser) everyX(i int) (repeats, int) {
	r := repeats{interval: 1}
	k := i + 1
	if p.is(i, "other") {
		r.interval = 2
	}
	if p.is(k, "single") {
		k++
	}
	if p.is(k, "second") && hasWeekday(p.tok(k+1).word) && p.is(k+2, "of", "in") {
		r.freq, r.byDay = "MONTHLY", []string{"2" + dayCodes[weekdays[p.tok(k+1).word]]}
		e := p.skip(k+2, "of", "in", "the", "every")
		if p.unit(e) == "month" {
			e++
		}
		return r, e
	}
	if p.is(k, "other", "dusre") || p.is(k, "second") && p.tok(k).raw == "second" && !p.closed(k+1) {
		if r.interval, k = 2, k+1; p.is(k-1, "second") {
			r.hint = "read as every other one; for the second of a month write \"second Monday of every month\""
		}
	} else if t := p.tok(k); t.kind == number && t.ordinal && t.n <= 12 && (p.unit(k+1) != "" || hasWeekday(p.tok(k+1).word)) && !p.is(k+2, "of", "in") {
		r.interval, k = t.n, k+1
		if t.n == 1 || hasWeekday(p.tok(k).word) && t.n > 2 {
			r.interval = 1
			r.freq, r.byDay = "MONTHLY", []string{fmt.Sprint(t.n, dayCodes[weekdays[p.tok(k).word]])}
			return r, k + 1
		}
		if hasWeekday(p.tok(k).word) {
			r.hint = "read as every other one; for the second of a month write \"second Monday of every month\""
		}
	} else if n, ok := ordinalWords[p.tok(k).word]; ok && n > 1 && p.unit(k+1) != "" && !p.is(k+2, "of", "in") {
		r.interval, k = n, k+1
	} else if p.is(k, "half") && p.is(k+1, "year") {
		r.freq, r.interval = "MONTHLY", 6
		return p.onDates(r, k+2)
	} else if n, vague, e := p.amount(k); e > 0 && !p.is(k, "a", "the") && (p.unit(e) != "" || p.is(e, "working")) {
		if vague || n != float64(int(n)) || n < 1 || n > 999 {
			return repeats{bad: why("whole")}, e + 1
		}
		r.interval, k = int(n), e
	}
	if m, _, e := p.month(k); e > 0 { // every March 8
		if n, _, e2 := p.dayNumber(p.skip(e, "the")); e2 > 0 && !p.timeAt(e) && n <= 31 && p.meridiem(e2) == "" {
			r.freq, r.byMonth, r.byDate = "YEARLY", []int{m}, []int{n}
			return r, e2
		}
		if p.tok(k).upper > 0 || !soft[p.tok(k).raw] {
			r.freq, r.byMonth, r.byDate = "YEARLY", []int{m}, []int{1}
			if n := p.dateList(p.skip(e, "on"), &r); n > 0 && p.is(e, "on") {
				e = n
			}
			return r, e
		}
	}
	if n, _, e := p.dayNumber(k); e > 0 && n <= 31 { // every 8 March
		if m, _, e2 := p.month(p.skip(e, "of")); e2 > 0 && n > calendar.DaysIn(2020, time.Month(m)) {
			most := calendar.DaysIn(2020, time.Month(m))
			return repeats{bad: why("year day", n, time.Month(m), most)}, e2
		} else if e2 > 0 {
			r.freq, r.byMonth, r.byDate = "YEARLY", []int{m}, []int{n}
			return r, e2
		}
	}
	if e := p.feastDay(&r, k); e > 0 {
		r.freq = "YEARLY"
		return r, e
	}
	if list, e := p.dayList(k); e > 0 {
		if off := p.besides(e); off > 0 { // har itwar ke ilawa roz
			r.freq = "DAILY"
			end := p.skip(off, "every", "daily", "day")
			if p.exceptDays(&r, k, 0) > 0 {
				return r, end
			}
		}
		r.freq, r.byDay = "WEEKLY", list
		if h := parts[p.tok(e).word]; h > 0 && p.timeless(e+1) {
			c, e2 := p.clock(e)
			r.clock, e = &c, e2
		}
		return r, e
	}
	if j := p.skip(k+1, "'", "s", "-"); p.is(j, "end") && p.is(k, "month", "quarter", "year") && r.interval == 1 { // every quarter's end
		r.freq, r.byDate = "MONTHLY", []int{-1}
		switch {
		case p.is(k, "quarter"):
			r.interval = 3
			r.ofQuarters()
		case p.is(k, "year"):
			r.freq, r.byMonth = "YEARLY", []int{12}
		}
		return r, j + 1
	}
	if p.unit(k) != "" || p.is(k, "working", "daily", "quarter") {
		return p.everyUnit(r, k)
	}
	if h, ok := parts[p.tok(k).word]; ok && h > 0 {
		c, e := p.clock(k)
		r.freq, r.clock = "DAILY", &c
		return r, e
	}
	if e := p.dateList(k, &r); e > 0 {
		q := p.skip(e, "of", "in", "the", "ke", "every", "a")
		r.freq = "MONTHLY"
		if u := p.unit(q); u == "month" {
			e = q + 1
		} else if u == "quarter" {
			r.interval, e = 3, q+1
		} else if p.is(k, "end", "middle") && q == e {
			return repeats{}, 0
		}
		return r, e
	}
	return repeats{}, 0
}

func (p *parser) timeless(i int) bool {
	_, e := p.clock(i)
	return e == 0
}

// everyUnit reads a unit with the days in it: "month on the 15th", "week on Friday", "saal 8 March ko".
func (p *parser) everyUnit(r repeats, k int) (repeats, int) {
	if p.is(k, "working") && p.is(k+1, "ke") {
		k++
	}
	if p.is(k, "working", "ke") && p.is(k+1, "day") {
		r.freq, r.byDay = "WEEKLY", p.workweek()
		if r.interval > 1 {
			r.bad = why("working days")
		}
		return r, k + 2
	}
	switch u := p.unit(k); u {
	case "second", "minute", "hour":
		return repeats{bad: why("hourly")}, k + 1
	case "day":
		r.freq = "DAILY"
		e := k + 1
		if p.is(e, "of") && p.is(e+1, "the") {
			e = p.skip(e, "of", "the", "week")
		}
		if list, j := p.dayList(p.skip(e, "from", ",")); len(list) > 1 { // every day from Monday to Friday
			r.freq, r.byDay = "WEEKLY", list
			return r, j
		}
		return r, e
	case "weekday":
		r.freq, r.byDay = "WEEKLY", p.workweek()
		return r, k + 1
	case "weekend":
		r.freq, r.byDay = "WEEKLY", []string{"SA", "SU"}
		return r, k + 1
	case "week", "fortnight":
		r.freq = "WEEKLY"
		if u == "fortnight" {
			r.interval *= 2
		}
		return p.onDays(r, k+1)
	case "month", "quarter":
		r.freq = "MONTHLY"
		if u == "quarter" {
			r.interval *= 3
		}
		return p.onDates(r, k+1)
	case "year":
		r.freq = "YEARLY"
		return p.onDates(r, k+1)
	}
	if p.is(k, "daily") {
		r.freq = "DAILY"
		return r, k + 1
	}
	return repeats{}, 0
}

// settle finds the first time and finishes the stored form. A repetition without a time counts as coming at the hour of notices.
func (p *parser) settle(r repeats, loc *string) (store.Repeat, calendar.Occurrence, bool) {
	start, said := p.today, !r.start.IsZero()
	if said {
		start = r.start
	}
	on := len(r.byDay)+len(r.byDate) > 0
	if !on && len(r.byMonth) == 0 {
		switch {
		case r.freq == "WEEKLY" && said:
			r.byDay = []string{dayCodes[start.Weekday()]}
		case (r.freq == "MONTHLY" || r.freq == "YEARLY") && start.Day > 28:
			r.byDate = []int{start.Day}
			if r.freq == "YEARLY" {
				r.byMonth = []int{int(start.Month)}
			}
		}
	}
	out := store.Repeat{Rule: r.rule(), Start: start.String(), Zone: *loc, Shift: r.shift}
	if r.clock != nil && !r.clock.end {
		out.Time = r.clock.at.String()
	} else if r.clock != nil {
		out.Time = p.opts.due().String()
	}
	if !r.until.IsZero() {
		out.Until = r.until.String()
	}
	first := out
	if r.interval > 1 && on { // counted from the first one that fits
		once := r
		once.interval = 1
		first.Rule = once.rule()
	}
	occ, ok, err := p.cal.Next(first, p.ref)
	if err != nil || !ok {
		return out, occ, false
	}
	out.Start = occ.Nominal.String()
	return out, occ, true
}
