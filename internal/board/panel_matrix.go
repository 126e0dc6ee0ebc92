package board

import (
	"context"

	"waymark/internal/maturity"
)

// matrixPanel sets the sections of a framework against the members, or against the subject where it has none.
func (b *Builder) matrixPanel(ctx context.Context, v *PanelView, q Query, d *data) error {
	columns := d.members
	if len(columns) == 0 { // the subject stands for itself
		columns = []maturity.Organisation{q.Subject}
	}
	matrix, err := b.matrix(ctx, v.Panel, q, columns)
	if err != nil {
		return err
	}
	if len(matrix.Organisations) == 0 {
		v.Empty = "No organisation had returned this assessment by then."
		return nil
	}
	v.Matrix = matrix
	return nil
}
