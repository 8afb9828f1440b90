package intent

import (
	"fmt"
	"strings"

	"rabita/bot/when"
)

// A Mistake is an order that cannot be carried out as it stands. Send holds the smallest corrections as lines ready to send, the likeliest
// first. It is written for the member who typed it.
type Mistake struct {
	Send []string
	Long bool // the text is too long to be kept: the reply gives it back as a file

	key      string // in Mistakes
	args     []any
	word     string   // that has several readings
	readings []string // words, one of which is meant
}

func mistake(key string, args ...any) *Mistake { return &Mistake{key: key, args: args} }

// instead has the lines to send made of what was typed, with each of the readings in the place of a word of it.
func (m *Mistake) instead(word string, readings ...string) *Mistake {
	m.word, m.readings = word, readings
	return m
}

// without has the line to send be what was typed without a part behind a bar.
func (m *Mistake) without(part string) *Mistake { return m.instead("| "+part, "") }

// long is a mistake whose text comes back as a file.
func long(key string, args ...any) *Mistake {
	m := mistake(key, args...)
	m.Long = true
	return m
}

// send adds lines ready to send.
func (m *Mistake) send(lines ...string) *Mistake {
	m.Send = append(m.Send, lines...)
	return m
}

// Say tells what is wrong in one of the languages members write: 0 English, 1 Roman Urdu, 2 Urdu.
func (m *Mistake) Say(tongue int) string {
	var args []any
	for _, a := range m.args {
		switch w := a.(type) {
		case *when.Why:
			a = sentence(w.In(tongue), tongue)
		case *Mistake:
			a = w.Say(tongue)
		}
		args = append(args, a)
	}
	return capital(fmt.Sprintf(Mistakes[m.key][tongue], args...))
}

func (m *Mistake) Error() string { return m.Say(0) }

// sentence ends s with a full stop where nothing ends it.
func sentence(s string, tongue int) string {
	if s = strings.TrimSpace(s); strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "؟") {
		return s
	}
	return s + [3]string{".", ".", "۔"}[tongue]
}

// Mistakes are all that can be wrong with an order, in English, Roman Urdu and Urdu, with places for the particulars. Nothing changes them.
var Mistakes = map[string][3]string{
	"long message": {"That message has %[1]d characters; a command holds up to %[2]d. Nothing was saved, and your text comes back as a file: say the task in a sentence and put the rest into a file or a link.",
		"Is paigham mein %[1]d huroof hain; hukm mein %[2]d tak aa saktay hain. Kuch mehfooz nahi hua, aap ka matn file mein wapas hai: kaam aik jumlay mein likhein, baqi file ya link mein dein.",
		"اس پیغام میں %[1]d حروف ہیں؛ حکم میں %[2]d تک آ سکتے ہیں۔ کچھ محفوظ نہیں ہوا، آپ کا متن فائل میں واپس ہے: کام ایک جملے میں لکھیں، باقی فائل یا لنک میں دیں۔"},
	"long text": {"The %[3]s has %[1]d characters; up to %[2]d are kept. Nothing was saved, and your text comes back as a file: say it in a sentence and put the rest into a file or a link.",
		"Is mein (%[3]s) %[1]d huroof hain; %[2]d tak rakhay jatay hain. Kuch mehfooz nahi hua, aap ka matn file mein wapas hai: aik jumlay mein likhein, baqi file ya link mein dein.",
		"اس میں (%[3]s) %[1]d حروف ہیں؛ %[2]d تک رکھے جاتے ہیں۔ کچھ محفوظ نہیں ہوا، آپ کا متن فائل میں واپس ہے: ایک جملے میں لکھیں، باقی فائل یا لنک میں دیں۔"},
	"many orders":    {"That is more than %[1]d orders in one message, which is not read. Nothing was changed: send them in pieces.", "Aik paigham mein %[1]d se zyada hukm hain, jo nahi parhay jatay. Kuch nahi badla: tukron mein bhejein.", "ایک پیغام میں %[1]d سے زیادہ حکم ہیں، جو نہیں پڑھے جاتے۔ کچھ نہیں بدلا: ٹکڑوں میں بھیجیں۔"},
	"one of several": {"“%[1]s”: %[2]s Nothing of your message was done.", "“%[1]s”: %[2]s Aap ke paigham mein se kuch nahi kiya gaya.", "“%[1]s”: %[2]s آپ کے پیغام میں سے کچھ نہیں کیا گیا۔"},
	"forbidden":      {"That says what is not to be done, so nothing was changed.", "Is mein likha hai ke kya na kiya jaye, is liye kuch nahi badla.", "اس میں لکھا ہے کہ کیا نہ کیا جائے، اس لیے کچھ نہیں بدلا۔"},
	"unsure":         {"That is not certain, so nothing was changed. Send it when it is.", "Yeh pakki baat nahi, is liye kuch nahi badla. Jab pakki ho to bhej dein.", "یہ پکی بات نہیں، اس لیے کچھ نہیں بدلا۔ جب پکی ہو تو بھیج دیں۔"},
	"hangs":          {"That hangs on something I cannot see, so nothing was changed. Send it when it is so.", "Yeh aisi baat par hai jo mujhe nazar nahi aati, is liye kuch nahi badla. Jab aisa ho jaye to bhej dein.", "یہ ایسی بات پر منحصر ہے جو مجھے نظر نہیں آتی، اس لیے کچھ نہیں بدلا۔ جب ایسا ہو جائے تو بھیج دیں۔"},

	// what is to be done
	"did you mean": {"“%[1]s”: did you mean %[2]s?", "“%[1]s”: kya “%[2]s” murad hai?", "“%[1]s”: کیا “%[2]s” مراد ہے؟"},
	"what with":    {"%[1]s what? It can be: %[2]s.", "%[1]s ka kya karna hai? In mein se likhein: %[2]s.", "%[1]s کا کیا کرنا ہے؟ ان میں سے لکھیں: %[2]s۔"},
	"cannot with": {"“%[1]s” is nothing I can do with %[2]s; it can be: %[3]s.", "%[2]s ke saath “%[1]s” nahi hota; yeh ho saktay hain: %[3]s.",
		"%[2]s کے ساتھ “%[1]s” نہیں ہوتا؛ یہ ہو سکتے ہیں: %[3]s۔"},
	"do what": {"I see %[1]s, but not what to do with it. Nothing was changed.", "%[1]s to nazar aya, magar yeh nahi ke us ka kya karna hai. Kuch nahi badla.",
		"%[1]s تو نظر آیا، مگر یہ نہیں کہ اس کا کیا کرنا ہے۔ کچھ نہیں بدلا۔"},
	"watch": {"A watch can be cancelled: nothing else can be done with it. Nothing was changed.", "Watch sirf band ho sakti hai, aur kuch nahi. Kuch nahi badla.",
		"واچ صرف بند ہو سکتی ہے، اور کچھ نہیں۔ کچھ نہیں بدلا۔"},
	"whose": {"Whose is it? Give it to a member, or say why it is dropped.", "Yeh kis ka kaam hai? Kisi member ko dein, ya wajah likh kar khatam karein.",
		"یہ کس کا کام ہے؟ کسی رکن کو دیں، یا وجہ لکھ کر ختم کریں۔"},
	"no field": {"“%[1]s” is no field; fields are due, owner, body, channel, from, evidence, reason.", "“%[1]s” koi khana nahi; khanay yeh hain: due, owner, body, channel, from, evidence, reason.",
		"“%[1]s” کوئی خانہ نہیں؛ خانے یہ ہیں: due, owner, body, channel, from, evidence, reason۔"},
	"no task":    {"Say what is to be done too. Nothing was saved.", "Yeh bhi likhein ke kya karna hai. Kuch mehfooz nahi hua.", "یہ بھی لکھیں کہ کیا کرنا ہے۔ کچھ محفوظ نہیں ہوا۔"},
	"no message": {"Say what to remind of too. Nothing was saved.", "Yeh bhi likhein ke kya yaad dilana hai. Kuch mehfooz nahi hua.", "یہ بھی لکھیں کہ کیا یاد دلانا ہے۔ کچھ محفوظ نہیں ہوا۔"},
	"no request": {"Say what is asked for too. Nothing was saved.", "Yeh bhi likhein ke kya mangwana hai. Kuch mehfooz nahi hua.", "یہ بھی لکھیں کہ کیا منگوانا ہے۔ کچھ محفوظ نہیں ہوا۔"},
	"no watch":   {"Say what to watch too. Nothing was saved.", "Yeh bhi likhein ke kis par nazar rakhni hai. Kuch mehfooz nahi hua.", "یہ بھی لکھیں کہ کس پر نظر رکھنی ہے۔ کچھ محفوظ نہیں ہوا۔"},

	// dates
	"bad date":     {"%[1]s Nothing was saved.", "%[1]s Kuch mehfooz nahi hua.", "%[1]s کچھ محفوظ نہیں ہوا۔"},
	"no date":      {"“%[1]s”: %[2]s Nothing was saved.", "“%[1]s”: %[2]s Kuch mehfooz nahi hua.", "“%[1]s”: %[2]s کچھ محفوظ نہیں ہوا۔"},
	"told till":    {"An item is told of until it is done or dropped.", "Item ki yaad dihani us ke mukammal ya khatam hone tak aati hai.", "کام کی یاد دہانی اس کے مکمل یا ختم ہونے تک آتی ہے۔"},
	"item repeats": {"Items have deadlines, not repetitions: an item can be snoozed or dropped.", "Item ki deadline hoti hai, woh dohraya nahi jata: usay aagay karein ya khatam.", "کام کی آخری تاریخ ہوتی ہے، وہ دہرایا نہیں جاتا: اسے آگے کریں یا ختم۔"},
	"no status": {"“%[1]s” is no status: it can be limited, substantial, complete.", "“%[1]s” koi halat nahi; limited, substantial ya complete likhein.",
		"“%[1]s” کوئی حالت نہیں؛ limited، substantial یا complete لکھیں۔"},
	"days": {"“%[1]s” days: write a number from 1 to 14.", "“%[1]s” din: 1 se 14 tak koi number likhein.", "“%[1]s” دن: 1 سے 14 تک کوئی نمبر لکھیں۔"},

	// who and where
	"nobody":        {"I know nobody called “%[1]s”: name a member with @. Nothing was changed.", "“%[1]s” naam ka koi member nahi: @ ke saath naam likhein. Kuch nahi badla.", "“%[1]s” نام کا کوئی رکن نہیں: @ کے ساتھ نام لکھیں۔ کچھ نہیں بدلا۔"},
	"nobody's":      {"I know nobody called “%[1]s”: name a member with @, or a body. Nothing was changed.", "“%[1]s” naam ka koi member ya idara nahi: @ ke saath naam likhein, ya idara. Kuch nahi badla.", "“%[1]s” نام کا کوئی رکن یا ادارہ نہیں: @ کے ساتھ نام لکھیں، یا ادارہ۔ کچھ نہیں بدلا۔"},
	"nobody there":  {"I know nobody called “%[1]s”. Nothing was saved: name a member with @, a body or a #channel.", "“%[1]s” naam ka koi nahi mila. Kuch mehfooz nahi hua: @ ke saath member, idara ya #channel likhein.", "“%[1]s” نام کا کوئی نہیں ملا۔ کچھ محفوظ نہیں ہوا: @ کے ساتھ رکن، ادارہ یا #channel لکھیں۔"},
	"one recipient": {"A reminder goes to one member, to bodies or to a channel. Nothing was saved: send one for each member.", "Yaad dihani aik member, idaron ya aik channel ko jati hai. Kuch mehfooz nahi hua: har member ke liye alag bhejein.", "یاد دہانی ایک رکن، اداروں یا ایک چینل کو جاتی ہے۔ کچھ محفوظ نہیں ہوا: ہر رکن کے لیے الگ بھیجیں۔"},
	"no channel":    {"“%[1]s” is no channel: write it as #name.", "“%[1]s” koi channel nahi: #name ki tarah likhein.", "“%[1]s” کوئی چینل نہیں: #name کی طرح لکھیں۔"},
	"no number":     {"“%[1]s” is no number of a decision: write it like 14.5.", "“%[1]s” kisi faislay ka number nahi: 14.5 ki tarah likhein.", "“%[1]s” کسی فیصلے کا نمبر نہیں: 14.5 کی طرح لکھیں۔"},
	"no body": {"“%[1]s” is no body I know: write a name like KPCSW, WDD-Sindh or “all WDDs”, a member with @, or a #channel.",
		"“%[1]s” koi idara nahi jo mujhe maloom ho: KPCSW, WDD-Sindh ya “all WDDs” jaisa naam, @ ke saath member, ya #channel likhein.",
		"“%[1]s” کوئی ادارہ نہیں جو مجھے معلوم ہو: KPCSW، WDD-Sindh یا “all WDDs” جیسا نام، @ کے ساتھ رکن، یا #channel لکھیں۔"},
	"no such body": {"“%[1]s” is no body I know: write a name like KPCSW or WDD-Balochistan.", "“%[1]s” koi idara nahi jo mujhe maloom ho: KPCSW ya WDD-Balochistan jaisa naam likhein.",
		"“%[1]s” کوئی ادارہ نہیں جو مجھے معلوم ہو: KPCSW یا WDD-Balochistan جیسا نام لکھیں۔"},
	"several": {"“%[1]s” can be more than one: %[2]s. Which one?", "“%[1]s” kai ho saktay hain: %[2]s. Kaun sa?", "“%[1]s” کئی ہو سکتے ہیں: %[2]s۔ کون سا؟"},

	// filters of lists
	"no filter": {"“%[1]s:” is no filter; filters are body, place, is, due, owner, meeting, words.", "“%[1]s:” se chhanti nahi hoti; body, place, is, due, owner, meeting aur words se hoti hai.",
		"“%[1]s:” سے چھانٹی نہیں ہوتی؛ body، place، is، due، owner، meeting اور words سے ہوتی ہے۔"},
	"body filter": {"“%[1]s” is no body or place I know; try body:KP, body:WDD-Sindh or body:WDDs.", "“%[1]s” koi idara ya jagah nahi jo mujhe maloom ho; body:KP, body:WDD-Sindh ya body:WDDs likh kar dekhein.",
		"“%[1]s” کوئی ادارہ یا جگہ نہیں جو مجھے معلوم ہو؛ body:KP، body:WDD-Sindh یا body:WDDs لکھ کر دیکھیں۔"},
	"state filter": {"“is:%[1]s” is no state; it can be open, late, done, dropped, proposed, undated, today, all.", "“is:%[1]s” koi halat nahi; yeh ho saktay hain: open, late, done, dropped, proposed, undated, today, all.",
		"“is:%[1]s” کوئی حالت نہیں؛ یہ ہو سکتے ہیں: open, late, done, dropped, proposed, undated, today, all۔"},
	"due filter": {"“due:%[1]s”: write due:<30d for due within 30 days, due:>7d for later.", "“due:%[1]s”: 30 din ke andar ke liye due:<30d likhein, baad ke liye due:>7d.",
		"“due:%[1]s”: 30 دن کے اندر کے لیے due:<30d لکھیں، بعد کے لیے due:>7d۔"},
	"meeting filter": {"“meeting:%[1]s” needs a number, like meeting:14.", "“meeting:%[1]s” mein number chahiye, jaise meeting:14.", "“meeting:%[1]s” میں نمبر چاہیے، جیسے meeting:14۔"},

	// registers
	"member stays": {"A member is not removed here: name the body's new focal person instead.", "Yahan se koi member hataya nahi jata: idaray ka naya focal person batayein.",
		"یہاں سے کوئی رکن ہٹایا نہیں جاتا: ادارے کا نیا فوکل پرسن بتائیں۔"},
	"to which day": {"To which day? Nothing was changed. Without a new day it can be cancelled, and what is bound to it waits.", "Kis din tak? Kuch nahi badla. Naya din nahi to ijlas mansookh ho sakta hai; jo us se juda hai woh intezar kare ga.",
		"کس دن تک؟ کچھ نہیں بدلا۔ نیا دن نہیں تو اجلاس منسوخ ہو سکتا ہے؛ جو اس سے جڑا ہے وہ انتظار کرے گا۔"},
	"quiet hours":   {"Quiet hours run from one time to another.", "Khamoshi ke auqat aik waqt se doosray tak hotay hain.", "خاموشی کے اوقات ایک وقت سے دوسرے تک ہوتے ہیں۔"},
	"meeting when":  {"Say which meeting and when.", "Batayein kaun sa ijlas aur kab.", "بتائیں کون سا اجلاس اور کب۔"},
	"which meeting": {"Which meeting? Give its number.", "Kaun sa ijlas? Us ka number likhein.", "کون سا اجلاس؟ اس کا نمبر لکھیں۔"},
	"who of which":  {"Say who, and of which body.", "Batayein kaun, aur kis idaray se.", "بتائیں کون، اور کس ادارے سے۔"},
	"page of":       {"One page for which body?", "Kis idaray ka one page chahiye?", "کس ادارے کا ایک صفحہ چاہیے؟"},
	"with an @":     {"“%[1]s”: name the member with @.", "“%[1]s”: member ka naam @ ke saath likhein.", "“%[1]s”: رکن کا نام @ کے ساتھ لکھیں۔"},
	"holiday day":   {"Say the day of the holiday.", "Chutti ka din likhein.", "چھٹی کا دن لکھیں۔"},
	"holiday":       {"Say the day of the holiday and its name.", "Chutti ka din aur naam likhein.", "چھٹی کا دن اور نام لکھیں۔"},
	"holiday name":  {"Say the name of the holiday too.", "Chutti ka naam bhi likhein.", "چھٹی کا نام بھی لکھیں۔"},
	"new word":      {"Say the new word and what it stands for.", "Naya lafz likhein aur yeh ke us ka matlab kya hai.", "نیا لفظ لکھیں اور یہ کہ اس کا مطلب کیا ہے۔"},
	"which alias":   {"Say which alias.", "Batayein kaun sa alias.", "بتائیں کون سا متبادل نام۔"},
}
