package intent

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rabita/bot/when"
)

// ErrNoOrder is returned for a text that is no command.
var ErrNoOrder = errors.New("no command")

// orderReader reads one order.
type orderReader struct {
	*Orders
	at time.Time
}

// tidy makes a message fit to be read: valid, one line, no mention that would fire, links as their addresses, the bot's own name and
// politeness at the front left out.
func tidy(text string) string {
	text = strings.ToValidUTF8(text, " ")
	text = strings.Map(func(c rune) rune {
		switch {
		case c < ' ', c == 0x7f, c == 0xFFFD, c >= 0x200E && c <= 0x200F, c >= 0x202A && c <= 0x202E, c >= 0x2066 && c <= 0x2069, c == 0xFEFF:
			return ' '
		}
		return c
	}, text)
	text = broadcast.ReplaceAllString(text, "$1")
	text = labelled.ReplaceAllString(text, "$1")
	text = mention.ReplaceAllString(text, "<$1>")
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), " ؟۔!")
	return mended(strings.TrimSpace(courtesy.ReplaceAllString(strings.TrimPrefix(text, "/"), "")))
}

var (
	broadcast = regexp.MustCompile(`<!(?:subteam\^)?([A-Za-z0-9]+)[^>]*>`)
	labelled  = regexp.MustCompile(`<(?:mailto:)?([^@#!<>|\s][^<>|\s]*)(?:\|[^<>]*)?>`)
	mention   = regexp.MustCompile(`<([@#][A-Z0-9]+)\|[^>]*>`)
	courtesy  = regexp.MustCompile(`(?i)^(?:(?:@?rabita|please|pls|plz|kindly|(?:can|could|will|would) (?:you|u)|i (?:need|want|would like|wish) (?:you )?to|i'd like to|need to|meherbani(?: kar ke| farma kar)?|barah-e-karam|zara|ji|hi|hello|ok|okay|and|aur|براہ کرم|برائے مہربانی)[ ,:]+)+`)
)

// objectWords are the words a plain command begins with.
var objectWords = map[string]Object{"action": Item, "actions": Item, "item": Item, "items": Item, "task": Item, "tasks": Item, "todo": Item,
	"reminder": Reminder, "reminders": Reminder, "watch": Watch, "watches": Watch, "request": Asking, "requests": Asking, "meeting": AMeeting, "meetings": AMeeting,
	"holiday": AHoliday, "holidays": AHoliday, "member": AMember, "members": AMember, "alias": AnAlias, "aliases": AnAlias, "setting": ASetting, "settings": ASetting,
	"brief": TheBrief, "page": ThePage, "questions": TheGaps, "health": TheMachine, "document": AnyDocument}

func (p *orderReader) read(text string) (Order, error) {
	first, rest, _ := strings.Cut(text, " ")
	object, known := objectWords[strings.ToLower(strings.TrimRight(first, ":"))]
	if !known || strings.HasSuffix(first, ":") {
		return p.plainWords(text)
	}
	if object == Reminder && stopWord.MatchString(text) {
		if o, err := p.plainWords(text); !errors.Is(err, ErrNoOrder) {
			return o, err
		}
	}
	word, after, _ := strings.Cut(rest, " ")
	if object == Asking && strings.HasPrefix(strings.ToLower(after), "of ") { // "request list of shelters from all WDDs"
		return p.plain(Order{Object: Asking, Verb: Add}, rest)
	}
	if object == Item && strings.HasSuffix(strings.ToLower(first), "s") && stateOfSeveral.MatchString(rest) { // "items due next week" are a list
		return p.plain(Order{Object: Item, Verb: List}, rest)
	}
	v, near := verb(object, strings.TrimRight(word, ":,"))
	if v == "" {
		if o, err := p.bare(object, rest, near); !errors.Is(err, ErrNoOrder) {
			return o, err
		}
		if o, err := p.plainWords(text); !errors.Is(err, ErrNoOrder) {
			return o, err
		}
		return Order{}, p.unknownVerb(object, word, near, rest, after)
	}
	return p.plain(Order{Object: object, Verb: v}, after)
}

// stateOfSeveral tells of several items which are meant.
var stateOfSeveral = regexp.MustCompile(`(?i)^(?:due (?:next|this|in|by|before|today|tomorrow|within|on)\b|done\b|completed\b|closed\b|(?:that are )?(?:late|overdue|open|pending)\b)`)

// unknownVerb says which verbs there are, and offers the likeliest line.
func (p *orderReader) unknownVerb(object Object, word string, near Verb, rest, after string) error {
	switch {
	case near != "":
		return mistake("did you mean", cutTo(word, 40), string(near)).send(strings.TrimSpace(string(object) + " " + string(near) + " " + cutTo(after, 300)))
	case word == "":
		return mistake("what with", string(object), verbList(object)).send("help")
	}
	m := mistake("cannot with", cutTo(word, 40), string(object), verbList(object))
	if slices.Contains(verbsOf[object], Add) {
		m.send(string(object) + " add " + cutTo(rest, 300))
	}
	return m
}

func verbList(object Object) string {
	var names []string
	for _, v := range verbsOf[object] {
		names = append(names, string(v))
	}
	return strings.Join(names, ", ")
}

// bare reads an object without a verb: "action" and "reminders" list, "brief 15th" shows, "watch KP harassment weekly" adds.
func (p *orderReader) bare(object Object, rest string, near Verb) (Order, error) {
	o := Order{Object: object}
	ids := idPattern.MatchString(rest) && idsOnly.MatchString(rest)
	switch {
	case object == Item && rest == "":
		o.Verb = Mine
	case rest == "" && slices.Contains(verbsOf[object], List):
		o.Verb = List
	case object == TheBrief || object == ThePage || object == TheMachine && rest == "":
		o.Verb = Show
	case object == TheGaps:
		o.Verb = List
	case object == Watch && rest != "", object == Asking && rest != "", object == AnAlias && rest != "", object == AHoliday && rest != "":
		if ids {
			o.Verb = Show
			break
		}
		o.Verb = Add
	case object == Reminder && near == "" && !ids:
		o.Verb = Add
	case object == AMeeting, object == AMember, object == ASetting, object == AnyDocument && rest != "":
		o.Verb = Set
	case ids && slices.Contains(verbsOf[object], Show):
		o.Verb = Show
	default:
		return o, ErrNoOrder
	}
	return p.plain(o, rest)
}

// plain reads what follows object and verb: ids, text, then fields behind bars.
func (p *orderReader) plain(o Order, rest string) (Order, error) {
	parts := strings.Split(rest, "|")
	head := strings.TrimSpace(parts[0])
	for _, part := range parts[1:] {
		if err := p.field(&o, strings.TrimSpace(part)); err != nil {
			return o, err
		}
	}
	if err := p.head(&o, head); err != nil {
		return o, err
	}
	return p.settle(o)
}

// head reads what stands between the verb and the first bar.
func (p *orderReader) head(o *Order, head string) error {
	switch o.Object {
	case AMeeting, AHoliday, AMember, AnAlias, ASetting, TheBrief, ThePage, TheGaps, AnyDocument, TheMachine:
		return p.register(o, head)
	}
	if o.Verb == List || o.Verb == Export || o.Verb == Mine || o.Verb == NameThem {
		return p.listed(o, head)
	}
	head, err := p.inline(o, head)
	if err != nil {
		return err
	}
	if o.Verb == Add {
		return p.added(o, head)
	}
	head = p.takeIDs(o, head)
	switch o.Verb {
	case Receive:
		head = trimLead(head, fromLead)
		who, what, _ := strings.Cut(head, ",")
		p.whose(o, who)
		if len(o.Bodies) == 0 || what == "" && !p.onlyParties(head) {
			what = head
			p.whose(o, head)
		}
		o.Evidence = orText(o.Evidence, trimLead(what, evidenceLead))
	case HelpWith:
		o.Text = head
	case Finish, Prove:
		o.Evidence = orText(o.Evidence, trimLead(head, evidenceLead))
	case Due, Snooze, Move:
		p.moved(o, head)
		if o.Object == Reminder { // what is left tells which one; it keeps its text
			if len(o.IDs) == 0 {
				o.Which = orText(o.Which, which(o.Text))
			}
			o.Text = ""
		}
	case Edit:
		o.Text = orText(o.Text, head)
	case Propose:
		p.ofMeeting(o, head)
		p.whose(o, head)
	case Claim:
		if head, err = p.takeDue(o, head); err != nil {
			return err
		}
		return p.toWhom(o, head)
	case Confirm:
		p.whose(o, head)
	case Drop, Reopen, Cancel, Skip, Pause, Resume, Decline, Show, Accept:
		if len(o.IDs) == 0 && o.Number == "" {
			if m := becausePattern.FindStringSubmatchIndex(" " + head); m != nil && o.Reason == "" {
				o.Reason, head = strings.TrimSpace((" " + head)[m[2]:m[3]]), strings.TrimSpace((" " + head)[:m[0]])
			}
			if o.Verb == Pause {
				head = p.pausedUntil(o, head)
			}
			if o.Verb == Skip {
				head = p.skippedDay(o, skippedWeek(o, head))
			}
			o.Which = orText(o.Which, which(head))
		} else {
			if o.Verb == Pause {
				head = p.pausedUntil(o, head)
			}
			if o.Verb == Skip {
				head = p.skippedDay(o, skippedWeek(o, head))
			}
			p.whose(o, trimLead(head, reasonLead))
			o.Reason = orText(o.Reason, trimLead(head, reasonLead))
		}
	}
	return nil
}

var (
	evidenceLead = regexp.MustCompile(`(?i)^(?:with|evidence|proof|by|:|,|-|–|—|\.|;|as|dekho|see)+[ :]+|^[ ,.:;–—-]+`)
	fromLead     = regexp.MustCompile(`(?i)^(?:from|by|of|was|has|been) +|^[ ,.:;–—-]+`)
	reasonLead   = regexp.MustCompile(`(?i)^(?:because(?: of)?|since|reason|kyunke|kyun ke|due to|:|,|-|–|—|کیونکہ)+[ :]+|^[ ,.:;–—-]+`)
	claimRest    = regexp.MustCompile(`(?i)\b(?:to|for|by|on)?\s*\b(?:myself|me|mine|us)\b|^[ ,.:;-]+`)
)

func trimLead(s string, lead *regexp.Regexp) string {
	for {
		t := strings.TrimSpace(lead.ReplaceAllString(s, ""))
		if t == s {
			return s
		}
		s = t
	}
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// which is the description of a thing: "cancel the monday one" means what has to do with Monday.
func which(s string) string {
	return strings.TrimSpace(strings.Join(strings.Fields(whichNoise.ReplaceAllString(" "+s+" ", " ")), " "))
}

var whichNoise = regexp.MustCompile(`(?i)[ ,.](?:(?:the|my|a|an|that|this|one|ones|thing|things|reminder|reminders|yaad ?d[ie]hani(?:yan)?|item|action|for|about|abt|regarding|re|of|on|wala|wali|walay|ko|ki|ka|ke|us|is|mera|meri|kar do|kar dein|kardo|karo|karein|it|please|والا|والی|کو|کی|کا|میری|میرا|کر دیں|کریں|کرو|یاد دہانی(?:اں)?)[ ,.])+`)

// fieldWords are the names of fields behind bars, with the field each means.
var fieldWords = map[string]string{"due": "due", "by": "due", "on": "due", "when": "due", "deadline": "due", "until": "until", "every": "every", "at": "at", "owner": "owner", "assign": "owner", "assigned": "owner",
	"assignee": "owner", "who": "owner", "body": "body", "bodies": "body", "to": "to", "for": "to", "from": "from", "channel": "channel", "in": "in", "no": "no", "number": "no", "action": "no",
	"decision": "no", "item": "no", "source": "source", "link": "source", "evidence": "evidence", "proof": "evidence", "reason": "reason", "because": "reason", "status": "status",
	"meeting": "meeting", "place": "place", "days": "days", "expected": "expected", "yes": "yes", "stated": "stated", "which": "which", "value": "value", "text": "text", "as": "as", "name": "text"}

// field reads one field behind a bar.
func (p *orderReader) field(o *Order, part string) error {
	if part == "" {
		return nil
	}
	word, value, _ := strings.Cut(part, " ")
	if k, v, ok := strings.Cut(part, ":"); ok && !strings.ContainsAny(k, " <") {
		word, value = k, strings.TrimSpace(v)
	}
	key, ok := fieldWords[strings.ToLower(word)]
	if !ok {
		m := mistake("no field", cutTo(word, 40))
		m.without(part)
		for _, known := range []string{"due", "owner", "body", "channel", "from", "evidence", "reason"} {
			if len(word) > 1 && distance(strings.ToLower(word), known) <= 2 {
				m = mistake("did you mean", cutTo(word, 40), known).instead("| "+word, "| "+known)
				break
			}
		}
		return m
	}
	return p.set(o, key, value, part)
}

// set gives a facet its value.
func (p *orderReader) set(o *Order, key, value, part string) error {
	switch key {
	case "due":
		if s, rest := shift(value); !s.Zero() && rest == "" && (strings.HasPrefix(strings.ToLower(part), "by") || o.Verb == Snooze) {
			o.Shift = s
			return nil
		}
		o.When = value
		if value != "" && strings.HasPrefix(strings.ToLower(part), "on ") {
			o.When = part
		}
	case "every", "at":
		o.When = strings.TrimSpace(o.When + " " + part)
	case "owner":
		o.Owner = p.member(value)
		if o.Owner == "" {
			keys, err := p.bodies(value)
			if err != nil {
				return err
			}
			if len(keys) == 0 {
				return mistake("nobody's", cutTo(value, 60)).send("members")
			}
			o.Bodies = addAll(o.Bodies, keys)
		}
	case "body", "to", "from":
		if value == Awaited && o.Object == Reminder {
			o.Bodies = add(o.Bodies, Awaited)
			return nil
		}
		if value == Me && o.Object == AMember { // the speaker's own
			o.Bodies = add(o.Bodies, Me)
			return nil
		}
		return p.parties(o, key, value)
	case "channel", "in":
		if o.Channel = p.channel(value); o.Channel == "" && (value == Here || value == Everyone) {
			o.Channel = value
		}
		if o.Channel == "" {
			return mistake("no channel", cutTo(value, 60)).without(part)
		}
	case "no":
		ids, number, rest := leadingIDs(value)
		if number == "" && len(ids) == 0 || rest != "" {
			return mistake("no number", cutTo(value, 60)).without(part)
		}
		o.Number = orText(number, o.Number)
		o.IDs = append(o.IDs, ids...)
	case "source":
		o.Source = value
	case "evidence":
		o.Evidence = value
	case "reason":
		o.Reason = value
	case "which":
		o.Which = value
	case "value":
		o.Value = value
	case "text":
		o.Text = value
	case "status":
		s, ok := statuses[strings.ToLower(value)]
		if !ok {
			return mistake("no status", cutTo(value, 60)).instead(part, "status limited", "status substantial", "status complete")
		}
		o.Status = s
	case "until":
		switch ids, _, rest := leadingIDs(value); {
		case len(ids) == 1 && rest == "":
			o.Until = ids[0]
		case untilSent.MatchString(value) || value == "share":
			o.Until = "share"
		default: // "until Friday" is a day
			o.When = strings.TrimSpace(o.When + " until " + value)
		}
	case "meeting":
		p.ofMeeting(o, value)
	case "place":
		o.Place = value
	case "days":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 14 {
			return mistake("days", cutTo(value, 20)).instead(part, "days 2")
		}
		o.Days = n
	case "as":
		o.Format = strings.ToLower(value)
	case "expected":
		o.Expected = true
	case "stated":
		o.Stated = true
	case "yes":
		o.Yes = true
	}
	return nil
}

var (
	untilSent = regexp.MustCompile(`(?i)^(?:they|it|he|she|all|everyone|everybody)\b.{0,30}\b(?:sends?|sent|submits?|submitted|received?|replied|reply|arrives?|comes?|done)\b|^(?:sent|received|done|bhej|mil)`)
	statuses  = map[string]string{"limited": "limited", "some": "limited", "partial": "limited", "partly": "limited", "substantial": "substantial", "mostly": "substantial",
		"complete": "complete", "completed": "complete", "done": "complete", "full": "complete"}
)

// parties reads who owes, who is asked, who is reminded, where: members, bodies, channels.
func (p *orderReader) parties(o *Order, key, value string) error {
	if key == "from" && o.Object != Asking {
		if o.Source == "" {
			o.Source = value
		}
		return nil
	}
	rest := value
	for _, m := range channelPattern.FindAllString(value, -1) {
		o.Channel = p.channel(m)
		rest = strings.Replace(rest, m, "", 1)
	}
	for _, m := range memberPattern.FindAllString(value, -1) {
		if id := p.member(m); id != "" {
			o.Owner = id
			rest = strings.Replace(rest, m, "", 1)
		}
	}
	if meWords.MatchString(strings.TrimSpace(rest)) {
		o.Owner = Me
		return nil
	}
	keys, err := p.bodies(rest)
	if err != nil {
		return err
	}
	if len(keys) == 0 && o.Channel == "" && o.Owner == "" {
		return mistake("no body", cutTo(value, 60)).send("members")
	}
	o.Bodies = addAll(o.Bodies, keys)
	return nil
}

var meWords = regexp.MustCompile(`(?i)^(?:me|us|myself|i|we|mine|mujhe|mujhay|mujhko|mujh ko|hamein|humein|humain|hum ko|hume|ham ko|مجھے|مجھ کو|ہمیں|ہم کو)$`)

func addAll(list, more []string) []string {
	for _, m := range more {
		list = add(list, m)
	}
	return list
}

// settle resolves the deadline and refuses what cannot be carried out.
func (p *orderReader) settle(o Order) (Order, error) {
	o.When = dueNoise.ReplaceAllString(o.When, "")
	if o.When == "" {
		if o.Verb == Add && o.Text == "" && !o.awaits() && (o.Object == Item || o.Object == Reminder || o.Object == Asking || o.Object == Watch) {
			return o, p.nothing(o)
		}
		return o, nil
	}
	if o.When == NoDate && (o.Verb == Due || o.Verb == Edit) {
		return o, nil
	}
	o.Due = when.Parse(o.When, p.at, p.When)
	switch o.Due.Kind {
	case when.Error, when.None:
		return o, p.badDate(o)
	}
	if o.Verb == Add && o.Text == "" && !o.awaits() && o.Object != AHoliday {
		return o, p.nothing(o)
	}
	return o, nil
}

var dueNoise = regexp.MustCompile(`(?i)^(?:(?:the|deadline|due|date|of|for|to|is|ki|ka) )+`)

// awaits reports whether a reminder without a text says of what all the same: it comes until a body has sent its share of an item.
func (o *Order) awaits() bool {
	return o.Object == Reminder && o.Until != "" && (o.Until != "share" || len(o.Bodies) > 0)
}

// nothing says that a text is missing.
func (p *orderReader) nothing(o Order) error {
	o.Text = map[Object]string{Item: "send the committee list", Reminder: "call the focal person", Asking: "Beijing+30 matrix", Watch: "KP harassment"}[o.Object]
	what := map[Object]string{Item: "no task", Reminder: "no message", Asking: "no request", Watch: "no watch"}[o.Object]
	if o.When == "" && o.Object != Watch {
		o.When = "friday"
	}
	if o.Object == Asking && len(o.Bodies) == 0 {
		o.Bodies = []string{p.someBody()}
	}
	o.Due = when.Result{}
	return mistake(what).send(o.String())
}

// badDate turns a deadline that cannot be into the smallest correction.
func (p *orderReader) badDate(o Order) error {
	m := mistake("bad date", o.Due.Why)
	if o.Due.Kind == when.None {
		m = mistake("no date", cutTo(o.When, 60), o.Due.Why)
	}
	said := o.When
	o.When = "friday"
	if g := example.FindStringSubmatch(o.Due.Hint); o.Due.Kind == when.Error && g != nil {
		works := strings.ToLower(g[1] + g[2])
		for _, phrase := range []string{works, aTime.ReplaceAllString(said, works)} { // of "friday 25:00" the day stays
			switch res := when.Parse(phrase, p.at, p.When); {
			case res.Kind == when.Once, res.Kind == when.Repeats && (o.Object == Reminder || o.Object == Watch):
				o.When = phrase
			}
		}
	}
	return m.send(o.String())
}

// aTime is a time of day as it stands in a phrase.
var aTime = icase(`\b(?:at )?(?:\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m)\b`)

// example is the phrase that a refused deadline is mended with.
var example = regexp.MustCompile(`did you mean ([^"?]+)\?|example "([^"]+)"`)

// capital is s with its first letter in upper case.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// cutTo cuts s to n runes.
func cutTo(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
