package board

import (
	"context"
)

// fallingPanel lists what misses its target and gets worse.
func (b *Builder) fallingPanel(_ context.Context, v *PanelView, q Query, _ *data) error {
	v.Empty = nothingYet(q)
	return nil
}
