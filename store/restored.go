package store

import (
	"fmt"
	"slices"
	"time"
)

// After a backup was put back, what was shown since it was made is on no record here. Until a channel's history was looked through, nothing
// is sent to it.

const metaRestored = "restored"

// storedRestore is the last time a backup was put back.
type storedRestore struct {
	Since time.Time `json:"since"` // when the scheduler last worked before the backup was made
	At    time.Time `json:"at"`
}

// A Shown is a message of ours that a channel's history holds.
type Shown struct {
	Marker string
	TS     string
	Posted time.Time
	Keys   []string // of its notices: each the beginning of one, of KeyMark characters
}

// KeyMark is how much of a notice's key is in a message: enough to tell the notices of one channel apart.
const KeyMark = 12

// Restored records that the store is a backup that was put back at this moment.
func (s *Store) Restored(at time.Time) error {
	return s.update(func(t *tx) error {
		var since time.Time
		if err := t.get(bMeta, []byte(metaHigh), &since); err != nil && !isNotFound(err) {
			return err
		}
		return t.put(bMeta, []byte(metaRestored), storedRestore{since, utc(at)})
	})
}

// Unreconciled reports whether the history of a channel must be looked through, from since on, before anything is sent to it. A zero since
// means from its beginning.
func (s *Store) Unreconciled(channel string) (since time.Time, ok bool, err error) {
	err = s.view(func(t *tx) error {
		var r storedRestore
		if err := t.get(bMeta, []byte(metaRestored), &r); err != nil {
			if isNotFound(err) {
				return nil
			}
			return err
		}
		var ch storedChannel
		if err := t.get(bChannel, []byte(channel), &ch); err != nil && !isNotFound(err) {
			return err
		}
		since, ok = r.Since, ch.Reconciled.Before(r.At)
		return nil
	})
	return since, ok, err
}

// Reconcile takes over what a channel's history shows: the notices that are due or unsettled here and stand in one of its messages are
// shown, by that message. It returns how many those are. Notices of what was promised since it was put back are left alone: an id may have
// been given before, to something the backup does not know.
func (s *Store) Reconcile(channel string, found []Shown, at time.Time) (n int, err error) {
	err = s.update(func(t *tx) error {
		n = 0
		var r storedRestore
		if err := t.get(bMeta, []byte(metaRestored), &r); err != nil {
			return fmt.Errorf("reconciling %s: %w", channel, err)
		}
		open, err := t.openIn(channel, r.At)
		if err != nil {
			return err
		}
		for _, m := range found {
			if t.bucket(bDelivery).Get([]byte(m.Marker)) != nil {
				continue // on record
			}
			d := Delivery{Marker: m.Marker, Channel: channel, Day: m.Posted.UTC().Format(time.DateOnly), State: Posted, Attempt: 1, First: utc(m.Posted),
				Began: utc(m.Posted), Ended: utc(m.Posted), TS: m.TS, Posted: utc(m.Posted), Audited: true, Reason: "found after a backup was put back"}
			var shown []Occurrence
			for _, key := range m.Keys {
				was, ok := open[key]
				if !ok {
					continue
				}
				delete(open, key)
				o := was
				o.State, o.Delivery, o.Reason = Posted, m.Marker, ""
				if err := t.setOccurrence(&was, o); err != nil {
					return err
				}
				d.Keys, shown = append(d.Keys, o.Key), append(shown, o)
			}
			if len(shown) == 0 {
				continue
			}
			n += len(shown)
			if err := t.setDelivery(nil, d); err != nil {
				return err
			}
			for _, o := range shown {
				if err := t.afterShown(o, &d, at); err != nil {
					return err
				}
			}
		}
		var ch storedChannel
		if err := t.get(bChannel, []byte(channel), &ch); err != nil && !isNotFound(err) {
			return err
		}
		ch.Reconciled = utc(r.At)
		return t.put(bChannel, []byte(channel), ch)
	})
	return n, err
}

// openIn are the notices of a channel that are due, planned, blocked or unsettled and about something promised before a moment, by the mark
// of their key.
func (t *tx) openIn(channel string, before time.Time) (map[string]Occurrence, error) {
	var keys []string
	prefix := pair(channel, "")
	err := t.scan(bDueIn, prefix, func(k, _ []byte) (bool, error) {
		keys = append(keys, string(k[len(prefix)+timeKeySize:]))
		return true, nil
	})
	if err == nil {
		err = t.scan(bBlockedIn, prefix, func(k, _ []byte) (bool, error) {
			keys = append(keys, string(k[len(prefix):]))
			return true, nil
		})
	}
	if err == nil {
		err = t.scan(bIntent, nil, func(k, _ []byte) (bool, error) {
			d, err := t.delivery(string(k[timeKeySize:]))
			if err == nil && d.Channel == channel {
				keys = append(keys, d.Keys...)
			}
			return true, err
		})
	}
	notices, err := t.notices(keys, err)
	out := map[string]Occurrence{}
	for _, n := range notices {
		var made time.Time
		switch {
		case n.On != nil:
			made = n.On.Created
		case n.Of != nil:
			made = n.Of.Created
		}
		if (n.State == IsDue || n.State == Blocked || n.State == Intent) && made.Before(before) && len(n.Key) >= KeyMark {
			out[n.Key[:KeyMark]] = n.Occurrence
		}
	}
	return out, err
}

// Mark is what a message carries of a delivery's notices.
func (d Delivery) Mark() []string {
	out := slices.Clone(d.Keys)
	for i, k := range out {
		out[i] = k[:min(len(k), KeyMark)]
	}
	return out
}
