package board

import (
	"context"
)

// changesShown is how many changes the first screen lists.
const changesShown = 5

// changesPanel lists what changed since the last meeting.
func (b *Builder) changesPanel(ctx context.Context, v *PanelView, q Query) error {
	changes, err := b.Changes(ctx, q)
	if err != nil {
		return err
	}
	limit := v.Panel.Limit
	if limit == 0 {
		limit = changesShown
	}
	if len(changes.Rows) > limit && !q.All {
		v.More, changes.Rows = len(changes.Rows)-limit, changes.Rows[:limit]
	}
	v.Changes = &changes
	if len(changes.Rows) == 0 {
		v.Empty = changes.Sentence + "."
	}
	return nil
}
