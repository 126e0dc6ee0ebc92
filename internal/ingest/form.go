package ingest

import (
	"iter"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// Form is what a downloaded form holds: a row, or in the wide form a cell, for each organisation, period and measure.
type Form struct {
	Measures      []maturity.Measure
	Organisations []maturity.Organisation
	Periods       []period.Period
	// Known gives what is already recorded, to be filled in; nil for an empty form.
	Known func(organisation maturity.OrganisationID, measure string, p period.Period) (maturity.Observation, bool)
}

// FormSheet lays a form out as a layout that is a template reads it: what is filled in and sent back unchanged gives
// the same observations. The error is for a layout that is no template.
func FormSheet(l maturity.Layout, f Form) (sheet.OutSheet, error) {
	if !l.Template || len(l.Sheets) == 0 || len(l.Sheets[0].Values) == 0 {
		return sheet.OutSheet{}, maturity.Errorf(maturity.Invalid, "%s cannot be downloaded as a form.", l.Title)
	}
	s := &l.Sheets[0]
	out := sheet.OutSheet{Name: "Return"}
	wide := s.Values[0].MeasureHeading
	for _, c := range s.Columns {
		out.Columns = append(out.Columns, sheet.OutColumn{Heading: c.Headings[0]})
	}
	if wide {
		for _, m := range f.Measures {
			for _, part := range partsOf(m) {
				out.Columns = append(out.Columns, sheet.OutColumn{Heading: m.Title + " (" + m.ID + ")" + part})
			}
		}
		out.Rows = f.wideRows(s)
	} else {
		out.Rows = f.longRows(s)
	}
	return out, nil
}

// FormRows is the form as rows of text, the headings first, for a CSV file.
func FormRows(l maturity.Layout, f Form) (iter.Seq[[]string], error) {
	out, err := FormSheet(l, f)
	if err != nil {
		return nil, err
	}
	return func(yield func([]string) bool) {
		row := make([]string, 0, len(out.Columns))
		for _, c := range out.Columns {
			row = append(row, c.Heading)
		}
		if !yield(row) {
			return
		}
		for values := range out.Rows {
			row = row[:0]
			for _, v := range values {
				row = append(row, cellText(v))
			}
			if !yield(row) {
				return
			}
		}
	}, nil
}

func cellText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return plainNumber(v)
	}
	return ""
}

const (
	numeratorPart   = " numerator"
	denominatorPart = " denominator"
)

// partsOf are the columns of a measure in the wide form.
func partsOf(m maturity.Measure) []string {
	if m.Denominator == "" {
		return []string{""}
	}
	return []string{numeratorPart, denominatorPart, ""}
}

// longRows gives a row for each organisation, period and measure.
func (f Form) longRows(s *maturity.SheetLayout) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, o := range f.Organisations {
			for _, p := range f.Periods {
				for _, m := range f.Measures {
					if !yield(f.longRow(s, o, p, m)) {
						return
					}
				}
			}
		}
	}
}

func (f Form) longRow(s *maturity.SheetLayout, o maturity.Organisation, p period.Period, m maturity.Measure) []any {
	v := s.Values[0]
	known, ok := f.known(o, m, p)
	row := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		if row[i] = identity(s, c.ID, o, p); row[i] != nil {
			continue
		}
		switch c.ID {
		case v.MeasureColumn:
			row[i] = m.ID
		case "title":
			row[i] = m.Title
		}
		if !ok {
			continue
		}
		switch c.ID {
		case v.Column:
			row[i] = numberOrNothing(known.Value)
		case v.Numerator:
			row[i] = numberOrNothing(known.Numerator)
		case v.Denominator:
			row[i] = numberOrNothing(known.Denominator)
		case v.StateColumn:
			if known.State != maturity.Reported {
				row[i] = known.State.Words()
			}
		case v.FlagColumn:
			row[i] = strings.Join(flagsInWords(known.Flags), ", ")
		}
	}
	return row
}

// identity is the cell that says whom and when a row speaks of; nil for other columns.
func identity(s *maturity.SheetLayout, column string, o maturity.Organisation, p period.Period) any {
	switch {
	case len(s.Organisation) > 0 && column == s.Organisation[0]:
		return o.Code
	case len(s.Organisation) > 1 && column == s.Organisation[1] || column == "name":
		return o.Name
	case column == s.Period.Column:
		return p.Short()
	}
	return nil
}

// wideRows gives a row for each organisation and period.
func (f Form) wideRows(s *maturity.SheetLayout) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, o := range f.Organisations {
			for _, p := range f.Periods {
				var row []any
				for _, c := range s.Columns {
					row = append(row, identity(s, c.ID, o, p))
				}
				for _, m := range f.Measures {
					known, ok := f.known(o, m, p)
					for _, part := range partsOf(m) {
						row = append(row, wideCell(known, ok, part))
					}
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

// wideCell is one cell of a measure: states and marks go into the cell of the value.
func wideCell(o maturity.Observation, known bool, part string) any {
	switch {
	case !known:
		return nil
	case part == numeratorPart:
		return numberOrNothing(o.Numerator)
	case part == denominatorPart:
		return numberOrNothing(o.Denominator)
	}
	text := ""
	switch o.State {
	case maturity.Reported:
		if o.Flags == 0 {
			return numberOrNothing(o.Value)
		}
		text = plainNumber(o.Value)
	case maturity.BelowBound:
		text = "<" + plainNumber(o.Value)
	case maturity.AboveBound:
		text = ">" + plainNumber(o.Value)
	default:
		text = o.State.Words()
	}
	for _, word := range flagsInWords(o.Flags) {
		text += " [" + word + "]"
	}
	return text
}

func (f Form) known(o maturity.Organisation, m maturity.Measure, p period.Period) (maturity.Observation, bool) {
	if f.Known == nil {
		return maturity.Observation{}, false
	}
	return f.Known(o.ID, m.ID, p)
}

func numberOrNothing(v float64) any {
	if math.IsNaN(v) {
		return nil
	}
	return v
}

func flagsInWords(flags maturity.Flag) []string {
	var out []string
	for _, f := range []struct {
		flag maturity.Flag
		word string
	}{{maturity.Estimated, "estimated"}, {maturity.Inferred, "inferred"}, {maturity.Provisional, "provisional"}} {
		if flags&f.flag != 0 {
			out = append(out, f.word)
		}
	}
	return out
}
