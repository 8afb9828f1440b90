package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rabita/index"
)

// takesDecision keeps "3.1 Objectives" of a plan from being a decision.
func (s *structure) takesDecision(number, line string) bool {
	if s.d.Type != "minutes" {
		return false // others speak of decisions: "Decision 14.4 is not changed"
	}
	if line[0] == 'D' {
		return true
	}
	if s.dotted {
		return false
	}
	meeting, _, _ := strings.Cut(number, ".")
	if n, _ := strconv.Atoi(meeting); s.d.Meeting != 0 && n == s.d.Meeting {
		return true
	}
	return slices.ContainsFunc(s.path, func(h headed) bool { return decisionHeading.MatchString(h.text) })
}

// deciding says that the nearest heading is that of the decisions.
func (s *structure) deciding() bool {
	return s.d.Type == "minutes" && len(s.path) > 0 && decisionHeading.MatchString(s.path[len(s.path)-1].text)
}

// listMark begins a point of a list.
var listMark = regexp.MustCompile(`^(?:[-*•]\s+|\[[ xX]?\]\s+|\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})[.)]\s+)\S`)

// markOf is the kind of sign that begins a point of a list: 'a', '1', 'i', '-'; 0: none does.
func markOf(line string) byte {
	m := listMark.FindString(line)
	switch m = strings.TrimLeft(m, "("); {
	case m == "":
		return 0
	case m[0] == '[':
		return '['
	case m[0] >= '0' && m[0] <= '9':
		return '1'
	case strings.Trim(m[:strings.IndexAny(m+")", ".) ")], "ivx") == "" && m[0] != '-':
		return 'i'
	case m[0] >= 'a' && m[0] <= 'z':
		return 'a'
	}
	return '-'
}

// mustDo is what stands behind those who are to do a thing.
var mustDo = regexp.MustCompile(`^\s*(?:\([^)]{1,40}\)\s*)?(?:,[^,.;]{3,80},)?\s*(?:jointly\s+)?(?:shall|will|to|must|should|may|is to|are to|:|[-–—])(?:\s|$)`)

// obliges says that a sentence makes bodies do something: "WDD Punjab shall ...", "All provinces to nominate ...".
func (s *structure) obliges(text string) bool {
	text = leadingDecision.ReplaceAllString(text, "")
	text = leadingNumber.ReplaceAllString(text[:min(len(text), 400)], "")
	if everybody.MatchString(text) {
		return true
	}
	names := s.l.find(text, s.under.place)
	for i := len(names) - 1; i >= 0; i-- {
		if mustDo.MatchString(text[names[i].end:]) && names[0].start < 40 {
			return true
		}
	}
	return false
}

var everybody = regexp.MustCompile(`(?i)^(?:all|each|every)\s+(?:the\s+)?(?:provinces?|departments?|delegations?|commissions?|members?|units?)\b[^.;]{0,60}?\s(?:shall|will|to|must|should)\s`)

var decisionHeading = regexp.MustCompile(`(?i)\b(?:decision|action (?:point|item|matrix)|resolution|way forward)|فیصل`)

// decide reads number, responsible bodies and deadline out of a decision's sentence.
func (s *structure) decide(p *index.Passage, text string) {
	head := text
	for _, verb := range []string{" shall ", " will ", " to ", " should ", " must "} {
		if i := strings.Index(text, verb); i > 0 {
			head = text[:i]
			break
		}
	}
	head = leadingNumber.ReplaceAllString(leadingDecision.ReplaceAllString(head, ""), "")
	p.Responsible, p.Support = s.l.shares(head, s.under.place)
	if m := actionBy.FindStringSubmatch(text); m != nil {
		if r, sup := s.l.shares(m[1], s.under.place); len(r) > 0 {
			p.Responsible, p.Support = r, sup
		}
	}
	p.Deadline, p.Event = sentenceDeadline(text, s.d.Meeting)
	p.Place = s.l.onePlace(p.Responsible)
}

var (
	respLabel = regexp.MustCompile(`(?im)^(?:[-*•]\s+)?(?:responsib\w+(?: \w+)?|lead(?: body)?|owner|action by|by whom|ذمہ دار)\s*:\s*(.+)$`)
	helpLabel = regexp.MustCompile(`(?im)^(?:[-*•]\s+)?support\w*(?: \w+)?\s*:\s*(.+)$`)
	dueLabel  = regexp.MustCompile(`(?im)^(?:[-*•]\s+)?(?:deadline|due(?: date| by)?|by when|target date|time\s?(?:line|frame))\s*:\s*(.+)$`)
	inHeading = regexp.MustCompile(`(?i)\b(?:decision|action(?: point)?|item)\s+(?:no\.?\s*)?(\d{1,3}\.\d{1,2})\b`)
)

// labelledAction reads an action that is written down as lines of "Responsible: ..." and "Deadline: ...", its number in the heading above.
func (s *structure) labelledAction(p *index.Passage, text string) {
	m := respLabel.FindStringSubmatch(text)
	if m == nil {
		return
	}
	p.Kind = "action"
	p.Responsible, p.Support = s.l.shares(m[1], s.under.place)
	if m := helpLabel.FindStringSubmatch(text); m != nil {
		p.Support = s.l.bodies(m[1], s.under.place)
	}
	if m := dueLabel.FindStringSubmatch(text); m != nil {
		p.Deadline, p.Event = readDeadline(m[1])
	}
	if len(s.path) > 0 {
		if m := inHeading.FindStringSubmatch(s.path[len(s.path)-1].text); m != nil {
			p.Number = m[1]
		}
	}
	p.Place = s.l.onePlace(p.Responsible)
}

// actionBy is the remark behind a decision: "(Action: WDD Punjab)".
var actionBy = regexp.MustCompile(`(?i)[(\[]\s*(?:action|responsib\w+|lead)(?: by| on part of)?\s*[:–-]\s*([^)\]]{2,120})[)\]]`)

var leadingDecision = regexp.MustCompile(`^(?:[-*•]\s+|\[[ xX]?\]\s+)?(?:(?:DECISION\s+|Decision\s+(?:No\.?\s+)?|D\s?)?(?:\d{1,3}(?:\.\d{1,2}){1,3}[.:)]?|\(?\d{1,3}[.):])\s+)?(?i:(?:decisions?|decided|resolved|action(?: points?)?)\s*[:–-]\s*)?`)
