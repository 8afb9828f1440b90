package slackapp

import (
	"context"
	"time"

	"rabita/bot"
)

// How a reply is shown.
type how int

const (
	nowhere    how = iota
	posted         // a message
	whispered      // a message one member sees, by chat.postEphemeral
	responded      // the same, by the response_url
	replaced       // in place of the message only this member sees, by the response_url
	updated        // in place of the bot's own message
	sentDirect     // a message in the direct conversation
)

// A place is where a reply goes.
type place struct {
	how     how
	channel string
	thread  string
	ts      string // of the message it takes the place of
}

// whither decides where a reply to an inbound goes (design.md, "where replies go").
func whither(in inbound, r bot.Reply, now time.Time) place {
	root := in.Thread
	if root == "" {
		root = in.TS
	}
	canRespond := in.Response != "" && now.Sub(in.Got) < responsesFor
	if r.Edit != "" {
		switch {
		case r.Edit == in.TS && in.Channel != "" && !in.Hidden:
			return place{how: updated, channel: in.Channel, ts: r.Edit}
		case r.Where == bot.DM && !in.Direct:
			return place{how: updated, ts: r.Edit} // in the direct conversation
		case in.Hidden && r.Edit == in.TS && canRespond:
			return place{how: replaced}
		case in.Hidden && r.Edit == in.TS, in.Channel == "":
			return place{how: sentDirect}
		}
		return place{how: updated, channel: in.Channel, ts: r.Edit}
	}
	where := r.Where
	if where == bot.There && in.About == aboutCommand {
		where = bot.Ephemeral
		if changes(r) {
			where = bot.DM
		}
	}
	switch {
	case where == bot.DM && in.Direct && in.Channel != "":
		return place{how: posted, channel: in.Channel, thread: in.Thread}
	case where == bot.DM, in.Channel == "", in.OnHome:
		return place{how: sentDirect}
	case where == bot.Ephemeral && canRespond, in.Hidden && canRespond:
		return place{how: responded}
	case in.Direct:
		return place{how: posted, channel: in.Channel, thread: in.Thread}
	case in.Hidden:
		return place{how: sentDirect}
	case where == bot.Ephemeral:
		return place{how: whispered, channel: in.Channel, thread: in.Thread}
	case in.About == aboutSubmit && root == "": // a form opened by a command
		return place{how: sentDirect}
	}
	return place{how: posted, channel: in.Channel, thread: root}
}

// changes says whether a reply tells of something that was changed.
func changes(r bot.Reply) bool {
	if r.Outcome != bot.Done {
		return false
	}
	for _, x := range r.Actions {
		if x.Kind != "list" && x.Kind != "show" && !x.Confirm {
			return true
		}
	}
	return false
}

// show brings a reply to where it belongs, with its modal, files and notices.
func (a *App) show(ctx context.Context, in inbound, r bot.Reply) {
	if in.About == aboutSubmit {
		if a.waits.tell(in.ID, r) {
			if len(fieldErrors(in, r)) > 0 {
				r.Parts = nil // the form shows them
			}
		} else if len(r.Errors) > 0 && len(r.Parts) == 0 {
			r = lateErrors(in, r)
		}
	} else if r.Modal != nil {
		a.openModal(ctx, in, *r.Modal)
	}
	if len(r.Parts) > 0 {
		a.place(ctx, in, r)
	}
	if len(r.Files) > 0 {
		a.upload(ctx, in, r)
	}
	for i, n := range r.Notify {
		err := a.notify(ctx, n)
		if kind, _ := meaning(err); kind == refused && i == 0 && len(r.Parts) == 0 { // it was the confirmation itself
			err = a.put(ctx, in, place{how: sentDirect}, Render(n.Reply, Surface{}))
		}
		if err != nil {
			a.log.Error("a notice could not be shown", "channel", n.Channel, "error", err)
		}
	}
	if changes(r) {
		a.refreshHomes(ctx, in.Who, r)
	}
}

func (a *App) place(ctx context.Context, in inbound, r bot.Reply) {
	to := whither(in, r, a.now())
	if in.About == aboutCommand && to.how == responded && (r.Outcome == bot.Answer || r.Outcome == bot.Partial) && !in.Direct {
		r.Parts = append(r.Parts[:len(r.Parts):len(r.Parts)], shareButton(in))
	}
	msgs := Render(r, Surface{Feedback: r.Outcome == bot.Answer || r.Outcome == bot.Partial})
	err := a.put(ctx, in, to, msgs)
	if kind, reason := meaning(err); kind == refused && to.how != sentDirect {
		// A channel that the bot cannot write in, a thread that is gone: the asker is told directly.
		a.log.Warn("a reply could not be shown where it belongs and goes to the asker", "channel", to.channel, "reason", reason)
		to = place{how: sentDirect}
		err = a.put(ctx, in, to, msgs)
	}
	if err != nil {
		a.log.Error("a reply could not be shown", "channel", to.channel, "error", err)
		return
	}
	if in.About == aboutCommand && to.how == sentDirect {
		a.put(ctx, in, place{how: responded}, Render(pointer(r), Surface{}))
	}
}

// pointer tells a member who used a command in a channel that the confirmation is in the direct conversation.
func pointer(r bot.Reply) bot.Reply {
	return bot.Reply{Outcome: r.Outcome, Parts: []bot.Part{r.Parts[0], bot.Say(bot.Small, "You can edit or undo it in our direct messages.")}}
}

// put shows messages in a place, in order; the first takes the place of an older one where that is asked.
func (a *App) put(ctx context.Context, in inbound, to place, msgs []message) error {
	if to.how == sentDirect || to.how == updated && to.channel == "" {
		id, err := a.direct(ctx, in.Who)
		if err != nil {
			return err
		}
		to.channel = id
		if to.how == sentDirect {
			to.how = posted
		}
	}
	for i, m := range msgs {
		var err error
		switch {
		case to.how == responded && i < responses-1:
			err = a.respond(ctx, in.Response, false, m)
		case to.how == replaced && i < responses-1:
			err = a.respond(ctx, in.Response, i == 0, m)
		case to.how == responded, to.how == replaced:
			return a.put(ctx, in, place{how: sentDirect}, msgs[i:])
		case to.how == whispered:
			err = a.whisper(ctx, to.channel, in.Who, to.thread, m)
		case to.how == updated && i == 0:
			err = a.update(ctx, to.channel, to.ts, m)
		default:
			_, err = a.post(ctx, to.channel, to.thread, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notify brings a message to somebody else, or to another place. A member's id stands for the direct conversation.
func (a *App) notify(ctx context.Context, n bot.Notice) error {
	if len(n.Reply.Parts) == 0 {
		return nil
	}
	channel, err := n.Channel, error(nil)
	if isMember(channel) {
		channel, err = a.direct(ctx, channel)
	}
	for i, m := range Render(n.Reply, Surface{}) {
		if err != nil {
			break
		}
		if i == 0 && n.Edit != "" {
			err = a.update(ctx, channel, n.Edit, m)
			continue
		}
		var ts string
		ts, err = a.post(ctx, channel, n.Thread, m)
		if rec, ok := a.bot.(Recorder); ok && err == nil && i == 0 && n.Item != "" {
			n.Channel = channel
			if err := rec.Posted(n, ts, a.now()); err != nil {
				a.log.Error("where an item's message stands could not be kept", "item", n.Item, "error", err)
			}
		}
	}
	return err
}

// isMember tells a member's id from a channel's.
func isMember(id string) bool { return id != "" && (id[0] == 'U' || id[0] == 'W') }
