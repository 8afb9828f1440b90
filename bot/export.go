package bot

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"

	"rabita/bot/intent"
	"rabita/store"
)

// mostExported is how many items one file holds.
const mostExported = 20000

// export makes a file of a list: a table for a spreadsheet, or a calendar.
func (d *desk) export(ctx context.Context) (Reply, error) {
	f := d.o.Filter
	var items []store.Item
	if len(d.o.IDs) > 0 || d.o.Number != "" {
		it, err := d.target(true)
		if err != nil {
			return Reply{}, err
		}
		items = []store.Item{it}
	} else {
		sf, err := d.filter(f)
		if err != nil {
			return Reply{}, err
		}
		if d.o.Format == "ics" && len(f.Is) == 0 {
			sf.Class = store.AnyItems // what was dropped must be cancelled in calendars too
		}
		if items, err = d.everyItem(sf, mostExported); err != nil {
			return Reply{}, err
		}
	}
	switch d.o.Format {
	case "", "csv":
		r := d.reply(d.say("csv of", plural(len(items), "item"), len(items)))
		r.Files = []File{{Name: "items.csv", Type: "text/csv; charset=utf-8", Data: table(d.itemRows(items))}}
		r.Actions = []Action{{Kind: "export", Text: "csv", Owner: nobody}}
		return r, nil
	case "ics":
		var rems []store.Reminder
		if f.Owner == intent.Me {
			list, err := d.own(false)
			if err != nil {
				return Reply{}, err
			}
			rems = list
		}
		data, n, err := d.calendarFile(items, rems)
		if err != nil {
			return Reply{}, err
		}
		r := d.reply(d.say("ics of", plural(n, "item"), n))
		r.Files = []File{{Name: "items.ics", Type: "text/calendar; charset=utf-8", Data: data}}
		r.Actions = []Action{{Kind: "export", Text: "ics", Owner: nobody}}
		return r, nil
	}
	return Reply{}, d.refuse("no format").send("action export csv", "action export ics mine", "brief 15th docx")
}

// itemRows is one row for each share of each item, under a header; in English, as files go from hand to hand.
func (d *desk) itemRows(items []store.Item) [][]string {
	d = d.english()
	rows := [][]string{{"Id", "Decision", "What", "Owner", "Body", "Due", "Meeting", "State", "Received", "Status", "Evidence", "Source"}}
	for _, it := range items {
		due := it.Due.Date
		if it.Due.Time != "" {
			due += " " + it.Due.Time
		}
		if it.Due.Event != "" {
			due = strings.TrimSpace(due + " " + d.eventWords(it.Due))
		}
		head := []string{it.ID, it.Number, it.Text, d.called(it.Owner)}
		var notes []string
		for _, e := range it.Note {
			notes = append(notes, e.Text)
		}
		if len(it.Shares) == 0 {
			closed := ""
			if !it.Open() && !it.Dropped {
				closed = it.Closed.In(d.zone).Format("2006-01-02 15:04")
			}
			rows = append(rows, append(head, it.Body, due, it.Due.Event, d.stateOf(it), closed, d.status(it.Status), strings.Join(notes, "; "), d.source(it)))
			continue
		}
		for _, s := range it.Shares {
			received, evidence := "", notes
			if !s.Received.IsZero() {
				received = s.Received.In(d.zone).Format("2006-01-02 15:04")
			}
			for _, e := range s.Evidence {
				evidence = append(evidence, e.Text)
			}
			rows = append(rows, append(head[:4:4], s.Body, due, it.Due.Event, d.stateOf(it), received, d.shareStatus(s), strings.Join(evidence, "; "), d.source(it)))
		}
	}
	return rows
}

// table writes rows as CSV with a byte order mark, so that spreadsheets read it as UTF-8. A cell that a spreadsheet would take for a formula
// gets an apostrophe in front, which shows it as text.
func table(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = harmless(cell)
		}
		_ = w.Write(safe) // into memory: it cannot fail
	}
	w.Flush()
	return b.Bytes()
}

// harmless is a cell that no spreadsheet runs.
func harmless(cell string) string {
	cell = strings.Map(func(r rune) rune {
		if r == '\r' || r == '\x00' {
			return -1
		}
		return r
	}, cell)
	if t := strings.TrimLeft(cell, " \t\n\u00a0"); t != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) || strings.HasPrefix(cell, "\t") {
		return "'" + cell
	}
	return cell
}
