package maturity

import (
	"time"

	"waymark/internal/period"
)

// ReturnKey names a return: what is due from an organisation for a period of a collection.
type ReturnKey struct {
	Collection   string
	Organisation OrganisationID
	Period       period.Period
}

// ReturnState is where a return stands. draft -> submitted -> changes_requested (and submitted again) or approved ->
// published; a correction goes the same way once more (Round counts) and ends as corrected.
type ReturnState string

// The states of a return. A return that nobody has begun has no state: there is no row for it.
const (
	ReturnDraft            ReturnState = "draft"
	ReturnSubmitted        ReturnState = "submitted"
	ReturnChangesRequested ReturnState = "changes_requested"
	ReturnApproved         ReturnState = "approved" // by as many as the collection asks for
	ReturnPublished        ReturnState = "published"
	ReturnCorrected        ReturnState = "corrected" // published again, in place of what was published before
)

var returnWords = map[ReturnState]string{ReturnDraft: "draft", ReturnSubmitted: "submitted", ReturnChangesRequested: "changes requested",
	ReturnApproved: "approved", ReturnPublished: "published", ReturnCorrected: "corrected"}

// Words is the state for people.
func (s ReturnState) Words() string { return returnWords[s] }

// Return is a return that somebody has begun. Until it is published its values are its own alone: no board, chart,
// export or search reads them.
type Return struct {
	ID int64
	ReturnKey
	State ReturnState
	Round int // 1, and one more with each correction
	// Version changes with every step and every saved value: who decides about a return says which version was seen.
	Version          int64
	FirstSubmittedAt time.Time // zero: never
	SubmittedAt      time.Time // of this round; zero: not yet
	SubmittedBy      string
	PublishAt        time.Time // embargo: not before; zero: none
	PublishedAt      time.Time // the last time; zero: never
	Hash             string    // of the values as submitted or approved (hexadecimal SHA-256); "" while they change
	Held             string    // why publication is held back; "" when it is not
	Reason           CorrectionReason
	ReasonWords      string
}

// Live reports whether something of the return is published.
func (r Return) Live() bool { return !r.PublishedAt.IsZero() }

// ReturnValue is one figure of a return as it stands.
type ReturnValue struct {
	Measure     string
	State       State
	Value       float64 // NaN when the state holds none
	Numerator   float64 // NaN when not given
	Denominator float64
	Comment     string // the submitter's words on the value, printed with it
	Seen        string // as typed or as in the cell, where it differs from how Value would be written
	Revision    int64  // changes with every save of this value; who saves says which one was seen
	By          string // login
	At          time.Time
	Submission  int64  // the file it came in; 0: typed into the form
	Cell        Cell   // in that file
	Confirmed   string // source id whose value was confirmed instead of typed; ""
}

// ReturnStep is one step of a return's way: who, when, why.
type ReturnStep struct {
	At       time.Time
	By       string // login
	Action   string // one of the Step constants
	From, To ReturnState
	Round    int
	Why      string
	Hash     string // of the values at that moment, where the step rests on them
	Version  int64  // of the return, which the step made
}

// ReturnApproval is an approval: a signature over the values' hash. A change of the values voids it.
type ReturnApproval struct {
	By        string
	At        time.Time
	Round     int
	Hash      string
	Key       string // fingerprint of the signing key
	Signature []byte // Ed25519 over the approval's statement
	VoidedAt  time.Time
	VoidedWhy string
}

// CorrectionReason says why a published value is replaced. None is replaced without one.
type CorrectionReason string

// The reasons.
const (
	ScheduledRevision CorrectionReason = "scheduled_revision" // the source restates its figures by plan
	MethodChange      CorrectionReason = "method_change"      // counted in another way
	ErrorCorrected    CorrectionReason = "error"              // the value was wrong
)

var correctionWords = map[CorrectionReason]string{ScheduledRevision: "scheduled revision", MethodChange: "change of method", ErrorCorrected: "correction of an error"}

// Words is the reason for people.
func (r CorrectionReason) Words() string { return correctionWords[r] }

// ParseCorrectionReason reads a reason's word; ok is false for any other.
func ParseCorrectionReason(word string) (CorrectionReason, bool) {
	_, ok := correctionWords[CorrectionReason(word)]
	return CorrectionReason(word), ok
}

// Extension moves the deadline of one return. It ends by itself.
type Extension struct {
	ID int64
	ReturnKey
	Until       period.Day // the new deadline, inclusive
	Reason      string
	RequestedBy string
	RequestedAt time.Time
	DecidedBy   string // "" while nobody has decided
	DecidedAt   time.Time
	Granted     bool
}

// Open reports whether nobody has decided about it.
func (e Extension) Open() bool { return e.DecidedAt.IsZero() }

// Strategy is what an upload may do.
type Strategy string

// The strategies.
const (
	NewAndCorrections Strategy = "new_and_corrections"
	NewOnly           Strategy = "new_only"
	CorrectionsOnly   Strategy = "corrections_only"
)

// ParseStrategy reads a strategy's word; "" is NewAndCorrections; ok is false for any other.
func ParseStrategy(word string) (s Strategy, ok bool) {
	switch s = Strategy(word); s {
	case "":
		return NewAndCorrections, true
	case NewAndCorrections, NewOnly, CorrectionsOnly:
		return s, true
	}
	return "", false
}
