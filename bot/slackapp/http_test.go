package slackapp

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
	"rabita/store/storetest"
)

const signing = "secret-" + canary

// httpRig is an app in HTTP mode against a double that delivers to it.
func httpRig(t *testing.T) (*rig, *httptest.Server) {
	t.Helper()
	var app *App
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { app.Handler().ServeHTTP(w, r) }))
	t.Cleanup(srv.Close)
	o := world()
	o.HTTP = fakeslack.HTTPDelivery{Events: srv.URL + EventsPath, Commands: srv.URL + CommandsPath, Interactions: srv.URL + InteractionsPath}
	r := start(t, o, func(c *Config) { c.Listen, c.AppToken = "127.0.0.1:0", "" })
	app = r.app
	if err := r.log.wait(r.ctx(), "listening for Slack"); err != nil || !app.Health().Ready() {
		t.Fatal("the app does not listen: ", err)
	}
	return r, srv
}

func TestHTTPMode(t *testing.T) {
	r, _ := httpRig(t)
	if err := r.VerifyURL(); err != nil {
		t.Error(err)
	}
	r.sayIn("amina", "general", r.Mention("rabita")+" hello", "")
	r.reply("general", "You said: hello")
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Kind == bot.Submit {
			return bot.Reply{Errors: map[string]string{"text": "not so"}}, nil
		}
		return bot.Reply{Outcome: bot.Answer, Modal: form("A-1"), Parts: []bot.Part{bot.Say(bot.Finding, "answered "+string(m.Kind)), {Buttons: []bot.Button{{Action: "edit", Value: "v", Label: "Edit"}}}}}, nil
	})
	r.acked(r.Command("amina", "general", "/ask", "what?"))
	r.whisper("amina", "answered command")
	v := r.modal("amina")
	r.acked(r.SubmitView("amina", v.ID, nil))
	if open := r.Modals("amina"); len(open) != 1 || open[0].Errors["text"] != "not so" {
		t.Errorf("the form shows %+v", open)
	}
}

func signedRequest(method, address, kind string, body []byte, at time.Time) *http.Request {
	req, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	req.Header = fakeslack.Sign(signing, at, body)
	req.Header.Set("Content-Type", kind)
	return req
}

// TestForgedRequests: what Slack did not sign, or signed long ago or otherwise, is not looked into.
func TestForgedRequests(t *testing.T) {
	h := &heard{kick: make(chan struct{}, 1)}
	a := New(slog.New(slog.NewTextHandler(io.Discard, nil)), Config{BotToken: "xoxb-x", SigningSecret: signing, Listen: "x"}, h, storetest.Open(t, store.Options{NoSync: true}))
	handler := a.Handler()
	do := func(req *http.Request) int {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, req)
		return w.Code
	}
	const js, fm = "application/json", "application/x-www-form-urlencoded"
	body := []byte(`{"type":"event_callback","event_id":"E1","event":{"type":"message","channel":"D1","channel_type":"im","user":"U1","text":"hello","ts":"1.000001"}}`)
	verify := []byte(`{"type":"url_verification","challenge":"right"}`)
	now := time.Now()
	at := func(d time.Duration) *http.Request {
		return signedRequest("POST", "http://x"+EventsPath, js, verify, now.Add(d))
	}
	edit := func(f func(r *http.Request)) *http.Request {
		r := at(0)
		f(r)
		return r
	}
	for name, c := range map[string]struct {
		req  *http.Request
		want int
	}{
		"right":          {at(0), 200},
		"299 s old":      {at(-299 * time.Second), 200},
		"298 s ahead":    {at(298 * time.Second), 200},
		"302 s old":      {at(-302 * time.Second), 401},
		"302 s ahead":    {at(302 * time.Second), 401},
		"GET":            {signedRequest("GET", "http://x"+EventsPath, js, verify, now), 405},
		"a query":        {signedRequest("POST", "http://x"+EventsPath+"?payload=x", js, verify, now), 400},
		"an empty query": {signedRequest("POST", "http://x"+EventsPath+"?", js, verify, now), 400},
		"no signature":   {edit(func(r *http.Request) { r.Header.Del("X-Slack-Signature") }), 401},
		"no timestamp":   {edit(func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }), 401},
		"two signatures": {edit(func(r *http.Request) { r.Header.Add("X-Slack-Signature", "v0=00") }), 401},
		"two timestamps": {edit(func(r *http.Request) { r.Header.Add("X-Slack-Request-Timestamp", "1") }), 401},
		"upper case": {edit(func(r *http.Request) {
			r.Header.Set("X-Slack-Signature", strings.ToUpper(r.Header.Get("X-Slack-Signature")))
		}), 401},
		"v1": {edit(func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v1"+r.Header.Get("X-Slack-Signature")[2:]) }), 401},
		"plus": {edit(func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", "+"+r.Header.Get("X-Slack-Request-Timestamp"))
		}), 401},
		"gzip":               {edit(func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }), 415},
		"another type":       {edit(func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }), 400},
		"too large":          {signedRequest("POST", "http://x"+EventsPath, js, make([]byte, maxBody+1), now), 413},
		"form as event":      {signedRequest("POST", "http://x"+EventsPath, fm, []byte("payload={}"), now), 400},
		"two payloads":       {signedRequest("POST", "http://x"+InteractionsPath, fm, []byte("payload={}&payload={}"), now), 400},
		"elsewhere":          {signedRequest("POST", "http://x/other", js, verify, now), 404},
		"challenge unsigned": {edit(func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("0", 64)) }), 401},
	} {
		if got := do(c.req); got != c.want {
			t.Errorf("%s: status %d, want %d", name, got, c.want)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	n := 5000
	for i := range n {
		req := signedRequest("POST", "http://x"+EventsPath, js, body, now)
		sent := bytes.Clone(body)
		switch rnd.IntN(4) {
		case 0:
			sent[rnd.IntN(len(sent))] ^= byte(1 + rnd.IntN(255))
		case 1:
			s := []byte(req.Header.Get("X-Slack-Signature"))
			s[rnd.IntN(len(s))] ^= byte(1 + rnd.IntN(127))
			req.Header["X-Slack-Signature"] = []string{string(s)}
		case 2:
			req.Header.Set("X-Slack-Request-Timestamp", fmt.Sprint(now.Unix()+1+int64(rnd.IntN(200))))
		case 3:
			sent = append(sent, ' ')
		}
		req.Body = io.NopCloser(bytes.NewReader(sent))
		if got := do(req); got != http.StatusUnauthorized {
			t.Fatalf("forged request %d was answered with status %d", i, got)
		}
	}
	if got := len(h.messages()); got != 0 || a.admitting.Load() != 0 {
		t.Errorf("forged requests reached the bot %d times", got)
	}
}

// TestSlowAndEndless: hundreds who send their headers or bodies slowly keep nobody out, and a body without an end is cut off.
func TestSlowAndEndless(t *testing.T) {
	r, _ := httpRig(t)
	_, at, _ := strings.Cut(r.log.String(), "address=")
	address, _, _ := strings.Cut(at, "\n")
	dial := func(send string) net.Conn {
		t.Helper()
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if _, err := io.WriteString(c, send); err != nil {
			t.Fatal(err)
		}
		return c
	}
	forged := "X-Slack-Request-Timestamp: " + fmt.Sprint(time.Now().Unix()) + "\r\nX-Slack-Signature: v0=" + strings.Repeat("0", 64) + "\r\nContent-Type: application/json\r\n"
	for range 200 {
		dial("POST " + EventsPath + " HTTP/1.1\r\nHost: x\r\nX-Slow: ")
		dial("POST " + EventsPath + " HTTP/1.1\r\nHost: x\r\n" + forged + "Content-Length: 100000\r\n\r\n{")
	}
	for i := range 20 {
		body := fmt.Appendf(nil, `{"type":"event_callback","event_id":"E%d","event":{"type":"message","channel":%q,"channel_type":"im","user":"U1","text":"order %d","ts":"%d.%06d"}}`,
			i, r.DM("amina"), i, time.Now().Unix(), i)
		resp, err := http.DefaultClient.Do(signedRequest("POST", "http://"+address+EventsPath, "application/json", body, time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 200 {
			t.Fatalf("beside the slow ones a right request is answered with status %d", resp.StatusCode)
		}
	}
	r.bot.wait(t, func(m bot.Message) bool { return m.Text == "order 19" })

	c := dial("POST " + EventsPath + " HTTP/1.1\r\nHost: x\r\n" + forged + "Transfer-Encoding: chunked\r\n\r\n")
	c.SetDeadline(time.Now().Add(patience))
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 64<<10, strings.Repeat("x", 64<<10))
	sent, err := 0, error(nil)
	for sent < 64<<20 && err == nil {
		var n int
		n, err = io.WriteString(c, chunk)
		sent += n
	}
	if err == nil {
		t.Errorf("%d bytes of a body without an end were taken", sent)
	}
}

// TestReplay: the same signed request a second time has no effect.
func TestReplay(t *testing.T) {
	r, srv := httpRig(t)
	dm := r.DM("amina")
	send := func(path, kind, body string) {
		t.Helper()
		for range 3 {
			resp, err := http.DefaultClient.Do(signedRequest("POST", srv.URL+path, kind, []byte(body), time.Now()))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != 200 {
				t.Errorf("%s: status %d", path, resp.StatusCode)
			}
		}
	}
	send(EventsPath, "application/json", fmt.Sprintf(`{"type":"event_callback","event_id":"E1","event":{"type":"message","channel":%q,"channel_type":"im","user":"U1","text":"once","ts":"%d.000001"}}`, dm, time.Now().Unix()))
	const fm = "application/x-www-form-urlencoded"
	send(CommandsPath, fm, url.Values{"command": {"/ask"}, "text": {"once"}, "user_id": {"U1"}, "channel_id": {"C1"}, "trigger_id": {"T1"}}.Encode())
	send(CommandsPath, fm, url.Values{"command": {"/action"}, "text": {"once"}, "user_id": {"U1"}, "channel_id": {"C1"}, "trigger_id": {"T2"}}.Encode())
	send(InteractionsPath, fm, url.Values{"payload": {`{"type":"block_actions","trigger_id":"T3","user":{"id":"U1"},"channel":{"id":"C1"},"container":{"message_ts":"1.000001"},"actions":[{"action_id":"a","block_id":"b","value":"once"}]}`}}.Encode())
	r.settle()
	if n := len(r.bot.messages()); n != 4 {
		t.Errorf("the bot was asked %d times for 4 things: %+v", n, r.bot.messages())
	}
	if data, err := os.ReadFile(r.st.Path()); err != nil || bytes.Contains(data, []byte(canary)) {
		t.Errorf("a token is in the store, or it cannot be read: %v", err)
	}
}
