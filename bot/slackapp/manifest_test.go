package slackapp

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rabita/bot"
)

func TestManifest(t *testing.T) {
	for name, socket := range map[string]bool{"socket": true, "http": false} {
		b := Manifest(socket)
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		golden(t, "manifest-"+name, v)
	}
}

// sources are the package's own files, parsed.
func sources(t *testing.T) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset, out := token.NewFileSet(), map[string]*ast.File{}
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, n, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = f
	}
	return fset, out
}

// scopes are what each method and event needs, by its page at docs.slack.dev. Those that read conversations need the scope of each kind the
// app is in.
var (
	methodScopes = map[string]string{
		"auth.test": "", "response_url": "", "views.open": "", "views.update": "", "views.publish": "", "chat.getPermalink": "",
		"chat.postMessage": "chat:write", "chat.postEphemeral": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write",
		"users.info": "users:read", "users.list": "users:read",
		"conversations.info":                    "channels:read groups:read mpim:read",
		"conversations.members":                 "channels:read groups:read mpim:read",
		"conversations.open":                    "im:write",
		"conversations.history":                 "channels:history groups:history im:history",
		"files.info":                            "files:read",
		"files.completeUploadExternal":          "files:write",
		"assistant.threads.setStatus":           "chat:write",
		"assistant.threads.setSuggestedPrompts": "assistant:write", "assistant.threads.setTitle": "assistant:write",
	}
	eventScopes = map[string]string{"app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
		"message.im": "im:history", "message.mpim": "mpim:history", "user_change": "users:read", "team_join": "users:read"}
)

func TestLeastScopes(t *testing.T) {
	need := map[string]bool{"commands": true}
	_, files := sources(t)
	for name, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if id, isName := lit0(lit).(*ast.Ident); !ok || !isName || id.Name != "write" {
				return true
			}
			for _, e := range lit.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok || fmt.Sprint(kv.Key) != "method" {
					continue
				}
				m := strings.Trim(kv.Value.(*ast.BasicLit).Value, `"`)
				scope, known := methodScopes[m]
				if !known {
					t.Errorf("%s calls %s, whose scopes this test does not know", name, m)
				}
				for _, s := range strings.Fields(scope) {
					need[s] = true
				}
			}
			return true
		})
	}
	for _, e := range BotEvents() {
		scope := eventScopes[e]
		switch {
		case strings.HasPrefix(e, "channel_"), strings.HasPrefix(e, "member_"):
			scope = "channels:read"
		case strings.HasPrefix(e, "group_"):
			scope = "groups:read"
		}
		if scope != "" {
			need[scope] = true
		}
	}
	var want []string
	for s := range need {
		want = append(want, s)
	}
	slices.Sort(want)
	if d := cmp.Diff(want, BotScopes()); d != "" {
		t.Errorf("the scopes differ from what the code needs (-needed +asked):\n%s", d)
	}
	for _, s := range BotScopes() {
		if strings.Contains(s, "admin") || strings.Contains(s, "email") || s == "chat:write.public" || s == "chat:write.customize" {
			t.Errorf("the scope %s is more than a bot of a group may ask for", s)
		}
	}
}

func lit0(l *ast.CompositeLit) ast.Expr {
	if l == nil {
		return nil
	}
	return l.Type
}

// TestEventsAreSubscribedAndUnderstood: every event subscribed to is about something, and nothing is understood that does not come.
func TestEventsAreSubscribedAndUnderstood(t *testing.T) {
	me := self{user: "U0BOT"}
	subscribed := map[string]bool{}
	for _, e := range BotEvents() {
		kind, _, _ := strings.Cut(e, ".")
		subscribed[kind] = true
		p := fmt.Sprintf(`{"type":"event_callback","event_id":"E","event":{"type":%q,"user":"U1","channel":"D1","ts":"%d.000001","text":"x"}}`, kind, time.Now().Unix())
		in, err := decode(envelope{kind: "events_api", payload: []byte(p)}, me, time.Now())
		if err != nil || in.About == aboutNothing {
			t.Errorf("%s is subscribed to and not understood: %v", e, err)
		}
	}
	src := readFile(t, "decode.go")
	body := src[strings.Index(src, "switch ev.Type {"):strings.Index(src, "func decodeMessage")]
	for _, m := range regexp.MustCompile(`"([a-z_]+)"`).FindAllStringSubmatch(body, -1) {
		if m[1] != "messages" && !subscribed[m[1]] {
			t.Errorf("%s is understood and not subscribed to", m[1])
		}
	}
}

// forbidden are parts of slack-go that must not be used, and why.
var forbidden = map[string]string{
	"OptionRetry":                    "writes are repeated by App.call alone, and only where Slack did nothing",
	"OptionRetryConfig":              "it can repeat a post that was made",
	"AllBuiltinRetryHandlers":        "it repeats posts after a cut connection",
	"DefaultRetryHandlers":           "writes are repeated by App.call alone",
	"NewServerErrorRetryHandler":     "a 5xx may have been a post",
	"NewConnectionErrorRetryHandler": "a cut connection may have been a post",
	"NewSocketmodeHandler":           "it is unbounded and fires several handlers for one event",
	"OptionDebug":                    "it logs what people say and reconnects every six minutes",
	"MsgOptionSchedule":              "messages with metadata that are scheduled never appear",
	"ScheduleMessage":                "messages with metadata that are scheduled never appear",
	"MsgOptionLinkNames":             "names in documents would become mentions",
	"MsgOptionParse":                 "names in documents would become mentions",
	"MsgOptionEnableLinkUnfurl":      "links are not fetched",
	"GetFile":                        "download checks where the token goes",
	"GetFileContext":                 "download checks where the token goes",
}

// TestLint holds that nothing of slack-go that repeats writes is used, and that every call of its API goes through App.call.
func TestLint(t *testing.T) {
	fset, files := sources(t)
	calls := 0
	for _, f := range files {
		var stack []ast.Node
		ast.Inspect(f, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			stack = append(stack, n)
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if why, bad := forbidden[sel.Sel.Name]; bad {
				t.Errorf("%s: %s must not be used: %s", fset.Position(sel.Pos()), sel.Sel.Name, why)
			}
			if on, ok := sel.X.(*ast.SelectorExpr); ok && on.Sel.Name == "api" {
				calls++
				if !slices.ContainsFunc(stack, isCall) {
					t.Errorf("%s: %s is not called through App.call", fset.Position(sel.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
	if calls < 15 {
		t.Errorf("only %d calls of the API were found: is this test still looking at the right thing?", calls)
	}
}

func isCall(n ast.Node) bool {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := c.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "call"
}

func TestSecretsHide(t *testing.T) {
	s := Secret(canary)
	cfg := Config{BotToken: s, AppToken: s, SigningSecret: s}
	b, err := json.Marshal(cfg.BotToken)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(b), fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %q %x %s %d", cfg, cfg, cfg, s, s, s, s),
		(&AuthError{Code: "invalid_auth", What: "bot token"}).Error(), s.LogValue().String()} {
		if strings.Contains(shown, canary) || strings.Contains(shown, fmt.Sprintf("%x", canary)) {
			t.Errorf("a secret shows in %s", shown)
		}
	}
	if s.Reveal() != canary {
		t.Error("Reveal hides it too")
	}
}

// TestPlaces: where replies go.
func TestPlaces(t *testing.T) {
	now := time.Now()
	done := bot.Reply{Outcome: bot.Done, Actions: []bot.Action{{Kind: "add_item"}}}
	list := bot.Reply{Outcome: bot.Done, Actions: []bot.Action{{Kind: "list"}}}
	with := func(r bot.Reply, w bot.Where, edit string) bot.Reply { r.Where, r.Edit = w, edit; return r }
	mention := inbound{About: aboutMessage, Kind: bot.Mention, Channel: "C1", TS: "5.0", Got: now}
	threaded := mention
	threaded.Thread = "1.0"
	direct := inbound{About: aboutMessage, Kind: bot.Direct, Channel: "D1", TS: "5.0", Direct: true, Got: now}
	command := inbound{About: aboutCommand, Kind: bot.Command, Channel: "C1", Response: "https://hooks.slack.com/1", Got: now}
	old := command
	old.Got = now.Add(-time.Hour)
	click := inbound{About: aboutClick, Kind: bot.Click, Channel: "C1", TS: "5.0", Thread: "1.0", Response: "https://hooks.slack.com/1", Got: now}
	unseen := click
	unseen.Hidden = true
	home := inbound{About: aboutClick, Kind: bot.Click, OnHome: true, Direct: true, View: "V1", Got: now}
	for name, c := range map[string]struct {
		in   inbound
		r    bot.Reply
		want place
	}{
		"a mention in its thread":             {mention, done, place{how: posted, channel: "C1", thread: "5.0"}},
		"a mention in a thread":               {threaded, done, place{how: posted, channel: "C1", thread: "1.0"}},
		"a mention for one":                   {mention, with(done, bot.Ephemeral, ""), place{how: whispered, channel: "C1"}},
		"a mention in a thread for one":       {threaded, with(done, bot.Ephemeral, ""), place{how: whispered, channel: "C1", thread: "1.0"}},
		"a mention, directly":                 {mention, with(done, bot.DM, ""), place{how: sentDirect}},
		"a direct message":                    {direct, done, place{how: posted, channel: "D1"}},
		"a direct message for one":            {direct, with(done, bot.Ephemeral, ""), place{how: posted, channel: "D1"}},
		"a direct message, directly":          {direct, with(done, bot.DM, ""), place{how: posted, channel: "D1"}},
		"a command that lists":                {command, list, place{how: responded}},
		"a command that changes":              {command, done, place{how: sentDirect}},
		"a late command":                      {old, list, place{how: whispered, channel: "C1"}},
		"a click":                             {click, list, place{how: posted, channel: "C1", thread: "1.0"}},
		"a click for one":                     {click, with(list, bot.Ephemeral, ""), place{how: responded}},
		"a click that edits, directly":        {click, with(done, bot.DM, "5.0"), place{how: updated, channel: "C1", ts: "5.0"}},
		"a click that edits":                  {click, with(done, bot.There, "5.0"), place{how: updated, channel: "C1", ts: "5.0"}},
		"a click on what one sees":            {unseen, list, place{how: responded}},
		"a click that edits what one sees":    {unseen, with(done, bot.There, "5.0"), place{how: replaced}},
		"a click at home":                     {home, done, place{how: sentDirect}},
		"an edit in the direct conversation":  {click, with(done, bot.DM, "7.0"), place{how: updated, ts: "7.0"}},
		"a form from a command":               {inbound{About: aboutSubmit, Channel: "C1", Got: now}, done, place{how: sentDirect}},
		"a form from a thread":                {inbound{About: aboutSubmit, Channel: "C1", Thread: "1.0", Got: now}, done, place{how: posted, channel: "C1", thread: "1.0"}},
		"a form from nowhere":                 {inbound{About: aboutSubmit, Got: now}, done, place{how: sentDirect}},
		"a form from the direct conversation": {inbound{About: aboutSubmit, Channel: "D1", Direct: true, Got: now}, done, place{how: posted, channel: "D1"}},
	} {
		if got := whither(c.in, c.r, now); got != c.want {
			t.Errorf("%s goes to %+v, want %+v", name, got, c.want)
		}
	}
}

// TestEditsOvertaken: of several changes of a message that wait, only the newest is made.
func TestEditsOvertaken(t *testing.T) {
	e := newEdits()
	first, second, third := e.begin("m"), e.begin("m"), e.begin("m")
	if first.turn(t.Context()) {
		t.Error("a change that was overtaken is made")
	}
	first.end()
	if second.turn(t.Context()) {
		t.Error("a change that was overtaken is made")
	}
	second.end()
	if !third.turn(t.Context()) {
		t.Error("the newest change is not made")
	}
	third.end()
	if len(e.m) != 0 {
		t.Errorf("%d messages are remembered", len(e.m))
	}
}
