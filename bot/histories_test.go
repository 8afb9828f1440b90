package bot_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rabita/bot"
	"rabita/bot/calendar"
	"rabita/store"
)

// A promise is what the plain map holds of an item, or of a meeting of the register, which has a date only.
type promise struct {
	text, owner, creator, due string
	closed, dropped           bool
	evidence                  int      // how many pieces of it
	shares                    string   // of a request: "body=status received;" for each
	before                    *promise // as it was before its last change; nil: it was not there
	by                        string   // who made the last change
	at                        time.Time
	undoable                  bool
}

// ledger is a plain map of promises with the few rules that commands follow, written down a second time.
type ledger struct {
	items map[string]*promise
	log   []struct {
		who, id string
		at      time.Time
	}
	said map[string]time.Time // creator and text -> when
	n    int
}

func (l *ledger) note(who, id string, at time.Time) {
	l.log = append(l.log, struct {
		who, id string
		at      time.Time
	}{who, id, at})
}

func (l *ledger) change(id, who string, at time.Time, change func(p *promise)) {
	old := *l.items[id]
	next := old
	change(&next)
	next.before, next.by, next.at, next.undoable = &old, who, at, true
	if next.text == old.text && next.owner == old.owner && next.due == old.due && next.closed == old.closed && next.dropped == old.dropped && next.shares == old.shares && next.evidence == old.evidence {
		return // nothing was changed, so nothing is written
	}
	l.items[id] = &next
	l.note(who, id, at)
}

// undo takes back the latest change of a member that is still the last one of its item.
func (l *ledger) undo(who string, at time.Time) {
	for _, e := range slices.Backward(l.log) {
		p := l.items[e.id]
		if at.Sub(e.at) > 10*time.Minute {
			return
		}
		if e.who != who || p == nil || !p.undoable || p.by != who {
			continue
		}
		if at.Sub(p.at) > 10*time.Minute {
			return // too late, and said so
		}
		if p.before == nil {
			delete(l.items, e.id)
			delete(l.said, p.creator+p.text)
			return
		}
		old := *p.before
		if old.text != "" { // an item goes one step back; a register as many as were made
			old.before, old.undoable, old.by = nil, false, ""
		}
		l.items[e.id] = &old
		return
	}
}

// TestHistories plays random histories of commands by four members against the store and a plain map: after each command both hold the same,
// an undo restores what was there, and the store's check is clean. RABITA_LONG=1 plays 10,000, otherwise 300.
func TestHistories(t *testing.T) {
	histories := 300
	if os.Getenv("RABITA_LONG") != "" {
		histories = 10000
	}
	grp, ix := sampleIndex(t)
	dir := t.TempDir()
	done := map[string]int{}
	for seed := range histories {
		path := filepath.Join(dir, fmt.Sprint(seed))
		st, err := store.Open(path, store.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		b, err := bot.New(slog.New(slog.NewTextHandler(io.Discard, nil)), grp, st, ix)
		if err != nil {
			t.Fatal(err)
		}
		playHistory(t, b, st, uint64(seed), done)
		if err := errors.Join(st.Check(), st.Close(), os.Remove(path)); err != nil {
			t.Fatalf("history %d: %v", seed, err)
		}
		if t.Failed() {
			return
		}
	}
	for _, k := range []string{"add", "done", "reopen", "due", "push", "drop", "edit", "claim", "undo", "request", "received", "confirm", "meeting"} {
		t.Logf("%d times %s", done[k], k)
		if done[k] < histories/20 {
			t.Errorf("only %d commands %q were carried out", done[k], k)
		}
	}
}

const secretary = "U0COORD01"

func playHistory(t *testing.T, b *bot.Bot, st *store.Store, seed uint64, done map[string]int) {
	rnd := rand.New(rand.NewPCG(seed, 7))
	at := time.Date(2019, 11, 5, 10, 30, 0, 0, time.FixedZone("", 5*3600))
	members := []string{"U0WDDSD01", "U0WDDPB01", "U0STAFFKP", secretary}
	l := &ledger{items: map[string]*promise{}, said: map[string]time.Time{}}
	var lines []string
	for range 25 {
		at = at.Add(time.Duration(1+rnd.IntN(240)) * time.Second)
		who := members[rnd.IntN(len(members))]
		kind, line := nextCommand(rnd, l, &who, at)
		lines = append(lines, who+"> "+line)
		r, err := b.Handle(t.Context(), bot.Message{Kind: bot.Direct, Text: line, Who: who, Channel: "D0" + who, At: at, Room: bot.Room{Direct: true}})
		if err != nil {
			t.Fatalf("history %d, %q: %v", seed, line, err)
		}
		if r.Outcome == bot.Done {
			done[kind]++
		}
		if diff := differs(t, st, l); diff != "" {
			t.Fatalf("history %d: after %s\n%s\nthe reply was: %s", seed, strings.Join(lines, "\n"), diff, r.Text())
		}
	}
}

var kinds = []string{"add", "add", "done", "reopen", "due", "push", "drop", "edit", "claim", "undo", "undo", "request", "request", "received", "received", "received", "confirm", "confirm", "meeting"}

// nextCommand makes up a command of the speaker, or of the secretariat where it is mostly theirs to give, and does to the plain map what it should do to the store.
func nextCommand(rnd *rand.Rand, l *ledger, speaker *string, at time.Time) (kind, line string) {
	day := func() string {
		return calendar.DateOf(at).AddDays(1 + rnd.IntN(60)).String()
	}
	id := fmt.Sprintf("A-%04d", 1+rnd.IntN(max(l.n, 1)))
	kind = kinds[rnd.IntN(len(kinds))]
	if (kind == "confirm" || kind == "request" || kind == "meeting") && rnd.IntN(4) > 0 { // mostly by those who may
		*speaker = secretary
	}
	who := *speaker
	if kind == "received" || kind == "confirm" { // mostly of what was asked for
		for n := range l.n {
			if p := l.items[fmt.Sprintf("A-%04d", n+1)]; p != nil && p.shares != "" && rnd.IntN(4) > 0 {
				id = fmt.Sprintf("A-%04d", n+1)
			}
		}
	}
	p := l.items[id]
	may := p != nil && (p.owner == who || p.creator == who || who == secretary)
	body := bodyOf[who]
	owes := p != nil && body != "" && strings.Contains(p.shares, body+"=") // a part, with others: to be reported, not to be changed
	switch kind {
	case "request":
		text, due := "matrix "+fmt.Sprint(rnd.IntN(6)), day()
		if was, ok := l.said[who+text]; who == secretary && (!ok || at.Sub(was) >= time.Minute) {
			l.n++
			id := fmt.Sprintf("A-%04d", l.n)
			l.items[id] = &promise{text: text, owner: who, creator: who, due: due, by: who, at: at, undoable: true}
			for _, b := range owing {
				l.items[id].shares += b + "=;"
			}
			l.said[who+text] = at
			l.note(who, id, at)
		}
		return kind, "request " + text + " | body " + strings.Join(owing, ", ") + " | due " + due
	case "received":
		proof := []string{"", " letter 7"}[rnd.IntN(2)]
		if p != nil && !p.closed && body != "" && strings.Contains(p.shares, body+"=") {
			l.change(id, who, at, func(p *promise) {
				p.report(body, proof != "")
				if proof != "" {
					p.evidence++
				}
			})
		}
		return kind, "action received " + id + proof
	case "confirm":
		if p != nil && who == secretary && strings.Contains(p.shares, "=reported received") {
			l.change(id, who, at, func(p *promise) {
				p.shares = strings.ReplaceAll(p.shares, "=reported received", "=complete received proved")
			})
		}
		return kind, "action confirm " + id
	case "meeting":
		number, due := 30+rnd.IntN(3), calendar.DateOf(at).AddDays(100+rnd.IntN(60)).String()
		key := fmt.Sprintf("meeting %04d", number)
		if who == secretary {
			if l.items[key] == nil {
				l.items[key] = &promise{}
				l.items[key].due = due
				l.items[key].by, l.items[key].at, l.items[key].undoable = who, at, true
				l.note(who, key, at)
			} else {
				l.change(key, who, at, func(p *promise) { p.due = due })
			}
		}
		return kind, fmt.Sprintf("%dth IPMG is %s", number, due)
	case "add":
		text, due := "send paper "+fmt.Sprint(rnd.IntN(6)), day()
		if was, ok := l.said[who+text]; !ok || at.Sub(was) >= time.Minute {
			l.n++
			id := fmt.Sprintf("A-%04d", l.n)
			l.items[id] = &promise{text: text, owner: who, creator: who, due: due, by: who, at: at, undoable: true}
			l.said[who+text] = at
			l.note(who, id, at)
		}
		return kind, "action add " + text + " | due " + due
	case "done":
		if (may || owes) && !p.closed {
			l.change(id, who, at, func(p *promise) {
				switch {
				case p.shares == "":
					p.closed = true
				case body != "" && strings.Contains(p.shares, body+"="):
					p.report(body, false)
				default:
					for _, b := range owing {
						p.report(b, false)
					}
				}
			})
		}
		return kind, "action done " + id
	case "reopen":
		if (may || owes) && p.closed {
			l.change(id, who, at, func(p *promise) {
				p.closed, p.dropped = false, false
				if body != "" && strings.Contains(p.shares, body+"=") {
					p.set(body, "")
				}
			})
		}
		return kind, "action reopen " + id
	case "due":
		due := day()
		if may && !p.closed {
			l.change(id, who, at, func(p *promise) { p.due = due })
		}
		return kind, "action due " + id + " " + due
	case "push":
		n := 1 + rnd.IntN(20)
		if may && !p.closed {
			l.change(id, who, at, func(p *promise) {
				d, err := calendar.ParseDate(p.due)
				if err != nil {
					panic(err)
				}
				p.due = d.AddDays(n).String()
			})
		}
		return kind, fmt.Sprintf("push %s by %d days", id, n)
	case "drop":
		if may && !p.closed {
			l.change(id, who, at, func(p *promise) { p.closed, p.dropped = true, true })
		}
		return kind, "action drop " + id
	case "edit":
		text := "send paper " + fmt.Sprint(rnd.IntN(1000))
		if may && !p.closed {
			l.change(id, who, at, func(p *promise) { p.text = text })
		}
		return kind, "action edit " + id + " | text " + text
	case "claim":
		if may && !p.closed {
			l.change(id, who, at, func(p *promise) { p.owner = who })
		}
		return kind, "action claim " + id
	}
	l.undo(who, at)
	return kind, "undo"
}

// bodyOf are the members' bodies, and owing those that a request goes to.
var (
	bodyOf = map[string]string{"U0WDDSD01": "WDD-Sindh", "U0WDDPB01": "WDD-Punjab", "U0STAFFKP": "SWDWE-KP"}
	owing  = []string{"WDD-Sindh", "WDD-Punjab"}
)

// set gives a body's share another state.
func (p *promise) set(body, state string) {
	before, rest, _ := strings.Cut(p.shares, body+"=")
	_, rest, _ = strings.Cut(rest, ";")
	p.shares = before + body + "=" + state + ";" + rest
}

// report marks a body's share as received; what was confirmed stays so. When all are, the item is closed.
func (p *promise) report(body string, proved bool) {
	if !strings.Contains(p.shares, body+"=complete") {
		proved = proved || strings.Contains(p.shares, body+"=reported")
		p.set(body, map[bool]string{true: "reported received", false: "no evidence received"}[proved])
	}
	p.closed = strings.Count(p.shares, " received") == len(owing)
}

// differs says how the store and the map differ, or nothing.
func differs(t *testing.T, st *store.Store, l *ledger) string {
	t.Helper()
	page, err := st.Items(store.ItemFilter{Class: store.AnyItems}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := st.Entries(store.Meetings)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items)+len(entries) != len(l.items) {
		return fmt.Sprintf("the store holds %d items and %d meetings, the map %d", len(page.Items), len(entries), len(l.items))
	}
	for _, e := range entries {
		p := l.items["meeting "+e.Key]
		if p == nil || !strings.Contains(string(e.Value), p.due) {
			return fmt.Sprintf("meeting %s is %s in the store, %+v in the map", e.Key, e.Value, p)
		}
	}
	for _, it := range page.Items {
		p := l.items[it.ID]
		if p == nil {
			return it.ID + " is not in the map"
		}
		shares, evidence := "", 0
		for _, s := range it.Shares {
			evidence += len(s.Evidence)
			shares += s.Body + "=" + string(s.Status) + map[bool]string{false: " received"}[s.Received.IsZero()] + map[bool]string{true: " proved"}[s.Confirmed != ""] + ";"
		}
		got := fmt.Sprint(it.Text, it.Owner, it.Creator, it.Due.Date, !it.Open(), it.Dropped, shares, evidence)
		want := fmt.Sprint(p.text, p.owner, p.creator, p.due, p.closed, p.dropped, p.shares, p.evidence)
		if got != want {
			return it.ID + ": the store has " + got + ", the map " + want
		}
	}
	return ""
}
