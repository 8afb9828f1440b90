package intent

import (
	"regexp"
	"slices"
	"strings"
)

// hanging are the ways of asking for one thing, whose words follow: whether something has it, how many there are of it, what was said of it.
var hanging = re(
	w(`(?:do|does|did|has|have|had|can|will|is|are|was|were)(?: \S+){1,8}? (?:have|has|got|own|run|offer|cover|covers|mention|mentions|include|includes|provide|contain|teach|ban|regulate|pay for|allow|allows|take in|takes in|admit|admits|accept|accepts)(?: for)?(?: an?| any| the| its own| their own)?`),
	`^(?:is|are|was|were) there (?:an? |any |the )?`,
	w(`how many`), w(`(?:the )?number of`),
	w(`(?:report|reported|say|said|tell|told|mention|mentioned)(?: us)?(?: anything| something| much)? (?:on|about|regarding|abt)(?: an?| any| the)?`),
)

// possessed is what something has, in "the salary of the chairperson".
var possessed = re(`^(?:(?:what|who)(?:'?s| is| are| was| were) )?(?:the )?(\S+) of `)

// Hangs are the words that name the one thing a question asks for, its noun last: "helpline desks" in "how many helpline desks are there in
// AJK", "phone number" in "KPCSW ka phone number kya hai". Nil: no one thing, as far as the wording tells.
func (in *Intent) Hangs() []string {
	if in.Lang != "en" {
		return hangsInUrdu(in)
	}
	t := strings.Trim(folded(in.Text), "?!. ")
	if m := possessed.FindStringSubmatch(t); m != nil {
		if questionWords[m[1]] || notThings[m[1]] {
			return nil
		}
		return m[1:2]
	}
	m := hanging.FindStringIndex(t)
	if m == nil {
		return nil
	}
	var out []string
	for _, w := range split(t[m[1]:]) {
		if questionWords[w.text] || notThings[w.text] || strings.HasSuffix(w.text, "ed") && len(out) > 0 || strings.HasSuffix(w.text, "ly") || digits(w.text) {
			break
		}
		out = append(out, w.raw)
	}
	return out
}

// notThings are words that name no thing themselves: they ask for a sort of thing, stand for one, or say what became of it.
var notThings = set(`source sources sort kind type copy text list gist meaning purpose role way means result effect one ones sent took taken gave given paid built voted won lost met came come went work works working exist exists protecting making getting there here it them someone anyone anybody somebody`)

// hangsInUrdu finds the thing where Urdu puts it: behind "kitne" or before it, before "kya hai", behind "kis", before the last verb of a question
// whether there is one, and the speaker before "ne" whom nobody knows.
func hangsInUrdu(in *Intent) []string {
	words := split(in.Text)
	asked := slices.IndexFunc(words, func(w word) bool { return howMany(w) })
	if n := slices.IndexFunc(words, func(w word) bool { return ergative[w.text] }); n > 0 && n <= 3 && phraseLength(words[:n]) == n && !slices.ContainsFunc(words[:n], func(w word) bool { return !in.stranger(w) }) {
		return raws(words[:n])
	}
	if asked >= 0 {
		after := words[asked+1:]
		n := phraseLength(after)
		switch {
		case n > 0 && unitWords[after[0].text]:
			return nil // how long or how much, which a sort looks for
		case n > 1 && n < len(after) && placing[after[n].text]:
			n-- // "kitne mulazim VAWC mein"
		}
		if n > 0 {
			return raws(in.withoutVerb(after[:n]))
		}
		return in.owned(words[:asked])
	}
	for i, w := range words {
		switch {
		case whichOf[w.text] && i+1 < len(words):
			next := words[i+1:]
			if particle[next[0].text] && len(next) > 1 {
				next = next[1:]
			}
			switch {
			case ergative[next[0].text], urduVerbs[next[0].text]:
				return in.owned(words[:i])
			case sortsOfThings[next[0].text]:
				return nil
			}
			return raws(next[:phraseLength(next[:1])])
		case whatIs[w.text] && i > 0:
			return in.owned(words[:i])
		}
	}
	if len(words) == 0 {
		return nil
	}
	end := len(words)
	for end > 0 && urduVerbs[words[end-1].text] {
		end--
	}
	if slices.ContainsFunc(words[min(1, len(words)):], func(w word) bool { return otherAsking[w.text] }) {
		return nil
	}
	switch t := in.owned(words[:end]); {
	case end < len(words) && (whatIs[words[0].text] || strings.ContainsAny(in.Text, "?؟")), end == len(words) && owning[words[max(0, end-len(t)-1)].text]:
		return t
	}
	return nil
}

// owned is the thing that words end with, where it is somebody's or somewhere: "tankhwah" of "chairperson ki tankhwah", "khana" of "ijlas mein
// khana". Where nobody knows whose it is, it is whose it is.
func (in *Intent) owned(words []word) []string {
	n := len(words)
	for n > 0 && phraseLength(words[n-1:]) > 0 {
		n--
	}
	if n == 0 && in.FollowsUp() && len(words) > 0 && in.stranger(words[len(words)-1]) {
		return raws(words) // "password kya hai", of what was spoken of
	}
	if n == 0 || n == len(words) || !owning[words[n-1].text] && !placing[words[n-1].text] {
		return nil
	}
	who := n - 1
	for who > 0 && in.stranger(words[who-1]) {
		who--
	}
	if owning[words[n-1].text] && who < n-1 && (who == 0 || phraseLength(words[who-1:who]) == 0) {
		return raws(words[who : n-1])
	}
	return raws(words[n:])
}

// stranger reports whether a word is of no paper, no name and no language the glossary knows.
func (in *Intent) stranger(w word) bool {
	return slices.Contains(in.Unknown, w.raw) && len(in.Gloss(w.raw)) == 0
}

// phraseLength is of how many words the thing is that words begin with.
func phraseLength(words []word) int {
	n := 0
	for n < len(words) && n < 4 {
		if w := words[n]; urduVerbs[w.text] || owning[w.text] || placing[w.text] || otherAsking[w.text] || whatIs[w.text] || questionWords[w.text] || digits(w.text) {
			break
		}
		n++
	}
	return n
}

// withoutVerb leaves out words behind a thing that nobody knows and that end as verbs do: "azla bataye".
func (in *Intent) withoutVerb(words []word) []word {
	for n := len(words); n > 1 && in.stranger(words[n-1]) && verbEnding.MatchString(words[n-1].text); n-- {
		words = words[:n-1]
	}
	return words
}

var verbEnding = regexp.MustCompile(`(?:[aei]|ay|in|h|[اےیں])$`)

// raws are the words of a thing as they were typed; nil where it is none.
func raws(words []word) []string {
	if len(words) == 0 || namesNothing[words[len(words)-1].text] || unitWords[words[len(words)-1].text] {
		return nil
	}
	var out []string
	for _, w := range words {
		out = append(out, w.raw)
	}
	return out
}

func howMany(w word) bool {
	return strings.HasPrefix(w.text, "kitn") || strings.HasPrefix(w.text, "کتن")
}

// The small words of Urdu that stand around a thing.
var (
	owning      = set(`ka ki ke kay کا کی کے`)
	ergative    = set(`ne nay نے`)
	placing     = set(`mein main mai me par pe se ko ne liye lye paas pas tak sath saath tehat tahat khilaf mutabiq baad pehle pehlay andar bare baare baray میں پر سے کو نے لیے لئے پاس تک ساتھ تحت خلاف مطابق بعد پہلے اندر بارے`)
	whatIs      = set(`kya kia کیا`)
	whichOf     = set(`kis kaun kon kaunsi kaunsa konsi konsa konse kaunse کس کون`)
	particle    = set(`si sa se سی سا سے`)
	otherAsking = set(`wahan yahan waha yaha wo woh yeh ye unhon unho unhone unhonay inhon inho usne isne humne tumne aapne apne kaun kon kab kahan kis kin kyun kyon kaise kaisay kaisa kaisi انہوں اُنہوں ہم آپ کون کب کہاں کس کن کیوں کیسے کیسا کیسی وہاں یہاں وہ یہ`)
	urduVerbs   = set(`hai hain hay tha thi thay thin thein ho hoga hogi hongi honge hua hui huay hue huin hota hoti hote mila mili mile milay milta milti milte milay diya diye diay gaya gayi gaye gye gayin aya aaya ayi aayi aaye ayin aayin
		sakta sakti sakte saktay karta karti karte kartay kiya kiye kiyay raha rahi rahe rahay chuka chuki chuke lagta lagti kehta kehti kehte batao bataein bataen bataye batayein chahiye kaha kahi likha likhi mojood maujood dein do den mil jata jati jate jatay jaye jayega jayegi deta deti dete detay pari para kharch lagay lage lagi
		ہے ہیں تھا تھی تھے تھیں ہو ہوگا ہوگی ہوں گے گا گی ہوا ہوئی ہوئے ہوئیں ہوتا ہوتی ہوتے ملا ملی ملے ملتا ملتی ملتے دیا دیے دئیے گیا گئی گئے گئیں آیا آئی آئے آئیں سکتا سکتی سکتے کرتا کرتی کرتے کیے رہا رہی رہے چکا چکی چکے لگتا لگتی کہتا کہتی کہتے بتائیں بتاؤ چاہیے کہا کہی لکھا لکھی موجود دیں دو مل جاتا جاتی جاتے جائے دیتا دیتی دیتے`)

	// sortsOfThings are named behind "kis" and are not looked for themselves: an answer names one.
	sortsOfThings = set(`ijlas meeting ipmg dafa dafaa section soobay soobe subay suba sooba province zila zilay zile shehr shehar idaray idare idara mehkmay mehkme mehkma mahkma department adalat court qanoon act bill tareekh din saal mahine mahinay waqt wajah tarah baat cheez kaam body commission committee paper
		document report zaban jagah maqam shakhs numainday mulk report policy plan had umar muddat marhale marhalay marhala stage halat haalat haal darja darjay اجلاس دفعہ صوبے صوبہ ضلع ضلعے شہر ادارے ادارہ محکمے محکمہ عدالت قانون ایکٹ بل تاریخ دن سال مہینے وقت وجہ طرح بات چیز کام کمیشن کمیٹی دستاویز رپورٹ زبان جگہ مقام شخص ملک پالیسی حد عمر مدت مرحلے مرحلہ حالت حال درجہ درجے`)
	// namesNothing stand before "kya hai" and ask for whatever the paper says.
	namesNothing = set(`matlab murad wajah maqsad hal haal halat kaam report faisla faisle farq tafseel tafsil zikr rai position status deadline muddat tareekh jawab soorat surat haisiyat kirdar masla theme mauzu number nambar naam saza jurmana qaid umar zimmedari ikhtiyar ikhtiyarat mausool hissa sharait shart tareeqa tareeka definition tareef ta'reef log
		مطلب مراد وجہ مقصد حال حالت کام رپورٹ فیصلہ فیصلے فرق تفصیل ذکر رائے حیثیت مدت تاریخ جواب صورت کردار مسئلہ موضوع نمبر نام سزا جرمانہ قید عمر ذمہداری اختیار اختیارات حصہ شرائط شرط طریقہ تعریف لوگ`)
	// unitWords measure things.
	unitWords = set(`din dino dinon haftay hafte mahine mahinay mahina saal ghante ghantay paise paisa paisay raqam rupay rupaye muddat arsa fisad feesad taadad tadad tedad baar martaba
		دن دنوں ہفتے مہینے ماہ سال گھنٹے پیسے رقم روپے مدت عرصہ فیصد تعداد بار مرتبہ`)
)
