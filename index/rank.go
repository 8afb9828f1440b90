package index

import "math"

// The ranking. Each choice names what it bought: nDCG@10 on qmsum-committee-dev over all meetings / within the meeting asked about / the same cut into 120 words,
// and on scifact-train. testdata/relevance/baseline.json has the figures as they stand.
const (
	// BM25 over titles and words together. k1 1.2 and b .75 lose .010 / .008 / .003 on meetings and nothing on SciFact.
	textK1 = 0.8
	textB  = 0.5
	// Titles alone, on top: with .15 SciFact gains .002, with .6 it loses .010 and meetings .008.
	titleWeight = 0.3
	titleK1     = 0.8
	titleB      = 0.6
	// Two words of the question side by side, each pair a term of its own. Without pairs and titles: -.006 / 0 / -.012, SciFact -.006.
	pairWeight = 0.3
	pairB      = 0.4
	// An alias or quoted words; all forms of one count as one term. A form that the member did not type counts otherForm of an occurrence.
	phraseWeight = 1.0
	otherForm    = 0.8
	// What a neighbourhood holds of the question together: +.014 / +.014 / 0 (first hits +.02), SciFact +.002.
	windowWeight = 1.0
	windowDecay  = 0.9
	// What a passage's own words count more where single passages are quoted and not exchanges found (Query.Lent is false): first hits +.012 / +.009 / +.019,
	// SciFact +.0015, but -.015 / -.011 / -.013 of the whole exchange.
	quotedWeight = 0.5
	// windowed is how many passages are looked at that closely; 500 find no more among the first ten.
	windowed = 200
)

// A spreading says how passages lend each other score: each gives its score's square times decay^distance to those up to width away, and what a passage has
// is the root of what it was given. Without it .386 / .509 / .380, with it .601 / .708 / .622; cubes, and decays of .8 to .9, differ by .005.
type spreading struct {
	width int
	decay float64
}

// spreadingFor chooses the spreading by the mean number of terms in a passage: an exchange is some 500 terms long, so the longer the passages, the
// fewer of them belong together.
func spreadingFor(meanTerms float64) spreading {
	const exchange, least, most = 480, 2, 8
	return spreading{width: min(most, max(least, int(exchange/max(meanTerms, 1)))), decay: .8}
}

// idf weighs a term that df of n passages hold.
func idf(n, df int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+.5)/(float64(df)+.5))
}

// saturation is BM25's share of a term that occurs tf times in a passage whose length is relative to the mean.
func saturation(tf, relative, k1, b float64) float64 {
	return tf * (k1 + 1) / (tf + k1*(1-b+b*relative))
}
