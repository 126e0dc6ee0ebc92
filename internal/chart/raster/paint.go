package raster

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/srwiley/oksvg"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
)

// painter puts shapes on the picture.
type painter struct {
	picture *image.RGBA
	scanner *scanner
	dasher  *rasterx.Dasher
	clips   map[string]*node
	scale   float64
	letters *letters
}

func newPainter(picture *image.RGBA, root *node) *painter {
	w, h := picture.Bounds().Dx(), picture.Bounds().Dy()
	on := newScanner(picture)
	p := &painter{picture: picture, scanner: on, dasher: rasterx.NewDasher(w, h, on), clips: map[string]*node{}, scale: float64(w) / root.number("width"), letters: newLetters()}
	clips(root, p.clips)
	return p
}

func (p *painter) children(n *node, s style) error {
	for _, child := range n.children {
		if err := p.element(child, s.with(child)); err != nil {
			return err
		}
	}
	return nil
}

func (p *painter) element(n *node, s style) error {
	switch n.name {
	case "title", "desc", "defs", "clipPath":
		return nil
	case "g", "svg":
		return p.children(n, s)
	case "text", "tspan":
		if err := p.words(n, s); err != nil {
			return err
		}
		return p.children(n, s)
	}
	path, err := shape(n)
	if err != nil {
		return err
	}
	p.put(path, s)
	return nil
}

// shape is the outline of an element in its own units.
func shape(n *node) (rasterx.Path, error) {
	var c oksvg.PathCursor
	switch n.name {
	case "path":
		if err := c.CompilePath(n.attributes["d"]); err != nil {
			return nil, fmt.Errorf("%w: path %.40q: %w", ErrNotOurs, n.attributes["d"], err)
		}
	case "rect":
		x, y := n.number("x"), n.number("y")
		rasterx.AddRect(x, y, x+n.number("width"), y+n.number("height"), 0, &c.Path)
	case "circle":
		rasterx.AddCircle(n.number("cx"), n.number("cy"), n.number("r"), &c.Path)
	case "ellipse":
		rasterx.AddEllipse(n.number("cx"), n.number("cy"), n.number("rx"), n.number("ry"), 0, &c.Path)
	case "line":
		c.Path.Start(point(n.number("x1"), n.number("y1")))
		c.Path.Line(point(n.number("x2"), n.number("y2")))
	case "polyline", "polygon":
		v := numbers(n.attributes["points"])
		for i := 0; i+1 < len(v); i += 2 {
			if i == 0 {
				c.Path.Start(point(v[0], v[1]))
			} else {
				c.Path.Line(point(v[i], v[i+1]))
			}
		}
		c.Path.Stop(n.name == "polygon")
	default:
		return nil, fmt.Errorf("%w: it holds a %q element", ErrNotOurs, n.name)
	}
	box := &boxed{nowhere()}
	c.Path.AddTo(box)
	if !box.all.Empty() && !box.all.In(furthest) {
		return nil, fmt.Errorf("%w: a shape reaches far beyond it", ErrNotOurs)
	}
	return c.Path, nil
}

// furthest is how far from the picture shapes may reach: lines run out of it, but nothing that is seen does by much.
var furthest = image.Rect(-20000, -20000, 20000, 20000)

func point(x, y float64) fixed.Point26_6 { return rasterx.ToFixedP(x, y) }

// put fills and strokes an outline.
func (p *painter) put(path rasterx.Path, s style) {
	p.scanner.SetClip(p.clipped(s))
	if s.strokeFirst {
		p.stroked(path, s)
		p.filled(path, s)
		return
	}
	p.filled(path, s)
	p.stroked(path, s)
}

func (p *painter) filled(path rasterx.Path, s style) {
	c := faded(s.fill, s.fillOpacity, s.whole)
	if c.A == 0 {
		return
	}
	f := &p.dasher.Filler
	f.Clear()
	path.AddTo(&rasterx.MatrixAdder{Adder: f, M: s.matrix})
	f.Stop(true)
	p.draw(f, c)
}

var (
	caps  = map[string]rasterx.CapFunc{"round": rasterx.RoundCap, "square": rasterx.SquareCap, "butt": rasterx.ButtCap, "": rasterx.ButtCap}
	joins = map[string]rasterx.JoinMode{"round": rasterx.Round, "bevel": rasterx.Bevel, "miter": rasterx.MiterClip, "": rasterx.MiterClip}
)

func (p *painter) stroked(path rasterx.Path, s style) {
	c := faded(s.stroke, s.strokeOpacity, s.whole)
	if c.A == 0 || s.width <= 0 {
		return
	}
	total := 0.0
	for _, d := range s.dashes {
		if total += d; d < 0 {
			return
		}
	}
	if total < 0.5 { // finer than dots
		s.dashes = nil
	}
	scale := math.Sqrt(math.Abs(s.matrix.A*s.matrix.D - s.matrix.B*s.matrix.C))
	dashes := make([]float64, len(s.dashes))
	for i, d := range s.dashes {
		dashes[i] = d * scale
	}
	line, ok := caps[s.cap]
	if !ok {
		line = rasterx.ButtCap
	}
	p.dasher.Clear()
	p.dasher.SetStroke(fixed.Int26_6(s.width*scale*64), fixed.Int26_6(s.miter*64), line, line, rasterx.RoundGap, joins[s.join], dashes, 0)
	path.AddTo(&rasterx.MatrixAdder{Adder: p.dasher, M: s.matrix})
	p.draw(p.dasher, c)
}

type drawer interface {
	SetColor(any)
	Draw()
	Clear()
}

func (p *painter) draw(d drawer, c color.NRGBA) {
	d.SetColor(c)
	d.Draw()
	d.Clear()
}

// clipped is the part of the picture that may be painted on: all of it, or the box of the clip. Drawings clip to upright
// rectangles only.
func (p *painter) clipped(s style) image.Rectangle {
	all := p.picture.Bounds()
	n, ok := p.clips[s.clip]
	if !ok {
		return all
	}
	path, err := shape(n)
	if err != nil {
		return all
	}
	box := &boxed{nowhere()}
	path.AddTo(&rasterx.MatrixAdder{Adder: box, M: start(p.scale).matrix})
	return box.all.Intersect(all)
}
