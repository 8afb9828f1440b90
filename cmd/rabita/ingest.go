package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"rabita/index/ingest"
)

// runIngest adds or refreshes documents and ends with a table of what became of each file.
func runIngest(ctx context.Context, e *env) error {
	fs, c := flags(e, "ingest", "data", "json")
	prune := fs.Bool("prune", false, "also remove the documents that no PATH holds any more")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	if c.dir == "" {
		return usagef("say where the data is kept: -data DIR, or RABITA_DATA")
	}
	if fs.NArg() == 0 {
		return usagef("name the files or folders to read")
	}
	if done, err := e.elsewhere(ctx, c.dir); done || err != nil {
		return err
	}
	var sources []ingest.Source
	for _, path := range fs.Args() {
		s, err := ingest.Read(e.path(path))
		if err != nil {
			return err
		}
		sources = append(sources, s)
	}
	a, err := openApp(e, options{dir: c.dir, now: e.now})
	if err != nil {
		return err
	}
	defer a.close()
	voc, err := a.grp.Vocabulary()
	if err != nil {
		return err
	}
	rep, err := ingest.Sync(ctx, a.ix.Papers(), sources, ingest.Options{Vocabulary: voc, Audience: a.grp.Audience, Prune: *prune, NewID: a.ix.NextID, Progress: progress(e)})
	if rep != nil {
		if perr := propose(e, a, rep); err == nil {
			err = perr
		}
		if perr := printReport(e, rep, c.json); err == nil {
			err = perr
		}
	}
	if err != nil {
		return err
	}
	if n := rep.Count(ingest.Refusal); n > 0 {
		return fmt.Errorf("%d of the files could not be read; the table says why", n)
	}
	return nil
}

// propose makes drafts of the action points of records that are new, for members to claim.
func propose(e *env, a *app, rep *ingest.Report) error {
	drafts := 0
	for _, o := range rep.Outcomes {
		if o.What != ingest.Added {
			continue
		}
		n, err := a.bot.Propose(a.ix.Document(o.ID), a.now())
		if err != nil {
			return fmt.Errorf("proposing the action points of %s: %w", o.ID, err)
		}
		drafts += n
	}
	if drafts > 0 {
		fmt.Fprintf(e.stderr, "%d action points are proposed as items; `rabita items -all` lists them\n", drafts)
	}
	return nil
}

// progress shows, on standard error, which file is being read.
func progress(e *env) func(done, total int, file string) {
	return func(done, total int, file string) {
		fmt.Fprintf(e.stderr, "\r%d of %d  %-60.60s", done, total, file)
		if done >= total {
			fmt.Fprint(e.stderr, "\n")
		}
	}
}

// printReport ends a run: a line per file that is not simply unchanged, and the counts.
func printReport(e *env, rep *ingest.Report, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(e.stdout).Encode(rep)
	}
	w := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	for _, o := range rep.Outcomes {
		if o.What == ingest.Unchanged && o.Reason == "" {
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", o.What, o.ID, o.File, o.Reason)
		for _, d := range o.Doubts {
			why := d.Why
			if len(d.Choices) > 0 && len(d.Choices) < 6 {
				why += ": " + strings.Join(d.Choices, " or ")
			}
			fmt.Fprintf(w, "\t\t  look at %s\t%s\n", d.Field, why)
		}
	}
	for _, what := range []string{ingest.Added, ingest.Changed, ingest.Unchanged, ingest.Removed, ingest.Refusal} {
		fmt.Fprintf(w, "%s\t%d\n", what, rep.Count(what))
	}
	return w.Flush()
}
