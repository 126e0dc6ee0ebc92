package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindTrajectory is the Figure.Kind of Trajectory.
const KindTrajectory = "trajectory"

// Point is a value in a period, such as a national average.
type Point struct {
	Period period.Period
	Value  float64
}

// TrajectoryInput is what the picture of one organisation, measure and target is made from.
type TrajectoryInput struct {
	Title         string // headline; "" makes one from the numbers by fixed rules
	Organisation  maturity.Organisation
	Measure       maturity.Measure
	Target        *maturity.Target // nil: none
	Trajectory    maturity.Trajectory
	National      []Point     // as published or computed, in any order
	NationalTitle string      // "" is "National average"
	Today         period.Day  // the day that the picture is seen from; 0 draws no line
	Meeting       *period.Day // of the last meeting; nil draws no mark
	MeetingWords  string      // "" is "Last meeting"
	Marks         []Mark      // other days to be pointed out
	Notes         []string    // sentences beside the picture
	AsAt          string      // "15 November 2018": what was known then; "" says nothing
	SourceWords   string
	Illustrative  bool
}

// Trajectory draws the path of one organisation towards a target: what was reported, the national average, the plan,
// the required path, and the projection with its 50, 80 and 95 % bands. Without a reported value the Figure has no
// picture, only its words and table. An error means that the input cannot be put on the axes at all.
func Trajectory(in TrajectoryInput) (Figure, error) {
	if err := checkFinite(in); err != nil {
		return Figure{}, err
	}
	in = sorted(in)
	t := newTold(in)
	f := Figure{
		Kind: KindTrajectory, Title: t.headline(), Subtitle: t.subtitle(), Reading: t.reading(), Table: t.table(),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Notes: t.notes(), key: t.key(), Width: widePaper.width,
	}
	if t.latest == nil && t.provisional == nil {
		return f, nil
	}
	return f.drawn(func(f Figure) ([]byte, int, error) {
		p := newTrajectoryPlot(in, t, f)
		option, err := p.option()
		return option, p.frame.height, err
	})
}

// sorted is the input with its points in order of time.
func sorted(in TrajectoryInput) TrajectoryInput {
	in.Trajectory.Observed = slices.SortedFunc(slices.Values(in.Trajectory.Observed), func(a, b maturity.PathPoint) int { return period.Compare(a.Period, b.Period) })
	in.National = slices.SortedFunc(slices.Values(in.National), func(a, b Point) int { return period.Compare(a.Period, b.Period) })
	return in
}

// checkFinite refuses infinite values, which no axis can hold. Missing values are states, never NaN in a path.
func checkFinite(in TrajectoryInput) error {
	var values []float64
	for _, p := range in.Trajectory.Observed {
		if p.HasValue {
			values = append(values, p.Value)
		}
	}
	for _, b := range in.Trajectory.Projected {
		values = append(values, b.Median, b.Low50, b.High50, b.Low80, b.High80, b.Low95, b.High95)
	}
	for _, p := range slices.Concat(in.Trajectory.Plan, in.Trajectory.Required) {
		values = append(values, p.Value)
	}
	for _, p := range in.National {
		values = append(values, p.Value)
	}
	if in.Target != nil {
		values = append(values, in.Target.Value)
	}
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e15 {
			return fmt.Errorf("trajectory of %q: %v cannot be drawn", in.Measure.ID, v)
		}
	}
	return nil
}

// trajectoryPlot is the picture while it is being laid out.
type trajectoryPlot struct {
	in    TrajectoryInput
	told  told
	time  timeScale
	value valueScale
	frame frame
	marks []mark
	fan   []fanPoint
	lines []stroke
	drawn []xy // pixels that lines run through, for names to keep clear of
}

const rightMargin = 172.0

func newTrajectoryPlot(in TrajectoryInput, t told, f Figure) *trajectoryPlot {
	p := &trajectoryPlot{in: in, told: t}
	p.time = p.periodsShown()
	f.key = strings.TrimSpace(f.key + " " + breakWords(in.Measure, in.Trajectory, p.time))
	p.value = scaleFor(p.valuesShown(), in.Measure)
	p.marks = p.marksShown()
	p.fan = p.newFan()
	p.lines = p.strokes()
	if f.paper.narrow {
		p.layOutNarrow(f)
	} else if !p.layOut(f, rightMargin) {
		p.layOut(f, 2*margin)
	}
	return p
}

// layOut places everything with so much room right of the plot. It reports whether names stand there.
func (p *trajectoryPlot) layOut(f Figure, right float64) bool {
	p.markedFrame(f, p.roomForTicks(), right, 0)
	p.drawn = p.pixelsOfLines()
	margins, inside := p.directLabels()
	p.frame.place(margins)
	p.frame.labels = append(p.frame.labels, inside...)
	return len(margins) > 0
}

// markedFrame is the frame with the marks' names in rows above the plot and the periods under it; below is what else
// stands there.
func (p *trajectoryPlot) markedFrame(f Figure, left, right, below float64) {
	p.frame = newFrame(f, left, right, 0, f.paper.plot, 0)
	rows, axis := p.frame.above(p.markLabels()), p.roomForPeriods()
	p.frame = newFrame(f, left, right, 6+float64(rows)*17, f.paper.plot, axis+below)
	p.frame.above(p.markLabels())
}

// roomForTicks is what the values of the vertical axis take left of the plot.
func (p *trajectoryPlot) roomForTicks() float64 {
	left := margin + 12
	for _, v := range p.value.ticks() {
		left = math.Max(left, margin+10+TextWidth(axisText(v, p.value.step, p.in.Measure), smallSize, false))
	}
	return left
}

// roomForPeriods is what the periods take under the plot.
func (p *trajectoryPlot) roomForPeriods() float64 {
	if slices.ContainsFunc(p.periodLabels(), func(text string) bool { return strings.Contains(text, "\n") }) {
		return 52
	}
	return 36
}

func (p *trajectoryPlot) periodLabels() []string {
	return p.time.labels((p.frame.right - p.frame.left) / float64(p.time.count))
}

// periodsShown spans everything that is drawn.
func (p *trajectoryPlot) periodsShown() timeScale {
	tr, kind := p.in.Trajectory, period.KindNone
	var periods []period.Period
	var days []period.Day
	for _, o := range tr.Observed {
		periods, kind = append(periods, o.Period), o.Period.Kind
	}
	for _, n := range p.in.National {
		if n.Period.End() >= periods[0].Start {
			periods = append(periods, n.Period)
		}
	}
	for _, r := range slices.Concat(tr.Plan, tr.Required) {
		periods = append(periods, r.Period)
	}
	for _, b := range tr.Projected {
		periods = append(periods, b.Period)
	}
	last := slices.MaxFunc(periods, period.Compare).End()
	if due := p.in.Target; due != nil && due.Due != nil {
		days = append(days, due.Due.Latest)
		last = max(last, due.Due.Latest)
	}
	if today := p.in.Today; today != 0 && today >= periods[0].Start && today <= last+400 {
		days = append(days, today)
	}
	return timeFor(kind, periods, days)
}

func (p *trajectoryPlot) valuesShown() []float64 {
	tr := p.in.Trajectory
	var values []float64
	for _, o := range tr.Observed {
		if o.HasValue {
			values = append(values, o.Value)
		}
	}
	for _, n := range p.in.National {
		values = append(values, n.Value)
	}
	for _, r := range slices.Concat(tr.Plan, tr.Required) {
		values = append(values, r.Value)
	}
	for _, b := range tr.Projected {
		values = append(values, b.Low95, b.High95)
	}
	if p.in.Target != nil {
		values = append(values, p.in.Target.Value)
	}
	return values
}

// px and py are pixels of a place on the axes.
func (p *trajectoryPlot) px(x float64) float64 {
	return p.frame.left + (x+0.5)/float64(p.time.count)*(p.frame.right-p.frame.left)
}

func (p *trajectoryPlot) py(y float64) float64 {
	return p.frame.bottom - (y-p.value.low)/(p.value.high-p.value.low)*(p.frame.bottom-p.frame.top)
}

func (p *trajectoryPlot) option() ([]byte, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: -0.5, Max: float64(p.time.count) - 0.5, Show: opts.Bool(false)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: p.value.low, Max: p.value.high}),
	)
	more := map[string]option{}
	for _, s := range p.lines {
		s.addTo(line, more)
	}
	return canonical(line, more, option{
		"grid": p.frame.grid(), "graphic": p.frame.graphic(),
		"xAxis": []any{
			option{"type": "value", "show": false, "min": -0.5, "max": float64(p.time.count) - 0.5},
			categoryAxis(p.periodLabels()),
		},
		"yAxis": []any{valueAxis(p.value, p.in.Measure)},
	})
}

// breaksOf are the days from which values are not comparable with earlier ones: by the definition, and by the series.
func breaksOf(m maturity.Measure, t maturity.Trajectory) []maturity.Break {
	out := m.Breaks()
	for _, b := range t.Breaks {
		if b.Kind != maturity.BreakDefinition {
			out = append(out, b)
		}
	}
	return out
}
