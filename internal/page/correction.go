package page

import (
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// correctionForm asks why published values are replaced.
type correctionForm struct {
	Reason, Words     string
	Fault, WordsFault FieldFault
}

func correctionOf(c echo.Context) correctionForm {
	return correctionForm{Reason: strings.TrimSpace(c.FormValue("reason")), Words: strings.TrimSpace(c.FormValue("reason_words"))}
}

// read gives what was chosen and written, or adds the faults of the fields. Where it is not needed, both may be empty.
func (f correctionForm) read(faults *[]FieldFault, needed bool) maturity.Correction {
	if f.Reason == "" && f.Words == "" && !needed {
		return maturity.Correction{}
	}
	if _, known := maturity.ParseCorrectionReason(f.Reason); !known {
		*faults = append(*faults, FieldFault{"reason", "Choose why published values are replaced"})
	}
	why, err := maturity.ParseCorrection(string(maturity.ErrorCorrected), f.Words)
	if err != nil {
		*faults = append(*faults, FieldFault{"reason_words", maturity.SentenceOf(err)})
	}
	why.Reason = maturity.CorrectionReason(f.Reason)
	return why
}

// Strategies are offered in this order.
func (uploadPage) Strategies() []maturity.Strategy { return maturity.Strategies() }

// strategyWords says what a file with the strategy does.
func strategyWords(s maturity.Strategy) string {
	switch s {
	case maturity.NewOnly:
		return "Only add what is new: stored values stay, whatever the file says"
	case maturity.CorrectionsOnly:
		return "Only correct what is stored: values that are not stored yet are left out"
	}
	return "Add what is new and correct what is stored"
}

// Reasons are offered in this order.
func (f correctionForm) Reasons() []maturity.CorrectionReason { return maturity.Corrections() }
