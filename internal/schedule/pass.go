package schedule

import (
	"slices"

	"waymark/internal/period"
)

// run is one working out of a network: the plan, and what follows from it for each event.
type run struct {
	*Network
	plan     []plan
	order    []int32 // events, each after all that come before it
	into     outward // edges by where they lead
	outOf    outward
	earliest []period.Day
	expected []period.Day
	known    []bool
	decider  []int32 // edge that decides an event's expected day; -1: its own date, or nothing
}

// newRun sorts the events. Edges that order nothing are left out for good.
func newRun(n *Network) *run {
	r := &run{Network: n, plan: n.plan}
	live := n.edges[:0:0]
	for _, e := range n.edges {
		if !e.off {
			live = append(live, e)
		}
	}
	n.edges = live
	events := 2 * len(n.Nodes)
	r.outOf = byStart(events, len(live), func(i int) (int32, int32) { return live[i].from, live[i].to })
	r.into = byStart(events, len(live), func(i int) (int32, int32) { return live[i].to, live[i].from })
	before := make([]int32, events)
	for v := range events {
		before[v] = r.into.at[v+1] - r.into.at[v]
	}
	r.order = make([]int32, 0, events)
	for v := range int32(events) {
		if before[v] == 0 {
			r.order = append(r.order, v)
		}
	}
	for at := 0; at < len(r.order); at++ {
		v := r.order[at]
		for _, i := range r.outOf.list[r.outOf.at[v]:r.outOf.at[v+1]] {
			if before[live[i].to]--; before[live[i].to] == 0 {
				r.order = append(r.order, live[i].to)
			}
		}
	}
	return r
}

func (r *run) in(v int32) []int32  { return r.into.list[r.into.at[v]:r.into.at[v+1]] }
func (r *run) out(v int32) []int32 { return r.outOf.list[r.outOf.at[v]:r.outOf.at[v+1]] }

// forward works out the earliest and the expected day of every event, and whether it is known.
func (r *run) forward() {
	events := 2 * len(r.Nodes)
	r.earliest, r.expected = make([]period.Day, events), make([]period.Day, events)
	r.known, r.decider = make([]bool, events), make([]int32, events)
	for _, v := range r.order {
		p := &r.plan[nodeOf(v)]
		own := v%2 == 0
		if own {
			r.earliest[v], r.expected[v] = p.firstStart(), p.lastStart()
		} else {
			r.earliest[v], r.expected[v] = p.EndFrom, p.lastEnd()
		}
		r.decider[v] = -1
		given := p.End != 0
		if own {
			given = p.begins() != 0 || given && p.daysKnown
		}
		if p.settled {
			r.known[v] = given
			continue
		}
		r.follow(v, p, given)
	}
}

// follow takes what comes before an event into account.
func (r *run) follow(v int32, p *plan, given bool) {
	waits, parts, undated, undatedPart := 0, 0, false, false
	takesKnown := false
	for _, i := range r.in(v) {
		e := &r.edges[i]
		switch e.kind {
		case takes:
			takesKnown = r.known[e.from] && p.daysKnown
		case holds, joins:
			if v%2 == 1 && !r.plan[nodeOf(e.from)].free {
				parts++
				undatedPart = undatedPart || !r.known[e.from]
			}
		default:
			waits++
			undated = undated || !r.known[e.from]
		}
		if day := r.earliest[e.from]; day != 0 {
			r.earliest[v] = max(r.earliest[v], day+period.Day(e.least))
		}
		if r.expected[e.from] == 0 {
			continue
		}
		day := e.after(r.expected[e.from])
		if day > r.expected[v] || day == r.expected[v] && r.decider[v] >= 0 && r.firmer(i, r.decider[v]) {
			r.expected[v], r.decider[v] = day, i
		}
	}
	switch {
	case given:
		r.known[v] = true
	case v%2 == 0:
		r.known[v] = waits > 0 && !undated
	default:
		r.known[v] = takesKnown || parts > 0 && !undatedPart
	}
}

// after is the day an edge asks for when its beginning falls on day.
func (e *edge) after(day period.Day) period.Day {
	if e.months > 0 {
		return addMonths(day, int(e.months))
	}
	return day + period.Day(e.days)
}

// firmer says which of two edges that ask for the same day is named: a prerequisite first, then the smaller id.
func (r *run) firmer(a, b int32) bool {
	x, y := &r.edges[a], &r.edges[b]
	if x.kind != y.kind {
		return x.kind > y.kind
	}
	return r.Nodes[nodeOf(x.from)].ID < r.Nodes[nodeOf(y.from)].ID
}

// addMonths is the same day of a later month, or that month's last day where it has no such day.
func addMonths(day period.Day, months int) period.Day {
	y, m, d := day.Time().Date()
	first := period.Date(y, m, 1)
	month := period.Of(period.KindMonth, first).Add(months)
	return min(month.Start+period.Day(d-1), month.End())
}

func (p *plan) firstStart() period.Day {
	if p.begins() == 0 && p.EndFrom != 0 && p.daysKnown {
		return p.EndFrom - period.Day(p.days)
	}
	return p.Start
}

func (p *plan) lastStart() period.Day {
	if day := p.begins(); day != 0 || p.lastEnd() == 0 || !p.daysKnown {
		return day
	}
	return p.lastEnd() - period.Day(p.days)
}

func (p *plan) lastEnd() period.Day {
	if p.End != 0 {
		return p.End
	}
	return p.EndFrom
}

// backward gives each event the last day on which nothing is moved: with anchors, nothing that has a date of its own;
// without, only the last day of all. 0 is no such day.
func (r *run) backward(last period.Day, anchors bool) []period.Day {
	late := make([]period.Day, len(r.expected))
	for _, v := range slices.Backward(r.order) {
		late[v] = last
		for _, i := range r.out(v) {
			e := &r.edges[i]
			day := late[e.to]
			if anchors && r.anchored(e.to) {
				day = r.expected[e.to]
			}
			if day == 0 {
				continue
			}
			if day -= r.between(e); late[v] == 0 || day < late[v] {
				late[v] = day
			}
		}
	}
	return late
}

// between is how many days an edge asks for where its beginning is now.
func (r *run) between(e *edge) period.Day {
	if e.months > 0 && r.expected[e.from] != 0 {
		return e.after(r.expected[e.from]) - r.expected[e.from]
	}
	return period.Day(e.days)
}

// anchored reports whether an event has a day of its own in the plan.
func (r *run) anchored(v int32) bool {
	if v%2 == 0 {
		return r.plan[nodeOf(v)].begins() != 0
	}
	return r.plan[nodeOf(v)].lastEnd() != 0
}
