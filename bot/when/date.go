package when

import (
	"fmt"
	"slices"
	"time"

	"rabita/bot/calendar"
)

// A day is what a phrase says about the date.
type day struct {
	dates  []calendar.Date // the readings; more than one is asked about
	exact  time.Time       // for hours and minutes from now: the moment itself
	past   bool            // the words point back
	bad    *Why            // a date that cannot be
	hint   string
	clock  *clock // a part of the day that the words bring along: "tonight"
	weak   bool   // taken only with a marker beside it, or as the whole phrase
	noYear bool   // a year that follows later belongs to it
	order  int    // 1: a weekday alone, which may stand beside a date
}

// clone is a copy that may be changed.
func (d day) clone() day {
	d.dates = slices.Clone(d.dates)
	if d.clock != nil {
		c := *d.clock
		d.clock = &c
	}
	return d
}

func only(d calendar.Date) day { return day{dates: []calendar.Date{d}} }

// year reads a four-digit year, or two digits after an apostrophe or where short is allowed.
func (p *parser) year(i int, short bool) (int, int) {
	if p.is(i, "'") && p.tok(i+1).digits == 2 && p.tok(i+1).kind == number {
		return 2000 + p.tok(i+1).n, i + 2
	}
	t := p.tok(i)
	if t.kind != number || t.ordinal {
		return 0, 0
	}
	after := p.tok(i + 1)
	if t.digits == 4 && t.n >= 1900 && (t.n <= 3000 || p.monthAt(i-1)) && !(after.glued && after.kind == word && (after.word == "hour" || after.word == "h")) {
		if after.glued && after.word == ":" {
			return 0, 0
		}
		return t.n, i + 1
	}
	if short && t.digits == 2 && !(after.word == ":" || after.word == "." && after.glued && p.tok(i+2).glued) && p.meridiem(i+1) == "" && !p.is(i+1, "baje", "oclock") {
		if t.n >= 70 {
			return 1900 + t.n, i + 1
		}
		return 2000 + t.n, i + 1
	}
	return 0, 0
}

// coming is the next day with this month and day, today included.
func (p *parser) coming(month time.Month, d int) (calendar.Date, bool) {
	for y := p.today.Year; y <= p.today.Year+8; y++ {
		if at := (calendar.Date{Year: y, Month: month, Day: d}); at.Valid() && !at.Before(p.today) {
			if y > p.today.Year+1 {
				return calendar.Date{}, false // 29 February in a year without one: asked about
			}
			return at, true
		}
	}
	return calendar.Date{}, false
}

// dated makes a day of the parts; year 0 means the next one.
func (p *parser) dated(y int, m, d int) day {
	if m < 1 || m > 12 {
		return day{bad: why("month", m, p.example())}
	}
	month := time.Month(m)
	if y == 0 {
		at, ok := p.coming(month, d)
		if !ok {
			year := p.today.Year
			if month < p.today.Month {
				year++
			}
			return day{bad: why("day", d, month, year, calendar.DaysIn(year, month)), noYear: true}
		}
		r := only(at)
		r.noYear = true
		return r
	}
	at := calendar.Date{Year: y, Month: month, Day: d}
	if !at.Valid() {
		if last := (calendar.Date{Year: y, Month: month, Day: calendar.DaysIn(y, month)}); last.Before(p.today) {
			return day{bad: why("day passed", d, month, y, p.example())}
		}
		return day{bad: why("day", d, month, y, calendar.DaysIn(y, month))}
	}
	return only(at)
}

// numeric reads 31/12/2019, 31-12-19, 31.12.2019, 2019-12-31, 2019/Aug/10, 31/12 and 9/2019: the day first, except that a year in front
// means the month follows. A month of 13 or more with a possible day in its place was written month first and is read so, with a hint.
func (p *parser) numeric(i int) (day, int) {
	a, s, b := p.tok(i), p.tok(i+1), p.tok(i+2)
	if a.digits == 8 && !a.ordinal && (p.marked(i) || len(p.toks) == 1) { // 20191231
		if d := p.dated(a.n/10000, a.n/100%100, a.n%100); d.bad == nil && a.n/10000 >= 1900 && a.n/10000 < 2200 {
			return d, i + 1
		}
	}
	if d, e := p.spaced(i); e > 0 {
		return d, e
	}
	if a.kind != number || a.ordinal || s.kind != sign || !s.glued || b.kind != number || !b.glued || b.ordinal {
		return day{}, 0
	}
	if prev := p.tok(i - 1); i > 0 && a.glued && (prev.kind == number || prev.kind == word || prev.kind == sign && (prev.word == "/" && i > 1 && a.glued && prev.glued || prev.word == "." || prev.word == "-" || prev.word == "$" || prev.word == ":")) {
		return day{}, 0
	}
	sep := s.word
	if sep != "/" && sep != "-" && sep != "." {
		return day{}, 0
	}
	c := p.tok(i + 4)
	if p.tok(i+3).word == sep && p.tok(i+3).glued && c.kind == number && c.glued && !c.ordinal {
		end := i + 5
		if p.is(end, "/") && p.tok(end).glued && p.tok(end+1).glued && p.tok(end+1).kind == word || p.is(i-1, "no", "number", "ref") || p.is(i-1, ".") && p.tok(i-2).raw == "no" {
			return day{}, 0 // the number of a letter: "No. 12-12-2019/A"
		}
		if next := p.tok(end); next.glued && next.kind == sign && (next.word == sep && p.tok(end+1).glued && p.tok(end+1).kind == number && p.tok(end+1).digits < 4) {
			if !(p.tok(end+2).word == ":" && p.tok(end+2).glued) {
				return day{}, 0
			}
		}
		switch {
		case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
			d := p.dated(a.n, b.n, c.n)
			if a.n < 1900 {
				d = day{bad: why("old year", p.example())}
			}
			return d, end
		case a.digits <= 2 && b.digits <= 2 && (c.digits == 4 || c.digits == 2 && c.n >= 15 && (sep != "." || a.digits == 2 && b.digits == 2 || hasWeekday(p.tok(i-1).word) || p.is(i-1, strongBefore...) || p.is(i-1, "on"))):
			y := c.n
			if c.digits == 2 {
				if y += 2000; c.n >= 70 {
					y -= 100
				}
			}
			if b.n > 12 && b.n <= 31 && a.n >= 1 && a.n <= 12 {
				d := p.dated(y, a.n, b.n)
				d.hint = "read month first, because there is no month " + fmt.Sprint(b.n)
				return d, end
			}
			return p.dated(y, b.n, a.n), end
		}
		return day{}, 0
	}
	if p.tok(i+3).kind == word && (p.monthAt(i+3) || p.unit(i+3) != "" || p.is(i+3, "working") || sep == "/" && p.is(i+3, "of") && !p.is(i+4, "this", "next")) {
		return day{}, 0 // "5/6 December" are two days, "2-3 days" a guess, "3/4 of an hour" a part
	}
	if next := p.tok(i + 3); next.glued && next.kind == sign && (next.word == "/" || next.word == "-" || next.word == "." && p.tok(i+4).glued) {
		return day{}, 0
	}
	if sep == "/" || sep == "-" {
		if a.digits <= 2 && b.digits == 4 && a.n >= 1 && a.n <= 12 && b.n >= 1900 && b.n <= 2200 {
			first := calendar.Date{Year: b.n, Month: time.Month(a.n), Day: 1}
			return day{dates: []calendar.Date{first, first.MonthEnd()}}, i + 3
		}
	}
	if a.digits <= 2 && b.digits <= 2 && a.n > 0 && b.n > 0 && (sep == "/" || sep == "-") {
		if a.n > 39 || b.n > 39 || a.n == 24 && b.n == 7 {
			return day{}, 0 // 50/50, 24/7
		}
		d := p.dated(0, b.n, a.n)
		if b.n > 12 && b.n <= 31 && a.n <= 12 {
			d = p.dated(0, a.n, b.n)
			d.hint = "read month first, because there is no month " + fmt.Sprint(b.n)
		}
		d.weak = true
		if sep == "-" && (d.bad != nil || !p.marked(i) && !p.is(i+3, "tak", "ko", "se")) {
			return day{}, 0
		}
		if a.n <= 12 && b.n <= 12 && a.n != b.n && d.bad == nil {
			if other := p.dated(0, a.n, b.n); other.bad == nil {
				d.hint = fmt.Sprintf("read day first, as %d %s; if you meant %d %s, write it so", a.n, time.Month(b.n), b.n, time.Month(a.n))
			}
		}
		return d, i + 3
	}
	return day{}, 0
}

// spaced reads 31 / 12 / 2019 and 31. 12. 2019, which need the whole year for what figures without spaces may leave out.
func (p *parser) spaced(i int) (day, int) {
	if d, m, y := p.tok(i), p.tok(i+1), p.tok(i+2); d.kind == number && m.kind == number && y.kind == number && d.digits <= 2 && m.digits == 2 && y.digits == 4 && !d.ordinal && !m.glued && !y.glued && (p.marked(i) || i == 0) && p.closed(i+3) { // 31 12 2019
		if r := p.dated(y.n, m.n, d.n); r.bad == nil && y.n >= 1900 {
			return r, i + 3
		}
	}
	d, m, y := p.tok(i), p.tok(i+2), p.tok(i+4)
	if d.kind != number || m.kind != number || y.kind != number || d.ordinal || m.ordinal || y.ordinal || d.digits > 2 || m.digits > 2 || y.digits != 4 ||
		!p.is(i+1, "/", ".", "-") || p.tok(i+3).word != p.tok(i+1).word || p.tok(i+1).glued && m.glued && p.tok(i+3).glued && y.glued {
		return day{}, 0
	}
	if r := p.dated(y.n, m.n, d.n); r.bad == nil && y.n >= 1900 {
		return r, i + 5
	}
	return day{}, 0
}

// titled reports whether a title stands before the word at i, which makes a name of it: "Mr. Jan", "Dr. June".
func (p *parser) titled(i int) bool {
	switch p.tok(p.skipBack(i, ".")).raw {
	case "mr", "mrs", "ms", "miss", "mst", "dr", "prof", "sir", "madam", "begum", "justice", "senator", "barrister", "advocate":
		return p.tok(i).upper > 0
	}
	return false
}

// month is the month named at i; loose is set for spellings that are also other words.
func (p *parser) month(i int) (m int, loose bool, j int) {
	t := p.tok(i)
	if t.kind != word || p.titled(i) {
		return 0, false, 0
	}
	m, ok := months[t.word]
	if !ok && t.raw == "mai" && p.tok(i-1).kind == number && (p.is(i+1, "tak", "ko", "ke") || p.is(i+1, "se") && p.is(i+2, "pehle")) ||
		!ok && t.raw == "mai" && p.is(i+1, "ke") && (p.is(i+2, "aakhir", "shuru", "darmiyan") || p.tok(i+2).kind == number) {
		m, ok = 5, true // "mai" is May here, and "in" elsewhere
	}
	if !ok {
		return 0, false, 0
	}
	j = i + 1
	if p.is(j, ".") && p.tok(j).glued && len(t.raw) <= 4 {
		if next := p.tok(j + 1); !(len(p.toks) > j+1 && next.glued) {
			j++
		}
	}
	return m, soft[t.raw], j
}

// dayNumber is a day of the month: 15, 15th, fifteenth, twenty-fourth.
func (p *parser) dayNumber(i int) (n int, ordinal bool, j int) {
	t := p.tok(i)
	if t.kind == number && t.digits <= 2 && t.n >= 1 {
		return t.n, t.ordinal, i + 1
	}
	if t.kind != word {
		return 0, false, 0
	}
	if t.ordinal {
		return t.n, true, i + 1
	}
	if t.raw == "yakum" || t.raw == "یکم" { // the first of a month, and of nothing else
		return 1, true, i + 1
	}
	if v, ok := ordinalWords[t.word]; ok && v > 0 && (!t.urdu || p.is(i+1, "date") || p.monthAt(i+1)) {
		return v, true, i + 1
	}
	if v, ok := urduNumbers[t.raw]; ok && v <= 31 {
		_, loose, e := p.month(i + 1)
		loose = loose || t.raw == "no" || t.raw == "do"                                    // "no December meeting"
		if p.is(i+1, "aur", ",") && urduNumbers[p.tok(i+2).raw] > 0 && p.is(i+3, "date") { // das aur pachees tareekh
			return v, false, i + 1
		}
		if p.is(i+1, "date") && p.tok(i+1).raw != "date" || e > 0 && (!loose || p.is(e, "ko", "tak", "ke", "se")) {
			return v, false, i + 1
		}
	}
	if v, ok := ordinalWords[t.raw]; ok && v > 0 {
		return v, true, i + 1
	}
	if v, ok := hundredWords[t.word]; ok && v >= 20 && v <= 30 {
		k := p.skip(i+1, "-")
		if u, ok := ordinalWords[p.tok(k).raw]; ok && u >= 1 && u < 10 {
			return v + u, true, k + 1
		}
	}
	return 0, false, 0
}

// ofYear reads a date behind its year in words: "next year 8 March", "agle saal 8 march".
func (p *parser) ofYear(i int) (day, int) {
	k := p.skip(i, "next", "this", "coming")
	if k != i+1 || !p.is(k, "year") {
		return day{}, 0
	}
	d, e := p.named(p.skip(k+1, "on", "ke", "mein", ","))
	if e == 0 || !d.noYear || len(d.dates) == 0 {
		return day{}, 0
	}
	y := p.today.Year
	if !p.is(i, "this") {
		y++
	}
	return p.dated(y, int(d.dates[0].Month), d.dates[0].Day), e
}

// named reads dates with the month in words: 31 Dec, 31st of December 2019, Dec 31, 31-Dec-19, 2018 March 18, 10 - 22 August.
func (p *parser) named(i int) (day, int) {
	if p.tok(i).glued && i > 0 && (p.tok(i-1).kind == word || p.is(i-1, ".") && p.tok(i-1).glued && p.tok(i-2).kind == number) {
		return day{}, 0 // "18.2 to 30 Nov"
	}
	if y, j := p.year(i, false); j > 0 { // 2018 March 18
		j = p.skip(j, "/", "-", ".")
		if m, _, k := p.month(j); k > 0 {
			k2 := p.skip(k, "/", "-", ",")
			if d, _, e := p.dayNumber(k2); e > 0 && !p.timeAt(k2) {
				return p.dated(y, m, d), e
			}
			first := calendar.Date{Year: y, Month: time.Month(m), Day: 1}
			return day{dates: []calendar.Date{first, first.MonthEnd()}, weak: true}, k
		}
	}
	if d, ord, j := p.dayNumber(i); j > 0 { // 31 Dec
		if ms := p.skip(j, "-", "/", "of", "the", ".", "ke"); true {
			if m, loose, e := p.month(ms); e > 0 {
				r, e2 := p.withYear(m, d, e)
				if loose && e2 == e && !ord && !p.softEnd(i, e) {
					return day{}, 0
				}
				return r, e2
			}
		}
		// 15 or 16 November, 15th/16th November: both
		if p.is(j, "or", "ya") || p.is(j, "/") && p.tok(j).glued {
			if last, _, j2 := p.dayNumber(j + 1); j2 > 0 {
				if m, _, e := p.month(p.skip(j2, "of")); e > 0 {
					first, e2 := p.withYear(m, d, e)
					if other, _ := p.withYear(m, last, e); first.bad == nil && other.bad == nil {
						first.dates = append(first.dates, other.dates...)
					}
					return first, e2
				}
			}
		}
		// 10 - 22 August, 10 to 22 August: the first day, the month of the second.
		k := p.skip(j, "-", "to", "se")
		between := p.is(p.skipBack(i, "the"), "between") && p.is(j, "and", "to", "-")
		if between {
			k = p.skip(j+1, "the")
		}
		if k == j { // 5th and 6th December; 22nd, 23rd and 24th March
			for n := 0; n < 4 && p.is(k, ",", "and", "&", "aur"); n++ {
				next := p.skip(k, ",", "and", "&", "aur")
				_, _, e := p.dayNumber(next)
				if _, _, m := p.month(e); e == 0 || m > 0 {
					k = next
					break
				}
				k = e
			}
		}
		if k > j {
			if last, _, j2 := p.dayNumber(k); j2 > 0 {
				if m, _, e := p.month(p.skip(j2, "of")); e > 0 {
					r, e2 := p.withYear(m, d, e)
					other, _ := p.withYear(m, last, e)
					if other.bad != nil {
						return other, e2
					}
					if r.bad == nil && r.dates[0].After(other.dates[0]) { // "1 to 10 December" said on the 5th: its end is to come
						return other, e2
					}
					if between {
						r.dates = append(r.dates, other.dates...)
					}
					return r, e2
				}
			}
		}
	}
	if m, loose, j := p.month(i); j > 0 { // Dec 31
		k := p.skip(j, "-", "/", ",", ".", "the", "ke")
		if p.is(i, "may") && p.tok(i).upper == 0 && p.is(j, "the") {
			return day{}, 0
		}
		if d, ord, e := p.dayNumber(k); e > 0 && !p.timeAt(k) && p.meridiem(e) == "" && !p.is(e, "baje", "%", "oclock") && p.unit(e) == "" {
			if p.is(e, ":") && p.tok(e).glued {
				return day{}, 0
			}
			// 10 - 22, 2012 and "8th - 10th, 2010": the year stands behind the second day.
			if r := p.skip(e, "-", "to"); r > e {
				if last, _, e2 := p.dayNumber(r); e2 > 0 && !p.timeAt(r) && p.meridiem(e2) == "" {
					if _, _, mm := p.month(e2); mm == 0 {
						if other, _ := p.withYear(m, last, e2); other.bad != nil {
							return other, e2
						} else if first, _ := p.withYear(m, d, e2); first.bad == nil && first.dates[0].After(other.dates[0]) {
							return other, e2 // it has begun
						}
						e = e2
					}
				}
			}
			r, e2 := p.withYear(m, d, e)
			if loose && e2 == e && !ord && !p.softEnd(i, e) {
				return day{}, 0
			}
			return r, e2
		}
	}
	return day{}, 0
}

// withYear finishes a date whose year may follow at e.
func (p *parser) withYear(m, d, e int) (day, int) {
	k := p.skip(e, ",", "-", "/", "of", ".")
	if y, j := p.year(k, k == e || p.is(e, "-", "/") || p.is(e, ",")); j > 0 && (p.tok(k).digits == 4 || p.tok(k).kind == sign || p.tok(k).n > 12 && !p.rangeOf(j)) {
		return p.dated(y, m, d), j
	}
	if q := p.skip(e, ",", "of", "in"); p.is(q, "next", "this", "coming") && p.is(q+1, "year") {
		y := p.today.Year
		if !p.is(q, "this") {
			y++
		}
		return p.dated(y, m, d), q + 2
	}
	r := p.dated(0, m, d)
	if r.bad == nil && r.dates[0].Year > p.today.Year {
		if passed := (calendar.Date{Year: p.today.Year, Month: time.Month(m), Day: d}); passed.Valid() && passed.Before(p.today) {
			r.hint = passed.Words() + " has passed; read as the next one"
		}
	}
	return r, e
}

func (p *parser) rangeOf(j int) bool {
	_, _, e := p.month(j)
	return e > 0
}

// softEnd reports whether what stands around i..e lets a doubtful month be one: "by 3 may", "3 May", but not "3 may attend".
func (p *parser) softEnd(i, e int) bool {
	if p.marked(i) || p.closed(e) || p.tok(e).kind == number {
		return true
	}
	for k := i; k < e; k++ {
		if p.tok(k).kind == word && p.tok(k).upper > 0 {
			return true
		}
	}
	return p.is(e, "tak", "ko", "se", "by", "at", "on", "before", "and", "or", "to", "morning", "noon", "afternoon", "evening", "for", "ke", "mein", "ya", "aur")
}

// marked reports whether a word that introduces a date stands before i.
func (p *parser) marked(i int) bool {
	if p.is(i-1, "the") {
		i--
	}
	return p.is(i-1, "by", "before", "until", "on", "in", "from", "due", "this", "next", "coming", "every", "at", "of", "for", "after", "end", "middle", "deadline", "within", "during", "between", "to", "-", "last", "following", "and", "or")
}
