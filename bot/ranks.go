package bot

import (
	"cmp"
	"slices"
	"strings"

	"rabita/index"
)

// Orders of results, and picks among them.

// newestFirst puts the newest first among the results that are good enough to answer by themselves.
func newestFirst(res []index.Result) []index.Result {
	out := slices.Clone(res)
	n := 0
	for n < len(out) && out[n].Score >= 0.5*out[0].Score {
		n++
	}
	slices.SortStableFunc(out[:n], func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	return out
}

// spokenFirst puts what a delegation said before the decisions and tables that repeat it, where the question asks what was said.
func spokenFirst(a asker, res []index.Result) []index.Result {
	if !a.in.Said {
		return res
	}
	for i := range res {
		if k := res[i].Passage.Kind; k == "row" || k == "action" || k == "decision" {
			res[i].Score *= 0.6
		}
	}
	slices.SortStableFunc(res, func(x, y index.Result) int { return cmp.Compare(y.Score, x.Score) })
	return res
}

// newestOfBest puts the newest first among the results that are good enough and answer as well by their own words as any of them; the others follow.
func (b *Bot) newestOfBest(a asker, res []index.Result) []index.Result {
	l, held, most := b.weigh(a), map[*index.Passage]float64{}, 0.0
	for _, r := range res {
		if r.Score >= 0.5*res[0].Score {
			held[r.Passage] = l.result(a, r)
			most = max(most, held[r.Passage])
		}
	}
	var best, rest []index.Result
	for _, r := range res {
		if h, ok := held[r.Passage]; ok && h >= most-nearMargin {
			best = append(best, r)
		} else {
			rest = append(rest, r)
		}
	}
	slices.SortStableFunc(best, func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
	return append(best, rest...)
}

// newestAmongEquals puts the newest first among results whose scores are as good as equal.
func newestAmongEquals(res []index.Result) []index.Result {
	for i := 0; i < len(res); {
		j := i + 1
		for j < len(res) && res[j].Score >= equalShare*res[i].Score {
			j++
		}
		slices.SortStableFunc(res[i:j], func(x, y index.Result) int { return strings.Compare(string(y.Doc.Issued), string(x.Doc.Issued)) })
		i = j
	}
	return res
}

// byDate sorts results from the oldest to the newest paper, in reading order within one.
func byDate(res []index.Result) {
	slices.SortStableFunc(res, func(x, y index.Result) int {
		if c := strings.Compare(string(x.Doc.Date), string(y.Doc.Date)); c != 0 {
			return c
		}
		return x.Passage.Start - y.Passage.Start
	})
}

// oneOfEach keeps one passage for each decision or action point: the minutes, their matrix and the tracker all repeat it.
func oneOfEach(res []index.Result) []index.Result {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(res), func(r index.Result) bool {
		n := r.Passage.Number
		was := n != "" && seen[n]
		seen[n] = true
		return was
	})
}

// spreadOut picks n results over the whole time: where things began, where they stand, and the best in each run of papers between.
func spreadOut(res []index.Result, n int) []index.Result {
	slices.SortStableFunc(res, func(x, y index.Result) int { return cmp.Compare(y.Score, x.Score) })
	if slices.ContainsFunc(res, func(r index.Result) bool { return r.Doc.ID != res[0].Doc.ID }) {
		res = onePerMeeting(res)
	} else { // of one paper: what matters most, in its order
		res = first(res, n)
	}
	if len(res) <= n {
		byDate(res)
		return res
	}
	best := res[0].Score
	res = slices.DeleteFunc(res, func(r index.Result) bool { return r.Score < 0.45*best && len(res) > n })
	byDate(res)
	if len(res) <= n {
		return res
	}
	out := []index.Result{res[0]}
	for i, inner := 0, res[1:len(res)-1]; i < n-2; i++ {
		if run := inner[i*len(inner)/(n-2) : (i+1)*len(inner)/(n-2)]; len(run) > 0 {
			out = append(out, slices.MaxFunc(run, func(x, y index.Result) int { return cmp.Compare(x.Score, y.Score) }))
		}
	}
	if n > 1 {
		out = append(out, res[len(res)-1])
	}
	return out
}

func onePerMeeting(res []index.Result) []index.Result {
	seen := map[string]bool{}
	return slices.DeleteFunc(res, func(r index.Result) bool {
		was := seen[r.Doc.ID]
		seen[r.Doc.ID] = true
		return was
	})
}
