package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rabita/bot/calendar"
	"rabita/index/vocab"
	"rabita/store"
)

// A standing is one promise as a brief shows it: from the store, or, where nobody has claimed it, from the records.
type standing struct {
	number, text, status string
	bodies               []string
	due                  store.Due
	open                 bool
	item                 *store.Item
	said                 *Cited // what a later record says of it
}

// brief says before a meeting where the promises stand: each decision of the last meeting, and what else is open or was done since.
func (d *desk) brief(ctx context.Context) (Reply, error) {
	number, last := d.o.Meeting, held{}
	today := dateOf(d.m.AsOf, d.grp.Location())
	for _, h := range d.meetings(d.m.AsOf) {
		if !h.Date.After(today) && (number == 0 || h.Number < number) {
			last = h
		}
	}
	if last.Number == 0 {
		return Reply{}, d.refuse("no earlier meeting").send("meetings")
	}
	if number == 0 {
		number = last.Number + 1
	}
	d = d.english() // a brief is a paper that is handed on
	all, err := d.standings(last)
	if err != nil {
		return Reply{}, err
	}
	title := "Brief for the " + calendar.Ordinal(number) + " " + d.grp.Short + ": status of decisions of the " + calendar.Ordinal(last.Number)
	r := d.reply(title + ". " + d.summary(all))
	if number > last.Number+1 {
		r.Parts = append(r.Parts, Say(Small, "The last meeting on record before the "+calendar.Ordinal(number)+" is the "+calendar.Ordinal(last.Number)+"."))
	}
	rows := d.statusRows(all)
	r.Parts = append(r.Parts, Part{Table: &Table{Header: rows[0], Rows: rows[1:]}})
	for _, body := range bodiesOf(all) {
		r.Parts = append(r.Parts, Say(Head, body))
		for _, line := range d.bodyLines(all, body) {
			r.Parts = append(r.Parts, Say(Bullet, line))
		}
	}
	for _, s := range all {
		if s.said != nil && len(r.Passages) < 12 {
			r.Passages = append(r.Passages, *s.said)
		}
	}
	r.Parts = append(r.Parts, d.citedIn(all)...)
	r.Actions = []Action{{Kind: "brief", ID: fmt.Sprint(number)}}
	r.Parts = append(r.Parts, Part{Buttons: []Button{lineButton("DOCX", "brief | meeting "+fmt.Sprint(number)+" | as docx")}})
	if d.o.Format == "docx" {
		s := newDocx(title)
		s.say("As of " + today.Words() + ".")
		s.heading("Status of decisions of the last meeting")
		s.table([]int{8, 38, 20, 14, 20}, rows)
		for _, body := range bodiesOf(all) {
			s.heading(body)
			for _, line := range d.bodyLines(all, body) {
				s.say(line)
			}
		}
		d.sources(s, all)
		data, err := s.bytes()
		if err != nil {
			return Reply{}, err
		}
		r.Files = []File{{Name: "brief-" + calendar.Ordinal(number) + ".docx", Type: docxType, Data: data}}
	}
	return r, nil
}

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// standings are the decisions of the last meeting in their order, then what else is open, then what was done since that meeting. What was
// done before it was reported then, and is left out.
func (d *desk) standings(last held) ([]standing, error) {
	var out []standing
	seen := map[string]bool{}
	for _, dec := range d.decisionsOf(last.Number) {
		s := standing{number: dec.Number, text: dec.Text, bodies: dec.Bodies, due: d.decisionDue(dec), open: true}
		items, err := d.everyItem(store.ItemFilter{Number: dec.Number, Class: store.AnyItems}, 10)
		if err != nil {
			return nil, err
		}
		for i := range items {
			seen[items[i].ID] = true
			if s.item == nil || items[i].Open() && !items[i].Draft {
				s.item = &items[i]
			}
		}
		if cites := d.reportsOn(dec.Number); len(cites) > 0 {
			s.said = &cites[len(cites)-1]
		}
		d.settle(&s)
		out = append(out, s)
	}
	open, err := d.everyItem(store.ItemFilter{Also: func(it *store.Item) bool { return len(shareBodies(*it)) > 0 }}, 1000)
	if err != nil {
		return nil, err
	}
	since := calendar.Resolve(last.Date, calendar.Clock{}, d.grp.Location())
	closed, err := d.everyItem(store.ItemFilter{Class: store.ClosedItems, Also: func(it *store.Item) bool {
		return !it.Dropped && !it.Closed.Before(since) && len(shareBodies(*it)) > 0
	}}, 1000)
	if err != nil {
		return nil, err
	}
	for _, it := range append(open, closed...) {
		if seen[it.ID] {
			continue
		}
		s := standing{number: orWord(it.Number, it.ID), text: it.Text, bodies: shareBodies(it), due: it.Due, item: &it}
		d.settle(&s)
		out = append(out, s)
	}
	return out, nil
}

// settle words where a promise stands.
func (d *desk) settle(s *standing) {
	switch {
	case s.item != nil && !s.item.Draft:
		s.due, s.bodies, s.open = s.item.Due, shareBodies(*s.item), s.item.Open()
		s.status = d.stateOf(*s.item)
		if waiting := awaited(*s.item); len(waiting) > 0 && len(s.item.Shares) > 1 {
			s.status += "; awaited: " + strings.Join(waiting, ", ")
		}
	case s.said != nil:
		s.status = s.said.Quote
		if doc := d.ix.Document(s.said.Document); doc != nil {
			if p := doc.Passage(s.said.Passage); p != nil {
				s.status = orWord(statusCell(p), s.status)
			}
		}
		s.status = shorten(s.status, 160) + " (" + s.said.Label + ")"
		s.open = !finished.MatchString(strings.ToLower(s.status))
		if s.open && d.late(s.due, d.m.At) {
			s.status = "awaited, late " + plural(d.daysLate(s.due, d.m.At), "day") + "; last word: " + s.status
		}
	case d.late(s.due, d.m.At):
		s.status = "awaited, late " + plural(d.daysLate(s.due, d.m.At), "day")
	default:
		s.status = "not reported yet"
	}
}

func (d *desk) summary(all []standing) string {
	open, late := 0, 0
	for _, s := range all {
		if s.open {
			open++
			if d.late(s.due, d.m.At) {
				late++
			}
		}
	}
	return fmt.Sprintf("%d open, %d of them late, %d done.", open, late, len(all)-open)
}

// statusRows is the table minutes open with.
func (d *desk) statusRows(all []standing) [][]string {
	rows := [][]string{{"No.", "Decision", "Responsible", "Deadline", "Status"}}
	for _, s := range all {
		rows = append(rows, []string{s.number, s.text, strings.Join(s.bodies, ", "), d.short(s.due), s.status})
	}
	return rows
}

func bodiesOf(all []standing) []string {
	var out []string
	for _, s := range all {
		for _, b := range s.bodies {
			if !slices.Contains(out, b) {
				out = append(out, b)
			}
		}
	}
	slices.Sort(out)
	return out
}

// bodyLines is one body's part: what is awaited of it, what is open, what it has done.
func (d *desk) bodyLines(all []standing, body string) []string {
	var out []string
	for _, s := range all {
		if !slices.Contains(s.bodies, body) {
			continue
		}
		state := s.status
		if s.item != nil {
			if share := s.item.Share(body); share != nil {
				state = d.receivedWord(*s.item, *share)
				if !share.Received.IsZero() {
					state = "received " + state + ", " + d.shareStatus(*share)
				}
			}
		}
		out = append(out, s.number+" "+s.text+" · "+d.dueLine(s.due)+" · "+state)
	}
	return out
}

func (d *desk) citedIn(all []standing) []Part {
	var out []Part
	for _, s := range all {
		if s.said != nil {
			out = append(out, Say(Small, s.number+": "+s.said.Citation()))
		}
	}
	return out
}

func (d *desk) sources(s *docx, all []standing) {
	s.heading("Sources")
	for _, st := range all {
		switch {
		case st.said != nil:
			s.small(st.number + ": " + st.said.Citation())
		case st.item != nil && d.source(*st.item) != "":
			s.small(st.number + ": " + d.source(*st.item))
		}
	}
}

// onePage is one body's page: what it owes, what it has done, when the group meets next. A place stands for all its bodies.
func (d *desk) onePage(ctx context.Context) (Reply, error) {
	bodies := d.opened(d.o.Bodies)
	last := held{}
	today := dateOf(d.m.AsOf, d.grp.Location())
	for _, h := range d.meetings(d.m.AsOf) {
		if !h.Date.After(today) {
			last = h
		}
	}
	for _, b := range slices.Clone(bodies) {
		if e, ok := d.grp.Body(b); ok && e.Place != "" && e.Place != d.grp.Whole.Key {
			for _, other := range d.grp.BodiesOf(e.Place) {
				if !slices.Contains(bodies, other) {
					bodies = append(bodies, other)
				}
			}
		}
	}
	all, err := d.standings(last)
	if err != nil {
		return Reply{}, err
	}
	all = slices.DeleteFunc(all, func(s standing) bool {
		return !slices.ContainsFunc(s.bodies, func(b string) bool { return slices.Contains(bodies, b) })
	})
	title := "One page: " + d.pageName(bodies)
	r := d.reply(title + ", as of " + today.Words() + ". " + d.summary(all))
	rows := [][]string{{"No.", "What", "Deadline", "Status"}}
	for _, s := range all {
		rows = append(rows, []string{s.number, s.text, d.short(s.due), s.status})
	}
	if len(all) > 0 {
		r.Parts = append(r.Parts, Part{Table: &Table{Header: rows[0], Rows: rows[1:]}})
	}
	next, err := d.nextMeeting(ctx)
	if err != nil {
		return Reply{}, err
	}
	r.Parts = append(r.Parts, Say(Bullet, strings.SplitN(next.Text(), "\n", 2)[0]))
	r.Parts = append(r.Parts, d.citedIn(all)...)
	s := newDocx(title)
	s.say("As of " + today.Words() + ". " + d.summary(all))
	s.table([]int{9, 45, 18, 28}, rows)
	s.say(strings.SplitN(next.Text(), "\n", 2)[0])
	d.sources(s, all)
	data, err := s.bytes()
	if err != nil {
		return Reply{}, err
	}
	r.Files = []File{{Name: "one-page-" + strings.ToLower(bodies[0]) + ".docx", Type: docxType, Data: data}}
	r.Actions = []Action{{Kind: "page", Body: strings.Join(bodies, ",")}}
	return r, nil
}

// pageName is the place of the bodies, or their keys.
func (d *desk) pageName(bodies []string) string {
	if e, ok := d.grp.Body(bodies[0]); ok && e.Place != "" && e.Place != d.grp.Whole.Key {
		return name(d.voc.Load(), vocab.Place, e.Place) + " (" + strings.Join(bodies, ", ") + ")"
	}
	return strings.Join(bodies, ", ")
}
