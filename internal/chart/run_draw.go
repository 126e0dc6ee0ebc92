package chart

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// runPlot is a plot of paths with one path and its median.
type runPlot struct {
	trajectoryPlot
	run RunInput
}

func (in RunInput) draw(f Figure) ([]byte, int, error) {
	p := &runPlot{run: in}
	last := in.latest()
	p.in = TrajectoryInput{Organisation: in.Organisation, Measure: in.Measure, Marks: in.Marks, Trajectory: maturity.Trajectory{Breaks: in.Breaks}}
	p.told = told{in: p.in, latest: &maturity.PathPoint{Period: last.Period, Value: last.Value, HasValue: true, State: maturity.Reported}}
	periods, values := make([]period.Period, len(in.Points)), []float64{}
	for i, point := range in.Points {
		periods[i] = point.Period
		values = append(values, point.Value)
		p.in.Trajectory.Observed = append(p.in.Trajectory.Observed, maturity.PathPoint{Period: point.Period, Value: point.Value, HasValue: true, State: maturity.Reported})
	}
	if in.hasMedian() {
		values = append(values, in.Median)
	}
	if in.Target != nil {
		values = append(values, in.Target.Value)
	}
	p.time = timeFor(last.Period.Kind, periods, nil)
	p.value = scaleFor(values, in.Measure)
	p.marks = p.marksShown()
	p.lines = p.runLines()
	f.key = strings.TrimSpace(f.key + " " + breakWords(in.Measure, p.in.Trajectory, p.time))
	if f.paper.narrow {
		keys := p.names(true)
		p.markedFrame(f, p.roomForTicks(), 2*margin, layKeys(keys, 0, f.paper.width)+4)
		layKeys(keys, p.frame.bottom+p.roomForPeriods(), f.paper.width)
		p.frame.keys = keys
	} else {
		p.markedFrame(f, p.roomForTicks(), rightMargin, 0)
		p.drawn = p.pixelsOfLines()
		var labels []label
		for _, n := range p.names(false) {
			labels = append(labels, p.inMargin(&n.line, n.colour, n.text))
		}
		p.frame.place(labels)
		p.frame.labels = append(p.frame.labels, p.reportedLabel()...)
	}
	option, err := p.option()
	return option, p.frame.height, err
}

// runLines are the median and the target across the plot, and the figures joined where nothing lies between.
func (p *runPlot) runLines() []stroke {
	out := p.markStrokes()
	across := func(id string, y float64, c Colour, width float64, dash []int) {
		out = append(out, stroke{id: id, points: []xy{{-0.5, y}, {float64(p.time.count) - 0.5, y}}, colour: c.Line, width: width, dash: dash, z: 3})
	}
	if p.run.hasMedian() {
		across("median", p.run.Median, meanColour, 1.5, nil)
	}
	if p.run.Target != nil {
		across("target", p.run.Target.Value, TargetOf, 2, targetDash)
	}
	return append(out, p.observed()[1])
}

// names are the lines that are named; the path only where its latest figure is not written into the plot.
func (p *runPlot) names(path bool) []key {
	m := p.run.Measure
	var out []key
	add := func(id string, c Colour, text string) {
		if s := p.stroke(id); s != nil {
			out = append(out, key{line: *s, colour: c, text: text})
		}
	}
	if path {
		add("observed", Observed, "Reported "+m.Format(p.run.latest().Value))
	}
	if p.run.hasMedian() {
		add("median", meanColour, "Median "+m.Format(p.run.Median))
	}
	if p.run.Target != nil {
		add("target", TargetOf, "Target "+TargetWords(*p.run.Target, m))
	}
	return out
}
