package ingest

import (
	"maps"
	"slices"
)

// A format reads the text of a paper, already in NFC, into blocks. It is a pure function.
type format struct {
	name        string
	frontMatter bool // the text may begin with front matter between lines of ---
	read        func(text string) ([]block, error)
}

var (
	markdownFormat = format{"Markdown", true, readMarkdown}
	plainFormat    = format{"plain text", true, readPlain}
)

// formats is the table of formats by extension.
var formats = map[string]format{
	".md":       markdownFormat,
	".markdown": markdownFormat,
	".txt":      plainFormat,
	".text":     plainFormat,
}

// Extensions lists the extensions that are read, with their dots.
func Extensions() []string { return slices.Sorted(maps.Keys(formats)) }

// boldLevel is the level of a line set in bold that stands as a heading: below those that are marked as headings.
const boldLevel = 7

type blockKind byte

const (
	headingBlock blockKind = iota
	paraBlock
	tableBlock
)

// A block is one heading, paragraph or table as a format found it, with the format's markup taken away.
type block struct {
	kind   blockKind
	level  int      // of a heading, 1 the outermost
	lines  []string // wrapped lines are joined; what was set on a line of its own stays apart. A heading has one
	rows   []row    // of a table, the header first
	page   int      // 0: the paper shows no pages
	line   int      // of the source, from 1
	indent bool     // set in from the margin: it goes on with what stands before it
	italic bool     // wholly in italics
	onTop  bool     // first on its page
	label  string   // of a footnote
}

type row struct {
	cells []string
	page  int
}

// text is the block in one string, for looking at.
func (b *block) first() string {
	if len(b.lines) == 0 {
		return ""
	}
	return b.lines[0]
}
