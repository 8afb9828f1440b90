package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/ingest"
	"rabita/store"
)

// Papers that members drop with "index this". What the secretariat drops is in the common papers at once, and what was read of it is shown
// back to be corrected. What others drop is a proposal: kept so that only the secretariat sees it, until the secretariat opens it.

// The button and the form that correct what was read of a paper. The button's value is the paper's id.
const (
	paperAction = "paper.change"
	paperForm   = "paper.mend"
)

var indexThis = regexp.MustCompile(`(?i)^(?:please )?index (?:this|these|it|them)(?: (?:too|please|papers?|records?|files?|documents?|minutes))*[.! ]*$`)

// uploads handles what is said and pressed about papers that members bring; false: the message is about something else.
func (b *Bot) uploads(ctx context.Context, m Message) (r Reply, ours bool, err error) {
	var do func(*desk, context.Context) (Reply, error)
	switch {
	case (m.Kind == Mention || m.Kind == Direct) && indexThis.MatchString(strings.TrimSpace(m.Text)):
		do = (*desk).takeIn
	case m.Kind == Click && m.Action == paperAction:
		do = (*desk).openPaperForm
	case m.Kind == Submit && m.Action == paperForm:
		do = (*desk).sendPaperForm
	default:
		return Reply{}, false, nil
	}
	d := b.desk(m, b.spoken(m, ""))
	if d.isGuest() {
		return d.refusal("guest"), true, nil
	}
	if r, err = do(d, ctx); err != nil {
		r, err = d.explain(err)
	}
	return r, true, err
}

// takeIn reads the files of a message.
func (d *desk) takeIn(ctx context.Context) (Reply, error) {
	if len(d.m.Files) == 0 {
		return Reply{}, d.refuse("attach")
	}
	r := d.reply("")
	r.Parts = nil
	for _, f := range d.m.Files {
		if err := d.takeFile(ctx, f, &r); err != nil {
			return Reply{}, err
		}
	}
	r.Parts[0].Style = Finding
	if len(r.Actions) == 0 {
		r.Outcome = Refused
	}
	return r, nil
}

func (d *desk) takeFile(ctx context.Context, f File, r *Reply) error {
	no := func(why string) error {
		r.Parts = append(r.Parts, Say(Plain, d.ask("not taken in", f.Name, why)))
		return nil
	}
	switch {
	case f.Data == nil:
		return no(d.ask("not fetched"))
	case d.fileIdentifies(f):
		return no(d.ask("survivor paper"))
	}
	t := &intake{desk: d, proposed: !d.isSecretariat()}
	rep, err := ingest.Sync(ctx, t, []ingest.Source{ingest.Bytes(f.Name, f.Data)}, ingest.Options{Vocabulary: d.voc.Load(), Audience: d.grp.Audience, Replace: true, NewID: d.ix.NextID})
	// Of a paper that the one who brings it may not see the same is said whether it is this very one or another of that name.
	hidden := d.ask("has it already")
	switch {
	case errors.Is(err, errIdentity):
		return no(d.ask("survivor paper"))
	case errors.Is(err, errTaken) && !d.Bot.audience(d.m).Sees(t.taken.Audience):
		return no(hidden)
	case errors.Is(err, errTaken):
		return no(d.ask("only replaces"))
	}
	if err != nil {
		return err
	}
	if len(rep.Outcomes) == 0 {
		return no(d.ask("holds nothing"))
	}
	o := rep.Outcomes[0]
	doc := d.ix.Document(o.ID)
	switch {
	case o.What == ingest.Refusal:
		return no(o.Reason + ".")
	case doc == nil || o.What == ingest.Unchanged && !d.Bot.audience(d.m).Sees(doc.Audience):
		return no(hidden)
	}
	kind, line := "index", d.readBack(doc)
	switch {
	case o.What == ingest.Unchanged:
		line = d.say("there already paper", line)
		if room, others := roomAudience(d.m); others && !room.Sees(doc.Audience) {
			r.Where = Ephemeral
		}
	case t.proposed:
		kind, line = "propose_document", d.say("proposed paper", doc.ID, d.inBrief(doc))
		r.Notify = append(r.Notify, d.proposal(doc)...)
	}
	r.Parts = append(r.Parts, Say(Plain, line))
	if !t.proposed {
		r.Parts = append(r.Parts, d.readDoubts(doc)...)
		r.Parts = append(r.Parts, Part{Buttons: append([]Button{{Action: "keep", Value: doc.ID, Label: d.say("correct"), Style: "primary"}}, d.changePaper(doc)...)},
			Say(Small, d.say("in words", doc.ID)))
		points, err := d.pointsProposed(nil, doc)
		if err != nil {
			return err
		}
		r.Parts = append(r.Parts, points...)
	}
	r.Actions = append(r.Actions, Action{Kind: kind, ID: doc.ID, Text: d.label(doc), Owner: nobody})
	return d.st.AddAudit(store.Audit{At: d.m.At, By: d.who, What: strings.ReplaceAll(kind, "_document", "d"), Kind: "document", ID: doc.ID})
}

// readBack says what was read of a paper, for somebody who knows better.
func (d *desk) readBack(doc *index.Document) string {
	return d.say("correct?", d.inBrief(doc), doc.ID)
}

// inBrief is a paper with what is counted in it: "14th IPMG minutes, 29 Oct 2019, 7 delegations, 8 action points".
func (d *desk) inBrief(doc *index.Document) string {
	s := d.label(doc)
	here, points := map[string]bool{}, map[string]bool{}
	for i := range doc.Passages {
		p := &doc.Passages[i]
		if p.Place != "" && doc.Type == "minutes" {
			here[p.Place] = true
		}
		if p.Number != "" && (doc.Meeting == 0 || strings.HasPrefix(p.Number, fmt.Sprint(doc.Meeting)+".")) {
			points[p.Number] = true
		}
	}
	if len(here) > 0 {
		s += ", " + plural(len(here), "delegation")
	}
	if len(points) > 0 {
		s += ", " + plural(len(points), "action point")
	}
	if len(here)+len(points) == 0 {
		s += ", " + plural(len(doc.Passages), "passage")
	}
	return s
}

// readDoubts are the fields that could be read in more than one way.
func (d *desk) readDoubts(doc *index.Document) []Part {
	var out []Part
	for _, x := range doc.Doubts {
		line := d.say("not sure", x.Field, x.Why)
		if len(x.Choices) > 0 {
			line += " (" + strings.Join(x.Choices, d.say("or")) + ")"
		}
		out = append(out, Say(Bullet, line))
	}
	return out
}

// changePaper are the buttons that mend a paper or take it out.
func (d *desk) changePaper(doc *index.Document) []Button {
	return []Button{{Action: paperAction, Value: doc.ID, Label: d.say("change paper")}, order(d.say("take it out"), intent.Order{Object: intent.AnyDocument, Verb: intent.Remove, Text: doc.ID})}
}

// proposal tells the secretariat of a paper that somebody else brought.
func (d *desk) proposal(doc *index.Document) []Notice {
	d = d.english()
	open := order("Add it", intent.Order{Object: intent.AnyDocument, Verb: intent.Set, Text: doc.ID, Which: "audience", Value: d.grp.Audience, Yes: true})
	open.Style = "primary"
	say := Reply{Outcome: Done, Parts: append([]Part{Say(Finding, d.called(d.who)+" proposes a paper: "+d.readBack(doc))}, d.readDoubts(doc)...)}
	say.Parts = append(say.Parts, Part{Buttons: append([]Button{open}, d.changePaper(doc)...)})
	var out []Notice
	for _, room := range d.secretariatRooms() {
		out = append(out, Notice{Channel: room, Reply: say})
	}
	return out
}

// errTaken: a proposal would replace a paper.
var errTaken = errors.New("a proposal would replace a paper")

// errIdentity: a paper holds the number of somebody's identity card.
var errIdentity = errors.New("a paper holds the number of an identity card")

// An intake is the library as somebody who brings a paper may change it: a proposal is only ever a new paper that the secretariat alone sees,
// whatever its own header says, and it touches no other paper.
type intake struct {
	*desk
	proposed bool
	taken    *index.Document // the paper that a proposal would replace; set with errTaken
}

func (t *intake) Documents() []*index.Document { return t.ix.Papers().Documents() }

func (t *intake) Delete(ctx context.Context, ids ...string) error { return t.ix.Delete(ctx, ids...) }

func (t *intake) Put(ctx context.Context, docs ...*index.Document) error {
	for _, doc := range docs {
		for line := range strings.Lines(doc.Text) {
			if holdsCard(plainText(line)) {
				return errIdentity
			}
		}
	}
	if !t.proposed {
		return t.ix.Put(ctx, docs...)
	}
	var fresh []*index.Document
	for _, doc := range docs {
		if old := t.ix.Document(doc.ID); old != nil {
			if old.Checksum != doc.Checksum {
				t.taken = old
				return errTaken
			}
			continue // another paper, whose relations would read differently
		}
		own, err := ingest.Mend(doc, "audience", "secretariat", "mended: proposed by "+t.called(t.who))
		if err != nil {
			return err
		}
		own.Relations = nil
		fresh = append(fresh, own)
	}
	if len(fresh) == 0 {
		return nil
	}
	return t.ix.Put(ctx, fresh...)
}

// paperFields are what the form mends, in its order.
var paperFields = []string{"title", "type", "meeting", "date", "issued", "audience"}

// openPaperForm shows what was read of a paper in a form.
func (d *desk) openPaperForm(context.Context) (Reply, error) {
	d.o.Text = d.m.Value
	doc, err := d.paper()
	if err != nil {
		return Reply{}, err
	}
	meta := formMeta{Item: doc.ID, Channel: d.m.Channel, Thread: d.m.Thread}
	f := &Modal{ID: paperForm, Meta: meta.String(), Title: "What was read: " + doc.ID, Submit: "Save"}
	for _, name := range paperFields {
		x := Field{ID: name, Label: sentenceCase(name), Kind: "text", Value: ingest.Field(doc, name), Optional: name != "title"}
		switch name {
		case "type":
			x.Kind = "choice"
			for _, t := range index.Types {
				x.Choices = append(x.Choices, Choice{t, t})
			}
		case "date", "issued":
			x.Hint = "6 June 2023, or 2023-06-06"
		case "meeting":
			x.Hint = "The number of the meeting it records"
		case "audience":
			x.Hint = "everyone, partners, members, secretariat, or a body’s key"
		}
		f.Fields = append(f.Fields, x)
	}
	return Reply{Outcome: Done, Where: Ephemeral, Modal: f}, nil
}

// sendPaperForm mends the fields that were changed in the form.
func (d *desk) sendPaperForm(ctx context.Context) (Reply, error) {
	var meta formMeta
	if err := json.Unmarshal([]byte(d.m.Value), &meta); err != nil {
		return Reply{}, d.refuse("form of no paper")
	}
	d.o.Text = meta.Item
	doc, err := d.paper()
	if err != nil {
		return Reply{}, err
	}
	mended, problems := doc, map[string]string{}
	var lines []string
	for _, name := range paperFields {
		value, given := d.m.Fields[name]
		value = strings.TrimSpace(value)
		if !given || value == "" || value == ingest.Field(doc, name) {
			continue
		}
		if name == "audience" && !d.isAudience(value) {
			problems[name] = d.ask("field audience")
			continue
		}
		next, err := ingest.Mend(mended, name, value, "mended by "+d.called(d.who))
		if err != nil {
			problems[name] = shorten(sentenceCase(err.Error()), 140)
			continue
		}
		mended = next
		lines = append(lines, fmt.Sprintf("%s %s → %s", name, orWord(ingest.Field(doc, name), "unknown"), ingest.Field(next, name)))
	}
	if len(problems) > 0 {
		return Reply{Outcome: Refused, Errors: problems}, nil
	}
	if len(lines) == 0 {
		return inThread(d.reply(d.say("stays", doc.ID)), meta), nil
	}
	if err := d.ix.Put(ctx, mended); err != nil {
		return Reply{}, err
	}
	for _, name := range paperFields {
		if after := ingest.Field(mended, name); after != ingest.Field(doc, name) {
			if _, err := d.keep(store.Fields, doc.ID+" "+name, after, "mended"); err != nil {
				return Reply{}, err
			}
		}
	}
	r := d.reply(d.say("changed of", doc.ID, strings.Join(lines, "; ")) + " " + d.readBack(mended))
	points, err := d.pointsProposed(doc, mended)
	if err != nil {
		return Reply{}, err
	}
	r.Parts = append(append(r.Parts, Part{Buttons: d.changePaper(mended)}), points...)
	r.Actions = []Action{{Kind: "mend", ID: doc.ID, Text: strings.Join(lines, "; "), Owner: nobody}}
	return inThread(r, meta), nil
}

// isAudience reports whether papers can be for that class of readers.
func (d *desk) isAudience(s string) bool {
	_, body := d.grp.Body(s)
	return body || slices.Contains([]string{"everyone", "partners", "members", "secretariat"}, s)
}
