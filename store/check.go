package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// maxFaults is how many faults Check names.
const maxFaults = 20

// A checker gathers what is wrong and what the indexes should hold.
type checker struct {
	*tx
	faults []error
	want   map[string]map[string]string // index bucket -> key -> value
}

func (c *checker) fault(format string, a ...any) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, fmt.Errorf("%w: "+format, append([]any{ErrCorrupt}, a...)...))
	}
}

func (c *checker) expect(list []entry) {
	for _, e := range list {
		if c.want[e.bucket] == nil {
			c.want[e.bucket] = map[string]string{}
		}
		c.want[e.bucket][string(e.key)] = string(e.value)
	}
}

// Check compares all pages, all envelopes and all indexes with each other. Nil: all is well. It reads everything.
func (s *Store) Check() error {
	return s.view(func(t *tx) error {
		c := &checker{tx: t, want: map[string]map[string]string{}}
		for err := range t.Tx.Check() {
			c.fault("pages: %v", err)
		}
		if len(c.faults) > 0 {
			return errors.Join(c.faults...)
		}
		for _, name := range buckets {
			if t.Bucket([]byte(name)) == nil {
				c.fault("the bucket %s is missing", name)
			}
		}
		if len(c.faults) == 0 {
			c.meta()
			c.subjects()
			c.notices()
			c.deliveries()
			c.rest()
			c.indexes()
		}
		return errors.Join(c.faults...)
	})
}

// records calls do for each record of a bucket whose envelope is right.
func records[T any](c *checker, bucket string, do func(key []byte, v T)) {
	c.scan(bucket, nil, func(k, data []byte) (bool, error) {
		var v T
		if err := open(bucket, k, data, &v); err != nil {
			c.fault("%v", err)
			return true, nil
		}
		do(k, v)
		return true, nil
	})
}

func (c *checker) meta() {
	var version int
	var key []byte
	if err := c.get(bMeta, []byte(metaSchema), &version); err != nil || version != schema {
		c.fault("the schema version is %d (%v)", version, err)
	}
	if err := c.get(bMeta, []byte(metaKey), &key); err != nil || len(key) != 32 {
		c.fault("the key of this installation is missing (%v)", err)
	}
}

func (c *checker) subjects() {
	records(c, bItem, func(k []byte, s storedItem) {
		n := binary.BigEndian.Uint64(k)
		c.expect(itemEntries(n, loadItem(itemID(n), s)))
		if n > c.bucket(bItem).Sequence() {
			c.fault("%s has a number that was not given yet", itemID(n))
		}
	})
	records(c, bReminder, func(k []byte, s storedReminder) {
		n := binary.BigEndian.Uint64(k)
		c.expect(reminderEntries(n, loadReminder(reminderID(n), s)))
		if n > c.bucket(bReminder).Sequence() {
			c.fault("%s has a number that was not given yet", reminderID(n))
		}
	})
}

func (c *checker) notices() {
	records(c, bOccurrence, func(k []byte, s storedOccurrence) {
		o := loadOccurrence(string(k), s)
		c.expect(occurrenceEntries(o))
		if stateLetters[o.State] == "" {
			c.fault("the notice %s is in the state %q", o.Key, o.State)
		}
		if o.State != Intent && o.State != Posted {
			return
		}
		d, err := c.delivery(o.Delivery)
		switch {
		case err != nil:
			c.fault("the notice %s is carried by %q: %v", o.Key, o.Delivery, err)
		case d.State != o.State:
			c.fault("the notice %s is %s and its delivery %s", o.Key, o.State, d.State)
		case !slices.Contains(d.Keys, o.Key):
			c.fault("the notice %s is not on the list of its delivery", o.Key)
		}
	})
}

func (c *checker) deliveries() {
	records(c, bDelivery, func(k []byte, s storedDelivery) {
		d := loadDelivery(string(k), s)
		c.expect(deliveryEntries(d))
		for _, key := range d.Keys {
			if c.bucket(bOccurrence).Get([]byte(key)) == nil {
				c.fault("the delivery %s carries a notice that is not there", d.Marker)
			}
		}
	})
	c.scan(bEdit, nil, func(k, _ []byte) (bool, error) {
		if _, err := c.delivery(string(k)); err != nil {
			c.fault("an edit: %v", err)
		}
		return true, nil
	})
	records(c, bChannel, func([]byte, storedChannel) {})
}

func (c *checker) rest() {
	records(c, bInbox, func([]byte, storedEvent) {})
	records(c, bUndo, func([]byte, storedUndo) {})
	records(c, bRegister, func([]byte, storedEntry) {})
	records(c, bFeedback, func([]byte, storedFeedback) {})
	records(c, bThread, func(k []byte, s storedThread) { c.expect([]entry{{bThreadAt, append(timeKey(s.At), k...), nil}}) })
	records(c, bQuestion, func(k []byte, s storedQuestion) {
		if s.Resolved.IsZero() {
			c.expect([]entry{{bQuestionKey, questionKey(Question{Text: s.Text}), k}})
		}
	})
	before := ""
	records(c, bAudit, func(k []byte, s storedAudit) {
		if s.Hash != s.link(before) {
			c.fault("the audit log was altered at line %d", binary.BigEndian.Uint64(k))
		}
		before = s.Hash
	})
	for bucket, at := range map[string]string{bSeen: bSeenAt, bSaid: bSaidAt} {
		c.scan(bucket, nil, func(k, v []byte) (bool, error) {
			if len(v) < timeKeySize {
				c.fault("%s has a value of %d bytes", bucket, len(v))
				return true, nil
			}
			c.expect([]entry{{at, append(bytes.Clone(v[:timeKeySize]), k...), nil}})
			return true, nil
		})
	}
}

// indexes compares the index buckets with what the records say.
func (c *checker) indexes() {
	for _, name := range []string{bItemIndex, bReminderIndex, bSubject, bDue, bDueIn, bBlockedIn, bIntent, bToAudit, bDeliveryIn, bThreadAt, bQuestionKey,
		bSeenAt, bSaidAt} {
		want := c.want[name]
		n := 0
		c.scan(name, nil, func(k, v []byte) (bool, error) {
			n++
			if value, ok := want[string(k)]; !ok {
				c.fault("%s holds %q, which no record asks for", name, k)
			} else if value != string(v) {
				c.fault("%s holds %q at %q, where the record says %q", name, v, k, value)
			}
			return true, nil
		})
		if n < len(want) {
			c.fault("%s holds %d entries where the records ask for %d", name, n, len(want))
		}
	}
}
