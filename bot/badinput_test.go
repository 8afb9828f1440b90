package bot_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/calendar"
	"rabita/index"
	"rabita/store"
)

// said handles a message of a member in a direct message, one minute after the one before.
func (s *stage) handle(m bot.Message) bot.Reply {
	s.t.Helper()
	if m.At.IsZero() {
		s.at = s.at.Add(time.Minute)
		m.At = s.at
	}
	if m.Channel == "" {
		m.Channel, m.Room = "D0"+m.Who, bot.Room{Direct: true}
	}
	r, err := s.bot.Handle(s.t.Context(), m)
	if err != nil {
		s.t.Errorf("%s %q: %v", m.Kind, m.Text, err)
	}
	return r
}

func (s *stage) direct(who, text string) bot.Reply {
	s.t.Helper()
	return s.handle(bot.Message{Kind: bot.Direct, Who: who, Text: text})
}

// kept is everything the store holds, as text.
func (s *stage) kept() string {
	s.t.Helper()
	page, err := s.st.Items(store.ItemFilter{Class: store.AnyItems}, store.Page{Limit: 1000})
	if err != nil {
		s.t.Fatal(err)
	}
	rems, err := s.st.Reminders(store.ReminderFilter{})
	if err != nil {
		s.t.Fatal(err)
	}
	data, err := json.Marshal([]any{page.Items, rems})
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

func startStage(t *testing.T) *stage {
	s := newStage(t)
	s.at = time.Date(2019, 11, 5, 10, 30, 0, 0, s.zone)
	return s
}

// TestLongAndBroken sends what nobody should: each is answered with a sentence within two seconds, nothing fires a mention, and what was too
// long comes back whole.
func TestLongAndBroken(t *testing.T) {
	s := startStage(t)
	long := strings.Repeat("the committee list of every district ", 1200)
	for _, text := range []string{
		"action add " + long + " by friday", "remind me tomorrow to " + long, "action add " + strings.Repeat("x", 40000), "action done A-0001 " + long,
		"request " + long + " from all WDDs", "action edit A-0001 | text " + long, "alias add " + long + " = x",
	} {
		before, began := s.kept(), time.Now()
		r := s.handle(bot.Message{Kind: bot.Command, Who: secretary, Text: text})
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%.40q took %v", text, took)
		}
		if r.Outcome != bot.Refused || r.Text() == "" {
			t.Errorf("%.40q: %s %q", text, r.Outcome, r.Text())
		}
		if s.kept() != before {
			t.Errorf("%.40q changed the store", text)
		}
		if len(r.Files) != 1 || string(r.Files[0].Data) != text {
			t.Errorf("%.40q: what was typed did not come back", text)
		}
	}
	for _, text := range []string{
		"action add \xff\xfe\xfa by friday", "action add tell <!channel> and <!here> and <!subteam^S0|@all> by friday", "action add \u202eabc\u202c by friday", "remind me tomorrow to \x00\x01 call",
		"action add a\r\nb\nc by friday", "action add " + strings.Repeat("\n", 3000) + " x by friday", "action add ```code``` >>> quote by friday", "action add --flag=$(id) %s%n ../.. by friday",
		"action add İıß by friday", "action add " + strings.Repeat("e\u0301", 200) + " by friday", "action list is:late is:late body: due:<<", "action add | | | |", "remind me | to | due",
		"push A-0001 by 999999999999 days", "push A-0001 by 99999 years", "action done A-99999999999999", "14.5.6 done", "action due A-0001 9999-12-31", "action due A-0001 +999999 days", "action due A-0001 0000-00-00",
		"remind me at 25:00 to x", "remind me in -5 minutes to x", "every 0 days ping me", "undo undo undo",
	} {
		r := s.direct("U0WDDSD01", text)
		if r.Text() == "" {
			t.Errorf("%q got no answer", text)
		}
		if strings.Contains(r.Text(), "<!") || strings.Contains(r.Text(), "\xff") || strings.Contains(r.Text(), "\u202e") {
			t.Errorf("%q: the reply holds what could fire or break: %q", text, r.Text())
		}
		for _, p := range r.Parts {
			for _, b := range p.Buttons {
				if len([]rune(b.Value)) > 2000 || len([]rune(b.Label)) > 75 {
					t.Errorf("%q: a button holds %d characters, its label %d", text, len([]rune(b.Value)), len([]rune(b.Label)))
				}
			}
		}
	}
	if strings.Contains(s.kept(), "<!") || strings.Contains(s.kept(), `\u202e`) {
		t.Errorf("the store keeps a mention: %s", s.kept())
	}
}

// TestBadForms sends forms as nobody fills them in: errors name the fields or a sentence says what happened, and the store is as it was.
func TestBadForms(t *testing.T) {
	s := startStage(t)
	s.direct("U0WDDSD01", "action add send the list | due friday")
	s.direct("U0WDDPB01", "action add send the plan | due friday")
	form := s.direct("U0WDDSD01", "action edit A-0001").Modal
	theirs := s.direct("U0WDDPB01", "action edit A-0002").Modal
	if form == nil || theirs == nil {
		t.Fatal("no form was opened")
	}
	good := map[string]string{"text": "send the list", "due": "2019-11-08", "owner": "U0WDDSD01", "bodies": "", "channel": "", "reason": ""}
	with := func(kv ...string) map[string]string {
		out := map[string]string{}
		for k, v := range good {
			out[k] = v
		}
		for i := 0; i < len(kv); i += 2 {
			out[kv[i]] = kv[i+1]
		}
		return out
	}
	before := s.kept()
	for i, c := range []struct {
		who, action, meta string
		fields            map[string]string
		want              string
	}{
		{"U0WDDSD01", form.ID, form.Meta, map[string]string{}, "text"},
		{"U0WDDSD01", form.ID, form.Meta, nil, "text"},
		{"U0WDDSD01", form.ID, form.Meta, with("text", "  \n\r\n "), "text"},
		{"U0WDDSD01", form.ID, form.Meta, with("text", strings.Repeat("x", 3001)), "text"},
		{"U0WDDSD01", form.ID, form.Meta, with("text", strings.Repeat("\n", 10000)), "text"},
		{"U0WDDSD01", form.ID, form.Meta, with("due", "2026-13-01"), "due"},
		{"U0WDDSD01", form.ID, form.Meta, with("due", "2026-2-30"), "due"},
		{"U0WDDSD01", form.ID, form.Meta, with("due", "25:00"), "due"},
		{"U0WDDSD01", form.ID, form.Meta, with("due", "every monday"), "due"},
		{"U0WDDSD01", form.ID, form.Meta, with("due", "next friday"), "due"},
		{"U0WDDSD01", form.ID, form.Meta, with("due", "soon"), "due"},
		{"U0WDDSD01", form.ID, form.Meta, with("owner", "U0GUEST01"), "owner"},
		{"U0WDDSD01", form.ID, form.Meta, with("owner", "[\"U1\",\"U2\"]"), "owner"},
		{"U0WDDSD01", form.ID, form.Meta, with("owner", "null"), "owner"},
		{"U0WDDSD01", form.ID, form.Meta, with("channel", "C0"), "channel"},
		{"U0WDDSD01", form.ID, form.Meta, with("channel", "general"), "channel"},
		{"U0WDDSD01", form.ID, form.Meta, with("channel", "D0SECRET1"), "channel"},
		{"U0WDDSD01", form.ID, form.Meta, with("bodies", "Narnia"), "bodies"},
		{"U0WDDSD01", form.ID, form.Meta, with("reason", strings.Repeat("y", 3001)), "reason"},
		{"U0WDDSD01", form.ID, form.Meta, with("text", "case of Shazia Bibi FIR No 212/2019"), "text"},
		{"U0WDDSD01", form.ID, "", with(), "does not say which item"},
		{"U0WDDSD01", form.ID, "not json", with(), "does not say which item"},
		{"U0WDDSD01", form.ID, strings.Repeat("m", 3001), with(), "does not say which item"},
		{"U0WDDSD01", form.ID, `{"item":"A-9999"}`, with(), "no such item"},
		{"U0WDDSD01", form.ID, `{"item":"R-0001"}`, with(), "no such item"},
		{"U0WDDSD01", form.ID, `{"item":"../../etc/passwd"}`, with(), "no such item"},
		{"U0WDDSD01", form.ID, theirs.Meta, with(), "belongs to"},
		{"U0WDDPB01", form.ID, form.Meta, with("text", "mine now"), "belongs to"},
		{"U0GUEST01", form.ID, form.Meta, with(), "Guests"},
		{"U0WDDSD01", "item.unknown", form.Meta, with(), "not one of mine"},
		{"U0WDDSD01", "", "", nil, "not one of mine"},
	} {
		r := s.handle(bot.Message{Kind: bot.Submit, Who: c.who, Action: c.action, Value: c.meta, Fields: c.fields})
		if r.Outcome != bot.Refused || r.Errors[c.want] == "" && !strings.Contains(r.Text(), c.want) {
			t.Errorf("form %d: %s %q %v, want %q", i, r.Outcome, r.Text(), r.Errors, c.want)
		}
		if now := s.kept(); now != before {
			t.Fatalf("form %d changed the store:\n%s\n%s", i, before, now)
		}
	}
	// What is odd, but right: an unknown field is ignored, CRLF becomes a space, a leading "=" is text.
	r := s.handle(bot.Message{Kind: bot.Submit, Who: "U0WDDSD01", Action: form.ID, Value: form.Meta, Fields: with("text", "=1+1\r\nlist", "nonsense", "x")})
	if r.Outcome != bot.Done || !strings.Contains(s.kept(), `"Text":"=1+1 list"`) {
		t.Errorf("an odd form: %s %q", r.Outcome, shown(r))
	}
	// The same form again is stale: it says what happened and gives back what was typed.
	before = s.kept()
	r = s.handle(bot.Message{Kind: bot.Submit, Who: "U0WDDSD01", Action: form.ID, Value: form.Meta, Fields: with("text", "my other words")})
	if r.Outcome != bot.Refused || !strings.Contains(r.Text(), "my other words") || s.kept() != before {
		t.Errorf("a stale form: %s %q", r.Outcome, r.Text())
	}
	// Files begun from a message: submitted twice at once they are one item.
	made := s.handle(bot.Message{Kind: bot.Shortcut, Who: "U0WDDSD01", Action: "log", Text: "send the draft by 30 June", Value: "https://example.slack.com/p1", Channel: "C0IPMGSD01", Thread: "1.1"}).Modal
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			s.bot.Handle(t.Context(), bot.Message{Kind: bot.Submit, Who: "U0WDDSD01", Action: made.ID, Value: made.Meta, At: s.at, Fields: map[string]string{"text": "send the draft"}})
		})
	}
	both.Wait()
	if n, err := s.st.CountItems(store.ItemFilter{Class: store.AnyItems}); err != nil || n != 3 {
		t.Errorf("the form sent twice made %d items: %v", n-2, err)
	}
}

// TestStaleButtons presses what is no longer true, what is others', and what never was; and the same button twice at once.
func TestStaleButtons(t *testing.T) {
	s := startStage(t)
	s.direct("U0WDDSD01", "action add send the list | due friday")
	press := func(who, action, value string) bot.Reply {
		t.Helper()
		return s.handle(bot.Message{Kind: bot.Click, Who: who, Action: action, Value: value, TS: "1.1"})
	}
	s.direct("U0WDDSD01", "action drop A-0001")
	before := s.kept()
	for _, c := range []struct{ who, action, value, want string }{
		{"U0WDDSD01", "order", "action done A-0001", "closed already"},
		{"U0WDDSD01", "order", "action drop A-0001", "closed already"},
		{"U0WDDSD01", "order", "action due A-0001 | due 2019-12-01", "Reopen it first"},
		{"U0WDDSD01", "order", "action done A-0777", "no such item"},
		{"U0WDDPB01", "order", "action reopen A-0001", "belongs to"},
		{"U0WDDPB01", "undo", "C-000002", "not your change"},
		{"U0WDDSD01", "undo", "C-999999", "not your change"},
		{"U0WDDSD01", "undo", "", "cannot be undone"},
		{"U0WDDSD01", "undo", "'; drop table", "not your change"},
		{"U0WDDSD01", "order", "", "nothing I can do"},
		{"U0WDDSD01", "order", strings.Repeat("x", 9000), "characters"},
		{"U0WDDSD01", "order", "what did KP report?", "nothing I can do"},
		{"U0WDDSD01", "order", "action confirm A-0001", "Only the secretariat"},
		{"U0WDDSD01", "order", "reminder cancel R-0001 | yes", "no such item"},
		{"U0GUEST01", "order", "action add x | due 2019-12-01", "Guests"},
		{"U0WDDSD01", "question.resolved", "Q-0001", "Only the secretariat"},
		{"U0WDDSD01", "no.such.button", "x", "not one of mine"},
	} {
		r := press(c.who, c.action, c.value)
		if r.Outcome != bot.Refused || !strings.Contains(r.Text(), c.want) {
			t.Errorf("%s %q: %s %q, want %q", c.action, c.value, r.Outcome, r.Text(), c.want)
		}
		if r.Edit != "" {
			t.Errorf("%s %q: a refusal replaces the message", c.action, c.value)
		}
	}
	if s.kept() != before {
		t.Error("a stale button changed the store")
	}
	s.direct("U0WDDSD01", "action add send the final list | due friday")
	replies := make([]bot.Reply, 2)
	var both sync.WaitGroup
	for i := range replies {
		both.Go(func() {
			replies[i], _ = s.bot.Handle(t.Context(), bot.Message{Kind: bot.Click, Who: "U0WDDSD01", Action: "order", Value: "action done A-0002", Channel: "D0X", TS: "1.1", At: s.at})
		})
	}
	both.Wait()
	done := 0
	for _, r := range replies {
		if r.Outcome == bot.Done {
			done++
		} else if !strings.Contains(r.Text(), "closed already") {
			t.Errorf("the second press: %s %q", r.Outcome, r.Text())
		}
	}
	it, err := s.st.Item("A-0002")
	if err != nil || done != 1 || len(it.History) != 2 {
		t.Errorf("two presses at once: %d done, history %v, %v", done, it.History, err)
	}
}

// FuzzCommand: nothing a member can type breaks the bot or its store.
func FuzzCommand(f *testing.F) {
	for _, s := range []string{"action add send the list by friday", "push 14.7 deadline by two weeks", "kal 10 bajay yaad dilana NCSW ko call karni hai", "cancel the monday one", "23rd IPMG is 11 March 2027 in Quetta",
		"action list body:KP is:late due:<30d #14th page:9", "alias add \"x\" = \"y\"", "brief 15th docx", "one page KP", "watch KP harassment weekly", "action export ics mine", "undo"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	grp, ix := sampleIndex(f)
	st, err := store.Open(f.TempDir()+"/store.db", store.Options{NoSync: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { st.Close() })
	b, err := bot.New(quiet(), grp, st, ix)
	if err != nil {
		f.Fatal(err)
	}
	at := time.Date(2019, 11, 5, 10, 30, 0, 0, grp.Location())
	f.Fuzz(func(t *testing.T, text string, click bool) {
		at = at.Add(time.Second)
		m := bot.Message{Kind: bot.Command, Text: text, Who: secretary, Channel: "C0IPMGSEC1", At: at}
		if click {
			m = bot.Message{Kind: bot.Click, Action: "order", Value: text, Who: secretary, Channel: "C0IPMGSEC1", At: at}
		}
		r, err := b.Handle(t.Context(), m)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if r.Outcome == bot.Done && r.Text() == "" && r.Modal == nil {
			t.Errorf("%q: done, and nothing said: %s", text, fmt.Sprint(r.Actions))
		}
	})
}

// quiet is a logger for tests that outlive a single one.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// TestSchedulerKnows holds that holidays, people and hours said in Slack reach whoever plans notices.
func TestSchedulerKnows(t *testing.T) {
	s := startStage(t)
	for _, line := range []string{"holiday add 6 November 2019 Poets Day", "focal person MoHR is <@U0WDDPB01>"} {
		if r := s.direct(secretary, line); r.Outcome != bot.Done {
			t.Fatalf("%q: %s", line, shown(r))
		}
	}
	s.direct("U0UNWADV1", "settings zone Europe/Zurich")
	s.direct("U0UNWADV1", "settings digest daily 7")
	if s.bot.Calendar().IsWorkingDay(calendar.Date{Year: 2019, Month: 11, Day: 6}) {
		t.Error("a holiday said in Slack is a working day")
	}
	if place, channel, people := s.bot.Told("MoHR", s.at); place != "PK" || channel != "" || len(people) != 1 || people[0] != "U0WDDPB01" {
		t.Errorf("MoHR is told in %q %q %q", place, channel, people)
	}
	if _, channel, _ := s.bot.Told("SWDWE-KP", s.at); channel != "C0IPMGKP01" {
		t.Errorf("SWDWE-KP is told in %q", channel)
	}
	if h, ok := s.bot.Hours("U0UNWADV1"); !ok || h.Zone.String() != "Europe/Zurich" || h.Notice.Hour != 7 || h.QuietFrom.Hour != 20 || h.Weekly || h.Never {
		t.Errorf("hours %v %v", h, ok)
	}
	s.direct("U0UNWADV1", "settings digest thursday 8:30")
	s.direct("U0UNWADV1", "settings quiet 18:00-10:00")
	if h, _ := s.bot.Hours("U0UNWADV1"); !h.Weekly || h.Day != time.Thursday || h.Notice.String() != "08:30" || h.QuietFrom.Hour != 18 || h.QuietUntil.Hour != 10 {
		t.Errorf("hours %v", h)
	}
	s.direct("U0UNWADV1", "settings digest off")
	s.direct("U0UNWADV1", "settings quiet off")
	if h, _ := s.bot.Hours("U0UNWADV1"); !h.Never || h.QuietFrom != h.QuietUntil {
		t.Errorf("hours %v", h)
	}
	if _, ok := s.bot.Hours("U0WDDSD01"); ok {
		t.Error("a member who chose nothing has hours of their own")
	}
}

// TestRecordProposes holds that the record of a meeting becomes proposed items once, that nothing of it is filed, and that a watch shows
// what is new once.
func TestRecordProposes(t *testing.T) {
	s := startStage(t)
	_, ix := sampleIndex(t)
	record := ix.Document("F04")
	hidden := *record
	hidden.Audience = "secretariat"
	for _, doc := range []*index.Document{nil, ix.Document("F40"), &hidden} {
		if n, err := s.bot.Propose(doc, s.at); err != nil || n != 0 {
			t.Errorf("Propose(%v) = %d, %v, want 0", doc, n, err)
		}
	}
	if n, err := s.bot.Propose(record, s.at); err != nil || n != 8 {
		t.Fatalf("Propose(F04) = %d, %v, want 8", n, err)
	}
	if n, err := s.bot.Propose(record, s.at); err != nil || n != 0 {
		t.Errorf("Propose(F04) again = %d, %v, want 0", n, err)
	}
	if n, err := s.st.CountItems(store.ItemFilter{}); err != nil || n != 0 {
		t.Errorf("%d items are filed, %v", n, err)
	}
	if r := s.direct("U0WDDPB01", "assign 14.7 to myself"); r.Outcome != bot.Done || !strings.Contains(r.Text(), "VAWC") {
		t.Errorf("claiming a proposed item: %s", shown(r))
	}
	if n, err := s.st.CountItems(store.ItemFilter{Owner: "U0WDDPB01"}); err != nil || n != 1 {
		t.Errorf("%d items are claimed, %v", n, err)
	}

	s.direct("U0WDDPB01", "watch KP domestic violence bill weekly")
	rem, err := s.st.Reminder("R-0001")
	if err != nil {
		t.Fatal(err)
	}
	if news, err := s.bot.News(t.Context(), rem, s.at); err != nil || len(news) != 0 {
		t.Errorf("%d passages are new at once, %v", len(news), err)
	}
	later := time.Date(2021, 4, 1, 10, 0, 0, 0, s.zone) // the Act of 2021 is out
	news, err := s.bot.News(t.Context(), rem, later)
	if err != nil || len(news) == 0 {
		t.Fatalf("%d passages are new in 2021, %v", len(news), err)
	}
	if rem, err = s.st.Reminder("R-0001"); err != nil {
		t.Fatal(err)
	}
	if again, err := s.bot.News(t.Context(), rem, later); err != nil || len(again) != 0 {
		t.Errorf("%d passages are shown a second time, %v", len(again), err)
	}
}
