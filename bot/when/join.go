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
		return e.day != nil && e.day.exact.IsZero() && (p.timely(i) || p.is(i-1, ",", "from", "ko"))
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
	if e.rep != nil {
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

// unite gives a time without a day the day that stands elsewhere in the sentence, and a day without a time its time: "call KP tomorrow
// about the matrix at 3pm".
func (p *parser) unite(e *expr, all []expr) {
	if len(e.asked) > 0 || e.event != nil || e.day != nil && (e.rep != nil || e.day.bad != nil || !e.day.exact.IsZero() || e.isPast(p.today)) || e.clock != nil && (e.day != nil || e.rep != nil || e.clock.bad != nil) {
		return
	}
	var half *expr
	far := func(x expr) int { return max(x.start-e.end, e.start-x.end) }
	for k := range all {
		x := &all[k]
		if x.start == e.start || len(x.asked) > 0 || x.event != nil || p.parted(min(x.end, e.end), max(x.start, e.start)) || half != nil && far(*half) <= far(*x) {
			continue
		}
		switch {
		case e.clock == nil:
			if x.day != nil || x.rep != nil || x.clock.part || x.clock.bad != nil || e.strong && x.start < e.start {
				continue
			}
		case x.clock != nil || x.rep == nil && (x.rank <= 1 || x.day.bad != nil || !x.day.exact.IsZero() || x.isPast(p.today)) || x.rep != nil && x.rep.bad != nil:
			continue
		}
		half = x
	}
	if half == nil {
		if d, ok := p.ownDay(e); ok && e.clock != nil {
			e.day = &d
		}
		return
	}
	if e.clock == nil {
		e.clock = half.clock
	} else {
		e.day, e.rep = half.day, half.rep
	}
	e.apart = append(e.apart, Span{p.tok(half.start).start, p.tok(half.end - 1).end})
}

// numberBeside reads the number alone behind a day: "Friday 27" is a date, "kal 10" an hour, "Friday 3" may be either.
func (p *parser) numberBeside(e *expr, j int) int {
	t := p.tok(j)
	if e.day == nil || e.clock != nil && (!e.clock.part || e.clock.end) || e.rep != nil || len(e.day.dates) != 1 || !e.day.exact.IsZero() || t.kind != number || t.ordinal || t.digits > 2 || t.n == 0 || t.n > 31 {
		return j
	}
	weekday, end, minute := e.day.order == 1, j+1, 0
	if m := p.tok(end); m.kind == number && m.digits == 2 && !m.glued && !m.ordinal && m.n < 60 && t.n < 24 { // "tomorrow 10 30"
		minute, end = m.n, end+1
	}
	last := p.closed(end) || p.is(end, "tak", "ko") && p.closed(end+1)
	if !last && !(weekday && end == j+1 && p.is(end, "at", "@", "by", "before")) || !weekday && e.clock == nil && !p.is(j-1, "today", "tomorrow", "overmorrow") {
		return j
	}
	date := p.nextNth(t.n)
	fits := weekday && e.clock == nil && end == j+1 && date.bad == nil && date.dates[0].Weekday() == e.day.dates[0].Weekday()
	hour, read := clock{}, 0
	if last && t.n < 24 {
		hour, read = p.hour(t.n, minute, end, "")
	}
	switch {
	case fits && read > 0:
		at, _ := p.at(e.day.dates[0], &hour)
		due, _ := p.at(date.dates[0], nil)
		e.asked = []Reading{p.reading(at, false), p.reading(due, true)}
	case fits:
		*e.day = date
	case read > 0 && e.clock != nil: // "tonight 11"
		hour = p.halved(hour, *e.clock, j)
		e.clock = &hour
	case read > 0:
		e.clock = &hour
	default:
		return j
	}
	return end
}

// unread is a number right behind a date that no rule could read, at the end of the text: a part of the time, most likely.
func (p *parser) unread(e expr) string {
	if e.day == nil || e.clock != nil || e.rep != nil || p.tok(e.end).kind != number || p.tok(e.end).ordinal {
		return ""
	}
	k := e.end + 1
	for k < len(p.toks) && p.tok(k).glued {
		k++
	}
	if k < len(p.toks) {
		return ""
	}
	return p.text[p.tok(e.end).start:p.tok(k-1).end]
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

// expressions are those that stand at i and behind it.
func (p *parser) expressions(i int) []expr {
	var all []expr
	for i < len(p.toks) {
		if e, ok := p.expression(i); ok {
			all = append(all, e)
			i = max(e.end, i+1)
		} else {
			i++
		}
	}
	return all
}

// parted reports whether a sentence ends between two tokens.
func (p *parser) parted(from, to int) bool {
	for k := from; k < to; k++ {
		if p.is(k, ";", "?", "!", "|") || p.is(k, ".") && !p.tok(k+1).glued {
			return true
		}
	}
	return false
}

// ownDay reads the day in "Monday's meeting at 11", which belongs to a time behind it.
func (p *parser) ownDay(e *expr) (day, bool) {
	for i := 0; i < e.start; i++ {
		if p.is(i+1, "'") && p.tok(i+2).raw == "s" && p.is(i+3, "meeting", "session", "call", "hearing", "webinar", "event", "visit") && !p.parted(i, e.start) {
			if w, ok := weekdays[p.tok(i).word]; ok {
				return only(upcoming(p.today, w)), true
			} else if d, e := p.namedDay(i); e == i+1 {
				return only(d), true
			}
		}
	}
	return day{}, false
}
