package board

import (
	"context"

	"waymark/internal/maturity"
)

// panel fills one panel by its kind.
func (b *Builder) panel(ctx context.Context, p maturity.Panel, q Query, d *data) (PanelView, error) {
	v := PanelView{Panel: p, Text: p.Text}
	if list := b.panelMeasures(p); len(list) > 0 {
		v.Measure, _ = b.catalogue.Measure(list[0])
	}
	if target, ok := b.target(p.Target); ok {
		v.Target = target
		v.Measure, _ = b.catalogue.Measure(target.Measure)
	}
	switch p.Kind {
	case maturity.PanelHeadline:
		b.headline(&v, q, d)
	case maturity.PanelTrajectory:
		b.trajectories(&v, q, d)
	case maturity.PanelTargets:
		b.targets(&v, q, d)
	case maturity.PanelOrganisations:
		return v, b.organisations(ctx, &v, q, d)
	case maturity.PanelRanked:
		b.ranked(&v, q, d)
	case maturity.PanelTable:
		v.Table, v.More = b.table(p, q, d)
		if len(v.Table.Rows) == 0 {
			v.Empty = nothingYet(q)
		}
	case maturity.PanelMatrix:
		columns := d.members
		if len(columns) == 0 { // the subject stands for itself
			columns = []maturity.Organisation{q.Subject}
		}
		matrix, err := b.matrix(ctx, p, q, columns)
		if err != nil {
			return v, err
		}
		v.Matrix = matrix
		if len(matrix.Organisations) == 0 {
			v.Matrix, v.Empty = nil, "No organisation had returned this assessment by then."
		}
	}
	return v, nil
}

func nothingYet(q Query) string {
	return "There are no figures for " + q.Subject.Name + " as known on " + q.Today.Long() + "."
}

// targets lists the subject's targets on the panel's measures.
func (b *Builder) targets(v *PanelView, q Query, d *data) {
	for _, id := range b.panelMeasures(v.Panel) {
		for _, t := range d.trajectories[seriesKey{q.Subject.ID, id}] {
			if row, ok := b.targetRow(t, q.Today); ok {
				v.Targets = append(v.Targets, row)
			}
		}
	}
	v.Counts = CountStatuses(v.Targets)
	if len(v.Targets) == 0 {
		v.Empty = nothingYet(q)
	}
}

// organisations lists the members against the panel's target, the worst first, at most Limit of them.
func (b *Builder) organisations(ctx context.Context, v *PanelView, q Query, d *data) (err error) {
	shown := worstFirst(v.Measure, q, d.ofMembers(v.Measure.ID, v.Target.ID, v.Panel.Kinds))
	if limit := v.Panel.Limit; limit > 0 && len(shown) > limit && !q.All {
		v.More = len(shown) - limit
		shown = shown[:limit]
	}
	if len(shown) == 0 {
		v.Empty = "No organisation of " + q.Subject.Name + " had returned this measure by " + q.Today.Long() + "."
	}
	v.Organisations, err = b.organisationRows(ctx, v.Measure, v.Target, q, shown)
	return err
}

// trajectories draws one chart per measure for the subject.
func (b *Builder) trajectories(v *PanelView, q Query, d *data) {
	for _, id := range b.panelMeasures(v.Panel) {
		t, ok := d.trajectory(q.Subject.ID, id, v.Panel.Target)
		if !ok {
			continue
		}
		v.Drawings = append(v.Drawings, b.trajectoryDrawing(q.Subject, t, d.benchmarks[id], q))
	}
	if len(v.Drawings) == 0 {
		v.Empty = nothingYet(q)
	}
}

// ranked compares the members, or the subject with its peers, on the panel's first measure.
func (b *Builder) ranked(v *PanelView, q Query, d *data) {
	paths, focus := d.compared(v.Panel, v.Measure.ID, q)
	drawing, ok := b.rankedDrawing(v.Measure, q, paths, d.benchmarks[v.Measure.ID], focus)
	if !ok {
		v.Empty = "No organisation of " + q.Subject.Name + " had returned this measure by " + q.Today.Long() + "."
		return
	}
	v.Drawings = []Drawing{drawing}
}
