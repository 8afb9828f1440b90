package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// delivery is one event, command or interaction on its way to the app. A retry
// is the same delivery under a new envelope id.
type delivery struct {
	kind    string // events_api, slash_commands, interactive
	label   string // inner type, for the log
	payload json.RawMessage
	attempt int    // 0 for the first delivery
	reason  string // why it is delivered again
	ids     []string
	sock    *socket
	sent    time.Time // when the newest envelope went out
	timer   *time.Timer
	onAck   func(json.RawMessage) // runs with the lock held

	done chan struct{}
	ack  Ack
	err  error
	over bool
}

// Ack is the app's acknowledgement.
type Ack struct {
	Payload json.RawMessage // what came with it; nil for nothing
	Took    time.Duration   // from the delivery that was acknowledged
	Attempt int             // which delivery that was, from 0
}

// Errors a Request ends with.
var (
	// ErrTimeout: nobody acknowledged in time. Members see "operation_timeout".
	ErrTimeout = errors.New("operation_timeout: the app did not acknowledge in time")
	// ErrDispatch: no socket was open, or the request URL refused.
	ErrDispatch = errors.New("dispatch_failed: the app could not be reached")
	errLost     = errors.New("lost by a switched-on fault")
)

// Request is something a member did that the app must acknowledge.
type Request struct {
	d *delivery
	// TriggerID and ResponseURL are what the app got with it; empty for events.
	TriggerID, ResponseURL string
}

// Wait blocks until the app acknowledged and what came with the acknowledgement
// took effect, or until delivery failed for good (ErrTimeout, ErrDispatch,
// ErrClosed), or ctx ended.
func (r *Request) Wait(ctx context.Context) (Ack, error) {
	if r.d == nil {
		return Ack{}, nil
	}
	select {
	case <-r.d.done:
		return r.d.ack, r.d.err
	case <-ctx.Done():
		return Ack{}, ctx.Err()
	}
}

func (s *Server) newDelivery(kind, label string, payload json.RawMessage) *delivery {
	return &delivery{kind: kind, label: label, payload: payload, done: make(chan struct{})}
}

// finish ends a delivery once. The lock is held.
func (d *delivery) finish(a Ack, err error) {
	if d.over {
		return
	}
	d.over, d.ack, d.err = true, a, err
	close(d.done)
}

// url is where this kind of delivery goes when not to a socket.
func (s *Server) url(kind string) string {
	switch kind {
	case "events_api":
		return s.opt.HTTP.Events
	case "slash_commands":
		return s.opt.HTTP.Commands
	}
	return s.opt.HTTP.Interactions
}

// dispatch sends a delivery on its way. The lock is held.
func (s *Server) dispatch(d *delivery) {
	if s.closed {
		d.finish(Ack{}, ErrClosed)
		return
	}
	if u := s.url(d.kind); u != "" {
		s.deliverHTTP(d, u)
		return
	}
	k := s.pickSocket()
	if k == nil {
		if d.kind != "events_api" {
			s.drop(d, ErrDispatch)
			return
		}
		// What came while no socket was open comes as a retry when one opens.
		d.attempt, d.reason = d.attempt+1, "timeout"
		if d.attempt > len(s.opt.RetryDelays) {
			d.attempt = len(s.opt.RetryDelays)
		}
		s.parked = append(s.parked, d)
		return
	}
	id := uuid()
	d.ids, d.sock = append(d.ids, id), k
	s.inflight[id] = d
	e := obj{"envelope_id": id, "type": d.kind, "payload": d.payload, "accepts_response_payload": d.kind != "events_api"}
	if d.kind == "events_api" {
		e["retry_attempt"], e["retry_reason"] = d.attempt, d.reason
	}
	d.sent = time.Now()
	s.sendFrame(k, d.kind, d.label, mustJSON(e))
	d.timer = s.after(s.opt.AckTimeout, func() { s.unanswered(d, "timeout") })
}

// unanswered: the newest envelope of a delivery was not acknowledged.
func (s *Server) unanswered(d *delivery, reason string) {
	if d.over {
		return
	}
	if d.kind != "events_api" { // commands and interactions are not retried
		s.drop(d, ErrTimeout)
		return
	}
	if d.attempt >= len(s.opt.RetryDelays) {
		s.drop(d, ErrTimeout)
		return
	}
	wait := s.opt.RetryDelays[d.attempt]
	d.attempt++
	d.reason = reason
	if wait <= 0 {
		s.dispatch(d)
		return
	}
	d.timer = s.after(wait, func() {
		if !d.over {
			s.dispatch(d)
		}
	})
}

// drop gives a delivery up.
func (s *Server) drop(d *delivery, err error) {
	s.forget(d)
	d.finish(Ack{}, err)
	s.opt.Log.Info("delivery given up", "kind", d.kind, "type", d.label, "attempts", d.attempt+1, "error", err)
	s.tell(Event{Kind: "undelivered", Frame: &Frame{Direction: "out", Kind: d.kind, Label: d.label}})
}

func (s *Server) forget(d *delivery) {
	s.stop(d.timer)
	for _, id := range d.ids {
		delete(s.inflight, id)
	}
}

// acknowledged settles a delivery. The lock is held.
func (s *Server) acknowledged(d *delivery, payload json.RawMessage) {
	if d.over {
		return
	}
	s.forget(d)
	if string(payload) == "null" {
		payload = nil
	}
	if d.onAck != nil {
		d.onAck(payload)
	}
	d.finish(Ack{Payload: payload, Took: time.Since(d.sent), Attempt: d.attempt}, nil)
	s.tell(Event{Kind: "acknowledged", Frame: &Frame{Direction: "in", Kind: d.kind, Label: d.label}})
}

// flushParked delivers what waited for a socket, oldest first.
func (s *Server) flushParked() {
	list := s.parked
	s.parked = nil
	for _, d := range list {
		if !d.over {
			s.dispatch(d)
		}
	}
}

func (s *Server) undelivered() int {
	seen := map[*delivery]bool{}
	for _, d := range s.inflight {
		seen[d] = true
	}
	return len(seen) + len(s.parked) + s.posting
}

// InjectEvent delivers an event of the caller's making: inner is put into the
// usual envelope as it is. It may be any JSON, also null or an array; to send
// what is no JSON at all see InjectFrame.
func (s *Server) InjectEvent(inner json.RawMessage) *Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var head struct{ Type string }
	json.Unmarshal(inner, &head)
	d := s.newDelivery("events_api", head.Type, s.envelope("Ev"+secret()[:9], inner, false))
	s.dispatch(d)
	return &Request{d: d}
}

// InjectPayload delivers a whole payload of the caller's making as the given
// kind: events_api, slash_commands or interactive. The acknowledgement has no effect.
func (s *Server) InjectPayload(kind string, payload json.RawMessage) *Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.newDelivery(kind, "injected", slices.Clone(payload))
	s.dispatch(d)
	return &Request{d: d}
}
