package maturity

import (
	"time"

	"waymark/internal/period"
)

// SubmissionFilter chooses submissions, newest first. A visitor sees those sent from the own account and those that
// concern one of the own organisations; Everywhere sees all.
type SubmissionFilter struct {
	Everywhere    bool
	Account       int32
	Organisations []OrganisationID
	ID            int64             // only this one; 0 for any
	States        []SubmissionState // none for any
	Before        int64             // only those with a smaller number: the cursor of the next page; 0 for the newest
	Limit         int               // 0 for 50
}

// ObservationFilter chooses observations. Empty fields choose everything.
type ObservationFilter struct {
	Organisations []OrganisationID
	Footprint     OrganisationID // its members on the day of AsAt, and itself
	Measures      []string
	Kind          period.Kind
	From, To      period.Day // periods that begin in this span, both inclusive; 0 is open
	// Sources restricts to these, Except leaves some out (such as submitted plans, which are no observed values).
	Sources, Except []string
	// AllSources gives the values of all sources side by side; otherwise only the preferred one of each period.
	AllSources bool
	AsAt       time.Time // as believed then; zero for now
	Cursor     string    // where the page before ended; "" for the start
	Limit      int       // 0 for 500
}

// Series is all periods of one organisation and measure in order.
type Series struct {
	Organisation OrganisationID
	Measure      string
	Observations []Observation // the preferred source of each period; one period kind after the other
}

// ResultFilter chooses computed results. Empty fields choose everything.
type ResultFilter struct {
	Organisations []OrganisationID
	Footprint     OrganisationID // its members on the day of AsAt, and itself
	Measures      []string
	Statuses      []Status // of trajectories
	Targets       []string // of trajectories
	Benchmarks    []string // of positions and values of benchmarks
	From, To      period.Day
	AsAt          time.Time // as computed for then or before; zero for now
	Cursor        string    // where the page before ended; "" for the start
	Limit         int       // 0 for 500
}

// Coverage says in which periods values of a measure are stored. Organisations is 0 where they were not counted.
type Coverage struct {
	Measure       string
	First, Last   period.Period
	Organisations int
}

// SpeakingSource says that a source has a value of a measure in a period.
type SpeakingSource struct {
	Organisation OrganisationID
	Measure      string
	Period       period.Period
	Source       string // id
}
