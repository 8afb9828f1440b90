package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/index"
	"rabita/store"
)

// The action points of a record become proposed items, which wait for somebody to claim them. Nothing is filed by itself.

// propose makes proposed items of a meeting's action points. They wait for somebody to claim them; nothing is filed by itself.
func (d *desk) propose(ctx context.Context) (Reply, error) {
	if d.o.Meeting == 0 {
		return Reply{}, d.refuse("points of").send("action propose 14th")
	}
	decs := d.decisionsOf(d.o.Meeting)
	if len(decs) == 0 {
		return Reply{}, d.refuse("no points", calendar.Ordinal(d.o.Meeting)+" "+d.grp.Short).send("meetings")
	}
	want := d.opened(d.o.Bodies)
	r := d.reply("")
	made, known := 0, 0
	for _, dec := range decs {
		if len(want) > 0 && !slices.ContainsFunc(dec.Bodies, func(b string) bool { return slices.Contains(want, b) }) {
			continue
		}
		it, fresh, err := d.proposed(dec)
		if err != nil {
			return Reply{}, err
		}
		if fresh {
			made++
		} else {
			known++
		}
		line := dec.Number + " · " + it.Text + " · " + d.bodyNames(shareBodies(it)) + " · " + d.dueLine(it.Due)
		r.Parts = append(r.Parts, Say(Bullet, line))
		if it.Draft || it.ID == "" {
			r.Parts = append(r.Parts, Part{Buttons: []Button{apart(order(d.say("claim")+" "+dec.Number, intent.Order{Object: intent.Item, Verb: intent.Claim, Number: dec.Number, Owner: intent.Me}))}})
		}
		r.Actions = append(r.Actions, d.itemAction("propose", it))
	}
	of := calendar.Ordinal(d.o.Meeting) + " " + d.grp.Short
	finding := d.say("proposed", plural(made, "action point"), of, made)
	if known > 0 {
		finding += d.say("there already", known)
	}
	if !d.isSecretariat() {
		finding = d.say("points of", plural(known+made, "action point"), of, known+made)
	}
	r.Parts[0] = Say(Finding, d.say("until claimed", finding))
	return r, nil
}

// proposed is the item of a decision: the one that is there, or, where the secretariat asks, a new proposed one.
func (d *desk) proposed(dec decision) (store.Item, bool, error) {
	page, err := d.st.Items(store.ItemFilter{Number: dec.Number, Class: store.AnyItems}, store.Page{Limit: 1})
	if err != nil {
		return store.Item{}, false, err
	}
	if len(page.Items) > 0 {
		return page.Items[0], false, nil
	}
	it := d.fromDecision(dec)
	if !d.isSecretariat() {
		return it, true, nil
	}
	it.Draft, it.Channel, it.Thread = true, "", ""
	if c, ok := d.grp.Common(); ok {
		it.Channel = c.ID
	}
	it, err = d.st.AddItem(it, d.m.At)
	if errors.Is(err, store.ErrDuplicate) {
		return it, false, nil
	}
	return it, true, err
}

// Propose makes proposed items of the action points of a record that was added, and returns how many are new. Another paper gives none, nor
// does a record that is not for all members: of that the secretariat asks for them.
func (b *Bot) Propose(doc *index.Document, at time.Time) (int, error) {
	members := index.Audience{"everyone", "partners", "members"}
	if doc == nil || doc.Type != "minutes" || doc.Meeting == 0 || !members.Sees(doc.Audience) || len(b.grp.Secretariat) == 0 {
		return 0, nil
	}
	d := b.desk(Message{Who: b.grp.Secretariat[0], At: at, AsOf: at}, "en")
	n := 0
	for _, dec := range d.decisionsOf(doc.Meeting) {
		_, fresh, err := d.proposed(dec)
		if err != nil {
			return n, err
		}
		if fresh {
			n++
		}
	}
	return n, nil
}

// pointsProposed makes proposed items of a paper that was added, or that a change made a record for all members, and says how to see them. was
// is the paper before; nil: there was none.
func (d *desk) pointsProposed(was, doc *index.Document) ([]Part, error) {
	if was != nil && was.Type == doc.Type && was.Meeting == doc.Meeting && was.Audience == doc.Audience {
		return nil, nil
	}
	n, err := d.Propose(doc, d.m.At)
	if err != nil || n == 0 {
		return nil, err
	}
	of := calendar.Ordinal(doc.Meeting) + " " + d.grp.Short
	see := intent.Order{Object: intent.Item, Verb: intent.Propose, Meeting: doc.Meeting}
	return []Part{Say(Plain, d.say("until claimed", d.say("proposed", plural(n, "action point"), of, n))), {Buttons: []Button{apart(order(d.say("see points"), see))}}}, nil
}
