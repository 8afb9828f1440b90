package intent

// Somebody is in danger now. The lines to call go before anything else, so that this errs towards yes; but a question about violence, and a
// figure of speech, are no cry for help.

// inDanger reports whether somebody is in danger now.
func inDanger(t string) bool {
	switch general := figure.MatchString(t) || lawWord.MatchString(t); {
	case idiom.MatchString(t):
		return false
	case (cry.MatchString(t) || suffers.MatchString(t)) && !general:
		return true
	case !harm.MatchString(t) || !happening.MatchString(t) || !someone.MatchString(t):
		return false
	default:
		return !inGeneral.MatchString(t) || firstHand.MatchString(t) && !general
	}
}

var (
	// idiom is what only speaks of violence: work kills, and nobody is hurt.
	idiom = re(w(`(?:deadlines?|work ?loads?|work|kaam|traffic|heat|garmi|meetings?|paperwork|reports?|formats?|excel|sheets?|internet|wifi|load ?shedding|laptop|system|queue|waiting|suspense|agenda|schedule|hunger|bhook|thakan|hansi)(?: \S+){0,3} (?:kill\w*|murder\w*|maar\w*|mar (?:diya|raha|gaya|gayi)|jaan le)`),
		w(`(?:this|it|that)(?: is|'s| has| almost| nearly| really) (?:almost |nearly |really |just )?kill\w*`), `(?:کام|گرمی|تھکن|ہنسی|بھوک) .{0,20}(?:مار|مر )`)

	// cry is a call for help, in whatever words.
	cry = re(`^(?:please |plz |pls )?help(?: me)?(?:[!., ]+(?:please|plz|now|someone|somebody|he|she|they|my)\b.*|!+)$`, `^(?:please )?help me[!. ]*$`,
		w(`help me please|please help me,? (?:he|she|they|my)|save me|bachao|bacha ?lo|bachaye|(?:i am|i'm|im|she is|she's|we are|hum|main) in danger|(?:meri |hamari |us ki )?jaan (?:ko|ka|ki) khatra|want(?:s)? to die|(?:don'?t|do not|dont) want to live|kill (?:my|her|him)self|end my life|khudkushi (?:kar\w*|krna)|marna chaht\w+|jeena nahi(?:n)? chaht\w+|(?:commit\w*|attempt\w*|thinking of) suicide|suicidal|police (?:ko )?bula\w*|call the police|(?:someone|somebody|koi) (?:please )?(?:help|madad)|(?:has|have|pulled) a (?:gun|knife|pistol)`),
		`بچاؤ|بچا لو|مجھے بچا|ہمیں بچا|جان کو خطر|مرنا چاہت|خودکشی کر|پولیس (?:کو )?بلا`)

	// suffers are plain statements of violence at home: "my husband beats me", "I am being beaten", "shohar marta hai".
	suffers = re(
		w(`(?:my|meri|mera|mere|her|uska|us ka) (?:husband|brother|father|stepfather|stepbrother|cousin|teacher|fatherinlaw|inlaws?|uncle|son|boss|shohar|khawind|miyan|bhai|baap|abbu|susral|sasural|sas|saas|devar) (?:\S+ ){0,4}(?:beats?|beating|hits?|hitting|slaps?|kicks?|hurts?|burns?|abuses?|threatens?|tortures?|touch(?:es|ing)|molests?|gropes?|marta|maarta|marte|maarte|peetta|pitta|peette)`),
		w(`(?:i am|i'm|im|she is|she's|my (?:sister|mother|daughter|friend) is) (?:being |getting )?(?:beaten|abused|tortured|threatened|raped|locked|bleeding|trapped)`),
		w(`(?:he|she|they|husband|father|brother) (?:broke|burnt|burned|choked|punched|slapped|kicked|stabbed|beat|hit) (?:me|my \w+)`),
		w(`(?:beats?|hits?|slaps?|kicks?|threatens?|burns?|tortures?|rapes?|raped|attacked) (?:me|my (?:sister|mother|daughter))`),
		w(`(?:shohar|khawind|miyan|susral walay|sasural wale) (?:\S+ ){0,3}(?:marta|maarta|marte|maarte|peetta|pitta|mar raha|maar raha)`),
		w(`mujhe (?:\S+ ){0,4}(?:marta|maarta|marte|maarte|peetta|pitta|dhamki|mare ga|maray ga)|(?:mar|maar) ?(?:da|daa?)le?(?: ?ga|ga|ge|gay) (?:mujhe|hamein|use|usay)`), `(?:شوہر|خاوند|سسرال) .{0,70}(?:مارتا|مارتے|پیٹتا|پیٹتے)`, `مجھے .{0,30}(?:مارتا|مارتے|پیٹتا|دھمکی)`)

	harm = re(w(`beat(?:s|en|ing)?|hit(?:s|ting)?|hurt(?:s|ing)?|kill(?:s|ed|ing)?|attack(?:s|ed|ing)?|rap(?:e|ed|ing)|burn(?:t|ed|ing)?|strangl\w+|chok(?:e|ed|ing)|stab(?:s|bed|bing)?|threat(?:en(?:s|ed|ing)?|s)?|abus(?:e|ed|es|ing)|violent|torture\w*|slap\w*|maar|mar|mare|maray|maarta|marta|maarte|marte|peet|peeta|pit|qatl|qatal|jaan se|jala|jalane|aag|dhamki|tashad\w*|ziadti|zyadti`),
		w(`gun|pistol|knife|rod|axe|bandoo[qk]|banduq|cha+[qk]u|chh?urr?i|kulhari|goli`), w(`lock(?:s|ed|ing)?|confin\w+|trapped|band kar\w*|kamray? mein band|qaid|ta+la|won'?t let|can'?t (?:get out|leave|escape)|nikalne nahi`), w(`kidnap\w*|abduct\w*|aghwa|utha(?: kar| k)? le|le gaye|missing|ghayab|follow(?:s|ing) (?:me|her|us)|stalk(?:s|ing) (?:me|her)|peecha kar|peeche (?:lag|par|aa)|shoot(?:s|ing)?|shot`),
		w(`(?:marry|marrying) (?:me|her|my \w+) off|forc(?:e|es|ed|ing) (?:me|her|my .{0,20}) ?(?:to|into) marr\w+|zabardasti|jabran`), w(`poison|zeh?e?r|pills|overdose|bleed\w*|khoon|scream\w*|cheekh\w*|acid|tezab|break(?:ing)? (?:our|my|the|her) door`),
		`مار`, `پیٹ`, `قتل`, `جلا`, `آگ`, `دھمک`, `تشدد`, `زیادتی`, `تیزاب`, `بندوق`, `پستول`, `چاقو`, `چھری`, `بند کر`, `اغوا`, `زبردستی`, `زہر`, `خون`)

	// happening is what goes on now, has just been done, or is about to be.
	happening = re(w(`right now|just now|now|is being|are being|(?:is|are|'s) (?:beating|hitting|hurting|attacking|killing|threatening|abusing|screaming|bleeding|following|forcing|marrying|breaking|outside|locked|trapped|missing)|keeps? (?:beating|hitting|threatening|following)|going to (?:kill|hurt|beat|burn|marry)|(?:will|'ll) (?:kill|hurt|beat|burn|shoot|come back)|wants? to kill|trying to kill|tonight|tomorrow|today|at this moment|currently|please help|save (?:me|her)|emergency|urgent|in danger|not safe|unsafe|scared|afraid|what (?:do|should|can) (?:i|we) do|run away|escape`),
		w(`(?:has|have) (?:been )?(?:kidnapped|abducted|locked|taken|attacked|stabbed|burnt|burned|shot)|(?:has|have) a|threw|outside|won'?t let|hit her|is bleeding`),
		w(`abhi|is waqt|(?:ra|r)ha (?:hai|he|h)|rahi (?:hai|he)|ra?hay? (?:hain?|hen)|rhe hain?|rahe hain?|de ga|dega|dein ?ge|(?:mar|maar)e ?ga|da?lega|dena chahta|(?:karn|krn)a chah\w+|bachao|bacha ?lo|madad|khatre|khatray|kya kar(?:un|oon|ein)|kahan jaun|dar lag|kal (?:nikah|shadi)|nahi de rahe|khara hai|(?:kar|laga|phenk|nikal|jala) ?(?:diya|dia|di|li)(?: hai| he)?|kha li\w*|le gaye|lag gaya`),
		`ابھی`, `رہا ہے`, `رہے ہیں`, `رہی ہے`, `مدد`, `خطر`, `کیا کروں`, `دے گا`, `کل نکاح`, `کر دیا`, `کر لیا`, `لگا دی`, `پھینک د`, `دھمکی دی`, `چاہتے ہیں`, `چاہتا ہے`, `کھا لیا`, `لے کر آ`, `ڈر لگ`)

	someone = re(w(`i|i'm|me|my|mine|our|us|she|her|he|him|they|woman|girl|wife|husband|sister|mother|father|brother|daughter|son|friend|cousin|inlaws?|neighbou?rs?|susar|saas|nand|devar|jeth|saheli|child|colleague|someone|somebody|lady|man|aurat|larki|bachi|behen|bahen|behan|bhen|maa|ammi|abbu|abba|beti|beta|biwi|bivi|bhabhi|khala|chachi|dost|paros(?:i|an)|pados(?:i|an)|mujhe|mujhay|mujko|meri|mera|mere|shohar|khawind|miyan|susral|sasural|baap|bhai|usko|usay|usey|us ne|woh|wo|unhon`),
		`مجھے`, `میری`, `میرے`, `میرا`, `بہن`, `بیٹی`, `بیوی`, `ماں`, `ابو`, `بھائی`, `عورت`, `لڑکی`, `بچی`, `شوہر`, `خاوند`, `وہ `, `سہیلی`, `گھر والے`, `سسر`)

	// inGeneral are the words of a question about violence, and not about somebody in it.
	inGeneral = re(w(`how many|how much|number of|figures?|statistics|data|per ?cent|percentage|every day|each day|daily|per year|a year|cases?|report(?:ed|s)?|kitn[eaiy]+|rozana|har roz|aadad|law|laws|act|bill|section|policy|punishment|penalty|saza|qanoon|minutes|ipmg|meeting|province|soob\w+|define|definition|what is|which|kya hai|agar|when a|can a|if a|agenda|campaign|jurm|crime|dafa|orders?`), `کتن`, `روزانہ`, `قانون`, `سزا`, `اعداد`, `جرم`, `اگر`)
	firstHand = re(w(`me|my|mujhe|mujhay|meri|mera|mere|right now|is being (?:beaten|attacked|hit|killed|raped|burnt)|maar raha hai|mar raha hai|maar rahe hain|peet raha hai|bachao|help`), `مجھے`, `میری`, `میرے`, `مار رہا`, `بچاؤ`)
)

// ownCase reports whether somebody asks what to do in a matter of their own, or of somebody near them.
func ownCase(t string) bool {
	return (ownPerson.MatchString(t) && ownWrong.MatchString(t) || ownWay.MatchString(t)) && !figure.MatchString(t)
}

var (
	ownPerson = re(w(`i|i'm|i am|me|my|mine|myself|mera|meri|mere|mujhe|mujhay|hum|hamara|hamari|hamein|our family|my (?:sister|mother|daughter|friend|wife|aunt)`), `میرا|میری|میرے|مجھے|ہمیں|ہماری`)
	ownWrong  = re(w(`complain\w*|shikayat|darkhwast|fired?|dismiss\w*|harass\w*|boss|hissa|virasat|wirasat|inherit\w*|divorced?|talaq|haq mehr|maintenance|kharcha|threw|nikal\w*|not giv\w*|nahi de|refus\w+|deny|denied|beat\w*|forced|zabardasti|tang|pareshan|dhamki|salary|tankhwah|blackmail\w*|where (?:do|can|should|to)|what (?:can|should|do) i|kahan ja\w+|kya kar\w*|kis (?:ke paas|se)`), `شکایت|وراثت|حصہ|ہراس|طلاق|خرچ|تنگ|کہاں جا|کیا کر|دھمک`)
	ownWay    = re(w(`(?:where|how|whom|who) (?:can|do|should|shall) (?:i|we|she) (?:complain|apply|report (?:it|this|him)|go)|kahan shikayat|shikayat kahan|shikayat kaise|kis ko shikayat`), `شکایت کہاں|کہاں شکایت`)
)
