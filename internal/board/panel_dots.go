package board

import (
	"context"
)

// dotsPanel sets the subject's latest values beside those of its peers.
func (b *Builder) dotsPanel(_ context.Context, v *PanelView, q Query, _ *data) error {
	v.Empty = nothingYet(q)
	return nil
}
