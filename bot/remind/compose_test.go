package remind

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rabita/bot/calendar"
	"rabita/store"
)

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// karachi is the sample's policy, with one holiday of all and one of B2's place.
func karachi(t *testing.T) Policy {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Karachi")
	if err != nil {
		t.Fatal(err)
	}
	p := testPolicy(zone)
	p.Before = []int{21, 7, 1}
	p.Calendar.Holidays = []calendar.Holiday{{Date: day(t, "2019-12-25"), Name: "Quaid-e-Azam Day"}, {Date: day(t, "2019-12-27"), Name: "Benazir Bhutto day", Places: []string{"SD"}}}
	p.Body = func(key string) (string, string, []string) { return map[string]string{"B2": "SD"}[key], "C" + key, nil }
	return p
}

// planned says what the planner plans, one notice a line.
func planned(p Policy, s store.Subject, now time.Time) string {
	var b strings.Builder
	for _, o := range NewPlanner(p).Plan(s, now) {
		fmt.Fprintf(&b, "%s %s %s %s", o.Channel, o.Rule, o.Nominal, o.At.In(p.Calendar.Location()).Format("Mon 2 Jan 15:04"))
		if o.Shifted != "" {
			fmt.Fprintf(&b, " (%s)", o.Shifted)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestPlan: which notices items and reminders have.
func TestPlan(t *testing.T) {
	now := time.Date(2019, 12, 2, 5, 0, 0, 0, time.UTC)
	item := func(it store.Item) store.Subject { it.ID = "A-0001"; return store.Subject{Item: &it} }
	reminder := func(r store.Reminder) store.Subject {
		r.ID = "R-0001"
		r.Who = "U1"
		return store.Subject{Reminder: &r}
	}
	due := func(s string) store.Due { return store.Due{Date: s, Zone: "Asia/Karachi"} }
	for _, c := range []struct {
		name string
		s    store.Subject
		want string
	}{
		{"an item of its own channel", item(store.Item{Channel: "C1", Due: due("2019-12-25")}),
			"C1 before-21 2019-12-04T09:00 Wed 4 Dec 09:00\nC1 before-7 2019-12-18T09:00 Wed 18 Dec 09:00\nC1 before-1 2019-12-24T09:00 Tue 24 Dec 09:00\n" +
				"C1 on-day 2019-12-25T09:00 Tue 24 Dec 09:00 (holiday: Quaid-e-Azam Day)\nC1 weekly 2020-01-01T09:00 Wed 1 Jan 09:00\nC1 weekly 2020-01-08T09:00 Wed 8 Jan 09:00\n"},
		{"a weekend, and what has passed", item(store.Item{Owner: "U2", Due: due("2019-12-08")}),
			"U2 before-1 2019-12-07T09:00 Fri 6 Dec 09:00 (weekend)\nU2 on-day 2019-12-08T09:00 Fri 6 Dec 09:00 (weekend)\n" +
				"U2 weekly 2019-12-15T09:00 Fri 13 Dec 09:00 (weekend)\nU2 weekly 2019-12-22T09:00 Fri 20 Dec 09:00 (weekend)\n"},
		{"shares in their own places", item(store.Item{Channel: "CALL", Due: due("2019-12-27"), Policy: store.Policy{OnDay: true, Set: true},
			Shares: []store.Share{{Body: "B1"}, {Body: "B2"}, {Body: "B3", Received: now}}}),
			"CB1 on-day 2019-12-27T09:00 Fri 27 Dec 09:00\nCB2 on-day 2019-12-27T09:00 Thu 26 Dec 09:00 (holiday: Benazir Bhutto day)\nCALL on-day 2019-12-27T09:00 Fri 27 Dec 09:00\n"},
		{"a draft", item(store.Item{Channel: "C1", Due: due("2019-12-25"), Draft: true}), ""},
		{"without a date", item(store.Item{Channel: "C1", Due: store.Due{Event: "15th IPMG"}}), ""},
		{"closed", item(store.Item{Channel: "C1", Due: due("2019-12-25"), Closed: now}), ""},
		{"no notices wanted", item(store.Item{Channel: "C1", Due: due("2019-12-25"), Policy: store.Policy{Off: true}}), ""},
		{"long awaited", item(store.Item{Channel: "C1", Due: due("2009-12-02")}), "C1 weekly 2019-12-04T09:00 Wed 4 Dec 09:00\nC1 weekly 2019-12-11T09:00 Wed 11 Dec 09:00\n"},
		{"once", reminder(store.Reminder{Due: store.Due{Date: "2019-12-03", Time: "15:00", Zone: "Asia/Karachi"}}), "U1 reminder 2019-12-03T15:00 Tue 3 Dec 15:00\n"},
		{"once, at the hour of notices", reminder(store.Reminder{Channel: "C1", Due: due("2019-12-03")}), "C1 reminder 2019-12-03T09:00 Tue 3 Dec 09:00\n"},
		{"snoozed", reminder(store.Reminder{Due: due("2019-12-01"), Snoozed: now.Add(time.Hour)}), "U1 snooze 2019-12-02T06:00:00Z Mon 2 Dec 11:00\n"},
		{"of another who has not accepted", reminder(store.Reminder{For: "U2", Due: due("2019-12-03")}), ""},
		{"of another who has", reminder(store.Reminder{For: "U2", Accepted: true, Due: due("2019-12-03")}), "U2 reminder 2019-12-03T09:00 Tue 3 Dec 09:00\n"},
		{"paused", reminder(store.Reminder{Due: due("2019-12-03"), Paused: true}), ""},
		{"repeated, one left out", reminder(store.Reminder{Repeat: store.Repeat{Rule: "FREQ=WEEKLY;BYDAY=WE", Start: "2019-11-06", Zone: "Asia/Karachi"}, Skip: []string{"2019-12-04"}}),
			"U1 reminder 2019-12-11 Wed 11 Dec 09:00\nU1 reminder 2019-12-18 Wed 18 Dec 09:00\n"},
		{"repeated, moved off a holiday", reminder(store.Reminder{Repeat: store.Repeat{Rule: "FREQ=MONTHLY;BYMONTHDAY=25", Start: "2019-11-25", Zone: "Asia/Karachi", Shift: store.ShiftBefore, Until: "2019-12-31"}}),
			"U1 reminder 2019-12-25 Tue 24 Dec 09:00 (holiday: Quaid-e-Azam Day)\n"},
		{"repeated, one snoozed", reminder(store.Reminder{Snoozed: now.Add(time.Hour), Repeat: store.Repeat{Rule: "FREQ=WEEKLY;BYDAY=WE", Start: "2019-11-06", Zone: "Asia/Karachi", Until: "2019-12-05"}}),
			"U1 snooze 2019-12-02T06:00:00Z Mon 2 Dec 11:00\nU1 reminder 2019-12-04 Wed 4 Dec 09:00\n"},
	} {
		if diff := cmp.Diff(c.want, planned(karachi(t), c.s, now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestCompose: the words members read, kept in testdata/compose.txt.
func TestCompose(t *testing.T) {
	p := karachi(t)
	now := time.Date(2019, 12, 18, 4, 0, 0, 0, time.UTC) // 09:00 in Karachi
	on := func(rule, body string, it store.Item) store.Notice {
		return store.Notice{Occurrence: store.Occurrence{Key: rule + body + it.ID, Item: it.ID, Body: body, Rule: rule, At: now, Zone: "Asia/Karachi", Nominal: "2019-12-18T09:00"}, On: &it}
	}
	of := func(rule string, r store.Reminder) store.Notice {
		return store.Notice{Occurrence: store.Occurrence{Key: rule + r.ID, Reminder: r.ID, Rule: rule, At: now, Zone: "Asia/Karachi"}, Of: &r}
	}
	matrix := store.Item{ID: "A-0042", Number: "14.2", Text: "Send the Beijing+25 matrix", Owner: "U1", Channel: "CALL", Due: store.Due{Date: "2019-12-25", Zone: "Asia/Karachi"},
		Shares: []store.Share{{Body: "WDD-Punjab", Received: now}, {Body: "SWDWE-KP"}, {Body: "WDD-Sindh"}}}
	named := matrix
	named.Named = true
	shifted := on(ruleOnDay, "", store.Item{ID: "A-0001", Text: "Book the hall", Owner: "U1", Due: store.Due{Date: "2019-12-22", Time: "17:00"}})
	shifted.Shifted, shifted.Nominal = "weekend", "2019-12-22T09:00"
	late, veryLate := on(ruleWeekly, "", store.Item{ID: "A-0002", Text: "Old", Owner: "U1", Due: store.Due{Date: "2019-12-10"}}), on(ruleWeekly, "", store.Item{ID: "A-0003", Text: "Older", Owner: "U9", Due: store.Due{Date: "2019-10-10"}})
	late.At, veryLate.At = now.Add(-50*time.Hour), now.Add(-40*24*time.Hour)
	blocked := on(store.RuleBlocked, "", matrix)
	blocked.Reason, blocked.To = "is_archived", "CKP"
	watch := store.Reminder{ID: "R-0009", Who: "U1", Watch: &store.Watch{Question: "KP harassment"}}
	var b strings.Builder
	for _, c := range []struct {
		name    string
		channel string
		notices []store.Notice
		found   map[string][]Finding
	}{
		{"the common channel", "CALL", []store.Notice{on("before-7", "", matrix)}, nil},
		{"the common channel, names wanted", "CALL", []store.Notice{on("before-7", "", named)}, nil},
		{"a body's own channel", "CKP", []store.Notice{on("before-7", "SWDWE-KP", matrix)}, nil},
		{"moved off a weekend", "C1", []store.Notice{shifted}, nil},
		{"late", "C1", []store.Notice{late}, nil},
		{"very late: to its owner", "C1", []store.Notice{veryLate}, nil},
		{"very late, to its owner", "U9", []store.Notice{veryLate}, nil},
		{"two rules of one item", "C1", []store.Notice{on("before-1", "", matrix), on(ruleOnDay, "", matrix)}, nil},
		{"due tomorrow, in a direct message", "U1", []store.Notice{on("before-1", "", store.Item{ID: "A-0004", Text: "<!channel> & two\nlines", Owner: "U1", Due: store.Due{Date: "2019-12-19"}})}, nil},
		{"reminders", "C1", []store.Notice{of(ruleReminder, store.Reminder{ID: "R-0001", Text: "Bring the file", Who: "U1"}), of(ruleReminder, store.Reminder{ID: "R-0002", Text: "Sign", Who: "U1", For: "U2"})}, nil},
		{"a reminder by another", "U2", []store.Notice{of(ruleReminder, store.Reminder{ID: "R-0002", Text: "Sign", Who: "U1", For: "U2"})}, nil},
		{"trouble", "U1", []store.Notice{blocked}, nil},
		{"a watch that found something", "U1", []store.Notice{of(ruleWatch, watch)}, map[string][]Finding{"R-0009": {{"h1", "> quote\n— 14th IPMG minutes"}}}},
		{"a watch that found nothing", "U1", []store.Notice{of(ruleWatch, watch)}, nil},
		{"undone meanwhile", "C1", []store.Notice{{Occurrence: store.Occurrence{Key: "gone", At: now}}}, nil},
	} {
		d := compose(&p, store.Taking{Channel: c.channel, Notices: c.notices}, now, c.found)
		fmt.Fprintf(&b, "## %s\n", c.name)
		for _, l := range d.Lines {
			fmt.Fprintf(&b, "%s", l.Text)
			if l.Who != "" {
				fmt.Fprintf(&b, " [who %s]", l.Who)
			}
			if l.Room != "" {
				fmt.Fprintf(&b, " [room %s]", l.Room)
			}
			b.WriteString("\n")
		}
		for key, why := range d.Drop {
			fmt.Fprintf(&b, "dropped %s: %s\n", key, why)
		}
		for key, to := range d.Move {
			fmt.Fprintf(&b, "moved %s: %s\n", key, to)
		}
	}
	const golden = "testdata/compose.txt"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the words (-want +got):\n%s", diff)
	}
}

// TestOneUnasked: a member gets one message a day that nobody asked for; the second waits for the morning, unless one goes out anyway.
func TestOneUnasked(t *testing.T) {
	p := testPolicy(time.UTC)
	now := time.Date(2020, 1, 8, 14, 0, 0, 0, time.UTC)
	it := store.Item{ID: "A-0001", Text: "x", Owner: "U1", Due: store.Due{Date: "2020-01-10"}}
	n := store.Notice{Occurrence: store.Occurrence{Key: "k", Item: it.ID, Rule: "before-1", At: now}, On: &it}
	if d := compose(&p, store.Taking{Channel: "U1", Notices: []store.Notice{n}, LastUnasked: now.Add(-5 * time.Hour)}, now, nil); len(d.Keys) != 0 || !d.Hold["k"].Equal(now.Add(19*time.Hour)) {
		t.Errorf("a second one: %+v", d)
	}
	if d := compose(&p, store.Taking{Channel: "U1", Notices: []store.Notice{n}, LastUnasked: now.Add(-15 * time.Hour)}, now, nil); len(d.Keys) != 1 || !d.Unasked {
		t.Errorf("the first one of the day: %+v", d)
	}
	if d := compose(&p, store.Taking{Channel: "C1", Notices: []store.Notice{n}, LastUnasked: now.Add(-5 * time.Hour)}, now, nil); len(d.Keys) != 1 {
		t.Errorf("in a channel: %+v", d)
	}
	r := store.Reminder{ID: "R-0001", Text: "asked", Who: "U1"}
	asked := store.Notice{Occurrence: store.Occurrence{Key: "r", Reminder: r.ID, Rule: ruleReminder, At: now}, Of: &r}
	if d := compose(&p, store.Taking{Channel: "U1", Notices: []store.Notice{n, asked}, LastUnasked: now.Add(-5 * time.Hour)}, now, nil); len(d.Keys) != 2 {
		t.Errorf("with one that was asked for: %+v", d)
	}
}

// TestMemberHours: what a member did not ask for keeps to the hours the member chose; what was asked for, and trouble, does not wait.
func TestMemberHours(t *testing.T) {
	now := time.Date(2020, 1, 8, 14, 0, 0, 0, time.UTC) // a Wednesday
	it := store.Item{ID: "A-0001", Text: "x", Owner: "U1", Channel: "C1", Due: store.Due{Date: "2020-01-10"}}
	n := store.Notice{Occurrence: store.Occurrence{Key: "k", Item: it.ID, Rule: "before-1", At: now}, On: &it}
	r := store.Reminder{ID: "R-0001", Text: "asked", Who: "U1"}
	asked := store.Notice{Occurrence: store.Occurrence{Key: "r", Reminder: r.ID, Rule: ruleReminder, At: now}, Of: &r}
	trouble := n
	trouble.Key, trouble.Rule, trouble.Reason, trouble.To = "t", store.RuleBlocked, "is_archived", "C1"
	for _, c := range []struct {
		name    string
		hours   calendar.Hours
		channel string
		notices []store.Notice
		want    string // keys shown; held until; dropped
	}{
		{"no day of the week", calendar.Hours{}, "U1", []store.Notice{n}, "k"},
		{"another day", calendar.Hours{Notice: calendar.Clock{Hour: 9}, Weekly: true, Day: time.Monday}, "U1", []store.Notice{n}, "k until Mon 13 Jan 09:00"},
		{"another day, and one was asked for", calendar.Hours{Notice: calendar.Clock{Hour: 9}, Weekly: true, Day: time.Monday}, "U1", []store.Notice{n, asked}, "r; k until Mon 13 Jan 09:00"},
		{"another day, and trouble", calendar.Hours{Notice: calendar.Clock{Hour: 9}, Weekly: true, Day: time.Monday}, "U1", []store.Notice{n, trouble}, "t; k until Mon 13 Jan 09:00"},
		{"that day", calendar.Hours{Notice: calendar.Clock{Hour: 9}, Weekly: true, Day: time.Wednesday}, "U1", []store.Notice{n}, "k"},
		{"never", calendar.Hours{Never: true}, "U1", []store.Notice{n, asked, trouble}, "r t; k dropped"},
		{"the member's quiet hours", calendar.Hours{QuietFrom: calendar.Clock{Hour: 13}, QuietUntil: calendar.Clock{Hour: 16}}, "U1", []store.Notice{n}, "k until Wed 8 Jan 16:00"},
		{"asked for in quiet hours", calendar.Hours{QuietFrom: calendar.Clock{Hour: 13}, QuietUntil: calendar.Clock{Hour: 16}}, "U1", []store.Notice{asked}, "r"},
		{"a channel", calendar.Hours{Never: true, QuietFrom: calendar.Clock{Hour: 13}, QuietUntil: calendar.Clock{Hour: 16}}, "C1", []store.Notice{n}, "k"},
	} {
		p := testPolicy(time.UTC)
		p.Member = func(id string) (calendar.Hours, bool) {
			c.hours.Zone = time.UTC
			return c.hours, id == "U1"
		}
		d := compose(&p, store.Taking{Channel: c.channel, Notices: c.notices}, now, nil)
		slices.Sort(d.Keys)
		got := []string{strings.Join(d.Keys, " ")}
		for key, until := range d.Hold {
			got = append(got, key+until.Format(" until Mon 2 Jan 15:04"))
		}
		for key := range d.Drop {
			got = append(got, key+" dropped")
		}
		if s := strings.TrimPrefix(strings.Join(got, "; "), "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// TestHolidayMoves: a holiday that is added moves what is not yet shown, and only that.
func TestHolidayMoves(t *testing.T) {
	p := testPolicy(time.UTC)
	planner := NewPlanner(p)
	st := openStore(t, planner)
	now := time.Date(2020, 1, 6, 10, 0, 0, 0, time.UTC)
	if _, err := st.AddItem(store.Item{Text: "x", Creator: "U1", Channel: "C1", Due: store.Due{Date: "2020-01-14"}}, now); err != nil {
		t.Fatal(err)
	}
	p.Calendar.Holidays = []calendar.Holiday{{Date: day(t, "2020-01-14"), Name: "Eid"}}
	planner.Set(p)
	changed, err := st.Replan(now)
	if err != nil || changed != 1 {
		t.Errorf("Replan: %d, %v", changed, err)
	}
	list, err := st.Occurrences(store.OccurrenceFilter{Channel: "C1"})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, o := range list {
		if o.Rule == ruleOnDay {
			found = o.At.Equal(time.Date(2020, 1, 13, 9, 0, 0, 0, time.UTC)) && o.Shifted == "holiday: Eid"
		}
	}
	if !found {
		t.Errorf("after the holiday was added: %+v", list)
	}
	if again, err := st.Replan(now); again != 0 || err != nil {
		t.Errorf("a second Replan: %d, %v", again, err)
	}
}

// TestWatch: a watch shows each passage once, says nothing when there is nothing new, and goes on.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		planner := NewPlanner(testPolicy(time.UTC))
		st, w := openStore(t, planner), newWorld(1)
		r, err := st.AddReminder(store.Reminder{Who: "U1", Watch: &store.Watch{Question: "KP harassment", Seen: []string{"h0"}},
			Repeat: store.Repeat{Rule: "FREQ=DAILY", Time: "09:00", Zone: "UTC"}}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		known := []string{"h0", "h1", "h2"}
		find := func(_ context.Context, r store.Reminder) (out []Finding, err error) {
			mu.Lock()
			defer mu.Unlock()
			for _, h := range known {
				if !strings.Contains(strings.Join(r.Watch.Seen, " "), h) {
					out = append(out, Finding{Hash: h, Text: "passage " + h})
				}
			}
			return out, nil
		}
		stop := running(New(quiet, planner, st, w, Options{Find: find}))
		time.Sleep(3 * 24 * time.Hour)
		mu.Lock()
		known = append(known, "h3")
		mu.Unlock()
		time.Sleep(2 * 24 * time.Hour)
		stop()
		var got []string
		for _, m := range w.in("U1") {
			got = append(got, m.lines[0].Text)
		}
		want := []string{"New on “KP harassment”:\npassage h1\npassage h2", "New on “KP harassment”:\npassage h3"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("shown (-want +got):\n%s", diff)
		}
		if r, err = st.Reminder(r.ID); err != nil || len(r.Watch.Seen) != 4 || !r.Alive() {
			t.Errorf("the watch is %+v, %v", r.Watch, err)
		}
	})
}
