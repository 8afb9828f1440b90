package slackapp

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
	"rabita/store/storetest"
)

// patience is how long a test waits for what should come, also on a busy machine.
const patience = time.Minute

// canary is in every token of these tests, and must be nowhere else.
const canary = "CANARYTOKEN0123456789"

// world is a workspace with two members, a guest and a partner of another organisation.
func world() fakeslack.Options {
	return fakeslack.Options{
		BotToken: "xoxb-" + canary, AppToken: "xapp-" + canary, SigningSecret: "secret-" + canary,
		Scopes: BotScopes(), Events: BotEvents(), AckTimeout: patience, TriggerTTL: patience, // what takes too long is tested by itself
		Workspace: fakeslack.Workspace{
			Bot: fakeslack.Member{ID: "U0BOT", Name: "rabita"},
			Members: []fakeslack.Member{
				{ID: "U1", Name: "amina", TZ: "Asia/Karachi"},
				{ID: "U2", Name: "bilal", TZ: "Asia/Karachi"},
				{ID: "U3", Name: "guest", TZ: "Asia/Karachi", Restricted: true},
				{ID: "U4", Name: "partner", TZ: "Europe/London", Team: "T0OTHER"},
			},
			Channels: []fakeslack.Channel{
				{ID: "C1", Name: "general", Members: []string{"rabita", "amina", "bilal"}},
				{ID: "C2", Name: "closed", Kind: fakeslack.Private, Members: []string{"rabita", "amina", "bilal"}},
				{ID: "C3", Name: "visitors", Members: []string{"rabita", "amina", "guest"}},
				{ID: "C4", Name: "shared", Members: []string{"rabita", "amina", "partner"}, ExtShared: true},
				{ID: "C5", Name: "elsewhere", Members: []string{"amina"}},
			},
		},
	}
}

// heard is a bot.Handler that remembers what it was asked and answers as told.
type heard struct {
	mu     sync.Mutex
	all    []bot.Message
	kick   chan struct{}
	answer func(bot.Message) (bot.Reply, error) // nil: "You said: ..." as an answer
	posted []string
}

func (h *heard) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	h.mu.Lock()
	h.all = append(h.all, m)
	answer := h.answer
	h.mu.Unlock()
	select {
	case h.kick <- struct{}{}:
	default:
	}
	if answer != nil {
		return answer(m)
	}
	return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "You said: "+m.Text)}}, nil
}

func (h *heard) Posted(n bot.Notice, ts string, _ time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.posted = append(h.posted, n.Item+" "+n.Channel+" "+ts)
	return nil
}

// Received takes "herewith" for something handed in.
func (h *heard) Received(ctx context.Context, m bot.Message) (bot.Reply, bool, error) {
	if !strings.Contains(m.Text, "herewith") {
		return bot.Reply{}, false, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, m)
	return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "Received: "+m.Text)}}, true, nil
}

func (h *heard) say(f func(bot.Message) (bot.Reply, error)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = f
}

// messages is what was asked so far.
func (h *heard) messages() []bot.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]bot.Message(nil), h.all...)
}

// wait is the first message that ok accepts.
func (h *heard) wait(t testing.TB, ok func(bot.Message) bool) bot.Message {
	t.Helper()
	late := time.After(patience)
	for {
		for _, m := range h.messages() {
			if ok(m) {
				return m
			}
		}
		select {
		case <-h.kick:
		case <-late:
			t.Fatalf("the bot was not asked what was expected; it was asked %+v", h.messages())
		}
	}
}

// rig is an app against a double of Slack.
type rig struct {
	*fakeslack.Server
	app  *App
	bot  *heard
	st   *store.Store
	cfg  Config
	log  *lockedBuffer
	t    testing.TB
	stop func() error
}

// lockedBuffer is a log that can be waited on.
type lockedBuffer struct {
	mu    sync.Mutex
	b     bytes.Buffer
	wrote chan struct{} // closed at the next write; nil: nobody waits
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wrote != nil {
		close(l.wrote)
		l.wrote = nil
	}
	return l.b.Write(p)
}

// wait returns when the words are in the log.
func (l *lockedBuffer) wait(ctx context.Context, words string) error {
	for {
		l.mu.Lock()
		if bytes.Contains(l.b.Bytes(), []byte(words)) {
			l.mu.Unlock()
			return nil
		}
		if l.wrote == nil {
			l.wrote = make(chan struct{})
		}
		wrote := l.wrote
		l.mu.Unlock()
		select {
		case <-wrote:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs the app against a double until the test ends. Its end checks that the double met nothing it does not know, and that no token
// was logged.
func start(t testing.TB, o fakeslack.Options, change ...func(*Config)) *rig {
	t.Helper()
	s := fakeslack.New(o)
	if err := s.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	r := &rig{Server: s, bot: &heard{kick: make(chan struct{}, 1)}, st: storetest.Open(t, store.Options{NoSync: true}), log: &lockedBuffer{}, t: t}
	r.cfg = Config{APIURL: s.APIURL(), BotToken: Secret(o.BotToken), AppToken: Secret(o.AppToken), SigningSecret: Secret(o.SigningSecret), Clock: o.Clock, Pace: -1}
	for _, f := range change {
		f(&r.cfg)
	}
	t.Cleanup(func() {
		if u := s.Unlisted(); len(u) > 0 {
			t.Errorf("answers of the double with errors missing from its table: %q", u)
		}
		s.Close()
		if strings.Contains(r.log.String(), canary) {
			t.Errorf("a token was logged:\n%s", r.log.String())
		}
	})
	r.run()
	return r
}

// run starts an app on the rig's store; stop ends it and returns what Run returned.
func (r *rig) run() {
	r.t.Helper()
	r.runWith(r.bot)
}

// runWith is run with another bot.
func (r *rig) runWith(h Handler) {
	r.t.Helper()
	lg := slog.New(slog.NewTextHandler(io.MultiWriter(r.log, r.t.Output()), nil))
	r.app = New(lg, r.cfg, h, r.st)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.app.Run(ctx) }()
	var once sync.Once
	var err error
	r.stop = func() error {
		once.Do(func() {
			cancel()
			err = <-done
			r.WaitSockets(r.ctx(), 0) // what comes now must not go to a socket that is going; a closed double has none
		})
		return err
	}
	r.t.Cleanup(func() { r.stop() })
	if r.cfg.Listen == "" {
		if err := r.WaitSockets(r.ctx(), r.app.cfg.Sockets); err != nil {
			select {
			case err := <-done:
				r.t.Fatalf("Run ended: %v", err)
			default:
				r.t.Fatal("the app did not connect: ", err)
			}
		}
	}
}

func (r *rig) ctx() context.Context {
	c, cancel := context.WithTimeout(r.t.Context(), patience)
	r.t.Cleanup(cancel)
	return c
}

func (r *rig) sayIn(user, channel, text, thread string) fakeslack.Message {
	r.t.Helper()
	m, err := r.Say(user, channel, text, thread)
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

// reply waits for the bot's message in a conversation that holds the words.
func (r *rig) reply(channel, words string) fakeslack.Message {
	r.t.Helper()
	m, err := r.WaitMessage(r.ctx(), channel, func(m fakeslack.Message) bool { return m.BotID != "" && strings.Contains(m.Text, words) })
	if err != nil {
		r.t.Fatalf("no reply with %q in %s: %v; there are %q", words, channel, err, texts(r.Messages(channel)))
	}
	return m
}

func (r *rig) whisper(user, words string) fakeslack.Message {
	r.t.Helper()
	m, err := r.WaitEphemeral(r.ctx(), user, func(m fakeslack.Message) bool { return strings.Contains(m.Text, words) })
	if err != nil {
		r.t.Fatalf("no ephemeral with %q for %s: %v; there are %q", words, user, err, texts(r.Ephemerals(user)))
	}
	return m
}

func texts(list []fakeslack.Message) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Text)
	}
	return out
}

// settle waits until nothing is on its way to the app and nothing is being worked on.
func (r *rig) settle() {
	r.t.Helper()
	if err := r.WaitDelivered(r.ctx()); err != nil {
		r.t.Fatal(err)
	}
	late := r.ctx()
	for !r.app.idle() {
		select {
		case <-r.app.eased:
		case <-late.Done():
			r.t.Fatal("the app does not come to rest")
		}
	}
}

func (r *rig) acked(q *fakeslack.Request, err error) fakeslack.Ack {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	a, err := q.Wait(r.ctx())
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func TestMentionIsAnsweredOnceInItsThread(t *testing.T) {
	r := start(t, world())
	asked := r.sayIn("amina", "general", r.Mention("rabita")+" what is &lt;due&gt;?", "")
	got := r.reply("general", "You said: what is &lt;due&gt;?")
	if got.ThreadTS != asked.TS {
		t.Errorf("the reply stands in thread %q, want %q", got.ThreadTS, asked.TS)
	}
	r.settle()
	if n := len(r.bot.messages()); n != 1 {
		t.Errorf("the bot was asked %d times for one mention, which comes as two events", n)
	}
	m := r.bot.messages()[0]
	if m.Kind != bot.Mention || m.Text != "what is <due>?" || m.Who != "U1" || m.Channel != "C1" || m.TS != asked.TS || m.Guest ||
		m.Room != (bot.Room{Name: "general", Public: true}) || m.At.Location().String() != "Asia/Karachi" {
		t.Errorf("the bot was asked %+v", m)
	}
}

func TestDirectMessage(t *testing.T) {
	r := start(t, world())
	r.sayIn("amina", r.DM("amina"), "hello", "")
	got := r.reply(r.DM("amina"), "You said: hello")
	if got.ThreadTS != "" {
		t.Errorf("a direct message was answered in thread %q", got.ThreadTS)
	}
	if m := r.bot.messages()[0]; m.Kind != bot.Direct || !m.Room.Direct {
		t.Errorf("the bot was asked %+v", m)
	}
}

func TestCommandThatAsks(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Answer, Parts: []bot.Part{bot.Say(bot.Finding, "31 of 35 districts")}}, nil
	})
	r.acked(r.Command("amina", "general", "/ask", "which districts?"))
	got := r.whisper("amina", "31 of 35")
	if m := r.bot.messages()[0]; m.Kind != bot.Command || m.Text != "ask which districts?" {
		t.Errorf("the bot was asked %+v", m)
	}
	// Shared, it is asked again, for the channel.
	r.acked(r.Click("amina", got, "share", ""))
	r.reply("general", "31 of 35")
	if m := r.bot.messages()[1]; m.Kind != bot.Mention || m.Text != "which districts?" || m.Channel != "C1" {
		t.Errorf("for sharing the bot was asked %+v", m)
	}
}

func TestCommandThatChangesIsConfirmedInAMessageThatStays(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Done, Actions: []bot.Action{{Kind: "add_item", ID: "A-0001"}}, Parts: []bot.Part{bot.Say(bot.Finding, "Saved A-0001"),
			{Buttons: []bot.Button{{Action: "item.done", Value: "A-0001", Label: "Done"}, {Action: "item.done", Value: "A-0002", Label: "Other"}}}}}, nil
	})
	r.acked(r.Command("amina", "general", "/action", "add report by friday"))
	got := r.reply(r.DM("amina"), "Saved A-0001")
	r.whisper("amina", "Saved A-0001")
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Done, Edit: m.TS, Parts: []bot.Part{bot.Say(bot.Finding, "Done "+m.Value)}}, nil
	})
	r.acked(r.Click("amina", got, "item.done#2", ""))
	edited := r.reply(r.DM("amina"), "Done A-0002")
	if edited.TS != got.TS {
		t.Errorf("the click made another message instead of changing the first")
	}
	if m := r.bot.messages()[1]; m.Kind != bot.Click || m.Action != "item.done" || m.Value != "A-0002" || m.TS != got.TS {
		t.Errorf("the bot was asked %+v", m)
	}
}
