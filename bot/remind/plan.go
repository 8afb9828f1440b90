package remind

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"rabita/bot/calendar"
	"rabita/store"
)

// The rules of planned notices, beside "before-N" for N days before.
const (
	ruleOnDay    = "on-day"
	ruleWeekly   = "weekly"
	ruleReminder = "reminder"
	ruleSnooze   = "snooze"
	ruleWatch    = "watch"
)

// ahead is how many notices of something that repeats are planned: one would do, if the day of the last could not move.
const ahead = 2

// A Planner says which notices an item or a reminder has, by the policy it holds. Its Plan goes into store.Options. It is safe for use by
// many goroutines.
type Planner struct{ policy atomic.Pointer[Policy] }

// NewPlanner makes a planner.
func NewPlanner(p Policy) *Planner {
	pl := &Planner{}
	pl.Set(p)
	return pl
}

// Set changes the policy, when holidays, members or settings changed; the store's Replan then moves what is not yet delivered.
func (pl *Planner) Set(p Policy) { pl.policy.Store(&p) }

// Policy is the policy in force.
func (pl *Planner) Policy() Policy { return *pl.policy.Load() }

// Plan is a store.Planner.
func (pl *Planner) Plan(s store.Subject, now time.Time) []store.Occurrence {
	p := &planning{Policy: pl.policy.Load(), now: now, pending: map[string]bool{}, id: s.ID(), old: s.Pending}
	for _, o := range s.Pending {
		p.pending[o.Key] = true
	}
	if s.Item != nil {
		p.item(s.Item)
	} else {
		p.reminder(s.Reminder)
	}
	return p.out
}

// A planning is one call of Plan.
type planning struct {
	*Policy
	now     time.Time
	pending map[string]bool
	old     []store.Occurrence
	id      string
	out     []store.Occurrence
}

// A target is where notices go: a channel, or a member.
type target struct {
	body    string // the share it is about
	channel string
	to      string // set where several people get a notice each
	cal     calendar.Calendar
	zone    *time.Location
	notice  calendar.Clock
}

// target makes the target of a channel or member.
func (p *planning) target(body, channel string, several bool, zone string) target {
	t := target{body: body, channel: channel, cal: p.in(body), zone: p.Calendar.Location(), notice: p.Calendar.NoticeAt()}
	if several {
		t.to = channel
	}
	if loc, err := time.LoadLocation(zone); zone != "" && err == nil {
		t.zone = loc
	}
	if h, ok := p.chosen(channel); ok {
		t.notice, t.zone = h.Notice, h.Zone
	}
	return t
}

// item plans the notices of an item that is open, claimed and dated.
func (p *planning) item(it *store.Item) {
	due, err := calendar.ParseDate(it.Due.Date)
	if err != nil || !it.Open() || it.Draft {
		return
	}
	days, onDay, every := p.Before, p.OnDay, p.Every
	if it.Policy.Set {
		days, onDay, every = it.Policy.Before, it.Policy.OnDay, 0
		if it.Policy.Weekly {
			every = 7
		}
	}
	if it.Policy.Off {
		return
	}
	for _, t := range p.targets(it) {
		for _, n := range days {
			if n > 0 {
				p.day(t, fmt.Sprint("before-", n), due.AddDays(-n), false)
			}
		}
		if onDay {
			p.day(t, ruleOnDay, due, false)
		}
		if every > 0 {
			p.weekly(t, due, every)
		}
	}
}

// targets are where an item's notices go: the whole to its channel or its owner, each awaited share to its own body.
func (p *planning) targets(it *store.Item) []target {
	var out []target
	own := map[string]bool{}
	for _, s := range it.Shares {
		if !s.Received.IsZero() {
			continue
		}
		rooms := p.rooms(s.Body)
		for _, room := range rooms {
			own[room] = true
			out = append(out, p.target(s.Body, room, len(rooms) > 1, it.Due.Zone))
		}
	}
	whole := it.Channel
	if whole == "" {
		whole = it.Owner
	}
	if whole == "" && len(it.Shares) == 0 && it.Body != "" {
		rooms := p.rooms(it.Body)
		for _, room := range rooms {
			out = append(out, p.target(it.Body, room, len(rooms) > 1, it.Due.Zone))
		}
		return out
	}
	if whole == "" {
		whole = it.Creator
	}
	if whole != "" && !own[whole] {
		t := p.target("", whole, false, it.Due.Zone)
		t.cal = p.in(it.Body)
		out = append(out, t)
	}
	return out
}

// day plans one notice of a nominal day, at the hour of notices of the working day it moves to. Unless it is pending, it is left out once
// it has passed: strictly, if its instant is now as well.
func (p *planning) day(t target, rule string, nominal calendar.Date, strictly bool) bool {
	on, why := moved(t.cal, nominal)
	o := store.Occurrence{Body: t.body, To: t.to, Rule: rule, Nominal: nominal.String() + "T" + t.notice.String(), Zone: t.zone.String(),
		At: calendar.Resolve(on, t.notice, t.zone), Shifted: why, Channel: t.channel}
	o.Key = store.OccurrenceKey(p.id, o.Body, rule, nominal.String(), o.To)
	if !p.pending[o.Key] && (o.At.Before(p.now) || strictly && o.At.Equal(p.now)) {
		return false
	}
	p.out = append(p.out, o)
	return true
}

// moved is the working day on or before a day, and why it is not the day itself.
func moved(c calendar.Calendar, d calendar.Date) (calendar.Date, string) {
	if c.IsWorkingDay(d) {
		return d, ""
	}
	if h, ok := c.Holiday(d); ok {
		return c.WorkingDayBefore(d), "holiday: " + h.Name
	}
	return c.WorkingDayBefore(d), "weekend"
}

// weekly plans the next notices after the deadline, and keeps those that are pending.
func (p *planning) weekly(t target, due calendar.Date, every int) {
	today := calendar.DateOf(p.now.In(t.zone))
	first := max(1, due.DaysUntil(today)/every-1)
	for _, o := range p.old {
		if o.Rule != ruleWeekly || o.Body != t.body || o.To != t.to {
			continue
		}
		nominal, err := calendar.ParseDate(strings.SplitN(o.Nominal, "T", 2)[0])
		if n := due.DaysUntil(nominal); err == nil && n > 0 && n%every == 0 && n/every < first {
			p.day(t, ruleWeekly, nominal, true)
		}
	}
	coming := 0
	for k := first; coming < ahead; k++ {
		n := len(p.out)
		if p.day(t, ruleWeekly, due.AddDays(k*every), true) && p.out[n].At.After(p.now) {
			coming++
		}
	}
}

// reminder plans the notices of a reminder that is alive, and accepted by the one it is for.
func (p *planning) reminder(r *store.Reminder) {
	if !r.Alive() || r.Paused || (r.For != "" && r.For != r.Who && !r.Accepted) {
		return
	}
	for _, t := range p.reminderTargets(r) {
		rule := ruleReminder
		if r.Watch != nil {
			rule = ruleWatch
		}
		if !r.Snoozed.IsZero() && (r.Repeat.Zero() || p.keeps(r, t, r.Snoozed)) {
			p.instant(t, ruleSnooze, r.Snoozed.UTC().Format("2006-01-02T15:04:05Z"), r.Snoozed, "")
		}
		if r.Repeat.Zero() {
			if r.Snoozed.IsZero() {
				p.once(t, rule, r)
			}
			continue
		}
		p.repeat(t, rule, r)
	}
}

// keeps reports whether the snoozed notice of a repetition is still to come or pending.
func (p *planning) keeps(r *store.Reminder, t target, at time.Time) bool {
	key := store.OccurrenceKey(p.id, t.body, ruleSnooze, r.Snoozed.UTC().Format("2006-01-02T15:04:05Z"), t.to)
	return p.pending[key] || !at.Before(p.now)
}

func (p *planning) reminderTargets(r *store.Reminder) []target {
	zone := r.Due.Zone
	if !r.Repeat.Zero() {
		zone = r.Repeat.Zone
	}
	switch {
	case r.Channel != "":
		return []target{p.target(r.Body, r.Channel, false, zone)}
	case r.For != "":
		return []target{p.target(r.Body, r.For, false, zone)}
	case r.Body != "" && len(p.rooms(r.Body)) > 0:
		var out []target
		for _, room := range p.rooms(r.Body) {
			out = append(out, p.target(r.Body, room, len(p.rooms(r.Body)) > 1, zone))
		}
		return out
	case r.Who != "":
		return []target{p.target(r.Body, r.Who, false, zone)}
	}
	return nil
}

// instant plans a notice at an instant, whether or not it has passed.
func (p *planning) instant(t target, rule, nominal string, at time.Time, shifted string) {
	o := store.Occurrence{Body: t.body, To: t.to, Rule: rule, Nominal: nominal, Zone: t.zone.String(), At: at, Shifted: shifted, Channel: t.channel}
	o.Key = store.OccurrenceKey(p.id, o.Body, rule, nominal, o.To)
	p.out = append(p.out, o)
}

// once plans a reminder that comes once. It is planned even if its moment has passed: alive, it was not shown.
func (p *planning) once(t target, rule string, r *store.Reminder) {
	d, err := calendar.ParseDate(r.Due.Date)
	if err != nil {
		return // bound to an event without a day
	}
	clock := t.notice
	if c, err := calendar.ParseClock(r.Due.Time); err == nil {
		clock = c
	}
	p.instant(t, rule, d.String()+"T"+clock.String(), calendar.Resolve(d, clock, t.zone), "")
}

// repeat plans the next times of a repetition, and keeps those that are pending. Each time is found directly, not by counting from the
// last one shown.
func (p *planning) repeat(t target, rule string, r *store.Reminder) {
	add := func(o calendar.Occurrence) {
		why := ""
		if o.Day != o.Nominal {
			_, why = moved(t.cal, o.Nominal)
		}
		p.instant(t, rule, o.Nominal.String(), o.At, why)
	}
	for _, old := range p.old {
		if old.Rule != rule || old.Body != t.body || old.To != t.to || old.At.After(p.now) || slices.Contains(r.Skip, old.Nominal) {
			continue
		}
		if o, ok, err := t.cal.Next(r.Repeat, old.At.Add(-1)); err == nil && ok && o.Nominal.String() == old.Nominal {
			add(o)
		}
	}
	after := p.now
	for n := 0; n < ahead; {
		o, ok, err := t.cal.Next(r.Repeat, after)
		if err != nil || !ok {
			return
		}
		after = o.At
		if slices.Contains(r.Skip, o.Nominal.String()) {
			continue
		}
		add(o)
		n++
	}
}
