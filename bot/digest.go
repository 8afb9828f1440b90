package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
)

// digest gives a summary in at most N cited lines, each a sentence of a record with its meeting or date.
func (b *Bot) digest(ctx context.Context, a asker) (Reply, error) {
	n := a.in.Limit
	if n <= 0 || n > 10 {
		n = 5
	}
	res, _, err := b.overMeetings(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	if len(res) == 0 && bare(b.needs(a.in)) {
		if res, err = b.gist(a); err != nil {
			return Reply{}, err
		}
	}
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	if told := slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool { return r.Doc.Type != "minutes" }); len(told) > 0 {
		res = told
	}
	res = spreadOut(res, n)
	r := Reply{Outcome: Answer}
	var lines []string
	for _, x := range res {
		c := b.citeUpTo(x, b.words(a.in), 260)
		r.Passages = append(r.Passages, c)
		lines = append(lines, fmt.Sprintf("• %s: %s", b.source(c), printed.ReplaceAllString(oneLine(c.Quote), "")))
	}
	r.Parts = append(r.Parts, Say(Finding, strings.Join(lines, "\n")), b.reading(a))
	return r, nil
}

// openingFirst is the score of the opening of a meeting that is summed up.
const openingFirst = 1000

// gist gives what a digest of no particular subject is made of: the decisions of the meetings asked for, or what the places reported, the
// paragraphs with figures and steps of laws before others.
func (b *Bot) gist(a asker) ([]index.Result, error) {
	q := b.query(a)
	q.Types, q.Kinds = []string{"minutes"}, []string{"decision"}
	whole := len(a.in.Meetings) > 0 && len(a.in.Places) == 0
	if !whole {
		q.Kinds = []string{"para"}
	}
	res, err := b.all(q)
	if whole && len(a.in.Meetings) == 1 && len(res) > 0 { // where and when it met goes before what it decided
		for _, r := range opening(res[0].Doc) {
			r.Score = openingFirst
			res = append([]index.Result{r}, res...)
		}
	}
	for i, r := range res {
		if r.Score == openingFirst {
			continue
		}
		text := r.Doc.Quote(r.Passage)
		res[i].Score = 1 + float64(len(aStep.FindAllString(text, 6)))
		if p := r.Passage; p.Kind == "para" && !slices.Contains(a.in.Places, p.Place) {
			res[i].Score = 0.5
		}
	}
	return res, err
}

var aStep = regexp.MustCompile(`(?i)\b(?:passed|launched|notified|approved|enacted|opened|started|appointed|endorsed|tabled|formed|introduced|\d+ (?:of|districts?|cells?|centres?)|act)\b`)

// outline gives the substance of a law where the question names the law and nothing in it: the first sub-section of each section, and those
// with figures. It is nil where something in particular is asked.
func (b *Bot) outline(a asker, res []index.Result) []index.Result {
	if len(res) == 0 || res[0].Doc.Type != "act" || len(a.in.Sections) > 0 || len(parts(a)) > 0 {
		return nil
	}
	d := res[0].Doc
	asked := slices.DeleteFunc(strings.Fields(a.in.Words), func(w string) bool { return commonWords[strings.ToLower(w)] })
	if want := index.Wanted(asked); index.TermsOf(strings.NewReplacer("Protection", "", "Prevention", "").Replace(d.Title)).Held(want) < len(want) {
		return nil
	}
	var out []index.Result
	seen := map[string]bool{}
	for i := range d.Passages {
		p := &d.Passages[i]
		top, _, _ := strings.Cut(p.Section, "(")
		if top == "" || p.Kind == "heading" || formal.MatchString(strings.Join(p.Heading, " ")) {
			continue
		}
		if !seen[top] || amount.MatchString(d.Quote(p)) {
			seen[top] = true
			out = append(out, index.Result{Doc: d, Passage: p, Score: 1, Own: 1})
		}
	}
	return first(out, 8)
}

var amount = regexp.MustCompile(`(?i)\b(?:\d+|one|two|three|six|seven|ten|fifteen|thirty|sixty|ninety) (?:days?|months?|years?|members?)\b|\bRs\.? ?\d`)
