package trajectory

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// arrivalChances is the distribution of the first period in which a figure is at the target, over the first steps of the
// projection: stat.FirstPassage of the regions of standard scores that stand for "at the target". nil where the whole
// projection is history.
func (s *series) arrivalChances(aim *Aim, steps int) *maturity.ArrivalChances {
	if steps == 0 || s.isOutrun() {
		return nil
	}
	low, high := make([]float64, steps), make([]float64, steps)
	for h := range steps {
		low[h], high[h] = region(s.projected[h], aim, s.Measure)
	}
	arrived := stat.FirstPassage(low, high)
	out := &maturity.ArrivalChances{First: s.from.Add(1), Last: s.from.Add(steps), Never: Round(1 - arrived[steps-1])}
	for h, p := range arrived {
		at := s.from.Add(h + 1)
		if out.Early == nil && p >= 0.1 {
			out.Early = &at
		}
		if out.Middle == nil && p >= 0.5 {
			out.Middle = &at
		}
		if out.Late == nil && p >= 0.9 {
			out.Late = &at
		}
	}
	return out
}

// region is where the standard score of a value at the target lies; the chance of it is that of chance().
func region(q stat.Predictive, aim *Aim, m maturity.Measure) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	switch {
	case aim.Operator == maturity.AtMost, aim.Operator == maturity.Equal && aim.Value == m.Low:
		high = stat.NormalQuantile(q.AtMost(aim.Value))
	case aim.Operator == maturity.Equal && aim.Value != m.High:
		half := 0.5 * math.Pow10(-m.Decimals)
		low, high = stat.NormalQuantile(q.Below(aim.Value-half)), stat.NormalQuantile(q.AtMost(aim.Value+half))
	default:
		low = stat.NormalQuantile(q.Below(aim.Value))
	}
	return low, high
}
