package index

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Document is one paper as the library keeps it: its text, its structure, what it is and what it says about other papers.
// It is immutable once it is in the library; a change is a new document under the same id.
type Document struct {
	ID        string `json:"id"`                  // from the front matter, or "D-" and a number never used again
	Title     string `json:"title"`               // as printed
	Type      string `json:"type"`                // one of Types
	Reference string `json:"reference,omitempty"` // the office's own number, "F.No. 3(14)/2019-IPMG"
	Meeting   int    `json:"meeting,omitempty"`   // number of the meeting it records or concerns; 0: none
	Date      Date   `json:"date,omitempty"`      // of the meeting, of passing, or of publication
	Issued    Date   `json:"issued,omitempty"`    // when the paper went out; answers as of a moment compare this
	Venue     string `json:"venue,omitempty"`     // where the meeting was held
	Chair     string `json:"chair,omitempty"`     // who chaired it

	Body         string `json:"body,omitempty"`         // key of the body that issued it
	Jurisdiction string `json:"jurisdiction,omitempty"` // key of a place; "PK" is the federation or the whole group
	Language     string `json:"language,omitempty"`     // en, ur, mixed
	Provenance   string `json:"provenance,omitempty"`   // real, synthetic, mixed
	Status       string `json:"status,omitempty"`       // draft, circulated, confirmed; bill, act, lapsed
	Audience     string `json:"audience"`               // who may see it: see Audience

	Source    string            `json:"source,omitempty"`     // the file it was read from, without folders
	Checksum  string            `json:"checksum"`             // SHA-256 of the source's bytes and of its sidecar's, hex
	Reader    string            `json:"reader,omitempty"`     // names the reader and the vocabulary that made it: another one reads the source again
	TakenFrom map[string]string `json:"taken_from,omitempty"` // field -> "front matter", "sidecar", "text: ..." or "mended by ..."
	Doubts    []Doubt           `json:"doubts,omitempty"`     // what could not be decided

	Relations  []Relation   `json:"relations,omitempty"`
	Attendance []Attendance `json:"attendance,omitempty"`
	Text       string       `json:"text"`     // the whole stored text, NFC; passages are pieces of it
	Passages   []Passage    `json:"passages"` // in reading order, never overlapping
}

// Types are the kinds of paper known, in the words of the front matter.
var Types = []string{"minutes", "press", "corrigendum", "note", "bill", "act", "tracker", "policy", "plan", "package", "matrix", "report", "letter", "other"}

// A Date is a civil day, "2006-01-02". The empty Date is unknown; a month or a year alone ("2019-02", "2024") is kept as far as it is known.
// Dates compare as strings.
type Date string

// A Relation is what one paper says about another.
type Relation struct {
	Kind string `json:"kind"` // corrects, amends, supersedes, bill_of, draft_of, press_about, duplicate_of
	To   string `json:"to"`   // document id
	// Passage and Target tie a correction to the passages concerned, where the text names them; both may be empty.
	Passage string `json:"passage,omitempty"` // id of the passage in this document
	Target  string `json:"target,omitempty"`  // id of the passage in document To
}

// A Doubt is a field that could be read in more than one way.
type Doubt struct {
	Field   string   `json:"field"`
	Choices []string `json:"choices"`
	Why     string   `json:"why"`
}

// Attendance says how one body took part in a meeting.
type Attendance struct {
	Body    string `json:"body"`    // key
	State   string `json:"state"`   // present, absent, written (a written report only), silent (present or not, it did not report)
	Passage string `json:"passage"` // where the record says so
}

// A Passage is the unit that is found and quoted: a numbered paragraph, a section or sub-section, a clause, a table row.
type Passage struct {
	ID      string   `json:"id"`                // document id, "#", slug of the locator without its page
	Locator string   `json:"locator"`           // "item 5, para 12, p. 5", "s. 18(1)", "row 14.5"; unique in the document
	Kind    string   `json:"kind"`              // para, section, clause, proviso, row, decision, action, heading, footnote, signature
	Start   int      `json:"start"`             // byte offsets into Document.Text
	End     int      `json:"end"`               //
	Page    int      `json:"page,omitempty"`    // 0: unknown
	Heading []string `json:"heading,omitempty"` // from the outermost to the nearest
	Body    string   `json:"body,omitempty"`    // key of the body that speaks; empty: the group or nobody in particular
	Place   string   `json:"place,omitempty"`   // key of the place whose delegation speaks or whose law it is
	Speaker string   `json:"speaker,omitempty"` // as printed

	// For decisions and rows of action matrices and trackers.
	Number      string   `json:"number,omitempty"`      // "14.5"
	Responsible []string `json:"responsible,omitempty"` // body keys; "all WDDs" is each of them
	Support     []string `json:"support,omitempty"`     // body keys
	Deadline    Date     `json:"deadline,omitempty"`
	Event       string   `json:"event,omitempty"` // a deadline that is a meeting: "15th IPMG"
	Cells       []Cell   `json:"cells,omitempty"` // of a table row, in order

	// For laws.
	Section string `json:"section,omitempty"` // "18", "498-A", "2(d)" as printed, without "s."

	CorrectedBy []string `json:"corrected_by,omitempty"` // passage ids in later papers
	Hash        string   `json:"hash"`                   // of the text; items keep it to notice a change
}

// A Cell is one cell of a table row under its column's header.
type Cell struct {
	Header string `json:"header"`
	Text   string `json:"text"`
}

// Quote is the passage's own words, a piece of d.Text.
func (d *Document) Quote(p *Passage) string { return d.Text[p.Start:p.End] }

// Passage returns the passage with that id, or nil.
func (d *Document) Passage(id string) *Passage {
	for i := range d.Passages {
		if d.Passages[i].ID == id {
			return &d.Passages[i]
		}
	}
	return nil
}

// Slug turns a locator into the part of a passage id behind the "#": lower case, the page left out, everything but letters and digits
// a hyphen. "item 5, para 12, p. 5" -> "item-5-para-12", "s. 18(1)" -> "s-18-1".
func Slug(locator string) string {
	if i := strings.LastIndex(locator, ", p. "); i >= 0 {
		locator = locator[:i]
	}
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(locator) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		default:
			hyphen = true
		}
	}
	return b.String()
}

// String names the document as a citation does: "14th IPMG minutes, 2019-10-29".
func (d *Document) String() string { return fmt.Sprintf("%s %s, %s", d.ID, d.Title, d.Date) }

// maxID is how many bytes an id may have; it names a file.
const maxID = 100

// Check reports what is wrong with a document, everything at once: ids missing or given twice, passages out of order or outside the text.
func (d *Document) Check() error {
	var errs []error
	if d.ID == "" || len(d.ID) > maxID || strings.ContainsAny(d.ID, "#\n") {
		errs = append(errs, fmt.Errorf("the id %q: an id has 1 to %d bytes and no #", d.ID, maxID))
	}
	if d.Type != "" && !slices.Contains(Types, d.Type) {
		errs = append(errs, fmt.Errorf("%s: type %q is none of %s", d.ID, d.Type, strings.Join(Types, ", ")))
	}
	seen := make(map[string]bool, len(d.Passages))
	end := 0
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.ID == "" || seen[p.ID] {
			errs = append(errs, fmt.Errorf("%s: passage %d has no id or that of another: %q", d.ID, i+1, p.ID))
		}
		seen[p.ID] = true
		if p.Start < end || p.End < p.Start || p.End > len(d.Text) {
			errs = append(errs, fmt.Errorf("%s: passage %s covers bytes %d to %d: outside the text, or over the passage before", d.ID, p.ID, p.Start, p.End))
			break
		}
		end = p.End
	}
	return errors.Join(errs...)
}

// number is the place of a passage in its document, or -1.
func (d *Document) number(passage string) int {
	return slices.IndexFunc(d.Passages, func(p Passage) bool { return p.ID == passage })
}
