package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// A Bench is what measuring an index of synthetic papers gave.
type Bench struct {
	Passages  int         `json:"passages"`
	Build     BenchBuild  `json:"build"`
	OpenMs    float64     `json:"open_ms"`    // a library of that size with its index, until the first question could be asked
	VisibleMs float64     `json:"visible_ms"` // from Put of one more paper until Search finds it, on disk included; the median
	Questions []BenchKind `json:"questions"`
}

// BenchBuild is the cost of building the index on disk from documents in memory.
type BenchBuild struct {
	PerSecond float64 `json:"per_second"` // passages
	CPUSecond float64 `json:"cpu_s"`
	PeakMB    float64 `json:"peak_mb"` // of heap over the documents'
	DiskMB    float64 `json:"disk_mb"`
}

// A BenchKind is one kind of question, and the same words through bleve's own match query on the same index.
type BenchKind struct {
	Kind       string  `json:"kind"`
	P50        float64 `json:"p50_us"`
	P99        float64 `json:"p99_us"`
	Allocs     float64 `json:"allocs"`
	MatchP50   float64 `json:"match_p50_us"`
	MatchP99   float64 `json:"match_p99_us"`
	perQuery   func(i int) error
	matchQuery func(i int) (query.Query, bool)
}

// benchQueries is how many different questions of a kind are asked, benchRepeats how often each; the least of them counts, which leaves out the noise of a
// shared machine and collections of garbage but not a slow question.
const (
	benchQueries = 60
	benchRepeats = 3
)

// Measure builds an index of about n synthetic passages in a temporary folder and measures it. Numbers of one run compare with each other, not with those of
// another machine.
func Measure(ctx context.Context, n int) (_ Bench, err error) {
	dir, err := os.MkdirTemp("", "rabita-bench-")
	if err != nil {
		return Bench{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	docs := Synthetic(n)
	out := Bench{}
	for _, d := range docs {
		out.Passages += len(d.Passages)
	}
	if out.Build, err = measureBuild(ctx, filepath.Join(dir, "build"), docs, out.Passages); err != nil {
		return Bench{}, err
	}
	ix, err := out.measureOpen(ctx, dir, docs)
	if err != nil {
		return Bench{}, err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	if err := out.measureQuestions(ctx, ix, docs); err != nil {
		return Bench{}, err
	}
	return out, out.measureVisible(ctx, ix, docs)
}

func measureBuild(ctx context.Context, dir string, docs []*Document, passages int) (BenchBuild, error) {
	papers := make([]paper, len(docs))
	for i, d := range docs {
		papers[i] = paper{d, d.ID}
	}
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	peak := before.HeapAlloc
	ended, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-ended:
				tick.Stop()
				return
			case <-tick.C:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	began, cpu := time.Now(), cpuSeconds()
	err := buildBase(ctx, dir, papers, "")
	took, used := time.Since(began).Seconds(), cpuSeconds()-cpu
	close(ended)
	<-watched
	if err != nil {
		return BenchBuild{}, err
	}
	var size int64
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return BenchBuild{PerSecond: float64(passages) / took, CPUSecond: used, PeakMB: float64(peak-before.HeapAlloc) / 1e6, DiskMB: float64(size) / 1e6}, err
}

// measureOpen writes the papers as a library, builds its index, and opens it again.
func (b *Bench) measureOpen(ctx context.Context, dir string, docs []*Document) (*Index, error) {
	data := filepath.Join(dir, "index")
	if err := os.MkdirAll(filepath.Join(data, "library"), 0o700); err != nil {
		return nil, err
	}
	for _, d := range docs { // without a sync for each: that is the disk's time, not the program's
		file, _, err := encodePaper(d)
		if err == nil {
			err = os.WriteFile(filepath.Join(data, "library", fileName(d.ID)), file, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	ix, err := Open(data, Options{})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(ix.Flush(ctx), ix.Close()); err != nil {
		return nil, err
	}
	began := time.Now()
	ix, err = Open(data, Options{})
	b.OpenMs = time.Since(began).Seconds() * 1000
	return ix, err
}

func (b *Bench) measureVisible(ctx context.Context, ix *Index, docs []*Document) error {
	var took []float64
	for i := range 9 {
		d := *docs[i%len(docs)]
		d.ID, d.Title = fmt.Sprintf("NEW%d", i), fmt.Sprintf("visible%d", i)
		d.Passages = slices.Clone(d.Passages)
		for n := range d.Passages {
			d.Passages[n].ID = fmt.Sprintf("%s#%d", d.ID, n)
		}
		began := time.Now()
		if err := ix.Put(ctx, &d); err != nil {
			return err
		}
		res, err := ix.Search(ctx, Query{Text: d.Title + " " + first(strings.Fields(d.Text), 200)[100], Audience: Everything, Documents: []string{d.ID}, Lent: true})
		took = append(took, time.Since(began).Seconds()*1000)
		if err != nil || len(res) == 0 {
			return errors.Join(fmt.Errorf("paper %s was put and is not found", d.ID), err)
		}
	}
	slices.Sort(took)
	b.VisibleMs = took[len(took)/2]
	return nil
}

// measureQuestions asks each kind of question.
func (b *Bench) measureQuestions(ctx context.Context, ix *Index, docs []*Document) error {
	base, ok := ix.base.postings.(*base)
	if !ok {
		return errors.New("the index was not built")
	}
	for _, k := range benchKinds(ctx, ix, docs) {
		var own, match []float64
		var allocs uint64
		for i := range benchQueries {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			took, err := least(func() error { return k.perQuery(i) })
			runtime.ReadMemStats(&after)
			if err != nil {
				return fmt.Errorf("%s: %w", k.Kind, err)
			}
			allocs += (after.Mallocs - before.Mallocs) / benchRepeats
			own = append(own, took)
			q, ok := k.matchQuery(i)
			if !ok {
				continue
			}
			took, err = least(func() error {
				_, err := base.index.SearchInContext(ctx, bleve.NewSearchRequest(q))
				return err
			})
			if err != nil {
				return fmt.Errorf("%s through bleve: %w", k.Kind, err)
			}
			match = append(match, took)
		}
		k.P50, k.P99 = percentiles(own)
		k.MatchP50, k.MatchP99 = percentiles(match)
		k.Allocs = float64(allocs) / benchQueries
		b.Questions = append(b.Questions, k)
	}
	return nil
}

// least is the shortest of some runs, in microseconds.
func least(run func() error) (float64, error) {
	shortest := 0.0
	for i := range benchRepeats {
		began := time.Now()
		if err := run(); err != nil {
			return 0, err
		}
		if took := float64(time.Since(began).Nanoseconds()) / 1000; i == 0 || took < shortest {
			shortest = took
		}
	}
	return shortest, nil
}

func percentiles(v []float64) (p50, p99 float64) {
	if len(v) == 0 {
		return 0, 0
	}
	slices.Sort(v)
	return v[len(v)/2], v[len(v)*99/100]
}

// benchKinds are the kinds of question, each with the same words for bleve.
func benchKinds(ctx context.Context, ix *Index, docs []*Document) []BenchKind {
	lang := newLanguage()
	word := func(i, from, to int) string {
		rnd := rand.New(rand.NewPCG(uint64(i), uint64(from)))
		return lang.words[from+rnd.IntN(to-from)]
	}
	topic := func(i, n int) string { return strings.Join(lang.topics[i%len(lang.topics)][:n], " ") }
	question := func(i int) string {
		return "what did the delegation report on " + topic(i, 3) + " and " + word(i, 500, 3000) + " since the " + word(i+1, 500, 3000)
	}
	ask := func(make func(i int) Query) func(int) error {
		return func(i int) error {
			q := make(i)
			q.Audience = Audience{everyone}
			_, err := ix.Search(ctx, q)
			return err
		}
	}
	match := func(text func(int) string) func(int) (query.Query, bool) {
		return func(i int) (query.Query, bool) {
			m := bleve.NewMatchQuery(text(i))
			m.SetField(textField)
			return m, true
		}
	}
	none := func(int) (query.Query, bool) { return nil, false }
	common := func(i int) string { return lang.words[i%30] }
	rare := func(i int) string { return word(i, 20_000, 40_000) }
	phrase := func(i int) string { p := lang.phrases[i%len(lang.phrases)]; return p[0] + " " + p[1] }
	alias := func(i int) []string { return []string{topic(i, 1), phrase(i), phrase(i + 1), topic(i+1, 2)} }
	body := func(i int) string { return syntheticBodies[i%len(syntheticBodies)] }
	return []BenchKind{
		{Kind: "question", perQuery: ask(func(i int) Query { return Query{Text: question(i)} }), matchQuery: match(question)},
		{Kind: "common", perQuery: ask(func(i int) Query { return Query{Text: common(i)} }), matchQuery: match(common)},
		{Kind: "rare", perQuery: ask(func(i int) Query { return Query{Text: rare(i)} }), matchQuery: match(rare)},
		{Kind: "alias", perQuery: ask(func(i int) Query { return Query{Text: topic(i, 1), Phrases: []Phrase{{Forms: alias(i)}}} }),
			matchQuery: match(func(i int) string { return strings.Join(alias(i), " ") })},
		{Kind: "phrase", perQuery: ask(func(i int) Query { return Query{Phrases: []Phrase{{Forms: []string{phrase(i)}, Must: true}}} }), matchQuery: match(phrase)},
		{Kind: "filtered", perQuery: ask(func(i int) Query {
			return Query{Text: topic(i, 3), Bodies: []string{body(i)}, From: "2012", To: "2019"}
		}),
			matchQuery: func(i int) (query.Query, bool) {
				m, _ := match(func(i int) string { return topic(i, 3) })(i)
				t := bleve.NewTermQuery(body(i))
				t.SetField(bodyField)
				q := bleve.NewBooleanQuery()
				q.AddMust(m)
				q.AddFilter(t)
				return q, true
			}},
		{Kind: "section", perQuery: ask(func(i int) Query {
			return Query{Text: topic(i, 2), Documents: []string{docs[i%len(docs)].ID}, Sections: []string{"4"}}
		}),
			matchQuery: match(func(i int) string { return topic(i, 2) })},
		{Kind: "gaps", perQuery: func(i int) error { // which bodies said nothing of a subject: everything is counted
			said := make(map[string]int)
			return ix.Matching(Query{Text: topic(i, 2), Types: []string{"minutes"}, Meetings: []int{1 + i%200}, Audience: Audience{everyone}}, func(r Result) bool {
				said[r.Passage.Body]++
				return true
			})
		}, matchQuery: none},
		{Kind: "timeline", perQuery: ask(func(i int) Query { return Query{Text: topic(i, 3), Types: []string{"minutes"}, Limit: maxResults} }),
			matchQuery: match(func(i int) string { return topic(i, 3) })},
	}
}
