package ramp

import (
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// kept are the places in stat.Levels of the quantiles that are stored.
var kept = [...]int{stat.Low95, stat.Low80, stat.Low50, stat.Median, stat.High50, stat.High80, stat.High95}

// Rebuilt is the distribution of which only seven quantiles were stored: those between are straight lines on the normal
// scale, as stat.Predictive itself reads what lies between its quantiles.
func Rebuilt(b maturity.BandPoint) (q stat.Predictive) {
	values := [...]float64{b.Low95, b.Low80, b.Low50, b.Median, b.High50, b.High80, b.High95}
	for i := range len(kept) - 1 {
		low, high := stat.LevelScore(kept[i]), stat.LevelScore(kept[i+1])
		for at := kept[i]; at <= kept[i+1]; at++ {
			share := (stat.LevelScore(at) - low) / (high - low)
			q[at] = values[i] + float64(share*(values[i+1]-values[i]))
		}
		q[kept[i]] = values[i]
	}
	q[stat.High95] = b.High95
	slices.Sort(q[:]) // rounding may leave two neighbours the wrong way round
	return q
}

// Point is the seven quantiles that are stored and drawn.
func Point(p period.Period, q stat.Predictive) maturity.BandPoint {
	return maturity.BandPoint{Period: p, Median: q[stat.Median], Low50: q[stat.Low50], High50: q[stat.High50],
		Low80: q[stat.Low80], High80: q[stat.High80], Low95: q[stat.Low95], High95: q[stat.High95]}
}

// Moved is a distribution with a shift that is independent of it: the distances from the median combine on each side as
// the root of the sum of squares, and the median is where it must be for the means to add up (medians do, where neither is
// skewed). Exact for normal distributions. Nothing leaves the bounds of the measure, unless the distribution had left
// them before. The zero shift changes nothing, to the last bit.
func Moved(q stat.Predictive, s Shift, m maturity.Measure) stat.Predictive {
	if s == (Shift{}) {
		return q
	}
	low, high := bounds(q, m)
	middle := q[stat.Median]
	median := middle + s.Median + skew(q, s)
	out := q
	for i := range out {
		score := stat.LevelScore(i)
		spread := math.Copysign(math.Hypot(q[i]-middle, s.spread(score)), score)
		if i == stat.Median {
			spread = 0
		}
		out[i] = math.Min(high, math.Max(low, median+spread))
	}
	return out
}

// skew is by how much the median of a sum differs from the sum of medians: means add up, and the mean of two halves of
// normal distributions lies off their median by the difference of their deviations over the root of two pi.
func skew(q stat.Predictive, s Shift) float64 {
	below, above := q[stat.Median]-q[stat.Low80], q[stat.High80]-q[stat.Median]
	excess := (above - below) + (s.Above - s.Below) - (math.Hypot(above, s.Above) - math.Hypot(below, s.Below))
	return excess / stat.LevelScore(stat.High80) / math.Sqrt(2*math.Pi)
}

// bounds are those of the measure, as far as the distribution keeps to them.
func bounds(q stat.Predictive, m maturity.Measure) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if m.Low <= q[0] {
		low = m.Low
	}
	if m.High >= q[stat.NumberOfLevels-1] {
		high = m.High
	}
	return low, high
}

// Shifted is a projection with what is added in each of its periods.
func Shifted(bands []maturity.BandPoint, m maturity.Measure, added func(end period.Day) Shift) []maturity.BandPoint {
	out := slices.Clone(bands)
	for i, b := range bands {
		if s := added(b.Period.End()); s != (Shift{}) {
			out[i] = Point(b.Period, Moved(Rebuilt(b), s, m))
		}
	}
	return out
}
