package slackapp

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// roomFor is how long it is believed who reads a channel. Events that change it make it forgotten at once.
const roomFor = time.Minute

// maxReaders is up to how many members of a channel are looked at; in a larger one somebody is taken for a guest.
const maxReaders = 2000

type knownRoom struct {
	bot.Room
	until time.Time
}

// rooms is what is known of channels.
type rooms struct {
	a     *App
	mu    sync.Mutex
	known map[string]knownRoom
	turn  int // raised by forgetting, so that an answer that was under way is not kept
}

func newRooms(a *App) *rooms { return &rooms{a: a, known: map[string]knownRoom{}} }

// get is who reads a channel. One that cannot be looked up is read by strangers.
func (r *rooms) get(ctx context.Context, id string) bot.Room {
	r.mu.Lock()
	k, ok := r.known[id]
	turn := r.turn
	r.mu.Unlock()
	if ok && time.Now().Before(k.until) {
		return k.Room
	}
	room, err := r.ask(ctx, id)
	if err != nil {
		r.a.log.Warn("a channel could not be looked up; strangers are taken to read it", "channel", id, "error", err)
		return bot.Room{Shared: true}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if turn == r.turn {
		r.known[id] = knownRoom{room, time.Now().Add(roomFor)}
	}
	return room
}

func (r *rooms) ask(ctx context.Context, id string) (bot.Room, error) {
	a := r.a
	var c *slack.Channel
	err := a.call(ctx, write{method: "conversations.info", tries: 2}, func(ctx context.Context) (err error) {
		c, err = a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		return err
	})
	if err != nil {
		return bot.Room{}, err
	}
	if c.IsIM {
		return bot.Room{Direct: true}, nil
	}
	room := bot.Room{Name: c.Name, Shared: c.IsExtShared || c.IsPendingExtShared || len(c.ConnectedTeamIDs) > 0}
	room.Public = !c.IsPrivate && !c.IsMpIM && !c.IsGroup && !room.Shared
	if !room.Shared {
		if room.Shared, err = r.strangers(ctx, id); err != nil {
			return bot.Room{}, err
		}
	}
	return room, nil
}

// strangers says whether guests or people of other organisations are in a channel.
func (r *rooms) strangers(ctx context.Context, id string) (bool, error) {
	a := r.a
	a.people.all(ctx)
	cursor := ""
	for n := 0; ; {
		var ids []string
		err := a.call(ctx, write{method: "conversations.members", tries: 2}, func(ctx context.Context) (err error) {
			ids, cursor, err = a.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: id, Cursor: cursor, Limit: 200})
			return err
		})
		if err != nil {
			return true, err
		}
		if n += len(ids); n > maxReaders {
			return true, nil
		}
		for _, u := range ids {
			if u == a.self().user {
				continue
			}
			if who := a.people.get(ctx, u, ""); who.guest && !who.bot && !who.gone {
				return true, nil
			}
		}
		if cursor == "" {
			return false, nil
		}
	}
}

func (r *rooms) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn++
	delete(r.known, id)
}

func (r *rooms) forgetAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn++
	clear(r.known)
}
