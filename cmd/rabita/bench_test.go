package main

import "testing"

// TestBench runs every part of the bench, small: they must measure what they say, not how fast it is here.
func TestBench(t *testing.T) {
	b, err := newBench(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b.ops, b.commands, b.notices, b.channels, b.million, b.many = 10, 5, 60, 3, 500, 600
	var out benchJSON
	for name, step := range map[string]func() error{
		"ingest":    func() error { return b.ingest(t.Context(), &out) },
		"store":     func() error { return b.store(t.Context(), &out) },
		"intake":    func() error { return b.intake(t.Context(), &out) },
		"reminders": func() error { return b.reminders(t.Context(), &out) },
		"due":       func() error { return b.due(t.Context(), &out) },
		"items":     func() error { return b.items(t.Context(), &out) },
		"answers":   func() error { return b.answers(200)(t.Context(), &out) },
	} {
		if err := step(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if out.Ingest.Files < 44 || out.Ingest.First <= 0 || out.Ingest.Again <= 0 {
		t.Errorf("ingest: %+v", out.Ingest)
	}
	if len(out.Store) != 10 || out.Store[0].Fsync <= 0 || out.Store[0].P50 <= 0 || out.Store[len(out.Store)-1].Fsync != 0 {
		t.Errorf("store: %+v", out.Store)
	}
	if out.Reminders.Notices != 60 || out.Reminders.Messages < 3 {
		t.Errorf("reminders: %+v", out.Reminders)
	}
	if out.Due.Notices < 400 {
		t.Errorf("due: %+v", out.Due)
	}
	for name, s := range map[string]spread{"intake": out.Intake, "answer": out.Answer, "answer on the sample": out.OnSample, "mine": out.Items.Mine, "list": out.Items.List, "add": out.Items.Add, "add unsynced": out.Items.Unsynced} {
		if s.P50 <= 0 || s.P99 < s.P50 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
