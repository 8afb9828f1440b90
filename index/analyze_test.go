package index

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func termsOf(text string) []string {
	out := []string{}
	newAnalyzer().terms(text, func(t term) { out = append(out, t.text) })
	return out
}

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"498-A": "498 498a", "498A": "498 498a", "s.18(1)": "s 18 1", "14.5, 14.": "14.5 14", "Rs 30,000": "rs 30000", "1,00,000": "100000", "18,19": "18 19",
		"1,234,567.5": "1234567.5", "women's WDDs'": "women wdd", "don't": "", "N.C.S.W. met": "ncsw met", "e.g. U.S.A": "eg usa", "14th": "14th", "CSW61": "csw61",
		"gender-based": "gender base", "2019-11-05": "2019 11 05", "WHO who": "who", "فی\u200cصد ۱۴٫۵": "فیصد 14 5", "تشدّد كي": "تشدد", "ﬁnal İSTANBUL café": "final istanbul cafe",
		"policies relational": "polici relat", "\xff\xfe": "", "a.": "", "۴۹۸": "498", "F.No. 3(14)/2019": "f 3 14 2019",
	} {
		if got := strings.Join(termsOf(text), " "); got != want {
			t.Errorf("terms of %q = %q, want %q", text, got, want)
		}
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{probe, "498-A-B", "1,00,", "a.b.c", "\u200c\u0301x", "٣٫١٤"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		var terms []string
		newAnalyzer().terms(text, func(tm term) {
			if tm.start < 0 || tm.end > len(text) || tm.start >= tm.end || tm.end < end || !utf8.ValidString(tm.text) || tm.text == "" || tm.hash != hashOf(tm.text) {
				t.Fatalf("a term of %q: %+v", text, tm)
			}
			end = tm.end
			terms = append(terms, tm.text)
		})
		a := newAnalyzer()
		for range 2 { // remembered words come out the same
			var again []string
			a.terms(text, func(tm term) { again = append(again, tm.text) })
			if !slices.Equal(again, terms) {
				t.Fatalf("terms of %q differ: %q and %q", text, terms, again)
			}
		}
	})
}
