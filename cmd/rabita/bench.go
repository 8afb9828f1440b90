package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"rabita/bot"
	"rabita/bot/group"
	"rabita/bot/remind"
	"rabita/fixtures"
	"rabita/index"
	"rabita/index/ingest"
	"rabita/store"
)

//go:embed start/questions.txt
var benchQuestions string

// benchJSON is what `rabita bench -json` prints: what index.Measure measures, and the rest of the program.
type benchJSON struct {
	index.Bench
	Answer    spread         `json:"answer"`        // a whole answer, from words to words, beside so many passages
	OnSample  spread         `json:"answer_sample"` // the same on the sample alone
	Store     []storeJSON    `json:"store"`
	Intake    spread         `json:"intake"` // from a command's delivery by Slack to its acknowledgement
	Ingest    ingestJSON     `json:"ingest"`
	Reminders *remindersTime `json:"reminders"`
	Due       *dueJSON       `json:"due,omitempty"`
	Items     *itemsTime     `json:"items,omitempty"`
}

// spread is the median and the 99th percentile of something, in microseconds.
type spread struct {
	P50 float64 `json:"p50_us"`
	P99 float64 `json:"p99_us"`
}

type storeJSON struct {
	Op string `json:"op"`
	spread
	Fsync float64 `json:"fsync_p50_us"` // of the two syncs a write waits for, measured on files beside the store; 0 for reads
}

// ingestJSON is reading the sample's papers into an empty folder, and again with nothing changed. Milliseconds.
type ingestJSON struct {
	Files int     `json:"files"`
	First float64 `json:"first_ms"`
	Again float64 `json:"again_ms"`
}

// A bench is one run: a group, a temporary folder, where to say what is being measured, and how much of everything there is.
type bench struct {
	log      *slog.Logger
	grp      *group.Group
	dir      string
	say      func(string)
	ops      int // of each kind, on the store
	commands int
	notices  int // due at once ...
	channels int // ... in so many channels
	million  int // notices of which the next is found
	many     int // items among which a member finds his or her own
}

// newBench makes a run of the usual size in dir.
func newBench(dir string) (*bench, error) {
	grp, err := group.Load(groupName, fixtures.Group())
	return &bench{log: slog.New(slog.DiscardHandler), grp: grp, dir: dir, say: func(string) {}, ops: 300, commands: 300,
		notices: 10_000, channels: 200, million: 1_000_000, many: 100_000}, err
}

// runBench measures speed on this machine. Everything it needs is made here and goes again.
func runBench(ctx context.Context, e *env) (err error) {
	fs, c := flags(e, "bench", "json")
	passages := fs.Int("passages", 10_000, "`N` synthetic passages to search among")
	due := fs.Bool("due", false, "also find the next due among 1,000,000 notices; takes a minute or more")
	items := fs.Bool("items", false, "also mine, list and add among 100,000 items; takes a minute or more")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	switch {
	case fs.NArg() > 0:
		return usagef("%q is no flag of bench", fs.Arg(0))
	case *passages < 100 || *passages > 2_000_000:
		return usagef("-passages is %d: write a number from 100 to 2000000", *passages)
	}
	dir, err := os.MkdirTemp("", "rabita-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b, err := newBench(dir)
	if err != nil {
		return err
	}
	b.say = func(what string) { fmt.Fprintln(e.stderr, "measuring", what) }
	var out benchJSON
	b.say("search")
	if out.Bench, err = index.Measure(ctx, *passages); err != nil {
		return err
	}
	steps := []func(context.Context, *benchJSON) error{b.ingest, b.store, b.intake, b.answers(*passages), b.reminders}
	if *due {
		steps = append(steps, b.due)
	}
	if *items {
		steps = append(steps, b.items)
	}
	for _, step := range steps {
		if err := step(ctx, &out); err != nil {
			return err
		}
	}
	if c.json {
		return json.NewEncoder(e.stdout).Encode(out)
	}
	return out.print(e.stdout)
}

func (o *benchJSON) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "%d passages\tbuilt at %.0f a second, %.1f s of CPU, %.0f MB more memory, %.1f MB on disk\n", o.Passages, o.Build.PerSecond, o.Build.CPUSecond, o.Build.PeakMB, o.Build.DiskMB)
	fmt.Fprintf(w, "open\t%.1f ms\nnew paper found after\t%.1f ms\n", o.OpenMs, o.VisibleMs)
	fmt.Fprintln(w, "\nQUESTION\tp50 us\tp99 us\tallocs\tbleve p50\tbleve p99")
	for _, q := range o.Questions {
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\n", q.Kind, q.P50, q.P99, q.Allocs, q.MatchP50, q.MatchP99)
	}
	fmt.Fprintf(w, "\nwhole answer\t%.0f\t%.0f\nwhole answer, sample\t%.0f\t%.0f\nacknowledging\t%.0f\t%.0f\n", o.Answer.P50, o.Answer.P99, o.OnSample.P50, o.OnSample.P99, o.Intake.P50, o.Intake.P99)
	fmt.Fprintln(w, "\nSTORE\tp50 us\tp99 us\tof it syncs")
	for _, s := range o.Store {
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.0f\n", s.Op, s.P50, s.P99, s.Fsync)
	}
	fmt.Fprintf(w, "\ningest of %d papers\t%.0f ms, unchanged %.0f ms\n", o.Ingest.Files, o.Ingest.First, o.Ingest.Again)
	if r := o.Reminders; r != nil {
		fmt.Fprintf(w, "%d due notices in %d channels\t%.2f s, %d messages\n", r.Notices, r.Channels, r.Seconds, r.Messages)
	}
	if d := o.Due; d != nil {
		fmt.Fprintf(w, "next of %d notices\t%.1f us\n", d.Notices, d.P50)
	}
	if i := o.Items; i != nil {
		fmt.Fprintf(w, "among %d items\tmine %.0f us, list %.0f us, add %.0f us (%.0f us without its sync)\n", i.Items, i.Mine.P50, i.List.P50, i.Add.P50, i.Unsynced.P50)
	}
	return w.Flush()
}

// folder makes a folder of the bench's own.
func (b *bench) folder(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	return dir, os.MkdirAll(dir, 0o700)
}

// ingest reads the sample into an empty folder, and again.
func (b *bench) ingest(ctx context.Context, out *benchJSON) error {
	b.say("reading papers")
	dir, err := b.folder("ingest")
	if err != nil {
		return err
	}
	for i, took := range []*float64{&out.Ingest.First, &out.Ingest.Again} {
		began := time.Now()
		ix, rep, err := b.sample(ctx, dir)
		if err != nil {
			return err
		}
		*took = ms(time.Since(began))
		out.Ingest.Files = len(rep.Outcomes)
		if n := rep.Count(ingest.Unchanged); i == 1 && n != out.Ingest.Files {
			err = fmt.Errorf("only %d of %d papers were found unchanged", n, out.Ingest.Files)
		}
		if err := errors.Join(err, ix.Close()); err != nil {
			return err
		}
	}
	return nil
}

// sample opens an index in dir and brings it in step with the sample's papers.
func (b *bench) sample(ctx context.Context, dir string) (*index.Index, *ingest.Report, error) {
	voc, err := b.grp.Vocabulary()
	if err != nil {
		return nil, nil, err
	}
	ix, err := index.Open(dir, index.Options{Vocabulary: voc})
	if err != nil {
		return nil, nil, err
	}
	sub, err := fs.Sub(fixtures.Files(), "documents")
	if err != nil {
		return nil, nil, errors.Join(err, ix.Close())
	}
	rep, err := ingest.Sync(ctx, ix.Papers(), []ingest.Source{ingest.FS(sub)}, ingest.Options{Vocabulary: voc, Audience: b.grp.Audience})
	if err != nil {
		return nil, nil, errors.Join(err, ix.Close())
	}
	return ix, rep, nil
}

// answers asks whole questions: on the sample alone, then with n synthetic passages beside it.
func (b *bench) answers(n int) func(context.Context, *benchJSON) error {
	return func(ctx context.Context, out *benchJSON) error {
		b.say("whole answers")
		dir, err := b.folder("answers")
		if err != nil {
			return err
		}
		ix, _, err := b.sample(ctx, dir)
		if err != nil {
			return err
		}
		defer ix.Close() // temporary
		st, err := b.open(filepath.Join(dir, storeName), false)
		if err != nil {
			return err
		}
		defer st.Close() // temporary
		rabita, err := bot.New(b.log, b.grp, st, ix)
		if err != nil {
			return err
		}
		if out.OnSample, err = b.ask(ctx, rabita); err != nil {
			return err
		}
		if err := ix.Put(ctx, index.Synthetic(n)...); err != nil {
			return err
		}
		if err := ix.Flush(ctx); err != nil {
			return err
		}
		out.Answer, err = b.ask(ctx, rabita)
		return err
	}
}

// ask measures a whole answer: reading the question, searching, choosing quotes, and the reply in words. Of each question the quickest of
// three counts, which leaves out what else the machine does.
func (b *bench) ask(ctx context.Context, rabita *bot.Bot) (spread, error) {
	at := time.Date(2023, time.June, 30, 10, 0, 0, 0, b.grp.Location())
	var took []time.Duration
	for i, q := range strings.Split(strings.TrimSpace(benchQuestions), "\n") {
		best := time.Hour
		for range 3 {
			began := time.Now()
			r, err := rabita.Handle(ctx, bot.Message{Kind: bot.Mention, Text: q, Channel: "D0BENCH", Thread: fmt.Sprint(i), TS: "1.0", At: at, Room: bot.Room{Direct: true}})
			if err != nil {
				return spread{}, fmt.Errorf("answering %q: %w", q, err)
			}
			if r.Text() == "" {
				return spread{}, fmt.Errorf("%q was not answered", q)
			}
			best = min(best, time.Since(began))
		}
		took = append(took, best)
	}
	return spreadOf(took), nil
}

// open opens a store with the group's planner. A bulk load leaves out the syncs.
func (b *bench) open(path string, bulk bool) (*store.Store, error) {
	return store.Open(path, store.Options{Plan: remind.NewPlanner(remind.FromGroup(b.grp)).Plan, NoSync: bulk})
}

func spreadOf(took []time.Duration) spread {
	slices.Sort(took)
	at := func(q float64) float64 {
		return float64(took[min(int(q*float64(len(took))), len(took)-1)].Nanoseconds()) / 1000
	}
	return spread{at(0.50), at(0.99)}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
