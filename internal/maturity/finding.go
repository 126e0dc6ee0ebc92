package maturity

import (
	"fmt"
	"time"

	"waymark/internal/period"
)

// The rules that are not declared in files: they are made from measures and collections.
const (
	RuleRange     = "range"             // a value outside what the measure can be
	RuleRatio     = "ratio"             // a value that its numerator and denominator do not give
	RuleOutlier   = "outlier"           // a value far from the organisation's own history
	RuleManyJumps = "definition-change" // many organisations jump in one period
)

// FindingKey is what makes two findings the same one, seen again.
type FindingKey struct {
	Rule         string // id of a declared rule, or one of the Rule constants
	Organisation OrganisationID
	Measure      string
	Period       period.Period
	Source       string // id of the source whose value is judged; "" for a draft
	Other        string // what it was judged against where there are several: the id of another source; else ""
}

// String is the key as text: the same for the same finding, whatever its numbers.
func (k FindingKey) String() string {
	return fmt.Sprintf("%s|%d|%s|%s|%s|%s", k.Rule, k.Organisation, k.Measure, k.Period.Code(), k.Source, k.Other)
}

// Finding is what a rule found in values. It is open until its values change so that the rule is content, or until
// somebody accepts it with a comment.
type Finding struct {
	ID int64 // 0 while it is not stored
	FindingKey
	Severity    Level
	Message     string // a sentence with the numbers in it
	Left, Right string // what was seen on both sides, as pages print it; Right may be ""
	// Acceptable says that it may be right as it is: it is accepted with a comment, which is then printed with the value.
	// What is not acceptable has to be corrected.
	Acceptable bool
	FirstSeen  time.Time
	LastSeen   time.Time
	ResolvedAt time.Time // zero: the rule still finds it
	Accepted   *Acceptance
}

// Open reports whether somebody still has to look at the finding.
func (f Finding) Open() bool { return f.ResolvedAt.IsZero() && f.Accepted == nil }

// Acceptance says who let a finding stand, and why. It holds for the numbers it was given for: when Left or Right change
// the finding is open again.
type Acceptance struct {
	By      string // login
	At      time.Time
	Comment string
}

// Comment is words on a stored value, printed with it wherever its row is shown.
type Comment struct {
	Organisation OrganisationID
	Measure      string
	Period       period.Period
	Source       string
	Text         string
	By           string // login
	KnownFrom    time.Time
}

// ReviewFlag is a question a reviewer raised about a value or a return. (Flag marks a quality of a value.)
type ReviewFlag struct {
	ID           int64
	Collection   string // id; "" where the value belongs to none
	Organisation OrganisationID
	Measure      string // "" for the return as a whole
	Period       period.Period
	Source       string // id of the source of the stored value; "" for a value of a return
	Text         string
	By           string // login
	At           time.Time
	ClosedBy     string // "" while it is open
	ClosedAt     time.Time
	Replies      []FlagReply
}

// Open reports whether the question is still open.
func (f ReviewFlag) Open() bool { return f.ClosedBy == "" }

// FlagReply is an answer to a question.
type FlagReply struct {
	By   string // login
	At   time.Time
	Text string
}
