package raster

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/srwiley/rasterx"
)

// style is what an element paints with: its own attributes, or those of the elements around it.
type style struct {
	matrix               rasterx.Matrix2D
	fill, stroke         color.NRGBA // an alpha of 0 paints nothing
	width                float64
	dashes               []float64
	cap                  string
	join                 string
	miter                float64
	strokeFirst          bool
	size                 float64
	bold                 bool
	anchor, line         string
	fillOpacity          float64
	strokeOpacity, whole float64
	clip                 string
}

func start(scale float64) style {
	return style{matrix: rasterx.Identity.Scale(scale, scale), fill: color.NRGBA{A: 255}, width: 1, miter: 4, size: 12, fillOpacity: 1, strokeOpacity: 1, whole: 1}
}

// with is the style inside an element.
func (s style) with(n *node) style {
	a := n.attributes
	if text, ok := a["transform"]; ok {
		s.matrix = s.matrix.Mult(transform(text))
	}
	paint(a, "fill", &s.fill)
	paint(a, "stroke", &s.stroke)
	amount(a, "fill-opacity", &s.fillOpacity)
	amount(a, "stroke-opacity", &s.strokeOpacity)
	amount(a, "stroke-width", &s.width)
	amount(a, "stroke-miterlimit", &s.miter)
	amount(a, "font-size", &s.size)
	if _, ok := a["opacity"]; ok { // of a group it would be that of the group as a whole; drawings give it to shapes only
		own := 1.0
		amount(a, "opacity", &own)
		s.whole *= own
	}
	word(a, "stroke-linecap", &s.cap)
	word(a, "stroke-linejoin", &s.join)
	word(a, "text-anchor", &s.anchor)
	word(a, "dominant-baseline", &s.line)
	word(a, "clip-path", &s.clip)
	if text, ok := a["stroke-dasharray"]; ok {
		s.dashes = numbers(text)
	}
	if weight, ok := a["font-weight"]; ok {
		n, err := strconv.Atoi(weight)
		s.bold = weight == "bold" || err == nil && n >= 600
	}
	if text, ok := a["paint-order"]; ok {
		s.strokeFirst = strings.HasPrefix(text, "stroke")
	}
	return s
}

func word(a map[string]string, name string, into *string) {
	if text, ok := a[name]; ok {
		*into = text
	}
}

func amount(a map[string]string, name string, into *float64) {
	if v, err := strconv.ParseFloat(strings.TrimSuffix(a[name], "px"), 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) {
		*into = v
	}
}

// paint reads #RGB, #RRGGBB, rgb(), rgba() and none: the forms in which drawings name colours.
func paint(a map[string]string, name string, into *color.NRGBA) {
	text, ok := a[name]
	if !ok {
		return
	}
	*into = colourOf(strings.TrimSpace(text))
}

func colourOf(text string) color.NRGBA {
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if v, err := strconv.ParseUint(hex, 16, 32); err == nil && len(hex) == 6 {
			return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
		}
	}
	if _, inside, ok := strings.Cut(text, "("); ok && strings.HasPrefix(text, "rgb") {
		if v := numbers(strings.TrimSuffix(inside, ")")); len(v) >= 3 {
			alpha := 1.0
			if len(v) > 3 {
				alpha = v[3]
			}
			return color.NRGBA{byteOf(v[0]), byteOf(v[1]), byteOf(v[2]), byteOf(255 * alpha)}
		}
	}
	switch text {
	case "black":
		return color.NRGBA{A: 255}
	case "white":
		return color.NRGBA{255, 255, 255, 255}
	}
	return color.NRGBA{} // none, transparent
}

func byteOf(v float64) uint8 { return uint8(math.Max(0, math.Min(255, math.Round(v)))) }

// faded is a colour behind its opacities.
func faded(c color.NRGBA, opacities ...float64) color.NRGBA {
	a := float64(c.A)
	for _, o := range opacities {
		a *= o
	}
	c.A = byteOf(a)
	return c
}

func numbers(text string) (out []float64) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' }) {
		if v, err := strconv.ParseFloat(part, 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}

// transform reads a list of translate, scale, rotate and matrix.
func transform(text string) rasterx.Matrix2D {
	out := rasterx.Identity
	for {
		name, rest, ok := strings.Cut(text, "(")
		if !ok {
			return out
		}
		inside, after, ok := strings.Cut(rest, ")")
		if !ok {
			return out
		}
		text = after
		v := numbers(inside)
		one := func(i int, otherwise float64) float64 {
			if i < len(v) {
				return v[i]
			}
			return otherwise
		}
		switch strings.Trim(name, " ,\n") {
		case "translate":
			out = out.Translate(one(0, 0), one(1, 0))
		case "scale":
			out = out.Scale(one(0, 1), one(1, one(0, 1)))
		case "rotate":
			out = out.Translate(one(1, 0), one(2, 0)).Rotate(one(0, 0)*math.Pi/180).Translate(-one(1, 0), -one(2, 0))
		case "matrix":
			if len(v) == 6 {
				out = out.Mult(rasterx.Matrix2D{A: v[0], B: v[1], C: v[2], D: v[3], E: v[4], F: v[5]})
			}
		}
	}
}
