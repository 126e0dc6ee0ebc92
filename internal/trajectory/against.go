package trajectory

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// against computes the trajectory for one aim, or without a target when aim is nil.
func (s *series) against(aim *Aim) maturity.Trajectory {
	t := maturity.Trajectory{
		Organisation: s.Organisation, Measure: s.Measure.ID, Observed: s.path, Plan: s.Plan, RollUp: s.RollUp,
		Probability: math.NaN(), RequiredPer: math.NaN(), AchievedPer: s.achieved(),
	}
	if s.latest >= 0 {
		latest := s.path[s.latest]
		t.Latest = &latest
	}
	t.Baseline, t.Breaks = s.baseline(aim), s.cutBy()
	if s.projected != nil {
		t.Projected = s.bands(s.horizon(aim))
	}
	if aim != nil {
		t.Target = aim.ID
		s.measureUp(&t, aim)
	}
	t.Control, t.Trend = s.control(aim), s.trend()
	v := s.judge(&t, aim)
	t.Status, t.Reason = v.status, v.reason
	return t
}

// measureUp fills what depends on the target: required path and pace, chance at its date, arrival.
func (s *series) measureUp(t *maturity.Trajectory, aim *Aim) {
	if aim.Due != nil {
		due := s.dueIn(aim.Due)
		t.Required = s.required(t.Baseline, aim, due)
		t.RequiredPer = requiredPerQuarter(t.Latest, aim, due)
		if h := s.stepsTo(due); h >= 1 && h <= len(t.Projected) {
			band := t.Projected[h-1]
			t.AtDue = &band
			t.Probability = Round(chance(s.projected[h-1], aim, s.Measure))
		}
	}
	if t.Latest == nil || s.projected == nil || meets(aim, t.Latest.Value) {
		return
	}
	t.Chances = s.arrivalChances(aim, len(t.Projected))
	for h := range t.Projected {
		if chance(s.projected[h], aim, s.Measure) >= 0.5 {
			arrival := s.from.Add(h + 1)
			t.Arrival = &arrival
			return
		}
	}
	last := s.from.Add(len(t.Projected))
	t.NotBefore = &last
}

// stepsTo counts the steps from the last fitted period; 0 when nothing is projected.
func (s *series) stepsTo(p period.Period) int {
	if s.projected == nil {
		return 0
	}
	return period.StepsBetween(s.from, p)
}

func (s *series) bands(horizon int) []maturity.BandPoint {
	out := make([]maturity.BandPoint, horizon)
	for h := range out {
		q := &s.projected[h]
		out[h] = maturity.BandPoint{
			Period: s.from.Add(h + 1), Median: coarse(q[stat.Median]),
			Low50: coarse(q[stat.Low50]), High50: coarse(q[stat.High50]),
			Low80: coarse(q[stat.Low80]), High80: coarse(q[stat.High80]),
			Low95: coarse(q[stat.Low95]), High95: coarse(q[stat.High95]),
		}
	}
	return out
}

// baseline is what progress is counted from: the one the target declares for this organisation, else the first figure
// that is comparable with today's.
func (s *series) baseline(aim *Aim) *maturity.PathPoint {
	if aim != nil && aim.OwnBaseline && aim.Baseline != nil {
		for i := range s.path { // the same figure may have been submitted, with its source and flags
			if s.path[i].Period == aim.Baseline.Period && s.path[i].HasValue && s.path[i].Value == aim.Baseline.Value {
				point := s.path[i]
				return &point
			}
		}
		return &maturity.PathPoint{Period: aim.Baseline.Period, State: maturity.Reported, Value: aim.Baseline.Value, HasValue: true}
	}
	for i := range s.path {
		if s.path[i].HasValue && s.path[i].Period.Start >= s.broken {
			point := s.path[i]
			return &point
		}
	}
	return nil
}

// meets reports whether a value is at the target; a difference that only floating point makes does not count.
func meets(aim *Aim, value float64) bool {
	return aim.Operator.Met(value, aim.Value) || math.Abs(value-aim.Value) <= 1e-9*math.Max(1, math.Abs(aim.Value))
}

// chance is the probability of being at the target. "Equal" to a bound is the same as reaching it; "equal" to a value
// in between allows half of the last digit shown.
func chance(q stat.Predictive, aim *Aim, m maturity.Measure) float64 {
	switch {
	case aim.Operator == maturity.AtMost, aim.Operator == maturity.Equal && aim.Value == m.Low:
		return q.AtMost(aim.Value)
	case aim.Operator == maturity.Equal && aim.Value != m.High:
		half := 0.5 * math.Pow10(-m.Decimals)
		return math.Max(0, q.AtMost(aim.Value+half)-q.Below(aim.Value-half))
	}
	return q.AtLeast(aim.Value)
}

// Chance is the probability that a distribution gives to being at a target.
func Chance(q stat.Predictive, target maturity.Target, m maturity.Measure) float64 {
	return chance(q, &Aim{Target: target}, m)
}

// coarse keeps two decimals of a projected value from 1 on, four below: bands are the bulk of what is stored.
func coarse(v float64) float64 {
	if math.Abs(v) < 1 {
		return Round(v)
	}
	if r := math.Round(v*100) / 100; !math.IsInf(r, 0) {
		return r
	}
	return v
}

// Round keeps four decimals: more than a page shows, and few enough for the same bytes on every machine.
func Round(v float64) float64 {
	if r := math.Round(v*1e4) / 1e4; !math.IsInf(r, 0) {
		return r
	}
	return v
}
