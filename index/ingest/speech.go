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
var says = regexp.MustCompile(`\b(?:(?:has|have|had|was|were|further|also|then|again|strongly|duly|particularly|categorically|briefly|thereafter|accordingly)\s+)*(?:` +
	`reported|informed|stated|told|said|explained|briefed|apprised|requested|pointed out|observed|added|replied|confirmed|gave|spoke|presented|submitted|undertook|drew|` +
	`listed|described|proposed|supported|offered|assured|shared|highlighted|reminded|announced|introduced|outlined|shed light|reiterated|sent|attended|joined|agreed|` +
	`asked|urged|stressed|thanked|recalled|mentioned|made|did not report|circulated|underlined|noted|called|wished|expressed|opined|elaborated|emphasi[sz]ed|clarified|` +
	`suggested|recommended|underscored|welcomed|appreciated|endorsed|acknowledged|raised|voiced|desired|maintained|remarked|commented|committed|pledged|promised|responded|` +
	`apologi[sz]ed|regretted|complained|conveyed|communicated|declared|demanded|disclosed|enquired|inquired|insisted|objected|questioned|referred|reported back|sought|` +
	`updated|volunteered|dilated|deliberated|acquainted|appealed|argued|advised|advocated|affirmed|cautioned|claimed|concurred|contended|cited|discussed|warned|took part|` +
	`participated|reports|informs|states|says|notes|requests|adds|confirms|explains|proposes|suggests|presents|is|are|will|has|have|was|were)\b`)

// deeds are any other verbs in the past. They let somebody speak where a person of an office or a delegation is the subject.
var deeds = regexp.MustCompile(`\b(?:[a-z]{3,}ed|took|held|put|brought|laid|led|began|came|went|saw|felt|found|kept|left|met|paid|read|set|stood|thought|wrote)\b`)

// participles stand within a subject: "The delegation headed by the Minister", "Ms X, appointed in May, said".
var participles = regexp.MustCompile(`^(?:headed|led|represented|accompanied|assisted|appointed|elected|nominated|named|based|constituted|notified|established|formed|created|entitled|titled|` +
	`dated|designated|concerned|related|attached|deputed|held|chaired|hosted|set|tabled|passed|drafted|prepared|proposed|circulated|supported|United|merged|integrated|disaggregated)$`)

// aside opens a sentence before its subject: "On decision 12.2, the Sindh delegation said ...".
var aside = regexp.MustCompile(`^(?:On|In|At|Regarding|With regard to|With reference to|As regards|As to|Under|According to|Replying to|In reply to|Concerning)\b[^,:;.]{2,120},\s+`)

var officeTitle = regexp.MustCompile(`\b(?:Secretary|Minister|Chairperson|Chairman|Chairwoman|Director|Adviser|Advisor|Representative|representative|Commissioner|Member|Registrar|Ombudsperson|Ombudsman|delegation|Delegation|delegate|Officer|Ambassador|Speaker)\b`)

var leadingNumber = regexp.MustCompile(`^(?:[-*•]\s+)?(?:\[[ xX]?\]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+|(?:\d{1,3}|[A-Z])(?:\.\d{1,2}){1,3}[.)]?\s+|[Pp]ara(?:graph)?\.?\s+\d{1,3}[.:]\s+|[٠-٩۰-۹]{1,3}[.)۔]\s*)`)

// speakerColon is a note of what somebody said: "Punjab (Ms X): the plan is approved", also as a point of a list.
var speakerColon = regexp.MustCompile(`^(?:[-*•]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+|\d{1,3}(?:\.\d{1,2}){1,3}[.)]?\s+)?([^:.;]{2,70}):\s+\S`)

// runInName is a heading on the line of its paragraph.
var runInName = regexp.MustCompile(`^([A-Z][^.:;]{1,60})[.–—]+\s+`)

// says says that a line notes what a delegation said.
func (l *lexicon) says(line string) bool {
	m := speakerColon.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	_, _, ok := l.who(m[1])
	return ok
}

// A voice is who speaks: the words of the record, and the body and place they stand for.
type voice struct{ speaker, body, place string }

// speaks reads the subject of a passage's first sentence. Under a delegation's heading the department speaks unless the sentence lets
// another body speak; "it was reported that the post at KPCSW is vacant" lets nobody else speak.
func (l *lexicon) speaks(text string, under voice) voice {
	if m := speakerColon.FindStringSubmatch(text); m != nil {
		if body, place, ok := l.who(m[1]); ok && (body != "" || place != "") {
			return voice{speaker: m[1], body: body, place: place}
		}
	}
	text = leadingNumber.ReplaceAllString(text, "")
	if m := runInName.FindStringSubmatch(text); m != nil { // "3. Sindh. The Secretary said ..."
		if body, place, ok := l.who(m[1]); ok && (body != "" || place != "") {
			under, text = voice{body: body, place: place}, text[len(m[0]):]
		}
	}
	text = aside.ReplaceAllString(text, "")
	text = text[:min(len(text), 400)]
	if v, ok := l.saysInUrdu(text, under); ok {
		return v
	}
	m := firstVerb(text)
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
	if aboutOffice.MatchString(subject) {
		return under
	}
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
	case len(places) > 0 && samePlace(places) && (places[0].key != under.place || under.body == ""):
		if lead := l.lead[places[0].key]; lead != "" {
			v.body, v.place = lead, places[0].key
		}
	}
	return v
}

// firstVerb finds the verb of a record's sentence.
func firstVerb(text string) []int {
	for _, m := range says.FindAllStringIndex(text, 4) {
		if participles.MatchString(text[m[0]:m[1]]) && strings.HasPrefix(text[m[1]:], " by ") {
			continue
		}
		// "The Sindh delegation tabled its report and informed ...": the deed comes first.
		for _, d := range deeds.FindAllStringIndex(text[:m[0]], 4) {
			if !participles.MatchString(text[d[0]:d[1]]) && subjectOffice.MatchString(text[:d[0]]) {
				return d
			}
		}
		return m
	}
	for _, d := range deeds.FindAllStringIndex(text, 4) {
		if !participles.MatchString(text[d[0]:d[1]]) && subjectOffice.MatchString(text[:d[0]]) {
			return d
		}
	}
	return nil
}

// subjectOffice is a subject whose head is a delegation or the holder of an office: "The Sindh delegation", "The Secretary, WDD Punjab,".
var subjectOffice = regexp.MustCompile(`(?i)^(?:the\s+)?(?:[\pL&'’()-]+\s+){0,8}?(?:delegation|delegates?|representatives?|secretary|minister|chairperson|chairman|chairwoman|director(?: general)?|advis[eo]r|commissioner|registrar|ombudsperson|officer)\b[^.;]{0,120}$`)

// saysInUrdu reads "سندھ کے وفد نے بتایا کہ ...": who stands before نے speaks.
func (l *lexicon) saysInUrdu(text string, under voice) (voice, bool) {
	i := strings.Index(text, " نے ")
	if i < 0 || i > 200 || strings.ContainsAny(text[:i], "۔؟") {
		return under, false
	}
	subject := strings.TrimSpace(text[:i])
	names := l.find(subject, under.place)
	if len(names) == 0 {
		return under, false
	}
	v := voice{speaker: subject, body: under.body, place: under.place}
	for _, n := range names {
		switch {
		case n.kind == vocab.Body:
			v.body, v.place = n.key, n.place
			return v, true
		case n.kind == vocab.Place && l.lead[n.key] != "" && (n.key != under.place || under.body == ""):
			v.body, v.place = l.lead[n.key], n.key
		}
	}
	return v, true
}

// aboutOffice are subjects about an office rather than its holder: "The post of Chairperson was filled".
var aboutOffice = regexp.MustCompile(`(?i)^(?:the\s+)?(?:\w+\s+){0,2}?(?:posts?|office|appointment|resignation|vacancy|selection|tenure|term|salary|salaries|notification|role|name|names|bill|act|law|draft|report|reports|rules|minutes|letter|summary|file|case|question|issue|matter|position|status|number|proposal|decision|implementation|launch|registration)\s+(?:of|for|on|by|from|under|to)\b`)

var delegate = regexp.MustCompile(`(?i)\b(?:delegat|representative)`)

// speaks keeps "Gilgit-Baltistan is the only unit without a law" and "The post of Chairperson is vacant" from being something that
// somebody said.
func speaks(verb, subject string) bool {
	words := strings.Fields(verb)
	switch words[len(words)-1] {
	case "is", "are", "was", "were", "will", "has", "have":
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
