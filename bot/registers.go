package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/group"
	"rabita/index"
	"rabita/index/vocab"
	"rabita/store"
)

// The registers are what the secretariat says about the group while the bot runs, kept by store as JSON and merged here with group.yaml.
// The values below are what the entries of each register hold; store's keys are: a meeting's number in four figures, a holiday's first
// day with a space and its place, a member's id, an alias folded.
type (
	keptMeeting struct {
		Date  string `json:"date"` // 2006-01-02; empty: called off
		Place string `json:"place,omitempty"`
	}
	keptHoliday struct {
		Name     string `json:"name"`
		Days     int    `json:"days,omitempty"`
		Expected bool   `json:"expected,omitempty"`
		Place    string `json:"place,omitempty"`
		Off      bool   `json:"off,omitempty"` // it is no holiday after all: one of group.yaml is taken out
	}
	keptMember struct {
		Body   string `json:"body"`
		From   string `json:"from,omitempty"`   // 2006-01-02; empty: at once
		Before string `json:"before,omitempty"` // the body until then
	}
	keptAlias struct {
		Alias string `json:"alias"`
		Kind  string `json:"kind"`
		Key   string `json:"key"`
	}
	keptSettings struct {
		Zone     string `json:"zone,omitempty"`
		Digest   string `json:"digest,omitempty"` // "monday 09:00", "daily 09:00", "off"
		Quiet    string `json:"quiet,omitempty"`  // "20:00-08:00", "off"
		Language string `json:"language,omitempty"`
	}
)

// held is a meeting with its day, from group.yaml or said in Slack.
type held struct {
	Number int
	Date   calendar.Date
	Place  string
	Said   bool // in Slack
}

// meetings are the meetings on record as of a moment, by number. group.yaml records what was held, so a meeting it names counts from its
// day on; one that was announced in Slack counts from when that was said, and one that neither has, from when its minutes went out, if everyone may
// see them.
func (b *Bot) meetings(asOf time.Time) []held {
	today := dateOf(asOf, b.grp.Location())
	var out []held
	for _, m := range b.grp.Meetings {
		if day, err := calendar.ParseDate(m.Date); err == nil && !day.After(today) {
			out = append(out, held{Number: m.Number, Date: day, Place: m.Place})
		}
	}
	for _, e := range b.entries(store.Meetings) {
		var k keptMeeting
		if json.Unmarshal(e.Value, &k) != nil || e.At.After(asOf) {
			continue
		}
		n := leadingNumber(strings.TrimLeft(e.Key, "0"))
		out = slices.DeleteFunc(out, func(h held) bool { return h.Number == n })
		if day, err := calendar.ParseDate(k.Date); err == nil {
			out = append(out, held{Number: n, Date: day, Place: k.Place, Said: true})
		}
	}
	for _, doc := range b.ix.Documents(index.Audience{"everyone"}) {
		day, err := calendar.ParseDate(string(doc.Date))
		known := slices.ContainsFunc(out, func(h held) bool { return h.Number == doc.Meeting })
		if err == nil && doc.Type == "minutes" && doc.Meeting > 0 && !known && doc.IssuedBy(index.Date(today.String())) {
			out = append(out, held{Number: doc.Meeting, Date: day, Place: doc.Venue})
		}
	}
	slices.SortFunc(out, func(a, b held) int { return a.Number - b.Number })
	return out
}

// entries reads a register; what cannot be read is logged and left out, since a question must not fail for it.
func (b *Bot) entries(register string) []store.Entry {
	list, err := b.st.Entries(register)
	if err != nil {
		b.log.Error("reading a register", "register", register, "error", err)
	}
	return list
}

// calendar is the group's calendar in a place, with the holidays said in Slack.
func (b *Bot) calendar(place string) calendar.Calendar {
	cal := b.grp.Calendar(place)
	entries := b.entries(store.Holidays)
	if len(entries) == 0 {
		return cal
	}
	days := slices.Clone(cal.Holidays)
	for _, e := range entries {
		var k keptHoliday
		first, err := calendar.ParseDate(e.Key[:min(10, len(e.Key))])
		if json.Unmarshal(e.Value, &k) != nil || err != nil {
			continue
		}
		for n := range max(k.Days, 1) {
			h := calendar.Holiday{Date: first.AddDays(n), Name: k.Name, Expected: k.Expected}
			if k.Place != "" {
				h.Places = []string{k.Place}
			}
			days = slices.DeleteFunc(days, func(o calendar.Holiday) bool { return o.Date == h.Date && (k.Off || o.Name == h.Name) })
			if !k.Off {
				days = append(days, h)
			}
		}
	}
	cal.Holidays = days
	return cal
}

// member is what is known of a person as of a moment: from group.yaml, with the body that was said in Slack.
func (b *Bot) member(id string, at time.Time) group.Member {
	m, ok := b.grp.Member(id)
	if !ok {
		m = group.Member{ID: id, Role: group.Ordinary}
	}
	e, err := b.st.Entry(store.Members, id)
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) {
			b.log.Error("reading a member", "error", err)
		}
		return m
	}
	var k keptMember
	if json.Unmarshal(e.Value, &k) != nil {
		return m
	}
	if from, err := calendar.ParseDate(k.From); err == nil && from.After(dateOf(at, b.grp.Location())) {
		if k.Before != "" {
			m.Body = k.Before
		}
		return m
	}
	m.Body = k.Body
	return m
}

// people are the members who speak for a body as of a moment: those named in Slack, else its focal people of group.yaml, else its members.
func (b *Bot) people(body string, at time.Time) []string {
	var said, gone []string
	for _, e := range b.entries(store.Members) {
		if b.member(e.Key, at).Body == body {
			said = append(said, e.Key)
		} else {
			gone = append(gone, e.Key)
		}
	}
	if len(said) > 0 {
		return said
	}
	var out []string
	e, _ := b.grp.Body(body)
	out = append(out, e.People...)
	for _, m := range b.grp.Members {
		if m.Body == body && !slices.Contains(out, m.ID) && len(e.People) == 0 {
			out = append(out, m.ID)
		}
	}
	return slices.DeleteFunc(out, func(id string) bool { return slices.Contains(gone, id) })
}

func (b *Bot) settings(who string) keptSettings {
	var k keptSettings
	if who == "" {
		return k
	}
	e, err := b.st.Entry(store.Settings, who)
	if err == nil {
		err = json.Unmarshal(e.Value, &k)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		b.log.Error("reading settings", "error", err)
	}
	return k
}

// keep sets a line of a register.
func (d *desk) keep(register, key string, value any, what string) (store.Entry, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return store.Entry{}, err
	}
	return d.st.SetEntry(store.Entry{Register: register, Key: key, Value: data, By: d.who, At: d.m.At, What: what})
}

// refresh merges the aliases said in Slack into a new vocabulary and puts it in force. It is called when the bot starts and after each
// change.
func (b *Bot) refresh() error {
	base, err := b.grp.Vocabulary()
	if err != nil {
		return err
	}
	var changes []vocab.Change
	for _, e := range b.entries(store.Aliases) {
		var k keptAlias
		if json.Unmarshal(e.Value, &k) == nil {
			changes = append(changes, vocab.Change{Kind: k.Kind, Key: k.Key, Alias: k.Alias})
		}
	}
	if len(changes) == 0 {
		b.voc.Store(base)
		return nil
	}
	merged, err := base.With(changes...)
	if err != nil {
		return fmt.Errorf("merging the aliases: %w", err)
	}
	b.voc.Store(merged)
	return nil
}
