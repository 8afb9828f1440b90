package store

import "time"

// A Reminder is a notice a member asked for, once or repeated. AddReminder fills in ID and Created.
type Reminder struct {
	ID       string // "R-0007"
	Text     string
	Who      string // member id of the one who asked for it
	For      string // member id of the one reminded, if another; he or she is asked to accept
	Accepted bool
	Body     string // key of the body reminded, in its channel or through its people
	Channel  string // where it appears; empty: a direct message to Who (or For)
	Due      Due    // once: the moment it appears
	Repeat   Repeat // repeated
	Until    string // id of an item: the repetition ends when its share by Body is received
	Watch    *Watch // a saved question, instead of a text
	Paused   bool
	Skip     []string // nominal dates left out
	Snoozed  time.Time
	Created  time.Time
	Ended    time.Time // cancelled or over; zero: alive
	History  []Change

	why string
}

// Because gives the reason of the change that is being made, for the history; to be called inside ChangeReminder.
func (r *Reminder) Because(reason string) { r.why = reason }

// Alive reports whether it may still appear: it was neither cancelled nor is it over. A paused one is alive.
func (r *Reminder) Alive() bool { return r.Ended.IsZero() }

// Change is the id of the latest change, for Undo.
func (r *Reminder) Change() string {
	if len(r.History) == 0 {
		return ""
	}
	return r.History[len(r.History)-1].ID
}

// A Watch is a saved question; each passage is shown to its subscriber once.
type Watch struct {
	Question string
	Seen     []string // hashes of passages already shown
}
