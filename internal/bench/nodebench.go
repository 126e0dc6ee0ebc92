package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"waymark/internal/chart"
	"waymark/web"
)

// nodeDrawing draws options with the chart library in Node the way its makers describe for servers: the first pictures
// are for the compiler to warm up, the others are timed.
const nodeDrawing = `
const [library, warm, pictures] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const module_ = {exports: {}};
new Function('module', 'exports', library)(module_, module_.exports);
const echarts = module_.exports;
const draw = p => {
	const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: p.width, height: p.height});
	chart.setOption(p.option);
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg.length;
};
for (const p of pictures.slice(0, warm)) draw(p);
const began = process.hrtime.bigint();
let bytes = 0;
for (const p of pictures.slice(warm)) bytes += draw(p);
console.log(JSON.stringify({took: Number(process.hrtime.bigint() - began), bytes}));
`

// errNoNode says that there is no Node to measure beside.
var errNoNode = errors.New("bench: no program called node was found")

// drawInNode is how long the same library takes in Node for the figures after the first warm ones, each drawn once, in
// one process. It cleans nothing, measures text by guess and keeps nothing.
func drawInNode(ctx context.Context, figures []chart.Figure, warm int) (time.Duration, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return 0, errNoNode
	}
	type picture struct {
		Option json.RawMessage `json:"option"`
		Width  int             `json:"width"`
		Height int             `json:"height"`
	}
	pictures := make([]picture, len(figures))
	for i, f := range figures {
		pictures[i] = picture{f.Option, f.Width, f.Height}
	}
	input, err := json.Marshal([]any{string(web.ECharts()), warm, pictures})
	if err != nil {
		return 0, err
	}
	command := exec.CommandContext(ctx, node, "-e", nodeDrawing)
	var said bytes.Buffer
	command.Stdin, command.Stderr = bytes.NewReader(input), &said
	out, err := command.Output()
	if err != nil {
		return 0, fmt.Errorf("bench: drawing in Node: %w: %.300s", err, said.String())
	}
	var answer struct {
		Took  int64 `json:"took"`
		Bytes int   `json:"bytes"`
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return 0, fmt.Errorf("bench: drawing in Node: %w", err)
	}
	if answer.Bytes == 0 {
		return 0, errors.New("bench: Node drew nothing")
	}
	return time.Duration(answer.Took), nil
}
