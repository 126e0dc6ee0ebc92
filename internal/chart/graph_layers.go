package chart

import (
	"cmp"
	"slices"
)

// layered is a graph whose nodes stand in layers: each one after all that it waits for. The same input gives the same
// layers and the same order in them.
type layered struct {
	graph
	shown  []bool
	back   []bool // links that close a circle; they are left out when layers are counted
	layer  []int
	layers [][]int // nodes by layer, in order
}

// newLayered takes at most so many nodes: the critical ones first, then those beside them, then in the order given.
func newLayered(g graph, most int) layered {
	l := layered{graph: g, shown: g.chosen(most), back: make([]bool, len(g.links)), layer: make([]int, len(g.in.Nodes))}
	l.findBack()
	l.countLayers()
	l.order()
	return l
}

func (g graph) chosen(most int) []bool {
	shown, left := make([]bool, len(g.in.Nodes)), most
	take := func(i int) {
		if left > 0 && !shown[i] {
			shown[i] = true
			left--
		}
	}
	for i, n := range g.in.Nodes {
		if n.Critical {
			take(i)
		}
	}
	for _, link := range g.links {
		from, to := g.index[link.From], g.index[link.To]
		if g.in.Nodes[from].Critical || g.in.Nodes[to].Critical {
			take(from)
			take(to)
		}
	}
	for i := range g.in.Nodes {
		take(i)
	}
	return shown
}

func (l *layered) ends(link int) (from, to int) {
	return l.index[l.links[link].From], l.index[l.links[link].To]
}

// drawn reports whether both ends of a link are shown.
func (l *layered) drawn(link int) bool {
	from, to := l.ends(link)
	return l.shown[from] && l.shown[to]
}

// findBack takes the links one by one, critical ones first, and marks those that would close a circle with the ones taken
// before.
func (l *layered) findBack() {
	order := make([]int, len(l.links))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(btoi(l.links[b].Critical), btoi(l.links[a].Critical))
	})
	after := make([][]int, len(l.in.Nodes))
	for _, link := range order {
		from, to := l.ends(link)
		if leads(after, to, from) {
			l.back[link] = true
		} else {
			after[from] = append(after[from], to)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// leads reports whether a way leads from one node to another, or they are the same.
func leads(after [][]int, from, to int) bool {
	seen := map[int]bool{from: true}
	for way := []int{from}; len(way) > 0; way = way[1:] {
		if way[0] == to {
			return true
		}
		for _, next := range after[way[0]] {
			if !seen[next] {
				seen[next] = true
				way = append(way, next)
			}
		}
	}
	return false
}

// countLayers gives each node the length of the longest way that leads to it.
func (l *layered) countLayers() {
	waiting := make([]int, len(l.in.Nodes))
	after := make([][]int, len(l.in.Nodes))
	for link := range l.links {
		if from, to := l.ends(link); l.drawn(link) && !l.back[link] {
			waiting[to]++
			after[from] = append(after[from], to)
		}
	}
	var ready []int
	for i, n := range waiting {
		if n == 0 && l.shown[i] {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		for _, to := range after[i] {
			l.layer[to] = max(l.layer[to], l.layer[i]+1)
			if waiting[to]--; waiting[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
	for i := range l.in.Nodes {
		if !l.shown[i] {
			continue
		}
		for len(l.layers) <= l.layer[i] {
			l.layers = append(l.layers, nil)
		}
		l.layers[l.layer[i]] = append(l.layers[l.layer[i]], i)
	}
}

// order sets each layer by the middle of its neighbours, forth and back a few times, so that few links cross.
func (l *layered) order() {
	place := make([]float64, len(l.in.Nodes))
	neighbours := make([][]int, len(l.in.Nodes))
	for link := range l.links {
		if from, to := l.ends(link); l.drawn(link) {
			neighbours[from], neighbours[to] = append(neighbours[from], to), append(neighbours[to], from)
		}
	}
	settle := func(layer []int) {
		for i, n := range layer {
			place[n] = float64(i) - float64(len(layer)-1)/2
		}
	}
	for _, layer := range l.layers {
		settle(layer)
	}
	for pass := range 6 {
		for step := range l.layers {
			at := step
			if pass%2 == 1 {
				at = len(l.layers) - 1 - step
			}
			wanted := map[int]float64{}
			for _, n := range l.layers[at] {
				wanted[n] = place[n]
				if len(neighbours[n]) > 0 {
					sum := 0.0
					for _, other := range neighbours[n] {
						sum += place[other]
					}
					wanted[n] = sum / float64(len(neighbours[n]))
				}
			}
			slices.SortStableFunc(l.layers[at], func(a, b int) int { return cmp.Or(cmp.Compare(wanted[a], wanted[b]), cmp.Compare(a, b)) })
			settle(l.layers[at])
		}
	}
}

// widest is how many nodes stand in the fullest layer.
func (l *layered) widest() int {
	most := 0
	for _, layer := range l.layers {
		most = max(most, len(layer))
	}
	return most
}

// circles reports whether anything waits for itself by way of others.
func (l *layered) circles() bool { return slices.Contains(l.back, true) }
