package maturity

import (
	"math"

	"waymark/internal/period"
)

// ArrivalChances is the distribution of the date at which a target is first reached, as the projection has it.
// docs/statistics.md states how it follows from the projection and how it was checked.
type ArrivalChances struct {
	// Early, Middle and Late are the first periods by whose end it is reached with a chance of at least 0.1, 0.5 and 0.9;
	// nil where that is not within the projection. Early to Late is the 80 % range.
	Early, Middle, Late *period.Period
	First, Last         period.Period // of the projection
	Never               float64       // chance that it is not reached by the end of Last
}

// Words is the distribution in a sentence, without its full stop.
func (a ArrivalChances) Words() string {
	end := monthOf(a.Last.End())
	switch {
	case a.Early == nil:
		return "Not expected by the end of " + end + ": the chance of reaching it by then is " + Chance(1-a.Never)
	case a.Middle == nil:
		return "Not expected by the end of " + end + ": the chance of reaching it by then is " + Chance(1-a.Never) + a.soonest()
	case a.Late == nil && *a.Middle == a.Last:
		return "The chance of reaching it by the end of " + end + " is " + Chance(1-a.Never) + a.soonest()
	case a.Late == nil:
		return "As likely as not reached by " + monthOf(a.Middle.End()) + a.soonest() + a.never()
	case *a.Late == *a.Early:
		return "Expected by " + monthOf(a.Late.End())
	}
	text := "As likely as not reached by " + monthOf(a.Middle.End()) + "; 8 in 10 that it is between " + monthOf(a.Early.Start) + " and " + monthOf(a.Late.End())
	if a.Never >= 0.05 {
		text += a.never()
	}
	return text
}

// soonest says by when it is reached at best, where that is not from the first period on.
func (a ArrivalChances) soonest() string {
	if *a.Early == a.First {
		return ""
	}
	return "; 9 in 10 that it is not before " + monthOf(a.Early.Start)
}

func (a ArrivalChances) never() string {
	return "; " + Chance(a.Never) + " that it is not reached by the end of " + monthOf(a.Last.End())
}

func monthOf(d period.Day) string { return d.Time().Format("January 2006") }

// PaceMultiple is how many times the change a quarter achieved over the last four quarters is needed from now on: 0 where
// nothing more is needed, +Inf where the last year stood still or went the other way, NaN where either is not known.
func (t Trajectory) PaceMultiple() float64 {
	need, got := t.RequiredPer, t.AchievedPer
	switch {
	case math.IsNaN(need) || math.IsNaN(got):
		return math.NaN()
	case need == 0:
		return 0
	case got*need <= 0:
		return math.Inf(1)
	}
	return need / got
}

// PaceWords says what multiple of the last year's pace is needed: "2.4 times the pace of the last year"; "" where
// the last year's pace would do, or nothing is known of it.
func (t Trajectory) PaceWords() string {
	switch k := t.PaceMultiple(); {
	case math.IsInf(k, 1) && t.AchievedPer == 0:
		return "the last year stood still"
	case math.IsInf(k, 1):
		return "the last year went the other way"
	case k >= 10:
		return "more than 10 times the pace of the last year"
	case k >= 1.05:
		return Number(k, 1) + " times the pace of the last year"
	}
	return ""
}
