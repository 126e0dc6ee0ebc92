package page

import (
	"net/url"

	"waymark/internal/board"
)

// assuranceView is an assurance matrix in its frame.
type assuranceView struct {
	Matrix *board.AssuranceMatrix
	Shell  Shell
}

// assuranceLink is one name in it with the address of its chart.
type assuranceLink struct{ Label, Address string }

func newAssuranceLink(e board.AssuranceEntry, shell Shell) assuranceLink {
	return assuranceLink{e.Label, shell.Link(measureAddress(e.Measure.ID, e.Organisation.Code))}
}

// measureAddress is the page of a measure for an organisation.
func measureAddress(measure, organisation string) string {
	return "/measures/" + url.PathEscape(measure) + "?" + url.Values{"organisation": {organisation}}.Encode()
}
