package page

import (
	"context"
	"fmt"
	"html/template"

	"waymark/internal/board"
	"waymark/internal/chart"
)

// controlColours are the roles of an icon as lines on white; the letter and the words beside say the same.
var controlColours = map[string]string{
	"blue": chart.Improvement.Text, "orange": chart.Worsening.Text, "purple": chart.SpecialCause.Text, "grey": chart.Limit.Text,
}

// controlIcon is the icon of a control chart's verdict as Making Data Count draws them: a ring with a letter; usual
// variation is a wave. It is decoration: its words always stand beside it.
func controlIcon(kind, letter, colour string) template.HTML {
	line := controlColours[colour]
	inside := `<path d="M6 15q3-8 6 0t6 0t6 0" fill="none" stroke="` + line + `" stroke-width="2.5" stroke-linecap="round"/>`
	if letter != "" {
		inside = fmt.Sprintf(`<text x="15" y="20" font-size="14" font-weight="bold" text-anchor="middle" fill="%s">%s</text>`, line, template.HTMLEscapeString(letter))
	}
	ring := `<circle cx="15" cy="15" r="13" fill="none" stroke="` + line + `" stroke-width="2.5"/>`
	if kind == "assurance" { // told apart by its ring, too
		ring = `<circle cx="15" cy="15" r="13" fill="none" stroke="` + line + `" stroke-width="2.5" stroke-dasharray="5 3"/>`
	}
	return template.HTML(`<svg class="wm-sparkline" width="24" height="24" viewBox="0 0 30 30" aria-hidden="true" focusable="false">` + ring + inside + `</svg>`)
}

// controlPicture is the control chart of a measure's page with its drawing for small screens; "" where there is none.
func (p *Pages) controlPicture(ctx context.Context, shell Shell, v board.MeasureView) (template.HTML, error) {
	if v.Control == nil || v.Control.Drawing == nil {
		return "", nil
	}
	html, err := p.picture(ctx, *v.Control.Drawing)
	if err != nil {
		return "", err
	}
	return withNarrow(html, measurePictureAddress(shell, v, chart.KindControl, *v.Control.Drawing)), nil
}

// controlDrawing is the control chart of a view; nil where there is none.
func controlDrawing(v board.MeasureView) *board.Drawing {
	if v.Control == nil {
		return nil
	}
	return v.Control.Drawing
}
