package store

import (
	"encoding/binary"
	"time"
)

const (
	bSeen   = "seen"
	bSeenAt = "seen-at"
	bInbox  = "inbox"
)

// seenFor is how long an event is remembered: Slack repeats one for some minutes, an outage of its own for hours.
const seenFor = 24 * time.Hour

// An Event is something that came from outside and changes state, kept until it is dealt with.
type Event struct {
	Seq      uint64   // its place in the inbox; given by the store
	ID       string   // what tells it from others; empty: it is taken for new
	Also     []string // other names of the same thing, under each of which it is known again; not kept with it
	Kind     string   // the front end's word for its shape
	Data     []byte
	At       time.Time // when it came
	Attempts int       // how often it was taken
	Reason   string    // why the last attempt failed
}

type storedEvent struct {
	ID       string    `json:"id,omitempty"`
	Kind     string    `json:"kind,omitempty"`
	Data     []byte    `json:"data,omitempty"`
	At       time.Time `json:"at"`
	Attempts int       `json:"attempts,omitempty"`
	Reason   string    `json:"reason,omitempty"`
}

// Seen reports whether an event is new, and remembers it for 24 hours.
func (s *Store) Seen(event string, at time.Time) (fresh bool, err error) {
	err = s.batch(func(t *tx) error {
		fresh, err = t.fresh(at, event)
		return err
	})
	return fresh, err
}

// fresh reports whether an event is new under each of its names, and then remembers them and forgets old ones.
func (t *tx) fresh(at time.Time, names ...string) (bool, error) {
	if t.s.forget {
		return true, nil
	}
	var keys, old [][]byte
	for _, name := range names {
		if name == "" {
			continue
		}
		key := []byte(name)
		if len(key) > 512 {
			key = saidKey("event", "", name)
		}
		keys = append(keys, key)
		if v := t.bucket(bSeen).Get(key); len(v) == timeKeySize {
			if at.Sub(keyTime(v)) < seenFor {
				return false, nil
			}
			old = append(old, append(append([]byte{}, v...), key...))
		}
	}
	for _, key := range old {
		if err := t.delete(bSeenAt, key); err != nil {
			return false, err
		}
	}
	for _, key := range keys {
		if err := t.bucket(bSeen).Put(key, timeKey(at)); err != nil {
			return false, err
		}
		if err := t.bucket(bSeenAt).Put(append(timeKey(at), key...), nil); err != nil {
			return false, err
		}
	}
	return true, t.purge(bSeenAt, at.Add(-seenFor), func(key []byte) error { return t.delete(bSeen, key) })
}

// AcceptEvent puts an event into the inbox, unless the same one came in the last 24 hours: that is done in one transaction, and once it
// returns the event may be acknowledged. Events that come together share a disk sync.
func (s *Store) AcceptEvent(e Event) (fresh bool, err error) {
	err = s.batch(func(t *tx) error {
		var err error
		if fresh, err = t.fresh(e.At, append([]string{e.ID}, e.Also...)...); err != nil || !fresh {
			return err
		}
		n, err := t.bucket(bInbox).NextSequence()
		if err != nil {
			return err
		}
		return t.put(bInbox, numberKey(n), storedEvent{ID: e.ID, Kind: e.Kind, Data: e.Data, At: utc(e.At)})
	})
	return fresh && err == nil, err
}

// TakeEvents takes the oldest events that wait, up to limit. This process gets each once, until EventDone or EventFailed; after a restart
// those that were not done come again, with Attempts to tell one that ended the process each time.
func (s *Store) TakeEvents(limit int) (out []Event, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := false
	err = s.view(func(t *tx) error {
		return t.scan(bInbox, nil, func(k, _ []byte) (bool, error) {
			waiting = waiting || !s.taken[binary.BigEndian.Uint64(k)]
			return !waiting, nil
		})
	})
	if err != nil || !waiting {
		return nil, err
	}
	err = s.update(func(t *tx) error {
		out = nil
		err := t.scan(bInbox, nil, func(k, v []byte) (bool, error) {
			n := binary.BigEndian.Uint64(k)
			if s.taken[n] {
				return true, nil
			}
			var e storedEvent
			if err := open(bInbox, k, v, &e); err != nil {
				return false, err
			}
			out = append(out, Event{Seq: n, ID: e.ID, Kind: e.Kind, Data: e.Data, At: e.At, Attempts: e.Attempts + 1, Reason: e.Reason})
			return len(out) < limit, nil
		})
		for _, e := range out {
			if err == nil {
				err = t.put(bInbox, numberKey(e.Seq), storedEvent{ID: e.ID, Kind: e.Kind, Data: e.Data, At: e.At, Attempts: e.Attempts, Reason: e.Reason})
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, e := range out {
		s.taken[e.Seq] = true
	}
	return out, nil
}

// EventDone takes an event out of the inbox. Doing it twice is no error.
func (s *Store) EventDone(seq uint64) error {
	err := s.batch(func(t *tx) error { return t.delete(bInbox, numberKey(seq)) })
	if err == nil {
		s.release(seq)
	}
	return err
}

// EventFailed leaves an event in the inbox, to be taken again, with the reason of the failure.
func (s *Store) EventFailed(seq uint64, reason string) error {
	err := s.update(func(t *tx) error {
		var e storedEvent
		if err := t.get(bInbox, numberKey(seq), &e); err != nil {
			return err
		}
		e.Reason = reason
		return t.put(bInbox, numberKey(seq), e)
	})
	if err == nil {
		s.release(seq)
	}
	return err
}

func (s *Store) release(seq uint64) {
	s.mu.Lock()
	delete(s.taken, seq)
	s.mu.Unlock()
}
