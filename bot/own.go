package bot

import (
	"context"
	"slices"
	"strings"

	"rabita/bot/intent"
	"rabita/index"
)

// ownCase answers somebody who asks what to do in a matter of their own: first where the law of the place says to whom a complaint goes, then
// what else the laws say of the matter. False: the question names no matter that laws are about, and is answered like others.
func (b *Bot) ownCase(ctx context.Context, a asker) (Reply, bool, error) {
	switch a.in.Kind {
	case intent.Report, intent.Section, intent.Status, intent.Definition:
	default:
		return Reply{}, false, nil
	}
	if len(a.in.Topics) == 0 || len(a.in.Meetings) > 0 || len(a.in.Sections) > 0 {
		return Reply{}, false, nil
	}
	q := b.query(a)
	q.Phrases = append(slices.Clone(q.Phrases), index.Phrase{Forms: complaintWords, Must: true})
	offices, err := b.searchIn(ctx, a, q, "act")
	if err != nil {
		return Reply{}, false, err
	}
	rest, err := b.searchIn(ctx, a, b.query(a), "act")
	if err != nil {
		return Reply{}, false, err
	}
	defines := func(r index.Result) bool { return formal.MatchString(strings.Join(r.Passage.Heading, " ")) }
	offices, rest = slices.DeleteFunc(offices, defines), slices.DeleteFunc(rest, defines)
	if len(offices) == 0 {
		return Reply{}, false, nil
	}
	slices.SortStableFunc(offices, func(x, y index.Result) int { return boolInt(b.ofPlace(a, y)) - boolInt(b.ofPlace(a, x)) })
	if len(a.in.Places) == 0 {
		offices = onePerMeeting(offices) // each law once: nobody said where it is
	}
	res := distinct(append(first(offices, 3), rest...))
	return b.answer(a, res, maxQuotes), true, nil
}

// ofPlace reports whether a law is of a place that was asked about.
func (b *Bot) ofPlace(a asker, r index.Result) bool {
	return slices.Contains(a.in.Places, r.Doc.Jurisdiction)
}

// complaintWords are what laws say of those who may be turned to.
var complaintWords = []string{"may complain", "complaint", "complaints", "petition", "may apply", "application to", "appeal to"}
