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
	"rabita/store"
)

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
	if done, err := onData(ctx, e, fs, c); done || err != nil {
		return err
	}
	if *limit < 1 {
		return usagef("-limit is %d: write a number from 1", *limit)
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
