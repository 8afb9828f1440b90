package slackapp

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
	"rabita/bot/remind"
	"rabita/store"
)

// markerEvent names the metadata of a delivery; its payload is the marker and nothing else, for everybody in the workspace can read it.
const markerEvent = "rabita_rem"

// blockPrefix begins the block id that carries the marker, for where metadata is stripped.
const blockPrefix = "r-"

// A Channel is where deliveries of reminders appear in Slack: a remind.Channel.
type Channel struct{ a *App }

var _ remind.Channel = (*Channel)(nil)

// Channel is where deliveries appear. It may be used before Run.
func (a *App) Channel() *Channel { return &Channel{a} }

// outcome turns the error of a call into what the scheduler acts on.
func outcome(err error) error {
	e, ok := errors.AsType[*callError](err)
	if !ok {
		return err
	}
	switch e.Kind {
	case refused:
		dead := authError(e, "bot token")
		return &remind.Refused{Reason: e.Reason, Everywhere: dead != nil && !dead.local(), Gone: e.Reason == "message_not_found"}
	case later:
		return &remind.Later{After: e.After, Reason: e.Reason, Everywhere: e.Reason == noConnection}
	}
	return err
}

// Post shows a delivery and returns its ts. It asks Slack once and repeats nothing, except that a message whose looks are refused, and which
// therefore is certainly not shown, is posted as its text alone; the metadata still carries its marker.
func (c *Channel) Post(ctx context.Context, d store.Delivery) (ts string, err error) {
	channel, err := c.conversation(ctx, d.Channel)
	if err != nil {
		return "", err
	}
	m := deliveryMessage(d)
	mark := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: markerEvent, EventPayload: map[string]any{"k": d.Marker, "n": strings.Join(d.Mark(), " ")}})
	err = c.a.plainly(m, func(m message) error {
		return c.a.call(ctx, write{method: "chat.postMessage", channel: channel, tries: 1}, func(ctx context.Context) (err error) {
			if _, ts, err = c.a.api.PostMessageContext(ctx, channel, append(options(m, ""), mark)...); err == nil && ts == "" {
				err = errNoTS
			}
			return err
		})
	})
	if err != nil {
		return "", outcome(err)
	}
	c.a.talks.set(channel+" "+ts, true)
	return ts, nil
}

// conversation is the id to post to; a member's stands for the direct conversation. That it could not be opened is never ambiguous.
func (c *Channel) conversation(ctx context.Context, to string) (string, error) {
	if !isMember(to) {
		return to, nil
	}
	id, err := c.a.direct(ctx, to)
	switch kind, reason := meaning(err); kind {
	case none:
		return id, nil
	case refused:
		return "", outcome(err)
	default:
		return "", &remind.Later{After: 30 * time.Second, Reason: "the direct conversation could not be opened: " + reason}
	}
}

// Edit makes the message ts show a delivery as it stands now: finished lines struck out.
func (c *Channel) Edit(ctx context.Context, d store.Delivery, ts string) error {
	channel, err := c.conversation(ctx, d.Channel)
	if err != nil {
		return err
	}
	return outcome(c.a.update(ctx, channel, ts, deliveryMessage(d)))
}

// Find lists every copy of a delivery in the history since a minute before it was begun, the oldest first. An error says that the history
// could not be read to its end.
func (c *Channel) Find(ctx context.Context, d store.Delivery) ([]string, error) {
	var all []string
	err := c.history(ctx, d.Channel, d.Began.Add(-time.Minute), func(m slack.Message) {
		if carries(m, d.Marker) {
			all = append(all, m.Timestamp)
		}
	})
	slices.Sort(all)
	return all, err
}

// Shown lists the deliveries in the history since a moment, the oldest first.
func (c *Channel) Shown(ctx context.Context, channel string, since time.Time) (all []store.Shown, err error) {
	err = c.history(ctx, channel, since, func(m slack.Message) {
		marker, _ := m.Metadata.EventPayload["k"].(string)
		keys, _ := m.Metadata.EventPayload["n"].(string)
		if at, err := strconv.ParseFloat(m.Timestamp, 64); err == nil && m.Metadata.EventType == markerEvent && marker != "" {
			all = append(all, store.Shown{Marker: marker, TS: m.Timestamp, Posted: time.UnixMicro(int64(at * 1e6)), Keys: strings.Fields(keys)})
		}
	})
	slices.SortFunc(all, func(a, b store.Shown) int { return strings.Compare(a.TS, b.TS) })
	return all, err
}

// history gives every message of the bot's own in a conversation since a moment; an error says that it could not be read to its end.
func (c *Channel) history(ctx context.Context, to string, from time.Time, ours func(slack.Message)) error {
	me, err := c.a.whoami(ctx)
	if err != nil {
		return outcome(err)
	}
	channel, err := c.conversation(ctx, to)
	if err != nil {
		return err
	}
	// The window is in Slack's time.
	if skew := c.a.skew(); skew < 0 {
		from = from.Add(skew)
	}
	if from.Unix() < 0 {
		from = time.Unix(0, 0)
	}
	for cursor := ""; ; {
		var page *slack.GetConversationHistoryResponse
		err := c.a.call(ctx, write{method: "conversations.history", tries: 3}, func(ctx context.Context) (err error) {
			page, err = c.a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Cursor: cursor,
				Oldest: strconv.FormatFloat(float64(from.UnixMicro())/1e6, 'f', 6, 64), Limit: 200, IncludeAllMetadata: true})
			return err
		})
		if err != nil {
			return outcome(err)
		}
		for _, m := range page.Messages {
			if m.User == me.user || m.BotID != "" && m.BotID == me.bot {
				ours(m)
			}
		}
		if cursor = page.ResponseMetaData.NextCursor; cursor == "" || !page.HasMore && len(page.Messages) == 0 {
			return nil
		}
	}
}

func carries(m slack.Message, marker string) bool {
	if m.Metadata.EventType == markerEvent && m.Metadata.EventPayload["k"] == marker {
		return true
	}
	for _, b := range m.Blocks.BlockSet {
		if b.ID() == blockPrefix+marker {
			return true
		}
	}
	return false
}

// Delete takes one copy of a delivery away; one that is gone already is no error.
func (c *Channel) Delete(ctx context.Context, d store.Delivery, ts string) error {
	channel, err := c.conversation(ctx, d.Channel)
	if err != nil {
		return err
	}
	err = c.a.call(ctx, write{method: "chat.delete", channel: channel, tries: 3}, func(ctx context.Context) error {
		_, _, err := c.a.api.DeleteMessageContext(ctx, channel, ts)
		return err
	})
	if _, reason := meaning(err); reason == "message_not_found" {
		return nil
	}
	return outcome(err)
}

// deliveryMessage is the one message of a delivery: its frozen lines. Lines that belong to an occurrence are bullets, struck out once done.
// What is too long for blocks is posted as its frozen text alone, so that nothing is left out.
func deliveryMessage(d store.Delivery) message {
	id := blockPrefix + d.Marker
	if list := lineBlocks(d.Lines); len(list) > 0 && len(list) <= maxBlocks {
		list[0].BlockID = id
		m := message{Text: limitText(escape(d.Text))}
		size := 0
		for _, b := range list {
			m.Blocks = append(m.Blocks, b)
		}
		for _, l := range d.Lines {
			size += runes(l.Text)
		}
		if size <= maxAllText {
			return m
		}
	} else if msgs := Render(bot.Reply{Parts: []bot.Part{bot.Say(bot.Plain, d.Text)}}, Surface{Marker: id}); len(d.Lines) == 0 && len(msgs) == 1 {
		return msgs[0]
	}
	return message{Text: escape(d.Text)} // found again by its metadata alone
}

// lineBlocks puts lines into as few rich text blocks as their limit allows.
func lineBlocks(lines []store.Line) []*slack.RichTextBlock {
	var out []*slack.RichTextBlock
	var now *slack.RichTextBlock
	var list *slack.RichTextList
	size := 0
	for i, l := range lines {
		for _, t := range cut(clean(l.Text), maxBlockText) {
			if t == "" {
				continue
			}
			if now == nil || size+runes(t) > maxBlockText {
				now, list, size = slack.NewRichTextBlock(""), nil, 0
				out = append(out, now)
			}
			size += runes(t)
			style := &slack.RichTextSectionTextStyle{Bold: l.Key == "" && i == 0, Strike: l.Done}
			el := slack.NewRichTextSection(slack.NewRichTextSectionTextElement(t, style))
			if l.Key == "" {
				list = nil
				now.Elements = append(now.Elements, el)
				continue
			}
			if list == nil {
				list = slack.NewRichTextList(slack.RTEListBullet, 0)
				now.Elements = append(now.Elements, list)
			}
			list.Elements = append(list.Elements, el)
		}
	}
	return out
}
