package intent

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rabita/bot/when"
	"rabita/index/vocab"
)

// A Filter says which items are meant, as members write it: "body:KP is:late due:<30d #14th". The zero Filter is everything that is open.
type Filter struct {
	Bodies  []string // keys of bodies or sets
	Places  []string
	Owner   string   // member id or Me
	Is      []string // open, late, done, dropped, all, proposed, undated, old, today, reported: each must hold
	Within  int      // due in fewer than this many days; 0: any
	Beyond  int      // due in more than this many days; 0: any
	Meeting int
	Words   string // words the text must hold
	Page    int    // 0 and 1: the first
}

// String writes the filter as it is read.
func (f Filter) String() string {
	var out []string
	for _, b := range f.Bodies {
		out = append(out, "body:"+b)
	}
	for _, pl := range f.Places {
		out = append(out, "place:"+pl)
	}
	switch f.Owner {
	case "":
	case Me:
		out = append(out, "owner:me")
	default:
		out = append(out, "owner:<@"+f.Owner+">")
	}
	for _, s := range f.Is {
		out = append(out, "is:"+s)
	}
	if f.Within > 0 {
		out = append(out, fmt.Sprintf("due:<%dd", f.Within))
	}
	if f.Beyond > 0 {
		out = append(out, fmt.Sprintf("due:>%dd", f.Beyond))
	}
	if f.Meeting > 0 {
		out = append(out, fmt.Sprintf("meeting:%d", f.Meeting))
	}
	if f.Words != "" {
		out = append(out, `words:"`+f.Words+`"`)
	}
	if f.Page > 1 {
		out = append(out, fmt.Sprintf("page:%d", f.Page))
	}
	return strings.Join(out, " ")
}

// states are the words for a state, with the state each means.
var states = map[string]string{"open": "open", "late": "late", "overdue": "late", "awaited": "late", "pending": "open", "done": "done", "complete": "done", "closed": "done",
	"dropped": "dropped", "all": "all", "proposed": "proposed", "unclaimed": "proposed", "undated": "undated", "old": "old", "today": "today", "reported": "reported", "requests": "requests"}

var filterToken = regexp.MustCompile(`(?i)(^|\s)(body|place|is|due|meeting|owner|words|page):("[^"]*"|“[^”]*”|<[^>]+>|[^\s|]+)`)

// listed reads a filter, as tokens and as words.
func (p *orderReader) listed(o *Order, text string) error {
	var err error
	f := &o.Filter
	text = filterToken.ReplaceAllStringFunc(text, func(s string) string {
		m := filterToken.FindStringSubmatch(s)
		if err == nil {
			err = p.token(f, strings.ToLower(m[2]), strings.Trim(m[3], `"“”`))
		}
		return m[1]
	})
	if err != nil {
		return err
	}
	if m := unknownToken.FindStringSubmatch(text); m != nil {
		return mistake("no filter", cutTo(m[1], 40)).send("action list body:KP is:late due:<30d #14th")
	}
	text = p.takeIDs(o, text)
	if m := meetingOf.FindStringIndex(text); m != nil && f.Meeting == 0 {
		f.Meeting = number(strings.Trim(strings.ToLower(meetingOf.FindString(text)), letters))
		text = text[:m[0]] + " " + text[m[1]:]
	}
	if m := dueToday.FindStringSubmatch(text); m != nil && f.Within == 0 {
		f.Within = map[string]int{"today": 1, "aaj": 1, "tomorrow": 2, "kal": 2}[strings.ToLower(m[1])]
		text = dueToday.ReplaceAllString(text, " ")
	}
	for _, w := range filterWords {
		if w.re.MatchString(text) {
			if w.is == Me {
				f.Owner = Me
			} else {
				f.Is = add(f.Is, w.is)
			}
			text = w.re.ReplaceAllString(text, " ")
		}
	}
	if m := memberPattern.FindString(text); m != "" && f.Owner == "" {
		f.Owner = p.member(m)
		text = strings.Replace(text, m, " ", 1)
	}
	if m := ownedBy.FindStringSubmatchIndex(text); m != nil && f.Owner == "" && p.Member != nil {
		if id := p.Member(strings.ToLower(text[m[2]:m[3]])); id != "" {
			f.Owner = id
			text = text[:m[0]] + " " + text[m[1]:]
		}
	}
	if m := formats.FindString(text); m != "" {
		o.Format = format(m)
		text = formats.ReplaceAllString(text, " ")
	}
	text = p.takeIDs(o, text)
	if nextWeekDue.MatchString(text) && f.Within == 0 {
		monday := (7-int(p.at.Weekday()))%7 + 1
		f.Beyond, f.Within = monday-1, monday+7
		text = nextWeekDue.ReplaceAllString(text, " ")
	} else if m := within.FindStringSubmatch(text); m != nil && f.Within == 0 {
		f.Within = number(m[1])
		if m[1] == "" {
			f.Within = 7
		}
		if strings.HasPrefix(strings.ToLower(m[2]), "week") {
			f.Within *= 7
		}
		text = within.ReplaceAllString(text, " ")
	} else if m := dueBefore.FindStringSubmatchIndex(text); m != nil && f.Within == 0 {
		if res := when.Find(text[m[2]:m[3]], p.at, p.When); res.Kind == when.Once {
			f.Within = max(int(res.At.Sub(p.at).Hours()/24)+2, 1)
			text = text[:m[0]] + " " + text[m[1]:]
		}
	}
	if p.Vocabulary != nil && strings.TrimSpace(text) != "" {
		for _, m := range p.Vocabulary.FindIn(text, vocab.Context{Place: p.Place, Known: p.Known}) {
			if m.Certain && p.narrow(f, m) {
				text = strings.Replace(text, m.Text, " ", 1)
			}
		}
	}
	if o.Verb == Mine {
		f.Owner = ""        // said by the verb
		if o.Format != "" { // "mine csv"
			o.Verb, f.Owner = Export, Me
		}
	}
	f.Words = orText(f.Words, withoutNoise(text))
	f.Words = strings.NewReplacer(`"`, "", "“", "", "”", "", "|", "").Replace(f.Words)
	return nil
}

// withoutNoise is what is left of a list's words once those are gone that only ask for a list.
func withoutNoise(text string) string {
	var left []string
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, " ,.?:;"); w != "" && !listNoise[strings.ToLower(w)] {
			left = append(left, w)
		}
	}
	return strings.Join(left, " ")
}

var listNoise = set(`the of for from by in with all item items action actions point points task tasks show list me which what are is were was have has been that please
	on to do due left work for any anything something plate desk everything current remaining how many baqi abhi se dikhao dikhayein dikhaein batao batayein kya hain hai ki ka ke kaam file as a an reminder reminders request requests and body province so far i saved logged
	hua hue deadlines items' کام دکھائیں دکھاؤ بتائیں کیا ہیں ہے کے کی کا`)

// unknownToken is what looks like a filter and is none; a time or a link does not.
var unknownToken = regexp.MustCompile(`(?i)(?:^|\s)([a-z]+):[^\s/]`)

// format is a kind of file by the word members use for it.
func format(word string) string {
	switch word = strings.ToLower(word); word {
	case "word":
		return "docx"
	case "calendar":
		return "ics"
	case "csv", "ics", "docx", "pdf", "":
		return word
	}
	return "csv"
}

const letters = "abcdefghijklmnopqrstuvwxyz# "

var (
	meetingOf   = regexp.MustCompile(`(?i)(?:#|\b(?:of|from|at) (?:the )?)?\b\d{1,3}(?:st|nd|rd|th)\b(?: (?:ipmg|meeting))?|#\d{1,3}\b`)
	within      = regexp.MustCompile(`(?i)\b(?:due )?(?:with)?in (?:the )?(?:next )?(\d{1,3}) (days?|weeks?)\b|\b(?:due )?this week\b`)
	nextWeekDue = regexp.MustCompile(`(?i)\b(?:due )?(?:in )?(?:next week|agl[aei]y? haft\w+)\b|اگلے ہفتے`)
	ownedBy     = regexp.MustCompile(`(?i)\b(?:assigned to|owned by|owner|with|of) ([\p{L}.]+(?: [\p{L}.]+)?)[.?! ]*$`)
	dueToday    = regexp.MustCompile(`(?i)\bdue (?:by )?(today|aaj|tomorrow|kal)\b`)
	dueBefore   = regexp.MustCompile(`(?i)\b(?:due )?((?:this (?:month|quarter)|(?:by|before|until|till) (?:the )?(?:end of )?[^|:]{2,30}))$`)
	formats     = regexp.MustCompile(`(?i)\b(?:csv|ics|docx|pdf|word|excel|xlsx|spread ?sheet|calendar)\b`)
	filterWords = []struct {
		re *regexp.Regexp
		is string
	}{
		{regexp.MustCompile(`(?i)\b(?:(?:saved|added|logged|recorded) )?(?:today|aaj)(?: saved| added)?\b|آج`), "today"},
		{regexp.MustCompile(`(?i)\b(?:late|overdue|awaited|past due|dair se|der se)\b|تاخیر`), "late"},
		{regexp.MustCompile(`(?i)\b(?:done|completed?|finished|closed|mukammal)\b|مکمل`), "done"},
		{regexp.MustCompile(`(?i)\b(?:dropped|cancelled)\b`), "dropped"},
		{regexp.MustCompile(`(?i)\b(?:open|pending|baqi)\b`), "open"},
		{regexp.MustCompile(`(?i)\b(?:(?:open )?over (?:6|six) months|older than (?:6|six) months)\b`), "old"},
		{regexp.MustCompile(`(?i)\b(?:without (?:a )?(?:date|deadline)|no (?:date|deadline)|undated)\b`), "undated"},
		{regexp.MustCompile(`(?i)\b(?:proposed|unclaimed|unassigned)\b`), "proposed"},
		{regexp.MustCompile(`(?i)\bof mine\b|\bmine\b|\bmy\b|\bmera\b|\bmeri\b|\bmere\b|\bmeray\b|میر[اےی]`), Me},
	}
)

// token reads one "key:value" of a filter.
func (p *orderReader) token(f *Filter, key, value string) error {
	switch key {
	case "body", "place":
		if key == "body" && value == Me {
			f.Bodies = add(f.Bodies, Me)
			return nil
		}
		if key == "place" && p.Vocabulary != nil {
			if e, ok := p.Vocabulary.Lookup(vocab.Place, value); ok {
				f.Places = add(f.Places, e.Key)
				return nil
			}
		}
		if p.Vocabulary != nil {
			if k, ok := p.key(value); ok {
				f.Bodies = add(f.Bodies, k)
				return nil
			}
			for _, m := range p.Vocabulary.FindIn(value, vocab.Context{Place: p.Place}) {
				if p.narrow(f, m) {
					return nil
				}
			}
		}
		return mistake("body filter", cutTo(value, 60)).send("action list body:KP")
	case "is":
		s, ok := states[strings.ToLower(value)]
		if !ok {
			return mistake("state filter", cutTo(value, 40)).send("action list is:late")
		}
		f.Is = add(f.Is, s)
	case "due":
		m := dueSpan.FindStringSubmatch(value)
		if m == nil {
			return mistake("due filter", cutTo(value, 40)).send("action list due:<30d")
		}
		n, _ := strconv.Atoi(m[2])
		n *= map[string]int{"": 1, "d": 1, "w": 7, "m": 30}[strings.ToLower(m[3])]
		if m[1] == ">" {
			f.Beyond = n
		} else {
			f.Within = n
		}
	case "meeting":
		n := anyOrdinal.FindStringSubmatch(value)
		if n == nil {
			return mistake("meeting filter", cutTo(value, 40)).send("action list meeting:14")
		}
		f.Meeting, _ = strconv.Atoi(n[1])
	case "owner":
		f.Owner = p.member(value)
		if f.Owner == "" {
			return mistake("nobody", cutTo(value, 60)).send("members")
		}
	case "words":
		f.Words = value
	case "page":
		f.Page, _ = strconv.Atoi(value)
	}
	return nil
}

var dueSpan = regexp.MustCompile(`^(?i)(<|>)?=?(\d{1,4})(d|w|m)?$`)

// narrow adds a body, set or place that was named.
func (p *orderReader) narrow(f *Filter, m vocab.Mention) bool {
	found := false
	for _, rd := range m.Readings {
		switch rd.Kind {
		case vocab.Body, vocab.Set:
			if m.Ask && slices.ContainsFunc(m.Readings, func(o vocab.Reading) bool { return o.Kind == vocab.Set }) && rd.Kind != vocab.Set {
				continue
			}
			f.Bodies, found = add(f.Bodies, rd.Key), true
		case vocab.Place:
			f.Places, found = add(f.Places, rd.Key), true
		}
	}
	return found
}

// Turned writes a message that turns the page of a list, "next page", "page 2", "agay", as the line that shows that page. Page is the line
// of the page that was shown. False: the message is something else, or no list was shown.
func Turned(text, page string) (string, bool) {
	m := turns.FindStringSubmatch(folded(westernDigits(text)))
	if m == nil || page == "" {
		return "", false
	}
	line, n := page, 1
	if at := pageToken.FindStringSubmatchIndex(page); at != nil {
		line, n = page[:at[0]], number(page[at[2]:at[3]])
	}
	switch {
	case m[1] != "":
		n = number(m[1])
	case m[2] != "":
		n--
	default:
		n++
	}
	if n < 1 {
		n = 1
	}
	if n == 1 {
		return line, true
	}
	return fmt.Sprintf("%s page:%d", line, n), true
}

var (
	turns = re(`^(?:(?:show|give|see|go to|me|the|please|pls|aur|and|ok|acha) )*(?:page|pg|safha|صفحہ) ?(?:no\.? ?|number )?(\d{1,3})(?: (?:dikhao|dikhayein|please|pls|دکھائیں))*[ .!?]*$|` +
		`^(?:(?:show|give|see|go|me|the|please|ok|acha) )*((?:previous|prev|last) page|back|go back|pichl[aeiy]+(?: safha| page)?|peech[ae]y?)(?: dikhao| please)*[ .!?]*$|` +
		`^(?:(?:show|give|see|me|the|please|ok|acha|aur|and) )*(?:next(?: page| ones?| items?| set)?|more(?: items?)?|the rest|rest|remaining|continue|agl[aeiy]+(?: safha| page)?|aa?g[ae]y?|aage|mazee?d|baqi(?: bhi)?|aur|آگے|مزید|اگلا صفحہ)(?: (?:dikhao|dikhayein|dikha do|please|pls|دکھائیں))*[ .!?]*$`)
	pageToken = regexp.MustCompile(` page:(\d+)$`)
)
