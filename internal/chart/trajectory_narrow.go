package chart

import "strings"

// layOutNarrow places everything for a small screen: the plot over the whole width, and what the lines are below it.
func (p *trajectoryPlot) layOutNarrow(f Figure) {
	left, right := p.roomForTicks(), 2*margin
	p.frame = newFrame(f, left, right, 0, f.paper.plot, 0)
	axis, keys := p.roomForPeriods(), p.keys()
	p.markedFrame(f, left, right, layKeys(keys, 0, f.paper.width)+4)
	layKeys(keys, p.frame.bottom+axis, f.paper.width)
	p.frame.keys = keys
}

// keys name the lines in the words that stand beside them where there is room.
func (p *trajectoryPlot) keys() []key {
	m, tr := p.in.Measure, p.in.Trajectory
	var out []key
	add := func(id string, c Colour, text func(stroke) string) {
		if s := p.stroke(id); s != nil {
			out = append(out, key{line: *s, colour: c, text: text(*s)})
		}
	}
	last := func(s stroke) string { return m.Format(s.points[len(s.points)-1].y) }
	if p.told.latest != nil {
		add("observed", Observed, func(stroke) string { return "Reported " + m.Format(p.told.latest.Value) })
	}
	if p.told.provisional != nil {
		add("provisional", Observed, func(stroke) string { return "So far " + m.Format(p.told.provisional.Value) + ", not complete" })
	}
	add("projected", Projected, func(stroke) string { return strings.Join(forecastName(tr, m), ", ") })
	if t := p.in.Target; t != nil {
		add("target", TargetOf, func(stroke) string { return "Target " + TargetWords(*t, m) })
	}
	add("required", Required, func(stroke) string { return "Required path" })
	add("plan", Planned, func(s stroke) string { return "Plan " + last(s) })
	add("national", National, func(s stroke) string { return p.told.nationalTitle() + " " + last(s) })
	return out
}
