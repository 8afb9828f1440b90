package intent

import (
	"regexp"
	"strings"
)

// Delivers reports whether a reply to a request brings what was asked for, or says that it was sent, as far as its words tell: it does not ask
// back, put off, promise, or only give thanks. A reply that tells neither way, such as a bare reference, brings it.
func Delivers(text string) bool {
	says, denies := false, false
	for _, clause := range replyClause.Split(strings.ToLower(text), -1) {
		clause = folded(clause)
		if strings.Trim(onlyPolite.ReplaceAllString(clause, " "), " .!:-–—") == "" {
			continue
		}
		says = true
		switch {
		case undoes.MatchString(clause), asksBack.MatchString(clause):
			denies = true
		case handsIn.MatchString(clause):
			return !asksAtEnd.MatchString(text)
		case putsOff.MatchString(clause):
			denies = true
		}
	}
	return says && !denies && !asksAtEnd.MatchString(text)
}

var (
	replyClause = regexp.MustCompile(`[;,!\n،؛۔]+|\.(?:\s|$)|\b(?:but|and|lekin|magar|aur|par)\b|(?:^|\s)(?:لیکن|مگر|اور)(?:\s|$)`)
	asksAtEnd   = regexp.MustCompile(`[?؟]\s*$`)

	onlyPolite = re(w(`thanks?(?: you)?(?: so| very)?(?: much)?|shukriya|jazak\w*(?: allah)?|noted|seen|ok(?:ay)?|acknowledged|sure|ji|jee|haan|han|theek(?: hai)?|thik(?: hai)?|acha|achha|zaroor|insha ?allah|inshallah|sir|madam|dear|please|plz|pls|received (?:your|the) (?:message|request|notice|letter)|well received|with thanks|got it|will do`), `شکریہ|جی|ٹھیک ہے|ٹھیک|اچھا|ضرور|انشاءاللہ|ان شاء اللہ|نوٹ`)

	handsIn = re(w(`sent|submitted|attach\w*|enclos\w+|here ?with|find|here (?:is|are|it is|you go)|shared|forwarded|(?:e-?)?mailed|uploaded|dispatched|delivered|provided|given|done|completed|nil|bhej (?:di|diya|dia|diye|chuk\w+)|bheja|bheji|bhijwa\w+|jama|ho ?ga(?:ya|yi)|kar (?:di|diya|dia)|de (?:di|diya)|laga (?:di|diya)|munsalik|mulahiza|hazir`),
		`https?://`, `بھیج د|بھیجا|بھجوا|منسلک|جمع کر|ہو گیا|حاضر`)

	asksBack = re(`^(?:and |aur |so |please |kindly )*`+w(`what|when|who|whom|which|how|why|where|whose|kya|kab|kis|kaun|kon|kitn\w+|kahan|kyun|kaunsa|konsa|kaunsi|konsi`),
		`^(?:is|are|can|could|should|shall|do|does|did|may|will|would|must) (?:it|this|that|there|the|we|i|you|us)\b`,
		`^(?:please |pls |kindly )+`+w(`tell|clarify|confirm|advise|guide|explain|specify|re-?send|send|share|provide|let (?:us|me)|extend|give|allow|grant|wait`),
		w(`kaunsa|konsa|kaunsi|konsi|kis (?:format|shakal|tareeqe)|bata(?:ein|en|do|iye)|format (?:kya|bhej)\w*`), `^(?:کیا|کب|کون|کس|کہاں|کیوں|کتن)`, `کونسا|کون سا|کس شکل|بتائیں`)

	// undoes turns a word of sending into none: it is to come, or it is denied.
	undoes = re(w(`will|shall|(?:i|we|they|he|she|it)'?ll|would|going to|plan(?:s|ning)? to|about to|intend\w* to|hop(?:e|ing) to|expect\w*|try(?:ing)? to|to be|yet to|unable|cannot|can't|could not|couldn't|not|(?:has|have|had|is|was|were|do|does|did|are)n'?t|never|being|need\w*|nahi|nahin|nai|nhi|\S+ (?:ga|gi|ge|gay|gey)|(?:kar|ho) (?:rah[aei]\w*)`),
		`(?:کر|ہو) رہ[اےی]|گا(?:\s|$)|گے|گی(?:\s|$)|نہیں`)

	// putsOff tells that it is not there yet, where no word says that it was sent.
	putsOff = re(w(`shortly|soon|later|yet|still|tomorrow|next week|in (?:the )?process|under \w+|prepar(?:ing|e)|compil(?:ing|e)|collect(?:ing)?|working on|waiting|awaiting|awaited|pending|more time|extension|delay\w*|kal|parson|jald\w*|abhi|waqt|mohlat|tayy?ar|rah[aei]|rahay|baqi`), `کل(?:\s|$)|جلد|ابھی|مہلت|تیار|رہ[اےی]`)
)
