package bot

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/store"
)

// mayChange reports whether the speaker may change an item for everybody it concerns: it is theirs, they made it, their place alone owes it
// and their body a part of it, or they run the group.
func (d *desk) mayChange(it store.Item) bool {
	return it.Owner == d.who || it.Creator == d.who && !it.Draft || d.isSecretariat() || d.owes(it) && d.ofOnePlace(shareBodies(it))
}

// ofOnePlace reports whether bodies are all of one place.
func (d *desk) ofOnePlace(bodies []string) bool {
	places := map[string]bool{}
	for _, b := range bodies {
		e, _ := d.grp.Body(b)
		places[orWord(e.Place, b)] = true
	}
	return len(places) == 1
}

// mayReport reports whether the speaker may say how an item stands: who may change it, and the members of each body that owes a part of it,
// for that part.
func (d *desk) mayReport(it store.Item) bool { return d.mayChange(it) || d.owes(it) }

// owes reports whether the speaker's body owes a part of an item.
func (d *desk) owes(it store.Item) bool {
	return d.body != "" && slices.Contains(shareBodies(it), d.body)
}

func (d *desk) notYours(it store.Item) error {
	bodies := d.bodyNames(shareBodies(it))
	several := len(it.Shares) > 1 && !d.ofOnePlace(shareBodies(it))
	switch {
	case several && it.Owner != "":
		why := d.refuse("not yours alone", it.ID, d.name(it.Owner), bodies)
		if part := it.Share(d.body); part != nil && part.Received.IsZero() && it.Open() {
			why.send("action done " + it.ID)
		}
		if d.owes(it) && it.Open() {
			why.send("action evidence " + it.ID + " <link>")
		}
		return why
	case it.Owner == "":
		return d.refuse("not yours", it.ID, bodies)
	}
	return d.refuse("not yours", it.ID, d.name(it.Owner))
}

// change changes an item the speaker may change, and confirms it.
func (d *desk) change(it store.Item, what string, change func(*store.Item) error) (store.Item, error) {
	return d.changeIf(d.mayChange, it, what, change)
}

// report changes how an item stands, where the speaker may say that.
func (d *desk) report(it store.Item, what string, change func(*store.Item) error) (store.Item, error) {
	return d.changeIf(d.mayReport, it, what, change)
}

func (d *desk) changeIf(may func(store.Item) bool, it store.Item, what string, change func(*store.Item) error) (store.Item, error) {
	return d.st.ChangeItem(it.ID, d.who, d.m.At, what, func(it *store.Item) error {
		if !may(*it) {
			return d.notYours(*it)
		}
		if d.o.Reason != "" {
			it.Because(d.o.Reason)
		}
		return change(it)
	})
}

// changeDue gives an item another deadline. The date before stays in its history, and the minutes stay as they are.
func (d *desk) changeDue(ctx context.Context) (Reply, error) {
	if r, asked := d.whichDate("change_due"); asked {
		return r, nil
	}
	it, err := d.target(false)
	dec := notYet{}
	claimed := !errors.As(err, &dec)
	if claimed && err != nil {
		return Reply{}, err
	}
	if d.o.When == "" && d.o.Shift.Zero() {
		id := orWord(it.ID, d.o.Number)
		return Reply{}, d.refuse("new deadline").send("action due "+id+" friday", "push "+id+" by two weeks")
	}
	if !claimed {
		return d.dueOfDecision(dec.decision)
	}
	due, err := d.newDue(it.Due)
	if why := new(refused); errors.As(err, &why) && len(why.lines) == 0 {
		return Reply{}, why.send("action due " + it.ID + " friday")
	}
	if err != nil {
		return Reply{}, err
	}
	if !d.mayChange(it) {
		if d.o.Number == "" {
			return Reply{}, d.notYours(it)
		}
		return d.mayYou(it, due), nil
	}
	if !it.Open() {
		return Reply{}, d.refuse("closed", it.ID, d.stateOf(it)).send("action reopen " + it.ID)
	}
	before := it.Due
	if it, err = d.change(it, "due", func(it *store.Item) error { it.Due = due; return nil }); err != nil {
		return Reply{}, err
	}
	r := d.confirmation(d.moved(it, before)+" "+it.Text, it)
	r.Actions = []Action{d.itemAction("change_due", it)}
	why := ""
	if d.o.Reason != "" {
		why = " (" + d.o.Reason + ")"
	}
	r.Notify = d.tellCreator(it, "told due", before, it.Due, why)
	return r, nil
}

// moved says what became of a deadline.
func (d *desk) moved(it store.Item, before store.Due) string {
	switch {
	case before.Zero():
		return d.say("now due", it.ID, d.words(it.Due))
	case it.Due.Zero():
		return d.say("due no more", it.ID, d.short(before))
	}
	return d.say("moved", it.ID, d.words(it.Due), d.short(before))
}

func orWord(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// newDue is the deadline an order gives: a new one, none, or the old one moved.
func (d *desk) newDue(old store.Due) (store.Due, error) {
	switch {
	case d.o.When == intent.NoDate:
		return store.Due{}, nil
	case d.o.When != "" && d.o.Due.Kind == when.Repeats:
		return store.Due{}, d.dueOnce()
	case d.o.When != "":
		due := d.kept(d.o.Due)
		if due.Time != "" && old.Date >= d.m.At.Format(time.DateOnly) && d.hourOnly(d.o.When) {
			due.Date = old.Date
		}
		return due, nil
	}
	return d.shifted(old, d.o.Shift)
}

// dueOnce refuses a repetition as a deadline, and offers a reminder that repeats.
func (d *desk) dueOnce() error {
	return d.refuse("due once", d.o.When).send(intent.Order{Object: intent.Reminder, Verb: intent.Add, Text: orWord(d.o.Text, strings.Join(d.o.IDs, " ")), When: d.o.When}.String())
}

// hourOnly reports whether a phrase names an hour and no day: "5pm" moves a thing within its day. Read at the beginning of any day, such a phrase
// means that day.
func (d *desk) hourOnly(phrase string) bool {
	if namesToday.MatchString(phrase) {
		return false
	}
	opts := d.orders().When
	for _, day := range []int{1, 2} {
		ref := time.Date(d.m.At.Year(), d.m.At.Month(), d.m.At.Day()+day, 0, 0, 0, 0, d.zone)
		if res := when.Parse(phrase, ref, opts); res.Kind != when.Once || res.DateOnly || !res.At.Before(ref.AddDate(0, 0, 1)) {
			return false
		}
	}
	return true
}

var namesToday = regexp.MustCompile(`(?i)\b(?:today|tonight|aaj|now|abhi|in)\b|آج|ابھی`)

// dueOfDecision gives a date to a decision nobody has claimed: it becomes an item, linked to the record, where the date is the record's own
// or the speaker may change it; else they are asked whether they may.
func (d *desk) dueOfDecision(dec decision) (Reply, error) {
	it := d.fromDecision(dec)
	it.Owner = d.who
	due, err := d.newDue(it.Due)
	if err != nil {
		return Reply{}, err
	}
	if due.Date != it.Due.Date && !d.mayChange(store.Item{Shares: it.Shares}) {
		return d.mayYou(it, due), nil
	}
	before := it.Due
	if len(d.o.Bodies) > 0 && !holdsAll(shareBodies(it), d.opened(d.o.Bodies)) {
		d.owe(&it, d.o.Bodies)
	}
	it, err = d.st.AddItem(it, d.m.At) // with the record's date first, so that its history keeps it
	if err == nil && due != before {
		it, err = d.change(it, "due", func(it *store.Item) error { it.Due = due; return nil })
	}
	if err != nil && !errors.Is(err, store.ErrDuplicate) {
		return Reply{}, err
	}
	finding := d.say("logged", it.ID, it.Text) + " · " + d.dueLine(it.Due)
	if due != before {
		finding = d.moved(it, before) + " " + it.Text
	}
	r := d.confirmation(finding, it)
	r.Actions = []Action{d.itemAction("change_due", it)}
	r.Parts = slices.Insert(r.Parts, 1, Say(Bullet, d.say("linked", dec.Number, strings.Join(shareBodies(it), ", "), calendar.Ordinal(dec.Meeting)+" "+d.grp.Short, d.short(before))))
	if len(d.o.Bodies) > 0 {
		r.Actions[0].Body = strings.Join(d.opened(d.o.Bodies), ",")
	}
	return r, nil
}

func holdsAll(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// mayYou asks whether the speaker may move a deadline that is others'. Nothing is changed.
func (d *desk) mayYou(it store.Item, due store.Due) Reply {
	who := d.bodyNames(shareBodies(it))
	if who == "" {
		who = d.name(it.Owner)
	}
	others := d.say("a member may", who)
	switch { // no one of several moves it for the others
	case d.ofOnePlace(shareBodies(it)):
	case it.Owner != "" && it.ID != "":
		others = d.say("they may", d.name(it.Owner))
	default:
		others = d.say("secretariat may")
	}
	name := orWord(it.Number, it.ID)
	r := Reply{Outcome: Clarify}
	r.Parts = []Part{Say(Finding, d.ask("may you", name, it.Text, d.short(due), d.short(it.Due), who)),
		Say(Bullet, d.say("date kept", d.short(it.Due))),
		Say(Bullet, others)}
	notes, _ := d.notes(due, d.o.When, nil)
	r.Parts = append(r.Parts, notes...)
	if s := d.source(it); s != "" {
		r.Parts = append(r.Parts, linked(Small, d.say("source", s), it.Source.Link))
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{{Action: "ask.secretariat", Value: shorten(strings.Join(strings.Fields(d.m.Text), " "), 500), Label: frames["ask secretariat"][d.lang]}}})
	r.AskBack = []string{r.Parts[0].text()}
	a := d.itemAction("change_due", it)
	a.Confirm = true
	r.Actions = []Action{d.dueAction(Action{Kind: a.Kind, ID: a.ID, Text: a.Text, Owner: a.Owner, Body: a.Body, Channel: a.Channel, Item: a.Item, Confirm: true}, due)}
	return r
}

// snoozeItem reminds the speaker again later; the deadline stays.
func (d *desk) snoozeItem(ctx context.Context) (Reply, error) {
	it, err := d.target(false)
	if err != nil {
		return d.unclaimed(err)
	}
	if !it.Open() {
		return Reply{}, d.refuse("closed", it.ID, d.stateOf(it)).send("action reopen " + it.ID)
	}
	if r, asked := d.whichDate("add_reminder"); asked {
		return r, nil
	}
	s := d.o.Shift
	if d.o.When == "" && s.Zero() {
		s = intent.Shift{Days: 7}
	}
	due := store.Due{Date: dateOf(d.m.At, d.zone).String(), Zone: d.zone.String()}
	if d.o.When != "" {
		due = d.kept(d.o.Due)
	} else {
		due, err = d.shifted(due, s)
	}
	if err != nil {
		return Reply{}, err
	}
	saved := d.o
	d.o = intent.Order{Object: intent.Reminder, Verb: intent.Add, Text: it.ID + ": " + shorten(it.Text, 200), Owner: intent.Me, When: saved.When}
	r, err := d.setReminder(store.Reminder{Text: d.o.Text, Due: due})
	if err == nil {
		r.Parts = append(r.Parts, Say(Small, d.say("deadline stays", it.ID, d.short(it.Due))))
	}
	return r, err
}

// editItem changes what was said in fields; without any, it opens the form, and shows the lines that do the same.
func (d *desk) editItem(ctx context.Context) (Reply, error) {
	it, err := d.target(true)
	if err != nil {
		return d.unclaimed(err)
	}
	if !d.mayChange(it) {
		return Reply{}, d.notYours(it)
	}
	if !it.Open() {
		return Reply{}, d.refuse("closed", it.ID, d.stateOf(it)).send("action reopen " + it.ID)
	}
	o := d.o
	if o.Text == "" && o.When == "" && o.Owner == "" && len(o.Bodies) == 0 && o.Channel == "" && o.Source == "" && o.Status == "" {
		r := d.reply(it.ID + " · " + it.Text + " · " + d.dueLine(it.Due))
		r.Modal = d.itemForm(it, nil)
		for _, s := range []string{"action edit " + it.ID + " | text " + it.Text, "action due " + it.ID + " friday", "action edit " + it.ID + " | owner @name"} {
			r.Parts = append(r.Parts, Say(Bullet, d.say("send")+" "+d.line(s)))
		}
		r.Where = Ephemeral
		return r, nil
	}
	if r, asked := d.whichDate("edit"); asked {
		return r, nil
	}
	due := it.Due
	if o.When != "" {
		if due, err = d.newDue(it.Due); err != nil {
			return Reply{}, err
		}
	}
	return d.edited(it, func(it *store.Item) error {
		it.Due = due
		if o.Text != "" {
			it.Text = o.Text
		}
		if o.Owner != "" {
			it.Owner = d.personOrMe(o.Owner)
		}
		if len(o.Bodies) > 0 {
			d.owe(it, o.Bodies)
		}
		if o.Channel != "" {
			it.Channel = d.where(o.Channel)
		}
		if o.Source != "" {
			it.Source = d.sourceSaid(o.Source)
		}
		if o.Status != "" {
			it.Status = store.Status(o.Status)
		}
		return nil
	})
}

// edited makes the changes of a form or a line and confirms them.
func (d *desk) edited(it store.Item, change func(*store.Item) error) (Reply, error) {
	before := it.Owner
	it, err := d.change(it, "edited", change)
	if err != nil {
		return Reply{}, err
	}
	r := d.confirmation(d.say("changed", it.ID, it.Text)+" · "+d.dueLine(it.Due), it)
	r.Actions = []Action{d.itemAction("edit", it)}
	if it.Owner != before {
		r.Notify = d.tellOwner(it)
	}
	return r, nil
}

// claim gives an item to the speaker, or to the member that was named. A decision nobody has claimed becomes an item.
func (d *desk) claim(ctx context.Context) (Reply, error) {
	it, err := d.target(false)
	to := d.personOrMe(d.o.Owner)
	if r, asked := d.whichDate("claim"); asked {
		return r, nil
	}
	if dec := (notYet{}); errors.As(err, &dec) {
		return d.claimDecision(dec.decision, to)
	}
	if err != nil {
		return Reply{}, err
	}
	if !it.Open() {
		return Reply{}, d.refuse("closed", it.ID, d.stateOf(it)).send("action reopen " + it.ID)
	}
	if len(d.o.Bodies) > 0 { // it is given to a body: somebody still looks after it
		d.o.Verb = intent.Edit
		return d.editItem(ctx)
	}
	if it.Owner == to && !it.Draft {
		r := d.confirmation(d.say("is with", it.ID, d.name(to), it.Text)+" · "+d.dueLine(it.Due), it)
		r.Actions = []Action{d.itemAction("claim", it)}
		return r, nil
	}
	it, err = d.st.ChangeItem(it.ID, d.who, d.m.At, "assigned", func(it *store.Item) error {
		free := it.Draft || it.Owner == ""
		if !d.mayChange(*it) && (!free || to != d.who) {
			return d.notYours(*it)
		}
		it.Owner, it.Draft = to, false
		return nil
	})
	if err != nil {
		return Reply{}, err
	}
	r := d.confirmation(d.say("logged", it.ID, it.Text)+" · "+d.dueLine(it.Due), it)
	r.Actions = []Action{d.itemAction("claim", it)}
	r.Notify = d.tellOwner(it)
	key := "told assigned"
	if to == d.who {
		key = "told claimed"
	}
	for _, n := range d.tellCreator(it, key, d.called(to)) {
		if n.Channel != to {
			r.Notify = append(r.Notify, n)
		}
	}
	return r, nil
}

// claimDecision makes an item of a decision nobody has claimed, for a member; another body or date than the record's needs the right to
// change it.
func (d *desk) claimDecision(dec decision, to string) (Reply, error) {
	it := d.fromDecision(dec)
	may := d.mayChange(store.Item{Shares: it.Shares})
	if len(d.o.Bodies) > 0 && !holdsAll(shareBodies(it), d.opened(d.o.Bodies)) {
		if !may {
			return Reply{}, d.notYours(it)
		}
		d.owe(&it, d.o.Bodies)
	}
	if d.o.When != "" {
		due, err := d.newDue(it.Due)
		if err != nil {
			return Reply{}, err
		}
		if due.Date != it.Due.Date {
			d.o.Bodies = nil
			return d.dueOfDecision(dec)
		}
	}
	it.Owner = to
	return d.logged(it, dec)
}

// drop gives an item up, with the reason.
func (d *desk) drop(ctx context.Context) (Reply, error) {
	it, err := d.target(false)
	if err != nil {
		return d.unclaimed(err)
	}
	if !it.Open() {
		return Reply{}, d.refuse("closed already", it.ID, d.stateOf(it)).send("action show " + it.ID)
	}
	if it, err = d.change(it, "dropped", func(it *store.Item) error {
		it.Closed, it.Dropped = d.m.At, true
		return nil
	}); err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("dropped", it.ID, it.Text))
	if d.o.Reason != "" {
		r.Parts = append(r.Parts, Say(Bullet, d.say("reason", d.o.Reason)))
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.undoButton(it.Change())}})
	r.Actions = []Action{d.itemAction("drop", it)}
	r.Notify = d.tellCreator(it, "told dropped")
	return r, nil
}

// reopen takes "done" or "dropped" back.
func (d *desk) reopen(ctx context.Context) (Reply, error) {
	it, err := d.target(true)
	if err != nil {
		return d.unclaimed(err)
	}
	if it.Open() {
		return Reply{}, d.refuse("is open", it.ID).send("action show " + it.ID)
	}
	if it, err = d.report(it, "reopened", func(it *store.Item) error {
		it.Closed, it.Dropped, it.Status = store.Item{}.Closed, false, store.NotStarted
		for i := range it.Shares {
			if d.body == it.Shares[i].Body || len(it.Shares) == 1 {
				it.Shares[i] = store.Share{Body: it.Shares[i].Body, Evidence: it.Shares[i].Evidence}
			}
		}
		return nil
	}); err != nil {
		return Reply{}, err
	}
	r := d.confirmation(d.say("open again", it.ID, it.Text)+" · "+d.dueLine(it.Due), it)
	r.Actions = []Action{d.itemAction("reopen", it)}
	r.Notify = d.tellCreator(it, "told reopened")
	return r, nil
}
