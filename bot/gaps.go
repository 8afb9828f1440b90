package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rabita/store"
)

// Questions without an answer: those that found nothing, and those that members sent to the secretariat.

// listGaps lists them for the secretariat, the oldest first.
func (d *desk) listGaps(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	open, err := d.st.Questions(store.QuestionFilter{})
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("questions", plural(len(open), "question"), len(open)))
	for _, q := range open {
		line := q.ID + " · " + q.Text + " · asked " + q.At.In(d.zone).Format("2 Jan 2006 15:04")
		if len(q.Also) > 0 {
			line += fmt.Sprintf(", and by %d more", len(q.Also))
		}
		r.Parts = append(r.Parts, Say(Bullet, line), Part{Buttons: []Button{{Action: "question.resolved", Value: q.ID, Label: "Resolved"}}})
	}
	r.Actions = []Action{{Kind: "list"}}
	return d.withinSecretariat(r), nil
}

// withinSecretariat shows what is the secretariat's own in its channel, elsewhere to the asker alone.
func (d *desk) withinSecretariat(r Reply) Reply {
	if _, others := roomAudience(d.m); others && !slices.Contains(d.secretariatRooms(), d.m.Channel) {
		r.Where = Ephemeral
	}
	return r
}

// askSecretariat sends a question to the secretariat, once: who sends it again while it is open is told when that was done.
func (d *desk) askSecretariat(text string) (Reply, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return Reply{}, d.refuse("no question")
	}
	if d.identifies(text) {
		return Reply{}, d.refuse("survivor")
	}
	q, _, err := d.st.AskSecretariat(store.Question{Text: shorten(text, 500), Who: d.who, Channel: d.m.Channel, Thread: d.m.Thread, At: d.m.At})
	if err != nil {
		return Reply{}, err
	}
	told, err := d.st.Entry(store.Notes, "told "+q.ID)
	if err == nil {
		r := d.reply(d.say("asked before", told.At.In(d.zone).Format("2 Jan"), told.At.In(d.zone).Format("15:04"), q.ID))
		r.Where = Ephemeral
		return r, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return Reply{}, err
	}
	if _, err := d.keep(store.Notes, "told "+q.ID, q.Text, "asked the secretariat"); err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("asked", q.Text, q.ID))
	r.Actions = []Action{{Kind: "ask_secretariat", ID: q.ID, Text: q.Text, Owner: nobody}}
	say := Reply{Outcome: Done, Parts: []Part{Say(Finding, q.ID+": "+d.called(d.who)+" asks: “"+q.Text+"”"), {Buttons: []Button{{Action: "question.resolved", Value: q.ID, Label: "Resolved"}}}}}
	for _, room := range d.secretariatRooms() {
		r.Notify = append(r.Notify, Notice{Channel: room, Reply: say})
	}
	return r, nil
}

// secretariatRooms are where the secretariat is told: the channel of its body, else its members.
func (d *desk) secretariatRooms() []string {
	for _, id := range d.grp.Secretariat {
		if m, ok := d.grp.Member(id); ok && m.Body != "" {
			if e, ok := d.grp.Body(m.Body); ok && e.Channel != "" {
				return []string{e.Channel}
			}
		}
	}
	return d.grp.Secretariat
}

// closeGap resolves a question by its id, as a line.
func (d *desk) closeGap(ctx context.Context) (Reply, error) {
	id, answer, _ := strings.Cut(d.o.Text, " ")
	return d.resolve(strings.ToUpper(id), answer)
}

// resolve closes a question, and tells those who asked it.
func (d *desk) resolve(id, answer string) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	done := false
	q, err := d.st.ChangeQuestion(id, func(q *store.Question) error {
		if !q.Resolved.IsZero() {
			done = true
			return nil
		}
		q.Resolved, q.By, q.Answer = d.m.At, d.who, answer
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return Reply{}, d.refuse("no such question", shorten(id, 20)).send("unanswered questions")
	}
	if err != nil {
		return Reply{}, err
	}
	if done {
		return Reply{}, d.refuse("resolved already", id).send("unanswered questions")
	}
	r := d.reply(d.say("resolved", q.ID, q.Text))
	r.Edit = d.edit
	r.Actions = []Action{{Kind: "resolve", ID: q.ID, Text: q.Text}}
	for _, who := range append([]string{q.Who}, q.Also...) {
		if who != d.who && who != nobody {
			r.Notify = append(r.Notify, Notice{Channel: who, Reply: told(strings.TrimSpace(d.to(who).say("your question", q.Text) + " " + answer))})
		}
	}
	return r, nil
}

// health says to the secretariat how the bot is.
func (d *desk) health(ctx context.Context) (Reply, error) {
	if err := d.onlySecretariat(); err != nil {
		return Reply{}, err
	}
	c, err := d.st.Counts()
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(fmt.Sprintf("%s, %s, %s.", plural(len(d.ix.Documents(d.audience(d.m))), "paper"), plural(c.Open, "open item"), plural(c.Reminders, "reminder")))
	r.Parts = append(r.Parts, Say(Bullet, fmt.Sprintf("Notices planned: %d; blocked: %d; being sent: %d; messages to be edited: %d.", c.Due, c.Blocked, c.Intents, c.Edits)))
	if c.Aside > 0 {
		r.Parts = append(r.Parts, Say(Bullet, fmt.Sprintf("Set aside because I broke down on it each time: %s that members said. They were told.", plural(c.Aside, "thing"))))
	}
	if !c.Next.IsZero() {
		r.Parts = append(r.Parts, Say(Bullet, "Next notice: "+d.shownTime(c.Next)))
	}
	for _, check := range d.checks {
		for _, said := range check(d.m.At, d.shownTime) {
			r.Parts = append(r.Parts, Say(Bullet, said))
		}
	}
	blocked, err := d.st.Occurrences(store.OccurrenceFilter{Blocked: true, Limit: 10})
	if err != nil {
		return Reply{}, err
	}
	for _, o := range blocked {
		r.Parts = append(r.Parts, Say(Bullet, "Blocked: "+orWord(o.Item, o.Reminder)+" in "+d.channelName(o.Channel)+": "+o.Reason))
	}
	r.Actions = []Action{{Kind: "health"}}
	return d.withinSecretariat(r), nil
}
