package recompute

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// directory answers who is a member of which footprint, from memory.
type directory struct {
	body       map[maturity.OrganisationID]maturity.Organisation
	code       map[string]maturity.OrganisationID
	footprints []maturity.OrganisationID                       // in order
	members    map[maturity.OrganisationID][]maturity.Relation // of a footprint, by member
	footprint  map[maturity.OrganisationID][]maturity.Relation // of a member
}

func newDirectory(bodies []maturity.Organisation, members []maturity.Relation) directory {
	d := directory{map[maturity.OrganisationID]maturity.Organisation{}, map[string]maturity.OrganisationID{}, nil,
		map[maturity.OrganisationID][]maturity.Relation{}, map[maturity.OrganisationID][]maturity.Relation{}}
	for _, o := range bodies {
		d.body[o.ID], d.code[o.Code] = o, o.ID
		if o.Kind == maturity.KindFootprint {
			d.footprints = append(d.footprints, o.ID)
		}
	}
	for _, r := range members {
		d.members[r.To] = append(d.members[r.To], r)
		d.footprint[r.From] = append(d.footprint[r.From], r)
	}
	slices.Sort(d.footprints)
	return d
}

// overlaps reports whether a relation holds on at least one day from first to last.
func overlaps(r maturity.Relation, first, last period.Day) bool {
	return (r.Since == nil || *r.Since <= last) && (r.Until == nil || *r.Until >= first)
}

// membersIn lists the members of a footprint that were open and belonged to it in a period, each once, by id.
func (d directory) membersIn(footprint maturity.OrganisationID, p period.Period) (out []maturity.Organisation) {
	for _, r := range d.members[footprint] {
		o, known := d.body[r.From]
		if known && overlaps(r, p.Start, p.End()) && o.OpenIn(p) && (len(out) == 0 || out[len(out)-1].ID != o.ID) {
			out = append(out, o)
		}
	}
	return out
}

// belongs reports whether an organisation is the footprint with the code, or a member of it on the day.
func (d directory) belongs(o maturity.Organisation, footprint string, day period.Day) bool {
	id, known := d.code[footprint]
	if !known {
		return false
	}
	return o.ID == id || slices.ContainsFunc(d.footprint[o.ID], func(r maturity.Relation) bool { return r.To == id && overlaps(r, day, day) })
}
