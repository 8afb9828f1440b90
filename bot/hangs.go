package bot

import (
	"regexp"
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
)

// A question that hangs on one thing is answered by papers that hold it. What is only near it, the shelter where its wifi is asked for, is
// named as near and not quoted.

// holding gives the reply, or the answer that the papers do not hold the thing asked for.
func (b *Bot) holding(a asker, r Reply) Reply {
	if r.Outcome != Answer && r.Outcome != Partial || len(r.Passages) == 0 || a.in.Own {
		return r
	}
	switch a.in.Kind {
	case intent.Report, intent.Section, intent.Status, intent.Plan:
	default:
		return r
	}
	thing := b.missed(a, r.Passages)
	if thing == "" {
		return r
	}
	none := Reply{Outcome: None, Parts: []Part{Say(Finding, b.say(a, "not held", thing)), Say(Plain, b.say(a, "nearest", b.source(r.Passages[0])))}}
	none.Parts = append(none.Parts, Part{Buttons: []Button{{Action: gapAction, Value: shorten(a.in.Text, 500), Label: b.say(a, "ask secretariat")}}}, b.reading(a))
	b.unanswered(a)
	return none
}

// missed is the thing a question hangs on where none of the quoted passages holds it; else empty.
func (b *Bot) missed(a asker, cites []Cited) string {
	if sort := a.in.Wants(); sort.Only && !slices.ContainsFunc(cites, func(c Cited) bool { return sort.Looks.MatchString(c.Quote) && b.tellsAll(a, c) }) {
		return sort.Asked()
	}
	if named := b.missedTopic(a, cites); named != "" {
		return named
	}
	words := a.in.Hangs()
	if len(words) == 0 {
		return ""
	}
	narrow := a.in
	noun := words[len(words)-1]
	if a.in.Lang != "en" && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(a.in.Unknown, w) && len(a.in.Gloss(w)) == 0 }) {
		return strings.Join(words, " ") // no paper has the word
	}
	if a.in.Lang == "en" && a.in.Counts && !slices.Contains(a.in.Unknown, noun) && slices.ContainsFunc(cites, func(c Cited) bool {
		r, ok := b.passage(a, c.Passage)
		return ok && b.covers(r, b.needs(a.in)) >= nearlyCounted && (unsaid.MatchString(c.Quote) || aDigit.MatchString(notFigures.ReplaceAllString(c.Quote, " ")))
	}) {
		return "" // "53,212 callers were helped" counts the calls
	}
	narrow.Words = strings.Join(slices.DeleteFunc(strings.Fields(a.in.Words), func(w string) bool {
		if a.in.Lang != "en" {
			return !slices.Contains(words, w)
		}
		w = strings.ToLower(w)
		return w != noun && !(slices.Contains(words, w) && slices.Contains(a.in.Unknown, w))
	}), " ")
	narrow.Asked, narrow.Named, narrow.Quoted, narrow.Papers, narrow.Year = nil, nil, nil, nil, ""
	narrow.Topics = nil
	for _, f := range a.in.Forms {
		if ends(strings.ToLower(f.Text), noun) && slices.Contains(a.in.Topics, f.Key) {
			narrow.Topics = append(narrow.Topics, f.Key)
		}
	}
	needs, counted := b.needs(narrow), false
	for _, n := range needs {
		if n.looks != nil || n.loose {
			continue
		}
		if n.weight >= 1 && !slices.ContainsFunc(cites, func(c Cited) bool { return b.tells(c, n) }) {
			return strings.Join(words, " ")
		}
		counted = counted || slices.ContainsFunc(cites, func(c Cited) bool { return counts(c, n) })
	}
	if a.in.Lang != "en" && a.in.Counts && len(needs) > 0 && !counted {
		return strings.Join(words, " ")
	}
	return ""
}

var aDigit = regexp.MustCompile(`\d`)

// counts reports whether a quote gives a number of a need, or an amount of money beside it.
func counts(c Cited, n need) bool {
	return slices.ContainsFunc(index.Sentences(c.Quote), func(s index.Span) bool {
		sentence := c.Quote[s.Start:s.End]
		return aSum.MatchString(sentence) && index.TermsOf(sentence).Held(n.forms) > 0 ||
			slices.ContainsFunc(numbered.FindAllString(notFigures.ReplaceAllString(sentence, " "), -1), func(of string) bool {
				return index.TermsOf(of).Held(n.forms) > 0
			})
	})
}

// How numbers stand before what they count, and sums.
var (
	numbered = regexp.MustCompile(`(?i)\b(?:\d[\d,]*|no|none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)\b(?:\W+[a-z'-]+){1,4}|(?:[a-z'-]+ ){1,3}(?:[^.|]*\|)+ ?\d+`)
	aSum     = regexp.MustCompile(`(?i)\brs\.? ?\d|\bmillion\b|\brupees\b|\bpkr\b|\d ?%|per cent`)
)

// missedTopic is a topic that was named beside others and that none of the quoted passages holds, in the member's word; else empty.
func (b *Bot) missedTopic(a asker, cites []Cited) string {
	if a.in.Lang != "en" || len(a.in.Topics) < 2 || a.in.FollowsUp() {
		return ""
	}
	for _, f := range a.in.Forms {
		if !slices.Contains(a.in.Topics, f.Key) {
			continue
		}
		n := wanting(topicForms(b.voc.Load(), a.in, f.Key), topicWeight)
		if !slices.ContainsFunc(cites, func(c Cited) bool { return b.tells(c, n) }) {
			return f.Text
		}
	}
	return ""
}

// nearlyCounted is the share of a question of how many that a passage must hold to answer it in other words than the counted thing's.
const nearlyCounted = 0.7

// ends reports whether a word is the last of a text.
func ends(s, word string) bool {
	f := strings.Fields(s)
	return len(f) > 0 && f[len(f)-1] == word
}

// tellsAll reports whether the passage of a quote, or what stands above it, holds everything a question names but the sort of thing it asks for:
// the number of a helpline is no number of a minister.
func (b *Bot) tellsAll(a asker, c Cited) bool {
	return !slices.ContainsFunc(b.needs(a.in), func(n need) bool {
		return n.looks == nil && n.weight >= 1 && n.body == "" && !b.tells(c, n)
	})
}

// tells reports whether the passage of a quote, or what stands above it, holds a need.
func (b *Bot) tells(c Cited, n need) bool {
	d := b.ix.Document(c.Document)
	if d == nil {
		return false
	}
	p := d.Passage(c.Passage)
	if p == nil {
		return false
	}
	r := index.Result{Doc: d, Passage: p}
	read := b.read(r)
	return n.heldBy(r, read) || n.apart(read.own) || read.above.Held(n.forms) > 0 || index.TermsOf(d.Title).Held(n.forms) > 0
}
