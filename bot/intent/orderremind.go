package intent

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/when"
	"rabita/index/vocab"
)

// Who is reminded or asked, of what, and until when: reminders, requests and watches.

// remindWord tells that somebody wants to be reminded.
var remindWord = icase(`\b(?:remind|nudge)\b|^chase\b|^(?:please )?(?:set|put)(?: an?| the)? alarm\b|^(?:please )?(?:alert|notify)\b|^(?:tell|inform) (?:<@|@)|^ping\b|\bping (?:<#|#|<@|@|me\b)|\b(?:post|send)(?: a reminder)? (?:in|to) (?:<#|#)|^(?:every|each|har|daily|weekly|monthly|fortnightly) .{0,60}\b(?:ping|post|tell|send|remind|reminder)\b|\b(?:ka|ki|ke liye) (?:ek |aik )?(?:reminder|yaad ?d[ie]hani)(?: (?:chahi\w+|laga\w*|set kar\w*|do|dein|kar\w*|hai))*$|\b(?:yaad ?(?:dil|kar|rakh|d[ie]hani)|reminder (?:lag|set kar|rakh|bhej|de (?:de|do|di)))|یاد ?(?:دل|کر|رکھ|دہانی)|^(?:i(?:'d| would)? )?(?:set|add|create|make|schedule|put|start|give|send|want|need|like|have)(?: up)?(?: me| us)?(?: an?| the)?(?: (?:new|recurring|repeating|repeated|regular|standing|daily|weekly|fortnightly|monthly|weekday|morning|gentle|quick|short))* reminders?\b|^reminder:`)

// readRemind reads "remind me by friday to …", "every Monday 9am ping #channel for …", "kal 10 bajay yaad dilana …".
func readRemind(p *orderReader, text string, _ []string) (Order, error) {
	o := Order{Object: Reminder, Verb: Add}
	parts := strings.Split(text, "|")
	for _, part := range parts[1:] {
		if err := p.field(&o, strings.TrimSpace(part)); err != nil {
			return o, err
		}
	}
	if err := p.reminded(&o, strings.TrimSpace(parts[0]), true); err != nil {
		return o, err
	}
	return p.settle(o)
}

// reminded reads the text of a reminder, request or watch: deadline, whom, and of what.
// With verb, the text still holds the word that says "remind".
func (p *orderReader) reminded(o *Order, text string, verb bool) error {
	if o.Object == Reminder {
		if m := untilIt.FindStringSubmatchIndex(text); m != nil && o.Until == "" {
			o.Until = "share"
			what := ""
			if m[2] >= 0 { // "jab tak matrix na bhejein" says of what, too
				what = theyWord.ReplaceAllString(text[m[2]:m[3]], "")
			} else if ids, _, _ := leadingIDs(text[m[4]:m[5]]); len(ids) == 1 {
				o.Until = ids[0]
			}
			text = strings.Join(strings.Fields(text[:m[0]]+" "+what+" "+text[m[1]:]), " ")
		}
	}
	var quoted string
	if o.Object == Asking {
		if m := inQuotes.FindStringSubmatchIndex(text); m != nil {
			quoted = strings.TrimSpace(text[m[2]:m[3]])
			text = strings.TrimSpace(text[:m[0]] + " " + text[m[1]:])
		}
	}
	if o.Object == Watch {
		return p.watched(o, text)
	}
	if o.Object == Reminder {
		if said, ok := p.beforeHour(text); ok {
			o.When, text = said.when, said.rest
		}
	}
	text, err := p.takeDue(o, bareBefore.ReplaceAllString(text, "${1}before it$2"))
	if err != nil {
		return err
	}
	text = bareBefore.ReplaceAllString(text, "${1}before it$2")
	switch {
	case o.Object == Asking:
		text, err = p.takeAsked(o, text)
	case verb:
		text, err = p.takeWhom(o, text)
	default:
		text, err = p.whomFirst(o, text)
	}
	if err != nil {
		return err
	}
	if o.Object == Reminder && o.Owner == "" && len(o.Bodies) == 0 && o.Channel == "" {
		o.Owner = Me
	}
	o.Text = orText(o.Text, orText(quoted, trimEnds(p.named(text))))
	if o.Object == Reminder && theyAlone.MatchString(o.Text) { // whom, and nothing to remind of
		o.Text = ""
	}
	return nil
}

var theyAlone = icase(`^(?:them|him|her|they|unko|un ko|usko|unhein)$`)

// bareBefore is "a day before", said of the thing that was spoken of last.
var bareBefore = icase(`((?:^| )(?:an?|the|one|two|three|\d{1,3}) (?:working )?(?:days?|weeks?|months?) )(?:before|prior|earlier|in advance|ahead)((?:,? (?:at|by) .{1,20})?)$`)

// beforeHour reads a moment counted back from another that is given in the same text: "11 November 2pm, VC with UN Women, remind me 30 min
// before".
func (p *orderReader) beforeHour(text string) (said struct{ when, rest string }, ok bool) {
	m := someBefore.FindStringSubmatchIndex(text)
	if m == nil {
		return said, false
	}
	by, left := hourShift(text[m[2]:m[3]])
	if by.Zero() || left != "" {
		return said, false
	}
	rest := strings.TrimSpace(text[:m[0]] + " " + text[m[1]:])
	res := when.Find(rest, p.at, p.When)
	if res.Kind != when.Once || res.DateOnly || len(res.Spans) != 1 {
		return said, false
	}
	said.when = res.At.Add(-time.Duration(by.Minutes) * time.Minute).Format("2006-01-02 15:04")
	said.rest = strings.Trim(res.Text, " ,-–—:;")
	return said, true
}

var someBefore = icase(`[ ,;]*\b((?:\d{1,3}|an?|one|two|three|half an?|ek|aik|do|aadha|adha) ?(?:hours?|hrs?|minutes?|mins?|ghant[aey]+|minat))(?: (?:before|earlier|in advance|prior|pehle|pehlay|qabl))(?: (?:it|that|then|start|us se))?(?:[ .,]|$)`)

var theyWord = icase(`^(?:(?:woh|wo|ye|yeh|unki|unka|sab|hum|report|share) )+`)

var untilIt = icase(`[ ,;]*\bjab tak ((?:\S+ ){0,4}?)(?:na|nahi|nahin) (?:bhej\w*|aa\w*|aye|mil\w*|ja\w*|ho\w*|de\w*|submit\w*|kar\w*)(?: (?:dein|de|den|di|diya|jaye|jati|jata|gaye|karein|kare|le|lein))?|[ ,;]*\b(?:until|till|til) ((?:they|it's|its|it|he|she|all|everyone)\b.{0,20}\b(?:sends?|sent|submits?|submitted|received|reply|replies|replied|arrives?|comes?|done)\b(?: it)?|` + idWord + `(?: (?:is |has )?(?:comes?|arrives?|arrived|received|sent|submitted|done|over))?)`)

// urduRemind is the verb of a reminder in Roman Urdu and Urdu, with what helps it: "yaad dila dena", "reminder laga do", "یاد دہانی لگا دیں".
const urduRemind = `(?:yaad ?(?:dila\w*|dilw\w*|kar(?:a|wa)\w*|rakh\w*|d[ie]hani)|reminder (?:laga\w*|lagw\w*|set kar\w*|rakh\w*|bhej\w*|de)|یاد ?(?:دلا\S*|دلوا\S*|کرا\S*|کروا\S*|رکھ\S*|دہانی)|ریمائنڈر (?:لگا\S*|سیٹ کر\S*|بھیج\S*))` +
	`(?: (?:de|dena|do|dein|den|dijiye\w*|dijiega|kara\w*|karwa\w*|kar\w*|laga\w*|lagw\w*|bhej\w*|set|chahi[yea]\w*|دیں|دے|دینا|دیجیے|دیجئے|دو|لگا\S*|کرائیں|کروائیں|کرا|کروا|کرنا|بھیج\S*|چاہی\S*|چاہئ\S*))*`

// whom are the words between the verb and what it is about; Latin and Roman Urdu put them in front, Urdu before "ko".
var (
	remindHead = icase(`^(.*?)\b(?:send(?: an?| the)? nudge|set(?: an?| the)? alarm|put(?: an?| the)? alarm|remind|nudge|chase|alert|notify|ping|tell|inform|post|send|set|start|reminder|reminders)\b:?(?: ?(?:up )?(?:an? |the )?(?:(?:new|recurring|repeating|repeated|regular|standing|gentle|quick|short) )*reminders?\b)?(?: (?:in|to|for)\b(?: (?:<[#@]|[#@])))?`)
	urduHead   = icase(`(?:^| )(?:(mujhe|mujhay|mujhko|mujh ko|hamein|humein|humain|hum ko|hume|مجھے|مجھ کو|ہمیں|ہم کو) ?)?(.*?) ?` + urduRemind + `(?:[ ,:;]+|$)`)
	urduVerb   = icase(`(?:^| )` + urduRemind + `(?:[ ,:;]|$)`)
	connector  = icase(`(?:^| )(?:to|that|about|abt|regarding|re|for|of|ke|keh|کہ)(?: |$)`)
	koParty    = icase(`^(.*?) (?:ko|کو)(?: |$)(.*)$`)
)

// urduFiller is how a wish begins: "yaar, zara ek reminder laga do".
var urduFiller = icase(`^(?:(?:yaar|bhai|zara|ek|aik|please|plz|ji|acha)[ ,]*)+(?: |$)|^(?:yaar|bhai|zara|ek|aik)$`)

// takeWhom takes who is reminded or asked out of a text whose deadline is gone, and the words that only say "remind".
func (p *orderReader) takeWhom(o *Order, text string) (string, error) {
	if m := urduHead.FindStringSubmatchIndex(text); m != nil {
		before, after := strings.TrimSpace(text[:max(m[0], 0)]), strings.TrimSpace(text[m[1]:])
		middle := ""
		if m[4] >= 0 {
			middle = strings.TrimSpace(urduFiller.ReplaceAllString(text[m[4]:m[5]], ""))
		}
		switch {
		case m[2] >= 0:
			p.speaker(o, text[m[2]:m[3]])
		case meWords.MatchString(middle):
			p.speaker(o, middle)
			middle = ""
		case inRoom.MatchString(middle):
			o.Channel = Here
			middle = strings.TrimSpace(inRoom.ReplaceAllString(middle, ""))
		case inMiddle.MatchString(middle):
			o.Channel = p.channel(channelPattern.FindString(middle))
			middle = strings.TrimSpace(inMiddle.ReplaceAllString(middle, ""))
		case stillOwe.MatchString(middle):
			m := stillOwe.FindStringSubmatch(middle)
			o.Bodies = []string{Awaited}
			middle = strings.TrimSpace(m[1] + m[2] + " " + middle[len(m[0]):])
		default:
			if ko := koParty.FindStringSubmatch(middle + " "); ko != nil && strings.TrimSpace(ko[1]) != "" {
				if ok, err := p.takeParties(o, ko[1]); err != nil {
					return "", err
				} else if ok {
					middle = strings.TrimSpace(ko[2])
				}
			}
		}
		return strings.Join(strings.Fields(before+" "+middle+" "+trimLead(after, keLead)), " "), nil
	}
	if m := remindHead.FindStringSubmatchIndex(text); m != nil {
		before, after := strings.TrimSpace(text[m[2]:m[3]]), strings.TrimSpace(text[m[1]:])
		for _, re := range []*regexp.Regexp{channelPattern, memberPattern} { // "post in #x" swallowed the start of the mention
			if c := re.FindStringIndex(text[m[3]:]); c != nil && c[0] <= m[1]-m[3]+1 {
				after = strings.TrimSpace(text[m[3]+c[0]:])
			}
		}
		if before != "" && !courtesyOnly.MatchString(before) {
			after = strings.TrimSpace(after + " " + before)
		}
		text = after
	}
	return p.whomFirst(o, text)
}

var (
	inMiddle     = icase(`^(?:<#[CGD][A-Z0-9]+>|#[a-z][a-z0-9_-]*) (?:mein|main|mai|me|par|pe|ko|میں|پر|کو)\b ?|^(?:<#[CGD][A-Z0-9]+>|#[a-z][a-z0-9_-]*) (?:میں|پر|کو) ?`)
	keLead       = icase(`^(?:ke|keh|k|کہ|ka|ki|کا|کی) `)
	courtesyOnly = icase(`^(?:(?:please|and|also|then|set|add|create|make|schedule|put|start|give|have|up|me|us|new|recurring|repeating|repeated|regular|standing|can|you|could|would|like|i|want|to|a|an|bot)[ ,]*)+$`)
)

// speaker makes the speaker the one who is reminded; "us" is the channel too.
func (p *orderReader) speaker(o *Order, word string) {
	if o.Owner == "" && len(o.Bodies) == 0 && o.Channel == "" {
		o.Owner = Me
		if ourWords.MatchString(word) {
			o.Channel = Here
		}
	}
}

var (
	ourWords  = icase(`^(?:us|we|hamein|humein|humain|hum ko|hume|ham ko|ہمیں|ہم کو)$`)
	everybody = icase(`^(?:everyone|everybody|all members|the (?:whole )?group|sab ko|sabko|سب کو)( here| in this (?:channel|thread))?(?: |$)`)
	thisRoom  = icase(`^(?:in |to |for )?(?:(?:this|the|our) (?:channel|thread|room|team)|here)(?: here)?(?: |$)`)
	inRoom    = icase(`^(?:(?:is|isi) channel|yahan|(?:اس|اسی) چینل|یہاں)(?: (?:ko|mein|main|me|par|pe|کو|میں|پر))?(?: |$)`)
)

// whomFirst takes the people, bodies or channel a text begins with.
func (p *orderReader) whomFirst(o *Order, text string) (string, error) {
	if w, rest, _ := strings.Cut(text, " "); meWords.MatchString(w) {
		p.speaker(o, w)
		if loc := thisRoom.FindStringIndex(rest); loc != nil { // "us in this channel"
			o.Owner, o.Channel, rest = "", Here, strings.TrimSpace(rest[loc[1]:])
		}
		return rest, nil
	}
	if rest, ok := strings.CutPrefix(text, "to "); ok && p.beginsWithParty(rest) { // "send a reminder to all WDDs"
		text = rest
	}
	if m := everybody.FindStringSubmatchIndex(text); m != nil && o.Channel == "" {
		o.Channel = Everyone
		if m[2] >= 0 {
			o.Channel = Here
		}
		return strings.TrimSpace(text[m[1]:]), nil
	}
	if loc := thisRoom.FindStringIndex(text); loc != nil && o.Channel == "" {
		o.Channel = Here
		return strings.TrimSpace(text[loc[1]:]), nil
	}
	if o.Owner != "" || len(o.Bodies) > 0 || o.Channel != "" {
		return text, nil
	}
	if m := stillOwe.FindStringSubmatch(text); m != nil {
		o.Bodies = []string{Awaited}
		return strings.TrimSpace(m[1] + m[2] + " " + text[len(m[0]):]), nil
	}
	if w, rest, _ := strings.Cut(text, " "); p.Member != nil && len(w) > 2 && connector.MatchString(firstWord(rest)) { // a handle without its @
		if id := p.Member(strings.ToLower(w)); id != "" {
			o.Owner = id
			return rest, nil
		}
	}
	head, rest := text, ""
	if loc := connector.FindStringIndex(text); loc != nil && loc[0] > 0 {
		head, rest = text[:loc[0]], text[loc[1]:]
	} else if loc != nil {
		return text, nil
	}
	if len(strings.Fields(head)) > 9 || !p.beginsWithParty(head) {
		return text, nil
	}
	ok, err := p.takeParties(o, head)
	if err != nil {
		return text, err
	}
	if !ok {
		return text, nil
	}
	if rest == "" { // "remind Sindh WDD committee list": what is left of the head is the text
		rest = trimEnds(partyNoun.ReplaceAllString(strings.TrimSpace(p.without(head)), ""))
	}
	return rest, nil
}

// stillOwe are those who have not sent their part of a thing.
var stillOwe = icase(`^(?:all |everyone |everybody |anyone |those |bodies |provinces |wdds |departments |the )+(?:who |that |which )?(?:ha(?:ve|s)(?: ?n[o'’]?t| not)|did ?n[o'’]?t|still have to|are yet to|not)(?: yet)?(?: (?:sent|send|submitted|submit|given|reported|replied|responded|done))?(?: (?:on|to|for))? (` + oneWord + `)\b|^(?:jis|jin|jinho|jinhon|jo)(?: (?:jis|jin))? (?:ne )?(?:(?:abhi|tak|ab) )*(` + oneWord + `)(?: \S+)? (?:nahi|nahin)(?: (?:bheja|bheji|bhejay|diya|di|diye|kiya))?(?: hai| hain)?,?(?: (?:unko|un ko|unhein|unhen))?`)

// beginsWithParty reports whether a text begins with a name: "the KP focal person", "all WDD secretaries".
func (p *orderReader) beginsWithParty(head string) bool {
	rest := article.ReplaceAllString(head, "")
	cut := len(head) - len(rest)
	for _, re := range []*regexp.Regexp{memberPattern, channelPattern} {
		if loc := re.FindStringIndex(rest); loc != nil && loc[0] == 0 {
			return true
		}
	}
	return slices.ContainsFunc(p.mentions(head), func(m vocab.Mention) bool {
		k, err := p.party(m)
		return m.Start <= cut && (k != "" || err != nil)
	})
}

var article = icase(`^(?:(?:the|all|each|every|our|secretary|secretaries|minister|ministers|focal persons?|people|members|team|staff|of|from|in|at) )+`)

// partyNoun stands behind the name of a body and says who of it is meant: "the KP team".
var partyNoun = icase(`^(?:(?:'s )?(?:team|people|office|side|log|wal[eo]n?|walay|department|deptt?|focal (?:persons?|points?)|secretary|secretariat|members?|staff|reps?|representatives?|colleagues)\b ?)+`)

// without is a text without the names of bodies and people in front.
func (p *orderReader) without(head string) string {
	end := 0
	for _, loc := range append(memberPattern.FindAllStringIndex(head, -1), channelPattern.FindAllStringIndex(head, -1)...) {
		end = max(end, loc[1])
	}
	for _, m := range p.mentions(head) {
		if k, err := p.party(m); err == nil && k != "" && m.Start <= end+12 {
			end = max(end, m.End)
		}
	}
	return head[end:]
}

func (p *orderReader) mentions(text string) []vocab.Mention {
	if p.Vocabulary == nil {
		return nil
	}
	return p.Vocabulary.FindIn(text, vocab.Context{Place: p.Place, Known: p.Known})
}

// takeParties reads names of members, channels and bodies; false if there are none.
func (p *orderReader) takeParties(o *Order, head string) (bool, error) {
	found := false
	for _, m := range channelPattern.FindAllString(head, -1) {
		o.Channel, found = p.channel(m), true
		head = strings.Replace(head, m, " ", 1)
	}
	members := head
	for _, m := range memberPattern.FindAllString(members, -1) {
		id := p.member(m)
		if id == "" {
			return false, mistake("nobody there", cutTo(m, 60)).send("members")
		}
		if o.Owner != "" && o.Owner != id {
			at := memberPattern.FindAllStringIndex(members, -1)
			return false, mistake("one recipient").instead(members[at[0][0]:at[len(at)-1][1]], memberPattern.FindAllString(members, -1)...)
		}
		o.Owner, found = id, true
		head = strings.Replace(head, m, " ", 1)
	}
	keys, err := p.bodies(head)
	if err != nil {
		return false, err
	}
	o.Bodies = addAll(o.Bodies, keys)
	return found || len(keys) > 0, nil
}

// takeAsked reads whom a request goes to: "from all WDDs", "all WDDs for the matrix".
func (p *orderReader) takeAsked(o *Order, text string) (string, error) {
	text, err := p.askedOf(o, text)
	return askedTo.ReplaceAllString(text, ""), err
}

func (p *orderReader) askedOf(o *Order, text string) (string, error) {
	if len(o.Bodies) > 0 {
		return text, nil
	}
	if m := askedFrom.FindStringSubmatchIndex(text); m != nil {
		keys, err := p.bodies(text[m[2]:m[3]])
		if err != nil {
			return text, err
		}
		if len(keys) > 0 {
			o.Bodies = keys
			return strings.TrimSpace(text[:m[0]] + " " + text[m[3]:]), nil
		}
	}
	if loc := connector.FindStringIndex(text); loc != nil && loc[0] > 0 {
		keys, err := p.bodies(text[:loc[0]])
		if err != nil {
			return text, err
		}
		o.Bodies = keys
		if len(keys) > 0 {
			return text[loc[1]:], nil
		}
	}
	return text, nil
}

var askedTo = icase(`^(?:to )?(?:send|submit|share|provide|give)(?: (?:us|me|in|over|back))? | (?:bhejein|bhej dein|bhejen|bhej do|jama kar(?:wa|a)?ein|dein)$`)

var askedFrom = icase(`(?:^| )from ([^|;]{2,120}?)(?: by\b| before\b| for\b|:|$)`)

// watched reads what is watched and how often.
func (p *orderReader) watched(o *Order, text string) error {
	if m := howOften.FindStringIndex(text); m != nil && o.When == "" {
		o.When = strings.TrimSpace(text[m[0]:])
		text = strings.TrimSpace(text[:m[0]])
	}
	if o.When == "" {
		o.When = "weekly"
	}
	o.Text = orText(o.Text, trimEnds(p.named(text)))
	return nil
}

var howOften = icase(`(?:^| )(?:daily|weekly|monthly|every (?:day|week|month|monday|tuesday|wednesday|thursday|friday|weekday))[.! ]*$`)
