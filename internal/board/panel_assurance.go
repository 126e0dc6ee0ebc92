package board

import (
	"context"
)

// assurancePanel sets measures or organisations by variation and assurance.
func (b *Builder) assurancePanel(_ context.Context, v *PanelView, q Query, _ *data) error {
	v.Empty = nothingYet(q)
	return nil
}
