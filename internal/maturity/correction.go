package maturity

import (
	"strings"
	"unicode/utf8"
)

// Correction is why published values are replaced: a reason, and what the sender says of it.
type Correction struct {
	Reason CorrectionReason
	Words  string
}

// maxCorrectionWords is how many characters the words of a correction may have.
const maxCorrectionWords = 1000

// ParseCorrection reads a reason and its words as somebody gave them; both empty is none. The error is Invalid: a reason
// needs words, and words a reason.
func ParseCorrection(reason, words string) (Correction, error) {
	reason, words = strings.TrimSpace(reason), strings.TrimSpace(words)
	if reason == "" && words == "" {
		return Correction{}, nil
	}
	parsed, ok := ParseCorrectionReason(reason)
	switch {
	case !ok:
		return Correction{}, Errorf(Invalid, "Choose why published values are replaced: scheduled_revision, method_change or error.")
	case words == "":
		return Correction{}, Errorf(Invalid, "Say in a few words why published values are replaced.")
	case utf8.RuneCountInString(words) > maxCorrectionWords:
		return Correction{}, Errorf(Invalid, "Say why published values are replaced in at most 1,000 characters.")
	}
	return Correction{parsed, words}, nil
}

// Corrections lists the reasons in the order in which they are offered.
func Corrections() []CorrectionReason {
	return []CorrectionReason{ErrorCorrected, ScheduledRevision, MethodChange}
}

// Says is the correction for people: "correction of an error: two wards were counted twice".
func (c Correction) Says() string {
	if c.Reason == "" {
		return ""
	}
	if c.Words == "" {
		return c.Reason.Words()
	}
	return c.Reason.Words() + ": " + c.Words
}

var strategyWords = map[Strategy]string{NewAndCorrections: "new values and corrections", NewOnly: "new values only", CorrectionsOnly: "corrections only"}

// Words is the strategy for people.
func (s Strategy) Words() string { return strategyWords[s] }

// Strategies lists the strategies in the order in which they are offered.
func Strategies() []Strategy { return []Strategy{NewAndCorrections, NewOnly, CorrectionsOnly} }

// Correction is why the submission replaces published values.
func (s Submission) Correction() Correction { return Correction{s.Reason, s.ReasonWords} }

// WantsReason reports whether the submission waits for a reason: it would replace published values, and has none.
func (s Submission) WantsReason() bool {
	return s.State == SubmissionChecked && !s.CheckOnly && s.Collection == "" && s.Report.Changed > 0 && s.Reason == ""
}
