package index

// Terms are the words of a text as the index reads them, in order, for asking several things of one text.
type Terms []string

// TermsOf reads a text.
func TermsOf(text string) Terms {
	var out Terms
	newAnalyzer().terms(text, func(t term) { out = append(out, t.text) })
	return out
}

// Wanted reads words and phrases to look for. Those that are nothing to the index (stop words), and those that are the same to it, are left out.
func Wanted(words []string) []Terms {
	a := newAnalyzer()
	seen := make(map[string]bool, len(words))
	var out []Terms
	for _, w := range words {
		var want Terms
		key := ""
		a.terms(w, func(t term) {
			want = append(want, t.text)
			key += " " + t.text
		})
		if len(want) > 0 && !seen[key] {
			seen[key] = true
			out = append(out, want)
		}
	}
	return out
}

// Held counts how many of the wanted words and phrases a text holds; a phrase must stand in it without a gap.
func (t Terms) Held(want []Terms) (n int) {
	for _, w := range want {
		if inRow(t, w) {
			n++
		}
	}
	return n
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
