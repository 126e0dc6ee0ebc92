package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// graphPlot is the picture while it is being laid out. All places are pixels.
type graphPlot struct {
	layered
	frame  frame
	list   bool        // below each other, with the links beside them; otherwise layer by layer from left to right
	box    xy          // size of a box
	lines  int         // that a name may take
	centre []xy        // of each node's box
	track  map[int]int // of each link beside a list
	gutter float64     // between two of them
}

const (
	mostLayers  = 6
	mostInLayer = 16 // on paper that is as high as it needs
	mostOnSlide = 7
	backRoom    = 14.0
)

// draw lays the graph out in layers where these fit, else as a list.
func (g graph) draw(f Figure) ([]byte, int, error) {
	for most := 40; ; most -= 2 {
		p := &graphPlot{layered: newLayered(g, most)}
		p.list = f.paper.narrow || len(p.layers) < 2 || len(p.layers) > mostLayers || p.widest() > mostInLayer || f.paper.height > 0 && p.widest() > mostOnSlide
		if fits := p.layOut(f); !fits && most > 6 && f.paper.height > 0 {
			continue
		}
		option, err := p.option()
		return option, p.frame.height, err
	}
}

// layOut places frame and boxes. It reports whether they fit on the paper.
func (p *graphPlot) layOut(f Figure) bool {
	inner := float64(f.paper.width) - 2*margin
	p.lines, p.box = 2, xy{math.Min(230, inner/float64(len(p.layers))-44), 0}
	if p.list {
		least := 300.0
		p.lines, p.gutter = 1, 12
		if f.paper.narrow {
			p.lines, p.gutter, least = 2, 8, 190
		}
		used := 0
		p.track, used = p.tracks(int((inner - 20 - least) / p.gutter))
		p.box.x = math.Min(600, inner-float64(max(used, 6))*p.gutter-20)
	}
	p.box.x = 2 * math.Floor(p.box.x/2)
	p.box.y = float64(p.tallest())*16 + 12
	shown := 0
	for _, layer := range p.layers {
		shown += len(layer)
	}
	if p.circles() {
		f.key += " Some items wait for each other in a circle; the links that close it are dotted."
	}
	if left := len(p.in.Nodes) - shown; left > 0 {
		f.key += fmt.Sprintf(" The picture shows %d items, and %d more are in the table.", shown, left)
	}
	if left := p.unplaced(); left > 0 {
		f.key += fmt.Sprintf(" %s in the table only.", counted(left, "dependency is", "dependencies are"))
	}
	f.key = strings.TrimSpace(f.key)
	high := float64(p.widest())*(p.box.y+16) + 8
	if p.list {
		high = float64(shown) * (p.box.y + 10)
	}
	keys := p.keys()
	above, side := flowKeys(keys, 0, f.paper.width)+12, margin
	if p.circles() && !p.list { // room for the links that lead back, over the boxes
		high += 2 * backRoom
		side += backRoom
		p.box.x -= backRoom
	}
	p.frame = newFrame(f, side, side, above, high, 10)
	flowKeys(keys, p.frame.top-above, f.paper.width)
	p.frame.keys = keys
	p.place()
	return p.frame.bottom-p.frame.top >= high-1
}

// unplaced is how many links between shown items found no track.
func (p *graphPlot) unplaced() int {
	n := 0
	for link := range p.links {
		if _, placed := p.track[link]; p.list && p.drawn(link) && !placed {
			n++
		}
	}
	return n
}

// place gives each shown node its box.
func (p *graphPlot) place() {
	p.centre = make([]xy, len(p.in.Nodes))
	row := 0
	for at, layer := range p.layers {
		for i, n := range layer {
			if p.list {
				p.centre[n] = xy{margin + p.box.x/2, p.frame.top + (float64(row)+0.5)*(p.box.y+10)}
				row++
				continue
			}
			x := p.frame.left + p.box.x/2 + 1
			if len(p.layers) > 1 {
				x += float64(at) / float64(len(p.layers)-1) * (p.frame.right - p.frame.left - p.box.x - 2)
			}
			middle := (p.frame.top + p.frame.bottom) / 2
			p.centre[n] = xy{math.Round(x), math.Round(middle + (float64(i)-float64(len(layer)-1)/2)*(p.box.y+16))}
		}
	}
	for _, layer := range p.layers {
		for _, n := range layer {
			p.write(n)
		}
	}
}

// tallest is how many lines the fullest box has.
func (p *graphPlot) tallest() int {
	most := 1
	for _, layer := range p.layers {
		for _, n := range layer {
			name, detail := p.words(n)
			most = max(most, len(name)+len(detail))
		}
	}
	return most
}

// words are a box's name, and below it status, group, and that it is critical: never by colour alone.
func (p *graphPlot) words(n int) (name, detail []string) {
	node, room := p.in.Nodes[n], p.box.x-16
	name = wrap(isolate(node.label()), room, smallSize, true, p.lines)
	var parts []string
	if node.Critical {
		parts = append(parts, "Critical")
	}
	for _, text := range []string{node.Status.Words(), plain(node.Group)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) > 0 {
		detail = []string{fit(strings.Join(parts, ", "), room, noteSize, false)}
	}
	return name, detail
}

func (p *graphPlot) write(n int) {
	name, detail := p.words(n)
	at := p.centre[n]
	l := label{x: at.x - p.box.x/2 + 8, lines: name, size: smallSize, bold: true, colour: Ink.Text, align: "left"}
	d := label{x: l.x, lines: detail, size: noteSize, colour: Ink.Text, align: "left"}
	l.y = at.y - (l.height()+d.height())/2
	d.y = l.y + l.height()
	p.frame.labels = append(p.frame.labels, l)
	if len(detail) > 0 {
		p.frame.labels = append(p.frame.labels, d)
	}
}

func (p *graphPlot) keys() []key {
	out := []key{{line: stroke{colour: Other.Line, width: 1.5}, colour: Other, text: "The arrow leads to what waits"}}
	if p.critical() > 0 {
		out = append(out, key{line: stroke{colour: Focus.Line, width: 4}, colour: Focus, text: "Critical chain"})
	}
	return out
}

// edge is the line around a box; a node's own would be stretched with its shape.
func (p *graphPlot) edge(n int) option {
	style := option{"stroke": Other.Line, "lineWidth": 1.25, "fill": nil}
	if p.in.Nodes[n].Critical {
		style["stroke"], style["lineWidth"] = Focus.Line, 3
	}
	at := p.centre[n]
	return option{"type": "rect", "id": "edge-" + strconv.Itoa(n), "silent": true, "z": 3, "shape": option{"x": trim(at.x - p.box.x/2), "y": trim(at.y - p.box.y/2), "width": p.box.x, "height": p.box.y}, "style": style}
}

// option is the boxes as nodes at fixed places, and the links between small nodes at their edges, so that arrows end
// where the boxes begin.
func (p *graphPlot) option() ([]byte, error) {
	chart := charts.NewGraph()
	var nodes, links, edges []any
	for _, layer := range p.layers {
		for _, n := range layer {
			nodes, edges = append(nodes, p.node(n)), append(edges, p.edge(n))
		}
	}
	point := func(at xy) string {
		name := "p" + strconv.Itoa(len(nodes))
		nodes = append(nodes, option{"name": name, "value": []float64{trim(at.x), trim(at.y)}, "symbol": "none", "symbolSize": 0})
		return name
	}
	for _, way := range p.ways() {
		last := point(way.points[0])
		for i, at := range way.points[1:] {
			next := point(at)
			style := option{"color": way.colour, "width": way.width, "opacity": 1}
			if way.dash != nil {
				style["type"] = way.dash
			}
			link := option{"source": last, "target": next, "lineStyle": style, "symbol": []string{"none", "none"}}
			if i == len(way.points)-2 {
				link["symbol"], link["symbolSize"] = []string{"none", "arrow"}, []float64{0, 7 + way.width}
			}
			links = append(links, link)
			last = next
		}
	}
	chart.AddSeries("", []opts.GraphNode{}, []opts.GraphLink{}, charts.WithSeriesId("items"))
	more := map[string]option{"items": {"coordinateSystem": "cartesian2d", "layout": "none", "silent": true, "z": 2, "roam": false, "draggable": false,
		"data": nodes, "links": links, "label": option{"show": false}, "edgeLabel": option{"show": false}}}
	graphic := p.frame.graphic()
	graphic["elements"] = append(edges, graphic["elements"].([]any)...)
	return canonical(chart, more, onPixels(p.frame, graphic))
}

func (p *graphPlot) node(n int) option {
	style := option{"color": white, "borderWidth": 0, "opacity": 1}
	if p.in.Nodes[n].Critical {
		style["color"] = band95
	}
	return option{"name": "n" + strconv.Itoa(n), "value": []float64{trim(p.centre[n].x), trim(p.centre[n].y)}, "symbol": "rect", "symbolSize": []float64{p.box.x, p.box.y}, "itemStyle": style}
}
