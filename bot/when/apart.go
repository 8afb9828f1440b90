package when

// This file joins what belongs together and stands apart: a day and its time elsewhere in the sentence, a number alone behind a day.

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
	if p.is(e.end, "+") && p.tok(e.end+1).kind == number && e.clock != nil && e.clock.end { // "EOD+1"
		return p.text[p.tok(e.end).start:p.tok(e.end+1).end]
	}
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
