package board

import (
	"fmt"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// RevisionView says how much figures of a measure still move after they are first known.
type RevisionView struct {
	Sentence     string
	Rows         []RevisionRow
	Illustrative bool
	record       maturity.RevisionRecord
	today        period.Day
}

// RevisionRow is what became of figures of one age.
type RevisionRow struct {
	Age, Figures, Moved, Median, P90 string
	Share                            float64 // of those that moved, 0 to 100, for the picture
}

// Settling reports whether a figure of the period is still young enough to move; nil: nobody knows.
func (v *RevisionView) Settling(p period.Period) bool {
	return v != nil && v.record.Settling(p, v.today)
}

// revisionOf is the view of a measure's record; nil where no figure ever moved.
func revisionOf(m maturity.Measure, records []maturity.Revision, today period.Day) *RevisionView {
	if len(records) == 0 || records[0].Record.Revised == 0 {
		return nil
	}
	r := records[0].Record
	v := &RevisionView{Sentence: RevisionSentence(m, r), Illustrative: records[0].Illustrative, record: r, today: today}
	for _, a := range r.Ages {
		if a.Figures == 0 {
			continue
		}
		row := RevisionRow{Age: ageWords(r.Kind, a.Age), Figures: maturity.Number(float64(a.Figures), 0), Share: 100 * a.Share(), Median: "none moved", P90: "none moved",
			Moved: fmt.Sprintf("%s (%s)", maturity.Number(float64(a.Moved), 0), share(a.Share()))}
		if a.Moved > 0 {
			row.Median, row.P90 = m.FormatPoints(a.Median), m.FormatPoints(a.P90)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// RevisionSentence says in a sentence how long figures move and by how much.
func RevisionSentence(m maturity.Measure, r maturity.RevisionRecord) string {
	counted := fmt.Sprintf("%s of %s changed after they were first known.", maturity.Number(float64(r.Revised), 0), maturity.Count(r.Figures, "figure", "figures"))
	first := r.Ages[0]
	for _, a := range r.Ages {
		if first = a; a.Figures > 0 {
			break
		}
	}
	if first.Moved > 0 {
		counted += fmt.Sprintf(" Of those %s, %s moved later, half of them by %s or more.", ageWords(r.Kind, first.Age), share(first.Share()), m.FormatPoints(first.Median))
	}
	switch {
	case r.Settles == 0:
		return counted + " Hardly any figure moves: fewer than 1 in 20 at any age."
	case r.Settles > 0:
		return counted + fmt.Sprintf(" From %s on they hardly move: younger ones are still settling.", ageWords(r.Kind, r.Settles))
	}
	return counted + " At no age seen so far have they settled."
}

var ageUnits = map[period.Kind][2]string{period.KindDay: {"month", "months"}, period.KindMonth: {"month", "months"}, period.KindQuarter: {"quarter", "quarters"},
	period.KindFinancialYear: {"year", "years"}, period.KindCalendarYear: {"year", "years"}}

// ageWords is an age in periods: "less than a month old", "3 months old".
func ageWords(kind period.Kind, age int) string {
	unit := ageUnits[kind]
	if age == 0 {
		return "less than a " + unit[0] + " old"
	}
	return maturity.Count(age, unit[0], unit[1]) + " old"
}
