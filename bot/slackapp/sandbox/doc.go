// Package sandbox is a chat page over fakeslack: the whole workspace in a browser, for newcomers, for training and for tests of the bot as
// members meet it. The bot is not in here; it joins the same fakeslack.Server as an app, as it would join Slack.
//
//	clock := sandbox.NewClock(start)
//	fake := fakeslack.New(fakeslack.Options{Workspace: ws, Clock: clock.Now, BaseURL: "http://127.0.0.1:8484/slack"})
//	page, err := sandbox.New(sandbox.Options{Fake: fake, Clock: clock})
//	ln, err := sandbox.Listen("127.0.0.1:8484")
//	go page.Run(ctx)
//	http.Serve(ln, page.Handler())
//
// # What is served
//
//	/                 the page                        /static/...    its style sheet and scripts, embedded
//	/ws?as=MEMBER     one WebSocket per tab           /upload        files dropped on a conversation
//	/doc/             the papers a member may see     /doc/F04#...   one paper; the passage after # is marked
//	/file/ID          a file shared in the workspace  /slack/...     fakeslack itself: Web API, Socket Mode, downloads
//
// # What crosses the WebSocket
//
// The page sends operations, {"n": 7, "op": "say", "args": {...}}; ops.go lists them, each is a call of fakeslack's member side. The answer
// is {"type": "reply", "re": 7, ...}. On its own the server sends first a "state" (state.go: everything the member sees, without messages),
// then an event for each change the member may see. A tab that lost its connection connects again and starts with a new state, so there is
// nothing to resume. Events are idempotent: a message is known by channel and ts.
//
// # Who may drive it
//
// Whoever sits at this machine may be any member: that is the point. Nobody else may: Listen refuses other addresses than loopback, guard.go
// refuses foreign Host and Origin headers (a page elsewhere, a name that was pointed at 127.0.0.1), and the Content-Security-Policy lets the
// page load nothing but its own files. Text of members and documents reaches the page as data and is put there with textContent alone.
//
// # The files
//
//	sandbox.go   Options, New, Handler, Run, Listen     guard.go   Host, Origin, security headers
//	clock.go     a clock that can be moved forward      tab.go     one WebSocket
//	state.go     what a member sees                     ops.go     what a member does
//	wire.go      what crossed the wire, faults          docs.go    papers, citations, files
//	pages/       templates                              static/    style sheet and scripts, one subject each
package sandbox
