package recompute

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// directory answers who is a member of which footprint and who contains whom, from memory.
type directory struct {
	body       map[maturity.OrganisationID]maturity.Organisation
	code       map[string]maturity.OrganisationID
	footprints []maturity.OrganisationID                       // in order
	members    map[maturity.OrganisationID][]maturity.Relation // of a footprint, by member
	footprint  map[maturity.OrganisationID][]maturity.Relation // of a member
	above      map[maturity.OrganisationID][]maturity.Relation // what a body is part of or commissioned by
	below      map[maturity.OrganisationID][]maturity.Relation // what it contains
	merged     map[maturity.OrganisationID][]maturity.Break    // what became part of a body, and when
	standsFor  map[string]string                               // kind of a group row -> kind of the bodies it contains
	inside     map[maturity.OrganisationID]bool                // whether it is in a footprint, as a member or below one, at any time
}

func newDirectory(bodies []maturity.Organisation, relations []maturity.Relation, kinds []maturity.OrganisationKind) directory {
	links := func() map[maturity.OrganisationID][]maturity.Relation {
		return map[maturity.OrganisationID][]maturity.Relation{}
	}
	d := directory{body: map[maturity.OrganisationID]maturity.Organisation{}, code: map[string]maturity.OrganisationID{}, members: links(), footprint: links(),
		above: links(), below: links(), merged: map[maturity.OrganisationID][]maturity.Break{}, standsFor: map[string]string{}, inside: map[maturity.OrganisationID]bool{}}
	for _, o := range bodies {
		d.body[o.ID], d.code[o.Code] = o, o.ID
		if o.Kind == maturity.KindFootprint {
			d.footprints = append(d.footprints, o.ID)
		}
	}
	for _, r := range relations {
		if r.Kind == maturity.SucceededBy {
			d.merge(r)
			continue
		}
		d.inside[r.From] = true
		if r.Kind == maturity.MemberOf {
			d.members[r.To] = append(d.members[r.To], r)
			d.footprint[r.From] = append(d.footprint[r.From], r)
			continue
		}
		d.above[r.From] = append(d.above[r.From], r)
		d.below[r.To] = append(d.below[r.To], r)
	}
	for _, k := range kinds {
		if k.StandsFor != "" {
			d.standsFor[k.ID] = k.StandsFor
		}
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

// everIn lists the bodies that are in a footprint, as members or below one, at any time.
func (d directory) everIn(footprint maturity.OrganisationID) (out []maturity.OrganisationID) {
	seen := map[maturity.OrganisationID]bool{}
	var add func(links []maturity.Relation)
	add = func(links []maturity.Relation) {
		for _, r := range links {
			if !seen[r.From] {
				seen[r.From] = true
				out = append(out, r.From)
				add(d.below[r.From])
			}
		}
	}
	add(d.members[footprint])
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
