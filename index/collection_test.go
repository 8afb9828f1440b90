package index

import (
	"encoding/json"
	"os"
	"testing"
)

// Whatever stands in the files, reading them ends in a collection whose queries are all judged and whose passages are pieces of text, or in an error.
func FuzzCollection(f *testing.F) {
	f.Add(`{"_id": 1, "text": ["a", null, 2], "metadata": {"meeting": 3, "turn": "4"}}`, `{"qid": 1, "question": "a"}`, "1 0 1 2\r\n")
	f.Add(`{"id": "a", "meeting": "m"}`, `{"id": "q", "text": "b", "meeting": "m"}`, "query\tdoc\tgrade\nq\ta\t1")
	f.Add("\ufeff{}", "[]", "\t\t\t")
	f.Fuzz(func(t *testing.T, corpus, queries, qrels string) {
		dir := t.TempDir()
		o := filesOf(dir, "")
		for path, data := range map[string]string{o.Corpus: corpus, o.Queries: queries, o.Qrels: qrels} {
			if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c, err := readCollection(o)
		if err != nil {
			return
		}
		passages := 0
		for _, d := range c.docs {
			end := 0
			for _, p := range d.Passages {
				if p.ID == "" || p.Start < end || p.End < p.Start || p.End > len(d.Text) {
					t.Errorf("document %q: passage %+v of %d bytes of text", d.ID, p, len(d.Text))
				}
				end = p.End
			}
			passages += len(d.Passages)
		}
		if passages != c.records || len(c.queries) == 0 {
			t.Errorf("%d records, %d passages, %d queries", c.records, passages, len(c.queries))
		}
		for _, q := range c.queries {
			if c.judged[string(q.ID)] == nil {
				t.Errorf("query %q is not judged", q.ID)
			}
		}
	})
}

func TestRecordFields(t *testing.T) {
	for line, want := range map[string]record{
		`{"_id": 12, "title": null, "contents": "x"}`:              {ID: "12", Text: "x"},
		`{"doc_id": "d", "text": ["x", "y"], "metadata": [1]}`:     {ID: "d", Text: "x\ny"},
		`{"id": "a", "_id": "b", "question": "why", "meeting": 7}`: {ID: "a", Text: "why", Meeting: "7"},
	} {
		var got record
		if err := json.Unmarshal([]byte(line), &got); err != nil || got != want {
			t.Errorf("%s reads as %+v, %v; want %+v", line, got, err, want)
		}
	}
}
