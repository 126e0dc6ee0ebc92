package chart

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindRun is the Figure.Kind of Run.
const KindRun = "run"

// RunInput is what the run chart of one organisation and measure is made from: the picture for a series that is too
// short for a control chart.
type RunInput struct {
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Target       *maturity.Target // nil: none
	Points       []Point          // in any order
	Median       float64          // of the points; NaN draws none
	Why          string           // why it is no control chart: "11 figures; a control chart needs 12"
	Breaks       []maturity.Break // days from which figures are not comparable with earlier ones
	Marks        []Mark           // days to be pointed out
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Run draws figures in time order with their median and no limits. Without a figure it has no picture. An error means
// that the input cannot be put on the axes.
func Run(in RunInput) (Figure, error) {
	values := make([]float64, 0, len(in.Points)+2)
	for _, p := range in.Points {
		values = append(values, p.Value)
	}
	if in.hasMedian() {
		values = append(values, in.Median)
	}
	if in.Target != nil {
		values = append(values, in.Target.Value)
	}
	if err := finite(KindRun, in.Measure.ID, values...); err != nil {
		return Figure{}, err
	}
	in.Points = slices.SortedStableFunc(slices.Values(in.Points), func(a, b Point) int { return period.Compare(a.Period, b.Period) })
	f := Figure{
		Kind: KindRun, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Notes: notesOf(in.Illustrative, in.Measure), Width: widePaper.width,
	}
	if len(in.Points) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (in RunInput) hasMedian() bool { return !math.IsNaN(in.Median) && !math.IsInf(in.Median, 0) }

// finite refuses values that no axis can hold.
func finite(kind, id string, values ...float64) error {
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e15 {
			return fmt.Errorf("%s chart of %q: %v cannot be drawn", kind, id, v)
		}
	}
	return nil
}

// given are the values that are there: NaN stands for none.
func given(values ...float64) []float64 {
	return slices.DeleteFunc(values, math.IsNaN)
}

// notesOf are the caveats that stay with a picture of these measures.
func notesOf(illustrative bool, measures ...maturity.Measure) []string {
	var out []string
	if illustrative {
		out = append(out, "Illustrative figures, invented for demonstration.")
	}
	for _, m := range measures {
		if c := m.Caveat(); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
