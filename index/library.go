package index

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A library is the truth about the papers: a folder with one file per document. A file is a line of JSON, the envelope, with the checksum of
// what follows, and the document as JSON. It is written under another name, synced, and renamed, so it is whole or not there.
//
//	F04.json    a document
//	next        the next number for a paper without an id of its own
//	damaged/    files that did not verify, kept for a person to look at
type library struct {
	dir string
	log *slog.Logger

	mu     sync.Mutex
	papers map[string]paper
	next   int
	frozen bool // changes stay in memory
}

// A paper is a document with the checksum of its file's content, which says whether an index knows this very version.
type paper struct {
	doc *Document
	sum string
}

// envelope is the first line of a library file.
type envelope struct {
	Format int    `json:"rabita"` // 1
	ID     string `json:"id"`
	SHA256 string `json:"sha256"` // of all that follows the line, hex
}

const libraryFormat = 1

// errDamaged says that a file of the library is not what was written.
var errDamaged = errors.New("damaged")

// openLibrary reads all papers. Damaged files are set aside and named in the second result; they do not keep the rest from being read.
func openLibrary(dir string, log *slog.Logger) (*library, []string, error) {
	l := &library{dir: dir, log: log, papers: make(map[string]paper), next: 1}
	if err := os.MkdirAll(filepath.Join(dir, "damaged"), 0o700); err != nil {
		return nil, nil, fmt.Errorf("making the library's folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the library: %w", err)
	}
	var names []string
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasSuffix(name, ".tmp"):
			if err := removeStale(filepath.Join(dir, name), e); err != nil {
				return nil, nil, fmt.Errorf("removing an unfinished file of the library: %w", err)
			}
		case strings.HasSuffix(name, ".json") && e.Type().IsRegular():
			names = append(names, name)
		}
	}
	damaged, err := l.readAll(names)
	if err != nil {
		return nil, nil, err
	}
	if err := l.readNext(); err != nil {
		return nil, nil, err
	}
	return l, damaged, nil
}

// readAll reads the named files, as many at a time as there are processors.
func (l *library) readAll(names []string) (damaged []string, err error) {
	type outcome struct {
		paper paper
		err   error
	}
	out := make([]outcome, len(names))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(names); i += workers {
				out[i].paper, out[i].err = readPaper(filepath.Join(l.dir, names[i]))
			}
		})
	}
	wg.Wait()
	for i, o := range out {
		switch {
		case o.err == nil && fileName(o.paper.doc.ID) == names[i]:
			l.papers[o.paper.doc.ID] = o.paper
		case o.err == nil || errors.Is(o.err, errDamaged):
			damaged = append(damaged, names[i])
			l.log.Error("a file of the library is damaged and was set aside; ingest its source again", "file", names[i], "error", o.err)
			if err := os.Rename(filepath.Join(l.dir, names[i]), filepath.Join(l.dir, "damaged", names[i])); err != nil {
				return nil, fmt.Errorf("setting a damaged file of the library aside: %w", err)
			}
		default:
			return nil, fmt.Errorf("reading the library: %w", o.err)
		}
	}
	return damaged, nil
}

// readPaper reads one file of the library.
func readPaper(path string) (paper, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return paper{}, err
	}
	line, body, ok := bytes.Cut(data, []byte("\n"))
	var e envelope
	if !ok || json.Unmarshal(line, &e) != nil {
		return paper{}, fmt.Errorf("%w: no envelope", errDamaged)
	}
	if e.Format != libraryFormat {
		return paper{}, fmt.Errorf("%w: of format %d, this program reads %d", errDamaged, e.Format, libraryFormat)
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != e.SHA256 {
		return paper{}, fmt.Errorf("%w: its checksum differs", errDamaged)
	}
	doc := new(Document)
	if err := json.Unmarshal(body, doc); err != nil || doc.ID != e.ID {
		return paper{}, fmt.Errorf("%w: it does not hold document %s", errDamaged, e.ID)
	}
	if err := doc.Check(); err != nil {
		return paper{}, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return paper{doc, e.SHA256}, nil
}

// encodePaper is a file of the library.
func encodePaper(doc *Document) (data []byte, sum string, err error) {
	body, err := json.Marshal(doc)
	if err != nil {
		return nil, "", err
	}
	h := sha256.Sum256(body)
	sum = hex.EncodeToString(h[:])
	line, err := json.Marshal(envelope{libraryFormat, doc.ID, sum})
	if err != nil {
		return nil, "", err
	}
	return slices.Concat(line, []byte("\n"), body), sum, nil
}

// put writes a document and syncs it to disk. The document must not be changed afterwards.
func (l *library) put(doc *Document) (paper, error) {
	if err := doc.Check(); err != nil {
		return paper{}, err
	}
	data, sum, err := encodePaper(doc)
	if err != nil {
		return paper{}, fmt.Errorf("writing %s: %w", doc.ID, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if old, ok := l.papers[doc.ID]; ok && old.sum == sum {
		return old, nil
	}
	if n, ok := numberOf(doc.ID); ok && n >= l.next {
		if err := l.writeNext(n + 1); err != nil {
			return paper{}, err
		}
	}
	if !l.frozen {
		if err := writeFile(filepath.Join(l.dir, fileName(doc.ID)), data); err != nil {
			return paper{}, fmt.Errorf("writing %s to the library: %w", doc.ID, err)
		}
	}
	p := paper{doc, sum}
	l.papers[doc.ID] = p
	return p, nil
}

// delete removes a document. Its number is not used again.
func (l *library) delete(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.papers[id]; !ok {
		return nil
	}
	if l.frozen {
		delete(l.papers, id)
		return nil
	}
	err := os.Remove(filepath.Join(l.dir, fileName(id)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s from the library: %w", id, err)
	}
	if err := syncDir(l.dir); err != nil {
		return fmt.Errorf("removing %s from the library: %w", id, err)
	}
	delete(l.papers, id)
	return nil
}

// list is all papers in the order of their ids.
func (l *library) list() []paper {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]paper, 0, len(l.papers))
	for _, p := range l.papers {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b paper) int { return cmp.Compare(a.doc.ID, b.doc.ID) })
	return out
}

// freeze keeps what changes from here on in memory alone.
func (l *library) freeze() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.frozen = true
}

// nextID takes a new id, "D-0001", never given before; also not when the program dies right after.
func (l *library) nextID() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.next
	if err := l.writeNext(n + 1); err != nil {
		return "", err
	}
	return fmt.Sprintf("D-%04d", n), nil
}

func (l *library) readNext() error {
	data, err := os.ReadFile(filepath.Join(l.dir, "next"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the library's next number: %w", err)
	}
	if n, err := strconv.Atoi(strings.TrimSpace(string(data))); err == nil && n > 0 {
		l.next = n
	}
	for id := range l.papers {
		if n, ok := numberOf(id); ok {
			l.next = max(l.next, n+1)
		}
	}
	return nil
}

func (l *library) writeNext(n int) error {
	if l.frozen {
		l.next = n
		return nil
	}
	if err := writeFile(filepath.Join(l.dir, "next"), []byte(strconv.Itoa(n)+"\n")); err != nil {
		return fmt.Errorf("writing the library's next number: %w", err)
	}
	l.next = n
	return nil
}

// numberOf is the number of an id the library gave.
func numberOf(id string) (int, bool) {
	rest, ok := strings.CutPrefix(id, "D-")
	n, err := strconv.Atoi(rest)
	return n, ok && err == nil && n > 0 && digitsOnly(rest)
}

// fileName is the name of a document's file: its id, with whatever a file system might mind as "~" and its hexadecimal value. Capitals are
// marked with "^" behind the name, since some file systems do not tell them apart.
func fileName(id string) string {
	var b, capitals strings.Builder
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '.' && i > 0:
			b.WriteByte(c)
		case c >= 'A' && c <= 'Z':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02x", c)
		}
	}
	if strings.ToUpper(id) != id && strings.ToLower(id) != id {
		for i := range len(id) {
			if id[i] >= 'A' && id[i] <= 'Z' {
				fmt.Fprintf(&capitals, "^%x", i)
			}
		}
	}
	return b.String() + capitals.String() + ".json"
}

// writeFile writes a file so that after a crash at any moment it holds the old content or the new.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "*.tmp") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// staleAfter is the age at which an unfinished file or folder is nobody's any more: the sample's cache may be written by two commands at once.
const staleAfter = 10 * time.Minute

func removeStale(path string, e fs.DirEntry) error {
	info, err := e.Info()
	if errors.Is(err, fs.ErrNotExist) || err == nil && time.Since(info.ModTime()) < staleAfter {
		return nil
	}
	if err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// syncDir makes a rename or removal in dir last. Windows cannot sync a folder and needs no such thing.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sum is the checksum of a document's file; "" when there is none.
func (l *library) sum(id string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.papers[id].sum
}
