package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"rabita/bot/group"
	"rabita/bot/remind"
	"rabita/bot/slackapp"
	"rabita/bot/slackapp/fakeslack"
	"rabita/bot/slackapp/sandbox"
	"rabita/index"
)

// sandboxStart is where the sandbox's clock starts: where the sample's papers end.
var sandboxStart = time.Date(2023, time.June, 30, 10, 0, 0, 0, time.FixedZone("PKT", 5*60*60))

// coming is how long a notice that fell due counts as on its way. Until it is shown, a second press of "to the next reminder" must not move the
// clock on to the one after it; one that cannot be shown must not hold the clock for ever.
const coming = 10 * time.Second

// runSandbox is the same bot as in Slack, with an in-process Slack and a page in the browser in its place: on the sample, or, for a group to
// train on, in a folder with a group.yaml of its own on that group's papers, from the present moment on.
func runSandbox(ctx context.Context, e *env) error {
	fs, c := flags(e, "sandbox", "now")
	fs.StringVar(&c.dir, "data", e.getenv("RABITA_DATA"), "`DIR` that keeps the workspace (default: RABITA_DATA of the environment, else a temporary one)") // not .env's, which is the real bot's
	addr := fs.String("addr", "127.0.0.1:8484", "`ADDRESS` of the page; this machine only")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usagef("%q is no flag of sandbox", fs.Arg(0))
	}
	start := sandboxStart
	if c.nowAt != "" {
		var err error
		if start, err = parseTime(c.nowAt); err != nil {
			return usagef("-now: %v", err)
		}
	}
	dir := c.dir
	if dir == "" {
		tmp, err := os.MkdirTemp("", "rabita-sandbox-")
		if err != nil {
			return fmt.Errorf("making a temporary folder: %w", err)
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	ln, err := sandbox.Listen(*addr)
	if err != nil {
		return err
	}
	defer ln.Close()

	lg := logger(e, slog.LevelWarn)
	clock := sandbox.NewClock(start)
	a, err := openApp(e, options{dir: dir, sample: true, orOwn: true, now: clock.Now, log: lg})
	if err != nil {
		return err
	}
	if !a.sample && c.nowAt == "" {
		clock.Advance(e.now()) // a group's own papers are asked in the present
	}
	if err := a.resume(clock); err != nil {
		return errors.Join(err, a.close())
	}
	box, err := a.furnish(clock, ln, c.dir != "")
	if err != nil {
		return errors.Join(err, a.close())
	}
	fmt.Fprintf(e.stdout, "Rabita's sandbox is at http://%s/ (Ctrl-C ends it)\n", ln.Addr())
	return a.work(ctx, e, box.front, box.reminders)
}

// resume moves the clock to where it stood when this folder was last worked in: what was posted then must not lie in the future.
func (a *app) resume(clock *sandbox.Clock) error {
	was, err := a.st.HighWater()
	clock.Advance(was)
	return err
}

// A box is the sandbox's moving parts: the workspace with its page and the bot in it, and what brings promises back.
type box struct {
	front, reminders func(context.Context) error
}

// furnish connects an in-process Slack, the page and the bot. With keep the workspace's history is kept in the folder of the data.
func (a *app) furnish(clock *sandbox.Clock, ln net.Listener, keep bool) (*box, error) {
	base := "http://" + ln.Addr().String() + "/slack"
	fake := fakeslack.New(fakeslack.Options{Workspace: workspace(a.grp), Clock: clock.Now, Log: a.log, BaseURL: base})
	if keep {
		if err := fake.Keep(filepath.Join(a.home, "workspace")); err != nil {
			return nil, err
		}
	}
	front, rs := a.connect(slackapp.Config{APIURL: fake.APIURL(), BotToken: fakeslack.DefaultBotToken, AppToken: fakeslack.DefaultAppToken, Clock: clock.Now},
		remind.Options{Clock: clock.Now, Witness: func(context.Context) (time.Time, error) { return clock.Now(), nil }}) // its one clock is right, wherever it is moved
	banner := "A sandbox: the papers are samples, what delegations say in them is invented, and nothing leaves this machine."
	questions := []string{"what did KP report on VAW legislation?", "who has not submitted the Beijing+25 matrix", "timeline of DPCs in KP"}
	if !a.sample {
		banner = "A sandbox of " + a.grp.Short + ", to try and to train: nothing that is said here leaves this machine."
		questions = []string{"decisions of the last meeting", "which actions are overdue", "help"}
	}
	page, err := sandbox.New(sandbox.Options{
		Fake: fake, Clock: clock, Log: a.log, Zone: a.grp.Location(), Banner: banner,
		Documents: func(member string) []*index.Document { return a.ix.Documents(a.bot.AudienceOf(member)) },
		Document: func(member, id string) *index.Document {
			if d := a.ix.Document(id); d != nil && a.bot.AudienceOf(member).Sees(d.Audience) {
				return d
			}
			return nil
		},
		NextReminder: func() (time.Time, bool) {
			at, ok, err := a.st.NextDue(clock.Now().Add(-coming))
			return at, ok && err == nil
		},
		Jumped: rs.Kick,
		Commands: []sandbox.Command{
			{Name: "/ask", Hint: "what did KP report on VAW legislation?", About: "ask about the papers; only you see the answer"},
			{Name: "/action", Hint: "add send the committee list | due friday", About: "action items: add, mine, list, done, help"},
			{Name: "/reminder", Hint: "add call the focal person in 2 working days", About: "reminders: add, list, cancel, snooze, help"},
			{Name: "/rabita", Hint: "help", About: "everything else: aliases, meetings, holidays, health"},
		},
		Shortcuts:  []sandbox.Shortcut{{ID: slackapp.ItemShortcut, Label: "Log as action item"}},
		Questions:  questions,
		ActionItem: "/action add send the list of protection committees | due in 3 working days",
	})
	if err != nil {
		return nil, err
	}
	srv := &http.Server{Handler: page.Handler(), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	serve := func(ctx context.Context) error {
		ctx, end := context.WithCancel(ctx)
		defer end()
		errs := make(chan error, 3)
		go func() { errs <- srv.Serve(ln) }()
		go func() { errs <- page.Run(ctx) }()
		go func() { errs <- front.Run(ctx) }()
		select {
		case err = <-errs:
		case <-ctx.Done():
		}
		end()
		return errors.Join(err, srv.Close(), fake.Close())
	}
	return &box{front: serve, reminders: rs.Run}, nil
}

// workspace is the group's people and channels as a Slack workspace.
func workspace(g *group.Group) fakeslack.Workspace {
	ws := fakeslack.Workspace{Team: fakeslack.Team{ID: "T0SANDBOX", Name: g.Short + " sandbox", Domain: "sandbox"},
		Bot: fakeslack.Member{ID: "U0RABITA1", Name: "rabita", RealName: "Rabita", Bot: true}}
	zone := g.Location().String()
	for _, m := range g.Members {
		tz := m.Zone
		if tz == "" {
			tz = zone
		}
		ws.Members = append(ws.Members, fakeslack.Member{ID: m.ID, Name: m.Name, RealName: m.RealName, Title: m.Title, TZ: tz, Restricted: m.Role == group.Guest})
	}
	for _, ch := range g.Channels {
		kind := fakeslack.Public
		if ch.Private {
			kind = fakeslack.Private
		}
		members := append([]string{ws.Bot.ID}, membersOf(g, ch)...)
		ws.Channels = append(ws.Channels, fakeslack.Channel{ID: ch.ID, Name: ch.Name, Kind: kind, Members: members, ExtShared: ch.Shared})
	}
	return ws
}

// membersOf are the members of a channel: everybody in the common ones, the body's own people and the secretariat in a body's, and guests and
// partners where others read along.
func membersOf(g *group.Group, ch group.Channel) []string {
	var out []string
	for _, m := range g.Members {
		body, _ := g.Body(m.Body)
		switch {
		case ch.Shared, ch.Common && m.Role != group.Guest, m.Role == group.Secretary:
			out = append(out, m.ID)
		case ch.Body != "" && m.Body == ch.Body, ch.Place != "" && body.Place == ch.Place:
			out = append(out, m.ID)
		case ch.Body == "" && ch.Place == "" && !ch.Private && m.Role != group.Guest:
			out = append(out, m.ID)
		}
	}
	return out
}
