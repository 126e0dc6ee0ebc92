package chart

import (
	"math"
	"strconv"
)

// key explains one line of a narrow picture below its plot: a piece of the line, and its name and value.
type key struct {
	line   stroke
	colour Colour
	text   string
	label  label   // placed by layKeys or flowKeys
	x      float64 // of the piece of line, from the margin
	short  bool    // a mark alone: no room for a piece of line
}

const (
	sampleWidth = 30.0
	keyGap      = 4.0
)

// flowKeys puts the keys beside each other from y down, in as many rows as they need, and returns how high they are. The
// place of y is the top of the first row.
func flowKeys(keys []key, y float64, width int) float64 {
	if len(keys) == 0 {
		return 0
	}
	const apart = 22.0
	x, at := 0.0, y
	room := float64(width) - 2*margin
	var lineHeight float64
	for i := range keys {
		k := &keys[i]
		k.short = k.line.width == 0 && k.line.mark != "bar"
		sample := k.sample() + 8
		l := label{size: smallSize, bold: true, colour: k.colour.Text, align: "left"}
		l.lines = []string{fit(k.text, room-sample, l.size, true)}
		if x > 0 && x+sample+l.width() > room {
			x, at = 0, at+l.lineHeight()+keyGap
		}
		k.x, l.x, l.y = x, margin+x+sample, at
		k.label, lineHeight = l, l.lineHeight()
		x += sample + l.width() + apart
	}
	return at + lineHeight - y
}

func (k key) sample() float64 {
	if k.short {
		return 14
	}
	return sampleWidth
}

// layKeys puts the keys under each other from y down, across the paper, and returns how high they are.
func layKeys(keys []key, y float64, width int) float64 {
	at := y
	for i := range keys {
		x := margin + sampleWidth + 8
		l := label{x: x, y: at, size: smallSize, bold: true, colour: keys[i].colour.Text, align: "left"}
		l.lines = wrap(keys[i].text, float64(width)-margin-x, l.size, true, 3)
		keys[i].label = l
		at += l.height() + keyGap
	}
	return at - y
}

// elements are the piece of the line with its mark, and the text, as ECharts elements.
func (k key) elements(id string) []any {
	y := math.Round(k.label.y+k.label.lineHeight()/2) + 0.5
	var out []any
	add := func(kind, part string, shape, style option) {
		out = append(out, option{"type": kind, "id": id + "-" + part, "silent": true, "z": 20, "shape": shape, "style": style})
	}
	if k.line.width > 0 {
		style := option{"stroke": k.line.colour, "lineWidth": k.line.width, "fill": nil}
		if k.line.dash != nil {
			style["lineDash"] = k.line.dash
		}
		add("line", "line", option{"x1": margin + k.x, "y1": y, "x2": margin + k.x + sampleWidth, "y2": y}, style)
	}
	middle, r := margin+k.x+k.sample()/2, float64(k.line.size)/2
	style := option{"fill": k.line.colour}
	if k.line.hollow {
		style = option{"fill": white, "stroke": k.line.colour, "lineWidth": 2.5}
	}
	switch k.line.mark {
	case "circle":
		add("circle", "mark", option{"cx": middle, "cy": y, "r": r}, style)
	case "rect":
		add("rect", "mark", option{"x": middle - r, "y": y - r, "width": 2 * r, "height": 2 * r}, style)
	case "tick":
		add("rect", "mark", option{"x": middle - 1.5, "y": y - 8, "width": 3, "height": 16}, style)
	case "bar":
		k.bar(middle, y, add)
	case "triangle":
		add("polygon", "mark", option{"points": [][2]float64{{middle, y - r}, {middle + r, y + r}, {middle - r, y + r}}}, style)
	case "diamond":
		add("polygon", "mark", option{"points": [][2]float64{{middle, y - r - 1}, {middle + r, y}, {middle, y + r + 1}, {middle - r, y}}}, style)
	}
	return append(out, k.label.elements(id+"-text")...)
}

// bar is the box of a bar with its pattern.
func (k key) bar(middle, y float64, add func(kind, part string, shape, style option)) {
	style := option{"fill": k.line.fill, "stroke": k.line.colour, "lineWidth": 1}
	if k.line.dash != nil {
		style["lineDash"] = k.line.dash
	}
	left := middle - sampleWidth/2
	add("rect", "mark", option{"x": left, "y": y - 6, "width": sampleWidth, "height": 12}, style)
	for i := 0; k.line.hatched && i < 3; i++ {
		x := left + 1 + 9*float64(i)
		add("line", "hatch-"+strconv.Itoa(i), option{"x1": x, "y1": y + 5, "x2": x + 10, "y2": y - 5}, option{"stroke": k.line.colour, "lineWidth": 1})
	}
}

// keyElements are all keys, with ids by their order.
func keyElements(keys []key) []any {
	var out []any
	for i, k := range keys {
		out = append(out, k.elements("key-"+strconv.Itoa(i))...)
	}
	return out
}
