package when

import (
	"time"

	"rabita/bot/calendar"
)

// A period is a stretch of days that has an end, a middle and a beginning.
type period struct {
	from, to calendar.Date
	unit     string // week, month, quarter, year; "fiscal"
	bare     bool   // no "this", "next" or name: "month" in "end of month"
	next     bool
	past     bool
}

func monthOf(d calendar.Date) period {
	first := calendar.Date{Year: d.Year, Month: d.Month, Day: 1}
	return period{from: first, to: first.MonthEnd(), unit: "month"}
}

func weekOf(d calendar.Date) period {
	m := monday(d)
	return period{from: m, to: m.AddDays(6), unit: "week"}
}

func quarterOf(d calendar.Date) period {
	first := calendar.Date{Year: d.Year, Month: (d.Month-1)/3*3 + 1, Day: 1}
	return period{from: first, to: first.AddMonths(2).MonthEnd(), unit: "quarter"}
}

func yearOf(y int) period {
	return period{from: calendar.Date{Year: y, Month: 1, Day: 1}, to: calendar.Date{Year: y, Month: 12, Day: 31}, unit: "year"}
}

// fiscal is the financial year that ends on 30 June of y.
func fiscal(y int) period {
	return period{from: calendar.Date{Year: y - 1, Month: 7, Day: 1}, to: calendar.Date{Year: y, Month: 6, Day: 30}, unit: "fiscal"}
}

// period reads "the month", "next week", "this quarter", "January 2020", "Q1", "the financial year", "agle mahine", and a year where
// years is set.
func (p *parser) period(i int, years bool) (period, int) {
	k := p.skip(i, "the")
	step, said := 0, false
	switch {
	case p.is(k, "this", "current"):
		said, k = true, k+1
	case p.nextToNext(k) > 0:
		step, said, k = 2, true, p.nextToNext(k)
	case p.is(k, "next", "coming", "following"):
		step, said, k = 1, true, p.skip(k+1, "wala")
	case p.is(k, "last", "past"):
		step, said, k = -1, true, k+1
	case p.tok(k).raw == "new" && (p.unit(k+1) == "year" || p.is(k+1, "fy", "financial", "fiscal")):
		step, said, k = 1, true, k+1
	}
	fy := false
	switch {
	case p.is(k, "financial", "fiscal", "mali", "budget", "مالی"):
		fy, k = true, k+1
	case p.is(k, "fy") || p.is(k, "calendar") && p.is(k+1, "year"):
		fy = p.is(k, "fy")
		if k++; fy {
			y, e := p.year(k, true)
			if e > 0 {
				if p.is(e, "-", "/") && p.tok(e+1).kind == number {
					return fiscal(y + 1), e + 2
				}
				if q := p.tok(e); q.raw == "q" && p.tok(e+1).glued && p.tok(e+1).n >= 1 && p.tok(e+1).n <= 4 { // FY21 Q2
					return quarterOf(fiscal(y).from.AddMonths(3 * (p.tok(e+1).n - 1))), e + 2
				}
				return fiscal(y), e
			}
			return p.fiscalNow(step), k
		}
	}
	t := p.today
	switch u := p.unit(k); {
	case fy && u == "year":
		if y, e := p.year(k+1, false); e > 0 {
			if p.is(e, "-", "/") && p.tok(e+1).kind == number {
				return fiscal(y + 1), e + 2
			}
			return fiscal(y), e
		}
		return p.fiscalNow(step), k + 1
	case fy:
		return period{}, 0
	case u == "week" || u == "weekend" && (said || p.is(k-1, "the") || p.marked(k)):
		said = said || u == "weekend"
		r := weekOf(t.AddDays(7 * step))
		if u == "weekend" {
			r.from, r.unit = r.from.AddDays(5), "weekend"
		}
		r.bare, r.next, r.past = !said, step > 0, step < 0
		if e := p.seq(k+1, "after", "next"); e > 0 && step == 0 && (!said || u == "weekend") {
			after := weekOf(t.AddDays(14))
			if after.next = true; u == "weekend" {
				after.from, after.unit = after.from.AddDays(5), "weekend"
			}
			return after, e
		}
		return r, k + 1
	case u == "month":
		r := monthOf(t.AddMonths(step))
		r.bare, r.next, r.past = !said, step > 0, step < 0
		if e := p.seq(k+1, "after", "next"); e > 0 && !said {
			r = monthOf(t.AddMonths(2))
			r.next = true
			return r, e
		}
		return r, k + 1
	case u == "quarter":
		r := quarterOf(t.AddMonths(3 * step))
		if n, ok := ordinalWords[p.tok(k-1).word]; ok && n > 0 {
			return period{}, 0
		}
		r.bare, r.next, r.past = !said, step > 0, step < 0
		return r, k + 1
	case u == "year" && len(p.tok(k).raw) > 1:
		if m, _, e := p.month(p.skip(k+1, "ke", "mein", ",", "-")); e > 0 && said { // agle saal march
			return monthOf(calendar.Date{Year: t.Year + step, Month: time.Month(m), Day: 1}), e
		}
		r := yearOf(t.Year + step)
		r.bare, r.next, r.past = !said, step > 0, step < 0
		return r, k + 1
	}
	if w := p.tok(k); w.raw == "q" && p.tok(k+1).glued && p.tok(k+1).digits == 1 && p.tok(k+1).n >= 1 && p.tok(k+1).n <= 4 {
		return p.quarter(p.tok(k+1).n, k+2)
	}
	if n, _, e := p.dayNumber(k); e > 0 && n <= 4 && p.is(e, "quarter") {
		return p.quarter(n, e+1)
	}
	if m, loose, e := p.month(k); e > 0 {
		y, e2 := p.year(p.skip(e, ",", "-", "of"), false)
		if e2 == 0 {
			if y, e2 = p.year(e, false); p.is(e, "'") {
				y, e2 = p.year(e, true)
			}
		}
		if e2 > 0 {
			r := monthOf(calendar.Date{Year: y, Month: time.Month(m), Day: 1})
			return r, e2
		}
		if loose && p.tok(k).upper == 0 && !said && !p.marked(k) && !p.is(k-1, "beginning", "early", "late", "mid") && !p.is(k+1, "ke", "end", "aakhir") && !(p.is(k-1, "-") && p.is(k-2, "middle", "end")) {
			return period{}, 0
		}
		r := monthOf(calendar.Date{Year: t.Year, Month: time.Month(m), Day: 1})
		if r.to.Before(t) || step > 0 && !r.from.After(t) {
			r = monthOf(calendar.Date{Year: t.Year + 1, Month: time.Month(m), Day: 1})
		}
		q := p.skip(e, "of", ",")
		if p.is(q, "next") && p.is(q+1, "year") {
			r, e = monthOf(calendar.Date{Year: t.Year + 1, Month: time.Month(m), Day: 1}), q+2
		} else if p.is(q, "this") && p.is(q+1, "year") {
			r, e = monthOf(calendar.Date{Year: t.Year, Month: time.Month(m), Day: 1}), q+2
		}
		return r, e
	}
	if y, e := p.year(k, false); years && e > 0 {
		if next := p.tok(e + 1); p.is(e, "-", "/") && p.tok(e).glued && next.kind == number && next.glued && next.digits == 2 && next.n == (y+1)%100 { // 2019-20
			return fiscal(y + 1), e + 2
		}
		return yearOf(y), e
	}
	return period{}, 0
}

func (p *parser) fiscalNow(step int) period {
	y := p.today.Year + step
	if p.today.Month >= 7 {
		y++
	}
	r := fiscal(y)
	r.next, r.past = step > 0, step < 0
	return r
}

// quarter n of the year that follows at e, else the next that is not over.
func (p *parser) quarter(n, e int) (period, int) {
	month := time.Month(n*3 - 2)
	k := p.skip(e, "of", ",", "-", "/", "the")
	if y, e2 := p.year(k, p.is(e, "'")); e2 > 0 {
		return quarterOf(calendar.Date{Year: y, Month: month, Day: 1}), e2
	}
	if fy, e2 := p.period(k, false); e2 > 0 && fy.unit == "fiscal" { // the 2nd quarter of FY 2022-23
		return quarterOf(fy.from.AddMonths(3 * (n - 1))), e2
	}
	if p.is(k, "next") && p.is(k+1, "year") {
		return quarterOf(calendar.Date{Year: p.today.Year + 1, Month: month, Day: 1}), k + 2
	}
	if p.is(k, "this") && p.is(k+1, "year") {
		e = k + 2
	}
	r := quarterOf(calendar.Date{Year: p.today.Year, Month: month, Day: 1})
	if r.to.Before(p.today) {
		r = quarterOf(calendar.Date{Year: p.today.Year + 1, Month: month, Day: 1})
	}
	return r, e
}

func (p *parser) every(i int) bool { return p.is(p.skip(i, "the"), "every") }

// nth is an ordinal at i: first, 2nd, last.
func (p *parser) nth(i int) (int, bool) {
	t := p.tok(i)
	if t.kind == number && t.ordinal && t.n >= 1 && t.n <= 31 {
		return t.n, true
	}
	if n, ok := ordinalWords[t.word]; t.kind == word && ok && t.word != "second" {
		return n, true
	}
	n, ok := ordinalWords[t.raw]
	return n, ok && t.kind == word
}

// alone reads a period with nothing beside it, "next week" or "in January": its days are asked about.
func (p *parser) alone(i int) (day, int) {
	r, e := p.period(i, false)
	if e == 0 || p.tok(p.skip(i, "the")).raw == "new" || r.bare && r.unit != "fiscal" && !(p.is(i-1, "within") && p.is(i, "the")) || p.is(p.skipBack(i, "the"), "after", "since") {
		return day{}, 0
	}
	t := p.today
	if r.past {
		d := map[string]calendar.Date{"week": t.AddDays(-7), "month": t.AddMonths(-1), "quarter": t.AddMonths(-3), "year": t.AddMonths(-12)}[r.unit]
		if d.IsZero() {
			d = r.from
		}
		return day{dates: []calendar.Date{d}, past: true}, e
	}
	var dates []calendar.Date
	add := func(d calendar.Date) {
		for _, have := range dates {
			if have == d {
				return
			}
		}
		if !d.Before(t) && d.Valid() {
			dates = append(dates, d)
		}
	}
	weak := false
	switch {
	case r.unit == "weekend":
		add(r.from)
		if len(dates) == 0 {
			add(r.to)
		}
	case r.next && r.unit == "week":
		add(r.from)
		add(t.AddDays(monday(t).DaysUntil(r.from)))
		for _, d := range p.ends(r).dates[:1] {
			add(d)
		}
	case r.next && r.unit == "month":
		add(r.from)
		add(t.AddMonths(monthsApart(t, r.from)))
		add(r.to)
	case r.next && r.unit == "quarter":
		add(r.from)
		add(t.AddMonths(3))
		add(r.to)
	case r.next && r.unit == "year":
		add(r.from)
		add(t.AddMonths(12))
		add(r.to)
	case r.unit == "week":
		for _, d := range p.ends(r).dates {
			add(d)
		}
	case r.from.After(t) && r.unit == "month":
		add(r.from)
		add(r.to)
		weak = true
	case r.from.After(t):
		add(r.from)
		add(r.to)
	default:
		add(r.to)
		weak = r.unit == "month"
	}
	if len(dates) == 0 {
		return day{dates: []calendar.Date{r.from}, past: true, weak: weak}, e
	}
	if r.unit == "month" && !r.next {
		if _, _, m := p.month(p.skip(i, "the")); m > 0 {
			weak = m == e // a month without a year
		}
	}
	return day{dates: dates, weak: weak}, e
}

func monthsApart(a, b calendar.Date) int {
	return (b.Year-a.Year)*12 + int(b.Month) - int(a.Month)
}
