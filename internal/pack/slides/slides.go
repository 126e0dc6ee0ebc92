// Package slides sets a document as a presentation: native text and native tables that can be edited, and each picture as
// SVG with a PNG for programs that cannot show one. It fills a plain template of its own and decides nothing about what is
// said. The same document gives the same bytes.
package slides

import (
	"context"
	"fmt"
	"io"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// Writer makes presentations.
type Writer struct {
	// Rasterise draws an SVG as PNG so many dots wide. Without it pictures are their readings and tables.
	Rasterise func(svg []byte, width int) ([]byte, error)
	// Draw draws a figure laid out for a slide; nil: the picture of the paper is used.
	Draw func(ctx context.Context, f chart.Figure) ([]byte, error)
}

// Form is what it makes.
func (Writer) Form() pack.Form { return pack.Slides }

// dots is how wide a picture is drawn: sharp on a screen of full width.
const dots = 1600

// Write sets the document. Every word of it is on a slide: what does not fit goes on to the next one.
func (w Writer) Write(ctx context.Context, out io.Writer, d pack.Document) error {
	s := show{foot: d.Running()}
	s.cover(d)
	for _, section := range d.Sections {
		if err := w.section(ctx, &s, section); err != nil {
			return err
		}
	}
	s.measures(d.Measures)
	return s.write(out, d)
}

// section is its texts and tables in order; the words around a picture stand beside it, those after a table below.
func (w Writer) section(ctx context.Context, s *show, section pack.Section) error {
	if len(section.Blocks) == 0 {
		s.words(section.Title, []paragraph{{text: "There is nothing to show here.", size: bodySize}})
	}
	for i := 0; i < len(section.Blocks); i++ {
		before, used := wordsAfter(section.Blocks[i:])
		if i += used; i == len(section.Blocks) {
			s.words(section.Title, before)
			return nil
		}
		b := section.Blocks[i]
		after, used := wordsAfter(section.Blocks[i+1:])
		if b.Picture == nil {
			s.words(section.Title, before)
			s.table(section.Title, *b.Table, after)
		} else if err := w.picture(ctx, s, section.Title, *b.Picture, append(before, after...)); err != nil {
			return err
		}
		i += used
	}
	return nil
}

// wordsAfter takes the texts and narratives at the beginning of the blocks.
func wordsAfter(blocks []pack.Block) (out []paragraph, used int) {
	for _, b := range blocks {
		switch {
		case b.Narrative != nil:
			out = append(out, paragraphs(b.Narrative.Words, bodySize)...)
			out = append(out, paragraph{text: b.Narrative.Origin(), size: noteSize, quiet: true})
		case b.Picture == nil && b.Table == nil:
			out = append(out, paragraphs(b.Text, bodySize)...)
		default:
			return out, used
		}
		used++
	}
	return out, used
}

// picture puts a figure on a slide, or its table where there is no drawing of it.
func (w Writer) picture(ctx context.Context, s *show, title string, p pack.Picture, beside []paragraph) error {
	text := paragraphs(p.Figure.Reading, noteSize)
	for _, note := range p.Figure.Notes {
		text = append(text, paragraphs(note, noteSize)...)
	}
	for _, p := range beside {
		p.size = min(p.size, besideSize)
		text = append(text, p)
	}
	figure, svg, err := w.drawn(ctx, p)
	if err != nil {
		return err
	}
	if len(svg) == 0 || w.Rasterise == nil {
		s.words(title, append([]paragraph{{text: p.Figure.Title, size: bodySize, bold: true}}, text...))
		s.table(title, ofFigure(p.Figure), nil)
		return nil
	}
	png, err := w.Rasterise(svg, dots)
	if err != nil {
		return fmt.Errorf("slides: picture %s: %w", p.Name, err)
	}
	s.picture(title, len(beside) > 0, image{name: p.Figure.Title, words: p.Figure.Reading, svg: svg, png: png, width: figure.Width, height: figure.Height}, text)
	return nil
}

func (w Writer) drawn(ctx context.Context, p pack.Picture) (chart.Figure, []byte, error) {
	if w.Draw == nil || len(p.SVG) == 0 {
		return p.Figure, p.SVG, nil
	}
	f, err := p.Figure.Slide()
	if err != nil {
		return f, nil, fmt.Errorf("slides: picture %s: %w", p.Name, err)
	}
	svg, err := w.Draw(ctx, f)
	if ctx.Err() != nil {
		return f, nil, ctx.Err()
	}
	if err != nil { // it was drawn for paper: that is better than none
		return p.Figure, p.SVG, nil
	}
	return f, svg, nil
}

// ofFigure is the numbers of a figure as a table.
func ofFigure(f chart.Figure) pack.Table {
	t := pack.Table{Caption: f.Table.Caption, Columns: f.Table.Columns}
	for _, r := range f.Table.Rows {
		cells := make([]pack.Cell, len(r.Cells))
		for i, words := range r.Cells {
			cells[i] = pack.Cell{Words: words}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
