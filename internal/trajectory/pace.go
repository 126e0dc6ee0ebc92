package trajectory

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const mostRequired = 400 // points of a required path; a longer one is not drawn

// required is the straight path from the baseline to the target in the period that holds its date. Where the baseline
// is at the target already it stays at the target: nothing is required but to hold it.
func (s *series) required(baseline *maturity.PathPoint, aim *Aim, due period.Period) []maturity.RequiredPoint {
	if baseline == nil {
		return nil
	}
	start := s.inKind(baseline.Period)
	steps := period.StepsBetween(start, due)
	if steps < 1 || steps > mostRequired || math.IsInf(aim.Value-baseline.Value, 0) {
		return nil
	}
	from := baseline.Value
	if meets(aim, from) {
		from = aim.Value
	}
	out := make([]maturity.RequiredPoint, steps+1)
	for i := range out {
		share := float64(i) / float64(steps)
		out[i] = maturity.RequiredPoint{Period: start.Add(i), Value: coarse(from + share*(aim.Value-from))}
	}
	return out
}

// quartersBetween counts quarters, with thirds, between the ends of two periods.
func quartersBetween(a, b period.Period) float64 {
	from, to := (a.End() + 1).Time(), (b.End() + 1).Time()
	months := (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
	return float64(months) / 3
}

// requiredPerQuarter is the change a quarter needed from the latest figure to the target by its date: 0 when it is met
// now, NaN when the date is not ahead of the latest figure.
func requiredPerQuarter(latest *maturity.PathPoint, aim *Aim, due period.Period) float64 {
	if latest == nil {
		return math.NaN()
	}
	quarters := quartersBetween(latest.Period, due)
	switch {
	case quarters <= 0:
		return math.NaN()
	case meets(aim, latest.Value):
		return 0
	}
	return finite(Round((aim.Value - latest.Value) / quarters))
}

// achieved is the change a quarter over the last four quarters: from the earliest fitted figure of that year to the
// last one; from the figure before when the year holds only one; NaN with fewer than two figures.
func (s *series) achieved() float64 {
	n := len(s.fitted)
	if n < 2 {
		return math.NaN()
	}
	last := s.fitted[n-1]
	first := s.fitted[n-2]
	for i := n - 2; i >= 0 && quartersBetween(s.periodOf(s.fitted[i]), s.periodOf(last)) <= 4; i-- {
		first = s.fitted[i]
	}
	quarters := quartersBetween(s.periodOf(first), s.periodOf(last))
	return finite(Round((s.path[last].Value - s.path[first].Value) / quarters))
}

// finite is NaN, not known, for what is too large for a number.
func finite(v float64) float64 {
	if math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}
