package chart

import (
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// smallPlots is the layout of many small plots. All lines lie on one pair of axes that count pixels of the paper: a
// series for each meaning, broken between the cells, draws far faster than axes of their own for every cell.
type smallPlots struct {
	multiples
	frame  frame
	shown  []told
	time   timeScale
	value  valueScale
	across int
	cell   xy // width and height of a cell
	plot   xy // of the plot in it
	head   float64
	areas  []any
}

const cellGap = 20.0

func (m multiples) draw(f Figure) ([]byte, int, error) {
	p := &smallPlots{multiples: m, across: 4, head: 40}
	most, high, below := f.paper.bars(), 118.0, 26.0
	switch {
	case f.paper.narrow:
		p.across, p.head = 2, 74
		high, below = 160, 40
	case f.paper.height > 0:
		most = 12
	}
	p.shown = m.cells[:min(len(m.cells), most)]
	f.key += more(len(p.shown), len(m.cells))
	keys := p.keys()
	p.across = min(p.across, len(p.shown))
	if !f.paper.narrow {
		p.across = max(2, p.across)
	}
	down := (len(p.shown) + p.across - 1) / p.across
	p.scale()
	left := margin + 8 + math.Max(TextWidth(axisText(p.value.high, p.value.step, m.in.Measure), noteSize, false), TextWidth(axisText(p.value.low, p.value.step, m.in.Measure), noteSize, false))
	above := flowKeys(keys, 0, f.paper.width)
	p.frame = newFrame(f, left, 2*margin, above+8, (high+cellGap)*float64(down), below)
	flowKeys(keys, p.frame.top-above-8, f.paper.width)
	p.frame.keys = keys
	p.cell = xy{(p.frame.right - p.frame.left + cellGap) / float64(p.across), (p.frame.bottom - p.frame.top) / float64(down)}
	p.plot = xy{p.cell.x - cellGap, math.Min(p.cell.y-p.head-10, high-p.head)}
	strokes := p.strokes()
	p.write(f.paper.narrow)
	option, err := p.option(strokes)
	return option, p.frame.height, err
}

// keys say what lines and shades mean, where there are any.
func (p *smallPlots) keys() []key {
	out := []key{{line: stroke{colour: Observed.Line, width: 2.5}, colour: Observed, text: "Reported"}}
	if slices.ContainsFunc(p.shown, func(c told) bool { return len(c.in.Trajectory.Projected) > 0 }) {
		out = append(out, key{line: stroke{colour: Projected.Line, width: 2, dash: []int{5, 3}}, colour: Projected, text: "Forecast"},
			key{line: stroke{colour: Projected.Line, fill: band80, mark: "bar"}, colour: Projected, text: "80% range"})
	}
	if t := p.in.Target; t != nil {
		out = append(out, key{line: stroke{colour: TargetOf.Line, width: 1.5, dash: targetDash}, colour: TargetOf, text: "Target " + TargetWords(*t, p.in.Measure)})
	}
	return out
}

// scale makes one pair of axes for all cells.
func (p *smallPlots) scale() {
	var periods []period.Period
	var values []float64
	kind := period.KindNone
	for _, c := range p.shown {
		for _, o := range c.in.Trajectory.Observed {
			if o.HasValue {
				periods, values, kind = append(periods, o.Period), append(values, o.Value), o.Period.Kind
			}
		}
		for _, b := range c.in.Trajectory.Projected {
			periods, values = append(periods, b.Period), append(values, b.Low80, b.High80)
		}
	}
	if t := p.in.Target; t != nil {
		values = append(values, t.Value)
	}
	if kind == period.KindNone && len(periods) > 0 {
		kind = periods[0].Kind
	}
	p.time, p.value = timeFor(kind, periods, nil), scaleFor(values, p.in.Measure)
}

// corner is the top left of a cell's plot.
func (p *smallPlots) corner(i int) xy {
	return xy{p.frame.left + p.cell.x*float64(i%p.across), p.frame.top + p.cell.y*float64(i/p.across) + p.head}
}

func (p *smallPlots) at(i int, when period.Period, v float64) xy {
	c := p.corner(i)
	return xy{c.x + (p.time.of(when)+0.5)/float64(max(1, p.time.count))*p.plot.x, c.y + p.plot.y - (v-p.value.low)/(p.value.high-p.value.low)*p.plot.y}
}

func (p *smallPlots) shows(when period.Period) bool { return p.time.shows(p.time.of(when)) }

// strokes are the lines of all cells, one for each meaning.
func (p *smallPlots) strokes() []stroke {
	grid := stroke{id: "grid", colour: gridLine, width: 1, z: 1}
	base := stroke{id: "base", colour: Quiet.Line, width: 1, z: 2}
	target := stroke{id: "target", colour: TargetOf.Line, width: 1.5, dash: targetDash, z: 3}
	firm := stroke{id: "observed", colour: Observed.Line, width: 2.5, z: 6}
	dots := stroke{id: "latest", colour: Observed.Line, mark: "circle", size: 7, z: 8}
	hollow := stroke{id: "provisional", colour: Observed.Line, mark: "circle", size: 7, hollow: true, z: 8}
	median := stroke{id: "projected", colour: Projected.Line, width: 2, dash: []int{5, 3}, z: 5}
	for i, c := range p.shown {
		corner := p.corner(i)
		grid.segment(corner, xy{corner.x + p.plot.x, corner.y})
		base.segment(xy{corner.x, corner.y + p.plot.y}, xy{corner.x + p.plot.x, corner.y + p.plot.y})
		if t := p.in.Target; t != nil {
			y := corner.y + p.plot.y - (t.Value-p.value.low)/(p.value.high-p.value.low)*p.plot.y
			target.segment(xy{corner.x, y}, xy{corner.x + p.plot.x, y})
		}
		p.path(i, c, &firm, &hollow)
		if c.latest != nil && p.shows(c.latest.Period) {
			dots.points = append(dots.points, p.at(i, c.latest.Period, c.latest.Value))
		}
		p.forecast(i, c, &median)
	}
	return []stroke{grid, base, target, median, firm, dots, hollow}
}

// path is the reported line of a cell, broken where nothing was reported or figures are not comparable.
func (p *smallPlots) path(i int, c told, firm, hollow *stroke) {
	plot := trajectoryPlot{in: c.in, told: c}
	var before *period.Period
	for _, o := range c.in.Trajectory.Observed {
		if !o.HasValue || !p.shows(o.Period) {
			before = nil
			continue
		}
		at := p.at(i, o.Period, o.Value)
		if o.Provisional {
			hollow.points = append(hollow.points, at)
			continue
		}
		if before == nil || plot.apart(*before, o.Period) {
			if n := len(firm.points); n > 0 {
				firm.points = append(firm.points, xy{firm.points[n-1].x, missing})
			}
		}
		firm.points = append(firm.points, at)
		when := o.Period
		before = &when
	}
}

// forecast is the dashed median of a cell, and its 80 % range as an area.
func (p *smallPlots) forecast(i int, c told, median *stroke) {
	fan := c.in.Trajectory.Projected
	if len(fan) == 0 {
		return
	}
	if last := c.latest; last != nil {
		v := last.Value
		fan = append([]maturity.BandPoint{{Period: last.Period, Median: v, Low80: v, High80: v}}, fan...)
	}
	var upper, lower [][2]float64
	if n := len(median.points); n > 0 {
		median.points = append(median.points, xy{median.points[n-1].x, missing})
	}
	for _, b := range fan {
		if !p.shows(b.Period) {
			continue
		}
		median.points = append(median.points, p.at(i, b.Period, b.Median))
		high, low := p.at(i, b.Period, b.High80), p.at(i, b.Period, b.Low80)
		upper, lower = append(upper, [2]float64{trim(high.x), trim(high.y)}), append([][2]float64{{trim(low.x), trim(low.y)}}, lower...)
	}
	if len(upper) > 1 {
		p.areas = append(p.areas, option{"type": "polygon", "silent": true, "z": 2, "shape": option{"points": append(upper, lower...)}, "style": option{"fill": band80, "stroke": Projected.Line, "lineWidth": 0.75}})
	}
}

// write sets the words of each cell: its name, its latest value and where it is going.
func (p *smallPlots) write(narrow bool) {
	m := p.in.Measure
	for i, c := range p.shown {
		corner := p.corner(i)
		lines := 1
		if narrow {
			lines = 2
		}
		name := label{x: corner.x, lines: wrap(isolate(c.fullName()), p.plot.x, smallSize, true, lines), size: smallSize, bold: true, colour: Ink.Text, align: "left"}
		value := label{x: corner.x, lines: wrap(c.cellWords(), p.plot.x, noteSize, false, 2), size: noteSize, colour: Ink.Text, align: "left"}
		if !narrow {
			value.lines = []string{fit(c.cellWords(), p.plot.x, noteSize, false)}
		}
		value.y = corner.y - value.height() - 5
		name.y = value.y - name.height() - 1
		p.frame.labels = append(p.frame.labels, name, value)
		if i%p.across == 0 {
			for _, v := range []float64{p.value.low, p.value.high} {
				l := label{x: corner.x - 6, lines: []string{axisText(v, p.value.step, m)}, size: noteSize, colour: Quiet.Text, align: "right"}
				l.y = corner.y - l.height()/2
				if v == p.value.low {
					l.y += p.plot.y
				}
				p.frame.labels = append(p.frame.labels, l)
			}
		}
		if i+p.across >= len(p.shown) {
			p.writePeriods(corner)
		}
	}
}

// writePeriods names the first and the last period under a cell that has none below it.
func (p *smallPlots) writePeriods(corner xy) {
	first, last := p.time.first, p.time.first.Add(p.time.count-1)
	from := label{x: corner.x, y: corner.y + p.plot.y + 4, lines: []string{first.Short()}, size: noteSize, colour: Quiet.Text, align: "left"}
	to := from
	to.x, to.align, to.lines = corner.x+p.plot.x, "right", []string{last.Short()}
	p.frame.labels = append(p.frame.labels, from)
	if first == last {
		return
	}
	if from.width()+to.width()+10 > p.plot.x {
		to.y += to.lineHeight()
	}
	p.frame.labels = append(p.frame.labels, to)
}

// cellWords are the numbers of a cell: "47%, forecast 77%: at risk".
func (t told) cellWords() string {
	m := t.in.Measure
	at := t.latest
	if at == nil {
		at = t.provisional
	}
	if at == nil {
		if last := t.lastReturn(); last != nil {
			return upperFirst(stateCell(last.State))
		}
		return "Not submitted"
	}
	text := m.Format(at.Value)
	if at.Provisional {
		text += " so far"
	}
	if t.in.Target == nil {
		return text
	}
	if b := t.end(); b != nil {
		text += ", forecast " + m.FormatEstimate(b.Median)
	}
	if s := t.in.Trajectory.Status; s != "" && s != maturity.StatusNoTarget {
		text += ": " + maturity.LowerFirst(s.Words())
	}
	return text
}

func (p *smallPlots) option(strokes []stroke) ([]byte, error) {
	line := charts.NewLine()
	extra := map[string]option{}
	for _, s := range strokes {
		if len(s.points) > 0 {
			s.addTo(line, extra)
		}
	}
	graphic := p.frame.graphic()
	graphic["elements"] = append(p.areas, graphic["elements"].([]any)...)
	return canonical(line, extra, onPixels(p.frame, graphic))
}

// onPixels is a pair of axes that count the pixels of the paper from its top left corner.
func onPixels(fr frame, graphic option) option {
	return option{"graphic": graphic,
		"grid":  []any{option{"left": 0, "top": 0, "width": fr.width, "height": fr.height, "containLabel": false}},
		"xAxis": []any{option{"type": "value", "show": false, "min": 0, "max": fr.width}},
		"yAxis": []any{option{"type": "value", "show": false, "inverse": true, "min": 0, "max": fr.height}}}
}
