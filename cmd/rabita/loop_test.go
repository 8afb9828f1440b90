package main

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rabita/bot/remind"
	"rabita/bot/slackapp"
	"rabita/bot/slackapp/fakeslack"
)

// loop is the whole program in one process: the bot on real data, slack-go, and an in-process Slack whose clock the test moves.
type loop struct {
	t    *testing.T
	fake *fakeslack.Server
	dir  string

	mu    sync.Mutex
	now   time.Time // what the clock showed
	since time.Time // when it was set; it runs on from there

	stop func()
}

func newLoop(t *testing.T, at time.Time) *loop {
	t.Helper()
	l := &loop{t: t, dir: t.TempDir(), now: at, since: time.Now()}
	grp, err := loadGroup("")
	if err != nil {
		t.Fatal(err)
	}
	l.fake = fakeslack.New(fakeslack.Options{Workspace: workspace(grp), Clock: l.clock, PingInterval: 100 * time.Millisecond})
	if err := l.fake.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.end()
		if err := l.fake.Close(); err != nil {
			t.Error(err)
		}
	})
	l.begin()
	return l
}

func (l *loop) clock() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now.Add(time.Since(l.since))
}

// begin starts the bot and waits until it is connected.
func (l *loop) begin() {
	l.t.Helper()
	e := &env{stdout: io.Discard, stderr: l.t.Output(), getenv: func(string) string { return "" }, now: l.clock}
	a, err := openApp(e, options{dir: l.dir, sample: true, now: l.clock, log: slog.New(slog.NewTextHandler(l.t.Output(), nil))})
	if err != nil {
		l.t.Fatal(err)
	}
	front, rs := a.connect(slackapp.Config{APIURL: l.fake.APIURL(), BotToken: fakeslack.DefaultBotToken, AppToken: fakeslack.DefaultAppToken,
		Clock: l.clock, Pace: -1}, remind.Options{Clock: l.clock, PerChannel: -1, Overall: -1, Settle: 300 * time.Millisecond})
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { l.ended("front end", front.Run(ctx)) })
	wg.Go(func() { l.ended("scheduler", rs.Run(ctx)) })
	l.stop = sync.OnceFunc(func() {
		cancel()
		wg.Wait()
		l.fake.WaitSockets(l.soon(), 0) // what comes next must not go to a socket that is going; a closed double has none
		if err := a.close(); err != nil {
			l.t.Error(err)
		}
	})
	if err := l.fake.WaitSockets(l.soon(), 2); err != nil {
		l.t.Fatal(err)
	}
}

func (l *loop) ended(what string, err error) {
	if err != nil && err != context.Canceled {
		l.t.Errorf("%s: %v", what, err)
	}
}

func (l *loop) end() { l.stop() }

// move sets the clock, stopping and starting the bot so that it looks at it at once.
func (l *loop) move(to time.Time) {
	l.end()
	l.set(to)
	l.begin()
}

func (l *loop) set(to time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now, l.since = to, time.Now()
}

func (l *loop) soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	l.t.Cleanup(cancel)
	return ctx
}

// wait returns the first message of a channel that holds all the words.
func (l *loop) wait(channel string, words ...string) fakeslack.Message {
	l.t.Helper()
	m, err := l.fake.WaitMessage(l.soon(), channel, func(m fakeslack.Message) bool { return m.User == "U0RABITA1" && holds(m.Text, words) })
	if err != nil {
		for _, m := range l.fake.Messages(channel) {
			l.t.Logf("%s %s: %s", m.TS, m.User, m.Text)
		}
		l.t.Fatalf("no message with %q in %s: %v", words, channel, err)
	}
	return m
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// count is how many messages of the bot in a channel hold all the words.
func (l *loop) count(channel string, words ...string) int {
	n := 0
	for _, m := range l.fake.Messages(channel) {
		if m.User == "U0RABITA1" && holds(m.Text, words) {
			n++
		}
	}
	return n
}

// TestLoop asks, promises and is reminded, through the real slack-go client over a WebSocket, a real index and a real store.
func TestLoop(t *testing.T) {
	pkt := time.FixedZone("PKT", 5*60*60)
	const who, channel = "U0STAFFKP", "C0IPMGKP01"
	l := newLoop(t, time.Date(2019, 11, 20, 10, 0, 0, 0, pkt)) // a Wednesday

	// A mention is answered in its thread, with a citation.
	asked, err := l.fake.Say(who, channel, "<@U0RABITA1> what did KP report on VAW legislation?", "")
	if err != nil {
		t.Fatal(err)
	}
	reply := l.wait(channel, "Bill 2019", "14th IPMG minutes, 29 Oct 2019, item 5, para 12")
	if reply.ThreadTS != asked.TS {
		t.Errorf("the reply stands in thread %q, want %q", reply.ThreadTS, asked.TS)
	}
	if strings.Contains(reply.Text, "Sindh delegation") || strings.Contains(reply.Text, "Punjab delegation") {
		t.Errorf("the reply speaks of others: %s", reply.Text)
	}

	// A promise is confirmed with its id and its absolute date.
	if _, err := l.fake.Command(who, channel, "/action", "add send the list of committees | by friday"); err != nil {
		t.Fatal(err)
	}
	l.wait(l.fake.DM(who), "A-0001", "Fri 22 Nov 2019")

	// The day before, and on the day, one message each; the bot is stopped over the time when the last falls due.
	l.move(time.Date(2019, 11, 21, 9, 30, 0, 0, pkt))
	l.wait(channel, "A-0001", "tomorrow")
	l.end() // over nine o'clock of the day itself
	l.move(time.Date(2019, 11, 22, 11, 0, 0, 0, pkt))
	l.wait(channel, "A-0001", "due today")
	l.move(time.Date(2019, 11, 22, 15, 0, 0, 0, pkt))
	if err := l.fake.WaitDelivered(l.soon()); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"tomorrow", "due today"} {
		if n := l.count(channel, "A-0001", words); n != 1 {
			t.Errorf("%d messages say %q, want exactly one", n, words)
		}
	}
	// Finished in time: nothing more comes.
	if _, err := l.fake.Command(who, channel, "/action", "done A-0001 letter SO(WDD)/7-2 of 22 November"); err != nil {
		t.Fatal(err)
	}
	l.wait(l.fake.DM(who), "A-0001")
}

// TestHealthInSlack: while Slack's API does not answer, the bot takes what members say and the secretariat is told; afterwards all goes on.
func TestHealthInSlack(t *testing.T) {
	l := newLoop(t, time.Date(2019, 11, 20, 10, 0, 0, 0, time.FixedZone("PKT", 5*60*60)))
	health := func(words ...string) fakeslack.Message {
		t.Helper()
		q, err := l.fake.Command("U0COORD01", "C0IPMGSEC1", "/rabita", "health")
		if err == nil {
			_, err = q.Wait(l.soon())
		}
		if err != nil {
			t.Fatal(err)
		}
		m, err := l.fake.WaitEphemeral(l.soon(), "U0COORD01", func(m fakeslack.Message) bool { return holds(m.Text, words) })
		if err != nil {
			t.Fatalf("no health with %q: %v; there are %+v", words, err, l.fake.Ephemerals("U0COORD01"))
		}
		return m
	}
	if m := health("papers", "Connections to Slack: 2"); strings.Contains(m.Text, "not answered") {
		t.Errorf("all is well, and the health is %s", m.Text)
	}
	l.fake.AddFault(fakeslack.HTTPError("*", 503))
	if _, err := l.fake.Command("U0STAFFKP", "C0IPMGKP01", "/action", "add send the list of committees | by friday"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.fake.WaitCall(l.soon(), func(c fakeslack.Call) bool { return c.Fault != "" }); err != nil {
		t.Fatal(err)
	}
	health("Slack has not answered the bot since Wed 20 Nov 2019", "HTTP status 503", "1 open item")
	l.fake.ClearFaults()
	if _, err := l.fake.Say("U0STAFFKP", l.fake.DM("U0STAFFKP"), "action mine", ""); err != nil {
		t.Fatal(err)
	}
	l.wait(l.fake.DM("U0STAFFKP"), "A-0001")
	if m := health("Last trouble with Slack"); strings.Contains(m.Text, "has not answered") {
		t.Errorf("Slack answers again, and the health is %s", m.Text)
	}
}
