package when

import "rabita/bot/calendar"

// day reads a date at i by the rule that reaches furthest.
func (p *parser) day(i int) (day, int) {
	at := place{i, p.depth}
	if have, ok := p.days[at]; ok {
		return have.day.clone(), have.end
	}
	var best day
	end := 0
	for _, rule := range []func(int) (day, int){p.numeric, p.named, p.ofYear, p.offsetFrom, p.weekNamed, p.near, p.fromNow, p.nthWeekday, p.nthFromEnd, p.edge, p.theNth, p.weekday, p.alone, p.holiday} {
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
	apart      []Span    // where the other half stands: "call KP tomorrow about the matrix at 3pm"
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
	if p.hoursBeside(&e, i) {
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
	if k := p.hoursBehind(&e, j); k > 0 {
		return e, true
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
	if (p.rangeClock(end) > 0 || p.hourRange(e, i, end)) && !p.timeAt(i) {
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
	if p.is(i+1, ".") && p.tok(i+1).glued && p.timely(i) && p.is(end, "today", "tonight", "tomorrow") { // "8.30 tonight"
		return true
	}
	dated := e.day != nil || e.rep != nil
	if t := p.tok(i); t.digits == 4 {
		return p.hoursWritten(e, i, end)
	}
	if dated && p.is(i+1, ".") && p.tok(i+1).glued && p.closed(end) && e.end == 0 && (e.rep != nil || e.day.order == 1) { // "every working day 9.30"
		return true
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
	if i == 1 && end == len(p.toks) && t.n%5 == 0 && (p.is(0, "at", "@") || p.is(0, "by", "before", "until") && (t.n < 1900 || t.n > 2100)) {
		return true // "at 1600" and nothing else
	}
	if e.day != nil || e.rep != nil {
		return t.n < 1000 || t.n%5 == 0 && !(e.day != nil && e.day.noYear) && (t.n < 1990 || t.n > 2050 || p.is(i-1, "at", "@"))
	}
	d, next := p.day(end)
	if p.is(end, "today", "tonight", "tomorrow") && t.n%5 == 0 && (t.n < 1990 || t.n > 2050) {
		return true
	}
	return (t.n < 1000 || t.n%5 == 0 && p.is(i-1, "at", "@", "by")) && next > 0 && len(d.dates) == 1
}

// between are words that may stand between two parts of one expression.
var between = []string{",", "at", "between", "on", "@", "by", "before", "around", "about", "-", "of", "the", "ko", "ke", "mein", "par", "tak", "se", "(", "in", "from", "for", ".", ":", "∙", "·", "|", "till", "until", "after", "or", "and", "to", "wala", "sharp", "t"}

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
	if k := p.numberBeside(e, j); k > j {
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
		} else if z > 0 && k == j && e.rep != nil && e.clock == nil && loc != nil && loc.String() == p.ref.Location().String() {
			return z // "every Monday (Asia/Karachi)"
		}
		if e.day != nil && (e.day.order == 1 || e.rep != nil) || e.day != nil && len(e.day.dates) == 1 && e.day.order == 0 {
			if d, end := p.day(k); end > 0 && e.day.order == 1 && d.order == 0 && len(d.dates) <= 1 && d.exact.IsZero() && (k == j || p.is(k-1, ",", "(", "-", "the", "ke")) {
				e.strong = e.strong || strong
				return p.unbracket(k, p.joined(e, d, end))
			} else if end > 0 && d.order == 1 && len(d.dates) == 1 && e.day.exact.IsZero() && e.day.bad == nil && (k == j || p.is(k-1, ",", "(")) && e.day.order == 0 {
				if e.day.dates[0].Weekday() == d.dates[0].Weekday() {
					return p.unbracket(k, end)
				}
				if p.is(k-1, "(") && p.is(end, ")") && k > j && len(e.day.dates) == 1 && !e.isPast(p.today) { // "15 May (Tue)"
					date := *e.day
					e.day = &d
					return p.unbracket(k, p.joined(e, date, end))
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
		case p.again(e, j) > j:
			j = p.again(e, j)
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

// weekday reports whether e is a day of the week, with a time or without.
func (e expr) weekday() bool { return e.day != nil && e.day.order == 1 && e.rep == nil }

func (e expr) isPast(today calendar.Date) bool {
	return e.day != nil && (e.day.past || e.day.bad == nil && len(e.day.dates) > 0 && e.day.dates[0].Before(today) && e.day.exact.IsZero())
}
