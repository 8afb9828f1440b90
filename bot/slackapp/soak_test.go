package slackapp

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/slackapp/fakeslack"
)

// soakCounts is a bot that counts which of the orders given to it were carried out how often.
type soakCounts struct {
	mu      sync.Mutex
	asked   map[string]bool // what the app took
	handled map[string]int
}

func (c *soakCounts) ask(order string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[order] = true
}

// Handle carries out an order, which is the last word of the message.
func (c *soakCounts) Handle(_ context.Context, m bot.Message) (bot.Reply, error) {
	f := strings.Fields(m.Text)
	if len(f) == 0 {
		return bot.Reply{}, nil
	}
	order := f[len(f)-1]
	c.mu.Lock()
	c.handled[order]++
	c.mu.Unlock()
	return bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "carried out "+order)}}, nil
}

// TestSoak: 20 members talk without a pause while sockets are told to leave, cut, events come twice or late, and Slack fails. No command is
// lost or carried out twice, nothing is answered twice, and memory and goroutines stay flat. In CI it takes 30 seconds with a refresh every
// two, with RABITA_LONG=1 ten minutes with a refresh every 20, else four seconds.
func TestSoak(t *testing.T) {
	long, refresh := 4*time.Second, 500*time.Millisecond
	switch {
	case os.Getenv("RABITA_LONG") != "":
		long, refresh = 10*time.Minute, 20*time.Second
	case os.Getenv("CI") != "":
		long, refresh = 30*time.Second, 2*time.Second
	}
	const members = 20
	o := world()
	o.RetryDelays = []time.Duration{0, 500 * time.Millisecond, time.Second}
	general := &o.Workspace.Channels[0]
	for i := range members {
		name := fmt.Sprintf("member%d", i)
		o.Workspace.Members = append(o.Workspace.Members, fakeslack.Member{ID: fmt.Sprintf("UB%d", i), Name: name})
		general.Members = append(general.Members, name)
	}
	r := start(t, o, func(c *Config) { c.PerMember = 1_000_000 })
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	c := &soakCounts{asked: map[string]bool{}, handled: map[string]int{}}
	r.runWith(c)

	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	var wg sync.WaitGroup
	var refused atomic.Int64
	wg.Go(func() { soakTrouble(ctx, r, refresh) })
	for i := range members {
		wg.Go(func() { soakMember(ctx, r, c, i, &refused) })
	}
	sleep(ctx, long/3)
	first := footprintNow()
	wg.Wait()
	r.ClearFaults()
	r.settle()
	if err := r.WaitSockets(r.ctx(), 2); err != nil {
		t.Error(err)
	}

	last := footprintNow()
	for order := range c.asked {
		if n := c.handled[order]; n != 1 {
			t.Errorf("%s was taken and carried out %d times", order, n)
		}
	}
	for order, n := range c.handled {
		if n != 1 {
			t.Errorf("%s was carried out %d times", order, n)
		}
	}
	answered := soakAnswers(r, members)
	for order, n := range answered {
		if n != 1 {
			t.Errorf("%s was answered %d times", order, n)
		}
	}
	// An answer that Slack failed to take is not sent again where it may have appeared; there are never many.
	if missing := len(c.handled) - len(answered); missing > len(c.handled)/10 {
		t.Errorf("%d of %d orders have no answer", missing, len(c.handled))
	}
	if len(c.asked) < members {
		t.Errorf("only %d orders were taken", len(c.asked))
	}
	t.Logf("%v: %d orders taken, %d turned away, %d answers, %d repeats recognised", time.Since(began).Round(time.Second), len(c.asked), refused.Load(),
		len(answered), r.app.Health().Repeated)
	t.Logf("goroutines %d then %d, heap %d KB then %d KB", first.goroutines, last.goroutines, first.heap>>10, last.heap>>10)
	if last.goroutines > first.goroutines+members {
		t.Errorf("goroutines grew from %d to %d", first.goroutines, last.goroutines)
	}
	// The double keeps every message and call, and the test its orders: so much for each, and nothing beside.
	if most := first.heap + uint64(len(c.handled))*soakKept + 4<<20; last.heap > most {
		t.Errorf("the heap grew from %d to %d KB, want at most %d", first.heap>>10, last.heap>>10, most>>10)
	}
}

// soakKept is the most that the double and the test keep of one order and its answer, in bytes.
const soakKept = 10 << 10

// soakAnswers counts the answers to each order that members see.
func soakAnswers(r *rig, members int) map[string]int {
	list := r.Messages("general")
	for i := range members {
		who := fmt.Sprintf("member%d", i)
		list = append(append(list, r.Messages(r.DM(who))...), r.Ephemerals(who)...)
	}
	n := map[string]int{}
	for _, m := range list {
		if order, ok := strings.CutPrefix(m.Text, "carried out "); ok && m.BotID != "" {
			n[strings.TrimSpace(order)]++
		}
	}
	return n
}

// soakMember gives one order after the other, by direct message, mention and command, and waits for each to be taken.
func soakMember(ctx context.Context, r *rig, c *soakCounts, i int, refused *atomic.Int64) {
	who := fmt.Sprintf("member%d", i)
	for n := 0; ctx.Err() == nil; n++ {
		order := fmt.Sprintf("[%d-%d]", i, n)
		switch n % 3 {
		case 0:
			if _, err := r.Say(who, r.DM(who), "add "+order, ""); err == nil {
				c.ask(order)
			}
		case 1:
			if _, err := r.Say(who, "general", r.Mention("rabita")+" add "+order, ""); err == nil {
				c.ask(order)
			}
		case 2:
			q, err := r.Command(who, "general", "/action", "add "+order)
			if err == nil {
				_, err = q.Wait(ctx)
			}
			switch {
			case err == nil:
				c.ask(order)
			case !errors.Is(err, context.DeadlineExceeded):
				refused.Add(1) // the member is told that it did not work, and gives another order
			}
		}
		if !sleep(ctx, 200*time.Millisecond) {
			return
		}
	}
}

// soakTrouble ends sockets and switches faults on and off.
func soakTrouble(ctx context.Context, r *rig, every time.Duration) {
	rnd := rand.New(rand.NewPCG(7, 7))
	for n := 0; sleep(ctx, every); n++ {
		r.ClearFaults()
		switch n % 4 {
		case 0:
			r.AddEventFault(fakeslack.EventFault{Do: fakeslack.Duplicate, Times: 10})
		case 1:
			r.AddEventFault(fakeslack.EventFault{Do: fakeslack.RetryOnly, Times: 5})
			r.AddFault(fakeslack.Fault{Method: "chat.postMessage", Times: 3, Answer: fakeslack.Lost})
		case 2:
			r.AddFault(fakeslack.Fault{Method: "chat.postMessage", Times: 3, Apply: fakeslack.ApplyNever, Answer: fakeslack.Raw, Status: 503})
			r.AddFault(fakeslack.Fault{Latency: 50 * time.Millisecond, Times: 50})
		case 3:
			f := fakeslack.RateLimited("chat.postMessage", "1")
			f.Times = 2
			r.AddFault(f)
			r.AddEventFault(fakeslack.EventFault{Do: fakeslack.Delay, By: 100 * time.Millisecond, Times: 5})
		}
		if rnd.IntN(5) == 0 {
			r.Cut(0)
		} else {
			r.Disconnect(fakeslack.RefreshRequested, 1)
		}
	}
}

// footprint is what a process takes.
type footprint struct {
	goroutines int
	heap       uint64
}

// footprintNow is the footprint without what can be collected.
func footprintNow() footprint {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return footprint{runtime.NumGoroutine(), m.HeapAlloc}
}
