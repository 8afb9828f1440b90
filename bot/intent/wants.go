package intent

import (
	"regexp"
	"slices"
	"strings"
)

// A Sort is a sort of thing that questions ask for: a duration, a court, whom a law protects. The search finds passages by the words of the
// question; a Sort tells how the answer looks in a paper, which often shares none of them.
type Sort struct {
	Looks *regexp.Regexp // how the answer looks
	Words []string       // words of papers that stand for those of the question
	Gain  float64        // what a passage gains that looks like the answer
	Must  bool           // what does not look like it is no answer
	Only  bool           // nor is a passage that tells that something else is not said

	ask   *regexp.Regexp
	asked string // the words of the question that ask for it

	defines bool // it asks what something means
}

// sorts are tried in order; the first whose words a question holds is the one that is asked for.
var sorts = []Sort{
	{ask: howLong, Looks: duration, Gain: 1.6, Must: true},
	{ask: re(w(`(?:where|whom|who|how) (?:can|do|does|should|shall|could|to) (?:i|we|she|one|a woman)? ?(?:go to )?(?:complain|lodge|file|report|apply|go)|which office|kahan (?:shikayat|jaye\w*|jaon|jaun)|kis ko shikayat|shikayat kahan`), `شکایت کہاں|کہاں شکایت`),
		Looks: phrase(`complain\w* (?:\w+ ){0,4}(?:to|with) the|complain to|may complain|complaint (?:to|with) the ombuds|file a complaint|report it to the|received? complaints`), Words: []string{"complaint to the Ombudsperson", "may complain", "file a complaint", "complaint"}, Gain: 1.8},
	{ask: re(w(`who (?:all )?(?:can|may|could|is allowed to) (?:\w+ )?(?:complain|apply|file|petition|bring|present|go to|make a complaint|lodge)|kaun shikayat|who (?:complains|applies)`)),
		Looks: phrase(`may (?:also )?(?:be )?(?:present|file|make|complain|bring|appl|authoris|report)\w*|makes? a complaint|complaint (?:is )?made|applies to the|except on a complaint`),
		Words: []string{"may present", "may file", "may report", "complaint made by", "on her behalf", "complaint"}, Gain: 1.5},
	{ask: re(w(`whom? (?:is|are|all is|all are|does|do|will|would) (?:\S+ ){0,8}(?:protect\w*|cover\w*|apply to|benefit\w*)|who (?:counts|qualifies) as|whom .{0,60}protects?|who is (?:protected|covered)|kis ko tahaffuz|kin ko tahaffuz`)),
		Looks: phrase(`"?(?:aggrieved (?:person|woman)|victim|complainant|(?:\w+ ){0,3}workers?|employee)"?,?[^.;]{0,90} means|protects (?:women|any|both|children)|covers? (?:women|both|domestic)|it takes in`),
		Words: []string{"aggrieved", "means", "protects", "victim", "covers"}, Gain: 1.8},
	{ask: re(w(`(?:who|what) (?:is|are|counts as) (?:an? |the |meant by )?.{2,60} (?:under|in|according to|as per) .{0,60}(?:act|bill|law|ordinance|policy)|definitions? of|definition|defin(?:e|ed|es)|meaning|what does .{2,50} mean|meant by|murad`), `مراد|تعریف`),
		Looks: phrase(`means\b|includes an?\b|is called|is a custom|is a person who|stands for`), Words: []string{"means"}, Gain: 1.6, defines: true},
	{ask: re(w(`(?:which|what) (?:court|forum|tribunal)(?: (?:hears?|tries|decides?|handles?|takes up))?(?: (?:the )?(?:cases?|matters?|offences?))?|who (?:tries|hears)|(?:cases?|matters?|offences?) (?:are |is )?(?:tried|heard)|(?:kaun|kon|kis) ?(?:si)? adalat`), `کون سی عدالت|کس عدالت`),
		Looks: phrase(`courts?"?,?[^.;]{0,110} means|tried by|court of sessions?|family court|magistrate of the first|special courts?|goes to the`), Words: []string{"court means", "tried by", "magistrate", "family court", "court of session"}, Gain: 1.5},
	{ask: re(w(`(?:where|which (?:districts?|areas?|places?)) .{0,80}(?:notified|in force|appl(?:y|ies|icable)|extends?|covers?)|(?:appl(?:y|ies|icable)|in force|notified|extends?) (?:\w+ )?where|in force|into force|force|appl(?:y|ies|icable) (?:to|in|where|only)?|extends? to|extent|nafiz`)),
		Looks: phrase(`extends? to|comes? into force|came into force|in force|applies to|notified (?:only )?for|only for`), Words: []string{"extends to", "into force", "notified only", "applies to"}, Gain: 1.3},
	{ask: re(w(`(?:which|what) (?:dept|department|body|bodies|office|ministry|authority) .{0,40}(?:implement\w*|runs?|responsible|in charge|carr(?:y|ies) out|administers?|under|handles?|enforces?)|who (?:implements|runs|administers|carries out|is responsible|is in charge|enforces)|under which (?:ministry|department|dept)|kis (?:mehk\w+|idaray)`)),
		Looks: phrase(`carr(?:y|ies|ied) out|responsible|in charge|administered by|works under|under the (?:\w+ ){0,4}(?:ministry|department)`), Words: []string{"carries out", "carried out", "carry out", "responsible", "works under", "administered by"}, Gain: 1.4},
	{ask: re(w(`replace[sd]?|superseded?|supersedes|repeal(?:s|ed)?`)), Looks: phrase(`supersed|repeal|replac|takes the place|took the place`), Words: []string{"superseded", "repeals", "replaced", "replaces", "takes the place"}, Gain: 1.3},
	{ask: re(w(`what (?:has |have |was |were |is )?(?:changed?|changes|new|amended)|what (?:did|does) .{0,60}(?:change|amend)|changes? (?:in|made|to|under|brought)|kya (?:badla|tabdeel\w*)|raised? the|lower(?:ed)? the`)),
		Looks: phrase(`widen\w*|amend|raise[ds]?\b|substitut|no longer|replac|does not change|likewise remains|left .{0,40} at|where the .{0,60} had`), Words: []string{"widens", "raised", "does not change", "substituted", "no longer"}, Gain: 1.4},
	{ask: re(w(`(?:to )?whom? (?:do|does|did|must|should|shall|will) .{1,40} reports?(?: to)?|reports? to (?:whom|which)|who (?:gets|receives) .{0,40}reports?`)),
		Looks: phrase(`sends? (?:\w+ ){0,4}reports?|reports? .{0,60}\b(?:to|before) the|receives? the .{0,30}reports?|laid before|goes to`), Words: []string{"sends", "report"}, Gain: 1.5},
	{ask: re(w(`(?:name|names) (?:of )?(?:the )?(?:\w+ )?(?:chair\w*|minister|secretary|head|director|dg|ambassador)`), `\b(?:chair\w*|minister|secretary|head|director|dg|ambassador) (?:\S+ ){0,3}names?[?.! ]*$`), Looks: aPersonOrNone, Gain: 1.4, Must: true, Only: true},
	{ask: re(`^who(?:'s| is| was) (?:the )?(?:(?:current|present|new|federal|provincial|chief|prime) )?(?:chair\w*|minister|head|director|dg|ambassador)\b`), Looks: aPersonOrNone, Gain: 1.4, Must: true, Only: true},
	{ask: re(w(`(?:chair\w*|sarbarah)(?: \S+)? (?:ka|ki|ke) naam`), `(?:چیئر\S+|سربراہ) (?:کا|کی|کے) نام`), Looks: aPersonOrNone, Gain: 1.4, Must: true, Only: true},
	{ask: re(w(`(?:minister|wazir|wazeer|secretary|head|director|dg|ombuds\w+|mohtasib|numainda|judge|adviser|mushir)(?: \S+)? (?:ka|ki|ke) naam`), `(?:وزیر|سیکرٹری|ڈائریکٹر|محتسب|نمائندہ|جج|مشیر) (?:کا|کی|کے) نام`), Looks: aPerson, Gain: 1.4, Must: true, Only: true},
	{ask: re(w(`who (?:all )?(?:sits?|serves?|is|are) on|who are (?:the |its |their )?members|(?:members|membership|composition) of|who (?:makes|make) up|(?:made up|consists?) of (?:who|whom|what)|kaun kaun (?:hai|hain|shamil)`)),
		Looks: phrase(`members? [^.;]{0,90}(?:include|are\b|is a|is an)|has (?:\w+ ){1,3}members|\w+ members\b|consists? of|made up of|chairs the|one member each`), Words: []string{"members", "member", "consists of"}, Gain: 1.5},
	{ask: askWho, Looks: aPerson, Gain: 1.4},
	{ask: re(w(`(?:min(?:imum)? |legal |marriage |marriageable )?age (?:of|for|at|limit)|how old|at what age|marriage age|umar|umr`), `عمر`), Looks: phrase(`under \d+ years|\d+ years (?:of age|for)|minimum age|years is|at \d+ years|sixteen|eighteen`), Words: []string{"minimum age", "years of age"}, Gain: 1.6},
	{ask: re(w(`e-?mails?(?: (?:address|id))?|website|web address|url|fax`), `ای میل|ویب سائٹ|فیکس`), Looks: regexp.MustCompile(`@[a-z]|https?:|www\.`), Gain: 1.4, Must: true, Only: true},
	{ask: re(w(`(?:phone|telephone|mobile|contact|cell|whatsapp) ?(?:number|no|num)?|(?:postal|office|street)? ?address of|(?:ka|ki|ke) pata`),
		w(`(?:helpline|hotline|toll[- ]free)'?s? (?:ka )?(?:number|no|num)|numbers? (?:for|of) (?:the )?(?:\w+ )?(?:helpline|hotline)|(?:which|what) number (?:to|do|should|can)|number to (?:call|dial|ring)`), `ہیلپ ?لائن (?:کا )?نمبر|فون|موبائل|(?:کا|کے|کی) پتہ`),
		Looks: regexp.MustCompile(`\b(?:\+?92|0\d{2,3})[ -]?\d{6,}|\b1[0-7]\d\d\b|(?i)\b(?:house|street|block|plot) (?:no\.? ?)?\d`), Gain: 1.4, Must: true, Only: true},
	{ask: re(w(`timings?|(?:opening|office|operating|service) hours|hours of (?:the )?(?:\w+ )?(?:helpline|operation|service)|round the clock|24/7|24 hours|at night|auqaat`), `اوقات|رات کو`),
		Looks: phrase(`(?:24|twenty-four) hours|hours a day|day and night|seven days|\d{1,2}(?::\d\d)? ?(?:am|pm)`), Words: []string{"24 hours a day", "hours"}, Gain: 1.6},
	{ask: re(w(`fees?|charges for|charged for|free of (?:cost|charge)|muft`), `فیس|مفت`), Looks: phrase(`fees?\b|free of (?:cost|charge)`), Words: []string{"fee", "free of cost"}, Gain: 1.6},
	{ask: re(w(`how (?:often|frequently|regularly)|kitni (?:baar|dafa)|frequency`), `کتنی بار`), Looks: phrase(`every (?:\w+ )?(?:days?|weeks?|months?|quarters?|years?)|monthly|quarterly|yearly|annual\w*|bi-annual|twice a|once a|each (?:year|month)|a year\b`), Words: []string{"every", "twice", "yearly", "monthly"}, Gain: 1.6},
	{ask: re(w(`(?:what|which) (?:are|were) the (?:\w+ ){0,4}(?:sets|areas|themes|components|outcomes|priorities|principles|functions|pillars|steps|heads|sectors|practices|stages|parts)|(?:name|list) the`)),
		Looks: phrase(`\w+: [^.;]+,[^.;]+,|(?:are|includ\w+|namely) [^.;,]+,[^.;]+(?:,| and )`), Gain: 1.3},
	{ask: re(w(`who (?:all )?(?:funds?|funded|pays?(?: for)?|paid for|financ\w+|supports?|supported|backs?|backed|sponsors?\w*)|(?:funded|financed|supported|backed|sponsored) by|kis ne (?:fund|paise|madad)|kis ki madad`), `کس نے (?:فنڈ|مدد)|کس کی مدد`),
		Looks: phrase(`support(?:ed)? (?:by|from)|supported the|with (?:the )?(?:technical )?(?:support|help|backing) of|funded (?:from|by)|backed by|borne by|paid (?:by|from)|without pay|await funding|funding of`), Words: []string{"supported by", "support of", "supported the", "funded from"}, Gain: 1.5},
	{ask: re(w(`(?:which|what) (?:sections?|articles?|clauses?|paras?|paragraphs?|dafa)|kis dafa|kaun ?si dafa|konsi dafa`), `کس دفعہ|کون سی دفعہ`), Looks: phrase(`(?:sections?|paragraphs?) \d+`), Gain: 1.2},
	{ask: re(w(`(?:which|what) languages?|languages? (?:of|for|in|are|is)|in which language|kis zaban|kaun ?si zaban|konsi zaban`), `کس زبان|زبانوں`), Looks: phrase(`languages?\b|in english|in urdu|urdu,|sindhi|pashto`), Words: []string{"language", "Urdu", "English", "Pashto", "Sindhi"}, Gain: 1.6},
	{ask: re(w(`targets?|indicators?|hadaf|ahdaf`), `ہدف|اہداف`), Looks: phrase(`target[^.]{0,80}\d|aims? at[^.]{0,60}\d|indicator[^.]{0,120}\d|\d+ ?%? by (?:\w+ )?20\d\d|\d+ (?:\w+ ){1,6}by (?:\w+ )?20\d\d`), Gain: 1.2},
	{ask: re(w(`(?:get|gets|getting|are|is|be) (?:\S+ ){0,2}paid|paid (?:for|a salary)|honorari\w+`)), Looks: phrase(`without pay|unpaid|paid|salar\w+|honorari\w+`), Words: []string{"paid", "pay", "salary"}, Gain: 1.4, Must: true},
	{ask: re(w(`how much|spen[dt]|spending|expenditure|budget|cost|amounts?|allocation|kitn[eaiy]+ (?:paise|raqam|rupay)|rupees|fund(?:s|ing)?`), `کتنی رقم|بجٹ`), Looks: phrase(`rs\.? ?\d|\d million|rupees|(?:budget|cost|amount|fund)[^|]{0,12}: ?\d`), Gain: 1.3, Must: true},
	{ask: re(`%|`+w(`per ?cent(?:age)?|rates?|ratio|prevalence|share of|feesad|fisad|sharah`), `شرح|فیصد`), Looks: phrase(`\d+ ?%|\d per ?cent|\d+ out of \d|\d+ of (?:the )?\d`), Gain: 1.3, Must: true},
	{ask: re(w(`since when|kab ?se`), `کب سے`), Looks: phrase(`(?:since|started|began|begun|launched|set up|opened|from) (?:in |on )?(?:\d{1,2} )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?\d{4}`), Gain: 1.8},
	{ask: askWhen, Looks: aDay, Gain: 1.5},
	{ask: askWhere, Looks: aPlace, Gain: 1.3},
	{ask: figure, Looks: aFigure, Gain: 1.2},
}

// phrase makes a pattern of words of papers, whatever their case.
func phrase(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)\b(?:` + s + `)`) }

// Wants is the sort of thing that is asked for; the zero Sort is nothing in particular.
func (in *Intent) Wants() Sort {
	if in.wants == nil {
		in.wants = &Sort{}
		for _, t := range []string{folded(in.Text), folded(in.Sought)} {
			for _, s := range sorts {
				if s.asked = s.ask.FindString(t); s.asked != "" {
					in.wants = &s
					return s
				}
			}
		}
	}
	return *in.wants
}

// Asked is the words of the question that ask for the sort.
func (s Sort) Asked() string { return strings.TrimSpace(s.asked) }

// Asks reports whether a word of a question only asks for the sort: "budget" is answered by an amount, "time limit" by a duration.
func (s Sort) Asks(w string) bool {
	w = folded(w)
	return s.ask != nil && (s.ask.MatchString(w) || len(s.asked) < 40 && slices.Contains(strings.Fields(s.asked), w))
}

// What sort of thing is asked for, and how it looks in a paper.
var (
	aPersonOrNone = regexp.MustCompile(aPerson.String() + `|\bvacant\b|to be notified|(?:no|not been) (?:chairperson )?(?:has been )?appointed`)

	aPerson  = regexp.MustCompile(`(?:[Cc]hair\w*|[Mm]inister|[Ss]ecretary|[Aa]dviser|Director General)[^.;|]{0,70}, [A-Z][a-z]+ (?:[A-Z]\.? )?[A-Z][a-z]+|\b[A-Z][a-z]+ (?:[A-Z]\.? )?[A-Z][a-z]+(?:,? \(?| \| )(?:the )?(?:first )?(?:Chair|Minister|Secretary|Director General|[Aa]dviser)|by [A-Z][a-z]+ [A-Z][a-z]+|as the first chair`)
	howLong  = re(w(`how long|how many (?:days|months|years|hours)|within how|in how many|period|kitn[eaiy]+ (?:din|dino|mahin\w+|saal|arsa|muddat|ghant\w+)|muddat|within what|time[- ]?(?:limits?|frames?)|time (?:allowed |given )?(?:to|for) (?:decid\w+|a decision|decisions?|dispos\w+|appeals?|trials?|report\w*|fil\w+)|how (?:soon|quickly|fast)`), `کتنی مدت|کتنے دن|کتنے ماہ|کتنے سال|مدت`)
	askWhen  = re(w(`when|since when|what date|which date|date of|kab|kab se|tareekh|by when|kab tak`)+`|\b(?:since|dates?)[?.! ]*$`, `کب|تاریخ`)
	askWhere = re(w(`^(?:and |aur )?where|(?:in|at) (?:which|what) (?:city|town|district|place)|(?:which|what) (?:city|town|districts?|cities|towns)|kahan|kidhar|kis (?:shehr|sheher|zil\w+)`), `کہاں|کس شہر|کس ضلع`)
	aPlace   = regexp.MustCompile(`\b(?:in|at|from|near) [A-Z][a-z]+(?: (?:on|and|was|were|has|is|by)\b|[,.;)])`)
	duration = regexp.MustCompile(`(?i)\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|thirty|sixty|ninety|hundred and twenty) (?:working )?(?:days?|weeks?|months?|years?|hours?)\b`)
	aFigure  = regexp.MustCompile(`\d|(?i)\b(?:none|nil|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b`)
	aDay     = regexp.MustCompile(`\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{1,2}, )?\d{4}\b|\b(?:19|20)\d\d\b`)
)
