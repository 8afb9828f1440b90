package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/index/vocab"
	"rabita/store"
)

// What the secretariat orders about the group itself. Everybody may read the registers.

func (d *desk) onlySecretariat() error {
	if !d.isSecretariat() {
		return d.refuse("secretariat")
	}
	return nil
}

// registered confirms a change to a register.
func (d *desk) registered(finding, change string, a Action) Reply {
	r := d.reply(finding)
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.undoButton(change)}})
	r.Actions = []Action{a}
	return r
}

func meetingKey(n int) string { return fmt.Sprintf("%04d", n) }

// setMeeting puts a meeting's day on record. What is bound to it gets its day at once, and the owners are told.
func (d *desk) setMeeting(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	if r, asked := d.whichDate("meeting"); asked {
		return r, nil
	}
	if d.o.Meeting == 0 || d.o.Due.Kind != when.Once {
		return Reply{}, d.refuse("meeting day").send("23rd IPMG is 11 March 2027 in Quetta")
	}
	day := dateOf(d.o.Due.At, d.zone)
	e, err := d.keep(store.Meetings, meetingKey(d.o.Meeting), keptMeeting{Date: day.String(), Place: d.o.Place}, "meeting set")
	if err != nil {
		return Reply{}, err
	}
	name := calendar.Ordinal(d.o.Meeting) + " " + d.grp.Short
	on := day.Words()
	if d.o.Place != "" {
		on += d.say("in place", d.o.Place)
	}
	r := d.registered(d.say("meeting is", name, on), e.Change, Action{Kind: "set_meeting", ID: strconv.Itoa(d.o.Meeting), At: calendar.Resolve(day, calendar.Clock{}, d.grp.Location()).Format("2006-01-02T15:04:05Z07:00"), DateOnly: true, Event: name})
	return d.bindTo(r, d.o.Meeting)
}

// cancelMeeting calls a meeting off: what is bound to it waits again.
func (d *desk) cancelMeeting(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	if d.o.Meeting == 0 {
		return Reply{}, d.refuse("which meeting").send("15th IPMG is cancelled")
	}
	e, err := d.keep(store.Meetings, meetingKey(d.o.Meeting), keptMeeting{}, "meeting called off")
	if err != nil {
		return Reply{}, err
	}
	name := calendar.Ordinal(d.o.Meeting) + " " + d.grp.Short
	r := d.registered(d.say("called off", name), e.Change, Action{Kind: "cancel_meeting", ID: strconv.Itoa(d.o.Meeting), Event: name})
	return d.bindTo(r, d.o.Meeting)
}

// bindTo gives items and reminders bound to a meeting the day that follows from it, and tells their owners.
func (d *desk) bindTo(r Reply, number int) (Reply, error) {
	items, err := d.everyItem(store.ItemFilter{Event: calendar.Ordinal(number) + " " + d.grp.Short, Class: store.OpenAndDrafts}, 10000)
	if err != nil {
		return r, err
	}
	for _, it := range items {
		due := d.rebound(it.Due)
		if due == it.Due {
			continue
		}
		changed, err := d.st.ChangeItem(it.ID, d.who, d.m.At, "due", func(it *store.Item) error {
			it.Due = due
			it.Because("the " + due.Event + " was set or moved")
			return nil
		})
		if err != nil {
			return r, err
		}
		r.Parts = append(r.Parts, Say(Bullet, it.ID+" "+it.Text+" · "+d.dueLine(due)))
		r.Actions = append(r.Actions, d.itemAction("change_due", changed))
		r.Notify = append(r.Notify, d.tellCreator(changed, "told day", due)...)
	}
	rems, err := d.st.Reminders(store.ReminderFilter{})
	if err != nil {
		return r, err
	}
	for _, rem := range rems {
		if leadingNumber(rem.Due.Event) != number {
			continue
		}
		due := d.rebound(rem.Due)
		if due == rem.Due {
			continue
		}
		if _, err := d.st.ChangeReminder(rem.ID, d.who, d.m.At, "due", func(rem *store.Reminder) error { rem.Due = due; return nil }); err != nil {
			return r, err
		}
		rem.Due = due
		r.Parts = append(r.Parts, Say(Bullet, rem.ID+" "+rem.Text+" · "+d.timesOf(rem)))
		if rem.Who != d.who && rem.Who != nobody {
			r.Notify = append(r.Notify, Notice{Channel: rem.Who, Reply: told(rem.ID + " " + rem.Text + " · " + d.to(rem.Who).timesOf(rem))})
		}
	}
	return r, nil
}

// rebound is a deadline bound to a meeting with the day that follows from the register now.
func (d *desk) rebound(due store.Due) store.Due {
	due.Date = ""
	day, ok := d.meetingDay(due.Event)
	if !ok {
		return due
	}
	if due.Work {
		due.Date = d.calendar("").AddWorkingDays(day, due.Days).String()
	} else {
		due.Date = day.AddDays(due.Days).String()
	}
	return due
}

// registersChanged brings what hangs on a register in step after an undo; id is the register and the key, with a space between.
func (d *desk) registersChanged(id string) error {
	register, key, _ := strings.Cut(strings.ReplaceAll(id, "\x00", " "), " ")
	switch register {
	case store.Aliases:
		return d.refresh()
	case store.Meetings:
		_, err := d.bindTo(Reply{}, leadingNumber(strings.TrimLeft(key, "0")))
		return err
	}
	return nil
}

// nextMeeting says when the group meets next.
func (d *desk) nextMeeting(ctx context.Context) (Reply, error) {
	today := dateOf(d.m.AsOf, d.grp.Location())
	r := Reply{Outcome: Answer}
	last := held{}
	for _, h := range d.meetings(d.m.AsOf) {
		if h.Date.Before(today) {
			last = h
		}
		if h.Date.Before(today) && d.o.Meeting != h.Number || d.o.Meeting > 0 && d.o.Meeting != h.Number {
			continue
		}
		on := h.Date.Words()
		if h.Place != "" {
			on += d.say("in place", h.Place)
		}
		key := "meeting is"
		if h.Date.Before(today) {
			key = "meeting was"
		}
		r.Parts = []Part{Say(Finding, d.say(key, calendar.Ordinal(h.Number)+" "+d.grp.Short, on+d.distance(h.Date)))}
		return r, nil
	}
	r.Outcome = None
	s := d.say("no next meeting", d.grp.Short)
	if d.o.Meeting > 0 {
		s = d.say("no such meeting", calendar.Ordinal(d.o.Meeting)+" "+d.grp.Short)
	}
	if last.Number > 0 {
		s += " " + d.say("last meeting", calendar.Ordinal(last.Number), last.Date.Words())
	}
	r.Parts = []Part{Say(Finding, s), Say(Small, d.say("put on record", calendar.Ordinal(last.Number+1)+" "+d.grp.Short+" is <date> in <place>"))}
	return r, nil
}

func (d *desk) listMeetings(ctx context.Context) (Reply, error) {
	t := &Table{Header: d.columns("Meeting", "Date", "Place")}
	list := d.meetings(d.m.AsOf)
	for _, h := range slices.Backward(list) {
		t.Rows = append(t.Rows, []string{calendar.Ordinal(h.Number), h.Date.Words(), h.Place})
	}
	r := d.reply(d.say("meetings", plural(len(list), "meeting"), len(list)))
	r.Parts = append(r.Parts, Part{Table: t})
	r.Actions = []Action{{Kind: "list"}}
	return r, nil
}

// addHoliday puts a day off on record, for a place or for all.
func (d *desk) addHoliday(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	if r, asked := d.whichDate("holiday"); asked {
		return r, nil
	}
	if d.o.Due.Kind != when.Once {
		return Reply{}, d.refuse("holiday day").send("holiday add 20 March 2027 Eid-ul-Fitr expected")
	}
	day := dateOf(d.o.Due.At, d.zone)
	e, err := d.keep(store.Holidays, strings.TrimSpace(day.String()+" "+d.o.Place), keptHoliday{Name: d.o.Text, Days: d.o.Days, Expected: d.o.Expected, Place: d.o.Place}, "holiday set")
	if err != nil {
		return Reply{}, err
	}
	on := day.Words()
	if d.o.Days > 1 {
		on += d.say("for days", plural(d.o.Days, "day"), d.o.Days)
	}
	if d.o.Place != "" {
		on += d.say("in place", name(d.voc.Load(), vocab.Place, d.o.Place))
	}
	if d.o.Expected {
		on += d.say("expected")
	}
	return d.registered(d.say("holiday", d.o.Text, on), e.Change, Action{Kind: "add_holiday", ID: e.Key, Text: d.o.Text, At: day.String(), DateOnly: true}), nil
}

// removeHoliday takes a day off off the record; one of the group's file is marked as none.
func (d *desk) removeHoliday(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	if d.o.Due.Kind != when.Once {
		return Reply{}, d.refuse("holiday day").send("holidays")
	}
	day := dateOf(d.o.Due.At, d.zone)
	key := strings.TrimSpace(day.String() + " " + d.o.Place)
	e, err := d.st.DropEntry(store.Holidays, key, d.who, d.m.At)
	if errors.Is(err, store.ErrNotFound) {
		h, ok := d.calendar(d.o.Place).Holiday(day)
		if !ok {
			return Reply{}, d.refuse("no holiday", day.Words()).send("holidays")
		}
		e, err = d.keep(store.Holidays, key, keptHoliday{Name: h.Name, Place: d.o.Place, Off: true}, "holiday taken out")
	}
	if err != nil {
		return Reply{}, err
	}
	return d.registered(d.say("no holiday", day.Words()), e.Change, Action{Kind: "remove_holiday", ID: key, At: day.String(), DateOnly: true}), nil
}

// listHolidays lists the days off of the next twelve months.
func (d *desk) listHolidays(ctx context.Context) (Reply, error) {
	today := dateOf(d.m.AsOf, d.grp.Location())
	t := &Table{Header: d.columns("Day", "Holiday", "Where")}
	days := slices.Clone(d.calendar("").Holidays)
	slices.SortStableFunc(days, func(a, b calendar.Holiday) int { return a.Date.Compare(b.Date) })
	for _, h := range days {
		if h.Date.Before(today) || h.Date.After(today.AddMonths(12)) {
			continue
		}
		what := h.Name
		if h.Expected {
			what += d.say("expected")
		}
		t.Rows = append(t.Rows, []string{h.Date.Words(), what, orWord(strings.Join(h.Places, ", "), d.say("everywhere"))})
	}
	r := d.reply(d.say("holidays", plural(len(t.Rows), "holiday"), len(t.Rows)))
	r.Parts = append(r.Parts, Part{Table: t})
	r.Actions = []Action{{Kind: "list"}}
	return r, nil
}

// askBody asks a member of no known body for it, once.
func (d *desk) askBody() []Notice {
	if d.body != "" || !memberID(d.who) {
		return nil
	}
	key := "body asked " + d.who
	_, err := d.st.Entry(store.Notes, key)
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrNotFound) {
		_, err = d.st.SetEntry(store.Entry{Register: store.Notes, Key: key, Value: []byte("true"), At: d.m.At, What: "asked"})
	}
	if err != nil {
		d.log.Error("a member could not be asked for their body", "error", err)
		return nil
	}
	return []Notice{{Channel: d.who, Reply: Reply{Outcome: Done, Parts: []Part{Say(Finding, d.ask("your body")), Say(Bullet, d.say("send")+" I am from WDD-GB")}}}}
}

// setMember says of which body a member is. The secretariat says it of anybody; a member nobody knows says it of themselves, once.
func (d *desk) setMember(ctx context.Context) (Reply, error) {
	who := d.personOrMe(d.o.Owner)
	before := d.member(who, d.m.At)
	if d.isSecretariat() && slices.Equal(d.o.Bodies, []string{intent.Me}) && d.body != "" {
		d.o.Bodies = []string{d.body}
	}
	if who == d.who && d.o.When == "" && len(d.o.Bodies) == 1 && d.o.Bodies[0] == before.Body {
		r := d.reply(d.say("you speak for", before.Body, ""))
		r.Actions = []Action{{Kind: "show", ID: who, Owner: who, Body: before.Body}}
		return r, nil
	}
	if !d.isSecretariat() {
		if who != d.who || before.Body != "" {
			return Reply{}, d.refuse("secretariat")
		}
	}
	if len(d.o.Bodies) != 1 || d.o.Bodies[0] == intent.Me {
		return Reply{}, d.refuse("which body").send("focal person WDD-Balochistan is @name from 1 Dec")
	}
	body, ok := d.grp.Body(d.o.Bodies[0])
	if !ok {
		return Reply{}, d.refuse("one body", d.o.Bodies[0])
	}
	kept := keptMember{Body: body.Key, Before: before.Body}
	if d.o.When != "" && d.o.Due.Kind == when.Once {
		kept.From = dateOf(d.o.Due.At, d.zone).String()
	}
	old := d.people(body.Key, d.m.At)
	e, err := d.keep(store.Members, who, kept, "member set")
	if err != nil {
		return Reply{}, err
	}
	key, from := "speaks for", ""
	if who == d.who {
		key = "you speak for"
	}
	if kept.From != "" {
		from = d.say("from day", dateOf(d.o.Due.At, d.zone).Words())
	}
	r := d.registered(d.say(key, body.Key, from, d.name(who)), e.Change, Action{Kind: "set_member", ID: who, Owner: who, Body: body.Key, At: kept.From, DateOnly: kept.From != ""})
	if err := d.passOn(&r, body.Key, old, who); err != nil {
		return Reply{}, err
	}
	return r, nil
}

// passOn hands the open items of a body's former people to the new one, and tells both.
func (d *desk) passOn(r *Reply, body string, old []string, to string) error {
	for _, from := range old {
		if from == to {
			continue
		}
		items, err := d.everyItem(store.ItemFilter{Owner: from, Body: body}, 1000)
		if err != nil {
			return err
		}
		for _, it := range items {
			it, err := d.st.ChangeItem(it.ID, d.who, d.m.At, "passed on", func(it *store.Item) error { it.Owner = to; return nil })
			if err != nil {
				return err
			}
			r.Parts = append(r.Parts, Say(Bullet, d.say("passes", it.ID+" "+it.Text, d.name(from), d.name(to))))
		}
		if len(items) > 0 {
			for _, id := range []string{from, to} {
				r.Notify = append(r.Notify, Notice{Channel: id, Reply: told(d.to(id).say("told passed", plural(len(items), "open item"), body, d.called(from), d.called(to), len(items)))})
			}
		}
	}
	return nil
}

func (d *desk) listMembers(ctx context.Context) (Reply, error) {
	t := &Table{Header: d.columns("Member", "Body", "Role")}
	ids := []string{}
	for _, m := range d.grp.Members {
		ids = append(ids, m.ID)
	}
	for _, e := range d.entries(store.Members) {
		if !slices.Contains(ids, e.Key) {
			ids = append(ids, e.Key)
		}
	}
	for i, b := range d.o.Bodies {
		if b == intent.Me {
			if d.body == "" {
				return Reply{}, d.refuse("your body").send("I am from WDD-GB")
			}
			d.o.Bodies[i] = d.body
		}
	}
	for _, id := range ids {
		m := d.member(id, d.m.At)
		if len(d.o.Bodies) > 0 && !slices.Contains(d.o.Bodies, m.Body) {
			continue
		}
		t.Rows = append(t.Rows, []string{d.name(id), orWord(m.Body, "—"), m.Role})
	}
	finding := d.say("members", plural(len(t.Rows), "member"), len(t.Rows))
	if len(d.o.Bodies) > 0 && len(t.Rows) == 0 {
		why := d.refuse("nobody of", d.bodyNames(d.o.Bodies))
		if d.isSecretariat() {
			why.send("focal person " + d.o.Bodies[0] + " is @name from 1 Dec")
		}
		return Reply{}, why
	} else if len(d.o.Bodies) > 0 {
		finding = d.bodyNames(d.o.Bodies) + ": " + t.Rows[0][0] + "."
	}
	r := d.reply(finding)
	r.Parts = append(r.Parts, Part{Table: t})
	r.Actions = []Action{{Kind: "list"}}
	return r, nil
}

// addAlias gives an entry another name, in force at once.
func (d *desk) addAlias(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	if l := intent.Language(d.o.Text); !strings.Contains(d.o.Text, " ") && (l == "en" || l == "roman_ur") { // a word alone tells a language only if it is one of its small words
		return Reply{}, d.refuse("small word", d.o.Text)
	}
	voc := d.voc.Load()
	kind, key, ok := meaning(voc, d.o.Value)
	if !ok {
		kind, key = vocab.Term, d.o.Value
	}
	if _, err := voc.With(vocab.Change{Kind: kind, Key: key, Alias: d.o.Text}); err != nil {
		clash := new(vocab.Clash)
		if errors.As(err, &clash) {
			return Reply{}, d.refuse("alias taken", d.o.Text, strings.Join(clash.Keys, ", ")).send("aliases")
		}
		return Reply{}, d.refuse("bad alias", err.Error())
	}
	e, err := d.keep(store.Aliases, vocab.Spelling(d.o.Text), keptAlias{Alias: d.o.Text, Kind: kind, Key: key}, "alias set")
	if err != nil {
		return Reply{}, err
	}
	if err := d.refresh(); err != nil {
		return Reply{}, err
	}
	found, err := d.found(ctx, d.o.Text, "")
	if err != nil {
		return Reply{}, err
	}
	stands := name(d.voc.Load(), kind, key)
	return d.registered(d.say("alias", d.o.Text, stands, plural(len(found), "passage"), len(found)), e.Change, Action{Kind: "add_alias", ID: e.Key, Text: d.o.Text, Body: key}), nil
}

// meaning is the one entry that a name stands for.
func meaning(voc *vocab.Vocabulary, text string) (kind, key string, ok bool) {
	for _, m := range voc.Find(text) {
		if rd, one := m.One(); one && m.How != vocab.Misspelt && len(m.Text) >= len(strings.TrimSpace(text))*2/3 {
			return rd.Kind, rd.Key, true
		}
	}
	return "", "", false
}

func (d *desk) removeAlias(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	e, err := d.st.DropEntry(store.Aliases, vocab.Spelling(d.o.Text), d.who, d.m.At)
	if errors.Is(err, store.ErrNotFound) {
		return Reply{}, d.refuse("alias not ours", d.o.Text).send("aliases")
	}
	if err != nil {
		return Reply{}, err
	}
	if err := d.refresh(); err != nil {
		return Reply{}, err
	}
	return d.registered(d.say("no alias", d.o.Text), e.Change, Action{Kind: "remove_alias", ID: e.Key, Text: d.o.Text}), nil
}

func (d *desk) listAliases(ctx context.Context) (Reply, error) {
	t := &Table{Header: d.columns("Alias", "Stands for", "Added by")}
	for _, e := range d.entries(store.Aliases) {
		var k keptAlias
		if decode(e, &k) {
			t.Rows = append(t.Rows, []string{k.Alias, name(d.voc.Load(), k.Kind, k.Key), d.name(e.By) + ", " + e.At.In(d.zone).Format("2 Jan 2006")})
		}
	}
	r := d.reply(d.say("aliases", len(t.Rows)))
	if len(t.Rows) > 0 {
		r.Parts = append(r.Parts, Part{Table: t})
	}
	r.Actions = []Action{{Kind: "list"}}
	return r, nil
}
