package bot_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"rabita/bot"
)

// TestSaid reads the lines of testdata/said.txt: what a member types, after what they typed before it, and what comes of it.
//
//	2019-11-05T10:30 @U0WDDSD01                      from here on this member speaks at this moment
//	action add send the list // done -> command done A-0001 "send the list"
//
// Each line is a conversation of its own on an empty store; " // " stands between its messages. Behind the arrow are the outcome and the
// first thing that was done; what was no command is a question. UPDATE=1 rewrites what is behind the arrows.
func TestSaid(t *testing.T) {
	const name = "testdata/said.txt"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	grp, ix := sampleIndex(t)
	var out strings.Builder
	who, at, n := "", time.Time{}, 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		said, want, ok := strings.Cut(line, " -> ")
		if day, member, is := strings.Cut(line, " @"); is && !ok && len(day) == len("2006-01-02T15:04") {
			if at, err = time.ParseInLocation("2006-01-02T15:04", day, grp.Location()); err != nil {
				t.Fatal(err)
			}
			who = member
		}
		if !ok || line[0] == '#' {
			out.WriteString(line + "\n")
			continue
		}
		n++
		s := stageOn(t, grp, ix)
		var r bot.Reply
		for i, text := range strings.Split(said, " // ") {
			r = s.handle(bot.Message{Kind: bot.Mention, Who: who, Text: text, Channel: "D0SAID", Thread: "1", Room: bot.Room{Direct: true}, At: at.Add(time.Duration(i) * time.Second)})
		}
		got := came(r)
		out.WriteString(said + " -> " + got + "\n")
		if got != want && os.Getenv("UPDATE") == "" {
			t.Errorf("@%s %s\n got %s\nwant %s\n%s", who, said, got, want, r.Text())
		}
	}
	if n < 300 && os.Getenv("UPDATE") == "" {
		t.Errorf("only %d lines", n)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// came is what came of a message: the outcome, and what was done or would be.
func came(r bot.Reply) string {
	switch {
	case len(r.Actions) > 0:
	case slices.Contains([]string{"items", "reminders", "request", "register", "help", "refuse"}, r.ReadAs.Intent):
		return string(r.Outcome) + " " + r.ReadAs.Intent
	default:
		return "a question"
	}
	a := r.Actions[0]
	s := string(r.Outcome) + " " + a.Kind
	for _, f := range []struct{ name, value string }{{"", a.ID}, {"", quotedText(a.Text)}, {"item ", a.Item}, {"owner ", strings.TrimPrefix(a.Owner, "you")}, {"body ", a.Body}, {"at ", strings.TrimSuffix(a.At, ":00+05:00")}, {"rule ", a.Rule}, {"event ", a.Event}} {
		if f.value != "" {
			s += " " + f.name + f.value
		}
	}
	if a.Confirm {
		s += " asked"
	}
	return s
}

func quotedText(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("“%s”", s)
}
