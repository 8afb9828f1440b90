package intent

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rabita/index/vocab"
)

// The parts an order is made of: ids and numbers, people and channels, bodies, spans of time, deadlines inside a text.

var (
	idPattern      = regexp.MustCompile(`(?i)\b[ARW]-?\d{1,6}\b`)
	idsOnly        = regexp.MustCompile(`(?i)^(?:[ARW]-?\d{1,6}[ ,]*)+$`)
	leading        = regexp.MustCompile(`(?i)^(?:(?:the|action|actions|item|items|task|decision|point|no\.?|number|reminder|watch|for|on|of|and|aur|اور|&|,|#)\s*)*([ARW]-?\d{1,6}|d?[0-9۰-۹]{1,2}[.٫][0-9۰-۹]{1,2})(?:[ ,:;]+|$|[ :.,-]*$)`)
	memberPattern  = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|\B@([A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9])`)
	channelPattern = regexp.MustCompile(`<#([CGD][A-Z0-9]+)(?:\|[^>]*)?>|\B#([a-z][a-z0-9_-]*)`)
)

// leadingIDs takes the ids and the number a text begins with.
func leadingIDs(text string) (ids []string, number, rest string) {
	rest = strings.TrimSpace(text)
	for {
		m := leading.FindStringSubmatchIndex(rest)
		if m == nil {
			return ids, number, rest
		}
		what := rest[m[2]:m[3]]
		if id, ok := normalID(what); ok {
			ids = add(ids, id)
		} else if number == "" {
			number = normalNumber(what)
		} else {
			return ids, number, rest
		}
		rest = strings.TrimSpace(rest[m[1]:])
	}
}

// normalID writes an id as the store does: "a42" is "A-0042".
func normalID(s string) (string, bool) {
	if !idPattern.MatchString(s) {
		return "", false
	}
	n, err := strconv.Atoi(strings.TrimLeft(s[1:], "-"))
	return fmt.Sprintf("%s-%04d", strings.ToUpper(s[:1]), n), err == nil
}

// normalNumber writes a number of a decision in plain figures: "D14.5" and "۱۴٫۵" are "14.5".
func normalNumber(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '۰' && c <= '۹':
			return '0' + c - '۰'
		case c == '٫':
			return '.'
		case c == 'd' || c == 'D':
			return -1
		}
		return c
	}, s)
}

// takeIDs moves the leading ids of a text into the order.
func (p *orderReader) takeIDs(o *Order, text string) string {
	ids, number, rest := leadingIDs(text)
	o.IDs = addAll(o.IDs, ids)
	o.Number = orText(o.Number, number)
	return rest
}

// member gives the id behind a mention, Me for the speaker, or "".
func (p *orderReader) member(s string) string {
	s = strings.TrimSpace(s)
	if meWords.MatchString(s) {
		return Me
	}
	m := memberPattern.FindStringSubmatch(s)
	if m == nil || m[0] != s {
		return ""
	}
	if m[1] != "" {
		return m[1]
	}
	if p.Member == nil {
		return ""
	}
	return p.Member(strings.ToLower(m[2]))
}

// channel gives the id behind a channel's mention, or its name with "#", or "".
func (p *orderReader) channel(s string) string {
	m := channelPattern.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ""
	}
	if m[1] != "" {
		return m[1]
	}
	if p.Channel != nil {
		if id := p.Channel(m[2]); id != "" {
			return id
		}
	}
	return "#" + m[2]
}

// named replaces mentions that stay inside a text by names: what is kept fires nothing and reads well everywhere.
func (p *orderReader) named(text string) string {
	text = memberPattern.ReplaceAllStringFunc(text, func(s string) string {
		m := memberPattern.FindStringSubmatch(s)
		if m[1] == "" {
			return s
		}
		return "@" + p.name(m[1])
	})
	return channelPattern.ReplaceAllStringFunc(text, func(s string) string {
		m := channelPattern.FindStringSubmatch(s)
		if m[1] == "" {
			return s
		}
		return "#" + p.name(m[1])
	})
}

func (p *orderReader) name(id string) string {
	if p.Name != nil {
		if n := p.Name(id); n != "" {
			return n
		}
	}
	return strings.ToLower(id)
}

// bodies gives the keys of the bodies and sets named in a text, in its order. A place stands for the first body that reports for it. A word
// with several readings is asked back, unless the speaker's place chooses.
func (p *orderReader) bodies(text string) ([]string, error) {
	var keys []string
	text = strings.TrimSpace(text)
	if p.Vocabulary == nil || text == "" {
		return nil, nil
	}
	if allPlaces.MatchString(text) {
		for _, e := range p.Vocabulary.Entries() {
			if k := p.bodyOf(e.Key); e.Kind == vocab.Place && k != "" && e.Key != p.Whole {
				keys = add(keys, k)
			}
		}
		return keys, nil
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '،' || r == ';' }) {
		part = strings.TrimSpace(part)
		if k, ok := p.key(part); ok {
			keys = add(keys, k)
			continue
		}
		for _, m := range p.Vocabulary.FindIn(part, vocab.Context{Place: p.Place, Known: p.Known}) {
			k, doubt := p.party(m)
			if doubt != nil {
				return nil, doubt
			}
			if k != "" {
				keys = add(keys, k)
			}
		}
	}
	return keys, nil
}

var allPlaces = regexp.MustCompile(`(?i)^(?:from )?(?:all|every|each|tamam|sab)(?: of)?(?: the)? (?:provinces?|regions?|provincial governments?|soob\w+|sub\w+)\b|^تمام صوب`)

// key is a body, set or place given by its very key.
func (p *orderReader) key(s string) (string, bool) {
	for _, kind := range []string{vocab.Body, vocab.Set} {
		if e, ok := p.Vocabulary.Lookup(kind, s); ok {
			return e.Key, true
		}
	}
	return "", false
}

// party is the body or set a mention stands for, "" if it is neither.
func (p *orderReader) party(m vocab.Mention) (string, error) {
	if !m.Certain {
		return "", nil
	}
	var keys []string
	for _, rd := range m.Readings {
		switch rd.Kind {
		case vocab.Body, vocab.Set:
			keys = append(keys, rd.Key)
		case vocab.Place:
			if b := p.bodyOf(rd.Key); b != "" {
				keys = append(keys, b)
			}
		}
	}
	if !m.Ask || len(keys) < 2 {
		if len(keys) == 0 {
			return "", nil
		}
		return keys[0], nil
	}
	for _, k := range keys {
		if e, ok := p.Vocabulary.Lookup(vocab.Body, k); ok && p.Place != "" && e.Place == p.Place {
			return k, nil
		}
	}
	return "", mistake("several", m.Text, strings.Join(keys, ", ")).instead(m.Text, keys...)
}

// someBody is a body to name as an example: one that reports to the group.
func (p *orderReader) someBody() string {
	if p.Vocabulary != nil {
		for _, e := range p.Vocabulary.Entries() {
			if e.Kind == vocab.Body && e.Reports {
				return e.Key
			}
		}
	}
	return "NCSW"
}

// bodyOf is the body that first speaks for a place.
func (p *orderReader) bodyOf(place string) string {
	for _, e := range p.Vocabulary.Entries() {
		if e.Kind == vocab.Body && e.Place == place && e.Reports {
			return e.Key
		}
	}
	return ""
}

// Concerned gives the bodies a text is about, without asking back.
func (r *Orders) Concerned(text string) []string {
	return r.parties(text, func(vocab.Mention) bool { return true })
}

// Owing gives the bodies that a text may ask something of: those it is about, without those that something only goes to.
func (r *Orders) Owing(text string) []string {
	return r.parties(text, func(m vocab.Mention) bool { return !goesTo.MatchString(text[:m.Start] + "|" + text[m.End:]) })
}

func (r *Orders) parties(text string, take func(vocab.Mention) bool) []string {
	p := &orderReader{Orders: r}
	var keys []string
	if r.Vocabulary == nil {
		return nil
	}
	for _, m := range r.Vocabulary.FindIn(text, vocab.Context{Place: r.Place, Known: r.Known}) {
		if k, err := p.party(m); take(m) && err == nil && k != "" {
			keys = add(keys, k)
		}
	}
	return keys
}

// goesTo finds the word that tells whom something goes to, before or after the "|" that stands for them.
var goesTo = icase(`\b(?:to|with|for|at|cc)(?: the)? \||\|(?:'s)? (?:ko|ke paas|tak)\b|\| (?:کو|کے پاس|تک)(?:\s|$)`)

// inline takes "key:value" out of a text.
func (p *orderReader) inline(o *Order, text string) (string, error) {
	var err error
	text = inlinePattern.ReplaceAllStringFunc(text, func(s string) string {
		m := inlinePattern.FindStringSubmatch(s)
		key := fieldWords[strings.ToLower(m[2])]
		if err == nil && key != "" {
			err = p.set(o, key, strings.Trim(m[3], `"“”`), key+" "+m[3])
		}
		return m[1]
	})
	return strings.Join(strings.Fields(text), " "), err
}

var inlinePattern = regexp.MustCompile(`(?i)(^|\s)(body|bodies|owner|due|evidence|channel|no|number|source|reason|status):("[^"]*"|“[^”]*”|<[^>]+>|[^\s|]+)`)

// added reads the text of something new: its number, owner, channel, deadline and task, wherever they stand.
func (p *orderReader) added(o *Order, text string) error {
	if o.Object == Reminder || o.Object == Asking || o.Object == Watch {
		return p.reminded(o, text, false)
	}
	if o.Number == "" {
		if m := forNumber.FindStringSubmatchIndex(text); m != nil {
			o.Number = normalNumber(text[m[2]:m[3]])
			text = strings.TrimSpace(text[:m[0]] + " " + text[m[1]:])
		} else if _, number, rest := leadingIDs(text); number != "" {
			o.Number, text = number, rest
		}
	}
	text = addLead.ReplaceAllString(text, "")
	if m := memberFirst.FindStringSubmatch(text); m != nil && o.Owner == "" {
		if id := p.member(m[1]); id != "" {
			o.Owner, text = id, m[2]
		}
	}
	if m := forBody.FindStringSubmatch(text); m != nil && len(o.Bodies) == 0 && wholly(p, m[1]) {
		keys, err := p.bodies(m[1])
		if err != nil {
			return err
		}
		if len(keys) > 0 {
			o.Bodies, text = keys, m[2]
		}
	}
	text, err := p.takeOwner(o, text)
	if err != nil {
		return err
	}
	if o.Channel == "" {
		if m := inChannel.FindStringIndex(text); m != nil {
			o.Channel = p.channel(channelPattern.FindString(text[m[0]:m[1]]))
			text = strings.TrimSpace(text[:m[0]] + " " + text[m[1]:])
		}
	}
	if text, err = p.takeDue(o, text); err != nil {
		return err
	}
	if _, number, rest := leadingIDs(text); o.Number == "" && number != "" && rest == "" { // nothing but a number is left
		o.Number, text = number, ""
	}
	if len(o.Bodies) == 0 {
		if m := bodyShall.FindStringSubmatchIndex(text); m != nil {
			if keys, err := p.bodies(text[m[2]:m[3]]); err == nil && len(keys) > 0 && wholly(p, text[m[2]:m[3]]) {
				o.Bodies = keys
			}
		}
	}
	o.Text = orText(o.Text, trimEnds(p.named(myList.ReplaceAllString(text, ""))))
	return nil
}

var (
	myList      = regexp.MustCompile(`(?i)^to (?:my|the) (?:list|items|tasks|to ?dos?)[:, ]+|,? (?:to|in|on) my (?:list|items|tasks|to ?dos?)$`)
	forNumber   = regexp.MustCompile(`(?i)\b(?:for|on|under|against|of)? ?(?:action(?: item| point)?|decision|item|point) (?:no\.? ?)?d?(\d{1,2}\.\d{1,2})\b`)
	inChannel   = regexp.MustCompile(`(?i)\b(?:post(?:ed)? |remind(?:ers?)? |notif\w+ )?(?:in|on|to) (?:the )?(?:channel )?(?:<#[CGD][A-Z0-9]+(?:\|[^>]*)?>|#[a-z][a-z0-9_-]*)(?: channel)?`)
	addLead     = regexp.MustCompile(`(?i)^(?:karo|karein|kar (?:do|dein|lo))[:, ]+`)
	memberFirst = regexp.MustCompile(`(?i)^(?:for )?(<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9])(?: to| ko| will| shall| should| must| has to|:|,)? (.+)$`)
	forBody     = regexp.MustCompile(`(?i)^for ([^|:]{2,60}?)(?: to|:) (.+)$`)
	bodyShall   = regexp.MustCompile(`(?i)^(.{2,60}?) (?:to|shall|will|must|should|is to|are to) `)
	ownerIs     = regexp.MustCompile(`(?i)[ ,;]*\b(?:owner|owned by|assigned? to|assign|responsible|responsibility of|zimmedar|by)(?: is|:)? (<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]|myself|me\b)`)
	ownerBody   = regexp.MustCompile(`(?i)[ ,;]+\b(?:owner|owned by|assigned? to|responsible|responsibility of|zimmedar|body)(?: is|:)? ([^|,;]{2,60})$`)
	forAll      = regexp.MustCompile(`(?i)\b(?:for|from|by) ((?:all|every|each) [^|,;]{2,40}?)(?: by\b| before\b|$|[,;])`)
)

// wholly reports whether a text is nothing but names of bodies.
func wholly(p *orderReader, text string) bool {
	if p.Vocabulary == nil {
		return text == ""
	}
	left := len(strings.Fields(text))
	for _, m := range p.Vocabulary.FindIn(text, vocab.Context{Place: p.Place}) {
		left -= len(strings.Fields(m.Text))
	}
	return left <= 1
}

// onlyParties reports whether a text names bodies and says nothing else.
func (p *orderReader) onlyParties(text string) bool {
	for _, m := range p.mentions(text) {
		text = strings.Replace(text, m.Text, " ", 1)
	}
	return strings.Trim(partyNoise.ReplaceAllString(" "+text+" ", " "), " ,.&") == ""
}

var partyNoise = regexp.MustCompile(`(?i) (?:(?:and|aur|the|from|all|of|se|ka|ki|ke|wdd|wdds|too|also|اور) )+`)

// takeOwner takes "owner NCSW", "assign to @imran", "for all WDDs" out of a text.
func (p *orderReader) takeOwner(o *Order, text string) (string, error) {
	if m := ownerIs.FindStringSubmatchIndex(text); m != nil && o.Owner == "" {
		if id := p.member(text[m[2]:m[3]]); id != "" {
			o.Owner = id
			text = strings.Join(strings.Fields(text[:m[0]]+" "+text[m[1]:]), " ")
		}
	}
	for _, re := range []*regexp.Regexp{ownerBody, forAll} {
		m := re.FindStringSubmatchIndex(text)
		if m == nil || len(o.Bodies) > 0 {
			continue
		}
		keys, err := p.bodies(text[m[2]:m[3]])
		if err != nil {
			return text, err
		}
		if len(keys) > 0 {
			o.Bodies = keys
			text = strings.Join(strings.Fields(text[:m[0]]+" "+text[m[3]:]), " ")
		}
	}
	return text, nil
}

// trimEnds takes connecting words off the ends of a text until none is left.
func trimEnds(s string) string {
	for {
		if n := len(s); n > 2 && s[0] == '"' && s[n-1] == '"' && strings.Count(s, `"`) == 2 {
			s = s[1 : n-1]
		}
		if bareNoise.MatchString(s) {
			return ""
		}
		s = strings.TrimSpace(emptyBrackets.ReplaceAllString(s, ""))
		t := strings.TrimSpace(endNoise.ReplaceAllString(leadNoise.ReplaceAllString(s, ""), ""))
		if t == s {
			return s
		}
		s = t
	}
}

var (
	emptyBrackets = regexp.MustCompile(` ?\(\s*\)?$| ?\[\s*\]?$`)
	leadNoise     = regexp.MustCompile(`(?i)^(?:(?:to|that|for|about|abt|regarding|of|and|ke|keh|k|aur|کہ|کے) +|[ ,:;.–—-]+)`)
	bareNoise     = regexp.MustCompile(`(?i)^(?:to|that|for|about|abt|regarding|of|and|ke|keh|k|aur|ko|کہ|کے)$`)
	endNoise      = regexp.MustCompile(`(?i)(?: +(?:to|that|for|about|abt|by|on|before|till|until|and|ka|ki|ke|ke liye|kay liye|ke baray mein|ke bare mein|ko|tak|aur|کا|کی|کے|کو|تک|کے لیے|کے بارے میں)|[ ,:;–—-]+)$`)
)

// whose takes bodies and members named beside an id: "confirm A-0042 KP".
func (p *orderReader) whose(o *Order, text string) {
	if o.Owner == "" {
		if m := memberPattern.FindString(text); m != "" {
			o.Owner = p.member(m)
		}
	}
	if len(o.Bodies) == 0 && o.Verb != Drop && o.Verb != Reopen {
		if keys, err := p.bodies(text); err == nil {
			o.Bodies = keys
		}
	}
}

// ofMeeting takes the number of a meeting: "15th", "15", "last".
func (p *orderReader) ofMeeting(o *Order, text string) {
	if m := anyOrdinal.FindStringSubmatch(text); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 0 {
			o.Meeting = n
		}
		return
	}
	if lastOne.MatchString(text) && len(p.Meetings) > 0 {
		o.Meeting = slices.Max(p.Meetings)
	}
}

var (
	anyOrdinal = regexp.MustCompile(`(?i)\b(\d{1,3})(?:st|nd|rd|th)?\b`)
	lastOne    = regexp.MustCompile(`(?i)\b(?:last|latest|previous|pichl\w+)\b`)
)
