package intent

import (
	"regexp"
	"slices"
	"strings"
)

// An order that is forbidden, or hangs on something, is none to be carried out: "don't drop A-3", "mark 14.4 done if the notification is out".

// keepAsIs are the verbs that change nothing that is there already.
var keepAsIs = []Verb{Add, Mine, List, Show, Export, HelpWith, Next}

// hedged reports why an order that would change something is not to be carried out by its words; nil: it is.
func hedged(text string, o Order) error {
	if slices.Contains(keepAsIs, o.Verb) || strings.Contains(text, "|") {
		return nil
	}
	said := inQuotes.ReplaceAllString(text, " ")
	if forbidden.MatchString(said) && !stopsTelling.MatchString(said) {
		name := strings.TrimSpace(strings.Join(o.IDs, " ") + " " + o.Number)
		m := mistake("forbidden")
		if name != "" {
			m.send(string(o.Object) + " show " + name)
		}
		return m
	}
	if unsure.MatchString(said) {
		m := mistake("unsure")
		if line := strings.Trim(strings.Join(strings.Fields(unsure.ReplaceAllString(said, " ")), " "), " ,.;"); !mightBe.MatchString(said) {
			m.send(line)
		}
		return m
	}
	said = ifPossible.ReplaceAllString(said, " ")
	at := onlyIf.FindStringIndex(said)
	if at == nil {
		return nil
	}
	line := strings.Trim(strings.TrimSpace(said[:at[0]]), " ,;")
	if line == "" { // "if bilal agrees, push A-1 by a week"
		_, line, _ = strings.Cut(said, ",")
	}
	m := mistake("hangs")
	if line = strings.TrimSpace(line); line != "" {
		m.send(strings.Join(strings.Fields(line), " "))
	}
	return m
}

var (
	forbidden    = icase(`(?:^|[\s,])(?:do ?n[o'’]?t|do not|never|please not)\s+(?:please |ever |yet )?[a-z]+|\b(?:mat|na)\s+(?:kar|hata|khol|badal|bhej|de|do|rok|band)\w*|مت |نہ (?:کر|ہٹا|بدل)`)
	stopsTelling = icase(`\bnever ?mind\b|^(?:please )?(?:do ?n[o'’]?t|do not|never) (?:send |keep )?(?:remind|nudg|ping|watch|notify|disturb|message|tell)|\byaad (?:mat|na)\b|\bmat yaad\b|\b(?:reminder|yaad ?d[ie]hani)s? mat\b|یاد (?:مت|نہ)|یاد دہانی(?:اں)? مت`)
	unsure       = icase(`(?:^|[\s,])(?:i (?:think|guess|believe|suppose|hope)(?: that)?|may ?be|perhaps|probably|hopefully|possibly|not sure|shayad|mer[ae]y? khay?al(?: mein| se)?|lagta hai(?: ke| k)?|شاید|میرے خیال میں)(?:[\s,]|$)|` + mightBeWords)
	ifPossible   = icase(`\b(?:if (?:possible|poss|you can|u can|that(?:'s| is)? (?:ok|okay|fine)|it(?:'s| is)? (?:ok|okay|fine|possible)|ok|okay|needed|required|you do ?n[o'’]?t mind)|agar (?:ho sak[ey]|mumkin ho)\w*)\b`)
	onlyIf       = icase(`(?:^|[\s,;])(?:if|unless|in case|provided(?: that)?|as soon as|agar|once (?:the|he|she|they|it|we|i|this|that|\S+ (?:has|have|is|are|gets?|sends?|agrees?|approves?|confirms?|receives?|comes?|signs?))|when (?:the \S+|he|she|they|it|we|\S+) (?:has|have|is|are|gets?|sends?|agrees?|approves?|confirms?|receives?|comes?|signs?|arrives?))\s|(?:^|\s)(?:jab)\s+[^t]|(?:^|\s)اگر\s`)
)

// mightBeWords tell what may come to be, which is no report of it.
const mightBeWords = `\b(?:might|may|could|should|would|will|shall) (?:be|get|have been|become) (?:\S+ )?(?:done|completed?|finished|ready|submitted|sent|closed|received)\b|\b(?:ho jana chahiye|hona chahiye|ho jaye ga|ho jayega|ho sakta hai)\b`

var mightBe = icase(mightBeWords)

// neverDone reports whether what stands up to the end of a deed denies it: "KP ne A-1 nahi bheja", "14.2 was not received".
func neverDone(rest string, deed *regexp.Regexp) bool {
	loc := deed.FindStringIndex(rest)
	return loc != nil && denied.MatchString(rest[:loc[1]])
}

var denied = icase(`\b(?:not|never|n't|nahi|nahin|nai|yet to)\b|(?:hasn|haven|isn|wasn|didn|weren|aren)['’]?t\b|نہیں`)
