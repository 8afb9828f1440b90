package slackapp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"rabita/bot/calendar"
	"rabita/bot/remind"
	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
	"rabita/store/storetest"
)

// recording is a store that says what is recorded of the first attempt at a delivery.
type recording struct {
	*store.Store
	said chan string
}

func (r *recording) say(s string, err error) error {
	select {
	case r.said <- s:
	default:
	}
	return err
}

func (r *recording) Commit(marker, ts string, at time.Time) error {
	return r.say("posted", r.Store.Commit(marker, ts, at))
}

func (r *recording) Refused(marker, reason string, again, at time.Time) error {
	return r.say(fmt.Sprintf("due again after %d %s", again.Sub(at), reason), r.Store.Refused(marker, reason, again, at))
}

func (r *recording) Block(marker, reason string, tell []store.Occurrence, at time.Time) error {
	var told []string
	for _, o := range tell {
		told = append(told, o.Channel)
	}
	return r.say("blocked "+reason+", told "+strings.Join(told, " "), r.Store.Block(marker, reason, tell, at))
}

func (r *recording) Ambiguous(marker, reason string, at time.Time) error {
	return r.say("intent", r.Store.Ambiguous(marker, reason, at))
}

// faultOf is the fault that a line of failures.txt names.
func faultOf(t *testing.T, name string) fakeslack.Fault {
	if code, ok := strings.CutPrefix(name, "HTTP "); ok {
		n, err := strconv.Atoi(code)
		if err != nil {
			t.Fatal(err)
		}
		return fakeslack.HTTPError("chat.postMessage", n)
	}
	if after, ok := strings.CutPrefix(name, "429"); ok {
		return fakeslack.RateLimited("chat.postMessage", strings.TrimSpace(after))
	}
	switch name {
	case "lost":
		return fakeslack.Fault{Answer: fakeslack.Lost}
	case "no ts":
		return fakeslack.Fault{Answer: fakeslack.NoTS}
	case "html":
		return fakeslack.Fault{Answer: fakeslack.Raw, Body: "<html>"}
	case "truncated":
		return fakeslack.Fault{Answer: fakeslack.Raw, Body: `{"ok":true,"ts":"1`}
	}
	return fakeslack.Fault{Answer: fakeslack.Refuse, Code: name, Apply: fakeslack.ApplyNever}
}

// TestFailures holds what becomes of a delivery by what Slack answers: testdata/failures.txt, through the real scheduler, store and app.
func TestFailures(t *testing.T) {
	f, err := os.Open("testdata/failures.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	named := map[string]bool{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		name, want, ok := strings.Cut(sc.Text(), " -> ")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		named[name] = true
		t.Run(name, func(t *testing.T) {
			if got := fate(t, name); got != want {
				t.Errorf("%s:\n got %s\nwant %s", name, got, want)
			}
		})
	}
	for prefix, method := range map[string]string{"": "chat.postMessage", "dm ": "conversations.open"} {
		codes, _ := fakeslack.Errors(method)
		for _, code := range codes {
			if (refusals[code] || authCodes[code] || limited[code]) && !named[code] && !named[prefix+code] {
				t.Errorf("%s of %s is documented and known, and its line is missing from failures.txt", code, method)
			}
		}
	}
}

// fate is what is recorded of a delivery to a channel whose first message meets a fault, or of one to its owner ("dm") whose conversation does.
func fate(t *testing.T, name string) string {
	r := start(t, world())
	method, channel := "chat.postMessage", "C1"
	if code, ok := strings.CutPrefix(name, "dm "); ok {
		name, method, channel = code, "conversations.open", ""
	}
	fault := faultOf(t, name)
	fault.Method, fault.Times = method, 1
	r.AddFault(fault)
	planner := remind.NewPlanner(remind.Policy{Due: calendar.Clock{Hour: 17}, Calendar: calendar.Calendar{Zone: time.UTC}, Common: "C1", Secretariat: []string{"U2"},
		Body: func(string) (string, string, []string) { return "", "", nil }})
	st := &recording{storetest.Open(t, store.Options{Plan: planner.Plan, NoSync: true}), make(chan string, 1)}
	due := time.Now().UTC().Add(time.Hour)
	if _, err := st.AddReminder(store.Reminder{Text: "the hall", Who: "U1", Channel: channel,
		Due: store.Due{Date: due.Format(time.DateOnly), Time: due.Format("15:04"), Zone: "UTC"}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(r.ctx())
	ended := make(chan error, 1)
	s := remind.New(slog.New(slog.DiscardHandler), planner, st, r.app.Channel(), remind.Options{Clock: func() time.Time { return time.Now().Add(2 * time.Hour) }})
	go func() { ended <- s.Run(ctx) }()
	got := ""
	select {
	case got = <-st.said:
	case <-r.ctx().Done():
		t.Fatal("nothing was recorded")
	}
	var wait int64
	if n, _ := fmt.Sscanf(got, "due again after %d ", &wait); n == 1 {
		_, reason, _ := strings.Cut(strings.TrimPrefix(got, "due again after "), " ")
		if wait == 0 { // at once, if it were not for the pause
			if err := <-ended; !errors.Is(err, remind.ErrPaused) {
				t.Errorf("Run: %v", err)
			}
			stop()
			return "paused " + reason
		}
		for _, asked := range []time.Duration{time.Second, 7 * time.Second, 30 * time.Second, time.Hour} {
			if w := time.Duration(wait); w >= asked && w <= asked+asked/10+time.Second/2 { // with a tenth at most of chance
				got = "due again after " + asked.String() + " " + reason
			}
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	return got
}
