package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

const (
	fontFamily = "Arial, Liberation Sans, Helvetica, sans-serif"
	margin     = 12.0
	textSize   = 14.0
	smallSize  = 13.0
	noteSize   = 12.0
)

// option is an ECharts option as a map, the form in which what go-echarts' types lack is added.
type option = map[string]any

// missing is the coordinate of a value that is not there: the line is broken, never drawn as zero.
var missing = math.NaN()

// xy is one point of a line.
type xy struct{ x, y float64 }

// stroke is one line, its marks, or the edge of an area.
type stroke struct {
	id      string
	points  []xy
	colour  string
	width   float64 // 0 draws no line
	dash    []int   // nil: solid
	mark    string  // circle, diamond, rect, triangle; "" draws none
	size    int
	hollow  bool
	hatched bool   // a bar in the key with slanted lines
	rim     bool   // a white edge around marks that may lie on a bar of their colour
	stack   string // areas lie on each other within a stack
	fill    string // of the area between this line and the one below in its stack
	z       int
}

// addTo puts the stroke on the chart as a line series; more is what go-echarts' types cannot say.
func (s stroke) addTo(line *charts.Line, more map[string]option) {
	chosen := []charts.SeriesOpts{
		charts.WithSeriesId(s.id),
		charts.WithLineChartOpts(opts.LineChart{Symbol: orNone(s.mark), SymbolSize: s.size, ShowSymbol: opts.Bool(s.mark != ""), Stack: s.stack, ConnectNulls: opts.Bool(false)}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: s.colour, Width: float32(s.width)}),
	}
	item := opts.ItemStyle{Color: s.colour, BorderColor: s.colour}
	if s.hollow {
		item = opts.ItemStyle{Color: white, BorderColor: s.colour, BorderWidth: 2.5}
	}
	if s.rim {
		item.BorderColor, item.BorderWidth = white, 1.5
	}
	chosen = append(chosen, charts.WithItemStyleOpts(item))
	line.AddSeries("", nil, chosen...)
	extra := option{"data": s.data(), "silent": true, "z": s.z, "clip": false, "showAllSymbol": true, "lineStyle": option{"color": s.colour, "width": s.width, "type": "solid", "cap": "butt"}}
	if s.dash != nil {
		extra["lineStyle"].(option)["type"] = s.dash
	}
	if s.width == 0 {
		extra["lineStyle"].(option)["opacity"] = 0
	}
	if s.stack != "" {
		extra["stackStrategy"] = "all"
	}
	if s.fill != "" {
		extra["areaStyle"] = option{"color": s.fill, "opacity": 1}
	}
	more[s.id] = extra
}

// data is the points as JSON. There are hundreds in a picture: through the chart's own types, which are encoded, decoded,
// merged and encoded again, they would take half of its time.
func (s stroke) data() json.RawMessage {
	b := append(make([]byte, 0, 24*len(s.points)+2), '[')
	for i, p := range s.points {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendNumber(append(b, `{"value":[`...), trim(p.x)), ',')
		b = append(appendNumber(b, trim(p.y)), `]}`...)
	}
	return append(b, ']')
}

// appendNumber writes a coordinate: null where there is none.
func appendNumber(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

func orNone(mark string) string {
	if mark == "" {
		return "none"
	}
	return mark
}

// label is one line or more of text at a fixed place. The text is literal: ECharts reads templates and rich text only
// in formatters and rich styles, and labels have neither.
type label struct {
	x, y   float64 // pixels from the top left
	lines  []string
	size   float64
	bold   bool
	colour string
	align  string // left, center or right of x
	halo   bool   // a white rim, where a line may run behind
}

func (l label) lineHeight() float64 { return math.Round(l.size * 1.25) }
func (l label) height() float64     { return float64(len(l.lines)) * l.lineHeight() }

func (l label) width() float64 {
	widest := 0.0
	for _, text := range l.lines {
		widest = math.Max(widest, TextWidth(text, l.size, l.bold))
	}
	return widest
}

// elements are the label as ECharts graphic elements, one per line, y at the top of the first.
func (l label) elements(id string) []any {
	out := make([]any, len(l.lines))
	for i, text := range l.lines {
		style := option{"text": text, "fill": l.colour, "fontSize": l.size, "fontFamily": fontFamily, "textAlign": l.align, "textVerticalAlign": "middle"}
		if l.bold {
			style["fontWeight"] = "bold"
		}
		if l.halo {
			style["stroke"], style["lineWidth"] = white, 4
		}
		out[i] = option{"type": "text", "id": fmt.Sprintf("%s-%d", id, i), "silent": true, "z": 20,
			"x": math.Round(l.x), "y": math.Round(l.y + l.lineHeight()*(float64(i)+0.5)), "style": style}
	}
	return out
}

// built is what a go-echarts chart can be asked for. Its Render and RenderSnippet are never called: they would write
// strings such as __f__(...)__f__ into a page as code.
type built interface {
	Validate()
	JSON() map[string]any
}

// canonical turns the chart into JSON with sorted keys: more is merged into the series by id, parts over the whole.
func canonical(c built, more map[string]option, parts option) ([]byte, error) {
	c.Validate()
	raw, err := json.Marshal(c.JSON())
	if err != nil {
		return nil, fmt.Errorf("encode chart: %w", err)
	}
	var whole option
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&whole); err != nil {
		return nil, fmt.Errorf("decode chart: %w", err)
	}
	for _, unused := range []string{"title", "legend", "tooltip", "toolbox", "color"} {
		delete(whole, unused)
	}
	series, _ := whole["series"].([]any)
	for _, one := range series {
		s := one.(option)
		id, _ := s["id"].(string)
		maps.Copy(s, more[id])
	}
	maps.Copy(whole, parts)
	whole["animation"] = false
	whole["backgroundColor"] = white
	whole["textStyle"] = option{"fontFamily": fontFamily, "fontSize": textSize, "color": Ink.Text}
	out, err := json.Marshal(whole)
	if err != nil {
		return nil, fmt.Errorf("encode option: %w", err)
	}
	return out, nil
}
