package trajectory

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// trend is the chi-squared test for trend over the last five fitted figures of a proportion, as Fingertips does it: a
// change is significant beyond stat.TrendCritical. nil for a measure that is no proportion.
func (s *series) trend() *maturity.Trend {
	if s.Measure.Unit != maturity.UnitPercent || len(s.fitted) == 0 {
		return nil
	}
	t := &maturity.Trend{Verdict: maturity.TrendUnknown}
	n := len(s.fitted)
	if n < maturity.TrendPoints {
		t.Reason = maturity.Count(n, "complete figure", "complete figures") + " so far, and " + maturity.TrendPointsWord + " in a row are needed"
		return t
	}
	last := s.fitted[n-maturity.TrendPoints:]
	if period.StepsBetween(s.periodOf(last[0]), s.periodOf(last[len(last)-1])) != maturity.TrendPoints-1 {
		t.Reason = "the last " + maturity.TrendPointsWord + " figures have a gap between them"
		return t
	}
	counted, of := make([]float64, len(last)), make([]float64, len(last))
	for i, at := range last {
		counted[i], of[i] = s.Observed[at].Numerator, s.Observed[at].Denominator
	}
	x := stat.TrendChiSquared(counted, of)
	if math.IsNaN(x) {
		t.Reason = "not all of the last " + maturity.TrendPointsWord + " figures come with how many were counted out of how many"
		return t
	}
	t.ChiSquared, t.First, t.Last = Round(x), s.path[last[0]], s.path[last[len(last)-1]]
	t.Verdict = trendVerdict(x, s.Measure.Polarity)
	return t
}

func trendVerdict(x float64, polarity maturity.Polarity) maturity.TrendVerdict {
	up := x > 0
	switch {
	case math.Abs(x) < stat.TrendCritical:
		return maturity.TrendNone
	case polarity == maturity.HigherIsBetter && up, polarity == maturity.LowerIsBetter && !up:
		return maturity.TrendBetter
	case polarity == maturity.HigherIsBetter, polarity == maturity.LowerIsBetter:
		return maturity.TrendWorse
	case up:
		return maturity.TrendUp
	}
	return maturity.TrendDown
}
