package slackapp

import (
	"context"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"
)

// A person is what decides how a member is answered.
type person struct {
	guest bool // a guest, of another organisation, gone, or not to be found out
	bot   bool
	gone  bool // deactivated: reads nothing any more
	zone  *time.Location
	told  time.Time // when Slack said so; zero: it could not be asked
	until time.Time // when to ask again
}

// How long what Slack says of people is believed: ten minutes, or an hour where it cannot be asked again. What changes is told by events.
const (
	personFor  = 10 * time.Minute
	unaskedFor = time.Hour
	unknownFor = 15 * time.Second
)

// people is what is known of the workspace's members.
type people struct {
	a *App

	mu     sync.Mutex
	known  map[string]person
	listed time.Time // when all were last asked for
	asked  map[string]*rate.Limiter
}

func newPeople(a *App) *people {
	return &people{a: a, known: map[string]person{}, asked: map[string]*rate.Limiter{}}
}

// get is what is known of a member; team is the organisation an event named, if it did. Who cannot be looked up is a guest in UTC.
func (p *people) get(ctx context.Context, id, team string) person {
	home := p.a.self().team
	p.mu.Lock()
	who, ok := p.known[id]
	p.mu.Unlock()
	if !ok || time.Now().After(who.until) {
		who = p.ask(ctx, id, who, ok)
	}
	if team != "" && home != "" && team != home {
		who.guest = true
	}
	return who
}

func (p *people) ask(ctx context.Context, id string, old person, had bool) person {
	who := person{guest: true, zone: time.UTC, until: time.Now().Add(unknownFor)}
	if had && old.zone != nil {
		who.zone = old.zone
	}
	if id == "" {
		return who
	}
	var u *slack.User
	err := p.a.call(ctx, write{method: "users.info", tries: 2}, func(ctx context.Context) (err error) {
		u, err = p.a.api.GetUserInfoContext(ctx, id)
		return err
	})
	switch {
	case err == nil:
		who = p.a.personOf(u)
	case nobody(err):
		who.told, who.until = time.Now(), time.Now().Add(personFor)
	case had && !old.told.IsZero() && time.Since(old.told) < unaskedFor:
		old.until = who.until
		who = old
	default:
		p.a.log.Warn("a member could not be looked up and is taken for a guest", "member", id, "error", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) > 20_000 {
		clear(p.known)
	}
	p.known[id] = who
	return who
}

// nobody says whether Slack's answer to a question about a member is that there is none.
func nobody(err error) bool {
	_, reason := meaning(err)
	return reason == "user_not_found" || reason == "users_not_found" || reason == "user_not_visible"
}

// slackbot is Slack's own program, which is not told from a person otherwise.
const slackbot = "USLACKBOT"

// outside are the members named in an inbound who can keep nothing: those of whom Slack says that they are guests, programs, gone or of another
// organisation. Of whom nothing could be found out it says nothing.
func (a *App) outside(ctx context.Context, in inbound) []string {
	var out []string
	named := func(id string) {
		if id == in.Who || slices.Contains(out, id) {
			return
		}
		if who := a.people.get(ctx, id, ""); !who.told.IsZero() && (who.guest || who.bot) {
			out = append(out, id)
		}
	}
	for _, m := range mentioned.FindAllStringSubmatch(in.Text, maxNamed) {
		named(m[1])
	}
	for _, v := range in.Fields {
		if memberID.MatchString(v) {
			named(v)
		}
	}
	return out
}

// maxNamed is of how many of the members named in a message it is found out who they are.
const maxNamed = 10

var (
	mentioned = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)
	memberID  = regexp.MustCompile(`^(?:[UW][A-Z]*[0-9][A-Z0-9]*|` + slackbot + `)$`)
)

func (a *App) personOf(u *slack.User) person {
	now := time.Now()
	who := person{bot: u.IsBot || u.ID == slackbot, gone: u.Deleted, zone: time.UTC, told: now, until: now.Add(personFor)}
	who.guest = u.IsRestricted || u.IsUltraRestricted || u.IsStranger || u.Deleted || u.TeamID == "" || u.TeamID != a.self().team
	if z, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" && u.TZ != "Local" {
		who.zone = z
	}
	return who
}

// all asks for everybody at once, at most every few minutes, so that a channel's members need not be asked for one by one.
func (p *people) all(ctx context.Context) {
	p.mu.Lock()
	fresh := time.Since(p.listed) < personFor/2
	if !fresh {
		p.listed = time.Now()
	}
	p.mu.Unlock()
	if fresh {
		return
	}
	var list []slack.User
	err := p.a.call(ctx, write{method: "users.list", tries: 1, patience: 20 * time.Second}, func(ctx context.Context) (err error) {
		list, err = p.a.api.GetUsersContext(ctx, slack.GetUsersOptionLimit(200))
		return err
	})
	if err != nil {
		p.a.log.Warn("the workspace's members could not be listed", "error", err)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range list {
		p.known[list[i].ID] = p.a.personOf(&list[i])
	}
}

func (p *people) forget(id string) {
	p.mu.Lock()
	delete(p.known, id)
	p.mu.Unlock()
	p.a.rooms.forgetAll() // a guest may be among the readers
}

// mayAsk says whether a member has not used up the minute; buttons and forms are not counted.
func (p *people) mayAsk(in inbound, perMinute int) bool {
	if in.About != aboutMessage && in.About != aboutCommand {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.asked[in.Who]
	if l == nil {
		if len(p.asked) > 10_000 {
			clear(p.asked)
		}
		l = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		p.asked[in.Who] = l
	}
	return l.Allow()
}
