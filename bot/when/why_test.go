package when

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestReasons holds that every reason is there in each language with the same particulars, that the phrases it offers work, and that a line of
// testdata brings it about.
func TestReasons(t *testing.T) {
	literal, verb := regexp.MustCompile(`"([^"%]+)"`), regexp.MustCompile(`%0?2?\[\d\][dqs]`)
	ref := time.Date(2019, 11, 5, 10, 30, 0, 0, time.FixedZone("PKT", 5*3600))
	told := cases(t) + Parse("the colour red", ref, Options{}).Hint // a case without a date shows no hint
	for key, forms := range reasons {
		if !matching(verb, forms[0]).MatchString(told) {
			t.Errorf("no case brings about %s: %s", key, forms[0])
		}
		for tongue, form := range forms {
			if form == "" {
				t.Errorf("%s has no form %d", key, tongue)
			}
			if got, want := particulars(verb, form), particulars(verb, forms[0]); !slices.Equal(got, want) {
				t.Errorf("%s: %q has %v, want %v", key, form, got, want)
			}
			for _, m := range literal.FindAllStringSubmatch(form, -1) {
				if r := Parse(m[1], ref, Options{}); r.Kind != Once && r.Kind != Repeats {
					t.Errorf("%s offers %q, which is read as %s: %s", key, m[1], r.Kind, r.Hint)
				}
			}
		}
	}
}

// particulars are the different places of a form that are filled in.
func particulars(verb *regexp.Regexp, form string) []string {
	all := verb.FindAllString(form, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// matching finds a form with its particulars filled in.
func matching(verb *regexp.Regexp, form string) *regexp.Regexp {
	var parts []string
	for _, s := range verb.Split(form, -1) {
		parts = append(parts, regexp.QuoteMeta(s))
	}
	return regexp.MustCompile(strings.Join(parts, ".+?"))
}

// cases is the text of all files of cases.
func cases(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return string(all)
}
