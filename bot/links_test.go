package bot_test

import (
	"testing"

	"rabita/bot"
)

// TestSourceOpens: where a promise was made is a link to be followed, if it is an address.
func TestSourceOpens(t *testing.T) {
	b, _ := sampleBot(t)
	const address = "https://example.slack.com/archives/C1/p1688101212832002"
	r := say(t, b, bot.Message{Kind: bot.Direct, Text: "action add send the list | due 7 July 2023 | source " + address, Who: "U0STAFFKP", Room: bot.Room{Direct: true}, At: rightsAt})
	for _, p := range r.Parts {
		for _, s := range p.Spans {
			if s.URL == address && s.Text == address {
				return
			}
		}
	}
	t.Errorf("no link to %s in\n%s", address, r.Text())
}

// TestChangeShowsTheQuestionAlone: what is shown to be changed after /ask does not begin with the command.
func TestChangeShowsTheQuestionAlone(t *testing.T) {
	b, _ := sampleBot(t)
	r := say(t, b, bot.Message{Kind: bot.Command, Text: "ask what did KP report on VAW legislation?", Who: "U0STAFFKP", Channel: "C1", At: rightsAt})
	for _, p := range r.Parts {
		for _, button := range p.Buttons {
			if button.Action == "ask.change" && button.Value != "what did KP report on VAW legislation?" {
				t.Errorf("the question is shown as %q", button.Value)
			}
		}
	}
}
