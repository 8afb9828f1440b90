package intent

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rabita/index/vocab"
)

// A word is one token of the member's text, folded, with where it stood.
type word struct {
	text       string // folded
	raw        string // as typed
	start, end int    // bytes in the text
}

// split cuts text into words: letters, digits and the marks that belong inside numbers and section names ("498-A", "14.2", "32(a)", "15%", "#x").
func split(text string) []word {
	var out []word
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			i += n
			continue
		}
		j := i
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if !wordRune(r) && !(joins(r) && j+n < len(text) && wordAfter(text[j+n:])) {
				break
			}
			j += n
		}
		for j < len(text) && text[j] == '%' {
			j++
		}
		out = append(out, word{text: strings.Trim(vocab.Fold(text[i:j]), " "), raw: text[i:j], start: i, end: j})
		i = j
	}
	return out
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '\u200c' || r == '\u200d'
}

// joins reports whether r may stand inside a word, between two of its letters or digits.
func joins(r rune) bool {
	return r == '-' || r == '.' || r == '\'' || r == '’' || r == '/' || r == '+'
}

func wordAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return wordRune(r)
}

// Language is the language of a text as in Intent.Lang; empty where nothing tells.
func Language(text string) string { return language(split(clean(text))) }

// language is the language of a question's frame: "ur" for Urdu script, "roman_ur" for Urdu in Latin letters, "en" for English; empty where
// nothing but names and numbers tell: "KPK?", "19th".
func language(words []word) string {
	arabic, latin, roman, english := 0, 0, 0, 0
	for i, w := range words {
		switch r, _ := utf8.DecodeRuneInString(w.text); {
		case len(w.text) == 1 && i+1 < len(words) && unicode.IsDigit(rune(words[i+1].text[0])): // the "a" of "A-0001"
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Latin, r):
			latin++
			switch {
			case romanUrdu[w.text]:
				roman++
			case englishWords[w.text]:
				english++
			}
		}
	}
	switch {
	case arabic > 0 && arabic*2 >= latin:
		return "ur"
	case len(words) > 0 && words[0].text == "hi" && roman == 1: // a greeting, and not the particle
		return "en"
	case roman >= 2 && roman*5 >= latin, roman == 1 && latin <= 4 && english == 0:
		return "roman_ur"
	case english > 0 || latin > 4:
		return "en"
	}
	return ""
}

// englishWords are the small words that give English away.
var englishWords = set(`what wht wat which who whom when where why how does did done is are was were been has have had will would shall should can could
	the a an of on in at for from by with about and or any all this that these those it its my your our tell give show list find please
	next previous instead hi hello hey thanks thank report reported say said under since before after many much not`)

// westernDigits writes the digits of Urdu and Arabic as 0 to 9.
func westernDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		}
		return r
	}, text)
}

// romanUrdu are the small words that give Roman Urdu away; none is a common English word.
var romanUrdu = set(`kya kia kyun kyon kab kahan kidhar kis kisi kisne kaun kon kitne kitnay kitni kitna kaise kesay konsi konsa kaunsi kaunsa
	hai hain hay tha thi thay thein hua hui huay hue ho hoga hogi gaya gayi gaye gya raha rahi rahay rahe
	ka ki ke kay ko se say mein mai ne nay par pe tak aur ya nahi nahin nai mat bhi hi yeh ye woh wo us iss
	batao bataye bataen bataein btao dikhao dena diya di dein karo karna karni karein kar kiya kiye ki gayi
	saza dafa qanoon kanoon ijlas faisla faisle khulasa zimmedar yaad dilana dilao karwana karwao bhejna bheji bheja
	abhi kal parson aaj subah dopahar shaam jumma itwaar hafta hafte mahine agla agle aglay baad pehle saal
	meri mera mere mujhe mujhay hum hamara hamari ap aap apna apni behen shohar maar jumeraat mangal budh
	walay wala wali waly mutaliq baray bare mutabiq suba soobay soobon subon zila azla zilon muqabla kitny kesa kaisa konse kinhon unhon inhon unka unki unke
	haan hanji jee ji rehne chhoro choro chalo bajay baje kardo krdo kardein batado tehat tahat waali aurton auraton khula khuli
	isko usko ise isay usay iska iski iske uska uski uske unko inko zimme zimmay laga lagao lagado likh likho darj mehfooz dobara pehlay pehli doosra
	shukriya shukria meherbani theek acha accha bilkul zaroor wese waise mazeed tamam sab kuch banaya banayi banay lagta chahiye chahye sakta sakti saktay raheen gayin
	naya nayi naye nae kaam hoon karun karunga karungi bhejni bhejne bhejo bhejein parhna parhni parhne likhna likhni likhne lagana lagao hatao badlo badal khatam
	wapas jumay haftay mahinay tareekh hamaray agar lekin liye saath pehla pehli doosra doosri aakhri tayyar tak
	rok roko saboot madad chhor chhoro shuru dobara mansookh hatao hata bhejna bhejni karwani mangwana mangwao`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w], out[strings.TrimSpace(vocab.Fold(w))] = true, true // texts come folded and as they were
	}
	return out
}
