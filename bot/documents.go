package bot

import (
	"context"
	"slices"
	"strings"

	"rabita/index"
)

// documents lists the papers that fit: by subject, place, type, meeting and date.
func (b *Bot) documents(ctx context.Context, a asker) (Reply, error) {
	q := b.query(a)
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
		if x, ok := lead[d.ID]; ok && i < 8 {
			c := b.citeUpTo(x, b.words(a.in), 300)
			r.Passages = append(r.Passages, c)
			r.Parts = append(r.Parts, Part{Quote: &c})
		}
	}
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}
