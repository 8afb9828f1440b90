package bot

import (
	"strings"
)

// refusals are what the bot says where it does not do what was ordered, or not yet: what is wrong, or what it asks first; in English, Roman
// Urdu and Urdu. Details such as ids, dates and bodies stay as they are.
var refusals = map[string][3]string{
	"guest": {"Guests can ask and read here, but keep no items or reminders. Ask the secretariat to add you as a member.",
		"Mehman yahan pooch saktay hain, magar items ya reminders nahi rakh saktay. Secretariat se kahein ke aap ko member banayein.",
		"مہمان یہاں پوچھ سکتے ہیں مگر کام یا یاد دہانیاں نہیں رکھ سکتے۔ سیکرٹریٹ سے کہیں کہ آپ کو رکن بنائے۔"},
	"keeps nothing": {"%[1]s can keep no items or reminders here: guests, apps, and people who left or are of another organisation cannot. Nothing was changed.",
		"%[1]s yahan items ya reminders nahi rakh saktay: mehman, apps, aur jo ja chukay ya doosray idaray ke hain nahi rakh saktay. Kuch nahi badla.",
		"%[1]s یہاں کام یا یاد دہانیاں نہیں رکھ سکتے: مہمان، ایپس، اور جو جا چکے یا دوسرے ادارے کے ہیں نہیں رکھ سکتے۔ کچھ نہیں بدلا۔"},
	"survivor": {"That looks like a survivor's identity (a name with an FIR number, or a CNIC). It was not saved. Send what is to be done without the name and number: “follow up the Karachi case with the district committee”.",
		"Is mein kisi mutasira ki pehchan lagti hai (naam ke saath FIR number, ya CNIC). Kuch mehfooz nahi kiya gaya. Naam aur number ke baghair likhein ke kya karna hai.",
		"اس میں کسی متاثرہ کی شناخت معلوم ہوتی ہے (نام کے ساتھ ایف آئی آر نمبر، یا شناختی کارڈ)۔ کچھ محفوظ نہیں کیا گیا۔ نام اور نمبر کے بغیر لکھیں کہ کیا کرنا ہے۔"},
	"no such":         {"%[1]s: there is no such item or reminder; nothing was changed.", "%[1]s: aisa koi item ya reminder nahi; kuch nahi badla.", "%[1]s: ایسا کوئی کام یا یاد دہانی نہیں؛ کچھ نہیں بدلا۔"},
	"too late":        {"That cannot be undone any more: a change can be undone for ten minutes, and once. Nothing was changed.", "Ab wapas nahi ho sakta: sirf das minute tak. Kuch nahi badla.", "اب واپس نہیں ہو سکتا: صرف دس منٹ تک۔ کچھ نہیں بدلا۔"},
	"full":            {"Nothing was saved: the disk I keep things on is full. The operator can see that; please send the same again later.", "Kuch mehfooz nahi hua: meri disk bhar gayi hai. Operator ko nazar aa raha hai; thori der baad dobara bhejein.", "کچھ محفوظ نہیں ہوا: میری ڈسک بھر گئی ہے۔ آپریٹر کو نظر آ رہا ہے؛ تھوڑی دیر بعد دوبارہ بھیجیں۔"},
	"overtaken":       {"It was changed again since; undo the later change first. Nothing was changed.", "Is ke baad phir tabdeeli hui; pehle woh wapas karein. Kuch nahi badla.", "اس کے بعد پھر تبدیلی ہوئی؛ پہلے وہ واپس کریں۔ کچھ نہیں بدلا۔"},
	"not understood":  {"I took that for a command, but could not read it. Nothing was changed.", "Yeh hukm lagta hai magar samajh nahi aaya. Kuch nahi badla.", "یہ حکم لگتا ہے مگر سمجھ نہیں آیا۔ کچھ نہیں بدلا۔"},
	"log it?":         {"Shall I log that as an action item: %[1]s? Nothing is saved yet.", "Isay action item ke taur par darj karun: %[1]s? Abhi kuch mehfooz nahi.", "اسے کام کے طور پر درج کروں: %[1]s؟ ابھی کچھ محفوظ نہیں۔"},
	"which decision":  {"Which of these? Nothing is saved yet.", "In mein se kaun sa? Abhi kuch mehfooz nahi.", "ان میں سے کون سا؟ ابھی کچھ محفوظ نہیں۔"},
	"shall i receive": {"Shall I put down that %[1]s has come from %[2]s: %[3]s? Nothing is changed yet.", "Kya darj karun ke %[1]s %[2]s se mil gaya: %[3]s? Abhi kuch nahi badla.", "کیا درج کروں کہ %[1]s %[2]s سے مل گیا: %[3]s؟ ابھی کچھ نہیں بدلا۔"},
	"not yet done":    {"Not done yet, for it hangs on the answer to that: %[1]s", "Abhi nahi hua, kyunke pehle us ka jawab chahiye: %[1]s", "ابھی نہیں ہوا، کیونکہ پہلے اس کا جواب چاہیے: %[1]s"},
	"which date":      {"“%[1]s” can be %[2]s. Which one? Nothing is saved yet.", "“%[1]s” se murad %[2]s ho sakta hai. Kaun sa? Abhi kuch mehfooz nahi.", "“%[1]s” سے مراد %[2]s ہو سکتا ہے۔ کون سا؟ ابھی کچھ محفوظ نہیں۔"},
	"no time":         {"No time was given, so it goes out at %[1]s. What time would you like?", "Waqt nahi bataya gaya, is liye %[1]s par aaye ga. Kis waqt chahiye?", "وقت نہیں بتایا گیا، اس لیے %[1]s پر آئے گا۔ کس وقت چاہیے؟"},
	"when":            {"When? Nothing is saved yet: “%[1]s”.", "Kab? Abhi kuch mehfooz nahi: “%[1]s”.", "کب؟ ابھی کچھ محفوظ نہیں: “%[1]s”۔"},
	"passed":          {"%[1]s has passed today. What time would you like? Nothing is saved yet.", "Aaj %[1]s guzar chuke. Kis waqt chahiye? Abhi kuch mehfooz nahi.", "آج %[1]s گزر چکے۔ کس وقت چاہیے؟ ابھی کچھ محفوظ نہیں۔"},
	"fallback":        {"Give a date, or a fallback in case the %[1]s is late?", "Koi tareekh dein, ya mutabadil agar %[1]s dair se ho?", "کوئی تاریخ دیں، یا متبادل اگر %[1]s دیر سے ہو؟"},
	"no item fits":    {"None of your items fits “%[1]s”. Nothing was changed.", "Aap ka koi kaam “%[1]s” se nahi milta. Kuch nahi badla.", "آپ کا کوئی کام “%[1]s” سے نہیں ملتا۔ کچھ نہیں بدلا۔"},
	"none fits":       {"None of your reminders fits “%[1]s”. Nothing was changed.", "Aap ka koi reminder “%[1]s” se nahi milta. Kuch nahi badla.", "آپ کی کوئی یاد دہانی “%[1]s” سے نہیں ملتی۔ کچھ نہیں بدلا۔"},
	"cancel?":         {"Cancel %[1]s: %[2]s · %[3]s? Nothing is cancelled yet.", "%[1]s mansookh karun: %[2]s · %[3]s? Abhi kuch mansookh nahi hua.", "%[1]s منسوخ کروں: %[2]s · %[3]s؟ ابھی کچھ منسوخ نہیں ہوا۔"},
	"which one":       {"Which one do you mean? %[1]d fit “%[2]s”.", "Kaun sa? “%[2]s” par %[1]d milte hain.", "کون سا؟ “%[2]s” پر %[1]d ملتے ہیں۔"},
	"which of yours":  {"Which one do you mean? %[1]d come into question.", "Kaun sa? Aap ke %[1]d hain.", "کون سا؟ آپ کے %[1]d ہیں۔"},
	"is open":         {"%[1]s is not closed, so there is nothing to open again. Nothing was changed.", "%[1]s band nahi, is liye dobara kholne ki zaroorat nahi. Kuch nahi badla.", "%[1]s بند نہیں، اس لیے دوبارہ کھولنے کی ضرورت نہیں۔ کچھ نہیں بدلا۔"},
	"closed":          {"%[1]s is closed: %[2]s. Reopen it first. Nothing was changed.", "%[1]s band hai: %[2]s. Pehle dobara kholein. Kuch nahi badla.", "%[1]s بند ہے: %[2]s۔ پہلے دوبارہ کھولیں۔ کچھ نہیں بدلا۔"},
	"closed already":  {"%[1]s is closed already: %[2]s. Nothing was changed.", "%[1]s pehle hi band hai: %[2]s. Kuch nahi badla.", "%[1]s پہلے ہی بند ہے: %[2]s۔ کچھ نہیں بدلا۔"},
	"new deadline":    {"Say the new deadline: a day, or by how much it moves.", "Nayi deadline batayein: koi din, ya kitna aage.", "نئی آخری تاریخ بتائیں: کوئی دن، یا کتنا آگے۔"},
	"which item":      {"Which item? Give its id, like A-0042, or the number of the decision, like 14.5. “action mine” lists yours.", "Kaun sa kaam? Id likhein, jaise A-0042, ya faislay ka number, jaise 14.5. “action mine” aap ke kaam dikhata hai.", "کون سا کام؟ شناخت لکھیں، جیسے A-0042، یا فیصلے کا نمبر، جیسے 14.5۔ “action mine” آپ کے کام دکھاتا ہے۔"},
	"which of these":  {"Which item: %[1]s? Nothing was changed.", "Kaun sa kaam: %[1]s? Kuch nahi badla.", "کون سا کام: %[1]s؟ کچھ نہیں بدلا۔"},
	"over":            {"%[1]s does not come again. Nothing was changed.", "%[1]s ab nahi aaye ga. Kuch nahi badla.", "%[1]s اب نہیں آئے گا۔ کچھ نہیں بدلا۔"},
	"only once":       {"%[1]s comes only once; cancel it instead.", "%[1]s sirf aik dafa aata hai; mansookh kar dein.", "%[1]s صرف ایک دفعہ آتا ہے؛ منسوخ کر دیں۔"},
	"new time":        {"Say the new time.", "Naya waqt batayein.", "نیا وقت بتائیں۔"},
	"not yours":       {"%[1]s belongs to %[2]s. Only they, a member of an owing body, or the secretariat can do that. Nothing was changed.", "%[1]s %[2]s ka hai. Sirf wohi, zimmedar idara, ya secretariat yeh kar sakta hai. Kuch nahi badla.", "%[1]s %[2]s کا ہے۔ صرف وہی، ذمہ دار ادارہ، یا سیکرٹریٹ یہ کر سکتا ہے۔ کچھ نہیں بدلا۔"},
	"not yours alone": {"%[1]s belongs to %[2]s and is owed by %[3]s: each reports its own part, and only %[2]s or the secretariat can change the whole. Nothing was changed.", "%[1]s %[2]s ka hai aur %[3]s ke zimmay hai: har idara apna hissa batata hai, poora sirf %[2]s ya secretariat badal sakta hai. Kuch nahi badla.", "%[1]s %[2]s کا ہے اور %[3]s کے ذمے ہے: ہر ادارہ اپنا حصہ بتاتا ہے، پورا صرف %[2]s یا سیکرٹریٹ بدل سکتا ہے۔ کچھ نہیں بدلا۔"},
	"whose part":      {"%[1]s is owed by %[2]s: whose part does it show? Nothing was changed.", "%[1]s %[2]s ke zimmay hai: yeh saboot kis ke hissay ka hai? Kuch nahi badla.", "%[1]s %[2]s کے ذمے ہے: یہ ثبوت کس کے حصے کا ہے؟ کچھ نہیں بدلا۔"},
	"secretariat":     {"Only the secretariat can do that. Nothing was changed.", "Yeh sirf secretariat kar sakta hai. Kuch nahi badla.", "یہ صرف سیکرٹریٹ کر سکتا ہے۔ کچھ نہیں بدلا۔"},

	// buttons and forms
	"no button":    {"That button is not one of mine any more. Nothing was changed.", "Yeh button ab kaam nahi karta. Kuch nahi badla.", "یہ بٹن اب کام نہیں کرتا۔ کچھ نہیں بدلا۔"},
	"empty button": {"That button carries nothing I can do. Nothing was changed.", "Is button se kuch nahi ho sakta. Kuch nahi badla.", "اس بٹن سے کچھ نہیں ہو سکتا۔ کچھ نہیں بدلا۔"},
	"no form":      {"That form is not one of mine. Nothing was saved.", "Yeh form mera nahi. Kuch mehfooz nahi hua.", "یہ فارم میرا نہیں۔ کچھ محفوظ نہیں ہوا۔"},
	"form of no item": {"That form does not say which item it is about. Nothing was saved; open it again from the item.", "Form se pata nahi chalta ke kis kaam ka hai. Kuch mehfooz nahi hua; kaam se dobara kholein.",
		"فارم سے پتہ نہیں چلتا کہ کس کام کا ہے۔ کچھ محفوظ نہیں ہوا؛ کام سے دوبارہ کھولیں۔"},
	"form of no paper": {"That form does not say which paper it is about. Nothing was saved; open it again.", "Form se pata nahi chalta ke kis dastawez ka hai. Kuch mehfooz nahi hua; dobara kholein.",
		"فارم سے پتہ نہیں چلتا کہ کس دستاویز کا ہے۔ کچھ محفوظ نہیں ہوا؛ دوبارہ کھولیں۔"},
	"changed meanwhile": {"%[1]s was changed by %[2]s while your form was open. Nothing of the form was saved; here is what you typed: “%[3]s”.",
		"Aap ka form khula tha ke %[2]s ne %[1]s badal diya. Form se kuch mehfooz nahi hua; aap ne yeh likha tha: “%[3]s”.",
		"آپ کا فارم کھلا تھا کہ %[2]s نے %[1]s بدل دیا۔ فارم سے کچھ محفوظ نہیں ہوا؛ آپ نے یہ لکھا تھا: “%[3]s”۔"},

	// deadlines
	"no day of event": {"It is bound to the %[1]s, whose day is not on record, so there is nothing to count from. Give a date instead.", "Yeh %[1]s se juda hai, jis ki tareekh record par nahi, is liye gina nahi ja sakta. Koi tareekh dein.",
		"یہ %[1]s سے جڑا ہے، جس کی تاریخ ریکارڈ پر نہیں، اس لیے گنا نہیں جا سکتا۔ کوئی تاریخ دیں۔"},
	"no day to move": {"It has no deadline to count from. Give a date instead.", "Is ki koi deadline nahi jis se gina jaye. Koi tareekh dein.", "اس کی کوئی آخری تاریخ نہیں جس سے گنا جائے۔ کوئی تاریخ دیں۔"},
	"too far":        {"That is too far away to plan. Nothing was changed.", "Yeh bohat door ki tareekh hai. Kuch nahi badla.", "یہ بہت دور کی تاریخ ہے۔ کچھ نہیں بدلا۔"},
	"due once": {"An item is due once, and “%[1]s” repeats. Nothing was saved. A reminder can repeat:", "Kaam ki deadline aik hi hoti hai, aur “%[1]s” dohraya jata hai. Kuch mehfooz nahi hua. Reminder dohraya ja sakta hai:",
		"کام کی آخری تاریخ ایک ہی ہوتی ہے، اور “%[1]s” دہرایا جاتا ہے۔ کچھ محفوظ نہیں ہوا۔ یاد دہانی دہرائی جا سکتی ہے:"},
	"may you": {"%[1]s (%[2]s) would be due %[3]s instead of %[4]s. It is owed by %[5]s: may you change it? Nothing is changed yet.", "%[1]s (%[2]s) ki deadline %[4]s ki jagah %[3]s ho gi. Yeh %[5]s ke zimmay hai: kya aap badal saktay hain? Abhi kuch nahi badla.",
		"%[1]s (%[2]s) کی آخری تاریخ %[4]s کی جگہ %[3]s ہو گی۔ یہ %[5]s کے ذمے ہے: کیا آپ بدل سکتے ہیں؟ ابھی کچھ نہیں بدلا۔"},

	// items
	"no number":     {"There is no %[1]s: neither an item nor a decision in the records I hold. Nothing was changed.", "%[1]s nahi mila: na koi kaam, na record mein koi faisla. Kuch nahi badla.", "%[1]s نہیں ملا: نہ کوئی کام، نہ ریکارڈ میں کوئی فیصلہ۔ کچھ نہیں بدلا۔"},
	"is a reminder": {"%[1]s is a reminder, not an item. Nothing was changed.", "%[1]s reminder hai, kaam nahi. Kuch nahi badla.", "%[1]s یاد دہانی ہے، کام نہیں۔ کچھ نہیں بدلا۔"},
	"unclaimed":     {"%[1]s is on record, and nobody has claimed it yet: %[2]s", "%[1]s record par hai, magar abhi kisi ne apne zimmay nahi liya: %[2]s", "%[1]s ریکارڈ پر ہے، مگر ابھی کسی نے اپنے ذمے نہیں لیا: %[2]s"},
	"report for": {"%[1]s (%[2]s) is owed by %[3]s. A member of %[3]s or the secretariat can report it done; are you one? Nothing is changed yet.", "%[1]s (%[2]s) %[3]s ke zimmay hai. Mukammal woh bata sakta hai jo %[3]s ya secretariat se ho; kya aap un mein se hain? Abhi kuch nahi badla.",
		"%[1]s (%[2]s) %[3]s کے ذمے ہے۔ مکمل وہ بتا سکتا ہے جو %[3]s یا سیکرٹریٹ سے ہو؛ کیا آپ ان میں سے ہیں؟ ابھی کچھ نہیں بدلا۔"},
	"owes nothing":       {"%[1]s owes nothing of %[2]s; it is owed by %[3]s. Nothing was changed.", "%[2]s mein %[1]s ka koi hissa nahi; yeh %[3]s ke zimmay hai. Kuch nahi badla.", "%[2]s میں %[1]s کا کوئی حصہ نہیں؛ یہ %[3]s کے ذمے ہے۔ کچھ نہیں بدلا۔"},
	"that already":       {"%[1]s is on record as that already: %[2]s. Nothing was changed.", "%[1]s pehle hi yun darj hai: %[2]s. Kuch nahi badla.", "%[1]s پہلے ہی یوں درج ہے: %[2]s۔ کچھ نہیں بدلا۔"},
	"what shows it":      {"Say what shows it: a link, a reference number, or attach a file.", "Saboot bhi dein: link, hawala number, ya file lagayein.", "ثبوت بھی دیں: لنک، حوالہ نمبر، یا فائل لگائیں۔"},
	"confirmed already":  {"%[1]s is confirmed already. Nothing was changed.", "%[1]s ki tasdeeq pehle ho chuki hai. Kuch nahi badla.", "%[1]s کی تصدیق پہلے ہو چکی ہے۔ کچھ نہیں بدلا۔"},
	"not proved":         {"%[1]s has not been reported with evidence yet: %[2]s. Nothing was changed.", "%[1]s abhi saboot ke saath nahi bataya gaya: %[2]s. Kuch nahi badla.", "%[1]s ابھی ثبوت کے ساتھ نہیں بتایا گیا: %[2]s۔ کچھ نہیں بدلا۔"},
	"parts confirmed":    {"%[1]s: what was reported with evidence is confirmed already. Nothing was changed.", "%[1]s: jo saboot ke saath aaya us ki tasdeeq ho chuki hai. Kuch nahi badla.", "%[1]s: جو ثبوت کے ساتھ آیا اس کی تصدیق ہو چکی ہے۔ کچھ نہیں بدلا۔"},
	"no part proved":     {"%[1]s has no part that was reported with evidence. Nothing was changed.", "%[1]s ka koi hissa saboot ke saath nahi aaya. Kuch nahi badla.", "%[1]s کا کوئی حصہ ثبوت کے ساتھ نہیں آیا۔ کچھ نہیں بدلا۔"},
	"received from whom": {"Received from whom?", "Kis se mila?", "کس سے ملا؟"},
	"nothing awaited":    {"%[1]s: nothing is awaited. Nothing was changed.", "%[1]s: kisi ka intezar nahi. Kuch nahi badla.", "%[1]s: کسی کا انتظار نہیں۔ کچھ نہیں بدلا۔"},
	"points of":          {"Of which meeting?", "Kis ijlas ke?", "کس اجلاس کے؟"},
	"no points":          {"I hold no action points of the %[1]s.", "%[1]s ke koi action points mere paas nahi.", "%[1]s کے کوئی نکاتِ عمل میرے پاس نہیں۔"},
	"no format":          {"A list can be had as csv or ics; a brief as docx.", "Fehrist csv ya ics mein mil sakti hai; brief docx mein.", "فہرست csv یا ics میں مل سکتی ہے؛ بریف docx میں۔"},
	"nothing to undo":    {"You changed nothing in the last ten minutes, so there is nothing to undo.", "Pichlay das minute mein aap ne kuch nahi badla, is liye wapas karne ko kuch nahi.", "پچھلے دس منٹ میں آپ نے کچھ نہیں بدلا، اس لیے واپس کرنے کو کچھ نہیں۔"},
	"not your change":    {"That was not your change, it was undone already, or it is more than ten minutes ago. Nothing was changed.", "Yeh tabdeeli aap ki nahi thi, wapas ho chuki hai, ya das minute se purani hai. Kuch nahi badla.", "یہ تبدیلی آپ کی نہیں تھی، واپس ہو چکی ہے، یا دس منٹ سے پرانی ہے۔ کچھ نہیں بدلا۔"},
	"no request": {"Only the secretariat can ask other bodies for something. Nothing was saved. For yourself or your own body, log an item.", "Doosray idaron se sirf secretariat mangwa sakta hai. Kuch mehfooz nahi hua. Apne ya apne idaray ke liye kaam darj karein.",
		"دوسرے اداروں سے صرف سیکرٹریٹ منگوا سکتا ہے۔ کچھ محفوظ نہیں ہوا۔ اپنے یا اپنے ادارے کے لیے کام درج کریں۔"},
	"from whom":          {"From whom? Name bodies, or “all WDDs”. Nothing was saved.", "Kis se? Idaray likhein, ya “all WDDs”. Kuch mehfooz nahi hua.", "کس سے؟ ادارے لکھیں، یا “all WDDs”۔ کچھ محفوظ نہیں ہوا۔"},
	"no earlier meeting": {"There is no earlier meeting on record to report from.", "Is se pehle ka koi ijlas record par nahi jis se brief banay.", "اس سے پہلے کا کوئی اجلاس ریکارڈ پر نہیں جس سے بریف بنے۔"},

	// reminders and watches
	"which reminder": {"Which reminder? Give its id, like R-0007. “reminder list” shows yours.", "Kaun sa reminder? Id likhein, jaise R-0007. “reminder list” aap ke reminders dikhata hai.", "کون سی یاد دہانی؟ شناخت لکھیں، جیسے R-0007۔ “reminder list” آپ کی یاد دہانیاں دکھاتا ہے۔"},
	"is an item":     {"%[1]s is an item, not a reminder. Nothing was changed.", "%[1]s kaam hai, reminder nahi. Kuch nahi badla.", "%[1]s کام ہے، یاد دہانی نہیں۔ کچھ نہیں بدلا۔"},
	"none to pause":  {"You have no reminder to pause. Nothing was changed.", "Aap ka koi reminder nahi jo roka jaye. Kuch nahi badla.", "آپ کی کوئی یاد دہانی نہیں جو روکی جائے۔ کچھ نہیں بدلا۔"},
	"none to resume": {"You have no paused reminder. Nothing was changed.", "Aap ka koi reminder ruka hua nahi. Kuch nahi badla.", "آپ کی کوئی یاد دہانی رکی ہوئی نہیں۔ کچھ نہیں بدلا۔"},
	"none to skip":   {"You have no reminder that repeats. Nothing was changed.", "Aap ka koi reminder dohraya nahi jata. Kuch nahi badla.", "آپ کی کوئی یاد دہانی دہرائی نہیں جاتی۔ کچھ نہیں بدلا۔"},
	"none at all":    {"You have no reminders. Nothing was changed.", "Aap ke koi reminders nahi. Kuch nahi badla.", "آپ کی کوئی یاد دہانی نہیں۔ کچھ نہیں بدلا۔"},
	"not your reminder": {"%[1]s is not your reminder: it is for whoever set it, those it reminds, and the secretariat. Nothing was changed.",
		"%[1]s aap ka reminder nahi: yeh lagane walay, jin ke liye hai un, aur secretariat ka hai. Kuch nahi badla.",
		"%[1]s آپ کی یاد دہانی نہیں: یہ لگانے والے، جن کے لیے ہے ان، اور سیکرٹریٹ کی ہے۔ کچھ نہیں بدلا۔"},
	"cancel all?":      {"Cancel all %[1]d reminders of yours? Nothing is cancelled yet.", "Aap ke tamam %[1]d reminders mansookh karun? Abhi kuch mansookh nahi hua.", "آپ کی تمام %[1]d یاد دہانیاں منسوخ کروں؟ ابھی کچھ منسوخ نہیں ہوا۔"},
	"to come":          {"Say a moment to come.", "Aanay wala koi waqt likhein.", "آنے والا کوئی وقت لکھیں۔"},
	"not that week":    {"%[1]s does not come in the week of %[2]s: %[3]s. Nothing was changed.", "%[1]s %[2]s walay haftay mein nahi aata: %[3]s. Kuch nahi badla.", "%[1]s %[2]s والے ہفتے میں نہیں آتا: %[3]s۔ کچھ نہیں بدلا۔"},
	"pause too far":    {"That is too far away to plan: pause it without a day, and resume it then. Nothing was changed.", "Yeh bohat door hai: din ke baghair rok dein, aur tab dobara jari karein. Kuch nahi badla.", "یہ بہت دور ہے: دن کے بغیر روک دیں، اور تب دوبارہ جاری کریں۔ کچھ نہیں بدلا۔"},
	"silent anyway":    {"%[1]s does not come before %[2]s anyway: %[3]s. Nothing was changed.", "%[1]s waise bhi %[2]s se pehle nahi aata: %[3]s. Kuch nahi badla.", "%[1]s ویسے بھی %[2]s سے پہلے نہیں آتا: %[3]s۔ کچھ نہیں بدلا۔"},
	"paused already":   {"%[1]s is paused already. Nothing was changed.", "%[1]s pehle hi ruka hua hai. Kuch nahi badla.", "%[1]s پہلے ہی رکا ہوا ہے۔ کچھ نہیں بدلا۔"},
	"not paused":       {"%[1]s is not paused. Nothing was changed.", "%[1]s ruka hua nahi. Kuch nahi badla.", "%[1]s رکا ہوا نہیں۔ کچھ نہیں بدلا۔"},
	"not accepted":     {"%[1]s waits to be accepted by those it is for. Nothing was changed.", "%[1]s un ki manzoori ka muntazir hai jin ke liye hai. Kuch nahi badla.", "%[1]s ان کی منظوری کا منتظر ہے جن کے لیے ہے۔ کچھ نہیں بدلا۔"},
	"not for you":      {"%[1]s is not for you to accept or decline. Nothing was changed.", "%[1]s aap ke liye nahi, is liye aap qabool ya radd nahi kar saktay. Kuch nahi badla.", "%[1]s آپ کے لیے نہیں، اس لیے آپ قبول یا رد نہیں کر سکتے۔ کچھ نہیں بدلا۔"},
	"accepted already": {"%[1]s was accepted already. Nothing was changed.", "%[1]s pehle hi qabool ho chuka hai. Kuch nahi badla.", "%[1]s پہلے ہی قبول ہو چکا ہے۔ کچھ نہیں بدلا۔"},
	"private talk":     {"This is a private talk and no channel: name the channel, like #name. Nothing was saved.", "Yeh niji guftagu hai, channel nahi: channel ka naam #name ki tarah likhein. Kuch mehfooz nahi hua.", "یہ نجی گفتگو ہے، چینل نہیں: چینل کا نام #name کی طرح لکھیں۔ کچھ محفوظ نہیں ہوا۔"},
	"of what":          {"Of what? No open item of %[1]s is on record. Nothing was saved: say what it is about.", "Kis cheez ki? %[1]s ka koi khula kaam record par nahi. Kuch mehfooz nahi hua: likhein ke kis bare mein hai.", "کس چیز کی؟ %[1]s کا کوئی کھلا کام ریکارڈ پر نہیں۔ کچھ محفوظ نہیں ہوا: لکھیں کہ کس بارے میں ہے۔"},
	"of which":         {"Of what? %[1]s owes a share of %[2]d items. Nothing is saved yet.", "Kis cheez ki? %[1]s ke zimmay %[2]d kaamon ka hissa hai. Abhi kuch mehfooz nahi.", "کس چیز کی؟ %[1]s کے ذمے %[2]d کاموں کا حصہ ہے۔ ابھی کچھ محفوظ نہیں۔"},
	"how often":        {"Say how often: daily, weekly, or every Monday.", "Batayein kitni baar: daily, weekly, ya har peer.", "بتائیں کتنی بار: daily، weekly، یا ہر پیر۔"},

	// reminders that repeat, and what is watched
	"not that day":    {"%[1]s does not come on %[2]s: %[3]s. Nothing was changed.", "%[1]s %[2]s ko nahi aata: %[3]s. Kuch nahi badla.", "%[1]s %[2]s کو نہیں آتا: %[3]s۔ کچھ نہیں بدلا۔"},
	"awaited of what": {"Those who have not sent what? Name the decision or the item, like 14.2. Nothing was saved.", "Kya nahi bheja? Faislay ya kaam ka number likhein, jaise 14.2. Kuch mehfooz nahi hua.", "کیا نہیں بھیجا؟ فیصلے یا کام کا نمبر لکھیں، جیسے 14.2۔ کچھ محفوظ نہیں ہوا۔"},
	"no watch":        {"You watch nothing. Nothing was changed.", "Aap kisi cheez par nazar nahi rakh rahe. Kuch nahi badla.", "آپ کسی چیز پر نظر نہیں رکھ رہے۔ کچھ نہیں بدلا۔"},

	// registers, settings, questions, papers
	"meeting day":      {"Say which meeting and on which day.", "Batayein kaun sa ijlas aur kis din.", "بتائیں کون سا اجلاس اور کس دن۔"},
	"which meeting":    {"Which meeting?", "Kaun sa ijlas?", "کون سا اجلاس؟"},
	"holiday day":      {"Say the day of the holiday: one day, with its date.", "Chutti ka din likhein: aik din, tareekh ke saath.", "چھٹی کا دن لکھیں: ایک دن، تاریخ کے ساتھ۔"},
	"no holiday":       {"There is no holiday on %[1]s. Nothing was changed.", "%[1]s ko koi chutti nahi. Kuch nahi badla.", "%[1]s کو کوئی چھٹی نہیں۔ کچھ نہیں بدلا۔"},
	"which body":       {"Of which body?", "Kis idaray se?", "کس ادارے سے؟"},
	"one body":         {"%[1]s is a set of bodies; name one.", "%[1]s kai idaron ka naam hai; aik idara likhein.", "%[1]s کئی اداروں کا نام ہے؛ ایک ادارہ لکھیں۔"},
	"your body":        {"I do not know your body yet. Tell me, and the secretariat can correct it.", "Mujhe abhi aap ka idara maloom nahi. Bata dein; ghalat ho to secretariat durust kar de ga.", "مجھے ابھی آپ کا ادارہ معلوم نہیں۔ بتا دیں؛ غلط ہو تو سیکرٹریٹ درست کر دے گا۔"},
	"nobody of":        {"Nobody is on record for %[1]s.", "%[1]s ka koi member record par nahi.", "%[1]s کا کوئی رکن ریکارڈ پر نہیں۔"},
	"alias taken":      {"“%[1]s” is a name of %[2]s already. Nothing was changed.", "“%[1]s” pehle se %[2]s ka naam hai. Kuch nahi badla.", "“%[1]s” پہلے سے %[2]s کا نام ہے۔ کچھ نہیں بدلا۔"},
	"bad alias":        {"That alias cannot be: %[1]s. Nothing was changed.", "Yeh alias nahi ban sakta: %[1]s. Kuch nahi badla.", "یہ متبادل نام نہیں بن سکتا: %[1]s۔ کچھ نہیں بدلا۔"},
	"small word":       {"“%[1]s” is a word that every second question holds, and could not be told from a name. Nothing was changed.", "“%[1]s” har doosray sawal mein aata hai, is liye naam nahi ban sakta. Kuch nahi badla.", "“%[1]s” ہر دوسرے سوال میں آتا ہے، اس لیے نام نہیں بن سکتا۔ کچھ نہیں بدلا۔"},
	"alias not ours":   {"“%[1]s” was not added in Slack. Names of group.yaml are changed there. Nothing was changed.", "“%[1]s” Slack mein nahi likha gaya tha. group.yaml ke naam wahin badaltay hain. Kuch nahi badla.", "“%[1]s” سلیک میں نہیں لکھا گیا تھا۔ group.yaml کے نام وہیں بدلتے ہیں۔ کچھ نہیں بدلا۔"},
	"bad setting":      {"“%[1]s” is nothing that %[2]s can be. Nothing was changed.", "“%[1]s” %[2]s ke liye theek nahi. Kuch nahi badla.", "“%[1]s” %[2]s کے لیے ٹھیک نہیں۔ کچھ نہیں بدلا۔"},
	"no setting":       {"There is no setting “%[1]s”; there are zone, digest, quiet and language.", "“%[1]s” koi setting nahi; zone, digest, quiet aur language hain.", "“%[1]s” کوئی ترتیب نہیں؛ zone، digest، quiet اور language ہیں۔"},
	"no question":      {"There is no question to ask.", "Poochne ko koi sawal nahi.", "پوچھنے کو کوئی سوال نہیں۔"},
	"resolved already": {"%[1]s was resolved already. Nothing was changed.", "%[1]s pehle hi nimta diya gaya hai. Kuch nahi badla.", "%[1]s پہلے ہی نمٹا دیا گیا ہے۔ کچھ نہیں بدلا۔"},
	"no such question": {"%[1]s: there is no such question. Nothing was changed.", "%[1]s: aisa koi sawal nahi. Kuch nahi badla.", "%[1]s: ایسا کوئی سوال نہیں۔ کچھ نہیں بدلا۔"},
	"no paper":         {"There is no paper %[1]s. Nothing was changed.", "%[1]s naam ki koi dastawez nahi. Kuch nahi badla.", "%[1]s نام کی کوئی دستاویز نہیں۔ کچھ نہیں بدلا۔"},
	"bad field":        {"%[1]s. Nothing was changed.", "%[1]s. Kuch nahi badla.", "%[1]s۔ کچھ نہیں بدلا۔"},
	"field already":    {"The %[1]s of %[2]s is %[3]s already. Nothing was changed.", "%[2]s ka %[1]s pehle se %[3]s hai. Kuch nahi badla.", "%[2]s کا %[1]s پہلے سے %[3]s ہے۔ کچھ نہیں بدلا۔"},
	"change paper?":    {"Change the %[1]s? Nothing is changed yet.", "Yeh badal dun: %[1]s? Abhi kuch nahi badla.", "یہ بدل دوں: %[1]s؟ ابھی کچھ نہیں بدلا۔"},
	"take paper out?":  {"Take %[1]s out? It will not be found or quoted any more. Nothing is changed yet.", "%[1]s nikal dun? Phir na milay gi, na us ka hawala aaye ga. Abhi kuch nahi badla.", "%[1]s نکال دوں؟ پھر نہ ملے گی، نہ اس کا حوالہ آئے گا۔ ابھی کچھ نہیں بدلا۔"},
	"not taken in":     {"%[1]s was not taken in: %[2]s", "%[1]s nahi li gayi: %[2]s", "%[1]s نہیں لی گئی: %[2]s"},
	"survivor paper": {"it holds what looks like a survivor's identity (a name with an FIR number, or a CNIC). Nothing of it was kept. Take the name and number out, and bring it again.",
		"is mein kisi mutasira ki pehchan lagti hai (naam ke saath FIR number, ya CNIC). Kuch mehfooz nahi kiya gaya. Naam aur number nikal kar dobara bhejein.",
		"اس میں کسی متاثرہ کی شناخت معلوم ہوتی ہے (نام کے ساتھ ایف آئی آر نمبر، یا شناختی کارڈ)۔ کچھ محفوظ نہیں کیا گیا۔ نام اور نمبر نکال کر دوبارہ بھیجیں۔"},
	"not fetched":    {"it could not be fetched. It may be too large, or not shared with me.", "file nahi mil saki. Shayad bohat bari hai, ya mere saath share nahi hui.", "فائل نہیں مل سکی۔ شاید بہت بڑی ہے، یا میرے ساتھ شیئر نہیں ہوئی۔"},
	"has it already": {"the secretariat has it already, or another of that name or id. Give the file another name, or ask the secretariat.", "secretariat ke paas yeh, ya isi naam ki doosri dastawez, pehle se hai. File ka naam badlein, ya secretariat se poochein.", "سیکرٹریٹ کے پاس یہ، یا اسی نام کی دوسری دستاویز، پہلے سے ہے۔ فائل کا نام بدلیں، یا سیکرٹریٹ سے پوچھیں۔"},
	"only replaces":  {"a paper of that name or id is there already, and only the secretariat replaces papers. Give the file another name, or ask the secretariat.", "is naam ki dastawez pehle se hai, aur usay sirf secretariat badal sakta hai. File ka naam badlein, ya secretariat se poochein.", "اس نام کی دستاویز پہلے سے ہے، اور اسے صرف سیکرٹریٹ بدل سکتا ہے۔ فائل کا نام بدلیں، یا سیکرٹریٹ سے پوچھیں۔"},
	"holds nothing":  {"it holds nothing to read.", "is mein parhne ko kuch nahi.", "اس میں پڑھنے کو کچھ نہیں۔"},
	"attach":         {"Attach the paper to the same message: drop the file on the channel and write “index this” with it.", "Dastawez isi paigham ke saath lagayein: file channel par daalein aur saath “index this” likhein.", "دستاویز اسی پیغام کے ساتھ لگائیں: فائل چینل پر ڈالیں اور ساتھ “index this” لکھیں۔"},

	// fields of forms
	"field empty":    {"Say what is to be done.", "Likhein ke kya karna hai.", "لکھیں کہ کیا کرنا ہے۔"},
	"field long":     {"%[1]d characters; up to %[2]d are kept.", "%[1]d huroof; %[2]d tak rakhay jatay hain.", "%[1]d حروف؛ %[2]d تک رکھے جاتے ہیں۔"},
	"field owner":    {"Choose a member of the group; guests keep no items.", "Group ka koi member chunein; mehman kaam nahi rakh saktay.", "گروپ کا کوئی رکن چنیں؛ مہمان کام نہیں رکھ سکتے۔"},
	"field channel":  {"Choose a channel that I am in.", "Aisa channel chunein jis mein main hoon.", "ایسا چینل چنیں جس میں میں ہوں۔"},
	"field date":     {"That can be %[1]s: write the date.", "Yeh %[1]s ho sakta hai: tareekh likhein.", "یہ %[1]s ہو سکتا ہے: تاریخ لکھیں۔"},
	"field repeats":  {"An item is due once; set a reminder for what repeats.", "Kaam ki deadline aik hi hoti hai; jo dohraya jaye us ka reminder lagayein.", "کام کی آخری تاریخ ایک ہی ہوتی ہے؛ جو دہرایا جائے اس کی یاد دہانی لگائیں۔"},
	"field setting":  {"“%[1]s” cannot be; write it like “%[2]s”.", "“%[1]s” theek nahi; “%[2]s” ki tarah likhein.", "“%[1]s” ٹھیک نہیں؛ “%[2]s” کی طرح لکھیں۔"},
	"field audience": {"Write everyone, partners, members, secretariat, or a body’s key.", "everyone, partners, members, secretariat, ya kisi idaray ka naam likhein.", "everyone، partners، members، secretariat، یا کسی ادارے کا نام لکھیں۔"},
}

// ask is one of the refusals in the speaker's language.
func (d *desk) ask(key string, args ...any) string {
	return fill(refusals[key][d.lang], args)
}

// A refused is an error that is the member's to know: what happened and what to do, with lines ready to send, or a choice of buttons.
type refused struct {
	say    string
	lines  []string
	choice []Button
}

func (r *refused) Error() string { return r.say }

// refuse refuses an order in the speaker's language.
func (d *desk) refuse(key string, args ...any) *refused { return &refused{say: d.ask(key, args...)} }

// send adds lines ready to send.
func (r *refused) send(lines ...string) *refused {
	r.lines = append(r.lines, lines...)
	return r
}

// choose makes it a question: each button carries a line that answers it.
func (r *refused) choose(of ...Button) *refused {
	r.choice = of
	return r
}

// refusal is a refusal as a reply.
func (d *desk) refusal(key string) Reply { return d.sorry(d.refuse(key)) }

// sorry refuses with a sentence and lines ready to send. Only the speaker sees it.
func (d *desk) sorry(why *refused) Reply {
	r := Reply{Outcome: Refused, Where: Ephemeral, Parts: []Part{Say(Finding, why.say)}, Suggestions: why.lines}
	for _, b := range why.choice {
		r.AskBack, r.Suggestions = append(r.AskBack, b.Label), append(r.Suggestions, b.Value)
	}
	for _, s := range r.Suggestions {
		r.Parts = append(r.Parts, Say(Bullet, d.say("send")+" "+d.line(s)))
	}
	if len(why.choice) > 0 {
		r.Outcome = Clarify
		r.Parts = append(r.Parts, Part{Buttons: why.choice})
	}
	return r
}

// line is a command as the speaker would send it here: where it came by a slash command, with the slash command it goes by.
func (d *desk) line(s string) string {
	if d.m.Kind != Command {
		return s
	}
	if word, _, _ := strings.Cut(s, " "); word == "action" || word == "reminder" {
		return "/" + s
	}
	return "/rabita " + s
}
