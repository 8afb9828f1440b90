package bot

import "fmt"

// frames are the bot's own words around the quotes, in the languages members write: English, Roman Urdu, Urdu. Quotes stay as they are.
var frames = map[string][3]string{
	"finding": {"%[1]s (%[2]s)", "%[1]s (%[2]s ke mutabiq)", "جواب (%[2]s کے مطابق): “%[1]s”"},
	"none": {"No passage found on %[1]s; searched %[2]s, %[3]s.", "%[1]s par koi ibarat nahi mili; %[2]s, %[3]s dekhay gaye.",
		"%[1]s کے بارے میں کوئی عبارت نہیں ملی؛ %[2]s، %[3]s دیکھے گئے۔"},
	"without":         {"Without the %[1]s filter: %[2]s.", "%[1]s ki shart ke baghair: %[2]s.", "%[1]s کی شرط کے بغیر: %[2]s۔"},
	"mean":            {"Did you mean “%[1]s”?", "Kya aap ka matlab “%[1]s” tha?", "کیا آپ کا مطلب “%[1]s” تھا؟"},
	"ask secretariat": {"Ask the secretariat", "Secretariat se poochein", "سیکرٹریٹ سے پوچھیں"},
	"read as":         {"Read as: %[1]s; as of %[2]s.", "Sawal yun parha gaya: %[1]s; %[2]s tak.", "سوال یوں پڑھا گیا: %[1]s؛ %[2]s تک۔"},
	"kept":            {"Kept from before: %[1]s.", "Pehle se rakha: %[1]s.", "پہلے سے رکھا: %[1]s۔"},
	"fixed":           {"“%[1]s” was read as “%[2]s”.", "“%[1]s” ko “%[2]s” parha gaya.", "“%[1]s” کو “%[2]s” پڑھا گیا۔"},
	"unknown":         {"Not known here: %[1]s.", "Na-maloom alfaz: %[1]s.", "نامعلوم الفاظ: %[1]s۔"},
	"which":           {"“%[1]s” can mean more than one thing: %[2]s. Which one?", "“%[1]s” ke kai matlab hain: %[2]s. Kaun sa?", "“%[1]s” کے کئی مطلب ہیں: %[2]s۔ کون سا؟"},
	"old":             {"The newest source here is from %[1]s: ask the body whether it still holds.", "Sab se naya hawala %[1]s ka hai: idaray se pooch lein ke ab bhi yehi hai.", "سب سے نیا حوالہ %[1]s کا ہے: ادارے سے پوچھ لیں کہ اب بھی یہی ہے۔"},
	"yes":             {"Yes: %[1]s", "Ji haan: %[1]s", "جی ہاں: %[1]s"},
	"silent":          {"No mention at the %[1]s meeting.", "%[1]s ijlas mein koi zikr nahi.", "%[1]s اجلاس میں کوئی ذکر نہیں۔"},
	"no meeting":      {"There is no record of a %[1]s %[2]s meeting, as of %[3]s.", "%[1]s %[2]s ijlas ka koi record nahi, %[3]s tak.", "%[1]s %[2]s اجلاس کا کوئی ریکارڈ نہیں، %[3]s تک۔"},
	"told by others":  {"not %[1]s's own report", "%[1]s ki apni report nahi", "%[1]s کی اپنی رپورٹ نہیں"},
	"advice": {"This is what the papers say, not legal advice. Legal aid: %[1]s.", "Yeh kaghzat ki ibarat hai, qanooni mashwara (legal advice) nahi. Qanooni imdad: %[1]s.",
		"یہ دستاویزات کی عبارت ہے، قانونی مشورہ (legal advice) نہیں۔ قانونی امداد: %[1]s۔"},
	"legal aid": {"ask a lawyer, the bar association's legal aid committee or the women's commission of the province", "wakeel, bar ki legal aid committee ya soobay ke khawateen commission se poochein",
		"وکیل، بار کی لیگل ایڈ کمیٹی یا صوبے کے خواتین کمیشن سے پوچھیں"},
	"around":    {"More around this", "Is ke aas paas", "اس کے آس پاس"},
	"open":      {"Open document", "Dastawez kholein", "دستاویز کھولیں"},
	"copy":      {"Copy", "Copy", "کاپی"},
	"cite":      {"Copy citation", "Hawala copy", "حوالہ کاپی"},
	"change":    {"Change", "Badlein", "بدلیں"},
	"no record": {"no record", "koi record nahi", "کوئی ریکارڈ نہیں"},
}

// say fills one of the bot's own sentences in the asker's language.
func (b *Bot) say(a asker, key string, args ...any) string {
	lang := map[string]int{"roman_ur": 1, "ur": 2}[a.in.Lang]
	form := frames[key][lang]
	if len(args) == 0 {
		return form
	}
	return fmt.Sprintf(form, args...)
}
