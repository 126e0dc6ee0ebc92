package explore

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Chosen is a pick with what it stands for.
type Chosen struct {
	Pick          Pick
	Words         string // "Gloucestershire", "the 9 members of Gloucestershire"
	Organisations []maturity.Organisation
	Unknown       bool // there is no such organisation, kind or group
}

// resolve looks up what a choice names: measures in the order chosen, organisations each once, in the order of the picks.
// What is unknown stays in the list of the chosen, so that it can be removed, and chooses nothing.
func (e *Explorer) resolve(ctx context.Context, c Choice, d Directory, day period.Day) (v View, err error) {
	v.Choice, v.Directory = c, d
	for _, id := range c.Measures {
		if m, ok := e.Catalogue.Measure(id); ok {
			v.Measures = append(v.Measures, m)
			continue
		}
		v.UnknownMeasures = append(v.UnknownMeasures, id)
	}
	groups, err := e.groupsOf(ctx, c.Picks)
	if err != nil {
		return v, err
	}
	seen := map[maturity.OrganisationID]bool{}
	for _, p := range c.Picks {
		one := e.pick(p, d, day, groups)
		v.Chosen = append(v.Chosen, one)
		for _, o := range one.Organisations {
			if !seen[o.ID] {
				seen[o.ID] = true
				v.Organisations = append(v.Organisations, o)
			}
		}
	}
	return v, nil
}

// groupsOf reads all groups of a choice at once.
func (e *Explorer) groupsOf(ctx context.Context, picks []Pick) (map[int64]maturity.OrganisationGroup, error) {
	var ids []int64
	for _, p := range picks {
		if p.Group != 0 {
			ids = append(ids, p.Group)
		}
	}
	if len(ids) == 0 || e.Groups == nil {
		return nil, nil
	}
	found, err := e.Groups.GroupsByID(ctx, ids)
	out := map[int64]maturity.OrganisationGroup{}
	for _, g := range found {
		out[g.ID] = g
	}
	return out, err
}

func (e *Explorer) pick(p Pick, d Directory, day period.Day, groups map[int64]maturity.OrganisationGroup) Chosen {
	one := Chosen{Pick: p, Words: fmt.Sprintf("“%s”, which is not known here", p), Unknown: true}
	of, known := d.ByCode(p.Code)
	kind, isKind := e.Catalogue.Kind(p.Kind)
	group, isGroup := groups[p.Group]
	if p.Code != "" && !known || p.Kind != "" && !isKind || p.Group != 0 && !isGroup {
		return one
	}
	one.Unknown = false
	switch {
	case p.Group != 0:
		for _, id := range group.Members {
			if o, ok := d.ByID(id); ok {
				one.Organisations = append(one.Organisations, o)
			}
		}
		one.Words = fmt.Sprintf("%s of the group “%s”", maturity.Count(len(one.Organisations), "organisation", "organisations"), group.Title)
	case p.Kind != "" && p.Code != "":
		one.Organisations = slices.DeleteFunc(d.Within(of.ID, day), func(o maturity.Organisation) bool { return o.Kind != p.Kind })
		one.Words = maturity.Count(len(one.Organisations), kind.Singular, kind.Plural) + " in " + nameOf(of)
	case p.Kind != "":
		one.Organisations = d.OfKind(p.Kind, day)
		one.Words = maturity.Count(len(one.Organisations), kind.Singular, kind.Plural)
	case p.Members:
		one.Organisations = d.Members(of.ID, day)
		one.Words = maturity.Count(len(one.Organisations), "member", "members") + " of " + nameOf(of)
	default:
		one.Organisations, one.Words = []maturity.Organisation{of}, nameOf(of)
	}
	return one
}

// Organisations are those that a choice stands for, with the members of a day.
func (e *Explorer) Organisations(ctx context.Context, c Choice, d Directory, day period.Day) ([]maturity.Organisation, error) {
	v, err := e.resolve(ctx, c, d, day)
	return v.Organisations, err
}

// nameOf is an organisation in a sentence: a footprint by its short name; those of other bodies are often only letters.
func nameOf(o maturity.Organisation) string {
	if o.Kind == maturity.KindFootprint {
		return cmp.Or(o.ShortName, o.Name)
	}
	return o.Name
}
