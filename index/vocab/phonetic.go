package vocab

import "strings"

// Phonetic is the sound of Roman Urdu words as far as people agree on how to write it: each word's consonants, with aspirates, doubled
// letters and w/v, q/k brought together and vowels left out but for the first letter's. "gharelu tashaddud" and "ghrelu tshadud" are both
// "Grl tSdd". Words in other scripts stay as Fold leaves them. Many English words share a sound with a name, so Find compares the vowels
// too before it believes a sound: see soundsLike.
func Phonetic(s string) string {
	var b strings.Builder
	for _, t := range tokens(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		skeleton, _ := sound(t)
		b.WriteString(skeleton)
	}
	return b.String()
}

// pair reads two letters that stand for one sound.
func pair(a, b byte) (byte, bool) {
	switch {
	case b == 'h':
		if i := strings.IndexByte("kgsctdpbjz", a); i >= 0 {
			return "xGSCtdfbjz"[i], true
		}
	case a == 'c' && b == 'k':
		return 'k', true
	case a == 'a' && b == 'a':
		return 'a', true
	case a == 'a' && (b == 'i' || b == 'y' || b == 'e'), a == 'e' && (b == 'i' || b == 'y'):
		return 'e', true
	case a == 'e' && b == 'e':
		return 'i', true
	case a == 'o' && (b == 'o' || b == 'u'), a == 'a' && b == 'u', a == 'u' && b == 'e':
		return 'u', true
	}
	return 0, false
}

// single reads one letter.
func single(c byte) byte {
	switch c {
	case 'c', 'q':
		return 'k'
	case 'w':
		return 'v'
	case 'o':
		return 'u'
	case 'y':
		return 'i'
	}
	return c
}

// A heard word is its consonants and its whole sound, vowels included.
type heardWord struct {
	skeleton, whole [maxWord]byte
	n, m            int // bytes of them
}

// hear takes down a lower-case Latin word of at most maxWord letters.
func (h *heardWord) hear(w string) {
	h.n, h.m = 0, 0
	for i := 0; i < len(w); {
		c, size := single(w[i]), 1
		if i+1 < len(w) {
			if p, ok := pair(w[i], w[i+1]); ok {
				c, size = p, 2
			}
		}
		first := i == 0
		i += size
		vowel := isVowel(c)
		switch {
		case c == 'h' && !first && (i >= len(w) || !isVowel(w[i])):
			continue // shah, sulah
		case h.m > 0 && h.whole[h.m-1] == c:
			continue // doubled
		}
		h.whole[h.m] = c
		h.m++
		if vowel && first {
			c = 'a'
		}
		if !vowel || first {
			h.skeleton[h.n] = c
			h.n++
		}
	}
}

// audible says whether a token is a word that has a sound of its own; any other is compared as it is written.
func audible(t *token) bool {
	return t.kind == wordToken && len(t.full) <= maxWord && plainASCII(t.full)
}

// sound returns a token's consonants and its whole sound.
func sound(t token) (skeleton, whole string) {
	if !audible(&t) {
		return t.word, t.word
	}
	var h heardWord
	h.hear(t.full)
	return string(h.skeleton[:h.n]), string(h.whole[:h.m])
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// soundsLike says whether the words that were written sound like an alias, once their consonants agree. Long names may differ in a quarter
// of their sounds, all of them vowels; short ones hardly at all; and no word of weight in how it ends: "sindhh" is Sindh, but "send" and
// "Sindhi" are not, "worst" is no virasat, and "car carry" no karo kari.
func soundsLike(skeletons, wrote, alias []string) bool {
	units := 0
	for i, s := range skeletons {
		units += len(s)
		if w, a := wrote[i], alias[i]; len(s) > 1 && isVowel(w[len(w)-1]) != isVowel(a[len(a)-1]) {
			return false
		}
	}
	w, a := []rune(strings.Join(wrote, "")), []rune(strings.Join(alias, ""))
	shorter := min(len(w), len(a))
	d := distance(w, a, shorter/4)
	switch {
	case units <= 2:
		return d == 0
	case units == 3:
		return d == 0 || d == 1 && shorter >= 5
	case units == 4:
		return d <= 1
	}
	return d <= shorter/4
}
