package bot

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/intent"
	"rabita/store"
)

// Who has done their part, what shows it, and who has seen to it that it does.

// evidence is what a member gave: words, a link in them, a passage of a record, or files. The zero Evidence: nothing.
func (d *desk) evidence() store.Evidence {
	e := store.Evidence{Text: saidFirst.ReplaceAllString(d.o.Evidence, ""), By: d.who, At: d.m.At}
	if link := linkPattern.FindString(e.Text); link != "" {
		e.Link = link
	}
	for _, f := range d.m.Files {
		e.Text = strings.TrimSpace(e.Text + " " + f.Name)
		e.Link = orWord(e.Link, f.URL)
	}
	if id := passagePattern.FindString(e.Text); id != "" {
		name, _, _ := strings.Cut(id, "#")
		if doc := d.ix.Document(name); doc != nil && d.audience(d.m).Sees(doc.Audience) {
			if p := doc.Passage(id); p != nil {
				e.Text = strings.TrimSpace(strings.Replace(e.Text, id, d.label(doc)+", "+p.Locator+" ["+id+"]", 1))
			}
		}
	}
	if e.Text == "" {
		return store.Evidence{}
	}
	return e
}

var (
	saidFirst      = regexp.MustCompile(`(?i)^(?:(?:is|are|ka|ki|ke)\s+|[:=–—-]+\s*)+`) // what joins evidence to the id before it: "A-0001 ka saboot: ..."
	linkPattern    = regexp.MustCompile(`https?://[^\s|<>]+`)
	passagePattern = regexp.MustCompile(`\b[FD]-?\d+#[a-z0-9-]+`)
)

// done reports an item done. A body's part is marked as received; with evidence it is reported, without it nothing shows it.
func (d *desk) done(context.Context) (Reply, error) {
	it, err := d.target(false)
	var dec notYet
	switch {
	case errors.As(err, &dec):
		return d.decisionDone(dec.decision)
	case err != nil:
		return Reply{}, err
	case !it.Open():
		return Reply{}, d.refuse("closed already", it.ID, d.stateOf(it)).send("action show "+it.ID, "action evidence "+it.ID+" <link>")
	}
	return d.reportDone(it, d.o.Bodies)
}

// decisionDone reports a decision done that nobody has claimed: a member of an owing body or the secretariat makes it an item by that.
func (d *desk) decisionDone(dec decision) (Reply, error) {
	it := d.fromDecision(dec)
	if !d.isSecretariat() && (d.body == "" || !slices.Contains(shareBodies(it), d.body)) {
		who := d.bodyNames(shareBodies(it))
		a := d.itemAction("done", it)
		a.Confirm = true
		return Reply{Outcome: Clarify, Actions: []Action{a}, AskBack: []string{d.ask("report for", dec.Number, it.Text, who)},
			Parts: []Part{Say(Finding, d.ask("report for", dec.Number, it.Text, who)),
				linked(Bullet, d.say("source", d.source(it)), it.Source.Link),
				{Buttons: []Button{{Action: "ask.secretariat", Value: shorten(strings.Join(strings.Fields(d.m.Text), " "), 500), Label: frames["ask secretariat"][d.lang]}}}}}, nil
	}
	it.Owner = d.who
	it, err := d.st.AddItem(it, d.m.At)
	if err != nil && !errors.Is(err, store.ErrDuplicate) {
		return Reply{}, err
	}
	return d.reportDone(it, d.o.Bodies)
}

// reportDone marks the shares of the named bodies, else of the speaker's own; the secretariat, and who owes no part, speak of the whole item.
func (d *desk) reportDone(it store.Item, named []string) (Reply, error) {
	e := d.evidence()
	status := store.NoEvidence
	if e.Text != "" {
		status = store.Reported
	}
	if s := d.o.Status; s != "" && s != string(store.Complete) {
		status = store.Status(s)
	}
	bodies := d.owingFor(it, d.opened(named))
	if len(bodies) == 0 && d.body != "" && it.Share(d.body) != nil && !d.isSecretariat() {
		bodies = []string{d.body} // a member speaks for their own body, also where they look after the whole
	}
	changes := len(it.History)
	it, err := d.report(it, "done", func(it *store.Item) error {
		if !it.Open() {
			return d.refuse("closed already", it.ID, d.stateOf(*it)).send("action show " + it.ID)
		}
		for _, b := range bodies {
			if it.Share(b) == nil {
				return d.refuse("owes nothing", b, it.ID, orWord(d.bodyNames(shareBodies(*it)), d.name(it.Owner))).send("action show " + it.ID)
			}
			if b != d.body && !d.mayChange(*it) {
				return d.notYours(*it)
			}
		}
		it.Draft = false
		partly := status == store.Limited || status == store.Substantial
		for i := range it.Shares {
			s := &it.Shares[i]
			if len(bodies) > 0 && !slices.Contains(bodies, s.Body) {
				continue
			}
			if e.Text != "" {
				s.Evidence = append(s.Evidence, e)
			}
			if s.Status == store.Complete && !s.Received.IsZero() {
				continue
			}
			if status == store.NoEvidence && (s.Status == store.Reported || proved(*it, s.Evidence)) {
				s.Status = store.Reported // what was given before still shows it
			} else {
				s.Status = status
			}
			if s.Received.IsZero() && !partly {
				s.Received = d.m.At
			}
		}
		if len(it.Shares) == 0 && e.Text != "" {
			it.Note = append(it.Note, e)
		}
		if partly {
			it.Status = status
		} else if allReceived(*it) {
			own := status
			if own == store.NoEvidence && proved(*it, it.Note) {
				own = store.Reported
			}
			it.Closed, it.Status = d.m.At, wholeStatus(*it, own)
		}
		return nil
	})
	if err != nil {
		return Reply{}, err
	}
	if len(it.History) == changes {
		return Reply{}, d.refuse("that already", it.ID, it.Text+d.receivedOf(it)).send("action show "+it.ID, "action evidence "+it.ID+" <link>")
	}
	if status == store.NoEvidence && shown(it, bodies) {
		status = store.Reported
	}
	r := d.doneReply("done", it, e, status)
	if it.Open() && len(bodies) > 0 && r.Outcome == Done && (status == store.Reported || status == store.NoEvidence) {
		r.Parts[0] = Say(Finding, d.say("received from", it.ID, d.bodyNames(bodies), it.Text)+d.receivedOf(it))
	}
	return r, nil
}

// proved reports whether evidence was given since an item was last reopened; what it was closed with before does not count any more.
func proved(it store.Item, given []store.Evidence) bool {
	var reopened time.Time
	for _, c := range it.History {
		if c.What == "reopened" {
			reopened = c.At
		}
	}
	return slices.ContainsFunc(given, func(e store.Evidence) bool { return e.At.After(reopened) })
}

// shown reports whether something on file shows what was just reported done: the parts of the bodies, all parts where none is named.
func shown(it store.Item, bodies []string) bool {
	if len(it.Shares) == 0 {
		return it.Status == store.Reported
	}
	for _, s := range it.Shares {
		if (len(bodies) == 0 || slices.Contains(bodies, s.Body)) && s.Status == store.NoEvidence {
			return false
		}
	}
	return true
}

// owingFor are bodies as those that owe an item: one that owes nothing of it stands for the one of its place that does, because a member
// who says "AJK" names the body that comes first there.
func (d *desk) owingFor(it store.Item, bodies []string) []string {
	out := slices.Clone(bodies)
	for i, b := range out {
		e, ok := d.grp.Body(b)
		if !ok || it.Share(b) != nil {
			continue
		}
		var near []string
		for _, s := range it.Shares {
			if o, ok := d.grp.Body(s.Body); ok && o.Place == e.Place {
				near = append(near, s.Body)
			}
		}
		if len(near) == 1 {
			out[i] = near[0]
		}
	}
	return out
}

func (d *desk) doneReply(kind string, it store.Item, e store.Evidence, status store.Status) Reply {
	finding := d.say("done", it.ID, it.Text)
	switch {
	case kind == "evidence":
		finding = d.say("evidence added", it.ID, it.Text)
	case status == store.Limited || status == store.Substantial:
		finding = d.say("progress", it.ID, string(status), it.Text)
	}
	r := d.reply(finding + d.receivedOf(it))
	if e.Text != "" {
		r.Parts = append(r.Parts, Say(Bullet, d.say("reported", e.Text)))
	} else if status == store.NoEvidence {
		r.Parts = append(r.Parts, Say(Bullet, d.say("no evidence")), Say(Bullet, d.say("send")+" "+d.line("action evidence "+it.ID+" <link or reference>")))
	}
	if waiting := awaited(it); len(waiting) > 0 && len(it.Shares) > 1 {
		r.Parts = append(r.Parts, Say(Bullet, d.say("still awaited", len(waiting), len(it.Shares))))
	}
	buttons := []Button{d.undoButton(it.Change())}
	if d.isSecretariat() && e.Text != "" {
		buttons = append(buttons, order(d.say("confirm"), intent.Order{Object: intent.Item, Verb: intent.Confirm, IDs: []string{it.ID}}))
	}
	r.Parts = append(r.Parts, Part{Buttons: buttons})
	r.Actions = []Action{d.itemAction(kind, it)}
	key := "told done"
	if kind == "evidence" {
		key = "told evidence"
	}
	r.Notify = d.tellCreator(it, key)
	return r
}

func allReceived(it store.Item) bool {
	return !slices.ContainsFunc(it.Shares, func(s store.Share) bool { return s.Received.IsZero() })
}

// awaited are the bodies whose part has not come.
func awaited(it store.Item) []string {
	var out []string
	for _, s := range it.Shares {
		if s.Received.IsZero() {
			out = append(out, s.Body)
		}
	}
	return out
}

// wholeStatus is an item's status from its shares: what is weakest counts.
func wholeStatus(it store.Item, own store.Status) store.Status {
	rank := []store.Status{store.NotStarted, store.NoEvidence, store.Limited, store.Substantial, store.Reported, store.Complete}
	worst := own
	for i, s := range it.Shares {
		if i == 0 || slices.Index(rank, s.Status) < slices.Index(rank, worst) {
			worst = s.Status
		}
	}
	return worst
}

// prove adds evidence to an item, done or not.
func (d *desk) prove(ctx context.Context) (Reply, error) {
	it, err := d.target(true)
	if err != nil {
		return d.unclaimed(err)
	}
	e := d.evidence()
	if e.Text == "" {
		return Reply{}, d.refuse("what shows it").send("action evidence " + it.ID + " notification SO(WDD)/7-2 of 6 January")
	}
	bodies := d.owingFor(it, d.opened(d.o.Bodies))
	if len(bodies) == 0 && d.owes(it) {
		bodies = []string{d.body}
	}
	if len(bodies) == 0 && len(it.Shares) > 1 { // given for the whole: for all parts that were reported
		for _, s := range it.Shares {
			if !s.Received.IsZero() {
				bodies = append(bodies, s.Body)
			}
		}
		if len(bodies) == 0 && d.mayReport(it) {
			return Reply{}, d.refuse("whose part", it.ID, d.bodyNames(shareBodies(it))).choose(d.parts(it)...)
		}
	}
	if it, err = d.report(it, "evidence", func(it *store.Item) error {
		if slices.ContainsFunc(bodies, func(b string) bool { return b != d.body }) && !d.mayChange(*it) {
			return d.notYours(*it)
		}
		for i := range it.Shares {
			s := &it.Shares[i]
			if len(it.Shares) > 1 && !slices.Contains(bodies, s.Body) {
				continue
			}
			s.Evidence = append(s.Evidence, e)
			if s.Status == store.NoEvidence {
				s.Status = store.Reported
			}
		}
		if len(it.Shares) == 0 {
			it.Note = append(it.Note, e)
		}
		if it.Status == store.NoEvidence {
			it.Status = wholeStatus(*it, store.Reported)
		}
		return nil
	}); err != nil {
		return Reply{}, err
	}
	return d.doneReply("evidence", it, e, store.Reported), nil
}

// parts are the shares of an item to choose from, each with the order for that body.
func (d *desk) parts(it store.Item) []Button {
	var out []Button
	for _, s := range it.Shares[:min(len(it.Shares), 8)] {
		o := d.o
		if o.Which, o.Bodies = "", []string{s.Body}; it.ID != "" {
			o.IDs, o.Number = []string{it.ID}, ""
		}
		out = append(out, order(s.Body, o))
	}
	return out
}

// confirm is the secretariat's word that something is done.
func (d *desk) confirm(ctx context.Context) (Reply, error) {
	if !d.isSecretariat() {
		return Reply{}, d.refuse("secretariat")
	}
	it, err := d.target(true)
	if err != nil {
		return d.unclaimed(err)
	}
	bodies := d.owingFor(it, d.opened(d.o.Bodies))
	it, err = d.change(it, "confirmed", func(it *store.Item) error {
		if len(it.Shares) == 0 {
			if it.Status == store.Complete {
				return d.refuse("confirmed already", it.ID).send("action show " + it.ID)
			}
			if it.Open() || !proved(*it, it.Note) {
				return d.refuse("not proved", it.ID, d.stateOf(*it)).send("action show " + it.ID)
			}
			it.Status = store.Complete
			return nil
		}
		n, already := 0, 0
		for i := range it.Shares {
			s := &it.Shares[i]
			if s.Confirmed != "" && s.Status == store.Complete {
				already++
				continue
			}
			if len(bodies) > 0 && !slices.Contains(bodies, s.Body) || s.Received.IsZero() || s.Status != store.Reported && !proved(*it, s.Evidence) {
				continue
			}
			s.Status, s.Confirmed, s.At = store.Complete, d.who, d.m.At
			n++
		}
		if n == 0 && already > 0 {
			return d.refuse("parts confirmed", it.ID).send("action show " + it.ID)
		}
		if n == 0 {
			return d.refuse("no part proved", it.ID).send("action show " + it.ID)
		}
		if allReceived(*it) {
			it.Status = wholeStatus(*it, store.Complete)
		}
		return nil
	})
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("confirmed", it.ID, it.Text) + d.receivedOf(it))
	if len(it.Shares) > 0 {
		r.Parts = append(r.Parts, Part{Table: d.shareTable(it)})
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.undoButton(it.Change())}})
	r.Actions = []Action{d.itemAction("confirm", it)}
	r.Notify = d.tellCreator(it, "told confirmed")
	return r, nil
}

// receive notes that a body's part has come: said by the body itself or by the secretariat.
func (d *desk) receive(ctx context.Context) (Reply, error) {
	it, err := d.target(false)
	var dec notYet
	switch {
	case errors.As(err, &dec):
		it = d.fromDecision(dec.decision)
	case err != nil:
		return Reply{}, err
	}
	bodies := d.opened(d.o.Bodies)
	if d.o.Stated {
		return d.shallReceive(it, d.owingFor(it, bodies)), nil
	}
	if len(bodies) == 0 && it.Share(d.body) != nil {
		bodies = []string{d.body}
	}
	if len(bodies) == 0 {
		return Reply{}, d.fromWhom(it)
	}
	if it.ID == "" {
		d.o.Bodies = bodies
		return d.decisionDone(dec.decision)
	}
	return d.reportDone(it, bodies)
}

// fromWhom asks whose part has come, where the speaker may say it of others.
func (d *desk) fromWhom(it store.Item) error {
	waiting := awaited(it)
	switch {
	case d.body == "":
		return d.refuse("your body").send("I am from WDD-GB")
	case !d.isSecretariat() && it.Owner != d.who:
		return d.notYours(it)
	case len(waiting) == 0:
		return d.refuse("nothing awaited", orWord(it.ID, it.Number))
	}
	it.Shares = slices.DeleteFunc(slices.Clone(it.Shares), func(s store.Share) bool { return !slices.Contains(waiting, s.Body) })
	return d.refuse("received from whom").choose(d.parts(it)...)
}

// shallReceive asks whether what was told to have come is to be put down. Nothing is kept yet.
func (d *desk) shallReceive(it store.Item, bodies []string) Reply {
	d.o.Stated, d.o.Bodies = false, bodies
	line := d.o.String()
	r := d.reply(d.ask("shall i receive", orWord(it.Number, it.ID), d.bodyNames(bodies), it.Text))
	r.Outcome, r.AskBack, r.Suggestions = Clarify, []string{r.Text()}, []string{line}
	r.Parts = append(r.Parts, Say(Bullet, d.say("send")+" "+d.line(line)), Part{Buttons: []Button{order(d.say("put it down"), d.o), {Action: "keep", Value: d.say("everything"), Label: d.say("no")}}})
	a := d.itemAction("received", it)
	a.Body, a.Confirm = strings.Join(bodies, ","), true
	r.Actions = []Action{a}
	return r
}

// nameThem has the bodies that are awaited named in the common channel, which otherwise sees only how many are.
func (d *desk) nameThem(ctx context.Context) (Reply, error) {
	if !d.isSecretariat() {
		return Reply{}, d.refuse("secretariat")
	}
	it, err := d.target(false)
	if err != nil {
		return d.unclaimed(err)
	}
	waiting := awaited(it)
	if len(waiting) == 0 {
		return Reply{}, d.refuse("nothing awaited", it.ID).send("action show " + it.ID)
	}
	if it, err = d.change(it, "named", func(it *store.Item) error { it.Named = true; return nil }); err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("named from now", it.ID, strings.Join(waiting, ", ")))
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.undoButton(it.Change())}})
	r.Actions = []Action{d.itemAction("name", it)}
	return r, nil
}

// shareTable shows each body's part: "Punjab received 28 Nov, KP 6 Dec (late), Balochistan awaited".
func (d *desk) shareTable(it store.Item) *Table {
	t := &Table{Header: d.columns("Body", "Received", "Status")}
	for _, s := range it.Shares {
		t.Rows = append(t.Rows, []string{s.Body, d.receivedWord(it, s), d.shareStatus(s)})
	}
	return t
}

func (d *desk) receivedWord(it store.Item, s store.Share) string {
	if s.Received.IsZero() {
		if d.late(it.Due, d.m.At) {
			return d.say("awaited late")
		}
		return d.say("awaited")
	}
	day := s.Received.In(d.zone).Format("2 Jan 2006")
	if d.late(it.Due, s.Received) {
		return d.say("late day", day)
	}
	return day
}

func (d *desk) shareStatus(s store.Share) string {
	text := d.status(s.Status)
	if s.Confirmed != "" {
		text = d.say("confirmed on", s.At.In(d.zone).Format("2 Jan 2006"))
	}
	if n := len(s.Evidence); n > 0 {
		text += ": " + shorten(s.Evidence[n-1].Text, 60)
	}
	return text
}
