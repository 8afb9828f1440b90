package slackapp

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// homeAskAction is the question box of the home tab.
const homeAskAction = "home.ask"

// homeView makes the home tab of what the bot says about it, with a box for a question on top.
func homeView(r bot.Reply) slack.HomeTabViewRequest {
	box := slack.NewPlainTextInputBlockElement(plain("What did KP report on shelters?", 150), homeAskAction)
	box.MaxLength = maxInput
	ask := slack.NewInputBlock(homeAskAction, plain("Ask a question", maxHint), plain("Press Enter; the answer comes as a direct message.", maxHint), box)
	ask.DispatchAction = true
	v := slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home"}
	v.Blocks.BlockSet = []slack.Block{ask}
	for _, m := range Render(r, Surface{Home: true}) {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, m.Blocks...)
	}
	if n := homeFits(v.Blocks.BlockSet); n < len(v.Blocks.BlockSet) {
		more := slack.NewContextBlock("", plain("There is more: ask me for the whole list in a direct message.", maxBlockText))
		v.Blocks.BlockSet = append(v.Blocks.BlockSet[:n:n], more)
	}
	return v
}

// maxHomeBytes is the largest view as JSON; Slack takes 250,000.
const maxHomeBytes = 200_000

// homeFits is how many of the blocks a home tab takes, with one more to say that there are others.
func homeFits(blocks []slack.Block) int {
	size := 0
	for i, b := range blocks {
		raw, err := json.Marshal(b)
		if size += len(raw) + 1; err != nil || size > maxHomeBytes || i == maxHomeBlocks-1 && len(blocks) > maxHomeBlocks {
			return i
		}
	}
	return len(blocks)
}

// showHome publishes a member's home tab, unless it shows the same already.
func (a *App) showHome(ctx context.Context, who string) {
	p := a.people.get(ctx, who, "")
	r, err := a.handle(ctx, bot.Message{Kind: bot.Home, Who: who, At: a.now().In(p.zone), Room: bot.Room{Direct: true}, Guest: p.guest})
	if err != nil {
		a.log.Error("a home tab could not be made", "error", err)
		return
	}
	v := homeView(r)
	b, err := json.Marshal(v)
	if err != nil {
		a.log.Error("a home tab could not be made", "error", err)
		return
	}
	sum := sha256.Sum256(b)
	if was, ok := a.homes.get(who); ok && was == sum {
		return
	}
	err = a.call(ctx, write{method: "views.publish", tries: 3}, func(ctx context.Context) error {
		_, err := a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: who, View: v})
		return err
	})
	if err != nil {
		a.log.Error("a home tab could not be shown", "error", err)
		return
	}
	a.homes.set(who, sum)
}

// refreshHomes shows the home tabs anew of those whom a change concerns and who have opened theirs.
func (a *App) refreshHomes(ctx context.Context, who string, r bot.Reply) {
	concerned := map[string]bool{who: true}
	for _, x := range r.Actions {
		concerned[x.Owner] = true
	}
	for _, n := range r.Notify {
		concerned[n.Channel] = true
	}
	for m := range concerned {
		if _, opened := a.homes.get(m); opened && isMember(m) {
			a.showHome(ctx, m)
		}
	}
}

// askFromHome answers the question box in the direct conversation, under the question.
func (a *App) askFromHome(ctx context.Context, in inbound, m bot.Message) {
	question := clean(in.Value)
	channel, err := a.direct(ctx, in.Who)
	if err != nil || question == "" {
		if err != nil {
			a.log.Error("a question from the home tab could not be answered", "error", err)
		}
		return
	}
	m.Kind, m.Text, m.Channel, m.Room, m.Action, m.Value, m.Fields = bot.Direct, question, channel, bot.Room{Direct: true}, "", "", nil
	r, err := a.handle(ctx, m)
	if err != nil {
		a.log.Error("the bot could not answer", "about", "home", "error", err)
		r = bot.Sorry()
	}
	r.Parts = append(r.Parts[:len(r.Parts):len(r.Parts)], bot.Say(bot.Small, "You asked: "+question))
	in.Channel, in.Direct, in.OnHome, in.View, in.TS, in.Thread = channel, true, false, "", "", ""
	a.show(ctx, in, r)
}
