package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/period"
)

// maxPeerLines is how many thin lines one picture can hold; the table has room for more.
const maxPeerLines = 40

// peersPlot is a plot of paths with one thick and many thin lines.
type peersPlot struct {
	trajectoryPlot
	peers PeersInput
	shown []PeerLine // the focus last
}

func (in PeersInput) draw(f Figure) ([]byte, int, error) {
	p := &peersPlot{peers: in, shown: in.shown()}
	p.in = TrajectoryInput{Measure: in.Measure, Marks: in.Marks}
	var periods []period.Period
	var values []float64
	for _, l := range p.shown {
		for _, point := range l.Points {
			periods, values = append(periods, point.Period), append(values, point.Value)
		}
	}
	if in.Target != nil {
		values = append(values, in.Target.Value)
	}
	p.time = timeFor(periods[0].Kind, periods, nil)
	p.value = scaleFor(values, in.Measure)
	p.marks = p.marksShown()
	p.lines = append(p.markStrokes(), p.peerLines()...)
	if left := len(in.valued()) - len(p.shown); left > 0 {
		f.key += fmt.Sprintf(" The picture shows %d lines, and %d more are in the table.", len(p.shown), left)
	}
	names := p.names()
	if f.paper.narrow {
		p.nameBelow(f, names)
	} else {
		p.markedFrame(f, p.roomForTicks(), rightMargin, 0)
		if _, unnamed := p.ends(names); unnamed > 0 {
			f.key += " Thin lines without a name had no room for one; the table has all."
			p.markedFrame(f, p.roomForTicks(), rightMargin, 0)
		}
		labels, _ := p.ends(names)
		p.frame.place(labels)
	}
	option, err := p.option()
	return option, p.frame.height, err
}

// shown are the lines with a value that the picture holds: the focus, and of the others those that frame the range of the
// last values and evenly spaced ones between.
func (in PeersInput) shown() []PeerLine {
	var focus, others []PeerLine
	for _, l := range in.valued() {
		if in.Focus != 0 && l.Organisation.ID == in.Focus {
			focus = append(focus, l)
		} else {
			others = append(others, l)
		}
	}
	if n := len(others); n > maxPeerLines {
		slices.SortStableFunc(others, func(a, b PeerLine) int { return cmp.Compare(a.last(), b.last()) })
		kept := make([]PeerLine, maxPeerLines)
		for i := range kept {
			kept[i] = others[i*(n-1)/(maxPeerLines-1)]
		}
		others = kept
	}
	return append(others, focus...)
}

func (l PeerLine) last() float64 { return l.Points[len(l.Points)-1].Value }

func (p *peersPlot) peerLines() []stroke {
	var out []stroke
	if t := p.peers.Target; t != nil {
		out = append(out, stroke{id: "target", points: []xy{{-0.5, t.Value}, {float64(p.time.count) - 0.5, t.Value}}, colour: TargetOf.Line, width: 2, dash: targetDash, z: 3})
	}
	for i, l := range p.shown {
		s := stroke{id: "line-" + strconv.Itoa(i), colour: Other.Line, width: 1, z: 4}
		if p.isFocus(l) {
			s = stroke{id: "focus", colour: Focus.Line, width: 3, mark: "circle", size: 8, z: 8}
		}
		var before period.Period
		for n, point := range l.Points {
			x := p.time.of(point.Period)
			if !p.time.shows(x) {
				continue
			}
			if n > 0 && len(s.points) > 0 && p.apart(before, point.Period) {
				s.points = append(s.points, xy{trim((s.points[len(s.points)-1].x + x) / 2), missing})
			}
			s.points, before = append(s.points, xy{x, point.Value}), point.Period
		}
		if len(s.points) == 1 && s.mark == "" { // a point alone is no line
			s.mark, s.size = "circle", 5
		}
		if len(s.points) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (p *peersPlot) isFocus(l PeerLine) bool {
	return p.peers.Focus != 0 && l.Organisation.ID == p.peers.Focus
}

// lineName is a line with its name and its last value.
type lineName struct {
	line        stroke
	colour      Colour
	name, value string
}

func (n lineName) end() float64 { return n.line.points[len(n.line.points)-1].y }

// names are the lines, what matters most first: the focus, the target, the highest and the lowest, then the others.
func (p *peersPlot) names() []lineName {
	m := p.peers.Measure
	var out, others []lineName
	for i, l := range p.shown {
		id, n := "line-"+strconv.Itoa(i), lineName{colour: Other, name: l.short(), value: " " + m.Format(l.last())}
		if p.isFocus(l) {
			id, n.colour = "focus", Focus
		}
		s := p.stroke(id)
		if s == nil {
			continue
		}
		n.line = *s
		if p.isFocus(l) {
			out = append(out, n)
		} else {
			others = append(others, n)
		}
	}
	if s := p.stroke("target"); s != nil {
		out = append(out, lineName{line: *s, colour: TargetOf, name: "Target " + TargetWords(*p.peers.Target, m)})
	}
	slices.SortStableFunc(others, func(a, b lineName) int { return cmp.Compare(b.end(), a.end()) })
	if n := len(others); n > 2 {
		others = slices.Concat(others[:1], others[n-1:], others[1:n-1])
	}
	return append(out, others...)
}

// short is what a line is called: the short name where there is one.
func (l PeerLine) short() string {
	return isolate(orElse(plain(l.Organisation.ShortName), orElse(fullName(l.Organisation), "Unnamed")))
}

// nameBelow names what matters most below a narrow plot.
func (p *peersPlot) nameBelow(f Figure, names []lineName) {
	var keys []key
	for i, n := range names {
		if n.colour == Other && i >= 4 {
			break
		}
		keys = append(keys, key{line: n.line, colour: n.colour, text: n.name + n.value})
	}
	if len(names) > len(keys) {
		f.key = strings.TrimSpace(fmt.Sprintf("Thin lines: the other organisations; the table names them. %s", f.key))
	}
	p.markedFrame(f, p.roomForTicks(), 2*margin, layKeys(keys, 0, f.paper.width)+4)
	layKeys(keys, p.frame.bottom+p.roomForPeriods(), f.paper.width)
	p.frame.keys = keys
}

// ends are the names at the ends of the lines, those of the focus, the target and both ends, and of the others
// as many as have room; and how many have none.
func (p *peersPlot) ends(names []lineName) (placed []label, unnamed int) {
	others := 0
	for _, n := range names {
		if n.colour == Other {
			others++
		}
		l := label{x: p.frame.right + 10, size: smallSize, bold: n.colour != Other, colour: n.colour.Text, align: "left", halo: true}
		room := float64(p.frame.width) - margin - l.x
		l.lines = []string{fit(n.name, room-TextWidth(n.value, smallSize, l.bold), smallSize, l.bold) + n.value}
		if n.colour == TargetOf {
			l.lines = wrap(n.name, room, smallSize, true, 2)
		}
		l.y = p.py(n.end()) - l.height()/2
		if others > 2 && slices.ContainsFunc(placed, func(o label) bool { return math.Abs(middleOf(o)-middleOf(l)) < l.height()+1 }) {
			unnamed++
			continue
		}
		placed = append(placed, l)
	}
	return placed, unnamed
}
