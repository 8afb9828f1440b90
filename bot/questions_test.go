package bot_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rabita/bot"
)

// questionsDir is where the questions and their patterns are kept.
const questionsDir = "testdata/questions/"

// question is one line of testdata/questions/questions.jsonl.
type question struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Context  []string `json:"context"`
	AsOf     string   `json:"as_of"`
	Docs     []string `json:"expected_docs"`
}

// expectation is what testdata/questions/patterns.txt says of it.
type expectation struct {
	outcome            string
	quote, says, never []*regexp.Regexp
}

// notYet are the questions that are answered wrongly today, each with the reason; README's limits name them too.
var notYet = map[string]string{}

// TestQuestions asks the questions of the field's page. A question passes when a passage of an expected document is quoted, every pattern
// matches, and the finding claims nothing that is forbidden. Every quote must be a byte-exact piece of its passage.
func TestQuestions(t *testing.T) {
	want := readExpectations(t, questionsDir)
	passed, failed := 0, []string{}
	for _, q := range readQuestions(t, questionsDir) {
		problems := checkQuestion(t, q, want[q.ID])
		if len(problems) == 0 {
			passed++
			if why := notYet[q.ID]; why != "" {
				t.Errorf("%s passes now; take it out of notYet (%s)", q.ID, why)
			}
			continue
		}
		failed = append(failed, q.ID)
		if notYet[q.ID] == "" {
			t.Errorf("%s %q: %s", q.ID, q.Question, strings.Join(problems, "\n    "))
		}
	}
	t.Logf("%d of %d pass; failing: %v", passed, passed+len(failed), failed)
}

func checkQuestion(t *testing.T, q question, want expectation) []string {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04Z07:00", q.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	b, ix := sampleBot(t)
	var r bot.Reply
	for _, text := range append(slices.Clone(q.Context), q.Question) {
		r, err = b.Handle(t.Context(), bot.Message{Kind: bot.Mention, Text: text, Channel: "D0ASK", Thread: "ask", At: at, AsOf: at, Room: bot.Room{Direct: true}})
		if err != nil {
			return []string{err.Error()}
		}
	}
	var problems []string
	fail := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	switch {
	case want.outcome == "" && r.Outcome != bot.Answer && r.Outcome != bot.Partial && r.Outcome != bot.None:
		fail("outcome %q", r.Outcome)
	case want.outcome != "" && string(r.Outcome) != want.outcome:
		fail("outcome %q, want %q", r.Outcome, want.outcome)
	}
	var quotes []string
	expected := len(q.Docs) == 0 || want.outcome != "" || r.Outcome == bot.None
	for _, c := range r.Passages {
		quotes = append(quotes, c.Quote+" — "+c.Citation())
		expected = expected || slices.Contains(q.Docs, c.Document)
		d := ix.Document(c.Document)
		if p := d.Passage(c.Passage); p == nil || !strings.Contains(d.Quote(p), c.Quote) {
			fail("the quote of %s is no piece of its passage", c.Passage)
		}
	}
	if !expected {
		fail("quotes none of %v", q.Docs)
	}
	text := r.Text()
	finding, _, _ := strings.Cut(text, "\n")
	for _, p := range want.quote {
		if !slices.ContainsFunc(quotes, func(s string) bool { return p.MatchString(strings.Join(strings.Fields(s), " ")) }) {
			fail("no quote matches %s", p)
		}
	}
	for _, p := range want.says {
		if !p.MatchString(strings.Join(strings.Fields(text), " ")) {
			fail("the reply does not match %s", p)
		}
	}
	for _, p := range want.never {
		if p.MatchString(finding) {
			fail("the finding matches %s: %s", p, finding)
		}
	}
	if len(problems) > 0 && os.Getenv("SHOW") != "" {
		problems = append(problems, "--- "+text)
	}
	return problems
}

func readQuestions(t testing.TB, dir string) []question {
	t.Helper()
	data, err := os.ReadFile(dir + "questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out []question
	for line := range bytes.Lines(data) {
		var q question
		if err := json.Unmarshal(line, &q); err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out
}

func readExpectations(t *testing.T, dir string) map[string]expectation {
	t.Helper()
	f, err := os.Open(dir + "patterns.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]expectation{}
	id := ""
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := sc.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, rest, ok := strings.Cut(line, ": ")
		if !ok {
			var outcome string
			id, outcome, _ = strings.Cut(line, " ")
			out[id] = expectation{outcome: outcome}
			continue
		}
		p, err := regexp.Compile("(?is)" + rest)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		e := out[id]
		switch kind {
		case "quote":
			e.quote = append(e.quote, p)
		case "says":
			e.says = append(e.says, p)
		case "never":
			e.never = append(e.never, p)
		default:
			t.Fatalf("%s: unknown kind %q", id, kind)
		}
		out[id] = e
	}
	return out
}
