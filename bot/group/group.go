// Package group is the coordination group as data: who is in it, what its words mean, when it works and how it is reminded, read from
// group.yaml.
//
// Nothing about one group is in code. Load reads the file strictly and reports everything that is wrong with it at once, each with its
// line and what to do (decode.go turns YAML into the structs below and refuses unknown and double keys; check.go says what the parts must
// fulfil). A Group is not changed after it was loaded; what the secretariat changes while the bot runs is kept by store and merged by bot.
// The sample in fixtures/ipmg/group.yaml explains every part of the file.
package group

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/index/vocab"
)

// A Group is what group.yaml says. Keys refer to each other: a body's place is the key of a Place or of Whole.
type Group struct {
	Name        string      `yaml:"name"`             // "Inter-Provincial Ministerial Group on Women's Empowerment"
	Short       string      `yaml:"short"`            // "IPMG"
	Zone        string      `yaml:"zone"`             // IANA name
	WorkingWeek []string    `yaml:"working_week"`     // Mon, Tue, ...
	Audience    string      `yaml:"default_audience"` // of a document that names none: everyone, partners, secretariat or a body's key
	Secretariat []string    `yaml:"secretariat"`      // member ids
	Policy      Policy      `yaml:"policy"`
	Whole       Whole       `yaml:"whole"`
	Places      []Name      `yaml:"places"`
	Bodies      []BodyEntry `yaml:"bodies"`
	Sets        []Name      `yaml:"groups"` // sets of bodies: WDDs
	Topics      []Name      `yaml:"topics"`
	Ambiguous   []Ambiguous `yaml:"ambiguous"`
	Plain       []string    `yaml:"plain_words"` // ordinary words that are never misspelt names
	Crosswalk   []Hook      `yaml:"crosswalk"`
	Holidays    []Holiday   `yaml:"holidays"`
	Meetings    []Meeting   `yaml:"meetings"`
	Crisis      []Line      `yaml:"crisis_lines"`
	Channels    []Channel   `yaml:"channels"`
	Members     []Member    `yaml:"members"`

	location *time.Location
	holidays []calendar.Holiday
	vocab    *vocab.Vocabulary
}

// Policy is when members are reminded of what they promised.
type Policy struct {
	Before       []int  `yaml:"before"`        // days before a deadline, the largest first
	OnTheDay     bool   `yaml:"on_the_day"`    // and on the day itself
	AwaitedEvery int    `yaml:"awaited_every"` // days between notices once it is awaited; 0: none
	Notice       string `yaml:"notice"`        // hour of notices, 15:04
	Due          string `yaml:"due"`           // hour at which a date without a time falls due, 15:04
	QuietFrom    string `yaml:"quiet_from"`    // from here on nobody gets a message unasked, 15:04; empty: no quiet hours
	QuietUntil   string `yaml:"quiet_until"`   // until here, the next morning
}

// Whole is what is not one place: the federation, or the group itself.
type Whole struct {
	Key  string `yaml:"key"` // "PK"
	Name string `yaml:"name"`
}

// Words are the names of an entry beside its own; vocab.Entry says how each list is found.
type Words struct {
	Aliases  []string `yaml:"aliases"`
	Roman    []string `yaml:"roman"`
	Capitals []string `yaml:"capitals"`
	Weak     []string `yaml:"weak"`
	Near     []string `yaml:"near"`
}

// A Name is a place, a topic or a set of bodies.
type Name struct {
	Key    string `yaml:"key"`
	Name   string `yaml:"name"`
	Parent string `yaml:"parent"` // of a place or topic: the wider one
	Words  `yaml:",inline"`
	Towns  []string `yaml:"towns"` // of a place: towns in it, in any script; they choose the lines to call in a crisis and filter nothing
}

// A BodyEntry is an institution.
type BodyEntry struct {
	Key     string   `yaml:"key"`
	Name    string   `yaml:"name"`
	Place   string   `yaml:"place"`   // key of a place, or of Whole; empty: outside (UN, NGO)
	Reports bool     `yaml:"reports"` // its delegation reports to the group for its place
	Groups  []string `yaml:"groups"`  // keys of Sets
	Channel string   `yaml:"channel"` // id of the channel in which it is told of its shares
	People  []string `yaml:"people"`  // member ids of its focal people
	Words   `yaml:",inline"`
}

// Ambiguous is vocab.Ambiguous as the file has it.
type Ambiguous struct {
	Words    []string `yaml:"words"`
	Readings []Option `yaml:"readings"`
	Else     string   `yaml:"else"` // ask, all or nothing; empty: ask
}

// Option is vocab.Option as the file has it: at most one of Body, Place, Set and Topic is set.
type Option struct {
	Body         string   `yaml:"body"`
	Place        string   `yaml:"place"`
	Set          string   `yaml:"group"`
	Topic        string   `yaml:"topic"`
	Name         string   `yaml:"name"`
	At           string   `yaml:"at"` // key of the place it belongs to, if the entry does not say
	Near         []string `yaml:"near"`
	Before       []string `yaml:"before"`
	After        []string `yaml:"after"`
	NumberBefore bool     `yaml:"number_before"`
	NumberAfter  bool     `yaml:"number_after"`
	Plural       bool     `yaml:"plural"`
	From         int      `yaml:"from"`
	Until        int      `yaml:"until"`
	Default      bool     `yaml:"default"`
	Unasked      bool     `yaml:"unasked"`
}

// A Hook is a commitment or paragraph of an international text, with the topics its evidence is filed under.
type Hook struct {
	Ref    []string `yaml:"ref"`    // ways of naming it: "CEDAW 32(a)"; the first is shown
	Says   string   `yaml:"says"`   // in a few words
	Text   string   `yaml:"text"`   // key of the topic that is the instrument itself: cedaw, sdg5, bpfa, upr
	Topics []string `yaml:"topics"` // keys
}

// A Holiday is a day off: on the same day each year (Day, From, Until) or on given dates.
type Holiday struct {
	Name     string   `yaml:"name"`
	Day      string   `yaml:"day"` // "02-05": month and day
	From     int      `yaml:"from"`
	Until    int      `yaml:"until"`
	Dates    []string `yaml:"dates"`    // 2006-01-02: the first day
	Days     int      `yaml:"days"`     // in a row; 0 is 1
	Expected bool     `yaml:"expected"` // by the moon or by habit: may move, so it is said to be expected
	Places   []string `yaml:"places"`   // keys; empty: all
}

// A Meeting is one of the register. What is not known is empty.
type Meeting struct {
	Number int    `yaml:"number"`
	Date   string `yaml:"date"` // 2006-01-02
	Place  string `yaml:"place"`
}

// A Line is a telephone line for somebody in danger.
type Line struct {
	Number  string `yaml:"number"`
	Who     string `yaml:"who"`
	Place   string `yaml:"place"`   // key of a place or of Whole
	Hours   string `yaml:"hours"`   // "24 hours"; empty: unknown
	Checked string `yaml:"checked"` // the day somebody last made sure, 2006-01-02
	First   bool   `yaml:"first"`   // named before all others: the police
}

// A Channel of the workspace that the bot works in.
type Channel struct {
	ID      string `yaml:"id"`
	Name    string `yaml:"name"`   // without "#"
	Body    string `yaml:"body"`   // key of the body it belongs to
	Place   string `yaml:"place"`  // key of the place whose delegation it belongs to
	Common  bool   `yaml:"common"` // of the whole group
	Private bool   `yaml:"private"`
	Shared  bool   `yaml:"shared"` // guests or other organisations read it
}

// The roles of members.
const (
	Ordinary  = "member"
	Secretary = "secretariat"
	Partner   = "partner"
	Guest     = "guest"
)

// A Member is a person in Slack.
type Member struct {
	ID       string `yaml:"id"` // Slack user id
	Name     string `yaml:"name"`
	RealName string `yaml:"real_name"`
	Title    string `yaml:"title"`
	Body     string `yaml:"body"` // key; empty for a guest
	Role     string `yaml:"role"` // member, secretariat, partner, guest
	Zone     string `yaml:"zone"` // empty: the group's
}

// maxFile is how large a group.yaml may be, in bytes.
const maxFile = 4 << 20

// LoadFile reads the group of a file. See Load.
func LoadFile(path string) (*Group, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the group: %w; copy the sample's group.yaml there and change it", err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name the group.yaml in it", path)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s has %d bytes, more than the %d a group may have: is it the right file?", path, info.Size(), maxFile)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the group: %w", err)
	}
	return Load(filepath.Base(path), data)
}

// Load reads a group from YAML; name is what errors call the file. The error is Problems: everything that is wrong, by line.
func Load(name string, data []byte) (*Group, error) {
	g := &Group{}
	d := &decoder{file: name, at: map[string]int{}}
	if !d.read(data, g) {
		return nil, d.problems.sorted()
	}
	c := &checker{decoder: d, g: g}
	c.check()
	if len(d.problems) > 0 {
		return nil, d.problems.sorted()
	}
	return g, nil
}

// Vocabulary is the group's names. All calls return the same one; it is immutable.
func (g *Group) Vocabulary() (*vocab.Vocabulary, error) { return g.vocab, nil }

// Calendar is the group's calendar as it holds in a place; with an empty place only the holidays of all places count.
func (g *Group) Calendar(place string) calendar.Calendar {
	notice, _ := calendar.ParseClock(g.Policy.Notice) // checked by Load
	return calendar.Calendar{Zone: g.location, Week: g.week(), Holidays: g.holidays, Place: place, Notice: &notice}
}

// Location is the group's zone.
func (g *Group) Location() *time.Location { return g.location }

// DueClock is the hour at which a date without a time falls due.
func (g *Group) DueClock() calendar.Clock {
	due, _ := calendar.ParseClock(g.Policy.Due) // checked by Load
	return due
}

// Member returns the member with that id.
func (g *Group) Member(id string) (Member, bool) {
	return find(g.Members, func(m Member) bool { return m.ID == id })
}

// Body returns the body with that key.
func (g *Group) Body(key string) (BodyEntry, bool) {
	return find(g.Bodies, func(b BodyEntry) bool { return b.Key == key })
}

// Channel returns the channel with that id.
func (g *Group) Channel(id string) (Channel, bool) {
	return find(g.Channels, func(c Channel) bool { return c.ID == id })
}

// Common returns the channel of the whole group; a group without one has none.
func (g *Group) Common() (Channel, bool) {
	return find(g.Channels, func(c Channel) bool { return c.Common })
}

// Hook returns the line of the crosswalk whose first ref is key: that is the key of its entry in the vocabulary.
func (g *Group) Hook(key string) (Hook, bool) {
	return find(g.Crosswalk, func(h Hook) bool { return h.Ref[0] == key })
}

// PlaceOfTown returns the key of the place in which a town lies, or an empty one. The town may be written in capitals or not.
func (g *Group) PlaceOfTown(town string) string {
	for _, p := range g.Places {
		if slices.ContainsFunc(p.Towns, func(t string) bool { return strings.EqualFold(t, town) }) {
			return p.Key
		}
	}
	return ""
}

// BodiesOf returns the keys of the bodies that report to the group for a place, in the order of the file: KP is SWDWE-KP and KPCSW.
func (g *Group) BodiesOf(place string) []string {
	var out []string
	for _, b := range g.Bodies {
		if b.Place == place && b.Reports {
			out = append(out, b.Key)
		}
	}
	return out
}

// IsSecretariat reports whether a member runs the group.
func (g *Group) IsSecretariat(id string) bool { return slices.Contains(g.Secretariat, id) }

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}
