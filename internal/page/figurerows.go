package page

import (
	"html/template"
	"strings"

	"waymark/internal/chart"
)

// figureRows writes the rows of a picture's table. A board has a thousand such cells, and the template engine takes
// fifty times as long for one: a quarter of the time of the whole page. All text is escaped here. The style sheet needs no
// class on a row or a plain cell, and only text that may run from right to left is set apart: these are half of a board's
// bytes.
func figureRows(t chart.Table) template.HTML {
	var b strings.Builder
	for _, row := range t.Rows {
		if row.Focus {
			b.WriteString(`<tr class="wm-focus">`)
		} else {
			b.WriteString(`<tr>`)
		}
		for i, cell := range row.Cells {
			open, end := `<td>`, `</td>`
			switch {
			case i == 0:
				open, end = `<th scope="row">`, `</th>`
			case t.Columns[i].Numeric:
				open = `<td class="wm-number">`
			}
			if !leftToRight(cell) {
				open, end = open+`<bdi>`, `</bdi>`+end
			}
			b.WriteString(open)
			b.WriteString(template.HTMLEscapeString(cell))
			b.WriteString(end)
		}
		b.WriteString("</tr>\n")
	}
	return template.HTML(b.String())
}

// leftToRight reports whether no letter of a text can run the other way: those that do come after Latin, Greek and
// Cyrillic, as do the signs that turn the direction.
func leftToRight(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r >= 0x0590 && r != '–' && r != '—' && r != '’' && r != '‘' && r != '“' && r != '”' && r != '−' && r != '…'
	})
}
