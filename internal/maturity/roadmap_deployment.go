package maturity

import "waymark/internal/period"

// Deployment is the go-live of an initiative at one organisation.
type Deployment struct {
	ID           string
	Initiative   string
	Organisation string // code or name
	Title        string // what is deployed; "": as the initiative
	Capabilities []string
	Status       InitiativeStatus
	StatusBasis  Basis
	GoLive       *LooseDate  // as planned
	Live         *period.Day // since when it is in use; nil: not yet, or not told
	Wave         string      // id of the wave it belongs to
	Effects      []Effect
	Conditions   []string
	Illustrative bool
	Place        string
	Note         string
}

// Effect is how a deployment is to move a measure: nothing until Delay months after go-live, then a straight ramp over
// Months, then Gain for good.
type Effect struct {
	Measure      string
	Aim          string  // section of a framework; "" for none
	Delay        int     // months from go-live to the first change
	Months       int     // from there to the full gain; 0: at once
	Gain         float64 // in the measure's unit; negative where it goes down
	Low, High    float64 // the range that holds the gain 8 times of 10; both 0: not known
	Basis        string  // where the figures are from
	Illustrative bool
}

// Known reports whether the effect has a range.
func (e Effect) Known() bool { return e.Low != 0 || e.High != 0 }
