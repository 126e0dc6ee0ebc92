package board

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
