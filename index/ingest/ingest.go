// Package ingest turns the group's papers into documents: files -> index.Document.
//
// A paper goes through these steps, each in its own file:
//
//	encoding.go   bytes -> text; says so when it had to guess
//	format.go     the table of formats: text -> blocks (headings, paragraphs, tables)
//	markdown.go   plain.go   columns.go  the formats
//	header.go     front matter and sidecar, read strictly
//	about.go      what the paper says it is, where the header is silent
//	title.go days.go numbers.go dates.go  its title and kind, its days, and how numbers and days are printed
//	structure.go  law.go table.go  blocks -> stored text and passages
//	numbering.go cut.go  where a passage begins, what it is called, and where a long one is cut
//	decisions.go  what is decided, by whom and by when it is to be done
//	speech.go     who speaks in a passage
//	lexicon.go    the vocabulary as papers are read with it
//	attendance.go who was there
//	relations.go  what papers say about each other (Resolve)
//	source.go     sync.go   folders and uploads -> the library
//
// Everything up to Parse is pure: the same bytes and the same vocabulary give the same document. What cannot be read ends in a *Refused,
// whose text is for the person who offered the file; nothing of such a file reaches the library.
package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// Bounds of what is read. A paper of the group has some 20 pages; these leave room for the longest report and keep a bad file from taking
// the machine with it.
const (
	MaxFile     = 50 << 20 // bytes of a file
	maxText     = 8 << 20  // bytes of its text: 3,000 pages
	maxPassages = 40000
	maxColumns  = 200
	maxHeader   = 64 << 10 // bytes of front matter or sidecar
)

// readerVersion names this reader of papers. Raise it when the same bytes are read differently, so that the next run reads them again.
const readerVersion = "2"

// readerName is the reader with the vocabulary it uses.
func readerName(v *vocab.Vocabulary) string {
	if v == nil {
		return readerVersion
	}
	return readerVersion + "-" + v.Hash()[:12]
}

// Refused says why a file was not taken, in words for the person who offered it. Line is 0 where no line is to blame.
type Refused struct {
	File   string
	Line   int
	Reason string
}

func (r *Refused) Error() string {
	if r.Line > 0 {
		return fmt.Sprintf("%s, line %d: %s", r.File, r.Line, r.Reason)
	}
	return r.File + ": " + r.Reason
}

func refuse(line int, format string, args ...any) error {
	return &Refused{Line: line, Reason: fmt.Sprintf(format, args...)}
}

// Parse reads one paper. The name, whose folders do not matter, chooses the format; sidecar holds the bytes of NAME.meta.yaml, or nil. A nil
// vocabulary finds no bodies and places. A paper that gives itself no id has an empty one: see WithID. The error is a *Refused.
func Parse(name string, data, sidecar []byte, v *vocab.Vocabulary) (*index.Document, error) {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	d, err := parse(name, data, sidecar, v)
	if err != nil {
		r, ok := err.(*Refused)
		if !ok {
			r = &Refused{Reason: err.Error()}
		}
		if r.File == "" {
			r.File = name
		}
		return nil, r
	}
	return d, nil
}

func parse(name string, data, sidecar []byte, v *vocab.Vocabulary) (*index.Document, error) {
	if len(data) > MaxFile {
		return nil, refuse(0, "the file has %d MB; at most %d MB are read. Split it into single papers", len(data)>>20, MaxFile>>20)
	}
	f, ok := formats[strings.ToLower(path.Ext(name))]
	if !ok {
		return nil, refuse(0, "files of this kind are not read; save it as one of %s", strings.Join(Extensions(), ", "))
	}
	text, doubt, err := decode(data)
	if err != nil {
		return nil, err
	}
	if len(text) > maxText {
		return nil, refuse(0, "the text has %d MB, which is more than 3,000 pages; split it into single papers", len(text)>>20)
	}
	d := &index.Document{Source: name, Checksum: checksum(data, sidecar), TakenFrom: map[string]string{}}
	if doubt != nil {
		d.Doubts = append(d.Doubts, *doubt)
	}
	body, skipped, err := readHeader(d, text, sidecar, f.frontMatter)
	if err != nil {
		return nil, err
	}
	blocks, err := f.read(body)
	for i := range blocks {
		blocks[i].line += skipped
	}
	if err != nil {
		if r, ok := err.(*Refused); ok && r.Line > 0 {
			r.Line += skipped
		}
		return nil, err
	}
	lex := newLexicon(v)
	if err := describe(d, blocks, lex); err != nil {
		return nil, err
	}
	if err := build(d, blocks, lex); err != nil {
		return nil, err
	}
	if len(d.Passages) == 0 {
		return nil, refuse(0, "there is no paragraph in it that could be quoted")
	}
	d.Attendance = attendance(d, lex)
	setID(d, d.ID)
	return d, nil
}

// checksum covers the paper and its sidecar, so that a change of either is noticed.
func checksum(data, sidecar []byte) string {
	h := sha256.New()
	h.Write(data)
	if sidecar != nil {
		h.Write([]byte{0})
		h.Write(sidecar)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// WithID returns a copy of d under another id; the ids of its passages follow.
func WithID(d *index.Document, id string) *index.Document {
	c := *d
	c.Passages = append([]index.Passage(nil), d.Passages...)
	c.Attendance = append([]index.Attendance(nil), d.Attendance...)
	c.Relations = append([]index.Relation(nil), d.Relations...)
	setID(&c, id)
	return &c
}

func setID(d *index.Document, id string) {
	rename := func(p *string) {
		if _, slug, ok := strings.Cut(*p, "#"); ok {
			*p = id + "#" + slug
		}
	}
	d.ID = id
	for i := range d.Passages {
		rename(&d.Passages[i].ID)
	}
	for i := range d.Attendance {
		rename(&d.Attendance[i].Passage)
	}
	for i := range d.Relations {
		rename(&d.Relations[i].Passage)
	}
}
