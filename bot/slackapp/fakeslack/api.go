package fakeslack

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// call is one Web API call being answered. Its method runs with the lock held.
type call struct {
	s      *Server
	method string
	args   args
	user   string // who the token acts as
	bot    bool   // the app's own token
	app    bool   // an app-level token
	host   string // as the client reached us
	ts     string // of the message the call made or touched, for the log

	warning string // about the request itself, to be told beside the answer
}

// method is one entry of the Web API.
type method struct {
	run   func(*call) (obj, *Error)
	scope string // what a bot token needs; "" means nothing, "*:history" depends on the channel
	app   bool   // wants the app-level token
	// needs are the arguments without which a call is refused before anything is
	// looked up ("a b"). One that is there and empty passes: it names nothing, and
	// the method says so in its own words.
	needs string
}

var methods map[string]method

func init() {
	methods = map[string]method{
		"api.test":              {run: apiTest},
		"apps.connections.open": {run: appsConnectionsOpen, app: true},
		"auth.test":             {run: authTest},
		"bots.info":             {run: botsInfo, scope: "users:read"},
		"team.info":             {run: teamInfo, scope: "team:read"},

		"chat.postMessage":   {run: chatPostMessage, scope: "chat:write", needs: "channel"},
		"chat.postEphemeral": {run: chatPostEphemeral, scope: "chat:write", needs: "channel user"},
		"chat.update":        {run: chatUpdate, scope: "chat:write", needs: "channel ts"},
		"chat.delete":        {run: chatDelete, scope: "chat:write", needs: "channel ts"},
		"chat.getPermalink":  {run: chatGetPermalink, needs: "channel message_ts"},

		"conversations.list":    {run: conversationsList, scope: "*:read"},
		"conversations.info":    {run: conversationsInfo, scope: "*:read", needs: "channel"},
		"conversations.history": {run: conversationsHistory, scope: "*:history", needs: "channel"},
		"conversations.replies": {run: conversationsReplies, scope: "*:history", needs: "channel ts"},
		"conversations.members": {run: conversationsMembers, scope: "*:read", needs: "channel"},
		"conversations.open":    {run: conversationsOpen, scope: "im:write"},
		"conversations.join":    {run: conversationsJoin, scope: "channels:join", needs: "channel"},
		"conversations.leave":   {run: conversationsLeave, scope: "channels:manage", needs: "channel"},
		"conversations.invite":  {run: conversationsInvite, scope: "channels:manage", needs: "channel users"},

		"users.info":              {run: usersInfo, scope: "users:read"},
		"users.list":              {run: usersList, scope: "users:read"},
		"users.conversations":     {run: usersConversations, scope: "*:read"},
		"users.lookupByEmail":     {run: usersLookupByEmail, scope: "users:read.email"},
		"usergroups.list":         {run: usergroupsList, scope: "usergroups:read"},
		"usergroups.create":       {run: usergroupsCreate, scope: "usergroups:write"},
		"usergroups.update":       {run: usergroupsUpdate, scope: "usergroups:write"},
		"usergroups.enable":       {run: usergroupsEnable, scope: "usergroups:write"},
		"usergroups.disable":      {run: usergroupsDisable, scope: "usergroups:write"},
		"usergroups.users.list":   {run: usergroupsUsersList, scope: "usergroups:read"},
		"usergroups.users.update": {run: usergroupsUsersUpdate, scope: "usergroups:write"},

		"views.open":    {run: viewsOpen, needs: "trigger_id view"},
		"views.push":    {run: viewsPush, needs: "trigger_id view"},
		"views.update":  {run: viewsUpdate, needs: "view"},
		"views.publish": {run: viewsPublish, needs: "user_id view"},

		"reactions.add":    {run: reactionsAdd, scope: "reactions:write"},
		"reactions.remove": {run: reactionsRemove, scope: "reactions:write"},

		"assistant.threads.setStatus":           {run: assistantSetStatus, scope: "chat:write", needs: "channel_id thread_ts status"},
		"assistant.threads.setTitle":            {run: assistantSetTitle, scope: "assistant:write", needs: "channel_id thread_ts title"},
		"assistant.threads.setSuggestedPrompts": {run: assistantSetPrompts, scope: "assistant:write", needs: "channel_id prompts"},

		"files.getUploadURLExternal":   {run: filesGetUploadURL, scope: "files:write", needs: "filename length"},
		"files.completeUploadExternal": {run: filesCompleteUpload, scope: "files:write", needs: "files"},
		"files.info":                   {run: filesInfo, scope: "files:read"},
		"files.delete":                 {run: filesDelete, scope: "files:write"},
	}
}

// serveAPI answers /api/{method}.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	a, token, warning, problem := readArgs(r)
	c := &call{s: s, method: name, args: a, host: r.Host, warning: warning}
	m, known := methods[name]
	if problem == nil && !known {
		problem = (&Error{Code: "unknown_method"}).with("req_method", name)
	}
	s.scopeHeaders(w.Header(), m, token)
	if problem != nil {
		s.mu.Lock()
		s.logCall(c, nil, problem, false, "")
		s.mu.Unlock()
		answer(w, nil, problem)
		return
	}

	s.mu.Lock()
	refusal := s.authorize(c, token)
	var f *Fault
	wait := ""
	if refusal == nil {
		wait = s.overRate(c)
		if wait == "" {
			f = s.takeFault(c)
		}
	}
	s.mu.Unlock()
	switch {
	case wait != "":
		s.mu.Lock()
		s.logCall(c, nil, &Error{Code: "ratelimited"}, false, "rate")
		s.mu.Unlock()
		w.Header().Set("Retry-After", wait)
		w.WriteHeader(http.StatusTooManyRequests)
	case f != nil:
		s.serveFault(w, r, c, f, refusal)
	default:
		out, e := s.perform(c, refusal, "")
		answer(w, out, e)
	}
}

// perform runs the method and notes the call.
func (s *Server) perform(c *call, refusal *Error, fault string) (obj, *Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.performLocked(c, refusal, fault)
}

func (s *Server) performLocked(c *call, refusal *Error, fault string) (obj, *Error) {
	var out obj
	e := refusal
	m := methods[c.method]
	if e == nil {
		e = c.missing(m.needs)
	}
	if e == nil {
		out, e = m.run(c)
	}
	if c.warning != "" && e == nil {
		out = warned(out, c.warning)
	}
	s.logCall(c, out, e, e == nil, fault)
	return out, e
}

// missing refuses a call that lacks arguments its method cannot do without.
func (c *call) missing(needs string) *Error {
	var lack []string
	for name := range strings.FieldsSeq(needs) {
		if _, there := c.args[name]; !there {
			lack = append(lack, "[ERROR] missing required field: "+name)
		}
	}
	if lack == nil {
		return nil
	}
	return c.refuse("invalid_arguments", lack...)
}

// warned puts a warning beside an answer, as Slack does, in two places.
func warned(out obj, warning string) obj {
	if out == nil {
		out = obj{}
	}
	meta, _ := out["response_metadata"].(obj)
	meta = maps.Clone(meta)
	if meta == nil {
		meta = obj{}
	}
	if w, _ := out["warning"].(string); w != "" {
		warning = w + "," + warning
	}
	meta["warnings"] = strings.Split(warning, ",")
	out["warning"], out["response_metadata"] = warning, meta
	return out
}

// scopeHeaders tells in an answer's header what the app's token may do and what
// the method takes.
func (s *Server) scopeHeaders(h http.Header, m method, token string) {
	h.Set("X-Slack-Req-Id", secret())
	if token != s.opt.BotToken {
		return
	}
	if s.opt.Scopes != nil {
		h.Set("X-OAuth-Scopes", strings.Join(s.opt.Scopes, ","))
	}
	if kind, ok := strings.CutPrefix(m.scope, "*:"); ok {
		h.Set("X-Accepted-OAuth-Scopes", strings.ReplaceAll("channels:*,groups:*,mpim:*,im:*", "*", kind))
	} else if m.scope != "" {
		h.Set("X-Accepted-OAuth-Scopes", m.scope)
	}
}

// answer writes what Slack writes: HTTP 200 with ok true or false.
func answer(w http.ResponseWriter, out obj, e *Error) {
	if e != nil {
		out = e.body()
	} else {
		if out == nil {
			out = obj{}
		}
		out["ok"] = true
	}
	writeJSON(w, http.StatusOK, out)
}

func (e *Error) body() obj {
	o := obj{"ok": false, "error": e.Code}
	maps.Copy(o, e.also)
	if len(e.Messages) > 0 {
		o["response_metadata"] = obj{"messages": e.Messages}
		// Some methods repeat the messages beside it; slack-go reads both.
		o["errors"] = e.Messages
	}
	if e.Needed != "" {
		o["needed"], o["provided"] = e.Needed, e.Provided
	}
	return o
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	b := mustJSON(v)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b)
}

// authorize finds out who calls and whether the token allows the method.
func (s *Server) authorize(c *call, token string) *Error {
	switch {
	case token == "":
		if c.method == "api.test" {
			return nil
		}
		return &Error{Code: "not_authed"}
	case token == s.opt.AppToken:
		c.app = true
	case token == s.opt.BotToken:
		c.bot, c.user = true, s.botUser
	default:
		id, ok := strings.CutPrefix(token, memberToken)
		if m := s.members[id]; ok && m != nil {
			if m.Deleted {
				return &Error{Code: "account_inactive"}
			}
			c.user = id
			break
		}
		return &Error{Code: "invalid_auth"}
	}
	if s.revoked != "" && (c.bot || c.app) {
		return &Error{Code: s.revoked}
	}
	m := methods[c.method]
	if m.app != c.app && c.method != "api.test" && c.method != "auth.test" {
		return &Error{Code: "not_allowed_token_type"}
	}
	if c.bot && s.opt.Scopes != nil && m.scope != "" {
		needed := m.scope
		if kind, ok := strings.CutPrefix(m.scope, "*:"); ok {
			needed = s.scopeFor(c, kind)
		}
		if needed != "" && !slices.Contains(s.opt.Scopes, needed) {
			return &Error{Code: "missing_scope", Needed: needed, Provided: strings.Join(s.opt.Scopes, ",")}
		}
	}
	return nil
}

// scopeFor tells the scope to read this call's conversation: "channels:history".
func (s *Server) scopeFor(c *call, kind string) string {
	if r := s.rooms[c.args["channel"]]; r != nil {
		return scopeOf(r.Kind) + ":" + kind
	}
	for _, t := range c.args.list("types") {
		k := map[string]Kind{"private_channel": Private, "im": IM, "mpim": MPIM}[t]
		if k != "" && !slices.Contains(s.opt.Scopes, scopeOf(k)+":"+kind) {
			return scopeOf(k) + ":" + kind
		}
	}
	return "channels:" + kind
}

func scopeOf(k Kind) string {
	return map[Kind]string{Public: "channels", Private: "groups", IM: "im", MPIM: "mpim"}[k]
}

// memberToken is what a member's own token begins with.
const memberToken = "xoxp-member-"

// MemberToken is a token that acts as a member, so that any Slack client library
// can join the workspace. It is no secret: the double trusts who reaches it.
func (s *Server) MemberToken(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.member(user); m != nil {
		return memberToken + m.ID
	}
	return ""
}

// Call is one line of the log of Web API calls. Tokens are never in it.
type Call struct {
	N       int       `json:"n"` // 1, 2, 3 ... in the order of answering or applying
	Time    time.Time `json:"time"`
	Method  string    `json:"method"`
	User    string    `json:"user,omitempty"` // who the token acted as
	Channel string    `json:"channel,omitempty"`
	TS      string    `json:"ts,omitempty"` // of the message made or touched
	OK      bool      `json:"ok"`
	Error   string    `json:"error,omitempty"`
	// Applied says whether the workspace changed or was read as asked, whatever
	// the caller was told.
	Applied bool   `json:"applied"`
	Fault   string `json:"fault,omitempty"` // which switched-on fault hit the call
	// Args are what was asked, for a developer's eyes; kept for the newest calls.
	Args json.RawMessage `json:"args,omitempty"`
}

// The log keeps this many calls, and the arguments of this many.
const (
	keepCalls = 100_000
	keepArgs  = 1_000
)

func (s *Server) logCall(c *call, out obj, e *Error, applied bool, fault string) {
	s.callSeq++
	k := Call{N: s.callSeq, Time: s.clock(), Method: c.method, User: c.user, Channel: c.args["channel"], TS: c.ts,
		OK: e == nil, Applied: applied, Fault: fault}
	if k.Channel == "" {
		k.Channel = c.args["channel_id"]
	}
	if ch, ok := out["channel"].(string); ok {
		k.Channel = ch
	}
	if e != nil {
		k.Error = e.Code
	}
	if len(c.args) > 0 {
		k.Args = mustJSON(c.args)
	}
	s.calls = append(s.calls, k)
	if i := len(s.calls) - 1 - keepArgs; i >= 0 {
		s.calls[i].Args = nil
	}
	if len(s.calls) > keepCalls+keepCalls/10 {
		s.calls = append([]Call(nil), s.calls[len(s.calls)-keepCalls:]...)
	}
	s.tell(Event{Kind: "call", Channel: k.Channel, User: k.User, Call: &k})
	s.opt.Log.Debug("api call", "method", k.Method, "channel", k.Channel, "ts", k.TS, "ok", k.OK, "error", k.Error, "applied", k.Applied, "fault", k.Fault)
}

func apiTest(c *call) (obj, *Error) {
	if e := c.args["error"]; e != "" {
		return nil, (&Error{Code: e}).with("args", c.args)
	}
	return obj{"args": c.args}, nil
}

func appsConnectionsOpen(c *call) (obj, *Error) {
	t := secret()
	c.s.tickets[t] = true
	base := "ws" + strings.TrimPrefix(c.s.base, "http")
	return obj{"url": base + "/link?ticket=" + t + "&app_id=" + c.s.appID}, nil
}

func authTest(c *call) (obj, *Error) {
	s := c.s
	if c.app {
		return obj{"app_id": s.appID, "app_name": s.members[s.botUser].RealName, "team_id": s.team.ID, "team": s.team.Name, "url": s.webURL()}, nil
	}
	o := obj{"url": s.webURL(), "team": s.team.Name, "team_id": s.team.ID, "user": s.members[c.user].Name, "user_id": c.user, "is_enterprise_install": false}
	if c.bot {
		o["bot_id"], o["app_id"] = s.botID, s.appID
	}
	return o, nil
}

func botsInfo(c *call) (obj, *Error) {
	s := c.s
	if id := c.args["bot"]; id != "" && id != s.botID {
		return nil, c.refuse("bot_not_found")
	}
	return obj{"bot": obj{"id": s.botID, "app_id": s.appID, "user_id": s.botUser, "name": s.members[s.botUser].Name, "deleted": false}}, nil
}

func teamInfo(c *call) (obj, *Error) {
	t := c.s.team
	return obj{"team": obj{"id": t.ID, "name": t.Name, "domain": t.Domain, "email_domain": ""}}, nil
}

// webURL is the address of the workspace as people see it.
func (s *Server) webURL() string { return "https://" + s.team.Domain + ".slack.test/" }
