package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

const (
	bDelivery   = "delivery"
	bIntent     = "intent"
	bToAudit    = "to-audit"
	bDeliveryIn = "delivery-in"
	bChannel    = "channel"
)

// taking is how many notices TakeDue offers at once.
const taking = 500

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }

func deliveryEntries(d Delivery) []entry {
	out := []entry{{bDeliveryIn, pair(d.Channel, d.Day, d.Marker), nil}}
	switch {
	case d.State == Intent:
		out = append(out, entry{bIntent, append(timeKey(d.Began), d.Marker...), nil})
	case d.State == Posted && !d.Audited:
		out = append(out, entry{bToAudit, append(timeKey(d.Posted), d.Marker...), nil})
	}
	return out
}

func (t *tx) delivery(marker string) (Delivery, error) {
	var s storedDelivery
	if err := t.get(bDelivery, []byte(marker), &s); err != nil {
		return Delivery{}, fmt.Errorf("delivery %.40q: %w", marker, err)
	}
	return loadDelivery(marker, s), nil
}

func (t *tx) setDelivery(old *Delivery, d Delivery) error {
	var before []entry
	if old != nil {
		before = deliveryEntries(*old)
	}
	if err := t.reindex(before, deliveryEntries(d)); err != nil {
		return err
	}
	return t.put(bDelivery, []byte(d.Marker), storeDelivery(d))
}

// storedChannel is what is known of a channel.
type storedChannel struct {
	LastUnasked time.Time `json:"last_unasked,omitzero"`
	Reconciled  time.Time `json:"reconciled,omitzero"` // the restore after which its history was looked through
}

// TakeDue freezes what is due in a channel into a delivery and writes its intent, in one transaction; only then may it be sent. build
// decides what is shown, what is put off and what is dropped; it may be called more than once. False: there is nothing to send.
func (s *Store) TakeDue(channel string, now time.Time, build func(Taking) (Draft, error)) (d Delivery, ok bool, err error) {
	err = s.batch(func(t *tx) error {
		ok = false
		notices, err := t.dueIn(channel, now)
		if err != nil || len(notices) == 0 {
			return err
		}
		var ch storedChannel
		if err := t.get(bChannel, []byte(channel), &ch); err != nil && !isNotFound(err) {
			return err
		}
		draft, err := build(Taking{Channel: channel, Notices: notices, LastUnasked: ch.LastUnasked})
		if err != nil {
			return err
		}
		byKey := map[string]Occurrence{}
		for _, n := range notices {
			byKey[n.Key] = n.Occurrence
		}
		draft.now = now
		if err := t.putOff(byKey, draft); err != nil || len(draft.Keys) == 0 {
			return err
		}
		d = Delivery{Marker: t.marker(channel, draft), Channel: channel, Day: draft.Day, Keys: draft.Keys, Text: draft.Text, Lines: draft.Lines,
			State: Intent, Attempt: 1, First: utc(now), Began: utc(now), Unasked: draft.Unasked, Seen: draft.Seen}
		for _, key := range draft.Keys {
			o, ok := byKey[key]
			if !ok {
				return fmt.Errorf("the draft for %s shows %q, which is not due there", channel, key)
			}
			delete(byKey, key)
			was := o
			o.State, o.Delivery, o.Attempt = Intent, d.Marker, o.Attempt+1
			if err := t.setOccurrence(&was, o); err != nil {
				return err
			}
		}
		if draft.Unasked {
			ch.LastUnasked = d.Began
			if err := t.put(bChannel, []byte(channel), ch); err != nil {
				return err
			}
		}
		ok = true
		if err := t.raiseHighWater(now); err != nil {
			return err
		}
		return t.setDelivery(nil, d)
	})
	return d, ok && err == nil, err
}

// dueIn loads what is due in a channel, each subject once.
func (t *tx) dueIn(channel string, now time.Time) (out []Notice, err error) {
	prefix := pair(channel, "")
	var keys []string
	err = t.scan(bDueIn, prefix, func(k, _ []byte) (bool, error) {
		if keyTime(k[len(prefix):]).After(now) {
			return false, nil
		}
		keys = append(keys, string(k[len(prefix)+timeKeySize:]))
		return len(keys) < taking, nil
	})
	return t.notices(keys, err)
}

// notices loads occurrences with what they are about.
func (t *tx) notices(keys []string, err error) ([]Notice, error) {
	subjects := map[string]Subject{}
	var out []Notice
	for _, key := range keys {
		if err != nil {
			return nil, err
		}
		var o Occurrence
		if o, err = t.occurrence(key); err != nil {
			return nil, err
		}
		sub, have := subjects[o.Subject()]
		if !have {
			sub, err = t.subject(o)
			subjects[o.Subject()] = sub
		}
		out = append(out, Notice{Occurrence: o, On: sub.Item, Of: sub.Reminder})
	}
	return out, err
}

// putOff holds, moves and drops what a draft says, and takes it out of due.
func (t *tx) putOff(due map[string]Occurrence, draft Draft) error {
	change := func(key string, do func(*Occurrence)) error {
		was, ok := due[key]
		if !ok {
			return nil
		}
		delete(due, key)
		o := was
		do(&o)
		return t.setOccurrence(&was, o)
	}
	for key, until := range draft.Hold {
		if err := change(key, func(o *Occurrence) { o.Hold = utc(until) }); err != nil {
			return err
		}
	}
	for key, channel := range draft.Move {
		if err := change(key, func(o *Occurrence) { o.Channel = channel }); err != nil {
			return err
		}
	}
	for key, reason := range draft.Drop {
		if err := change(key, func(o *Occurrence) { o.State, o.Reason = Cancelled, reason }); err != nil {
			return err
		}
		o, err := t.occurrence(key)
		if err != nil {
			return err
		}
		sub, err := t.subject(o)
		if err != nil {
			return err
		}
		if sub.Reminder == nil && sub.Item == nil {
			continue
		}
		if _, err := t.replanned(sub, draft.now); err != nil { // what repeats comes again
			return err
		}
	}
	return nil
}

// marker makes the name under which a delivery is found again: opaque, and never the same twice.
func (t *tx) marker(channel string, draft Draft) string {
	n, _ := t.bucket(bDelivery).NextSequence() // fails in read-only transactions alone
	mac := hmac.New(sha256.New, t.s.key)
	mac.Write(pair(channel, draft.Day))
	mac.Write(numberKey(n))
	for _, key := range draft.Keys {
		mac.Write([]byte(key))
	}
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// onDelivery changes a delivery that is in the state intent, and writes it; one in another state is left alone, so that doing a thing
// twice does it once.
func (s *Store) onDelivery(marker string, do func(t *tx, d *Delivery) error) error {
	return s.batch(func(t *tx) error {
		old, err := t.delivery(marker)
		if err != nil || old.State != Intent {
			return err
		}
		d := old
		if err := do(t, &d); err != nil {
			return err
		}
		return t.setDelivery(&old, d)
	})
}

// eachOccurrence changes the occurrences that a delivery still carries.
func (t *tx) eachOccurrence(d *Delivery, do func(*Occurrence)) ([]Occurrence, error) {
	var out []Occurrence
	for _, key := range d.Keys {
		was, err := t.occurrence(key)
		if err != nil {
			return nil, err
		}
		if was.Delivery != d.Marker || was.State != Intent {
			continue
		}
		o := was
		do(&o)
		out = append(out, o)
		if err := t.setOccurrence(&was, o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Commit records that a delivery is shown, as the message ts. Its notices are done, and the next ones of what repeats are planned.
func (s *Store) Commit(marker, ts string, at time.Time) error {
	return s.onDelivery(marker, func(t *tx, d *Delivery) error {
		d.State, d.TS, d.Posted, d.Ended, d.Reason = Posted, ts, utc(at), utc(at), ""
		shown, err := t.eachOccurrence(d, func(o *Occurrence) { o.State, o.Reason = Posted, "" })
		if err != nil {
			return err
		}
		if err := t.raiseHighWater(at); err != nil {
			return err
		}
		if err := t.setDelivery(nil, *d); err != nil { // so that what follows finds it shown
			return err
		}
		done := map[string]bool{}
		for _, o := range shown {
			if done[o.Subject()] {
				continue
			}
			done[o.Subject()] = true
			if err := t.afterShown(o, d, at); err != nil {
				return err
			}
		}
		if edited, err := t.delivery(marker); err == nil {
			d.Version = edited.Version
		}
		return nil
	})
}

// afterShown plans what comes next for a subject, and ends a reminder that was shown for the last time.
func (t *tx) afterShown(o Occurrence, d *Delivery, at time.Time) error {
	sub, err := t.subject(o)
	if err != nil || (sub.Item == nil && sub.Reminder == nil) {
		return err
	}
	if _, err := t.replanned(sub, at); err != nil {
		return err
	}
	if sub.Item != nil {
		if !sub.Item.Open() {
			return t.markEdit(d.Marker) // it was finished while the message was under way
		}
		return nil
	}
	r := *sub.Reminder
	n, _ := idNumber(r.ID, 'R')
	if shown := d.Seen[r.ID]; len(shown) > 0 && r.Watch != nil {
		r.Watch.Seen = append(r.Watch.Seen, shown...)
		if err := t.put(bReminder, numberKey(n), storeReminder(r)); err != nil {
			return err
		}
	}
	if !r.Alive() || r.Paused || o.Tells() || t.s.plan == nil {
		return nil
	}
	pending, err := t.pending(r.ID)
	if err != nil || len(pending) > 0 {
		return err
	}
	return t.putReminder(n, &r, ended(r, "shown", at)) // its message is right as it stands: there is nothing to edit
}

// Refused records that an attempt was definitely not shown; its notices are due again from the instant again on. If an earlier attempt of
// the same delivery may have been shown, it keeps its list and waits to be resent.
func (s *Store) Refused(marker, reason string, again, at time.Time) error {
	return s.onDelivery(marker, func(t *tx, d *Delivery) error {
		d.Ended, d.Reason = utc(at), reason
		if d.Unsure > 0 {
			return nil
		}
		d.State = Cancelled
		_, err := t.eachOccurrence(d, func(o *Occurrence) { o.State, o.Hold, o.Reason = IsDue, utc(again), reason })
		return err
	})
}

// Block records that an attempt was definitely not shown and will not be while things are as they are. tell are notices that say so to
// somebody else.
func (s *Store) Block(marker, reason string, tell []Occurrence, at time.Time) error {
	return s.onDelivery(marker, func(t *tx, d *Delivery) error {
		d.State, d.Ended, d.Reason = Blocked, utc(at), reason
		if _, err := t.eachOccurrence(d, func(o *Occurrence) { o.State, o.Reason = Blocked, reason }); err != nil {
			return err
		}
		return t.tell(tell)
	})
}

// tell plans notices about trouble; one that was planned before is not planned again.
func (t *tx) tell(list []Occurrence) error {
	for _, o := range list {
		if o.Key == "" {
			o.Key = OccurrenceKey(o.Subject(), o.Body, o.Rule, o.Nominal, o.Channel)
		}
		if t.bucket(bOccurrence).Get([]byte(o.Key)) != nil {
			continue
		}
		o.State = IsDue
		if err := t.setOccurrence(nil, o); err != nil {
			return err
		}
	}
	return nil
}

// Unblock makes what is blocked in a channel due again, or in all channels if it is empty, and returns how many notices that are.
func (s *Store) Unblock(channel string, at time.Time) (n int, err error) {
	list, err := s.Occurrences(OccurrenceFilter{Channel: channel, Blocked: true, Limit: 1 << 20})
	if err != nil || len(list) == 0 {
		return 0, err
	}
	err = s.update(func(t *tx) error {
		n = 0
		for _, o := range list {
			was, err := t.occurrence(o.Key)
			if err != nil {
				return err
			}
			if was.State != Blocked {
				continue
			}
			n++
			now := was
			now.State, now.Delivery = IsDue, ""
			if err := t.setOccurrence(&was, now); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// Ambiguous records that an attempt ended and may have been shown. The delivery stays in the state intent.
func (s *Store) Ambiguous(marker, reason string, at time.Time) error {
	return s.onDelivery(marker, func(_ *tx, d *Delivery) error {
		d.Ended, d.Reason = utc(at), reason
		d.Unsure++
		return nil
	})
}

// Unseen records that a complete read of the channel's history did not show the delivery.
func (s *Store) Unseen(marker string, at time.Time) error {
	return s.onDelivery(marker, func(_ *tx, d *Delivery) error {
		d.LastTry = utc(at)
		d.Clean++
		return nil
	})
}

// Unread records that the history could not be read. tell are notices that say so to somebody.
func (s *Store) Unread(marker, reason string, tell []Occurrence, at time.Time) error {
	return s.onDelivery(marker, func(t *tx, d *Delivery) error {
		d.LastTry, d.Reason = utc(at), reason
		return t.tell(tell)
	})
}

// Resend begins another attempt with the same list and text. False: nothing on the list is wanted any more, and the delivery is
// cancelled; or it is in no state to be sent.
func (s *Store) Resend(marker string, at time.Time) (d Delivery, ok bool, err error) {
	err = s.onDelivery(marker, func(t *tx, now *Delivery) error {
		ok = false
		matters := false
		for _, key := range now.Keys {
			wanted, err := t.stillWanted(key, at)
			if err != nil {
				return err
			}
			matters = matters || wanted
		}
		if !matters {
			now.State, now.Ended, now.Reason = Cancelled, utc(at), "nothing of it matters any more"
			_, err := t.eachOccurrence(now, func(o *Occurrence) { o.State = Cancelled })
			return err
		}
		now.Attempt++
		now.Began, now.Ended, now.Clean, now.Reason = utc(at), time.Time{}, 0, ""
		if _, err := t.eachOccurrence(now, func(o *Occurrence) { o.Attempt++ }); err != nil {
			return err
		}
		d, ok = *now, true
		return t.raiseHighWater(at)
	})
	return d, ok && err == nil, err
}

func (t *tx) stillWanted(key string, now time.Time) (bool, error) {
	o, err := t.occurrence(key)
	if err != nil || o.State != Intent {
		return false, err
	}
	if o.Tells() || t.s.plan == nil {
		return true, nil
	}
	sub, err := t.subject(o)
	if err != nil || (sub.Item == nil && sub.Reminder == nil) {
		return false, err
	}
	want, err := t.wanted(&sub, now)
	_, ok := want[key]
	return ok, err
}
