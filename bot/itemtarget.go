package bot

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/intent"
	"rabita/store"
)

// Which item an order is about.

// notYet is returned by target for a decision that is on record and that nobody has claimed.
type notYet struct{ decision }

func (n notYet) Error() string {
	return n.Number + " is on record, and nobody has claimed it yet: " + n.Text
}

// target is the item an order is about, by its id or by the number of the decision. Of several with that number the speaker's own goes
// first, then the one of their body.
func (d *desk) target(closed bool) (store.Item, error) {
	switch {
	case len(d.o.IDs) > 0:
		id := d.o.IDs[0]
		if id[0] != 'A' {
			if _, err := d.st.Reminder(reminderKey(id)); err != nil {
				return store.Item{}, err
			}
			return store.Item{}, d.refuse("is a reminder", id).send("reminder show " + id)
		}
		return d.st.Item(id)
	case d.o.Number != "":
		return d.byNumber(d.o.Number)
	}
	return d.described(closed)
}

// touchedFor is how long "it" means the item a member last did something with.
const touchedFor = time.Hour

// described is the item of an order that gives neither id nor number: by its words where there are some, else the one that the thread is
// about, else the one the speaker last did something with.
func (d *desk) described(closed bool) (store.Item, error) {
	if d.o.Which != "" {
		list, err := d.named(d.o.Which, closed)
		if err != nil || len(list) == 1 {
			return append(list, store.Item{})[0], err
		}
		if len(list) == 0 {
			return store.Item{}, d.refuse("no item fits", d.o.Which).send("action mine")
		}
		return store.Item{}, d.whichItem(list)
	}
	if d.m.Thread != "" {
		if it, err := d.shownIn(d.m.Channel, d.m.Thread); err != nil || it.ID != "" {
			return it, err
		}
	}
	kind, id, err := d.touched()
	if err != nil {
		return store.Item{}, err
	}
	if kind == "item" {
		return d.st.Item(id)
	}
	list, err := d.everyItem(store.ItemFilter{Owner: d.who}, 5)
	if err != nil {
		return store.Item{}, err
	}
	return store.Item{}, d.whichItem(list)
}

// whichItem asks which of several items is meant, with the order for each as a line ready to send.
func (d *desk) whichItem(list []store.Item) error {
	if len(list) == 0 {
		return d.refuse("which item").send("action mine")
	}
	var names []string
	var choice []Button
	for _, it := range list[:min(len(list), 5)] {
		o := d.o
		o.IDs, o.Which = []string{it.ID}, ""
		names, choice = append(names, it.ID+" ("+shorten(it.Text, 60)+")"), append(choice, order(it.ID+" "+shorten(it.Text, 40), o))
	}
	return d.refuse("which of these", strings.Join(names, ", ")).choose(choice...)
}

// touched is the record that the speaker last changed, of kind "item" or "reminder"; empty where that is too long ago.
func (d *desk) touched() (kind, id string, err error) {
	lines, err := d.st.Audits(d.m.At.Add(-touchedFor), 500)
	for _, a := range lines {
		if a.By == d.who && (a.Kind == "item" || a.Kind == "reminder") {
			return a.Kind, a.ID, err
		}
	}
	return "", "", err
}

// named are the speaker's own items, and those awaited from their body, whose text holds all words that tell something.
func (d *desk) named(words string, closed bool) ([]store.Item, error) {
	told := telling(words)
	if len(told) == 0 {
		return nil, nil
	}
	filters := []store.ItemFilter{{Owner: d.who, Words: told}}
	if closed {
		filters = append(filters, store.ItemFilter{Owner: d.who, Words: told, Class: store.ClosedItems})
	}
	if d.body != "" {
		filters = append(filters, store.ItemFilter{Awaited: d.body, Words: told})
	}
	var out []store.Item
	for _, f := range filters {
		list, err := d.everyItem(f, 20)
		if err != nil {
			return nil, err
		}
		for _, it := range list {
			if !slices.ContainsFunc(out, func(o store.Item) bool { return o.ID == it.ID }) {
				out = append(out, it)
			}
		}
	}
	return out, nil
}

// owns reports whether some words name an open item of the speaker.
func (d *desk) owns(words string) bool {
	list, err := d.named(words, false)
	if err != nil {
		d.log.Error("looking up a member's items by their words", "error", err)
	}
	return len(list) > 0
}

// smallWords tell nothing of which item is meant.
var smallWords = wordSet("the a an my our this that it of for to from in on at with and or is are item items action task work job ka ki ke ko se aur wala wali walay hai hain ne kaam sab all have has been already کا کی کے کو سے اور")

// byNumber is the item of a decision: an open one, else one that is closed.
func (d *desk) byNumber(number string) (store.Item, error) {
	f := store.ItemFilter{Number: number, Class: store.OpenAndDrafts}
	list, err := d.everyItem(f, 50)
	if err == nil && len(list) == 0 {
		f.Class = store.ClosedItems
		list, err = d.everyItem(f, 50)
	}
	if err != nil {
		return store.Item{}, err
	}
	slices.SortStableFunc(list, func(a, b store.Item) int { return d.nearness(b) - d.nearness(a) })
	if len(list) > 0 {
		return list[0], nil
	}
	if dec, ok := d.decided(number); ok {
		return store.Item{}, notYet{dec}
	}
	return store.Item{}, d.refuse("no number", number).send("action list")
}

// nearness says how close an item is to the speaker.
func (d *desk) nearness(it store.Item) int {
	switch {
	case it.Owner == d.who:
		return 3
	case d.body != "" && slices.Contains(shareBodies(it), d.body):
		return 2
	case !it.Draft:
		return 1
	}
	return 0
}

// meantItem reads "cancel it" and "snooze 1 week" as about an item where the speaker just did something with one, or keeps no reminder
// that could be meant; other orders stay as they are.
func (d *desk) meantItem(o intent.Order) (intent.Order, error) {
	verb, ok := map[intent.Verb]intent.Verb{intent.Cancel: intent.Drop, intent.Snooze: intent.Snooze}[o.Verb]
	if o.Object != intent.Reminder || !ok || len(o.IDs) > 0 || o.Number != "" || saysReminder.MatchString(d.m.Text) {
		return o, nil
	}
	if o.Which != "" {
		own, err := d.own(false)
		if err != nil || len(own) > 0 {
			return o, err
		}
		if list, err := d.named(o.Which, false); err != nil || len(list) == 0 {
			return o, err
		}
		o.Object, o.Verb = intent.Item, verb
		return o, nil
	}
	kind, id, err := d.touched()
	if err == nil && kind == "item" {
		o.Object, o.Verb, o.IDs = intent.Item, verb, []string{id}
	}
	return o, err
}

// saysReminder: "cancel my reminder" is not about an item, whatever was spoken of last.
var saysReminder = regexp.MustCompile(`(?i)remind|yaad|یاد`)

// unclaimed answers an order about a decision that nobody has claimed with how to claim it; other errors stay.
func (d *desk) unclaimed(err error) (Reply, error) {
	var dec notYet
	if !errors.As(err, &dec) {
		return Reply{}, err
	}
	it := d.fromDecision(dec.decision)
	r := Reply{Outcome: Clarify, Parts: []Part{Say(Finding, d.ask("unclaimed", dec.Number, dec.Text)+" · "+d.dueLine(it.Due)),
		Say(Bullet, d.say("owed by", d.bodyNames(shareBodies(it)))), linked(Bullet, d.say("source", d.source(it)), it.Source.Link),
		{Buttons: []Button{order(d.say("claim"), intent.Order{Object: intent.Item, Verb: intent.Claim, Number: dec.Number, Owner: intent.Me})}}},
		AskBack: []string{d.say("claim it?", dec.Number)}, Suggestions: []string{"action claim " + dec.Number}}
	a := d.itemAction("claim", it)
	a.Confirm = true
	r.Actions = []Action{a}
	return r, nil
}
