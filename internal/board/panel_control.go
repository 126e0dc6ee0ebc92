package board

// ControlPanelRow is the control chart of one measure of the subject in words and icons; its picture, where it has one,
// is the panel's drawing with the number Drawing.
type ControlPanelRow struct {
	*ControlView
	Measure string // title
	Drawing int    // index in the panel's drawings; -1 for none
}

// controlPanel draws the stored control chart of each measure of the panel, or says why there is none.
func (b *Builder) controlPanel(v *PanelView, q Query, d *data) {
	v.Empty = nothingYet(q)
}
