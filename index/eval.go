package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// EvalOptions name a test collection.
type EvalOptions struct {
	Corpus  string    // JSON lines: id, title, text; of meetings also meeting and turn, and the title is who speaks; see record
	Queries string    // JSON lines: id, text; of meetings also meeting
	Qrels   string    // query, document and grade, or TREC's query, iteration, document and grade, by tabs or spaces; headings may stand above
	Within  bool      // search only the meeting a query names
	Run     io.Writer // where the ranking goes: query, document, rank from 1, score by tabs; nil: nowhere
}

// Evaluation is how well Search finds what was judged to answer.
type Evaluation struct {
	Documents  int     `json:"documents"`
	Queries    int     `json:"queries"` // judged ones that were asked: the means are over these, also where nothing was found
	NDCG10     float64 `json:"ndcg@10"` // linear gain, discounted by the log2 of the rank plus one
	Recall100  float64 `json:"recall@100"`
	MRR10      float64 `json:"mrr@10"`
	MsPerQuery float64 `json:"ms_per_query"`

	Notes []string `json:"-"` // what of the collection could not be used
}

// perQuery is how many results of a query are judged and written.
const perQuery = 100

// Evaluate reads a test collection, indexes it as the product indexes papers, and asks its questions through Search. Nothing is tuned to a collection:
// what its records hold decides how they are read. It writes to temporary files, which are gone at the end.
func Evaluate(ctx context.Context, o EvalOptions) (Evaluation, error) {
	return evaluate(ctx, o, allChoices)
}

func evaluate(ctx context.Context, o EvalOptions, use choices) (_ Evaluation, err error) {
	c, err := readCollection(o)
	if err != nil {
		return Evaluation{}, err
	}
	ix, remove, err := temporary(ctx, c.docs)
	if err != nil {
		return Evaluation{}, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	ix.use = use
	e := Evaluation{Documents: c.records, Notes: c.notes}
	for _, q := range c.queries {
		query := Query{Text: string(q.Text), Audience: Everything, Limit: perQuery, Lent: true}
		if o.Within {
			query.Documents = []string{meetingID(q.Meeting)}
		}
		began := time.Now()
		results, err := ix.Search(ctx, query)
		if err != nil {
			return Evaluation{}, err
		}
		e.MsPerQuery += float64(time.Since(began).Microseconds()) / 1000
		e.add(results, c.judged[string(q.ID)])
		if o.Run != nil {
			if err := writeRun(o.Run, string(q.ID), results); err != nil {
				return Evaluation{}, err
			}
		}
	}
	e.divide()
	return e, nil
}

func (e *Evaluation) add(results []Result, grades map[string]float64) {
	e.Queries++
	var gain, ideal float64
	found, relevant, first := 0, 0, 0
	for i, r := range results {
		g := grades[r.Passage.ID]
		if g <= 0 {
			continue
		}
		found++
		if i < 10 {
			gain += g / math.Log2(float64(i)+2)
			if first == 0 {
				first = i + 1
			}
		}
	}
	var all []float64
	for _, g := range grades {
		if g > 0 {
			relevant++
			all = append(all, g)
		}
	}
	slices.SortFunc(all, func(a, b float64) int { return cmp.Compare(b, a) })
	for i, g := range all[:min(len(all), 10)] {
		ideal += g / math.Log2(float64(i)+2)
	}
	if relevant > 0 {
		e.NDCG10 += gain / ideal
		e.Recall100 += float64(found) / float64(relevant)
	}
	if first > 0 {
		e.MRR10 += 1 / float64(first)
	}
}

func (e *Evaluation) divide() {
	if e.Queries == 0 {
		return
	}
	n := float64(e.Queries)
	e.NDCG10, e.Recall100, e.MRR10, e.MsPerQuery = e.NDCG10/n, e.Recall100/n, e.MRR10/n, e.MsPerQuery/n
}

func writeRun(w io.Writer, query string, results []Result) error {
	for i, r := range results {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%d\t%.6f\n", query, r.Passage.ID, i+1, r.Score); err != nil {
			return err
		}
	}
	return nil
}

// temporary makes an index of documents without a library on disk, in a folder that remove removes.
func temporary(ctx context.Context, docs []*Document) (ix *Index, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "rabita-index-")
	if err != nil {
		return nil, nil, err
	}
	lib := &library{dir: filepath.Join(dir, "library"), papers: make(map[string]paper, len(docs))}
	for _, d := range docs {
		lib.papers[d.ID] = paper{d, d.ID}
	}
	ix = &Index{dir: dir, log: slog.New(slog.DiscardHandler), lib: lib, recent: newRecent(), use: allChoices}
	ix.life, ix.stop = context.WithCancel(ctx)
	ix.renew()
	remove = func() error { return errors.Join(ix.Close(), os.RemoveAll(dir)) }
	if err := ix.Rebuild(ctx); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return ix, remove, nil
}
