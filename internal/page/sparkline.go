package page

import (
	"fmt"
	"html/template"
	"math"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
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

// domainLine is the small path beside a figure; "" with fewer than two.
func domainLine(c board.DomainCell) template.HTML {
	if len(c.Points) < 2 {
		return ""
	}
	return template.HTML(chart.Sparkline(chart.SparklineInput{Measure: c.Measure, Points: c.Points, Target: math.NaN()})) // its text is escaped by the chart room
}

// calibration draws the chances that were stated against what came true; the numbers are in the table below.
func calibration(v board.ReliabilityView) template.HTML {
	points := make([]chart.CalibrationPoint, len(v.Points))
	total, came := 0, 0.0
	for i, p := range v.Points {
		points[i] = chart.CalibrationPoint{Stated: p.Stated, Came: float64(p.Came) / float64(max(1, p.Statements)), Statements: p.Statements}
		total, came = total+p.Statements, came+float64(p.Came)
	}
	words := fmt.Sprintf("Chances stated against what came true: %s of %s came true. On the dashed line they are right as often as was said.",
		maturity.Number(came, 0), maturity.Count(total, "statement", "statements"))
	return template.HTML(chart.Calibration(points, words)) // its text is escaped by the chart room
}
