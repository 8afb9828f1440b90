package remind

import (
	"strings"

	"rabita/bot/calendar"
	"rabita/bot/group"
)

// A Policy is when and where a group is reminded. It is a value that nobody changes; Planner.Set puts another in its place. The zero
// Policy reminds of nothing but what members asked for, at 09:00 UTC.
type Policy struct {
	Before     []int // days before a deadline
	OnDay      bool  // on the day itself
	Every      int   // days between notices once it is awaited; 0: none
	Due        calendar.Clock
	QuietFrom  calendar.Clock // from here nobody gets a message unasked ...
	QuietUntil calendar.Clock // ... until here; the same as QuietFrom: no quiet hours
	// Calendar has the zone, the working week, all holidays and the hour of notices.
	Calendar    calendar.Calendar
	Common      string // channel of the whole group; empty: none
	Secretariat []string
	// Body says where a body is told of its shares: its place (for holidays), its channel, or else its people. Nil: it is told nothing.
	Body func(key string) (place, channel string, people []string)
	// Member says what hours a member chose for notices by direct message. Nil, or false: the group's.
	Member func(id string) (hours calendar.Hours, ok bool)
}

// FromGroup is the policy of a group as its file has it.
func FromGroup(g *group.Group) Policy {
	clock := func(s string) calendar.Clock {
		c, _ := calendar.ParseClock(s) // checked when the group was loaded; empty is midnight
		return c
	}
	p := Policy{Before: g.Policy.Before, OnDay: g.Policy.OnTheDay, Every: g.Policy.AwaitedEvery, Due: g.DueClock(),
		QuietFrom: clock(g.Policy.QuietFrom), QuietUntil: clock(g.Policy.QuietUntil), Calendar: g.Calendar(""), Secretariat: g.Secretariat}
	if c, ok := g.Common(); ok {
		p.Common = c.ID
	}
	p.Body = func(key string) (string, string, []string) {
		b, _ := g.Body(key)
		return b.Place, b.Channel, b.People
	}
	return p
}

// in is the calendar of a body's place.
func (p *Policy) in(body string) calendar.Calendar {
	if p.Body == nil || body == "" {
		return p.Calendar
	}
	place, _, _ := p.Body(body)
	return p.Calendar.In(place)
}

// rooms are where a body is told: its channel, or else its people one by one.
func (p *Policy) rooms(body string) []string {
	if p.Body == nil {
		return nil
	}
	_, channel, people := p.Body(body)
	if channel != "" {
		return []string{channel}
	}
	return people
}

// hours are when something that nobody asked for may appear in a channel.
func (p *Policy) hours(channel string) calendar.Hours {
	if h, ok := p.chosen(channel); ok {
		return h
	}
	return calendar.Hours{Zone: p.Calendar.Location(), Notice: p.Calendar.NoticeAt(), QuietFrom: p.QuietFrom, QuietUntil: p.QuietUntil}
}

// chosen are the hours that a member chose; false where a channel is no member's, or nothing was chosen.
func (p *Policy) chosen(channel string) (calendar.Hours, bool) {
	if p.Member == nil || !isMember(channel) {
		return calendar.Hours{}, false
	}
	return p.Member(channel)
}

// isMember reports whether a channel is a member's: what is posted there is a direct message.
func isMember(channel string) bool {
	return strings.HasPrefix(channel, "U") || strings.HasPrefix(channel, "W") || strings.HasPrefix(channel, "D")
}
