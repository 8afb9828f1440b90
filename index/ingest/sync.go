package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// A Target is the library that papers go to; *index.Index is one. Put adds or replaces documents, all of them or none. Documents lists what
// is there in any order; nobody changes what it returns.
type Target interface {
	Put(ctx context.Context, docs ...*index.Document) error
	Delete(ctx context.Context, ids ...string) error
	Documents() []*index.Document
}

// Options say how to sync. The zero value removes nothing and reports nothing.
type Options struct {
	Vocabulary *vocab.Vocabulary      // nil: no bodies and places are found
	Audience   string                 // of papers that name none; empty: "secretariat", the narrowest
	Prune      bool                   // remove the documents that no source offers any more
	Replace    bool                   // a file may take the id of a paper of another kind: the caller has its own rules for that
	NewID      func() (string, error) // an id never used before; nil: "D-" and the next number behind those in the library
	Progress   func(done, total int, file string)
}

// What became of a file.
const (
	Added     = "added"
	Changed   = "changed"
	Unchanged = "unchanged"
	Refusal   = "refused"
	Removed   = "removed"
)

// An Outcome is one line of the table at the end: a file and what became of it.
type Outcome struct {
	File   string        `json:"file"`
	ID     string        `json:"id,omitempty"`
	What   string        `json:"what"`             // Added, Changed, Unchanged, Refusal or Removed
	Reason string        `json:"reason,omitempty"` // why it was refused, or which file it is a copy of
	Doubts []index.Doubt `json:"doubts,omitempty"` // what a person should look at
}

// A Report is what a sync did, in the order of the files.
type Report struct {
	Outcomes []Outcome `json:"outcomes"`
}

// Count says how many files had that outcome.
func (r *Report) Count(what string) (n int) {
	for _, o := range r.Outcomes {
		if o.What == what {
			n++
		}
	}
	return n
}

// batch is how many documents are put at a time. A larger one saves syncing; a smaller one keeps more when the program is stopped.
const batch = 64

// Sync brings the library in step with the sources: it adds what is new, replaces what changed, passes over what is the same (it is read
// again where an earlier version of the reader, or another vocabulary, made the document), and with Prune removes what no source offers. A file that cannot be read is refused in the report and its document stays as it was; the error is
// only for the library failing or ctx ending. Relations between papers are resolved again over the whole library at the end; stopping
// halfway leaves whole documents, and the next run ends in the same state.
func Sync(ctx context.Context, ix Target, sources []Source, opt Options) (*Report, error) {
	s := newSyncer(ix, opt)
	var all []file
	folders := 0
	for _, src := range sources {
		all = append(all, src.files(ctx)...)
		if src.whole {
			folders++
		}
	}
	if err := ctx.Err(); err != nil {
		return s.report(), err // the list of files may be cut short
	}
	for i, f := range all {
		if err := ctx.Err(); err != nil {
			return s.report(), err
		}
		if opt.Progress != nil {
			opt.Progress(i, len(all), f.name)
		}
		if err := s.file(f); err != nil {
			return s.report(), err
		}
		if len(s.pending) >= batch {
			if err := s.flush(ctx); err != nil {
				return s.report(), err
			}
		}
	}
	if opt.Prune {
		if err := s.prune(ctx, folders, len(all)); err != nil {
			return s.report(), err
		}
	}
	if err := s.resolve(ctx); err != nil {
		return s.report(), err
	}
	if opt.Progress != nil {
		opt.Progress(len(all), len(all), "")
	}
	return s.report(), nil
}

type syncer struct {
	ix       Target
	opt      Options
	have     map[string]*index.Document // by id
	bySource map[string]*index.Document // the documents that were given a "D-" id, by file name
	byHash   map[string]Outcome         // checksum of a file of this run -> what became of it, if it was read
	taken    map[string]string          // id -> file of this run
	kept     map[string]bool            // base names of refused files: their documents are not gone
	last     int                        // highest number of a "D-" id
	reader   string                     // see readerName
	pending  []*index.Document
	out      []Outcome
}

func newSyncer(ix Target, opt Options) *syncer {
	s := &syncer{ix: ix, opt: opt, have: map[string]*index.Document{}, bySource: map[string]*index.Document{}, byHash: map[string]Outcome{},
		taken: map[string]string{}, kept: map[string]bool{}, reader: readerName(opt.Vocabulary)}
	if s.opt.Audience == "" {
		s.opt.Audience = "secretariat"
	}
	for _, d := range ix.Documents() {
		s.have[d.ID] = d
		if n, err := strconv.Atoi(strings.TrimPrefix(d.ID, "D-")); err == nil && strings.HasPrefix(d.ID, "D-") {
			s.bySource[d.Source] = d
			s.last = max(s.last, n)
		}
	}
	return s
}

func (s *syncer) report() *Report { return &Report{Outcomes: s.out} }

func (s *syncer) refuse(f file, err error) {
	reason := plainError(err)
	var r *Refused
	if errors.As(err, &r) && r.Line > 0 {
		reason = fmt.Sprintf("line %d: %s", r.Line, r.Reason)
	}
	if errors.As(err, &r) && strings.HasSuffix(r.File, sidecarHint) {
		reason = "in " + path.Base(f.name) + sidecarSuffix + ", " + reason
	}
	s.kept[path.Base(f.name)] = true
	s.out = append(s.out, Outcome{File: f.name, What: Refusal, Reason: reason})
}

// file reads one file and puts its document among the pending.
func (s *syncer) file(f file) error {
	if f.err != nil {
		s.refuse(f, f.err)
		return nil
	}
	data, sidecar, err := f.load()
	if err != nil {
		s.refuse(f, err)
		return nil
	}
	sum := checksum(data, sidecar)
	if twin, ok := s.byHash[sum]; ok { // a copy in another folder; its document is there already
		twin.File, twin.What, twin.Reason, twin.Doubts = f.name, Unchanged, "it is a copy of "+twin.File, nil
		s.out = append(s.out, twin)
		return nil
	}
	if err := s.document(f, data, sidecar, sum); err != nil {
		return err
	}
	if o := s.out[len(s.out)-1]; o.What != Refusal {
		s.byHash[sum] = o
	}
	return nil
}

// document makes the document of a file and notes what became of it, in one line of the report.
func (s *syncer) document(f file, data, sidecar []byte, sum string) error {
	base := path.Base(f.name)
	if old := s.same(base, sum); old != nil && old.Reader == s.reader && s.taken[old.ID] == "" {
		s.taken[old.ID] = f.name
		s.out = append(s.out, Outcome{File: f.name, ID: old.ID, What: Unchanged})
		return nil
	}
	d, err := Parse(f.name, data, sidecar, s.opt.Vocabulary)
	if err != nil {
		s.refuse(f, err)
		return nil
	}
	if d.ID == "" {
		id, err := s.newID(d.Source)
		if err != nil {
			return fmt.Errorf("numbering %s: %w", f.name, err)
		}
		setID(d, id)
	}
	d.Reader = s.reader
	if other, twice := s.taken[d.ID]; twice {
		s.refuse(f, refuse(0, "its id %s is already that of %s; give one of them another id", d.ID, other))
		return nil
	}
	if d.Audience == "" {
		d.Audience = s.opt.Audience
		d.TakenFrom["audience"] = "default"
	}
	if old := s.have[d.ID]; old != nil && !s.opt.Replace && old.Source != d.Source && (old.Type != d.Type || old.Meeting != d.Meeting) {
		s.refuse(f, refuse(0, "its id %s belongs to another paper, “%s” (%s, from %s): give this one an id of its own, or forget the other first", d.ID, old.Title, old.Type, old.Source))
		return nil
	}
	s.taken[d.ID] = f.name
	what := Added
	if old := s.have[d.ID]; old != nil {
		what = Changed
		keepMended(d, old)
		if old.Checksum == d.Checksum {
			what = Unchanged // read again by another reader, for its structure alone
		}
	}
	s.pending = append(s.pending, d)
	s.out = append(s.out, Outcome{File: f.name, ID: d.ID, What: what, Doubts: d.Doubts})
	return nil
}

// same is the document that was read from this very file, if it is in the library.
func (s *syncer) same(base, sum string) *index.Document {
	for _, d := range s.have {
		if d.Source == base && d.Checksum == sum {
			return d
		}
	}
	return nil
}

// newID numbers a paper without an id: a file of the same name keeps its number.
func (s *syncer) newID(source string) (string, error) {
	if old := s.bySource[source]; old != nil && s.taken[old.ID] == "" {
		return old.ID, nil
	}
	if s.opt.NewID != nil {
		return s.opt.NewID()
	}
	s.last++
	return "D-" + strconv.Itoa(s.last), nil
}

// keepMended carries over the fields that a person mended: a changed file does not undo them.
func keepMended(d, old *index.Document) {
	for field, from := range old.TakenFrom {
		if !strings.HasPrefix(from, "mended") {
			continue
		}
		switch field {
		case "relations":
			d.Relations = slices.Clone(old.Relations)
		default:
			set, ok := fields[field]
			if !ok || field == "id" {
				continue
			}
			set(d, Field(old, field)) // it was checked when it was mended
		}
		d.TakenFrom[field] = from
		d.Doubts = slices.DeleteFunc(d.Doubts, func(x index.Doubt) bool { return x.Field == field })
	}
}

// Field is a field of d as a header would write it, or empty: where it is unknown, and for a name that is no field.
func Field(d *index.Document, field string) string {
	switch field {
	case "title":
		return d.Title
	case "type":
		return d.Type
	case "reference":
		return d.Reference
	case "meeting":
		if d.Meeting == 0 {
			return ""
		}
		return strconv.Itoa(d.Meeting)
	case "date":
		return string(d.Date)
	case "issued":
		return string(d.Issued)
	case "venue":
		return d.Venue
	case "chair":
		return d.Chair
	case "body":
		return d.Body
	case "jurisdiction":
		return d.Jurisdiction
	case "language":
		return d.Language
	case "provenance":
		return d.Provenance
	case "status":
		return d.Status
	case "audience":
		return d.Audience
	}
	return ""
}

// Mend returns a copy of d with one field set as a header would set it, and from ("mended by ...") as where it was taken from. Doubts about
// the field are settled. The error says why the value cannot be.
func Mend(d *index.Document, field, value, from string) (*index.Document, error) {
	set, ok := fields[field]
	if !ok || field == "id" {
		return nil, fmt.Errorf("%q is no field that can be mended; the fields are %s", field, strings.Join(fieldOrder[1:len(fieldOrder)-1], ", "))
	}
	if field == "date" || field == "issued" { // people write days as papers do
		if found := findDates(value); len(found) == 1 && !found[0].bad {
			value = string(found[0].date)
		}
	}
	c := WithID(d, d.ID)
	if problem := set(c, value); problem != "" {
		return nil, fmt.Errorf("%s %q cannot be: %s", field, value, problem)
	}
	c.TakenFrom = map[string]string{}
	for k, v := range d.TakenFrom {
		c.TakenFrom[k] = v
	}
	c.TakenFrom[field] = from
	c.Doubts = slices.DeleteFunc(slices.Clone(d.Doubts), func(x index.Doubt) bool { return x.Field == field })
	return c, nil
}

func (s *syncer) flush(ctx context.Context) error {
	if len(s.pending) == 0 {
		return nil
	}
	if err := s.ix.Put(ctx, s.pending...); err != nil {
		return fmt.Errorf("putting %d documents into the library: %w", len(s.pending), err)
	}
	for _, d := range s.pending {
		s.have[d.ID] = d
	}
	s.pending = nil
	return nil
}

// prune removes what the sources no longer offer. It needs a folder that holds something: a mistyped path must not empty the library.
func (s *syncer) prune(ctx context.Context, folders, offered int) error {
	if folders == 0 || offered == 0 {
		return nil
	}
	var gone []string
	for id, d := range s.have {
		if s.taken[id] == "" && !s.kept[d.Source] {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	if len(gone) == 0 {
		return nil
	}
	if err := s.ix.Delete(ctx, gone...); err != nil {
		return fmt.Errorf("removing %s: %w", strings.Join(gone, ", "), err)
	}
	for _, id := range gone {
		s.out = append(s.out, Outcome{File: s.have[id].Source, ID: id, What: Removed})
		delete(s.have, id)
	}
	return nil
}

// resolve puts what is pending together with the documents whose relations read differently now that the library has changed.
func (s *syncer) resolve(ctx context.Context) error {
	fresh := map[string]*index.Document{}
	for _, d := range s.pending {
		fresh[d.ID] = d
		s.have[d.ID] = d
	}
	docs := make([]*index.Document, 0, len(s.have))
	for _, d := range s.have {
		docs = append(docs, d)
	}
	for _, d := range Resolve(docs) {
		fresh[d.ID] = d
	}
	s.pending = s.pending[:0]
	for _, id := range slices.Sorted(maps.Keys(fresh)) {
		s.pending = append(s.pending, fresh[id])
	}
	return s.flush(ctx)
}
