package store

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

const (
	bReminder      = "reminder"
	bReminderIndex = "reminder-index"
)

// reminderEntries are the index entries of a reminder: the ones alive apart from the others, by who asked, who is reminded, channel, body
// and the item that ends it.
func reminderEntries(n uint64, r Reminder) []entry {
	alive := byte('a')
	if !r.Alive() {
		alive = 'e'
	}
	var out []entry
	add := func(facet byte, value string) {
		out = append(out, entry{bReminderIndex, append(append([]byte{facet}, pair(value, "")...), append([]byte{alive}, numberKey(n)...)...), nil})
	}
	add(facetAll, "")
	for facet, value := range map[byte]string{facetOwner: r.Who, facetCreator: r.For, facetChannel: r.Channel, facetBody: r.Body, facetEvent: r.Until} {
		if value != "" {
			add(facet, value)
		}
	}
	return out
}

// reminderWords is what makes two reminders the same command: the words and when and where they appear.
func reminderWords(r Reminder) string {
	return string(pair(r.Text, r.For, r.Body, r.Channel, r.Due.String(), r.Repeat.Rule, r.Repeat.Time))
}

func (t *tx) reminder(n uint64) (Reminder, error) {
	var s storedReminder
	if err := t.get(bReminder, numberKey(n), &s); err != nil {
		return Reminder{}, err
	}
	return loadReminder(reminderID(n), s), nil
}

func (t *tx) setReminder(n uint64, old *Reminder, r Reminder, now time.Time) error {
	if err := t.putReminder(n, old, r); err != nil {
		return err
	}
	return t.replan(Subject{Reminder: &r}, now)
}

// putReminder writes a reminder with its index, and leaves its notices as they are.
func (t *tx) putReminder(n uint64, old *Reminder, r Reminder) error {
	var before []entry
	if old != nil {
		before = reminderEntries(n, *old)
	}
	if err := t.reindex(before, reminderEntries(n, r)); err != nil {
		return err
	}
	return t.put(bReminder, numberKey(n), storeReminder(r))
}

// endReminders ends the repetitions that were to last until a share of the item was received, or the item was closed.
func (t *tx) endReminders(it Item, now time.Time) error {
	var waiting []uint64
	prefix := append(append([]byte{facetEvent}, pair(it.ID, "")...), 'a')
	err := t.scan(bReminderIndex, prefix, func(k, _ []byte) (bool, error) {
		waiting = append(waiting, binary.BigEndian.Uint64(k[len(k)-8:]))
		return true, nil
	})
	for _, n := range waiting {
		if err != nil {
			return err
		}
		var old Reminder
		if old, err = t.reminder(n); err != nil {
			return err
		}
		share := it.Share(old.Body)
		if it.Open() && (share == nil || share.Received.IsZero()) {
			continue
		}
		err = t.endReminder(n, old, "received", now)
	}
	return err
}

// endReminder ends a reminder of its own accord.
func (t *tx) endReminder(n uint64, old Reminder, why string, now time.Time) error {
	return t.setReminder(n, &old, ended(old, why, now), now)
}

func ended(r Reminder, why string, now time.Time) Reminder {
	r.Ended = utc(now)
	r.History = append(slices.Clip(r.History), Change{At: utc(now), What: "ended", Reason: why})
	return r
}

// AddReminder keeps a new reminder, plans its first notices, and returns it with ID, Created and History filled in. The same words for the
// same time by the same member within a minute give the earlier reminder and ErrDuplicate.
func (s *Store) AddReminder(r Reminder, at time.Time) (Reminder, error) {
	err := s.update(func(t *tx) error {
		if n, ok := t.saidBefore(bReminder, r.Who, reminderWords(r), at); ok {
			var err error
			if r, err = t.reminder(n); err == nil {
				err = ErrDuplicate
			}
			return err
		}
		n, err := t.bucket(bReminder).NextSequence()
		if err != nil {
			return err
		}
		r.ID, r.Created, r.why = reminderID(n), at, ""
		c, err := t.change(bReminder, r.ID, nil, Change{At: at, By: r.Who, What: "added"})
		if err != nil {
			return err
		}
		r.History = []Change{c}
		r = loadReminder(r.ID, storeReminder(r))
		if err := t.setSaid(bReminder, r.Who, reminderWords(r), n, at); err != nil {
			return err
		}
		return t.setReminder(n, nil, r, at)
	})
	return r, err
}

// Reminder returns the reminder with that id; ErrNotFound if there is none.
func (s *Store) Reminder(id string) (r Reminder, err error) {
	n, ok := idNumber(id, 'R')
	if !ok {
		return Reminder{}, fmt.Errorf("reminder %.40q: %w", id, ErrNotFound)
	}
	err = s.view(func(t *tx) error {
		r, err = t.reminder(n)
		return err
	})
	if err != nil {
		return Reminder{}, fmt.Errorf("reminder %s: %w", reminderID(n), err)
	}
	return r, nil
}

// ChangeReminder changes a reminder as ChangeItem changes an item. To cancel it, set Ended.
func (s *Store) ChangeReminder(id, who string, at time.Time, what string, change func(*Reminder) error) (r Reminder, err error) {
	n, ok := idNumber(id, 'R')
	if !ok {
		return Reminder{}, fmt.Errorf("reminder %.40q: %w", id, ErrNotFound)
	}
	err = s.update(func(t *tx) error {
		old, err := t.reminder(n)
		if err != nil {
			return fmt.Errorf("reminder %s: %w", reminderID(n), err)
		}
		r, err = t.reminder(n) // a second copy, so that old stays
		if err != nil {
			return err
		}
		if err := change(&r); err != nil {
			return err
		}
		why := r.why
		r.ID, r.Created, r.History = old.ID, old.Created, old.History
		r = loadReminder(r.ID, storeReminder(r))
		if same(storeReminder(old), storeReminder(r)) {
			return nil
		}
		from, to := reminderDifference(old, r)
		c, err := t.change(bReminder, r.ID, storeReminder(old), Change{At: at, By: who, What: what, From: from, To: to, Reason: why})
		if err != nil {
			return err
		}
		r.History = append(slices.Clip(old.History), c)
		return t.setReminder(n, &old, r, at)
	})
	return r, err
}

// reminderDifference says how the most telling field that differs was and is.
func reminderDifference(old, now Reminder) (from, to string) {
	state := func(r Reminder) string {
		switch {
		case !r.Alive():
			return "ended"
		case r.Paused:
			return "paused"
		}
		return "alive"
	}
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	for _, of := range []func(Reminder) string{state, func(r Reminder) string { return r.Due.String() }, func(r Reminder) string { return at(r.Snoozed) },
		func(r Reminder) string { return r.Repeat.Rule }, func(r Reminder) string { return r.Repeat.Time }, func(r Reminder) string { return r.Text },
		func(r Reminder) string { return r.Channel }, func(r Reminder) string { return fmt.Sprint(r.Skip) }} {
		if a, b := of(old), of(now); a != b {
			return a, b
		}
	}
	return "", ""
}

// A ReminderFilter chooses reminders; its zero value chooses all that are alive. Fields that are set must all match.
type ReminderFilter struct {
	Who     string
	For     string
	Body    string
	Channel string
	Until   string // the item that ends the repetition
	Watches bool   // only saved questions
	Ended   bool   // those that are over, instead
}

func (f ReminderFilter) facet() (byte, string) {
	switch {
	case f.Until != "":
		return facetEvent, f.Until
	case f.Who != "":
		return facetOwner, f.Who
	case f.For != "":
		return facetCreator, f.For
	case f.Body != "":
		return facetBody, f.Body
	case f.Channel != "":
		return facetChannel, f.Channel
	}
	return facetAll, ""
}

// Reminders returns the reminders a filter chooses, in the order of their ids.
func (s *Store) Reminders(f ReminderFilter) (out []Reminder, err error) {
	facet, value := f.facet()
	alive := byte('a')
	if f.Ended {
		alive = 'e'
	}
	prefix := append(append([]byte{facet}, pair(value, "")...), alive)
	err = s.view(func(t *tx) error {
		return t.scan(bReminderIndex, prefix, func(k, _ []byte) (bool, error) {
			r, err := t.reminder(binary.BigEndian.Uint64(k[len(k)-8:]))
			if err != nil {
				return false, err
			}
			if (f.Who == "" || r.Who == f.Who) && (f.For == "" || r.For == f.For) && (f.Body == "" || r.Body == f.Body) &&
				(f.Channel == "" || r.Channel == f.Channel) && (f.Until == "" || r.Until == f.Until) && (!f.Watches || r.Watch != nil) {
				out = append(out, r)
			}
			return true, nil
		})
	})
	return out, err
}
