package intent

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rabita/bot/when"
	"rabita/index/vocab"
)

// What the secretariat says about the group itself: meetings, holidays, members, aliases, settings, briefs, documents.

const meetingName = `(?:(?:please |kindly )?note(?: that)?[:,]? )?(?:the |our )?(\d{1,3}|next)(?:st|nd|rd|th)? (?:ipmg|meeting|session|ijlas)(?: meeting)?(?: of (?:the )?(?:ipmg|group))?`

// registerWays are tried before all others: they begin with what they are about.
var registerWays = []way{
	{Register, icase(`^` + meetingName + `(?: ki| ka)?(?: ab)? (?:date|tareekh|day)(?: ko)?(?: (?:change|badal))?(?: kar ?(?:do|dein|ke))? (` + calendarDayWords + `.*?)(?: kar ?(?:do|dein))?[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.meetingOn(p.meetingNumber(m[1]), m[2])
	}},
	{Register, icase(`^(?:cancel|call off|drop)(?: the)? ` + meetingName + `[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return Order{Object: AMeeting, Verb: Cancel, Meeting: p.meetingNumber(m[1])}, nil
	}},
	{Register, icase(`^(<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*)(?: (?:is|will be|hai|hain|ab|now))*(?: the| our)?(?: new)? focal (?:person|point) (?:of|for|in|from|at) (.+?)((?: from| wef| w\.e\.f\.?| starting| since) .*)?$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.focal(m[2], m[1]+" "+m[3])
	}},
	{Register, icase(`^(.{0,50}\b` + holidayWords + `)(?: (?:is|are|on|from|holidays?))* (\d{1,2}) ?(?:-|–|to|se|till) ?(\d{1,2}) (` + month + `\.?(?:,? \d{4})?)(?: tak)?[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		o := Order{Object: AHoliday, Verb: Add, Text: trimEnds(m[1]), Days: number(m[3]) - number(m[2]) + 1}
		if o.Days < 1 || o.Days > 14 {
			return o, ErrNoOrder
		}
		return p.plain(o, m[2]+" "+m[4])
	}},
	{Register, icase(`^` + meetingName + ` (?:is|will be|hai|hoga|hogi)?(?: now)? ?(?:cancelled|canceled|called off)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return Order{Object: AMeeting, Verb: Cancel, Meeting: p.meetingNumber(m[1])}, nil
	}},
	{Register, icase(`^` + meetingName + ` (?:is|will be|on|hai|hoga|hogi|moved|is moved|is postponed|postponed)(?: to)?(?: now)? ?(?:held )?(?:on |at |for )?(.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.meetingOn(p.meetingNumber(m[1]), m[2])
	}},
	{Register, icase(`^(?:when (?:is|will) (?:the |our )?next (?:ipmg |group )?(?:meeting|ipmg|mtg|session)|(?:the )?next (?:ipmg |group )?(?:meeting|ipmg|mtg|ijlas)(?: kab (?:hai|hoga|hogi)| when| date)?|agl[aiey]\w* (?:ijlas|meeting|mtg|ipmg)(?: kab (?:hai|hoga|hogi))?|اگل[اےی] (?:اجلاس|میٹنگ)(?: کب (?:ہے|ہوگا|ہو گا))?)(?: be)?[.?! ]*$`), func(*orderReader, string, []string) (Order, error) {
		return Order{Object: AMeeting, Verb: Next}, nil
	}},
	{Register, icase(`^(?:the )?(?:new |naya |nayi )?focal (?:person|point)(?: for| of| from| in)? (.+?)(?: (?:is|are|=|-|will be|hain|hai)|:) (.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.focal(m[1], m[2])
	}},
	{Register, icase(`^(<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*|i)(?: am|'m| is| works)?(?: now)? (?:from|of|at|with|in|represents?) (.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		o := Order{Object: AMember, Verb: Set, Owner: p.member(m[1])}
		keys, err := p.bodies(m[2])
		if err != nil {
			return o, err
		}
		if len(keys) != 1 || o.Owner == "" {
			return o, ErrNoOrder
		}
		o.Bodies = keys
		return p.settle(o)
	}},
	{Register, icase(`^(add|remove|delete|drop|list|undo)(?: an?| the| new)? (alias|holiday|meeting|member)(?:es|s)?[: ]*(.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		o := Order{Object: objectWords[strings.ToLower(m[2])]}
		switch strings.ToLower(m[1]) {
		case "add":
			o.Verb = Add
			if o.Object == AMeeting || o.Object == AMember {
				o.Verb = Set
			}
		case "list":
			o.Verb = List
		case "undo":
			return Order{Object: Item, Verb: Undo}, nil
		default:
			o.Verb = Remove
			if o.Object == AMeeting {
				o.Verb = Cancel
			}
			if o.Object == AMember {
				return o, mistake("member stays").send(focalLine)
			}
		}
		return p.plain(o, m[3])
	}},
	{Register, icase(`^(?:one|1)[- ]?pager?(?: (?:on|for|of))? (.+)$`), as(ThePage, Show, 1)},
	{Register, icase(`^(?:prepare|make|give|send|generate|show|create)(?: me| us)?(?: a| the)? brief(?:ing)?(?: note)? (?:for|of|on) (.*(?:\d{1,3}(?:st|nd|rd|th)|next (?:meeting|ipmg)).*)$`), as(TheBrief, Show, 1)},
	{Register, icase(`^(?:the )?(\d{1,3})(?:st|nd|rd|th)(?: ipmg| meeting| ijlas)? (?:ki|ka|ke liye|kay liye|for)?(?: the| ek)? ?brief(?:ing)?\b(.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.plain(Order{Object: TheBrief, Verb: Show, Meeting: number(m[1])}, formats.FindString(m[2]))
	}},
	{Register, icase(`^(?:when (?:is|will) ` + meetingName + `(?: be)?(?: held)?|` + meetingName + ` kab (?:hai|hoga|hogi))[?.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return Order{Object: AMeeting, Verb: Next, Meeting: number(m[1] + m[2])}, nil
	}},
	{Register, icase(`^` + meetingName + `(?: ki| ka)?(?: date| day)?(?:[ :]+(?:is |hai |on )?)(` + calendarDayWords + `.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.meetingOn(p.meetingNumber(m[1]), m[2])
	}},
	{Register, icase(`^make (<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*) (?:the )?(?:new )?focal (?:person|point) (?:of|for|in|from) (.+?)( from .*)?$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.focal(m[2], m[1]+" "+m[3])
	}},
	{Register, icase(`^(.{0,50}\b` + holidayWords + `) (` + calendarDayWords + `)(?: ko)? (?:hai|hogi|hoga)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.plain(Order{Object: AHoliday, Verb: Add, Text: trimEnds(m[1])}, m[2])
	}},
	{Register, icase(`^` + meetingName + ` (?:is |has been |was |gets )?(?:postponed|deferred|delayed|put off|multavi|multawi)(?: (?:indefinitely|hai|ho ga\w+))*[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return Order{}, mistake("to which day").send(m[1]+ordinalEnd(m[1])+" IPMG is 9 December 2027", m[1]+ordinalEnd(m[1])+" IPMG is cancelled")
	}},
	{Register, icase(`^(.{0,50}\b` + holidayWords + `\b.{0,30}?)(?: (?:is|are|will be|falls?|hai|hogi|hoga)(?: now)?( expected| likely| tentative(?:ly)?)?| (expected|likely|tentative(?:ly)?))(?: to be)?(?: on)? (` + calendarDayWords + `[^?]{0,40})$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.plain(Order{Object: AHoliday, Verb: Add, Text: trimEnds(m[1]), Expected: m[2]+m[3] != ""}, m[4])
	}},
	{Register, icase(`^(?:set|fix|change|move|shift|reschedule|postpone|prepone|defer|hold)(?: the)? ` + meetingName + `(?: meeting)?(?: date| day)?(?: to| on| as| is|:)? (.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.meetingOn(p.meetingNumber(m[1]), m[2])
	}},
	{Register, icase(`^(.{2,60}?) (?:ka|ki|ke) (?:naya |nayi |new )?focal (?:person|point)s? (?:ab |now )?(<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*)(?: hai| hain| hoga| hogi| hongi| honge)?(.*?)(?: se)?[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.focal(m[1], m[2]+" "+m[3])
	}},
	{Register, icase(`^(?:make|declare|mark) (` + calendarDayWords + `)(?: as)?(?: an?)?(?: public| gazetted| local)? (?:holiday|chutti)\b(.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		place, name, _ := strings.Cut(m[2], ",")
		return p.plain(Order{Object: AHoliday, Verb: Add, Text: trimEnds(name)}, m[1]+" "+namedHoliday(strings.Trim(place, " :.-")))
	}},
	{Register, icase(`^(` + calendarDayWords + `) (?:is|will be|ko|ki|hai)(?: a| an)?(?: public| gazetted| local| provincial| official)* (?:holiday|chutti)\b(.*)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.plain(Order{Object: AHoliday, Verb: Add}, m[1]+" "+namedHoliday(strings.Trim(m[2], " :,.-")))
	}},
	{Register, icase(`^(` + calendarDayWords + `)(?: ko)? (.{2,40}?) (?:ki |ka |public |gazetted )?(?:chutti|holiday)(?: hai| hogi)?[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return p.plain(Order{Object: AHoliday, Verb: Add}, m[1]+" "+trimEnds(m[2]))
	}},
	{Register, icase(`^(?:who(?:'s| is| are)(?: the| our)? )?focal (?:persons?|points?)(?: of| for| in| from)? ([^=:]+?)(?: kaun hai| kon hai)?[?.! ]*$`), as(AMember, List, 1)},
	{Register, icase(`^(?:who(?:'s| is| are) )?(?:our|my|hamara|hamare) focal (?:persons?|points?)(?: kaun hai| kon hai)?[?.! ]*$`), func(*orderReader, string, []string) (Order, error) {
		return Order{Object: AMember, Verb: List, Bodies: []string{Me}}, nil
	}},
	{Register, icase(`^(?:(?:set|change|make) )?(?:my )?(language|zone|time ?zone|quiet(?: hours)?|digest)(?: (?:is|to|as)|:)? (english|urdu|roman(?: urdu)?|roman_ur|اردو|en|ur|[a-z]+/[a-z_]+|off|\d{1,2}(?::\d{2})? ?[-–] ?\d{1,2}(?::\d{2})?|(?:daily|mon|tue|wed|thu|fri|sat|sun)\w* \d\S*)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		name := strings.ToLower(m[1])
		switch {
		case strings.HasPrefix(name, "quiet"):
			name = "quiet"
		case strings.HasPrefix(name, "time"):
			name = "zone"
		}
		return Order{Object: ASetting, Verb: Set, Text: name, Value: m[2]}, nil
	}},
	{Register, icase(`^(?:(?:set|make|change) )?(?:my |mere |meray )?(?:quiet (?:hours?|time)|do ?n[o'’]?t (?:disturb|remind|message|ping|notify)(?: me)?|do not (?:disturb|remind|message|ping|notify)(?: me)?|no (?:reminders?|messages?|notices?)|خاموشی(?: کے اوقات)?)(?: (?:is|are|to|from|between|as))*:? ` + hourWord + ` ?(?:to|till|until|and|se|[-–]|سے) ?` + hourWord + `(?: tak| تک)?[.! ]*$`), func(_ *orderReader, _ string, m []string) (Order, error) {
		from, to := hourOf(m[1], m[2]), hourOf(m[3], m[4])
		if from == "" || to == "" {
			return Order{}, mistake("quiet hours").send("setting set quiet 20:00-08:00")
		}
		return Order{Object: ASetting, Verb: Set, Text: "quiet", Value: from + "-" + to}, nil
	}},
	{Register, icase(`\bdigest\b`), readDigest},
	{Register, icase(`^(?:please )?(?:stop|no|turn off|switch off|disable|end)(?: the| my| sending| me| more| daily| weekly)* digests?\b[.! ]*$`), func(*orderReader, string, []string) (Order, error) {
		return Order{Object: ASetting, Verb: Set, Text: "digest", Value: "off"}, nil
	}},
	{Register, icase(`^(?:(?:please|always|answer|reply|write)(?: to)?(?: me)? )*(?:in )?(urdu|english|roman(?: urdu)?)(?: (?:mein|main|me))?\b.*\b(?:diya karo|dia karo|diya karein|dia karein|kiya karo|kiya karein|hamesha|always|from now on|ainda|aainda|in future)\b`), func(_ *orderReader, _ string, m []string) (Order, error) {
		return Order{Object: ASetting, Verb: Set, Text: "language", Value: strings.ToLower(m[1])}, nil
	}},
	{Register, icase(`^(?:(?:set|change|make) )?(?:my )?(?:time ?zone|zone)(?: (?:is|to|as))?:? ([a-z][a-z ]{2,30})$`), func(_ *orderReader, _ string, m []string) (Order, error) {
		return Order{Object: ASetting, Verb: Set, Text: "zone", Value: zoneOf(m[1])}, nil
	}},
	{Register, icase(`^(?:(?:please )?(?:no|do ?n[o'’]?t send(?: me)?|stop) )(?:any )?(?:reminders?|messages?|notices?) (?:after|before|past) ` + hourWord + `[.! ]*$`), func(_ *orderReader, text string, m []string) (Order, error) {
		from, to := "20:00", "08:00"
		if at := hourOf(m[1], m[2]); strings.Contains(strings.ToLower(text), "before") {
			to = orText(at, to)
		} else {
			from = orText(at, from)
		}
		return Order{}, mistake("quiet hours").send("setting set quiet " + from + "-" + to)
	}},
	{Register, icase(`^(?:(?:our|my|the) )?(?:new |naya |nayi )?focal (?:person|point)(?: (?:is|will be|are|:|=))?(?: now)? (<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*)(.*)$`), ourPerson},
	{Register, icase(`^(?:hamar[aei]y?|humar[aei]y?|mer[aei]y?|ہمار[اےی]|میر[اےی]) (?:naya |nayi |new |نئے |نیا |نئی )?(?:focal (?:person|point)|فوکل پرسن)s?(?: ab| now| اب)? (<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[a-z][a-z0-9._-]*)(?: hain?| hoga| hogi| hon ge| ہے| ہیں| ہوں گے)?(.*)$`), ourPerson},
	{Register, icase(`^(.{2,60}?) (?:ka|ki|ke) focal (?:person|point)s?(?: kaun| kon)?(?: hai| hain)?[?.! ]*$`), as(AMember, List, 1)},
	{Register, icase(`^(?:open questions|unanswered(?: questions)?|questions without (?:an )?answers?)[.?! ]*$`), as(TheGaps, List, 0)},
	{Register, icase(`^(f\d{1,3}|d-\d+)(?:'s)? (?:(.{2,40}?) )?(?:is|are|=) (.+)$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return mendOrder(m[1], m[2], m[3]), nil
	}},
	{Register, icase(`^(` + paperID + `)(?:'s)? ` + paperField + ` (?:is|=) ([^?]{1,200})$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return mendOrder(m[1], m[2], m[3]), nil
	}},
	{Register, icase(`^(?:(?:set|change|correct|mend|fix) )?(?:the )?` + paperField + ` of (` + paperID + `) (?:to|is|should be|=) ([^?]{1,200})$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return mendOrder(m[2], m[1], m[3]), nil
	}},
	{Register, icase(`^(?:set|change|correct|mend|fix) (` + paperID + `)(?:'s)? ` + paperField + ` (?:to|is|=) ([^?]{1,200})$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return mendOrder(m[1], m[2], m[3]), nil
	}},
	{Register, icase(`^(?:mark|confirm) (f\d{1,3}|d-\d+)(?: as)?(?: (confirmed|draft|circulated))?[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return mendOrder(m[1], "status", strings.ToLower(orText(m[2], "confirmed"))), nil
	}},
	{Register, icase(`^mark (` + paperID + `) as (confirmed|draft|circulated)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return mendOrder(m[1], "status", strings.ToLower(m[2])), nil
	}},
	{Register, icase(`^forget (f\d{1,3}|d-\d+)[.! ]*$`), func(p *orderReader, _ string, m []string) (Order, error) {
		return Order{Object: AnyDocument, Verb: Remove, Text: strings.ToUpper(m[1])}, nil
	}},
}

// paperID is an id that a paper gave itself, with a figure in it. Those of items and reminders, "A-12" and "R-12", are none.
const paperID = `(?:[b-qs-z]|[ar][a-z._])[a-z._-]{0,20}\d[a-z0-9._-]{0,18}`

// paperField are the fields of a paper that can be mended, as people name them.
const paperField = `(title|type|kind|reference(?: number)?|meeting(?: number)?|date(?: of issue| of the meeting| issued)?|issued?|issue date|venue|place|chair(?:person)?|body|jurisdiction|language|provenance|status|audience)`

// mendOrder sets a field of a paper.
func mendOrder(id, field, value string) Order {
	field = strings.ToLower(strings.TrimSpace(field))
	switch field {
	case "kind":
		field = "type"
	case "reference number":
		field = "reference"
	case "meeting number":
		field = "meeting"
	case "date of the meeting":
		field = "date"
	case "date of issue", "date issued", "issue", "issue date":
		field = "issued"
	case "place":
		field = "venue"
	case "chairperson":
		field = "chair"
	}
	o := Order{Object: AnyDocument, Verb: Set, Text: strings.ToUpper(id), Which: field, Value: strings.TrimRight(value, ". ")}
	if v := strings.ToLower(strings.TrimRight(value, ".! ")); field == "" && (v == "confirmed" || v == "draft" || v == "circulated") {
		o.Which, o.Value = "status", v
	}
	return o
}

// Lines that show how a register is written.
const (
	focalLine   = "focal person WDD-Balochistan is @name from 1 Dec"
	meetingLine = "23rd IPMG is 11 March 2027 in Quetta"
)

// orMistake is err, or that a word is no body.
func orMistake(err error, word string) error {
	if err != nil {
		return err
	}
	return mistake("no such body", cutTo(word, 60)).send("members")
}

// register reads what follows the object and verb of a register, in the plain form.
func (p *orderReader) register(o *Order, head string) error {
	switch o.Object {
	case AMeeting:
		if o.Verb == Set && o.Meeting == 0 && o.When == "" {
			m := meetingHead.FindStringSubmatch(head)
			if m == nil {
				return mistake("meeting when").send(meetingLine)
			}
			made, err := p.meetingOn(number(m[1]), m[2])
			*o = made
			return err
		}
		p.ofMeeting(o, head)
	case AHoliday:
		return p.holiday(o, head)
	case AMember:
		if head == "" {
			return nil
		}
		if m := memberPattern.FindString(head); m != "" && o.Owner == "" {
			o.Owner = p.member(m)
			head = strings.Replace(head, m, "", 1)
		} else if w, rest, _ := strings.Cut(head, " "); w == Me {
			o.Owner, head = Me, rest
		}
		text, err := p.takeDue(o, head)
		if err != nil {
			return err
		}
		keys, err := p.bodies(text)
		if err != nil {
			return err
		}
		o.Bodies = addAll(o.Bodies, keys)
		if o.Verb == Set && (o.Owner == "" || len(o.Bodies) != 1) {
			return mistake("who of which").send(focalLine)
		}
	case AnAlias:
		return p.alias(o, head)
	case ASetting:
		if head != "" {
			name, value, _ := strings.Cut(head, " ")
			o.Text, o.Value = strings.ToLower(strings.TrimRight(name, ":=")), orText(o.Value, value)
		} else if o.Verb == Set {
			o.Verb = List
		}
	case TheBrief:
		p.ofMeeting(o, head)
		o.Format = orText(o.Format, format(formats.FindString(head)))
	case ThePage:
		o.Format = orText(o.Format, format(formats.FindString(head)))
		keys, err := p.bodies(strings.TrimSpace(formats.ReplaceAllString(head, "")))
		o.Bodies = addAll(o.Bodies, keys)
		if err == nil && len(o.Bodies) == 0 {
			return mistake("page of").send("one page KP")
		}
		return err
	case TheGaps, AnyDocument:
		o.Text = head
	}
	return nil
}

var meetingHead = icase(`^(?:the )?(\d{1,3})(?:st|nd|rd|th)?(?: (?:ipmg|meeting))?(?: (?:is|on|will be|to))? (.+)$`)

// meetingNumber is the number of a meeting that was named; "next" is the one after the last on record, 0 where none is.
func (p *orderReader) meetingNumber(s string) int {
	if strings.EqualFold(s, "next") && len(p.Meetings) > 0 {
		return slices.Max(p.Meetings) + 1
	}
	return number(s)
}

// meetingOn reads the day and the place of a meeting.
func (p *orderReader) meetingOn(n int, words string) (Order, error) {
	o := Order{Object: AMeeting, Verb: Set, Meeting: n}
	parts := strings.Split(words, "|")
	for _, part := range parts[1:] {
		if err := p.field(&o, strings.TrimSpace(part)); err != nil {
			return o, err
		}
	}
	words = parts[0]
	if m := venue.FindStringSubmatch(words); m != nil && o.Place == "" {
		o.Place = strings.TrimSpace(m[1] + m[2] + m[3])
		words = strings.TrimSuffix(words, m[0])
	}
	if m := dayAndPlace.FindStringSubmatch(strings.TrimSpace(words)); m != nil && o.Place == "" {
		words, o.Place = m[1], m[2]
	}
	if n == 0 {
		return o, mistake("which meeting").send(meetingLine)
	}
	o.When = orText(o.When, strings.TrimSpace(words))
	return p.settle(o)
}

// dayAndPlace is a day with a place behind it and nothing between: "30 June 2021 Quetta".
var dayAndPlace = regexp.MustCompile(`^(?i:(` + calendarDayWords + `)) ([A-Z][a-z]+(?: [A-Z][a-z]+)?)[.! ]*$`)

var venue = icase(`(?:[ ,]+(?:in|at|venue:?)) ([a-z][^|\d,]{2,60}?)[ .!]*$|,\s*([a-z][^|\d,]{2,40})$|(?:^|[ ,])(?:ko )?([a-z]{3,30}) (?:mein|main|me)(?: (?:hogi|hoga|hai|ho ga|ho gi))?[ .!]*$`)

// readDigest reads on which day and at which hour the speaker wants the digest: "send me the digest every Monday 9am", "digest subah 8 baje".
func readDigest(p *orderReader, text string, _ []string) (Order, error) {
	words := strings.TrimSpace(digestWord.ReplaceAllString(" "+text+" ", " "))
	res := when.Parse(words, p.at, p.When)
	clock := res.At.In(p.at.Location()).Format("15:04")
	switch {
	case strings.Contains(text, "?") || strings.TrimSpace(words) == "":
		return Order{}, ErrNoOrder
	case res.Kind == when.Repeats && res.Repeat.Time != "":
		clock = res.Repeat.Time
	case res.Kind != when.Once || res.DateOnly:
		return Order{}, ErrNoOrder
	}
	day := "daily"
	if m := ruleDay.FindStringSubmatch(res.Repeat.Rule); m != nil {
		day = map[string]string{"MO": "monday", "TU": "tuesday", "WE": "wednesday", "TH": "thursday", "FR": "friday", "SA": "saturday", "SU": "sunday"}[m[1]]
	}
	return Order{Object: ASetting, Verb: Set, Text: "digest", Value: day + " " + clock}, nil
}

var (
	digestWord = icase(`[ ,](?:(?:please|pls|send|give|set|change|make|move|want|bhej\w*|kar\w*|do|dein|me|us|mujhe|my|the|mera|meri|digests?|to|at|on|be|is|i|summary|ko|par|pe)[ ,.])+`)
	ruleDay    = regexp.MustCompile(`BYDAY=(MO|TU|WE|TH|FR|SA|SU)$`)
)

// zoneOf is the zone of a town by its own name, as the zone database has it; else the words.
func zoneOf(town string) string {
	name := strings.Join(strings.Fields(town), "_")
	for _, part := range []string{"Asia/", "Europe/", "America/", "Africa/", "Australia/", "Pacific/"} {
		words := strings.Split(strings.ToLower(name), "_")
		for k, w := range words {
			words[k] = strings.ToUpper(w[:1]) + w[1:]
		}
		if loc, err := time.LoadLocation(part + strings.Join(words, "_")); err == nil {
			return loc.String()
		}
	}
	return town
}

// focal reads who speaks for a body from now on, or from a day.
func (p *orderReader) focal(body, who string) (Order, error) {
	o := Order{Object: AMember, Verb: Set}
	keys, err := p.bodies(body)
	if err != nil || len(keys) != 1 {
		return o, orMistake(err, body)
	}
	o.Bodies = keys
	return p.memberFrom(o, who)
}

// memberFrom reads who it is and since when.
func (p *orderReader) memberFrom(o Order, words string) (Order, error) {
	parts := strings.Split(words, "|")
	for _, part := range parts[1:] {
		if err := p.field(&o, strings.TrimSpace(part)); err != nil {
			return o, err
		}
	}
	m := memberPattern.FindString(parts[0])
	if m == "" && meWords.MatchString(firstWord(parts[0])) {
		m = firstWord(parts[0])
	}
	if o.Owner = p.member(m); o.Owner == "" {
		return o, mistake("with an @", cutTo(strings.TrimSpace(parts[0]), 60)).send("focal person " + strings.Join(o.Bodies, ", ") + " is @name from 1 Dec")
	}
	rest := sinceWord.ReplaceAllString(strings.TrimSpace(strings.Replace(parts[0], m, "", 1)), "")
	o.When = orText(o.When, rest)
	return p.settle(o)
}

var sinceWord = icase(`^(?:from|wef|w\.e\.f\.?|starting|since) `)

// hourWord is an hour of the day with its half: "9pm", "21:00", "9".
const hourWord = `(\d{1,2}(?::[0-5]\d)?) ?((?:am|pm|a\.m\.|p\.m\.)?)(?: baj[aey]+)?`

// hourOf is an hour as settings keep it, "21:00"; empty where there is none such.
func hourOf(clock, half string) string {
	h, m, _ := strings.Cut(clock, ":")
	n, err := strconv.Atoi(h)
	half = strings.ToLower(strings.ReplaceAll(half, ".", ""))
	if err != nil || n > 23 || half != "" && (n < 1 || n > 12) {
		return ""
	}
	if half != "" {
		n = n % 12
	}
	if half == "pm" {
		n += 12
	}
	return fmt.Sprintf("%02d:%s", n, orText(m, "00"))
}

// ourPerson reads "our focal person is @imran": of the speaker's own body, which only the bot knows.
func ourPerson(p *orderReader, _ string, m []string) (Order, error) {
	return p.memberFrom(Order{Object: AMember, Verb: Set, Bodies: []string{Me}}, m[1]+" "+trimEnds(m[2]))
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return w
}

// holiday reads a day, a name, places and whether it may move.
func (p *orderReader) holiday(o *Order, head string) error {
	if expected.MatchString(head) {
		o.Expected = true
		head = expected.ReplaceAllString(head, " ")
	}
	if m := forDays.FindStringSubmatch(head); m != nil && o.Days == 0 {
		o.Days, _ = strconv.Atoi(m[1])
		head = strings.Replace(head, m[0], " ", 1)
	}
	if p.Vocabulary != nil && o.Place == "" {
		if m := inPlace.FindStringSubmatchIndex(head); m != nil {
			for _, found := range p.Vocabulary.FindIn(head[m[2]:m[3]], vocab.Context{}) {
				for _, rd := range found.Readings {
					if rd.Kind == vocab.Place {
						o.Place = rd.Key
					}
				}
			}
			if o.Place != "" {
				head = head[:m[0]]
			}
		}
	}
	if m := placeMein.FindStringSubmatch(head); m != nil && p.Vocabulary != nil && o.Place == "" {
		for _, found := range p.Vocabulary.FindIn(m[1], vocab.Context{}) {
			if rd, ok := found.One(); ok && rd.Kind == vocab.Place {
				o.Place, head = rd.Key, strings.Replace(strings.Replace(head, m[0], " "+m[1]+" ", 1), found.Text, " ", 1)
			}
		}
		if o.Text != "" && o.Place != "" {
			o.Text = namedHoliday(strings.TrimSpace(placeMein.ReplaceAllString(o.Text, "")))
		}
	}
	head = strings.Join(strings.Fields(head), " ")
	if o.When == "" {
		if m := calendarDay.FindStringIndex(head); m != nil {
			o.When = strings.TrimSpace(head[m[0]:m[1]])
			head = strings.TrimSpace(head[:m[0]] + " " + head[m[1]:])
		}
	}
	o.Text = orText(o.Text, trimEnds(strings.Trim(head, ` "“”`)))
	if o.Text == "" && o.Place != "" {
		o.Text = namedHoliday("")
	}
	if (o.Verb == Add || o.Verb == Remove) && o.When == "" {
		if o.Verb == Remove {
			return mistake("holiday day").send("holidays")
		}
		return mistake("holiday").send("holiday add 20 March 2027 Eid-ul-Fitr expected")
	}
	if o.Verb == Add && o.Text == "" {
		return mistake("holiday name").send("holiday add " + o.When + " Eid-ul-Fitr")
	}
	return nil
}

var (
	placeMein   = icase(`(?:^| )([a-z][a-z -]{1,25}) (?:mein|main)(?: |$)`)
	expected    = icase(`[ ,(]*\b(?:expected|tentative|subject to (?:the )?(?:sighting of the )?moon)\b[ ,)]*`)
	forDays     = icase(`\b(?:for )?(\d{1,2}) days\b`)
	inPlace     = icase(`(?:^| )(?:in|for|only in) ([^|\d]{2,40})$`)
	calendarDay = icase(`\b` + calendarDayWords)
)

// holidayWords are words of the names of holidays.
const holidayWords = `(?:eid|ashur\w*|muharram|milad|rabi|shab|mairaj|meraj|ramzan|ramadan|holiday|chutti|urs|diwali|holi|christmas|easter|nowruz|navroz|basant|anniversary|day)`

// namedHoliday gives a holiday that was not named one.
func namedHoliday(rest string) string {
	rest = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(rest, "hai"), "hogi"), "hoga"))
	if w := strings.ToLower(firstWord(rest)); w == "" || w == "in" || w == "for" {
		return strings.TrimSpace("Public holiday " + rest)
	}
	return rest
}

var calendarDayWords = `(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}\b)|\d{1,2}(?:st|nd|rd|th)? ` + month + `\.?(?:,? \d{4})?|` + month + ` \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)`

// ordinalEnd is what follows a number that is an ordinal, as the group's meetings have: "th".
func ordinalEnd(n string) string {
	switch k := number(n); {
	case k%100 >= 11 && k%100 <= 13:
	case k%10 == 1:
		return "st"
	case k%10 == 2:
		return "nd"
	case k%10 == 3:
		return "rd"
	}
	return "th"
}

// alias reads `"DV Act" = "Domestic Violence (Prevention and Protection) Act 2013"`.
func (p *orderReader) alias(o *Order, head string) error {
	if o.Value == "" && o.Verb != List {
		if a, b, ok := strings.Cut(head, "="); ok {
			head, o.Value = strings.TrimSpace(a), strings.Trim(strings.TrimSpace(b), `"“”' `)
		}
	}
	o.Text = orText(o.Text, strings.Trim(strings.TrimSpace(head), `"“”' `))
	if o.Verb == Add && (o.Text == "" || o.Value == "") {
		return mistake("new word").send(`alias add "DV Act" = "domestic violence"`)
	}
	if o.Verb == Remove && o.Text == "" {
		return mistake("which alias").send("aliases")
	}
	return nil
}
