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
	tracks := p.tracks()
	for link, l := range p.links {
		if !p.drawn(link) {
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
			w.points = p.beside(from, to, tracks[link])
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
	x := edge + 14 + gutterTrack*float64(track)
	return []xy{{edge, a.y + 5}, {x, a.y + 5}, {x, b.y - 5}, {edge, b.y - 5}}
}

// tracks gives the links of a list their tracks: one that is free over the whole stretch, the shortest links innermost.
func (p *graphPlot) tracks() map[int]int {
	out := map[int]int{}
	if !p.list {
		return out
	}
	type stretch struct {
		link     int
		from, to float64
	}
	var all []stretch
	for link := range p.links {
		if p.drawn(link) {
			from, to := p.ends(link)
			a, b := p.centre[from].y, p.centre[to].y
			all = append(all, stretch{link, min(a, b), max(a, b)})
		}
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return cmp.Compare(a.to-a.from, b.to-b.from) })
	taken := make([][]stretch, gutterTracks)
	for _, s := range all {
		track := 0
		for track < gutterTracks-1 && slices.ContainsFunc(taken[track], func(o stretch) bool { return s.from < o.to && o.from < s.to }) {
			track++
		}
		taken[track], out[s.link] = append(taken[track], s), track
	}
	return out
}
