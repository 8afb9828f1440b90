package bot

import "strings"

// asCSV is an answer as a file for spreadsheets: its tables, else its quotes with their citations.
func asCSV(r Reply) File {
	var rows [][]string
	for _, p := range r.Parts {
		if p.Table != nil {
			rows = append(append(rows, p.Table.Header), p.Table.Rows...)
		}
	}
	if len(rows) == 0 {
		rows = append(rows, []string{"document", "title", "date", "issued", "body", "locator", "quote", "note"})
		for _, c := range r.Passages {
			note := c.Note
			if c.Provenance == "synthetic" || c.Provenance == "mixed" {
				note = strings.TrimPrefix(note+"; SAMPLE, synthetic", "; ")
			}
			rows = append(rows, []string{c.Document, c.Title, string(c.Date), string(c.Issued), c.Body, c.Locator, c.Quote, note})
		}
	}
	return File{Name: "answer.csv", Type: "text/csv", Data: table(rows)}
}
