package bot

import (
	"fmt"
	"strings"
	"unicode"

	"rabita/bot/calendar"
)

// frames are the bot's own words around the quotes, in the languages members write: English, Roman Urdu, Urdu. Quotes stay as they are.
var frames = map[string][3]string{
	"finding": {"%[1]s (%[2]s)", "%[1]s (%[2]s ke mutabiq)", "جواب (%[2]s کے مطابق): “%[1]s”"},
	"line":    {"%[1]s: %[2]s (%[3]s)", "%[1]s: %[2]s (%[3]s ke mutabiq)", "%[1]s (%[3]s کے مطابق): “%[2]s”"},
	"not reported": {"No report from %[1]s is on record; other papers say: %[2]s", "%[1]s: koi report record par nahi; doosray kaghazat kehte hain: %[2]s",
		"%[1]s: کوئی رپورٹ ریکارڈ پر نہیں؛ دوسرے کاغذات میں ہے: %[2]s"},
	"none": {"No passage found on %[1]s; searched %[2]s, %[3]s.", "%[1]s par koi ibarat nahi mili; %[2]s, %[3]s dekhay gaye.",
		"%[1]s کے بارے میں کوئی عبارت نہیں ملی؛ %[2]s، %[3]s دیکھے گئے۔"},
	"not held":        {"The papers searched say nothing on “%[1]s”.", "Dekhay gaye kaghzat “%[1]s” par kuch nahi kehte.", "دیکھے گئے کاغذات “%[1]s” کے بارے میں کچھ نہیں کہتے۔"},
	"nearest":         {"The nearest is about something else: %[1]s.", "Sab se qareeb ibarat kisi aur baat par hai: %[1]s.", "سب سے قریب عبارت کسی اور بات پر ہے: %[1]s۔"},
	"without":         {"Without the %[1]s filter: %[2]s.", "%[1]s ki shart ke baghair: %[2]s.", "%[1]s کی شرط کے بغیر: %[2]s۔"},
	"mean":            {"Did you mean “%[1]s”?", "Kya aap ka matlab “%[1]s” tha?", "کیا آپ کا مطلب “%[1]s” تھا؟"},
	"ask secretariat": {"Ask the secretariat", "Secretariat se poochein", "سیکرٹریٹ سے پوچھیں"},
	"read as":         {"Read as: %[1]s; as of %[2]s.", "Sawal yun parha gaya: %[1]s; %[2]s tak.", "سوال یوں پڑھا گیا: %[1]s؛ %[2]s تک۔"},
	"kept":            {"Kept from before: %[1]s.", "Pehle se rakha: %[1]s.", "پہلے سے رکھا: %[1]s۔"},
	"fixed":           {"“%[1]s” was read as “%[2]s”.", "“%[1]s” ko “%[2]s” parha gaya.", "“%[1]s” کو “%[2]s” پڑھا گیا۔"},
	"unknown":         {"Not known here: %[1]s.", "Na-maloom alfaz: %[1]s.", "نامعلوم الفاظ: %[1]s۔"},
	"which":           {"“%[1]s” can mean more than one thing: %[2]s. Which one?", "“%[1]s” ke kai matlab hain: %[2]s. Kaun sa?", "“%[1]s” کے کئی مطلب ہیں: %[2]s۔ کون سا؟"},
	"no subject":      {"The question does not say what to look for: name a subject, a body or a meeting, for example “what did KP report at the 14th %[1]s”.", "Sawal mein yeh nahi ke kya dhoondna hai: mauzu, idara ya ijlas batayein, masalan “14th %[1]s mein KP ne kya report kiya”.", "سوال میں یہ نہیں کہ کیا ڈھونڈنا ہے: موضوع، ادارہ یا اجلاس بتائیں، مثلاً “14th %[1]s mein KP ne kya report kiya”۔"},
	"the meeting":     {"the %[1]s %[2]s", "%[1]s %[2]s", "%[1]s %[2]s"},
	"wrong date":      {"There is no %[1]s.%[2]s", "%[1]s koi tareekh nahi.%[2]s", "%[1]s کوئی تاریخ نہیں۔%[2]s"},
	"no such date":    {"“%[1]s” is not a date; write the day first, for example 1 December 2019.", "“%[1]s” koi tareekh nahi; pehle din likhein, masalan 1 December 2019.", "“%[1]s” کوئی تاریخ نہیں؛ پہلے دن لکھیں، مثلاً 1 December 2019۔"},
	"near date":       {" Did you mean %[1]s?", " Kya %[1]s murad tha?", " کیا %[1]s مراد تھا؟"},
	"time alone":      {"“%[1]s” is a time and asks for nothing: say what you are looking for, for example “what was decided at the 14th %[2]s”.", "“%[1]s” sirf waqt hai: batayein kya chahiye, masalan “14th %[2]s ke faislay”.", "“%[1]s” صرف وقت ہے: بتائیں کیا چاہیے، مثلاً “14th %[2]s کے فیصلے”۔"},
	"old":             {"The newest source here is from %[1]s: ask the body whether it still holds.", "Sab se naya hawala %[1]s ka hai: idaray se pooch lein ke ab bhi yehi hai.", "سب سے نیا حوالہ %[1]s کا ہے: ادارے سے پوچھ لیں کہ اب بھی یہی ہے۔"},
	"yes":             {"Yes: %[1]s", "Ji haan: %[1]s", "جی ہاں: %[1]s"},
	"silent":          {"No mention at the %[1]s meeting.", "%[1]s ijlas mein koi zikr nahi.", "%[1]s اجلاس میں کوئی ذکر نہیں۔"},
	"no meeting":      {"No minutes of a %[1]s %[2]s meeting are on record, as of %[3]s.", "%[1]s %[2]s ijlas ki karwai (minutes) record par nahi, %[3]s tak.", "%[1]s %[2]s اجلاس کی کارروائی ریکارڈ پر نہیں، %[3]s تک۔"},
	"named":           {"named: %[1]s", "naam: %[1]s", "نام: %[1]s"},
	"superseded":      {"superseded by %[1]s [%[2]s]", "iski jagah ab %[1]s [%[2]s]", "اس کی جگہ اب %[1]s [%[2]s]"},
	"told by others":  {"not %[1]s's own report", "%[1]s ki apni report nahi", "%[1]s کی اپنی رپورٹ نہیں"},
	"advice": {"This is what the papers say, not legal advice. Legal aid: %[1]s.", "Yeh kaghzat ki ibarat hai, qanooni mashwara (legal advice) nahi. Qanooni imdad: %[1]s.",
		"یہ دستاویزات کی عبارت ہے، قانونی مشورہ (legal advice) نہیں۔ قانونی امداد: %[1]s۔"},
	"legal aid": {"ask a lawyer, the bar association's legal aid committee or the women's commission of the province", "wakeel, bar ki legal aid committee ya soobay ke khawateen commission se poochein",
		"وکیل، بار کی لیگل ایڈ کمیٹی یا صوبے کے خواتین کمیشن سے پوچھیں"},
	"no more":   {"No more on this: %[1]s fitted, and all have been shown.", "Is par aur kuch nahi: %[1]s mili thin, sab dikhayi ja chukin.", "اس پر اور کچھ نہیں: %[1]s ملی تھیں، سب دکھائی جا چکیں۔"},
	"around":    {"More around this", "Is ke aas paas", "اس کے آس پاس"},
	"open":      {"Open document", "Dastawez kholein", "دستاویز کھولیں"},
	"copy":      {"Copy", "Copy", "کاپی"},
	"cite":      {"Copy citation", "Hawala copy", "حوالہ کاپی"},
	"change":    {"Change", "Badlein", "بدلیں"},
	"no record": {"no record", "koi record nahi", "کوئی ریکارڈ نہیں"},

	"semicolon": {"; ", "; ", "؛ "},

	// who has reported, and who has not
	"present, reported":         {"present, reported", "hazir, report di", "حاضر، رپورٹ دی"},
	"absent, no written report": {"absent, no written report", "ghair hazir, koi tehreeri report nahi", "غیر حاضر، کوئی تحریری رپورٹ نہیں"},
	"written report only":       {"written report only", "sirf tehreeri report", "صرف تحریری رپورٹ"},
	"did not report":            {"did not report", "report nahi di", "رپورٹ نہیں دی"},
	"all delegations reported":  {"all delegations reported", "tamam wufood ne report di", "تمام وفود نے رپورٹ دی"},
	"no record from":            {"No record from %[1]s on %[2]s.", "%[1]s ka %[2]s par koi record nahi.", "%[2]s پر %[1]s کا کوئی ریکارڈ نہیں۔"},
	"reported, no record from":  {"%[1]s reported on %[2]s; no record from %[3]s.", "%[2]s par %[1]s ne report di; %[3]s ka koi record nahi.", "%[2]s پر %[1]s نے رپورٹ دی؛ %[3]s کا کوئی ریکارڈ نہیں۔"},
	"all reported":              {"All reported on %[1]s: %[2]s.", "%[1]s par sab ne report di: %[2]s.", "%[1]s پر سب نے رپورٹ دی: %[2]s۔"},
	"none reported":             {"No record on %[1]s from any of them.", "%[1]s par kisi ka koi record nahi.", "%[1]s پر کسی کا کوئی ریکارڈ نہیں۔"},
	"every record":              {"Every place has a record on %[1]s.", "%[1]s par har jagah ka record hai.", "%[1]s پر ہر جگہ کا ریکارڈ ہے۔"},
	"searched all":              {"Searched all %[1]s of %[2]s; “no record” is not “nothing happened”.", "%[2]s ki tamam %[1]s dekhi gayin; “koi record nahi” ka matlab “kuch nahi hua” nahi.", "%[2]s کی تمام %[1]s دیکھی گئیں؛ “کوئی ریکارڈ نہیں” کا مطلب “کچھ نہیں ہوا” نہیں۔"},
	"not submitted":             {"not submitted by %[1]s", "%[1]s se abhi tak nahi mila", "%[1]s سے ابھی تک نہیں ملا"},
	"all received":              {"all have been received", "sab se mil chuka", "سب سے مل چکا"},
	"late":                      {"%[1]s late (%[2]s, due %[3]s)", "%[1]s se dair se mila (%[2]s, deadline %[3]s)", "%[1]s سے دیر سے ملا (%[2]s، آخری تاریخ %[3]s)"},
	"on time":                   {"On time: %[1]s.", "Waqt par: %[1]s.", "وقت پر: %[1]s۔"},
	"no record of":              {"no record: %[1]s", "koi record nahi: %[1]s", "کوئی ریکارڈ نہیں: %[1]s"},
	"awaited":                   {"awaited", "abhi nahi mila", "ابھی نہیں ملا"},
	"received":                  {"received %[1]s", "%[1]s ko mila", "%[1]s کو ملا"},
	"received late":             {"received late, %[1]s", "dair se mila, %[1]s", "دیر سے ملا، %[1]s"},
	"outstanding from":          {"outstanding from %[1]s", "%[1]s se aana baqi", "%[1]s سے آنا باقی"},
	"received from":             {"received from %[1]s", "%[1]s se mil gaya", "%[1]s سے مل گیا"},

	// which places have a law
	"acts held":   {"Acts on %[1]s on record: %[2]s.", "Record par %[1]s ke Acts: %[2]s.", "ریکارڈ پر %[1]s کے ایکٹ: %[2]s۔"},
	"act told":    {"%[1]s (%[2]s, as the minutes say)", "%[1]s (%[2]s, minutes ke mutabiq)", "%[1]s (%[2]s، کارروائی کے مطابق)"},
	"no act held": {"No Act on record of %[1]s; what they last said of it is below.", "%[1]s ka koi Act record par nahi; unki aakhri baat neeche hai.", "%[1]s کا کوئی ایکٹ ریکارڈ پر نہیں؛ ان کی آخری بات نیچے ہے۔"},

	// meetings, decisions, action points, papers
	"chair":          {"chair: %[1]s", "sadarat: %[1]s", "صدارت: %[1]s"},
	"decisions of":   {"Decisions of the %[1]s %[2]s: %[3]s. %[4]s", "%[1]s %[2]s ke faislay: %[3]s. %[4]s", "%[1]s %[2]s کے فیصلے: %[3]s۔ %[4]s"},
	"by":             {"%[1]s by %[2]s", "%[1]s: %[2]s tak", "%[1]s: %[2]s تک"},
	"before the":     {"%[1]s before the %[2]s", "%[1]s: %[2]s se pehle", "%[1]s: %[2]s سے پہلے"},
	"undated":        {"%[1]s without a date", "%[1]s: koi tareekh nahi", "%[1]s: کوئی تاریخ نہیں"},
	"point":          {"%[1]s %[2]s, due %[3]s: %[4]s", "%[1]s %[2]s, deadline %[3]s: %[4]s", "%[1]s، آخری تاریخ %[3]s: %[4]s — “%[2]s”"},
	"due before the": {"before the %[1]s", "%[1]s se pehle", "%[1]s سے پہلے"},
	"no date":        {"no date", "koi tareekh nahi", "کوئی تاریخ نہیں"},
	"not yet due":    {"not yet due", "abhi waqt baqi hai", "ابھی وقت باقی ہے"},
	"done":           {"done", "mukammal", "مکمل"},
	"overdue":        {"overdue by its date", "tareekh guzar chuki, yani overdue", "تاریخ گزر چکی"},
	"last tracker":   {"last tracker (%[1]s): %[2]s", "aakhri tracker (%[1]s): %[2]s", "آخری ٹریکر (%[1]s): “%[2]s”"},
	"responsible":    {"responsible: %[1]s", "zimmedar: %[1]s", "ذمہ دار: %[1]s"},
	"no point":       {"No action point fits that, as of %[1]s.", "%[1]s tak aisa koi action point nahi.", "%[1]s تک ایسا کوئی نکتۂ عمل نہیں۔"},
	"latest tracker": {"The latest tracker is of %[1]s: what was completed later is not known here.", "Aakhri tracker %[1]s ka hai: is ke baad kya mukammal hua, yahan maloom nahi.", "آخری ٹریکر %[1]s کا ہے: اس کے بعد کیا مکمل ہوا، یہاں معلوم نہیں۔"},
	"papers":         {"%[1]s: %[2]s.", "%[1]s: %[2]s.", "%[1]s: %[2]s۔"},
	"on":             {"%[1]s on %[2]s", "%[1]s, %[2]s", "%[1]s، %[2]s"},
	"at the":         {"%[1]s at the %[2]s %[3]s", "%[2]s %[3]s mein %[1]s", "%[2]s %[3]s میں %[1]s"},
	"gone": {"That passage is not available any more. Ask the question again to see what there is now.", "Yeh ibarat ab dastyab nahi. Sawal dobara poochein.",
		"یہ عبارت اب دستیاب نہیں۔ سوال دوبارہ پوچھیں۔"},

	// care
	"call now":  {"Call now: %[1]s.", "Abhi call karein: %[1]s.", "ابھی فون کریں: %[1]s۔"},
	"in danger": {"If anybody is in danger now, call %[1]s.", "Agar koi abhi khatre mein hai to call karein: %[1]s.", "اگر کوئی ابھی خطرے میں ہے تو فون کریں: %[1]s۔"},
	"to safety": {"If you can, get to a safe place with other people, and take the children and the phone. You need to tell nobody here who you are.",
		"Agar ho sakay to kisi mehfooz jagah, logon ke paas chalay jayein; bachay aur phone saath lein. Yahan kisi ko naam batane ki zaroorat nahi.",
		"ہو سکے تو کسی محفوظ جگہ، لوگوں کے پاس چلے جائیں؛ بچے اور فون ساتھ لیں۔ یہاں کسی کو نام بتانے کی ضرورت نہیں۔"},
	"checked": {"checked %[1]s", "%[1]s ko jaancha gaya", "%[1]s کو جانچا گیا"},
	"not identified": {"I do not share anything that could identify a survivor: no name, number or address. I can give figures, the procedure, the office to complain to, or the helplines.",
		"Main kisi mutasira ki pehchan (naam, number, pata) nahi bata sakta. Aadad-o-shumar, tareeqa-e-kaar, shikayat ka daftar ya helpline bata sakta hoon.",
		"میں کسی متاثرہ کی شناخت (نام، نمبر، پتہ) نہیں بتا سکتا۔ اعداد و شمار، طریقہ کار، شکایت کا دفتر یا ہیلپ لائن بتا سکتا ہوں۔"},
	"at your service": {"At your service. Ask me what was reported or decided, or write “help”.", "Hazir hoon. Poochein ke kya report ya faisla hua, ya “help” likhein.",
		"حاضر ہوں۔ پوچھیں کہ کیا رپورٹ یا فیصلہ ہوا، یا “مدد” لکھیں۔"},
	"help": {"Ask about the papers, keep promises, set reminders: write it after @rabita, here or in a thread.",
		"Kaghzat ke bare mein poochein, waday mehfooz rakhein, yaad dihani lagayein: @rabita ke baad likhein, yahan ya kisi thread mein.",
		"دستاویزات کے بارے میں پوچھیں، وعدے محفوظ رکھیں، یاد دہانی لگائیں: @rabita کے بعد لکھیں، یہاں یا کسی تھریڈ میں۔"},
	"help on": {"Help on %[1]s: these lines work after @rabita, in a direct message, and with a slash.", "%[1]s: yeh lines @rabita ke baad, direct message mein, aur slash ke saath chalti hain.",
		"%[1]s: یہ لائنیں @rabita کے بعد، براہِ راست پیغام میں، اور سلیش کے ساتھ چلتی ہیں۔"},
	"help ask": {"Ask", "Poochein", "پوچھیں"}, "help promise": {"Promise", "Wada karein", "وعدہ کریں"}, "help remind": {"Be reminded", "Yaad dihani", "یاد دہانی"},
	"help more": {"More of each: “help add”, “help request”, “help meeting”.", "Har cheez ki tafseel: “help add”, “help request”, “help meeting”.", "ہر چیز کی تفصیل: “help add”، “help request”، “help meeting”۔"},
	"help quotes": {"Every answer is a verbatim quote with its source. Roman Urdu and Urdu work too: “KP ne kya report kiya?”",
		"Har jawab lafz ba lafz hawala hai, apne source ke saath. English aur Urdu script mein bhi pooch saktay hain.",
		"ہر جواب لفظ بہ لفظ اقتباس ہے، حوالے کے ساتھ۔ انگریزی اور رومن اردو میں بھی پوچھ سکتے ہیں۔"},

	// captions and heads of tables
	"Who reported":           {"Who reported", "Kis ne report di", "کس نے رپورٹ دی"},
	"Passages on":            {"Passages on %[1]s", "%[1]s par ibaratein", "%[1]s پر عبارتیں"},
	"due":                    {"%[1]s, due %[2]s", "%[1]s, deadline %[2]s", "%[1]s، آخری تاریخ %[2]s"},
	"Attendance as recorded": {"Attendance as recorded", "Haziri, record ke mutabiq", "حاضری، ریکارڈ کے مطابق"},
	"Place":                  {"Place", "Jagah", "جگہ"},
	"Meeting":                {"Meeting", "Ijlas", "اجلاس"},
	"State":                  {"State", "Halat", "حالت"},
	"Source":                 {"Source", "Hawala", "حوالہ"},
	"Passages":               {"Passages", "Ibaratein", "عبارتیں"},
	"Last":                   {"Last", "Aakhri", "آخری"},
	"Body":                   {"Body", "Idara", "ادارہ"},
	"No.":                    {"No.", "No.", "نمبر"},
	"Action":                 {"Action", "Kaam", "کام"},
	"Due":                    {"Due", "Deadline", "آخری تاریخ"},
	"Id":                     {"Id", "Id", "شناخت"},
	"Document":               {"Document", "Dastawez", "دستاویز"},
	"Date":                   {"Date", "Tareekh", "تاریخ"},
	"Issued":                 {"Issued", "Jari", "اجرا"},
}

// nouns are what is counted: one and several of it.
var nouns = map[string][3][2]string{
	"document": {{"document", "documents"}, {"dastawez", "dastawezat"}, {"دستاویز", "دستاویزات"}},
	"passage":  {{"passage", "passages"}, {"ibarat", "ibaratein"}, {"عبارت", "عبارتیں"}},
	"decision": {{"decision", "decisions"}, {"faisla", "faislay"}, {"فیصلہ", "فیصلے"}},
}

// facetWords name the facets of a question, and the kinds of question, in the line that says how it was read.
var facetWords = map[string][3]string{
	"place": {"place", "jagah", "جگہ"}, "body": {"body", "idara", "ادارہ"}, "topic": {"topic", "mauzu", "موضوع"}, "paper": {"paper", "dastawez", "دستاویز"},
	"meeting": {"meeting", "ijlas", "اجلاس"}, "section": {"section", "dafa", "دفعہ"}, "dates": {"dates", "tareekhein", "تاریخیں"}, "date": {"date", "tareekh", "تاریخ"},
	"places": {"places", "jagah", "جگہ"}, "bodies": {"bodies", "idaray", "ادارے"}, "topics": {"topics", "mauzu", "موضوع"}, "types": {"types", "dastawez ki qism", "دستاویز کی قسم"},
	"sets": {"sets", "idaron ka group", "اداروں کا گروپ"}, "papers": {"papers", "dastawez", "دستاویز"}, "meetings": {"meetings", "ijlas", "اجلاس"},
	"sections": {"sections", "dafa", "دفعہ"}, "numbers": {"numbers", "faisla number", "فیصلہ نمبر"}, "words": {"words", "alfaz", "الفاظ"},
	"report": {"report", "report", "رپورٹ"}, "status": {"status", "status", "حیثیت"}, "compare": {"compare", "muqabla", "موازنہ"}, "timeline": {"timeline", "timeline", "ترتیبِ وقت"},
	"missing": {"missing", "kis ne nahi di", "کس نے نہیں دی"}, "decisions": {"decisions", "faislay", "فیصلے"}, "actions": {"actions", "action points", "نکاتِ عمل"},
	"definition": {"definition", "matlab", "مطلب"}, "plan": {"plan", "plan", "منصوبہ"}, "documents": {"documents", "dastawezat", "دستاویزات"}, "digest": {"digest", "khulasa", "خلاصہ"},
	"act": {"act", "act", "ایکٹ"}, "bill": {"bill", "bill", "بل"}, "policy": {"policy", "policy", "پالیسی"}, "package": {"package", "package", "پیکج"},
	"fact_check": {"fact_check", "tasdeeq", "تصدیق"}, "commitment": {"commitment", "commitment", "عہد"},
}

// tongue is the column of a language in the tables of the bot's own words: 0 English, 1 Roman Urdu, 2 Urdu.
func tongue(lang string) int { return map[string]int{"roman_ur": 1, "ur": 2}[lang] }

// say fills one of the bot's own sentences in the asker's language.
func (b *Bot) say(a asker, key string, args ...any) string {
	return fill(frames[key][tongue(a.in.Lang)], args)
}

// heads are the column heads of a table in the asker's language.
func (b *Bot) heads(a asker, keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = b.say(a, k)
	}
	return out
}

// facet is the name of a facet or of a kind of question in the asker's language.
func (b *Bot) facet(a asker, key string) string {
	if w, ok := facetWords[key]; ok {
		return w[tongue(a.in.Lang)]
	}
	return key
}

// count is "4 passages" in the asker's language.
func (b *Bot) count(a asker, n int, noun string) string {
	forms := nouns[noun][tongue(a.in.Lang)]
	if n == 1 {
		return "1 " + forms[0]
	}
	return fmt.Sprintf("%d %s", n, forms[1])
}

// list joins names as a sentence of the asker's language does.
func (b *Bot) list(a asker, names []string) string {
	joints := [3][2]string{{", ", " and "}, {", ", " aur "}, {"، ", " اور "}}[tongue(a.in.Lang)]
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], joints[0]) + joints[1] + names[last]
}

// named is the name of a body, place or topic as the asker would write it: in Urdu by its first name in that script, if it has one.
func (b *Bot) named(a asker, kind, key string) string {
	voc := b.voc.Load()
	if e, ok := voc.Lookup(kind, key); ok && a.in.Lang == "ur" {
		for _, alias := range e.Aliases {
			if strings.ContainsFunc(alias, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
				return alias
			}
		}
	}
	return name(voc, kind, key)
}

// nth is the number of a meeting as the asker would write it: "14th", in Urdu "14ویں".
func (b *Bot) nth(a asker, n int) string {
	if a.in.Lang == "ur" {
		return fmt.Sprintf("%dویں", n)
	}
	return calendar.Ordinal(n)
}

// nths are the numbers of several meetings.
func (b *Bot) nths(a asker, meetings []int) string {
	var out []string
	for _, n := range meetings {
		out = append(out, b.nth(a, n))
	}
	return b.list(a, out)
}
