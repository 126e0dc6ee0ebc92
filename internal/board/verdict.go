package board

import (
	"fmt"
	"math"

	"waymark/internal/maturity"
)

// Verdict is the answer of the first screen: one sentence, the figures behind it, and how complete they are.
type Verdict struct {
	Sentence  string          // h1
	Figures   string          // forecast, likely range, target, chance
	Freshness string          // how many returns it rests on
	Status    maturity.Status // of the footprint as a whole
}

// tally counts organisations by what is expected of them.
type tally struct{ met, onTrack, atRisk, missing, pastDue, unknown int }

func count(trajectories []maturity.Trajectory) (t tally) {
	for _, one := range trajectories {
		switch one.Status {
		case maturity.StatusMet:
			t.met++
		case maturity.StatusOnTrack:
			t.onTrack++
		case maturity.StatusAtRisk:
			t.atRisk++
		case maturity.StatusUnlikely:
			t.missing++
		case maturity.StatusPastDue:
			t.pastDue++
		default:
			t.unknown++
		}
	}
	return t
}

func (t tally) judged() int { return t.met + t.onTrack + t.atRisk + t.missing + t.pastDue }

// verdict builds the sentences. The rules are those of docs/statistics.md: the status is the footprint's own where it
// has a value, and otherwise the worst that holds for at least one organisation; the sentence gives the number of
// organisations it rests on, and speaks of none where the data cannot.
func verdict(m maturity.Measure, target maturity.Target, whole *maturity.Trajectory, members []maturity.Trajectory) Verdict {
	t := count(members)
	v := Verdict{Status: overall(whole, t)}
	when := dueWords(target)
	miss := t.missing + t.pastDue
	of := fmt.Sprintf("%d of %s", miss, organisations(t.judged()))
	switch v.Status {
	case maturity.StatusMet:
		v.Sentence = "We have met the target" + when
	case maturity.StatusOnTrack:
		v.Sentence = "We are on track for the target" + when
	case maturity.StatusAtRisk:
		v.Sentence = "It is not certain that we will meet the target" + when
	case maturity.StatusUnlikely:
		v.Sentence = "We are not on track for the target" + when
	case maturity.StatusPastDue:
		v.Sentence = "We did not meet the target" + when
	default:
		v.Sentence = "We cannot say yet whether we will meet the target" + when
	}
	switch {
	case t.judged() == 0:
	case v.Status == maturity.StatusPastDue || t.pastDue > 0 && miss == t.pastDue:
		v.Sentence += ": " + of + " missed it"
	case miss > 0:
		v.Sentence += ": " + of + " " + isAre(miss) + " forecast to miss it"
	case t.atRisk > 0:
		v.Sentence += fmt.Sprintf(": %d of %s %s at risk", t.atRisk, organisations(t.judged()), isAre(t.atRisk))
	default:
		v.Sentence += fmt.Sprintf(": %d of %s %s met it, %d %s on track", t.met, organisations(t.judged()), haveHas(t.met), t.onTrack, isAre(t.onTrack))
	}
	v.Figures = figures(m, target, whole)
	return v
}

func organisations(n int) string { return maturity.Count(n, "organisation", "organisations") }

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func haveHas(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// overall is the footprint's own status, or the worst of its organisations where it has no value of its own.
func overall(whole *maturity.Trajectory, t tally) maturity.Status {
	if whole != nil && whole.Status != maturity.StatusTooLittle && whole.Status != maturity.StatusNoTarget {
		return whole.Status
	}
	switch {
	case t.judged() == 0:
		return maturity.StatusTooLittle
	case t.pastDue > 0:
		return maturity.StatusPastDue
	case t.missing > 0:
		return maturity.StatusUnlikely
	case t.atRisk > 0:
		return maturity.StatusAtRisk
	case t.onTrack > 0:
		return maturity.StatusOnTrack
	}
	return maturity.StatusMet
}

// dueWords is " for March 2020" or nothing where the target has no date.
func dueWords(t maturity.Target) string {
	if t.Due == nil {
		return ""
	}
	return " for " + t.Due.Words()
}

// figures is the second line: forecast, likely range (80 %), target and chance; empty where nothing can be said.
func figures(m maturity.Measure, target maturity.Target, whole *maturity.Trajectory) string {
	if whole == nil {
		return ""
	}
	goal := fmt.Sprintf("Target %s%s.", bound(target.Operator), m.Format(target.Value))
	switch {
	case whole.Status == maturity.StatusMet || whole.Status == maturity.StatusPastDue:
		if whole.Latest == nil {
			return goal
		}
		return fmt.Sprintf("Now %s (%s). %s", m.Format(whole.Latest.Value), whole.Latest.Period.Short(), goal)
	case whole.AtDue == nil:
		return whole.Reason
	}
	line := fmt.Sprintf("Forecast %s%s (likely range %s to %s). %s", m.FormatEstimate(whole.AtDue.Median), byWords(target),
		m.FormatEstimate(whole.AtDue.Low80), m.FormatEstimate(whole.AtDue.High80), goal)
	if !math.IsNaN(whole.Probability) {
		line += " Chance of meeting it: " + maturity.Chance(whole.Probability) + "."
	}
	return line
}

func byWords(t maturity.Target) string {
	if t.Due == nil {
		return ""
	}
	return " by " + t.Due.Words()
}

// bound is the operator in words, left out for the usual "at least".
func bound(o maturity.Operator) string {
	if o == maturity.AtMost {
		return "at most "
	}
	return ""
}
