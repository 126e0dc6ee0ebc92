package chart

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/maturity"
)

// draw lays out a lying bar for each column, made of its parts, with their numbers in them where they have room.
func (in CompletenessInput) draw(f Figure) ([]byte, int, error) {
	n := min(len(in.Columns), f.paper.bars())
	first, which := len(in.Columns)-n, "last"
	if in.Organisations {
		first, which = 0, "first"
	}
	if left := len(in.Columns) - n; left > 0 {
		f.key += fmt.Sprintf(" The picture shows the %s %d, and %d more are in the table.", which, n, left)
	}
	counts := maturity.Measure{ID: "count", Unit: maturity.UnitCount}
	texts, measures, values := make([]rowText, n), make([]maturity.Measure, n), make([][]float64, n)
	for i := range texts {
		total := in.total(first + i)
		texts[i] = rowText{name: in.column(first + i), value: fmt.Sprintf("%s of %s", whole(in.Parts[0].Counts[first+i]), whole(total)), of: counts}
		if total == 0 {
			texts[i].value = "none due"
		}
		measures[i], values[i] = counts, []float64{float64(total)}
	}
	scales, shared := rowScales(measures, values)
	if scales[0].step < 1 {
		scales[0] = valueScale{0, scales[0].high, 1}
	}
	lay := layRows(f, texts, scales, shared, in.keys(), nil)
	in.numbers(&lay, first)
	option, err := in.option(&lay, first)
	return option, lay.frame.height, err
}

// numbers are written into the parts that are wide enough for them.
func (in CompletenessInput) numbers(lay *rows, first int) {
	for i := range lay.texts {
		from := 0
		for _, p := range in.Parts {
			n := p.Counts[first+i]
			left, right := lay.px(float64(from)), lay.px(float64(from+n))
			from += n
			l := label{x: (left + right) / 2, lines: []string{whole(n)}, size: smallSize, bold: true, colour: white, align: "center"}
			if p.Hollow {
				l.colour = p.Colour.Text
			}
			if n > 0 && l.width()+6 <= right-left {
				l.y = lay.py(i) - l.height()/2
				lay.frame.labels = append(lay.frame.labels, l)
			}
		}
	}
}

// option is the parts as stacked bars.
func (in CompletenessInput) option(lay *rows, first int) ([]byte, error) {
	bar := charts.NewBar()
	extra := map[string]option{}
	for n, p := range in.Parts {
		id := fmt.Sprint("part-", n)
		data := make([]opts.BarData, len(lay.texts))
		for i := range data {
			data[i] = opts.BarData{Value: p.Counts[first+i]}
			if p.Counts[first+i] == 0 { // nothing is no thin line
				data[i].Value = "-"
			}
		}
		bar.AddSeries("", data, charts.WithSeriesId(id), charts.WithBarChartOpts(opts.BarChart{Stack: "all"}))
		fill := p.Colour.Text
		if p.Hollow {
			fill = white
		}
		extra[id] = option{"silent": true, "barWidth": barThickness(lay.row, lay.middle), "itemStyle": option{"color": fill, "borderColor": edgeOf(p), "borderWidth": 1.5}}
	}
	parts := lay.axes()
	grid := lay.frame.grid()[0].(option)
	grid["top"] = lay.frame.top + (lay.y(0, 0)-0.5)*lay.row // where words stand over the rows the bars are moved down
	parts["grid"] = []any{grid}
	axis := parts["xAxis"].([]any)[0].(option)
	if lay.y(0, 0) > 0.5 {
		axis["offset"] = -(lay.y(0, 0) - 0.5) * lay.row
	}
	parts["yAxis"] = []any{option{"type": "category", "inverse": true, "data": make([]string, len(lay.texts)), "axisTick": option{"show": false}, "axisLabel": option{"show": false},
		"axisLine": option{"show": true, "lineStyle": option{"color": Quiet.Line, "width": 1}}}}
	return canonical(bar, extra, parts)
}

// barThickness leaves room for the words over the rows of a narrow picture.
func barThickness(row, middle float64) float64 {
	if middle > 0.5 {
		return 18
	}
	return math.Min(26, row*0.66)
}

// edgeOf keeps parts apart: a white line between filled ones, a dark one around what is hollow.
func edgeOf(p Part) string {
	if p.Hollow {
		return p.Colour.Line
	}
	return white
}

// keys say what the parts are.
func (in CompletenessInput) keys() []key {
	var out []key
	for _, p := range in.Parts {
		k := key{line: stroke{colour: p.Colour.Text, fill: p.Colour.Text, mark: "bar"}, colour: p.Colour, text: upperFirst(p.words())}
		if p.Hollow {
			k.line.fill = white
		}
		out = append(out, k)
	}
	return out
}
