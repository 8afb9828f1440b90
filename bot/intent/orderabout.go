package intent

import (
	"regexp"
	"slices"
	"strings"

	"rabita/bot/when"
)

// Orders about a thing that is named by its id, by the number of a decision or by "it", wherever that stands: "A-0042 ki date 15 december
// kar do", "give 14.4 to imran", "postpone it by a week". What is to be done is known by its words alone.

// A deed is a verb by the words that ask for it. The more particular stand first: "not done yet" is no "done".
type deed struct {
	object Object
	verb   Verb
	re     *regexp.Regexp
	loose  bool // too common a word to turn a sentence about a decision into a command
}

// undated takes a deadline away.
var undated = icase(w(`(?:remove|clear|delete|take off|drop)(?: the| its)? (?:deadline|due date|date)|(?:deadline|due date|date|tareekh) (?:hata|khatam|nikal)\w*(?: do| dein)?|no (?:more )?deadline`))

// reopened says that something is to be done again, or is not done yet.
var reopened = icase(w(`re-?open(?:ed)?|open(?: it)? again|dobara khol\w*|(?:phir|wapas) (?:se )?khol\w*|(?:is |was |it's )?not (?:yet |really |actually )?(?:done|complete[d]?|finished)(?: yet)?|(?:is|was)n'?t (?:done|complete[d]?|finished)(?: yet)?|(?:abhi )?(?:mukammal )?nahi(?:n)? hu[ai](?: abhi)?|mukammal nahi(?:n)?`) + `|دوبارہ کھول\S*|مکمل نہیں`)

// finishes says that something is done.
var finishes = icase(`(?:` + doneWord + `|\b(?:done|finished|complete|close|tick(?:ed)?(?: off)?)\b|^mark(?:ed)?(?: it)?$)`)

// stillOpen tells that a thing is as it was.
var stillOpen = icase(`^[ ,:]*(?:is |are |was )?(?:not yet|still (?:pending|open|to be done)|pending|abhi (?:nahi|nahin|baqi|rehta|rehti)(?: hai)?|baqi hai|rehta hai|ابھی نہیں)[ .!]*$`)

var deeds = []deed{
	{Asking, Show, icase(w(`(?:who|which|kis|kaun|kin)\b.*\b(?:not|n't|nahi|nahin|nai|awaited|pending|baqi|remaining|left|missing)`) + `|(?:کس|کون|کن) .*نہیں`), true},
	{Item, Undo, icase(w(`undo|revert|take (?:it |that )?back|wapas (?:karo|kar do|kar dein|le lo|lo)`) + `|واپس`), false},
	{Item, Due, undated, false},
	{Item, Show, stillOpen, false},
	{Item, Reopen, reopened, false},
	{Item, Decline, icase(w(`(?:is |it's )?not (?:mine|ours|my (?:job|task|item))|mera (?:kaam )?nahi(?:n)?|hamara (?:kaam )?nahi(?:n)?|wrong (?:person|body|department)`)), false},
	{Item, Drop, icase(w(`drop(?:ped)?|delet\w*|cancel\w*|remov\w+|scrap(?:ped)?|abandon\w*|withdrawn?|(?:is |are )?(?:no longer|not) (?:needed|required|relevant|necessary|applicable)|obsolete|(?:is |was |has been )?superseded|overtaken|khatam|band kar\w*|chhor ?(?:do|dein)|zaroorat nahi(?:n)?|nahi(?:n)? chahiye|mansoo?kh`) + `|منسوخ|ضرورت نہیں|ختم`), false},
	{Item, Confirm, icase(w(`confirm(?:ed|s)?|verif(?:y|ied)|validat(?:e|ed)|approv(?:e|ed)|tasdee?q\w*`) + `|تصدیق`), false},
	{Item, Edit, icase(w(`rename|reword|rephrase|(?:change|edit|correct|fix|update|replace|set)(?: the)? (?:text|wording|title|name|description)(?: of)?(?: to)?|(?:text|wording|title|name)(?: of)? (?:should (?:be|read)|is now|badal\w*)|should (?:now )?(?:read|say|be called)|(?:now )?reads`)), false},
	{Item, Snooze, icase(w(`snoo?z\w*`)), false},
	{Item, Due, icase(w(`(?:push|postpon|extend|delay|shift|mov|bring|prepon|advanc|reschedul)\w*|deadline|due(?: date)?|(?:ki |ka |the )?(?:new )?(?:date|tareekh|tarikh|taareekh)|aage|agay|aagay|peechay|barha\w*|badha\w*|more time|mohlat|muhlat|tak kar (?:do|dein)|se (?:\S+ ){1,3}(?:kar|rakh) ?(?:do|dein|den|lein)`) + `|تاریخ|آگے|بڑھا|مہلت`), false},
	{Item, Prove, icase(w(`evidence|proof|attach(?:ed|ing|ment)?|saboot|suboot|here is the (?:link|letter|file|notification)`) + `|ثبوت`), false},
	{Item, Receive, icase(w(`(?:was |has been |is )?(?:received|recieved|recd|rcvd|rec'd)|mil ga?y\w+|mila|mausool|(?:ne|has|have) (?:\S+ ){0,2}(?:sent|submitted|bhej\w*|jama)|nahi(?:n)? sent`) + `|موصول|مل گ`), true},
	{Item, Finish, finishes, false},
	{Item, Claim, icase(w(`assign\w*|give|hand(?:ed)?(?: it)?(?: over)?|transfer\w*|belongs? to|is (?:now )?with|karega|karegi|kare ga|kare gi|karenge|karen ge|dekhega|dekhegi|dekhe ga|re-?assign\w*|pass(?: it)?(?: on)?|owner|(?:ko )?de ?(?:do|dein)|ke (?:zimme|hawale|supurd)\w*|(?:is |hai )?mine|(?:is |are )?ours|(?:yeh |ye )?mer[aie](?: hai| zimme\w*| naam| kaam)?|mer[aei]y? (?:zimm\w*|naam|paas)\w*|i(?:'ll| will| shall| can) (?:do|take|handle|look after|own)(?: it)?|we(?:'ll| will) (?:do|take|handle)(?: it)?|i am (?:on|doing|taking)|take|claim(?:ed|s)?|(?:main|mein|hum|mai) (?:khud )?(?:kar|dekh|le|sambhal)\w*(?: ?g[aei]+)?`) + `|میرا|میرے ذمے|کو دے د\S*`), false},
	{Item, Show, icase(w(`show|see|open|display|view|details?|status|history|what(?:'s| is| was| has)?(?: happened)?|where|kya hua|kahan|dikha\w*|bata\w*|parh\w*|haal`) + `|دکھا\S*|بتا\S*|کیا`), true},
}

const itWords = `(?:it|that|this|that one|this one|the last one|the last item|isko|isay|usko|usay|اسے|اس کو)`

var (
	aboutIt = icase(`^((?:push|postpone|extend|delay|move|shift|bring|prepone|reschedule|make|change|set|re-?open|drop|delete|cancel|remove|assign|hand|transfer|pass|claim|confirm|verify|validate|mark|close|finish|complete|edit|rename|snooze|attach|undo)(?: \S+)??|give) ` + itWords + `((?:[ ,.:]|$).*)$`)
	giveIt  = icase(`^give ` + itWords + ` (?:to|over) `)
	asksOf  = icase(`\?\s*$|^(?:give|send) me (?:the )?(?:item |action |decision )?` + oneWord + `[.! ]*$|^(?:what|when|who|which|how|why|is|are|was|were|has|have|did|does|do|should|shall|may|might|can|could|would|kya|kab|kis|kaun|kin|kitn\w+|tell)\b|^(?:کیا|کب|کون|کس)|\b(?:kya|kab) (?:hua|hui|hai)\b`)
	byID    = icase(`\b` + idWord + `\b`)
	byNo    = icase(`(?:^|[\s(,:])(` + noWord + `)(?:[\s),:;]|\.?$)`)
	weDid   = icase(`^(?:we|i|hum ne|main ne|maine)(?:'ve| have)? (?:already |now )?(?:\w+ed|sent|given|made|done|written|held|put|kar|bhej|de) `)
	noLaw   = icase(`\b(?:section|sections|s\.|ss\.|article|art\.|rs\.?|pkr|usd|para|paragraph|page|p\.|goal|target|sdg|sdgs|version|percent|million|billion|crore|lakh)\s*$`)
)

// aThing is what an order is about: ids, or the number of a decision, and the text around them.
type aThing struct {
	ids    []string
	number string
	rest   string
}

// thing takes ids and numbers out of a text, wherever they stand; false where there are none.
func thing(text string) (aThing, bool) {
	var a aThing
	for _, s := range byID.FindAllString(text, -1) {
		id, _ := normalID(s)
		a.ids = add(a.ids, id)
	}
	if len(a.ids) > 0 {
		a.rest = strings.Join(strings.Fields(byID.ReplaceAllString(text, " ")), " ")
		return a, true
	}
	m := byNo.FindStringSubmatchIndex(text)
	if m == nil || noLaw.MatchString(strings.TrimSpace(text[:m[2]])) {
		return a, false
	}
	a.number = normalNumber(text[m[2]:m[3]])
	a.rest = strings.Join(strings.Fields(text[:m[2]]+" "+text[m[3]:]), " ")
	return a, true
}

// deedOf is what is to be done by the words around an id; the zero deed where no word tells.
func deedOf(rest string) deed {
	rest = inQuotes.ReplaceAllString(rest, " ") // what is quoted is kept, and orders nothing
	if doneFirst.MatchString(rest) && !reopened.MatchString(rest) && !partly.MatchString(rest) {
		return deed{object: Item, verb: Finish, re: finishes}
	}
	for _, d := range deeds {
		if d.re.MatchString(rest) {
			return d
		}
	}
	return deed{}
}

// ordersAbout reports whether a text orders something about a decision by its number, and does not ask about it.
func ordersAbout(text string) bool {
	a, ok := thing(text)
	if !ok || a.number == "" || asksOf.MatchString(text) {
		return false
	}
	d := deedOf(a.rest)
	if standing.MatchString(a.rest) && !strings.Contains(text, "?") {
		return true
	}
	return d.verb != "" && !(d.verb == Finish && neverDone(a.rest, d.re)) && !d.loose && len(strings.Fields(a.rest)) <= 14 || weDid.MatchString(text)
}

// about reads such an order.
func (p *orderReader) about(text string) (Order, error) {
	a, ok := thing(text)
	if !ok {
		m := aboutIt.FindStringSubmatch(text)
		if m == nil || strings.EqualFold(m[1], "give") && !giveIt.MatchString(text) {
			return Order{}, ErrNoOrder
		}
		a.rest = strings.TrimSpace(m[1] + m[2])
	} else if a.number != "" && !ordersAbout(text) {
		return Order{}, ErrNoOrder
	}
	o := Order{Object: Item, IDs: a.ids, Number: a.number}
	if len(a.ids) > 0 && a.ids[0][0] != 'A' {
		o.Object = map[byte]Object{'R': Reminder, 'W': Watch}[a.ids[0][0]]
	}
	d := deedOf(a.rest)
	if (d.verb == Finish || d.verb == Receive) && neverDone(a.rest, d.re) {
		d = deed{object: Item, verb: Reopen, re: d.re}
	}
	switch {
	case asksOf.MatchString(text) && d.object != Asking:
		d = deed{object: Item, verb: Show}
	case weDid.MatchString(text) && (d.verb == "" || d.loose):
		d = deed{object: Item, verb: Finish}
		a.rest = ""
	case (d.verb == "" || d.verb == Finish) && progress(a.rest) != "":
		o.Status = progress(a.rest)
		d = deed{object: Item, verb: Finish}
		_, a.rest, _ = strings.Cut(a.rest, ",") // what is said of it
	case d.verb == "" && linkOnly.MatchString(a.rest):
		d = deed{object: Item, verb: Prove}
	case d.verb == "" && p.tellsWhen(a.rest) && !negated.MatchString(a.rest):
		d = deed{object: Item, verb: Due}
	case d.verb == "" && p.toSomebody(a.rest):
		d = deed{object: Item, verb: Claim}
	case d.verb == "" && strings.Trim(a.rest, " .,:;?") == "":
		d = deed{object: Item, verb: Show}
	}
	o.Verb = d.verb
	if o.Object == Item && d.object == Asking {
		o.Object = Asking
	}
	if o.Object != Item && o.Object != Asking {
		o.Verb = map[Verb]Verb{Drop: Cancel, Due: Move}[d.verb]
		for v, re := range reminderDeeds {
			if o.Object == Reminder && re.MatchString(a.rest) {
				return p.plain(Order{Object: Reminder, Verb: v, IDs: o.IDs}, strings.TrimSpace(re.ReplaceAllString(a.rest, " ")))
			}
		}
		if o.Verb == "" {
			o.Verb = d.verb
		}
		if !slices.Contains(verbsOf[o.Object], o.Verb) {
			o.Verb = Show
		}
		if o.Object == Watch && o.Verb != Cancel {
			o.Verb = List
		}
	}
	return p.deedDone(o, d, text, a)
}

// reminderDeeds are the verbs that only reminders know, by the words that ask for them.
var reminderDeeds = map[Verb]*regexp.Regexp{
	Skip:   icase(`\b(?:skip|leave out|chh?or ?(?:do|dein)|chh?od ?(?:do|dein))(?: kar ?(?:do|dein|o))?\b`),
	Pause:  icase(`\b(?:pause|mute|hold|suspend|rok)(?: kar)?(?: ?do| dein|o)?\b`),
	Resume: icase(`\b(?:resume|unpause|(?:dobara|phir se) (?:shuru|chalu))(?: kar)?(?: ?do| dein|o)?\b`),
}

// doneFirst is what is said to be done before anything else: "done. letter attached".
var doneFirst = icase(`^[\s:,;.–—-]*` + doneWord + `(?:[\s.,;:!–—-]|$)`)

// progress is the status of something done in part, "" where the words do not say so.
func progress(words string) string {
	switch {
	case mostly.MatchString(words):
		return "substantial"
	case partly.MatchString(words):
		return "limited"
	}
	return ""
}

// standing is how far a thing is, said of it directly.
var standing = icase(`^[\s:,–-]*(?:(?:is|are) )?(?:now |still )?(?:in progress|under ?way|ongoing|partly done|partially done|half done|almost (?:done|complete|ready|there)|nearly (?:done|complete|ready)|(?:par|pe|ka) kaam (?:ho raha|chal raha|jari)|kaam (?:shuru|jari|chal raha))\b`)

var (
	partly = icase(`\b(?:partly|partially|partial|in progress|kaam (?:ho|chal) raha|ongoing|under ?way|started|begun|half|some|shuru|jari|aadha|adha|thora)\b|\b[1-5]?\d ?(?:%|per ?cent)`)
	mostly = icase(`\b(?:mostly|nearly|almost|substantially|taqreeban)\b|\b[6-9]\d ?(?:%|per ?cent)`)
)

// tellsWhen reports whether the words around an id are a day or a span: "A-0042 two weeks later".
func (p *orderReader) tellsWhen(rest string) bool {
	rest = p.deedWords(rest)
	if s, left := shift(rest); !s.Zero() && len(strings.Fields(left)) <= 2 {
		return true
	}
	res := when.Find(rest, p.at, p.When)
	return len(res.Spans) > 0 && len(strings.Fields(res.Text)) <= 2
}

var negated = icase(`\b(?:not|never|nahi|nahin|mat)\b`)

// toSomebody reports whether the words around an id are nothing but a member: "A-0042 to bilal".
func (p *orderReader) toSomebody(rest string) bool {
	m := givenTo.FindStringSubmatch(strings.TrimSpace(rest))
	return m != nil && p.Member != nil && p.Member(strings.ToLower(m[1])) != ""
}

// linkOnly is a text that is nothing but a link or the number of a letter: it is evidence.
var linkOnly = icase(`^[\s:,;–—-]*(?:https?://\S+(?: (?:for|to|ke liye))?|(?:see |vide |letter|notification|memo|dispatch|dak)\b.*)$`)

// deedDone fills in an order of which the deed is known from the words that are left of it.
func (p *orderReader) deedDone(o Order, d deed, text string, a aThing) (Order, error) {
	rest := a.rest
	if d.re != nil {
		loc := d.re.FindStringIndex(rest)
		before, after := rest[:loc[0]], rest[loc[1]:]
		rest = strings.TrimSpace(strings.TrimSpace(before) + " " + strings.TrimSpace(after))
		if o.Verb == Due || o.Verb == Snooze || o.Verb == Move {
			rest = a.rest // "bring forward" and "barha do" say which way
		}
		if o.Verb == Finish {
			rest = trimLead(strings.TrimSpace(after), finishLead)
			if party, err := p.bodies(before); err == nil && len(party) > 0 {
				o.Bodies = party
			}
		}
	}
	rest = strings.Join(strings.Fields(rest), " ")
	switch o.Verb {
	case Show, Undo, List:
		return p.settle(o)
	case Finish:
		return p.plain(o, rest)
	case Decline:
		return o, mistake("whose").send("assign "+strings.TrimSpace(strings.Join(append(o.IDs, o.Number), " "))+" to @name", strings.TrimSpace("action drop "+strings.Join(append(o.IDs, o.Number), " "))+" | reason not ours")
	case Edit:
		o.Text = strings.Trim(trimEnds(editLead.ReplaceAllString(rest, "")), `"“”'`)
		return p.settle(o)
	case Due, Snooze, Move:
		if m := fromTo.FindStringSubmatch(a.rest); m != nil && p.aDay(m[1]) && p.aDay(m[2]) { // "15 jan se 25 jan kar do"
			rest = m[2]
		}
		if undated.MatchString(a.rest) && o.Verb == Due {
			o.When = NoDate
			return p.settle(o)
		}
		if backward.MatchString(a.rest) && o.Verb == Due {
			rest = backward.ReplaceAllString(rest, " ")
			if s, r := shift(rest); !s.Zero() {
				o.Shift, rest = s.Back(), r
			}
		}
		return p.plain(o, p.deedWords(rest))
	case Claim:
		return p.claimed(o, rest, text)
	case Drop, Reopen:
		if o.Verb == Drop && ofReminders.MatchString(rest) { // its reminders are to end, not the item
			of := strings.TrimSpace(strings.Join(o.IDs, " ") + " " + o.Number)
			return o, mistake("told till").send("action snooze "+of+" 1 week", "action drop "+of)
		}
		if d.re != nil {
			rest = d.re.ReplaceAllString(rest, " ") // said twice: "not needed any more, drop it"
		}
		o.Reason = trimEnds(trimLead(p.deedWords(rest), reasonLead))
		return p.settle(o)
	case "":
		return o, p.unknownDeed(o, a)
	}
	return p.plain(o, rest)
}

var (
	finishLead  = icase(`^(?:please|pls|and|as|off|now|already|it|hai|he|gaya|gayi|gya|hua|hui|done|completed?|finished|closed|kar ?(?:do|dein|diya)|with|by|vide|see|evidence|proof|,|:|;|-|–|—|\.)+(?:[ :,]+|$)|^[ ,.:;–—-]+`)
	editLead    = icase(`^(?:to|as|ko|of|:|=|-)+[ :]+`)
	ofReminders = icase(`\b(?:reminders?|notices?|yaad ?d[ie]hani\w*)\b|یاد ?دہانی`)
	deedNoise   = icase(`\b(?:any ?more|any longer|need|make|change|more time|for|later|please|pls|plz|zara|sorry|ok|okay|item|action|decision|point|wala|wali|kar ?(?:do|dein|dijiye|diya|lo)|karo|karein|hai|ho|the|abhi|yet|(?:is |hai )now)\b|[!]`)
)

// deedWords leaves out what only makes an order polite.
func (p *orderReader) deedWords(rest string) string {
	return strings.Trim(strings.Join(strings.Fields(deedNoise.ReplaceAllString(rest, " ")), " "), " ,.")
}

// fromTo is a change from one day to another.
var fromTo = icase(`((?:\S+ )?\S+) se ((?:\S+ )?\S+) (?:kar|rakh) ?(?:do|dein|den|lein)[.! ]*$`)

// aDay reports whether some words are a day.
func (p *orderReader) aDay(words string) bool {
	return len(when.Find(words, p.at, p.When).Spans) > 0 || when.Parse(words, p.at, p.When).Kind == when.Once
}

// claimed reads to whom a thing goes: a member, a body, or the speaker; and until when.
func (p *orderReader) claimed(o Order, rest, text string) (Order, error) {
	parts := strings.Split(rest, "|")
	for _, part := range parts[1:] {
		if err := p.field(&o, strings.TrimSpace(part)); err != nil {
			return o, err
		}
	}
	rest, err := p.takeDue(&o, strings.TrimSpace(parts[0]))
	if err != nil {
		return o, err
	}
	if err := p.toWhom(&o, rest); err != nil {
		return o, err
	}
	return p.settle(o)
}

// toWhom reads to whom something is given.
func (p *orderReader) toWhom(o *Order, rest string) error {
	if m := memberPattern.FindString(rest); m != "" && o.Owner == "" {
		if o.Owner = p.member(m); o.Owner == "" {
			return mistake("nobody", cutTo(m, 40)).send("members")
		}
		rest = strings.Replace(rest, m, "", 1)
	}
	rest = strings.TrimSpace(claimRest.ReplaceAllString(rest, " "))
	to := strings.Trim(strings.Join(strings.Fields(toNoise.ReplaceAllString(" "+rest+" ", " ")), " "), " ,.:;")
	if o.Owner == "" && to != "" && p.Member != nil {
		o.Owner = p.Member(strings.ToLower(to))
		if o.Owner != "" {
			rest, to = "", ""
		}
	}
	if to != "" && o.Owner == "" {
		keys, err := p.bodies(to)
		if err != nil {
			return err
		}
		if len(keys) > 0 && len(o.Bodies) == 0 {
			o.Bodies, rest = keys, ""
		}
	}
	if o.Owner == "" && len(o.Bodies) == 0 {
		if m := givenTo.FindStringSubmatch(rest); m != nil && !meWords.MatchString(m[1]) {
			return mistake("nobody's", cutTo(m[1], 40)).send("members")
		}
		o.Owner = Me
	}
	o.Reason = orText(o.Reason, trimEnds(trimLead(rest, reasonLead)))
	return nil
}

var (
	toNoise = icase(` (?:(?:of|with|karega|karegi|kare|karen|karenge|dekhe|dekhega|ga|gi|ge|to|ko|ka|ki|ke|naya|new|now|should|be|banao|bana|over|on|please|pls|the|is|it|for|back|now|kar|do|dein|de|hai|,) )+`)
	givenTo = icase(`\b(?:to|with) ([\p{L}][\p{L}.' -]{1,40})$`)
)

// unknownDeed offers the likeliest word where what is to be done with a thing was misspelt, else what can be done.
func (p *orderReader) unknownDeed(o Order, a aThing) error {
	name := strings.TrimSpace(strings.Join(append(slices.Clone(a.ids), a.number), " "))
	object := o.Object
	if object == Watch {
		return mistake("watch").send("unwatch " + name)
	}
	for _, word := range strings.Fields(strings.ToLower(a.rest)) {
		for _, v := range verbsOf[object] {
			if len(word) > 3 && word != string(v) && distance(word, string(v)) <= 1+len(word)/6 {
				rest := strings.TrimSpace(strings.Replace(strings.ToLower(a.rest), word, "", 1))
				return mistake("did you mean", cutTo(word, 40), string(v)).send(strings.TrimSpace(string(object) + " " + string(v) + " " + name + " " + cutTo(rest, 300)))
			}
		}
	}
	return mistake("do what", name).send([]string{
		string(object) + " show " + name, "action done " + name + " " + cutTo(a.rest, 200), "action evidence " + name + " " + cutTo(a.rest, 200)}[:map[bool]int{true: 3, false: 1}[object == Item]]...)
}

// byWords is an order about an item that is named by its own words: "push the poster to wednesday", "summary bhej di CM ko". Like finished,
// it counts only where the words name an item of the speaker. The zero Order: the text is no such thing.
func (p *orderReader) byWords(text string) Order {
	text = tidy(text)
	d := deedOf(text)
	if asksOf.MatchString(text) || d.object != Item || !slices.Contains([]Verb{Finish, Due, Drop, Snooze, Reopen}, d.verb) {
		return Order{}
	}
	o := Order{Object: Item, Verb: d.verb}
	loc := d.re.FindStringIndex(text)
	rest := strings.TrimSpace(text[:loc[0]] + " " + text[loc[1]:])
	if d.verb == Due || d.verb == Snooze {
		p.moved(&o, rest)
		if o.Shift.Zero() && when.Find(o.When, p.at, p.When).Kind == when.None {
			return Order{}
		}
		rest, o.Text = o.Text, ""
	} else if m := becausePattern.FindStringSubmatchIndex(rest); m != nil {
		o.Reason, rest = strings.TrimSpace(rest[m[2]:m[3]]), rest[:m[0]]
	}
	rest = toOthers.ReplaceAllString(which(" "+p.deedWords(rest)+" "), "")
	if n := len(strings.Fields(rest)); n == 0 || n > 8 {
		return Order{}
	}
	o.Which = rest
	return o
}

// toOthers is to whom something was sent, which names no item.
var toOthers = icase(`(?: to (?:the )?[\p{L}&]+(?: [\p{L}&]+)?| [\p{L}&]+ (?:sahib |sahiba )?ko)$`)

// finished is an order about an item by its words, where a member says that it is done or has come: "committee list bhej di hai",
// "received the matrix from Sindh". It counts only where the words name an item of theirs, which only the bot knows. Of Bodies there is one
// at most, in the member's words. The zero Order: the text says no such thing.
func finished(text string) Order {
	text = tidy(text)
	if asksOf.MatchString(text) {
		return Order{}
	}
	if m := cameFrom.FindStringSubmatch(text); m != nil {
		return Order{Object: Item, Verb: Receive, Which: which(" " + m[1] + " "), Bodies: []string{m[2]}, Evidence: strings.TrimSpace(m[3])}
	}
	if m := didIt.FindStringSubmatch(text); m != nil {
		return Order{Object: Item, Verb: Finish, Which: which(" " + m[1] + " " + m[2] + " ")}
	}
	for _, re := range finishedWays {
		if m := re.FindStringSubmatch(text); m != nil {
			return Order{Object: Item, Verb: Finish, Which: which(" " + sentAway.ReplaceAllString(m[1], "") + " "), Evidence: strings.TrimSpace(m[2])}
		}
	}
	return Order{}
}

// came reads that a body's part of a thing has come: ordered by anybody ("mark Sindh as received for 14.2"), or told by who runs the group
// ("14.2 received from Punjab"), which is a proposal where it could be a question as well. From others such words ask, and are no order.
func (p *orderReader) came(text string) (Order, error) {
	a, ok := thing(text)
	if !ok || asksOf.MatchString(text) || a.ids != nil && a.ids[0][0] != 'A' || denied.MatchString(text) {
		return Order{}, ErrNoOrder
	}
	by := strings.TrimSpace(cameBy.FindString(a.rest))
	a.rest = strings.TrimSpace(strings.TrimSuffix(a.rest, by))
	ordered := markReceived.MatchString(a.rest) || p.Keeps && (a.number == "" && cameWord.MatchString(a.rest) || receivedFirst.MatchString(text))
	if !ordered && !(p.Keeps && cameWord.MatchString(a.rest)) {
		return Order{}, ErrNoOrder
	}
	o := Order{Object: Item, Verb: Receive, IDs: a.ids, Number: a.number, Stated: !ordered}
	var err error
	if o.Bodies, err = p.bodies(a.rest); err != nil {
		return o, err
	}
	if len(o.Bodies) == 0 {
		return o, ErrNoOrder
	}
	o.Evidence = by
	return p.settle(o)
}

var (
	markReceived  = icase(`^(?:please )?(?:mark|record|note|log|enter|show|put|update)\b.*\b(?:received|recd|rcvd|rec'd|submitted|mil ga\w+)\b`)
	receivedFirst = icase(`^(?:received|recieved|recd|rcvd|got)\b`)
	cameWord      = icase(`\b(?:received|recieved|recd|rcvd|rec'd|came|arrived|(?:has|have) (?:sent|submitted|come|arrived)|sent|submitted|mil ga\w+|mil chuk\w+|mila|mausool|aa ga\w+|(?:bhej|de|jama kar\w*) (?:di|diya|diye|chuk\w+|dia))\b|موصول|مل گ|بھیج د`)
	cameBy        = icase(`\b(?:vide|letter|e-?mail|dated|dt|no\.?) .*$|https?://\S+`)
)

// sentAway is to whom and when something was sent, which names no item.
var sentAway = icase(`(?: (?:to|by) (?:the )?[\p{L}&-]+(?: [\p{L}&-]+)?)?(?: (?:today|yesterday|this morning|just now|already|aaj|kal|abhi))?$`)

// didIt is a deed of the speaker's own, in the words of what was to be done: "translated the poster", "poster translated".
var didIt = icase(`^(?:(?:i|we)(?:'ve| have)? )?[a-z]{3,}ed (?:the |my |our )([^,;:]{3,80})[.! ]*$|^(?:the |my |our )?([^,;:]{3,80}?) (?:translated|drafted|printed|prepared|collected|obtained|notified|updated|revised|signed|issued|posted|uploaded|shared|reviewed)[.! ]*$`)

var cameFrom = icase(`^(?:received|recd|got) (?:the )?([^,;:]{3,80}?) from ([^,;:]{2,60})(?:[,;:] *(.*))?$`)

var finishedWays = []*regexp.Regexp{
	icase(`^(?:(?:i|we)(?:'ve| have| had)? (?:just |already |now )?)?(?:done with|finished(?: with)?|completed?|sent|submitted|closed|shared|circulated|despatched|dispatched|delivered) (?:off )?((?:the |my |our )?[^,;:]{3,80})(?:[,;:] *(.*))?$`),
	icase(`^(?:(?:main ne|maine|hum ne|humne|hamne|mein ne) )?([^,;:]{3,80}?) (?:bhej (?:di|diya|diye|chuk\w+|dia)|kar (?:di|diya|liya|li|dia)|ho (?:gaya|gayi|gya|gai|gaye)|mukammal(?: ho gay[ai])?|jama kar(?:wa|a)? d\w+|de di\w*|hogaya|hogayi)(?: hai| hain| hun| hoon)?[.! ]*(?:[,;:] *(.*))?$`),
	icase(`^((?:the |my |our )?[^,;:]{3,80}?) (?:is|are|has been|have been|was|were) (?:now |already )?(?:done|complete[d]?|finished|sent|submitted|closed|circulated)[.! ]*(?:[,;:] *(.*))?$`),
	icase(`^([^,;:]{3,80}?) (?:بھیج د\S+|کر د\S+|ہو گ\S+|مکمل(?: ہو گ\S+)?)(?: ہے| ہیں)?[۔! ]*(?:[,;:،] *(.*))?$`),
}
