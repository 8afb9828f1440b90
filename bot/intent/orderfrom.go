package intent

import (
	"regexp"
	"strings"
)

// A day that is counted from the deadline of a thing: "a week before 14.7 is due", "14.5 ki deadline se do din pehle".

// FromDeadline reads such a day out of a text: the words that say it, how far it is from the deadline, and what is left of the text. Which
// thing is meant stands in the words, or nowhere in the text. False: no day is counted from a deadline.
func FromDeadline(text string) (said string, by Shift, rest string, ok bool) {
	m := countedFrom.FindStringSubmatchIndex(text)
	if m == nil {
		return "", Shift{}, text, false
	}
	said = strings.TrimSpace(text[m[0]:m[1]])
	for k := 2; k+1 < len(m); k += 2 { // as one language or the other puts it
		if m[k] >= 0 {
			by = Earlier(text[m[k]:m[k+1]])
		}
	}
	if behindIt.MatchString(said) {
		by = by.Back()
	}
	return said, by, strings.Join(strings.Fields(text[:m[0]]+" "+text[m[1]:]), " "), true
}

const (
	// aName is an item or a decision by its name, and aDeadline what is counted from, with or without one.
	aName     = `(?:A-\d{1,6}|\d{1,2}\.\d{1,2})`
	deadlines = `(?:deadline|due date|due day|last date)`
	aDeadline = `(?:(?:the |its |that |this )?(?:` + deadlines + `(?: (?:of|for) (?:the )?` + aName + `)?|` + aName + `(?:'s)?(?: ` + deadlines + `| is due| falls due| due)?)|(?:it|that|this|it's|it is)(?: is)?(?: due)?|due)`
)

var (
	countedFrom = regexp.MustCompile(`(?i)\s*\b(?:the )?` + Span + ` (?:before|ahead of|prior to|after) ` + aDeadline + `(?:[\s,.]|$)` +
		`|\s*\bon (?:the day )?(?:the |its )?(?:` + aName + ` )?(?:` + deadlines + `|(?:it )?is due)\b` +
		`|(?:^|\s*(?:` + aName + ` )?(?:(?:ki|ka|کی) )?(?:(?:` + deadlines + `|due|aakhri tareekh|akhri tareekh|آخری تاریخ|ڈیڈ لائن) )?(?:se|سے) |\b` + aName + ` )` + Span + ` (?:pehl[ae]y?|pahl[ae]y?|qabl|baad|پہلے|قبل|بعد)(?:\s|$)`)
	behindIt = regexp.MustCompile(`(?i)\b(?:after|baad)\b|بعد`)
)
