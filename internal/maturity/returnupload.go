package maturity

import "waymark/internal/period"

// ReturnRules is what the set-based checks need to know of a file whose values go into returns.
type ReturnRules struct {
	Collection string
	Period     period.Period
	Owing      []OrganisationID // from whom a return is wanted
	Closes     period.Day       // the last day for a return without an extension
	Refresh    period.Day       // the last day for a correction
	Today      period.Day       // on which the file was received
	Required   []string         // measures without which a return is not complete
	Held       []OrganisationID // already held back by the rules for single rows
	Lost       map[OrganisationID]int64
}

// ReturnFindings is what the checks found.
type ReturnFindings struct {
	Repeats   Clashes
	Conflicts Clashes
	Left      Clashes
	Stale     Clashes // somebody saved another figure since the form was downloaded: it stays
	NotOwed   Clashes // no return is wanted from the organisation for the period
	Closed    Clashes // the round has closed
	Published Clashes // the return is published, and nobody said why it is to be corrected
	Approved  Clashes // the return is approved, and nobody said why it is to be changed
	Counts    StagingCounts
	Changes   []Clash // the first values that would be replaced
}

// ReturnOutcome says what became of an organisation's return in a file.
type ReturnOutcome string

// The outcomes.
const (
	OutcomeUnchanged    ReturnOutcome = "unchanged"     // it says all of this already
	OutcomeSaved        ReturnOutcome = "saved"         // its values are in, it was not to be submitted
	OutcomeSubmitted    ReturnOutcome = "submitted"     // and it was submitted
	OutcomeIncomplete   ReturnOutcome = "incomplete"    // required figures are still missing
	OutcomeNotSubmitted ReturnOutcome = "not_submitted" // complete, but something stands against it
	OutcomeHeld         ReturnOutcome = "held"          // nothing was saved
)

var outcomeWords = map[ReturnOutcome]string{OutcomeUnchanged: "no change", OutcomeSaved: "saved", OutcomeSubmitted: "saved and submitted",
	OutcomeIncomplete: "saved; figures are missing", OutcomeNotSubmitted: "saved, not submitted", OutcomeHeld: "held back"}

// Words is the outcome for people.
func (o ReturnOutcome) Words() string { return outcomeWords[o] }

// HandIn is a return that a file has completed.
type HandIn struct {
	ReturnKey
	ID      int64
	Version int64
	Outcome ReturnOutcome // what came of it
	Why     string
}
