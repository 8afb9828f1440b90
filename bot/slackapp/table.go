package slackapp

import (
	"strings"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// Of a table block.
const (
	maxRows    = 100 // the header included
	maxColumns = 20
	maxCell    = 600 // runes of a cell, beyond which a row is told in lines
	phoneWide  = 6   // columns, beyond which a table is told in lines: a phone shows no more
)

// tablePieces shows a table as a table block, or several with the header repeated; or as lines where it is too wide, or on a home tab,
// which takes no tables.
func tablePieces(t *bot.Table, s Surface) []piece {
	columns := len(t.Header)
	long := false
	for _, row := range t.Rows {
		columns = max(columns, len(row))
		for _, cell := range row {
			long = long || runes(cell) > maxCell
		}
	}
	var out []piece
	if c := strings.TrimSpace(clean(t.Caption)); c != "" {
		out = spanPieces(bot.Plain, []bot.Span{{Text: c, Bold: true}})
	}
	if columns == 0 {
		return out
	}
	if s.Home || long || columns > phoneWide || columns > maxColumns || len(t.Rows) == 0 {
		return append(out, tableLines(t)...)
	}
	header := rowSize(t.Header)
	for at := 0; at < len(t.Rows); {
		b := slack.NewTableBlock("")
		var lines []string
		size := 0
		add := func(row []string, bold bool) {
			b.AddRow(cells(row, columns, bold)...)
			lines = append(lines, rowText(row))
			size += rowSize(row)
		}
		if len(t.Header) > 0 {
			add(t.Header, true)
		}
		for n := 0; at < len(t.Rows) && len(b.Rows) < maxRows && (n == 0 || size+rowSize(t.Rows[at]) <= maxAllText-header-2*maxBlockText); n++ {
			add(t.Rows[at], false)
			at++
		}
		out = append(out, piece{block: b, text: strings.Join(lines, "\n"), size: size, tables: 1, together: at == len(t.Rows) && len(out) == 1})
	}
	return out
}

func cells(row []string, columns int, bold bool) []slack.TableCell {
	var out []slack.TableCell
	for i := range columns {
		text := ""
		if i < len(row) {
			text = strings.TrimSpace(clean(row[i]))
		}
		if text == "" {
			text = "–"
		}
		if bold {
			out = append(out, slack.NewTableRichTextCell(slack.NewRichTextSection(
				slack.NewRichTextSectionTextElement(text, &slack.RichTextSectionTextStyle{Bold: true}))))
			continue
		}
		out = append(out, slack.NewTableRawTextCell(text))
	}
	return out
}

func rowSize(row []string) int {
	n := 0
	for _, c := range row {
		n += max(1, runes(c))
	}
	return n
}

func rowText(row []string) string {
	var b strings.Builder
	for i, c := range row {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(escape(strings.ReplaceAll(strings.TrimSpace(c), "\n", " ")))
	}
	return b.String()
}

// tableLines tells each row in a line of its own, every cell with the name of its column.
func tableLines(t *bot.Table) []piece {
	var out []piece
	for _, row := range t.Rows {
		var spans []bot.Span
		for i, c := range row {
			if i > 0 {
				spans = append(spans, bot.Span{Text: " · "})
			}
			if i > 0 && i < len(t.Header) && t.Header[i] != "" {
				spans = append(spans, bot.Span{Text: t.Header[i] + ": "})
			}
			spans = append(spans, bot.Span{Text: c, Bold: i == 0})
		}
		out = append(out, spanPieces(bot.Bullet, spans)...)
	}
	return out
}
