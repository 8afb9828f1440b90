package ingest

import (
	"regexp"
	"slices"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// States of attendance, from the one that yields to the one that wins when the record says several things of one body.
var attendanceRank = map[string]int{"present": 1, "absent": 2, "silent": 3, "written": 4}

var (
	writtenOnly = regexp.MustCompile(`(?i)(?:صرف تحریری|only (?:a|its|in) written|written (?:report|update|comment|input|submission|statement)s? (?:only|alone|received|was (?:received|sent)|sent)|(?:sent|submitted|furnished) (?:only )?(?:a|its|their) written|reported (?:only )?in writing)`)
	absentWord  = regexp.MustCompile(`(?i)غیر حاضر|غیرحاضر|\b(?:(?:was|were|remained|is) absent|absent|(?:did|could|was|were) (?:not|unable to|not able to) (?:attend|join|participate|take part)|leave of absence|(?:sent|sends|conveyed|with) (?:its |their |his |her )?(?:regrets|apologies)|(?:was|were) excused|apologi[sz]ed for (?:its |their |his |her )?absence|sent nobody)\b`)
	silentWord  = regexp.MustCompile(`(?i)\b(?:did not (?:report|present|make a presentation|(?:give|submit|send|furnish|provide|share) (?:a|any|its|their) (?:report|presentation|update|input)s?)|no report|made no (?:report|presentation)|no presentation|had no report|report (?:not received|awaited))\b`)
	missingWord = regexp.MustCompile(`(?i)\b(?:not (?:present|represented|in attendance)|unrepresented)\b`)
	presentWord = regexp.MustCompile(`(?i)شریک|شرکت کی|\b(?:in person|present|attended|participated|took part|in the chair|joined|virtual|online|by video|represented)\b`)
	cameWord    = regexp.MustCompile(`(?i)شریک|شرکت کی|\b(?:attended|joined|participated|took part|(?:was|were) (?:present|represented))\b`)
	noneOf      = regexp.MustCompile(`(?i)^(?:[-*•]\s+)?(?:no (?:representatives?|delegates?|members?|delegation|one|body)|nobody) (?:of|from) (.{2,80}?) (?:attended|joined|participated|took part|came|was present|were present|was in attendance)\b`)
	negated     = regexp.MustCompile(`(?i)\b(?:no (?:delegation|member|body|one)|nil|none|nobody|not absent)\b`)
	otherTime   = regexp.MustCompile(`(?i)\b(\d{1,3})(?:st|nd|rd|th)\s+(?:[A-Z]{3,8}|meeting)`)
	absentees   = regexp.MustCompile(`(?i)^(?:absentees?|leave of absence|regrets|apologies|absent|not represented|excused)\b[^:]{0,60}:\s*`)
	attendees   = regexp.MustCompile(`(?i)^(?:present|in attendance|attended by|attendees?|attendance|participants?|members present|joined (?:online|virtually|by video|via)|online|virtually|by video link|also present|special invitees?)\b[^:]{0,60}:\s*`)
	listOf      = regexp.MustCompile(`(?i)\b(?:participants?|participation|attendees?|attendance|(?:members |those |officers )?present|who attended)\b|^شرکاء?$`)
	listOfGone  = regexp.MustCompile(`(?i)\b(?:absentees?|absent|apologies|regrets|leave of absence|not represented)\b`)
)

// stateOf reads a cell or a clause: what it says of somebody's attendance, or "".
func stateOf(s string) string {
	switch {
	case writtenOnly.MatchString(s) && !strings.Contains(strings.ToLower(s), "no written"):
		return "written"
	case absentWord.MatchString(s):
		return "absent"
	case silentWord.MatchString(s):
		return "silent"
	case missingWord.MatchString(s):
		return "absent"
	case presentWord.MatchString(s):
		return "present"
	}
	return ""
}

// attendance gathers who took part in the meeting that d records: from the list of participants, from lines of absentees, and from
// sentences that begin with a delegation ("Gilgit-Baltistan sent only a written report"). A body of which nothing is said is left out.
func attendance(d *index.Document, l *lexicon) []index.Attendance {
	if d.Type != "minutes" || l.v == nil {
		return nil
	}
	a := attendanceReader{d: d, l: l}
	listed := map[string]index.Attendance{}
	for i := range d.Passages {
		p := &d.Passages[i]
		switch {
		case p.Kind == "row":
			a.listRow(p, listed)
		case p.Kind == "para" && listState(p.Heading) != "":
			a.list(p, listState(p.Heading), listed)
		case p.Kind == "para" || p.Kind == "decision":
			a.paragraph(p)
		}
	}
	for _, e := range listed {
		a.note(e.Body, e.State, e.Passage)
	}
	slices.SortFunc(a.out, func(x, y index.Attendance) int { return strings.Compare(x.Body, y.Body) })
	return a.out
}

type attendanceReader struct {
	d   *index.Document
	l   *lexicon
	out []index.Attendance
}

func (a *attendanceReader) note(body, state, passage string) {
	if body == "" || state == "" {
		return
	}
	for i := range a.out {
		if e := &a.out[i]; e.Body == body {
			if attendanceRank[state] > attendanceRank[e.State] {
				e.State, e.Passage = state, passage
			}
			return
		}
	}
	a.out = append(a.out, index.Attendance{Body: body, State: state, Passage: passage})
}

// listState is the state of those on a list, as the heading above it says: "List of participants", "Apologies"; or "".
func listState(headings []string) string {
	if len(headings) == 0 {
		return ""
	}
	switch h := headings[len(headings)-1]; {
	case len(h) > 80:
		return ""
	case listOfGone.MatchString(h):
		return "absent"
	case listOf.MatchString(h):
		return "present"
	}
	return ""
}

// list reads the lines below a heading such as "List of participants": each names the office of somebody.
func (a *attendanceReader) list(p *index.Passage, state string, listed map[string]index.Attendance) {
	for line := range strings.Lines(a.d.Quote(p)) {
		line = strings.TrimSpace(line)
		switch {
		case absentees.MatchString(line), attendees.MatchString(line), len(line) > 200, sentenceEnd.MatchString(line):
			a.sentences(line, p)
		default:
			if s := stateOf(line); s != "" {
				a.listed(a.one(line, p.Place), s, p, listed)
			} else {
				a.listed(a.one(line, p.Place), state, p, listed)
			}
		}
	}
}

// one is the body that a line of a list names, if it is certain.
func (a *attendanceReader) one(line, place string) string {
	for _, n := range a.l.find(line, "") { // the place may stand behind: "Secretary, Women Development Department, Punjab"
		if n.kind == vocab.Place {
			place = n.place
		}
	}
	for _, n := range a.l.find(line, place) {
		if n.kind == vocab.Body {
			return n.key
		}
	}
	return a.l.lead[place]
}

// listed notes somebody on a list: one present member makes the delegation present.
func (a *attendanceReader) listed(body, state string, p *index.Passage, listed map[string]index.Attendance) {
	if state == "" || body == "" {
		return
	}
	if e, ok := listed[body]; !ok || state == "present" && e.State == "absent" {
		listed[body] = index.Attendance{Body: body, State: state, Passage: p.ID}
	}
}

// listRow reads a row of the list of participants. A list without a column on attendance names those who came.
func (a *attendanceReader) listRow(p *index.Passage, listed map[string]index.Attendance) {
	state, body, people, said := "", "", false, false
	for _, c := range p.Cells {
		h := strings.ToLower(c.Header)
		people = people || peopleColumn.MatchString(c.Header) || strings.HasPrefix(h, "name")
		switch {
		case strings.Contains(h, "attend") || strings.Contains(h, "present") || slices.Contains([]string{"remarks", "status", "mode", "participation"}, h):
			state, said = stateOf(c.Text), true
		case representing.MatchString(h):
			if b, _, ok := a.l.who(c.Text); ok {
				body = b
			} else if b := a.one(c.Text, ""); b != "" && body == "" {
				body = b
			}
		}
	}
	if !said && people {
		state = listState(p.Heading)
	}
	a.listed(body, state, p, listed)
}

// representing is the header of the column that says for whom somebody came.
var representing = regexp.MustCompile(`\b(?:delegation|province|region|organi[sz]ation|department|ministry|institution|body|represent(?:ing|ed)?|commission|agency)\b`)

func (a *attendanceReader) paragraph(p *index.Passage) { a.sentences(a.d.Quote(p), p) }

func (a *attendanceReader) sentences(text string, p *index.Passage) {
	starts := append(sentences(text), len(text))
	for i := 0; i+1 < len(starts); i++ {
		s := strings.TrimSpace(text[starts[i]:starts[i+1]])
		if m := absentees.FindString(s); m != "" {
			a.absentLine(s[len(m):], p.ID)
			continue
		}
		if m := attendees.FindString(s); m != "" {
			for _, b := range a.l.bodies(s[len(m):], p.Place) {
				a.note(b, "present", p.ID)
			}
			continue
		}
		for clause := range strings.SplitSeq(s, ";") { // "Punjab attended; Balochistan was represented by its Secretary"
			clause = strings.TrimSpace(clause)
			if m := noneOf.FindStringSubmatch(leadingNumber.ReplaceAllString(clause, "")); m != nil {
				for _, b := range a.l.bodies(m[1], p.Place) {
					a.note(b, "absent", p.ID)
				}
				continue
			}
			a.sentence(clause, p)
		}
	}
}

// absentLine reads "Azad Jammu and Kashmir (no report); Gilgit-Baltistan (written report received)".
func (a *attendanceReader) absentLine(s, passage string) {
	for _, part := range strings.Split(s, ";") {
		if negated.MatchString(part) {
			continue
		}
		state := stateOf(part)
		if state == "" || state == "present" {
			state = "absent"
		}
		for _, b := range a.l.bodies(part, "") {
			a.note(b, state, passage)
		}
	}
}

// sentence reads one whose subject is a delegation.
func (a *attendanceReader) sentence(s string, p *index.Passage) {
	state := stateOf(s)
	if state == "" || negated.MatchString(s) {
		return
	}
	for _, m := range otherTime.FindAllStringSubmatch(s, -1) {
		if a.d.Meeting != 0 && ordinal(m[1]) != a.d.Meeting {
			return // it speaks of another meeting
		}
	}
	at := len(s)
	for _, re := range []*regexp.Regexp{writtenOnly, absentWord, silentWord, missingWord, presentWord} {
		if m := re.FindStringIndex(s); m != nil && stateOf(s[m[0]:m[1]]) == state {
			at = min(at, m[0])
		}
	}
	subject := s[:at]
	if strings.HasSuffix(strings.TrimSpace(subject), "had been") || strings.HasSuffix(strings.TrimSpace(subject), "had") {
		return // an earlier meeting
	}
	if len(subject) > 240 || strings.ContainsAny(subject, ";:") {
		return
	}
	var who []name
	for _, n := range a.l.find(subject, p.Place) {
		if n.kind != vocab.Set {
			who = append(who, n)
		}
	}
	// The subject has to begin with the delegation: "The Balochistan delegation attended ...". One that names something else first is a
	// sentence about that.
	if len(who) == 0 || strings.TrimSpace(rest(leadingNumber.ReplaceAllString(s[:who[0].start], ""), nil)) != "" && !delegationsOf.MatchString(subject) {
		return
	}
	if state == "present" && !delegationsOf.MatchString(subject) && len(who) == 1 && !cameWord.MatchString(s) {
		return
	}
	for _, b := range a.l.bodies(subject, p.Place) {
		if e, ok := a.l.v.Lookup(vocab.Body, b); ok && (e.Reports || len(who) == 1) {
			a.note(b, state, p.ID)
		}
	}
}

var delegationsOf = regexp.MustCompile(`(?i)\b(?:delegations? (?:of|from)|all (?:the )?\w+ delegations|representatives? (?:of|from)|nobody from|no one from)\b`)
