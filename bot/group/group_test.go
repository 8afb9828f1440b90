package group_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rabita/bot/calendar"
	"rabita/bot/group"
	"rabita/fixtures"
	"rabita/index/vocab"
)

func sample(t testing.TB) *group.Group {
	t.Helper()
	g, err := group.Load("group.yaml", fixtures.Group())
	if err != nil {
		t.Fatalf("the sample group:\n%v", err)
	}
	return g
}

func TestBodiesOf(t *testing.T) {
	g := sample(t)
	for place, want := range map[string][]string{
		"KP": {"SWDWE-KP", "KPCSW"}, "PB": {"WDD-Punjab", "PCSW"}, "SD": {"WDD-Sindh", "SCSW"}, "BL": {"WDD-Balochistan", "BCSW"},
		"AJK": {"AJKCSW", "SWWDD-AJK"}, "GB": {"WDD-GB", "GBCSW"}, "PK": {"NCSW", "MoHR"}, "ICT": nil, "XX": nil,
	} {
		if got := g.BodiesOf(place); !cmp.Equal(got, want) {
			t.Errorf("BodiesOf(%q) = %v, want %v", place, got, want)
		}
	}
	v, err := g.Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"WDD-Punjab", "WDD-Sindh", "SWDWE-KP", "WDD-Balochistan", "SWWDD-AJK", "WDD-GB"}
	if got := v.Members("WDDs"); !cmp.Equal(got, want) {
		t.Errorf("Members(WDDs) = %v, want %v", got, want)
	}
}

func TestPeople(t *testing.T) {
	g := sample(t)
	if len(g.Members) != 8 || len(g.Channels) != 9 {
		t.Errorf("%d members and %d channels, want 8 and 9", len(g.Members), len(g.Channels))
	}
	if m, ok := g.Member("U0COORD01"); !ok || m.Body != "NCSW" || !g.IsSecretariat("U0COORD01") {
		t.Errorf("Member(U0COORD01) = %+v, %v: want the secretariat's coordinator", m, ok)
	}
	if _, ok := g.Member("U0NOBODY"); ok || g.IsSecretariat("U0GUEST01") || g.IsSecretariat("") {
		t.Error("a stranger is a member, or a guest runs the group")
	}
	if c, ok := g.Common(); !ok || c.Name != "ipmg-all" {
		t.Errorf("Common = %+v, %v", c, ok)
	}
	if b, ok := g.Body("KPCSW"); !ok || b.Channel == "" {
		t.Errorf("Body(KPCSW) = %+v, %v: want one with a channel", b, ok)
	}
	if i := slices.IndexFunc(g.Meetings, func(m group.Meeting) bool { return m.Number == 14 }); i < 0 || g.Meetings[i].Date != "2019-10-29" {
		t.Errorf("Meetings = %+v: want the 14th on 2019-10-29", g.Meetings)
	}
}

func TestCalendar(t *testing.T) {
	g := sample(t)
	for _, c := range []struct {
		date, place string
		works       bool
	}{
		{"2019-11-08", "", true}, {"2019-11-09", "", false}, // a Saturday
		{"2020-11-09", "", true}, {"2022-11-09", "", false}, // Iqbal Day was not kept from 2015 to 2021
		{"2020-02-05", "KP", false}, {"2019-06-06", "", false}, {"2019-06-10", "", true},
		{"2019-12-27", "SD", false}, {"2019-12-27", "PB", true}, {"2019-12-25", "PB", false},
	} {
		d, err := calendar.ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := g.Calendar(c.place).IsWorkingDay(d); got != c.works {
			t.Errorf("IsWorkingDay(%s in %q) = %v, want %v", c.date, c.place, got, c.works)
		}
	}
	if h, ok := g.Calendar("").Holiday(calendar.Date{Year: 2019, Month: 6, Day: 5}); !ok || !h.Expected {
		t.Errorf("Eid 2019 = %+v, %v: want it expected", h, ok)
	}
	if got := g.Calendar("").NoticeAt().String() + " " + g.DueClock().String() + " " + g.Location().String(); got != "09:00 17:00 Asia/Karachi" {
		t.Errorf("notice, due and zone are %s", got)
	}
}

func TestCrosswalk(t *testing.T) {
	g := sample(t)
	v, err := g.Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"CEDAW 32(a) evidence by province": {"vaw", "dv", "rape"}, "what about SDG 5.2?": {"vaw"}, "Beijing area D": {"vaw"}, "ILO C177": {"hbw"},
	} {
		var got []string
		for _, m := range v.Find(text) {
			if r, ok := m.One(); ok && r.Kind == vocab.Hook {
				h, _ := g.Hook(r.Key)
				got = append(got, h.Topics...)
			}
		}
		if !cmp.Equal(got, want) {
			t.Errorf("the topics of %q are %v, want %v", text, got, want)
		}
	}
}

// TestExpand holds what search relies on: the literal name first, no ordinary words, and a topic's narrower ones on request.
func TestExpand(t *testing.T) {
	v, err := sample(t).Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	vaw := v.Expand(vocab.Topic, "vaw")
	if vaw[0] != "violence against women" || !slices.Contains(vaw, "GBV") || slices.Contains(vaw, "domestic violence") {
		t.Errorf("Expand(vaw) = %q", vaw)
	}
	if wide := v.ExpandWide(vocab.Topic, "vaw"); !slices.Contains(wide, "domestic violence") || !slices.Contains(wide, "ghag") {
		t.Errorf("ExpandWide(vaw) = %q: want dv and ghag in it", wide)
	}
	if got := v.Narrower(vocab.Place, "KP"); !cmp.Equal(got, []string{"KP", "FATA"}) {
		t.Errorf("Narrower(KP) = %v", got)
	}
	for _, c := range []struct {
		kind, key, with, without string
	}{
		{vocab.Topic, "upr", "UPR", "noted"}, {vocab.Topic, "helpline", "hotline", "1043"}, {vocab.Topic, "cefm", "child marriage", "CM"},
		{vocab.Topic, "shelter", "VAWC", "DUA"}, {vocab.Topic, "hbw", "C177", ""}, {vocab.Place, "GB", "GB", ""},
		{vocab.Body, "WDD-Sindh", "Sindh WDD", "WDD"}, {vocab.Body, "PCSW", "PCSW", "commission"},
	} {
		got := v.Expand(c.kind, c.key)
		if !slices.Contains(got, c.with) || slices.Contains(got, c.without) {
			t.Errorf("Expand(%s, %s) = %q: want %q in it and not %q", c.kind, c.key, got, c.with, c.without)
		}
	}
}
