package page

import (
	"html/template"
	"strings"

	"waymark/internal/maturity"
)

// planShapes carry the meaning of a reported state beside its word.
var planShapes = map[maturity.PlanState]string{maturity.PlanOnTrack: "●", maturity.PlanAtRisk: "◐", maturity.PlanLate: "▲", maturity.PlanDone: "✔", maturity.PlanStopped: "■"}

// initiativeFunctions are what the templates of initiatives and reports call.
func (p *Pages) initiativeFunctions() template.FuncMap {
	return template.FuncMap{
		"planShape":  func(s maturity.PlanState) string { return planShapes[s] },
		"asWritten":  asWritten,
		"pounds":     fundingWords,
		"areaRows":   func(text string) int { return min(12, max(2, strings.Count(text, "\n")+2)) },
		"reportForm": newReportForm,
		"driverKind": maturity.Driver.KindWords,
	}
}

// fundingWords is an amount with how firm it is; one that is not stated is never nought.
func fundingWords(f maturity.RoadmapFunding) string {
	words := "amount not stated"
	switch {
	case f.Amount != nil:
		words = "£" + maturity.Number(*f.Amount, 0)
	case f.Low != nil && f.High != nil:
		words = "£" + maturity.Number(*f.Low, 0) + " to £" + maturity.Number(*f.High, 0)
	}
	if f.Basis == maturity.AmountIndicative {
		words += ", indicative"
	}
	if f.Type != "" {
		words += ", " + string(f.Type)
	}
	return words
}

// reportForm is one initiative of the page of reports with the buttons to answer.
type reportForm struct {
	Row    updateRow
	Shell  Shell
	Action string
	Month  string
	States []choice
	faults []FieldFault
}

func newReportForm(page updatesPage, shell Shell, row updateRow) reportForm {
	f := reportForm{Row: row, Shell: shell, Action: page.Address, Month: monthCode(page.Month), faults: page.Faults}
	for _, s := range maturity.PlanStates() {
		f.States = append(f.States, choice{ID: string(s), Words: s.Words(), On: row.Now != nil && row.Now.State == s})
	}
	return f
}

// Fault is what is wrong with a field of this form.
func (f reportForm) Fault(field string) *FieldFault { return fieldFault(field+"-"+f.Row.At, f.faults) }

// Open reports whether the note and progress are shown at once.
func (f reportForm) Open() bool {
	return f.Row.Note != "" || f.Row.Progress != "" || f.Fault("note").Sentence != "" || f.Fault("progress").Sentence != ""
}
