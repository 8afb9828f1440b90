package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"
)

const (
	bRegister = "register"
	bCount    = "count"
)

// The registers in use. What a value holds is the business of package bot.
const (
	Aliases  = "alias"    // words -> what they mean
	Meetings = "meeting"  // number -> day and place
	Holidays = "holiday"  // date and place -> name
	Members  = "member"   // member id -> body, role
	Fields   = "field"    // document id and field -> the mended value
	Settings = "settings" // member id -> zone, digest, quiet hours, language
	Notes    = "note"     // anything else that bot wants to keep
)

// An Entry is one line of a register.
type Entry struct {
	Register string
	Key      string
	Value    []byte // JSON; empty: null
	By       string // member id of who set it
	At       time.Time
	What     string // for the audit and for "undone: ..."; empty: "set"
	Change   string // what Undo takes; given by the store
}

type storedEntry struct {
	Value  json.RawMessage `json:"value"`
	By     string          `json:"by"`
	At     time.Time       `json:"at"`
	What   string          `json:"what"`
	Change string          `json:"change"`
}

func (t *tx) entry(key []byte) (Entry, error) {
	var s storedEntry
	if err := t.get(bRegister, key, &s); err != nil {
		return Entry{}, err
	}
	return loadEntry(key, s), nil
}

func loadEntry(key []byte, s storedEntry) Entry {
	register, name, _ := bytes.Cut(key, []byte{0})
	return Entry{Register: string(register), Key: string(name), Value: s.Value, By: s.By, At: s.At, What: s.What, Change: s.Change}
}

// SetEntry sets a line of a register, and returns it with Change filled in. The value must be JSON.
func (s *Store) SetEntry(e Entry) (Entry, error) {
	if e.What == "" {
		e.What = "set"
	}
	if len(e.Value) == 0 {
		e.Value = []byte("null")
	}
	if !json.Valid(e.Value) {
		return e, fmt.Errorf("the value of %s in the register %s is no JSON", e.Key, e.Register)
	}
	err := s.update(func(t *tx) error {
		c, err := t.changeEntry(e)
		if err != nil {
			return err
		}
		e.Change, e.At = c.ID, c.At
		return t.put(bRegister, pair(e.Register, e.Key), storedEntry{e.Value, e.By, e.At, e.What, e.Change})
	})
	return e, err
}

// changeEntry numbers a change of an entry and keeps what was there.
func (t *tx) changeEntry(e Entry) (Change, error) {
	key := pair(e.Register, e.Key)
	var before any
	var old storedEntry
	switch err := t.get(bRegister, key, &old); {
	case err == nil:
		before = old
	case !isNotFound(err):
		return Change{}, err
	}
	return t.change(bRegister, string(pair(e.Register, e.Key)), before, Change{At: e.At, By: e.By, What: e.What})
}

// DropEntry takes a line out of a register and returns it as it was, with Change set to what Undo takes. ErrNotFound if it is not there.
func (s *Store) DropEntry(register, key, who string, at time.Time) (e Entry, err error) {
	err = s.update(func(t *tx) error {
		if e, err = t.entry(pair(register, key)); err != nil {
			return err
		}
		c, err := t.changeEntry(Entry{Register: register, Key: key, By: who, At: at, What: "dropped"})
		if err != nil {
			return err
		}
		e.Change = c.ID
		return t.delete(bRegister, pair(register, key))
	})
	return e, err
}

// Entry returns a line of a register; ErrNotFound if it was never set or was dropped.
func (s *Store) Entry(register, key string) (e Entry, err error) {
	err = s.view(func(t *tx) error {
		e, err = t.entry(pair(register, key))
		return err
	})
	return e, err
}

// Entries returns a register, in the order of its keys.
func (s *Store) Entries(register string) (out []Entry, err error) {
	err = s.view(func(t *tx) error {
		return t.scan(bRegister, pair(register, ""), func(k, v []byte) (bool, error) {
			var e storedEntry
			err := open(bRegister, k, v, &e)
			out = append(out, loadEntry(k, e))
			return true, err
		})
	})
	return out, err
}

func (t *tx) undoEntry(u *Undone, image storedUndo, change string) error {
	key := []byte(image.ID)
	var now storedEntry
	err := t.get(bRegister, key, &now)
	if err != nil && !isNotFound(err) {
		return err
	}
	dropped := image.Before != nil && isNotFound(err)
	if now.Change != change && !dropped {
		return ErrOvertaken
	}
	u.ID = string(bytes.ReplaceAll(key, []byte{0}, []byte{' '}))
	if image.Before == nil {
		return t.delete(bRegister, key)
	}
	var before storedEntry
	if err := json.Unmarshal(image.Before, &before); err != nil {
		return damaged(bUndo, []byte(change), err.Error())
	}
	e := loadEntry(key, before)
	u.Entry = &e
	return t.put(bRegister, key, before)
}

// AddCount adds n to a counter and returns what it is then.
func (s *Store) AddCount(name string, n int64) (now int64, err error) {
	err = s.batch(func(t *tx) error {
		if v := t.bucket(bCount).Get([]byte(name)); len(v) == 8 {
			now = int64(binary.BigEndian.Uint64(v))
		} else {
			now = 0
		}
		now += n
		return t.bucket(bCount).Put([]byte(name), numberKey(uint64(now)))
	})
	return now, err
}

// CountsNamed returns all counters.
func (s *Store) CountsNamed() (out map[string]int64, err error) {
	out = map[string]int64{}
	err = s.view(func(t *tx) error {
		return t.scan(bCount, nil, func(k, v []byte) (bool, error) {
			out[string(k)] = int64(binary.BigEndian.Uint64(v))
			return true, nil
		})
	})
	return out, err
}
