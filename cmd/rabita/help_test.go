package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestDocHoldsHelp keeps the tour's usage text and the program's own help the same.
func TestDocHoldsHelp(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	doc := ""
	for _, g := range []*ast.CommentGroup{f.Doc} {
		doc = g.Text()
	}
	for _, line := range strings.Split(strings.TrimSpace(help()), "\n") {
		if !strings.Contains(squeeze(doc), squeeze(line)) {
			t.Errorf("doc.go lacks this line of `rabita help`:\n%s", line)
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
