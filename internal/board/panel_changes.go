package board

import (
	"context"
)

// changesPanel lists what changed since the last meeting.
func (b *Builder) changesPanel(ctx context.Context, v *PanelView, q Query) error {
	changes, err := b.Changes(ctx, q)
	if err != nil {
		return err
	}
	v.Changes = &changes
	if len(changes.Rows) == 0 {
		v.Empty = changes.Sentence
	}
	return nil
}
