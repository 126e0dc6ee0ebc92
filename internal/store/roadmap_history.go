package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// RoadmapItemHistory gives every state that items of a kind had, begun by a time, the newest first, at most limit.
func (db *DB) RoadmapItemHistory(ctx context.Context, id string, kind maturity.ItemKind, asAt time.Time, limit int) ([]maturity.RoadmapItem, error) {
	return roadmapItems(ctx, db.x, `WHERE roadmap_id = $1 AND kind = $2 AND known_from <= $3 ORDER BY known_from DESC, position, key LIMIT $4`, id, kind, asAt, limit)
}
