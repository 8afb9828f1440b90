package intent

import (
	"regexp"
	"strings"

	"rabita/bot/when"
)

// An answer may be turned into a promise without naming it again: "assign that to me by friday", "log it for me", "remind me a week before",
// "is ki yaad dilana".

// A TakeUp is what a member wants made of the last answer: an item, or a reminder.
type TakeUp struct {
	Remind bool
	To     string // of an item: who is to have it, as it was said; empty: the speaker
	When   string // the deadline or the moment, as it was said; empty: none
	Before string // of a reminder: how long before the deadline, as it was said: "a week"
}

// TakesUp reads such a message. Find reads dates. False: the message is something else, or names its own matter.
func TakesUp(text string, find func(string) when.Result) (TakeUp, bool) {
	t := courtesy.ReplaceAllString(strings.Trim(folded(westernDigits(text)), " .!۔"), "")
	if len(strings.Fields(t)) > 14 || idPattern.MatchString(t) || actionNumber.MatchString(t) || strings.Contains(t, "|") {
		return TakeUp{}, false
	}
	for _, p := range takesItem {
		if m := p.FindStringSubmatch(t); m != nil {
			u := TakeUp{To: m[p.SubexpIndex("to")]}
			if meWords.MatchString(u.To) {
				u.To = ""
			}
			var ok bool
			u.When, ok = bareDate(m[p.SubexpIndex("when")], find)
			return u, ok
		}
	}
	for _, p := range takesReminder {
		if m := p.FindStringSubmatch(t); m != nil {
			u := TakeUp{Remind: true}
			rest := strings.TrimSpace(aboutThat.ReplaceAllString(m[p.SubexpIndex("when")], ""))
			if b := beforeThen.FindStringSubmatch(rest); b != nil {
				for _, s := range b[1:] {
					u.Before = orText(u.Before, s)
				}
				return u, true
			}
			var ok bool
			u.When, ok = bareDate(rest, find)
			return u, ok
		}
	}
	return TakeUp{}, false
}

// bareDate is a phrase without the words around a date, if it is a date and nothing else.
func bareDate(s string, find func(string) when.Result) (string, bool) {
	s = strings.Trim(s, " ,.")
	if s == "" {
		return "", true
	}
	switch res := find(s); res.Kind {
	case when.Once, when.Ambiguous, when.Event, when.Repeats, when.Error:
		return s, strings.Trim(res.Text, " ,.") == ""
	}
	return "", false
}

// that is how the matter of an answer is pointed at.
const that = `(?:it|that|this|(?:that|this) (?:one|decision|point|action|deadline|task)|yeh|ye|woh|wo|isko|is ko|isay|ise|usko|us ko|usay|(?:yeh|ye|woh|wo) (?:wala|wali|kaam|faisla)|یہ|وہ|اسے|اس کو|اُسے|یہ (?:والا|کام|فیصلہ))`

var (
	takesItem = []*regexp.Regexp{
		regexp.MustCompile(`^(?:assign|give|allot|hand)(?: over)? ` + that + ` (?:to|for) (?P<to>me|myself|us|<@\S+>|@\S+)[, ]*(?P<when>.*)$`),
		regexp.MustCompile(`^(?:assign|give) (?P<to>me) ` + that + `[, ]*(?P<when>.*)$`),
		regexp.MustCompile(`^(?:log|note|save|record|add|track|jot)(?: down)? ` + that + `(?: down)?(?: (?:as|into) ` + anItem + `)?(?P<to>)(?: ` + forMe + `)?[, ]*(?P<when>.*)$`),
		regexp.MustCompile(`^(?:log|note|save|record|add|write|put|take|make|turn|create|keep)(?: down)? (?:` + that + `(?: down)?(?: (?:as|into))? ` + anItem + `|` + anItem + ` (?:of|from|for|out of) ` + that + `)(?P<to>)(?: ` + forMe + `)?[, ]*(?P<when>.*)$`),
		regexp.MustCompile(`^(?:write|put|take|keep) ` + that + `(?: down)?(?P<to>) ` + forMe + `[, ]*(?P<when>.*)$`),
		regexp.MustCompile(`^i(?:'ll| will|'d like to| can) (?:take|do|handle|own) ` + that + `(?P<to>)(?: on| up)?[, ]*(?P<when>.*)$`),
		regexp.MustCompile(`^(?:mujhe|mujhay|mujh ko|mere (?:naam|zimm?[ae]y?)(?: par| pe)?|meri list (?:mein|me))(?P<to>) ` + that + ` ?(?P<when>.*?) ?` + putDown + `$`),
		regexp.MustCompile(`^` + that + ` (?:mujhe|mujhay|mujh ko|mere (?:naam|zimm?[ae]y?)(?: par| pe)?|meri list (?:mein|me))(?P<to>) ?(?P<when>.*?) ?` + putDown + `$`),
		regexp.MustCompile(`^` + that + `(?P<to>) ?(?P<when>.*?) ?(?:note|likh|darj|save|log|assign)(?: kar)? ?(?:lo|lein|len|lain|do|dein|den|dijiye|lijiye|karo|karein)$`),
		regexp.MustCompile(`^(?:` + that + `|(?:is|us) (?:par|pe|ka|ki|ke liye)(?: (?:ek |aik )?(?:kaam|task|item|action))?)(?: (?:mujhe|mujhay|mera|meri|mere (?:naam|zimm?[ae]y?)(?: par| pe)?|meri list (?:mein|me)))?(?P<to>) ` + putDown + ` ?(?P<when>.*)$`),
		regexp.MustCompile(`^(?:is|us) (?:par|pe|ka|ki|ke liye) (?:ek |aik )?(?:kaam|task|item|action)(?: (?:mujhe|mujhay|mere (?:naam|zimm?[ae]y?)(?: par| pe)?))?(?P<to>) ?(?P<when>.*?) ?` + putDown + `$`),
		regexp.MustCompile(`^(?:(?:مجھے|میرے (?:ذمے|ذمہ|نام)(?: پر)?) )?` + that + `(?: (?:مجھے|میرے (?:ذمے|ذمہ|نام)(?: پر)?))?(?P<to>) ?(?P<when>.*?) ?(?:نوٹ|درج|لکھ|لگا|دے|ڈال|اسائن|سونپ)(?: کر)? ?(?:لیں|لو|دیں|دو|دیجیے|کریں|کرو)$`),
	}
	takesReminder = []*regexp.Regexp{
		regexp.MustCompile(`^(?:remind|ping|nudge|alert)(?: me| us)(?P<when>(?: .*)?)$`),
		regexp.MustCompile(`^(?:set|add|create|make|put)(?: me)? (?:an? |the )?(?:reminder|alarm)(?P<when>(?: .*)?)$`),
		regexp.MustCompile(`^(?:mujhe |mujhay |hamein |humein )?(?P<when>.*?) ?(?:(?:ki|ka|ke liye|par|ko) )?(?:mujhe |mujhay )?(?:yaad ?(?:dila|kara|karwa|dihani)\S*|reminder (?:laga|set kar|de)\S*)(?: (?:do|dein|den|dena|dijiye|kar|karo|karein|hai|please|plz))*$`),
		regexp.MustCompile(`^(?:مجھے |ہمیں )?(?P<when>.*?) ?(?:(?:کی|کا|کو|پر) )?(?:مجھے )?یاد ?(?:دلا|کرا|کروا|دہانی)\S*(?: (?:دیں|دو|دینا|دیجیے|کریں|کرو|کرانا|کر))*$`),
	}
	aboutThat  = regexp.MustCompile(`^ ?(?:(?:about|of|on|for|to do|regarding) )?` + that + `(?: (?:ke|ki|ka) (?:baa?re mein|liye)| (?:کے بارے میں|کے لیے))?(?: |$)|^ ?(?:is|us|اس) (?:ke baa?re mein|ki|ka|ke liye|کے بارے میں|کی|کا)(?: |$)`)
	beforeThen = regexp.MustCompile(`^` + Span + ` (?:before|ahead of|prior to|ahead|prior|earlier|in advance)(?: (?:` + that + `|then|the (?:deadline|due date|date)|(?:it|that|this)(?:'s| is) due))?$` +
		`|^(?:(?:is|us|iski|uski|is ki|us ki) ?(?:se )?)?(?:(?:deadline|tareekh|due date) )?(?:se )?` + Span + ` (?:pehl[ae]y?|qabl)$` +
		`|^(?:اس )?(?:کی )?(?:(?:آخری )?(?:تاریخ|ڈیڈ لائن) )?(?:سے )?` + Span + ` (?:پہلے|قبل)$`)
)

// How items are called, and for whom they are written down.
const (
	anItem = `(?:an? |my )?(?:action|task|item|to ?do)(?: item| point)?`
	forMe  = `(?:for|to|on|in) (?:me|my (?:list|tasks|items|name|plate|to ?dos?))`
)

// putDown is how Roman Urdu says that something is to be written down.
const putDown = `(?:(?:assign|likh|note|darj|save|add|laga|daal|dal|de|item|task|kaam|saunp|sonp)(?: bana| kar| mein)* ?(?:do|dein|den|lo|lein|len|lain|dijiye|dena|lijiye|na|karo|karein)?)`
