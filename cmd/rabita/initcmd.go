package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rabita/bot/group"
	"rabita/fixtures"
)

//go:embed start/group.yaml
var firstGroup []byte

//go:embed start/env
var firstEnv string

// runInit makes a folder of data with a group.yaml to begin with, and shows what .env holds. What is there already is left as it is.
func runInit(_ context.Context, e *env) error {
	fs, c := flags(e, "init", "data", "sample")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	switch {
	case fs.NArg() > 0:
		return usagef("%q is no flag of init; the folder is given as -data DIR", fs.Arg(0))
	case c.dir == "":
		return usagef("say where the data is to be kept: -data DIR, or RABITA_DATA")
	}
	text := firstGroup
	if c.sample {
		text = fixtures.Group()
	}
	if _, err := group.Load(groupName, text); err != nil {
		return err
	}
	if err := makeFolder(c.dir); err != nil {
		return err
	}
	path := filepath.Join(c.dir, groupName)
	if err := writeNew(path, text); err != nil {
		return err
	}
	_, err := fmt.Fprintf(e.stdout, `Wrote %[2]s. Next:

1. Put your group's names and Slack ids into it; `+"`rabita doctor -data %[1]s`"+` says what is wrong with it.
2. `+"`rabita ingest -data %[1]s PATH...`"+` reads the group's papers.
3. `+"`rabita manifest`"+` prints what to paste into a new Slack app; then write .env, and `+"`rabita serve`"+` it.

.env looks like this:

%[3]s`, c.dir, path, firstEnv)
	return err
}

// writeNew writes a file that must not be there yet, whole or not at all.
func writeNew(path string, data []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already; nothing was changed", path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Link(f.Name(), path); err != nil { // unlike a rename it does not replace what came meanwhile
		if !errors.Is(err, fs.ErrExist) {
			err = os.Rename(f.Name(), path) // a file system without links
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", path, err)
		}
	}
	return nil
}
