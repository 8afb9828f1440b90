package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
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
	if done, err := onData(ctx, e, fs, c); done || err != nil {
		return err
	}
	now, _, err := c.moment(e)
	if err != nil {
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
