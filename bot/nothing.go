package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"rabita/index"
	"rabita/index/vocab"
)

// nothing is the answer where no passage fits: what was searched, and the nearest step.
func (b *Bot) nothing(ctx context.Context, a asker) (Reply, error) {
	q := b.query(a)
	docs, passages := b.searched(q)
	r := Reply{Outcome: None}
	subject, gone := b.subject(a), b.unrecorded(a)
	finding, noMeeting := b.say(a, "none", subject, b.count(a, docs, "document"), b.count(a, passages, "passage")), ""
	if len(gone) > 0 {
		noMeeting = b.say(a, "no meeting", b.nths(a, gone), b.grp.Short, dayWords(a.asOf))
	}
	switch {
	case !strings.ContainsFunc(subject, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }):
		r.Parts = append(r.Parts, Say(Finding, b.say(a, "no subject", b.grp.Short)), b.reading(a))
		return r, nil // nor is it a question for the secretariat
	case noMeeting != "" && len(gone) == len(a.in.Meetings) && subject == b.onlyMeetings(a):
		finding, noMeeting = noMeeting, ""
	}
	r.Parts = append(r.Parts, Say(Finding, finding))
	for _, step := range []struct {
		name string
		has  bool
		drop func(*index.Query)
	}{
		{"meeting", len(q.Meetings) > 0, func(q *index.Query) { q.Meetings = nil }},
		{"date", q.From != "" || q.To != "", func(q *index.Query) { q.From, q.To = "", "" }},
		{"paper", len(q.Documents) > 0, func(q *index.Query) { q.Documents = nil }},
		{"place", len(q.Places) > 0, func(q *index.Query) { q.Places = nil }},
	} {
		if !step.has {
			continue
		}
		wider := q
		step.drop(&wider)
		res, err := b.search(ctx, a, wider)
		if err != nil {
			return Reply{}, err
		}
		if len(res) > 0 {
			s := b.say(a, "without", b.facet(a, step.name), b.count(a, len(res), "passage"))
			r.Parts = append(r.Parts, Say(Plain, s))
			r.Suggestions = append(r.Suggestions, s)
			break
		}
	}
	if noMeeting != "" {
		r.Parts = append(r.Parts, Say(Plain, noMeeting))
	}
	for _, s := range b.didYouMean(a) {
		r.Parts = append(r.Parts, Say(Plain, b.say(a, "mean", s)))
		r.Suggestions = append(r.Suggestions, s)
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{{Action: "ask.secretariat", Value: shorten(a.in.Text, 500), Label: b.say(a, "ask secretariat")}}}, b.reading(a))
	b.unanswered(a)
	return r, nil
}

// unrecorded names the meetings asked for of which there is no record at the moment.
func (b *Bot) unrecorded(a asker) []int {
	var out []int
	for _, n := range a.in.Meetings {
		if !slices.ContainsFunc(b.ix.Documents(a.aud), func(d *index.Document) bool { return d.Meeting == n && d.Type == "minutes" && b.mayShow(a, d) }) {
			out = append(out, n)
		}
	}
	return out
}

// searched counts what a query's filters let through: documents and passages.
func (b *Bot) searched(q index.Query) (docs, passages int) {
	seen := map[string]bool{}
	err := b.ix.Each(q, func(r index.Result) bool {
		seen[r.Doc.ID] = true
		passages++
		return true
	})
	if err != nil {
		b.log.Error("counting what was searched", "error", err)
	}
	return len(seen), passages
}

// didYouMean offers readings for words nobody knows.
func (b *Bot) didYouMean(a asker) []string {
	var out []string
	for _, d := range a.in.Doubts {
		if d.Guess {
			out = append(out, d.Readings...)
		}
	}
	for _, w := range a.in.Unknown {
		if s, ok := b.ix.Suggest(w); ok {
			out = append(out, s)
		}
		if len(out) >= 3 {
			break
		}
	}
	return out
}

// onlyMeetings is the subject of a question that names meetings and nothing else: "the 9th IPMG".
func (b *Bot) onlyMeetings(a asker) string {
	return b.say(a, "the meeting", b.nths(a, a.in.Meetings), b.grp.Short)
}

// subject says in a few words what was asked about: "Sindh on child marriage at the 9th IPMG".
func (b *Bot) subject(a asker) string {
	in := a.in
	var places, topics []string
	for _, p := range in.Places {
		places = append(places, b.named(a, vocab.Place, p))
	}
	for _, t := range in.Topics {
		topics = append(topics, b.named(a, vocab.Topic, t))
	}
	s := b.list(a, places)
	words := strings.TrimSpace(in.Words + " " + in.Context)
	switch {
	case len(in.Meetings) > 0 && s == "" && len(topics) == 0 && words == "":
		return b.onlyMeetings(a)
	case len(topics) > 0 && s != "":
		s = b.say(a, "on", s, b.list(a, topics))
	case len(topics) > 0:
		s = b.list(a, topics)
	case s == "":
		s = "“" + shorten(words, 80) + "”"
	}
	if len(in.Meetings) > 0 {
		s = b.say(a, "at the", s, b.nths(a, in.Meetings), b.grp.Short)
	}
	return s
}
