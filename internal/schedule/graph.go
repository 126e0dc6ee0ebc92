package schedule

import (
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// edgeKind says why one event comes before another.
type edgeKind uint8

const (
	takes  edgeKind = iota // an item's start before its end
	holds                  // what is part of an item lies within it
	joins                  // the same, by a link
	needs                  // a prerequisite
	counts                 // a milestone so many months after a start
)

// edge leads from one event to another. The start of node i is event 2i, its end event 2i+1.
type edge struct {
	from, to    int32
	days, least int32 // at least so many days lie between, by the last and by the first days of the dates
	months      int16
	kind        edgeKind
	link        int32 // place in Links, for needs
	off         bool  // it orders nothing
}

func starts(node int) int32 { return int32(2 * node) }
func ends(node int) int32   { return int32(2*node + 1) }
func nodeOf(event int32) int {
	return int(event / 2)
}

// connect makes the events' edges, finds the cycles, and switches off the links that lie in one.
func (b *builder) connect() {
	b.whole = make([][]int, len(b.Nodes))
	b.edges = make([]edge, 0, len(b.Nodes)+2*(len(b.parts)+len(b.soft))+len(b.Links))
	for i := range b.plan {
		b.edges = append(b.edges, edge{from: starts(i), to: ends(i), days: int32(b.plan[i].days), least: int32(b.plan[i].leastDays()), kind: takes})
	}
	for _, p := range b.parts {
		b.partOf(p, holds)
	}
	for _, p := range b.soft {
		if p[0] != p[1] {
			b.partOf(p, joins)
		}
	}
	for i, l := range b.Links {
		b.edges = append(b.edges, edge{from: ends(l.From), to: starts(l.To), days: int32(l.Lag), least: int32(l.Lag), kind: needs, link: int32(i)})
	}
	for i, p := range b.plan {
		if p.from >= 0 {
			b.edges = append(b.edges, edge{from: starts(p.from), to: starts(i), months: int16(min(p.months, 1200)), kind: counts})
		}
	}
	b.cycles()
	b.considered()
	slices.SortFunc(b.Cycles, func(x, y Cycle) int {
		if c := strings.Compare(string(y.Kind), string(x.Kind)); c != 0 {
			return c // prerequisites first
		}
		return slices.Compare(x.IDs, y.IDs)
	})
	for i := range b.edges {
		e := &b.edges[i]
		switch to, from := &b.plan[nodeOf(e.to)], &b.plan[nodeOf(e.from)]; {
		case e.kind == takes:
		case e.kind == joins && !b.belongs(e):
			e.off = true // its other half lies in a cycle
		case to.settled, from.free:
			e.off = true
		}
		if e.kind == needs && e.off {
			b.Links[e.link].Ignored = true
		}
	}
}

func (b *builder) partOf(p [2]int, kind edgeKind) {
	b.whole[p[0]] = append(b.whole[p[0]], p[1])
	b.edges = append(b.edges, edge{from: starts(p[1]), to: starts(p[0]), kind: kind}, edge{from: ends(p[0]), to: ends(p[1]), kind: kind})
}

// cycles finds the events that come before themselves. Of the edges among them only an item's own order is kept: what
// links say there cannot all hold, and nobody can tell which of them is meant.
func (b *builder) cycles() {
	group, size := components(2*len(b.Nodes), len(b.edges), func(i int) (int32, int32) { return b.edges[i].from, b.edges[i].to })
	found := map[int32][]int{}
	for i := range b.edges {
		e := &b.edges[i]
		g := group[e.from]
		if g != group[e.to] || size[g] < 2 || e.kind == takes || e.kind == holds {
			continue
		}
		e.off = true
		switch {
		case e.kind == joins && e.from%2 == 1:
			b.leave(nodeOf(e.from), nodeOf(e.to))
		case e.kind == joins:
			b.leave(nodeOf(e.to), nodeOf(e.from))
		}
		found[g] = append(found[g], nodeOf(e.from), nodeOf(e.to))
	}
	for _, nodes := range found {
		b.cycle(maturity.LinkPrerequisite, nodes)
		for _, n := range nodes {
			b.Nodes[n].InCycle = true
		}
	}
}

// belongs reports whether the part of an edge that joins two items still is one.
func (b *builder) belongs(e *edge) bool {
	part, whole := nodeOf(e.from), nodeOf(e.to)
	if e.from%2 == 0 {
		part, whole = whole, part
	}
	return slices.Contains(b.whole[part], whole)
}

// leave takes a part out of what a link cannot make it part of; where it stands is not the link's to change.
func (b *builder) leave(part, whole int) {
	if slices.Contains(b.parts, [2]int{part, whole}) {
		return
	}
	b.whole[part] = slices.DeleteFunc(b.whole[part], func(w int) bool { return w == whole })
}

func (b *builder) considered() {
	group, size := components(len(b.Nodes), len(b.consider), func(i int) (int32, int32) {
		return int32(b.consider[i][0]), int32(b.consider[i][1])
	})
	found := map[int32][]int{}
	for i, g := range group {
		if size[g] > 1 {
			found[g] = append(found[g], i)
		}
	}
	for _, nodes := range found {
		b.cycle(maturity.LinkConsider, nodes)
	}
}

func (b *builder) cycle(kind maturity.LinkKind, nodes []int) {
	var ids []string
	for _, n := range nodes {
		ids = append(ids, b.Nodes[n].ID)
	}
	slices.Sort(ids)
	b.Cycles = append(b.Cycles, Cycle{kind, slices.Compact(ids)})
}

// outward is a graph's edges by where they begin: those of v are list[at[v]:at[v+1]].
type outward struct{ at, list []int32 }

func byStart(vertices, edges int, ends func(int) (int32, int32)) outward {
	o := outward{make([]int32, vertices+1), make([]int32, edges)}
	for i := range edges {
		from, _ := ends(i)
		o.at[from+1]++
	}
	for v := range vertices {
		o.at[v+1] += o.at[v]
	}
	next := slices.Clone(o.at)
	for i := range edges {
		from, _ := ends(i)
		o.list[next[from]] = int32(i)
		next[from]++
	}
	return o
}

// components gives every vertex the number of its strongly connected component, and the components' sizes: Tarjan's way
// (R. Tarjan, Depth-first search and linear graph algorithms, 1972), with a stack of its own so that depth has no bound.
func components(vertices, edges int, ends func(int) (int32, int32)) (group, size []int32) {
	out := byStart(vertices, edges, ends)
	const unseen = -1
	group = make([]int32, vertices)
	index, low, next := make([]int32, vertices), make([]int32, vertices), slices.Clone(out.at[:vertices])
	for v := range index {
		index[v], group[v] = unseen, unseen
	}
	var path, waiting []int32
	var count int32
	for root := range int32(vertices) {
		if index[root] != unseen {
			continue
		}
		path = append(path[:0], root)
		for len(path) > 0 {
			v := path[len(path)-1]
			if index[v] == unseen {
				index[v], low[v] = count, count
				count++
				waiting = append(waiting, v)
			}
			if next[v] < out.at[v+1] {
				_, w := ends(int(out.list[next[v]]))
				next[v]++
				switch {
				case index[w] == unseen:
					path = append(path, w)
				case group[w] == unseen:
					low[v] = min(low[v], index[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1]
				low[up] = min(low[up], low[v])
			}
			if low[v] != index[v] {
				continue
			}
			g := int32(len(size))
			size = append(size, 0)
			for {
				w := waiting[len(waiting)-1]
				waiting = waiting[:len(waiting)-1]
				group[w] = g
				size[g]++
				if w == v {
					break
				}
			}
		}
	}
	return group, size
}
