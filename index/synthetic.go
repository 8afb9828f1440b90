package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// The shape of the papers that Synthetic makes.
const (
	syntheticWords   = 50_000 // in the language
	syntheticTopics  = 200    // subjects a document may have
	topicWords       = 40     // words a subject brings
	passagesOfPaper  = 20
	syntheticPhrases = 2000 // fixed groups of two words
)

// Synthetic makes papers with about n passages in all, the same for every call: 60 to 150 words a passage of a language with Zipf's frequencies and English
// function words, twenty passages a paper, with bodies, places, meetings, sections and dates. They are for measuring; nothing in them means anything.
func Synthetic(n int) []*Document {
	lang := newLanguage()
	var docs []*Document
	for at := 0; at < n; at += passagesOfPaper {
		docs = append(docs, lang.paper(len(docs), min(passagesOfPaper, n-at)))
	}
	return docs
}

// A language is the words Synthetic draws from.
type language struct {
	words   []string
	reach   []float64 // cumulative weight of words
	small   []string
	topics  [][]string
	phrases [][2]string
}

func newLanguage() *language {
	rnd := rand.New(rand.NewPCG(7, 1))
	l := &language{small: strings.Fields("the of and to in a for is that was on with by be as at from this which were are it an or has")}
	syllables := strings.Fields("ba de fi go lu ma ne pi ro su ta ve wi za ker lin mon dar tel shu bran cor")
	used := make(map[string]bool)
	total := 0.0
	for len(l.words) < syntheticWords {
		var b strings.Builder
		for range 2 + rnd.IntN(3) {
			b.WriteString(syllables[rnd.IntN(len(syllables))])
		}
		if used[b.String()] {
			continue
		}
		used[b.String()] = true
		l.words = append(l.words, b.String())
		total += 1 / math.Pow(float64(len(l.words)), 1.05)
		l.reach = append(l.reach, total)
	}
	for range syntheticTopics {
		var topic []string
		for range topicWords {
			topic = append(topic, l.words[100+rnd.IntN(5000)])
		}
		l.topics = append(l.topics, topic)
	}
	for range syntheticPhrases {
		l.phrases = append(l.phrases, [2]string{l.words[rnd.IntN(3000)], l.words[rnd.IntN(3000)]})
	}
	return l
}

// word draws a word as often as the language uses it.
func (l *language) word(rnd *rand.Rand) string {
	at := rnd.Float64() * l.reach[len(l.reach)-1]
	low, high := 0, len(l.reach)-1
	for low < high {
		if mid := (low + high) / 2; l.reach[mid] < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return l.words[low]
}

var (
	syntheticBodies = []string{"MoHR", "NCSW", "WDD-Punjab", "PCSW", "WDD-Sindh", "SCSW", "SWDWE-KP", "KPCSW", "WDD-Balochistan", "BCSW", "WDD-AJK", "WDD-GB"}
	syntheticPlaces = []string{"PK", "PK", "PB", "PB", "SD", "SD", "KP", "KP", "BL", "BL", "AJK", "GB"}
)

// paper makes the paper with that number.
func (l *language) paper(number, passages int) *Document {
	rnd := rand.New(rand.NewPCG(uint64(number), 2))
	year := 2005 + number%20
	d := &Document{
		ID: fmt.Sprintf("S%06d", number), Title: "Paper on " + l.word(rnd) + " " + l.word(rnd), Type: []string{"minutes", "act", "policy", "plan", "report"}[number%5],
		Meeting: 1 + number%200, Date: Date(fmt.Sprintf("%d-%02d-%02d", year, 1+rnd.IntN(12), 1+rnd.IntN(28))), Audience: everyone, Jurisdiction: "PK", Language: "en",
	}
	d.Issued = d.Date
	topic := l.topics[rnd.IntN(len(l.topics))]
	var text strings.Builder
	for i := range passages {
		body := (number + i/5) % len(syntheticBodies)
		start := text.Len()
		for w, n := 0, 60+rnd.IntN(91); w < n; w++ {
			switch r := rnd.IntN(100); {
			case r < 40:
				text.WriteString(l.small[rnd.IntN(len(l.small))])
			case r < 60:
				text.WriteString(topic[rnd.IntN(len(topic))])
			case r < 62:
				p := l.phrases[rnd.IntN(len(l.phrases))]
				text.WriteString(p[0] + " " + p[1])
			case r < 63:
				fmt.Fprintf(&text, "%d", rnd.IntN(2000))
			default:
				text.WriteString(l.word(rnd))
			}
			if w%15 == 14 || w == n-1 {
				text.WriteByte('.')
			}
			text.WriteByte(' ')
		}
		section := fmt.Sprint(i + 1)
		d.Passages = append(d.Passages, Passage{
			ID: fmt.Sprintf("%s#para-%d", d.ID, i+1), Locator: fmt.Sprintf("para %d", i+1), Kind: "para", Start: start, End: text.Len() - 1, Section: section,
			Body: syntheticBodies[body], Place: syntheticPlaces[body], Heading: []string{fmt.Sprintf("Item %d", i/5+1)},
		})
		text.WriteByte('\n')
	}
	d.Text = text.String()
	return d
}
