package when

import (
	"slices"

	"rabita/bot/calendar"
)

// day reads a date at i by the rule that reaches furthest.
func (p *parser) day(i int) (day, int) {
	at := place{i, p.depth}
	if have, ok := p.days[at]; ok {
		return have.day.clone(), have.end
	}
	var best day
	end := 0
	for _, rule := range []func(int) (day, int){p.numeric, p.named, p.offsetFrom, p.weekNamed, p.near, p.fromNow, p.nthWeekday, p.edge, p.theNth, p.weekday, p.alone, p.holiday} {
		if d, j := rule(i); j > end {
			best, end = d, j
		}
	}
	p.days[at] = dayAt{best, end}
	return best.clone(), end
}

// An expr is one expression of time in the text.
type expr struct {
	start, end int // tokens
	rank       int // how surely it is a deadline
	lead       bool
	day        *day
	clock      *clock
	rep        *repeats
	event      *awaited
	asked      []Reading // readings that are of different kinds: "by 5"
	marked     bool      // a word that introduces or closes a deadline belongs to it
	strong     bool      // that word was "by", "before", "due", "tak", ...
}

var strongBefore = []string{"by", "before", "due", "until", "deadline"}
var weakBefore = []string{"on", "at", "in", "within", "from", "for", "@", "around", "about", "after", "between", "during", "to", "of", "ko", "approximately", "baroz", "بروز"}

// markers passes over the words that introduce a deadline: "by", "no later than", "on or before", "due on the".
func (p *parser) markers(i int) (j int, marked, strong bool) {
	for j = i; j < len(p.toks); {
		switch {
		case p.is(j, strongBefore...):
			j, marked, strong = j+1, true, true
		case p.is(j, "no", "not") && p.is(j+1, "later") && p.is(j+2, "than"), p.is(j, "on") && p.is(j+1, "or") && p.is(j+2, "before"):
			j, marked, strong = j+3, true, true
		case (p.tok(j).raw == "prior" || p.tok(j).raw == "latest" || p.is(j, "sometime", "anytime", "any")) && p.is(j+1, "to", "by", "on", "before", "time"):
			j, marked, strong = j+2, true, true
		case p.is(j, "at", "the") && p.is(j+1, "the", "latest", "by") && p.tok(j+1).raw == "latest":
			j, marked, strong = j+2, true, true
		case p.is(j, weakBefore...):
			j, marked = j+1, true
		case marked && p.is(j, "new", "revised", "extended") && p.is(j+1, "date", "deadline"), p.is(j, "date", "deadline") && j > i, p.is(j, "the") && j > i && !p.is(j+1, "day", "week", "min", "minute"), p.is(j, "this") && p.tok(j+1).kind == number && p.tok(j+1).digits == 4, p.is(j, "~"), p.is(j, "'", "\"", "(", ":", "-") && marked && j > i:
			j++
		default:
			return j, marked, strong
		}
		if j-i > 6 {
			break
		}
	}
	return j, marked, strong
}

// expression reads everything that belongs together at i: a date, a time, a repetition, in any order, with the words between.
func (p *parser) expression(i int) (expr, bool) {
	e := expr{start: i}
	if p.byNumber(&e, i) {
		return e, true
	}
	j, marked, strong := p.markers(i)
	e.marked, e.strong, e.lead = marked, strong, marked
	if j > i && !p.part(&e, &j, i) {
		// "in two days", "after 10 days", "at 16": the marker is the rule's own word
		for k := i; k < j; k++ {
			at := k
			if p.part(&e, &at, i) && at > j {
				j = at
				e.start = i
				break
			}
			e = expr{start: i, marked: marked, strong: strong, lead: marked}
		}
	} else if j == i && !p.part(&e, &j, i) {
		return e, false
	}
	if e.day == nil && e.clock == nil && e.rep == nil && e.event == nil {
		return e, false
	}
	for n := 0; n < 12; n++ {
		if k := p.more(&e, j); k > j {
			j = k
			continue
		}
		break
	}
	j = p.tail(&e, j)
	e.end = j
	return e, p.sound(&e)
}

// byNumber reads "by 5" at the end of a text: the hour or the day of the month, which is asked about.
func (p *parser) byNumber(e *expr, i int) bool {
	t := p.tok(i + 1)
	if !p.is(i, "by", "before", "until") || t.kind != number || t.ordinal || t.n < 1 || t.n > 31 || t.digits > 2 || i+2 < len(p.toks) && !(p.closed(i+2) && i+3 == len(p.toks)) {
		return false
	}
	e.end, e.rank, e.marked, e.strong = i+2, 5, true, true
	if t.n <= 23 {
		if c, end := p.hour(t.n, 0, i+2, ""); end > 0 {
			at, _ := p.at(p.today, &c)
			if at.Before(p.ref) {
				at, _ = p.at(p.today.AddDays(1), &c)
			}
			e.asked = append(e.asked, p.reading(at, false))
		}
	}
	for _, d := range p.nextNth(t.n).dates {
		at, _ := p.at(d, nil)
		if len(e.asked) > 0 && e.asked[0].At.Equal(at) {
			continue
		}
		e.asked = append(e.asked, p.reading(at, true))
	}
	return true
}

// part reads one part at *j into e and moves *j behind it.
func (p *parser) part(e *expr, j *int, from int) bool {
	i := *j
	if i >= len(p.toks) {
		return false
	}
	if e.rep == nil && (e.day == nil || e.day.order == 1) && e.event == nil {
		r, end := p.repeat(i)
		if _, dayEnd := p.day(i); end > 0 && end >= dayEnd && e.day == nil {
			e.rep, *j = &r, end
			return true
		}
	}
	if e.event == nil && e.day == nil && e.rep == nil {
		if a, end := p.awaits(i); end > 0 {
			e.event, *j = &a, end
			return true
		}
	}
	c, clockEnd := clock{}, 0
	if e.clock == nil || e.clock.part && !e.clock.end {
		c, clockEnd = p.clock(i)
		if c.bare && clockEnd > 0 && !p.bareAllowed(e, i, clockEnd) {
			clockEnd = 0
		}
		if e.clock != nil && clockEnd > 0 && (c.part || c.end) {
			clockEnd = 0
		}
	}
	if e.day == nil && e.event == nil {
		if d, end := p.day(i); end > 0 && end >= clockEnd && (e.rep == nil) {
			e.day, *j = &d, end
			if d.clock != nil && e.clock == nil {
				e.clock = d.clock
			}
			return true
		}
	}
	if clockEnd > 0 {
		if e.clock != nil && e.clock.part && !c.part {
			c = p.halved(c, *e.clock, i)
		}
		e.clock, *j = &c, clockEnd
		return true
	}
	return false
}

// halved puts an hour said after its part of the day ("tonight at 8", "tomorrow morning at 9") on the right half.
func (p *parser) halved(c, part clock, i int) clock {
	t := p.tok(i)
	if p.meridiem(i+1) != "" || p.meridiem(i+3) != "" || c.at.Hour > 12 && c.hint == "" || t.kind != number {
		return c
	}
	name := "morning"
	switch part.at.Hour {
	case 12, 13, 15, 16:
		name = "afternoon"
	case 18, 20:
		name = "night"
	}
	c.at.Hour, c.next = half(t.n, name)
	c.hint, c.bare = "", false
	return c
}

// bareAllowed reports whether the number alone at i may be an hour: after "at", or "by" with a date before it.
func (p *parser) bareAllowed(e *expr, i, end int) bool {
	next := p.tok(end)
	if p.rangeClock(end) > 0 && !p.timeAt(i) {
		return true
	}
	if p.unit(end) != "" || p.is(end, "%", "/", "rs", "percent", "of", "bodies", "working", "date") || next.glued && next.kind != sign {
		return false
	}
	if !p.closed(end) && !(next.kind == word) {
		return false
	}
	if _, _, m := p.month(end); m > 0 {
		return false
	}
	dated := e.day != nil || e.rep != nil
	if t := p.tok(i); t.digits == 4 {
		return p.hoursWritten(e, i, end)
	}
	switch {
	case p.is(i-1, "today", "tomorrow", "overmorrow") && e.clock == nil: // "tomorrow 9"
		return p.closed(end)
	case p.is(i-1, "at", "@"):
		prev := p.tok(i - 2)
		if prev.raw == "m" || p.is(i-2, "am", "is", "are", "was", "be", "stands") {
			return false
		}
		if dated {
			return true
		}
		if next.kind == word && !p.is(end, "by", "on", "tomorrow", "today", "tonight", "to", "sharp", "every", "in") {
			if _, d := p.day(end); d == 0 {
				return false
			}
		}
		return !p.is(end, "-") && !p.is(end, "(")
	case p.is(i-1, "by", "before", "around", "until") && dated && e.end == 0:
		return p.closed(end) || next.kind == word
	case p.is(i-1, "by", "before", "around", "until"): // "by 9 tomorrow"
		_, d := p.near(end)
		return d > 0
	}
	return false
}

// hoursWritten reports whether four figures alone are a time, "0900 tomorrow", "Friday 1500": beside a day, where a year cannot stand.
func (p *parser) hoursWritten(e *expr, i, end int) bool {
	t := p.tok(i)
	if e.day != nil || e.rep != nil {
		return t.n < 1000 || t.n%5 == 0 && !(e.day != nil && e.day.noYear)
	}
	d, next := p.day(end)
	return (t.n < 1000 || t.n%5 == 0 && p.is(i-1, "at", "@", "by")) && next > 0 && len(d.dates) == 1
}

// rangeClock reads "to 9am" or "- 4:30pm" behind an hour alone.
func (p *parser) rangeClock(i int) int {
	k := p.skip(i, "-", "to")
	if p.is(i, "and") && p.is(i-2, "between") {
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

// between are words that may stand between two parts of one expression.
var between = []string{",", "at", "on", "@", "by", "before", "around", "about", "-", "of", "the", "ko", "ke", "mein", "par", "tak", "se", "(", "in", "from", "for", ".", ":", "∙", "·", "|", "till", "until", "after", "or", "and", "to", "wala", "sharp", "t"}

// more reads another part of e at j, over the words between; j itself if none follows.
func (p *parser) more(e *expr, j int) int {
	if e.day != nil && e.day.noYear && e.clock != nil {
		if y, k := p.year(j, false); k > 0 {
			d := e.day.dates
			if len(d) > 0 {
				*e.day = p.dated(y, int(d[0].Month), d[0].Day)
				return k
			}
		}
	}
	if k := p.rangeEnd(e, j); k > j {
		return k
	}
	if e.rep != nil {
		if k := p.bounds(e.rep, j); k > j {
			return k
		}
	}
	for k, n := j, 0; n < 4 && k < len(p.toks); n++ {
		at := k
		strong := p.is(k-1, strongBefore...) && k > j
		if loc, z := p.zone(k); z > 0 && k == j && e.clock != nil && e.clock.loc == nil {
			e.clock.loc = loc
			return z
		}
		if e.day != nil && (e.day.order == 1 || e.rep != nil) || e.day != nil && len(e.day.dates) == 1 && e.day.order == 0 {
			if d, end := p.day(k); end > 0 && e.day.order == 1 && d.order == 0 && len(d.dates) <= 1 && d.exact.IsZero() && (k == j || p.is(k-1, ",", "(", "-", "the", "ke")) {
				e.strong = e.strong || strong
				return p.unbracket(k, p.joined(e, d, end))
			} else if end > 0 && d.order == 1 && len(d.dates) == 1 && e.day.exact.IsZero() && e.day.bad == "" && (k == j || p.is(k-1, ",", "(")) && e.day.order == 0 {
				if e.day.dates[0].Weekday() == d.dates[0].Weekday() {
					return p.unbracket(k, end)
				}
			}
		}
		if p.part(e, &at, j) {
			e.strong = e.strong || strong
			e.marked = e.marked || strong
			return p.unbracket(k, at)
		}
		if !p.is(k, between...) || p.is(k, "t") && !p.tok(k).glued {
			return j
		}
		if p.is(k, "or", "and", "to") {
			return j
		}
		k++
	}
	return j
}

// unbracket passes over the bracket that closes one before k: "7 July 2022 (Thursday) at 11".
func (p *parser) unbracket(k, end int) int {
	if p.is(k-1, "(") && p.is(end, ")") {
		end++
	}
	return end
}

// joined puts a date behind the weekday that announces it; if they disagree, that weekday nearest to the date is a reading as well.
func (p *parser) joined(e *expr, d day, end int) int {
	if d.bad == "" && len(d.dates) == 1 && e.day.dates[0].Weekday() != d.dates[0].Weekday() {
		w := e.day.dates[0].Weekday()
		d.hint = d.dates[0].Words() + " is not a " + w.String()
		if near := upcoming(d.dates[0].AddDays(-4), int(w)); !near.Before(p.today) && !d.dates[0].Before(p.today) {
			d.dates = append(d.dates, near)
		}
	}
	*e.day = d
	return end
}

// rangeEnd passes over the end of a range: the deadline is its beginning, "10 August - 12 September", "9am to 5pm".
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

// bounds reads where a repetition begins and ends: "from Monday", "starting 1 Jan", "until 30 June", "for 6 weeks", "10 times".
func (p *parser) bounds(r *repeats, j int) int {
	k := p.skip(j, ",", "and")
	switch {
	case p.is(k, "except", "excluding", "but") && r.interval == 1 && (r.freq == "DAILY" || r.freq == "WEEKLY"):
		return p.exceptDays(r, p.skip(k+1, "for", "on", "not", "the"), j)
	case p.is(k, "from", "beginning", "effective"):
		k = p.skip(k, "from", "beginning", "effective", "on", "the")
		if d, e := p.day(k); e > 0 && len(d.dates) > 0 && d.exact.IsZero() {
			r.start = d.dates[len(d.dates)-1]
			if len(d.dates) > 1 {
				r.start = d.dates[0]
			}
			return p.skip(e, "onwards", "onward", "on")
		}
	case p.is(k, "until", "through", "ending"), p.is(k, "up") && p.is(k+1, "to"), p.is(k, "to"), p.is(k, "by"), p.is(k, "till"), p.is(k, "end") && p.tok(k).raw == "ending":
		k = p.skip(k+1, "to", "the", "on")
		if d, e := p.day(k); e > 0 && len(d.dates) > 0 && d.exact.IsZero() {
			r.until = d.dates[len(d.dates)-1]
			return p.skip(e, "tak")
		}
	case p.is(k, "for"):
		e0 := p.skip(k+1, "the", "next", "a", "period", "of")
		if n, _, e := p.amount(e0); e > 0 && p.is(e, "times", "occurrences", "dafa", "reminders") && n >= 1 && n < 1000 {
			r.count = int(n)
			return e + 1
		}
		if s, e := p.duration(e0); e > 0 && !s.timed {
			r.until = s.from(p.cal, p.today, 1)
			return e
		}
	default:
		if n, _, e := p.amount(k); e > 0 && p.is(e, "times", "occurrences") && n >= 1 && n < 1000 {
			r.count = int(n)
			return e + 1
		}
		if d, e := p.day(p.skip(k, "ke")); e > 0 && p.is(e, "tak", "se") && len(d.dates) > 0 && d.exact.IsZero() {
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

// tail takes in the words that close a deadline.
func (p *parser) tail(e *expr, j int) int {
	for {
		switch {
		case p.is(j, "tak"):
			e.strong, e.marked, j = true, true, j+1
		case p.is(j, "se", "ke") && p.is(j+1, "pehle"):
			e.strong, e.marked, j = true, true, p.skip(j+2, "pehle")
		case p.is(j, "ke") && p.is(j+1, "andar", "baad"):
			e.marked, j = true, j+2
		case p.is(j, "ko", "mein", "par") && (p.tok(j).raw != "me" && p.tok(j).raw != "main" && p.tok(j).raw != "pay" && p.tok(j).raw != "men" || j+1 == len(p.toks)):
			e.marked, j = true, j+1
		case p.is(j, "at") && p.is(j+1, "the") && p.tok(j+2).raw == "latest", p.is(j, "or") && p.is(j+1, "earlier", "sooner", "before"):
			e.strong, e.marked, j = true, true, j+3
			if p.is(j-3, "or") {
				j--
			}
		case p.tok(j).raw == "latest" && j > e.start:
			e.strong, e.marked, j = true, true, j+1
		case p.is(j, "eod", "cob", "cop", "positively", "sharp", "deadline"):
			e.marked, j = true, j+1
		case p.is(j, "pehle") && p.tok(j-1).urdu && p.is(j-1, "se"):
			e.strong, e.marked, j = true, true, j+1
		case p.is(j, ")", "'", "\"") && (p.opens(e.start, j)):
			j++
		default:
			return j
		}
	}
}

func (p *parser) opens(i, j int) bool {
	for k := i - 1; k < j; k++ {
		if k >= 0 && p.is(k, "(", "'", "\"") {
			return true
		}
	}
	return false
}

// sound decides whether the parts read make an expression at all, and ranks it.
func (p *parser) sound(e *expr) bool {
	whole := e.start == 0 && e.end >= len(p.toks) || e.start == 0 && p.closed(e.end) && e.end >= len(p.toks)-1
	if e.day != nil && e.day.weak && !e.marked && !whole && e.clock == nil {
		if _, _, m := p.month(e.start); m == 0 || !p.is(e.start-1, "in", "by", "until", "before", "of") {
			return false
		}
	}
	if e.day != nil && e.day.weak && e.marked && !e.strong && e.lead && p.is(e.start, "to", "of", "for", "about", "around", "between") && !whole {
		return false
	}
	if e.clock != nil && e.day == nil && e.rep == nil && e.event == nil {
		if e.clock.part && p.is(e.end, "of") {
			return false
		}
		if e.clock.part && !e.clock.end && !(e.marked && !p.is(e.start, "of", "to", "for", "from", "about")) && !(whole && p.tok(e.start).urdu) {
			return false
		}
		if e.clock.part && p.tok(e.start).urdu && !e.strong && !whole {
			return false
		}
	}
	switch {
	case e.strong:
		e.rank = 5
	case e.rep != nil && e.lead && p.is(e.start, "of", "for"): // "the budget for each year"
		e.rank = 1
	case e.event != nil || e.rep != nil:
		e.rank = 4
	case e.lead && p.is(e.start, "of", "to", "from", "between", "about"):
		e.rank = 1
	case e.marked:
		e.rank = 3
	default:
		e.rank = 2
	}
	if p.is(e.start-1, "dated", "held", "minutes", "act", "policy", "report") && !e.strong || p.is(e.start-1, "was", "were") {
		e.rank = 1
	}
	if e.day != nil && e.day.past && e.rank > 1 && !e.strong {
		e.rank--
	}
	return true
}

func (e expr) isPast(today calendar.Date) bool {
	return e.day != nil && (e.day.past || e.day.bad == "" && len(e.day.dates) > 0 && e.day.dates[0].Before(today) && e.day.exact.IsZero())
}
