package slackapp

import (
	"fmt"
	"strings"
	"testing"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
)

// TestTooMuchIsWaiting: when everything is taken, a question is turned away with a word, and what changes state still is kept.
func TestTooMuchIsWaiting(t *testing.T) {
	r := start(t, world(), func(c *Config) { c.PerMember = 10_000 })
	hold := make(chan struct{})
	r.bot.say(func(m bot.Message) (bot.Reply, error) {
		<-hold
		return bot.Reply{}, nil
	})
	var reqs []*fakeslack.Request
	for i := range maxWaiting + 20 {
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
	if busy != 20 || r.app.Health().Dropped != 20 {
		t.Errorf("%d questions were turned away with a word, %d counted; want 20", busy, r.app.Health().Dropped)
	}
	for i := range 5 {
		r.acked(r.Command("bilal", "general", "/action", fmt.Sprint("add item ", i)))
	}
	close(hold)
	r.bot.wait(t, func(m bot.Message) bool { return m.Text == "action add item 4" })
	r.settle()
	n := 0
	for _, m := range r.bot.messages() {
		if m.Who == "U2" {
			n++
		}
	}
	if n != 5 {
		t.Errorf("%d of 5 orders were carried out", n)
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
	r.app.show(r.ctx(), in, bot.Message{}, bot.Reply{Outcome: bot.Done, Edit: first.TS, Parts: []bot.Part{bot.Say(bot.Finding, "later on")}})
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
