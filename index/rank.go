package index

import "math"

// The ranking. Each choice names what it buys: nDCG@10 on qmsum-committee-dev over all meetings / within the meeting asked about / the same cut into 120 words,
// and on scifact-train. testdata/relevance/choices.txt has the figures with each choice taken away, first hits included, as the program stands.
const (
	// BM25 over titles and words together. k1 1.2 and b .75 lose .025 / .017 / 0 on meetings and .005 on SciFact; k1 .8 to 1 and b .4 to .6 differ by .005.
	textK1 = 0.8
	textB  = 0.5
	// Titles alone, on top: SciFact gains .010. With .1 or .3 it loses .003 of that; meetings do not mind.
	titleWeight = 0.2
	titleK1     = 0.8
	titleB      = 0.6
	// Words of the asking alone ("what did ... say about") beside words of what is asked: +.004 / +.002 / 0; all of them gone +.002 / +.004 / -.004.
	askingWeight = 0.5
	// Two words of the question side by side, each pair a term of its own: +.035 / +.011 / +.04, SciFact +.002. Titles alone as the whole text lose
	// .008 by them; with .2 half of all that is gone.
	pairWeight = 0.3
	pairB      = 0.4
	// An alias or quoted words; all forms of one count as one term. A form that the member did not type counts otherForm of an occurrence.
	phraseWeight = 1.0
	otherForm    = 0.8
	// What a neighbourhood holds of the question together: +.02 / +.01 / -.004 (first hits +.028 / +.013 / 0).
	windowWeight = 1.2
	windowDecay  = 0.93
	// What the whole unit (one heading, one speaking body) holds of the question, where whole exchanges are looked for (Query.Lent): +.001 / 0 / +.006. Where
	// single passages are quoted it gains nothing and costs first hits (-.005 / 0 / +.002).
	unitWeight = 0.5
	// What a passage's own words count more where single passages are quoted and not exchanges found (Query.Lent is false): first hits +.012 / +.009 / +.019,
	// SciFact +.0015, but -.015 / -.011 / -.013 of the whole exchange.
	quotedWeight = 0.5
	// windowed is how many passages are looked at that closely; 500 find no more among the first ten. With Query.PerDocument more than ten count.
	windowed     = 200
	windowedEach = 2000
)

// choices are the ranking choices that can be taken away, as the relevance test does to show what each buys.
type choices struct {
	titles, pairs, lending, window, unit bool
}

// allChoices is the ranking.
var allChoices = choices{titles: true, pairs: true, lending: true, window: true, unit: true}

// A spreading says how passages lend each other score: each gives its score's square times decay^distance to those up to width away, and what a passage has
// is the root of what it was given. It buys .21 / .21 / .21; cubes, and decays of .7 to .9, lose .005.
type spreading struct {
	width int
	decay float64
}

// spreadingFor chooses the spreading by the mean number of terms in a passage: an exchange is some 500 terms long, so the longer the passages, the
// fewer of them belong together. Half as wide loses .005 / .008 / 0, half as much again gains nothing.
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
