package when

import (
	"time"

	"rabita/bot/calendar"
)

// A parser holds one text and the moment it was said. Its rules are methods that try to read something at token i and give back where
// it ends, or 0 if nothing stands there.
type parser struct {
	text  string
	toks  []token
	ref   time.Time
	today calendar.Date
	cal   calendar.Calendar
	opts  Options
	depth int // of "two days before the day after ..."
	days  map[place]dayAt
}

// A place is a token and how deep it is read.
type place struct{ token, depth int }

// A dayAt is what stands at a place, kept because several rules ask.
type dayAt struct {
	day day
	end int
}

// tok is token i, or an empty sign beyond the end.
func (p *parser) tok(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{kind: sign}
	}
	return p.toks[i]
}

// is reports whether token i is one of the words or signs. "is" counts as Urdu "this" before an Urdu word.
func (p *parser) is(i int, words ...string) bool {
	t := p.tok(i)
	if t.kind == number {
		return false
	}
	for _, w := range words {
		if t.word == w && w != "" {
			return true
		}
		if w == "this" && (t.raw == "is" || t.raw == "iss") && p.tok(i+1).urdu {
			return true
		}
	}
	return false
}

// seq reports the end of a run of words at i, or 0.
func (p *parser) seq(i int, words ...string) int {
	for k, w := range words {
		if !p.is(i+k, w) {
			return 0
		}
	}
	return i + len(words)
}

// skip passes over any of the words.
func (p *parser) skip(i int, words ...string) int {
	for p.is(i, words...) {
		i++
	}
	return i
}

// skipBack is the token before i that is none of the words.
func (p *parser) skipBack(i int, words ...string) int {
	for i--; p.is(i, words...); i-- {
	}
	return i
}

// closed reports whether a clause ends before i: nothing follows, or a sign that closes.
func (p *parser) closed(i int) bool {
	t := p.tok(i)
	return i >= len(p.toks) || t.kind == sign && t.word != "/" && t.word != "%" && !(t.glued && (t.word == "-" || t.word == "." || t.word == ":") && p.tok(i+1).glued)
}

// amount reads a number in digits or words, "24", "two", "twenty-four", "1.5", "a couple of", also said twice: "five (5)"; vague is set
// for "a few" and "several".
func (p *parser) amount(i int) (n float64, vague bool, j int) {
	n, vague, j = p.figure(i)
	if j > 0 && p.is(j, "(") {
		if again, _, e := p.figure(j + 1); e > 0 && again == n && p.is(e, ")") {
			j = e + 1
		}
	}
	return n, vague, j
}

func (p *parser) figure(i int) (n float64, vague bool, j int) {
	t := p.tok(i)
	if t.kind == number && !t.ordinal {
		j = i + 1
		n = float64(t.n)
		if p.seq(j, "and", "a", "half") > 0 || p.seq(j, "and", "half") > 0 { // 2 and a half
			return n + 0.5, false, p.skip(j, "and", "a", "half")
		}
		if f := p.tok(j + 1); p.is(j, ".") && p.tok(j).glued && f.kind == number && f.glued && f.digits <= 2 {
			n += float64(f.n) / map[int]float64{1: 10, 2: 100}[f.digits]
			j += 2
		}
		return n, false, j
	}
	if t.kind != word {
		return 0, false, 0
	}
	if v, ok := hundredWords[t.word]; ok {
		if _, _, e := p.quarters(v, i+1); e > 0 {
			return p.quarters(v, i+1)
		}
		k := i + 1
		if p.is(k, "-") {
			k++
		}
		if u, ok := hundredWords[p.tok(k).word]; ok && v >= 20 && u < 10 {
			return float64(v + u), false, k + 1
		}
		if p.seq(k, "and", "a", "half") > 0 || p.seq(k, "and", "half") > 0 {
			return float64(v) + 0.5, false, p.skip(k, "and", "a", "half")
		}
		return float64(v), false, i + 1
	}
	switch t.word {
	case "a", "an", "the":
		switch {
		case p.is(i+1, "couple"):
			return 2, false, p.skip(i+2, "of")
		case p.is(i+1, "few"):
			return 3, true, i + 2
		case p.is(i+1, "half"):
			return 0.5, false, p.skip(i+2, "an", "a")
		case p.seq(i+1, "quarter", "of") > 0:
			return p.quarters(1, i+1)
		case p.is(i+1, "dozen"):
			return 12, false, i + 2
		case t.word != "the":
			return 1, false, i + 1
		}
	case "couple":
		return 2, false, p.skip(i+1, "of")
	case "few":
		return 3, true, i + 1
	case "several":
		return 7, true, i + 1
	case "half":
		return 0.5, false, p.skip(i+1, "an", "a", "of")
	case "chand", "kuch", "چند", "کچھ":
		return 3, true, i + 1
	case "derh":
		return 1.5, false, i + 1
	case "dhai":
		return 2.5, false, i + 1
	case "quarter":
		return p.quarters(1, i)
	case "saade", "sawa", "paune":
		if p.is(i+1, "hour") && t.word != "saade" { // sawa ghanta, paune ghante mein
			return map[string]float64{"sawa": 1.25, "paune": 0.75}[t.word], false, i + 1
		}
		if v, ok := urduNumbers[p.tok(i+1).raw]; ok {
			return float64(v) + map[string]float64{"saade": 0.5, "sawa": 0.25, "paune": -0.25}[t.word], false, i + 2
		}
	}
	if v, ok := urduNumbers[t.raw]; ok {
		if next := p.tok(i + 1); next.urdu || p.unit(i+1) != "" || p.is(i+1, "working", "business") {
			return float64(v), false, i + 1
		}
	}
	return 0, false, 0
}

// quarters reads the rest of "three quarters of an hour".
func (p *parser) quarters(n, i int) (float64, bool, int) {
	if e := p.seq(i, "quarter", "of"); e > 0 && n <= 3 && p.is(e, "an") && p.is(e+1, "hour") {
		return float64(n) / 4, false, e + 1
	}
	return 0, false, 0
}

// unit is the unit of time at i, or "".
func (p *parser) unit(i int) string {
	t := p.tok(i)
	if t.kind != word {
		return ""
	}
	switch t.word {
	case "second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "weekday", "weekend":
		return t.word
	case "daily":
		if t.urdu {
			return "day"
		}
	}
	switch t.raw {
	case "h":
		return "hour"
	case "m": // "in 90m", but not "3.5m rupees"
		if t.glued && p.tok(i-1).kind == number && (p.is(i-2, "in", "within", "after") || p.unit(i-2) == "hour") && p.closed(i+1) {
			return "minute"
		}
	case "d":
		return "day"
	case "w":
		return "week"
	case "mo", "mon":
		return "month"
	case "y":
		return "year"
	}
	return ""
}

// A span of time: months, days, working days and shorter.
type span struct {
	months, days, working int
	short                 time.Duration
	vague                 bool
	timed                 bool // hours or less were said
}

// tooMany of any unit is too far away to plan; away says so.
const tooMany = 400001

// duration reads "two weeks", "3 working days", "1 hour, 5 minutes and 30 seconds", "dhai ghante", "an hour and a half".
func (p *parser) duration(i int) (span, int) {
	var s span
	j := 0
	for k, parts := i, 0; parts < 4; parts++ {
		for parts == 0 && p.is(k, "about", "around", "approximately", "approx", "roughly", "exactly", "just", "only", "another", "~", "taqreeban", "تقریبا") {
			k++
		}
		n, vague, next := p.amount(k)
		if next == 0 {
			break
		}
		n = min(n, tooMany)
		working := false
		for p.is(next, "-", "full", "clear", "more", "calendar", "working", "ke", "mazeed", "مزید") {
			working = working || p.is(next, "working")
			next++
		}
		u := p.unit(next)
		if len(p.tok(next).raw) == 1 && (parts == 0 && !p.is(next, "d", "w", "h", "m") && !p.is(i-1, "-", "+") || p.tok(next).urdu) {
			u = ""
		}
		if u == "" {
			break
		}
		if working && u != "day" {
			if u != "week" {
				break
			}
			n, working = n*5, true
		}
		next++
		if working && p.is(next-1, "day") {
			next = p.skip(next, "s")
		}
		s.vague = s.vague || vague
		if !s.add(n, u, working) {
			return span{}, 0
		}
		if a := p.skip(next, "and", "aur"); a > next && p.is(a, "a", "aadha") && p.is(a+1, "half") && n == 1 {
			s.add(0.5, u, false)
			next = a + 2
		}
		j = next
		k = p.skip(p.skip(next, ","), "and", "aur")
	}
	return s, j
}

func (s *span) add(n float64, unit string, working bool) bool {
	whole := int(n)
	switch unit {
	case "second", "minute", "hour":
		s.short += time.Duration(n * float64(map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour}[unit]))
		s.timed = true
		return true
	case "weekday":
		s.working += whole
	case "day":
		switch {
		case working:
			s.working += whole
		case n != float64(whole):
			s.short += time.Duration(n * 24 * float64(time.Hour))
			s.timed = true
			return true
		default:
			s.days += whole
		}
	case "week", "fortnight", "weekend":
		if unit == "fortnight" {
			n *= 2
		}
		if working {
			s.working += int(n)
		} else {
			s.days += int(n*7 + 0.5)
		}
		return true
	case "month", "quarter", "year":
		n *= map[string]float64{"month": 1, "quarter": 3, "year": 12}[unit]
		s.months += int(n)
		s.days += int((n - float64(int(n))) * 30)
		return true
	}
	return n == float64(whole) || s.timed
}

// wholeDays is s with its hours as days, if they make whole ones: "48 hours before the 15th".
func (s span) wholeDays() span {
	if s.timed && s.short%(24*time.Hour) == 0 {
		s.days, s.short, s.timed = s.days+int(s.short/(24*time.Hour)), 0, false
	}
	return s
}

// from is the date s away from d, back if sign is negative.
func (s span) from(cal calendar.Calendar, d calendar.Date, sign int) calendar.Date {
	d = d.AddMonths(sign * s.months).AddDays(sign * s.days)
	return cal.AddWorkingDays(d, sign*s.working)
}
