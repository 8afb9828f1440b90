package ingest

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"rabita/index"
	"rabita/index/vocab"
)

// Resolve works out what the papers of a whole library say about each other and returns changed copies of the documents for which that is
// other than they have it now; docs stay as they are. Run it after every change of the library: it is idempotent, and what rested on a
// paper that is gone goes with it. Relations that a header or a person gave are kept; to them come
//
//   - the passages: which paragraph, decision or row a corrigendum corrects, on both sides (CorrectedBy),
//   - the relations the text gives, where no header or person gave any: a corrigendum and its minutes, a bill and its Act, an amending
//     and its principal Act, a policy and the one it replaces, a press item and its meeting,
//   - duplicate_of, from a paper to the one of the same words with the lower id.
//
// A text that fits two papers equally relates to neither.
func Resolve(docs []*index.Document) []*index.Document {
	sorted := slices.Clone(docs)
	slices.SortFunc(sorted, func(a, b *index.Document) int { return strings.Compare(a.ID, b.ID) })
	lib := &library{docs: sorted, byID: map[string]*index.Document{}, prints: map[string]string{}}
	for _, d := range sorted {
		lib.byID[d.ID] = d
		if p := fingerprint(d); lib.prints[p] == "" {
			lib.prints[p] = d.ID
		}
	}
	relations := map[string][]index.Relation{}
	corrected := map[string][]string{} // passage -> passages that correct it
	for _, d := range sorted {
		rs := lib.relations(d)
		relations[d.ID] = rs
		for _, r := range rs {
			if r.Kind == "corrects" && r.Target != "" && r.Passage != "" && !slices.Contains(corrected[r.Target], r.Passage) {
				corrected[r.Target] = append(corrected[r.Target], r.Passage)
			}
		}
	}
	var changed []*index.Document
	for _, d := range sorted {
		if differs(d, relations[d.ID], corrected) {
			c := WithID(d, d.ID)
			c.Relations = relations[d.ID]
			for i := range c.Passages {
				c.Passages[i].CorrectedBy = corrected[c.Passages[i].ID]
			}
			changed = append(changed, c)
		}
	}
	return changed
}

func differs(d *index.Document, rs []index.Relation, corrected map[string][]string) bool {
	if len(d.Relations)+len(rs) > 0 && !reflect.DeepEqual(d.Relations, rs) {
		return true
	}
	return slices.ContainsFunc(d.Passages, func(p index.Passage) bool { return !slices.Equal(p.CorrectedBy, corrected[p.ID]) })
}

// library is the papers while they are resolved.
type library struct {
	docs   []*index.Document
	byID   map[string]*index.Document
	prints map[string]string // fingerprint -> lowest id
}

func (lib *library) relations(d *index.Document) []index.Relation {
	var bases []index.Relation
	if _, given := d.TakenFrom["relations"]; given {
		for _, r := range d.Relations {
			base := index.Relation{Kind: r.Kind, To: r.To}
			if r.Kind != "duplicate_of" && !slices.Contains(bases, base) {
				bases = append(bases, base)
			}
		}
	} else if r, ok := lib.fromText(d); ok {
		bases = append(bases, r)
	}
	var out []index.Relation
	for _, b := range bases {
		var exact []index.Relation
		if target := lib.byID[b.To]; b.Kind == "corrects" && target != nil {
			exact = corrections(d, target)
		}
		if len(exact) == 0 {
			exact = []index.Relation{b}
		}
		out = append(out, exact...)
	}
	if first := lib.prints[fingerprint(d)]; first != d.ID {
		out = append(out, index.Relation{Kind: "duplicate_of", To: first})
	}
	return out
}

// fingerprint is the same for papers of the same words, whatever their file, header, spacing and case.
func fingerprint(d *index.Document) string {
	h := sha256.New()
	for i := range d.Passages {
		for _, w := range strings.FieldsFunc(vocab.Fold(d.Quote(&d.Passages[i])), func(r rune) bool { return !wordRune(r) }) {
			h.Write([]byte(w))
			h.Write([]byte{' '})
		}
	}
	return string(h.Sum(nil))
}

var (
	lawTitle     = regexp.MustCompile(`(?:[A-Z][\w'’-]*|\([A-Z][^()]{2,60}\)|of|the|and|against|at|for|in|on|to|from|&)(?:\s+(?:[A-Z][\w'’-]*|\([A-Z][^()]{2,60}\)|of|the|and|against|at|for|in|on|to|from|&))*\s+(?:Act|Bill|Ordinance),?\s+\d{4}`)
	amendsWords  = regexp.MustCompile(`(?i)\bfurther to amend\s+(?:the\s+)?`)
	replaceWords = regexp.MustCompile(`(?i)\b(?:supersedes?|replaces?|in supersession of|in place of)\s+(?:the\s+)?`)
	lawYear      = regexp.MustCompile(`,?\s+(?:of\s+)?(\d{4})\b`)
)

// lawName brings "THE PUNJAB ... ACT, 2016" and "Punjab ... Bill 2015" to the words they share, without kind and year.
func lawName(title string) string {
	t := vocab.Fold(title)
	if i := strings.Index(t, " ("); i > 0 && strings.HasSuffix(t, ")") { // "(with a newspaper clipping)"
		t = t[:i]
	}
	t = lawYear.ReplaceAllString(t, " ")
	var words []string
	for _, w := range strings.FieldsFunc(t, func(r rune) bool { return !wordRune(r) }) {
		switch w {
		case "the", "act", "bill", "ordinance", "draft", "cabinet", "of":
		default:
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// fromText reads the one relation that a paper's own words give.
func (lib *library) fromText(d *index.Document) (index.Relation, bool) {
	switch d.Type {
	case "corrigendum":
		return lib.one("corrects", d, func(o *index.Document) bool { return o.Type == "minutes" && d.Meeting != 0 && o.Meeting == d.Meeting })
	case "press":
		return lib.one("press_about", d, func(o *index.Document) bool { return o.Type == "minutes" && d.Meeting != 0 && o.Meeting == d.Meeting })
	case "bill":
		return lib.one("bill_of", d, func(o *index.Document) bool {
			return o.Type == "act" && lawName(o.Title) == lawName(d.Title) && o.Jurisdiction == d.Jurisdiction && o.Date >= d.Date
		})
	case "act":
		text := d.Text[:min(len(d.Text), 6000)]
		if m := amendsWords.FindStringIndex(text); m != nil {
			named := lawTitle.FindString(text[m[1]:min(len(text), m[1]+300)])
			year := lawYear.FindStringSubmatch(named)
			if year == nil {
				return index.Relation{}, false
			}
			return lib.one("amends", d, func(o *index.Document) bool {
				return o.Type == "act" && lawName(o.Title) == lawName(named) && strings.Contains(o.Title, year[1])
			})
		}
	case "minutes":
		if d.Status == "draft" && d.Meeting != 0 {
			return lib.one("draft_of", d, func(o *index.Document) bool {
				return o.Type == "minutes" && o.Meeting == d.Meeting && o.Status != "draft"
			})
		}
	case "policy", "plan", "package":
		if m := replaceWords.FindStringIndex(d.Text); m != nil {
			behind := vocab.Fold(d.Text[m[1]:min(len(d.Text), m[1]+200)])
			return lib.one("supersedes", d, func(o *index.Document) bool {
				return o.Type == d.Type && o.Date < d.Date && strings.HasPrefix(behind, strings.TrimPrefix(vocab.Fold(o.Title), "the "))
			})
		}
	}
	return index.Relation{}, false
}

// one relates d to the only other paper that fits; copies of one paper count once.
func (lib *library) one(kind string, d *index.Document, fits func(*index.Document) bool) (index.Relation, bool) {
	var found *index.Document
	for _, o := range lib.docs {
		if o.ID == d.ID || !fits(o) || lib.prints[fingerprint(o)] != o.ID {
			continue
		}
		if found != nil {
			return index.Relation{}, false
		}
		found = o
	}
	if found == nil {
		return index.Relation{}, false
	}
	return index.Relation{Kind: kind, To: found.ID}, true
}

var (
	namesParas    = regexp.MustCompile(`(?i)\bpara(?:graph)?s?\.?\s+(?:nos?\.?\s+)?((?:\d{1,3}(?:\s*(?:,|and|&|to|-|–)\s*)?)+)`)
	namesItem     = regexp.MustCompile(`(?i)\b(?:agenda\s+)?item\s+(?:no\.?\s*)?(\d{1,2}|[ivxl]{1,6})\b`)
	namesDecision = regexp.MustCompile(`(?i)\b(?:decisions?|actions?(?:\s+points?)?|rows?|D)\s?(?:nos?\.?\s+)?((?:\d{1,3}\.\d{1,2}(?:\s*(?:,|and|&)\s*)?)+)`)
	namesSection  = regexp.MustCompile(`(?i)\b(?:sections?|s\.)\s?(\d{1,3}(?:-?[A-Z])?(?:\([0-9a-z]+\))*)`)
	namesRow      = regexp.MustCompile(`(?i)\b(?:row|action matrix|matrix|table)\b`)
	correctsWords = regexp.MustCompile(`(?i)\b(?:for\s+["“'‘]|read\b|instead of|corrected|substitut|replac|omit|delete|insert)`)
	integers      = regexp.MustCompile(`\d{1,3}(?:\.\d{1,2})?`)
)

// corrections ties the passages of a corrigendum that correct something to the passages of target they name.
func corrections(d, target *index.Document) []index.Relation {
	var out []index.Relation
	for i := range d.Passages {
		p := &d.Passages[i]
		// Only the first sentence corrects; those behind it explain.
		text := d.Quote(p)
		if starts := sentences(text); len(starts) > 1 {
			end := starts[1]
			if leadingNumber.MatchString(text[:end]) && end < 6 && len(starts) > 2 {
				end = starts[2]
			}
			text = text[:end]
		}
		if !correctsWords.MatchString(text) {
			continue
		}
		for _, t := range named(text, target) {
			r := index.Relation{Kind: "corrects", To: target.ID, Passage: p.ID, Target: t}
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// named finds the passages of target that a sentence names by item and paragraph, decision, row or section.
func named(text string, target *index.Document) []string {
	var out []string
	take := func(fits func(p *index.Passage) bool) {
		for i := range target.Passages {
			if p := &target.Passages[i]; fits(p) && !slices.Contains(out, p.ID) {
				out = append(out, p.ID)
			}
		}
	}
	item := ""
	if m := namesItem.FindStringSubmatch(text); m != nil {
		item = fmt.Sprintf("item %d, ", ordinal(m[1]))
	}
	for _, m := range namesParas.FindAllStringSubmatch(text, 8) {
		for _, n := range integers.FindAllString(m[1], 16) {
			before := len(out)
			take(func(p *index.Passage) bool { return strings.HasPrefix(p.Locator, item) && hasParagraph(p.Locator, n) })
			if len(out) == before && item != "" { // the paper may have been mis-numbered: the paragraph's number counts
				take(func(p *index.Passage) bool { return hasParagraph(p.Locator, n) })
			}
		}
	}
	for _, m := range namesDecision.FindAllStringSubmatch(text, 8) {
		rows := namesRow.MatchString(text)
		for _, n := range integers.FindAllString(m[1], 16) {
			take(func(p *index.Passage) bool {
				return p.Number == n && (p.Kind == "decision" || rows && p.Kind == "action")
			})
		}
	}
	if target.Type == "act" || target.Type == "bill" {
		for _, m := range namesSection.FindAllStringSubmatch(text, 8) {
			take(func(p *index.Passage) bool { return p.Section == m[1] })
		}
	}
	return out
}

// hasParagraph says that a locator is that of paragraph n, whole or in parts.
func hasParagraph(locator, n string) bool {
	_, rest, ok := strings.Cut(locator, "para "+n)
	return ok && (rest == "" || rest[0] == ',' || rest[0] == ' ')
}
