package returns

import (
	"iter"
	"math"
	"strconv"
	"strings"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// The headings by which the layout return-form finds the columns again.
const (
	headCode, headName, headMeasure, headID       = "Organisation code", "Organisation", "Measure", "Measure id"
	headValue, headNumerator, headDenominator     = "Value", "Numerator", "Denominator"
	headState, headComment, headRevision          = "State", "Comment", "Revision"
	headLowest, headHighest, headUnit, headRange  = "Lowest", "Highest", "Unit", "Expected range"
	headNotes                                     = "Notes"
	formMarker                                    = "Waymark return form"
	widthCode, widthName, widthNumber, widthWords = 18, 26, 13, 34
)

func (f Form) sheet() sheet.OutSheet {
	return sheet.OutSheet{Name: "Return " + f.Period.Code(), Above: f.above(), Columns: f.columns(), Rows: f.rows(), Protected: true, Landscape: true}
}

// above says what the form is. The layout return-form reads it there.
func (f Form) above() [][]any {
	who := f.Organisations[0].Name + " (" + f.Organisations[0].Code + ")"
	if !f.Single {
		who = maturity.Count(len(f.Organisations), "organisation, named", "organisations, each named") + " in its rows"
	}
	_, due, _, _ := collection.Days(f.Collection, f.Period)
	return [][]any{
		{formMarker, f.Collection.Title},
		{"Organisation", who},
		{"Collection", f.Collection.ID},
		{"Period", f.Period.Code(), f.Period.Label()},
		{"Template version", f.Collection.Template},
		{"How to", "Fill in the yellow cells and send the file back by " + due.Long() + ". Leave everything else as it is."},
		{"", "Give the value, or numerator and denominator. Where there is no figure, say why under State."},
	}
}

func (f Form) columns() []sheet.OutColumn {
	zero := 0.0
	part := sheet.OutAllow{AtLeast: &zero, Words: "Give a number of at least 0, or leave the cell empty."}
	code, name := sheet.OutColumn{Heading: headCode, Width: widthCode, Wrap: true}, sheet.OutColumn{Heading: headName, Width: widthName, Wrap: true, Hidden: f.Single}
	var out []sheet.OutColumn
	if !f.Single {
		out = append(out, code, name)
	}
	out = append(out, []sheet.OutColumn{
		{Heading: headMeasure, Width: widthWords, Wrap: true},
		{Heading: headUnit, Width: widthNumber + 5, Wrap: true},
		{Heading: headRange, Width: widthNumber, Wrap: true},
		{Heading: headValue, Width: widthNumber, Input: true, Allow: sheet.OutAllow{Low: headLowest, High: headHighest, Words: "Give a number in the expected range of this row. Where there is no figure, leave the cell empty and say why under State."}},
		{Heading: headNumerator, Width: widthNumber, Input: true, Allow: part},
		{Heading: headDenominator, Width: widthNumber, Input: true, Allow: part},
		{Heading: headState, Width: widthNumber + 3, Input: true, Allow: sheet.OutAllow{List: stateList(), Words: "Choose one of: " + strings.Join(stateList(), ", ") + "."}},
		{Heading: headComment, Width: widthWords, Input: true, Wrap: true, Allow: sheet.OutAllow{MaxChars: maxComment, Words: "A comment has at most 2,000 characters."}},
	}...)
	for _, p := range f.before() {
		out = append(out, sheet.OutColumn{Heading: p.Short(), Width: widthNumber, Wrap: true})
	}
	out = append(out, sheet.OutColumn{Heading: headNotes, Width: widthWords, Wrap: true})
	if f.Single { // it says above whose it is; the rows say it too, so that no row can be taken for another's
		out = append(out, code, name)
	}
	return append(out, sheet.OutColumn{Heading: headID, Width: widthName, Wrap: true},
		sheet.OutColumn{Heading: headLowest, Hidden: true}, sheet.OutColumn{Heading: headHighest, Hidden: true}, sheet.OutColumn{Heading: headRevision, Hidden: true})
}

func stateList() (words []string) {
	for _, s := range States() {
		words = append(words, s.Words())
	}
	return words
}

// before are the periods whose values stand beside, newest first.
func (f Form) before() (out []period.Period) {
	for n := 1; n <= past; n++ {
		out = append(out, f.Period.Add(-n))
	}
	return out
}

// rows gives a row for each organisation and measure.
func (f Form) rows() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, o := range f.Organisations {
			for _, m := range f.measures {
				if !yield(f.row(o, m)) {
					return
				}
			}
		}
	}
}

func (f Form) row(o maturity.Organisation, m maturity.Measure) []any {
	v, there := f.values[o.ID][m.ID]
	var row []any
	if !f.Single {
		row = append(row, o.Code, o.Name)
	}
	row = append(row, m.Title, unitWords(m), rangeWords(m))
	if there {
		row = append(row, given(v.Value), given(v.Numerator), given(v.Denominator), v.State.Words(), sheet.Guard(v.Comment))
	} else {
		row = append(row, nil, nil, nil, nil, nil)
	}
	for _, p := range f.before() {
		row = append(row, f.earlier(o, m, p))
	}
	high := m.High
	if m.MayExceed {
		high = math.NaN()
	}
	row = append(row, f.notes(m))
	if f.Single {
		row = append(row, o.Code, o.Name)
	}
	return append(row, m.ID, given(m.Low), given(high), v.Revision)
}

// earlier is what was published for a period: a number, or a word that says why there is none.
func (f Form) earlier(o maturity.Organisation, m maturity.Measure, p period.Period) any {
	seen, ok := f.past[o.ID][m.ID][p]
	switch {
	case !ok:
		return "not submitted"
	case seen.HasValue():
		return m.Format(seen.Value)
	case seen.State == maturity.BelowBound || seen.State == maturity.AboveBound:
		return seen.State.Words() + " " + m.Format(seen.Value)
	}
	return seen.State.Words()
}

func (f Form) notes(m maturity.Measure) string {
	var out []string
	if m.Numerator != "" {
		out = append(out, "Numerator: "+m.Numerator+".")
	}
	if m.Denominator != "" {
		out = append(out, "Denominator: "+m.Denominator+".")
	}
	for _, id := range f.Collection.Optional {
		if id == m.ID {
			out = append(out, "May stay empty.")
		}
	}
	return strings.Join(out, " ")
}

func unitWords(m maturity.Measure) string {
	if m.UnitWords != "" {
		return m.UnitWords
	}
	return strings.ReplaceAll(string(m.Unit), "_", " ")
}

func rangeWords(m maturity.Measure) string {
	low, high := !math.IsNaN(m.Low), !math.IsNaN(m.High)
	switch {
	case low && high && m.MayExceed:
		return "from " + plainNumber(m.Low) + ", rarely above " + plainNumber(m.High)
	case low && high:
		return plainNumber(m.Low) + " to " + plainNumber(m.High)
	case low:
		return "at least " + plainNumber(m.Low)
	case high:
		return "at most " + plainNumber(m.High)
	}
	return "any number"
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// given is a number for a cell; nil leaves it blank.
func given(n float64) any {
	if math.IsNaN(n) {
		return nil
	}
	return n
}
