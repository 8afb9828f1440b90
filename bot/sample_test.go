package bot_test

import (
	"io/fs"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"rabita/bot"
	"rabita/bot/group"
	"rabita/fixtures"
	"rabita/index"
	"rabita/index/ingest"
	"rabita/store"
)

var sample struct {
	once sync.Once
	grp  *group.Group
	ix   *index.Index
	err  error
}

// sampleIndex is the sample group's index, built once for all tests of the package; nobody changes it.
func sampleIndex(t testing.TB) (*group.Group, *index.Index) {
	t.Helper()
	sample.once.Do(func() {
		sample.grp, sample.ix, sample.err = buildSample(t)
	})
	if sample.err != nil {
		t.Fatal(sample.err)
	}
	return sample.grp, sample.ix
}

// buildSample makes an index of the sample's papers and of more.
func buildSample(t testing.TB, more ...fs.FS) (*group.Group, *index.Index, error) {
	grp, err := group.Load("group.yaml", fixtures.Group())
	if err != nil {
		return nil, nil, err
	}
	voc, err := grp.Vocabulary()
	if err != nil {
		return nil, nil, err
	}
	dir, err := mkdir()
	if err != nil {
		return nil, nil, err
	}
	ix, err := index.Open(filepath.Join(dir, "index"), index.Options{Vocabulary: voc})
	if err != nil {
		return nil, nil, err
	}
	docs, err := fs.Sub(fixtures.Files(), "documents")
	if err != nil {
		return nil, nil, err
	}
	sources := []ingest.Source{ingest.FS(docs)}
	for _, m := range more {
		sources = append(sources, ingest.FS(m))
	}
	_, err = ingest.Sync(t.Context(), ix.Papers(), sources, ingest.Options{Vocabulary: voc, Audience: grp.Audience, NewID: ix.NextID})
	return grp, ix, err
}

// sampleBot is a bot of the sample group with an empty store of its own.
func sampleBot(t testing.TB) (*bot.Bot, *index.Index) {
	t.Helper()
	grp, ix := sampleIndex(t)
	return newBot(t, grp, ix), ix
}

// newBot is a bot with an empty store of its own.
func newBot(t testing.TB, grp *group.Group, ix *index.Index) *bot.Bot {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "store.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	b, err := bot.New(slog.New(slog.NewTextHandler(t.Output(), nil)), grp, st, ix)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
