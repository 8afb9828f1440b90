package intent

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Meetings that are named otherwise than by their number: the last one, by town, by time, and the days after or before one.

// sinceMeeting reads "since the 18th", "after the 14th", "14th ke baad" and "before the 15th": not the meeting, but the days after or before it.
func (r *Reader) sinceMeeting(in *Intent, low string, at []span) {
	if len(in.Meetings) != 1 || len(at) != 1 {
		return
	}
	day := r.heldOn(in.Meetings)
	switch head, tail := low[:at[0].start], low[at[0].end:]; {
	case day == "":
	case sinceHead.MatchString(head), sinceTail.MatchString(tail):
		in.From, in.Meetings = nextDay(day), nil
	case beforeHead.MatchString(head), beforeTail.MatchString(tail):
		in.To, in.Meetings = dayBefore(day), nil
	}
}

var (
	sinceHead  = re(`\b(?:since|after)\s+(?:the\s+)?$`)
	sinceTail  = re(`^\s*(?:ipmg |meeting |ijlas |اجلاس )?(?:ke baad|kay baad|se ab tak|onwards?|کے بعد|سے اب تک)`)
	beforeHead = re(`\b(?:before|until|till)\s+(?:the\s+)?$`)
	beforeTail = re(`^\s*(?:ipmg |meeting |ijlas |اجلاس )?(?:se pehl\S+|سے پہلے)`)
)

// namedMeetings reads "last meeting" and "Quetta meeting" by the meetings on record as of the moment.
func (r *Reader) namedMeetings(in *Intent, low string, at time.Time, used *[]span) {
	held := slices.DeleteFunc(slices.Clone(r.Held), func(h Held) bool { return h.Date > day(at) })
	if len(held) == 0 || len(in.Meetings) > 0 {
		return
	}
	slices.SortFunc(held, func(a, b Held) int { return strings.Compare(string(b.Date), string(a.Date)) })
	if m := lastMeeting.FindStringIndex(low); m != nil {
		in.Meetings = []int{held[0].Number}
		*used = append(*used, span{m[0], m[1]})
		return
	}
	for _, h := range held {
		town := strings.ToLower(h.Place)
		if town == "" || !strings.Contains(low, town) {
			continue
		}
		for _, p := range townMeeting {
			if m := regexp.MustCompile(strings.Replace(p, "TOWN", regexp.QuoteMeta(town), 1)).FindStringIndex(low); m != nil {
				in.Meetings = append(in.Meetings, h.Number)
				*used = append(*used, span{m[0], m[1]})
				return
			}
		}
	}
}

// meetingOfTime reads "the meeting in 2018" and "Lahore meeting of December 2018": where the time leaves one meeting, that one is meant.
func (r *Reader) meetingOfTime(in *Intent, low string) {
	if in.From == "" || in.To == "" || !meetingWord.MatchString(low) {
		return
	}
	var then []Held
	for _, h := range r.Held {
		if h.Date >= in.From && h.Date <= in.To {
			then = append(then, h)
		}
	}
	if len(then) == 1 && (len(in.Meetings) == 0 || len(in.Meetings) == 1 && !slices.Contains(in.Meetings, then[0].Number) && strings.Contains(low, strings.ToLower(then[0].Place))) {
		in.Meetings, in.From, in.To = []int{then[0].Number}, "", ""
	}
}

// townMeeting are the ways of naming a meeting by its town: "Quetta meeting", "the meeting in Quetta", "Quetta mein jo ijlas hua", "who came to
// Quetta".
var townMeeting = []string{
	`\bTOWN (?:wala |wali |wale |walay |ki |ka |ke |mein |main |mein jo |main jo |ipmg )*(?:meeting|mtg|ijlas|ipmg)\b`,
	`\b(?:come|came|go|went|travel(?:led)?|present|absent|attend(?:ed)?|aay[aei]|gay[aei]|hazir) (?:to|at|in|from) TOWN\b`,
	`\bTOWN (?:mein |main |ke ijlas mein )?(?:kaun |kis ne )?(?:aay[aei]|nahi aay[aei]|gay[aei]|hazir|ghair hazir)\b`,
	`\b(?:meeting|mtg|ijlas|ipmg)(?: that was| which was)?(?: held| hosted)? (?:in|at|from) TOWN\b`,
}

var lastMeeting = re(w(`(?:last|latest|previous|most recent|pichl[aei]y?|pichlay|aakhri|akhri|guzishta) (?:ipmg |group )?(?:meeting|mtg|ipmg|ijlas|wali meeting)`), `^(?:and |aur |اور )?(?:pichl[aei]y?|the last one|last one|previous one)(?: wal[aei]y?)? (?:kab|kahan|when|where)\b`, `(?:پچھلے|گزشتہ|آخری) اجلاس`)
