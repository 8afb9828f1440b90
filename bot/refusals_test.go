package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rabita/bot/intent"
)

// Refusals are the refusals of this package, for the conversations, which have to reach each.
var Refusals = refusals

var particular = regexp.MustCompile(`%(?:0?\d*\[\d+\])?[a-z]`)

// TestSentences holds that what the bot says about promises is there in each language with the same particulars, that every sentence that is
// asked for is there, and that every sentence that is there is asked for.
func TestSentences(t *testing.T) {
	tables := map[string]map[string][3]string{"promiseFrames": promiseFrames, "refusals": refusals, "intent.Mistakes": intent.Mistakes}
	for name, table := range tables {
		for key, forms := range table {
			want := particulars(forms[0], forms[1], forms[2])
			for tongue, form := range forms {
				if form == "" {
					t.Errorf("%s: %q has no form %d", name, key, tongue)
				}
				for _, p := range particulars(form) {
					if !strings.Contains(p, "[") {
						t.Errorf("%s: %q does not say which particular %s is", name, form, p)
					}
				}
			}
			if name != "promiseFrames" && !slices.Equal(want, particulars(forms[0])) { // what counts may be worded by another particular
				t.Errorf("%s: the forms of %q do not tell the same: %q", name, key, forms)
			}
		}
	}
	asked, said := literals(t, ".")
	for call, table := range map[string]map[string][3]string{"say": promiseFrames, "ask": refusals, "refuse": refusals, "refusal": refusals} {
		for _, key := range asked[call] {
			if _, ok := table[key]; !ok && !startsOne(table, key) {
				t.Errorf("%s(%q): there is no such sentence", call, key)
			}
		}
	}
	used(t, "promiseFrames", promiseFrames, said)
	used(t, "refusals", refusals, said)
	asked, said = literals(t, "intent")
	for _, key := range append(asked["mistake"], asked["long"]...) {
		if _, ok := intent.Mistakes[key]; !ok {
			t.Errorf("mistake(%q): there is no such sentence", key)
		}
	}
	used(t, "intent.Mistakes", intent.Mistakes, said)
}

func used(t *testing.T, name string, table map[string][3]string, said map[string]bool) {
	t.Helper()
	for key := range table {
		if !said[key] && !slices.ContainsFunc(slices.Collect(maps.Keys(said)), func(s string) bool { return strings.HasSuffix(s, " ") && strings.HasPrefix(key, s) }) {
			t.Errorf("%s: nothing says %q", name, key)
		}
	}
}

// startsOne reports whether key is the beginning of keys that are made up.
func startsOne(table map[string][3]string, key string) bool {
	for k := range table {
		if strings.HasSuffix(key, " ") && strings.HasPrefix(k, key) {
			return true
		}
	}
	return false
}

// particulars are the different places of sentences that are filled in.
func particulars(forms ...string) []string {
	var all []string
	for _, f := range forms {
		all = append(all, particular.FindAllString(f, -1)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// literals are the strings that stand in the code of a folder outside tables of sentences: those that begin what a function or method of the
// desk is called with, by its name, and all.
func literals(t *testing.T, dir string) (asked map[string][]string, all map[string]bool) {
	t.Helper()
	asked, all = map[string][]string{}, map[string]bool{}
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range names {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if _, table := n.Value.(*ast.CompositeLit); table {
					if _, key := n.Key.(*ast.BasicLit); key {
						return false
					}
				}
			case *ast.CallExpr:
				if len(n.Args) > 0 {
					if key, ok := text(n.Args[0]); ok {
						asked[called(n.Fun)] = append(asked[called(n.Fun)], key)
					}
				}
			case *ast.BasicLit:
				if s, ok := text(n); ok {
					all[s] = true
				}
			}
			return true
		})
	}
	return asked, all
}

// called is the name of a function, or of a method of the desk.
func called(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "d" || f.Sel.Name == "english" {
			return f.Sel.Name
		}
	}
	return ""
}

func text(e ast.Expr) (string, bool) {
	if b, ok := e.(*ast.BinaryExpr); ok {
		e = b.X
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
