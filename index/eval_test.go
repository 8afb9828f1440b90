package index

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// baselinePath holds the figures as they stand.
const baselinePath = "testdata/relevance/baseline.json"

type collection struct {
	name string
	o    EvalOptions
}

func filesOf(dir, prefix string) EvalOptions {
	return EvalOptions{Corpus: filepath.Join(dir, prefix+"corpus.jsonl"), Queries: filepath.Join(dir, prefix+"queries.jsonl"), Qrels: filepath.Join(dir, prefix+"qrels.tsv")}
}

func within(o EvalOptions) EvalOptions {
	o.Within = true
	return o
}

func TestRelevance(t *testing.T) {
	small := "testdata/relevance/small"
	sets := []collection{
		{"small-meetings", filesOf(small, "meetings.")},
		{"small-meetings within", within(filesOf(small, "meetings."))},
		{"small-papers", filesOf(small, "papers.")},
	}
	if full := os.Getenv("RABITA_COLLECTIONS"); full != "" && os.Getenv("RABITA_LONG") != "" {
		meetings := filesOf(filepath.Join(full, "qmsum-committee-dev"), "")
		sets = append(sets, collection{"qmsum-committee-dev", meetings}, collection{"qmsum-committee-dev within", within(meetings)},
			collection{"words120", cutTurns(t, meetings, 120)}, collection{"scifact-train", filesOf(filepath.Join(full, "scifact-train"), "")})
	}
	data, err := os.ReadFile(baselinePath)
	if err != nil {
		t.Fatal(err)
	}
	baseline := make(map[string]map[string]float64)
	if err := json.Unmarshal(data, &baseline); err != nil {
		t.Fatal(err)
	}
	for _, c := range sets {
		e, err := Evaluate(t.Context(), c.o)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %+v", c.name, e)
		now := map[string]float64{"ndcg@10": round4(e.NDCG10), "recall@100": round4(e.Recall100), "mrr@10": round4(e.MRR10)}
		if os.Getenv("UPDATE") != "" {
			baseline[c.name] = now
			continue
		}
		for figure, was := range baseline[c.name] {
			if now[figure] < was-.0005 {
				t.Errorf("%s: %s fell from %.4f to %.4f", c.name, figure, was, now[figure])
			}
		}
		if len(baseline[c.name]) == 0 {
			t.Errorf("%s has no figures in %s", c.name, baselinePath)
		}
	}
	if os.Getenv("UPDATE") != "" {
		data, err := json.MarshalIndent(baseline, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(baselinePath, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// cutTurns writes a collection of turns as one of passages of n words each, across turns.
func cutTurns(t testing.TB, o EvalOptions, n int) EvalOptions {
	t.Helper()
	records, err := readLines[evalRecord](o.Corpus)
	if err != nil {
		t.Fatal(err)
	}
	judged, err := readQrels(o.Qrels)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := evalDocuments(records)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	out := filesOf(dir, "")
	out.Queries = o.Queries
	var corpus, qrels bytes.Buffer
	holds := make(map[string][]string) // turn -> passages
	for _, d := range docs {
		var words, turns []string
		count := 0
		flush := func() {
			id := fmt.Sprintf("%s~%d", d.ID, count)
			data, err := json.Marshal(evalRecord{ID: id, Text: strings.Join(words, " "), Meeting: d.ID, Turn: &count})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&corpus, "%s\n", data)
			for _, turn := range turns {
				holds[turn] = append(holds[turn], id)
			}
			count++
			words, turns = nil, nil
		}
		for i := range d.Passages {
			for _, w := range strings.Fields(d.Quote(&d.Passages[i])) {
				words = append(words, w)
				if len(turns) == 0 || turns[len(turns)-1] != d.Passages[i].ID {
					turns = append(turns, d.Passages[i].ID)
				}
				if len(words) == n {
					flush()
				}
			}
		}
		if len(words) > 0 {
			flush()
		}
	}
	for q, grades := range judged {
		best := make(map[string]float64)
		for turn, g := range grades {
			for _, id := range holds[turn] {
				best[id] = max(best[id], g)
			}
		}
		for id, g := range best {
			fmt.Fprintf(&qrels, "%s\t%s\t%g\n", q, id, g)
		}
	}
	for path, data := range map[string][]byte{out.Corpus: corpus.Bytes(), out.Qrels: qrels.Bytes()} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// The figures follow their definitions: a hand-made ranking with known values.
func TestEvaluationFigures(t *testing.T) {
	result := func(id string) Result { return Result{Passage: &Passage{ID: id}} }
	var e Evaluation
	e.add([]Result{result("x"), result("a"), result("b")}, map[string]float64{"a": 1, "b": 3, "c": 2, "x": 0})
	e.add(nil, map[string]float64{"a": 1})
	e.divide()
	dcg := 1/math.Log2(3) + 3/math.Log2(4)
	ideal := 3 + 2/math.Log2(3) + 1/math.Log2(4)
	want := Evaluation{Queries: 2, NDCG10: dcg / ideal / 2, Recall100: 2. / 3 / 2, MRR10: .25}
	if math.Abs(e.NDCG10-want.NDCG10) > 1e-9 || e.Recall100 != want.Recall100 || e.MRR10 != want.MRR10 || e.Queries != 2 {
		t.Errorf("figures %+v, want %+v", e, want)
	}
}

func TestEvaluateWritesTheRun(t *testing.T) {
	var run bytes.Buffer
	o := within(filesOf("testdata/relevance/small", "meetings."))
	o.Run = &run
	e, err := Evaluate(t.Context(), o)
	if err != nil || e.Queries != 6 || e.Documents != 32 {
		t.Fatalf("Evaluate = %+v, %v", e, err)
	}
	rank := make(map[string]int)
	for line := range strings.Lines(run.String()) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 {
			t.Fatalf("line %q", line)
		}
		rank[f[0]]++
		if f[2] != fmt.Sprint(rank[f[0]]) || rank[f[0]] > perQuery {
			t.Errorf("rank %s of query %s, want %d", f[2], f[0], rank[f[0]])
		}
		if meeting := map[bool]string{true: "m1#", false: "m2#"}[slices.Contains([]string{"q1", "q2", "q3"}, f[0])]; !strings.HasPrefix(f[1], meeting) {
			t.Errorf("query %s: %s is of another meeting", f[0], f[1])
		}
	}
	if len(rank) != 6 {
		t.Errorf("the run has %d queries", len(rank))
	}
}

func TestEvaluateRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filesOf("testdata/relevance/small", "papers.")
	for name, change := range map[string]func(*EvalOptions){
		"missing file":   func(o *EvalOptions) { o.Corpus = filepath.Join(dir, "none") },
		"no JSON":        func(o *EvalOptions) { o.Queries = write("q", "{\"id\"\n") },
		"id twice":       func(o *EvalOptions) { o.Corpus = write("c", "{\"id\":\"a\"}\n{\"id\":\"a\"}\n") },
		"bad grade":      func(o *EvalOptions) { o.Qrels = write("r", "a1\tp1\t1\na1\tp2\tx\n") },
		"two columns":    func(o *EvalOptions) { o.Qrels = write("r2", "a1\tp1\n") },
		"within nothing": func(o *EvalOptions) { o.Within = true },
	} {
		o := good
		change(&o)
		if e, err := Evaluate(t.Context(), o); err == nil {
			t.Errorf("%s: Evaluate = %+v without an error", name, e)
		}
	}
}
