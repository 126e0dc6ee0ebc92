package workbook

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"waymark/internal/chart"
)

// mostSeries is how many a native chart may have and still be read.
const mostSeries = 30

// lines are the kinds of picture that run along time; every other one that has numbers is bars.
var lines = map[string]bool{chart.KindTrajectory: true, chart.KindControl: true, chart.KindRun: true, chart.KindPeers: true}

// sideways are the kinds whose rows are lines, and whose columns are periods.
var sideways = map[string]bool{chart.KindPeers: true, chart.KindCompleteness: true}

// series is one line or one set of bars. Where ok is false nothing was given: a gap, never nought.
type series struct {
	name   string
	values []float64
	ok     []bool
	format string
}

// plotted are the categories and the series of a figure's table; no series when its numbers are no chart.
func plotted(f chart.Figure) (categories []string, out []series) {
	t := f.Table
	if f.Kind == chart.KindGraph || f.Kind == chart.KindMultiples || len(t.Rows) == 0 || len(t.Columns) < 2 {
		return nil, nil
	}
	if sideways[f.Kind] {
		t = turned(t)
	}
	for _, r := range t.Rows {
		categories = append(categories, r.Cells[0])
	}
	for j := 1; j < len(t.Columns); j++ {
		if !t.Columns[j].Numeric {
			continue
		}
		s, any := series{name: t.Columns[j].Head}, false
		for _, r := range t.Rows {
			v, format, ok := number(r.Cells[j])
			s.values, s.ok, any = append(s.values, v), append(s.ok, ok), any || ok
			if ok && s.format == "" {
				s.format = format
			}
		}
		if any {
			out = append(out, s)
		}
	}
	if len(out) > mostSeries {
		return nil, nil
	}
	if level, ok := target(t.Caption, len(categories)); ok && len(out) > 0 && lines[f.Kind] {
		out = append(out, level)
	}
	return categories, out
}

// aimed is how the caption of a figure's table names its target.
var aimed = regexp.MustCompile(`\. Target (?:at least|at most|exactly) ([^ ]+)(?: [^.]*)?$`)

// target is the level line of a target that a caption names, across n categories.
func target(caption string, n int) (level series, ok bool) {
	m := aimed.FindStringSubmatch(caption)
	if m == nil {
		return level, false
	}
	value, format, ok := number(m[1])
	level = series{name: "Target", format: format}
	for range n {
		level.values, level.ok = append(level.values, value), append(level.ok, true)
	}
	return level, ok
}

// turned is a table with rows and columns exchanged.
func turned(t chart.Table) (out chart.Table) {
	out.Caption, out.Columns = t.Caption, []chart.Column{t.Columns[0]}
	for _, r := range t.Rows {
		out.Columns = append(out.Columns, chart.Column{Head: r.Cells[0], Numeric: true})
	}
	for j := 1; j < len(t.Columns); j++ {
		row := chart.Row{Cells: []string{t.Columns[j].Head}}
		for _, r := range t.Rows {
			row.Cells = append(row.Cells, r.Cells[j])
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// below is the first row of the numbers of a chart, under the chart itself.
const below = 32

// chart is a sheet with the picture as a native chart and, below it, what it is drawn from.
func (b *book) chart(n int, f chart.Figure) error {
	categories, all := plotted(f)
	if len(all) == 0 {
		return nil
	}
	p, err := b.add("Picture "+strconv.Itoa(n)+" chart", f.Title)
	if err != nil {
		return err
	}
	if err := p.head(f.Title, origin(f), f.Subtitle); err != nil {
		return err
	}
	top := p.row
	if err := p.data(f.Table.Columns[0].Head, categories, all); err != nil {
		return err
	}
	letters, same := excelize.Font{Size: 9, Family: "Arial", Color: strings.TrimPrefix(chart.Other.Text, "#")}, false
	c := &excelize.Chart{
		Type: excelize.Bar, ShowBlanksAs: "gap", VaryColors: &same, Legend: excelize.ChartLegend{Position: "bottom"},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: cut(printable(f.Title), 250), Font: &excelize.Font{Bold: true, Size: 12, Family: "Arial", Color: "212B32"}}}},
		Dimension: excelize.ChartDimension{Width: 900, Height: uint(20 * (below - top - 4))},
		Format:    excelize.GraphicOptions{AltText: cut(printable(f.Title+". "+f.Reading), 1000), Name: "Picture " + strconv.Itoa(n)},
		XAxis:     excelize.ChartAxis{Font: letters},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Font: letters, NumFmt: excelize.ChartNumFmt{CustomNumFmt: all[0].format}},
	}
	switch {
	case lines[f.Kind]:
		c.Type = excelize.Line
	case f.Kind == chart.KindCompleteness:
		c.Type = excelize.ColStacked
	case f.Kind == chart.KindRadar:
		c.Type = excelize.Radar
	default:
		c.XAxis.ReverseOrder = true // the first row at the top, as in the picture
		c.PlotArea.ShowVal = true
	}
	if len(all) == 1 {
		c.Legend.Position = "none" // the title says it
	}
	for i, s := range all {
		c.Series = append(c.Series, p.drawn(i, s, len(categories), c.Type))
	}
	if err := p.file.AddChart(p.name, at(1, top+1), c); err != nil {
		return err
	}
	return p.finish(0)
}

// data writes the numbers of a chart: a blank is a figure that is not there.
func (p *page) data(head string, categories []string, all []series) error {
	p.row = below - 1
	if err := p.line("What the chart is drawn from. A blank is a figure that is not there; the sheet of its numbers says why.", "note"); err != nil {
		return err
	}
	header := p.row + 1
	if err := p.put(1, header, head, "head"); err != nil {
		return err
	}
	for i, category := range categories {
		if err := p.put(1, header+1+i, category, "words"); err != nil {
			return err
		}
	}
	for j, s := range all {
		if err := p.put(j+2, header, s.name, "head right"); err != nil {
			return err
		}
		for i, v := range s.values {
			if !s.ok[i] {
				continue
			}
			if err := p.put(j+2, header+1+i, v, "number "+s.format); err != nil {
				return err
			}
		}
	}
	return nil
}

// drawn is a series as the chart refers to it.
func (p *page) drawn(i int, s series, rows int, kind excelize.ChartType) excelize.ChartSeries {
	quoted := "'" + strings.ReplaceAll(p.name, "'", "''") + "'!"
	cells := func(column, from, to int) string {
		name := columnName(column)
		return quoted + "$" + name + "$" + strconv.Itoa(from) + ":$" + name + "$" + strconv.Itoa(to)
	}
	first := below + 2
	colour, dash := look(i, s.name)
	out := excelize.ChartSeries{Name: quoted + "$" + columnName(i+2) + "$" + strconv.Itoa(below+1), Categories: cells(1, first, first+rows-1), Values: cells(i+2, first, first+rows-1)}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	out.Fill = fill // of a line, too
	if kind != excelize.Line && kind != excelize.Radar {
		return out
	}
	out.Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 2, Dash: dash}
	out.Marker = excelize.ChartMarker{Symbol: "none"}
	if dash == excelize.LineDashSolid {
		out.Marker = excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: fill}
	}
	return out
}
