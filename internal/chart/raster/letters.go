package raster

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
	unicodebidi "golang.org/x/text/unicode/bidi"
)

// The fonts: the one whose widths package chart sets its texts by, and one for scripts that it lacks.
var (
	//go:embed fonts/LiberationSans-Regular.ttf
	regular []byte
	//go:embed fonts/LiberationSans-Bold.ttf
	bold []byte
	//go:embed fonts/DejaVuSans.ttf
	others []byte
)

// parsed holds the fonts read once; they are shared by all drawings, faces are not.
var parsed = sync.OnceValues(func() (fonts [3]*font.Font, err error) {
	for i, file := range [][]byte{regular, bold, others} {
		face, err := font.ParseTTF(bytes.NewReader(file))
		if err != nil {
			return fonts, fmt.Errorf("raster: font %d: %w", i, err)
		}
		fonts[i] = face.Font
	}
	return fonts, nil
})

// letters sets texts. It is for one drawing at a time.
type letters struct {
	err       error
	faces     [3]*font.Face
	shaper    shaping.HarfbuzzShaper
	segment   shaping.Segmenter
	paragraph bidi.Paragraph
}

func newLetters() *letters {
	l := &letters{}
	fonts, err := parsed()
	if l.err = err; err != nil {
		return l
	}
	for i, f := range fonts {
		l.faces[i] = font.NewFace(f)
	}
	return l
}

// chosen picks the first font that has a letter.
type chosen []*font.Face

// ResolveFace is what the segmenter asks.
func (c chosen) ResolveFace(r rune) *font.Face {
	for _, f := range c {
		if _, ok := f.NominalGlyph(r); ok {
			return f
		}
	}
	return c[0]
}

// words paints an element's own text.
func (p *painter) words(n *node, s style) error {
	text := strings.TrimRight(strings.TrimLeft(n.text, "\n"), "\n")
	if text == "" {
		return nil
	}
	if p.letters.err != nil {
		return p.letters.err
	}
	runs, width := p.letters.set(text, s)
	x := n.number("x")
	switch s.anchor {
	case "middle":
		x -= width / 2
	case "end":
		x -= width
	}
	p.put(p.letters.outline(runs, x, n.number("y")+p.letters.drop(s), s), s)
	return nil
}

// leftToRight begins every text: drawings give none a direction of its own, so that it runs from left to right whatever
// its first letter is. isolate and isolated stand around names, which have the direction of their own first letter.
const leftToRight, isolate, isolated = "\u200e", "\u2068", "\u2069"

// set shapes a text: runs from left to right as they are seen, and their width together.
func (l *letters) set(text string, s style) (runs []shaping.Output, width float64) {
	for text != "" {
		around, rest, _ := strings.Cut(text, isolate)
		name, after, _ := strings.Cut(rest, isolated)
		runs = append(append(runs, l.part(leftToRight+around, s)...), l.part(name, s)...)
		text = after
	}
	for _, run := range runs {
		width += float64(run.Advance) / 64 * s.size / 1000
	}
	return runs, width
}

// part shapes a text that stands for itself.
func (l *letters) part(text string, s style) (runs []shaping.Output) {
	first := chosen{l.faces[0], l.faces[2]}
	if s.bold {
		first = chosen{l.faces[1], l.faces[0], l.faces[2]}
	}
	letters := []rune(text)
	for _, part := range seen(l.paragraph.Segment(letters, direction(letters))) {
		input := shaping.Input{Text: letters, RunStart: part.Start, RunEnd: part.End, Direction: di.DirectionLTR, Size: fixed.Int26_6(64 * 1000), Language: language.NewLanguage("en")}
		if !part.IsLeftToRight() {
			input.Direction = di.DirectionRTL
		}
		pieces := slices.Clone(l.segment.Split(input, first))
		if !part.IsLeftToRight() {
			slices.Reverse(pieces)
		}
		for _, piece := range pieces {
			runs = append(runs, l.shaper.Shape(piece))
		}
	}
	return runs
}

// direction is that of the first letter that has one.
func direction(text []rune) bidi.Direction {
	for _, r := range text {
		p, _ := unicodebidi.LookupRune(r)
		switch p.Class() {
		case unicodebidi.L:
			return bidi.LeftToRight
		case unicodebidi.R, unicodebidi.AL:
			return bidi.RightToLeft
		}
	}
	return bidi.LeftToRight
}

// seen puts runs, which come as they are read, into the order in which they are seen: rule L2 of the Unicode
// Bidirectional Algorithm.
func seen(runs bidi.Runs) []bidi.Run {
	out := make([]bidi.Run, runs.NumRuns())
	highest := bidi.Level(0)
	for i := range out {
		out[i] = runs.Run(i)
		highest = max(highest, out[i].Level)
	}
	for level := highest; level >= 1; level-- {
		for i := 0; i < len(out); i++ {
			end := i
			for end < len(out) && out[end].Level >= level {
				end++
			}
			slices.Reverse(out[i:end])
			i = max(i, end-1)
		}
	}
	return out
}

// drop is how far the line on which letters stand lies below the text's y.
func (l *letters) drop(s style) float64 {
	extents, ok := l.faces[0].FontHExtents()
	if s.line != "central" && s.line != "middle" || !ok {
		return 0
	}
	return float64(extents.Ascender+extents.Descender) / 2 / float64(l.faces[0].Upem()) * s.size
}

// outline is the letters of the runs as one path, in the units of the element.
func (l *letters) outline(runs []shaping.Output, x, y float64, s style) (path rasterx.Path) {
	per := s.size / 1000 / 64
	for _, run := range runs {
		unit := s.size / float64(run.Face.Upem())
		for _, g := range run.Glyphs {
			data, ok := run.Face.GlyphDataOutline(g.GlyphID)
			if ok {
				glyph(&path, data.Segments, x+float64(g.XOffset)*per, y-float64(g.YOffset)*per, unit)
			}
			x += float64(g.Advance) * per
		}
	}
	return path
}

func glyph(path *rasterx.Path, segments []opentype.Segment, x, y, unit float64) {
	at := func(p opentype.SegmentPoint) fixed.Point26_6 { return point(x+float64(p.X)*unit, y-float64(p.Y)*unit) }
	open := false
	for _, s := range segments {
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if open {
				path.Stop(true)
			}
			path.Start(at(s.Args[0]))
			open = true
		case opentype.SegmentOpLineTo:
			path.Line(at(s.Args[0]))
		case opentype.SegmentOpQuadTo:
			path.QuadBezier(at(s.Args[0]), at(s.Args[1]))
		case opentype.SegmentOpCubeTo:
			path.CubeBezier(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	if open {
		path.Stop(true)
	}
}
