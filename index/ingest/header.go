package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"rabita/index"
)

// relationKinds are the kinds a header may give; duplicate_of is found by Resolve alone.
var relationKinds = []string{"corrects", "amends", "supersedes", "bill_of", "draft_of", "press_about"}

var statuses = []string{"draft", "circulated", "confirmed", "bill", "act", "lapsed"}
var provenances = []string{"real", "synthetic", "mixed"}
var languages = []string{"en", "ur", "mixed"}

var idPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]{0,39}$`)

// fields are what front matter and sidecars may say, with the check that puts it into the document.
var fields = map[string]func(d *index.Document, v string) string{
	"id": func(d *index.Document, v string) string {
		d.ID = v
		if !idPattern.MatchString(v) {
			return "an id begins with a letter and has letters, digits, hyphens and dots, 40 at most"
		}
		return ""
	},
	"title":     func(d *index.Document, v string) string { d.Title = v; return "" },
	"type":      func(d *index.Document, v string) string { d.Type = v; return oneOf(v, index.Types) },
	"reference": func(d *index.Document, v string) string { d.Reference = v; return "" },
	"meeting": func(d *index.Document, v string) string {
		n, err := strconv.Atoi(v)
		d.Meeting = n
		if err != nil || n < 1 || n > 9999 {
			return "the number of a meeting is a number, such as 14"
		}
		return ""
	},
	"date":         func(d *index.Document, v string) string { return setDate(&d.Date, v) },
	"issued":       func(d *index.Document, v string) string { return setDate(&d.Issued, v) },
	"venue":        func(d *index.Document, v string) string { d.Venue = v; return "" },
	"chair":        func(d *index.Document, v string) string { d.Chair = v; return "" },
	"body":         func(d *index.Document, v string) string { d.Body = v; return "" },
	"jurisdiction": func(d *index.Document, v string) string { d.Jurisdiction = v; return "" },
	"language":     func(d *index.Document, v string) string { d.Language = v; return oneOf(v, languages) },
	"provenance":   func(d *index.Document, v string) string { d.Provenance = v; return oneOf(v, provenances) },
	"status":       func(d *index.Document, v string) string { d.Status = v; return oneOf(v, statuses) },
	"audience":     func(d *index.Document, v string) string { d.Audience = v; return "" },
}

// fieldOrder is the order in which the fields are named to people.
var fieldOrder = []string{"id", "title", "type", "reference", "meeting", "date", "issued", "venue", "chair", "body", "jurisdiction", "language",
	"provenance", "status", "audience", "relations"}

func oneOf(v string, list []string) string {
	if slices.Contains(list, v) {
		return ""
	}
	return "use one of " + strings.Join(list, ", ")
}

func setDate(to *index.Date, v string) string {
	d, ok := isoDate(v)
	*to = d
	if !ok {
		return "there is no such date; write year-month-day, such as 2019-10-29"
	}
	return ""
}

// readHeader reads the front matter of text and the sidecar into d, the sidecar last, and returns the text behind the front matter and how
// many lines were skipped.
func readHeader(d *index.Document, text string, sidecar []byte, frontMatter bool) (string, int, error) {
	skipped := 0
	if frontMatter && strings.HasPrefix(text, "---\n") {
		header, rest, ok := cutHeader(text[4:])
		switch {
		case ok:
			skipped = strings.Count(text[:len(text)-len(rest)], "\n")
			if err := readFields(d, header, 1, "front matter"); err != nil {
				return "", 0, err
			}
			text = rest
		case looksLikeHeader(text[4:]):
			return "", 0, refuse(1, "the front matter does not end; put a line with --- behind its last field")
		}
	}
	if sidecar != nil {
		side, _, err := decode(sidecar)
		if err == nil {
			side = strings.TrimPrefix(side, "---\n")
			err = readFields(d, side, strings.Count(string(sidecar[:min(4, len(sidecar))]), "\n"), "sidecar")
		}
		if err != nil {
			if r, ok := err.(*Refused); ok {
				r.File = d.Source + sidecarHint
			}
			return "", 0, err
		}
	}
	return text, skipped, nil
}

// sidecarHint stands behind a file's name where its sidecar is to blame.
const sidecarHint = " (its .meta.yaml)"

func cutHeader(text string) (header, rest string, ok bool) {
	at := 0
	for line := range strings.Lines(text) {
		if l := strings.TrimRight(line, " \t\n"); l == "---" || l == "..." {
			return text[:at], text[at+len(line):], true
		}
		if at += len(line); at > maxHeader {
			break
		}
	}
	return "", "", false
}

// looksLikeHeader tells front matter that was not closed from a rule at the top of a paper.
func looksLikeHeader(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	key, _, ok := strings.Cut(line, ":")
	return ok && slices.Contains(fieldOrder, strings.TrimSpace(key))
}

// readFields reads a YAML mapping strictly; above is the number of lines above it in the file, from says who is speaking.
func readFields(d *index.Document, src string, above int, from string) (err error) {
	if len(src) > maxHeader || nesting(src) > 20 {
		return refuse(1, "the %s is too long or too deep to be one", from)
	}
	defer func() { // the parser is not ours; a header that upsets it is refused like any other
		if p := recover(); p != nil {
			err = refuse(above+1, "the %s cannot be read; write one \"field: value\" in each line", from)
		}
	}()
	f, err := parser.ParseBytes([]byte(src), 0)
	if err != nil {
		line := 1
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			line, _ = strconv.Atoi(m[1])
		}
		if strings.Contains(err.Error(), "already defined") {
			return refuse(above+line, "a field is given twice in the %s; keep one", from)
		}
		return refuse(above+line, "the %s cannot be read here; write one \"field: value\" in each line, and put a value with a colon in quotes", from)
	}
	for _, doc := range f.Docs {
		if doc.Body == nil {
			continue
		}
		pairs, ok := mapping(doc.Body)
		if !ok {
			return refuse(above+1, "the %s is no list of fields; write one \"field: value\" in each line", from)
		}
		seen := map[string]bool{}
		for _, p := range pairs {
			key, line := p.Key.GetToken().Value, above+p.Key.GetToken().Position.Line
			if seen[key] {
				return refuse(line, "%q is given twice; keep one", key)
			}
			seen[key] = true
			if err := readField(d, key, p.Value, line, above, from); err != nil {
				return err
			}
		}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`\[(\d+):\d+\]`)

// nesting is the depth of brackets and of indentation in a YAML text.
func nesting(src string) int {
	depth, most := 0, 0
	for line := range strings.Lines(src) {
		most = max(most, (len(line)-len(strings.TrimLeft(line, " -")))/2)
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth--
			}
			most = max(most, depth)
		}
	}
	return most
}

func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func readField(d *index.Document, key string, value ast.Node, line, above int, from string) error {
	if key == "relations" {
		d.TakenFrom["relations"] = from
		d.Relations = nil
		return readRelations(d, value, line, above)
	}
	set, ok := fields[key]
	if !ok {
		return refuse(line, "%q is no field; the fields are %s", key, strings.Join(fieldOrder, ", "))
	}
	v, ok := scalar(value)
	if !ok {
		return refuse(line, "%s needs one value on its line", key)
	}
	if v == "" {
		return nil // a field left open
	}
	if utf8.RuneCountInString(v) > 500 {
		return refuse(line, "the %s is longer than 500 letters", key)
	}
	if problem := set(d, v); problem != "" {
		return refuse(line, "%s %q cannot be: %s", key, v, problem)
	}
	d.TakenFrom[key] = from
	return nil
}

// scalar returns a value as it was written. Null is empty.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return strings.TrimSpace(n.Value), true
	case *ast.LiteralNode:
		return strings.Join(strings.Fields(n.Value.Value), " "), true
	case ast.ScalarNode:
		return strings.TrimSpace(n.GetToken().Value), true
	}
	return "", false
}

func readRelations(d *index.Document, n ast.Node, line, above int) error {
	const shape = "relations is a list of \"- kind: corrects\" with \"to: F04\" under it"
	if _, null := n.(*ast.NullNode); null || n == nil {
		return nil
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		return refuse(line, shape)
	}
	for _, item := range seq.Values {
		pairs, ok := mapping(item)
		if !ok {
			return refuse(line, shape)
		}
		var r index.Relation
		for _, p := range pairs {
			at := above + p.Key.GetToken().Position.Line
			v, ok := scalar(p.Value)
			switch key := p.Key.GetToken().Value; {
			case !ok:
				return refuse(at, shape)
			case key == "kind":
				if r.Kind = v; oneOf(v, relationKinds) != "" {
					return refuse(at, "kind %q is unknown: %s", v, oneOf(v, relationKinds))
				}
			case key == "to":
				if r.To = v; !idPattern.MatchString(v) {
					return refuse(at, "to %q is no document id, such as F04", v)
				}
			default:
				return refuse(at, "%q does not belong to a relation, only kind and to", key)
			}
		}
		if r.Kind == "" || r.To == "" {
			return refuse(line, shape)
		}
		d.Relations = append(d.Relations, r)
	}
	return nil
}
