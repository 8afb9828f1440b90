package bot

import (
	"regexp"
	"strings"

	"rabita/bot/intent"
	"rabita/store"
)

// A reminder's day may be counted from the deadline of an item or a decision: "a week before 14.7 is due", "14.5 ki deadline se do din pehle".

// fromDeadline reads such a day out of the text of a reminder, and gives what is left of the text. Of a deadline bound to a meeting without
// a day the reminder is bound to that meeting too. False: the text counts from no deadline, or from one that is not known, or the day has
// passed.
func (d *desk) fromDeadline(text string) (store.Due, string, bool) {
	m := countedFrom.FindStringSubmatchIndex(text)
	if m == nil || d.o.When != "" && !d.hourOnly(d.o.When) {
		return store.Due{}, text, false
	}
	id, number := itemID.FindString(text), itemNumber.FindString(text)
	if kind, last, err := d.touched(); id == "" && number == "" && err == nil && kind == "item" {
		id = last // "a week before it is due": of what was spoken of last
	}
	it, _ := d.thingOf(id, number)
	due := it.Due
	if due.Zero() {
		return due, text, false
	}
	shift := intent.Shift{}
	for k := 2; k+1 < len(m); k += 2 { // as one language or the other puts it
		if m[k] >= 0 {
			shift = intent.Earlier(text[m[k]:m[k+1]])
		}
	}
	if afterIt.MatchString(text[m[0]:m[1]]) {
		shift = shift.Back()
	}
	if due.Date == "" {
		due.Days, due.Work = due.Days+shift.Days+30*shift.Months, shift.Work
	} else {
		var err error
		if due, err = d.shifted(due, shift); err != nil {
			return due, text, false
		}
		if d.o.When != "" {
			due.Time = d.kept(d.o.Due).Time
		}
		if at, ok := d.moment(due, d.calendar("").NoticeAt()); !ok || at.Before(d.m.At) {
			return due, text, false
		}
	}
	text = connecting.ReplaceAllString(strings.TrimSpace(text[:m[0]]+" "+text[m[1]:]), "")
	if text == "" {
		text = orWord(id, number)
	}
	return due, text, true
}

// thingOf is the item of an id, or of the number of a decision that is an item or could be one; false where there is none.
func (d *desk) thingOf(id, number string) (store.Item, bool) {
	if id != "" {
		it, err := d.st.Item(strings.ToUpper(id))
		return it, err == nil
	}
	if number == "" {
		return store.Item{}, false
	}
	if it, err := d.byNumber(number); err == nil {
		return it, true
	}
	dec, ok := d.decided(number)
	if !ok {
		return store.Item{}, false
	}
	return d.fromDecision(dec), true
}

// aboutThing is the text of a reminder; one that is nothing but an id or a number says what that is, too.
func (d *desk) aboutThing(text string) string {
	if !bareThing.MatchString(text) {
		return text
	}
	it, ok := d.thingOf(itemID.FindString(text), itemNumber.FindString(text))
	if !ok {
		return text
	}
	return strings.ToUpper(text) + ": " + shorten(it.Text, 200)
}

const (
	// aThing is an item or a decision by its name, and aDeadline what is counted from, with or without one.
	aThing    = `(?:A-\d{1,6}|\d{1,2}\.\d{1,2})`
	deadlines = `(?:deadline|due date|due day|last date)`
	aDeadline = `(?:(?:the |its |that |this )?(?:` + deadlines + `(?: (?:of|for) (?:the )?` + aThing + `)?|` + aThing + `(?:'s)?(?: ` + deadlines + `| is due| falls due| due)?)|(?:it|that|this|it's|it is)(?: is)?(?: due)?|due)`
)

var (
	countedFrom = regexp.MustCompile(`(?i)\s*\b(?:the )?` + intent.Span + ` (?:before|ahead of|prior to|after) ` + aDeadline + `(?:[\s,.]|$)` +
		`|\s*\bon (?:the day )?(?:the |its )?(?:` + aThing + ` )?(?:` + deadlines + `|(?:it )?is due)\b` +
		`|(?:^|\s*(?:` + aThing + ` )?(?:(?:ki|ka|کی) )?(?:(?:` + deadlines + `|due|aakhri tareekh|akhri tareekh|آخری تاریخ|ڈیڈ لائن) )?(?:se|سے) |\b` + aThing + ` )` + intent.Span + ` (?:pehl[ae]y?|pahl[ae]y?|qabl|baad|پہلے|قبل|بعد)(?:\s|$)`)
	connecting = regexp.MustCompile(`(?i)^(?:(?:of|to|that|about|abt|for|ke|keh|کہ) )+`)
	afterIt    = regexp.MustCompile(`(?i)\b(?:after|baad)\b|بعد`)
	itemID     = regexp.MustCompile(`(?i)\bA-\d{1,6}\b`)
	bareThing  = regexp.MustCompile(`(?i)^` + aThing + `$`)
)
