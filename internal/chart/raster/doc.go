// Package raster turns the SVG of package render into PNG, for slides and whoever cannot show an SVG. It reads the closed
// list of elements and attributes that render lets through and nothing else of SVG: no style sheet, no link, no script.
// Letters come from fonts that are part of the program, so that every machine draws the same dots.
package raster

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// largest is the most dots a side may have: a slide of 4K is 3,840 wide.
const largest = 8192

// ErrNotOurs says that the drawing is none that package render wrote.
var ErrNotOurs = errors.New("raster: this is not a drawing of a figure")

// PNG draws the SVG so many dots wide; its height follows. The same drawing and width give the same bytes.
func PNG(svg []byte, width int) ([]byte, error) {
	picture, err := Draw(svg, width)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("raster: %w", err)
	}
	return out.Bytes(), nil
}

// Draw is the SVG as dots on white.
func Draw(svg []byte, width int) (*image.RGBA, error) {
	root, err := parse(svg)
	if err != nil {
		return nil, err
	}
	w, h := root.number("width"), root.number("height")
	if w <= 0 || h <= 0 {
		return nil, fmt.Errorf("%w: it has no size", ErrNotOurs)
	}
	scale := float64(width) / w
	height := int(h*scale + 0.5)
	if width < 1 || height < 1 || width > largest || height > largest {
		return nil, fmt.Errorf("raster: %d by %d dots cannot be drawn; a side has 1 to %d", width, height, largest)
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	p := newPainter(picture, root)
	if err := p.children(root, start(scale)); err != nil {
		return nil, err
	}
	return picture, nil
}
