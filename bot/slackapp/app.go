package slackapp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
	"rabita/store"
)

// A Handler decides what is said back. Handle may be called from many goroutines, but for one member at a time.
type Handler interface {
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
}

// A Recorder is a Handler that wants to know under which ts a Notice about an item appeared. The notice's channel is then the conversation
// it stands in, also where it was meant for a member.
type Recorder interface {
	Posted(n bot.Notice, ts string, at time.Time) error
}

// A Receiver is a Handler that is asked about replies in threads before they are taken for talk: what a body hands in under a request. It
// reports false if a reply was no such thing.
type Receiver interface {
	Received(ctx context.Context, m bot.Message) (bot.Reply, bool, error)
}

// An Opener is a Handler that wants to know when the app can write in a channel again: it was brought in, or the channel is archived no more.
type Opener interface {
	Opened(channel string)
}

// A Store is what of the store the front end uses.
type Store interface {
	AcceptEvent(e store.Event) (fresh bool, err error)
	TakeEvents(limit, attempts int) ([]store.Event, error)
	EventTried(seq uint64) error
	EventDone(seq uint64) error
	EventFailed(seq uint64, reason string) error
	EventAside(seq uint64, reason string) error
	Thread(key string, since time.Time) ([]byte, error)
	SetFeedback(f store.Feedback) error
	InstallKey() []byte
}

// An App is the bot in one Slack workspace. Its methods may be called from any number of goroutines.
type App struct {
	log *slog.Logger
	cfg Config
	bot Handler
	st  Store
	now func() time.Time

	hc    *http.Client
	api   *slack.Client
	rates *rates

	people *people
	rooms  *rooms
	dms    *recent[string]   // member -> direct conversation
	talks  *recent[bool]     // threads the bot takes part in
	dup    *recent[bool]     // what was queued without the inbox
	homes  *recent[[32]byte] // member -> what their home tab shows
	edits  *edits
	counts counts

	lanes  *lanes
	offers []chan offer  // one for each acceptor; a member's things go through the same one, so that they stay in order
	turned chan offer    // commands for which there was no room there
	kick   chan struct{} // holds a token when the inbox may hold something
	think  chan struct{} // a token for each Handle that may run at once
	slots  chan struct{} // a token for each signed request being answered
	alone  chan struct{} // holds a token while a suspect is worked on
	waits  waits
	forms  sync.WaitGroup

	admitting atomic.Int64  // offers and rounds of the inbox under way
	kicked    atomic.Bool   // the inbox holds something not yet looked at
	closing   atomic.Bool   // nothing new is begun
	eased     chan struct{} // holds a token when something under way has ended since it was last taken

	mu    sync.Mutex
	me    self
	dead  error           // why Slack refuses the app
	stop  func(error)     // ends Run
	live  context.Context // for what is under way
	ahead time.Duration   // how far Slack's clock is ahead of ours
	told  int             // how often Slack said what its clock shows
}

// How much is done at once, and how much may wait.
const (
	maxWaiting  = 256
	maxThinking = 8
	acceptors   = 16 // they share disk syncs
	maxOffered  = 64 // of each acceptor
	handleTime  = 20 * time.Second
	probeEvery  = 30 * time.Second
	aloneTime   = 10 * time.Second // for so long no other suspect is begun; what ends the process does so sooner
)

// New makes the app. It does not speak to Slack yet; Run does, and so do the methods of Channel.
func New(lg *slog.Logger, cfg Config, h Handler, st Store) *App {
	cfg = cfg.withDefaults()
	a := &App{log: lg, cfg: cfg, bot: h, st: st, now: cfg.Clock, hc: newHTTP(), rates: newRates(cfg.Pace),
		dms: newRecent[string](4096), talks: newRecent[bool](8192), dup: newRecent[bool](8192),
		homes: newRecent[[32]byte](4096), edits: newEdits(),
		kick: make(chan struct{}, 1), think: make(chan struct{}, maxThinking), alone: make(chan struct{}, 1), slots: make(chan struct{}, maxInFlight), eased: make(chan struct{}, 1),
		waits: waits{m: map[string]chan bot.Reply{}}}
	a.lanes = newLanes(maxWaiting, a.someEnded)
	a.turned = make(chan offer, maxWaiting)
	for range acceptors {
		a.offers = append(a.offers, make(chan offer, maxOffered))
	}
	a.api = newSlack(cfg, a.hc, slack.OptionOnResponseHeaders(a.dated))
	a.people = newPeople(a)
	a.rooms = newRooms(a)
	return a
}

// Run answers people until ctx ends, which is no error, or until Slack refuses the app's tokens (AuthError) or the store fails. It returns
// when what was under way is finished, at most ten seconds later.
func (a *App) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// What is under way outlives ctx for a while; what comes in does not.
	working, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	a.mu.Lock()
	a.stop, a.live = func(err error) { cancel(err) }, working
	a.mu.Unlock()
	var ln net.Listener
	if a.cfg.Listen != "" { // before Slack is asked anything: an operator sees at once that the address is taken
		var err error
		if ln, err = net.Listen("tcp", a.cfg.Listen); err != nil {
			return fmt.Errorf("listening for Slack: %w", err)
		}
		defer ln.Close()
	}
	if err := a.introduce(ctx); err != nil {
		return a.ended(ctx, err)
	}
	a.log.Info("connected to Slack", "team", a.self().team, "user", a.self().user, "socket_mode", ln == nil)

	// What has come is still kept and acknowledged when ctx has ended, before the line goes dead: Slack sends commands and clicks once.
	taking, taken := context.WithCancel(context.WithoutCancel(ctx))
	defer taken()
	var in, out sync.WaitGroup
	for _, c := range a.offers {
		in.Go(func() { a.accept(ctx, taking, c) })
	}
	in.Go(func() { a.turnAway(taking) })
	out.Go(func() { a.drain(ctx) })
	out.Go(func() { a.probe(ctx) })
	var err error
	if ln != nil {
		err = a.serveHTTP(ctx, ln)
	} else {
		line, hangUp := context.WithCancel(taking)
		out.Go(func() {
			<-ctx.Done()
			a.lastWords()
			hangUp()
		})
		err = a.runSockets(line)
	}
	a.closing.Store(true)
	cancel(err)
	taken()
	in.Wait()
	out.Wait()
	a.forms.Wait()
	done := make(chan struct{})
	go func() { // ends with the lanes, which giveUp ends at the latest
		a.lanes.wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(8 * time.Second):
		giveUp()
		<-done
	}
	return a.ended(ctx, err)
}

// ended is what Run returns: the refusal by Slack if there was one, nothing if ctx ended it.
func (a *App) ended(ctx context.Context, err error) error {
	a.mu.Lock()
	dead := a.dead
	a.mu.Unlock()
	switch cause := context.Cause(ctx); {
	case dead != nil:
		return dead
	case cause != nil && !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded):
		return cause
	case ctx.Err() != nil:
		return nil
	}
	return err
}

// refusedBy ends Run because Slack refuses the app.
func (a *App) refusedBy(e *AuthError) {
	a.mu.Lock()
	first := a.dead == nil
	if first {
		a.dead = e
	}
	stop := a.stop
	a.mu.Unlock()
	if first {
		a.log.Error("Slack refuses the app", "token", e.What, "code", e.Code)
	}
	if stop != nil {
		stop(e)
	}
}

// introduce asks Slack who the app is, again and again while Slack cannot be reached.
func (a *App) introduce(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		_, err := a.whoami(ctx)
		if err == nil {
			return nil
		}
		if e := authError(err, "bot token"); e != nil {
			a.refusedBy(e)
			return e
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.counts.trouble(a.now(), "auth.test", err)
		a.log.Warn("Slack cannot be reached; trying again", "address", a.cfg.APIURL, "error", err, "wait", wait.String())
		if !sleep(ctx, wait) {
			return ctx.Err()
		}
	}
}

// probe asks Slack now and then while it does not answer, so that its return is noticed also where nobody says anything, until ctx ends.
func (a *App) probe(ctx context.Context) {
	for sleep(ctx, a.cfg.probe) {
		if !a.Health().Stalled.IsZero() {
			a.askAgain(ctx)
		}
	}
}

// askAgain asks Slack whether it still knows the app, after news that tokens ended, which may be of another token or old, and while Slack does not
// answer. If it does not know the app, call ends Run.
func (a *App) askAgain(ctx context.Context) {
	if _, err := a.authTest(ctx, 3); err != nil {
		a.log.Warn("Slack does not confirm that it knows the app", "error", err)
	}
}

// whoami is who the app is, asked once.
func (a *App) whoami(ctx context.Context) (self, error) {
	if me := a.self(); me.user != "" {
		return me, nil
	}
	resp, err := a.authTest(ctx, 1)
	if err != nil {
		return self{}, fmt.Errorf("asking Slack who the bot is: %w", err)
	}
	me := self{user: resp.UserID, bot: resp.BotID, team: resp.TeamID}
	a.mu.Lock()
	a.me = me
	a.mu.Unlock()
	return me, nil
}

func (a *App) authTest(ctx context.Context, tries int) (resp *slack.AuthTestResponse, err error) {
	err = a.call(ctx, write{method: "auth.test", tries: tries}, func(ctx context.Context) (err error) {
		resp, err = a.api.AuthTestContext(ctx)
		return err
	})
	return resp, err
}

// SlackTime asks Slack what time it is: the date of its answer, which knows whole seconds. It is the witness that reminders want for the bot's own
// clock (remind.Options).
func (a *App) SlackTime(ctx context.Context) (time.Time, error) {
	told := func() int {
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.told
	}
	before := told()
	if _, err := a.authTest(ctx, 1); err != nil {
		return time.Time{}, fmt.Errorf("asking Slack what time it is: %w", err)
	}
	if told() == before {
		return time.Time{}, errors.New("asking Slack what time it is: its answer has no date")
	}
	return a.now().Add(a.skew()), nil
}

// skew is how far Slack's clock is ahead of the bot's, as far as is known.
func (a *App) skew() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ahead
}

func (a *App) dated(_ string, h http.Header) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	d := at.Sub(a.now())
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told++
	if a.ahead = d; d.Abs() < 2*time.Second { // the header knows whole seconds
		a.ahead = 0
	}
}

func (a *App) self() self {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.me
}

// admitted ends an offer or a round of the inbox.
func (a *App) admitted() {
	a.admitting.Add(-1)
	a.someEnded()
}

func (a *App) someEnded() {
	select {
	case a.eased <- struct{}{}:
	default:
	}
}

// How long the sockets stay open when the app is to end: until nothing more comes over them for a moment, in which acknowledgements go out.
const (
	lastWords = time.Second
	aMoment   = 50 * time.Millisecond
)

// lastWords waits until what came over the sockets is kept and acknowledged.
func (a *App) lastWords() {
	late := time.NewTimer(lastWords)
	defer late.Stop()
	for last := time.Now(); ; {
		for a.admitting.Load() > 0 {
			select {
			case <-a.eased:
			case <-late.C:
				return
			}
		}
		a.forms.Wait() // they do not wait any longer
		came := a.counts.lastArrival()
		if came.Equal(last) {
			return
		}
		last = came
		sleep(context.Background(), aMoment)
	}
}

// idle says whether nothing is being worked on and nothing waits, here or in the inbox's queue.
func (a *App) idle() bool {
	return a.lanes.busy() == 0 && !a.kicked.Load() && a.admitting.Load() == 0
}
