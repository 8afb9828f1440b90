package slackapp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"rabita/bot"
	"rabita/store"
	"rabita/store/storetest"
)

// A hostile is a Slack that behaves as told: open answers apps.connections.open (nil: with an address), link serves each socket.
type hostile struct {
	*httptest.Server
	opens atomic.Int64
	open  func(n int64, w http.ResponseWriter) bool // false: the address is still to be given
	link  func(n int64, c *websocket.Conn)

	mu    sync.Mutex
	acked map[string]int
	posts chan string
}

func newHostile(t *testing.T, link func(n int64, c *websocket.Conn)) *hostile {
	h := &hostile{link: link, acked: map[string]int{}, posts: make(chan string, 1000)}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, s string) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, s)
	}
	mux.HandleFunc("/api/auth.test", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, `{"ok":true,"user_id":"U0BOT","bot_id":"B0BOT","team_id":"T0TEAM"}`)
	})
	mux.HandleFunc("/api/users.info", func(w http.ResponseWriter, r *http.Request) {
		answer(w, fmt.Sprintf(`{"ok":true,"user":{"id":%q,"team_id":"T0TEAM","tz":"Asia/Karachi"}}`, r.FormValue("user")))
	})
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, _ *http.Request) {
		n := h.opens.Add(1)
		if h.open != nil && h.open(n, w) {
			return
		}
		answer(w, fmt.Sprintf(`{"ok":true,"url":"ws%s/link?n=%d"}`, strings.TrimPrefix(h.URL, "http"), n))
	})
	mux.HandleFunc("/api/chat.postMessage", func(w http.ResponseWriter, r *http.Request) {
		h.posts <- r.FormValue("text")
		answer(w, `{"ok":true,"channel":"D1","ts":"1700000000.000100"}`)
	})
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) { answer(w, `{"ok":true}`) })
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			return // the upgrader has answered
		}
		defer c.Close()
		var n int64
		fmt.Sscan(r.FormValue("n"), &n)
		h.link(n, c)
	})
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.CloseClientConnections)
	return h
}

// serve pings, notes what is acknowledged and sends what comes on out, until the connection ends.
func (h *hostile) serve(c *websocket.Conn, out <-chan []byte) {
	read := make(chan struct{})
	go func() { // ends with the connection
		defer close(read)
		for {
			_, b, err := c.ReadMessage()
			if err != nil {
				return
			}
			var a struct {
				ID string `json:"envelope_id"`
			}
			json.Unmarshal(b, &a)
			h.mu.Lock()
			h.acked[a.ID]++
			h.mu.Unlock()
		}
	}()
	ping := time.NewTicker(time.Second)
	defer ping.Stop()
	for {
		select {
		case <-read:
			return
		case b, ok := <-out:
			if !ok || c.WriteMessage(websocket.TextMessage, b) != nil {
				return
			}
		case <-ping.C:
			if c.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) != nil {
				return
			}
		}
	}
}

var hello = []byte(`{"type":"hello","num_connections":1}`)

// against runs an app with one socket against a hostile Slack until the test ends.
func against(t *testing.T, h *hostile, change ...func(*Config)) (*App, *heard, *lockedBuffer) {
	t.Helper()
	cfg := Config{APIURL: h.URL + "/api/", BotToken: "xoxb-" + canary, AppToken: "xapp-" + canary, Sockets: 1, Pace: -1}
	for _, f := range change {
		f(&cfg)
	}
	said, log := &heard{kick: make(chan struct{}, 1)}, &lockedBuffer{}
	a := New(slog.New(slog.NewTextHandler(io.MultiWriter(log, t.Output()), nil)), cfg, said, storetest.Open(t, store.Options{NoSync: true}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run ended with %v", err)
		}
		if strings.Contains(log.String(), canary) {
			t.Error("a token was logged")
		}
	})
	return a, said, log
}

// order is an envelope with a direct message.
func order(envelope, event, text string) []byte {
	return fmt.Appendf(nil, `{"envelope_id":%q,"type":"events_api","accepts_response_payload":false,"payload":{"type":"event_callback","event_id":%q,`+
		`"team_id":"T0TEAM","event":{"type":"message","channel_type":"im","channel":"D1","user":"U1","text":%q,"ts":"%d.%06d"}}}`,
		envelope, event, text, time.Now().Unix(), time.Now().Nanosecond()/1000)
}

// TestNoHello: a socket over which Slack never says hello is given up and opened anew.
func TestNoHello(t *testing.T) {
	var h *hostile
	h = newHostile(t, func(n int64, c *websocket.Conn) {
		out := make(chan []byte, 2)
		if n > 1 {
			out <- hello
			out <- order("e1", "Ev1", "at last")
		}
		h.serve(c, out)
	})
	a, said, _ := against(t, h, func(c *Config) { c.hello = 50 * time.Millisecond })
	said.wait(t, func(m bot.Message) bool { return m.Text == "at last" })
	if !a.Health().Ready() {
		t.Errorf("the health is %+v", a.Health())
	}
}

// TestSilentSocket: one that is open and over which nothing comes for long is opened anew.
func TestSilentSocket(t *testing.T) {
	var h *hostile
	h = newHostile(t, func(n int64, c *websocket.Conn) {
		out := make(chan []byte, 2)
		out <- hello
		if n > 2 {
			out <- order("e1", "Ev1", "here again")
		}
		h.serve(c, out)
	})
	_, said, log := against(t, h, func(c *Config) { c.silent = 50 * time.Millisecond })
	said.wait(t, func(m bot.Message) bool { return m.Text == "here again" })
	if !strings.Contains(log.String(), "opening it again") {
		t.Error("the log does not tell")
	}
}

// TestRefreshStorm: a Slack that asks after every hello to open the socket anew is followed, with patience.
func TestRefreshStorm(t *testing.T) {
	var h *hostile
	h = newHostile(t, func(n int64, c *websocket.Conn) {
		out := make(chan []byte, 4)
		out <- hello
		out <- order(fmt.Sprint("e", n), "Ev1", "in the storm") // the same event each time
		out <- []byte(`{"type":"disconnect","reason":"refresh_requested"}`)
		h.serve(c, out)
	})
	_, said, log := against(t, h)
	if err := log.wait(t.Context(), "opening it again"); err != nil {
		t.Fatal(err)
	}
	if n := h.opens.Load(); n > 4*maxInARow { // slack-go is some ahead of whoever listens to it
		t.Errorf("%d sockets were opened in a row", n)
	}
	said.wait(t, func(m bot.Message) bool { return m.Text == "in the storm" })
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	<-ctx.Done() // what is counted is what happens in a while
	if n := h.opens.Load(); n > 10*maxInARow {
		t.Errorf("%d sockets were opened in two seconds", n)
	}
	if n := len(said.messages()); n != 1 {
		t.Errorf("the bot was asked %d times, want once", n)
	}
}

// TestSocketsAreRationed: where Slack says 429 to the opening of sockets, it is obeyed.
func TestSocketsAreRationed(t *testing.T) {
	var h *hostile
	var second atomic.Int64
	began := time.Now()
	h = newHostile(t, func(_ int64, c *websocket.Conn) {
		out := make(chan []byte, 2)
		out <- hello
		out <- order("e1", "Ev1", "in the end")
		h.serve(c, out)
	})
	h.open = func(n int64, w http.ResponseWriter) bool {
		if n == 1 {
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		second.CompareAndSwap(0, int64(time.Since(began)))
		return false
	}
	_, said, _ := against(t, h)
	said.wait(t, func(m bot.Message) bool { return m.Text == "in the end" })
	if d := time.Duration(second.Load()); d < 2*time.Second {
		t.Errorf("it was asked again after %v, Slack had asked for two seconds", d)
	}
}

// TestHugeFrames: one that is too large ends the socket and nothing else; nonsense is put aside, and what has an envelope is acknowledged.
func TestHugeFrames(t *testing.T) {
	var h *hostile
	h = newHostile(t, func(n int64, c *websocket.Conn) {
		out := make(chan []byte, 20)
		out <- hello
		if n == 1 {
			out <- []byte(`{"envelope_id":"big","type":"events_api","payload":"` + strings.Repeat("x", maxFrame+1) + `"}`)
		} else {
			out <- []byte(`not JSON at all`)
			out <- []byte(`{"type":"brand_new_2027","envelope_id":"new","payload":{}}`)
			out <- []byte(`{"type":"events_api","envelope_id":"","payload":{}}`)
			out <- []byte(`{"type":"events_api","envelope_id":"nothing"}`)
			out <- []byte(strings.Repeat("[", 10_000))
			out <- []byte(`{"type":"events_api","envelope_id":"deep","payload":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`)
			out <- []byte{0xff, 0xfe, 0}
			out <- order("e1", "Ev1", "still here")
		}
		h.serve(c, out)
	})
	a, said, _ := against(t, h)
	said.wait(t, func(m bot.Message) bool { return m.Text == "still here" })
	late := time.After(patience)
	for missing := []string{"new", "nothing", "deep", "e1"}; len(missing) > 0; {
		h.mu.Lock()
		if h.acked[missing[0]] > 0 {
			missing = missing[1:]
		}
		h.mu.Unlock()
		select {
		case <-late:
			t.Fatalf("%q is not acknowledged", missing)
		case <-time.After(time.Millisecond):
		}
	}
	if hl := a.Health(); hl.Panics > 0 || hl.Unreadable == 0 {
		t.Errorf("the health is %+v", hl)
	}
}
