package recompute

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// holds reports whether a relation of a body is the one of its kind that counts in a period: the last that holds on any
// of its days, so that a body which moved within the period has one parent.
func (d directory) holds(r maturity.Relation, p period.Period) bool {
	if !overlaps(r, p.Start, p.End()) {
		return false
	}
	return !slices.ContainsFunc(d.above[r.From], func(other maturity.Relation) bool {
		return other.Kind == r.Kind && later(other, r) && overlaps(other, p.Start, p.End())
	})
}

func later(a, b maturity.Relation) bool {
	if a.Since == nil || b.Since == nil {
		return a.Since != nil && b.Since == nil
	}
	return *a.Since > *b.Since
}

// parents lists what a body is part of or commissioned by in a period, as far as it matters to footprints.
func (d directory) parents(id maturity.OrganisationID, p period.Period) (out []maturity.OrganisationID) {
	for _, r := range d.above[id] {
		if d.holds(r, p) {
			out = append(out, r.To)
		}
	}
	return out
}

// node is a body of a footprint in a period with what it contains; each body stands in one place.
type node struct {
	id     maturity.OrganisationID
	listed bool // a member of the footprint
	below  []node
}

// tree arranges the members of a footprint in a period, and all they contain, by who contains whom.
func (d directory) tree(footprint maturity.OrganisationID, p period.Period) []node {
	g := &grower{d, p, map[maturity.OrganisationID]bool{}, map[maturity.OrganisationID]bool{}}
	members := d.membersIn(footprint, p)
	for _, o := range members {
		g.listed[o.ID] = true
	}
	var roots []node
	for _, o := range members {
		if !g.contained(o.ID, map[maturity.OrganisationID]bool{}) {
			roots = append(roots, g.grow(o.ID))
		}
	}
	for _, o := range members { // bodies that the reference files make part of one another
		if !g.placed[o.ID] {
			roots = append(roots, g.grow(o.ID))
		}
	}
	return g.group(roots)
}

type grower struct {
	directory
	at             period.Period
	listed, placed map[maturity.OrganisationID]bool
}

// contained reports whether a member is somewhere below another one.
func (g *grower) contained(id maturity.OrganisationID, seen map[maturity.OrganisationID]bool) bool {
	for _, parent := range g.parents(id, g.at) {
		if seen[parent] {
			continue
		}
		seen[parent] = true
		if g.listed[parent] || g.contained(parent, seen) {
			return true
		}
	}
	return false
}

func (g *grower) grow(id maturity.OrganisationID) node {
	n := node{id: id, listed: g.listed[id]}
	g.placed[id] = true
	for _, r := range g.below[id] {
		if !g.placed[r.From] && g.body[r.From].OpenIn(g.at) && g.holds(r, g.at) {
			n.below = append(n.below, g.grow(r.From))
		}
	}
	n.below = g.group(n.below)
	return n
}

// group puts bodies below the group row that stands for them: one of a kind that stands for theirs, beside them under
// the same parent.
func (g *grower) group(side []node) []node {
	for i := range side {
		stands := g.standsFor[g.body[side[i].id].Kind]
		if stands == "" {
			continue
		}
		parents := g.parents(side[i].id, g.at)
		var kept []node
		row := side[i]
		for j, n := range side {
			if j != i && g.body[n.id].Kind == stands && slices.ContainsFunc(g.parents(n.id, g.at), func(p maturity.OrganisationID) bool { return slices.Contains(parents, p) }) {
				row.below = append(row.below, n)
			} else {
				kept = append(kept, n)
			}
		}
		if len(row.below) > len(side[i].below) {
			at := slices.IndexFunc(kept, func(n node) bool { return n.id == row.id })
			kept[at] = row
			return g.group(kept)
		}
	}
	return side
}
