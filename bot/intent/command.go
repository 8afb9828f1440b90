package intent

import (
	"regexp"
	"strings"
)

// Commands change or list what is kept. They are known by how they begin, or by an id, before any facet is read: what a member wants done
// must never be taken for a question.
var commandCues = []struct {
	kind Kind
	re   *regexp.Regexp
}{
	{Reminders, re(`^/?reminders?\b`, `\br-\d{1,6}\b`, `\bw-\d{1,6}\b`)},
	{Items, re(`^/?actions?(?: (?:add|mine|list|show|done|reopen|edit|due|snooze|evidence|confirm|claim|drop|undo|export|help)\b.*)?$`, `\ba-\d{1,6}\b`)},
	{Register, re(`^/?rabita (?:alias|holidays?|members?|meetings?|health|settings?|focal|brief|backup)\b`,
		`^(?:alias|holidays?|settings?|health)(?: |$)`, `^aliases$`,
		`^(?:add|remove|delete|list|undo) (?:an? |the )?(?:alias|holiday|meeting|member)\b`,
		`^(?:the )?(?:next|\d{1,2}(?:st|nd|rd|th)) (?:ipmg |group )?(?:meeting |ipmg )?(?:is|will be|hai|on|moved to|is moved to|is postponed to|hogi|hoga) (?:on |held on |at )?(?:\d|[a-z]+ \d|mon|tue|wed|thu|fri|sat|sun|cancel|postpone)`,
		`^focal person\b`, `^i(?: a|')m (?:from|of|at|with) \S+(?: \S+){0,4}$`, `^(?:list )?(?:the )?(?:members|meetings)$`,
		`^(?:when (?:is|will) (?:the |our )?)?next (?:ipmg |group )?(?:meeting|ipmg|mtg|session)(?: kab (?:hai|hoga|hogi)| when| date| be)?[?.! ]*$`,
		`^agl[aiey]\w* (?:ijlas|meeting|mtg|ipmg)(?: kab (?:hai|hoga|hogi))?[?.! ]*$`, `^اگل[اےی] (?:اجلاس|میٹنگ)(?: کب (?:ہے|ہوگا|ہو گا))?[؟?]*$`, `^f\d{1,3}\b.{0,40}\bis\b`, `^d-\d+ .{0,40}\bis\b`, `^(?:forget|mark|index this|confirm) ?(?:f\d+|d-\d+)?(?: |$)`, `^brief\b`, `^one page(?:r)?\b`, `^open questions$|^unanswered$|^questions without`)},
	{Request, re(`^/?request\b|^/?(?:(?:list|show)(?: me)? (?:the |my |open )?)?requests$`, `^(?:ask|request) (?:all|every|each) .{0,80}\bby\b`)},
	{Reminders, re(w(`remind|reminder|reminders|nudge`), `\byaad ?(?:dil|kar|rakh|dihani)`, `یاد (?:دل|کر|رکھ|دہانی)`, `^(?:every|each|har|daily|weekly|monthly) .{0,60}\b(?:ping|post|tell|nudge|send)\b`, `^ping\b`,
		`^(?:cancel|pause|resume|skip|snooze|delete|stop)\b`, `^watch\b|^unwatch\b|^watches$`)},
	{Items, re(`^(?:please )?(?:add|log|record|note|assign|create)(?: an?| this| the| as)?(?: new)? (?:action|item|task|to ?do)`, `^(?:add|log)(?::| )`, `^assign .{0,60}\b(?:to|myself|me)\b`,
		`^(?:mine|my (?:actions?|items?|tasks?|action items?|to ?dos?|list|desk|body)|mera kaam|mere kaam|meray kaam)\b`, `^(?:naya kaam|naya item)\b`, `^(?:نیا کام|میرا کام|میرے کام)`,
		`^(?:(?:list|show)(?: me)? )?my (?:open|late|overdue|pending|done|completed|undated) (?:action|item|task|to ?do)`, `^what do i owe\b`, `^(?:deadline|due(?: date)?): ?d?\d`,
		`^(?:take|i(?:'ll| will) take) (?:d?\d{1,2}\.\d|a-\d)`, `^d?\d{1,2}\.\d{1,2} (?:main|mein|hum) (?:kar|dekh|le)`,
		`^d?\d{1,2}\.\d{1,2} (?:ki |ka )?(?:deadline|due date|due)\b:? (?:to |is |by |on )?(?:\d|next |end |mon|tue|wed|thu|fri|before )[^?]*$`,
		`^(?:list|show)(?: me)?(?: all| my| the| our)? (?:items?|action items?|tasks?|to ?dos?|my actions?)\b`, `^what(?:'s| is| are) (?:on )?my (?:list|items?|plate|tasks?|actions?)\b`, `\bof mine\b|\bmy (?:action )?items\b|\bmy tasks\b`,
		`^(?:done|reopen|drop|claim|undo|edit|evidence|confirm|export|due|mark)(?: |$)`,
		`^d?\d{1,2}\.\d{1,2} (?:is |are |has been |have been |was )?(?:now )?(?:done|complete[d]?|finished|closed|submitted|sent|ho gaya|ho gya|ho gayi|hogaya|mukammal|kar diya|bhej diya|bhej di|jama kar|ہو گیا|مکمل)`,
		`^(?:please )?(?:set|change|push|move|extend|postpone|shift|delay|bring forward|prepone|update)\b.{0,60}\b(?:deadline|due|due date|date)\b`, `^(?:please )?(?:push|postpone|extend|delay|shift|move|bring forward|prepone) (?:the )?(?:(?:action|item|decision|point) )?d?\d{1,2}\.\d`, `^d?\d{1,2}\.\d{1,2} .{0,30}\b(?:barha|badha|aage kar|peeche kar)\b`,
		`^(?:deadline|due) .{0,30}\d{1,2}\.\d`, `\bis:(?:late|open|done)\b|\bbody:\w|\bdue:[<>]`)},
}

// command reads whether a message is a command, and of which sort.
func command(text string) (Kind, bool) {
	t := folded(text)
	asked := asking.MatchString(t) && !mine.MatchString(t)
	if w := strings.Fields(strings.TrimPrefix(t, "/")); len(w) > 1 && w[0] == "action" && !actionNouns[w[1]] {
		return Items, true
	}
	for _, c := range commandCues {
		if c.re.MatchString(t) && !(asked && c.kind == Reminders) {
			return c.kind, true
		}
	}
	return "", false
}

// actionNouns follow "action" where it is no command: "action points of the 14th".
var actionNouns = set(`point points item items matrix plan plans tracker taken by on from of for against in at required status sheet register`)

// A question about reminders of others ("when did the rapporteur send a reminder") is none of ours.
var (
	asking = re(`^(?:what|when|who|which|how|did|has|have|was|were|is|kya|kab|kis ne)\b`)
	mine   = re(w(`my|mine|me|our|us`))
)
