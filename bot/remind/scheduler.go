package remind

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"rabita/store"
)

// Promises is what the scheduler needs of the store; *store.Store fulfils it.
type Promises interface {
	Unreconciled(channel string) (since time.Time, ok bool, err error)
	Reconcile(channel string, found []store.Shown, at time.Time) (int, error)
	NextDue(after time.Time) (time.Time, bool, error)
	DueChannels(now time.Time) ([]string, error)
	Occurrences(f store.OccurrenceFilter) ([]store.Occurrence, error)
	TakeDue(channel string, now time.Time, build func(store.Taking) (store.Draft, error)) (store.Delivery, bool, error)
	Commit(marker, ts string, at time.Time) error
	Refused(marker, reason string, again, at time.Time) error
	Block(marker, reason string, tell []store.Occurrence, at time.Time) error
	Unblock(channel string, at time.Time) (int, error)
	Ambiguous(marker, reason string, at time.Time) error
	Unseen(marker string, at time.Time) error
	Unread(marker, reason string, tell []store.Occurrence, at time.Time) error
	Resend(marker string, at time.Time) (store.Delivery, bool, error)
	Intents() ([]store.Delivery, error)
	ToAudit(before time.Time) ([]store.Delivery, error)
	Audited(marker, ts string) error
	ToEdit() (map[string]string, error)
	Edits(channel string) ([]store.Edit, error)
	Edited(marker string, version int, lines []store.Line, text string) error
	Occurrence(key string) (store.Occurrence, error)
	Item(id string) (store.Item, error)
	Reminder(id string) (store.Reminder, error)
	Replan(now time.Time) (int, error)
	HighWater() (time.Time, error)
	RaiseHighWater(at time.Time) error
}

// Options are a scheduler's; the zero value is what a bot in Slack needs.
type Options struct {
	Clock  func() time.Time // what time it is; nil: time.Now
	Settle time.Duration    // how long after an attempt its message may still turn up in the history; 0: 120 s
	Audit  time.Duration    // how long after a message was shown the history is read once more; 0: 10 min
	// PerChannel is the least time between two messages to a channel; 0: 1 s. Overall is the same for all channels together; 0: 250 ms, with
	// twenty at once. Negative: no limit.
	PerChannel, Overall time.Duration
	PostTimeout         time.Duration // how long one call to the channel may take; 0: 30 s; must be well below Settle
	// Witness asks another machine what time it is, to know a clock that jumped. While the two differ by more than five minutes nothing is
	// shown. Until it answers, or where it is nil, a clock more than 400 days ahead of what was seen before, or more than a day behind, is not
	// believed.
	Witness func(context.Context) (time.Time, error)
	// Find finds the passages a watch asks for and has not shown: seen holds the hashes of those it has. Nil: watches show nothing.
	Find func(ctx context.Context, r store.Reminder) ([]Finding, error)
	// Shown, if set, is told of each delivery that was committed.
	Shown func(d store.Delivery)

	without protections
	// longest is how long the loop sleeps at most, so that a changed clock or a laptop that wakes up is noticed; 0: 30 s.
	longest time.Duration
}

// protections are what keeps a notice from being lost or doubled. Tests take them away one by one.
type protections struct {
	intent bool // write the intent before the message is sent
	marker bool // know a message of ours by its marker
	settle bool // wait before the history is believed
	audit  bool // look again later, and delete a second copy
}

// Health is how the scheduler does, for the secretariat.
type Health struct {
	Clock   string // why the clock is not believed; empty: it is
	Paused  string // why nothing is sent at all; empty: it is
	Posted  int    // since the start
	Healed  int    // second copies that were deleted
	LastErr string
}

// Sentences is the health as people read it; none where all is well.
func (h Health) Sentences() []string {
	var out []string
	if h.Paused != "" {
		out = append(out, "No reminders are sent: "+h.Paused+".")
	}
	if h.Clock != "" {
		out = append(out, "Reminders wait, for the clock is not believed: "+h.Clock+".")
	}
	if h.LastErr != "" {
		out = append(out, "Last trouble with reminders: "+h.LastErr+".")
	}
	return out
}

// A Scheduler shows what is due. It is made by New and does nothing until Run.
type Scheduler struct {
	log     *slog.Logger
	planner *Planner
	st      Promises
	ch      Channel
	o       Options
	kick    chan struct{}
	overall *bucket

	mu      sync.Mutex
	started time.Time            // of Run, real time
	work    map[string]*line     // by channel
	ended   map[string]time.Time // marker -> end of its last attempt, real time
	next    map[string]time.Time // marker -> no sooner than this, real time
	health  Health
	deaf    map[string]bool // markers whose channel has refused to be read for long
	outage  time.Time       // when the history was last asked for in vain; zero: the other side answers
	group   sync.WaitGroup
	fatal   error
	clock   clockState
}

// A line is the work of one channel: at most one goroutine.
type line struct {
	running, again bool
	last           time.Time // when something was last posted, real time
	hold           time.Time // no post sooner than this, real time
}

// breath is how long the loop rests after each look, so that many kicks make one look.
const breath = 20 * time.Millisecond

// New makes a scheduler. The planner is the one whose Plan the store was opened with.
func New(log *slog.Logger, planner *Planner, st Promises, ch Channel, o Options) *Scheduler {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	for _, d := range []struct {
		v    *time.Duration
		zero time.Duration
	}{{&o.Settle, 2 * time.Minute}, {&o.Audit, 10 * time.Minute}, {&o.PerChannel, time.Second}, {&o.Overall, 250 * time.Millisecond}, {&o.PostTimeout, 30 * time.Second}, {&o.longest, 30 * time.Second}} {
		if *d.v == 0 {
			*d.v = d.zero
		}
	}
	if o.without.settle {
		o.Settle = 0
	}
	return &Scheduler{log: log, planner: planner, st: st, ch: ch, o: o, kick: make(chan struct{}, 1), overall: newBucket(o.Overall, 20),
		work: map[string]*line{}, ended: map[string]time.Time{}, next: map[string]time.Time{}, deaf: map[string]bool{}}
}

// Kick makes the scheduler look at once: something was added or changed. It never blocks, and may be called before Run.
func (s *Scheduler) Kick() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// Retry makes what is blocked in a channel due again: the bot was invited, the channel unarchived. An empty channel means all.
func (s *Scheduler) Retry(channel string) error {
	n, err := s.st.Unblock(channel, s.o.Clock())
	if n > 0 {
		s.Kick()
	}
	return err
}

// Health returns how the scheduler does.
func (s *Scheduler) Health() Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.health
}

// Run shows what is due until ctx ends, then waits for what is under way and returns nil. ErrPaused: the other side refuses everything.
// Run is called once.
func (s *Scheduler) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer s.group.Wait()
	defer cancel()
	s.mu.Lock()
	s.started = time.Now()
	s.mu.Unlock()
	fresh := true
	retried := s.started
	for {
		wait := s.o.longest
		if now := s.o.Clock(); s.believes(ctx, now) {
			if fresh {
				fresh = !s.begin(now)
			}
			if time.Since(retried) >= time.Hour {
				retried = time.Now()
				s.note("unblocking", s.Retry(""))
			}
			if !fresh {
				wait = s.look(ctx, now)
			}
		}
		if !sleep(ctx, breath) {
			return s.stopped()
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return s.stopped()
		case <-s.kick:
			timer.Stop()
		case <-timer.C:
		}
		if err := s.stopped(); err != nil {
			return err
		}
	}
}

func (s *Scheduler) stopped() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fatal
}

// begin does what a start needs: everything planned anew, and what was under way taken for ambiguous. False: the store failed; again later.
func (s *Scheduler) begin(now time.Time) bool {
	intents, err := s.st.Intents()
	for _, d := range intents {
		if err == nil {
			err = s.st.Ambiguous(d.Marker, "the bot stopped while it was under way", now)
		}
	}
	if err == nil {
		_, err = s.st.Unblock("", now)
	}
	if err == nil {
		_, err = s.st.Replan(now)
	}
	s.note("starting", err)
	return err == nil
}

// look starts what there is to do, and returns how long nothing more will come.
func (s *Scheduler) look(ctx context.Context, now time.Time) time.Duration {
	wait := s.o.longest
	var channels []string
	unsettled := map[string]bool{}
	intents, err := s.st.Intents()
	s.note("looking for what is unsettled", err)
	for _, d := range intents {
		if left := s.settlesIn(d); left > 0 {
			wait = min(wait, left)
			unsettled[d.Channel] = unsettled[d.Channel] || !s.stuck(d)
		} else if !s.probing() || len(channels) == 0 { // one channel finds out for all whether the other side answers again
			channels = append(channels, d.Channel)
		} else {
			unsettled[d.Channel] = true
		}
	}
	due, err := s.st.DueChannels(now)
	s.note("looking for what is due", err)
	for _, channel := range due {
		if !unsettled[channel] {
			channels = append(channels, channel)
		}
	}
	edits, err := s.st.ToEdit()
	s.note("looking for edits", err)
	for marker, channel := range edits {
		if s.waits(marker) <= 0 {
			channels = append(channels, channel)
		}
	}
	if s.mayAudit(intents) {
		audits, err := s.st.ToAudit(now.Add(-s.o.Audit))
		s.note("looking for audits", err)
		for _, d := range audits {
			if left := s.waits(d.Marker); left <= 0 {
				channels = append(channels, d.Channel)
			} else {
				wait = min(wait, left)
			}
		}
	}
	for _, channel := range channels {
		s.start(ctx, channel)
	}
	if at, ok, err := s.st.NextDue(now); err != nil {
		s.note("looking for what is next", err)
	} else if ok {
		wait = min(wait, max(at.Sub(s.o.Clock()), 0))
	}
	return wait
}

// start lets a goroutine work through a channel, unless one does: that one then looks once more.
func (s *Scheduler) start(ctx context.Context, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.work[channel]
	if l == nil {
		l = &line{}
		s.work[channel] = l
	}
	if l.running || ctx.Err() != nil || s.fatal != nil {
		l.again = true
		return
	}
	if time.Until(l.hold) > 0 {
		return
	}
	l.running = true
	s.group.Go(func() {
		for {
			s.channel(ctx, channel, l)
			s.mu.Lock()
			if !l.again || ctx.Err() != nil || s.fatal != nil || time.Until(l.hold) > 0 {
				l.running, l.again = false, false
				s.mu.Unlock()
				return
			}
			l.again = false
			s.mu.Unlock()
		}
	})
}

// channel does all that is to be done in a channel now: settles first, for while one message is unsettled no other is sent.
func (s *Scheduler) channel(ctx context.Context, channel string, l *line) {
	if !s.reconcile(ctx, channel) || !s.settleAll(ctx, channel, l) {
		return
	}
	for ctx.Err() == nil {
		now := s.o.Clock()
		found, err := s.found(ctx, channel, now)
		if err != nil {
			s.note("finding what a watch asks for", err)
			return
		}
		policy := s.planner.Policy()
		d, ok, err := s.st.TakeDue(channel, now, func(tk store.Taking) (store.Draft, error) { return compose(&policy, tk, now, found), nil })
		if err != nil || !ok {
			s.note("taking what is due", err)
			break
		}
		if !s.post(ctx, d, l) {
			return
		}
	}
	s.edit(ctx, channel, l)
	s.audit(ctx, channel)
}

// found asks for the passages of the watches that are due in a channel.
func (s *Scheduler) found(ctx context.Context, channel string, now time.Time) (map[string][]Finding, error) {
	out := map[string][]Finding{}
	if s.o.Find == nil {
		return out, nil
	}
	planned, err := s.st.Occurrences(store.OccurrenceFilter{Channel: channel, Limit: 500})
	if err != nil {
		return nil, err
	}
	for i, o := range planned {
		if o.Due().After(now) {
			planned = planned[:i]
			break
		}
	}
	for _, id := range watches(planned) {
		r, err := s.st.Reminder(id)
		if errors.Is(err, store.ErrNotFound) || err == nil && r.Watch == nil {
			continue
		}
		if err == nil {
			out[id], err = s.o.Find(ctx, r)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// note keeps and logs an error that nobody else will see; nil is none.
func (s *Scheduler) note(doing string, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	s.log.Error("reminders", "doing", doing, "error", err)
	s.mu.Lock()
	s.health.LastErr = fmt.Sprintf("%s: %v", doing, err)
	s.mu.Unlock()
}

// waits is how long something about a marker is put off still.
func (s *Scheduler) waits(marker string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.next[marker])
}

// putOff puts what is to be done about a marker off.
func (s *Scheduler) putOff(marker string, d time.Duration) {
	s.mu.Lock()
	s.next[marker] = time.Now().Add(d)
	s.mu.Unlock()
}

// forget drops what was remembered about a marker that is settled.
func (s *Scheduler) forget(marker string) {
	s.mu.Lock()
	delete(s.next, marker)
	delete(s.ended, marker)
	delete(s.deaf, marker)
	s.mu.Unlock()
}
