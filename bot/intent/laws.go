package intent

import (
	"regexp"
	"slices"
	"strings"
)

// laws finds the papers a question names: by title or short name, else by what it says of them: kind, place, year and subject.
func (r *Reader) laws(in *Intent, words []word) {
	for _, m := range lawNumber.FindAllStringIndex(in.Text, 3) {
		in.Named = add(in.Named, in.Text[m[0]:m[1]])
		in.spoken = append(in.spoken, span{m[0], m[1]})
	}
	for _, l := range r.Laws { // by its id, which citations show
		for _, w := range words {
			if l.ID != "" && strings.EqualFold(w.raw, l.ID) {
				in.Docs = add(in.Docs, l.ID)
				in.spoken = append(in.spoken, span{w.start, w.end})
			}
		}
	}
	if len(in.Docs) > 0 {
		return
	}
	text := " " + strings.Join(foldedWords(in.Text), " ") + " "
	best := 0
	for _, l := range r.Laws {
		if len(in.Places) > 0 && l.Place != "" && l.Place != "PK" && !slices.Contains(in.Places, l.Place) {
			continue // a name that the laws of several places share means that of the place named
		}
		for _, n := range l.Names {
			_, behind, ok := strings.Cut(text, " "+n+" ")
			if n == "" || !ok {
				continue
			}
			if y := titleYear.FindString(behind); y != "" && len(l.Years) > 0 && !slices.Contains(l.Years, y) {
				continue // a law of another year is another law
			}
			switch {
			case len(n) > best:
				best, in.Docs, in.Title = len(n), []string{l.ID}, n
			case len(n) == best:
				in.Docs = add(in.Docs, l.ID)
			}
		}
	}
	r.nearest(in)
	if len(in.Docs) == 0 {
		r.describedLaws(in, words)
	}
	if len(in.Docs) == 0 {
		r.meantLaws(in, words)
	}
}

var titleYear = regexp.MustCompile(`^(?:19|20)\d\d\b`)

// nearest keeps of the laws of one name those of the place asked for, if it has one.
func (r *Reader) nearest(in *Intent) {
	local := func(id string) bool {
		return slices.ContainsFunc(r.Laws, func(l Law) bool { return l.ID == id && slices.Contains(in.Places, l.Place) })
	}
	if slices.ContainsFunc(in.Docs, local) {
		in.Docs = slices.DeleteFunc(in.Docs, func(id string) bool { return !local(id) })
	}
}

// meantLaws are the laws that a question without a year describes: of the kind and the place asked for, with most of the words of the title.
// Such a description is no filter, for others speak of the law too.
func (r *Reader) meantLaws(in *Intent, words []word) {
	if !slices.ContainsFunc(words, func(w word) bool { return lawNoun[w.text] }) {
		return
	}
	have := r.wordsOf(in, words)
	most := 1
	for _, l := range r.Laws {
		if !sameClass(in.Types, l.Type) || len(in.Places) > 0 && !slices.Contains(in.Places, l.Place) || len(in.Places) == 0 && l.Place != "PK" {
			continue
		}
		n := 0
		for _, w := range l.Words {
			if have[w] || have[strings.TrimSuffix(w, "s")] {
				n++
			}
		}
		switch {
		case n < 2 || 2*n < len(l.Words):
		case n > most:
			most, in.Meant = n, []string{l.ID}
		case n == most:
			in.Meant = add(in.Meant, l.ID)
		}
	}
}

// wordsOf are the words of a question and of the names of its topics, with and without their plural.
func (r *Reader) wordsOf(in *Intent, words []word) map[string]bool {
	have := map[string]bool{}
	for _, w := range words {
		have[w.text], have[strings.TrimSuffix(w.text, "s")] = true, true
	}
	for _, t := range in.Topics {
		if e, ok := r.Vocabulary.Lookup("topic", t); ok {
			for _, w := range split(e.Name) {
				have[w.text], have[strings.TrimSuffix(w.text, "s")] = true, true
			}
		}
	}
	for _, p := range in.Places {
		if e, ok := r.Vocabulary.Lookup("place", p); ok {
			for _, w := range split(e.Name) {
				have[w.text] = true
			}
		}
	}
	return have
}

// namedPapers reads the words before a word for a kind of paper as its name: "women protection authority act". Where they are a topic, it is
// the law of that topic.
func (r *Reader) namedPapers(in *Intent, words []word) {
	for i, w := range words {
		if !lawNoun[w.text] {
			continue
		}
		var before []string
		for j := i - 1; j >= 0 && len(before) < 4; j-- {
			if questionWords[words[j].text] || lawNoun[words[j].text] || digits(words[j].text) || overlaps(in.spoken, words[j].start, words[j].end) || !strings.HasPrefix(strings.TrimLeft(in.Text[words[j].end:], " "), words[j+1].raw) {
				break
			}
			before = append([]string{words[j].raw}, before...)
		}
		if len(before) == 0 {
			for _, n := range in.bodyNames {
				if len(in.Docs) == 0 && i > 0 && n.end == words[i-1].end {
					in.Papers = add(in.Papers, in.Text[n.start:n.end]+" "+w.raw)
				}
			}
			continue
		}
		name := strings.ToLower(strings.Join(before, " "))
		topical := false
		for _, f := range in.Forms {
			if form := strings.ToLower(f.Text); strings.HasSuffix(name, form) || strings.HasSuffix(form, name) {
				in.LawTopics, topical = add(in.LawTopics, f.Key), true
			}
		}
		if topical || len(in.Docs) > 0 {
			continue
		}
		for len(before) > 1 {
			in.Papers = add(in.Papers, strings.Join(before, " ")+" "+strings.TrimSuffix(w.raw, "s"))
			before = before[1:]
		}
	}
}

// lawNumber is a law by its number: "Bill 31 of 2015", "Act X of 2017".
var lawNumber = regexp.MustCompile(`(?i)\b(?:act|bill|ordinance)(?: no\.?)? (?:\d{1,3}|[ivxlc]{1,7}) of (?:19|20)\d\d\b`)

// A description of a paper needs a word for its kind and two of three: its year, its place, a word of its title (a topic counts by its words).
// A year directly beside the kind ("1929 act") is enough by itself where one paper has it.
func (r *Reader) describedLaws(in *Intent, words []word) {
	if !slices.ContainsFunc(words, func(w word) bool { return lawNoun[w.text] }) {
		return
	}
	var years []string
	have := r.wordsOf(in, words)
	for _, w := range words {
		if len(w.text) == 4 && !overlaps(in.spoken, w.start, w.end) && (strings.HasPrefix(w.text, "19") || strings.HasPrefix(w.text, "20")) && digits(w.text) {
			years = append(years, w.text)
		}
	}
	type candidate struct {
		law   Law
		words int
	}
	byYear := map[string][]candidate{}
	for _, l := range r.Laws {
		year := ""
		for _, y := range years {
			if slices.Contains(l.Years, y) {
				year = y
			}
		}
		if year == "" || !sameClass(in.Types, l.Type) {
			continue
		}
		n := 0
		for _, w := range l.Words {
			if have[w] || have[strings.TrimSuffix(w, "s")] {
				n++
			}
		}
		here := slices.Contains(in.Places, l.Place)
		if len(in.Places) > 0 && !here && l.Place != "PK" {
			continue
		}
		if !besideKind(words, year, func(w string) bool { return l.Place != "" && slices.Contains(l.Words, w) }) || n == 0 && !here && !alone(words, year) {
			continue
		}
		if n == 0 && len(in.Topics) > 0 {
			continue
		}
		if here {
			n += 2
		}
		byYear[year] = append(byYear[year], candidate{l, n})
	}
	for _, y := range years {
		list := byYear[y]
		if len(list) == 0 {
			continue
		}
		top := slices.MaxFunc(list, func(a, b candidate) int { return a.words - b.words })
		same := slices.DeleteFunc(slices.Clone(list), func(c candidate) bool { return c.words < top.words })
		if len(same) > 1 {
			same = slices.DeleteFunc(same, func(c candidate) bool { return len(in.Types) > 0 && !slices.Contains(in.Types, c.law.Type) })
		}
		if len(same) == 1 {
			in.Docs = add(in.Docs, same[0].law.ID)
		}
	}
}

// besideKind reports whether a year stands directly before or after a word for a kind of paper, or a word of the title.
func besideKind(words []word, year string, titled func(string) bool) bool {
	fits := func(i int) bool {
		if i > 0 && i < len(words) && words[i].text == "of" {
			i-- // "the act of 2021"
		}
		return i >= 0 && i < len(words) && (lawNoun[words[i].text] || titled(words[i].text))
	}
	return slices.ContainsFunc(words, func(w word) bool { return w.text == year }) &&
		slices.ContainsFunc(indices(words, year), func(i int) bool { return fits(i-1) || fits(i+1) })
}

// alone reports whether a year and the word for a kind of paper are all that is said of it: "the 1929 act", and not "acid act 2018".
func alone(words []word, year string) bool {
	return slices.ContainsFunc(indices(words, year), func(i int) bool {
		for i > 0 && lawNoun[words[i-1].text] {
			i--
		}
		return i == 0 || questionWords[words[i-1].text]
	})
}

func indices(words []word, text string) []int {
	var out []int
	for i, w := range words {
		if w.text == text {
			out = append(out, i)
		}
	}
	return out
}

// sameClass reports whether a paper can be what the words for kinds of paper in a question ask for: laws are one class, plans another.
func sameClass(asked []string, have string) bool {
	class := func(t string) int {
		switch t {
		case "act", "bill":
			return 1
		case "policy", "plan", "package":
			return 2
		}
		return 0
	}
	any := false
	for _, t := range asked {
		if class(t) > 0 {
			any = true
			if class(t) == class(have) {
				return true
			}
		}
	}
	return !any
}

var lawNoun = set(`act acts bill bills law laws ordinance amendment policy policies plan package framework qanoon kanoon amendments ایکٹ بل قانون پالیسی ترمیم`)
