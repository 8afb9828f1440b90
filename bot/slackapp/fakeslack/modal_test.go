package fakeslack

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// form is a modal with a required text, an optional date and a choice.
func form(title string) slack.ModalViewRequest {
	text := slack.NewInputBlock("text", plain("What"), nil, &slack.PlainTextInputBlockElement{Type: slack.METPlainTextInput, ActionID: "text", InitialValue: "draft", MaxLength: 20})
	due := slack.NewInputBlock("due", plain("When"), nil, &slack.DatePickerBlockElement{Type: slack.METDatepicker, ActionID: "due"})
	due.Optional = true
	body := slack.NewInputBlock("body", plain("Who"), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("choose"), "body",
		slack.NewOptionBlockObject("KP", plain("KP"), nil), slack.NewOptionBlockObject("SD", plain("Sindh"), nil)))
	body.Optional = true
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Submit: plain("Save"), CallbackID: "form", NotifyOnClose: true,
		PrivateMetadata: "A-1", Blocks: slack.Blocks{BlockSet: []slack.Block{text, due, body}}}
}

func interaction(e socketmode.Event, kind slack.InteractionType) (slack.InteractionCallback, bool) {
	c, ok := e.Data.(slack.InteractionCallback)
	return c, ok && c.Type == kind
}

func is(kind slack.InteractionType) func(socketmode.Event) bool {
	return func(e socketmode.Event) bool { _, ok := interaction(e, kind); return ok }
}

func TestModal(t *testing.T) {
	s, api := start(t, sample())
	var answer any
	a := connect(t, s, func(e socketmode.Event) (any, bool) {
		if is(slack.InteractionTypeViewSubmission)(e) {
			return answer, true
		}
		return nil, true
	})
	said, err := s.Say("amina", "general", "please log this", "")
	if err != nil {
		t.Fatal(err)
	}
	q, err := s.Shortcut("amina", said, "log_item")
	if err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the shortcut", is(slack.InteractionTypeMessageAction))
	sc, _ := interaction(e, slack.InteractionTypeMessageAction)
	if sc.CallbackID != "log_item" || sc.Message.Text != "please log this" || sc.Channel.ID != "C1" || sc.User.ID != "U1" || sc.TriggerID != q.TriggerID {
		t.Errorf("shortcut payload = %+v", sc)
	}
	opened, err := api.OpenView(sc.TriggerID, form("Log item"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.OpenView(sc.TriggerID, form("Again")); code(err) != "exchanged_trigger_id" {
		t.Errorf("a trigger used twice: %v", err)
	}
	v, err := s.WaitModal(ctx(t), "amina", func(v View) bool { return v.CallbackID == "form" })
	if err != nil || v.ID != opened.ID || !strings.Contains(string(v.State["text"]["text"]), "draft") {
		t.Fatalf("WaitModal = %+v, %v", v, err)
	}
	// What Slack checks itself never reaches the app.
	var fe FieldErrors
	if _, err := s.SubmitView("amina", v.ID, Values{"text": ""}); !errors.As(err, &fe) || fe["text"] == "" {
		t.Errorf("an empty required field: %v", err)
	}
	if _, err := s.SubmitView("amina", v.ID, Values{"text": strings.Repeat("x", 21)}); !errors.As(err, &fe) {
		t.Errorf("a text over max_length: %v", err)
	}
	if _, err := s.SubmitView("amina", v.ID, Values{"body": "nowhere"}); err == nil {
		t.Error("an option that is not offered was taken")
	}
	// The app refuses: the modal stays, with its input and the error.
	answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"due": "that day is past"})
	q, err = s.SubmitView("amina", v.ID, Values{"text": "write report", "due": "2019-11-08", "body": "KP"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Wait(ctx(t)); err != nil {
		t.Fatal(err)
	}
	m := s.Modals("amina")
	if len(m) != 1 || m[0].Errors["due"] != "that day is past" || !strings.Contains(string(m[0].State["text"]["text"]), "write report") {
		t.Fatalf("after errors: %+v", m)
	}
	// views.update with the same ids keeps what was filled in; a stale hash is refused.
	if _, err := api.UpdateView(form("Log item 2"), "", "stale", v.ID); code(err) != "hash_conflict" {
		t.Errorf("a stale hash: %v", err)
	}
	if _, err := api.UpdateView(form("Log item 2"), "", m[0].Hash, v.ID); err != nil {
		t.Fatal(err)
	}
	if m := s.Modals("amina"); len(m) != 1 || !strings.Contains(string(m[0].Title), "Log item 2") || !strings.Contains(string(m[0].State["text"]["text"]), "write report") {
		t.Errorf("after update: %+v", m)
	}
	answer = nil
	if q, err = s.SubmitView("amina", v.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Wait(ctx(t)); err != nil || len(s.Modals("amina")) != 0 {
		t.Errorf("after a plain acknowledgement: %v, %d modals", err, len(s.Modals("amina")))
	}
	e = a.waitNth(t, 2, "the second submission", is(slack.InteractionTypeViewSubmission))
	sub, _ := interaction(e, slack.InteractionTypeViewSubmission)
	st := sub.View.State.Values
	if st["text"]["text"].Value != "write report" || st["due"]["due"].SelectedDate != "2019-11-08" || st["body"]["body"].SelectedOption.Value != "KP" || sub.View.PrivateMetadata != "A-1" {
		t.Errorf("submission state = %+v", st)
	}
}

func TestModalStack(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	q, _ := s.GlobalShortcut("amina", "open")
	if _, err := api.OpenView(q.TriggerID, form("1")); err != nil {
		t.Fatal(err)
	}
	push := func(title string) error {
		top := s.Modals("amina")
		r, err := s.SubmitRaw("amina", top[len(top)-1].ID, json.RawMessage(`{"text":{"text":{"type":"plain_text_input","value":["forged"]}}}`))
		if err != nil {
			return err
		}
		_, err = api.PushView(r.TriggerID, form(title))
		return err
	}
	// Submissions are answered with push here, so the app must not close the modal first.
	a.mu.Lock()
	a.answer = func(e socketmode.Event) (any, bool) { return nil, !is(slack.InteractionTypeViewSubmission)(e) }
	a.mu.Unlock()
	for i, want := range []string{"ok", "ok", "push_limit_reached"} {
		if err := push("next"); code(err) != want {
			t.Errorf("push %d: %v, want %s", i+1, err, want)
		}
	}
	ms := s.Modals("amina")
	if len(ms) != 3 || ms[2].PreviousID != ms[1].ID || ms[2].RootID != ms[0].ID {
		t.Fatalf("stack = %+v", ms)
	}
	if _, err := s.CloseView("amina", ms[2].ID); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "view_closed", is(slack.InteractionTypeViewClosed))
	if c, _ := interaction(e, slack.InteractionTypeViewClosed); c.View.ID != ms[2].ID || c.IsCleared {
		t.Errorf("view_closed of %s, cleared %v", c.View.ID, c.IsCleared)
	}
	if n := len(s.Modals("amina")); n != 2 {
		t.Errorf("%d modals after closing the topmost, want 2", n)
	}
}

func TestTriggerExpires(t *testing.T) {
	o := sample()
	o.TriggerTTL, o.ResponseURLTTL = time.Nanosecond, time.Nanosecond
	s, api := start(t, o)
	connect(t, s, nil)
	q, err := s.Command("amina", "general", "/action", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.OpenView(q.TriggerID, form("late")); code(err) != "expired_trigger_id" {
		t.Errorf("OpenView = %v, want expired_trigger_id", err)
	}
	_, _, err = api.PostMessage("C1", slack.MsgOptionResponseURL(q.ResponseURL, "ephemeral"), textOpt("late"))
	var sc slack.StatusCodeError
	if !errors.As(err, &sc) || sc.Code != 404 {
		t.Errorf("an expired response_url: %v, want status 404", err)
	}
}

func TestClick(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	button := slack.NewButtonBlockElement("done", "A-7", plain("Done"))
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("snooze"), "snooze", slack.NewOptionBlockObject("1d", plain("a day"), nil))
	_, ts, err := api.PostMessage("C1", textOpt("A-7"), slack.MsgOptionBlocks(slack.NewActionBlock("act", button, menu)))
	if err != nil {
		t.Fatal(err)
	}
	m, _ := s.Message("general", ts)
	for range 2 { // a member may click twice; the app hears both
		if _, err := s.Click("amina", m, "done", ""); err != nil {
			t.Fatal(err)
		}
	}
	e := a.waitNth(t, 2, "the second click", is(slack.InteractionTypeBlockActions))
	c, _ := interaction(e, slack.InteractionTypeBlockActions)
	act := c.ActionCallback.BlockActions
	if len(act) != 1 || act[0].ActionID != "done" || act[0].BlockID != "act" || act[0].Value != "A-7" || c.Container.MessageTs != ts || c.Message.Timestamp != ts {
		t.Errorf("click = %+v", c)
	}
	if _, err := s.Click("amina", m, "snooze", "2d"); err == nil {
		t.Error("an option that is not offered could be chosen")
	}
	if _, err := s.Click("amina", m, "snooze", "1d"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Click("guest", m, "done", ""); err == nil {
		t.Error("a guest clicked in a channel they cannot see")
	}
	// The app answers by response_url: it replaces the message it came from.
	if _, _, err := api.PostMessage("C1", slack.MsgOptionResponseURL(c.ResponseURL, "in_channel"), slack.MsgOptionReplaceOriginal(c.ResponseURL), textOpt("done")); err != nil {
		t.Fatal(err)
	}
	if m, _ := s.Message("general", ts); m.Text != "done" || m.Blocks != nil || m.EditedTS == "" {
		t.Errorf("after replace_original: %+v", m)
	}
	if _, err := s.Click("amina", m, "done", ""); err == nil {
		t.Error("a button that is gone could be clicked")
	}
}

func TestEphemeral(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	b := slack.NewActionBlock("", slack.NewButtonBlockElement("share", "x", plain("Share")))
	ts, err := api.PostEphemeral("C1", "U1", textOpt("only you"), slack.MsgOptionBlocks(b))
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.WaitEphemeral(ctx(t), "amina", func(m Message) bool { return m.TS == ts })
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := api.UpdateMessage("C1", ts, textOpt("x")); code(err) != "message_not_found" {
		t.Errorf("chat.update of an ephemeral message: %v", err)
	}
	if len(s.Messages("general")) != 0 || len(s.Ephemerals("bilal")) != 0 {
		t.Error("an ephemeral message is seen by others")
	}
	if _, err := s.Click("amina", m, "share", ""); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the click", is(slack.InteractionTypeBlockActions))
	c, _ := interaction(e, slack.InteractionTypeBlockActions)
	if !c.Container.IsEphemeral || c.Message.Timestamp != "" {
		t.Errorf("payload of an ephemeral click: container %+v, message %q", c.Container, c.Message.Timestamp)
	}
	if _, _, err := api.PostMessage("C1", slack.MsgOptionResponseURL(c.ResponseURL, ""), slack.MsgOptionDeleteOriginal(c.ResponseURL)); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Ephemerals("amina")); n != 0 {
		t.Errorf("%d ephemeral messages after delete_original", n)
	}
	s.Reload("amina")
}

func TestHome(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	if err := s.OpenHome("amina"); err != nil {
		t.Fatal(err)
	}
	a.wait(t, "app_home_opened", func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeEventsAPI })
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewActionBlock("b", slack.NewButtonBlockElement("go", "1", plain("Go")))}}}
	r, err := api.PublishView("U1", home, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.PublishView("U1", home, "stale"); code(err) != "hash_conflict" {
		t.Errorf("a stale hash: %v", err)
	}
	if _, err := api.PublishView("U1", home, r.Hash); err != nil {
		t.Error(err)
	}
	v, err := s.WaitHome(ctx(t), "amina", func(View) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ClickView("amina", v.ID, "go"); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the click", is(slack.InteractionTypeBlockActions))
	if c, _ := interaction(e, slack.InteractionTypeBlockActions); c.View.ID != v.ID || c.Container.Type != "view" || c.ActionCallback.BlockActions[0].Value != "1" {
		t.Errorf("click in the home tab = %+v", c)
	}
	if _, ok := s.Home("bilal"); ok {
		t.Error("a home tab was published for someone else")
	}
}
