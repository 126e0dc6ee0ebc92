package ingest

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// Input is a file and what it is to be read with.
type Input struct {
	Book       *sheet.Book
	FileName   string
	LayoutHint string        // id of the layout the sender chose; it must still match. "" to recognise it
	PeriodHint period.Period // the period the sender chose, for layouts that leave it to the sender
	Catalogue  *maturity.Catalogue
	Directory  Directory
	// May says whether the sender has a right to submit for the organisation; nil for any.
	May func(maturity.OrganisationID) bool
	// Collection is the id of the collection the sender chose to return values to; "" when the file says it, or for none.
	Collection string
	// Only is the organisation the sender chose; 0: whatever the file says.
	Only  maturity.OrganisationID
	Today period.Day // a period that starts later is in the future
}

// Directory answers who goes by a code or a name.
type Directory interface {
	// Find resolves text among organisations of the kinds (any when empty) as at the period.
	Find(text string, kinds []string, p period.Period) maturity.Found
}

// Result is what reading a file came to. When Report.Refused(), nothing that was given to the sink may be kept.
type Result struct {
	Report maturity.Report
	// Held are the organisations whose values are held back because their rows have errors.
	Held map[maturity.OrganisationID]bool
	// Lost counts their values that could not be taken at all, and so were never given to the sink.
	Lost   map[maturity.OrganisationID]int64
	Source string // id of the declared source of the layout
	// Collection is the id of the collection whose returns the values belong to; "" for none.
	Collection string
	// Combine lists in words how several rows were made one value, where the layout does that.
	Combine []string
}
