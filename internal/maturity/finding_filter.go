package maturity

import (
	"time"

	"waymark/internal/period"
)

// FindingState says whether a finding is still to be looked at.
type FindingState string

// The states of a finding.
const (
	FindingOpen     FindingState = "open"
	FindingAccepted FindingState = "accepted"
	FindingResolved FindingState = "resolved"
)

// State is where the finding stands.
func (f Finding) State() FindingState {
	switch {
	case !f.ResolvedAt.IsZero():
		return FindingResolved
	case f.Accepted != nil:
		return FindingAccepted
	}
	return FindingOpen
}

// FindingFilter chooses findings, the gravest first and among these the newest period. Empty fields choose all.
type FindingFilter struct {
	State         FindingState // "": open
	Severity      Level
	Rule          string
	Measure       string
	Organisations []OrganisationID
	Footprint     OrganisationID // its members and itself
	ID            int64
	Key           *FindingValue // of one value
	After         string        // where the page before ended
	Limit         int           // 0: 100
}

// FindingValue names the stored value that findings are about.
type FindingValue struct {
	Organisation OrganisationID
	Measure      string
	Period       string // code
}

// FindingCounts says how many findings there are.
type FindingCounts struct {
	Errors, Warnings, Infos int // open
	Accepted                int
}

// Open is how many are open in all.
func (n FindingCounts) Open() int { return n.Errors + n.Warnings + n.Infos }

// FlagFilter chooses questions of reviewers, newest first.
type FlagFilter struct {
	Closed        bool // closed ones instead of open ones
	Both          bool // open and closed
	Everywhere    bool
	Organisations []OrganisationID // whose flags about returns may be seen; flags about stored values are for everybody
	ID            int64
	About         *ReviewFlag // only about the same thing
	Before        int64       // with a smaller number
	Limit         int         // 0: 100
}

// CommentFilter chooses comments on stored values as known at a time.
type CommentFilter struct {
	Organisations []OrganisationID // empty: all
	Measures      []string         // empty: all
	AsAt          time.Time        // zero: now
}

// FindingWrite says what a write of findings did.
type FindingWrite struct {
	New, Changed, Resolved int64
}

// Add sums two writes.
func (n FindingWrite) Add(m FindingWrite) FindingWrite {
	return FindingWrite{n.New + m.New, n.Changed + m.Changed, n.Resolved + m.Resolved}
}

// PeerValues are the values of all organisations of a kind in a period, ascending.
type PeerValues struct {
	Measure, Kind string
	Period        period.Period
	Values        []float64
}
