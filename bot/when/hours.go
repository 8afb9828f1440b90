package when

import "time"

// This file reads times counted in hours and minutes from another time: "an hour before 5pm", "5 baje se aadha ghanta pehle".

// hoursBeside reads a distance in front of the time it counts from into e.
func (p *parser) hoursBeside(e *expr, i int) bool {
	if p.depth > 0 {
		return false
	}
	s, j := p.duration(p.skip(i, "at", "by", "least", "exactly", "no", "not", "later", "than", "the"))
	if j == 0 || !s.timed || s.vague {
		return false
	}
	sign := -1
	switch {
	case p.is(j, "before"):
		j++
	case p.is(j, "prior", "ahead") || p.tok(j).raw == "prior":
		j = p.skip(j+1, "to", "of")
	case p.is(j, "in") && p.is(j+1, "advance"):
		j = p.skip(j+2, "of")
	case p.is(j, "after", "following") && !p.is(j+1, "now", "today"):
		j, sign = j+1, 1
	default:
		return false
	}
	p.depth++
	from, ok := p.expression(p.skip(j, "the", "our", "meeting", "session", "call", "deadline", "at", "on"))
	if !ok || from.clock == nil {
		switch it, good := p.expression(j - 1); {
		case good && it.event != nil && it.clock == nil:
			from, ok = it, true
		case good && len(it.asked) > 0 && !it.asked[0].DateOnly: // "before 10": an hour here
			from, ok = it, true
			from.asked, from.clock = it.asked[:1], &clock{}
		}
	}
	if ok {
		p.unite(&from, p.expressions(from.end))
	}
	p.depth--
	if !ok || from.clock == nil && s.short%(24*time.Hour) == 0 { // 48 hours are two days: see lead
		return false
	}
	e.end, e.marked, e.apart = from.end, true, from.apart
	p.countFrom(e, from, s, sign)
	return true
}

// hoursBehind reads a distance that stands behind the time it counts from, as in Urdu, and where it ends.
func (p *parser) hoursBehind(e *expr, j int) int {
	k := p.skip(j, "se", "ke")
	if k == j || e.clock == nil || e.rep != nil || e.event != nil {
		return 0
	}
	s, end := p.duration(k)
	if end == 0 || !s.timed || !p.is(end, "pehle", "baad") {
		return 0
	}
	sign := -1
	if p.is(end, "baad") {
		sign = 1
	}
	from := *e
	from.end = j
	e.end = p.skip(end+1, "pehle")
	p.countFrom(e, from, s, sign)
	return e.end
}

// countFrom makes e the moment that lies s before or after the time that was read.
func (p *parser) countFrom(e *expr, from expr, s span, sign int) {
	e.day, e.clock, e.rep, e.event, e.asked, e.rank = nil, nil, nil, nil, nil, 5
	r := p.result(from, expr{}, true)
	switch {
	case r.Kind == Once && (!r.DateOnly || from.clock != nil):
		e.day = &day{exact: r.At.Add(time.Duration(sign) * s.short)}
	case r.Kind == Ambiguous && from.clock != nil:
		for _, x := range r.Readings {
			e.asked = append(e.asked, p.reading(x.At.Add(time.Duration(sign)*s.short), false))
		}
	case r.Kind == Error:
		e.day = &day{bad: r.Why}
	default:
		e.day = &day{bad: p.needsTime()}
	}
}

func (p *parser) needsTime() *Why { return why("no hour", p.exampleAt()) }
