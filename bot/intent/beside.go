package intent

import (
	"slices"
	"strings"

	"rabita/index/vocab"
)

// Follow-ups that put side by side what was asked one after the other, and change what is compared.

// maxTrail is how many places of a conversation are remembered, as many as can be compared.
const maxTrail = 7

// remember adds the places of the question before to the trail of the conversation.
func (r *Reader) remember(in, prev *Intent) {
	in.Trail = slices.Clone(prev.Trail)
	for _, p := range prev.Places {
		in.Trail = append(slices.DeleteFunc(in.Trail, func(was string) bool { return was == p }), p)
	}
	if n := len(in.Trail); n > maxTrail {
		in.Trail = in.Trail[n-maxTrail:]
	}
}

// adjusts reports whether a message only changes the places asked about, whatever order it looks like: "add Punjab", "drop Balochistan".
func (r *Reader) adjusts(prev *Intent, text string) bool {
	t := folded(text)
	if r.Vocabulary == nil || len(strings.Fields(t)) > 8 || !(addsOne.MatchString(t) && len(prev.Places) > 0) && !(dropsOne.MatchString(t) && prev.Kind == Compare) {
		return false
	}
	left := text
	ms := r.Vocabulary.Find(text)
	for i := len(ms) - 1; i >= 0; i-- {
		if rd, ok := ms[i].One(); !ok || rd.Kind != vocab.Place && rd.Kind != vocab.Body {
			return false
		}
		left = left[:ms[i].Start] + left[ms[i].End:]
	}
	return len(ms) > 0 && !slices.ContainsFunc(split(left), func(w word) bool { return !adjusting[w.text] && !questionWords[w.text] })
}

var (
	sideBySide = re(w(`compare|comparison|muqabla|mawazna|muqabley|side by side|versus|vs|difference|differ|farq`), `موازنہ|مقابلہ|فرق`)
	addsOne    = re(`^(?:and |aur |also |please |now |ab )*(?:add|include|put in)\b`, w(`(?:bhi|ko bhi) (?:shamil|dalo|daal|dikhao|add)\w*`), w(`as well|too|bhi) (?:in the (?:table|comparison)`), `بھی شامل`)
	pair       = re(w(`both|the two|two|dono|donon`), `دونوں`)
	three      = re(w(`all three|the three|three of them|teeno|teenon`), `تینوں`)
	dropsOne   = re(`^(?:and |aur |also |please |now |ab )*(?:drop|remove|exclude|leave out|skip|take out|without|minus)\b`, w(`hata|nikal|ke baghair|chhor`), `ہٹا|نکال|کے بغیر`)
	adjusting  = set(`add include put drop remove exclude leave skip take out without minus also too as well shamil hata hatao nikal nikalo baghair chhor do dein dalo comparison compare table شامل ہٹا نکال بغیر دیں`)
)

// together reads follow-ups that put side by side what was asked one after the other: "compare all three", "dono ka muqabla karo", "add
// Balochistan". What is compared is what the questions before were about.
func (r *Reader) together(in, prev *Intent, text string) bool {
	adds := addsOne.MatchString(text) && len(in.Places) > 0
	drops := dropsOne.MatchString(text) && len(in.Places) > 0 && prev.Kind == Compare
	if !adds && !drops && !(sideBySide.MatchString(text) && len(in.Places) < 2 && len(in.Docs) < 2) {
		return false
	}
	places := slices.Clone(prev.Trail)
	for _, p := range append(slices.Clone(prev.Places), in.Places...) {
		places = append(slices.DeleteFunc(places, func(was string) bool { return was == p }), p)
	}
	switch {
	case drops:
		places = slices.DeleteFunc(slices.Clone(prev.Places), func(p string) bool { return slices.Contains(in.Places, p) })
	case adds && prev.Kind == Compare, len(in.Places) > 0: // one more beside those of the question before
		places = nil
		for _, p := range append(slices.Clone(prev.Places), in.Places...) {
			places = add(places, p)
		}
	case pair.MatchString(text):
		places = places[max(0, len(places)-2):]
	case three.MatchString(text):
		places = places[max(0, len(places)-3):]
	}
	if len(places) < 2 && !(drops && len(places) == 1) {
		return false
	}
	text, lang, limit := in.Text, in.Lang, in.Limit
	own := *in
	*in = *prev
	in.Text, in.Lang, in.Limit, in.Kind, in.Places = text, lang, limit, Compare, places
	if len(places) == 1 {
		in.Kind = Report
	}
	in.Bodies, in.Asked, in.Docs, in.Last, in.Sections = nil, nil, nil, nil, nil
	for _, p := range places {
		for _, e := range r.Vocabulary.Entries() {
			if e.Kind == vocab.Body && e.Place == p && e.Reports {
				in.Bodies = add(in.Bodies, e.Key)
			}
		}
	}
	if len(own.Topics) > 0 {
		in.Topics, in.Forms = own.Topics, own.Forms
	}
	if len(own.Meetings) > 0 {
		in.Meetings = own.Meetings
	}
	in.Kept, in.Replaced = slices.DeleteFunc(facetNames(prev), func(f string) bool { return f == "places" || f == "bodies" }), []string{"places"}
	in.Unknown, in.Fixed, in.Doubts = nil, nil, nil
	in.Said = in.Said && prev.Kind != Section // "what does the act say" asked for laws
	return true
}
