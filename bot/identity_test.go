package bot_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rabita/bot"
	"rabita/store"
)

var saysIdentity = regexp.MustCompile(`survivor's identity|mutasira ki pehchan|متاثرہ کی شناخت`)

// TestIdentity gives each line of testdata/identity.txt as an item, as evidence, as a request and in a form: those that look like a
// survivor's identity are refused and kept nowhere, and the others are not taken for one.
func TestIdentity(t *testing.T) {
	s := newStage(t)
	s.at = rightsAt
	data, err := os.ReadFile("testdata/identity.txt")
	if err != nil {
		t.Fatal(err)
	}
	say := func(m bot.Message) bot.Reply {
		m.Who, m.Channel, m.At, m.Room = "U0COORD01", "D1", s.at, bot.Room{Direct: true}
		r, err := s.bot.Handle(t.Context(), m)
		if err != nil {
			t.Fatalf("%q: %v", m.Text, err)
		}
		s.at = s.at.Add(2 * 60e9)
		return r
	}
	say(bot.Message{Kind: bot.Command, Text: "action add follow up the case"})
	n := 0
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		n++
		bad, text := line[0] == '+', strings.TrimSpace(line[2:])
		form := say(bot.Message{Kind: bot.Submit, Action: "item.add", Fields: map[string]string{"text": text}})
		if refused := form.Errors["text"] != ""; refused != bad {
			t.Errorf("a form with %q: errors %v", text, form.Errors)
		}
		for _, before := range []string{"action add ", "action evidence A-0001 ", "action drop A-0999 "} {
			r := say(bot.Message{Kind: bot.Command, Text: before + text})
			if refused := r.Outcome == bot.Refused && saysIdentity.MatchString(r.Text()); refused != bad {
				t.Errorf("%s%q: refused %v, want %v: %s", before, text, refused, bad, r.Text())
			}
		}
		if !bad {
			continue
		}
		page, err := s.st.Items(store.ItemFilter{Class: store.AnyItems}, store.Page{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page.Items {
			if it.Text == text || len(it.Note) > 0 && it.Note[len(it.Note)-1].Text == text {
				t.Errorf("%q was kept in %s", text, it.ID)
			}
		}
	}
	if n < 90 {
		t.Errorf("only %d lines", n)
	}
	for _, f := range []bot.File{{Name: "list.csv", Data: []byte("name,no,card\nSaima,12/2019,42101-1234567-8\n")}, {Name: "Saima Bibi FIR 123-2019.pdf", Data: []byte("%PDF")}} {
		r := say(bot.Message{Kind: bot.Direct, Text: "action evidence A-0001", Files: []bot.File{f}})
		if it, err := s.st.Item("A-0001"); r.Outcome != bot.Refused || err != nil || slices.ContainsFunc(it.Note, func(e store.Evidence) bool { return e.Text == f.Name }) {
			t.Errorf("%s as evidence: %s %q, %v", f.Name, r.Outcome, r.Text(), err)
		}
	}
}
