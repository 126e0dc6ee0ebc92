package ramp

import (
	"math"

	"waymark/internal/stat"
)

// nearest is the nearest a stated chance comes to 0 or 1, as in stat.Predictive.
const nearest = 0.001

// Chance is the chance of meeting a target after a shift. The stored chance was made from all quantiles of the forecast,
// before from the few that were kept; what they differ by on the normal scale is carried over. So nothing added gives
// exactly the stored chance, and more in the right direction never gives less. reach is the chance of the target under a
// distribution. NaN stays NaN.
func Chance(stored float64, before, after stat.Predictive, reach func(stat.Predictive) float64) float64 {
	if before == after || math.IsNaN(stored) {
		return stored
	}
	score := stat.NormalQuantile(inside(reach(after))) + stat.NormalQuantile(inside(stored)) - stat.NormalQuantile(inside(reach(before)))
	return inside(stat.NormalCDF(score))
}

func inside(p float64) float64 { return math.Min(1-nearest, math.Max(nearest, p)) }
