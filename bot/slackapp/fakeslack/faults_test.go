package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// TestFaults: what the caller of chat.postMessage sees, and how many messages
// there are in the end.
func TestFaults(t *testing.T) {
	s, api := start(t, sample())
	limited := func(d time.Duration) func(error) bool {
		return func(err error) bool {
			var rl *slack.RateLimitedError
			return errors.As(err, &rl) && rl.RetryAfter == d
		}
	}
	status := func(n int) func(error) bool {
		return func(err error) bool {
			var sc slack.StatusCodeError
			return errors.As(err, &sc) && sc.Code == n
		}
	}
	some := func(err error) bool { return err != nil }
	none := func(err error) bool { return err == nil }
	for _, c := range []struct {
		what    string
		fault   Fault
		seen    func(error) bool
		ts      bool
		applied int
	}{
		{"latency", Fault{Latency: 5 * time.Millisecond}, none, true, 1},
		{"answer lost, applied", Fault{Answer: Lost}, some, false, 1},
		{"answer lost, not applied", Fault{Answer: Lost, Apply: ApplyNever}, some, false, 0},
		{"answer lost, applied late", Fault{Answer: Lost, Apply: ApplyLate, LateBy: 20 * time.Millisecond}, some, false, 1},
		{"429 with seconds", RateLimited("chat.*", "3"), limited(3 * time.Second), false, 0},
		{"429 with 0", RateLimited("chat.*", "0"), limited(0), false, 0},
		{"429 with a day", RateLimited("chat.*", "86400"), limited(24 * time.Hour), false, 0},
		{"429 with a negative", RateLimited("chat.*", "-1"), some, false, 0},
		{"429 without header", RateLimited("chat.*", ""), status(429), false, 0},
		{"429 with a date", RateLimited("chat.*", "Fri, 30 Jun 2023 05:00:00 GMT"), some, false, 0},
		{"503", HTTPError("", 503), status(503), false, 0},
		{"500, applied", Fault{Answer: Raw, Status: 500, Body: "<html>"}, status(500), false, 1},
		{"200 with HTML", Fault{Answer: Raw, Body: "<html>"}, some, false, 1},
		{"ok without ts", Fault{Answer: NoTS}, none, false, 1},
		{"an error string", Fault{Answer: Refuse, Code: "fatal_error", Apply: ApplyNever}, func(err error) bool { return code(err) == "fatal_error" }, false, 0},
		{"another method", Fault{Method: "chat.update", Answer: Lost}, none, true, 1},
		{"another channel", Fault{Channel: "C2", Answer: Lost}, none, true, 1},
		{"later calls only", Fault{After: 1, Answer: Lost}, none, true, 1},
	} {
		before := len(s.Messages("general"))
		remove := s.AddFault(c.fault)
		_, ts, err := api.PostMessage("C1", textOpt(c.what))
		if !c.seen(err) || (ts != "") != c.ts {
			t.Errorf("%s: ts %q, %v", c.what, ts, err)
		}
		if c.applied > 0 {
			if _, err := s.WaitMessage(ctx(t), "general", func(m Message) bool { return m.Text == c.what }); err != nil {
				t.Errorf("%s: it was not applied", c.what)
			}
		}
		remove()
		if n := len(s.Messages("general")) - before; n != c.applied {
			t.Errorf("%s: %d messages, want %d", c.what, n, c.applied)
		}
	}
	if len(s.Faults()) != 0 {
		t.Error("removed faults are still on")
	}
	s.AddFault(Fault{Times: 1, Answer: Lost})
	api.PostMessage("C1", textOpt("hit"))
	if _, _, err := api.PostMessage("C1", textOpt("not hit")); err != nil {
		t.Errorf("a fault for one call hit two: %v", err)
	}
	s.ClearFaults()
	s.AddFault(Fault{Answer: Hang})
	c, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, _, err := api.PostMessageContext(c, "C1", textOpt("hang")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hang: %v", err)
	}
}

// TestLateApplication: nothing shows before, one message after, and the log says so.
func TestLateApplication(t *testing.T) {
	s, api := start(t, sample())
	s.AddFault(Fault{Times: 1, Answer: Raw, Status: 504, Apply: ApplyLate, LateBy: 50 * time.Millisecond})
	if _, _, err := api.PostMessage("C1", textOpt("late")); err == nil {
		t.Fatal("the caller was told it worked")
	}
	if n := len(s.Messages("general")); n != 0 {
		t.Fatalf("%d messages at once, want none", n)
	}
	c, err := s.WaitCall(ctx(t), func(c Call) bool { return c.Applied && c.Method == "chat.postMessage" })
	if err != nil || c.TS == "" || c.Fault == "" {
		t.Errorf("log of the late call = %+v, %v", c, err)
	}
	if n := len(s.Messages("general")); n != 1 {
		t.Errorf("%d messages in the end, want 1", n)
	}
}

func TestHistoryLag(t *testing.T) {
	s, api := start(t, sample())
	s.SetHistoryLag(time.Hour)
	if _, _, err := api.PostMessage("C1", textOpt("hidden")); err != nil {
		t.Fatal(err)
	}
	s.SetHistoryLag(0)
	if _, _, err := api.PostMessage("C1", textOpt("shown")); err != nil {
		t.Fatal(err)
	}
	h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1"})
	if err != nil || len(h.Messages) != 1 || h.Messages[0].Text != "shown" {
		t.Errorf("history = %+v, %v; want only what does not lag", h, err)
	}
	if n := len(s.Messages("general")); n != 2 {
		t.Errorf("%d messages are really there, want 2", n)
	}
}

func TestEventFaults(t *testing.T) {
	for _, c := range []struct {
		what    string
		fault   EventFault
		times   int
		attempt int
	}{
		{"lost", EventFault{Do: Lose}, 0, 0},
		{"duplicated", EventFault{Do: Duplicate}, 2, 0},
		{"retry only", EventFault{Do: RetryOnly}, 1, 1},
		{"delayed", EventFault{Do: Delay, By: time.Millisecond}, 1, 0},
		{"of another type", EventFault{Type: "app_mention", Do: Lose}, 1, 0},
	} {
		t.Run(c.what, func(t *testing.T) {
			s, _ := start(t, sample())
			a := connect(t, s, nil)
			s.AddEventFault(c.fault)
			if _, err := s.Say("amina", "general", "hello", ""); err != nil {
				t.Fatal(err)
			}
			s.ClearFaults()
			msg := func(e socketmode.Event) bool {
				m, _, ok := inner[*slackevents.MessageEvent](e)
				return ok && m.Text == "hello" && e.Request.RetryAttempt == c.attempt
			}
			if c.times > 0 {
				a.waitNth(t, c.times, "the event", msg)
			}
			if err := s.WaitDelivered(ctx(t)); err != nil {
				t.Fatal(err)
			}
			if n := a.count(msg); n != c.times {
				t.Errorf("it came %d times, want %d", n, c.times)
			}
		})
	}
}

// TestSignedHTTP: events, commands and interactions by signed requests, checked
// with slack-go's own verifier.
func TestSignedHTTP(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	var failures atomic.Int32
	failures.Store(1)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		v, err := slack.NewSecretsVerifier(r.Header, "s3cret")
		if err == nil {
			v.Write(body)
			err = v.Ensure()
		}
		if err != nil {
			t.Errorf("signature: %v", err)
			w.WriteHeader(401)
			return
		}
		note := func(s string) { mu.Lock(); seen = append(seen, s); mu.Unlock() }
		switch r.URL.Path {
		case "/events":
			var o struct{ Type, Challenge string }
			json.Unmarshal(body, &o)
			if o.Type == "url_verification" {
				io.WriteString(w, o.Challenge)
				return
			}
			e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
			if err != nil {
				t.Error(err)
			}
			if failures.Add(-1) >= 0 {
				w.WriteHeader(500)
				return
			}
			note("event " + e.InnerEvent.Type + " retry " + r.Header.Get("X-Slack-Retry-Num") + r.Header.Get("X-Slack-Retry-Reason"))
		case "/commands":
			q, _ := url.ParseQuery(string(body))
			note("command " + q.Get("command") + " " + q.Get("text"))
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"response_type":"in_channel","text":"heard"}`)
		case "/interactions":
			q, _ := url.ParseQuery(string(body))
			var ic slack.InteractionCallback
			if err := json.Unmarshal([]byte(q.Get("payload")), &ic); err != nil {
				t.Error(err)
			}
			note("interaction " + string(ic.Type))
		}
	}))
	defer web.Close()
	o := sample()
	o.SigningSecret = "s3cret"
	o.HTTP = HTTPDelivery{web.URL + "/events", web.URL + "/commands", web.URL + "/interactions"}
	s, _ := start(t, o)
	if err := s.VerifyURL(); err != nil {
		t.Error(err)
	}
	m, err := s.Say("amina", "general", "hello", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	q, _ := s.Command("amina", "general", "/ask", "a & b")
	if _, err := q.Wait(ctx(t)); err != nil {
		t.Fatal(err)
	}
	q, _ = s.Shortcut("amina", m, "log")
	if _, err := q.Wait(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.WaitMessage(ctx(t), "general", func(m Message) bool { return m.Text == "heard" && m.BotID != "" }); err != nil {
		t.Error("the reply to the command was not shown")
	}
	if err := s.WaitDelivered(ctx(t)); err != nil { // the bot's own reply is an event, too
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	want := []string{"event message retry 1http_error", "command /ask a & b", "interaction message_action"}
	for _, w := range want {
		n := 0
		for _, s := range seen {
			if s == w {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%q came %d times, want once; all: %q", w, n, seen)
		}
	}
}

func TestJournal(t *testing.T) {
	for _, how := range []string{"snapshot", "keep"} {
		t.Run(how, func(t *testing.T) {
			dir := t.TempDir()
			s, api := start(t, sample())
			if err := s.Restore(dir); err == nil {
				t.Error("an empty directory was restored")
			}
			if how == "keep" {
				if err := s.Keep(dir); err != nil {
					t.Fatal(err)
				}
			}
			root, _ := s.Say("amina", "general", "root", "")
			gone, _ := s.Say("amina", "general", "gone", "")
			_, reply, err := api.PostMessage("C1", textOpt("reply"), slack.MsgOptionTS(root.TS), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "e", EventPayload: map[string]any{"k": "v"}}))
			if err != nil {
				t.Fatal(err)
			}
			up, _ := s.Upload("amina", s.DM("amina"), "a.txt", []byte("content"))
			home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}
			if _, err := api.PublishView("U1", home, ""); err != nil {
				t.Fatal(err)
			}
			for _, err := range []error{s.Delete("amina", gone), s.React("amina", root, "eyes"), s.Archive("closed"), s.Deactivate("bilal")} {
				if err != nil {
					t.Fatal(err)
				}
			}
			if how == "snapshot" {
				if err := s.Snapshot(dir); err != nil {
					t.Fatal(err)
				}
			}
			// The first server still runs, as if it had been killed.
			r, api2 := start(t, sample())
			if err := r.Keep(dir); err != nil {
				t.Fatal(err)
			}
			if a, b := string(mustJSON(s.Messages("general"))), string(mustJSON(r.Messages("general"))); a != b {
				t.Errorf("messages\nwere %s\nnow  %s", a, b)
			}
			if f, ok := r.File(up.Files[0]); !ok || string(f.Content) != "content" {
				t.Errorf("file = %+v, %v", f, ok)
			}
			if m := r.Messages(r.DM("amina")); len(m) != 1 {
				t.Errorf("direct messages = %+v", m)
			}
			if c, _ := r.Channel("closed"); !c.Archived {
				t.Error("the channel is not archived any more")
			}
			if m, _ := r.Member("bilal"); !m.Deleted {
				t.Error("the member is active again")
			}
			if _, ok := r.Home("amina"); !ok {
				t.Error("the home tab is gone")
			}
			h, _, _, err := api2.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: root.TS, IncludeAllMetadata: true})
			if err != nil || len(h) != 2 || h[1].Timestamp != reply || h[1].Metadata.EventPayload["k"] != "v" {
				t.Errorf("thread = %+v, %v", h, err)
			}
			if _, ts, err := api2.PostMessage("C1", textOpt("after")); err != nil || compareTS(ts, reply) <= 0 {
				t.Errorf("a new message got ts %s, %v", ts, err)
			}
		})
	}
}

// TestManyAtOnce: many goroutines on every side; timestamps stay unique.
func TestManyAtOnce(t *testing.T) {
	o := sample()
	o.Clock = func() time.Time { return time.Unix(1_700_000_000, 0) } // it stands still
	s, api := start(t, o)
	connect(t, s, nil)
	connect(t, s, nil)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				if i%2 == 0 {
					s.Say("amina", "general", "<@U0BOT> hello", "")
				} else {
					api.PostMessage("C1", textOpt("hello"))
				}
				s.Messages("general")
			}
		})
	}
	wg.Wait()
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	ts := map[string]bool{}
	for _, m := range s.Messages("general") {
		ts[m.TS] = true
	}
	if len(ts) != 80 {
		t.Errorf("%d different timestamps of 80 messages", len(ts))
	}
}
