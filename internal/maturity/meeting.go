package maturity

import (
	"time"

	"waymark/internal/period"
)

// Meeting is a dated sitting of a body that looks at the figures of an organisation or footprint.
type Meeting struct {
	ID           int64
	Organisation OrganisationID
	Body         string // "Digital roadmap steering group"
	Day          period.Day
	Agenda       []string
	Cancelled    bool
	Version      int64
	By           string // login of who planned it
	At           time.Time
	// Seen is the as-at time of the published pack; zero where none was published. It is what the body saw.
	Seen time.Time
}

// Decision is something a meeting decided or is asked to decide, or an action that somebody is to take.
type Decision struct {
	ID      int64
	Meeting int64
	Kind    DecisionKind
	Words   string
	Owner   string // a role, never a person's name: "Chief information officer"
	Due     *period.Day
	State   DecisionState
	Outcome string // what became of it, in words
	From    int64  // the decision or action of an earlier meeting that it carries on; 0
	By      string
	At      time.Time
	Version int64
}

// DecisionKind tells what is wanted from what was decided.
type DecisionKind string

// The kinds.
const (
	DecisionWanted DecisionKind = "wanted"   // on the paper before the meeting
	DecisionTaken  DecisionKind = "decision" // by the meeting
	ActionToTake   DecisionKind = "action"
)

// DecisionState says whether it is done with.
type DecisionState string

// The states.
const (
	DecisionOpen    DecisionState = "open"
	DecisionDone    DecisionState = "done"
	DecisionDropped DecisionState = "dropped"
)
