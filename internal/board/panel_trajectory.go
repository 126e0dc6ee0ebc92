package board

import "context"

// trajectories draws one chart per measure for the subject.
func (b *Builder) trajectories(ctx context.Context, v *PanelView, q Query, d *data) error {
	paths, err := b.paths(ctx, q)
	if err != nil {
		return err
	}
	for _, id := range b.panelMeasures(v.Panel) {
		t, ok := d.trajectory(q.Subject.ID, id, v.Panel.Target)
		if !ok {
			continue
		}
		v.Drawings = append(v.Drawings, b.trajectoryDrawing(q.Subject, t, d.benchmarks[id], b.behind(paths, t), q))
	}
	if len(v.Drawings) == 0 {
		v.Empty = nothingYet(q)
	}
	return nil
}
