// Package when reads deadlines and repetitions in the words people use: English, office English, chat style and misspellings, Roman
// Urdu and Urdu script. [Parse] reads a phrase, [Find] the deadline inside a longer command.
//
// Which reading is chosen, and why:
//
//   - What the grammar does not know is no date. A wrong date costs more than a question, so a phrase with two honest readings is
//     Ambiguous and lists them; a date that cannot be, or has passed, is an Error that names it.
//   - Figures are day first. A month above 12 was written month first and is read so, with a hint. A year in front means month, day.
//   - A weekday is the next one to come, and said on that day itself next week's; "this" includes today. "Next Friday" has two readings
//     while Friday is still to come in this week (Monday to Sunday), else one.
//   - "End of the week", "next week" or a month alone name several days and are asked about; "end of the month" is its last day, also
//     on a weekend, with the working day before in the hint. Quarters are the calendar's, or those of a financial year that is named;
//     the financial year ends on 30 June.
//   - A date without a year is the next one; a time without a date is today's, or tomorrow's if it has passed. A bare 1 to 6 is the
//     afternoon. A date without a time, EOD and COB are due at the usual hour (17:00) and are marked as dates only.
//   - A range is due when it begins, or when it ends if it has begun; "between" two days is asked about. A part of the day that has begun
//     means its end: "tonight" said at 20:15 is 23:59. A date that is not the weekday written beside it is asked about, with that weekday
//     nearest to it.
//   - A time that stands apart from its day in a sentence belongs to it. A number alone behind a weekday is its date or an hour, and is
//     asked about if it may be both. Hours before a time are counted from it; before a meeting, whose hour is not known, they are refused.
//   - What stands beside a date or a repetition, looks as if it belonged to it and cannot be read is refused and named, never dropped.
//   - In commands "kal" and "parson" point forward. "do", "teen", "char" are numbers only before a unit; "may", "sat", "peer" are
//     dates only where a marker, a number or a time stands beside them.
//   - "Before the 15th IPMG" is an Event: this package does not know when meetings are. Lead.Date gives the day once it is known.
//   - A day of the month that a month lacks means its last day; the last working day is the last day shifted back.
//
// What you must know to change it: a text becomes tokens in one spelling (token.go, lexicon.go); rules are methods of parser that try
// to read one thing at one token and say where it ends, and the rule that reaches furthest wins (expr.go); when.go picks the expression
// that is most like a deadline, joins its halves and settles it. A misunderstanding is mended by first adding its line to testdata; UPDATE=1 go test
// rewrites the answers there. To read a shift such as "by two weeks", parse "in two weeks" with the old date as the reference.
package when

import (
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
)

// Parse reads a phrase said at ref. It takes an expression of time wherever it stands, so a sentence may be given; what it does not
// know is no date (None). It never looks at a clock.
func Parse(phrase string, ref time.Time, opts Options) Result {
	p := newParser(phrase, ref, opts)
	best, other, ok := p.best(false)
	r := p.result(best, other, ok)
	r.Text = p.without(r.Spans)
	return r
}

// Find reads the deadline inside a longer command: "send the KP matrix by friday 3pm" gives the text "send the KP matrix" and the
// deadline. Where Parse takes any date, Find wants one that stands as a deadline does: behind "by", "on" or "at", before "tak" or "ko",
// or at either end of the text.
func Find(text string, ref time.Time, opts Options) Result {
	p := newParser(text, ref, opts)
	best, other, ok := p.best(true)
	r := p.result(best, other, ok)
	r.Text = p.without(r.Spans)
	return r
}

func newParser(text string, ref time.Time, opts Options) *parser {
	ref = ref.In(opts.zone())
	cal := opts.Calendar
	cal.Zone = opts.zone()
	return &parser{text: text, toks: tokenize(text), ref: ref, today: calendar.DateOf(ref), cal: cal, opts: opts, days: map[place]dayAt{}}
}

// best is the expression most likely to be the deadline, and one that is offered beside it with "or".
func (p *parser) best(strict bool) (best, other expr, ok bool) {
	var all []expr
	for i := 0; i < len(p.toks); {
		e, good := p.expression(i)
		if !good {
			i++
			continue
		}
		if strict && !p.deadline(e) {
			if p.is(e.start, "to", "about", "between") { // "to end of month": the word may not belong to the date
				i++
			} else {
				i = max(e.end, i+1)
			}
			continue
		}
		all = append(all, e)
		i = max(e.end, i+1)
	}
	for k := 1; k < len(all); k++ {
		p.limit(&all[k-1], &all[k])
	}
	at := 0
	for k, e := range all {
		if best := all[at]; k == 0 || e.rank > best.rank || e.rank == best.rank && best.day != nil && best.day.bad != nil && e.day != nil && e.day.bad == nil {
			at = k
		}
	}
	if at > 0 && (p.offered(all[at-1], all[at]) || all[at].event != nil && all[at-1].rep != nil && all[at-1].end == all[at].start) {
		at--
	}
	if len(all) > 0 {
		best = all[at]
	}
	if at+1 < len(all) && p.offered(best, all[at+1]) {
		other = all[at+1]
	}
	if len(all) > 0 && other.end == 0 {
		p.unite(&best, all)
	}
	return best, other, len(all) > 0
}

// offered reports whether two expressions stand beside each other as a choice: "15 Nov or 20 Nov", "peer aur jumerat ko".
func (p *parser) offered(a, b expr) bool {
	if b.start != a.end+1 {
		return false
	}
	return p.is(a.end, "or", "ya") || a.day != nil && b.day != nil && (p.is(a.end, "/") || p.is(a.end, "and", "aur") && a.weekday() && b.weekday())
}

// deadline reports whether e stands as a deadline does in a command.
func (p *parser) deadline(e expr) bool {
	if e.isPast(p.today) && !e.strong {
		return e.start == 0 && e.end == len(p.toks)
	}
	if e.day != nil && e.clock == nil && p.is(e.end, "'") && p.tok(e.end+1).raw == "s" {
		return false // "prepare tomorrow's brief"
	}
	if e.rank <= 1 {
		return p.tok(e.start).raw == "from" && p.closed(e.end) || p.is(e.start, "between") && (e.clock != nil || e.day != nil && len(e.day.dates) > 1)
	}
	if e.day != nil && p.is(e.end, "yaad", "یاد") {
		return true // "mujhe 20 november subah yaad dilana ..."
	}
	return e.marked || e.rep != nil || e.event != nil || e.start == 0 || p.closed(e.end) || e.day != nil && e.day.order == 0 && p.unnamed(e)
}

// unnamed reports whether e is a relative day, which is hardly ever the name of something: "tomorrow", "next week".
func (p *parser) unnamed(e expr) bool {
	_, n := p.numeric(e.start)
	_, m := p.named(e.start)
	_, _, mm := p.month(e.start)
	return n == 0 && m == 0 && mm == 0
}

// result settles what e means at the reference.
func (p *parser) result(e, other expr, ok bool) Result {
	if c := e.clock; ok && c != nil && c.or != nil && e.rep == nil && e.event == nil {
		first, second := *c, *c.or
		first.or = nil
		e.clock = &first
		other = e
		other.clock = &second
	}
	r := Result{Phrase: p.text, Kind: None}
	if !ok {
		if w := p.vague(); w != "" {
			return r.fail(why("vague", w))
		}
		r.Why = why("no date")
		r.Hint = r.Why.In(0)
		return r
	}
	r.Spans = []Span{{p.toks[e.start].start, p.toks[min(e.end, len(p.toks))-1].end}}
	if len(e.apart) > 0 {
		r.Spans = append(r.Spans, e.apart...)
		slices.SortFunc(r.Spans, func(a, b Span) int { return a.Start - b.Start })
	}
	if p.is(e.start-1, "(", "[") && len(e.apart) == 0 {
		switch {
		case p.is(e.end, ")", "]"):
			r.Spans[0] = Span{p.tok(e.start - 1).start, p.tok(e.end).end}
		case p.is(e.end-1, ")", "]"):
			r.Spans[0].Start = p.tok(e.start - 1).start
		}
	}
	if more := p.unread(e); more != "" {
		return r.fail(why("unread", more, p.exampleAt()))
	}
	if w := p.unreadBound(e); w != "" {
		return r.fail(why("bound", w))
	}
	if e.rep != nil && e.start > 0 && p.is(e.start, "of") { // the first week of every month
		return r.fail(why("which days"))
	}
	if e.day != nil && e.rep == nil && !e.marked && p.is(e.start-2, "every") && p.tok(e.start-1).kind == word && e.day.order == 1 {
		return r.fail(why("every", p.text[p.tok(e.start-2).start:p.tok(e.end-1).end]))
	}
	switch {
	case len(e.asked) == 1:
		return p.say(r, e.asked[0].At, e.asked[0].DateOnly)
	case len(e.asked) > 1:
		r.Readings = e.asked
		return r.ask()
	case e.clock != nil && e.clock.bad != nil:
		return r.fail(e.clock.bad)
	case e.rep != nil:
		return p.repeated(r, e)
	case e.event != nil && e.event.bad != nil:
		return r.fail(e.event.bad)
	case e.event != nil:
		a := e.event
		r.Kind, r.Event, r.Echo = Event, a.name, a.words()
		r.Lead = Lead{Months: a.lead.months, Days: a.lead.days, WorkingDays: a.lead.working, After: a.after}
		r.Hint = "the date of the " + a.name + " is not known here; the deadline waits for it, or give a date"
		return r
	case e.day != nil && e.day.bad != nil:
		return r.fail(e.day.bad)
	case other.day != nil && other.day.bad == nil && other.rep == nil && e.day != nil, other.day == nil && other.clock != nil && e.day == nil:
		r.Spans[0].End = p.toks[other.end-1].end
		if e.clock == nil { // "Monday or Tuesday at 3"
			e.clock = other.clock
		}
		first, second := p.result(e, expr{}, true), p.result(other, expr{}, true)
		if first.Kind == Once && second.Kind == Once && !first.At.Equal(second.At) {
			r.Readings = []Reading{{first.At, first.DateOnly, first.Echo}, {second.At, second.DateOnly, second.Echo}}
			return r.ask()
		}
	}
	return p.once(r, e)
}

// example is a date that works: "20 Nov 2019".
func (p *parser) example() string {
	return p.cal.AddWorkingDays(p.today, 3).Words()[4:]
}

// exampleAt is a time that works: "20 Nov 2019 at 10:00".
func (p *parser) exampleAt() string { return p.example() + " at 10:00" }

func (p *parser) tooFar() day {
	return day{bad: why("far", p.example())}
}

func (r Result) fail(why *Why) Result {
	r.Kind, r.Why, r.Hint = Error, why, why.In(0)
	return r
}

func (r Result) ask() Result {
	var echoes []string
	for _, x := range r.Readings {
		echoes = append(echoes, x.Echo)
	}
	r.Kind, r.At, r.Echo = Ambiguous, time.Time{}, strings.Join(echoes, " or ")
	r.Hint = join(r.Hint, "did you mean "+r.Echo+"?")
	return r
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// once settles a single time.
func (p *parser) once(r Result, e expr) Result {
	c := e.clock
	if e.day == nil { // a time alone: today, or tomorrow if it has passed
		at, only := p.at(p.today, c)
		if at.Before(p.ref) && !only {
			at, only = p.at(p.today.AddDays(1), c)
		}
		r.Hint = c.hint
		return p.say(r, at, only)
	}
	d := e.day
	r.Hint = d.hint
	if c != nil {
		r.Hint = join(r.Hint, c.hint)
	}
	if !d.exact.IsZero() {
		if d.exact.Before(p.ref) {
			return p.passed(r, d.exact, false)
		}
		return p.say(r, d.exact.In(p.ref.Location()), false)
	}
	for _, day := range d.dates {
		at, only := p.at(day, c)
		if c != nil && c.twin && !e.lead && day != p.today || c != nil && c.twin && e.strong {
			at = calendar.Resolve(day, calendar.Clock{}, p.ref.Location())
			r.Readings = append(r.Readings, p.reading(at, false), p.reading(calendar.Resolve(day.AddDays(1), calendar.Clock{}, p.ref.Location()), false))
			continue
		}
		r.Readings = append(r.Readings, p.reading(at, only))
	}
	if len(r.Readings) > 1 {
		var left []Reading
		for _, x := range r.Readings {
			if x.DateOnly && !calendar.DateOf(x.At).Before(p.today) || !x.At.Before(p.ref) {
				left = append(left, x)
			}
		}
		if len(left) > 1 {
			r.Readings = left
			return r.ask()
		}
		if len(left) == 1 {
			r.Readings = left
		}
	}
	one := r.Readings[0]
	r.Readings = nil
	day := calendar.DateOf(one.At)
	if c != nil && c.part && !d.past && day == p.today && one.At.Before(p.ref) && p.ref.Hour() < partEnds[c.at.Hour] { // "tonight" said at 20:15
		end := calendar.Clock{Hour: partEnds[c.at.Hour]}
		if end.Hour == 24 {
			end = calendar.Clock{Hour: 23, Minute: 59}
		}
		one = p.reading(calendar.Resolve(day, end, p.ref.Location()), false)
	}
	if d.past && day.Before(p.today) || day.Before(p.today) || !one.DateOnly && one.At.Before(p.ref) {
		return p.passed(r, one.At, one.DateOnly)
	}
	return p.say(r, one.At, one.DateOnly)
}

func (p *parser) reading(at time.Time, dateOnly bool) Reading {
	return Reading{At: at, DateOnly: dateOnly, Echo: p.echo(at, dateOnly)}
}

// at is the moment of a day with a time, or with the usual hour.
func (p *parser) at(d calendar.Date, c *clock) (time.Time, bool) {
	here := p.ref.Location()
	if c == nil || c.end {
		return calendar.Resolve(d, p.opts.due(), here), true
	}
	loc := here
	if c.loc != nil {
		loc = c.loc
	}
	if c.next && !(c.twin && d != p.today) {
		d = d.AddDays(1)
	}
	return calendar.Resolve(d, c.at, loc).In(here), false
}

func (p *parser) say(r Result, at time.Time, dateOnly bool) Result {
	r.Kind, r.At, r.DateOnly, r.Echo = Once, at, dateOnly, p.echo(at, dateOnly)
	if at.Year() > 9999 {
		return r.fail(p.tooFar().bad)
	}
	if dateOnly {
		r.Hint = join(r.Hint, p.dayOff(calendar.DateOf(at)))
	}
	return r
}

func (p *parser) passed(r Result, at time.Time, dateOnly bool) Result {
	r.DateOnly, r.Echo = dateOnly, strings.TrimSuffix(p.echo(at, dateOnly), ", today")
	return r.fail(why("passed", r.Echo, p.example()))
}

// repeated settles a repetition.
func (p *parser) repeated(r Result, e expr) Result {
	if e.rep.bad != nil {
		return r.fail(e.rep.bad)
	}
	rep := *e.rep
	if e.clock != nil {
		rep.clock = e.clock
	}
	zone := p.ref.Location().String()
	if rep.clock != nil && rep.clock.loc != nil {
		zone = rep.clock.loc.String()
		if strings.HasPrefix(zone, "UTC+") || strings.HasPrefix(zone, "UTC-") {
			return r.fail(why("zone"))
		}
	}
	out, occ, ok := p.settle(rep, &zone)
	if !ok {
		return r.fail(why("never"))
	}
	r.Kind, r.Repeat, r.At, r.DateOnly, r.Hint = Repeats, out, occ.At.In(p.ref.Location()), rep.clock == nil || rep.clock.end, rep.hint
	if rep.clock != nil {
		r.Hint = join(r.Hint, rep.clock.hint)
	}
	if r.DateOnly {
		r.At = calendar.Resolve(occ.Day, p.opts.due(), p.ref.Location())
	}
	r.Echo = calendar.Describe(out) + "; first " + p.echo(r.At, r.DateOnly)
	return r
}

// vague is a word that asks for a time without saying one.
func (p *parser) vague() string {
	for i, t := range p.toks {
		if t.raw == "soon" && p.is(i-1, "as") && p.is(i+1, "as") && p.tok(i+2).raw != "possible" {
			continue // "as soon as a house has passed it"
		}
		switch t.raw {
		case "soon", "asap", "sometime", "someday", "eventually", "jaldi", "jald", "jaldi-jaldi", "foran", "fauran", "جلد", "جلدی", "فوری", "فورا", "later", "urgently":
			return p.text[t.start:t.end]
		case "earliest":
			if p.is(i-1, "the", "your", "our") {
				return p.text[t.start:t.end]
			}
		}
	}
	return ""
}

// without is the text with the spans cut out. Of the signs on both sides of a cut the one behind it is kept, where it still parts two
// pieces of text.
func (p *parser) without(spans []Span) string {
	const edge = " \t\n,;:-–—|"
	s := p.text
	for i := len(spans) - 1; i >= 0; i-- {
		before, after := strings.TrimRight(s[:spans[i].Start], edge), strings.TrimLeft(s[spans[i].End:], " \t\n:")
		switch {
		case before == "" || strings.Trim(after, edge) == "" || strings.HasPrefix(after, "|"):
			after = strings.TrimLeft(after, edge)
		case strings.TrimLeft(after, "-–—") != after:
			after = "- " + strings.TrimLeft(after, edge)
		case after == strings.TrimLeft(after, ",;"):
			if rest := strings.TrimSpace(s[len(before):spans[i].Start]); (rest == "," || rest == ";") && !strings.HasPrefix(after, ".") && !strings.HasPrefix(after, "?") {
				before += rest
			}
		}
		if before != "" && after != "" && !strings.ContainsAny(after[:1], ",;.?") {
			before += " "
		}
		s = before + after
	}
	return strings.TrimSpace(s)
}
