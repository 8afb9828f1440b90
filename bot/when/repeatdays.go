package when

import (
	"fmt"
	"slices"

	"rabita/bot/calendar"
	"rabita/store"
)

// This file reads the days that a repetition falls on: "Mon, Wed and Fri", "the 1st and 15th", "the last working day", "except Sunday".

// workweek is the rule's list of working days.
func (p *parser) workweek() []string {
	var list []string
	for w := 1; w <= 7; w++ {
		if p.cal.WorksOn(calendar.Date{Year: 2024, Month: 1, Day: w}.Weekday()) { // 1 January 2024 was a Monday
			list = append(list, dayCodes[w%7])
		}
	}
	return list
}

// dayList reads "Monday", "Mon, Wed and Fri", "Monday to Thursday", "peer aur jumeraat".
func (p *parser) dayList(i int) ([]string, int) {
	var list []string
	j := 0
	for k := p.skip(i, "the"); ; {
		w, ok := weekdays[p.tok(k).word]
		if !ok || p.tok(k).kind != word || p.tok(k).raw == "may" {
			break
		}
		code := dayCodes[w]
		if !slices.Contains(list, code) {
			list = append(list, code)
		}
		j = k + 1
		if p.is(j, ".") && p.tok(j).glued {
			j++
		}
		if r := p.skip(j, "to", "-", "through", "thru", "se"); r > j {
			if last, ok := weekdays[p.tok(r).word]; ok && !(p.is(j, "se") && p.is(r+1, "pehle")) {
				for x := (w + 1) % 7; ; x = (x + 1) % 7 {
					if code := dayCodes[x]; !slices.Contains(list, code) {
						list = append(list, code)
					}
					if x == last {
						break
					}
				}
				j = p.skip(r+1, "tak")
			}
		}
		next := p.skip(j, ",", "and", "&", "aur", "or", "/", "plus", "ko", "every")
		if next == j {
			break
		}
		k = next
	}
	slices.SortFunc(list, func(a, b string) int {
		return (slices.Index(dayCodes, a)+6)%7 - (slices.Index(dayCodes, b)+6)%7
	})
	return list, j
}

// dateList reads days of a month: "the 15th", "1st and 15th", "15 tareekh", "last working day", "first Monday", "end".
func (p *parser) dateList(i int, r *repeats) int {
	k := p.skip(i, "the", "ke")
	if p.is(k, "day", "date") && p.tok(k+1).kind == number {
		k++ // "on day 20"
	}
	if n, ok := p.nth(k); ok {
		e := k + 1
		if a := p.skip(e, "and", "&", ",", "aur"); a > e { // first and third Monday
			if m, ok := p.nth(p.skip(a, "the")); ok {
				if w, ok := weekdays[p.tok(p.skip(a, "the")+1).word]; ok {
					r.byDay = []string{fmt.Sprint(n, dayCodes[w]), fmt.Sprint(m, dayCodes[w])}
					return p.skip(a, "the") + 2
				}
			}
		}
		if p.is(e, "working") && p.is(e+1, "day") || p.is(e, "weekday") {
			if p.is(e, "working") {
				e++
			}
			switch n {
			case -1:
				r.byDate, r.shift = []int{-1}, store.ShiftBefore
			case 1:
				r.byDate, r.shift = []int{1}, store.ShiftAfter
			default:
				r.bad = why("nth working day")
			}
			return e + 1
		}
		if w, ok := weekdays[p.tok(e).word]; ok {
			r.byDay = []string{fmt.Sprint(n, dayCodes[w])}
			if a := p.skip(e+1, "and", "&", ",", "aur"); a > e+1 { // the 1st Monday and 3rd Monday
				if m, ok := p.nth(a); ok && p.is(a+1, p.tok(e).word) {
					r.byDay = append(r.byDay, fmt.Sprint(m, dayCodes[w]))
					return a + 2
				}
			}
			return e + 1
		}
		if p.is(e, "day", "date") && n == -1 {
			r.byDate = []int{-1}
			return e + 1
		}
		if p.is(e, "day", "date") && n > 0 && p.tok(k).kind == word {
			r.byDate = []int{n}
			return e + 1
		}
	}
	if p.is(k, "end", "aakhir", "last") && !p.is(k, "last") {
		r.byDate = []int{-1}
		if _, ok := weekdays[p.tok(k+1).word]; ok && p.is(k, "aakhir") {
			r.byDate = nil
			return 0
		}
		return p.skip(k+1, "ke")
	}
	if p.is(k, "shuru", "beginning") {
		r.byDate = []int{1}
		return k + 1
	}
	if p.is(k, "middle", "darmiyan") {
		r.byDate = []int{15}
		return k + 1
	}
	var list []int
	j := 0
	for {
		n, ord, e := p.dayNumber(k)
		if e == 0 || n > 31 || p.timeAt(k) || p.meridiem(e) != "" || p.unit(e) != "" || p.is(e, "baje") {
			break
		}
		if _, ok := weekdays[p.tok(e).word]; ok && ord {
			break
		}
		if !ord && !p.is(e, "date", "and", "aur", "ko", "tak") && !p.is(k-1, "the", "on", "ke", "day", "date") {
			break
		}
		list = append(list, n)
		j = p.skip(e, "date")
		if e := p.seq(j, "(", "or", "the", "last", "day", ")"); e > 0 {
			j = e
		}
		next := p.skip(j, "and", "&", ",", "aur", "the")
		if next == j {
			break
		}
		k = next
	}
	if j > 0 {
		slices.Sort(list)
		r.byDate = list
	}
	return j
}

func hasWeekday(w string) bool { _, ok := weekdays[w]; return ok }

// onDays adds "on Friday" to a weekly repetition.
func (p *parser) onDays(r repeats, e int) (repeats, int) {
	q := p.skip(e, "on", ",", "ke", "every", "the", "-", "baad", "mein")
	if p.is(q-1, "the") {
		q--
	}
	if list, j := p.dayList(q); j > 0 && len(list) > 0 {
		r.byDay = list
		return r, j
	}
	return r, e
}

// onDates adds "on the 15th", "on the first Monday" or "8 March" to a monthly or yearly repetition.
func (p *parser) onDates(r repeats, e int) (repeats, int) {
	q := p.skip(e, "on", ",", "ke", "by", "at", "in", "baad", "mein")
	if r.freq == "YEARLY" {
		at := p.skip(q, "the")
		if d, j := p.named(at); j > 0 && d.bad == nil && len(d.dates) == 1 {
			r.byMonth, r.byDate = []int{int(d.dates[0].Month)}, []int{d.dates[0].Day}
			return r, j
		}
		if j := p.feastDay(&r, at); j > 0 {
			return r, j
		}
		if m, _, j := p.month(at); j > 0 {
			r.byMonth, r.byDate = []int{m}, []int{1}
			return r, j
		}
		if j := p.dateList(at, &r); j > 0 { // the last day of February
			if m, _, j2 := p.month(p.skip(j, "of", "in", "the")); j2 > 0 {
				r.byMonth = []int{m}
				return r, j2
			}
		}
		r.byDay, r.byDate, r.shift, r.bad = nil, nil, "", nil
		return r, e
	}
	was := r
	if r.interval == 6 {
		if j := p.halves(&r, q); j > 0 {
			return r, j
		}
	}
	if d, j := p.named(p.skip(q, "the")); j > 0 && r.interval > 1 && len(d.dates) == 1 && d.bad == nil { // half-yearly on 1 July
		r.start, r.byDate = d.dates[0], []int{d.dates[0].Day}
		return r, j
	}
	if j := p.dateList(q, &r); j > 0 && !p.monthAt(j) {
		if p.is(e-1, "quarter", "quarterly") {
			r.ofQuarters()
		}
		return r, j
	}
	r = was
	if (p.is(q, "end") || p.is(q, "aakhir")) && r.freq == "MONTHLY" {
		r.byDate = []int{-1}
		return r, q + 1
	}
	return r, e
}

// halves reads the two dates of something that comes twice a year: "on 1 January and 1 July", "30 June and 31 December". They must be the
// same day of the month, or both its last.
func (p *parser) halves(r *repeats, i int) int {
	a, e := p.named(i)
	k := p.skip(e, "and", "&", ",", "aur")
	if e == 0 || k == e || len(a.dates) != 1 {
		return 0
	}
	b, e2 := p.named(k)
	if e2 == 0 || len(b.dates) != 1 {
		return 0
	}
	x, y := a.dates[0], b.dates[0]
	switch {
	case x.Day == x.MonthEnd().Day && y.Day == y.MonthEnd().Day:
		r.byDate = []int{-1}
	case x.Day == y.Day:
		r.byDate = []int{x.Day}
	default:
		r.bad = why("which days")
	}
	r.freq, r.interval, r.byMonth = "YEARLY", 1, []int{min(int(x.Month), int(y.Month)), max(int(x.Month), int(y.Month))}
	return e2
}

// feastDay reads a holiday that a yearly repetition falls on; those by the moon cannot repeat by a rule.
func (p *parser) feastDay(r *repeats, i int) int {
	d, j := p.holiday(i)
	if j == 0 {
		return 0
	}
	if r.bad = d.bad; r.bad == nil {
		r.byMonth, r.byDate = []int{int(d.dates[0].Month)}, []int{d.dates[0].Day}
	}
	return j
}

// monthList reads "March, June and September", with the comma that may follow.
func (p *parser) monthList(i int) (list []int, j int) {
	for k := i; ; k = p.skip(j, ",", "and", "&", "aur") {
		m, _, e := p.month(k)
		if e == 0 {
			return list, p.skip(j, ",")
		}
		list, j = append(list, m), e
	}
}

// monthAt reports whether the name of a month stands at j.
func (p *parser) monthAt(j int) bool {
	_, _, e := p.month(j)
	return e > 0
}

// besides passes over "ke ilawa", which takes the days before it out of a repetition.
func (p *parser) besides(i int) int {
	switch p.tok(i + 1).raw {
	case "ilawa", "elawa", "alawa", "siwa", "siwaye", "علاوہ", "سوا":
		if p.is(i, "ke") {
			return i + 2
		}
	}
	return 0
}

// exceptDays takes days of the week out of a daily repetition: "every day except Sunday".
func (p *parser) exceptDays(r *repeats, k, j int) int {
	off, e := p.dayList(k)
	if p.is(k, "weekend") {
		off, e = []string{"SA", "SU"}, k+1
	}
	days := r.byDay
	if r.freq == "DAILY" {
		days = append(slices.Clone(dayCodes[1:]), dayCodes[0])
	}
	left := slices.DeleteFunc(slices.Clone(days), func(code string) bool { return slices.Contains(off, code) })
	if e == 0 || len(left) == 0 || len(left) == len(days) {
		return j
	}
	r.freq, r.byDay = "WEEKLY", left
	return e
}
