package store

import (
	"encoding/binary"
	"fmt"
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
	Seq  uint64   // its place in the inbox; given by the store
	ID   string   // what tells it from others; empty: it is taken for new
	Also []string // other names of the same thing, under each of which it is known again; not kept with it
	Kind string   // the front end's word for its shape
	Data []byte
	At   time.Time // when it came
	// Suspect: a process that ended without a word had taken it, so it may be what ended it. Others that it had taken are suspects as well.
	Suspect bool
	// Attempts is how often it was the one suspect worked on (EventTried) and the process ended.
	Attempts int
	Reason   string // why it was put back or set aside
}

type storedEvent struct {
	ID       string    `json:"id,omitempty"`
	Kind     string    `json:"kind,omitempty"`
	Data     []byte    `json:"data,omitempty"`
	At       time.Time `json:"at"`
	Taken    bool      `json:"taken,omitempty"`
	Attempts int       `json:"attempts,omitempty"`
	Aside    bool      `json:"aside,omitempty"`
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

// TakeEvents takes the oldest events that no one has taken since the store was opened, were tried at most so many times and are not set aside.
// What is taken stays in the inbox until EventDone, with a note that it was: if the process ends before, it comes back as a suspect.
func (s *Store) TakeEvents(limit, attempts int) (out []Event, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	free := func(k, v []byte) (e storedEvent, ok bool, err error) {
		if s.taken[binary.BigEndian.Uint64(k)] {
			return e, false, nil
		}
		err = open(bInbox, k, v, &e)
		return e, err == nil && !e.Aside && e.Attempts <= attempts, err
	}
	waiting := false
	err = s.view(func(t *tx) error {
		return t.scan(bInbox, nil, func(k, v []byte) (bool, error) {
			_, ok, err := free(k, v)
			waiting = waiting || ok
			return !waiting, err
		})
	})
	if err != nil || !waiting {
		return nil, err
	}
	err = s.update(func(t *tx) error {
		out = nil
		var taken []storedEvent
		err := t.scan(bInbox, nil, func(k, v []byte) (bool, error) {
			e, ok, err := free(k, v)
			if ok {
				out = append(out, Event{Seq: binary.BigEndian.Uint64(k), ID: e.ID, Kind: e.Kind, Data: e.Data, At: e.At, Suspect: e.Taken, Attempts: e.Attempts,
					Reason: e.Reason})
				taken = append(taken, e)
			}
			return len(out) < limit, err
		})
		for i, e := range taken {
			if err == nil && !e.Taken {
				e.Taken = true
				err = t.put(bInbox, numberKey(out[i].Seq), e)
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

// EventTried notes that a suspect is about to be worked on while no other is: should the process end now, it was most likely this one.
func (s *Store) EventTried(seq uint64) error {
	return s.onEvent(seq, func(e *storedEvent) { e.Attempts++ })
}

// EventDone takes an event out of the inbox. Doing it twice is no error.
func (s *Store) EventDone(seq uint64) error {
	err := s.batch(func(t *tx) error { return t.delete(bInbox, numberKey(seq)) })
	if err == nil {
		s.release(seq)
	}
	return err
}

// EventFailed puts an event back, to be taken again, with the reason. It is no suspect any more: the process lives.
func (s *Store) EventFailed(seq uint64, reason string) error {
	err := s.onEvent(seq, func(e *storedEvent) { e.Taken, e.Attempts, e.Reason = false, 0, reason })
	if err == nil {
		s.release(seq)
	}
	return err
}

// EventAside keeps an event in the inbox and never gives it out again: it ends the process, or cannot be read.
func (s *Store) EventAside(seq uint64, reason string) error {
	err := s.onEvent(seq, func(e *storedEvent) { e.Aside, e.Reason = true, reason })
	if err == nil {
		s.release(seq)
	}
	return err
}

func (s *Store) onEvent(seq uint64, change func(*storedEvent)) error {
	return s.update(func(t *tx) error {
		var e storedEvent
		if err := t.get(bInbox, numberKey(seq), &e); err != nil {
			return fmt.Errorf("event %d of the inbox: %w", seq, err)
		}
		change(&e)
		return t.put(bInbox, numberKey(seq), e)
	})
}

func (s *Store) release(seq uint64) {
	s.mu.Lock()
	delete(s.taken, seq)
	s.mu.Unlock()
}
