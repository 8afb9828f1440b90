package when

import "fmt"

// A Why says why a phrase gives no time, and what would. The nil Why says nothing.
type Why struct {
	key  string
	args []any
}

func why(key string, args ...any) *Why { return &Why{key, args} }

// In is the sentence in one of the languages members write: 0 English, 1 Roman Urdu, 2 Urdu. It has no capital and no full stop, so that it
// can follow the phrase it is about.
func (w *Why) In(tongue int) string {
	if w == nil {
		return ""
	}
	return fmt.Sprintf(reasons[w.key][tongue], w.args...)
}

// reasons are all that can be wrong with a phrase, in English, Roman Urdu and Urdu. What stands in straight quotes is a phrase that works.
var reasons = map[string][3]string{
	"vague": {`%[1]q: too vague to schedule; say a day, for example "by Friday" or "in 3 working days"`,
		`%[1]q se din pata nahi chalta; koi din likhein, masalan "jumay tak" ya "3 working days mein"`,
		`%[1]q سے دن معلوم نہیں ہوتا؛ کوئی دن لکھیں، مثلاً "جمعے تک" یا "3 working days mein"`},
	"no date": {`no date found; say for example "by Friday", "31/12/2019" or "every Monday 9am"`,
		`koi tareekh nahi mili; masalan "jumay tak", "31/12/2019" ya "har peer 9 bajay" likhein`,
		`کوئی تاریخ نہیں ملی؛ مثلاً "جمعے تک"، "31/12/2019" یا "ہر پیر 9 بجے" لکھیں`},
	"passed": {`%[1]s has passed; say a day to come, for example "tomorrow" or %[2]q`,
		`%[1]s guzar chuka hai; aanay wala koi din likhein, masalan "kal" ya %[2]q`,
		`%[1]s گزر چکا ہے؛ آنے والا کوئی دن لکھیں، مثلاً "کل" یا %[2]q`},
	"far": {`that is too far away to plan; give a nearer date, for example %[1]q`,
		`yeh bohat door hai; koi qareeb ki tareekh likhein, masalan %[1]q`,
		`یہ بہت دور ہے؛ کوئی قریب کی تاریخ لکھیں، مثلاً %[1]q`},
	"old year": {`the year is too far away; for example %[1]q`, `yeh saal bohat door hai; masalan %[1]q likhein`, `یہ سال بہت دور ہے؛ مثلاً %[1]q لکھیں`},
	"month": {`there is no month %[1]d; write the day first, for example %[2]q`,
		`mahina %[1]d koi nahi; pehle din likhein, masalan %[2]q`,
		`مہینہ %[1]d کوئی نہیں؛ پہلے دن لکھیں، مثلاً %[2]q`},
	"day": {`there is no %[1]d %[2]s %[3]d; did you mean %[4]d %[2]s %[3]d?`,
		`%[1]d %[2]s %[3]d koi tareekh nahi; kya %[4]d %[2]s %[3]d murad hai?`,
		`%[1]d %[2]s %[3]d کوئی تاریخ نہیں؛ کیا %[4]d %[2]s %[3]d مراد ہے؟`},
	"day passed": {`there is no %[1]d %[2]s %[3]d; say a day to come, for example %[4]q`,
		`%[1]d %[2]s %[3]d koi tareekh nahi; aanay wala koi din likhein, masalan %[4]q`,
		`%[1]d %[2]s %[3]d کوئی تاریخ نہیں؛ آنے والا کوئی دن لکھیں، مثلاً %[4]q`},
	"time": {`there is no time %[1]d:%02[2]d; the day ends at 23:59, write for example "at 17:00"`,
		`%[1]d:%02[2]d koi waqt nahi; din 23:59 par khatam hota hai, masalan "17:00" likhein`,
		`%[1]d:%02[2]d کوئی وقت نہیں؛ دن 23:59 پر ختم ہوتا ہے، مثلاً "17:00" لکھیں`},
	"hour": {`there is no time %[1]d %[2]s; write for example "at 5 pm" or "at 17:00"`,
		`%[1]d %[2]s koi waqt nahi; masalan "shaam 5 bajay" ya "17:00" likhein`,
		`%[1]d %[2]s کوئی وقت نہیں؛ مثلاً "شام 5 بجے" یا "17:00" لکھیں`},
	"moon": {`the day depends on the moon; give a date, for example %[1]q`,
		`yeh din chand par hai; tareekh likhein, masalan %[1]q`,
		`یہ دن چاند پر ہے؛ تاریخ لکھیں، مثلاً %[1]q`},
	"expected": {`%[1]s is expected on %[2]s, but the moon decides; give a date, for example %[3]q`,
		`%[1]s %[2]s ko mutawaqqo hai, magar faisla chand ka hai; tareekh likhein, masalan %[3]q`,
		`%[1]s %[2]s کو متوقع ہے، مگر فیصلہ چاند کا ہے؛ تاریخ لکھیں، مثلاً %[3]q`},
	"weekday": {`that month has no such weekday; write for example "last Friday of the month"`,
		`us mahinay mein aisa din nahi; masalan "last Friday of the month" likhein`,
		`اس مہینے میں ایسا دن نہیں؛ مثلاً "last Friday of the month" لکھیں`},
	"which days": {`say on which days, for example "every Monday and Thursday"`,
		`batayein kin dinon, masalan "har peer aur jumerat"`,
		`بتائیں کن دنوں، مثلاً "ہر پیر اور جمعرات"`},
	"whole": {`say a whole number from 1 to 999, for example "every 2 weeks"`,
		`1 se 999 tak koi poora number likhein, masalan "har 2 haftay"`,
		`1 سے 999 تک کوئی پورا نمبر لکھیں، مثلاً "ہر 2 ہفتے"`},
	"no hour": {`hours are counted from a time of day, and none is known here; give the time itself, for example %[1]q`,
		`ghantay kisi waqt se ginay jatay hain, aur waqt yahan maloom nahi; waqt hi likhein, masalan %[1]q`,
		`گھنٹے کسی وقت سے گنے جاتے ہیں، اور وقت یہاں معلوم نہیں؛ وقت ہی لکھیں، مثلاً %[1]q`},
	"unread": {`%[1]q behind the date was not understood; if it is a time, write for example %[2]q`,
		`tareekh ke baad %[1]q samajh nahi aaya; agar waqt hai to likhein, masalan %[2]q`,
		`تاریخ کے بعد %[1]q سمجھ نہیں آیا؛ اگر وقت ہے تو لکھیں، مثلاً %[2]q`},
	"bound": {`%[1]q was not understood beside a repetition; say its days and its last date, for example "every Monday until 30 June"`,
		`%[1]q samajh nahi aaya; din aur aakhri tareekh likhein, masalan "har peer 30 june tak"`,
		`%[1]q سمجھ نہیں آیا؛ دن اور آخری تاریخ لکھیں، مثلاً "ہر پیر 30 جون تک"`},
	"no meeting day": {`which day that is depends on the meeting, whose day is not known here; give the date itself, for example %[1]q`,
		`yeh din ijlas ki tareekh par hai, jo yahan maloom nahi; tareekh hi likhein, masalan %[1]q`,
		`یہ دن اجلاس کی تاریخ پر ہے، جو یہاں معلوم نہیں؛ تاریخ ہی لکھیں، مثلاً %[1]q`},
	"every": {`%[1]q was not understood; write for example "every other Friday" or "every Friday at 9am"`,
		`%[1]q samajh nahi aaya; masalan "har doosre jumay" ya "har jumay 9 bajay" likhein`,
		`%[1]q سمجھ نہیں آیا؛ مثلاً "ہر دوسرے جمعے" یا "ہر جمعے 9 بجے" لکھیں`},
	"year day": {`no year has a %[1]d %[2]s; write for example "every %[3]d %[2]s"`,
		`kisi saal mein %[1]d %[2]s nahi hoti; masalan "har %[3]d %[2]s" likhein`,
		`کسی سال میں %[1]d %[2]s نہیں ہوتی؛ مثلاً "every %[3]d %[2]s" لکھیں`},
	"working days": {`a number of working days cannot repeat; write for example "every weekday" or "every 3 days"`,
		`kaam ke kuch din gin kar dohraye nahi ja saktay; masalan "every weekday" ya "har 3 din" likhein`,
		`کام کے کچھ دن گن کر دہرائے نہیں جا سکتے؛ مثلاً "every weekday" یا "ہر 3 دن" لکھیں`},
	"hourly": {`reminders repeat daily at most; write for example "every day at 9am"`,
		`yaad dihani din mein aik hi baar aati hai; masalan "har roz 9 bajay" likhein`,
		`یاد دہانی دن میں ایک ہی بار آتی ہے؛ مثلاً "ہر روز 9 بجے" لکھیں`},
	"nth working day": {`only the first and the last working day can repeat; write for example "every last working day of the month"`,
		`kaam ka sirf pehla aur aakhri din dohraya ja sakta hai; masalan "every last working day of the month" likhein`,
		`کام کا صرف پہلا اور آخری دن دہرایا جا سکتا ہے؛ مثلاً "every last working day of the month" لکھیں`},
	"zone": {`name the zone of a repetition by its city, for example "9am Geneva time"`,
		`dohraye janay walay waqt ka zone shehar ke naam se likhein, masalan "9am Geneva time"`,
		`دہرائے جانے والے وقت کا زون شہر کے نام سے لکھیں، مثلاً "9am Geneva time"`},
	"unknown zone": {`no zone is known by the name %[1]q; name its city, for example "9am Geneva time"`,
		`%[1]q naam ka koi zone maloom nahi; shehar ka naam likhein, masalan "9am Geneva time"`,
		`%[1]q نام کا کوئی زون معلوم نہیں؛ شہر کا نام لکھیں، مثلاً "9am Geneva time"`},
	"never": {`that repetition never comes; write for example "every Monday at 9am"`,
		`yeh baari kabhi nahi aati; masalan "har peer 9 bajay" likhein`,
		`یہ باری کبھی نہیں آتی؛ مثلاً "ہر پیر 9 بجے" لکھیں`},
}
