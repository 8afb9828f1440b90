package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rabita/bot/calendar"
	"rabita/index"
	"rabita/index/vocab"
	"rabita/store"
)

// A decision is an action point of a meeting as the records have it: the sentence, who owes it, and by when, after corrections.
type decision struct {
	Number   string
	Meeting  int
	Text     string   // what is to be done, in the words of the action matrix if there is one: they hold no date that was corrected since
	Bodies   []string // who owes it
	Deadline index.Date
	Event    string          // the meeting before which it is due
	Doc      *index.Document // the record
	Passage  *index.Passage  // where the record says it first
	// Corrected is the paper that gave the deadline another day; nil: none did.
	Corrected *index.Document

	passages []*index.Passage // all of the record that have its number
}

// dated is where the record gives the deadline, else where it says it first.
func (dec *decision) dated() index.Result {
	r := index.Result{Doc: dec.Doc, Passage: dec.Passage}
	if i := slices.IndexFunc(dec.passages, func(p *index.Passage) bool { return p.Deadline != "" }); i >= 0 {
		r.Passage = dec.passages[i]
	}
	return r
}

// decided finds the action point of a number in the records the speaker may see, as of the message.
func (d *desk) decided(number string) (decision, bool) {
	meeting, _ := strconv.Atoi(number[:max(strings.Index(number, "."), 0)])
	return withNumber(d.decisionsOf(meeting), number)
}

// decisionsOf are the action points of a meeting that the speaker may see, as of the message.
func (d *desk) decisionsOf(meeting int) []decision {
	return d.decisionsIn(d.audience(d.m), d.asOf(), meeting)
}

// asOf is the day by which the speaker asks.
func (d *desk) asOf() index.Date { return index.Date(dateOf(d.m.AsOf, d.grp.Location()).String()) }

// withNumber is the one of a number.
func withNumber(all []decision, number string) (decision, bool) {
	for _, dec := range all {
		if dec.Number == number {
			return dec, true
		}
	}
	return decision{}, false
}

// decisionsIn are the action points of some meetings, or of all if none is named, in the order of the records: as an audience could know them on
// a day. The record of the meeting is the source; a later paper of the same meeting that gives another deadline counts for the deadline.
func (b *Bot) decisionsIn(aud index.Audience, asOf index.Date, meetings ...int) []decision {
	var papers []*index.Document
	for _, doc := range b.ix.Documents(aud) {
		if doc.Meeting > 0 && (len(meetings) == 0 || slices.Contains(meetings, doc.Meeting)) && doc.IssuedBy(asOf) && slices.Contains(records, doc.Type) {
			papers = append(papers, doc)
		}
	}
	slices.SortStableFunc(papers, func(a, b *index.Document) int { return strings.Compare(string(a.Issued), string(b.Issued)) })
	var out []decision
	at := map[string]int{}
	for _, doc := range papers {
		for i := range doc.Passages {
			p := &doc.Passages[i]
			if !strings.HasPrefix(p.Number, strconv.Itoa(doc.Meeting)+".") {
				continue
			}
			k, known := at[p.Number]
			if !known {
				if doc.Type != "minutes" {
					continue
				}
				at[p.Number] = len(out)
				out = append(out, decision{Number: p.Number, Meeting: doc.Meeting, Text: taskText(doc, p), Bodies: p.Responsible, Deadline: p.Deadline, Event: p.Event, Doc: doc,
					Passage: p, passages: []*index.Passage{p}})
				continue
			}
			dec := &out[k]
			if dec.Doc == doc {
				dec.passages = append(dec.passages, p)
				if len(p.Cells) > 0 && len(dec.Passage.Cells) == 0 { // the matrix says it in fewer words
					dec.Text = taskText(doc, p)
				}
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
		b.correct(&out[i], asOf, aud)
	}
	return out
}

// correct takes a deadline from the passages that correct the record, where no later paper's row gave it.
func (b *Bot) correct(dec *decision, asOf index.Date, aud index.Audience) {
	if dec.Corrected != nil {
		return
	}
	for _, at := range dec.passages {
		for _, id := range at.CorrectedBy {
			name, _, _ := strings.Cut(id, "#")
			doc := b.ix.Document(name)
			if doc == nil || !doc.IssuedBy(asOf) || !aud.Sees(doc.Audience) {
				continue
			}
			p := doc.Passage(id)
			if p == nil {
				continue
			}
			day := p.Deadline
			if was, now := readInstead(doc.Quote(p)); day == "" && (was == dec.Deadline || strings.Contains(doc.Quote(p), dec.Number)) {
				day = now
			}
			if day != "" && day != dec.Deadline {
				dec.Deadline, dec.Corrected = day, doc
			}
		}
	}
}

// tracked are the passages in which later papers tell how a decision stands, the newest last: rows with a status, and whatever a tracker says of it.
func (b *Bot) tracked(aud index.Audience, asOf index.Date, number string) []index.Result {
	var out []index.Result
	b.each(index.Query{Audience: aud, AsOf: asOf}, func(r index.Result) {
		if r.Passage.Number == number && (r.Doc.Type == "tracker" || statusCell(r.Passage) != "") {
			out = append(out, r)
		}
	})
	slices.SortStableFunc(out, func(x, y index.Result) int { return strings.Compare(string(x.Doc.Issued), string(y.Doc.Issued)) })
	return out
}

// statusCell is what a row says in its column of that name.
func statusCell(p *index.Passage) string {
	for _, c := range p.Cells {
		if strings.Contains(strings.ToLower(c.Header), "status") {
			return c.Text
		}
	}
	return ""
}

// taskText is the action itself: the cell of that name in a row, else the passage without its number.
func taskText(doc *index.Document, p *index.Passage) string {
	for _, c := range p.Cells {
		if h := strings.ToLower(c.Header); strings.Contains(h, "action") || strings.Contains(h, "decision") {
			return shorten(oneLine(c.Text), 300)
		}
	}
	text := oneLine(strings.ReplaceAll(doc.Quote(p), "**", ""))
	return shorten(strings.TrimSpace(strings.TrimPrefix(text, p.Number)), 300)
}

// decisionDue is a decision's deadline as an item keeps it.
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

var (
	longDay = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)? (jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?(?:,? (\d{4}))?\b`)
	instead = regexp.MustCompile(`(?i)^(.*?)\bread\b(.*)$`)
)

// readInstead gives the days before and after "read" in a correction: for "29 February 2020" read "31 March 2020".
func readInstead(text string) (was, now index.Date) {
	if m := instead.FindStringSubmatch(oneLine(text)); m != nil {
		return dateIn(m[1], ""), dateIn(m[2], "")
	}
	return "", ""
}

// dateIn is the first day written in a text, "28 Nov" taking its year from near.
func dateIn(text string, near index.Date) index.Date {
	m := longDay.FindStringSubmatch(strings.ToLower(text))
	if m == nil {
		return ""
	}
	y := m[3]
	if y == "" && len(near) >= 4 {
		y = string(near[:4])
	}
	t, err := time.Parse("2 Jan 2006", m[1]+" "+strings.ToUpper(m[2][:1])+m[2][1:3]+" "+y)
	if err != nil {
		return ""
	}
	return index.Date(t.Format("2006-01-02"))
}
