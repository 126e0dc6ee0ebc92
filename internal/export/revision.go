package export

import (
	"context"
	"iter"
	"time"

	"waymark/internal/maturity"
)

// Revised reads how the figures of measures (none: all) moved, as at a time (zero: now).
type Revised interface {
	Revisions(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Revision, error)
}

// Revision is what became of a measure's figures as they were known at one age.
type Revision struct {
	MeasureSubject
	Age          int        `json:"age" doc:"Whole periods since the end of the period the figure speaks for"`
	AgeUnit      string     `json:"age_unit" enum:"day,month,quarter,financial_year,calendar_year" doc:"Kind of period; days age by the month"`
	Figures      int        `json:"figures" doc:"Figures known at that age, of a source that said something new of the measure after it"`
	Moved        int        `json:"moved" doc:"Of these, those that are known now as something that is written differently"`
	Share        float64    `json:"share" doc:"moved over figures; 0 without figures"`
	Median       *float64   `json:"median" doc:"Of the absolute changes of those that moved, in the measure's unit; null where none did"`
	P90          *float64   `json:"p90" doc:"Their 90th centile"`
	Settled      bool       `json:"settled" doc:"True from the age on from which fewer than 1 figure in 20 moves"`
	Illustrative bool       `json:"illustrative" doc:"True when some of the figures are invented for the demonstration; show that wherever this is shown"`
	KnownFrom    time.Time  `json:"known_from" doc:"As-at time it was computed for"`
	KnownTo      *time.Time `json:"known_to"`
}

// RevisionRows gives a row for each age of each measure in which any figure moved, in order of measure and age.
func (n Namer) RevisionRows(ctx context.Context, read Revised, measures []string) (rows []Revision, err error) {
	found, err := read.Revisions(ctx, measures, n.AsAt)
	for _, r := range found {
		_, measure := n.measure(r.Measure)
		for _, a := range r.Record.Ages {
			row := Revision{MeasureSubject: measure, Age: a.Age, AgeUnit: r.Record.Kind.String(), Figures: a.Figures, Moved: a.Moved, Share: a.Share(),
				Settled: r.Record.Settles >= 0 && a.Age >= r.Record.Settles, Illustrative: r.Illustrative, KnownFrom: r.KnownFrom.UTC(), KnownTo: instant(r.KnownTo)}
			if a.Moved > 0 {
				row.Median, row.P90 = &a.Median, &a.P90
			}
			rows = append(rows, row)
		}
	}
	return rows, err
}

// Revisions is RevisionRows for the export command.
func (n Namer) Revisions(ctx context.Context, read Revised, measures []string) iter.Seq2[Revision, error] {
	return func(yield func(Revision, error) bool) {
		rows, err := n.RevisionRows(ctx, read, measures)
		if err != nil {
			yield(Revision{}, err)
			return
		}
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
