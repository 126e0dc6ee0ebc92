package benchmark

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// Place says where a value stands against a reference: similar within the measure's tolerance (ends included), else
// above or below; unknown when either is NaN. better is nil unless the measure's polarity judges the difference.
func Place(m maturity.Measure, value, reference float64) (place maturity.Position, better *bool) {
	difference := value - reference
	switch {
	case difference != difference:
		return maturity.PositionUnknown, nil
	case math.Abs(difference) <= m.Tolerance+1e-9:
		return maturity.PositionSimilar, nil
	}
	place = maturity.PositionBelow
	if difference > 0 {
		place = maturity.PositionAbove
	}
	if m.Polarity == maturity.HigherIsBetter || m.Polarity == maturity.LowerIsBetter {
		good := (difference > 0) == (m.Polarity == maturity.HigherIsBetter)
		better = &good
	}
	return place, better
}

// Centile is the share of peers at or below the value, 0 to 100, the value's own organisation included; NaN for fewer
// than ten peers and for self-assessed scores, which are no ranking.
func Centile(m maturity.Measure, sorted []float64, value float64) float64 {
	if m.SelfAssessed || len(sorted) < leastForCentile {
		return math.NaN()
	}
	return round(100 * stat.ShareAtOrBelow(sorted, value))
}
