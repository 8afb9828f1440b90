package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/intent"
)

// Two questions in one message, "who chaired the 18th, and where was it", are each read, the second leaning on the whole as a follow-up
// leans on the question before it. The finding of the whole stays first; what another clause finds stands below it, its quotes among the others.

var (
	clauseEnd = regexp.MustCompile(`[?;؟]|,|\s-\s|(?i)\b(?:and|n|aur|plus|also)\b|\s&\s|اور`)
	asksFirst = regexp.MustCompile(`(?i)^(?:under |by |in |on |at )?(?:who|whom|whose|when|where|which|what|how|is|are|was|were|did|does|do|has|have|can|may|kab|kahan|kaun|kon|kitn\w+|kis|kya)\b|^(?:کب|کہاں|کون|کتن|کس|کیا)`)
	asksNoun  = regexp.MustCompile(`(?i)\b(?:punishments?|penalt(?:y|ies)|fines?|dates?|deadlines?|status|venue|saza|jurmana|tareekh)\b|سزا|جرمانہ|تاریخ`)
)

// maxClauses bounds the clauses of one message that are answered.
const maxClauses = 3

// clauses are the questions that one message asks side by side; nil where it asks only one.
func clauses(text string) []string {
	var out []string
	asked := false
	for _, c := range clauseEnd.Split(text, 12) {
		c = strings.Trim(c, " \t\n.!")
		if !asksFirst.MatchString(c) && !asksNoun.MatchString(c) || !asksNoun.MatchString(c) && len(strings.Fields(c)) < 3 {
			continue
		}
		out, asked = append(out, c), asked || asksFirst.MatchString(c)
	}
	if len(out) < 2 || len(out) > maxClauses || !asked {
		return nil
	}
	return out
}

// everyClause adds to the reply to a question what its clauses find of which it quotes nothing yet.
func (b *Bot) everyClause(ctx context.Context, a asker, r Reply) (Reply, error) {
	switch a.in.Kind {
	case intent.Compare, intent.Timeline, intent.Digest, intent.FactCheck:
		return r, nil
	}
	if a.in.Own || a.in.More > 0 {
		return r, nil
	}
	for _, text := range clauses(a.in.Text) {
		part := a
		part.rehearsal = true
		if part.in = b.reader(a.m).Read(text, a.m.At, nil); !names(part.in, a.in) {
			part.in = b.reader(a.m).Read(text, a.m.At, &a.in)
		}
		part.in.Lang = a.in.Lang
		found, err := b.answerKind(ctx, part)
		if err != nil {
			return Reply{}, err
		}
		found = b.holding(part, found)
		if len(found.Passages) == 0 || found.Outcome != Answer && found.Outcome != Partial || quotes(r, found.Passages[0]) {
			continue
		}
		if len(r.Passages) == 0 {
			r = found
			continue
		}
		r = b.besides(r, found)
	}
	return r, nil
}

// names reports whether a clause says itself what the whole question is about, and leans on nothing.
func names(clause, whole intent.Intent) bool {
	within := func(all, have []string) bool {
		return !slices.ContainsFunc(all, func(s string) bool { return !slices.Contains(have, s) })
	}
	return len(whole.Topics)+len(whole.Docs) > 0 && within(whole.Topics, clause.Topics) && within(whole.Docs, clause.Docs) && within(whole.Places, clause.Places)
}

// quotes reports whether a reply shows the passage of a quote among its first.
func quotes(r Reply, c Cited) bool {
	return slices.ContainsFunc(r.Passages, func(o Cited) bool { return o.Passage == c.Passage })
}

// besides puts the finding of another clause below the reply's own, and its best quotes behind the reply's best.
func (b *Bot) besides(r, other Reply) Reply {
	var more []Cited
	for _, c := range other.Passages {
		if !quotes(r, c) && len(more) < 2 {
			more = append(more, c)
		}
	}
	keep := min(len(r.Passages), maxQuotes-len(more))
	all := append(slices.Clone(r.Passages[:keep]), more...)
	var parts []Part
	shown := false
	for _, p := range r.Parts {
		if p.Quote == nil {
			parts = append(parts, p)
			continue
		}
		if shown {
			continue
		}
		shown = true
		for i := range all {
			parts = append(parts, Part{Quote: &all[i]})
		}
	}
	below := other.Parts[0]
	below.Style = Plain
	r.Parts, r.Passages = slices.Insert(parts, 1, below), all
	return r
}
