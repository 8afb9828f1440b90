// Package slackapp is the bot in Slack. It translates and nothing more: what Slack sends becomes a bot.Message, what the bot says becomes
// blocks. What to say is decided in package bot, what survives a restart is kept in package store.
//
//	app := slackapp.New(lg, cfg, b, st)
//	go remind.New(..., app.Channel()).Run(ctx)
//	err := app.Run(ctx)      // until ctx ends, or Slack refuses the tokens (AuthError)
//
// # The way of an event
//
//	socket.go, http.go   a frame or a signed request arrives          envelope
//	decode.go, interaction.go    its JSON, read with suspicion        inbound
//	intake.go            told from repeats, kept or queued, then acknowledged
//	lanes.go, work.go    one member's things in order, a bounded number at once: bot.Message -> Handle -> bot.Reply
//	answer.go            where the reply goes
//	render.go, spans.go, table.go, forms.go, home.go    a pure function from Reply to blocks
//	post.go, rate.go, failure.go    the one way to Slack: rates, what a failure means
//
// Beside it: channel.go (where deliveries of reminders appear), people.go and rooms.go (who reads along), files.go, agent.go (the app's own
// tab, welcome), share.go, manifest.go, health.go, config.go and secret.go.
//
// # To change it, know this
//
// What may change state (mentions, direct messages, commands but /ask, buttons, forms, shortcuts) is put into the store's inbox before it is
// acknowledged, under every name by which a repeat may come; the rest is acknowledged first and dropped when too much is waiting. A mention
// comes twice from Slack, as message and as app_mention, under different event ids: channel and ts are one of its names. The reader of a
// socket never waits: slack-go stops answering pings when its channel is full.
//
// A write is never repeated unless Slack said 429, no connection was made, or Slack refused how a message looks, which is then sent as text
// alone; whoever adds a call goes through App.call, which knows the rates. Nothing but escape makes text for mrkdwn, and documents go into rich_text or plain_text, which Slack does not interpret. Rights
// fail closed: a member or a channel that cannot be looked up is a guest among strangers. Neither tokens nor what people say are logged.
package slackapp
