package board

import (
	"context"
)

// thenNowPanel sets the values known at the last meeting beside those known now.
func (b *Builder) thenNowPanel(_ context.Context, v *PanelView, q Query, _ *data) error {
	v.Empty = nothingYet(q)
	return nil
}
