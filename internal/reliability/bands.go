package reliability

import (
	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// stored is how many quantiles are kept of a forecast.
const stored = 7

// places of the stored quantiles among stat.Levels: 2.5, 10, 25, 50, 75, 90 and 97.5 %.
var places = [stored]int{stat.Low95, stat.Low80, stat.Low50, stat.Median, stat.High50, stat.High80, stat.High95}

type quantiles [stored]float64

func quantilesOf(b *maturity.BandPoint) quantiles {
	return quantiles{b.Low95, b.Low80, b.Low50, b.Median, b.High50, b.High80, b.High95}
}

// predictive fills the levels between the stored ones, linear on the normal scale, as chances are read off.
func (q quantiles) predictive() (p stat.Predictive) {
	for i := range stored - 1 {
		from, to := places[i], places[i+1]
		for at := from; at <= to; at++ {
			share := (stat.LevelScore(at) - stat.LevelScore(from)) / (stat.LevelScore(to) - stat.LevelScore(from))
			p[at] = q[i] + float64(share*(q[i+1]-q[i]))
		}
		p[to] = q[i+1]
	}
	return p
}

// inside is 1 where x is in the band between quantiles low and high, ends included, and 0 where it is not. Where several
// quantiles are equal to x, chance has a mass there, as at the end of a scale: the band then holds x for the share of
// the mass that belongs to it, so that a right forecast still scores its level on average (the non-randomised
// probability integral transform; Czado, Gneiting and Held 2009).
func (q quantiles) inside(x float64, low, high int) float64 {
	first, last := stored, -1
	for i, v := range q {
		if v == x {
			first, last = min(first, i), i
		}
	}
	if last <= first { // none or one
		if q[low] <= x && x <= q[high] {
			return 1
		}
		return 0
	}
	from, to := 0.0, 1.0
	if first > 0 {
		from = stat.Levels[places[first]]
	}
	if last < stored-1 {
		to = stat.Levels[places[last]]
	}
	held := min(to, stat.Levels[places[high]]) - max(from, stat.Levels[places[low]])
	return max(0, held) / (to - from)
}
