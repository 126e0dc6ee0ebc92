package priority

import (
	"math"
	"slices"
)

// The least and the most weightings that are tried, and the most scores that are worked out in all: with very many
// initiatives fewer weightings are tried, so that a page is never slow.
const (
	mostDraws  = 2000
	leastDraws = 200
	mostScores = 4_000_000
	mostPairs  = 4_000_000
)

// sensitivity fills shares of weightings, best and worst ranks, and gives how many weightings were tried.
func sensitivity(in Input, result Result, base []float64, table []answered, marked []int, rows []Ranked) int {
	draws := in.Draws
	if draws <= 0 {
		draws = mostDraws
	}
	if len(marked) == 0 || len(base) == 0 {
		return 0
	}
	draws = max(min(draws, mostScores/len(marked)), min(draws, leastDraws))
	tally := newTally(table, marked, result.Top)
	source := newSimplex(len(base), in.Seed)
	weighting := make([]float64, len(base))
	for range draws {
		source.next(weighting)
		result.Freedom.mix(base, weighting)
		tally.add(weighting, true)
	}
	probes(len(base), func(corner []float64) {
		result.Freedom.mix(base, corner)
		tally.add(corner, false)
	})
	above, below := certain(result.Freedom, base, table, marked)
	for k, i := range marked {
		if rows[i].Rank == 0 {
			continue
		}
		rows[i].TopShare = float64(tally.top[k]) / float64(draws)
		rows[i].Best, rows[i].Worst = min(tally.best[k], rows[i].Rank), max(tally.worst[k], rows[i].Rank)
		rows[i].BestProven = above != nil && rows[i].Best == 1+above[k]
		rows[i].WorstProven = below != nil && rows[i].Worst == len(marked)-below[k]
	}
	return draws
}

// mix turns a free weighting into a possible one, in place.
func (f Freedom) mix(base, weighting []float64) {
	if f != AroundWeighted {
		return
	}
	for i := range weighting {
		weighting[i] = base[i]/2 + weighting[i]/2
	}
}

// tally counts ranks over weightings.
type tally struct {
	table       []answered
	marked      []int
	first       int
	scores      []float64
	order       []int
	top         []int
	best, worst []int
}

func newTally(table []answered, marked []int, first int) *tally {
	t := &tally{table: table, marked: marked, first: first}
	t.scores, t.order = make([]float64, len(marked)), make([]int, len(marked))
	t.top, t.best, t.worst = make([]int, len(marked)), make([]int, len(marked)), make([]int, len(marked))
	for k := range marked {
		t.best[k] = math.MaxInt
		t.order[k] = k
	}
	return t
}

func (t *tally) add(weighting []float64, counts bool) {
	for k, i := range t.marked {
		t.scores[k] = t.table[i].score(weighting)
	}
	// The order of the draw before is nearly that of this one, which sorts fast; equal scores go by place.
	slices.SortFunc(t.order, func(a, b int) int {
		if by := descending(t.scores[a], t.scores[b]); by != 0 {
			return by
		}
		return a - b
	})
	rank := 0
	for n, k := range t.order {
		if n == 0 || t.scores[k] != t.scores[t.order[n-1]] {
			rank = n + 1
		}
		if counts && rank <= t.first {
			t.top[k]++
		}
		t.best[k], t.worst[k] = min(t.best[k], rank), max(t.worst[k], rank)
	}
}

// simplex gives weightings that are spread evenly over all there are: the gaps between sorted points of the unit interval
// have the distribution Dirichlet(1, ..., 1), in which no weighting is likelier than another. The points are those of an
// additive recurrence with the generalised golden ratio (Roberts, The unreasonable effectiveness of quasirandom sequences,
// 2018), shifted by the seed: their shares settle faster than those of random points.
type simplex struct {
	step, at []float64
}

func newSimplex(questions int, seed uint64) *simplex {
	s := &simplex{step: make([]float64, max(questions-1, 0)), at: make([]float64, max(questions-1, 0))}
	ratio := golden(len(s.step))
	power := 1.0
	for i := range s.step {
		power /= ratio
		seed += 0x9e3779b97f4a7c15
		s.step[i], s.at[i] = power, float64(mixed(seed)>>11)/(1<<53)
	}
	return s
}

// mixed spreads the bits of a seed (splitmix64; Steele, Lea, Flood, 2014), so that neighbouring seeds start far apart.
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// golden is the root above 1 of x^(d+1) = x + 1.
func golden(d int) float64 {
	x := 1.5
	for range 60 {
		power := 1.0
		for range d {
			power *= x
		}
		f := float64(power*x) - x - 1
		x -= f / (float64(float64(d+1)*power) - 1)
	}
	return x
}

func (s *simplex) next(weighting []float64) {
	for i := range s.at {
		s.at[i] += s.step[i]
		if s.at[i] >= 1 {
			s.at[i]--
		}
		weighting[i] = s.at[i]
	}
	if len(weighting) == 0 {
		return
	}
	weighting[len(weighting)-1] = 1
	slices.Sort(weighting[:len(weighting)-1])
	for i := len(weighting) - 1; i > 0; i-- {
		weighting[i] -= weighting[i-1]
	}
}

// probes are weightings at the edges of what is possible, where best and worst ranks are found: nearly all weight on one
// question, or on two in several proportions. Every question keeps a trace of weight.
func probes(questions int, visit func([]float64)) {
	const trace = 1e-5
	weighting := make([]float64, questions)
	set := func(a, b int, share float64) {
		for i := range weighting {
			weighting[i] = trace / float64(questions)
		}
		weighting[a] += (1 - trace) * share
		weighting[b] += (1 - trace) * (1 - share)
		visit(weighting)
	}
	for a := range questions {
		set(a, a, 1)
		for b := range a {
			for _, share := range []float64{0.01, 0.25, 0.5, 0.75, 0.99} {
				set(a, b, share)
			}
		}
	}
}
