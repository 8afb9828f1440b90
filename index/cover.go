package index

// Covers counts how many of the words a text holds, and how many terms it has, both as the index reads them. A phrase counts as held when its
// terms stand in a row. Words that are nothing to the index (stop words) are not counted in of.
func Covers(text string, words []string) (held, of, length int) {
	a := newAnalyzer()
	var have []string
	a.terms(text, func(t term) { have = append(have, t.text) })
	seen := map[string]bool{}
	for _, w := range words {
		var want []string
		key := ""
		a.terms(w, func(t term) {
			want = append(want, t.text)
			key += " " + t.text
		})
		if len(want) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		of++
		if inRow(have, want) {
			held++
		}
	}
	return held, of, len(have)
}

// inRow reports whether want stands in have without a gap.
func inRow(have, want []string) bool {
	for i := 0; i+len(want) <= len(have); i++ {
		j := 0
		for j < len(want) && have[i+j] == want[j] {
			j++
		}
		if j == len(want) {
			return true
		}
	}
	return false
}
