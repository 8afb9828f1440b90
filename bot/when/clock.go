package when

import (
	"fmt"
	"strings"
	"time"

	"rabita/bot/calendar"
)

// A clock is a time of day as it was said.
type clock struct {
	at   calendar.Clock
	next bool           // of the following day: midnight, 24:00
	loc  *time.Location // a zone said with it; nil: the speaker's
	part bool           // only a part of the day: "morning"
	bare bool           // a number alone, which needs "at" or a date beside it
	hint string
	bad  *Why
	twin bool   // midnight: the night before or after is not said
	or   *clock // "at 3 or 4 pm": the other one
	end  bool   // EOD, COB: the usual hour, so still no time of day
}

// parts of the day, as hours. Alone they stand for a time; with an hour they say which half of the day.
var parts = map[string]int{"morning": 9, "subah": 9, "noon": 12, "dopahar": 13, "afternoon": 15, "sehpehar": 16, "evening": 18, "shaam": 18, "night": 20, "raat": 20, "tonight": 20}

// dayEnds are the abbreviations for the end of the working day.
var dayEnds = []string{"eod", "cob", "cop", "eob"}

// partEnds are the hours at which the parts of the day that begin so are over: "this evening" said at 19:30 means until 21:00.
var partEnds = map[int]int{9: 12, 12: 14, 13: 17, 15: 18, 16: 19, 18: 21, 20: 24}

// half puts an hour that was said with a part of the day on the 24-hour clock; the second result says it is past midnight.
func half(hour int, part string) (int, bool) {
	if hour > 12 {
		return hour, false
	}
	switch part {
	case "morning", "subah":
		return hour % 12, false
	case "noon", "dopahar":
		if hour >= 10 {
			return hour, false
		}
		return hour + 12, false
	case "afternoon", "sehpehar", "evening", "shaam":
		return hour%12 + 12, false
	case "night", "raat", "tonight":
		switch {
		case hour == 12:
			return 0, true
		case hour < 5:
			return hour, true
		}
		return hour + 12, false
	}
	return hour, false
}

// meridiem is "am" or "pm" at i, also as "a.m." or "p m", or "".
func (p *parser) meridiem(i int) string {
	m, _ := p.meridiemEnd(i)
	return m
}

func (p *parser) meridiemEnd(i int) (string, int) {
	switch t := p.tok(i); {
	case t.kind != word:
	case t.raw == "am" || t.raw == "pm":
		return t.raw, i + 1
	case t.raw == "a" || t.raw == "p":
		k := p.skip(i+1, ".")
		if p.tok(k).raw == "m" && (k > i+1 || t.raw == "p") {
			k++
			if p.is(k, ".") && p.tok(k).glued && !p.tok(k+1).glued {
				k++
			}
			return t.raw + "m", k
		}
		if t.glued && t.upper == 0 && p.tok(i-1).kind == number && p.timely(p.hourStart(i-1)) && p.dayOrEnd(i+1) { // "10a", but not "section 10a"
			return t.raw + "m", i + 1
		}
	}
	return "", 0
}

// hourStart is where the time begins whose last number is at i: "10" or "10:30".
func (p *parser) hourStart(i int) int {
	if p.is(i-1, ":", ".") && p.tok(i).glued && p.tok(i-2).kind == number {
		return i - 2
	}
	return i
}

// timely reports whether a time may stand at i: at the beginning of the text, behind a word that asks for one, or behind a day.
func (p *parser) timely(i int) bool {
	prev := p.tok(i - 1)
	_, _, month := p.month(i - 1)
	return i == 0 || p.is(i-1, "at", "@", "by", "before", "after", "around", "about", "until", "from", "to", "between", "-", ",", "today", "tomorrow", "overmorrow", "daily") ||
		prev.kind == word && hasWeekday(prev.word) || month > 0 || prev.kind == number && prev.ordinal
}

// dayOrEnd reports whether a clause ends before i, or a day begins there that a time can stand before.
func (p *parser) dayOrEnd(i int) bool {
	t := p.tok(i)
	return p.closed(i) || t.kind == word && hasWeekday(t.word) || p.is(i, "today", "tonight", "tomorrow", "overmorrow", "on", "every", "sharp", "tak", "se", "to", "or", "and") || zones[t.raw] != ""
}

// timeAt reports whether the number at i is the hour of a time rather than a day.
func (p *parser) timeAt(i int) bool {
	return p.is(i+1, ":") && p.tok(i+1).glued && p.tok(i+2).kind == number || p.meridiem(i+1) != "" || p.is(i+1, "oclock", "baje")
}

// clock reads a time of day at i.
func (p *parser) clock(i int) (clock, int) {
	c, j := p.eitherClock(i)
	if j == 0 {
		c, j = p.clockOnly(i)
	}
	if j == 0 {
		return c, 0
	}
	for p.is(j, "sharp", "exactly", "positively") {
		j++
	}
	if loc, e := p.zone(j); e > 0 {
		if p.tok(j).upper > 1 { // "8 GMT"
			c.bare = false
		}
		c.loc, j = loc, e
	} else if t := p.tok(j); c.bad == nil && t.kind == word && t.upper > 0 && !c.part && !c.end {
		named := p.is(j+1, "time") && !hasWeekday(t.word) && t.raw != "local" && t.raw != "sharp"
		if named || t.upper == len(t.raw) && (len(t.raw) == 3 || len(t.raw) == 4) && (strings.HasSuffix(t.raw, "st") || strings.HasSuffix(t.raw, "dt")) && !hasWeekday(t.word) && months[t.word] == 0 {
			c.bad, c.bare = why("unknown zone", p.text[t.start:t.end]), false // a time somewhere else, not here
		}
	}
	return c, j
}

// eitherClock reads "10am or 2pm", and "3 or 4 pm", where what stands behind the second hour holds for both.
func (p *parser) eitherClock(i int) (clock, int) {
	if c, j := p.clockOnly(i); j > 0 && !c.bare && !c.part && !c.end && p.is(j, "or", "ya") {
		if last, e := p.clockOnly(j + 1); e > 0 && !last.bare && !last.part && !last.end {
			c.or = &last
			return c, e
		}
	}
	t := p.tok(i)
	if t.kind != number || t.ordinal || t.digits > 2 || t.n < 1 || t.n > 12 || !p.is(i+1, "or", "ya") {
		return clock{}, 0
	}
	last, e := p.clockOnly(i + 2)
	if e > 0 && last.bare && p.is(i-1, "at", "@", "around") && p.closed(e) && p.tok(i+2).kind == number && p.tok(i+2).digits <= 2 { // "Thursday at 9 or 10"
		c, _ := p.clockOnly(i)
		c.or = &last
		return c, e
	}
	if e == 0 || last.bare || last.bad != nil || p.tok(i+2).kind != number || p.tok(i+2).n > 12 {
		return clock{}, 0
	}
	c := last
	c.at.Hour, c.at.Minute, c.or = t.n%12+last.at.Hour/12*12, 0, &last
	return c, e
}

func (p *parser) clockOnly(i int) (clock, int) {
	t := p.tok(i)
	if t.kind == word {
		switch t.word {
		case "midnight":
			return clock{next: true, twin: true}, i + 1
		case "half", "quarter", "a":
			k := p.skip(i, "a")
			past := p.skip(k+1, "-") // half-past four
			minutes := 30
			if p.is(k, "quarter") {
				minutes = 15
			} else if !p.is(k, "half") {
				break
			}
			if !p.is(past, "past", "to") {
				if k == i && minutes == 30 && p.timely(i) { // "half six", as the British say
					if h, _, e := p.amount(p.skip(i+1, "-")); e > 0 && h >= 1 && h <= 12 && h == float64(int(h)) && p.dayOrEnd(e) {
						return p.hour(int(h), minutes, e, "")
					}
				}
				break
			}
			if p.is(past, "to") {
				minutes = -minutes
			}
			if h, _, e := p.amount(p.skip(past+1, "-")); e > 0 && h >= 1 && h <= 12 {
				return p.hour(int(h), minutes, e, "")
			}
		case "sawa", "saade", "paune": // a quarter past, half past, a quarter to
			minutes := map[string]int{"sawa": 15, "saade": 30, "paune": -15}[t.word]
			if h, _, e := p.amount(i + 1); e > 0 && h >= 1 && h <= 12 && h == float64(int(h)) && p.is(e, "baje") {
				return p.hour(int(h), minutes, e, "")
			}
		case "eod", "cob", "cop", "eob":
			return clock{at: p.opts.due(), end: true}, i + 1
		case "end", "close":
			k := p.skip(i+1, "of", "the")
			if e := p.skip(k, "working"); p.is(e, "day", "play") {
				return clock{at: p.opts.due(), end: true}, e + 1
			} else if e > k {
				return clock{at: p.opts.due(), end: true}, p.skip(e, "hour")
			}
		case "working":
			if p.is(i+1, "close", "closing", "end") || p.is(i+1, "hour") && !p.is(i+2, "before") {
				return clock{at: p.opts.due(), end: true}, p.skip(i+2, "time")
			}
		case "day":
			if p.is(i+1, "end") {
				return clock{at: p.opts.due(), end: true}, i + 2
			}
			if t.urdu && p.is(i+1, "ke") && !p.tok(i-1).urdu { // din ke 2 baje, din ke aakhir
				if p.is(i+2, "aakhir") {
					return clock{at: p.opts.due(), end: true}, i + 3
				}
				if c, e := p.hourAt(i+2, "dopahar"); e > 0 {
					return c, e
				}
			}
		}
		if t.raw == "سہ" && p.tok(i+1).raw == "پہر" || t.raw == "seh" && (p.tok(i+1).raw == "pehar" || p.tok(i+1).raw == "pahar") {
			if c, e := p.hourAt(p.skip(i+2, "ke", "ko"), "sehpehar"); e > 0 {
				return c, e
			}
			return clock{at: calendar.Clock{Hour: parts["sehpehar"]}, part: true}, i + 2
		}
		if h, ok := parts[t.word]; ok && t.word != "tonight" {
			k := p.skip(i+1, "ke", "ko", "mein", "at", ",")
			if c, e := p.hourAt(k, t.word); e > 0 && !(c.bare && k == i+1 && p.tok(k).kind != number) {
				return c, e
			}
			if p.is(i, "noon") {
				return clock{at: calendar.Clock{Hour: 12}}, i + 1
			}
			return clock{at: calendar.Clock{Hour: h}, part: true}, i + 1
		}
	}
	if c, e := p.minutesFrom(i); e > 0 {
		return c, e
	}
	return p.hourAt(i, "")
}

// minutesFrom reads "ten past five" and "twenty minutes to six". "Ten to five" alone is a range of numbers unless a word in front of it
// asks for a time.
func (p *parser) minutesFrom(i int) (clock, int) {
	n, _, j := p.amount(i)
	if j == 0 || n != float64(int(n)) || n < 1 || n > 29 {
		return clock{}, 0
	}
	k := p.skip(j, "minute")
	h, _, e := p.amount(k + 1)
	if e == 0 || h != float64(int(h)) || h < 1 || h > 12 {
		return clock{}, 0
	}
	switch {
	case p.is(k, "past") && p.tok(k).raw == "past":
		return p.hour(int(h), int(n), e, "")
	case p.is(k, "to") && (k > j || int(n)%5 == 0 && p.tok(i).kind == word && p.closed(e) && (i == 0 || p.is(i-1, "at", "by", "around", "before"))):
		return p.hour(int(h), -int(n), e, "")
	}
	return clock{}, 0
}

// hourAt reads an hour in digits or words, with minutes, am or pm, "baje", "hrs" or a part of the day behind it.
func (p *parser) hourAt(i int, part string) (clock, int) {
	t := p.tok(i)
	if t.kind == word {
		n, _, e := p.amount(i)
		if e == 0 || t.word == "a" || t.word == "an" || t.word == "half" || t.word == "the" || n > 12.9 || n < 0.7 {
			return clock{}, 0
		}
		h, m := int(n), int((n-float64(int(n)))*60+0.5)
		asked := p.is(i-1, "at", "@", "by", "before", "around")                                                                              // "at five", "by ten"
		if v, _, e2 := p.amount(e); e2 > 0 && p.tok(e).kind == word && v >= 5 && v < 60 && (p.meridiem(e2) != "" || asked && p.closed(e2)) { // five thirty pm
			m, e = int(v), e2
		}
		if mer, _ := p.meridiemEnd(e); mer == "" && !p.is(e, "oclock", "baje", "o") && !asked && p.partAfter(e) == e {
			return clock{}, 0
		}
		return p.hour(h, m, e, part)
	}
	if t.kind != number || t.ordinal || t.digits > 4 || t.digits == 3 {
		return clock{}, 0
	}
	prev := p.tok(i - 1)
	if t.glued && i > 0 && (prev.kind == sign && (prev.word == "." && p.tok(i-2).kind == number && p.tok(i-1).glued && p.tok(i-2).digits < 4 || prev.word == "$" || prev.word == "/" || prev.word == "#" || prev.word == ":" && p.tok(i-2).kind == number && p.tok(i-2).digits < 4 || prev.word == "(" && p.tok(i-1).glued)) {
		return clock{}, 0
	}
	colon := p.tok(i + 1)
	minute := p.tok(i + 2)
	if t.digits <= 2 && t.n < 24 && colon.raw == "h" && colon.glued && minute.kind == number && minute.glued && minute.digits == 2 && minute.n < 60 && p.unit(i+3) == "" && !p.is(i-1, "in", "within", "after") {
		return clock{at: calendar.Clock{Hour: t.n, Minute: minute.n}}, i + 3 // 17h30
	}
	if t.digits <= 2 && colon.kind == sign && colon.glued && minute.kind == number && minute.glued && minute.digits == 2 {
		end := i + 3
		switch colon.word {
		case ":":
			if p.is(end, ":") && p.tok(end+1).kind == number && p.tok(end+1).glued {
				end += 2
				if p.is(end, ".") && p.tok(end+1).kind == number && p.tok(end+1).glued {
					end += 2
				}
			}
			if t.n == 24 && minute.n == 0 {
				return clock{next: true}, end
			}
			if t.n > 23 || minute.n > 59 {
				if !p.timely(i) {
					return clock{}, 0 // "a ratio of 60:40"
				}
				return clock{bad: why("time", t.n, minute.n)}, end
			}
			if mer, k := p.meridiemEnd(end); t.n > 12 && mer == "pm" { // 13:00 pm
				return clock{at: calendar.Clock{Hour: t.n, Minute: minute.n}}, k
			}
			c, e := p.hour(t.n, minute.n, end, p.zeroed(t, part))
			c.bare = false
			if h := p.tok(e).raw; h == "hrs" || h == "hours" || h == "hr" {
				e++
			}
			return c, e
		case ".":
			if p.is(end, "hour") && t.n < 24 && minute.n < 60 {
				return clock{at: calendar.Clock{Hour: t.n, Minute: minute.n}}, end + 1 // 13.00 hours
			}
			if (p.meridiem(end) != "" || p.is(end, "baje")) && t.n < 24 && minute.n < 60 {
				return p.hour(t.n, minute.n, end, part)
			}
			if t.n >= 1 && t.n < 24 && minute.n < 60 && minute.n%5 == 0 && !p.is(end, ".", "/", "-") { // "at 10.30", but never 14.5
				c, e := p.hour(t.n, minute.n, end, part)
				c.bare = true
				return c, e
			}
			return clock{}, 0
		}
	}
	if minute := p.tok(i + 1); t.digits <= 2 && t.n >= 1 && t.n <= 12 && minute.kind == number && !minute.glued && minute.digits == 2 && minute.n < 60 && p.meridiem(i+2) != "" {
		return p.hour(t.n, minute.n, i+2, part) // 9 30 pm
	}
	if t.digits == 4 {
		if k := p.skip(i+1, "hour"); k > i+1 || p.tok(i+1).raw == "h" && p.tok(i+1).glued {
			if t.n/100 < 24 && t.n%100 < 60 {
				return clock{at: calendar.Clock{Hour: t.n / 100, Minute: t.n % 100}}, i + 2
			}
		}
		if t.n/100 < 24 && t.n%100 < 60 && (i == 0 || !t.glued) { // 0900 beside a day, but not A-0042
			return clock{at: calendar.Clock{Hour: t.n / 100, Minute: t.n % 100}, bare: !(p.tok(i+1).raw == "z" && p.tok(i+1).glued)}, i + 1
		}
		return clock{}, 0
	}
	if colon.glued && colon.kind == sign && (colon.word == "." || colon.word == ":" || colon.word == "/" || colon.word == ",") && minute.glued && minute.kind == number {
		return clock{}, 0
	}
	if t.n > 24 || t.n == 0 && t.digits == 1 && p.meridiem(i+1) == "" {
		return clock{}, 0
	}
	return p.hour(t.n, 0, i+1, part)
}

// zeroed says that an hour written "09:30" means the morning.
func (p *parser) zeroed(t token, part string) string {
	if part == "" && t.digits == 2 && t.n < 10 {
		return "as written"
	}
	return part
}

// hour finishes a time whose hour and minutes are known; e is where am, pm, "baje" or a part of the day may stand.
func (p *parser) hour(h, m, e int, part string) (clock, int) {
	if m < 0 {
		h, m = h-1, m+60
	}
	c := clock{at: calendar.Clock{Hour: h, Minute: m}, bare: true}
	if p.tok(e).raw == "ish" && p.tok(e).glued {
		e, c.bare = e+1, false
	}
	if k := p.skip(e+1, "'"); p.is(e, "o") && p.tok(k).raw == "clock" {
		e, c.bare = k+1, false
	} else if p.is(e, "oclock", "baje") {
		e, c.bare = e+1, false
	} else if p.is(e, "hour") && h < 24 && (p.tok(e).raw == "hrs" || p.tok(e).raw == "hours") && m > 0 {
		return clock{at: c.at}, e + 1
	}
	if m > 0 || part != "" {
		c.bare = false
	}
	if mer, k := p.meridiemEnd(e); mer != "" {
		if h > 12 {
			if mer == "pm" && p.tok(e).kind == word && h < 24 && m > 0 {
				return c, k
			}
			c.bad, c.bare = why("hour", h, mer), false
			return c, k
		}
		c.bare = false
		if c.at.Hour = h % 12; mer == "pm" {
			c.at.Hour += 12
		}
		return c, p.partAfter(k)
	}
	if p.is(e, "noon") && h == 12 {
		c.bare = false
		return c, e + 1
	}
	if p.is(e, "midnight") && h == 12 {
		return clock{next: true, twin: true}, e + 1
	}
	k := p.skip(e, "in", "at", "ke", "ko")
	k = p.skip(k, "the")
	if _, ok := parts[p.tok(k).word]; ok && !p.is(k, "tonight") {
		part, e, c.bare = p.tok(k).word, k+1, false
	} else if p.is(e, "tonight") {
		part, c.bare = "tonight", false
	}
	if h > 23 {
		if h == 24 && m == 0 && !c.bare {
			return clock{next: true}, e
		}
		return clock{}, 0
	}
	if part != "" && part != "as written" {
		var next bool
		c.at.Hour, next = half(h, part)
		c.next = next
		return c, e
	}
	if part == "" && h >= 1 && h <= 6 {
		c.at.Hour += 12
		c.hint = fmt.Sprintf("read as %s; for the morning write %dam", c.at, h)
	}
	return c, e
}

// partAfter passes over a part of the day that only repeats what am or pm said.
func (p *parser) partAfter(k int) int {
	e := p.skip(p.skip(k, "in", "at"), "the")
	if p.is(e, "morning", "afternoon", "evening", "night") {
		return e + 1
	}
	return k
}
