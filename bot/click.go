package bot

import (
	"context"
	"fmt"
	"strings"

	"rabita/bot/intent"
)

// act handles what is pressed, sent or opened. What a button carries is data and no authority: an order is read and carried out as if its
// line had been sent, with the rights of the one who presses.
func (b *Bot) act(ctx context.Context, m Message) (Reply, error) {
	switch m.Kind {
	case Home:
		return b.home(ctx, m)
	case Shortcut:
		return b.shortcut(m)
	case Submit:
		return b.submit(m)
	}
	if r, ok, err := b.askClick(ctx, m); ok || err != nil {
		return r, err
	}
	d := b.desk(m, b.spoken(m, ""))
	d.edit = m.TS
	action, alone := strings.CutPrefix(m.Action, apartFrom)
	if alone {
		d.edit = ""
	}
	switch action {
	case "order":
		return d.pressed(ctx)
	case "undo":
		if d.isGuest() {
			return d.refusal("guest"), nil
		}
		d.o = intent.Order{Object: intent.Item, Verb: intent.Undo}
		r, err := d.takeBack(m.Value)
		if err != nil {
			return d.explain(err)
		}
		r.Edit, r.Where = d.edit, There
		return r, nil
	case "keep":
		r := d.reply(d.say("stays", shorten(m.Value, 40)))
		r.Edit, r.Where = d.edit, There
		return r, nil
	case settingsForm:
		if d.isGuest() {
			return d.refusal("guest"), nil
		}
		return d.openSettings(), nil
	case "ask.secretariat":
		r, err := d.askSecretariat(m.Value)
		if err != nil {
			return d.explain(err)
		}
		return r, nil
	case "question.resolved":
		r, err := d.resolve(m.Value, "")
		if err != nil {
			return d.explain(err)
		}
		return r, nil
	}
	return d.sorry(d.refuse("no button").send("action help")), nil
}

// pressed carries out the order of a button.
func (d *desk) pressed(ctx context.Context) (Reply, error) {
	d.m.Text = d.m.Value
	if d.m.Room.Direct || strings.HasPrefix(d.m.Channel, "D") {
		d.m.Thread = ""
	}
	r, err := d.ordered(ctx, d.m.Value, func() Reply {
		return d.sorry(d.refuse("empty button").send("action help"))
	})
	if err != nil {
		return Reply{}, fmt.Errorf("a button: %w", err)
	}
	if r.Outcome == Done && r.Where == DM {
		r.Where = There
	}
	return r, nil
}

// shortcut opens the form for logging a message as an action item, with what could be guessed from it.
func (b *Bot) shortcut(m Message) (Reply, error) {
	d := b.desk(m, b.spoken(m, ""))
	if d.isGuest() {
		return d.refusal("guest"), nil
	}
	return d.logForm(), nil
}
