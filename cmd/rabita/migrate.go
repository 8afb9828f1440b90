package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"rabita/store"
)

// runMigrate brings the data of an older version up to this one. The index needs no such thing: it is built anew when its rules changed.
func runMigrate(_ context.Context, e *env) error {
	fs, c := flags(e, "migrate", "data")
	if err := onlyFlags(e, fs, c); err != nil {
		return err
	}
	path := filepath.Join(c.dir, storeName)
	from, to, err := store.Migrate(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%s has no %s yet; there is nothing to migrate", c.dir, storeName)
	case err != nil:
		return err
	case from == to:
		_, err = fmt.Fprintf(e.stdout, "%s is of this version already (schema %d)\n", path, to)
	default:
		_, err = fmt.Fprintf(e.stdout, "%s was brought from schema %d to %d; a copy as it was is beside it\n", path, from, to)
	}
	return err
}

// runCheckStore checks a store file in a process of its own, which a damaged file may end. Exit status 3: another process holds it.
func runCheckStore(_ context.Context, e *env) error {
	if len(e.args) != 1 {
		return usagef("name the file")
	}
	err := store.CheckFile(e.args[0])
	if errors.Is(err, store.ErrHeld) {
		fmt.Fprintln(e.stderr, err)
		return exitStatus(checkedHeld)
	}
	return err
}

const checkedHeld = 3

// verifyStore checks a store file in a child process: reading a damaged file can end a process in a way that no program can catch.
func verifyStore(path string) error {
	program, err := os.Executable()
	if err != nil {
		return store.CheckFile(path)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "check-store", path)
	cmd.Env = []string{} // no tokens
	out, err := cmd.CombinedOutput()
	words := strings.TrimSpace(strings.TrimPrefix(string(out), "rabita check-store: "))
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return nil
	case ended && exit.ExitCode() == checkedHeld:
		return fmt.Errorf("%w: %s", store.ErrHeld, path)
	case ended && exit.ExitCode() == 1 && words != "":
		return fmt.Errorf("%w: %s", store.ErrCorrupt, words)
	case ended:
		return fmt.Errorf("%w: %s cannot be read (%v); it is left as it is: restore a backup with: rabita restore", store.ErrCorrupt, path, err)
	}
	return fmt.Errorf("checking %s: %w", path, err)
}
