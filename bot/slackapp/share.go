package slackapp

import (
	"context"
	"strings"

	"rabita/bot"
)

// shareAction is the button under an answer that only the asker sees. Its value is the question, not the answer: who reads along in the
// channel may be fewer rights than the asker has, so the question is asked again, for the channel.
const shareAction = "share"

func shareButton(in inbound) bot.Part {
	return bot.Part{Buttons: []bot.Button{{Action: shareAction, Value: strings.TrimSpace(strings.TrimPrefix(in.Text, "ask")), Label: "Share in the channel"}}}
}

// share answers a question for everybody in the channel.
func (a *App) share(ctx context.Context, in inbound) {
	in.Kind, in.Text = bot.Mention, in.Value
	in.TS, in.Thread = "", ""
	m, in := a.message(ctx, in)
	m.Action, m.Value, m.Fields = "", "", nil
	r, err := a.handle(ctx, m)
	if err != nil {
		a.log.Error("the bot could not answer", "about", "share", "error", err)
		r = bot.Sorry()
	}
	if r.Where != bot.There || r.Outcome != bot.Answer && r.Outcome != bot.Partial {
		a.show(ctx, in, bot.Reply{Outcome: bot.Refused, Where: bot.Ephemeral, Parts: []bot.Part{bot.Say(bot.Finding,
			"This answer cannot be shared here: not everybody in this channel may see all of it.")}})
		return
	}
	r.Parts = append(r.Parts[:len(r.Parts):len(r.Parts)], bot.Part{Style: bot.Small, Spans: []bot.Span{
		{Text: "Shared by "}, {Text: "a member", User: in.Who}, {Text: ", who asked: " + in.Text}}})
	in.Hidden, in.Response = false, ""
	a.show(ctx, in, r)
}
