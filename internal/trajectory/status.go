package trajectory

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The chances from which a trajectory is on track, and at risk.
const (
	OnTrackFrom = 0.8
	AtRiskFrom  = 0.5
)

type verdict struct {
	status maturity.Status
	reason string
}

// judge applies the status rule, in this order:
//
//  1. no target: no_target
//  2. no figure: too_little
//  3. the latest complete figure is at the target: met (said as met at the baseline, or late, where it is so)
//  4. the target has no date: no_target, with the expected arrival
//  5. the date has passed: past_due
//  6. no projection reaches the date: too_little
//  7. chance of being at the target in the period of its date: from 0.8 on_track, from 0.5 at_risk, below unlikely
func (s *series) judge(t *maturity.Trajectory, aim *Aim) verdict {
	switch w := s.words(t, aim); {
	case aim == nil:
		return verdict{maturity.StatusNoTarget, w.noTarget()}
	case t.Latest == nil:
		return verdict{maturity.StatusTooLittle, w.noFigure()}
	case meets(aim, t.Latest.Value):
		return verdict{maturity.StatusMet, w.met()}
	case aim.Due == nil:
		return verdict{maturity.StatusNoTarget, w.noDate()}
	case s.Today > aim.Due.Latest:
		return verdict{maturity.StatusPastDue, w.pastDue()}
	case t.AtDue == nil:
		return verdict{maturity.StatusTooLittle, w.tooLittle()}
	default:
		return verdict{ByChance(t.Probability), w.forecast()}
	}
}

// ByChance is the status of a target that is still to come, by the chance of meeting it.
func ByChance(p float64) maturity.Status {
	switch {
	case p >= OnTrackFrom:
		return maturity.StatusOnTrack
	case p >= AtRiskFrom:
		return maturity.StatusAtRisk
	}
	return maturity.StatusUnlikely
}

// firstMet is the first period after the baseline in which a figure was at the target.
func firstMet(path []maturity.PathPoint, baseline *maturity.PathPoint, aim *Aim) *maturity.PathPoint {
	for i := range path {
		p := &path[i]
		if p.HasValue && meets(aim, p.Value) && (baseline == nil || period.Compare(p.Period, baseline.Period) > 0) {
			return p
		}
	}
	return nil
}

// atDue is the last figure whose period had ended by the end of the period of the date.
func atDue(path []maturity.PathPoint, due period.Period) *maturity.PathPoint {
	var found *maturity.PathPoint
	for i := range path {
		if path[i].HasValue && path[i].Period.End() <= due.End() {
			found = &path[i]
		}
	}
	return found
}
