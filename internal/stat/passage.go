package stat

import (
	"math"
	"sync"
)

// MostPassageSteps is how far FirstPassage looks: five years of months.
const MostPassageSteps = 60

// FirstPassage gives, for each step h = 1, 2, ..., the chance that a path has been inside its region at step h or at any
// step before. The path is given by its standard score z(h): what the normal distribution makes of the chance, in the
// predictive distribution of step h, of a value as low as the one that comes. The region of step h is low[h-1] <= z <=
// high[h-1]; infinite ends are allowed.
//
// The distributions of single steps do not say how the steps of one path hang together. Assumed is what holds for a
// random walk, whose errors add up: z(h) = sqrt(k/h) z(k) + sqrt(1 - k/h) e with e independent of the past, so that
// scores of steps k < h correlate by sqrt(k/h). Whatever is assumed, the largest chance of a single step up to h is a
// lower bound and their sum an upper one; the answer lies between.
//
// Method: the density of z is carried from step to step on 51 cells, without what has arrived; off by less than 0.003
// up to 24 steps and 0.01 up to 60. Beyond MostPassageSteps nothing more arrives. A region with NaN is never reached.
// Both slices must have the same length.
func FirstPassage(low, high []float64) []float64 {
	ladder := passageLadder()
	mass := ladder.start
	arrived := 0.0
	out := make([]float64, len(low))
	for h := range low {
		if h > 0 && h < MostPassageSteps {
			mass = ladder.steps[h].carry(&mass)
		}
		if h < MostPassageSteps {
			arrived += ladder.absorb(&mass, low[h], high[h])
		}
		out[h] = min(1, arrived)
	}
	return out
}

const (
	passageCells = 51
	passageEdge  = 3.3 // scores beyond it fall into the outermost cells
)

// passageGrid is what all calls share: cells of the score, and for each step where the score of a cell goes.
type passageGrid struct {
	ends  [passageCells + 1]float64 // NormalCDF of the ends of cells
	start [passageCells]float64
	steps [MostPassageSteps]passageStep
}

// passageStep holds, for each cell, the chances of the cells it may go to; those below 1e-5 are left out.
type passageStep struct {
	from [passageCells]int
	to   [passageCells][]float64
}

var passageLadder = sync.OnceValue(func() *passageGrid {
	g := &passageGrid{}
	for i := range g.ends {
		g.ends[i] = NormalCDF(passageEnd(i))
	}
	var middle [passageCells]float64
	for i := range g.start {
		g.start[i] = g.ends[i+1] - g.ends[i]
		middle[i] = (normalDensity(passageEnd(i)) - normalDensity(passageEnd(i+1))) / g.start[i]
	}
	for h := 1; h < MostPassageSteps; h++ {
		g.steps[h] = newPassageStep(float64(h)/float64(h+1), &middle)
	}
	return g
})

// newPassageStep is the step in which a share of the variance is kept from the past.
func newPassageStep(kept float64, middle *[passageCells]float64) (s passageStep) {
	keep, rest := math.Sqrt(kept), math.Sqrt(1-kept)
	for i, z := range middle {
		below := 0.0
		for j := range middle {
			next := NormalCDF((passageEnd(j+1) - float64(keep*z)) / rest)
			if chance := next - below; chance > 1e-5 {
				if len(s.to[i]) == 0 {
					s.from[i] = j
				}
				s.to[i] = append(s.to[i], chance)
			}
			below = next
		}
	}
	return s
}

// passageEnd is the lower end of cell i; the outermost cells have no outer end.
func passageEnd(i int) float64 {
	switch i {
	case 0:
		return math.Inf(-1)
	case passageCells:
		return math.Inf(1)
	}
	return -passageEdge + 2*passageEdge*float64(i)/passageCells
}

func normalDensity(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

func (s *passageStep) carry(mass *[passageCells]float64) (out [passageCells]float64) {
	for i, m := range mass {
		if m < 1e-7 {
			continue
		}
		to := s.to[i]
		into := out[s.from[i]:][:len(to)]
		for j, chance := range to {
			into[j] += float64(m * chance)
		}
	}
	return out
}

// absorb takes what is inside the region out of the mass, and says how much it was.
func (g *passageGrid) absorb(mass *[passageCells]float64, low, high float64) (taken float64) {
	from, to := NormalCDF(low), NormalCDF(high)
	for i := range mass {
		inside := min(to, g.ends[i+1]) - max(from, g.ends[i])
		if !(inside > 0) {
			continue
		}
		part := float64(mass[i] * min(1, inside/g.start[i]))
		taken += part
		mass[i] -= part
	}
	return taken
}
