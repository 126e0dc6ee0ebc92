package schedule

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// solve works out everything that follows from the nodes, their plans and the edges.
func (n *Network) solve() {
	r := newRun(n)
	r.forward()
	for v, day := range r.expected {
		if !n.Nodes[nodeOf(int32(v))].Dropped {
			n.Last = max(n.Last, day)
		}
	}
	anchored, last := r.backward(0, true), r.backward(n.Last, false)
	parts := n.partsOf()
	for i := range n.Nodes {
		node := &n.Nodes[i]
		s, e := starts(i), ends(i)
		node.Days, node.DaysKnown = r.plan[i].days, r.plan[i].daysKnown
		node.EarliestStart, node.EarliestEnd = r.earliest[s], r.earliest[e]
		node.ExpectedStart, node.ExpectedEnd = r.expected[s], r.expected[e]
		node.StartKnown, node.EndKnown = r.known[s], r.known[e]
		if at := r.decider[s]; at >= 0 {
			node.Through = n.Nodes[nodeOf(r.edges[at].from)].ID
		}
		r.slack(i, parts, anchored, last)
		node.Critical = node.EndKnown && node.ToLast == 0 && !r.plan[i].settled
	}
	n.spans(parts)
	r.undated()
	r.contradictions()
	n.Chain = r.chain()
}

// slack is how far an item can slip, its open parts with it, before something dated outside that depends on it must move,
// and how far before the last day of all moves.
func (r *run) slack(i int, parts [][]int, anchored, last []period.Day) {
	n := &r.Nodes[i]
	n.ToLast = r.toLast(i, last)
	r.room(i, n, nil, anchored)
	if len(parts[i]) > 0 {
		family := r.family(i, parts)
		n.Slack, n.SlackKnown = 0, false
		for member := range family {
			r.room(member, n, family, anchored)
			n.ToLast = min(n.ToLast, r.toLast(member, last))
		}
	}
	if n.SlackKnown = n.SlackKnown && n.EndKnown; !n.SlackKnown {
		n.Slack = 0
		return
	}
	n.LatestEnd = n.ExpectedEnd + period.Day(n.Slack)
	if n.ExpectedStart != 0 {
		n.LatestStart = n.ExpectedStart + period.Day(n.Slack)
	}
}

// toLast is how far an item alone can slip before the last day moves.
func (r *run) toLast(i int, last []period.Day) int {
	s, e := starts(i), ends(i)
	days := int(r.Last) // nothing dated: nothing moves the last day
	if r.expected[e] != 0 {
		days = int(last[e] - r.expected[e])
	}
	if r.expected[s] != 0 {
		days = min(days, int(last[s]-r.expected[s]))
	}
	return days
}

// room narrows the slack of n by what depends on a node and is not in the family that moves with it.
func (r *run) room(i int, n *Node, family map[int]bool, late []period.Day) {
	for _, v := range [2]int32{starts(i), ends(i)} {
		if r.expected[v] == 0 {
			continue
		}
		for _, at := range r.out(v) {
			e := &r.edges[at]
			if e.kind == takes || family[nodeOf(e.to)] {
				continue
			}
			day := late[e.to]
			if r.anchored(e.to) {
				day = r.expected[e.to]
			}
			if day == 0 {
				continue
			}
			if room := int(day - r.between(e) - r.expected[v]); !n.SlackKnown || room < n.Slack {
				n.Slack, n.SlackKnown = room, true
			}
		}
	}
}

// family is an item with its parts and theirs that are still to come.
func (n *Network) family(i int, parts [][]int) map[int]bool {
	all, todo := map[int]bool{i: true}, []int{i}
	for len(todo) > 0 {
		now := todo[0]
		todo = todo[1:]
		for _, p := range parts[now] {
			if !all[p] && !n.plan[p].settled {
				all[p] = true
				todo = append(todo, p)
			}
		}
	}
	return all
}

// partsOf turns "is part of" round.
func (n *Network) partsOf() [][]int {
	parts := make([][]int, len(n.Nodes))
	for i, whole := range n.whole {
		for _, w := range whole {
			parts[w] = append(parts[w], i)
		}
	}
	return parts
}

// spans gives what has parts the first and the last day of theirs and of their parts, as planned.
func (n *Network) spans(parts [][]int) {
	done := make([]bool, len(n.Nodes))
	var visit func(i int)
	visit = func(i int) {
		if done[i] {
			return
		}
		done[i] = true
		whole := &n.Nodes[i]
		for _, p := range parts[i] {
			visit(p)
			part := &n.Nodes[p]
			whole.PartsStart = firstOf(whole.PartsStart, part.Start, part.EndFrom, part.PartsStart)
			whole.PartsEnd = max(whole.PartsEnd, part.EndFrom, part.End, part.PartsEnd)
		}
	}
	for i := range n.Nodes {
		visit(i)
	}
}

// firstOf is the first of the days that are any; 0 for none.
func firstOf(days ...period.Day) period.Day {
	first := period.Day(0)
	for _, day := range days {
		if day != 0 && (first == 0 || day < first) {
			first = day
		}
	}
	return first
}

// undated names, for each item, what it waits for that has no known end.
func (r *run) undated() {
	for i := range r.edges {
		e := &r.edges[i]
		if from := nodeOf(e.from); e.kind == needs && !r.known[e.from] {
			to := &r.Nodes[nodeOf(e.to)]
			to.Undated = append(to.Undated, r.Nodes[from].ID)
		}
	}
	for i := range r.Nodes {
		slices.Sort(r.Nodes[i].Undated)
		r.Nodes[i].Undated = slices.Compact(r.Nodes[i].Undated)
	}
}

// begins is what a plan says of an item's start: its own date, or where it has none those of its parts.
type begins struct {
	from, by period.Day // the first and the last day of it; 0 for none
	part     string     // whose dates they are
}

func (r *run) planned() []begins {
	all := make([]begins, len(r.Nodes))
	for _, v := range r.order {
		if v%2 == 0 {
			continue
		}
		i := nodeOf(v)
		n, p, b := &r.Nodes[i], &r.plan[i], &all[i]
		switch {
		case n.Start != 0 || n.StartBy != 0:
			*b = begins{from: p.firstStart(), by: n.StartBy}
			if b.by == 0 && n.End != 0 {
				b.by = n.End - period.Day(p.days)
			}
		case n.End != 0: // its parts say when it begins, at the latest when it must be finished
			if by := n.End - period.Day(p.days); b.by == 0 || by < b.by {
				b.by, b.part = by, ""
			}
			b.from = firstOf(b.from, p.firstStart())
		}
		if p.settled || *b == (begins{}) {
			continue
		}
		part := b.part
		if part == "" {
			part = n.ID
		}
		for _, w := range r.whole[i] {
			whole := &all[w]
			if r.Nodes[w].Start != 0 || r.Nodes[w].StartBy != 0 {
				continue
			}
			if b.by != 0 && (whole.by == 0 || b.by < whole.by || b.by == whole.by && part < whole.part) {
				whole.by, whole.part = b.by, part
			}
			if b.from != 0 && (whole.from == 0 || b.from < whole.from) {
				whole.from = b.from
			}
		}
	}
	return all
}

// contradictions finds the planned dates that cannot hold, or may not, after what they wait for.
func (r *run) contradictions() {
	all := r.planned()
	for i := range r.edges {
		e := &r.edges[i]
		from, to := nodeOf(e.from), nodeOf(e.to)
		n := &r.Nodes[to]
		switch {
		case r.plan[to].settled:
		case e.kind == needs:
			r.afterNeed(n, all[to], e)
		case (e.kind == holds || e.kind == joins) && e.from%2 == 0:
			if whole := r.earliest[e.from]; r.Nodes[from].Given() && n.Given() && all[to].by != 0 && whole > all[to].by {
				n.Violated = append(n.Violated, Violation{Needs: r.Nodes[from].ID, Kind: maturity.LinkPartOf, Must: true, Ready: whole, Planned: all[to].by, Days: int(whole - all[to].by)})
			}
		case e.kind == holds || e.kind == joins:
			if part := r.earliest[e.from]; n.End != 0 && !r.plan[from].settled && part > n.End {
				n.Violated = append(n.Violated, Violation{Needs: r.Nodes[from].ID, Kind: maturity.LinkPartOf, Must: true, Ready: part, Planned: n.End, Days: int(part - n.End)})
			}
		}
	}
	for i := range r.Nodes {
		slices.SortFunc(r.Nodes[i].Violated, compareViolations)
	}
}

func (r *run) afterNeed(n *Node, planned begins, e *edge) {
	needs := r.Nodes[nodeOf(e.from)].ID
	if ready := r.earliest[e.from] + period.Day(e.least); r.earliest[e.from] != 0 && planned.by != 0 && ready > planned.by {
		n.Violated = append(n.Violated, Violation{Needs: needs, Kind: maturity.LinkPrerequisite, Part: planned.part, Must: true, Ready: ready, Planned: planned.by, Days: int(ready - planned.by)})
		return
	}
	if ready := r.expected[e.from] + period.Day(e.days); r.known[e.from] && planned.from != 0 && ready > planned.from {
		n.Violated = append(n.Violated, Violation{Needs: needs, Kind: maturity.LinkPrerequisite, Part: planned.part, Ready: ready, Planned: planned.from, Days: int(ready - planned.from)})
	}
}

// compareViolations puts what must be wrong first, then the worst.
func compareViolations(a, b Violation) int {
	switch {
	case a.Must != b.Must && a.Must:
		return -1
	case a.Must != b.Must:
		return 1
	case a.Days != b.Days:
		return b.Days - a.Days
	case a.Needs < b.Needs:
		return -1
	case a.Needs > b.Needs:
		return 1
	}
	return 0
}

// chain goes from what is last back to what decides it, by what is ready last each time.
func (r *run) chain() []string {
	at := int32(-1)
	for v := range int32(len(r.expected)) {
		n := &r.Nodes[nodeOf(v)]
		if r.expected[v] == 0 || r.expected[v] != r.Last || !r.known[v] || n.ID == "" {
			continue
		}
		if at < 0 || r.before(v, at) {
			at = v
		}
	}
	var ids []string
	for at >= 0 {
		if id := r.Nodes[nodeOf(at)].ID; id != "" && (len(ids) == 0 || ids[len(ids)-1] != id) {
			ids = append(ids, id)
		}
		best, next := period.Day(0), int32(-1)
		for _, i := range r.in(at) {
			e := &r.edges[i]
			if r.expected[e.from] == 0 {
				continue
			}
			if day := e.after(r.expected[e.from]); next < 0 || day > best || day == best && r.firmer(i, next) {
				best, next = day, i
			}
		}
		if next < 0 {
			break
		}
		at = r.edges[next].from
	}
	slices.Reverse(ids)
	return ids
}

// before puts the events of what is last in an order that does not depend on the roadmap's: parts before their whole.
func (r *run) before(a, b int32) bool {
	x, y := &r.Nodes[nodeOf(a)], &r.Nodes[nodeOf(b)]
	if (x.Kind == KindInitiative) != (y.Kind == KindInitiative) {
		return y.Kind == KindInitiative
	}
	if x.ID != y.ID {
		return x.ID < y.ID
	}
	return a > b
}

// Given reports whether anything is dated.
func (n *Network) Given() bool { return n.Last != 0 }
