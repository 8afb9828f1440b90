// Package index keeps the group's papers and finds passages in them. It is the only package that imports bleve.
//
// What you must know to change it:
//
//   - The library (library.go) is the truth: one checksummed file per document. All documents are in memory too.
//   - The index is derived from it and can be deleted at any moment. It has two segments (segment.go): the base (base.go), a bleve index
//     that is built beside the old one, verified, opened for reading only and never written again; and the recent segment, in memory,
//     with the documents that came after the base was built. So a kill at any moment leaves a base that is whole or not there, and
//     nothing on a full disk can hurt it.
//   - Both segments give postings by term; beside them stand the terms of each passage in order, from which phrases, word pairs and lengths
//     come. Statistics count living passages only, so a base with additions scores exactly like one built afresh.
//   - Search (search.go, rank.go) is our own BM25; each ranking choice is a named constant with what it bought. Rights and filters are checked
//     on the documents, before ranking and again on every result.
//   - A term of a paper and of a question comes from one analyzer (analyze.go). Changing it changes the mapping's hash, and indexes are rebuilt.
package index

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rabita/index/vocab"
)

// Options say how an index is opened. The zero value logs nothing.
type Options struct {
	Log        *slog.Logger
	Vocabulary *vocab.Vocabulary // what the papers are read with; another one than before rebuilds the index. nil: none
}

// An Index is the library with the index derived from it. All methods may be called from many goroutines at once.
type Index struct {
	dir        string
	log        *slog.Logger
	vocabulary string            // its hash
	places     map[string]string // body -> place
	use        choices
	lib        *library
	mostRecent int // passages
	damaged    []string
	stop       context.CancelFunc
	life       context.Context

	change sync.Mutex // held while the library changes

	mu       sync.RWMutex // held for reading by searches, for writing while the view is replaced
	base     *segment     // nil: none yet
	recent   *segment
	view     *view
	why      string        // why a base is being built; "" when none is
	thrown   bool          // there are papers but no base, or it was thrown away, and there is no new one yet
	built    chan struct{} // closed when that is over
	buildErr error         // how the last build failed
	closed   bool
	frozen   bool // see Freeze

	words words
}

// Status is what the index is doing.
type Status struct {
	Documents  int
	Passages   int
	Recent     int    // passages that are found in memory, not yet in the index on disk
	Rebuilding bool   // the index on disk is being built
	Why        string // why it is
	// Replacing is true from the moment an index on disk was found missing, damaged or built by other rules, until there is a new one. Questions are answered
	// from memory meanwhile, if Answerable.
	Replacing bool
	// Answerable is false while nothing can be found: a large library whose index on disk had to be thrown away.
	Answerable bool
	Damaged    []string // files of the library that were set aside
	Problem    error    // how the last build failed; nil when it did not
}

// ErrRebuilding says that nothing can be found until the index is built; Wait waits for it.
var ErrRebuilding = errors.New("the index is being rebuilt; ask again in a minute")

// ErrClosed says that the index was closed.
var ErrClosed = errors.New("the index is closed")

const (
	// mostRecent is how many passages may be found in memory alone: a second's work at open (30,000 a second were measured). Up to it a lost
	// index costs no answer.
	mostRecent = 20_000
	// worthBuilding is how many recent passages start a build of the base, and a quarter of the base's.
	worthBuilding = 4_000
	// buildAtClose is the library's size in passages up to which Close builds the base (a second), so that the next program opens at once.
	buildAtClose = 6_000
)

// Open opens the index in dir, made if need be. Damaged files of the library are set aside and named in Status. An index that is missing,
// damaged or built by other rules is built in the background; Status says so, and questions are answered from memory meanwhile.
func Open(dir string, o Options) (*Index, error) { return openWith(dir, o, mostRecent) }

// openWith is Open with a bound of the caller's on what may be found in memory alone.
func openWith(dir string, o Options, mostRecent int) (*Index, error) {
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	lib, damaged, err := openLibrary(filepath.Join(dir, "library"), log)
	if err != nil {
		return nil, err
	}
	ix := &Index{dir: dir, log: log, lib: lib, damaged: damaged, recent: newRecent(), mostRecent: mostRecent, use: allChoices}
	if o.Vocabulary != nil {
		ix.vocabulary = o.Vocabulary.Hash()
		ix.places = make(map[string]string)
		for _, e := range o.Vocabulary.Entries() {
			if e.Kind == vocab.Body {
				ix.places[e.Key] = e.Place
			}
		}
	}
	ix.life, ix.stop = context.WithCancel(context.Background())
	ix.mu.Lock()
	defer ix.mu.Unlock()
	why := ix.findBase()
	late := ix.catchUp()
	switch {
	case why == "" && late > worthBuilding:
		why = "many papers are newer than the index"
	case why != "" && len(lib.papers) == 0:
		why = ""
	default:
		ix.thrown = why != ""
	}
	if why != "" {
		ix.startBuild(why)
	}
	return ix, nil
}

// findBase opens the newest base that verifies and removes what is left of others. It says why there is none.
func (ix *Index) findBase() (why string) {
	found, err := filepath.Glob(filepath.Join(ix.dir, "base-*"))
	if err != nil {
		return err.Error()
	}
	slices.Sort(found)
	slices.Reverse(found)
	why = "there is no index yet"
	for _, dir := range found {
		if ix.base != nil {
			ix.remove(dir)
			continue
		}
		seg, err := openBase(dir, ix.vocabulary)
		if err == nil {
			ix.base, why = seg, ""
			continue
		}
		if _, ok := errors.AsType[errUnusable](err); ok {
			why = err.Error()
			ix.log.Warn("an index was thrown away and is built again", "folder", filepath.Base(dir), "why", why)
			ix.remove(dir)
			continue
		}
		return err.Error()
	}
	left, err := os.ReadDir(ix.dir)
	for _, e := range left {
		if strings.HasPrefix(e.Name(), "build-") {
			err = errors.Join(err, removeStale(filepath.Join(ix.dir, e.Name()), e))
		}
	}
	if err != nil {
		ix.log.Warn("unfinished indexes could not be removed", "error", err)
	}
	return why
}

func (ix *Index) remove(dir string) {
	if err := os.RemoveAll(dir); err != nil {
		ix.log.Warn("an old index could not be removed", "folder", filepath.Base(dir), "error", err)
	}
}

// catchUp puts what the base does not know into a new recent segment, if that is little enough, and makes the view. It returns how many
// passages the base does not know.
func (ix *Index) catchUp() int {
	papers := ix.lib.list()
	known := make(map[string]string)
	if ix.base != nil {
		for _, d := range ix.base.docs {
			known[d.ID] = d.Sum
		}
	}
	late := 0
	for _, p := range papers {
		if known[p.doc.ID] != p.sum {
			late += len(p.doc.Passages)
		}
	}
	ix.recent = newRecent()
	if late <= ix.mostRecent {
		for _, p := range papers {
			if known[p.doc.ID] != p.sum {
				ix.recent.addRecent(p)
			}
		}
	}
	ix.renew()
	return late
}

// renew makes the view of base and recent segment as the library is now. The caller holds mu.
func (ix *Index) renew() { ix.view = newView(ix.lib.list(), ix.base, ix.recent) }

// startBuild builds a base in the background, unless one is being built. The caller holds mu.
func (ix *Index) startBuild(why string) {
	if ix.why != "" || ix.closed || ix.frozen {
		return
	}
	ix.why, ix.built = why, make(chan struct{})
	papers := ix.lib.list()
	go func() {
		began := time.Now()
		seg, err := ix.build(papers)
		ix.mu.Lock()
		defer ix.mu.Unlock()
		defer close(ix.built)
		ix.why, ix.buildErr = "", err
		if err != nil {
			if ix.life.Err() == nil {
				ix.log.Error("building the index failed; papers are found in memory until it succeeds", "error", err)
			}
			return
		}
		if ix.closed {
			ix.drop(seg)
			return
		}
		old := ix.base
		ix.base, ix.thrown = seg, false
		ix.catchUp()
		if old != nil {
			ix.drop(old)
			ix.remove(old.postings.(*base).dir)
		}
		ix.log.Info("index built", "documents", len(papers), "passages", seg.passages(), "seconds", time.Since(began).Seconds())
	}()
}

// giveUp throws a base away that broke while it was in use, and has another built.
func (ix *Index) giveUp(broken *segment, why error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.base != broken || ix.closed {
		return // another search noticed too
	}
	ix.log.Warn("an index was thrown away and is built again", "why", why)
	ix.base, ix.thrown = nil, true
	ix.catchUp()
	ix.drop(broken)
	ix.remove(broken.postings.(*base).dir)
	ix.startBuild(why.Error())
}

func (ix *Index) drop(s *segment) {
	if err := s.postings.close(); err != nil {
		ix.log.Warn("closing an index", "error", err)
	}
}

// build makes a base of the papers beside the one in use and opens it.
func (ix *Index) build(papers []paper) (*segment, error) {
	tmp, err := os.MkdirTemp(ix.dir, "build-")
	if err != nil {
		return nil, err
	}
	defer ix.remove(tmp)
	made := filepath.Join(tmp, "base")
	if err := buildBase(ix.life, made, papers, ix.vocabulary); err != nil {
		return nil, err
	}
	if err := syncTree(made); err != nil {
		return nil, err
	}
	final := filepath.Join(ix.dir, "base-"+time.Now().UTC().Format("20060102T150405.000000000"))
	if err := os.Rename(made, final); err != nil {
		return nil, err
	}
	if err := syncDir(ix.dir); err != nil {
		return nil, err
	}
	return openBase(final, ix.vocabulary)
}

// Freeze keeps what changes from here on in memory alone: for a session that is to leave no trace on disk. There is no way back.
func (ix *Index) Freeze() {
	ix.change.Lock()
	defer ix.change.Unlock()
	ix.lib.freeze()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.frozen = true
}

// Put keeps documents, new or in place of those with their ids; when it returns they are on disk and found. A document must not be changed
// afterwards. What Check finds wrong is refused; documents before it are kept.
func (ix *Index) Put(ctx context.Context, docs ...*Document) error {
	ix.change.Lock()
	defer ix.change.Unlock()
	var changed []paper
	var failed error
	for _, d := range docs {
		if failed = ctx.Err(); failed != nil {
			break
		}
		old := ix.lib.sum(d.ID)
		p, err := ix.lib.put(d)
		if err != nil {
			failed = err
			break
		}
		if p.sum != old {
			changed = append(changed, p)
		}
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.closed {
		return errors.Join(failed, ErrClosed)
	}
	for _, p := range changed {
		ix.recent.addRecent(p)
	}
	if len(changed) > 0 {
		ix.renew()
		ix.buildIfWorth()
	}
	return failed
}

// Delete forgets documents; ids that are not there are no error. When it returns they are gone from disk and from search; their words stay in the
// files of the index until Rebuild.
func (ix *Index) Delete(ctx context.Context, ids ...string) error {
	ix.change.Lock()
	defer ix.change.Unlock()
	var failed error
	for _, id := range ids {
		if failed = ctx.Err(); failed != nil {
			break
		}
		if failed = ix.lib.delete(id); failed != nil {
			break
		}
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.renew()
	return failed
}

// buildIfWorth starts a build when much is in memory only. The caller holds mu.
func (ix *Index) buildIfWorth() {
	n := 0
	if ix.base != nil {
		n = ix.base.passages()
	}
	if ix.recent.passages() > max(worthBuilding, n/4) {
		ix.startBuild("many papers are newer than the index")
	}
}

// Rebuild builds the index on disk from the library, as it is at some moment after the call, and waits for it. Nothing of deleted papers is left in
// its files then. Questions are answered all the while.
func (ix *Index) Rebuild(ctx context.Context) error {
	if err := ix.Wait(ctx); err != nil && ctx.Err() != nil {
		return err
	}
	ix.mu.Lock()
	if ix.closed {
		ix.mu.Unlock()
		return ErrClosed
	}
	if len(ix.lib.list()) == 0 {
		defer ix.mu.Unlock()
		if old := ix.base; old != nil {
			ix.base = nil
			ix.catchUp()
			ix.drop(old)
			ix.remove(old.postings.(*base).dir)
		}
		return nil
	}
	ix.startBuild("asked for")
	ix.mu.Unlock()
	return ix.Wait(ctx)
}

// Wait returns when no index is being built, with the error of the last build if it failed.
func (ix *Index) Wait(ctx context.Context) error {
	for {
		ix.mu.RLock()
		why, built, err := ix.why, ix.built, ix.buildErr
		ix.mu.RUnlock()
		if why == "" {
			return err
		}
		select {
		case <-built:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Flush brings the index on disk up to date if papers are found in memory only, and waits for it. A program that only ingests calls it at its end.
func (ix *Index) Flush(ctx context.Context) error {
	if err := ix.Wait(ctx); err != nil && ctx.Err() != nil {
		return err
	}
	if ix.Status().Recent == 0 {
		return nil
	}
	return ix.Rebuild(ctx)
}

// Close waits for searches and a build under way, brings the index of a small library up to date, and closes it.
func (ix *Index) Close() error {
	ix.change.Lock()
	defer ix.change.Unlock()
	var err error
	if st := ix.Status(); st.Recent > 0 && st.Passages <= buildAtClose {
		err = ix.Flush(context.Background())
	}
	ix.mu.Lock()
	ix.closed = true
	building, built := ix.why != "", ix.built
	ix.mu.Unlock()
	ix.stop()
	if building {
		<-built
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.base != nil {
		err = errors.Join(err, ix.base.postings.close())
	}
	ix.base, ix.recent = nil, newRecent()
	ix.view = newView(nil, nil, ix.recent)
	return err
}

// Status says what the index holds and does.
func (ix *Index) Status() Status {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	s := Status{Documents: len(ix.view.list), Rebuilding: ix.why != "", Why: ix.why, Replacing: ix.thrown, Answerable: ix.view.missing == 0,
		Damaged: slices.Clone(ix.damaged), Problem: ix.buildErr}
	for _, d := range ix.view.list {
		s.Passages += len(d.Passages)
	}
	s.Recent = ix.view.recent
	return s
}

// NextID is a new id for a document without one of its own. It is never given again.
func (ix *Index) NextID() (string, error) { return ix.lib.nextID() }

// Document returns a document by its id, or nil, whoever asks: callers check its Audience. Corrections are linked in (Passage.CorrectedBy).
func (ix *Index) Document(id string) *Document {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.view.docs[id]
}

// Documents lists the documents the audience may see, in the order of their ids.
func (ix *Index) Documents(a Audience) []*Document {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	out := make([]*Document, 0, len(ix.view.list))
	for _, d := range ix.view.list {
		if a.Sees(d.Audience) {
			out = append(out, d)
		}
	}
	return out
}

// current is the view as it is now. It may be read without a lock, but not its parts.
func (ix *Index) current() *view {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.view
}

// Papers is the index without rights, for the commands that keep it in step with files.
func (ix *Index) Papers() Papers { return Papers{ix} }

// Papers puts, deletes and lists all documents.
type Papers struct{ ix *Index }

// Put is Index.Put.
func (p Papers) Put(ctx context.Context, docs ...*Document) error { return p.ix.Put(ctx, docs...) }

// Delete is Index.Delete.
func (p Papers) Delete(ctx context.Context, ids ...string) error { return p.ix.Delete(ctx, ids...) }

// NextID is Index.NextID.
func (p Papers) NextID() (string, error) { return p.ix.NextID() }

// Documents lists all documents as they were put, in the order of their ids.
func (p Papers) Documents() []*Document {
	papers := p.ix.lib.list()
	out := make([]*Document, len(papers))
	for i, q := range papers {
		out[i] = q.doc
	}
	return out
}
