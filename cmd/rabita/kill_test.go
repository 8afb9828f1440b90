package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rabita/bot/remind"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
)

const (
	killRooms = 12                     // channels for reminders; each item has a channel of its own
	askers    = 8                      // members who give commands
	killLate  = 300 * time.Millisecond // the longest time after which the other process applies a post
	killLag   = 200 * time.Millisecond // and that a history needs to show it; both together are well below the second of RABITA_SETTLE
)

// notices and promises are the names of what must be shown once, and of what a member was told is kept.
var (
	notices  = regexp.MustCompile(`notice-\d{6}`)
	promises = regexp.MustCompile(`promise-\d{6}`)
)

// slackProcess is a Slack in a process of its own: `slackprocess DIR CYCLES`. It keeps everything that happens to it in DIR, answers badly
// and late, and ends with its standard input. It prints its address, "shown" for each message in a channel, and the words of a command
// that was acknowledged; it reads the words of commands, and "calm", from where on it answers well.
func slackProcess() {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	cycles, err := strconv.Atoi(os.Args[2])
	must(err)
	ws := fakeslack.Workspace{Members: []fakeslack.Member{{ID: "U0000COORD", Name: "coordinator"}}}
	for i := range askers {
		ws.Members = append(ws.Members, fakeslack.Member{ID: fmt.Sprintf("U0000ASK%02d", i), Name: fmt.Sprint("asker", i)})
	}
	room := func(id string) {
		ws.Channels = append(ws.Channels, fakeslack.Channel{ID: id, Name: strings.ToLower(id), Members: []string{"coordinator", "bot"}})
	}
	for i := range killRooms {
		room(reminderRoom(i))
	}
	for i := range cycles {
		room(itemRoom(i))
	}
	fake := fakeslack.New(fakeslack.Options{Workspace: ws})
	must(fake.Keep(os.Args[1]))
	fake.SetHistoryLag(killLag)
	rnd := rand.New(rand.NewPCG(3, uint64(cycles)))
	for range cycles * 8 {
		fake.AddFault(postTrouble(rnd))
	}
	must(fake.Start("127.0.0.1:0"))
	var mu sync.Mutex
	say := func(words string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(words)
	}
	say(fake.APIURL())
	go func() { // ends with the server
		for e := range fake.Watch(context.Background()) {
			if e.Kind == "message" && e.Message.BotID != "" && strings.HasPrefix(e.Channel, "C") {
				say("shown")
			}
		}
	}()
	said := 0
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		if in.Text() == "calm" {
			fake.ClearFaults()
			fake.SetHistoryLag(killLag)
			continue
		}
		asker := fmt.Sprint("asker", said%askers)
		said++
		go func(words string) { // ends with the program's next life
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			if fake.WaitSockets(ctx, 1) != nil {
				return
			}
			asked, err := fake.Command(asker, reminderRoom(0), "/action", words)
			if err == nil {
				if _, err = asked.Wait(ctx); err == nil {
					say(words)
				}
			}
		}(in.Text())
	}
	must(fake.Close())
}

func reminderRoom(i int) string { return fmt.Sprintf("C0KILL%04d", i) }
func itemRoom(i int) string     { return fmt.Sprintf("C0ITEM%04d", i) }

// postTrouble is what happens to one post: of most it is not clear to the sender whether they are shown.
func postTrouble(rnd *rand.Rand) fakeslack.Fault {
	by := time.Duration(rnd.Int64N(int64(killLate)))
	f := []fakeslack.Fault{
		{},
		{Latency: by},
		{Latency: by, Answer: fakeslack.Lost},
		{Apply: fakeslack.ApplyLate, LateBy: by, Answer: fakeslack.Lost},
		{Apply: fakeslack.ApplyLate, LateBy: by, Answer: fakeslack.Hang},
		{Apply: fakeslack.ApplyLate, LateBy: by},
		{Apply: fakeslack.ApplyNever, Answer: fakeslack.Lost},
		{Answer: fakeslack.NoTS},
		fakeslack.HTTPError("", 503),
		fakeslack.RateLimited("", "1"),
	}[rnd.IntN(10)]
	f.Method, f.Times = "chat.postMessage", 1
	return f
}

// A killer is the test's side: the other process, the folder of the data, and what must be shown or kept.
type killer struct {
	t       *testing.T
	rnd     *rand.Rand
	program string
	dir     string // of the data
	log     string // the folder in which the other process keeps what happened
	url     string
	in      io.WriteCloser
	shown   chan struct{}
	planner *remind.Planner
	due     map[string]time.Time // by name of a notice

	mu    sync.Mutex
	acked map[string]bool // names of promises
}

// TestKill ends the real program without warning, at arbitrary moments while notices fall due, against a Slack in another process that
// answers badly and applies late. By that Slack's own log each notice was shown exactly once and none before its time. Each command that was
// acknowledged is kept exactly once.
func TestKill(t *testing.T) {
	cycles := 50
	if os.Getenv("RABITA_LONG") != "" {
		cycles = 1000
	}
	k := newKiller(t, cycles)
	for i := range cycles {
		k.plant(i)
		if _, err := fmt.Fprintf(k.in, "add promise-%06d\n", i); err != nil {
			t.Fatal(err)
		}
		stop := k.start()
		shown := k.shown
		if i%3 != 0 {
			shown = nil
		}
		select {
		case <-time.After(time.Duration(50+k.rnd.IntN(1100)) * time.Millisecond):
		case <-shown: // or just when something was
			<-time.After(time.Duration(k.rnd.IntN(10_000)) * time.Microsecond)
		}
		stop()
	}
	fmt.Fprintln(k.in, "calm") // if that process is gone, the log says what is missing
	// What was worked on at several ends in a row is left for longer each time, and Slack lets each history be read only so often: as long as
	// there is less to do after each life, there are more.
	lives := 0
	for left, before := k.left(), 0; left > 0 && (lives < 5 || left < before); lives++ {
		stop := k.start()
		<-time.After(8 * time.Second << min(lives, 4))
		stop()
		left, before = k.left(), left
	}
	t.Logf("%d cycles, and %d lives more until all was settled", cycles, lives)
	k.judge()
}

// newKiller starts the other process.
func newKiller(t *testing.T, cycles int) *killer {
	k := &killer{t: t, rnd: rand.New(rand.NewPCG(5, 8)), program: built(t), dir: t.TempDir(), log: t.TempDir(), shown: make(chan struct{}, 1),
		due: map[string]time.Time{}, acked: map[string]bool{}}
	group := bytes.Replace(firstGroup, []byte(`quiet_from: "20:00"`), []byte(`quiet_from: "08:00"`), 1) // never quiet, whenever the test runs
	group = bytes.Replace(group, []byte("[Mon, Tue, Wed, Thu, Fri]"), []byte("[Mon, Tue, Wed, Thu, Fri, Sat, Sun]"), 1)
	if err := os.WriteFile(filepath.Join(k.dir, groupName), group, 0o600); err != nil {
		t.Fatal(err)
	}
	grp, err := loadGroup(k.dir)
	if err != nil {
		t.Fatal(err)
	}
	policy := remind.FromGroup(grp)
	if policy.QuietFrom != policy.QuietUntil {
		t.Fatal("the example group's hours have changed: notices of items would wait for the morning")
	}
	k.planner = remind.NewPlanner(policy)
	slack := filepath.Join(filepath.Dir(k.program), "slackprocess")
	if err := os.Link(k.program, slack); err != nil {
		if err := copyFile(k.program, slack); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(slack, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(slack, k.log, fmt.Sprint(cycles))
	cmd.Stderr = t.Output()
	if k.in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	said.Scan()
	k.url = said.Text()
	heard := make(chan struct{})
	go func() { // ends with the other process
		defer close(heard)
		for said.Scan() {
			if said.Text() == "shown" {
				select {
				case k.shown <- struct{}{}:
				default:
				}
				continue
			}
			k.mu.Lock()
			k.acked[promises.FindString(said.Text())] = true
			k.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		k.in.Close() // which ends it
		<-heard
		if err := cmd.Wait(); err != nil {
			t.Errorf("the Slack in another process: %v", err)
		}
	})
	return k
}

// open opens the data while the program is dead.
func (k *killer) open() *store.Store {
	k.t.Helper()
	st, err := store.Open(filepath.Join(k.dir, storeName), store.Options{Plan: k.planner.Plan})
	if err != nil {
		k.t.Fatal(err)
	}
	return st
}

// plant puts reminders that fall due within the next life of the program, and an item whose notice was due yesterday.
func (k *killer) plant(cycle int) {
	k.t.Helper()
	st := k.open()
	now := time.Now()
	name := func(due time.Time) string {
		s := fmt.Sprintf("notice-%06d", len(k.due))
		k.due[s] = due
		return s
	}
	for range 4 {
		at := now.Add(time.Duration(k.rnd.IntN(1200)) * time.Millisecond)
		r := store.Reminder{Text: "say " + name(at), Who: "U0000COORD", Channel: reminderRoom(k.rnd.IntN(killRooms)), Snoozed: at,
			Due: store.Due{Date: now.Format(time.DateOnly), Zone: "Asia/Karachi"}}
		if _, err := st.AddReminder(r, now); err != nil {
			k.t.Fatal(err)
		}
	}
	it := store.Item{Text: "send " + name(now.AddDate(0, 0, -2)), Owner: "U0000COORD", Creator: "U0000COORD", Channel: itemRoom(cycle),
		Due: store.Due{Date: now.AddDate(0, 0, -1).Format(time.DateOnly), Zone: "Asia/Karachi"}, Policy: store.Policy{Set: true, OnDay: true}}
	if _, err := st.AddItem(it, now.AddDate(0, 0, -3)); err != nil {
		k.t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		k.t.Fatal(err)
	}
}

// start begins a life of the program; stop ends it without warning.
func (k *killer) start() (stop func()) {
	k.t.Helper()
	select {
	case <-k.shown: // of the life before
	default:
	}
	var words strings.Builder
	cmd := exec.Command(k.program, "serve", "-data", k.dir)
	cmd.Dir = k.dir // no .env
	cmd.Stdout, cmd.Stderr = &words, &words
	cmd.Env = append(os.Environ(), "SLACK_API_URL="+k.url, "SLACK_BOT_TOKEN="+fakeslack.DefaultBotToken, "SLACK_APP_TOKEN="+fakeslack.DefaultAppToken,
		"RABITA_SETTLE=1s")
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	return func() {
		k.t.Helper()
		cmd.Process.Kill() // fails if it has ended, which Wait tells
		cmd.Wait()
		if cmd.ProcessState.Exited() {
			k.t.Errorf("the program: %v: %s", cmd.ProcessState, words.String())
		}
	}
}

// left is how much is due, unsettled, or was said and waits.
func (k *killer) left() int {
	k.t.Helper()
	st := k.open()
	defer st.Close() // only read
	n, err := st.Counts()
	if err != nil {
		k.t.Fatal(err)
	}
	return n.Due + n.Intents + n.Inbox
}

// judge reads the other process's log, and what is kept.
func (k *killer) judge() {
	k.t.Helper()
	f, err := os.Open(filepath.Join(k.log, "workspace.jsonl"))
	if err != nil {
		k.t.Fatal(err)
	}
	defer f.Close() // only read
	shown := map[string]map[string]bool{}
	for rd := bufio.NewReader(f); ; {
		b, err := rd.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		var l struct{ Message *fakeslack.Message }
		if err == nil {
			err = json.Unmarshal(b, &l)
		}
		if err != nil {
			k.t.Fatal(err)
		}
		if l.Message == nil || l.Message.BotID == "" {
			continue
		}
		inText := map[string]bool{}
		for _, name := range notices.FindAllString(l.Message.Text, -1) {
			if inText[name] {
				k.t.Errorf("%s is shown twice in one message: %q", name, l.Message.Text)
			}
			inText[name] = true
			if shown[name] == nil {
				shown[name] = map[string]bool{}
			}
			shown[name][l.Message.Channel+" "+l.Message.TS] = true
			if ts, err := strconv.ParseFloat(l.Message.TS, 64); err != nil || time.UnixMicro(int64(ts*1e6)).Before(k.due[name].Truncate(time.Millisecond)) {
				k.t.Errorf("%s was due %v and shown before, %s", name, k.due[name], l.Message.TS)
			}
		}
	}
	lost, doubled := 0, 0
	for name := range k.due {
		switch n := len(shown[name]); {
		case n == 0:
			lost++
			k.t.Errorf("%s was never shown", name)
		case n > 1:
			doubled++
			k.t.Errorf("%s was shown %d times", name, n)
		}
	}
	k.t.Logf("%d lost, %d doubled of %d", lost, doubled, len(k.due))
	st := k.open()
	defer st.Close() // only read
	kept := map[string]int{}
	list, err := st.Items(store.ItemFilter{Words: []string{"promise"}}, store.Page{Limit: 1 << 20})
	if err != nil {
		k.t.Fatal(err)
	}
	for _, it := range list.Items {
		kept[promises.FindString(it.Text)]++
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for name := range k.acked {
		if kept[name] == 0 {
			k.t.Errorf("%s was acknowledged and is not kept", name)
		}
	}
	for name, n := range kept {
		if n > 1 {
			k.t.Errorf("%s is kept %d times", name, n)
		}
	}
	k.t.Logf("%d commands were acknowledged, %d are kept", len(k.acked), len(kept))
	if len(k.acked) == 0 {
		k.t.Error("no command was acknowledged: the program never lived for long enough")
	}
}
