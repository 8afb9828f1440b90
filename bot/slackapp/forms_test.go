package slackapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
)

func form(meta string) *bot.Modal {
	m := &bot.Modal{ID: "item.edit", Meta: meta, Title: "Edit action item A-0042 of the 14th IPMG", Submit: "Save", Fields: []bot.Field{
		{ID: "text", Label: "What", Kind: "lines", Value: "send the list", Hint: "In your own words"},
		{ID: "due", Label: "Due", Kind: "date", Value: "2019-11-08", Optional: true},
		{ID: "at", Label: "At", Kind: "time", Value: "17:00", Optional: true},
		{ID: "owner", Label: "Owner", Kind: "member", Value: "U1"},
		{ID: "where", Label: "Channel", Kind: "channel", Value: "C1", Optional: true},
		{ID: "status", Label: "Status", Kind: "choice", Value: "open", Choices: []bot.Choice{{Value: "open", Label: "Open"}, {Value: "done", Label: "Done"}}},
		{ID: "bodies", Label: "Bodies", Kind: "choices", Value: "a,b", Choices: []bot.Choice{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}, {Value: "c", Label: "C"}}},
		{Kind: "note", Label: "Shown, not asked <!channel>"},
		{ID: "nothing", Label: "An empty choice", Kind: "choice"},
	}}
	for i := range 250 {
		m.Fields[6].Choices = append(m.Fields[6].Choices, bot.Choice{Value: fmt.Sprint("k", i), Label: strings.Repeat("label ", 20)})
	}
	return m
}

func (r *rig) modal(user string) fakeslack.View {
	r.t.Helper()
	v, err := r.WaitModal(r.ctx(), user, func(v fakeslack.View) bool { return true })
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// withForm lets the bot show a form for a click on a message in a channel, and opens it.
func withForm(t *testing.T) (*rig, fakeslack.View, fakeslack.Message) { return withFormIn(t, world()) }

func withFormIn(t *testing.T, w fakeslack.Options) (*rig, fakeslack.View, fakeslack.Message) {
	r := start(t, w)
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Kind == bot.Click {
			return bot.Reply{Modal: form("A-0042")}, nil
		}
		return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "An item"), {Buttons: []bot.Button{{Action: "item.edit", Value: "A-0042", Label: "Edit"}}}}}, nil
	})
	r.sayIn("amina", "general", r.Mention("rabita")+" show A-0042", "")
	got := r.reply("general", "An item")
	r.acked(r.Click("amina", got, "item.edit", ""))
	return r, r.modal("amina"), got
}

func TestForm(t *testing.T) {
	r, v, got := withForm(t)
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "Changed A-0042")}}, nil
	})
	r.acked(r.SubmitView("amina", v.ID, fakeslack.Values{"text": "send the whole list", "due": "2019-11-15", "bodies": fakeslack.Many("a", "c")}))
	m := r.bot.wait(t, func(m bot.Message) bool { return m.Kind == bot.Submit })
	want := map[string]string{"text": "send the whole list", "due": "2019-11-15", "at": "17:00", "owner": "U1", "where": "C1", "status": "open", "bodies": "a,c"}
	for k, w := range want {
		if m.Fields[k] != w {
			t.Errorf("field %s is %q, want %q", k, m.Fields[k], w)
		}
	}
	if m.Action != "item.edit" || m.Value != "A-0042" || m.Channel != "C1" || m.Room.Name != "general" {
		t.Errorf("the bot was asked %+v", m)
	}
	if reply := r.reply("general", "Changed A-0042"); reply.ThreadTS != got.ThreadTS {
		t.Errorf("the reply to the form stands in thread %q, want %q", reply.ThreadTS, got.ThreadTS)
	}
	if n := len(r.Modals("amina")); n != 0 {
		t.Errorf("%d forms are still open", n)
	}
}

func TestFormKeepsWhatWasTyped(t *testing.T) {
	r, v, _ := withForm(t)
	for _, c := range []struct {
		reply bot.Reply
		want  map[string]string
	}{
		{bot.Reply{Errors: map[string]string{"due": "30 Feb does not exist"}}, map[string]string{"due": "30 Feb does not exist"}},
		{bot.Reply{Errors: map[string]string{"other": "This belongs to no field"}}, map[string]string{"text": "This belongs to no field"}},
		{bot.Reply{Outcome: bot.Refused, Parts: []bot.Part{bot.Say(bot.Finding, "This is not your item")}}, map[string]string{"text": "This is not your item"}},
	} {
		r.bot.say(func(m bot.Message) (bot.Reply, error) { return c.reply, nil })
		r.acked(r.SubmitView("amina", v.ID, fakeslack.Values{"text": "mine"}))
		open := r.Modals("amina")
		if len(open) != 1 || fmt.Sprint(open[0].Errors) != fmt.Sprint(c.want) || !strings.Contains(string(open[0].State["text"]["text"]), "mine") {
			t.Errorf("after %+v the form shows %v", c.reply, open)
		}
	}
	r.bot.say(func(m bot.Message) (bot.Reply, error) { return bot.Reply{}, errors.New("disk full") })
	r.acked(r.SubmitView("amina", v.ID, fakeslack.Values{"text": "mine"}))
	if open := r.Modals("amina"); len(open) != 1 || !strings.Contains(open[0].Errors["text"], "Sorry") {
		t.Errorf("after an error of the bot the form shows %+v", open)
	}
}

func TestFormThatLeadsToAnother(t *testing.T) {
	r, v, _ := withForm(t)
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Modal: &bot.Modal{ID: "second", Title: "Second", Fields: []bot.Field{{ID: "x", Label: "X", Kind: "text"}}}}, nil
	})
	r.acked(r.SubmitView("amina", v.ID, nil))
	if open := r.Modals("amina"); len(open) != 1 || open[0].CallbackID != "second" {
		t.Errorf("the forms open are %+v", open)
	}
}

// TestSlowForm: what takes longer than Slack waits is told in a direct message, with what was typed.
func TestSlowForm(t *testing.T) {
	r, v, _ := withForm(t)
	go_ := make(chan struct{})
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		<-go_
		return bot.Reply{Errors: map[string]string{"due": "That day is past"}}, nil
	})
	r.acked(r.SubmitView("amina", v.ID, fakeslack.Values{"text": "a long text that took an hour"}))
	if open := r.Modals("amina"); len(open) != 1 || !strings.Contains(string(open[0].Blocks), "longer than usual") {
		t.Errorf("the forms open are %+v", open)
	}
	close(go_)
	got := r.reply(r.DM("amina"), "That day is past")
	if !strings.Contains(got.Text, "a long text that took an hour") {
		t.Errorf("what was typed is lost: %q", got.Text)
	}
}

// TestForgedForm: private metadata that was not made here says nothing, and whatever state comes is passed on as text.
func TestForgedForm(t *testing.T) {
	r, v, _ := withForm(t)
	r.bot.say(func(m bot.Message) (bot.Reply, error) { return bot.Reply{Errors: map[string]string{"text": "no"}}, nil })
	for _, state := range []string{`{}`, `null`, `{"text":{"text":{"type":"plain_text_input","value":7}}}`, `{"text":{"x":{"type":"y","value":[1]}}}`,
		`{"zzz":{"zzz":{"type":"plain_text_input","value":"=cmd"}}}`, `{"owner":{"owner":{"selected_user":"U999"}}}`} {
		r.acked(r.SubmitRaw("amina", v.ID, json.RawMessage(state)))
	}
	payload := fmt.Sprintf(`{"type":"view_submission","user":{"id":"U1"},"trigger_id":"t%d","view":{"id":"V1","callback_id":"item.edit","private_metadata":"{\"v\":\"A-9999\",\"c\":\"C2\",\"h\":\"00\"}","blocks":[{"type":"input","block_id":"text"}],"state":{"values":{}}}}`, time.Now().UnixNano())
	r.acked(r.InjectPayload("interactive", json.RawMessage(payload)), nil)
	m := r.bot.wait(t, func(m bot.Message) bool { return m.Kind == bot.Submit && m.Value == "" })
	if m.Channel != "" || m.Value != "" {
		t.Errorf("forged metadata was believed: %+v", m)
	}
	r.settle()
	for _, m := range r.Messages("closed") {
		if m.BotID != "" {
			t.Errorf("forged metadata made the bot speak in another channel: %+v", m)
		}
	}
}

func TestSameFormTwice(t *testing.T) {
	r, v, _ := withForm(t)
	n := len(r.bot.messages())
	r.bot.say(nil)
	r.acked(r.SubmitView("amina", v.ID, nil))
	payload := `{"type":"view_submission","user":{"id":"U1"},"trigger_id":"same","view":{"id":"V9","callback_id":"item.edit","blocks":[],"state":{"values":{}}}}`
	for range 2 {
		r.acked(r.InjectPayload("interactive", json.RawMessage(payload)), nil)
	}
	r.settle()
	if got := len(r.bot.messages()) - n; got != 2 {
		t.Errorf("the bot was asked %d times, want once for the form and once for the repeated one", got)
	}
}

// logForm answers the message shortcut with its form.
func logForm(m bot.Message) (bot.Reply, error) {
	return bot.Reply{Modal: &bot.Modal{ID: "item.add", Title: "Log", Fields: []bot.Field{{ID: "text", Label: "What", Kind: "text", Value: m.Text}}}}, nil
}

func TestShortcut(t *testing.T) {
	r := start(t, world())
	r.bot.say(logForm)
	said := r.sayIn("bilal", "general", "KP will send the shelter list by Friday", "")
	r.acked(r.Shortcut("amina", said, ItemShortcut))
	v := r.modal("amina")
	m := r.bot.messages()[0]
	if m.Kind != bot.Shortcut || m.Action != ItemShortcut || m.Value != r.Permalink("general", said.TS) || m.Text != "KP will send the shelter list by Friday" || m.TS != said.TS {
		t.Errorf("the bot was asked %+v", m)
	}
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "Saved")}}, nil
	})
	r.acked(r.SubmitView("amina", v.ID, nil))
	if got := r.reply("general", "Saved"); got.ThreadTS != said.TS {
		t.Errorf("the confirmation stands in thread %q, want under the message", got.ThreadTS)
	}
}

// TestNamedOutsiders: the bot is told who of those named in a message or a form can keep nothing.
func TestNamedOutsiders(t *testing.T) {
	w := world()
	w.Workspace.Members = append(w.Workspace.Members, fakeslack.Member{ID: "U5", Name: "left", Deleted: true}, fakeslack.Member{ID: "U6", Name: "robot", Bot: true})
	r, v, _ := withFormIn(t, w)
	for _, c := range []struct {
		owner string
		want  []string
	}{{"U2", nil}, {"U3", []string{"U3"}}, {"U4", []string{"U4"}}, {"U5", []string{"U5"}}, {"U6", []string{"U6"}}, {"U0BOT", []string{"U0BOT"}}, {"U0NOBODY", []string{"U0NOBODY"}}} {
		seen := len(r.bot.messages())
		r.bot.say(func(m bot.Message) (bot.Reply, error) {
			return bot.Reply{Errors: map[string]string{"text": "not yet"}}, nil
		})
		r.acked(r.SubmitView("amina", v.ID, fakeslack.Values{"owner": c.owner}))
		if m := r.bot.messages()[seen]; !slices.Equal(m.Outside, c.want) || m.Fields["owner"] != c.owner {
			t.Errorf("an owner %s: outside are %q, want %q", m.Fields["owner"], m.Outside, c.want)
		}
	}
	r.bot.say(nil)
	r.sayIn("amina", "general", "<@U0BOT> assign A-0001 to <@U3> and <@U2>", "")
	if m := r.bot.wait(t, func(m bot.Message) bool { return m.Kind == bot.Mention && strings.Contains(m.Text, "U3") }); !slices.Equal(m.Outside, []string{"U3"}) {
		t.Errorf("in a mention outside are %q", m.Outside)
	}
}

// TestShortcutElsewhere: where the bot may not write, what a form saved is confirmed to the one who sent it.
func TestShortcutElsewhere(t *testing.T) {
	r := start(t, world())
	r.bot.say(logForm)
	said := r.sayIn("amina", "elsewhere", "KP will send the shelter list by Friday", "")
	r.acked(r.Shortcut("amina", said, ItemShortcut))
	v := r.modal("amina")
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		saved := bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "Saved")}}
		return bot.Reply{Outcome: bot.Done, Notify: []bot.Notice{{Channel: "C5", Thread: said.TS, Reply: saved}}}, nil
	})
	r.acked(r.SubmitView("amina", v.ID, nil))
	r.reply(r.DM("amina"), "Saved")
}

// TestShortcutOnAMention: what is to become an item does not begin with the bot's own name.
func TestShortcutOnAMention(t *testing.T) {
	in, err := decode(envelope{kind: "interactive", payload: []byte(`{"type":"message_action","callback_id":"item.log","trigger_id":"1.2","user":{"id":"U1"},"channel":{"id":"C1"},
		"message":{"ts":"1.000001","text":"<@U0BOT>, remind <@U2> of the list &amp; the letter"}}`)}, self{user: "U0BOT"}, time.Now())
	if want := "remind <@U2> of the list & the letter"; err != nil || in.Text != want {
		t.Errorf("the bot is given %q, %v; want %q", in.Text, err, want)
	}
}

// TestStatesThatLie: whatever a form is sent with, it is acknowledged, its sender is told, and the bot goes on.
func TestStatesThatLie(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Kind == bot.Submit {
			return bot.Reply{Outcome: bot.Refused, Parts: []bot.Part{bot.Say(bot.Finding, "not like this")}}, nil
		}
		return bot.Reply{Outcome: bot.Done, Modal: form("A-1")}, nil
	})
	deep := `{"type":"rich_text","elements":[` + strings.Repeat(`{"type":"rich_text_section","elements":[`, 100) + strings.Repeat("]}", 100) + "]}"
	states := strings.NewReplacer("LONG", strings.Repeat("x", maxInput+1), "LINES", strings.Repeat(`\n`, 10_000), "DEEP", deep)
	n := 0
	for l := range strings.Lines(readFile(t, "testdata/states.txt")) {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		n++
		r.acked(r.Command("amina", "general", "/action", "edit A-1"))
		v := r.modal("amina")
		r.acked(r.SubmitRaw("amina", v.ID, json.RawMessage(states.Replace(l))))
		r.settle()
		if open := r.Modals("amina"); len(open) != 1 || open[0].Errors["text"] != "not like this" {
			t.Errorf("%.100s: the form shows %+v", l, open)
		}
		if err := closeAll(r, "amina"); err != nil {
			t.Fatal(err)
		}
	}
	if n < 30 {
		t.Errorf("%d states, want 30", n)
	}
	if h := r.app.Health(); h.Panics > 0 || h.Waiting > 0 {
		t.Errorf("the health is %+v", h)
	}
	r.sayIn("bilal", r.DM("bilal"), "still there?", "")
	r.bot.wait(t, func(m bot.Message) bool { return m.Text == "still there?" })
}

// closeAll closes the forms a member has open.
func closeAll(r *rig, user string) error {
	for _, v := range slices.Backward(r.Modals(user)) {
		if _, err := r.CloseView(user, v.ID); err != nil {
			return err
		}
	}
	return nil
}
