package workbook

import (
	"math"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"waymark/internal/pack"
	"waymark/internal/sheet"
)

// page is one sheet while it is written, row by row.
type page struct {
	*book
	name string
	row  int
	wide []float64      // of each column, in characters
	tall map[int][]wrap // texts that go over several lines, by their row
}

// wrap is a text that goes over as many lines as its column makes it.
type wrap struct {
	column int
	text   string
}

// add begins a sheet and lists it on the cover.
func (b *book) add(words, title string) (*page, error) {
	name := b.names.of(words)
	if _, err := b.file.NewSheet(name); err != nil {
		return nil, err
	}
	b.contents = append(b.contents, entry{name, title})
	return b.page(name), nil
}

func (b *book) page(name string) *page { return &page{book: b, name: name, tall: map[int][]wrap{}} }

func at(column, row int) string { return sheet.Address{Row: row, Column: column}.String() }

// style is one by its name; styles are made when they are first needed.
func (b *book) style(key string) (int, error) {
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	s := excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, Font: &excelize.Font{Family: "Arial", Size: 10}}
	switch {
	case key == "title":
		s.Font.Bold, s.Font.Size, s.Font.Color, s.Alignment.WrapText = true, 14, "12436D", false
	case key == "line":
		s.Alignment.WrapText = false
	case key == "note":
		s.Font.Color, s.Alignment.WrapText = "4C6272", false
	case key == "words":
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	case key == "bold":
		s.Font.Bold = true
	case key == "strong":
		s.Font.Bold, s.Alignment.WrapText = true, false
	case key == "link":
		s.Font.Color, s.Font.Underline = "005EB8", "single"
	case key == "head", key == "head right":
		s.Font.Bold, s.Font.Color, s.Fill = true, "FFFFFF", excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"12436D"}}
		if s.Alignment.Horizontal, s.Alignment.Indent = "left", 1; key == "head right" {
			s.Alignment.Horizontal, s.Alignment.Indent = "right", 0
		}
	case key == "right":
		s.Alignment.Horizontal = "right"
	case strings.HasPrefix(key, "number "):
		format := strings.TrimPrefix(key, "number ")
		s.CustomNumFmt, s.Alignment.Horizontal = &format, "right"
	}
	id, err := b.file.NewStyle(&s)
	b.styles[key] = id
	return id, err
}

// put writes a text or a number into a cell, counted from 1. Cells written so hold no formula, whatever the text says.
func (p *page) put(column, row int, value any, style string) error {
	id, err := p.style(style)
	if err != nil {
		return err
	}
	cell := at(column, row)
	switch v := value.(type) {
	case string:
		err = p.file.SetCellStr(p.name, cell, safe(v))
		if style != "title" && style != "line" && style != "note" && style != "strong" {
			p.fit(column, v)
			p.tall[row] = append(p.tall[row], wrap{column, v})
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		err = p.file.SetCellFloat(p.name, cell, v, -1, 64)
	}
	if err != nil {
		return err
	}
	return p.file.SetCellStyle(p.name, cell, cell, id)
}

// fit widens a column for a text, up to what can still be read across.
func (p *page) fit(column int, text string) {
	for len(p.wide) < column {
		p.wide = append(p.wide, 10)
	}
	longest := 0
	for line := range strings.SplitSeq(text, "\n") {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	p.wide[column-1] = max(p.wide[column-1], min(float64(longest)+3, 60))
}

// lines is how many lines a text takes in its column, counted generously: programs that open the workbook do not all
// make rows as high as their text.
func (p *page) lines(t wrap) (n int) {
	across := max(1, int(p.wide[t.column-1]*1.05))
	for line := range strings.SplitSeq(t.text, "\n") {
		n += max(1, (utf8.RuneCountInString(line)+across-1)/across)
	}
	return n
}

// line writes one text across and goes on to the next row; an empty text leaves no gap.
func (p *page) line(text, style string) error {
	if text == "" {
		return nil
	}
	p.row++
	return p.put(1, p.row, text, style)
}

// head is the top of every sheet but the cover: what it shows, since when that is known, and its source.
func (p *page) head(title, source string, notes ...string) error {
	for _, l := range [][2]string{{title, "title"}, {p.document.Running(), "note"}, {source, "note"}} {
		if err := p.line(l[0], l[1]); err != nil {
			return err
		}
	}
	for _, note := range notes {
		if err := p.line(note, "strong"); err != nil {
			return err
		}
	}
	p.row++
	return nil
}

// link makes a cell lead to an address of the installation, where that is known.
func (p *page) link(column, row int, address string) error {
	base, err := url.Parse(p.document.Address)
	to, wrong := url.Parse(address)
	if address == "" || err != nil || wrong != nil || !base.IsAbs() || to.IsAbs() || to.Host != "" || !strings.HasPrefix(to.Path, "/") {
		return nil
	}
	return p.file.SetCellHyperLink(p.name, at(column, row), base.ResolveReference(to).String(), "External")
}

// finish sets the widths and how the sheet is printed. Rows down to header stay in view and stand on every page; 0 keeps none.
func (p *page) finish(header int) error {
	for i, width := range p.wide {
		name := columnName(i + 1)
		if err := p.file.SetColWidth(p.name, name, name, width); err != nil {
			return err
		}
	}
	for row, texts := range p.tall {
		lines := 1
		for _, t := range texts {
			lines = max(lines, p.lines(t))
		}
		if err := p.file.SetRowHeight(p.name, row, min(float64(13*lines+3), 409)); err != nil {
			return err
		}
	}
	fit, wide, high, landscape, a4, margin := true, 1, 0, "landscape", 9, 0.5
	if err := p.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := p.file.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	if err := p.file.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin}); err != nil {
		return err
	}
	if err := p.file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + footer(p.document) + "&RPage &P of &N"}); err != nil {
		return err
	}
	if header == 0 {
		return nil
	}
	if err := p.file.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: header, TopLeftCell: at(1, header+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := at(1, header)[1:]
	return p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name,
		RefersTo: "'" + strings.ReplaceAll(p.name, "'", "''") + "'!$" + row + ":$" + row})
}

// footer is what stands at the foot of every printed page: 255 characters go into a foot, and & has a meaning in it.
func footer(d pack.Document) string {
	return strings.ReplaceAll(cut(strings.Join(strings.Fields(printable(d.Running())), " "), 90), "&", "&&")
}

func columnName(column int) string { return at(column, 0) }
