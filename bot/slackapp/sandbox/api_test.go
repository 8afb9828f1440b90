package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"rabita/bot/slackapp/fakeslack"
)

// client is a tab as a program.
type client struct {
	t    testing.TB
	conn *websocket.Conn
	n    int
}

func dial(t testing.TB, w *world, who string) *client {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.url, "http")+"/ws?as="+who, http.Header{"Origin": {w.url}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &client{t: t, conn: conn}
}

// wait reads until something comes that ok accepts.
func (c *client) wait(what string, ok func(m map[string]any) bool) map[string]any {
	c.t.Helper()
	c.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		var m map[string]any
		if err := c.conn.ReadJSON(&m); err != nil {
			c.t.Fatalf("waiting for %s: %v", what, err)
		}
		if ok(m) {
			return m
		}
	}
}

func (c *client) kind(kind string) map[string]any {
	c.t.Helper()
	return c.wait(kind, func(m map[string]any) bool { return m["type"] == kind })
}

func (c *client) op(name string, args map[string]any) map[string]any {
	c.t.Helper()
	c.n++
	if err := c.conn.WriteJSON(map[string]any{"n": c.n, "op": name, "args": args}); err != nil {
		c.t.Fatal(err)
	}
	return c.wait("the answer to "+name, func(m map[string]any) bool { return m["type"] == "reply" && m["re"] == float64(c.n) })
}

// TestGuard: only this machine's own pages and programs get in.
func TestGuard(t *testing.T) {
	w := serve(t, nil)
	own := strings.TrimPrefix(w.url, "http://")
	port := own[strings.LastIndex(own, ":"):]
	for _, c := range []struct {
		name, path string
		host       string
		header     map[string]string
		want       int
	}{
		{"the page", "/", own, nil, 200},
		{"by name", "/", "localhost" + port, nil, 200},
		{"by another address of this machine", "/", "[::1]" + port, nil, 200},
		{"own origin", "/doc/", own, map[string]string{"Origin": "http://" + own}, 200},
		{"a link from elsewhere", "/", own, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		{"a name pointed here", "/", "evil.example" + port, nil, 421},
		{"a name that looks like it", "/", "127.0.0.1.evil.example", nil, 421},
		{"no host", "/", "0.0.0.0" + port, nil, 421},
		{"a foreign page", "/doc/", own, map[string]string{"Origin": "https://evil.example"}, 403},
		{"another port", "/doc/", own, map[string]string{"Origin": "http://127.0.0.1:1"}, 403},
		{"a sandboxed frame", "/doc/", own, map[string]string{"Origin": "null"}, 403},
		{"embedded elsewhere", "/static/app.js", own, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"the WebSocket from elsewhere", "/ws?as=U1", own, map[string]string{"Origin": "https://evil.example"}, 403},
		{"the API from elsewhere", "/slack/api/auth.test", own, map[string]string{"Origin": "https://evil.example"}, 403},
		{"the API with slack-go's own origin", "/slack/api/auth.test", own, map[string]string{"Origin": slackOrigin}, 403},
		{"a foreign host at the API", "/slack/api/auth.test", "evil.example", nil, 421},
		{"an unknown member", "/ws?as=nobody", own, nil, 404},
		{"nothing there", "/nothing", own, nil, 404},
	} {
		req, err := http.NewRequest("GET", w.url+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = c.host
		for k, v := range c.header {
			req.Header.Set(k, v)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != c.want {
			t.Errorf("%s: status = %d, want %d (%.80s)", c.name, res.StatusCode, c.want, body)
		}
		csp := res.Header.Get("Content-Security-Policy")
		if res.StatusCode == 200 && (!strings.HasPrefix(csp, "default-src 'none'; script-src 'self'; ") || strings.Contains(csp, "unsafe")) {
			t.Errorf("%s: Content-Security-Policy = %q", c.name, csp)
		}
		if c.path == "/" && c.want == 200 && (bytes.Contains(body, []byte("<script>")) || bytes.Contains(body, []byte("style=")) || bytes.Contains(body, []byte("https://"))) {
			t.Errorf("%s: the page has something inline, or from outside", c.name)
		}
	}
}

func TestListen(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.org:0", "nonsense"} {
		if ln, err := Listen(addr); err == nil {
			ln.Close()
			t.Errorf("Listen(%q) listens", addr)
		}
	}
}

func TestTabSeesItsMember(t *testing.T) {
	w := serve(t, nil)
	join(t, w)
	member, guest := dial(t, w, "U1"), dial(t, w, "U3")
	count := func(s map[string]any, key string) int { l, _ := s[key].([]any); return len(l) }
	if s := member.kind("state"); count(s, "channels") != 5 || count(s, "documents") != 2 {
		t.Errorf("the coordinator sees %d conversations, %d papers; want 5, 2", count(s, "channels"), count(s, "documents"))
	}
	if s := guest.kind("state"); count(s, "channels") != 2 || count(s, "documents") != 1 {
		t.Errorf("the guest sees %d conversations, %d papers; want 2, 1", count(s, "channels"), count(s, "documents"))
	}
	for _, op := range []string{"open", "thread"} {
		if r := guest.op(op, map[string]any{"channel": "C2", "ts": "1"}); r["error"] == nil {
			t.Errorf("the guest may %s a private channel: %v", op, r)
		}
	}
	if r := guest.op("jump", map[string]any{"to": start.AddDate(-1, 0, 0)}); r["error"] != "The clock only moves forward; choose a later moment." {
		t.Errorf("a jump back: %v", r)
	}
	if r := guest.op("say", map[string]any{"channel": "C1", "text": "hello"}); r["error"] == nil {
		t.Errorf("the guest may write in a channel: %v", r)
	}
	// What is said in a channel reaches who sees it, and nobody else: the guest hears the second message only.
	member.op("say", map[string]any{"channel": "C1", "text": "for members"})
	member.op("say", map[string]any{"channel": "C3", "text": "for all"})
	m := guest.kind("message")["message"].(map[string]any)
	if m["text"] != "for all" {
		t.Errorf("the guest heard %q", m["text"])
	}
	// Commands: a right one, a wrong one, one in a thread.
	if r := member.op("command", map[string]any{"channel": "C1", "command": "/action", "text": "add this"}); r["error"] != nil {
		t.Errorf("a command: %v", r)
	}
	if r := member.op("command", map[string]any{"channel": "C1", "command": "/nonsense"}); r["error"] != "/nonsense is not a valid command." {
		t.Errorf("a wrong command: %v", r)
	}
	if r := member.op("command", map[string]any{"channel": "C1", "command": "/action", "thread": "1"}); !strings.Contains(fmt.Sprint(r["error"]), "not supported in threads") {
		t.Errorf("a command in a thread: %v", r)
	}
	if r := member.op("explode", nil); !strings.Contains(fmt.Sprint(r["error"]), "does not exist") {
		t.Errorf("an unknown operation: %v", r)
	}
}

func TestPagesOfMessages(t *testing.T) {
	w := serve(t, nil)
	for i := range 130 {
		if _, err := w.fake.Say("U1", "C1", fmt.Sprint("message ", i), ""); err != nil {
			t.Fatal(err)
		}
	}
	c := dial(t, w, "U1")
	before, seen := "", 0
	for more := true; more; {
		d := c.op("open", map[string]any{"channel": "C1", "before": before})["data"].(map[string]any)
		list := d["messages"].([]any)
		seen += len(list)
		before, more = list[0].(map[string]any)["ts"].(string), d["more"].(bool)
	}
	if seen != 130 {
		t.Errorf("page after page there are %d messages, want 130", seen)
	}
}

func TestDocuments(t *testing.T) {
	w := serve(t, nil)
	get := func(path string) (int, string) {
		res, err := http.Get(w.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(b)
	}
	for _, c := range []struct {
		path   string
		status int
		has    string
	}{
		{"/doc/F04", 200, `id="item-5-para-12"`},
		{"/doc/F04?at=14th+IPMG+minutes,+29+Oct+2019,+item+5,+para+12,+p.+5", 200, `class="passage quoted" id="item-5-para-12"`},
		{"/doc/F04?at=item-5-para-13", 200, `class="passage quoted" id="item-5-para-13"`},
		{"/doc/F04?at=row+14.1", 200, `id="row-14-1" class="quoted"`},
		{"/doc/F04?at=20th+IPMG,+item+5,+para+12", 200, `class="passage quoted" id="item-5-para-12"`},
		{"/doc/F04?at=item+5,+para+120", 200, `data-marked=""`},
		{"/doc/F04?at=item+5,+para+1", 200, `data-marked=""`},
		{"/doc/F90?as=U1", 200, "<p dir=\"auto\">1. Not for all.</p>"},
		{"/doc/F90?as=U1&at=s.+4", 200, `<h3 dir="auto" id="s-4" class="quoted">4. Committee</h3>`},
		{"/doc/F90?as=U3", 404, "you may not see it"},
		{"/doc/F99", 404, "There is no paper F99"},
		{"/doc/?as=U3", 200, `data-doc="F04"`},
	} {
		status, body := get(c.path)
		if status != c.status || !strings.Contains(body, c.has) {
			t.Errorf("%s: status %d, want %d with %q in\n%s", c.path, status, c.status, c.has, body)
		}
	}
	if _, body := get("/doc/?as=U3"); strings.Contains(body, "F90") {
		t.Error("the guest's list holds the secretariat's paper")
	}
}

func TestUploadAndDownload(t *testing.T) {
	w := serve(t, nil)
	send := func(as, channel string, data []byte) int {
		var b bytes.Buffer
		f := multipart.NewWriter(&b)
		f.WriteField("channel", channel)
		f.WriteField("text", "@rabita index this")
		p, err := f.CreateFormFile("files", "مسودہ.md")
		if err != nil {
			t.Fatal(err)
		}
		p.Write(data)
		f.Close()
		res, err := http.Post(w.url+"/upload?as="+as, f.FormDataContentType(), &b)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := send("U1", "C2", []byte("# secret")); got != 204 {
		t.Fatalf("upload: %d", got)
	}
	if got := send("U3", "C2", []byte("x")); got != 403 {
		t.Errorf("a guest uploads to a private channel: %d", got)
	}
	if got := send("U1", "C2", make([]byte, maxUpload+1)); got != 413 {
		t.Errorf("a file too large: %d", got)
	}
	m := w.fake.Messages("C2")[0]
	if m.Text != "<@U0BOT> index this" || len(m.Files) != 1 {
		t.Fatalf("message = %+v", m)
	}
	for who, want := range map[string]int{"U1": 200, "U2": 404} {
		res, err := http.Get(w.url + "/file/" + m.Files[0] + "?as=" + who)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want || want == 200 && (string(b) != "# secret" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment")) {
			t.Errorf("%s downloads: %d, %q, %v", who, res.StatusCode, b, res.Header)
		}
	}
}

// TestAnyClientJoins: the API base and token that the page shows are good for a Slack client library.
func TestAnyClientJoins(t *testing.T) {
	w := serve(t, nil)
	c := dial(t, w, "U2")
	api := c.kind("state")["api"].(map[string]any)
	cl := slack.New(api["token"].(string), slack.OptionAPIURL(api["base"].(string)))
	if _, _, err := cl.PostMessage("C1", slack.MsgOptionText("from my own client", false)); err != nil {
		t.Fatal(err)
	}
	if m := c.kind("message")["message"].(map[string]any); m["text"] != "from my own client" || m["user"] != "U2" {
		t.Errorf("message = %v", m)
	}
}

func TestClockStartsAfterTheLastMessage(t *testing.T) {
	late := start.AddDate(0, 2, 0)
	fake := fakeslack.New(fakeslack.Options{Workspace: workspace(), Clock: func() time.Time { return late }})
	defer fake.Close()
	if _, err := fake.Say("U1", "C1", "from an earlier run", ""); err != nil {
		t.Fatal(err)
	}
	c := NewClock(start)
	if _, err := New(Options{Fake: fake, Clock: c}); err != nil {
		t.Fatal(err)
	}
	if c.Now().Before(late) {
		t.Errorf("the clock reads %v, before the last message of %v", c.Now(), late)
	}
	if c.Advance(start) {
		t.Error("the clock moved back")
	}
}
