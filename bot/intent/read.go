package intent

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rabita/index"
	"rabita/index/vocab"
)

// MaxText is how many bytes of a message are read; the rest is left out, which the reply says.
const MaxText = 2000

// A Reader reads questions. It holds what the group knows; every field may be empty. It is safe for use by many goroutines while nobody
// changes it.
type Reader struct {
	Vocabulary *vocab.Vocabulary
	Held       []Held                    // the meetings on record, in any order
	Laws       []Law                     // the papers that can be named: acts, bills, policies, plans
	Known      func(word string) bool    // words the documents hold, which are no misspellings; nil: none
	Group      string                    // key of the body that is the group itself: its name asks for nobody in particular
	Hook       func(key string) []string // topics of a paragraph or goal of an international text; nil: none
	Skeletons  map[string]string         // words of the vocabulary by their consonants: see Skeletons
	Mine       func(words string) bool   // whether the words name an open item of the speaker; nil: none do
	Keeps      bool                      // the speaker runs the group, and says what came from others
	TownPlace  func(town string) string  // key of the place a town lies in, or empty; nil: none
	Suggest    func(string) string       // the word of the papers that is certainly meant by one that nobody knows, or empty; nil: none
	Lang       string                    // of what was said before, for words that have no language of their own: see Intent.Lang; empty: the previous intent's
	Loose      []LooseName               // names of topics that are also found in other words' order: see LooseNames
}

// Held is a meeting on record.
type Held struct {
	Number int
	Date   index.Date
	Place  string // where: "Quetta"
}

// A Law is a paper that questions name: by title, by a short name, or by kind, place, year and subject.
type Law struct {
	ID    string
	Names []string // folded titles and short names
	Type  string
	Place string   // key of its jurisdiction
	Years []string // in its title
	Words []string // folded words of its title that tell what it is about
}

// Read reads one message. The previous intent of the thread, if there is one, is what a follow-up such as "and Sindh?" leans on.
func (r *Reader) Read(text string, at time.Time, prev *Intent) Intent {
	text = clean(text)
	wish, rest := wishedLanguage(text)
	in := Intent{Text: text, Lang: cmp.Or(wish, language(split(text)))}
	if in.Lang == "" { // "KPK?" and "undo" are said in the language of what was said before
		in.Lang = cmp.Or(r.Lang, "en")
		if prev != nil && r.Lang == "" {
			in.Lang = prev.Lang
		}
	}
	if k, ok := guard(text); ok && !(prev != nil && (k == SmallTalk && askSure.MatchString(folded(text)) || k == Refuse && ofOffice(prev, text))) {
		in.Kind = k
		return in
	}
	adjusts := prev != nil && r.adjusts(prev, text)
	if k, ok := command(text); ok && !adjusts && !(prev != nil && (k == Items || k == Request) && !isPlain(text) && asksOn(text)) {
		in.Kind = k
		return in
	}
	p := &orderReader{Orders: &Orders{Vocabulary: r.Vocabulary, Known: r.Known, Keeps: r.Keeps}, at: at}
	if o := p.namedByWords(text, r.Mine); o.Verb != "" && !adjusts {
		in.Kind = Items
		return in
	}
	if _, err := p.came(tidy(text)); err == nil && !adjusts {
		in.Kind = Items
		return in
	}
	if _, err := p.bodyTask(text); err == nil && !adjusts {
		in.Kind = Items
		return in
	}
	if _, err := p.bareTask(text); err == nil && !adjusts {
		in.Kind = Items
		return in
	}
	if prev != nil && r.repeats(&in, prev, rest, wish) {
		return in
	}
	in.Text = r.mend(&in, writeOut(rest, r.Skeletons, r.Known))
	r.facets(&in, split(in.Text), at)
	in.Kind = classify(&in)
	in.All = everyPlace.MatchString(folded(in.Text))
	in.Having = in.All && having.MatchString(folded(in.Text)) && lawWord.MatchString(folded(in.Text)) && len(in.Meetings)+len(in.Sections)+len(in.Docs) == 0
	in.Why = why.MatchString(folded(in.Text))
	in.Own = ownCase(folded(in.Text))
	in.Hurt = in.Own && harm.MatchString(folded(in.Text))
	in.Who = askWho.MatchString(folded(in.Text)) && !lawWord.MatchString(folded(in.Text))
	in.Sheet = sheetWord.MatchString(folded(in.Text))
	in.Latest = latest.MatchString(folded(in.Text)) && !overdue.MatchString(folded(in.Text))
	if in.Own && len(in.Places) == 0 && r.TownPlace != nil {
		for _, w := range split(in.Text) {
			if p := r.TownPlace(w.raw); p != "" {
				in.Places = add(in.Places, p)
				in.Words = strings.Join(slices.DeleteFunc(strings.Fields(in.Words), func(s string) bool { return s == w.raw }), " ")
			}
		}
	}
	r.settle(&in)
	in.Said, in.Counts, in.Punishes = reported.MatchString(aReport.ReplaceAllString(folded(text), " ")), figure.MatchString(folded(text)), penalty.MatchString(folded(in.Text))
	in.Positive = in.Kind == Missing && whoDid.MatchString(folded(text)) && !negative.MatchString(folded(text))
	if t := folded(text); len(in.Places) == 1 && len(in.Meetings)+len(in.Topics)+len(in.Docs) == 0 && eachMeeting.MatchString(t) { // asked of all of them
		for _, h := range r.Held {
			in.Meetings = append(in.Meetings, h.Number)
		}
		slices.Sort(in.Meetings)
		in.Kind, in.Positive = Missing, !stayedAway.MatchString(t)
	}
	if in.Kind == FactCheck && (in.From != "" || in.To != "") {
		in.From, in.To, in.Times = "", "", nil // the date is part of what is claimed
	}
	if len(in.Docs) > 0 && !in.Said && in.Kind != Timeline && in.Kind != Documents && in.Kind != Digest {
		in.From, in.To, in.Times = "", "", nil // the paper is named; the year is one that it speaks of
	}
	if in.Said && in.Kind == Report {
		in.Types = slices.DeleteFunc(in.Types, func(t string) bool { return t == "act" || t == "bill" })
	}
	if talk(&in) {
		return Intent{Kind: SmallTalk, Text: text, Lang: in.Lang}
	}
	if prev != nil {
		r.follow(&in, prev)
	}
	in.Text = text
	in.Wants() // every copy shares it
	return in
}

// mend puts the words of the papers for misspelt ones, where that is certain; the reply says so.
func (r *Reader) mend(in *Intent, text string) string {
	if r.Suggest == nil || r.Known == nil || in.Lang != "en" {
		return text
	}
	var b strings.Builder
	at := 0
	for i, w := range split(text) {
		first, _ := utf8.DecodeRuneInString(w.raw)
		if utf8.RuneCountInString(w.text) < 6 || i > 0 && unicode.IsUpper(first) || r.Known(w.text) || questionWords[w.text] || carriedOut.MatchString(w.text) || len(Translate(w.raw)) > 0 || r.named(w.raw) {
			continue
		}
		if s := r.Suggest(w.text); s != "" {
			in.Fixed = append(in.Fixed, Fix{Word: w.raw, As: s})
			b.WriteString(text[at:w.start] + s)
			at = w.end
		}
	}
	return b.String() + text[at:]
}

// named reports whether the vocabulary knows a word as it is.
func (r *Reader) named(word string) bool {
	return r.Vocabulary != nil && slices.ContainsFunc(r.Vocabulary.Find(word), func(m vocab.Mention) bool { return m.Certain && m.How != vocab.Misspelt })
}

// settle answers doubts that the question does not hang on: where all places are asked for, every reading is meant.
func (r *Reader) settle(in *Intent) {
	in.Doubts = slices.DeleteFunc(in.Doubts, func(d Doubt) bool {
		if d.Guess || !(in.All || in.Kind == Compare || in.Kind == Missing || in.Kind == Commitment) || len(d.topics) == 0 {
			return false
		}
		for _, t := range d.topics {
			in.Topics = add(in.Topics, t)
			in.Forms = append(in.Forms, Form{Key: t, Text: d.Word})
		}
		in.Unknown = slices.DeleteFunc(in.Unknown, func(w string) bool { return slices.Contains(strings.Fields(d.Word), w) })
		return true
	})
}

// asksOn reports whether a message asks something and does not order it: it has a question word or mark, and speaks neither of anything of
// the member's own nor of an item by its id, which no paper tells of.
func asksOn(text string) bool {
	t := folded(text)
	return asksSomething.MatchString(t) && !mine.MatchString(t) && !byID.MatchString(text)
}

var (
	asksSomething = re(`\?`, w(`kab|kya|kis|kaun|kon|kitn\w+|kahan|kyun|when|what|who|which|how|why|where`), `کب|کیا|کون|کس|کتن|؟`)
	everyPlace    = re(w(`(?:which|what|all|every|each|any|how many) (?:of the )?(?:the )?(?:provinces?|regions?|units?|jurisdictions?)|kin (?:soobon|subon|sobon|provinces)|kaun ?(?:se|si|sa) (?:soobay|sobay|provinces?)|(?:tamam|sab|har) (?:soobay|soobon|sooba|province\w*)`), `کن صوبوں`, `تمام صوب`, `ہر صوب`)
	having        = re(w(`have|has|had|got|having|pass(?:ed)?|enacted?|made|adopted|with|without|lacks?|exists?|in place|banay?a|banai|hain?|mojood|maujood`), `ہے|ہیں|موجود|بنا`)
	eachMeeting   = re(w(`(?:which|what|how many) (?:of the )?(?:ipmg )?(?:meetings|mtgs) .{0,40}(?:miss\w*|skip\w*|absent|attend\w*|present|come|came|turn up|show up|take part|participat\w*)|(?:kin|kaun ?s[aei]|kitn[aei]) (?:ijlas\w*|meetings?|mtgs) (?:\S+ ){0,4}(?:ghair ?hazir|hazir|shareek|nahi|aay[aei])`))
	stayedAway    = re(w(`miss\w*|skip\w*|absent|not|ghair ?hazir|nahi`), `n't`)
	askWho        = re(`^(?:and |aur )?who(?:'s| is| was| are| were)\b`, w(`name (?:of )?(?:the )?(?:chair\w*|minister|secretary|head|person|representative|delegate)|kaun (?:hai|hain|tha|thi|thay|aaya|aayi|aya)|kon (?:hai|tha|thi)|kis ka naam`), `کون (?:ہے|ہیں|تھا|تھی)`)
	sheetWord     = re(w(`csv|excel|xlsx|spread ?sheet|as a (?:sheet|table|matrix)|in a table|(?:csv|excel) matrix`))
	why           = re(`^(?:and |but |aur |to |phir )*why\b`, w(`why (?:not|is|was|were|has|have|had|did|does)|kyun|kyon|kis wajah|wajah kya|reasons?`), `کیوں`, `وجہ`)
)

// aReport is a report that is a paper, and nothing said.
var aReport = re(w(`(?:to )?whom? (?:do|does|did|must|should|shall|will) (?:\S+ ){1,6}reports?|whom? (?:\S+ ){0,6}reports? to|(?:ask|asks|call|calls|calling|wait|waits) for (?:an? |the |its )?reports?|to whom (?:\S+ ){0,6}report|(?:an?|the|annual|bi-?annual|bi annual|written|periodic|status|inquiry|yearly|parity|gap|cedaw|dc|its|their|first|final|next|national|fifth|fourth|half[- ]yearly|monthly|quarterly) reports?`))

var negative = re(w(`not|n'?t|hasn'?t|haven'?t|didn'?t|nothing|nahi|nahin|nai|yet to|missing|absent|awaited|late`), `نہیں`, `غیر`)

// clean makes a message fit to be read: valid UTF-8, no control characters, not longer than MaxText, cut between characters.
func clean(text string) string {
	if len(text) > MaxText {
		cut := MaxText
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, r < ' ' && r != '\n' && r != '\t', r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(broadcast.ReplaceAllString(westernDigits(text), " "))
}

// lower is text in lower case for matching; where that changes the length in bytes, the text itself, so that offsets stay true.
func lower(text string) string {
	if l := strings.ToLower(text); len(l) == len(text) {
		return l
	}
	return text
}

// facets fills in what the question is about, and what is left of its words for the search.
func (r *Reader) facets(in *Intent, words []word, at time.Time) {
	text := in.Text
	low := lower(text)
	var used []span
	take := func(s []span) { used = append(used, s...) }

	in.Quoted = quoted(text)
	var s []span
	in.Meetings, s = meetings(text, low)
	in.Meetings, s = r.plausible(in.Meetings, s, low)
	take(s)
	r.sinceMeeting(in, low, s)
	r.namedMeetings(in, low, at, &used)
	in.Numbers, s = actions(text)
	take(s)
	in.Sections, s = sections(text)
	take(s)
	if in.From == "" && in.To == "" {
		if all, where := momentsNamed(low); len(all) > 1 {
			in.Times = all
			for _, t := range all {
				if in.From == "" || t.From < in.From {
					in.From = t.From
				}
				in.To = max(in.To, t.To)
			}
			take([]span{where})
		} else {
			in.From, in.To, s = dateRange(low, at)
			take(s)
		}
	}
	r.meetingOfTime(in, low)
	in.Types = papers(words)
	in.Limit, s = limit(low)
	take(s)

	take(in.terms(words))
	r.names(in, used)
	if m := thisGroup.FindStringIndex(text); m != nil && r.Group != "" && len(in.Meetings) == 0 {
		in.Itself = true
		in.spoken = append(in.spoken, span{m[0], m[1]})
	}
	r.laws(in, words)
	r.namedPapers(in, words)
	in.Words = r.left(in, words, used)
	in.English = in.gloss(strings.Fields(in.Words))
}

// thisGroup is how members call the group among themselves.
var thisGroup = re(`\b(?:[Tt]he|[Oo]ur|[Tt]his) (?:[Gg]roup|[Ff]orum)\b`)

// terms finds the terms of the glossary, and gives where they stand.
func (in *Intent) terms(words []word) []span {
	var found []span
	for i := range words {
		for _, t := range terms {
			n := strings.Count(t.folded, " ") + 1
			if i+n > len(words) || t.folded != strings.Join(texts(words[i:i+n]), " ") {
				continue
			}
			in.Named = add(in.Named, t.phrase)
			found = append(found, span{words[i].start, words[i+n-1].end})
		}
	}
	return found
}

// names fills in bodies, places and topics, and the doubts about them. Numbers already read as meetings, dates or sections name nothing else.
func (r *Reader) names(in *Intent, used []span) {
	if r.Vocabulary == nil {
		return
	}
	year := 0
	for _, m := range r.Vocabulary.FindIn(in.Text, vocab.Context{Year: year, Known: r.Known}) {
		if overlaps(used, m.Start, m.End) && digits(in.Text[m.Start:m.End]) && !slices.ContainsFunc(m.Readings, func(rd vocab.Reading) bool { return rd.Kind == vocab.Hook }) {
			continue
		}
		if !m.Certain {
			in.Doubts = append(in.Doubts, Doubt{Word: m.Text, Readings: readingNames(m.Readings), Guess: true})
			continue
		}
		if m.Ask {
			in.Doubts = append(in.Doubts, Doubt{Word: m.Text, Readings: readingNames(m.Readings), topics: topicKeys(m.Readings)})
			continue
		}
		if m.How == vocab.Misspelt {
			in.Fixed = append(in.Fixed, Fix{Word: m.Text, As: m.Alias})
		}
		if slices.ContainsFunc(m.Readings, func(rd vocab.Reading) bool { return rd.Kind == vocab.Body && rd.Key == r.Group }) {
			in.Itself = len(in.Meetings) == 0
			in.spoken = append(in.spoken, span{m.Start, m.End})
			continue
		}
		for _, rd := range append(slices.Clone(m.Readings), m.Also...) {
			switch rd.Kind {
			case vocab.Hook:
				if r.Hook != nil {
					for _, t := range r.Hook(rd.Key) {
						in.Topics = add(in.Topics, t)
					}
				}
			case vocab.Body:
				in.Bodies = add(in.Bodies, rd.Key)
				in.bodyNames = append(in.bodyNames, span{m.Start, m.End})
				in.Called = append(in.Called, Form{Key: rd.Key, Text: m.Text})
				where := ""
				if e, ok := r.Vocabulary.Lookup(vocab.Body, rd.Key); ok && e.Place != "" && e.Place != "PK" {
					where = e.Place
					in.Places = add(in.Places, where)
				}
				in.spoken = append(in.spoken, span{m.Start, m.End})
				in.placed = append(in.placed, naming{span{m.Start, m.End}, where})
			case vocab.Place:
				in.Places = add(in.Places, rd.Key)
				in.spoken = append(in.spoken, span{m.Start, m.End})
				in.placed = append(in.placed, naming{span{m.Start, m.End}, rd.Key})
			case vocab.Set:
				in.Sets = add(in.Sets, rd.Key)
				in.spoken = append(in.spoken, span{m.Start, m.End})
			case vocab.Topic:
				in.Topics = add(in.Topics, rd.Key)
				in.Forms = append(in.Forms, Form{Key: rd.Key, Text: m.Text})
			case "": // a name of something that is nobody here: it is searched for
				if rd.Name != "" {
					in.Named = add(in.Named, rd.Name)
					in.spoken = append(in.spoken, span{m.Start, m.End})
				}
			}
		}
	}
	if len(in.Topics) == 0 {
		r.loosely(in, used)
	}
	in.Asked = slices.Clone(in.Bodies)
	for _, p := range in.Places {
		for _, e := range r.Vocabulary.Entries() {
			if e.Kind == vocab.Body && e.Place == p && e.Reports && !slices.ContainsFunc(in.Asked, func(k string) bool { return r.speaksFor(k, p) }) {
				in.Bodies = add(in.Bodies, e.Key)
			}
		}
	}
}

// speaksFor reports whether a body reports to the group for a place.
func (r *Reader) speaksFor(body, place string) bool {
	e, _ := r.Vocabulary.Lookup(vocab.Body, body)
	return e.Reports && e.Place == place
}

func topicKeys(rs []vocab.Reading) []string {
	var out []string
	for _, x := range rs {
		if x.Kind == vocab.Topic {
			out = add(out, x.Key)
		}
	}
	return out
}

func readingNames(rs []vocab.Reading) []string {
	var out []string
	for _, x := range rs {
		if x.Name != "" {
			out = append(out, x.Name)
		}
	}
	return out
}

func add(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func overlaps(used []span, a, b int) bool {
	return slices.ContainsFunc(used, func(s span) bool { return a < s.end && b > s.start })
}

func digits(s string) bool { return strings.ContainsAny(s, "0123456789") }

// plausible leaves out numbers far beyond the meetings on record where no word for a meeting stands with them: "the 75th session of CEDAW".
func (r *Reader) plausible(nums []int, at []span, low string) ([]int, []span) {
	last := 0
	for _, h := range r.Held {
		last = max(last, h.Number)
	}
	if last == 0 || !slices.ContainsFunc(nums, func(n int) bool { return n > last+10 }) {
		return nums, at
	}
	keep := slices.ContainsFunc(at, func(s span) bool { return meetingNoun.MatchString(low[s.start:s.end]) })
	if keep {
		return nums, at
	}
	return slices.DeleteFunc(nums, func(n int) bool { return n > last+10 }), nil
}

var meetingNoun = re(w(`ipmg|meeting|mtg|ijlas`))

// quoted gives the phrases in quotation marks; such a phrase must occur.
func quoted(text string) []string {
	var out []string
	for _, m := range inQuotes.FindAllStringSubmatch(text, 4) {
		if q := strings.TrimSpace(m[1]); q != "" {
			out = append(out, q)
		}
	}
	return out
}

var inQuotes = re(`["“”]([^"“”]{2,120})["“”]`)

// limit reads "in 3 lines", "2 bullets".
func limit(low string) (int, []span) {
	m := lines.FindStringSubmatchIndex(low)
	if m == nil {
		return 0, nil
	}
	if n := countWords[low[m[2]:m[3]]]; n > 0 {
		return n, []span{{m[0], m[1]}}
	}
	n := int(low[m[2]] - '0')
	if m[3]-m[2] > 1 {
		n = 10
	}
	return n, []span{{m[0], m[1]}}
}

var countWords = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ek": 1, "aik": 1, "do": 2, "teen": 3, "char": 4, "chaar": 4, "paanch": 5, "panch": 5}

var lines = re(`\b(?:in )?(\d{1,2}|one|two|three|four|five|six|seven|ek|aik|do|teen|chaa?r|paa?nch)[ -]?(?:lines?|bullets?|points|sentences?|satron|lineon|jumlon)\b`)

func foldedWords(text string) []string { return texts(split(text)) }

func texts(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}

// left gives the words the search looks for: those that are no question words, not part of a date, a meeting or a section, and not the name
// of a body or place. It also collects the words nobody knows.
func (r *Reader) left(in *Intent, words []word, used []span) string {
	var out []string
	for _, w := range words {
		if questionWords[w.text] || asksOnly(w.raw) || overlaps(used, w.start, w.end) || overlaps(in.spoken, w.start, w.end) {
			continue
		}
		if r.Known != nil && !r.Known(w.text) && len(Translate(w.raw)) == 0 && !overlapsForm(in, w) && !r.fixedWord(in, w.raw) {
			h := ""
			if in.Lang == "roman_ur" {
				h = heard(w.raw)
			}
			switch {
			case h == "":
				in.Unknown = add(in.Unknown, w.raw)
			case asksOnly(h):
				continue
			default:
				if in.Heard == nil {
					in.Heard = map[string]string{}
				}
				in.Heard[w.raw] = h
			}
		}
		out = append(out, w.raw)
	}
	return plurals.ReplaceAllString(strings.Join(out, " "), "$1")
}

// plurals are plurals of what ends in a number: "PC-1s".
var plurals = re(`\b([A-Za-z]+-\d+)s\b`)

func overlapsForm(in *Intent, w word) bool {
	for _, f := range in.Forms {
		if strings.Contains(strings.ToLower(f.Text), strings.ToLower(w.raw)) {
			return true
		}
	}
	return false
}

func (r *Reader) fixedWord(in *Intent, raw string) bool {
	return slices.ContainsFunc(in.Fixed, func(f Fix) bool { return f.Word == raw }) ||
		slices.ContainsFunc(in.Doubts, func(d Doubt) bool { return d.Word == raw })
}

// questionWords are left out of the search: they say that something is asked, not what.
var questionWords = set(`what wht wat which who whom whose when where why how do does did done is are was were be been being am has have had having
	hav hv will would shall should can could may might must the a an of on in at to for from by with about abt n and or & vs versus w/ wrt re
	regarding concerning into over under their there they them this that these those it its we our us you your i me my tell give show list find
	please pls plz kindly any all some many much say says said report reported reports told tell inform informed mention mentioned know need want
	get got go going w dates progress let lets ask update updates latest currently current now today yet still so far also then than not no yes right correct
	owe owes owed since between b/w during before after until till ago last year years month months meeting meetings mtg ipmg compare comparison timeline
	summary summarise summarize brief line lines bullet bullets point points docs documents document papers only just per each every most status
	kya kia kyun kab kahan kis kisi kisne kaun kon kitne kitnay kitni kitna kaise konsi konsa kaunsi hai hain hay tha thi thay hua hui huay hue ho hoga
	gaya gayi gaye raha rahi rahe ka ki ke kay ko se say mein main mai ne nay par pe tak aur ya nahi nahin nai bhi hi yeh ye woh wo us is iss batao
	bataye bataen bataya bataein dikhao dena diya di dein karo karna karni kar kiya abhi walay wala wali waly mutaliq baray bare mutabiq kuch sab
	کیا کب کہاں کس کون کتنے کتنی کتنا کیسے کیوں ہے ہیں تھا تھی تھے ہوا ہوئی ہوئے ہو ہوں گا گی گے گیا گئی گئے رہا رہی رہے کا کی کے کو سے میں نے پر تک اور یا نہیں بھی ہی یہ وہ اس ان
	jo uska uski uske naam hoti hota hote bana banay bani lagta lagti lagte aya aaya gya gye mere mera meri hun hoon koi du do cheez cheezein waqt zyada kam az liye lie unka unki inka inki jab tab baad pehle pehlay agla agle wahan yahan phir kahin konsay kaunse kaunsay tarah sirf
	acha accha achha ones wale fine well btw chalo zara difference differences differ farq muqabla mawazna muddat arsa مدت عرصہ فرق مقابلہ موازنہ agar اگر sakta sakti saktay btao btado btayein iski isko iska uski usko
	csv excel spreadsheet table indexed index library happen happened happens according acc na parha parhi suna suni kaha hogaya kr krna kro rakh rakha jata jati jate ready made make provide provides exactly actually ever already become became law-wise thing things stuff okay ok
	کہا کہی کہتا کہتی کہتے سکتی سکتا سکتے رہ مطابق پڑھا سنا وفد تحت دینے ہوتے ہوتی ہوتا کرانے کرنے کرنا جانا جاتا جاتی لگتا لگتی آیا آئی والوں کوئی سا سی سے مراد کل تک لئے بعد پہلے
	ملتی ملتا ملتے بن چکی چکا چکے از بارے متعلق بتایا بتائیں بتاؤ دیا دی کریں کرو کر والا والی والے ابھی اب جو جس کن لیے ساتھ`)
