package definition

import (
	"math"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// shortTitle is how long a short title may be, in letters.
const shortTitle = 30

// complete fills in what a definition may leave out because it follows from the rest.
func (s *set) complete() {
	for i := range s.measures {
		completeMeasure(&s.measures[i])
	}
	for i := range s.collections {
		s.completeCollection(&s.collections[i])
	}
	for i := range s.layouts {
		for j := range s.layouts[i].value.Sheets {
			sheet := &s.layouts[i].value.Sheets[j]
			if sheet.HeaderRows == 0 && !sheet.NoHeader {
				sheet.HeaderRows = 1
			}
		}
	}
}

// completeMeasure sets the bounds and the multiplier that the unit implies, and the short title.
func completeMeasure(e *entry[maturity.Measure]) {
	m := &e.value
	low, high, per := 0.0, math.NaN(), 1.0
	switch m.Unit {
	case maturity.UnitPercent:
		high, per = 100, 100
	case maturity.UnitYesNo:
		high = 1
	}
	if !e.given("low") {
		m.Low = low
	}
	if !e.given("high") {
		m.High = high
	}
	if !e.given("per") {
		m.Per = per
	}
	if m.Short == "" && utf8.RuneCountInString(m.Title) <= shortTitle {
		m.Short = m.Title
	}
}

// completeCollection lists the measures of the framework where one is named, and lets corrections end with the collection
// where no later day is given.
func (s *set) completeCollection(e *entry[maturity.Collection]) {
	v := &e.value
	if !e.given("refresh") {
		v.Refresh = v.Closes
	}
	if v.Framework == "" || len(v.Measures) > 0 {
		return
	}
	for _, f := range s.frameworks {
		for _, section := range f.value.Sections {
			if f.value.ID == v.Framework && section.Measure != "" {
				v.Measures = append(v.Measures, section.Measure)
			}
		}
	}
}
