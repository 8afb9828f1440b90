package store

import "time"

// The stored types: old files must still load, so a field's name in JSON is for ever, and what a new field means when it is absent must
// be what it meant before there was one. The exported types may change with the code.

type storedItem struct {
	Text    string           `json:"text"`
	Owner   string           `json:"owner,omitempty"`
	Creator string           `json:"creator,omitempty"`
	Channel string           `json:"channel,omitempty"`
	Thread  string           `json:"thread,omitempty"`
	Source  storedSource     `json:"source,omitzero"`
	Number  string           `json:"number,omitempty"`
	Meeting int              `json:"meeting,omitempty"`
	Body    string           `json:"body,omitempty"`
	Shares  []storedShare    `json:"shares,omitempty"`
	Due     storedDue        `json:"due,omitzero"`
	Policy  storedPolicy     `json:"policy,omitzero"`
	Status  Status           `json:"status,omitempty"`
	Note    []storedEvidence `json:"note,omitempty"`
	Request bool             `json:"request,omitempty"`
	Draft   bool             `json:"draft,omitempty"`
	Named   bool             `json:"named,omitempty"`
	Created time.Time        `json:"created,omitzero"`
	Closed  time.Time        `json:"closed,omitzero"`
	Dropped bool             `json:"dropped,omitempty"`
	History []storedChange   `json:"history,omitempty"`
}

type storedSource struct {
	Document string `json:"document,omitempty"`
	Passage  string `json:"passage,omitempty"`
	Locator  string `json:"locator,omitempty"`
	Hash     string `json:"hash,omitempty"`
	Link     string `json:"link,omitempty"`
}

type storedShare struct {
	Body      string           `json:"body"`
	Status    Status           `json:"status,omitempty"`
	Received  time.Time        `json:"received,omitzero"`
	Evidence  []storedEvidence `json:"evidence,omitempty"`
	Confirmed string           `json:"confirmed,omitempty"`
	At        time.Time        `json:"at,omitzero"`
}

type storedEvidence struct {
	Text string    `json:"text,omitempty"`
	Link string    `json:"link,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

type storedDue struct {
	Date  string `json:"date,omitempty"`
	Time  string `json:"time,omitempty"`
	Zone  string `json:"zone,omitempty"`
	Event string `json:"event,omitempty"`
	Days  int    `json:"days,omitempty"`
	Work  bool   `json:"work,omitempty"`
}

type storedPolicy struct {
	Before []int `json:"before,omitempty"`
	OnDay  bool  `json:"on_day,omitempty"`
	Weekly bool  `json:"weekly,omitempty"`
	Off    bool  `json:"off,omitempty"`
	Set    bool  `json:"set,omitempty"`
}

type storedChange struct {
	ID     string    `json:"id,omitempty"`
	At     time.Time `json:"at,omitzero"`
	By     string    `json:"by,omitempty"`
	What   string    `json:"what,omitempty"`
	From   string    `json:"from,omitempty"`
	To     string    `json:"to,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

type storedReminder struct {
	Text     string         `json:"text"`
	Who      string         `json:"who,omitempty"`
	For      string         `json:"for,omitempty"`
	Accepted bool           `json:"accepted,omitempty"`
	Body     string         `json:"body,omitempty"`
	Channel  string         `json:"channel,omitempty"`
	Due      storedDue      `json:"due,omitzero"`
	Repeat   Repeat         `json:"repeat,omitzero"` // Repeat's JSON is its stored form
	Until    string         `json:"until,omitempty"`
	Watch    *storedWatch   `json:"watch,omitempty"`
	Paused   bool           `json:"paused,omitempty"`
	Skip     []string       `json:"skip,omitempty"`
	Snoozed  time.Time      `json:"snoozed,omitzero"`
	Created  time.Time      `json:"created,omitzero"`
	Ended    time.Time      `json:"ended,omitzero"`
	History  []storedChange `json:"history,omitempty"`
}

type storedWatch struct {
	Question string   `json:"question"`
	Seen     []string `json:"seen,omitempty"`
}

type storedOccurrence struct {
	Item     string    `json:"item,omitempty"`
	Reminder string    `json:"reminder,omitempty"`
	Body     string    `json:"body,omitempty"`
	To       string    `json:"to,omitempty"`
	Rule     string    `json:"rule"`
	Nominal  string    `json:"nominal,omitempty"`
	Zone     string    `json:"zone,omitempty"`
	At       time.Time `json:"at"`
	Hold     time.Time `json:"hold,omitzero"`
	Shifted  string    `json:"shifted,omitempty"`
	Channel  string    `json:"channel"`
	State    State     `json:"state"`
	Delivery string    `json:"delivery,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Attempt  int       `json:"attempt,omitempty"`
}

type storedDelivery struct {
	Channel string              `json:"channel"`
	Day     string              `json:"day"`
	Keys    []string            `json:"keys"`
	Text    string              `json:"text"`
	Lines   []storedLine        `json:"lines"`
	State   State               `json:"state"`
	Attempt int                 `json:"attempt"`
	First   time.Time           `json:"first"`
	Began   time.Time           `json:"began"`
	Ended   time.Time           `json:"ended,omitzero"`
	TS      string              `json:"ts,omitempty"`
	Posted  time.Time           `json:"posted,omitzero"`
	Audited bool                `json:"audited,omitempty"`
	Reason  string              `json:"reason,omitempty"`
	Unsure  int                 `json:"unsure,omitempty"`
	Clean   int                 `json:"clean,omitempty"`
	LastTry time.Time           `json:"last_try,omitzero"`
	Unasked bool                `json:"unasked,omitempty"`
	Seen    map[string][]string `json:"seen,omitempty"`
	Version int                 `json:"version,omitempty"`
}

type storedLine struct {
	Key  string `json:"key,omitempty"`
	Text string `json:"text"`
	Who  string `json:"who,omitempty"`
	Room string `json:"room,omitempty"`
	Done bool   `json:"done,omitempty"`
}

// each converts a list; nil stays nil.
func each[A, B any](list []A, convert func(A) B) []B {
	if list == nil {
		return nil
	}
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = convert(v)
	}
	return out
}

// Where the two types have the same fields, a conversion of Go is enough, and it stops compiling when one of them gets a field more.

func storeEvidence(e Evidence) storedEvidence { e.At = utc(e.At); return storedEvidence(e) }
func loadEvidence(e storedEvidence) Evidence  { return Evidence(e) }
func storeChange(c Change) storedChange       { c.At = utc(c.At); return storedChange(c) }
func loadChange(c storedChange) Change        { return Change(c) }
func storeLine(l Line) storedLine             { return storedLine(l) }
func loadLine(l storedLine) Line              { return Line(l) }

func storeShare(s Share) storedShare {
	return storedShare{Body: s.Body, Status: s.Status, Received: utc(s.Received), Evidence: each(s.Evidence, storeEvidence), Confirmed: s.Confirmed, At: utc(s.At)}
}

func loadShare(s storedShare) Share {
	return Share{Body: s.Body, Status: s.Status, Received: s.Received, Evidence: each(s.Evidence, loadEvidence), Confirmed: s.Confirmed, At: s.At}
}

func storeItem(it Item) storedItem {
	return storedItem{Text: it.Text, Owner: it.Owner, Creator: it.Creator, Channel: it.Channel, Thread: it.Thread, Source: storedSource(it.Source),
		Number: it.Number, Meeting: it.Meeting, Body: it.Body, Shares: each(it.Shares, storeShare), Due: storedDue(it.Due), Policy: storedPolicy(it.Policy),
		Status: it.Status, Note: each(it.Note, storeEvidence), Request: it.Request, Draft: it.Draft, Named: it.Named, Created: utc(it.Created),
		Closed: utc(it.Closed), Dropped: it.Dropped, History: each(it.History, storeChange)}
}

func loadItem(id string, s storedItem) Item {
	return Item{ID: id, Text: s.Text, Owner: s.Owner, Creator: s.Creator, Channel: s.Channel, Thread: s.Thread, Source: Source(s.Source),
		Number: s.Number, Meeting: s.Meeting, Body: s.Body, Shares: each(s.Shares, loadShare), Due: Due(s.Due), Policy: Policy(s.Policy),
		Status: s.Status, Note: each(s.Note, loadEvidence), Request: s.Request, Draft: s.Draft, Named: s.Named, Created: s.Created,
		Closed: s.Closed, Dropped: s.Dropped, History: each(s.History, loadChange)}
}

func storeReminder(r Reminder) storedReminder {
	s := storedReminder{Text: r.Text, Who: r.Who, For: r.For, Accepted: r.Accepted, Body: r.Body, Channel: r.Channel, Due: storedDue(r.Due),
		Repeat: r.Repeat, Until: r.Until, Paused: r.Paused, Skip: r.Skip, Snoozed: utc(r.Snoozed), Created: utc(r.Created), Ended: utc(r.Ended),
		History: each(r.History, storeChange)}
	if r.Watch != nil {
		w := storedWatch(*r.Watch)
		s.Watch = &w
	}
	return s
}

func loadReminder(id string, s storedReminder) Reminder {
	r := Reminder{ID: id, Text: s.Text, Who: s.Who, For: s.For, Accepted: s.Accepted, Body: s.Body, Channel: s.Channel, Due: Due(s.Due),
		Repeat: s.Repeat, Until: s.Until, Paused: s.Paused, Skip: s.Skip, Snoozed: s.Snoozed, Created: s.Created, Ended: s.Ended,
		History: each(s.History, loadChange)}
	if s.Watch != nil {
		w := Watch(*s.Watch)
		r.Watch = &w
	}
	return r
}

func storeOccurrence(o Occurrence) storedOccurrence {
	return storedOccurrence{Item: o.Item, Reminder: o.Reminder, Body: o.Body, To: o.To, Rule: o.Rule, Nominal: o.Nominal, Zone: o.Zone, At: utc(o.At),
		Hold: utc(o.Hold), Shifted: o.Shifted, Channel: o.Channel, State: o.State, Delivery: o.Delivery, Reason: o.Reason, Attempt: o.Attempt}
}

func loadOccurrence(key string, s storedOccurrence) Occurrence {
	return Occurrence{Key: key, Item: s.Item, Reminder: s.Reminder, Body: s.Body, To: s.To, Rule: s.Rule, Nominal: s.Nominal, Zone: s.Zone, At: s.At,
		Hold: s.Hold, Shifted: s.Shifted, Channel: s.Channel, State: s.State, Delivery: s.Delivery, Reason: s.Reason, Attempt: s.Attempt}
}

func storeDelivery(d Delivery) storedDelivery {
	return storedDelivery{Channel: d.Channel, Day: d.Day, Keys: d.Keys, Text: d.Text, Lines: each(d.Lines, storeLine), State: d.State, Attempt: d.Attempt,
		First: utc(d.First), Began: utc(d.Began), Ended: utc(d.Ended), TS: d.TS, Posted: utc(d.Posted), Audited: d.Audited, Reason: d.Reason, Unsure: d.Unsure, Clean: d.Clean,
		LastTry: utc(d.LastTry), Unasked: d.Unasked, Seen: d.Seen, Version: d.Version}
}

func loadDelivery(marker string, s storedDelivery) Delivery {
	return Delivery{Marker: marker, Channel: s.Channel, Day: s.Day, Keys: s.Keys, Text: s.Text, Lines: each(s.Lines, loadLine), State: s.State,
		Attempt: s.Attempt, First: s.First, Began: s.Began, Ended: s.Ended, TS: s.TS, Posted: s.Posted, Audited: s.Audited, Reason: s.Reason, Unsure: s.Unsure,
		Clean: s.Clean, LastTry: s.LastTry, Unasked: s.Unasked, Seen: s.Seen, Version: s.Version}
}
