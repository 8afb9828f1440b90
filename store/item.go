package store

import (
	"strings"
	"time"
)

// An Item is an action item: something a member or a body promised to do. The zero Item is not valid; AddItem fills in ID, Created and
// History.
type Item struct {
	ID      string // "A-0042"
	Text    string // what is to be done, as the member wrote it
	Owner   string // member id of the one who looks after it
	Creator string // member id of the one who wrote it down
	Channel string // where its reminders appear; empty: in direct messages
	Thread  string // ts of the thread it was written in
	Source  Source // where the promise was made
	Number  string // "14.5": the group's own number of the decision or action point
	Meeting int    // of which meeting; 0: none
	Body    string // key of the one owing body, where there is just one and no shares are needed
	Shares  []Share
	Due     Due
	Policy  Policy // overrides the group's reminder policy
	Status  Status
	Note    []Evidence // evidence given for the whole item
	Request bool       // the secretariat asked many bodies for it
	Draft   bool       // proposed from a record and not yet claimed by anybody
	Named   bool       // the secretariat had the awaited bodies named in the common channel
	Created time.Time
	Closed  time.Time // when it was done or dropped; zero: open
	Dropped bool
	History []Change

	why string
}

// Because gives the reason of the change that is being made, for the history; to be called inside ChangeItem.
func (it *Item) Because(reason string) { it.why = reason }

// Open reports whether something is still to be done: it was neither done nor dropped.
func (it *Item) Open() bool { return it.Closed.IsZero() }

// Share returns the share of a body, or nil. What it points to is part of it.
func (it *Item) Share(body string) *Share {
	for i := range it.Shares {
		if it.Shares[i].Body == body {
			return &it.Shares[i]
		}
	}
	return nil
}

// Change is the id of the latest change, for Undo.
func (it *Item) Change() string {
	if len(it.History) == 0 {
		return ""
	}
	return it.History[len(it.History)-1].ID
}

// A Source is where a promise comes from: a passage of a record, or a message. At most one is set.
type Source struct {
	Document string // id
	Passage  string // id
	Locator  string
	Hash     string // of the passage's text when it was linked, to notice that it changed
	Link     string // permalink of a message
}

// A Share is one body's part of an item.
type Share struct {
	Body      string // key
	Status    Status
	Received  time.Time // when it came; zero: awaited
	Evidence  []Evidence
	Confirmed string    // member id of the one who validated it
	At        time.Time // when it was validated
}

// A Status is how far a promise is kept, in OGP's words.
type Status string

// The statuses. The zero value is "not started".
const (
	NotStarted  Status = ""
	Limited     Status = "limited"
	Substantial Status = "substantial"
	Complete    Status = "complete"
	NoEvidence  Status = "no evidence" // said to be done, and nothing shows it
	Reported    Status = "reported"    // done with evidence, not yet confirmed by the secretariat
)

// Evidence is what shows that something was done.
type Evidence struct {
	Text string // a reference, a link, or words
	Link string
	By   string // member id
	At   time.Time
}

// A Due is a deadline as it was said: a nominal day, or an event whose day is not on record, or nothing.
type Due struct {
	Date  string // 2006-01-02; empty: none, or bound to Event
	Time  string // 15:04; empty: no time was given, and it is due at the group's due hour
	Zone  string // IANA name
	Event string // "15th IPMG": Date is filled when the meeting's day is put on record
	Days  int    // days added to the event's day: -3 is three days before
	Work  bool   // Days counts working days
}

// Zero reports whether no deadline was given.
func (d Due) Zero() bool { return d.Date == "" && d.Event == "" }

// String is the deadline as histories show it: "2019-11-08 17:00", "15th IPMG", or empty.
func (d Due) String() string {
	s := d.Date
	if d.Time != "" {
		s += " " + d.Time
	}
	if d.Event != "" {
		s = strings.TrimSpace(s + " (" + d.Event + ")")
	}
	return s
}

// A Policy is when an item's notices go out. The zero Policy is the group's.
type Policy struct {
	Before []int // days before the deadline
	OnDay  bool
	Weekly bool // weekly while awaited
	Off    bool // no notices
	Set    bool // the fields above count, instead of the group's
}

// A Change is one line of an item's history.
type Change struct {
	ID     string // "C-000123": what Undo takes; given by the store
	At     time.Time
	By     string // member id
	What   string // "added", "due", "done", "text", ...
	From   string
	To     string
	Reason string
}
