package intent

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	ordinalMeeting = regexp.MustCompile(`\b(\d{1,2})\s?(?:(?:st|nd|rd|th|` + urduNth + `)\b|وی?[ںي]|ویں|واں|وی)\s*(?:ipmg|meeting|mtg|ijlas|session|minutes|wala|wali|walay|mein|main)?`)
	numberMeeting  = regexp.MustCompile(`\b(?:ipmg|meeting|mtg|ijlas)\s*(?:no\.?|number|#)?\s*(\d{1,2})\b`)
	romanMeeting   = regexp.MustCompile(`\b([IVX]{2,6})\s*(?:th|st|nd|rd)?\s+(?:IPMG|[Mm]eeting|mtg|ijlas)\b|\b(?:IPMG|[Mm]eeting)\s+([IVX]{2,6})\b|\b([IVX]{2,6})th\b`)
	notMeeting     = regexp.MustCompile(`^\s*(?:amendment|century|(?:of\s+)?` + month + `(?:[\s.,?!]|$)|of\s+(?:this|next|the month)|ترمیم|tarmeem|session of (?:the )?(?:csw|un)|csw|cedaw|upr|periodic|annual|global|universal|anniversary|cycle|schedule|section)`)

	actionNumber = regexp.MustCompile(`\b[Dd]?(\d{1,2}\.\d{1,2})\b`)

	sectionMark = regexp.MustCompile(`(?i)(?:\b(?:sections?|sec\.?|ss\.?|s\.?|dafa|dafaat|article|art\.?|clause|§)\s*|دفعہ\s*)(\d{1,3}(?:\s?-\s?[A-Z])?(?:\s?\(\w{1,3}\))*)(?:\s*(?:and|&|,|aur|to|اور)\s*(\d{1,3}(?:-[A-Z])?(?:\(\w{1,3}\))*))?`)
	bareSection = regexp.MustCompile(`\b(\d{2,3}-[A-Za-z])\b`)
	paragraph   = regexp.MustCompile(`\b(\d{1,3}\((?:[a-z]|\d{1,2})\))(?:[^/\d]|$)`)
	afterLaw    = regexp.MustCompile(`(?i)\b(?:act|ordinance|ppc|code|crpc)\s+(\d{1,3}(?:-[A-Z])?)(?:[\s?.,]|$)`)
)

// urduNth are the endings that make an ordinal of a number in Roman Urdu, as people spell them: 14wan, 14wein, 14vin.
const urduNth = `wan|waan|wen|wein|ween|win|wien|wi|wa|we|wah|wahn|van|vaan|ven|vein|veen|vin|vien|va`

// ordinalWords are the ordinals in words, in English, Roman Urdu and Urdu. In the latter two a number is written in many ways, and each takes
// every ending.
var ordinalWords = func() []ordinalWord {
	var out []ordinalWord
	for _, o := range []struct {
		n                    int
		english, roman, urdu string
	}{
		{5, `fifth`, `paan?ch`, `پانچ`}, {7, `seventh`, `saat`, `سات`}, {8, `eighth`, `aa?th`, `آٹھ`},
		{10, `tenth`, `das`, `دس`}, {11, `eleventh`, `g[iy]+aa?r[ah]*`, `گیار[ہھ]`}, {12, `twelfth`, `baa?r[ah]*`, `بار[ہھ]`},
		{13, `thirteenth`, `ter[ah]*`, `تیر[ہھ]`}, {14, `fourteenth`, `ch[ao]u?d[ah]*`, `چود[ہھ]`}, {15, `fifteenth`, `pandh?r[ah]*`, `پندر[ہھ]`},
		{16, `sixteenth`, `sol[ah]*`, `سول[ہھ]`}, {17, `seventeenth`, `sat[ah]?r[ah]*`, `ستر[ہھ]`}, {18, `eighteenth`, `[ae]?th?aa?r[ah]*|att?h?aa?r[ah]*`, `اٹھار[ہھ]`},
		{19, `nineteenth`, `un+[ie]e?s`, `انیس|اُنیس`}, {20, `twentieth`, `b[ie]e?s`, `بیس`}, {21, `twenty[- ]first`, `ik+[ie]e?s`, `اکیس`},
		{22, `twenty[- ]second`, `baa?[iey]+s`, `بائیس`}, {23, `twenty[- ]third`, `t[ey]+[iey]*s`, `تیئیس|تئیس`},
	} {
		out = append(out, ordinalWord{o.n, re(`\b(?:`+o.english+`|(?:`+o.roman+`)-?(?:`+urduNth+`)|(?:`+o.roman+`) (?:wan|waan|wen|wein|ween|win|vin|vein|veen))\b`, `(?:`+o.urdu+`)(?:ویں|وی|واں|وں)`)})
	}
	return out
}()

type ordinalWord struct {
	n  int
	re *regexp.Regexp
}

// meetingRange is "from 14th till 20th": every meeting between is meant.
var meetingRange = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?\s*(?:ipmg |meeting |mtg )?(?:to|till|until|upto|up to|through|thru|se|-|–)\s*(?:the )?(\d{1,2})(?:st|nd|rd|th)\b(?:\s*(?:ipmg|meeting|mtg|ijlas|tak))?`)

// meetings reads the numbers of the meetings named in the text; lower is the text in lower case, byte for byte alike in length.
func meetings(text, lower string) (nums []int, used []span) {
	add := func(n, a, b int) {
		if n < 1 || n > 99 || slices.ContainsFunc(used, func(s span) bool { return a < s.end && b > s.start }) {
			return
		}
		if !slices.Contains(nums, n) {
			nums = append(nums, n)
		}
		used = append(used, span{a, b})
	}
	if m := meetingRange.FindStringSubmatchIndex(lower); m != nil {
		first, _ := strconv.Atoi(lower[m[2]:m[3]])
		last, _ := strconv.Atoi(lower[m[4]:m[5]])
		if rest := strings.TrimSpace(lower[m[1]:]); first < last && last-first < 30 && !notMeeting.MatchString(rest) {
			for n := first; n <= last; n++ {
				nums = append(nums, n)
			}
			used = append(used, span{m[0], m[1]})
		}
	}
	for _, m := range ordinalMeeting.FindAllStringSubmatchIndex(lower, 12) {
		if rest := lower[m[3]:]; notMeeting.MatchString(strings.TrimLeft(strings.TrimLeft(rest, "stndrhwaevi"), " ")) {
			continue
		}
		n, _ := strconv.Atoi(lower[m[2]:m[3]])
		add(n, m[0], m[1])
	}
	for _, m := range numberMeeting.FindAllStringSubmatchIndex(lower, 12) {
		n, _ := strconv.Atoi(lower[m[2]:m[3]])
		add(n, m[0], m[1])
	}
	for _, m := range romanMeeting.FindAllStringSubmatchIndex(text, 12) {
		a, b := m[2], m[3]
		for i := 4; a < 0; i += 2 {
			a, b = m[i], m[i+1]
		}
		add(romanNumber(text[a:b]), m[0], m[1])
	}
	for _, o := range ordinalWords {
		for _, m := range o.re.FindAllStringIndex(lower, 4) {
			add(o.n, m[0], m[1])
		}
	}
	return nums, used
}

// romanNumber reads I to XXXIX; what is no such numeral is 0.
func romanNumber(s string) int {
	value := map[byte]int{'I': 1, 'V': 5, 'X': 10}
	n := 0
	for i := 0; i < len(s); i++ {
		v := value[s[i]]
		if i+1 < len(s) && value[s[i+1]] > v {
			n -= v
		} else {
			n += v
		}
	}
	return n
}

// actions reads the numbers of decisions and action points: "14.5", "D20.1".
func actions(text string) (nums []string, used []span) {
	for _, m := range actionNumber.FindAllStringSubmatchIndex(text, 12) {
		major, _ := strconv.Atoi(strings.Split(text[m[2]:m[3]], ".")[0])
		minor, _ := strconv.Atoi(strings.Split(text[m[2]:m[3]], ".")[1])
		if major < 1 || minor < 1 || minor > 40 || money(text, m[2], m[3]) {
			continue
		}
		if !slices.Contains(nums, text[m[2]:m[3]]) {
			nums = append(nums, text[m[2]:m[3]])
		}
		used = append(used, span{m[0], m[1]})
	}
	return nums, used
}

var unitAfter = regexp.MustCompile(`^\s*(?:%|per ?cent|million|billion|m\b|bn|lac|lakh|crore|years?|km|gb|mb)`)

var unitBefore = regexp.MustCompile(`(?i)(?:rs\.?|pkr|sdg|goal|version|v|target)\s*$`)

// money reports whether the number at [a,b) is an amount, a share or a goal rather than a decision.
func money(text string, a, b int) bool {
	return unitAfter.MatchString(strings.ToLower(text[b:])) || unitBefore.MatchString(text[:a])
}

// sections reads the sections of laws that are named: "s.18", "section 7", "dafa 4", "498-A", "32(a)".
func sections(text string) (names []string, used []span) {
	add := func(s string, a, b int) {
		s = strings.ReplaceAll(s, " ", "")
		if i := strings.IndexByte(s, '('); i >= 0 {
			s = strings.ToUpper(s[:i]) + s[i:]
		} else {
			s = strings.ToUpper(s)
		}
		if s != "" && !slices.Contains(names, s) {
			names = append(names, s)
		}
		used = append(used, span{a, b})
	}
	for _, m := range urduLetter.FindAllStringSubmatchIndex(text, 8) {
		add(text[m[2]:m[3]]+"-"+latinLetter[text[m[4]:m[5]]], m[0], m[1])
	}
	for _, m := range sectionMark.FindAllStringSubmatchIndex(text, 8) {
		if overlaps(used, m[0], m[1]) {
			continue
		}
		if m[0] > 0 && wordAfterByte(text, m[0]) {
			continue
		}
		add(text[m[2]:m[3]], m[0], m[1])
		if m[4] >= 0 {
			add(text[m[4]:m[5]], m[0], m[1])
		}
	}
	for _, re := range []*regexp.Regexp{bareSection, paragraph, afterLaw} {
		for _, m := range re.FindAllStringSubmatchIndex(text, 8) {
			if !slices.ContainsFunc(used, func(s span) bool { return m[0] >= s.start && m[1] <= s.end }) {
				add(text[m[2]:m[3]], m[0], m[1])
			}
		}
	}
	return names, used
}

// urduLetter is a section with a letter in Urdu: "498-الف".
var urduLetter = regexp.MustCompile(`(?:دفعہ\s*)?(\d{2,3})\s?-?\s?(الف|ب|ج|د)(?:[\s؟?،۔]|$)`)

var latinLetter = map[string]string{"الف": "A", "ب": "B", "ج": "C", "د": "D"}

// wordAfterByte reports whether the byte before i is a letter: then "s" is the end of a word and no section mark.
func wordAfterByte(text string, i int) bool {
	c := text[i-1] | 0x20
	return c >= 'a' && c <= 'z' || text[i-1] == '\''
}

// paperWords lead from a word to the types of paper it asks for.
var paperWords = map[string][]string{
	"minutes": {"minutes"}, "proceedings": {"minutes"}, "karwai": {"minutes"},
	"act": {"act"}, "acts": {"act"}, "statute": {"act"}, "ایکٹ": {"act"},
	"bill": {"bill"}, "bills": {"bill"}, "بل": {"bill"},
	"law": {"act", "bill"}, "laws": {"act", "bill"}, "legislation": {"act", "bill"}, "legislations": {"act", "bill"}, "qanoon": {"act", "bill"}, "kanoon": {"act", "bill"},
	"qawaneen": {"act", "bill"}, "قانون": {"act", "bill"}, "قوانین": {"act", "bill"},
	"policy": {"policy"}, "policies": {"policy"}, "پالیسی": {"policy"}, "plan": {"plan", "policy"}, "plans": {"plan", "policy"}, "منصوبہ": {"plan", "policy"},
	"strategy": {"plan", "policy"}, "package": {"package"}, "tracker": {"tracker"}, "trackers": {"tracker"}, "packages": {"package"}, "notes": {"note"}, "matrix": {"matrix"},
	"press": {"press"}, "newspaper": {"press"}, "news": {"press"}, "article": {"press"}, "clipping": {"press"},
	"corrigendum": {"corrigendum"}, "corrigenda": {"corrigendum"}, "correction": {"corrigendum"}, "corrections": {"corrigendum"}, "erratum": {"corrigendum"}, "errata": {"corrigendum"}, "note": {"note"},
}

// newsItem are the words behind "news" that make it a paper.
var newsItem = set(`item items report reports paper papers clipping clippings story stories article articles`)

var notThese = set(`no not without except excluding minus`)

// papers reads the types of paper that are named; the words stay in the search, for "bill" and "act" are evidence too.
func papers(words []word) []string {
	var out []string
	for i, w := range words {
		if i > 0 && notThese[words[i-1].text] {
			continue // "only bills, no acts"
		}
		if w.text == "news" && !(i+1 < len(words) && newsItem[words[i+1].text]) {
			continue // "latest news on the bill" asks for no newspaper
		}
		for _, t := range paperWords[w.text] {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	if slices.Contains(out, "corrigendum") { // "corrections to the minutes"
		out = slices.DeleteFunc(out, func(t string) bool { return t == "minutes" })
	}
	return out
}
