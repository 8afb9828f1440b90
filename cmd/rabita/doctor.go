package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"rabita/bot/group"
	"rabita/index"
	"rabita/store"
)

// A finding is one line of what doctor says.
type finding struct {
	About string `json:"about"` // folder, space, group, slack, store, papers, reminders, inbox, backups, clock, bot
	Level string `json:"level"` // ok, warning, problem
	Says  string `json:"says"`
	Do    string `json:"do"` // empty: nothing
}

const (
	fine    = "ok"
	warning = "warning"
	problem = "problem"
)

// doctor gathers findings about one folder of data.
type doctor struct {
	e        *env
	dir      string
	now      time.Time
	findings []finding
}

func (d *doctor) say(about, level, says, do string) {
	d.findings = append(d.findings, finding{about, level, says, do})
}

func (d *doctor) ok(about, format string, args ...any) {
	d.say(about, fine, fmt.Sprintf(format, args...), "")
}

// runDoctor checks the configuration and the data. It changes nothing.
func runDoctor(ctx context.Context, e *env) error {
	fs, c := flags(e, "doctor", "data", "json")
	if done, err := onData(ctx, e, fs, c); done || err != nil {
		return err
	}
	d := &doctor{e: e, dir: e.path(c.dir), now: e.now()}
	d.folder()
	d.group()
	d.slack()
	d.clock()
	d.data(ctx)
	d.backups()
	bad := 0
	for _, f := range d.findings {
		if f.Level == problem {
			bad++
		}
	}
	if err := d.print(e.stdout, c.json, bad); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d to be mended", bad)
	}
	return nil
}

func (d *doctor) print(w io.Writer, asJSON bool, bad int) error {
	if asJSON {
		return json.NewEncoder(w).Encode(map[string]any{"ok": bad == 0, "findings": d.findings})
	}
	for _, f := range d.findings {
		if _, err := fmt.Fprintf(w, "%-8s %-10s %s\n", f.Level, f.About, f.Says); err != nil {
			return err
		}
		if f.Do != "" {
			if _, err := fmt.Fprintf(w, "%20s-> %s\n", "", f.Do); err != nil {
				return err
			}
		}
	}
	return nil
}

// folder looks at the folder itself: there, private, writable, with room.
func (d *doctor) folder() {
	info, err := os.Stat(d.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.say("folder", problem, d.dir+" is not there", "`rabita init -data "+d.dir+"` makes it")
		return
	case err != nil:
		d.say("folder", problem, err.Error(), "run rabita as the user who owns the data")
		return
	case !info.IsDir():
		d.say("folder", problem, d.dir+" is a file", "name the folder that keeps the data")
		return
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		d.say("folder", warning, "others may read "+d.dir, "chmod 700 "+d.dir)
	}
	f, err := os.CreateTemp(d.dir, ".doctor-*")
	if err != nil {
		d.say("folder", problem, "nothing can be written to "+d.dir+": "+err.Error(), "give the user who runs rabita the right to write there")
		return
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		d.say("folder", problem, err.Error(), "look at the disk")
		return
	}
	d.ok("folder", "%s can be written to", d.dir)
	switch free, err := freeSpace(d.dir); {
	case err != nil:
		d.say("space", warning, "the free space is not known: "+err.Error(), "")
	case free < lowSpace:
		d.say("space", problem, fmt.Sprintf("%d MB are left on the disk", free>>20), fmt.Sprintf("make room: keep %d MB free", lowSpace>>20))
	default:
		d.ok("space", "%d MB are left on the disk", free>>20)
	}
}

// group reads group.yaml.
func (d *doctor) group() {
	grp, err := loadGroup(d.dir)
	if err == nil {
		d.ok("group", "%s: %d bodies, %d members, %s", grp.Short, len(grp.Bodies), len(grp.Members), grp.Zone)
		return
	}
	var all group.Problems
	if !errors.As(err, &all) {
		d.say("group", problem, err.Error(), "")
		return
	}
	for _, p := range all {
		d.say("group", problem, p.Error(), "")
	}
}

// othersRead says whether other users of the machine may read a file.
func othersRead(path string) bool {
	info, err := os.Stat(path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

func fileThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// slack runs the checks of serve's own configuration.
func (d *doctor) slack() {
	cfg, bad := readConfig(d.e, d.dir)
	for _, b := range bad {
		says, do, _ := strings.Cut(b, ": ")
		d.say("slack", problem, says, do)
	}
	switch {
	case len(bad) > 0:
	case cfg.Listen != "":
		d.ok("slack", "the bot token and the signing secret have the right form; `rabita serve` shows whether Slack takes them")
	default:
		d.ok("slack", "both tokens have the right form; `rabita serve` shows whether Slack takes them")
	}
	if othersRead(d.e.path(".env")) {
		d.say("slack", warning, "others may read .env, which holds tokens", "chmod 600 .env")
	}
}

// clock compares the clock with when the program was made.
func (d *doctor) clock() {
	info, _ := debug.ReadBuildInfo()
	for i := 0; info != nil && i < len(info.Settings); i++ {
		if s := info.Settings[i]; s.Key == "vcs.time" {
			if made, err := time.Parse(time.RFC3339, s.Value); err == nil && d.now.Before(made) {
				d.say("clock", problem, fmt.Sprintf("the clock shows %s, before this program was made", d.now.Format(time.DateTime)), "set the clock right")
				return
			}
		}
	}
	d.ok("clock", "%s", d.now.Format(time.RFC3339))
}

// data opens the store and the papers, or looks at those of the bot at work.
func (d *doctor) data(ctx context.Context) {
	if held := d.e.held; held != nil {
		d.ok("bot", "at work, process %d", os.Getpid())
		if err := held.st.Check(); err != nil {
			d.say("store", problem, err.Error(), "stop the bot and restore a backup with: rabita restore")
		}
		d.store(held.st)
		d.papers(held.ix)
		return
	}
	path := filepath.Join(d.dir, storeName)
	if !fileThere(path) {
		if h, was := store.ReadHolder(path); was {
			d.say("store", problem, fmt.Sprintf("%s is gone; process %d on %s had it open", path, h.PID, h.Host), "put it back, or restore a backup with: rabita restore")
		} else {
			d.ok("store", "none yet; it is made when the bot starts")
		}
		return
	}
	switch err := verifyStore(path); {
	case errors.Is(err, store.ErrHeld):
		h, _ := store.ReadHolder(path)
		d.say("store", problem, fmt.Sprintf("process %d on %s holds %s since %s, and does not answer on its control socket", h.PID, h.Host, path, h.Started.Format(time.DateTime)),
			"see what that process does; end it and start again")
		return
	case err != nil:
		d.say("store", problem, err.Error(), "restore a backup with: rabita restore")
		return
	}
	a, err := openApp(d.e, options{dir: d.dir, papers: true, now: d.e.now})
	if err != nil {
		if !errors.As(err, new(group.Problems)) && fileThere(filepath.Join(d.dir, groupName)) { // what is wrong with the group was said
			do := ""
			if errors.Is(err, store.ErrSchema) {
				do = "rabita migrate -data " + d.dir
			}
			d.say("store", problem, err.Error(), do)
		}
		return
	}
	defer a.close()
	d.store(a.st)
	if err := a.ix.Wait(ctx); err != nil {
		d.say("papers", problem, "building the index failed: "+err.Error(), "look at the disk; the papers themselves are in the library and safe")
	}
	d.papers(a.ix)
}

func (d *doctor) store(st *store.Store) {
	n, err := st.Counts()
	if err != nil {
		d.say("store", problem, err.Error(), "stop the bot and restore a backup with: rabita restore")
		return
	}
	d.ok("store", "whole: %d items open, %d drafts, %d closed, %d reminders", n.Open, n.Drafts, n.Closed, n.Reminders)
	if n.Blocked > 0 {
		d.say("reminders", warning, fmt.Sprintf("%d notices cannot be delivered", n.Blocked), "`rabita reminders -data "+d.dir+"` says why")
	}
	if n.Intents > 0 {
		d.say("reminders", warning, fmt.Sprintf("of %d messages it is not known whether they were shown", n.Intents), "the running bot looks them up in Slack by itself")
	}
	if n.Aside > 0 {
		d.say("inbox", warning, fmt.Sprintf("%d things members said were set aside: the bot ended each time it worked on them, or could not read them", n.Aside),
			"their members were told to say it again in other words; the log says what broke: report it with the version")
	}
	if high, err := st.HighWater(); err == nil && high.Sub(d.now) > 5*time.Minute {
		d.say("clock", problem, fmt.Sprintf("the clock shows %s, and the bot worked at %s already", d.now.Format(time.DateTime), high.Format(time.DateTime)), "set the clock right")
	}
}

func (d *doctor) papers(ix *index.Index) {
	s := ix.Status()
	d.ok("papers", "%d documents, %d passages", s.Documents, s.Passages)
	if s.Documents == 0 {
		d.say("papers", warning, "there are no papers to answer from", "rabita ingest -data "+d.dir+" PATH...")
	}
	if s.Rebuilding {
		d.say("papers", warning, "the index is being built: "+s.Why, "")
	}
	if len(s.Damaged) > 0 {
		d.say("papers", problem, "damaged files were set aside: "+strings.Join(s.Damaged, ", "), "ingest the papers again from their sources")
	}
	if s.Problem != nil {
		d.say("papers", problem, "building the index failed: "+s.Problem.Error(), "look at the disk; the papers themselves are in the library and safe")
	}
	var doubtful []string
	for _, doc := range ix.Documents(index.Everything) {
		if len(doc.Doubts) > 0 {
			doubtful = append(doubtful, doc.ID)
		}
	}
	if len(doubtful) > 0 {
		d.say("papers", warning, "not everything could be read for certain in "+strings.Join(doubtful, ", "), "`rabita documents show ID` says what; mend it in Slack with words like \"F12 date is 6 June 2023\"")
	}
}

// backups looks at the usual place only.
func (d *doctor) backups() {
	entries, err := os.ReadDir(filepath.Join(d.dir, "backups"))
	var newest time.Time
	for _, en := range entries {
		if at, perr := time.Parse(backupPrefix+backupTime, en.Name()); perr == nil && at.After(newest) {
			newest = at
		}
	}
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		d.say("backups", warning, err.Error(), "")
	case newest.IsZero():
		if fileThere(filepath.Join(d.dir, storeName)) {
			d.say("backups", warning, "there is none in "+filepath.Join(d.dir, "backups"), "run `rabita backup -keep` every night, or copy to another machine with -to")
		}
	case d.now.Sub(newest) > 8*24*time.Hour:
		d.say("backups", warning, "the newest is of "+newest.Format(time.DateOnly), "run `rabita backup -keep` every night")
	default:
		d.ok("backups", "the newest is of %s", newest.Format(time.RFC3339))
	}
}
