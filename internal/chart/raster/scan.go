package raster

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scanner fills outlines. It looks at the box around an outline only: a page of letters is thousands of small outlines on
// a large picture.
type scanner struct {
	picture *image.RGBA
	clip    image.Rectangle
	colour  color.NRGBA
	lines   []line
	bounds
	dots vector.Rasterizer
}

// line is a corner of an outline; first begins another outline.
type line struct {
	to    fixed.Point26_6
	first bool
}

func newScanner(picture *image.RGBA) *scanner {
	s := &scanner{picture: picture, clip: picture.Bounds()}
	s.Clear()
	return s
}

// Start, Line and those below are what package rasterx asks of a scanner.
func (s *scanner) Start(a fixed.Point26_6) { s.lines = append(s.lines, line{a, true}); s.add(a) }
func (s *scanner) Line(b fixed.Point26_6)  { s.lines = append(s.lines, line{b, false}); s.add(b) }
func (s *scanner) Clear()                  { s.lines, s.bounds = s.lines[:0], nowhere() }

// Draw fills the outline wherever its line goes around a place.
func (s *scanner) Draw() {
	box := s.all.Intersect(s.clip)
	if box.Empty() || len(s.lines) < 2 {
		return
	}
	s.dots.Reset(box.Dx(), box.Dy())
	for _, l := range s.lines { // not closed here: the two edges of a stroke come in pieces that close one another
		x, y := float32(l.to.X)/64-float32(box.Min.X), float32(l.to.Y)/64-float32(box.Min.Y)
		if l.first {
			s.dots.MoveTo(x, y)
		} else {
			s.dots.LineTo(x, y)
		}
	}
	s.dots.DrawOp = draw.Over
	s.dots.Draw(s.picture, box, image.NewUniform(s.colour), image.Point{})
}

func (s *scanner) SetColor(c any)                     { s.colour, _ = c.(color.NRGBA) }
func (s *scanner) SetClip(r image.Rectangle)          { s.clip = r }
func (s *scanner) SetBounds(int, int)                 {}
func (s *scanner) SetWinding(bool)                    {}
func (s *scanner) GetPathExtent() fixed.Rectangle26_6 { return fixed.Rectangle26_6{} }

// bounds is the box around points, in whole dots.
type bounds struct{ all image.Rectangle }

func nowhere() bounds {
	return bounds{image.Rectangle{Min: image.Pt(math.MaxInt32, math.MaxInt32), Max: image.Pt(math.MinInt32, math.MinInt32)}}
}

func (b *bounds) add(points ...fixed.Point26_6) {
	for _, q := range points {
		b.all.Min.X, b.all.Min.Y = min(b.all.Min.X, q.X.Floor()), min(b.all.Min.Y, q.Y.Floor())
		b.all.Max.X, b.all.Max.Y = max(b.all.Max.X, q.X.Ceil()), max(b.all.Max.Y, q.Y.Ceil())
	}
}

// boxed takes a path for the box around it.
type boxed struct{ bounds }

func (b *boxed) Start(a fixed.Point26_6)            { b.add(a) }
func (b *boxed) Line(a fixed.Point26_6)             { b.add(a) }
func (b *boxed) QuadBezier(a, c fixed.Point26_6)    { b.add(a, c) }
func (b *boxed) CubeBezier(a, c, d fixed.Point26_6) { b.add(a, c, d) }
func (b *boxed) Stop(bool)                          {}
