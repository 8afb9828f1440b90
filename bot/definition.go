package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
)

// definition answers what a term means, or how several differ: what the papers say of each, and the names the vocabulary has for it. A word
// with several readings is asked back.
func (b *Bot) definition(ctx context.Context, a asker) (Reply, error) {
	voc := b.voc.Load()
	r := Reply{Outcome: Partial}
	var lines []string
	for _, term := range terms(a.in) {
		forms := namedForms(term)
		for _, f := range a.in.Forms {
			if f.Text == term {
				forms = append(forms, topicForms(voc, a.in, f.Key)...)
			}
		}
		for _, f := range a.in.Called {
			if f.Text == term {
				forms = append(forms, voc.Expand(vocab.Body, f.Key)...)
			}
		}
		one := a
		one.in.Words, one.in.Topics, one.in.Context, one.in.Named = "", nil, "", nil
		q := index.Query{Text: term + " means definition is a person who", Phrases: []index.Phrase{{Forms: forms, Must: true}}, Types: notPress, Audience: a.aud, AsOf: a.asOf, Places: a.in.Places, Limit: 20}
		res, err := b.search(ctx, one, q)
		if err != nil {
			return Reply{}, err
		}
		res = first(definitionsFirst(res, forms), 2)
		more, err := b.byParts(ctx, a, q)
		if err != nil {
			return Reply{}, err
		}
		for _, part := range more {
			res = append(res, first(part, 2)...)
		}
		res = distinct(res)
		line := term
		for _, m := range voc.Find(term) {
			if rd, ok := m.One(); ok && !strings.EqualFold(strings.TrimSuffix(rd.Name, "s"), strings.TrimSuffix(term, "s")) && (rd.Kind != vocab.Topic || !abbreviated.MatchString(term) || strings.EqualFold(initials(rd.Name), strings.TrimSuffix(term, "s"))) {
				line += " = " + name(voc, rd.Kind, rd.Key)
				break
			}
		}
		if len(res) == 0 {
			lines = append(lines, line+": "+b.say(a, "no record"))
			continue
		}
		r.Parts = append(r.Parts, Say(Head, line))
		for i, x := range res {
			c := b.citeUpTo(x, append(forms, b.words(a.in)...), 500)
			r.Passages = append(r.Passages, c)
			r.Parts = append(r.Parts, Part{Quote: &c})
			if i == 0 {
				lines = append(lines, b.say(a, "line", line, oneLine(index.Excerpt(c.Quote, forms, 240)), b.source(c)))
			}
		}
	}
	if len(r.Passages) == 0 {
		in := a.in
		in.Kind = intent.Report
		a.in = in
		return b.report(ctx, a)
	}
	r.Parts = slices.Insert(r.Parts, 0, Say(Finding, strings.Join(lines, "\n")))
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// initials are the first letters of the words of a name: a topic has many names, and an abbreviation stands for one that has its letters.
func initials(name string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		first, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(first)
	}
	return b.String()
}

// definitionsFirst puts the passages that say what a term means before those that only use it.
func definitionsFirst(res []index.Result, forms []string) []index.Result {
	rank := func(r index.Result) int {
		text := r.Doc.Quote(r.Passage)
		if index.TermsOf(text).Held(index.Wanted(forms)) == 0 {
			return 4
		}
		switch {
		case defines(text, forms):
			return 0
		case meansWord.MatchString(text):
			return 1
		case formal.MatchString(strings.Join(r.Passage.Heading, " ")), strings.Contains(strings.ToLower(text), " is a "):
			return 2
		}
		return 3
	}
	res = slices.Clone(res)
	slices.SortStableFunc(res, func(x, y index.Result) int { return rank(x) - rank(y) })
	return res
}

// defines reports whether a text says what one of the forms is, and not another thing by it.
func defines(text string, forms []string) bool {
	head, _, found := strings.Cut(strings.ToLower(oneLine(text)), " means ")
	if !found {
		return false
	}
	head = strings.NewReplacer("-", " ", "“", " ", "”", " ", "\"", " ").Replace(head)
	return slices.ContainsFunc(forms, func(f string) bool {
		f = strings.ReplaceAll(strings.ToLower(f), "-", " ")
		return len(f) > 2 && strings.Contains(head, strings.TrimSuffix(f, "s"))
	})
}

var meansWord = regexp.MustCompile(`(?i)\b(?:means|is called|stands for|is not an? |includes|also known as)\b`)

// terms are what a definition is asked of: the names as the member wrote them, else the words left.
func terms(in intent.Intent) []string {
	var out []string
	for _, f := range in.Forms {
		if !slices.Contains(out, f.Text) {
			out = append(out, f.Text)
		}
	}
	for _, f := range in.Called {
		if !slices.Contains(out, f.Text) {
			out = append(out, f.Text)
		}
	}
	if len(out) == 0 {
		out = append(out, in.Named...)
	}
	if len(out) == 0 && in.Words != "" {
		out = append(out, in.Words)
	}
	if len(out) > 3 {
		out = out[:3]
	}
	return out
}
