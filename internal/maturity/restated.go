package maturity

import "waymark/internal/period"

// Restated is a figure that was known at two times with different values. Where either of them is suppressed, neither
// has a value: the difference would give it away.
type Restated struct {
	Organisation OrganisationID
	Measure      string
	Period       period.Period // the newest of the series that was restated
	Source       string
	ThenState    State
	Then         float64 // NaN without a value
	NowState     State
	Now          float64
	Periods      int // of the series that were restated, this one included
}

// Arrived is of how many organisations figures for a period were known at two times, from one source. Plans do not count.
type Arrived struct {
	Period    period.Period
	Source    string
	Then, Now int // organisations
	Figures   int // known now and not then; negative where fewer are known
}
