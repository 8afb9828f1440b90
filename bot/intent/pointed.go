package intent

import (
	"regexp"
	"slices"
	"strings"
)

// Pointed writes a message that names things by their place in what was spoken of last, "the second one is done", "drop both", "all three ho
// gaye", with their ids: of the kind that is named, else of the kind of the last. Both are two, and no more. False: it points at none of
// the ids.
func Pointed(text string, ids []string) (string, bool) {
	text = tidy(text)
	kind := byte('A')
	switch {
	case pointsAtReminder.MatchString(text):
		kind = 'R'
	case len(ids) > 0 && !pointsAtItem.MatchString(text) && !finishes.MatchString(text):
		kind = ids[len(ids)-1][0]
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id[0] != kind })
	for _, way := range pointing {
		m := way.re.FindStringSubmatchIndex(text)
		if m == nil || len(ids) < way.least {
			continue
		}
		chosen := way.of(strings.ToLower(text[m[4]:m[5]]), ids)
		if len(chosen) == 0 {
			return "", false
		}
		end := m[1]
		if len(m) > 6 {
			end = m[6]
		}
		return strings.TrimSpace(text[:m[3]] + strings.Join(chosen, " ") + " " + strings.TrimSpace(text[end:])), true
	}
	return "", false
}

// PointedEach writes a message whose every clause points, "first one done, second one 25 nov kar do", as one line for each.
func PointedEach(text string, ids []string) (string, bool) {
	parts := pointedBreak.Split(text, -1)
	if len(parts) < 2 {
		return "", false
	}
	for i, part := range parts {
		line, ok := Pointed(part, ids)
		if !ok {
			return "", false
		}
		parts[i] = line
	}
	return strings.Join(parts, "\n"), true
}

var pointedBreak = icase(`\s*[,;]\s*(?:and |aur )?|\s+(?:and|aur)\s+`)

// pointing are the ways of pointing. The first group is what stands before, the second is the word that points, the third, if any, the rest.
var pointing = []struct {
	least int // how many things there must be
	re    *regexp.Regexp
	of    func(word string, ids []string) []string
}{
	{2, icase(`(^|.*?\s)(?:the |them |these |in |yeh |ye )?(first|last|pehl[aeiy]+|aakhri|akhri) (?:two|do|2)(?: of them| ones| items| tasks| reminders| kaam)?(?: |$)`), func(word string, ids []string) []string {
		if word == "first" || word[0] == 'p' {
			return ids[:2]
		}
		return ids[len(ids)-2:]
	}},
	{2, icase(`(^|.*?\s)(?:them |these |the )?(both|the two|dono|donon|دونوں)(?: of (?:them|these|those|the \w+))?(?: items?| tasks?| reminders?| kaam| کام)?(?: |[.,]|$)`), func(_ string, ids []string) []string {
		if len(ids) != 2 {
			return nil
		}
		return ids
	}},
	{2, icase(`(^|.*?\s)(all (?:of )?(?:them|these|those|the above|two|three|four|five|six)|(?:yeh |ye |in |these |them )?(?:teeno|teenon|chaaron|charon)|(?:yeh |ye |in )(?:sab|saray|saare|tamam)|(?:سب|تمام|تینوں|چاروں))(?: items?| tasks?| reminders?| kaam| کام)?(?: |[.,]|$)`), allOf},
	{2, icase(`(^)((?:all|everything|sab|saray|saare|tamam)(?: items?| tasks?| kaam)?) (?:(?:is|are|ab|now) )?(` + doneWord + `\b.*)$`), allOf},
	{2, icase(`(^|.*?\s)(?:the )?(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|pehl[aeiy]+|d[ou]+sr[aeiy]+|tee?sr[aeiy]+|chauth[aeiy]+|aa?khri|پہل[ایے]|دوسر[ایے]|تیسر[ایے]|چوتھ[ایے]|آخری) (?:one|item|task|reminder|wal[aeiy]+|kaam|کام|وال[ایے])(?: |[.,]|$)`), nthOf},
	{2, icase(`(^)(?:the )?(first|second|third|fourth|fifth|last|pehl[aeiy]+|d[ou]+sr[aeiy]+|tee?sr[aeiy]+|chauth[aeiy]+|aa?khri|پہل[ایے]|دوسر[ایے]|تیسر[ایے]|چوتھ[ایے]|آخری) (?:(?:is|has been|bhi|now) )*(` + doneWord + `\b.*)$`), nthOf},
	{1, icase(`(^|.*?\s)(?:no\.? ?|number |#)([1-9])(?: |[.,]|$)`), nthOf},
	{1, icase(`(^)([1-9])[.)]? (?:(?:is|has been|bhi|now) )*(` + doneWord + `\b.*)$`), nthOf},
}

func allOf(_ string, ids []string) []string { return ids }

// nthOf is the thing at the place that a word names.
func nthOf(word string, ids []string) []string {
	for i, words := range []string{"1 1st first pehla pehli pehle pehlay پہلا پہلی پہلے", "2 2nd second doosra dosra doosri dosri dusra dusri doosre دوسرا دوسری دوسرے", "3 3rd third teesra tisra teesri tesra تیسرا تیسری تیسرے",
		"4 4th fourth chautha chauthi چوتھا چوتھی", "5 5th fifth", "6", "7", "8", "9"} {
		if slices.Contains(strings.Fields(words), word) && i < len(ids) {
			return ids[i : i+1]
		}
	}
	if slices.Contains([]string{"last", "aakhri", "akhri", "آخری"}, word) {
		return ids[len(ids)-1:]
	}
	return nil
}

var (
	pointsAtReminder = icase(`\breminders?\b|\byaad ?d[ie]hani|یاد دہانی`)
	pointsAtItem     = icase(`\b(?:items?|tasks?|actions?|kaam)\b|کام`)
)
