package chart

import (
	"fmt"
	"math"
	"strings"
)

// CalibrationPoint is how often statements of about the same chance came true: both shares from 0 to 1.
type CalibrationPoint struct {
	Stated, Came float64
	Statements   int
}

const (
	calibrationSize = 320.0
	calibrationLeft = 64.0
	calibrationFoot = 52.0
	calibrationTop  = 12.0
)

// Calibration is a complete svg element that sets stated chances against what came true: points on the dashed line are as
// often right as was said. Bigger points rest on more statements. Its text is escaped, so it can stand in a page as it
// is; words say what it shows. "" without a point.
func Calibration(points []CalibrationPoint, words string) string {
	most := 0
	for _, p := range points {
		most = max(most, p.Statements)
	}
	if most == 0 {
		return ""
	}
	width, height := calibrationLeft+calibrationSize+16, calibrationTop+calibrationSize+calibrationFoot
	x := func(share float64) float64 { return calibrationLeft + calibrationSize*min(max(share, 0), 1) }
	y := func(share float64) float64 { return calibrationTop + calibrationSize*(1-min(max(share, 0), 1)) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="wm-calibration" role="img" aria-label="%s" width="%g" height="%g" viewBox="0 0 %g %g" font-family="Arial, sans-serif" font-size="14">`, escaped(words), width, height, width, height)
	fmt.Fprintf(&b, `<rect width="%g" height="%g" fill="%s"></rect>`, width, height, white)
	for i := 0; i <= 10; i += 2 {
		at := float64(i) / 10
		fmt.Fprintf(&b, `<path d="M%s %sH%s M%s %sV%s" fill="none" stroke="%s"></path>`, px(x(0)), px(y(at)), px(x(1)), px(x(at)), px(y(0)), px(y(1)), gridLine)
		fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="end" fill="%s">%d%%</text><text x="%s" y="%s" text-anchor="middle" fill="%s">%d%%</text>`, px(x(0)-6), px(y(at)+5), Quiet.Text, 10*i, px(x(at)), px(y(0)+18), Quiet.Text, 10*i)
	}
	fmt.Fprintf(&b, `<path d="M%s %sL%s %s" fill="none" stroke="%s" stroke-width="1.5" stroke-dasharray="5 4"></path>`, px(x(0)), px(y(0)), px(x(1)), px(y(1)), Limit.Line)
	for _, p := range points {
		if p.Statements > 0 {
			fmt.Fprintf(&b, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="1"></circle>`, px(x(p.Stated)), px(y(p.Came)), px(3+9*math.Sqrt(float64(p.Statements)/float64(most))), Observed.Line, white)
		}
	}
	fmt.Fprintf(&b, `<text x="%s" y="%s" text-anchor="middle" fill="%s">Chance stated</text>`, px(x(0.5)), px(height-8), Ink.Text)
	fmt.Fprintf(&b, `<text x="16" y="%s" text-anchor="middle" fill="%s" transform="rotate(-90 16 %s)">Came true</text></svg>`, px(y(0.5)), Ink.Text, px(y(0.5)))
	return b.String()
}
