package bot

import "fmt"

// promiseFrames are what the bot says about promises, in English, Roman Urdu and Urdu. Details such as ids, dates and bodies stay as they are.
var promiseFrames = map[string][3]string{
	"you":    {"you", "aap", "آپ"},
	"direct": {"your direct messages", "aap ke direct messages", "آپ کے براہِ راست پیغامات"},
	"send":   {"Send:", "Bhejein:", "بھیجیں:"},
	"guest": {"Guests can ask and read here, but keep no items or reminders. Ask the secretariat to add you as a member.",
		"Mehman yahan pooch saktay hain, magar items ya reminders nahi rakh saktay. Secretariat se kahein ke aap ko member banayein.",
		"مہمان یہاں پوچھ سکتے ہیں مگر کام یا یاد دہانیاں نہیں رکھ سکتے۔ سیکرٹریٹ سے کہیں کہ آپ کو رکن بنائے۔"},
	"survivor": {"That looks like a survivor's identity (a name with an FIR number, or a CNIC). It was not saved. Send what is to be done without the name and number: “follow up the Karachi case with the district committee”.",
		"Is mein kisi mutasira ki pehchan lagti hai (naam ke saath FIR number, ya CNIC). Kuch mehfooz nahi kiya gaya. Naam aur number ke baghair likhein ke kya karna hai.",
		"اس میں کسی متاثرہ کی شناخت معلوم ہوتی ہے (نام کے ساتھ ایف آئی آر نمبر، یا شناختی کارڈ)۔ کچھ محفوظ نہیں کیا گیا۔ نام اور نمبر کے بغیر لکھیں کہ کیا کرنا ہے۔"},
	"no such":        {"%[1]s: there is no such item or reminder; nothing was changed.", "%[1]s: aisa koi item ya reminder nahi; kuch nahi badla.", "%[1]s: ایسا کوئی کام یا یاد دہانی نہیں؛ کچھ نہیں بدلا۔"},
	"too late":       {"That cannot be undone any more: a change can be undone for ten minutes, and once. Nothing was changed.", "Ab wapas nahi ho sakta: sirf das minute tak. Kuch nahi badla.", "اب واپس نہیں ہو سکتا: صرف دس منٹ تک۔ کچھ نہیں بدلا۔"},
	"full":           {"Nothing was saved: the disk I keep things on is full. The operator can see that; please send the same again later.", "Kuch mehfooz nahi hua: meri disk bhar gayi hai. Operator ko nazar aa raha hai; thori der baad dobara bhejein.", "کچھ محفوظ نہیں ہوا: میری ڈسک بھر گئی ہے۔ آپریٹر کو نظر آ رہا ہے؛ تھوڑی دیر بعد دوبارہ بھیجیں۔"},
	"overtaken":      {"It was changed again since; undo the later change first. Nothing was changed.", "Is ke baad phir tabdeeli hui; pehle woh wapas karein. Kuch nahi badla.", "اس کے بعد پھر تبدیلی ہوئی؛ پہلے وہ واپس کریں۔ کچھ نہیں بدلا۔"},
	"not understood": {"I took that for a command, but could not read it. Nothing was changed.", "Yeh hukm lagta hai magar samajh nahi aaya. Kuch nahi badla.", "یہ حکم لگتا ہے مگر سمجھ نہیں آیا۔ کچھ نہیں بدلا۔"},
	"undo button":    {"Undo (10 min)", "Wapas (10 min)", "واپس (10 منٹ)"},
	"edit":           {"Edit", "Tarmeem", "ترمیم"},
	"done button":    {"Done", "Ho gaya", "ہو گیا"},
	"snooze":         {"Snooze 1 week", "1 hafta baad", "ایک ہفتہ بعد"},
	"claim":          {"Assign to myself", "Main karunga", "میں کروں گا"},
	"details":        {"Details", "Tafseel", "تفصیل"},
	"keep":           {"Keep it", "Rehne dein", "رہنے دیں"},
	"cancel it":      {"Cancel it", "Mansookh karein", "منسوخ کریں"},
	"more":           {"More", "Mazeed", "مزید"},

	"log it?":        {"Shall I log that as an action item: %[1]s? Nothing is saved yet.", "Isay action item ke taur par darj karun: %[1]s? Abhi kuch mehfooz nahi.", "اسے کام کے طور پر درج کروں: %[1]s؟ ابھی کچھ محفوظ نہیں۔"},
	"log it":         {"Log it", "Darj karein", "درج کریں"},
	"no":             {"No", "Nahi", "نہیں"},
	"everything":     {"Everything", "Sab kuch", "سب کچھ"},
	"stays":          {"%[1]s stays as it is.", "%[1]s jaisa hai waisa rahe ga.", "%[1]s جیسا ہے ویسا رہے گا۔"},
	"logged":         {"%[1]s logged: %[2]s", "%[1]s darj ho gaya: %[2]s", "%[1]s درج ہو گیا: %[2]s"},
	"due":            {"due %[1]s", "deadline %[1]s", "آخری تاریخ %[1]s"},
	"undated":        {"no deadline", "koi deadline nahi", "کوئی آخری تاریخ نہیں"},
	"owner":          {"Owner: %[1]s", "Zimmedar: %[1]s", "ذمہ دار: %[1]s"},
	"owed by":        {"Owed by: %[1]s", "Idaray: %[1]s", "ادارے: %[1]s"},
	"notices":        {"Reminders in %[1]s", "Yaad dihani: %[1]s", "یاد دہانی: %[1]s"},
	"source":         {"Source: %[1]s", "Hawala: %[1]s", "حوالہ: %[1]s"},
	"no source":      {"Source: your message", "Hawala: aap ka paigham", "حوالہ: آپ کا پیغام"},
	"twice":          {"You said the same a moment ago, so it is one item: %[1]s.", "Yeh aap ne abhi kaha tha, is liye aik hi item hai: %[1]s.", "یہ آپ نے ابھی کہا تھا، اس لیے ایک ہی کام ہے: %[1]s۔"},
	"twice reminder": {"You said the same a moment ago, so it is one reminder: %[1]s.", "Yeh aap ne abhi kaha tha, is liye aik hi reminder hai: %[1]s.", "یہ آپ نے ابھی کہا تھا، اس لیے ایک ہی یاد دہانی ہے: %[1]s۔"},
	"which date":     {"“%[1]s” can be %[2]s. Which one? Nothing is saved yet.", "“%[1]s” se murad %[2]s ho sakta hai. Kaun sa? Abhi kuch mehfooz nahi.", "“%[1]s” سے مراد %[2]s ہو سکتا ہے۔ کون سا؟ ابھی کچھ محفوظ نہیں۔"},
	"or":             {" or ", " ya ", " یا "},

	"set":      {"%[1]s set: %[2]s · %[3]s", "%[1]s: yaad dila dun ga: %[2]s · %[3]s", "%[1]s: یاد دلا دوں گا: %[2]s · %[3]s"},
	"for":      {"For: %[1]s", "Kis ko: %[1]s", "کس کو: %[1]s"},
	"appears":  {"Appears in %[1]s", "Jagah: %[1]s", "جگہ: %[1]s"},
	"no time":  {"No time was given, so it goes out at %[1]s. What time would you like?", "Waqt nahi bataya gaya, is liye %[1]s par aaye ga. Kis waqt chahiye?", "وقت نہیں بتایا گیا، اس لیے %[1]s پر آئے گا۔ کس وقت چاہیے؟"},
	"when":     {"When? Nothing is saved yet: “%[1]s”.", "Kab? Abhi kuch mehfooz nahi: “%[1]s”.", "کب؟ ابھی کچھ محفوظ نہیں: “%[1]s”۔"},
	"morning":  {"Read as %[1]s in the morning; for the evening say %[2]s.", "Subah ke %[1]s samjha gaya; shaam ke liye %[2]s likhein.", "صبح کے %[1]s سمجھا گیا؛ شام کے لیے %[2]s لکھیں۔"},
	"kal":      {"In a command, “kal” is tomorrow.", "Hukm mein “kal” se murad aanay wala kal hai.", "حکم میں “کل” سے مراد آنے والا کل ہے۔"},
	"accept":   {"%[1]s is asked to accept first; until then nothing is sent.", "Pehle %[1]s se poocha jaye ga; tab tak kuch nahi bheja jaye ga.", "پہلے %[1]s سے پوچھا جائے گا؛ تب تک کچھ نہیں بھیجا جائے گا۔"},
	"bound":    {"%[1]s set: %[2]s · %[3]s. The date of the %[4]s is not on record yet, so it stays tied to the meeting and gets its day when that is known.", "%[1]s: %[2]s · %[3]s. %[4]s ki tareekh abhi record par nahi, is liye yeh usi se juda rahe ga.", "%[1]s: %[2]s · %[3]s۔ %[4]s کی تاریخ ابھی ریکارڈ پر نہیں، اس لیے یہ اسی سے جڑا رہے گا۔"},
	"fallback": {"Give a date, or a fallback in case the %[1]s is late?", "Koi tareekh dein, ya mutabadil agar %[1]s dair se ho?", "کوئی تاریخ دیں، یا متبادل اگر %[1]s دیر سے ہو؟"},
	"weekend":  {"%[1]s is %[2]s. The date is kept; the working day before is %[3]s.", "%[1]s ko %[2]s hai. Tareekh wohi rakhi gayi; us se pehle ka kaam ka din %[3]s hai.", "%[1]s کو %[2]s ہے۔ تاریخ وہی رکھی گئی؛ اس سے پہلے کام کا دن %[3]s ہے۔"},
	"use":      {"Use %[1]s", "%[1]s rakhein", "%[1]s رکھیں"},

	"no items":     {"Nothing here: no items fit.", "Yahan kuch nahi.", "یہاں کچھ نہیں۔"},
	"no item fits": {"None of your items fits “%[1]s”. Nothing was changed.", "Aap ka koi kaam “%[1]s” se nahi milta. Kuch nahi badla.", "آپ کا کوئی کام “%[1]s” سے نہیں ملتا۔ کچھ نہیں بدلا۔"},
	"mine none":    {"You have no open items.", "Aap ka koi khula kaam nahi.", "آپ کا کوئی کھلا کام نہیں۔"},
	"no reminders": {"You have no reminders. Times are shown in %[1]s.", "Aap ke koi reminders nahi. Waqt %[1]s mein.", "آپ کی کوئی یاد دہانی نہیں۔ وقت %[1]s میں۔"},
	"reminders":    {"Your %[1]s; times in %[2]s.", "Aap ke reminders: %[3]d; waqt %[2]s mein.", "آپ کی یاد دہانیاں: %[3]d؛ وقت %[2]s میں۔"},
	"cancel?":      {"Cancel %[1]s: %[2]s · %[3]s? Nothing is cancelled yet.", "%[1]s mansookh karun: %[2]s · %[3]s? Abhi kuch mansookh nahi hua.", "%[1]s منسوخ کروں: %[2]s · %[3]s؟ ابھی کچھ منسوخ نہیں ہوا۔"},
	"cancelled":    {"%[1]s cancelled: %[2]s", "%[1]s mansookh: %[2]s", "%[1]s منسوخ: %[2]s"},
	"which one":    {"Which one do you mean? %[1]s fit “%[2]s”.", "Kaun sa? “%[2]s” par %[1]s milte hain.", "کون سا؟ “%[2]s” پر %[1]s ملتے ہیں۔"},
	"none fits":    {"None of your reminders fits “%[1]s”. Nothing was changed.", "Aap ka koi reminder “%[1]s” se nahi milta. Kuch nahi badla.", "آپ کی کوئی یاد دہانی “%[1]s” سے نہیں ملتی۔ کچھ نہیں بدلا۔"},

	"done":        {"%[1]s reported done: %[2]s", "%[1]s mukammal bataya gaya: %[2]s", "%[1]s مکمل بتایا گیا: %[2]s"},
	"no evidence": {"No evidence was given, so its status stays “no evidence available”.", "Koi saboot nahi diya gaya, is liye halat “no evidence available” rahe gi.", "کوئی ثبوت نہیں دیا گیا، اس لیے حالت “no evidence available” رہے گی۔"},
	"reported":    {"Evidence: %[1]s. Reported; the secretariat confirms it.", "Saboot: %[1]s. Ab secretariat tasdeeq kare ga.", "ثبوت: %[1]s۔ اب سیکرٹریٹ تصدیق کرے گا۔"},
	"moved":       {"%[1]s is now due %[2]s; it was %[3]s, which stays in its history.", "%[1]s ki nayi tareekh %[2]s; pehle %[3]s thi, jo tareekh mein mehfooz hai.", "%[1]s کی نئی تاریخ %[2]s؛ پہلے %[3]s تھی، جو محفوظ ہے۔"},
	"undone":      {"Undone: %[1]s of %[2]s was taken back.", "Wapas ho gaya: %[2]s (%[1]s).", "واپس ہو گیا: %[2]s (%[1]s)۔"},
	"not yours":   {"%[1]s belongs to %[2]s. Only they, a member of an owing body, or the secretariat can do that. Nothing was changed.", "%[1]s %[2]s ka hai. Sirf wohi, zimmedar idara, ya secretariat yeh kar sakta hai. Kuch nahi badla.", "%[1]s %[2]s کا ہے۔ صرف وہی، ذمہ دار ادارہ، یا سیکرٹریٹ یہ کر سکتا ہے۔ کچھ نہیں بدلا۔"},
	"secretariat": {"Only the secretariat can do that. Nothing was changed.", "Yeh sirf secretariat kar sakta hai. Kuch nahi badla.", "یہ صرف سیکرٹریٹ کر سکتا ہے۔ کچھ نہیں بدلا۔"},
}

// say fills a sentence about promises in the speaker's language.
func (d *desk) say(key string, args ...any) string {
	form := promiseFrames[key][d.lang]
	if len(args) == 0 {
		return form
	}
	return fmt.Sprintf(form, args...)
}
