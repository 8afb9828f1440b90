package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is the whole picture of who may import whom: package -> packages of ours. A new package enters here in the change that adds it.
// What may import "everything" is the program itself.
var arrows = map[string][]string{
	"cmd/rabita":                       {"*"},
	"bot/slackapp/sandbox":             {"bot/slackapp/fakeslack", "bot", "index"},
	"bot/slackapp":                     {"bot", "bot/remind", "store"},
	"bot/slackapp/fakeslack":           {},
	"bot/slackapp/sandbox/sandboxtest": {},
	"bot":                              {"bot/intent", "bot/when", "bot/calendar", "bot/group", "index", "index/vocab", "index/ingest", "store"},
	"bot/remind":                       {"bot/group", "bot/calendar", "store"},
	"bot/intent":                       {"bot/when", "bot/group", "index", "index/vocab", "store"},
	"bot/when":                         {"bot/calendar", "store"},
	"bot/calendar":                     {"store"},
	"bot/group":                        {"bot/calendar", "index/vocab"},
	"index/ingest":                     {"index", "index/vocab"},
	"index":                            {"index/vocab"},
	"index/vocab":                      {},
	"store":                            {},
	"store/storetest":                  {"store"},
	"fixtures":                         {},
}

// homes of the libraries that only one tree may import.
var homes = map[string]string{
	"github.com/blevesearch/bleve":   "index",
	"go.etcd.io/bbolt":               "store",
	"github.com/slack-go/slack":      "bot/slackapp",
	"github.com/teambition/rrule-go": "bot/calendar",
}

// TestLayers holds the import rules: arrows only point down, and each big library has one home. Files of tests may import what is not above
// their own package, and tests of the whole live in cmd/rabita.
func TestLayers(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != root || d.Name() == "testdata" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		seen[pkg] = true
		allowed, known := arrows[pkg]
		if !known {
			t.Errorf("%s: package %s is not in the table of arrows (cmd/rabita/layers_test.go)", rel, pkg)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		test := strings.HasSuffix(name, "_test.go")
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			for lib, home := range homes {
				if strings.HasPrefix(imp, lib) && pkg != home && !(test && strings.HasPrefix(pkg, home+"/")) {
					t.Errorf("%s imports %s, which belongs to %s alone", rel, imp, home)
				}
			}
			ours, isOurs := strings.CutPrefix(imp, "rabita/")
			if !isOurs || slices.Contains(allowed, "*") || slices.Contains(allowed, ours) {
				continue
			}
			if test && (ours == pkg+"/"+path.Base(pkg)+"test" || !above(ours, pkg)) { // storetest is for store's own tests too
				continue
			}
			t.Errorf("%s imports %s: no arrow from %s to %s", rel, imp, pkg, ours)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range arrows {
		if !seen[pkg] {
			t.Errorf("the table of arrows names %s, which has no Go files", pkg)
		}
	}
}

// above reports whether package a imports package b, directly or not.
func above(a, b string) bool {
	for _, next := range arrows[a] {
		if next == b || next == "*" || above(next, b) {
			return true
		}
	}
	return false
}

// TestTopLevel holds the owner's list of what may lie at the top.
func TestTopLevel(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("..", "..", "*"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"README.md", "bot", "cmd", "fixtures", "go.mod", "go.sum", "index", "store"}
	for _, name := range names {
		if base := filepath.Base(name); !slices.Contains(want, base) && !strings.HasPrefix(base, ".") {
			t.Errorf("%s lies at the top level; only %v and dotfiles belong there", base, want)
		}
	}
}
