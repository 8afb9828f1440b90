package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	bItem      = "item"
	bItemIndex = "item-index"
)

// The classes of items, as they sort in the index.
const (
	classOpen   = 'o'
	classDraft  = 'p'
	classClosed = 'q'
)

func class(it Item) byte {
	switch {
	case !it.Open():
		return classClosed
	case it.Draft:
		return classDraft
	}
	return classOpen
}

// The facets of the index.
const (
	facetAll     = 'a'
	facetOwner   = 'o'
	facetCreator = 'c'
	facetBody    = 'b'
	facetChannel = 'h'
	facetMeeting = 'm'
	facetEvent   = 'e'
)

// undated sorts behind every date.
const undated = "~~~~~~~~~~~~~~~~"

// dueText is a deadline as it sorts: nominal date and time; a date without a time comes after the times of its day.
func dueText(d Due) string {
	switch {
	case d.Date == "":
		return undated
	case d.Time == "":
		return d.Date + "T~~~~~"
	}
	return d.Date + "T" + d.Time
}

// itemEntries are the index entries of an item: one for each value of each facet, in due order within it; their value is the status.
func itemEntries(n uint64, it Item) []entry {
	var out []entry
	tail := append(append([]byte{class(it)}, dueText(it.Due)...), numberKey(n)...)
	add := func(facet byte, value string) {
		key := append(append([]byte{facet}, pair(value, "")...), tail...)
		out = append(out, entry{bItemIndex, key, []byte(it.Status)})
	}
	add(facetAll, "")
	for facet, value := range map[byte]string{facetOwner: it.Owner, facetCreator: it.Creator, facetChannel: it.Channel, facetEvent: it.Due.Event} {
		if value != "" {
			add(facet, value)
		}
	}
	if it.Meeting != 0 {
		add(facetMeeting, fmt.Sprint(it.Meeting))
	}
	for i, body := range owing(it) {
		if !slices.Contains(owing(it)[:i], body) {
			add(facetBody, body)
		}
	}
	return out
}

// owing are the bodies that owe something of an item.
func owing(it Item) []string {
	var out []string
	if it.Body != "" {
		out = append(out, it.Body)
	}
	for _, s := range it.Shares {
		if s.Body != "" {
			out = append(out, s.Body)
		}
	}
	return out
}

func (t *tx) item(n uint64) (Item, error) {
	var s storedItem
	if err := t.get(bItem, numberKey(n), &s); err != nil {
		return Item{}, err
	}
	return loadItem(itemID(n), s), nil
}

// setItem writes an item with its index and plans its notices; old is its state before, nil if it is new.
func (t *tx) setItem(n uint64, old *Item, it Item, now time.Time) error {
	var before []entry
	if old != nil {
		before = itemEntries(n, *old)
	}
	if err := t.reindex(before, itemEntries(n, it)); err != nil {
		return err
	}
	if err := t.put(bItem, numberKey(n), storeItem(it)); err != nil {
		return err
	}
	if err := t.endReminders(it, now); err != nil {
		return err
	}
	return t.replan(Subject{Item: &it}, now)
}

// AddItem keeps a new item, plans its notices, and returns it with ID, Created and History filled in. If its creator added the same words
// within the last minute, it returns that item and ErrDuplicate.
func (s *Store) AddItem(it Item, at time.Time) (Item, error) {
	err := s.update(func(t *tx) error {
		if n, ok := t.saidBefore(bItem, it.Creator, it.Text, at); ok {
			var err error
			if it, err = t.item(n); err == nil {
				err = ErrDuplicate
			}
			return err
		}
		n, err := t.bucket(bItem).NextSequence()
		if err != nil {
			return err
		}
		it.ID, it.Created, it.why = itemID(n), at, ""
		c, err := t.change(bItem, it.ID, nil, Change{At: at, By: it.Creator, What: "added"})
		if err != nil {
			return err
		}
		it.History = []Change{c}
		it = loadItem(it.ID, storeItem(it))
		if err := t.setSaid(bItem, it.Creator, it.Text, n, at); err != nil {
			return err
		}
		return t.setItem(n, nil, it, at)
	})
	return it, err
}

// Item returns the item with that id; ErrNotFound if there is none. The id's letter may be small and its noughts missing: "a-42".
func (s *Store) Item(id string) (it Item, err error) {
	n, ok := idNumber(id, 'A')
	if !ok {
		return Item{}, fmt.Errorf("item %.40q: %w", id, ErrNotFound)
	}
	err = s.view(func(t *tx) error {
		it, err = t.item(n)
		return err
	})
	if err != nil {
		return Item{}, fmt.Errorf("item %s: %w", itemID(n), err)
	}
	return it, nil
}

// ChangeItem changes an item under its own eyes: change gets it as it is now. It adds one line of history, plans the notices anew, and
// keeps the state before for Undo. An error of change comes back as it is, and nothing is written then; nor if nothing was changed.
func (s *Store) ChangeItem(id, who string, at time.Time, what string, change func(*Item) error) (it Item, err error) {
	n, ok := idNumber(id, 'A')
	if !ok {
		return Item{}, fmt.Errorf("item %.40q: %w", id, ErrNotFound)
	}
	err = s.update(func(t *tx) error {
		old, err := t.item(n)
		if err != nil {
			return fmt.Errorf("item %s: %w", itemID(n), err)
		}
		it, err = t.item(n) // a second copy, so that old stays
		if err != nil {
			return err
		}
		if err := change(&it); err != nil {
			return err
		}
		why := it.why
		it.ID, it.Created, it.History = old.ID, old.Created, old.History
		it = loadItem(it.ID, storeItem(it))
		if same(storeItem(old), storeItem(it)) {
			return nil
		}
		from, to := itemDifference(old, it)
		c, err := t.change(bItem, it.ID, storeItem(old), Change{At: at, By: who, What: what, From: from, To: to, Reason: why})
		if err != nil {
			return err
		}
		it.History = append(slices.Clip(old.History), c)
		return t.setItem(n, &old, it, at)
	})
	return it, err
}

// itemDifference says how the fields that differ were and are, the most telling first, with "; " between them. Members and channels stand there
// by their ids. The status of the whole is left out where its closing or its parts tell it.
func itemDifference(old, now Item) (from, to string) {
	state := func(it Item) string {
		switch {
		case it.Dropped:
			return "dropped"
		case !it.Open():
			return "done"
		case it.Draft:
			return "proposed"
		}
		return "open"
	}
	var was, is []string
	for _, of := range []func(Item) string{state, func(it Item) string { return it.Due.String() }, func(it Item) string { return it.Owner },
		func(it Item) string { return it.Text }, func(it Item) string { return strings.Join(owing(it), ", ") }} {
		if a, b := of(old), of(now); a != b {
			was, is = append(was, a), append(is, b)
		}
	}
	for _, s := range now.Shares {
		if before := old.Share(s.Body); before != nil && partState(*before) != partState(s) {
			was, is = append(was, partState(*before)), append(is, partState(s))
		}
	}
	for _, of := range []func(Item) string{func(it Item) string { return string(it.Status) }, func(it Item) string { return lastEvidence(it.Note) }} {
		if a, b := of(old), of(now); a != b && (len(is) == 0 || state(old) == state(now)) && len(now.Shares) == 0 {
			was, is = append(was, a), append(is, b)
		}
	}
	if old.Channel != now.Channel {
		was, is = append(was, old.Channel), append(is, now.Channel)
	}
	return strings.Join(slices.DeleteFunc(was, blank), "; "), strings.Join(slices.DeleteFunc(is, blank), "; ")
}

func blank(s string) bool { return s == "" }

// partState is how a part stands: "WDD-Sindh reported: notification SO(WDD)/7-2".
func partState(s Share) string {
	out := s.Body
	switch {
	case s.Status != NotStarted:
		out += " " + string(s.Status)
	case s.Received.IsZero():
		out += " awaited"
	}
	if e := lastEvidence(s.Evidence); e != "" {
		out += ": " + e
	}
	return out
}

func lastEvidence(list []Evidence) string {
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1].Text
}

// An ItemFilter chooses items; its zero value chooses all that are open and no drafts. Owner, Creator, Body, Channel, Meeting, Event and
// the dates are answered from the index; the rest looks at each item that is left.
type ItemFilter struct {
	Owner        string
	Creator      string
	Body         string // owes the item or a share of it
	Channel      string
	Meeting      int
	Event        string // bound to it, as in Due.Event
	Class        Class
	Status       []Status  // one of these; empty: any
	From         string    // due on this date or later, 2006-01-02
	Before       string    // due before this date
	Undated      bool      // without a date
	Awaited      string    // this body's share is not received yet
	Number       string    // the group's own number
	CreatedFrom  time.Time // created then or later
	CreatedUntil time.Time // created before
	Words        []string  // all of them are in the text, in any case
	Also         func(*Item) bool
}

// A Class says which items a filter means.
type Class int

// The classes. The zero value is the open ones.
const (
	OpenItems Class = iota
	Drafts
	ClosedItems
	OpenAndDrafts
	AnyItems
)

// A Page says which part of a list is wanted.
type Page struct {
	After string // ItemPage.Next of the page before; empty: the first
	Limit int    // 0: 20
}

// An ItemPage is part of a list in due order, undated items last; closed ones follow the open ones and the drafts.
type ItemPage struct {
	Items []Item
	Next  string // for Page.After; empty: this was the last
}

// Items returns the items a filter chooses.
func (s *Store) Items(f ItemFilter, p Page) (out ItemPage, err error) {
	if p.Limit <= 0 {
		p.Limit = 20
	}
	after, err := hex.DecodeString(p.After)
	if err != nil {
		return out, fmt.Errorf("page %.40q: %w", p.After, ErrNotFound)
	}
	err = s.view(func(t *tx) error {
		return t.chosen(f, after, func(key []byte, it func() (Item, error)) (bool, error) {
			if len(out.Items) == p.Limit {
				out.Next = hex.EncodeToString(after)
				return false, nil
			}
			item, err := it()
			if err != nil {
				return false, err
			}
			out.Items, after = append(out.Items, item), bytes.Clone(key)
			return true, nil
		})
	})
	return out, err
}

// CountItems counts them; quickly if the index answers the filter.
func (s *Store) CountItems(f ItemFilter) (n int, err error) {
	err = s.view(func(t *tx) error {
		return t.chosen(f, nil, func([]byte, func() (Item, error)) (bool, error) {
			n++
			return true, nil
		})
	})
	return n, err
}

// facet is the index that serves a filter best.
func (f ItemFilter) facet() (byte, string) {
	switch {
	case f.Owner != "":
		return facetOwner, f.Owner
	case f.Event != "":
		return facetEvent, f.Event
	case f.Creator != "":
		return facetCreator, f.Creator
	case f.Awaited != "":
		return facetBody, f.Awaited
	case f.Body != "":
		return facetBody, f.Body
	case f.Channel != "":
		return facetChannel, f.Channel
	case f.Meeting != 0:
		return facetMeeting, fmt.Sprint(f.Meeting)
	}
	return facetAll, ""
}

func (f ItemFilter) classes() []byte {
	switch f.Class {
	case Drafts:
		return []byte{classDraft}
	case ClosedItems:
		return []byte{classClosed}
	case OpenAndDrafts:
		return []byte{classOpen, classDraft}
	case AnyItems:
		return []byte{classOpen, classDraft, classClosed}
	}
	return []byte{classOpen}
}

// byIndex reports whether the facet, the class, the dates and the status are all that the filter asks.
func (f ItemFilter) byIndex() bool {
	facets := 0
	for _, set := range []bool{f.Owner != "", f.Event != "", f.Creator != "", f.Body != "", f.Channel != "", f.Meeting != 0} {
		if set {
			facets++
		}
	}
	return facets <= 1 && f.Awaited == "" && f.Number == "" && f.CreatedFrom.IsZero() && f.CreatedUntil.IsZero() && len(f.Words) == 0 && f.Also == nil
}

// chosen calls do for the items of a filter behind the index key after, in order.
func (t *tx) chosen(f ItemFilter, after []byte, do func(key []byte, it func() (Item, error)) (bool, error)) error {
	facet, value := f.facet()
	head := append([]byte{facet}, pair(value, "")...)
	exact := f.byIndex()
	for _, cl := range f.classes() {
		prefix := append(bytes.Clone(head), cl)
		start := append(bytes.Clone(prefix), f.From...)
		if f.Undated {
			start = append(bytes.Clone(prefix), undated...)
		}
		if bytes.Compare(after, start) > 0 {
			start = append(bytes.Clone(after), 0)
		}
		c := t.bucket(bItemIndex).Cursor()
		for k, v := c.Seek(start); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			due := string(k[len(prefix) : len(k)-8])
			if f.Before != "" && due >= f.Before || (f.From != "" && due == undated) {
				break
			}
			if len(f.Status) > 0 && !slices.Contains(f.Status, Status(v)) {
				continue
			}
			n := binary.BigEndian.Uint64(k[len(k)-8:])
			load := func() (Item, error) { return t.item(n) }
			if !exact {
				it, err := load()
				if err != nil {
					return err
				}
				if !f.fits(&it) {
					continue
				}
				load = func() (Item, error) { return it, nil }
			}
			if more, err := do(k, load); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// fits looks at what the index does not hold.
func (f ItemFilter) fits(it *Item) bool {
	switch {
	case f.Owner != "" && it.Owner != f.Owner,
		f.Event != "" && it.Due.Event != f.Event,
		f.Creator != "" && it.Creator != f.Creator,
		f.Body != "" && !slices.Contains(owing(*it), f.Body),
		f.Channel != "" && it.Channel != f.Channel,
		f.Meeting != 0 && it.Meeting != f.Meeting,
		f.Number != "" && it.Number != f.Number,
		!f.CreatedFrom.IsZero() && it.Created.Before(f.CreatedFrom),
		!f.CreatedUntil.IsZero() && !it.Created.Before(f.CreatedUntil):
		return false
	}
	if f.Awaited != "" {
		if s := it.Share(f.Awaited); s != nil && !s.Received.IsZero() {
			return false
		}
	}
	text := strings.ToLower(it.Text)
	for _, w := range f.Words {
		if !strings.Contains(text, strings.ToLower(w)) {
			return false
		}
	}
	return f.Also == nil || f.Also(it)
}
