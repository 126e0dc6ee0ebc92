package board

import (
	"context"

	"waymark/internal/maturity"
)

// fallingShown is how many series the panel lists.
const fallingShown = 5

// fallingPanel lists what misses its target and gets worse, of the panel's measures or of all.
func (b *Builder) fallingPanel(ctx context.Context, v *PanelView, q Query, d *data) error {
	who := append([]maturity.Organisation{q.Subject}, d.members...)
	var trajectories []maturity.Trajectory
	if measures := b.panelMeasures(v.Panel); len(measures) > 0 {
		for _, o := range who {
			for _, m := range measures {
				trajectories = append(trajectories, d.trajectories[seriesKey{o.ID, m}]...)
			}
		}
	} else {
		var err error
		if trajectories, err = b.reader.Summaries(ctx, idsOf(who), nil, q.AsAt); err != nil {
			return err
		}
	}
	v.Falling = b.redAndFalling(q, who, trajectories)
	limit := v.Panel.Limit
	if limit == 0 {
		limit = fallingShown
	}
	if len(v.Falling) > limit && !q.All {
		v.More, v.Falling = len(v.Falling)-limit, v.Falling[:limit]
	}
	if len(v.Falling) == 0 {
		v.Empty = "Nothing misses its target and gets worse at the same time."
	}
	return nil
}
