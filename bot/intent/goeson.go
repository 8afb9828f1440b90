package intent

import (
	"regexp"
	"strings"

	"rabita/bot/when"
)

// A command may go on about the thing of the command before without naming it: "make it 5pm", "actually friday", "is ko kar do", "mark it done".

// GoesOn writes such a message as a command that names the thing, by its id: "A-0042" of an item, "R-0007" of a reminder. Last says that the
// command was the last thing said, so that a bare "friday" can only be about it. Find reads dates. False: the message is something else.
func GoesOn(text, id string, last bool, find func(string) when.Result) (string, bool) {
	t := strings.Trim(folded(westernDigits(text)), " .!۔")
	t = courtesy.ReplaceAllString(t, "")
	if idPattern.MatchString(text) || len(strings.Fields(t)) > 12 || actionNumber.MatchString(t) && !clockTime.MatchString(t) {
		return "", false
	}
	item := strings.HasPrefix(id, "A")
	for _, g := range goings {
		m := g.re.FindStringSubmatch(t)
		if m == nil || g.last && !last {
			continue
		}
		line := g.item
		if !item {
			line = g.reminder
		}
		if line == "" {
			return "", false
		}
		return strings.NewReplacer("ID", id, "$1", strings.TrimSpace(m[len(m)-1])).Replace(line), true
	}
	if strings.ContainsAny(t, "?؟") {
		return "", false
	}
	lead := changing.FindString(t)
	phrase := strings.TrimSpace(changed.ReplaceAllString(strings.TrimSpace(t[len(lead):]), ""))
	if phrase == "" || lead == "" && !last {
		return "", false
	}
	if s, rest := shift(phrase); !s.Zero() && rest == "" && lead != "" {
		if backward.MatchString(t) {
			phrase = "-" + phrase
		}
		return Order{Object: object(item), Verb: map[bool]Verb{true: Due, false: Snooze}[item], IDs: []string{id}, Shift: s}.String(), true
	}
	switch res := find(phrase); res.Kind {
	case when.Once, when.Ambiguous, when.Event, when.Repeats:
		if left := strings.Trim(res.Text, " ,."); left != "" {
			return "", false
		}
		if item {
			return "due " + id + " " + phrase, true
		}
		return "move " + id + " to " + phrase, true
	}
	return "", false
}

func object(item bool) Object {
	if item {
		return Item
	}
	return Reminder
}

// A going is one way to go on, and the line it stands for: of an item, of a reminder; empty: it makes no sense there. $1 is its last group.
type going struct {
	re             *regexp.Regexp
	item, reminder string
	last           bool // only directly behind the command
}

const itself = `(?:it|that|this|them|that one|this one|that item|this item|the item|the reminder|that reminder|isko|is ko|ise|isay|usko|us ko|usay|yeh|ye|woh|wo|اسے|اس کو|یہ)`

var goings = []going{
	{re(`^(?:cancel|delete|remove|drop|scrap) `+itself+`()$`, `^`+itself+` (?:cancel|khatam|delete|mansookh|hata) ?(?:kar )?(?:do|dein|den|karo|karein)()$`,
		`^(?:اسے |اس کو |یہ )(?:منسوخ|کینسل|ختم) (?:کر )?(?:دیں|دو|کریں|کرو)()$`), "drop ID", "cancel ID", false},
	{re(`^(?:cancel|delete|scrap it|never ?mind|forget (?:about )?it|(?:cancel|khatam|mansookh|hata) ?(?:kar )?(?:do|dein|den|karo|karein)|rehne (?:do|dein)|chor (?:do|dein)|chhor (?:do|dein))()$`,
		`^(?:(?:منسوخ|کینسل|ختم) (?:کر )?(?:دیں|دو|کریں|کرو)|رہنے دیں|رہنے دو)()$`), "drop ID", "cancel ID", true},
	{re(`^(?:mark|set|make) `+itself+`(?: as)? (?:done|complete|completed|finished|closed)()$`, `^(?:it|that|this)(?:'s| is| has been) (?:done|complete|completed|finished)()$`,
		`^(?:yeh|ye|woh|wo|isko|is ko) (?:ho gaya|ho gya|hogaya|kar diya|mukammal(?: ho gaya| kar do| karein)?)()$`, `^(?:یہ|وہ) (?:ہو گیا|مکمل(?: ہو گیا)?|کر دیا)()$`), "done ID", "", false},
	{re(`^(?:done|finished|completed|ho gaya|ho gya|hogaya|kar diya|mukammal(?: ho gaya)?|ہو گیا|مکمل(?: ہو گیا)?|کر دیا)()$`), "done ID", "", true},
	{re(`^(?:re-?open) ` + itself + `(?: again)?()$`), "reopen ID", "", false},
	{re(`^(?:assign|give|hand|hand over) `+itself+` to (?:me|myself)()$`, `^(?:main|mein|i will|i'll) (?:take|do|kar lun|karunga|karungi|kar lunga) ?`+itself+`?()$`), "assign ID to myself", "", false},
	{re(`^(?:(?:assign|give|hand|hand over) `+itself+` to|`+itself+` (?:should be|is) (?:owned|done) by|owner(?: is)?:?|it's for) (.+)$`, `^`+itself+` (.+) ko (?:de do|dein|de dein|assign kar do)$`), "edit ID | owner $1", "", false},
	{re(`^snooze(?: ` + itself + `)?()$`), "snooze ID 1 week", "snooze ID 1 week", true},
	{re(`^(?:show|details?(?: of)?|open) ` + itself + `()$`), "show ID", "reminder show ID", false},
}

var (
	changing  = re(`^(?:(?:no|nahi|nahin|actually|sorry|wait|oops|rather|instead|better|let's|lets|i meant?|make|set|change|move|shift|push|pull|delay|postpone|extend|defer|reschedule|bring|snooze|put|keep|forward|back|it|that|this|the|time|date|deadline|due|to|for|at|on|by|until|till|is|should be|isko|is ko|ise|usko|us ko|balke|waqt|tareekh|بلکہ|نہیں|اسے|اس کو|وقت|تاریخ)(?:[ ,:]+|$))+`)
	changed   = re(`(?:[ ,]+(?:instead|please|plz|later|more|kar do|kar dein|kar den|kardo|kr do|karo|karein|rakho|rakh do|rakhein|aage kar do|aage karo|barha do|badha do|peeche kar do|ko|pe|par|wala|کر دیں|کر دو|کریں|رکھیں|آگے کر دیں|بڑھا دیں|کو|پر))+$`)
	clockTime = re(`\d(?:[:.]\d\d)? ?(?:am|pm|baj|بج)`)
)

// Insists reports whether a message that follows a refusal still asks who a survivor is: her age, her family, the number of her case.
func Insists(text string) bool {
	t := folded(text)
	return len(strings.Fields(t)) <= 12 && (identity.MatchString(t) || traces.MatchString(t)) && !public.MatchString(t) && !figure.MatchString(t) && !lawWord.MatchString(t)
}

var traces = re(w(`age|umar|umr|initials?|parents?|father|husband|mother|family|relatives?|school|village|mohalla|street|hospital|ward|fir|case (?:no|number)|file|her|she|victim'?s?|walid|shohar|khandan|gaon|gali|ilaqa|us ?ka|us ?ki|uske|unka|unki|larki|aurat`), `عمر|والد|شوہر|خاندان|گاؤں|گلی|علاقہ|اس (?:کا|کی|کے)|ہسپتال`)

// Asks reports whether a message asks something.
func Asks(text string) bool { return asksSomething.MatchString(folded(text)) }
