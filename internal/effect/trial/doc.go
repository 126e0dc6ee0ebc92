// Package trial measures the answers of effect on invented panels whose effects are known: how often the intervals hold
// them, how often something is said to have moved where nothing did, and how often nothing can be told. The same seeds
// give the same panels. It serves a test, and the table in docs/statistics.md.
package trial

import "waymark/internal/period"

// Choice says which body of a panel gets the deployment.
type Choice string

// The choices. The last three break the assumption that the body is like its peers but for the deployment.
const (
	AtRandom Choice = "random"
	Low      Choice = "low"    // one of the lowest quarter by its lasting level
	Dipped   Choice = "dipped" // the one of a tenth that fell most just before
	Rising   Choice = "rising" // one of the fifth that rises fastest of itself
)

// Scenario is a kind of panel. Sizes are in points of a measure from 0 to 100.
type Scenario struct {
	Name    string
	Kind    period.Kind // month where none is given
	Peers   int
	Before  int // periods before the go-live, and after the ramp
	After   int
	Ramp    int     // periods that the ramp takes
	Level   float64 // standard deviation of lasting levels about 50
	Noise   float64 // of what is new in each period
	Phi     float64 // how much of it stays to the next
	Walk    float64 // standard deviation of the steps of a walk of its own
	Slope   float64 // standard deviation of lasting trends, a period
	Shock   float64 // of the steps of a walk that all share
	Uneven  float64 // standard deviation of how strongly a body takes the shared walk, about 1
	Season  float64 // size of a yearly swing that all share, and standard deviation of each body's own
	Tail    int     // degrees of freedom of a t distribution that new things follow; 0: normal
	Bounded bool    // percentages: the same on the logit scale about 75, in tenths, from 0 to 100
	Missing float64 // share of figures that are not there
	Effect  float64
	Vary    float64 // standard deviation of effects among deployments
	Choice  Choice
	Fails   bool // breaks the assumptions: measured to be told, not to be held
}

// Pool is a kind of pool: so many deployments of a scenario's bodies.
type Pool struct {
	Scenario
	Deployments int
	Staggered   bool // go-lives are spread over a year, later ones are peers of earlier ones until then
}
