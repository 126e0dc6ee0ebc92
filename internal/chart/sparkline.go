package chart

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// SparklineInput is a small line for a table cell.
type SparklineInput struct {
	Measure   maturity.Measure
	Points    []Point // periods with a value, in any order; a period without one breaks the line
	Low, High float64 // of the axis, so that rows of a table compare; equal: from the values
	Target    float64 // NaN: none
}

const (
	sparkWidth  = 120.0
	sparkHeight = 30.0
	sparkRim    = 5.0
)

// Sparkline is a complete svg element whose text is escaped: it can stand in a page as it is. "" without a point.
func Sparkline(in SparklineInput) string {
	points := slices.DeleteFunc(slices.Clone(in.Points), func(p Point) bool { return math.IsNaN(p.Value) || math.IsInf(p.Value, 0) })
	if len(points) == 0 {
		return ""
	}
	slices.SortFunc(points, func(a, b Point) int { return period.Compare(a.Period, b.Period) })
	low, high := in.Low, in.High
	if !(high > low) {
		low, high = ends(points)
	}
	first, last := points[0], points[len(points)-1]
	x := func(p Point) float64 {
		if first.Period == last.Period {
			return sparkWidth - sparkRim
		}
		return sparkRim + (sparkWidth-2*sparkRim)*float64(p.Period.End()-first.Period.End())/float64(last.Period.End()-first.Period.End())
	}
	y := func(v float64) float64 {
		if high == low {
			return sparkHeight / 2
		}
		return sparkHeight - sparkRim - (sparkHeight-2*sparkRim)*math.Max(0, math.Min(1, (v-low)/(high-low)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="wm-sparkline" role="img" aria-label="%s" width="%g" height="%g" viewBox="0 0 %g %g">`, escaped(sparkWords(points, in.Measure)), sparkWidth, sparkHeight, sparkWidth, sparkHeight)
	if !math.IsNaN(in.Target) && in.Target >= low && in.Target <= high {
		fmt.Fprintf(&b, `<path d="M0 %sH%g" fill="none" stroke="%s" stroke-width="1" stroke-dasharray="4 2"></path>`, px(y(in.Target)), sparkWidth, TargetOf.Line)
	}
	var path strings.Builder
	for i, p := range points {
		step := "L"
		if i == 0 || points[i-1].Period.Kind == p.Period.Kind && p.Period.Kind != period.KindDay && period.StepsBetween(points[i-1].Period, p.Period) > 1 {
			step = "M"
		}
		path.WriteString(step + px(x(p)) + " " + px(y(p.Value)))
	}
	fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round"></path>`, path.String(), Observed.Line)
	fmt.Fprintf(&b, `<circle cx="%s" cy="%s" r="3.5" fill="%s"></circle></svg>`, px(x(last)), px(y(last.Value)), Observed.Line)
	return b.String()
}

func ends(points []Point) (low, high float64) {
	low, high = points[0].Value, points[0].Value
	for _, p := range points {
		low, high = math.Min(low, p.Value), math.Max(high, p.Value)
	}
	return low, high
}

// sparkWords is the line in words: "up 20 points from 31% to 51%, Q1 2016/17 to Q2 2018/19".
func sparkWords(points []Point, m maturity.Measure) string {
	first, last := points[0], points[len(points)-1]
	if len(points) == 1 {
		return m.Format(first.Value) + ", " + first.Period.Short()
	}
	return change(first.Value, last.Value, m) + ", " + first.Period.Short() + " to " + last.Period.Short()
}

func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}
