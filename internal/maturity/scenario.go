package maturity

import (
	"strconv"
	"time"

	"waymark/internal/period"
)

// Scenario is a named "what if" of a roadmap. It never touches the roadmap or any figure.
type Scenario struct {
	ID      int64
	Roadmap string
	Title   string
	Words   string
	Steps   []ScenarioStep
	By      string // login
	At      time.Time
	Version int64
	Retired bool
}

// StepKind is what a step of a scenario does.
type StepKind string

// The kinds of steps.
const (
	StepMove StepKind = "move" // go-live or dates of Item later (Days > 0) or earlier
	StepDate StepKind = "date" // go-live of Item on Day
	StepDrop StepKind = "drop" // without the deployment or initiative Item
	StepAdd  StepKind = "add"  // one deployment more
	StepRamp StepKind = "ramp" // another effect of deployment Item on a measure
)

// ScenarioStep is one difference from the plan.
type ScenarioStep struct {
	Kind       StepKind
	Item       string // id of an initiative, phase, milestone or deployment
	Days       int
	Day        period.Day
	Deployment *Deployment // for StepAdd
	Effect     *Effect     // for StepRamp
	Words      string      // why
}

// ScenarioSubject is a scenario in the audit.
func ScenarioSubject(id int64) string { return "scenario " + strconv.FormatInt(id, 10) }
