// Package fakeslack is a Slack workspace in one process, for tests and for the
// sandbox. An app reaches it as it reaches Slack: the Web API over HTTP, Socket
// Mode over a WebSocket, or signed HTTP requests. People reach it through the
// methods of Server.
//
//	s := fakeslack.New(fakeslack.Options{Workspace: fakeslack.Workspace{
//		Members:  []fakeslack.Member{{ID: "U1", Name: "amina"}},
//		Channels: []fakeslack.Channel{{ID: "C1", Name: "general", Members: []string{"amina", "bot"}}},
//	}})
//	s.Start("127.0.0.1:0")
//	defer s.Close()
//	api := slack.New(fakeslack.DefaultBotToken, slack.OptionAPIURL(s.APIURL()), slack.OptionAppLevelToken(fakeslack.DefaultAppToken))
//	...
//	asked, _ := s.Say("amina", "general", s.Mention("bot")+" what is due?", "")
//	reply, err := s.WaitMessage(ctx, "general", func(m fakeslack.Message) bool { return m.ThreadTS == asked.TS })
//
// It is a faithful double, not a copy: what Slack documents (errors, limits,
// retries, expiry) it does; what nobody outside Slack knows is an option or is
// said where it is decided. It imports nothing else of this program, and knows
// nothing about the bot.
//
// # The member's side
//
// Members are named by id or name, conversations by id or name ("#general" too).
//
//   - Talk: Say, Compose (what a person types -> what Slack sends), Mention, DM,
//     Edit, Delete, React, Upload, UploadWith.
//   - Act: Command, Click, ClickMany, Shortcut, GlobalShortcut, OpenHome,
//     OpenMessages; in modals and home tabs FillView, ClickView, SubmitView,
//     CloseView, Suggest. Those that an app must acknowledge return a Request;
//     its Wait returns when the acknowledgement took effect.
//   - Look: Messages, Thread, Ephemerals, Modals, Home, Assistant, File, Calls,
//     Members, Channels, Groups. What they return is a copy.
//   - Wait: WaitMessage, WaitEphemeral, WaitModal, WaitHome, WaitCall, WaitSockets,
//     WaitDelivered. None of them polls or sleeps. Watch is everything as it happens.
//   - Run the workspace: AddMember, AddChannel, Join, Leave, Archive, Deactivate,
//     MakePrivate, Share, Uninstall, ...
//   - Make trouble: AddFault, AddEventFault, SetHistoryLag, Disconnect, Cut,
//     RevokeTokens, AlterFile, InjectEvent, InjectPayload, InjectFrame, SubmitRaw.
//   - Keep: Snapshot, Restore, Keep.
//
// MemberToken gives a token with which any Slack client library acts as a member.
//
// # The files
//
//	options.go   what a workspace and its members are
//	server.go    Server: start, stop, timers      world.go    state, ids, timestamps
//	errors.go    the one table of error strings   args.go     forms and JSON -> arguments
//	api.go       table of methods, tokens, scopes, log of calls
//	chat.go conversations.go users.go views.go files.go assistant.go   the methods
//	blocks.go blockrules.go   limits of Block Kit and views
//	message.go events.go      messages, and what the app hears of them
//	deliver.go   deliveries, acknowledgements, retries
//	socket.go    Socket Mode                      deliverhttp.go  signed HTTP
//	responseurl.go            answers to commands and interactions
//	member.go interact.go modal.go elements.go    what members do
//	read.go watch.go          looking and waiting
//	admin.go faults.go        running the workspace, making trouble
//	journal.go   keeping it in a directory
//
// To change it, know this. One mutex guards everything, and nothing blocks while
// it is held: frames, HTTP deliveries and watchers' events are queued. A method of
// the Web API is a function of *call in the table in api.go, run under that lock;
// it says no with call.refuse, which checks the code against errors.go. Stored
// slices are replaced, never changed in place, so that copies stay true. Instants
// come from Options.Clock, waits take real time.
package fakeslack
