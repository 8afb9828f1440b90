package intent

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What people say besides questions and commands: thanks, greetings, how the bot is used, and what they say to each other.

var (
	others  = regexp.MustCompile(`^\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>`)
	ofOther = icase(`^ (?:ko|کو|(?:is |works )?(?:now )?(?:from|of|at|with|in|represents?|(?:the |our )?(?:new )?focal)|(?:will be|hai|ab|now)) `) // it is an order about that member
	help    = re(`^(?:help|\?+|help me|madad|usage|commands?|guide|start)(?: .{0,20})?[\s!.?]*$`,
		`^(?:so |and |hey |hi )?(?:what (?:all )?can (?:you|rabita|this bot|i) (?:do|ask|say|type|write)(?: (?:for|you)\b.{0,20})?|who (?:are|r) (?:you|u)|what (?:are|r) (?:you|u)|what is (?:this bot|rabita)|how (?:do|does|can|should) (?:i|this|it|rabita|we|you) (?:use|work|ask)\S*(?: \S+){0,3})[\s!.?]*$`,
		`^(?:(?:ap|aap|tum|yeh?|yeh bot|rabita) )(?:kya (?:kya )?kar(?: |-)?sak\w+ (?:hain?|ho|hai)|kaun (?:hain?|ho|hai)|kon (?:hain?|ho|hai)|kya (?:hain?|ho|hai)|kaise (?:kaam|use|istemal) .{0,20}|se kya pooch.{0,20})[\s!.?]*$`, `^kaise use kar\S+[\s!.?]*$`,
		`^(?:مدد|رہنمائی)[\s!.؟?]*$`, `^(?:(?:آپ|تم|یہ|رابطہ) )(?:کیا (?:کیا )?کر ?سکت\S+ (?:ہیں|ہو|ہے)|کون (?:ہیں|ہو|ہے)|کیسے (?:کام|استعمال) .{0,20}|سے کیا پوچھ.{0,20})[\s!.؟?]*$`)
)

// polite reports whether a message is nothing but thanks, a greeting or assent, however many words or faces it takes: "shukriya, bohat madad hui".
func polite(t string) bool {
	faces := slackFace.MatchString(t) || strings.ContainsFunc(t, func(r rune) bool { return unicode.Is(unicode.So, r) })
	t = slackFace.ReplaceAllString(t, " ")
	words := strings.FieldsFunc(t, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '\'' })
	if len(words) == 0 {
		return faces && !strings.ContainsFunc(t, unicode.IsDigit)
	}
	found := false
	for _, w := range words {
		switch w = squeezed(strings.TrimSpace(w)); {
		case politeWords[w]:
			found = true
		case !politeFillers[w]:
			return false
		}
	}
	return found && len(words) <= 10
}

// Greets reports whether a polite message wishes for an answer: a greeting does, thanks and assent do not.
func Greets(text string) bool {
	return greeting.MatchString(folded(text))
}

var (
	slackFace = regexp.MustCompile(`:[a-z0-9_+'-]+:`)
	greeting  = re(`^(?:hi+|hello+|hey+|salam|salaam|slam|assalam\S*|assalamu\S*|aoa|a\.o\.a|adaab|good (?:morning|afternoon|evening)|kya haal|how are you)\b`, `^(?:سلام|السلام|آداب|ہیلو)`)

	politeWords = set(`thanks thank thanku thankyou thankx thanx thx tnx ty tysm shukriya shukria shukriyah shukran jazakallah jazak meherbani mehrbani nawazish ok okay okey oki k kk great good nice noted perfect
	theek thik teek thek acha accha achha achaa ji jee haan han hanji sahi sahih zabardast bohot hello hi hey salam salaam slam assalam assalamualaikum assalamoalaikum assalamualikum aoa walaikum waalaikum adaab bye welcome lol haha hehe ha he hmm hm hmmm ah aha oh oho wow yay yes yep yup no nope sure cool fine brilliant excellent awesome super
	khoob khuda allah inshaallah mashaallah jazakallahu bohatkhoob cheers appreciated understood samajh samjh wah waah bravo shabash mashallah masha inshallah insha alhamdulillah sorry maaf congrats congratulations mubarak np nvm interesting amazing wonderful roger
	شکریہ جزاک مہربانی نوازش ٹھیک اچھا جی ہاں سلام السلام وعلیکم خدا زبردست واہ شاباش ماشاءاللہ ماشا انشاءاللہ معاف مبارک بہترین بہتر خوب درست سمجھ`)
	politeFillers = set(`a ton tons bunch million loads boss got lot so very much v many for the your you u to all every everyone everybody team sir madam maam bhai ji rabita bot help helpful madad hui hua ki ka ke bohat buhat bahut khoob
	baut aap ap apka aapka that this is was it really again indeed got answer reply info information useful morning afternoon evening night day hafiz ullah khair hai he gaya gya aa ho
	alaikum alaikum' o wa u ur dear brother sister mate done that's thats quick fast one funny now then problem worries well i we see makes sense exactly what needed wanted
	kya haal how are liye tha thi raha rahi rakhein khush salamat rahein jaldi jawab kaam ne e apki yeh ye b bhi hogaya kuch
	بہت کا کے کی آپ ہے اللہ حافظ علیکم ورحمۃ اللہ مدد ہوئی خیر لیے لئے یہ گئی گیا ہو رہے میں آ خوش رہیں`)
)

// squeezed takes letters that are drawn out together: "hahahaha" and "thanksss", "hmmmm", "okkk".
func squeezed(w string) string {
	if laugh.MatchString(w) {
		return "haha"
	}
	var b strings.Builder
	var last, before rune
	for _, r := range w {
		if r == last && r == before {
			continue
		}
		b.WriteRune(r)
		before, last = last, r
	}
	out := b.String()
	for !politeWords[out] && !politeFillers[out] && len(out) > 1 && out[len(out)-1] == out[len(out)-2] {
		out = out[:len(out)-1]
	}
	return out
}

var laugh = regexp.MustCompile(`^(?:a?(?:ha|he|hi|ah)+h?|lo+l+|lmao|rofl|xd)$`)

// talk reports whether a message with no facet of its own is said to other people: it speaks of what the speaker or somebody else did or will
// do ("I already sent it", "main ne bhej diya"), or asks somebody to do something ("Sara can you check this").
func talk(in *Intent) bool {
	if m := vocative.FindStringSubmatch(in.Text); m != nil && slices.Contains(in.Unknown, m[1]) {
		return true
	}
	if len(in.Topics)+len(in.Places)+len(in.Docs)+len(in.Meetings)+len(in.Sections)+len(in.Numbers)+len(in.Types)+len(in.Quoted) > 0 || in.From != "" || in.To != "" || in.Own {
		return false
	}
	t := folded(strings.NewReplacer(",", " ", ".", " ", "!", " ", "،", " ", "۔", " ").Replace(in.Text))
	if idiom.MatchString(t) && !strings.ContainsAny(t, "?؟") {
		return true
	}
	asks := strings.ContainsAny(t, "?؟") || asksSomething.MatchString(t)
	if !asks && polite(withoutNames(in)) {
		return true
	}
	switch {
	case wantsToKnow.MatchString(t):
		return false
	case toSomebody.MatchString(t):
		return true
	case asks:
		return false
	}
	return ofOneself.MatchString(t) || comment.MatchString(t)
}

var (
	vocative   = regexp.MustCompile(`^(?:(?:hey|hi|ok|okay|and|@)\s*)?([A-Z][a-z]+)(?: (?:sb|sahib|sahiba|saab|bhai|baji|apa|sir|madam|ji))?[, ]+(?:can|could|will|would|did|have|are|were|do|please|pls|plz|kindly) (?:you|u|check|send|see|look|call|ask|confirm|share|join|forward|sign)\b`)
	toSomebody = re(`^(?:can|could|will|would|did|have|are) (?:you|u) (?:\w+ )?(?:check|call|confirm|join|come|attend|sign|forward|email|coming|free|done|finished|drafting|working|meet|arrange|talk|speak|handle|look into|take care)\b`,
		w(`(?:aap|ap|tum|sir|madam|bhai|baji) (?:\S+ ){0,3}(?:dekh|bhej|bula|kar|bata|mil|aa|ja|likh|pooch|sambhal|phone|call) ?(?:lein|dein|do|lo|len|den|diya|diye|di|li|liya|rahe|rahi|rahay|jana|jao|jayein|karein|karlein)`), `(?:آپ|تم|بھائی|صاحب) .{0,30}(?:دیکھ|بھیج|کر|بتا|مل|آ|جا|لکھ) ?(?:لیں|دیں|دیا|لو|دو|رہے|رہی|جائیں)`)
	ofOneself   = re(`^(?:(?:ok|okay|yes|no|sure|haan|ji|acha|sorry|well|but|and) )*(?:i|i'll|i've|i'm|i'd|we|we'll|we've|we're|let me|let's|lets|he|she|they|he's|she's|they're|main ne|mein ne|mene|maine|hum ne|humne|main|hum|us ne|unhon ne) (?:\S+ )*\S+$`, `^(?:will do|on it|done deal|see you|talk (?:later|soon|to you)|call me|my bad|same here|me too|brb|ttyl|fyi)\b`, `^(?:میں نے|ہم نے|میں|ہم|اس نے|انہوں نے) .*`)
	comment     = re(`^(?:(?:this|that|it|the)(?: \w+)?(?: is|'s| was| looks| seems| are)|looks|sounds|good point|great work|well done|not (?:bad|sure)|no idea|maybe|perhaps|of course|lag raha|lagta hai|pata nahi|kya baat)\b`, `^(?:پتہ نہیں|لگتا ہے|کیا بات)`)
	wantsToKnow = re(w(`need|want|wants|looking for|would like|wonder\w*|heard|read|saw|think|thought|told|know|find|chahiye|chahye|chahta|chahti|janna|maloom|dhoond\w*|batao|bataein|bataen|dikhao|show|tell|list|give`), `چاہیے|جاننا|معلوم|بتائیں|بتاؤ|دکھائیں`)
)

// withoutNames is the text without the words that nobody knows and that are written like names: "haha nice one Ahmed".
func withoutNames(in *Intent) string {
	t := in.Text
	for _, w := range in.Unknown {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(first) {
			t = strings.Replace(t, w, " ", 1)
		}
	}
	return folded(t)
}

// aside reports whether a message changes the subject by its own word: nothing is kept from before.
func aside(t string) bool { return changesSubject.MatchString(t) }

var changesSubject = re(`^(?:by the way|btw|wese|waise|vaise|another (?:question|thing|one)|new (?:question|topic)|(?:a )?different (?:question|topic|matter)|next question|moving on|separate(?:ly)?|unrelated|ek aur (?:baat|sawal)|aik aur (?:baat|sawal)|alag sawal|naya sawal|ok so now|now something else)\b`, `^(?:ویسے|ایک اور سوال|ایک اور بات|نیا سوال|اب یہ بتائیں)`)

// Spoken reports whether a follow-up that was not said to the bot is a question to it all the same. People in a thread talk to each other: it
// must name a facet of its own, or ask with hardly a word that was not there before.
func (in *Intent) Spoken() bool {
	t := folded(in.Text)
	if !in.FollowsUp() || len(strings.Fields(t)) > 14 || toSomebody.MatchString(t) {
		return false
	}
	asks := strings.ContainsAny(t, "?؟") || asksSomething.MatchString(t) || opening.MatchString(t)
	own := len(in.Replaced) > 0 || in.Latest
	for _, f := range facetNames(in) {
		own = own || f != "words" && !slices.Contains(in.Kept, f)
	}
	if own {
		return asks || len(strings.Fields(t)) <= 5
	}
	return asks && len(in.Unknown) == 0 && len(strings.Fields(t)) <= 6
}

// talksToOthers reports whether a message is for somebody else: it begins with a mention, and orders nothing about that member.
func talksToOthers(text string) bool {
	m := others.FindStringIndex(text)
	return m != nil && !ofOther.MatchString(text[m[1]:])
}
