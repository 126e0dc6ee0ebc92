package chart

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/maturity"
)

// KindRadar is the Figure.Kind of Radar.
const KindRadar = "radar"

// A radar with fewer corners is a line, one with more cannot be read.
const leastCorners, mostCorners = 3, 12

// Radar draws the rows of a dot plot as corners of a polygon: an extra beside Dots, never instead of it. It has a picture
// only where from 3 to 12 rows with a value share one scale; otherwise its reading says why it has none.
func Radar(in DotsInput) (Figure, error) {
	if err := in.check(KindRadar); err != nil {
		return Figure{}, err
	}
	f := in.figure(KindRadar)
	rows := slices.DeleteFunc(slices.Clone(in.Rows), func(r DotRow) bool { return math.IsNaN(r.Value) })
	scale, why := radarScale(rows)
	if why != "" {
		if len(rows) > 0 {
			f.Reading += " No radar is drawn: " + why + "."
		}
		return f, nil
	}
	if left := len(in.Rows) - len(rows); left > 0 {
		f.Notes = append(f.Notes, "Not shown: "+counted(left, "row", "rows")+" without a value.")
	}
	return f.drawn(func(f Figure) ([]byte, int, error) { return in.drawRadar(f, rows, scale) })
}

// radarScale is the scale that the rows share, or why no radar can be drawn.
func radarScale(rows []DotRow) (scale valueScale, why string) {
	if len(rows) < leastCorners || len(rows) > mostCorners {
		return scale, fmt.Sprintf("it needs from %d to %d values", leastCorners, mostCorners)
	}
	measures, values := make([]maturity.Measure, len(rows)), make([][]float64, len(rows))
	for i, r := range rows {
		measures[i], values[i] = r.Measure, given(r.Value, r.Median)
	}
	scales, shared := rowScales(measures, values)
	if !shared {
		return scale, "the values are not on one scale"
	}
	return scales[0], ""
}

func (in DotsInput) drawRadar(f Figure, rows []DotRow, scale valueScale) ([]byte, int, error) {
	withMedian := !slices.ContainsFunc(rows, func(r DotRow) bool { return math.IsNaN(r.Median) })
	keys := in.radarKeys(withMedian)
	high := 350.0
	if f.paper.narrow {
		high = 300
	}
	above := flowKeys(keys, 0, f.paper.width)
	fr := newFrame(f, margin, margin, above+8, high, 12)
	flowKeys(keys, fr.top-above-8, f.paper.width)
	fr.keys = keys
	middle, centre := float64(f.paper.width)/2, (fr.top+fr.bottom)/2
	radius := math.Min((fr.bottom-fr.top)/2-44, 0.24*float64(f.paper.width))
	for i, r := range rows {
		fr.labels = append(fr.labels, corner(r, i, len(rows), xy{middle, centre}, radius+10, float64(f.paper.width), withMedian))
	}
	fr.labels = append(fr.labels, label{x: middle + 4, y: centre - radius + 1, lines: []string{axisText(scale.high, scale.step, rows[0].Measure)}, size: noteSize, colour: Quiet.Text, align: "left", halo: true},
		label{x: middle + 4, y: centre - 14, lines: []string{axisText(scale.low, scale.step, rows[0].Measure)}, size: noteSize, colour: Quiet.Text, align: "left", halo: true})
	option, err := radarOption(fr, rows, scale, xy{middle, centre}, radius, withMedian)
	return option, fr.height, err
}

// corner names a corner outside of it, with its value.
func corner(r DotRow, i, n int, centre xy, radius, width float64, withMedian bool) label {
	angle := math.Pi/2 + 2*math.Pi*float64(i)/float64(n)
	x, y := centre.x+radius*math.Cos(angle), centre.y-radius*math.Sin(angle)
	l := label{x: x, size: smallSize, colour: Ink.Text, align: "center"}
	room := math.Min(200, width/2-2*margin)
	switch c := math.Cos(angle); {
	case c > 0.2:
		l.align, room = "left", width-margin-x
	case c < -0.2:
		l.align, room = "right", x-margin
	}
	numbers := r.valueCell()
	if withMedian {
		numbers += ", median " + r.Measure.Format(r.Median)
	}
	l.lines = append(wrap(r.label(), room, smallSize, false, 2), wrap(numbers, math.Max(room, 95), smallSize, false, 5)...) // a number is never cut
	l.y = y - l.height()/2
	switch s := math.Sin(angle); {
	case s > 0.9:
		l.y = y - l.height()
	case s < -0.9:
		l.y = y
	}
	return l
}

// radarOption is the polygons: the own values in a full line with dots, the median dashed.
func radarOption(fr frame, rows []DotRow, scale valueScale, centre xy, radius float64, withMedian bool) ([]byte, error) {
	radar := charts.NewRadar()
	extra := map[string]option{}
	add := func(id string, c Colour, width float64, dash any, mark string, of func(DotRow) float64) {
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i] = trim(of(r))
		}
		radar.AddSeries("", []opts.RadarData{{Value: values}}, charts.WithSeriesId(id))
		extra[id] = option{"silent": true, "symbol": mark, "symbolSize": 9, "lineStyle": option{"color": c.Line, "width": width, "type": dash}, "itemStyle": option{"color": c.Line}}
	}
	if withMedian {
		add("median", National, 2, referenceDash, "none", func(r DotRow) float64 { return r.Median })
	}
	add("own", Focus, 3, "solid", "circle", func(r DotRow) float64 { return r.Value })
	corners := make([]any, len(rows))
	for i := range corners {
		corners[i] = option{"name": "", "min": scale.low, "max": scale.high}
	}
	return canonical(radar, extra, option{"graphic": fr.graphic(), "radar": []any{option{"center": []float64{centre.x, centre.y}, "radius": radius, "shape": "polygon", "splitNumber": 5,
		"indicator": corners, "axisName": option{"show": false}, "splitArea": option{"show": false},
		"splitLine": option{"lineStyle": option{"color": gridLine, "width": 1}}, "axisLine": option{"lineStyle": option{"color": gridLine, "width": 1}}}}})
}

func (in DotsInput) radarKeys(withMedian bool) []key {
	out := []key{{line: stroke{colour: Focus.Line, width: 3, mark: "circle", size: 9}, colour: Focus, text: "Own value"}}
	if withMedian {
		out = append(out, key{line: stroke{colour: National.Line, width: 2, dash: referenceDash}, colour: National, text: "Median of " + in.peers()})
	}
	return out
}
