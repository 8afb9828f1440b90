package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"sync"
	"time"

	"rabita/bot"
	"rabita/store"
)

// An offer is an inbound on its way to be kept or queued, and acknowledged.
type offer struct {
	in  inbound
	ack func(payload any) error
}

// errBusy: too much is waiting; Slack sends an event again.
var errBusy = errors.New("too much is waiting")

// take looks at an envelope and passes it on. It never waits: it runs where frames are read. An error means that it was not passed on and
// must not be acknowledged: an event Slack sends again, a button or form tells its member that it did not work. Commands, which would only
// be seen to fail, are answered with a word.
func (a *App) take(e envelope) error {
	a.counts.arrived(a.now())
	in, err := decode(e, a.self(), a.now())
	if err != nil {
		// It will not get better by coming again.
		a.counts.unreadable.Add(1)
		if a.counts.seldom() {
			a.log.Warn("something unreadable came from Slack and was put aside", "kind", e.kind)
		}
		in = inbound{}
	}
	switch in.About { // what is asked after this must not be answered from what was known before
	case aboutPeople:
		a.people.forget(in.Who)
		in = inbound{}
	case aboutRoom:
		a.rooms.forget(in.Channel)
		in = inbound{}
	case aboutOpened:
		a.rooms.forget(in.Channel)
	}
	a.admitting.Add(1)
	o := offer{in, e.ack}
	select {
	case a.offers[a.lane(in.Who)] <- o:
		return nil
	default:
	}
	if in.About == aboutCommand {
		select {
		case a.turned <- o:
			return nil
		default:
		}
	}
	a.admitted()
	a.counts.dropped.Add(1)
	return errBusy
}

// turnAway tells those whose commands could not even wait to be looked at, until ctx ends.
func (a *App) turnAway(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case o := <-a.turned:
			a.busy(o)
			a.admitted()
		}
	}
}

// busy acknowledges a command with the word that it was left out.
func (a *App) busy(o offer) {
	a.counts.dropped.Add(1)
	a.acknowledge(o, map[string]string{"response_type": "ephemeral", "text": busyText})
}

// lane is the acceptor of a member's things.
func (a *App) lane(who string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(who))
	return h.Sum64() % uint64(len(a.offers))
}

// accept keeps, queues and acknowledges what was taken, until taking ends; when ctx ends, forms are answered at once.
func (a *App) accept(ctx, taking context.Context, offers <-chan offer) {
	for {
		select {
		case <-taking.Done():
			return
		case o := <-offers:
			a.admit(ctx, o)
			a.admitted()
		}
	}
}

func (a *App) admit(ctx context.Context, o offer) {
	in := o.in
	switch {
	case in.About == aboutNothing:
		a.acknowledge(o, nil)
	case in.About == aboutOptions:
		a.acknowledge(o, map[string]any{"options": []any{}})
	case in.About == aboutSubmit:
		a.admitForm(ctx, o)
	case in.durable():
		if _, ok := a.keep(in); ok {
			a.acknowledge(o, nil)
		}
	default:
		a.admitLight(o)
	}
}

// keep puts what may change state into the inbox, unless it is there or was done. It is not ok if that failed, and must then not be
// acknowledged.
func (a *App) keep(in inbound) (fresh, ok bool) {
	data, err := json.Marshal(in)
	if err == nil {
		fresh, err = a.st.AcceptEvent(store.Event{ID: in.ID, Also: in.also, Kind: in.About, Data: data, At: a.now()})
	}
	if err != nil {
		a.counts.trouble(a.now(), "inbox", err)
		a.log.Error("something from Slack could not be kept; Slack is left to send it again", "error", err)
		return false, false
	}
	if fresh {
		a.poke()
	} else {
		a.counts.repeated.Add(1)
	}
	return fresh, true
}

func (a *App) poke() {
	a.kicked.Store(true)
	select {
	case a.kick <- struct{}{}:
	default:
	}
}

// admitLight acknowledges what only reads and queues it, if there is room.
func (a *App) admitLight(o offer) {
	in := o.in
	if !a.dup.add(true, append([]string{in.ID}, in.also...)...) {
		a.counts.repeated.Add(1)
		a.acknowledge(o, nil)
		return
	}
	if in.Kind == bot.Overhear && !a.takesPart(in) {
		a.acknowledge(o, nil)
		return
	}
	if a.lanes.add(in.Who, func() { a.work(in, 0) }) {
		a.acknowledge(o, nil)
		return
	}
	if a.counts.seldom() {
		a.log.Warn("too much is waiting; questions are turned away", "about", in.About)
	}
	if in.About == aboutCommand {
		a.busy(o)
		return
	}
	a.counts.dropped.Add(1)
	a.acknowledge(o, nil)
}

const busyText = "I am busy just now and could not take this up. Please send it again in a minute."

// formTime is how long a form waits for what becomes of it; Slack gives up after three seconds.
const formTime = 2200 * time.Millisecond

// admitForm keeps a form that was sent and acknowledges it with what became of it: closed, shown again with what is wrong, or replaced.
func (a *App) admitForm(ctx context.Context, o offer) {
	in := o.in
	result := a.waits.open(in.ID)
	if result == nil { // the same one is being worked on
		a.acknowledge(o, nil)
		return
	}
	if fresh, ok := a.keep(in); !fresh {
		a.waits.close(in.ID)
		if ok {
			a.acknowledge(o, nil)
		} else {
			a.acknowledge(o, formTrouble(in))
		}
		return
	}
	a.forms.Go(func() {
		defer a.waits.close(in.ID)
		t := time.NewTimer(formTime)
		defer t.Stop()
		select {
		case r := <-result:
			a.acknowledge(o, a.formAnswer(in, r))
			return
		case <-t.C:
		case <-ctx.Done():
		}
		a.waits.close(in.ID)
		select {
		case r := <-result: // at the last moment
			a.acknowledge(o, a.formAnswer(in, r))
		default:
			a.acknowledge(o, formLater())
		}
	})
}

func (a *App) acknowledge(o offer, payload any) {
	if err := o.ack(payload); err != nil {
		a.counts.trouble(a.now(), "acknowledge", err)
		a.log.Warn("an acknowledgement could not be sent; Slack may send it again", "about", o.in.About)
	}
}

// takesPart says whether the bot takes part in the thread of something overheard.
func (a *App) takesPart(in inbound) bool {
	key := in.Channel + " " + in.Thread
	if _, ok := a.talks.get(key); ok {
		return true
	}
	reading, err := a.st.Thread(key, a.now().Add(-30*24*time.Hour))
	return err == nil && reading != nil
}

// drain takes what waits in the inbox and gives it to the lanes, until ctx ends.
func (a *App) drain(ctx context.Context) {
	a.poke() // what an earlier run left
	begun := time.Now()
	again := time.NewTicker(5 * time.Second)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.kick:
		case <-a.lanes.free:
		case <-again.C:
		}
		a.admitting.Add(1)
		a.kicked.Store(false)
		for ctx.Err() == nil {
			n := a.lanes.room()
			if n <= maxWaiting/8 { // leave some for what only reads
				break
			}
			list, err := a.st.TakeEvents(min(n-maxWaiting/8, 32), bearable(time.Since(begun)))
			if err != nil {
				a.counts.trouble(a.now(), "inbox", err)
				a.log.Error("the inbox could not be read", "error", err)
				break
			}
			if len(list) == 0 {
				break
			}
			for _, e := range list {
				a.queue(e)
			}
		}
		a.admitted()
	}
}

// What was under way when the process ended may be what ended it, or may have nothing to do with it: the machine went down, somebody killed
// it. So nothing is given up for that. Such suspects are worked on one at a time, each with a note that it is its turn. Only one that was
// being worked on alone each time is left for longer and longer, so that the bot can do its other work, and is set aside in the end.

// maxAttempts is how often the process may end while one event is worked on alone, until it is set aside.
const maxAttempts = 4

// bearable is how many such ends an event may have seen to be worked on by a process that has run for so long: one at once, then after 5,
// 20, 80 seconds and so on.
func bearable(up time.Duration) int {
	n := 1
	for wait := 5 * time.Second; n < maxAttempts && up >= wait; wait *= 4 {
		n++
	}
	return n
}

// queue gives an event to its member's lane.
func (a *App) queue(e store.Event) {
	var in inbound
	if err := json.Unmarshal(e.Data, &in); err != nil {
		a.setAside(e, "it cannot be read")
		return
	}
	job := func() { a.work(in, e.Seq) }
	switch {
	case e.Attempts >= maxAttempts:
		job = func() {
			if a.setAside(e, "the bot ended each time it was worked on") {
				a.tell(a.ctx(), in, setAside(in))
			}
		}
	case e.Suspect:
		job = func() { a.workAlone(in, e.Seq) }
	}
	if !a.lanes.add(in.Who, job) {
		a.putBack(e.Seq, "no room")
	}
}

// setAside keeps an event and lets nobody work on it any more.
func (a *App) setAside(e store.Event, why string) bool {
	a.log.Error("an event in the inbox was set aside", "about", e.Kind, "number", e.Seq, "attempts", e.Attempts, "reason", why)
	if err := a.st.EventAside(e.Seq, why); err != nil {
		a.counts.trouble(a.now(), "inbox", err)
		a.log.Error("an event could not be set aside; it will come again after a restart", "error", err)
		return false
	}
	return true
}

// putBack leaves an event in the inbox, to be taken again.
func (a *App) putBack(seq uint64, why string) {
	if err := a.st.EventFailed(seq, why); err != nil {
		a.log.Error("an event could not be put back into the inbox; it will come again after a restart", "error", err)
	}
}

func (a *App) finish(seq uint64) {
	if seq == 0 {
		return
	}
	if err := a.st.EventDone(seq); err != nil {
		a.counts.trouble(a.now(), "inbox", err)
		a.log.Error("an event could not be taken out of the inbox; it will come again after a restart", "error", err)
	}
}

// waits are the forms whose senders wait for what becomes of them.
type waits struct {
	mu sync.Mutex
	m  map[string]chan bot.Reply
}

// open begins a wait; nil if somebody waits for the same one.
func (w *waits) open(id string) <-chan bot.Reply {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.m[id] != nil {
		return nil
	}
	c := make(chan bot.Reply, 1)
	w.m[id] = c
	return c
}

func (w *waits) close(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.m, id)
}

// tell gives the reply to a form to its sender; false if nobody waits any more.
func (w *waits) tell(id string, r bot.Reply) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, ok := w.m[id]
	if !ok {
		return false
	}
	delete(w.m, id)
	c <- r
	return true
}
