package fakeslack

import (
	"bufio"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// boltDir holds a small app on Slack's own framework; `npm ci` there fetches what it needs.
const boltDir = "testdata/bolt"

// node is the program that runs JavaScript. Without it, or without the packages in
// dir, the test is left out and says so; in CI it fails.
func node(t *testing.T, dir string) string {
	t.Helper()
	missing := func(why string) {
		t.Helper()
		if os.Getenv("CI") != "" {
			t.Fatalf("%s: .ci/run sets it up", why)
		}
		t.Skipf("%s: install Node 20 or newer and run `npm ci --prefix bot/slackapp/fakeslack/%s` for this test", why, dir)
	}
	name, err := exec.LookPath("node")
	if err != nil {
		missing("there is no node")
	}
	v, err := exec.CommandContext(ctx(t), name, "--version").Output()
	major, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(string(v)), "v"), ".")
	if n, _ := strconv.Atoi(major); err != nil || n < 20 {
		missing("node is older than 20")
	}
	if _, err := os.Stat(dir + "/node_modules"); err != nil {
		missing("there is no " + dir + "/node_modules")
	}
	return name
}

// bolt is the app of testdata/bolt, running.
type bolt struct {
	said chan map[string]string // what it tells
}

// runBolt starts the app against a double, until the test ends.
func runBolt(t *testing.T, s *Server, mode string) (b *bolt, address string) {
	t.Helper()
	cmd := exec.Command(node(t, boltDir), "app.js")
	cmd.Dir = boltDir
	cmd.Env = append(os.Environ(), "MODE="+mode, "API_URL="+s.APIURL(), "BOT_TOKEN="+s.opt.BotToken, "APP_TOKEN="+s.opt.AppToken,
		"SIGNING_SECRET="+s.opt.SigningSecret)
	cmd.Stderr = t.Output()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b = &bolt{said: make(chan map[string]string, 100)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for sc := bufio.NewScanner(out); sc.Scan(); {
			var m map[string]string
			if err := json.Unmarshal(sc.Bytes(), &m); err != nil {
				m = map[string]string{"what": "error", "error": sc.Text()}
			}
			b.said <- m
		}
	}()
	t.Cleanup(func() {
		in.Close()
		select {
		case <-read:
		case <-time.After(patience):
			cmd.Process.Kill()
			<-read
		}
		cmd.Wait()
	})
	return b, b.tells(t, map[string]string{"what": "ready"})["address"]
}

// tells waits for what the app tells next, which must hold what is wanted.
func (b *bolt) tells(t *testing.T, want map[string]string) map[string]string {
	t.Helper()
	select {
	case got := <-b.said:
		for k, v := range want {
			if got[k] != v {
				t.Fatalf("the Bolt app told %v, want %v", got, want)
			}
		}
		return maps.Clone(got)
	case <-time.After(patience):
		t.Fatalf("the Bolt app did not tell %v", want)
	}
	return nil
}

type told = map[string]string

// workWithBolt has a member use everything the app offers.
func workWithBolt(t *testing.T, s *Server, b *bolt) {
	done := func(q *Request, err error) Ack {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		a, err := q.Wait(ctx(t))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	message := func(channel, text string) Message {
		t.Helper()
		m, err := s.WaitMessage(ctx(t), channel, func(m Message) bool { return m.BotID != "" && m.Text == text })
		if err != nil {
			t.Fatalf("no message %q: %v", text, err)
		}
		return m
	}

	asked, err := s.Say("amina", "general", s.Mention("rabita")+" are you there?", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := b.tells(t, told{"what": "mention", "user": "U1", "text": "<@U0BOT> are you there?"}); !strings.HasPrefix(got["event_id"], "Ev") {
		t.Errorf("the event's id is %q", got["event_id"])
	}
	reply := message("general", "Heard you")
	if reply.ThreadTS != asked.TS {
		t.Errorf("the reply stands in thread %q, want %q", reply.ThreadTS, asked.TS)
	}
	done(s.Click("amina", reply, "press", ""))
	b.tells(t, told{"what": "pressed", "user": "U1", "value": "v1"})
	if m := message("general", "Pressed"); m.TS != reply.TS || !strings.Contains(string(m.Blocks), "Pressed") || strings.Contains(string(m.Blocks), "button") {
		t.Errorf("the update made %+v", m)
	}

	if _, err := s.Say("amina", s.DM("amina"), "hello", ""); err != nil {
		t.Fatal(err)
	}
	b.tells(t, told{"what": "message", "user": "U1", "text": "hello", "kind": "im"})
	message(s.DM("amina"), "Hello to you")

	if err := s.OpenHome("amina"); err != nil {
		t.Fatal(err)
	}
	b.tells(t, told{"what": "home", "user": "U1"})
	if _, err := s.WaitHome(ctx(t), "amina", func(v View) bool { return strings.Contains(string(v.Blocks), "Your home") }); err != nil {
		t.Error(err)
	}

	done(s.Command("amina", "general", "/echo", "a & b"))
	b.tells(t, told{"what": "command", "user": "U1", "channel": "C1"})
	if _, err := s.WaitEphemeral(ctx(t), "amina", func(m Message) bool { return strings.HasPrefix(m.Text, "You typed: a ") }); err != nil {
		t.Error(err)
	}

	done(s.Command("amina", "general", "/form", ""))
	opened := b.tells(t, told{"what": "opened"})
	b.tells(t, told{"what": "opened again", "error": "exchanged_trigger_id"})
	v, err := s.WaitModal(ctx(t), "amina", func(v View) bool { return strings.Contains(string(v.Title), "updated") })
	if err != nil || v.ID != opened["view"] {
		t.Fatalf("the form is %+v, %v", v, err)
	}
	done(s.SubmitView("amina", v.ID, Values{"text": "bad"}))
	b.tells(t, told{"what": "submitted", "text": "bad", "meta": "kept"})
	if m := s.Modals("amina"); len(m) != 1 || m[0].Errors["text"] != "Not that" {
		t.Fatalf("after the app's errors: %+v", m)
	}
	done(s.SubmitView("amina", v.ID, Values{"text": "good", "due": "2019-11-08"}))
	b.tells(t, told{"what": "submitted", "user": "U1", "text": "good", "due": "2019-11-08"})
	message("general", "Saved: good")
	if n := len(s.Modals("amina")); n != 0 {
		t.Errorf("%d forms are still open", n)
	}

	f := RateLimited("team.info", "3")
	remove := s.AddFault(f)
	done(s.Command("amina", "general", "/tour", ""))
	b.tells(t, told{"what": "pages", "names": "general closed elsewhere old shared"})
	b.tells(t, told{"what": "members", "ids": "U0BOT U1 U2 U3 U4 U5"})
	b.tells(t, told{"what": "files", "ids": "2", "name": "one.csv", "title": "One", "content": "a,b\n"})
	b.tells(t, told{"what": "without a token", "status": "302"})
	b.tells(t, told{"what": "replies", "texts": "First Reply 1 Reply 2 Reply 3", "marker": "v"})
	b.tells(t, told{"what": "permalink", "ends": "true"})
	b.tells(t, told{"what": "refusals", "codes": "invalid_arguments channel_not_found invalid_trigger_id no_text user_not_in_channel"})
	b.tells(t, told{"what": "rate", "limited": "slack_webapi_rate_limited_error 3"})
	b.tells(t, told{"what": "toured"})
	remove()
	for _, words := range []string{"On the way", "For you alone", "The end"} {
		if _, err := s.WaitEphemeral(ctx(t), "amina", func(m Message) bool { return m.Text == words }); err != nil {
			t.Errorf("%q was not shown: %v", words, err)
		}
	}
	began := message(s.DM("amina"), "Began")
	if a := s.Assistant(began.Channel, began.TS); a.Status != "is looking" || a.Title != "A tour" {
		t.Errorf("the agent's thread is %+v", a)
	}
	if a := s.Assistant(began.Channel, ""); len(a.Prompts) != 1 || a.Prompts[0].Message != "one?" {
		t.Errorf("the suggested prompts are %+v", a)
	}

	if _, err := s.UploadWith("bilal", "general", "see this", "", NewFile{Name: "paper.md", Content: []byte("# Paper")}); err != nil {
		t.Fatal(err)
	}
	b.tells(t, told{"what": "shared", "name": "paper.md", "type": "text/markdown", "user": "U2"})
	if err := s.React("bilal", asked, "eyes"); err != nil {
		t.Fatal(err)
	}
	b.tells(t, told{"what": "reaction", "name": "eyes", "user": "U2"})

	done(s.Command("amina", "general", "/stack", ""))
	b.tells(t, told{"what": "stacked"})
	below, err := s.WaitModal(ctx(t), "amina", func(v View) bool { return v.CallbackID == "below" })
	if err != nil {
		t.Fatal(err)
	}
	if a := done(s.Suggest("amina", below.ID, "pick", "she")); !strings.Contains(string(a.Payload), "Found she") {
		t.Errorf("the options are %s", a.Payload)
	}
	b.tells(t, told{"what": "options", "typed": "she"})
	done(s.ClickView("amina", below.ID, "more"))
	b.tells(t, told{"what": "pushed"})
	above, err := s.WaitModal(ctx(t), "amina", func(v View) bool { return strings.Contains(string(v.Title), "Above") })
	if err != nil || len(s.Modals("amina")) != 2 {
		t.Fatalf("the stack is %+v, %v", s.Modals("amina"), err)
	}
	done(s.CloseView("amina", above.ID))
	done(s.CloseView("amina", below.ID))
	b.tells(t, told{"what": "closed", "user": "U1", "cleared": "false"})

	done(s.Shortcut("amina", asked, "log_item"))
	b.tells(t, told{"what": "shortcut", "text": "<@U0BOT> are you there?"})
	b.tells(t, told{"what": "refused", "error": "channel_not_found", "user": "U0BOT"})
	select {
	case m := <-b.said:
		t.Errorf("the Bolt app also told %v", m)
	default:
	}
}

func TestBoltOverSockets(t *testing.T) {
	node(t, boltDir)
	s, _ := start(t, sample())
	b, _ := runBolt(t, s, "socket")
	if err := s.WaitSockets(ctx(t), 1); err != nil {
		t.Fatal(err)
	}
	workWithBolt(t, s, b)
	// Told to leave, an independent client comes back and is served as before.
	watch := s.Watch(ctx(t))
	s.Disconnect(RefreshRequested, 0)
	for hello := false; !hello; {
		e, ok := <-watch
		if !ok {
			t.Fatal("the Bolt app did not come back")
		}
		hello = e.Frame != nil && e.Frame.Kind == "hello"
	}
	if _, err := s.Say("bilal", s.DM("bilal"), "hello", ""); err != nil {
		t.Fatal(err)
	}
	b.tells(t, told{"what": "message", "user": "U2"})
}

func TestBoltOverSignedHTTP(t *testing.T) {
	node(t, boltDir)
	var proxy atomic.Pointer[httputil.ReverseProxy] // the app's port is known only when it runs
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { proxy.Load().ServeHTTP(w, r) }))
	defer front.Close()
	o := sample()
	to := front.URL + "/slack/events"
	o.HTTP = HTTPDelivery{Events: to, Commands: to, Interactions: to}
	s, _ := start(t, o)
	b, address := runBolt(t, s, "http")
	proxy.Store(httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address}))
	if err := s.VerifyURL(); err != nil {
		t.Error(err)
	}
	workWithBolt(t, s, b)

	// Bolt's own check of signatures takes what Sign signs, and nothing else.
	body := []byte(`{"type":"url_verification","challenge":"c"}`)
	for _, c := range []struct {
		what   string
		header http.Header
		status int
	}{
		{"signed", Sign(s.opt.SigningSecret, time.Now(), body), 200},
		{"another secret", Sign("another", time.Now(), body), 401},
		{"another body", Sign(s.opt.SigningSecret, time.Now(), []byte("{}")), 401},
		{"six minutes old", Sign(s.opt.SigningSecret, time.Now().Add(-6*time.Minute), body), 401},
		{"unsigned", http.Header{}, 401},
	} {
		req, err := http.NewRequestWithContext(ctx(t), http.MethodPost, to, strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = c.header
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.status {
			t.Errorf("%s: Bolt answers %d, want %d", c.what, resp.StatusCode, c.status)
		}
	}
}
