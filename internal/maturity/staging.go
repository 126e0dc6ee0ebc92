package maturity

import "waymark/internal/period"

// StagingRules is what the set-based checks of staged rows need to know.
type StagingRules struct {
	Source  string                   // id of the Source all rows belong to
	MaxJump map[string]float64       // measure id -> largest change between neighbouring periods that raises no question
	Held    []OrganisationID         // already held back by the rules for single rows
	Lost    map[OrganisationID]int64 // how many of their values could not be staged at all
	// Orderly says that staging has already proved that no value is repeated and nothing jumps inside the file.
	Orderly bool
}

// StagingFindings is what the set-based checks found.
type StagingFindings struct {
	Repeats   Clashes     // one value given twice for the same organisation, measure and period: kept once
	Conflicts Clashes     // different values given: their organisations are held back
	Jumps     Clashes     // a large change from the neighbouring period
	Left      Clashes     // the strategy leaves the stored value, or its absence, as it is: the staged one is dropped
	Newer     Clashes     // the stored value is from a newer edition of the statistic: it is kept, the staged one dropped
	TooEarly  Clashes     // the stored value is believed from a later time than the submission states
	Together  []JumpCount // measures and periods in which several organisations change by much
	Counts    StagingCounts
	Changes   []Clash // the first values that would be replaced
}

// JumpCount says how many organisations change by much from the period before, of those that can be compared with it.
type JumpCount struct {
	Measure          string
	Period           period.Period
	Jumped, Compared int
}

// StagingCounts counts values by what becomes, or became, of them. Left are those that the strategy leaves as they are.
type StagingCounts struct{ New, Changed, Unchanged, HeldBack, Left int64 }

// Clashes are equal findings: how many, and the first of them.
type Clashes struct {
	Count    int64
	Examples []Clash
	// Organisations to be held back for it, with their codes.
	Organisations map[OrganisationID]string
}

// Clash is one staged value that does not go with another value.
type Clash struct {
	Organisation string // code
	Measure      string // id
	Period       period.Period
	Cell         Cell
	Value        float64 // NaN when the state holds none
	State        State
	Other        *Cell // the place of the other value in the same file; nil when it is stored
	OtherValue   float64
	OtherState   State
	OtherPeriod  period.Period
	// What the values were computed from; NaN where they were not.
	Numerator, Denominator           float64
	OtherNumerator, OtherDenominator float64
}

// OrganisationOutcome is what a submission did, or would do, to one organisation.
type OrganisationOutcome struct {
	Organisation Organisation
	HeldBack     bool
	StagingCounts
	// Outcome is what became of its return, Why says what kept it from being written or submitted; for files that go into
	// returns.
	Outcome ReturnOutcome
	Why     string
	Period  period.Period // of that return
}
