package chart

import (
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var (
	waveBox    = stroke{id: "waves", colour: Planned.Line, width: 1.5, z: 5}
	waveLoose  = stroke{id: "waves-about", colour: Planned.Line, width: 1.5, dash: []int{4, 3}, z: 5}
	waveHatch  = stroke{id: "waves-hatch", colour: Planned.Line, width: 0.75, z: 4}
	waveLive   = stroke{id: "live", colour: Observed.Line, width: 3, mark: "circle", size: 8, z: 9}
	waveTotal  = stroke{id: "total", colour: TargetOf.Line, width: 1.5, dash: []int{6, 4}, z: 3}
	waveFoot   = stroke{id: "foot", colour: Quiet.Line, width: 1, z: 2}
	waveGround = stroke{id: "ground", colour: gridLine, width: 1, z: 2}
)

// draw lays out boxes that stand on each other, and the line of what is live.
func (in WavesInput) draw(f Figure) ([]byte, int, error) {
	stairs := in.stairs()
	highest := in.Total
	var days []period.Day
	for _, s := range stairs {
		highest = max(highest, s.above)
		days = append(days, s.from, s.to)
	}
	for _, l := range in.Live {
		highest = max(highest, l.Sites)
		days = append(days, l.Day)
	}
	scale := scaleFor([]float64{float64(highest)}, maturity.Measure{Unit: maturity.UnitCount})
	from, to := spread(0, 0, days)
	var list []label
	below := 24.0
	if f.paper.narrow {
		for i, s := range stairs {
			l := label{x: margin, lines: wrap(in.boxWords(s), float64(f.paper.width)-2*margin, smallSize, false, 2), size: smallSize, colour: Planned.Text, align: "left"}
			if i >= 12 {
				break
			}
			list = append(list, l)
			below += l.height() + 3
		}
		below += 8
	}
	keys := in.keys(stairs)
	above := flowKeys(keys, 0, f.paper.width) + 8 + 24
	if in.Today != 0 && in.Today >= from && in.Today <= to {
		above += 17
	}
	left := margin + 10 + TextWidth(axisText(scale.high, scale.step, maturity.Measure{}), noteSize, false)
	r := &timeRows{pen: newPen(), from: from, to: to, narrow: f.paper.narrow}
	r.frame = newFrame(f, left, 2*margin, above, f.paper.plot, below)
	flowKeys(keys, r.frame.top-above, f.paper.width)
	r.frame.keys = keys
	r.axis(in.Today)
	py := func(n int) float64 {
		return trim(r.frame.bottom - (float64(n)-scale.low)/(scale.high-scale.low)*(r.frame.bottom-r.frame.top))
	}
	for _, v := range scale.ticks() {
		if v != math.Trunc(v) {
			continue
		}
		r.like(waveGround).path(xy{r.frame.left, py(int(v))}, xy{r.frame.right, py(int(v))})
		l := label{x: r.frame.left - 6, lines: []string{whole(int(v))}, size: noteSize, colour: Quiet.Text, align: "right"}
		l.y = py(int(v)) - l.height()/2
		r.frame.labels = append(r.frame.labels, l)
	}
	r.like(waveFoot).path(xy{r.frame.left, py(0)}, xy{r.frame.right, py(0)})
	var named []label
	for i, s := range stairs {
		x0, x1 := r.x(s.from), math.Max(r.x(s.to+1), r.x(s.from)+4)
		y0, y1 := py(s.above), py(s.below)
		edge := waveBox
		if s.Approximate || s.Remainder {
			edge = waveLoose
		}
		r.like(waveHatch).hatch(x0, x1, (y0+y1)/2, y1-y0)
		r.like(edge).box(x0, x1, (y0+y1)/2, y1-y0)
		switch {
		case f.paper.narrow && i < 12:
			l := list[i]
			l.y = r.frame.bottom + 32
			for _, before := range list[:i] {
				l.y += before.height() + 3
			}
			r.frame.labels = append(r.frame.labels, l)
		case !f.paper.narrow:
			if l := in.boxLabel(r, s, x0, x1, (y0+y1)/2); !covers(l, named) {
				named = append(named, l)
			}
		}
	}
	r.frame.labels = append(r.frame.labels, named...)
	if in.Total > 0 {
		r.like(waveTotal).path(xy{r.frame.left, py(in.Total)}, xy{r.frame.right, py(in.Total)})
	}
	live := r.like(waveLive)
	for _, l := range in.Live {
		live.points = append(live.points, xy{r.x(l.Day), py(l.Sites)})
	}
	option, err := r.option(r.frame)
	return option, r.frame.height, err
}

// boxWords name a wave with its number: "2. Wave 2: about 20 sites".
func (in WavesInput) boxWords(s stair) string {
	return whole(s.number) + ". " + isolate(orElse(plain(s.Title), "Unnamed")) + ": " + in.siteCell(s.WaveStep)
}

// boxLabel stands left of a box, or right of it where there is more room.
func (in WavesInput) boxLabel(r *timeRows, s stair, x0, x1, y float64) label {
	before, after := x0-8-r.frame.left, r.frame.right-x1-8
	l := label{x: x0 - 8, size: smallSize, bold: true, colour: Planned.Text, align: "right", halo: true}
	room := before
	if after > before {
		l.x, l.align, room = x1+8, "left", after
	}
	l.lines = []string{fit(in.boxWords(s), math.Max(40, room), smallSize, true)}
	l.y = y - l.height()/2
	return l
}

// covers reports whether a label would lie on one of the others.
func covers(l label, others []label) bool {
	return slices.ContainsFunc(others, func(o label) bool {
		return beside(l, o) && l.y < o.y+o.height()+2 && o.y < l.y+l.height()+2
	})
}

func (in WavesInput) keys(stairs []stair) []key {
	var out []key
	firm, loose := false, false
	for _, s := range stairs {
		firm, loose = firm || !s.Approximate && !s.Remainder, loose || s.Approximate || s.Remainder
	}
	if len(in.Live) > 0 {
		out = append(out, key{line: waveLive, colour: Observed, text: "Reported live"})
	}
	if firm {
		out = append(out, key{line: stroke{mark: "bar", fill: white, colour: Planned.Line, hatched: true}, colour: Planned, text: "Planned, some time in this span"})
	}
	if loose {
		out = append(out, key{line: stroke{mark: "bar", fill: white, colour: Planned.Line, hatched: true, dash: []int{4, 3}}, colour: Planned, text: "Planned, about so many"})
	}
	if in.Total > 0 {
		out = append(out, key{line: waveTotal, colour: TargetOf, text: "All " + whole(in.Total) + " " + in.unit()})
	}
	return out
}
