package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"rabita/bot/slackapp/fakeslack"
)

// wireEntry is one line of the wire view: an envelope to the app, an acknowledgement from it, or a call of the Web API.
type wireEntry struct {
	Seq   uint64          `json:"seq"`
	Time  time.Time       `json:"time"`
	Kind  string          `json:"kind"`  // event, interaction, command, ack, call, socket, trouble
	Label string          `json:"label"` // "app_mention", "chat.postMessage"
	Note  string          `json:"note,omitempty"`
	Bad   bool            `json:"bad,omitempty"`
	Body  json.RawMessage `json:"body,omitempty"`
}

// keepWire is how many entries are kept for a wire view that is opened later.
const keepWire = 300

// entryOf makes the line of a workspace event that crossed the wire.
func entryOf(e fakeslack.Event) (wireEntry, bool) {
	w := wireEntry{Seq: e.Seq, Time: e.Time}
	switch {
	case e.Kind == "call" && e.Call != nil:
		w.Kind, w.Label, w.Body, w.Bad = "call", e.Call.Method, e.Call.Args, !e.Call.OK
		w.Note = "ok"
		if !e.Call.OK {
			w.Note = e.Call.Error
		}
		if e.Call.Fault != "" {
			w.Note, w.Bad = w.Note+" · fault: "+e.Call.Fault, true
		}
	case e.Kind == "frame" && e.Frame != nil:
		w.Label, w.Body = e.Frame.Label, e.Frame.Body
		switch e.Frame.Kind {
		case "events_api":
			w.Kind = "event"
		case "slash_commands":
			w.Kind = "command"
		case "interactive":
			w.Kind = "interaction"
		case "ack":
			w.Kind = "ack"
		default:
			w.Kind, w.Label = "socket", e.Frame.Kind
		}
	case e.Kind == "undelivered":
		w.Kind, w.Label, w.Bad = "trouble", "undelivered", true
	default:
		return w, false
	}
	return w, true
}

func (b *Sandbox) keep(w wireEntry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.wire) >= keepWire {
		b.wire = append(b.wire[:0:0], b.wire[len(b.wire)-keepWire+1:]...)
	}
	b.wire = append(b.wire, w)
}

// showWire opens or closes the wire view; it answers with what was kept.
func (t *tab) showWire(_ context.Context, a args) (any, error) {
	t.wire.Store(a.On)
	if !a.On {
		return nil, nil
	}
	t.b.mu.Lock()
	defer t.b.mu.Unlock()
	return append([]wireEntry{}, t.b.wire...), nil
}

// A trouble is a fault that can be switched on in the wire view.
type trouble struct {
	name, label string
	on          func(*fakeslack.Server)
}

// How long the slow and the late ones take, in real time.
const (
	slowBy = 4 * time.Second
	lateBy = 5 * time.Second
	lagBy  = 10 * time.Second
)

// troubles are the switches, in the order of the wire view.
var troubles = []trouble{
	{"429", "Posts are refused with 429, Retry-After 3", func(s *fakeslack.Server) { s.AddFault(fakeslack.RateLimited("chat.postMessage", "3")) }},
	{"lost", "Posts never arrive, and no answer comes", func(s *fakeslack.Server) {
		s.AddFault(fakeslack.Fault{Name: "lost", Method: "chat.postMessage", Apply: fakeslack.ApplyNever, Answer: fakeslack.Lost})
	}},
	{"unanswered", "Posts arrive, but the answer is lost", func(s *fakeslack.Server) {
		s.AddFault(fakeslack.Fault{Name: "answer lost", Method: "chat.postMessage", Answer: fakeslack.Lost})
	}},
	{"late", "Posts appear 5 seconds after the answer was lost", func(s *fakeslack.Server) {
		s.AddFault(fakeslack.Fault{Name: "late", Method: "chat.postMessage", Apply: fakeslack.ApplyLate, LateBy: lateBy, Answer: fakeslack.Lost})
	}},
	{"500", "Every call is answered with status 500", func(s *fakeslack.Server) {
		s.AddFault(fakeslack.HTTPError("chat.*", http.StatusInternalServerError))
	}},
	{"slow", "Every call takes 4 seconds", func(s *fakeslack.Server) { s.AddFault(fakeslack.Fault{Name: "slow", Latency: slowBy}) }},
	{"lag", "History shows messages 10 seconds late", func(s *fakeslack.Server) { s.SetHistoryLag(lagBy) }},
	{"twice", "Events arrive twice", func(s *fakeslack.Server) { s.AddEventFault(fakeslack.EventFault{Do: fakeslack.Duplicate}) }},
	{"retry", "Events are lost and come as retries only", func(s *fakeslack.Server) { s.AddEventFault(fakeslack.EventFault{Do: fakeslack.RetryOnly}) }},
}

// faultState is one switch as the page shows it.
type faultState struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	On    bool   `json:"on"`
}

func (b *Sandbox) faultStates() []faultState {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []faultState
	for _, f := range troubles {
		out = append(out, faultState{f.name, f.label, b.faults[f.name]})
	}
	return out
}

// fault switches one trouble on or off, or with the name "disconnect" makes Slack ask the app to connect again.
func (t *tab) fault(_ context.Context, a args) (any, error) {
	b := t.b
	if a.Name == "disconnect" {
		b.opt.Fake.Disconnect("refresh_requested", 0)
		return nil, nil
	}
	b.mu.Lock()
	b.faults[a.Name] = a.On
	b.opt.Fake.ClearFaults()
	for _, f := range troubles {
		if b.faults[f.name] {
			f.on(b.opt.Fake)
		}
	}
	b.mu.Unlock()
	b.tellAll(event{Type: "faults", Faults: b.faultStates()})
	return nil, nil
}
