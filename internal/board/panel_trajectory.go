package board

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
