package maturity

import (
	"time"

	"waymark/internal/period"
)

// SubmissionState is where a submission stands. A submission moves forward only:
// received -> reading -> checked -> writing -> written, or ends as refused, cancelled or failed.
type SubmissionState string

// The states of a submission.
const (
	SubmissionReceived  SubmissionState = "received"  // bytes kept, waiting for its turn
	SubmissionReading   SubmissionState = "reading"   // rows are being read and checked
	SubmissionChecked   SubmissionState = "checked"   // what would be written is shown; nothing is written yet
	SubmissionWriting   SubmissionState = "writing"   // being written
	SubmissionWritten   SubmissionState = "written"   // observations stored
	SubmissionRefused   SubmissionState = "refused"   // a fault of the file; nothing written
	SubmissionCancelled SubmissionState = "cancelled" // withdrawn by its sender before it was written
	SubmissionFailed    SubmissionState = "failed"    // our fault; nothing written, may be tried again
)

// Done reports whether the state will not change by itself.
func (s SubmissionState) Done() bool {
	switch s {
	case SubmissionReceived, SubmissionReading, SubmissionWriting:
		return false
	}
	return true
}

// Submission is one file received for a return, with its bytes kept and its outcome.
type Submission struct {
	ID          int64
	ReceivedAt  time.Time // when the bytes arrived
	KnownFrom   time.Time // from when its values are believed: ReceivedAt, or the day the source published them
	SubmittedBy string    // login of the account; "" for the command line of the machine's own administrator
	Account     int32     // its number; 0 for none
	Via         string    // page, api, command or demonstration
	FileName    string
	Size        int64
	SHA256      string // hexadecimal
	State       SubmissionState
	CheckOnly   bool          // nothing is ever written
	AutoWrite   bool          // write as soon as it is checked
	LayoutHint  string        // layout the sender named; "" to recognise it
	PeriodHint  period.Period // period the sender chose; zero when the file says it
	Strategy    Strategy      // what it may do; "" is NewAndCorrections
	// Reason and ReasonWords say why published values are replaced; none is replaced without.
	Reason      CorrectionReason
	ReasonWords string
	// Collection, when set, is the id of the collection whose returns the values go into, instead of being published.
	Collection string
	// SubmitReturns hands in the returns of Collection that are complete with the values.
	SubmitReturns bool
	Only          OrganisationID // the organisation it was sent for; 0: whatever it says
	// Everywhere says that the sender may write for every organisation; otherwise only for those of May. The rights are
	// those the sender had when the bytes arrived.
	Everywhere  bool
	May         []OrganisationID
	Definitions string // hash of the catalogue it was, or is to be, read with
	Layout      string // layout recognised
	Version     int    // its version
	Source      string // id of the declared Source its values come from
	RowsRead    int64
	Report      Report
	Failure     string    // safe sentence when State is failed
	FinishedAt  time.Time // when State became one that does not change by itself; zero before
	Attempts    int       // how often a worker has begun with it
}

// Level is how grave an issue is.
type Level string

// The levels of issue.
const (
	LevelError   Level = "error"   // what it touches is not written
	LevelWarning Level = "warning" // written, and shown with a caveat
	LevelInfo    Level = "info"    // nothing is wrong, but the sender should know
)

// Reach is how much an error holds back.
type Reach string

// The reaches of an issue.
const (
	ReachFile         Reach = "file"         // the whole file is refused
	ReachOrganisation Reach = "organisation" // all values of the organisation in this file are held back
	ReachValue        Reach = "value"        // warnings and infos about single cells
)

// Issue is a finding on a submission. Equal findings are one issue with a count and examples.
type Issue struct {
	Rule     string // stable code of the rule, such as numerator-above-denominator
	Level    Level
	Reach    Reach
	Message  string // a sentence that says what is wrong
	Expected string // what would be accepted, in words
	Header   string // heading of the column, where there is one
	Count    int64  // occurrences
	Examples []IssueExample
}

// IssueExample is one place where an issue occurs.
type IssueExample struct {
	Cell         Cell
	Other        *Cell  // the second place, for duplicates
	Seen         string // text of the cell, cut to 120 characters
	Organisation string // code, or the unresolved text
	Suggestions  []string
}

// Report is the outcome of reading a submission: what was recognised, what would be or was written, and the issues.
type Report struct {
	Layout               string
	Version              int
	Periods              []string // codes, in order
	Edition              string   // last day of the newest period, as 2025-03-31, of a file that restates earlier periods; else ""
	Measures             []string // ids
	OrganisationsFound   int
	OrganisationsUnknown []string // texts that resolved to nobody, at most 50
	OrganisationsHeld    []string // codes whose values are held back, at most 1,000
	HeldCount            int
	RowsRead             int64
	New                  int64
	Changed              int64
	Unchanged            int64
	HeldBack             int64 // values read but held back
	Left                 int64 // values left as they are, because of the strategy
	Issues               []Issue
	Changes              []Changed // the first values that are, or would be, replaced
}

// Changed is a value that a submission replaces, or would.
type Changed struct {
	Organisation string // code
	Measure      string // id
	Period       string // code
	Cell         Cell
	Old, New     string // as words
}

// Refused reports whether a fault of the file refuses the whole.
func (r Report) Refused() bool {
	for _, i := range r.Issues {
		if i.Level == LevelError && i.Reach == ReachFile {
			return true
		}
	}
	return false
}

// HasErrors reports whether anything was found that keeps values from being written.
func (r Report) HasErrors() bool {
	for _, i := range r.Issues {
		if i.Level == LevelError {
			return true
		}
	}
	return false
}
