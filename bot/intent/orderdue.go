package intent

import (
	"regexp"
	"strconv"
	"strings"

	"rabita/bot/when"
)

// Deadlines inside orders: where they stand in a text, and by how much they move.

// takeDue takes the deadline out of a text, unless one was given in a field. A vague one counts only at the end, where a deadline stands.
func (p *orderReader) takeDue(o *Order, text string) (string, error) {
	if o.When != "" || text == "" {
		return text, nil
	}
	if o.Object == Reminder {
		if said, _, rest, ok := FromDeadline(text); ok && when.Find(said, p.at, p.When).Kind != when.Event { // of the rest only the hour counts
			rest, err := p.takeDue(o, rest)
			return strings.TrimSpace(rest + " " + said), err
		}
	}
	res := when.Find(text, p.at, p.When)
	if res.Kind == when.None && o.Object == Reminder {
		res = p.beforeTask(text)
		if res.Kind == when.None {
			res = p.afterVerb(text)
		}
	}
	if res.Kind == when.None {
		return p.tailDate(o, text), nil
	}
	if o.Object == Reminder {
		if said, rest, ok := p.repeats(text, res); ok {
			o.When = said
			return rest, nil
		}
	}
	if len(res.Spans) == 0 && o.Object == Reminder { // vague, and a reminder needs a day
		if m := vagueWord.FindStringSubmatchIndex(text); m != nil {
			o.When = text[m[2]:m[3]]
			return strings.TrimSpace(text[:m[0]] + " " + text[m[1]:]), nil
		}
	}
	if len(res.Spans) == 0 { // vague
		if m := vagueEnd.FindStringIndex(text); m != nil {
			o.When = strings.TrimSpace(text[m[0]:])
			return strings.TrimSpace(text[:m[0]]), nil
		}
		return text, nil
	}
	var said []string
	for _, s := range res.Spans {
		said = append(said, text[s.Start:s.End])
	}
	o.When = strings.Join(said, " ")
	if ko := leadingKo.FindString(o.When); ko != "" { // it marks who is reminded, not when
		o.When = o.When[len(ko):]
		return strings.Replace(text, ko+o.When, ko, 1), nil
	}
	return res.Text, nil
}

// tailDate takes a date off the end of an item's text that stands there bare, behind a comma: "get the bill vetted, 25/11".
func (p *orderReader) tailDate(o *Order, text string) string {
	m := dateTail.FindStringIndex(text)
	if m == nil || o.Object != Item || len(strings.Fields(text[:m[0]])) < 2 {
		return text
	}
	tail := strings.Trim(text[m[0]:], " ,;-–.")
	if res := when.Parse(tail, p.at, p.When); res.Kind != when.Once && res.Kind != when.Ambiguous {
		return text
	}
	o.When = tail
	return strings.TrimSpace(text[:m[0]])
}

var dateTail = icase(`(?:,|;| -| –)\s*(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)? ?` + month + `\w*(?: \d{4})?|` + month + `\w* \d{1,2}|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:kal|parson|tomorrow|tmrw|today))[. ]*$`)

// repeats puts the parts of a repetition together that stand apart: "20 december tak har roz 9 bajay", "a daily reminder at 9am".
func (p *orderReader) repeats(text string, first when.Result) (said, rest string, ok bool) {
	if len(first.Spans) != 1 {
		return "", "", false
	}
	one := text[first.Spans[0].Start:first.Spans[0].End]
	second := when.Find(first.Text, p.at, p.When)
	two := ""
	switch {
	case len(second.Spans) == 1:
		two, rest = first.Text[second.Spans[0].Start:second.Spans[0].End], second.Text
	case first.Kind == when.Repeats && first.Repeat.Time == "":
		m := atHour.FindStringIndex(first.Text)
		if m == nil {
			return "", "", false
		}
		two, rest = strings.TrimSpace(first.Text[m[0]:m[1]]), strings.TrimSpace(first.Text[:m[0]]+" "+first.Text[m[1]:])
	default:
		return "", "", false
	}
	if first.Kind == when.Repeats && second.Kind == when.Repeats && howOftenAlone.MatchString(one) { // "a weekly reminder every Thursday"
		return two, rest, true
	}
	if (first.Kind == when.Repeats) == (second.Kind == when.Repeats) && len(second.Spans) == 1 {
		return "", "", false
	}
	if second.Kind == when.Repeats {
		one, two = two, one
	}
	if until := leadingTak.FindStringSubmatch(two); until != nil {
		two = "until " + until[1]
	}
	said = one + " " + two
	whole := when.Parse(said, p.at, p.When)
	return said, rest, whole.Kind == when.Repeats
}

var (
	atHour        = regexp.MustCompile(`(?i)(?:^| )at \d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?(?: |$)`)
	howOftenAlone = icase(`^(?:daily|weekly|monthly|fortnightly|yearly)$`)
	leadingTak    = regexp.MustCompile(`(?i)^(.+?) (?:tak|تک)$`)
)

// beforeTask finds a deadline that stands bare in front of what it belongs to: "remind me friday 10:00 to send the plan", and in Urdu, where
// the verb comes last, "mujhe 15 november ko 11 bajay yaad dilana".
func (p *orderReader) beforeTask(text string) when.Result {
	for _, re := range []*regexp.Regexp{connector, urduVerb} {
		loc := re.FindStringIndex(text)
		if loc == nil {
			continue
		}
		for i := -1; i < loc[0]; i++ {
			if i >= 0 && text[i] != ' ' {
				continue
			}
			said := strings.TrimSpace(text[i+1 : loc[0]])
			bare := strings.TrimSpace(urduMark.ReplaceAllString(said, ""))
			if res := when.Find(bare, p.at, p.When); res.Kind != when.None && len(res.Spans) == 1 && res.Spans[0].Start == 0 && res.Spans[0].End == len(bare) {
				res.Spans[0] = when.Span{Start: i + 1, End: i + 1 + len(bare)}
				res.Text = strings.TrimSpace(text[:i+1] + strings.TrimLeft(text[i+1+len(said):], " "))
				return res
			}
		}
	}
	return when.Result{Kind: when.None}
}

// afterVerb finds a deadline that stands bare behind the words that ask for a reminder, "yaad dilana shaam 5 baje fax bhejna hai", "remind me sat
// call home", or at the very end.
func (p *orderReader) afterVerb(text string) when.Result {
	start := 0
	for _, re := range []*regexp.Regexp{remindLead, urduLead} {
		if m := re.FindStringIndex(text); m != nil && start == 0 {
			start = m[1]
		}
	}
	words := wordsAt.FindAllStringIndex(text[start:], -1)
	whole := func(from, to int) (when.Result, bool) {
		said := strings.TrimRight(text[from:to], ",.;: ")
		if res := when.Find(said, p.at, p.When); (res.Kind == when.Once || res.Kind == when.Repeats) && len(res.Spans) == 1 && res.Spans[0].Start == 0 && res.Spans[0].End == len(said) {
			res.Spans[0] = when.Span{Start: from, End: from + len(said)}
			res.Text = strings.Join(strings.Fields(text[:from]+" "+strings.TrimLeft(text[from+len(said):], " ,.;:")), " ")
			return res, true
		}
		return when.Result{}, false
	}
	for n := min(len(words)-1, 7); n > 0; n-- {
		if counted.MatchString(text[start+words[n][0]:]) { // "3 days before it is due" is no day of the speaker's
			continue
		}
		if res, ok := whole(start+words[0][0], start+words[n-1][1]); ok {
			return res
		}
	}
	for n := max(len(words)-7, 1); n < len(words); n++ {
		if res, ok := whole(start+words[n][0], len(text)); ok {
			return res
		}
	}
	return when.Result{Kind: when.None}
}

var (
	remindLead = icase(`^.{0,60}?\b(?:remind|nudge|ping|alert|notify)(?: (?:me|us|<@[UW][A-Z0-9]+>|@\S+|<#[CGD][A-Z0-9]+>|#\S+))? `)
	urduLead   = icase(`^.{0,40}?` + urduRemind + `[ ,:]+`)
	counted    = icase(`^(?:before|after|ahead|prior|pehl|pahl|baad|se )`)
	wordsAt    = regexp.MustCompile(`\S+`)
)

// urduMark stands between a day and the verb.
var urduMark = icase(` (?:ko|ka|ki|ke liye|کو|کا|کی|کے لیے)$`)

var vagueWord = regexp.MustCompile(`(?i)(?:^|\s)((?:as )?soon(?: as possible)?|asap|sometime|someday|eventually|urgently|jaldi(?: se)?|jald|foran|fauran|جلد|جلدی|فوری|فورا)(?:\s|[.!]*$)`)

var leadingKo = regexp.MustCompile(`^(?i)(?:ko|کو) `)

var vagueEnd = regexp.MustCompile(`(?i)(?:^| )(?:as )?(?:soon(?: as possible)?|asap|sometime|someday|eventually|later|urgently|jaldi(?: se)?|jald|foran|fauran|at the earliest|جلد|جلدی|فوری|فورا)[ .!]*$`)

// moved reads where a deadline goes: to a day, or by a span.
func (p *orderReader) moved(o *Order, text string) {
	if m := becausePattern.FindStringSubmatchIndex(text); m != nil && o.Reason == "" {
		o.Reason = strings.TrimSpace(text[m[2]:m[3]])
		text = strings.TrimSpace(text[:m[0]])
	}
	if o.When != "" || !o.Shift.Zero() {
		o.Text = orText(o.Text, trimEnds(movedNoise.ReplaceAllString(text, " ")))
		return
	}
	text = isNow.ReplaceAllString(text, " ")
	if s, rest := shift(text); !s.Zero() {
		if backward.MatchString(text) && s.Days+s.Months+s.Minutes > 0 { // "two days earlier" is backward by itself
			s = s.Back()
		}
		o.Shift, text = s, rest
	} else if none.MatchString(strings.TrimSpace(text)) {
		o.When, text = NoDate, ""
	} else if res := when.Find(text, p.at, p.When); res.Kind != when.None && len(res.Spans) > 0 {
		o.When = text[res.Spans[0].Start:res.Spans[0].End]
		text = res.Text
	} else if rest := trimEnds(movedNoise.ReplaceAllString(text, " ")); rest != "" {
		o.When, text = rest, ""
	}
	o.Text = orText(o.Text, trimEnds(strings.Join(strings.Fields(movedNoise.ReplaceAllString(text, " ")), " ")))
}

// pausedUntil reads until when something is paused: "until 5 December", "kal tak", "for two weeks".
func (p *orderReader) pausedUntil(o *Order, text string) string {
	if o.When != "" || !o.Shift.Zero() || !untilMark.MatchString(text) {
		return text
	}
	if forSpan.MatchString(text) {
		if s, rest := shift(text); !s.Zero() {
			o.Shift = s
			return strings.TrimSpace(forEnd.ReplaceAllString(rest, ""))
		}
	}
	if m := untilMark.FindStringIndex(text); m != nil {
		if res := when.Parse(strings.Trim(text[m[1]:], " .!"), p.at, p.When); res.Kind != when.None && res.Kind != when.Error {
			o.When = strings.Trim(text[m[1]:], " .!")
			return strings.TrimSpace(text[:m[0]])
		}
	}
	if res := when.Find(text, p.at, p.When); res.Kind != when.None && len(res.Spans) == 1 {
		o.When = text[res.Spans[0].Start:res.Spans[0].End]
		return res.Text
	}
	return text
}

// skippedDay reads which day of a repetition is left out, where a date says it: "skip 15 nov".
func (p *orderReader) skippedDay(o *Order, text string) string {
	res := when.Find(text, p.at, p.When)
	if res.Kind == when.None {
		res = when.Parse(text, p.at, p.When)
		res.Spans, res.Text = []when.Span{{Start: 0, End: len(text)}}, ""
	}
	if o.When != "" || res.Kind != when.Once || len(res.Spans) != 1 || !digits(text[res.Spans[0].Start:res.Spans[0].End]) {
		return text
	}
	o.When = text[res.Spans[0].Start:res.Spans[0].End]
	return res.Text
}

// skippedWeek reads which week of a repetition is left out: the coming one needs no word, the one after it is a week further.
func skippedWeek(o *Order, text string) string {
	if nextWeek.MatchString(text) && o.Shift.Zero() {
		o.Shift = Shift{Days: 7}
	}
	return strings.TrimSpace(thatTime.ReplaceAllString(text, " "))
}

var (
	nextWeek  = regexp.MustCompile(`(?i)(?:^| )(?:next week|agl[aei]y? haft\w+)\b|اگلے ہفتے`)
	thatTime  = regexp.MustCompile(`(?i)(?:^| )(?:(?:(?:next|this|the coming) (?:week|month|time)|(?:agl[aei]y?|is|iss) (?:haft\w+|mahin\w+|baar|dafa))(?:['’]?s)?(?:[ .!]|$))|(?:اگلے|اگلی|اس) (?:ہفتے|مہینے|بار|دفعہ)(?: |$)`)
	untilMark = regexp.MustCompile(`(?i)(?:^| )(?:until|till|til|up to|upto|for)(?: |$)|(?: tak| تک| ke liye| کے لیے)$`)
	forEnd    = regexp.MustCompile(`(?i)(?:^| )(?:for|ke liye|کے لیے)$`)
	forSpan   = regexp.MustCompile(`(?i)(?:^| )for |(?: ke liye| کے لیے)$`)
)

var (
	becausePattern = regexp.MustCompile(`(?i)[ ,;:(]+(?:because(?: of)?|since|reason:?|due to|kyunke|kyun ke|کیونکہ) (.+?)\)?$`)
	movedNoise     = regexp.MustCompile(`(?i)\b(?:the|deadline|due date|due|date|to|of|for|on|is|now|till|until|ki|ka|ke|ko|tak|kar do|kar dein|karo|barha do|barha dein|badha do|aage|action|item|set|by)\b|ڈیڈ لائن|تاریخ`)
	isNow          = regexp.MustCompile(`(?i)\b(?:is|hai) now\b|\bnow\b ?$`)
	backward       = regexp.MustCompile(`(?i)\b(?:bring forward|prepone|advance|earlier|pehle)\b`)
	none           = regexp.MustCompile(`(?i)^(?:to )?(?:none|no date|no deadline|never|open|remove|clear)$`)
)

var spanWords = map[string]int{"a": 1, "an": 1, "one": 1, "ek": 1, "aik": 1, "two": 2, "do": 2, "couple": 2, "three": 3, "teen": 3, "four": 4, "char": 4, "chaar": 4, "five": 5, "panch": 5, "paanch": 5, "six": 6,
	"seven": 7, "saat": 7, "eight": 8, "nine": 9, "ten": 10, "das": 10, "ایک": 1, "دو": 2, "تین": 3, "چار": 4, "پانچ": 5}

// hourSpan is a span of hours or minutes.
var hourSpan = regexp.MustCompile(`(?i)(^|.*?(?:^|\s))(?:by |for )?(?:another |a |about )?(\d{1,3}|an?|one|two|three|four|five|six|half an?|ek|aik|do|teen|char|chaar|aadh[aey]+|ایک|دو|تین|چار|آدھ[ےا]) ?(?:more |further |aur )?(hours?|hrs?|h|minutes?|mins?|ghant[aeoy]+|minat|minute|گھنٹے|گھنٹہ|منٹ)(?: (?:later|more|further|ke liye|baad|aage|aur|mazeed|کے لیے|بعد|اور)| (earlier|pehle|pehlay|پہلے))?([ .,;]|$)`)

var unitMinute = regexp.MustCompile(`(?i)^(?:min|منٹ)`)

var spanPattern = regexp.MustCompile(`(?i)(^|.*?(?:^|\s))(?:by |for )?(?:another |further |a )?(-?\d{1,3}|a|an|one|two|couple of|three|four|five|six|seven|eight|nine|ten|ek|aik|do|teen|char|chaar|paanch|panch|saat|das|ایک|دو|تین|چار|پانچ) (?:more |further |extra )?(working |business )?(days?|weeks?|fortnights?|months?|din|roz|hafte|hafta|haftay|haftey|mahine|mahina|maheene|دن|ہفتے|ہفتہ|مہینے|مہینہ)(?: (?:later|more|further|aage|agay|baad|aur|mazeed|مزید|اور|آگے)| (earlier|pehle|pehlay|پہلے))?([ .,;]|$)`)

// Span is the pattern of a span of days, weeks or months, in the group it has: what Earlier reads.
const Span = `((?:an?|the|one|two|three|four|five|ten|\d{1,3}|ek|aik|do|teen|char|chaar|paanch|panch|das|ایک|دو|تین|چار|پانچ) (?:working )?(?:days?|weeks?|months?|din|roz|haft[aey]+|mahin[ae]|دن|ہفت[ہے]|مہین[ہے]))`

// Earlier is the shift to a day earlier by a span: "3 working days", "ek hafta". Zero: the words are no span.
func Earlier(span string) Shift {
	if rest, ok := strings.CutPrefix(strings.ToLower(span), "the "); ok { // "the day before"
		span = "a " + rest
	}
	s, _ := shift(span)
	return s.Back()
}

// shift takes a span by which something moves out of a text: "by two weeks". A span after "in" is a day and no span.
func shift(text string) (Shift, string) {
	if s, rest := hourShift(text); !s.Zero() {
		return s, rest
	}
	m := spanPattern.FindStringSubmatchIndex(text)
	if m == nil {
		return Shift{}, text
	}
	before := strings.TrimSpace(text[:m[3]])
	if low := strings.ToLower(before); strings.HasSuffix(low, " in") || low == "in" || strings.HasSuffix(low, "within") {
		return Shift{}, text
	}
	word := strings.ToLower(strings.TrimSuffix(strings.ToLower(text[m[4]:m[5]]), " of"))
	n, ok := spanWords[word]
	if !ok {
		n, _ = strconv.Atoi(word)
	}
	if m[10] >= 0 {
		n = -n
	}
	s := Shift{Work: m[6] >= 0}
	switch unit := strings.ToLower(text[m[8]:m[9]]); {
	case strings.HasPrefix(unit, "fortnight"):
		s.Days = 14 * n
	case strings.HasPrefix(unit, "week"), strings.HasPrefix(unit, "haf"), strings.HasPrefix(unit, "ہفت"):
		s.Days = 7 * n
	case strings.HasPrefix(unit, "mon"), strings.HasPrefix(unit, "mah"), strings.HasPrefix(unit, "مہ"):
		s.Months, s.Work = n, false
	default:
		s.Days = n
	}
	return s, strings.TrimSpace(before + " " + strings.TrimSpace(text[m[12]:]))
}

// hourShift takes a span of hours or minutes out of a text: "by an hour", "aadha ghanta aur".
func hourShift(text string) (Shift, string) {
	m := hourSpan.FindStringSubmatchIndex(text)
	if m == nil {
		return Shift{}, text
	}
	before := strings.TrimSpace(text[:m[3]])
	if low := strings.ToLower(before); strings.HasSuffix(low, " in") || low == "in" || strings.HasSuffix(low, "within") {
		return Shift{}, text
	}
	word, unit := strings.ToLower(text[m[4]:m[5]]), 60
	n, ok := spanWords[word]
	if !ok {
		n, _ = strconv.Atoi(word)
	}
	if unitMinute.MatchString(text[m[6]:m[7]]) {
		unit = 1
	}
	s := Shift{Minutes: n * unit}
	if strings.HasPrefix(word, "half") || strings.HasPrefix(word, "aadh") || strings.HasPrefix(word, "آدھ") {
		s.Minutes = 30
	}
	if m[8] >= 0 {
		s = s.Back()
	}
	return s, strings.TrimSpace(before + " " + strings.TrimSpace(text[m[10]:]))
}
