package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"rabita/store"
)

// A backup is a folder: the store as it was at one moment, the library, group.yaml, and sums of them all. The index is not in it, for it
// is built from the library. The folder gets its name when everything in it was written, synced and read back.
//
//	rabita-20191105T103000Z/
//	    store.db  group.yaml  index/library/F04.json ...
//	    SHA256SUMS                                            as sha256sum -c reads it
const (
	backupPrefix = "rabita-"
	backupTime   = "20060102T150405Z"
	sumsName     = "SHA256SUMS"
)

// backupJSON is what `rabita backup -json` and `rabita restore -json` print.
type backupJSON struct {
	Path    string   `json:"path"`
	Files   int      `json:"files"`
	Bytes   int64    `json:"bytes"`
	Removed []string `json:"removed"` // older backups, with -keep
}

// runBackup writes a verified copy of the data.
func runBackup(ctx context.Context, e *env) error {
	fs, c := flags(e, "backup", "data", "json", "now")
	to := fs.String("to", "", "`FOLDER` to write the backup into (default: backups in the data's folder)")
	keep := fs.Bool("keep", false, "remove older backups there, but one a day for 7 days and one a week for 4 weeks")
	if done, err := onData(ctx, e, fs, c); done || err != nil {
		return err
	}
	now, _, err := c.moment(e)
	if err != nil {
		return err
	}
	a, err := openApp(e, options{dir: c.dir, papers: true, now: e.now})
	if err != nil {
		return err
	}
	defer a.close()
	if *to == "" {
		*to = filepath.Join(a.home, "backups")
	}
	out, err := writeBackup(ctx, a, e.path(*to), now)
	if err != nil {
		return err
	}
	if *keep {
		if out.Removed, err = thinBackups(e.path(*to), now); err != nil {
			return err
		}
	}
	if damaged := a.ix.Status().Damaged; len(damaged) > 0 {
		fmt.Fprintf(e.stderr, "These papers were damaged and are not in the backup; ingest them again: %s\n", strings.Join(damaged, ", "))
	}
	if c.json {
		return json.NewEncoder(e.stdout).Encode(out)
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %d files, %d bytes, read back and found right\n", out.Path, out.Files, out.Bytes)
	return err
}

// writeBackup writes a backup of what a has open into the folder to.
func writeBackup(ctx context.Context, a *app, to string, now time.Time) (*backupJSON, error) {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return nil, fmt.Errorf("writing the backup: %w", err)
	}
	if left, err := filepath.Glob(filepath.Join(to, ".unfinished-*")); err == nil { // of backups that were killed
		for _, dir := range left {
			if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
				os.RemoveAll(dir)
			}
		}
	}
	tmp, err := os.MkdirTemp(to, ".unfinished-")
	if err != nil {
		return nil, fmt.Errorf("writing the backup: %w", err)
	}
	defer os.RemoveAll(tmp)
	if _, err := a.st.Backup(filepath.Join(tmp, storeName)); err != nil {
		return nil, err
	}
	names := []string{groupName}
	library := filepath.Join(indexName, "library")
	papers, err := os.ReadDir(filepath.Join(a.home, library))
	if err != nil {
		return nil, fmt.Errorf("writing the backup: %w", err)
	}
	for _, p := range papers {
		if p.Type().IsRegular() && !strings.HasSuffix(p.Name(), ".tmp") {
			names = append(names, filepath.Join(library, p.Name()))
		}
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := copyFile(filepath.Join(a.home, name), filepath.Join(tmp, name))
		if err != nil && !(errors.Is(err, fs.ErrNotExist) && name != groupName) { // a paper may be forgotten meanwhile
			return nil, fmt.Errorf("writing the backup: %w", err)
		}
	}
	out, err := writeSums(tmp)
	if err != nil {
		return nil, fmt.Errorf("writing the backup: %w", err)
	}
	if _, err := checkBackup(tmp); err != nil {
		return nil, err
	}
	out.Path = filepath.Join(to, backupPrefix+now.UTC().Format(backupTime))
	if err := errors.Join(syncFolder(tmp), os.Rename(tmp, out.Path), syncFolder(to)); err != nil {
		return nil, fmt.Errorf("writing the backup: %w", err)
	}
	return out, nil
}

// writeSums writes the sums of all files below dir.
func writeSums(dir string) (*backupJSON, error) {
	out := &backupJSON{Removed: []string{}}
	var lines strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sum, n, err := sumOf(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		fmt.Fprintf(&lines, "%s  %s\n", sum, filepath.ToSlash(rel))
		out.Files, out.Bytes = out.Files+1, out.Bytes+n
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, writeNew(filepath.Join(dir, sumsName), []byte(lines.String()))
}

// checkBackup reads a backup to its end and returns the names in it. The error says which file is not what was written.
func checkBackup(dir string) (names []string, err error) {
	f, err := os.Open(filepath.Join(dir, sumsName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no backup: it has no %s", dir, sumsName)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the backup: %w", err)
	}
	defer f.Close() // only read
	in := bufio.NewScanner(f)
	for in.Scan() {
		want, name, ok := strings.Cut(in.Text(), "  ")
		if !ok || !filepath.IsLocal(filepath.FromSlash(name)) {
			return nil, fmt.Errorf("%s is damaged: its %s cannot be read; take another backup", dir, sumsName)
		}
		have, _, err := sumOf(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("%s is damaged: %w; take another backup", dir, err)
		}
		if have != want {
			return nil, fmt.Errorf("%s is damaged: %s is not what was written; take another backup", dir, name)
		}
		names = append(names, filepath.FromSlash(name))
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("reading the backup: %w", err)
	}
	if !slices.Contains(names, storeName) {
		return nil, fmt.Errorf("%s is no backup: it has no %s", dir, storeName)
	}
	return names, verifyStore(filepath.Join(dir, storeName))
}

// runRestore puts a backup into a folder that holds nothing yet.
func runRestore(ctx context.Context, e *env) error {
	fs, c := flags(e, "restore", "data", "json")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	switch {
	case fs.NArg() != 1:
		return usagef("name one backup, the folder that holds its %s", sumsName)
	case c.dir == "":
		return usagef("say which folder to restore into: -data DIR, or RABITA_DATA; it must be empty or not there yet")
	}
	from := fs.Arg(0)
	names, err := checkBackup(from)
	if err != nil {
		return err
	}
	if err := makeFolder(c.dir); err != nil {
		return err
	}
	if there, err := os.ReadDir(c.dir); err != nil || len(there) > 0 {
		if err == nil {
			err = fmt.Errorf("%s is not empty (%s): name an empty folder, or move what is there away", c.dir, there[0].Name())
		}
		return err
	}
	out := backupJSON{Path: c.dir, Removed: []string{}}
	err = func() error {
		for _, name := range names {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := copyFile(filepath.Join(from, name), filepath.Join(c.dir, name)); err != nil {
				return err
			}
			info, err := os.Stat(filepath.Join(c.dir, name))
			if err != nil {
				return err
			}
			out.Files, out.Bytes = out.Files+1, out.Bytes+info.Size()
		}
		path := filepath.Join(c.dir, storeName)
		if err := verifyStore(path); err != nil {
			return err
		}
		st, err := store.Open(path, store.Options{})
		if err != nil {
			return err
		}
		return errors.Join(st.Restored(e.now()), st.Close())
	}()
	if err != nil { // so that the next try finds the folder empty
		for _, name := range names {
			os.RemoveAll(filepath.Join(c.dir, strings.Split(name, string(filepath.Separator))[0]))
		}
		return fmt.Errorf("restoring %s: %w", from, err)
	}
	if c.json {
		return json.NewEncoder(e.stdout).Encode(out)
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %d files, %d bytes, checked. What was said after the backup was made is not in it. What was shown since is looked up in each channel before anything more is sent there.\n", c.dir, out.Files, out.Bytes)
	return err
}

// thinBackups removes backups but the newest of each of the last 7 days and of each of the last 4 weeks that have one.
func thinBackups(dir string, now time.Time) (removed []string, err error) {
	removed = []string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return removed, err
	}
	made := map[time.Time]string{}
	for _, en := range entries {
		if at, err := time.Parse(backupPrefix+backupTime, en.Name()); err == nil && en.IsDir() {
			made[at] = en.Name()
		}
	}
	for _, at := range surplus(made, now) {
		path := filepath.Join(dir, made[at])
		if err := os.RemoveAll(path); err != nil {
			return removed, err
		}
		removed = append(removed, path)
	}
	return removed, nil
}

// surplus says which backups are not worth keeping.
func surplus[T any](made map[time.Time]T, now time.Time) (drop []time.Time) {
	times := make([]time.Time, 0, len(made))
	for at := range made {
		times = append(times, at)
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	days, weeks := map[int]bool{}, map[int]bool{}
	for i, at := range times {
		age := int(now.Sub(at).Hours() / 24)
		keep := i == 0
		if age < 7 && !days[age] {
			days[age], keep = true, true
		}
		if age < 28 && !weeks[age/7] {
			weeks[age/7], keep = true, true
		}
		if !keep {
			drop = append(drop, at)
		}
	}
	return drop
}

// copyFile copies and syncs a file, with the folders it needs.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() // only read
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close(), syncFolder(filepath.Dir(to)))
}

func sumOf(path string) (sum string, bytes int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close() // only read
	h := sha256.New()
	bytes, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), bytes, err
}

// syncFolder makes what was written and renamed in a folder last. Windows cannot do it and needs no such thing.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
