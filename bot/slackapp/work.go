package slackapp

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"rabita/bot"
	"rabita/store"
)

// work does what one inbound asks for. seq is its place in the inbox; 0: it was not kept there.
func (a *App) work(in inbound, seq uint64) {
	ctx := a.ctx()
	if a.closing.Load() { // what was not begun comes again
		if seq != 0 {
			a.putBack(seq, "the bot was stopped")
		}
		return
	}
	defer func() {
		if r := recover(); r != nil {
			a.counts.panics.Add(1)
			a.log.Error("a panic while working on something from Slack", "about", in.About, "panic", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
			a.tell(ctx, in, bot.Sorry())
		}
		if ctx.Err() != nil && seq != 0 {
			a.putBack(seq, "broken off")
		} else {
			a.finish(seq)
		}
	}()
	a.counts.handled.Add(1)
	switch in.About {
	case aboutMessage, aboutCommand, aboutClick, aboutSubmit, aboutShortcut:
		a.converse(ctx, in)
	case aboutHome:
		a.showHome(ctx, in.Who)
	case aboutPane:
		a.showPane(ctx, in)
	case aboutJoined:
		a.welcomeChannel(ctx, in)
		a.opened(in.Channel)
	case aboutOpened:
		a.opened(in.Channel)
	case aboutRevoked:
		a.askAgain(ctx)
	}
}

// opened passes it on that the app can write in a channel again.
func (a *App) opened(channel string) {
	if o, ok := a.bot.(Opener); ok {
		o.Opened(channel)
	}
}

// workAlone is work for a suspect: while it begins no other suspect is under way, and the inbox knows that it is this one's turn.
func (a *App) workAlone(in inbound, seq uint64) {
	select {
	case a.alone <- struct{}{}:
	case <-a.ctx().Done():
		a.putBack(seq, "the bot was stopped")
		return
	}
	next := sync.OnceFunc(func() { <-a.alone })
	defer next()
	if !a.closing.Load() {
		if err := a.st.EventTried(seq); err != nil {
			a.counts.trouble(a.now(), "inbox", err)
			a.log.Error("the inbox could not be written; an event will come again", "error", err)
			a.putBack(seq, "the inbox could not be written")
			return
		}
	}
	defer time.AfterFunc(aloneTime, next).Stop()
	a.work(in, seq)
}

// ctx is for what is under way.
func (a *App) ctx() context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.live == nil {
		return context.Background()
	}
	return a.live
}

// converse asks the bot and shows what it says.
func (a *App) converse(ctx context.Context, in inbound) {
	if in.About == aboutClick && in.Action == shareAction {
		a.share(ctx, in)
		return
	}
	if in.About == aboutClick && in.Action == linkAction {
		return // a button that only opens a page
	}
	if in.About == aboutClick && in.Action == feedbackAction {
		a.feedback(in)
		return
	}
	if in.Kind == bot.Mention {
		root := in.Thread
		if root == "" {
			root = in.TS
		}
		a.talks.set(in.Channel+" "+root, true) // from now on follow-ups in the thread are heard
	}
	m, where := a.message(ctx, in)
	if !a.people.mayAsk(in, a.cfg.PerMember) {
		a.show(ctx, where, tooMany())
		return
	}
	if in.Action == homeAskAction {
		a.askFromHome(ctx, where, m)
		return
	}
	still := a.thinking(ctx, in)
	r, err := a.handle(ctx, m)
	still()
	if err != nil {
		a.log.Error("the bot could not answer", "about", in.About, "kind", string(m.Kind), "error", err)
		r = bot.Sorry()
	}
	a.show(ctx, where, r)
	a.entitle(ctx, in, r)
}

// feedback keeps whether an answer helped; the last word of a member counts.
func (a *App) feedback(in inbound) {
	f := store.Feedback{Who: in.Who, Message: in.Channel + " " + in.TS, Good: in.Value == "good", At: a.now()}
	if err := a.st.SetFeedback(f); err != nil {
		a.log.Error("a member's feedback could not be kept", "error", err)
	}
}

// handle asks the bot, with a bound on how long and how many at once. A reply in a thread may first be what a body hands in.
func (a *App) handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	select {
	case a.think <- struct{}{}:
		defer func() { <-a.think }()
	case <-ctx.Done():
		return bot.Reply{}, ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, handleTime)
	defer cancel()
	if rec, ok := a.bot.(Receiver); ok && (m.Kind == bot.Overhear || m.Kind == bot.Direct && m.Thread != "" && len(m.Files) > 0) {
		if r, was, err := rec.Received(ctx, m); was || err != nil {
			return r, err
		}
	}
	return a.bot.Handle(ctx, m)
}

// message makes the bot's message of an inbound: who speaks, in which zone, and who reads along. What cannot be found out is taken for the
// worse. The inbound that is returned knows where the reply goes.
func (a *App) message(ctx context.Context, in inbound) (bot.Message, inbound) {
	if in.About == aboutSubmit {
		in.unseal(a.formKey())
	}
	who := a.people.get(ctx, in.Who, in.Team)
	m := bot.Message{Kind: in.Kind, Text: in.Text, Who: in.Who, Channel: in.Channel, Thread: in.Thread, TS: in.TS, Guest: who.guest,
		At: in.Said.In(who.zone), Action: in.Action, Value: in.Value, Fields: in.Fields}
	switch {
	case in.Direct || in.Channel == "":
		m.Room = bot.Room{Direct: true}
	default:
		m.Room = a.rooms.get(ctx, in.Channel)
		if in.Shared {
			m.Room.Shared, m.Room.Public = true, false
		}
	}
	switch in.Kind {
	case bot.Mention, bot.Direct, bot.Command, bot.Submit:
		m.Outside = a.outside(ctx, in)
	}
	if in.About == aboutShortcut && in.Channel != "" {
		m.Value = a.permalink(ctx, in.Channel, in.TS)
	}
	if len(in.Files) > 0 {
		m.Files = a.fetch(ctx, in.Files)
	}
	return m, in
}

func (a *App) permalink(ctx context.Context, channel, ts string) string {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // the trigger of a modal lives for three
	defer cancel()
	link, err := a.getPermalink(ctx, channel, ts)
	if err != nil {
		a.log.Warn("a message's address could not be had", "channel", channel, "error", err)
	}
	return link
}

// tell says something to a member whose words the bot could not deal with.
func (a *App) tell(ctx context.Context, in inbound, r bot.Reply) {
	defer func() {
		if r := recover(); r != nil {
			a.log.Error("a panic while apologising", "panic", fmt.Sprintf("%T", r))
		}
	}()
	switch in.About {
	case aboutMessage, aboutCommand, aboutClick, aboutSubmit, aboutShortcut:
		if in.Kind == bot.Overhear {
			return
		}
		if in.About == aboutSubmit {
			in.unseal(a.formKey())
		}
		a.show(ctx, in, r)
	}
}

// setAside says what became of something that ends the bot. It goes to its member alone: it may be hours old.
func setAside(in inbound) bot.Reply {
	r := bot.Reply{Outcome: bot.Refused, Where: bot.DM, Parts: []bot.Part{bot.Say(bot.Finding,
		"I broke down each time I worked on something of yours, so I have set it aside. It is kept, and it may not have been done: "+
			"please look, and say it again in other words. The secretariat can ask the people who run me for help.")}}
	if in.Text != "" {
		r.Parts = append(r.Parts, bot.Say(bot.Bullet, "What you said on "+in.Said.Format("2 Jan at 15:04 MST")+": “"+in.Text+"”"))
	}
	return r
}

func tooMany() bot.Reply {
	return bot.Reply{Outcome: bot.Refused, Where: bot.Ephemeral, Parts: []bot.Part{bot.Say(bot.Finding,
		"That was a lot in one minute, so I left this one out. Please send it again in a minute.")}}
}
