package roadmap

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/schedule"
)

// effects lists what all moves together do, the first own of which were asked for.
func (p *Plan) effects(preview *MovePreview, moves []DateMove, own int) {
	asked := map[string]bool{}
	for _, m := range moves[:own] {
		asked[m.Item] = true
	}
	pushed := map[string]bool{}
	for _, m := range moves[own:] {
		pushed[m.Item] = true
	}
	seen := map[string]bool{}
	for _, e := range p.Network.Changed(p.with(moves)) {
		e.Moved, e.Own = asked[e.ID], pushed[e.ID]
		preview.add(p.effect(e, moves))
		seen[e.ID] = true
	}
	for _, m := range moves { // a date may move without anything following from it
		if !seen[m.Item] {
			seen[m.Item] = true
			node := p.Network.Index[m.Item]
			preview.add(p.effect(schedule.Effect{ID: m.Item, Node: node, Kind: p.Network.Nodes[node].Kind, Moved: asked[m.Item], Own: pushed[m.Item]}, moves))
		}
	}
	slices.SortStableFunc(preview.Effects, func(a, b MoveEffect) int {
		if c := boolFirst(a.ID == preview.Request.Item, b.ID == preview.Request.Item); c != 0 {
			return c
		}
		return boolFirst(a.Moved, b.Moved)
	})
}

func (preview *MovePreview) add(e MoveEffect) {
	switch {
	case e.Own:
		preview.Pushed++
	case !e.Moved:
		preview.Derived++
	}
	preview.Effects = append(preview.Effects, e)
}

func (p *Plan) effect(e schedule.Effect, moves []DateMove) MoveEffect {
	out := MoveEffect{Effect: e}
	node := p.Network.Nodes[e.Node]
	out.Title, out.What, out.Initiative, _ = p.Find(e.ID)
	if out.Title == "" {
		out.Title, out.What, out.Initiative = node.Title, string(node.Kind), node.Initiative
	}
	if e.Through != "" && !e.Moved {
		out.Through, _, _, _ = p.Find(e.Through)
	}
	for _, m := range moves {
		if m.Item == e.ID {
			out.Dates = append(out.Dates, m)
		}
	}
	in := p.Initiative(out.Initiative)
	if in == nil {
		return out
	}
	switch e.Kind {
	case schedule.KindDeployment:
		out.Measures, out.Targets = p.carried(in, e.ID)
	case schedule.KindInitiative:
		out.Measures, out.Targets = p.MeasuresOf(in), p.TargetsOf(in)
	}
	return out
}

// carried are the measures that a deployment is to move, and the targets of those.
func (p *Plan) carried(in *maturity.Initiative, id string) (measures []string, targets []maturity.Target) {
	for _, d := range p.DeploymentsOf(in.ID) {
		if d.ID != id {
			continue
		}
		for _, e := range d.Effects {
			if !slices.Contains(measures, e.Measure) {
				measures = append(measures, e.Measure)
			}
		}
	}
	for _, t := range p.TargetsOf(in) {
		if slices.Contains(measures, t.Measure) {
			targets = append(targets, t)
		}
	}
	return measures, targets
}

// broken lists the contradictions that are there afterwards and were not before, or have become worse.
func (p *Plan) broken(preview *MovePreview, after *schedule.Network) {
	for i := range after.Nodes {
		before, now := p.Network.Nodes[i].Violated, after.Nodes[i].Violated
		for _, v := range now {
			old := slices.IndexFunc(before, func(o schedule.Violation) bool { return o.Needs == v.Needs && o.Kind == v.Kind && o.Must == v.Must })
			if v.Must && (old < 0 || before[old].Days < v.Days) {
				preview.Broken = append(preview.Broken, p.brokenOf(after.Nodes[i].ID, v))
			}
		}
		for _, v := range before {
			if v.Must && !slices.ContainsFunc(now, func(n schedule.Violation) bool { return n.Needs == v.Needs && n.Kind == v.Kind && n.Must }) {
				preview.Mended++
			}
		}
	}
}

func (p *Plan) brokenOf(item string, v schedule.Violation) Broken {
	b := Broken{Violation: v, Item: item}
	b.Title, _, _, _ = p.Find(item)
	b.NeedsTitle, _, _, _ = p.Find(v.Needs)
	return b
}

// Contradictions lists the planned dates that contradict what they wait for, those that must be wrong first.
func (p *Plan) Contradictions() (out []Broken) {
	for i := range p.Network.Nodes {
		for _, v := range p.Network.Nodes[i].Violated {
			out = append(out, p.brokenOf(p.Network.Nodes[i].ID, v))
		}
	}
	slices.SortStableFunc(out, func(a, b Broken) int {
		if c := boolFirst(a.Must, b.Must); c != 0 {
			return c
		}
		return b.Days - a.Days
	})
	return out
}
