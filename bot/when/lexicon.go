package when

import (
	"strconv"
	"strings"
)

// english and urdu list the spellings of each word the rules use: the canonical word first, then what people write for it.
var english = table(`
today       tdy 2day todays
tonight     tonite 2nite tonit
tomorrow    tmrw tmr tmrow tomo tom tommorow tommorrow tomorow tomorrrow tomorro tomarrow tmw tmorrow 2moro 2morrow 2mrw 2mro 2mrow tomm tmro morrow tomoro tomoz tomoza tomrw tomrow tmrrw 2mo
yesterday   yday ystrday yesturday
monday      mon mondy mundy munday mnday munday monady moday mondays
tuesday     tue tues tuesdy teusday tuseday tusday tuesdays
wednesday   wed weds wednes wednsday wensday wendesday wednesdy wedensday wednesdays wednesady
thursday    thu thur thr thrs thurs thrusday thursdy thurday thusday thirsday thursdays
friday      fri firday fridy frday friady frida fridays
saturday    sat saterday saturdy satuday satruday saturdays satday
sunday      sun sundy snday suday sundays
january     jan januray janurary janury januery
february    feb febuary feburary febrary febuery febr
march       mar mrch marh mach_ marchh
april       apr aprl arpil apirl
may
june        jun
july        jul
august      aug agust augst
september   sep sept septmber setember septembr spetember
october     oct octobr ocotber octber
november    nov novmber novemeber novembr
december    dec decmber decemeber dec desember decembr
second      sec secs seconds
minute      min mins minutes mint mints minuts
hour        hr hrs hours hour's hous
day         days dy dys dayz
week        weeks wk wks weak
fortnight   fortnights
month       months mth mths mnth mnths
quarter     quarters qtr qtrs
year        years yr yrs
weekend     weekends wkend
weekday     weekdays
next        nxt nex nxet
coming      upcoming comming forthcoming
following   ensuing
this        ths dis current
last        previous prior
past
every       evry evey each evrey evry
other       alternate alternative alternating othr oth alternat
daily       everyday evryday everday evreyday dialy
weekly      weekley
monthly     monthy montly
quarterly   quaterly
yearly      annually annual
fortnightly biweekly
morning     mornin mrng morn mornings forenoon
noon        midday noontime
afternoon   afternon aftrnoon arvo afternoons
evening     eve evning evng evenings
night       nite nights
midnight    midnite
oclock
before      b4 befor bfore bfr
after       aftr aftre afta
by          latest
until       till til untill upto
working     business bussiness busines buisness office wrking wkg wrkng bizness biz
beginning   start begining beggining
middle      mid
end         ending
close       closing
from        starting since
`)

var urdu = table(`
today       aaj aj ajj آج اج
tomorrow    kal kall kul kl کل
overmorrow  parson parso parsoon parsun parsoo parsu parsoun prson prsoon parsn پرسوں پرسو
thirdday    tarson narson tarso narso ترسوں نرسوں
now         abhi abi ابھی
monday      peer pir pear peir somwar somvar sombar پیر سوموار دوشنبہ
tuesday     mangal mangl mungal mangalwar سہشنبہ منگل
wednesday   budh budhwar budhh budhwaar بدھ بدہ چہارشنبہ
thursday    jumeraat jumerat jumairat jumayraat jummerat jumeraath jumrat jumeyraat jumiraat jumarat جمعرات
friday      jumma juma jummah jumah jumme jume jumay jummay jumua jumuah jummey jumey jumaa jumay جمعہ جمعے جمعۃ جمہ جمعۂ
saturday    haftay_ sanichar saneechar shanba shambah سنیچر شنبہ سنیچر
sunday      itwaar itwar itvaar aitwar aitwaar ithwar اتوار
week        hafte hafta hafton hafty haftay haftey haftaa haftah haftey ہفتہ ہفتے ہفتوں
january     janwari janvari januwari janwary جنوری
february    farwari farvari farwary febrwari فروری
march       maarch مارچ
april       aprail aprel اپریل
may         مئی مئ مئي
june        joon جون
july        julai joolai julaai جولائی جولائ جولای
august      agast اگست
september   sitambar sitamber ستمبر
october     aktobar aktubar اکتوبر
november    nawambar navambar نومبر
december    disambar dasambar disamber دسمبر
minute      minat minton منٹ منٹوں
hour        ghanta ghante ghantay ghantey ghanton ghantoon گھنٹہ گھنٹے گھنٹوں
day         din dino dinon dinoon روز_ دن دنوں یوم
month       mahina mahine mahinay mahiney maheena maheene maheenay mahinon maah mah mahene mahina ماہ مہینہ مہینے مہینوں
year        saal sal saalon سال سالوں
quarter     sehmahi sehmaahi سہماہی
date        tareekh tarikh tareek tareeq tarik tareekhe تاریخ تاریح
next        agle agla aglay agli agley aglaa aglye aainda ainda aayinda aindah ayenda agly aaindah اگلے اگلا اگلی آئندہ آیندہ آئندا
coming      aane aanay anay aanewale aanewala ane_ آنے
wala        wale wali walay والے والا والی
this        اس رواں isi اسی
last        pichle pichla pichlay pichli guzashta guzishta پچھلے پچھلا پچھلی گزشتہ گذشتہ
every       har hr_ ہر
daily       roz rozana rozaana roozana روز روزانہ
weekly      haftawar haftawari haftewaar ہفتہوار
monthly     mahana mahaana mahwar ماہانہ ماہوار
yearly      salana saalana سالانہ
subah       subha suba subh subhe savere sawere صبح سویرے
dopahar     dopeher dupehar dopehr dopher dupahar dopahr dopehar dophar duphar دوپہر
shaam       sham shaaam shamm shyam شام
raat        rat raath raaat رات
sehpehar    sepehar سہپہر
baje        bajay bjy bje baj bajey bajy bjay bjey baja bjae bajhe بجے بجہ بجکر
tak         tk takk talak تک
se          say sy sey سے
pehle       pehlay pehley phele phle pehlai pahle pahlay pehly qabal qabl qbl پہلے قبل پہلےپہلے
pehla       pehli pehlaa yakum یکم پہلا پہلی
baad        bad_ baadh bd_ بعد
mein        mai men me mn may_ میں
ke          kay k key ka ki kai کے کا کی
ko          کو
par         pe pr pay پر پہ
andar       ander andr indar اندر
aakhir      akhir aakhirr aakhr akhr aakhri akhri aakhiri akhiri akheer aakheer ikhtitam آخر اختتام آخری
shuru       shuroo shru aaghaz aghaz شروع آغاز
darmiyan    darmyan darmian beech bich wast درمیان بیچ وسط
working     kaam kam_ daftari ورکنگ کام دفتری کاری
dusre       doosre doosra dusra doosray dusray doosri dusri دوسرے دوسرا دوسری
teesre      teesra tisra teesray teesri تیسرے تیسرا تیسری
chothe      chotha chauthe chautha chothay چوتھے چوتھا
meeting     mtg meetng mtng ijlas ijlaas ijlass meting اجلاس میٹنگ
half        aadha aadhe aadhay adha adhe آدھا آدھے
saade       saadhe sarhe saarhe sadhe sade saade saadhay saday saaday saray sarhay saarhay sarhey ساڑھے
sawa        sava سوا
paune       ponay pone pauny paunay poune پونے
derh        dedh dehr ڈیڑھ
dhai        dhaai adhai arhai dhaee ڈھائی اڑھائی
aur         اور
ya          یا
`)

var hundredWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// urduNumbers count only before a unit or "baje": "do", "teen", "char" and "das" are also other words.
var urduNumbers = numbers(`1 ek aik ایک 2 do doo دو 3 teen tin تین 4 char chaar chr چار 5 panch paanch paanj punch پانچ 6 che chay chhe chhay cheh chai chha چھ چھہ 7 saat sat saath سات
	8 aath ath aat آٹھ 9 nau no noo naw نو 10 das dus دس 11 gyarah giyara gyara gyaara گیارہ 12 barah bara baarah baara بارہ 13 terah tera تیرہ 14 chaudah chodah چودہ
	15 pandrah pandra پندرہ 16 solah sola سولہ 17 satrah satra سترہ 18 atharah athara اٹھارہ 19 unnees unees انیس 20 bees bis بیس
	21 ikkees ikees اکیس 22 baees bais baais بائیس 23 teis teyees taees tais تئیس 24 chaubees chobees chaubis چوبیس 25 pachees pachis پچیس 26 chabbees chabees chabis چھبیس
	27 sattaees sataees sattais ستائیس 28 atthaees athaees athais اٹھائیس 29 untees unattees انتیس 30 tees tis تیس 31 ikattees ikatees iktees اکتیس 40 chalees چالیس 45 paintalees پینتالیس 60 saath ساٹھ 90 nabbe نوے`)

var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
	"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "pehla": 1, "pehle": 1, "dusre": 2, "teesre": 3, "chothe": 4,
	"last": -1, "aakhir": -1, "final": -1,
}

var weekdays = map[string]int{"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6}

var months = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12}

// soft are spellings that are more often something else ("we sat down", "it may", "peer review", "Jan Muhammad"): they need a marker,
// a number or a time beside them.
var soft = map[string]bool{"sat": true, "sun": true, "wed": true, "mon": true, "peer": true, "pear": true, "pir": true, "may": true, "march": true,
	"mar": true, "jan": true, "juma": true, "mangal": true, "august": true, "april": true, "june": true, "tom": true, "weak": true}

// table reads lines of a canonical word and its spellings. A spelling that ends in "_" is kept out: it is another word as well.
func table(text string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(text) {
		words := strings.Fields(foldText(line))
		for _, w := range words {
			if _, have := m[w]; !have && !strings.HasSuffix(w, "_") {
				m[w] = words[0]
			}
		}
	}
	return m
}

// numbers reads a number and then its words, again and again.
func numbers(text string) map[string]int {
	m, n := map[string]int{}, 0
	for _, w := range strings.Fields(foldText(text)) {
		if i, err := strconv.Atoi(w); err == nil {
			n = i
		} else if _, have := m[w]; !have {
			m[w] = n
		}
	}
	return m
}

func foldText(s string) string {
	return strings.Map(fold, s)
}

// longWords are guessed at through one slip of the keyboard; shorter ones are too near to other words.
var longWords = []string{"tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
	"september", "october", "november", "december", "morning", "afternoon", "evening", "weekend", "weekday", "fortnight", "quarter", "midnight", "monthly", "quarterly", "business"}

var notSlips = map[string]bool{"sundry": true, "sundae": true, "sundays": true, "mending": true, "morning's": true, "weekends": true, "mourning": true, "warning": true}

// spell is the canonical form of a folded word, and whether the word is Urdu.
func spell(raw string) (string, bool) {
	if w, ok := english[raw]; ok {
		return w, false
	}
	if w, ok := urdu[raw]; ok {
		return w, true
	}
	if single := collapse(raw); len(single) >= 4 && single != raw { // "jully", "appril"
		if w, ok := english[single]; ok && (months[w] > 0 || hasWeekday(w)) {
			return w, false
		}
	}
	if len(raw) >= 5 && len(raw) <= 12 && !notSlips[raw] {
		for _, w := range longWords {
			if raw[0] == w[0] && raw[len(raw)-1] == w[len(w)-1] && (oneSlip(raw, w) || (len(w) > 8 && hasWeekday(w) || w == "tomorrow") && twoSlips(raw, w)) {
				return w, false
			}
		}
	}
	return raw, false
}

// collapse writes doubled letters once.
func collapse(s string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// twoSlips reports whether a is b with one letter left out and one slip more.
func twoSlips(a, b string) bool {
	for i := range b {
		if len(a) < len(b) && oneSlip(a, b[:i]+b[i+1:]) {
			return true
		}
	}
	return false
}

// oneSlip reports whether a becomes b by one letter more, less, other, or two changed about.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i == len(a) || a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}
