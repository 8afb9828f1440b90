package bot

import (
	"slices"
	"strconv"
	"strings"

	"rabita/bot/calendar"
	"rabita/index"
	"rabita/index/vocab"
	"rabita/store"
)

// A decision is an action point of a meeting as the records have it: the sentence, who owes it, and by when, after corrections.
type decision struct {
	Number   string
	Meeting  int
	Text     string
	Bodies   []string
	Deadline index.Date
	Event    string
	Doc      *index.Document // of the record
	Passage  *index.Passage
	// Corrected is the paper that gave the deadline another day; nil: none did.
	Corrected *index.Document
}

// decided finds the action point of a number in the records the speaker may see, as of the message. The record of the meeting is the
// source; a later paper of the same meeting that gives another deadline counts for the deadline.
func (d *desk) decided(number string) (decision, bool) {
	meeting, _ := strconv.Atoi(number[:max(strings.Index(number, "."), 0)])
	for _, dec := range d.decisionsOf(meeting) {
		if dec.Number == number {
			return dec, true
		}
	}
	return decision{}, false
}

// decisionsOf are the action points of a meeting in the order of the record.
func (d *desk) decisionsOf(meeting int) []decision {
	asOf := index.Date(dateOf(d.m.AsOf, d.grp.Location()).String())
	aud := d.audience(d.m)
	var papers []*index.Document
	for _, doc := range d.ix.Documents(aud) {
		if doc.Meeting == meeting && meeting > 0 && doc.IssuedBy(asOf) && slices.Contains(records, doc.Type) {
			papers = append(papers, doc)
		}
	}
	slices.SortStableFunc(papers, func(a, b *index.Document) int { return strings.Compare(string(a.Issued), string(b.Issued)) })
	var out []decision
	at := map[string]int{}
	for _, doc := range papers {
		for i := range doc.Passages {
			p := &doc.Passages[i]
			if p.Number == "" || !ofMeeting(p.Number, meeting) {
				continue
			}
			k, known := at[p.Number]
			if !known {
				if doc.Type != "minutes" {
					continue
				}
				at[p.Number] = len(out)
				out = append(out, decision{Number: p.Number, Meeting: meeting, Text: taskText(doc, p), Bodies: p.Responsible, Deadline: p.Deadline, Event: p.Event, Doc: doc, Passage: p})
				continue
			}
			dec := &out[k]
			if dec.Doc == doc && len(p.Cells) > 0 && len(dec.Passage.Cells) == 0 { // the matrix says it in fewer words
				dec.Text = taskText(doc, p)
			}
			if len(dec.Bodies) == 0 {
				dec.Bodies = p.Responsible
			}
			if dec.Event == "" {
				dec.Event = p.Event
			}
			if p.Deadline != "" && p.Deadline != dec.Deadline && (dec.Deadline == "" || doc != dec.Doc) {
				if dec.Deadline != "" {
					dec.Corrected = doc
				}
				dec.Deadline = p.Deadline
			}
		}
	}
	for i := range out {
		d.corrected(&out[i], asOf, aud)
	}
	return out
}

// corrected takes a deadline from the passages that correct the record, where no table row gave it.
func (d *desk) corrected(dec *decision, asOf index.Date, aud index.Audience) {
	if dec.Corrected != nil {
		return
	}
	for _, id := range dec.Passage.CorrectedBy {
		name, _, _ := strings.Cut(id, "#")
		doc := d.ix.Document(name)
		if doc == nil || !doc.IssuedBy(asOf) || !aud.Sees(doc.Audience) {
			continue
		}
		p := doc.Passage(id)
		if p == nil {
			continue
		}
		if day := p.Deadline; day != "" && day != dec.Deadline {
			dec.Deadline, dec.Corrected = day, doc
		} else if t := readInstead(doc.Quote(p)); t != "" && t != dec.Deadline && day == "" && strings.Contains(doc.Quote(p), dec.Number) {
			dec.Deadline, dec.Corrected = t, doc
		}
	}
}

func ofMeeting(number string, meeting int) bool {
	return strings.HasPrefix(number, strconv.Itoa(meeting)+".")
}

// taskText is the action itself: the cell of that name in a row, else the passage without its number.
func taskText(doc *index.Document, p *index.Passage) string {
	for _, c := range p.Cells {
		if h := strings.ToLower(c.Header); strings.Contains(h, "action") || strings.Contains(h, "decision") {
			return shorten(strings.Join(strings.Fields(c.Text), " "), 300)
		}
	}
	text := strings.Join(strings.Fields(strings.ReplaceAll(doc.Quote(p), "**", "")), " ")
	return shorten(strings.TrimSpace(strings.TrimPrefix(text, p.Number)), 300)
}

// due is a decision's deadline as an item keeps it.
func (d *desk) decisionDue(dec decision) store.Due {
	due := store.Due{Zone: d.grp.Location().String()}
	if day, err := calendar.ParseDate(string(dec.Deadline)); err == nil {
		due.Date = day.String()
		return due
	}
	if dec.Event != "" {
		due.Event = dec.Event
		if day, ok := d.meetingDay(dec.Event); ok {
			due.Date = day.String()
		}
		return due
	}
	return store.Due{}
}

// fromDecision is an item made of a decision, with its owing bodies and its source.
func (d *desk) fromDecision(dec decision) store.Item {
	it := store.Item{Text: dec.Text, Number: dec.Number, Meeting: dec.Meeting, Due: d.decisionDue(dec), Creator: d.who, Channel: d.homeChannel(), Thread: d.m.Thread,
		Source: store.Source{Document: dec.Doc.ID, Passage: dec.Passage.ID, Locator: dec.Passage.Locator, Hash: dec.Passage.Hash}}
	d.owe(&it, dec.Bodies)
	return it
}

// owe gives an item a share for each owing body; sets are opened. What a body has sent already stays.
func (d *desk) owe(it *store.Item, keys []string) {
	var shares []store.Share
	for _, b := range d.opened(keys) {
		if have := it.Share(b); have != nil {
			shares = append(shares, *have)
		} else {
			shares = append(shares, store.Share{Body: b})
		}
	}
	it.Body, it.Shares = "", shares
}

// opened replaces sets by their bodies.
func (b *Bot) opened(keys []string) []string {
	voc := b.voc.Load()
	var out []string
	for _, k := range keys {
		members := []string{k}
		if _, ok := voc.Lookup(vocab.Set, k); ok {
			members = voc.Members(k)
		}
		for _, m := range members {
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

// source says where a promise was made.
func (d *desk) source(it store.Item) string {
	s := it.Source
	switch {
	case s.Document != "":
		doc := d.ix.Document(s.Document)
		if doc == nil || !d.audience(d.m).Sees(doc.Audience) {
			return "a paper that is not shown here"
		}
		text := d.label(doc) + ", " + s.Locator + " [" + doc.ID + "]"
		if p := doc.Passage(s.Passage); p == nil {
			text += " (that passage is gone)"
		} else if p.Hash != s.Hash && s.Hash != "" {
			text += " (its text changed since)"
		}
		if doc.Provenance == "synthetic" || doc.Provenance == "mixed" {
			text += " · SAMPLE, synthetic"
		}
		return text
	case s.Link != "":
		return s.Link
	case s.Locator != "":
		return s.Locator
	}
	return ""
}
