package benchmark

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// confidence is the standard normal quantile of a two-sided 95 % interval.
const confidence = 1.959963984540054

// Interval is the 95 % Wilson score interval of a percentage in the measure's unit; NaN where it is no proportion: another
// unit, no counts, more counted than there are, or a value that its counts do not make.
func Interval(m maturity.Measure, v Value) (low, high float64) {
	if m.Unit != maturity.UnitPercent || !v.counts() {
		return math.NaN(), math.NaN()
	}
	per := Per(m)
	if made := per * v.Numerator / v.Denominator; !(math.Abs(made-v.Value) <= 0.05+1e-6*math.Abs(made)) {
		return math.NaN(), math.NaN()
	}
	low, high = stat.Wilson(v.Numerator, v.Denominator, confidence)
	return round(per * low), round(per * high)
}

// compare sets the position of a result from value, counts and reference: above or below only where the reference lies
// further away than the tolerance and, for a proportion with its counts, outside its interval.
func (r *result) compare(m maturity.Measure, v Value) {
	r.ByTolerance, r.Better = Place(m, r.Value, r.Reference)
	r.Position, r.Low, r.High = r.ByTolerance, math.NaN(), math.NaN()
	if r.Position == maturity.PositionUnknown {
		return
	}
	if r.Low, r.High = Interval(m, v); r.Low != r.Low {
		return
	}
	switch {
	case r.Reference < r.Low:
		r.ByInterval = maturity.PositionAbove
	case r.Reference > r.High:
		r.ByInterval = maturity.PositionBelow
	default:
		r.ByInterval = maturity.PositionSimilar
	}
	if r.ByInterval != r.ByTolerance {
		r.Position, r.Better = maturity.PositionSimilar, nil
	}
}
