package chart

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/maturity"
)

// draw lays out a lying box for each group, with the own value as a dot on it.
func (in BoxesInput) draw(f Figure) ([]byte, int, error) {
	known := in.known()
	shown := known[max(0, len(known)-f.paper.bars()):]
	if left := len(known) - len(shown); left > 0 {
		f.key += fmt.Sprintf(" The picture shows the last %d, and %d more are in the table.", len(shown), left)
	}
	if left := len(in.Boxes) - len(known); left > 0 {
		f.key += fmt.Sprintf(" Not shown: %s without values.", counted(left, "group", "groups"))
	}
	m := in.Measure
	texts, measures, values := make([]rowText, len(shown)), make([]maturity.Measure, len(shown)), make([][]float64, len(shown))
	for i, b := range shown {
		texts[i] = rowText{name: b.label(), value: "median " + m.Format(b.Median), of: m}
		measures[i], values[i] = m, given(b.Low, b.High, b.Own)
		if !math.IsNaN(b.Own) {
			texts[i].after, texts[i].bold = "own "+m.Format(b.Own), true
		}
	}
	var across []crossing
	if in.Target != nil {
		values[0] = append(values[0], in.Target.Value)
		across = append(across, crossing{"Target " + TargetWords(*in.Target, m), in.Target.Value, TargetOf, targetDash})
	}
	scales, shared := rowScales(measures, values)
	lay := layRows(f, texts, scales, shared, in.keys(shown), across)
	option, err := in.option(&lay, shown, lay.crossStrokes(across))
	return option, lay.frame.height, err
}

// option is the boxes on rows by number, with lines and dots over them.
func (in BoxesInput) option(lay *rows, shown []Box, over []stroke) ([]byte, error) {
	boxes := charts.NewBoxPlot()
	data := make([]opts.BoxPlotData, len(shown))
	median := medianMark
	own := stroke{id: "own", colour: Focus.Line, mark: "circle", size: 13, z: 9}
	for i, b := range shown {
		data[i] = opts.BoxPlotData{Value: []float64{trim(b.Low), trim(b.Q1), trim(b.Median), trim(b.Q3), trim(b.High)}}
		reach := math.Min(9, lay.row/2-5)
		median.segment(xy{b.Median, lay.y(i, -reach)}, xy{b.Median, lay.y(i, reach)})
		if !math.IsNaN(b.Own) {
			own.points = append(own.points, xy{b.Own, lay.y(i, 0)})
		}
	}
	boxes.AddSeries("", data, charts.WithSeriesId("boxes"))
	extra := map[string]option{"boxes": {"silent": true, "z": 4, "layout": "horizontal", "xAxisIndex": 0, "yAxisIndex": 1, "boxWidth": []float64{8, math.Min(18, lay.row-14)},
		"itemStyle": option{"color": otherFill, "borderColor": Other.Line, "borderWidth": 1.5}}}
	line := charts.NewLine()
	for _, s := range append(over, median, own) {
		if len(s.points) > 0 {
			s.addTo(line, extra)
		}
	}
	boxes.Overlap(line)
	parts := lay.axes()
	low, high := lay.y(0, 0), float64(len(shown))
	// The boxes stand on an axis of categories, one for each row; where words stand over the rows it is moved down.
	parts["grid"] = append(lay.frame.grid(), option{"left": lay.frame.left, "top": lay.frame.top + (low-0.5)*lay.row, "width": lay.frame.right - lay.frame.left, "height": lay.row * high, "containLabel": false})
	second := valueAxis(lay.scales[0], in.Measure)
	second["show"], second["gridIndex"] = false, 1
	parts["xAxis"] = append(parts["xAxis"].([]any), second)
	parts["yAxis"] = append(parts["yAxis"].([]any), option{"type": "category", "show": false, "inverse": true, "gridIndex": 1, "data": make([]string, len(shown))})
	extra["boxes"]["xAxisIndex"] = 1
	return canonical(boxes, extra, parts)
}

// keys say what box, line and dot are.
func (in BoxesInput) keys(shown []Box) []key {
	ends := "Lowest to highest"
	if in.Centiles {
		ends = "5th to 95th centile"
	}
	out := []key{
		{line: stroke{colour: Other.Line, fill: otherFill, mark: "bar"}, colour: Other, text: "Middle half"},
		{line: stroke{colour: National.Line, mark: "tick"}, colour: National, text: "Median"},
		{line: stroke{colour: Other.Line, width: 1.5}, colour: Other, text: ends},
	}
	for _, b := range shown {
		if !math.IsNaN(b.Own) {
			return append(out, key{line: stroke{colour: Focus.Line, mark: "circle", size: 13}, colour: Focus, text: "Own value"})
		}
	}
	return out
}
