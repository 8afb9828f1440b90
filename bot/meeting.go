package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rabita/bot/calendar"
	"rabita/index"
	"rabita/index/vocab"
)

// minutesOf gives the records of the meetings asked for, in the order they were named, or of the newest meeting on record, as the asker may see
// them at the moment.
func (b *Bot) minutesOf(a asker) []*index.Document {
	var out []*index.Document
	for _, d := range b.ix.Documents(a.aud) {
		if d.Type == "minutes" && d.IssuedBy(a.asOf) && (len(a.in.Meetings) == 0 || slices.Contains(a.in.Meetings, d.Meeting)) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(x, y *index.Document) int { return strings.Compare(string(y.Date), string(x.Date)) })
	if len(a.in.Meetings) == 0 {
		return out[:min(1, len(out))]
	}
	slices.SortStableFunc(out, func(x, y *index.Document) int {
		return slices.Index(a.in.Meetings, x.Meeting) - slices.Index(a.in.Meetings, y.Meeting)
	})
	return out
}

// meeting answers who attended, when and where a meeting was held, and what happened there.
func (b *Bot) meeting(ctx context.Context, a asker) (Reply, error) {
	docs := b.minutesOf(a)
	if len(docs) == 0 {
		return b.unheld(ctx, a)
	}
	text := strings.ToLower(a.in.Text)
	if len(a.in.Asked) > 0 && (a.in.Who || represented.MatchString(text)) {
		if res := b.rowsOf(docs, a.in.Asked); len(res) > 0 {
			return b.answer(a, res, maxQuotes), nil
		}
	}
	switch {
	case attendance.MatchString(text):
		if len(a.in.Places) > 0 {
			return b.attendanceGaps(ctx, a)
		}
	case heldWhen.MatchString(text), chair.MatchString(text), hostedBy.MatchString(text):
	case a.in.FollowsUp() && len(a.in.Places) > 0 && a.in.Said: // "what did its report say?"
		if slices.Contains(a.in.Kept, "words") {
			a.in.Words, a.in.Context = "", ""
		}
		return b.report(ctx, a)
	case a.in.FollowsUp() && len(a.in.Places) > 0 && !slices.Contains(a.in.Kept, "places") && slices.Contains(a.in.Kept, "words"): // "and GB?"
		return b.attendanceGaps(ctx, a)
	case !bare(b.needs(a.in)):
		q := b.query(a)
		if res, err := b.prefer(ctx, a, q, [][]string{{"minutes"}, records}); err != nil || len(res) > 0 {
			return b.answer(a, newestAmongEquals(res), 3), err
		}
	}
	r := Reply{Outcome: Answer}
	for _, d := range docs {
		head := fmt.Sprintf("%s %s: %s", b.nth(a, d.Meeting), b.grp.Short, dayWords(d.Date))
		if d.Venue != "" {
			head += ", " + d.Venue
		}
		if host := hostLine(d); host != "" && hostedBy.MatchString(text) && !strings.Contains(d.Venue, "host") {
			head += b.say(a, "semicolon") + host
		}
		if d.Chair != "" {
			head += b.say(a, "semicolon") + b.say(a, "chair", d.Chair)
		}
		res, limit := opening(d), 1
		var t *Table
		switch {
		case attendance.MatchString(text):
			named, names := b.namedRows(d)
			if len(names) > 0 {
				head += "; " + b.say(a, "named", strings.Join(names, ", "))
			}
			res, limit, t = append(res, named...), 10, b.attendance(a, d)
		case hostedBy.MatchString(text):
			res, limit = append(headed(d), res...), 2
		case !heldWhen.MatchString(text) && !chair.MatchString(text):
			more, err := b.happened(ctx, a, d)
			if err != nil {
				return Reply{}, err
			}
			res, limit = append(res, more...), 5
		}
		r.Parts = append(r.Parts, Say(Finding, head+" ("+b.label(d)+")"))
		for _, x := range first(distinct(res), limit) {
			c := b.cite(x, b.words(a.in))
			r.Passages = append(r.Passages, c)
			r.Parts = append(r.Parts, Part{Quote: &c})
		}
		if t != nil {
			r.Parts = append(r.Parts, Part{Table: t})
		}
	}
	r.Passages = b.withCorrections(a, r.Passages)
	r.Parts = append(r.Parts, b.reading(a))
	return r, nil
}

// headed is the passage of a record's head that says who hosted or convened the meeting, if one does.
func headed(d *index.Document) []index.Result {
	for i := range d.Passages {
		if p := &d.Passages[i]; strings.HasPrefix(p.Locator, "opening") && hostedBy.MatchString(strings.ToLower(d.Quote(p))) {
			return []index.Result{{Doc: d, Passage: p, Score: 1, Own: 1}}
		}
	}
	return nil
}

// hostLine is the line of a record's head that says who hosted the meeting: "Hosted by: NCSW with UN Women Pakistan"; empty: none does.
func hostLine(d *index.Document) string {
	for _, r := range headed(d) {
		for line := range strings.Lines(d.Quote(r.Passage)) {
			if line = strings.TrimSpace(strings.ReplaceAll(line, "**", "")); hostedBy.MatchString(strings.ToLower(line)) {
				return line
			}
		}
	}
	return ""
}

// rowsOf are the rows of lists of participants that are of some bodies.
func (b *Bot) rowsOf(docs []*index.Document, bodies []string) []index.Result {
	var out []index.Result
	for _, d := range docs {
		for _, at := range d.Attendance {
			if p := d.Passage(at.Passage); p != nil && slices.Contains(bodies, at.Body) {
				out = append(out, index.Result{Doc: d, Passage: p, Score: 1, Own: 1})
			}
		}
	}
	return out
}

// namedRows are the rows of a record's lists of participants that name a person, and the names.
func (b *Bot) namedRows(d *index.Document) (rows []index.Result, names []string) {
	for i := range d.Passages {
		p := &d.Passages[i]
		for _, c := range p.Cells {
			if strings.EqualFold(strings.TrimSpace(c.Header), "name") && aName.MatchString(c.Text) && !slices.Contains(names, c.Text) {
				rows, names = append(rows, index.Result{Doc: d, Passage: p, Score: 1, Own: 1}), append(names, c.Text)
			}
		}
	}
	return rows, names
}

// unheld answers for a meeting without minutes at the moment: that there is no record of it, and what other papers say of it.
func (b *Bot) unheld(ctx context.Context, a asker) (Reply, error) {
	var forms []string
	for _, n := range a.in.Meetings {
		forms = append(forms, calendar.Ordinal(n)+" "+b.grp.Short, calendar.Ordinal(n)+" meeting")
	}
	if len(forms) == 0 {
		return b.nothing(ctx, a)
	}
	res, err := b.ix.Search(ctx, index.Query{Phrases: []index.Phrase{{Forms: forms, Must: true}}, Types: records, Audience: a.aud, AsOf: a.asOf, Limit: 5})
	if err != nil || len(res) == 0 {
		r, nerr := b.nothing(ctx, a)
		return r, cmp.Or(err, nerr)
	}
	slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	r, err := b.nothing(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	r.Parts = slices.DeleteFunc(r.Parts, func(p Part) bool {
		return p.Style == Plain && len(p.Spans) > 0 && strings.HasPrefix(p.Spans[0].Text, b.say(a, "no meeting", b.nths(a, a.in.Meetings), b.grp.Short, dayWords(a.asOf)))
	})
	r.Parts[0] = Say(Finding, b.say(a, "no meeting", b.nths(a, a.in.Meetings), b.grp.Short, dayWords(a.asOf)))
	var parts []Part
	for _, x := range first(res, 2) {
		c := b.cite(x, forms)
		r.Passages = append(r.Passages, c)
		parts = append(parts, Part{Quote: &c})
	}
	r.Parts = slices.Insert(r.Parts, 1, parts...)
	return r, nil
}

var (
	attendance = regexp.MustCompile(`attend|\b(?:come|show up|turn up)\b|present|particip|take part|who (?:all )?(?:came|joined)|shirkat|\bkaun\b|شرکت`)
	chair      = regexp.MustCompile(`\b(?:chaired|chair(?:person|ed by)?|presided|sadarat)\b|صدارت`)
	heldWhen   = regexp.MustCompile(`\b(?:when|where|date|venue|held|took place|kab|kahan|kis (?:tareekh|din|shehr))\b|کب|کہاں`)

	represented = regexp.MustCompile(`\bwho (?:all )?(?:attended|came|sat|spoke|joined|represented|was there|took part|participated)\b|\brepresent(?:ed|ative|ing)?\b`)
	hostedBy    = regexp.MustCompile(`\b(?:host(?:s|ed|ing)?|organi[sz]e[dr]?|convened|mezban\w*)\b|میزبان`)

	// aboutMeeting are the words of a claim about a meeting itself: where and when it was, under whom, who came.
	aboutMeeting = regexp.MustCompile(`(?i)` + attendance.String() + `|` + chair.String() + `|` + heldWhen.String() + `|\bhost`)
	aName        = regexp.MustCompile(`\p{L}{3}`)
)

// opening is the paragraph with which the record begins: who met, when, where and under whom.
func opening(d *index.Document) []index.Result {
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.Kind == "para" && firstPara.MatchString(p.Locator) {
			return []index.Result{{Doc: d, Passage: p, Score: 1, Own: 1}}
		}
	}
	return nil
}

var firstPara = regexp.MustCompile(`^item \d+, para 1\b|^para 1\b|^section \d+, para 1\b`)

// happened picks what a newcomer should know of a meeting: the opening, the main reports and the decisions.
func (b *Bot) happened(ctx context.Context, a asker, d *index.Document) ([]index.Result, error) {
	var res []index.Result
	q := index.Query{Text: "convened vacant did not report decided agreed priorities resolution passed deadline revised launch", Documents: []string{d.ID}, Audience: a.aud, AsOf: a.asOf, Limit: 12}
	more, err := b.ix.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range more {
		if r.Own > 0 && r.Passage.Kind != "heading" {
			res = append(res, r)
		}
	}
	return res, nil
}

func distinct(res []index.Result) []index.Result {
	seen := map[string]bool{}
	return slices.DeleteFunc(res, func(r index.Result) bool {
		was := seen[r.Passage.ID]
		seen[r.Passage.ID] = true
		return was
	})
}

func (b *Bot) attendance(a asker, d *index.Document) *Table {
	if len(d.Attendance) == 0 {
		return nil
	}
	t := &Table{Caption: b.say(a, "Attendance as recorded"), Header: b.heads(a, "Body", "State")}
	for _, at := range d.Attendance {
		t.Rows = append(t.Rows, []string{b.named(a, vocab.Body, at.Body), b.say(a, stateWords[at.State])})
	}
	return t
}
