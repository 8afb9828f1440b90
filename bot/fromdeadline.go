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
	_, shift, rest, ok := intent.FromDeadline(text)
	if !ok || d.o.When != "" && !d.hourOnly(d.o.When) {
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
	text = connecting.ReplaceAllString(rest, "")
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

var (
	connecting     = regexp.MustCompile(`(?i)^(?:(?:of|to|that|about|abt|for|ke|keh|کہ) )+`)
	itemID         = regexp.MustCompile(`(?i)\bA-\d{1,6}\b`)
	beforeDeadline = regexp.MustCompile(`(?i)\b(?:deadline|due date)\b.{0,12}\bse (?:pehl|pahl|baad)|\b(?:before|after) (?:the |its )?(?:\S+ )?(?:deadline|due date)\b`)
	bareThing      = regexp.MustCompile(`(?i)^(?:A-\d{1,6}|\d{1,2}\.\d{1,2})$`)
)
