package when

import "rabita/bot/calendar"

// This file reads the ends, the middle and the parts of a period: "end of next month", "mid-January", "the second week of May".

// ends are the readings of a period's end. A week's is asked about: its last working day, Saturday, or Sunday.
func (p *parser) ends(r period) day {
	if r.unit == "week" {
		last := r.from
		for d := r.from; !d.After(r.to); d = d.AddDays(1) {
			if p.cal.WorksOn(d.Weekday()) {
				last = d
			}
		}
		var dates []calendar.Date
		for d := last; !d.After(r.to); d = d.AddDays(1) {
			if !d.Before(p.today) || r.past {
				dates = append(dates, d)
			}
		}
		return day{dates: dates, past: r.past}
	}
	d := only(r.to)
	d.past = r.to.Before(p.today)
	return d
}

// edge reads the end, the middle or the beginning of a period.
func (p *parser) edge(i int) (day, int) {
	i = p.skip(i, "the")
	switch p.tok(i).raw {
	case "eom", "eow", "eoq", "eoy", "eofy":
		r := map[string]period{"eom": monthOf(p.today), "eow": weekOf(p.today), "eoq": quarterOf(p.today), "eoy": yearOf(p.today.Year), "eofy": p.fiscalNow(0)}[p.tok(i).raw]
		if q, e := p.period(p.skip(i+1, "of"), false); e > 0 && q.unit == r.unit && (q.next || r.unit == "month") && !q.bare {
			return p.ends(q), e
		}
		return p.ends(r), i + 1
	}
	if e := p.seq(i, "last", "working", "day"); e > 0 && p.closed(e) {
		return only(p.cal.WorkingDayBefore(monthOf(p.today).to)), e
	}
	if p.is(i, "end", "last", "close", "aakhir", "late") || p.is(i, "by") && p.tok(i).raw == "latest" {
		k := p.skip(i+1, "part", "-")
		if p.is(i, "last", "aakhir") && !(p.is(k, "day", "working") || p.is(k, "date")) {
			k = 0
		}
		working := false
		if k > 0 && p.is(i, "last", "aakhir") {
			working = p.is(k, "working")
			k = p.skip(k, "working", "day", "date")
		}
		if k > 0 {
			q := p.skip(k, "of", "in", "the", "-", "ke")
			if r, e := p.period(q, true); e > 0 && (q > k || r.unit != "year" || !r.bare) && !p.every(q) {
				d := p.ends(r)
				if working {
					d = only(p.cal.WorkingDayBefore(r.to))
					d.past = d.dates[0].Before(p.today)
				}
				return d, e
			}
		}
	}
	if p.is(i, "middle", "halfway") || p.tok(i).raw == "mid" {
		q := p.skip(i+1, "of", "the", "-", "in")
		if r, e := p.period(q, true); e > 0 {
			if y, e2 := p.year(e, false); e2 > 0 && r.bare && r.unit == "year" { // mid-year 2024
				return p.centre(yearOf(y)), e2
			}
			return p.centre(r), e
		}
	}
	if p.is(i, "beginning", "early", "shuru") || p.is(i, "from") && (p.tok(i).raw == "start" || p.tok(i).raw == "starting") {
		q := p.skip(i+1, "of", "the", "in", "-")
		if r, e := p.period(q, true); e > 0 && (q > i+1 || !p.is(i, "from") || r.unit != "year") {
			return p.starts(r), e
		}
	}
	if n, ok := p.nth(i); ok && p.is(i+1, "week", "half", "fortnight") {
		q := p.skip(i+2, "of", "in", "the", "ke")
		if r, e := p.period(q, false); e > 0 && q > i+2 && (r.unit == "month" || p.is(i+1, "half")) {
			return p.partOf(r, n, p.tok(i+1).word), e
		}
	}
	if n, ok := p.nth(i); ok && (p.is(i+1, "day") || p.is(i+1, "working") && p.is(i+2, "day")) {
		k := i + 2
		if p.is(i+1, "working") {
			k++
		}
		q := p.skip(k, "of", "in", "the", "ke")
		if r, e := p.period(q, true); e > 0 && q > k && !p.every(q) {
			d := r.from.AddDays(n - 1)
			if n < 0 {
				d = r.to
			}
			if k == i+3 && n > 0 {
				d = p.cal.AddWorkingDays(r.from.AddDays(-1), n)
			} else if k == i+3 {
				d = p.cal.WorkingDayBefore(r.to)
			}
			if d.Before(p.today) && r.unit == "month" && r.bare {
				return day{}, 0
			}
			return p.weekdayOf(d), e
		}
	}
	// month end, December end, mahine ke aakhir, mahine ka aakhri din
	r, e := p.period(i, p.tok(i).digits == 4)
	if e == 0 {
		return day{}, 0
	}
	k := p.skip(e, "ke", "-", "'", "s")
	working := false
	switch {
	case p.is(k, "end", "aakhir", "khatam", "close", "ختم"):
		if y, e2 := p.year(k+1, false); e2 > 0 && r.bare && r.unit == "year" { // year-end 2024
			return p.ends(yearOf(y)), e2
		}
		e = p.skip(k+1, "hone", "hotay", "hote", "ہونے")
		if p.is(e, "working") && p.is(e+1, "day") {
			working, e = true, e+2
		} else if p.is(k, "aakhir") {
			e = p.skip(e, "day", "date")
		}
		if p.is(k, "aakhir") {
			if _, ok := weekdays[p.tok(k+1).word]; ok {
				return day{}, 0
			}
			if p.is(k+1, "week") {
				return p.partOf(r, -1, "week"), k + 2
			}
		}
		if working {
			return only(p.cal.WorkingDayBefore(r.to)), e
		}
		return p.ends(r), e
	case k > e && p.tok(k).urdu && ordinalWords[p.tok(k).word] > 0 && p.is(k+1, "week") && r.unit == "month": // march ke doosre hafte
		return p.partOf(r, ordinalWords[p.tok(k).word], "week"), k + 2
	case p.is(k, "shuru", "beginning"):
		return p.starts(r), k + 1
	case p.is(k, "darmiyan"):
		return p.centre(r), k + 1
	case p.is(k, "middle") && p.tok(k).raw != "mid":
		return p.centre(r), k + 1
	}
	return day{}, 0
}

func (p *parser) centre(r period) day {
	d := r.from
	switch r.unit {
	case "month":
		d = r.from.AddDays(14)
		if r.bare && d.Before(p.today) {
			d = d.AddMonths(1)
		}
	case "week":
		d = r.from.AddDays(2)
		if r.bare && d.Before(p.today) {
			d = d.AddDays(7)
		}
	case "quarter":
		d = r.from.AddMonths(1).AddDays(14)
	case "year":
		d = calendar.Date{Year: r.from.Year, Month: 6, Day: 30}
		if r.bare && d.Before(p.today) {
			d.Year++
		}
	case "fiscal":
		d = calendar.Date{Year: r.from.Year, Month: 12, Day: 31}
	}
	return p.weekdayOf(d)
}

func (p *parser) starts(r period) day {
	d := r.from
	if d.Before(p.today) && (r.bare || r.unit == "month" && !r.past) {
		switch r.unit {
		case "month":
			d = d.AddMonths(1)
		case "week":
			d = d.AddDays(7)
		case "quarter":
			d = d.AddMonths(3)
		case "year", "fiscal":
			d = d.AddMonths(12)
		}
	}
	return p.weekdayOf(d)
}

// partOf reads a week or half of a month: its first and its last day are asked about, a half by its end.
func (p *parser) partOf(r period, n int, unit string) day {
	if unit == "half" {
		end := r.to
		if n == 1 {
			end = p.centre(r).dates[0]
		}
		return p.weekdayOf(end)
	}
	size := 7
	if unit == "fortnight" {
		size = 14
	}
	from := r.from.AddDays((n - 1) * size)
	to := from.AddDays(size - 1)
	if n < 0 {
		from, to = r.to.AddDays(1-size), r.to
	}
	if to.After(r.to) {
		to = r.to
	}
	var dates []calendar.Date
	for _, d := range []calendar.Date{from, to} {
		if !d.Before(p.today) {
			dates = append(dates, d)
		}
	}
	if len(dates) == 0 {
		return day{dates: []calendar.Date{to}, past: true}
	}
	return day{dates: dates}
}
