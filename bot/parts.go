package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rabita/index"
)

// A question may ask several things at once: "assent date? and punishment for breaking the order?". Each part is searched for itself within
// what the whole question is about, and has its place among the quotes.

// joint is where one part of a question ends and the next begins.
var joint = regexp.MustCompile(`[?;؟+]|,|\s-\s|:\s|(?i)\b(?:and|n|aur|plus|also)\b|\s&\s|اور`)

// parts are the search words of each part of a question, where at least two parts have words of their own.
func parts(a asker) []string {
	left := strings.Fields(a.in.Words)
	var out []string
	for _, piece := range joint.Split(a.in.Text, 8) {
		var words []string
		for _, w := range strings.FieldsFunc(piece, func(r rune) bool { return strings.ContainsRune(" \t\n,.?!:;()\"“”'", r) }) {
			if slices.Contains(left, w) && !commonWords[strings.ToLower(w)] {
				words = append(words, w)
			}
		}
		if len(words) > 0 {
			out = append(out, strings.Join(words, " "))
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// byParts finds the best passages for each part of a question that has several, under the filters and topics of the whole.
func (b *Bot) byParts(ctx context.Context, a asker, q index.Query) ([][]index.Result, error) {
	var out [][]index.Result
	for _, p := range parts(a) {
		part := a
		part.in.Words, part.in.Context, part.in.Quoted = p, "", nil
		pq := b.query(part)
		pq.Types, pq.Sections, pq.Kinds, pq.Limit = q.Types, q.Sections, q.Kinds, 10
		var forms []string
		for _, w := range strings.Fields(p) {
			forms = append(append(forms, w), a.in.Gloss(w)...)
		}
		pq.Phrases = append(slices.Clone(pq.Phrases), index.Phrase{Forms: forms, Must: true})
		res, err := b.search(ctx, part, pq)
		if err != nil {
			return nil, err
		}
		part.in.Topics, part.in.Named = nil, nil
		own := b.needs(part.in)
		res = slices.DeleteFunc(res, func(r index.Result) bool { return b.covers(r, own) < 0.5 })
		if len(res) > 0 {
			out = append(out, res)
		}
	}
	return out, nil
}

// mixed puts the best of each part behind the best of the whole, at most n altogether.
func mixed(whole []index.Result, parts [][]index.Result, n int) []index.Result {
	if len(parts) == 0 {
		return whole
	}
	keep := max(2, n-2*len(parts))
	out := first(whole, keep)
	for _, p := range parts {
		out = append(out, first(p, 2)...)
	}
	if len(whole) > keep {
		out = append(out, whole[keep:]...)
	}
	return distinct(out)
}

// withFirst puts, before several sub-sections of one section of a law, its first one, on which they lean.
func withFirst(res []index.Result) []index.Result {
	of := func(r index.Result) string {
		top, rest, sub := strings.Cut(r.Passage.Section, "(")
		if !sub || !unicode.IsDigit(rune(rest[0])) { // definitions stand for themselves
			return ""
		}
		return r.Doc.ID + " " + top
	}
	var out []index.Result
	for i, r := range res {
		key := of(r)
		if key == "" || slices.ContainsFunc(res[:i], func(x index.Result) bool { return of(x) == key }) || !slices.ContainsFunc(res[i+1:], func(x index.Result) bool { return of(x) == key }) {
			out = append(out, r)
			continue
		}
		for j := range r.Doc.Passages {
			if p := &r.Doc.Passages[j]; p.Kind != "heading" && of(index.Result{Doc: r.Doc, Passage: p}) == key {
				out = append(out, index.Result{Doc: r.Doc, Passage: p, Score: r.Score, Own: r.Own})
				break
			}
		}
		out = append(out, r)
	}
	return distinct(out)
}

// withSection puts, behind the sub-section of a law that answers best, the two that follow it: a section is one thought.
func withSection(res []index.Result) []index.Result {
	if len(res) == 0 || res[0].Passage.Section == "" {
		return res
	}
	lead := res[0]
	top, _, sub := strings.Cut(lead.Passage.Section, "(")
	i := slices.IndexFunc(lead.Doc.Passages, func(p index.Passage) bool { return p.ID == lead.Passage.ID })
	if !sub || i < 0 {
		return res
	}
	out := []index.Result{lead}
	for j := i + 1; j < len(lead.Doc.Passages) && len(out) < 3; j++ {
		p := &lead.Doc.Passages[j]
		if at, _, _ := strings.Cut(p.Section, "("); at != top {
			break
		}
		out = append(out, index.Result{Doc: lead.Doc, Passage: p, Score: lead.Score, Own: lead.Own})
	}
	for _, r := range res[1:] {
		out = append(out, r)
		if r.Passage.Section != "" && len(strings.Fields(r.Doc.Quote(r.Passage))) < shortSection { // "gives a wider definition of ..." leads to what it is
			out = append(out, withSection([]index.Result{r})[1:]...)
		}
	}
	return distinct(out)
}

// shortSection is how many words a sub-section has that only leads to the next.
const shortSection = 14

// withFollowing adds, behind a passage that ends in a colon, the rows that it announces.
func withFollowing(res []index.Result) []index.Result {
	if len(res) == 0 || !strings.HasSuffix(strings.TrimSpace(res[0].Doc.Quote(res[0].Passage)), ":") {
		return res
	}
	lead, out := res[0], res[:1:1]
	for i := range lead.Doc.Passages {
		if lead.Doc.Passages[i].ID != lead.Passage.ID {
			continue
		}
		for j := i + 1; j < len(lead.Doc.Passages) && j <= i+maxRows; j++ {
			if p := &lead.Doc.Passages[j]; p.Kind == "row" && slices.Equal(p.Heading, lead.Passage.Heading) {
				out = append(out, index.Result{Doc: lead.Doc, Passage: p, Score: lead.Score, Own: lead.Own})
			}
		}
	}
	return distinct(append(out, res[1:]...))
}

// referred is a paragraph of the same record to which a row of a table points.
var referred = regexp.MustCompile(`\(paragraph (\d{1,3})\)`)

// withReferred adds, behind a row that points to a paragraph of its record, that paragraph.
func withReferred(res []index.Result) []index.Result {
	out := make([]index.Result, 0, len(res))
	for i, r := range res {
		out = append(out, r)
		m := referred.FindStringSubmatch(r.Doc.Quote(r.Passage))
		if m == nil || i > 1 || r.Passage.Kind != "row" {
			continue
		}
		for j := range r.Doc.Passages {
			if p := &r.Doc.Passages[j]; p.Kind == "para" && strings.HasPrefix(r.Doc.Quote(p), m[1]+". ") {
				out = append(out, index.Result{Doc: r.Doc, Passage: p, Score: r.Score, Own: r.Own})
			}
		}
	}
	return distinct(out)
}

// maxRows is how many rows are shown of a table that a passage announces.
const maxRows = 8

// withReasons puts behind each of the best passages what the same speaker said next: the reason stands beside the fact.
func (b *Bot) withReasons(res []index.Result) []index.Result {
	var out []index.Result
	for i, r := range res {
		out = append(out, r)
		if i >= 2 || r.Passage.Kind != "para" {
			continue
		}
		for j := range r.Doc.Passages {
			if r.Doc.Passages[j].ID != r.Passage.ID {
				continue
			}
			for k := j + 1; k < len(r.Doc.Passages) && k <= j+2; k++ {
				if p := &r.Doc.Passages[k]; p.Kind == "para" && p.Body == r.Passage.Body && p.Place == r.Passage.Place {
					out = append(out, index.Result{Doc: r.Doc, Passage: p, Score: r.Score, Own: r.Own})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y index.Result) int {
		return cmp.Compare(boolInt(y.Passage.Kind == "para"), boolInt(x.Passage.Kind == "para"))
	})
	return distinct(out)
}

func boolInt(v bool) int {
	if v {
		return 1
	}
	return 0
}
