package bot

import (
	"strings"
	"time"

	"rabita/index"
)

// A Message is something a member said or did, free of Slack's shapes. The front end fills it in; the moment it was said is At, in the
// speaker's own zone, and everything computed from it is a plain function of that.
type Message struct {
	Kind    Kind      // how it reached the bot
	Text    string    // the words, without the bot's own mention; mentions of people and channels as <@U1> and <#C1>
	Who     string    // the speaker's member id
	Channel string    // where; a direct message has its own id
	Thread  string    // ts of the thread's first message; empty outside a thread
	TS      string    // ts of the message itself; for Click and Submit, of the message acted on
	At      time.Time // when it was said
	AsOf    time.Time // the moment the answer speaks for; zero: At

	Room  Room // what the front end knows of the channel
	Guest bool // the speaker is a guest, a Slack Connect stranger, or unknown: sees what everyone may see, keeps nothing

	Action string            // Click, Submit, Shortcut: which button, modal or shortcut
	Value  string            // Click: the button's value; Shortcut: permalink of the message; Submit: the modal's private metadata
	Fields map[string]string // Submit: values by block id

	// Outside are the members named in it who can keep nothing here: guests, programs, people who are gone or of another organisation. Nil: none
	// that the front end knows of.
	Outside []string
	Files   []File // uploaded with the message
}

// A Kind says how a message reached the bot.
type Kind string

// The kinds of message.
const (
	Mention  Kind = "mention"  // @rabita in a channel
	Direct   Kind = "direct"   // a direct message
	Command  Kind = "command"  // a slash command; Text begins with the command's word: "action add ..."
	Overhear Kind = "overhear" // said in a thread the bot takes part in, not addressed to it
	Click    Kind = "click"    // a button or a select
	Submit   Kind = "submit"   // a modal sent
	Shortcut Kind = "shortcut" // a message shortcut
	Home     Kind = "home"     // the App Home was opened
)

// A Room is what decides who reads a reply posted in a channel. The zero Room is the asker alone.
type Room struct {
	Name   string // without "#"
	Public bool   // every full member of the workspace can read it
	Shared bool   // guests or people of other organisations can read it
	Direct bool   // only the asker and the bot
}

// A File is bytes with a name: uploaded by a member, or sent to one.
type File struct {
	Name string
	Type string // media type
	Data []byte
	URL  string // where the front end fetches it, if Data is not here yet
}

// A Reply is what the bot says back, free of Slack's shapes. The zero Reply says nothing.
type Reply struct {
	Outcome Outcome
	Parts   []Part // in reading order; the first is the finding
	Where   Where
	Edit    string // ts of the message this one replaces; empty: a new message
	Modal   *Modal // opened, updated, or nil
	Errors  map[string]string
	Files   []File
	Notify  []Notice // messages to others: the owner, the creator, a body's channel
	Page    string   // of a list: the line that shows this page of it, from which "next page" goes on

	// For machines: what `rabita ask -json` prints.
	ReadAs      ReadAs
	Passages    []Cited
	Actions     []Action
	AskBack     []string
	Suggestions []string
}

// An Outcome is what kind of reply it is.
type Outcome string

// The outcomes, as in `rabita ask -json`.
const (
	Answer  Outcome = "answer"
	Partial Outcome = "partial"
	None    Outcome = "none"
	Clarify Outcome = "clarify"
	Done    Outcome = "command"
	Refused Outcome = "refused"
	Crisis  Outcome = "crisis"
	Silent  Outcome = "" // nothing is posted
)

// Where a reply belongs.
type Where string

// The places. The zero value is where the message was said: its thread, its direct message; ephemerally for a slash command.
const (
	There     Where = ""
	Ephemeral Where = "ephemeral" // only the asker sees it
	DM        Where = "dm"        // a message that stays, to the asker alone
)

// A Part is one block of a reply. Exactly one of its fields is set, Spans apart, which go with Style.
type Part struct {
	Style   Style
	Spans   []Span
	Quote   *Cited
	Table   *Table
	Buttons []Button
}

// A Style says how a part's spans are shown.
type Style string

// The styles.
const (
	Plain   Style = ""        // a paragraph
	Finding Style = "finding" // the first line: the answer with its source
	Head    Style = "head"    // a small heading
	Bullet  Style = "bullet"
	Small   Style = "small" // how the question was read, provenance, hints
)

// A Span is a run of text. Text is plain: the front end escapes it. At most one of the others is set; Text is then what is read aloud.
type Span struct {
	Text    string
	Bold    bool
	Strike  bool
	User    string    // member id
	Channel string    // channel id
	At      time.Time // shown in the reader's zone; Text is the fallback
	URL     string
}

// Cited is one contiguous quote with its citation.
type Cited struct {
	Document   string     `json:"document"`
	Title      string     `json:"title"`
	Type       string     `json:"type"`
	Date       index.Date `json:"date"`
	Issued     index.Date `json:"issued"`
	Body       string     `json:"body"`
	Locator    string     `json:"locator"`
	Passage    string     `json:"passage"`
	Quote      string     `json:"quote"`
	Meeting    int        `json:"-"`
	Place      string     `json:"-"`
	Label      string     `json:"-"` // "14th IPMG minutes, 29 Oct 2019"
	Provenance string     `json:"-"` // synthetic passages end "SAMPLE, synthetic"
	Note       string     `json:"-"` // "corrected by ...", "draft", "a bill, not an Act"
}

// A Table is shown as a table where the surface has one, else as lines.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]string
}

// A Button carries an action back as a Click. Value is data, not authority: rights are checked again when it is pressed.
type Button struct {
	Action  string // "item.done"
	Value   string // "A-0042"
	Label   string
	Style   string // "", "primary", "danger"
	Confirm string // asked before it is sent; empty: none
	URL     string // opens a page instead
}

// A Modal is a form. Fields keep their ids when it is shown again, so what was typed stays.
type Modal struct {
	ID      string // which form: comes back as Message.Action
	Meta    string // comes back as Message.Value
	Title   string
	Submit  string
	Fields  []Field
	Replace string // view id to update; empty: open a new one
}

// A Field is one input of a modal.
type Field struct {
	ID       string
	Label    string
	Kind     string // text, lines, date, time, member, channel, choice, choices, note (shown, not asked)
	Hint     string
	Value    string
	Optional bool
	Choices  []Choice
}

// A Choice is one option of a select.
type Choice struct{ Value, Label string }

// A Notice is a message to somebody other than the asker.
type Notice struct {
	Channel string // channel or member id
	Thread  string
	Edit    string // ts of the message it replaces
	Reply   Reply
	Item    string // the item whose message this is, so that it can be edited later
}

// ReadAs is how the question was understood: keys of the vocabulary; a facet that was not asked is empty.
type ReadAs struct {
	Intent   string   `json:"intent"`
	Bodies   []string `json:"bodies"`
	Places   []string `json:"places"`
	Topics   []string `json:"topics"`
	Types    []string `json:"types"`
	Meetings []int    `json:"meetings"`
	Sections []string `json:"sections"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Unknown  []string `json:"unknown"`
}

// An Action is a change that was made, or would be made once confirmed.
type Action struct {
	Kind     string `json:"kind"` // add_item, add_reminder, change_due, cancel, list, ...
	ID       string `json:"id"`
	Text     string `json:"text"`
	Owner    string `json:"owner"`
	Body     string `json:"body"`
	Channel  string `json:"channel"`
	At       string `json:"at"` // RFC 3339; empty: none or bound to Event
	DateOnly bool   `json:"date_only"`
	Rule     string `json:"rule"`
	Event    string `json:"event"`
	Item     string `json:"item"`    // the decision or action point it belongs to: "14.1"
	Confirm  bool   `json:"confirm"` // nothing was changed yet: the member is asked first
}

// Text is the whole reply as a member reads it, in plain text, one part a paragraph.
func (r Reply) Text() string {
	var b strings.Builder
	for _, p := range r.Parts {
		s := p.text()
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(s)
	}
	return b.String()
}

func (p Part) text() string {
	switch {
	case p.Quote != nil:
		return p.Quote.text()
	case p.Table != nil:
		return p.Table.text()
	case p.Buttons != nil:
		var labels []string
		for _, b := range p.Buttons {
			labels = append(labels, "["+b.Label+"]")
		}
		return strings.Join(labels, " ")
	}
	var b strings.Builder
	if p.Style == Bullet {
		b.WriteString("• ")
	}
	for _, s := range p.Spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func (c *Cited) text() string {
	var b strings.Builder
	b.WriteString("> " + strings.ReplaceAll(c.Quote, "\n", "\n> "))
	b.WriteString("\n— " + c.Citation())
	return b.String()
}

// Citation is the line under a quote: document, date, locator, id, notes and provenance.
func (c *Cited) Citation() string {
	s := c.Label + ", " + c.Locator + " [" + c.Document + "]"
	if c.Note != "" {
		s += " · " + c.Note
	}
	if c.Provenance == "synthetic" || c.Provenance == "mixed" {
		s += " · SAMPLE, synthetic"
	}
	return s
}

func (t *Table) text() string {
	var b strings.Builder
	if t.Caption != "" {
		b.WriteString(t.Caption)
	}
	for _, row := range append([][]string{t.Header}, t.Rows...) {
		if len(row) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(strings.Join(row, " | "))
	}
	return b.String()
}

// Say makes a part of one plain span.
func Say(style Style, text string) Part { return Part{Style: style, Spans: []Span{{Text: text}}} }

// linked makes a part of one sentence in which an address, if it is there, opens its page.
func linked(style Style, text, address string) Part {
	before, after, there := strings.Cut(text, address)
	if address == "" || !there {
		return Say(style, text)
	}
	return Part{Style: style, Spans: []Span{{Text: before}, {Text: address, URL: address}, {Text: after}}}
}
