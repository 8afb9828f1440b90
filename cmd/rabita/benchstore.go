package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"rabita/bot"
	"rabita/bot/remind"
	"rabita/bot/slackapp"
	"rabita/bot/slackapp/fakeslack"
	"rabita/index"
	"rabita/store"
)

// remindersTime is how long a pile of due notices takes to be delivered to a Slack without limits.
type remindersTime struct {
	Notices  int     `json:"notices"`
	Channels int     `json:"channels"`
	Messages int     `json:"messages"`
	Seconds  float64 `json:"seconds"`
}

// dueJSON is finding the next due among many.
type dueJSON struct {
	Notices int `json:"notices"`
	spread
}

// itemsTime is what members do among many items, as whole commands, and how much the heap grew while they did. An add waits for the disk to have some
// ninety pages, scattered over a file of half a gigabyte, which takes far longer than the sync of a single page: Unsynced is the same command on a
// store that does not wait, so that the difference of the two is what this disk's sync costs an add.
type itemsTime struct {
	Items    int     `json:"items"`
	Mine     spread  `json:"mine"`
	List     spread  `json:"list"`
	Add      spread  `json:"add"`
	Unsynced spread  `json:"add_unsynced"`
	Fsync    float64 `json:"fsync_p50_us"` // of single pages, see syncTime
	GrownMB  float64 `json:"grown_mb"`
}

// benchStart is the moment at which everything in a bench happens.
var benchStart = time.Date(2023, time.June, 30, 5, 0, 0, 0, time.UTC)

// store measures single operations on a store with a thousand items.
func (b *bench) store(ctx context.Context, out *benchJSON) error {
	b.say("the store")
	dir, err := b.folder("store")
	if err != nil {
		return err
	}
	st, err := b.open(filepath.Join(dir, storeName), false)
	if err != nil {
		return err
	}
	defer st.Close() // temporary
	sync, err := syncTime(dir)
	if err != nil {
		return err
	}
	n := b.ops
	at, ids := benchStart, make([]string, n)
	ops := []struct {
		name   string
		writes bool
		do     func(i int) error
	}{
		{"add", true, func(i int) (err error) {
			it, err := st.AddItem(benchItem(i), at.Add(time.Duration(i)*time.Minute))
			ids[i] = it.ID
			return err
		}},
		{"change", true, func(i int) error {
			_, err := st.ChangeItem(ids[i], "U0COORD01", at, "due", func(it *store.Item) error { it.Due.Date = "2023-09-01"; return nil })
			return err
		}},
		{"done", true, func(i int) error {
			_, err := st.ChangeItem(ids[i], "U0COORD01", at, "done", func(it *store.Item) error {
				it.Status, it.Closed = store.Complete, at
				return nil
			})
			return err
		}},
		{"undo", true, func(i int) error {
			it, err := st.Item(ids[i])
			if err == nil {
				_, err = st.Undo(it.Change(), "U0COORD01", at)
			}
			return err
		}},
		{"event", true, func(i int) error {
			_, err := st.AcceptEvent(store.Event{ID: fmt.Sprint("Ev", i), Kind: "command", Data: []byte(`{"text":"add something"}`), At: at})
			return err
		}},
		{"reminder", true, func(i int) error {
			_, err := st.AddReminder(store.Reminder{Text: fmt.Sprint("call ", i), Who: "U0COORD01", Due: store.Due{Date: "2023-08-01", Time: "10:00", Zone: "Asia/Karachi"}}, at)
			return err
		}},
		{"show", false, func(i int) error { _, err := st.Item(ids[i]); return err }},
		{"mine", false, func(i int) error { _, err := st.Items(store.ItemFilter{Owner: "U0COORD01"}, store.Page{}); return err }},
		{"list", false, func(i int) error { _, err := st.Items(store.ItemFilter{}, store.Page{}); return err }},
		{"next_due", false, func(i int) error { _, _, err := st.NextDue(time.Time{}); return err }},
	}
	for _, op := range ops {
		took := make([]time.Duration, 0, n)
		for i := range n {
			if err := ctx.Err(); err != nil {
				return err
			}
			began := time.Now()
			if err := op.do(i); err != nil {
				return fmt.Errorf("%s: %w", op.name, err)
			}
			took = append(took, time.Since(began))
		}
		line := storeJSON{Op: op.name, spread: spreadOf(took)}
		if op.writes {
			line.Fsync = sync
		}
		out.Store = append(out.Store, line)
	}
	return nil
}

func benchItem(i int) store.Item {
	return store.Item{Text: fmt.Sprintf("send the list of protection committees, part %d", i), Owner: "U0COORD01", Creator: "U0COORD01", Channel: "C0IPMGALL1",
		Due: store.Due{Date: "2023-08-01", Zone: "Asia/Karachi"}}
}

// syncTime is the median of two syncs of a page in a row, which is what a transaction waits for, in microseconds.
func syncTime(dir string) (float64, error) {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close() // temporary
	var took []time.Duration
	page := make([]byte, 4096)
	for range 100 {
		began := time.Now()
		for range 2 {
			if _, err := f.WriteAt(page, 0); err != nil {
				return 0, err
			}
			if err := f.Sync(); err != nil {
				return 0, err
			}
		}
		took = append(took, time.Since(began))
	}
	return spreadOf(took).P50, nil
}

// nobody is a bot that has nothing to say.
type nobody struct{}

// Handle says nothing.
func (nobody) Handle(context.Context, bot.Message) (bot.Reply, error) { return bot.Reply{}, nil }

// slack starts a Slack without limits, with channels, and the front end over a store.
func (b *bench) slack(st *store.Store, channels int, clock func() time.Time) (*fakeslack.Server, *slackapp.App, error) {
	ws := fakeslack.Workspace{Members: []fakeslack.Member{{ID: "U0BENCH01", Name: "bench"}}}
	for i := range channels {
		ws.Channels = append(ws.Channels, fakeslack.Channel{ID: benchChannel(i), Name: fmt.Sprint("bench-", i), Members: []string{"bench", "bot"}})
	}
	fake := fakeslack.New(fakeslack.Options{Workspace: ws, Clock: clock})
	if err := fake.Start("127.0.0.1:0"); err != nil {
		return nil, nil, err
	}
	front := slackapp.New(b.log, slackapp.Config{APIURL: fake.APIURL(), BotToken: fakeslack.DefaultBotToken, AppToken: fakeslack.DefaultAppToken, Clock: clock,
		Pace: -1, PerMember: 1 << 20}, nobody{}, st)
	return fake, front, nil
}

func benchChannel(i int) string { return fmt.Sprintf("C0BENCH%03d", i) }

// intake measures how long Slack waits for the acknowledgement of a command that changes state, over a real WebSocket and with the durable
// inbox between.
func (b *bench) intake(ctx context.Context, out *benchJSON) error {
	b.say("intake")
	dir, err := b.folder("intake")
	if err != nil {
		return err
	}
	st, err := b.open(filepath.Join(dir, storeName), false)
	if err != nil {
		return err
	}
	defer st.Close() // temporary
	fake, front, err := b.slack(st, 1, time.Now)
	if err != nil {
		return err
	}
	defer fake.Close()
	ctx, end := context.WithCancel(ctx)
	ran := make(chan error, 1)
	go func() { ran <- front.Run(ctx) }()
	defer func() { end(); <-ran }()
	if err := fake.WaitSockets(ctx, 1); err != nil {
		return err
	}
	var took []time.Duration
	for i := range b.commands {
		q, err := fake.Command("bench", benchChannel(0), "/action", fmt.Sprint("add something ", i))
		if err != nil {
			return err
		}
		ack, err := q.Wait(ctx)
		if err != nil {
			return fmt.Errorf("a command was not acknowledged: %w", err)
		}
		took = append(took, ack.Took)
	}
	out.Intake = spreadOf(took)
	return nil
}

// reminders lets 10,000 notices in 200 channels fall due at once.
func (b *bench) reminders(ctx context.Context, out *benchJSON) error {
	b.say("reminders")
	dir, err := b.folder("reminders")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, storeName)
	st, err := b.open(path, true)
	if err != nil {
		return err
	}
	for i := range b.notices {
		_, err = st.AddReminder(store.Reminder{Text: fmt.Sprint("send part ", i), Who: "U0BENCH01", Channel: benchChannel(i % b.channels),
			Due: store.Due{Date: "2023-06-30", Time: "11:00", Zone: "Asia/Karachi"}}, benchStart)
		if err != nil {
			return errors.Join(err, st.Close())
		}
	}
	if err := st.Close(); err != nil {
		return err
	}
	planner := remind.NewPlanner(remind.FromGroup(b.grp))
	if st, err = store.Open(path, store.Options{Plan: planner.Plan}); err != nil {
		return err
	}
	defer st.Close() // temporary
	began := time.Now()
	clock := func() time.Time { return benchStart.Add(2 * time.Hour).Add(time.Since(began)) }
	fake, front, err := b.slack(st, b.channels, clock)
	if err != nil {
		return err
	}
	defer fake.Close()
	shown := make(chan int, b.notices)
	rs := remind.New(b.log, planner, st, front.Channel(), remind.Options{Clock: clock, PerChannel: -1, Overall: -1,
		Shown: func(d store.Delivery) { shown <- len(d.Keys) }})
	ctx, end := context.WithTimeout(ctx, time.Minute)
	ran := make(chan error, 1)
	go func() { ran <- rs.Run(ctx) }()
	defer func() { end(); <-ran }()
	for left := b.notices; left > 0; {
		select {
		case n := <-shown:
			left -= n
		case <-ctx.Done():
			n, err := st.Counts()
			return errors.Join(err, fmt.Errorf("the reminders did not all appear within a minute: %d notices are left, %d blocked, %d messages unsettled", n.Due, n.Blocked, n.Intents))
		}
	}
	out.Reminders = &remindersTime{Notices: b.notices, Channels: b.channels, Seconds: time.Since(began).Seconds()}
	for _, c := range fake.Channels("") { // every channel of the workspace
		out.Reminders.Messages += len(fake.Messages(c.ID))
	}
	return nil
}

// due finds the next of a million notices: ten thousand items with a hundred notices each.
func (b *bench) due(ctx context.Context, out *benchJSON) error {
	b.say("a million notices")
	dir, err := b.folder("due")
	if err != nil {
		return err
	}
	st, err := b.open(filepath.Join(dir, storeName), true)
	if err != nil {
		return err
	}
	defer st.Close() // temporary
	var before []int
	for n := 100; n > 0; n-- {
		before = append(before, n)
	}
	for i := range b.million / 100 {
		if err := ctx.Err(); err != nil {
			return err
		}
		it := benchItem(i)
		it.Due.Date = benchStart.AddDate(0, 0, 200+i%3000).Format(time.DateOnly)
		it.Policy = store.Policy{Set: true, Before: before}
		if _, err := st.AddItem(it, benchStart); err != nil {
			return err
		}
	}
	n, err := st.Counts()
	if err != nil {
		return err
	}
	var took []time.Duration
	for range 1000 {
		began := time.Now()
		if _, ok, err := st.NextDue(time.Time{}); err != nil || !ok {
			return errors.Join(err, errors.New("nothing is due"))
		}
		took = append(took, time.Since(began))
	}
	out.Due = &dueJSON{n.Due, spreadOf(took)}
	return nil
}

// items gives the commands of a member among a hundred thousand items.
func (b *bench) items(ctx context.Context, out *benchJSON) error {
	b.say("a hundred thousand items")
	dir, err := b.folder("items")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, storeName)
	st, err := b.open(path, true)
	if err != nil {
		return err
	}
	for i := range b.many {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, st.Close())
		}
		it := benchItem(i)
		it.Owner = fmt.Sprintf("U0OWNER%03d", i%500)
		if i%500 == 0 {
			it.Owner = "U0COORD01"
		}
		it.Creator = it.Owner
		it.Due.Date = benchStart.AddDate(0, 0, i%700-200).Format(time.DateOnly)
		if _, err := st.AddItem(it, benchStart); err != nil {
			return errors.Join(err, st.Close())
		}
	}
	if err := st.Close(); err != nil {
		return err
	}
	ix, err := index.Open(filepath.Join(dir, indexName), index.Options{})
	if err != nil {
		return err
	}
	defer ix.Close() // temporary
	t := &itemsTime{Items: b.many}
	const add = "action add send part %d to the secretariat by 1 September"
	if err := b.member(ctx, path, true, ix, func(say func(string) (spread, error)) (err error) {
		t.Unsynced, err = say(add)
		return err
	}); err != nil {
		return err
	}
	if t.Fsync, err = syncTime(dir); err != nil {
		return err
	}
	out.Items = t
	return b.member(ctx, path, false, ix, func(say func(string) (spread, error)) (err error) {
		before := heap()
		if t.Mine, err = say("action mine"); err != nil {
			return err
		}
		if t.List, err = say("action list"); err != nil {
			return err
		}
		if t.Add, err = say(add); err != nil {
			return err
		}
		t.GrownMB = heap() - before
		return nil
	})
}

// member is a member's session with the bot over the store in a file, unsynced or not: say gives a command 200 times, with the number of the time
// where it has a %d, two minutes apart, and says how long the answers took.
func (b *bench) member(ctx context.Context, path string, unsynced bool, ix *index.Index, do func(say func(command string) (spread, error)) error) error {
	st, err := b.open(path, unsynced)
	if err != nil {
		return err
	}
	defer st.Close() // temporary
	rabita, err := bot.New(b.log, b.grp, st, ix)
	if err != nil {
		return err
	}
	said := 0
	return do(func(command string) (spread, error) {
		var took []time.Duration
		for range 200 {
			said++
			words := strings.ReplaceAll(command, "%d", fmt.Sprint(b.many+said))
			m := bot.Message{Kind: bot.Command, Text: words, Who: "U0COORD01", Channel: "C0IPMGALL1", TS: fmt.Sprintf("%d.0", said),
				At: benchStart.Add(time.Duration(said) * 2 * time.Minute).In(b.grp.Location())}
			began := time.Now()
			r, err := rabita.Handle(ctx, m)
			if err != nil {
				return spread{}, fmt.Errorf("%q: %w", words, err)
			}
			if r.Text() == "" {
				return spread{}, fmt.Errorf("%q was not answered", words)
			}
			took = append(took, time.Since(began))
		}
		return spreadOf(took), nil
	})
}

// heap is what is in use, in MB.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
