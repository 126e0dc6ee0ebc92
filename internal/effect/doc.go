// Package effect works out what a go-live did to a measure: the change at the organisation against the changes of peers
// without it in the same periods, with an interval from how far the peers' own changes lie apart; several go-lives of one
// initiative taken together; and whether the control chart of the figures before signals after. Where it cannot be told it
// says why. It is pure, and it proves nothing: peers are not chosen by lot. docs/statistics.md, "Did it work", states the
// rules and what simulated panels say of them.
package effect

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Version names the method; it goes into the hash of everything computed by it.
const Version = "effect-1"

// Limits of what is said.
const (
	LeastPeers    = 10   // fewer say too little about what would have happened anyway
	LeastPooled   = 3    // deployments that a pooled answer needs
	Interval      = 0.95 // of an effect, and of a pooled one
	Range         = 0.80 // of the gain of a further deployment
	mostMissing   = 4    // a peer may lack a quarter of the figures that the organisation has: one in so many
	widthFraction = 1e-9 // spreads below this share of the figures' size are none
)

// Figure is a complete figure with its period.
type Figure struct {
	Period period.Period
	Value  float64
}

// Body is one organisation with its figures, all of one kind of period, in order of time.
type Body struct {
	ID           maturity.OrganisationID
	Figures      []Figure
	Breaks       []maturity.Break // beside those of the definition
	Live         []period.Day     // of a peer: first days from which something that is to move the measure was in use
	Illustrative bool
}

// Panel is what is known about one deployment and measure.
type Panel struct {
	Measure maturity.Measure
	Own     Body
	Peers   []Body // of the organisation's kind, with or without deployments of their own
	// From and Until hold the go-live: the same day where the day is known.
	From, Until   period.Day
	Delay, Months int // of the effect: the figures between go-live and the end of its ramp count on neither side
	// Beside are titles of other deployments at the organisation that are to move the measure, with their days.
	Beside []Other
}

// Other is another deployment at the organisation that is to move the same measure.
type Other struct {
	Title string
	Live  period.Day
}

// Change is what one peer's figures did between the two sides.
type Change struct {
	ID    maturity.OrganisationID
	Level float64 // mean before
	By    float64 // mean after less mean before
	Trend float64 // mean of the later half before less that of the earlier half: the placebo
}

// Point is one period of the picture: the organisation's figure and the middle of the peers it is compared with.
type Point struct {
	Period            period.Period
	Value             float64 // NaN: none
	Low, Middle, High float64 // quartiles of the peers' figures; NaN where fewer than half of them have one
	Side              Side
}

// Side is where a period stands.
type Side int8

// The sides.
const (
	Before Side = -1
	Ramp   Side = 0 // go-live and ramp, or further away than what is compared: counts on neither side
	After  Side = 1
)

// Outcome is the answer for one deployment and measure. Numbers that are not known are NaN.
type Outcome struct {
	Verdict       maturity.OutcomeVerdict
	Reason        string  // a sentence or two
	Own           float64 // the organisation's change
	Level         float64 // its mean before
	PeersChange   float64 // mean change of the peers
	Effect        float64
	Low, High     float64 // 95 % interval
	Spread        float64 // standard deviation of the peers' changes
	Used          []Change
	All           []Change // before the nearest were chosen
	Before, After int      // figures on the sides
	Trend         float64  // the placebo before go-live: effect as above, between two halves of the figures before
	TrendLow      float64
	TrendHigh     float64
	Path          []Point
	Step          Step
	Illustrative  bool // rests on at least one invented figure
}

// Told reports whether there is an estimate that counts.
func (o Outcome) Told() bool { return o.Verdict != maturity.OutcomeCannotTell }
