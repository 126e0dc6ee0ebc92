// Package bundle sets the pictures and tables of a document as files in a ZIP: SVG, PNG and the numbers as CSV, for those
// who put a picture into something of their own. It decides nothing about what a paper says.
package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// pixels are the widths of a PNG: of a picture at twice its natural size, of a slide at that of a screen.
const pixels, slidePixels = 1800, 1920

// Writer sets documents as ZIP files.
type Writer struct {
	// Rasterise makes a PNG of a drawing; nil leaves PNG out, and the README says so.
	Rasterise func(svg []byte, width int) ([]byte, error)
	// Draw draws a figure laid out for a slide; nil leaves slides out, and the README says so.
	Draw func(ctx context.Context, f chart.Figure) ([]byte, error)
}

// Form is the bundle's.
func (Writer) Form() pack.Form { return pack.Bundle }

// Write sets the document. The same document gives the same bytes. A picture that cannot be made in one of its formats is
// left out, and the README says which and why; the error is that of w or of a cancelled context.
func (o Writer) Write(ctx context.Context, w io.Writer, d pack.Document) error {
	f := folder{Writer: o, zip: zip.NewWriter(w), names: names{}}
	number := 0
	for _, s := range d.Sections {
		for _, block := range s.Blocks {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			switch {
			case block.Picture != nil:
				number++
				err = f.picture(ctx, number, *block.Picture)
			case block.Table != nil:
				err = f.csv("tables/"+f.names.of(block.Table.Name)+".csv", block.Table.Columns, cells(*block.Table), nil)
			}
			if err != nil {
				return fmt.Errorf("bundle: %w", err)
			}
		}
	}
	if err := f.definitions(d.Measures); err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	if err := f.add("README.txt", []byte(f.readme(d))); err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	return f.zip.Close()
}

// picture adds the files of one picture, and what is said of them.
func (f *folder) picture(ctx context.Context, number int, p pack.Picture) error {
	name := fmt.Sprintf("%02d-%s", number, f.names.of(p.Name))
	said := shown{picture: p, number: number}
	if len(p.SVG) == 0 {
		said.missing = append(said.missing, "It could not be drawn: there are only its numbers.")
	} else if err := f.drawing("pictures/"+name, p.SVG, pixels, &said); err != nil {
		return err
	}
	if len(p.SVG) > 0 && f.Draw != nil {
		svg, err := f.slide(ctx, p.Figure)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			said.missing = append(said.missing, "It could not be laid out for a slide.")
		} else if err := f.drawing("slides/"+name, svg, slidePixels, &said); err != nil {
			return err
		}
	}
	if len(p.Figure.Table.Columns) > 0 {
		file := "pictures/" + name + ".csv"
		if err := f.csv(file, p.Figure.Table.Columns, rows(p.Figure.Table), p.Sources); err != nil {
			return err
		}
		said.files = append(said.files, file)
	}
	f.pictures = append(f.pictures, said)
	return nil
}

func (f *folder) slide(ctx context.Context, figure chart.Figure) ([]byte, error) {
	slide, err := figure.Slide()
	if err != nil {
		return nil, err
	}
	return f.Draw(ctx, slide)
}

// drawing adds a picture as SVG and, where that can be made, as PNG.
func (f *folder) drawing(name string, svg []byte, width int, said *shown) error {
	if err := f.add(name+".svg", alone(svg)); err != nil {
		return err
	}
	said.files = append(said.files, name+".svg")
	if f.Rasterise == nil {
		return nil
	}
	png, err := f.Rasterise(svg, width)
	if err != nil {
		said.missing = append(said.missing, name+".png could not be made.")
		return nil
	}
	said.files = append(said.files, name+".png")
	return f.add(name+".png", png)
}

// alone is a drawing as a file of its own: a drawing inside a page needs no header.
func alone(svg []byte) []byte {
	if bytes.HasPrefix(svg, []byte("<?xml")) {
		return svg
	}
	return append([]byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), svg...)
}

func cells(t pack.Table) (out [][]string) {
	for _, r := range t.Rows {
		var line []string
		for _, c := range r {
			line = append(line, c.Words)
		}
		out = append(out, line)
	}
	return out
}

func rows(t chart.Table) (out [][]string) {
	for _, r := range t.Rows {
		out = append(out, r.Cells)
	}
	return out
}

// oneLine is text without line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
