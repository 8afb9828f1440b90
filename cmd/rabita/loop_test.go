package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
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
	now   time.Time     // what the clock showed
	since time.Time     // when it was set; it runs on from there
	wrong time.Duration // how far the bot's own clock is ahead of it

	stop func()
}

func newLoop(t *testing.T, at time.Time) *loop {
	t.Helper()
	l := &loop{t: t, dir: t.TempDir(), now: at, since: time.Now()}
	grp, err := loadGroup("")
	if err != nil {
		t.Fatal(err)
	}
	l.fake = fakeslack.New(fakeslack.Options{Workspace: workspace(grp), Clock: l.clock, PingInterval: 100 * time.Millisecond,
		RetryDelays: []time.Duration{0, 0, time.Second, time.Second}}) // what is sent to a bot that is just stopping comes again before the test ends
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

// ours is what the clock of the bot's machine shows.
func (l *loop) ours() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now.Add(time.Since(l.since) + l.wrong)
}

// begin starts the bot and waits until it is connected.
func (l *loop) begin() {
	l.t.Helper()
	e := &env{stdout: io.Discard, stderr: l.t.Output(), getenv: func(string) string { return "" }, now: l.ours}
	a, err := openApp(e, options{dir: l.dir, sample: true, now: l.ours, log: slog.New(slog.NewTextHandler(l.t.Output(), nil))})
	if err != nil {
		l.t.Fatal(err)
	}
	front, rs := a.connect(slackapp.Config{APIURL: l.fake.APIURL(), BotToken: fakeslack.DefaultBotToken, AppToken: fakeslack.DefaultAppToken,
		Clock: l.ours, Pace: -1}, remind.Options{Clock: l.ours, PerChannel: -1, Overall: -1, Settle: 300 * time.Millisecond})
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

// TestWrongClock: while the clock of the bot's machine is two days ahead of Slack's no reminder is shown and the secretariat is told why; with the
// clock right again each comes when it is due, once, though the bot has worked on a later day.
func TestWrongClock(t *testing.T) {
	pkt := time.FixedZone("PKT", 5*60*60)
	const who = "U0STAFFKP"
	l := newLoop(t, time.Date(2019, 11, 20, 10, 0, 0, 0, pkt))
	if _, err := l.fake.Command(who, "C0IPMGKP01", "/reminder", "add me tomorrow 11am to call the focal person"); err != nil {
		t.Fatal(err)
	}
	l.wait(l.fake.DM(who), "R-0001", "Thu 21 Nov 2019 11:00")
	due := func() int { return l.count(l.fake.DM(who), "call the focal person") }
	before := due()
	l.end()
	l.wrong = 48 * time.Hour
	l.begin()
	told := func(m fakeslack.Message) bool { return holds(m.Text, []string{"apart from Slack's: set it right"}) }
	for wait, seen := l.soon(), false; !seen; { // the first may be said before Slack was asked what time it is
		q, err := l.fake.Command("U0COORD01", "C0IPMGSEC1", "/rabita", "health")
		if err == nil {
			_, err = q.Wait(wait)
		}
		if err != nil {
			t.Fatalf("%v; health was %+v", err, l.fake.Ephemerals("U0COORD01"))
		}
		try, end := context.WithTimeout(wait, 2*time.Second)
		_, err = l.fake.WaitEphemeral(try, "U0COORD01", told)
		end()
		seen = err == nil
	}
	if n := due(); n != before {
		t.Errorf("the reminder came %d times by a wrong clock", n-before)
	}
	l.end()
	l.wrong = 0
	l.move(time.Date(2019, 11, 21, 11, 0, 1, 0, pkt))
	l.wait(l.fake.DM(who), "Reminder", "call the focal person")
	if n := due(); n != before+1 {
		t.Errorf("the reminder came %d times", n-before)
	}
}

// TestChannelOpens: what a channel refused is shown there as soon as the bot is back in it, or it is archived no more.
func TestChannelOpens(t *testing.T) {
	pkt := time.FixedZone("PKT", 5*60*60)
	const who, channel = "U0STAFFKP", "C0IPMGKP01"
	l := newLoop(t, time.Date(2019, 11, 20, 10, 0, 0, 0, pkt))
	for i, c := range []struct {
		reason     string
		shut, open func() error
	}{
		{"is_archived", func() error { return l.fake.Archive(channel) }, func() error { return l.fake.Unarchive(channel) }},
		{"not_in_channel", func() error { return l.fake.Leave("U0RABITA1", channel) }, func() error { return l.fake.Join("U0RABITA1", channel, who) }},
	} {
		words := fmt.Sprintf("send list %d", i)
		if _, err := l.fake.Say(who, l.fake.DM(who), fmt.Sprintf("remind <#%s> tomorrow at %d:00 to %s", channel, 11+i, words), ""); err != nil {
			t.Fatal(err)
		}
		l.wait(l.fake.DM(who), words, fmt.Sprintf("%d:00", 11+i))
		if err := c.shut(); err != nil {
			t.Fatal(err)
		}
		l.move(time.Date(2019, 11, 21+i, 11+i, 0, 1, 0, pkt))
		l.wait(l.fake.DM(who), c.reason, words)
		if n := l.count(channel, words); n != 0 {
			t.Fatalf("%s: %d messages", c.reason, n)
		}
		if err := c.open(); err != nil {
			t.Fatal(err)
		}
		l.wait(channel, words)
	}
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
	confirms := func(c fakeslack.Call) bool { return c.Fault != "" && c.Method == "conversations.open" } // the item is kept by then
	if _, err := l.fake.WaitCall(l.soon(), confirms); err != nil {
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

// TestCanary runs the program with tokens that hold a word found nowhere else, through answers, failures and a refusal by Slack, and looks for
// that word in what it printed, posted, kept and backed up.
func TestCanary(t *testing.T) {
	const word = "CANARYcanary0123456789"
	grp, err := loadGroup("")
	if err != nil {
		t.Fatal(err)
	}
	fake := fakeslack.New(fakeslack.Options{Workspace: workspace(grp), BotToken: "xoxb-" + word, AppToken: "xapp-" + word})
	if err := fake.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer fake.Close()
	dir := t.TempDir()
	vars := map[string]string{"SLACK_BOT_TOKEN": "xoxb-" + word, "SLACK_APP_TOKEN": "xapp-" + word, "SLACK_API_URL": fake.APIURL(), "RABITA_LOG": "debug", "RABITA_DATA": filepath.Join(dir, "data")}
	var printed lockedWriter
	do := func(ctx context.Context, args ...string) int {
		return run(ctx, &env{args: args, stdin: strings.NewReader(""), stdout: &printed, stderr: &printed, getenv: func(name string) string { return vars[name] }, now: time.Now, folder: dir})
	}
	if code := do(t.Context(), "init", "-sample"); code != 0 {
		t.Fatal(printed.String())
	}
	ended := make(chan int, 1)
	go func() { ended <- do(t.Context(), "serve") }()
	wait, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := fake.WaitSockets(wait, 2); err != nil {
		t.Fatal(err, printed.String())
	}
	const who = "U0STAFFKP"
	say := func(text string) {
		t.Helper()
		if _, err := fake.Say(who, fake.DM(who), text, ""); err != nil {
			t.Fatal(err)
		}
	}
	answered := func(words string) {
		t.Helper()
		if _, err := fake.WaitMessage(wait, fake.DM(who), func(m fakeslack.Message) bool { return m.BotID != "" && strings.Contains(m.Text, words) }); err != nil {
			t.Fatalf("no answer with %q: %v", words, err)
		}
	}
	say("action add send the list | due in 3 working days")
	answered("A-0001")
	for i, f := range []fakeslack.Fault{fakeslack.HTTPError("chat.*", 503), {Method: "chat.*", Answer: fakeslack.Lost}, {Method: "chat.*", Answer: fakeslack.Refuse, Code: "invalid_blocks", Apply: fakeslack.ApplyNever},
		{Method: "chat.*", Answer: fakeslack.Raw, Status: 302, Header: map[string][]string{"Location": {"http://127.0.0.1:1/?token=x"}}}, fakeslack.RateLimited("chat.*", "1")} {
		f.Name, f.Times = fmt.Sprint("trouble ", i), 1
		fake.AddFault(f)
		say("action mine")
		if _, err := fake.WaitCall(wait, func(c fakeslack.Call) bool { return c.Fault == f.Name }); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	if _, err := fake.UploadWith(who, fake.DM(who), "index this", "", fakeslack.NewFile{Name: "note.md", Content: []byte("# A note\n\nOne line.\n")}); err != nil {
		t.Fatal(err)
	}
	answered("A note")
	fake.Cut(0)
	say("action list")
	answered("A-0001")
	if code := do(t.Context(), "backup", "-to", filepath.Join(dir, "backups")); code != 0 {
		t.Error(printed.String())
	}
	do(t.Context(), "doctor")
	fake.RevokeTokens("token_revoked")
	say("action mine")
	if code := <-ended; code != 2 {
		t.Errorf("with revoked tokens serve ended with status %d", code)
	}
	if strings.Contains(printed.String(), word) {
		t.Errorf("a token was printed:\n%s", printed.String())
	}
	for _, c := range fake.Calls() {
		if strings.Contains(string(c.Args), word) {
			t.Errorf("a token stands in the arguments of %s", c.Method)
		}
	}
	files := 0
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("a token stands in %s", path)
		}
		return err
	})
	if err != nil || files < 5 {
		t.Errorf("%d files looked into, %v", files, err)
	}
}

// lockedWriter is what several goroutines print.
type lockedWriter struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *lockedWriter) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}
