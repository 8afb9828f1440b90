package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/group"
	"rabita/store"
)

// itemJSON is one action item as `rabita items -json` prints it. Times are RFC 3339; what is not known is empty.
type itemJSON struct {
	ID       string      `json:"id"`
	Text     string      `json:"text"`
	Number   string      `json:"number"` // the group's own: "14.5"
	Meeting  int         `json:"meeting"`
	Owner    string      `json:"owner"`
	Creator  string      `json:"creator"`
	Channel  string      `json:"channel"`
	Body     string      `json:"body"`
	Shares   []shareJSON `json:"shares"`
	At       string      `json:"at"`
	DateOnly bool        `json:"date_only"`
	Event    string      `json:"event"`
	Awaited  bool        `json:"awaited"` // its deadline has passed
	Status   string      `json:"status"`
	State    string      `json:"state"` // open, draft, done, dropped
	Request  bool        `json:"request"`
	Passage  string      `json:"passage"`
	Link     string      `json:"link"`
	Created  string      `json:"created"`
	Closed   string      `json:"closed"`
}

type shareJSON struct {
	Body      string   `json:"body"`
	Status    string   `json:"status"`
	Received  string   `json:"received"`
	Confirmed string   `json:"confirmed"`
	Evidence  []string `json:"evidence"`
}

// runItems lists the action items kept, in the order in which they fall due.
func runItems(ctx context.Context, e *env) error {
	fs, c := flags(e, "items", "data", "json", "now")
	all := fs.Bool("all", false, "also drafts and what is done or dropped")
	late := fs.Bool("late", false, "only what is awaited: its deadline has passed")
	var f store.ItemFilter
	fs.StringVar(&f.Body, "body", "", "only what the body with this `KEY` owes")
	fs.StringVar(&f.Owner, "owner", "", "only what this `MEMBER` looks after, by id")
	fs.StringVar(&f.Number, "number", "", "only the item with the group's own `NUMBER`, like 14.5")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	now, _, err := c.moment(e)
	if err != nil {
		return err
	}
	switch {
	case fs.NArg() > 0:
		return usagef("%q is no flag of items", fs.Arg(0))
	case c.dir == "":
		return usagef("say where the data is kept: -data DIR, or RABITA_DATA")
	}
	if done, err := e.elsewhere(ctx, c.dir); done || err != nil {
		return err
	}
	a, err := openApp(e, options{dir: c.dir, now: e.now})
	if err != nil {
		return err
	}
	defer a.close()
	if _, known := a.grp.Body(f.Body); f.Body != "" && !known {
		return usagef("-body: there is no body %q in group.yaml; write its key, like %s", f.Body, exampleBody(a.grp))
	}
	if *all {
		f.Class = store.AnyItems
	}
	if *late {
		f.Before = now.In(a.grp.Location()).AddDate(0, 0, 1).Format(time.DateOnly) // the day itself counts once its hour has passed
		f.Also = func(it *store.Item) bool { return awaited(a.grp, it, now) }
	}
	out := []itemJSON{}
	for page := (store.Page{Limit: 1000}); ; {
		list, err := a.st.Items(f, page)
		if err != nil {
			return err
		}
		for i := range list.Items {
			out = append(out, toItemJSON(a.grp, &list.Items[i], now))
		}
		if page.After = list.Next; page.After == "" {
			break
		}
	}
	if c.json {
		return json.NewEncoder(e.stdout).Encode(map[string]any{"items": out})
	}
	w := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNO\tDUE\tSTATE\tOWNER\tOWES\tTEXT")
	for _, it := range out {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", it.ID, it.Number, it.due(), it.standing(), it.Owner, it.owes(), oneLine(it.Text, 80))
	}
	return w.Flush()
}

func exampleBody(grp *group.Group) string {
	if len(grp.Bodies) == 0 {
		return "KEY"
	}
	return grp.Bodies[0].Key
}

// awaited reports whether an open item's deadline has passed: at its hour if one was given, else at the end of its day.
func awaited(grp *group.Group, it *store.Item, now time.Time) bool {
	at, dateOnly := deadline(grp, it.Due)
	if at.IsZero() || !it.Open() || it.Draft {
		return false
	}
	if dateOnly {
		y, m, d := at.Date()
		return !now.Before(calendar.Resolve(calendar.Date{Year: y, Month: m, Day: d}.AddDays(1), calendar.Clock{}, at.Location()))
	}
	return now.After(at)
}

// deadline is the instant of a deadline; zero if it has none, or waits for an event whose day is not on record.
func deadline(grp *group.Group, d store.Due) (at time.Time, dateOnly bool) {
	day, err := calendar.ParseDate(d.Date)
	if err != nil {
		return time.Time{}, false
	}
	loc := grp.Location()
	if l, err := time.LoadLocation(d.Zone); err == nil && d.Zone != "" {
		loc = l
	}
	clock, err := calendar.ParseClock(d.Time)
	if dateOnly = d.Time == "" || err != nil; dateOnly {
		clock = grp.DueClock()
	}
	return calendar.Resolve(day, clock, loc), dateOnly
}

func toItemJSON(grp *group.Group, it *store.Item, now time.Time) itemJSON {
	at, dateOnly := deadline(grp, it.Due)
	j := itemJSON{ID: it.ID, Text: it.Text, Number: it.Number, Meeting: it.Meeting, Owner: it.Owner, Creator: it.Creator, Channel: it.Channel,
		Body: it.Body, Shares: []shareJSON{}, At: stamp(at, nil), DateOnly: dateOnly, Event: it.Due.Event, Awaited: awaited(grp, it, now),
		Status: string(it.Status), State: "open", Request: it.Request, Passage: it.Source.Passage, Link: it.Source.Link,
		Created: stamp(it.Created, grp.Location()), Closed: stamp(it.Closed, grp.Location())}
	switch {
	case it.Dropped:
		j.State = "dropped"
	case !it.Open():
		j.State = "done"
	case it.Draft:
		j.State = "draft"
	}
	for _, s := range it.Shares {
		share := shareJSON{Body: s.Body, Status: string(s.Status), Received: stamp(s.Received, grp.Location()), Confirmed: s.Confirmed, Evidence: []string{}}
		for _, ev := range s.Evidence {
			share.Evidence = append(share.Evidence, cmp.Or(ev.Text, ev.Link))
		}
		j.Shares = append(j.Shares, share)
	}
	return j
}

func (j itemJSON) due() string {
	switch {
	case j.At == "" && j.Event != "":
		return j.Event
	case j.DateOnly:
		return j.At[:len("2006-01-02")]
	case j.At != "":
		return j.At[:len("2006-01-02T15:04")]
	}
	return "-"
}

func (j itemJSON) standing() string {
	switch {
	case j.Awaited:
		return "awaited"
	case j.Status != "" && j.State == "open":
		return j.Status
	}
	return j.State
}

// owes is who still owes something: "2 of 7 received" where there are shares.
func (j itemJSON) owes() string {
	if len(j.Shares) == 0 {
		return j.Body
	}
	n := 0
	for _, s := range j.Shares {
		if s.Received != "" {
			n++
		}
	}
	return fmt.Sprintf("%d of %d received", n, len(j.Shares))
}

// remindersJSON is what `rabita reminders -json` prints.
type remindersJSON struct {
	Next      string         `json:"next"` // when the next notice is due
	Reminders []reminderJSON `json:"reminders"`
	Planned   []noticeJSON   `json:"planned"`
	Blocked   []noticeJSON   `json:"blocked"`
	Sent      []deliveryJSON `json:"sent"`
	Unsettled []deliveryJSON `json:"unsettled"` // nobody knows yet whether they were shown
}

type reminderJSON struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Who     string `json:"who"`
	For     string `json:"for"`
	Channel string `json:"channel"`
	At      string `json:"at"`
	Repeat  string `json:"repeat"` // in words
	Paused  bool   `json:"paused"`
}

type noticeJSON struct {
	Of      string `json:"of"` // the item or reminder
	Body    string `json:"body"`
	Rule    string `json:"rule"`
	At      string `json:"at"`
	Channel string `json:"channel"`
	Moved   string `json:"moved"` // why it is not on its nominal day
	Reason  string `json:"reason"`
}

type deliveryJSON struct {
	Channel string `json:"channel"`
	Day     string `json:"day"`
	Lines   int    `json:"lines"`
	State   string `json:"state"`
	At      string `json:"at"` // posted, or the last attempt
	TS      string `json:"ts"`
	Attempt int    `json:"attempt"`
	Reason  string `json:"reason"`
}

// runReminders lists what members asked to be reminded of and what becomes of the notices: planned, sent, blocked, with reasons.
func runReminders(ctx context.Context, e *env) error {
	fs, c := flags(e, "reminders", "data", "json")
	channel := fs.String("channel", "", "only notices in the channel, or to the member, with this `ID`")
	limit := fs.Int("limit", 50, "at most `N` lines of planned and of sent notices")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	switch {
	case fs.NArg() > 0:
		return usagef("%q is no flag of reminders", fs.Arg(0))
	case *limit < 1:
		return usagef("-limit is %d: write a number from 1", *limit)
	case c.dir == "":
		return usagef("say where the data is kept: -data DIR, or RABITA_DATA")
	}
	if done, err := e.elsewhere(ctx, c.dir); done || err != nil {
		return err
	}
	a, err := openApp(e, options{dir: c.dir, now: e.now})
	if err != nil {
		return err
	}
	defer a.close()
	out, err := remindersOf(a, *channel, *limit)
	if err != nil {
		return err
	}
	if c.json {
		return json.NewEncoder(e.stdout).Encode(out)
	}
	return out.print(e.stdout)
}

func remindersOf(a *app, channel string, limit int) (*remindersJSON, error) {
	zone := a.grp.Location()
	out := &remindersJSON{Reminders: []reminderJSON{}, Planned: []noticeJSON{}, Blocked: []noticeJSON{}, Sent: []deliveryJSON{}, Unsettled: []deliveryJSON{}}
	next, planned, err := a.st.NextDue(time.Time{})
	if err != nil {
		return nil, err
	}
	if planned {
		out.Next = stamp(next, zone)
	}
	reminders, err := a.st.Reminders(store.ReminderFilter{})
	if err != nil {
		return nil, err
	}
	for _, r := range reminders {
		if channel != "" && channel != r.Channel && channel != r.Who && channel != r.For {
			continue
		}
		at, _ := deadline(a.grp, r.Due)
		j := reminderJSON{ID: r.ID, Text: r.Text, Who: r.Who, For: r.For, Channel: r.Channel, At: stamp(at, nil), Paused: r.Paused}
		if r.Watch != nil {
			j.Text = "watch: " + r.Watch.Question
		}
		if !r.Repeat.Zero() {
			j.Repeat = calendar.Describe(r.Repeat)
		}
		out.Reminders = append(out.Reminders, j)
	}
	for _, blocked := range []bool{false, true} {
		list, err := a.st.Occurrences(store.OccurrenceFilter{Channel: channel, Blocked: blocked, Limit: limit})
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			n := noticeJSON{Of: o.Subject(), Body: o.Body, Rule: o.Rule, At: stamp(o.Due(), zone), Channel: o.Channel, Moved: o.Shifted, Reason: o.Reason}
			if blocked {
				out.Blocked = append(out.Blocked, n)
			} else {
				out.Planned = append(out.Planned, n)
			}
		}
	}
	sent, err := a.st.Deliveries(store.DeliveryFilter{Channel: channel, State: store.Posted, Limit: limit})
	if err != nil {
		return nil, err
	}
	unsettled, err := a.st.Intents()
	if err != nil {
		return nil, err
	}
	for _, d := range sent {
		out.Sent = append(out.Sent, toDeliveryJSON(d, d.Posted, zone))
	}
	for _, d := range unsettled {
		if channel == "" || channel == d.Channel {
			out.Unsettled = append(out.Unsettled, toDeliveryJSON(d, d.Began, zone))
		}
	}
	return out, nil
}

func toDeliveryJSON(d store.Delivery, at time.Time, zone *time.Location) deliveryJSON {
	return deliveryJSON{Channel: d.Channel, Day: d.Day, Lines: len(d.Lines), State: string(d.State), At: stamp(at, zone), TS: d.TS, Attempt: d.Attempt, Reason: d.Reason}
}

func (r *remindersJSON) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	section := func(title string, n int) {
		if n > 0 {
			fmt.Fprintf(w, "\n%s\n", title)
		}
	}
	fmt.Fprintf(w, "next\t%s\n", cmp.Or(r.Next, "nothing is planned"))
	section("REMINDERS", len(r.Reminders))
	for _, m := range r.Reminders {
		state := ""
		if m.Paused {
			state = "paused"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", m.ID, cmp.Or(m.Repeat, m.At), cmp.Or(m.Channel, m.For, m.Who), state, oneLine(m.Text, 60))
	}
	for _, list := range []struct {
		title   string
		notices []noticeJSON
	}{{"PLANNED", r.Planned}, {"BLOCKED", r.Blocked}} {
		section(list.title, len(list.notices))
		for _, n := range list.notices {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", n.At, n.Of, n.Rule, n.Body, n.Channel, cmp.Or(n.Reason, n.Moved))
		}
	}
	for _, list := range []struct {
		title      string
		deliveries []deliveryJSON
	}{{"NOT KNOWN WHETHER SHOWN", r.Unsettled}, {"SENT", r.Sent}} {
		section(list.title, len(list.deliveries))
		for _, d := range list.deliveries {
			fmt.Fprintf(w, "%s\t%s\t%d lines\t%s\t%s\n", d.At, d.Channel, d.Lines, d.TS, d.Reason)
		}
	}
	return w.Flush()
}

// stamp is a time for machines, in a zone if one is given; empty for the zero time.
func stamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	if zone != nil {
		t = t.In(zone)
	}
	return t.Format(time.RFC3339)
}

// oneLine is text for a table: no line breaks or control characters, at most n characters.
func oneLine(s string, n int) string {
	r := []rune(s)
	for i, c := range r {
		if c < ' ' || c == 0x7f {
			r[i] = ' '
		}
	}
	if len(r) > n {
		r = append(r[:n-1], '…')
	}
	return string(r)
}
