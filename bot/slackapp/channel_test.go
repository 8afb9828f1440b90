package slackapp

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot/remind"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
)

func delivery(channel string) store.Delivery {
	return store.Delivery{Marker: "0123456789abcdef", Channel: channel, Day: "2019-11-08", Keys: []string{"k1", "k2"}, Text: "Due today: A-1, A-2",
		Lines: []store.Line{{Text: "Due today"}, {Key: "k1", Text: "A-1 the list <!channel>"}, {Key: "k2", Text: "A-2 the matrix"}}, Began: time.Now()}
}

func TestDeliveryIsPostedFoundEditedAndDeleted(t *testing.T) {
	r := start(t, world())
	ch := r.app.Channel()
	for _, to := range []string{"C1", "C2", "U2"} {
		d := delivery(to)
		if all, err := ch.Find(r.ctx(), d); err != nil || len(all) != 0 {
			t.Fatalf("%s: found %v, %v before it was posted", to, all, err)
		}
		ts, err := ch.Post(r.ctx(), d)
		if err != nil {
			t.Fatal(err)
		}
		second, err := ch.Post(r.ctx(), d)
		if err != nil {
			t.Fatal(err)
		}
		for range 230 { // more than a page of history
			if to == "C1" {
				r.sayIn("amina", "general", "talk", "")
			}
		}
		all, err := ch.Find(r.ctx(), d)
		if err != nil || fmt.Sprint(all) != fmt.Sprint([]string{ts, second}) {
			t.Errorf("%s: found %v, %v; want %s and %s", to, all, err, ts, second)
		}
		if all, err := ch.Shown(r.ctx(), to, time.Time{}); err != nil || len(all) != 2 || all[0].TS != ts || all[1].TS != second || all[0].Marker != d.Marker ||
			fmt.Sprint(all[0].Keys) != "[k1 k2]" {
			t.Errorf("%s: it has shown %+v, %v", to, all, err)
		}
		for range 2 {
			if err := ch.Delete(r.ctx(), d, second); err != nil {
				t.Error(err)
			}
		}
		d.Lines[1].Done = true
		if err := ch.Edit(r.ctx(), d, ts); err != nil {
			t.Error(err)
		}
		room := to
		if to == "U2" {
			room = r.DM("bilal")
		}
		m, _ := r.Message(room, ts)
		if !strings.Contains(string(m.Blocks), `"strike":true`) || strings.Contains(m.Text, "<!channel>") {
			t.Errorf("%s: after the edit it is %s", to, m.Blocks)
		}
		if all, err := ch.Find(r.ctx(), d); err != nil || len(all) != 1 || all[0] != ts {
			t.Errorf("%s: found %v, %v after the edit", to, all, err)
		}
	}
}

// TestSomebodyElsesMarker: only what the bot itself posted counts.
func TestSomebodyElsesMarker(t *testing.T) {
	r := start(t, world())
	d := delivery("C1")
	amina := slack.New(r.MemberToken("amina"), slack.OptionAPIURL(r.APIURL()))
	if _, _, err := amina.PostMessage("C1", slack.MsgOptionText("fake", false), slack.MsgOptionBlocks(lineBlocks(d.Lines)[0], slack.NewDividerBlock(),
		slack.NewContextBlock(blockPrefix+d.Marker, plain("fake", 10)))); err != nil {
		t.Fatal(err)
	}
	if all, err := r.app.Channel().Find(r.ctx(), d); err != nil || len(all) != 0 {
		t.Errorf("found %v, %v", all, err)
	}
}

func TestOutcomesOfPosting(t *testing.T) {
	for name, c := range map[string]struct {
		fault fakeslack.Fault
		want  string // refused REASON, later, ambiguous; everywhere
	}{
		"archived":      {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "is_archived"}, "refused is_archived"},
		"left":          {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "not_in_channel"}, "refused not_in_channel"},
		"scope":         {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "missing_scope"}, "refused missing_scope"},
		"body limit":    {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "ratelimited"}, "later ratelimited"},
		"429":           {fakeslack.RateLimited("", "7"), "later ratelimited"},
		"429 date":      {fakeslack.RateLimited("", "Mon, 02 Jan 2006 15:04:05 GMT"), "later ratelimited"},
		"429 bare":      {fakeslack.RateLimited("", ""), "later ratelimited"},
		"revoked":       {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "token_revoked"}, "refused token_revoked everywhere"},
		"500":           {fakeslack.HTTPError("", 500), "ambiguous"},
		"lost":          {fakeslack.Fault{Answer: fakeslack.Lost}, "ambiguous"},
		"no ts":         {fakeslack.Fault{Answer: fakeslack.NoTS}, "ambiguous"},
		"html":          {fakeslack.Fault{Answer: fakeslack.Raw, Body: "<html>"}, "ambiguous"},
		"truncated":     {fakeslack.Fault{Answer: fakeslack.Raw, Body: `{"ok":true,"ts":"1`}, "ambiguous"},
		"fatal":         {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "fatal_error"}, "ambiguous"},
		"internal":      {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "internal_error"}, "ambiguous"},
		"unknown error": {fakeslack.Fault{Answer: fakeslack.Refuse, Code: "brand_new_2027"}, "ambiguous"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, world())
			c.fault.Method = "chat.postMessage"
			r.AddFault(c.fault)
			_, err := r.app.Channel().Post(r.ctx(), delivery("C1"))
			if got := classOf(err); got != c.want {
				t.Errorf("%v is %q, want %q", err, got, c.want)
			}
			n := 0
			for _, call := range r.Calls() {
				if call.Method == "chat.postMessage" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("Slack was asked %d times", n)
			}
		})
	}
	away := New(slog.New(slog.DiscardHandler), Config{APIURL: "http://127.0.0.1:1/api/", BotToken: "xoxb-1"}, nil, nil)
	if _, err := away.Channel().Post(t.Context(), delivery("C1")); classOf(err) != "later "+noConnection {
		t.Errorf("without Slack: %v", err)
	}
}

func classOf(err error) string {
	if e, ok := errors.AsType[*remind.Refused](err); ok {
		s := "refused " + e.Reason
		if e.Everywhere {
			s += " everywhere"
		}
		return s
	}
	if e, ok := errors.AsType[*remind.Later](err); ok {
		return "later " + e.Reason
	}
	if err == nil {
		return "shown"
	}
	return "ambiguous"
}

// TestHistoryThatCannotBeRead is never taken for "it is not there".
func TestHistoryThatCannotBeRead(t *testing.T) {
	r := start(t, world())
	r.AddFault(fakeslack.Fault{Method: "conversations.history", Answer: fakeslack.Refuse, Apply: fakeslack.ApplyNever, Code: "missing_scope"})
	if all, err := r.app.Channel().Find(r.ctx(), delivery("C1")); err == nil {
		t.Errorf("found %v without an error", all)
	}
	r.ClearFaults()
	r.AddFault(fakeslack.HTTPError("conversations.history", 503))
	if all, err := r.app.Channel().Find(r.ctx(), delivery("C1")); err == nil {
		t.Errorf("found %v without an error", all)
	}
}

func TestLongDelivery(t *testing.T) {
	r := start(t, world())
	for _, n := range []int{1, 60, 200, 500} {
		d := delivery("C1")
		d.Marker = fmt.Sprintf("marker%d", n)
		d.Lines, d.Text = nil, ""
		for i := range n {
			line := fmt.Sprintf("A-%04d: %s", i, strings.Repeat("words ", 10))
			d.Lines = append(d.Lines, store.Line{Key: fmt.Sprint(i), Text: line})
			d.Text += line + "\n"
		}
		ts, err := r.app.Channel().Post(r.ctx(), d)
		if err != nil {
			t.Fatalf("%d lines: %v", n, err)
		}
		m, _ := r.Message("C1", ts)
		if shown := m.Text + string(m.Blocks); !strings.Contains(shown, fmt.Sprintf("A-%04d", n-1)) {
			t.Errorf("of %d lines the last is not shown", n)
		}
		if all, err := r.app.Channel().Find(r.ctx(), d); err != nil || len(all) != 1 {
			t.Errorf("%d lines: found %v, %v", n, all, err)
		}
	}
}
