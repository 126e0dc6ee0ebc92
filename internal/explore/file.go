package explore

import (
	"errors"
	"iter"
	"math"
	"net/url"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Sheet is the table as files hold it: what it is about, then a heading and rows that stand on their own.
type Sheet struct {
	View    View
	Columns []string
	About   [][2]string // what the table is, in pairs of name and words
}

// errStopped ends a read whose rows are wanted no longer.
var errStopped = errors.New("stopped")

// maxWorkbookCells is how many figures a workbook is made for: it is written twice before the first byte leaves.
const maxWorkbookCells = 500_000

// longColumns are the columns of a long table in files.
var longColumns = []string{"measure", "measure_title", "organisation", "organisation_name", "organisation_kind", "period", "period_label", "shown", "state", "value", "bound",
	"numerator", "denominator", "unit", "note", "source", "source_title", "licence", "attribution", "illustrative", "caveat", "as_known_at", "where_from"}

// wideBefore and wideAfter stand around the periods of a wide table in files.
var (
	wideBefore = []string{"measure", "measure_title", "organisation", "organisation_name", "organisation_kind"}
	wideAfter  = []string{"unit", "sources", "attribution", "illustrative", "caveat", "as_known_at"}
)

func (e *Explorer) sheet(v View, q Query) Sheet {
	s := Sheet{View: v, Columns: longColumns}
	if v.Wide {
		s.Columns = append([]string{}, wideBefore...)
		for _, p := range v.Columns() {
			s.Columns = append(s.Columns, p.Code())
		}
		s.Columns = append(s.Columns, wideAfter...)
	}
	s.About = [][2]string{{"What this is", v.Sentence}, {"As known at", q.AsAt.UTC().Format(time.RFC3339)}, {"Organisations as they were on", q.Members.String()},
		{"Address", v.Address()}, {"Definitions", e.Catalogue.Hash}}
	for _, m := range v.Measures {
		if m.Caveat() != "" {
			s.About = append(s.About, [2]string{m.Title, m.Caveat()})
		}
	}
	return s
}

// rows are the lines of a series: one for each figure in a long table, one in a wide one.
func (e *Explorer) rows(s Sheet, q Query, one Series) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		if s.View.Wide {
			yield(e.wideRow(s, q, one))
			return
		}
		for _, c := range one.Cells {
			if !yield(e.longRow(q, one, c)) {
				return
			}
		}
	}
}

func (e *Explorer) longRow(q Query, one Series, c Cell) []any {
	source, _ := e.Catalogue.Source(c.Source)
	title := source.Title
	if c.Known && c.Source == "" {
		title = "computed from the organisations' figures"
	}
	where := ""
	if c.Known {
		where = WhereFrom(one.Organisation.Code, one.Measure.ID, c.Period, q.LinkAt)
	}
	return []any{one.Measure.ID, one.Measure.Title, one.Organisation.Code, one.Organisation.Name, one.Organisation.Kind, c.Period.Code(), c.Period.Label(), c.Words, c.StateWord(),
		c.Value, c.Bound, c.Numerator, c.Denominator, string(one.Measure.Unit), c.Note, c.Source, title, source.Licence, source.Attribution, yesNo(c.Illustrative),
		one.Measure.Caveat(), q.AsAt.UTC().Format(time.RFC3339), where}
}

// wideRow has a number where there is a figure and words where there is none.
func (e *Explorer) wideRow(s Sheet, q Query, one Series) []any {
	row := []any{one.Measure.ID, one.Measure.Title, one.Organisation.Code, one.Organisation.Name, one.Organisation.Kind}
	for _, c := range one.Spread(s.View.Columns()) {
		if c.HasValue() {
			row = append(row, c.Value)
		} else {
			row = append(row, c.Words)
		}
	}
	sources, attributions, illustrative := e.credits(one.Cells)
	return append(row, string(one.Measure.Unit), strings.Join(sources, "; "), strings.Join(attributions, "; "), yesNo(illustrative), one.Measure.Caveat(), q.AsAt.UTC().Format(time.RFC3339))
}

// Spread puts the cells under the columns of a wide table; a column that the measure has no period for is not counted.
func (s Series) Spread(columns []period.Period) []Cell {
	by := map[period.Period]Cell{}
	for _, c := range s.Cells {
		by[c.Period] = c
	}
	out := make([]Cell, len(columns))
	for i, p := range columns {
		c, ok := by[p]
		if !ok {
			nothing := math.NaN()
			c = Cell{Period: p, Value: nothing, Bound: nothing, Numerator: nothing, Denominator: nothing, Words: WordsNotCounted}
		}
		out[i] = c
	}
	return out
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// credits names the sources of cells, each once, in the catalogue's order.
func (e *Explorer) credits(cells []Cell) (titles, attributions []string, illustrative bool) {
	for _, s := range e.SourcesOf(cells) {
		titles = append(titles, s.Title)
		if s.Attribution != "" {
			attributions = append(attributions, s.Attribution)
		}
	}
	for _, c := range cells {
		illustrative = illustrative || c.Illustrative
	}
	return titles, attributions, illustrative
}

// SourcesOf lists the sources that cells come from, in the catalogue's order.
func (e *Explorer) SourcesOf(cells []Cell) (out []maturity.Source) {
	used := map[string]bool{}
	for _, c := range cells {
		used[c.Source] = true
	}
	for _, s := range e.Catalogue.Sources {
		if used[s.ID] {
			out = append(out, s)
		}
	}
	return out
}

// WhereFrom is the page that traces a figure to its cell, as known at the time.
func WhereFrom(organisation, measure string, p period.Period, asAt string) string {
	query := url.Values{"organisation": {organisation}, "measure": {measure}, "period": {p.Code()}}
	if asAt != "" {
		query.Set("as_at", asAt)
	}
	return "/data/where-from?" + query.Encode()
}
