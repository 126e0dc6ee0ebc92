package board

// assurancePanel sets measures or organisations by variation and assurance.
func (b *Builder) assurancePanel(v *PanelView, q Query, d *data) {
	v.Assurance = b.assurance(v.Panel, q, d)
	if v.Assurance.Placed == 0 && len(v.Assurance.Apart) == 0 {
		v.Assurance, v.Empty = nil, nothingYet(q)
	}
}
