package ingest

import (
	"regexp"
	"strings"
	"unicode"

	"rabita/index/vocab"
)

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// says are the verbs with which a record lets somebody speak.
var says = regexp.MustCompile(`\b(?:(?:has|have|had|was|were|further|also|then|again)\s+)*(?:reported|informed|stated|told|said|explained|briefed|apprised|requested|` +
	`pointed out|observed|added|replied|confirmed|gave|spoke|presented|submitted|undertook|drew|listed|described|proposed|supported|offered|` +
	`assured|shared|highlighted|reminded|announced|introduced|outlined|shed light|reiterated|sent|attended|agreed|asked|urged|stressed|thanked|` +
	`recalled|mentioned|made|did not report|circulated|underlined|noted|called|wished|expressed|is|are|will|has|have)\b`)

// aside opens a sentence before its subject: "On decision 12.2, the Sindh delegation said ...".
var aside = regexp.MustCompile(`^(?:On|In|At|Regarding|With regard to|With reference to|As regards|As to|Under|According to|Replying to|In reply to|Concerning)\b[^,:;.]{2,120},\s+`)

var officeTitle = regexp.MustCompile(`\b(?:Secretary|Minister|Chairperson|Chairman|Chairwoman|Director|Adviser|Advisor|Representative|representative|Commissioner|Member|Registrar|Ombudsperson|Ombudsman|delegation|Delegation|delegate|Officer|Ambassador|Speaker)\b`)

var leadingNumber = regexp.MustCompile(`^\(?(?:\d{1,3}(?:\.\d{1,2})?|[a-z]|[ivx]{1,5})[.)]\s+`)

// A voice is who speaks: the words of the record, and the body and place they stand for.
type voice struct{ speaker, body, place string }

// speaks reads the subject of a passage's first sentence. Under a delegation's heading the department speaks unless the sentence lets
// another body speak; "it was reported that the post at KPCSW is vacant" lets nobody else speak.
func (l *lexicon) speaks(text string, under voice) voice {
	text = leadingNumber.ReplaceAllString(text, "")
	text = aside.ReplaceAllString(text, "")
	text = text[:min(len(text), 400)]
	m := says.FindStringIndex(text)
	if m == nil || m[0] > 260 {
		return under
	}
	subject := strings.TrimSpace(text[:m[0]])
	first, _, _ := strings.Cut(subject, " ")
	if strings.ContainsAny(subject, ".;:?!") && !strings.Contains(subject, "Dr.") && !strings.Contains(subject, "Ms.") && !strings.Contains(subject, "Mr.") {
		return under
	}
	switch strings.ToLower(strings.Trim(first, ",")) {
	case "it", "there", "this", "that", "he", "she", "they", "no", "some", "most", "members", "participants":
		return under
	}
	subject = strings.TrimRight(subject, " ,")
	v := under
	names := l.find(subject, under.place)
	if !speaks(text[m[0]:m[1]], subject) || !officeTitle.MatchString(subject) && (len(names) == 0 || rest(subject, names) != "") {
		return under // a sentence about something: "The Sindh bill has ...", "The minutes of the 13th meeting were confirmed"
	}
	v.speaker = subject
	var bodies, places []name
	for _, n := range names {
		switch n.kind {
		case vocab.Body:
			bodies = append(bodies, n)
		case vocab.Place:
			places = append(places, n)
		}
	}
	if len(bodies) > 1 && !sameKey(bodies) {
		// "the Secretary of the KPCSW and the Secretary of the department" is one voice of one place at most
		if v.body == "" && samePlace(bodies) {
			v.place = bodies[0].place
		}
		return v
	}
	switch {
	case len(bodies) > 0:
		v.body, v.place = bodies[len(bodies)-1].key, bodies[len(bodies)-1].place
	case len(places) > 0 && samePlace(places) && places[0].key != under.place:
		if lead := l.lead[places[0].key]; lead != "" {
			v.body, v.place = lead, places[0].key
		}
	}
	return v
}

var delegate = regexp.MustCompile(`(?i)\b(?:delegat|representative)`)

// speaks keeps "Gilgit-Baltistan is the only unit without a law" and "The post of Chairperson is vacant" from being something that
// somebody said.
func speaks(verb, subject string) bool {
	words := strings.Fields(verb)
	switch words[len(words)-1] {
	case "is", "are", "will", "has", "have":
		return delegate.MatchString(subject)
	}
	return true
}

func sameKey(names []name) bool {
	for _, n := range names {
		if n.key != names[0].key {
			return false
		}
	}
	return true
}

func samePlace(names []name) bool {
	for _, n := range names {
		if n.place != names[0].place {
			return false
		}
	}
	return true
}

// sentences returns the offsets at which the sentences of s begin. Full stops of abbreviations and numbers end nothing; the Urdu ۔ does.
func sentences(s string) []int {
	starts := []int{0}
	for i := 0; i < len(s); i++ {
		size := 0
		switch {
		case s[i] == '.' || s[i] == '?' || s[i] == '!':
			size = 1
		case strings.HasPrefix(s[i:], "۔") || strings.HasPrefix(s[i:], "؟"):
			size = 2
		case s[i] == '\n':
			if j := i + 1; j < len(s) && starts[len(starts)-1] != j {
				starts = append(starts, j)
			}
			continue
		default:
			continue
		}
		j := i + size
		for j < len(s) && strings.IndexByte(`"')]`, s[j]) >= 0 {
			j++
		}
		k := j
		for k < len(s) && s[k] == ' ' {
			k++
		}
		if k == j || k >= len(s) || s[i] == '.' && abbreviated(s[:i]) || s[k] >= 'a' && s[k] <= 'z' {
			continue
		}
		starts = append(starts, k)
		i = k - 1
	}
	return starts
}

// abbreviated says that a full stop behind s belongs to a short form: "No.", "Rs.", "F.", "v.".
func abbreviated(s string) bool {
	i := strings.LastIndexAny(s, " \n(\"'")
	w := s[i+1:]
	switch strings.ToLower(w) {
	case "no", "nos", "rs", "s", "ss", "sr", "dr", "mr", "mrs", "ms", "st", "vs", "v", "p", "pp", "art", "sec", "cl", "para", "paras", "ch", "vol", "prof",
		"hon", "gen", "govt", "dept", "e.g", "i.e", "viz", "cf", "addl", "dy", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec":
		return true
	}
	if len(w) == 1 && w >= "A" && w <= "Z" {
		return true
	}
	return w != "" && strings.Trim(w, "0123456789") == "" && i < 0 // a paragraph's number
}
