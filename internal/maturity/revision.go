package maturity

import (
	"time"

	"waymark/internal/period"
)

// Revision is the record of how the figures of a measure moved after they were first known.
type Revision struct {
	Measure      string
	KnownFrom    time.Time // as-at time it was made for
	KnownTo      time.Time // zero: still believed
	Definition   string
	Record       RevisionRecord
	Illustrative bool // at least one source is invented
}

// RevisionRecord counts figures by their age. A figure is what one source says of an organisation and period.
type RevisionRecord struct {
	Kind    period.Kind   `json:"kind"`    // of which ages are counted
	Figures int           `json:"figures"` // all
	Revised int           `json:"revised"` // of these, those that ever changed
	Ages    []RevisionAge `json:"ages"`    // from 0 on
	// Settles is the age from which on fewer than one figure in twenty moves; -1: not in the ages that were seen.
	Settles int `json:"settles"`
}

// RevisionAge tells what became of the figures as they were known at an age: so many periods after the end of their own.
type RevisionAge struct {
	Age     int     `json:"age"`
	Figures int     `json:"figures"` // known at that age, and looked at again later
	Moved   int     `json:"moved"`   // of these, those that are known now as something that is written differently
	Median  float64 `json:"median"`  // of the absolute changes of those that moved, in the measure's unit; 0 where none did
	P90     float64 `json:"p90"`     // their 90th centile
}

// Share is how many of the figures moved, 0 to 1; 0 without figures.
func (a RevisionAge) Share() float64 {
	if a.Figures == 0 {
		return 0
	}
	return float64(a.Moved) / float64(a.Figures)
}

// Settling reports whether a figure of a period is, on a day, younger than the age from which on figures hardly move.
func (r RevisionRecord) Settling(p period.Period, today period.Day) bool {
	if len(r.Ages) == 0 || r.Revised == 0 {
		return false
	}
	settles := r.Settles
	if settles < 0 {
		settles = r.Ages[len(r.Ages)-1].Age + 1
	}
	return RevisionAgeOf(p, today) < settles
}

// RevisionAgeOf is how many whole periods have passed on a day since the end of a period; 0 where it is not over. Days
// age by the month.
func RevisionAgeOf(p period.Period, day period.Day) int {
	kind := p.Kind
	if kind == period.KindDay {
		kind = period.KindMonth
	}
	return max(0, period.StepsBetween(period.Of(kind, p.Start), period.Of(kind, day))-1)
}

// FirstKnown counts figures that never changed: of a source and period, first known on a day.
type FirstKnown struct {
	Source string
	Period period.Period
	Day    period.Day
	Count  int
}
