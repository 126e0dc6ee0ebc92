package returns

import (
	"context"
	"slices"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Basis says which returns the figures of a footprint or an organisation rest on in a period: of all collections that ask
// for one of the measures, are owed for the period, and by bodies under it. Counts are zero where no collection does.
func (r *Rounds) Basis(ctx context.Context, subject maturity.Organisation, measures []string, p period.Period, asAt time.Time) (collection.Counts, error) {
	var n collection.Counts
	var wanted []asked
	for _, c := range r.Catalogue.Collections {
		if !collection.Has(c, p) || !slices.ContainsFunc(measures, c.Holds) || !speaksFor(c, subject) {
			continue
		}
		wanted = append(wanted, asked{c, []period.Period{p}})
	}
	all, err := r.roundsOf(ctx, wanted, asAt)
	if err != nil {
		return n, err
	}
	for _, rounds := range all {
		for _, row := range rounds[0].Rows {
			if subject.Kind == maturity.KindNation || row.ID == subject.ID || slices.Contains(row.Footprints, subject.Code) {
				n.Add(row.Standing)
			}
		}
	}
	return n, nil
}

// speaksFor reports whether a collection can hold returns of bodies under the subject, or its own.
func speaksFor(c maturity.Collection, subject maturity.Organisation) bool {
	switch subject.Kind {
	case maturity.KindFootprint:
		return len(c.Footprints) == 0 || slices.Contains(c.Footprints, subject.Code)
	case maturity.KindNation:
		return len(c.Footprints) == 0
	}
	return slices.Contains(c.Kinds, subject.Kind)
}
