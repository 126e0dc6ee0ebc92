package chart

import (
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// strokes are all lines of the picture, what matters most on top.
func (p *trajectoryPlot) strokes() []stroke {
	out := append(p.band(), p.markStrokes()...)
	if p.in.Target != nil {
		out = append(out, stroke{id: "target", points: []xy{{-0.5, p.in.Target.Value}, {float64(p.time.count) - 0.5, p.in.Target.Value}}, colour: TargetOf.Line, width: 2, dash: targetDash, z: 3})
	}
	out = append(out,
		stroke{id: "required", points: p.path(p.in.Trajectory.Required), colour: Required.Line, width: 2, dash: []int{12, 5}, z: 4},
		p.national(),
		stroke{id: "plan", points: p.path(p.in.Trajectory.Plan), colour: Planned.Line, width: 2, dash: []int{2, 3}, mark: "diamond", size: 7, z: 5},
	)
	out = append(out, p.median())
	out = append(out, p.observed()...)
	return slices.DeleteFunc(out, func(s stroke) bool { return len(s.points) == 0 })
}

func (p *trajectoryPlot) path(points []maturity.RequiredPoint) []xy {
	var out []xy
	for _, r := range points {
		if x := p.time.of(r.Period); p.time.shows(x) {
			out = append(out, xy{x, r.Value})
		}
	}
	return out
}

func (p *trajectoryPlot) national() stroke {
	s := stroke{id: "national", colour: National.Line, width: 1.5, z: 4}
	for _, n := range p.in.National {
		if x := p.time.of(n.Period); p.time.shows(x) {
			s.points = append(s.points, xy{x, n.Value})
		}
	}
	if len(s.points) < 3 {
		s.mark, s.size = "rect", 7
	}
	return s
}

// observed is the reported path, broken where a value is missing or a definition changed, and the last period hollow
// while it is incomplete, joined to the path by a dotted line.
func (p *trajectoryPlot) observed() []stroke {
	firm := stroke{id: "observed", colour: Observed.Line, width: 3, mark: "circle", size: 8, z: 8}
	hollow := stroke{id: "provisional", colour: Observed.Line, mark: "circle", size: 10, hollow: true, z: 9}
	join := stroke{id: "provisional-join", colour: Observed.Line, width: 1.5, dash: []int{1, 3}, z: 7}
	var last *xy
	var lastPeriod period.Period
	for _, o := range p.in.Trajectory.Observed {
		x := p.time.of(o.Period)
		if !p.time.shows(x) {
			continue
		}
		at := xy{x, o.Value}
		if o.HasValue && o.Provisional {
			hollow.points = append(hollow.points, at)
			if last != nil && !p.apart(lastPeriod, o.Period) {
				join.points = []xy{*last, at}
			}
			continue
		}
		if last != nil && (!o.HasValue || p.apart(lastPeriod, o.Period)) {
			firm.points = append(firm.points, xy{trim((last.x + x) / 2), missing})
			last = nil
		}
		if o.HasValue {
			firm.points = append(firm.points, at)
			last, lastPeriod = &at, o.Period
		}
	}
	if n := len(firm.points); n > 0 && math.IsNaN(firm.points[n-1].y) {
		firm.points = firm.points[:n-1]
	}
	if len(firm.points) > 30 {
		firm.size = 5
	}
	return []stroke{join, firm, hollow}
}

// apart reports whether no line may join two periods: one between them is missing, or a definition changed.
func (p *trajectoryPlot) apart(a, b period.Period) bool {
	if a.Kind == b.Kind && a.Kind != period.KindDay && period.StepsBetween(a, b) > 1 {
		return true
	}
	_, broken := breakBetween(breaksOf(p.in.Measure, p.in.Trajectory), a, b)
	return broken
}

// breakBetween finds a break after period a began to be counted and before b ended.
func breakBetween(breaks []maturity.Break, a, b period.Period) (found maturity.Break, broken bool) {
	for _, one := range breaks {
		if one.Day > a.Start && one.Day <= b.End() {
			return one, true
		}
	}
	return found, false
}

// band is the projection's fan: areas stacked on an undrawn line, from the last reported value on.
func (p *trajectoryPlot) band() []stroke {
	fan := p.fan
	if len(fan) == 0 {
		return nil
	}
	column := func(low, high func(maturity.BandPoint) float64) []xy {
		out := make([]xy, len(fan))
		for i, b := range fan {
			out[i] = xy{b.x, high(b.BandPoint)}
			if low != nil {
				out[i].y -= low(b.BandPoint)
			}
		}
		return out
	}
	low95 := func(b maturity.BandPoint) float64 { return b.Low95 }
	low80 := func(b maturity.BandPoint) float64 { return b.Low80 }
	low50 := func(b maturity.BandPoint) float64 { return b.Low50 }
	high50 := func(b maturity.BandPoint) float64 { return b.High50 }
	high80 := func(b maturity.BandPoint) float64 { return b.High80 }
	high95 := func(b maturity.BandPoint) float64 { return b.High95 }
	edge := Projected.Line
	return []stroke{
		{id: "band-0", points: column(nil, low95), colour: edge, stack: "band", z: 1},
		{id: "band-1", points: column(low95, low80), colour: edge, width: 1, stack: "band", fill: band95, z: 1},
		{id: "band-2", points: column(low80, low50), colour: edge, stack: "band", fill: band80, z: 1},
		{id: "band-3", points: column(low50, high50), colour: edge, stack: "band", fill: band50, z: 1},
		{id: "band-4", points: column(high50, high80), colour: edge, width: 1, stack: "band", fill: band80, z: 1},
		{id: "band-5", points: column(high80, high95), colour: edge, stack: "band", fill: band95, z: 1},
	}
}

type fanPoint struct {
	x float64
	maturity.BandPoint
}

// newFan is the projection with the last reported value, which is certain, as its first point.
func (p *trajectoryPlot) newFan() []fanPoint {
	if len(p.in.Trajectory.Projected) == 0 {
		return nil
	}
	var out []fanPoint
	if last := p.told.latest; last != nil {
		v := last.Value
		out = append(out, fanPoint{p.time.of(last.Period), maturity.BandPoint{Period: last.Period, Median: v, Low50: v, High50: v, Low80: v, High80: v, Low95: v, High95: v}})
	}
	for _, b := range p.in.Trajectory.Projected {
		out = append(out, fanPoint{p.time.of(b.Period), b})
	}
	return slices.DeleteFunc(out, func(b fanPoint) bool { return !p.time.shows(b.x) })
}

func (p *trajectoryPlot) median() stroke {
	s := stroke{id: "projected", colour: Projected.Line, width: 2.5, dash: []int{6, 4}, z: 6}
	for _, b := range p.fan {
		s.points = append(s.points, xy{b.x, b.Median})
	}
	return s
}
