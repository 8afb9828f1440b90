package group

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/index/vocab"
)

var (
	userID    = regexp.MustCompile(`^[UW][A-Z0-9]{5,20}$`)
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]{5,20}$`)
	keyShape  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9&_-]{0,31}$`)
	phone     = regexp.MustCompile(`^[0-9][0-9-]{1,15}$`)
)

// weekdays are the days of working_week.
var weekdays = map[string]time.Weekday{"Sun": time.Sunday, "Mon": time.Monday, "Tue": time.Tuesday, "Wed": time.Wednesday,
	"Thu": time.Thursday, "Fri": time.Friday, "Sat": time.Saturday}

func (g *Group) week() []time.Weekday {
	var out []time.Weekday
	for _, d := range g.WorkingWeek {
		out = append(out, weekdays[d])
	}
	return out
}

// checker holds a decoded group against itself and works out what its methods need.
type checker struct {
	*decoder
	g *Group
}

func (c *checker) check() {
	c.basics()
	c.policy()
	c.names()
	c.people()
	c.register()
	if len(c.problems) == 0 {
		c.vocabulary()
	}
}

// need reports an empty value.
func (c *checker) need(path, value, example string) bool {
	if value == "" {
		c.failAt(path, "%s is missing: write it as %s", path, example)
	}
	return value != ""
}

func (c *checker) zone(path, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" || name == "" || !strings.Contains(name, "/") && name != "UTC" {
		c.failAt(path, "%q is no time zone: write its IANA name, like Asia/Karachi", name)
		return time.UTC
	}
	return loc
}

func (c *checker) clock(path, value string) {
	if _, err := calendar.ParseClock(value); err != nil {
		c.failAt(path, "%v", err)
	}
}

func (c *checker) date(path, value string) (calendar.Date, bool) {
	d, err := calendar.ParseDate(value)
	if err != nil {
		c.failAt(path, "%v, and make sure the day exists", err)
	}
	return d, err == nil
}

func (c *checker) basics() {
	g := c.g
	c.need("name", g.Name, `"name: Inter-Provincial Ministerial Group"`)
	c.need("short", g.Short, `"short: IPMG"`)
	g.location = c.zone("zone", g.Zone)
	if len(g.WorkingWeek) == 0 {
		c.failAt("working_week", "working_week is missing: write it as [Mon, Tue, Wed, Thu, Fri]")
	}
	for i, d := range g.WorkingWeek {
		if _, ok := weekdays[d]; !ok {
			c.failAt(at("working_week", i), "%q is no day of the week: write Mon, Tue, Wed, Thu, Fri, Sat or Sun", d)
		}
		if slices.Contains(g.WorkingWeek[:i], d) {
			c.failAt(at("working_week", i), "%s is given twice: drop one", d)
		}
	}
	if _, ok := g.Body(g.Audience); !ok && !slices.Contains([]string{"everyone", "partners", "secretariat"}, g.Audience) {
		c.failAt("default_audience", "default_audience is %q: write everyone, partners, secretariat or the key of a body", g.Audience)
	}
	if c.need("whole.key", g.Whole.Key, `"whole: {key: PK, name: Pakistan}"`) {
		c.need("whole.name", g.Whole.Name, `"whole: {key: PK, name: Pakistan}"`)
	}
}

func (c *checker) policy() {
	p := c.g.Policy
	for i, n := range p.Before {
		if n < 1 || n > 365 {
			c.failAt(at("policy.before", i), "a notice %d days before a deadline cannot be: write 1 to 365", n)
		}
		if i > 0 && n >= p.Before[i-1] {
			c.failAt(at("policy.before", i), "the days before a deadline go down: write them as [21, 7, 1]")
		}
	}
	if p.AwaitedEvery < 0 || p.AwaitedEvery > 365 {
		c.failAt("policy.awaited_every", "awaited_every is %d days: write 1 to 365, or 0 for no notices", p.AwaitedEvery)
	}
	c.clock("policy.notice", p.Notice)
	c.clock("policy.due", p.Due)
	if p.QuietFrom != "" || p.QuietUntil != "" {
		c.clock("policy.quiet_from", p.QuietFrom)
		c.clock("policy.quiet_until", p.QuietUntil)
	}
}

// at is the path of an entry of a list.
func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// key checks a key's shape and that it is the first of its kind.
func (c *checker) key(path, key string, seen map[string]string) {
	if !keyShape.MatchString(key) {
		c.failAt(path+".key", "the key %q must be 1 to 32 letters, digits, - or &", key)
	}
	if other, twice := seen[key]; twice {
		c.failAt(path+".key", "the key %q is taken, on line %d: give each its own", key, c.at[other])
	}
	seen[key] = path + ".key"
}

// known reports a reference to what is not there. kind is what the file calls it.
func (c *checker) known(path, kind, key string, have map[string]string) {
	if _, ok := have[key]; key != "" && !ok {
		c.failAt(path, "there is no %s %q: correct it, or add the %s", kind, key, kind)
	}
}

func keys(g *Group, list func(*Group) []Name, path string) map[string]string {
	out := map[string]string{}
	for i, n := range list(g) {
		out[n.Key] = at(path, i)
	}
	return out
}

func (c *checker) names() {
	g := c.g
	places := keys(g, func(g *Group) []Name { return g.Places }, "places")
	withWhole := map[string]string{g.Whole.Key: "whole"}
	for k, v := range places {
		withWhole[k] = v
	}
	topics := keys(g, func(g *Group) []Name { return g.Topics }, "topics")
	sets := keys(g, func(g *Group) []Name { return g.Sets }, "groups")
	bodies := map[string]string{}
	for _, l := range []struct {
		path    string
		list    []Name
		parents map[string]string
	}{{"places", g.Places, places}, {"groups", g.Sets, nil}, {"topics", g.Topics, topics}} {
		seen := map[string]string{}
		if l.path == "places" && g.Whole.Key != "" {
			seen[g.Whole.Key] = "whole.key" // a body's place is one of the places, or the whole
		}
		for i, n := range l.list {
			path := at(l.path, i)
			c.key(path, n.Key, seen)
			c.need(path+".name", n.Name, `"name: ..."`)
			c.known(path+".parent", strings.TrimSuffix(l.path, "s"), n.Parent, l.parents)
			c.words(path, n.Words)
		}
		c.loops(l.path, l.list)
	}
	for i, b := range g.Bodies {
		path := at("bodies", i)
		c.key(path, b.Key, bodies)
		c.need(path+".name", b.Name, `"name: ..."`)
		c.known(path+".place", "place", b.Place, withWhole)
		for j, s := range b.Groups {
			c.known(at(path+".groups", j), "group", s, sets)
		}
		c.words(path, b.Words)
		if b.Reports && b.Place == "" {
			c.failAt(path, "%s reports, but for no place: give it a place", b.Key)
		}
	}
	listed := map[string]int{}
	for i, a := range g.Ambiguous {
		path := at("ambiguous", i)
		for j, w := range a.Words {
			if other, taken := listed[vocab.Spelling(w)]; taken && other != i {
				c.failAt(at(path+".words", j), "%q is listed as ambiguous twice, first on line %d: join the two", w, c.at[at("ambiguous", other)])
			}
			listed[vocab.Spelling(w)] = i
			if vocab.Words(w) == 0 {
				c.failAt(at(path+".words", j), "%q has no letter or digit: drop it", w)
			}
		}
		if len(a.Words) == 0 || len(a.Readings) == 0 {
			c.failAt(path, "an ambiguous word needs words and readings")
		}
		if !slices.Contains([]string{"", vocab.Ask, vocab.All, vocab.Nothing}, a.Else) {
			c.failAt(path+".else", "else is %q: write ask, all or nothing", a.Else)
		}
		for j, o := range a.Readings {
			path := at(path+".readings", j)
			c.known(path+".body", "body", o.Body, bodies)
			c.known(path+".place", "place", o.Place, places)
			c.known(path+".group", "group", o.Set, sets)
			c.known(path+".topic", "topic", o.Topic, topics)
			c.known(path+".at", "place", o.At, withWhole)
			if n := count(o.Body, o.Place, o.Set, o.Topic); n > 1 {
				c.failAt(path, "a reading is one of body, place, group or topic: make two readings of it")
			}
			if o.Until != 0 && o.From > o.Until {
				c.failAt(path+".until", "from %d until %d is no span of years: turn it round", o.From, o.Until)
			}
			c.single(path+".near", o.Near)
			c.single(path+".before", o.Before)
			c.single(path+".after", o.After)
		}
	}
	for i, h := range g.Crosswalk {
		path := at("crosswalk", i)
		if len(h.Ref) == 0 || len(h.Topics) == 0 {
			c.failAt(path, "a line of the crosswalk needs ref and topics")
		}
		c.known(path+".text", "topic", h.Text, topics)
		for j, t := range h.Topics {
			c.known(at(path+".topics", j), "topic", t, topics)
		}
	}
}

func count(values ...string) (n int) {
	for _, v := range values {
		if v != "" {
			n++
		}
	}
	return n
}

// loops reports a parent that is its own ancestor.
func (c *checker) loops(path string, list []Name) {
	parent := map[string]string{}
	for _, n := range list {
		parent[n.Key] = n.Parent
	}
	if len(parent) < len(list) {
		return // a key given twice is told already
	}
	for i, n := range list {
		k := parent[n.Key]
		for steps := 0; k != "" && k != n.Key && steps < len(list); steps++ {
			k = parent[k]
		}
		if k == n.Key && k != "" {
			c.failAt(at(path, i)+".parent", "%s is its own parent by way of %s: break the ring", n.Key, n.Parent)
		}
	}
}

// words checks the lists of aliases of one entry.
func (c *checker) words(path string, w Words) {
	seen := map[string]string{}
	for _, l := range []struct {
		name string
		list []string
	}{{"aliases", w.Aliases}, {"roman", w.Roman}, {"capitals", w.Capitals}, {"weak", w.Weak}} {
		for i, alias := range l.list {
			p := at(path+"."+l.name, i)
			if vocab.Words(alias) == 0 {
				c.failAt(p, "the alias %q has no letter or digit: drop it", alias)
			}
			if strings.ContainsAny(alias, "()[];|") {
				c.failAt(p, "the alias %q holds a note or several names: write one name an entry, without brackets", alias)
			}
			if other, twice := seen[alias]; twice {
				c.failAt(p, "the alias %q is given twice here, first on line %d: drop one", alias, c.at[other])
			}
			seen[alias] = p
		}
	}
	c.single(path+".near", w.Near)
	if len(w.Weak) > 0 && len(w.Near) == 0 {
		c.failAt(path+".weak", "weak aliases are found beside a near word only, and there is none: add \"near: [...]\"")
	}
}

func (c *checker) single(path string, words []string) {
	for i, w := range words {
		if vocab.Words(w) != 1 {
			c.failAt(at(path, i), "%q must be one word", w)
		}
	}
}

// vocabulary builds the vocabulary; what two entries claim is told with the lines of both.
func (c *checker) vocabulary() {
	v, err := vocab.New(c.g.entries(), c.g.ambiguities(), c.g.Plain...)
	if err == nil {
		c.g.vocab = v
		return
	}
	errs := []error{err}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		errs = many.Unwrap()
	}
	for _, err := range errs {
		var clash *vocab.Clash
		if !errors.As(err, &clash) {
			c.fail(0, "%v", err)
			continue
		}
		var lines []string
		last := 0
		for _, key := range clash.Keys {
			last = c.lineOf(clash.Kind, key, clash.Alias)
			lines = append(lines, fmt.Sprintf("%s (line %d)", key, last))
		}
		c.fail(last, "%q names more than one %s, %s: drop it from all but one, or list it under \"ambiguous\" with a rule", clash.Alias,
			clash.Kind, strings.Join(lines, " and "))
	}
}

// lineOf finds the line on which an entry has an alias.
func (c *checker) lineOf(kind, key, alias string) int {
	lists := map[string]string{vocab.Body: "bodies", vocab.Place: "places", vocab.Topic: "topics", vocab.Set: "groups"}
	var names []Name
	switch kind {
	case vocab.Body:
		for _, b := range c.g.Bodies {
			names = append(names, Name{Key: b.Key, Name: b.Name, Words: b.Words})
		}
	case vocab.Place:
		names = c.g.Places
	case vocab.Topic:
		names = c.g.Topics
	case vocab.Set:
		names = c.g.Sets
	case vocab.Hook:
		for i, h := range c.g.Crosswalk {
			if h.Ref[0] == key {
				return c.at[at("crosswalk", i)]
			}
		}
	}
	for i, n := range names {
		if n.Key != key {
			continue
		}
		path := at(lists[kind], i)
		for _, l := range []struct {
			name string
			list []string
		}{{"aliases", n.Aliases}, {"roman", n.Roman}, {"capitals", n.Capitals}, {"weak", n.Weak}} {
			for j, a := range l.list {
				if vocab.Spelling(a) == vocab.Spelling(alias) {
					return c.at[at(path+"."+l.name, j)]
				}
			}
		}
		return c.at[path+".name"]
	}
	return 0
}

// entries are the group's names as vocab takes them.
func (g *Group) entries() []vocab.Entry {
	var out []vocab.Entry
	add := func(kind string, n Name, b BodyEntry) {
		out = append(out, vocab.Entry{Kind: kind, Key: n.Key, Name: n.Name, Parent: n.Parent, Place: b.Place, Reports: b.Reports,
			Groups: b.Groups, Aliases: n.Aliases, Roman: n.Roman, Capitals: n.Capitals, Weak: n.Weak, Near: n.Near})
	}
	for _, n := range g.Places {
		add(vocab.Place, n, BodyEntry{})
	}
	said := g.said()
	for _, b := range g.Bodies {
		n := Name{Key: b.Key, Name: b.Name, Words: b.Words}
		if abbreviation.MatchString(b.Key) && !said[vocab.Fold(b.Key)] { // people write the key of a body as they write its aliases
			n.Aliases = append(slices.Clone(n.Aliases), b.Key)
		}
		add(vocab.Body, n, b)
	}
	for _, n := range g.Sets {
		add(vocab.Set, n, BodyEntry{})
	}
	for _, n := range g.Topics {
		add(vocab.Topic, n, BodyEntry{})
	}
	for _, h := range g.Crosswalk {
		add(vocab.Hook, Name{Key: h.Ref[0], Name: h.Ref[0], Words: Words{Aliases: h.Ref[1:]}}, BodyEntry{})
	}
	return out
}

// abbreviation is a key that is a name: "KPCSW", "WDD-Sindh".
var abbreviation = regexp.MustCompile(`^[A-Z][A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Za-z]+)?$|^[A-Z]{2,}-[A-Z][A-Za-z]+$`)

// said are the folded words that the file itself gives a meaning to.
func (g *Group) said() map[string]bool {
	said := map[string]bool{}
	add := func(words ...[]string) {
		for _, w := range slices.Concat(words...) {
			said[vocab.Fold(w)] = true
		}
	}
	for _, b := range g.Bodies {
		add([]string{b.Name}, b.Aliases, b.Roman, b.Capitals, b.Weak)
	}
	for _, list := range [][]Name{g.Places, g.Sets, g.Topics} {
		for _, n := range list {
			add([]string{n.Name}, n.Aliases, n.Roman, n.Capitals, n.Weak)
		}
	}
	for _, a := range g.Ambiguous {
		add(a.Words)
	}
	return said
}

func (g *Group) ambiguities() []vocab.Ambiguous {
	var out []vocab.Ambiguous
	for _, a := range g.Ambiguous {
		v := vocab.Ambiguous{Words: a.Words, Else: a.Else}
		for _, o := range a.Readings {
			opt := vocab.Option{Reading: vocab.Reading{Name: o.Name, Place: o.At}, Near: o.Near, Before: o.Before, After: o.After,
				NumberBefore: o.NumberBefore, NumberAfter: o.NumberAfter, Plural: o.Plural, From: o.From, Until: o.Until, Default: o.Default, Unasked: o.Unasked}
			switch {
			case o.Body != "":
				opt.Kind, opt.Key = vocab.Body, o.Body
			case o.Place != "":
				opt.Kind, opt.Key = vocab.Place, o.Place
			case o.Set != "":
				opt.Kind, opt.Key = vocab.Set, o.Set
			case o.Topic != "":
				opt.Kind, opt.Key = vocab.Topic, o.Topic
			}
			v.Options = append(v.Options, opt)
		}
		out = append(out, v)
	}
	return out
}
