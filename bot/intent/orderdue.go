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
	res := when.Find(text, p.at, p.When)
	if res.Kind == when.None && o.Object == Reminder {
		res = p.beforeTask(text)
	}
	if res.Kind == when.None {
		return text, nil
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
		if backward.MatchString(text) && s.Days+s.Months > 0 { // "two days earlier" is backward by itself
			s.Days, s.Months = -s.Days, -s.Months
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

var (
	becausePattern = regexp.MustCompile(`(?i)[ ,;:(]+(?:because(?: of)?|since|reason:?|due to|kyunke|kyun ke|کیونکہ) (.+?)\)?$`)
	movedNoise     = regexp.MustCompile(`(?i)\b(?:the|deadline|due date|due|date|to|of|for|on|is|now|till|until|ki|ka|ke|ko|tak|kar do|kar dein|karo|barha do|barha dein|badha do|aage|action|item|set|by)\b|ڈیڈ لائن|تاریخ`)
	isNow          = regexp.MustCompile(`(?i)\b(?:is|hai) now\b|\bnow\b ?$`)
	backward       = regexp.MustCompile(`(?i)\b(?:bring forward|prepone|advance|earlier|pehle)\b`)
	none           = regexp.MustCompile(`(?i)^(?:to )?(?:none|no date|no deadline|never|open|remove|clear)$`)
)

var spanWords = map[string]int{"a": 1, "an": 1, "one": 1, "ek": 1, "aik": 1, "two": 2, "do": 2, "couple": 2, "three": 3, "teen": 3, "four": 4, "char": 4, "chaar": 4, "five": 5, "panch": 5, "paanch": 5, "six": 6,
	"seven": 7, "saat": 7, "eight": 8, "nine": 9, "ten": 10, "das": 10, "ایک": 1, "دو": 2, "تین": 3, "چار": 4, "پانچ": 5}

var spanPattern = regexp.MustCompile(`(?i)(^|.*?(?:^|\s))(?:by |for )?(?:another |further |a )?(-?\d{1,3}|a|an|one|two|couple of|three|four|five|six|seven|eight|nine|ten|ek|aik|do|teen|char|chaar|paanch|panch|saat|das|ایک|دو|تین|چار|پانچ) (?:more |further |extra )?(working |business )?(days?|weeks?|fortnights?|months?|din|roz|hafte|hafta|haftay|haftey|mahine|mahina|maheene|دن|ہفتے|ہفتہ|مہینے|مہینہ)(?: (?:later|more|further|aage|agay|baad|مزید|آگے)| (earlier|pehle|pehlay|پہلے))?([ .,;]|$)`)

// Earlier is the shift to a day earlier by a span: "3 working days", "ek hafta". Zero: the words are no span.
func Earlier(span string) Shift {
	s, _ := shift(span)
	s.Days, s.Months = -s.Days, -s.Months
	return s
}

// shift takes a span by which something moves out of a text: "by two weeks". A span after "in" is a day and no span.
func shift(text string) (Shift, string) {
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
