package board

import (
	"context"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// BuildBoard fills a board that stands in no catalogue, such as a copy that somebody edits.
func (b *Builder) BuildBoard(ctx context.Context, definition maturity.Board, q Query) (View, error) {
	definition, err := chosen(definition, q.Chosen)
	if err != nil {
		return View{}, err
	}
	members := membersFor(definition, q)
	definition.Panels = slices.DeleteFunc(slices.Clone(definition.Panels), func(p maturity.Panel) bool {
		return q.Only != "" && p.ID != q.Only || !standsFor(p.When, q, members)
	})
	b = b.sharing()
	if err := b.ahead(ctx, definition, q); err != nil {
		return View{}, err
	}
	d, err := b.read(ctx, definition, q, members)
	if err != nil {
		return View{}, err
	}
	v := View{Board: definition, Subject: q.Subject, AsAt: q.AsAt, Today: q.Today, Members: len(members)}
	for _, panel := range definition.Panels {
		if !b.holds(panel, q, d) {
			continue
		}
		filled, err := b.panel(ctx, panel, q, d)
		if err != nil {
			return View{}, err
		}
		if panel.When.Data && filled.Empty != "" {
			continue
		}
		v.Panels = append(v.Panels, filled)
	}
	b.describe(&v, d)
	return v, nil
}

// chosen puts what the visitor chose into the panels. The selectors of the board it gives have that as their default.
func chosen(definition maturity.Board, asked map[string]string) (maturity.Board, error) {
	if len(definition.Selectors) == 0 {
		return definition, nil
	}
	options := map[string]string{}
	definition.Selectors = slices.Clone(definition.Selectors)
	for i, s := range definition.Selectors {
		option, ok := s.Chosen(asked[s.ID])
		if !ok {
			return definition, maturity.Errorf(maturity.NotFound, "%s: there is no choice %q.", s.Title, asked[s.ID])
		}
		definition.Selectors[i].Default, options["$"+s.ID] = option, option
	}
	put := func(id string) string {
		if option, is := options[id]; is {
			return option
		}
		return id
	}
	definition.Panels = slices.Clone(definition.Panels)
	for i := range definition.Panels {
		p := &definition.Panels[i]
		p.Framework = put(p.Framework)
		p.Measures, p.Kinds = mapped(p.Measures, put), mapped(p.Kinds, put)
	}
	return definition, nil
}

func mapped(ids []string, put func(string) string) []string {
	out := slices.Clone(ids)
	for i, id := range out {
		if strings.HasPrefix(id, "$") {
			out[i] = put(id)
		}
	}
	return out
}

// standsFor judges what needs no figures of a condition.
func standsFor(w maturity.PanelCondition, q Query, members []maturity.Organisation) bool {
	return (len(w.Subject) == 0 || slices.Contains(w.Subject, q.Subject.Kind)) && len(members) >= w.Members
}

// holds judges what needs figures of a panel's condition.
func (b *Builder) holds(p maturity.Panel, q Query, d *data) bool {
	every := append([]maturity.Organisation{q.Subject}, d.members...)
	for _, id := range p.When.Measures {
		if !slices.ContainsFunc(every, func(o maturity.Organisation) bool {
			return slices.ContainsFunc(d.trajectories[seriesKey{o.ID, id}], func(t maturity.Trajectory) bool { return t.Latest != nil })
		}) {
			return false
		}
	}
	if !p.When.Late {
		return true
	}
	for _, id := range b.panelMeasures(p) {
		for _, o := range every {
			if slices.ContainsFunc(d.trajectories[seriesKey{o.ID, id}], func(t maturity.Trajectory) bool {
				return late(t) && (p.Target == "" || t.Target == p.Target)
			}) {
				return true
			}
		}
	}
	return false
}

// late is a target that is past due, or not likely to be met.
func late(t maturity.Trajectory) bool {
	return t.Status == maturity.StatusPastDue || t.Status == maturity.StatusUnlikely
}
