package intent

// What is looked at before any question: somebody in danger, and somebody's identity.

var (
	violence  = re(w(`beat(?:s|en|ing)?|hit(?:s|ting)?|hurt(?:s|ing)?|kill(?:s|ed|ing)?|attack(?:s|ed|ing)?|rap(?:e|ed|ing)|burn(?:t|ed|ing)?|strangl\w+|chok(?:e|ed|ing)|stab(?:s|bed|bing)?|threat(?:en(?:s|ed|ing)?|s)?|abus(?:e|ed|es|ing)|violent|torture\w*|lock(?:ed|ing)? (?:me|her) (?:up|in)|slap\w*|forc(?:ed|ing) (?:me|her|my) .{0,20}marry|maar|mar|maarta|marta|maarte|peet|peeta|peet|pit|qatl|jaan se|jala|jalane|dhamki|tashad\w*|zabardasti|ziadti|zyadti|acid phenk\w*|tezab`), `مار`, `پیٹ`, `قتل`, `جلا`, `دھمک`, `تشدد`, `زیادتی`, `تیزاب`)
	happening = re(w(`right now|now|is being|are being|is (?:beating|hitting|hurting|attacking|killing|threatening|abusing)|keeps? (?:beating|hitting|threatening)|going to (?:kill|hurt|beat|burn|marry)|will (?:kill|hurt|beat|burn)|wants? to kill|trying to kill|tonight|at this moment|currently|help me|please help|save (?:me|her)|emergency|urgent|in danger|not safe|unsafe|what (?:do|should|can) (?:i|we) do|run away|escape|abhi|is waqt|raha hai|rahi hai|rahay hain|rahe hain|rha hai|rhe hain|de ga|dega|dein ?ge|dena chahta|karna chahta|bachao|bacha ?lo|madad|khatre|khatray|kya karun|kya karoon|kya karein|kahan jaun`), `ابھی`, `رہا ہے`, `رہے ہیں`, `رہی ہے`, `بچاؤ`, `بچائیں`, `مدد`, `خطر`, `کیا کروں`, `دے گا`)
	someone   = re(w(`i|i'm|me|my|mine|she|her|he|him|woman|girl|wife|sister|mother|daughter|friend|neighbou?r|child|colleague|someone|somebody|lady|aurat|larki|behen|bahen|behan|bhen|sister|maa|ammi|beti|biwi|bivi|bhabhi|dost|parosi|parosan|mujhe|mujhay|mujko|meri|mera|mere|shohar|khawind|susral|baap|bhai|usko|usay|usey`), `مجھے`, `میری`, `میرے`, `میرا`, `بہن`, `بیٹی`, `بیوی`, `ماں`, `عورت`, `لڑکی`, `شوہر`, `خاوند`)
	danger    = re(w(`help me|i am in danger|i'm in danger|she is in danger|save me|mujhe bachao|meri jaan ko khatra|jaan ka khatra|want to die|kill myself|khudkushi karn\w*|suicide`), `مجھے بچاؤ`, `جان کو خطر`)
	statistic = re(w(`how many|how much|number of|figures?|statistics|data|per ?cent|percentage|every day|each day|daily|per year|a year|cases|report(?:ed|s)?|kitn[eaiy]+|rozana|har roz|aadad|law|laws|act|bill|section|policy|punishment|penalty|saza|qanoon|minutes|ipmg|meeting|province|define|definition|what is|kya hai`), `کتن`, `روزانہ`, `قانون`, `سزا`, `اعداد`)
	firstHand = re(w(`me|my|mujhe|mujhay|meri|mera|mere|right now|is being (?:beaten|attacked|hit|killed|raped|burnt)|maar raha hai|mar raha hai|maar rahe hain|peet raha hai|bachao|help`), `مجھے`, `میری`, `میرے`, `مار رہا`, `بچاؤ`)

	survivor = re(w(`survivors?|victims?|complainants?|petitioner|aggrieved|mutas?sira|mutasreen|mutasira|zinda bach\w*|rape case|karachi case|(?:that|the|this) (?:girl|woman|case)|us (?:larki|aurat)`), `متاثرہ`, `مظلوم`, `اس (?:لڑکی|عورت|خاتون)`)
	identity = re(w(`names?|identity|identities|who is|who was|who are|phone|mobile|contact|number|no\.?|address|cnic|nic|id card|whereabouts|photo|picture|where (?:does|is) she|lives?|naam|pata|ghar ka|shanakhti|rabta|kaun hai|kon hai|fir (?:no|number)|date of birth|where (?:is she|was she|she is)`), `نام`, `فون`, `نمبر`, `پتہ`, `شناخت`, `رابطہ`)
	oneWoman = re(w(`(?:jo|wo|woh|voh|us|uss|is|that|the|this|which) (?:larki|aurat|khatoon|bachi|girl|woman|lady|child)|(?:girl|woman|lady|larki|aurat|khatoon) (?:in the .{0,30}case|jo|jis|who (?:complained|was (?:raped|attacked|burnt|harassed)))|(?:rape|acid|karachi|lahore|harassment) case`))
	private  = re(w(`phone|mobile|contact|address|cnic|nic|whereabouts|photo|picture|where (?:does|is) (?:she|that|the girl|the woman)|ghar ka|pata|shanakhti|rabta|identity|date of birth`), `فون|پتہ|شناخت|رابطہ`)
	public   = re(w(`helplines?|shelters?|offices?|centres?|centers?|dar ?-?ul ?-?aman|desks?|courts?|committees?|police|commission|ombuds\w+|how many|kitn\w+`))
	general  = re(w(`what is|define|definition|means|how many|number of (?:survivors|victims|complain\w*|cases)|law|act|section|rights?|services?|support|protect\w*|shelter|helpline|procedure|kitn[eaiy]+|name of (?:the )?(?:act|law|bill)|who is (?:an?|the) (?:aggrieved|victim|survivor|complainant) (?:person|under|in|of)`), `کتن`, `قانون`)
)

// guard reads what comes before every question. The second value is false where none of it is.
func guard(text string) (Kind, bool) {
	t := folded(text)
	switch {
	case inDanger(t):
		return Crisis, true
	case identifies(t):
		return Refuse, true
	case polite(t), others.MatchString(text):
		return SmallTalk, true
	case help.MatchString(t):
		return Help, true
	}
	return "", false
}

// identifies reports whether a message asks who a survivor is or how to reach her. What concerns one woman is refused even where the words
// for an office stand beside it; what concerns survivors in general only where something private is asked for.
func identifies(t string) bool {
	switch {
	case oneWoman.MatchString(t):
		return identity.MatchString(t) && !lawWord.MatchString(t) && !figure.MatchString(t)
	case !survivor.MatchString(t):
		return false
	case private.MatchString(t):
		return !public.MatchString(t)
	}
	return identity.MatchString(t) && !general.MatchString(t)
}

// inDanger reports whether somebody is in danger now. It errs towards yes, except where a figure or a law is asked for.
func inDanger(t string) bool {
	if danger.MatchString(t) || suffers.MatchString(t) && !figure.MatchString(t) && !lawWord.MatchString(t) {
		return true
	}
	if !violence.MatchString(t) || !happening.MatchString(t) || !someone.MatchString(t) {
		return false
	}
	return !statistic.MatchString(t) || firstHand.MatchString(t) && !figure.MatchString(t) && !lawWord.MatchString(t)
}

// suffers are plain statements of violence at home: "my husband beats me", "I am being beaten", "shohar marta hai".
var suffers = re(
	w(`(?:my|meri|mera|mere|her|uska|us ka) (?:husband|brother|father|father-in-law|mother-in-law|in-laws|uncle|son|boss|shohar|khawind|miyan|bhai|baap|abbu|susral|sasural|sas|saas|devar) (?:\S+ ){0,4}(?:beats?|beating|hits?|hitting|slaps?|kicks?|hurts?|burns?|abuses?|threatens?|tortures?|marta|maarta|marte|maarte|peetta|pitta|peette)`),
	w(`(?:i am|i'm|im|she is|she's|my (?:sister|mother|daughter|friend) is) (?:being |getting )?(?:beaten|abused|tortured|threatened|raped|locked)`),
	w(`(?:beats?|hits?|slaps?|kicks?|threatens?|burns?|tortures?|rapes?|raped|attacked) (?:me|my (?:sister|mother|daughter))`),
	w(`(?:shohar|khawind|miyan|susral walay|sasural wale) (?:\S+ ){0,3}(?:marta|maarta|marte|maarte|peetta|pitta|mar raha|maar raha)`),
	w(`mujhe (?:\S+ ){0,4}(?:marta|maarta|marte|maarte|peetta|pitta|dhamki)`), `(?:شوہر|خاوند|سسرال) .{0,30}(?:مارتا|مارتے|پیٹتا|پیٹتے)`, `مجھے .{0,30}(?:مارتا|مارتے|پیٹتا|دھمکی)`)

// ownCase reports whether somebody asks what to do in a matter of their own, or of somebody near them.
func ownCase(t string) bool {
	return (ownPerson.MatchString(t) && ownWrong.MatchString(t) || ownWay.MatchString(t)) && !figure.MatchString(t)
}

var (
	ownPerson = re(w(`i|i'm|i am|me|my|mine|myself|mera|meri|mere|mujhe|mujhay|hum|hamara|hamari|hamein|our family|my (?:sister|mother|daughter|friend|wife|aunt)`), `میرا|میری|میرے|مجھے|ہمیں|ہماری`)
	ownWrong  = re(w(`complain\w*|shikayat|darkhwast|fired?|dismiss\w*|harass\w*|boss|hissa|virasat|wirasat|inherit\w*|divorced?|talaq|haq mehr|maintenance|kharcha|threw|nikal\w*|not giv\w*|nahi de|refus\w+|deny|denied|beat\w*|forced|zabardasti|tang|pareshan|dhamki|salary|tankhwah|blackmail\w*|where (?:do|can|should|to)|what (?:can|should|do) i|kahan ja\w+|kya kar\w*|kis (?:ke paas|se)`), `شکایت|وراثت|حصہ|ہراس|طلاق|خرچ|تنگ|کہاں جا|کیا کر|دھمک`)
	ownWay    = re(w(`(?:where|how|whom|who) (?:can|do|should|shall) (?:i|we|she) (?:complain|apply|report (?:it|this|him)|go)|kahan shikayat|shikayat kahan|shikayat kaise|kis ko shikayat`), `شکایت کہاں|کہاں شکایت`)
)
