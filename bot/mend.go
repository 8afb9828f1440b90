package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rabita/index"
	"rabita/index/ingest"
	"rabita/store"
)

// mendPaper sets a field of a paper that was read wrongly, or marks a draft as confirmed: shown first, done when the secretariat says yes.
func (d *desk) mendPaper(ctx context.Context) (Reply, error) {
	doc, err := d.paper()
	if err != nil {
		return Reply{}, err
	}
	field, value := strings.ReplaceAll(d.o.Which, " ", "_"), d.o.Value
	mended, err := ingest.Mend(doc, field, value, "mended by "+d.called(d.who))
	if err != nil {
		return Reply{}, d.refuse("bad field", sentenceCase(err.Error())).send(doc.ID + " date is 6 June 2023")
	}
	before, after := ingest.Field(doc, field), ingest.Field(mended, field)
	change := fmt.Sprintf("%s of %s: %s → %s", field, d.label(doc)+" ["+doc.ID+"]", orWord(before, "unknown"), after)
	if before == after {
		return Reply{}, d.refuse("field already", field, doc.ID, after)
	}
	if !d.o.Yes {
		return d.sure(d.ask("change paper?", change), Action{Kind: "mend", ID: doc.ID, Text: field + ": " + after, Confirm: true}), nil
	}
	if err := d.putMended(ctx, mended); err != nil {
		return Reply{}, err
	}
	e, err := d.keep(store.Fields, doc.ID+" "+field, after, "mended")
	if err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("paper changed", change))
	points, err := d.pointsProposed(doc, mended)
	if err != nil {
		return Reply{}, err
	}
	r.Parts = append(r.Parts, points...)
	r.Actions = []Action{{Kind: "mend", ID: doc.ID, Text: field + ": " + after, Owner: e.By}}
	return r, nil
}

// putMended keeps a mended paper, with those whose relations read differently now: a draft that is confirmed, a record of another meeting.
func (d *desk) putMended(ctx context.Context, mended *index.Document) error {
	docs := slices.Clone(d.ix.Documents(index.Everything))
	for i, o := range docs {
		if o.ID == mended.ID {
			docs[i] = mended
		}
	}
	changed := ingest.Resolve(docs)
	if !slices.ContainsFunc(changed, func(o *index.Document) bool { return o.ID == mended.ID }) {
		changed = append(changed, mended)
	}
	return d.ix.Put(ctx, changed...)
}

// forgetPaper takes a paper out of the library and the index.
func (d *desk) forgetPaper(ctx context.Context) (Reply, error) {
	doc, err := d.paper()
	if err != nil {
		return Reply{}, err
	}
	if !d.o.Yes {
		return d.sure(d.ask("take paper out?", d.label(doc)+" ["+doc.ID+"]"), Action{Kind: "forget", ID: doc.ID, Confirm: true}), nil
	}
	if err := d.ix.Delete(ctx, doc.ID); err != nil {
		return Reply{}, err
	}
	if err := d.st.AddAudit(store.Audit{At: d.m.At, By: d.who, What: "forgot", Kind: "document", ID: doc.ID}); err != nil {
		return Reply{}, err
	}
	r := d.reply(d.say("taken out", d.label(doc)+" ["+doc.ID+"]"))
	r.Actions = []Action{{Kind: "forget", ID: doc.ID}}
	return r, nil
}

// paper is the document an order is about; only the secretariat changes papers.
func (d *desk) paper() (*index.Document, error) {
	if err := d.onlySecretariat(); err != nil {
		return nil, err
	}
	doc := d.ix.Document(d.o.Text)
	for _, o := range d.ix.Documents(index.Everything) { // ids are written in any case
		if doc == nil && strings.EqualFold(o.ID, d.o.Text) {
			doc = o
		}
	}
	if doc == nil {
		return nil, d.refuse("no paper", shorten(d.o.Text, 40))
	}
	return doc, nil
}

// sure asks before something is done that cannot be taken back with a button.
func (d *desk) sure(question string, a Action) Reply {
	yes := d.o
	yes.Yes = true
	r := d.reply(question)
	r.Outcome, r.AskBack, r.Suggestions, r.Actions = Clarify, []string{question}, []string{yes.String()}, []Action{a}
	r.Parts = append(r.Parts, Part{Buttons: []Button{{Action: "order", Value: yes.String(), Label: d.say("yes"), Style: "primary"}, {Action: "keep", Value: a.ID, Label: d.say("no")}}})
	return r
}

func sentenceCase(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
