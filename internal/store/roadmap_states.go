package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// InitiativeStates gives every state that an initiative and its deployments had, begun by a time, the oldest first, at most
// limit.
func (db *DB) InitiativeStates(ctx context.Context, id, initiative string, asAt time.Time, limit int) ([]maturity.RoadmapItem, error) {
	return roadmapItems(ctx, db.x, `WHERE roadmap_id = $1 AND (kind = $2 AND key = $3 OR kind = $4 AND content->>'initiative' = $3) AND known_from <= $5
		ORDER BY known_from, kind, position, key LIMIT $6`, id, maturity.ItemInitiative, initiative, maturity.ItemDeployment, asAt, limit)
}
