package slackapp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
	"rabita/store/storetest"
)

// TestTooMuchIsWaiting: when everything is taken, a question is turned away with a word, and what changes state still is kept.
func TestTooMuchIsWaiting(t *testing.T) {
	r := start(t, world(), func(c *Config) { c.PerMember = 10_000 })
	hold := make(chan struct{})
	release := sync.OnceFunc(func() { close(hold) })
	t.Cleanup(release) // before the rig's own, which waits for what is under way
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		<-hold
		return bot.Reply{}, nil
	})
	const asked = maxWaiting + 20
	var reqs []*fakeslack.Request
	for i := range asked {
		q, err := r.Command("amina", "general", "/ask", fmt.Sprint("question ", i))
		if err != nil {
			t.Fatal(err)
		}
		reqs = append(reqs, q)
	}
	busy := 0
	for _, q := range reqs {
		if strings.Contains(string(r.acked(q, nil).Payload), "busy") {
			busy++
		}
	}
	// More than the twenty may be turned away, if they come faster than they are looked at.
	if got := int(r.app.Health().Dropped); busy < asked-maxWaiting || got != busy {
		t.Errorf("%d questions were turned away with a word, %d counted; want at least %d", busy, got, asked-maxWaiting)
	}
	for i := range 5 {
		r.acked(r.Command("bilal", "general", "/action", fmt.Sprint("add item ", i)))
	}
	release()
	r.bot.wait(t, func(m bot.Message) bool { return m.Text == "action add item 4" })
	r.settle()
	orders, questions := 0, 0
	for _, m := range r.bot.messages() {
		if m.Who == "U2" {
			orders++
		} else {
			questions++
		}
	}
	if orders != 5 || questions != asked-busy {
		t.Errorf("%d of 5 orders and %d of %d questions were carried out", orders, questions, asked-busy)
	}
}

// TestFloodIsNotLostInSilence: where not even the door keeps up, a command is answered with a word, and an event is left for Slack to send
// again; the reader of the socket never waits.
func TestFloodIsNotLostInSilence(t *testing.T) {
	a := New(slog.New(slog.DiscardHandler), Config{}, &heard{kick: make(chan struct{}, 1)}, storetest.Open(t, store.Options{NoSync: true}))
	acks := make(chan any, 2*maxOffered)
	take := func(kind, payload string) error {
		return a.take(envelope{kind: kind, payload: []byte(payload), ack: func(answer any) error { acks <- answer; return nil }})
	}
	command := func(i int) error {
		return take("slash_commands", fmt.Sprintf(`{"command":"/action","text":"add x","user_id":"U1","trigger_id":"%d"}`, i))
	}
	for i := range maxOffered + 3 { // nobody accepts yet
		if err := command(i); err != nil {
			t.Fatalf("command %d: %v", i, err)
		}
	}
	event := `{"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"%d.000000","text":"x"}}`
	if err := take("events_api", fmt.Sprintf(event, time.Now().Unix())); !errors.Is(err, errBusy) {
		t.Errorf("an event for which there is no room: %v, want errBusy, so that it is not acknowledged", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { a.turnAway(ctx); close(ended) }()
	for range 3 {
		if got, _ := (<-acks).(map[string]string); got["text"] != busyText {
			t.Errorf("a command turned away is acknowledged with %v", got)
		}
	}
	cancel()
	<-ended
	if h := a.Health(); h.Dropped != 4 {
		t.Errorf("%d counted as dropped, want 4", h.Dropped)
	}
}

// TestClickOnWhatOnlyOneSees changes the message in place, which chat.update cannot.
func TestClickOnWhatOnlyOneSees(t *testing.T) {
	r := start(t, world())
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		if m.Kind == bot.Click {
			return bot.Reply{Outcome: bot.Done, Edit: m.TS, Parts: []bot.Part{bot.Say(bot.Finding, "the next page")}}, nil
		}
		return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "the first page"), {Buttons: []bot.Button{{Action: "more", Value: "2", Label: "More"}}}}}, nil
	})
	r.acked(r.Command("amina", "general", "/rabita", "list"))
	first := r.whisper("amina", "the first page")
	r.acked(r.Click("amina", first, "more", ""))
	if got := r.whisper("amina", "the next page"); got.TS != first.TS {
		t.Error("another message was made instead of changing the first")
	}
	// Without its response_url, after half an hour, it goes to the direct conversation.
	in := inbound{About: aboutClick, Kind: bot.Click, Channel: "C1", TS: first.TS, Who: "U1", Hidden: true}
	r.app.show(r.ctx(), in, bot.Reply{Outcome: bot.Done, Edit: first.TS, Parts: []bot.Part{bot.Say(bot.Finding, "later on")}})
	r.reply(r.DM("amina"), "later on")
}

// TestTooManyFromOne: one member's flood is answered with a word.
func TestTooManyFromOne(t *testing.T) {
	r := start(t, world(), func(c *Config) { c.PerMember = 2 })
	for i := range 3 {
		r.sayIn("amina", r.DM("amina"), fmt.Sprint("question ", i), "")
	}
	r.reply(r.DM("amina"), "a lot in one minute")
	r.sayIn("bilal", r.DM("bilal"), "mine", "")
	r.reply(r.DM("bilal"), "You said: mine")
}
