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

	"github.com/rogpeppe/go-internal/txtar"
)

// baselinePath holds the figures as they stand.
const baselinePath = "testdata/relevance/baseline.json"

// A measured collection has a name in the files of figures.
type measured struct {
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

// collections are the small ones and, when they are at hand and long tests are asked for, the full ones.
func collections(t *testing.T) []measured {
	small := "testdata/relevance/small"
	sets := []measured{
		{"small-meetings", filesOf(small, "meetings.")},
		{"small-meetings within", within(filesOf(small, "meetings."))},
		{"small-papers", filesOf(small, "papers.")},
	}
	if full := os.Getenv("RABITA_COLLECTIONS"); full != "" && os.Getenv("RABITA_LONG") != "" {
		meetings := filesOf(filepath.Join(full, "qmsum-committee-dev"), "")
		sets = append(sets, measured{"qmsum-committee-dev", meetings}, measured{"qmsum-committee-dev within", within(meetings)},
			measured{"words120", cutTurns(t, meetings, 120)}, measured{"scifact-train", filesOf(filepath.Join(full, "scifact-train"), "")})
	}
	return sets
}

func TestRelevance(t *testing.T) {
	data, err := os.ReadFile(baselinePath)
	if err != nil {
		t.Fatal(err)
	}
	baseline := make(map[string]map[string]float64)
	if err := json.Unmarshal(data, &baseline); err != nil {
		t.Fatal(err)
	}
	for _, c := range collections(t) {
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

// choicesPath holds what each ranking choice buys: a line for each collection and each choice that was taken away.
const choicesPath = "testdata/relevance/choices.txt"

func TestChoices(t *testing.T) {
	data, err := os.ReadFile(choicesPath)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	for _, c := range collections(t) {
		t.Run(c.name, func(t *testing.T) {
			for _, away := range []struct {
				name string
				take func(*choices)
			}{
				{"nothing", func(*choices) {}},
				{"titles", func(c *choices) { c.titles = false }},
				{"pairs", func(c *choices) { c.pairs = false }},
				{"lending", func(c *choices) { c.lending = false }},
				{"window", func(c *choices) { c.window = false }},
				{"unit", func(c *choices) { c.unit = false }},
				{"all of them", func(c *choices) { *c = choices{} }},
			} {
				use := allChoices
				away.take(&use)
				e, err := evaluate(t.Context(), c.o, use)
				if err != nil {
					t.Fatal(err)
				}
				key := fmt.Sprintf("%-28s without %-12s", c.name, away.name)
				line := fmt.Sprintf("%s ndcg@10 %.4f   mrr@10 %.4f", key, e.NDCG10, e.MRR10)
				at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, key) })
				switch {
				case os.Getenv("UPDATE") != "" && at < 0:
					lines = append(lines, line)
				case os.Getenv("UPDATE") != "":
					lines[at] = line
				case at < 0 || lines[at] != line:
					t.Errorf("%s has no line %q; look at what moved, then UPDATE=1", choicesPath, line)
				}
			}
		})
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(choicesPath, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// cutTurns writes a collection of turns as one of passages of n words each, across turns.
func cutTurns(t testing.TB, o EvalOptions, n int) EvalOptions {
	t.Helper()
	c, err := readCollection(o)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	out := filesOf(dir, "")
	out.Queries = o.Queries
	var corpus, qrels bytes.Buffer
	holds := make(map[string][]string) // turn -> passages
	for _, d := range c.docs {
		var words, turns []string
		count := 0
		flush := func() {
			id := fmt.Sprintf("%s~%d", d.ID, count)
			data, err := json.Marshal(map[string]any{"id": id, "text": strings.Join(words, " "), "meeting": d.ID, "turn": count})
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
	for q, grades := range c.judged {
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

// Collections come with other names of fields, headings, line ends and mistakes. Each file of testdata/collections is one, with the figures or the
// error it must give.
func TestCollections(t *testing.T) {
	files, err := filepath.Glob("testdata/collections/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no collections", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			want := ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = strings.TrimSpace(string(f.Data))
					continue
				}
				data := strings.NewReplacer("<BOM>", "\ufeff", "<CR>", "\r", "<TAB>", "\t").Replace(string(f.Data))
				if err := os.WriteFile(filepath.Join(dir, f.Name), []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			o := filesOf(dir, "")
			o.Within = strings.Contains(string(archive.Comment), "-within")
			e, err := Evaluate(t.Context(), o)
			got := fmt.Sprintf("documents %d queries %d ndcg@10 %.4f recall@100 %.4f mrr@10 %.4f", e.Documents, e.Queries, e.NDCG10, e.Recall100, e.MRR10)
			for _, n := range e.Notes {
				got += "\nnote: " + n
			}
			if err != nil {
				got = "error: " + strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "")
			}
			if got != want {
				t.Errorf("Evaluate gives\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestEvaluateRefusesFiles(t *testing.T) {
	dir := t.TempDir()
	long := filepath.Join(dir, "long")
	if err := os.WriteFile(long, append([]byte("\n"), bytes.Repeat([]byte("a"), maxLine+1)...), 0o600); err != nil {
		t.Fatal(err)
	}
	good := filesOf("testdata/relevance/small", "papers.")
	for path, want := range map[string]string{filepath.Join(dir, "none"): "none", long: "long:2: the line is longer than 64 MB", dir: dir} {
		for _, o := range []EvalOptions{{path, good.Queries, good.Qrels, false, nil}, {good.Corpus, path, good.Qrels, false, nil}, {good.Corpus, good.Queries, path, false, nil}} {
			if e, err := Evaluate(t.Context(), o); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("Evaluate(%+v) = %+v, %v; want an error with %q", o, e, err, want)
			}
		}
	}
}
