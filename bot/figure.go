package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
)

// figure answers how many: the newest figure first, and the older ones under it, each cited.
func (b *Bot) figure(ctx context.Context, a asker) (Reply, error) {
	q := b.query(a)
	q.Types = notPress
	res, err := b.search(ctx, a, q)
	if err != nil {
		return Reply{}, err
	}
	res = slices.DeleteFunc(res, func(r index.Result) bool {
		e := index.Excerpt(r.Doc.Quote(r.Passage), b.words(a.in), 400)
		if len(r.Passage.Cells) > 0 { // costs and times of a row count nothing
			e = ""
			for _, c := range r.Passage.Cells {
				if !beside.MatchString(c.Header) {
					e += c.Text + " "
				}
			}
		}
		return !number.MatchString(notFigures.ReplaceAllString(e, " ")) && !unsaid.MatchString(e)
	})
	l := b.weigh(a)
	res = slices.DeleteFunc(res, func(r index.Result) bool { return !l.numbered(r) })
	if len(res) == 0 {
		return b.nothing(ctx, a)
	}
	things := countOf(a.in.Words + " " + strings.Join(a.in.English, " "))
	if counted := slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool {
		return !things.in(r.Doc.Quote(r.Passage)) && !unsaid.MatchString(r.Doc.Quote(r.Passage))
	}); len(counted) > 0 {
		res = counted
	}
	best := res[0].Score
	res = slices.DeleteFunc(res, func(r index.Result) bool { return r.Score < 0.55*best })
	slices.SortStableFunc(res, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	return b.answer(a, res, maxQuotes), nil
}

// numbered reports whether a sentence or a row gives a number and holds something of the question: judges that are named beside an amount are not
// counted by it.
func (l weighing) numbered(r index.Result) bool {
	if len(r.Passage.Cells) > 0 || len(l.needs) == 0 {
		return true
	}
	counted := l
	counted.needs = slices.DeleteFunc(slices.Clone(l.needs), func(n need) bool { return n.looks != nil }) // "number" only asks
	text, title := r.Doc.Quote(r.Passage), index.Terms(nil)
	if titled(r.Doc.Type) {
		title = index.TermsOf(r.Doc.Title)
	}
	return slices.ContainsFunc(index.Sentences(text), func(s index.Span) bool {
		sentence := text[s.Start:s.End]
		return unsaid.MatchString(sentence) || number.MatchString(notFigures.ReplaceAllString(sentence, " ")) && counted.share(sentence, title, nil) >= someShare
	})
}

// someShare is the share of a question that a sentence with a number must hold to be about what is counted.
const someShare = 0.4

// beside are the columns of a table whose figures are not what it counts.
var beside = regexp.MustCompile(`(?i)budget|cost|timeline|deadline|date|^no\.?$|updated|source|received`)

// A counter knows numbers of the things a question counts: "15 districts", "31 of the 35 districts", "no DPC". The zero counter knows none.
type counter struct{ re *regexp.Regexp }

// countOf makes the counter of the words of a question.
func countOf(words string) counter {
	var stems []string
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if len(w) >= 3 && !uncounted[w] && !strings.ContainsAny(w, "0123456789") {
			stems = append(stems, regexp.QuoteMeta(strings.TrimSuffix(strings.TrimSuffix(w, "s"), "ie")))
		}
	}
	if len(stems) == 0 {
		return counter{}
	}
	re, err := regexp.Compile(`(?i)\b(?:\d{1,3}(?:,\d{3})*|no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety)(?: of (?:the )?\d+)?(?: [a-z-]+){0,2} (?:` + strings.Join(stems, "|") + `)\w{0,3}\b|\b\d{1,3} of (?:the |its )?\d{1,3}\b`)
	if err != nil {
		return counter{}
	}
	return counter{re}
}

// uncounted are words that stand near figures of anything.
var uncounted = wordSet("act acts law laws bill bills women woman policy plan number numbers total have has")

// in reports whether a text gives such a number.
func (c counter) in(text string) bool { return c.re != nil && c.re.MatchString(text) }

// notFigures are numbers that count nothing: of decisions, paragraphs, meetings, sections, and dates.
var notFigures = regexp.MustCompile(`\b\d{1,2}\.\d{1,2}\b|^\s*\(?\d{1,3}[.)]|\b\d{1,2}(?:st|nd|rd|th)\b|(?i)\b(?:section|paragraph|row|decision)s? \d+\b|\b(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}\b|\b(?:19|20)\d\d\b`)

var number = regexp.MustCompile(`(?i)\d|\b(?:no|none|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|every)\b`)
