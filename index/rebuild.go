package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

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
