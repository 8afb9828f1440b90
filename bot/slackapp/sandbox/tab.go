package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"rabita/bot/slackapp/fakeslack"
)

// tab is one page in a browser, acting as one member.
type tab struct {
	b    *Sandbox
	who  fakeslack.Member
	conn *websocket.Conn
	out  chan any // replies and what concerns all tabs; events have their own way
	quit context.CancelFunc
	sees map[string]bool // conversations; used by the writing goroutine alone
	wire atomic.Bool     // the wire view is open
}

// Limits of a tab's connection.
const (
	maxFrame  = 256 << 10 // bytes of one operation
	writeWait = 10 * time.Second
	pingEvery = 20 * time.Second
)

var upgrader = websocket.Upgrader{ // the guard has looked at the Origin
	CheckOrigin: func(*http.Request) bool { return true }, EnableCompression: false,
}

func (b *Sandbox) serveTab(w http.ResponseWriter, r *http.Request) {
	who, ok := b.opt.Fake.Member(r.URL.Query().Get("as"))
	if !ok || who.Bot || who.Deleted {
		http.Error(w, "There is no such member; ?as= takes an id or a name.", http.StatusNotFound)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	ctx, cancel := context.WithCancel(context.Background())
	t := &tab{b: b, who: who, conn: conn, out: make(chan any, 256), quit: cancel, sees: map[string]bool{}}
	b.mu.Lock()
	b.tabs[t] = true
	b.mu.Unlock()
	written := make(chan struct{})
	go func() { // ends with ctx, a failed write or the workspace; serveTab waits for it
		defer close(written)
		defer conn.Close()
		defer cancel()
		t.write(ctx)
	}()
	t.read(ctx)
	cancel()
	<-written
	b.mu.Lock()
	delete(b.tabs, t)
	b.mu.Unlock()
}

// operation is what the page sends.
type operation struct {
	N    int             `json:"n"`
	Op   string          `json:"op"`
	Args json.RawMessage `json:"args"`
}

// reply answers an operation.
type reply struct {
	Type   string            `json:"type"` // "reply"
	Re     int               `json:"re"`
	Error  string            `json:"error,omitempty"`  // a sentence for the member; empty: it worked
	Fields map[string]string `json:"fields,omitempty"` // a form's errors, by block id
	Data   any               `json:"data,omitempty"`
}

func (t *tab) read(ctx context.Context) {
	t.conn.SetReadLimit(maxFrame)
	alive := func(string) error { return t.conn.SetReadDeadline(time.Now().Add(3 * pingEvery)) }
	alive("")
	t.conn.SetPongHandler(alive)
	for {
		var o operation
		if err := t.conn.ReadJSON(&o); err != nil {
			return
		}
		alive("")
		go func() { // ends when the app has answered or failed to: seconds
			rp := t.do(ctx, o)
			select {
			case t.out <- rp:
			case <-ctx.Done():
			}
		}()
	}
}

func (t *tab) write(ctx context.Context) {
	events := t.b.opt.Fake.Watch(ctx) // before the state is read, so that nothing falls in between
	s := t.b.state(t.who)
	t.look(s.Channels)
	if !t.send(s) {
		return
	}
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			for _, v := range t.translate(e) {
				if !t.send(v) {
					return
				}
			}
		case v := <-t.out:
			if !t.send(v) {
				return
			}
		case <-ping.C:
			if t.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func (t *tab) send(v any) bool {
	t.conn.SetWriteDeadline(time.Now().Add(writeWait))
	return t.conn.WriteJSON(v) == nil
}

func (t *tab) look(list []channel) {
	clear(t.sees)
	for _, c := range list {
		t.sees[c.ID] = true
	}
}

// event is a change sent to the page.
type event struct {
	Type      string                     `json:"type"`
	Message   *message                   `json:"message,omitempty"`
	Channels  []channel                  `json:"channels,omitempty"`
	Members   []fakeslack.Member         `json:"members,omitempty"`
	Groups    []fakeslack.UserGroup      `json:"groups,omitempty"`
	Modals    []fakeslack.View           `json:"modals,omitempty"`
	Home      *fakeslack.View            `json:"home,omitempty"`
	Assistant *fakeslack.AssistantThread `json:"assistant,omitempty"`
	Entry     *wireEntry                 `json:"entry,omitempty"`
	Faults    []faultState               `json:"faults,omitempty"`
}

// translate turns what happened into what this member's page is told of it.
func (t *tab) translate(e fakeslack.Event) []any {
	f := t.b.opt.Fake
	switch e.Kind {
	case "message", "message_changed", "message_deleted":
		if !t.sees[e.Channel] {
			return nil
		}
		m := t.b.message(*e.Message)
		out := []any{event{Type: e.Kind, Message: &m}}
		if root, ok := f.Message(m.Channel, m.ThreadTS); ok && m.InThread() { // its count of replies changed
			r := t.b.message(root)
			out = append(out, event{Type: "message_changed", Message: &r})
		}
		return out
	case "ephemeral", "ephemeral_deleted":
		if e.User != t.who.ID {
			return nil
		}
		m := t.b.message(*e.Message)
		return []any{event{Type: e.Kind, Message: &m}}
	case "view", "view_closed":
		if e.User == t.who.ID {
			return []any{event{Type: "modals", Modals: f.Modals(t.who.ID)}}
		}
	case "home":
		if e.User == t.who.ID {
			return []any{event{Type: "home", Home: e.View}}
		}
	case "assistant":
		if t.sees[e.Channel] {
			return []any{event{Type: "assistant", Assistant: e.Assistant}}
		}
	case "channel", "member", "group":
		list := t.b.channels(t.who.ID)
		t.look(list)
		return []any{event{Type: "people", Channels: list, Members: f.Members(), Groups: f.Groups()}}
	}
	if w, ok := entryOf(e); ok && t.wire.Load() {
		return []any{event{Type: "wire", Entry: &w}}
	}
	return nil
}

// tellAll sends to every tab. One that reads nothing any more is cut; its page connects again and starts anew.
func (b *Sandbox) tellAll(v any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for t := range b.tabs {
		select {
		case t.out <- v:
		default:
			t.quit()
		}
	}
}
