package when

// This file joins what belongs together in one expression: a weekday and its date, the two ends of a range.

// rangeClock reads "to 9am" or "- 4:30pm" behind an hour alone.
func (p *parser) rangeClock(i int) int {
	k := p.skip(i, "-", "to")
	if p.is(i, "and") && p.is(i-2, "between") || p.is(i, "se") && p.tok(i).urdu && p.tok(i+1).kind == number && p.is(i+2, "baje") {
		k = i + 1
	}
	if k == i {
		return 0
	}
	c, e := p.clock(k)
	if e == 0 || c.bare {
		return 0
	}
	return e
}

// hourRange reports whether two hours alone are a range of times: "Friday 9-5", "from 2 to 4 on Monday".
func (p *parser) hourRange(e *expr, i, end int) bool {
	k := p.skip(end, "-", "to")
	if p.is(end, "and") && p.is(i-1, "between") {
		k = end + 1
	}
	last := p.tok(k)
	if t := p.tok(i); k == end+1 && t.digits == 4 && last.kind == number && last.digits == 4 && last.n > t.n && t.n%5 == 0 && last.n%5 == 0 && last.n < 2400 && last.n%100 < 60 && p.dayOrEnd(k+1) { // "Monday 0800-0900"
		return e.day != nil && (t.n < 1000 || !e.day.noYear) && len(e.day.dates) == 1
	}
	if k != end+1 || p.tok(i).digits > 2 || last.kind != number || last.ordinal || last.digits > 2 || last.n < 1 || last.n > 12 || p.unit(k+1) != "" {
		return false
	}
	if p.closed(k + 1) {
		return (e.rep != nil || e.day != nil && e.day.exact.IsZero()) && (p.timely(i) || p.is(i-1, ",", "from", "ko"))
	}
	_, d := p.day(p.skip(k+1, "on", ","))
	return d > 0 && p.timely(i)
}

// unbracket passes over the bracket that closes one before k: "7 July 2022 (Thursday) at 11".
func (p *parser) unbracket(k, end int) int {
	if p.is(k-1, "(") && p.is(end, ")") {
		end++
	}
	return end
}

// again passes over the distance of a date that was given already, as the bot itself says it: "Fri 8 Nov 2019, in 3 working days".
func (p *parser) again(e *expr, j int) int {
	if e.day == nil || len(e.day.dates) != 1 || !p.is(j, ",") {
		return j
	}
	if d, end := p.day(j + 1); end > 0 && len(d.dates) == 1 && d.dates[0] == e.day.dates[0] && d.order == 0 {
		return end
	}
	return j
}

// joined puts a date behind the weekday that announces it; if they disagree, that weekday nearest to the date is a reading as well.
func (p *parser) joined(e *expr, d day, end int) int {
	if d.bad == nil && len(d.dates) == 1 && e.day.dates[0].Weekday() != d.dates[0].Weekday() {
		w := e.day.dates[0].Weekday()
		d.hint = d.dates[0].Words() + " is not a " + w.String()
		if near := upcoming(d.dates[0].AddDays(-4), int(w)); !near.Before(p.today) && !d.dates[0].Before(p.today) {
			d.dates = append(d.dates, near)
		}
	}
	*e.day = d
	return end
}

// rangeEnd passes over the end of a range: the deadline is its beginning, "10 August - 12 September", "9am to 5pm". "Between" two days
// is asked about.
func (p *parser) rangeEnd(e *expr, j int) int {
	k := p.skip(j, "-", "to", "till", "until", "and", "se", "through")
	if k == j || k > j+1 {
		return j
	}
	if p.is(j, "and") && !p.is(e.start, "between") && !p.is(e.start-1, "between") {
		return j
	}
	if e.rep != nil && e.clock == nil {
		return j
	}
	if e.clock != nil {
		if p.is(j, "-") && e.clock.loc == nil && p.tok(k).glued && p.tok(k).digits == 2 && p.is(k+1, ":") && p.tok(j).glued && p.is(j-2, ":") && p.is(e.start+1, "-") && !p.is(j-1, "pm", "am") {
			return j
		}
		if c, end := p.clock(k); end > 0 {
			if _, d := p.day(k); d > end {
				return p.dayRange(e, k, j)
			}
			if e.clock.bare && !c.bare {
				if h := e.clock.at.Hour; c.at.Hour >= 12 && !p.twelve(k) && e.clock.hint == "" && h < 12 && h+12 <= c.at.Hour {
					e.clock.at.Hour = h + 12
				} else if c.at.Hour < 12 && e.clock.hint != "" {
					e.clock.at.Hour -= 12
				} else if c.at.Hour < 12 && h == 12 {
					e.clock.at.Hour = 0
				}
				e.clock.hint, e.clock.bare = "", false
			} else if e.clock.hint != "" && c.at.Hour < 12 && c.hint == "" {
				e.clock.at.Hour, e.clock.hint = e.clock.at.Hour-12, ""
			}
			return end
		}
	}
	return p.dayRange(e, k, j)
}

func (p *parser) twelve(k int) bool { return p.tok(k).kind == number && p.tok(k).n == 12 }

func (p *parser) dayRange(e *expr, k, j int) int {
	if e.day != nil && len(e.day.dates) >= 1 && e.day.exact.IsZero() {
		if d, end := p.day(k); end > 0 && d.exact.IsZero() && len(d.dates) > 0 {
			if e.day.bad == nil && d.bad == nil && e.day.noYear && d.noYear && e.day.dates[0].After(d.dates[0]) && !e.day.dates[0].After(d.dates[0].AddMonths(12)) && d.dates[0].Year == p.today.Year {
				*e.day = d // "1 December to 10 December" said on the 5th: its end is to come
				return end
			}
			if last := d.dates[len(d.dates)-1]; p.is(j, "and") && e.day.bad == nil && d.bad == nil {
				if d.order == 1 { // "between Monday and Wednesday": the Wednesday after that Monday
					last = upcoming(e.day.dates[0], int(last.Weekday()))
				}
				e.day.dates = append(e.day.dates[:1], last)
				return end
			}
			if e.day.noYear && !d.noYear && d.dates[0].Year != e.day.dates[0].Year && !d.past {
				if back := e.day.dates[0]; true { // "10 August - 12 September 2013"
					back.Year = d.dates[0].Year
					if back.Valid() && !back.After(d.dates[0]) {
						e.day.dates[0] = back
						e.day.past = back.Before(p.today)
					}
				}
			} else if e.day.noYear && !d.noYear && d.order == 0 && p.tok(end-1).digits == 4 {
				e.day.dates[0].Year = d.dates[0].Year
			}
			return end
		}
	}
	return j
}
