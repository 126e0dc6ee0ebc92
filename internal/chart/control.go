package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindControl is the Figure.Kind of Control.
const KindControl = "control"

// Cause is what a point of a control chart is a sign of.
type Cause uint8

// The causes, each drawn in a shape of its own.
const (
	Usual   Cause = iota // usual variation
	Better               // more than that, and an improvement
	Worse                // more than that, and a change for the worse
	Special              // more than that, where neither direction is better
)

// ControlPoint is one figure on a control chart.
type ControlPoint struct {
	Period period.Period
	Value  float64
	Cause  Cause
	Words  string // the rule in words, for the table
}

// ControlInput is what the control chart of one organisation and measure is made from.
type ControlInput struct {
	Organisation       maturity.Organisation
	Measure            maturity.Measure
	Target             *maturity.Target // nil: none
	Points             []ControlPoint   // in time order, at least one
	Mean, Lower, Upper float64
	Sentences          []string         // the verdicts, in the order in which they are read
	Breaks             []maturity.Break // days from which figures are not comparable with earlier ones
	Marks              []Mark           // days to be pointed out
	AsAt               string
	SourceWords        string
	Illustrative       bool
}

// Control draws an XmR chart: figures with their mean and limits, and those that are more than the usual variation in
// shapes of their own. An error means that the input cannot be put on the axes.
func Control(in ControlInput) (Figure, error) {
	if len(in.Points) == 0 {
		return Figure{}, fmt.Errorf("control chart of %q: no figure", in.Measure.ID)
	}
	if err := in.checkFinite(); err != nil {
		return Figure{}, err
	}
	f := Figure{
		Kind: KindControl, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Notes: in.notes(), key: in.shapes(), Width: widePaper.width,
	}
	return f.drawn(func(f Figure) ([]byte, int, error) {
		p := newControlPlot(in, f)
		option, err := p.option()
		return option, p.frame.height, err
	})
}

func (in ControlInput) checkFinite() error {
	values := []float64{in.Mean, in.Lower, in.Upper}
	for _, p := range in.Points {
		values = append(values, p.Value)
	}
	if in.Target != nil {
		values = append(values, in.Target.Value)
	}
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e15 {
			return fmt.Errorf("control chart of %q: %v cannot be drawn", in.Measure.ID, v)
		}
	}
	return nil
}

// canBeBelow and canBeAbove report whether a value may lie beyond a limit. Limits are not cut at the ends of a measure's
// scale, but one beyond them is not drawn.
func (in ControlInput) canBeBelow(limit float64) bool {
	return !(limit < in.Measure.Low) || in.unbounded()
}

func (in ControlInput) canBeAbove(limit float64) bool {
	return !(limit > in.Measure.High) || in.Measure.MayExceed || in.unbounded()
}

func (in ControlInput) unbounded() bool { return in.Measure.Low == in.Measure.High }

// controlPlot is a plot of paths whose lines are those of a control chart.
type controlPlot struct {
	trajectoryPlot
	control ControlInput
}

func newControlPlot(in ControlInput, f Figure) *controlPlot {
	p := &controlPlot{control: in}
	p.in = TrajectoryInput{Organisation: in.Organisation, Measure: in.Measure, Marks: in.Marks, Trajectory: maturity.Trajectory{Breaks: in.Breaks}}
	periods := make([]period.Period, len(in.Points))
	for i, point := range in.Points {
		periods[i] = point.Period
	}
	p.time = timeFor(periods[len(periods)-1].Kind, periods, nil)
	p.value = controlScale(in)
	p.marks = p.marksShown()
	f.key = strings.TrimSpace(f.key + " " + breakWords(in.Measure, p.in.Trajectory, p.time))
	p.lines = append(p.markStrokes(), p.controlLines()...)
	if f.paper.narrow {
		p.layOutKeys(f)
	} else {
		p.layOutNames(f)
	}
	return p
}

// controlScale covers figures, limits and target. It need not begin at 0: how far the figures lie apart beside the
// limits is what the chart is about.
func controlScale(in ControlInput) valueScale {
	low, high := in.Mean, in.Mean
	if in.canBeBelow(in.Lower) {
		low = in.Lower
	}
	if in.canBeAbove(in.Upper) {
		high = in.Upper
	}
	for _, p := range in.Points {
		low, high = math.Min(low, p.Value), math.Max(high, p.Value)
	}
	if in.Target != nil {
		low, high = math.Min(low, in.Target.Value), math.Max(high, in.Target.Value)
	}
	if high-low < 0.001 { // less than a picture shows
		low, high = low-0.5, high+0.5
	}
	step := niceStep((high - low) / 5)
	s := valueScale{math.Floor(low/step-0.1) * step, math.Ceil(high/step+0.1) * step, step}
	if !in.unbounded() && low >= in.Measure.Low { // no room for what cannot be
		s.low = math.Max(s.low, math.Floor(in.Measure.Low/step)*step)
	}
	if !in.unbounded() && high <= in.Measure.High {
		s.high = math.Min(s.high, math.Ceil(in.Measure.High/step)*step)
	}
	return s
}

// causeMark is how the figures of a cause are drawn and explained.
type causeMark struct {
	id, mark, words string
	size            int
	colour          Colour
}

var causeMarks = [...]causeMark{
	Usual:   {"usual", "circle", "usual variation", 7, Other},
	Better:  {"better", "diamond", "improvement", 13, Improvement},
	Worse:   {"worse", "rect", "change for the worse", 11, Worsening},
	Special: {"special", "triangle", "special cause", 12, SpecialCause},
}

var limitDash, meanColour = []int{6, 4}, National

// controlLines are limits, mean and target across the plot, the path, and over it the figures by their cause.
func (p *controlPlot) controlLines() []stroke {
	in := p.control
	across := func(id string, y float64, c Colour, width float64, dash []int) stroke {
		return stroke{id: id, points: []xy{{-0.5, y}, {float64(p.time.count) - 0.5, y}}, colour: c.Line, width: width, dash: dash, z: 3}
	}
	out := []stroke{across("mean", in.Mean, meanColour, 1.5, nil)}
	if in.canBeAbove(in.Upper) {
		out = append(out, across("upper", in.Upper, Limit, 2, limitDash))
	}
	if in.canBeBelow(in.Lower) {
		out = append(out, across("lower", in.Lower, Limit, 2, limitDash))
	}
	if in.Target != nil {
		out = append(out, across("target", in.Target.Value, TargetOf, 2, targetDash))
	}
	path := stroke{id: "path", colour: Other.Line, width: 2, z: 5}
	marks := [len(causeMarks)]stroke{}
	for cause, m := range causeMarks {
		marks[cause] = stroke{id: m.id, colour: m.colour.Line, mark: m.mark, size: m.size, z: 8 + cause}
	}
	for i, point := range in.Points {
		x := p.time.of(point.Period)
		if !p.time.shows(x) {
			continue
		}
		if i > 0 && len(path.points) > 0 && p.apart(in.Points[i-1].Period, point.Period) {
			path.points = append(path.points, xy{trim((path.points[len(path.points)-1].x + x) / 2), missing})
		}
		path.points = append(path.points, xy{x, point.Value})
		marks[point.Cause].points = append(marks[point.Cause].points, xy{x, point.Value})
	}
	return slices.DeleteFunc(append(append(out, path), marks[:]...), func(s stroke) bool { return len(s.points) == 0 })
}

// names are the lines that are named, from the top of what matters down.
func (p *controlPlot) names() []key {
	in, m := p.control, p.control.Measure
	out := []key{}
	add := func(id string, c Colour, text string) {
		if s := p.stroke(id); s != nil {
			out = append(out, key{line: *s, colour: c, text: text})
		}
	}
	add("upper", Limit, "Upper limit "+m.Format(in.Upper))
	add("mean", meanColour, "Average "+m.Format(in.Mean))
	add("lower", Limit, "Lower limit "+m.Format(in.Lower))
	if in.Target != nil {
		add("target", TargetOf, "Target "+TargetWords(*in.Target, m))
	}
	return out
}

// layOutNames names the lines right of the plot.
func (p *controlPlot) layOutNames(f Figure) {
	p.markedFrame(f, p.roomForTicks(), rightMargin, 0)
	var labels []label
	for _, n := range p.names() {
		labels = append(labels, p.inMargin(&n.line, n.colour, n.text))
	}
	p.frame.place(labels)
}

// layOutKeys names the lines and shapes below the plot.
func (p *controlPlot) layOutKeys(f Figure) {
	left, right := p.roomForTicks(), 2*margin
	p.frame = newFrame(f, left, right, 0, f.paper.plot, 0)
	keys, axis := p.names(), p.roomForPeriods()
	for _, m := range causeMarks {
		if s := p.stroke(m.id); s != nil {
			keys = append(keys, key{line: *s, colour: m.colour, text: upperFirst(m.words)})
		}
	}
	p.markedFrame(f, left, right, layKeys(keys, 0, f.paper.width)+4)
	layKeys(keys, p.frame.bottom+axis, f.paper.width)
	p.frame.keys = keys
}
