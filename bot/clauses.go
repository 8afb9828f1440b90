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
	asksFirst = regexp.MustCompile(`(?i)^(?:under |by |in |on |at |to |from |for |of |with )?(?:who|whom|whose|when|where|which|what|how|is|are|was|were|did|does|do|has|have|can|may|kab|kahan|kaun|kon|kitn\w+|kis|kya)\b|^(?:کب|کہاں|کون|کتن|کس|کیا)`)
	asksShort = regexp.MustCompile(`(?i)^(?:how (?:often|long|much|many|soon)|since when|(?:by|till|until) when|(?:which|what) (?:section|court|year|date|article)|kab tak|kab se|kitni dafa)$`)
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
		if !asksFirst.MatchString(c) && !asksNoun.MatchString(c) || !asksNoun.MatchString(c) && !asksShort.MatchString(c) && len(strings.Fields(c)) < 3 {
			continue
		}
		out, asked = append(out, c), asked || asksFirst.MatchString(c)
	}
	if len(out) < 2 || len(out) > maxClauses || !asked {
		return nil
	}
	return out
}

// everyClause puts together what the clauses of a question find, each by itself; a question of one clause keeps its reply.
func (b *Bot) everyClause(ctx context.Context, a asker, r Reply) (Reply, error) {
	switch a.in.Kind {
	case intent.Compare, intent.Timeline, intent.Digest, intent.FactCheck:
		return r, nil
	}
	if a.in.Own || a.in.More > 0 || a.in.Kind == intent.Actions && len(a.in.Numbers) > 0 { // an action point tells its day, state and owner at once
		return r, nil
	}
	asked := clauses(a.in.Text)
	var founds []Reply
	for i, text := range asked {
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
		if len(found.Passages) > 0 && (found.Outcome == Answer || found.Outcome == Partial) {
			founds = append(founds, found)
		} else if i == 0 && len(r.Passages) > 0 { // the whole stands for it
			founds = append(founds, r)
		}
	}
	if len(founds) == 0 {
		return r, nil
	}
	out := founds[0]
	if len(founds) < len(asked) {
		founds = append(founds, r)
	}
	for _, found := range founds[1:] {
		if len(found.Passages) > 0 && !(quotes(out, found.Passages[0]) && says(out, found.Parts[0].text())) {
			out = b.besides(out, found)
		}
	}
	return out, nil
}

// names reports whether a clause says itself what the whole question is about, and leans on nothing.
func names(clause, whole intent.Intent) bool {
	within := func(all, have []string) bool {
		return !slices.ContainsFunc(all, func(s string) bool { return !slices.Contains(have, s) })
	}
	if clause.Kind == intent.Meeting && len(clause.Meetings) > 0 {
		return true
	}
	return len(whole.Topics)+len(whole.Docs) > 0 && within(whole.Topics, clause.Topics) && within(whole.Docs, clause.Docs) && within(whole.Places, clause.Places)
}

// quotes reports whether a reply shows the passage of a quote among its first.
func quotes(r Reply, c Cited) bool {
	return slices.ContainsFunc(r.Passages, func(o Cited) bool { return o.Passage == c.Passage })
}

// says reports whether a reply tells a finding already.
func says(r Reply, finding string) bool {
	return slices.ContainsFunc(r.Parts, func(p Part) bool { return p.Quote == nil && strings.Contains(p.text(), finding) })
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
