package when

import "rabita/bot/calendar"

// This file reads where a repetition begins and ends: "from Monday", "until 30 June", "for 6 weeks".

// bounds reads where a repetition begins and ends: "from Monday", "starting 1 Jan", "until 30 June", "for 6 weeks", "10 times".
func (p *parser) bounds(r *repeats, j int) int {
	k := p.skip(j, ",", "and")
	switch {
	case p.is(k, "except", "excluding", "but") && r.interval == 1 && (r.freq == "DAILY" || r.freq == "WEEKLY"):
		return p.exceptDays(r, p.skip(k+1, "for", "on", "not", "the"), j)
	case p.is(k, "from", "beginning", "effective"):
		k = p.skip(k, "from", "beginning", "effective", "on", "the")
		if d, e := p.boundDay(k); e > 0 && len(d.dates) > 0 && d.exact.IsZero() {
			r.start = d.dates[len(d.dates)-1]
			if len(d.dates) > 1 {
				r.start = d.dates[0]
			}
			for m := k + 1; m < e; m++ { // from 1 to 10 December
				if last, end := p.named(p.skip(m+1, "the")); p.is(m, "to", "-", "until", "se") && end == e && len(last.dates) == 1 {
					if r.until = last.dates[0]; !r.start.Before(r.until) { // it has begun
						r.start = calendar.Date{}
					}
				}
			}
			return p.skip(e, "onwards", "onward", "on")
		}
	case p.is(k, "on") && len(r.byDay)+len(r.byDate) == 0 && (r.freq == "MONTHLY" || r.freq == "WEEKLY"):
		on, e := p.onDates(*r, k)
		if r.freq == "WEEKLY" {
			on, e = p.onDays(*r, k)
		}
		if e > k && len(on.byDay)+len(on.byDate) > 0 {
			*r = on
			return e
		}
	case p.is(k, "in", "during", "of") && r.start.IsZero() && r.until.IsZero():
		if q, e := p.period(k+1, false); e > 0 && !q.bare && !q.past && (q.unit == "month" || q.unit == "quarter" || q.unit == "week") { // every Monday in January
			if r.until = q.to; q.from.After(p.today) {
				r.start = q.from
			}
			return e
		}
	case p.is(k, "until", "through", "ending"), p.is(k, "up") && p.is(k+1, "to"), p.is(k, "to"), p.is(k, "by"), p.is(k, "till"), p.is(k, "end") && p.tok(k).raw == "ending":
		k = p.skip(k+1, "to", "the", "on")
		if q, e := p.period(k, false); e > 0 && q.unit == "month" && !q.bare && p.is(e, "on") { // every month until June on the 5th
			r.until = q.to
			return e
		}
		if d, e := p.boundDay(k); e > 0 && len(d.dates) > 0 && d.exact.IsZero() {
			r.until = d.dates[len(d.dates)-1]
			return p.skip(e, "tak")
		}
	case p.is(k, "for"):
		e0 := p.skip(k+1, "the", "next", "a", "period", "of")
		if n, _, e := p.amount(e0); e > 0 && p.is(e, "times", "occurrences", "dafa", "reminders") && n >= 1 && n < 1000 {
			r.count = int(n)
			return e + 1
		}
		if p.is(e0-1, "a") {
			e0--
		}
		if s, e := p.duration(e0); e > 0 && !s.timed {
			r.until = s.from(p.cal, p.today, 1)
			return e
		} else if u := p.unit(e0); u != "" && p.is(e0-1, "next") { // for the next month
			s.add(1, u, false)
			r.until = s.from(p.cal, p.today, 1)
			return e0 + 1
		}
	default:
		if n, _, e := p.amount(k); e > 0 && p.is(e, "times", "occurrences") && n >= 1 && n < 1000 {
			r.count = int(n)
			return e + 1
		}
		if _, e := p.dayList(k); e > 0 && p.besides(e) > 0 && r.interval == 1 && (r.freq == "DAILY" || r.freq == "WEEKLY") && p.exceptDays(r, k, 0) > 0 {
			return p.besides(e)
		}
		if d, e := p.boundDay(p.skip(k, "ke")); e > 0 && p.is(e, "tak", "se") && len(d.dates) > 0 && d.exact.IsZero() {
			if p.is(e, "tak") {
				r.until = d.dates[len(d.dates)-1]
			} else if !p.is(e+1, "pehle") {
				r.start = d.dates[0]
			} else {
				return j
			}
			return e + 1
		}
	}
	return j
}

// boundDay is the day at which a repetition begins or ends, with the weekday that may announce it: "until Tue 31 Dec".
func (p *parser) boundDay(i int) (day, int) {
	d, e := p.day(i)
	if e > 0 && d.order == 1 {
		if dated, end := p.day(p.skip(e, ",")); end > 0 && dated.order == 0 && len(dated.dates) == 1 && dated.dates[0].Weekday() == d.dates[0].Weekday() {
			return dated, end
		}
	}
	return d, e
}

// limit gives a repetition the day that stands in front of it and begins or ends it: "from 1 May every Monday", "kal se har roz",
// "until 30 June every Friday". That day is then no deadline of its own.
func (p *parser) limit(d, rep *expr) {
	if rep.rep == nil || rep.rep.bad != nil || d.day == nil || d.clock != nil || d.rep != nil || d.day.bad != nil || len(d.day.dates) == 0 || !d.day.exact.IsZero() {
		return
	}
	k := p.skip(d.end, "se", ",")
	if k != rep.start || k > d.end+1 {
		return
	}
	switch {
	case p.is(d.end, "se") || p.is(d.start, "from"):
		rep.rep.start = d.day.dates[0]
	case p.is(d.start, "until") || p.is(d.end-1, "tak"):
		rep.rep.until = d.day.dates[len(d.day.dates)-1]
	default:
		return
	}
	rep.start, rep.rank, d.rank = d.start, max(rep.rank, d.rank), 0
}

// unreadBound is what stands behind a repetition and limits it in a way that no rule could read: "every year in the first week of March",
// "every Friday during Ramadan", "every Tuesday until the 15th IPMG".
func (p *parser) unreadBound(e expr) string {
	k := p.skip(e.end, ",", "in", "during", "for", "from", "until", "between", "to", "the")
	if e.rep == nil || e.rep.bad != nil || k == e.end {
		return ""
	}
	_, nth := p.nth(k)
	_, _, event := p.event(p.skipBack(k, "the") + 1)
	end := k + 1
	switch {
	case nth && p.unit(k+1) != "":
		end = k + 2
	case event > 0 && p.is(e.end, "until", "from"):
		end = event
	case moonMonths[p.tok(k).raw], p.isEid(k):
	default:
		return ""
	}
	return p.text[p.tok(e.end).start:p.tok(end-1).end]
}
