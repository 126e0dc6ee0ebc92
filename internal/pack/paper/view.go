package paper

import (
	"html/template"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// view is a document as the page's template reads it.
type view struct {
	pack.Document
	Policy   string
	Sections []section
	Numbers  []picture // that have a table behind them
	Sources  []*origin
}

type section struct {
	pack.Section
	Blocks []block
}

// block is one thing on the page: what of it is set says which.
type block struct {
	Text      string
	Narrative *pack.Narrative
	Picture   *picture
	Table     *table
}

// picture is a drawing with its number, and the table behind it.
type picture struct {
	*pack.Picture
	Number int
	SVG    template.HTML // "" where it could not be drawn: the table stands in its place
	Table  table
	Beside bool // the table stands with the picture, not among the numbers behind the pictures
}

// table is rows of cells, whose last column leads to where the numbers come from if anything does.
type table struct {
	Name    string
	Caption string
	Columns []chart.Column
	Rows    []row
	Sourced bool
}

type row struct {
	Cells  []cell
	Source *origin
	Focus  bool
}

type cell struct {
	pack.Cell
	Flush  bool // a number: set flush right
	Source *origin
}

func newView(d pack.Document) view {
	l := layer{origins: newOrigins(d.Address)}
	v := view{Document: d, Policy: Policy()}
	for _, s := range d.Sections {
		out := section{Section: s}
		for _, b := range s.Blocks {
			out.Blocks = append(out.Blocks, l.block(b, s.Kind))
		}
		v.Sections = append(v.Sections, out)
	}
	v.Numbers, v.Sources = l.numbers, l.origins.list
	return v
}

// layer lays blocks out one after another: it counts pictures and gathers sources.
type layer struct {
	origins  *origins
	pictures int
	numbers  []picture
}

func (l *layer) block(b pack.Block, kind pack.Kind) block {
	switch {
	case b.Picture != nil:
		p := l.picture(b.Picture, kind)
		return block{Picture: &p}
	case b.Table != nil:
		t := l.table(*b.Table)
		return block{Table: &t}
	}
	return block{Text: b.Text, Narrative: b.Narrative}
}

// beside is how many rows find room below the picture of an exception on its one page.
const beside = 18

func (l *layer) picture(p *pack.Picture, kind pack.Kind) picture {
	l.pictures++
	out := picture{Picture: p, Number: l.pictures}
	if svg, err := inline(p.SVG, p.Figure, "paper-drawing-"+itoa(l.pictures)+"-"); err == nil {
		out.SVG = svg
	}
	out.Table = table{Name: p.Name, Caption: p.Figure.Table.Caption, Columns: p.Figure.Table.Columns}
	for i, r := range p.Figure.Table.Rows {
		line := row{Focus: r.Focus}
		for j, words := range r.Cells {
			line.Cells = append(line.Cells, cell{Cell: pack.Cell{Words: words}, Flush: numeric(out.Table.Columns, j)})
		}
		if i < len(p.Sources) {
			line.Source = l.origins.of(p.Sources[i])
			out.Table.Sourced = out.Table.Sourced || line.Source != nil
		}
		out.Table.Rows = append(out.Table.Rows, line)
	}
	out.Beside = out.SVG == "" || kind == pack.Exceptions && len(out.Table.Rows) <= beside
	if !out.Beside && len(out.Table.Rows) > 0 {
		l.numbers = append(l.numbers, out)
	}
	return out
}

func (l *layer) table(t pack.Table) table {
	out := table{Name: t.Name, Caption: t.Caption, Columns: t.Columns}
	for _, r := range t.Rows {
		var line row
		for j, c := range r {
			line.Cells = append(line.Cells, cell{Cell: c, Flush: numeric(t.Columns, j), Source: l.origins.of(c.Address)})
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

func numeric(columns []chart.Column, j int) bool { return j < len(columns) && columns[j].Numeric }

// paragraphs splits words at blank lines.
func paragraphs(words string) (out []string) {
	for _, p := range strings.Split(strings.ReplaceAll(words, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
