package ingest

import (
	"strings"
	"unicode/utf8"
)

// table reads a table of plain text that begins at line i and returns how many lines it took; 0: there is none. With pipes, every line
// with two cells or more is a row. With columns, the header names them and shows where they begin; a line whose first column is empty goes
// on with the row above.
func (r *plainReader) table(i int) (int, error) {
	if strings.Count(r.lines[i], "|") >= 2 {
		return r.pipes(i)
	}
	starts, names := columnStarts(r.lines[i])
	if len(starts) < 3 {
		return 0, nil
	}
	if len(starts) > maxColumns {
		return 0, refuse(i+1, "the table has %d columns; at most %d are read. Set it up with one row for each entry", len(starts), maxColumns)
	}
	b := block{kind: tableBlock, page: r.number(), line: i + 1, onTop: r.freshly, rows: []row{{names, r.number()}}}
	n, blanks := 1, 0
	for ; i+n < len(r.lines) && blanks < 2; n++ {
		line := strings.TrimRight(r.lines[i+n], " \t")
		if strings.Contains(line, "\f") {
			break
		}
		if strings.TrimSpace(line) == "" {
			blanks++
			continue
		}
		if plainRule.MatchString(line) {
			blanks = 0
			continue
		}
		cells, ok := cutColumns(line, starts)
		if !ok || blanks > 0 && (cells[0] == "" || filled(cells) < 2) {
			break
		}
		if cells[0] == "" && len(b.rows) == 1 || cells[0] != "" && filled(cells) < 2 {
			break
		}
		blanks = 0
		if cells[0] != "" {
			b.rows = append(b.rows, row{cells, r.number()})
			continue
		}
		last := b.rows[len(b.rows)-1].cells
		for k, c := range cells {
			if c == "" {
				continue
			}
			if joint, ok := joins(last[k], c, 0); ok && joint == "-" {
				last[k] += cutMark + c
			} else {
				last[k] = strings.TrimSpace(last[k] + " " + c)
			}
		}
	}
	if len(b.rows) < 3 { // a header and two rows at least, else it may be two words apart by chance
		return 0, nil
	}
	r.end()
	r.freshly = false
	r.out = append(r.out, b)
	return n - blanks, nil
}

func (r *plainReader) pipes(i int) (int, error) {
	b := block{kind: tableBlock, page: r.number(), line: i + 1, onTop: r.freshly}
	n := 0
	for ; i+n < len(r.lines); n++ {
		line := strings.TrimSpace(r.lines[i+n])
		if plainRule.MatchString(line) && line != "" {
			continue
		}
		if strings.Count(line, "|") < 2 {
			break
		}
		cells, err := splitRow(line, i+n+1)
		if err != nil {
			return 0, err
		}
		b.rows = append(b.rows, row{cells, r.number()})
	}
	if len(b.rows) < 2 {
		return 0, nil
	}
	r.end()
	r.freshly = false
	r.out = append(r.out, b)
	return n, nil
}

// columnStarts finds where the columns of a header line begin, in letters, and their names.
func columnStarts(line string) (starts []int, names []string) {
	if !columnGap.MatchString(strings.TrimSpace(line)) {
		return nil, nil
	}
	at := 0
	for at < len(line) {
		for at < len(line) && strings.IndexByte(" \t\f\r\n", line[at]) >= 0 { // what columnGap takes for a gap: else this goes on for ever
			at++
		}
		rest := line[at:]
		if rest == "" {
			break
		}
		end := len(rest)
		if m := columnGap.FindStringIndex(rest); m != nil {
			end = m[0]
		}
		starts = append(starts, utf8.RuneCountInString(line[:at]))
		names = append(names, strings.TrimSpace(rest[:end]))
		at += end
	}
	return starts, names
}

// cutColumns cuts a line where the header's columns begin; it is false where a word stands across a border.
func cutColumns(line string, starts []int) ([]string, bool) {
	runes := []rune(line)
	cells := make([]string, len(starts))
	for k, from := range starts {
		to := len(runes)
		if k+1 < len(starts) {
			to = min(starts[k+1], len(runes))
		}
		if k == 0 {
			from = 0
		}
		if from >= len(runes) {
			continue
		}
		if k > 0 && from > 0 && runes[from-1] != ' ' && runes[from-1] != '\t' && runes[from] != ' ' {
			return nil, false
		}
		cells[k] = strings.TrimSpace(string(runes[from:max(from, to)]))
	}
	return cells, true
}

func filled(cells []string) (n int) {
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}
