package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"

	"waymark/internal/maturity"
)

// pen draws on axes that count the pixels of the paper. All pieces of one meaning are one line series, broken between
// them: a hundred bars cost as much as one line.
type pen struct {
	order []string
	lines map[string]*stroke
}

func newPen() *pen { return &pen{lines: map[string]*stroke{}} }

// like is the stroke with this id, in this style where it is new.
func (p *pen) like(s stroke) *stroke {
	if p.lines[s.id] == nil {
		p.lines[s.id] = &s
		p.order = append(p.order, s.id)
	}
	return p.lines[s.id]
}

// path adds a piece that is joined to nothing before it.
func (s *stroke) path(points ...xy) {
	if n := len(s.points); n > 0 {
		s.points = append(s.points, xy{s.points[n-1].x, missing})
	}
	s.points = append(s.points, points...)
}

// box adds the outline of a box around a middle line.
func (s *stroke) box(x0, x1, y, high float64) {
	s.path(xy{x0, y - high/2}, xy{x1, y - high/2}, xy{x1, y + high/2}, xy{x0, y + high/2}, xy{x0, y - high/2})
}

// hatch adds slanted lines within a box.
func (s *stroke) hatch(x0, x1, y, high float64) {
	for x := x0 - high; x < x1; x += 6 {
		from, to := math.Max(x, x0), math.Min(x+high, x1)
		if to-from > 0.5 {
			s.path(xy{from, y + high/2 - (from - x)}, xy{to, y + high/2 - (to - x)})
		}
	}
}

// strokes are all in the order in which they were begun.
func (p *pen) strokes() []stroke {
	out := make([]stroke, 0, len(p.order))
	for _, id := range p.order {
		out = append(out, *p.lines[id])
	}
	return out
}

// option is the strokes and the frame's texts on axes that count pixels. Strokes with marks are series, and always the first,
// without which the library would see nothing to draw; the others are shapes, because a series costs a busy script engine
// ten milliseconds and a shape less than one.
func (p *pen) option(fr frame) ([]byte, error) {
	line := charts.NewLine()
	extra := map[string]option{}
	var shapes []any
	for _, s := range p.strokes() {
		switch {
		case len(s.points) == 0:
		case len(extra) == 0 || !s.plain():
			s.addTo(line, extra)
		default:
			shapes = append(shapes, s.shape())
		}
	}
	graphic := fr.graphic()
	graphic["elements"] = append(shapes, graphic["elements"].([]any)...)
	return canonical(line, extra, onPixels(fr, graphic))
}

// plain reports a line without marks and without anything below it.
func (s stroke) plain() bool { return s.mark == "" && s.fill == "" && s.stack == "" && s.width > 0 }

// shape is the stroke as a graphic element. Pieces is a shape that render adds to the library: straight lines, each in
// pieces. z2 is that of the line of a series, so that what lies on what stays as it is.
func (s stroke) shape() option {
	style := option{"stroke": s.colour, "lineWidth": s.width, "lineCap": "butt", "lineJoin": "bevel", "fill": nil}
	if s.dash != nil {
		style["lineDash"] = s.dash
	}
	return option{"type": "pieces", "id": "stroke-" + s.id, "silent": true, "z": s.z, "z2": 10, "shape": option{"pieces": s.flat()}, "style": style}
}

// flat is the points as text: "x y x y" with "|" between pieces. The library copies lists number by number, a text at once.
func (s stroke) flat() string {
	b := make([]byte, 0, 16*len(s.points))
	for _, p := range s.points {
		switch {
		case math.IsNaN(p.x) || math.IsNaN(p.y):
			b = append(b, '|')
			continue
		case len(b) > 0 && b[len(b)-1] != '|':
			b = append(b, ' ')
		}
		b = append(appendNumber(b, trim(p.x)), ' ')
		b = appendNumber(b, trim(p.y))
	}
	return string(b)
}

// statusStyle is how a bar of a status is drawn: told by its pattern in black and white, too.
type statusStyle struct {
	fill    string // "" for white
	edge    Colour
	dash    []int
	hatched bool
}

var statusStyles = map[maturity.InitiativeStatus]statusStyle{
	maturity.InitiativeComplete:     {fill: PlanComplete.Line, edge: PlanComplete},
	maturity.InitiativeActive:       {fill: band50, edge: PlanFirm},
	maturity.InitiativeCommitted:    {edge: PlanFirm, hatched: true},
	maturity.InitiativeAspirational: {edge: PlanWanted, dash: []int{4, 3}},
	"":                              {edge: Other},
}

// statusBar adds a bar of a status: as high as high, from x0 to x1, around y.
func (p *pen) statusBar(status maturity.InitiativeStatus, x0, x1, y, high float64) {
	style, known := statusStyles[status]
	if !known {
		status, style = "", statusStyles[""]
	}
	id := "bar-" + orElse(string(status), "open")
	size := ""
	if high < barHigh {
		size = "-thin"
	}
	fill := orElse(style.fill, white)
	p.like(stroke{id: id + size, colour: fill, width: high, z: 4}).path(xy{x0, y}, xy{x1, y})
	if style.hatched {
		p.like(stroke{id: id + "-hatch", colour: style.edge.Line, width: 1, z: 5}).hatch(x0, x1, y, high)
	}
	p.like(stroke{id: id + "-edge", colour: style.edge.Line, width: 1.25, dash: style.dash, z: 6}).box(x0, x1, y, high)
}

// statusKey is a status in the key.
func statusKey(status maturity.InitiativeStatus) key {
	style := statusStyles[status]
	s := stroke{mark: "bar", fill: orElse(style.fill, white), colour: style.edge.Line, dash: style.dash, hatched: style.hatched}
	return key{line: s, colour: style.edge, text: status.Words()}
}

// arrow adds a head that points along x at a place: 1 to the right, -1 to the left.
func (s *stroke) arrow(x, y, way float64) {
	s.path(xy{x - way*5, y - 4}, xy{x, y}, xy{x - way*5, y + 4})
}
