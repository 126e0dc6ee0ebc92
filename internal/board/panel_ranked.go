package board

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
