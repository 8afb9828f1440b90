package fakeslack

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// patience is how long a test waits for what should come, also on a busy machine.
const patience = time.Minute

// sample is a small workspace: two members, a guest, a partner, someone who left.
func sample() Options {
	return Options{
		Workspace: Workspace{
			Bot: Member{ID: "U0BOT", Name: "rabita", RealName: "Rabita"},
			Members: []Member{
				{ID: "U1", Name: "amina", RealName: "Amina Khan", TZ: "Asia/Karachi", Email: "amina@example.org"},
				{ID: "U2", Name: "bilal", RealName: "Bilal Ahmed", TZ: "Asia/Karachi"},
				{ID: "U3", Name: "guest", UltraRestricted: true},
				{ID: "U4", Name: "partner", Team: "T0OTHER"},
				{ID: "U5", Name: "gone", Deleted: true},
			},
			Channels: []Channel{
				{ID: "C1", Name: "general", Topic: "all", Members: []string{"rabita", "amina", "bilal"}},
				{ID: "C2", Name: "closed", Kind: Private, Members: []string{"rabita", "amina"}},
				{ID: "C3", Name: "elsewhere", Members: []string{"amina"}},
				{ID: "C4", Name: "secret", Kind: Private, Members: []string{"amina"}},
				{ID: "C5", Name: "old", Members: []string{"rabita", "amina"}, Archived: true},
				{ID: "C6", Name: "shared", Members: []string{"rabita", "amina", "partner", "guest"}, ExtShared: true},
			},
			Groups: []UserGroup{{ID: "S1", Handle: "secretariat", Name: "Secretariat", Users: []string{"amina"}}},
		},
		PingInterval: 50 * time.Millisecond,
	}
}

// start serves a workspace on loopback until the test ends, and fails the test if
// the double answered with an error its own table lacks.
func start(t *testing.T, o Options) (*Server, *slack.Client) {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	s := New(o)
	if err := s.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if u := s.Unlisted(); len(u) > 0 {
			t.Errorf("answers with errors missing from the table: %q", u)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, client(s, s.opt.BotToken)
}

func client(s *Server, token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(s.APIURL()), slack.OptionAppLevelToken(s.opt.AppToken),
		slack.OptionLog(log.New(io.Discard, "", 0)))
}

func ctx(t *testing.T) context.Context {
	t.Helper()
	c, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return c
}

// app is the app under test at the other end: it acknowledges everything, unless
// told otherwise, and remembers what came.
type app struct {
	sm   *socketmode.Client
	mu   sync.Mutex
	got  []socketmode.Event
	kick chan struct{}
	// answer gives the payload to acknowledge with; false: do not acknowledge.
	answer func(socketmode.Event) (any, bool)
}

func connect(t *testing.T, s *Server, answer func(socketmode.Event) (any, bool)) *app {
	t.Helper()
	n := s.Sockets() + 1
	a := &app{kick: make(chan struct{}, 1), answer: answer}
	a.sm = socketmode.New(client(s, s.opt.BotToken), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	c, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { a.sm.RunContext(c) })
	wg.Go(func() {
		for {
			select {
			case <-c.Done():
				return
			case e := <-a.sm.Events:
				a.take(c, e)
			}
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
	if err := s.WaitSockets(ctx(t), n); err != nil {
		t.Fatal("the socket client did not connect: ", err)
	}
	return a
}

func (a *app) take(c context.Context, e socketmode.Event) {
	a.mu.Lock()
	a.got = append(a.got, e)
	a.mu.Unlock()
	if e.Request != nil && e.Request.EnvelopeID != "" {
		var payload any
		ack := true
		if a.answer != nil {
			payload, ack = a.answer(e)
		}
		if ack {
			a.sm.AckCtx(c, e.Request.EnvelopeID, payload)
		}
	}
	select {
	case a.kick <- struct{}{}:
	default:
	}
}

// wait returns the first event that ok accepts.
func (a *app) wait(t *testing.T, what string, ok func(socketmode.Event) bool) socketmode.Event {
	t.Helper()
	return a.waitNth(t, 1, what, ok)
}

// waitNth returns the nth event that ok accepts. ok must not ask a.
func (a *app) waitNth(t *testing.T, n int, what string, ok func(socketmode.Event) bool) socketmode.Event {
	t.Helper()
	c := ctx(t)
	for {
		a.mu.Lock()
		seen := 0
		for _, e := range a.got {
			if ok(e) {
				if seen++; seen == n {
					a.mu.Unlock()
					return e
				}
			}
		}
		a.mu.Unlock()
		select {
		case <-a.kick:
		case <-c.Done():
			t.Fatalf("%s did not come", what)
		}
	}
}

// inner is the event inside an Events API envelope.
func inner[T any](e socketmode.Event) (T, slackevents.EventsAPIEvent, bool) {
	var zero T
	ev, ok := e.Data.(slackevents.EventsAPIEvent)
	if !ok {
		return zero, ev, false
	}
	v, ok := ev.InnerEvent.Data.(T)
	return v, ev, ok
}

// count counts events that ok accepts.
func (a *app) count(ok func(socketmode.Event) bool) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, e := range a.got {
		if ok(e) {
			n++
		}
	}
	return n
}

func code(err error) string {
	var e slack.SlackErrorResponse
	if errors.As(err, &e) {
		return e.Err
	}
	if err != nil {
		return err.Error()
	}
	return "ok"
}

func TestWholeLoop(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	said, err := s.Say("amina", "general", s.Compose("@rabita what did KP report?"), "")
	if err != nil {
		t.Fatal(err)
	}
	m := a.wait(t, "the message event", func(e socketmode.Event) bool { _, _, ok := inner[*slackevents.MessageEvent](e); return ok })
	n := a.wait(t, "the mention", func(e socketmode.Event) bool { _, _, ok := inner[*slackevents.AppMentionEvent](e); return ok })
	msg, outer1, _ := inner[*slackevents.MessageEvent](m)
	men, outer2, _ := inner[*slackevents.AppMentionEvent](n)
	if msg.TimeStamp != said.TS || men.TimeStamp != said.TS || msg.Channel != "C1" || men.Channel != "C1" {
		t.Errorf("message %s/%s and mention %s/%s, want both C1/%s", msg.Channel, msg.TimeStamp, men.Channel, men.TimeStamp, said.TS)
	}
	id := func(o slackevents.EventsAPIEvent) string { return o.Data.(*slackevents.EventsAPICallbackEvent).EventID }
	if id(outer1) == id(outer2) || id(outer1) == "" {
		t.Errorf("event ids %q and %q, want two different ones", id(outer1), id(outer2))
	}
	if msg.ChannelType != "channel" || msg.User != "U1" || men.Text != "<@U0BOT> what did KP report?" {
		t.Errorf("message %+v, mention %+v", msg, men)
	}
	_, ts, err := api.PostMessage("C1", slack.MsgOptionText("KP reported ...", false), slack.MsgOptionTS(men.TimeStamp))
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.WaitMessage(ctx(t), "general", func(m Message) bool { return m.BotID != "" })
	if err != nil || got.TS != ts || got.ThreadTS != said.TS {
		t.Errorf("WaitMessage = %+v, %v; want ts %s in thread %s", got, err, ts, said.TS)
	}
	if th := s.Thread("general", said.TS); len(th) != 2 || th[0].ReplyCount != 1 || th[0].LatestReply != ts {
		t.Errorf("Thread = %+v", th)
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Error(err)
	}
}

func TestDirectMessageHasNoMention(t *testing.T) {
	s, _ := start(t, sample())
	a := connect(t, s, nil)
	if _, err := s.Say("amina", s.DM("amina"), s.Mention("rabita")+" hello", ""); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the message", func(e socketmode.Event) bool { _, _, ok := inner[*slackevents.MessageEvent](e); return ok })
	m, _, _ := inner[*slackevents.MessageEvent](e)
	if m.ChannelType != "im" {
		t.Errorf("channel_type = %q, want im", m.ChannelType)
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if n := a.count(func(e socketmode.Event) bool { _, _, ok := inner[*slackevents.AppMentionEvent](e); return ok }); n != 0 {
		t.Errorf("%d app_mention events in a direct conversation, want none", n)
	}
}

func TestCommand(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, func(e socketmode.Event) (any, bool) {
		if e.Type == socketmode.EventTypeSlashCommand {
			return map[string]any{"text": "noted"}, true
		}
		return nil, true
	})
	q, err := s.Command("amina", "elsewhere", "/action", "add write the report")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Wait(ctx(t)); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the command", func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeSlashCommand })
	c := e.Data.(slack.SlashCommand)
	if c.Command != "/action" || c.Text != "add write the report" || c.UserID != "U1" || c.ChannelID != "C3" || c.TriggerID == "" {
		t.Errorf("command = %+v", c)
	}
	if es := s.Ephemerals("amina"); len(es) != 1 || es[0].Text != "noted" || es[0].Channel != "C3" {
		t.Errorf("Ephemerals = %+v, want the reply of the acknowledgement", es)
	}
	// Five answers by response_url, and no sixth.
	for i := range 6 {
		_, _, err := api.PostMessage("C3", slack.MsgOptionResponseURL(c.ResponseURL, slack.ResponseTypeEphemeral), slack.MsgOptionText("more", false))
		if want := i < 5; (err == nil) != want {
			t.Errorf("answer %d by response_url: %v", i+1, err)
		}
	}
	if err := s.CommandInThread("amina", "general", "1.0", "/action", "x"); !errors.Is(err, ErrCommandInThread) {
		t.Errorf("a command in a thread: %v, want ErrCommandInThread", err)
	}
}

func TestRedelivery(t *testing.T) {
	o := sample()
	o.AckTimeout, o.RetryDelays = 30*time.Millisecond, []time.Duration{0, 10 * time.Millisecond}
	s, _ := start(t, o)
	a := connect(t, s, func(e socketmode.Event) (any, bool) {
		return nil, e.Request == nil || e.Request.RetryAttempt == 2
	})
	if _, err := s.Say("amina", "general", "hello", ""); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the second retry", func(e socketmode.Event) bool { return e.Request != nil && e.Request.RetryAttempt == 2 })
	if e.Request.RetryReason != "timeout" {
		t.Errorf("retry_reason = %q, want timeout", e.Request.RetryReason)
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	n := a.count(func(e socketmode.Event) bool {
		_, o, ok := inner[*slackevents.MessageEvent](e)
		if ok {
			ids[o.Data.(*slackevents.EventsAPICallbackEvent).EventID] = true
		}
		return ok
	})
	if n != 3 || len(ids) != 1 {
		t.Errorf("%d deliveries with %d event ids, want 3 with 1", n, len(ids))
	}
}

func TestCommandIsNotRetried(t *testing.T) {
	o := sample()
	o.AckTimeout = 30 * time.Millisecond
	s, _ := start(t, o)
	if q, err := s.Command("amina", "general", "/ask", "x"); err != nil {
		t.Fatal(err)
	} else if _, err := q.Wait(ctx(t)); !errors.Is(err, ErrDispatch) {
		t.Errorf("without a socket: %v, want ErrDispatch", err)
	}
	a := connect(t, s, func(socketmode.Event) (any, bool) { return nil, false })
	q, err := s.Command("amina", "general", "/ask", "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Wait(ctx(t)); !errors.Is(err, ErrTimeout) {
		t.Errorf("unacknowledged: %v, want ErrTimeout", err)
	}
	if n := a.count(func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeSlashCommand }); n != 1 {
		t.Errorf("the command came %d times, want once", n)
	}
}

func TestSockets(t *testing.T) {
	o := sample()
	o.MaxSockets = 2
	s, _ := start(t, o)
	a, b := connect(t, s, nil), connect(t, s, nil)
	hello := func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeHello }
	if h := b.wait(t, "hello", hello); h.Request.NumConnections != 2 {
		t.Errorf("num_connections = %d, want 2", h.Request.NumConnections)
	}
	for range 4 {
		if _, err := s.Say("amina", "general", "hello", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	msg := func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeEventsAPI }
	if x, y := a.count(msg), b.count(msg); x != 2 || y != 2 {
		t.Errorf("the two sockets got %d and %d events, want each envelope on one of them in turn", x, y)
	}
	// The app is told to refresh; slack-go opens another socket, and what was said
	// while there was none arrives as a retry.
	if n := s.Disconnect(RefreshRequested, 0); n != 2 {
		t.Errorf("Disconnect told %d sockets, want 2", n)
	}
	if _, err := s.Say("amina", "general", "in the gap", ""); err != nil {
		t.Fatal(err)
	}
	for _, x := range []*app{a, b} {
		x.waitNth(t, 2, "the second hello", hello)
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	gap := func(e socketmode.Event) bool {
		m, _, ok := inner[*slackevents.MessageEvent](e)
		return ok && m.Text == "in the gap" && e.Request.RetryAttempt > 0
	}
	if n := a.count(gap) + b.count(gap); n != 1 {
		t.Errorf("the message said in the gap came %d times as a retry, want once", n)
	}
	if err := s.WaitSockets(ctx(t), 2); err != nil {
		t.Error(err)
	}
}

// TestTooManySockets: one more than allowed is told so and closed.
func TestTooManySockets(t *testing.T) {
	o := sample()
	o.MaxSockets = 1
	s, api := start(t, o)
	connect(t, s, nil)
	_, addr, err := api.StartSocketModeContext(ctx(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.Dial(addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(patience))
	var m struct{ Type, Reason string }
	if err := conn.ReadJSON(&m); err != nil || m.Type != "disconnect" || m.Reason != "too_many_websockets" {
		t.Errorf("the second socket got %+v, %v", m, err)
	}
	if err := conn.ReadJSON(&m); err == nil {
		t.Error("the second socket stayed open")
	}
}

// TestWarning: after a warning the socket stays, but new envelopes go elsewhere;
// a cut socket's unacknowledged envelope comes again on another one.
func TestWarning(t *testing.T) {
	o := sample()
	o.AckTimeout = 50 * time.Millisecond
	s, api := start(t, o)
	_, addr, err := api.StartSocketModeContext(ctx(t))
	if err != nil {
		t.Fatal(err)
	}
	old, _, err := websocket.DefaultDialer.Dial(addr, nil) // never acknowledges
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if err := s.WaitSockets(ctx(t), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Say("amina", "general", "first", ""); err != nil {
		t.Fatal(err)
	}
	a := connect(t, s, nil)
	if n := s.Disconnect(Warning, 1); n != 1 || s.Sockets() != 2 {
		t.Errorf("a warning to %d sockets, %d open; want 1 and 2", n, s.Sockets())
	}
	for range 3 {
		if _, err := s.Say("amina", "general", "second", ""); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.Cut(1); n != 1 {
		t.Errorf("Cut(1) = %d", n)
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	text := func(want string, retry int) func(socketmode.Event) bool {
		return func(e socketmode.Event) bool {
			m, _, ok := inner[*slackevents.MessageEvent](e)
			return ok && m.Text == want && e.Request.RetryAttempt == retry
		}
	}
	if x, y := a.count(text("first", 1)), a.count(text("second", 0)); x != 1 || y != 3 {
		t.Errorf("the other socket got the first %d times as a retry and %d later ones, want 1 and 3", x, y)
	}
}

func TestPings(t *testing.T) {
	_, api := start(t, sample())
	_, addr, err := api.StartSocketModeContext(ctx(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.Dial(addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	pings := 0
	conn.SetPingHandler(func(string) error {
		if pings++; pings == 3 {
			return io.EOF
		}
		return nil
	})
	conn.SetReadDeadline(time.Now().Add(patience))
	for err == nil {
		_, _, err = conn.ReadMessage()
	}
	if pings != 3 {
		t.Errorf("%d pings, then %v; want 3", pings, err)
	}
	if _, _, err := websocket.DefaultDialer.Dial(addr, nil); err == nil {
		t.Error("a WebSocket address was good for a second connection")
	}
}

func TestBadFrames(t *testing.T) {
	s, _ := start(t, sample())
	a := connect(t, s, nil)
	for _, f := range []string{`{"type":"events_api","envelope_id":"e1","payload":{"type":"event_callback","event":{"type":"brand_new"}}}`, `{"type":"unheard_of"}`} {
		if !s.InjectFrame([]byte(f)) {
			t.Fatal("no socket took the frame")
		}
	}
	a.waitNth(t, 2, "error_bad_message", func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeErrorBadMessage })
	r := s.InjectEvent([]byte(`{"type":"message","channel":"C1","ts":"abc","text":"forged"}`))
	if _, err := r.Wait(ctx(t)); err != nil {
		t.Error(err)
	}
}

func TestDateHeader(t *testing.T) {
	o := sample()
	o.Clock = func() time.Time { return time.Date(2023, 6, 30, 5, 0, 0, 0, time.UTC) }
	s, api := start(t, o)
	resp, err := http.Get(s.APIURL() + "api.test")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Date"); got != "Fri, 30 Jun 2023 05:00:00 GMT" {
		t.Errorf("Date = %q", got)
	}
	_, a, err := api.PostMessage("C1", slack.MsgOptionText("x", false))
	_, b, err2 := api.PostMessage("C1", slack.MsgOptionText("x", false))
	if err != nil || err2 != nil || !strings.HasPrefix(a, "1688101200.") || a >= b {
		t.Errorf("ts %s, %s (%v, %v), want two rising ones of that second", a, b, err, err2)
	}
}

func textOpt(s string) slack.MsgOption { return slack.MsgOptionText(s, false) }

func rx(s string) *regexp.Regexp { return regexp.MustCompile(s) }

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }
