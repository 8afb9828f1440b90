package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/store"
)

// addItem logs an action item. A number of a decision links it to the record, whose sentence, bodies and date fill in what was not said.
func (d *desk) addItem(ctx context.Context) (Reply, error) {
	if r, asked := d.whichDate("add_item"); asked {
		return r, nil
	}
	o := d.o
	it := store.Item{Text: o.Text, Number: o.Number, Creator: d.who, Owner: d.personOrMe(o.Owner), Thread: d.m.Thread}
	dec, linked := decision{}, false
	if o.Number != "" {
		if dec, linked = d.decided(o.Number); linked {
			made := d.fromDecision(dec)
			it.Source, it.Meeting, it.Shares, it.Due = made.Source, made.Meeting, made.Shares, made.Due
			if it.Text == "" {
				it.Text = made.Text
			}
		}
	}
	if len(o.Bodies) > 0 {
		d.owe(&it, o.Bodies)
	}
	if o.When != "" {
		if o.Due.Kind == when.Repeats {
			return Reply{}, d.dueOnce()
		}
		it.Due = d.kept(o.Due)
	}
	if !linked {
		it.Source = d.sourceSaid(o.Source)
	}
	it.Channel = d.where(o.Channel)
	if o.Stated {
		return d.shallI(it), nil
	}
	return d.logged(it, dec)
}

// shallI asks whether a thing that was told is to be kept as an item, with the whole order on a button and as a line. Nothing is kept yet.
func (d *desk) shallI(it store.Item) Reply {
	o := d.o
	o.Stated = false
	if o.Due.Kind == when.Once {
		o.When = o.Due.At.In(d.zone).Format(time2)
		if o.Due.DateOnly {
			o.When = o.Due.At.In(d.zone).Format(time.DateOnly)
		}
	}
	r := Reply{Outcome: Clarify, Parts: []Part{Say(Finding, d.ask("log it?", it.Text+" · "+d.dueLine(it.Due)))}}
	line := d.say("owner", d.name(it.Owner))
	if bodies := shareBodies(it); len(bodies) > 0 {
		line += " · " + d.say("owed by", d.bodyNames(bodies))
	}
	r.Parts = append(r.Parts, Say(Bullet, line), Say(Bullet, d.say("send")+" "+d.line(o.String())),
		Part{Buttons: []Button{order(d.say("log it"), o), {Action: "keep", Value: d.say("everything"), Label: d.say("no")}}})
	r.AskBack, r.Suggestions = []string{d.ask("log it?", it.Text)}, []string{o.String()}
	a := d.itemAction("add_item", it)
	a.Confirm = true
	r.Actions = []Action{a}
	return r
}

// logged keeps a new item and confirms it. dec is the decision it comes from; its zero value: none.
func (d *desk) logged(it store.Item, dec decision) (Reply, error) {
	it, err := d.st.AddItem(it, d.m.At)
	twice := errors.Is(err, store.ErrDuplicate)
	if err != nil && !twice {
		return Reply{}, fmt.Errorf("adding an item: %w", err)
	}
	finding := d.say("logged", it.ID, it.Text)
	if twice {
		finding = d.say("twice", it.ID) + " " + it.Text
	}
	r := d.confirmation(finding+" · "+d.dueLine(it.Due), it)
	r.Actions = []Action{d.itemAction("add_item", it)}
	if dec.Corrected != nil && it.Due.Date == string(dec.Deadline) {
		r.Parts = append(r.Parts, Say(Small, d.say("corrected by", d.label(dec.Corrected)+" ["+dec.Corrected.ID+"]")))
	}
	r.Notify = append(r.Notify, d.tellOwner(it)...)
	return r, nil
}

// confirmation is what a change to an item shows: owner, bodies, channel, source, what to know about the date, and buttons.
func (d *desk) confirmation(finding string, it store.Item) Reply {
	r := d.reply(finding)
	line := d.say("owner", d.name(it.Owner))
	if bodies := shareBodies(it); len(bodies) > 0 {
		line += " · " + d.say("owed by", d.bodyNames(bodies))
	}
	if it.Channel != "" {
		line += " · " + d.say("notices", d.channelName(it.Channel))
	}
	r.Parts = append(r.Parts, Say(Bullet, line))
	if s := d.source(it); s != "" {
		r.Parts = append(r.Parts, linked(Bullet, d.say("source", s), it.Source.Link))
	} else {
		r.Parts = append(r.Parts, Say(Bullet, d.say("no source")))
	}
	notes, buttons := d.notes(it.Due, d.o.When, func(date string) intent.Order {
		return intent.Order{Object: intent.Item, Verb: intent.Due, IDs: []string{it.ID}, When: date}
	})
	r.Parts = append(r.Parts, notes...)
	if it.Due.Event != "" && it.Due.Date == "" {
		r.Parts = append(r.Parts, Say(Small, d.ask("fallback", it.Due.Event)))
		r.AskBack = append(r.AskBack, d.ask("fallback", it.Due.Event))
	}
	buttons = append([]Button{order(d.say("edit"), intent.Order{Object: intent.Item, Verb: intent.Edit, IDs: []string{it.ID}}), d.undoButton(it.Change())}, buttons...)
	if it.Open() {
		buttons = append(buttons, order(d.say("done button"), intent.Order{Object: intent.Item, Verb: intent.Finish, IDs: []string{it.ID}}))
	}
	r.Parts = append(r.Parts, Part{Buttons: buttons})
	return r
}

// dueLine is a deadline as a finding says it.
func (d *desk) dueLine(due store.Due) string {
	if due.Zero() {
		return d.say("undated")
	}
	return d.say("due", d.words(due))
}

// itemAction is a change to an item for machines.
func (d *desk) itemAction(kind string, it store.Item) Action {
	a := Action{Kind: kind, ID: it.ID, Text: it.Text, Owner: d.owner(it.Owner), Channel: d.channelKey(it.Channel), Item: it.Number}
	if bodies := shareBodies(it); len(bodies) > 0 {
		a.Body = strings.Join(bodies, ",")
	}
	return d.dueAction(a, it.Due)
}

// channelKey is a channel for machines: "#name" where the name is known.
func (d *desk) channelKey(id string) string {
	if c, ok := d.grp.Channel(id); ok {
		return "#" + c.Name
	}
	return id
}

// personOrMe is the member an order names; without one, the speaker.
func (d *desk) personOrMe(id string) string {
	if id == "" || id == intent.Me {
		return d.who
	}
	return id
}

// where is the channel in which notices appear: the one that was named, else the one it was said in, unless that is private talk.
func (d *desk) where(named string) string {
	switch named {
	case "":
		return d.homeChannel()
	case intent.Here:
		return d.homeChannel()
	case intent.Everyone:
		if c, ok := d.grp.Common(); ok {
			return c.ID
		}
		return ""
	}
	return named
}

func (d *desk) homeChannel() string {
	if d.m.Room.Direct || d.m.Kind == Direct || strings.HasPrefix(d.m.Channel, "D") {
		return ""
	}
	return d.m.Channel
}

// sourceSaid is a source in the member's words: a link, a passage's id, or words.
func (d *desk) sourceSaid(s string) store.Source {
	if s == "" {
		return store.Source{}
	}
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return store.Source{Link: s}
	}
	if name, _, ok := strings.Cut(s, "#"); ok {
		if doc := d.ix.Document(name); doc != nil && d.audience(d.m).Sees(doc.Audience) {
			if p := doc.Passage(s); p != nil {
				return store.Source{Document: doc.ID, Passage: p.ID, Locator: p.Locator, Hash: p.Hash}
			}
		}
	}
	return store.Source{Locator: s}
}

// whichDate asks back where a deadline has several readings: each is a button with the whole order, so nothing typed is lost.
func (d *desk) whichDate(kind string) (Reply, bool) {
	if d.o.Due.Kind != when.Ambiguous {
		return Reply{}, false
	}
	var echoes []string
	var buttons []Button
	r := Reply{Outcome: Clarify}
	for _, x := range d.o.Due.Readings {
		o := d.o
		o.Stated = false // choosing a day says that it is wanted
		o.When = x.At.In(d.zone).Format(time2)
		if x.DateOnly {
			o.When = x.At.In(d.zone).Format("2006-01-02")
		}
		echoes = append(echoes, x.Echo)
		buttons = append(buttons, order(x.Echo, o))
		r.Suggestions = append(r.Suggestions, o.String())
	}
	r.AskBack = echoes
	r.Parts = append(r.Parts, Say(Finding, d.ask("which date", d.o.When, strings.Join(echoes, d.say("or")))))
	if d.o.Text != "" {
		r.Parts = append(r.Parts, Say(Bullet, d.o.Text))
	}
	r.Parts = append(r.Parts, Part{Buttons: buttons})
	a := Action{Kind: kind, Text: d.o.Text, Owner: d.owner(d.personOrMe(d.o.Owner)), Item: d.o.Number, Confirm: true, Body: strings.Join(d.opened(d.o.Bodies), ","),
		Channel: d.channelKey(d.o.Channel), DateOnly: d.o.Due.Readings[0].DateOnly}
	if len(d.o.IDs) > 0 {
		a.ID = d.o.IDs[0]
	}
	r.Actions = []Action{a}
	return r, true
}

const time2 = "2006-01-02 15:04"

// tellOwner tells the owner of an item that somebody else gave it to them.
func (d *desk) tellOwner(it store.Item) []Notice {
	if it.Owner == d.who || it.Owner == "" || it.Owner == nobody {
		return nil
	}
	d = d.to(it.Owner)
	back := intent.Order{Object: intent.Item, Verb: intent.Claim, IDs: []string{it.ID}, Owner: d.who, Reason: "not mine"}
	n := Reply{Outcome: Done, Parts: []Part{Say(Finding, d.say("gave you", d.called(d.who), it.ID, it.Text, d.dueLine(it.Due))),
		{Buttons: []Button{order(d.say("done button"), intent.Order{Object: intent.Item, Verb: intent.Finish, IDs: []string{it.ID}}), order(d.say("not mine"), back)}}}}
	return []Notice{{Channel: it.Owner, Reply: n, Item: it.ID}}
}

// tellCreator tells the one who wrote an item down, and the one who looks after it, what another did to it, each in the language they chose.
// Deadlines among the particulars are worded for them too.
func (d *desk) tellCreator(it store.Item, key string, args ...any) []Notice {
	var out []Notice
	for _, id := range []string{it.Creator, it.Owner} {
		if id == d.who || id == "" || id == nobody || slices.ContainsFunc(out, func(n Notice) bool { return n.Channel == id }) {
			continue
		}
		to := d.to(id)
		particulars := slices.Clone(args)
		for i, a := range particulars {
			if due, ok := a.(store.Due); ok {
				particulars[i] = to.short(due)
			}
		}
		out = append(out, Notice{Channel: id, Item: it.ID, Reply: told(to.say("by", it.ID+" "+it.Text, to.say(key, particulars...), d.called(d.who)))})
	}
	return out
}

// shareBodies are the bodies that owe an item.
func shareBodies(it store.Item) []string {
	var out []string
	if it.Body != "" {
		out = append(out, it.Body)
	}
	for _, s := range it.Shares {
		out = append(out, s.Body)
	}
	return out
}

// showItem shows everything that is known of an item, with its shares and its history.
func (d *desk) showItem(ctx context.Context) (Reply, error) {
	it, err := d.target(true)
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(it.ID + " · " + it.Text + " · " + d.stateOf(it))
	r.Parts = append(r.Parts, Say(Bullet, d.dueLine(it.Due)), Say(Bullet, d.say("owner", d.name(it.Owner))))
	if it.Number != "" {
		r.Parts = append(r.Parts, Say(Bullet, d.say("decision", it.Number)))
	}
	if it.Channel != "" {
		r.Parts = append(r.Parts, Say(Bullet, d.say("notices", d.channelName(it.Channel))))
	}
	if s := d.source(it); s != "" {
		r.Parts = append(r.Parts, linked(Bullet, d.say("source", s), it.Source.Link))
	}
	for _, e := range it.Note {
		r.Parts = append(r.Parts, Say(Bullet, d.say("evidence", e.Text)))
	}
	if len(it.Shares) > 0 {
		r.Parts = append(r.Parts, Part{Table: d.shareTable(it)})
	}
	r.Parts = append(r.Parts, Say(Head, d.say("history")))
	for _, c := range it.History {
		r.Parts = append(r.Parts, Say(Bullet, d.historyLine(c)))
	}
	r.Parts = append(r.Parts, Part{Buttons: d.itemButtons(it)})
	r.Actions = []Action{d.itemAction("show", it)}
	return r, nil
}

func (d *desk) historyLine(c store.Change) string {
	s := c.At.In(d.zone).Format("Mon 2 Jan 2006 15:04") + " · " + c.What
	from, to := shorten(d.idsNamed(c.From), 120), shorten(d.idsNamed(c.To), 120)
	switch {
	case from != "":
		s += ": " + from + " → " + orWord(to, "none")
	case to != "":
		s += ": " + to
	}
	if c.By != "" {
		s += " · by " + d.name(c.By)
	}
	if c.Reason != "" {
		s += " · " + c.Reason
	}
	return s
}

var slackID = regexp.MustCompile(`\b[UWC][A-Z0-9]{7,}\b`)

// idsNamed puts names for the ids of members and channels.
func (d *desk) idsNamed(s string) string {
	return slackID.ReplaceAllStringFunc(s, func(id string) string {
		if c, ok := d.grp.Channel(id); ok {
			return "#" + c.Name
		}
		return d.name(id)
	})
}

// itemButtons are what can be pressed on an item as it stands.
func (d *desk) itemButtons(it store.Item) []Button {
	id := []string{it.ID}
	o := func(v intent.Verb) intent.Order { return intent.Order{Object: intent.Item, Verb: v, IDs: id} }
	var out []Button
	switch {
	case it.Draft:
		claim := o(intent.Claim)
		claim.Owner = intent.Me
		out = append(out, order(d.say("claim"), claim))
	case it.Open():
		snooze := o(intent.Snooze)
		snooze.Shift = intent.Shift{Days: 7}
		out = append(out, order(d.say("done button"), o(intent.Finish)), order(d.say("edit"), o(intent.Edit)), order(d.say("snooze"), snooze), order(d.say("drop"), o(intent.Drop)))
	default:
		out = append(out, order(d.say("reopen"), o(intent.Reopen)))
		if d.isSecretariat() && !it.Dropped && it.Status == store.Reported {
			out = append(out, order(d.say("confirm"), o(intent.Confirm)))
		}
	}
	if d.isSecretariat() && len(it.Shares) > 1 && it.Open() && !it.Named {
		out = append(out, order(d.say("name them"), o(intent.NameThem)))
	}
	return out
}

// stateOf says where an item stands: "late 12 days", "done, reported".
func (d *desk) stateOf(it store.Item) string {
	switch {
	case it.Dropped:
		return d.say("is dropped")
	case !it.Open():
		return d.status(it.Status)
	case it.Draft:
		return d.say("is proposed")
	case d.late(it.Due, d.m.At):
		days := max(d.daysLate(it.Due, d.m.At), 1)
		return d.say("is late", plural(days, "day"), days) + d.receivedOf(it)
	case it.Status != store.NotStarted:
		return d.status(it.Status) + d.receivedOf(it)
	}
	return d.say("open") + d.receivedOf(it)
}

func (d *desk) receivedOf(it store.Item) string {
	if len(it.Shares) < 2 {
		return ""
	}
	n := 0
	for _, s := range it.Shares {
		if !s.Received.IsZero() {
			n++
		}
	}
	return d.say("of received", n, len(it.Shares))
}

// status is how far a thing has come, in the speaker's language.
func (d *desk) status(s store.Status) string {
	return orWord(d.say(strings.TrimSpace("status "+string(s))), string(s))
}

// told is a notice of one sentence.
func told(sentence string) Reply { return Reply{Outcome: Done, Parts: []Part{Say(Finding, sentence)}} }

// to is the same desk in the language of somebody who is told: the one they chose, else English.
func (d *desk) to(id string) *desk {
	e := *d
	e.lang = tongue(d.settings(id).Language)
	return &e
}

// english is the same desk in the language of files, which go from hand to hand.
func (d *desk) english() *desk {
	e := *d
	e.lang = 0
	return &e
}
