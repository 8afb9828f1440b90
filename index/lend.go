package index

import (
	"math"
)

// lend gives s.lent to the passages that may be results: their own score, what neighbours lend, and what the neighbourhood and the unit hold of the
// question together. Only allowed passages give and take, and only within one heading and one speaking body.
func (s *search) lend() {
	sp := spreadingFor(s.mean(inText) - s.mean(inTitle))
	if !s.use.lending {
		sp.width = 0
	}
	s.takers(sp)
	decay := powers(sp.decay, sp.width)
	for _, n := range s.touched {
		s.power[n] = s.score[n] * s.score[n]
	}
	for _, n := range s.near {
		p, i := s.v.numberIn(n)
		from, to := p.around(i, sp.width)
		unit, sum := p.units[i], 0.0
		for j := from; j <= to; j++ {
			if p.units[j] == unit {
				sum += s.power[j+p.offset] * decay[distance(i, j)]
			}
		}
		s.lent[n] = math.Sqrt(sum)
		if !s.q.Lent {
			s.lent[n] += quotedWeight * s.score[n]
		}
	}
	if s.use.window {
		s.window(sp)
	}
	if s.use.unit && s.q.Lent {
		s.unit()
	}
}

// takers collects in s.near the passages that may be results: those with a score and, when the query asks for them, those near one.
func (s *search) takers(sp spreading) {
	if !s.q.Lent {
		s.near = append(s.near, s.touched...)
		return
	}
	seen := s.newStamp()
	take := func(m, _ uint32) {
		if s.mark[m] != seen && s.allowed(m) {
			s.mark[m] = seen
			s.near = append(s.near, m)
		}
	}
	for _, n := range s.touched {
		take(n, 0)
		s.neighbours(n, sp.width, take)
	}
}

// window adds to the best passages so far what their neighbourhood holds of the question: of each term the most that a passage of it got, the less the farther
// away. Unlike lent score it does not grow with a word that is said again and again, so it prefers where all words of the question come together.
func (s *search) window(sp spreading) {
	candidates, closely := s.near, windowed
	if s.q.PerDocument > 0 {
		closely = windowedEach
	}
	if len(candidates) > closely {
		candidates = best(candidates, closely, s.order)
	}
	around := s.newStamp()
	slots := 0
	note := func(m, _ uint32) {
		if s.mark[m] != around {
			s.mark[m] = around
			s.slot[m] = uint32(slots)
			slots++
		}
	}
	for _, n := range candidates {
		note(n, 0)
		s.neighbours(n, sp.width, note)
	}
	width := len(s.columns)
	cells := make([]float32, slots*width)
	for c, column := range s.columns {
		for _, g := range column {
			if s.mark[g.passage] == around {
				cells[int(s.slot[g.passage])*width+c] = g.score
			}
		}
	}
	decay := powers(windowDecay, sp.width)
	most := make([]float64, width)
	for _, n := range candidates {
		clear(most)
		gather := func(m, distance uint32) {
			for c, score := range cells[int(s.slot[m])*width:][:width] {
				most[c] = max(most[c], float64(score)*decay[distance])
			}
		}
		gather(n, 0)
		s.neighbours(n, sp.width, gather)
		sum := 0.0
		for _, score := range most {
			sum += score
		}
		s.lent[n] += windowWeight * sum
	}
}

// unit adds what the passages of a unit hold of the question: of each term the most that one of them got. It prefers the papers and items that are about
// all of the question, wherever in them its words stand.
func (s *search) unit() {
	for _, column := range s.columns {
		s.heads = s.heads[:0]
		for _, g := range column {
			h := s.head(g.passage)
			if s.most[h] == 0 {
				s.heads = append(s.heads, h)
			}
			s.most[h] = max(s.most[h], g.score)
		}
		for _, h := range s.heads {
			s.all[h] += s.most[h]
			s.most[h] = 0
		}
	}
	for _, n := range s.near {
		s.lent[n] += unitWeight * float64(s.all[s.head(n)])
	}
	for _, n := range s.touched {
		s.all[s.head(n)] = 0
	}
}

// head is the first passage of a passage's unit.
func (s *search) head(n uint32) uint32 {
	p, i := s.v.numberIn(n)
	return p.units[i] + p.offset
}

func powers(base float64, up int) []float64 {
	out := make([]float64, up+1)
	for i := range out {
		out[i] = math.Pow(base, float64(i))
	}
	return out
}

// neighbours visits the passages around n in its document that stand under the same heading and are spoken by the same body.
func (s *search) neighbours(n uint32, width int, visit func(m, distance uint32)) {
	p, i := s.v.numberIn(n)
	from, to := p.around(i, width)
	for j := from; j <= to; j++ {
		if j != i && p.units[j] == p.units[i] {
			visit(p.offset+j, distance(i, j))
		}
	}
}

// around are the first and the last passage of the same document at most width away from passage i.
func (s *segment) around(i uint32, width int) (from, to uint32) {
	d := &s.docs[s.doc[i]]
	from = d.First
	if w := uint32(width); i-from > w {
		from = i - w
	}
	return from, min(d.First+d.Passages-1, i+uint32(width))
}

func distance(a, b uint32) uint32 {
	if a > b {
		return a - b
	}
	return b - a
}
