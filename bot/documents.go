package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
)

// documents lists the papers that fit: by subject, place, type, meeting and date.
func (b *Bot) documents(ctx context.Context, a asker) (Reply, error) {
	a.in.Words = strings.Join(strings.Fields(paperWords.ReplaceAllString(a.in.Words, " ")), " ")
	from, to := a.in.From, a.in.To
	byIssue := issuedThen.MatchString(a.in.Text)
	if byIssue {
		a.in.From, a.in.To = "", ""
	}
	q := b.query(a)
	if whose := a.in.Asked; len(whose) > 0 && len(a.in.Topics) == 0 && a.in.Words == "" && issuedBy.MatchString(a.in.Text) {
		q.Phrases, q.Places = nil, nil // its own papers, and not those that name it
		for _, d := range b.ix.Documents(a.aud) {
			if slices.Contains(whose, d.Body) {
				q.Documents = append(q.Documents, d.ID)
			}
		}
	}
	if len(a.in.Types) > 0 {
		q.Types = a.in.Types
	}
	q.Limit = 100
	var docs []*index.Document
	lead := map[string]index.Result{}
	if len(a.in.Topics) > 0 || strings.TrimSpace(q.Text) != "" {
		res, err := b.ix.Search(ctx, q)
		if err != nil {
			return Reply{}, err
		}
		res = b.relevant(a, res, b.needs(a.in))
		for _, r := range res {
			if r.Own > 0 && r.Score >= 0.3*res[0].Score && r.Passage.Kind != "heading" {
				if _, seen := lead[r.Doc.ID]; !seen {
					lead[r.Doc.ID] = r
					docs = append(docs, r.Doc)
				}
			}
		}
	} else {
		b.each(q, func(r index.Result) {
			if !slices.Contains(docs, r.Doc) {
				docs = append(docs, r.Doc)
			}
		})
	}
	if byIssue {
		docs = slices.DeleteFunc(docs, func(d *index.Document) bool { return !d.Issued.Within(from, to) })
	}
	if len(docs) == 0 {
		return b.nothing(ctx, a)
	}
	slices.SortStableFunc(docs, func(x, y *index.Document) int { return strings.Compare(string(x.Date), string(y.Date)) })
	r := Reply{Outcome: Answer}
	t := &Table{Header: b.heads(a, "Id", "Document", "Date", "Issued")}
	var names []string
	for _, d := range docs {
		t.Rows = append(t.Rows, []string{d.ID, b.label(d), string(d.Date), string(d.Issued)})
		if len(names) < 8 {
			names = append(names, d.ID+" "+b.label(d))
		}
	}
	r.Parts = append(r.Parts, Say(Finding, b.say(a, "papers", b.count(a, len(docs), "document"), strings.Join(names, "; "))), Part{Table: t})
	for i, d := range docs {
		x, ok := lead[d.ID]
		if !ok {
			x, ok = b.beginning(d)
		}
		if ok && i < 8 {
			c := b.citeUpTo(x, b.words(a.in), 300)
			r.Passages = append(r.Passages, c)
			r.Parts = append(r.Parts, Part{Quote: &c})
		}
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// beginning is the first passage of a paper that says something, for a list of papers on no subject.
func (b *Bot) beginning(d *index.Document) (index.Result, bool) {
	for i := range d.Passages {
		p := &d.Passages[i]
		if r := (index.Result{Doc: d, Passage: p, Score: 1, Own: 1}); p.Kind == "para" && len(b.read(r).own) >= 2*shortPassage {
			return r, true
		}
	}
	return index.Result{}, false
}

var (
	paperWords = regexp.MustCompile(`(?i)\b(?:papers?|documents?|docs?|files?|records?|issued|published|released|circulated|dated|written|available|everything|list|found?|find|hold|holds|stored|kaghz\w+|dastawez\w*|jari)\b|دستاویز\S*|جاری`)
	issuedThen = regexp.MustCompile(`(?i)\b(?:issued|published|released|circulated|came out|jari)\b|جاری`)
	issuedBy   = regexp.MustCompile(`(?i)\b(?:from|by|of|ki|ke|ka)\b|کی|کے|کا`)
)
