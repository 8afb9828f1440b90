package bot_test

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rabita/bot"
)

// askedFiles hold questions members may ask of the sample; the head of the first says how they are written.
var askedFiles = []string{"sample", "fresh", "third", "fourth", "judged", "unheld", "fifth"}

// defaultAsOf is the moment of a question that does not say.
const defaultAsOf = "2023-06-30T10:00+05:00"

// An asked is one question with what a right answer to it holds.
type asked struct {
	line               int
	question           string
	context            []string
	asOf               string
	docs               []string // a passage of one of these must be quoted
	read               map[string][]string
	outcome            []string
	found              string
	notYet             string // why it is answered wrongly today
	quote, says, never []*regexp.Regexp
	leads              []*regexp.Regexp // of the finding
}

// TestAsked asks every question of the file in a thread of its own, of a bot without memory.
func TestAsked(t *testing.T) {
	for _, name := range askedFiles {
		t.Run(name, func(t *testing.T) { askAll(t, readAsked(t, "testdata/asked/"+name+".txt")) })
	}
}

func askAll(t *testing.T, all []asked) {
	failed := 0
	for _, q := range all {
		t.Run(fmt.Sprintf("%d", q.line), func(t *testing.T) {
			problems, reply := q.check(t)
			if q.notYet != "" {
				if failed++; len(problems) == 0 {
					t.Errorf("%s (line %d) is answered rightly now; take out: not-yet %s", q.question, q.line, q.notYet)
				}
				return
			}
			if len(problems) > 0 {
				failed++
				t.Errorf("%s (line %d):\n    %s", q.question, q.line, strings.Join(problems, "\n    "))
				if os.Getenv("SHOW") != "" {
					t.Logf("\n%s", reply)
				}
			} else if os.Getenv("SHOW") == "all" {
				t.Logf("OK %s\n%s", q.question, reply)
			}
		})
	}
	t.Logf("%d of %d pass", len(all)-failed, len(all))
}

// check asks the question and says what is wrong with the reply.
func (q asked) check(t *testing.T) (problems []string, reply string) {
	t.Helper()
	fail := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	at, err := time.Parse("2006-01-02T15:04Z07:00", q.asOf)
	if err != nil {
		t.Fatal(err)
	}
	b, ix := sampleBot(t)
	var r bot.Reply
	for _, text := range append(slices.Clone(q.context), q.question) {
		r, err = b.Handle(t.Context(), bot.Message{Kind: bot.Mention, Text: text, Channel: "D0ASK", Thread: "ask", At: at, AsOf: at, Room: bot.Room{Direct: true}})
		if err != nil {
			return []string{err.Error()}, ""
		}
	}
	text := r.Text()
	finding, _, _ := strings.Cut(text, "\n")
	flat := strings.Join(strings.Fields(text), " ")
	var quotes []string
	expected := len(q.docs) == 0
	for _, c := range r.Passages {
		quotes = append(quotes, strings.Join(strings.Fields(c.Quote+" — "+c.Citation()), " "))
		expected = expected || slices.Contains(q.docs, c.Document)
		d := ix.Document(c.Document)
		if p := d.Passage(c.Passage); p == nil || !strings.Contains(d.Quote(p), c.Quote) {
			fail("the quote of %s is no piece of its passage", c.Passage)
		}
		if string(d.Issued) > at.Format(time.DateOnly) {
			fail("%s was issued after %s", c.Document, q.asOf)
		}
	}
	if !expected {
		fail("quotes none of %v", q.docs)
	}
	found := len(r.Passages) > 0 && (r.Outcome == bot.Answer || r.Outcome == bot.Partial)
	if q.found != "" && q.found != strconv.FormatBool(found) {
		fail("found is %v", found)
	}
	if len(q.outcome) == 0 && q.found == "" {
		q.outcome = []string{"answer", "partial"}
	}
	if len(q.outcome) > 0 && !slices.Contains(q.outcome, string(r.Outcome)) {
		fail("outcome is %s", r.Outcome)
	}
	for facet, want := range q.read {
		if got := readFacet(r.ReadAs, facet); !slices.ContainsFunc(want, func(w string) bool { return slices.Contains(got, w) || w == "" && len(got) == 0 }) {
			fail("read %s as %q, want %q", facet, got, want)
		}
	}
	for _, p := range q.quote {
		if !slices.ContainsFunc(quotes, p.MatchString) {
			fail("no quote matches %s", p)
		}
	}
	for _, p := range q.says {
		if !p.MatchString(flat) {
			fail("the reply does not match %s", p)
		}
	}
	for _, p := range q.leads {
		if !p.MatchString(finding) {
			fail("the finding does not match %s: %s", p, finding)
		}
	}
	for _, p := range q.never {
		if p.MatchString(finding) {
			fail("the finding matches %s", p)
		}
	}
	return problems, fmt.Sprintf("[%s found=%v] %+v\n%s", r.Outcome, found, r.ReadAs, text)
}

// readFacet is one facet of a reading, as `rabita ask -json` prints it.
func readFacet(r bot.ReadAs, facet string) []string {
	switch facet {
	case "intent":
		return []string{fmt.Sprint(r.Intent)}
	case "bodies":
		return r.Bodies
	case "places":
		return r.Places
	case "topics":
		return r.Topics
	case "types":
		return r.Types
	case "sections":
		return r.Sections
	case "unknown":
		return r.Unknown
	case "from":
		return []string{r.From}
	case "to":
		return []string{r.To}
	case "meetings":
		var out []string
		for _, m := range r.Meetings {
			out = append(out, strconv.Itoa(m))
		}
		return out
	}
	panic("unknown facet " + facet)
}

// readAsked reads a file of questions.
func readAsked(t *testing.T, name string) []asked {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []asked
	open := false
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line == "" {
			open = false
			continue
		}
		if !open {
			out = append(out, asked{line: n, question: line, asOf: defaultAsOf, read: map[string][]string{}})
			open = true
			continue
		}
		q := &out[len(out)-1]
		key, rest, _ := strings.Cut(line, " ")
		switch key {
		case "context":
			q.context = append(q.context, rest)
		case "as-of":
			q.asOf = rest
		case "docs":
			q.docs = strings.Fields(rest)
		case "outcome":
			q.outcome = strings.Split(rest, "|")
		case "found":
			q.found = rest
		case "not-yet":
			q.notYet = rest
		case "read":
			for _, w := range strings.Fields(rest) {
				facet, want, _ := strings.Cut(w, "=")
				q.read[facet] = strings.Split(want, "|")
			}
		case "quote", "says", "never", "leads":
			p, err := regexp.Compile("(?is)" + rest)
			if err != nil {
				t.Fatalf("%s:%d: %v", name, n, err)
			}
			switch key {
			case "quote":
				q.quote = append(q.quote, p)
			case "says":
				q.says = append(q.says, p)
			case "never":
				q.never = append(q.never, p)
			case "leads":
				q.leads = append(q.leads, p)
			}
		default:
			t.Fatalf("%s:%d: unknown key %q", name, n, key)
		}
	}
	return out
}
