package roadmap

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
)

// spacing leaves room between items for others to come, so that one that is put between two moves none of them.
const spacing = 1024

// Items takes a roadmap apart: its head, then every list item by item, each with its content as JSON and its place.
func Items(r maturity.Roadmap) []maturity.RoadmapItem {
	out := []maturity.RoadmapItem{{Kind: maturity.ItemHead, Content: content(head(r))}}
	out = apart(out, maturity.ItemWorkstream, r.Workstreams, func(w maturity.Workstream) string { return w.ID })
	out = apart(out, maturity.ItemFrame, r.Frames, func(f maturity.RoadmapFrame) string { return f.ID })
	out = apart(out, maturity.ItemInitiative, r.Initiatives, func(i maturity.Initiative) string { return i.ID })
	out = apart(out, maturity.ItemDeployment, r.Deployments, func(d maturity.Deployment) string { return d.ID })
	out = apart(out, maturity.ItemGap, r.Gaps, func(g maturity.RoadmapGap) string { return g.ID })
	out = apart(out, maturity.ItemRisk, r.Risks, func(x maturity.RoadmapRisk) string { return x.ID })
	out = apart(out, maturity.ItemBenefit, r.Benefits, func(b maturity.RoadmapBenefit) string { return b.ID })
	out = apart(out, maturity.ItemFunding, r.Funding, func(f maturity.RoadmapFunding) string { return f.ID })
	out = apart(out, maturity.ItemCriteria, r.Criteria, func(s maturity.CriteriaSet) string { return s.ID })
	out = apart(out, maturity.ItemScore, r.Scores, maturity.PriorityScore.Key)
	out = apart(out, maturity.ItemPriorities, r.Priorities, func(p maturity.PeriodPriorities) string { return p.ID })
	out = apart(out, maturity.ItemRegister, r.Registers, func(x maturity.RoadmapRegister) string { return x.ID })
	return apart(out, maturity.ItemUpdate, r.Updates, maturity.PlanUpdate.Key)
}

func apart[T any](out []maturity.RoadmapItem, kind maturity.ItemKind, list []T, key func(T) string) []maturity.RoadmapItem {
	for i, item := range list {
		out = append(out, maturity.RoadmapItem{Kind: kind, Key: key(item), Position: (i + 1) * spacing, Content: content(item)})
	}
	return out
}

// head is the roadmap without its lists of items.
func head(r maturity.Roadmap) maturity.Roadmap {
	r.Workstreams, r.Frames, r.Initiatives, r.Deployments, r.Gaps, r.Risks, r.Benefits = nil, nil, nil, nil, nil, nil, nil
	r.Funding, r.Criteria, r.Scores, r.Priorities, r.Registers, r.Updates = nil, nil, nil, nil, nil, nil
	return r
}

// Join puts a roadmap together from its items. Lists come in the order of their positions, items of the same position in
// that of their keys; an empty list is none.
func Join(items []maturity.RoadmapItem) (r maturity.Roadmap, err error) {
	kinds := map[maturity.ItemKind][]maturity.RoadmapItem{}
	for _, item := range items {
		kinds[item.Kind] = append(kinds[item.Kind], item)
	}
	for _, list := range kinds {
		slices.SortFunc(list, func(a, b maturity.RoadmapItem) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Key, b.Key))
		})
	}
	if heads := kinds[maturity.ItemHead]; len(heads) == 1 {
		r, err = read[maturity.Roadmap](heads[0])
	} else {
		err = maturity.Errorf(maturity.Internal, "A roadmap has %d heads.", len(heads))
	}
	joined(&r.Workstreams, kinds[maturity.ItemWorkstream], &err)
	joined(&r.Frames, kinds[maturity.ItemFrame], &err)
	joined(&r.Initiatives, kinds[maturity.ItemInitiative], &err)
	joined(&r.Deployments, kinds[maturity.ItemDeployment], &err)
	joined(&r.Gaps, kinds[maturity.ItemGap], &err)
	joined(&r.Risks, kinds[maturity.ItemRisk], &err)
	joined(&r.Benefits, kinds[maturity.ItemBenefit], &err)
	joined(&r.Funding, kinds[maturity.ItemFunding], &err)
	joined(&r.Criteria, kinds[maturity.ItemCriteria], &err)
	joined(&r.Scores, kinds[maturity.ItemScore], &err)
	joined(&r.Priorities, kinds[maturity.ItemPriorities], &err)
	joined(&r.Registers, kinds[maturity.ItemRegister], &err)
	joined(&r.Updates, kinds[maturity.ItemUpdate], &err)
	return r, err
}

func joined[T any](to *[]T, items []maturity.RoadmapItem, err *error) {
	for _, item := range items {
		if *err != nil {
			return
		}
		var one T
		if one, *err = read[T](item); *err == nil {
			*to = append(*to, one)
		}
	}
}

// name tells items of a roadmap apart.
type name struct {
	kind maturity.ItemKind
	key  string
}

func nameOf(i maturity.RoadmapItem) name { return name{i.Kind, i.Key} }
