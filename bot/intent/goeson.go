package intent

import (
	"slices"
	"strings"

	"rabita/bot/when"
)

// A command may go on about the thing of the command before without naming it: "make it 5pm", "actually friday", "is ko kar do", "mark it done".

// GoesOn writes such a message as a command that names the thing, by its id: "A-0042" of an item, "R-0007" of a reminder. Last says that the
// command was the last thing said, so that a bare "friday" or "cancel" can only be about it. Find reads dates. False: the message is something
// else.
func GoesOn(text, id string, last bool, find func(string) when.Result) (string, bool) {
	t := courtesy.ReplaceAllString(strings.Trim(folded(westernDigits(text)), " .!۔"), "")
	if last && stands.MatchString(t) {
		return "show " + id, true
	}
	if polite(t) || len(strings.Fields(t)) > 12 || strings.ContainsAny(t, "?؟|") || idPattern.MatchString(t) || actionNumber.MatchString(t) {
		return "", false
	}
	if _, ok := plainForm(t); ok || atMeeting.MatchString(t) || ownSubject.MatchString(t) || awaitedIt.MatchString(t) { // what others send is their own "it"
		return "", false
	}
	if more := oneMore.FindStringSubmatch(t); more != nil && last && id[0] == 'R' {
		if res := find(more[1]); (res.Kind == when.Once || res.Kind == when.Repeats) && len(strings.Fields(res.Text)) > 1 {
			return "remind me " + more[1], true
		}
	}
	if more := oneMore.FindStringSubmatch(t); more != nil && last && id[0] == 'A' && alsoThat.MatchString(t) {
		if res := find(more[1]); res.Kind == when.Once && len(strings.Fields(res.Text)) > 1 && len(res.Spans) > 0 {
			return "action add " + more[1], true
		}
	}
	m := itself.FindStringSubmatchIndex(thisDay.ReplaceAllString(t, "____ $1"))
	if m == nil && !last {
		return "", false
	}
	if s, rest := shift(moreTime.ReplaceAllString(t, "")); !s.Zero() && moreTime.MatchString(t) && strings.Trim(rest, " ,.") == "" {
		return "push " + id + " by " + s.String(), true
	}
	phrase := strings.TrimSpace(changed.ReplaceAllString(changing.ReplaceAllString(t, ""), ""))
	if s, rest := shift(phrase); m == nil && !s.Zero() && rest == "" {
		return "push " + id + " by " + phrase, true
	}
	if id[0] == 'R' && bareClock.MatchString(phrase) && phrase != t { // "11" is no time, "make it 11" is one
		return "move " + id + " to at " + phrase, true
	}
	if last, ok := lastClause(t); ok { // "can't do it by friday, make it monday"
		if line, ok := GoesOn(last, id, true, find); ok {
			return line, true
		}
	}
	for _, p := range []string{phrase, t} { // "11" is no time, "at 11" is one
		switch res := find(p); res.Kind {
		case when.Once, when.Ambiguous, when.Event, when.Repeats:
			if strings.Trim(res.Text, " ,.") == "" {
				return map[bool]string{true: "due ", false: "move "}[strings.HasPrefix(id, "A")] + id + " to " + p, true
			}
		}
	}
	switch {
	case m != nil:
		line := strings.TrimSpace(t[:m[2]] + id + t[m[3]:])
		_, ok := command(line)
		return line, ok && (last || deedOf(t).verb != "")
	case id[0] == 'R' && notThisTime.MatchString(t):
		return "skip " + id + map[bool]string{true: " next week"}[nextWeek.MatchString(t)], true
	case deedAlone(t) && id[0] != 'W':
		return id + " " + t, true
	case id[0] == 'A' && undated.MatchString(t):
		return id + " " + t, true
	case itsField.MatchString(t):
		return id + " " + t, true
	case toSomeTime.MatchString(t): // to no time that is understood: the correction names the thing
		if id[0] == 'A' {
			return "due " + id + " " + toSomeTime.FindStringSubmatch(t)[1], true
		}
		return "move " + id + " " + toSomeTime.FindStringSubmatch(t)[1], true
	case leaveIt.MatchString(t):
		return "cancel " + id, true
	case bareDeed.MatchString(t):
		return t + " " + id, true
	}
	return "", false
}

// SaysDone reports whether a message says that something is done, and names nothing.
func SaysDone(text string) bool {
	t := strings.Trim(folded(text), " .!۔")
	return saidDone.MatchString(t) && !strings.ContainsAny(t, "?؟")
}

var saidDone = re(`^(?:(?:it|that|this)(?:'s| is| has been)? |yeh |ye |woh |wo |یہ |وہ )?` + doneWord + `$`)

var (
	stands      = re(`^(?:and |so |ok |aur )*(?:what(?:'s| is) (?:its|the|that|their)(?: (?:current|present))? (?:status|state|deadline|due date|date)(?: now)?|(?:its|the) (?:status|deadline|due date)|status|(?:where|how) does (?:it|that|this) stand(?: now)?|is (?:it|that|this) (?:done|closed|still open|open|saved|set|complete|late|active|on|scheduled)(?: (?:now|yet))?|did (?:it|that) (?:save|work|go through)|who(?:m)? (?:is|did you set|have you set|did you log) (?:it|that|this)(?: set| logged)? for|when is (?:it|that|this)(?: due)?|when(?:'s| is) the next(?: one)?|agl[aiey]+ kab hai|when (?:will|do) (?:you remind me|i get (?:it|that|reminded))|(?:is|us) ?(?:ka|ki) (?:status|halat|haal|deadline|tareekh)(?: kya (?:hai|hay))?|(?:kya )?(?:yeh|ye|woh|wo) (?:ho gaya|mukammal|save|set|khula)(?: (?:hai|hua|ho gaya))*|kab (?:hai|yaad dilao ge|yaad dilaye\S*))[?؟ ]*$`, `^(?:اور )?(?:(?:اس|اُس) (?:کا|کی) (?:حال|حالت|سٹیٹس|تاریخ|آخری تاریخ)(?: کیا ہے)?|(?:کیا )?(?:یہ|وہ) (?:ہو گیا|مکمل|محفوظ)(?: (?:ہے|ہوا|ہو گیا))*)[؟? ]*$`)
	atMeeting   = re(`^(?:and )?(?:at|in|of|from) the \d{1,2}(?:st|nd|rd|th)$`) // a question goes on so
	alsoThat    = re(`^(?:and )?(?:also|plus)\b`)
	ownSubject  = re(`^(?:what|when|which|who|how many|list|mine|my|all)\b`, `\bundo\b|^take (?:it|that) back|\bwapas (?:lo|le lo|karo|kar do|kar dein)`, `واپس`)
	thisDay     = re(`\b(?:this|that) (day|week|month|quarter|year|morning|afternoon|evening|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|meeting|ipmg|channel|thread|room|chat)\b`)
	awaitedIt   = re(`\buntil (?:they|he|she|all|everyone|everybody|it) `)
	itself      = re(`(?:^|\s)(it|that|this|them|that one|this one|isko|is ko|is k[aie]|is se|isi ko|ise|isay|usko|us ko|us k[aie]|us se|usay|(?:is|us|yeh|ye|woh|wo) (?:kaam|item|task|reminder|yaad ?dihani)(?: k[oaie])?|yeh|ye|woh|wo|اسے|اس (?:کو|کی|کا|کے|سے)|(?:اس|یہ) (?:کام|یاد دہانی)(?: (?:کو|کی|کا|کے))?|یہ|وہ)(?:\s|$)`)
	oneMore     = re(`^(?:and |also |aur |plus |bhi |اور )+(?:remind me )?(.+)$`)
	itsField    = re(`^(?:(?:change|set|make|update|edit|fix|correct|put) )?(?:(?:the|its|new|naya|nayi) )?(?:owner|deadline|due date|text|wording|title|evidence|proof|zimm?edar|saboot)\b.`)
	toSomeTime  = re(`^(?:move|shift|reschedule|postpone|push|delay|prepone|advance)(?: it)? ((?:to|till|until|by|for) [^|]{1,30})$`)
	bareClock   = re(`^(?:1?\d|2[0-3])(?:[:.][0-5]\d)?$`)
	moreTime    = re(`^(?:(?:i|we|main|hum|mujhe|hamein|humein) )?(?:(?:will )?(?:need|want|require)|give (?:me|us)|de dein|chahi\w+) |\b(?:chahi\w+|de dein|de do|dijiye|lagein ge|lagen ge)(?: hai| hain| ge)?$`)
	notThisTime = re(`^(?:not |no |skip )?(?:this|next|is|iss|agl[aeiy]+|the coming|coming) (?:week|month|time|once|hafte|haftay|hafta|mahine|baar|dafa|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|peer|pir|mangal|budh|jumerat|jumeraat|jumma|juma|itwar)(?: (?:ko|wala|wali|ka|ki))?(?: (?:is |are )?(?:nahi chahiye|nahin chahiye|nahi|not needed|not required|off|skip|rehne do|rehne dein|chhor do|chor do|leave it|no need)(?: karo| kar do| hai)?)$`)
	leaveIt     = re(`^(?:(?:chh?oro|acha|nahi|bas|ji|ok|no|چھوڑو|اچھا|نہیں|بس) )*(?:never ?mind|forget (?:about )?it|scrap it|rehne (?:do|dein|den)|chh?or (?:do|dein|den)|رہنے (?:دیں|دو)|چھوڑ (?:دیں|دو))$`)
	bareDeed    = re(`^(?:cancel|delete|snooze|done|finished|completed)$`, `^(?:cancel|khatam|mansookh|delete|hata|band|stop) ?(?:kar )?(?:do|dein|den|karo|karein)$`, `^(?:ho gaya|ho gya|hogaya|kar diya|mukammal(?: ho gaya)?)$`,
		`^(?:(?:منسوخ|کینسل|ختم) (?:کر )?(?:دیں|دو|کریں|کرو)|ہو گیا|مکمل(?: ہو گیا)?|کر دیا)$`)
	changing = re(`^(?:(?:no|nahi|nahin|yaar|bhai|wrong|galat|ghalat|shd be|ab se|ab|actually|sorry|wait|oops|rather|instead|better|let's|lets|i meant?|it|that|this|isko|is ko|ise|isay|usko|us ko|yeh|ye|اسے|اس کو|یہ|make|set|change|move|shift|reschedule|put|keep|the time|time|the date|date|deadline|due|to|for|at|on|by|until|till|should be|balke|waqt|tareekh|بلکہ|نہیں|وقت|تاریخ)(?:[ ,:]+|$))+`)
	changed  = re(`(?:[ ,]+(?:instead|tak|تک|please|plz|kar do|kar dein|kar den|kardo|kr do|karo|karein|rakho|rakh do|rakhein|ko|pe|par|wala|aur|mazeed|barha do|barha dein|de do|de dein|aur de do|aur de dein|dijiye|مزید|دے دیں|بڑھا دیں|کر دیں|کر دو|کریں|رکھیں|کو|پر))+$`)
)

// Insists reports whether a message that follows a refusal still asks who a survivor is: her age, her family, the number of her case.
func Insists(text string) bool {
	t := folded(text)
	return len(strings.Fields(t)) <= 12 && (identity.MatchString(t) || traces.MatchString(t)) && !public.MatchString(t) && !figure.MatchString(t) && !lawWord.MatchString(t)
}

var traces = re(w(`age|umar|umr|initials?|parents?|father|husband|mother|family|relatives?|school|village|mohalla|street|hospital|ward|fir|case (?:no|number)|file|her|she|victim'?s?|walid|shohar|khandan|gaon|gali|ilaqa|us ?ka|us ?ki|uske|unka|unki|larki|aurat`), `عمر|والد|شوہر|خاندان|گاؤں|گلی|علاقہ|اس (?:کا|کی|کے)|ہسپتال`)

// Asks reports whether a message asks something.
func Asks(text string) bool { return asksSomething.MatchString(folded(text)) }

// deedAlone reports whether a message says what is to be done with a thing and nothing else: "not needed any more", "ab zaroorat nahi".
func deedAlone(t string) bool {
	d := deedOf(t)
	if d.loose || d.object != Item || !slices.Contains([]Verb{Drop, Reopen, Claim}, d.verb) {
		return false
	}
	return strings.Trim(aloneNoise.ReplaceAllString(" "+d.re.ReplaceAllString(t, " ")+" ", " "), " ,.") == ""
}

var aloneNoise = icase(`(?:[ ,.](?:ab|now|any ?more|any longer|it|that|this|is|ki|ka|ko|yeh|ye|please|pls|sorry|ok|okay|no|nahi|hai|the|actually|really|iski|uski|then|to|phir)[ ,.]*)+`)

// lastClause is what stands behind the last comma or full stop of a short message; false where that is no change of its own.
func lastClause(t string) (string, bool) {
	at := max(strings.LastIndex(t, ", "), strings.LastIndex(t, ". "))
	if at < 0 {
		return t, false
	}
	last := strings.TrimSpace(t[at+1:])
	return last, changesIt.MatchString(last)
}

var changesIt = icase(`^(?:(?:so|please|pls|then|to|phir) )*(?:make|move|push|shift|change|give|put|set|do|drop|cancel|delete|extend|postpone|reschedule|assign|isko|is ko|isay|usko) |^(?:cancel|delete|drop|undo)(?: it| this| that)?$`)
