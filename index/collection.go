package index

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// A collection is a test collection as it was read.
type collection struct {
	records int
	docs    []*Document
	queries []record                      // the judged ones
	judged  map[string]map[string]float64 // query -> document -> grade
	notes   []string
}

// A record is a line of a corpus or of its queries. The names of its fields are those of BEIR and of other collections in use.
type record struct {
	ID      scalar
	Title   scalar
	Text    scalar
	Meeting scalar
	Turn    *float64 // place in the meeting; nil: that of the line in the file
}

// The names a field may have, the first one given counts.
var (
	idNames      = []string{"id", "_id", "doc_id", "docid", "docno", "query_id", "qid"}
	textNames    = []string{"text", "contents", "content", "body", "passage", "query", "question"}
	titleNames   = []string{"title"}
	meetingNames = []string{"meeting", "meeting_id"}
	turnNames    = []string{"turn"}
)

// UnmarshalJSON reads a record; meeting and turn may also stand in "metadata".
func (r *record) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	var more map[string]json.RawMessage
	if raw, ok := fields["metadata"]; ok && json.Unmarshal(raw, &more) != nil {
		more = nil // a text, a list: none of our fields
	}
	var turn scalar
	for _, f := range []struct {
		into  *scalar
		names []string
		more  bool
	}{{&r.ID, idNames, false}, {&r.Title, titleNames, false}, {&r.Text, textNames, false}, {&r.Meeting, meetingNames, true}, {&turn, turnNames, true}} {
		for _, name := range f.names {
			raw, ok := fields[name]
			if !ok && f.more {
				raw, ok = more[name]
			}
			if !ok {
				continue
			}
			if err := json.Unmarshal(raw, f.into); err != nil {
				return fmt.Errorf("field %q: %w", name, err)
			}
			break
		}
	}
	if turn == "" {
		return nil
	}
	n, err := strconv.ParseFloat(string(turn), 64)
	r.Turn = &n
	if err != nil {
		return fmt.Errorf("turn %q is no number", turn)
	}
	return nil
}

// A scalar is a text or a number as it is written; null is the empty text, and of a list the parts are lines.
type scalar string

func (s *scalar) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case 'n':
		return nil
	case '"':
		return json.Unmarshal(data, (*string)(s))
	case '[':
		var list []scalar
		err := json.Unmarshal(data, &list)
		lines := make([]string, len(list))
		for i, l := range list {
			lines[i] = string(l)
		}
		*s = scalar(strings.Join(lines, "\n"))
		return err
	case '{':
		return errors.New("an object, want a text")
	}
	*s = scalar(data)
	return nil
}

// readCollection reads a collection's three files and joins them. What cannot be a mistake of the whole, like judgments of documents that are not
// there, is noted; what can is an error.
func readCollection(o EvalOptions) (*collection, error) {
	records, err := readRecords(o.Corpus)
	if err != nil {
		return nil, err
	}
	queries, err := readRecords(o.Queries)
	if err != nil {
		return nil, err
	}
	c := &collection{records: len(records), docs: documentsOf(records)}
	if c.judged, err = readQrels(o.Qrels); err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(records))
	meetings := make(map[string]bool)
	for _, r := range records {
		known[string(r.ID)] = true
		if r.Meeting != "" {
			meetings[string(r.Meeting)] = true
		}
	}
	pairs, lost := 0, 0
	for _, grades := range c.judged {
		for id := range grades {
			pairs++
			if !known[id] {
				lost++
			}
		}
	}
	for _, q := range queries {
		if c.judged[string(q.ID)] == nil {
			continue
		}
		switch {
		case o.Within && q.Meeting == "":
			return nil, fmt.Errorf("%s: query %s names no meeting to search within", o.Queries, q.ID)
		case o.Within && !meetings[string(q.Meeting)]:
			return nil, fmt.Errorf("%s: query %s is to be searched within meeting %q, of which %s has no record", o.Queries, q.ID, q.Meeting, o.Corpus)
		}
		c.queries = append(c.queries, q)
	}
	switch {
	case len(c.queries) == 0:
		return nil, fmt.Errorf("none of the %d queries of %s is judged in %s: are the files of one collection?", len(queries), o.Queries, o.Qrels)
	case lost == pairs:
		return nil, fmt.Errorf("none of the documents judged in %s is in %s: are the files of one collection?", o.Qrels, o.Corpus)
	}
	c.note("judgments of documents that are not in the corpus, which count as not found", lost)
	c.note("judged queries that are not among the queries and were not asked", len(c.judged)-len(c.queries))
	return c, nil
}

func (c *collection) note(what string, n int) {
	if n > 0 {
		c.notes = append(c.notes, fmt.Sprintf("%s: %d", what, n))
	}
}

// documentsOf makes documents of records: one per meeting, a passage per turn, where records name a meeting; else one per record. Passages have the
// records' ids.
func documentsOf(records []record) []*Document {
	var docs []*Document
	meetings := make(map[scalar][]record)
	var order []scalar
	for _, r := range records {
		if r.Meeting == "" {
			docs = append(docs, &Document{ID: "record " + string(r.ID), Title: string(r.Title), Audience: everyone, Text: string(r.Text),
				Passages: []Passage{{ID: string(r.ID), End: len(r.Text)}}})
			continue
		}
		if meetings[r.Meeting] == nil {
			order = append(order, r.Meeting)
		}
		meetings[r.Meeting] = append(meetings[r.Meeting], r)
	}
	for _, m := range order {
		turns := meetings[m]
		if !slices.ContainsFunc(turns, func(t record) bool { return t.Turn == nil }) {
			slices.SortStableFunc(turns, func(a, b record) int { return cmp.Compare(*a.Turn, *b.Turn) })
		}
		d := &Document{ID: meetingID(m), Audience: everyone}
		var text strings.Builder
		for _, t := range turns {
			start := text.Len()
			text.WriteString(string(t.Text))
			d.Passages = append(d.Passages, Passage{ID: string(t.ID), Start: start, End: text.Len(), Speaker: string(t.Title)})
			text.WriteString("\n\n")
		}
		d.Text = text.String()
		docs = append(docs, d)
	}
	return docs
}

// meetingID is the id of the document made of a meeting's records.
func meetingID(meeting scalar) string { return "meeting " + string(meeting) }

// maxLine is how long a line of a collection's files may be, in bytes.
const maxLine = 64 << 20

var byteOrderMark = []byte("\xef\xbb\xbf")

// eachLine calls visit with every line of a file that is not blank, without space around it, and with the line's number. An error names the line.
func eachLine(path string, visit func(n int, line []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 1<<16), maxLine)
	n := 0
	for in.Scan() {
		n++
		line := bytes.TrimSpace(bytes.TrimPrefix(in.Bytes(), byteOrderMark))
		if len(line) == 0 {
			continue
		}
		if err := visit(n, line); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: the line is longer than %d MB", path, n+1, maxLine>>20)
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}

// readRecords reads a file of JSON lines. A record that stands there twice is taken once; two different ones of one id are an error.
func readRecords(path string) ([]record, error) {
	var out []record
	type place struct{ index, line int }
	at := make(map[scalar]place)
	err := eachLine(path, func(n int, line []byte) error {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("want one JSON object with id and text a line: %w", err)
		}
		switch {
		case r.ID == "":
			return fmt.Errorf("the record has no id (one of %s)", strings.Join(idNames, ", "))
		case strings.ContainsAny(string(r.ID), "\t\r\n"):
			return fmt.Errorf("the id %q holds a tab or a line's end, which judgments cannot name", r.ID)
		}
		if first, ok := at[r.ID]; ok {
			if !out[first.index].equal(r) {
				return fmt.Errorf("the id %q is that of line %d, whose record differs", r.ID, first.line)
			}
			return nil
		}
		at[r.ID] = place{len(out), n}
		out = append(out, r)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s holds no record", path)
	}
	return out, err
}

func (r record) equal(o record) bool {
	turn := r.Turn == o.Turn || r.Turn != nil && o.Turn != nil && *r.Turn == *o.Turn
	return turn && r.Title == o.Title && r.Text == o.Text && r.Meeting == o.Meeting
}

// readQrels reads judgments: query -> document -> grade. Of a pair judged twice the last counts.
func readQrels(path string) (map[string]map[string]float64, error) {
	out := make(map[string]map[string]float64)
	headings := true // may still come
	err := eachLine(path, func(_ int, line []byte) error {
		parts := columns(string(line))
		if len(parts) != 3 && len(parts) != 4 {
			return fmt.Errorf("%d columns, want query, document and grade, by tabs", len(parts))
		}
		query, doc, last := parts[0], parts[len(parts)-2], parts[len(parts)-1]
		grade, err := strconv.ParseFloat(last, 64)
		first := headings
		headings = false
		if err != nil && first {
			return nil
		}
		if err != nil || math.IsNaN(grade) || math.IsInf(grade, 0) {
			return fmt.Errorf("grade %q is no number", last)
		}
		if out[query] == nil {
			out[query] = make(map[string]float64)
		}
		out[query][doc] = grade
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s holds no judgment", path)
	}
	return out, err
}

// columns splits a line at its tabs or, when there are none, at its spaces.
func columns(line string) []string {
	if !strings.Contains(line, "\t") {
		return strings.Fields(line)
	}
	parts := strings.Split(line, "\t")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
