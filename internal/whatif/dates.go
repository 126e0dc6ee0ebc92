package whatif

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// DateChange is an item that stands elsewhere than in the plan: the day by which it is finished, or begins where no end is
// known, as it follows from its dates and from what it waits for.
type DateChange struct {
	Item       string // id
	Kind       schedule.Kind
	Title      string
	Initiative string     // id of the initiative it belongs to; "" for none
	From, To   period.Day // 0: not known; To is 0 where the item is dropped
	Days       int        // later; negative: earlier
	Step       bool       // a step of the scenario moved it; otherwise it follows
	Through    string     // id of what it waits for, where it follows
	Dropped    bool
	Added      bool
	Push       int // days its own dates must move to follow; 0 where they need not
}

// dateChanges compares the network of a plan with that of a scenario: what steps moved first, then what follows, each by
// its day in the plan.
func dateChanges(plan, scenario *schedule.Network, moved map[string]bool) []DateChange {
	var out []DateChange
	for i := range plan.Nodes {
		a := &plan.Nodes[i]
		if a.ID == "" || plan.Index[a.ID] != i {
			continue
		}
		c := DateChange{Item: a.ID, Kind: a.Kind, Title: a.Title, Initiative: a.Initiative, From: knownDay(a)}
		at, there := scenario.Index[a.ID]
		if !there {
			c.Dropped = true
			out = append(out, c)
			continue
		}
		b := &scenario.Nodes[at]
		c.To, c.Step = knownDay(b), moved[a.ID]
		if a.EndKnown != b.EndKnown && a.StartKnown && b.StartKnown {
			c.From, c.To = a.ExpectedStart, b.ExpectedStart
		}
		if c.From == c.To && !c.Step {
			continue
		}
		if c.From != 0 && c.To != 0 {
			c.Days = int(c.To - c.From)
		}
		if !c.Step {
			c.Through, c.Push = b.Through, push(a, b)
		}
		out = append(out, c)
	}
	for i := range scenario.Nodes {
		b := &scenario.Nodes[i]
		if _, there := plan.Index[b.ID]; !there && b.ID != "" {
			out = append(out, DateChange{Item: b.ID, Kind: b.Kind, Title: b.Title, Initiative: b.Initiative, To: knownDay(b), Step: true, Added: true})
		}
	}
	slices.SortStableFunc(out, func(a, b DateChange) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.From, b.From), cmp.Compare(a.Item, b.Item))
	})
	return out
}

func (c DateChange) rank() int {
	if c.Step || c.Dropped {
		return 0
	}
	return 1
}

func knownDay(n *schedule.Node) period.Day {
	switch {
	case n.EndKnown:
		return n.ExpectedEnd
	case n.StartKnown:
		return n.ExpectedStart
	}
	return 0
}

// push is how many days an item's own dates must move to follow, where they must move further than they had to before.
func push(before, after *schedule.Node) int {
	days := 0
	for _, d := range [][3]period.Day{{cmp.Or(after.StartBy, after.Start), after.ExpectedStart, before.ExpectedStart}, {cmp.Or(after.End, after.EndFrom), after.ExpectedEnd, before.ExpectedEnd}} {
		if own, now, then := d[0], d[1], d[2]; own != 0 && now > own && now > then {
			days = max(days, int(now-own))
		}
	}
	return days
}

// follow moves the own dates of everything that follows, as far as they must move. The roadmap must be a copy.
func (e *editing) follow(changes []DateChange) {
	for _, c := range changes {
		if p, known := e.places[c.Item]; known && c.Push > 0 {
			e.shiftAlone(p, c.Push)
		}
	}
}

// shiftAlone moves an item without its parts.
func (e *editing) shiftAlone(p place, days int) {
	var dates []**maturity.LooseDate
	switch p.kind {
	case schedule.KindDeployment:
		dates = []**maturity.LooseDate{&e.Deployments[p.at].GoLive}
	case schedule.KindInitiative:
		dates = []**maturity.LooseDate{&e.Initiatives[p.at].Start, &e.Initiatives[p.at].End}
	case schedule.KindPhase:
		f := &e.Initiatives[p.at].Phases[p.part]
		dates = []**maturity.LooseDate{&f.Start, &f.End}
	case schedule.KindGate:
		dates = []**maturity.LooseDate{&e.Initiatives[p.at].Gates[p.part].Date}
	case schedule.KindWave:
		w := &e.Initiatives[p.at].Waves[p.part]
		dates = []**maturity.LooseDate{&w.Start, &w.End}
	case schedule.KindMilestone:
		dates = []**maturity.LooseDate{&e.Initiatives[p.at].Milestones[p.part].Date}
	}
	for _, d := range dates {
		*d = later(*d, days)
	}
}
