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

// maxThreadTitle is as much of a question as a list of conversations shows.
const maxThreadTitle = 60

// entitle names a conversation in the app's own tab after the question it began with, so that a member finds it again. What tells of danger, or
// was refused, gives no name.
func (a *App) entitle(ctx context.Context, in inbound, r bot.Reply) {
	if in.About != aboutMessage || in.Kind != bot.Direct || in.Thread != "" || in.Text == "" {
		return
	}
	switch r.Outcome {
	case bot.Answer, bot.Partial, bot.None, bot.Clarify, bot.Done:
	default:
		return
	}
	title := shorten(strings.Join(strings.Fields(clean(in.Text)), " "), maxThreadTitle)
	err := a.call(ctx, write{method: "assistant.threads.setTitle", tries: 1, patience: 3 * time.Second}, func(ctx context.Context) error {
		return a.api.SetAssistantThreadsTitleContext(ctx, slack.AssistantThreadsSetTitleParameters{ChannelID: in.Channel, ThreadTS: in.TS, Title: title})
	})
	if err != nil {
		a.log.Debug("a conversation could not be named", "error", err)
	}
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
	a.show(ctx, in, help)
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
	a.show(ctx, in, help)
}
