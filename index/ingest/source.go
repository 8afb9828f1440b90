package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// A Source is where papers come from: a file, a folder with everything below it, an fs.FS or bytes in memory. Make one with Read, FS or
// Bytes.
type Source struct {
	label  string
	whole  bool // a folder: what is not in it is gone
	walk   func(ctx context.Context, yield func(file) bool)
	format bool // files of other kinds are refused, not passed over
}

// A file is one paper that a source offers. Its name is the path within the source.
type file struct {
	name string
	load func() (data, sidecar []byte, err error)
	err  error // it could not be looked at
}

const sidecarSuffix = ".meta.yaml"

// Read returns the source at path: a file, or a folder with what is below it. Links are followed once; a link that leads back is refused.
// Hidden files and folders, README files and files of other kinds in a folder are passed over; a single file of another kind is refused.
// The error says that there is nothing at path.
func Read(path string) (Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Source{}, fmt.Errorf("%s cannot be read: %s", path, plainError(err))
	}
	if !info.IsDir() {
		return Source{label: path, format: true, walk: func(_ context.Context, yield func(file) bool) {
			yield(diskFile(filepath.Base(path), path))
		}}, nil
	}
	return Source{label: path, whole: true, walk: func(ctx context.Context, yield func(file) bool) {
		w := walker{ctx: ctx, yield: yield, seen: map[string]bool{}}
		w.folder(path, "")
	}}, nil
}

// FS returns the source of all papers in fsys, such as the embedded sample.
func FS(fsys fs.FS) Source {
	return Source{label: "the sample", whole: true, walk: func(ctx context.Context, yield func(file) bool) {
		_ = fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return fs.SkipAll
			case err != nil:
				if !yield(file{name: p, err: err}) {
					return fs.SkipAll
				}
				return nil
			case e.IsDir() && p != "." && hidden(e.Name()):
				return fs.SkipDir
			case e.IsDir() || !wanted(e.Name()):
				return nil
			}
			if !yield(file{name: p, load: func() ([]byte, []byte, error) { return loadFS(fsys, p) }}) {
				return fs.SkipAll
			}
			return nil
		})
	}}
}

// Bytes returns the source of one paper in memory, such as an upload. The name chooses the format.
func Bytes(name string, data []byte) Source {
	return Source{label: name, format: true, walk: func(_ context.Context, yield func(file) bool) {
		yield(file{name: name, load: func() ([]byte, []byte, error) { return data, nil, nil }})
	}}
}

func loadFS(fsys fs.FS, p string) (data, sidecar []byte, err error) {
	if data, err = readStable(func() (fs.File, error) { return fsys.Open(p) }, MaxFile); err != nil {
		return nil, nil, err
	}
	sidecar, err = readStable(func() (fs.File, error) { return fsys.Open(p + sidecarSuffix) }, maxHeader)
	if errors.Is(err, fs.ErrNotExist) {
		return data, nil, nil
	}
	return data, sidecar, err
}

func diskFile(name, p string) file {
	return file{name: name, load: func() ([]byte, []byte, error) { return loadFS(diskFS{}, p) }}
}

// diskFS opens files by their ordinary names; fs.FS would not take absolute ones.
type diskFS struct{}

func (diskFS) Open(name string) (fs.File, error) { return openRegular(name) }

// readStable reads a file of limit bytes at most whose size and time stay the same while it is read; one that changes is tried twice more.
func readStable(open func() (fs.File, error), limit int64) ([]byte, error) {
	for try := 0; try < 3; try++ {
		data, stable, err := readOnce(open, limit)
		if err != nil {
			return nil, err
		}
		if stable {
			return data, nil
		}
	}
	return nil, refuse(0, "the file is being changed by another program; offer it again when it has been saved")
}

func readOnce(open func() (fs.File, error), limit int64) (data []byte, stable bool, err error) {
	f, err := open()
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	if !before.Mode().IsRegular() {
		return nil, false, refuse(0, "it is no ordinary file")
	}
	if before.Size() > limit {
		return nil, false, tooLarge(before.Size(), limit)
	}
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, false, err
	}
	if int64(len(data)) > limit {
		return nil, false, tooLarge(int64(len(data)), limit)
	}
	after, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	// The name may stand for another file by now: editors write beside the old file and rename.
	again, err := open()
	if err != nil {
		return nil, false, nil
	}
	defer again.Close()
	now, err := again.Stat()
	same := err == nil && sameFile(before, after) && sameFile(before, now) && int64(len(data)) == before.Size()
	return data, same, nil
}

func sameFile(a, b fs.FileInfo) bool { return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) }

func tooLarge(size, limit int64) error {
	if limit < 1<<20 {
		return refuse(0, "its %s file has %d KB; at most %d KB are read", sidecarSuffix, size>>10, limit>>10)
	}
	return refuse(0, "the file has %d MB; at most %d MB are read. Split it into single papers", (size+1<<20-1)>>20, limit>>20)
}

// wanted says whether a file in a folder is one to read.
func wanted(name string) bool {
	_, ok := formats[strings.ToLower(path.Ext(name))]
	base := strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	return ok && !hidden(name) && base != "readme"
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") }

// walker walks a folder on disk, following links to files and folders.
type walker struct {
	ctx   context.Context
	yield func(file) bool
	seen  map[string]bool // real paths of the folders above and before
	done  bool
}

const maxDepth = 40

func (w *walker) folder(dir, rel string) {
	if w.done || w.ctx.Err() != nil {
		return
	}
	real, err := filepath.EvalSymlinks(dir)
	if err == nil && strings.Count(rel, "/") >= maxDepth {
		err = fmt.Errorf("folders are nested more than %d deep", maxDepth)
	}
	if err == nil && w.seen[real] {
		err = errLoop
	}
	var entries []os.DirEntry
	if err == nil {
		w.seen[real] = true
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		w.offer(file{name: cmpName(rel, dir), err: err})
		return
	}
	for _, e := range entries {
		if w.done {
			return
		}
		name := path.Join(rel, e.Name())
		full := filepath.Join(dir, e.Name())
		isDir := e.IsDir()
		if e.Type()&fs.ModeSymlink != 0 {
			info, err := os.Stat(full)
			if err != nil {
				if wanted(e.Name()) || errors.Is(err, syscall.ELOOP) {
					w.offer(file{name: name, err: err})
				}
				continue
			}
			isDir = info.IsDir()
		}
		switch {
		case isDir && !hidden(e.Name()):
			w.folder(full, name)
		case !isDir && wanted(e.Name()):
			w.offer(diskFile(name, full))
		}
	}
}

func (w *walker) offer(f file) {
	if !w.done && !w.yield(f) {
		w.done = true
	}
}

func cmpName(rel, dir string) string {
	if rel == "" {
		return dir
	}
	return rel
}

var errLoop = errors.New("the folder was read already; a link leads back to it")

// plainError says what is wrong with a file in words for the person who offered it.
func plainError(err error) string {
	var r *Refused
	switch {
	case errors.As(err, &r):
		return r.Reason
	case errors.Is(err, fs.ErrNotExist):
		return "it is not there any more, or its link leads nowhere"
	case errors.Is(err, fs.ErrPermission):
		return "this program may not read it; give it the right to"
	case errors.Is(err, syscall.ELOOP):
		return "it is a link that leads to itself"
	case errors.Is(err, errLoop):
		return errLoop.Error()
	}
	return err.Error()
}

// files collects what a source offers, in the order of its names.
func (s Source) files(ctx context.Context) []file {
	var out []file
	if s.walk == nil {
		return nil
	}
	s.walk(ctx, func(f file) bool {
		out = append(out, f)
		return ctx.Err() == nil
	})
	slices.SortStableFunc(out, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return out
}

// openRegular opens an ordinary file. Others are not even opened: a pipe would wait for somebody to write.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(0, "it is no ordinary file")
	}
	return os.Open(path)
}
