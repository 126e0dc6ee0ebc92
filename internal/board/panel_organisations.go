package board

import (
	"context"
)

// organisations lists the members against the panel's target, the worst first, at most Limit of them.
func (b *Builder) organisations(ctx context.Context, v *PanelView, q Query, d *data) (err error) {
	shown := worstFirst(v.Measure, q, d.ofMembers(v.Measure.ID, v.Target.ID, v.Panel.Kinds))
	if limit := v.Panel.Limit; limit > 0 && len(shown) > limit && !q.All {
		v.More = len(shown) - limit
		shown = shown[:limit]
	}
	if len(shown) == 0 {
		v.Empty = "No organisation of " + q.Subject.Name + " had returned this measure by " + q.Today.Long() + "."
	}
	if v.Organisations, err = b.organisationRows(ctx, v.Measure, v.Target, q, shown); err != nil {
		return err
	}
	return b.lateMilestones(ctx, v.Organisations, q)
}
