package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	bUndo   = "undo"
	bSaid   = "said"
	bSaidAt = "said-at"
)

// undoable is how long a change can be undone.
const undoable = 10 * time.Minute

// twice is how long the same words by the same member are taken for the same command.
const twice = time.Minute

// storedUndo is what a change replaced.
type storedUndo struct {
	Kind   string          `json:"kind"` // the bucket of the record
	ID     string          `json:"id"`
	Before json.RawMessage `json:"before,omitempty"` // absent: there was no such record
	What   string          `json:"what"`
	By     string          `json:"by"`
	At     time.Time       `json:"at"`
}

// change numbers a change, keeps what it replaces (nil: nothing) for Undo, and writes the audit.
func (t *tx) change(kind, id string, before any, c Change) (Change, error) {
	n, err := t.bucket(bUndo).NextSequence()
	if err != nil {
		return c, err
	}
	c.ID, c.At = changeID(n), utc(c.At)
	u := storedUndo{Kind: kind, ID: id, What: c.What, By: c.By, At: c.At}
	if before != nil {
		if u.Before, err = json.Marshal(before); err != nil {
			return c, err
		}
	}
	if err := t.put(bUndo, numberKey(n), u); err != nil {
		return c, err
	}
	if err := t.forgetChanges(c.At.Add(-undoable)); err != nil {
		return c, err
	}
	return c, t.audit(Audit{At: c.At, By: c.By, What: c.What, Kind: kind, ID: id})
}

// forgetChanges deletes images that can be undone no more. Changes come in the order of time, but for clocks: a few are looked at.
func (t *tx) forgetChanges(before time.Time) error {
	c := t.bucket(bUndo).Cursor()
	for range 4 {
		k, v := c.First()
		if k == nil {
			return nil
		}
		var u storedUndo
		if err := open(bUndo, k, v, &u); err != nil {
			return err
		}
		if !u.At.Before(before) {
			return nil
		}
		if err := c.Delete(); err != nil {
			return err
		}
	}
	return nil
}

// Undone is what Undo brought back. Item, Reminder or Entry is as it is now; nil if it was undone into not being there.
type Undone struct {
	Kind     string // "item", "reminder", "register"
	ID       string // of the item or reminder; of an entry: register, a space and its key
	What     string // the change that was undone
	Item     *Item
	Reminder *Reminder
	Entry    *Entry
}

// Undo takes a change back: the record is as it was before it, with a line of history. The change is Change.ID or Entry.Change. Errors:
// ErrNotFound (never made, or undone already), ErrTooLate (after ten minutes), ErrOvertaken (there was a later change to the record).
func (s *Store) Undo(change, who string, at time.Time) (u Undone, err error) {
	n, ok := idNumber(change, 'C')
	if !ok {
		return u, fmt.Errorf("change %.40q: %w", change, ErrNotFound)
	}
	err = s.update(func(t *tx) error {
		var image storedUndo
		if err := t.get(bUndo, numberKey(n), &image); err != nil {
			if errors.Is(err, ErrNotFound) && n <= t.bucket(bUndo).Sequence() {
				err = fmt.Errorf("%w: it is gone, or was undone already", ErrTooLate)
			}
			return err
		}
		if at.Sub(image.At) > undoable {
			return ErrTooLate
		}
		u = Undone{Kind: image.Kind, ID: image.ID, What: image.What}
		var err error
		switch image.Kind {
		case bItem:
			err = t.undoItem(&u, image, changeID(n), who, at)
		case bReminder:
			err = t.undoReminder(&u, image, changeID(n), who, at)
		case bRegister:
			err = t.undoEntry(&u, image, changeID(n))
		default:
			err = damaged(bUndo, numberKey(n), "it is of an unknown kind")
		}
		if err != nil {
			return err
		}
		if err := t.delete(bUndo, numberKey(n)); err != nil {
			return err
		}
		return t.audit(Audit{At: at, By: who, What: "undid: " + image.What, Kind: image.Kind, ID: image.ID})
	})
	if err != nil {
		return Undone{}, fmt.Errorf("undoing %s: %w", changeID(n), err)
	}
	return u, nil
}

func (t *tx) undoItem(u *Undone, image storedUndo, change, who string, at time.Time) error {
	n, _ := idNumber(image.ID, 'A')
	now, err := t.item(n)
	if err != nil {
		return err
	}
	if now.Change() != change {
		return ErrOvertaken
	}
	if image.Before == nil {
		if err := t.forget(Subject{Item: &now}); err != nil {
			return err
		}
		if err := t.reindex(itemEntries(n, now), nil); err != nil {
			return err
		}
		if err := t.dropSaid(bItem, now.Creator, now.Text); err != nil {
			return err
		}
		return t.delete(bItem, numberKey(n))
	}
	var s storedItem
	if err := json.Unmarshal(image.Before, &s); err != nil {
		return damaged(bUndo, []byte(change), err.Error())
	}
	it := loadItem(image.ID, s)
	from, to := itemDifference(now, it)
	it.History = append(slices.Clip(now.History), Change{At: utc(at), By: who, What: "undo", From: from, To: to, Reason: image.What})
	u.Item = &it
	return t.setItem(n, &now, it, at)
}

func (t *tx) undoReminder(u *Undone, image storedUndo, change, who string, at time.Time) error {
	n, _ := idNumber(image.ID, 'R')
	now, err := t.reminder(n)
	if err != nil {
		return err
	}
	if now.Change() != change {
		return ErrOvertaken
	}
	if image.Before == nil {
		if err := t.forget(Subject{Reminder: &now}); err != nil {
			return err
		}
		if err := t.reindex(reminderEntries(n, now), nil); err != nil {
			return err
		}
		if err := t.dropSaid(bReminder, now.Who, reminderWords(now)); err != nil {
			return err
		}
		return t.delete(bReminder, numberKey(n))
	}
	var s storedReminder
	if err := json.Unmarshal(image.Before, &s); err != nil {
		return damaged(bUndo, []byte(change), err.Error())
	}
	r := loadReminder(image.ID, s)
	r.History = append(slices.Clip(now.History), Change{At: utc(at), By: who, What: "undo", Reason: image.What})
	u.Reminder = &r
	return t.setReminder(n, &now, r, at)
}

// saidKey is what the same words of the same member have in common.
func saidKey(kind, who, text string) []byte {
	sum := sha256.Sum256(pair(kind, who, plainWords(text)))
	return sum[:16]
}

// saidBefore is the record that the same words made less than a minute before. The moment is that at which the words were said: an event
// that is worked on again after the process ended brings it along, however late that is.
func (t *tx) saidBefore(kind, who, text string, at time.Time) (uint64, bool) {
	v := t.bucket(bSaid).Get(saidKey(kind, who, text))
	if len(v) != timeKeySize+8 {
		return 0, false
	}
	if since := at.Sub(keyTime(v)); since < 0 || since >= twice {
		return 0, false
	}
	return binary.BigEndian.Uint64(v[timeKeySize:]), true
}

func (t *tx) setSaid(kind, who, text string, n uint64, at time.Time) error {
	if err := t.dropSaid(kind, who, text); err != nil {
		return err
	}
	key := saidKey(kind, who, text)
	if err := t.bucket(bSaid).Put(key, append(timeKey(at), numberKey(n)...)); err != nil {
		return err
	}
	if err := t.bucket(bSaidAt).Put(append(timeKey(at), key...), nil); err != nil {
		return err
	}
	return t.purge(bSaidAt, at.Add(-seenFor), func(key []byte) error { return t.delete(bSaid, key) })
}

func (t *tx) dropSaid(kind, who, text string) error {
	key := saidKey(kind, who, text)
	if v := t.bucket(bSaid).Get(key); len(v) == timeKeySize+8 {
		if err := t.delete(bSaidAt, append(slices.Clone(v[:timeKeySize]), key...)); err != nil {
			return err
		}
	}
	return t.delete(bSaid, key)
}
