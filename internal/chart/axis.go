package chart

import (
	"math"
	"strconv"

	"waymark/internal/maturity"
)

// valueAxis is the vertical axis with its grid lines. The only template in it is our own "{value}%".
func valueAxis(s valueScale, m maturity.Measure) option {
	axisLabel := option{"color": Quiet.Text, "fontSize": smallSize, "fontFamily": fontFamily, "margin": 8}
	if m.Unit == maturity.UnitPercent {
		axisLabel["formatter"] = "{value}%"
	}
	if m.Unit == maturity.UnitYesNo {
		axisLabel["show"] = false
	}
	return option{"type": "value", "min": s.low, "max": s.high, "interval": s.step, "axisLabel": axisLabel,
		"axisLine": option{"show": false}, "axisTick": option{"show": false},
		"splitLine": option{"show": true, "lineStyle": option{"color": gridLine, "width": 1}}}
}

// axisText is how wide-most a tick is written, for the room it needs.
func axisText(v, step float64, m maturity.Measure) string {
	places := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	text := strconv.FormatFloat(v, 'f', places, 64)
	if len(text) > 3 && places == 0 {
		text += ","
	}
	return text + suffix(m)
}

// categoryAxis writes the periods under the plot, all of them at their place; empty texts leave room.
func categoryAxis(labels []string) option {
	return option{"type": "category", "position": "bottom", "data": labels, "boundaryGap": true,
		"axisLabel": option{"interval": 0, "hideOverlap": false, "color": Quiet.Text, "fontSize": smallSize, "lineHeight": 17, "fontFamily": fontFamily, "margin": 9},
		"axisLine":  option{"show": true, "onZero": false, "lineStyle": option{"color": Quiet.Line, "width": 1}},
		"axisTick":  option{"show": true, "interval": 0, "alignWithLabel": true, "length": 5, "lineStyle": option{"color": Quiet.Line}}}
}
