package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rabita/store"
	"rabita/store/storetest"
)

// TestEventsWithOtherNames: an event that is known under one of its names is a repeat, and gives its other names to nobody.
func TestEventsWithOtherNames(t *testing.T) {
	st := storetest.Open(t, store.Options{})
	for _, c := range []struct {
		id    string
		also  []string
		fresh bool
	}{
		{"E1", []string{"a", "b"}, true},
		{"E2", []string{"b", "c"}, false},
		{"E3", []string{"c"}, true}, // c belongs to what was not accepted
		{"b", nil, false},
		{"E4", []string{"", ""}, true},
		{"E5", []string{""}, true},
	} {
		if got := must(st.AcceptEvent(store.Event{ID: c.id, Also: c.also, At: start}))(t); got != c.fresh {
			t.Errorf("%+v: accepted %v", c, got)
		}
	}
	if got := must(st.TakeEvents(10, 0))(t); len(got) != 4 {
		t.Errorf("the inbox holds %+v", got)
	}
}

func TestInbox(t *testing.T) {
	path := t.TempDir() + "/store.db"
	st, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	accept := func(st *store.Store, id string, at time.Time) bool {
		t.Helper()
		return must(st.AcceptEvent(store.Event{ID: id, Kind: "command", Data: []byte(id), At: at}))(t)
	}
	if !accept(st, "E1", start) || !accept(st, "E2", start) {
		t.Error("a new event was not accepted")
	}
	if accept(st, "E1", start.Add(24*time.Hour-1)) {
		t.Error("an event was accepted again within 24 hours")
	}
	if !accept(st, "E1", start.Add(24*time.Hour)) {
		t.Error("after 24 hours the event was not accepted")
	}
	if accept(st, "", start); !accept(st, "", start) {
		t.Error("an event without an id was taken for a repeated one")
	}
	taken := must(st.TakeEvents(2, 0))(t)
	if len(taken) != 2 || taken[0].ID != "E1" || taken[1].ID != "E2" || string(taken[0].Data) != "E1" || taken[0].Suspect {
		t.Errorf("taken: %+v", taken)
	}
	if rest := must(st.TakeEvents(10, 0))(t); len(rest) != 3 {
		t.Errorf("the rest: %+v", rest)
	}
	if err := errors.Join(st.EventDone(taken[0].Seq), st.EventFailed(taken[1].Seq, "no room"), st.Close()); err != nil {
		t.Fatal(err)
	}

	st = storetest.OpenAt(t, path, store.Options{})
	again := must(st.TakeEvents(10, 0))(t)
	if len(again) != 4 || again[0].ID != "E2" || again[0].Suspect || again[0].Reason != "no room" || !again[1].Suspect || again[1].Attempts != 0 {
		t.Errorf("after a restart: %+v", again)
	}
	if fresh := must(st.Seen("E2", start))(t); fresh {
		t.Error("after a restart an event was forgotten")
	}
	if more := must(st.TakeEvents(10, 0))(t); len(more) != 0 {
		t.Errorf("events were taken twice: %+v", more)
	}
	if err := errors.Join(st.EventTried(again[1].Seq), st.EventAside(again[2].Seq, "it cannot be read"), st.EventDone(again[3].Seq)); err != nil {
		t.Fatal(err)
	}
	if n := must(st.Counts())(t); n.Inbox != 2 || n.Aside != 1 {
		t.Errorf("the inbox holds %d, and %d are set aside; want 2 and 1", n.Inbox, n.Aside)
	}
	if err := st.EventTried(again[3].Seq); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("trying an event that is done: %v", err)
	}
}

func TestRegisters(t *testing.T) {
	st := storetest.Open(t, store.Options{})
	set := func(key, value string) store.Entry {
		t.Helper()
		return must(st.SetEntry(store.Entry{Register: store.Meetings, Key: key, Value: []byte(value), By: "USEC", At: start, What: "23rd IPMG is 11 March 2027"}))(t)
	}
	first := set("23", `{"date":"2027-03-11"}`)
	second := set("23", `{"date":"2027-03-12"}`)
	set("24", `{}`)
	must(st.SetEntry(store.Entry{Register: store.Holidays, Key: "2027-03-12", By: "USEC", At: start}))(t)
	if list := must(st.Entries(store.Meetings))(t); len(list) != 2 || list[0].Key != "23" || string(list[0].Value) != `{"date":"2027-03-12"}` {
		t.Errorf("the register: %+v", list)
	}
	if _, err := st.Undo(first.Change, "USEC", start); !errors.Is(err, store.ErrOvertaken) {
		t.Errorf("undoing an overtaken entry: %v", err)
	}
	if u := must(st.Undo(second.Change, "USEC", start))(t); u.Entry == nil || string(u.Entry.Value) != `{"date":"2027-03-11"}` {
		t.Errorf("Undo gave %+v", u)
	}
	must(st.Undo(first.Change, "USEC", start))(t)
	if _, err := st.Entry(store.Meetings, "23"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an entry whose setting was undone: %v", err)
	}
	dropped := must(st.DropEntry(store.Meetings, "24", "USEC", start))(t)
	if _, err := st.DropEntry(store.Meetings, "24", "USEC", start); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("dropping twice: %v", err)
	}
	must(st.Undo(dropped.Change, "USEC", start))(t)
	must(st.Entry(store.Meetings, "24"))(t)
	if _, err := st.SetEntry(store.Entry{Register: store.Notes, Key: "x", Value: []byte("{"), At: start}); err == nil {
		t.Error("a value that is no JSON was taken")
	}
	log := must(st.Audits(start, 0))(t)
	if len(log) != 8 || log[0].What != "undid: dropped" || log[7].By != "USEC" || log[7].Kind != "register" {
		t.Errorf("the audit log: %+v", log)
	}
	must(st.AddCount("asked", 2))(t)
	if n := must(st.AddCount("asked", -5))(t); n != -3 {
		t.Errorf("the counter is %d", n)
	}
	if all := must(st.CountsNamed())(t); len(all) != 1 || all["asked"] != -3 {
		t.Errorf("counters: %v", all)
	}
}

func TestQuestionsFeedback(t *testing.T) {
	st := storetest.Open(t, store.Options{})
	q, fresh, err := st.AskSecretariat(store.Question{Text: "Who holds the file?", Who: "U1", At: start})
	if err != nil || !fresh || q.ID != "Q-0001" {
		t.Errorf("AskSecretariat: %+v, %v, %v", q, fresh, err)
	}
	for range 2 {
		if q, fresh, err = st.AskSecretariat(store.Question{Text: "who holds  the file?", Who: "U2", At: start}); err != nil || fresh || q.ID != "Q-0001" || len(q.Also) != 1 {
			t.Errorf("asking again: %+v, %v, %v", q, fresh, err)
		}
	}
	must(st.ChangeQuestion("Q-0001", func(q *store.Question) error { q.Resolved, q.By = start, "USEC"; return nil }))(t)
	if open := must(st.Questions(store.QuestionFilter{}))(t); len(open) != 0 {
		t.Errorf("open questions: %+v", open)
	}
	if _, fresh, _ = st.AskSecretariat(store.Question{Text: "Who holds the file?", Who: "U1", At: start}); !fresh {
		t.Error("a resolved question swallowed a new one")
	}

	for _, good := range []bool{true, false} {
		if err := st.SetFeedback(store.Feedback{Who: "U1", Message: "C1 1.1", Good: good, At: start}); err != nil {
			t.Fatal(err)
		}
	}
	if list := must(st.Feedbacks(start))(t); len(list) != 1 || list[0].Good {
		t.Errorf("feedback: %+v", list)
	}
}

// TestManyAtOnce has events, items and reads come from many goroutines.
func TestManyAtOnce(t *testing.T) {
	st := storetest.Open(t, store.Options{Plan: daily, NoSync: true})
	errs := make(chan error)
	for g := range 8 {
		go func() {
			var err error
			for i := range 50 {
				_, e1 := st.AcceptEvent(store.Event{ID: fmt.Sprint("E", i), At: start})
				_, e2 := st.AddItem(store.Item{Text: fmt.Sprint(g, i), Creator: "U1", Channel: "C1", Due: store.Due{Date: "2019-11-08"}}, start)
				_, e3 := st.Items(store.ItemFilter{Channel: "C1"}, store.Page{})
				err = errors.Join(err, e1, e2, e3)
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if events := must(st.TakeEvents(1000, 0))(t); len(events) != 50 {
		t.Errorf("%d events of 50 got in", len(events))
	}
	if n := must(st.CountItems(store.ItemFilter{}))(t); n != 400 {
		t.Errorf("%d items of 400", n)
	}
}
