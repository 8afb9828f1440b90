package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/index/vocab"
	"rabita/store"
)

// pageSize is how many items one message lists.
const pageSize = 15

// oldMonths is after how many months an item without a deadline is worth asking about.
const oldMonths = 6

// filter turns what a member wrote into what the store chooses by.
func (d *desk) filter(f intent.Filter) (store.ItemFilter, error) {
	today := dateOf(d.m.At, d.grp.Location())
	sf := store.ItemFilter{Meeting: f.Meeting, Words: strings.Fields(f.Words)}
	switch f.Owner {
	case "":
	case intent.Me:
		sf.Owner = d.who
	default:
		sf.Owner = f.Owner
	}
	bodies := slices.Clone(f.Bodies)
	if i := slices.Index(bodies, intent.Me); i >= 0 {
		if d.body == "" {
			return sf, d.refuse("your body").send("I am from WDD-GB")
		}
		bodies[i] = d.body
	}
	bodies = d.opened(bodies)
	for _, p := range f.Places {
		bodies = append(bodies, d.bodiesIn(p)...)
	}
	var also []func(*store.Item) bool
	switch {
	case len(bodies) == 1:
		sf.Body = bodies[0]
	case len(bodies) > 1:
		also = append(also, func(it *store.Item) bool {
			return slices.ContainsFunc(shareBodies(*it), func(b string) bool { return slices.Contains(bodies, b) })
		})
	}
	for _, is := range f.Is {
		switch is {
		case "late":
			sf.Before = today.String()
		case "done":
			sf.Class = store.ClosedItems
			also = append(also, func(it *store.Item) bool { return !it.Dropped })
		case "dropped":
			sf.Class = store.ClosedItems
			also = append(also, func(it *store.Item) bool { return it.Dropped })
		case "all":
			sf.Class = store.AnyItems
		case "proposed":
			sf.Class = store.Drafts
		case "undated":
			sf.Undated = true
			also = append(also, func(it *store.Item) bool { return it.Due.Zero() })
		case "old":
			sf.CreatedUntil = d.m.At.AddDate(0, -oldMonths, 0)
		case "today":
			sf.CreatedFrom = calendar.Resolve(dateOf(d.m.At, d.zone), calendar.Clock{}, d.zone)
			sf.Class = store.AnyItems
		case "reported":
			sf.Class, sf.Status = store.AnyItems, []store.Status{store.Reported}
		case "requests":
			also = append(also, func(it *store.Item) bool { return it.Request })
		}
	}
	if f.Within > 0 {
		sf.Before = earlier(sf.Before, today.AddDays(f.Within).String())
	}
	if f.Beyond > 0 {
		sf.From = today.AddDays(f.Beyond + 1).String()
	}
	if len(also) > 0 {
		sf.Also = func(it *store.Item) bool {
			return !slices.ContainsFunc(also, func(fits func(*store.Item) bool) bool { return !fits(it) })
		}
	}
	return sf, nil
}

func earlier(a, b string) string {
	if a == "" || b < a {
		return b
	}
	return a
}

// bodiesIn are all bodies of a place.
func (b *Bot) bodiesIn(place string) []string {
	var out []string
	for _, e := range b.voc.Load().Entries() {
		if e.Kind == vocab.Body && e.Place == place {
			out = append(out, e.Key)
		}
	}
	return out
}

// listItems lists what a filter chooses, late first, a page at a time.
func (d *desk) listItems(ctx context.Context) (Reply, error) {
	if len(d.o.IDs) > 0 || d.o.Number != "" {
		return d.showItem(ctx)
	}
	return d.list("list", d.o.Filter)
}

// mine lists what the speaker looks after; what is open for long without a deadline comes as its own group.
func (d *desk) mine(ctx context.Context) (Reply, error) {
	f := d.o.Filter
	f.Owner = intent.Me
	return d.list("list", f)
}

func (d *desk) list(kind string, f intent.Filter) (Reply, error) {
	sf, err := d.filter(f)
	if err != nil {
		return Reply{}, err
	}
	page, err := d.pageOf(sf, max(f.Page, 1))
	if err != nil {
		return Reply{}, err
	}
	total, err := d.st.CountItems(sf)
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(d.listHead(f, page.Items, total))
	if f.Page > 1 && len(page.Items) == 0 && total > 0 {
		r.Parts[0] = Say(Finding, d.say("no such page", f.Page, plural(total, "item")))
		r.Actions = []Action{{Kind: kind, Owner: nobody}}
		return r, nil
	}
	r.Page = intent.Order{Object: intent.Item, Verb: intent.List, Filter: f}.String()
	var dated, old []store.Item
	for _, it := range page.Items {
		if it.Open() && it.Due.Zero() && it.Created.Before(d.m.At.AddDate(0, -oldMonths, 0)) {
			old = append(old, it)
		} else {
			dated = append(dated, it)
		}
	}
	if len(dated) > 0 {
		r.Parts = append(r.Parts, Part{Table: d.itemTable("", dated, slices.Contains(f.Is, "today"))})
	}
	if len(old) > 0 {
		r.Parts = append(r.Parts, Part{Table: d.itemTable(d.say("old undated"), old, false)})
	}
	var buttons []Button
	if page.Next != "" {
		next := f
		next.Page = max(f.Page, 1) + 1
		buttons = append(buttons, order(d.say("more"), intent.Order{Object: intent.Item, Verb: intent.List, Filter: next}))
	}
	if len(page.Items) > 0 {
		buttons = append(buttons, order("CSV", intent.Order{Object: intent.Item, Verb: intent.Export, Filter: f, Format: "csv"}))
		r.Parts = append(r.Parts, Part{Buttons: buttons})
	}
	for _, it := range page.Items {
		r.Actions = append(r.Actions, d.itemAction(kind, it))
	}
	if len(page.Items) == 0 {
		r.Actions = []Action{{Kind: kind, Owner: nobody}}
		r.Suggestions = []string{"action list is:all", "action add send the committee list | due friday"}
	}
	return r, nil
}

// pageOf is the nth page of a list.
func (d *desk) pageOf(sf store.ItemFilter, n int) (store.ItemPage, error) {
	p := store.Page{Limit: pageSize}
	if n > 1 {
		before, err := d.st.Items(sf, store.Page{Limit: pageSize * min(n-1, 1000)})
		if err != nil || before.Next == "" {
			return store.ItemPage{}, err
		}
		p.After = before.Next
	}
	return d.st.Items(sf, p)
}

func (d *desk) listHead(f intent.Filter, items []store.Item, total int) string {
	if total == 0 {
		if f.Owner == intent.Me && len(f.Is) == 0 {
			return d.say("mine none")
		}
		return d.say("no items")
	}
	late := 0
	for _, it := range items {
		if it.Open() && !it.Draft && d.late(it.Due, d.m.At) {
			late++
		}
	}
	key := "items"
	if f.Owner == intent.Me {
		key = "your items"
	}
	s := d.say(key, plural(total, "item"), total)
	if late > 0 {
		s += d.say("late", late)
	}
	if n := max(f.Page, 1); n > 1 || total > len(items) {
		s += d.say("shown", (n-1)*pageSize+1, (n-1)*pageSize+len(items))
	}
	return s + d.say("stop")
}

// itemTable shows items in three columns, which a phone can show.
func (d *desk) itemTable(caption string, items []store.Item, times bool) *Table {
	t := &Table{Caption: caption, Header: d.columns("Item", "What", "Due")}
	for _, it := range items {
		what := shorten(it.Text, 90)
		if bodies := shareBodies(it); len(bodies) > 0 {
			what += " (" + d.bodyNames(bodies) + ")"
		}
		due := d.short(it.Due)
		if state := d.stateOf(it); state != d.say("open") {
			due += " · " + state
		}
		if times {
			due = d.say("saved at", it.Created.In(d.zone).Format("15:04")) + " · " + due
		}
		id := it.ID
		if it.Number != "" {
			id += " (" + it.Number + ")"
		}
		t.Rows = append(t.Rows, []string{id, what, due})
	}
	return t
}

// everyItem gives all items of a filter, for exports and briefs, at most the given number.
func (d *desk) everyItem(sf store.ItemFilter, most int) ([]store.Item, error) {
	var out []store.Item
	for after := ""; ; {
		page, err := d.st.Items(sf, store.Page{After: after, Limit: 500})
		if err != nil {
			return nil, err
		}
		out = append(out, page.Items...)
		if after = page.Next; after == "" || len(out) >= most {
			return out[:min(len(out), most)], nil
		}
	}
}

// shownTime is a moment in the reader's zone.
func (d *desk) shownTime(t time.Time) string { return t.In(d.zone).Format("Mon 2 Jan 2006 15:04 MST") }
