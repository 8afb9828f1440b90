// Package index keeps the group's papers and finds passages in them. It is the only package that imports bleve.
//
// What you must know to change it:
//
//   - The library (library.go) is the truth: one checksummed file per document. All documents are in memory too.
//   - The index is derived from it and can be deleted at any moment. It has two segments (segment.go): the base (base.go), a bleve index
//     that is built beside the old one (rebuild.go), verified, opened for reading only and never written again; and the recent segment, in memory,
//     with the documents that came after the base was built. So a kill at any moment leaves a base that is whole or not there, and
//     nothing on a full disk can hurt it.
//   - Both segments give postings by term; beside them stand the terms of each passage in order, from which phrases, word pairs and lengths
//     come. Statistics count living passages that the asker may see, so a base with additions scores exactly like one built afresh, and
//     nobody's ranking tells of papers they may not see.
//   - Search (search.go, then score.go, lend.go, results.go) is our own BM25; each ranking choice is a named constant with what it bought (rank.go). Rights and filters are checked
//     on the documents, before ranking and again on every result.
//   - A term of a paper and of a question comes from one analyzer (analyze.go). Changing it changes the mapping's hash, and indexes are rebuilt.
package index

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"

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
