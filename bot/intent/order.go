package intent

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rabita/bot/when"
	"rabita/index/vocab"
)

// An Order is a command as it was read: what is to be done with which thing. It is made by Orders.Read from what a member typed, in
// English, Roman Urdu or Urdu, and String writes it in the plain form that reads back to the same order. The zero Order is nothing.
//
// A facet that was not said is empty. When is the deadline in the member's own words and Due what it means; buttons carry orders as
// strings with an absolute date in When, so that pressing one tomorrow means the day that was shown.
type Order struct {
	Object Object
	Verb   Verb
	IDs    []string // "A-0042", "R-0007", "W-0003"
	Number string   // "14.5": the group's own number of a decision or action point
	Which  string   // the thing in other words: "monday", "ncsw": matched against what is kept
	Text   string   // what is to be done; of a register: the alias, the name of the holiday
	Value  string   // of an alias: what it stands for; of a setting: its value; of a document: the field's value
	When   string   // the deadline or repetition as said
	Due    when.Result
	Shift  Shift    // "by two weeks"
	Owner  string   // member id, or Me: who looks after the item, who is reminded
	Bodies []string // keys of bodies and sets: who owes, who is asked, who is reminded
	// Channel is where its notices appear: a channel id, "#name" where the name is not known, Here or Everyone.
	Channel  string
	Source   string // where the promise was made: a permalink, a passage id, or words: "20th IPMG item 6"
	Evidence string
	Reason   string
	Status   string // limited, substantial, complete
	Until    string // a repetition ends when this item, or "share" for the one it is about, is received
	Meeting  int    // number of the meeting it is about
	Place    string // of a meeting: where; of a holiday: key of the place that keeps it
	Days     int    // how many days a holiday lasts; 0: one
	Expected bool   // a holiday that may move
	Yes      bool   // the member was asked and says yes
	Leans    bool   // it means the thing of the order before it in the message; String does not write it
	Stated   bool   // it was told rather than ordered ("we will send the file tomorrow"): the member is asked before anything is kept
	Filter   Filter
	Format   string // csv, ics, docx
}

// Words that stand for somebody until it is known who speaks and where.
const (
	Me       = "me"       // Owner: the speaker
	Here     = "here"     // Channel: where it was said
	Everyone = "everyone" // Channel: the common one
	Awaited  = "awaited"  // Bodies: those that still owe their part of what a reminder is about
	NoDate   = "none"     // When: the deadline is taken away
)

// An Object is what an order is about.
type Object string

// The objects.
const (
	Item        Object = "action"
	Reminder    Object = "reminder"
	Watch       Object = "watch"
	Asking      Object = "request" // the secretariat asks many bodies
	AMeeting    Object = "meeting"
	AHoliday    Object = "holiday"
	AMember     Object = "member"
	AnAlias     Object = "alias"
	ASetting    Object = "setting"
	TheBrief    Object = "brief"
	ThePage     Object = "page"      // one body's page
	TheGaps     Object = "questions" // questions without an answer
	TheMachine  Object = "health"
	AnyDocument Object = "document"
)

// A Verb is what is to be done.
type Verb string

// The verbs; not every object knows every verb (verbsOf).
const (
	Add      Verb = "add"
	Mine     Verb = "mine"
	List     Verb = "list"
	Show     Verb = "show"
	Finish   Verb = "done"
	Reopen   Verb = "reopen"
	Edit     Verb = "edit"
	Due      Verb = "due"
	Snooze   Verb = "snooze"
	Prove    Verb = "evidence"
	Confirm  Verb = "confirm"
	Claim    Verb = "claim"
	Drop     Verb = "drop"
	Undo     Verb = "undo"
	Export   Verb = "export"
	HelpWith Verb = "help"
	Propose  Verb = "propose"  // items from the minutes
	Receive  Verb = "received" // a share came
	NameThem Verb = "name"     // say in the common channel who is awaited
	Cancel   Verb = "cancel"
	Skip     Verb = "skip"
	Pause    Verb = "pause"
	Resume   Verb = "resume"
	Move     Verb = "move"
	Accept   Verb = "accept"
	Decline  Verb = "decline"
	Remove   Verb = "remove"
	Next     Verb = "next"
	Set      Verb = "set"
)

// verbsOf are the verbs an object knows, as its help lists them.
var verbsOf = map[Object][]Verb{
	Item:        {Add, Mine, List, Show, Finish, Reopen, Edit, Due, Snooze, Prove, Confirm, Claim, Drop, Undo, Export, HelpWith, Propose, Receive, NameThem},
	Reminder:    {Add, List, Show, Cancel, Snooze, Skip, Pause, Resume, Move, Accept, Decline, Undo, HelpWith},
	Watch:       {Add, List, Cancel},
	Asking:      {Add, List, Show, HelpWith},
	AMeeting:    {Set, Cancel, Next, List},
	AHoliday:    {Add, Remove, List},
	AMember:     {Set, List},
	AnAlias:     {Add, Remove, List},
	ASetting:    {Set, List},
	TheBrief:    {Show},
	ThePage:     {Show},
	TheGaps:     {List, Finish},
	TheMachine:  {Show, Undo, HelpWith},
	AnyDocument: {Set, Remove},
}

// A Shift moves a deadline by a span. The zero Shift moves nothing.
type Shift struct {
	Days    int  // negative: earlier
	Months  int  //
	Minutes int  // hours and minutes; with these nothing else moves
	Work    bool // Days counts working days
}

// Back is the shift the other way.
func (s Shift) Back() Shift {
	s.Days, s.Months, s.Minutes = -s.Days, -s.Months, -s.Minutes
	return s
}

// Zero reports whether s moves nothing.
func (s Shift) Zero() bool { return s == Shift{} }

// String is the shift as it is read: "2 weeks", "-3 working days", "1 month".
func (s Shift) String() string {
	n, unit := s.Days, "day"
	switch {
	case s.Minutes != 0 && s.Minutes%60 == 0:
		n, unit = s.Minutes/60, "hour"
	case s.Minutes != 0:
		n, unit = s.Minutes, "minute"
	case s.Months != 0:
		n, unit = s.Months, "month"
	case s.Work:
		unit = "working day"
	case n != 0 && n%7 == 0:
		n, unit = n/7, "week"
	}
	if n != 1 && n != -1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// Limits of what an order holds, in characters.
const (
	MaxOrder = 6000 // of the whole message
	MaxTask  = 1000 // of a text that is kept
	MaxWords = 500  // of evidence, a reason, a name
)

// Orders reads orders. Every field may be empty. It is safe for use by many goroutines while nobody changes it.
type Orders struct {
	Vocabulary *vocab.Vocabulary
	When       when.Options
	Place      string                     // of the speaker: chooses between "WDD"s
	Member     func(handle string) string // the id of the member called @handle, or ""
	Name       func(id string) string     // the other way round, for members and channels: no "@", no "#"
	Channel    func(name string) string   // the id of a channel, or ""
	Whole      string                     // key of the place that is no single one: "PK"
	Meetings   []int                      // on record: "last meeting" is the highest
	Known      func(word string) bool     // see Reader
	Mine       func(words string) bool    // see Reader
	Keeps      bool                       // see Reader
}

// Read reads one message as an order. The error is a *Mistake, or ErrNoOrder where the text is no order at all.
func (r *Orders) Read(text string, at time.Time) (Order, error) {
	if n := utf8.RuneCountInString(text); n > MaxOrder {
		return Order{}, long("long message", n, MaxOrder)
	}
	text = tidy(text)
	p := &orderReader{Orders: r, at: at}
	o, err := p.read(text)
	if m := new(Mistake); errors.As(err, &m) {
		for _, k := range m.readings {
			if line := strings.TrimSpace(strings.Replace(text, m.word, k, 1)); line != text {
				m.Send = append(m.Send, line)
			}
		}
	}
	if err != nil {
		return o, err
	}
	if err := hedged(text, o); err != nil {
		return o, err
	}
	for _, f := range []*string{&o.Text, &o.Which, &o.Evidence, &o.Reason, &o.Value} { // what was taken out of the middle leaves no gap
		*f = strings.Join(strings.Fields(*f), " ")
	}
	if err := o.short(); err != nil {
		return o, err
	}
	return o, nil
}

// short reports what is longer than may be kept.
func (o *Order) short() error {
	for _, f := range []struct {
		name, text string
		limit      int
	}{{"text", o.Text, MaxTask}, {"evidence", o.Evidence, MaxWords}, {"reason", o.Reason, MaxWords}, {"value", o.Value, MaxWords}, {"source", o.Source, MaxWords}} {
		if n := utf8.RuneCountInString(f.text); n > f.limit {
			return long("long text", n, f.limit, f.name)
		}
	}
	return nil
}

// String is the order in the plain form: object, verb, ids and text, then the facets behind bars. Read gives the same order back.
func (o Order) String() string {
	head := []string{string(o.Object)}
	switch o.Object {
	case TheBrief, ThePage, TheMachine, TheGaps:
		if o.Verb != Show && o.Verb != List {
			head = append(head, string(o.Verb))
		}
	default:
		head = append(head, string(o.Verb))
	}
	head = append(head, o.IDs...)
	if o.Text != "" {
		head = append(head, o.Text)
	}
	if f := o.Filter.String(); f != "" {
		head = append(head, f)
	}
	var b strings.Builder
	b.WriteString(strings.Join(head, " "))
	field := func(name, value string) {
		if value != "" {
			b.WriteString(" | " + name + " " + value)
		}
	}
	field("no", o.Number)
	field("which", o.Which)
	field("value", o.Value)
	field("due", o.When)
	if !o.Shift.Zero() {
		field("by", o.Shift.String())
	}
	if o.Owner != "" && o.Owner != Me {
		field("owner", "<@"+o.Owner+">")
	} else {
		field("owner", o.Owner)
	}
	field("body", strings.Join(o.Bodies, ", "))
	if strings.HasPrefix(o.Channel, "#") {
		field("channel", o.Channel)
	} else if o.Channel == Here || o.Channel == Everyone {
		field("channel", o.Channel)
	} else if o.Channel != "" {
		field("channel", "<#"+o.Channel+">")
	}
	field("source", o.Source)
	field("evidence", o.Evidence)
	field("reason", o.Reason)
	field("status", o.Status)
	field("until", o.Until)
	if o.Meeting > 0 {
		field("meeting", strconv.Itoa(o.Meeting))
	}
	field("place", o.Place)
	if o.Days > 0 {
		field("days", strconv.Itoa(o.Days))
	}
	if o.Expected {
		b.WriteString(" | expected")
	}
	field("as", o.Format)
	if o.Yes {
		b.WriteString(" | yes")
	}
	if o.Stated {
		b.WriteString(" | stated")
	}
	return b.String()
}

// verb finds the verb of an object by its word, or one close to it.
func verb(object Object, word string) (v Verb, near Verb) {
	word = strings.ToLower(word)
	if s, ok := verbWords[word]; ok {
		word = string(s)
	}
	if word == string(Cancel) && !slices.Contains(verbsOf[object], Cancel) {
		word = string(Drop)
		if object != Item {
			word = string(Remove)
		}
	}
	if slices.Contains(verbsOf[object], Verb(word)) {
		return Verb(word), ""
	}
	for _, k := range verbsOf[object] {
		if len(word) > 1 && distance(word, string(k)) <= 1+len(word)/6 {
			return "", k
		}
	}
	return "", ""
}

// verbWords are other words for verbs, in commands that begin with their object.
var verbWords = map[string]Verb{"new": Add, "create": Add, "log": Add, "my": Mine, "all": List, "ls": List, "find": List, "search": List, "view": Show, "open": Show,
	"complete": Finish, "mark": Finish, "completed": Finish, "finish": Finish, "finished": Finish, "close": Finish, "closed": Finish, "change": Edit, "update": Edit, "deadline": Due,
	"push": Due, "postpone": Due, "extend": Due, "later": Snooze, "proof": Prove, "validate": Confirm, "verify": Confirm, "take": Claim, "assign": Claim, "delete": Cancel,
	"stop": Cancel, "rm": Cancel, "from": Propose, "proposed": Propose, "receive": Receive, "unpause": Resume, "reschedule": Move, "csv": Export, "ics": Export, "calendar": Export,
	"?": HelpWith, "madad": HelpWith, "مدد": HelpWith, "is": Set}

// distance is the number of letters to add, drop, change or swap to turn a into b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	var older []int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		older, before = before, slices.Clone(row)
		row = make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(before[j]+1, row[j-1]+1, before[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return row[len(y)]
}
