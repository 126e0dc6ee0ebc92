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

// iconSigns stand beside the letter of an icon and say the same: rising, falling, better, worse, either; the target met,
// missed, or met by chance.
var iconSigns = map[string]string{
	"H": "M39 21V9m-5 5l5-5 5 5", "L": "M39 9v12m-5-5l5 5 5-5", "I": "M33 15h12M39 9v12", "W": "M33 15h12", "C": "M33 11h12M39 5v12M33 23h12",
	"P": "M33 15l4 5 8-10", "F": "M34 10l10 10M44 10l-10 10", "?": "M32 15h14M33 20q3-14 6-5t6-5",
}

// controlIcon is the icon of a control chart's verdict: a letter in a ring for variation, in a square for assurance, and a
// sign beside it; usual variation is a wave. It is decoration: its words always stand beside it.
func controlIcon(kind, letter, colour string) template.HTML {
	line := controlColours[colour]
	frame := `<circle cx="15" cy="15" r="13"`
	if kind == "assurance" {
		frame = `<rect x="2" y="2" width="26" height="26" rx="3"`
	}
	width, inside := 24, `<path d="M6 15q3-8 6 0t6 0t6 0" fill="none" stroke="`+line+`" stroke-width="2.5" stroke-linecap="round"/>`
	if letter != "" {
		inside = fmt.Sprintf(`<text x="15" y="20" font-size="14" font-weight="bold" text-anchor="middle" fill="%s">%s</text>`, line, template.HTMLEscapeString(letter))
	}
	if sign := iconSigns[letter]; sign != "" {
		width = 38
		inside += `<path d="` + sign + `" fill="none" stroke="` + line + `" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>`
	}
	return template.HTML(fmt.Sprintf(`<svg class="wm-sparkline" width="%d" height="24" viewBox="0 0 %g 30" aria-hidden="true" focusable="false">`, width, float64(width)*30/24) +
		frame + ` fill="none" stroke="` + line + `" stroke-width="2.5"/>` + inside + `</svg>`)
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
