package bot

import (
	"context"
	"fmt"
	"strings"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/store"
)

// homeItems is how many items each part of the App Home shows.
const homeItems = 10

// home is what a member sees first: their items (awaited, this week, later), their reminders, what their body owes, the next meeting, and
// where settings are changed. It is a plain function of what is kept, so a front end publishes it only when it differs.
func (b *Bot) home(ctx context.Context, m Message) (Reply, error) {
	d := b.desk(m, b.settings(m.Who).Language)
	d.o = intent.Order{Object: intent.Item, Verb: intent.Mine}
	r := Reply{Outcome: Done, Parts: []Part{Say(Finding, "Ask what was reported or decided, keep promises, set reminders.")}}
	next, err := d.nextMeeting(ctx)
	if err != nil {
		return Reply{}, err
	}
	if d.isGuest() {
		r.Parts = append(r.Parts, Say(Plain, d.ask("guest")), next.Parts[0])
		return r, nil
	}
	if err := d.homeMine(&r); err != nil {
		return Reply{}, err
	}
	if err := d.homeReminders(&r); err != nil {
		return Reply{}, err
	}
	if err := d.homeBody(&r); err != nil {
		return Reply{}, err
	}
	r.Parts = append(r.Parts, Say(Head, "Next meeting"), Say(Plain, next.Parts[0].text()))
	k := d.settings(d.who)
	r.Parts = append(r.Parts, Say(Head, "Settings"))
	for _, s := range settingNames {
		r.Parts = append(r.Parts, Say(Bullet, d.say("set "+s[0])+": "+d.settingWords(k, s[0])))
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{d.settingsButton()}})
	return r, nil
}

// homeMine adds the member's open items in three groups.
func (d *desk) homeMine(r *Reply) error {
	items, err := d.everyItem(store.ItemFilter{Owner: d.who}, 200)
	if err != nil {
		return err
	}
	week := dateOf(d.m.At, d.grp.Location()).AddDays(7)
	groups := []struct {
		name string
		has  []store.Item
	}{{name: "Awaited"}, {name: "This week"}, {name: "Later"}}
	for _, it := range items {
		g := 2
		if day, err := calendar.ParseDate(it.Due.Date); err == nil && !day.After(week) {
			g = 1
		}
		if d.late(it.Due, d.m.At) {
			g = 0
		}
		groups[g].has = append(groups[g].has, it)
	}
	r.Parts = append(r.Parts, Say(Head, "My items"))
	if len(items) == 0 {
		r.Parts = append(r.Parts, Say(Plain, d.say("mine none")))
	}
	for _, g := range groups {
		if len(g.has) == 0 {
			continue
		}
		r.Parts = append(r.Parts, Say(Small, g.name))
		for i, it := range g.has {
			if i == homeItems {
				r.Parts = append(r.Parts, Say(Small, fmt.Sprintf("and %d more: action mine", len(g.has)-homeItems)))
				break
			}
			done := intent.Order{Object: intent.Item, Verb: intent.Finish, IDs: []string{it.ID}}
			edit := intent.Order{Object: intent.Item, Verb: intent.Edit, IDs: []string{it.ID}}
			r.Parts = append(r.Parts, Say(Bullet, it.ID+" "+it.Text+" · "+d.short(it.Due)+" · "+d.stateOf(it)), Part{Buttons: []Button{order(d.say("done button"), done), order(d.say("edit"), edit)}})
		}
	}
	return nil
}

func (d *desk) homeReminders(r *Reply) error {
	r.Parts = append(r.Parts, Say(Head, "My reminders"))
	n := 0
	for _, watches := range []bool{false, true} {
		list, err := d.own(watches)
		if err != nil {
			return err
		}
		for _, rem := range list {
			if n++; n <= homeItems {
				r.Parts = append(r.Parts, Say(Bullet, shownID(rem)+" "+rem.Text+" · "+d.timesOf(rem)))
			}
		}
	}
	switch {
	case n == 0:
		r.Parts = append(r.Parts, Say(Plain, d.say("no reminders", d.zone.String())))
	case n > homeItems:
		r.Parts = append(r.Parts, Say(Small, fmt.Sprintf("and %d more: reminder list", n-homeItems)))
	}
	return nil
}

// homeBody adds what the member's body owes.
func (d *desk) homeBody(r *Reply) error {
	if d.body == "" {
		r.Parts = append(r.Parts, Say(Head, "My body"), Say(Plain, "I do not know your body yet. Write to me: I am from WDD-GB"))
		return nil
	}
	items, err := d.everyItem(store.ItemFilter{Awaited: d.body}, 200)
	if err != nil {
		return err
	}
	r.Parts = append(r.Parts, Say(Head, "My body: "+d.body))
	for i, it := range items {
		if i == homeItems {
			r.Parts = append(r.Parts, Say(Small, fmt.Sprintf("and %d more: action list body:%s", len(items)-homeItems, d.body)))
			break
		}
		r.Parts = append(r.Parts, Say(Bullet, strings.TrimSpace(it.ID+" "+it.Number)+" "+it.Text+" · "+d.short(it.Due)+" · "+d.stateOf(it)))
	}
	if len(items) == 0 {
		r.Parts = append(r.Parts, Say(Plain, "Nothing is awaited from your body."))
	}
	return nil
}
