package bot

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
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
	t := &Table{Header: d.columns("Setting", "Value", "Change it")}
	for _, s := range settingNames {
		t.Rows = append(t.Rows, []string{d.say("set " + s[0]), d.settingWords(k, s[0]), s[1]})
	}
	r.Parts = append(r.Parts, Part{Table: t}, Part{Buttons: []Button{d.settingsButton()}}, Say(Small, d.say("default", "settings quiet default")))
	r.Actions = []Action{{Kind: "list"}}
	return r, nil
}

func (k keptSettings) get(name string) string {
	return map[string]string{"zone": k.Zone, "digest": k.Digest, "quiet": k.Quiet, "language": k.Language}[name]
}

// languageNames are the languages a member can choose.
var languageNames = map[string]string{"en": "English", "roman_ur": "Roman Urdu", "ur": "Urdu"}

// settingWords says what was chosen of a setting, else what holds without a choice.
func (d *desk) settingWords(k keptSettings, name string) string {
	value, p := k.get(name), d.grp.Policy
	first, then, _ := strings.Cut(value, map[string]string{"digest": " ", "quiet": "-"}[name])
	switch {
	case name == "language":
		return orWord(languageNames[value], d.say("as you write"))
	case name == "zone" && value == "":
		return d.say("of the group", d.grp.Location().String())
	case name == "zone":
		return value
	case value == "off":
		return d.say("never")
	case name == "digest" && value == "":
		return d.say("of the group", d.say("daily at", d.calendar("").NoticeAt().String()))
	case name == "digest" && first == "daily":
		return d.say("daily at", then)
	case name == "digest":
		return d.say("weekly at", sentenceCase(first), then)
	case value == "" && p.QuietFrom == p.QuietUntil:
		return d.say("of the group", d.say("never"))
	case value == "":
		return d.say("of the group", d.say("from until", p.QuietFrom, p.QuietUntil))
	}
	return d.say("from until", first, then)
}

var (
	digestPattern = regexp.MustCompile(`^(?:(daily|monday|tuesday|wednesday|thursday|friday|saturday|sunday) (\d{1,2}(?::\d{2})?)|off)$`)
	quietPattern  = regexp.MustCompile(`^(\d{1,2}(?::\d{2})?) ?[-–] ?(\d{1,2}(?::\d{2})?)$`)
	asTheGroup    = regexp.MustCompile(`^(?:default|reset|none|the group(?:'s|’s)?|group(?:'s|’s)?|auto)$`)
)

// hourAt reads an hour of the day as settings give it: "9", "09:00".
func hourAt(s string) (string, bool) {
	if !strings.Contains(s, ":") {
		s += ":00"
	}
	if len(s) < 5 {
		s = "0" + s
	}
	c, err := calendar.ParseClock(s)
	return c.String(), err == nil
}

// set changes one setting to what was said; false: that is nothing it can be.
func (k *keptSettings) set(name, said string) bool {
	value := strings.ToLower(strings.TrimSpace(said))
	if asTheGroup.MatchString(value) && !(value == "none" && (name == "digest" || name == "quiet")) {
		value, said = "", ""
	}
	if value == "none" {
		value = "off"
	}
	switch name {
	case "zone":
		loc, err := time.LoadLocation(strings.TrimSpace(said))
		if err != nil || said == "Local" {
			return false
		}
		if k.Zone = loc.String(); said == "" {
			k.Zone = ""
		}
	case "digest":
		if m := digestPattern.FindStringSubmatch(value); m != nil && m[1] != "" {
			hour, ok := hourAt(m[2])
			if !ok {
				return false
			}
			value = m[1] + " " + hour
		} else if m == nil && value != "" {
			return false
		}
		k.Digest = value
	case "quiet":
		if m := quietPattern.FindStringSubmatch(value); m != nil {
			from, ok := hourAt(m[1])
			until, too := hourAt(m[2])
			if !ok || !too || from == until {
				return false
			}
			value = from + "-" + until
		} else if value != "" && value != "off" {
			return false
		}
		k.Quiet = value
	case "language":
		for _, l := range [][]string{{""}, {"en", "english"}, {"ur", "urdu", "اردو"}, {"roman_ur", "roman", "roman urdu"}} {
			if slices.Contains(l, value) {
				k.Language = l[0]
				return true
			}
		}
		return false
	default:
		return false
	}
	return true
}

// setSetting changes one of the speaker's settings.
func (d *desk) setSetting(ctx context.Context) (Reply, error) {
	i := slices.IndexFunc(settingNames, func(s [2]string) bool { return s[0] == d.o.Text })
	if i < 0 {
		return Reply{}, d.refuse("no setting", shorten(d.o.Text, 40)).send("settings")
	}
	k := d.settings(d.who)
	if d.o.Value == "" || !k.set(d.o.Text, d.o.Value) {
		return Reply{}, d.refuse("bad setting", shorten(d.o.Value, 60), d.o.Text).send(settingNames[i][1])
	}
	e, err := d.keep(store.Settings, d.who, k, "setting "+d.o.Text)
	if err != nil {
		return Reply{}, err
	}
	value := orWord(k.get(d.o.Text), d.settingWords(k, d.o.Text))
	if d.o.Text == "language" && k.Language != "" { // said in it at once, by its name
		d.lang, value = tongue(k.Language), languageNames[k.Language]
	}
	return d.registered(d.say("setting", d.o.Text, value), e.Change, Action{Kind: "set", ID: d.o.Text, Text: k.get(d.o.Text), Owner: nobody}), nil
}

// The form of settings, and the button that opens it.
const settingsForm = "settings"

func (d *desk) settingsButton() Button {
	return Button{Action: settingsForm, Label: d.say("change settings")}
}

// openSettings shows the speaker's settings in a form.
func (d *desk) openSettings() Reply {
	k := d.settings(d.who)
	languages := []Choice{{"default", sentenceCase(d.say("as you write"))}}
	for _, l := range []string{"en", "roman_ur", "ur"} {
		languages = append(languages, Choice{l, languageNames[l]})
	}
	hints := map[string]string{"zone": "Asia/Karachi, Europe/London", "digest": "daily 09:00, monday 08:30, off", "quiet": "20:00-08:00, off"}
	f := &Modal{ID: settingsForm, Title: sentenceCase(settingsForm), Submit: "Save"}
	for _, s := range settingNames {
		x := Field{ID: s[0], Label: d.say("set " + s[0]), Kind: "text", Value: k.get(s[0]), Optional: true, Hint: hints[s[0]] + ". " + d.say("if empty")}
		if s[0] == "language" {
			x.Kind, x.Choices, x.Value, x.Hint = "choice", languages, orWord(x.Value, "default"), ""
		}
		f.Fields = append(f.Fields, x)
	}
	return Reply{Outcome: Done, Where: Ephemeral, Modal: f}
}

// sendSettings takes the form of settings; a field that was left empty is the group's again.
func (d *desk) sendSettings() (Reply, error) {
	k, problems := d.settings(d.who), map[string]string{}
	before := k
	for _, s := range settingNames {
		value, given := d.m.Fields[s[0]]
		if given && !k.set(s[0], orWord(strings.TrimSpace(value), "default")) {
			problems[s[0]] = d.ask("field setting", shorten(value, 60), strings.TrimPrefix(s[1], "settings "+s[0]+" "))
		}
	}
	if len(problems) > 0 {
		return Reply{Outcome: Refused, Errors: problems}, nil
	}
	if k == before {
		r := d.reply(d.say("settings stay"))
		r.Where = DM
		return r, nil
	}
	e, err := d.keep(store.Settings, d.who, k, "settings")
	if err != nil {
		return Reply{}, err
	}
	var now []string
	for _, s := range settingNames {
		if k.get(s[0]) != before.get(s[0]) {
			now = append(now, d.say("set "+s[0])+": "+d.settingWords(k, s[0]))
		}
	}
	r := d.registered(d.say("settings now", strings.Join(now, " · ")), e.Change, Action{Kind: "set", Text: strings.Join(now, " · "), Owner: nobody})
	r.Where = DM
	return r, nil
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

// Hours are the hours that a member chose for what comes unasked, the group's where nothing was said of them; false: nothing was chosen.
func (b *Bot) Hours(member string) (calendar.Hours, bool) {
	k, p := b.settings(member), b.grp.Policy
	h := calendar.Hours{Zone: b.grp.Location(), Notice: b.calendar("").NoticeAt()}
	if loc, err := time.LoadLocation(k.Zone); err == nil && k.Zone != "" {
		h.Zone = loc
	}
	day, hour, _ := strings.Cut(k.Digest, " ")
	if c, err := calendar.ParseClock(hour); err == nil {
		h.Notice = c
	}
	h.Never = k.Digest == "off"
	for w := time.Sunday; w <= time.Saturday; w++ {
		if strings.EqualFold(w.String(), day) {
			h.Weekly, h.Day = true, w
		}
	}
	from, until := p.QuietFrom, p.QuietUntil
	if k.Quiet != "" {
		from, until, _ = strings.Cut(k.Quiet, "-")
	}
	if f, err := calendar.ParseClock(from); err == nil && k.Quiet != "off" {
		if u, err := calendar.ParseClock(until); err == nil {
			h.QuietFrom, h.QuietUntil = f, u
		}
	}
	return h, k.Zone != "" || k.Digest != "" || k.Quiet != ""
}
