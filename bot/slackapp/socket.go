package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"math/rand/v2"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
)

const (
	maxFrame    = 4 << 20          // the largest frame read
	ackTime     = 2 * time.Second  // an acknowledgement waits this long at most
	helloTime   = 15 * time.Second // from connecting to hello
	silentAfter = 20 * time.Minute // a socket over which nothing came for so long is opened anew
	firstWait   = 500 * time.Millisecond
	longestWait = 30 * time.Second
	steadyAfter = 10 * time.Second // a socket that lived so long after hello is no trouble
	maxInARow   = 5                // reconnections of slack-go's own without such a socket between them
)

// runSockets keeps the sockets open until ctx ends or Slack refuses the app.
func (a *App) runSockets(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for n := range a.cfg.Sockets {
		g.Go(func() error { return a.keepSocket(ctx, n) })
	}
	return g.Wait()
}

// keepSocket opens socket n again whenever it ends, at once after a good one, later and later after failures.
func (a *App) keepSocket(ctx context.Context, n int) error {
	wait := firstWait
	for ctx.Err() == nil {
		steady, err := a.runSocket(ctx, n)
		a.counts.closed(n)
		if ctx.Err() != nil {
			return nil
		}
		if e := authError(err, "app token"); e != nil {
			a.refusedBy(e)
			return e
		}
		if steady {
			wait = firstWait
		}
		pause := wait/2 + rand.N(wait/2+1)
		if f, _, after := verdict(err, true); f == later {
			pause = max(pause, after)
		}
		a.counts.trouble(a.now(), "socket", err)
		a.log.Warn("a socket to Slack ended; opening it again", "socket", n, "wait", pause.Round(time.Millisecond).String())
		sleep(ctx, pause)
		wait = min(2*wait, longestWait)
	}
	return nil
}

// Why a socket was given up by this side.
var (
	errNoHello = errors.New("a socket was opened and no hello came")
	errSilent  = errors.New("nothing came over a socket for long")
	errStorm   = errors.New("asked again and again to open the socket anew")
)

// runSocket runs one socket until it has to be opened anew by us; slack-go itself follows Slack's requests to reconnect, at once and as often
// as they come, so that is left to it a few times in a row only. It tells whether there was a socket that lived for a while.
func (a *App) runSocket(ctx context.Context, n int) (steady bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	sm := socketmode.New(a.api, socketmode.OptionReadLimit(maxFrame), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ended := make(chan error, 1)
	go func() { ended <- sm.RunContext(ctx) }() // its end is waited for below
	watch := time.NewTimer(a.cfg.hello)
	defer watch.Stop()
	why := errNoHello
	var hello time.Time
	lived := func() bool { return !hello.IsZero() && time.Since(hello) >= steadyAfter }
	row := 0
	for {
		select {
		case err := <-ended:
			if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
				err = cause
			}
			return steady || lived(), err
		case <-watch.C:
			cancel(why)
		case ev := <-sm.Events:
			switch ev.Type {
			case socketmode.EventTypeConnecting:
				a.counts.closed(n)
				if lived() {
					steady, row = true, 0
				}
				if hello = (time.Time{}); row > maxInARow {
					cancel(errStorm)
				}
				row++
				watch.Reset(a.cfg.hello + 30*time.Second) // the API may be slow to give the address
				why = errNoHello
			case socketmode.EventTypeConnected:
				watch.Reset(a.cfg.hello)
			case socketmode.EventTypeHello:
				hello, why = time.Now(), errSilent
				a.counts.opened(n, a.now())
				watch.Reset(a.cfg.silent + rand.N(a.cfg.silent/2))
				a.log.Debug("a socket to Slack is open", "socket", n)
			case socketmode.EventTypeConnectionError:
				// slack-go would try forever, also where only a person can help; waiting is for keepSocket.
				err := errors.New("the connection failed")
				if e, ok := ev.Data.(*slack.ConnectionErrorEvent); ok && e.ErrorObj != nil {
					err = e.ErrorObj
				}
				cancel(err)
			case socketmode.EventTypeInvalidAuth:
				cancel(&AuthError{Code: "link_disabled", What: "app token"})
			case socketmode.EventTypeErrorBadMessage:
				watch.Reset(a.cfg.silent)
				a.unknown(ctx, sm, ev)
			case socketmode.EventTypeEventsAPI, socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive:
				watch.Reset(a.cfg.silent + rand.N(a.cfg.silent/2))
				if ev.Request != nil {
					a.frame(ctx, sm, ev.Request.EnvelopeID, ev.Request.Type, ev.Request.Payload)
				}
			}
		}
	}
}

// unknown takes what slack-go could not read: its envelope is read here, so that it is acknowledged and, where it is only a form slack-go
// does not know yet, worked on.
func (a *App) unknown(ctx context.Context, sm *socketmode.Client, ev socketmode.Event) {
	bad, ok := ev.Data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	var e struct {
		ID      string          `json:"envelope_id"`
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(bad.Message, &e) != nil || e.ID == "" {
		a.counts.unreadable.Add(1)
		if a.counts.seldom() {
			a.log.Warn("a frame without an envelope came from Slack and was put aside")
		}
		return
	}
	a.frame(ctx, sm, e.ID, e.Type, e.Payload)
}

// frame passes one envelope on. The acknowledgement may go out on a later connection of the same client, which Slack may not honour: then
// the event comes again and is recognised.
func (a *App) frame(ctx context.Context, sm *socketmode.Client, id, kind string, payload []byte) {
	ack := func(answer any) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), ackTime)
		defer cancel()
		return sm.AckCtx(ctx, id, answer)
	}
	if err := a.take(envelope{kind: kind, payload: payload, ack: ack}); err != nil {
		if a.counts.seldom() {
			a.log.Warn("too much is waiting; some things were left for Slack to send again", "kind", kind)
		}
	}
}
