package page

import (
	"html/template"
	"math"

	"waymark/internal/board"
	"waymark/internal/chart"
)

// sparkline is the small path beside a number; "" with fewer than two figures. The numbers are on the measure's page.
func sparkline(row board.MeasureRow) template.HTML {
	if len(row.Points) < 2 {
		return ""
	}
	in := chart.SparklineInput{Measure: row.Measure, Points: row.Points, Target: math.NaN()}
	return template.HTML(chart.Sparkline(in)) // its text is escaped by the chart room
}
