package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"rabita/index/vocab"
)

// Numbers as papers print them: "14", "14th", "XIV", "fourteenth", "twenty-first", "۱۴", "چودھویں".

const (
	ordinalUnits = `first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth`
	ordinalTens  = `twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|ninetieth`
	tens         = `twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety`
	ordinalWords = `(?:` + tens + `)[\s-]+(?:` + ordinalUnits + `)|` + ordinalUnits + `|` + ordinalTens
	figure       = `\d{1,3}\s?(?:st|nd|rd|th)\b|(?-i:[IVXL]{1,7})(?:st|nd|rd|th)?\b|` + ordinalWords
)

// urduOrdinals are the stems of the ordinals 1 to 25, as vocab.Fold writes them.
var urduOrdinals = [][]string{{"پہل"}, {"دوسر"}, {"تیسر"}, {"چوتھ"}, {"پانچو"}, {"چھٹ"}, {"ساتو"}, {"آٹھو", "اٹھو"}, {"نو"}, {"دسو"}, {"گیارہو", "گیارھو"},
	{"بارہو", "بارھو"}, {"تیرہو", "تیرھو"}, {"چودہو", "چودھو"}, {"پندرہو", "پندرھو"}, {"سولہو", "سولھو"}, {"سترہو", "سترھو"}, {"اٹھارہو", "اٹھارھو"}, {"انیسو"},
	{"بیسو"}, {"اکیسو"}, {"بائیسو", "بایسو"}, {"تئیسو", "تیئیسو"}, {"چوبیسو"}, {"پچیسو"}}

// ordinal reads "5", "۵" or "V"; 0 is no number.
func ordinal(s string) int {
	s = latinDigits(s)
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if !romanOrArabic.MatchString(s) {
		return 0
	}
	value := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50}
	s = strings.ToLower(s)
	n := 0
	for i := range len(s) {
		if i+1 < len(s) && value[s[i]] < value[s[i+1]] {
			n -= value[s[i]]
		} else {
			n += value[s[i]]
		}
	}
	return n
}

var romanOrArabic = regexp.MustCompile(`(?i)^(?:\d{1,3}|[ivxl]{1,7})$`)

// numberOf reads any of the forms; 0 is no number.
func numberOf(s string) int {
	s = strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '-' || r == '\n' }), " ")
	if i := slices.Index(strings.Split(ordinalUnits, "|"), s); i >= 0 {
		return i + 1
	}
	if i := slices.Index(strings.Split(ordinalTens, "|"), s); i >= 0 {
		return 10 * (i + 2)
	}
	if ten, unit, ok := strings.Cut(s, " "); ok {
		t, u := slices.Index(strings.Split(tens, "|"), ten), slices.Index(strings.Split(ordinalUnits, "|"), unit)
		if t >= 0 && u >= 0 && u < 9 {
			return 10*(t+2) + u + 1
		}
	}
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, suffix))
	}
	return ordinal(s)
}

// latinDigits writes Arabic and Urdu digits as Latin ones.
func latinDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		}
		return r
	}, s)
}

// meetingNumber finds "14th meeting", "XIVth (14th) Meeting", "14th/XIV IPMG", "the Twenty-First Meeting", "the 14th Inter-Provincial
// Ministerial Group (IPMG)". What stands between the number and the word is checked by meetingNumbers.
var meetingNumber = regexp.MustCompile(`(?i:\b(` + figure + `)(?:\s?[/(]\s?(` + figure + `)\)?)?)((?:\s+[\pL\d()&'’/-]+){0,6}?)\s+(?:(?i:meetings?|sessions?|sittings?)\b|[A-Z]{3,8}\b|\([A-Z]{3,8}\))`)

var meetingWord = regexp.MustCompile(`(?i)\b(?:meetings?|sessions?|sittings?)$|\)$`)

// spans finds "15th to 18th", "15th, 16th and 17th": each number counts, and none of them alone is the paper's.
var spans = regexp.MustCompile(`(?i)\b(` + figure + `)(?:,\s*|\s*(?:to|and|&|-|–)\s*)(?:the\s+)?(` + figure + `)\s`)

var between = regexp.MustCompile(`(?i)\d|\b(?:` + monthNames + `|the|of|a|an|on|at|in|was|is|by|before|since|from|to|and|floor|day|report|century|amendment|grade|anniversary|dialogue|review|round|cabinet|five|year)\b`)

// meetingNumbers finds the numbers of meetings that a text names, in the order in which they stand.
func meetingNumbers(text string) []int {
	text = norm.NFKC.String(text) // "16ᵗʰ"
	var out []int
	add := func(s string) {
		if n := numberOf(s); n > 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for at := 0; at < len(text) && len(out) < 8; {
		m := meetingNumber.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[at+m[2*i] : at+m[2*i+1]]
		}
		last := text[at+m[7] : at+m[1]]
		if between.MatchString(group(3)) || between.MatchString(last) || group(3) != "" && !meetingWord.MatchString(last) && strings.ToUpper(text) == text {
			at += m[3] // the number belongs to something else
			continue
		}
		from := max(0, at+m[0]-12)
		if s := spans.FindStringSubmatchIndex(text[from:min(len(text), at+m[1])]); s != nil && from+s[5] == at+m[3] {
			add(text[from+s[2] : from+s[3]])
		}
		add(group(1))
		add(group(2))
		at += m[1]
	}
	return append(out, urduMeetings(text, out)...)
}

var urduMeeting = regexp.MustCompile(`(?:(\d{1,3})\s?(?:واں|ویں|وین)|(\pL+(?:ں|ا|ی|ے|ین|ان)))\s+(?:\pL+\s+){0,3}?اجلاس`)

// urduMeetings finds "چودھویں اجلاس" and "14ویں اجلاس".
func urduMeetings(text string, have []int) (out []int) {
	if !strings.Contains(text, "اجلاس") {
		return nil
	}
	for _, m := range urduMeeting.FindAllStringSubmatch(vocab.Fold(text), 8) {
		n := ordinal(m[1])
		for i, stems := range urduOrdinals {
			for _, stem := range stems {
				if rest, ok := strings.CutPrefix(m[2], vocab.Fold(stem)); ok && slices.Contains([]string{"ا", "ی", "ے", "اں", "یں", "ین", "ان"}, rest) {
					n = i + 1
				}
			}
		}
		if n > 0 && !slices.Contains(have, n) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
