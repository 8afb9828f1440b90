package bot

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/index"
	"rabita/index/vocab"
)

// A thread is what is remembered of a conversation, so that the next message may lean on it. The zero thread is a conversation that begins.
type thread struct {
	intent.Intent             // the last question as it was read; its Kind is empty where none was asked
	About         string      // id of the item or reminder that the last command was about
	Recent        []string    // ids of what the last list showed, in its order, or the last commands were about, the newest last
	Page          string      // the line that shows the page of the list that was shown last; empty: something else was said since
	Offered       []Button    // what the last reply left to be chosen
	Matter        *matter     // what the last answer was about; nil after a command, which has its own
	After         intent.Kind // how the last message was read
	Spoken        string      // the language of the last message, as in Intent.Lang
}

// A matter is what an answer was about, as far as an item or a reminder can be made of it.
type matter struct {
	Numbers []string // of the decisions and action points it quoted, at most maxMatters
	Passage string   // id of the passage it led with; empty: it quoted none
	Text    string   // what that says in a sentence, else the question
}

// maxMatters is of how many decisions an answer may be for a member to be asked which one is meant.
const maxMatters = 5

// threadKept is how long a conversation is remembered.
const threadKept = 30 * 24 * time.Hour

// question is the last question, or nil.
func (t *thread) question() *intent.Intent {
	if t.Kind == "" {
		return nil
	}
	return &t.Intent
}

// recall gives what is remembered of the conversation a message belongs to.
func (b *Bot) recall(m Message) *thread {
	t := new(thread)
	key := threadKey(m)
	if key == "" {
		return t
	}
	data, err := b.st.Thread(key, m.At.Add(-threadKept))
	if err != nil || data == nil || json.Unmarshal(data, t) != nil {
		return new(thread)
	}
	return t
}

// remember keeps what the next message may lean on. Commands and small talk leave the last question as it was; what was said in danger, or to
// find out who a survivor is, is not kept, only that it was said.
func (b *Bot) remember(m Message, was *thread, in intent.Intent, r Reply) {
	key := threadKey(m)
	if key == "" || len(r.Parts) == 0 { // nothing was said: the conversation stands where it stood
		return
	}
	now := thread{Intent: was.Intent, About: was.About, Recent: was.Recent, Page: r.Page, After: in.Kind, Spoken: in.Lang, Offered: offered(r)}
	switch in.Kind {
	case intent.SmallTalk, intent.Help:
		now.Matter = was.Matter
	case intent.Crisis, intent.Refuse:
	case intent.Items, intent.Reminders, intent.Request, intent.Register:
		if len(r.Actions) == 1 && r.Actions[0].ID != "" {
			now.About = r.Actions[0].ID
		}
		if in.Kind == intent.Reminders && was.Matter != nil && len(r.Actions) == 1 && was.Matter.is(r.Actions[0]) {
			now.Matter = was.Matter // to be reminded of it does not yet take it on
			if n := r.Actions[0].Item; n != "" {
				now.Matter.Numbers = []string{n}
			}
		}
		now.Recent = recent(was.Recent, r.Actions)
	default:
		now.Intent = in
		now.Matter = b.matterOf(m, in, r)
		var last []string
		for _, c := range r.Passages {
			if titled(c.Type) && c.Type != "matrix" && !slices.Contains(last, c.Document) && len(last) < 2 {
				last = append(last, c.Document)
			}
		}
		if len(last) > 0 {
			now.Last = last
		}
		if len(r.Passages) > 0 {
			now.Led, now.Told = r.Passages[0].Document, r.Passages[0].Date
		}
		if len(now.Matter.Numbers) == 1 {
			now.Answered = now.Matter.Numbers
		} else if in.Kind == intent.Missing && len(r.Passages) > 0 {
			doc, _, _ := strings.Cut(r.Passages[0].Passage, "#")
			if p := b.ix.Document(doc).Passage(r.Passages[0].Passage); p != nil && p.Number != "" {
				now.Answered = []string{p.Number}
			}
		}
	}
	data, err := json.Marshal(now)
	if err == nil {
		err = b.st.SetThread(key, data, m.At)
	}
	if err != nil {
		b.log.Error("a thread's reading was not kept", "error", err)
	}
}

// matterOf is what an answer is about: the decisions it leads with, else the passage.
func (b *Bot) matterOf(m Message, in intent.Intent, r Reply) *matter {
	if len(r.Passages) == 0 {
		return &matter{Text: shorten(strings.ReplaceAll(in.Text, "|", ","), longestTask)}
	}
	lead := r.Passages[0]
	said := strings.ReplaceAll(oneLine(b.weigh(b.asker(m, in)).finding(lead.Quote, longestTask)), " |", ",") // a bar parts the fields of an order
	of := &matter{Passage: lead.Passage, Text: shorten(printed.ReplaceAllString(said, ""), longestTask)}
	for _, c := range r.Passages {
		p, ok := b.passage(b.asker(m, in), c.Passage)
		if !ok || p.Passage.Number == "" {
			if c.Passage == lead.Passage {
				break // decisions behind what was said are not what it is about
			}
			continue
		}
		if n := p.Passage.Number; !slices.Contains(of.Numbers, n) && len(of.Numbers) < maxMatters {
			of.Numbers = append(of.Numbers, n)
		}
	}
	return of
}

// is reports whether something that was done is about the matter.
func (of *matter) is(a Action) bool {
	return a.Text == of.Text || a.Item != "" && slices.Contains(of.Numbers, a.Item)
}

// longestTask is how many characters of a sentence become the text of an item.
const longestTask = 200

// takenUp writes a message that makes an item or a reminder of the last answer as a command of its own; where the answer was of several
// decisions, one line for each that it can be.
func (b *Bot) takenUp(m Message, text string, was *thread) []string {
	if was.Matter == nil {
		return nil
	}
	d := b.desk(m, "")
	opts := d.orders().When
	u, ok := intent.TakesUp(text, func(phrase string) when.Result { return when.Find(phrase, d.m.At, opts) })
	of := was.Matter
	if head, tail, cut := strings.Cut(text, ", "); !ok && cut && len(of.Numbers) > 1 { // "the matrix one, log it for me"
		if u, ok = intent.TakesUp(tail, func(phrase string) when.Result { return when.Find(phrase, d.m.At, opts) }); ok {
			n, fits := b.chosen(head, d.decisionButtons(of.Numbers))
			if !fits {
				return nil
			}
			of = &matter{Numbers: []string{n}, Passage: of.Passage, Text: of.Text}
		}
	}
	if !ok {
		return nil
	}
	if len(of.Numbers) == 0 {
		line := "action add " + of.Text
		if u.Remind {
			line = "reminder add " + of.Text
		}
		for _, f := range []struct{ name, value string }{{"due", u.When}, {"owner", u.To}, {"source", of.Passage}} {
			if f.value != "" && !(u.Remind && f.name == "source") {
				line += " | " + f.name + " " + f.value
			}
		}
		return []string{line}
	}
	var lines []string
	for _, n := range of.Numbers {
		text := of.Text
		if dec, ok := d.decided(n); ok {
			text = dec.Text
		}
		switch {
		case !u.Remind && u.When == "":
			lines = append(lines, "assign "+n+" to "+orWord(u.To, "me"))
		case !u.Remind:
			lines = append(lines, "action add "+text+" | no "+n+" | due "+u.When+" | owner "+orWord(u.To, "me"))
		default:
			text = n + " " + text
			if u.When != "" {
				lines = append(lines, "reminder add "+text+" | due "+u.When)
			} else if due, _, ok := d.fromDeadline(n + " " + u.Before + " before the deadline"); ok && u.Before != "" {
				lines = append(lines, "reminder add "+text+" | due "+due.Date)
			} else if len(of.Numbers) == 1 || u.Before == "" { // of several, what is past is not meant
				lines = append(lines, "reminder add "+text)
			}
		}
	}
	return lines
}

// decisionButtons are choices among decisions, by what they are about; each carries its number.
func (d *desk) decisionButtons(numbers []string) []Button {
	var out []Button
	for _, n := range numbers {
		label := n
		if dec, ok := d.decided(n); ok {
			label += " " + dec.Text
		}
		out = append(out, lineButton(label, n))
	}
	return out
}

// whichDecision asks which of several decisions is meant; each is a button with the whole line.
func (b *Bot) whichDecision(m Message, in intent.Intent, lines []string) Reply {
	d := b.desk(m, orWord(b.settings(m.Who).Language, in.Lang))
	r := Reply{Outcome: Clarify, Parts: []Part{Say(Finding, d.ask("which decision"))}}
	var buttons []Button
	for _, line := range lines {
		label := line
		if dec, ok := d.decided(itemNumber.FindString(line)); ok {
			label = dec.Number + " " + shorten(dec.Text, 60)
		}
		r.AskBack, r.Suggestions = append(r.AskBack, label), append(r.Suggestions, line)
		buttons = append(buttons, lineButton(label, line))
	}
	r.Parts = append(r.Parts, Part{Buttons: buttons})
	return r
}

// maxRecent is how many things "all of them" can mean: what a list shows at once.
const maxRecent = pageSize

// recent are the things a list shows, or those of the commands before with the one of this command at the end.
func recent(before []string, now []Action) []string {
	var ids []string
	for _, a := range now {
		if a.ID != "" && strings.ContainsRune("ARW", rune(a.ID[0])) && !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	switch {
	case len(ids) == 0 || len(ids) == 1 && slices.Contains(before, ids[0]):
		return before
	case len(ids) == 1:
		ids = append(slices.Clone(before), ids[0])
		return ids[max(0, len(ids)-maxRecent):]
	}
	return ids[:min(len(ids), maxRecent)]
}

// threadKey names the conversation a message belongs to: its thread, or the direct message as a whole.
func threadKey(m Message) string {
	switch {
	case m.Thread != "":
		return m.Channel + " " + m.Thread
	case m.Room.Direct, m.Kind == Direct:
		return m.Channel
	case m.TS != "":
		return m.Channel + " " + m.TS
	}
	return ""
}

// understand reads a message by what was said before it, and gives the words that were read: a choice among what was offered stands for the line
// that its button carries, a command that goes on about the last thing ("make it 5pm") is written with that thing's id, and one that makes
// something of the last answer ("assign that to me") with what that was about. Which are the lines it can be, where they are several.
func (b *Bot) understand(m Message, text string, was *thread) (in intent.Intent, said string, which []string) {
	r := b.reader(m)
	asked := text
	text = b.desk(m, "").orders().Mentioned(text)
	r.Lang = was.Spoken
	said = text
	if m.Kind != Overhear || was.After != intent.Items && was.After != intent.Reminders {
		if c, ok := b.chosen(text, was.Offered); ok {
			said = c
		} else if lines := b.takenUp(m, text, was); len(lines) > 0 {
			said = lines[0]
			if len(lines) > 1 {
				which = lines
			}
		} else if line, ok := b.goesOn(m, text, was); ok {
			said = line
		}
	}
	in = r.Read(said, m.At, was.question())
	if said != asked {
		in.Lang = r.Read(asked, m.At, was.question()).Lang
	}
	switch {
	case was.After == intent.Refuse && intent.Insists(text):
		in = intent.Intent{Kind: intent.Refuse, Text: text, Lang: in.Lang}
	case was.After == intent.Crisis && !intent.Asks(text) && b.somewhere(text) != "":
		in = intent.Intent{Kind: intent.Crisis, Text: text, Lang: in.Lang}
	}
	return in, said, which
}

// offered are the buttons of a reply that asks the member to choose.
func offered(r Reply) []Button {
	var out []Button
	keeps := false
	for _, p := range r.Parts {
		for _, x := range p.Buttons {
			action := strings.TrimPrefix(x.Action, apartFrom)
			keeps = keeps || action == "keep"
			if action == meantAction || action == "order" || action == "keep" {
				out = append(out, x)
			}
		}
	}
	if r.Outcome != Clarify && !keeps {
		return nil
	}
	return out
}

// chosen is the line of the button that a message picks: by its place ("the second"), by yes to what was asked to be confirmed, or by words that
// fit one of them alone ("KP wali").
func (b *Bot) chosen(text string, of []Button) (string, bool) {
	t := strings.Trim(strings.ToLower(text), " ?!.,؟۔")
	lines := slices.DeleteFunc(slices.Clone(of), func(x Button) bool { return x.Action == "keep" })
	if len(lines) == 0 || len(strings.Fields(t)) > 8 || ownLine.MatchString(t) {
		return "", false
	}
	if len(lines) == 1 && len(of) == 2 && yes.MatchString(t) {
		return lines[0].Value, true
	}
	if len(lines) < 2 {
		return "", false
	}
	for i, p := range placesInRow {
		if p.MatchString(t) {
			if i == len(placesInRow)-1 {
				i = len(lines) - 1
			}
			if i < len(lines) {
				return lines[i].Value, true
			}
		}
	}
	words := strings.Fields(choosing.ReplaceAllString(" "+t+" ", " "))
	if len(words) == 0 {
		return "", false
	}
	place := b.somewhere(t)
	want := index.Wanted(words)
	best := -1
	for i, x := range lines {
		fits := place != "" && b.somewhere(x.Label) == place || len(want) > 0 && index.TermsOf(x.Label).Held(want) == len(want)
		if fits && best >= 0 {
			return "", false
		}
		if fits {
			best = i
		}
	}
	if best < 0 {
		return "", false
	}
	return lines[best].Value, true
}

// ownLine begins a line in the plain form, which is no choice among what was offered.
var ownLine = regexp.MustCompile(`^/?(?:action|reminder|request|watch|setting|alias|meeting|holiday|member)s? `)

var (
	yes         = regexp.MustCompile(`^(?:yes|yep|yeah|y|ok|okay|sure|confirm(?:ed)?|go ahead|do it|please do|haan|han|ji|ji haan|jee|theek hai|kar do|kar dein|ہاں|جی|جی ہاں|ٹھیک ہے|کر دیں)(?: please| ji| kar do)?$`)
	placesInRow = []*regexp.Regexp{
		regexp.MustCompile(`^(?:the )?(?:no\.? ?|number |option )?(?:1|1st|first|pehl[aeiy]+|پہل[اےی])(?: one| option| wal[aeiy]+| والا| والی)?$`),
		regexp.MustCompile(`^(?:the )?(?:no\.? ?|number |option )?(?:2|2nd|second|d[ou]+sr[aeiy]+|دوسر[اےی])(?: one| option| wal[aeiy]+| والا| والی)?$`),
		regexp.MustCompile(`^(?:the )?(?:no\.? ?|number |option )?(?:3|3rd|third|teesr[aeiy]+|tisr[aeiy]+|تیسر[اےی])(?: one| option| wal[aeiy]+| والا| والی)?$`),
		regexp.MustCompile(`^(?:the )?(?:no\.? ?|number |option )?(?:4|4th|fourth|chauth[aeiy]+|چوتھ[اےی])(?: one| option| wal[aeiy]+| والا| والی)?$`),
		regexp.MustCompile(`^(?:the )?(?:last|latter|aakhri|akhri|آخری)(?: one| option| wal[aeiy]+| والا| والی)?$`),
	}
	choosing = regexp.MustCompile(`(?i)[ ,.'’]+(?:(?:the|one|ones|option|i|meant?|mean|is|s|of|for|please|wala|wali|walay|waly|ka|ki|ke|mera|matlab|murad|hai|tha|no|not|on|at|by|والا|والی|کا|کی|ہے|میرا|مطلب)[ ,.]+)+`)
)

// somewhere is the key of the one place that a text names, itself or by a body or a town of it; empty: none, or several.
func (b *Bot) somewhere(text string) string {
	voc, place := b.voc.Load(), ""
	for _, m := range voc.Find(text) {
		rd, ok := m.One()
		if !ok {
			continue
		}
		at := ""
		switch rd.Kind {
		case vocab.Place:
			at = rd.Key
		case vocab.Body:
			if e, ok := voc.Lookup(vocab.Body, rd.Key); ok && e.Place != b.grp.Whole.Key {
				at = e.Place
			}
		}
		if at != "" && place != "" && at != place {
			return ""
		}
		place = orWord(at, place)
	}
	return orWord(place, b.placeOfTown(text))
}

// goesOn writes a message that goes on about the thing of the last command as a command of its own.
func (b *Bot) goesOn(m Message, text string, was *thread) (string, bool) {
	d := b.desk(m, "")
	if was.After == intent.Items || was.After == intent.Reminders || was.After == intent.Request {
		for _, read := range []func(string, []string) (string, bool){intent.PointedEach, intent.Pointed} {
			if line, ok := read(text, was.Recent); ok && d.changes(line) {
				return line, true
			}
		}
		if line, ok := intent.Turned(text, was.Page); ok {
			return line, true
		}
	}
	if was.About == "" {
		return "", false
	}
	opts := d.orders().When
	about := was.About
	if about[0] == 'R' && intent.SaysDone(text) { // reminders are not done, the item is that they remind of
		for _, id := range was.Recent {
			if id[0] == 'A' {
				about = id
			}
		}
	}
	text = d.everyWeek(text, about)
	said, ok := intent.GoesOn(text, about, was.After == intent.Items || was.After == intent.Reminders, func(phrase string) when.Result {
		return when.Find(phrase, d.m.At, opts)
	})
	return said, ok
}

// changes reports whether a text orders something about things that are there.
func (d *desk) changes(text string) bool {
	list, err := d.orders().ReadAll(text, d.m.At)
	return err == nil && !slices.ContainsFunc(list, func(o intent.Order) bool { return len(o.IDs) == 0 || o.Verb == intent.Add })
}

// everyWeek reads "make it Tuesday", of a reminder that comes every week, as every Tuesday at its time.
func (d *desk) everyWeek(text, id string) string {
	m := makeItDay.FindStringSubmatch(strings.ToLower(text))
	if m == nil || id[0] != 'R' {
		return text
	}
	rem, err := d.st.Reminder(id)
	if err != nil || !strings.HasPrefix(rem.Repeat.Rule, "FREQ=WEEKLY;BYDAY=") || strings.Contains(rem.Repeat.Rule, ",") {
		return text
	}
	every := "make it every " + m[1]
	if at := orWord(m[2], rem.Repeat.Time); at != "" {
		every += " at " + at
	}
	return every
}

// makeItDay sets a weekday anew, in a word.
var makeItDay = regexp.MustCompile(`^(?:no,? |actually,? |and )*(?:make|change|set) (?:it|that|this)(?: to| on)? ((?:mon|tues?|wednes|thurs?|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)s?(?: at (\d{1,2}(?::\d\d)? ?(?:am|pm)?))?(?: instead| please)?[.! ]*$`)
