package store

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// FootprintsOf lists the footprints that hold an organisation on a day, directly or through any number of steps, by name.
func (d *Directory) FootprintsOf(id maturity.OrganisationID, day period.Day) []maturity.Organisation {
	var out []maturity.Organisation
	for _, footprint := range d.byKind[maturity.KindFootprint] {
		if slices.ContainsFunc(d.Within(footprint.ID, day), func(o maturity.Organisation) bool { return o.ID == id }) {
			out = append(out, footprint.Organisation)
		}
	}
	return out
}
