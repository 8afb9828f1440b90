package main

import (
	"fmt"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/remind"
)

// policy is how the group is reminded as of a moment: group.yaml's, with the holidays, focal people and hours that were said in Slack. It is
// a copy, because the planner asks for it inside the store's transactions, where the store must not be read again. The mark is the same
// for policies that plan alike.
func (a *app) policy(at time.Time) (p remind.Policy, mark string) {
	type told struct {
		place, channel string
		people         []string
	}
	p = remind.FromGroup(a.grp)
	p.Calendar = a.bot.Calendar()
	bodies, members := map[string]told{}, map[string]calendar.Hours{}
	for _, b := range a.grp.Bodies {
		place, channel, people := a.bot.Told(b.Key, at)
		bodies[b.Key] = told{place, channel, people}
	}
	for _, m := range a.grp.Members {
		if h, ok := a.bot.Hours(m.ID); ok {
			members[m.ID] = h
		}
	}
	p.Body = func(key string) (string, string, []string) {
		t := bodies[key]
		return t.place, t.channel, t.people
	}
	p.Member = func(id string) (calendar.Hours, bool) {
		h, ok := members[id]
		return h, ok
	}
	return p, fmt.Sprint(p.Calendar.Holidays, bodies, members)
}

// replan puts the policy in force and plans again what is open, if the policy changed since the mark; it returns the new mark.
func (a *app) replan(mark string, at time.Time) string {
	p, now := a.policy(at)
	if now == mark {
		return mark
	}
	a.plan.Set(p)
	if _, err := a.st.Replan(at); err != nil {
		a.log.Error("reminders could not be planned again", "error", err)
	}
	return now
}
