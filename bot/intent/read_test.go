package intent_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/fixtures"
	"rabita/index"
)

// reader reads with the sample group's vocabulary and meetings, and with three laws and a policy that can be named.
func reader(t testing.TB) *intent.Reader {
	t.Helper()
	grp, err := group.Load("group.yaml", fixtures.Group())
	if err != nil {
		t.Fatal(err)
	}
	voc, err := grp.Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	r := &intent.Reader{Vocabulary: voc, Group: grp.Short, Skeletons: intent.Skeletons(voc), TownPlace: grp.PlaceOfTown,
		Hook: func(key string) []string { h, _ := grp.Hook(key); return append([]string{h.Text}, h.Topics...) }}
	for _, h := range grp.Meetings {
		r.Held = append(r.Held, intent.Held{Number: h.Number, Date: index.Date(h.Date), Place: h.Place})
	}
	for _, l := range []struct{ id, title, kind, place string }{
		{"L1", "Child Marriage Restraint Act, 1929", "act", "PK"},
		{"L2", "Punjab Marriage Restraint (Amendment) Act, 2015", "act", "PB"},
		{"L3", "Khyber Pakhtunkhwa Enforcement of Women Property Rights Act, 2019", "act", "KP"},
		{"L4", "Khyber Pakhtunkhwa Women Empowerment Policy, 2017", "policy", "KP"},
	} {
		years, about := intent.TitleParts(l.title)
		r.Laws = append(r.Laws, intent.Law{ID: l.id, Names: intent.TitleNames(l.title), Type: l.kind, Place: l.place, Years: years, Words: about})
	}
	return r
}

// TestRead reads the questions of testdata/read.txt. The clock reads Fri 2023-06-30 10:00 in Karachi. A line is
//
//	question -> kind facet=value,value ...
//
// and lists every facet that is read, in the order of facetsOf. A line that begins with ">" follows up on the one before. UPDATE=1 writes what
// is read today.
func TestRead(t *testing.T) {
	r := reader(t)
	at := time.Date(2023, 6, 30, 10, 0, 0, 0, time.FixedZone("PKT", 5*3600))
	f, err := os.Open("testdata/read.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var prev *intent.Intent
	var lines []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := sc.Text()
		question, want, ok := strings.Cut(line, " -> ")
		if line == "" || strings.HasPrefix(line, "#") {
			lines = append(lines, line)
			continue
		}
		text, follows := strings.CutPrefix(question, "> ")
		if !follows {
			prev = nil
		}
		in := r.Read(text, at, prev)
		got := facetsOf(in)
		if ok && got != want && os.Getenv("UPDATE") == "" {
			t.Errorf("%s\n got %s\nwant %s", question, got, want)
		}
		lines = append(lines, question+" -> "+got)
		prev = &in
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("testdata/read.txt", []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func facetsOf(in intent.Intent) string {
	out := []string{string(in.Kind)}
	add := func(name string, values []string) {
		if len(values) > 0 {
			out = append(out, name+"="+strings.Join(values, ","))
		}
	}
	var meetings, doubts []string
	for _, n := range in.Meetings {
		meetings = append(meetings, fmt.Sprint(n))
	}
	for _, d := range in.Doubts {
		doubts = append(doubts, strings.ReplaceAll(d.Word, " ", "_"))
	}
	add("places", in.Places)
	add("bodies", in.Asked)
	add("sets", in.Sets)
	add("topics", in.Topics)
	add("types", in.Types)
	add("docs", in.Docs)
	add("meetings", meetings)
	add("sections", in.Sections)
	add("numbers", in.Numbers)
	if in.From != "" || in.To != "" {
		out = append(out, fmt.Sprintf("dates=%s..%s", in.From, in.To))
	}
	if in.Limit > 0 {
		out = append(out, fmt.Sprint("limit=", in.Limit))
	}
	for _, f := range []struct {
		name string
		on   bool
	}{{"latest", in.Latest}, {"why", in.Why}, {"own", in.Own}, {"all", in.All}, {"positive", in.Positive}} {
		if f.on {
			out = append(out, f.name)
		}
	}
	add("ask", doubts)
	add("kept", in.Kept)
	add("lang", slices.DeleteFunc([]string{in.Lang}, func(l string) bool { return l == "en" }))
	return strings.Join(out, " ")
}

// TestGuard reads testdata/guard.txt: a message and what it must be taken for; "question" is anything but crisis, refuse, small talk and help.
func TestGuard(t *testing.T) {
	r := reader(t)
	f, err := os.Open("testdata/guard.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		text, want, ok := strings.Cut(sc.Text(), " -> ")
		if !ok {
			continue
		}
		n++
		got := string(r.Read(text, time.Date(2023, 6, 30, 10, 0, 0, 0, time.UTC), nil).Kind)
		switch got {
		case "crisis", "refuse", "small_talk", "help":
		default:
			got = "question"
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	if n < 80 {
		t.Errorf("only %d cases were read", n)
	}
}

// FuzzRead: no text makes the reader panic, and what it reads is bounded, valid text.
func FuzzRead(f *testing.F) {
	r := reader(f)
	for _, s := range []string{"what did KP report on VAW?", "aur C?", "498-A", "\xff\xfe", "٪٪", "from 14th till 20th", "اور پنجاب میں؟", "\u202eabc", "2 GB", strings.Repeat("((", 300), "s.18(1)(a)(b)", "0th", "in 9999"} {
		f.Add(s, "and Sindh?")
	}
	at := time.Date(2023, 6, 30, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text, next string) {
		in := r.Read(text, at, nil)
		if len(in.Text) > intent.MaxText || !utf8.ValidString(in.Text) || !utf8.ValidString(in.Words) {
			t.Errorf("%q is read as %q", text, in.Text)
		}
		r.Read(next, at, &in)
	})
}
