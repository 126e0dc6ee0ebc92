package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
)

// narrowBars is a lying bar for each organisation across the whole paper, with its name and its value above it.
func (r ranking) narrowBars(f Figure) ([]byte, int, error) {
	const row, thick, apart = 42.0, 12.0, 8.0
	scale := r.scale(r.valued)
	ticks := scale.ticks()
	right := math.Max(2*margin, margin+TextWidth(axisText(ticks[len(ticks)-1], scale.step, r.in.Measure), smallSize, false)/2)
	trial := newFrame(f, margin, right, 0, 10, 0)
	rows := trial.above(r.lineLabels(trial, scale))
	fr := newFrame(f, margin, right, 6+17*float64(rows), row*float64(len(r.valued)), 34)
	fr.above(r.lineLabels(fr, scale))
	for i, item := range r.valued {
		bold := r.weight(item) == "bold"
		value := label{x: fr.right, lines: []string{r.in.Measure.Format(item.Value)}, size: smallSize, bold: bold, colour: Ink.Text, align: "right", halo: true}
		value.y = fr.top + row*(float64(i)+0.5) - thick/2 - 1 - value.height()
		name := value
		name.x, name.align = fr.left+4, "left" // clear of the axis
		name.lines = []string{isolate(barName(item.Organisation, fr.right-name.x-value.width()-apart, smallSize))}
		fr.labels = append(fr.labels, name, value)
	}

	bar := charts.NewBar()
	more := r.series(bar, r.valued, "xAxis")
	more["values"]["barWidth"] = thick
	values := valueAxis(scale, r.in.Measure)
	values["position"] = "bottom"
	values["axisLabel"].(option)["hideOverlap"] = true
	json, err := canonical(bar, more, option{"grid": fr.grid(), "graphic": fr.graphic(), "xAxis": []any{values},
		"yAxis": []any{option{"type": "category", "inverse": true, "data": make([]string, len(r.valued)), "axisTick": option{"show": false}, "axisLabel": option{"show": false},
			"axisLine": option{"show": true, "lineStyle": option{"color": Quiet.Line, "width": 1}}}}})
	return json, fr.height, err
}

// lineKeys name the lines across standing columns below a narrow picture.
func (r ranking) lineKeys() []key {
	var out []key
	if r.hasRef {
		out = append(out, key{line: stroke{colour: National.Line, width: 2, dash: referenceDash}, colour: National, text: r.ref + " " + r.in.Measure.Format(r.in.Reference)})
	}
	if t := r.in.Target; t != nil {
		out = append(out, key{line: stroke{colour: TargetOf.Line, width: 2, dash: targetDash}, colour: TargetOf, text: "Target " + TargetWords(*t, r.in.Measure)})
	}
	return out
}
