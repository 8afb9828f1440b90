package group

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A Problem is one thing that is wrong with a file.
type Problem struct {
	File string
	Line int // from 1; 0: the file as a whole
	Text string
}

func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Problems is everything that is wrong with a file, by line.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

func (p Problems) sorted() Problems {
	sort.SliceStable(p, func(i, j int) bool { return p[i].Line < p[j].Line })
	return p
}

// decoder turns YAML into structs and remembers on which line each value stood, under its path: "bodies[3].aliases[1]".
//
// The library's own strict decoding stops at the first unknown key; a person who writes a file wants to hear of all at once.
type decoder struct {
	file     string
	at       map[string]int
	problems Problems
}

func (d *decoder) fail(line int, format string, args ...any) {
	d.problems = append(d.problems, Problem{d.file, line, fmt.Sprintf(format, args...)})
}

// failAt reports a problem with the value at a path, or with the nearest value around it.
func (d *decoder) failAt(path string, format string, args ...any) {
	for p := path; ; {
		if line, ok := d.at[p]; ok || p == "" {
			d.fail(line, format, args...)
			return
		}
		p = p[:max(strings.LastIndexByte(p, '.'), strings.LastIndexByte(p, '['), 0)]
	}
}

// read fills the struct that into points to, and reports whether the file could be read as far as its shape goes.
func (d *decoder) read(data []byte, into any) bool {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		for i, line := range bytes.Split(data, []byte("\n")) {
			if !utf8.Valid(line) {
				d.fail(i+1, "these are no UTF-8 characters: save the file as UTF-8")
				break
			}
		}
		return false
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]; bytes.IndexByte(indent, '\t') >= 0 {
			d.fail(i+1, "a tab in the indent: YAML wants spaces")
		}
	}
	if len(d.problems) > 0 {
		return false
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, text := 0, err.Error()
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			text = syntax.Message
			if syntax.Token != nil && syntax.Token.Position != nil {
				line = syntax.Token.Position.Line
			}
		}
		d.fail(line, "this is no YAML: %s", text)
		return false
	}
	var docs []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.CommentType {
			docs = append(docs, doc.Body)
		}
	}
	switch {
	case len(docs) == 0:
		d.fail(0, "the file is empty: copy the sample's group.yaml and change it")
	case len(docs) > 1:
		d.fail(line(docs[1]), "a second document begins here: a group is one")
	default:
		d.value(docs[0], reflect.ValueOf(into).Elem(), "")
	}
	return len(d.problems) == 0
}

func line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// value sets v from a node.
func (d *decoder) value(n ast.Node, v reflect.Value, path string) {
	if _, seen := d.at[path]; !seen {
		d.at[path] = line(n)
	}
	what := path
	if what == "" {
		what = "the file"
	}
	switch v.Kind() {
	case reflect.Struct:
		pairs, ok := mapping(n)
		if !ok {
			d.fail(line(n), "%s must be keys with values, like \"name: ...\"", what)
			return
		}
		d.fields(pairs, v, path)
	case reflect.Slice:
		s, ok := n.(*ast.SequenceNode)
		if !ok {
			d.fail(line(n), "%s must be a list: write [a, b], or one entry a line after \"- \"", what)
			return
		}
		out := reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values))
		for i, item := range s.Values {
			d.value(item, out.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
		v.Set(out)
	default:
		d.scalar(n, v, what)
	}
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

func (d *decoder) fields(pairs []*ast.MappingValueNode, v reflect.Value, path string) {
	known := map[string]reflect.Value{}
	var names []string
	collect(v, known, &names)
	seen := map[string]int{}
	for _, p := range pairs {
		key, at := p.Key.GetToken().Value, line(p.Key)
		field, ok := known[key]
		if first, twice := seen[key]; twice {
			d.fail(at, "the key %q is given twice, first on line %d: join the two", key, first)
			continue
		}
		seen[key] = at
		if !ok {
			d.fail(at, "unknown key %q: %s", key, suggest(key, names))
			continue
		}
		sub := key
		if path != "" {
			sub = path + "." + key
		}
		d.at[sub] = at
		if p.Value.Type() == ast.NullType {
			d.fail(at, "%q has no value: give it one, or leave the key out", key)
			continue
		}
		d.value(p.Value, field, sub)
	}
}

// collect lists the fields of a struct by key, those of embedded structs too.
func collect(v reflect.Value, known map[string]reflect.Value, names *[]string) {
	for i := 0; i < v.NumField(); i++ {
		f := v.Type().Field(i)
		tag := f.Tag.Get("yaml")
		switch {
		case f.Anonymous:
			collect(v.Field(i), known, names)
		case tag != "":
			known[tag] = v.Field(i)
			*names = append(*names, tag)
		}
	}
}

// suggest says which key may have been meant.
func suggest(key string, names []string) string {
	for _, n := range names {
		if strings.EqualFold(n, key) || strings.TrimSuffix(n, "s") == strings.TrimSuffix(key, "s") || len(key) > 3 && strings.HasPrefix(n, key) {
			return fmt.Sprintf("did you mean %q?", n)
		}
	}
	names = slices.Clone(names)
	sort.Strings(names)
	return "known here are " + strings.Join(names, ", ")
}

func (d *decoder) scalar(n ast.Node, v reflect.Value, what string) {
	text := ""
	switch n := n.(type) {
	case *ast.StringNode:
		text = n.Value
	case *ast.LiteralNode:
		text = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		text = n.GetToken().Value
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.fail(line(n), "%s uses an anchor, an alias or a tag of YAML: write the value itself", what)
		return
	default:
		d.fail(line(n), "%s must be one value, not a list or keys", what)
		return
	}
	text = strings.TrimSpace(text)
	switch v.Kind() {
	case reflect.String:
		if _, isBool := n.(*ast.BoolNode); isBool {
			d.fail(line(n), "%s is the truth value %s: put the word in quotes if it is meant", what, text)
			return
		}
		v.SetString(text)
	case reflect.Int:
		number, err := strconv.Atoi(text)
		if err != nil {
			d.fail(line(n), "%s must be a whole number, not %q", what, text)
			return
		}
		v.SetInt(int64(number))
	case reflect.Bool:
		if _, isBool := n.(*ast.BoolNode); !isBool {
			d.fail(line(n), "%s must be true or false, not %q", what, text)
			return
		}
		v.SetBool(text == "true" || text == "True" || text == "TRUE")
	}
}
