package intent

import (
	"regexp"
	"strings"

	"rabita/index/vocab"
)

// Members write on phones: "hw many wrkrs r registered". Before a question is read, shortened words are written out, so that names, cues and
// the search all see the full word. What was written out is no correction that must be announced: nothing else could be meant.

// shortened are words that are commonly cut; a word of one or two letters stands here only where it is nothing else in English or Roman Urdu.
var shortened = map[string]string{"r": "are", "u": "you", "ur": "your", "hw": "how", "wht": "what", "wat": "what", "abt": "about", "tht": "that", "ths": "this",
	"hav": "have", "govt": "government", "gov": "government", "dept": "department", "deptt": "department", "depts": "departments", "agst": "against",
	"acc": "according", "approx": "about", "info": "information", "reg": "regarding", "min": "minimum", "max": "maximum", "yr": "year", "yrs": "years",
	"pls": "please", "plz": "please", "didnt": "didn't", "hasnt": "hasn't", "havent": "haven't", "doesnt": "doesn't", "wasnt": "wasn't", "isnt": "isn't",
	"amt": "amount", "dc": "Deputy Commissioner", "cm": "Chief Minister", "fir": "first information report", "strat": "strategic", "def": "definition", "rep": "representative", "dg": "Director General", "reps": "representatives", "mins": "minutes", "rollout": "roll-out", "wmn": "women", "wen": "when", "paras": "paragraphs", "wats": "what is", "whos": "who is", "passd": "passed", "comision": "commission", "commision": "commission", "comission": "commission"}

// glued is an abbreviation with its number: "CSW64", "IPMG14".
var glued = regexp.MustCompile(`\b([A-Z]{3,6})(\d{1,2})\b`)

// wholes are pairs of words that mean together what neither means alone.
var wholes = strings.NewReplacer("قائم مقام", "acting", "qaim maqam", "acting", "qaim-maqam", "acting", "set up", "established", "nau amooz", "new")

// writeOut writes shortened words out. Skeletons leads from the consonants of a word of the vocabulary to the word: "wrkrs" to "workers".
func writeOut(text string, skeletons map[string]string, known func(string) bool) string {
	text = wholes.Replace(glued.ReplaceAllString(text, "$1 $2"))
	var b strings.Builder
	at := 0
	for _, w := range split(text) {
		full := shortened[w.text]
		if full == "" && unvowelled(w.text) && (known == nil || !known(w.text)) {
			full = skeletons[w.text]
		}
		if full == "" {
			continue
		}
		b.WriteString(text[at:w.start] + full)
		at = w.end
	}
	return b.String() + text[at:]
}

// unvowelled reports whether a word looks cut to its consonants.
func unvowelled(w string) bool {
	if len(w) < 4 {
		return false
	}
	for i := range len(w) {
		if c := w[i]; c < 'a' || c > 'z' || strings.IndexByte("aeiou", c) >= 0 {
			return false
		}
	}
	return true
}

// Skeletons gives, for the words of the names of a vocabulary, the word by its consonants. Consonants that several words share lead nowhere.
func Skeletons(voc *vocab.Vocabulary) map[string]string {
	out := map[string]string{}
	for _, e := range voc.Entries() {
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			for _, w := range split(name) {
				bare := strings.Map(func(r rune) rune {
					if strings.ContainsRune("aeiou", r) {
						return -1
					}
					return r
				}, w.text)
				if !unvowelled(bare) || bare == w.text {
					continue
				}
				if was, ok := out[bare]; ok && was != w.text && strings.TrimSuffix(was, "s") != strings.TrimSuffix(w.text, "s") {
					out[bare] = ""
					continue
				}
				out[bare] = w.text
			}
		}
	}
	return out
}
