package remind

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/store"
)

const (
	shortest   = time.Second // the least wait that a Later may ask for
	longestLim = time.Hour   // and the longest
	unreadable = time.Hour   // after which the owner is told that nobody knows, and other messages pass
	readAgain  = 30 * time.Second
	readSlow   = 5 * time.Minute
	auditGives = 24 * time.Hour // after which an audit that cannot read the history is given up
)

// post sends a delivery whose intent is written, and records what became of it. False: nothing more should be sent to the channel now.
func (s *Scheduler) post(ctx context.Context, d store.Delivery, l *line) bool {
	if !s.pace(ctx, l) {
		s.end(d.Marker)
		// Nothing was sent: the notices are due again, and a start finds them so.
		s.note("recording", s.st.Refused(d.Marker, "the bot stopped", s.o.Clock(), s.o.Clock()))
		return false
	}
	call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
	ts, err := s.ch.Post(call, d)
	cancel()
	s.end(d.Marker)
	s.mu.Lock()
	l.last = time.Now() // a second from here: the other side counts when it hears of it, not when we speak
	s.mu.Unlock()
	defer s.Kick() // what is recorded may plan something, or put it off
	now := s.o.Clock()
	if err == nil && ts != "" {
		return s.commit(d, ts, now)
	}
	if err == nil {
		err = errors.New("the answer named no message")
	}
	return s.failed(d, err, now, l)
}

// failed records an attempt that did not succeed for certain.
func (s *Scheduler) failed(d store.Delivery, err error, now time.Time, l *line) bool {
	var refused *Refused
	var later *Later
	switch {
	case errors.As(err, &refused) && refused.Everywhere:
		s.note("recording a refusal", s.st.Refused(d.Marker, refused.Reason, now, now))
		s.pause(refused.Reason)
		return false
	case errors.As(err, &refused):
		s.log.Info("a delivery is blocked", "channel", d.Channel, "reason", refused.Reason, "notices", len(d.Keys))
		tell, e := s.trouble(d, store.RuleBlocked, refused.Reason, now)
		if e == nil {
			e = s.st.Block(d.Marker, refused.Reason, tell, now)
		}
		s.note("recording a refusal", e)
		return e == nil
	case errors.As(err, &later):
		wait := min(max(later.After, shortest), longestLim)
		wait += time.Duration(rand.Int64N(int64(wait)/10 + 1))
		s.note("recording a limit", s.st.Refused(d.Marker, later.Reason, now.Add(wait), now))
		s.mu.Lock()
		l.hold = time.Now().Add(wait)
		s.mu.Unlock()
		if later.Everywhere {
			s.overall.holdFor(wait)
		}
		return false
	}
	s.log.Info("a delivery may have been shown", "channel", d.Channel, "error", err)
	if s.o.without.intent { // as a bot would that knows no intents: it failed, so it is due again
		s.note("recording", s.st.Refused(d.Marker, err.Error(), now.Add(readAgain), now))
		return false
	}
	s.note("recording an attempt", s.st.Ambiguous(d.Marker, err.Error(), now))
	return false
}

// commit records that a delivery is shown.
func (s *Scheduler) commit(d store.Delivery, ts string, now time.Time) bool {
	if err := s.st.Commit(d.Marker, ts, now); err != nil {
		s.note("recording what was shown", err)
		return false // the intent stands: it is settled by the history
	}
	s.forget(d.Marker)
	s.mu.Lock()
	s.health.Posted++
	s.mu.Unlock()
	s.log.Info("delivered", "channel", d.Channel, "notices", len(d.Keys), "attempt", d.Attempt)
	if s.o.Shown != nil {
		s.o.Shown(d)
	}
	return true
}

// end remembers when an attempt ended.
func (s *Scheduler) end(marker string) {
	s.mu.Lock()
	s.ended[marker] = time.Now()
	s.mu.Unlock()
}

// pause stops the scheduler: no message would be shown anywhere.
func (s *Scheduler) pause(reason string) {
	s.mu.Lock()
	s.fatal = ErrPaused
	s.health.Paused = reason
	s.mu.Unlock()
	s.log.Error("reminders stop: slack refuses every message", "reason", reason)
	s.Kick()
}

// trouble plans who is told that a delivery is in trouble: the owner of each promise on it, or the secretariat where the owner's own
// message is the one in trouble.
func (s *Scheduler) trouble(d store.Delivery, rule, reason string, now time.Time) ([]store.Occurrence, error) {
	policy := s.planner.Policy()
	planned, err := s.carried(d)
	if err != nil {
		return nil, err
	}
	var out []store.Occurrence
	day := calendar.DateOf(now.In(policy.Calendar.Location())).String()
	for _, n := range planned {
		to := []string{reviewer(n)}
		if to[0] == "" || to[0] == d.Channel || n.Tells() {
			to = policy.Secretariat
		}
		if n.Tells() && slices.Contains(policy.Secretariat, d.Channel) {
			continue // they cannot be told that they cannot be told; the log and /rabita health say it
		}
		for _, who := range to {
			if who == d.Channel {
				continue
			}
			o := store.Occurrence{Item: n.Item, Reminder: n.Reminder, Body: n.Body, To: d.Channel, Rule: rule, Nominal: day,
				Zone: policy.Calendar.Location().String(), At: now, Channel: who, Reason: reason}
			o.Key = store.OccurrenceKey(o.Subject(), o.Body, rule, day, who)
			out = append(out, o)
		}
	}
	return out, nil
}

// carried are the notices of a delivery with what they are about.
func (s *Scheduler) carried(d store.Delivery) ([]store.Notice, error) {
	var out []store.Notice
	for _, key := range d.Keys {
		o, err := s.st.Occurrence(key)
		if err != nil {
			return nil, err
		}
		n := store.Notice{Occurrence: o}
		if o.Item != "" {
			var it store.Item
			if it, err = s.st.Item(o.Item); err == nil {
				n.On = &it
			}
		} else {
			var r store.Reminder
			if r, err = s.st.Reminder(o.Reminder); err == nil {
				n.Of = &r
			}
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			out = append(out, n)
		}
	}
	return out, nil
}

// settlesIn is how long an unsettled delivery must be left alone still. Both times are this process's own, so that no clock that jumps
// shortens it; after a restart the wait begins anew.
func (s *Scheduler) settlesIn(d store.Delivery) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, ok := s.ended[d.Marker]
	if !ok {
		from = s.started
	}
	wait := max(time.Until(from.Add(s.o.Settle)), time.Until(s.next[d.Marker]))
	if !s.outage.IsZero() {
		wait = max(wait, time.Until(s.outage.Add(readAgain)))
	}
	return wait
}

// settleAll settles what is unsettled in a channel. False: something still is, and nothing else may be sent.
func (s *Scheduler) settleAll(ctx context.Context, channel string, l *line) bool {
	intents, err := s.st.Intents()
	if err != nil {
		s.note("looking for what is unsettled", err)
		return false
	}
	clear := true
	for _, d := range intents {
		if d.Channel != channel {
			continue
		}
		if s.settlesIn(d) > 0 || !s.settle(ctx, d, l) {
			clear = clear && s.stuck(d)
		}
	}
	return clear
}

// stuck reports whether a delivery has been unsettled for so long, because this channel's history cannot be read, that others need not
// wait. While the other side does not answer at all, they would share its fate.
func (s *Scheduler) stuck(d store.Delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deaf[d.Marker]
}

// settle looks an ambiguous delivery up in the history, and commits it or sends it again. True: it is settled.
func (s *Scheduler) settle(ctx context.Context, d store.Delivery, l *line) bool {
	if !s.mayRead() {
		return false
	}
	call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
	list, err := s.find(call, d)
	cancel()
	now := s.o.Clock()
	var refused *Refused
	var later *Later
	wait := readAgain
	if errors.As(err, &later) && !later.Everywhere { // nothing is known of the other side yet
		wait = min(max(later.After, shortest), longestLim)
	} else {
		s.read(err == nil || errors.As(err, &refused))
	}
	if err != nil {
		var tell []store.Occurrence
		if now.Sub(d.Began) > unreadable && refused != nil {
			wait = readSlow
			s.mu.Lock()
			s.deaf[d.Marker] = true
			s.mu.Unlock()
			tell, _ = s.trouble(d, store.RuleUnsure, refused.Reason, now)
		}
		s.putOff(d.Marker, wait)
		s.note("recording", s.st.Unread(d.Marker, err.Error(), tell, now))
		return false
	}
	if len(list) > 0 {
		if !s.commit(d, list[0], now) {
			return false
		}
		s.heal(ctx, d, list[1:])
		return true
	}
	if err := s.st.Unseen(d.Marker, now); err != nil {
		s.note("recording", err)
		return false
	}
	if d.Attempt > 1 && d.Clean == 0 && !s.o.without.settle {
		s.putOff(d.Marker, readAgain) // one more look
		return false
	}
	again, ok, err := s.st.Resend(d.Marker, now)
	if err != nil {
		s.note("sending again", err)
		return false
	}
	if !ok {
		s.forget(d.Marker)
		return true
	}
	return s.post(ctx, again, l)
}

// probing reports whether the last read of a history failed.
func (s *Scheduler) probing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.outage.IsZero()
}

// mayRead reports whether the history may be asked for: while the last read failed, one read every half minute probes whether the other
// side is back, whatever the number of channels.
func (s *Scheduler) mayRead() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.outage.IsZero() && time.Since(s.outage) < readAgain {
		return false
	}
	if !s.outage.IsZero() {
		s.outage = time.Now()
	}
	return true
}

// read notes whether the other side answered; if it does again, all that waited for it goes on at once.
func (s *Scheduler) read(answered bool) {
	s.mu.Lock()
	was := s.outage
	s.outage = time.Time{}
	if !answered {
		s.outage = time.Now()
	} else if !was.IsZero() {
		clear(s.next)
	}
	s.mu.Unlock()
	if answered && !was.IsZero() {
		s.Kick()
	}
}

// find looks for a delivery's messages.
func (s *Scheduler) find(ctx context.Context, d store.Delivery) ([]string, error) {
	if s.o.without.marker {
		return nil, nil
	}
	return s.ch.Find(ctx, d)
}

// reconcile looks through the history of a channel once after a backup was put back, for what was shown since it was made. False: that was
// not possible yet, and nothing may be sent.
func (s *Scheduler) reconcile(ctx context.Context, channel string) bool {
	since, need, err := s.st.Unreconciled(channel)
	if err != nil || !need {
		s.note("looking for what a backup does not know", err)
		return err == nil
	}
	mark := "restored " + channel
	if s.waits(mark) > 0 {
		return false
	}
	call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
	if !since.IsZero() {
		since = since.Add(-time.Minute)
	}
	found, err := s.ch.Shown(call, channel, since)
	cancel()
	n := 0
	if err == nil {
		n, err = s.st.Reconcile(channel, found, s.o.Clock())
	}
	if refused := (*Refused)(nil); errors.As(err, &refused) && !refused.Everywhere && !strings.HasPrefix(refused.Reason, "missing_scope") {
		return true // a message will be refused there as well, and its owner told why
	}
	if err != nil {
		s.putOff(mark, readAgain)
		s.note("looking through a channel after a backup was put back", err)
		return false
	}
	s.forget(mark)
	s.log.Info("looked through after a backup was put back", "channel", channel, "shown before", n)
	return true
}

// heal deletes second copies of a message.
func (s *Scheduler) heal(ctx context.Context, d store.Delivery, extra []string) bool {
	for _, ts := range extra {
		call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
		err := s.ch.Delete(call, d, ts)
		cancel()
		if err != nil {
			s.note("deleting a second copy", err)
			return false
		}
		s.mu.Lock()
		s.health.Healed++
		s.mu.Unlock()
		s.log.Info("a second copy was deleted", "channel", d.Channel)
	}
	return true
}

// mayAudit reports whether audits have their turn: not while it is unknown whether something was shown, for the other side lets its
// histories be read only so many times a minute.
func (s *Scheduler) mayAudit(intents []store.Delivery) bool {
	return !s.o.without.audit && !slices.ContainsFunc(intents, func(d store.Delivery) bool { return !s.stuck(d) })
}

// audit reads the history of what was shown some time ago once more.
func (s *Scheduler) audit(ctx context.Context, channel string) {
	intents, err := s.st.Intents()
	s.note("looking for what is unsettled", err)
	if err != nil || !s.mayAudit(intents) {
		return
	}
	now := s.o.Clock()
	list, err := s.st.ToAudit(now.Add(-s.o.Audit))
	s.note("looking for audits", err)
	for _, d := range list {
		if d.Channel != channel || s.waits(d.Marker) > 0 || ctx.Err() != nil {
			continue
		}
		call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
		found, err := s.find(call, d)
		cancel()
		keep := d.TS
		if err == nil && len(found) > 1 {
			if !slices.Contains(found, keep) {
				keep = found[0]
			}
			if !s.heal(ctx, d, slices.DeleteFunc(found, func(ts string) bool { return ts == keep })) {
				err = errors.New("a second copy is still there")
			}
		}
		if err != nil && now.Sub(d.Posted) < auditGives {
			s.putOff(d.Marker, readSlow)
			continue
		}
		s.note("recording an audit", s.st.Audited(d.Marker, keep))
		s.forget(d.Marker)
	}
}

// edit brings messages up to date whose items changed since they were shown.
func (s *Scheduler) edit(ctx context.Context, channel string, l *line) {
	list, err := s.st.Edits(channel)
	s.note("looking for edits", err)
	policy := s.planner.Policy()
	for _, e := range list {
		if s.waits(e.Marker) > 0 || ctx.Err() != nil {
			continue
		}
		lines, same := amended(&policy, e, s.o.Clock())
		if !same {
			d := e.Delivery
			d.Lines, d.Text = lines, text(lines)
			if !s.pace(ctx, l) {
				return
			}
			call, cancel := context.WithTimeout(ctx, s.o.PostTimeout)
			err = s.ch.Edit(call, d, e.TS)
			cancel()
			var refused *Refused
			if err != nil && !(errors.As(err, &refused) && !refused.Everywhere) {
				s.putOff(e.Marker, readAgain) // to say it twice does no harm
				continue
			}
		}
		s.note("recording an edit", s.st.Edited(e.Marker, e.Version, lines, text(lines)))
	}
}
