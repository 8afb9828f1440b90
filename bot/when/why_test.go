package when

import (
	"regexp"
	"slices"
	"testing"
	"time"
)

// TestReasons holds that every reason is there in each language with the same particulars, and that the phrases it offers work.
func TestReasons(t *testing.T) {
	literal, verb := regexp.MustCompile(`"([^"%]+)"`), regexp.MustCompile(`%0?2?\[\d\][dqs]`)
	ref := time.Date(2019, 11, 5, 10, 30, 0, 0, time.FixedZone("PKT", 5*3600))
	for key, forms := range Reasons {
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
