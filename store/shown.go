package store

import (
	"bytes"
	"slices"
	"time"
)

// What was sent: edits of messages whose items changed, audits, and lists for people.

const bEdit = "edit"

// editable is how long after it was shown a message is edited because a line of it changed; a line that is done is struck out in any
// message of the last sixty days.
const (
	editable  = 24 * time.Hour
	strikable = 60 * 24 * time.Hour
)

// markEdits marks the messages that showed a subject and should now read otherwise.
func (t *tx) markEdits(s Subject, now time.Time) error {
	since := now.Add(-editable)
	if s.Item != nil && !s.Item.Open() || s.Item != nil && len(s.Item.Shares) > 0 || s.Reminder != nil && !s.Reminder.Alive() {
		since = now.Add(-strikable)
	}
	var keys []string
	prefix := pair(s.ID(), "")
	err := t.scan(bSubject, prefix, func(k, v []byte) (bool, error) {
		if v[0] == 'p' {
			keys = append(keys, string(k[len(prefix):]))
		}
		return true, nil
	})
	for _, key := range keys {
		if err != nil {
			return err
		}
		var o Occurrence
		if o, err = t.occurrence(key); err != nil {
			return err
		}
		if o.At.Before(since.Add(-strikable)) {
			continue
		}
		var d Delivery
		if d, err = t.delivery(o.Delivery); err != nil {
			return err
		}
		if d.State == Posted && d.Posted.After(since) {
			err = t.markEdit(d.Marker)
		}
	}
	return err
}

// markEdit says that a message must be looked at again.
func (t *tx) markEdit(marker string) error {
	old, err := t.delivery(marker)
	if err != nil {
		return err
	}
	d := old
	d.Version++
	if err := t.bucket(bEdit).Put([]byte(marker), []byte(d.Channel)); err != nil {
		return err
	}
	return t.setDelivery(&old, d)
}

// editChannel is the channel of an entry of the edits; a file of before it was kept there has none.
func (t *tx) editChannel(marker, channel []byte) (string, error) {
	if len(channel) > 0 {
		return string(channel), nil
	}
	d, err := t.delivery(string(marker))
	return d.Channel, err
}

// ToEdit are the markers of the shown deliveries that should be looked at again, each with its channel.
func (s *Store) ToEdit() (channels map[string]string, err error) {
	channels = map[string]string{}
	err = s.view(func(t *tx) error {
		return t.scan(bEdit, nil, func(k, v []byte) (bool, error) {
			channels[string(k)], err = t.editChannel(k, v)
			return true, err
		})
	})
	return channels, err
}

// Edits are the shown deliveries of a channel that should be looked at again, at most a hundred.
func (s *Store) Edits(channel string) (out []Edit, err error) {
	err = s.view(func(t *tx) error {
		return t.scan(bEdit, nil, func(k, v []byte) (bool, error) {
			if in, err := t.editChannel(k, v); err != nil || in != channel {
				return true, err
			}
			d, err := t.delivery(string(k))
			if err != nil {
				return false, err
			}
			notices, err := t.notices(d.Keys, nil)
			out = append(out, Edit{d, notices})
			return len(out) < 100, err
		})
	})
	return out, err
}

// Edited records that a message was brought up to the given version of Edit; what changed since stays to be done.
func (s *Store) Edited(marker string, version int, lines []Line, text string) error {
	return s.update(func(t *tx) error {
		old, err := t.delivery(marker)
		if err != nil {
			return err
		}
		d := old
		d.Lines, d.Text = lines, text
		if d.Version == version {
			if err := t.delete(bEdit, []byte(marker)); err != nil {
				return err
			}
		}
		return t.setDelivery(&old, d)
	})
}

// Intents are the deliveries of which it is not settled whether they were shown, the oldest first.
func (s *Store) Intents() ([]Delivery, error) { return s.deliveriesAt(bIntent, time.Time{}) }

// ToAudit are the deliveries shown before an instant and not audited yet.
func (s *Store) ToAudit(before time.Time) ([]Delivery, error) {
	return s.deliveriesAt(bToAudit, before)
}

func (s *Store) deliveriesAt(bucket string, before time.Time) (out []Delivery, err error) {
	err = s.view(func(t *tx) error {
		return t.scan(bucket, nil, func(k, _ []byte) (bool, error) {
			if !before.IsZero() && bytes.Compare(k[:timeKeySize], timeKey(before)) >= 0 {
				return false, nil
			}
			d, err := t.delivery(string(k[timeKeySize:]))
			out = append(out, d)
			return true, err
		})
	})
	return out, err
}

// Audited records that a delivery was seen once in the history, some time after it was shown; ts is the copy that stayed.
func (s *Store) Audited(marker, ts string) error {
	return s.update(func(t *tx) error {
		old, err := t.delivery(marker)
		if err != nil || old.State != Posted {
			return err
		}
		d := old
		d.Audited = true
		if ts != "" {
			d.TS = ts
		}
		return t.setDelivery(&old, d)
	})
}

// Delivery returns a delivery; ErrNotFound if there is none under that marker.
func (s *Store) Delivery(marker string) (d Delivery, err error) {
	err = s.view(func(t *tx) error {
		d, err = t.delivery(marker)
		return err
	})
	return d, err
}

// A DeliveryFilter chooses deliveries; its zero value chooses the latest of all channels.
type DeliveryFilter struct {
	Channel string
	State   State // empty: all
	Limit   int   // 0: 100
}

// Deliveries returns the deliveries a filter chooses, by channel and day, the latest days first.
func (s *Store) Deliveries(f DeliveryFilter) (out []Delivery, err error) {
	if f.Limit <= 0 {
		f.Limit = 100
	}
	prefix := []byte(nil)
	if f.Channel != "" {
		prefix = pair(f.Channel, "")
	}
	err = s.view(func(t *tx) error {
		return t.scan(bDeliveryIn, prefix, func(k, _ []byte) (bool, error) {
			d, err := t.delivery(string(k[bytes.LastIndexByte(k, 0)+1:]))
			if f.State == "" || d.State == f.State {
				out = append(out, d)
			}
			return true, err
		})
	})
	slices.SortStableFunc(out, func(a, b Delivery) int { return b.Began.Compare(a.Began) })
	return out[:min(len(out), f.Limit)], err
}

// Counts are how much is kept.
type Counts struct {
	Open, Drafts, Closed         int // items
	Reminders                    int // alive
	Due, Blocked, Intents, Edits int // notices due or planned, blocked; deliveries unsettled, to be edited
	Next                         time.Time
	Inbox, Aside                 int // events in the inbox to be worked on; and those set aside
}

// Counts returns how much is kept, and when the next notice is due.
func (s *Store) Counts() (c Counts, err error) {
	err = s.view(func(t *tx) error {
		count := func(bucket string, prefix []byte) (n int) {
			t.scan(bucket, prefix, func(_, _ []byte) (bool, error) { n++; return true, nil })
			return n
		}
		all := append([]byte{facetAll}, pair("", "")...)
		c.Open, c.Drafts, c.Closed = count(bItemIndex, append(all[:2:2], classOpen)), count(bItemIndex, append(all[:2:2], classDraft)), count(bItemIndex, append(all[:2:2], classClosed))
		c.Reminders = count(bReminderIndex, append(all[:2:2], 'a'))
		c.Due, c.Blocked, c.Intents, c.Edits = count(bDue, nil), count(bBlockedIn, nil), count(bIntent, nil), count(bEdit, nil)
		if k, _ := t.bucket(bDue).Cursor().First(); k != nil {
			c.Next = keyTime(k)
		}
		return t.scan(bInbox, nil, func(k, v []byte) (bool, error) {
			var e storedEvent
			err := open(bInbox, k, v, &e)
			if e.Aside {
				c.Aside++
			} else {
				c.Inbox++
			}
			return true, err
		})
	})
	return c, err
}

// HighWater is the latest moment at which the scheduler worked, by any clock it had; zero: never.
func (s *Store) HighWater() (at time.Time, err error) {
	err = s.view(func(t *tx) error {
		if err := t.get(bMeta, []byte(metaHigh), &at); !isNotFound(err) {
			return err
		}
		return nil
	})
	return at, err
}

// RaiseHighWater records that the scheduler worked at this moment; an earlier one changes nothing.
func (s *Store) RaiseHighWater(at time.Time) error {
	return s.update(func(t *tx) error { return t.raiseHighWater(at) })
}

func (t *tx) raiseHighWater(at time.Time) error {
	var have time.Time
	if err := t.get(bMeta, []byte(metaHigh), &have); err != nil && !isNotFound(err) {
		return err
	}
	if !at.After(have) {
		return nil
	}
	return t.put(bMeta, []byte(metaHigh), utc(at))
}
