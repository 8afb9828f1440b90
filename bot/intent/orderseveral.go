package intent

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rabita/bot/when"
)

// Several orders in one message: clauses one after the other, a list under a head, and one thing done with several.

// MostOrders is how many orders of one message are read; with more than that the message is refused whole.
const MostOrders = 25

// ReadAll reads one message as the orders it gives, in their order: "push 14.2 and 14.3 by a week", "add send the list by friday; remind
// me two days before". A message is taken apart only where each part is an order by itself or leans on the one before; else it is one
// order, as Read reads it. Where one part cannot stand, the error says so and offers every part as a line: nothing of the message is done.
func (r *Orders) ReadAll(text string, at time.Time) ([]Order, error) {
	p := &orderReader{Orders: r, at: at}
	var parts []part
	for _, c := range p.clauses(text) {
		for _, one := range p.each(c.text) {
			parts = append(parts, part{one, c.leans})
		}
	}
	if len(parts) == 1 {
		o, err := r.Read(parts[0].text, at)
		return []Order{o}, err
	}
	if len(parts) > MostOrders {
		return nil, mistake("many orders", MostOrders)
	}
	var out []Order
	for i, c := range parts {
		o, err := r.Read(c.text, at)
		var m *Mistake
		switch {
		case errors.As(err, &m):
			whole := mistake("one of several", cutTo(c.text, 80), m)
			whole.Long = m.Long
			for k, other := range parts {
				if k == i {
					whole.Send = append(whole.Send, m.Send...)
				} else {
					whole.Send = append(whole.Send, other.text)
				}
			}
			return nil, whole
		case err != nil:
			return nil, err
		}
		o.Leans = c.leans
		out = append(out, o)
	}
	return out, nil
}

// A part is the text of one order. It leans where it means the thing of the part before without naming it.
type part struct {
	text  string
	leans bool
}

// clauses takes a message apart into its orders; one that is a single order stays whole.
func (p *orderReader) clauses(text string) []part {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 1 {
		lines = inlineList(lines[0])
	}
	if list, ok := p.underHead(lines); ok {
		return list
	}
	whole := tidy(text)
	if strings.Contains(text, "\n") && len(lines) > 1 && p.allStand(lines) {
		var out []part
		for _, line := range lines {
			out = append(out, p.split(tidy(bullet.ReplaceAllString(line, "")), MostOrders)...)
		}
		return out
	}
	return p.split(whole, MostOrders)
}

var bullet = regexp.MustCompile(`^(?:[-–—•*▪◦]|\(?(?:\d{1,2}|[a-h])[.)])\s+`)

// inlineList writes a list that stands in one line, "todo list: 1) call DG 2) print files", "add 3 tasks: call DG, print files, send matrix", as
// lines; another line stays as it is.
func inlineList(line string) []string {
	m := inlineHead.FindStringSubmatch(line)
	if m == nil {
		return []string{line}
	}
	marks := inlineMark.FindAllStringIndex(m[2], MostOrders)
	var parts []string
	if len(marks) > 1 && strings.TrimSpace(m[2][:marks[0][0]]) == "" {
		for i, at := range marks {
			end := len(m[2])
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			parts = append(parts, m[2][at[1]:end])
		}
	} else if n := countedHead.FindStringSubmatch(m[1]); n != nil {
		parts = commas.Split(m[2], -1)
		if fmt.Sprint(len(parts)) != n[1] && spanWords[strings.ToLower(n[1])] != len(parts) {
			return []string{line}
		}
	}
	if len(parts) < 2 {
		return []string{line}
	}
	lines := []string{countedHead.ReplaceAllString(m[1], "") + ":"}
	for _, part := range parts {
		lines = append(lines, "- "+strings.Trim(part, " ,;."))
	}
	return lines
}

var (
	inlineHead  = icase(`^((?:please |pls )?(?:(?:add|log|note|create|new)(?: down)?(?: (?:the|these|following|my|new|\d|two|three|four|five|six))* (?:items?|tasks?|actions?(?: items?| points?)?|to ?dos?)|to ?do(?: list)?|tasks?|remind me(?: (?:to|of|about))?))\s*[:–-]\s*(.+)$`)
	inlineMark  = regexp.MustCompile(`(?:^|\s)\(?[1-9][.)]\s`)
	countedHead = icase(` (\d|two|three|four|five|six)\b`)
	commas      = icase(`\s*(?:,|;)\s*(?:and |aur )?|\s+(?:and|aur)\s+`)
)

// underHead reads a list: the first line says what is to be done with each of the others, which have marks in front.
func (p *orderReader) underHead(lines []string) ([]part, bool) {
	if len(lines) < 3 && !(len(lines) == 2 && bullet.MatchString(lines[1])) || !listHead.MatchString(lines[0]) {
		return nil, false
	}
	head := strings.TrimRight(listWord.ReplaceAllString(pluralHead.ReplaceAllString(listHead.FindString(lines[0]), "$1"), "$1"), ":- ")
	var out []part
	for _, line := range lines[1:] {
		one := head + ": " + bullet.ReplaceAllString(line, "")
		if strings.HasPrefix(strings.ToLower(head), "remind") || strings.HasPrefix(strings.ToLower(head), "action ") {
			one = head + " " + bullet.ReplaceAllString(line, "")
		}
		if !bullet.MatchString(line) || !p.reads(one) {
			return nil, false
		}
		out = append(out, part{one, false})
	}
	return out, true
}

var (
	listHead   = icase(`^(?:(?:please|pls|plz|kindly) )?(?:(?:add|log|note|create|new)(?: down)?(?: (?:the|these|following|my|new))* (?:items?|tasks?|actions?(?: items?| points?)?|to ?dos?)|to ?do(?: list)?|tasks?|action add|remind me(?: (?:to|of|about))?)(?: for me)?\s*[:–-]*$`)
	listWord   = icase(`\b(to ?do) list\b`)
	pluralHead = icase(`(?:(?:these|following|the) )*(item|task|action|point|to ?do)s\b`)
)

// allStand reports whether each of some lines is an order by itself.
func (p *orderReader) allStand(lines []string) bool {
	return !slices.ContainsFunc(lines, func(line string) bool { return !p.reads(bullet.ReplaceAllString(line, "")) })
}

// reads reports whether a text is an order, if one that needs a correction.
func (p *orderReader) reads(text string) bool {
	_, err := p.Read(text, p.at)
	return !errors.Is(err, ErrNoOrder)
}

// split takes one line apart where an order ends and the next begins, at most in so many places.
func (p *orderReader) split(line string, places int) []part {
	if places == 0 || strings.Contains(line, "|") { // the plain form is one order
		return []part{{line, false}}
	}
	rows := severalThings.FindAllStringIndex(line, -1)
	for _, at := range clauseBreak.FindAllStringIndex(line, 40) {
		if slices.ContainsFunc(rows, func(row []int) bool { return row[0] < at[0] && at[1] < row[1] }) {
			continue
		}
		left, right := strings.TrimSpace(line[:at[0]]), strings.TrimSpace(line[at[1]:])
		o, err := p.Read(left, p.at)
		if err != nil || right == "" || abbreviated.MatchString(left) {
			continue
		}
		if next, ok := p.next(o, left, line[at[0]:at[1]], right); ok {
			return append([]part{{left, false}}, p.rest(next, o, places-1)...)
		}
	}
	return []part{{line, false}}
}

// rest splits what follows a clause further; only its first part leans.
func (p *orderReader) rest(next part, o Order, places int) []part {
	out := p.split(next.text, places)
	out[0].leans = next.leans
	return out
}

var (
	clauseBreak = icase(`\s*[;۔]\s*|\.\s+|\s*,\s*(?:(?:and|aur|then|phir|also)\s+)*|\s+(?:and|aur|then|phir|plus|اور|&)\s+(?:(?:also|then|phir|please|pls)\s+)*`)
	abbreviated = icase(`\b(?:no|dr|mr|mrs|ms|st|s\.o|secy|dept|govt|vs|rs|dt|ref)$`) // the dot behind it ends no clause
	orderHead   = icase(`^(?:(?:also|bhi|please|pls|plz|kindly) )*(?:remind|nudge|ping|alert|notify|request|(?:add|log|create|set|new|make|note)(?: down)?(?: (?:an?|the|new|ek))* (?:tasks?|items?|actions?(?: items?| points?)?|reminders?|to ?do)|action|reminder|task|item)\b`)
	deedHead    = icase(`^(?:(?:also|bhi|please|pls|plz|kindly) )*(?:push|postpone|extend|delay|move|shift|prepone|advance|drop|cancel|delete|remove|close|complete|finish|done|reopen|snooze|claim|take|assign|give|confirm|mark|edit|rename|skip|pause|resume|stop|undo|set|change)\b`)
	remindsThem = icase(`^(?:remind|nudge|chase) (?:them|unko|un ko)\b`)
	alsoWord    = icase(`\b(?:also|bhi|plus|phir|then)\b`)
)

// next reads what stands behind a clause as the next order, in words that stand alone where the clause leaves some unsaid; false where it
// is only more of the clause: "remind me to call Sara and cancel the hotel".
func (p *orderReader) next(o Order, left, between, right string) (part, bool) {
	hard := strings.ContainsAny(between, ";.۔")
	name := orText(strings.Join(o.IDs, " "), o.Number)
	if t := beforeIt.FindStringSubmatchIndex(right); t != nil && orderHead.MatchString(right) {
		if name == "" {
			return part{right, true}, o.Object == Item && o.Verb == Add
		}
		return part{strings.TrimSpace(right[:t[2]] + "before the " + name + " deadline" + right[t[3]:]), false}, true
	}
	if m := remindsThem.FindStringIndex(right); m != nil && len(o.Bodies) > 0 {
		right = right[:m[0]] + "remind " + strings.Join(o.Bodies, ", ") + right[m[1]:]
		if o.Text != "" && !strings.Contains(right, " about ") {
			right += " about " + o.Text
		}
	}
	n, err := p.Read(right, p.at)
	a, named := thing(right)
	party := n.Owner != "" || len(n.Bodies) > 0 || n.Channel != ""
	switch {
	case named && o.Verb != Add && stillOpen.MatchString(a.rest):
		return part{right, false}, true
	case o.Verb == Add && o.Object == Reminder && o.Owner == Me && len(o.Bodies) == 0:
		if p.beginsDated(right) || alsoWord.MatchString(between) && (err != nil || n.Stated) && p.dated(right) {
			return part{"remind me " + right, false}, true
		}
	case o.Verb != Add && named && name != "" && leading.MatchString(right) && (errors.Is(err, ErrNoOrder) || n.Verb == Show):
		if as := firstWord(left) + " " + right; !leading.MatchString(left) && p.reads(as) {
			return part{as, false}, true
		}
		if res := when.Find(a.rest, p.at, p.When); o.Verb == Due && len(res.Spans) == 1 {
			n := Order{Object: o.Object, Verb: o.Verb, IDs: a.ids, Number: a.number, When: a.rest[res.Spans[0].Start:res.Spans[0].End]}
			return part{n.String(), false}, true
		}
	}
	switch {
	case errors.Is(err, ErrNoOrder):
		if name != "" && o.Verb != Add && !itsField.MatchString(folded(right)) { // a field is one of the order before
			if line, ok := GoesOn(right, name, true, func(s string) when.Result { return when.Find(s, p.at, p.When) }); ok && strings.Contains(line, name) {
				return part{line, false}, true
			}
		}
		return part{}, false
	case err != nil && named && o.Verb != Add && leading.MatchString(right): // it needs a correction
		return part{right, false}, true
	case orderHead.MatchString(right) && n.Verb == Add && n.Object == Reminder:
		if err != nil && party && name != "" {
			return part{right + " about " + name, false}, true
		}
		return part{right, false}, party && (n.When != "" || hard || deadlineWord.MatchString(right))
	case orderHead.MatchString(right) && err == nil:
		return part{right, false}, true
	case err == nil && urduVerb.MatchString(right) && n.Object == Reminder && n.When != "":
		return part{right, false}, o.Verb != Add || urduVerb.MatchString(left)
	case err == nil && named && (leading.MatchString(right) || deedHead.MatchString(right)) && n.Verb != Show && (hard || o.Verb != Add && n.Verb != Add):
		return part{right, false}, true
	}
	return part{}, false
}

var (
	beforeIt     = icase(`(?:an?|the|one|two|three|four|ek|aik|do|teen|\d{1,3}) (?:working )?(?:days?|weeks?|months?) (before(?: (?:it|that|the deadline|then))?)(?:[ .!,]|$)`)
	deadlineWord = icase(`\b(?:deadline|due)\b`)
)

// dated reports whether a text begins or ends with a day and says something besides.
func (p *orderReader) dated(text string) bool {
	res := when.Find(text, p.at, p.When)
	return res.Kind == when.Once && len(res.Spans) == 1 && len(strings.Fields(res.Text)) > 0 && (res.Spans[0].Start == 0 || res.Spans[0].End >= len(strings.TrimRight(text, " .!")))
}

// beginsDated reports whether a text is a day and then what is to be done on it: "on thursday to call the SP".
func (p *orderReader) beginsDated(text string) bool {
	res := when.Find(text, p.at, p.When)
	return (res.Kind == when.Once || res.Kind == when.Repeats) && len(res.Spans) == 1 && res.Spans[0].Start == 0 && connector.MatchString(firstWord(text[res.Spans[0].End:]))
}

// each writes an order about several things as one about each: "drop A-3 and A-4", "A-3 to A-5 done". What is added may speak of several.
func (p *orderReader) each(text string) []string {
	if m := twoPeople.FindStringSubmatchIndex(text); m != nil { // a reminder goes to one member
		return []string{text[:m[5]] + text[m[7]:], text[:m[4]] + text[m[6]:]}
	}
	if m := twoDays.FindStringSubmatch(text); m != nil && !everyWord.MatchString(m[1]) && p.reads(m[1]+m[2]+m[4]) {
		return []string{m[1] + m[2] + m[4], m[1] + m[3] + m[4]}
	}
	run := severalThings.FindStringIndex(text)
	if run == nil {
		return []string{text}
	}
	names := p.thingsOf(text[run[0]:run[1]])
	var out []string
	for _, n := range names {
		after := bothWord.ReplaceAllString(text[run[1]:], "")
		one := strings.TrimSpace(text[:run[0]] + n + " " + strings.TrimLeft(after, " ,"))
		o, err := p.Read(one, p.at)
		if errors.Is(err, ErrNoOrder) || o.Verb == Add || o.Verb == Export || o.Verb == List || o.Object == Asking || !slices.Contains(append(o.IDs, o.Number), n) {
			return []string{text}
		}
		out = append(out, one)
	}
	return out
}

var (
	twoPeople = icase(`^((?:[^|]{0,40}[ ,])?(?:remind|nudge|tell|ping|notify)) (me)(?:,| and| n| &| aur) (<@[UW][A-Z0-9]+>)(?: |$)`)
	// twoDays are two days of one reminder, by their names or counted back: "on monday and wednesday at 10", "3 days before and 1 day before".
	twoDays       = icase(`^(.*\b(?:remind|nudge)\b.*?\s)((?:on )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:an?|one|two|three|\d{1,2}) (?:days?|weeks?|months?) before) (?:and|n|&|aur) ((?:on )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:an?|one|two|three|\d{1,2}) (?:days?|weeks?|months?) before)((?: .*)?)$`)
	everyWord     = icase(`\b(?:every|each|har|between|weekly)\b`)
	severalThings = icase(`\b` + idWord + `(?:(?: ?(?:,|&|and|aur|اور|to|-|–|se) ?| )+` + idWord + `\b)+|(?:\b|^)` + noWord + `(?:(?: ?(?:,|&|and|aur|اور) ?| )+` + noWord + `)+`)
	oneThing      = icase(idWord + `|` + noWord)
	aRange        = icase(`^ ?(?:to|-|–|se) ?$`)
	bothWord      = icase(`^ (?:both|all|dono|donon|teeno|teenon|sab|دونوں|سب)\b`)
)

// thingsOf are the things of a row of ids or numbers, with those a range leaves unsaid.
func (p *orderReader) thingsOf(row string) []string {
	var out []string
	end := 0
	for _, m := range oneThing.FindAllStringIndex(row, -1) {
		n := row[m[0]:m[1]]
		id, isID := normalID(n)
		if !isID {
			id = normalNumber(n)
		}
		if isID && len(out) > 0 && aRange.MatchString(row[end:m[0]]) && out[len(out)-1][0] == id[0] {
			from, _ := strconv.Atoi(out[len(out)-1][2:])
			to, _ := strconv.Atoi(id[2:])
			for k := from + 1; k < to && k <= from+20*MostOrders; k++ {
				out = append(out, fmt.Sprintf("%s-%04d", id[:1], k))
			}
		}
		out, end = add(out, id), m[1]
	}
	return out
}
