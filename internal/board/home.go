package board

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// HomeRow is one footprint on the first page.
type HomeRow struct {
	Organisation maturity.Organisation
	AsAt         time.Time
	Today        period.Day
	Counts       []StatusCount // of its own targets
	Targets      int
	Period       string // newest period, in words
	Illustrative bool
}

// Place is a body and the time it is looked at.
type Place struct {
	Organisation maturity.Organisation
	AsAt         time.Time
	Today        period.Day
}

// Home counts the targets of each place by status. Places looked at as of the same time are read together.
func (b *Builder) Home(ctx context.Context, places []Place) ([]HomeRow, error) {
	measures := make([]string, len(b.catalogue.Measures))
	for i, m := range b.catalogue.Measures {
		measures[i] = m.ID
	}
	byTime := map[time.Time][]maturity.OrganisationID{}
	for _, p := range places {
		byTime[p.AsAt] = append(byTime[p.AsAt], p.Organisation.ID)
	}
	found := map[maturity.OrganisationID][]maturity.Trajectory{}
	for at, ids := range byTime {
		trajectories, err := b.reader.Summaries(ctx, ids, measures, at)
		if err != nil {
			return nil, err
		}
		for _, t := range trajectories {
			found[t.Organisation] = append(found[t.Organisation], t)
		}
	}
	rows := make([]HomeRow, 0, len(places))
	for _, p := range places {
		rows = append(rows, b.homeRow(p, found[p.Organisation.ID]))
	}
	return rows, nil
}

func (b *Builder) homeRow(p Place, trajectories []maturity.Trajectory) HomeRow {
	row := HomeRow{Organisation: p.Organisation, AsAt: p.AsAt, Today: p.Today}
	counts := map[maturity.Status]int{}
	var newest *period.Period
	for _, t := range trajectories {
		if t.Target != "" {
			counts[t.Status]++
			row.Targets++
		}
		if t.Latest == nil {
			continue
		}
		if newest == nil || period.Compare(t.Latest.Period, *newest) > 0 {
			newest = &t.Latest.Period
		}
		if s, ok := b.catalogue.Source(t.Latest.Source); ok && s.Illustrative {
			row.Illustrative = true
		}
	}
	row.Counts = inOrder(counts)
	if newest != nil {
		row.Period = newest.Label()
	}
	return row
}
