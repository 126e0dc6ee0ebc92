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

// shareLine draws what share of the figures of each age moved later; the numbers are in the table below.
func shareLine(rows []board.RevisionRow) template.HTML {
	shares := make([]float64, len(rows))
	for i, r := range rows {
		shares[i] = r.Share
	}
	words := ""
	if n := len(rows); n > 0 {
		words = "Share of the figures that moved later, by age: " + rows[0].Moved + " of those " + rows[0].Age + " to " + rows[n-1].Moved + " of those " + rows[n-1].Age
	}
	return template.HTML(chart.Shares(shares, words)) // its text is escaped by the chart room
}
