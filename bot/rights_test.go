package bot_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rabita/bot"
)

// classes are the audiences of the hidden papers, each with the one word that stands in no other paper.
var classes = []struct{ audience, canary string }{
	{"partners", "Zarquon"}, {"members", "Yavrinth"}, {"secretariat", "Wobbelin"}, {"WDD-Sindh", "Vexillon"}, {"SWDWE-KP", "Quorlax"},
}

// hiddenPapers are letters, one for each class, about shelters in Sindh. With nobody they are for a body without members, so that everything
// is the same but that no asker can see them.
func hiddenPapers(nobody bool) fstest.MapFS {
	files := fstest.MapFS{}
	for i, c := range classes {
		if nobody {
			c.audience = "WDD-GB"
		}
		files[fmt.Sprintf("H%d.md", i+1)] = &fstest.MapFile{Data: []byte(fmt.Sprintf(`---
id: H%02d
title: Letter on %s House
type: letter
date: 2023-05-%02d
issued: 2023-05-%02d
body: WDD-Sindh
jurisdiction: SD
language: en
provenance: synthetic
status: confirmed
audience: %s
---
# Letter on %s House

## 1. Shelters

1. The Sindh delegation reported that the %s shelter for women in Sindh was opened in Hyderabad and has 40 beds. The %s shelter has a helpline desk.

2. The Women Development Department of Sindh shall send the list of the residents of %s House by 30 June 2023.
`, i+1, c.canary, i+1, i+1, c.audience, c.canary, c.canary, c.canary, c.canary))}
	}
	return files
}

// askers are who asks, with the classes they may see besides "everyone".
var askers = []struct {
	id    string
	guest bool
	sees  []string
}{
	{"", false, nil},
	{"U0GUEST01", true, nil},
	{"U0UNWADV1", false, []string{"partners"}},
	{"U0WDDPB01", false, []string{"partners", "members"}},
	{"U0WDDSD01", false, []string{"partners", "members", "WDD-Sindh"}},
	{"U0COORD01", false, []string{"partners", "members", "secretariat"}},
}

// rooms are where it is asked, with what everybody there may see; nil: nobody reads along.
var rooms = []struct {
	room bot.Room
	sees []string
}{
	{bot.Room{Direct: true}, nil},
	{bot.Room{Name: "ipmg-all", Public: true}, []string{"everyone", "partners"}},
	{bot.Room{Name: "ipmg-partners", Shared: true}, []string{"everyone"}},
}

var rightsAt = time.Date(2023, 6, 30, 10, 0, 0, 0, time.FixedZone("PKT", 5*3600))

// TestRights asks about every hidden paper as every kind of member in every kind of room: 5 papers, 6 askers, 3 rooms.
func TestRights(t *testing.T) {
	grp, full, err := buildSample(t, hiddenPapers(false))
	if err != nil {
		t.Fatal(err)
	}
	_, open, err := buildSample(t, hiddenPapers(true))
	if err != nil {
		t.Fatal(err)
	}
	secret, plain := newBot(t, grp, full), newBot(t, grp, open)
	cases := 0
	for _, c := range classes {
		for _, who := range askers {
			for _, room := range rooms {
				cases++
				m := bot.Message{Kind: bot.Mention, Text: "how many beds has the " + c.canary + " shelter in Sindh", Who: who.id, Guest: who.guest, Channel: "C1", At: rightsAt, Room: room.room}
				name := fmt.Sprintf("%s, asked by %q in %q", c.audience, who.id, room.room.Name)
				got := say(t, secret, m)
				if !slices.Contains(who.sees, c.audience) {
					if want := say(t, plain, m); got.Text() != want.Text() && len(who.sees) == 0 {
						t.Errorf("%s: the reply betrays a hidden paper:\n%s\nwithout the paper it is:\n%s", name, got.Text(), want.Text())
					}
					noted(t, name, got, who.sees)
					continue
				}
				if !quotes(got, c.canary) {
					t.Errorf("%s: not found:\n%s", name, got.Text())
				}
				alone := room.sees == nil || slices.Contains(room.sees, c.audience)
				if alone && room.sees == nil && got.Where != bot.There {
					t.Errorf("%s: went %q though nobody reads along", name, got.Where)
				}
				if !alone && got.Where != bot.Ephemeral {
					t.Errorf("%s: shown to a room that may not see it", name)
				}
			}
		}
	}
	if cases != 90 {
		t.Errorf("%d cases, want 90", cases)
	}
}

// noted reports canaries of papers that the asker may not see.
func noted(t *testing.T, name string, r bot.Reply, sees []string) {
	t.Helper()
	for _, c := range classes {
		for _, p := range r.Passages {
			if strings.Contains(p.Quote, c.canary) && !slices.Contains(sees, c.audience) {
				t.Errorf("%s: quotes %s, of the class %s", name, p.Passage, c.audience)
			}
		}
	}
}

func quotes(r bot.Reply, word string) bool {
	return slices.ContainsFunc(r.Passages, func(c bot.Cited) bool { return strings.Contains(c.Quote, word) })
}

func say(t *testing.T, b *bot.Bot, m bot.Message) bot.Reply {
	t.Helper()
	r, err := b.Handle(t.Context(), m)
	if err != nil {
		t.Fatalf("%q: %v", m.Text, err)
	}
	return r
}

// TestRightsAtRandom asks 1,000 random questions of all kinds, in threads that members of different rights share. Nobody is shown what is not
// theirs; a room is shown only what all in it may see; and whoever sees no hidden paper gets the very reply they would get without them.
func TestRightsAtRandom(t *testing.T) {
	grp, full, err := buildSample(t, hiddenPapers(false))
	if err != nil {
		t.Fatal(err)
	}
	_, open, err := buildSample(t, hiddenPapers(true))
	if err != nil {
		t.Fatal(err)
	}
	forms := []string{"what did Sindh report on %s shelters", "status of the %s shelter", "timeline of %s shelters in Sindh", "who has not reported on the %s shelter",
		"compare Sindh and Punjab on %s shelters", "documents on %s", "list letters of 2023", "%s", "and Punjab?", "latest?", "summary of shelters in Sindh in 3 lines", "what is %s House",
		"how many beds in the %s shelter", "decisions on %s House", "how many shelters are there in Sindh", "which letters are indexed for Sindh", "what happened in 2023 in Sindh", "why?"}
	rng := rand.New(rand.NewPCG(7, 11))
	var secret, plain *bot.Bot
	for n := range 1000 {
		if n%100 == 0 {
			secret, plain = newBot(t, grp, full), newBot(t, grp, open)
		}
		who, room := askers[rng.IntN(len(askers))], rooms[rng.IntN(len(rooms))]
		text := forms[rng.IntN(len(forms))]
		if strings.Contains(text, "%s") {
			text = fmt.Sprintf(text, classes[rng.IntN(len(classes))].canary)
		}
		m := bot.Message{Kind: bot.Mention, Text: text, Who: who.id, Guest: who.guest, Channel: "C1", Thread: fmt.Sprint("t", rng.IntN(5), who.sees), At: rightsAt, Room: room.room}
		name := fmt.Sprintf("%d: %q by %q in %q", n, text, who.id, room.room.Name)
		got, want := say(t, secret, m), say(t, plain, m)
		noted(t, name, got, who.sees)
		if len(who.sees) == 0 && got.Text() != want.Text() {
			t.Errorf("%s: the reply betrays a hidden paper:\n%s\nwithout the paper it is:\n%s", name, got.Text(), want.Text())
		}
		if room.sees != nil && got.Where == bot.There {
			noted(t, name+" (shown to the room)", got, slices.DeleteFunc(slices.Clone(who.sees), func(s string) bool { return !slices.Contains(room.sees, s) }))
		}
	}
}

// TestSharedThread: a thread in which somebody asked about a paper of theirs tells nothing of it to the next who asks there.
func TestSharedThread(t *testing.T) {
	grp, full, err := buildSample(t, hiddenPapers(false))
	if err != nil {
		t.Fatal(err)
	}
	b := newBot(t, grp, full)
	m := bot.Message{Kind: bot.Mention, Text: "what did Sindh report on the Wobbelin shelter", Who: "U0COORD01", Channel: "C1", Thread: "1", At: rightsAt, Room: rooms[1].room}
	if r := say(t, b, m); !quotes(r, "Wobbelin") || r.Where != bot.Ephemeral {
		t.Fatalf("the secretariat's own question: %q\n%s", r.Where, r.Text())
	}
	for _, who := range []string{"U0GUEST01", "U0WDDPB01"} {
		m.Who, m.Guest, m.Text = who, who == "U0GUEST01", "and how many beds?"
		r := say(t, b, m)
		if quotes(r, "Wobbelin") || strings.Contains(r.Text(), "H03") {
			t.Errorf("%s was told of the secretariat's paper:\n%s", who, r.Text())
		}
	}
	for _, action := range []string{"ask.around", "ask.open", "ask.copy", "ask.cite"} {
		value := "H03#para-1"
		if action == "ask.open" {
			value = "H03"
		}
		r, err := b.Handle(t.Context(), bot.Message{Kind: bot.Click, Action: action, Value: value, Who: "U0WDDPB01", Channel: "C1", At: rightsAt, Room: rooms[1].room})
		if err != nil || strings.Contains(r.Text(), "Wobbelin") {
			t.Errorf("%s opened a hidden paper: %v\n%s", action, err, r.Text())
		}
	}
}
