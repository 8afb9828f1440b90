package slackapp

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// thinkAfter is how long an answer may take before the member is told that it is on its way.
const thinkAfter = 500 * time.Millisecond

// thinking shows in the conversation that an answer is on its way, if it takes a while. What it returns ends that; Slack takes the words
// away when the answer is posted.
func (a *App) thinking(ctx context.Context, in inbound) (still func()) {
	if in.About != aboutMessage || in.Kind == bot.Overhear || !in.Direct && in.Thread == "" {
		return func() {}
	}
	thread := in.Thread
	if thread == "" {
		thread = in.TS
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		if !sleep(ctx, thinkAfter) {
			return
		}
		err := a.call(ctx, write{method: "assistant.threads.setStatus", tries: 1, patience: 3 * time.Second}, func(ctx context.Context) error {
			return a.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{ChannelID: in.Channel, ThreadTS: thread,
				Status: "is looking through the records…"})
		})
		if err != nil && ctx.Err() == nil {
			a.log.Debug("a status could not be shown", "error", err)
		}
	})
	return func() { cancel(); wg.Wait() }
}

// prompts are what a newcomer may press, at most four.
func prompts(r bot.Reply) []slack.AssistantThreadsPrompt {
	var out []slack.AssistantThreadsPrompt
	for _, s := range r.Suggestions {
		if s = strings.TrimSpace(clean(s)); s != "" && len(out) < 4 {
			out = append(out, slack.AssistantThreadsPrompt{Title: shorten(s, 60), Message: s})
		}
	}
	return out
}

// showPane greets a member who opens the app's messages tab: suggested questions, and once the help.
func (a *App) showPane(ctx context.Context, in inbound) {
	p := a.people.get(ctx, in.Who, in.Team)
	help, err := a.handle(ctx, bot.Message{Kind: bot.Direct, Who: in.Who, Channel: in.Channel, At: a.now().In(p.zone), Room: bot.Room{Direct: true}, Guest: p.guest})
	if err != nil {
		a.log.Error("the help could not be made", "error", err)
		return
	}
	if list := prompts(help); len(list) > 0 {
		err := a.call(ctx, write{method: "assistant.threads.setSuggestedPrompts", tries: 1}, func(ctx context.Context) error {
			return a.api.SetAssistantThreadsSuggestedPromptsContext(ctx, slack.AssistantThreadsSetSuggestedPromptsParameters{
				Title: "You can ask", ChannelID: in.Channel, Prompts: list})
		})
		if err != nil {
			a.log.Warn("suggested questions could not be shown", "error", err)
		}
	}
	if empty, err := a.empty(ctx, in.Channel); err != nil || !empty {
		return
	}
	in.Kind, in.Direct = bot.Direct, true
	a.show(ctx, in, bot.Message{Kind: bot.Direct, Who: in.Who, Channel: in.Channel}, help)
}

// empty says whether nothing was said in a conversation yet.
func (a *App) empty(ctx context.Context, channel string) (bool, error) {
	var resp *slack.GetConversationHistoryResponse
	err := a.call(ctx, write{method: "conversations.history", tries: 1}, func(ctx context.Context) (err error) {
		resp, err = a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 1})
		return err
	})
	return err == nil && len(resp.Messages) == 0, err
}

// welcomeChannel says in a channel what the app is for, when it was brought in.
func (a *App) welcomeChannel(ctx context.Context, in inbound) {
	a.rooms.forget(in.Channel)
	p := a.people.get(ctx, in.Who, "")
	m := bot.Message{Kind: bot.Mention, Who: in.Who, Channel: in.Channel, At: a.now().In(p.zone), Room: a.rooms.get(ctx, in.Channel), Guest: p.guest}
	help, err := a.handle(ctx, m)
	if err != nil {
		a.log.Error("the help could not be made", "error", err)
		return
	}
	help.Where = bot.There
	in.Kind, in.About = bot.Mention, aboutMessage
	a.show(ctx, in, m, help)
}
