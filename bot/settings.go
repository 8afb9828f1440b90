package bot

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/store"
)

func decode(e store.Entry, into any) bool { return json.Unmarshal(e.Value, into) == nil }

// settingNames are what a member can choose, each with an example.
var settingNames = [][2]string{{"zone", "settings zone Asia/Karachi"}, {"digest", "settings digest monday 09:00"}, {"quiet", "settings quiet 20:00-08:00"}, {"language", "settings language ur"}}

// listSettings shows what the speaker chose.
func (d *desk) listSettings(ctx context.Context) (Reply, error) {
	k := d.settings(d.who)
	r := d.reply(d.say("settings"))
	t := &Table{Header: []string{"Setting", "Value", "Change it"}}
	for _, s := range settingNames {
		t.Rows = append(t.Rows, []string{s[0], orWord(k.get(s[0]), d.say("the group's")), s[1]})
	}
	r.Parts = append(r.Parts, Part{Table: t})
	r.Actions = []Action{{Kind: "list"}}
	return r, nil
}

func (k keptSettings) get(name string) string {
	return map[string]string{"zone": k.Zone, "digest": k.Digest, "quiet": k.Quiet, "language": k.Language}[name]
}

var (
	digestPattern = regexp.MustCompile(`^(?:(daily|monday|tuesday|wednesday|thursday|friday|saturday|sunday) (\d{1,2}(?::\d{2})?)|off)$`)
	quietPattern  = regexp.MustCompile(`^(?:(\d{1,2}:\d{2}) ?[-–] ?(\d{1,2}:\d{2})|off)$`)
)

// setSetting changes one of the speaker's settings.
func (d *desk) setSetting(ctx context.Context) (Reply, error) {
	k, value := d.settings(d.who), strings.ToLower(strings.TrimSpace(d.o.Value))
	bad := func(example string) (Reply, error) {
		return Reply{}, d.refuse("bad setting", shorten(d.o.Value, 60), d.o.Text).send(example)
	}
	switch d.o.Text {
	case "zone":
		loc, err := time.LoadLocation(d.o.Value)
		if err != nil || d.o.Value == "" || d.o.Value == "Local" {
			return bad(settingNames[0][1])
		}
		k.Zone = loc.String()
	case "digest":
		m := digestPattern.FindStringSubmatch(value)
		if m == nil {
			return bad(settingNames[1][1])
		}
		if m[1] != "" {
			if !strings.Contains(m[2], ":") {
				m[2] += ":00"
			}
			clock, err := calendar.ParseClock(strings.Repeat("0", 5-len(m[2])) + m[2])
			if err != nil {
				return bad(settingNames[1][1])
			}
			value = m[1] + " " + clock.String()
		}
		k.Digest = value
	case "quiet":
		m := quietPattern.FindStringSubmatch(value)
		if m == nil {
			return bad(settingNames[2][1])
		}
		k.Quiet = strings.ReplaceAll(strings.ReplaceAll(value, " ", ""), "–", "-")
	case "language":
		switch value {
		case "en", "english":
			k.Language = "en"
		case "ur", "urdu", "اردو":
			k.Language = "ur"
		case "roman", "roman urdu", "roman_ur":
			k.Language = "roman_ur"
		default:
			return bad(settingNames[3][1])
		}
	default:
		return Reply{}, d.refuse("no setting", shorten(d.o.Text, 40)).send("settings")
	}
	e, err := d.keep(store.Settings, d.who, k, "setting "+d.o.Text)
	if err != nil {
		return Reply{}, err
	}
	return d.registered(d.say("setting", d.o.Text, k.get(d.o.Text)), e.Change, Action{Kind: "set", ID: d.o.Text, Text: k.get(d.o.Text), Owner: nobody}), nil
}

// What the scheduler must know of what was said in Slack: to be asked each time it plans, since it changes while the bot runs.

// Calendar is the group's calendar with the holidays said in Slack; In gives it for a place.
func (b *Bot) Calendar() calendar.Calendar { return b.calendar("") }

// Told says where a body is told of its shares: its place (for holidays), its channel, or else its people as of a moment.
func (b *Bot) Told(body string, at time.Time) (place, channel string, people []string) {
	e, _ := b.grp.Body(body)
	if rooms := b.rooms(body, at); len(rooms) == 1 && strings.HasPrefix(rooms[0], "C") {
		return e.Place, rooms[0], nil
	}
	return e.Place, "", b.people(body, at)
}

// Hours are the zone and the hour of notices that a member chose; false: the group's.
func (b *Bot) Hours(member string) (zone *time.Location, notice calendar.Clock, ok bool) {
	k, notice := b.settings(member), b.calendar("").NoticeAt()
	if loc, err := time.LoadLocation(k.Zone); err == nil && k.Zone != "" {
		zone, ok = loc, true
	}
	if _, hour, found := strings.Cut(k.Digest, " "); found {
		if c, err := calendar.ParseClock(hour); err == nil {
			notice, ok = c, true
		}
	}
	return zone, notice, ok
}
