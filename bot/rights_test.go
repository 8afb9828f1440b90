package bot_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rabita/bot"
	"rabita/bot/group"
	"rabita/index"
)

// classes are the audiences of the hidden papers, each with the one word that stands in no other paper.
var classes = []struct{ audience, canary string }{
	{"partners", "Zarquon"}, {"members", "Yavrinth"}, {"secretariat", "Wobbelin"}, {"WDD-Sindh", "Vexillon"}, {"SWDWE-KP", "Quorlax"},
}

// nobody is the key of a body without members.
const nobodys = "WDD-GB"

// hiddenPapers are letters, one for each class, about shelters in Sindh. Those of classes that are not among the seen ones are for a body
// without members: everything is the same but that no asker can see them.
func hiddenPapers(seen ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, c := range classes {
		if !slices.Contains(seen, c.audience) {
			c.audience = nobodys
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

// allClasses are the audiences of the hidden papers.
func allClasses() (out []string) {
	for _, c := range classes {
		out = append(out, c.audience)
	}
	return out
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
	{bot.Room{Name: "ipmg-kp"}, []string{"everyone"}}, // private: who is in it is not known
	{bot.Room{Name: "ipmg-visitors", Public: true, Shared: true}, []string{"everyone"}},
	{bot.Room{Name: "ipmg-partners", Shared: true}, []string{"everyone"}},
}

var rightsAt = time.Date(2023, 6, 30, 10, 0, 0, 0, time.FixedZone("PKT", 5*3600))

// shadows are bots in whose world the papers an asker cannot see are nobody's: what they say is what may be said.
type shadows struct {
	t    testing.TB
	grp  *group.Group
	full *index.Index
	ix   map[string]*index.Index
}

func newShadows(t testing.TB) *shadows {
	t.Helper()
	grp, full, err := buildSample(t, hiddenPapers(allClasses()...))
	if err != nil {
		t.Fatal(err)
	}
	return &shadows{t, grp, full, map[string]*index.Index{}}
}

// of is the index for those who see the given classes.
func (s *shadows) of(sees []string) *index.Index {
	s.t.Helper()
	key := strings.Join(sees, " ")
	if s.ix[key] == nil {
		_, ix, err := buildSample(s.t, hiddenPapers(sees...))
		if err != nil {
			s.t.Fatal(err)
		}
		s.ix[key] = ix
	}
	return s.ix[key]
}

// shared are the classes that an asker and everybody in a room may see.
func shared(sees, room []string) []string {
	if room == nil {
		return sees
	}
	return slices.DeleteFunc(slices.Clone(sees), func(c string) bool { return !slices.Contains(room, c) })
}

// TestRights asks about every hidden paper as every kind of member in every kind of room: 5 papers, 6 askers, 5 rooms. Whoever may not see
// the paper gets the very reply they would get without it, and a room is shown only what would be said to all in it.
func TestRights(t *testing.T) {
	s := newShadows(t)
	secret := newBot(t, s.grp, s.full)
	cases := 0
	for _, who := range askers {
		theirs := newBot(t, s.grp, s.of(who.sees))
		for _, room := range rooms {
			all := newBot(t, s.grp, s.of(shared(who.sees, room.sees)))
			for _, c := range classes {
				cases++
				m := bot.Message{Kind: bot.Mention, Text: "how many beds has the " + c.canary + " shelter in Sindh", Who: who.id, Guest: who.guest, Channel: "C1", At: rightsAt, Room: room.room}
				name := fmt.Sprintf("%s, asked by %q in %q", c.audience, who.id, room.room.Name)
				got := say(t, secret, m)
				if want := say(t, theirs, m); got.Text() != want.Text() {
					t.Errorf("%s: the reply betrays a hidden paper:\n%s\nwithout those it is:\n%s", name, got.Text(), want.Text())
				}
				if room.sees != nil && got.Where == bot.There {
					if want := say(t, all, m); got.Text() != want.Text() {
						t.Errorf("%s: the room is shown:\n%s\nthough all in it may be told only:\n%s", name, got.Text(), want.Text())
					}
				}
				switch may := slices.Contains(who.sees, c.audience); {
				case may != quotes(got, c.canary):
					t.Errorf("%s: may see %v, and is told:\n%s", name, may, got.Text())
				case may && room.sees == nil && got.Where != bot.There:
					t.Errorf("%s: went %q though nobody reads along", name, got.Where)
				}
			}
		}
	}
	if cases != 150 {
		t.Errorf("%d cases, want 150", cases)
	}
}

// TestSurfacesBetrayNothing does whatever can be said, pressed or sent, as every kind of member, in a direct message, as a command and in rooms:
// what comes back, to whom it goes, and what is posted elsewhere are the same as in a world without what the asker may not see; and what a
// room is shown is the same as without what the room may not see.
func TestSurfacesBetrayNothing(t *testing.T) {
	s := newShadows(t)
	data, err := os.ReadFile("testdata/surfaces.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []bot.Message
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			list = append(list, bot.Message{Text: line})
		}
	}
	for i, c := range classes {
		id := fmt.Sprintf("H%02d", i+1)
		d := s.full.Document(id)
		for _, action := range []string{"ask.around", "ask.copy", "ask.cite"} {
			for j := range d.Passages {
				list = append(list, bot.Message{Kind: bot.Click, Action: action, Value: d.Passages[j].ID})
			}
		}
		list = append(list, bot.Message{Kind: bot.Click, Action: "ask.open", Value: id}, bot.Message{Kind: bot.Click, Action: "ask.meant", Value: "beds of the " + c.canary + " shelter"},
			bot.Message{Kind: bot.Click, Action: "order", Value: "forget " + id}, bot.Message{Kind: bot.Click, Action: "order", Value: "action add list | source " + d.Passages[1].ID},
			bot.Message{Kind: bot.Submit, Action: "ask.change", Fields: map[string]string{"question": "what is " + c.canary + " House"}})
	}
	list = append(list, bot.Message{Kind: bot.Home})
	for _, who := range askers {
		for _, at := range []int{0, 1, 4} { // in the other rooms the same may be seen as in the last
			room := rooms[at]
			told := func(ix *index.Index) (out []string, shownThere []bool) {
				b := newBot(t, s.grp, ix)
				for i, m := range list {
					if m.Kind == "" {
						m.Kind = bot.Mention
						if room.room.Direct && i%2 == 0 {
							m.Kind = bot.Command
						}
					}
					m.Who, m.Guest, m.Channel, m.Room, m.At = who.id, who.guest, "C1", room.room, rightsAt.Add(time.Duration(i)*time.Second)
					r := say(t, b, m)
					out = append(out, everything(r))
					shownThere = append(shownThere, r.Where == bot.There || len(r.Notify) > 0)
				}
				return out, shownThere
			}
			got, there := told(s.full)
			want, _ := told(s.of(who.sees))
			all := want
			if both := shared(who.sees, room.sees); len(both) < len(who.sees) {
				all, _ = told(s.of(both))
			}
			for i, m := range list {
				name := fmt.Sprintf("%s%s %s%q by %q in %q", m.Kind, m.Action, m.Value, m.Text, who.id, room.room.Name)
				if got[i] != want[i] {
					t.Errorf("%s betrays a hidden paper:\n%s\nwithout those it is:\n%s", name, got[i], want[i])
				}
				if room.sees != nil && there[i] && m.Kind != bot.Home && got[i] != all[i] {
					t.Errorf("%s: the room is shown:\n%s\nthough all in it may be told only:\n%s", name, got[i], all[i])
				}
			}
		}
	}
}

// TestUploadBetraysNothing: who brings a paper that is there already and hidden from them is told the same whether it is this very one or another
// under its id.
func TestUploadBetraysNothing(t *testing.T) {
	s := newShadows(t)
	b := newBot(t, s.grp, s.full)
	for i, c := range classes {
		id := fmt.Sprintf("H%02d", i+1)
		data := hiddenPapers(allClasses()...)[fmt.Sprintf("H%d.md", i+1)].Data
		other := []byte(strings.Replace(string(data), "40 beds", "12 rooms", 1))
		for _, who := range askers {
			if who.id == "" || who.guest || who.id == "U0COORD01" {
				continue
			}
			m := bot.Message{Kind: bot.Direct, Text: "index this", Who: who.id, Channel: "D1", Room: bot.Room{Direct: true}, At: rightsAt, Files: []bot.File{{Name: id + ".md", Data: data}}}
			same := say(t, b, m).Text()
			m.Files[0].Data = other
			if another := say(t, b, m).Text(); !slices.Contains(who.sees, c.audience) && same != another {
				t.Errorf("%s by %s: %q and %q", id, who.id, same, another)
			} else if strings.Contains(same, c.canary) != slices.Contains(who.sees, c.audience) {
				t.Errorf("%s by %s: %q", id, who.id, same)
			}
		}
	}
}

// everything is all that a reply brings anywhere.
func everything(r bot.Reply) string {
	out := fmt.Sprintf("%s %s\n%s\nask back %q, suggestions %q", r.Outcome, r.Where, r.Text(), r.AskBack, r.Suggestions)
	for _, p := range r.Passages {
		out += "\npassage " + p.Passage
	}
	for _, n := range r.Notify {
		out += "\nto " + n.Channel + ": " + everything(n.Reply)
	}
	for _, f := range r.Files {
		out += fmt.Sprintf("\nfile %s: %d bytes", f.Name, len(f.Data))
		if strings.HasSuffix(f.Name, ".csv") {
			out += "\n" + string(f.Data)
		}
	}
	if r.Modal != nil {
		out += fmt.Sprintf("\nform %+v", *r.Modal)
	}
	return out + fmt.Sprint(r.Errors)
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
// theirs; a room is shown only what all in it may see; and everybody gets the very reply they would get without what they may not see.
func TestRightsAtRandom(t *testing.T) {
	s := newShadows(t)
	forms := []string{"what did Sindh report on %s shelters", "status of the %s shelter", "timeline of %s shelters in Sindh", "who has not reported on the %s shelter",
		"compare Sindh and Punjab on %s shelters", "documents on %s", "list letters of 2023", "%s", "and Punjab?", "latest?", "summary of shelters in Sindh in 3 lines", "what is %s House",
		"how many beds in the %s shelter", "decisions on %s House", "how many shelters are there in Sindh", "which letters are indexed for Sindh", "what happened in 2023 in Sindh", "why?"}
	rng := rand.New(rand.NewPCG(7, 11))
	var secret *bot.Bot
	theirs := map[string]*bot.Bot{}
	for n := range 1000 {
		if n%100 == 0 {
			secret = newBot(t, s.grp, s.full)
			clear(theirs)
		}
		who, room := askers[rng.IntN(len(askers))], rooms[rng.IntN(len(rooms))]
		text := forms[rng.IntN(len(forms))]
		if strings.Contains(text, "%s") {
			text = fmt.Sprintf(text, classes[rng.IntN(len(classes))].canary)
		}
		key := strings.Join(who.sees, " ")
		if theirs[key] == nil {
			theirs[key] = newBot(t, s.grp, s.of(who.sees))
		}
		m := bot.Message{Kind: bot.Mention, Text: text, Who: who.id, Guest: who.guest, Channel: "C1", Thread: fmt.Sprint("t", rng.IntN(5), who.sees), At: rightsAt, Room: room.room}
		name := fmt.Sprintf("%d: %q by %q in %q", n, text, who.id, room.room.Name)
		got, want := say(t, secret, m), say(t, theirs[key], m)
		noted(t, name, got, who.sees)
		if got.Text() != want.Text() {
			t.Errorf("%s: the reply betrays a hidden paper:\n%s\nwithout those it is:\n%s", name, got.Text(), want.Text())
		}
		if room.sees != nil && got.Where == bot.There {
			noted(t, name+" (shown to the room)", got, shared(who.sees, room.sees))
		}
	}
}

// TestSharedThread: a thread in which somebody asked about a paper of theirs tells nothing of it to the next who asks there.
func TestSharedThread(t *testing.T) {
	s := newShadows(t)
	b := newBot(t, s.grp, s.full)
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
