package bot_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rabita/bot"
)

// TestRelevance asks the questions of index/testdata/relevance/sample.txt and looks for the passages that should answer them.
func TestRelevance(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "index", "testdata", "relevance", "sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		day, rest, _ := strings.Cut(line, " | ")
		question, want, ok := strings.Cut(rest, " -> ")
		at, err := time.Parse(time.DateOnly, day)
		if err != nil || !ok {
			t.Fatalf("%q is no case: %v", line, err)
		}
		asked++
		b, _ := sampleBot(t)
		at = at.Add(10 * time.Hour)
		r, err := b.Handle(t.Context(), bot.Message{Kind: bot.Mention, Text: question, Channel: "D0ASK", Thread: "ask", At: at, AsOf: at, Room: bot.Room{Direct: true}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range r.Passages {
			got = append(got, c.Passage)
		}
		for _, w := range strings.Fields(want) {
			if id, first := strings.CutPrefix(w, "!"); first && (len(got) == 0 || got[0] != id) {
				t.Errorf("%q: %v, want %s first", question, got, id)
			} else if !slices.Contains(got, id) {
				t.Errorf("%q: %v, want %s among them", question, got, id)
			}
		}
	}
	if asked < 12 {
		t.Errorf("only %d questions were asked", asked)
	}
}
