package intent

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"rabita/bot/group"
	"rabita/bot/when"
	"rabita/fixtures"
)

// sampleOrders reads orders as the sample group's bot does, for a speaker of no body.
func sampleOrders(t testing.TB) (*Orders, time.Time) {
	t.Helper()
	g, err := group.Load("group.yaml", fixtures.Group())
	if err != nil {
		t.Fatal(err)
	}
	voc, err := g.Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	due := g.DueClock()
	r := &Orders{Vocabulary: voc, When: when.Options{Calendar: g.Calendar(""), Due: &due, Meetings: []string{g.Short}}}
	r.Member = func(name string) string {
		for _, m := range g.Members {
			if m.Name == name {
				return m.ID
			}
		}
		return ""
	}
	r.Name = func(id string) string {
		m, _ := g.Member(id)
		c, _ := g.Channel(id)
		return m.Name + c.Name
	}
	r.Channel = func(name string) string {
		for _, c := range g.Channels {
			if c.Name == name {
				return c.ID
			}
		}
		return ""
	}
	for _, m := range g.Meetings {
		r.Meetings = append(r.Meetings, m.Number)
	}
	return r, time.Date(2019, 11, 5, 10, 30, 0, 0, g.Location())
}

// TestOrders reads the lines of testdata/orders.txt: what a member typed, "->", and the order in its plain form with what the deadline
// means in brackets; "!" begins what a mistake says, "?" stands for no command.
func TestOrders(t *testing.T) {
	r, at := sampleOrders(t)
	f, err := os.Open("testdata/orders.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out strings.Builder
	for sc := bufio.NewScanner(f); sc.Scan(); {
		text, want, ok := strings.Cut(sc.Text(), " -> ")
		if strings.HasPrefix(sc.Text(), "#") || strings.TrimSpace(sc.Text()) == "" || !ok && os.Getenv("UPDATE") == "" {
			out.WriteString(sc.Text() + "\n")
			continue
		}
		got := readLine(r, text, at)
		out.WriteString(text + " -> " + got + "\n")
		if got != want && os.Getenv("UPDATE") == "" {
			t.Errorf("Read(%q)\n got %s\nwant %s", text, got, want)
		}
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("testdata/orders.txt", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readLine(r *Orders, text string, at time.Time) string {
	o, err := r.Read(text, at)
	var m *Mistake
	switch {
	case errors.Is(err, ErrNoOrder):
		return "?"
	case errors.As(err, &m):
		return strings.Join(append([]string{"! " + m.Say(0)}, m.Send...), " // ")
	case err != nil:
		return "error " + err.Error()
	}
	s := o.String()
	if o.When != "" {
		s += " [" + string(o.Due.Kind) + " " + o.Due.Echo + "]"
	}
	return s
}

// TestOrdersReadBack holds that an order's plain form reads back to the same order.
func TestOrdersReadBack(t *testing.T) {
	r, at := sampleOrders(t)
	data, err := os.ReadFile("testdata/orders.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		text, _, _ := strings.Cut(strings.TrimSpace(line), " -> ")
		if o, err := r.Read(text, at); err == nil && !strings.HasPrefix(line, "#") {
			readsBack(t, r, o, at)
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d orders were read", n)
	}
}

func readsBack(t *testing.T, r *Orders, o Order, at time.Time) {
	t.Helper()
	again, err := r.Read(o.String(), at)
	if err != nil {
		t.Errorf("Read(%q): %v", o.String(), err)
	} else if !same(again, o) || again.String() != o.String() {
		t.Errorf("reads back differently:\n%s %v\n%s %v", o, o.Due.Echo, again, again.Due.Echo)
	}
}

// FuzzOrder: no text breaks the reader, and every order it reads is written so that it reads back.
func FuzzOrder(f *testing.F) {
	data, err := os.ReadFile("testdata/orders.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		text, _, _ := strings.Cut(strings.TrimSpace(line), " -> ")
		f.Add(text)
	}
	for _, s := range []string{"action add \xff\xfe by friday", "remind me | | |", "action list " + strings.Repeat("is:late ", 200), "14.5 14.5 14.5 done", "push A-1 by 999999999999999999 days", "\u202eaction add x", "Add 0 for All WDD BY 0", "log ACtion0.0MAY10"} {
		f.Add(s)
	}
	r, at := sampleOrders(f)
	f.Fuzz(func(t *testing.T, text string) {
		o, err := r.Read(text, at)
		if err != nil {
			return
		}
		readsBack(t, r, o, at)
	})
}

// same reports whether two orders mean the same; the words in which a deadline was said and the hints about it do not count.
func same(o, p Order) bool {
	plain := func(o Order) string {
		due := fmt.Sprint(o.Due.Kind, o.Due.At.Unix(), o.Due.DateOnly, o.Due.Event, o.Due.Lead, o.Due.Repeat, len(o.Due.Readings))
		o.When = ""
		return o.String() + due
	}
	return plain(o) == plain(p)
}
