package chart

import (
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// directLabels name the lines, so that no legend has to be matched by colour. Lines that reach the right edge are named
// in the margin beside their end, the others inside the plot where the fewest lines run behind the name.
func (p *trajectoryPlot) directLabels() (margins, inside []label) {
	m := p.in.Measure
	name := func(id string, c Colour, lines ...string) {
		s := p.stroke(id)
		switch {
		case s == nil:
		case p.reachesEdge(s):
			margins = append(margins, p.inMargin(s, c, lines...))
		default:
			text := fit(strings.Join(lines, " "), 260, smallSize, true)
			inside = append(inside, p.freest(label{lines: []string{text}, size: smallSize, bold: true, colour: c.Text, align: "left", halo: true}, p.placesAlong(s), inside))
		}
	}
	if s := p.stroke("observed"); s != nil && p.reachesEdge(s) && p.told.provisional == nil {
		name("observed", Observed, "Reported "+m.Format(p.told.latest.Value))
	} else {
		inside = p.reportedLabel()
	}
	if s := p.stroke("projected"); s != nil {
		name("projected", Projected, forecastName(p.in.Trajectory, m)...)
	}
	if t := p.in.Target; t != nil {
		margins = append(margins, p.inMargin(p.stroke("target"), TargetOf, "Target "+TargetWords(*t, m)))
	}
	if s := p.stroke("plan"); s != nil {
		name("plan", Planned, "Plan "+m.Format(s.points[len(s.points)-1].y))
	}
	if s := p.stroke("national"); s != nil {
		name("national", National, p.told.nationalTitle(), m.Format(s.points[len(s.points)-1].y))
	}
	if s := p.stroke("required"); s != nil && len(s.points) > 1 {
		inside = append(inside, p.freest(label{lines: []string{"Required path"}, size: smallSize, colour: Required.Text, align: "left", halo: true}, p.placesAlong(s), inside))
	}
	return margins, inside
}

// forecastName is the last projected value and its likely range.
func forecastName(t maturity.Trajectory, m maturity.Measure) []string {
	last := t.Projected[len(t.Projected)-1]
	return []string{"Forecast " + m.FormatEstimate(last.Median), "80% range " + m.FormatEstimate(last.Low80) + " to " + m.FormatEstimate(last.High80)}
}

func (p *trajectoryPlot) stroke(id string) *stroke {
	if i := slices.IndexFunc(p.lines, func(s stroke) bool { return s.id == id }); i >= 0 {
		return &p.lines[i]
	}
	return nil
}

func (p *trajectoryPlot) reachesEdge(s *stroke) bool {
	return p.frame.right-p.px(s.points[len(s.points)-1].x) < 60
}

// inMargin sets a label right of the plot at the height of the line's end.
func (p *trajectoryPlot) inMargin(s *stroke, c Colour, lines ...string) label {
	l := label{x: p.frame.right + 10, size: smallSize, bold: true, colour: c.Text, align: "left", halo: true}
	for _, text := range lines {
		l.lines = append(l.lines, wrap(text, float64(p.frame.width)-margin-l.x, smallSize, true, 2)...)
	}
	l.y = p.py(s.points[len(s.points)-1].y) - l.height()/2
	return l
}

// reportedLabel names the reported path at its latest value, above it when the path rises and below when it falls.
func (p *trajectoryPlot) reportedLabel() []label {
	at, words := p.told.latest, "Reported "
	if at == nil {
		at, words = p.told.provisional, "So far "
	}
	x := p.time.of(at.Period)
	if !p.time.shows(x) {
		return nil
	}
	l := label{lines: []string{words + p.in.Measure.Format(at.Value)}, size: textSize, bold: true, colour: Observed.Text, align: "left", halo: true}
	px, py, w, h := p.px(x), p.py(at.Value), l.width(), l.height()
	above, below := py-h-8, py+8
	places := []xy{{px - w + 6, above}, {px - w + 6, below}, {px - w/2, above}, {px - w/2, below}, {px - 6, above}, {px - 6, below}, {px - w + 6, above - 12}, {px - w + 6, below + 12}, {px + 10, py - h/2}}
	return []label{p.freest(l, places, nil)}
}

// placesAlong are the places over and under a line at which its name could stand, by the top left corner's pixel;
// those near its end come first.
func (p *trajectoryPlot) placesAlong(s *stroke) []xy {
	var out []xy
	first, last := s.points[0], s.points[len(s.points)-1]
	for _, lifts := range [][]float64{{-21, 5}, {-30, 14}} {
		for step := 10; step >= 0; step-- {
			x := first.x + (last.x-first.x)*float64(step)/10
			y := heightAt(s.points, x)
			for _, lift := range lifts {
				out = append(out, xy{p.px(x) - 50, p.py(y) + lift}, xy{p.px(x) + 6, p.py(y) + lift})
			}
		}
	}
	return out
}

// heightAt is the line's value at x between its points.
func heightAt(points []xy, x float64) float64 {
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; x <= b.x && b.x > a.x {
			return a.y + (b.y-a.y)*math.Max(0, x-a.x)/(b.x-a.x)
		}
	}
	return points[len(points)-1].y
}

// freest puts the label at the place that covers the fewest pixels of lines and no other label; among equals the first.
func (p *trajectoryPlot) freest(l label, places []xy, taken []label) label {
	best, bestScore, width := l, math.Inf(1), l.width()
	for i, at := range places {
		l.x, l.y = math.Round(at.x), math.Round(at.y)
		if score := p.covered(l, width, taken) + 0.1*float64(i); score < bestScore {
			best, bestScore = l, score
		}
	}
	return best
}

func (p *trajectoryPlot) covered(l label, width float64, taken []label) float64 {
	const rim = 3
	x0, x1, y0, y1 := l.x-rim, l.x+width+rim, l.y-rim, l.y+l.height()+rim
	score := 0.0
	if x0 < p.frame.left || x1 > p.frame.right+rim || y0 < p.frame.top || y1 > p.frame.bottom {
		score += 1e6
	}
	for _, other := range taken {
		if x0 < other.start()+other.width() && other.start() < x1 && y0 < other.y+other.height() && other.y < y1 {
			score += 1e4
		}
	}
	for _, b := range p.fan {
		if x := p.px(b.x); x0 < x && x < x1 && y0 < p.py(b.Low80) && p.py(b.High80) < y1 {
			score += 10
		}
	}
	for _, at := range p.drawn {
		if x0 < at.x && at.x < x1 && y0 < at.y && at.y < y1 {
			score++
		}
	}
	return score
}

// pixelsOfLines are places along all drawn lines but the bands' edges, which a name may cover.
func (p *trajectoryPlot) pixelsOfLines() []xy {
	var out []xy
	for _, s := range p.lines {
		if s.stack == "" {
			out = append(out, p.pixels(s)...)
		}
	}
	return out
}

// pixels are places along a drawn line, a few pixels apart.
func (p *trajectoryPlot) pixels(s stroke) []xy {
	var out []xy
	for i, b := range s.points {
		if math.IsNaN(b.y) {
			continue
		}
		at := xy{p.px(b.x), p.py(b.y)}
		out = append(out, at)
		if i == 0 || math.IsNaN(s.points[i-1].y) {
			continue
		}
		from := xy{p.px(s.points[i-1].x), p.py(s.points[i-1].y)}
		for n, steps := 1, int(math.Hypot(at.x-from.x, at.y-from.y)/4); n < steps; n++ {
			share := float64(n) / float64(steps)
			out = append(out, xy{from.x + (at.x-from.x)*share, from.y + (at.y-from.y)*share})
		}
	}
	return out
}
