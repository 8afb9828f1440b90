package slackapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
	"rabita/store/storetest"
)

func TestRepeatsAreRecognisedAndRetriesAreNotDropped(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault fakeslack.EventTrouble
	}{{"twice", fakeslack.Duplicate}, {"retry only", fakeslack.RetryOnly}} {
		t.Run(c.name, func(t *testing.T) {
			r := start(t, world())
			r.AddEventFault(fakeslack.EventFault{Do: c.fault})
			r.sayIn("amina", "general", r.Mention("rabita")+" one", "")
			r.sayIn("amina", r.DM("amina"), "two", "")
			r.reply("general", "You said: one")
			r.reply(r.DM("amina"), "You said: two")
			r.settle()
			if n := len(r.bot.messages()); n != 2 {
				t.Errorf("the bot was asked %d times, want 2", n)
			}
		})
	}
}

// TestSameUnderAnyName: a message is known again by its event id, by its channel and ts, and by what the member's client called it.
func TestSameUnderAnyName(t *testing.T) {
	r := start(t, world())
	base := time.Now().Unix()
	for i, c := range []struct {
		event, ts, client string
		fresh             bool
	}{
		{"Ev1", "000001", "c1", true},
		{"Ev1", "000002", "c2", false}, // another body under the same event id
		{"Ev2", "000001", "", false},   // the same message as another event
		{"Ev3", "000003", "c1", false}, // sent twice by the member's client
		{"Ev4", "000004", "c4", true},
		{"", "000005", "", true},
		{"", "000006", "", true},
	} {
		text := fmt.Sprint("order ", i)
		payload := fmt.Sprintf(`{"type":"event_callback","event_id":%q,"team_id":"T0TEAM","event":{"type":"message","channel":%q,"channel_type":"im","user":"U1","text":%q,"ts":"%d.%s","client_msg_id":%q}}`,
			c.event, r.DM("amina"), text, base, c.ts, c.client)
		r.acked(r.InjectPayload("events_api", json.RawMessage(payload)), nil)
		r.settle()
		heard := slices.ContainsFunc(r.bot.messages(), func(m bot.Message) bool { return m.Text == text })
		if heard != c.fresh {
			t.Errorf("%+v: heard %v", c, heard)
		}
	}
}

// TestCommandsAsWords: a command says the same as words after the mention, in a thread too, where Slack takes no commands.
func TestCommandsAsWords(t *testing.T) {
	r := start(t, world())
	root := r.sayIn("amina", "general", "talk", "")
	for i, c := range []struct{ command, text, want string }{
		{"/rabita", "help", "help"}, {"/rabita", "", ""}, {"/rabita", "  health ", "health"}, {"/action", "mine", "action mine"}, {"/reminder", "list", "reminder list"},
		{"/ask", "what did KP report?", "ask what did KP report?"}, {"/action", "", "action"},
	} {
		r.acked(r.Command("amina", "general", c.command, c.text))
		r.settle()
		said := r.sayIn("amina", "general", r.Mention("rabita")+" "+c.command+" "+c.text, root.TS)
		r.bot.wait(t, func(m bot.Message) bool { return m.TS == said.TS })
		r.settle()
		all := r.bot.messages()
		if len(all) != 2*(i+1) || all[2*i].Text != c.want || strings.TrimPrefix(all[2*i+1].Text, "/") != c.want {
			t.Errorf("%s %s: the bot heard %q and %q, want %q", c.command, c.text, all[len(all)-2].Text, all[len(all)-1].Text, c.want)
		}
	}
}

// TestRepeatAfterRestart: what was done before a restart is not done again when Slack repeats it.
func TestRepeatAfterRestart(t *testing.T) {
	r := start(t, world())
	said := r.sayIn("amina", r.DM("amina"), "add it", "")
	r.reply(r.DM("amina"), "You said: add it")
	r.settle()
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	r.run()
	q := r.InjectEvent(json.RawMessage(fmt.Sprintf(`{"type":"message","channel":%q,"channel_type":"im","user":"U1","text":"add it","ts":%q}`, r.DM("amina"), said.TS)))
	r.acked(q, nil)
	r.settle()
	if n := len(r.bot.messages()); n != 1 {
		t.Errorf("the bot was asked %d times, want once", n)
	}
}

// TestCrashBeforeDone: what was kept and not finished is done after a restart.
func TestCrashBeforeDone(t *testing.T) {
	r := start(t, world())
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	in := inbound{ID: "m:D:1", About: aboutMessage, Kind: bot.Direct, Text: "kept", Who: "U1", Channel: r.DM("amina"), Direct: true, TS: "1700000000.000100", Said: time.Now(), Got: time.Now()}
	data, _ := json.Marshal(in)
	if _, err := r.st.AcceptEvent(store.Event{ID: in.ID, Kind: in.About, Data: data, At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	r.run()
	r.reply(r.DM("amina"), "You said: kept")
	r.settle()
	if n, err := r.st.Counts(); err != nil || n.Inbox != 0 {
		t.Errorf("the inbox still holds %d, %v", n.Inbox, err)
	}
}

// TestSuspects: what was under way when the process ended is done at the next start, one thing at a time, however often that happened to
// all of it together; what the process ended at each time while it was worked on alone is set aside, kept, and its member told.
func TestSuspects(t *testing.T) {
	r := start(t, world())
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "store.db")
	life := func(do func(*store.Store)) { // to its file an end without a word looks like this
		t.Helper()
		st, err := store.Open(path, store.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		do(st)
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	life(func(st *store.Store) {
		for i, text := range []string{"poison", "innocent 0", "another 0", "innocent 1", "another 1", "innocent 2", "another 2", "no JSON"} {
			in := inbound{ID: text, About: aboutCommand, Kind: bot.Command, Text: text, Who: "U1", Channel: r.DM("amina"), Direct: true, Said: time.Now(), Got: time.Now()}
			if i%2 == 0 && i > 0 {
				in.Who, in.Channel = "U2", r.DM("bilal")
			}
			data, err := json.Marshal(in)
			if err != nil {
				t.Fatal(err)
			}
			if text == "no JSON" {
				data = data[1:]
			}
			if _, err := st.AcceptEvent(store.Event{ID: in.ID, Kind: in.About, Data: data, At: time.Now()}); err != nil {
				t.Fatal(err)
			}
		}
	})
	for n := range 10 { // each ends when everything was taken, and the first was being worked on alone
		life(func(st *store.Store) {
			list, err := st.TakeEvents(100, maxAttempts)
			if err != nil || len(list) != 8 {
				t.Fatalf("life %d took %d events, %v", n, len(list), err)
			}
			for _, e := range list {
				want := 0
				if e.ID == "poison" {
					want = min(maxAttempts, max(n-1, 0))
				}
				if e.Suspect != (n > 0) || e.Attempts != want {
					t.Fatalf("life %d: %s: suspect %v after %d attempts, want %d", n, e.ID, e.Suspect, e.Attempts, want)
				}
			}
			if n > 0 && list[0].Attempts < maxAttempts {
				if err := st.EventTried(list[0].Seq); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	r.st = storetest.OpenAt(t, path, store.Options{NoSync: true})
	var mu sync.Mutex
	under, most := 0, 0
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		mu.Lock()
		under++
		most = max(most, under)
		mu.Unlock()
		runtime.Gosched()
		mu.Lock()
		under--
		mu.Unlock()
		return bot.Reply{Outcome: bot.Answer, Parts: []bot.Part{bot.Say(bot.Finding, "You said: "+m.Text)}}, nil
	})
	r.run()
	for i := range 3 {
		r.reply(r.DM("amina"), fmt.Sprint("You said: innocent ", i))
		r.reply(r.DM("bilal"), fmt.Sprint("You said: another ", i))
	}
	list, err := r.st.TakeEvents(10, bearable(time.Hour))
	if err != nil || len(list) != 1 {
		t.Fatalf("after an hour %d events wait, %v", len(list), err)
	}
	r.app.queue(list[0])
	r.reply(r.DM("amina"), "“poison”")
	r.settle()
	if most != 1 {
		t.Errorf("%d suspects were worked on at once", most)
	}
	for _, m := range r.bot.messages() {
		if m.Text == "poison" {
			t.Error("what ended the process each time was worked on once more")
		}
	}
	if n, err := r.st.Counts(); err != nil || n.Inbox != 0 || n.Aside != 2 {
		t.Errorf("the inbox holds %d, and %d are set aside, %v; want 0 and 2", n.Inbox, n.Aside, err)
	}
}

func TestBearable(t *testing.T) {
	for _, c := range []struct {
		up   time.Duration
		want int
	}{{0, 1}, {5*time.Second - 1, 1}, {5 * time.Second, 2}, {19 * time.Second, 2}, {20 * time.Second, 3}, {80 * time.Second, 4}, {1000 * time.Hour, 4}} {
		if n := bearable(c.up); n != c.want {
			t.Errorf("after %v an event may have ended the process %d times, want %d", c.up, n, c.want)
		}
	}
}

func TestWhatIsNotForTheBot(t *testing.T) {
	r := start(t, world())
	asked := r.sayIn("amina", "general", "nobody asked", "")
	r.sayIn("bilal", "general", "a thread of people", asked.TS)
	for _, e := range []string{
		`{"type":"message","channel":"C1","channel_type":"channel","user":"U0BOT","text":"<@U0BOT> own","ts":"%s"}`,
		`{"type":"message","channel":"C1","channel_type":"channel","user":"U9","bot_id":"B9","text":"<@U0BOT> another bot","ts":"%s"}`,
		`{"type":"message","subtype":"message_changed","channel":"C1","ts":"%s","message":{"user":"U1","text":"<@U0BOT> edited","ts":"1.000001"}}`,
		`{"type":"message","subtype":"brand_new","channel":"C1","user":"U1","text":"<@U0BOT> x","ts":"%s"}`,
		`{"type":"message","channel":"C1","user":"USLACKBOT","text":"<@U0BOT> x","ts":"%s"}`,
		`{"type":"brand_new_event_2027","channel":"C1","user":"U1","ts":"%s"}`,
	} {
		ts := fmt.Sprintf("%d.000100", time.Now().Unix())
		r.acked(r.InjectEvent(json.RawMessage(fmt.Sprintf(e, ts))), nil)
	}
	r.settle()
	if got := r.bot.messages(); len(got) != 0 {
		t.Errorf("the bot was asked %+v", got)
	}
	if strings.Contains(r.log.String(), "nobody asked") {
		t.Error("channel talk was logged")
	}
}

func TestFollowUpsInTheBotsThreads(t *testing.T) {
	r := start(t, world())
	asked := r.sayIn("amina", "general", r.Mention("rabita")+" first", "")
	r.reply("general", "You said: first")
	r.sayIn("bilal", "general", "and in Sindh?", asked.TS)
	m := r.bot.wait(t, func(m bot.Message) bool { return m.Text == "and in Sindh?" })
	if m.Kind != bot.Overhear || m.Thread != asked.TS || m.Who != "U2" {
		t.Errorf("the bot was asked %+v", m)
	}
}

func TestUploadIsHeard(t *testing.T) {
	r := start(t, world())
	if _, err := r.UploadWith("amina", r.DM("amina"), "the tracker", "", fakeslack.NewFile{Name: "tracker.csv", Content: []byte("a,b\n1,2\n")}); err != nil {
		t.Fatal(err)
	}
	m := r.bot.wait(t, func(m bot.Message) bool { return len(m.Files) > 0 })
	if f := m.Files[0]; m.Text != "the tracker" || f.Name != "tracker.csv" || string(f.Data) != "a,b\n1,2\n" {
		t.Errorf("the bot got %+v", m)
	}
}

// TestUnreadableEvents sends the malformed payloads of testdata/events.txt: each is acknowledged, none stops the app.
func TestUnreadableEvents(t *testing.T) {
	r := start(t, world())
	n := 0
	for l := range strings.Lines(readFile(t, "testdata/events.txt")) {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		kind, payload, _ := strings.Cut(l, " ")
		payload = strings.ReplaceAll(payload, "DEEP", strings.Repeat("[", 12000)+strings.Repeat("]", 12000))
		payload = strings.ReplaceAll(payload, "NOW", fmt.Sprintf("%d.%06d", time.Now().Unix(), n))
		if kind == "frame" {
			r.InjectFrame([]byte(payload))
			continue
		}
		n++
		if !json.Valid([]byte(payload)) {
			if _, err := decode(envelope{kind: kind, payload: []byte(payload)}, r.app.self(), time.Now()); err == nil {
				t.Errorf("%.80s was read", payload)
			}
			continue
		}
		if _, err := r.InjectPayload(kind, json.RawMessage(payload)).Wait(r.ctx()); err != nil {
			t.Errorf("%s %.120s: %v", kind, payload, err)
		}
	}
	if n < 35 {
		t.Errorf("only %d cases", n)
	}
	r.sayIn("amina", r.DM("amina"), "still there?", "")
	r.reply(r.DM("amina"), "You said: still there?")
	if h := r.app.Health(); h.Panics != 0 {
		t.Errorf("%d panics", h.Panics)
	}
}

func TestPanicIsAnsweredAndLogged(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) { panic("secret words of a member") })
	r.sayIn("amina", r.DM("amina"), "boom", "")
	r.reply(r.DM("amina"), "Sorry")
	r.settle()
	if log := r.log.String(); !strings.Contains(log, "goroutine") || strings.Contains(log, "secret words") || r.app.Health().Panics != 1 {
		t.Errorf("the log of the panic: %s", log)
	}
	r.bot.say(nil)
	r.sayIn("amina", r.DM("amina"), "again", "")
	r.reply(r.DM("amina"), "You said: again")
}

func TestErrorOfTheBot(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) { return bot.Reply{}, errors.New("disk full") })
	r.acked(r.Command("amina", "general", "/rabita", "help"))
	r.whisper("amina", "Sorry")
}

// TestBurst: 400 events that come in one moment are all acknowledged while nothing is worked on yet, none is lost, and each is answered once, in
// the order of its member. How fast they are acknowledged is looked at where RABITA_LONG asks for it, on a machine with nothing else to do.
func TestBurst(t *testing.T) {
	const n, members = 400, 20
	o := world()
	for i := range members {
		o.Workspace.Members = append(o.Workspace.Members, fakeslack.Member{ID: fmt.Sprintf("UB%d", i), Name: fmt.Sprintf("member%d", i)})
	}
	r := start(t, o, func(c *Config) { c.PerMember, c.Sockets = 10_000, 1 })
	hold := make(chan struct{})
	release := sync.OnceFunc(func() { close(hold) })
	t.Cleanup(release)
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		<-hold
		return bot.Reply{}, nil
	})
	var reqs []*fakeslack.Request
	base := time.Now().Unix()
	for i := range n {
		who := fmt.Sprintf("UB%d", i%members)
		reqs = append(reqs, r.InjectEvent(json.RawMessage(fmt.Sprintf(
			`{"type":"message","channel":%q,"channel_type":"im","user":%q,"text":"order %d","ts":"%d.%06d"}`, r.DM(who), who, i, base, i))))
	}
	var took []time.Duration
	for _, q := range reqs {
		took = append(took, r.acked(q, nil).Took)
	}
	release()
	r.settle()
	inTime(t, took)
	seen := map[string]int{}
	order := map[string]int{}
	for _, m := range r.bot.messages() {
		seen[m.Text]++
		var k int
		fmt.Sscanf(m.Text, "order %d", &k)
		if last, ok := order[m.Who]; ok && last > k {
			t.Errorf("%s said %d before %d, and was heard the other way round", m.Who, k, last)
		}
		order[m.Who] = k
	}
	for i := range n {
		if k := seen[fmt.Sprintf("order %d", i)]; k != 1 {
			t.Errorf("order %d was handled %d times", i, k)
		}
	}
}

// inTime tells how long acknowledgements took, and with RABITA_LONG wants 99 of 100 in half a second.
func inTime(t *testing.T, took []time.Duration) {
	t.Helper()
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d events acknowledged after %v (p50), %v (p99)", len(took), took[len(took)/2], p99)
	if os.Getenv("RABITA_LONG") != "" && p99 > 500*time.Millisecond {
		t.Errorf("acknowledged after %v (p99), want under 500 ms", p99)
	}
}

// TestSteadyLoad: 400 events a second for five seconds, with a store that syncs the disk: acknowledged in time, nothing that changes state is
// lost, and each is carried out once. One second of it, but where RABITA_LONG asks for all.
func TestSteadyLoad(t *testing.T) {
	seconds := 1
	if os.Getenv("RABITA_LONG") != "" {
		seconds = 5
	}
	o := world()
	for i := range 50 {
		o.Workspace.Members = append(o.Workspace.Members, fakeslack.Member{ID: fmt.Sprintf("UB%d", i), Name: fmt.Sprintf("member%d", i)})
	}
	r := start(t, o, func(c *Config) { c.PerMember = 100_000 })
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	r.st = storetest.Open(t, store.Options{}) // syncs
	r.run()
	r.bot.say(func(m bot.Message) (bot.Reply, error) { return bot.Reply{}, nil })
	const rate = 400
	var reqs []*fakeslack.Request
	base := time.Now().Unix()
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	for i := range rate * seconds {
		<-tick.C
		who := fmt.Sprintf("UB%d", i%50)
		reqs = append(reqs, r.InjectEvent(json.RawMessage(fmt.Sprintf(
			`{"type":"message","channel":%q,"channel_type":"im","user":%q,"text":"order %d","ts":"%d.%06d"}`, r.DM(who), who, i, base, i))))
	}
	var took []time.Duration
	for _, q := range reqs {
		took = append(took, r.acked(q, nil).Took)
	}
	r.settle()
	inTime(t, took)
	seen := map[string]int{}
	for _, m := range r.bot.messages() {
		seen[m.Text]++
	}
	for i := range reqs {
		if k := seen[fmt.Sprintf("order %d", i)]; k != 1 {
			t.Errorf("order %d was carried out %d times", i, k)
		}
	}
}

func TestSpoken(t *testing.T) {
	for l := range strings.Lines(readFile(t, "testdata/spoken.txt")) {
		l = strings.TrimRight(l, "\n")
		wire, want, ok := strings.Cut(l, " -> ")
		if !ok || strings.HasPrefix(l, "# ") {
			continue
		}
		got, named := spoken(wire, "U0BOT")
		if named {
			got = "(named) " + got
		}
		if got != want {
			t.Errorf("spoken(%q) = %q, want %q", wire, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, kind := range []string{"events_api", "slash_commands", "interactive"} {
		f.Add(kind, []byte(`{"type":"event_callback","event":{"type":"message","user":"U1","channel":"D1","ts":"1700000000.000100","text":"x"}}`))
		f.Add(kind, []byte(`{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"a","value":1}]}`))
	}
	now := time.Unix(1_700_000_000, 0)
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		in, err := decode(envelope{kind: kind, payload: payload}, self{user: "U0BOT", bot: "B0", team: "T0"}, now)
		if err == nil && in.About != aboutNothing && (in.ID == "" || len(in.ID) > 200) {
			t.Errorf("an inbound with the id %q", in.ID)
		}
		if in.About == aboutMessage && (in.Who == "U0BOT" || in.Who == "") {
			t.Errorf("a message by %q", in.Who)
		}
	})
}

func FuzzEscape(f *testing.F) {
	for _, p := range payloads(f) {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if bad := live(message{Text: escape(s)}); len(bad) > 0 {
			t.Errorf("escape(%q) is live: %q", s, bad)
		}
		if clean(clean(s)) != clean(s) {
			t.Errorf("cleaning %q twice changes it", s)
		}
	})
}
