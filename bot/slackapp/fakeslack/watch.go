package fakeslack

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// Event says that something changed or went over the wire.
type Event struct {
	Seq  uint64    `json:"seq"` // 1, 2, 3 ... within this server's life
	Time time.Time `json:"time"`
	// Kind is message, message_changed, message_deleted, ephemeral (new or
	// changed), ephemeral_deleted, view (a modal opened, pushed, updated or filled),
	// view_closed, home, assistant, channel, member, group, file, socket, call,
	// frame, acknowledged, undelivered.
	Kind    string `json:"kind"`
	Channel string `json:"channel,omitempty"`
	User    string `json:"user,omitempty"` // who it concerns, where it concerns one

	Message   *Message         `json:"message,omitempty"`
	View      *View            `json:"view,omitempty"`
	Assistant *AssistantThread `json:"assistant,omitempty"`
	Call      *Call            `json:"call,omitempty"`
	Frame     *Frame           `json:"frame,omitempty"`
}

// Frame is one message between Slack and the app: an envelope, an
// acknowledgement, an HTTP delivery.
type Frame struct {
	Direction string `json:"direction"` // out: to the app; in: from it
	Kind      string `json:"kind"`      // hello, disconnect, events_api, slash_commands, interactive, ack, injected
	Label     string `json:"label,omitempty"`
	// Body is what was sent, if it is JSON; its text as a JSON string otherwise.
	Body json.RawMessage `json:"body,omitempty"`
}

// watcher queues events for one reader, however slow it is.
type watcher struct {
	mu    sync.Mutex
	queue []Event
	kick  chan struct{}
	ended bool
	only  func(Event) bool // nil takes all; called with the Server's lock held
}

func (w *watcher) put(e Event) {
	w.mu.Lock()
	w.queue = append(w.queue, e)
	w.mu.Unlock()
	w.wake()
}

func (w *watcher) wake() {
	select {
	case w.kick <- struct{}{}:
	default:
	}
}

func (w *watcher) end() {
	w.mu.Lock()
	w.ended = true
	w.mu.Unlock()
	w.wake()
}

func (w *watcher) take() (list []Event, ended bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	list, w.queue = w.queue, nil
	return list, w.ended
}

// tell gives an event to all watchers. The lock is held.
func (s *Server) tell(e Event) {
	s.eventSeq++
	e.Seq, e.Time = s.eventSeq, s.clock()
	for w := range s.watchers {
		if w.only == nil || w.only(e) {
			w.put(e)
		}
	}
}

func (s *Server) tellMessage(kind string, m *Message) {
	if len(s.watchers) == 0 {
		s.eventSeq++
		return
	}
	k := *m
	s.tell(Event{Kind: kind, Channel: m.Channel, User: m.To, Message: &k})
}

func (s *Server) tellView(kind string, v *View) {
	k := copyView(v)
	s.tell(Event{Kind: kind, User: v.User, View: &k})
}

func (s *Server) tellFrame(direction, kind, label string, b []byte) {
	if len(s.watchers) == 0 {
		s.eventSeq++
		return
	}
	body := json.RawMessage(b)
	if !json.Valid(b) {
		body = mustJSON(string(b))
	}
	s.tell(Event{Kind: "frame", Frame: &Frame{Direction: direction, Kind: kind, Label: label, Body: body}})
}

// watch registers a watcher. The lock is held.
func (s *Server) watch(only func(Event) bool) *watcher {
	w := &watcher{kick: make(chan struct{}, 1), only: only, ended: s.closed}
	if w.ended {
		w.wake()
	}
	s.watchers[w] = true
	return w
}

func (s *Server) unwatch(w *watcher) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.watchers, w)
}

// Watch sends every event from now on, in order and without loss, until ctx ends
// or the server closes; then it closes the channel. A slow reader holds nobody
// up: what it has not read yet is kept in memory.
func (s *Server) Watch(ctx context.Context) <-chan Event {
	s.mu.Lock()
	w := s.watch(nil)
	s.mu.Unlock()
	out := make(chan Event, 16)
	go func() { // ends with ctx or the server
		defer close(out)
		defer s.unwatch(w)
		for {
			list, ended := w.take()
			for _, e := range list {
				select {
				case out <- e:
				case <-ctx.Done():
					return
				}
			}
			if ended {
				return
			}
			if len(list) > 0 {
				continue
			}
			select {
			case <-w.kick:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// await returns the first thing that is there already or comes later. now looks
// at what is there; later looks at one event. Both run with the lock held.
func await[T any](ctx context.Context, s *Server, now func() (T, bool), later func(Event) (T, bool)) (T, error) {
	var zero, got T
	s.mu.Lock()
	if v, ok := now(); ok {
		s.mu.Unlock()
		return v, nil
	}
	found := false
	w := s.watch(func(e Event) bool {
		if !found {
			got, found = later(e)
			return found
		}
		return false
	})
	s.mu.Unlock()
	defer s.unwatch(w)
	for {
		select {
		case <-w.kick:
		case <-ctx.Done():
			return zero, ctx.Err()
		}
		s.mu.Lock()
		v, ok, ended := got, found, s.closed
		s.mu.Unlock()
		switch {
		case ok:
			return v, nil
		case ended:
			return zero, ErrClosed
		}
	}
}

// WaitMessage waits for a message in a conversation that ok accepts, posted or
// edited, now or before. ok must not call the Server. It returns ctx's error or
// ErrClosed if there is none; so do the other Wait functions.
func (s *Server) WaitMessage(ctx context.Context, channel string, ok func(Message) bool) (Message, error) {
	id := ""
	return await(ctx, s, func() (Message, bool) {
		r := s.room(channel)
		if r == nil {
			return Message{}, false
		}
		id = r.ID
		for _, m := range r.msgs {
			if ok(*m) {
				return *m, true
			}
		}
		return Message{}, false
	}, func(e Event) (Message, bool) {
		if e.Kind != "message" && e.Kind != "message_changed" {
			return Message{}, false
		}
		if id == "" {
			if r := s.room(channel); r != nil {
				id = r.ID
			}
		}
		return *e.Message, e.Channel == id && ok(*e.Message)
	})
}

// WaitEphemeral waits for an ephemeral message to a member.
func (s *Server) WaitEphemeral(ctx context.Context, user string, ok func(Message) bool) (Message, error) {
	id := s.memberID(user)
	return await(ctx, s, func() (Message, bool) {
		for _, m := range s.ephem[id] {
			if ok(*m) {
				return *m, true
			}
		}
		return Message{}, false
	}, func(e Event) (Message, bool) {
		if e.Kind != "ephemeral" || e.User != id {
			return Message{}, false
		}
		return *e.Message, ok(*e.Message)
	})
}

// WaitModal waits for a modal of a member, on top of the stack or below.
func (s *Server) WaitModal(ctx context.Context, user string, ok func(View) bool) (View, error) {
	id := s.memberID(user)
	return await(ctx, s, func() (View, bool) {
		for _, v := range s.stacks[id] {
			if k := copyView(s.views[v]); ok(k) {
				return k, true
			}
		}
		return View{}, false
	}, func(e Event) (View, bool) {
		if e.Kind != "view" || e.User != id {
			return View{}, false
		}
		return *e.View, ok(*e.View)
	})
}

// WaitHome waits for a state of a member's home tab.
func (s *Server) WaitHome(ctx context.Context, user string, ok func(View) bool) (View, error) {
	id := s.memberID(user)
	return await(ctx, s, func() (View, bool) {
		if v := s.views[s.homes[id]]; v != nil {
			k := copyView(v)
			return k, ok(k)
		}
		return View{}, false
	}, func(e Event) (View, bool) {
		if e.Kind != "home" || e.User != id {
			return View{}, false
		}
		return *e.View, ok(*e.View)
	})
}

// WaitCall waits for a Web API call that ok accepts, answered now or before.
func (s *Server) WaitCall(ctx context.Context, ok func(Call) bool) (Call, error) {
	return await(ctx, s, func() (Call, bool) {
		for _, c := range s.calls {
			if ok(c) {
				return c, true
			}
		}
		return Call{}, false
	}, func(e Event) (Call, bool) {
		if e.Kind != "call" {
			return Call{}, false
		}
		return *e.Call, ok(*e.Call)
	})
}

// WaitSockets waits until the app holds n WebSockets or more; with 0, until it
// holds none.
func (s *Server) WaitSockets(ctx context.Context, n int) error {
	enough := func() bool { return len(s.sockets) >= n && (n > 0 || len(s.sockets) == 0) }
	_, err := await(ctx, s, func() (bool, bool) { return true, enough() }, func(Event) (bool, bool) { return true, enough() })
	return err
}

// WaitDelivered waits until nothing is on its way to the app: every event,
// command and interaction is acknowledged or given up. What the app does after
// acknowledging is not waited for.
func (s *Server) WaitDelivered(ctx context.Context) error {
	_, err := await(ctx, s, func() (bool, bool) { return true, s.undelivered() == 0 },
		func(Event) (bool, bool) { return true, s.undelivered() == 0 })
	return err
}
