package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"rabita/bot"
	"rabita/bot/remind"
	"rabita/bot/slackapp"
	"rabita/store"
)

// stopTime is how long an orderly end may take in all; what is not finished then is found again at the next start.
const stopTime = 10 * time.Second

// runServe is the bot in Slack. It holds the data until it is told to stop, or Slack refuses its tokens.
func runServe(ctx context.Context, e *env) error {
	fs, c := flags(e, "serve", "data")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usagef("%q is no flag of serve; the tokens come from .env or the environment", fs.Arg(0))
	}
	cfg, bad := readConfig(e, c.dir)
	if len(bad) > 0 {
		return usageError{strings.Join(bad, "; ")}
	}
	lg := logger(e, slog.LevelInfo)
	if othersRead(e.path(".env")) {
		lg.Warn("others may read .env, which holds tokens", "do", "chmod 600 .env")
	}
	var err error
	if cfg.Dir, err = filepath.Abs(e.path(cfg.Dir)); err != nil {
		return err
	}
	a, err := openApp(e, options{dir: cfg.Dir, now: e.now, log: lg})
	if err != nil {
		return err
	}
	front, rs := a.connect(slackapp.Config{APIURL: cfg.APIURL, BotToken: cfg.BotToken, AppToken: cfg.AppToken,
		Listen: cfg.Listen, SigningSecret: cfg.SigningSecret, Clock: e.now}, remind.Options{Clock: e.now, Settle: cfg.Settle, Audit: 5 * cfg.Settle})
	lg.Info("started", "data", cfg.Dir, "documents", a.ix.Status().Documents, "version", version())
	err = a.work(ctx, e, front.Run, rs.Run, a.watchDisk)
	lg.Info("stopped")
	if refused, ok := errors.AsType[*slackapp.AuthError](err); ok {
		name, where := "SLACK_BOT_TOKEN", botTokenPlace
		if refused.What == "app token" {
			name, where = "SLACK_APP_TOKEN", appTokenPlace
		}
		return usagef("%s: %v; it is found under %s", name, refused, where)
	}
	return err
}

// connect joins the bot, Slack and the scheduler: what people say is handled by the bot, and what that changed the scheduler looks at at once.
func (a *app) connect(cfg slackapp.Config, o remind.Options) (*slackapp.App, *remind.Scheduler) {
	h := &kicking{Bot: a.bot, app: a, now: o.Clock}
	h.mark = a.replan("", o.Clock())
	o.Find = func(ctx context.Context, r store.Reminder) (found []remind.Finding, err error) {
		news, err := a.bot.News(ctx, r, o.Clock())
		for _, c := range news {
			sum := sha256.Sum256([]byte(c.Passage + "\n" + c.Quote))
			found = append(found, remind.Finding{Hash: hex.EncodeToString(sum[:8]), Text: c.Quote + "\n" + c.Citation()})
		}
		return found, err
	}
	front := slackapp.New(a.log, cfg, h, a.st)
	if o.Witness == nil {
		o.Witness = front.SlackTime
	}
	rs := remind.New(a.log, a.plan, a.st, front.Channel(), o)
	h.kick, h.retry = rs.Kick, rs.Retry
	a.bot.Watch(
		func(now time.Time, shown func(time.Time) string) []string {
			return front.Health().Sentences(now, shown)
		},
		func(time.Time, func(time.Time) string) []string { return rs.Health().Sentences() })
	return front, rs
}

// kicking is the bot, with a word to the planner and the scheduler after whatever it did.
type kicking struct {
	*bot.Bot
	app   *app
	now   func() time.Time
	kick  func()
	retry func(channel string) error

	mu   sync.Mutex
	mark string // of the policy in force
}

// Opened has what is blocked in a channel tried again.
func (k *kicking) Opened(channel string) {
	if err := k.retry(channel); err != nil {
		k.app.log.Error("what is blocked in a channel could not be taken up again", "channel", channel, "error", err)
	}
}

// Handle is Bot.Handle.
func (k *kicking) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	r, err := k.Bot.Handle(ctx, m)
	if len(r.Actions) > 0 || m.Kind == bot.Click || m.Kind == bot.Submit {
		k.mu.Lock()
		k.mark = k.app.replan(k.mark, k.now())
		k.mu.Unlock()
		k.kick()
	}
	return r, err
}

// work runs the bot's parts beside the control socket until ctx ends or one of them does, and closes the app. Things stop in the order in
// which they are given, then the operator's commands, the index, the store: what people say comes before what they are reminded of.
func (a *app) work(ctx context.Context, e *env, runs ...func(context.Context) error) error {
	ctl, err := listenControl(e, a)
	if err != nil {
		return errors.Join(err, a.close())
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	var parts []*part
	for _, do := range append(runs, ctl.Run) {
		p := newPart(do)
		parts = append(parts, p)
		go func() {
			p.run()
			end()
		}()
	}
	<-ctx.Done()
	late := time.After(stopTime - time.Second)
	var errs []error
	for _, p := range parts {
		p.stop()
		select {
		case <-p.done:
			errs = append(errs, p.err)
		case <-late:
			return errors.Join(append(errs, errors.New("something did not stop in time; the next start finds what was left"))...)
		}
	}
	closed := make(chan error, 1)
	go func() { closed <- a.close() }()
	select {
	case err := <-closed:
		return errors.Join(append(errs, err)...)
	case <-late:
		return errors.Join(append(errs, fmt.Errorf("closing the data in %s took too long; the next start checks it", a.home))...)
	}
}

// A part runs until it is told to stop, whatever becomes of the others.
type part struct {
	do   func(context.Context) error
	ctx  context.Context
	stop context.CancelFunc
	done chan struct{}
	err  error // once done is closed
}

func newPart(do func(context.Context) error) *part {
	p := &part{do: do, done: make(chan struct{})}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// run does the part's work. That it was stopped is no error.
func (p *part) run() {
	defer close(p.done)
	if p.err = p.do(p.ctx); errors.Is(p.err, context.Canceled) {
		p.err = nil
	}
}
