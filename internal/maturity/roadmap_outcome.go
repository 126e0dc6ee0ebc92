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

var didItWork = map[OutcomeVerdict]string{OutcomeBetter: "Better than peers", OutcomeWorse: "Worse than peers", OutcomeNoChange: "No difference seen",
	OutcomeMoved: "Moved unlike peers", OutcomeCannotTell: "Cannot tell"}

// Words is the verdict as pages print it.
func (v OutcomeVerdict) Words() string { return didItWork[v] }

// Moved reports whether the measure moved more than chance alone would have it, to either side.
func (v OutcomeVerdict) Moved() bool {
	return v == OutcomeBetter || v == OutcomeWorse || v == OutcomeMoved
}

// OutcomeVerdicts lists the verdicts in the order of pages.
func OutcomeVerdicts() []OutcomeVerdict {
	return []OutcomeVerdict{OutcomeBetter, OutcomeMoved, OutcomeWorse, OutcomeNoChange, OutcomeCannotTell}
}

// DeploymentOutcome is what a deployment did to a measure at its organisation, as computed at a time.
type DeploymentOutcome struct {
	Roadmap      string
	Deployment   string
	Initiative   string
	Organisation OrganisationID
	Measure      string
	GoLive       period.Day // the last day it may have been, where only a month or year is known
	Finished     bool       // it is known to be in use; false: it was to be by now, and nobody has said so
	KnownFrom    time.Time
	Verdict      OutcomeVerdict
	Reason       string  // a sentence
	Level        float64 // mean of the organisation's figures before; NaN when unknown
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
	Path         []OutcomePoint
	InputsHash   string
}

// OutcomePoint is one period of the organisation's path beside its peers'.
type OutcomePoint struct {
	Period            period.Period
	Value             float64
	Low, Middle, High float64 // quartiles of the peers' figures; NaN where there are none
	Side              int     // -1: counts before, 1: counts after, 0: neither
}

// InitiativeOutcome is what the deployments of an initiative did to a measure, taken together. Numbers that are not known
// are NaN.
type InitiativeOutcome struct {
	Roadmap             string
	Initiative          string
	Measure             string
	KnownFrom           time.Time
	OK                  bool
	Reason              string // why it cannot be said
	Count               int    // deployments with an estimate
	Gain                float64
	Low, High           float64 // 95 % interval of the mean gain
	RangeLow, RangeHigh float64 // holds the gain of one further deployment 8 times of 10
	Illustrative        bool
	InputsHash          string
}
