package returns

import (
	"slices"

	"waymark/internal/collection"
)

// Grid counts the returns of a round by footprint and kind of organisation.
type Grid struct {
	Kinds []string // ids, in the order of the collection
	Rows  []GridRow
	Total GridRow
	// Twice is set where an organisation is under more than one footprint: it counts in each, and once in the total.
	Twice bool
}

// GridRow is one footprint.
type GridRow struct {
	Footprint string // code; "" for organisations under none
	Kinds     []collection.Counts
	All       collection.Counts
}

// Grid counts the round. A successor of another kind than the collection's is counted under a kind of its own.
func (r Round) Grid() Grid {
	g := Grid{Kinds: slices.Clone(r.Collection.Kinds)}
	var footprints []string
	for _, row := range r.Rows {
		if !slices.Contains(g.Kinds, row.Kind) {
			g.Kinds = append(g.Kinds, row.Kind)
		}
		for _, code := range row.under() {
			if !slices.Contains(footprints, code) {
				footprints = append(footprints, code)
			}
		}
	}
	slices.Sort(footprints)
	if len(footprints) > 0 && footprints[0] == "" { // those under none come last
		footprints = append(footprints[1:], "")
	}
	g.Kinds = slices.DeleteFunc(g.Kinds, func(kind string) bool {
		return !slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Kind == kind })
	})
	g.Total = GridRow{Kinds: make([]collection.Counts, len(g.Kinds))}
	for _, code := range footprints {
		g.Rows = append(g.Rows, GridRow{Footprint: code, Kinds: make([]collection.Counts, len(g.Kinds))})
	}
	for _, row := range r.Rows {
		kind, under := slices.Index(g.Kinds, row.Kind), row.under()
		g.Twice = g.Twice || len(under) > 1
		for _, code := range under {
			g.Rows[slices.Index(footprints, code)].add(kind, row.Standing)
		}
		g.Total.add(kind, row.Standing)
	}
	return g
}

func (r *GridRow) add(kind int, s collection.Standing) {
	r.Kinds[kind].Add(s)
	r.All.Add(s)
}

func (row Row) under() []string {
	if len(row.Footprints) == 0 {
		return []string{""}
	}
	return row.Footprints
}
