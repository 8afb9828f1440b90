package intent

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rabita/index"
	"rabita/index/vocab"
)

// follow turns a short question into a full one by the question before it in the thread: the facets it names replace, the others are kept.
// A question that stands on its own is left alone.
func (r *Reader) follow(in *Intent, prev *Intent) {
	text := folded(in.Text)
	if aside(text) {
		return
	}
	r.exclude(in)
	if r.stepped(in, prev, text) || r.together(in, prev, text) {
		r.remember(in, prev)
		return
	}
	if standsAlone(in) {
		return
	}
	defer r.remember(in, prev)
	in.Led, in.Told = prev.Led, prev.Told
	r.appliesThere(in, prev, text)
	if len(in.Places)+len(in.Docs)+len(in.Meetings) == 0 && federalLaw.MatchString(text) {
		in.Places = []string{"PK"}
	}
	if law, ok := r.law(prev.Led); ok {
		if in.Changed = changedSince.MatchString(text) && len(in.Docs) == 0; in.Changed {
			in.Words = strings.TrimSpace(changedSince.ReplaceAllString(in.Words, ""))
		}
		switch {
		case sinceWhen.MatchString(text) && (law.Type == "act" || law.Type == "bill"):
			in.Kind, in.Docs, in.Words = Status, []string{law.ID}, ""
			in.Kept = append(in.Kept, "papers")
			return
		case ofItself.MatchString(text) && len(in.Places)+len(in.Docs)+len(in.Asked)+len(in.Meetings) == 0 && (law.Type == "act" || law.Type == "bill"):
			in.Docs = []string{law.ID} // "does it cover ...?" is asked of the law that was quoted, and of no other
		}
	}
	if yearBefore.MatchString(text) && len(prev.Told) >= 4 && in.From == "" && in.To == "" {
		if n, err := strconv.Atoi(string(prev.Told[:4])); err == nil {
			in.From, in.To = bounds(strconv.Itoa(n - 1))
			in.Words = ""
		}
	}
	if in.Who && refers.MatchString(text) && strings.TrimSpace(refers.ReplaceAllString(lower(in.Words), "")) == "" {
		in.Words = holdsPost.FindString(lower(prev.Words + " " + prev.Context)) // "who is she?" after the term of the chairperson
	}
	if len(in.Meetings) == 0 && len(in.Numbers) == 0 && len(prev.Meetings) > 0 {
		if m := bareMeeting.FindStringSubmatch(text); m != nil {
			if n, _ := strconv.Atoi(m[1] + m[2]); r.held(n) {
				in.Meetings = []int{n}
				in.Words = strings.TrimSpace(strings.Replace(in.Words, m[1]+m[2], "", 1))
			}
		}
	}
	if of := meetingsOf(prev); len(in.Meetings) == 0 && len(of) > 0 && (in.Kind == Report || in.Kind == Meeting) && ofAMeeting.MatchString(text) {
		in.Kind, in.Meetings, in.Numbers = Meeting, of, nil
	}
	if in.Kind == Actions && len(in.Meetings)+len(in.Numbers)+len(in.Topics)+len(in.Places) == 0 && severalPoints.MatchString(text) {
		in.Meetings = meetingsOf(prev) // "which ones are overdue?" after one of them
	}
	if law, ok := r.law(prev.Led); ok && law.Type != "press" && in.Kind == Actions && len(in.Meetings)+len(in.Numbers) == 0 {
		in.Kind = prev.Kind // who is responsible by the plan or the law, and not for an action point
	}
	if in.Kind == Decisions && len(in.Meetings) == 0 && len(prev.Last) > 0 && len(prev.Meetings) == 0 {
		in.Kind = Section // what a court decides under the law, and not what the group did
	}
	if y := bareYear.FindStringSubmatch(text); y != nil && in.From == "" && in.To == "" && len(in.Docs) == 0 {
		in.From, in.To = bounds(y[1])
		in.Words = strings.TrimSpace(strings.Replace(in.Words, y[1], "", 1))
	}
	keep := func(name string, list *[]string, before []string) {
		switch {
		case len(*list) == 0 && len(before) > 0:
			*list = slices.Clone(before)
			in.Kept = append(in.Kept, name)
		case len(*list) > 0 && len(before) > 0 && !slices.Equal(*list, before):
			in.Replaced = append(in.Replaced, name)
		}
	}
	pronoun := refers.MatchString(text)
	ownTopics, ownDocs := len(in.Topics) > 0, len(in.Docs) > 0
	everybody := in.Kind == Missing && len(in.Places) == 0 // who did and who did not is asked of all of them
	if len(prev.Docs) == 0 {                               // a law is asked about the place itself
		r.counterparts(in, prev)
	}
	if !everybody && (len(in.Asked) == 0 || len(in.Places) > 0) { // a federal body is asked about instead of a place
		keep("places", &in.Places, prev.Places)
	}
	if !everybody && !slices.Contains(in.Replaced, "places") && (len(in.Places) == 0 || slices.Contains(in.Kept, "places")) {
		keep("bodies", &in.Bodies, prev.Bodies)
		if len(in.Asked) == 0 {
			in.Asked = slices.Clone(prev.Asked)
		}
	}
	if (len(in.Places) == 0 || slices.Contains(in.Kept, "places")) && (len(in.Asked) == 0 || slices.Equal(in.Asked, prev.Asked)) {
		in.Last = slices.Clone(prev.Last)
	}
	keep("topics", &in.Topics, prev.Topics)
	if !ownTopics {
		in.Forms = slices.Clone(prev.Forms)
	}
	keep("types", &in.Types, prev.Types)
	keep("sets", &in.Sets, prev.Sets)
	switch {
	case ownDocs || slices.Contains(in.Replaced, "topics"):
	case len(in.Asked) > 0 && !slices.Equal(in.Asked, prev.Asked), len(in.Places) > 0 && !slices.Contains(in.Kept, "places"):
		if in.Docs = r.theirPapers(prev.Docs, in); len(in.Docs) > 0 {
			in.Replaced = append(in.Replaced, "papers")
		}
	default:
		keep("papers", &in.Docs, prev.Docs)
	}
	switch {
	case len(in.Sections) > 0 && len(prev.Sections) > 0:
		in.Replaced = append(in.Replaced, "sections")
	case len(in.Sections) == 0 && (len(in.Replaced) > 0 && prev.Kind == Section || pronoun && !ownTopics && !ownDocs):
		keep("sections", &in.Sections, prev.Sections)
	}
	r.followTime(in, prev, text)
	if len(in.Numbers) == 0 && len(in.Meetings) > 0 && slices.Contains(in.Kept, "meetings") && !ownTopics {
		keep("numbers", &in.Numbers, prev.Numbers)
	}
	if len(in.Named) == 0 && (pronoun || len(strings.Fields(in.Words)) < 2) {
		in.Named = slices.Clone(prev.Named)
	}
	own, earlier := in.Words != "", prev.Context
	if (!own || onlyPoints.MatchString(text)) && in.Wants().Looks == nil {
		in.wants, in.Sought = nil, prev.Sought
		if asked := (&Intent{Text: prev.Text}); asked.Wants().Looks != nil {
			in.Sought = prev.Text
		}
	}
	if said := strings.Fields(lower(prev.Words)); len(said) > 1 && slices.ContainsFunc(strings.Fields(lower(earlier)), func(w string) bool { return slices.Contains(said, w) }) {
		earlier = "" // the question before said anew what it was about
	}
	before := strings.TrimSpace(prev.Words + " " + earlier)
	counts := in.Counts || prev.Counts && plainCue(in)
	switch {
	case in.Words == "" && counts && len(in.Docs) > 0 && !slices.Contains(in.Kept, "places") && len(in.Places) > 0:
		in.Context, in.Named = before, nil // how many a law gives a place: it names the place, and need not say anew what is counted
		for _, p := range in.Places {
			e, _ := r.Vocabulary.Lookup(vocab.Place, p)
			in.Words = strings.TrimSpace(in.Words + " " + e.Name)
		}
	case in.Words == "" || pronoun && len(strings.Fields(in.Words)) < 2 || !ownTopics && !ownDocs && in.onlyAsks():
		kept := prev.Words
		if in.Wants().Looks != nil { // another sort of thing is asked for
			kept = prev.subject()
		}
		in.Words = strings.TrimSpace(in.Words + " " + kept)
		in.Context, in.English = earlier, append(in.English, prev.English...)
		if len(in.Quoted) == 0 {
			in.Quoted = slices.Clone(prev.Quoted)
		}
		if before != "" {
			in.Kept = append(in.Kept, "words")
		}
	case !ownTopics && !ownDocs:
		in.Context = before
	}
	if prev.Kind == Compare && (in.Kind == Section || in.Kind == Plan || in.Kind == Status) && comparable(in) && slices.Equal(in.Places, prev.Places) && slices.Equal(in.Docs, prev.Docs) {
		in.Kind = Compare // "and the penalties?" of those that are compared
	}
	law, led := r.law(prev.Led)
	settled := true
	switch {
	case rulesMade.MatchString(text) && (prev.Kind == Section || prev.Kind == Status || led && law.Type == "act"):
		in.Kind, in.Docs = Status, nil // whether there are rules is told by the records
	case in.Kind == Plan && prev.Kind != Plan && (!led || !planTypes[law.Type]):
		in.Kind = Report
	case prev.Kind == Section && own && in.Counts && soFar.MatchString(text):
		in.Kind, in.Docs, in.Sections = Report, nil, nil // how many there are by now is no matter of the law
	case prev.Kind == Section && in.Said && pronoun && len(in.Sections) == len(prev.Sections):
		in.Kind, in.Docs, in.Sections, in.Last = Report, nil, nil, nil // what a court or a body said of the law
	case prev.Kind == Status && own && plainCue(in) && (len(in.Places) == 0 || slices.Contains(in.Kept, "places")) && r.anyAct(append(slices.Clone(prev.Last), prev.Led)):
		in.Kind = Section // where the law stands was the question before, and not this one
	default:
		settled = false
	}
	if !settled && (plainCue(in) || pronoun && in.Kind == Section && len(in.Sections) > 0 && prev.Kind == Commitment || in.Kind == Section && prev.Kind == Timeline) {
		in.Kind = prev.Kind
		in.Said, in.Counts, in.Positive = in.Said || prev.Said, in.Counts || prev.Counts, in.Positive || prev.Positive
		in.Punishes = in.Punishes || prev.Punishes && (slices.Contains(in.Kept, "words") || in.Words == "") // "and bail?" asks for no punishment
		if in.Limit == 0 {
			in.Limit = prev.Limit
		}
	}
	if prev.Kind == Decisions && !ownTopics && len(in.Numbers) == 0 && (len(in.Places) == 0 || slices.Contains(in.Kept, "places")) && carriedOut.MatchString(text) {
		in.Kind, in.Meetings, in.Words, in.Context = Actions, meetingsOf(prev), "", "" // "was it done?" after what was decided
		if len(prev.Answered) == 1 && one.MatchString(text) {
			in.Numbers, in.Meetings = slices.Clone(prev.Answered), nil
		}
	}
	in.Answered = slices.Clone(prev.Answered)
	if (in.Kind == Missing || in.Kind == Actions) && len(in.Meetings) == 0 && !ownTopics {
		keep("numbers", &in.Numbers, append(slices.Clone(prev.Numbers), prev.Answered...))
	}
	if in.Kind == Compare && !comparable(in) {
		in.Kind = Report
		if slices.Contains(in.Types, "act") || slices.Contains(in.Types, "bill") {
			in.Kind = Section
		}
	}
	if prev.Own {
		in.Own = true
	}
}

// law is the paper with an id, if it can be named in questions.
func (r *Reader) law(id string) (Law, bool) {
	i := slices.IndexFunc(r.Laws, func(l Law) bool { return l.ID == id })
	if i < 0 {
		return Law{}, false
	}
	return r.Laws[i], true
}

// onlyAsks reports whether a question has no word but those that ask for a sort of thing: "target?", "and the budget?".
func (in *Intent) onlyAsks() bool {
	sort := in.Wants()
	return !slices.ContainsFunc(strings.Fields(in.Words), func(w string) bool { return digits(w) || !sort.Asks(w) })
}

// subject are the words of a question without those that only ask for a sort of thing, where there are others.
func (in *Intent) subject() string {
	sort := in.Wants()
	said := slices.DeleteFunc(strings.Fields(in.Words), func(w string) bool { return !digits(w) && sort.Asks(w) })
	if !slices.ContainsFunc(said, func(w string) bool { return !slices.Contains(in.Unknown, w) }) {
		return in.Words
	}
	return strings.Join(said, " ")
}

// anyAct reports whether one of some papers is an act.
func (r *Reader) anyAct(ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool {
		law, ok := r.law(id)
		return ok && law.Type == "act"
	})
}

// appliesThere reads "does it apply to Punjab?": the place is what is asked of the law, and not where to look.
func (r *Reader) appliesThere(in, prev *Intent, text string) {
	if len(in.Places) == 0 || len(in.Docs) > 0 || !applies.MatchString(text) || !refers.MatchString(text) {
		return
	}
	for _, n := range in.placed {
		in.Words = strings.TrimSpace(in.Words + " " + in.Text[n.start:n.end])
	}
	in.Places, in.Bodies, in.Asked = nil, nil, nil
}

// held reports whether a meeting of that number is on record.
func (r *Reader) held(number int) bool {
	return slices.ContainsFunc(r.Held, func(h Held) bool { return h.Number == number })
}

// meetingsOf are the meetings a question was about: those it named, else those of the decisions it named.
func meetingsOf(in *Intent) []int {
	if len(in.Meetings) > 0 {
		return slices.Clone(in.Meetings)
	}
	var out []int
	for _, number := range append(slices.Clone(in.Numbers), in.Answered...) {
		major, _, _ := strings.Cut(number, ".")
		if n, err := strconv.Atoi(major); err == nil && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// theirPapers are, for the papers of the question before, those that are to the place or body asked about now what they were to theirs: after
// the strategic plan of one commission that of another, after the domestic violence act of one province that of the next. A paper that is of
// the place itself stays.
func (r *Reader) theirPapers(docs []string, in *Intent) []string {
	places := in.Places
	if len(places) == 0 {
		places = []string{"PK"}
	}
	var out []string
	for _, id := range docs {
		was, ok := r.law(id)
		if !ok {
			continue
		}
		best, most := "", 1
		for _, l := range r.Laws {
			if l.Type != was.Type || !slices.Contains(places, l.Place) {
				continue
			}
			n := 0
			for _, w := range l.Words {
				if slices.Contains(was.Words, w) {
					n++
				}
			}
			switch {
			case l.ID == id:
				best, most = id, len(was.Words)+1
			case n > most:
				best, most = l.ID, n
			case n == most:
				best = ""
			}
		}
		switch {
		case best != "":
			out = add(out, best)
		case was.Place == "PK": // a federal law speaks of the provinces
			out = add(out, id)
		}
	}
	return out
}

// exclude takes out what is named only to be ruled out: "not Punjab, KP", "punjab nahi, sindh".
func (r *Reader) exclude(in *Intent) {
	var out []string
	for _, n := range in.placed {
		if n.place == "" || !ruledOutBefore.MatchString(lower(in.Text[:n.start])) && !ruledOutAfter.MatchString(lower(in.Text[n.end:])) {
			continue
		}
		out = add(out, n.place)
	}
	if len(out) == 0 || len(out) == len(in.Places) {
		return
	}
	in.Places = slices.DeleteFunc(in.Places, func(p string) bool { return slices.Contains(out, p) })
	theirs := func(key string) bool {
		e, ok := r.Vocabulary.Lookup(vocab.Body, key)
		return ok && slices.Contains(out, e.Place)
	}
	in.Bodies, in.Asked = slices.DeleteFunc(in.Bodies, theirs), slices.DeleteFunc(in.Asked, theirs)
	if in.Kind == Compare && !comparable(in) {
		in.Kind = Report
	}
}

// counterparts puts, where only a place is named, the body of that place that is to it what the body asked about before is to its own: after the
// commission of Balochistan, "GB?" asks about the commission of Gilgit-Baltistan.
func (r *Reader) counterparts(in, prev *Intent) {
	if len(in.Places) == 0 || len(in.Asked) > 0 || r.Vocabulary == nil {
		return
	}
	for _, k := range prev.Asked {
		was, _ := r.Vocabulary.Lookup(vocab.Body, k)
		for _, e := range r.Vocabulary.Entries() {
			if e.Kind == vocab.Body && slices.Contains(in.Places, e.Place) && slices.ContainsFunc(e.Groups, func(g string) bool { return slices.Contains(was.Groups, g) }) {
				in.Asked, in.Bodies = add(in.Asked, e.Key), add(in.Bodies, e.Key)
			}
		}
	}
}

var (
	onlyPoints   = re(`^(?:and |aur |what about |how about |same |what of )`)
	federalLaw   = re(w(`(?:federal|national|wifaqi|central) (?:law|act|bill|qanoon)`), `وفاقی قانون`)
	rulesMade    = re(`^(?:and |aur |are |were |have |has |the |any |kya )*(?:the )?rules? (?:been |ban |bane |are |were |have )*(?:made|notified|framed|ready|issued|drafted|finali[sz]ed|ga?y?e|gaye|bane?|hain|notify)\b.{0,20}$`, `^(?:اور |کیا )*(?:قواعد|رولز) .{0,10}(?:بن|نوٹیفائی|جاری|تیار)`)
	soFar        = re(w(`exist|exists|so far|till now|until now|as of now|currently|now|to date|are there|have been|ab tak|abhi|is waqt`), `اب تک|ابھی|اس وقت`)
	planTypes    = set("policy plan package")
	sinceWhen    = re(`^(?:and |but |ok |so )*(?:since when|from when|effective when|when (?:did|was|is) (?:it|this|that)(?: (?:law|act))?(?: (?:first|actually|finally))? (?:start|begin|come into force|commence|passed?|made|enacted|notified|approved|become law|take effect)\S*)\b.{0,20}$`, `^(?:aur |to |lekin )*(?:(?:yeh|ye|woh|wo|is|qanoon|act) )*(?:kab ?se(?: (?:laagu|lagu|nafiz|hai|hua))*|kab (?:laagu|lagu|nafiz|pass|bana|bani|manzoor)(?: (?:hua|hui|hai|ho|gaya|tha))*)\??$`, `^(?:اور )?(?:(?:یہ|وہ|قانون|ایکٹ) )*(?:کب سے(?: (?:لاگو|نافذ|ہے))*|کب (?:لاگو|نافذ|پاس|منظور|بنا)(?: (?:ہوا|ہے|ہو|گیا|تھا))*)[؟?]?$`)
	ofItself     = re(`^(?:and |but |ok |so )*(?:does|do|did|can|has|is|will|would|what does|who does|how does) (?:it|this|that|the same)(?: (?:act|law|bill|ordinance))? .*`, `\b(?:under|in|by) (?:it|this|that|the same) ?(?:act|law|bill)?\??$`, `^(?:aur |kya )*(?:is|us|isi|usi) (?:act |qanoon |law |bill )?(?:mein|main|me|ke tehat|ke tahat)\b`, `^(?:اور |کیا )*(?:اس|اُس|اسی) (?:ایکٹ |قانون |بل )?(?:میں|کے تحت)`)
	yearBefore   = re(`^(?:and |what about |how about |aur )*(?:(?:a|the|one) year (?:before|earlier|ago|prior)(?: (?:that|it|this))?|the previous year|(?:us|is) se (?:ek |aik )?(?:saal|sal) pehl[ae]y?|(?:ek|aik) (?:saal|sal) pehl[ae]y?|(?:پچھلے|اس سے ایک|ایک) سال(?: پہلے)?)[?.؟ ]*$`)
	changedSince = re(`(?i)(?:\b(?:19|20)\d\d )?\b(?:chang(?:ed?|es|ing)|amend(?:ed|ments?)?|revised?|tabdeel\w*|tarmeem\w*|badl[aei]\w*)\b|تبدیل\S*|ترمیم\S*|بدل\S*`)
	applies      = re(w(`apply|applies|applicable|extends?|cover|covers|valid|binding|in force|laagu|lagu|nafiz`), `لاگو|نافذ`)
	holdsPost    = regexp.MustCompile(`\b(?:(?:vice |acting |deputy )?(?:chair\w*|minister|secretary|ombuds\w+|director|adviser|commissioner|registrar|officer|head))\b`)

	ruledOutBefore = regexp.MustCompile(`(?:\bnot|\bno longer|\binstead of|\brather than|\bexcept|\bother than|n't mean)(?: the| for| of| in| about)? $`)
	ruledOutAfter  = regexp.MustCompile(`^(?: wali| wala| ka| ki| ke)? (?:nahi|nahin|nai|nhi|ke bajaye|ki bajaye|ke ilawa|نہیں|کے بجائے|کی بجائے)(?:[ ,،.]|$)`)
	bareMeeting    = regexp.MustCompile(`\b(\d{1,2}) (?:mein|main|mai|me|ka|ki|ke|wali|wala|walay|میں|کا|کی|کے|والے)(?: |$)|^(?:and |aur |what about |in |at |اور )*(?:in |at )?(?:the )?(\d{1,2})[?.؟ ]*$`)
	ofAMeeting     = re(w(`(?:in )?the chair|chaired|presided|(?:who|where|when) (?:was|were) (?:it|this|that) (?:held|chaired|hosted)|who (?:all )?(?:attended|came|was there|were there|was present|hosted)|which city|sadarat|mehman(?:-e-| )khusoosi|kahan hu[ai]|kis shehr`), `صدارت|کہاں ہوا|مہمان خصوصی`)
	carriedOut     = re(w(`done|carried out|implemented|implementation|complied|compliance|achieved|completed|fulfilled|met|kept|pooray|poora|poori|mukammal|amal`), `مکمل|پور[اےی]|عمل`)
	one            = re(w(`it|that|this|the one|yeh|ye|woh|wo|is|us`), `یہ|وہ|اس`)
	severalPoints  = re(w(`which|what|ones|others|rest|kaun ?s[aei]|konsi|baqi|sab|all`), `کون س|باقی|سب`)
	bareYear       = regexp.MustCompile(`^(?:and |aur |in |only |for |what about |how about |no |اور )*(?:the )?(?:year )?(` + year + `)(?: instead| only| please| mein| main| ka| ki| ke| wala| wali| then| میں| کا| کی)*[?!.؟ ]*$`)
)

// stepped reads follow-ups that only move one step in a row: the next meeting, the next section, "and 19?", "aur C?".
func (r *Reader) stepped(in *Intent, prev *Intent, text string) bool {
	copyOf := func(what string) {
		words := in.Text
		lang, kept := in.Lang, append([]string(nil), facetNames(prev)...)
		*in = *prev
		in.Text, in.Lang = words, lang
		in.Kept = slices.DeleteFunc(kept, func(k string) bool { return k == what })
		in.Replaced = []string{what}
		in.Doubts, in.Unknown, in.Fixed = nil, nil, nil
	}
	ofMeeting := prev.Kind == Meeting || prev.Kind == Decisions || prev.Kind == Missing || prev.Kind == Actions
	if m := oneStep.FindStringSubmatch(text); m != nil && (ofMeeting || !timeOnly.MatchString(text)) && len(in.Topics) == 0 && len(in.Docs) == 0 && len(in.Places) == 0 {
		by := 1
		if backStep.MatchString(m[0]) {
			by = -1
		}
		switch {
		case len(prev.Meetings) > 0:
			n := prev.Meetings[len(prev.Meetings)-1] + by
			copyOf("meetings")
			in.Meetings, in.Numbers = []int{n}, nil
			return true
		case len(prev.Sections) > 0:
			if s := nextSection(prev.Sections[len(prev.Sections)-1], by); s != "" {
				copyOf("sections")
				in.Sections = []string{s}
				return true
			}
		}
	}
	m := bareName.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	name := strings.ToUpper(m[1])
	switch {
	case len(prev.Sections) > 0:
		last := prev.Sections[len(prev.Sections)-1]
		if name[0] >= 'A' && name[0] <= 'Z' {
			num, letter, ok := strings.Cut(last, "-")
			if open := strings.IndexByte(last, '('); !ok && open > 0 { // 32(a), and b?
				copyOf("sections")
				in.Sections = []string{last[:open] + "(" + strings.ToLower(name) + ")"}
				return true
			}
			if !ok || len(letter) != 1 {
				return false
			}
			name = num + "-" + name
		}
		copyOf("sections")
		in.Sections = []string{name}
		return true
	case len(prev.Meetings) > 0 && name[0] >= '0' && name[0] <= '9':
		n, _ := strconv.Atoi(name)
		if n < 1 {
			return false
		}
		copyOf("meetings")
		in.Meetings = []int{n}
		return true
	}
	return false
}

// nextSection is the section after or before one: 18 -> 19, 498-B -> 498-C, 32(a) -> 32(b).
func nextSection(s string, by int) string {
	if num, letter, ok := strings.Cut(s, "-"); ok && len(letter) == 1 {
		return num + "-" + string(rune(int(letter[0])+by))
	}
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") && len(s) == i+3 {
		return s[:i+1] + string(rune(int(s[i+1])+by)) + ")"
	}
	if n, err := strconv.Atoi(s); err == nil && n+by > 0 {
		return strconv.Itoa(n + by)
	}
	return ""
}

func facetNames(in *Intent) []string {
	var out []string
	for _, f := range []struct {
		name string
		has  bool
	}{{"places", len(in.Places) > 0}, {"bodies", len(in.Asked) > 0}, {"topics", len(in.Topics) > 0}, {"types", len(in.Types) > 0}, {"meetings", len(in.Meetings) > 0},
		{"papers", len(in.Docs) > 0}, {"sections", len(in.Sections) > 0}, {"dates", in.From != "" || in.To != ""}, {"words", in.Words != ""}} {
		if f.has {
			out = append(out, f.name)
		}
	}
	return out
}

// followTime carries meetings and dates over, unless the follow-up asks for what came after or before them, or for the newest.
func (r *Reader) followTime(in *Intent, prev *Intent, text string) {
	own := len(in.Meetings) > 0 || in.From != "" || in.To != ""
	switch {
	case latest.MatchString(text) && !overdue.MatchString(text):
		in.Latest = true
	case !own && nextMeeting.MatchString(text) && len(meetingsOf(prev)) > 0:
		of := meetingsOf(prev)
		in.Meetings = []int{of[len(of)-1] + 1}
		in.Replaced = append(in.Replaced, "meetings")
	case own:
		for _, f := range []struct {
			name string
			had  bool
		}{{"meetings", len(prev.Meetings) > 0}, {"dates", prev.From != "" || prev.To != ""}} {
			if f.had {
				in.Replaced = append(in.Replaced, f.name)
			}
		}
	case afterThat.MatchString(text) && len(prev.Meetings) > 0 && r.heldOn(prev.Meetings) != "":
		in.From = nextDay(r.heldOn(prev.Meetings))
		in.Replaced = append(in.Replaced, "meetings")
	case beforeThat.MatchString(text) && len(prev.Meetings) > 0 && r.heldOn(prev.Meetings) != "":
		in.To = dayBefore(r.heldOn(prev.Meetings))
		in.Replaced = append(in.Replaced, "meetings")
	case beforeThat.MatchString(text):
	case len(prev.Meetings) > 0:
		in.Meetings = slices.Clone(prev.Meetings)
		in.Kept = append(in.Kept, "meetings")
	case prev.From != "" || prev.To != "":
		in.From, in.To = prev.From, prev.To
		in.Kept = append(in.Kept, "dates")
	}
}

// heldOn is the day of the last of some meetings, as far as it is known.
func (r *Reader) heldOn(meetings []int) index.Date {
	var last index.Date
	for _, h := range r.Held {
		if slices.Contains(meetings, h.Number) {
			last = max(last, h.Date)
		}
	}
	return last
}

func nextDay(d index.Date) index.Date   { return moved(d, 1) }
func dayBefore(d index.Date) index.Date { return moved(d, -1) }

func moved(d index.Date, by int) index.Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return index.Date(t.AddDate(0, 0, by).Format(time.DateOnly))
}

var (
	refers      = re(w(`it|its|that|this|them|they|there|those|these|one|he|she|iska|uska|iski|uski|isko|is ka|us ka|is ki|us ki|us pe|is pe|us par|is par|us ke|is ke|us mein|is mein|wahan|yeh|woh|same`), `اس`, `وہ`, `یہ`)
	latest      = re(w(`latest|newest|most recent|now|taza|abhi|current(?:ly)?|as of now`), `تازہ`)
	overdue     = re(w(`overdue|due|deadline`))
	afterThat   = re(w(`(?:us|is) ?ke? ?(?:baad|bad)|after (?:that|this|it|him|her|them)|thereafter|afterwards|since then|who (?:came|was) next|next (?:chair\w*|one)|baad mein|phir kaun`), `اس کے بعد`)
	beforeThat  = re(w(`(?:us|is) ?(?:se|say) (?:pehle|pehlay)|before (?:that|this|it|him|her)|previous(?:ly)?|earlier|pehle kya|pehlay kya`), `اس سے پہلے`)
	nextMeeting = re(w(`(?:at|in|by) the (?:next|following) (?:meeting|mtg|ipmg|one)|agl[aei]y? (?:ijlas|meeting) (?:mein|main|tak)`), `اگلے اجلاس میں`)
	oneStep     = regexp.MustCompile(`^(?:and |n |aur |what about |how about |ok |then |اور )*(?:at |in )?(?:the )?(?:next|following|previous|(?:one |meeting |mtg |section )?(?:just |right )?(?:before|after)(?: (?:that|it|this))?(?: one)?|agl[aei]y?|pichl[aei]y?|(?:u|i)s+ ?se (?:agl[aei]y?|pichl[aei]y?|pehl[aei]y?|phel[aei])|(?:u|i)s+ ?k[ea]y? ba?ad|(?:اس|اُس) سے (?:پہلے|پچھل[اےی]|اگل[اےی])|اس کے بعد|اگل[اےی]|پچھل[اےی])(?: (?:one|meeting|mtg|ipmg|section|dafa|wal[aei]y?|mein|ijlas|para|ka|ki|ke|kab|kahan|kya hua|hui|hua|وال[اےی]|اجلاس|میں|کب|کہاں|ہے|تھا|تھی|ہوا|ہوگا|ہو گا))*[?!.؟ ]*$`)
	timeOnly    = re(`^(?:and |aur |phir |اور )*(?:(?:u|i)s+ ?(?:k[ea]y? ba?ad|se pehl[aei]y?)|(?:after|before) (?:that|it|this)|اس کے بعد|اس سے پہلے)[?!.؟ ]*$`) // of what came later, and not of the next meeting
	backStep    = regexp.MustCompile(`previous|before|pichl|pehl|phel|پہلے|پچھل`)
	bareName    = regexp.MustCompile(`^(?:and|n|aur|also|phir|what about|how about|اور)? ?(?:s\.? ?|section |dafa |para )?(\d{1,3}|[a-z])\s*(?:wala|wali|ka|ki|mein|kya|kya hai|walay)?[?!. ]*$`)
	opening     = re(`^(?:and|n|aur|also|or|but|what about|how about|to|phir|then|ok and|or what about|اور|was it|were they|is it|does it|why|since when|only|in|latest|when|where|who|how many|which|kab|kahan|kis ne|kitn\S+|same|compare|so)\b|^اور`)
)

// whole is a question with a verb of its own.
var whole = regexp.MustCompile(`^(?:what|who|when|where|which|how(?: many| much)?)\b.*\b(?:is|are|was|were|did|does|do|has|have|had|will|can|should)\b`)

// standsAlone reports whether a question needs nothing from the one before: it has a subject of its own and does not point back.
func standsAlone(in *Intent) bool {
	text := folded(in.Text)
	if opening.MatchString(text) && len(strings.Fields(text)) <= 9 || refers.MatchString(text) && len(strings.Fields(text)) <= 9 {
		return len(in.Topics) > 0 && (len(in.Places) > 0 || len(in.Docs) > 0) && !refers.MatchString(text) && !strings.HasPrefix(text, "and ") && !strings.HasPrefix(text, "aur ")
	}
	switch in.Kind {
	case Decisions, Meeting, Actions, Missing, Documents:
		if len(in.Meetings)+len(in.Numbers) > 0 {
			return true
		}
	}
	if n := len(strings.Fields(text)); n > 5 && whole.MatchString(text) && len(strings.Fields(in.Words)) > 1 {
		return true
	}
	subjects := 0
	for _, has := range []bool{len(in.Bodies)+len(in.Places)+len(in.Sets) > 0, len(in.Topics) > 0, len(in.Docs) > 0, len(in.Meetings) > 0, len(in.Sections) > 0, len(strings.Fields(in.Words)) > 3} {
		if has {
			subjects++
		}
	}
	return subjects >= 2 || len(strings.Fields(text)) > 6 && subjects >= 1
}

// plainCue reports whether the words of the follow-up themselves ask for nothing new, so that the question before goes on.
func plainCue(in *Intent) bool {
	probe := Intent{Text: in.Text}
	k := classify(&probe)
	return k == Report || k == Definition && len(strings.Fields(in.Text)) <= 4
}

// FollowsUp reports whether the question leaned on the one before it.
func (in *Intent) FollowsUp() bool { return len(in.Kept) > 0 || len(in.Replaced) > 0 }
