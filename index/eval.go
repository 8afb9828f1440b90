package index

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// EvalOptions name a test collection.
type EvalOptions struct {
	Corpus  string    // JSON lines: id, title, text; of meetings also meeting and turn, and the title is who speaks
	Queries string    // JSON lines: id, text; of meetings also meeting
	Qrels   string    // query, document and grade by tabs
	Within  bool      // search only the meeting a query names
	Run     io.Writer // where the ranking goes: query, document, rank from 1, score by tabs; nil: nowhere
}

// Evaluation is how well Search finds what was judged to answer.
type Evaluation struct {
	Documents  int     `json:"documents"`
	Queries    int     `json:"queries"` // judged ones: the means are over these
	NDCG10     float64 `json:"ndcg@10"` // linear gain, discounted by the log2 of the rank plus one
	Recall100  float64 `json:"recall@100"`
	MRR10      float64 `json:"mrr@10"`
	MsPerQuery float64 `json:"ms_per_query"`
}

// perQuery is how many results of a query are judged and written.
const perQuery = 100

type evalRecord struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	Meeting string `json:"meeting"`
	Turn    *int   `json:"turn"`
}

// Evaluate reads a test collection, indexes it as the product indexes papers, and asks its questions through Search. Nothing is tuned to a collection:
// what its records hold decides how they are read. It writes to temporary files, which are gone at the end.
func Evaluate(ctx context.Context, o EvalOptions) (_ Evaluation, err error) {
	records, err := readLines[evalRecord](o.Corpus)
	if err != nil {
		return Evaluation{}, err
	}
	queries, err := readLines[evalRecord](o.Queries)
	if err != nil {
		return Evaluation{}, err
	}
	judged, err := readQrels(o.Qrels)
	if err != nil {
		return Evaluation{}, err
	}
	docs, err := evalDocuments(records)
	if err != nil {
		return Evaluation{}, fmt.Errorf("%s: %w", o.Corpus, err)
	}
	ix, remove, err := temporary(ctx, docs)
	if err != nil {
		return Evaluation{}, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	e := Evaluation{Documents: len(records)}
	for _, q := range queries {
		grades := judged[q.ID]
		if len(grades) == 0 {
			continue
		}
		query := Query{Text: q.Text, Audience: Everything, Limit: perQuery, Lent: true}
		if o.Within {
			if q.Meeting == "" {
				return Evaluation{}, fmt.Errorf("%s: query %s names no meeting to search within", o.Queries, q.ID)
			}
			query.Documents = []string{q.Meeting}
		}
		began := time.Now()
		results, err := ix.Search(ctx, query)
		if err != nil {
			return Evaluation{}, err
		}
		e.MsPerQuery += float64(time.Since(began).Microseconds()) / 1000
		e.add(results, grades)
		if o.Run != nil {
			if err := writeRun(o.Run, q.ID, results); err != nil {
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

// evalDocuments makes documents of records: one per meeting, a passage per turn, where the records carry meeting and turn; else one per record.
func evalDocuments(records []evalRecord) ([]*Document, error) {
	var docs []*Document
	meetings := make(map[string][]evalRecord)
	seen := make(map[string]bool, len(records))
	for _, r := range records {
		if r.ID == "" || seen[r.ID] {
			return nil, fmt.Errorf("record %q: no id, or that of another", r.ID)
		}
		seen[r.ID] = true
		if r.Meeting != "" && r.Turn != nil {
			meetings[r.Meeting] = append(meetings[r.Meeting], r)
			continue
		}
		docs = append(docs, &Document{ID: r.ID, Title: r.Title, Audience: everyone, Text: r.Text,
			Passages: []Passage{{ID: r.ID, End: len(r.Text)}}})
	}
	for id, turns := range meetings {
		slices.SortStableFunc(turns, func(a, b evalRecord) int { return cmp.Compare(*a.Turn, *b.Turn) })
		d := &Document{ID: id, Audience: everyone}
		var text strings.Builder
		for _, t := range turns {
			start := text.Len()
			text.WriteString(t.Text)
			d.Passages = append(d.Passages, Passage{ID: t.ID, Start: start, End: text.Len(), Speaker: t.Title})
			text.WriteString("\n\n")
		}
		d.Text = text.String()
		docs = append(docs, d)
	}
	return docs, nil
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
	ix = &Index{dir: dir, log: slog.New(slog.DiscardHandler), lib: lib, recent: newRecent()}
	ix.life, ix.stop = context.WithCancel(ctx)
	ix.renew()
	remove = func() error { return errors.Join(ix.Close(), os.RemoveAll(dir)) }
	if err := ix.Rebuild(ctx); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return ix, remove, nil
}

// readLines reads a file of JSON lines.
func readLines[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	var out []T
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 1<<20), 64<<20)
	for line := 1; in.Scan(); line++ {
		if len(strings.TrimSpace(in.Text())) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(in.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		out = append(out, v)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// readQrels reads judgments: query -> document -> grade.
func readQrels(path string) (map[string]map[string]float64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := make(map[string]map[string]float64)
	for n, line := range strings.Split(string(data), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Fields(line)
		if len(parts) != 3 {
			return nil, fmt.Errorf("%s:%d: want query, document and grade by tabs", path, n+1)
		}
		grade, err := strconv.ParseFloat(parts[2], 64)
		if err != nil {
			if n == 0 {
				continue // a line of headings
			}
			return nil, fmt.Errorf("%s:%d: grade %q is no number", path, n+1, parts[2])
		}
		if out[parts[0]] == nil {
			out[parts[0]] = make(map[string]float64)
		}
		out[parts[0]][parts[1]] = grade
	}
	return out, nil
}
