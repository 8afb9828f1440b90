package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rabita/index/vocab"
)

// What could identify a survivor is refused before anything is kept: the number of an identity card in any shape, a name beside the number
// of a police report, or the name, phone, address or passport of somebody called a survivor. When in doubt it is refused; what is to be
// done can always be said without.

// identifies reports whether a text looks like a survivor's identity.
func (b *Bot) identifies(texts ...string) bool {
	for _, s := range texts {
		s = plainText(s)
		if holdsCard(s) || aboutHer.MatchString(s) && private.MatchString(s) {
			return true
		}
		if report.MatchString(s) {
			rest := office.ReplaceAllString(report.ReplaceAllString(s, " . "), " ")
			if named.MatchString(rest) || b.holdsName(rest) {
				return true
			}
		}
		for _, m := range herName.FindAllStringSubmatch(s, -1) {
			if name := m[1] + m[2] + m[3]; !ordinary[strings.ToLower(name)] && !b.isPlace(name) {
				return true
			}
		}
	}
	return false
}

// fileIdentifies reports whether a file looks as if it told who a survivor is: by its name, or by the number of a card in it.
func (b *Bot) fileIdentifies(f File) bool { return b.identifies(f.Name) || holdsCard(string(f.Data)) }

// plainText is text as it is looked at: figures of any script as 0 to 9, one kind of dash, no marks that are not seen.
func plainText(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.Is(unicode.Pd, r), r == '−', r == '‐', r == '_':
			return '-'
		case r > 0x7f && unicode.IsDigit(r):
			for zero := r; ; zero-- { // the figures of a script stand in a row
				if !unicode.IsDigit(zero-1) || r-zero == 9 {
					return '0' + r - zero
				}
			}
		case r >= 'Ａ' && r <= 'ｚ':
			return r - 'Ａ' + 'A'
		}
		return r
	}, s)), " ")
}

// holdsCard reports whether a text holds the number of an identity card: thirteen figures as the card groups them, in one piece or one by
// one; where a card is named, in any groups, and the eleven of the old card too.
func holdsCard(s string) bool {
	s = link.ReplaceAllStringFunc(s, func(l string) string { return plainRun.ReplaceAllString(l, "$1 … $2") })
	for _, m := range cardNumber.FindAllStringSubmatchIndex(s, -1) {
		if !money.MatchString(s[:max(m[2], m[4])]) {
			return true
		}
	}
	for _, m := range cardNamed.FindAllString(s, -1) {
		if n := strings.Count(figuresOf(m), ""); n == 14 || n == 12 { // one more than the figures
			return true
		}
	}
	return false
}

func figuresOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

var (
	// A number that hangs on to figures by a comma is part of a larger one, but not the card's own form: that is a cell of a table.
	cardNumber = regexp.MustCompile(`(?:^|[^\d.,/-]|[^\d][.,/-])(\d{5}[ ./-]{0,3}\d{7}[ ./-]{0,3}\d|\d(?:[ .-]\d){12})(?:[^\d]|$)|\d[,;](\d{5}-\d{7}-\d)(?:[^\d]|$)`)
	cardNamed  = regexp.MustCompile(`(?i)(?:c\.?n\.?i\.?c|\bnic(?:op)?\b|id card|identity card|shanakhti|شناختی)[^\d]{0,25}\d[\d ./-]{9,18}\d`)
	money      = regexp.MustCompile(`(?i)(?:rs|pkr|usd|us\$|\$|rupees|amount|budget of)[. ]*$`)
	link       = regexp.MustCompile(`https?://\S+`)
	plainRun   = regexp.MustCompile(`(\d{6})(\d{7,})`)
)

// report is the number of a police report or a case; the words alone are none.
var report = regexp.MustCompile(`(?i)\bf\.? ?i\.? ?r\b\.?s?[ -]*(?:no|number|num|nr)?[. ]*[#:/-]* *\d+(?: ?(?:/|of|-) ?\d{2,4})?|\b(?:case|crime|muqadma) *(?:(?:no|number|num|nr)\b[. ]*[#:/-]* *\d+|[#:/-]* *\d+ ?/ ?\d{2,4})|(?:ایف ?\.?آئی ?\.?آر|مقدمہ)[ :-]*(?:نمبر)?[ :.#-]*\d+`)

// named is a person by a title, a father, a husband or a surname.
var named = regexp.MustCompile(`(?i)\b(?:ms|mst|mrs|miss|mussamm?at|bibi|d/o|w/o|s/o|r/o|daughter of|wife of|dukhtar|zauja)\b|\b[a-z]{2,} (?:bibi|begum|khatoon|khan|bano|akhtar|parveen|perveen|kausar|naz|mai|ahmed|ahmad|hussain|baloch|shaikh|sheikh|qureshi|malik|chaudhry)\b|(?:بی بی|بیگم|خاتون|مسماۃ|مسمات|دختر|زوجہ|بنت)|\b[a-z]{3,} (?:ki|ka|ke) *\.|\b[a-z]{3,}'s *\.|\p{Arabic}{3,} (?:کی|کا|کے) *\.`)

// office is a police station with its name.
var office = regexp.MustCompile(`(?i)\b(?:ps|p\.s\.?|sho|dsp|sp|thana|police station|district|tehsil|circle)[ :]+[A-Z][a-z]+`)

// holdsName reports whether a text holds a word that stands like a name: with a capital, no place, no abbreviation and no ordinary word.
func (b *Bot) holdsName(s string) bool {
	for i, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		r := []rune(strings.TrimSuffix(w, "'s"))
		if len(r) < 3 || !unicode.IsUpper(r[0]) || strings.ToUpper(w) == w || ordinary[strings.ToLower(string(r))] || i == 0 && b.ix.Known(strings.ToLower(w)) || b.isPlace(w) {
			continue
		}
		return true
	}
	return false
}

// isPlace reports whether a word is a town, or a name of the group's vocabulary.
func (b *Bot) isPlace(word string) bool {
	return b.grp.PlaceOfTown(word) != "" || slices.ContainsFunc(b.voc.Load().Find(word), func(m vocab.Mention) bool { return m.How == vocab.Exact || m.How == vocab.Folded })
}

const survivors = `(?:victim|survivor|rape survivor|complainant|mutas?sira|aggrieved (?:woman|girl|person))`

var (
	// herName is what stands where the name of a survivor would.
	herName = regexp.MustCompile(`(?i:\b` + survivors + `(?:'s)?(?: (?:is|was) (?:named|called)| (?:full )?name (?:is|was)| named| called| ka naam|'s name (?:is|was)|:| -|,)? +)(?i:(?:ms|mst|mrs|miss)\.? )?([A-Z][a-z]{2,})` +
		`|(?i:\b(?:girl|woman|lady|child|larki|aurat|khatoon|bachi)(?: is| was)? (?:named|called|ka naam|jis ka naam)(?: hai)? +)([A-Za-z]{3,})` +
		`|(?i:\b` + survivors + `(?:'s)?(?: is named| is called| named| called| name is| ka naam) +)([a-z]{3,})` +
		`|متاثرہ (?:لڑکی |خاتون |عورت )?(?:کا|کی) نام (?:ہے )?\S+`)
	aboutHer = regexp.MustCompile(`(?i)\b` + survivors + `\b|متاثرہ|مظلومہ`)
	private  = regexp.MustCompile(`(?i)\b(?:\+?92|0)[ -]?3\d{2}[ -]?\d{7}\b|\bpassport\b\W+\w*\d{5,}|\b(?:lives?|residing|resides|resident|r/o|address|rehti|rehaish)\b.{0,40}\d|پتہ.{0,30}\d`)
)

// ordinary are words with a capital that are no names of persons, in the papers of any group.
var ordinary = wordSet(`support protection compensation form forms rights services service assistance centred centered care fund unit act charter impact policy desk desks cell cells officer officers
	help helpline hotline shelter data list report reports complaint complaints safety statement statements interview survey rule rules law laws bill section relief
	the an and for with from about regarding please follow move send get check ask call draft collect prepare obtain share forward update take write attach note review visit contact copy submit see find
	women woman girls men police station district court high supreme sessions judge magistrate case cases number minister secretary ministry department commission committee deputy inspector general
	monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december fir eid item action road street town city
	hospital university government assembly prosecutor lawyer advocate legal medical status next hearing investigation challan dar aman ul kya hai nahi jis who was not what`)
