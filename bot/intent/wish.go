package intent

import (
	"regexp"
	"strings"
)

// What is wished of the answer and not asked of the papers: its language, more of it, its sources, a file of it.

// wishedLanguage is the language the member asks the answer in ("urdu mein batao", "in English please"), and the text without that wish. Empty:
// none is asked for. A language that is what the question is about ("if the Urdu and the English text differ") is no wish: a wish stands at
// the end or the beginning, or beside a word of telling.
func wishedLanguage(text string) (lang, rest string) {
	for _, l := range languages {
		for _, p := range l.re {
			m := p.FindStringSubmatchIndex(text)
			if m == nil || otherLanguage(text[:m[2]]+" "+text[m[3]:], l.lang) {
				continue
			}
			return l.lang, strings.Trim(text[:m[2]]+" "+text[m[3]:], " ,:;-،")
		}
	}
	return "", text
}

var languages = func() []languageWish {
	telling := `(?:batao|bata ?o|bata ?do|bataye\w*|bataen|bataein|btao|jawab(?: do| dein| chahiye)?|likho|likhein|samjha\w*|reply|answer|explain|say (?:it|that|this)|tell me|translate(?: it| that| this)?|write(?: it)?|please|plz|pls|karo|kar do|kar dein|do|dein)`
	var out []languageWish
	for _, l := range []struct{ lang, latin, urdu string }{
		{"roman_ur", `roman(?: urdu)?`, `رومن(?: اردو)?`},
		{"ur", `urdu(?: script| language| zaban)?`, `اردو`},
		{"en", `(?:english|angrezi|inglish)(?: language| zaban)?`, `انگریزی|انگلش`},
	} {
		name := `(?:in (?:` + l.latin + `)|(?:` + l.latin + `) (?:mein|main|me|mai))`
		out = append(out, languageWish{l.lang, []*regexp.Regexp{
			regexp.MustCompile(`(?i)\b((?:` + telling + ` )+` + name + `|` + name + ` (?:` + telling + `\b[ ,]*)+)`),
			regexp.MustCompile(`(?i)(\b` + name + `)[\s?!.]*$`),
			regexp.MustCompile(`(?i)^((?:now |and |aur |ab |same )?` + name + `)(?:[ ,:-]|$)`),
			regexp.MustCompile(`(?i)^((?:` + l.latin + `)(?: please| plz| pls)?)[\s?!.]*$`),
			regexp.MustCompile(`(?i)[,;:.?-] ?((?:` + l.latin + `)(?: please| plz| pls)?)[\s?!.]*$`),
			regexp.MustCompile(`(?i)\b((?:` + l.latin + `) (?:please|plz|pls))\b`),
			regexp.MustCompile(`((?:` + l.urdu + `) میں (?:(?:جواب )?(?:بتائیں|بتاؤ|بتا دیں|دیں|لکھیں|سمجھائیں|ترجمہ کریں|کریں)))`),
			regexp.MustCompile(`((?:` + l.urdu + `)(?: میں)?)[\s؟?!.۔]*$`),
			regexp.MustCompile(`^((?:` + l.urdu + `) میں)[\s:،]`),
		}})
	}
	return out
}()

type languageWish struct {
	lang string
	re   []*regexp.Regexp // the first group is the wish
}

// otherLanguage reports whether the rest of a text names another language than the one wished: then it speaks of languages.
func otherLanguage(rest, lang string) bool {
	for _, o := range []struct {
		lang string
		re   *regexp.Regexp
	}{{"ur", spokenUrdu}, {"en", spokenEnglish}} {
		if o.lang != lang && !(lang == "roman_ur" && o.lang == "ur") && o.re.MatchString(rest) {
			return true
		}
	}
	return false
}

var (
	spokenUrdu    = re(`(?i)\burdu\b`, `اردو`)
	spokenEnglish = re(`(?i)\benglish\b`, `انگریزی`)
)

// repeats reads a follow-up that asks the same again: in another language, with more quotes, with its sources, as a file. Rest is the message
// without the wish for a language.
func (r *Reader) repeats(in, prev *Intent, rest, wish string) bool {
	t := folded(rest)
	sheet := sheetOnly.MatchString(t)
	switch {
	case wish != "" && strings.Trim(again.ReplaceAllString(t, ""), " ?!.,؟۔") == "", askMore.MatchString(t), askSources.MatchString(t), askSure.MatchString(t), sheet:
	default:
		return false
	}
	text, lang := in.Text, in.Lang
	if wish == "" && (sheet || lang == "en") {
		lang = prev.Lang // "more?" and "csv" are said in any language
	}
	*in = *prev
	in.Text, in.Lang = text, lang
	in.Kept, in.Replaced, in.Unknown, in.Fixed, in.Doubts = facetNames(prev), nil, nil, nil, nil
	in.Sheet = sheet
	if askMore.MatchString(t) {
		in.More++
	} else if !askSources.MatchString(t) && !askSure.MatchString(t) {
		in.More = prev.More
	}
	return true
}

var (
	again      = re(w(`now|and|aur|ab|same|again|dobara|phir|it|that|this|the answer|answer|jawab|please|plz|pls|ok|okay|ji|yeh|ye|wohi|yahi|isi ko|isko|ise`), `دوبارہ|یہی|وہی|اب|جواب|اسے|یہ`)
	askMore    = re(`^(?:(?:show|give|any|some|tell me|and|aur) )*(?:more|more please|more quotes|more passages|mazeed|mazid|anything (?:else|more)|what else|aur kuch|aur kya|aur (?:batao|bataein|bataen|dikhao|dikhaein)|next page|the rest)(?: please| plz| pls| batao| bataein| dikhao| hai)?[?!. ]*$`, `^(?:مزید|اور(?: کچھ)?)(?: بتائیں| بتاؤ| دکھائیں| ہے)?[؟?۔ ]*$`)
	askSources = re(`^(?:(?:show|give|what|which|and|aur|your|the|your|me|is|are|any) )*(?:sources?|citations?|references?|hawala|hawalay|hawale|hawalajat|source kya hai|(?:document|paper|page|para|paragraph|kaghaz|dastawez) (?:number|no\.?|is (?:this|that|it)(?: from)?|says (?:so|that|this)))(?: please| plz| pls| kya hai| kya hain| do| dein| batao)?[?!. ]*$`,
		`^(?:where (?:is|does|did) (?:that|this|it) (?:come )?from|says who|who says(?: so)?|where does it say (?:so|that|this)|kahan likha hai|kis (?:document|kaghaz|dastawez) mein(?: hai| likha hai)?)[?!. ]*$`, `^(?:ذرائع|ذریعہ|حوالہ|حوالے|حوالہ جات|کہاں لکھا ہے|کس دستاویز میں(?: ہے)?)(?: کیا ہے| کیا ہیں| دیں| بتائیں)?[؟?۔ ]*$`)
	askSure   = re(`^(?:are )?you (?:really |quite )?sure(?: about (?:that|this|it))?[?!. ]*$`, `^(?:sure|really|pakka|pakki baat(?: hai)?|yaqeen(?: hai)?|sach mein|waqai|is (?:that|this|it) (?:right|correct|true|so)|sahi hai)\?+$`, `^(?:پکا|واقعی|کیا یہ درست ہے|یقین ہے)[؟?]+$`) // the papers are quoted again
	sheetOnly = re(`^(?:(?:as|in|a|the|give|send|me|and|aur|please|ok|export|download|it|this|that|to|iski|isko|ki|mein) )*(?:csv|excel|xlsx|spreadsheet|sheet|csv file|excel file)(?: please| plz| file| mein| main| do| dein| chahiye| de do| banao)*[?!. ]*$`)
)
