package intake_test

import (
	"bytes"
	"slices"
	"testing"

	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

func TestANumberKnowsItsCell(t *testing.T) {
	t.Parallel()
	columns := []sheet.OutColumn{{Heading: "Organisation code"}, {Heading: "Period"}, {Heading: "Measure"}, {Heading: "Value"}}
	var book bytes.Buffer
	err := sheet.WriteXLSX(&book, []sheet.OutSheet{{Name: "Notes", Columns: []sheet.OutColumn{{Heading: "Read me"}}},
		{Name: "Return", Columns: columns, Rows: slices.Values([][]any{{"RTE", "Q1 2018/19", "discharge.within-24-hours", "41.50%"}})}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, cell, says string }{
		{"return.csv", header + "\nRTE,Q1 2018/19,discharge.within-24-hours,41.50%,\n", "D3", "41.50%"},
		{"return.xlsx", book.String(), "Return!D2", "41.50%"},
	} {
		o := open(t)
		s := o.send(c.text, everywhere(intake.Meta{FileName: c.name, AutoWrite: true}))
		if s.State != maturity.SubmissionWritten {
			t.Fatalf("%s: %s %s", c.name, s.State, issueText(s.Report))
		}
		origins, err := o.db.WhereFrom(t.Context(), o.trust["RTE"].ID, "discharge.within-24-hours", quarter("Q2018-04"), nil, s.KnownFrom)
		if err != nil || len(origins) != 1 {
			t.Fatal(origins, err)
		}
		cell := origins[0].Observation.Cell
		text, ok, err := o.CellText(t.Context(), s.ID, cell)
		if cell.String() != c.cell || err != nil || !ok || text != c.says {
			t.Errorf("%s: %s says %q %v %v, want %s to say %q", c.name, cell, text, ok, err, c.cell, c.says)
		}
		if text, ok, err := o.CellText(t.Context(), s.ID, maturity.Cell{Sheet: cell.Sheet, Row: 99, Column: 1}); ok || err != nil {
			t.Errorf("a row that is not there says %q %v", text, err)
		}
		if text, ok, err := o.CellText(t.Context(), s.ID, maturity.Cell{Sheet: "No such sheet", Row: 2, Column: 1}); ok || err != nil {
			t.Errorf("a sheet that is not there says %q %v", text, err)
		}
	}
}
