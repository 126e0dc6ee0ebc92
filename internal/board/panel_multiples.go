package board

// multiplesPanel draws one small trajectory for each organisation, or each measure of the subject.
func (b *Builder) multiplesPanel(v *PanelView, q Query, d *data) {
	v.Empty = nothingYet(q)
}
