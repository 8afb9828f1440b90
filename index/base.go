package index

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A base is the index on disk: a folder that is built beside the one in use, and never written again once its manifest stands.
//
//	bleve/         a bleve index of one segment, opened for reading only
//	passages       the numbers of bleve's documents, and the terms of every passage in order
//	manifest.json  written last: the rules it was built by, the documents, and size and checksum of each file
//
// Before bleve opens anything, every file is compared with the manifest: a cut root.bolt would kill the process with SIGBUS, and a
// segment with one bit turned would answer wrongly without a word.
type base struct {
	dir    string
	index  bleve.Index
	reader bleveindex.IndexReader
	number []uint32 // bleve's document number -> passage
}

// manifest is what manifest.json holds.
type manifest struct {
	Format     int            `json:"format"`
	Mapping    string         `json:"mapping"`    // mappingHash
	Vocabulary string         `json:"vocabulary"` // hash of the vocabulary the papers were read with
	Documents  []segmentDoc   `json:"documents"`
	Files      []manifestFile `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"` // with slashes, below the base's folder
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// baseFormat changes when the layout of the folder does.
const baseFormat = 2

const (
	manifestName = "manifest.json"
	passagesName = "passages"
	bleveName    = "bleve"
)

// errUnusable says why a base cannot be used and has to be built again.
type errUnusable struct{ why string }

func (e errUnusable) Error() string { return "the index " + e.why }

// buildBatch is how many passages bleve analyses at once: 1000 was the best of 10 to 10,000 measured, at 117 MB.
const buildBatch = 1000

// buildBase builds the index of the papers in dir, which must not exist.
func buildBase(ctx context.Context, dir string, papers []paper, vocabulary string) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	m, err := newMapping()
	if err != nil {
		return err
	}
	rules, err := mappingHash()
	if err != nil {
		return err
	}
	builder, err := bleve.NewBuilder(filepath.Join(dir, bleveName), m, map[string]interface{}{
		"batchSize": buildBatch, "mergeMax": 10, "buildPathPrefix": dir,
	})
	if err != nil {
		return err
	}
	seg := &segment{starts: []uint32{0}}
	a := newAnalyzer()
	// A build that is given up is left as it is: closing the builder would first merge what nobody wants, and it panics when it holds nothing.
	// Its files lie below dir, which the caller removes.
	for _, p := range papers {
		if err := ctx.Err(); err != nil {
			return err
		}
		seg.add(a, p, nil)
		for i := range p.doc.Passages {
			psg := &p.doc.Passages[i]
			titles := titlesOf(p.doc, psg)
			err := builder.Index(passageKey(seg.docs[len(seg.docs)-1].First+uint32(i)), map[string]interface{}{
				textField: titles + "\n" + p.doc.Quote(psg), titleField: titles, bodyField: psg.Body, typeField: p.doc.Type,
			})
			if err != nil {
				return err
			}
		}
	}
	if len(seg.doc) == 0 {
		return errors.New("there is no passage to index") // bleve's builder fails with an index out of range
	}
	if err := builder.Close(); err != nil {
		return err
	}
	b, err := openBleve(dir)
	if err != nil {
		return err
	}
	number, err := b.numbers(len(seg.doc))
	if err := errors.Join(err, b.close()); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, passagesName), encodePassages(seg, number)); err != nil {
		return err
	}
	files, err := hashFiles(dir)
	if err != nil {
		return err
	}
	data, err := json.Marshal(manifest{baseFormat, rules, vocabulary, seg.docs, files})
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, manifestName), data)
}

// passageKey is a passage's id in bleve.
func passageKey(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }

func openBleve(dir string) (*base, error) {
	ix, err := bleve.OpenUsing(filepath.Join(dir, bleveName), map[string]interface{}{"read_only": true})
	if err != nil {
		return nil, err
	}
	inner, err := ix.Advanced()
	if err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	r, err := inner.Reader()
	if err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return &base{dir: dir, index: ix, reader: r}, nil
}

func (b *base) close() error { return errors.Join(b.reader.Close(), b.index.Close()) }

// numbers asks bleve which passage each of its documents is.
func (b *base) numbers(passages int) ([]uint32, error) {
	number := make([]uint32, passages)
	ids, err := b.reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	seen := 0
	for {
		id, err := ids.Next()
		if err != nil {
			return nil, errors.Join(err, ids.Close())
		}
		if id == nil {
			break
		}
		key, err := b.reader.ExternalID(id)
		if err != nil {
			return nil, errors.Join(err, ids.Close())
		}
		if id.Value() >= uint64(passages) || len(key) != 4 {
			return nil, errors.Join(fmt.Errorf("bleve numbers a document %d of %d", id.Value(), passages), ids.Close())
		}
		number[id.Value()] = binary.BigEndian.Uint32([]byte(key))
		seen++
	}
	if seen != passages {
		return nil, errors.Join(fmt.Errorf("bleve holds %d of %d passages", seen, passages), ids.Close())
	}
	return number, ids.Close()
}

// encodePassages is the file of arrays: the counts, then each array, all little-endian 32 bits.
func encodePassages(s *segment, number []uint32) []byte {
	out := make([]byte, 0, 4*(2+4*len(number)+1+len(s.tokens)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(number)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(s.tokens)))
	for _, array := range [][]uint32{number, s.starts, s.titles, s.units, s.tokens} {
		for _, v := range array {
			out = binary.LittleEndian.AppendUint32(out, v)
		}
	}
	return out
}

// decodePassages reads what encodePassages wrote; docs come from the manifest.
func decodePassages(data []byte, docs []segmentDoc) (*segment, []uint32, error) {
	bad := errUnusable{"disagrees with its own manifest"}
	if len(data) < 8 || len(data)%4 != 0 {
		return nil, nil, bad
	}
	all := make([]uint32, len(data)/4)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	n, t := int(all[0]), int(all[1])
	if len(all) != 2+n+n+1+n+n+t {
		return nil, nil, bad
	}
	all = all[2:]
	number, all := all[:n], all[n:]
	s := &segment{docs: docs, starts: all[:n+1], titles: all[n+1 : 2*n+1], units: all[2*n+1 : 3*n+1], tokens: all[3*n+1:], doc: make([]uint32, n)}
	next := uint32(0)
	for i, d := range docs {
		if d.First != next || int(next+d.Passages) > n {
			return nil, nil, bad
		}
		for p := range d.Passages {
			s.doc[next+p] = uint32(i)
		}
		next += d.Passages
	}
	if int(next) != n {
		return nil, nil, bad
	}
	return s, number, nil
}

// openBase verifies and opens the index in dir. An errUnusable says that it is not what was built, or was built by other rules.
func openBase(dir, vocabulary string) (*segment, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, errUnusable{"is unfinished"}
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, errUnusable{"has a damaged manifest"}
	}
	rules, err := mappingHash()
	if err != nil {
		return nil, err
	}
	switch {
	case m.Format != baseFormat || m.Mapping != rules:
		return nil, errUnusable{"was built by other rules"}
	case m.Vocabulary != vocabulary:
		return nil, errUnusable{"was built with another vocabulary"}
	}
	files, err := hashFiles(dir)
	if err != nil {
		return nil, errUnusable{"cannot be read: " + err.Error()}
	}
	if why := differences(m.Files, files); why != "" {
		return nil, errUnusable{why}
	}
	data, err = os.ReadFile(filepath.Join(dir, passagesName))
	if err != nil {
		return nil, errUnusable{"cannot be read: " + err.Error()}
	}
	seg, number, err := decodePassages(data, m.Documents)
	if err != nil {
		return nil, err
	}
	b, err := openBleve(dir)
	if err != nil {
		return nil, errUnusable{"cannot be opened: " + err.Error()}
	}
	b.number = number
	seg.postings = b
	return seg, nil
}

// hashFiles lists the files below dir with their checksums, but for the manifest.
func hashFiles(dir string) ([]manifestFile, error) {
	var files []manifestFile
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == manifestName {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		h := sha256.New()
		n, err := io.Copy(h, f)
		files = append(files, manifestFile{filepath.ToSlash(rel), n, hex.EncodeToString(h.Sum(nil))})
		return errors.Join(err, f.Close())
	})
	slices.SortFunc(files, func(a, b manifestFile) int { return cmp.Compare(a.Name, b.Name) })
	return files, err
}

// differences says in words what is not as the manifest has it; "" when all is.
func differences(want, have []manifestFile) string {
	byName := make(map[string]manifestFile, len(have))
	for _, f := range have {
		byName[f.Name] = f
	}
	var out []string
	for _, w := range want {
		switch h, ok := byName[w.Name]; {
		case !ok:
			out = append(out, "lacks "+w.Name)
		case h.Size != w.Size:
			out = append(out, fmt.Sprintf("has %d bytes of %d in %s", h.Size, w.Size, w.Name))
		case h.SHA256 != w.SHA256:
			out = append(out, "has other bytes in "+w.Name)
		}
		delete(byName, w.Name)
	}
	for name := range byName {
		out = append(out, "has a file too many, "+name)
	}
	return strings.Join(out, " and ")
}

// syncTree syncs all files and folders below dir: bleve syncs its files but no folder.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			return syncDir(path)
		}
		if runtime.GOOS == "windows" {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

func fieldName(f field) string {
	if f == inTitle {
		return titleField
	}
	return textField
}

func (b *base) read(ctx context.Context, f field, term string, into []posting) (_ []posting, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer brokenFile(&err)
	r, err := b.reader.TermFieldReader(ctx, []byte(term), fieldName(f), true, false, false)
	if err != nil {
		return into, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var hit bleveindex.TermFieldDoc
	for {
		next, err := r.Next(hit.Reset())
		if err != nil || next == nil {
			return into, err
		}
		into = append(into, posting{b.number[next.ID.Value()], uint32(next.Freq)})
	}
}

func (b *base) count(ctx context.Context, f field, term string) (_ int, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer brokenFile(&err)
	r, err := b.reader.TermFieldReader(ctx, []byte(term), fieldName(f), false, false, false)
	if err != nil {
		return 0, err
	}
	return int(r.Count()), r.Close()
}

// brokenFile makes an errUnusable of a panic. bleve maps its files into memory: when one is cut while it is in use, reading faults (SIGBUS), which would
// end the process but for debug.SetPanicOnFault; when its bytes change, bleve may run out of bounds.
func brokenFile(err *error) {
	if p := recover(); p != nil {
		*err = errUnusable{fmt.Sprintf("broke while it was in use: %v", p)}
	}
}
