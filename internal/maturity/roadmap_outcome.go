package maturity

import (
	"time"

	"waymark/internal/period"
)

// OutcomeVerdict is the answer to "did it work?".
type OutcomeVerdict string

// The verdicts.
const (
	OutcomeBetter     OutcomeVerdict = "better"      // the interval lies on the good side of nothing
	OutcomeWorse      OutcomeVerdict = "worse"       // it lies on the bad side
	OutcomeNoChange   OutcomeVerdict = "no_change"   // it holds zero: no change that can be told from chance
	OutcomeMoved      OutcomeVerdict = "moved"       // it leaves out zero, and the measure has no better side
	OutcomeCannotTell OutcomeVerdict = "cannot_tell" // too few figures or peers, or they did not move alike before
)

// DeploymentOutcome is what a deployment did to a measure at its organisation, as computed at a time.
type DeploymentOutcome struct {
	Roadmap      string
	Deployment   string
	Initiative   string
	Organisation OrganisationID
	Measure      string
	GoLive       period.Day
	KnownFrom    time.Time
	Verdict      OutcomeVerdict
	Reason       string  // a sentence
	Change       float64 // the organisation's own change, mean after less mean before; NaN when unknown
	Peers        float64 // mean change of the peers in the same time; NaN when unknown
	Effect       float64 // Change less Peers; NaN when unknown
	Low, High    float64 // 95 % interval of the effect; NaN when unknown
	PeerCount    int
	Before       int // figures before and after
	After        int
	Step         bool // the control chart of the figures before signals after the go-live
	StepWords    string
	Illustrative bool
	InputsHash   string
}
