package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/store"
)

// The buttons under an answer. Their values are ids and words, never text to be shown: what a button opens is looked up again, with the rights
// of the one who presses it, in the room where it is pressed.
const (
	aroundAction = "ask.around"      // value: passage id
	openAction   = "ask.open"        // value: document id
	copyAction   = "ask.copy"        // value: passage id
	citeAction   = "ask.cite"        // value: passage id
	changeAction = "ask.change"      // value: the question
	meantAction  = "ask.meant"       // value: a question; it is asked
	gapAction    = "ask.secretariat" // value: the question
)

// askClick answers the buttons under an answer; false: the button is none of them.
func (b *Bot) askClick(ctx context.Context, m Message) (Reply, bool, error) {
	switch m.Action {
	case aroundAction, openAction, copyAction, citeAction:
	case changeAction:
		return b.changeForm(m), true, nil
	case meantAction:
		r, err := b.again(ctx, m, m.Value)
		return r, true, err
	default:
		return Reply{}, false, nil
	}
	if m.AsOf.IsZero() {
		m.AsOf = m.At
	}
	a := b.asker(m, intent.Intent{Lang: b.settings(m.Who).Language})
	if m.Action == openAction {
		return b.document(a, m.Value), true, nil
	}
	x, ok := b.passage(a, m.Value)
	if !ok {
		return b.gone(a), true, nil
	}
	switch m.Action {
	case copyAction:
		return b.plainCopy(x), true, nil
	case citeAction:
		return b.footnote(x), true, nil
	}
	return b.around(a, x), true, nil
}

// again asks a question as if it had been written where the button stands.
func (b *Bot) again(ctx context.Context, m Message, text string) (Reply, error) {
	m.Kind, m.Text, m.Action, m.Value = Mention, text, "", ""
	return b.Handle(ctx, m)
}

// gone is the answer where what a button opened is not there any more, or is not for the one who pressed it: which of both is not told.
func (b *Bot) gone(a asker) Reply {
	return Reply{Outcome: None, Where: Ephemeral, Parts: []Part{Say(Finding, b.say(a, "gone"))}}
}

// around shows a passage with its neighbours.
func (b *Bot) around(a asker, x index.Result) Reply {
	r := Reply{Outcome: Answer, Where: Ephemeral}
	r.Parts = append(r.Parts, Say(Finding, b.label(x.Doc)+", around "+x.Passage.Locator))
	if h := strings.Join(x.Passage.Heading, " › "); h != "" {
		r.Parts = append(r.Parts, Say(Small, h))
	}
	at := 0
	for i := range x.Doc.Passages {
		if x.Doc.Passages[i].ID == x.Passage.ID {
			at = i
		}
	}
	for i := max(0, at-neighbours); i <= at+neighbours && i < len(x.Doc.Passages); i++ {
		c := b.cite(index.Result{Doc: x.Doc, Passage: &x.Doc.Passages[i]}, nil)
		r.Passages = append(r.Passages, c)
	}
	r.Passages = b.withCorrections(a, r.Passages)
	for i := range r.Passages {
		r.Parts = append(r.Parts, Part{Quote: &r.Passages[i]})
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{{Action: openAction, Value: x.Doc.ID, Label: b.say(a, "open")}}})
	return r
}

// neighbours is how many passages before and after are shown around one.
const neighbours = 2

// document shows what a paper is and its outline.
func (b *Bot) document(a asker, id string) Reply {
	d := b.ix.Document(id)
	if d == nil || !b.mayShow(a, d) {
		return b.gone(a)
	}
	r := Reply{Outcome: Answer, Where: Ephemeral}
	r.Parts = append(r.Parts, Say(Finding, d.Title+" ["+d.ID+"]"))
	facts := []string{d.Type, dayWords(d.Date)}
	if d.Issued != "" && d.Issued != d.Date {
		facts = append(facts, "issued "+dayWords(d.Issued))
	}
	for _, s := range []string{d.Reference, d.Status, note(d), plural(len(d.Passages), "passage")} {
		if s != "" {
			facts = append(facts, s)
		}
	}
	if d.Provenance == "synthetic" || d.Provenance == "mixed" {
		facts = append(facts, "SAMPLE, synthetic")
	}
	r.Parts = append(r.Parts, Say(Small, strings.Join(facts, " · ")))
	seen := ""
	lines := 0
	for i := range d.Passages {
		p := &d.Passages[i]
		h := strings.Join(p.Heading, " › ")
		if h == "" || h == seen {
			continue
		}
		if lines++; lines > maxOutline {
			r.Parts = append(r.Parts, Say(Bullet, "…"))
			break
		}
		seen = h
		r.Parts = append(r.Parts, Say(Bullet, p.Heading[len(p.Heading)-1]+" ("+p.Locator+")"))
	}
	return r
}

// maxOutline is how many headings an outline shows.
const maxOutline = 30

// plainCopy gives a passage as plain text for other messengers: at most 500 characters, citation included.
func (b *Bot) plainCopy(x index.Result) Reply {
	c := b.cite(x, nil)
	from := "\n— " + c.Citation()
	room := maxCopy - len([]rune(from))
	text := []rune(oneLine(c.Quote))
	if len(text) > room {
		text = append(text[:max(0, room-1)], '…')
	}
	return Reply{Outcome: Answer, Where: Ephemeral, Parts: []Part{Say(Plain, string(text)+from)}}
}

// maxCopy is the length of a copy in characters.
const maxCopy = 500

// footnote cites a passage as a paper does: title, reference, date, locator, id and the hash of the text.
func (b *Bot) footnote(x index.Result) Reply {
	parts := []string{x.Doc.Title}
	if x.Doc.Reference != "" {
		parts = append(parts, x.Doc.Reference)
	}
	parts = append(parts, dayWords(x.Doc.Date), x.Passage.Locator)
	s := strings.Join(parts, ", ") + fmt.Sprintf(" [%s; text %s]", x.Passage.ID, shortHash(x.Passage.Hash))
	c := b.cite(x, nil)
	if c.Note != "" {
		s += " · " + c.Note
	}
	if c.Provenance == "synthetic" || c.Provenance == "mixed" {
		s += " · SAMPLE, synthetic"
	}
	return Reply{Outcome: Answer, Where: Ephemeral, Parts: []Part{Say(Plain, s)}}
}

func shortHash(h string) string { return h[:min(12, len(h))] }

// changeForm opens the question for editing; what is sent is asked anew.
func (b *Bot) changeForm(m Message) Reply {
	meta, _ := json.Marshal(formMeta{Channel: m.Channel, Thread: m.Thread}) // of two strings: it cannot fail
	return Reply{Modal: &Modal{ID: changeAction, Meta: string(meta), Title: "Change the question", Submit: "Ask", Fields: []Field{{ID: "question", Label: "Question", Kind: "lines",
		Hint: "Name another body, topic, meeting or date, or take one out.", Value: shorten(m.Value, 1000)}}}}
}

// askSubmit answers a changed question; false: the form is another.
func (b *Bot) askSubmit(ctx context.Context, m Message) (Reply, bool, error) {
	if m.Action != changeAction {
		return Reply{}, false, nil
	}
	text := strings.TrimSpace(m.Fields["question"])
	if text == "" {
		return Reply{Errors: map[string]string{"question": "Write a question."}}, true, nil
	}
	var meta formMeta
	if json.Unmarshal([]byte(m.Value), &meta) == nil {
		m.Channel, m.Thread = cmp.Or(m.Channel, meta.Channel), cmp.Or(m.Thread, meta.Thread)
	}
	m.Fields = nil
	r, err := b.again(ctx, m, text)
	return r, true, err
}

// unanswered keeps a question without an answer for the secretariat's list. What names a survivor, or was asked by a guest, is not kept.
func (b *Bot) unanswered(a asker) {
	text := shorten(strings.Join(strings.Fields(a.in.Text), " "), 500)
	if a.rehearsal || a.m.Guest || text == "" || b.identifies(text) || a.in.Own {
		return
	}
	q := store.Question{Text: text, Who: a.m.Who, Channel: a.m.Channel, Thread: a.m.Thread, At: a.m.At.Round(time.Second)}
	if _, _, err := b.st.AskSecretariat(q); err != nil {
		b.log.Error("an unanswered question was not kept", "error", err)
	}
}

// offers are the buttons under an answer.
func (b *Bot) offers(a asker, cites []Cited) Part {
	var buttons []Button
	if len(cites) > 0 {
		c := cites[0]
		buttons = append(buttons, Button{Action: aroundAction, Value: c.Passage, Label: b.say(a, "around")}, Button{Action: openAction, Value: c.Document, Label: b.say(a, "open")},
			Button{Action: copyAction, Value: c.Passage, Label: b.say(a, "copy")}, Button{Action: citeAction, Value: c.Passage, Label: b.say(a, "cite")})
	}
	return Part{Buttons: append(buttons, Button{Action: changeAction, Value: shorten(a.in.Text, 1000), Label: b.say(a, "change")})}
}
