package explore

import (
	"errors"
	"math"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Bounds of what one picture can hold, and of how many a page has.
const (
	maxPictures = 4
	maxLines    = 12 // organisations whose paths can be told apart
)

// Pictures are the pictures of a choice, where it is small enough for any: paths of a few organisations over several
// periods, otherwise the newest period compared; several measures of one organisation at one period as dots. asAt is in
// words. Paths are of one kind of period, the one with most figures. A picture that cannot be drawn is left out; the error
// says why, for the log.
func (e *Explorer) Pictures(v View, asAt string) (out []chart.Figure, failed error) {
	if len(v.All) == 0 {
		return nil, nil
	}
	if len(v.Organisations) == 1 && len(v.Measures) > 1 && longest(v.Axes) == 1 {
		f, err := e.dots(v, asAt)
		if err != nil {
			return nil, err
		}
		return []chart.Figure{f}, nil
	}
	for i, m := range v.Measures {
		if len(out) == maxPictures {
			break
		}
		axis := ofOneKind(v.Axes[i])
		if len(axis) == 0 {
			continue
		}
		var of []Series
		for _, s := range v.All {
			if s.Measure.ID == m.ID {
				of = append(of, s)
			}
		}
		f, err := e.picture(m, axis, of, asAt)
		if err != nil {
			failed = errors.Join(failed, err)
		} else if f.HasPicture() {
			out = append(out, f)
		}
	}
	return out, failed
}

func (e *Explorer) picture(m maturity.Measure, axis []period.Period, of []Series, asAt string) (chart.Figure, error) {
	sources, illustrative := e.sourceWords(of)
	switch {
	case len(of) == 1:
		return chart.Run(chart.RunInput{Organisation: of[0].Organisation, Measure: m, Points: points(of[0], axis[0].Kind), Median: math.NaN(),
			AsAt: asAt, SourceWords: sources, Illustrative: illustrative})
	case len(axis) > 1 && len(of) <= maxLines:
		in := chart.PeersInput{Measure: m, AsAt: asAt, SourceWords: sources, Illustrative: illustrative}
		for _, s := range of {
			in.Lines = append(in.Lines, chart.PeerLine{Organisation: s.Organisation, Points: points(s, axis[0].Kind)})
		}
		return chart.Peers(in)
	}
	in := chart.RankedInput{Measure: m, Period: newest(axis, of), Reference: math.NaN(), AsAt: asAt, SourceWords: sources, Illustrative: illustrative}
	for _, s := range of {
		for _, c := range s.Cells {
			if c.Period == in.Period && (c.Known || c.Words == WordsNotSubmitted) {
				in.Items = append(in.Items, chart.RankedItem{Organisation: s.Organisation, State: c.stateToDraw(), Value: valueOr0(c), HasValue: c.HasValue()})
			}
		}
	}
	return chart.Ranked(in)
}

func (e *Explorer) dots(v View, asAt string) (chart.Figure, error) {
	sources, illustrative := e.sourceWords(v.All)
	in := chart.DotsInput{Subtitle: v.Organisations[0].Name, AsAt: asAt, SourceWords: sources, Illustrative: illustrative}
	nothing := math.NaN()
	for _, s := range v.All {
		for _, c := range s.Cells {
			in.Rows = append(in.Rows, chart.DotRow{Label: s.Measure.Short, Measure: s.Measure, State: c.stateToDraw(), Value: c.Value, PeerLow: nothing, PeerHigh: nothing,
				Median: nothing, Target: nothing, Required: nothing, Period: c.Period})
		}
		if caveat := s.Measure.Caveat(); caveat != "" && !slices.Contains(in.Notes, caveat) {
			in.Notes = append(in.Notes, caveat)
		}
	}
	return chart.Dots(in)
}

func (c Cell) stateToDraw() maturity.State {
	if c.Known {
		return c.State
	}
	return maturity.NotAvailable
}

func valueOr0(c Cell) float64 {
	if c.HasValue() {
		return c.Value
	}
	return 0
}

func (e *Explorer) sourceWords(of []Series) (words string, illustrative bool) {
	var cells []Cell
	for _, s := range of {
		cells = append(cells, s.Cells...)
	}
	titles, _, illustrative := e.credits(cells)
	return strings.Join(titles, "; "), illustrative
}

func points(s Series, kind period.Kind) (out []chart.Point) {
	for _, c := range s.Cells {
		if c.Period.Kind == kind && c.HasValue() { // a period without a figure breaks the line
			out = append(out, chart.Point{Period: c.Period, Value: c.Value})
		}
	}
	return out
}

// ofOneKind keeps the periods of the kind that has most.
func ofOneKind(axis []period.Period) (best []period.Period) {
	by := map[period.Kind][]period.Period{}
	for _, p := range axis {
		by[p.Kind] = append(by[p.Kind], p)
	}
	for kind := range period.KindCalendarYear + 1 {
		if len(by[kind]) > len(best) {
			best = by[kind]
		}
	}
	return best
}

// newest is the last period for which one of the organisations has a figure.
func newest(axis []period.Period, of []Series) period.Period {
	for _, p := range slices.Backward(axis) {
		for _, s := range of {
			if slices.ContainsFunc(s.Cells, func(c Cell) bool { return c.Period == p && c.HasValue() }) {
				return p
			}
		}
	}
	return axis[len(axis)-1]
}

func longest(axes [][]period.Period) (n int) {
	for _, a := range axes {
		n = max(n, len(a))
	}
	return n
}
