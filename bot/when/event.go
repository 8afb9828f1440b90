package when

import (
	"fmt"
	"strings"

	"rabita/bot/calendar"
)

// series reads the name of a series of meetings at i: one of Options.Meetings, "meeting", "session", "ijlas", or after an ordinal any
// abbreviation in capitals. The result is the name as it is written in an event.
func (p *parser) series(i int, ordinal bool) (string, int) {
	t := p.tok(i)
	if t.kind != word {
		return "", 0
	}
	for _, name := range p.opts.meetings() {
		words := tokenize(name)
		k := 0
		for k < len(words) && words[k].raw == p.tok(i+k).raw {
			k++
		}
		if k > 0 && k == len(words) {
			return name, p.skip(i+k, "meeting", "session", "ke")
		}
	}
	if letters, e := p.spelled(i); e > i+2 {
		for _, name := range p.opts.meetings() {
			if strings.EqualFold(name, letters) {
				return name, p.skip(e, "meeting", "session")
			}
		}
	}
	if t.word == "meeting" || t.word == "session" {
		if k := p.skip(i+1, "of", "the"); k > i+1 {
			if name, e := p.series(k, false); e > 0 && name != "meeting" {
				return name, e
			}
		}
		return "meeting", i + 1
	}
	if ordinal && t.upper >= 3 && t.upper == len(t.raw) && english[t.raw] == "" && !p.is(i, dayEnds...) { // not "28TH FEB EOD"
		e := p.skip(i+1, "meeting", "session", "ke")
		if next := p.tok(e); p.closed(e) || next.urdu || next.kind == number || p.is(e, "on", "at", "in", "by", "please", "pls", "and", "or") { // not "the fifth CEDAW report"
			return p.text[t.start:t.end], e
		}
	}
	return "", 0
}

// letterNames are the Latin letters as Urdu spells them out: an abbreviation is written آئی پی ایم جی.
var letterNames = func() map[string]byte {
	m := map[string]byte{}
	names := strings.Fields("اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این او پی کیو آر ایس ٹی یو وی ڈبلیو ایکس وائی زیڈ")
	for i, name := range names {
		m[foldText(name)] = byte('a' + i)
	}
	return m
}()

// spelled reads an abbreviation in letter names.
func (p *parser) spelled(i int) (string, int) {
	var s []byte
	for len(s) < 8 {
		c, ok := letterNames[p.tok(i+len(s)).raw]
		if !ok || p.tok(i+len(s)).kind != word {
			break
		}
		s = append(s, c)
	}
	for len(s) > 4 && s[len(s)-1] == 'k' { // a "ke" that follows
		s = s[:len(s)-1]
	}
	return string(s), i + len(s)
}

// meetingAt reports whether the name of a series of meetings stands at i.
func (p *parser) meetingAt(i int) bool {
	_, e := p.series(i, true)
	return e > 0
}

// event reads a meeting that a deadline can wait for: "the 15th IPMG", "next meeting", "agle ijlas". numbered is false for "next".
func (p *parser) event(i int) (name string, numbered bool, j int) {
	k := p.skip(i, "the", "our")
	if n, _, e := p.dayNumberWide(k); e > 0 {
		if s, e2 := p.series(e, true); e2 > 0 {
			return fmt.Sprintf("%s %s", calendar.Ordinal(n), s), true, p.unKe(e2)
		}
	}
	if n, _, e := p.dayNumberWide(k); e > 0 && p.tok(e).upper > 0 { // the 21st Inter-Provincial Ministerial Group meeting
		for last := e + 1; last < e+9 && (p.tok(last-1).upper > 0 || p.is(last-1, "-", "on", "of", "for")); last++ {
			if p.is(last, "meeting", "session") {
				return fmt.Sprintf("%s %s", calendar.Ordinal(n), p.tok(last).word), true, last + 1
			}
		}
	}
	if s, e := p.series(k, false); e > 0 { // IPMG 15, IPMG-XV, meeting no. 15
		n := p.skip(e, "-", "no", "number", ".", "#")
		if v := roman(p.tok(n)); v > 0 && s != "meeting" {
			return fmt.Sprintf("%s %s", calendar.Ordinal(v), s), true, n + 1
		}
		if t := p.tok(n); t.kind == number && !t.ordinal && t.digits <= 3 && t.n > 0 && (p.closed(n+1) || p.is(n+1, "se", "tak", "ke", "ko")) && (s != "meeting" || n > e) {
			return fmt.Sprintf("%s %s", calendar.Ordinal(t.n), s), true, n + 1
		}
	}
	if s, e := p.series(k, false); e > 0 && s != "meeting" && p.is(e-1, "ke") && p.is(e, "next", "coming") && p.is(e+1, "meeting") { // ipmg ki agli meeting
		return "next " + s, false, p.unKe(e + 2)
	}
	if p.is(k, "next", "coming", "this", "following") {
		k2 := p.skip(k+1, "wala", "wali")
		if s, e := p.series(k2, false); e > 0 && p.tok(k2).word != "session" {
			return "next " + s, false, p.unKe(e)
		}
	}
	if p.is(i, "the") {
		if s, e := p.series(k, false); e > 0 && p.closed(p.unKe(e)) {
			return "next " + s, false, p.unKe(e)
		}
	}
	if s, e := p.series(i, false); e > 0 && (p.is(p.unKe(e), "se") && p.is(p.unKe(e)+1, "pehle") || s != "meeting" && p.is(i-1, "before", "by", "after")) {
		return "next " + s, false, p.unKe(e)
	}
	return "", false, 0
}

// unKe takes back a "ke" that series skipped, for "ke baad" to be read as one.
func (p *parser) unKe(e int) int {
	if p.is(e-1, "ke") {
		return e - 1
	}
	return e
}

// roman is the number that a word in capitals writes in Roman numerals, or 0.
func roman(t token) int {
	if t.kind != word || t.upper != len(t.raw) {
		return 0
	}
	n := 0
	for rest := t.raw; rest != ""; {
		was := rest
		for _, d := range []struct {
			letters string
			n       int
		}{{"xl", 40}, {"l", 50}, {"ix", 9}, {"x", 10}, {"iv", 4}, {"v", 5}, {"i", 1}} {
			if cut, ok := strings.CutPrefix(rest, d.letters); ok {
				n, rest = n+d.n, cut
				break
			}
		}
		if rest == was {
			return 0
		}
	}
	return n
}

// dayNumberWide is an ordinal of any size up to 999: "the 115th".
func (p *parser) dayNumberWide(i int) (int, bool, int) {
	t := p.tok(i)
	if v := roman(t); v > 0 && p.tok(i+1).upper >= 3 { // the XXI IPMG
		return v, true, i + 1
	}
	if t.kind == number && t.digits <= 3 && (t.ordinal || p.tok(i+1).upper >= 3) {
		return t.n, true, i + 1
	}
	if t.kind == number && t.digits <= 3 && p.is(i+1, "meeting") && p.tok(i+1).urdu {
		return t.n, true, i + 1
	}
	if t.kind == number {
		return 0, false, 0
	}
	n, ord, e := p.dayNumber(i)
	if !ord {
		return 0, false, 0
	}
	return n, ord, e
}

// An awaited is a deadline bound to an event.
type awaited struct {
	name  string
	lead  span // how far before (or after) it
	sign  int
	after bool
	bad   *Why // what cannot be: hours before a meeting
}

// awaits reads "the 15th IPMG" with an offset in front or behind: "two weeks before the 15th IPMG", "15th IPMG se teen din pehle".
func (p *parser) awaits(i int) (awaited, int) {
	if s, j, sign := p.lead(i); j > 0 {
		if name, _, e := p.event(j); e > 0 {
			return awaited{name: name, lead: s, sign: sign, after: sign > 0}, e
		}
		return awaited{}, 0
	}
	name, numbered, e := p.event(i)
	if e == 0 || numbered && p.is(i-1, "at") && !(i == 1 && e == len(p.toks)) {
		return awaited{}, 0
	}
	if p.is(p.skipBack(i, "the"), "by") && p.doing(p.skipBack(i, "the")-1) {
		return awaited{}, 0
	}
	a := awaited{name: name}
	if b := p.skipBack(i, "the"); p.is(b, "before", "after", "following") && hasWeekday(p.tok(b-1).word) { // the Friday before the 23rd IPMG
		return awaited{name: name, bad: why("no meeting day", p.example())}, e
	}
	k := p.skip(e, "se", "ke")
	if s, j := p.duration(k); k > e && j > 0 && p.is(j, "pehle", "baad") {
		if s = s.wholeDays(); s.timed {
			a.bad = p.needsTime()
		}
		a.lead, a.sign, a.after = s, -1, p.is(j, "baad")
		if a.after {
			a.sign = 1
		}
		return a, j + 1
	}
	if k > e && p.is(k, "pehle", "baad") {
		a.after = p.is(k, "baad")
		return a, k + 1
	}
	marked := p.is(i-1, "before", "by", "until", "after", "following", "at", "during", "in", "to", "of", "than", "for", "on") && !p.is(i-1, "of", "to", "in", "for") || p.is(e, "tak", "ko") || p.is(i-1, "of") && p.is(i-2, "ahead", "advance") ||
		numbered && i <= 5 && e == len(p.toks) && p.is(i-1, "of") && p.is(i-2, "day", "date", "time", "morning", "afternoon", "evening", "beginning") || p.is(i-1, "to") && p.tok(i-2).raw == "prior"
	whole := (numbered && !strings.HasSuffix(name, " meeting") || !numbered && p.is(p.skip(i, "the"), "next", "coming")) && e == len(p.toks) && (i == 0 || i == 1 && p.is(0, "at"))
	if !marked && !whole && p.seq(i-3, "in", "time", "for") == 0 {
		return awaited{}, 0
	}
	a.after = p.is(i-1, "after", "following")
	return a, p.skip(e, "tak", "ko")
}

// meetingsDo are the participles of what a meeting does itself.
var meetingsDo = map[string]bool{"taken": true, "made": true, "decided": true, "adopted": true, "endorsed": true, "approved": true, "raised": true, "constituted": true, "formed": true,
	"issued": true, "given": true, "directed": true, "recommended": true, "agreed": true, "resolved": true, "passed": true, "desired": true, "sought": true, "identified": true, "assigned": true,
	"noted": true, "discussed": true, "considered": true, "established": true, "proposed": true, "suggested": true, "mandated": true, "tasked": true, "set": true}

// doing reports whether the word at i says what a meeting behind "by" did ("decisions taken by the 17th IPMG"), not what is to be done
// until then ("to be decided by the 17th IPMG").
func (p *parser) doing(i int) bool {
	if !meetingsDo[p.tok(i).raw] {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if p.is(k, "be", "get", "need", "must", "want", "have", "being", "should", "will") {
			return false
		}
	}
	return true
}

// words says the event with its lead: "2 weeks before the 15th IPMG".
func (a awaited) words() string {
	if a.sign == 0 {
		if a.after {
			return "after the " + a.name
		}
		return "before the " + a.name
	}
	var parts []string
	for _, u := range []struct {
		n    int
		name string
	}{{a.lead.months, "month"}, {a.lead.days, "day"}, {a.lead.working, "working day"}} {
		if u.n == 1 {
			parts = append(parts, "1 "+u.name)
		} else if u.n > 1 {
			parts = append(parts, fmt.Sprintf("%d %ss", u.n, u.name))
		}
	}
	side := " before the "
	if a.sign > 0 {
		side = " after the "
	}
	return strings.Join(parts, " and ") + side + a.name
}
