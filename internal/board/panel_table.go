package board

// tablePanel sets measures against organisations.
func (b *Builder) tablePanel(v *PanelView, q Query, d *data) {
	v.Table, v.More = b.table(v.Panel, q, d)
	if len(v.Table.Rows) == 0 {
		v.Empty = nothingYet(q)
	}
}
