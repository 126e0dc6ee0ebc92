package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"waymark/internal/chart"
)

// prologue makes a script engine look as much like a browser as the library asks for: no clock that runs, no window.
const prologue = `var self = this;
var setTimeout = function () { return 0; }, clearTimeout = function () {};
var setInterval = function () { return 0; }, clearInterval = function () {};
var complaints = [];
var console = {log: function () {}, info: function () {}, debug: function () {},
	warn: function (text) { complaints.push(String(text)); }, error: function (text) { complaints.push(String(text)); }};`

// drawing takes an option as text, so that nothing in it is ever read as code. The library draws a series of an unknown
// type as nothing, without an error: the series that came to be are counted.
const drawing = `(function (text, width, height) {
	complaints.length = 0;
	var option = JSON.parse(text);
	var instance = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
	try {
		instance.setOption(option);
		var made = instance.getModel().getSeries().map(function (s) { return s.subType; });
		return JSON.stringify({svg: instance.renderToSVGString(), made: made, complaints: complaints});
	} finally {
		instance.dispose();
	}
})`

// pieces is a shape for options that the library lacks: straight lines in pieces, "x y x y|x y x y".
const pieces = `echarts.graphic.registerShape('pieces', echarts.graphic.extendShape({type: 'pieces', shape: {pieces: ''}, buildPath: function (path, shape) {
	var all = shape.pieces.split('|');
	for (var i = 0; i < all.length; i++) {
		var at = all[i].split(' ');
		for (var j = 0; j + 1 < at.length; j += 2) {
			if (j === 0) {
				path.moveTo(+at[0], +at[1]);
			} else {
				path.lineTo(+at[j], +at[j + 1]);
			}
		}
	}
}}))`

// drawn is what the drawing script answers.
type drawn struct {
	SVG        string   `json:"svg"`
	Made       []string `json:"made"`
	Complaints []string `json:"complaints"`
}

// engine is one script runtime with the library loaded. It is used by one goroutine at a time.
type engine struct {
	runtime *goja.Runtime
	draw    goja.Callable
}

// compile reads the library once; every engine shares the result.
func compile(library []byte) (*goja.Program, error) {
	if len(library) == 0 {
		return nil, errors.New("render: no chart library was given")
	}
	program, err := goja.Compile("echarts.min.js", string(library), false)
	if err != nil {
		return nil, fmt.Errorf("render: compile the chart library: %w", err)
	}
	return program, nil
}

func newEngine(library *goja.Program) (*engine, error) {
	runtime := goja.New()
	if _, err := runtime.RunString(prologue); err != nil {
		return nil, fmt.Errorf("render: prepare the script engine: %w", err)
	}
	if _, err := runtime.RunProgram(library); err != nil {
		return nil, fmt.Errorf("render: load the chart library: %w", err)
	}
	if _, err := runtime.RunString(pieces); err != nil {
		return nil, fmt.Errorf("render: add shapes to the chart library: %w", err)
	}
	if err := runtime.Set("measureText", measure); err != nil {
		return nil, fmt.Errorf("render: prepare the script engine: %w", err)
	}
	if _, err := runtime.RunString(`echarts.setPlatformAPI({measureText: function (text, font) { return {width: measureText(String(text), String(font))}; }})`); err != nil {
		return nil, fmt.Errorf("render: set the text measure: %w", err)
	}
	value, err := runtime.RunString(drawing)
	if err != nil {
		return nil, fmt.Errorf("render: prepare the script engine: %w", err)
	}
	draw, ok := goja.AssertFunction(value)
	if !ok {
		return nil, errors.New("render: the drawing script is not a function")
	}
	return &engine{runtime, draw}, nil
}

// measure is how wide text is in a CSS font such as "bold 14px Arial".
func measure(text, font string) float64 {
	size, bold := 12.0, false
	for _, word := range strings.Fields(font) {
		if px, ok := strings.CutSuffix(word, "px"); ok {
			if n, err := strconv.ParseFloat(px, 64); err == nil {
				size = n
			}
			break
		}
		bold = bold || word == "bold" || word == "bolder" || word == "600" || word == "700"
	}
	return chart.TextWidth(text, size, bold)
}

// render draws an option. An error is returned when the library refuses it, leaves a series out or draws nothing.
func (e *engine) render(option []byte, width, height int) (string, error) {
	wanted, err := seriesOf(option)
	if err != nil {
		return "", err
	}
	value, err := e.draw(goja.Undefined(), e.runtime.ToValue(string(option)), e.runtime.ToValue(width), e.runtime.ToValue(height))
	if err != nil {
		return "", fmt.Errorf("render: the chart library failed: %w", err)
	}
	var d drawn
	if err := json.Unmarshal([]byte(value.String()), &d); err != nil {
		return "", fmt.Errorf("render: read the drawing: %w", err)
	}
	if len(d.Complaints) > 0 {
		return "", fmt.Errorf("render: the chart library complained: %s", strings.Join(d.Complaints, "; "))
	}
	if strings.Join(d.Made, ",") != strings.Join(wanted, ",") {
		return "", fmt.Errorf("render: series wanted %v, drawn %v", wanted, d.Made)
	}
	return d.SVG, nil
}

// seriesOf lists the types of the series in an option and makes sure that one of them holds data.
func seriesOf(option []byte) ([]string, error) {
	var o struct {
		Series []struct {
			Type string            `json:"type"`
			Data []json.RawMessage `json:"data"`
		} `json:"series"`
	}
	if err := json.Unmarshal(option, &o); err != nil {
		return nil, fmt.Errorf("render: read the option: %w", err)
	}
	var types []string
	points := 0
	for _, s := range o.Series {
		types, points = append(types, s.Type), points+len(s.Data)
	}
	if points == 0 {
		return nil, ErrNothing
	}
	return types, nil
}
