package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rabita/store"
	"rabita/store/storetest"
)

var start = time.Date(2019, 11, 5, 5, 30, 0, 0, time.UTC)

// daily plans one notice at the due date's 09:00 UTC, in the item's or reminder's channel, while it is open; a repeated reminder comes
// every day.
func daily(s store.Subject, now time.Time) []store.Occurrence {
	at := func(date string) time.Time {
		t, _ := time.Parse(time.DateOnly, date)
		return t.Add(9 * time.Hour)
	}
	var out []store.Occurrence
	add := func(channel, date string) {
		o := store.Occurrence{Rule: "on-day", Nominal: date, At: at(date), Channel: channel}
		o.Key = store.OccurrenceKey(s.ID(), "", o.Rule, o.Nominal, "")
		keep := !o.At.Before(now)
		for _, p := range s.Pending {
			keep = keep || p.Key == o.Key
		}
		if keep {
			out = append(out, o)
		}
	}
	switch {
	case s.Item != nil && s.Item.Open() && s.Item.Due.Date != "":
		add(s.Item.Channel, s.Item.Due.Date)
	case s.Reminder != nil && s.Reminder.Alive() && s.Reminder.Repeat.Zero():
		add(s.Reminder.Channel, s.Reminder.Due.Date)
	case s.Reminder != nil && s.Reminder.Alive():
		for _, p := range s.Pending {
			add(s.Reminder.Channel, p.Nominal)
		}
		for d := range 3 {
			day := now.UTC().AddDate(0, 0, d).Format(time.DateOnly)
			if at(day).After(now) {
				add(s.Reminder.Channel, day)
			}
		}
	}
	return out
}

// all takes everything that is offered into one delivery.
func all(tk store.Taking) (store.Draft, error) {
	d := store.Draft{Day: "2019-11-08", Text: "due"}
	for _, n := range tk.Notices {
		d.Keys = append(d.Keys, n.Key)
		d.Lines = append(d.Lines, store.Line{Key: n.Key, Text: n.Rule})
	}
	return d, nil
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestItems(t *testing.T) {
	st := storetest.Open(t, store.Options{Plan: daily})
	it := must(st.AddItem(store.Item{Text: "Send the minutes", Creator: "U1", Owner: "U1", Channel: "C1",
		Due: store.Due{Date: "2019-11-08", Zone: "Asia/Karachi"}}, start))(t)
	if it.ID != "A-0001" || it.Change() == "" || len(it.History) != 1 {
		t.Errorf("AddItem gave %+v", it)
	}
	again, err := st.AddItem(store.Item{Text: " send the  MINUTES ", Creator: "U1"}, start.Add(59*time.Second))
	if !errors.Is(err, store.ErrDuplicate) || again.ID != it.ID {
		t.Errorf("the same words within a minute gave %v, %v", again.ID, err)
	}
	if other, err := st.AddItem(store.Item{Text: "send the minutes", Creator: "U2"}, start); err != nil || other.ID != "A-0002" {
		t.Errorf("another member's same words gave %v, %v", other.ID, err)
	}
	if later, err := st.AddItem(store.Item{Text: "send the minutes", Creator: "U1"}, start.Add(time.Minute)); err != nil || later.ID != "A-0003" {
		t.Errorf("the same words a minute later gave %v, %v", later.ID, err)
	}

	moved := must(st.ChangeItem("a-1", "U2", start.Add(time.Minute), "due", func(it *store.Item) error {
		it.Due.Date = "2019-11-15"
		it.Because("the printer is away")
		return nil
	}))(t)
	last := moved.History[len(moved.History)-1]
	want := store.Change{ID: last.ID, At: start.Add(time.Minute), By: "U2", What: "due", From: "2019-11-08", To: "2019-11-15", Reason: "the printer is away"}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Errorf("the history's last line (-want +got):\n%s", diff)
	}
	if at, ok, _ := st.NextDue(time.Time{}); !ok || !at.Equal(time.Date(2019, 11, 15, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("NextDue after the move = %v, %v", at, ok)
	}
	refusal := errors.New("no")
	if _, err := st.ChangeItem("A-0001", "U2", start, "x", func(it *store.Item) error { it.Text = "x"; return refusal }); err != refusal {
		t.Errorf("an error of the change came back as %v", err)
	}
	same := must(st.ChangeItem("A-0001", "U2", start, "x", func(*store.Item) error { return nil }))(t)
	if len(same.History) != 2 || same.Text != "Send the minutes" {
		t.Errorf("a change that changes nothing left %+v", same)
	}

	if _, err := st.Undo(it.Change(), "U1", start.Add(2*time.Minute)); !errors.Is(err, store.ErrOvertaken) {
		t.Errorf("undoing an overtaken change: %v", err)
	}
	if _, err := st.Undo(last.ID, "U1", start.Add(12*time.Minute)); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("undoing after eleven minutes: %v", err)
	}
	undone := must(st.Undo(last.ID, "U1", start.Add(5*time.Minute)))(t)
	if undone.Item == nil || undone.Item.Due.Date != "2019-11-08" || undone.What != "due" || len(undone.Item.History) != 3 {
		t.Errorf("Undo gave %+v", undone)
	}
	if _, err := st.Undo(last.ID, "U1", start.Add(5*time.Minute)); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("undoing twice: %v", err)
	}
	if at, _, _ := st.NextDue(time.Time{}); !at.Equal(time.Date(2019, 11, 8, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("NextDue after the undo = %v", at)
	}
	for _, id := range []string{"", "A-0099", "R-0001", "A-", "A-0000000000000000000000001", "A--1"} {
		if _, err := st.Item(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Item(%q): %v", id, err)
		}
	}

	gone := must(st.AddItem(store.Item{Text: "a slip", Creator: "U1", Channel: "C9", Due: store.Due{Date: "2019-11-06"}}, start))(t)
	must(st.Undo(gone.Change(), "U1", start))(t)
	if _, err := st.Item(gone.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an item whose adding was undone: %v", err)
	}
	if chans, _ := st.DueChannels(start.AddDate(1, 0, 0)); len(chans) != 1 || chans[0] != "C1" {
		t.Errorf("DueChannels = %v", chans)
	}
	if next := must(st.AddItem(store.Item{Text: "a slip", Creator: "U1"}, start))(t); next.ID == gone.ID {
		t.Error("an id was used again")
	}
}

func TestFilters(t *testing.T) {
	st := storetest.Open(t, store.Options{})
	add := func(text, owner, body, channel, due string, meeting int, draft bool) {
		must(st.AddItem(store.Item{Text: text, Creator: "U9", Owner: owner, Body: body, Channel: channel, Due: store.Due{Date: due}, Meeting: meeting, Draft: draft}, start))(t)
	}
	add("one", "U1", "KPCSW", "C1", "2019-12-01", 14, false)
	add("two", "U1", "", "C2", "", 14, false)
	add("three KP", "U2", "KPCSW", "C1", "2019-11-01", 13, false)
	add("four", "U1", "", "C1", "2019-11-20", 14, true)
	add("five", "U10", "PCSW", "C1", "2019-11-20", 14, false)
	must(st.AddItem(store.Item{Text: "six", Creator: "U9", Owner: "U2", Shares: []store.Share{{Body: "KPCSW"}, {Body: "PCSW", Received: start}},
		Due: store.Due{Date: "2019-11-30", Event: "15th IPMG"}}, start))(t)
	must(st.ChangeItem("A-0005", "U10", start, "done", func(it *store.Item) error { it.Closed = start; it.Status = store.Complete; return nil }))(t)
	for _, c := range []struct {
		name string
		f    store.ItemFilter
		want string
	}{
		{"all open", store.ItemFilter{}, "three KP,six,one,two"},
		{"mine", store.ItemFilter{Owner: "U1"}, "one,two"},
		{"a body", store.ItemFilter{Body: "KPCSW"}, "three KP,six,one"},
		{"a body's awaited", store.ItemFilter{Awaited: "PCSW"}, ""},
		{"another's awaited", store.ItemFilter{Awaited: "KPCSW"}, "three KP,six,one"},
		{"late", store.ItemFilter{Before: "2019-11-05"}, "three KP"},
		{"due in a span", store.ItemFilter{From: "2019-11-02", Before: "2019-12-01"}, "six"},
		{"from", store.ItemFilter{From: "2019-11-30"}, "six,one"},
		{"undated", store.ItemFilter{Undated: true}, "two"},
		{"meeting and body", store.ItemFilter{Meeting: 14, Body: "KPCSW"}, "one"},
		{"drafts", store.ItemFilter{Class: store.Drafts}, "four"},
		{"closed", store.ItemFilter{Class: store.ClosedItems}, "five"},
		{"any", store.ItemFilter{Class: store.AnyItems, Channel: "C1"}, "three KP,one,four,five"},
		{"status", store.ItemFilter{Class: store.AnyItems, Status: []store.Status{store.Complete}}, "five"},
		{"event", store.ItemFilter{Event: "15th IPMG"}, "six"},
		{"words", store.ItemFilter{Words: []string{"kp", "THREE"}}, "three KP"},
		{"created", store.ItemFilter{CreatedFrom: start.Add(1)}, ""},
	} {
		for _, limit := range []int{1, 2, 100} {
			var got []string
			for page := (store.Page{Limit: limit}); ; {
				p := must(st.Items(c.f, page))(t)
				for _, it := range p.Items {
					got = append(got, it.Text)
				}
				if page.After = p.Next; p.Next == "" {
					break
				}
			}
			if s := strings.Join(got, ","); s != c.want {
				t.Errorf("%s by %d: %s, want %s", c.name, limit, s, c.want)
			}
		}
		if n, _ := st.CountItems(c.f); n != len(strings.FieldsFunc(c.want, func(r rune) bool { return r == ',' })) {
			t.Errorf("%s: CountItems = %d", c.name, n)
		}
	}
}

func TestDeliveries(t *testing.T) {
	st := storetest.Open(t, store.Options{Plan: daily})
	for _, text := range []string{"a", "b"} {
		must(st.AddItem(store.Item{Text: text, Creator: "U1", Channel: "C1", Due: store.Due{Date: "2019-11-08"}}, start))(t)
	}
	due := time.Date(2019, 11, 8, 9, 0, 0, 0, time.UTC)
	if _, ok, err := st.TakeDue("C1", due.Add(-1), all); ok || err != nil {
		t.Fatalf("TakeDue a moment early: %v, %v", ok, err)
	}
	take := func(at time.Time) store.Delivery {
		t.Helper()
		d, ok, err := st.TakeDue("C1", at, all)
		if !ok || err != nil {
			t.Fatalf("TakeDue: %v, %v", ok, err)
		}
		return d
	}
	first := take(due)
	if len(first.Keys) != 2 || first.Attempt != 1 || first.State != store.Intent {
		t.Errorf("the delivery is %+v", first)
	}
	if _, ok, _ := st.TakeDue("C1", due, all); ok {
		t.Error("what is under way was taken twice")
	}

	// Definitely refused: due again, under another marker.
	if err := st.Refused(first.Marker, "ratelimited", due.Add(time.Minute), due); err != nil {
		t.Fatal(err)
	}
	if at, _, _ := st.NextDue(time.Time{}); !at.Equal(due.Add(time.Minute)) {
		t.Errorf("NextDue after a refusal = %v", at)
	}
	second := take(due.Add(time.Minute))
	if second.Marker == first.Marker {
		t.Error("a marker was used again")
	}

	// Ambiguous, not seen, sent again: the same list under the same marker. One item was done meanwhile.
	if err := st.Ambiguous(second.Marker, "timeout", due.Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	must(st.ChangeItem("A-0001", "U1", due.Add(2*time.Minute), "done", func(it *store.Item) error { it.Closed = due; return nil }))(t)
	if err := st.Unseen(second.Marker, due.Add(4*time.Minute)); err != nil {
		t.Fatal(err)
	}
	again, ok, err := st.Resend(second.Marker, due.Add(4*time.Minute))
	if !ok || err != nil || again.Marker != second.Marker || again.Attempt != 2 || cmp.Diff(again.Keys, second.Keys) != "" || again.Clean != 0 {
		t.Errorf("Resend gave %+v, %v, %v", again, ok, err)
	}
	if err := st.Commit(again.Marker, "1.1", due.Add(5*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := st.Commit(again.Marker, "2.2", due.Add(6*time.Minute)); err != nil {
		t.Fatal(err)
	}
	d := must(st.Delivery(again.Marker))(t)
	if d.TS != "1.1" || d.State != store.Posted || d.Unsure != 1 {
		t.Errorf("after two commits: %+v", d)
	}
	if edits := must(st.Edits(d.Channel))(t); len(edits) != 1 || edits[0].Marker != d.Marker || edits[0].Notices[0].On == nil {
		t.Errorf("the finished item's message is to be edited: %+v", edits)
	}
	edit := must(st.Edits(d.Channel))(t)[0]
	must(st.ChangeItem("A-0002", "U1", due.Add(time.Hour), "done", func(it *store.Item) error { it.Closed = due; return nil }))(t)
	if err := st.Edited(edit.Marker, edit.Version, edit.Lines, "x"); err != nil {
		t.Fatal(err)
	}
	if edits := must(st.Edits(d.Channel))(t); len(edits) != 1 {
		t.Error("a change during the edit was lost")
	} else if err := st.Edited(edits[0].Marker, edits[0].Version, edits[0].Lines, "y"); err != nil {
		t.Fatal(err)
	}
	if edits := must(st.Edits(d.Channel))(t); len(edits) != 0 {
		t.Errorf("edits that are done remain: %+v", edits)
	}
	if audit := must(st.ToAudit(due.Add(5 * time.Minute)))(t); len(audit) != 0 {
		t.Error("a delivery is to be audited too early")
	}
	if audit := must(st.ToAudit(due.Add(6 * time.Minute)))(t); len(audit) != 1 {
		t.Error("a delivery is not to be audited")
	}
	if err := st.Audited(d.Marker, ""); err != nil {
		t.Fatal(err)
	}
	if audit := must(st.ToAudit(due.AddDate(1, 0, 0)))(t); len(audit) != 0 {
		t.Error("an audited delivery is to be audited")
	}
	if high := must(st.HighWater())(t); !high.Equal(due.Add(5 * time.Minute)) {
		t.Errorf("HighWater = %v", high)
	}
}

func TestBlocked(t *testing.T) {
	st := storetest.Open(t, store.Options{Plan: daily})
	it := must(st.AddItem(store.Item{Text: "a", Creator: "U1", Channel: "C1", Due: store.Due{Date: "2019-11-08"}}, start))(t)
	due := time.Date(2019, 11, 8, 9, 0, 0, 0, time.UTC)
	tell := []store.Occurrence{{Item: it.ID, Rule: store.RuleBlocked, Nominal: "2019-11-08", Channel: "U1", At: due, Reason: "is_archived"}}
	for range 2 { // blocked twice on one day: told once
		d, ok, err := st.TakeDue("C1", due, all)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		if err := st.Block(d.Marker, "is_archived", tell, due); err != nil {
			t.Fatal(err)
		}
		if list := must(st.Occurrences(store.OccurrenceFilter{Blocked: true}))(t); len(list) != 1 || list[0].Reason != "is_archived" {
			t.Errorf("blocked: %+v", list)
		}
		if n, err := st.Unblock("", due); n != 1 || err != nil {
			t.Errorf("Unblock: %d, %v", n, err)
		}
	}
	d, ok, err := st.TakeDue("U1", due, all)
	if !ok || err != nil || len(d.Keys) != 1 {
		t.Errorf("the owner is told: %+v, %v, %v", d, ok, err)
	}
	if err := st.Commit(d.Marker, "1.1", due); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := st.TakeDue("U1", due, all); ok {
		t.Error("the owner is told twice")
	}
}

func TestReminders(t *testing.T) {
	st := storetest.Open(t, store.Options{Plan: daily})
	once := must(st.AddReminder(store.Reminder{Text: "call", Who: "U1", Channel: "D1", Due: store.Due{Date: "2019-11-06"}}, start))(t)
	every := must(st.AddReminder(store.Reminder{Text: "ask KP", Who: "U1", Channel: "C1", Body: "KPCSW", Until: "A-0001",
		Repeat: store.Repeat{Rule: "FREQ=DAILY"}}, start))(t)
	it := must(st.AddItem(store.Item{Text: "matrix", Creator: "U1", Shares: []store.Share{{Body: "KPCSW"}, {Body: "PCSW"}}}, start))(t)
	if it.ID != every.Until {
		t.Fatal("the test's ids are wrong")
	}
	for _, channel := range []string{"D1", "C1"} {
		at := time.Date(2019, 11, 6, 9, 0, 0, 0, time.UTC)
		d, ok, err := st.TakeDue(channel, at, all)
		if !ok || err != nil {
			t.Fatal(channel, ok, err)
		}
		if err := st.Commit(d.Marker, "1.1", at.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if r := must(st.Reminder(once.ID))(t); r.Alive() {
		t.Error("a reminder that was shown for the last time is alive")
	}
	if r := must(st.Reminder(every.ID))(t); !r.Alive() {
		t.Error("a repeated reminder ended")
	}
	if at, ok, _ := st.NextDue(time.Time{}); !ok || at.Day() != 7 {
		t.Errorf("the next one is due %v, %v", at, ok)
	}
	receive := func(i int) {
		must(st.ChangeItem(it.ID, "U1", start, "received", func(it *store.Item) error { it.Shares[i].Received = start; return nil }))(t)
	}
	receive(1)
	if r := must(st.Reminder(every.ID))(t); !r.Alive() {
		t.Error("another body's share ended the repetition")
	}
	receive(0)
	if r := must(st.Reminder(every.ID))(t); r.Alive() {
		t.Error("the share came and the repetition goes on")
	}
	if _, ok, _ := st.NextDue(time.Time{}); ok {
		t.Error("notices of an ended repetition remain")
	}
	if list := must(st.Reminders(store.ReminderFilter{Who: "U1"}))(t); len(list) != 0 {
		t.Errorf("alive: %v", list)
	}
	if list := must(st.Reminders(store.ReminderFilter{Who: "U1", Ended: true}))(t); len(list) != 2 {
		t.Errorf("over: %v", list)
	}
}
