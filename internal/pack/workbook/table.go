package workbook

import (
	"strconv"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// table is a sheet of one table of the paper.
func (b *book) table(t pack.Table) error {
	p, err := b.add(t.Caption, t.Caption)
	if err != nil {
		return err
	}
	if err := p.head(t.Caption, b.document.Fact("Sources")); err != nil {
		return err
	}
	return p.rows(t.Columns, t.Rows, nil)
}

// picture is a sheet of the numbers behind a picture, and one with the picture as a native chart where it can be one.
func (b *book) picture(n int, picture pack.Picture) error {
	f := picture.Figure
	p, err := b.add("Picture "+strconv.Itoa(n)+" numbers", f.Title)
	if err != nil {
		return err
	}
	if err := p.head(f.Title, origin(f), append([]string{f.Table.Caption}, f.Notes...)...); err != nil {
		return err
	}
	if len(f.Table.Columns) > 0 {
		if err := p.rows(f.Table.Columns, cells(f.Table), picture.Sources); err != nil {
			return err
		}
	} else if err := p.finish(0); err != nil {
		return err
	}
	return b.chart(n, f)
}

// origin is where the figures of a picture come from and since when they are known.
func origin(f chart.Figure) string {
	var parts []string
	if f.Source != "" {
		parts = append(parts, "Source: "+f.Source)
	}
	if f.AsAt != "" {
		parts = append(parts, "As known on "+strings.TrimPrefix(f.AsAt, "as known on "))
	}
	return strings.Join(parts, ". ")
}

// cells reads the numbers out of a figure's table.
func cells(t chart.Table) (out [][]pack.Cell) {
	for _, r := range t.Rows {
		var row []pack.Cell
		for j, words := range r.Cells {
			c := pack.Cell{Words: words}
			if j < len(t.Columns) && t.Columns[j].Numeric {
				c.Number, _, c.Numeric = number(words)
			}
			row = append(row, c)
		}
		out = append(out, row)
	}
	return out
}

// rows writes a header and its rows, and a last column that leads to where each row comes from, if any does.
func (p *page) rows(columns []chart.Column, rows [][]pack.Cell, sources []string) error {
	p.row++
	header := p.row
	for j, c := range columns {
		style := "head"
		if c.Numeric {
			style = "head right"
		}
		if err := p.put(j+1, header, c.Head, style); err != nil {
			return err
		}
	}
	from := len(columns) + 1
	if len(sources) > 0 {
		if err := p.put(from, header, "Where from", "head"); err != nil {
			return err
		}
	}
	for i, r := range rows {
		p.row++
		for j, c := range r {
			if err := p.cell(j+1, c, j < len(columns) && columns[j].Numeric); err != nil {
				return err
			}
		}
		if len(sources) == 0 {
			continue
		}
		words := "not linked"
		if i < len(sources) && sources[i] != "" {
			words = sources[i]
		}
		if err := p.source(from, words); err != nil {
			return err
		}
	}
	return p.finish(header)
}

func (p *page) source(column int, address string) error {
	if err := p.put(column, p.row, address, "line"); err != nil {
		return err
	}
	return p.link(column, p.row, address)
}

// cell writes a number that Excel prints as the paper does, or words.
func (p *page) cell(column int, c pack.Cell, right bool) error {
	var err error
	switch {
	case c.Numeric:
		p.fit(column, c.Words)
		err = p.put(column, p.row, c.Number, "number "+printedAs(c.Number, c.Words))
	case pack.Shape(c.Status) != "":
		err = p.put(column, p.row, pack.Shape(c.Status)+" "+c.Words, "words")
	case right:
		err = p.put(column, p.row, c.Words, "right")
	default:
		err = p.put(column, p.row, c.Words, "words")
	}
	if err != nil {
		return err
	}
	return p.link(column, p.row, c.Address)
}
