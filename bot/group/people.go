package group

import (
	"fmt"
	"slices"
	"strings"

	"rabita/bot/calendar"
)

// people checks members and channels and what refers to them.
func (c *checker) people() {
	g := c.g
	users, channels := map[string]string{}, map[string]string{}
	for i, m := range g.Members {
		path := at("members", i)
		c.id(path, m.ID, "member", userID.MatchString(m.ID), "U0COORD01, from the person's profile in Slack", users)
		c.need(path+".name", m.Name, `"name: ..."`)
		if _, ok := g.Body(m.Body); m.Body != "" && !ok {
			c.failAt(path+".body", "there is no body %q: correct it, or add the body", m.Body)
		}
		if !slices.Contains([]string{Ordinary, Secretary, Partner, Guest}, m.Role) {
			c.failAt(path+".role", "the role %q is unknown: write member, secretariat, partner or guest", m.Role)
		}
		if m.Zone != "" {
			c.zone(path+".zone", m.Zone)
		}
		if (m.Role == Secretary) != slices.Contains(g.Secretariat, m.ID) {
			c.failAt(path+".role", "%s has the role %q, but secretariat says otherwise: list exactly the members with the role secretariat", m.ID, m.Role)
		}
	}
	for i, ch := range g.Channels {
		path := at("channels", i)
		c.id(path, ch.ID, "channel", channelID.MatchString(ch.ID), "C0ALL0001, from the channel's details in Slack", channels)
		if strings.HasPrefix(ch.Name, "#") || ch.Name == "" {
			c.failAt(path+".name", "the channel's name %q: write it without #, in quotes or not", ch.Name)
		}
		if _, ok := g.Body(ch.Body); ch.Body != "" && !ok {
			c.failAt(path+".body", "there is no body %q: correct it, or add the body", ch.Body)
		}
		if !slices.ContainsFunc(g.Places, func(n Name) bool { return n.Key == ch.Place }) && ch.Place != "" {
			c.failAt(path+".place", "there is no place %q: correct it, or add the place", ch.Place)
		}
		if ch.Common && slices.ContainsFunc(g.Channels[:i], func(o Channel) bool { return o.Common }) {
			c.failAt(path+".common", "a second common channel: a group has one")
		}
	}
	if len(g.Secretariat) == 0 {
		c.failAt("secretariat", "secretariat is missing: name at least one member who runs the group, like [U0COORD01]")
	}
	for i, id := range g.Secretariat {
		c.known(at("secretariat", i), "member", id, users)
	}
	for i, b := range g.Bodies {
		path := at("bodies", i)
		c.known(path+".channel", "channel", b.Channel, channels)
		for j, id := range b.People {
			c.known(at(path+".people", j), "member", id, users)
		}
	}
}

func (c *checker) id(path, id, kind string, ok bool, example string, seen map[string]string) {
	if !ok {
		c.failAt(path+".id", "%q is no id of a %s: write it like %s, not the name", id, kind, example)
	}
	if other, twice := seen[id]; twice {
		c.failAt(path+".id", "the %s %s is given twice, first on line %d: drop one", kind, id, c.at[other])
	}
	seen[id] = path + ".id"
}

// register checks what has dates: meetings, holidays, crisis lines.
func (c *checker) register() {
	g := c.g
	places := map[string]string{}
	for i, n := range g.Places {
		places[n.Key] = at("places", i)
	}
	numbers := map[int]string{}
	for i, m := range g.Meetings {
		path := at("meetings", i)
		if m.Number < 1 {
			c.failAt(path+".number", "a meeting needs its number, from 1")
		}
		if other, twice := numbers[m.Number]; twice {
			c.failAt(path+".number", "meeting %d is given twice, first on line %d: drop one", m.Number, c.at[other])
		}
		numbers[m.Number] = path + ".number"
		if m.Date != "" {
			c.date(path+".date", m.Date)
		}
	}
	for i, l := range g.Crisis {
		path := at("crisis_lines", i)
		if !phone.MatchString(l.Number) {
			c.failAt(path+".number", "%q is no number that can be dialled: write digits and hyphens", l.Number)
		}
		c.need(path+".who", l.Who, `"who: Police"`)
		if l.Place != g.Whole.Key {
			c.known(path+".place", "place", l.Place, places)
		}
		c.date(path+".checked", l.Checked)
	}
	for i, h := range g.Holidays {
		c.holiday(at("holidays", i), h, places)
	}
	slices.SortStableFunc(g.holidays, func(a, b calendar.Holiday) int { return a.Date.Compare(b.Date) })
}

// holiday checks one holiday and works out its dates.
func (c *checker) holiday(path string, h Holiday, places map[string]string) {
	c.need(path+".name", h.Name, `"name: Labour Day"`)
	for i, p := range h.Places {
		c.known(at(path+".places", i), "place", p, places)
	}
	if h.Days < 0 || h.Days > 14 {
		c.failAt(path+".days", "a holiday of %d days cannot be: write 1 to 14", h.Days)
		return
	}
	var firsts []calendar.Date
	switch {
	case (h.Day == "") == (len(h.Dates) == 0):
		c.failAt(path, "a holiday has either a day with from and until, or dates")
	case h.Day != "":
		if h.From < 1900 || h.Until > 2200 || h.From > h.Until {
			c.failAt(path, "%s needs the years it is kept in, like \"from: 2015\" and \"until: 2027\"", h.Name)
			return
		}
		for y := h.From; y <= h.Until; y++ {
			d, err := calendar.ParseDate(fmt.Sprintf("%04d-%s", y, h.Day))
			if err != nil {
				c.failAt(path+".day", "%q is no day of every year: write month and day, like 02-05", h.Day)
				return
			}
			firsts = append(firsts, d)
		}
	default:
		for i, s := range h.Dates {
			if d, ok := c.date(at(path+".dates", i), s); ok {
				firsts = append(firsts, d)
			}
		}
	}
	for _, d := range firsts {
		for n := range max(h.Days, 1) {
			c.g.holidays = append(c.g.holidays, calendar.Holiday{Date: d.AddDays(n), Name: h.Name, Expected: h.Expected, Places: h.Places})
		}
	}
}
