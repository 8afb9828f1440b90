package sandbox

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"rabita/bot/slackapp/fakeslack"
	"rabita/index"
)

//go:embed testdata/*.json
var testdata embed.FS

// start is where the sample ends: 30 June 2023, 10:00 in Karachi.
var start = time.Date(2023, 6, 30, 10, 0, 0, 0, karachi())

func karachi() *time.Location {
	l, err := time.LoadLocation("Asia/Karachi")
	if err != nil {
		panic(err)
	}
	return l
}

// world is a workspace with its page served on loopback, and a stub of the bot in it.
type world struct {
	fake  *fakeslack.Server
	clock *Clock
	page  *Sandbox
	url   string // "http://127.0.0.1:4711"
}

func workspace() fakeslack.Workspace {
	const pk = "Asia/Karachi"
	return fakeslack.Workspace{
		Team: fakeslack.Team{ID: "T1", Name: "IPMG"},
		Bot:  fakeslack.Member{ID: "U0BOT", Name: "rabita", RealName: "Rabita"},
		Members: []fakeslack.Member{
			{ID: "U1", Name: "ayesha", RealName: "Ayesha Malik", Title: "Coordinator, IPMG Secretariat", TZ: pk},
			{ID: "U2", Name: "imran", RealName: "Imran Yousafzai", Title: "Staff Officer, Peshawar", TZ: pk},
			{ID: "U3", Name: "visitor", RealName: "Guest Researcher", Restricted: true, TZ: "Europe/London"},
		},
		Channels: []fakeslack.Channel{
			{ID: "C1", Name: "ipmg-all", Topic: "Everybody", Members: []string{"rabita", "ayesha", "imran"}},
			{ID: "C2", Name: "ipmg-secretariat", Kind: fakeslack.Private, Members: []string{"rabita", "ayesha"}},
			{ID: "C3", Name: "ipmg-partners", Members: []string{"rabita", "ayesha", "visitor"}, ExtShared: true},
			{ID: "C4", Name: "ipmg-punjab", Members: []string{"rabita", "ayesha"}},
		},
		Groups: []fakeslack.UserGroup{{ID: "S1", Handle: "secretariat", Name: "Secretariat", Users: []string{"ayesha"}}},
	}
}

// papers are two documents: one for everybody, one for the secretariat.
func papers() []*index.Document {
	text := "Minutes of the 14th Meeting\n\nItem 5: Delegation updates\n\nKhyber Pakhtunkhwa\n\n12. The KP Domestic Violence Bill was tabled in February 2019.\n\n" +
		"13. خیبر پختونخوا میں ضلعی کمیٹیاں قائم کی گئیں۔\n\n| 14.1 | Send the list | WDDs |\n"
	part := func(s string) (int, int) { i := strings.Index(text, s); return i, i + len(s) }
	d := &index.Document{ID: "F04", Title: "Minutes of the 14th Meeting", Type: "minutes", Date: "2019-10-29", Issued: "2019-11-04",
		Provenance: "synthetic", Audience: "everyone", Status: "confirmed", Text: text}
	for _, p := range []struct{ loc, kind, words string }{
		{"item 5, para 12, p. 5", "para", "12. The KP Domestic Violence Bill was tabled in February 2019."},
		{"item 5, para 13, p. 5", "para", "13. خیبر پختونخوا میں ضلعی کمیٹیاں قائم کی گئیں۔"},
		{"row 14.1", "row", "| 14.1 | Send the list | WDDs |"},
	} {
		from, to := part(p.words)
		k := index.Passage{ID: "F04#" + index.Slug(p.loc), Locator: p.loc, Kind: p.kind, Start: from, End: to,
			Heading: []string{"Item 5: Delegation updates", "Khyber Pakhtunkhwa"}}
		if p.kind == "row" {
			k.Heading = []string{"Action matrix"}
			k.Cells = []index.Cell{{Header: "No.", Text: "14.1"}, {Header: "Action", Text: "Send the list"}, {Header: "Responsible", Text: "WDDs"}}
		}
		d.Passages = append(d.Passages, k)
	}
	secret := &index.Document{ID: "F90", Title: "Note for the file", Type: "note", Date: "2023-05-02", Provenance: "real", Audience: "secretariat", Text: "4. Committee\n\n1. Not for all.",
		Passages: []index.Passage{{ID: "F90#s-4", Locator: "s. 4", Kind: "heading", Start: 0, End: 12, Heading: []string{"4. Committee"}},
			{ID: "F90#para-1", Locator: "para 1", Kind: "para", Start: 14, End: 29, Heading: []string{"4. Committee"}}}}
	return []*index.Document{d, secret}
}

func serve(t testing.TB, change func(*Options)) *world {
	t.Helper()
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	ln, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{clock: NewClock(start), url: "http://" + ln.Addr().String()}
	w.fake = fakeslack.New(fakeslack.Options{Workspace: workspace(), Clock: w.clock.Now, BaseURL: w.url + "/slack", Log: lg})
	sees := func(who string, d *index.Document) bool { return d.Audience == "everyone" || who == "U1" }
	o := Options{Fake: w.fake, Clock: w.clock, Zone: start.Location(), Banner: "The papers here are samples, written for testing.", Channel: "ipmg-all", Log: lg,
		Documents: func(who string) (out []*index.Document) {
			for _, d := range papers() {
				if sees(who, d) {
					out = append(out, d)
				}
			}
			return out
		},
		Document: func(who, id string) *index.Document {
			for _, d := range papers() {
				if d.ID == id && sees(who, d) {
					return d
				}
			}
			return nil
		},
		Commands:   []Command{{"/action", "add ... by friday", "promise something"}, {"/ask", "a question", "ask for yourself"}},
		Shortcuts:  []Shortcut{{ID: "log_item", Label: "Log as action item"}, {ID: "ask_anything", Label: "Ask a question", Global: true}},
		Questions:  []string{"what did KP report on VAW legislation?", "how many districts have committees?", "who has not reported?"},
		ActionItem: "/action add send the list of districts by 7 July",
	}
	if change != nil {
		change(&o)
	}
	if w.page, err = New(o); err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: w.page.Handler()}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { srv.Serve(ln) })
	wg.Go(func() { w.page.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		w.fake.Close()
		srv.Close()
		wg.Wait()
	})
	return w
}

// stub answers in the place of the bot, through the real client library.
type stub struct {
	w   *world
	api *slack.Client
	sm  *socketmode.Client
}

func join(t testing.TB, w *world) *stub {
	t.Helper()
	quiet := log.New(io.Discard, "", 0)
	b := &stub{w: w, api: slack.New(fakeslack.DefaultBotToken, slack.OptionAPIURL(w.fake.APIURL()), slack.OptionAppLevelToken(fakeslack.DefaultAppToken), slack.OptionLog(quiet))}
	b.sm = socketmode.New(b.api, socketmode.OptionLog(quiet))
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { b.sm.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-b.sm.Events:
				if err := b.take(ctx, e); err != nil && ctx.Err() == nil {
					t.Errorf("the stub could not answer %s: %v", e.Type, err)
				}
			}
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
	if err := w.fake.WaitSockets(limit(t), 1); err != nil {
		t.Fatal("the stub did not connect: ", err)
	}
	return b
}

func limit(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// canned reads blocks from a file of testdata.
func canned(name string) slack.Blocks {
	data, err := testdata.ReadFile("testdata/" + name)
	if err != nil {
		panic(err)
	}
	var bs slack.Blocks
	if err := json.Unmarshal(data, &bs); err != nil {
		panic(err)
	}
	return bs
}

func (b *stub) take(ctx context.Context, e socketmode.Event) error {
	if e.Request == nil || e.Request.EnvelopeID == "" {
		return nil
	}
	if cb, ok := e.Data.(slack.InteractionCallback); ok && cb.Type == slack.InteractionTypeViewSubmission {
		return b.submitted(ctx, e, cb)
	}
	b.sm.AckCtx(ctx, e.Request.EnvelopeID, nil)
	switch d := e.Data.(type) {
	case slackevents.EventsAPIEvent:
		return b.event(ctx, d)
	case slack.SlashCommand:
		if d.Command == "/action" {
			return b.log(ctx, d.ChannelID, d.UserID, strings.TrimPrefix(d.Text, "add "))
		}
		_, err := b.api.PostEphemeralContext(ctx, d.ChannelID, d.UserID, slack.MsgOptionText("Only for you: "+d.Text, false))
		return err
	case slack.InteractionCallback:
		return b.interaction(ctx, d)
	}
	return nil
}

func (b *stub) event(ctx context.Context, d slackevents.EventsAPIEvent) error {
	switch ev := d.InnerEvent.Data.(type) {
	case *slackevents.AppMentionEvent:
		thread := ev.ThreadTimeStamp
		if thread == "" {
			thread = ev.TimeStamp
		}
		return b.answer(ctx, ev.Channel, ev.User, ev.Text, thread)
	case *slackevents.MessageEvent:
		if ev.ChannelType != "im" || ev.BotID != "" || ev.SubType != "" && ev.SubType != "file_share" {
			return nil
		}
		thread := ev.ThreadTimeStamp
		if thread == "" {
			thread = ev.TimeStamp
		}
		return b.answer(ctx, ev.Channel, ev.User, ev.Text, thread)
	case *slackevents.AppHomeOpenedEvent:
		if ev.Tab == "home" {
			return b.home(ctx, ev.User, 0)
		}
	}
	return nil
}

func (b *stub) answer(ctx context.Context, channel, user, text, thread string) error {
	say := func(name string) error {
		_, _, err := b.api.PostMessageContext(ctx, channel, slack.MsgOptionTS(thread), slack.MsgOptionText("Answer to: "+text, false), slack.MsgOptionBlocks(canned(name).BlockSet...))
		return err
	}
	switch {
	case user == "U3":
		_, err := b.api.PostEphemeralContext(ctx, channel, user, slack.MsgOptionTS(thread), slack.MsgOptionText("That is for members of the group only.", false))
		return err
	case strings.Contains(text, "gallery"):
		return say("gallery.json")
	case strings.Contains(text, "index this"):
		return say("intake.json")
	}
	return say("answer.json")
}

func (b *stub) log(ctx context.Context, channel, user, text string) error {
	_, _, err := b.api.PostMessageContext(ctx, channel, slack.MsgOptionText("Logged for <@"+user+">: *"+text+"*, due <!date^1688731200^{date_short} at {time}|7 Jul 2023>", false))
	if err != nil {
		return err
	}
	return b.home(ctx, user, 1)
}

func (b *stub) home(ctx context.Context, user string, items int) error {
	_, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: slack.HomeTabViewRequest{Type: "home",
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", fmt.Sprintf("Your items: %d", items), false, false)),
			slack.NewActionBlock("home", slack.NewButtonBlockElement("new_item", "", slack.NewTextBlockObject("plain_text", "New item", false, false)))}}}})
	return err
}

func (b *stub) form(ctx context.Context, trigger, channel string) error {
	_, err := b.api.OpenViewContext(ctx, trigger, slack.ModalViewRequest{Type: "modal", CallbackID: "item", PrivateMetadata: channel,
		Title: slack.NewTextBlockObject("plain_text", "Log an action item", false, false), Submit: slack.NewTextBlockObject("plain_text", "Log", false, false),
		Close: slack.NewTextBlockObject("plain_text", "Cancel", false, false), Blocks: canned("form.json")})
	return err
}

func (b *stub) interaction(ctx context.Context, d slack.InteractionCallback) error {
	switch d.Type {
	case slack.InteractionTypeMessageAction, slack.InteractionTypeShortcut:
		return b.form(ctx, d.TriggerID, d.Channel.ID)
	case slack.InteractionTypeBlockActions:
		a := d.ActionCallback.BlockActions[0]
		if a.ActionID == "new_item" || a.ActionID == "mend" {
			return b.form(ctx, d.TriggerID, d.Channel.ID)
		}
		if d.Channel.ID == "" {
			return nil
		}
		value := a.Value + a.SelectedOption.Value + a.SelectedDate + a.SelectedTime + a.SelectedUser
		_, _, err := b.api.PostMessageContext(ctx, d.Channel.ID, slack.MsgOptionTS(d.Message.Timestamp), slack.MsgOptionText("Pressed "+a.ActionID+" "+value, false))
		return err
	}
	return nil
}

func (b *stub) submitted(ctx context.Context, e socketmode.Event, d slack.InteractionCallback) error {
	v := d.View.State.Values
	if date := v["due"]["date"].SelectedDate; date != "" && date < "2023-07-01" {
		return b.sm.AckCtx(ctx, e.Request.EnvelopeID, map[string]any{"response_action": "errors", "errors": map[string]string{"due": "That day is over. Choose a later one."}})
	}
	if err := b.sm.AckCtx(ctx, e.Request.EnvelopeID, nil); err != nil {
		return err
	}
	channel := d.View.PrivateMetadata
	if channel == "" {
		channel = "C1"
	}
	return b.log(ctx, channel, d.User.ID, v["what"]["text"].Value)
}
