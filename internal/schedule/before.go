package schedule

import "slices"

// Need is something that must be ready before an item can begin.
type Need struct {
	Node     int // place in Network.Nodes
	ID       string
	Direct   bool   // the item itself, or what it is part of, names it
	Through  string // id of the first item found that waits for it
	Ready    bool   // it is done
	Lag      int    // days that must lie between
	Distance int    // 1: direct
}

// Before lists what must be ready before an item begins: its prerequisites, those of what it is part of, theirs and those
// of their parts, the nearest first and each once. Items in a cycle come in it, too, but never the item itself.
func (n *Network) Before(item string) []Need {
	at, ok := n.Index[item]
	if !ok {
		return nil
	}
	needs, parts := n.waits()
	seen := map[int]bool{at: true}
	var all []Need
	// ask lists what an item waits for, and what it is part of waits for.
	ask := func(node, distance int, into *[]int) {
		todo, climbed := []int{node}, map[int]bool{node: true}
		for len(todo) > 0 {
			now := todo[0]
			todo = todo[1:]
			for _, l := range needs[now] {
				if !seen[l.From] {
					seen[l.From] = true
					other := &n.Nodes[l.From]
					all = append(all, Need{Node: l.From, ID: other.ID, Direct: distance == 1, Through: n.Nodes[now].ID, Ready: other.Done, Lag: l.Lag, Distance: distance})
					*into = append(*into, l.From)
				}
			}
			for _, w := range n.whole[now] {
				if !climbed[w] {
					climbed[w] = true
					todo = append(todo, w)
				}
			}
		}
	}
	var level []int
	ask(at, 1, &level)
	for distance := 2; len(level) > 0; distance++ {
		var next []int
		for _, node := range level {
			ask(node, distance, &next)
			for _, part := range parts[node] {
				ask(part, distance, &next)
			}
		}
		level = next
	}
	return all
}

// waits gives each node its prerequisites, sorted by id, and all its parts, down to the last.
func (n *Network) waits() (needs map[int][]Link, parts map[int][]int) {
	needs, parts = map[int][]Link{}, map[int][]int{}
	for _, l := range n.Links {
		if l.From != l.To {
			needs[l.To] = append(needs[l.To], l)
		}
	}
	for _, all := range needs {
		slices.SortFunc(all, func(a, b Link) int {
			if n.Nodes[a.From].ID < n.Nodes[b.From].ID {
				return -1
			}
			return 1
		})
	}
	for i := range n.Nodes {
		up, seen := slices.Clone(n.whole[i]), map[int]bool{i: true}
		for len(up) > 0 {
			w := up[0]
			up = up[1:]
			if seen[w] {
				continue
			}
			seen[w] = true
			parts[w] = append(parts[w], i)
			up = append(up, n.whole[w]...)
		}
	}
	return needs, parts
}

// Parts lists the ids of what is part of an item, directly.
func (n *Network) Parts(item string) []string {
	at, ok := n.Index[item]
	if !ok {
		return nil
	}
	var ids []string
	for i, whole := range n.whole {
		if id := n.Nodes[i].ID; id != "" && slices.Contains(whole, at) {
			ids = append(ids, id)
		}
	}
	return ids
}
