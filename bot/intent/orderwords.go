package intent

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rabita/bot/when"
)

// A way is one way of saying an order in plain words. The more particular stand first.
type way struct {
	kind Kind // of intent, as the reply names it
	re   *regexp.Regexp
	read func(p *orderReader, text string, m []string) (Order, error)
}

// an order of a kind with what follows read as in the plain form.
func as(object Object, v Verb, group int) func(*orderReader, string, []string) (Order, error) {
	return func(p *orderReader, _ string, m []string) (Order, error) {
		rest := ""
		if group > 0 {
			rest = m[group]
		}
		return p.plain(Order{Object: object, Verb: v}, rest)
	}
}

const (
	idWord   = `[ARW]-?\d{1,6}`
	noWord   = `d?[0-9۰-۹]{1,2}[.٫][0-9۰-۹]{1,2}`
	oneWord  = `(?:` + idWord + `|` + noWord + `)`
	manyWord = `((?:` + oneWord + `(?: ?, ?| and | aur | & | اور | )?)+)`
	doneWord = `(?:(?:is |are |has been |have been |was |were )?(?:now |already )?(?:done|completed?|finished|closed|submitted|sent|achieved|ho ga?ya(?: hai)?|ho gya(?: hai)?|ho ga?yi(?: hai)?|ho gai(?: hai)?|ho ga?y?e(?:y)?(?: hain?)?|hogaya|hogya|mukammal(?: ho ga?y[ai])?(?: hai)?|kar diya(?: hai)?|kardiya|kar di(?: hai)?|bhej diya(?: hai)?|bhej di(?: hai)?|bhejdi|jama kar(?:wa)? di(?:ya)?)|ہو گیا(?: ہے)?|ہوگیا|ہو گئی(?: ہے)?|ہو گئے(?: ہیں)?|مکمل(?: ہو گیا)?(?: ہے)?|کر دیا(?: ہے)?|بھیج دیا(?: ہے)?|بھیج دی(?: ہے)?)`
)

func icase(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }

// ways are filled in by init, because reading a way reads other ways.
var ways []way

func init() {
	ways = slices.Concat(registerWays, []way{
		{Items, icase(`^(?:(?:oops|sorry|oh|no|nahi|never ?mind|nvm|wait|actually|gh?alti se(?: hua| ho ga\w+)?|my mistake|wrong one)[,.! ]+)*(?:undo|take (?:that|it) back|wapas(?: karo| lo| le lo)?|واپس(?: (?:کریں|کر دیں|کرو|لیں|لو))?)(?: (?:that|it|this|last|the (?:drop|done|edit|change)|drop|done|edit|the last(?: one| thing| change)?|my last(?: change)?|please|pls))?(?: (` + idWord + `))?[.! ]*$`), as(Item, Undo, 1)},
		{Reminders, icase(`^(?:list|show|see|what are|which are|which|dikhao|batao)?(?: me)?(?: all)?(?: of)? ?(?:my|the|our|mere|meri|meray|میر[اےی])? ?(?:reminders?|yaad ?dihani\w*|یاد دہانیاں?)(?: list)?(?: (?:dikhao|dikhayein|batao|do|kya hain|کیا ہیں|دکھائیں))?[.?! ]*$`), as(Reminder, List, 0)},
		{Reminders, icase(`^(?:is|are) (?:my|the|our) reminders? (?:still )?(?:there|set|on|active|saved|in place|ok)\b.{0,20}$`), as(Reminder, List, 0)},
		{Reminders, icase(`^mer[aei]y? kitn[aei]y? reminders?(?: hain?| hai)?[?.! ]*$`), as(Reminder, List, 0)},
		{Reminders, icase(`^(?:do i have|have i got|is there|are there)(?: any)? reminders?\b.*$`), as(Reminder, List, 0)},
		{Reminders, icase(`^(?:kya |what )?(?:main? ne |did i )?(?:kya )?(?:reminders?) (?:.{0,20})(?:set|lagay|laga[ey])\w*.{0,20}$`), as(Reminder, List, 0)},
		{Reminders, icase(`^(?:(?:my|list|show|what|which|how many) )?(?:of )?(?:my )?watches` + ofOurs), as(Watch, List, 0)},
		{Reminders, ownReminders, as(Reminder, List, 0)},
		{Reminders, icase(`^(?:please )?(?:stop|quit|do ?n[o'’]?t|do not|never) watch(?:ing)?(?: for| out for)?(?: (.+?))?` + noMore), as(Watch, Cancel, 1)},
		{Reminders, icase(`^(?:please )?(?:stop|quit|do ?n[o'’]?t|do not|never|no need to) (?:sending |send )?(?:remind(?:ing)?|nudg(?:e|ing)|ping(?:ing)?|reminders?\b)(?: (?:me|us|this channel|here))?(?: (?:about|abt|regarding|re|of|for|to|on))?(?: (.+?))?` + noMore), readHush},
		{Reminders, icase(`^(?:no more|turn off|switch off|enough) (?:of )?(?:my |the |all )?(?:reminders?|reminding)(?: (?:me|us))?(?: (?:about|abt|regarding|re|of|for|on))?(?: (.+?))?` + noMore), readHush},
		{Reminders, icase(`^(?:mujhe |hamein |ab )*(?:(.+?) (?:ki |ka |ke baare? mein? |ke liye )?)??(?:ab )?(?:yaad mat (?:dila|kar(?:a|wa))\w*|mat yaad (?:dila|kar(?:a|wa))\w*|(?:reminder|yaad ?d[ie]hani)s? (?:mat bhej\w*|hata\w*(?: do| dein| den)?))[.! ]*$`), readHush},
		{Reminders, icase(`^(?:مجھے |ہمیں )?(?:(.+?) (?:کی |کا |کے بارے میں )?)?(?:یاد (?:مت|نہ) (?:دلا|کرا)\S*|یاد دہانی(?:اں)? ?(?:مت بھیج\S*|ہٹا\S*(?: دیں| دو)?|بند (?:کریں|کرو|کر دیں|کر دو)))[۔.! ]*$`), readHush},
		{Reminders, stopWord, readStopped},
		{Reminders, icase(`^(?:hold|suspend|mute|silence|stop|pause)(?: off)? ((?:.{0,60}\breminders?\b|R-?\d{1,6}\b).{0,20} (?:until|till|til|for) .+)$`), as(Reminder, Pause, 1)},
		{Reminders, icase(`^no (?:more )?reminders? ((?:about .{1,60} |on .{1,60} )?(?:until|till|til) .+)$`), as(Reminder, Pause, 1)},
		{Reminders, icase(`^(?:mute|silence) (?:the |my |our )?(?:(.{1,60}?) )?(?:reminders?|one)[.! ]*$`), as(Reminder, Pause, 1)},
		{Reminders, icase(`^(?:move|push|shift|reschedule|change|postpone|delay) (?:the |my |our )?(.{1,60}?) reminder (?:(?:to|till|until) (?:come )?)(.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.plain(Order{Object: Reminder, Verb: Move, Which: which(m[1])}, "| due "+m[2])
		}},
		{Reminders, icase(`^unwatch (.+)$`), as(Watch, Cancel, 1)},
		{Reminders, icase(`^watch (?:for |out for )?(.+)$`), as(Watch, Add, 1)},
		{Reminders, icase(`^(accept|decline)(?: (.*))?$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.plain(Order{Object: Reminder, Verb: Verb(strings.ToLower(m[1]))}, m[2])
		}},
		{Items, icase(`^(?:.*\b)?` + oneWord + `\b.*(?:hata|khatam|nikal)\w*.*|^(?:remove|clear|delete|take off|drop)(?: the| its)? (?:deadline|due date|date)\b.*$`), func(p *orderReader, text string, _ []string) (Order, error) {
			if !undated.MatchString(text) {
				return Order{}, ErrNoOrder
			}
			return p.about(text)
		}},
		{Reminders, icase(`^(cancel|delete|stop|remove|pause|resume|skip|snooze|khatam karo|band karo|منسوخ)(?: |$)(.*)$`), readCancel},
		{Reminders, icase(`^(.{1,80}?) (?:ko )?(?:cancel|khatam|band|delete|منسوخ|ختم) (?:kar ?do|kar dein|karo|karein|kar dijiye|کر دیں|کریں)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return readCancel(p, "", []string{"", "cancel", m[1]})
		}},
		{Items, icase(`^(?:add|attach|give) (?:an? |the |new )?(?:evidence|proof|saboot)(?: to| for| of)? (` + oneWord + `.*)$`), as(Item, Prove, 1)},
		{Items, addWord, as(Item, Add, 1)},
		{Reminders, remindWord, readRemind},
		{Items, icase(`^(?:(?:action|item|task|decision|point|no\.?) )?` + manyWord + `(?: ka kaam| wala(?: kaam)?| ko| کو)? ?` + doneWord + `(?:[ .,:;!–—-]+(.*))?$`), readDone},
		{Items, icase(`^(?:please )?(?:mark|set|tick(?: off)?|close|complete|finish|done(?: with)?)(?: off)? (?:(?:action|item|task|decision|point) )?` + manyWord + ` ?(?:as |to )?(?:done|completed?|finished|closed)?(?:[ .,:;!–—-]+(.*))?$`), readDone},
		{Items, icase(`^(?:reopen|open again|dobara khol\w*)(?: (` + oneWord + `.*))?[.! ]*$`), as(Item, Reopen, 1)},
		{Items, icase(`^(?:evidence|proof)(?: for| of)?(?: (` + oneWord + `.*))?$`), as(Item, Prove, 1)},
		{Items, icase(`^(?:confirm|validate|verify) (` + idWord + `.*)$`), as(Item, Confirm, 1)},
		{Items, icase(`^drop(?: (` + oneWord + `.*))?[.! ]*$`), as(Item, Drop, 1)},
		{Items, icase(`^edit(?: (` + oneWord + `.*))?$`), as(Item, Edit, 1)},
		{Items, icase(`^(?:name them|name who is awaited)(?: (.*))?$`), as(Item, NameThem, 1)},
		{Items, icase(`^(?:received|got) (?:(?:from )?.* )?(?:for )?(` + oneWord + `.*)$`), as(Item, Receive, 1)},
		{Items, icase(`^(?:claim|take|i(?:'ll| will) take|i take)(?: over)? ((?:(?:action|item|task|decision|point) )?` + oneWord + `.*)$`), as(Item, Claim, 1)},
		{Items, icase(`^assign (.*(?:` + oneWord + `|\b(?:me|myself|mine)\b|<@|@[a-z]).*)$`), readAssign},
		{Items, icase(`^(.*` + oneWord + `) (?:main|mein|hum) (?:kar(?:un|oon|en|ein)\w*(?: ?g[aie])?|dekh\w*(?: ?g[aie])?|le(?:ta|ti) h[uo]\w*)[.! ]*$`), as(Item, Claim, 1)},
		{Items, icase(`^(?:push|move|extend|postpone|shift|delay|bring forward|prepone|advance)\b (.*` + oneWord + `.*)$`), readDue},
		{Items, icase(`^(?:set|change|update|make|put|fix)\b ((?:.*\b(?:deadline|due|date)\b.*` + oneWord + `|.*` + oneWord + `.*\b(?:deadline|due|date)\b).*)$`), readDue},
		{Items, icase(`^(?:the )?(?:new )?(?:deadline|due date|due)(?: date)?(?: of| for)? (.*` + oneWord + `[: ]+` + dayWord + `[^?]*)$`), readDue},
		{Items, icase(`^(?:deadline|due(?: date)?): ?(` + oneWord + `) (.*)$`), func(p *orderReader, text string, m []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: Due}, m[1]+" "+m[2])
		}},
		{Items, icase(`^(` + oneWord + `) (?:ki |ka )?(?:new )?(?:deadline|due(?: date)?|date|tareekh)\b[: ]*(` + dayWord + `[^?]*)$`), func(p *orderReader, text string, m []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: Due}, m[1]+" "+m[2])
		}},
		{Items, icase(`^(?:action|task|to ?do)(?: item| point)? (for [^:|]{2,60}: ?.+)$`), as(Item, Add, 1)},
		{Items, icase(`^remember(?: that)? (?:i|we) (?:have to|must|need to|should|will) (.+)$`), as(Item, Add, 1)},
		{Items, icase(`^to ?-?do[: ]+(.+)$`), as(Item, Add, 1)},
		{Items, icase(`^(?:ایکشن|کام|ٹاسک)[:،] ?(.+)$`), as(Item, Add, 1)},
		{Items, icase(`^(?:mujhe|mujhay|hamein|humein|hum ne|main ne) (?:yeh |ye )?(?:kaam )?(?:karna|krna) hai[:, ]+(.+)$`), as(Item, Add, 1)},
		{Items, icase(`^(?:add|log|naya kaam|نیا کام)[: ]+(.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
			if someoneToo.MatchString(m[1]) { // "add Imran also": to what was spoken of, which is no item of its own
				return Order{}, ErrNoOrder
			}
			return p.plain(Order{Object: Item, Verb: Add}, m[1])
		}},
		{Items, icase(`^(?:action|task|to ?do|item|note(?: down)?)(?: item| point)?(?: for me)?(?::| [-–—]) ?(.+)$`), as(Item, Add, 1)},
		{Items, icase(`^(?:yeh |ye |mera |ek |aik )?(?:bhi )?(?:kaam |task |item )?(?:likh|note(?: kar)?|darj kar|save kar) ?(?:na|o|ein|en|lo|lein|len|lain|do|dein|lijiye|karo|karein|karen)(?: ke| k)?[:, ]+(.+)$`), as(Item, Add, 1)},
		{Items, icase(`^(?:mujhe |mujhay |hamein |humein )?(.+?)[, ]+(?:yeh |ye |isay |ise )?(?:likh|note kar|darj kar|save kar) ?(?:lo|lein|len|lain|do|dein|lijiye)[.! ]*$`), as(Item, Add, 1)},
		{Items, icase(`^mer[ae]y? zimm?[ae]y? (?:daal|dal|laga|likh|kar) ?(?:do|dein|lo|lein|dijiye)[:, ]+(.+)$`), as(Item, Add, 1)},
		{Items, icase(`^(?:یہ |میرا |ایک )?کام (?:لکھ|درج کر|نوٹ کر) ?(?:لیں|لو|دیں|لیجیے|لیجئے)[:، ]+(.+)$`), as(Item, Add, 1)},
		{Items, promiseWord, told},
		{Items, willWord, told},
		{Items, icase(`^(?:main|mein|hum|mai|میں|ہم) (.+ (?:dun|doon|dein|den|karun|karoon|karein|karen|bhejun|bhejoon|bhejein|bhejen|lun|loon|lein|karwa\S+) ?(?:ga|gi|ge|gay|gey)|.+ (?:دوں|دیں|کروں|کریں|بھیجوں|بھیجیں|لوں|لیں) ?(?:گا|گی|گے))[.! ]*$`), told},
		{Request, icase(`^(?:(?:list|show)(?: me)? )?(?:the |my |our |all |open |pending |late )*requests[.?! ]*$`), as(Asking, List, 0)},
		{Request, icase(`^(.{2,60}?) se (.+?) (?:mang(?:wa|a)?\S*|talab)(?: (?:lo|lein|karo|karein|kar lo|do|dein|lijiye))?(?:[, ]+(.*))?$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.asked(m[1], strings.TrimSpace(m[2]+" "+m[3]))
		}},
		{Request, icase(`^(?:and )?who (?:all )?(?:has|have|did|is)(?:n'?t| not)(?: yet)? (?:sent|send|submitted|submit|replied|reply|responded|respond|answered|given|shared)(?: (?:it|that|this|theirs|to (?:it|that|this)))(?: yet)?[?.! ]*$`), as(Asking, Show, 0)},
		{Request, icase(`^(?:get|collect|obtain|call for|seek) (?:the )?(.+ from (?:all|every|each) .+)$`), as(Asking, Add, 1)},
		{Request, icase(`^request: ?(.+)$`), as(Asking, Add, 1)},
		{Request, icase(`^(.{2,60}?) ko (?:kaho|kahein|kehna|bolo|bolein|bol do|bol dein|keh do|keh dein|bata ?do|batao|bata dein|likho|likhein)(?: ke| k|:)? (.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.asked(m[1], m[2])
		}},
		{Request, icase(`^(?:status|state|progress) of (?:the |my |our )?([^?]{3,60}?) request[.?! ]*$`), func(_ *orderReader, _ string, m []string) (Order, error) {
			return Order{Object: Asking, Verb: Show, Which: m[1]}, nil
		}},
		{Request, icase(`^ask (<@[UW][A-Z0-9]+>|@[a-z][a-z0-9._-]*) (?:to|for|about|if|whether) (.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.asked(m[1], m[2])
		}},
		{Request, icase(`^(?:tell|inform) (.+ to (?:send|submit|share|provide|give|report) .+)$`), as(Asking, Add, 1)},
		{Request, icase(`^ask (.+ (?:for|to (?:send|submit|share|provide|give|report)) .+)$`), as(Asking, Add, 1)},
		{Request, icase(`^(?:who (?:all )?(?:has|have)(?:n'?t| not)(?: yet)? (?:sent|submitted|replied|responded|answered)(?: to)?|who is awaited (?:for|on)) (?:for )?(` + idWord + `).*$`), as(Asking, Show, 1)},
		{Items, icase(`^(.{4,200}?)[, ]+(?:(?:please |pls )?(?:note|log|add|remember|save) (?:it|this|that)(?: down| to my list| as (?:an? )?(?:item|task|action))?)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: Add}, haveTo.ReplaceAllString(m[1], ""))
		}},
		{Items, icase(`^put (` + oneWord + `) (?:on|in|to) my (?:list|items?|tasks?|desk|plate|to ?dos?)[.! ]*$`), as(Item, Claim, 1)},
		{Items, icase(`^(?:(?:what(?:'s|s| is)|show|see|give|list)(?: me)? )?(?:mine|my (?:actions?|items?|tasks?|action items?|to ?dos?|list|desk)|mera kaam|mere kaam|meray kaam|mer[ae]y? zimm?[ae]y?(?: kya(?: hai)?)?|(?:aaj )?mer[aei]y? (?:kya |kuch )*(?:pending|baqi|bacha|items?|tasks?)|میرا کام|میرے کام|میرے ذم[ےہ](?: کیا)*(?: ہے| ہیں)?)(?:[ ,:]+(.*?))?[.?! ]*$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:(?:list|show|dikhao)(?: me)? )?my ((?:open|late|overdue|pending|done|completed|undated)\b.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:what|which|how many)(?:'s| is| are)?(?: all)?(?: on| of)? (my (?:(?:` + stateWord + `|current|remaining) )*(?:list|items?|plate|tasks?|actions?|action items?|to ?dos?|desk)\b.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^do i have (?:any(?:thing)?|something|a|some)\b ?((?:` + stateWord + ` )*(?:items?|tasks?|to ?dos?|work)?(?: (?:is |are )?(?:due|pending|open|late|overdue|left|for me)\b.*)?)$`), as(Item, Mine, 1)},
		{Items, icase(`^how many (?:action )?(?:items?|tasks?|actions?|to ?dos?) (?:are|is|do|does|has|have) (.{3,60}?)[?.! ]*$`), as(Item, List, 1)},
		{Items, icase(`^how many ((?:` + stateWord + ` )*(?:items?|tasks?|to ?dos?)) (?:do i have|have i|i have)\b(?:.{0,12})$`), as(Item, Mine, 1)},
		{Items, icase(`^mer[aei]y? ((?:` + stateWord + ` |baqi )+(?:kaam|items?|tasks?)\b.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:kaun|kon) ?s[eai] (?:kaam|items?|tasks?) ((?:abhi |tak |ab )*(?:` + stateWord + `|baqi)\b.{0,20})$`), as(Item, List, 1)},
		{Items, icase(`^what do i owe(.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^what(?:'?s)? (?:all )?(?:do )?i (?:have|need|got) to do\b(.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:what(?:'s|s| is| all is| else is)? )?(?:still )?(` + stateWord + ` (?:with|w|w/|on|for|from|against|in front of) me\b.{0,30}?)[?.! ]*$`), as(Item, Mine, 1)},
		{Items, icase(`^what(?:'s| is| all is| else is)? (?:still )?(` + stateWord + `) (?:with|on|for|from|against) me\b[?.! ]*$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:what (?:have i got|do i have)(?: to do)?|my (?:stuff|things|work|load|overdue))\b(.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:show|list|give)(?: me)? (?:everything|all|anything)(?: that is| that's)? (?:assigned to|owned by|due from|of|for|on|with) (?:me|mine)[.?! ]*$`), as(Item, Mine, 0)},
		{Items, icase(`^((?:items?|tasks?|to ?dos?) (?:assigned to|owned by|with) .+)$`), as(Item, List, 1)},
		{Items, icase(`^(?:search|find) (?:my |the |our )?(?:items?|tasks?|to ?dos?)(?: for| about| on| with)? (.+)$`), as(Item, List, 1)},
		{Items, icase(`^what (?:all )?(?:did|have|had|has) i (?:promise|save|log|add|note|commit|record|take on|sign)\w*(?: (?:to|for|on|up|so far)\b)*[ ,]*(.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:(aaj) )?(?:mer[aei]y? |main ne |maine )?(?:kya |kya kya )+(?:save|darj|note|add|log|likh\S*|promise)\b(?:.{0,20})$`), as(Item, Mine, 1)},
		{Items, icase(`^my body(?:'s)?(?: (?:shares?|items?|desk))?[.?! ]*$`), func(p *orderReader, _ string, _ []string) (Order, error) {
			return Order{Object: Item, Verb: List, Filter: Filter{Bodies: []string{Me}}}, nil
		}},
		{Items, icase(`^(?:which|what) of mine (.*)$`), as(Item, Mine, 1)},
		{Items, icase(`^(?:which|what)(?: ones?| items?| tasks?)? (?:are|is) mine[?.! ]*$`), as(Item, Mine, 0)},
		{Items, icase(`^kya mer[aei]y? (?:koi |kuch )?(?:kaam|items?|tasks?) ((?:` + stateWord + `|baqi)\b.{0,20})$`), as(Item, Mine, 1)},
		{Items, icase(`^(aaj|kal) (?:kya|kya kya|kaun sa|kon sa)(?: kaam)? (?:due|karna)\b(?: hai| hain)?[?.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: Mine}, "due "+m[1])
		}},
		{Items, icase(`^(?:(?:is|iss) (hafte|haftay)|(agl[aei]y? haft\w+)) (?:ke|ka|ki) (?:kaam|items?|tasks?|deadlines?)(?: dikhao| batao| kya hain)?[?.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
			when := "due this week"
			if m[2] != "" {
				when = "due next week"
			}
			return p.plain(Order{Object: Item, Verb: Mine}, when)
		}},
		{Items, icase(`^export(?: ((?:csv|ics|docx|word|excel|xlsx|calendar|my|mine|the|all|list|items?|tasks?|to ?dos?|actions?|everything|requests?|late|open|overdue|done|#|\d{1,3}(?:st|nd|rd|th)\b|[a-z]+:|` + oneWord + `).*))?$`), as(Item, Export, 1)},
		{Items, icase(`^(?:send|give|show|get)(?: me)? my (?:calendar|ics)(?: file)?[.! ]*$`), func(*orderReader, string, []string) (Order, error) {
			return Order{Object: Item, Verb: Export, Format: "ics", Filter: Filter{Owner: Me}}, nil
		}},
		{Items, icase(`^(?:download|give|send)(?: me)? ((?:the |my |an? |all )*(?:` + stateWord + ` )+(?:list|items?|tasks?|actions?)\b.{0,40} (?:in|as) (?:an? )?(?:csv|ics|excel|xlsx|spread ?sheet)\b.*)$`), as(Item, Export, 1)},
		{Items, icase(`^(?:download|give|send)(?: me)? ((?:the |my |a )*(?:list|items?|tasks?|actions?|to ?dos?) (?:in|as|to) (?:an? )?(?:csv|ics|excel|xlsx|spread ?sheet|calendar)\b.*)$`), as(Item, Export, 1)},
		{Items, icase(`^(?:(?:make|create|generate|prepare|send|give)(?: me| us)?(?: an?| the)? )?((?:csv|ics|docx|excel|xlsx|spread ?sheet|calendar)(?: file| sheet)? (?:of|for) .*\b(?:items?|tasks?|to ?dos?|actions?|deadlines?|requests?|mine|my)\b.*)$`), as(Item, Export, 1)},
		{Items, icase(`^propose (?:the |items (?:of|from) (?:the )?)?(\d.*)$`), as(Item, Propose, 1)},
		{Items, icase(`^(?:show|open|details? (?:of|for)|status of)? ?(` + idWord + `)[.?! ]*$`), readShow},
		{Items, icase(`^list$`), as(Item, List, 0)},
		{Items, icase(`^list (?:everything|all|sab(?: kuch)?)[.! ]*$`), func(*orderReader, string, []string) (Order, error) {
			return Order{Object: Item, Verb: List, Filter: Filter{Is: []string{"all"}}}, nil
		}},
		{Items, icase(`^how (?:do|can|should|to)(?: i| we)? ((?:add|log|mark|close|finish|reopen|edit|change|snooze|claim|drop|undo|export|assign|confirm|push|set|cancel|request|show|list)\b.*\b(?:items?|actions?|tasks?|reminders?|requests?|deadlines?|evidence)\b.*?)\??$`), as(Item, HelpWith, 1)},
		{Items, icase(`^(?:list|show|see|dikhao)(?: me)? ((?:all |my |the |our |of )*(?:` + stateWord + `(?: and|,)? )*(?:items?|action items?|tasks?|to ?dos?|my actions?)\b.*)$`), as(Item, List, 1)},
		{Items, icase(`^((?:` + stateWord + `(?: and|,)? )+(?:items?|tasks?|to ?dos?)\b.*)$`), as(Item, List, 1)},
		{Items, icase(`^(.{2,40}?) (?:ke|ki|ka) ((?:` + stateWord + ` |baqi )+(?:items?|tasks?|kaam)\b.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: List}, m[1]+" "+m[2])
		}},
		{Items, icase(`^(?:which|what) (?:items?|tasks?|to ?dos?) (?:are|is) ((?:still |now |yet )*` + stateWord + `\b.*)$`), as(Item, List, 1)},
		{Items, icase(`^what(?:'s| is| are)(?: all)? (due (?:today|tomorrow|this (?:week|month)|(?:by|before|until) .{2,30}?))[?.! ]*$`), as(Item, List, 1)},
		{Items, icase(`^(?:is there )?anything ((?:due|pending|late|overdue)\b.*?) (?:for me|from me|with me|on me|on my (?:side|part|list|plate))[?.! ]*$`), as(Item, Mine, 1)},
		{Items, icase(`^list ((?:without (?:a )?(?:date|deadline)|no (?:date|deadline)|undated|proposed|unclaimed|dropped|mine|today|late|overdue|open|pending)[.?! ]*)$`), as(Item, List, 1)},
		{Items, icase(`^(?:list|mine)\b(.* [a-z]+:[^\s/].*)$`), as(Item, List, 1)},
		{Items, icase(`(?:^|\s)(?:is:\w+|body:\w|owner:[\w@<]|due:[<>])`), func(p *orderReader, text string, _ []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: List}, text)
		}},
		{Items, icase(`^(?:(?:it|that|this)(?:'s| is| has been)? |thats |its |yeh |ye |woh |wo |یہ |وہ )?` + doneWord + `[.! ]*(?:[,;:–—-]+ *(.*))?$`), as(Item, Finish, 1)},
		{Items, icase(`^(?:done|finish(?:ed)?|completed?|close)[.! ]*$`), as(Item, Finish, 0)},
		{Items, icase(`^(?:confirm|claim)[.! ]*$`), func(p *orderReader, text string, _ []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: Verb(strings.ToLower(strings.TrimRight(text, ".! ")))}, "")
		}},
		{Items, icase(`^(cancel|delete|drop|remove|mark|close|finish|complete|reopen|extend|postpone|push|snooze|edit|claim) (?:the |my |our )?([^|:]{3,80}?) (?:action item|item|action|task|to ?do|kaam)\b[ ,]*(.*)$`), readNamed},
		{Items, icase(`^(mark) (?:the |my |our )?([^|:]{3,80}?)(?: as)? (?:done|completed?|finished|closed)\b[ ,:]*(.*)$`), readNamed},
		{Items, icase(`\bmy (?:action )?items\b|\bmy tasks\b|\bof mine\b`), func(p *orderReader, text string, _ []string) (Order, error) {
			return p.plain(Order{Object: Item, Verb: Mine}, text)
		}},
	})
}

// addWord begins a new item.
var addWord = icase(`^(?:add|log|record|note|create|make|naya|new)(?: down)?(?: (?:an?|this|that|it|the|as|ek|new|naya))* (?:action(?: items?| points?| pts?\.?)?|items?|tasks?|to ?dos?|kaam)(?: for me\b| to my list)?(?:[:,]| [-–—])? ?(.*)$`)

var someoneToo = icase(`^\S+(?: \S+)? (?:also|too|bhi|as well)[.! ]*$`)

// haveTo begins what the speaker has to do.
var haveTo = icase(`^(?:(?:i|we) (?:have|need|must|am supposed|are supposed|should|ought)(?: to)? |(?:main ne|mujhe|hum ne|hamein|humein) )`)

// promiseWord is a promise of the speaker's own: "I will send the draft by Thursday".
var promiseWord = icase(`^(?:(?:i|we)(?:'ll| will| shall|(?:'m| am|'re| are) going to| promise to| commit to| undertake to| agree to)) ([a-z][^?]+)$`)

// willWord is such a promise that leaves out whose it is; "will KP pass the bill" asks.
var willWord = icase(`^(?:will(?: be| try to)?|going to|trying to) ((?:send|shar|submit|forward|provid|prepar|draft|finali[sz]|circulat|call|get|do|complet|finish|arrang|check|revert|updat|upload|follow|writ|repl|respond|attend|bring|let|meet|print|deliver)[a-z]*\b[^?]+)$`)

// told reads what the speaker says they will do: a proposal, for nobody is held to a promise that they did not ask to have written down.
func told(p *orderReader, _ string, m []string) (Order, error) {
	return p.plain(Order{Object: Item, Verb: Add, Stated: true}, m[1])
}

// bodyWord is what a body is to do by a day, as minutes put it: "Sindh WDD to submit the list by 1 March".
var bodyWord = icase(`^(?:the )?(.{2,60}?) (?:(?:is|are) to|to|must|needs? to|ha(?:s|ve) to|should|ko) ([a-zا-ی][^?]{3,300})$`)

// bodyTask reads such a sentence as a proposal. It is no order without a body in front and a day to come.
func (p *orderReader) bodyTask(text string) (Order, error) {
	m := bodyWord.FindStringSubmatch(tidy(text))
	if m == nil || asksOf.MatchString(text) || !wholly(p, m[1]) {
		return Order{}, ErrNoOrder
	}
	keys, err := p.bodies(m[1])
	if err != nil || len(keys) == 0 {
		return Order{}, ErrNoOrder
	}
	if res := when.Find(m[2], p.at, p.When); res.Kind != when.Once && res.Kind != when.Event && res.Kind != when.Ambiguous || len(res.Spans) == 0 {
		return Order{}, ErrNoOrder
	}
	return p.plain(Order{Object: Item, Verb: Add, Stated: true, Bodies: keys}, tidy(text))
}

// bareTask reads a sentence that says what is to be done by a day to come, and not who by: "follow up with KP on 14.3 next tuesday", "list
// ready hai, kal bhejun ga". It is a proposal.
func (p *orderReader) bareTask(text string) (Order, error) {
	text = tidy(text)
	said := saysTask.FindStringSubmatch(text)
	if said == nil || asksOf.MatchString(text) || asksSomething.MatchString(folded(text)) || forTheBot.MatchString(text) || len(strings.Fields(text)) > 40 {
		return Order{}, ErrNoOrder
	}
	res := when.Find(text, p.at, p.When)
	if res.Kind != when.Once && res.Kind != when.Ambiguous || len(res.Spans) == 0 || len(strings.Fields(res.Text)) < 2 {
		return Order{}, ErrNoOrder
	}
	if at := res.Spans[0]; at.Start > 0 && at.End < len(strings.TrimRight(text, " .!")) && said[1] != "" { // "review the minutes of 5 nov for Sindh"
		return Order{}, ErrNoOrder
	}
	return p.plain(Order{Object: Item, Verb: Add, Stated: true}, text)
}

var (
	saysTask  = icase(`^(call|ring|phone|e-?mail|mail|send|sending|submit|submitting|forward|share|circulate|follow[ -]?up|check with|get|collect|obtain|prepare|finali[sz]e|print|meet|visit|arrange|book|pay|buy|reply|respond|write to|upload|sign|attend|deliver|despatch|dispatch|translate|compile|organi[sz]e|(?:draft|update|review|brief|complete|finish|schedule)(?: (?:the|an?|our|my|this|that|all))) |(?:dun|doon|dein|den|karun|karoon|karein|bhejun|bhejoon|bhejein|lun|loon|lein|karwa\w+) ?(?:ga|gi|ge|gay)[.! ]*$|(?:دوں|دیں|کروں|کریں|بھیجوں|بھیجیں) ?(?:گا|گی|گے)[۔! ]*$`)
	forTheBot = icase(`^(?:send|get|give|show|update|brief|forward|share|mail|e-?mail)(?: to)? (?:me|us)\b`)
)

// The words a deadline begins with, and those for the state of an item.
const (
	dayWord   = `(?:(?:to|is|by|on|ko|tak|now|hai) )*(?:[0-9۰-۹]|next |this |end |mid|the \d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tomorrow|today|kal|parson|before |after |in |a week|two |one |do |ek |teen |agl|jum|peer|mangal|budh|barh|aage|none|no date)`
	stateWord = `(?:late|overdue|open|pending|done|completed?|finished|closed|undated|dropped|cancelled|reported|proposed|unclaimed|awaited)`
)

// plainWords reads an order that does not begin with its object.
func (p *orderReader) plainWords(text string) (Order, error) {
	if o, err := p.came(text); !errors.Is(err, ErrNoOrder) {
		return o, err
	}
	for _, w := range ways {
		m := w.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if o, err := w.read(p, text, m); !errors.Is(err, ErrNoOrder) {
			return o, err
		}
	}
	if o, err := p.about(text); !errors.Is(err, ErrNoOrder) {
		return o, err
	}
	if o, err := p.bodyTask(text); !errors.Is(err, ErrNoOrder) {
		return o, err
	}
	if o, err := p.bareTask(text); !errors.Is(err, ErrNoOrder) {
		return o, err
	}
	if o := p.namedByWords(text, p.Mine); o.Verb != "" {
		if who := o.Bodies; len(who) > 0 {
			var err error
			if o.Bodies, err = p.bodies(who[0]); err != nil {
				return o, err
			}
		}
		return p.settle(o)
	}
	return Order{}, ErrNoOrder
}

// namedByWords is an order about an item of the speaker that is named by its words; the zero Order where mine knows none of those words.
func (p *orderReader) namedByWords(text string, mine func(string) bool) Order {
	for _, o := range []Order{finished(text), p.byWords(text)} {
		if o.Verb != "" && mine != nil && mine(o.Which) {
			return o
		}
	}
	return Order{}
}

// asked is a request to the bodies that are named; it is none where none is.
func (p *orderReader) asked(bodies, what string) (Order, error) {
	o := Order{Object: Asking, Verb: Add}
	if id := p.member(bodies); id != "" && id != Me { // a member is reminded of it
		o = Order{Object: Reminder, Verb: Add, Owner: id}
		if err := p.reminded(&o, what, false); err != nil {
			return o, err
		}
		return p.settle(o)
	}
	var err error
	if o.Bodies, err = p.bodies(bodies); err != nil {
		return o, err
	}
	if len(o.Bodies) == 0 {
		return o, ErrNoOrder
	}
	return p.plain(o, what)
}

// readNamed reads an order about an item by its words: "cancel the committee list item".
func readNamed(p *orderReader, _ string, m []string) (Order, error) {
	v, _ := verb(Item, m[1])
	if ids, number, _ := leadingIDs(m[2]); v == "" || len(ids) > 0 || number != "" {
		return Order{}, ErrNoOrder
	}
	rest := m[3]
	if v == Finish {
		rest = trimLead(rest, finishLead)
	}
	return p.plain(Order{Object: Item, Verb: v, Which: strings.TrimSpace(m[2])}, rest)
}

func readShow(p *orderReader, _ string, m []string) (Order, error) {
	o := Order{Object: Item, Verb: Show}
	switch m[1][0] {
	case 'R', 'r':
		o.Object = Reminder
	case 'W', 'w':
		o.Object = Watch
		o.Verb = List
	}
	return p.plain(o, m[1])
}

// ofOurs ends a question about what a member has, and ownReminders is one about reminders.
const ofOurs = `(?: (?:do|have|are|is) (?:i|we|there|due|set|on|active)\b.{0,40})?[.?! ]*$`

var ownReminders = icase(`^(?:(?:what|which|how many)(?: of my)? (?:reminders?|watches|yaad ?d[ie]hani\w*)|(?:when|what)(?: is|'s|’s| are) (?:the |my )?(?:next|coming|upcoming) (?:reminders?|yaad ?d[ie]hani))` + ofOurs)

// noMore ends what is not wanted again.
const noMore = `(?: (?:any ?more|again|any longer|now|please|pls))*[.! ]*$`

var onlyMore = icase(`^(?:any ?more|again|any longer|now)$`)

// readHush reads that no more reminders are wanted: of something, or at all. Those of an item are its own matter.
func readHush(p *orderReader, _ string, m []string) (Order, error) {
	m[1] = onlyMore.ReplaceAllString(m[1], "")
	if ids, number, _ := leadingIDs(which(m[1])); number != "" || len(ids) > 0 && ids[0][0] == 'A' {
		of := strings.TrimSpace(strings.Join(ids, " ") + " " + number)
		return Order{}, mistake("told till").send("action snooze "+of+" 1 week", "action drop "+of)
	}
	return readCancel(p, "", []string{"", "cancel", m[1]})
}

// stopWord is Roman Urdu and Urdu for what is stopped, left out or begun again; it stands at the end.
var stopWord = icase(`^(?:(?:ab|abhi) )?(.*?)(?: ?(?:ko|کو))? ?\b(hata|mita|band kar|khatam kar|cancel kar|rok|roak|pause kar|ch?h?or|ch?h?od|skip kar|(?:dobara |dubara |phir se |wapas )?(?:shuru|chalu|start|resume) kar)(?:o| ?do| ?dein| ?den| ?dijiye\w*| ?dena|na|ao|ein|iye| lo)?[.! ]*$|^(.*?)(?: کو)? ?(ہٹا|مٹا|بند کر|ختم کر|روک|چھوڑ|(?:دوبارہ |پھر سے )?(?:شروع|چالو) کر)(?: ?دیں| ?دو| ?دیجیے|و|یں|ؤ)?[۔.! ]*$`)

// aReminder tells that a reminder is meant: by its name, its id, or as "the one of Monday".
var (
	aReminder   = icase(`\breminders?\b|\byaad ?d[ie]hani|\bwal[aie]y?\b|\b[RW]-?\d{1,6}\b|یاد دہانی|وال[اےی]`)
	anotherKind = icase(`\b(?:item|action|kaam|task|deadline|meeting|document|alias|A-?\d{1,6})\b`)
)

// readStopped reads what stopWord found.
func readStopped(p *orderReader, _ string, m []string) (Order, error) {
	what, word := m[1]+m[3], strings.ToLower(m[2]+m[4])
	if !aReminder.MatchString(what) || anotherKind.MatchString(what) {
		return Order{}, ErrNoOrder
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(word, w) })
	}
	v := "cancel"
	switch {
	case has("rok", "roak", "pause", "روک"), has("band", "بند") && untilMark.MatchString(what):
		v = "pause"
	case has("chor", "chhor", "chod", "chhod", "skip", "چھوڑ"):
		v = "skip"
	case has("shuru", "chalu", "start", "resume", "شروع", "چالو"):
		v = "resume"
	}
	return readCancel(p, "", []string{"", v, what})
}

// readCancel reads what is stopped, paused, skipped or put off: an item by its id, else a reminder, by its id or in other words.
func readCancel(p *orderReader, _ string, m []string) (Order, error) {
	if lastThing.MatchString(m[2]) {
		if v, _ := verb(Item, m[1]); v == Drop || v == Snooze {
			return p.plain(Order{Object: Item, Verb: v}, "")
		}
	}
	v, ok := map[string]Verb{"pause": Pause, "resume": Resume, "skip": Skip, "snooze": Snooze}[strings.ToLower(m[1])]
	if !ok {
		v = Cancel
	}
	rest := m[2]
	ids, number, after := leadingIDs(rest)
	if len(ids) == 0 && number == "" {
		ids, number, after = leadingIDs(which(rest))
	}
	switch {
	case len(ids) > 0 && ids[0][0] == 'W' && v != Cancel:
		return Order{}, mistake("watch").send("unwatch " + ids[0])
	case len(ids) > 0 && ids[0][0] == 'W':
		return p.plain(Order{Object: Watch, Verb: Cancel}, strings.Join(ids, " "))
	case len(ids) > 0 && ids[0][0] == 'A' || number != "":
		if v == Cancel && ofReminders.MatchString(after) {
			return Order{}, mistake("told till").send("action snooze "+strings.TrimSpace(strings.Join(append(ids, number), " "))+" 1 week", "action drop "+strings.TrimSpace(strings.Join(append(ids, number), " ")))
		}
		if v == Cancel {
			v = Drop
		}
		if v != Drop && v != Snooze {
			return Order{}, mistake("item repeats").send("action snooze " + strings.TrimSpace(strings.Join(append(ids, number), " ")) + " 1 week")
		}
		return p.plain(Order{Object: Item, Verb: v}, strings.TrimSpace(strings.Join(ids, " ")+" "+number+" "+after))
	case len(ids) > 0:
		return p.plain(Order{Object: Reminder, Verb: v}, strings.Join(ids, " ")+" "+after)
	}
	return p.plain(Order{Object: Reminder, Verb: v}, rest)
}

// lastThing is an item by when it was made.
var lastThing = icase(`^(?:the |my )?(?:last|latest|previous|new) (?:item|action|task|one)[.! ]*$`)

var deniedFirst = icase(`^(?:nahi|nahin|nai|not|na)\b|^نہیں`)

func readDone(p *orderReader, _ string, m []string) (Order, error) {
	o := Order{Object: Item, Verb: Finish}
	rest := m[1]
	for rest != "" {
		ids, number, after := leadingIDs(rest)
		if len(ids) == 0 && number == "" || after == rest {
			break
		}
		o.IDs = addAll(o.IDs, ids)
		o.Number = orText(o.Number, number)
		rest = after
	}
	tail := ""
	if len(m) > 2 {
		tail = m[2]
	}
	if deniedFirst.MatchString(tail) { // "14.4 complete nahi hua"
		return Order{}, ErrNoOrder
	}
	return p.plain(o, tail)
}

// readAssign reads "assign 14.1 to myself", "assign to me: send the list".
func readAssign(p *orderReader, _ string, m []string) (Order, error) {
	ids, number, rest := leadingIDs(m[1])
	if len(ids) == 0 && number == "" {
		if t := assignTo.FindStringSubmatch(m[1]); t != nil {
			if i, n, after := leadingIDs(t[2]); (len(i) > 0 || n != "") && after == "" {
				return p.plain(Order{Object: Item, Verb: Claim, Owner: p.member(t[1])}, t[2])
			}
			return p.plain(Order{Object: Item, Verb: Add, Owner: p.member(t[1])}, t[2])
		}
		return p.plain(Order{Object: Item, Verb: Add}, m[1])
	}
	return p.plain(Order{Object: Item, Verb: Claim}, strings.Join(ids, " ")+" "+number+" "+rest)
}

var assignTo = icase(`^(?:to )?(me|myself|<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*)[:, ]+(?:to )?(.+)$`)

// readDue reads "set deadline 31/12/2019 for action 14.1 concept note, owner NCSW", "push 14.7 by two weeks".
func readDue(p *orderReader, text string, m []string) (Order, error) {
	o := Order{Object: Item, Verb: Due}
	rest := m[1]
	if !dueCue.MatchString(text) {
		return Order{}, ErrNoOrder
	}
	if loc := idPattern.FindStringIndex(rest); loc != nil {
		if rest[loc[0]] == 'R' || rest[loc[0]] == 'r' {
			o.Object, o.Verb = Reminder, Move
		}
		id, _ := normalID(rest[loc[0]:loc[1]])
		o.IDs = []string{id}
		rest = rest[:loc[0]] + " " + rest[loc[1]:]
	} else if loc := aboutNumber.FindStringSubmatchIndex(rest); loc != nil {
		o.Number = normalNumber(rest[loc[2]:loc[3]])
		rest = rest[:loc[0]] + " " + rest[loc[1]:]
	} else {
		return Order{}, ErrNoOrder
	}
	rest, err := p.takeOwner(&o, strings.Join(strings.Fields(rest), " "))
	if err != nil {
		return o, err
	}
	if strings.HasPrefix(strings.ToLower(text), "bring") || strings.HasPrefix(strings.ToLower(text), "prepone") || strings.HasPrefix(strings.ToLower(text), "advance") {
		rest += " earlier"
		if s, r := shift(strings.TrimSuffix(rest, " earlier")); !s.Zero() {
			o.Shift, rest = s.Back(), r
		} else {
			rest = strings.TrimSuffix(rest, " earlier")
		}
	}
	return p.plain(o, rest)
}

var (
	dueCue      = icase(`\b(?:deadline|due|date)\b|^(?:push|postpone|extend|delay|bring|prepone|shift|move|advance)\b`)
	aboutNumber = icase(`(?:\b(?:for|of|on) )?(?:\b(?:action(?: item| point)?|item|decision|point|no\.?) )?\bd?([0-9]{1,2}\.[0-9]{1,2})\b`)
)

// number reads a positive number.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
