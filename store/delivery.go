package store

import "time"

// An Occurrence is one planned notice: of an item or a reminder, at a nominal moment. Its key is a hash of item or reminder, share, rule
// and nominal time, so that planning twice plans once.
type Occurrence struct {
	Key      string
	Item     string // item id, or
	Reminder string // reminder id
	Body     string // the share it is about; empty: the whole
	To       string // member id, where each of several people gets a notice of their own; empty: Channel alone
	Rule     string // "before-7", "on-day", "weekly", "reminder", "watch"; or RuleBlocked, RuleUnsure
	Nominal  string // wall time 2006-01-02T15:04 in Zone, as planned before any shift
	Zone     string
	At       time.Time // the instant it is due, after shifts
	Hold     time.Time // not before this instant, whatever At says: quiet hours, a limit of Slack; zero: no such thing
	Shifted  string    // why it is not on its nominal day: "holiday: Eid-ul-Fitr"; empty: it is
	Channel  string    // channel id, or member id for a direct message
	State    State
	Delivery string // marker of the delivery that carries it
	Reason   string // why it is blocked
	Attempt  int    // how often a delivery was tried
}

// The rules of occurrences that no planner plans: they tell somebody that a delivery is in trouble. Reason says which.
const (
	RuleBlocked = "blocked" // it cannot be shown where it belongs
	RuleUnsure  = "unsure"  // nobody knows whether it was shown
)

// Tells reports whether o tells of another delivery's trouble.
func (o Occurrence) Tells() bool { return o.Rule == RuleBlocked || o.Rule == RuleUnsure }

// Due is the instant from which o may be shown.
func (o Occurrence) Due() time.Time {
	if o.Hold.After(o.At) {
		return o.Hold
	}
	return o.At
}

// Subject is the id of the item or reminder o is about.
func (o Occurrence) Subject() string {
	if o.Item != "" {
		return o.Item
	}
	return o.Reminder
}

// A State is where a notice stands: due -> intent -> posted | due again | blocked | cancelled.
type State string

// The states.
const (
	IsDue     State = "due"
	Intent    State = "intent"
	Posted    State = "posted"
	Blocked   State = "blocked"
	Cancelled State = "cancelled"
)

// A Delivery is one message of reminders: a channel, a day, a frozen list of occurrences and the frozen text, under one marker. A resend
// posts the same list and the same text.
type Delivery struct {
	Marker  string // opaque; in the message's metadata and in a block id
	Channel string
	Day     string   // nominal day, 2006-01-02
	Keys    []string // of the occurrences, in the order shown
	Text    string   // the frozen plain text
	Lines   []Line   // the frozen lines
	State   State
	Attempt int
	First   time.Time // when the first attempt's intent was written: no message of it is older
	Began   time.Time // when the latest attempt's intent was written
	Ended   time.Time // when the last attempt ended, in whatever way
	TS      string    // of the message, once posted
	Posted  time.Time
	Audited bool
	Reason  string              // why it is blocked or ambiguous
	Unsure  int                 // attempts of which nobody knows whether they were shown
	Clean   int                 // clean reads of the history, since the last attempt, that did not show it
	LastTry time.Time           // when the history was last read, or tried to be
	Unasked bool                // holds notices nobody asked for
	Seen    map[string][]string // watches: hashes of the passages shown, by reminder id
	Version int                 // raised when what it is about changed after it was shown
}

// A Line is one line of a delivery.
type Line struct {
	Key  string // of its occurrence; empty: a heading, or a note
	Text string // plain: the front end escapes it
	Who  string // member id to be named in front of it; empty: nobody
	Room string // channel id to be named behind it; empty: none
	Done bool   // struck out since
}

// A Notice is an occurrence with what it is about. Item and Reminder are both nil if that was undone meanwhile.
type Notice struct {
	Occurrence
	On *Item     // the item, or
	Of *Reminder // the reminder
}

// Taking is what TakeDue offers for a delivery.
type Taking struct {
	Channel     string
	Notices     []Notice  // due in the channel, the longest due first; at most 500
	LastUnasked time.Time // when the channel last got a message nobody asked for; zero: never
}

// A Draft is what the taker makes of it. Occurrences it neither shows nor holds stay due.
type Draft struct {
	Day     string // nominal day of the message, 2006-01-02
	Keys    []string
	Text    string
	Lines   []Line
	Unasked bool
	Hold    map[string]time.Time // occurrences put off, by key
	Drop    map[string]string    // occurrences not to be shown at all, by key, with the reason
	Move    map[string]string    // occurrences to be shown in another channel instead, by key
	Seen    map[string][]string  // as in Delivery

	now time.Time // when it was taken
}

// An Edit is a delivery that was shown and whose items or reminders changed since, with how they stand now in the order of its keys.
type Edit struct {
	Delivery
	Notices []Notice
}
