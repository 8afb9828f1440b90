package intent

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TitleNames gives the folded names under which a law or a plan is asked for: its title with and without "the", brackets and year, and its
// initials ("PPWVA" for the Punjab Protection of Women against Violence Act).
func TitleNames(title string) []string {
	short := brackets.ReplaceAllString(title, " ")
	full := strings.Join(foldedWords(short), " ")
	bare := lastYear.ReplaceAllString(full, "")
	var out []string
	for _, s := range []string{full, bare, strings.TrimPrefix(full, "the "), strings.TrimPrefix(bare, "the ")} {
		if len(strings.Fields(s)) >= 2 {
			out = append(out, s)
		}
	}
	initials := ""
	for _, w := range strings.Fields(short) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && w != "The" {
			initials += strings.ToLower(string(r))
		}
	}
	if len(initials) >= 4 {
		out = append(out, initials)
	}
	return out
}

var (
	brackets = regexp.MustCompile(`\([^)]*\)`)
	lastYear = regexp.MustCompile(`(?: of)? (?:19|20)\d\d(?:[ –-](?:19|20)?\d\d)?$`)
)

// TitleParts gives the years in a title and the words that tell what the paper is about: without small words and those for its kind.
func TitleParts(title string) (years, about []string) {
	for _, w := range foldedWords(title) {
		switch {
		case len(w) == 4 && (strings.HasPrefix(w, "19") || strings.HasPrefix(w, "20")):
			years = append(years, w)
		case len(w) > 2 && !lawNoun[w] && !questionWords[w] && w != "women":
			about = append(about, w)
		}
	}
	return years, about
}
