package schedule

import (
	"slices"
	"strings"

	"waymark/internal/period"
)

// Move gives an item other dates, all of them: a day of 0 takes that date away.
type Move struct {
	Item string
	Dates
}

// Effect is what moves do to an item: the days as they follow before and after.
type Effect struct {
	ID                 string
	Node               int // place in Network.Nodes
	Kind               Kind
	FromStart, FromEnd period.Day // expected before; 0: not known then
	ToStart, ToEnd     period.Day
	Days               int    // how much later it is finished, or begins where no end is known; negative: earlier
	Through            string // id of what pushes it; "" for the moved items themselves
	Moved              bool   // it is one of the moved items
	Own                bool   // it has dates of its own that contradict unless they are moved, too
	// Own: how many days its own start and end must be moved for that. A point in time has the same of both.
	PushStart, PushEnd int
}

// Push is the later of the two pushes.
func (e Effect) Push() int { return max(e.PushStart, e.PushEnd) }

// Shift moves an item, and its parts that are still to come with it, by days: later where they are positive. Nothing moves
// where nothing of it has a date.
func (n *Network) Shift(item string, days int) []Move {
	at, ok := n.Index[item]
	if !ok {
		return nil
	}
	var moves []Move
	for i := range n.family(at, n.partsOf()) {
		if node := &n.Nodes[i]; node.ID != "" && node.Given() && n.Index[node.ID] == i {
			moves = append(moves, Move{node.ID, node.Dates.Later(days)})
		}
	}
	slices.SortFunc(moves, func(a, b Move) int { return strings.Compare(a.Item, b.Item) })
	return moves
}

// Later is the dates moved by days.
func (d Dates) Later(days int) Dates {
	for _, day := range []*period.Day{&d.Start, &d.StartBy, &d.EndFrom, &d.End} {
		if *day != 0 {
			*day += period.Day(days)
		}
	}
	return d
}

// With is the network as it would be after moves. Items that are not there are left out.
func (n *Network) With(moves ...Move) *Network {
	to := &Network{Nodes: slices.Clone(n.Nodes), Links: n.Links, Cycles: n.Cycles, Index: n.Index, plan: slices.Clone(n.plan), edges: slices.Clone(n.edges), whole: n.whole}
	for _, m := range moves {
		at, ok := n.Index[m.Item]
		if !ok {
			continue
		}
		p := &to.plan[at]
		p.Dates = m.Dates
		if p.begins() != 0 && p.End != 0 && isSpan(n.Nodes[at].Kind) {
			p.days, p.daysKnown = max(0, int(p.End-p.begins())), true
		}
		to.Nodes[at].Dates = m.Dates
		if e := takesOf(to.edges, at); e != nil {
			e.days, e.least = int32(p.days), int32(p.leastDays())
		}
	}
	for i := range to.Nodes {
		to.Nodes[i].clear()
	}
	to.solve()
	return to
}

func isSpan(k Kind) bool { return k == KindInitiative || k == KindPhase || k == KindWave }

// takesOf finds the edge from an item's start to its end: they stand first, in the order of the nodes.
func takesOf(edges []edge, node int) *edge {
	if node < len(edges) && edges[node].kind == takes && nodeOf(edges[node].from) == node {
		return &edges[node]
	}
	return nil
}

// clear takes away what follows from a plan.
func (n *Node) clear() {
	*n = Node{ID: n.ID, Kind: n.Kind, Initiative: n.Initiative, Title: n.Title, Done: n.Done, Dropped: n.Dropped, Dates: n.Dates, InCycle: n.InCycle}
}

// Affected lists what moves do to every item whose expected days change, the moved items first, then by the day on which
// they were expected. What has dates of its own is pushed only as far as it must be to come after what it waits for.
func (n *Network) Affected(moves ...Move) []Effect {
	moved := map[string]bool{}
	for _, m := range moves {
		moved[m.Item] = true
	}
	return n.changed(n.With(moves...), moved)
}

// Changed lists the items whose expected days are others in a network that With made from this one.
func (n *Network) Changed(to *Network) []Effect { return n.changed(to, nil) }

func (n *Network) changed(to *Network, moved map[string]bool) []Effect {
	var all []Effect
	for i := range n.Nodes {
		a, b := &n.Nodes[i], &to.Nodes[i]
		e := Effect{ID: a.ID, Node: i, Kind: a.Kind, FromStart: a.knownStart(), FromEnd: a.knownEnd(), ToStart: b.knownStart(), ToEnd: b.knownEnd(), Moved: moved[a.ID] && a.ID != ""}
		if e.FromStart == e.ToStart && e.FromEnd == e.ToEnd && !e.Moved {
			continue
		}
		switch {
		case e.FromEnd != 0 && e.ToEnd != 0:
			e.Days = int(e.ToEnd - e.FromEnd)
		case e.FromStart != 0 && e.ToStart != 0:
			e.Days = int(e.ToStart - e.FromStart)
		}
		if !e.Moved {
			e.Through = b.Through
			e.PushStart = push(orFirst(b.StartBy, b.Start), b.ExpectedStart, a.ExpectedStart)
			e.PushEnd = push(orFirst(b.End, b.EndFrom), b.ExpectedEnd, a.ExpectedEnd)
			e.Own = e.PushStart > 0 || e.PushEnd > 0
			if e.Through == "" {
				e.Through = to.lastPart(i)
			}
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(x, y Effect) int {
		switch {
		case x.Moved != y.Moved && x.Moved:
			return -1
		case x.Moved != y.Moved:
			return 1
		case x.first() != y.first():
			return int(x.first()) - int(y.first())
		}
		return strings.Compare(x.ID, y.ID)
	})
	return all
}

func (e Effect) first() period.Day {
	if e.FromStart != 0 {
		return e.FromStart
	}
	return e.FromEnd
}

func (n *Node) knownStart() period.Day {
	if n.StartKnown {
		return n.ExpectedStart
	}
	return 0
}

func (n *Node) knownEnd() period.Day {
	if n.EndKnown {
		return n.ExpectedEnd
	}
	return 0
}

// push is how many days an own date must move to follow, where it must move further than it had to before.
func push(own, now, before period.Day) int {
	if own != 0 && now > own && now > before {
		return int(now - own)
	}
	return 0
}

func orFirst(last, first period.Day) period.Day {
	if last != 0 {
		return last
	}
	return first
}

// lastPart is the id of the part that an item's end follows from; "" for none.
func (n *Network) lastPart(whole int) string {
	for i := range n.Nodes {
		for _, w := range n.whole[i] {
			if w == whole && n.Nodes[i].ExpectedEnd != 0 && n.Nodes[i].ExpectedEnd == n.Nodes[whole].ExpectedEnd {
				return n.Nodes[i].ID
			}
		}
	}
	return ""
}
