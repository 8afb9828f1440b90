package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"rabita/bot"
	"rabita/bot/group"
	"rabita/bot/remind"
	"rabita/bot/when"
	"rabita/fixtures"
	"rabita/index"
	"rabita/index/ingest"
	"rabita/store"
)

// options say what a command needs opened.
type options struct {
	dir       string // where the group keeps its data; empty with sample
	sample    bool   // the embedded group and papers: with dir kept there, else indexed in the user's cache
	orOwn     bool   // with sample and dir: a folder that has a group of its own is opened as that group's
	throwaway bool   // the store is a temporary copy: nothing said changes anything
	papers    bool   // no bot, and without dir no store: the papers are all that is needed
	now       func() time.Time
	log       *slog.Logger // nil: warnings go to standard error
}

// An app is everything a command works with, opened from the leaves to the root.
type app struct {
	log    *slog.Logger
	now    func() time.Time
	home   string // the folder of the data
	sample bool   // group and papers are the embedded ones
	grp    *group.Group
	ix     *index.Index
	st     *store.Store
	plan   *remind.Planner // works out when what st keeps is brought back
	bot    *bot.Bot
	closes []func() error
}

// openApp opens the group, what people promised, what people wrote, and the bot on top of them. A command that runs inside a bot at work
// gets that bot's own. The store comes before the index: its lock is what keeps two programs from working on one folder.
func openApp(e *env, o options) (a *app, err error) {
	if e.held != nil {
		return e.held.lend(o)
	}
	a = &app{log: o.log, now: o.now, home: o.dir}
	if a.log == nil {
		a.log = logger(e, slog.LevelWarn)
	}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if o.sample && o.dir != "" {
		if o.sample, err = sampleIn(o.dir); err != nil {
			return a, err
		}
		if !o.sample && !o.orOwn {
			return a, fmt.Errorf("%s has a group.yaml of its own, and -sample would put the sample's papers beside that group's: leave out -sample, or name another folder", o.dir)
		}
	}
	a.sample = o.sample
	if a.grp, err = loadGroup(o.dir); err != nil {
		return a, err
	}
	if o.dir == "" {
		if a.home, err = cacheDir(fixtures.Hash()[:16] + "-" + buildID()); err != nil {
			return a, err
		}
	} else {
		if err = makeFolder(o.dir); err != nil {
			return a, err
		}
		if err = refuseHeld(o.dir); err != nil {
			return a, err
		}
		if err = a.openStore(filepath.Join(o.dir, storeName)); err != nil {
			return a, err
		}
	}
	if err = a.openIndex(); err != nil {
		return a, err
	}
	if o.sample {
		if err = a.ingestSample(); err != nil {
			return a, err
		}
	}
	if o.papers {
		return a, nil
	}
	if o.throwaway || a.st == nil {
		a.ix.Freeze() // what is said changes no paper either: the next command finds the sample as it was
		if err = a.scratch(); err != nil {
			return a, err
		}
	}
	a.bot, err = bot.New(a.log, a.grp, a.st, a.ix)
	return a, err
}

// lend gives a command what this app has open. Nothing of it is closed with the command, apart from a temporary copy.
func (a *app) lend(o options) (*app, error) {
	lent := *a
	lent.closes, lent.now = nil, o.now
	if o.papers || !o.throwaway {
		return &lent, nil
	}
	err := lent.scratch()
	if err == nil {
		lent.bot, err = bot.New(lent.log, lent.grp, lent.st, lent.ix)
	}
	if err != nil {
		return nil, errors.Join(err, lent.close())
	}
	return &lent, nil
}

// The names in a folder of data. The library is below index, as index keeps it.
const (
	storeName   = "store.db"
	indexName   = "index"
	groupName   = "group.yaml"
	controlName = "control.sock"
)

// makeFolder makes a folder of data, which nobody but its owner reads.
func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the folder of the data: %w", err)
	}
	return nil
}

// openIndex opens the library and the index derived from it.
func (a *app) openIndex() error {
	voc, err := a.grp.Vocabulary()
	if err != nil {
		return err
	}
	a.ix, err = index.Open(filepath.Join(a.home, indexName), index.Options{Log: a.log, Vocabulary: voc})
	if err != nil {
		return fmt.Errorf("opening the papers in %s: %w", a.home, err)
	}
	a.closes = append(a.closes, a.ix.Close)
	return nil
}

// ingestSample brings the library in step with the embedded papers. A file notes that this was done to the end, so the next command
// does not look at them again: the cache is named by what the papers and the program are.
func (a *app) ingestSample() error {
	done := filepath.Join(a.home, indexName, "sample-"+fixtures.Hash()[:16])
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	voc, err := a.grp.Vocabulary()
	if err != nil {
		return err
	}
	sub, err := fs.Sub(fixtures.Files(), "documents")
	if err != nil {
		return err
	}
	ctx := context.Background()
	_, err = ingest.Sync(ctx, a.ix.Papers(), []ingest.Source{ingest.FS(sub)}, ingest.Options{Vocabulary: voc, Audience: a.grp.Audience})
	if err == nil {
		err = a.ix.Flush(ctx) // once, here: else each command that follows begins it anew
	}
	if err != nil {
		return err
	}
	return os.WriteFile(done, nil, 0o600)
}

// openStore opens what people promised, with the planner of its reminders.
func (a *app) openStore(path string) error {
	plan := remind.NewPlanner(remind.FromGroup(a.grp))
	st, err := store.Open(path, store.Options{Plan: plan.Plan, Verify: verifyStore})
	if err != nil {
		return err
	}
	a.st, a.plan = st, plan
	a.closes = append(a.closes, st.Close)
	return nil
}

// scratch puts a store that ends with the command in the place of the one that is open, as a copy of it; if none is open, an empty one.
func (a *app) scratch() error {
	dir, err := os.MkdirTemp("", "rabita-")
	if err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	a.closes = append(a.closes, func() error { return os.RemoveAll(dir) })
	path := filepath.Join(dir, storeName)
	if a.st != nil {
		if _, err := a.st.Backup(path); err != nil {
			return err
		}
	}
	return a.openStore(path)
}

// close closes everything in the opposite order of opening.
func (a *app) close() error {
	var errs []error
	for i := len(a.closes) - 1; i >= 0; i-- {
		errs = append(errs, a.closes[i]())
	}
	a.closes = nil
	return errors.Join(errs...)
}

// sampleIn reports whether a folder of data is the sample's. A folder without a group.yaml becomes so and is given the sample's, so that every
// command works on it afterwards; a folder whose group.yaml says anything else is its owner's.
func sampleIn(dir string) (bool, error) {
	name := filepath.Join(dir, groupName)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFolder(dir); err != nil {
			return false, err
		}
		return true, writeNew(name, fixtures.Group())
	}
	return bytes.Equal(text, fixtures.Group()), err
}

// loadGroup reads DIR/group.yaml; without a folder it is the sample group.
func loadGroup(dir string) (*group.Group, error) {
	if dir == "" {
		return group.Load("group.yaml", fixtures.Group())
	}
	grp, err := group.LoadFile(filepath.Join(dir, groupName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no group.yaml, which says who the group is: `rabita init -data %s` writes one to begin with", dir, dir)
	}
	return grp, err
}

// whenOptions are the calendar and hours by which a group's deadlines are read.
func whenOptions(grp *group.Group, zone *time.Location) when.Options {
	due := grp.DueClock()
	return when.Options{Calendar: grp.Calendar(""), Zone: zone, Due: &due, Meetings: []string{grp.Short}}
}

// logger writes to standard error what an operator wants to see, from the level given; RABITA_LOG names another.
func logger(e *env, level slog.Level) *slog.Logger {
	switch e.setting("RABITA_LOG") {
	case "debug":
		level = slog.LevelDebug
	case "info":
		level = slog.LevelInfo
	case "warn":
		level = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: level}))
}
