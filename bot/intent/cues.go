package intent

import (
	"regexp"
	"slices"
	"strings"
)

// A cue is a sign in the words of a question that tells what is wanted. Cues are tried in order; the first that fits wins, so the more
// particular stand first. The text is folded to lower case with single spaces.
type cue struct {
	kind Kind
	re   *regexp.Regexp
	when func(*Intent) bool // besides the words; nil: always
}

func re(parts ...string) *regexp.Regexp { return regexp.MustCompile(strings.Join(parts, "|")) }

// whoDid asks for the list of those who did report.
var whoDid = re(w(`(?:did|has|have) any (?:bod(?:y|ies)|provinces?|departments?|wdds?|commissions?|delegations?|members?|units?|regions?) (?:reported|report|mentioned|mention|submitted|submit|sent|send|spoken|speak|said|say|raised|raise|told|tell)|(?:which|what) (?:bodies|body|provinces?|departments?|wdds?|commissions?|delegations?|members?|units?|regions?) (?:have |has |had |all )?(?:reported|report|mentioned|submitted|submit|sent|spoke|raised|informed|told|briefed|responded|attended|participated|came|took part|(?:was|were) (?:at|in|present|there))|who (?:all )?(?:has |have )?(?:reported|submitted|sent|mentioned|raised|responded)|kis kis ne (?:\S+ ){0,3}(?:report|bheja|bheji|diya|di|bataya)|kin (?:soobon|subon|sobon|provinces) ne (?:\S+ ){0,3}(?:report|bheja|bheji|diya|di|bataya)`), `کن صوبوں نے`, `کس کس نے`)

// w makes a pattern of whole Latin words.
func w(s string) string { return `\b(?:` + s + `)\b` }

var cues = []cue{
	{Digest, re(w(`summar(?:y|ise|ize|ies)|summarise|summarize|khulasa|khulasah|digest|brief me|gist|tl;?dr`), `\bin (?:\d+|one|two|three|four|five|six|seven) (?:short )?(?:lines?|bullets?|points?|sentences?)\b`, `\b\d+[ -]?(?:lines?|bullets?|points?)\b`, `خلاصہ`), notCompare},
	{FactCheck, re(`, ?(?:no|na|nahi)\?+\s*$`, `,? ?\b(?:right|correct|true|isn'?t it|wasn'?t it|yes)\?+\s*$`, w(`is it true|is it correct|sach hai|kya ye sahi|kya yeh sahi|sahi hai na|theek hai na|i heard|i read|i saw|someone said|they say|claim(?:s|ed)? that|hai na`), `کیا یہ درست`, `کیا یہ سچ`, `ہے نا`), nil},
	{Missing, re(w(`who (?:all )?(?:has|have|had)(?:n'?t| not)|(?:which|what) (?:provinces?|bod(?:y|ies)|departments?|wdds?|commissions?|delegations?|regions?|members?|units?) (?:awaited|missing|absent|silent|pending|late)|who (?:did|does|do)(?:n'?t| not)|who never|(?:which|what) (?:provinces?|bod(?:y|ies)|departments?|wdds?|commissions?|delegations?|regions?|members?|units?) (?:has|have|had|did|do|does|are|is|were|was)(?:n'?t| not| yet to| still to| missing| silent| absent| awaited| late| pending)|sent nothing|nothing (?:was )?(?:sent|received)|who (?:was|were|is|are) (?:absent|missing|silent|late|awaited|not)|yet to (?:report|submit|send|respond)|not (?:yet )?(?:reported|submitted|received|sent|responded)|(?:did|has|have|had) ?(?:n'?t| not) (?:report|submit|send|reply|attend|participate|turn up|show up|come)|who (?:failed to|missed|skipped)|(?:which|what) \w+ (?:missed|skipped|failed to|boycotted)|non[- ]?report\w*|missing reports?|no report from|defaulters?|absentees?|(?:units|provinces|delegations|members|bodies|departments|commissions) (?:that were |who were |which were )?(?:absent|missing)|still awaited|awaited from|outstanding from`),
		w(`kis(?: kis)? n[ea]y? (?:\S+ ){0,7}(?:nahi|nahin|nai|nhi)|(?:kaun|kon)(?: (?:kaun|kon))? (?:(?:abhi|tak|ab|bhi|us|is|mein|main|ijlas|meeting|ipmg|\d+\w*|wahan|log|members?) ){0,5}(?:nahi|nahin|nai|nhi|ghair|absent|missing)|(?:kin|kis(?: kis)?|kaun(?: kaun)?(?: ?s[aei])?|kon(?: kon)?(?: ?s[aei])?) (?:soob\w+|sob[aey]\w*|sub[aoe]\w*|province\w*|idar\w+|mahkm\w+|mehkm\w+|waf[ud]\w*|wufood|delegation\w*|commission\w*|wdds?)(?: \S+){0,8} (?:nahi|nahin|nai|nhi|ghair|absent|missing|baqi|awaited)|kin (?:soobon|subon|sobon|provinces) ne|kis kis ne (?:\S+ ){0,4}(?:nahi|nahin)|report nahi(?:n)? (?:di|ki|bheji|aayi)|nahi(?:n)? (?:bheja|bheji|diya|di|jama)|ghair ?hazir`),
		w(`d[ae]i?r se (?:kis|kaun)|(?:kis|kaun)(?: kis)?(?: n[ea]y?)? (?:\S+ ){0,3}d[ae]i?r se|(?:sab se|sabse) pehl[aei]y? (?:kis|kaun)`), `دیر سے کس|کس (?:کس )?نے .{0,30}دیر|سب سے پہلے کس`,
		`کس نے .{0,40}نہیں`, `کن .{0,30}نہیں`, `کون (?:کون )?(?:(?:ابھی|تک|اب|بھی|اجلاس|میں|صوبہ|ادارہ|رکن) ){0,4}(?:نہیں|غیر)`, `غیر حاضر`, `نہیں (?:دیا|دی|بھیجا|بھیجی)`), asksWho},
	{Missing, whoDid, nil},
	{Compare, re(w(`compare|comparison|versus|vs|side by side|muqabla|mawazna|muqabley|how (?:do|does|did) \S+ (?:and|n) \S+ differ|differ(?:s|ence)?s? between|difference|diff|farq`), `موازنہ`, `فرق`), comparable},
	{Definition, re(w(`difference|differ(?:s|ent)?|diff|farq|full form|stands? for|meaning of|means?|definitions?|def of|define|defined|matlab|what(?:'s| is| are) (?:an? |the )?\S+(?: \S+){0,2}\??$|\S+ kya (?:hai|hota hai|hoti hai|cheez)|kise kehte`), `کیا ہے\??\s*$`, `مطلب`, `فرق`), definable},
	{Timeline, re(w(`timeline|time line|history|chronolog\w+|over (?:time|the years|(?:the |all )?meetings)|through the years|year by year|meeting by meeting|har ijlas mein|evolution|how has|how have|trend|progress(?:ed)? since|progress (?:of|on) .{2,60} (?:over|across|since|from)|across (?:the )?meetings|so far at|(?:has|have) \S+(?: \S+)? (?:told|said|reported)|has been (?:said|told|reported)|ab tak kya|shuru se|from \S+ (?:till|to|until) now|tareekh war|silsila`), `ٹائم لائن`, `اب تک کیا`), nil},
	{Actions, re(w(`action (?:points?|items?)|actions|overdue|owes?|open points?|pending (?:actions?|decisions?|points?|items?)|(?:what(?:'s| is| are| all is)?|anything|everything|which \w+(?: is| are)?) (?:still |now |currently )?(?:pending|open|due|outstanding|awaited)(?: (?:on|for|from|with|of|against))?|who is responsible|responsible for|when did \S+(?: \S+)? (?:submit|send|share|circulate)|(?:has|did|have) \S+(?: \S+)? (?:submit(?:ted)?|sen[dt]|circulated?|shared?) |who owns|zimmedar|deadline (?:of|for)|due date|is due|status of (?:d ?)?\d{1,2}\.\d|follow[- ]?up (?:actions?|points?)`),
		w(`(?:faisl\w*|action\w*|nuk?aat|nukt\w*|kaam|waad\w*) (?:\S+ ){0,6}(?:poor[aei]y?|mukammal|amal|khatam) (?:\S+ ){0,2}(?:nahi|nhi|huay?|hue|hua|hui)|(?:faisl\w*|action\w*|kaam) (?:\S+ ){0,4}(?:baqi|rehta|rehte|reh gaye|adhoor\w+)|(?:deadline|tareekh) guzar`),
		`(?:فیصل|نکات|کام).{0,40}(?:پورے|مکمل|عمل).{0,20}(?:نہیں|ہوئے)`, `(?:فیصل|نکات|کام).{0,30}باقی`, `تاریخ گزر`, `ذمہ دار`, `زیر التوا`), nil},
	{Actions, nil, func(in *Intent) bool { return len(in.Numbers) > 0 }},
	{Decisions, re(w(`decisions?|decided|decide|resolved|resolution|priorit(?:y|ies)|agreed|agree|faisla|faisle|faislay|faislon|tay (?:hua|kiya)|pledge[ds]?|commitments? made|recommend(?:ed|ations?)`), `فیصل`, `ترجیحات`, `قرارداد`, `طے`), ofMeetings},
	{Meeting, re(w(`who (?:all )?(?:attended|participated|was present|were present|came|chaired|hosted|presided|spoke|joined|opened|inaugurated)|attend(?:ed|ance|ees|ing)?|did \S+(?: \S+)? (?:come|show up|turn up)|name (?:of )?(?:the )?(?:chair\w*|minister|secretary|head|representative|delegate)|participants?|took part|(?:was|were) (?:\S+ ){1,6}(?:present|there)|take part|participate|chief guest|keynote|chaired|chairing|presided|hosted|host|convened|venue|what happened|themes?|agenda|reps?|representatives?|delegates?|kis ?ne (?:sadarat|shirkat|chair)|(?:kab|kahan) (?:hui|hua|hoi|huwi|huwa)|kaun (?:kaun )?(?:aaya|aaye|shareek|hazir|tha|thay)|shirkat|sadarat|mehman|mezban\w*`),
		`\b(?:when|where|kab|kahan|date|venue)\b.{0,40}\b(?:meeting|mtg|ipmg|ijlas|held)\b`, `\b(?:meeting|mtg|ipmg|ijlas)\b.{0,30}\b(?:when|where|kab|kahan|kis (?:tareekh|din|shehr)|date|venue|hua tha|hui thi)\b`, `اجلاس .{0,25}(?:کب|کہاں)`, `(?:کب|کہاں) .{0,25}اجلاس`, `شرکت`, `صدارت`), aboutMeeting},
	{Status, re(`^(?:and |aur )?(?:are|was|were) .{1,50}\b(?:a law|an act|still a bill|in force|passed|enacted|notified)\b`, `^(?:\S+ ){1,4}(?:formed|notified|constituted|appointed|opened|started|launched|passed|paid|built)\?+$`, w(`status|state of|latest (?:news|update|position|word)|any (?:news|update|movement|progress)|stage|(?:ka|ki|ke) kya (?:bana|hua|bani|haal)|ready|sanctioned|kahan tak (?:pohn?cha|aaya|gaya)|where does .{0,40} stand|has .{0,60}(?:been )?(?:enacted|passed|approved|notified|launched|become|become law|appointed|established|formed|set up|opened|staffed|filled|ratified|completed|started|begun)|have .{0,60}been (?:enacted|passed|approved|notified|paid|appointed|established|formed|set up|opened|made|completed)|(?:when will|will) .{0,60} (?:start|begin|function|pass|be passed|become law|be enacted|be notified|be launched|be tabled|be ready|be completed|be appointed)|is .{0,50}(?:a law|an act|still a bill|in force|law now|passed|enacted|notified)|enacted|passed (?:yet|already|or not)|is there (?:an? |any )?(?:\S+ ){1,5}(?:law|act|bill)|(?:does|do) (?:\S+ ){1,4}have (?:an? |any )?(?:\S+ ){1,5}(?:law|act|bill)|when (?:was|did|were) .{0,60}(?:passed|pass|enacted|approved|assent\w*|gazetted|notified|made|launched|come into force)|date of .{0,50}(?:act|bill|law|policy|plan)|(?:act|bill|law|policy|plan)(?: 20\d\d)? (?:ki |ka )?(?:date|tareekh)|what (?:has )?(?:happened|became|become) (?:to|of|with)|kab (?:bana|bani|pass|manzoor|paas|laga|aaya)|(?:pass|manzoor|paas|nafiz) (?:hua|ho gaya|hui|ho)|ban (?:gaya|chuka)|pending|lapsed|abhi tak bill|was it \S+ before`), `\bpassed\?+\s*$`, `کب (?:بنا|بنی|منظور|پاس|نافذ)`, `(?:منظور|پاس|نافذ) ہو`, `(?:قانون|ایکٹ) بن`, `\b(?:qanoon|law|act|bill) (?:bhi |abhi |bana )?(?:mojood |maujood )?hai(?: (?:kya|ya nahin?|ke nahin?|keh nahin?))?[?!. ]*$`, `(?:قانون|ایکٹ|بل) (?:بھی |بنا )?(?:موجود )?ہے(?: یا نہیں)?[؟ ]*$`, `کیا صورتحال`, `حیثیت`), notWithin},
	{Compare, nil, lawsOfPlaces},
	{Section, re(w(`punish(?:ments?|ed|es|able)?|penalt(?:y|ies)|fined?|imprison(?:ment|ed)?|jail|saza|jurmana|qaid|sentence|min(?:imum)? age|which section|what section|kis dafa|konsi dafa|kaunsi dafa|provisions?|bailable|cognizable|court (?:decides?|hears?)|complaint under|inquiry committee|definition under|what does .{0,60}(?:act|law|section|bill|ordinance) (?:say|provide|require|allow)`), `سزا`, `جرمانہ`, `قید`, `دفعہ`), nil},
	{Section, nil, func(in *Intent) bool { return len(in.Sections) > 0 && !slices.Contains(in.Topics, "cedaw") }},
	{Plan, re(w(`targets?|thematic areas?|strategic areas?|focus areas?|areas? of|outcome areas?|priority areas?|priorities|outcomes?|indicators?|baseline|components?|objectives?|goals?|pillars?|main focus|quota|strat(?:egic)? plan|budget|allocation|hadaf|maqasid|ahdaf`), `اہداف`, `مقاصد`, `کوٹہ`), planned},
	{Documents, re(w(`which (?:documents?|docs?|papers?|minutes|files?|records?)|(?:list|show|find|give|all|any) (?:me )?(?:all )?(?:the )?(?:documents?|docs?|papers?|files?|records?|minutes|acts|laws|bills|policies|plans)|documents?|docs|indexed|what (?:all )?do (?:you|we) have (?:from|by|of)|in (?:your|the) (?:index|library)|dastaweez\w*|papers (?:on|about|from|between)|what (?:documents|papers|minutes) `), `^(?:all )?(?:the )?(?:any )?(?:press (?:items?|reports?|clippings?|coverage)|newspaper articles?)\b`, `^(?:all )?(?:the )?(?:papers|documents|docs|files|records|acts|laws|bills|policies|plans|corrigenda|trackers|minutes) (?:that (?:were|are) )?(?:[?.!]*$|issued|passed|published|dated|from|of|in|between|since|after|before)\b`, `دستاویز`), notOneMeeting},
	{Commitment, international, nil},
	{Section, re(w(`(?:act|law|bill|ordinance|qanoon|kanoon)(?: \S+){0,8}`), `قانون`, `ایکٹ`), lawAlone},
}

// asksWho: "who does not" asks for somebody, and "an employer who does not" only tells of one.
func asksWho(in *Intent) bool { return !relativeWho.MatchString(folded(in.Text)) }

var relativeWho = re(w(`(?:employers?|persons?|people|m[ae]n|wom[ae]n|girls?|anyone|someone|anybody|somebody|officers?|officials?|registrars?|parents?|guardians?|husbands?|workers?|employees?|respondents?|party|parties|members?|those|one|courts?|victims?|survivors?) who`))

// notWithin: "is there a fee in the Punjab act" asks what a law holds, and not where it stands.
func notWithin(in *Intent) bool { return !isThereIn.MatchString(folded(in.Text)) }

var isThereIn = re(`^(?:is|are|was|were) there (?:an? |any )?.{2,60}?\b(?:in|under|inside|within) (?:the |that |this )?(?:\S+ ){0,6}(?:act|law|bill|ordinance|policy)\b`)

// notOneMeeting: "minutes of the 14th" asks for what is in them.
func notOneMeeting(in *Intent) bool {
	return len(in.Meetings) == 0 || !strings.HasPrefix(folded(in.Text), "minutes of")
}

// notCompare: what stands side by side is compared, however few lines are wished.
func notCompare(in *Intent) bool { return len(in.Places) < 2 && len(in.Docs) < 2 }

// ofMeetings: priorities and recommendations of a policy or a plan are no decisions of the group.
func ofMeetings(in *Intent) bool {
	if t := folded(in.Text); len(in.Meetings) == 0 && (howLong.MatchString(t) || deciders.MatchString(t)) {
		return false
	}
	if len(in.Meetings) == 0 && len(in.Asked) > 0 && priority.MatchString(folded(in.Text)) && !together.MatchString(folded(in.Text)) {
		return false // the priorities of one body stand in its plan
	}
	if t := folded(in.Text); len(in.Meetings) == 0 && international.MatchString(t) && recommended.MatchString(t) && !decided.MatchString(t) {
		return false // what a committee of the United Nations recommends is no decision of the group
	}
	return len(in.Meetings) > 0 || !slices.ContainsFunc(in.Types, func(t string) bool { return t == "policy" || t == "plan" || t == "package" })
}

var (
	international = re(w(`cedaw|sdg|sdgs|beijing|bpfa|upr|gsp\+?|iccpr|ilo|convention|treaty|concluding observations|international commitments?`), `سیڈا`, `بیجنگ`)
	recommended   = re(w(`recommend(?:s|ed|ations?)|sifarish\w*`), `سفارش`)
	decided       = re(w(`decisions?|decided?|resolved|resolution|agreed?|faisl\w*|tay`), `فیصل`, `طے`)

	priority = re(w(`priorit(?:y|ies)|commitments? made`))
	together = re(w(`we|us|our|group|ipmg|agreed?|decided?|set|house|members|hum ne`))
)

// deciders are those who decide cases, which is no decision of the group.
var deciders = re(w(`(?:court|judge|committee|ombuds\w+|mohtasib|adalat) (?:\w+ ){0,3}decides?|(?:resolution|resolve|decision) of (?:a |the )?(?:dispute|case|complaint)s?|appeals? (?:against|from) .{0,40}decisions?|decide (?:a |the )?(?:case|petition|complaint)s?`), `عدالت .{0,20}فیصل`)

// lawsOfPlaces: what the laws of several places say stands side by side, with or without the word.
func lawsOfPlaces(in *Intent) bool {
	t := folded(in.Text)
	return len(in.Places) > 1 && !in.Itself && len(in.Meetings) == 0 && lawWord.MatchString(t) && !reported.MatchString(t) && !everyPlace.MatchString(t)
}

// comparable: two or more bodies or places side by side, a law named beside one of them, or laws by their subjects.
func comparable(in *Intent) bool {
	return len(in.Places) > 1 || len(in.Asked) > 1 || len(in.Docs) > 1 || len(in.Docs) > 0 && len(in.Places) > 0 || billAndAct.MatchString(folded(in.Text)) || in.lawsAlike()
}

// lawsAlike reports whether laws are asked about by their subjects alone: those of two subjects, or all the laws of one.
func (in *Intent) lawsAlike() bool {
	if len(in.Places) > 0 || len(in.Asked) > 0 || len(in.Docs) > 0 || len(in.Meetings) > 0 {
		return false
	}
	topics := slices.Clone(in.Topics)
	for _, d := range in.Doubts {
		for _, t := range d.topics {
			topics = add(topics, t)
		}
	}
	t := folded(in.Text)
	return len(topics) > 1 && lawWord.MatchString(t) || len(topics) > 0 && severalLaws.MatchString(t)
}

var severalLaws = re(w(`acts|bills|laws|legislations?|qawaneen`), `قوانین`)

// billAndAct names a law before and after it was passed.
var billAndAct = re(w(`bill\w* (?:\S+ ){0,3}(?:and|n|vs|with|to|aur) (?:\S+ ){0,3}act|act (?:\S+ ){0,3}(?:and|n|vs|with|aur) (?:\S+ ){0,3}bill`))

// definable: a term is asked about, not what somebody reported of it.
func definable(in *Intent) bool {
	if s := in.Wants(); s.Looks != nil && !s.defines {
		return false
	}
	t := folded(in.Text)
	if whichOne.MatchString(t) || penalty.MatchString(t) || attribute.MatchString(t) && !meaningWord.MatchString(t) {
		return false
	}
	return len(in.Meetings) == 0 && len(in.Sections) == 0 && len(in.Numbers) == 0 && !overdue.MatchString(t) && len(in.Places) < 2 && !lawWord.MatchString(folded(in.Text)) && !figure.MatchString(folded(in.Text))
}

var (
	whichOne    = re(`^which `)                                                                                              // "which text prevails if they differ" asks for one of several
	attribute   = re(w(`(?:ka|ki|ke|kay) \S+ kya (?:hai|hain|tha|thi|thay)`), `(?:کا|کی|کے) \S+ کیا (?:ہے|ہیں|تھا|تھی|تھے)`) // "helpline ka number kya hai" asks for the number
	meaningWord = re(w(`matlab|murad|ta'?reef|definition|meaning|full form|farq|difference`), `مطلب|مراد|تعریف|فرق`)
)

// aboutMeeting: a meeting is named, or the word itself.
func aboutMeeting(in *Intent) bool {
	if in.Itself && beginning.MatchString(folded(in.Text)) {
		return false
	}
	return len(in.Meetings) > 0 || meetingWord.MatchString(folded(in.Text))
}

// beginning are the words that ask how the group itself began, which is no meeting.
var beginning = re(w(`set up|established?|founded|formed|created|started|began|qaim|bani|bana`), `قائم|قیام`)

func planned(in *Intent) bool {
	return slices.Contains(in.Types, "policy") || slices.Contains(in.Types, "plan") || slices.Contains(in.Types, "package") ||
		slices.Contains(in.Topics, "quota") || len(in.Meetings) == 0 && !lawWord.MatchString(folded(in.Text))
}

// lawAlone: a law is asked about and no body is said to report on it.
func lawAlone(in *Intent) bool {
	return !reported.MatchString(folded(in.Text)) && len(in.Meetings) == 0
}

var (
	lawWord     = re(w(`act|acts|bill|law|laws|legislation|ordinance|section|qanoon|dafa`), `قانون`, `ایکٹ`, `دفعہ`)
	meetingWord = re(w(`meeting|mtg|ipmg|ijlas|session`), `اجلاس`)
	reported    = re(w(`report(?:ed|s)?|said|say|told|tell|informed|inform (?:us|the (?:group|house|members|ipmg|meeting))|mention(?:ed)?|update[ds]?|present(?:ed)?|brief(?:ed)?|stated|announced|bataya|bataye|kaha|agah`), `بتایا`, `کہا`, `رپورٹ`, `آگاہ`)
	figure      = re(w(`how (?:many|much)|kitn[eaiy]+|number of|count of|figure`), `کتن`)
)

// folded is the text as the cues read it: lower case, single spaces.
func folded(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// classify gives the kind of a question whose facets are read.
func classify(in *Intent) Kind {
	text := folded(in.Text)
	for _, c := range cues {
		if (c.re == nil || c.re.MatchString(text)) && (c.when == nil || c.when(in)) {
			return c.kind
		}
	}
	return Report
}

var penalty = re(w(`punish(?:ments?|ed|es|able)?|penalt(?:y|ies)|fined?|imprison(?:ment|ed)?|jail|saza|jurmana|qaid|sentence`), `سزا`, `جرمانہ`, `قید`)
