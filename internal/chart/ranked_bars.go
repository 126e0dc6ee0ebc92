package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/maturity"
)

// data is the bars: dark for the organisation in focus (or all, where none is), light with an edge for the others.
func (r ranking) data(items []RankedItem) []opts.BarData {
	out := make([]opts.BarData, len(items))
	focused := slices.ContainsFunc(items, func(i RankedItem) bool { return r.in.Focus != 0 && i.Organisation.ID == r.in.Focus })
	for n, i := range items {
		style := &opts.ItemStyle{Color: otherFill, BorderColor: Other.Line, BorderWidth: 1}
		if !focused || i.Organisation.ID == r.in.Focus {
			style = &opts.ItemStyle{Color: Focus.Line, BorderColor: Focus.Line, BorderWidth: 1}
		}
		if len(items) > 60 { // an edge would be most of so thin a column
			style.BorderWidth = 0
			if style.Color == otherFill {
				style.Color = thinFill
			}
		}
		out[n] = opts.BarData{Value: trim(i.Value), ItemStyle: style}
	}
	return out
}

// Patterns of the lines across bars, and of the target wherever it is drawn.
var referenceDash, targetDash = []int{6, 3}, []int{10, 4, 2, 4}

// series adds the bars with lines for the reference and the target across them.
func (r ranking) series(bar *charts.Bar, items []RankedItem, axis string) map[string]option {
	bar.AddSeries("", r.data(items), charts.WithSeriesId("values"))
	var lines []any
	cross := func(value float64, c Colour, dash []int) {
		lines = append(lines, option{axis: trim(value), "lineStyle": option{"color": c.Line, "width": 2, "type": dash, "opacity": 1}})
	}
	if r.hasRef {
		cross(r.in.Reference, National, referenceDash)
	}
	if r.in.Target != nil {
		cross(r.in.Target.Value, TargetOf, targetDash)
	}
	more := option{"silent": true, "barCategoryGap": "28%"}
	if len(lines) > 0 {
		more["markLine"] = option{"silent": true, "symbol": "none", "label": option{"show": false}, "data": lines}
	}
	return map[string]option{"values": more}
}

// bars is a lying bar for each organisation, with its name and its value before it, where no line can cross them.
func (r ranking) bars(f Figure) ([]byte, int, error) {
	if f.paper.narrow {
		return r.narrowBars(f)
	}
	row := 26.0
	if len(r.valued) > 20 {
		row = 21
	}
	const nameRoom, gap = 340.0, 12.0
	names, nameWidth, valueWidth := make([]any, len(r.valued)), 60.0, 0.0
	for i, item := range r.valued {
		name := isolate(barName(item.Organisation, nameRoom, smallSize))
		names[i] = option{"value": name, "textStyle": option{"fontWeight": r.weight(item)}}
		nameWidth = math.Max(nameWidth, TextWidth(name, smallSize, true))
		valueWidth = math.Max(valueWidth, TextWidth(r.in.Measure.Format(item.Value), smallSize, true))
	}
	scale := r.scale(r.valued)
	left := margin + nameWidth + gap + valueWidth + 8
	trial := newFrame(f, left, 3*margin, 0, 10, 0)
	rows := trial.above(r.lineLabels(trial, scale))
	fr := newFrame(f, left, 3*margin, 6+17*float64(rows), row*float64(len(r.valued)), 34)
	fr.above(r.lineLabels(fr, scale))
	row = (fr.bottom - fr.top) / float64(len(r.valued))
	for i, item := range r.valued {
		l := label{x: left - 8, lines: []string{r.in.Measure.Format(item.Value)}, size: smallSize, bold: r.weight(item) == "bold", colour: Ink.Text, align: "right"}
		l.y = fr.top + row*(float64(i)+0.5) - l.height()/2
		fr.labels = append(fr.labels, l)
	}

	bar := charts.NewBar()
	more := r.series(bar, r.valued, "xAxis")
	values := valueAxis(scale, r.in.Measure)
	values["position"] = "bottom"
	json, err := canonical(bar, more, option{"grid": fr.grid(), "graphic": fr.graphic(), "xAxis": []any{values},
		"yAxis": []any{option{"type": "category", "inverse": true, "data": names, "axisTick": option{"show": false},
			"axisLine":  option{"show": true, "lineStyle": option{"color": Quiet.Line, "width": 1}},
			"axisLabel": option{"interval": 0, "color": Ink.Text, "fontSize": smallSize, "fontFamily": fontFamily, "margin": 8 + valueWidth + gap}}}})
	return json, fr.height, err
}

// barName is the full name where it has room, or else the short one, cut only where both are too long.
func barName(o maturity.Organisation, room, size float64) string {
	name := fullName(o)
	if short := plain(o.ShortName); short != "" && TextWidth(name, size, true) > room {
		name = short
	}
	return fit(name, room, size, true)
}

// weight sets the organisation in focus in bold.
func (r ranking) weight(i RankedItem) string {
	if r.in.Focus != 0 && i.Organisation.ID == r.in.Focus {
		return "bold"
	}
	return "normal"
}

// lineLabels name the lines across lying bars, above the plot.
func (r ranking) lineLabels(fr frame, scale valueScale) []label {
	at := func(v float64) float64 { return fr.left + (v-scale.low)/(scale.high-scale.low)*(fr.right-fr.left) }
	var out []label
	if r.hasRef {
		out = append(out, label{x: at(r.in.Reference), lines: []string{fit(r.ref, 250, smallSize, true) + " " + r.in.Measure.Format(r.in.Reference)}, colour: National.Text})
	}
	if t := r.in.Target; t != nil {
		out = append(out, label{x: at(t.Value), lines: []string{"Target " + TargetWords(*t, r.in.Measure)}, colour: TargetOf.Text})
	}
	for i := range out {
		out[i].size, out[i].bold, out[i].align = smallSize, true, "center"
	}
	slices.SortFunc(out, func(a, b label) int { return cmp.Compare(a.x, b.x) })
	return out
}

// columns is a standing column for each organisation, in order, of which only the one in focus is named.
func (r ranking) columns(f Figure) ([]byte, int, error) {
	shown := r.shown()
	scale := r.scale(shown)
	left := margin + 22
	for _, v := range scale.ticks() {
		left = math.Max(left, margin+10+TextWidth(axisText(v, scale.step, r.in.Measure), smallSize, false))
	}
	right, below := rightMargin, 30.0
	var keys []key
	caption := label{lines: []string{fmt.Sprintf("%s, each a column, %s", r.counted(len(shown)), r.order())}, size: smallSize, colour: Quiet.Text, align: "center"}
	if f.paper.narrow {
		right, keys = 2*margin, r.lineKeys()
		caption.lines = wrap(caption.lines[0], float64(f.paper.width)-right-left, smallSize, false, 3)
		below = caption.height() + 16 + layKeys(keys, 0, f.paper.width)
	}
	fr := newFrame(f, left, right, 24, f.paper.plot, below)
	py := func(v float64) float64 { return fr.bottom - (v-scale.low)/(scale.high-scale.low)*(fr.bottom-fr.top) }
	if !f.paper.narrow {
		r.nameLines(&fr, scale, py)
	}
	r.nameFocus(&fr, shown, py)
	caption.x, caption.y = (fr.left+fr.right)/2, fr.bottom+8
	fr.labels = append(fr.labels, caption)
	layKeys(keys, fr.bottom+caption.height()+16, f.paper.width)
	fr.keys = keys

	bar := charts.NewBar()
	more := r.series(bar, shown, "yAxis")
	json, err := canonical(bar, more, option{"grid": fr.grid(), "graphic": fr.graphic(), "yAxis": []any{valueAxis(scale, r.in.Measure)},
		"xAxis": []any{option{"type": "category", "data": make([]string, len(shown)), "axisTick": option{"show": false}, "axisLabel": option{"show": false},
			"axisLine": option{"show": true, "lineStyle": option{"color": Quiet.Line, "width": 1}}}}})
	return json, fr.height, err
}

// nameLines writes the names of the lines right of the columns.
func (r ranking) nameLines(fr *frame, scale valueScale, py func(float64) float64) {
	var margins []label
	for _, l := range r.lineLabels(*fr, scale) {
		value := r.in.Reference
		if l.colour == TargetOf.Text {
			value = r.in.Target.Value
		}
		l.x, l.align = fr.right+10, "left"
		l.lines = wrap(l.lines[0], float64(fr.width)-margin-l.x, smallSize, true, 3)
		l.y = py(value) - l.height()/2
		margins = append(margins, l)
	}
	fr.place(margins)
}

// nameFocus writes name and value over the column in focus and over all that its text spans.
func (r ranking) nameFocus(fr *frame, shown []RankedItem, py func(float64) float64) {
	at := slices.IndexFunc(shown, func(i RankedItem) bool { return r.in.Focus != 0 && i.Organisation.ID == r.in.Focus })
	if at < 0 {
		return
	}
	width := (fr.right - fr.left) / float64(len(shown))
	value := " " + r.in.Measure.Format(shown[at].Value)
	text := isolate(barName(shown[at].Organisation, math.Min(340, fr.right-fr.left-TextWidth(value, textSize, true)), textSize)) + value
	l := label{x: fr.left + width*(float64(at)+0.5), lines: []string{text}, size: textSize, bold: true, colour: Focus.Text, align: "left", halo: true}
	column := l.x
	l.x = math.Max(fr.left, math.Min(l.x-4, fr.right-l.width()))
	top := py(shown[at].Value)
	for i, item := range shown {
		if x := fr.left + width*float64(i); x+width > l.x && x < l.x+l.width() {
			top = math.Min(top, py(item.Value))
		}
	}
	l.y = math.Max(fr.top-20, top-l.height()-8)
	fr.labels = append(fr.labels, l)
	if end := py(shown[at].Value); end > l.y+l.height()+2 {
		fr.rules = append(fr.rules, rule{column, l.y + l.height(), end})
	}
}

// shown is at most MaxRanked organisations: where there are more, every so manieth, and always both ends and the focus.
func (r ranking) shown() []RankedItem {
	if len(r.valued) <= MaxRanked {
		return r.valued
	}
	keep := map[int]bool{}
	for i := range MaxRanked - 1 {
		keep[i*(len(r.valued)-1)/(MaxRanked-2)] = true
	}
	if f := r.focus(); f >= 0 {
		keep[f] = true
	}
	var out []RankedItem
	for i, item := range r.valued {
		if keep[i] {
			out = append(out, item)
		}
	}
	return out
}
