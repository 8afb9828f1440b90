package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

const (
	bOccurrence = "occurrence"
	bSubject    = "subject"
	bDue        = "due"
	bDueIn      = "due-in"
	bBlockedIn  = "blocked-in"
)

// stateLetters are the states as an index has them.
var stateLetters = map[State]string{IsDue: "d", Intent: "i", Posted: "p", Blocked: "b", Cancelled: "c"}

func occurrenceEntries(o Occurrence) []entry {
	key := []byte(o.Key)
	out := []entry{{bSubject, pair(o.Subject(), o.Key), []byte(stateLetters[o.State])}}
	switch o.State {
	case IsDue:
		out = append(out, entry{bDue, append(timeKey(o.Due()), key...), []byte(o.Channel)},
			entry{bDueIn, append(append(pair(o.Channel, ""), timeKey(o.Due())...), key...), nil})
	case Blocked:
		out = append(out, entry{bBlockedIn, pair(o.Channel, o.Key), nil})
	}
	return out
}

func (t *tx) occurrence(key string) (Occurrence, error) {
	var s storedOccurrence
	if err := t.get(bOccurrence, []byte(key), &s); err != nil {
		return Occurrence{}, err
	}
	return loadOccurrence(key, s), nil
}

// setOccurrence writes an occurrence with its index; old is its state before, nil if it is new.
func (t *tx) setOccurrence(old *Occurrence, o Occurrence) error {
	var before []entry
	if old != nil {
		before = occurrenceEntries(*old)
	}
	if err := t.reindex(before, occurrenceEntries(o)); err != nil {
		return err
	}
	return t.put(bOccurrence, []byte(o.Key), storeOccurrence(o))
}

// pending are the occurrences of a subject that were neither shown nor cancelled.
func (t *tx) pending(id string) ([]Occurrence, error) {
	var keys []string
	prefix := pair(id, "")
	err := t.scan(bSubject, prefix, func(k, v []byte) (bool, error) {
		if v[0] == 'd' || v[0] == 'i' || v[0] == 'b' {
			keys = append(keys, string(k[len(prefix):]))
		}
		return true, nil
	})
	var out []Occurrence
	for _, key := range keys {
		if err != nil {
			return nil, err
		}
		var o Occurrence
		if o, err = t.occurrence(key); err == nil {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Occurrence) int { return a.At.Compare(b.At) })
	return out, err
}

// wanted is what the planner wants for a subject now.
func (t *tx) wanted(s *Subject, now time.Time) (map[string]Occurrence, error) {
	pending, err := t.pending(s.ID())
	if err != nil || t.s.plan == nil {
		return nil, err
	}
	s.Pending = pending
	want := map[string]Occurrence{}
	for _, o := range t.s.plan(*s, now) {
		if s.Item != nil {
			o.Item, o.Reminder = s.Item.ID, ""
		} else {
			o.Item, o.Reminder = "", s.Reminder.ID
		}
		if o.Key == "" {
			o.Key = OccurrenceKey(s.ID(), o.Body, o.Rule, o.Nominal, o.To)
		}
		o.State, o.Delivery, o.Reason, o.Attempt = IsDue, "", "", 0
		want[o.Key] = o
	}
	return want, nil
}

// replan brings the notices of a subject in step with what the planner wants, and marks messages that showed it for an edit.
func (t *tx) replan(s Subject, now time.Time) error {
	_, err := t.replanned(s, now)
	if err != nil {
		return err
	}
	return t.markEdits(s, now)
}

func (t *tx) replanned(s Subject, now time.Time) (changed int, err error) {
	if t.s.plan == nil {
		return 0, nil
	}
	want, err := t.wanted(&s, now)
	if err != nil {
		return 0, err
	}
	for _, old := range s.Pending {
		o, ok := want[old.Key]
		delete(want, old.Key)
		switch {
		case old.State == Intent || old.Tells():
			continue
		case !ok:
			o = old
			o.State = Cancelled
		default:
			o.Attempt, o.Reason, o.Delivery = old.Attempt, old.Reason, old.Delivery
			if old.At.Equal(o.At) {
				o.Hold = old.Hold
			}
			if old.State == Blocked && old.Channel == o.Channel {
				o.State = Blocked
			} else {
				o.Reason, o.Delivery = "", ""
			}
		}
		if same(storeOccurrence(old), storeOccurrence(o)) {
			continue
		}
		changed++
		if err := t.setOccurrence(&old, o); err != nil {
			return changed, err
		}
	}
	for key, o := range want {
		var old *Occurrence
		switch have, err := t.occurrence(key); {
		case err == nil && have.State != Cancelled:
			continue // shown before
		case err == nil:
			old = &have
		case !isNotFound(err):
			return changed, err
		}
		changed++
		if err := t.setOccurrence(old, o); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// forget cancels every notice of a subject that is no more.
func (t *tx) forget(s Subject) error {
	pending, err := t.pending(s.ID())
	for _, old := range pending {
		if err != nil {
			return err
		}
		if old.State == Intent {
			continue // its delivery is settled first; Resend finds that nothing of it matters
		}
		o := old
		o.State = Cancelled
		err = t.setOccurrence(&old, o)
	}
	return err
}

// subject loads what an occurrence is about; both nil if it was undone.
func (t *tx) subject(o Occurrence) (Subject, error) {
	var s Subject
	if n, ok := idNumber(o.Item, 'A'); ok {
		it, err := t.item(n)
		if isNotFound(err) {
			return s, nil
		}
		s.Item = &it
		return s, err
	}
	if n, ok := idNumber(o.Reminder, 'R'); ok {
		r, err := t.reminder(n)
		if isNotFound(err) {
			return s, nil
		}
		s.Reminder = &r
		return s, err
	}
	return s, nil
}

// replanChunk is how many subjects Replan does in one transaction, so that nobody waits long.
const replanChunk = 500

// Replan asks the planner again about every item and reminder that is open, after holidays, meetings or the policy changed. It returns
// how many notices moved, came or went. It is the one method that takes several transactions; when it was cut short, call it again.
func (s *Store) Replan(now time.Time) (changed int, err error) {
	for _, kind := range []struct {
		index  string
		prefix []byte
		load   func(*tx, uint64) (Subject, error)
	}{
		{bItemIndex, append([]byte{facetAll}, append(pair("", ""), classOpen)...), func(t *tx, n uint64) (Subject, error) {
			it, err := t.item(n)
			return Subject{Item: &it}, err
		}},
		{bReminderIndex, append([]byte{facetAll}, append(pair("", ""), 'a')...), func(t *tx, n uint64) (Subject, error) {
			r, err := t.reminder(n)
			return Subject{Reminder: &r}, err
		}},
	} {
		after := kind.prefix
		for more := true; more; {
			err := s.update(func(t *tx) error {
				var numbers []uint64
				more = false
				c := t.bucket(kind.index).Cursor()
				for k, _ := c.Seek(after); k != nil && bytes.HasPrefix(k, kind.prefix); k, _ = c.Next() {
					if len(numbers) == replanChunk {
						more = true
						break
					}
					numbers = append(numbers, binary.BigEndian.Uint64(k[len(k)-8:]))
					after = append(bytes.Clone(k), 0)
				}
				for _, n := range numbers {
					sub, err := kind.load(t, n)
					if err != nil {
						return err
					}
					c, err := t.replanned(sub, now)
					if err != nil {
						return err
					}
					changed += c
				}
				return nil
			})
			if err != nil {
				return changed, fmt.Errorf("planning anew: %w", err)
			}
		}
	}
	return changed, nil
}

// NextDue is the earliest instant later than after at which something may be shown; false if nothing is planned then.
func (s *Store) NextDue(after time.Time) (at time.Time, ok bool, err error) {
	err = s.view(func(t *tx) error {
		if k, _ := t.bucket(bDue).Cursor().Seek(timeKey(after.Add(1))); k != nil {
			at, ok = keyTime(k), true
		}
		return nil
	})
	return at, ok, err
}

// DueChannels are the channels in which something is due, the one with the longest due first. It looks at one notice in each channel.
func (s *Store) DueChannels(now time.Time) (out []string, err error) {
	var first []string // the key of each channel's first
	err = s.view(func(t *tx) error {
		c := t.bucket(bDueIn).Cursor()
		for k, _ := c.First(); k != nil; {
			n := bytes.IndexByte(k, 0)
			channel, at := string(k[:n]), k[n+1:n+1+timeKeySize]
			if !keyTime(at).After(now) {
				first = append(first, string(at)+channel)
			}
			k, _ = c.Seek(append([]byte(channel), 1)) // behind all of the channel
		}
		return nil
	})
	slices.Sort(first)
	for _, f := range first {
		out = append(out, f[timeKeySize:])
	}
	return out, err
}

// An OccurrenceFilter chooses occurrences; its zero value chooses all that are due. Subject, if set, chooses among all states.
type OccurrenceFilter struct {
	Subject string // id of an item or reminder: all its occurrences
	Channel string
	Blocked bool // those that are blocked, instead
	Limit   int  // 0: 1000
}

// Occurrences returns the occurrences a filter chooses, those due by time.
func (s *Store) Occurrences(f OccurrenceFilter) (out []Occurrence, err error) {
	if f.Limit <= 0 {
		f.Limit = 1000
	}
	err = s.view(func(t *tx) error {
		bucket, prefix, skip := bDue, []byte(nil), timeKeySize
		switch {
		case f.Subject != "":
			prefix = pair(f.Subject, "")
			bucket, skip = bSubject, len(prefix)
		case f.Blocked && f.Channel != "":
			prefix = pair(f.Channel, "")
			bucket, skip = bBlockedIn, len(prefix)
		case f.Blocked:
			bucket, skip = bBlockedIn, -1
		case f.Channel != "":
			prefix = pair(f.Channel, "")
			bucket, skip = bDueIn, len(prefix)+timeKeySize
		}
		return t.scan(bucket, prefix, func(k, _ []byte) (bool, error) {
			from := skip
			if from < 0 {
				from = bytes.IndexByte(k, 0) + 1
			}
			o, err := t.occurrence(string(k[from:]))
			if err != nil {
				return false, err
			}
			if f.Channel == "" || o.Channel == f.Channel {
				out = append(out, o)
			}
			return len(out) < f.Limit, nil
		})
	})
	return out, err
}

// Occurrence returns an occurrence; ErrNotFound if there is none under that key.
func (s *Store) Occurrence(key string) (o Occurrence, err error) {
	err = s.view(func(t *tx) error {
		o, err = t.occurrence(key)
		return err
	})
	return o, err
}
