package maturity

import (
	"time"

	"waymark/internal/period"
)

// Status says where a trajectory stands against its target.
type Status string

// The statuses; docs/statistics.md states the rule of each.
const (
	StatusMet       Status = "met"        // at the target now, or already at the baseline
	StatusOnTrack   Status = "on_track"   // chance of meeting it by its date at least 80 %
	StatusAtRisk    Status = "at_risk"    // 50 % up to 80 %
	StatusUnlikely  Status = "unlikely"   // below 50 %
	StatusPastDue   Status = "past_due"   // the date has passed and it was not met
	StatusTooLittle Status = "too_little" // too few points to say
	StatusNoTarget  Status = "no_target"  // nothing to be measured against, or a target without a date
)

var statusWords = map[Status]string{
	StatusMet: "Met", StatusOnTrack: "On track", StatusAtRisk: "At risk", StatusUnlikely: "Unlikely",
	StatusPastDue: "Past due", StatusTooLittle: "Too little data", StatusNoTarget: "No dated target",
}

// Words is the status as pages print it.
func (s Status) Words() string { return statusWords[s] }

// Statuses lists all statuses in the order pages count them.
func Statuses() []Status {
	return []Status{StatusMet, StatusOnTrack, StatusAtRisk, StatusUnlikely, StatusPastDue, StatusTooLittle, StatusNoTarget}
}

// PathPoint is one period of an observed path.
type PathPoint struct {
	Period      period.Period `json:"period"`
	State       State         `json:"state"`
	Value       float64       `json:"value"` // NaN never: a state without value leaves it 0 and HasValue false
	HasValue    bool          `json:"has_value"`
	Source      string        `json:"source,omitempty"`
	Flags       Flag          `json:"flags,omitempty"`
	Provisional bool          `json:"provisional,omitempty"` // last period still incomplete: drawn hollow, left out of the fit
	Reporting   int           `json:"reporting,omitempty"`   // organisations in a roll-up
	Expected    int           `json:"expected,omitempty"`
	// Illustrative: invented, or made from at least one invented figure; every page that shows it says so.
	Illustrative bool `json:"illustrative,omitempty"`
}

// BandPoint is one projected period with its quantiles in the measure's unit.
type BandPoint struct {
	Period period.Period `json:"period"`
	Median float64       `json:"median"`
	Low50  float64       `json:"low50"`
	High50 float64       `json:"high50"`
	Low80  float64       `json:"low80"`
	High80 float64       `json:"high80"`
	Low95  float64       `json:"low95"`
	High95 float64       `json:"high95"`
}

// RequiredPoint is one period of the straight required path from baseline to target.
type RequiredPoint struct {
	Period period.Period `json:"period"`
	Value  float64       `json:"value"`
}

// Trajectory is the computed answer for one organisation, measure and target at a time.
type Trajectory struct {
	Organisation OrganisationID
	Measure      string
	Target       string // id; "" when there is none
	KnownFrom    time.Time
	KnownTo      time.Time
	Status       Status
	Reason       string // a sentence
	// Probability of meeting the target by its date; NaN when it cannot be said.
	Probability float64
	Baseline    *PathPoint
	Latest      *PathPoint
	Observed    []PathPoint
	Plan        []RequiredPoint // path submitted by the organisation
	Required    []RequiredPoint
	Projected   []BandPoint
	// AtDue is the projection for the period that holds the due date.
	AtDue *BandPoint
	// Arrival is the period in which the median projection first meets the target; nil when not within the horizon.
	Arrival     *period.Period
	NotBefore   *period.Period  // last period of the horizon when Arrival is nil and there is a projection
	Chances     *ArrivalChances // of the date of arrival; nil without projection, without target, or when it is met now
	RequiredPer float64         // points per quarter needed from the latest value to the target by its date; NaN when unknown
	AchievedPer float64         // points per quarter achieved over the last four quarters; NaN when unknown
	RollUp      *RollUpNote     // for a footprint's computed value
	Breaks      []Break         // with a figure before them; the projection is made from figures after the last one
	Trend       *Trend          // over the last figures; nil where the measure is no proportion or there is no figure
	Control     *Control        // nil where there is no figure, or the measure is a yes or no
	InputsHash  string
	Definition  string // hash of measure and target definitions
}

// RollUpNote says how a footprint's newest value was made and who is missing from it. That value may be of a later
// period than Trajectory.Latest: one from which returns are missing is not complete.
type RollUpNote struct {
	Period    period.Period `json:"period,omitzero"`
	Method    RollUp        `json:"method"`
	Reporting int           `json:"reporting"`
	Expected  int           `json:"expected"`
	Missing   []string      `json:"missing,omitempty"` // codes, at most 100
}

// Position is an organisation's place against a benchmark.
type Position string

// The positions.
const (
	PositionAbove   Position = "above"
	PositionSimilar Position = "similar"
	PositionBelow   Position = "below"
	PositionUnknown Position = "unknown" // too few, no value, or no benchmark for this instrument
)

// BenchmarkResult is an organisation's value in a period against a benchmark.
type BenchmarkResult struct {
	Organisation OrganisationID
	Measure      string
	Benchmark    string // id
	Period       period.Period
	KnownFrom    time.Time
	Value        float64
	Reference    float64 // the benchmark's value; NaN when it cannot be given
	// Position is what both comparisons say; "similar" where they differ. Without an interval it is that by tolerance.
	Position    Position
	ByTolerance Position // more than the measure's tolerance away from the reference
	ByInterval  Position // the reference outside the interval; "" without one
	Low, High   float64  // 95 % interval of the value in the measure's unit; NaN where it is no proportion with its counts
	Better      *bool    // nil when polarity is neither or the position is similar or unknown
	Centile     float64  // share of peers at or below, 0 to 100; NaN when not given (never for self-assessed scores)
	Peers       int      // organisations in the reference
	PeerCodes   []string // who they are, the nearest first, where they were chosen for this organisation
	Indicative  bool     // compared with the average of another instrument
	Reason      string   // why it is unknown or indicative
}

// Basis says how the position was judged: by interval and tolerance, or by tolerance alone; "" where it is unknown.
func (r BenchmarkResult) Basis() string {
	switch {
	case r.Position == PositionUnknown:
		return ""
	case r.ByInterval != "":
		return BasisInterval
	}
	return BasisTolerance
}

// The bases of a position.
const (
	BasisInterval  = "interval and tolerance"
	BasisTolerance = "tolerance"
)

// BenchmarkValue is the value of a benchmark in a period for a population.
type BenchmarkValue struct {
	Measure    string
	Benchmark  string // id
	Population string // kind of organisation where the benchmark is per kind; "" otherwise
	Period     period.Period
	Value      float64   // NaN when it cannot be given; Reason says why
	Peers      int       // organisations in it
	Centiles   []float64 // 5, 25, 50, 75, 95; empty when not given
	Reason     string
}

// RollUpValue is a footprint's value in a period, made of its organisations' values.
type RollUpValue struct {
	Organisation OrganisationID
	Measure      string
	Period       period.Period
	Method       RollUp
	Value        float64
	Numerator    float64 // NaN when the method has none
	Denominator  float64
	Reporting    int
	Expected     int
	Missing      []string // codes, in order
	Illustrative bool     // at least one of its values is invented
}
