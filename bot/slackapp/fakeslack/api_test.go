package fakeslack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

func TestHistory(t *testing.T) {
	s, api := start(t, sample())
	meta := slack.SlackMetadata{EventType: "rabita_rem", EventPayload: map[string]any{"k": "abc"}}
	var tss []string
	for i := range 5 {
		_, ts, err := api.PostMessage("C1", textOpt(fmt.Sprint("m", i)), slack.MsgOptionMetadata(meta))
		if err != nil {
			t.Fatal(err)
		}
		tss = append(tss, ts)
	}
	if _, _, err := api.PostMessage("C1", textOpt("reply"), slack.MsgOptionTS(tss[1])); err != nil {
		t.Fatal(err)
	}
	p := &slack.GetConversationHistoryParameters{ChannelID: "C1", Limit: 2, Oldest: tss[0], IncludeAllMetadata: true}
	var got []string
	for {
		h, err := api.GetConversationHistory(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range h.Messages {
			got = append(got, m.Text)
			if m.Metadata.EventPayload["k"] != "abc" {
				t.Errorf("metadata of %s = %+v", m.Text, m.Metadata)
			}
		}
		if p.Cursor = h.ResponseMetaData.NextCursor; p.Cursor == "" {
			break
		}
		if len(got) == 2 { // what is posted or deleted between two pages shifts nothing
			if _, _, err := api.PostMessage("C1", textOpt("meanwhile")); err != nil {
				t.Fatal(err)
			}
			if _, _, err := api.DeleteMessage("C1", tss[2]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if s := strings.Join(got, " "); s != "m4 m3 m1" {
		t.Errorf("history after the first, newest first, without replies = %q", s)
	}
	h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1", Oldest: tss[0], Latest: tss[0], Inclusive: true})
	if err != nil || len(h.Messages) != 1 || h.Messages[0].Metadata.EventType != "" {
		t.Errorf("without include_all_metadata: %+v, %v", h, err)
	}
	th, _, _, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: tss[1]})
	if err != nil || len(th) != 2 || th[0].ReplyCount != 1 || th[1].Text != "reply" || th[1].ThreadTimestamp != tss[1] {
		t.Errorf("replies = %+v, %v", th, err)
	}
	// Deleting the first message of a thread leaves a tombstone; nobody can answer there.
	if _, _, err := api.DeleteMessage("C1", tss[1]); err != nil {
		t.Fatal(err)
	}
	if m, ok := s.Message("general", tss[1]); !ok || m.SubType != "tombstone" {
		t.Errorf("deleted thread = %+v, %v", m, ok)
	}
	if _, _, err := api.PostMessage("C1", textOpt("late"), slack.MsgOptionTS(tss[1])); code(err) != "cannot_reply_to_message" {
		t.Errorf("reply to a deleted thread: %v", err)
	}
	if _, ok := s.Message("general", tss[2]); ok {
		t.Error("a deleted message is still there")
	}
}

func TestUpdate(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	_, ts, err := api.PostMessage("C1", textOpt("one"), slack.MsgOptionBlocks(slack.NewDividerBlock()))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := api.UpdateMessage("C1", ts, slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "e", EventPayload: map[string]any{}}), textOpt("two"), slack.MsgOptionBlocks(slack.NewDividerBlock(), slack.NewDividerBlock())); err != nil {
		t.Fatal(err)
	}
	if m, _ := s.Message("general", ts); m.Text != "two" || len(viewList(m.Blocks)) != 2 || m.EditedTS != "" {
		t.Errorf("after an update with blocks: %+v", m)
	}
	if _, _, _, err := api.UpdateMessage("C1", ts, textOpt("three")); err != nil {
		t.Fatal(err)
	}
	if m, _ := s.Message("general", ts); m.Text != "three" || m.Blocks != nil || m.EditedTS == "" {
		t.Errorf("after an update with text alone: %+v", m)
	}
	e := a.wait(t, "message_changed", func(e socketmode.Event) bool {
		m, _, ok := inner[*slackevents.MessageEvent](e)
		return ok && m.SubType == "message_changed"
	})
	if m, _, _ := inner[*slackevents.MessageEvent](e); m.Message.Text != "two" || m.PreviousMessage.Text != "one" {
		t.Errorf("message_changed: %q after %q", m.Message.Text, m.PreviousMessage.Text)
	}
}

func TestPeopleAndPlaces(t *testing.T) {
	s, api := start(t, sample())
	u, err := api.GetUserInfo("U3")
	if err != nil || !u.IsUltraRestricted || u.Name != "guest" {
		t.Errorf("users.info = %+v, %v", u, err)
	}
	if u, err := api.GetUserInfo("U1"); err != nil || u.TZ != "Asia/Karachi" || u.TZOffset != 5*3600 || u.RealName != "Amina Khan" {
		t.Errorf("users.info = %+v, %v", u, err)
	}
	us, err := api.GetUsers(slack.GetUsersOptionLimit(2))
	if err != nil || len(us) != 6 {
		t.Errorf("users.list: %d members, %v; want 6 over several pages", len(us), err)
	}
	var names []string
	p := &slack.GetConversationsParameters{Limit: 2, Types: []string{"public_channel", "private_channel"}, ExcludeArchived: true}
	for {
		cs, next, err := api.GetConversations(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cs {
			names = append(names, c.Name)
		}
		if p.Cursor = next; next == "" {
			break
		}
	}
	if got := strings.Join(names, " "); got != "general closed elsewhere shared" {
		t.Errorf("conversations.list = %q", got)
	}
	c, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C6", IncludeNumMembers: true})
	if err != nil || !c.IsExtShared || c.NumMembers != 4 || len(c.ConnectedTeamIDs) != 1 {
		t.Errorf("conversations.info = %+v, %v", c, err)
	}
	ids, _, err := api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: "C1"})
	if err != nil || strings.Join(ids, " ") != "U0BOT U1 U2" {
		t.Errorf("members = %q, %v", ids, err)
	}
	if _, _, _, err := api.JoinConversation("C3"); err != nil {
		t.Error(err)
	}
	d, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U2"}, ReturnIM: true})
	if err != nil || d.ID != s.DM("bilal") || d.User != "U2" {
		t.Errorf("conversations.open = %+v, %v", d, err)
	}
	g, err := api.CreateUserGroup(slack.UserGroup{Name: "Provinces", Handle: "provinces"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.UpdateUserGroupMembers(g.ID, "U1,U2"); err != nil {
		t.Error(err)
	}
	gs, err := api.GetUserGroups(slack.GetUserGroupsOptionIncludeUsers(true))
	if err != nil || len(gs) != 2 {
		t.Fatalf("usergroups.list = %+v, %v", gs, err)
	}
	if got := s.Compose("ask @provinces & @amina, not @nobody in #general"); got != "ask <!subteam^"+g.ID+"> &amp; <@U1>, not @nobody in <#C1|general>" {
		t.Errorf("Compose = %q", got)
	}
}

func TestFiles(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	sum, err := api.UploadFile(slack.UploadFileParameters{Channel: "C1", Filename: "items.csv", FileSize: 5, Content: "a,b\r\n", Title: "Items", InitialComment: "here"})
	if err != nil {
		t.Fatal(err)
	}
	f, ok := s.File(sum.ID)
	if !ok || string(f.Content) != "a,b\r\n" || f.Title != "Items" || f.Mimetype != "text/csv" {
		t.Errorf("uploaded file = %+v, %v", f, ok)
	}
	if ms := s.Messages("general"); len(ms) != 1 || ms[0].Text != "here" || ms[0].Files[0] != sum.ID {
		t.Errorf("message of the upload = %+v", ms)
	}
	m, err := s.UploadWith("amina", "general", "@rabita index this", "", NewFile{"../../minutes é.md", []byte("# Minutes")})
	if err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "file_share", func(e socketmode.Event) bool {
		x, _, ok := inner[*slackevents.MessageEvent](e)
		return ok && x.SubType == "file_share" && x.User == "U1"
	})
	ev, _, _ := inner[*slackevents.MessageEvent](e)
	if len(ev.Message.Files) != 1 || ev.Message.Files[0].Name != "../../minutes é.md" {
		t.Fatalf("files of the event = %+v", ev.Message.Files)
	}
	var b bytes.Buffer
	if err := api.GetFile(ev.Message.Files[0].URLPrivateDownload, &b); err != nil || b.String() != "# Minutes" {
		t.Errorf("download = %q, %v", b.String(), err)
	}
	if err := client(s, "xoxb-wrong").GetFile(ev.Message.Files[0].URLPrivate, &b); err == nil || !strings.Contains(err.Error(), "sign-in") {
		t.Errorf("download with a wrong token: %v, want the sign-in page", err)
	}
	id := m.Files[0]
	for _, c := range []struct {
		what   string
		change func(*File)
		want   string
	}{
		{"status 500", func(f *File) { f.HTTPStatus = 500 }, "500"},
		{"cut off", func(f *File) { f.HTTPStatus, f.Truncate = 0, 4 }, "EOF"},
		{"sign-in", func(f *File) { f.Truncate, f.SignIn = 0, true }, "sign-in"},
		{"gone", func(f *File) { f.SignIn, f.Mode = false, "tombstone" }, "404"},
	} {
		s.AlterFile(id, c.change)
		if err := api.GetFile(ev.Message.Files[0].URLPrivate, &b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.what, err, c.want)
		}
	}
	if _, _, _, err := api.GetFileInfo(id, 0, 0); code(err) != "file_deleted" {
		t.Errorf("files.info of a tombstone: %v", err)
	}
}

func TestSlackConnect(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	m, err := s.Upload("partner", "shared", "report.pdf", []byte("%PDF-"))
	if err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the message", func(e socketmode.Event) bool { _, _, ok := inner[*slackevents.MessageEvent](e); return ok })
	ev, outer, _ := inner[*slackevents.MessageEvent](e)
	if !outer.IsExtSharedChannel || ev.UserTeam != "T0OTHER" || ev.Message.Files[0].FileAccess != "check_file_info" || ev.Message.Files[0].URLPrivate != "" {
		t.Errorf("event of a shared channel: %+v, files %+v", ev, ev.Message.Files)
	}
	f, _, _, err := api.GetFileInfo(m.Files[0], 0, 0)
	if err != nil || f.URLPrivate == "" || f.Name != "report.pdf" {
		t.Errorf("files.info = %+v, %v", f, err)
	}
}

func TestAgent(t *testing.T) {
	s, api := start(t, sample())
	dm := s.DM("amina")
	said, err := s.Say("amina", dm, "what is due?", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := api.SetAssistantThreadsStatus(slack.AssistantThreadsSetStatusParameters{ChannelID: dm, ThreadTS: said.TS, Status: "is reading", LoadingMessages: []string{"minutes", "acts"}}); err != nil {
		t.Fatal(err)
	}
	if st := s.Assistant(dm, said.TS); st.Status != "is reading" || len(st.LoadingMessages) != 2 {
		t.Errorf("status = %+v", st)
	}
	p := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: dm, Title: "Try"}
	p.AddPrompt("Due", "what is due?")
	if err := api.SetAssistantThreadsSuggestedPrompts(p); err != nil {
		t.Fatal(err)
	}
	if st := s.Assistant(dm, ""); len(st.Prompts) != 1 || st.PromptsTitle != "Try" {
		t.Errorf("prompts = %+v", st)
	}
	if err := api.SetAssistantThreadsTitle(slack.AssistantThreadsSetTitleParameters{ChannelID: dm, ThreadTS: said.TS, Title: "Due items"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := api.PostMessage(dm, textOpt("nothing"), slack.MsgOptionTS(said.TS)); err != nil {
		t.Fatal(err)
	}
	if st := s.Assistant(dm, said.TS); st.Status != "" || st.Title != "Due items" {
		t.Errorf("after the reply: %+v, want no status", st)
	}
}

func TestWorkspaceEvents(t *testing.T) {
	s, api := start(t, sample())
	a := connect(t, s, nil)
	for _, c := range []struct {
		event string
		do    func() error
	}{
		{"member_joined_channel", func() error { return s.Join("rabita", "elsewhere", "amina") }},
		{"member_left_channel", func() error { return s.Leave("rabita", "elsewhere") }},
		{"channel_archive", func() error { return s.Archive("general") }},
		{"channel_unarchive", func() error { return s.Unarchive("general") }},
		{"channel_rename", func() error { return s.Rename("general", "all") }},
		{"user_change", func() error { return s.Deactivate("bilal") }},
		{"team_join", func() error { _, err := s.AddMember(Member{Name: "new"}); return err }},
		{"channel_created", func() error { _, err := s.AddChannel(Channel{Name: "fresh"}); return err }},
		{"reaction_added", func() error {
			m, err := s.Say("amina", "all", "x", "")
			if err != nil {
				return err
			}
			return s.React("amina", m, "eyes")
		}},
		{"channel_unshared", func() error { return s.Share("shared", false) }},
		{"tokens_revoked", func() error { s.Uninstall(); return nil }},
	} {
		if err := c.do(); err != nil {
			t.Errorf("%s: %v", c.event, err)
			continue
		}
		a.wait(t, c.event, func(e socketmode.Event) bool {
			ev, ok := e.Data.(slackevents.EventsAPIEvent)
			return ok && ev.InnerEvent.Type == c.event || e.Type == socketmode.EventTypeErrorBadMessage && strings.Contains(string(e.Data.(*socketmode.ErrorBadMessage).Message), c.event)
		})
	}
	if _, err := api.AuthTest(); code(err) != "token_revoked" {
		t.Errorf("auth.test after the app was uninstalled: %v", err)
	}
	s.Install()
	if r, err := api.AuthTest(); err != nil || r.UserID != "U0BOT" || r.BotID != "B0BOT" || r.TeamID != "T0TEAM" {
		t.Errorf("auth.test = %+v, %v", r, err)
	}
	if _, _, err := api.PostMessage("U2", textOpt("x")); code(err) != "user_not_found" {
		t.Errorf("a message to someone deactivated: %v", err)
	}
	if err := s.MakePrivate("elsewhere"); err != nil {
		t.Fatal(err)
	}
	if _, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "C3"}); code(err) != "channel_not_found" {
		t.Errorf("conversations.info of a channel made private: %v", err)
	}
}

func TestMemberToken(t *testing.T) {
	s, _ := start(t, sample())
	a := connect(t, s, nil)
	amina := client(s, s.MemberToken("amina"))
	if _, _, err := amina.PostMessage("C1", textOpt("<@U0BOT> from another client")); err != nil {
		t.Fatal(err)
	}
	e := a.wait(t, "the mention", func(e socketmode.Event) bool { _, _, ok := inner[*slackevents.AppMentionEvent](e); return ok })
	if m, _, _ := inner[*slackevents.AppMentionEvent](e); m.User != "U1" || m.BotID != "" {
		t.Errorf("mention = %+v", m)
	}
	if s.MemberToken("nobody") != "" {
		t.Error("a token for someone unknown")
	}
}

func TestSubscriptions(t *testing.T) {
	o := sample()
	o.Events = []string{"app_mention", "message.im"}
	s, _ := start(t, o)
	a := connect(t, s, nil)
	for _, ch := range []string{"general", s.DM("amina")} {
		if _, err := s.Say("amina", ch, "<@U0BOT> hello", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.WaitDelivered(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if n := a.count(func(e socketmode.Event) bool { return e.Type == socketmode.EventTypeEventsAPI }); n != 2 {
		t.Errorf("%d events, want the mention and the direct message", n)
	}
}

// TestNoTokenIsLogged: tokens never reach the log of calls or the events of Watch.
func TestNoTokenIsLogged(t *testing.T) {
	s, api := start(t, sample())
	w := s.Watch(t.Context())
	connect(t, s, nil)
	if _, _, err := api.PostMessage("C1", textOpt("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.WaitCall(ctx(t), func(c Call) bool { return c.Method == "chat.postMessage" && c.OK }); err != nil {
		t.Fatal(err)
	}
	check := func(what string, v any) {
		if b := string(mustJSON(v)); strings.Contains(b, "xoxb-") || strings.Contains(b, "xapp-") {
			t.Errorf("%s holds a token: %s", what, b)
		}
	}
	check("the log", s.Calls())
	for e := range w {
		check("an event", e)
		if e.Kind == "call" && e.Call.Method == "chat.postMessage" {
			if e.Call.TS == "" || e.Call.Channel != "C1" || !e.Call.Applied || len(e.Call.Args) == 0 {
				t.Errorf("call = %+v", e.Call)
			}
			break
		}
	}
}

func TestWatchEnds(t *testing.T) {
	s := New(sample())
	w := s.Watch(t.Context())
	for range 3 { // more than one before anyone reads
		if _, err := s.Say("amina", "general", "x", ""); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	n := 0
	for e := range w {
		if e.Kind == "message" {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d message events before the end, want 3", n)
	}
	if _, err := s.WaitMessage(t.Context(), "general", func(Message) bool { return false }); err != ErrClosed {
		t.Errorf("waiting on a closed server: %v", err)
	}
}

func TestRates(t *testing.T) {
	o := sample()
	o.Rates = Rates{PostPerChannel: time.Hour, PostBurst: 2, PerMinute: map[string]int{"chat.update": 1}}
	s, api := start(t, o)
	for i, want := range []bool{true, true, false} {
		_, _, err := api.PostMessage("C1", textOpt("x"))
		rl, limited := err.(*slack.RateLimitedError)
		if limited == want || limited && rl.RetryAfter < time.Minute {
			t.Errorf("post %d: %v", i+1, err)
		}
	}
	if _, _, err := api.PostMessage("C2", textOpt("another channel")); err != nil {
		t.Error(err)
	}
	if n := len(s.Messages("general")); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
	resp, err := http.Get(s.APIURL() + "api.test")
	if err != nil || resp.StatusCode != 200 {
		t.Error("an unlimited method was limited")
	}
	resp.Body.Close()
}

// TestRequests: how a request may be made, whatever its method: where the token stands, how the arguments are sent, and what is warned of.
func TestRequests(t *testing.T) {
	o := sample()
	o.Scopes = []string{"chat:write", "channels:read"}
	s, _ := start(t, o)
	const form, js = "application/x-www-form-urlencoded", "application/json"
	bearer := "Bearer " + s.opt.BotToken
	for _, c := range []struct {
		what, verb, path, kind, auth, body string
		want, warning                      string
	}{
		{"token in the header, form", "POST", "chat.postMessage", form, bearer, "channel=C1&text=x", "ok", ""},
		{"token in the form", "POST", "chat.postMessage", form, "", "channel=C1&text=x&token=" + s.opt.BotToken, "ok", ""},
		{"token in the query", "GET", "chat.postMessage?channel=C1&text=x&token=" + s.opt.BotToken, "", "", "", "ok", ""},
		{"query and form mixed", "POST", "chat.postMessage?channel=C1", form, bearer, "text=x", "ok", ""},
		{"JSON", "POST", "chat.postMessage", js + "; charset=utf-8", bearer, `{"channel":"C1","text":"x","blocks":[]}`, "ok", ""},
		{"JSON without a charset", "POST", "chat.postMessage", js, bearer, `{"channel":"C1","text":"x"}`, "ok", "missing_charset"},
		{"form with a charset", "POST", "chat.postMessage", form + "; charset=utf-8", bearer, "channel=C1&text=x", "ok", "superfluous_charset"},
		{"token in JSON is not looked at", "POST", "auth.test", js, "", `{"token":"` + s.opt.BotToken + `"}`, "not_authed", ""},
		{"another scheme", "POST", "auth.test", form, "Basic " + s.opt.BotToken, "", "not_authed", ""},
		{"the scheme in lower case", "POST", "auth.test", form, "bearer " + s.opt.BotToken, "", "not_authed", ""},
		{"no token in the header", "POST", "auth.test", form, "Bearer ", "", "not_authed", ""},
		{"an unknown token", "POST", "auth.test", form, "Bearer xoxb-other", "", "invalid_auth", ""},
		{"no JSON", "POST", "chat.postMessage", js, bearer, `{"channel"`, "invalid_json", ""},
		{"JSON that is no object", "POST", "chat.postMessage", js, bearer, `["C1"]`, "json_not_object", ""},
		{"an unknown content type", "POST", "chat.postMessage", "text/xml", bearer, "<a/>", "invalid_post_type", ""},
		{"no content type", "POST", "chat.postMessage", "", bearer, "channel=C1&text=x", "missing_post_type", ""},
		{"an unknown charset", "POST", "chat.postMessage", form + "; charset=utf-16", bearer, "channel=C1&text=x", "invalid_charset", ""},
		{"an unknown method", "POST", "no.such", form, bearer, "", "unknown_method", ""},
	} {
		req, err := http.NewRequestWithContext(ctx(t), c.verb, s.APIURL()+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		if c.kind != "" {
			req.Header.Set("Content-Type", c.kind)
		}
		if c.auth != "" {
			req.Header.Set("Authorization", c.auth)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		err = json.NewDecoder(resp.Body).Decode(&got)
		resp.Body.Close()
		warning, _ := got["warning"].(string)
		if err != nil || resp.StatusCode != 200 || outcome(got) != c.want || warning != c.warning {
			t.Errorf("%s: status %d, %s, warning %q, %v; want %s, %q", c.what, resp.StatusCode, outcome(got), warning, err, c.want, c.warning)
		}
		if c.want == "unknown_method" && got["req_method"] != "no.such" {
			t.Errorf("%s: %v does not name the method", c.what, got)
		}
		if h := resp.Header; c.path == "chat.postMessage" && c.auth == bearer && (h.Get("X-OAuth-Scopes") != "chat:write,channels:read" || h.Get("X-Accepted-OAuth-Scopes") != "chat:write") {
			t.Errorf("%s: the header tells of scopes %q and %q", c.what, h.Get("X-OAuth-Scopes"), h.Get("X-Accepted-OAuth-Scopes"))
		}
	}
	// A text that is too long is cut, posted, and warned of.
	got := post(t, s, s.opt.BotToken, "chat.postMessage", url.Values{"channel": {"C1"}, "text": {strings.Repeat("x", maxText+1)}})
	if m := s.Messages("C1"); got["warning"] != "message_truncated" || len(m[len(m)-1].Text) != maxText {
		t.Errorf("a text too long: warning %v, %d characters posted", got["warning"], len(m[len(m)-1].Text))
	}
}
