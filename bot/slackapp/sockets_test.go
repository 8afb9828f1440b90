package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
	"rabita/store/storetest"
)

func readFile(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSocketsComeBack: whatever ends a socket, members are answered, each once.
func TestSocketsComeBack(t *testing.T) {
	o := world()
	o.AckTimeout = 2 * time.Second // what went to a socket that was cut comes again
	r := start(t, o)
	for i, end := range []func(){
		func() { r.Disconnect(fakeslack.RefreshRequested, 1) },
		func() { r.Cut(1) },
		func() { r.Disconnect(fakeslack.RefreshRequested, 0) },
		func() { r.Cut(0) },
	} {
		end()
		word := strings.Repeat("x", i+1) + "."
		r.sayIn("amina", r.DM("amina"), word, "")
		r.reply(r.DM("amina"), "You said: "+word)
		if err := r.WaitSockets(r.ctx(), 2); err != nil {
			t.Fatal(err)
		}
	}
	r.settle()
	if n := len(r.bot.messages()); n != 4 {
		t.Errorf("the bot was asked %d times, want 4", n)
	}
}

func TestRefusedTokensEndRun(t *testing.T) {
	for _, code := range []string{"invalid_auth", "token_expired", "account_inactive", "not_allowed_token_type"} {
		o := world()
		s := fakeslack.New(o)
		if err := s.Start("127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.RevokeTokens(code)
		a := New(slog.New(slog.NewTextHandler(io.Discard, nil)), Config{APIURL: s.APIURL(), BotToken: Secret(o.BotToken), AppToken: Secret(o.AppToken)},
			&heard{kick: make(chan struct{}, 1)}, storetest.Open(t, store.Options{NoSync: true}))
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		err := a.Run(ctx)
		e, ok := errors.AsType[*AuthError](err)
		if !ok || e.Code != code || strings.Contains(err.Error(), canary) {
			t.Errorf("with %s Run ended with %v", code, err)
		}
		if a.Health().Refused == "" || a.Health().Ready() {
			t.Errorf("with %s the health is %+v", code, a.Health())
		}
	}
}

func TestUninstalledWhileRunning(t *testing.T) {
	r := start(t, world())
	r.Uninstall()
	if err := r.log.wait(r.ctx(), "Slack refuses the app"); err != nil {
		t.Fatal("the app did not notice: ", err)
	}
	if _, ok := errors.AsType[*AuthError](r.stop()); !ok || r.app.Health().Refused == "" {
		t.Errorf("Run ended with %v, the health is %+v", r.stop(), r.app.Health())
	}
}

// TestReturnIsNoticed: that Slack answers again is noticed also where nobody says anything.
func TestReturnIsNoticed(t *testing.T) {
	r := start(t, world(), func(c *Config) { c.probe = 20 * time.Millisecond })
	r.AddFault(fakeslack.HTTPError("*", 503))
	r.sayIn("amina", r.DM("amina"), "hello", "")
	failed := func(c fakeslack.Call) bool { return c.Method == "auth.test" && c.Fault != "" }
	if _, err := r.WaitCall(r.ctx(), failed); err != nil {
		t.Fatal(err)
	}
	if h := r.app.Health(); h.Stalled.IsZero() {
		t.Errorf("Slack does not answer, and the health is %+v", h)
	}
	r.ClearFaults()
	before := len(r.Calls())
	if _, err := r.WaitCall(r.ctx(), func(c fakeslack.Call) bool { return c.N > before && c.Method == "auth.test" && c.OK }); err != nil {
		t.Fatal(err)
	}
	late := r.ctx()
	for !r.app.Health().Stalled.IsZero() { // the answer is on its way
		select {
		case <-time.After(time.Millisecond):
		case <-late.Done():
			t.Fatalf("the health stays %+v", r.app.Health())
		}
	}
}

// TestOldNewsOfUninstalling: that tokens ended, told late or of other tokens, does not end an app that Slack knows.
func TestOldNewsOfUninstalling(t *testing.T) {
	r := start(t, world())
	for _, event := range []string{`{"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}}`, `{"type":"app_uninstalled"}`} {
		r.acked(r.InjectEvent(json.RawMessage(event)), nil)
	}
	r.settle()
	r.sayIn("amina", r.DM("amina"), "still there?", "")
	r.reply(r.DM("amina"), "You said: still there?")
}

// TestOutageAtStart: without Slack the app waits; it is no reason to end.
func TestOutageAtStart(t *testing.T) {
	o := world()
	s := fakeslack.New(o)
	if err := s.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.AddFault(fakeslack.Fault{Method: "auth.test", Times: 1, Apply: fakeslack.ApplyNever, Answer: fakeslack.Lost})
	s.AddFault(fakeslack.HTTPError("apps.connections.open", 503))
	h := &heard{kick: make(chan struct{}, 1)}
	a := New(slog.New(slog.NewTextHandler(t.Output(), nil)), Config{APIURL: s.APIURL(), BotToken: Secret(o.BotToken), AppToken: Secret(o.AppToken), Pace: -1},
		h, storetest.Open(t, store.Options{NoSync: true}))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	wait, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	if _, err := s.WaitCall(wait, func(c fakeslack.Call) bool { return c.Method == "apps.connections.open" && c.Fault != "" }); err != nil {
		t.Fatal(err)
	}
	s.ClearFaults()
	if err := s.WaitSockets(wait, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Say("amina", s.DM("amina"), "hello", ""); err != nil {
		t.Fatal(err)
	}
	h.wait(t, func(m bot.Message) bool { return m.Text == "hello" })
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run ended with %v", err)
	}
}

func TestHealth(t *testing.T) {
	r := start(t, world())
	r.sayIn("amina", r.DM("amina"), "hello", "")
	r.reply(r.DM("amina"), "You said: hello")
	r.settle()
	h := r.app.Health()
	if !h.Ready() || h.Since.IsZero() || h.LastEvent.IsZero() || h.Handled != 1 || h.Waiting != 0 {
		t.Errorf("the health is %+v", h)
	}
	r.AddFault(fakeslack.Fault{Method: "chat.postMessage", Answer: fakeslack.Refuse, Apply: fakeslack.ApplyNever, Code: "fatal_error"})
	r.sayIn("amina", r.DM("amina"), "hello", "")
	r.settle()
	if h := r.app.Health(); h.LastError != "chat.postMessage: fatal_error" {
		t.Errorf("the last error is %q", h.LastError)
	}
}

// TestStoppingAcknowledges: what came just before the app was told to stop is kept and acknowledged before the sockets close, and done at the
// next start: Slack sends a command once.
func TestStoppingAcknowledges(t *testing.T) {
	r := start(t, world())
	var asked []*fakeslack.Request
	for i := range 50 {
		q, err := r.Command("amina", "general", "/action", fmt.Sprint("add matter ", i))
		if err != nil {
			t.Fatal(err)
		}
		asked = append(asked, q)
	}
	r.acked(asked[0], nil) // the others are on their way
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	for i, q := range asked {
		if _, err := q.Wait(r.ctx()); err != nil {
			t.Errorf("command %d: %v", i, err)
		}
	}
	r.run()
	for i := range asked {
		want := fmt.Sprint("action add matter ", i)
		r.bot.wait(t, func(m bot.Message) bool { return m.Text == want })
	}
}
