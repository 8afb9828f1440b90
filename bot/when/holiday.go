package when

import (
	"strings"
	"time"

	"rabita/bot/calendar"
)

// feasts are days that everybody names and no calendar of holidays need hold. A longer name stands before the shorter one it contains.
var feasts = []struct {
	name  []token
	month time.Month
	day   int
}{
	{tokenize("New Year's Eve"), time.December, 31},
	{tokenize("New Year's Day"), time.January, 1},
	{tokenize("New Year"), time.January, 1},
	{tokenize("Christmas Eve"), time.December, 24},
	{tokenize("Christmas"), time.December, 25},
	{tokenize("Xmas"), time.December, 25},
	{tokenize("International Women's Day"), time.March, 8},
	{tokenize("Women's Day"), time.March, 8},
	{tokenize("Human Rights Day"), time.December, 10},
}

// moonMonths are months of the Islamic calendar as people write them.
var moonMonths = map[string]bool{"muharram": true, "safar": true, "rabi": true, "rajab": true, "shaban": true, "ramadan": true, "ramzan": true, "ramazan": true,
	"shawwal": true, "zilhaj": true, "zilhajj": true, "zulhijjah": true, "محرم": true, "صفر": true, "رجب": true, "شعبان": true, "رمضان": true, "شوال": true}

// holiday reads the name of a holiday of the calendar, or of a day that everybody names. One that depends on the moon is asked about.
func (p *parser) holiday(i int) (day, int) {
	i = p.skip(i, "the")
	best, end := calendar.Holiday{}, 0
	t := p.tok(i)
	first := p.text[t.start:t.end]
	for _, h := range p.cal.Holidays {
		if len(h.Name) < len(first) || !strings.EqualFold(h.Name[:len(first)], first) || h.Date.Before(p.today) || h.Date.After(p.today.AddDays(370)) {
			continue
		}
		if e := p.names(i, tokenize(h.Name)); e > end || e > 0 && e == end && h.Date.Before(best.Date) {
			best, end = h, e
		}
	}
	if end > 0 {
		r := day{dates: []calendar.Date{best.Date}, weak: true}
		if best.Expected {
			r.bad = why("expected", best.Name, best.Date.Words(), best.Date.Words()[4:])
		}
		return r, end
	}
	for _, f := range feasts {
		if e := p.names(i, f.name); e > 0 {
			d, _ := p.coming(f.month, f.day)
			return day{dates: []calendar.Date{d}, weak: true}, p.skip(e, "day")
		}
	}
	moon := day{bad: why("moon", p.example())}
	if _, _, e := p.dayNumber(i); e > 0 { // the 27th of Ramadan
		if k := p.skip(e, "of", "ke"); moonMonths[p.tok(k).raw] {
			return moon, k + 1
		}
	}
	if p.isEid(i) || p.is(i, "ashura") || moonMonths[p.tok(i).raw] && (p.marked(i) || p.is(i+1, "se", "ke", "tak")) {
		return moon, i + 1
	}
	return day{}, 0
}

func (p *parser) isEid(i int) bool { return p.tok(i).raw == "eid" || p.tok(i).raw == "عید" }

// names reports where a name that stands at i ends, or 0. Signs between its words do not matter, nor does what it says in brackets; "Eid"
// alone is the name of every Eid.
func (p *parser) names(i int, name []token) int {
	j := i
	for k, want := range name {
		if want.kind == sign {
			if want.word == "(" {
				break
			}
			continue
		}
		if k > 0 {
			j = p.skip(j, "-", "'")
		}
		if t := p.tok(j); t.kind != want.kind || t.raw != want.raw || t.n != want.n {
			if k > 0 && p.isEid(i) && !p.is(i+1, "-", "ul", "al") {
				return i + 1
			}
			return 0
		}
		j++
	}
	return j
}
