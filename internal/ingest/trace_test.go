package ingest_test

import (
	"strings"
	"testing"

	"waymark/internal/ingest"
)

// A number is traced to a cell that says it: a blank one would prove nothing.
func TestFiguresAreTracedToACellThatSaysThem(t *testing.T) {
	for _, c := range []struct{ name, row, cell string }{
		{"its own cell", "RTE,Q2 2018/19,nhs-number.coverage,,,97,,", "F2"},
		{"computed, and printed", "RTE,Q2 2018/19,discharge.within-24-hours,85,100,85,,", "F2"},
		{"computed from its parts: the numerator", "RTE,Q2 2018/19,discharge.within-24-hours,85,100,,,", "D2"},
		{"only the denominator gives a reason", "RTE,Q2 2018/19,discharge.within-24-hours,,*,,,", "E2"},
		{"a state in words", "RTE,Q2 2018/19,nhs-number.coverage,,,,not applicable,", "G2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, csvFile(long, c.row))
			if len(got.observations) != 1 || got.observations[0].Cell.A1() != c.cell {
				t.Errorf("recorded %v, want %s\n%s", got.lines(), c.cell, issuesText(got.Report.Issues))
			}
		})
	}
}

// What would be accepted in a cell is said of that cell: a numerator has no upper end of a percentage.
func TestExpectedIsSaidOfTheCell(t *testing.T) {
	for row, want := range map[string]string{
		"RTE,Q2 2018/19,discharge.within-24-hours,-5,100,,,": "A number of at least 0.",
		"RTE,Q2 2018/19,discharge.within-24-hours,,,-5,,":    "A value from 0 to 100.",
	} {
		got := read(t, csvFile(long, row))
		if len(got.Report.Issues) == 0 || got.Report.Issues[0].Rule != ingest.BelowRange || got.Report.Issues[0].Expected != want {
			t.Errorf("%s: want %q\n%s", row, want, issuesText(got.Report.Issues))
		}
	}
}

// The message says by which period the measure is reported, whichever that is.
func TestUnexpectedPeriodNamesTheExpectedOne(t *testing.T) {
	got := read(t, csvFile(long, "11M,Q2 2018/19,ers.utilisation,,,97,,"))
	if len(got.Report.Issues) == 0 || !strings.HasPrefix(got.Report.Issues[0].Message, "The measure is reported by month,") {
		t.Errorf("%s", issuesText(got.Report.Issues))
	}
}

// The only sheet with the headings is hidden: it is not read, and the report says where to look.
func TestHiddenSheetThatWouldFit(t *testing.T) {
	b := newBook(t)
	b.sheet("Read me", map[int][]any{1: {"How to fill in this form"}})
	b.sheet("Figures", map[int][]any{1: {"Organisation code", "Period", "Measure", "Value"}, 2: {"RTE", "Q2 2018/19", "nhs-number.coverage", 97}})
	b.hide("Figures")
	got := read(t, b.file("return.xlsx"))
	if len(got.observations) > 0 || len(got.Report.Issues) == 0 || !strings.Contains(got.Report.Issues[0].Message, "The hidden sheet “Figures” has those of Waymark return, one figure a row (waymark-long)") {
		t.Errorf("recorded %v\n%s", got.lines(), issuesText(got.Report.Issues))
	}
}
