package fakeslack

import (
	"context"
	"io"
	"net/http"
	"path"
	"strconv"
	"time"
)

// Fault is something that goes wrong with Web API calls while it is switched on.
// Its zero value hits every call and changes nothing.
type Fault struct {
	Name    string // for the call log; empty: made from what it does
	Method  string // "chat.postMessage", "chat.*"; empty: every method
	Channel string // id of the conversation; empty: any
	After   int    // let so many matching calls pass first
	Times   int    // then hit so many; 0: until removed

	Latency time.Duration // wait before anything else happens
	Apply   Applying      // whether the call takes effect
	LateBy  time.Duration // for ApplyLate: how long after the answer

	Answer Answer // what the caller is told
	// Status, Header and Body make the answer for Raw, e.g. 429 with any
	// Retry-After, 503 with a page, 200 with HTML.
	Status int
	Header http.Header
	Body   string
	// Code is the error for Refuse.
	Code string
}

// Applying says whether and when a faulty call takes effect.
type Applying int

// The zero value applies the call as usual.
const (
	Apply Applying = iota
	ApplyNever
	ApplyLate // after the answer and LateBy more
)

// Answer says what the caller of a faulty call sees.
type Answer int

// The zero value answers truthfully (for a call applied late: as if it were applied).
const (
	Truth  Answer = iota
	Lost          // the connection is cut without a word
	Hang          // no answer until the caller gives up
	Raw           // Status, Header and Body
	NoTS          // {"ok":true} and nothing else
	Refuse        // {"ok":false,"error":Code}
)

// RateLimited makes a fault that answers 429 and applies nothing. retryAfter is the
// header as it is sent ("3", "0", "-1", "86400", a date); with "" there is none.
func RateLimited(method, retryAfter string) Fault {
	h := http.Header{}
	if retryAfter != "" {
		h.Set("Retry-After", retryAfter)
	}
	return Fault{Name: "429", Method: method, Apply: ApplyNever, Answer: Raw, Status: http.StatusTooManyRequests, Header: h}
}

// HTTPError makes a fault that answers a 5xx (or other) status. Whether the call is
// applied is the caller's to set; here it is not.
func HTTPError(method string, status int) Fault {
	return Fault{Name: strconv.Itoa(status), Method: method, Apply: ApplyNever, Answer: Raw, Status: status, Body: "<html>" + http.StatusText(status) + "</html>"}
}

type liveFault struct {
	Fault
	seen, hits int
}

// AddFault switches a fault on and returns what switches it off. The first fault
// that matches a call is the one that hits it.
func (s *Server) AddFault(f Fault) (remove func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &liveFault{Fault: f}
	s.faults = append(s.faults, l)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, x := range s.faults {
			if x == l {
				s.faults = append(append([]*liveFault(nil), s.faults[:i]...), s.faults[i+1:]...)
				return
			}
		}
	}
}

// ClearFaults switches all faults off, of calls and of events, and the lag.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.evFaults, s.lag = nil, nil, 0
}

// Faults lists what is switched on for calls.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Fault
	for _, f := range s.faults {
		out = append(out, f.Fault)
	}
	return out
}

// SetHistoryLag lets messages posted from now on appear in conversations.history
// and .replies only after d of real time.
func (s *Server) SetHistoryLag(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lag = d
}

// takeFault finds the fault that hits a call. The lock is held.
func (s *Server) takeFault(c *call) *Fault {
	for _, f := range s.faults {
		ok := f.Method == "" || f.Method == c.method
		if !ok {
			ok, _ = path.Match(f.Method, c.method)
		}
		if !ok || f.Channel != "" && f.Channel != c.args["channel"] {
			continue
		}
		f.seen++
		if f.seen <= f.After || f.Times > 0 && f.hits >= f.Times {
			continue
		}
		f.hits++
		k := f.Fault
		if k.Name == "" {
			k.Name = [...]string{"latency", "lost", "hang", "raw", "no ts", "refused"}[k.Answer]
			if k.Apply != Apply {
				k.Name += [...]string{"", ", never applied", ", applied late"}[k.Apply]
			}
		}
		return &k
	}
	return nil
}

// serveFault answers a call that a fault hit.
func (s *Server) serveFault(w http.ResponseWriter, r *http.Request, c *call, f *Fault, refusal *Error) {
	if f.Latency > 0 {
		// A caller who gives up meanwhile does not stop Slack from applying it.
		s.pause(context.WithoutCancel(r.Context()), f.Latency)
	}
	var out obj
	var e *Error
	switch f.Apply {
	case Apply:
		out, e = s.perform(c, refusal, f.Name)
	case ApplyNever:
		s.mu.Lock()
		s.logCall(c, nil, &Error{Code: "fault"}, false, f.Name)
		s.mu.Unlock()
	case ApplyLate:
		s.mu.Lock()
		s.after(f.LateBy, func() { s.performLocked(c, refusal, f.Name) })
		s.mu.Unlock()
	}
	switch f.Answer {
	case Truth:
		if f.Apply == ApplyLate {
			out = obj{"channel": c.args["channel"]}
		}
		answer(w, out, e)
	case Lost:
		panic(http.ErrAbortHandler)
	case Hang:
		select {
		case <-r.Context().Done():
		case <-s.ctx.Done():
		}
		panic(http.ErrAbortHandler)
	case Raw:
		for k, v := range f.Header {
			w.Header()[k] = v
		}
		status := f.Status
		if status == 0 {
			status = http.StatusOK
		}
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		w.WriteHeader(status)
		io.WriteString(w, f.Body)
	case NoTS:
		answer(w, obj{}, nil)
	case Refuse:
		answer(w, nil, &Error{Code: f.Code})
	}
}

// EventFault is something that goes wrong with events on their way to the app.
type EventFault struct {
	Type  string // "message", "app_mention" ...; empty: every event
	After int    // let so many matching events pass first
	Times int    // then hit so many; 0: until ClearFaults
	Do    EventTrouble
	By    time.Duration // for Delay
}

// EventTrouble is what happens to an event.
type EventTrouble int

// The troubles an event can meet.
const (
	Lose      EventTrouble = iota // it never arrives
	Duplicate                     // it arrives twice, with the same event id
	RetryOnly                     // its first delivery is lost; it comes as retry 1 only
	Delay                         // it arrives By later, after what came later
)

type liveEventFault struct {
	EventFault
	seen, hits int
}

// AddEventFault switches trouble with events on, until ClearFaults.
func (s *Server) AddEventFault(f EventFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.evFaults = append(s.evFaults, &liveEventFault{EventFault: f})
}

func (s *Server) takeEventFault(kind string) *EventFault {
	for _, f := range s.evFaults {
		if f.Type != "" && f.Type != kind {
			continue
		}
		f.seen++
		if f.seen <= f.After || f.Times > 0 && f.hits >= f.Times {
			continue
		}
		f.hits++
		return &f.EventFault
	}
	return nil
}

// bucket counts calls against a rate.
type bucket struct {
	free time.Time // from when on the next call is allowed, burst aside
}

// overRate says how many seconds a call has to wait ("" for none), counting it
// if it may pass. The lock is held.
func (s *Server) overRate(c *call) (retryAfter string) {
	rt := s.opt.Rates
	check := func(key string, every time.Duration, burst int) bool {
		b := s.rates[key]
		if b == nil {
			b = &bucket{}
			s.rates[key] = b
		}
		now := time.Now()
		if b.free.Before(now) {
			b.free = now
		}
		wait := b.free.Sub(now) - every*time.Duration(max(0, burst-1))
		if wait > 0 {
			retryAfter = strconv.Itoa(int(wait/time.Second) + 1)
			return false
		}
		b.free = b.free.Add(every)
		return true
	}
	if n := rt.PerMinute[c.method]; n > 0 && !check(c.method, time.Minute/time.Duration(n), n) {
		return retryAfter
	}
	if rt.PostPerChannel > 0 && c.method == "chat.postMessage" {
		check(c.method+" "+c.args["channel"], rt.PostPerChannel, rt.PostBurst)
	}
	return retryAfter
}
