package chart

import (
	"cmp"
	"slices"
)

// way is how a link runs across the paper.
type way struct {
	points []xy
	colour string
	width  float64
	dash   []int
}

// ways are all links with both ends in the picture; critical ones last, so that they lie on top.
func (p *graphPlot) ways() []way {
	var out []way
	for link, l := range p.links {
		track, placed := p.track[link]
		if !p.drawn(link) || p.list && !placed {
			continue
		}
		w := way{colour: Other.Line, width: 1.25}
		if l.Critical {
			w.colour, w.width = Focus.Line, 4
		}
		if p.back[link] {
			w.dash = []int{2, 3}
		}
		from, to := p.ends(link)
		if p.list {
			w.points = p.beside(from, to, track)
		} else {
			w.points = p.across(from, to)
		}
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(a, b way) int { return cmp.Compare(a.width, b.width) })
	return out
}

// across runs from the right edge of one box to the left edge of the other. One that skips layers passes between their
// boxes; one that leads back runs over the top of all.
func (p *graphPlot) across(from, to int) []xy {
	a, b := p.centre[from], p.centre[to]
	start, end := xy{a.x + p.box.x/2, a.y}, xy{b.x - p.box.x/2, b.y}
	if p.layer[to] <= p.layer[from] {
		start, end = xy{a.x + p.box.x/2, a.y + 8}, xy{b.x - p.box.x/2, b.y - 8}
		top := p.frame.top + 4
		return []xy{start, {start.x + backRoom, start.y}, {start.x + backRoom, top}, {end.x - backRoom, top}, {end.x - backRoom, end.y}, end}
	}
	points := []xy{start}
	for at := p.layer[from] + 1; at < p.layer[to]; at++ {
		middle := p.centre[p.layers[at][0]].x
		share := (middle - start.x) / (end.x - start.x)
		y := p.between(at, start.y+(end.y-start.y)*share)
		points = append(points, xy{middle - p.box.x/2, y}, xy{middle + p.box.x/2, y})
	}
	return append(points, end)
}

// between is the height nearest to y at which a line passes a layer's boxes.
func (p *graphPlot) between(layer int, y float64) float64 {
	best, far := y, -1.0
	consider := func(at float64) {
		if d := max(at-y, y-at); far < 0 || d < far {
			best, far = at, d
		}
	}
	boxes := p.layers[layer]
	half := p.box.y/2 + 8
	for i, n := range boxes {
		c := p.centre[n].y
		if i == 0 {
			consider(min(y, c-half))
		}
		if i == len(boxes)-1 {
			consider(max(y, c+half))
		} else {
			next := p.centre[boxes[i+1]].y
			consider(max(c+half, min(y, next-half)))
		}
	}
	return best
}

// beside runs from box to box of a list along a track right of them.
func (p *graphPlot) beside(from, to, track int) []xy {
	a, b := p.centre[from], p.centre[to]
	edge := a.x + p.box.x/2
	x := edge + 14 + p.gutter*float64(track)
	return []xy{{edge, a.y + 5}, {x, a.y + 5}, {x, b.y - 5}, {edge, b.y - 5}}
}

// bus is links that share a track beside a list: all to one box, or all from one, so that none can be taken for another.
type bus struct {
	links    []int
	from, to int // rows of the list that it passes
}

// tracks gives the links of a list their tracks, at most so many: one that is free over the whole stretch, the shortest
// innermost. Links that find none have no place; used is how many tracks there are.
func (l *layered) tracks(most int) (track map[int]int, used int) {
	track = map[int]int{}
	buses := l.buses()
	slices.SortStableFunc(buses, func(a, b bus) int { return cmp.Compare(a.to-a.from, b.to-b.from) })
	var taken [][]bus
	for _, b := range buses {
		at := 0
		for at < len(taken) && slices.ContainsFunc(taken[at], func(o bus) bool { return b.from <= o.to && o.from <= b.to }) {
			at++
		}
		if at == most {
			continue
		}
		if at == len(taken) {
			taken = append(taken, nil)
		}
		taken[at] = append(taken[at], b)
		for _, link := range b.links {
			track[link] = at
		}
	}
	return track, len(taken)
}

// buses puts each link to the others of the end at which more of them meet.
func (l *layered) buses() []bus {
	row := make([]int, len(l.in.Nodes))
	at := 0
	for _, layer := range l.layers {
		for _, n := range layer {
			row[n] = at
			at++
		}
	}
	meet := map[[2]int]int{} // by end, 0 for from and 1 for to, and node
	for link := range l.links {
		if from, to := l.ends(link); l.drawn(link) {
			meet[[2]int{0, from}]++
			meet[[2]int{1, to}]++
		}
	}
	index := map[[2]int]int{}
	var out []bus
	for link := range l.links {
		if !l.drawn(link) {
			continue
		}
		from, to := l.ends(link)
		end := [2]int{1, to}
		if meet[[2]int{0, from}] > meet[end] {
			end = [2]int{0, from}
		}
		i, there := index[end]
		if !there {
			i = len(out)
			index[end] = i
			out = append(out, bus{from: row[from], to: row[from]})
		}
		b := &out[i]
		b.links = append(b.links, link)
		b.from, b.to = min(b.from, row[from], row[to]), max(b.to, row[from], row[to])
	}
	return out
}
