package bot

import (
	"context"
	"strings"

	"rabita/bot/intent"
)

// atTimes answers a question that names several moments: what is found of each, one below the other. It is not meant for kinds of questions
// that speak of a stretch of time by themselves.
func (b *Bot) atTimes(ctx context.Context, a asker) (Reply, bool, error) {
	part := a
	part.in.Times, part.rehearsal = nil, true
	switch a.in.Kind {
	case intent.Report, intent.Status, intent.Plan, intent.Section:
	case intent.Compare:
		if len(b.sidesOf(part)) > 1 {
			return Reply{}, false, nil
		}
		part.in.Kind = intent.Report
	default:
		return Reply{}, false, nil
	}
	r := Reply{Outcome: Answer}
	var lines []string
	for _, t := range a.in.Times {
		part.in.From, part.in.To = t.From, t.To
		found, err := b.answerKind(ctx, part)
		if err == nil && found.Outcome == None {
			found, err = b.ofThatYear(ctx, part, found)
		}
		if err == nil && found.Outcome == None && (part.in.Counts || part.in.Kind == intent.Status) { // how it stood then is told by what was newest
			part.in.From = ""
			found, err = b.answerKind(ctx, part)
		}
		if err != nil {
			return Reply{}, false, err
		}
		when := timeWords(t)
		r.Parts = append(r.Parts, Say(Head, when))
		if len(found.Passages) == 0 {
			lines = append(lines, when+": "+b.say(a, "no record"))
			r.Parts = append(r.Parts, Say(Bullet, b.say(a, "no record")))
			continue
		}
		lines = append(lines, when+": "+found.Parts[0].text())
		for i := range found.Passages[:min(2, len(found.Passages))] {
			r.Passages = append(r.Passages, found.Passages[i])
			r.Parts = append(r.Parts, Part{Quote: &found.Passages[i]})
		}
	}
	if len(r.Passages) == 0 {
		return Reply{}, false, nil
	}
	r.Parts = append([]Part{Say(Finding, strings.Join(lines, "\n"))}, r.Parts...)
	r.Parts = append(r.Parts, b.reading(a))
	return r, true, nil
}

// timeWords is a stretch of days as short as it can be said: a year, a month or a day.
func timeWords(t intent.Time) string {
	switch year, month := t.From[:4], t.From[:7]; {
	case t.From == year+"-01-01" && t.To == year+"-12-31":
		return dayWords(year)
	case t.From == month+"-01" && t.To > t.From:
		return dayWords(month)
	}
	return dayWords(t.From)
}
