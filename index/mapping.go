package index

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
)

// The fields of a passage in bleve. Rights, dates and the other filters are checked against the documents in memory, which is cheaper
// than any filter of bleve's and cannot go stale.
const (
	textField  = "text"  // titles, then the passage's words
	titleField = "title" // titles alone: of the document, the headings above the passage, the speaker
	bodyField  = "body"  // Passage.Body, for comparison with bleve's own queries
	typeField  = "type"  // Document.Type, the same
)

const analyzerName = "rabita"

// bleve finds analyzers by name in a registry of its own.
func init() {
	err := registry.RegisterAnalyzer(analyzerName, func(map[string]interface{}, *registry.Cache) (analysis.Analyzer, error) {
		return &bleveAnalyzer{pool: sync.Pool{New: func() any { return newAnalyzer() }}}, nil
	})
	if err != nil {
		panic(err) // the name is taken: a bug
	}
}

// bleveAnalyzer gives bleve the terms of an analyzer. bleve calls it from many goroutines.
type bleveAnalyzer struct{ pool sync.Pool }

func (b *bleveAnalyzer) Analyze(text []byte) analysis.TokenStream {
	a := b.pool.Get().(*analyzer)
	defer b.pool.Put(a)
	out := make(analysis.TokenStream, 0, len(text)/8+1)
	a.terms(string(text), func(t term) {
		out = append(out, &analysis.Token{Term: []byte(t.text), Start: t.start, End: t.end, Position: len(out) + 1, Type: analysis.AlphaNumeric})
	})
	return out
}

// newMapping is the static mapping of a passage. Positions are not kept: phrases and word pairs are read from the token arrays beside the
// index, which makes the build a sixth cheaper and the index half as large.
func newMapping() (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer(analyzerName, map[string]interface{}{"type": analyzerName}); err != nil {
		return nil, err
	}
	field := func(analyzer string) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = analyzer
		f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues = false, false, false, false
		f.SkipFreqNorm = analyzer == keyword.Name
		return f
	}
	passage := bleve.NewDocumentStaticMapping()
	passage.AddFieldMappingsAt(textField, field(analyzerName))
	passage.AddFieldMappingsAt(titleField, field(analyzerName))
	passage.AddFieldMappingsAt(bodyField, field(keyword.Name))
	passage.AddFieldMappingsAt(typeField, field(keyword.Name))
	m.DefaultMapping = passage
	m.DefaultAnalyzer = analyzerName
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m, m.Validate()
}

// probe is text in which each rule of the analyzer shows: when its terms change, the index is built anew.
const probe = `The women's WDDs of N.C.S.W. met 14.5 times on 30,000 or 1,00,000 Rs; s.18(1), 498-A, 2B, 14th, sub-committee, policies, relational,
running hopping, don't, Who/WHO, CSW61, ﬁnal, café, İstanbul, پاكستان كي خواتين، تشدّد، ۱۴۵, ` + "می\u200cخواهم"

// mappingHash says by what rules an index was built.
func mappingHash() (string, error) {
	m, err := newMapping()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(m); err != nil {
		return "", err
	}
	newAnalyzer().terms(probe, func(t term) { fmt.Fprintln(h, t.text, t.hash, t.start, t.end) })
	words := make([]string, 0, len(stopWords))
	for w := range stopWords {
		words = append(words, w)
	}
	slices.Sort(words)
	fmt.Fprintln(h, baseFormat, strings.Join(words, " "))
	return hex.EncodeToString(h.Sum(nil)), nil
}
