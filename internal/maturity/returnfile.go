package maturity

import (
	"time"

	"waymark/internal/period"
)

// The actions of steps.
const (
	StepBegan            = "began"
	StepSubmitted        = "submitted"
	StepWithdrawn        = "withdrawn" // taken back by who submits, to be changed
	StepChangesRequested = "changes_requested"
	StepApproved         = "approved"
	StepApprovalVoided   = "approval_voided"
	StepScheduled        = "scheduled" // to be published at a time, or no longer
	StepHeld             = "held"
	StepReleased         = "released"
	StepPublished        = "published"
	StepCorrectionBegun  = "correction_begun"
)

// ReturnFile is a return with all that belongs to it.
type ReturnFile struct {
	Return
	Body         Organisation
	Values       []ReturnValue // in order of measure id
	Steps        []ReturnStep  // oldest first
	Approvals    []ReturnApproval
	Publications []ReturnPublication
}

// Value finds the value of a measure.
func (f ReturnFile) Value(measure string) (ReturnValue, bool) {
	for _, v := range f.Values {
		if v.Measure == measure {
			return v, true
		}
	}
	return ReturnValue{}, false
}

// Standing are the approvals of the present round that were not voided.
func (f ReturnFile) Standing() (out []ReturnApproval) {
	for _, a := range f.Approvals {
		if a.Round == f.Round && a.VoidedAt.IsZero() {
			out = append(out, a)
		}
	}
	return out
}

// ReturnPublication says what of a return was published, in which submission.
type ReturnPublication struct {
	Round      int
	Submission int64
	At         time.Time
	Hash       string // of the document
}

// ReturnChange is one save of a value; Gone says that it was taken away.
type ReturnChange struct {
	ReturnValue
	Round   int
	Version int64 // of the return, which the save made
	Gone    bool
}

// ReturnMove is what one act does to a return. It is decided on the return as it stands, and written as a whole or not
// at all.
type ReturnMove struct {
	After   Return        // as it is to stand; its identity and version are the store's
	Save    []ReturnValue // their revision is the store's
	Clear   []string      // measures whose value is taken away
	By      string        // who clears
	At      time.Time
	Steps   []ReturnStep
	Approve *ReturnApproval
	Void    string // why the approvals that stand are void; "": they stay
	Publish *ReturnDocument
	Audit   []AuditEntry
}

// ReturnDocument is what is published: the canonical text whose hash was approved, and the observations it says. With
// Same, nothing has changed since that submission, and nothing but the step is written.
type ReturnDocument struct {
	Bytes        []byte
	Submission   Submission
	Observations []Observation
	Same         int64
}

// ReturnFilter selects returns that somebody has begun.
type ReturnFilter struct {
	Everywhere    bool
	Organisations []OrganisationID // whose; with Everywhere, of any
	Collection    string           // "": any
	Period        period.Period    // zero: any
	States        []ReturnState    // empty: any
	Limit         int              // 0: all
}

// ListedReturn is a return in a list.
type ListedReturn struct {
	Return
	Body        Organisation
	Approvals   int    // that stand
	ScheduledBy string // who set PublishAt
	Published   int    // the round that was published last; 0: none
}
