package trajectory

import (
	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// Limits of what is said.
const (
	LeastPoints    = 4 // complete figures of one kind of period that a verdict needs: a year of quarters
	yearsProjected = 2 // at least, beyond the latest figure
	yearsAtMost    = 5 // no forecast reaches further
)

// Point is one period of the observed path with the counts behind it; NaN where they are not known.
type Point struct {
	maturity.PathPoint
	Numerator, Denominator float64
}

// Input is what is known of one organisation and measure.
type Input struct {
	Organisation maturity.OrganisationID
	Measure      maturity.Measure
	Observed     []Point                  // one per period, in period.Compare order, states without value included
	Breaks       []maturity.Break         // beside those of the definition
	Plan         []maturity.RequiredPoint // path the organisation committed to; may be empty
	Today        period.Day
	RollUp       *maturity.RollUpNote // where the latest value is made from other organisations' values
}

// Aim is a target that applies to the organisation.
type Aim struct {
	maturity.Target
	// OwnBaseline says that the baseline the target declares speaks for this organisation. Otherwise progress is counted
	// from the first figure.
	OwnBaseline bool
}

// Forecaster is the method that makes the projection.
type Forecaster interface {
	Forecast(forecast.Input) ([]stat.Predictive, error)
}

// Compute gives one trajectory per aim, in their order, or one without a target when there are none. KnownFrom,
// KnownTo and the hashes are left to the caller. The series is forecast once for all aims.
func Compute(in Input, aims []Aim, method Forecaster) []maturity.Trajectory {
	s := prepare(in, aims, method)
	if len(aims) == 0 {
		return []maturity.Trajectory{s.against(nil)}
	}
	out := make([]maturity.Trajectory, len(aims))
	for i := range aims {
		out[i] = s.against(&aims[i])
	}
	return out
}
