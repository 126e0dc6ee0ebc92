package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"

	"waymark/internal/maturity"
)

// rowText is what stands beside one row of a picture.
type rowText struct {
	name  string
	value string // beside the name
	after string // right of the plot; "" for none
	bold  bool
	of    maturity.Measure
}

// rows is the layout that pictures with a row for each thing share: names and values left of the plot, or over each row
// on narrow paper, a horizontal axis below, and what the marks mean above.
type rows struct {
	frame  frame
	texts  []rowText // of the rows that are drawn
	scales []valueScale
	shared bool    // all rows have the same scale
	row    float64 // height of a row in pixels
	edge   float64 // from the names to the plot, where the ends of the rows' own scales stand
	after  float64 // from the plot to what stands right of it
	middle float64 // of a row's line, in rows from its top
	stack  bool    // name and value stand over each other
}

// rowScales gives each row the scale of its values. Rows whose measures are of one unit share a scale.
func rowScales(measures []maturity.Measure, values [][]float64) (scales []valueScale, shared bool) {
	shared = true
	var all []float64
	for i, m := range measures {
		shared = shared && m.Unit == measures[0].Unit && sameBounds(m, measures[0])
		all = append(all, values[i]...)
	}
	scales = make([]valueScale, len(measures))
	for i, m := range measures {
		scales[i] = scaleFor(values[i], m)
		if shared {
			scales[i] = scaleFor(all, measures[0])
		}
	}
	return scales, shared
}

// sameBounds reports whether two measures run over the same scale. Counts have none: what one counts is not what
// another does, however alike the numbers are.
func sameBounds(a, b maturity.Measure) bool {
	if a.ID == b.ID {
		return true
	}
	return a.Unit != maturity.UnitCount && a.Unit != maturity.UnitRate && a.Low == b.Low && a.High == b.High
}

// more says what a picture leaves out.
func more(shown, all int) string {
	if shown >= all {
		return ""
	}
	return fmt.Sprintf(" The picture shows the first %d, and %d more are in the table.", shown, all-shown)
}

// layRows places everything. across names lines that cross all rows, at places on the shared scale.
func layRows(f Figure, texts []rowText, scales []valueScale, shared bool, keys []key, across []crossing) rows {
	r := rows{texts: texts, scales: scales, shared: shared}
	n := float64(len(texts))
	left, right := r.margins(f)
	above := flowKeys(keys, 0, f.paper.width)
	if len(keys) > 0 {
		above += 8
	}
	below, wanted := 12.0, 30.0
	if shared {
		below = 34
	}
	switch {
	case f.paper.narrow && r.stack:
		wanted = 62
	case f.paper.narrow:
		wanted = 46
	case f.paper.height > 0:
		wanted = 44
	case len(texts) > 20:
		wanted = 23
	}
	r.middle = 0.5
	if f.paper.narrow {
		r.middle = 1 - 15/wanted
	}
	trial := newFrame(f, left, right, 0, leastPlot, 0)
	lines := float64(trial.above(r.crossLabels(trial, across))) * 17
	r.frame = newFrame(f, left, right, above+lines+4, math.Max(leastPlot, wanted*n), below)
	r.frame.above(r.crossLabels(r.frame, across))
	flowKeys(keys, r.frame.top-above-lines, f.paper.width)
	r.frame.keys = keys
	r.row = (r.frame.bottom - r.frame.top) / n
	r.write(f.paper.narrow)
	return r
}

// margins are what names and values take beside the plot.
func (r *rows) margins(f Figure) (left, right float64) {
	left, right = margin, 2*margin
	var ends float64
	r.after = 10
	for i, t := range r.texts {
		if !r.shared {
			r.edge = math.Max(r.edge, 14+TextWidth(r.tick(i, r.scales[i].low), noteSize, false))
			ends = math.Max(ends, 14+TextWidth(r.tick(i, r.scales[i].high), noteSize, false))
		}
		room := float64(f.paper.width) - 2*margin - 14
		r.stack = r.stack || f.paper.narrow && TextWidth(t.name, smallSize, t.bold)+TextWidth(t.beside(true), smallSize, t.bold) > room
	}
	r.after += ends
	if f.paper.narrow {
		return left + r.edge, math.Max(right, margin+ends)
	}
	for _, t := range r.texts {
		if t.after != "" {
			right = math.Max(right, margin+r.after+TextWidth(t.after, smallSize, true))
		}
	}
	right = math.Max(right, margin+ends)
	names, values := 60.0, 0.0
	for _, t := range r.texts {
		names = math.Max(names, TextWidth(fit(t.name, r.nameRoom(f), smallSize, true), smallSize, true))
		values = math.Max(values, TextWidth(t.value, smallSize, true))
	}
	return margin + names + 12 + values + 10 + r.edge, right
}

func (r *rows) nameRoom(f Figure) float64 { return 0.36 * float64(f.paper.width) }

func (r *rows) tick(i int, v float64) string { return r.texts[i].of.Format(v) }

// beside is what stands beside a name; on narrow paper all that there is to say.
func (t rowText) beside(narrow bool) string {
	if narrow && t.after != "" {
		return t.value + ", " + t.after
	}
	return t.value
}

// write sets the names and values.
func (r *rows) write(narrow bool) {
	for i, t := range r.texts {
		value := label{x: r.frame.left - 10 - r.edge, lines: []string{t.beside(narrow)}, size: smallSize, bold: t.bold, colour: Ink.Text, align: "right", halo: narrow}
		value.y = r.py(i) - value.height()/2
		name := value
		name.x, name.align = margin, "left"
		room := value.x - margin - value.width() - 10
		if narrow {
			value.x = float64(r.frame.width) - margin
			value.y = r.frame.top + r.row*float64(i) + 3
			name.x, name.y = margin+4, value.y // clear of the axis
			room = value.x - name.x - value.width() - 10
			if r.stack {
				value.x, value.align, value.bold = name.x, "left", false
				value.y += name.height()
				room = float64(r.frame.width) - margin - name.x
			}
		} else if t.after != "" {
			after := value
			after.x, after.align, after.lines = r.frame.right+r.after, "left", []string{t.after}
			r.frame.labels = append(r.frame.labels, after)
		}
		name.lines = []string{isolate(fit(t.name, room, smallSize, t.bold))}
		r.frame.labels = append(r.frame.labels, name)
		if value.lines[0] != "" {
			r.frame.labels = append(r.frame.labels, value)
		}
		if !r.shared {
			r.writeEnds(i)
		}
	}
}

// writeEnds names both ends of a row that has its own scale.
func (r *rows) writeEnds(i int) {
	low := label{x: r.frame.left - 11, lines: []string{r.tick(i, r.scales[i].low)}, size: noteSize, colour: Quiet.Text, align: "right"}
	low.y = r.py(i) - low.height()/2
	high := low
	high.x, high.align, high.lines = r.frame.right+11, "left", []string{r.tick(i, r.scales[i].high)}
	r.frame.labels = append(r.frame.labels, low, high)
}

// py is the pixel of a row's line; rows of a narrow picture have their words over it.
func (r *rows) py(i int) float64 { return r.frame.top + r.row*r.y(i, 0) }

// y is the place of a row on the upright axis, which counts rows; off is in pixels below its line.
func (r *rows) y(i int, off float64) float64 {
	return float64(i) + r.middle + off/r.row
}

// x is the place of a row's value on the horizontal axis.
func (r *rows) x(i int, v float64) float64 {
	if r.shared {
		return v
	}
	s := r.scales[i]
	return (v - s.low) / (s.high - s.low)
}

func (r *rows) px(x float64) float64 {
	low, high := r.bounds()
	return r.frame.left + (x-low)/(high-low)*(r.frame.right-r.frame.left)
}

func (r *rows) bounds() (low, high float64) {
	if r.shared {
		return r.scales[0].low, r.scales[0].high
	}
	return 0, 1
}

// crossing is a line across all rows.
type crossing struct {
	text   string
	value  float64
	colour Colour
	dash   []int
}

func (r *rows) crossLabels(fr frame, across []crossing) []label {
	var out []label
	low, high := r.bounds()
	for _, c := range across {
		x := fr.left + (c.value-low)/(high-low)*(fr.right-fr.left)
		out = append(out, label{x: x, lines: []string{c.text}, size: smallSize, bold: true, colour: c.colour.Text, align: "center"})
	}
	return out
}

// crossStrokes draw the crossings.
func (r *rows) crossStrokes(across []crossing) []stroke {
	var out []stroke
	for i, c := range across {
		s := stroke{id: "across-" + strconv.Itoa(i), colour: c.colour.Line, width: 2, dash: c.dash, z: 3}
		if r.middle == 0.5 {
			s.segment(xy{c.value, 0}, xy{c.value, float64(len(r.texts))})
		} else { // clear of the words over each row
			for row := range r.texts {
				s.segment(xy{c.value, r.y(row, -13)}, xy{c.value, r.y(row, 13)})
			}
		}
		out = append(out, s)
	}
	return out
}

// baselines are the thin lines that the marks of each row stand on.
func (r *rows) baselines() stroke {
	s := stroke{id: "rows", colour: gridLine, width: 1, z: 1}
	low, high := r.bounds()
	for i := range r.texts {
		s.segment(xy{low, r.y(i, 0)}, xy{high, r.y(i, 0)})
	}
	return s
}

// segment adds a piece of line that is joined to nothing before it.
func (s *stroke) segment(from, to xy) {
	if n := len(s.points); n > 0 {
		s.points = append(s.points, xy{s.points[n-1].x, missing})
	}
	s.points = append(s.points, from, to)
}

// option draws strokes on the rows' axes; other is a chart that they lie over, or nil.
func (r *rows) option(strokes []stroke) ([]byte, error) {
	line := charts.NewLine()
	extra := map[string]option{}
	for _, s := range strokes {
		if len(s.points) > 0 {
			s.addTo(line, extra)
		}
	}
	return canonical(line, extra, r.axes())
}

// axes are grid, texts and axes: values run to the right, rows downwards.
func (r *rows) axes() option {
	values := option{"type": "value", "show": false, "min": 0, "max": 1}
	if r.shared {
		values = valueAxis(r.scales[0], r.texts[0].of)
		values["position"] = "bottom"
		values["axisLabel"].(option)["hideOverlap"] = true
	}
	return option{"grid": r.frame.grid(), "graphic": r.frame.graphic(), "xAxis": []any{values},
		"yAxis": []any{option{"type": "value", "show": false, "inverse": true, "min": 0, "max": len(r.texts)}}}
}
