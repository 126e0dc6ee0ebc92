package board

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/spc"
	"waymark/internal/stat"
)

// ControlPanelRow is what the chart of one measure of the subject says, in words and icons.
type ControlPanelRow struct {
	Measure   maturity.Measure
	Icons     []spc.Icon
	Sentences []string
	Drawing   int // which of the panel's drawings is its picture; -1 where it has none
}

// controlPanel draws the stored control chart of each measure of the panel, a run chart where there are too few figures
// for one, and says so where there is neither.
func (b *Builder) controlPanel(v *PanelView, q Query, d *data) {
	for _, id := range b.panelMeasures(v.Panel) {
		t, ok := d.trajectory(q.Subject.ID, id, v.Panel.Target)
		if !ok {
			continue
		}
		c := b.control(q.Subject, t, q)
		if c == nil {
			continue
		}
		row := ControlPanelRow{Icons: c.Icons, Sentences: c.Sentences, Drawing: -1}
		row.Measure, _ = b.catalogue.Measure(id)
		drawing := c.Drawing
		if drawing == nil {
			drawing = b.runDrawing(q.Subject, t, q)
		}
		if drawing != nil {
			row.Drawing = len(v.Drawings)
			v.Drawings = append(v.Drawings, *drawing)
		}
		v.Controls = append(v.Controls, row)
	}
	if len(v.Controls) == 0 {
		v.Empty = nothingYet(q)
	}
}

// runDrawing draws the complete figures of a series with their median; nil where there is none.
func (b *Builder) runDrawing(o maturity.Organisation, t maturity.Trajectory, q Query) *Drawing {
	m, _ := b.catalogue.Measure(t.Measure)
	in := chart.RunInput{Organisation: o, Measure: m, Median: math.NaN(), Breaks: t.Breaks, AsAt: q.Today.Long(),
		SourceWords: b.sourceWords(pointSources(t)), Illustrative: b.illustrative(t)}
	if target, ok := b.target(t.Target); ok {
		in.Target = &target
	}
	var values []float64
	for _, p := range t.Observed {
		if p.HasValue && !p.Provisional {
			in.Points = append(in.Points, chart.Point{Period: p.Period, Value: p.Value})
			values = append(values, p.Value)
		}
	}
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	if len(values) > 2 {
		in.Median = stat.Quantile(values, 0.5)
	}
	if t.Control != nil && t.Control.Status == maturity.ControlTooFew {
		in.Why = fmt.Sprintf("%s; a control chart needs %d of one kind of period", maturity.Count(t.Control.Count, "figure", "figures"), spc.LeastShown)
	}
	return &Drawing{keyOf(in), func() (chart.Figure, error) { return chart.Run(in) }}
}
