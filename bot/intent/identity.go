package intent

// Who a survivor is, and where she can be found, is told to nobody, whoever asks and for whatever reason.

// identifies reports whether a message asks who a survivor is or how to reach her. What concerns one woman is refused even where the words
// for an office stand beside it; what concerns survivors in general only where something private is asked for. How her name is to be kept is
// a question like others.
func identifies(t string) bool {
	switch {
	case filed.MatchString(t), sheltered(t), hers.MatchString(t):
		return true
	case keptSecret.MatchString(t):
		return false
	case oneWoman.MatchString(t):
		return identity.MatchString(t) && !lawWord.MatchString(t) && !figure.MatchString(t)
	case !survivor.MatchString(t):
		return false
	case private.MatchString(t):
		return !public.MatchString(t)
	}
	return identity.MatchString(t) && !general.MatchString(t)
}

// ofOffice reports whether "her phone number" follows a question about who holds an office, and is asked of the holder.
func ofOffice(prev *Intent, text string) bool {
	t := folded(text)
	before := folded(prev.Text + " " + prev.Words + " " + prev.Context)
	return holdsPost.MatchString(before) && !survivor.MatchString(before) && !oneWoman.MatchString(before) && !survivor.MatchString(t) && !oneWoman.MatchString(t) && !sheltered(t) && !filed.MatchString(t) && !caseOf.MatchString(t)
}

// caseOf are words of a case in court or with the police.
var caseOf = re(w(`case|fir|file|complaint|shikayat|muqadma`), `کیس|مقدمہ|شکایت`)

// sheltered reports whether a message asks where one woman is sheltered: whoever looks for her may be the one she fled from.
func sheltered(t string) bool {
	return refuge.MatchString(t) && !figure.MatchString(t) && (herName.MatchString(t) || thisOne.MatchString(t) && whereabouts.MatchString(t) || oneThere.MatchString(t) && (private.MatchString(t) || anyName.MatchString(t)) || those.MatchString(t))
}

var (
	survivor = re(w(`survivors?|victims?|complainants?|petitioner|aggrieved|mutas?sira|mutasreen|mutasira|zinda bach\w*|rape case|karachi case|(?:that|the|this) (?:girl|woman|case)|us (?:larki|aurat)`), `متاثرہ`, `مظلوم`, `شکار`, `اس (?:لڑکی|عورت|خاتون)`)
	identity = re(w(`hospital|names?|identity|identities|who is|who was|who are|phone|mobile|contact|number|no\.?|address|cnic|nic|id card|whereabouts|photo|picture|where (?:does|is) she|lives?|naam|pata|ghar|shanakhti|rabta|kaun (?:hai|thi)|kon (?:hai|thi)|fir (?:no|number)|date of birth|where (?:is she|was she|she is)|village|gaon|school|email|e-mail|tasveer|tasweer|initials|age|umar`), `نام`, `فون`, `نمبر`, `پتہ`, `شناخت`, `رابطہ`, `کون (?:ہے|تھی)`, `تصویر`, `گاؤں`, `گھر`)
	oneWoman = re(w(`(?:jo|jis|wo|woh|voh|us|uss|is|that|the|this|which) (?:larki|aurat|khatoon|bachi|bachay|girl|woman|lady|child)|(?:girl|woman|lady|larki|aurat|khatoon) (?:(?:in|from|of) the .{0,30}case|jo|jis|who (?:complained|was (?:raped|attacked|burnt|harassed)))|(?:rape|acid|karachi|lahore|harassment) case|(?:acid|fir|case|shikayat)(?: \S+){0,4} wali (?:larki|aurat|khatoon|bachi)|shikayat karn[ea]y? wali`),
		`جس (?:لڑکی|عورت|خاتون|بچی)|(?:شکایت|مقدمہ) (?:کرنے|درج کرانے) والی|شکار (?:ہونے والی )?(?:لڑکی|عورت|خاتون|بچی)`)
	hers    = re(w(`(?:her|us ki|uski) (?:\S+ ){0,2}(?:file|case|fir|cnic|id|phone|contact|mobile) (?:no|number)`))
	filed   = re(w(`who (?:filed|made|lodged|brought) (?:the|this|that|a) (?:\S+ ){0,2}(?:complaint|case|fir)|kis (?:aurat|larki|khatoon) ne (?:\S+ ){0,3}(?:shikayat|case|fir)`), `کس (?:عورت|لڑکی|خاتون) نے .{0,20}(?:شکایت|مقدمہ)`)
	private = re(w(`(?:which|what|kis|kaun ?s[ea]) (?:hospital|ward|village|school|house|mohalla)|(?:mother|father|husband)'?s name|phone|mobile|contact|address|cnic|nic|whereabouts|photo|picture|where (?:does|is) (?:she|that|the girl|the woman)|ghar ka|pata|shanakhti|rabta|identity|date of birth|village|school|email|e-mail|tasveer|tasweer`), `فون|پتہ|شناخت|رابطہ|تصویر`)
	public  = re(w(`helplines?|shelters?|offices?|centres?|centers?|dar ?-?ul ?-?aman|desks?|courts?|committees?|police|commission|ombuds\w+|how many|kitn\w+`), `ہیلپ لائن|دفتر|پناہ گاہ`)
	general = re(w(`what is (?:an?|meant|the (?:definition|meaning|procedure|helpline|punishment|penalty|law|role))|define|definition|means|how many|number of (?:survivors|victims|complain\w*|cases)|law|act|section|rights?|services?|support|protect\w*|shelter|helpline|procedure|kitn[eaiy]+|name of (?:the )?(?:act|law|bill)|who is (?:an?|the) (?:aggrieved|victim|survivor|complainant) (?:person|under|in|of)`), `کتن`, `قانون`, `ہیلپ لائن`, `پناہ گاہ`)

	keptSecret = re(w(`confidential\w*|privacy|disclos\w*|publish\w*|anonym\w*|protect\w* (?:the )?(?:survivors?|victims?|complainants?)'?s? (?:names?|identit\w+|data)|kept (?:secret|private|confidential|from)|zahir|raaz|khufia|khufya|personal particulars`), `رازدار|خفیہ|ظاہر`)

	refuge      = re(w(`shelters?|dar ?-?ul ?-?a?man|safe house|panah ?gah|crisis centre|crisis center|vawc`), `دارالامان|پناہ گاہ`)
	thisOne     = re(w(`she|her|(?:my|his|meri|uski|us ki) (?:wife|sister|daughter|mother|biwi|bivi|behen|behan|beti)`), `میری (?:بیوی|بہن|بیٹی)`)
	whereabouts = re(w(`which|where|what|is she|in she|kis|kahan|kaun ?s[ei]|bed|room|number|address`), `کس|کہاں|نمبر`)
	those       = re(w(`(?:larkiyan|larkiyon|auratein|aurton|girls|women|residents)\b.{0,40}\b(?:naam|names)|(?:naam|names)\b.{0,30}\b(?:larkiyan|larkiyon|auratein|aurton|girls|women|residents)`), `(?:لڑکیوں|لڑکیاں|خواتین|عورتوں) .{0,30}نام`)
	oneThere    = re(w(`larki|aurat|khatoon|bachi|girl|woman|lady`), `لڑکی|عورت|خاتون|بچی`)
	anyName     = re(w(`names?|naam|number|kaun hai|kon hai|who is`), `نام|نمبر|کون ہے`)
	herName     = re(w(`\S+ (?:bibi|begum|d/o|w/o|daughter of|wife of|bint)`), `بی بی|بیگم|بنت|زوجہ`)
)
