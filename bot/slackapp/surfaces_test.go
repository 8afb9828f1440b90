package slackapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
)

func TestHomeIsPublishedWhenItChanged(t *testing.T) {
	r := start(t, world())
	items := 1
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Kind == bot.Home {
			return bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, fmt.Sprint(items, " items are yours")), {Buttons: []bot.Button{{Action: "item.done", Value: "A-1", Label: "Done"}}}}}, nil
		}
		items++
		return bot.Reply{Outcome: bot.Done, Actions: []bot.Action{{Kind: "add_item"}}, Parts: []bot.Part{bot.Say(bot.Finding, "Saved")}}, nil
	})
	shows := func(words string) func(fakeslack.View) bool {
		return func(v fakeslack.View) bool { return strings.Contains(string(v.Blocks), words) }
	}
	for range 3 {
		if err := r.OpenHome("amina"); err != nil {
			t.Fatal(err)
		}
	}
	v, err := r.WaitHome(r.ctx(), "amina", shows("1 items"))
	if err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.sayIn("amina", r.DM("amina"), "add one", "")
	if _, err := r.WaitHome(r.ctx(), "amina", shows("2 items")); err != nil {
		t.Fatal(err)
	}
	r.settle()
	n := 0
	for _, c := range r.Calls() {
		if c.Method == "views.publish" {
			n++
		}
	}
	if n != 2 {
		t.Errorf("the home tab was published %d times, want twice", n)
	}
	// A button there is answered directly.
	r.acked(r.ClickView("amina", v.ID, "item.done"))
	r.reply(r.DM("amina"), "Saved")
	// So is a question in its box.
	if err := r.FillView("amina", v.ID, fakeslack.Values{homeAskAction: "what is due?"}); err != nil {
		t.Fatal(err)
	}
	r.reply(r.DM("amina"), "You asked: what is due?")
}

func TestWelcome(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Text != "" {
			return bot.Reply{}, nil
		}
		return bot.Reply{Outcome: bot.Done, Suggestions: []string{"one?", "two?", "three?", "four?", "five?"}, Parts: []bot.Part{bot.Say(bot.Finding, "I am Rabita")}}, nil
	})
	if err := r.Join("rabita", "elsewhere", "amina"); err != nil {
		t.Fatal(err)
	}
	if got := r.reply("elsewhere", "I am Rabita"); got.ThreadTS != "" {
		t.Errorf("the welcome stands in thread %q", got.ThreadTS)
	}
	for range 2 {
		if err := r.OpenMessages("bilal"); err != nil {
			t.Fatal(err)
		}
		r.reply(r.DM("bilal"), "I am Rabita")
		r.settle()
	}
	if n := len(r.Messages(r.DM("bilal"))); n != 1 {
		t.Errorf("a newcomer is welcomed %d times", n)
	}
	if p := r.Assistant(r.DM("bilal"), "").Prompts; len(p) != 4 || p[0].Message != "one?" {
		t.Errorf("the suggested questions are %+v", p)
	}
}

func TestStatusWhileThinking(t *testing.T) {
	r := start(t, world())
	seen := make(chan struct{})
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		<-seen
		return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "At last")}}, nil
	})
	r.sayIn("amina", r.DM("amina"), "hard question", "")
	if _, err := r.WaitCall(r.ctx(), func(c fakeslack.Call) bool { return c.Method == "assistant.threads.setStatus" && c.OK }); err != nil {
		t.Fatal(err)
	}
	close(seen)
	r.reply(r.DM("amina"), "At last")
}

// TestConversationsHaveNames: a direct conversation is named after the question it began with, unless that tells of danger.
func TestConversationsHaveNames(t *testing.T) {
	r := start(t, world())
	outcome := bot.Answer
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: outcome, Parts: []bot.Part{bot.Say(bot.Finding, "to: "+m.Text)}}, nil
	})
	title := func(m fakeslack.Message) string {
		t.Helper()
		r.reply(m.Channel, "to: ")
		r.settle()
		return r.Assistant(m.Channel, m.TS).Title
	}
	asked := r.sayIn("amina", r.DM("amina"), "what did KP report\non shelters &amp; helplines?", "")
	if got := title(asked); got != "what did KP report on shelters & helplines?" {
		t.Errorf("the conversation is named %q", got)
	}
	more := r.sayIn("amina", r.DM("amina"), "and Punjab?", asked.TS)
	if got := title(more); got != "" || title(asked) != "what did KP report on shelters & helplines?" {
		t.Errorf("a reply in it is named %q, and it %q", got, title(asked))
	}
	outcome = bot.Crisis
	if got := title(r.sayIn("amina", r.DM("amina"), "he beats me", "")); got != "" {
		t.Errorf("a call for help is named %q", got)
	}
	if got := title(r.sayIn("amina", "general", r.Mention("rabita")+" hello", "")); got != "" {
		t.Errorf("a thread of a channel is named %q", got)
	}
}

// TestWhoReadsAlong: rights fail closed.
func TestWhoReadsAlong(t *testing.T) {
	r := start(t, world())
	for _, c := range []struct {
		user, channel string
		guest         bool
		room          bot.Room
	}{
		{"amina", "general", false, bot.Room{Name: "general", Public: true}},
		{"amina", "closed", false, bot.Room{Name: "closed"}},
		{"amina", "visitors", false, bot.Room{Name: "visitors", Public: true, Shared: true}},
		{"guest", "visitors", true, bot.Room{Name: "visitors", Public: true, Shared: true}},
		{"amina", "shared", false, bot.Room{Name: "shared", Shared: true}},
		{"partner", "shared", true, bot.Room{Name: "shared", Shared: true}},
	} {
		said := r.sayIn(c.user, c.channel, r.Mention("rabita")+" who reads this?", "")
		m := r.bot.wait(t, func(m bot.Message) bool { return m.TS == said.TS })
		if m.Guest != c.guest || m.Room != c.room {
			t.Errorf("%s in %s: guest %v, room %+v; want %v, %+v", c.user, c.channel, m.Guest, m.Room, c.guest, c.room)
		}
	}
	// A guest who comes in is noticed at once, and so is a channel that becomes shared.
	if err := r.Join("guest", "closed", "amina"); err != nil {
		t.Fatal(err)
	}
	if err := r.Share("general", true); err != nil {
		t.Fatal(err)
	}
	r.settle()
	for _, channel := range []string{"closed", "general"} {
		said := r.sayIn("amina", channel, r.Mention("rabita")+" and now?", "")
		if m := r.bot.wait(t, func(m bot.Message) bool { return m.TS == said.TS }); !m.Room.Shared {
			t.Errorf("%s is read by strangers now, and the bot was told %+v", channel, m.Room)
		}
	}
	// What an event itself says of its channel counts too.
	payload := fmt.Sprintf(`{"type":"event_callback","event_id":"EvS","team_id":"T0TEAM","is_ext_shared_channel":true,"event":{"type":"app_mention","channel":"C2","user":"U1","text":"<@U0BOT> who else?","ts":"%d.000001"}}`, time.Now().Unix())
	r.acked(r.InjectPayload("events_api", json.RawMessage(payload)), nil)
	if m := r.bot.wait(t, func(m bot.Message) bool { return m.Text == "who else?" }); !m.Room.Shared {
		t.Errorf("the event says that another organisation reads along, and the bot was told %+v", m.Room)
	}
	// Without an answer of Slack everybody is a guest among strangers.
	r.AddFault(fakeslack.Fault{Method: "conversations.info", Answer: fakeslack.Refuse, Apply: fakeslack.ApplyNever, Code: "internal_error"})
	r.AddFault(fakeslack.Fault{Method: "users.info", Answer: fakeslack.Refuse, Apply: fakeslack.ApplyNever, Code: "internal_error"})
	r.app.people.forget("U2")
	said := r.sayIn("bilal", "general", r.Mention("rabita")+" and blind?", "")
	if m := r.bot.wait(t, func(m bot.Message) bool { return m.TS == said.TS }); !m.Guest || m.Room != (bot.Room{Shared: true}) {
		t.Errorf("without Slack's answer: guest %v, room %+v", m.Guest, m.Room)
	}
}

func TestEphemeralReplyToAMention(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Answer, Where: bot.Ephemeral, Parts: []bot.Part{bot.Say(bot.Finding, "for your eyes")}}, nil
	})
	r.sayIn("amina", "visitors", r.Mention("rabita")+" what?", "")
	r.whisper("amina", "for your eyes")
	r.settle()
	for _, m := range r.Messages("visitors") {
		if m.BotID != "" {
			t.Errorf("others see %q", m.Text)
		}
	}
}

func TestNoticesAndFiles(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "Here it is")}, Files: []bot.File{{Name: "../list.csv", Data: []byte("a,b\n")}},
			Notify: []bot.Notice{{Channel: "U2", Item: "A-1", Reply: bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, "You own A-1")}}},
				{Channel: "C2", Reply: bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, "A-1 is new")}}}}}, nil
	})
	asked := r.sayIn("amina", "general", r.Mention("rabita")+" export", "")
	told := r.reply(r.DM("bilal"), "You own A-1")
	r.reply("closed", "A-1 is new")
	r.settle()
	found := false
	for _, m := range r.Thread("general", asked.TS) {
		for _, id := range m.Files {
			f, _ := r.File(id)
			found = found || f.Name == "list.csv" && string(f.Content) == "a,b\n"
		}
	}
	if !found {
		t.Errorf("the file is not in the thread: %+v", r.Thread("general", asked.TS))
	}
	if want := "A-1 " + told.Channel + " " + told.TS; len(r.bot.posted) != 1 || r.bot.posted[0] != want {
		t.Errorf("the bot was told of %q, want %q", r.bot.posted, want)
	}
}

// TestHandedIn: a reply under a notice of the bot may be what a body hands in; it is kept before it is acknowledged.
func TestHandedIn(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Kind == bot.Overhear {
			return bot.Reply{}, nil
		}
		return bot.Reply{Outcome: bot.Done, Notify: []bot.Notice{{Channel: "C2", Item: "A-1", Reply: bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, "Please send the matrix")}}}}}, nil
	})
	r.sayIn("amina", "general", r.Mention("rabita")+" request", "")
	asked := r.reply("closed", "Please send the matrix")
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	r.run() // what threads the bot is in is not only remembered
	r.sayIn("bilal", "closed", "thanks, will do", asked.TS)
	r.sayIn("bilal", "closed", "herewith the matrix", asked.TS)
	if got := r.reply("closed", "Received: herewith the matrix"); got.ThreadTS != asked.TS {
		t.Errorf("the confirmation stands in thread %q", got.ThreadTS)
	}
}

func TestFeedback(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Answer, Parts: []bot.Part{bot.Say(bot.Finding, "An answer")}}, nil
	})
	r.sayIn("amina", "general", r.Mention("rabita")+" what?", "")
	got := r.reply("general", "An answer")
	for _, v := range []string{"positive", "negative"} {
		r.acked(r.Click("amina", got, feedbackAction, v))
		r.settle()
	}
	list, err := r.st.Feedbacks(time.Time{})
	if err != nil || len(list) != 1 || list[0].Good || list[0].Who != "U1" || list[0].Message != "C1 "+got.TS {
		t.Errorf("the feedback kept is %+v, %v", list, err)
	}
	if n := len(r.bot.messages()); n != 1 {
		t.Errorf("the bot was asked %d times", n)
	}
}

func TestUploadsThatLie(t *testing.T) {
	r := start(t, world(), func(c *Config) { c.MaxFile = 1000 })
	for name, change := range map[string]func(*fakeslack.File){
		"fine.txt":     nil,
		"big.txt":      func(f *fakeslack.File) { f.Content = make([]byte, 1001) },
		"lies.txt":     func(f *fakeslack.File) { f.Content, f.Size = make([]byte, 5000), 10 },
		"signin.txt":   func(f *fakeslack.File) { f.SignIn = true },
		"away.txt":     func(f *fakeslack.File) { f.Redirect = "http://169.254.169.254/" },
		"gone.txt":     func(f *fakeslack.File) { f.HTTPStatus = 404 },
		"cut.txt":      func(f *fakeslack.File) { f.Content, f.Truncate = make([]byte, 900), 100 },
		"external.txt": func(f *fakeslack.File) { f.Mode, f.External = "external", "https://files.slack.com.evil.example/x" },
	} {
		m, err := r.Upload("bilal", "general", name, []byte("content"))
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			r.AlterFile(m.Files[0], change)
		}
		if _, err := r.UploadWith("amina", r.DM("amina"), "see "+name, "", fakeslack.NewFile{Name: name, Content: []byte("content")}); err != nil {
			t.Fatal(err)
		}
		got := r.bot.wait(t, func(m bot.Message) bool { return m.Text == "see "+name })
		if len(got.Files) != 1 || string(got.Files[0].Data) != "content" {
			t.Errorf("%s: the bot got %+v", name, got.Files)
		}
		if change == nil {
			continue
		}
		f, err := r.app.fileInfo(r.ctx(), m.Files[0])
		if err != nil {
			t.Fatal(err)
		}
		if list := r.app.fetch(r.ctx(), []inboundFile{f}); list[0].Data != nil {
			t.Errorf("%s was fetched: %d bytes", name, len(list[0].Data))
		}
	}
}

func TestFileNames(t *testing.T) {
	for given, want := range map[string]string{
		"list.csv": "list.csv", "../../etc/passwd": "passwd", `C:\temp\a.docx`: "a.docx", "": "file", "...": "file", "--flag": "flag", "a\nb.txt": "a b.txt",
		"\u202egnp.exe": "gnp.exe", "x\x00y.txt": "xy.txt", "گزارش.txt": "گزارش.txt", "/": "file",
	} {
		if got := fileName(given); got != want {
			t.Errorf("fileName(%q) = %q, want %q", given, got, want)
		}
	}
	for _, s := range []string{strings.Repeat("x", 4<<20) + ".pdf", strings.Repeat("گ", 1<<20) + ".pdf"} {
		began := time.Now()
		got := fileName(s)
		if len(got) > maxFileName || !strings.HasSuffix(got, ".pdf") || !utf8.ValidString(got) || time.Since(began) > 2*time.Second {
			t.Errorf("of %d bytes: %q after %v", len(s), got, time.Since(began))
		}
	}
}

// TestTokenStaysHome: an address that is not Slack's is not even asked.
func TestTokenStaysHome(t *testing.T) {
	r := start(t, world())
	asked := make(chan string, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Header.Get("Authorization") }))
	defer srv.Close()
	if _, err := r.app.download(r.ctx(), srv.URL+"/files-pri/x", 1000); !errors.Is(err, errForeign) {
		t.Errorf("a foreign file: %v", err)
	}
	if err := r.app.respond(r.ctx(), srv.URL+"/response", false, message{Text: "x"}); err == nil {
		t.Error("a foreign response_url was answered")
	}
	if len(asked) > 0 {
		t.Errorf("a foreign host was asked with %q", <-asked)
	}
}

func TestTrustedAddresses(t *testing.T) {
	a := New(nil, Config{}, nil, nil)
	for l := range strings.Lines(readFile(t, "testdata/addresses.txt")) {
		l = strings.TrimSpace(l)
		address, want, ok := strings.Cut(l, " -> ")
		if !ok || strings.HasPrefix(l, "#") {
			continue
		}
		if got := a.trusted(address); fmt.Sprint(got) != want {
			t.Errorf("trusted(%q) = %v, want %s", address, got, want)
		}
	}
}

// TestRefusedPlace: what cannot be shown in its place is told to the asker.
func TestRefusedPlace(t *testing.T) {
	r := start(t, world())
	r.AddFault(fakeslack.Fault{Method: "chat.postMessage", Channel: "C1", Answer: fakeslack.Refuse, Apply: fakeslack.ApplyNever, Code: "restricted_action_read_only_channel"})
	r.sayIn("amina", "general", r.Mention("rabita")+" hello", "")
	r.reply(r.DM("amina"), "You said: hello")
}

// TestRefusedShape: what Slack will not show as it looks is shown as text, in the same place.
func TestRefusedShape(t *testing.T) {
	for _, code := range []string{"invalid_blocks", "msg_blocks_too_long", "msg_too_long"} {
		r := start(t, world())
		r.AddFault(fakeslack.Fault{Method: "chat.*", Times: 1, Answer: fakeslack.Refuse, Apply: fakeslack.ApplyNever, Code: code})
		asked := r.sayIn("amina", "general", r.Mention("rabita")+" hello", "")
		if m := r.reply("general", "You said: hello"); m.ThreadTS != asked.TS || m.Blocks != nil {
			t.Errorf("%s: shown as %+v", code, m)
		}
	}
}

// TestRates: 429 in all its shapes delays a reply and loses none; nothing else is repeated.
func TestRates(t *testing.T) {
	for _, after := range []string{"1", "0", "-1"} {
		r := start(t, world())
		f := fakeslack.RateLimited("chat.postMessage", after)
		f.Times = 1
		r.AddFault(f)
		r.sayIn("amina", r.DM("amina"), "hello", "")
		r.reply(r.DM("amina"), "You said: hello")
	}
	for v, want := range map[string]string{"": "30", "x": "30", "0": "1", "-1": "1", "3": "3", "86400": "3600", time.Now().Add(10 * time.Second).UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT"): "10"} {
		if got := retryAfter(v); got != want && !(want == "10" && got == "9") {
			t.Errorf("Retry-After %q is taken as %s s, want %s", v, got, want)
		}
	}
}

func TestNoWriteIsRepeated(t *testing.T) {
	for name, f := range map[string]fakeslack.Fault{
		"lost":     {Answer: fakeslack.Lost},
		"500":      {Answer: fakeslack.Raw, Status: 500},
		"no ts":    {Answer: fakeslack.NoTS},
		"html":     {Answer: fakeslack.Raw, Status: 200, Body: "<html>"},
		"fatal":    {Answer: fakeslack.Refuse, Code: "fatal_error"},
		"redirect": {Answer: fakeslack.Raw, Status: 302, Header: map[string][]string{"Location": {"/api/chat.postMessage"}}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, world())
			f.Method = "chat.postMessage"
			r.AddFault(f)
			r.sayIn("amina", r.DM("amina"), "hello", "")
			r.settle()
			n := 0
			for _, c := range r.Calls() {
				if c.Method == "chat.postMessage" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("chat.postMessage was called %d times", n)
			}
		})
	}
}

func TestStalledSlack(t *testing.T) {
	r := start(t, world())
	r.sayIn("amina", r.DM("amina"), "first", "") // what is known of amina is asked for now
	r.reply(r.DM("amina"), "You said: first")
	r.AddFault(fakeslack.Fault{Method: "chat.*", Answer: fakeslack.Hang, Apply: fakeslack.ApplyNever})
	for i := range 30 {
		r.sayIn("amina", r.DM("amina"), fmt.Sprint("order ", i), "")
	}
	if err := r.WaitDelivered(r.ctx()); err != nil {
		t.Fatal("events are no longer acknowledged: ", err)
	}
	if h := r.app.Health(); h.Connected != 2 || h.Waiting == 0 {
		t.Errorf("the health is %+v", h)
	}
	r.ClearFaults()
	r.sayIn("bilal", r.DM("bilal"), "and me?", "")
	r.reply(r.DM("bilal"), "You said: and me?")
	r.Close() // ends the calls that hang
}
