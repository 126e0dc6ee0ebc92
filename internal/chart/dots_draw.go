package chart

import (
	"math"
	"slices"

	"waymark/internal/maturity"
)

// The marks of a dot plot. Each has a shape of its own, so that the picture reads in grey too, and a contrast of 3:1 with
// the grey bar that it may lie on.
var (
	peersMark    = stroke{id: "peers", colour: otherFill, width: 10, z: 3}
	peersEdge    = stroke{id: "peers-edge", colour: Other.Line, width: 12, z: 2}
	medianMark   = stroke{id: "median", colour: National.Line, width: 3, z: 6}
	targetMark   = stroke{id: "target", colour: TargetOf.Line, mark: "diamond", size: 13, z: 7}
	requiredMark = stroke{id: "required", colour: Required.Text, mark: "triangle", size: 12, z: 7}
	ownMark      = stroke{id: "own", colour: Focus.Line, mark: "circle", size: 14, z: 8}
)

// draw lays the dot plot out: a thick bar is the peers' range, an upright stroke their median.
func (in DotsInput) draw(f Figure) ([]byte, int, error) {
	all := in.Rows
	shown := all[:min(len(all), f.paper.bars())]
	f.key += more(len(shown), len(all))
	texts, measures, values := make([]rowText, len(shown)), make([]maturity.Measure, len(shown)), make([][]float64, len(shown))
	for i, r := range shown {
		texts[i] = rowText{name: r.label(), value: r.valueCell(), of: r.Measure, bold: !math.IsNaN(r.Value)}
		measures[i] = r.Measure
		values[i] = given(r.Value, r.PeerLow, r.PeerHigh, r.Median, r.Target, r.Required)
	}
	scales, shared := rowScales(measures, values)
	lay := layRows(f, texts, scales, shared, in.keys(shown), nil)
	option, err := lay.option(in.strokes(&lay, shown))
	return option, lay.frame.height, err
}

func (in DotsInput) strokes(lay *rows, shown []DotRow) []stroke {
	edge, peers, median, target, required, own := peersEdge, peersMark, medianMark, targetMark, requiredMark, ownMark
	put := func(s *stroke, i int, v float64) {
		if !math.IsNaN(v) {
			s.points = append(s.points, xy{lay.x(i, v), lay.y(i, 0)})
		}
	}
	for i, r := range shown {
		if low, high := lay.x(i, r.PeerLow), lay.x(i, r.PeerHigh); !math.IsNaN(low) && !math.IsNaN(high) {
			edge.segment(xy{low, lay.y(i, 0)}, xy{high, lay.y(i, 0)})
			peers.segment(xy{low, lay.y(i, 0)}, xy{high, lay.y(i, 0)})
		}
		if x := lay.x(i, r.Median); !math.IsNaN(x) {
			median.segment(xy{x, lay.y(i, -9)}, xy{x, lay.y(i, 9)})
		}
		put(&target, i, r.Target)
		put(&required, i, r.Required)
		put(&own, i, r.Value)
	}
	return []stroke{lay.baselines(), edge, peers, median, target, required, own}
}

// keys say what the marks are that are drawn.
func (in DotsInput) keys(shown []DotRow) []key {
	var out []key
	add := func(mark stroke, c Colour, text string, of func(DotRow) float64) {
		if slices.ContainsFunc(shown, func(r DotRow) bool { return !math.IsNaN(of(r)) }) {
			out = append(out, key{line: mark, colour: c, text: text})
		}
	}
	bar := stroke{colour: Other.Line, fill: otherFill, mark: "bar"}
	tick := stroke{colour: National.Line, mark: "tick"}
	add(ownMark, Focus, "Own value", func(r DotRow) float64 { return r.Value })
	add(bar, Other, "Range of "+in.peers(), func(r DotRow) float64 { return r.PeerLow + r.PeerHigh })
	add(tick, National, "Their median", func(r DotRow) float64 { return r.Median })
	add(requiredMark, Required, "Required by now", func(r DotRow) float64 { return r.Required })
	add(targetMark, TargetOf, "Target", func(r DotRow) float64 { return r.Target })
	return out
}
