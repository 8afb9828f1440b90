package remind

import (
	"testing"
	"time"
)

// The protocol as a small model: two deliveries in two channels, up to three attempts each, a process that may die at any moment, requests
// that are applied at once, never, or up to late ticks after they were given up, and messages that the history shows up to lag ticks after
// they were applied. Every order of everything is tried. It says why Settle must be what it is; whether the scheduler does what the model
// does is for the other tests.

type modelPhase uint8

const (
	mDue modelPhase = iota
	mIntent
	mAnswered // shown, and the process knows, but has not written it
	mUnsure
	mPosted
)

// A modelItem is one delivery. Of each attempt at most one message comes.
type modelItem struct {
	phase   modelPhase
	attempt uint8
	timer   uint8    // ticks until the history is believed
	flying  [3]uint8 // by attempt: ticks until it is applied; 0: it is not on its way
	message [3]uint8 // by attempt: 0 none, 1 in the history, n: there in n-1 ticks
}

type modelState struct {
	items   [2]modelItem
	crashes uint8
}

type model struct {
	late, lag, settle uint8
	maxCrashes        uint8
	seen              map[modelState]bool
	queue             []modelState
	doubled, lost     int
}

func (m *model) add(s modelState) {
	if m.seen[s] {
		return
	}
	m.seen[s] = true
	for _, it := range s.items {
		n := 0
		for _, msg := range it.message {
			if msg > 0 {
				n++
			}
		}
		switch {
		case n > 1:
			m.doubled++
			return // and look no further from here
		case it.phase == mPosted && n == 0:
			m.lost++
			return
		}
	}
	m.queue = append(m.queue, s)
}

func (m *model) run() {
	m.seen = map[modelState]bool{}
	m.add(modelState{})
	for len(m.queue) > 0 && m.doubled+m.lost == 0 {
		s := m.queue[len(m.queue)-1]
		m.queue = m.queue[:len(m.queue)-1]
		m.steps(s)
	}
}

func (m *model) steps(s modelState) {
	for i := range s.items {
		m.move(s, i)
	}
	if s.crashes < m.maxCrashes {
		n := s
		n.crashes++
		for i := range n.items {
			if p := n.items[i].phase; p == mIntent || p == mAnswered || p == mUnsure {
				n.items[i].phase, n.items[i].timer = mUnsure, m.settle
			}
		}
		m.add(n)
	}
	m.tick(s, 0)
}

// move lets one delivery take its next step, in every way it can go.
func (m *model) move(s modelState, i int) {
	it := s.items[i]
	put := func(it modelItem) {
		n := s
		n.items[i] = it
		m.add(n)
	}
	a := it.attempt
	switch it.phase {
	case mDue:
		it.phase = mIntent
		put(it)
	case mIntent:
		ok := it
		ok.phase = mAnswered
		for lag := range m.lag + 1 { // shown, and answered
			ok.message[a] = lag + 1
			put(ok)
		}
		if a == 2 {
			return // the third attempt is answered
		}
		unsure := it
		unsure.phase, unsure.timer = mUnsure, m.settle
		put(unsure) // lost on the way
		for lag := range m.lag + 1 {
			shown := unsure
			shown.message[a] = lag + 1
			put(shown) // shown, and the answer lost
		}
		for late := range m.late {
			flying := unsure
			flying.flying[a] = late + 1
			put(flying) // given up, and shown later
		}
	case mAnswered:
		it.phase = mPosted
		put(it)
	case mUnsure:
		if it.timer > 0 {
			return
		}
		for _, msg := range it.message {
			if msg == 1 {
				it.phase = mPosted
				put(it)
				return
			}
		}
		if a < 2 {
			it.phase, it.attempt = mIntent, a+1
			put(it)
		}
	}
}

// tick lets time pass for delivery i and those after it; what is applied in this tick may take any time to be in the history.
func (m *model) tick(s modelState, i int) {
	if i == len(s.items) {
		m.add(s)
		return
	}
	it := &s.items[i]
	if it.timer > 0 {
		it.timer--
	}
	landed := -1
	for a := range it.flying {
		if it.message[a] > 1 {
			it.message[a]--
		}
		if it.flying[a] > 0 {
			if it.flying[a]--; it.flying[a] == 0 {
				landed = a
			}
		}
	}
	if landed < 0 {
		m.tick(s, i+1)
		return
	}
	for lag := range m.lag + 1 {
		it.message[landed] = lag + 1
		m.tick(s, i+1)
	}
}

func TestModel(t *testing.T) {
	const late, lag = 8, 7
	for _, settle := range []uint8{15, 16, 14, 7, 0} {
		began := time.Now()
		m := &model{late: late, lag: lag, settle: settle, maxCrashes: 4}
		m.run()
		t.Logf("settle %d: %d states, %d doubled, %d lost, %v", settle, len(m.seen), m.doubled, m.lost, time.Since(began).Round(time.Millisecond))
		if fails := m.doubled+m.lost > 0; fails != (settle < late+lag) {
			t.Errorf("settle %d against late %d + lag %d: %s", settle, late, lag, map[bool]string{true: "it fails", false: "it does not fail"}[fails])
		}
		if settle == late+lag && len(m.seen) < 500_000 {
			t.Errorf("only %d states were looked at", len(m.seen))
		}
	}
}
