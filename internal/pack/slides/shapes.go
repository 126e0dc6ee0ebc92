package slides

import (
	"encoding/xml"
	"fmt"
	"strings"

	"waymark/internal/chart"
)

// shape writes itself into a slide under a number of its own.
type shape interface{ write(*part, int) }

// part is an XML part that grows.
type part struct{ strings.Builder }

func (p *part) add(format string, all ...any) { fmt.Fprintf(p, format, all...) }

// escaped is text as XML. Signs that XML cannot hold become the replacement character.
func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder does not fail
	return out.String()
}

// box is text.
type box struct {
	x, y, width, height int
	text                []paragraph
}

func (b box) write(p *part, id int) {
	if len(b.text) == 0 {
		return
	}
	p.add(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="Text %d"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>%s<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="%d" tIns="%d" rIns="%d" bIns="%d"><a:normAutofit/></a:bodyPr><a:lstStyle/>`,
		id, id, place(b.x, b.y, b.width, b.height), inset, inset, inset, inset)
	for _, line := range b.text {
		p.paragraph(line, "l")
	}
	p.add(`</p:txBody></p:sp>`)
}

func place(x, y, width, height int) string {
	return fmt.Sprintf(`<a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>`, x, y, width, height)
}

func (p *part) paragraph(line paragraph, align string) {
	colour, weight := chart.Ink.Text, ""
	if line.quiet {
		colour = chart.Quiet.Text
	}
	if line.bold {
		weight = ` b="1"`
	}
	p.add(`<a:p><a:pPr algn="%s"><a:spcAft><a:spcPts val="400"/></a:spcAft></a:pPr><a:r><a:rPr lang="en-GB" sz="%d"%s><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:rPr><a:t>%s</a:t></a:r></a:p>`,
		align, line.size*100, weight, strings.TrimPrefix(colour, "#"), escaped(line.text))
}

// drawing is a picture: the PNG, and for programs that can show it the SVG in its place.
type drawing struct {
	x, y, width, height int
	of                  image
	number              int // in the presentation, from 1
}

func (d drawing) write(p *part, id int) {
	p.add(`<p:pic><p:nvPicPr><p:cNvPr id="%d" name="Picture %d" title="%s" descr="%s"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="png%d"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="svg%d"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>%s<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
		id, id, escaped(d.of.name), escaped(d.of.words), d.number, d.number, place(d.x, d.y, d.width, d.height))
}

// grid is a table: its first row is the heading.
type grid struct {
	x, y    int
	page    tablePage
	columns []chart.Column
}

func (g grid) write(p *part, id int) {
	width, height := 0, g.page.height()
	for _, w := range g.page.widths {
		width += w
	}
	p.add(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="%d" name="Table %d"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>`, id, id, g.x, g.y, width, height)
	for _, w := range g.page.widths {
		p.add(`<a:gridCol w="%d"/>`, w)
	}
	p.add(`</a:tblGrid>`)
	heads := make([]string, len(g.columns))
	for i, c := range g.columns {
		heads[i] = c.Head
	}
	g.row(p, g.page.heights[0], heads, true)
	for i, row := range g.page.rows {
		cells := make([]string, len(row))
		for j, c := range row {
			cells[j] = words(c)
		}
		g.row(p, g.page.heights[i+1], cells, false)
	}
	p.add(`</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`)
}

func (g grid) row(p *part, height int, cells []string, heading bool) {
	p.add(`<a:tr h="%d">`, height)
	for i, text := range cells {
		align := "l"
		if g.columns[i].Numeric {
			align = "r"
		}
		p.add(`<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>`)
		p.paragraph(paragraph{text: strings.Join(spaced(text), " "), size: cellSize, bold: heading}, align)
		line := `<a:lnB w="9525"><a:solidFill><a:srgbClr val="` + strings.TrimPrefix(chart.Other.Line, "#") + `"/></a:solidFill></a:lnB>`
		p.add(`</a:txBody><a:tcPr marL="%d" marR="%d" marT="%d" marB="%d">%s<a:noFill/></a:tcPr></a:tc>`, inset, inset, inset/2, inset/2, line)
	}
	p.add(`</a:tr>`)
}
