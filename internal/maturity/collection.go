package maturity

import (
	"slices"

	"waymark/internal/period"
)

// Collection declares a round of returns that comes again every period: what is owed, by whom, by when, and who looks
// at it before it is published. All days count from the last day of the period.
type Collection struct {
	ID    string
	Title string
	Why   string // what the figures are for, one or two sentences
	// Source is the id of the declared Source that published values belong to.
	Source    string
	Measures  []string // ids, in the order of the form; those of Framework where one is named
	Optional  []string // measures that may stay empty
	Framework string   // id of the framework whose sections are returned; "" where Measures are listed
	Kinds     []string // kinds of organisation that owe it
	// Footprints are codes: only members of one of them owe the return. Empty: every organisation of the kinds.
	Footprints []string
	Frequency  period.Kind
	From       period.Period // first period owed
	Until      period.Period // last period owed; zero: still going on

	Opens   int // days until a return can be begun; may be negative
	Due     int // days until the deadline for submitters
	Closes  int // days until its owner closes it: nothing can be submitted after
	Refresh int // days until which a published return may be corrected

	Owner   string // role that owns the collection
	Contact string // role at an organisation to be asked for a late return

	OpenedIn Treatment // an organisation that opens in the period
	ClosedIn Treatment // an organisation that closes in the period and has no successor
	MergedIn Treatment // an organisation that closes in the period and is succeeded by another

	Approvals   int    // 1 or 2 approvals before it can be published; 0: publishing needs none
	Reviewers   []Role // who may ask for changes
	Approvers   []Role // who may approve
	OwnApproval bool   // whether somebody who changed or submitted the values may approve them

	// HoldShare is the share of organisations, 0 to 1, above which jumps of a measure in one period hold its publication
	// back: so many at once is rather a changed definition. 0: never.
	HoldShare    float64
	RemindBefore []int // days before the deadline on which a reminder is due
	RemindAfter  []int // days after it

	Template string // version of the form as "major.minor"; uploads of another major version are refused
	Hash     string
	Where    string // file:line
}

// Treatment says whether a return is owed for a period in which an organisation opens, closes or merges.
type Treatment string

// The treatments.
const (
	Owed        Treatment = "owed"         // the organisation itself owes it
	NotOwed     Treatment = "not_owed"     // nobody does
	BySuccessor Treatment = "by_successor" // the successor owes it; only for mergers
)

// Required lists the measures without which a return is not complete.
func (c Collection) Required() (ids []string) {
	for _, m := range c.Measures {
		if !slices.Contains(c.Optional, m) {
			ids = append(ids, m)
		}
	}
	return ids
}

// Holds reports whether the collection asks for the measure.
func (c Collection) Holds(measure string) bool { return slices.Contains(c.Measures, measure) }

// Collection finds a collection by id.
func (c *Catalogue) Collection(id string) (Collection, bool) {
	for _, each := range c.Collections {
		if each.ID == id {
			return each, true
		}
	}
	return Collection{}, false
}
