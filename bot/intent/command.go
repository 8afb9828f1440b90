package intent

import (
	"strings"
)

// command reads whether a message is a command, and of which sort. Commands change or list what is kept; they are known before any facet
// is read, by the ways of saying one that Orders reads: what a member wants done must never be taken for a question.
func command(text string) (Kind, bool) {
	text = tidy(text)
	t := folded(text)
	if asksDue.MatchString(t) && !plainDue.MatchString(t) {
		return "", false
	}
	if ofMeeting.MatchString(t) && !mine.MatchString(t) {
		return "", false // what a meeting left open, and not what is kept here
	}
	if o, ok := plainForm(text); ok {
		return kindOf(o), true
	}
	if ofNumber.MatchString(t) && asksNumber.MatchString(t) {
		return "", false
	}
	asked := asking.MatchString(t) && !mine.MatchString(t) && !ownReminders.MatchString(text)
	var named Kind // by the id of the thing
	if a, ok := thing(text); ok && len(a.ids) > 0 {
		named = kindOf(map[byte]Object{'A': Item, 'R': Reminder, 'W': Watch}[a.ids[0][0]])
	}
	for _, w := range ways {
		if w.re.MatchString(text) && !(asked && w.kind == Reminders) {
			if w.kind == Items && named != "" {
				return named, true
			}
			return w.kind, true
		}
	}
	if named != "" {
		return named, true
	}
	if m := aboutIt.FindStringSubmatch(text); m != nil && (!strings.EqualFold(m[1], "give") || giveIt.MatchString(text)) {
		return Items, true
	}
	return Items, ordersAbout(text)
}

// plainForm reports whether a text begins with its object and goes on as an order of the plain form does, and not as a question about
// the thing of that name: "action points of the 14th", "health of women".
func plainForm(text string) (Object, bool) {
	first, rest, _ := strings.Cut(strings.ToLower(text), " ")
	object, ok := objectWords[first]
	if !ok {
		return "", false
	}
	next, _, _ := strings.Cut(rest, " ")
	v, _ := verb(object, strings.TrimRight(next, ":,"))
	switch object {
	case Reminder, Watch, Asking, AnAlias, AHoliday, ASetting:
		return object, true
	case Item:
		return object, rest == "" || v != "" || first == "action" && !actionNouns[next]
	case TheBrief:
		return object, rest == "" || !strings.HasPrefix(rest, "me ") && anyOrdinal.MatchString(rest) || strings.Contains(rest, "next") || formats.MatchString(rest)
	}
	return object, rest == "" || v != "" || next == "|"
}

// isPlain reports whether a message is an order in the plain form, whatever its text asks.
func isPlain(text string) bool {
	_, ok := plainForm(tidy(text))
	return ok
}

// kindOf is the intent of an order about an object.
func kindOf(o Object) Kind {
	switch o {
	case Item:
		return Items
	case Reminder, Watch:
		return Reminders
	case Asking:
		return Request
	}
	return Register
}

// actionNouns follow "action" where it is no command: "action points of the 14th".
var actionNouns = set(`point points item items matrix plan plans tracker taken by on from of for against in at required status sheet register`)

// A question about a decision is no order: "deadline of 14.5", "16.1 done?", "decision 12.2: what was it".
var (
	ofNumber   = re(`^(?:(?:deadline|due(?: date)?|status|owner) (?:of |for )?)?(?:the )?(?:action |item |decision |point )?(?:no\.? )?d?\d{1,2}\.\d{1,2}\b`)
	asksDue    = re(`^(?:` + dueWord + `[ :,]+)*(?:no\.? ?)?d?\d{1,2}\.\d{1,2}(?:[ :,]+` + dueWord + `)*[ ?.!]*$`) // no day is given, so that none is set
	plainDue   = re(`^(?:action|item) (?:due|status|owner)\b`)
	ofMeeting  = re(`^(?:(?:which|what|show|list|all|any|are|there|the|me) )*(?:overdue|open|pending|late|outstanding|awaited) (?:action )?(?:items?|points?|actions?) (?:from|of|at|for|since) (?:the )?\d{1,2}(?:st|nd|rd|th)\b`)
	asksNumber = re(`\?\s*$`, w(`what|who|when|which|how|why|was it|is it|did|has it|were they|kya|kab|kis|kaun`))
)

// dueWord is a word of a question about the deadline of a decision.
const dueWord = `(?:the|a|an|what(?:'?s| is| was)?|when(?:'?s)?|which|is|was|are|were|by|till|until|tak|deadlines?|due|dates?|status|of|for|on|in|action|item|decision|point|and|please|pls|plz|tell|me|know|kya|ki|ka|ke|kab|hai|hain|tha|thi|thay|batao|batayein|bataen|bataein|tareekh)`

// A question about reminders of others ("when did the rapporteur send a reminder") is none of ours.
var (
	asking = re(`^(?:what|when|who|which|how|did|has|have|was|were|kya|kab|kis ne)\b`, `^is (?:there|the|an?|any|my|our|it|this|that|he|she|everyone|someone|who)\b`) // "is hafte" is Roman Urdu
	mine   = re(w(`i|my|mine|me|our|us`))
)
