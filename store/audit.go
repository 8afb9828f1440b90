package store

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

const bAudit = "audit"

// An Audit is one line of the audit log: who did what to which record, without its content. Each line holds a hash of itself and the one
// before, so that a line taken out or altered shows in Check.
type Audit struct {
	At   time.Time
	By   string
	What string
	Kind string // "item", "reminder", "register", or the caller's own word
	ID   string
	Hash string // given by the store
}

type storedAudit struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`
	What string    `json:"what"`
	Kind string    `json:"kind,omitempty"`
	ID   string    `json:"id,omitempty"`
	Hash string    `json:"hash"`
}

// link is the hash of a line of the log behind the line with the hash before.
func (a storedAudit) link(before string) string {
	sum := sha256.Sum256(pair(before, a.At.Format(time.RFC3339Nano), a.By, a.What, a.Kind, a.ID))
	return hex.EncodeToString(sum[:16])
}

// audit writes a line of the log.
func (t *tx) audit(a Audit) error {
	b := t.bucket(bAudit)
	before := ""
	if k, v := b.Cursor().Last(); k != nil {
		var last storedAudit
		if err := open(bAudit, k, v, &last); err != nil {
			return err
		}
		before = last.Hash
	}
	n, err := b.NextSequence()
	if err != nil {
		return err
	}
	line := storedAudit{At: utc(a.At), By: a.By, What: a.What, Kind: a.Kind, ID: a.ID}
	line.Hash = line.link(before)
	return t.put(bAudit, numberKey(n), line)
}

// AddAudit writes a line of the audit log for something that is no change of a record: an export, a refused command.
func (s *Store) AddAudit(a Audit) error {
	return s.update(func(t *tx) error { return t.audit(a) })
}

// Audits returns the lines of the log since a moment, the latest first, at most limit (0: 100).
func (s *Store) Audits(since time.Time, limit int) (out []Audit, err error) {
	if limit <= 0 {
		limit = 100
	}
	err = s.view(func(t *tx) error {
		c := t.bucket(bAudit).Cursor()
		for k, v := c.Last(); k != nil && len(out) < limit; k, v = c.Prev() {
			var a storedAudit
			if err := open(bAudit, k, v, &a); err != nil {
				return err
			}
			if a.At.Before(since) {
				return nil
			}
			out = append(out, Audit(a))
		}
		return nil
	})
	return out, err
}
